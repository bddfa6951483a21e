"""The records of a chronology: frozen, in plain types, without any reading, writing or choosing.

Each field is declared once, here: its type says its shape, whether it is a list, what may be left out and what there is
to choose from, its `Meaning` the rest. `timeline.datafile.schema` makes of it the tables by which a file is read, the
JSON Schema and the data dictionary.
"""

# Annotations are evaluated where they stand: NamedTuple compiles each that is a text, which takes twice the time.
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal, NamedTuple, TypedDict, Unpack, get_args

from timeline.dates import Date
from timeline.text import count, escape_unprintable, quoted

Significance = Literal["landmark", "notable", "minor"]
"""How much an event matters, most first."""
Confidence = Literal["confirmed", "reported", "disputed"]
"""How well an event is supported: by an official or two independent sources, by one, or by sources that disagree."""
SourceKind = Literal["official", "press", "academic", "reference"]
"""Who speaks in a source."""
CountBy = Literal[
    "year", "programme", "kind", "topic", "person", "place", "source", "publisher", "confidence", "significance"
]
"""What events are counted by."""

SIGNIFICANCE: tuple[Significance, ...] = get_args(Significance)
CONFIDENCE: tuple[Confidence, ...] = get_args(Confidence)
SOURCE_KINDS: tuple[SourceKind, ...] = get_args(SourceKind)
COUNT_BY: tuple[CountBy, ...] = get_args(CountBy)

CONFIDENCE_MEANS: dict[str, str] = {
    "confirmed": "an official source, or two independent ones",
    "reported": "one source that is not official",
    "disputed": "the sources disagree",
}
"""What each `Confidence` says, in a few words."""


class Meaning:
    """What a field means, and what its type does not say of it."""

    __slots__ = ("about", "refers", "shape")

    def __init__(self, about: str, shape: str = "", *, refers: str = "") -> None:
        self.about = about
        """What it means, in the words of the data dictionary."""
        self.shape = shape
        """One of `timeline.datafile.schema.SHAPES`; where nothing is said a date, a choice or text on one line."""
        self.refers = refers
        """The section of the file in which its words are to be found."""


_ENCODED = {ord(char): f"%{ord(char):02X}" for char in '%"#<>?[\\]^`{|}'}
"""What may stand in a DOI and means something else in an address."""


class Source(NamedTuple):
    """Something an event can be looked up in. It has at least one of `WAYS`."""

    id: Annotated[str, Meaning("stable name: publisher and date", "id")]
    title: Annotated[str, Meaning("its own title, in its own language")]
    author: Annotated[
        tuple[str, ...], Meaning("persons who wrote it; where none is named the publisher stands for them")
    ] = ()
    publisher: Annotated[str, Meaning("who published it: the agency that wrote it, not the site that carries it")] = ""
    via: Annotated[str, Meaning("where a copy was read, if not at the publisher's")] = ""
    url: Annotated[str, Meaning("its address, absolute, http or https", "url")] = ""
    archived: Annotated[str, Meaning("address of an archive's copy", "url")] = ""
    doi: Annotated[str, Meaning("Digital Object Identifier, which begins with 10.", "doi")] = ""
    isbn: Annotated[str, Meaning("International Standard Book Number, of 13 or 10 digits", "isbn")] = ""
    held: Annotated[str, Meaning("the archive or library that holds it, and its shelf mark")] = ""
    language: Annotated[str, Meaning("language in which it is written, as a tag of BCP 47: en, az, ru", "language")] = (
        ""
    )
    date: Annotated[Date | None, Meaning("when it was published, as far as known")] = None
    kind: Annotated[SourceKind, Meaning("who speaks; reference if left out")] = "reference"

    @property
    def address(self) -> str:
        """The best address: `url`, else that of the DOI, else of an archive's copy; empty where there is none."""
        return self.url or (f"https://doi.org/{self.doi.translate(_ENCODED)}" if self.doi else self.archived)

    @property
    def also(self) -> str:
        """What is known of `WAYS` beside its best address: ``doi:10.1/x; archived: https://…; ISBN …; holder``."""
        copy = self.archived if self.url or self.doi else ""
        named = (("doi:", self.doi if self.url else ""), ("archived: ", copy), ("ISBN ", self.isbn), ("", self.held))
        return "; ".join(f"{name}{value}" for name, value in named if value)

    @property
    def found(self) -> str:
        """Where people find it: all that is known of `WAYS`, the best address first."""
        return "; ".join(filter(None, (self.address, self.also)))


WAYS = ("url", "archived", "doi", "isbn", "held")
"""The fields of a source by which it can be found, of which it has one at least."""


class Programme(NamedTuple):
    """A body, programme, operation or plan that events belong to."""

    code: Annotated[str, Meaning("short name, unique whatever the case", "code")]
    name: Annotated[str, Meaning("full name")]
    aliases: Annotated[tuple[str, ...], Meaning("other names under which it is found, in any language")] = ()
    kind: Annotated[str, Meaning("what it is, in a word: forum, framework, process, plan, operation")] = ""
    period: Annotated[Date | None, Meaning("its own life, an EDTF interval")] = None
    participation: Annotated[Date | None, Meaning("the subject's part in it, an EDTF interval")] = None
    parent: Annotated[
        str,
        Meaning("code of the programme that it is part of; a filter for the parent finds it too", refers="programmes"),
    ] = ""
    succeeded_by: Annotated[str, Meaning("code of the programme that followed it", refers="programmes")] = ""
    about: Annotated[str, Meaning("what it is, in two sentences", "text")] = ""
    note: Annotated[str, Meaning("what the sources disagree on", "text")] = ""
    sources: Annotated[tuple[str, ...], Meaning("ids of sources", refers="sources")] = ()


class Event(NamedTuple):
    """One thing that happened, and who says so."""

    id: Annotated[str, Meaning("stable name, unique, never reused, not changed when the title changes", "id")]
    date: Annotated[Date, Meaning("when, in EDTF, with the precision that the sources support; always in quotes")]
    title: Annotated[str, Meaning("what happened, in the present tense, at most 80 characters")]
    sources: Annotated[
        Mapping[str, str],
        Meaning(
            "ids of sources, best first, at least one: a list, or a mapping of each to a sentence on what it states",
            refers="sources",
        ),
    ]
    summary: Annotated[str, Meaning("one to three sentences, neutral, our own words", "text")] = ""
    kind: Annotated[str, Meaning("a word of kinds", refers="kinds")] = ""
    significance: Annotated[Significance, Meaning("how much it matters; notable if left out")] = "notable"
    programmes: Annotated[tuple[str, ...], Meaning("codes of programmes, the closest first", refers="programmes")] = ()
    topics: Annotated[tuple[str, ...], Meaning("words of topics", refers="topics")] = ()
    place: Annotated[str, Meaning("where it happened, by the name that the sources' context uses")] = ""
    people: Annotated[tuple[str, ...], Meaning("who, as Name (office at the time)")] = ()
    confidence: Annotated[
        Confidence,
        Meaning(
            "confirmed: an official source or two independent ones; reported, if left out: one source that is not"
            " official; disputed: the sources disagree on the date or the fact, nothing settles it, and note says how"
        ),
    ] = "reported"
    note: Annotated[str, Meaning("what the sources disagree on, or how the date is known", "text")] = ""
    related: Annotated[
        tuple[str, ...],
        Meaning("ids of events of the same thread: what came before it, what followed", refers="events"),
    ] = ()

    def __hash__(self) -> int:
        return hash(self.id)  # a mapping has no hash, and equal events have the same id

    @property
    def order(self) -> tuple[dt.date, dt.date, str]:
        """What events are sorted by: earliest day, latest day, id."""
        return (*self.date.order, self.id)


def _order(event: Event) -> tuple[dt.date, dt.date, str]:
    return event.order


class Count(NamedTuple):
    """The events that have one value in common, as `Chronology.count` gives them for each value."""

    value: str
    """A year, code, word, name or id, in its commonest spelling; empty for the events that have none."""
    events: tuple[Event, ...]
    """The events, in the order of the chronology, the earliest first or last; none for a year without an event."""
    about: str = ""
    """A word's meaning, a programme's name, a source's publisher and title; empty where there is nothing to say."""
    offices: tuple["Count", ...] = ()
    """A person's events by the office held at the time, the earliest first."""

    @property
    def first(self) -> Date | None:
        """The date of the first event; None where there is no event."""
        return min(self.events[0], self.events[-1], key=_order).date if self.events else None

    @property
    def last(self) -> Date | None:
        """The date of the event that begins last, likewise."""
        return max(self.events[0], self.events[-1], key=_order).date if self.events else None


Texts = str | Iterable[str] | None
"""One text or several, any of which may match; None asks for nothing."""
Times = str | int | Date | Iterable[str | int | Date] | None
"""One time or several: ``1994``, ``"May 1994"``, a `Date`."""


class Criteria(TypedDict, total=False):
    """What `Chronology.select` takes, each by its name; an event passes that has all of it.

    ``Texts`` is one text or several, any of which may match; ``Times`` is a year as a number, a text or a `Date`, or
    several of them; None asks for nothing.
    """

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
    significance: Significance | Iterable[Significance] | None
    """``landmark``, ``notable`` (and above) or ``minor`` (all)."""
    confidence: Confidence | Iterable[Confidence] | None
    """How well it is supported: ``confirmed``, ``reported`` or ``disputed``."""
    source_kind: SourceKind | Iterable[SourceKind] | None
    """Who speaks in at least one of its sources: ``official``, ``press``, ``academic`` or ``reference``."""
    id: Texts
    """Ids of events."""
    person: Texts
    """Part of a person's name or office."""
    place: Texts
    """Part of a place's name."""
    source: Texts
    """A source's id, or part of its title, authors, publisher, address or shelf mark."""
    search: Texts
    """Words or their beginnings, all of which occur in what an event shows, or in what its sources say of it.

    That is title, summary, people, place, codes of programmes, kind, topics, date in words, note, and confidence unless
    it is confirmed.
    ``"two words"`` in quotation marks are a phrase. Case, accents, dashes and apostrophes of every sort do not matter;
    in scripts without spaces words are found anywhere.
    """


@dataclass(frozen=True, slots=True)
class Chronology:
    """A whole chronology, or the part of one that was selected: a collection of its events.

    ``len(chronology)``, ``for event in chronology`` and ``chronology["parp-joined"]`` are about its events;
    ``"parp-joined" in chronology`` asks for an id. An id that no event has raises `UnknownError`, a `KeyError`.
    """

    title: Annotated[str, Meaning("what the chronology is about")]
    sources: Annotated[Mapping[str, Source], Meaning("the bibliography, by id", "section")]
    events: Annotated[tuple[Event, ...], Meaning("the events, by earliest day, latest day and id", "section")]
    description: Annotated[str, Meaning("what it covers", "text")] = ""
    authors: Annotated[tuple[str, ...], Meaning("who is cited for it")] = ()
    url: Annotated[str, Meaning("address of its home, absolute, http or https", "url")] = ""
    licence: Annotated[str, Meaning("licence of the data, as an SPDX identifier")] = ""
    updated: Annotated[Date | None, Meaning("day of the last change", "day")] = None
    kinds: Annotated[Mapping[str, str], Meaning("vocabulary of the events' kind: word and meaning", "section")] = field(
        default_factory=dict
    )
    topics: Annotated[Mapping[str, str], Meaning("vocabulary of the events' topics: word and meaning", "section")] = (
        field(default_factory=dict)
    )
    spellings: Annotated[
        tuple[tuple[str, ...], ...],
        Meaning("lists of words that are one to search, person and place, each of two words or more"),
    ] = ()
    programmes: Annotated[
        Mapping[str, Programme], Meaning("bodies, programmes, operations and plans, by code", "section")
    ] = field(default_factory=dict)
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

        if not isinstance(id, str):
            raise TypeError(f"events are looked up by id, not by {id!r}; .events has them in order")
        return find(self, id)

    __reversed__ = None  # which Python would take to mean [-1], [-2] and so on

    def __contains__(self, item: object) -> bool:
        return any(item in (event.id, event) for event in self.events)

    def __repr__(self) -> str:
        chosen = f"; {'; '.join(self.selection)}" if self.selection else ""
        return escape_unprintable(f"<Chronology {quoted(self.title)}: {count(len(self.events), 'event')}{chosen}>")

    def select(self, **filters: Unpack[Criteria]) -> "Chronology":
        """The chronology with only those events that pass every filter.

        >>> import timeline
        >>> timeline.load().select(year="1994", programme=["PfP", "PARP"], significance="landmark")
        <Chronology 'Azerbaijan–NATO relations': 1 event; year 1994; programme PfP or PARP; significance landmark>

        A filter takes one text or several, any of which may match; `Criteria` says what each means. Raises
        `UnknownError` for what does not exist, `ArgumentError` for an empty text and `DateError` for a bad date.
        """
        from timeline.query import Filters, select  # a method for people, though query builds on these records

        return select(self, Filters.of(**filters))

    def count(self, by: CountBy) -> tuple[Count, ...]:
        """The events by what they have in common: years in their order, all else by number of events and then by name.

        >>> import timeline
        >>> [(year.value, len(year.events)) for year in timeline.load().select(to="1994").count("year")]
        [('1992', 2), ('1993', 0), ('1994', 4)]

        ``by`` is year, programme, kind, topic, person, place, source, publisher, confidence or significance. An event
        is counted under the year in which it begins, and once under each of its programmes, topics, persons and
        sources; those that have none come last. Persons who have the same name are one, whatever the office, and
        spellings that differ by case and accents are one. Raises `UnknownError` for what events are not counted by.
        """
        from timeline.counts import count_by  # likewise

        return count_by(self, by)
