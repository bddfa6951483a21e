"""Bytes to a chronology: every fault of a file found in one pass, each with its position and what was expected."""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from timeline.datafile import groups, schema, slips, syntax
from timeline.datafile.encoding import EncodingError, clean
from timeline.datafile.faults import Faults
from timeline.datafile.positions import Positions
from timeline.datafile.references import References
from timeline.datafile.schema import Field
from timeline.datafile.syntax import Node, Position
from timeline.datafile.values import RULES, SHAPES, bad_id, is_code, is_id
from timeline.datafile.wording import NULLS, as_list, instead_of, is_nothing, named, named_field, says_nothing
from timeline.dates import Date
from timeline.errors import DataError, DateError
from timeline.model import WAYS, Chronology, Event, Programme, Source
from timeline.text import escape_unprintable, is_blank, name_of, quoted, unbalanced_bidi


def read(data: bytes, name: str, positions: Positions | None = None) -> Chronology:
    """A chronology. Where each field of it stands is noted in ``positions``, when given. Raises `DataError`."""
    faults = Faults()
    with _collector_paused():
        chronology = _Reading(faults, positions).chronology(data)
    if faults.problems or chronology is None:
        raise DataError(name, faults.in_order())
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
MAX_SOURCE = 5_000
"""Characters of a source in all, which are said again wherever it is cited."""
_LEAST = "a chronology has at least 'title:', 'sources:' and 'events:'"
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
    """One reading of one file."""

    def __init__(self, faults: Faults, positions: Positions | None) -> None:
        self._faults = faults
        self._report = faults.report
        self._references = References(faults)
        self._positions = positions
        self._words: dict[str, str] = {}
        self._section_read = ""
        self._begun = (1, 1)

    def chronology(self, data: bytes) -> Chronology | None:
        """The chronology of a file's bytes; None where its faults leave none."""
        found: Chronology | None = None
        try:
            data = clean(data, self._report)
            if self._in_conflict(data):
                return None
            with syntax.Reader(data, self._report) as reader:
                found = self._document(reader)
        except EncodingError as fault:
            self._faults.end(fault.position, "encoding", fault.message)
            return None
        except syntax.NotYAMLError as fault:
            self._stopped(fault, data)
        if self._faults.problems:
            self._faults.explain(slips.odd_indentation(data.decode(), self._faults.lines()))
        return found

    def _in_conflict(self, data: bytes) -> bool:
        """Whether, reported, the file holds two versions of itself."""
        if b"=======" in data or b"<<<<<<<" in data or b">>>>>>>" in data:
            for slip in slips.conflicts(data.decode()):
                self._report(slip.position, "file", slip.rule, slip.message)
            return any(problem.rule == "merge-conflict" for problem in self._faults.problems)
        return False

    def _stopped(self, fault: syntax.NotYAMLError, data: bytes) -> None:
        """Notes where reading ended, and why."""
        for position in (self._begun, fault.position) if fault.rule == "yaml" and self._section_read else ():
            section = slips.misplaced(data.decode(), position, self._section_read)
            if section:
                message = f"the record that begins here {slips.to_move(section)}"
                self._faults.end(position, "wrong-section", message, self._section_read)
                return
        self._faults.end(fault.position, fault.rule, fault.message)

    def _document(self, reader: syntax.Reader) -> Chronology | None:
        begun = reader.start()
        if begun is not syntax.Mapping:
            rule, what = ("empty", "empty") if is_nothing(begun) else ("wrong-shape", "not a mapping")
            self._report((1, 1), "file", rule, f"is {what}; {_LEAST}")
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
                self._references.skip(name)
                self._report((1, 1), "file", "missing-field", f"{name!r} is missing; {_LEAST}")
        self._references.settle()
        if self._positions is not None:
            self._positions.keep("file", "", found)
        return None if self._faults.problems else _assembled(values)

    def _section(self, name: str, reader: syntax.Reader) -> Mapping[str, object]:
        """One of the parts that hold records, each record made as soon as it is read."""
        self._section_read, self._begun = name, reader.position()
        if name == "events" and reader.is_list():
            return self._events(reader)
        if name != "events" and reader.is_mapping():
            read = {"programmes": self._programme, "sources": self._source}.get(name, self._word)
            return self._keyed(name, reader, read)
        node = reader.node(name)
        if node is not None:
            shape = "a list of events, [] for none" if name == "events" else "a mapping, {} for none"
            self._report(node.position, name, "wrong-shape", f"{named(node)}; expected {shape}")
        self._references.skip(name)
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
                    message = f"duplicate id {quoted(given.text)}, first in line {lines[given.text]}; ids are unique"
                    self._report(given.position, where, "duplicate-id", message)
                lines.setdefault(given.text, node.position[0])
                self._keep("events", given.text, node.position, node)
            if self._misplaced("events", node, where):
                continue
            values = self._record(schema.EVENT, node, where)
            if values:
                events[values["id"]] = Event(**values)
        self._references.know("events", lines)
        return events

    def _keyed(self, name: str, reader: syntax.Reader, read: _Read) -> Mapping[str, object]:
        records: dict[str, object] = {}
        folded: dict[str, str] = {}
        for key, position in reader.entries(name):
            where = f"{name.removesuffix('s')} {escape_unprintable(key[:60])}"
            if name == "programmes" and folded.setdefault(key.casefold(), key) != key:
                other = quoted(folded[key.casefold()])
                message = f"{quoted(key)} and {other} differ only in case; codes are unique"
                self._report(position, where, "duplicate-id", message)
            node = reader.node(where)
            self._keep(name, key, position, node)
            records[key] = read(key, position, node, where)
            if name != "sources":  # of which a long chronology has many
                syntax.check_size(records, position, name)
        self._references.know(name, records)
        return records

    def _word(self, key: str, position: Position, node: Node, where: str) -> str | Date | None:
        self._text(_WORD, syntax.Scalar(position, key, '"'), where)
        if key.startswith("-"):
            self._report(position, where, "bad-id", f"{quoted(key)} begins with -, as an option does")
        return self._text(_MEANING, node, where)

    def _programme(self, key: str, position: Position, node: Node, where: str) -> Programme | None:
        if self._misplaced("programmes", node, where):
            return None
        if not is_code(key):
            message = f"code {quoted(key)} is not a short name; use letters, digits and - _ . +"
            self._report(position, where, "bad-code", message)
        values = self._keyed_record(schema.PROGRAMME, node, where)
        if values and "parent" in values:
            self._references.part(key, position)
        return Programme(code=key, **values) if values else None

    def _source(self, key: str, position: Position, node: Node, where: str) -> Source | None:
        if self._misplaced("sources", node, where):
            return None
        if not is_id(key):
            self._report(position, where, "bad-id", bad_id(key))
        values = self._keyed_record(schema.SOURCE, node, where)
        if isinstance(node, syntax.Mapping) and not any(way in node.pairs for way in WAYS):
            message = f"cannot be looked up; give it at least one of {', '.join(WAYS)}"
            self._report(node.position, where, "no-way-to-find", message)
        if values and (size := sum(map(len, _texts(values)))) > MAX_SOURCE:
            message = (
                f"has {size:,} characters in all; at most {MAX_SOURCE:,}, since each event that cites it says them"
            )
            self._report(position, where, "too-large", message)
        return Source(id=key, **values) if values else None

    def _keyed_record(self, fields: tuple[Field, ...], node: Node, where: str) -> dict[str, Any] | None:
        if isinstance(node, syntax.Mapping):
            return self._record(fields, node, where)
        self._not_a_record(node, where)
        return None

    def _misplaced(self, section: str, node: Node, where: str) -> bool:
        """Whether, reported, a node is a record of another section."""
        belongs = slips.section_of(node.pairs, section) if isinstance(node, syntax.Mapping) else ""
        if belongs and node:
            self._report(node.position, where, "wrong-section", slips.to_move(belongs))
        return bool(belongs)

    def _record(self, fields: tuple[Field, ...], node: syntax.Mapping, where: str) -> dict[str, Any] | None:
        """The values of a record's fields; None when one that it needs is missing or wrong."""
        known = _FIELDS[fields]
        values: dict[str, Any] = {}
        for name, (position, value) in node.pairs.items():
            field = known.get(name)
            if field is None:
                if not self._misplaced("", value, f"{where}, {escape_unprintable(name[:60])}"):
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
                    self._report(node.position, where, "missing-field", f"{field.name!r} is missing")
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
                message = f"{named(node)}; expected a list{as_list(node)}"
                self._report(node.position, named_field(where, field), "wrong-shape", message)
            return None
        if field.grouped:
            return groups.read(field, node, self._value, self._faults)
        values = [self._text(field, item, where) for item in node.items]
        if len(set(values)) < len(values):
            self._repeated(field, node, where)
        if field.required and not values:
            self._report(node.position, named_field(where, field), "empty", "is an empty list; expected at least one")
            return None
        if None in values:
            return None
        return dict.fromkeys(values, "") if field.stated else tuple(values)

    def _statements(self, field: Field, node: syntax.Mapping, where: str) -> dict[str | Date, str | Date] | None:
        """The words of a field with what is said beside each, which may be nothing."""
        if not node.pairs:
            message = "is an empty mapping; expected at least one"
            self._report(node.position, named_field(where, field), "empty", message)
            return None
        values: dict[str | Date, str | Date] = {}
        for key, (position, said) in node.pairs.items():
            word = self._text(field, syntax.Scalar(position, key, '"'), where)
            sentence = Field(f"{field.name} {escape_unprintable(key[:60])}", "text", "")
            statement = "" if says_nothing(said) else self._text(sentence, said, where)
            if word is not None and statement is not None:
                values[word] = statement
        return values if len(values) == len(node.pairs) else None

    def _text(self, field: Field, node: Node, where: str) -> str | Date | None:
        if not isinstance(node, syntax.Scalar):
            if node is not None:
                message = f"{named(node)}; {instead_of(field, node)}"
                self._report(node.position, named_field(where, field), "wrong-shape", message)
            return None
        text = node.text
        if not text.isascii() and self._cannot_be_seen(field, node, where):
            return None
        if (node.plain and text in NULLS) or not text.strip():
            otherwise = "" if field.required else " or leave it out"
            self._report(node.position, named_field(where, field), "empty", f"is empty; give it a value{otherwise}")
            return None
        if field.choices and text not in field.choices:
            meant = self._faults.meant(text, field.choices)
            message = f"{quoted(text)} is not one of {', '.join(field.choices)}{meant}"
            self._report(node.position, named_field(where, field), "not-a-choice", message)
            return None
        try:
            value = SHAPES[field.shape](text)
        except (ValueError, DateError) as error:
            self._report(node.position, named_field(where, field), RULES[field.shape], str(error))
            return None
        if field.shape in _REPEATED:
            value = self._words.setdefault(text, text)
        if field.refers:
            self._references.refer(node.position, named_field(where, field), field.refers, text)
        return value

    def _cannot_be_seen(self, field: Field, node: syntax.Scalar, where: str) -> bool:
        """Whether, reported, a text holds nothing that can be seen, or turns the direction of what follows it."""
        text = node.text
        if is_blank(text):
            seen = next((char for char in text if not char.isspace()), text[0])
            otherwise = "" if field.required else " or leave it out"
            message = f"holds only characters that cannot be seen ({name_of(seen)}); give it a value{otherwise}"
            self._report(node.position, named_field(where, field), "empty", message)
            return True
        index = unbalanced_bidi(text)
        if index is not None:
            message = f"contains {name_of(text[index])} without its counterpart; remove it"
            self._report(node.position, named_field(where, field), "unbalanced-direction", message)
        return index is not None

    def _repeated(self, field: Field, node: syntax.Sequence, where: str) -> None:
        seen: set[str] = set()
        for item in node.items:
            if isinstance(item, syntax.Scalar):
                if item.text in seen:
                    message = f"duplicate {quoted(item.text)} in the list; keep one"
                    self._report(item.position, named_field(where, field), "repeated-item", message)
                seen.add(item.text)

    def _not_a_record(self, node: Node, where: str) -> None:
        if node is not None:
            self._report(node.position, where, "wrong-shape", f"{named(node)}; expected a mapping of fields")

    def _unknown(self, name: str, position: Position, where: str, known: Collection[str]) -> None:
        meant = self._faults.meant(name, known, "; choose from " + ", ".join(known))
        self._report(position, where, "unknown-field", f"unknown field {quoted(name)}{meant}")


def _assembled(values: dict[str, Any]) -> Chronology:
    values["events"] = tuple(sorted(values["events"].values(), key=lambda event: event.order))
    return Chronology(**values)


def _texts(values: Mapping[str, Any]) -> Iterator[str]:
    """The texts of a record's fields, those of lists one by one."""
    for value in values.values():
        yield from value if isinstance(value, tuple) else (str(value),)
