"""What a check looks for in the people of a file: an office for each, one spelling for each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher

from timeline.datafile.findings import Finding
from timeline.model import Chronology
from timeline.text import fold, quoted

_OFFICE = re.compile(r"[^(（]*\S\s*[(（].+[)）]")
_SOUNDS = (
    ("dzh", "j"), ("zh", "j"), ("kh", "h"), ("gh", "g"), ("ck", "k"), ("q", "g"), ("x", "h"), ("c", "k"), ("w", "v"),
    ("yev", "ev"), ("iyev", "ev"), ("iev", "ev"), ("ii", "i"), ("iy", "i"), ("ey", "ei"), ("ay", "ai"), ("y", "i"),
)  # fmt: skip
"""Spellings of one sound in the transcriptions of one name, and the one for which all are taken."""
MIN_SURNAMES, MIN_GIVEN_NAMES = 0.85, 0.75
"""How alike the names of one person are at least."""
MAX_NAME = 100
"""Characters of a name that is compared with others: the longer one is, the more it costs."""
MIN_LETTERS = 3
"""Letters that a surname has at least of which a spelling may be another's."""


def people(chronology: Chronology) -> Iterator[Finding]:
    """What is to be mended about the people of events."""
    for event in chronology.events:
        for person in event.people:
            if not _OFFICE.fullmatch(person.strip()) and person.count("(") == person.count(")"):
                message = f"{quoted(person)} has no office; write Name (office at the time)"
                yield Finding("person-without-office", "events", event.id, "people", message)
    yield from _spellings(chronology)


def _spellings(chronology: Chronology) -> Iterator[Finding]:
    """Persons whose name stands elsewhere in nearly the same spelling, where it is the more frequent one."""
    named = Counter(name_of(person) for event in chronology.events for person in event.people)
    first: dict[str, str] = {}
    for event in chronology.events:
        for person in event.people:
            first.setdefault(name_of(person), event.id)
    together = {event.id: {name_of(person) for person in event.people} for event in chronology.events}
    heard: dict[tuple[str, str], str] = {}
    for name in sorted(named, key=lambda name: (-named[name], name)):
        other = next((heard[key] for key in _keys(name) if key in heard and one_person(name, heard[key])), None)
        if other is None:
            heard |= {key: name for key in _keys(name) if key not in heard}
        elif other not in together[first[name]]:
            message = f"{quoted(name)} is nearly {quoted(other)} of {first[other]}; write one of them for one person"
            yield Finding("similar-people", "events", first[name], "people", message)


def name_of(person: str) -> str:
    """The name of a person without the office."""
    return re.split("[(（]", person, maxsplit=1)[0].rstrip()


def sound(name: str) -> str:
    """A name as it sounds, whatever the alphabet or the hand that it went through."""
    plain = re.sub(r"[^\w ]", "", fold(name))
    for spelling, heard in _SOUNDS:
        plain = plain.replace(spelling, heard)
    return re.sub(r"(.)\1+", r"\1", plain)


def _keys(name: str) -> Iterator[tuple[str, str]]:
    """What a name shares with those that differ from it by a letter: itself without one. Nothing for a long one."""
    if len(name) > MAX_NAME:
        return
    given, _, surname = sound(name).rpartition(" ")
    yield given, surname
    for part in range(len(surname)):
        yield given, f"{surname[:part]}{surname[part + 1 :]}"
    for part in range(len(given)):
        yield f"{given[:part]}{given[part + 1 :]}", surname


def one_person(first: str, second: str) -> bool:
    """Whether two names are probably one person spelled in two ways."""
    (given, _, surname), (other_given, _, other_surname) = (sound(name).rpartition(" ") for name in (first, second))
    alike = SequenceMatcher(None, surname, other_surname).ratio() >= MIN_SURNAMES
    return alike and SequenceMatcher(None, given, other_given).ratio() >= MIN_GIVEN_NAMES
