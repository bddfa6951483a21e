"""What a check looks for in the records of a file: how well events are supported, what is used, what stands twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from timeline.datafile.findings import Finding, fields_of_records
from timeline.datafile.rules import MAX_TITLE_LENGTH
from timeline.model import Chronology, Event
from timeline.relations import bare_address, may_confirm, programme_uses
from timeline.text import fold, quoted

_ENDED = re.compile(r"\w{4,}\.")
_BRACKETS = (("(", ")"), ("“", "”"), ("«", "»"))
MAX_NAMED = 3
"""Ids that a message names at most."""


def events(chronology: Chronology) -> Iterator[Finding]:
    """What is to be mended about single events."""
    stated = any(said for event in chronology.events for said in event.sources.values())
    titles: dict[str, str] = {}
    for event in chronology.events:
        for rule, field, message in _of_event(event, chronology):
            yield Finding(rule, "events", event.id, field, message)
        silent = [id for id, said in event.sources.items() if not said] if stated else []
        if silent:
            message = f"has no sentence on what is said by {_some(silent)}, while other sources of the file have one"
            yield Finding("source-says-nothing", "events", event.id, "sources", message)
        if (first := titles.setdefault(fold(event.title), event.id)) != event.id:
            yield Finding("same-title", "events", event.id, "title", f"is the title of {first} too; say what differs")


def _some(ids: list[str]) -> str:
    more = len(ids) - MAX_NAMED
    return ", ".join(ids[:MAX_NAMED]) + (f" and {more} more" if more > 0 else "")


def _of_event(event: Event, chronology: Chronology) -> Iterator[tuple[str, str, str]]:
    if len(event.title) > MAX_TITLE_LENGTH:
        message = f"has {len(event.title)} characters; a title has at most {MAX_TITLE_LENGTH}"
        yield "title-too-long", "title", message
    if event.title[-1] == "." and _ENDED.search(event.title[-5:]):
        yield "full-stop", "title", "ends with a full stop; a title has none"
    if not event.summary:
        yield "no-summary", "", "has no summary"
    if event.confidence == "confirmed" and not may_confirm(chronology.sources[id] for id in event.sources):
        message = "is confirmed without an official source or two of different publishers; write reported"
        yield "unsupported-confirmed", "confidence", message
    if event.confidence == "disputed" and not event.note:
        message = "is disputed without a note that says what the sources disagree on"
        yield "disputed-without-note", "confidence", message
    updated = chronology.updated
    if updated and updated.latest and event.date.earliest and event.date.earliest > updated.latest:
        message = f"is {event.date}, after the file's updated: {updated}"
        yield "after-updated", "date", message
    if event.id in event.related:
        yield "related-to-itself", "related", f"names the event itself; take {event.id} out"


def sources(chronology: Chronology) -> Iterator[Finding]:
    """What is to be mended about sources."""
    used = {id for event in chronology.events for id in event.sources}
    used |= {id for entry in chronology.programmes.values() for id in entry.sources}
    last = chronology.updated.latest if chronology.updated else None
    seen: dict[str, str] = {}
    for id, source in chronology.sources.items():
        if id not in used:
            yield Finding("unused-source", "sources", id, "", "is not cited; cite it or remove it")
        for field in ("url", "archived", "doi"):
            address = bare_address(getattr(source, field))
            if address and (first := seen.setdefault(address, id)) != id:
                message = f"is that of {first} too; keep one of the two sources, and cite that"
                yield Finding("same-address", "sources", id, field, message)
        if last and source.date and source.date.earliest and source.date.earliest > last:
            message = f"is {source.date}, after the file's updated: {chronology.updated}"
            yield Finding("source-from-the-future", "sources", id, "date", message)
        if source.via and fold(source.via) == fold(source.publisher):
            yield Finding("via-publisher", "sources", id, "via", "is the publisher; via names another site's copy")


def words(chronology: Chronology) -> Iterator[Finding]:
    """What is to be mended about vocabularies."""
    kinds = {event.kind for event in chronology.events}
    topics = {topic for event in chronology.events for topic in event.topics}
    for section, listed, used in (("kinds", chronology.kinds, kinds), ("topics", chronology.topics, topics)):
        for word in listed:
            if word not in used:
                yield Finding("unused-word", section, word, "", "is used by no event; use it or remove it")


def programmes(chronology: Chronology) -> Iterator[Finding]:
    """What is to be mended about programmes."""
    used = set(programme_uses(chronology, parts=True))
    named = {code for entry in chronology.programmes.values() for code in (entry.parent, entry.succeeded_by)}
    taken: dict[str, str] = {}
    for code, programme in chronology.programmes.items():
        if code not in used and code not in named:
            yield Finding("unused-programme", "programmes", code, "", "has no event; add one, or remove it")
        for name in dict.fromkeys(map(fold, (code, programme.name, *programme.aliases))):
            if (first := taken.setdefault(name, code)) != code:
                message = f"shares the name {quoted(name)} with {first}; a filter finds only one"
                yield Finding("shared-name", "programmes", code, "", message)
        follower = chronology.programmes.get(programme.succeeded_by)
        if follower and follower.period and programme.period and follower.period.key[0] < programme.period.key[0]:
            message = f"{programme.succeeded_by} begins before it ({follower.period}, {programme.period})"
            yield Finding("early-successor", "programmes", code, "succeeded_by", message)


def split_lists(chronology: Chronology) -> Iterator[Finding]:
    """The texts of lists that a comma inside brackets has split."""
    for section, id, field, value in fields_of_records(chronology):
        if isinstance(value, tuple) and len(value) > 1 and (split := _split(value)):
            message = f"a comma has split one text in two or more; write {quoted(split)} in double quotes"
            yield Finding("split-brackets", section, id, field, message)


def _split(items: tuple[str, ...]) -> str:
    """The text that was split, whole; empty where none was."""
    for opening, closing in _BRACKETS:
        begin = None
        for number, item in enumerate(items):
            if begin is None and item.count(opening) > item.count(closing):
                begin = number
            elif begin is not None and item.count(closing) > item.count(opening):
                return ", ".join(items[begin : number + 1])
    return ""
