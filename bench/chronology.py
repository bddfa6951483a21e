"""Makes a chronology of any size, always the same: ``python bench/chronology.py 10000 > big.yaml``."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator

TEXT = (
    "the council agreed that partners would send officers to a course on defence planning held in Brussels with Allied"
    " experts and ministers who reviewed the partnership plan for energy security in the Caspian region"
)
KINDS = ("accession", "agreement", "exercise", "meeting", "statement", "summit", "visit")
SIGNIFICANCE = ("landmark", "notable", "notable", "minor", "minor", "minor")
PROGRAMMES = 30


def lines(events: int) -> Iterator[str]:
    """The file line by line, with half as many sources as events, and about as many letters beyond Latin-1 as ours."""
    chance = random.Random(events)
    known = TEXT.split()
    sources = max(5, events // 2)

    def words(number: int) -> str:
        return " ".join(chance.choices(known, k=number)).capitalize()

    yield f"title: A chronology of {events} events"
    yield "licence: CC0-1.0"
    yield 'updated: "2026-11-23"'
    yield "kinds:"
    yield from (f"  {kind}: Events of the kind {kind}" for kind in KINDS)
    yield "programmes:"
    for number in range(PROGRAMMES):
        yield f"  P{number:02}:"
        yield f"    name: Programme number {number}"
        yield f'    period: "{1991 + number}/.."'
    yield "sources:"
    for number in range(sources):
        yield f"  source-{number:06}:"
        yield f"    title: {words(8)}{' (Azərbaycan)' if number % 10 == 0 else ''}"
        yield f"    publisher: Publisher {number % 50}"
        yield f"    url: https://example.org/{number}"
        yield f'    date: "{1991 + number % 35}-{1 + number % 12:02}-{1 + number % 28:02}"'
        yield "    kind: official"
    yield "events:"
    for number in range(events):
        day = number * 12_000 // events
        yield f"  - id: event-{number:06}"
        yield f'    date: "{1991 + day // 360}-{1 + day % 360 // 30:02}-{1 + min(day % 30, 27):02}"'
        yield f"    title: {words(8)}"
        yield f"    summary: {words(35)}{' – Bakı' if number % 50 == 0 else ''}."
        yield f"    kind: {chance.choice(KINDS)}"
        yield f"    significance: {chance.choice(SIGNIFICANCE)}"
        yield f"    programmes: [P{number % PROGRAMMES:02}, P{(number + 7) % PROGRAMMES:02}]"
        yield "    place: Brussels, Belgium"
        yield "    people: [Ada Example (Minister of Examples), Bob Example (Envoy)]"
        yield "    confidence: confirmed"
        yield f"    sources: [source-{number % sources:06}, source-{(number * 7 + 3) % sources:06}]"
        yield f"    related: [event-{(number + 1) % events:06}]"


if __name__ == "__main__":
    for line in lines(int(sys.argv[1])):
        print(line)
