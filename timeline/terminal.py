"""A chronology for people at a terminal: model to Rich texts, one family of views with one gutter and one palette.

Every view is a `rich.text.Text` laid out for a width in cells; nothing here prints, and no data pass through markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby, pairwise, zip_longest
from typing import NamedTuple

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text

from timeline.model import Chronology, Event, Programme, Source
from timeline.query import families, neighbours, used_sources, uses, with_children
from timeline.text import count

# Of middle brightness: contrast of about 4 or more on black and on white alike.
_HUES = ("color(31)", "color(130)", "color(29)", "color(133)", "color(161)", "color(64)", "color(97)", "color(26)")
_STYLES = {"landmark": "bold", "notable": "", "minor": ""}
_MARKS = {"landmark": "◆", "notable": "•", "minor": "·"}
_ASCII_MARKS = {"landmark": "*", "notable": "o", "minor": "."}
QUIET = "dim"

STACKED = 60
"""Cells below which the date stands above the title rather than beside it."""
_KINDS = 112
_DATE = 14
_GUTTER = 2
_NARROW = 12


class Look(NamedTuple):
    """What the terminal at hand can show."""

    width: int
    """Cells across."""
    unicode: bool = True
    """Whether it shows more than ASCII."""
    links: bool = False
    """Whether addresses may be links that can be clicked."""
    prose: int = 92
    """Cells that a paragraph may fill, however wide the terminal: longer lines are hard to read."""

    @property
    def stacked(self) -> bool:
        """Whether it is too narrow for two columns."""
        return self.width < STACKED

    @property
    def indent(self) -> int:
        """Cells before what an event says."""
        return 4 if self.stacked else _GUTTER + _DATE + 4

    def mark(self, event: Event) -> str:
        """The sign of an event's significance."""
        return (_MARKS if self.unicode else _ASCII_MARKS)[event.significance]


def listing(chronology: Chronology, look: Look, *, full: bool = False, ids: bool = False) -> Text:
    """The events, one a line where the width allows it; ``full`` adds summary, people, note and sources, ``ids`` ids.

    Many are grouped by year. Where most years would hold one, each date carries its year instead.
    """
    hues = palette(chronology)
    out = Text()
    years = {event.date.anchor.year for event in chronology.events}
    sparse = len(chronology.events) < 2 * len(years) and not full
    heading: int | None = None
    for event in chronology.events:
        year = event.date.anchor.year
        if year != heading and not sparse:
            out.append("\n" if heading and not full else "").append(f"{'':{_GUTTER}}{year}\n", "bold")
            heading = year
        when = event.date.english(short=True) if sparse else event.date.beneath_year()
        out.append_text(_row(event, when, look, hues, ids=ids))
        if full:
            out.append_text(_details(event, chronology, look))
    return out


def _row(event: Event, when: str, look: Look, hues: dict[str, str], *, ids: bool) -> Text:
    """One event: date, mark, title, programmes and kind, with hanging indents."""
    style = _STYLES[event.significance]
    words = [(word, style) for word in event.title.split()]
    words += _apart([(code, hues.get(code, "")) for code in event.programmes])
    if look.width >= _KINDS:
        words += _apart([(word, QUIET) for word in event.kind.split()])
    if ids:
        words += _apart([(event.id, QUIET)])
    indent = look.indent
    lines = wrapped(words, look.width - indent)
    out = Text()
    if look.stacked:
        out.append(f"{'':{_GUTTER}}{look.mark(event)} ", style).append(f"{when}\n", QUIET)
        for line in lines:
            out.append(" " * indent).append_text(line).append("\n")
        return out
    mark = look.mark(event)
    for date, line in zip_longest(_date_lines(when), lines):
        out.append(f"{'':{_GUTTER}}{date or '':>{_DATE}}", QUIET).append(" " if line else "")
        if line:
            out.append(f" {mark} ", style).append_text(line)
        out.append("\n")
        mark = " "
    return out


def _apart(words: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Words set off from what stands before them by a second space."""
    return [(f" {words[0][0]}", words[0][1]), *words[1:]] if words else []


def _date_lines(when: str) -> list[str]:
    """A date in the lines that its column needs, broken behind the dash of an interval."""
    if cell_len(when) <= _DATE:
        return [when]
    first, dash, last = when.partition(" – ")
    parts = [f"{first} –", last] if dash else [when]
    return [line.plain for part in parts for line in wrapped([(word, "") for word in part.split(" ")], _DATE)]


def _details(event: Event, chronology: Chronology, look: Look) -> Text:
    indent = look.indent
    out = Text()
    facts = [event.id, event.kind, event.confidence, event.place]
    for text, style in (
        (event.summary, ""),
        (" · ".join(filter(None, facts)) if look.unicode else ", ".join(filter(None, facts)), QUIET),
        ("; ".join(event.people), QUIET),
        (f"Note: {event.note}" if event.note else "", "italic"),
    ):
        out.append_text(_indented(text, look.width, indent, style))
    for number, id in enumerate(event.sources, start=1):
        out.append_text(_source(chronology.sources[id], look, indent, number))
    return out.append("\n")


def event(chronology: Chronology, entry: Event, look: Look) -> Text:
    """One event whole: what, when, who, who says so, what they disagree on, and what stood around it."""
    hues = palette(chronology)
    out = Text()
    out.append(f"{look.mark(entry)} ", _STYLES[entry.significance])
    for number, line in enumerate(wrapped([(word, "bold") for word in entry.title.split()], look.width - 2)):
        out.append("  " if number else "").append_text(line).append("\n")
    dot = " · " if look.unicode else ", "
    out.append_text(_indented(dot.join(filter(None, (entry.date.english(), entry.place))), look.width, 2))
    words = (entry.kind, entry.significance, entry.confidence, *entry.topics)
    out.append_text(_indented(dot.join(filter(None, words)), look.width, 2, QUIET)).append("\n")
    if entry.summary:
        out.append_text(_indented(entry.summary, min(look.width, look.prose), 2)).append("\n")
    if entry.note:
        out.append_text(_labelled("Note", [Text(entry.note)], look))
    out.append_text(_labelled("People", [Text(person) for person in entry.people], look))
    out.append_text(
        _labelled("Programmes", [_named(chronology.programmes[code], hues) for code in entry.programmes], look)
    )
    out.append_text(_heading("Sources", look))
    for number, id in enumerate(entry.sources, start=1):
        out.append_text(_source(chronology.sources[id], look, 2, number))
    out.append_text(_threads(chronology, entry, look))
    out.append("\n").append_text(_indented(f"id: {entry.id}", look.width, 2, QUIET))
    return out


def _threads(chronology: Chronology, entry: Event, look: Look) -> Text:
    """The related events, and the neighbours in time."""
    by_id = {event.id: event for event in chronology.events}
    before, after = neighbours(chronology, entry)
    out = Text()
    for heading, events in (
        ("Related", [by_id[id] for id in entry.related if id in by_id]),
        ("Before", [before] if before else []),
        ("After", [after] if after else []),
    ):
        if events:
            out.append("\n").append_text(_heading(heading, look))
            for other in sorted(events, key=lambda event: event.order):
                words = [(f"{other.date.english(short=True)}", QUIET), (other.title, ""), (f"({other.id})", QUIET)]
                body = [(part, style) for text, style in words for part in text.split()]
                for number, line in enumerate(wrapped(body, look.width - 4)):
                    out.append("    " if number else "  " + look.mark(other) + " ").append_text(line).append("\n")
    return out


def programmes(chronology: Chronology, codes: Iterable[str], look: Look) -> Text:
    """The programmes: code, name, period and number of events, children under their parents."""
    hues = palette(chronology)
    out = Text()
    wanted = list(codes)
    for code, depth in tree(chronology, wanted):
        programme = chronology.programmes[code]
        number = sum(code in event.programmes for event in chronology.events)
        period = programme.period.english(short=True) if programme.period else ""
        family = with_children(chronology, code)
        all_ = sum(not family.isdisjoint(event.programmes) for event in chronology.events)
        parts = f"{all_:,} with its parts" if len(family) > 1 else ""
        facts = ", ".join(filter(None, (period, count(number, "event"), parts)))
        label = f"{'':{_GUTTER + 2 * depth}}{code}"
        body = [(word, "") for word in programme.name.split()] + [(word, QUIET) for word in f"({facts})".split()]
        indent = 16 if look.width >= STACKED else _GUTTER + 2 * depth + 4
        out.append(label, f"bold {hues[code]}")
        lines = wrapped(body, look.width - indent)
        if look.width >= STACKED and cell_len(label) < indent:
            out.append(" " * (indent - cell_len(label)))
        else:
            out.append("\n" + " " * indent)
        for place, line in enumerate(lines):
            out.append(" " * indent if place else "").append_text(line).append("\n")
    return out


def programme(chronology: Chronology, code: str, look: Look) -> Text:
    """One programme's story: what it is, what came of it, its events and its sources."""
    entry = chronology.programmes[code]
    hues = palette(chronology)
    width = min(look.width, look.prose)
    out = Text()
    for number, line in enumerate(
        wrapped([(code, f"bold {hues[code]}"), *((w, "bold") for w in entry.name.split())], look.width)
    ):
        out.append("  " if number else "").append_text(line).append("\n")
    dot = " · " if look.unicode else ", "
    facts = (entry.kind, entry.period.english() if entry.period else "")
    out.append_text(_indented(dot.join(filter(None, facts)), look.width, 2, QUIET)).append("\n")
    if entry.about:
        out.append_text(_indented(entry.about, width, 2)).append("\n")
    if entry.note:
        out.append_text(_labelled("Note", [Text(entry.note)], look))
    out.append_text(_labelled("Took part", [Text(entry.participation.english())] if entry.participation else [], look))
    family = [other for other in chronology.programmes.values() if other.parent == code]
    for label, others in (
        ("Part of", [entry.parent]),
        ("Includes", [other.code for other in family]),
        ("Followed by", [entry.succeeded_by]),
        ("Follows", [other.code for other in chronology.programmes.values() if other.succeeded_by == code]),
    ):
        out.append_text(
            _labelled(label, [_named(chronology.programmes[other], hues) for other in others if other], look)
        )
    out.append_text(_labelled("Also called", [Text(", ".join(entry.aliases))] if entry.aliases else [], look))
    if entry.sources:
        out.append_text(_heading("Sources", look))
        for number, id in enumerate(entry.sources, start=1):
            out.append_text(_source(chronology.sources[id], look, 2, number))
    return out


def story(chronology: Chronology, code: str, look: Look) -> Text:
    """A programme, and the events of it and of those that are part of it."""
    family = with_children(chronology, code)
    events = tuple(event for event in chronology.events if not family.isdisjoint(event.programmes))
    return Text("\n").join([programme(chronology, code, look), listing(replace(chronology, events=events), look)])


def bibliography(chronology: Chronology, look: Look) -> Text:
    """The sources of the events, with how often each is used."""
    out = Text()
    used = uses(chronology)
    for id in used_sources(chronology):
        source = chronology.sources[id]
        out.append(f"{'':{_GUTTER}}{id}", "bold").append(f"  {count(used[id], 'event')}, {source.kind}\n", QUIET)
        out.append_text(_source(source, look, 4, None))
    return out


def _source(source: Source, look: Look, indent: int, number: int | None) -> Text:
    """A reference: publisher, title, date and kind, with its address on a line of its own."""
    lead = f"{number}. " if number else ""
    date = source.date.english() if source.date else "undated"
    words = [(word, "") for word in f"{source.publisher}, “{source.title}”".lstrip(", ").split()]
    words += [(word, QUIET) for word in f"({date}, {source.kind})".split()]
    hang = indent + len(lead)
    out = Text()
    for place, line in enumerate(wrapped(words, look.width - hang)):
        out.append(" " * (hang if place else indent) + ("" if place else lead)).append_text(line).append("\n")
    style = Style(dim=True, link=source.url) if look.links else Style(dim=True)
    return out.append(" " * hang).append(source.url, style).append("\n")


def _named(programme: Programme, hues: dict[str, str]) -> Text:
    return Text.assemble((programme.code, hues.get(programme.code, "")), " ", programme.name)


def _heading(text: str, look: Look) -> Text:
    return Text(f"  {text}\n", QUIET)


def _labelled(label: str, values: Sequence[Text], look: Look) -> Text:
    """A label and its values in a column beside it, or beneath it where the terminal is narrow."""
    out = Text()
    if not values:
        return out
    beside = look.width >= STACKED
    indent = 16 if beside else 4
    out.append(f"  {label}", QUIET).append(" " * (indent - 2 - len(label)) if beside else "\n")
    for number, value in enumerate(values):
        words = [(word, str(span)) for text, span in _pieces(value) for word in text.split()]
        for place, line in enumerate(wrapped(words, min(look.width, look.prose) - indent)):
            out.append(" " * indent if number or place or not beside else "").append_text(line).append("\n")
    return out.append("\n" if label == "Note" else "")


def _pieces(text: Text) -> list[tuple[str, str]]:
    """A text cut where its style changes."""
    cuts = sorted({0, len(text), *(edge for span in text.spans for edge in (span.start, span.end))})
    pieces = []
    for start, end in pairwise(cuts):
        style = next((str(span.style) for span in text.spans if span.start <= start < span.end), "")
        pieces.append((text.plain[start:end], style))
    return pieces


def _indented(text: str, width: int, indent: int, style: str = "") -> Text:
    out = Text()
    for line in wrapped([(word, style) for word in text.split()], width - indent):
        out.append(" " * indent).append_text(line).append("\n")
    return out


def wrapped(words: Sequence[tuple[str, str]], width: int) -> list[Text]:
    """Styled words in lines of at most ``width`` cells; a word that is longer has a line of its own."""
    width = max(width, _NARROW)
    lines: list[list[tuple[str, str]]] = []
    room = 0
    for word, style in words:
        cells = cell_len(word)
        if lines and cells + 1 <= room:
            lines[-1].append((word, style))
            room -= cells + 1
        else:
            lines.append([(word.lstrip(), style)])
            room = width - cells
    return [_line(line) for line in lines]


def _line(words: list[tuple[str, str]]) -> Text:
    """Words as a text, those of one style in one run."""
    out = Text()
    for number, (style, run) in enumerate(groupby(words, key=lambda word: word[1])):
        out.append(" " if number else "").append(" ".join(word for word, _ in run), style)
    return out


def palette(chronology: Chronology) -> dict[str, str]:
    """A hue for each programme; the parts of one programme share its hue."""
    return {code: _HUES[number % len(_HUES)] for code, number in families(chronology).items()}


def tree(chronology: Chronology, wanted: list[str]) -> list[tuple[str, int]]:
    """The codes with their depth, each under its parent where that is among them."""
    rows: list[tuple[str, int]] = []

    def add(code: str, depth: int) -> None:
        rows.append((code, depth))
        for child in wanted:
            if chronology.programmes[child].parent == code:
                add(child, depth + 1)

    for code in wanted:
        if chronology.programmes[code].parent not in wanted:
            add(code, 0)
    return rows
