"""Words for the person who asked, about a choice of events: why nothing matches, and what would."""

from __future__ import annotations

import re
from collections.abc import Iterator

from timeline.model import Chronology
from timeline.query import Filters, begins, first_day, holds, last_day, searched, select
from timeline.relations import used_sources
from timeline.text import closest, count, fold, latinised, quoted

LIKELY = 0.75
"""How alike two words are at least, of which one may have been meant for the other, where there are thousands."""


def backwards(filters: Filters) -> str:
    """A remark where all of the time asked for begins after it has ended: only what spans both dates can match."""
    if filters.from_ and filters.to:
        first, last = min(filters.from_, key=first_day), max(filters.to, key=last_day)
        if first_day(first) > last_day(last):
            return f"--from {quoted(first)} is after --to {quoted(last)}"
    return ""


def nothing(whole: Chronology, filters: Filters) -> str:
    """Why no event matches, as far as it can be seen, and how many would match without each of the filters."""
    if not whole.events:
        return "the chronology has no events"
    advice = []
    for name in filters.given():
        number = len(select(whole, filters.without(name)).events)
        if number:
            advice.append(f"{count(number, 'event')} without --{name.rstrip('_')}")
    there = f"would be {', '.join(advice)}" if advice else f"are {count(len(whole.events), 'event')} in all"
    return "; ".join(("no event matches", *_outside(whole, filters), *unknown_words(whole, filters), f"there {there}"))


def _outside(whole: Chronology, filters: Filters) -> Iterator[str]:
    """A remark where no event is of the time asked for."""
    time = Filters(year=filters.year, from_=filters.from_, to=filters.to)
    if time.given() and not select(whole, time).events:
        years = [side.year for event in whole.events for side in (event.date.start, event.date.end) if side]
        yield f"the events are of {min(years)} to {max(years)}"


def unknown_words(chronology: Chronology, filters: Filters) -> list[str]:
    """A remark on each word of a search, a person, a place or a source that no event has, with the likely one."""
    events = chronology.events
    cited = (chronology.sources[id] for id in used_sources(chronology))
    told = []
    for asked, test, where, texts in (
        (filters.search, begins, "event", map(searched, events)),
        (filters.person, holds, "event's people", (name for event in events for name in event.people)),
        (filters.place, holds, "event's place", (event.place for event in events)),
        (filters.source, holds, "event's sources", (f"{one.id} {one.publisher} {one.url}" for one in cited)),
    ):
        known = "\n".join(texts) if asked else ""
        folded = fold(known)
        for word in dict.fromkeys(word for text in asked for word in text.split()):
            if not test(word)(folded):
                meant = _meant(word, known)
                told.append(f"{quoted(word)} is in no {where}" + (f" (did you mean {quoted(meant)}?)" if meant else ""))
    return told


def _meant(word: str, known: str) -> str | None:
    """The word of a text that was probably meant: the same in English letters, or one much like it."""
    words: dict[str, str] = {}
    for choice in re.findall(r"\w[\w’'-]*", known):
        words.setdefault(fold(choice), choice)
    english = fold(latinised(word))
    for spelling in (english, english.replace("e", "a")):  # many write e for ə, which is a in English
        if spelling in words:
            return words[spelling]
    return closest(word, words.values(), LIKELY)
