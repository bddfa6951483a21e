"""The order of a file's records: of one that is broken the records that stand wrong are named, and no others."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from timeline.datafile.findings import Finding
from timeline.datafile.positions import Positions
from timeline.model import Chronology
from timeline.text import quoted

MOST = 0.5
"""Part of a section's records out of place, beyond which the section is in another order, or in none."""


class Misplaced(NamedTuple):
    """A name that stands out of order."""

    name: str
    where: str
    """``after`` or ``before``."""
    neighbour: str
    """The name after or before which it belongs."""


def unsorted(chronology: Chronology, positions: Positions) -> Iterator[Finding]:
    """The records that stand out of order: events, programmes, sources and words, and what an event is related to."""
    events = {event.id: event for event in chronology.events}
    order = {id: event.order for id, event in events.items()}
    names = {"events": [id for section, id in positions if section == "events"]}
    names |= {section: list(getattr(chronology, section)) for section in ("kinds", "topics", "programmes", "sources")}

    def shown(section: str, name: str) -> str:
        return f"{name} ({events[name].date})" if section == "events" else quoted(name)

    for section, in_file in names.items():
        wrong = misplaced(in_file, order.__getitem__ if section == "events" else _alphabet)
        if len(wrong) > max(2, MOST * len(in_file)):
            by = "earliest day, latest day and id" if section == "events" else "the alphabet"
            yield Finding("unsorted", section, "", "", f"are in another order than by {by}")
            continue
        for name, where, neighbour in wrong:
            line = positions[section, neighbour][""][0]
            message = f"is out of order; it belongs {where} {shown(section, neighbour)} in line {line}"
            yield Finding("unsorted", section, name, "", message)
    for event in chronology.events:
        for name, where, neighbour in misplaced(event.related, order.__getitem__):
            message = f"is not in the order of time: {name} belongs {where} {shown('events', neighbour)}"
            yield Finding("unsorted", "events", event.id, "related", message)


def _alphabet(name: str) -> tuple[str, str]:
    return name.casefold(), name


def misplaced(names: Sequence[str], key: Callable[[str], Any]) -> list[Misplaced]:
    """The fewest names that have to be moved for all to be in order, and where to."""
    wrong = out_of_place([key(name) for name in names])
    if not wrong:
        return []
    right = sorted(names, key=key)
    at = {name: place for place, name in enumerate(right)}
    found = []
    for number in wrong:
        place = at[names[number]]
        found.append(
            Misplaced(names[number], "after", right[place - 1])
            if place
            else Misplaced(names[number], "before", right[1])
        )
    return found


def out_of_place(keys: Sequence[Any]) -> list[int]:
    """The places of keys that are not of a longest increasing subsequence: what is left in order if they are moved."""
    if all(first <= second for first, second in pairwise(keys)):
        return []
    tops: list[Any] = []
    places: list[int] = []
    before: list[int] = []
    for place, key in enumerate(keys):
        height = bisect_right(tops, key)
        tops[height : height + 1] = [key]
        places[height : height + 1] = [place]
        before.append(places[height - 1] if height else -1)
    kept = set()
    place = places[-1]
    while place >= 0:
        kept.add(place)
        place = before[place]
    return [place for place in range(len(keys)) if place not in kept]
