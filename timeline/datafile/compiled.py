"""A chronology as a Python module, so that an installed program need not read YAML to find its own data.

The module holds nothing but tuples of text; the wheel's build makes it from the data file after checking that.
"""

from __future__ import annotations

from typing import Any

from timeline.dates import Date, Moment
from timeline.model import Chronology, Event, Programme, Source


def packed(chronology: Chronology) -> str:
    """The source of a module that `unpacked` makes the chronology of again."""
    rows = {
        "head": (chronology.title, chronology.description, chronology.licence, _sides(chronology.updated)),
        "kinds": tuple(chronology.kinds.items()),
        "topics": tuple(chronology.topics.items()),
        "programmes": tuple(_row(entry) for entry in chronology.programmes.values()),
        "sources": tuple(_row(entry) for entry in chronology.sources.values()),
        "events": tuple(_row(entry) for entry in chronology.events),
    }
    lines = ['"""Made by the build from the data file."""', *(f"{name} = {row!r}" for name, row in rows.items())]
    return "\n".join(lines) + "\n"


def _row(record: Source | Programme | Event) -> tuple[Any, ...]:
    return tuple(_sides(value) if value is None or isinstance(value, Date) else value for value in record)


def _sides(date: Date | None) -> tuple[Any, ...] | None:
    """A date as its moment, or as its two sides and what it tells of them."""
    if date is None:
        return None
    start, end = (side and tuple(side) for side in (date.start, date.end))
    return (start,) if date.form == "moment" else (start, end, date.form)


def unpacked(module: Any) -> Chronology:
    """The chronology of a module that `packed` wrote."""
    title, description, licence, _ = module.head
    return Chronology(
        title,
        {row[0]: _source(row) for row in module.sources},
        tuple([Event(row[0], _date(row[1]), *row[2:]) for row in module.events]),
        description,
        licence,
        updated(module),
        dict(module.kinds),
        dict(module.topics),
        {row[0]: _programme(row) for row in module.programmes},
    )


def updated(module: Any) -> Date | None:
    """The day of the last change, alone."""
    sides = module.head[3]
    return sides and _date(sides)


def _source(row: tuple[Any, ...]) -> Source:
    id, title, url, publisher, date, kind = row
    return Source(id, title, url, publisher, date and _date(date), kind)


def _programme(row: tuple[Any, ...]) -> Programme:
    code, name, aliases, kind, period, participation, *rest = row
    return Programme(code, name, aliases, kind, period and _date(period), participation and _date(participation), *rest)


def _date(sides: tuple[Any, ...]) -> Date:
    start = sides[0] and Moment(*sides[0])
    return Date(start, start) if len(sides) == 1 else Date(start, sides[1] and Moment(*sides[1]), sides[2])
