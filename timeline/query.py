"""Choosing events: filters as plain values, each a small predicate, combined with AND; values of one with OR."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Literal, NamedTuple

from timeline.dates import Date, overlapping, parse
from timeline.errors import ArgumentError, DateError, UnknownError, YearError, unknown
from timeline.model import CONFIDENCE, SIGNIFICANCE, SOURCE_KINDS, WAYS, Chronology, Event, Programme, Source
from timeline.relations import with_children
from timeline.search import FIELDS_END, Spellings, Test, has_part, has_words, letters
from timeline.text import closest, count, escape_controls, fold, quoted

Predicate = Callable[[Event], bool]
Vocabulary = Literal["kind", "topics"]
"""A field of events whose words the chronology explains."""
Texts = tuple[str, ...]
"""What was given for a filter."""
MAX_WORDS = 1000
"""Words that filters look for in the texts of events at most, each of which costs time."""

MAX_ID_SEARCHED = 200  # characters of what is no id, beyond which its words are not looked for


class Filters(NamedTuple):
    """What events must have, each filter as the texts that were given; `Criteria` of the model says what they mean."""

    year: tuple[str, ...] = ()
    from_: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    programme: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    significance: tuple[str, ...] = ()
    confidence: tuple[str, ...] = ()
    source_kind: tuple[str, ...] = ()
    id: tuple[str, ...] = ()
    person: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    search: tuple[str, ...] = ()

    @classmethod
    def of(cls, **values: object) -> Filters:
        """Filters by name, each from one value or several; 1994 and a `Date` are as good as their text.

        None and a list of nothing ask for nothing. Raises `UnknownError` for a name that is no filter, `ArgumentError`
        for an empty text.
        """
        for name in values:
            if name not in cls._fields:
                raise unknown("filter", name, cls._fields)
        texts = {name: _texts(value) for name, value in values.items()}
        for name, given in texts.items():
            if "" in given:
                raise ArgumentError(name, "is empty; say what to look for, or leave it out")
            if any(re.search("[\ud800-\udfff]", text) for text in given):
                raise ArgumentError(name, "is not text in UTF-8")
        return cls(**texts)

    def given(self) -> tuple[str, ...]:
        """Names of the filters that ask for something, in the order of the command line."""
        return tuple(name for name in self._fields if getattr(self, name))

    def words(self) -> tuple[str, ...]:
        """What is asked for, each filter in words on one line: ``year 1994 or 1997``."""
        asked = (
            (name.rstrip("_").replace("_", " "), map(escape_controls, getattr(self, name))) for name in self.given()
        )
        return tuple(f"{name} {' or '.join(texts)}" for name, texts in asked)

    def within(self, chronology: Chronology) -> Filters:
        """The same in the chronology's own words: ``PfP`` for an alias of it, ``1994-05`` for "May 1994".

        Raises `UsageError` for what does not exist. What is a part of a name or text stays as it is.
        """
        given = {name: _IN_WORDS[name](chronology, getattr(self, name)) for name in self.given()}
        words = {name: sum(len(text.split()) for text in given.get(name, ())) for name in _WORDY}
        if (number := sum(words.values())) > MAX_WORDS:
            most = max(words, key=words.__getitem__)
            raise ArgumentError(most, f"has {words[most]:,} words of {number:,}; at most {MAX_WORDS:,} are looked for")
        return self._replace(**{name: tuple(dict.fromkeys(words)) for name, words in given.items()})

    def without(self, name: str) -> Filters:
        """The same filters less one."""
        return self._replace(**{name: ()})


def _texts(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    values = value if isinstance(value, Iterable) and not isinstance(value, str) else (value,)
    return tuple(str(entry).strip() for entry in values)


def select(chronology: Chronology, filters: Filters) -> Chronology:
    """The chronology with only those events that pass every filter. Raises `UsageError` for what does not exist."""
    given, filters = filters, filters.within(chronology)
    _refuse_reverse(given)
    tests = [_PREDICATES[name](chronology, getattr(filters, name)) for name in filters.given()]
    if not tests:
        return chronology
    events = tuple(event for event in chronology.events if all(test(event) for test in tests))
    return replace(chronology, events=events, selection=_both(chronology.selection, filters.words()))


def _refuse_reverse(filters: Filters) -> None:
    """Raises `ArgumentError` where all of the time asked for begins after it has ended."""
    if filters.from_ and filters.to:
        first, last = min(filters.from_, key=first_day), max(filters.to, key=last_day)
        if first_day(first) > last_day(last):
            raise ArgumentError("from_", f"{quoted(first)} is after the end of the time asked for, {quoted(last)}")


def _both(before: tuple[str, ...], now: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*before, *now)))


def limited(chronology: Chronology, number: int | None, *, reverse: bool = False) -> Chronology:
    """At most so many of the events, all for None; with ``reverse`` from the latest on."""
    events = chronology.events[::-1] if reverse else chronology.events
    if number is None or number >= len(events):
        return replace(chronology, events=events)
    words = f"{'last' if reverse else 'first'} {count(number, 'event')}"
    return replace(chronology, events=events[:number], selection=_both(chronology.selection, (words,)))


_SPANS = (
    (r"(\d{4})", r"\1"),
    (r"(\d{4})\s*(?:\.\.|[-–—/])\s*(\d{4})", r"\1/\2"),
    (r"(\d{4})\s*/?\.\.", r"\1/.."),
    (r"\.\./?\s*(\d{4})", r"../\1"),
)


def _finer(text: str) -> str:
    """The month or day that a text is, in EDTF; empty for anything else."""
    try:
        date = _typed(text)
    except DateError:
        return ""
    return date.text if date.form == "moment" and date.precision != "year" else ""


def _typed(text: str) -> Date:
    from timeline.date_advice import typed  # needed for few filters only

    return typed(text)


def years(text: str) -> Date:
    """A year, or a span of years as an interval. Raises `YearError`, or `DateError` for years out of order or range."""
    for pattern, edtf in _SPANS:
        match = re.fullmatch(pattern, text.strip(), re.ASCII)
        if match:
            return _as_written(match.expand(edtf), text)
    raise YearError(text, _finer(text))


def _as_written(edtf: str, text: str) -> Date:
    """A span of years as a date; what is wrong with it is said in the words that it was written in."""
    try:
        return parse(edtf)
    except DateError as error:
        raise DateError(str(error).replace(quoted(edtf), quoted(text)).replace("/", "..")) from None


def resolve_programme(chronology: Chronology, word: str) -> str:
    """The code that ``word`` names: a code, a name or an alias in any case. Raises `UnknownError`."""
    return _programme_words(chronology, (word,))[0]


def _programme_words(chronology: Chronology, texts: Texts) -> list[str]:
    programmes = chronology.programmes.values()
    named: dict[str, str] = {}
    for names in (_code, _name, _aliases):
        for programme in programmes:
            for name in names(programme):
                named.setdefault(_key(name), programme.code)
    for text in texts:
        if _key(text) not in named:
            longer = [name for entry in programmes for name in (entry.name, *entry.aliases)]
            raise unknown("programme", text, chronology.programmes, longer)
    return [named[_key(text)] for text in texts]


def known_words(chronology: Chronology, field: Vocabulary) -> list[str]:
    """The words that ``kind`` or ``topics`` may have: the vocabulary, or what the events use where there is none."""
    vocabulary: Mapping[str, str] = chronology.kinds if field == "kind" else chronology.topics
    return list(vocabulary) or sorted({word for event in chronology.events for word in _words(event, field)})


def find(chronology: Chronology, id: str) -> Event:
    """The event with an id. Raises `UnknownError`, with the likely ones, when there is none."""
    for event in chronology.events:
        if event.id == id:
            return event
    parts = [part.strip() for part in id.split(",")]
    several = parts if len(parts) > 1 and {event.id for event in chronology.events}.issuperset(parts) else ()
    raise UnknownError("event", id, likely=several or _likely(chronology, id))


def _likely(chronology: Chronology, id: str) -> list[str]:
    """The ids that may have been meant: the one that looks alike, then those of events with all the words of the id."""
    meant = closest(id, [event.id for event in chronology.events])
    words = fold(id.replace("-", " ")).split() if len(id) <= MAX_ID_SEARCHED else []
    matches = has_words(" ".join(words))
    found = [event.id for event in chronology.events if words and matches(fold(searched(event)))]
    found.sort(key=lambda found_id: any(word not in found_id for word in words))
    return list(dict.fromkeys([meant, *found] if meant else found))


def _year_words(_: Chronology, texts: Texts) -> list[str]:
    return [years(text).text.replace("/..", "..").replace("../", "..").replace("/", "..") for text in texts]


def _date_words(_: Chronology, texts: Texts) -> list[str]:
    return [_typed(text).text for text in texts]


def _vocabulary_words(field: Vocabulary, noun: str) -> Callable[[Chronology, Texts], list[str]]:
    def in_words(chronology: Chronology, texts: Texts) -> list[str]:
        words = known_words(chronology, field)
        known: dict[str, list[str]] = {}
        for word in words:
            known.setdefault(_key(word), []).append(word)
        for text in texts:
            if _key(text) not in known:
                raise unknown(noun, text, words)
        return [word for text in texts for word in known[_key(text)]]

    return in_words


def _choice_words(noun: str, choices: tuple[str, ...]) -> Callable[[Chronology, Texts], list[str]]:
    def in_words(_: Chronology, texts: Texts) -> list[str]:
        for text in texts:
            if text.casefold() not in choices:
                raise unknown(noun, text, choices)
        return [text.casefold() for text in texts]

    return in_words


def _ids(chronology: Chronology, texts: Texts) -> list[str]:
    known = {event.id for event in chronology.events}
    return [text if text in known else find(chronology, text).id for text in texts]


def _text_as_given(name: str) -> Callable[[Chronology, Texts], list[str]]:
    def as_given(_: Chronology, texts: Texts) -> list[str]:
        for text in texts:
            if not letters(text):
                raise ArgumentError(
                    name, f"{quoted(text)} has nothing to look for, only accents, dashes or quotation marks"
                )
        return list(texts)

    return as_given


_WORDY = ("person", "place", "source", "search")  # whose words are looked for in texts
_IN_WORDS: dict[str, Callable[[Chronology, Texts], list[str]]] = {
    "year": _year_words,
    "from_": _date_words,
    "to": _date_words,
    "programme": _programme_words,
    "kind": _vocabulary_words("kind", "kind"),
    "topic": _vocabulary_words("topics", "topic"),
    "significance": _choice_words("significance", SIGNIFICANCE),
    "confidence": _choice_words("confidence", CONFIDENCE),
    "source_kind": _choice_words("source kind", SOURCE_KINDS),
    "id": _ids,
    "person": _text_as_given("person"),
    "place": _text_as_given("place"),
    "source": _text_as_given("source"),
    "search": _text_as_given("search"),
}
"""What was given for a filter, in the words of the data."""


def _by_year(_: Chronology, texts: Texts) -> Predicate:
    overlaps = overlapping(map(years, texts))
    return lambda event: overlaps(event.date)


def _by_from(_: Chronology, texts: Texts) -> Predicate:
    first = min(map(first_day, texts))
    return lambda event: event.date.key[1] >= first


def _by_to(_: Chronology, texts: Texts) -> Predicate:
    last = max(map(last_day, texts))
    return lambda event: event.date.key[0] <= last


def first_day(text: str) -> dt.date:
    """The first day of a date as a person writes it. Raises `DateError`."""
    return _typed(text).key[0]


def last_day(text: str) -> dt.date:
    """Its last day, likewise."""
    return _typed(text).key[1]


def _by_programme(chronology: Chronology, codes: Texts) -> Predicate:
    family = {part for code in codes for part in with_children(chronology, code)}
    return lambda event: not family.isdisjoint(event.programmes)


def _by_words(words_of: Callable[[Event], Texts]) -> Callable[[Chronology, Texts], Predicate]:
    """A filter for events that have one of the words."""

    def predicate(_: Chronology, texts: Texts) -> Predicate:
        wanted = frozenset(texts)
        return lambda event: not wanted.isdisjoint(words_of(event))

    return predicate


def _by_significance(_: Chronology, texts: Texts) -> Predicate:
    levels: Texts = SIGNIFICANCE
    lowest = max(map(levels.index, texts))
    return lambda event: levels.index(event.significance) <= lowest


def _by_source_kind(chronology: Chronology, texts: Texts) -> Predicate:
    of_kind = {source.id for source in chronology.sources.values() if source.kind in texts}
    return lambda event: not of_kind.isdisjoint(event.sources)


def _by_text(
    test: Callable[[str, Spellings], Test], texts_of: Callable[[Event], Iterable[str]]
) -> Callable[[Chronology, Texts], Predicate]:
    """A filter for events that have a text of which one of the tests holds."""

    def predicate(chronology: Chronology, texts: Texts) -> Predicate:
        spellings = Spellings.of(chronology.spellings)
        wanted = [test(text, spellings) for text in texts]
        return lambda event: any(found(text) for text in map(fold, texts_of(event)) for found in wanted)

    return predicate


def _by_source(chronology: Chronology, texts: Texts) -> Predicate:
    ids = set(map(fold, texts))
    wanted = [has_part(text) for text in texts]
    cited = {
        source.id
        for source in chronology.sources.values()
        if source.id in ids or any(found(fold(text)) for text in source_texts(source) for found in wanted)
    }
    return lambda event: not cited.isdisjoint(event.sources)


def source_texts(source: Source) -> tuple[str, ...]:
    """What a source is found by, beside its id: title, authors, who published it, where it was read and is found."""
    ways = (getattr(source, way) for way in WAYS)
    return tuple(filter(None, (source.title, *source.author, source.publisher, source.via, *ways)))


_PREDICATES: dict[str, Callable[[Chronology, Texts], Predicate]] = {
    "year": _by_year,
    "from_": _by_from,
    "to": _by_to,
    "programme": _by_programme,
    "kind": _by_words(lambda event: (event.kind,)),
    "topic": _by_words(lambda event: event.topics),
    "significance": _by_significance,
    "confidence": _by_words(lambda event: (event.confidence,)),
    "source_kind": _by_source_kind,
    "id": _by_words(lambda event: (event.id,)),
    "person": _by_text(has_part, lambda event: event.people),
    "place": _by_text(has_part, lambda event: (event.place,)),
    "source": _by_source,
    "search": _by_text(has_words, lambda event: (searched(event),)),
}


def _words(event: Event, field: Vocabulary) -> tuple[str, ...]:
    return event.topics if field == "topics" else (event.kind,) if event.kind else ()


def searched(event: Event) -> str:
    """What is searched for words: all that is shown of an event, of its sources what they say."""
    doubt = "" if event.confidence == "confirmed" else event.confidence
    words = (*event.programmes, event.kind, *event.topics, doubt, event.date.english())
    texts = (event.title, event.summary, *event.people, event.place, *words, event.note, *event.sources.values())
    return FIELDS_END.join(filter(None, texts))


def _key(word: str) -> str:
    return fold(word.strip())


def _code(programme: Programme) -> tuple[str, ...]:
    return (programme.code,)


def _name(programme: Programme) -> tuple[str, ...]:
    return (programme.name,)


def _aliases(programme: Programme) -> tuple[str, ...]:
    return programme.aliases


def on_day(chronology: Chronology, month: int, day: int, year: int | None = None) -> Chronology:
    """The events that happened, began or ended on this day of any year, or of that one, as far as the day is known."""

    def falls(event: Event) -> bool:
        sides = (event.date.start, event.date.end) if event.date.form != "between" else ()
        return any(side and (side.month, side.day) == (month, day) and year in (None, side.year) for side in sides)

    return replace(chronology, events=tuple(filter(falls, chronology.events)))
