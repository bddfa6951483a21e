"""Where the records of a file and their fields stand, in a few bytes each: a long file has a million fields."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from itertools import chain

from timeline.datafile.syntax import Position


class Positions(Mapping[tuple[str, str], dict[str, Position]]):
    """Section and id of a record to the positions of its fields, by name; its own has the empty name."""

    def __init__(self) -> None:
        self._records: dict[str, dict[str, tuple[tuple[str, ...], array[int]]]] = {}
        self._names: dict[tuple[str, ...], tuple[str, ...]] = {}

    def keep(self, section: str, id: str, positions: Mapping[str, Position]) -> None:
        """Notes the positions of one record."""
        names = tuple(positions)
        names = self._names.setdefault(names, names)  # most records have the same fields
        self._records.setdefault(section, {})[id] = names, array("I", chain.from_iterable(positions.values()))

    def __getitem__(self, record: tuple[str, str]) -> dict[str, Position]:
        section, id = record
        names, numbers = self._records[section][id]
        return dict(zip(names, zip(numbers[::2], numbers[1::2], strict=True), strict=True))

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return ((section, id) for section, records in self._records.items() for id in records)

    def __len__(self) -> int:
        return sum(map(len, self._records.values()))
