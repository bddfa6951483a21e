"""The one form of a data file: order, quoting, wrapping and lists; each comment stays with what it belongs to."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import yaml

from timeline.datafile import parse, schema
from timeline.datafile.comments import Comments, Path, comments_of
from timeline.dates import Date
from timeline.model import Chronology, Event, Programme, Source

WIDTH = 100
"""Columns of a line that can be wrapped or written as a list."""
_MEANING = schema.Field("meaning", "text", "")
_HEADINGS = {
    "kinds": "What sort of thing an event is.",
    "topics": "What an event is about, where that matters beyond its programmes.",
    "spellings": "Words that are one to search, person and place.",
    "programmes": "The programmes, by code.",
    "sources": "The bibliography, by id.",
    "events": "The events, by earliest day, latest day and id.",
}
"""What stands above each section of a file that is written from records alone."""
_TEXT = "tag:yaml.org,2002:str"
_INDICATORS = "[]{},&*!|>'\"%@`#"
"""What no plain text begins with."""
_NUMBER = re.compile(r"[-+]?(0o[0-7]+|\.?[0-9][0-9.]*([eE][-+]?[0-9]+)?)")
"""What a reader of YAML 1.2 takes for a number, though one of YAML 1.1 does not."""
_PLAIN = re.compile(r"[^\W\d_](?:[^:#\s]|:(?=\S)|(?<=\S)#| (?=[^#\s]))*")
_PLAIN_IN_BRACKETS = re.compile(r"[^\W\d_](?:[^][{},?:#\s]| (?=[^#\s]))*")
"""Texts that every reader takes as they are, but for `_WORDS`; of others a reader is asked."""
_WORDS = frozenset(("true", "false", "yes", "no", "on", "off", "null", "y", "n"))
"""What a reader may take for something else than text, in any case."""


def formatted(data: bytes, name: str) -> bytes:
    """A data file in its one form; its comments stay with what they belong to. Raises `DataError`.

    Lines end as its first one does. What was read of the file before is read of it after.
    """
    chronology = parse(data, name)
    text = data.decode("utf-8-sig")
    end = "\r\n" if re.match("[^\r\n]*\r\n", text) else "\n"
    comments = comments_of(re.sub("\r\n?", "\n", text))
    return "".join(f"{line}{end}" for line in lines(chronology, comments)).encode()


def written(chronology: Chronology) -> Iterator[str]:
    """A chronology as the lines of a data file, without a data dictionary."""
    comments = Comments()
    for section, heading in _HEADINGS.items():
        comments.add_before((section,), [f"# {heading}"])
    return lines(chronology, comments)


def lines(chronology: Chronology, comments: Comments) -> Iterator[str]:
    """The lines of a file, without their ends."""
    writer = _Writer(comments)
    yield from comments.opening
    fields = {field.name: field for field in schema.CHRONOLOGY}
    for name in schema.ORDER:
        value = getattr(chronology, name)
        if name in fields and not fields[name].grouped:
            yield from writer.field((name,), value, fields[name])
        elif value or name in schema.REQUIRED_SECTIONS or name in comments.fields:
            yield ""
            yield from writer.groups(name, value) if name in fields else writer.section(name, value)
    ending = comments.ending.get((), [])
    yield from ["", *ending] if ending else []


def record_lines(record: Event | Source) -> list[str]:
    """A record as lines of its section, without their ends."""
    section = "events" if isinstance(record, Event) else "sources"
    records = (record,) if isinstance(record, Event) else {record.id: record}
    return list(_Writer(Comments()).section(section, records))[1:]


_Value = str | Date | tuple[str, ...] | Mapping[str, str] | None
"""What a field may hold."""
_Record = Event | Programme | Source


class _Writer:
    """Writes the parts of a file with their comments."""

    def __init__(self, comments: Comments) -> None:
        self._comments = comments

    def section(self, name: str, records: Mapping[str, str | Programme | Source] | tuple[Event, ...]) -> Iterator[str]:
        """A part of the file that holds records, in their order."""
        path: Path = (name,)
        yield from self._above(path)
        nothing = "" if records else " []" if name == "events" else " {}"
        yield self._beside(path, f"{name}:{nothing}")
        if isinstance(records, tuple):
            yield from self._events(records)
        else:
            yield from self._keyed(name, records)
        yield from self._below(path)

    def _events(self, events: tuple[Event, ...]) -> Iterator[str]:
        numbers = {id: number for number, id in enumerate(self._comments.events)}
        for number, event in enumerate(sorted(events, key=lambda event: event.order)):
            path: Path = ("events", numbers.get(event.id, number))
            yield from [""] if number else []
            yield from self._above(path)
            written = list(self._record(path, event, schema.EVENT))
            first = next(at for at, line in enumerate(written) if line.lstrip()[:1] not in ("", "#"))
            yield from (line[2:] for line in written[:first])
            yield f"  - {written[first][4:]}"
            yield from written[first + 1 :]

    def _keyed(self, section: str, records: Mapping[str, str | Programme | Source]) -> Iterator[str]:
        for number, key in enumerate(sorted(records, key=alphabet)):
            record = records[key]
            path: Path = (section, key)
            if isinstance(record, str):
                yield from self.field(path, record, _MEANING)
                continue
            yield from [""] if number else []
            yield from self._above(path)
            yield self._beside(path, f"  {scalar(key)}:")
            yield from self._record(path, record, schema.PROGRAMME if isinstance(record, Programme) else schema.SOURCE)

    def _record(self, path: Path, record: _Record, fields: tuple[schema.Field, ...]) -> Iterator[str]:
        for field in fields:
            yield from self.field((*path, field.name), getattr(record, field.name), field)
        yield from self._below(path)

    def groups(self, name: str, groups: tuple[tuple[str, ...], ...]) -> Iterator[str]:
        """A part of the file that holds lists of words, a line each."""
        path: Path = (name,)
        yield from self._above(path)
        yield self._beside(path, f"{name}:{'' if groups else ' []'}")
        for number, words in enumerate(groups):
            yield from self._above((*path, number))
            yield from self._several((*path, number), "  -", words)
        yield from self._below(path)

    def field(self, path: Path, value: _Value, field: schema.Field) -> Iterator[str]:
        """A field with its key, where it has a value or a comment stands at it."""
        if not value and not self._comments.at(path):
            return
        key = f"{_indent(path)}{scalar(str(path[-1]))}:"
        if isinstance(value, Mapping | tuple):
            yield from self._above(path)
            yield from self._several(path, key, value)
        else:
            yield from self._text(path, key, str(value), field.shape)

    def _text(self, path: Path, key: str, text: str, shape: str) -> Iterator[str]:
        line = f"{key} {_quoted(text) if shape in ('date', 'day') else scalar(text)}"
        yield from self._above(path)
        folded = fold(text, f"{_indent(path)}  ") if shape == "text" and len(line) > WIDTH else []
        yield self._beside(path, f"{key} >-" if folded else line)
        yield from folded

    def _several(self, path: Path, key: str, values: Mapping[str, str] | tuple[str, ...]) -> Iterator[str]:
        """A list on one line where it fits, else an item a line; what is said beside the items always a line each."""
        on_one_line = f"{key} [{', '.join(scalar(item, flow=True) for item in values)}]"
        if isinstance(values, Mapping) and any(values.values()):
            yield self._beside(path, key)
            for word, said in values.items():
                yield from self._text((*path, word), f"{_indent(path)}  {scalar(word)}:", said, "text")
        elif not values or (len(on_one_line) <= WIDTH and not self._comments.within(path)):
            yield self._beside(path, on_one_line)
        else:
            yield self._beside(path, key)
            for item in values:
                yield from self._above((*path, item))
                yield self._beside((*path, item), f"{_indent(path)}  - {scalar(item)}")
        yield from self._below(path)

    def _above(self, path: Path) -> Iterator[str]:
        return self._indented(self._comments.before.get(path, ()), _indent(path))

    def _below(self, path: Path) -> Iterator[str]:
        return self._indented(self._comments.ending.get(path, ()), f"{_indent(path)}  ")

    def _beside(self, path: Path, line: str) -> str:
        comment = self._comments.beside.get(path)
        return f"{line}  {comment}" if comment else line

    @staticmethod
    def _indented(lines: Iterable[str], indent: str) -> Iterator[str]:
        return (f"{indent}{line}" if line else "" for line in lines)


def alphabet(name: str) -> tuple[str, str]:
    """What programmes, sources and words are sorted by."""
    return name.casefold(), name


def _indent(path: Path) -> str:
    return "  " * (len(path) - 1)


def fold(text: str, indent: str) -> list[str]:
    """The lines of a long text, wrapped at single spaces; none where it cannot be wrapped so that it stays the same."""
    if "\n" in text or "\r" in text:
        return []
    wrapped: list[str] = []
    line = indent
    for word in text.split(" "):
        if not word or word != word.strip():
            return []
        if len(line) + len(word) >= WIDTH and line != indent:
            wrapped.append(line)
            line = indent
        line += word if line == indent else f" {word}"
    return [*wrapped, line]


def scalar(text: str, *, flow: bool = False) -> str:
    """A text as any YAML reader takes it for that text: without quotes where it can be."""
    if not text:
        return '""'
    obvious = (_PLAIN_IN_BRACKETS if flow else _PLAIN).fullmatch(text) and text.isprintable()
    if obvious and text.lower() not in _WORDS:
        return text
    impossible = text[0] in _INDICATORS or ": " in text or " #" in text or _NUMBER.fullmatch(text)
    return text if not impossible and _read(text, flow) == [(_TEXT, text)] else _quoted(text)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _read(text: str, flow: bool) -> list[tuple[str, Any]]:
    """Type and value of what a YAML reader finds where a text stands without quotes."""
    try:
        node: Any = yaml.compose(f"[{text}]" if flow else f"k: {text}", yaml.SafeLoader)
    except yaml.YAMLError:
        return []
    values = node.value if flow else [value for _, value in node.value]
    return [(value.tag, value.value) for value in values]
