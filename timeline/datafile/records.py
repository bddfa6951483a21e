"""Bytes to a chronology: every fault of a file found in one pass, each with its position and what was expected."""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from timeline.datafile import schema, syntax
from timeline.datafile.encoding import EncodingError, clean
from timeline.datafile.positions import Positions
from timeline.datafile.schema import Field
from timeline.datafile.syntax import Node, Position
from timeline.datafile.values import SHAPES, bad_id, is_code, is_id
from timeline.dates import Date
from timeline.errors import DataError, DateError, Problem
from timeline.model import WAYS, Chronology, Event, Programme, Source
from timeline.text import did_you_mean, escape_unprintable, name_of, quoted, unbalanced_bidi

MAX_PROBLEMS = 10_000
"""Problems at which reading ends."""
MAX_COMPARISONS = 50_000
"""Words looked at, in a whole file, for what was meant by a wrong one."""


def read(data: bytes, name: str, positions: Positions | None = None) -> Chronology:
    """A chronology. Where each field of it stands is noted in ``positions``, when given. Raises `DataError`."""
    reading = _Reading(positions)
    with _collector_paused():
        chronology = reading.chronology(data)
    if reading.problems or chronology is None:
        raise DataError(name, reading.sorted_problems())
    return chronology


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Nothing a reading makes is garbage before its end: looking for some doubles the time of a large file."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


_REPEATED = frozenset({"line", "choice"})
"""Shapes of text that a long file may hold many times, and a chronology then once."""
_LEAST = "a chronology has at least 'title:', 'sources:' and 'events:'"
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_FIELDS: dict[tuple[Field, ...], dict[str, Field]] = {
    fields: {field.name: field for field in fields}
    for fields in (schema.EVENT, schema.PROGRAMME, schema.SOURCE, schema.CHRONOLOGY)
}
_TOP = (*_FIELDS[schema.CHRONOLOGY], *schema.SECTIONS)


_WORD = Field("word", "line", "", required=True)
_MEANING = Field("meaning", "text", "", required=True)


_Read = Callable[[str, Position, Node, str], object]
"""Makes a record of its key, the position of that, its node, and where it is in words; None for a faulty one."""


class _Reading:
    """One reading of one file: what was found so far, and what was wrong with it."""

    def __init__(self, positions: Positions | None) -> None:
        self.problems: list[Problem] = []
        self._positions = positions
        self._known: dict[str, Mapping[str, object]] = {}
        self._codes: dict[str, Position] = {}
        self._later: list[tuple[Position, str, str, str]] = []
        self._words: dict[str, str] = {}
        self._unread: set[str] = set()
        self._comparisons_left = MAX_COMPARISONS

    def report(self, position: Position, where: str, message: str) -> None:
        """Notes a fault; ``where`` names in words the record, and the field, that has it."""
        self.problems.append(Problem(*position, where, message))
        if len(self.problems) == MAX_PROBLEMS:
            raise syntax.NotYAMLError(
                position, f"has {MAX_PROBLEMS:,} problems; correct these first, reading stops here"
            )

    def sorted_problems(self) -> list[Problem]:
        """The problems in the order of the file."""
        return sorted(self.problems, key=lambda problem: (problem.line, problem.column))

    def chronology(self, data: bytes) -> Chronology | None:
        """The chronology of a file's bytes; None where its faults leave none."""
        try:
            with syntax.Reader(clean(data, self.report), self.report) as reader:
                return self._document(reader)
        except (EncodingError, syntax.NotYAMLError) as fault:
            self.problems.append(Problem(*fault.position, "file", fault.message))
        return None

    def _document(self, reader: syntax.Reader) -> Chronology | None:
        begun = reader.start()
        if begun is not syntax.Mapping:
            what = "empty" if _is_nothing(begun) else "not a mapping"
            self.report((1, 1), "file", f"is {what}; {_LEAST}")
            return None
        values: dict[str, Any] = {}
        found: dict[str, Position] = {}
        for key, position in reader.entries("file"):
            if key not in _TOP:
                self._unknown(key, position, "file", _TOP)
                reader.node("file")
                continue
            found[key] = position
            section = key in schema.SECTIONS
            values[key] = (
                self._section(key, reader)
                if section
                else self._value(_FIELDS[schema.CHRONOLOGY][key], reader.node("file"), "file")
            )
        reader.finish()
        for name in ("title", *schema.REQUIRED_SECTIONS):
            if name not in found:
                self._unread.add(name)
                self.report((1, 1), "file", f"{name!r} is missing; {_LEAST}")
        self._settle()
        if self._positions is not None:
            self._positions.keep("file", "", found)
        return None if self.problems else _assembled(values)

    def _section(self, name: str, reader: syntax.Reader) -> Mapping[str, object]:
        """One of the parts that hold records, each record made as soon as it is read."""
        if name == "events" and reader.is_list():
            return self._events(reader)
        if name != "events" and reader.is_mapping():
            read = {"programmes": self._programme, "sources": self._source}.get(name, self._word)
            return self._keyed(name, reader, read)
        node = reader.node(name)
        if node is not None:
            shape = "a list of events, [] for none" if name == "events" else "a mapping, {} for none"
            self.report(node.position, name, f"{_named(node)}; expected {shape}")
        self._unread.add(name)
        return {}

    def _events(self, reader: syntax.Reader) -> dict[str, Event]:
        events: dict[str, Event] = {}
        lines: dict[str, int] = {}
        for number, _ in enumerate(reader.items("events"), start=1):
            where = f"event {number}"
            node = reader.node(where)
            if not isinstance(node, syntax.Mapping):
                self._not_a_record(node, where)
                continue
            _, given = node.pairs.get("id", (None, None))
            if isinstance(given, syntax.Scalar):
                where = f"event {escape_unprintable(given.text[:60])}"
                if given.text in lines:
                    self.report(
                        given.position,
                        where,
                        f"duplicate id {quoted(given.text)}, first in line {lines[given.text]}; ids are unique",
                    )
                lines.setdefault(given.text, node.position[0])
                self._keep("events", given.text, node.position, node)
            values = self._record(schema.EVENT, node, where)
            if values:
                events[values["id"]] = Event(**values)
        self._known["events"] = lines  # faulty events too: a fault is reported once, not by each that refers to it
        return events

    def _keyed(self, name: str, reader: syntax.Reader, read: _Read) -> Mapping[str, object]:
        records: dict[str, object] = {}
        folded: dict[str, str] = {}
        for key, position in reader.entries(name):
            where = f"{name.removesuffix('s')} {escape_unprintable(key[:60])}"
            if name == "programmes" and folded.setdefault(key.casefold(), key) != key:
                other = quoted(folded[key.casefold()])
                self.report(position, where, f"{quoted(key)} and {other} differ only in case; codes are unique")
            node = reader.node(where)
            self._keep(name, key, position, node)
            records[key] = read(key, position, node, where)
            if name != "sources":  # of which a long chronology has many
                syntax.check_size(records, position, name)
        self._known[name] = records
        return records

    def _word(self, key: str, position: Position, node: Node, where: str) -> str | Date | None:
        self._text(_WORD, syntax.Scalar(position, key, '"'), where)
        return self._text(_MEANING, node, where)

    def _programme(self, key: str, position: Position, node: Node, where: str) -> Programme | None:
        if not is_code(key):
            self.report(position, where, f"code {quoted(key)} is not a short name; use letters, digits and - _ . +")
        values = self._keyed_record(schema.PROGRAMME, node, where)
        if values and "parent" in values:
            self._codes[key] = position
        return Programme(code=key, **values) if values else None

    def _source(self, key: str, position: Position, node: Node, where: str) -> Source | None:
        if not is_id(key):
            self.report(position, where, bad_id(key))
        values = self._keyed_record(schema.SOURCE, node, where)
        if isinstance(node, syntax.Mapping) and not any(way in node.pairs for way in WAYS):
            self.report(node.position, where, f"cannot be looked up; give it at least one of {', '.join(WAYS)}")
        return Source(id=key, **values) if values else None

    def _keyed_record(self, fields: tuple[Field, ...], node: Node, where: str) -> dict[str, Any] | None:
        if isinstance(node, syntax.Mapping):
            return self._record(fields, node, where)
        self._not_a_record(node, where)
        return None

    def _record(self, fields: tuple[Field, ...], node: syntax.Mapping, where: str) -> dict[str, Any] | None:
        """The values of a record's fields; None when one that it needs is missing or wrong."""
        known = _FIELDS[fields]
        values: dict[str, Any] = {}
        for name, (position, value) in node.pairs.items():
            field = known.get(name)
            if field is None:
                self._unknown(name, position, where, known)
                continue
            read = self._value(field, value, where)
            if read is not None:
                values[name] = read
        complete = True
        for field in fields:
            if field.required and field.name not in values:
                complete = False
                if field.name not in node.pairs:
                    self.report(node.position, where, f"{field.name!r} is missing")
        return values if complete else None

    def _keep(self, section: str, id: str, position: Position, node: Node) -> None:
        """Notes where a record stands, and each of its fields, when that is asked for."""
        if self._positions is not None:
            pairs = node.pairs if isinstance(node, syntax.Mapping) else {}
            self._positions.keep(section, id, {"": position, **{name: at for name, (at, _) in pairs.items()}})

    def _value(self, field: Field, node: Node, where: str) -> Any:
        """A field's value by the schema; None, reported, when it has none."""
        if not field.many:
            return self._text(field, node, where)
        if field.stated and isinstance(node, syntax.Mapping):
            return self._statements(field, node, where)
        if not isinstance(node, syntax.Sequence):
            if node is not None:
                self.report(node.position, _in(where, field), f"{_named(node)}; expected a list{_as_list(node)}")
            return None
        values = [self._text(field, item, where) for item in node.items]
        if len(set(values)) < len(values):
            self._repeated(field, node, where)
        if field.required and not values:
            self.report(node.position, _in(where, field), "is an empty list; expected at least one")
            return None
        if None in values:
            return None
        return dict.fromkeys(values, "") if field.stated else tuple(values)

    def _statements(self, field: Field, node: syntax.Mapping, where: str) -> dict[str | Date, str | Date] | None:
        """The words of a field with what is said beside each, which may be nothing."""
        if not node.pairs:
            self.report(node.position, _in(where, field), "is an empty mapping; expected at least one")
            return None
        values: dict[str | Date, str | Date] = {}
        for key, (position, said) in node.pairs.items():
            word = self._text(field, syntax.Scalar(position, key, '"'), where)
            sentence = Field(f"{field.name} {escape_unprintable(key[:60])}", "text", "")
            statement = "" if _is_nothing(said) or _is_blank(said) else self._text(sentence, said, where)
            if word is not None and statement is not None:
                values[word] = statement
        return values if len(values) == len(node.pairs) else None

    def _text(self, field: Field, node: Node, where: str) -> str | Date | None:
        if not isinstance(node, syntax.Scalar):
            if node is not None:
                self.report(node.position, _in(where, field), f"{_named(node)}; {_in_text(field, node)}")
            return None
        text = node.text
        if (node.plain and text in _NULLS) or not text.strip():
            otherwise = "" if field.required else " or leave it out"
            self.report(node.position, _in(where, field), f"is empty; give it a value{otherwise}")
            return None
        if not text.isascii():
            index = unbalanced_bidi(text)
            if index is not None:
                self.report(
                    node.position,
                    _in(where, field),
                    f"contains {name_of(text[index])} without its counterpart; remove it",
                )
                return None
        if field.choices and text not in field.choices:
            message = f"{quoted(text)} is not one of {', '.join(field.choices)}{self._meant(text, field.choices)}"
            self.report(node.position, _in(where, field), message)
            return None
        try:
            value = SHAPES[field.shape](text)
        except (ValueError, DateError) as error:
            self.report(node.position, _in(where, field), str(error))
            return None
        if field.shape in _REPEATED:
            value = self._words.setdefault(text, text)
        if field.refers:
            self._refer(field, node.position, where, text)
        return value

    def _repeated(self, field: Field, node: syntax.Sequence, where: str) -> None:
        seen: set[str] = set()
        for item in node.items:
            if isinstance(item, syntax.Scalar):
                if item.text in seen:
                    self.report(
                        item.position, _in(where, field), f"duplicate {quoted(item.text)} in the list; keep one"
                    )
                seen.add(item.text)

    def _refer(self, field: Field, position: Position, where: str, word: str) -> None:
        """Checks a reference now where its section is read, else when the file is."""
        known = self._known.get(field.refers)
        if known is None:
            self._later.append((position, _in(where, field), field.refers, word))
        elif word not in known:
            self._nowhere(position, _in(where, field), field.refers, word)

    def _settle(self) -> None:
        """Reports the references that lead nowhere, and programmes that are their own ancestors."""
        for position, where, section, word in self._later:
            known = self._known.get(section)
            free = section in self._unread or (known is None and section in ("kinds", "topics"))
            if not free and word not in (known or ()):
                self._nowhere(position, where, section, word)
        programmes = {
            code: entry for code, entry in self._known.get("programmes", {}).items() if isinstance(entry, Programme)
        }
        for code in _cycles(programmes):
            where = f"programme {escape_unprintable(code[:60])}"
            self.report(self._codes[code], where, "is its own ancestor; its parents form a cycle")

    def _nowhere(self, position: Position, where: str, section: str, word: str) -> None:
        meant = self._meant(word, self._known.get(section, ()))
        self.report(position, where, f"there is no {_NOUNS[section]} {quoted(word)}{meant}")

    def _not_a_record(self, node: Node, where: str) -> None:
        if node is not None:
            self.report(node.position, where, f"{_named(node)}; expected a mapping of fields")

    def _unknown(self, name: str, position: Position, where: str, known: Collection[str]) -> None:
        meant = self._meant(name, known, "; choose from " + ", ".join(known))
        self.report(position, where, f"unknown field {quoted(name)}{meant}")

    def _meant(self, word: str, choices: Collection[str], otherwise: str = "") -> str:
        """The end of a message, as long as there is patience for looking: in a large file a look may take a second."""
        self._comparisons_left -= len(choices)
        return did_you_mean(word[:100], choices, otherwise) if self._comparisons_left >= 0 else otherwise


_NOUNS = {"kinds": "kind", "topics": "topic", "programmes": "programme", "sources": "source", "events": "event"}


def _in(where: str, field: Field) -> str:
    """A field of a record in words; those of the file itself stand alone."""
    return field.name if where == "file" else f"{where}, {field.name}"


def _is_nothing(node: Node | type[syntax.Mapping]) -> bool:
    return node is None or (isinstance(node, syntax.Scalar) and node.plain and node.text in _NULLS)


def _is_blank(node: Node) -> bool:
    return isinstance(node, syntax.Scalar) and not node.text.strip()


def _named(node: syntax.Scalar | syntax.Sequence | syntax.Mapping) -> str:
    if _is_nothing(node):
        return "is empty"
    if isinstance(node, syntax.Scalar):
        return f"is the text {quoted(node.text)}"
    return "is a list" if isinstance(node, syntax.Sequence) else "is a mapping"


def _in_text(field: Field, node: syntax.Sequence | syntax.Mapping) -> str:
    """What is to be done about a list or a mapping where text belongs: YAML takes a date in brackets for a list."""
    if field.shape == "date" and isinstance(node, syntax.Sequence):
        return "put the date in quotes"
    if field.stated and isinstance(node, syntax.Mapping):
        return "leave out the hyphen: what a source states stands in a mapping, 'id: sentence'"
    return "expected text"


def _as_list(node: syntax.Scalar | syntax.Mapping) -> str:
    if isinstance(node, syntax.Mapping) or _is_nothing(node) or len(node.text) > 60:
        return ""
    text = escape_unprintable(node.text)
    if re.search(r"[][{},:#&*!|>%@`?'-]", text):
        text = f'"{text}"'
    return "" if '"' in node.text else f", such as [{text}]"


def _cycles(programmes: Mapping[str, Programme]) -> list[str]:
    """The codes of programmes that are their own ancestors. Each programme is looked at once."""
    cycles: list[str] = []
    done: set[str] = set()
    for code in programmes:
        path: dict[str, int] = {}
        at = code
        while at and at in programmes and at not in done:
            done.add(at)
            path[at] = len(path)
            at = programmes[at].parent
        if at in path:
            cycles += list(path)[path[at] :]
    return cycles


def _assembled(values: dict[str, Any]) -> Chronology:
    values["events"] = tuple(sorted(values["events"].values(), key=lambda event: event.order))
    return Chronology(**values)
