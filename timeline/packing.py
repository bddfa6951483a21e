"""A chronology as a Python module, so that an installed program need not read YAML to find its own data.

The module holds nothing but tuples of text; the wheel's build makes it from the data file after checking that.
"""

from __future__ import annotations

from typing import Any

from timeline.dates import Date, parse
from timeline.model import Chronology, Event, Programme, Source

_SOURCE = ("id", "title", "url", "publisher", "date", "kind")
_PROGRAMME = (
    "code", "name", "aliases", "kind", "period", "participation", "parent", "succeeded_by", "about", "note", "sources",
)  # fmt: skip
_EVENT = (
    "id", "date", "title", "sources", "summary", "kind", "significance", "programmes", "topics", "place", "people",
    "confidence", "note", "related",
)  # fmt: skip


def packed(chronology: Chronology) -> str:
    """The source of a module that `unpacked` makes the chronology of again."""
    rows = {
        "head": (chronology.title, chronology.description, chronology.licence, _text(chronology.updated)),
        "kinds": tuple(chronology.kinds.items()),
        "topics": tuple(chronology.topics.items()),
        "programmes": tuple(_row(entry, _PROGRAMME) for entry in chronology.programmes.values()),
        "sources": tuple(_row(entry, _SOURCE) for entry in chronology.sources.values()),
        "events": tuple(_row(entry, _EVENT) for entry in chronology.events),
    }
    lines = ['"""Made by the build from the data file."""', *(f"{name} = {row!r}" for name, row in rows.items())]
    return "\n".join(lines) + "\n"


def _row(record: Source | Programme | Event, fields: tuple[str, ...]) -> tuple[Any, ...]:
    values = (getattr(record, field) for field in fields)
    return tuple(_text(value) if value is None or isinstance(value, Date) else value for value in values)


def _text(date: Date | None) -> str:
    return date.text if date else ""


def unpacked(module: Any) -> Chronology:
    """The chronology of a module that `packed` wrote."""
    title, description, licence, updated = module.head
    return Chronology(
        title,
        {row[0]: Source(*row[:4], _date(row[4]), row[5]) for row in module.sources},
        tuple([Event(row[0], parse(row[1]), *row[2:]) for row in module.events]),
        description,
        licence,
        _date(updated),
        dict(module.kinds),
        dict(module.topics),
        {row[0]: Programme(*row[:4], _date(row[4]), _date(row[5]), *row[6:]) for row in module.programmes},
    )


def _date(text: str) -> Date | None:
    return parse(text) if text else None
