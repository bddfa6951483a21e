"""The programmes for a terminal: all of them as a table, one with its story and its events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import NamedTuple

from rich.cells import cell_len

from timeline.dates import Date
from timeline.model import Chronology
from timeline.relations import children_of, programme_uses, with_children
from timeline.views.colours import Codes
from timeline.views.layout import (
    GUTTER,
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
from timeline.views.terminal import listing, references

_BETWEEN = "  "
_DATES = (25, 18, 13)
"""Cells of a column of dates: for all of them on one line, for all but intervals, or only for days."""
_NAME = 24
"""Cells that names need beside the dates; where they have fewer the dates stand beneath them."""
_LEAST = 14
"""Cells that names need at all; where they have fewer there are no columns."""
DEEPEST = 8
"""Levels of programmes that are part of others which are told apart by their indent."""
_HEADS = ("Code", "Name", "Life", "Taking part", "Events")


class _Row(NamedTuple):
    """What the table says of a programme."""

    code: str
    """Its code, not yet indented."""
    indent: int
    """Cells before it."""
    name: str
    """Its full name."""
    dates: tuple[str, str]
    """When it was, and when the subject took part in it."""
    events: str
    """How many it has, and how many more its parts have: ``63 +85``."""


class _Columns(NamedTuple):
    """Cells of the columns."""

    code: int
    """Of the codes with their indent; a longer one has a line of its own."""
    name: int
    """Of the names."""
    dates: tuple[int, ...]
    """Of life and part; nothing where they stand beneath the name."""
    events: int
    """Of the numbers, which end where the line does."""

    @classmethod
    def of(cls, rows: Sequence[_Row], layout: Layout) -> _Columns:
        """Columns for some rows: dates on one line if there is room, else on two or three, else beneath the name."""
        widest = max(row.indent + cell_len(row.code) for row in rows) + len(layout.edge)
        code = min(max(widest, len(_HEADS[0])), layout.width // 3)
        events = max(len(_HEADS[4]), *(len(row.events) for row in rows))
        whole = tuple(
            max(map(len, (head, *dates)))
            for head, *dates in zip(_HEADS[2:4], *(row.dates for row in rows), strict=True)
        )
        room = layout.width - GUTTER - code - events - 2 * len(_BETWEEN)
        names = max(cell_len(row.name) for row in rows)
        for most in _DATES:
            dates = tuple(min(cells, most) for cells in whole)
            name = room - sum(dates) - len(dates) * len(_BETWEEN)
            if name >= (min(names, 2 * _NAME) if most > _DATES[-1] else _NAME):
                return cls(code, min(name, max(names, _NAME)), dates, events)
        return cls(code, room, (), events)


def programmes(chronology: Chronology, layout: Layout) -> Styled:
    """The programmes in columns, parts beneath what they are part of: code, name, when they were, who took part when.

    Their events are counted, and with a plus those that only their parts have.
    """
    own, with_parts = programme_uses(chronology), programme_uses(chronology, parts=True)
    parents = children_of(chronology)
    codes = Codes(chronology, layout)
    rows = []
    for code, depth in tree(chronology, list(chronology.programmes)):
        entry = chronology.programmes[code]
        more = f" +{with_parts[code] - own[code]:,}" if code in parents else ""
        dates = (_short(entry.period), _short(entry.participation))
        rows.append(_Row(code, 2 * min(depth, DEEPEST), entry.name, dates, f"{own[code]:,}{more}"))
    if not rows:
        return Styled()
    columns = _Columns.of(rows, layout)
    if columns.name < _LEAST:
        return joined("", (_stacked(row, codes, layout) for row in rows))
    heads = _HEADS if columns.dates else (*_HEADS[:2], _HEADS[4])
    out = _aligned([[Styled(head, "bold")] for head in heads], columns)
    for row in rows:
        out.extend(_lines(row, codes, columns, layout))
    if parents:
        out.append("\n").extend(indented("+ further events of its parts", layout.width, GUTTER))
    return out


def _short(date: Date | None) -> str:
    return date.english(short=True) if date else ""


def _code(row: _Row, codes: Codes) -> Styled:
    """The code of a row behind its indent and its edge."""
    edge, hue = codes.edge, codes.hues[row.code]
    return Styled(" " * row.indent).append(edge, hue).append(row.code, "bold")


def _lines(row: _Row, codes: Codes, columns: _Columns, layout: Layout) -> Styled:
    """A row of the table; what is too long for its column has lines of its own."""
    out, code = Styled(), _code(row, codes)
    name = wrapped(split_words(row.name), columns.name)
    facts = [] if columns.dates else [line for fact in _facts(row) for line in wrapped(fact, columns.name)]
    below: list[list[Word]] = []
    if max(cell_len(one.plain) for one in (*name, *facts)) > columns.name:
        name, facts, below = [], [], [split_words(row.name), *([] if columns.dates else _facts(row))]
    if cell_len(code.plain) > columns.code:
        out.append(" " * GUTTER).extend(code).append("\n")
        code = Styled()
    dates = [list(map(Styled, date_lines(date, cells))) for date, cells in zip(row.dates, columns.dates, strict=False)]
    out.extend(_aligned([[code], [*name, *facts], *dates, [Styled(row.events)]], columns))
    indent = GUTTER + columns.code + len(_BETWEEN)
    return out.extend(*(hung(words, layout.width, indent) for words in below))


def _aligned(cells: Sequence[Sequence[Styled]], columns: _Columns) -> Styled:
    """The cells of a row, each a number of lines, beneath those of others; the last ends where the line does."""
    widths = (columns.code, columns.name, *columns.dates, columns.events)
    out = Styled()
    for texts in zip_longest(*cells, fillvalue=Styled()):
        room = GUTTER
        for number, (text, width) in enumerate(zip(texts, widths, strict=True)):
            cells_wide = cell_len(text.plain)
            before = width - cells_wide if number == len(widths) - 1 else 0
            if cells_wide:
                out.append(" " * (room + before)).extend(text)
                room = 0
            room += width - before * bool(cells_wide) - cells_wide + len(_BETWEEN)
        out.append("\n")
    return out


def _facts(row: _Row) -> list[list[Word]]:
    """When a programme was and when the subject took part, as far as that is known."""
    life, part = row.dates
    return [dated(fact) for fact in (life, part and f"taking part {part}") if fact]


def _stacked(row: _Row, codes: Codes, layout: Layout) -> Styled:
    """A programme where there is no room for columns."""
    lead = Styled(" " * GUTTER).extend(_code(row, codes))
    facts = [split_words(row.name), *_facts(row), split_words(f"{row.events} events")]
    return joined(
        "",
        (
            hung(words, layout.width, GUTTER + row.indent + 4, lead if not number else None)
            for number, words in enumerate(facts)
        ),
    )


def programme(chronology: Chronology, code: str, layout: Layout) -> Styled:
    """One programme's story: what it is, what came of it, its events and its sources."""
    entry = chronology.programmes[code]
    codes = Codes(chronology, layout)
    width = min(layout.width, layout.prose)
    lead = Styled(layout.edge, codes.hues[code])
    out = hung([(code, "bold"), *split_words(entry.name, "bold")], layout.width, len(layout.edge), lead)
    dot = " · " if layout.unicode else ", "
    facts = (entry.kind, entry.period.english() if entry.period else "")
    out.extend(hung(dated(dot.join(filter(None, facts))), layout.width, 2)).append("\n")
    if entry.about:
        out.extend(indented(entry.about, width, 2)).append("\n")
    if entry.note:
        out.extend(labelled("Note", [split_words(entry.note)], layout))
    known = labelled("Took part", [dated(entry.participation.english())] if entry.participation else [], layout)
    for label, others in (
        ("Part of", [entry.parent]),
        ("Includes", children_of(chronology).get(code, [])),
        ("Followed by", [entry.succeeded_by]),
        ("Follows", [other.code for other in chronology.programmes.values() if other.succeeded_by == code]),
    ):
        named = [[codes.word(one), *split_words(chronology.programmes[one].name)] for one in others if one]
        known.extend(labelled(label, named, layout))
    known.extend(labelled("Also called", [split_words(", ".join(entry.aliases))] if entry.aliases else [], layout))
    out.extend(known).append("\n" if known.pieces and entry.sources else "")
    return out.extend(references(chronology, dict.fromkeys(entry.sources, ""), layout))


def story(chronology: Chronology, code: str, layout: Layout) -> Styled:
    """A programme, and the events of it and of those that are part of it."""
    family = with_children(chronology, code)
    events = tuple(event for event in chronology.events if not family.isdisjoint(event.programmes))
    return joined("\n", [programme(chronology, code, layout), listing(replace(chronology, events=events), layout)])


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
