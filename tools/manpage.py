"""The manual page, made from the commands and options of the program itself.

``python tools/manpage.py`` shows the difference to docs/timeline.1 and exits with 1 if there is one; with ``--write``
it puts the page in place.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "timeline.1"
sys.path.insert(0, str(ROOT))

import typer
from typer.core import TyperGroup

from timeline import __version__
from timeline.cli.commands import ready
from timeline.cli.run import EXITS
from tools import keep

ENVIRONMENT = {
    "TIMELINE_DATA": "The data file, where --data names none.",
    "NO_COLOR, FORCE_COLOR": "Whether to colour, where --color leaves it open. Empty counts as unset.",
    "PAGER, LESS": "The pager for what is taller than the screen, and its settings. The default is less -FRX.",
    "COLUMNS, TERM": "The width of the terminal; TERM=dumb asks for linear text.",
}


_ESCAPES = {"\\": r"\e", "-": r"\-", "–": r"\(en", "…": "...", "'": r"\(aq"}


def page() -> str:
    """The page as roff source for man(7)."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    root = ready()
    context = typer.Context(root, info_name="timeline")
    assert isinstance(root, TyperGroup)
    commands = {name: root.commands[name] for name in root.list_commands(context)}
    yield f'.TH TIMELINE 1 "" "timeline {__version__}" "User Commands"'
    yield ".SH NAME"
    yield r"timeline \- the cited timeline of Azerbaijan\(enNATO relations"
    yield ".SH SYNOPSIS"
    yield r".B timeline"
    yield r"[\fIOPTIONS\fR] [\fICOMMAND\fR [\fIARGUMENTS\fR]]"
    yield ".SH DESCRIPTION"
    yield from _paragraphs(root.help or "")
    yield from _options(root)
    yield ".SH COMMANDS"
    for name, command in commands.items():
        yield f".SS timeline {name} {_arguments(command)}".rstrip()
        yield from _paragraphs(command.help or "")
        yield from _options(command)
    for heading, entries in (("EXIT STATUS", EXITS), ("ENVIRONMENT", ENVIRONMENT)):
        yield f".SH {heading}"
        for term, meaning in entries.items():
            yield from (".TP", rf"\fB{_roff(str(term))}\fR", _roff(meaning))


def _arguments(command: Any) -> str:
    names = [entry.metavar or entry.name.upper() for entry in command.params if entry.param_type_name == "argument"]
    return _roff(" ".join(names))


def _options(command: Any) -> Iterator[str]:
    for entry in command.params:
        if entry.param_type_name != "option" or entry.hidden:
            continue
        names = ", ".join([*reversed(entry.opts), *entry.secondary_opts])
        value = "" if entry.is_flag else f" {entry.metavar or 'VALUE'}"
        yield from (".TP", rf"\fB{_roff(names)}\fR{_roff(value)}", _roff(entry.help or ""))


def _paragraphs(text: str) -> Iterator[str]:
    for number, paragraph in enumerate(text.split("\n\n")):
        if number:
            yield ".PP"
        lines = [_roff(line) for line in paragraph.removeprefix("\b\n").strip().splitlines()]
        yield from (".nf", *lines, ".fi") if paragraph.startswith("\b\n") else lines


def _roff(text: str) -> str:
    """Text that roff takes for text."""
    for char, escape in _ESCAPES.items():
        text = text.replace(char, escape)
    return r"\&" + text if text.startswith(".") else text


if __name__ == "__main__":
    sys.exit(keep({PAGE: page()}, sys.argv[1:]))
