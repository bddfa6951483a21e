"""The chart for a terminal: events per year as columns, and beneath them the life of each programme with its events.

The views are styled texts like those of `terminal`. A cell across stands for an equal part of the time shown.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import NamedTuple

from timeline.dates import Date
from timeline.model import SIGNIFICANCE, Chronology, Event, Programme
from timeline.relations import ancestry, programme_uses, used_programmes
from timeline.text import count
from timeline.views.layout import QUIET, Layout, Styled, joined, wrapped
from timeline.views.plain import tabbed
from timeline.views.terminal import palette, tree

_EIGHTHS = " ▁▂▃▄▅▆▇█"
_HEIGHT = 4
_OTHERS = "No programme"


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


def chart(chronology: Chronology, layout: Layout) -> Styled:
    """The chart of the events; an empty text where there are none."""
    if not chronology.events:
        return Styled()
    lanes = tree(chronology, _drawn(chronology))
    label = max([len(_OTHERS), *(len(code) + 2 * depth for code, depth in lanes)]) + 3
    axis = _axis(chronology, max(layout.width - label - 6, 12))
    out = Styled()
    out.extend(_columns(chronology, axis, label, layout))
    out.extend(_scale(axis, label, layout))
    hues = palette(chronology)
    for code, depth in lanes:
        events = [event for event in chronology.events if code in event.programmes]
        out.append(f"  {'':{2 * depth}}{code}".ljust(label), hues[code])
        out.extend(_lane(events, _bar(chronology.programmes[code], axis, layout), axis, layout, hues[code]))
    others = [event for event in chronology.events if not event.programmes]
    if others:
        out.append(f"  {_OTHERS if lanes else ''}".ljust(label), QUIET)
        out.extend(_lane(others, [(" ", "")] * axis.cells, axis, layout))
    return out.append("\n").extend(_legend(layout, bars=bool(lanes)))


def _drawn(chronology: Chronology) -> list[str]:
    """The programmes that have events, and those that they are part of."""
    used = {code for event in chronology.events for code in event.programmes}
    drawn = {above for code in used for above in ancestry(chronology, code)}
    return [code for code in chronology.programmes if code in drawn]


def _axis(chronology: Chronology, cells: int) -> Axis:
    days = [day for event in chronology.events for day in (event.date.earliest, event.date.latest) if day]
    return Axis(min(days).year, max(days).year, cells)


def per_year(chronology: Chronology) -> dict[int, int]:
    """How many events begin in each year (or end in it, where the beginning is open)."""
    return dict(sorted(Counter(event.date.anchor.year for event in chronology.events).items()))


def _columns(chronology: Chronology, axis: Axis, label: int, layout: Layout) -> Styled:
    """The events per year as columns of eighth-blocks, the highest four lines tall."""
    numbers = per_year(chronology)
    highest = max(numbers.values())
    eighths = [0] * axis.cells
    wide = max(axis.cells // (axis.last - axis.first + 1) - 1, 1)
    for year, number in numbers.items():
        for cell in axis.year(year)[:wide]:
            eighths[cell] = max(eighths[cell], 1, round(number / highest * _HEIGHT * 8))
    out = Styled()
    for row in reversed(range(_HEIGHT)):
        side = str(highest) if row == _HEIGHT - 1 else ""
        blocks = "".join(_block(height - 8 * row, layout) for height in eighths).rstrip()
        out.append(f"{side:>{label - 1}} ", QUIET).append(blocks).append("\n")
    return out


def _block(eighths: int, layout: Layout) -> str:
    if layout.unicode:
        return _EIGHTHS[min(max(eighths, 0), 8)]
    return "#" if eighths >= 4 else "." if eighths > 0 else " "


def _scale(axis: Axis, label: int, layout: Layout) -> Styled:
    """The years beneath the columns, as many as there is room for."""
    steps = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
    years = axis.last - axis.first + 1
    step = next(step for step in steps if axis.cells * step / years >= 6)
    line = [" "] * axis.cells
    for year in range(axis.first, axis.last + 1):
        start = axis.year(year).start
        if (year % step == 0 or year == axis.first) and start + 4 <= axis.cells and line[max(start - 1, 0)] == " ":
            line[start : start + 4] = str(year)
    rule = ("─" if layout.unicode else "-") * axis.cells
    return Styled(f"{'':{label}}{rule}\n{'':{label}}{''.join(line).rstrip()}\n", QUIET)


def _lane(events: list[Event], cells: list[tuple[str, str]], axis: Axis, layout: Layout, hue: str = "") -> Styled:
    """One lane: the bar of a programme, or blank cells, with the events as marks on it."""
    for cell, event in _marked(events, axis).items():
        cells[cell] = (layout.mark(event), "bold")
    out = Styled()
    for char, style in cells:
        out.append(char, f"{hue} {style}".strip())
    return out.append(f" {len(events):>4}\n", QUIET)


def _bar(programme: Programme, axis: Axis, layout: Layout) -> list[tuple[str, str]]:
    """A programme's life as a thin bar, the subject's part in it as a thick one."""
    thin, thick = ("─", "━") if layout.unicode else ("-", "=")
    cells = [(" ", "")] * axis.cells
    for date, char, style in ((programme.period, thin, QUIET), (programme.participation, thick, "")):
        for cell in axis.span(date) if date else ():
            cells[cell] = (char, style)
    return cells


def _marked(events: list[Event], axis: Axis) -> dict[int, Event]:
    """The cell of each event, and the weightiest event of each cell."""
    marks: dict[int, Event] = {}
    for event in events:
        cell = axis.cell(event.date.anchor)
        if cell not in marks or _weight(event) < _weight(marks[cell]):
            marks[cell] = event
    return marks


def _weight(event: Event) -> int:
    return SIGNIFICANCE.index(event.significance)


def _legend(layout: Layout, *, bars: bool) -> Styled:
    """What the symbols mean."""
    thin, thick, *marks = tuple("─━◆•·" if layout.unicode else "-=*o.")
    meanings = [(thin * 2, "its life"), (thick * 2, "taking part")] if bars else []
    meanings += zip(marks, SIGNIFICANCE, strict=True)
    words = [(f" {sign}\xa0{meaning.replace(' ', chr(160))}", QUIET) for sign, meaning in meanings]
    lines = wrapped(words, layout.width - 2)
    return joined("\n", [Styled("  ").extend(line) for line in lines]).append("\n")


def plain(chronology: Chronology) -> str:
    """The chart in tab-separated lines: the events of each year, then code, name, period, participation and events."""
    lines = [tabbed((str(year), count(number, "event"))) for year, number in per_year(chronology).items()]
    numbers = programme_uses(chronology)
    for code, entry in used_programmes(chronology).items():
        dates = (date.text if date else "" for date in (entry.period, entry.participation))
        lines.append(tabbed((code, entry.name, *dates, count(numbers[code], "event"))))
    others = sum(not event.programmes for event in chronology.events)
    if others:
        lines.append(tabbed(("", _OTHERS, "", "", count(others, "event"))))
    return "".join(lines)
