"""Counting: how much a selection holds; its events by what they have in common, persons with their offices."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from timeline.errors import unknown
from timeline.model import (
    CONFIDENCE,
    CONFIDENCE_MEANS,
    COUNT_BY,
    SIGNIFICANCE,
    Chronology,
    Count,
    CountBy,
    Event,
    Source,
)
from timeline.relations import programme_uses, uses
from timeline.search import NO_SPELLINGS, Spellings, has_part
from timeline.text import count, fold, in_quotes

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


def count_by(chronology: Chronology, by: CountBy) -> tuple[Count, ...]:
    """The events by what they have in common; `Chronology.count` says how. Raises `UnknownError`."""
    if by not in COUNT_BY:
        raise unknown(WAY, by, COUNT_BY)
    if by == "year":
        return tuple(_by_year(chronology))
    meanings = _meanings(chronology, by)
    offices = _offices(chronology) if by == "person" else {}
    rows = [
        Count(value, tuple(events), meanings.get(value, ""), offices.get(_key(value), ()))
        for value, events in _grouped(chronology.events, _VALUES[by](chronology)).items()
    ]
    return tuple(sorted(rows, key=lambda row: (not row.value, -len(row.events), fold(row.value))))


def lanes(chronology: Chronology, by: CountBy) -> tuple[Count, ...]:
    """The events by what they have in common as a chart shows them: every word of significance and confidence.

    These stand in their order, the others as `Chronology.count` has them. Years are no lanes.
    """
    rows = chronology.count(by) if by != "year" else ()
    if by not in ("significance", "confidence"):
        return rows
    found = {row.value: row for row in rows}
    return tuple(found.get(word, Count(word, ())) for word in (SIGNIFICANCE if by == "significance" else CONFIDENCE))


def _by_year(chronology: Chronology) -> Iterator[Count]:
    """Every year from the first to the last in which an event begins."""
    years: dict[int, list[Event]] = {}
    for event in chronology.events:
        years.setdefault(event.date.anchor.year, []).append(event)
    for year in range(min(years, default=0), max(years, default=-1) + 1):
        yield Count(str(year), tuple(years.get(year, ())))


def _grouped(events: Iterable[Event], values_of: Callable[[Event], Iterable[str]]) -> dict[str, list[Event]]:
    """The events by each of their values in its commonest spelling; those that have none by an empty text."""
    spellings: dict[str, dict[str, int]] = {}
    groups: dict[str, list[Event]] = {}
    for event in events:
        values = [value for value in values_of(event) if value] or [""]
        for value in values:
            used = spellings.setdefault(_key(value), {})
            used[value] = used.get(value, 0) + 1
        for key in dict.fromkeys(map(_key, values)):
            groups.setdefault(key, []).append(event)
    return {max(spellings[key], key=spellings[key].__getitem__): found for key, found in groups.items()}


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


def _meanings(chronology: Chronology, by: CountBy) -> Mapping[str, str]:
    """What the values mean, as far as the chronology says."""
    match by:
        case "programme":
            return {code: entry.name for code, entry in chronology.programmes.items()}
        case "source":
            return {id: _named(source) for id, source in chronology.sources.items()}
        case "kind":
            return chronology.kinds
        case "topic":
            return chronology.topics
        case "confidence":
            return CONFIDENCE_MEANS
        case _:
            return {}


def _named(source: Source) -> str:
    return f"{source.publisher}, {in_quotes(source.title)}" if source.publisher else in_quotes(source.title)


def _offices(chronology: Chronology) -> dict[str, tuple[Count, ...]]:
    """The events of each person, whose name is folded, by the office held in them, by the first event of each."""
    held: dict[str, dict[Event, list[str]]] = {}
    for event in chronology.events:
        for person in event.people:
            name, office = name_and_office(person)
            held.setdefault(_key(name), {}).setdefault(event, []).append(office)
    return {
        key: tuple(Count(office, tuple(events)) for office, events in _grouped(of, of.__getitem__).items() if office)
        for key, of in held.items()
    }


def asked_first(rows: Sequence[Count], persons: Iterable[str], spellings: Spellings = NO_SPELLINGS) -> list[Count]:
    """Counts of persons, first those whose name or office has one of some texts in it."""
    tests = [has_part(text, spellings) for text in persons]

    def asked(row: Count) -> bool:
        texts = [fold(f"{row.value} ({office.value})") for office in row.offices] or [fold(row.value)]
        return any(test(text) for test in tests for text in texts)

    return sorted(rows, key=lambda row: not asked(row))


def name_and_office(person: str) -> tuple[str, str]:
    """The two parts of ``Name (office)``; the office is what stands in the brackets at the end, empty without them."""
    depth = 0
    for bracket in re.finditer(r"[()]", person[::-1]) if person.endswith(")") else ():
        depth += 1 if bracket[0] == ")" else -1
        if not depth:
            name, office = person[: -bracket.end()].rstrip(), person[len(person) - bracket.start() : -1].strip()
            return (name, office) if name else (person, "")
    return person, ""
