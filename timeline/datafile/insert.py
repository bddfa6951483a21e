"""A new event and its new sources at their places in the text of a data file, of which no other line is touched."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from timeline.datafile import parse, parse_with_positions, schema
from timeline.datafile.positions import Positions
from timeline.datafile.syntax import LINE_END
from timeline.datafile.write import alphabet, record_lines, written
from timeline.dates import Date
from timeline.errors import DataError, TimelineError
from timeline.model import Chronology, Event, Source

_EMPTY = re.compile(r"(\w+:)[ \t]*(?:\[[ \t]*\]|\{[ \t]*\})")
"""A section without records, as it is written on one line."""
_UPDATED = re.compile(r"updated:[ \t]*([\"']?)[\d-]+\1(?=[ \t]*(?:#.*)?$)")


_TOLD = "nothing can be put between the lines of the file as they are; put it into its one form"


class NotInPlaceError(TimelineError):
    """The file is laid out so that no record can be put between its lines."""


def added(data: bytes, event: Event, sources: Sequence[Source], updated: Date, name: str) -> bytes:
    """A data file with one event more, and with the sources that are new, as last changed on the day ``updated``.

    What is read of it is what was read before, and the new records. Raises `DataError` for a file, or for records, that
    cannot be read, and `NotInPlaceError`.
    """
    before, positions = parse_with_positions(data, name)
    events = tuple(sorted((*before.events, event), key=lambda one: one.order))
    known = {**before.sources, **{source.id: source for source in sources}}
    wanted = replace(before, events=events, sources=known, updated=updated)
    text = _Text(data, before, positions)
    text.set_updated(updated)
    for source in sorted(sources, key=lambda source: alphabet(source.id)):
        text.insert("sources", alphabet(source.id), record_lines(source))
    text.insert("events", event.order, record_lines(event))
    made = text.changed()
    try:
        same = parse(made, name) == wanted
    except DataError:
        same = False
    if not same:
        parse("\n".join(written(wanted)).encode(), name)  # is it the records that cannot be read?
        raise NotInPlaceError(_TOLD)
    return made


class _Text:
    """The lines of a file, with their ends, and what is to be changed in them."""

    def __init__(self, data: bytes, chronology: Chronology, positions: Positions) -> None:
        self._lines = re.findall("[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$", data.decode())
        self._end = next((end[0] for end in map(LINE_END.search, self._lines) if end), "\n")
        self._positions = positions
        self._keys = positions["file", ""]
        self._edits: list[tuple[int, int, list[str]]] = []
        self._orders: dict[str, dict[str, Any]] = {
            "events": {event.id: event.order for event in chronology},
            "sources": {id: alphabet(id) for id in chronology.sources},
        }

    def changed(self) -> bytes:
        """The bytes of the file with its changes."""
        lines = list(self._lines)
        if not LINE_END.search(lines[-1]):
            lines[-1] += self._end
        for begin, end, new in sorted(self._edits, key=lambda edit: edit[0])[::-1]:
            lines[begin:end] = [f"{line}{self._end}" for line in new]
        return "".join(lines).encode()

    def set_updated(self, day: Date) -> None:
        """Has the file say that it was last changed on a day."""
        new = f'updated: "{day.text}"'
        if "updated" in self._keys:
            at = self._keys["updated"][0] - 1
            line = self._lines[at].rstrip("\r\n")
            if line[:1] == "u" and day.text not in line:
                self._edits.append((at, at + 1, [_UPDATED.sub(new, line)]))
            return
        sections = [line - 1 for key, (line, _) in self._keys.items() if key in schema.SECTIONS]
        at = self._above(min(sections), 0, 0)
        self._edits.append((at, at, [new]))

    def insert(self, section: str, order: Any, lines: list[str]) -> None:
        """Puts a record before the first of its section that comes after it."""
        head = self._keys[section][0] - 1
        empty = _EMPTY.match(self._lines[head])
        if empty:
            rest = self._lines[head][empty.end() :].rstrip("\r\n")
            several = any(end == head + 1 for _, end, _ in self._edits)
            edit = (head + 1, head + 1, ["", *lines]) if several else (head, head + 1, [f"{empty[1]}{rest}", *lines])
            self._edits.append(edit)
            return
        orders = self._orders[section]
        in_file = [id for found, id in self._positions if found == section]
        if not in_file:
            raise NotInPlaceError(_TOLD)
        later = next((id for id in in_file if orders[id] > order), None)
        indent = self._indent(section, in_file[0])
        if later is None:
            following = [line - 1 for line, _ in self._keys.values() if line - 1 > head]
            at = self._above(min(following, default=len(self._lines)), indent, head)
        else:
            at = self._above(self._line(section, later), indent, head)
        first = at == head + 1
        apart = later is None or not self._lines[at].strip()
        lines = [f"{' ' * indent}{line[2:]}" if line else "" for line in lines]
        self._edits.append((at, at, [*([] if first or not apart else [""]), *lines, *([""] if first else [])]))

    def _line(self, section: str, id: str) -> int:
        return self._positions[section, id][""][0] - 1

    def _indent(self, section: str, id: str) -> int:
        """How far the records of a section are indented."""
        line = self._lines[self._line(section, id)]
        return len(line) - len(line.lstrip(" "))

    def _above(self, at: int, indent: int, head: int) -> int:
        """The line after what comes before a line: above the comments that belong to that."""
        while at > head + 1 and re.match(rf"[ \t]{{0,{indent}}}#|[ \t]*$", self._lines[at - 1].rstrip("\r\n")):
            at -= 1
        return at
