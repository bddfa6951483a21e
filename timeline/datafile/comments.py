"""The comments of a data file, each with the record, field or item that it belongs to.

A parser drops them; they are found again in the text between its events. A comment in lines of its own belongs to what
it precedes, or, where it is indented deeper than that, to the end of what it follows; one behind a value to that value.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import yaml

Path = tuple[str | int, ...]
"""The keys that lead to a part of the file, ``("sources", "nato-1994", "title")``; an event by its number from 0."""


class Comments:
    """The comments of a file by what they belong to; each is its text from ``#`` on, an empty line an empty text."""

    def __init__(self) -> None:
        self.opening: list[str] = []
        """The lines at the top of the file, as they are."""
        self.before: dict[Path, list[str]] = {}
        """The lines above a part."""
        self.beside: dict[Path, str] = {}
        """What stands behind the first line of a part."""
        self.ending: dict[Path, list[str]] = {}
        """The lines below all that a part holds."""
        self.fields: list[str] = []
        """The fields and sections of the file itself."""
        self.events: list[str] = []
        """The ids of the events in the order of the file."""
        self._commented: set[Path] = set()

    def at(self, path: Path) -> bool:
        """Whether there is a comment at a part or inside it."""
        return path in self.beside or path in self.before or path in self._commented

    def within(self, path: Path) -> bool:
        """Whether there is a comment inside a part: at its end or at one of those that it holds."""
        return path in self._commented

    def add_before(self, path: Path, lines: list[str]) -> None:
        """Keeps lines above a part."""
        kept = self.before.setdefault(path, [])
        kept += lines if kept or lines[0] else lines[1:]
        self._note(path[:-1])

    def add_beside(self, path: Path, comment: str) -> None:
        """Keeps a comment behind a part, or above it where one is there already or the part is an event."""
        if path in self.beside or isinstance(path[-1], int):
            self.add_before(path, [comment])
        else:
            self.beside[path] = comment
            self._note(path[:-1])

    def add_ending(self, path: Path, line: str) -> None:
        """Keeps a line below all that a part holds; an empty one is kept at the end of the file alone."""
        if line or (path in self.ending and not path):
            self.ending.setdefault(path, []).append(line)
            self._note(path)

    def _note(self, path: Path) -> None:
        self._commented.update(path[:length] for length in range(len(path) + 1))


def comments_of(text: str) -> Comments:
    """The comments of a file that can be read, whose line ends are line feeds."""
    scan = _Scan(text)
    scan.run()
    return scan.comments


def _opening(text: str) -> str:
    """The comment that opens a file, up to its last empty line: what follows that belongs to the first field."""
    lines = text.splitlines(keepends=True)
    end = next((at for at, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#")), len(lines))
    empty = [at for at in range(end) if not lines[at].strip() and any(map(str.strip, lines[:at]))]
    return "".join(lines[: empty[-1] + 1 if empty else end])


class _Line(NamedTuple):
    """A line of comment, or an empty one, with its indentation."""

    text: str
    column: int


class _Open:
    """A list or mapping whose end is not reached."""

    def __init__(self, path: Path, is_list: bool) -> None:
        self.path, self.is_list = path, is_list
        self.key: str | None = None
        """The key whose value comes next."""
        self._items = 0

    def next_part(self, text: str | None = None) -> Path:
        """The path of what begins: a key or an item by its text, a value by its key, an item without text by number."""
        if self.is_list:
            self._items += 1
            return (*self.path, self._items - 1 if text is None else text)
        if self.key is None:
            self.key = text
            return (*self.path, text or "")
        key, self.key = self.key, None
        return (*self.path, key)


class _Scan:
    """One pass over the events of a text, in whose gaps the comments are."""

    def __init__(self, text: str) -> None:
        self.comments = Comments()
        self._text = text
        opening = _opening(text)
        self.comments.opening = opening.splitlines()
        self._end = len(opening)
        """Where the last event ended."""
        self._last: Path = ()
        """What it was."""
        self._columns: dict[Path, int] = {}
        """How far what a collection holds is indented."""
        self._open: list[_Open] = []

    def run(self) -> None:
        """Reads the text from its beginning to its end."""
        for event in yaml.parse(self._text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            assert event.start_mark is not None  # every event has both
            assert event.end_mark is not None
            begin, end = event.start_mark.index, event.end_mark.index
            if isinstance(event, yaml.ScalarEvent):
                self._scalar(event, begin, end)
            elif isinstance(event, yaml.CollectionStartEvent):
                path = self._open[-1].next_part() if self._open else ()
                if self._open and self._open[-1].is_list:
                    self._reach(path, begin, self._indent(begin))
                self._open.append(_Open(path, isinstance(event, yaml.SequenceStartEvent)))
            elif isinstance(event, yaml.CollectionEndEvent):
                path = self._open.pop().path
                if end > begin:  # a bracket: where a block ends only its lines say
                    self._gap(begin, path, closing=path in self._columns)
                    self._end, self._last = end, path
        self._gap(len(self._text), (), closing=True)

    def _scalar(self, event: yaml.ScalarEvent, begin: int, end: int) -> None:
        outer = self._open[-1]
        is_key = not outer.is_list and outer.key is None
        path = outer.next_part(event.value)
        if is_key:
            self._reach(path, begin, begin - self._line(begin))
            if len(path) == 1:
                self.comments.fields.append(event.value)
        elif outer.is_list:
            self._reach(path, begin, self._indent(begin))
        else:
            self._gap(begin, path)
        if path[:1] == ("events",) and path[2:] == ("id",) and not is_key:
            self.comments.events.append(event.value)
        header = re.match(r"[|>][-+0-9]*[ \t]+(#[^\n]*)", self._text[begin:end]) if event.style in ("|", ">") else None
        if header:
            self.comments.add_beside(path, header[1].rstrip())
        self._end, self._last = end, path

    def _reach(self, path: Path, begin: int, column: int) -> None:
        """Notes a key or an item that begins, and the comments before it."""
        self._gap(begin, path)
        self._columns.setdefault(path[:-1], column)
        self._end, self._last = begin, path

    def _line(self, index: int) -> int:
        """Where the line begins that has a place of the text."""
        return self._text.rfind("\n", 0, index) + 1

    def _indent(self, index: int) -> int:
        """How far that line is indented."""
        line = self._text[self._line(index) : index]
        return len(line) - len(line.lstrip(" "))

    def _gap(self, begin: int, following: Path, *, closing: bool = False) -> None:
        """Gives the comments before the next event to what they belong to; ``closing`` where that ends a collection."""
        if "#" not in self._text[self._end : begin]:
            return
        found, attached = self._comments(begin)
        column = -1 if closing else self._indent(begin)
        ended = [self._last[:length] for length in range(len(self._last) - 1, -1, -1)]
        homes = [path for path in ended if path != following[: len(path)]]
        for at, line in enumerate(found):
            inner = next((path for path in homes if self._columns[path] <= line.column), None)
            if closing:
                self.comments.add_ending(following if inner is None else inner, line.text)
            elif inner is not None and column < line.column and at < attached:
                self.comments.add_ending(inner, line.text)
            else:
                self.comments.add_before(following, [line.text for line in found[at:]])
                return

    def _comments(self, begin: int) -> tuple[list[_Line], int]:
        """The lines of comment before an event, and at which those begin that stand close to it, apart from the rest.

        A comment behind the last event is kept at once.
        """
        found: list[_Line] = []
        start = self._line(self._end)
        behind = bool(self._text[start : self._end].strip())
        empty = not behind and not self._text[self._line(start - 1) : start].strip()
        close: int | None = None
        lines = self._text[start:begin].split("\n")
        for number, line in enumerate(lines, start=1):
            mark = line.find("#", self._end - start if behind else 0)
            if mark < 0:
                empty = empty or (number < len(lines) and not line.strip())
            elif behind and self._last:
                self.comments.add_beside(self._last, line[mark:].rstrip())
            else:
                column = 0 if line[:mark].strip() else mark
                if empty:
                    found += [_Line("", column)] * bool(found)
                    close = len(found)
                found.append(_Line(line[mark:].rstrip(), column))
                empty = False
            behind = False
        if empty and found:
            found.append(_Line("", 0))
        return found, len(found) if empty or close is None else close
