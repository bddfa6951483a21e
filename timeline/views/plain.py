"""Linear text for pipes, dumb terminals and screen readers: nothing cut, no boxes, no colour."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from typing import Any

from timeline.model import Chronology, Event, Programme, Source
from timeline.relations import best_source, programme_uses, used_sources, uses
from timeline.text import count, escape_overrides


def events(chronology: Chronology, *, full: bool = False) -> str:
    """One event a line in tab-separated columns: date, id, significance, title, programmes, confidence.

    With ``full`` also summary, place, people, note, the addresses of the sources, their ids and what each says.
    """
    return "".join(tabbed(_row(event, chronology, full)) for event in chronology.events)


def links(chronology: Chronology) -> str:
    """One event a line: date, title, address of its best source, confidence; for a text that has room for no more."""
    lines = []
    for event in chronology.events:
        source = best_source(chronology, event)
        lines.append(tabbed((event.date.text, event.title, source.address if source else "", event.confidence)))
    return "".join(lines)


def _row(event: Event, chronology: Chronology, full: bool) -> list[str]:
    row = [event.date.text, event.id, event.significance, event.title, " ".join(event.programmes), event.confidence]
    if full:
        urls = " ".join(filter(None, (chronology.sources[id].address for id in event.sources)))
        said = "; ".join(f"{id}: {text}" if text else id for id, text in event.sources.items())
        row += [event.summary, event.place, "; ".join(event.people), event.note, urls, said]
    return row


def programmes(chronology: Chronology) -> str:
    """One programme a line: code, name, period, number of events, parent."""
    used = programme_uses(chronology)
    return "".join(
        tabbed((code, entry.name, entry.period.text if entry.period else "", str(used[code]), entry.parent))
        for code, entry in chronology.programmes.items()
    )


def sources(chronology: Chronology) -> str:
    """One source a line: id, number of the events that cite it, kind, date, publisher, title, address, authors, via."""
    lines = []
    used = uses(chronology)
    for id in used_sources(chronology):
        source = chronology.sources[id]
        date = source.date.text if source.date else ""
        who = (source.publisher, source.title, source.address, "; ".join(source.author), source.via)
        lines.append(tabbed([id, str(used[id]), source.kind, date, *who]))
    return "".join(lines)


def tabbed(cells: Iterable[str]) -> str:
    """One line; a tab or a line end inside a cell becomes a space, since either would make a second column or line."""
    return "\t".join(" ".join(cell.split()) for cell in cells) + "\n"


def readable(chronology: Chronology) -> Chronology:
    """The same for people's eyes: `escape_overrides` text wherever it holds text."""
    values = {field.name: _readable(getattr(chronology, field.name)) for field in fields(chronology)}
    return replace(chronology, **values)


def _readable(value: Any) -> Any:
    """A value of a chronology likewise, of the type that it had."""
    if isinstance(value, str):
        return escape_overrides(value)
    if isinstance(value, Event | Programme | Source):
        return type(value)._make(map(_readable, value))
    if isinstance(value, tuple):
        return tuple(map(_readable, value))
    if isinstance(value, Mapping):
        return {_readable(key): _readable(entry) for key, entry in value.items()}
    return value


def summary(shown: int, whole: Chronology) -> str:
    """How many of how many events, for people."""
    all_ = len(whole.events)
    return count(all_, "event") if shown == all_ else f"{shown:,} of {count(all_, 'event')}"
