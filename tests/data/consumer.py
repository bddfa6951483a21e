"""A program that builds on the package, as its author would write it: public names only, every type said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import timeline
from timeline import (
    Chronology,
    Criteria,
    DataError,
    Date,
    DateError,
    Event,
    Moment,
    Problem,
    Programme,
    Source,
    TimelineError,
    UnknownError,
)


def landmarks(chronology: Chronology) -> list[str]:
    """A line for each landmark: when, and what."""
    chosen: Chronology = chronology.select(significance="landmark")
    return [f"{event.date.english()}: {event.title}" for event in chosen]


def first_day(event: Event) -> dt.date | None:
    """The earliest day on which it can have happened."""
    date: Date = event.date
    start: Moment | None = date.start
    return start.earliest if start else None


def addresses(chronology: Chronology, event: Event) -> list[str]:
    """Where the sources of an event are."""
    sources: Mapping[str, Source] = chronology.sources
    return [sources[id].url for id in event.sources]


def lifetimes(chronology: Chronology) -> dict[str, str]:
    """The period of each programme that has one."""
    programmes: Mapping[str, Programme] = chronology.programmes
    return {code: entry.period.text for code, entry in programmes.items() if entry.period}


def spreadsheet(chronology: Chronology, *programmes: str) -> bytes:
    """The events of these programmes, for Excel."""
    text: str = timeline.export(chronology.select(programme=programmes), "csv", excel=True)
    return text.encode("utf-8")


def tables(chronology: Chronology) -> bytes:
    """Everything as linked tables, in an archive."""
    data: bytes = timeline.export(chronology, "datapackage")
    return data


def faults(path: Path) -> list[str]:
    """What is wrong with a data file, a line each; empty where it can be read."""
    try:
        timeline.load(path)
    except DataError as error:
        problems: tuple[Problem, ...] = error.problems
        return [problem.at(error.name) for problem in problems]
    except TimelineError as error:
        return [str(error)]
    return []


def title(chronology: Chronology, id: str) -> str:
    """The title of an event; of one that does not exist the ids that were probably meant."""
    try:
        event: Event = chronology[id]
    except UnknownError as error:
        return " or ".join(error.likely)
    return event.title


def share(chronology: Chronology, person: str, programme: str | None = None) -> float:
    """The part of the events that a person has to do with, in a programme if one is named; from 0 to 1."""
    criteria: Criteria = {"person": person}
    if programme:
        criteria["programme"] = programme
    return len(chronology.select(**criteria)) / len(chronology)


def remarks(path: Path | None = None) -> list[tuple[int, str]]:
    """The lines of a data file at which there is something to mend, with what it is."""
    problems: tuple[Problem, ...] = timeline.check() if path is None else timeline.check(path)
    return [(problem.line, problem.message) for problem in problems]


def known(chronology: Chronology, since: str) -> bool:
    """Whether anything has happened since a date as a person types it."""
    try:
        return bool(chronology.select(from_=since).events)
    except DateError:
        return False
