"""A new event from what was given and what is asked: each answer is checked when it is given, and asked for again."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from timeline import query
from timeline.cli.streams import notify
from timeline.datafile import schema
from timeline.datafile.values import SHAPES
from timeline.date_advice import typed
from timeline.dates import Date
from timeline.errors import ArgumentError, TimelineError, UsageError, unknown
from timeline.model import Chronology, Event, Source
from timeline.relations import bare_address, may_confirm
from timeline.text import FORBIDDEN, count, escape_unprintable, fold, name_of, quoted, slug, unbalanced_bidi

MAX_FOUND = 5
"""Sources or events that are named where several have the words that were typed."""
Drafted = tuple[Event, list[Source]]

_EVENT = {field.name: field for field in schema.EVENT}
_SOURCE = {field.name: field for field in schema.SOURCE_ROW}
_ASKED = {
    "title": "What happened? A sentence in the present tense, without its full stop",
    "date": "When? As exact as the sources are: 5 Nov 2026, Nov 2026, 2026, 2026-11-05/2026-11-07",
    "summary": "Summary: one to three sentences in your own words",
    "kind": "What sort of event is it?",
    "significance": "How much does it matter?",
    "programmes": "Programmes that it belongs to, by code or name, the closest first",
    "topics": "Topics",
    "place": "Where did it happen?",
    "people": "Who? As Name (office at the time)",
    "confidence": "How well is it supported? An official source or two independent ones confirm it",
    "note": "A note: how the date is known, or what the sources disagree on",
    "related": "Events of the same thread, by id or words of the title",
    "id": "Its id, which stays when the title changes",
}
_ASKED_OF_SOURCE = {
    "title": "Its title, in its own language",
    "publisher": "Who published it?",
    "date": "When was it published?",
    "language": "Its language: en, az, ru and so on",
    "kind": "Who speaks in it?",
    "held": "Which archive or library holds it, and under which mark?",
    "id": "Its id",
}


class Interview:
    """Asks a person at the terminal, on standard error."""

    def ask(
        self, question: str, read: Callable[[str], Any], default: str = "", choices: Iterable[str] = (), hint: str = ""
    ) -> Any:
        """What ``read`` makes of an answer; it is asked again as long as that raises. Enter alone takes the default."""
        told = "; ".join(filter(None, (", ".join(choices), f"Enter for {default}" if default else hint)))
        notify(f"{question} ({told})" if told else question, who="")
        while True:
            try:
                return read(self._line() or default)
            except (UsageError, ValueError) as error:
                notify(f"  {escape_unprintable(str(error))}", who="")

    def ask_each(self, question: str, read: Callable[[str], Any], choices: Iterable[str] = ()) -> tuple[Any, ...]:
        """Answers, one a line, until Enter alone."""
        found: dict[Any, None] = {}
        hint = "one a line, Enter for none"
        while True:
            value = self.ask(question, lambda text: read(text) if text else None, choices=choices, hint=hint)
            if value is None:
                return tuple(found)
            found[value] = None
            question, choices, hint = "And?", (), "Enter for no more"

    def _line(self) -> str:
        print("> ", end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
        if not line:
            raise TimelineError("the answers ended; nothing is written")
        return line.strip()


class Drafter:
    """Makes an event, and the sources that are new with it, of what is given and what is answered."""

    def __init__(self, chronology: Chronology, given: Mapping[str, Any], interview: Interview | None) -> None:
        self._chronology, self._given, self._interview = chronology, given, interview
        self._sources: dict[str, Source] = {}
        """The new ones."""

    def missing(self) -> list[str]:
        """The options without which there is no event."""
        options = [f"--{name}" for name in ("title", "date") if not self._given[name]]
        return options if self._given["sources"] or self._new_fields() else [*options, "--source"]

    def event(self) -> Drafted:
        """The event and its new sources. Raises `UsageError` for an option that is wrong."""
        if self._interview:
            self._check_options()
        values: dict[str, Any] = {}
        for name in ("title", "date", "summary", "kind", "significance", "programmes", "topics", "place", "people"):
            values[name] = self._field(name)
        values["sources"] = said = self._said()
        cited = (self._sources.get(id) or self._chronology.sources[id] for id in said)
        likely = "confirmed" if self._interview and may_confirm(cited) else "reported"
        values["confidence"] = self._field("confidence", likely)
        values["note"] = self._field("note")
        values["related"] = self._field("related")
        proposed = slug(values["title"]) or f"event-{slug(values['date'].text)}"
        taken = {event.id for event in self._chronology}
        values["id"] = self._field("id", _unique(proposed, taken))
        return Event(**values), list(self._sources.values())

    def _check_options(self) -> None:
        """Reads what was given, before anything is asked. Raises `UsageError` for an option that is wrong."""
        for name in _ASKED:
            given = self._given[name]
            for text in given if _EVENT[name].many else filter(None, [given]):
                _option(name, self._reader(name)[0], text)
        for text in self._given["sources"]:
            self._known_with_statement(text)
        self._statement(self._given["source_says"])
        fields = self._new_fields()
        if not self._known(fields.get("url", "")):
            for name, given in fields.items():
                for text in given if _SOURCE[name].many else [given]:
                    _option(f"source-{name}", self._reader_of_source(name), text)

    def _field(self, name: str, default: str = "") -> Any:
        field = _EVENT[name]
        read, choices = self._reader(name)
        given = self._given[name]
        default = default or Event._field_defaults.get(name, "")
        if field.many:
            if given or not self._interview:
                return tuple(dict.fromkeys(_option(name, read, text) for text in given))
            askable = choices or name == "people" or (name == "related" and self._chronology.events)
            return self._interview.ask_each(_ASKED[name], read, choices) if askable else ()
        if given:
            return _option(name, read, given)
        if not self._interview:
            return read(default) if default else ""
        optional = not (field.required or default)
        hint = "Enter for none" if optional else ""
        answer = lambda text: "" if optional and not text else read(text)  # noqa: E731
        return self._interview.ask(_ASKED[name], answer, default, choices, hint)

    def _reader(self, name: str) -> tuple[Callable[[str], Any], list[str]]:
        """What makes a value of an answer, and the words that it may be; none where any will do."""
        whole = self._chronology
        if name == "date":
            return typed, []
        if name == "programmes":
            return (lambda text: query.resolve_programme(whole, text)), list(whole.programmes)
        if name == "related":
            return (lambda text: _by_words("event", text, {one.id: one.title for one in whole})), []
        if name in ("kind", "topics"):
            known = query.known_words(whole, "kind" if name == "kind" else "topics")
            closed = whole.kinds if name == "kind" else whole.topics
            return (lambda text: _chosen(name, text, known) if closed else _text(_EVENT[name], text)), known
        if name == "id":
            return (lambda text: _new_id("event", text, [event.id for event in whole])), []
        field = _EVENT[name]
        return _reader_of(field), list(field.choices)

    def _said(self) -> dict[str, str]:
        """The sources, each with what it says."""
        said: dict[str, str] = {}
        for text in self._given["sources"]:
            source, statement = self._known_with_statement(text)
            said[source.id] = statement
        if self._new_fields():
            source = self._source(self._given["source_url"] or "")
            said[source.id] = self._statement(self._given["source_says"])
        while self._interview and not (self._given["sources"] or self._new_fields()):
            more = "Another source" if said else "A source"
            ways = "its address, its id, or words of its title; 'new' for one that has no address"
            hint = "Enter for no more" if said else ""
            found = self._interview.ask(f"{more}: {ways}", lambda text: self._found(text, said), hint=hint)
            if found is None:
                break
            source = found if isinstance(found, Source) else self._source(found)
            notify(f"  {source.id}: {source.title}", who="")
            said[source.id] = self._statement(None)
        return said

    def _found(self, text: str, said: Mapping[str, str]) -> Source | str | None:
        """A source that is known, the address of a new one, nothing for one without; None for no more."""
        if not text:
            if not said:
                raise UsageError("an event has at least one source")
            return None
        if text == "new":
            return ""
        known = self._known(text)
        if known:
            return known
        if re.match("https?:", text):
            return str(_text(_SOURCE["url"], text))
        names = {one.id: f"{one.title} {one.publisher}" for one in self._chronology.sources.values()}
        return self._chronology.sources[_by_words("source", text, names)]

    def _known(self, text: str) -> Source | None:
        """The source with an id or an address."""
        known = {**self._chronology.sources, **self._sources}
        if text in known:
            return known[text]
        bare = bare_address(text)
        addresses = ((source, address) for source in known.values() for address in (source.url, source.archived))
        return next((source for source, address in addresses if address and bare_address(address) == bare), None)

    def _known_with_statement(self, text: str) -> tuple[Source, str]:
        """A source and what it says, from ``ID=SAYS``; an address may have the sign in itself."""
        parts = text.split("=")
        for number in range(len(parts), 0, -1):
            source = self._known("=".join(parts[:number]))
            if source:
                return source, self._statement("=".join(parts[number:]) if number < len(parts) else "")
        raise unknown("source", parts[0], self._chronology.sources)

    def _statement(self, given: str | None) -> str:
        field = schema.Field("source-says", "text", "")
        if given is not None:
            return _option("source-says", _reader_of(field), given) if given else ""
        assert self._interview  # without one it is an option that says it
        question = "  What does it say of this event? A sentence of your own"
        answer = lambda text: _text(field, text) if text else ""  # noqa: E731
        return str(self._interview.ask(question, answer, hint="Enter for nothing"))

    def _new_fields(self) -> dict[str, Any]:
        """What the options say of a new source."""
        named = {name.removeprefix("source_"): value for name, value in self._given.items() if name[:7] == "source_"}
        return {name: value for name, value in named.items() if value and name != "says"}

    def _source(self, url: str) -> Source:
        """A new source; one whose address is known is that."""
        known = self._known(url) if url else None
        if known:
            return known
        if url:
            _option("source-url", _reader_of(_SOURCE["url"]), url)
        given = self._new_fields()
        if not self._interview:
            missing = ["--source-title"] if "title" not in given else []
            missing += [] if url or "held" in given else ["--source-url"]
            if missing:
                raise UsageError(f"a new source needs {' and '.join(missing)}")
        values: dict[str, Any] = {"url": url}
        like = self._like(url)
        read = _reader_of(_SOURCE["author"])
        values["author"] = tuple(_option("source-author", read, text) for text in given.get("author", ()))
        for name in ("title", "publisher", "date", "language", "kind", *(() if url else ("held",))):
            values[name] = self._field_of_source(name, given.get(name), like)
        proposed = slug(f"{values['publisher'] or values['title']} {values['date'].text if values['date'] else ''}")
        taken = {**self._chronology.sources, **self._sources}
        values["id"] = self._field_of_source("id", given.get("id"), {"id": _unique(proposed or "source", taken)})
        source = Source(**values)
        self._sources[source.id] = source
        return source

    def _like(self, url: str) -> dict[str, str]:
        """What the last source of the same site has, to be offered for a new one."""
        same = [one for one in self._chronology.sources.values() if url and one.url and _site(one.url) == _site(url)]
        return {name: getattr(same[-1], name) for name in ("publisher", "language", "kind")} if same else {}

    def _field_of_source(self, name: str, given: Any, like: Mapping[str, str]) -> Any:
        field, read = _SOURCE[name], self._reader_of_source(name)
        nothing: Any = None if name == "date" else ""
        if given:
            return _option(f"source-{name}", read, given)
        default = like.get(name, "")
        if not self._interview:
            return read(default) if name == "id" else Source._field_defaults.get(name, nothing)
        optional = name in ("publisher", "date", "language") and not default
        answer = lambda text: nothing if optional and not text else read(text)  # noqa: E731
        hint = "Enter if it is not known" if optional else ""
        return self._interview.ask(f"  {_ASKED_OF_SOURCE[name]}", answer, default, field.choices, hint)

    def _reader_of_source(self, name: str) -> Callable[[str], Any]:
        """What makes a value of an answer about a new source."""
        if name == "id":
            return lambda text: _new_id("source", text, {**self._chronology.sources, **self._sources})
        return typed if name == "date" else _reader_of(_SOURCE[name])


_OPTIONS = {"programmes": "programme", "topics": "topic", "people": "person"}
"""What the option of a field is called, where not as the field."""


def _option(name: str, read: Callable[[str], Any], text: str) -> Any:
    """The value of an option. Raises `UsageError`."""
    try:
        return read(text)
    except ValueError as error:
        raise ArgumentError(_OPTIONS.get(name, name), str(error)) from None


def _reader_of(field: schema.Field) -> Callable[[str], Any]:
    if field.choices:
        return lambda text: _chosen(field.name, text, field.choices)
    return lambda text: _text(field, text)


def _text(field: schema.Field, text: str) -> str | Date:
    """A text as a file may have it. Raises `ValueError`."""
    if not text.strip():
        raise ValueError("is empty")
    wrong = re.search(FORBIDDEN, text)
    if wrong:
        raise ValueError(f"contains {name_of(wrong[0])}, which a file may not have")
    index = unbalanced_bidi(text)
    if index is not None:
        raise ValueError(f"contains {name_of(text[index])} without its counterpart")
    return SHAPES[field.shape](text)


def _chosen(name: str, text: str, choices: Iterable[str]) -> str:
    """The one of the words that was meant, whatever its case. Raises `UnknownError`."""
    by_name = {choice.casefold(): choice for choice in choices}
    if text.casefold() not in by_name:
        raise unknown(name.removesuffix("s"), text, by_name.values())
    return by_name[text.casefold()]


def _by_words(what: str, text: str, names: Mapping[str, str]) -> str:
    """The id that was typed, or the one of the only name that has all of the words. Raises `UsageError`."""
    if text in names:
        return text
    words = fold(text).split()
    found = [id for id, name in names.items() if all(word in fold(f"{id} {name}") for word in words)]
    if len(found) == 1:
        return found[0]
    if found:
        shown = "; ".join(f"{id}: {names[id]}" for id in found[:MAX_FOUND])
        raise UsageError(f"{count(len(found), what)} have these words; give more words, or an id: {shown}")
    address = "; type the whole address of a new one, https://…" if what == "source" else ""
    raise UsageError(f"no {what} has the words {quoted(text)}{address}")


def _new_id(what: str, text: str, taken: Iterable[str]) -> str:
    if text in taken:
        raise UsageError(f"there is {'an' if what == 'event' else 'a'} {what} {quoted(text)} already; ids are unique")
    return str(_text(_SOURCE["id"], text))


def _unique(id: str, taken: Iterable[str]) -> str:
    """An id, with a number where it is taken."""
    known = set(taken)
    return next(one for one in (id, *(f"{id}-{number}" for number in range(2, len(known) + 3))) if one not in known)


def _site(url: str) -> str:
    return bare_address(url).partition("/")[0]


def yes_or_no(text: str) -> bool:
    """Whether an answer is yes. Raises `UsageError`."""
    if text.casefold() not in ("y", "yes", "n", "no"):
        raise UsageError("type yes or no")
    return text.casefold()[0] == "y"
