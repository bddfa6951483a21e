"""Rows of marks on one lane: nothing lies over its neighbour, and what has a name keeps room for it beside it.

Along a row everything is in pixels at the least width at which the drawing has its names; wider, it only moves apart.
"""

from __future__ import annotations

from bisect import bisect, insort
from collections import defaultdict
from typing import NamedTuple

_ROWS = (0, -1, 1, -2, 2, -3, 3, -4, 4)  # as they are filled: from the middle outwards
APART = 0.5
"""Pixels kept free on either side of a mark."""
BESIDE = 3
"""Pixels between a mark and its name, and kept free after a name."""

MAX_AWAY = 60
"""Pixels between a mark and its name where the time that it takes lies between them."""
MAX_ROWS = len(_ROWS)
"""Rows of a lane."""

Stretch = tuple[float, float]
"""From left to right, in pixels."""


class Seat(NamedTuple):
    """Where a mark has its place."""

    row: int
    """Its row, 0 being the middle one, negative ones above it."""
    before: bool = False
    """Whether its name is on its left."""


class Rows:
    """The rows of a lane as they fill. Marks with names have to come before all others."""

    def __init__(self, across: float, most: int = MAX_ROWS) -> None:
        self.across = across
        """Pixels of the drawing's width, beyond which no name reaches."""
        self.full = False
        """Whether some mark has found no room in so many rows, and so lies over others."""
        self._rows = _ROWS[:most]
        self._taken: dict[int, list[Stretch]] = defaultdict(list)
        self._names: dict[int, list[Stretch]] = defaultdict(list)
        self._tall: dict[int, list[Stretch]] = defaultdict(list)
        self._tails: dict[int, list[Stretch]] = defaultdict(list)
        self._number = 0

    def seat(
        self, x: float, radius: float, *, tail: Stretch | None = None, tall: bool = False, name: float = 0
    ) -> Seat:
        """A place for a mark at ``x``, with room for its name, of which ``name`` is the width; 0 is no name.

        ``tail`` is the time that it takes, as a line along its row; what is ``tall`` reaches into the names of the rows
        above and below.
        """
        self._number += 1
        mark = (x - radius - APART, x + radius + APART)
        for row in self._rows:
            if not self._free(row, mark, tail, tall):
                continue
            label, before = self._beside(row, mark, tail, name) if name else (None, False)
            if label or not name:
                self._take(row, mark, tail, label if label else mark, tall)
                return Seat(row, before)
        self.full = True
        return Seat(self._rows[self._number % len(self._rows)])

    def _beside(self, row: int, mark: Stretch, tail: Stretch | None, name: float) -> tuple[Stretch | None, bool]:
        """The room for a name on the right of a mark and its tail, or else on their left."""
        reach, room = (mark[1] - mark[0]) / 2, name + 2 * BESIDE
        start, end = (min(mark[0], tail[0] - reach), max(mark[1], tail[1] + reach)) if tail else mark
        right, left = (end, end + room), (start - room, start)
        if end - mark[1] <= MAX_AWAY and self._free_for_name(row, right):
            return right, False
        if mark[0] - start <= MAX_AWAY and self._free_for_name(row, left):
            return left, True
        return None, False

    def _free(self, row: int, mark: Stretch, tail: Stretch | None, tall: bool) -> bool:
        others = self._taken[row]
        at = bisect(others, mark)
        return (
            (not at or others[at - 1][1] <= mark[0])
            and (at == len(others) or mark[1] <= others[at][0])
            and not (tail and _meets(tail, self._names[row]))
            and not (tall and any(_meets(mark, self._names[other]) for other in (row - 1, row + 1)))
        )

    def _free_for_name(self, row: int, label: Stretch) -> bool:
        return (
            label[0] >= 0
            and label[1] <= self.across
            and not _meets(label, self._tails[row])
            and not any(_meets(label, self._tall[other]) for other in (row - 1, row, row + 1))
        )

    def _take(self, row: int, mark: Stretch, tail: Stretch | None, label: Stretch, tall: bool) -> None:
        insort(self._taken[row], (min(mark[0], label[0]), max(mark[1], label[1])))
        if tail:
            self._tails[row].append(tail)
        if tall:
            self._tall[row].append(mark)
        if label != mark:
            self._names[row].append(label)
            self._tall[row].append(label)


def _meets(one: Stretch, others: list[Stretch]) -> bool:
    return any(one[0] < other[1] and other[0] < one[1] for other in others)
