"""Counting: how much a selection holds; its events by what they have in common, persons with their offices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from timeline.errors import unknown
from timeline.model import CONFIDENCE_MEANS, COUNT_BY, Chronology, Count, CountBy, Event
from timeline.relations import programme_uses, uses
from timeline.search import has_part
from timeline.text import count, fold

WAY = "way to count by"
"""What is looked for, in the words of `UnknownError`."""
_ALSO = {"person": ("people",), "programme": ("program", "programs")}


class Figures(NamedTuple):
    """How much a selection holds: the numbers that every document of it gives."""

    events: int
    """Its events."""
    programmes: int
    """Programmes to which an event belongs, without those that only stand above or after them."""
    sources: int
    """Sources that an event cites, without those that only a programme does."""
    first_year: int | None
    """The first year of an event, or of its end where the beginning is open; None without events."""
    last_year: int | None
    """The last year that an event is known to reach, likewise."""

    @property
    def years(self) -> str:
        """``1992–2026``, a single year, or nothing without events."""
        return "–".join(dict.fromkeys(str(year) for year in (self.first_year, self.last_year) if year))

    @property
    def words(self) -> str:
        """``372 events in 26 programmes, from 431 sources``; without what there is none of."""
        programmes = f" in {count(self.programmes, 'programme')}" if self.programmes else ""
        sources = f", from {count(self.sources, 'source')}" if self.sources else ""
        return f"{count(self.events, 'event')}{programmes}{sources}"


def figures(chronology: Chronology) -> Figures:
    """How much a chronology holds, or a selection of it."""
    years = [side.year for event in chronology.events for side in (event.date.start, event.date.end) if side]
    return Figures(
        len(chronology.events),
        len(programme_uses(chronology)),
        len(uses(chronology)),
        min(years, default=None),
        max(years, default=None),
    )


def resolve(word: str) -> CountBy:
    """What a word names, in any case and in the plural as well: ``Years``, ``people``. Raises `UnknownError`."""
    for by in COUNT_BY:
        if fold(word) in (by, f"{by}s", *_ALSO.get(by, ())):
            return by
    raise unknown(WAY, word, COUNT_BY)


def count_by(chronology: Chronology, by: str) -> tuple[Count, ...]:
    """The events by what they have in common; `Chronology.count` says how. Raises `UnknownError`."""
    if by not in COUNT_BY:
        raise unknown(WAY, by, COUNT_BY)
    if by == "year":
        return tuple(_by_year(chronology))
    rows = [
        Count(value, tuple(events), _about(chronology, by, value), tuple(_offices(value, events, by)))
        for value, events in _grouped(chronology.events, _VALUES[by](chronology)).items()
    ]
    return tuple(sorted(rows, key=lambda row: (not row.value, -len(row.events), fold(row.value))))


def _by_year(chronology: Chronology) -> Iterator[Count]:
    """Every year from the first to the last in which an event begins."""
    years: dict[int, list[Event]] = {}
    for event in chronology.events:
        years.setdefault(event.date.anchor.year, []).append(event)
    for year in range(min(years, default=0), max(years, default=-1) + 1):
        yield Count(str(year), tuple(years.get(year, ())))


def _grouped(events: Iterable[Event], values_of: Callable[[Event], Iterable[str]]) -> dict[str, list[Event]]:
    """The events by each of their values in its commonest spelling; those that have none by an empty text."""
    spellings: dict[str, Counter[str]] = {}
    groups: dict[str, list[Event]] = {}
    for event in events:
        values = [value for value in values_of(event) if value] or [""]
        for value in values:
            spellings.setdefault(_key(value), Counter())[value] += 1
        for key in dict.fromkeys(map(_key, values)):
            groups.setdefault(key, []).append(event)
    return {spellings[key].most_common(1)[0][0]: found for key, found in groups.items()}


def _key(value: str) -> str:
    return fold(value) or value


_VALUES: dict[str, Callable[[Chronology], Callable[[Event], Iterable[str]]]] = {
    "programme": lambda _: lambda event: event.programmes,
    "kind": lambda _: lambda event: (event.kind,),
    "topic": lambda _: lambda event: event.topics,
    "person": lambda _: lambda event: (name_and_office(person)[0] for person in event.people),
    "place": lambda _: lambda event: (event.place,),
    "source": lambda _: lambda event: event.sources,
    "publisher": lambda chronology: lambda event: (chronology.sources[id].publisher for id in event.sources),
    "confidence": lambda _: lambda event: (event.confidence,),
    "significance": lambda _: lambda event: (event.significance,),
}


def _about(chronology: Chronology, by: str, value: str) -> str:
    """What a value means; empty where the chronology does not say."""
    if by == "programme" and value:
        return chronology.programmes[value].name
    if by == "source":
        source = chronology.sources[value]
        return ", ".join(filter(None, (source.publisher, f"“{source.title}”")))
    meanings = {"kind": chronology.kinds, "topic": chronology.topics, "confidence": CONFIDENCE_MEANS}
    return meanings.get(by, {}).get(value, "")


def _offices(name: str, events: list[Event], by: str) -> Iterator[Count]:
    """The events of a person by the office held in them, by the first event of each."""
    if by != "person":
        return

    def held(event: Event) -> Iterator[str]:
        for person in event.people:
            other, office = name_and_office(person)
            if _key(other) == _key(name):
                yield office

    for office, found in _grouped(events, held).items():
        if office:
            yield Count(office, tuple(found))


def asked_first(rows: Sequence[Count], persons: Iterable[str]) -> list[Count]:
    """Counts of persons, first those whose name or office has one of some texts in it."""
    tests = [has_part(text) for text in persons]

    def asked(row: Count) -> bool:
        texts = [fold(f"{row.value} ({office.value})") for office in row.offices] or [fold(row.value)]
        return any(test(text) for test in tests for text in texts)

    return sorted(rows, key=lambda row: not asked(row))


def name_and_office(person: str) -> tuple[str, str]:
    """The two parts of ``Name (office)``; the office is what stands in the brackets at the end, empty without them."""
    depth = 0
    for at in range(len(person) - 1, 0, -1) if person.endswith(")") else ():
        depth += (person[at] == ")") - (person[at] == "(")
        if not depth:
            return person[:at].rstrip() or person, person[at + 1 : -1].strip()
    return person, ""
