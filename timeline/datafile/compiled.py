"""A chronology as a Python module, so that an installed program need not read YAML to find its own data.

The module holds nothing but tuples of text; the wheel's build makes it from the data file after checking that. Beside
the rows of records it says which of their cells are dates and which are mappings, so that reading them needs no schema.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import ModuleType
from typing import Any, TypeVar

from timeline.dates import Date, Moment
from timeline.model import Chronology, Event, Programme, Source

Row = tuple[Any, ...]
"""The fields of a record, dates and mappings as tuples."""
Made = TypeVar("Made")


def packed(chronology: Chronology) -> str:
    """The source of a module that `unpacked` makes the chronology of again."""
    records: dict[str, tuple[Source | Programme | Event, ...]] = {
        "programmes": tuple(chronology.programmes.values()),
        "sources": tuple(chronology.sources.values()),
        "events": chronology.events,
    }
    texts = ("title", "description", "authors", "url", "licence")
    parts: dict[str, object] = {
        "head": tuple((name, getattr(chronology, name)) for name in texts),
        "updated": _flat(chronology.updated),
        "kinds": _flat(chronology.kinds),
        "topics": _flat(chronology.topics),
        "spellings": chronology.spellings,
        "dates": {name: _positions(rows, Date) for name, rows in records.items()},
        "mappings": {name: _positions(rows, Mapping) for name, rows in records.items()},
        **{name: tuple(tuple(map(_flat, row)) for row in rows) for name, rows in records.items()},
    }
    lines = ['"""Made by the build from the data file."""', *(f"{name} = {part!r}" for name, part in parts.items())]
    return "\n".join(lines) + "\n"


def _positions(rows: Iterable[Row], kind: type) -> tuple[int, ...]:
    """The cells that hold values of a kind in any of the rows."""
    return tuple(sorted({position for row in rows for position, value in enumerate(row) if isinstance(value, kind)}))


def _flat(value: object) -> object:
    """A value in tuples and texts: a date as its moment, or its sides and form; a mapping as pairs."""
    if isinstance(value, Date):
        start, end = (side and tuple(side) for side in (value.start, value.end))
        return (start,) if value.form == "moment" else (start, end, value.form)
    return tuple(value.items()) if isinstance(value, Mapping) else value


def unpacked(module: ModuleType) -> Chronology:
    """The chronology of a module that `packed` wrote."""
    return Chronology(
        **dict(module.head),
        updated=updated(module),
        kinds=dict(module.kinds),
        topics=dict(module.topics),
        spellings=module.spellings,
        programmes={entry.code: entry for entry in _records(module, "programmes", Programme._make)},
        sources={entry.id: entry for entry in _records(module, "sources", Source._make)},
        events=tuple(_records(module, "events", Event._make)),
    )


def updated(module: ModuleType) -> Date | None:
    """The day of the last change, alone."""
    return module.updated and _date(module.updated)


def _records(module: ModuleType, name: str, make: Callable[[Iterable[Any]], Made]) -> Iterator[Made]:
    dates, mappings = module.dates[name], module.mappings[name]
    for row in getattr(module, name):
        cells = list(row)
        for position in dates:
            if cells[position]:
                cells[position] = _date(cells[position])
        for position in mappings:
            cells[position] = dict(cells[position])
        yield make(cells)


def _date(sides: Row) -> Date:
    start = sides[0] and Moment(*sides[0])
    return Date(start, start) if len(sides) == 1 else Date(start, sides[1] and Moment(*sides[1]), sides[2])
