"""Dates that know their precision: EDTF (ISO 8601-2) level 0 and the useful part of levels 1 and 2.

A date is written ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``, with ``?`` (uncertain), ``~`` (approximate) or ``%`` (both)
at its end; as an interval ``A/B`` of two of these, which lasted; or as ``[A..B]``, once, some time between the two. One
side may be open: ``A/..``, ``[..B]``. Years run from 1000 to 9999 in the proleptic Gregorian calendar. Source: Library
of Congress, Extended Date/Time Format Specification, 2019.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from timeline.errors import DateError
from timeline.text import quoted

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_QUALIFIED = {"": "", "?": "perhaps ", "~": "about ", "%": "perhaps about "}

_SIDE = r"[1-9]\d{3}(-\d\d){0,2}[?~%]?"
PATTERN = rf"(\[|\.\./|\[\.\.)?{_SIDE}(/\.\.|\.\.|(/|\.\.){_SIDE})?\]?"
"""Regular expression of a date, short enough for a message: a schema can count neither days nor months anyway."""
EXAMPLES = ("1994", "1994-05", "1994-05-04", "1994~", "1994-05/1997", "1994/..", "[1994-05..1994-07]")
"""Dates of each form."""

Form = Literal["moment", "interval", "between"]
"""What a date tells of its two sides: they are one; it lasted from one to the other; it was once, some time between."""

_MOMENT = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?([?~%])?", re.ASCII)


class Moment(NamedTuple):
    """A day, a month or a year, as far as it is known."""

    year: int
    """1000 to 9999."""
    month: int | None = None
    """1 to 12, or None where only the year is known."""
    day: int | None = None
    """1 to 31, or None where the day is not known."""
    qualifier: str = ""
    """``?`` uncertain, ``~`` approximate, ``%`` both, or nothing."""

    @property
    def precision(self) -> str:
        """``day``, ``month`` or ``year``."""
        return "day" if self.day else "month" if self.month else "year"

    @property
    def earliest(self) -> dt.date:
        """The first day that it can mean."""
        return dt.date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> dt.date:
        """The last day that it can mean."""
        month = self.month or 12
        return dt.date(self.year, month, self.day or days_in(self.year, month))

    @property
    def edtf(self) -> str:
        """The moment as EDTF text."""
        return self.earliest.isoformat()[: 10 if self.day else 7 if self.month else 4] + self.qualifier

    def english(self, *, short: bool = False, year: bool = True) -> str:
        """``4 May 1994``, ``November 1997``, ``about 2001``; with ``short`` the month has three letters."""
        words = [str(self.day)] if self.day else []
        if self.month:
            words.append(MONTHS[self.month - 1][: 3 if short else None])
        if year or not words:
            words.append(str(self.year))
        return _QUALIFIED[self.qualifier] + " ".join(words)


@dataclass(frozen=True, slots=True)
class Date:
    """A moment, an interval from one moment to another, or some time between two; one of the two may be open.

    Compared by `order`, so that a list of dates sorts by earliest day, then by latest day. Equal when their text is.
    """

    start: Moment | None
    """The moment at which it begins, or before which it was not; None where the beginning is open."""
    end: Moment | None
    """The moment at which it ends, or after which it was not; ``start`` for a single moment; None where it is open."""
    form: Form = "moment"
    """What it tells of the two: ``moment``, ``interval`` (it lasted) or ``between`` (once, some time between)."""

    @property
    def text(self) -> str:
        """EDTF text, canonical: parsing it gives an equal date."""
        start, end = (side.edtf if side else "" for side in (self.start, self.end))
        if self.form == "between":
            return f"[{start}..{end}]"
        return f"{start or '..'}/{end or '..'}" if self.form == "interval" else start

    @property
    def earliest(self) -> dt.date | None:
        """The first day that it can mean, inclusive; None where the beginning is open."""
        return self.start.earliest if self.start else None

    @property
    def latest(self) -> dt.date | None:
        """The last day that it can mean, inclusive; None where the end is open."""
        return self.end.latest if self.end else None

    @property
    def key(self) -> tuple[dt.date, dt.date]:
        """Earliest and latest day, an open side reaching as far as days go."""
        return self.earliest or dt.date.min, self.latest or dt.date.max

    @property
    def anchor(self) -> dt.date:
        """The day by which it is sorted, counted and drawn: its first, or its last where the beginning is open."""
        day = self.earliest or self.latest
        assert day is not None  # a date is open on one side at most
        return day

    @property
    def order(self) -> tuple[dt.date, dt.date]:
        """What dates are sorted by: `anchor`, then latest day, an open end reaching as far as days go."""
        return self.anchor, self.latest or dt.date.max

    @property
    def exact(self) -> bool:
        """Whether it is one known day: a moment, to the day, nothing uncertain."""
        moment = self.start if self.form == "moment" else None
        return moment is not None and bool(moment.day) and not moment.qualifier

    @property
    def precision(self) -> str:
        """``day``, ``month`` or ``year``; of two sides that of the less precise one."""
        sides = {side.precision for side in (self.start, self.end) if side}
        return next(name for name in ("year", "month", "day") if name in sides)

    @property
    def approximate(self) -> bool:
        """Whether a side of it is marked uncertain or approximate."""
        return any(side.qualifier for side in (self.start, self.end) if side)

    def __lt__(self, other: Date) -> bool:
        return self.order < other.order

    def overlaps(self, other: Date) -> bool:
        """Whether the two have a day in common that both can mean."""
        return self.key[0] <= other.key[1] and other.key[0] <= self.key[1]

    def english(self, *, short: bool = False) -> str:
        """The date in words.

        ``4 May 1994``; ``13–14 February 1997``, ``since 2008``, ``until about 2001``; ``between 2009 and 2011``,
        ``2008 or later``, ``by about 2001``. With ``short`` months have three letters, and neighbours are said as
        ``Nov or Dec 2010``.
        """
        once = self.form == "between"
        if self.end is None:
            assert self.start is not None
            start = self.start.english(short=short)
            return f"{start} or later" if once else f"since {start}"
        if self.start is None:
            return f"{'by' if once else 'until'} {self.end.english(short=short)}"
        if self.start == self.end:
            return self.start.english(short=short)
        return (_between if once else _span)(self.start, self.end, short)

    def beneath_year(self) -> str:
        """Short English for a place beneath the year of its `anchor`, which it need not repeat: ``4 May``, ``1997``."""
        text = self.english(short=True)
        return text if self.precision == "year" else re.sub(rf" {self.anchor.year}(?= or later$|$)", "", text)

    def __str__(self) -> str:
        return self.text


def _span(start: Moment, end: Moment, short: bool) -> str:
    """An interval in words."""
    first, last = _sides(start, end, short)
    tight = " " not in first and (first != str(start.year) or " " not in last)
    return f"{first}–{last}" if tight else f"{first} – {last}"


def _between(start: Moment, end: Moment, short: bool) -> str:
    """Some time between two moments in words; where nothing lies between them, one or the other."""
    first, last = _sides(start, end, short)
    plain = start.precision == end.precision and not start.qualifier and not end.qualifier
    if short and plain and end.earliest - start.latest == dt.timedelta(days=1):
        return f"{first} or {last}"
    return f"between {first} and {last}"


def _sides(start: Moment, end: Moment, short: bool) -> tuple[str, str]:
    """Both sides in words, what they share said once."""
    last = end.english(short=short)
    same_year = start.year == end.year and not start.qualifier and not end.qualifier
    if same_year and start.day and end.day and start.month == end.month:
        return str(start.day), last
    shared = same_year and start.precision == end.precision
    return start.english(short=short, year=not shared), last


def days_in(year: int, month: int) -> int:
    """Days of a month, by the Gregorian rule for leap years."""
    leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return _DAYS[month - 1] + leap


def parse(text: str) -> Date:
    """A date from EDTF text, ``1997-11``, ``1999/2008-04-15``, ``2008/..``, ``[2010-11..2010-12]``.

    Raises `DateError`, which says what to write instead, for anything else: other notations, days that do not exist, an
    end before its start.
    """
    if text[:1] == "[":
        return _once_between(text)
    first, slash, second = text.partition("/")
    if not slash:
        moment = _moment(first, text)
        return Date(moment, moment)
    if text.count("/") > 1 or not first or not second or first == second == "..":
        raise _fault(text)
    start = None if first == ".." else _moment(first, text)
    end = None if second == ".." else _moment(second, text)
    if start and end and start.earliest > end.latest:
        raise DateError(f"{quoted(text)} ends before it starts; write '{second}/{first}'")
    return Date(start, end, "interval")


def _once_between(text: str) -> Date:
    first, dots, second = text[1:-1].partition("..")
    if not dots or text[-1] != "]" or not (first or second):
        raise _fault(text)
    start = _moment(first, text) if first else None
    end = _moment(second, text) if second else None
    if start and end and start[:3] == end[:3]:
        raise DateError(f"{quoted(text)} has the same date on both sides; write '{max(first, second, key=len)}'")
    if start and end and start.earliest > end.latest:
        raise DateError(f"{quoted(text)} ends before it starts; write '[{second}..{first}]'")
    return Date(start, end, "between")


def _moment(part: str, whole: str) -> Moment:
    match = _MOMENT.fullmatch(part)
    if not match:
        raise _fault(whole)
    year, month, day = (int(group) if group else None for group in match.group(1, 2, 3))
    assert year is not None
    if year < 1000:
        raise DateError(f"{quoted(whole)} is before the year 1000; years run from 1000 to 9999")
    if month is not None and not 1 <= month <= 12:
        raise _no_month(whole, year, month)
    if month and day is not None and not 1 <= day <= days_in(year, month):
        raise DateError(f"{quoted(whole)}: {MONTHS[month - 1]} {year} has {days_in(year, month)} days")
    return Moment(year, month, day, match[4] or "")


def _fault(text: str) -> DateError:
    from timeline.date_advice import fault  # builds on this module, and is needed for a wrong date only

    return fault(text)


def _no_month(whole: str, year: int, month: int) -> DateError:
    if 21 <= month <= 41:
        from timeline.date_advice import part_of_year  # likewise

        return part_of_year(whole, year, month)
    return DateError(f"{quoted(whole)}: there is no month {month:02}; months run from 01 to 12")


def overlapping(dates: Iterable[Date]) -> Callable[[Date], bool]:
    """A test whether a date overlaps any of these, which costs little however many they are."""
    apart: list[tuple[dt.date, dt.date]] = []
    for first, last in sorted(date.key for date in dates):
        if apart and first <= apart[-1][1]:
            apart[-1] = apart[-1][0], max(apart[-1][1], last)
        else:
            apart.append((first, last))
    firsts = [first for first, _ in apart]

    def overlaps(date: Date) -> bool:
        first, last = date.key
        at = bisect_right(firsts, last)
        return at > 0 and first <= apart[at - 1][1]

    return overlaps
