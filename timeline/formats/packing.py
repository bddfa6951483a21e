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
    lift: int = 0
    """How many rows further down its name is; negative ones are further up."""


class Rows:
    """The rows of a lane as they fill. Marks with names have to come before all others."""

    def __init__(self, across: float, most: int = MAX_ROWS, *, close: bool = False) -> None:
        self.across = across
        """Pixels of the drawing's width, beyond which no name reaches."""
        self.near = (-1, 0, 1) if close else (0,)
        """The rows, from that of a name, whose times it would lie over; ``close`` ones are hardly apart."""
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
            seat, label = self._beside(Seat(row), mark, tail, name) if name else (Seat(row), None)
            if seat:
                self._take(row, mark, tail, tall)
                if label:
                    self._name(row + seat.lift, label)
                return seat
        self.full = True
        return Seat(self._rows[self._number % len(self._rows)])

    def _beside(
        self, seat: Seat, mark: Stretch, tail: Stretch | None, name: float
    ) -> tuple[Seat | None, Stretch | None]:
        """The room for a name on the right of a mark and its tail, or else on their left; if that is long, above it."""
        centre, reach = sum(mark) / 2, (mark[1] - mark[0]) / 2
        start, end = (min(centre, tail[0]), max(centre, tail[1])) if tail else (centre, centre)
        # from there on, since what is a little apart there is further when it is wider
        room = reach + name + 2 * BESIDE
        sides = [((end, end + room), end - centre, False, 0), ((start - room, start), centre - start, True, 0)]
        if tail and len(self.near) == 1:
            for lift in (-1, 1):
                sides += [((centre, centre + room), 0, False, lift), ((centre - room, centre), 0, True, lift)]
        for label, away, before, lift in sides:
            if away <= MAX_AWAY and seat.row + lift in self._rows and self._free_for_name(seat.row + lift, label):
                return seat._replace(before=before, lift=lift), label
        return None, None

    def _free(self, row: int, mark: Stretch, tail: Stretch | None, tall: bool) -> bool:
        others = self._taken[row]
        at = bisect(others, mark)
        return (
            (not at or others[at - 1][1] <= mark[0])
            and (at == len(others) or mark[1] <= others[at][0])
            and not (tail and any(_meets(tail, self._names[row + step]) for step in self.near))
            and not (tall and any(_meets(mark, self._names[other]) for other in (row - 1, row + 1)))
        )

    def _free_for_name(self, row: int, label: Stretch) -> bool:
        return (
            label[0] >= 0
            and label[1] <= self.across
            and not any(_meets(label, self._tails[row + step]) for step in self.near)
            and not any(_meets(label, self._tall[other]) for other in (row - 1, row, row + 1))
        )

    def _take(self, row: int, mark: Stretch, tail: Stretch | None, tall: bool) -> None:
        insort(self._taken[row], mark)
        if tail:
            self._tails[row].append(tail)
        if tall:
            self._tall[row].append(mark)

    def _name(self, row: int, label: Stretch) -> None:
        taken = self._taken[row]
        whole = [label, *(other for other in taken if _meets(label, [other]))]  # with its own mark
        taken[:] = [other for other in taken if other not in whole]
        insort(taken, (min(whole)[0], max(end for _, end in whole)))
        self._names[row].append(label)
        self._tall[row].append(label)


def _meets(one: Stretch, others: list[Stretch]) -> bool:
    return any(one[0] < other[1] and other[0] < one[1] for other in others)
