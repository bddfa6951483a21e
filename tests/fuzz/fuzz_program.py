"""Any words and any environment end in a documented code and in one line, whatever they ask for.

An input is a command line as ``env`` takes one, its words parted by NUL: first ``NAME=VALUE`` of the environment, then
the arguments. It is run in this process, in a folder of its own that holds a data file or two.
"""

from __future__ import annotations

import contextlib
import errno
import functools
import io
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any, NamedTuple
from unittest import mock

from tests.fuzz.command_lines import EVERYTHING, OF_ENVIRONMENT, PAGERS, SHELLS, mutated
from timeline import datafile
from timeline.cli import run as program
from timeline.cli import session
from timeline.model import Chronology

__all__ = ["check_one", "mutated"]

CODES = (0, 1, 2)
"""What the program may end with where nobody ends it by a signal."""
LONGEST = 8_000
"""Characters that may stand on standard error."""
MAX_WORDS = 40
"""Words of a command line that are tried; of thousands `tests.test_growth` tells what they cost."""

BINARY = re.compile(r"xlsx|sqlite|\.db|datapackage|\.zip")
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
COLOURING = ("--color", "--colour", "FORCE_COLOR", "TERMINAL", "GITHUB_ACTIONS", "_TIMELINE_COMPLETE")
"""Without any of these no escape may be on standard output."""
FILES = {
    "data.yaml": EVERYTHING.read_bytes(),
    "own.yaml": EVERYTHING.read_bytes(),
    "faulty.yaml": b"title: T\nsources: {}\nevents:\n- {id: A, date: '1994-13', title: '', titel: x, sources: [s]}\n",
    "other.yaml": b"title: O\nsources: {s: {title: S, url: 'https://e.org/'}}\n"
    b"events:\n- {id: year, date: '1994', title: Another, sources: [s]}\n",
    "empty.yaml": b"",
    "latin.yaml": b"title: Bak\xfd\n",
}
"""What stands in the folder."""


class _Descriptor(io.FileIO):
    """A file in place of a standard stream, and what may become of what is written there."""

    def __init__(self, file: IO[bytes], *, terminal: bool, fate: str) -> None:
        super().__init__(os.dup(file.fileno()), "wb")
        self._terminal, self._fate = terminal, fate

    def isatty(self) -> bool:
        return self._terminal

    def write(self, data: bytes, /) -> int:  # type: ignore[override]  # never None, as the file blocks
        if self._fate == "full":
            raise OSError(errno.ENOSPC, "No space left on device")
        if self._fate == "gone":
            raise BrokenPipeError(errno.EPIPE, "Broken pipe")
        return super().write(memoryview(data)[:100]) if self._fate == "short" else super().write(data) or 0


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
        if settings.get("STDERR") not in ("closed", "full"):
            refusal = r"timeline: .+\n" if "TERMINAL" not in settings else r"(?s)(.*\n|.*> |)timeline:\s.+\n"  # wrapped
            assert re.fullmatch(refusal, answer.err), answer.err
    if not any(BINARY.search(arg) for arg in args):
        written = {"export", "format"} & set(args) and "--diff" not in args  # a file, whatever the terminal's encoding
        written = written or ("_TIMELINE_COMPLETE" in settings and _encoding(settings) == "ascii")  # as Click has it
        text = answer.out.decode("utf-8" if written else _encoding(settings))
        coloured = any(word in arg for word in COLOURING for arg in (*settings, *args))
        shown = text.replace("\x1b", "") if coloured else text
        assert not CONTROLS.search(shown), ascii(CONTROLS.split(shown)[0][-200:])


def read(data: bytes) -> tuple[dict[str, str], list[str]]:
    """The environment and the arguments that an input stands for."""
    words = [part.decode("utf-8", "surrogateescape") for part in data.split(b"\0")[:MAX_WORDS]]
    setting = [word.partition("=")[0] in OF_ENVIRONMENT and "=" in word for word in words]
    first = setting.index(False) if False in setting else len(words)
    settings = dict(word.split("=", 1) for word in words[:first])
    allowed = {"PAGER": PAGERS, "SHELL": SHELLS}
    return {
        name: _kept_inside(said) if name not in allowed else said if said in allowed[name] else allowed[name][0]
        for name, said in settings.items()
    }, list(map(_kept_inside, words[first:]))


def _kept_inside(word: str) -> str:
    """A word that names nothing outside the folder: only addresses keep their slashes."""
    return word if re.match("https?:", word) else word.replace("/", "\u2215")


def run(settings: Mapping[str, str], args: list[str]) -> Answer:
    """Runs the program in a folder of its own, in an environment of these settings alone."""
    with _folder(), _surroundings(settings), _streams(settings) as (out, err):
        try:
            code = program.run(args)
        except SystemExit as error:
            code = error.code if isinstance(error.code, int) else 1 if error.code else 0
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(AttributeError, OSError, ValueError):  # as the program does at its end
                stream.flush()
        left = [name for name in os.listdir() if name.endswith(".part")]
        assert not left, left
        return Answer(code, _given(out), _given(err).decode(_encoding(settings), "surrogateescape"))


@contextlib.contextmanager
def _folder() -> Iterator[None]:
    before, folder = os.getcwd(), tempfile.mkdtemp()
    for name, data in FILES.items():
        Path(folder, name).write_bytes(data)
    for name in ("sub", "dir.csv"):
        Path(folder, name).mkdir()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
        shutil.rmtree(folder)


@contextlib.contextmanager
def _surroundings(settings: Mapping[str, str]) -> Iterator[None]:
    """Nothing of this machine: neither its environment nor its shell, nor a data file that could be changed."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "TMPDIR")}
    home = os.path.join(os.getcwd(), settings.get("HOME", ""))
    environment = {**kept, "PAGER": "", **settings, "HOME": home}
    shell = settings.get("SHELL", SHELLS[0]), ""
    with (
        mock.patch.dict(os.environ, environment, clear=True),
        mock.patch("shellingham.detect_shell", return_value=shell),
        mock.patch.object(session, "bundled", return_value=Path("own.yaml")),
        mock.patch.object(session, "load", _load),
        mock.patch.object(datafile, "load", _load),
    ):
        yield


_LOAD = datafile.load


@functools.cache
def _brought() -> Chronology:
    """The chronology that comes with the program, read once."""
    return _LOAD()


def _load(source: str | None = None) -> Chronology:
    return _brought() if source is None else _LOAD(source)


@contextlib.contextmanager
def _streams(settings: Mapping[str, str]) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """Standard streams as an input wants them; gives the files in which stands what was written to them."""
    kept = sys.stdin, sys.stdout, sys.stderr
    terminal, encoding = "TERMINAL" in settings, _encoding(settings)
    typed = settings["STDIN"].encode("utf-8", "surrogateescape") if "STDIN" in settings else FILES["other.yaml"]
    with tempfile.TemporaryFile(buffering=0) as out, tempfile.TemporaryFile(buffering=0) as err:
        answers = io.TextIOWrapper(io.BytesIO(typed), encoding, "surrogateescape")
        answers.isatty = lambda: terminal  # type: ignore[method-assign]
        opened = _stream(out, settings, "STDOUT", "strict"), _stream(err, settings, "STDERR", "backslashreplace")
        sys.stdin, (sys.stdout, sys.stderr) = answers, opened  # which the program replaces, and Python keeps
        try:
            yield out, err
        finally:
            for stream in (sys.stdout, sys.stderr, *opened, answers):
                with contextlib.suppress(AttributeError, OSError, ValueError):
                    stream.close()
            sys.stdin, sys.stdout, sys.stderr = kept


def _stream(file: IO[bytes], settings: Mapping[str, str], name: str, errors: str) -> io.TextIOWrapper:
    """A stream as Python opens it; None where it is closed."""
    fate = settings.get(name, "")
    raw: Any = _Descriptor(file, terminal="TERMINAL" in settings, fate=fate)
    if fate == "closed":
        raw.close()
        return None  # type: ignore[return-value]  # what Python has there
    plain = "PYTHONUNBUFFERED" in settings
    return io.TextIOWrapper(
        raw if plain else io.BufferedWriter(raw),
        _encoding(settings), errors, newline="\n", line_buffering="TERMINAL" in settings, write_through=plain,
    )  # fmt: skip


def _encoding(settings: Mapping[str, str]) -> str:
    wanted = settings.get("PYTHONIOENCODING", "")
    return wanted if wanted in OF_ENVIRONMENT["PYTHONIOENCODING"] else "utf-8"


def _given(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read()
