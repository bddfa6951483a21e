"""Bibliographic references: the data set itself, an event of it and the sources, before any notation.

Keys are the sources' ids; the data set's begins with ``chronology:``, an event's with ``event:``, as no source's id
can. An event is a part of the data set whose title has its date in words, since few styles print the date of an event.
An official page that names no author is its organisation's own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from timeline.dates import Date
from timeline.model import Chronology, Event, Source
from timeline.relations import used_sources
from timeline.text import fold

_WORD = r"[^\W\d_]+(?:['’-][^\W\d_]+)*"
_INITIAL = r"[^\W\d_]\."
_PERSON = re.compile(rf"((?:{_WORD}|{_INITIAL})(?: {_INITIAL})*) ({_WORD})")
_FAMILY_FIRST = {"hu", "ja", "ko", "vi", "zh"}


class Name(NamedTuple):
    """Who wrote something: a person, or a name that is not to be taken apart."""

    family: str
    """Family name of a person, or the whole name."""
    given: str = ""
    """Given names or initials; empty where the name is whole."""


@dataclass(frozen=True, slots=True)
class Reference:
    """One entry of a bibliography, before it is written in any notation."""

    key: str
    """What it is cited by."""
    kind: str
    """Kind of a source, ``dataset``, or ``event``."""
    title: str
    """Its own title; of an event with its date in words."""
    authors: tuple[Name, ...] = ()
    """Who wrote it."""
    publisher: str = ""
    """Who published it, where that is not its author."""
    series: str = ""
    """The chronology that an event is part of."""
    number: str = ""
    """Id of an event."""
    version: str = ""
    """Day of the data's last change."""
    date: Date | None = None
    """When it was published."""
    happened: Date | None = None
    """When the event took place."""
    note: str = ""
    """Where its copies stand, or whether it is disputed and under which licence it is."""
    url: str = ""
    """Its address."""
    doi: str = ""
    """Its DOI."""
    isbn: str = ""
    """Its ISBN."""
    held: str = ""
    """Archive or library that holds it, and its shelf mark."""
    language: str = ""
    """Its language, as a BCP 47 tag."""


def of_all(chronology: Chronology) -> list[Reference]:
    """The data set, then the sources of its events in their order."""
    return [of_chronology(chronology), *(of_source(chronology.sources[id]) for id in used_sources(chronology))]


def of_source(source: Source) -> Reference:
    """A source as a reference; where a copy was read, and where another is kept, is its note."""
    owned = source.kind == "official" and not source.author and source.publisher
    copies = (
        f"Copy at {source.via}" if source.via else "",
        f"Archived at {source.archived}" if source.archived and source.url else "",
    )
    return Reference(
        source.id,
        source.kind,
        source.title,
        authors=(Name(source.publisher),) if owned else tuple(name_of(name, source.language) for name in source.author),
        publisher="" if owned else source.publisher,
        date=source.date,
        note=". ".join(filter(None, copies)),
        url=source.url or source.archived,
        doi=source.doi,
        isbn=source.isbn,
        held=source.held,
        language=source.language,
    )


def name_of(name: str, language: str = "") -> Name:
    """A person's name as family and given name where it is one of each or has initials beside; else as it is.

    ``Michael E. Campana`` is taken apart, ``Jaap de Hoop Scheffer`` is not, nor is a name in a source whose language
    puts the family first.
    """
    match = None if language.partition("-")[0] in _FAMILY_FIRST else _PERSON.fullmatch(name)
    return Name(match[2], match[1]) if match and not match[2].isupper() else Name(name)


def of_chronology(chronology: Chronology) -> Reference:
    """The data set as a reference, its version the day of its last change."""
    return Reference(
        f"chronology:{slug(chronology)}",
        "dataset",
        chronology.title,
        authors=tuple(map(Name, chronology.authors)),
        version=chronology.updated.text if chronology.updated else "",
        date=chronology.updated,
        note=_licence(chronology),
        url=chronology.url,
    )


def of_event(chronology: Chronology, event: Event) -> Reference:
    """An event as a part of the data set, with its id as the number, and any dispute in the note."""
    doubt = "Disputed" if event.confidence == "disputed" else ""
    return Reference(
        f"event:{event.id}",
        "event",
        dated(event),
        authors=tuple(map(Name, chronology.authors)),
        series=chronology.title,
        number=event.id,
        version=chronology.updated.text if chronology.updated else "",
        date=chronology.updated,
        happened=event.date,
        note=". ".join(filter(None, (f"Event {event.id}", doubt, _licence(chronology)))),
        url=chronology.url,
    )


def dated(event: Event) -> str:
    """An event's title with its date in words: ``Azerbaijan joins the EAPC (30 May 1997)``."""
    return f"{event.title} ({event.date.english()})"


def _licence(chronology: Chronology) -> str:
    # Without a colon: Zotero and pandoc take a note of the form "name: value" for a variable of their own.
    return f"Licence {chronology.licence}" if chronology.licence else ""


def slug(chronology: Chronology) -> str:
    """The chronology's title as a name of a-z, 0-9 and ``-``; ``untitled`` where it has none of these."""
    return "-".join(re.findall("[a-z0-9]+", fold(chronology.title))) or "untitled"
