"""Counts for a terminal: a bar for each value, with its number of events, the first and the last, and what it means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len

from timeline.dates import Date
from timeline.model import Chronology, Count, CountBy
from timeline.relations import children_of, programme_uses, roots
from timeline.views.colours import BAR, palette
from timeline.views.layout import GUTTER, Layout, Styled, dated, hung, split_words

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_INDENT = GUTTER + 2  # of what stands below a value
_BESIDE = 30  # cells that a meaning needs to stand beside the dates rather than below them


class _Columns(NamedTuple):
    """Where the columns stand, in cells."""

    width: int
    """The whole line."""
    value: int
    """Room for a value; a longer one has a line of its own."""
    bar: int
    """The longest bar."""
    number: int
    """Digits of the largest number."""
    dates: int
    """The longest dates."""
    meaning: int
    """The longest meaning."""

    @property
    def before_dates(self) -> int:
        """Cells before the dates."""
        return GUTTER + self.value + 2 + self.bar + 1 + self.number + 2

    @property
    def before_meaning(self) -> int:
        """Cells before a meaning: beside the dates where two lines hold the longest, else below them."""
        beside = self.before_dates + self.dates + 2
        room = self.width - beside
        return beside if room >= _BESIDE and 2 * room >= self.meaning else _INDENT


def counts(chronology: Chronology, by: CountBy, rows: Sequence[Count], layout: Layout) -> Styled:
    """A line for each of some counts of a chronology, or several where it is narrow."""
    if not rows:
        return Styled()
    value = min(max(cell_len(_value(row, by)) for row in rows), max(layout.width // 3, 6))
    most = max(len(row.events) for row in rows)
    dates = max(cell_len(_dates(row, by)) for row in rows)
    hues = palette(chronology) if by == "programme" else {}
    family = _families(chronology) if by == "programme" else {}
    meanings = [[("", row.about + family.get(row.value, ""))] if row.about else _offices(row) for row in rows]
    longest = max((cell_len(when + text) for texts in meanings for when, text in texts), default=0)
    bar = min(max((layout.width - value) // 4, 4), 24)
    columns = _Columns(layout.width, value, bar, len(f"{most:,}"), dates, longest)
    out = Styled()
    for row, texts in zip(rows, meanings, strict=True):
        drawn = _bar(len(row.events), most, bar, layout)
        out.extend(_row(row, by, columns, Styled(drawn, hues.get(row.value, BAR)), texts))
    return out


def _row(row: Count, by: CountBy, columns: _Columns, bar: Styled, texts: list[tuple[str, str]]) -> Styled:
    """One value; the texts are what it means, each with its time if it has one of its own."""
    value, dates = _value(row, by), _dates(row, by)
    out, line = Styled(), Styled(f"{'':{GUTTER}}")
    if cell_len(value) > columns.value:
        out.extend(hung(split_words(value), columns.width, GUTTER))
        value = ""
    line.append(value).append(" " * (columns.value - cell_len(value) + 2)).extend(bar)
    line.append(f" {len(row.events):>{columns.number},}")
    if dates and columns.before_dates + columns.dates > columns.width:
        out.extend(line).append("\n").extend(hung(dated(dates), columns.width, _INDENT))
        line = Styled()
    elif dates:
        line.append(f"  {dates}")
    if line.pieces and (columns.before_meaning == _INDENT or not texts):
        out.extend(line).append("\n")
        line = Styled()
    for when, text in texts:
        line.append(" " * (columns.before_meaning - cell_len(line.plain)))
        below = columns.before_meaning == _INDENT
        if when and below and columns.width - _INDENT - cell_len(when) - 2 < _BESIDE:
            out.extend(hung(dated(when), columns.width, columns.before_meaning, line))
            line = Styled(" " * (_INDENT + 2))
        elif when:
            line.append(f"{when}  ")
        out.extend(hung(split_words(text), columns.width, cell_len(line.plain), line))
        line = Styled()
    return out


def _value(row: Count, by: CountBy) -> str:
    return row.value or f"no {by}"


def _bar(number: int, most: int, cells: int, layout: Layout) -> str:
    """A bar in eighths of a cell, with spaces up to the length of the longest; one event can be seen."""
    eighths = max(round(number / most * cells * 8), 1) if number else 0
    if not layout.unicode:
        return ("#" * -(-eighths // 8)).ljust(cells)
    full, rest = divmod(eighths, 8)
    return (_EIGHTHS[8] * full + _EIGHTHS[rest].strip()).ljust(cells)


def _dates(row: Count, by: CountBy) -> str:
    """When the first event was and when the last, in short; beneath a year without that year."""
    if not row.first or not row.last:
        return ""
    start, end = row.first.start or row.first.end, row.last.end or row.last.start
    if row.first == row.last:
        return row.first.beneath_year() if by == "year" else row.first.english(short=True)
    text = Date(start, end, "interval").english(short=True)
    return re.sub(rf"(?<=[A-Z][a-z]{{2}}) {row.value}(?= – |$)", "", text) if by == "year" else text


def _offices(row: Count) -> list[tuple[str, str]]:
    """A person's offices; where there are several each with its time."""
    return [(_dates(office, "person") if len(row.offices) > 1 else "", office.value) for office in row.offices]


def _families(chronology: Chronology) -> dict[str, str]:
    """What a programme is part of, and how many events one has with its parts, in brackets."""
    numbers = programme_uses(chronology, parts=True)
    parents = children_of(chronology)
    said = {}
    for code, root in roots(chronology).items():
        part = f"part of {root}" if root != code else ""
        more = f"{numbers[code]:,} with its parts" if code in parents else ""
        said[code] = f" ({'; '.join(filter(None, (part, more)))})" if part or more else ""
    return said
