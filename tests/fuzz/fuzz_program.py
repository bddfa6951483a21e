"""Any words and any environment end in a documented code and in one line, whatever they ask for.

An input is a command line as ``env`` takes one, its words parted by NUL: first ``NAME=VALUE`` of the environment, then
the arguments. It is run in this process, in a folder of its own that holds a data file or two.
"""

from __future__ import annotations

import io
import os
import random
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

from timeline.cli import run as program
from timeline.cli.commands import MODULES

EVERYTHING = Path(__file__).parent.parent / "everything.yaml"
CODES = (0, 1, 2, 130, 143)
"""What the program may end with."""
LONGEST = 4_000
"""Characters that may stand on standard error."""
MAX_WORDS = 40
"""Words of a command line that are tried; of thousands `tests.test_growth` tells what they cost."""

VARIABLES = (
    "COLUMNS", "LINES", "TERM", "NO_COLOR", "FORCE_COLOR", "TERMINAL_WIDTH", "TIMELINE_DATA", "GITHUB_ACTIONS",
    "_TYPER_FORCE_DISABLE_TERMINAL", "TTY_COMPATIBLE", "_TIMELINE_COMPLETE", "_TYPER_COMPLETE_ARGS", "COMP_WORDS",
    "COMP_CWORD", "_TYPER_COMPLETE_FISH_ACTION", "_TYPER_COMPLETE_WORD_TO_COMPLETE", "LANG", "LESS", "SHELL", "HOME",
    "SOURCE_DATE_EPOCH", "EDITOR", "TZ", "TERMINAL",
)  # fmt: skip
"""What an input may set; ``TERMINAL`` says that standard output is one. No name of a program is among them."""
BINARY = re.compile(r"xlsx|sqlite|\.db|datapackage|\.zip")
COLOURING = ("--color", "--colour", "FORCE_COLOR", "TERMINAL", "GITHUB_ACTIONS", "_TIMELINE_COMPLETE")
"""Without any of these no escape may be on standard output."""
FILES = {
    "data.yaml": EVERYTHING.read_bytes(),
    "faulty.yaml": b"title: T\nsources: {}\nevents:\n- {id: A, date: '1994-13', title: '', titel: x, sources: [s]}\n",
    "other.yaml": b"title: O\nsources: {s: {title: S, url: 'https://e.org/'}}\n"
    b"events:\n- {id: year, date: '1994', title: Another, sources: [s]}\n",
    "empty.yaml": b"",
    "latin.yaml": b"title: Bak\xfd\n",
}
"""What stands in the folder."""


class _Stream(io.TextIOWrapper):
    """A standard stream that keeps what it is given."""

    def __init__(self, *, terminal: bool) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", newline="", errors="surrogateescape")
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal

    @property
    def given(self) -> bytes:
        """The bytes."""
        self.flush()
        data: bytes = self.buffer.getvalue()  # type: ignore[attr-defined]  # a BytesIO, which typeshed cannot know
        return data


class Answer(NamedTuple):
    """What a command line came to."""

    code: int
    out: bytes
    err: str


def check_one(data: bytes) -> None:
    """Runs a command line. Raises `AssertionError` for a broken promise; any other exception is one too."""
    settings, args = read(data)
    answer = run(settings, args)
    assert answer.code in CODES, answer.code
    for said in ("Traceback", "internal error", "Exception ignored"):
        assert said not in answer.err, answer.err
    assert len(answer.err) < LONGEST, len(answer.err)
    assert all(char.isprintable() or char == "\n" for char in answer.err), ascii(answer.err)
    if answer.code == 2:
        assert not answer.out, answer.out[:200]
        assert answer.err.startswith("timeline: "), answer.err
        assert answer.err.count("\n") == 1 or "TERMINAL" in settings, answer.err
    if not any(BINARY.search(arg) for arg in args):
        text = answer.out.decode("utf-8")
        plain = not any(word in arg for word in COLOURING for arg in (*settings, *args))
        assert not plain or "\x1b" not in text, ascii(text)[:300]


def read(data: bytes) -> tuple[dict[str, str], list[str]]:
    """The environment and the arguments that an input stands for."""
    words = [part.decode("utf-8", "surrogateescape") for part in data.split(b"\0")[:MAX_WORDS]]
    setting = [word.partition("=")[0] in VARIABLES and "=" in word for word in words]
    first = setting.index(False) if False in setting else len(words)
    settings = dict(word.split("=", 1) for word in words[:first])
    return settings, list(map(_kept_inside, words[first:]))


def _kept_inside(word: str) -> str:
    """A word that names nothing outside the folder: only addresses keep their slashes."""
    return word if re.match("https?:", word) else word.replace("/", "\u2215")


def run(settings: dict[str, str], args: list[str]) -> Answer:
    """Runs the program in a folder of its own, in an environment of these settings alone."""
    plain = {name: value for name, value in os.environ.items() if name in ("PATH", "TMPDIR")}
    with _folder(), mock.patch.dict(os.environ, plain | {"PAGER": ""} | settings, clear=True):
        kept = sys.stdin, sys.stdout, sys.stderr
        out, err = (_Stream(terminal="TERMINAL" in settings) for _ in range(2))
        sys.stdin, sys.stdout, sys.stderr = io.TextIOWrapper(io.BytesIO(FILES["other.yaml"])), out, err
        try:
            code = program.run(args)
        except SystemExit as error:
            code = error.code if isinstance(error.code, int) else 1 if error.code else 0
        finally:
            given = sys.stdout, sys.stderr
            sys.stdin, sys.stdout, sys.stderr = kept
            for stream in given:
                stream.flush()
        return Answer(code, out.given, err.given.decode("utf-8", "surrogateescape"))


@contextmanager
def _folder() -> Iterator[None]:
    before, folder = os.getcwd(), tempfile.mkdtemp()
    for name, data in FILES.items():
        Path(folder, name).write_bytes(data)
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
        shutil.rmtree(folder)


# --- command lines that go further than bytes by chance

VALUES = (
    "1994", "1992..1997", "2010..", "..1999", "1994-05", "May 1994", "4 May 1994", "31 February", "18 October 1999",
    "today", "9999-12-31", "0", "1", "3", "99999999999999999999", "-1", "PfP", "P", "p", "landmark", "minor",
    "confirmed", "disputed", "official", "press", "year", "day", "month", "person", "visit", "csv", "tsv", "xlsx",
    "sqlite", "json", "jsonl", "yaml", "markdown", "html", "svg", "ics", "timelinejs", "csl", "bibtex", "ris",
    "datapackage", "text", "github", "always", "never", "auto", "x.csv", "x.html", "x.ics", "x.zip", "x.docx", "x",
    "data.yaml", "faulty.yaml", "other.yaml", "empty.yaml", "latin.yaml", "missing.yaml", ".", "-", "--", "", " ",
    '"', '"two words"', "a b", "баку", "Əliyev", "平和", "\u0301", "e\u0301" * 40, "\ufdfa" * 30, "\u200b", "\u00ad",
    "\u3164", "\u202e", "\u2067x", "\x1b[31m", "\x07", "\n", "\r", "\t", "\x7f", "\x9b", "\u2028", "\ud800",
    "\udcff", "\U0001f468\u200d\U0001f469", "[/]", "{0}", "%s", "$(x)", "`x`", "\\", "\\n", "'", ";", "|", "=1+1",
    "@name", "#12", ":word:", "<b>", "&amp;", "x" * 300, "x=y", "https://e.org/x", "file:///etc/passwd",
    "javascript:x", "unsorted", "title-too-long", "s", "s=says", "en", "id", "--force", "dumb", "xterm-256color",
    "complete_bash", "source_zsh", "timeline list -", "None", "true", "1e3", "٣", "１９９４", "Ⅳ",
)  # fmt: skip
"""Values that mean something somewhere, or that mean harm."""

Words = list[str]


def generated(chance: random.Random) -> bytes:
    """A command line of the program's own commands and options, with values of `VALUES` or by chance."""
    settings = [f"{chance.choice(VARIABLES)}={_value(chance)}" for _ in range(chance.choice((0, 0, 1, 2, 3)))]
    command = chance.choice([*sorted(MODULES), "", "lst", "--help", "--version", _value(chance)])
    words = [*settings, *([command] if command else [])]
    options = _options().get(command, ())
    for _ in range(chance.choice((0, 1, 1, 2, 2, 3, 5))):
        words += _option(chance, options) if options and chance.random() < 0.75 else [_value(chance)]
    if chance.random() < 0.6:
        words.append("--data=data.yaml")
    return "\0".join(words).encode("utf-8", "surrogatepass")


def _option(chance: random.Random, options: tuple[tuple[str, bool], ...]) -> Words:
    name, flag = chance.choice(options)
    if flag and chance.random() < 0.95:
        return [name]
    return [f"{name}={_value(chance)}"] if chance.random() < 0.3 else [name, _value(chance)]


def _value(chance: random.Random) -> str:
    drawn = chance.random()
    if drawn < 0.8:
        return chance.choice(VALUES)
    if drawn < 0.9:
        return "".join(chance.choice(VALUES)[:20] for _ in range(chance.randint(2, 4)))
    limits = (0x7F, 0x7FF, 0xFFFF, 0x10FFFF)
    return "".join(chr(chance.randint(1, chance.choice(limits))) for _ in range(chance.randint(1, 12)))


_KNOWN: dict[str, tuple[tuple[str, bool], ...]] = {}


def _options() -> dict[str, tuple[tuple[str, bool], ...]]:
    """The options of each command, and whether each is one without a value."""
    if not _KNOWN:
        import typer

        from timeline.cli.commands import program as made

        root: Any = typer.main.get_command(made())
        for name, command in root.commands.items():
            found = [entry for entry in command.params if hasattr(entry, "is_flag")]
            _KNOWN[name] = tuple((flag, entry.is_flag) for entry in found for flag in entry.opts)
    return _KNOWN


def mutated(data: bytes, size: int, seed: int, mutate: Callable[[bytes, int], bytes]) -> bytes:
    """What is tried after an input: mostly another command line, or its words in another way; else other bytes."""
    chance = random.Random(seed)
    drawn = chance.random()
    if drawn < 0.5:
        return generated(chance)[:size]
    if drawn < 0.6:
        return mutate(data, size)
    words = data.split(b"\0")
    at = chance.randrange(len(words))
    other = generated(chance).split(b"\0")
    if drawn < 0.8:
        words[at : at + 1] = [chance.choice(other)]
    elif drawn < 0.9:
        words.insert(at, chance.choice(other))
    else:
        words[at] = words[at] + chance.choice(VALUES).encode("utf-8", "surrogatepass")
    return b"\0".join(words)[:size]
