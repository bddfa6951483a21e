"""A chronology for people at a terminal: model to styled texts, one family of views with one gutter and one palette.

Every view is a `Styled` text laid out for a width in cells; nothing here prints, and no data pass through markup.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import zip_longest

from rich.cells import cell_len

from timeline.model import Chronology, Event, Source
from timeline.relations import best_source, neighbours, used_sources, uses
from timeline.text import count, in_quotes
from timeline.views.colours import Codes
from timeline.views.layout import (
    GUTTER,
    LINK,
    MAX_DATE,
    Layout,
    Styled,
    Word,
    date_lines,
    dated,
    hung,
    indented,
    joined,
    labelled,
    split_words,
    wrapped,
)

_STYLES = {"landmark": "bold", "notable": "", "minor": ""}
_KINDS = 112


def listing(
    chronology: Chronology, layout: Layout, *, full: bool = False, ids: bool = False, links: bool = False
) -> Styled:
    """The events, one a line where the width allows it; ``full`` adds summary, people, note and sources, ``ids`` ids.

    ``links`` adds the address of the best source. Many events are grouped by year. Where most years would hold one,
    each date carries its year instead.
    """
    codes = Codes(chronology, layout)
    out = Styled()
    years = Counter(event.date.anchor.year for event in chronology.events)
    sparse = len(chronology.events) < 2 * len(years) and not full
    if sparse:
        parts = [part for event in chronology.events for part in event.date.english(short=True).split(" – ")]
        layout = layout._replace(dates=min(max(layout.dates, *map(cell_len, parts)), MAX_DATE))
    heading: int | None = None
    for event in chronology.events:
        year = event.date.anchor.year
        if year != heading and not sparse:
            out.append("\n" if heading and not full else "").append(f"{'':{GUTTER}}{year}", "bold")
            out.append(f"  {count(years[year], 'event')}\n")
            heading = year
        when = event.date.english(short=True) if sparse else event.date.beneath_year()
        out.extend(_row(event, when, layout, codes, ids=ids))
        source = best_source(chronology, event) if links else None
        if source:
            out.extend(_address(source, layout.indent))
        if full:
            out.extend(_details(event, chronology, layout))
    return out


def _row(event: Event, when: str, layout: Layout, codes: Codes, *, ids: bool) -> Styled:
    """One event: date, mark, title, programmes, kind and what is to be doubted, with hanging indents."""
    style = _STYLES[event.significance]
    words = split_words(event.title, style)
    words += _apart(codes.words(event.programmes))
    if layout.width >= _KINDS:
        words += _apart(split_words(event.kind))
    words += _doubt(event)
    if ids:
        words += _apart([(event.id, "")])
    indent = layout.indent
    out = Styled()
    if layout.stacked:
        out.extend(hung(dated(when), layout.width, indent, Styled(f"{'':{GUTTER}}{layout.mark(event)} ", style)))
        return out.extend(hung(words, layout.width, indent))
    mark = layout.mark(event)
    for date, line in zip_longest(date_lines(when, layout.dates), wrapped(words, layout.width - indent)):
        out.append(f"{'':{GUTTER}}{date or '':>{layout.dates}}").append(" " if line else "")
        if line:
            out.append(f" {mark} ", style).extend(line)
        out.append("\n")
        mark = " "
    return out


def _apart(words: list[Word]) -> list[Word]:
    """Words set off from what stands before them by a second space."""
    return [(f" {words[0][0]}", words[0][1]), *words[1:]] if words else []


def _doubt(event: Event) -> list[Word]:
    """How well an event is supported, in a word set off from its title; nothing where it is confirmed."""
    return [] if event.confidence == "confirmed" else _apart([(event.confidence, "italic")])


def _details(event: Event, chronology: Chronology, layout: Layout) -> Styled:
    indent = layout.indent
    out = Styled()
    facts = [event.id, event.kind, event.confidence, event.place]
    for text, style in (
        (event.summary, ""),
        (" · ".join(filter(None, facts)) if layout.unicode else ", ".join(filter(None, facts)), ""),
        ("; ".join(event.people), ""),
        (f"Note: {event.note}" if event.note else "", "italic"),
    ):
        out.extend(indented(text, layout.width, indent, style))
    for number, (id, said) in enumerate(event.sources.items(), start=1):
        out.extend(_source(chronology.sources[id], layout, indent, number, said))
    return out.append("\n")


def events(chronology: Chronology, entries: Sequence[Event], layout: Layout) -> Styled:
    """Events whole, one below the other: what, when, who, who says so, what they disagree on, what stood around it."""
    by_id = {event.id: event for event in chronology}
    return joined("\n\n", [_event(chronology, entry, by_id, layout) for entry in entries])


def _event(chronology: Chronology, entry: Event, by_id: Mapping[str, Event], layout: Layout) -> Styled:
    codes = Codes(chronology, layout)
    out = hung(
        split_words(entry.title, "bold"), layout.width, 2, Styled(f"{layout.mark(entry)} ", _STYLES[entry.significance])
    )
    dot = " · " if layout.unicode else ", "
    out.extend(hung(dated(dot.join(filter(None, (entry.date.english(), entry.place)))), layout.width, 2))
    facts = (entry.kind, entry.significance, entry.confidence, *entry.topics)
    out.extend(indented(dot.join(filter(None, facts)), layout.width, 2)).append("\n")
    if entry.summary:
        out.extend(indented(entry.summary, min(layout.width, layout.prose), 2)).append("\n")
    if entry.note:
        out.extend(labelled("Note", [split_words(entry.note)], layout))
    people = labelled("People", [split_words(person) for person in entry.people], layout)
    named = [[codes.word(code), *split_words(chronology.programmes[code].name)] for code in entry.programmes]
    out.extend(people, labelled("Programmes", named, layout)).append("\n" if people.pieces or named else "")
    out.extend(references(chronology, entry.sources, layout))
    out.extend(_threads(chronology, entry, by_id, layout))
    out.append("\n").extend(indented(f"id: {entry.id}", layout.width, 2))
    return out


def _threads(chronology: Chronology, entry: Event, by_id: Mapping[str, Event], layout: Layout) -> Styled:
    """The related events, and the neighbours in time."""
    before, after = neighbours(chronology, entry)
    out = Styled()
    for heading, events in (
        ("Related", [by_id[id] for id in entry.related if id in by_id]),
        ("Before", [before] if before else []),
        ("After", [after] if after else []),
    ):
        if events:
            out.append(f"\n  {heading}\n", "bold")
            for other in sorted(events, key=lambda event: event.order):
                words = dated(other.date.english(short=True)) + split_words(other.title)
                words += split_words(f"({other.id})") + _doubt(other)
                out.extend(hung(words, layout.width, 4, Styled(f"  {layout.mark(other)} ")))
    return out


def bibliography(chronology: Chronology, layout: Layout) -> Styled:
    """The sources of the events, with how often each is used."""
    out = Styled()
    used = uses(chronology)
    for id in used_sources(chronology):
        source = chronology.sources[id]
        words = [(id, "bold"), *_apart(split_words(count(used[id], "event")))]
        out.extend(hung(words, layout.width, GUTTER))
        out.extend(_source(source, layout, 4, named=False))
    return out


def references(chronology: Chronology, sources: Mapping[str, str], layout: Layout) -> Styled:
    """The sources of a record under their heading, numbered, each with what it says."""
    out = Styled().append("  Sources\n" if sources else "", "bold")
    for number, (id, said) in enumerate(sources.items(), start=1):
        out.extend(_source(chronology.sources[id], layout, 2, number, said))
    return out


def _source(
    source: Source, layout: Layout, indent: int, number: int | None = None, said: str = "", *, named: bool = True
) -> Styled:
    """A reference: who, title, date and kind, with its address on a line of its own and below that what it says.

    ``named`` adds its id, by which exports know it.
    """
    lead = f"{number}. " if number else ""
    who = "".join(f"{name}, " for name in (*source.author, source.publisher) if name)
    via = f"read at {source.via}" if source.via else ""
    facts = (source.date.english() if source.date else "undated", source.kind, source.language, via)
    words = split_words(f"{who}{in_quotes(source.title)}") + dated(f"({', '.join(filter(None, facts))})")
    words += [(f"[{source.id}]", "")] if named else []
    hang = indent + len(lead)
    out = hung(words, layout.width, hang, Styled(" " * indent + lead)).extend(_address(source, hang))
    out.extend(indented(source.also, layout.width, hang))
    return out.extend(indented(said, min(layout.width, hang + layout.prose), hang + 2))


def _address(source: Source, indent: int) -> Styled:
    """The address of a source on a line of its own, whole; nothing where it has none."""
    if not source.address:
        return Styled()
    return Styled(" " * indent).append(source.address, f"{LINK}{source.address}").append("\n")
