"""Slips of an editor that YAML takes for something else: told for what they are, not by the faults they lead to."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from timeline.datafile import schema
from timeline.datafile.syntax import LINE_END, Position
from timeline.model import WAYS
from timeline.text import name_of, quoted


class Slip(NamedTuple):
    """A slip: its position, the rule that it breaks, and what to do."""

    position: Position
    rule: str
    message: str


# --- the marks that git leaves where two changes could not be merged

_MARK = re.compile(r"(?:\A|(?<=[\r\n]))(?:(<{7}|\|{7}|>{7})(?: ([^\r\n]*))?|(={7}))(?=[\r\n]|\Z)")
_Mark = tuple[int, re.Match[str]]
"""The line in which a mark stands, and the mark."""


def conflicts(text: str) -> Iterator[Slip]:
    """Each conflict of a merge that is not settled, and each mark that is left of one, once."""
    conflict: list[_Mark] = []
    for line, mark in _numbered(_MARK, text):
        if mark[0][0] == "<" and conflict:
            yield from _left(conflict)
            conflict = []
        conflict.append((line, mark))
        kinds = "".join(mark[0][0] for _, mark in conflict)
        if re.fullmatch(r"<\|?=>", kinds):
            yield _unsettled(conflict[0], conflict[-1])
            conflict = []
        elif not re.fullmatch(r"<\|?=?", kinds):
            yield from _left(conflict)
            conflict = []
    yield from _left(conflict)


def _unsettled(first: _Mark, last: _Mark) -> Slip:
    above, below = (quoted(mark[2], 40) if mark[2] else "?" for _, mark in (first, last))
    message = (
        f"a conflict of a merge is not settled: of what stands from here to line {last[0]} keep what is right, from"
        f" {above} or from {below}, and remove the lines with <<<<<<<, ======= and >>>>>>>"
    )
    return Slip((first[0], 1), "merge-conflict", message)


def _left(marks: Iterable[_Mark]) -> Iterator[Slip]:
    for line, mark in marks:
        message = f"the mark {quoted(mark[0], 40)} is left of a conflict of a merge; remove the line"
        yield Slip((line, 1), "merge-conflict", message)


def _numbered(pattern: re.Pattern[str], text: str) -> Iterator[_Mark]:
    """Each match of a pattern with its line."""
    line, counted = 1, 0
    for match in pattern.finditer(text):
        line += sum(1 for _ in LINE_END.finditer(text, counted, match.start()))
        counted = match.start()
        yield line, match


# --- indentation by what looks like spaces

_ODD = re.compile(r"(?:\A|(?<=[\r\n])) *([^\S \r\n])[^\S\r\n]*(?=[^\s#])")


def odd_indentation(text: str, faulty: Collection[int]) -> list[Slip]:
    """The runs of lines that are indented with other characters than spaces, if a line that is faulty is one of them.

    Without a fault they are the further lines of a text, in which they do no harm.
    """
    odd = list(_numbered(_ODD, text))
    if not {line for line, _ in odd} & set(faulty):
        return []
    runs = groupby(enumerate(odd), key=lambda entry: entry[1][0] - entry[0])
    return [_indented([mark for _, mark in run]) for _, run in runs]


def _indented(run: list[_Mark]) -> Slip:
    line, match = run[0]
    what = "a tab" if match[1] == "\t" else name_of(match[1])
    upto = f", as are the lines up to {run[-1][0]}" if len(run) > 1 else ""
    position = line, match.start(1) - match.start() + 1
    return Slip(position, "indentation", f"is indented with {what}{upto}; indent with spaces")


# --- a record in the section of others

_NEEDED = {
    "programmes": (frozenset({"name"}), schema.PROGRAMME),
    "sources": (frozenset({"title"}), schema.SOURCE),
    "events": (frozenset({"date", "title", "sources"}), schema.EVENT),
}
_FIELDS = {section: frozenset(field.name for field in fields) for section, (_, fields) in _NEEDED.items()}
_RECORD = {"programmes": "a programme", "sources": "a source", "events": "an event"}


def section_of(keys: Iterable[str], section: str) -> str:
    """The section to which a record with such fields belongs rather than to this one; empty where it is not clear."""
    given = frozenset(keys)
    if len(given) < 2 or given <= _FIELDS.get(section, frozenset()):
        return ""
    for name, (needed, _) in _NEEDED.items():
        found = name != "sources" or not given.isdisjoint(WAYS)
        if name != section and needed <= given <= _FIELDS[name] and found:
            return name
    return ""


def to_move(section: str) -> str:
    """What to do with a record of another section."""
    return f"has the fields of {_RECORD[section]}; move it to '{section}'"


def misplaced(text: str, position: Position, section: str) -> str:
    """To which section the record belongs that begins in the line of a fault; empty where none of another begins."""
    lines = _following(text, position[0])
    begun = re.match(r"( *)(?:(- +)([\w-]+):|[\w.+-]+:\s*$)", lines[0])
    if not begun:
        return ""
    depth = len(begun[1] + begun[2]) if begun[2] else 0
    keys = [begun[3]] if begun[2] else []
    for line in filter(str.strip, lines[1:]):
        spaces = len(line) - len(line.lstrip(" "))
        depth = depth or spaces
        if spaces < depth or spaces <= len(begun[1]):
            break
        inside = re.match(r"([\w-]+):", line.lstrip(" "))
        if inside and spaces == depth:
            keys.append(inside[1])
    return section_of(keys, section)


_LOOKED_AT = 10_000
"""Characters of a record in which its fields are looked for."""


def _following(text: str, line: int) -> list[str]:
    """A line, and those after it."""
    begin = 0
    for number, end in enumerate(LINE_END.finditer(text), start=2):
        if number == line:
            begin = end.end()
            break
    return LINE_END.split(text[begin : begin + _LOOKED_AT])
