"""What a drawn timeline consists of: its years, lanes, marks and columns, and how large its parts are.

Places along the years are fractions of the drawing's width, from 0 to 1, so that a page can stretch them; heights are
pixels.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from timeline.model import Event, Programme

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

TAIL = 1.5
"""Thickness of the time that an event takes, as a line."""
LINE = 1.3
"""Thickness of the line around a mark."""
MARGIN = 0.02
"""Fraction of the width that is kept free on either side."""

MAX_COLUMNS = 100
"""Columns of events; where the years are more, several share one."""

_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)  # years that are round numbers


@dataclass(frozen=True, slots=True)
class Measures:
    """How large the parts of a drawing are, in pixels; the width is the least at which nothing lies over another."""

    across: float = 864
    """Width of the lanes."""
    row: float = 10
    """From one row of marks to the next."""
    around: float = 8
    """Kept free above and below the rows of a lane, together."""
    more: int = 4
    """Rows that a lane may have more for the names of its landmarks."""
    marks: float = 1
    """Size of the marks, as a part of `RADIUS`."""
    lane: float = 28
    """Least height of a lane: room for code and name."""
    beside: float = 4
    """Between the lanes of a family."""
    between: float = 10
    """Between families."""
    columns: float = 62
    """Height of the tallest column."""
    head: float = 104
    """Height above the lanes: the columns and the upper row of years."""
    foot: float = 26
    """Height beneath the lanes: the lower row of years."""
    letters: float = 10.5
    """Size of the names of landmarks, and of the numbers of those whose names have no room."""
    tallest: Callable[[Programme | None], float] = lambda _: 0
    """Height that the name of a programme's lane, or of that of none, needs, where it may be more than `lane`."""

    def radius(self, event: Event) -> float:
        """Half the width of an event's mark."""
        return RADIUS[event.significance] * self.marks


PAGE = Measures()
"""Those of the page, which may be wider."""


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
    name: str = ""
    """What stands beside it: a landmark's title, or its number in `Drawing.key`; empty where there is no room."""
    before: bool = False
    """Whether that is on its left."""
    lift: float = 0
    """How many pixels further down that is; negative ones are further up."""

    @property
    def numbered(self) -> bool:
        """Whether a number stands beside it in the place of its title."""
        return self.name not in ("", self.event.title)

    @property
    def beside(self) -> float:
        """Fraction of the width from which its name is as far away as from the mark's centre: the end of its time."""
        if not self.span or self.lift:
            return self.x
        return min(self.x, self.span.start) if self.before else max(self.x, self.span.end)


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
    measures: Measures = PAGE
    """How large its parts are."""
    key: tuple[Event, ...] = ()
    """The landmarks that have numbers instead of names, from 1 on."""

    @property
    def most(self) -> int:
        """Events of the tallest column."""
        return max(column.total for column in self.columns)
