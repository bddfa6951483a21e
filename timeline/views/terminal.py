"""A chronology for people at a terminal: model to styled texts, one family of views with one gutter and one palette.

Every view is a `Styled` text laid out for a width in cells; nothing here prints, and no data pass through markup.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

from rich.cells import cell_len

from timeline.model import Chronology, Event, Programme, Source
from timeline.relations import (
    best_source,
    children_of,
    families,
    neighbours,
    programme_uses,
    used_sources,
    uses,
    with_children,
)
from timeline.text import count, in_quotes
from timeline.views.layout import GUTTER, LINK, MAX_DATE, QUIET, Layout, Styled, Word, hung, joined, wrapped

# Of middle brightness: contrast of about 4 or more on black and on white alike.
_HUES = ("color(31)", "color(130)", "color(29)", "color(133)", "color(161)", "color(64)", "color(97)", "color(26)")
_STYLES = {"landmark": "bold", "notable": "", "minor": ""}
_DOUBT = {"reported": QUIET, "disputed": "italic"}
_KINDS = 112
_LABEL = 16
# A space that is not inside a date: neither between its day and its month nor before its year.
_SPACE = re.compile(r"(?<!\d)\s+(?!\d{4}\b)|(?<=\d)\s+(?![A-Z])")


def listing(
    chronology: Chronology, layout: Layout, *, full: bool = False, ids: bool = False, links: bool = False
) -> Styled:
    """The events, one a line where the width allows it; ``full`` adds summary, people, note and sources, ``ids`` ids.

    ``links`` adds the address of the best source. Many events are grouped by year. Where most years would hold one,
    each date carries its year instead.
    """
    hues = palette(chronology)
    out = Styled()
    years = {event.date.anchor.year for event in chronology.events}
    sparse = len(chronology.events) < 2 * len(years) and not full
    if sparse:
        parts = [part for event in chronology.events for part in event.date.english(short=True).split(" – ")]
        layout = layout._replace(dates=min(max(layout.dates, *map(cell_len, parts)), MAX_DATE))
    heading: int | None = None
    for event in chronology.events:
        year = event.date.anchor.year
        if year != heading and not sparse:
            out.append("\n" if heading and not full else "").append(f"{'':{GUTTER}}{year}\n", "bold")
            heading = year
        when = event.date.english(short=True) if sparse else event.date.beneath_year()
        out.extend(_row(event, when, layout, hues, ids=ids))
        source = best_source(chronology, event) if links else None
        if source:
            out.extend(_address(source, layout.indent))
        if full:
            out.extend(_details(event, chronology, layout))
    return out


def _row(event: Event, when: str, layout: Layout, hues: dict[str, str], *, ids: bool) -> Styled:
    """One event: date, mark, title, programmes, kind and what is to be doubted, with hanging indents."""
    style = _STYLES[event.significance]
    words = _words(event.title, style)
    words += _apart([(code, hues.get(code, "")) for code in event.programmes])
    if layout.width >= _KINDS:
        words += _apart(_words(event.kind, QUIET))
    words += _doubt(event)
    if ids:
        words += _apart([(event.id, QUIET)])
    indent = layout.indent
    out = Styled()
    if layout.stacked:
        out.extend(
            hung(_dated(when, QUIET), layout.width, indent, Styled(f"{'':{GUTTER}}{layout.mark(event)} ", style))
        )
        return out.extend(hung(words, layout.width, indent))
    mark = layout.mark(event)
    for date, line in zip_longest(_date_lines(when, layout.dates), wrapped(words, layout.width - indent)):
        out.append(f"{'':{GUTTER}}{date or '':>{layout.dates}}", QUIET).append(" " if line else "")
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
    return [] if event.confidence == "confirmed" else _apart([(event.confidence, _DOUBT[event.confidence])])


def _date_lines(when: str, cells: int) -> list[str]:
    """A date in the lines that its column needs, broken after the dash of an interval or between its words."""
    if cell_len(when) <= cells:
        return [when]
    first, dash, last = when.partition(" – ")
    parts = [f"{first} –", last] if dash else [when]
    return [line.plain for part in parts for line in wrapped(_dated(part), cells)]


def _details(event: Event, chronology: Chronology, layout: Layout) -> Styled:
    indent = layout.indent
    out = Styled()
    facts = [event.id, event.kind, event.confidence, event.place]
    for text, style in (
        (event.summary, ""),
        (" · ".join(filter(None, facts)) if layout.unicode else ", ".join(filter(None, facts)), QUIET),
        ("; ".join(event.people), QUIET),
        (f"Note: {event.note}" if event.note else "", "italic"),
    ):
        out.extend(_indented(text, layout.width, indent, style))
    for number, (id, said) in enumerate(event.sources.items(), start=1):
        out.extend(_source(chronology.sources[id], layout, indent, number, said))
    return out.append("\n")


def event(chronology: Chronology, entry: Event, layout: Layout) -> Styled:
    """One event whole: what, when, who, who says so, what they disagree on, and what stood around it."""
    hues = palette(chronology)
    out = hung(
        _words(entry.title, "bold"), layout.width, 2, Styled(f"{layout.mark(entry)} ", _STYLES[entry.significance])
    )
    dot = " · " if layout.unicode else ", "
    out.extend(hung(_dated(dot.join(filter(None, (entry.date.english(), entry.place)))), layout.width, 2))
    words = (entry.kind, entry.significance, entry.confidence, *entry.topics)
    out.extend(_indented(dot.join(filter(None, words)), layout.width, 2, QUIET)).append("\n")
    if entry.summary:
        out.extend(_indented(entry.summary, min(layout.width, layout.prose), 2)).append("\n")
    if entry.note:
        out.extend(_labelled("Note", [_words(entry.note)], layout))
    people = _labelled("People", [_words(person) for person in entry.people], layout)
    named = [_named(chronology.programmes[code], hues) for code in entry.programmes]
    out.extend(people, _labelled("Programmes", named, layout)).append("\n" if people.pieces or named else "")
    out.extend(_references(chronology, entry.sources, layout))
    out.extend(_threads(chronology, entry, layout))
    out.append("\n").extend(_indented(f"id: {entry.id}", layout.width, 2, QUIET))
    return out


def _threads(chronology: Chronology, entry: Event, layout: Layout) -> Styled:
    """The related events, and the neighbours in time."""
    by_id = {event.id: event for event in chronology.events}
    before, after = neighbours(chronology, entry)
    out = Styled()
    for heading, events in (
        ("Related", [by_id[id] for id in entry.related if id in by_id]),
        ("Before", [before] if before else []),
        ("After", [after] if after else []),
    ):
        if events:
            out.append(f"\n  {heading}\n", QUIET)
            for other in sorted(events, key=lambda event: event.order):
                words = _dated(other.date.english(short=True), QUIET) + _words(other.title)
                words += _words(f"({other.id})", QUIET) + _doubt(other)
                out.extend(hung(words, layout.width, 4, Styled(f"  {layout.mark(other)} ")))
    return out


def programmes(chronology: Chronology, layout: Layout) -> Styled:
    """The programmes: code, name, period and number of events, children under their parents."""
    hues = palette(chronology)
    out = Styled()
    own, with_parts = programme_uses(chronology), programme_uses(chronology, parts=True)
    parents = children_of(chronology)
    for code, depth in tree(chronology, list(chronology.programmes)):
        programme = chronology.programmes[code]
        period = programme.period.english(short=True) if programme.period else ""
        parts = f"{with_parts[code]:,} with its parts" if code in parents else ""
        facts = ", ".join(filter(None, (period, count(own[code], "event"), parts)))
        label = Styled(f"{'':{GUTTER + 2 * depth}}{code}", f"bold {hues[code]}")
        indent = GUTTER + 2 * depth + 4 if layout.stacked else _LABEL
        out.extend(hung(_words(programme.name) + _dated(f"({facts})", QUIET), layout.width, indent, label))
    return out


def programme(chronology: Chronology, code: str, layout: Layout) -> Styled:
    """One programme's story: what it is, what came of it, its events and its sources."""
    entry = chronology.programmes[code]
    hues = palette(chronology)
    width = min(layout.width, layout.prose)
    title = [(code, f"bold {hues[code]}"), *_words(entry.name, "bold")]
    out = joined("\n", wrapped(title, layout.width)).append("\n")
    dot = " · " if layout.unicode else ", "
    facts = (entry.kind, entry.period.english() if entry.period else "")
    out.extend(hung(_dated(dot.join(filter(None, facts)), QUIET), layout.width, 2)).append("\n")
    if entry.about:
        out.extend(_indented(entry.about, width, 2)).append("\n")
    if entry.note:
        out.extend(_labelled("Note", [_words(entry.note)], layout))
    out.extend(_labelled("Took part", [_dated(entry.participation.english())] if entry.participation else [], layout))
    for label, others in (
        ("Part of", [entry.parent]),
        ("Includes", children_of(chronology).get(code, [])),
        ("Followed by", [entry.succeeded_by]),
        ("Follows", [other.code for other in chronology.programmes.values() if other.succeeded_by == code]),
    ):
        out.extend(_labelled(label, [_named(chronology.programmes[other], hues) for other in others if other], layout))
    out.extend(_labelled("Also called", [_words(", ".join(entry.aliases))] if entry.aliases else [], layout))
    return out.extend(_references(chronology, dict.fromkeys(entry.sources, ""), layout))


def story(chronology: Chronology, code: str, layout: Layout) -> Styled:
    """A programme, and the events of it and of those that are part of it."""
    family = with_children(chronology, code)
    events = tuple(event for event in chronology.events if not family.isdisjoint(event.programmes))
    return joined("\n", [programme(chronology, code, layout), listing(replace(chronology, events=events), layout)])


def bibliography(chronology: Chronology, layout: Layout) -> Styled:
    """The sources of the events, with how often each is used."""
    out = Styled()
    used = uses(chronology)
    for id in used_sources(chronology):
        source = chronology.sources[id]
        words = [(id, "bold"), *_apart(_words(count(used[id], "event"), QUIET))]
        out.extend(hung(words, layout.width, GUTTER))
        out.extend(_source(source, layout, 4, named=False))
    return out


def _references(chronology: Chronology, sources: Mapping[str, str], layout: Layout) -> Styled:
    """The sources of a record under their heading, numbered, each with what it says."""
    out = Styled().append("  Sources\n" if sources else "", QUIET)
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
    words = _words(f"{who}{in_quotes(source.title)}") + _dated(f"({', '.join(filter(None, facts))})", QUIET)
    words += [(f"[{source.id}]", QUIET)] if named else []
    hang = indent + len(lead)
    out = hung(words, layout.width, hang, Styled(" " * indent + lead)).extend(_address(source, hang))
    out.extend(_indented(source.also, layout.width, hang, QUIET))
    return out.extend(_indented(said, min(layout.width, hang + layout.prose), hang + 2))


def _address(source: Source, indent: int) -> Styled:
    """The address of a source on a line of its own, whole; nothing where it has none."""
    if not source.address:
        return Styled()
    return Styled(" " * indent).append(source.address, f"{QUIET}{LINK}{source.address}").append("\n")


def _named(programme: Programme, hues: dict[str, str]) -> list[Word]:
    return [(programme.code, hues[programme.code]), *_words(programme.name)]


def _labelled(label: str, values: Sequence[list[Word]], layout: Layout) -> Styled:
    """A label and its values in a column beside it, or beneath it where the terminal is narrow."""
    out = Styled()
    if not values:
        return out
    indent = 4 if layout.stacked else _LABEL
    lead = Styled(f"  {label}", QUIET)
    for words in values:
        out.extend(hung(words, min(layout.width, layout.prose), indent, lead))
        lead = Styled()
    return out.append("\n" if label == "Note" else "")


def _indented(text: str, width: int, indent: int, style: str = "") -> Styled:
    return hung(_words(text, style), width, indent) if text else Styled()


def _words(text: str, style: str = "") -> list[Word]:
    return [(word, style) for word in text.split()]


def _dated(text: str, style: str = "") -> list[Word]:
    """Words likewise, of which a day, its month and its year are one."""
    return [(word, style) for word in _SPACE.split(text.strip())]


def palette(chronology: Chronology) -> dict[str, str]:
    """A hue for each programme; the parts of one programme share its hue."""
    return {code: _HUES[number % len(_HUES)] for code, number in families(chronology).items()}


def tree(chronology: Chronology, wanted: list[str]) -> list[tuple[str, int]]:
    """The codes with their depth, each under its parent where that is among them."""
    beneath: dict[str, list[str]] = {code: [] for code in wanted}
    roots: list[str] = []
    for code in wanted:
        beneath.get(chronology.programmes[code].parent, roots).append(code)
    rows: list[tuple[str, int]] = []
    waiting = [(code, 0) for code in reversed(roots)]
    while waiting:
        code, depth = waiting.pop()
        rows.append((code, depth))
        waiting += [(child, depth + 1) for child in reversed(beneath[code])]
    return rows
