"""The layout of a drawn timeline: programme lanes over the years, events as marks on them, events per year above.

Nothing here writes markup.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from timeline.dates import Date, days_in
from timeline.formats import lettering
from timeline.formats.packing import MAX_ROWS, Rows, Seat
from timeline.formats.plan import LINE, MAX_COLUMNS, PAGE, TAIL, Column, Drawing, Lane, Mark, Measures, Scale, Span
from timeline.model import SIGNIFICANCE, Chronology, Event
from timeline.relations import ancestry, by_family, families

MAX_NAMES = 60
"""Landmarks that may have names or numbers; where there are more, none has."""
MAX_CROWD = 400
"""Events of a lane whose landmarks may have them."""

_HIDDEN = 7  # pixels of the longest stretch of time that its mark would cover
_DEPTH = 0.55  # from the middle of a mark to how far its name reaches down, as a part of the name's size
_NUMBER = "\n88"  # as wide as any number that stands for a name, and no title


def draw(chronology: Chronology, measures: Measures = PAGE) -> Drawing:
    """The layout of the events, and of the programmes that they name."""
    if not chronology.events:
        return Drawing(Scale(1, 1), (), (), 0, measures)
    sides = [side.year for event in chronology.events for side in (event.date.start, event.date.end) if side]
    scale = Scale(min(sides), max(sides))
    key: list[Event] = []
    lanes = tuple(_numbered(tuple(_stacked(_lanes(chronology, scale, measures), measures)), key))
    height = lanes[-1].top + lanes[-1].height + measures.foot
    return Drawing(scale, lanes, tuple(_columns(chronology, scale)), height, measures, tuple(key))


def _lanes(chronology: Chronology, scale: Scale, measures: Measures) -> Iterator[Lane]:
    """The lanes by family and start, not yet stacked: their tops are 0, and their marks count from there."""
    hues = families(chronology)
    events: dict[str, list[Event]] = {}
    for event in chronology.events:
        for code in event.programmes or ("",):
            events.setdefault(code, []).append(event)
    named = sum(event.significance == "landmark" for event in chronology.events) <= MAX_NAMES
    own = {code: found for code, found in events.items() if code}
    for code in [*by_family(chronology, own), *([""] if "" in events else [])]:
        programme = chronology.programmes[code] if code else None
        height, marks = _packed(events[code], code, scale, measures, named)
        least = max(measures.lane, measures.tallest(programme))
        drop = max(least - height, 0) / 2
        yield Lane(
            programme,
            hues[code] if code else None,
            sum(above in events for above in ancestry(chronology, code)[1:]) if code else 0,
            0,
            max(height, least),
            span(programme.period, scale) if programme else None,
            span(programme.participation, scale) if programme else None,
            tuple(replace(mark, y=mark.y + drop) for mark in marks),
        )


def _stacked(lanes: Iterable[Lane], measures: Measures) -> Iterator[Lane]:
    """The lanes one beneath the other, families a little apart."""
    top = measures.head
    for number, (_, family) in enumerate(groupby(lanes, key=lambda lane: lane.hue)):
        top += (measures.between - measures.beside) * (number > 0)
        for lane in family:
            marks = tuple(replace(mark, y=top + mark.y) for mark in lane.marks)
            yield replace(lane, top=top, marks=marks)
            top += lane.height + measures.beside


def _numbered(lanes: tuple[Lane, ...], key: list[Event]) -> Iterator[Lane]:
    """The lanes with numbers for the landmarks that have room for no more, which ``key`` then holds, by date."""
    waiting = {mark.event.id: mark.event for lane in lanes for mark in lane.marks if mark.name == _NUMBER}
    key += sorted(waiting.values(), key=lambda event: event.date.anchor)
    numbers = {event.id: f"{number}" for number, event in enumerate(key, start=1)}
    for lane in lanes:
        marks = (replace(mark, name=numbers[mark.event.id]) if mark.name == _NUMBER else mark for mark in lane.marks)
        yield replace(lane, marks=tuple(marks))


def _packed(
    events: list[Event], code: str, scale: Scale, measures: Measures, named: bool
) -> tuple[float, tuple[Mark, ...]]:
    """The height of the rows of a lane and its marks, kept apart from the middle outwards; the weightiest choose first.

    Each landmark has a number, and its title where the lane still has room for everything.
    """
    marks = [_mark(event, code, scale, measures) for event in events]
    seats, _ = _seats(marks, measures, MAX_ROWS)
    own = [index for index, mark in enumerate(marks) if mark.event.significance == "landmark" and not mark.echo]
    if named and len(marks) <= MAX_CROWD:
        marks, seats = _with_names(marks, seats, dict.fromkeys(own, _NUMBER), measures, MAX_ROWS)
        titles = {index: marks[index].event.title for index in own}
        low, high = _reach(seats)
        most = high - low + 1 + measures.more
        marks, seats = _with_names(marks, seats, titles, measures, min(most, MAX_ROWS))
    low, high = _reach(seats)
    height = (high - low + 1) * measures.row + measures.around
    middle = (height - (low + high) * measures.row) / 2
    return height, tuple(
        replace(mark, y=middle + seat.row * measures.row, before=seat.before, lift=seat.lift * measures.row)
        for mark, seat in zip(marks, seats, strict=True)
    )


def _with_names(
    marks: list[Mark], seats: list[Seat], names: dict[int, str], measures: Measures, most: int
) -> tuple[list[Mark], list[Seat]]:
    """The marks with those of the names, by their index, for which so many rows have room."""
    for index, name in names.items():
        tried = [*marks[:index], replace(marks[index], name=name), *marks[index + 1 :]]
        found, full = _seats(tried, measures, most)
        if not full:
            marks, seats = tried, found
    return marks, seats


def _seats(marks: list[Mark], measures: Measures, most: int) -> tuple[list[Seat], bool]:
    """A seat for each mark, in at most so many rows, and whether these were too few."""
    close = _DEPTH * measures.letters + TAIL / 2 > measures.row
    rows = Rows(measures.across, most, close=close)
    seats = [Seat(0)] * len(marks)
    order = sorted(range(len(marks)), key=lambda index: (SIGNIFICANCE.index(marks[index].event.significance), index))
    for index in order:
        mark, reach = marks[index], marks[index].span
        seats[index] = rows.seat(
            mark.x * measures.across,
            measures.radius(mark.event),
            tail=(reach.start * measures.across, reach.end * measures.across) if reach else None,
            tall=measures.radius(mark.event) + LINE / 2 + _DEPTH * measures.letters > measures.row,
            name=lettering.width(mark.name, measures.letters) * lettering.GENEROUS,
        )
    return seats, rows.full


def _reach(seats: list[Seat]) -> tuple[int, int]:
    """The first and the last row of marks and their names."""
    rows = [row for seat in seats for row in (seat.row, seat.row + seat.lift)]
    return min(rows), max(rows)


def _place(date: Date, scale: Scale) -> float:
    """Where an event's mark stands: in the middle of the days on which it may have been, or may have begun.

    Where one side is open, that is the middle of what the other can mean.
    """
    sides = [side for side in (date.start, date.end) if side]
    last = sides[-1 if date.form == "between" else 0]
    return scale.at((_fraction(sides[0].earliest) + _fraction(last.latest, whole=True)) / 2)


def _mark(event: Event, code: str, scale: Scale, measures: Measures) -> Mark:
    """An event's mark on the lane of a programme, not yet in a row."""
    time = span(event.date, scale)
    seen = time and time.end - time.start > _HIDDEN * measures.marks / measures.across
    reach = replace(time, once=event.date.form != "interval") if time and seen else None
    return Mark(event, _place(event.date, scale), 0, reach, event.date.approximate, code != (*event.programmes, "")[0])


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
