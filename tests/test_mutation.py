"""Mutation of the real file: what one slip of the hand breaks is told where it was made."""

from __future__ import annotations

import dataclasses
import functools
import random
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest
import yaml

import timeline
from timeline import DataError, Problem
from timeline.datafile import bundled, parse, write

pytestmark = pytest.mark.mutations


EVENTS = 40
"""Events of the excerpt."""
EDITS = 225
"""Edits of each kind on the excerpt, 2,025 in all."""
FORMATTED = 15
"""Of so many edited files the one form of one is looked at."""
EDITS_OF_ALL = 7
"""Edits of each kind on the whole file, 63 in all."""
SIGNS = ":-'\"[]{}#&*!|>%@`,?~/\\ \t\n\r\x00\u202eəabz019"
"""What is typed by mistake."""


class Edit(NamedTuple):
    """A splice: what stands from ``begin`` to ``end`` is replaced."""

    begin: int
    end: int
    words: str

    def of(self, text: str) -> str:
        """The text with the edit in it."""
        return text[: self.begin] + self.words + text[self.end :]


class Text:
    """A text with what edits and their judge ask of it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(match.end() for match in re.finditer("\r\n|\r|\n", text))]

    def line_of(self, offset: int) -> int:
        """The line, from 1, in which a character stands."""
        return bisect_right(self.starts, offset)

    def span(self, line: int) -> tuple[int, int]:
        """Where a line begins and where the next one does."""
        end = self.starts[line] if line < len(self.starts) else len(self.text)
        return self.starts[line - 1], end

    def line(self, number: int) -> str:
        """A line with its end."""
        begin, end = self.span(number)
        return self.text[begin:end]


# --- edits


def _line(text: Text, draw: random.Random, pattern: str = r"\S") -> int:
    """A line that holds a pattern."""
    while True:
        number = draw.randrange(1, len(text.starts))
        if re.search(pattern, text.line(number)):
            return number


def _replaced(text: Text, draw: random.Random) -> Edit:
    at = draw.randrange(len(text.text))
    return Edit(at, at + 1, draw.choice(SIGNS))


def _inserted(text: Text, draw: random.Random) -> Edit:
    at = draw.randrange(len(text.text))
    return Edit(at, at, draw.choice(SIGNS))


def _deleted(text: Text, draw: random.Random) -> Edit:
    at = draw.randrange(len(text.text))
    return Edit(at, at + 1, "")


def _line_deleted(text: Text, draw: random.Random) -> Edit:
    return Edit(*text.span(_line(text, draw)), "")


def _line_duplicated(text: Text, draw: random.Random) -> Edit:
    begin, end = text.span(_line(text, draw))
    return Edit(end, end, text.text[begin:end])


def _lines_swapped(text: Text, draw: random.Random) -> Edit:
    number = draw.randrange(1, len(text.starts) - 1)
    return Edit(text.span(number)[0], text.span(number + 1)[1], text.line(number + 1) + text.line(number))


KEY = r"^(?: *(?:- )?)([^\s\"-][^\s:]*):(?= |$)"


def _key_renamed(text: Text, draw: random.Random) -> Edit:
    number = _line(text, draw, KEY)
    match = re.search(KEY, text.line(number))
    assert match
    begin = text.span(number)[0]
    name = match[1]
    at = draw.randrange(len(name))
    renamed = draw.choice([name[:at] + name[at + 1 :], name[:at] + "x" + name[at + 1 :], name + "s", name.upper()])
    return Edit(begin + match.start(1), begin + match.end(1), renamed)


def _indented(text: Text, draw: random.Random) -> Edit:
    number = _line(text, draw)
    begin = text.span(number)[0]
    now = _indent(text.line(number))
    blank = draw.choice([" " * max(0, now + step) for step in (-2, -1, 1, 2)] + ["\t" * (now // 2 + 1)])
    return Edit(begin, begin + now, blank)


def _quote_removed(text: Text, draw: random.Random) -> Edit:
    quotes = [match.start() for match in re.finditer('"', text.text)]
    at = draw.choice(quotes)
    return Edit(at, at + 1, "")


KINDS: dict[str, Callable[[Text, random.Random], Edit]] = {
    "a character replaced": _replaced,
    "a character inserted": _inserted,
    "a character deleted": _deleted,
    "a line deleted": _line_deleted,
    "a line duplicated": _line_duplicated,
    "two lines swapped": _lines_swapped,
    "a key renamed": _key_renamed,
    "an indentation changed": _indented,
    "a quote removed": _quote_removed,
}


# --- what counts as named


def named(before: Text, edit: Edit, problems: tuple[Problem, ...]) -> bool:
    """Whether a problem leads to the edit.

    It does when it stands in an edited line or the next one, or in the first line below the value that an edited line
    begins, or on either side of a line that was taken out; where the value begins that an edited line goes on with;
    where the record begins that an edited line belongs to, if a field is missing there; when the file lacks a section
    that an edited line began; when a reference leads nowhere whose word was an id or a key in an edited line; or when
    the message gives the number of such a line.
    """
    after = Text(edit.of(before.text))
    first = after.line_of(edit.begin)
    last = after.line_of(max(edit.begin, edit.begin + len(edit.words) - 1))
    edited = range(first - _takes_a_line(before, edit), last + 1)
    near = {*edited, last + 1, _next(after, last), *(_value(after, number) for number in edited)}
    records = {line for number in edited for line in _record(after, number)}
    words = _words(before, edit)
    return any(
        problem.line in near
        or (problem.line in records and problem.message.endswith(("' is missing", "isbn, held")))
        or (problem.line == 1 and any(problem.message.startswith(f"'{word}' is missing; ") for word in words))
        or any(problem.message.startswith(f"there is no {noun} '{word}'") for noun in NOUNS for word in words)
        or any(int(number) in near for number in re.findall(r"in line (\d+)", problem.message))
        for problem in problems
    )


def _takes_a_line(before: Text, edit: Edit) -> bool:
    return not edit.words and before.text[edit.begin : edit.end].endswith("\n")


NOUNS = ("kind", "topic", "programme", "source", "event")


def _words(before: Text, edit: Edit) -> set[str]:
    """The keys and ids of the lines that were edited, as they stood there."""
    lines = range(before.line_of(edit.begin), before.line_of(max(edit.begin, edit.end - 1)) + 1)
    found = (re.match(r" *(?:- id: (\S+)|([^\s:]+):)", before.line(number)) for number in lines)
    return {match[1] or match[2] for match in found if match}


def _value(text: Text, number: int) -> int:
    """The line in which the value begins that a line goes on with; the line itself, if it goes on with none."""
    depth = _indent(text.line(number))
    for line in range(number - 1, 0, -1):
        head = re.match(r"( *(?:- (?=[^\s:]+: ))?)(- |[^\s:]+: )?", text.line(line))
        assert head
        if text.line(line).strip() and len(head[1]) < depth:
            return line if head[2] else number
    return number


def _next(text: Text, number: int) -> int:
    """The line after the value that begins in a line: the first that is indented no more than that."""
    depth = _indent(text.line(number))
    number += 1
    while number < text.text.count("\n") and _indent(text.line(number)) > depth:
        number += 1
    return number


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _record(text: Text, number: int) -> Iterator[int]:
    """The lines in which the record of a line may be said to begin: that of its key, and that of its first field."""
    while number > 1 and not re.match(r"(  )?[^\s#]", text.line(number)):
        number -= 1
    yield number
    yield number + 1


# --- the tests


HEAD = "title: T\nsources: {s: {title: S, url: 'https://e.org/'}}\nevents:\n"
FIRST = '  - id: a\n    date: "1994"\n    title: A\n    sources: [s]\n'
SECOND = '\n  - id: b\n    date: "1995"\n    title: B\n    sources: [s]\n'
TOLD = [
    # what stands in the file, what stands there instead, the problem
    (
        '"1994"',
        '"1994',
        "5:11: file: is not YAML: a quote is opened here and closed only in line 10; close it where its text ends",
    ),
    (
        "A\n",
        "'A\n\n    note: 'x'\n",
        "6:12: file: is not YAML: a quote is opened here and closed only in line 8; close it where its text ends",
    ),
    ("[s]\n\n", "[#s]\n\n", "7:14: file: is not YAML: expected a value or the end of a bracket after this"),
    ("[s]\n\n", "[s, #s]\n\n", "7:15: file: is not YAML: expected a value or the end of a bracket after this"),
    (
        "[s]\n\n",
        "[s\n\n",
        "9:7: file: is not YAML: expected a comma or the end of the bracket that is opened in line 7",
    ),
]


@pytest.mark.parametrize("loader", ["libyaml", "pure Python"])
@pytest.mark.parametrize(("good", "bad", "told"), TOLD)
def test_a_quote_or_bracket_left_open_is_told_where_it_was_opened(
    good: str, bad: str, told: str, loader: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though the parser goes on to where it can no more, in another record, the message leads back."""
    if loader == "pure Python":
        monkeypatch.delattr(yaml, "CSafeLoader")
    with pytest.raises(DataError) as caught:
        parse((HEAD + FIRST + SECOND).replace(good, bad, 1).encode())
    assert [problem.at("")[1:] for problem in caught.value.problems] == [f"{told} [yaml]"]


@pytest.mark.parametrize("text", ["title: T\nsources: [", "title: T\nsources: {s: [a,", "title: T\nsources: {s: {a"])
def test_what_is_missing_at_the_end_is_told_inside_the_file(text: str) -> None:
    """A last line without a line end is the last line: nothing is told of one below."""
    with pytest.raises(DataError) as caught:
        parse(text.encode())
    assert {problem.line for problem in caught.value.problems} == {2}
    assert max(problem.column for problem in caught.value.problems) <= len(text.split("\n")[1]) + 1


@functools.cache
def excerpt() -> Text:
    """The first events of the real file with all that they refer to, in the form of the real file."""
    whole = timeline.load()
    events = whole.events[:EVENTS]
    ids = {event.id for event in events}
    events = tuple(e._replace(related=tuple(id for id in e.related if id in ids)) for e in events)
    codes: set[str] = set()
    waiting = [code for event in events for code in event.programmes]
    while waiting:
        code = waiting.pop()
        if code not in codes:
            codes.add(code)
            waiting += filter(None, (whole.programmes[code].parent, whole.programmes[code].succeeded_by))
    programmes = {code: programme for code, programme in whole.programmes.items() if code in codes}
    cited = {id for event in events for id in event.sources}
    cited |= {id for programme in programmes.values() for id in programme.sources}
    sources = {id: source for id, source in whole.sources.items() if id in cited}
    small = dataclasses.replace(whole, events=events, programmes=programmes, sources=sources)
    return Text("\n".join(write.written(small)) + "\n")


def strayed(text: Text, kind: str, number: int) -> str:
    """What a file with a random edit tells if nothing of it leads to the edit; its one form is the same chronology."""
    edit = KINDS[kind](text, random.Random(f"{kind} {number}"))
    try:
        chronology = parse(edit.of(text.text).encode())
    except DataError as error:
        if not named(text, edit, error.problems):
            line = text.line_of(edit.begin)
            return f"{number}: {line}: {text.text[edit.begin : edit.end]!r} > {edit.words!r}: {str(error)[:600]}"
        return ""
    if number % FORMATTED:
        return ""
    form = write.formatted(edit.of(text.text).encode(), "")
    same = parse(form) == chronology and write.formatted(form, "") == form
    return "" if same else f"{number}: {text.line_of(edit.begin)}: {edit.words!r}: its one form is another chronology"


@pytest.mark.parametrize("kind", KINDS)
def test_one_edit_is_told_where_it_was_made(kind: str) -> None:
    """A random edit of an excerpt leaves a file that can be read, or problems of which one leads to the edit."""
    assert [told for number in range(EDITS) if (told := strayed(excerpt(), kind, number))] == []


@pytest.mark.parametrize("kind", KINDS)
def test_one_edit_of_the_whole_file_is_told_where_it_was_made(kind: str) -> None:
    """The same for the file as it is, its comments included."""
    text = Text(bundled().read_text(encoding="utf-8"))
    assert [told for number in range(EDITS_OF_ALL) if (told := strayed(text, kind, number))] == []


@pytest.mark.parametrize(
    ("good", "bad", "line", "message", "leads"),
    [
        ("A\n", "*A\n", 6, "is an alias", True),
        ("A\n", "*A\n", 7, "is what follows", True),
        ("A\n", "*A\n", 5, "is what comes before", False),
        ("A\n", "*A\n", 4, "is of the record", False),
        ("A\n", "*A\n", 4, "'title' is missing", True),
        ("A\n", "*A\n", 9, "'title' is missing", False),
        ("A\n", "*A\n", 9, "begins in line 6", True),
        ("A\n", "*A\n", 9, "begins in line 8", False),
        ("    title: A\n", "", 5, "is before the line taken out", True),
        ("    title: A\n", "", 8, "is two below", False),
        ("id: a\n", "id: c\n", 12, "there is no event 'a'; did you mean 'c'?", True),
        ("id: a\n", "id: c\n", 12, "there is no event 'b'", False),
        ("title: T", "titel: T", 1, "'title' is missing; a chronology has more", True),
        ("events:", "event:", 1, "'sources' is missing; a chronology has more", False),
        ("A\n", "A\n     B\n", 6, "is the value that goes on", True),
        ("A\n", "A\n    B: x\n", 5, "is another value", False),
    ],
)
def test_what_counts_as_named(good: str, bad: str, line: int, message: str, leads: bool) -> None:
    """The judge of the edits is itself held to cases of both sorts."""
    text = Text(HEAD + FIRST + SECOND)
    begin = text.text.index(good)
    edit = Edit(begin, begin + len(good), bad)
    assert named(text, edit, (Problem(line, 1, "", message, ""),)) is leads
