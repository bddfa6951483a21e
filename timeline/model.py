"""The records of a chronology: frozen, in plain types, without any reading, writing or choosing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from timeline.dates import Date

SIGNIFICANCE = ("landmark", "notable", "minor")
"""How much an event matters, most first."""
CONFIDENCE = ("confirmed", "reported", "disputed")
"""How well an event is supported: by an official or two independent sources, by one, or by sources that disagree."""
SOURCE_KINDS = ("official", "press", "academic", "reference")
"""Who speaks in a source."""


class Source(NamedTuple):
    """Something an event can be looked up in."""

    id: str
    """Stable name, ``[a-z0-9-]+``: publisher and date."""
    title: str
    """Its own title, in its own language."""
    url: str
    """Absolute http or https address."""
    publisher: str = ""
    """Who published it; a copy elsewhere is named in brackets behind."""
    date: Date | None = None
    """When it was published, as far as known."""
    kind: str = "reference"
    """One of `SOURCE_KINDS`."""


def publisher_and_copy(publisher: str) -> tuple[str, str]:
    """A publisher's name, and what it says in brackets of a copy: ``copy at docs.org``; nothing where it says none."""
    copy = re.fullmatch(r"(.*\S) \((\w+ at [^()]+)\)", publisher)
    return (copy[1], copy[2]) if copy else (publisher, "")


class Programme(NamedTuple):
    """A body, programme, operation or plan that events belong to."""

    code: str
    """Short name, ``PARP``; unique whatever the case."""
    name: str
    """Full name."""
    aliases: tuple[str, ...] = ()
    """Other names under which it is found."""
    kind: str = ""
    """What it is, in a word: forum, process, operation."""
    period: Date | None = None
    """Its own life."""
    participation: Date | None = None
    """The time in which the chronology's subject took part in it."""
    parent: str = ""
    """Code of the programme that it is part of."""
    succeeded_by: str = ""
    """Code of the programme that followed it."""
    about: str = ""
    """What it is, in two sentences."""
    note: str = ""
    """What the sources disagree on."""
    sources: tuple[str, ...] = ()
    """Ids of its sources."""


class Event(NamedTuple):
    """One thing that happened, and who says so."""

    id: str
    """Stable name, ``[a-z0-9-]+``; never reused, not changed when the title changes."""
    date: Date
    """When, with the precision that the sources support."""
    title: str
    """What happened, in the present tense, on one line."""
    sources: tuple[str, ...]
    """Ids of its sources, best first; at least one."""
    summary: str = ""
    """One to three neutral sentences."""
    kind: str = ""
    """A word of the chronology's ``kinds``."""
    significance: str = "notable"
    """One of `SIGNIFICANCE`."""
    programmes: tuple[str, ...] = ()
    """Codes of the programmes that it belongs to, the first the closest."""
    topics: tuple[str, ...] = ()
    """Words of the chronology's ``topics``."""
    place: str = ""
    """Where, on one line."""
    people: tuple[str, ...] = ()
    """Who, with the office at the time in brackets."""
    confidence: str = "reported"
    """One of `CONFIDENCE`."""
    note: str = ""
    """What the sources disagree on, or how the date is known."""
    related: tuple[str, ...] = ()
    """Ids of events of the same thread."""

    @property
    def order(self) -> tuple[Any, ...]:
        """What events are sorted by: earliest day, latest day, id."""
        return (*self.date.key, self.id)


@dataclass(frozen=True, slots=True)
class Chronology:
    """A whole chronology, or the part of one that was selected."""

    title: str
    """What it is about."""
    sources: Mapping[str, Source]
    """Every source by id, also those that no selected event cites."""
    events: tuple[Event, ...]
    """The events by earliest day, latest day and id."""
    description: str = ""
    """What it covers, in a few sentences."""
    licence: str = ""
    """Licence of the data, as an SPDX identifier."""
    updated: Date | None = None
    """Day of the last change."""
    kinds: Mapping[str, str] = field(default_factory=dict)
    """Vocabulary of `Event.kind`: the word and what it means. Empty: any word will do."""
    topics: Mapping[str, str] = field(default_factory=dict)
    """Vocabulary of `Event.topics`. Empty: any word will do."""
    programmes: Mapping[str, Programme] = field(default_factory=dict)
    """Every programme by code."""
    selection: tuple[str, ...] = ()
    """What the events were chosen by, ``year 2008``, ``programme PfP or PARP``; empty where they are all."""

    @property
    def selected(self) -> str:
        """What the events were chosen by, ``Selected by year 2008; programme PfP``; empty for all."""
        return f"Selected by {'; '.join(self.selection)}" if self.selection else ""

    def select(self, **filters: Any) -> Chronology:
        """The chronology with only those events that pass every filter; see `timeline.query.Filters` for the names.

        A filter takes one text or several (any of them may match): ``select(year="1994", programme=["PfP", "PARP"])``.
        ``from_`` and ``to`` stand for ``--from`` and ``--to``. Raises `UsageError` for what does not exist.
        """
        from timeline.query import Filters, select  # a method for people, though query builds on these records

        return select(self, Filters.of(**filters))
