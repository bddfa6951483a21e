"""Findings: what a file may have and a good one has not. Each with its position; the errors are the loader's."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from timeline.datafile import parse_with_positions, read_source
from timeline.datafile.positions import Positions
from timeline.errors import DataError, Problem
from timeline.model import Chronology, Event, Programme
from timeline.text import escape_unprintable, fold, quoted

MAX_TITLE_LENGTH = 80
"""Characters a title may have before it is a finding."""

Finding = tuple[str, str, str, str]
"""Section, id of the record, field (or nothing), message."""


def check(source: str | os.PathLike[str] | None) -> tuple[Problem, ...]:
    """The problems of a file, or of the bundled one. Raises `TimelineError` for one that cannot be read."""
    return tuple(problems(*read_source(source)))


def problems(data: bytes, name: str) -> list[Problem]:
    """Every error of a file, or, where it has none, every finding; in the order of the file."""
    try:
        chronology, positions = parse_with_positions(data, name)
    except DataError as error:
        return list(error.problems)
    return sorted(
        (_positioned(finding, positions) for finding in findings(chronology, positions)),
        key=lambda problem: (problem.line, problem.column),
    )


def findings(chronology: Chronology, positions: Positions) -> Iterator[Finding]:
    """What should be corrected in a chronology that can be read."""
    yield from _order_of_events(chronology, positions)
    yield from _alphabetical("programmes", list(chronology.programmes))
    yield from _alphabetical("sources", list(chronology.sources))
    yield from _unused_sources(chronology)
    yield from _ambiguous_names(chronology)
    for event in chronology.events:
        for field, message in _of_event(event, chronology):
            yield "events", event.id, field, message
    for section, record, field, text in _texts(chronology):
        for message in _of_text(field, text):
            yield section, record, field, message


def _positioned(finding: Finding, positions: Positions) -> Problem:
    section, record, field, message = finding
    found = positions.get((section, record), {})
    line, column = found.get(field) or found.get("") or positions["file", ""].get(section, (1, 1))
    noun = f"{section.removesuffix('s')} {escape_unprintable(record[:60])}" if record else section
    return Problem(line, column, f"{noun}, {field}" if field else noun, message)


def _of_event(event: Event, chronology: Chronology) -> Iterator[tuple[str, str]]:
    if len(event.title) > MAX_TITLE_LENGTH:
        yield "title", f"has {len(event.title)} characters; at most {MAX_TITLE_LENGTH} are allowed"
    if not event.summary:
        yield "", "has no summary"
    if event.confidence == "confirmed" and not _well_supported(event, chronology):
        yield "confidence", "is confirmed without an official source or two of different publishers; write reported"
    if event.confidence == "disputed" and not event.note:
        yield "confidence", "is disputed without a note that says what the sources disagree on"
    updated = chronology.updated
    if updated and event.date.earliest and updated.latest and event.date.earliest > updated.latest:
        yield "date", f"is {event.date}, after the file's updated: {updated}"
    for field in ("summary", "note"):
        text = getattr(event, field)
        if text and not re.search(r"[.!?][)\"'”’»]*$", text.rstrip()):
            yield field, "does not end with a full stop"


def _well_supported(event: Event, chronology: Chronology) -> bool:
    sources = [chronology.sources[id] for id in event.sources]
    publishers = {fold(source.publisher) for source in sources if source.publisher}
    return any(source.kind == "official" for source in sources) or len(publishers) > 1


def _order_of_events(chronology: Chronology, positions: Positions) -> Iterator[Finding]:
    by_id = {event.id: event for event in chronology.events}
    in_file = [by_id[id] for section, id in positions if section == "events" and id in by_id]
    for number in range(1, len(in_file)):
        before, event = in_file[number - 1 : number + 1]
        if event.order < before.order:
            # of the two the one is out of place that does not fit what comes before both
            if number > 1 and event.order >= in_file[number - 2].order:
                wrong, other, listed, belongs = before, event, "before", "after"
            else:
                wrong, other, listed, belongs = event, before, "after", "before"
            message = f"is listed {listed} {other.id} ({other.date}) but belongs {belongs} it ({wrong.date})"
            yield "events", wrong.id, "", message


def _alphabetical(section: str, keys: list[str]) -> Iterator[Finding]:
    last = ""
    for key in keys:
        if last and key.casefold() < last.casefold():
            yield section, key, "", f"is listed after {quoted(last)}; {section} are in alphabetical order"
        else:
            last = key


def _unused_sources(chronology: Chronology) -> Iterator[Finding]:
    records: list[Event | Programme] = [*chronology.events, *chronology.programmes.values()]
    used = {id for record in records for id in record.sources}
    for id in chronology.sources:
        if id not in used:
            yield "sources", id, "", "is not cited; cite it or remove it"


def _ambiguous_names(chronology: Chronology) -> Iterator[Finding]:
    taken: dict[str, str] = {}
    for code, programme in chronology.programmes.items():
        for name in dict.fromkeys(map(fold, (code, programme.name, *programme.aliases))):
            if taken.setdefault(name, code) != code:
                yield (
                    "programmes",
                    code,
                    "",
                    f"shares the name {quoted(name)} with {taken[name]}; a filter finds only one",
                )


def _texts(chronology: Chronology) -> Iterator[Finding]:
    """Every text of a chronology that a person wrote: section, record, field, text."""
    yield "title", "", "", chronology.title
    yield "description", "", "", chronology.description
    for section, words in (("kinds", chronology.kinds), ("topics", chronology.topics)):
        for word, meaning in words.items():
            yield section, word, "", word
            yield section, word, "", meaning
    sections: tuple[tuple[str, dict[str, Any]], ...] = (
        ("programmes", dict(chronology.programmes)),
        ("sources", dict(chronology.sources)),
        ("events", {event.id: event for event in chronology.events}),
    )
    for section, records in sections:
        for id, record in records.items():
            for field, value in record._asdict().items():
                for text in _held(value):
                    yield section, id, field, text


def _held(value: object) -> Iterator[str]:
    """The texts of a field: itself, those of its list, or what stands beside the words of its mapping."""
    for part in value.values() if isinstance(value, Mapping) else value if isinstance(value, tuple) else (value,):
        if isinstance(part, str):
            yield part


def _of_text(field: str, text: str) -> Iterator[str]:
    if text != text.strip():
        yield "has space around it"
    if re.search(r"\S[ \t\xa0]{2,}\S", text):
        yield "has doubled spaces"
    if not text.isascii() and not unicodedata.is_normalized("NFC", text):
        yield "is not in Unicode's composed form (NFC)"
