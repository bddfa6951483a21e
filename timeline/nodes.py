"""YAML text as nodes that know their place, read in one pass from the parser's events.

Only the plain heart of YAML is taken: mappings, lists and text. Whatever a second reader could take otherwise is reported: duplicate
keys, anchors, aliases, merge keys, tags, further documents. Every scalar is text; what it means is the schema's to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from timeline.text import FORBIDDEN, name_of, quoted

if TYPE_CHECKING:
    import yaml

Place = tuple[int, int]
"""Line and column, both from 1."""
Report = Callable[[Place, str], None]
"""Takes a fault and where it is."""

DEEPEST = 6
"""Levels of nesting below a record; the schema needs two."""


class Scalar:
    """A piece of text."""

    __slots__ = ("place", "style", "text")

    def __init__(self, place: Place, text: str, style: str | None) -> None:
        self.place, self.text, self.style = place, text, style

    @property
    def plain(self) -> bool:
        """Whether it stands without quotes."""
        return not self.style


class Sequence:
    """A list of nodes."""

    __slots__ = ("items", "place")

    def __init__(self, place: Place, items: list[Node]) -> None:
        self.place, self.items = place, items


class Mapping:
    """Keys and their nodes in the order of the file, each key once."""

    __slots__ = ("pairs", "place")

    def __init__(self, place: Place, pairs: dict[str, tuple[Place, Node]]) -> None:
        self.place, self.pairs = place, pairs


Node = Scalar | Sequence | Mapping | None
"""None stands for what was already reported as unreadable."""


class YAMLFault(Exception):
    """The text is not YAML from here on; place and message for the reader."""

    def __init__(self, place: Place, message: str) -> None:
        self.place, self.message = place, message
        super().__init__(message)


class Reader:
    """Pulls nodes off a text, so that a caller can turn each record into its own before the next one is read."""

    def __init__(self, text: str, report: Report) -> None:
        import yaml

        self._report = report
        self._kinds = yaml
        # libyaml does not know its own limits in some malformed texts; `clean` keeps what it refuses out of its way.
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
        self._loader = loader
        self._get: Callable[[], Any] = loader.get_event
        self._peeked: Any = None

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        self._loader.dispose()

    def start(self) -> Node | type[Mapping]:
        """Begins the document. `Mapping` when it is one, whose `keys` then follow; else the node it is, None when empty."""
        self._next()
        if isinstance(self._peek(), self._kinds.StreamEndEvent):
            return None
        self._next()
        return Mapping if isinstance(self._peek(), self._kinds.MappingStartEvent) else self.node()

    def finish(self) -> None:
        """Ends the document, reporting any that follows."""
        self._next()
        event = self._next()
        if isinstance(event, self._kinds.DocumentStartEvent):
            self._report(_place(event), "a second document begins here; a file holds one chronology")

    def is_mapping(self) -> bool:
        """Whether the next node is a mapping."""
        return isinstance(self._peek(), self._kinds.MappingStartEvent)

    def is_list(self) -> bool:
        """Whether the next node is a list."""
        return isinstance(self._peek(), self._kinds.SequenceStartEvent)

    def keys(self) -> Iterator[tuple[str, Place]]:
        """The keys of the mapping that comes next; the caller reads each value before asking for the next key."""
        self._plain_collection(self._next())
        seen: dict[str, Place] = {}
        while not isinstance(self._peek(), self._kinds.MappingEndEvent):
            key = self._key(seen)
            if key is None:
                self.skip()
            else:
                yield key.text, key.place
        self._next()

    def items(self) -> Iterator[None]:
        """Stops before each item of the list that comes next; the caller reads it before going on."""
        self._plain_collection(self._next())
        while not isinstance(self._peek(), self._kinds.SequenceEndEvent):
            yield
        self._next()

    def node(self, depth: int = 0) -> Node:
        """The next node, whole."""
        event = self._peek()
        kinds = self._kinds
        if isinstance(event, kinds.ScalarEvent):
            self._peeked = None
            return self._scalar(event)
        if isinstance(event, kinds.AliasEvent):
            self._peeked = None
            self._report(_place(event), f"is an alias ({quoted('*' + event.anchor)}); write the value out")
            return None
        if depth >= DEEPEST:
            self._report(_place(event), "is nested deeper than any field; a value is text or a list of texts")
            self.skip()
            return None
        self._peeked = None
        self._plain_collection(event)
        return self._collection(event, depth + 1)

    def skip(self) -> None:
        """Passes over the next node, however deep."""
        depth = 0
        while True:
            event = self._next()
            if isinstance(event, self._kinds.CollectionStartEvent):
                depth += 1
            elif isinstance(event, self._kinds.CollectionEndEvent):
                depth -= 1
            if not depth:
                return

    def _collection(self, event: Any, depth: int) -> Node:
        place = _place(event)
        if isinstance(event, self._kinds.SequenceStartEvent):
            items: list[Node] = []
            while not isinstance(self._peek(), self._kinds.SequenceEndEvent):
                items.append(self.node(depth))
            self._peeked = None
            return Sequence(place, items)
        pairs: dict[str, tuple[Place, Node]] = {}
        seen: dict[str, Place] = {}
        while not isinstance(self._peek(), self._kinds.MappingEndEvent):
            key = self._key(seen)
            if key is None:
                self.skip()
            else:
                pairs[key.text] = key.place, self.node(depth)
        self._peeked = None
        return Mapping(place, pairs)

    def _key(self, seen: dict[str, Place]) -> Scalar | None:
        """The next key; None, reported, where it is none that can be used."""
        event = self._peek()
        if not isinstance(event, self._kinds.ScalarEvent):
            self._report(_place(event), "a key is a word, not a list, a mapping or an alias")
            self.skip()
            return None
        self._peeked = None
        key = self._scalar(event)
        if key.plain and key.text == "<<":
            self._report(key.place, "is a merge key; write the fields out")
            return None
        if key.text in seen:
            self._report(
                key.place, f"{quoted(key.text)} stands here again, first in line {seen[key.text][0]}; keep one"
            )
            return None
        seen[key.text] = key.place
        return key

    def _scalar(self, event: Any) -> Scalar:
        place = _place(event)
        if event.tag is not None or event.anchor is not None:
            self._plain_only(event, place)
        text = event.value
        style = event.style
        if style == '"' and not text.isprintable():
            text = self._without_controls(text, place)
        return Scalar(place, text, style)

    def _without_controls(self, text: str, place: Place) -> str:
        bad = FORBIDDEN.search(text)
        if not bad:
            return text
        self._report(place, f"holds {name_of(bad[0])} as an escape; take it out")
        return FORBIDDEN.sub("?", text)

    def _plain_collection(self, event: Any) -> None:
        if event.tag is not None or event.anchor is not None:
            self._plain_only(event, _place(event))

    def _plain_only(self, event: Any, place: Place) -> None:
        if event.anchor is not None:
            self._report(place, f"has an anchor ({quoted('&' + event.anchor)}); take it out")
        if event.tag is not None:
            self._report(place, f"has a tag ({quoted(event.tag)}); take it out, every value is text")

    def _peek(self) -> Any:
        if self._peeked is None:
            self._peeked = self._event()
        return self._peeked

    def _next(self) -> Any:
        event, self._peeked = self._peeked or self._event(), None
        return event

    def _event(self) -> Any:
        try:
            return self._get()
        except self._kinds.YAMLError as error:
            raise _fault(error) from None


def _place(event: Any) -> Place:
    mark = event.start_mark
    return mark.line + 1, mark.column + 1


_EXPLAINED = (
    (
        "mapping values are not allowed",
        "a text that holds ': ' needs quotes around it, or the line is indented too far",
    ),
    (
        "cannot start any token",
        "indent with spaces, not tabs, and quote a text that begins with a sign such as @, % or `",
    ),
    ("unexpected end of stream", "a quote or bracket is opened and never closed"),
    ("expected key", "check the indentation of this line and the quotes of the line before"),
    ("could not find expected ':'", "a key needs ': ' behind it, and a text of several lines needs indentation"),
    ("expected ',' or", "a bracket is opened and not closed, or a comma is missing"),
    ("block end", "check the indentation of this line"),
    ("undefined alias", "write the value out; aliases are not read"),
    ("escape", "write a backslash in double quotes as \\\\, or use single quotes"),
)


def _fault(error: yaml.YAMLError) -> YAMLFault:
    """A parser's complaint in words, at its place."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error).strip()
    context = getattr(error, "context", None)
    begun = getattr(error, "context_mark", None)
    since = f" {context} that begins in line {begun.line + 1}" if context and begun else ""
    mend = next((advice for sign, advice in _EXPLAINED if sign in problem or sign in str(context)), "")
    return YAMLFault(place, f"is not YAML: {problem}{since}" + (f"; {mend}" if mend else ""))


_LINE = re.compile("\r\n|\r|\n")


def clean(text: str, report: Report) -> str:
    """The text with every character that must not stand in a file reported at its place and replaced."""
    for match in FORBIDDEN.finditer(text):
        report(place_at(text, match.start()), f"{name_of(match[0])} must not stand in a file; take it out")
    return FORBIDDEN.sub("?", text)


def place_at(text: str, index: int) -> Place:
    """Line and column of the character at ``index``, as an editor counts them."""
    ends = [match.end() for match in _LINE.finditer(text, 0, index)]
    return len(ends) + 1, index - (ends[-1] if ends else 0) + 1
