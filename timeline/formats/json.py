"""JSON: the selection as one document, and JSON Lines: one event a line. UTF-8, keys in a fixed order."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeAlias

from timeline.counts import figures
from timeline.dates import Date
from timeline.model import Chronology, Event, Programme, Source
from timeline.relations import used_programmes, used_sources
from timeline.text import FORBIDDEN

PIECES = 10_000
"""How many of the words and punctuation marks that an encoder gives are put together into one piece of a document."""
Json: TypeAlias = "Mapping[str, Json] | Sequence[Json] | str | float | None"
"""A plain value, as JSON has them."""
SCHEMA_VERSION = 2
"""Raised when a field changes its meaning or goes; new fields may come without."""


def render(chronology: Chronology) -> Iterator[str]:
    """The document; it ends with a newline."""
    return laid_out(document(chronology))


def render_lines(chronology: Chronology) -> Iterator[str]:
    """The events as JSON Lines, each ended by a newline."""
    return (f"{written(event(entry))}\n" for entry in chronology.events)


def written(value: Json) -> str:
    """A plain value as strict JSON on one line; what editors, terminals and line readers would not show is escaped."""
    return _shown(json.dumps(value, ensure_ascii=False, allow_nan=False))


def laid_out(value: Json) -> Iterator[str]:
    """A plain value as strict JSON over several lines, in pieces; the same is escaped."""
    pieces = json.JSONEncoder(ensure_ascii=False, allow_nan=False, indent=2).iterencode(value)
    while piece := "".join(islice(pieces, PIECES)):
        yield _shown(piece)
    yield "\n"


def _shown(text: str) -> str:
    return re.sub(FORBIDDEN, lambda char: f"\\u{ord(char[0]):04x}", text)


def document(chronology: Chronology) -> dict[str, Json]:
    """The whole as plain values: the events, and those programmes and sources that they refer to."""
    programmes = used_programmes(chronology)
    return {
        "schema_version": SCHEMA_VERSION,
        **head(chronology),
        "figures": figures(chronology)._asdict(),
        "kinds": dict(chronology.kinds),
        "topics": dict(chronology.topics),
        "spellings": [list(words) for words in chronology.spellings],
        "programmes": {code: programme(entry) for code, entry in programmes.items()},
        "sources": {entry.id: source(entry) for entry in cited_sources(chronology)},
        "events": [event(entry) for entry in chronology.events],
    }


def head(chronology: Chronology) -> dict[str, Json]:
    """What a chronology says of itself, and what it was selected by, as plain values."""
    return {
        "title": chronology.title,
        "description": chronology.description,
        "authors": list(chronology.authors),
        "url": chronology.url,
        "licence": chronology.licence,
        "updated": chronology.updated.text if chronology.updated else None,
        "selection": list(chronology.selection),
    }


def cited_sources(chronology: Chronology) -> list[Source]:
    """The sources that the events and their programmes cite, in the order of the chronology."""
    cited = {id for entry in used_programmes(chronology).values() for id in entry.sources}.union(
        used_sources(chronology)
    )
    return [entry for id, entry in chronology.sources.items() if id in cited]


def event(entry: Event) -> dict[str, Json]:
    """One event; ``date`` is EDTF, ``earliest`` and ``latest`` are ISO days or null where open."""
    date = entry.date
    return {
        "id": entry.id,
        "date": date.text,
        "earliest": date.earliest.isoformat() if date.earliest else None,
        "latest": date.latest.isoformat() if date.latest else None,
        "display_date": date.english(),
        **{name: _plain(getattr(entry, name)) for name in _EVENT_FIELDS},
    }


_EVENT_FIELDS = (
    "title", "summary", "kind", "significance", "programmes", "topics", "place", "people", "confidence", "note",
    "sources", "related",
)  # fmt: skip


def programme(entry: Programme) -> dict[str, Json]:
    """One programme."""
    return dict(_fields(entry, "code"))


def source(entry: Source) -> dict[str, Json]:
    """One source."""
    return dict(_fields(entry, "id"))


def _fields(record: Programme | Source, key: str) -> Iterator[tuple[str, Json]]:
    for name, value in record._asdict().items():
        if name != key:
            yield name, _plain(value)


def _plain(value: str | Date | tuple[str, ...] | Mapping[str, str] | None) -> Json:
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, Mapping):
        return dict(value)
    return value if isinstance(value, str) or value is None else value.text
