"""What a warning is about: a record of the file, a field of it, and the rule that it breaks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from timeline.datafile.positions import Positions
from timeline.errors import Problem
from timeline.model import Chronology
from timeline.text import escape_unprintable


class Finding(NamedTuple):
    """A warning, before its position is looked up."""

    rule: str
    """The rule that is broken."""
    section: str
    """The section of the file, or the field of the chronology itself."""
    record: str
    """The id, code or word of the record; empty where it is about a section."""
    field: str
    """The field, or nothing for the record as a whole."""
    message: str
    """What is wrong and what would be right."""

    def at(self, positions: Positions) -> Problem:
        """The problem, at the position of its field, else of its record, else of its section."""
        found = positions.get((self.section, self.record), {})
        line, column = found.get(self.field) or found.get("") or positions["file", ""].get(self.section, (1, 1))
        noun = self.section
        if self.record:
            noun = f"{self.section.removesuffix('s')} {escape_unprintable(self.record[:60])}"
        where = f"{noun}, {self.field}" if self.field else noun
        return Problem(line, column, where, self.message, self.rule, "warning")


def fields_of_records(chronology: Chronology) -> Iterator[tuple[str, str, str, Any]]:
    """Every field of every record: section, id, name and value."""
    sections: tuple[tuple[str, Mapping[str, Any]], ...] = (
        ("programmes", chronology.programmes),
        ("sources", chronology.sources),
        ("events", {event.id: event for event in chronology.events}),
    )
    for section, records in sections:
        for id, record in records.items():
            for field, value in zip(record._fields, record, strict=True):
                yield section, id, field, value
