"""Command lines and environments by chance, which go further than bytes by chance.

They are made of the program's own commands and options. Half of them have only values that mean something where they
stand; in the others a value may be any of `VALUES`, or letters by chance.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from timeline.cli.commands import MODULES
from timeline.datafile import parse
from timeline.datafile.rules import RULES
from timeline.formats import FORMATS
from timeline.formats.cite import STYLES
from timeline.formats.problems import NAMES
from timeline.model import CONFIDENCE, COUNT_BY, SIGNIFICANCE, SOURCE_KINDS

EVERYTHING = Path(__file__).parent.parent / "everything.yaml"

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

FILES = ("data.yaml", "data.yaml", "own.yaml", "other.yaml", "other.yaml", "faulty.yaml", "empty.yaml", "latin.yaml")
"""The data files of the folder in which a command line is run."""
DATES = (
    "1994", "1994-05", "May 1994", "4 May 1994", "1994-05-04", "5/4/1994", "1998~", "2001-09-11?", "1999/2001",
    "2008-01-01/..", "[2005-11..2005-12]", "31 February 2000", "1994-13", "2027", "9999", "0999", "around 1998",
)  # fmt: skip
YEARS = (*DATES[:2], "1992..1997", "2010..", "..1999", "1997..1992", "..", "1990-1999", "1990s", "1992..1997..1999")
DAYS = ("4 May", "05-04", "13 February", "29 February", "today", "May", "31 June", "1994-05-04", "13", "02")
TARGETS = (*(f"out{entry.suffix}" for entry in FORMATS), "data.yaml", "out", "out.md.gz", ".", "-", "sub", "dir.csv")
PAGERS = ("", "cat", "true", "false", "cat >/dev/null", "head -c 1 >/dev/null", "exit 3", "no-such-pager 2>/dev/null")
"""The only programs that an input may name."""
SHELLS = ("bash", "zsh", "fish", "tcsh")

OF_ENVIRONMENT: Mapping[str, Sequence[str]] = {
    "COLUMNS": ("80", "20", "1", "0", "-3", "200", "9" * 20, "x", "1e3", "٣"),
    "LINES": ("24", "1", "0", "-1", "10000", "9" * 20, "x"),
    "TERM": ("dumb", "xterm-256color", "linux", "unknown", ""),
    "NO_COLOR": ("1", ""), "FORCE_COLOR": ("1", "0", "3", ""), "TERMINAL_WIDTH": ("80", "0", "-1", "x", "40"),
    "TIMELINE_DATA": (*FILES, "missing.yaml", "-", ""), "GITHUB_ACTIONS": ("true",), "LESS": ("", "-S", "-P%s"),
    "_TYPER_FORCE_DISABLE_TERMINAL": ("1",), "TTY_COMPATIBLE": ("1", "0", "x"), "LANG": ("C", "az_AZ.UTF-8", "x"),
    "LC_ALL": ("C", "tr_TR.UTF-8", ""), "SHELL": SHELLS, "HOME": ("x", "data.yaml", ""), "EDITOR": ("false",),
    "SOURCE_DATE_EPOCH": ("0", "1e3", "-1", "9" * 20, "x"), "TZ": ("UTC", "Asia/Baku", "x"), "PAGER": PAGERS,
    "PYTHONIOENCODING": ("ascii", "latin-1", "cp1252", "koi8-r", "utf-8"), "PYTHONUNBUFFERED": ("1",),
    "_TIMELINE_COMPLETE": ("complete_bash", "source_bash", "source_zsh", "complete_zsh", "complete_x", "x", "source_"),
    "_TYPER_COMPLETE_ARGS": ("timeline ", "timeline list --", "timeline x"), "COMP_WORDS": ("timeline ", "timeline l"),
    "COMP_CWORD": ("0", "1", "2", "99", "-1", "x"), "_TYPER_COMPLETE_FISH_ACTION": ("get-args", "is-args", "x"),
    "_TYPER_COMPLETE_WORD_TO_COMPLETE": ("", "--", "P"),
    "TERMINAL": ("1",), "STDIN": ("yes\n", "\n", "title: T\n"), "STDOUT": ("closed", "full", "gone", "short"),
    "STDERR": ("closed", "full", "short"),
}  # fmt: skip
"""What an input may set, with what means something there; no name of a program but of a pager's is among them.

``TERMINAL`` says that the three streams are one, ``STDIN`` is what stands on standard input, ``STDOUT`` and ``STDERR``
say what becomes of what is written there.
"""

Words = list[str]


class Option(NamedTuple):
    """What a command line says with a name and, unless it is a mere flag, with a value."""

    name: str
    flag: bool
    meant: Sequence[str]
    """Values that mean something to it."""


@cache
def named() -> Mapping[str, Sequence[str]]:
    """By option or command: what the chronology calls things."""
    whole = parse(EVERYTHING.read_bytes(), "data.yaml")
    programmes = [word for code, entry in whole.programmes.items() for word in (code, entry.name, *entry.aliases)]
    ids = [event.id for event in whole.events]
    words = [word for event in whole.events for word in event.title.split()]
    people = [person.split(" (")[0] for event in whole.events for person in event.people]
    places = [event.place for event in whole.events if event.place]
    rules = [rule.name for rule in RULES.values()]
    sources = [word for source in whole.sources.values() for word in (source.id, source.title, source.publisher or "-")]
    return {
        "--year": YEARS, "--from": DATES, "--since": DATES, "--to": DATES, "--until": DATES, "--date": DATES,
        "--source-date": DATES, "--programme": programmes, "--program": programmes, "--kind": list(whole.kinds),
        "--topic": list(whole.topics), "--significance": SIGNIFICANCE, "--confidence": CONFIDENCE,
        "--source-kind": SOURCE_KINDS, "--id": ids, "--related": ids, "--person": people, "--place": places,
        "--source": sources, "--search": [*words, '"A year"', "4 May 1994"], "--limit": ("0", "1", "3", "99"),
        "--data": FILES, "--ignore": rules, "--style": STYLES, "show": ids, "cite": ids, "count": COUNT_BY,
        "programmes": programmes, "on": DAYS, "export": TARGETS, "check": FILES, "format": FILES, "diff": FILES,
    }  # fmt: skip


@cache
def options() -> Mapping[str, Sequence[Option]]:
    """The options of each command, and under no name those that stand before it."""
    from timeline.cli.commands import ready

    root: Any = ready()
    return {name: _options_of(name, command) for name, command in [("", root), *root.commands.items()]}


def _options_of(command: str, made: Any) -> Sequence[Option]:
    formats = {"export": [entry.name for entry in FORMATS], "cite": STYLES, "check": NAMES}
    known = {**named(), "--format": formats.get(command, ())}
    found = [(entry, [*entry.opts, *entry.secondary_opts]) for entry in made.params if hasattr(entry, "is_flag")]
    return [
        Option(flag, entry.is_flag, getattr(getattr(entry, "type", None), "choices", None) or known.get(flags[0], ()))
        for entry, flags in found
        for flag in flags
    ]


def generated(chance: random.Random) -> bytes:
    """A command line with its environment, as the harness reads one."""
    wild = chance.choice((0, 0, 0.1, 0.3))
    command = chance.choice([*MODULES] * 3 + ["export"] * 8 + ["", "lst", "--help", "--version", value(chance)])
    settings = _environment(chance, wild)
    rest = _arguments(chance, command, wild)
    if command == "add" and chance.random() < 0.8:
        rest = _completed(chance)
        settings |= _answers(chance) if chance.random() < 0.3 else {}
    of_command = options().get(command, ())
    for _ in range(chance.choice((0, 0, 1, 1, 2, 3, 5))):
        stray = not of_command or chance.random() < wild / 2
        rest.append([value(chance)] if stray else _option(chance, of_command, wild))
    chance.shuffle(rest)
    if chance.random() < 0.6:
        rest.append([f"--data={chance.choice(FILES) if chance.random() < 0.3 else FILES[0]}"])
    words = [f"{name}={said}" for name, said in settings.items()]
    words += _option(chance, options()[""], wild) if chance.random() < 0.1 else []
    words += [command] if command else []
    return "\0".join(words + [word for part in rest for word in part]).encode("utf-8", "surrogatepass")


def _environment(chance: random.Random, wild: float) -> dict[str, str]:
    names = chance.sample([*OF_ENVIRONMENT], chance.choice((0, 0, 1, 2)))
    names += ["TERMINAL", "LINES", "PAGER"] if chance.random() < 0.35 else []
    settings = {name: _meant(chance, OF_ENVIRONMENT[name], wild) for name in names}
    if chance.random() < 0.1:
        settings |= _asked_by_shell(chance)
    return settings


def _meant(chance: random.Random, values: Sequence[str], wild: float) -> str:
    return value(chance) if chance.random() < wild else chance.choice(values or ("Something", "1994", "A year"))


def _asked_by_shell(chance: random.Random) -> dict[str, str]:
    """What a shell sets when Tab is pressed behind a command line that is begun."""
    command = chance.choice([*MODULES])
    known = chance.choice(options()[command])
    typed = ["timeline", *chance.choice(([], [command], [command, known.name], [command, known.name, value(chance)]))]
    begun = chance.choice(("", "", "-", "--", value(chance)[:3], chance.choice([*known.meant, ""])[:2]))
    line = " ".join((*typed, begun))
    return {
        "_TIMELINE_COMPLETE": f"complete_{chance.choice(('bash', 'zsh', 'fish', 'powershell', 'pwsh'))}",
        "COMP_WORDS": line, "COMP_CWORD": str(len(typed)), "_TYPER_COMPLETE_ARGS": line,
        "_TYPER_COMPLETE_FISH_ACTION": chance.choice(("get-args", "is-args")),
        "_TYPER_COMPLETE_WORD_TO_COMPLETE": begun,
    }  # fmt: skip


def _arguments(chance: random.Random, command: str, wild: float) -> list[Words]:
    meant = named().get(command, ())
    if not meant or chance.random() < 0.1:
        return []
    if command == "export" and chance.random() < 0.5:
        return [["--format", _meant(chance, [entry.name for entry in FORMATS], wild)]]
    number = {"diff": 2, "count": 1, "on": 1, "export": 1}.get(command) or chance.choice((1, 1, 1, 2))
    return [[_meant(chance, meant, wild)] for _ in range(number)]


def _completed(chance: random.Random) -> list[Words]:
    """What a new event consists of, mostly all of it."""
    said = [
        ["--title", "A new one"], ["--date", chance.choice(DATES)], ["--summary", "It is new."], ["--kind", "visit"],
        ["--significance", chance.choice(SIGNIFICANCE)], ["--source", "complete=It says so."], ["--yes"],
        ["--topic", "energy-security"], ["--programme", "BODY"], ["--place", "Baku"],
        ["--source-url", "https://e.org/new"], ["--source-title", "New"], ["--source-publisher", "P"],
        ["--source-date", chance.choice(DATES)], ["--source-language", "en"], ["--source-kind", "press"],
    ]  # fmt: skip
    return [words for words in said if chance.random() < 0.85]


def _answers(chance: random.Random) -> dict[str, str]:
    """A terminal at which somebody answers whatever is asked for, in any order."""
    known = named()
    asked = ("--title", "--date", "--kind", "--significance", "--programme", "--topic", "--source", "--confidence")
    typed = [chance.choice([*known.get(name, ()), "Something", value(chance)]) for name in asked * 2]
    lines = [chance.choice(("", "", "yes", "no", "https://e.org/new", *typed)) for _ in range(chance.randint(1, 30))]
    return {"TERMINAL": "1", "STDIN": "\n".join(["A new one", *lines][chance.choice((0, 1)) :])}


def _option(chance: random.Random, known: Sequence[Option], wild: float) -> Words:
    option = chance.choice(known)
    if option.flag and chance.random() > wild / 4:
        return [option.name]
    name = option.name[:-1] if chance.random() < wild / 4 else option.name
    said = _meant(chance, option.meant, wild)
    return [f"{name}={said}"] if chance.random() < 0.3 else [name, said]


def value(chance: random.Random) -> str:
    """A value that means something somewhere, or is put together by chance."""
    drawn = chance.random()
    if drawn < 0.8:
        return chance.choice(VALUES)
    if drawn < 0.9:
        return "".join(chance.choice(VALUES)[:20] for _ in range(chance.randint(2, 4)))
    limits = (0x7F, 0x7FF, 0xFFFF, 0x10FFFF)
    return "".join(chr(chance.randint(1, chance.choice(limits))) for _ in range(chance.randint(1, 12)))


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
