"""How records belong together: programmes that are part of others, sources that are cited, events before and after."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from timeline.model import Chronology, Event, Programme, Source
from timeline.text import fold


def with_children(chronology: Chronology, code: str) -> set[str]:
    """The programme's code and those of all programmes that are part of it, at any depth."""
    children = children_of(chronology)
    family: set[str] = set()
    waiting = [code]
    while waiting:
        found = waiting.pop()
        if found not in family:
            family.add(found)
            waiting += children.get(found, ())
    return family


def children_of(chronology: Chronology) -> dict[str, list[str]]:
    """The codes of the programmes that are part of each, in the order of the chronology; nothing for one without."""
    children: dict[str, list[str]] = {}
    for code, entry in chronology.programmes.items():
        if entry.parent:
            children.setdefault(entry.parent, []).append(code)
    return children


def ancestry(chronology: Chronology, code: str) -> list[str]:
    """The code, that of the programme that it is part of, and so on to the root."""
    line: dict[str, None] = {}
    while code and code not in line:
        line[code] = None
        code = chronology.programmes[code].parent
    return list(line)


def lines(chronology: Chronology) -> dict[str, list[str]]:
    """The ancestry of each programme that an event names, in the order in which they are named."""
    named = dict.fromkeys(code for event in chronology.events for code in event.programmes)
    return {code: ancestry(chronology, code) for code in named}


def families(chronology: Chronology) -> dict[str, int]:
    """A number for each programme, counted from 0, that it shares with all that have its root."""
    numbers: dict[str, int] = {}
    roots = 0
    for code in chronology.programmes:
        line: dict[str, None] = {}
        above = code
        while above and above not in numbers and above not in line:
            line[above] = None
            above = chronology.programmes[above].parent
        number = numbers.get(above, roots)
        roots += number == roots
        numbers.update(dict.fromkeys(line, number))
    return numbers


def roots(chronology: Chronology) -> dict[str, str]:
    """For each programme the code of the one that its family descends from, which is part of none."""
    numbers = families(chronology)
    first = {numbers[code]: code for code, entry in chronology.programmes.items() if not entry.parent}
    return {code: first.get(number, code) for code, number in numbers.items()}


def by_family(chronology: Chronology, events: Mapping[str, Sequence[Event]]) -> list[str]:
    """Codes that have events, by when the first of their family begins; the root before its parts, these by beginning.

    A programme begins when the subject takes part in it or, where that is not known, with its first event.
    """
    root = roots(chronology)
    begins = {code: _begins(chronology.programmes[code], found) for code, found in events.items()}
    first: dict[str, dt.date] = {}
    for code, day in begins.items():
        first[root[code]] = min(day, first.get(root[code], day))
    return sorted(begins, key=lambda code: (first[root[code]], root[code], code != root[code], begins[code], code))


def _begins(programme: Programme, events: Sequence[Event]) -> dt.date:
    taken = programme.participation and programme.participation.earliest
    return taken or min(event.date.anchor for event in events)


def programme_uses(chronology: Chronology, *, parts: bool = False) -> Counter[str]:
    """How many of the events belong to each programme, by its code; with ``parts`` to it or to a part of it."""
    if not parts:
        return Counter(code for event in chronology.events for code in event.programmes)
    above = lines(chronology)
    return Counter(code for event in chronology.events for code in {c for own in event.programmes for c in above[own]})


def used_programmes(chronology: Chronology) -> dict[str, Programme]:
    """The programmes of the events, with their parents and successors, in the order of the chronology."""
    wanted: set[str] = set()
    waiting = [code for event in chronology.events for code in event.programmes]
    while waiting:
        code = waiting.pop()
        if code and code not in wanted:
            wanted.add(code)
            waiting += (chronology.programmes[code].parent, chronology.programmes[code].succeeded_by)
    return {code: entry for code, entry in chronology.programmes.items() if code in wanted}


def used_sources(chronology: Chronology) -> list[str]:
    """Ids of the sources that the events cite, each once, in the order of the chronology."""
    cited = {id for event in chronology.events for id in event.sources}
    return [id for id in chronology.sources if id in cited]


def uses(chronology: Chronology) -> Counter[str]:
    """How many of the events cite each source, by its id."""
    return Counter(id for event in chronology.events for id in event.sources)


def neighbours(chronology: Chronology, event: Event) -> tuple[Event | None, Event | None]:
    """The events before and after one in the order of the chronology; None at its ends."""
    index = chronology.events.index(event)
    before = chronology.events[index - 1] if index else None
    after = chronology.events[index + 1] if index + 1 < len(chronology.events) else None
    return before, after


def may_confirm(sources: Iterable[Source]) -> bool:
    """Whether an event that these sources tell of may be called confirmed: an official one, or two publishers."""
    cited = list(sources)
    return any(source.kind == "official" for source in cited) or len({fold(one.publisher) for one in cited} - {""}) > 1


def bare_address(url: str) -> str:
    """An address without what makes no difference to people: its scheme, www. and a slash at its end."""
    return re.sub(r"^https?://(?:www\.)?", "", url.strip()).rstrip("/")


def best_source(chronology: Chronology, event: Event) -> Source | None:
    """The source to point to where there is room for one: the first official one with an address, else the first.

    An address of its own goes before that of an archive's copy or a DOI. None where no source has an address.
    """
    cited = [chronology.sources[id] for id in event.sources]
    found = [source for source in cited if source.address]
    return min(found, key=lambda source: (source.kind != "official", not source.url), default=None)
