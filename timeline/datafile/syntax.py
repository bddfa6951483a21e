"""YAML text as nodes that know their position, read in one pass from the parser's events.

Only the plain heart of YAML is taken: mappings, lists and text. Whatever a second reader could take otherwise is
reported: duplicate keys, anchors, aliases, merge keys, tags, further documents. Every scalar is text; what it means is
the schema's to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sized
from functools import cached_property
from typing import Protocol

import yaml

from timeline.text import FORBIDDEN, escape_unprintable, name_of, quoted

Position = tuple[int, int]
"""Line and column, both from 1."""
Report = Callable[[Position, str, str, str], None]
"""Takes a fault: its position, the record or section in words, the rule that is broken, and what is wrong."""

MAX_FIELD_DEPTH = 6
"""Levels of nesting below a record; the schema needs two."""
MAX_DEPTH = 100
"""Levels at which reading ends: a parser's time may grow with the square of them."""
MAX_ITEMS = 10_000
"""Items of a list, fields of a record, words of a vocabulary or programmes, at which reading ends likewise."""


class Scalar:
    """A piece of text."""

    __slots__ = ("position", "style", "text")

    def __init__(self, position: Position, text: str, style: str | None) -> None:
        self.position, self.text, self.style = position, text, style

    @property
    def plain(self) -> bool:
        """Whether it stands without quotes."""
        return not self.style


class Sequence:
    """A list of nodes."""

    __slots__ = ("items", "position")

    def __init__(self, position: Position, items: list[Node]) -> None:
        self.position, self.items = position, items


class Mapping:
    """Keys and their nodes in the order of the file, each key once."""

    __slots__ = ("pairs", "position")

    def __init__(self, position: Position, pairs: dict[str, tuple[Position, Node]]) -> None:
        self.position, self.pairs = position, pairs


Node = Scalar | Sequence | Mapping | None
"""None stands for what was already reported as unreadable."""


class NotYAMLError(Exception):
    """The text is not YAML from here on, or not to be read further; position and message for the reader."""

    def __init__(self, position: Position, message: str, rule: str = "yaml") -> None:
        self.position, self.message, self.rule = position, message, rule
        super().__init__(message)


class Reader:
    """Pulls nodes off UTF-8 text, so that a caller can turn each record into its own before the next one is read."""

    def __init__(self, data: bytes, report: Report) -> None:
        self._data = data
        self._report = report
        loader: yaml.SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(data)
        self._loader = loader
        self._get: Callable[[], yaml.Event] = loader.get_event
        self._peeked: yaml.Event | None = None
        self._last = yaml.Event()

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        self._loader.dispose()

    def start(self) -> Node | type[Mapping]:
        """Begins the document. `Mapping` when it is one, whose `entries` follow; else text, a list, or None."""
        self._next()
        if isinstance(self._peek(), yaml.StreamEndEvent):
            return None
        self._next()
        if self.is_mapping():
            return Mapping
        return Sequence(_position(self._peek()), []) if self.is_list() else self.node("file")

    def finish(self) -> None:
        """Ends the document, reporting any that follows."""
        self._next()
        event = self._next()
        if isinstance(event, yaml.DocumentStartEvent):
            message = "a second document begins here; a file holds one chronology"
            self._report(_position(event), "file", "yaml-feature", message)

    def is_mapping(self) -> bool:
        """Whether the next node is a mapping."""
        return isinstance(self._peek(), yaml.MappingStartEvent)

    def is_list(self) -> bool:
        """Whether the next node is a list."""
        return isinstance(self._peek(), yaml.SequenceStartEvent)

    def position(self) -> Position:
        """Where the next node begins."""
        return _position(self._peek())

    def entries(self, where: str) -> Iterator[tuple[str, Position]]:
        """The keys of the mapping that comes next; the caller reads each value before asking for the next key."""
        self._begin(where)
        seen: dict[str, int] = {}
        while not isinstance(self._peek(), yaml.MappingEndEvent):
            key = self._key(where, seen)
            if key is None:
                self.skip()
            else:
                yield key.text, key.position
        self._next()

    def items(self, where: str) -> Iterator[None]:
        """Stops before each item of the list that comes next; the caller reads it before going on."""
        self._begin(where)
        while not isinstance(self._peek(), yaml.SequenceEndEvent):
            yield
        self._next()

    def node(self, where: str, depth: int = 0) -> Node:
        """The next node, whole; ``where`` says in words of what record it is."""
        event = self._peek()
        if isinstance(event, yaml.ScalarEvent):
            self._peeked = None
            return self._scalar(event, where)
        if isinstance(event, yaml.AliasEvent):
            self._peeked = None
            message = f"is an alias ({quoted(f'*{event.anchor}')}); write the value out"
            self._report(_position(event), where, "yaml-feature", message)
            return None
        if depth >= MAX_FIELD_DEPTH:
            message = "is nested deeper than any field; a value is text or a list of texts"
            self._report(_position(event), where, "wrong-shape", message)
            self.skip()
            return None
        return self._collection(self._begin(where), where, depth + 1)

    def skip(self) -> None:
        """Passes over the next node. Raises `NotYAMLError` for one that is deeper than any text meant for people."""
        depth = 0
        while True:
            event = self._next()
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth == MAX_DEPTH:
                    raise NotYAMLError(_position(event), _NESTED, "too-large")
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if not depth:
                return

    def _collection(self, event: yaml.CollectionStartEvent, where: str, depth: int) -> Node:
        position = _position(event)
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Node] = []
            while not isinstance(self._peek(), yaml.SequenceEndEvent):
                items.append(self.node(where, depth))
                check_size(items, position, "items")
            self._peeked = None
            return Sequence(position, items)
        pairs: dict[str, tuple[Position, Node]] = {}
        seen: dict[str, int] = {}
        while not isinstance(self._peek(), yaml.MappingEndEvent):
            key = self._key(where, seen)
            if key is None:
                self.skip()
            else:
                pairs[key.text] = key.position, self.node(where, depth)
                check_size(pairs, position, "fields")
        self._peeked = None
        return Mapping(position, pairs)

    def _key(self, where: str, seen: dict[str, int]) -> Scalar | None:
        """The next key; None, reported, where it is none that can be used."""
        event = self._peek()
        if not isinstance(event, yaml.ScalarEvent):
            message = "expected a word as key, not a list, a mapping or an alias"
            self._report(_position(event), where, "wrong-shape", message)
            self.skip()
            return None
        self._peeked = None
        key = self._scalar(event, where)
        if key.plain and key.text == "<<":
            self._report(key.position, where, "yaml-feature", "is a merge key; write the fields out")
            return None
        if key.text in seen:
            message = f"duplicate key {quoted(key.text)}, first in line {seen[key.text]}; keep one"
            self._report(key.position, where, "duplicate-key", message)
            return None
        seen[key.text] = key.position[0]
        return key

    def _scalar(self, event: yaml.ScalarEvent, where: str) -> Scalar:
        position = _position(event)
        if event.tag is not None or event.anchor is not None:
            self._plain_only(event, position, where)
        text = event.value
        style = event.style
        if not text:
            position = min(position, self._end)
        if style == '"' and not text.isprintable():
            text = self._without_controls(text, position, where)
        return Scalar(position, text, style)

    def _without_controls(self, text: str, position: Position, where: str) -> str:
        bad = re.search(FORBIDDEN, text)
        if not bad:
            return text
        self._report(position, where, "forbidden-character", f"contains {name_of(bad[0])} as an escape; remove it")
        return re.sub(FORBIDDEN, "\ufffd", text)

    def _begin(self, where: str) -> yaml.CollectionStartEvent:
        """Takes the beginning of the list or mapping that comes next."""
        event = self._next()
        assert isinstance(event, yaml.CollectionStartEvent)
        if event.tag is not None or event.anchor is not None:
            self._plain_only(event, _position(event), where)
        return event

    def _plain_only(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, position: Position, where: str) -> None:
        if event.anchor is not None:
            message = f"has an anchor ({quoted('&' + event.anchor)}); remove it"
            self._report(position, where, "yaml-feature", message)
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!", 1)
            message = f"has a tag ({quoted(tag)}); remove it, every value is text"
            self._report(position, where, "yaml-feature", message)

    @cached_property
    def _end(self) -> Position:
        """Where the text ends: libyaml adds a line end to a last line without one, and what is missing below."""
        return end_of(self._data.decode("utf-8"))

    def _peek(self) -> yaml.Event:
        if self._peeked is None:
            self._peeked = self._event()
        return self._peeked

    def _next(self) -> yaml.Event:
        event, self._peeked = self._peeked or self._event(), None
        return event

    def _event(self) -> yaml.Event:
        try:
            self._last = self._get()
        except yaml.MarkedYAMLError as error:
            fault = _fault(error)
            fault.position = min(fault.position, self._end)
            raise _begun_above(self._last, error, fault.position) or _after(self._last, fault) from None
        except ValueError:  # the loader in pure Python takes any number after \U for a character
            raise NotYAMLError(_at(self._loader.get_mark()), f"is not YAML: {_NO_ESCAPE}") from None
        return self._last


def check_size(collection: Sized, position: Position, what: str) -> None:
    """Raises `NotYAMLError` for a collection that is larger than any meant for people."""
    if len(collection) > MAX_ITEMS:
        raise NotYAMLError(position, f"has more than {MAX_ITEMS:,} {what}; reading stops here", "too-large")


class _Mark(Protocol):
    """A position as the parsers give it, counted from 0."""

    line: int
    column: int


def _at(mark: _Mark | None) -> Position:
    assert mark is not None  # every event and every complaint of a parser has one
    return mark.line + 1, mark.column + 1


def _position(event: yaml.Event) -> Position:
    return _at(event.start_mark)


_NESTED = f"is nested more than {MAX_DEPTH} levels deep; reading stops here"
_NO_ESCAPE = "unknown escape after a backslash in double quotes; write \\\\ or use single quotes"
# What a parser says (libyaml or the one in pure Python), whether the fault is at its context, and our words.
_EXPLAINED = (
    (r"unexpected (?:end of stream|document)", True, "a quote is opened here and never closed"),
    (r"could not find expected ':'", True, "expected ': ' after a key; a text of several lines must be indented"),
    (
        r"mapping values are not allowed",
        False,
        "unexpected ': '; put quotes around a text that contains ': ', or correct the indentation",
    ),
    (
        r"cannot start any token|found a tab",
        False,
        "unexpected character; indent with spaces, not tabs, and quote a text that starts with @, % or `",
    ),
    (r"expected ',' or", False, "expected a comma or the end of the bracket that is opened in line {line}"),
    (r"escape|hexdecimal", False, _NO_ESCAPE),
    (
        r"while parsing a block (?:mapping|collection)",
        False,
        "unexpected in what starts in line {line}; check the indentation, and the quotes of the line before",
    ),
    (r"document start", False, "the chronology has ended above; check the indentation"),
    (
        r"block scalar",
        False,
        "expected the text on the line after | or >; quote a text that starts with one of them",
    ),
    (r"(?:entries|keys) are not allowed", False, "unexpected '- ' or '? ' inside a line; put quotes around the text"),
    (r"an? (?:alias|anchor)\b", False, "put quotes around a text that starts with * or &"),
    (r"\btag\b", False, "put quotes around a text that starts with !"),
    (r"node content", False, "expected a value; quote a text that starts with ',' or ']'"),
    (r"YAML document|directive", False, "remove the line that starts with %"),
)


def _fault(error: yaml.MarkedYAMLError) -> NotYAMLError:
    """A parser's complaint at its place: in our words where we know what is meant, else in its own."""
    said = f"{error.context or ''}: {error.problem}"
    begun = error.context_mark or error.problem_mark
    if "nesting depth" in said:  # libyaml looks further ahead than we do, and ends at a thousand levels by itself
        return NotYAMLError(_at(begun), _NESTED, "too-large")
    known = (entry[1:] for entry in _EXPLAINED if re.search(entry[0], said))
    at_beginning, words = next(
        known, (False, escape_unprintable(", ".join(filter(None, (error.context, error.problem)))))
    )
    mark = begun if at_beginning else error.problem_mark
    return NotYAMLError(_at(mark), f"is not YAML: {words.replace('{line}', str(_at(begun)[0]))}")


def _begun_above(event: yaml.Event, error: yaml.MarkedYAMLError, position: Position) -> NotYAMLError | None:
    """A complaint about what follows a text, moved to that text where it is to blame: it began in an earlier line."""
    begun = _position(event)
    if begun[0] >= position[0]:
        return None
    if getattr(event, "style", None) in ("'", '"') and _at(event.end_mark)[0] == position[0]:
        words = f"a quote is opened here and closed only in line {position[0]}; close it where its text ends"
        return NotYAMLError(begun, f"is not YAML: {words}")
    if error.context == "while parsing a flow node":
        return NotYAMLError(begun, "is not YAML: expected a value or the end of a bracket after this")
    return None


def _after(event: yaml.Event, fault: NotYAMLError) -> NotYAMLError:
    """A fault that names the line of what was understood last, where that is an earlier one."""
    line = _position(event)[0]
    if line < fault.position[0] and f"in line {line}" not in fault.message:
        fault.message += f"; the last value that could be read is in line {line}"
    return fault


LINE_END = re.compile("\r\n|\r|\n")
"""What ends a line in an editor: str.splitlines knows more ends than editors do."""


def end_of(text: str) -> Position:
    """Line and column of what would follow a text, as an editor counts them."""
    begin = max(text.rfind("\n"), text.rfind("\r")) + 1
    return sum(1 for _ in LINE_END.finditer(text)) + 1, len(text) - begin + 1
