"""The records of a chronology: frozen, in plain types, without any reading, writing or choosing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypedDict, Unpack

from timeline.dates import Date
from timeline.text import count, escape_unprintable, quoted

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
        return (*self.date.order, self.id)


Texts = str | Iterable[str] | None
"""One text or several, any of which may match; None asks for nothing."""
Times = str | int | Date | Iterable[str | int | Date] | None
"""One time or several: ``1994``, ``"May 1994"``, a `Date`."""


class Criteria(TypedDict, total=False):
    """What `Chronology.select` takes, each by its name; an event passes that has all of it."""

    year: Times
    """Years and spans of years: ``1994``, ``"1992..1997"``, ``"2010.."``, ``"..1999"``."""
    from_: Times
    """The event may reach this date or a later one: EDTF, or ``"May 1994"``."""
    to: Times
    """The event may begin on this date or earlier; ``"1994-05"`` includes the whole month."""
    programme: Texts
    """Code, name or alias in any case; a parent includes its children."""
    kind: Texts
    """Words of the vocabulary of kinds."""
    topic: Texts
    """Words of the vocabulary of topics."""
    significance: Texts
    """``landmark``, ``notable`` (and above) or ``minor`` (all)."""
    person: Texts
    """Part of a person's name or office."""
    place: Texts
    """Part of a place's name."""
    source: Texts
    """A source's id, its publisher, or part of its address."""
    search: Texts
    """Words or their beginnings, all of which occur in title, summary, people, place or note."""


@dataclass(frozen=True, slots=True)
class Chronology:
    """A whole chronology, or the part of one that was selected: a collection of its events.

    ``len(chronology)``, ``for event in chronology`` and ``chronology["parp-joined"]`` are about its events;
    ``"parp-joined" in chronology`` asks for an id. An id that no event has raises `UnknownError`, a `KeyError`.
    """

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

    def __len__(self) -> int:
        return len(self.events)

    def __iter__(self) -> Iterator[Event]:
        return iter(self.events)

    def __getitem__(self, id: str) -> Event:
        from timeline.query import find  # builds on these records

        return find(self, id)

    def __contains__(self, item: object) -> bool:
        return any(item in (event.id, event) for event in self.events)

    def __repr__(self) -> str:
        chosen = f"; {'; '.join(self.selection)}" if self.selection else ""
        return escape_unprintable(f"<Chronology {quoted(self.title)}: {count(len(self.events), 'event')}{chosen}>")

    def select(self, **filters: Unpack[Criteria]) -> Chronology:
        """The chronology with only those events that pass every filter.

        >>> import timeline
        >>> timeline.load().select(year="1994", programme=["PfP", "PARP"], significance="landmark")
        <Chronology 'Azerbaijan–NATO relations': 1 event; year 1994; programme PfP or PARP; significance landmark>

        A filter takes one text or several, any of which may match; `Criteria` says what each means. Raises
        `UnknownError` for what does not exist, `ArgumentError` for an empty text and `DateError` for a bad date.
        """
        from timeline.query import Filters, select  # a method for people, though query builds on these records

        return select(self, Filters.of(**filters))
