"""The chart for a terminal: events per year as columns, and beneath them the life of each programme with its events.

Lanes may be of kinds, places or whatever else events have in common as well.

The views are styled texts like those of `terminal`. A cell across stands for an equal part of the time shown.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.cells import cell_len

from timeline.counts import lanes as lanes_by
from timeline.dates import Date
from timeline.model import SIGNIFICANCE, Chronology, CountBy, Event, Programme
from timeline.query import Filters, first_day, last_day
from timeline.query import years as spans_of
from timeline.relations import by_family
from timeline.views.colours import palette
from timeline.views.layout import GUTTER, Layout, Styled, hung, joined, shortened, split_words, wrapped
from timeline.views.programmes import DEEPEST, tree

_EIGHTHS = " ▁▂▃▄▅▆▇█"
_HEIGHT = 4
NAMED = 120
"""Cells from which the names of programmes stand beside their codes."""
LONG = 12
"""Lanes beyond which the years stand beneath them as well."""

_EDGES = {True: ("‹", "›"), False: ("<", ">")}
"""What stands for events before and after the years shown, by whether more than ASCII can be seen."""

Years = tuple[int | None, int | None]
"""The first and the last year to show, as far as they are asked for."""


class Axis(NamedTuple):
    """Years laid out over cells."""

    first: int
    """First year shown."""
    last: int
    """Last year shown."""
    cells: int
    """Cells for all of them."""

    def cell(self, day: dt.date) -> int:
        """The cell of a day; days outside the years shown fall on the edge."""
        start, end = dt.date(self.first, 1, 1).toordinal(), dt.date(self.last, 12, 31).toordinal() + 1
        share = (min(max(day.toordinal(), start), end - 1) - start) / (end - start)
        return int(share * self.cells)

    def span(self, date: Date) -> range:
        """The cells of a period, as far as it lies within the years shown; an open side reaches their edge."""
        first, last = date.key
        if first.year > self.last or last.year < self.first:
            return range(0)
        return range(self.cell(first), self.cell(last) + 1)

    def year(self, year: int) -> range:
        """The cells of a year: at least one, and one year's do not overlap another's where there is room."""
        start = self.cell(dt.date(year, 1, 1))
        end = self.cells if year == self.last else self.cell(dt.date(year + 1, 1, 1))
        return range(start, max(end, start + 1))


class _Lane(NamedTuple):
    """A row of the chart."""

    name: str
    """What stands before it; empty for the events that belong nowhere."""
    events: tuple[Event, ...]
    """The events with a mark on it."""
    depth: int = 0
    """How many of the programmes that it is part of have lanes too."""
    programme: Programme | None = None
    """Whose life it draws."""


def chart(chronology: Chronology, layout: Layout, by: CountBy = "programme", years: Years = (None, None)) -> Styled:
    """The chart of the events, with lanes by what they have in common; an empty text where there are none.

    It shows the years of the events, none before or after those of ``years``: what reaches in from there has a mark at
    the edge.
    """
    if not chronology.events:
        return Styled()
    lanes = list(_programmes(chronology) if by == "programme" else _others(chronology, by))
    names = _names(lanes, by, layout)
    label = min(max(map(cell_len, names), default=0) + 1, max(_most(layout), 17))
    axis = _axis(chronology, max(layout.width - label - 6, 12), years)
    out = Styled()
    out.extend(_columns(chronology, axis, label, layout))
    out.extend(_scale(axis, label, layout))
    hues = palette(chronology)
    for lane, name in zip(lanes, names, strict=True):
        if cell_len(name) < label:
            out.append(name).append(" " * (label - cell_len(name)))
        else:
            out.extend(hung(split_words(name), layout.width, _indent(lane))).append(" " * label)
        out.extend(_lane(lane, axis, layout, hues[lane.name] if lane.programme else ""))
    if len(lanes) > LONG:
        out.extend(_scale(axis, label, layout))
    return out.append("\n").extend(_legend(lanes, axis, layout)) if lanes else out


def _programmes(chronology: Chronology) -> Iterator[_Lane]:
    """The programmes beneath what they are part of, as the page has them, and last the events without one."""
    events: dict[str, list[Event]] = {}
    for event in chronology.events:
        for code in event.programmes or ("",):
            events.setdefault(code, []).append(event)
    homeless = events.pop("", [])
    for code, depth in tree(chronology, _with_parents(chronology, by_family(chronology, events))):
        yield _Lane(code, tuple(events.get(code, ())), depth, chronology.programmes[code])
    if homeless:
        yield _Lane("", tuple(homeless))


def _with_parents(chronology: Chronology, codes: list[str]) -> list[str]:
    """The codes, each after what it is part of."""
    drawn: dict[str, None] = {}
    for code in codes:
        above, line = code, []
        while above and above not in drawn:
            line.append(above)
            above = chronology.programmes[above].parent
        drawn.update(dict.fromkeys(reversed(line)))
    return list(drawn)


def _others(chronology: Chronology, by: CountBy) -> Iterator[_Lane]:
    """The values of anything else that have events; the years have no lanes."""
    for row in lanes_by(chronology, by):
        if row.events:
            yield _Lane(row.value, row.events)


def _names(lanes: Sequence[_Lane], by: CountBy, layout: Layout) -> list[str]:
    """What stands before each lane: its code, with the name where there is room, or a value.

    Nothing where the only lane is that of the events that belong nowhere.
    """
    codes = [f"{'':{_indent(lane)}}{lane.name or ('' if len(lanes) == 1 else f'no {by}')}" for lane in lanes]
    if by != "programme" or layout.width < NAMED:
        return codes
    widest = max(cell_len(code) for code, lane in zip(codes, lanes, strict=True) if lane.programme or not lane.name)
    room = _most(layout) - widest - 3
    return [
        f"{code}{'':{widest - cell_len(code) + 2}}{shortened(lane.programme.name, room, layout)}"
        if lane.programme
        else code
        for code, lane in zip(codes, lanes, strict=True)
    ]


def _most(layout: Layout) -> int:
    """Cells that may stand before the lanes: a third of the width, or nearly half of it where that leaves enough."""
    return layout.width // 2 - 6 if layout.width >= NAMED else layout.width // 3


def _indent(lane: _Lane) -> int:
    return GUTTER + 2 * min(lane.depth, DEEPEST)


def _axis(chronology: Chronology, cells: int, years: Years) -> Axis:
    """The years from the first event to the last, within those that were asked for."""
    days = [day for event in chronology.events for day in (event.date.earliest, event.date.latest) if day]
    first, last = years[0] or dt.MINYEAR, years[1] or dt.MAXYEAR
    return Axis(min(max(min(days).year, first), last), min(max(max(days).year, first), last), cells)


def asked_years(filters: Filters) -> Years:
    """The first and the last year of the time asked for; None for a side that is open."""
    spans = [spans_of(text).key for text in filters.year] or [(dt.date.min, dt.date.max)]
    first = max([min(first for first, _ in spans), *([min(map(first_day, filters.from_))] if filters.from_ else [])])
    last = min([max(last for _, last in spans), *([max(map(last_day, filters.to))] if filters.to else [])])
    return (None if first == dt.date.min else first.year), (None if last == dt.date.max else last.year)


def per_year(chronology: Chronology) -> dict[int, int]:
    """How many events begin in each year (or end in it, where the beginning is open)."""
    return dict(sorted(Counter(event.date.anchor.year for event in chronology.events).items()))


def _columns(chronology: Chronology, axis: Axis, label: int, layout: Layout) -> Styled:
    """The events per year as columns of eighth-blocks, the highest four lines tall."""
    numbers = {year: number for year, number in per_year(chronology).items() if axis.first <= year <= axis.last}
    highest = max(numbers.values(), default=0)
    eighths = [0] * axis.cells
    wide = max(axis.cells // (axis.last - axis.first + 1) - 1, 1)
    for year, number in numbers.items():
        for cell in axis.year(year)[:wide]:
            eighths[cell] = max(eighths[cell], 1, round(number / highest * _HEIGHT * 8))
    out = Styled()
    for row in reversed(range(_HEIGHT)):
        side = str(highest) if row == _HEIGHT - 1 else ""
        blocks = "".join(_block(height - 8 * row, layout) for height in eighths).rstrip()
        out.append(f"{side:>{label - 1}} ").append(blocks).append("\n")
    return out


def _block(eighths: int, layout: Layout) -> str:
    if layout.unicode:
        return _EIGHTHS[min(max(eighths, 0), 8)]
    return "#" if eighths >= 4 else "." if eighths > 0 else " "


def _scale(axis: Axis, label: int, layout: Layout) -> Styled:
    """The years beneath the columns, and a long chart's beneath the lanes, as many as there is room for."""
    steps = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
    years = axis.last - axis.first + 1
    step = next(step for step in steps if axis.cells * step / years >= 6)
    line = [" "] * axis.cells
    for year in range(axis.first, axis.last + 1):
        start = axis.year(year).start
        if (year % step == 0 or year == axis.first) and start + 4 <= axis.cells and line[max(start - 1, 0)] == " ":
            line[start : start + 4] = str(year)
    rule = ("─" if layout.unicode else "-") * axis.cells
    return Styled(f"{'':{label}}{rule}\n{'':{label}}{''.join(line).rstrip()}\n")


def _lane(lane: _Lane, axis: Axis, layout: Layout, hue: str) -> Styled:
    """The bar of a programme, or blank cells, with the events as marks on it; its end says how many they are."""
    cells = _bar(lane.programme, axis, layout) if lane.programme else [(" ", "")] * axis.cells
    for event in lane.events:
        for cell in _spread(event, axis):
            cells[cell] = (_dots(layout), "")
    for cell, event in _marked(lane.events, axis).items():
        cells[cell] = (_beyond(event, axis, layout) or _mark(event, layout), "bold")
    out = Styled()
    for char, style in cells:
        out.append(char, f"{hue} {style}".strip())
    return out.append(f" {len(lane.events):>4}\n")


def _spread(event: Event, axis: Axis) -> range:
    """The cells in which something may lie that happened once, some time between, where they are more than one."""
    cells = axis.span(event.date) if event.date.form == "between" else range(0)
    return cells if len(cells) > 1 else range(0)


def _dots(layout: Layout) -> str:
    return "┄" if layout.unicode else "~"


def _mark(event: Event, layout: Layout) -> str:
    """The symbol of an event's significance, hollow for one that is disputed."""
    return _disputed(layout)[event.significance] if event.confidence == "disputed" else layout.mark(event)


def _beyond(event: Event, axis: Axis, layout: Layout) -> str:
    """The symbol of an event that begins before the years shown, or is known only to end after them; else nothing."""
    before, after = _EDGES[layout.unicode]
    year = event.date.anchor.year
    return before if year < axis.first else after if year > axis.last else ""


def _disputed(layout: Layout) -> dict[str, str]:
    return dict(zip(SIGNIFICANCE, "◇○◦" if layout.unicode else "???", strict=True))


def _bar(programme: Programme, axis: Axis, layout: Layout) -> list[tuple[str, str]]:
    """A programme's life as a thin bar, the subject's part in it as a thick one."""
    thin, thick = ("─", "━") if layout.unicode else ("-", "=")
    cells = [(" ", "")] * axis.cells
    for date, char, style in ((programme.period, thin, ""), (programme.participation, thick, "")):
        for cell in axis.span(date) if date else ():
            cells[cell] = (char, style)
    return cells


def _marked(events: Sequence[Event], axis: Axis) -> dict[int, Event]:
    """The cell of each event, and the weightiest event of each cell."""
    marks: dict[int, Event] = {}
    for event in events:
        cell = _cell(event, axis)
        if cell not in marks or _weight(event, axis) < _weight(marks[cell], axis):
            marks[cell] = event
    return marks


def _cell(event: Event, axis: Axis) -> int:
    """Where the mark of an event stands: where it begins, or in the middle of where it may lie."""
    cells = _spread(event, axis) if event.date.start and event.date.end else range(0)
    return cells[len(cells) // 2] if cells else axis.cell(event.date.anchor)


def _weight(event: Event, axis: Axis) -> tuple[bool, int]:
    outside = not axis.first <= event.date.anchor.year <= axis.last
    return outside, SIGNIFICANCE.index(event.significance)


def _legend(lanes: Sequence[_Lane], axis: Axis, layout: Layout) -> Styled:
    """What the symbols mean, those that are not always there where they are."""
    thin, thick, *marks = tuple("─━◆•·" if layout.unicode else "-=*o.")
    events = [event for lane in lanes for event in lane.events]
    meanings = [(thin * 2, "its life"), (thick * 2, "taking part")] if any(lane.programme for lane in lanes) else []
    meanings += zip(marks, SIGNIFICANCE, strict=True)
    if any(event.confidence == "disputed" for event in events):
        meanings.append(("\xa0".join(dict.fromkeys(_disputed(layout).values())), "disputed"))
    if any(_spread(event, axis) for event in events):
        meanings.append((_dots(layout) * 2, "some time in it"))
    beyond = {_beyond(event, axis, layout) for event in events}
    meanings += [
        (sign, said)
        for sign, said in zip(_EDGES[layout.unicode], ("began before", "later"), strict=True)
        if sign in beyond
    ]
    words = [(f" {sign}\xa0{meaning.replace(' ', chr(160))}", "") for sign, meaning in meanings]
    lines = wrapped(words, layout.width - 2)
    return joined("\n", [Styled("  ").extend(line) for line in lines]).append("\n")
