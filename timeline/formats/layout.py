"""The layout of a drawn timeline: programme lanes over the years, events as marks on them, events per year above.

Places along the years are fractions of the drawing's width, from 0 to 1, so that a page can stretch them; heights are
pixels. Nothing here writes markup.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from timeline.dates import Date, days_in
from timeline.model import SIGNIFICANCE, Chronology, Event, Programme
from timeline.relations import ancestry, families

HUES = (
    ("#006786", "#5cc3e6"),
    ("#8f4d00", "#f0a658"),
    ("#00684a", "#4fd0a5"),
    ("#8a3f8a", "#dd9bdd"),
    ("#b0004e", "#ff8ab3"),
    ("#4a6600", "#a8cf4a"),
    ("#6a4496", "#bfa0ea"),
    ("#004db3", "#86b4ff"),
    ("#a03a1e", "#ff9d83"),
    ("#2a6b20", "#7fcf74"),
    ("#705a00", "#dcc04c"),
    ("#44607a", "#a3bdd6"),
)
"""A colour for paper and one for a dark screen, each with a contrast of 4.5 or more; a family has one pair."""
NEUTRAL = ("#55585e", "#b1b5bd")
"""The pair for what belongs to no programme."""
RADIUS = {"landmark": 6.0, "notable": 3.8, "minor": 2.4}
"""Half the width of a mark, in pixels, by significance."""

HEAD = 104
"""Height above the lanes: the columns and the upper row of years."""
COLUMNS = 62
"""Height of the tallest column."""
FOOT = 26
"""Height beneath the lanes: the lower row of years."""
MARGIN = 0.02
"""Fraction of the width that is kept free on either side."""

MAX_COLUMNS = 100
"""Columns of events; where the years are more, several share one."""

# In pixels:
_NOMINAL = 960  # the width for which marks are kept apart
_ROW = 9  # from one row of marks to the next
_AROUND = 8  # kept free above and below the rows of a lane, together
_APART = 0.5  # kept free on either side of a mark
_HIDDEN = 7  # the longest stretch of time that its mark would cover
_LEAST = 28  # height of a lane: room for code and name
_BESIDE, _BETWEEN = 4, 10  # between the lanes of a family, and between families

_ROWS = (0, -1, 1, -2, 2, -3, 3, -4, 4)  # of marks on a lane, as they are filled: from the middle outwards
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)  # years that are round numbers


@dataclass(frozen=True, slots=True)
class Scale:
    """Years to fractions of the width, every year as wide as the next."""

    first: int
    """The first year shown."""
    last: int
    """The last year shown, inclusive."""

    @property
    def years(self) -> int:
        """How many years there are."""
        return self.last + 1 - self.first

    def at(self, year: float) -> float:
        """Where a moment lies, as a year and its fraction; past the edges what lies outside."""
        return MARGIN + (1 - 2 * MARGIN) * (year - self.first) / self.years

    def step(self, most: int) -> int:
        """The round number of years of which at most ``most`` fit."""
        return next((step for step in _STEPS if self.years <= most * step), _STEPS[-1])

    def ticks(self, step: int) -> range:
        """The years shown that ``step`` divides."""
        return range(-(-self.first // step) * step, self.last + 1, step)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time; its ends are ``sharp``, ``open`` (fades out) or ``rough`` (approximate, dotted)."""

    start: float
    """Fraction of the width at which it begins."""
    end: float
    """Fraction of the width at which it ends, greater than ``start``."""
    left: str = "sharp"
    """How it begins."""
    right: str = "sharp"
    """How it ends."""
    once: bool = False
    """Whether it is where something may lie that happened once, and so is dotted from end to end."""


@dataclass(frozen=True, slots=True)
class Mark:
    """An event on a lane."""

    event: Event
    """What it stands for."""
    x: float
    """Fraction of the width of its centre."""
    y: float
    """Pixels of its centre from the top of the drawing."""
    span: Span | None
    """The time that it takes or may lie in, where that is long enough to be seen."""
    rough: bool
    """Whether its date is uncertain or approximate."""
    echo: bool
    """Whether the event has its mark on the lane of another programme, and this one only repeats it."""


@dataclass(frozen=True, slots=True)
class Lane:
    """A programme's life, and the events that belong to it."""

    programme: Programme | None
    """Whose it is; None for the events without a programme."""
    hue: int | None
    """Number of its family, which gives its hue; None for `NEUTRAL`."""
    depth: int
    """How many of the programmes that it is part of have lanes too."""
    top: float
    """Pixels from the top of the drawing."""
    height: float
    """Pixels."""
    period: Span | None
    """The programme's own life, where it touches the years shown."""
    participation: Span | None
    """The part of the chronology's subject in it."""
    marks: tuple[Mark, ...]
    """Its events, in their order."""

    @property
    def middle(self) -> float:
        """Pixels from the top of the drawing to half its height."""
        return self.top + self.height / 2


@dataclass(frozen=True, slots=True)
class Column:
    """How many events a year has, or a stretch of years where there are too many for one column each."""

    first: int
    """Its first year."""
    last: int
    """Its last year, inclusive."""
    counts: tuple[int, ...]
    """Events by significance, in the order of `SIGNIFICANCE`."""

    @property
    def total(self) -> int:
        """All of its events."""
        return sum(self.counts)

    @property
    def years(self) -> str:
        """``1994``, or ``1900–1909``."""
        return f"{self.first}" if self.first == self.last else f"{self.first}–{self.last}"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A whole timeline, laid out."""

    scale: Scale
    """The years shown: those of the events."""
    lanes: tuple[Lane, ...]
    """From the top; none where there are no events."""
    columns: tuple[Column, ...]
    """In the order of the years, without those that have no events."""
    height: float
    """Pixels."""

    @property
    def most(self) -> int:
        """Events of the tallest column."""
        return max(column.total for column in self.columns)


def draw(chronology: Chronology) -> Drawing:
    """The layout of the events, and of the programmes that they name."""
    if not chronology.events:
        return Drawing(Scale(1, 1), (), (), 0)
    sides = [side.year for event in chronology.events for side in (event.date.start, event.date.end) if side]
    scale = Scale(min(sides), max(sides))
    lanes = tuple(_stacked(_lanes(chronology, scale)))
    return Drawing(scale, lanes, tuple(_columns(chronology, scale)), lanes[-1].top + lanes[-1].height + FOOT)


def _lanes(chronology: Chronology, scale: Scale) -> Iterator[Lane]:
    """The lanes by family and start, not yet stacked: their tops are 0, and their marks count from there."""
    hues = families(chronology)
    events: dict[str, list[Event]] = {}
    for event in chronology.events:
        for code in event.programmes or ("",):
            events.setdefault(code, []).append(event)
    for code in _ordered(chronology, events):
        programme = chronology.programmes[code] if code else None
        height, marks = _packed(events[code], code, scale)
        yield Lane(
            programme,
            hues[code] if code else None,
            sum(above in events for above in ancestry(chronology, code)[1:]) if code else 0,
            0,
            height,
            span(programme.period, scale) if programme else None,
            span(programme.participation, scale) if programme else None,
            marks,
        )


def _ordered(chronology: Chronology, events: dict[str, list[Event]]) -> list[str]:
    """The codes by start of their family, then the family's root before its parts, then by start; no programme last."""
    begins = {code: _begins(chronology.programmes[code], events[code]) for code in events if code}
    roots = {code: ancestry(chronology, code)[-1] for code in begins}
    first = {root: min(begins[code] for code in begins if roots[code] == root) for root in set(roots.values())}
    codes = sorted(begins, key=lambda code: (first[roots[code]], roots[code], code != roots[code], begins[code], code))
    return codes + [""] * ("" in events)


def _begins(programme: Programme, events: list[Event]) -> dt.date:
    """When the subject's part in a programme began, or else when something first happened."""
    taken = programme.participation and programme.participation.earliest
    return taken or min(event.date.anchor for event in events)


def _stacked(lanes: Iterable[Lane]) -> Iterator[Lane]:
    """The lanes one beneath the other, families a little apart."""
    top: float = HEAD
    for number, (_, family) in enumerate(groupby(lanes, key=lambda lane: lane.hue)):
        top += (_BETWEEN - _BESIDE) * (number > 0)
        for lane in family:
            marks = tuple(replace(mark, y=top + mark.y) for mark in lane.marks)
            yield replace(lane, top=top, marks=marks)
            top += lane.height + _BESIDE


def _packed(events: list[Event], code: str, scale: Scale) -> tuple[float, tuple[Mark, ...]]:
    """The height of a lane and its marks, kept apart in rows from the middle outwards; the weightiest choose first."""
    taken: dict[int, list[tuple[float, float]]] = {}
    rows: dict[int, int] = {}
    places = [_place(event.date, scale) for event in events]
    order = sorted(range(len(events)), key=lambda index: (SIGNIFICANCE.index(events[index].significance), index))
    for index in order:
        radius = (RADIUS[events[index].significance] + _APART) / _NOMINAL
        rows[index] = _row(taken, places[index] - radius, places[index] + radius, len(rows))
    low, high = min(rows.values(), default=0), max(rows.values(), default=0)
    height = max(_LEAST, (high - low + 1) * _ROW + _AROUND)
    middle = (height - (low + high) * _ROW) / 2
    return height, tuple(
        _mark(event, places[index], middle + rows[index] * _ROW, scale, code != (*event.programmes, "")[0])
        for index, event in enumerate(events)
    )


def _row(taken: dict[int, list[tuple[float, float]]], left: float, right: float, number: int) -> int:
    """The first row with room between two places, which is then taken; where none has, marks share one."""
    for row in _ROWS:
        others = taken.setdefault(row, [])
        at = bisect(others, (left, right))
        if (not at or others[at - 1][1] <= left) and (at == len(others) or right <= others[at][0]):
            others.insert(at, (left, right))
            return row
    return _ROWS[number % len(_ROWS)]


def _place(date: Date, scale: Scale) -> float:
    """Where an event's mark stands: in the middle of the days on which it may have been, or may have begun.

    Where one side is open, that is the middle of what the other can mean.
    """
    sides = [side for side in (date.start, date.end) if side]
    last = sides[-1 if date.form == "between" else 0]
    return scale.at((_fraction(sides[0].earliest) + _fraction(last.latest, whole=True)) / 2)


def _mark(event: Event, x: float, y: float, scale: Scale, echo: bool) -> Mark:
    time = span(event.date, scale)
    seen = time and time.end - time.start > _HIDDEN / _NOMINAL
    reach = replace(time, once=event.date.form != "interval") if time and seen else None
    return Mark(event, x, y, reach, event.date.approximate, echo)


def span(date: Date | None, scale: Scale) -> Span | None:
    """The stretch that a date covers within the years shown; None where it covers none of it."""
    if date is None:
        return None
    start = max(scale.at(_fraction(date.earliest)), 0) if date.earliest else 0
    end = min(scale.at(_fraction(date.latest, whole=True)), 1) if date.latest else 1
    if start >= end:
        return None
    left = "open" if date.start is None else "rough" if date.start.qualifier and start > 0 else "sharp"
    right = "open" if date.end is None else "rough" if date.end.qualifier and end < 1 else "sharp"
    return Span(start, end, left, right)


def _fraction(day: dt.date, *, whole: bool = False) -> float:
    """A day's beginning, or its end where it is ``whole``, as a year and its fraction."""
    length = 365 - 28 + days_in(day.year, 2)
    return day.year + (day.timetuple().tm_yday - (not whole)) / length


def _columns(chronology: Chronology, scale: Scale) -> Iterator[Column]:
    """The events counted by year, or by so many years that there are at most `MAX_COLUMNS`."""
    step = scale.step(MAX_COLUMNS)
    counts: dict[int, list[int]] = {}
    for event in chronology.events:
        year = event.date.anchor.year
        counts.setdefault(year - year % step, [0] * len(SIGNIFICANCE))[SIGNIFICANCE.index(event.significance)] += 1
    for first in sorted(counts):
        yield Column(max(first, scale.first), min(first + step - 1, scale.last), tuple(counts[first]))
