"""Linear text for pipes, dumb terminals and screen readers: nothing cut, no boxes, no colour."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from timeline.errors import UsageError
from timeline.model import Chronology, Count, CountBy, Event, Programme, Source
from timeline.relations import best_source, programme_uses, used_sources, uses
from timeline.text import count, escape_overrides

MAX_CELLS = 1_000_000
"""Cells of a table that grows in both directions, years by whatever else."""

if TYPE_CHECKING:
    from timeline.datafile.diff import Change, FieldChange, Value

_BREAK = re.compile(r"[\t\n\r\f\v\x1c-\x1f\x85\u2028\u2029]+")


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
    """One programme a line: code, name, period, number of events, parent, the subject's part in it."""
    used = programme_uses(chronology)
    lines = []
    for code, entry in chronology.programmes.items():
        period, part = (date.text if date else "" for date in (entry.period, entry.participation))
        lines.append(tabbed((code, entry.name, period, str(used[code]), entry.parent, part)))
    return "".join(lines)


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


def changes(found: Iterable[Change]) -> str:
    """One change a line: section, id, what, field, old, new. Of what was added, removed or renamed first its title."""
    lines = []
    for change in found:
        head = [change.section, change.id]
        if change.what == "renamed":
            lines.append(tabbed((*head, "renamed", "id", change.was, change.id)))
        elif change.what != "changed":
            sides = ("", change.title) if change.what == "added" else (change.title, "")
            lines.append(tabbed((*head, change.what, "", *sides)))
            continue
        lines += [tabbed((*head, *cells)) for field in change.fields for cells in _changed(field)]
    return "".join(lines)


def _changed(field: FieldChange) -> Iterator[tuple[str, str, str, str]]:
    """What, field, old and new: of a text the texts, of a list each entry that differs."""
    for entry in field.entries:
        if isinstance(field.old, Mapping):
            yield entry.what, f"{field.name}.{entry.name}", entry.old, entry.new
        else:
            sides = ("", entry.name) if entry.what == "added" else (entry.name, "")
            yield entry.what, field.name, *sides
    if field.reordered:
        yield "reordered", field.name, _in_a_row(field.old), _in_a_row(field.new)
    elif isinstance(field.old, str):
        yield "changed", field.name, _in_a_row(field.old), _in_a_row(field.new)


def _in_a_row(value: Value) -> str:
    return value if isinstance(value, str) else "; ".join(value)


def counts(rows: Iterable[Count]) -> str:
    """One value a line: value, number of events, dates of the first and the last, meaning, or a person's offices."""
    return "".join(tabbed((row.value, str(len(row.events)), *_ends(row), row.about or _offices(row))) for row in rows)


def chart(chronology: Chronology, by: CountBy) -> str:
    """A line of names, then each year in a line: the year, its events, and those of each programme or the like.

    An empty text where there are no events. Raises `UsageError` for a table of more than `MAX_CELLS`.
    """
    from timeline.counts import lanes  # which a list has no need of

    columns, years = lanes(chronology, by), chronology.count("year")
    if len(years) * len(columns) > MAX_CELLS:
        size = f"{count(len(years), 'year')} and {count(len(columns), 'column')}"
        raise UsageError(f"a table of {size} has more than {MAX_CELLS:,} cells; choose fewer events")
    numbers = [Counter(str(event.date.anchor.year) for event in lane.events) for lane in columns]
    lines = [
        tabbed((year.value, str(len(year.events)), *(str(lane[year.value]) for lane in numbers))) for year in years
    ]
    return "".join(
        (tabbed(("year", "events", *(lane.value or f"no {by}" for lane in columns))), *lines) if lines else ()
    )


def _ends(row: Count) -> tuple[str, str]:
    first, last = row.first, row.last
    return first.text if first else "", last.text if last else ""


def _offices(row: Count) -> str:
    """``Minister: 2001-02 to 2004; President: 2005``."""
    dates = ((office, " to ".join(dict.fromkeys(_ends(office)))) for office in row.offices)
    return "; ".join(f"{office.value}: {times}" for office, times in dates)


def tabbed(cells: Iterable[str]) -> str:
    """One line; a tab or a line end inside a cell becomes a space, since either would make a second column or line.

    All other white space is kept.
    """
    return "\t".join(_BREAK.sub(" ", cell).strip(" ") for cell in cells) + "\n"


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
