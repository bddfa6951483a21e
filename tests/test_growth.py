"""What anything costs grows with the data and no faster, whatever stands in it: calls and bytes are counted.

Each family of chronologies is made of n, 2n and 4n of something. What is linear costs twice as much more from 2n to 4n
as from n to 2n; what is quadratic four times.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.test_program import run
from timeline.cli.options import MAX_REPEATS
from timeline.datafile import parse
from timeline.datafile.records import MAX_SOURCE
from timeline.datafile.references import MAX_DEPTH
from timeline.errors import DataError, UsageError
from timeline.formats import FORMATS
from timeline.model import COUNT_BY
from timeline.query import MAX_WORDS, Filters, select
from timeline.views import plain

LEAST = 20
"""How many of something the smallest of a family has."""
MOST = 2.6
"""How many times as much the second step may cost as the first, which is half as wide."""
SLACK = {"calls": 3_000, "size": 65_536}
"""How much two runs may differ for other reasons: a database has pages of 4,096 bytes."""
LONGEST = 1_000
"""Characters of a message."""

Document = dict[str, Any]


def _document(*events: Document, **head: Any) -> Document:
    return {"title": "T", "sources": {"s": {"title": "S", "url": "https://e.org/"}}, **head, "events": list(events)}


def _event(number: int, **fields: Any) -> Document:
    return {"id": f"e{number:05}", "date": "1994-05-04", "title": f"Event {number:05}", "sources": ["s"], **fields}


UNITS = {
    "marks in turn": "\u0301\u0323",
    "one that is eighteen": "\ufdfa",
    "words": "word ",
    "quotation marks": '"“',
    "brackets": "(",
    "pairs of brackets": "[x](",
    "dashes": "a-",
    "spaces": " ",
    "no-break spaces": "\u00a0",
    "lines": "a\n\n",
    "separators of cells": ";\t",
    "isolates": "\u2066a\u2069",
    "addresses": "https://e.org/x?y=&z ",
    "backslashes": "\\",
    "markup": "<b>*_`#",
    "letters without spaces": "平",
}
"""What stands many times in a text."""


def _texts(number: int) -> Document:
    """Texts in every field, each of one unit many times: more than the 512 characters up to which widths are kept."""
    events = []
    for at, unit in enumerate(UNITS.values()):
        long = f"x{unit * (30 * number)}=x"
        line = " ".join(long.split("\n")) if "\n" in long else long
        events.append(_event(at, summary=long, place=line, people=[f"{line} (Office)"], title=line))
    return _document(*events, description="".join(UNITS.values()) * number)


def _broad(number: int) -> Document:
    """One event with many of everything."""
    every = range(number)
    sources = {
        f"s{n:05}": {"title": f"S {n:05}", "publisher": f"P {n:05}", "url": f"https://e.org/{n:05}"} for n in every
    }
    broad = _event(
        0,
        people=[f"Given{n:05} Name{n:05} (Office {n:05})" for n in every],
        topics=[f"t{n:05}" for n in every],
        programmes=[f"P{n:05}" for n in every],
        sources={id: f"Says {id}." for id in sources},
        related=[f"e{n:05}" for n in every if n],
    )
    programmes = {f"P{n:05}": {"name": f"Name {n:05}"} for n in every}
    others = (_event(n, related=["e00000"], sources=["s00001"]) for n in every if n)
    return _document(broad, *others, sources=sources, programmes=programmes)


def _many(number: int) -> Document:
    """Many events, each with a year, a kind, a programme, a place and a person of its own."""
    events = (
        _event(
            n,
            date=f"{1000 + 20 * n}",
            kind=f"k{n:05}",
            topics=[f"t{n:05}"],
            programmes=[f"P{n:05}"],
            place=f"Place {n:05}",
            people=["Ann Bee (Minister)", f"Given{n:05} Name{n:05} (Office {n:05})", f"Ann Bee (Office {n:05})"],
            summary=f"word{n:05} other{n:05}.",
        )
        for n in range(number)
    )
    programmes = {f"P{n:05}": {"name": f"Name {n:05}", "aliases": [f"Alias {n:05}"]} for n in range(number)}
    words = {f"k{n:05}": f"Kind {n:05}" for n in range(number)}
    spellings = [[f"word{n:05}", f"werd{n:05}"] for n in range(number)]
    return _document(*events, programmes=programmes, kinds=words, spellings=spellings)


def _lines(number: int) -> Document:
    """Programmes as deep within each other as they may be, and in a row of successors."""
    programmes: Document = {f"P{n:05}": {"name": f"Name {n:05}"} for n in range(number)}
    for n in range(number):
        if n % MAX_DEPTH:
            programmes[f"P{n:05}"]["parent"] = f"P{n - 1:05}"
        if n + 1 < number:
            programmes[f"P{n:05}"]["succeeded_by"] = f"P{n + 1:05}"
    return _document(*(_event(n, programmes=[f"P{n:05}"]) for n in range(number)), programmes=programmes)


def _uses(number: int) -> Document:
    """A source, a programme and words with long texts, which every event uses."""
    source = {"title": "S" * 2_000, "publisher": "P" * 1_000, "url": f"https://e.org/{'x' * 1_000}"}
    programmes = {"P": {"name": "N" * 20 * number, "about": "A" * 20 * number}}
    used = {"kind": "k", "topics": ["t"], "programmes": ["P"], "people": ["Ann Bee (Minister)"]}
    events = (_event(n, **used) for n in range(number))
    words = {"kinds": {"k": "K" * 20 * number}, "topics": {"t": "T" * 20 * number}}
    return _document(*events, sources={"s": source}, programmes=programmes, **words)


FAMILIES: dict[str, Callable[[int], Document]] = {
    "texts": _texts,
    "broad": _broad,
    "many": _many,
    "lines": _lines,
    "uses": _uses,
}
COMMANDS = (
    ["list"], ["list", "--full", "--ids"], ["list", "--full", "--links", "--color=always"], ["show", "e00000"],
    ["show", "e00000", "--color=always"], ["programmes"], ["programmes", "--color=always"], ["chart", "--color=always"],
    ["on", "4 May"], ["sources"], ["sources", "--color=always"], ["cite", "e00000"], ["check"],
    ["check", "--format=json"], ["format", "--diff"], ["schema"], ["diff"], ["diff", "--format=markdown"],
    ["diff", "--color=always"],
    ["list", "-s", "word00001 zyzzyva"], ["list", "--person", "zyzzyva"], ["list", "--source", "zyzzyva"],
    ["list", "-p", "zyzzyva"], ["show", "zyzzyva"],
    ["count", "person"], *(["count", by, "--color=always"] for by in COUNT_BY),
    *(["export", "--format", entry.name] for entry in FORMATS),
    *(["export", "--format", entry.name, f"--{option}"] for entry in FORMATS for option in entry.options),
)  # fmt: skip


class Cost(NamedTuple):
    """What a run costs."""

    calls: int
    """Functions that were called, Python's own among them."""
    size: int
    """Bytes that were printed."""


def _cost(args: list[str]) -> Cost:
    calls = 0

    def called(_: object, event: str, __: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(called)
    try:
        answer = run(*args)
    finally:
        sys.setprofile(before)
    assert "internal error" not in answer.err
    assert len(answer.err) < LONGEST
    return Cost(calls, len(answer.out.encode("utf-8", "surrogateescape")))


def _written(document: Document, path: Path) -> str:
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return str(path)


def _given(args: list[str], file: str, other: str) -> list[str]:
    """The command line for a file."""
    if args[0] == "diff":
        return [args[0], other, file, *args[1:]]
    return [*args, file] if args[0] in ("check", "format") else [*args, "--data", file]


@pytest.mark.hostile
@pytest.mark.parametrize("family", FAMILIES)
def test_what_it_costs_grows_with_the_data_and_no_faster(family: str, tmp_path: Path) -> None:
    """Every command and every export calls and prints twice as much more for twice as much more of anything."""
    sizes = [LEAST, 2 * LEAST, 4 * LEAST]
    files = [_written(FAMILIES[family](size), tmp_path / f"{size}.yaml") for size in sizes]
    other = _written(FAMILIES[family](2), tmp_path / "other.yaml")
    grown = []
    for args in COMMANDS:
        run(*_given(args, files[-1], other))  # fills what is kept from run to run
        least, middle, most = (_cost(_given(args, file, other)) for file in files)
        for name, a, b, c in zip(Cost._fields, least, middle, most, strict=True):
            if c - b > MOST * (b - a) + SLACK[name]:
                grown.append(f"{' '.join(args)}: {name} {a}, {b}, {c}")
    assert grown == []


# --- what has a bound, since it could not be linear


def test_programmes_are_so_deep_at_most() -> None:
    """Views say for each programme what it is part of: a line of them has an end."""

    def within(depth: int) -> bytes:
        programmes = {f"P{n}": {"name": "N", **({"parent": f"P{n - 1}"} if n else {})} for n in range(depth + 1)}
        return json.dumps(_document(programmes=dict(reversed(programmes.items())))).encode()

    assert len(parse(within(MAX_DEPTH), "").programmes) == MAX_DEPTH + 1
    with pytest.raises(DataError) as caught:
        parse(within(MAX_DEPTH + 5), "")
    assert [problem.where for problem in caught.value.problems] == [f"programme P{MAX_DEPTH + 1}"]
    assert "is part of more than 20 programmes, one within the other" in str(caught.value)
    assert caught.value.problems[0].rule == "too-large"


@pytest.mark.parametrize("field", ["title", "publisher", "via", "url", "author"])
def test_a_source_is_so_long_at_most(field: str) -> None:
    """Every event that cites a source says it: its texts have a length together."""
    source: Document = {"title": "S", "publisher": "P", "via": "V", "url": "https://e.org/", "author": "A"}
    rest = MAX_SOURCE - sum(map(len, source.values()))

    def longer(number: int) -> bytes:
        long = {**source, field: source[field] + "x" * number}
        return json.dumps(_document(sources={"s": {**long, "author": [long["author"]]}})).encode()

    assert parse(longer(rest), "").sources
    with pytest.raises(DataError, match=r"source s: has 5,001 characters in all; at most 5,000.*\[too-large\]"):
        parse(longer(rest + 1), "")


def test_a_table_in_two_directions_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Years by programmes grow in both directions."""
    chronology = parse(json.dumps(_many(LEAST)).encode(), "")
    monkeypatch.setattr(plain, "MAX_CELLS", 381 * LEAST)
    assert plain.chart(chronology, "programme").count("\n") == 382
    monkeypatch.setattr(plain, "MAX_CELLS", 381 * LEAST - 1)
    with pytest.raises(UsageError, match="a table of 381 years and 20 columns has more than 7,619 cells"):
        plain.chart(chronology, "programme")


def test_filters_have_so_many_words_at_most() -> None:
    """Each word is looked for in each text: there are so many of all filters together."""
    chronology = parse(json.dumps(_many(2)).encode(), "")
    half = " ".join(["x"] * (MAX_WORDS // 2))
    assert not select(chronology, Filters.of(search=half, person=[half, half][:1])).events
    with pytest.raises(UsageError, match="search has 501 words of 1,001; at most 1,000 are looked for"):
        select(chronology, Filters.of(search=f"{half} x", person=half))


UNKNOWN = [f"zyzzyva{number}" for number in range(MAX_REPEATS)]
YEARS = ",".join(str(1000 + number) for number in range(2_000))
MANY = {
    "words": ["list", "-s", " ".join(UNKNOWN)],
    "searches": ["list", *(f"--search={word}" for word in UNKNOWN)],
    "programmes of a filter": ["list", *(f"--programme={word}" for word in UNKNOWN)],
    "kinds": ["list", *(f"--kind={word}" for word in UNKNOWN)],
    "ids": ["show", *UNKNOWN],
    "ids of a filter": ["list", *(f"--id={word}" for word in UNKNOWN)],
    "codes": ["programmes", *UNKNOWN],
    "options": ["list", *(f"--{word}" for word in UNKNOWN)],
    "arguments": ["list", *UNKNOWN],
    "commands": UNKNOWN,
    "rules": ["check", *(f"--ignore={word}" for word in UNKNOWN)],
    "files": ["check", *UNKNOWN],
    "years with commas": ["list", "-y", YEARS],
    "ids with commas": ["show", ",".join(f"e{number:05}" for number in range(LEAST)) + ",e00000" * 500],
    "programmes with commas": ["list", "-p", ",".join(["P00001"] * 2_000)],
    "a year with much else": ["list", *["--place=x"] * 500, "-y", "May 1994"],
    "a long id of words": ["show", "-".join(["event"] * 5_000)],
    "a long word": ["list", "-s", "x" * 100_000],
    "sources of a new event": ["add", "--title=x", "--date=1994", *(f"--source={word}" for word in UNKNOWN)],
}
"""Command lines with thousands of what there is none of."""


@pytest.mark.parametrize("name", MANY)
def test_a_message_does_not_grow_with_what_was_typed(name: str, tmp_path: Path) -> None:
    """The first few are named, and the way on is left out where it would repeat too much."""
    file = _written(_many(LEAST), tmp_path / "many.yaml")
    args = MANY[name]
    answer = run(*args, *([] if args[0] in ("check", UNKNOWN[0]) else ["--data", file]))
    assert answer.err.startswith("timeline: ")
    assert len(answer.err) < LONGEST


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["show", *["x"] * 1_001], "ID is given 1,001 times; at most 1,000 are taken"),
        (["list", *["--id=x"] * 1_001], "--id is given 1,001 times; at most 1,000 are taken"),
        (["list", *["-y", "1994"] * 1_001], "--year is given 1,001 times; at most 1,000 are taken"),
    ],
)
def test_nothing_is_given_without_end(args: list[str], told: str) -> None:
    """Each value costs as much as a command: there are so many at most, but of files."""
    assert run(*args) == (2, "", f"timeline: {told}\n")


def test_files_are_given_without_end() -> None:
    """A shell's pattern names as many files as there are."""
    assert "cannot read 'missing'" in run("check", *["missing"] * 1_001).err


def test_an_id_longer_than_any_is_not_taken_apart() -> None:
    """Words of an id are looked for where it may have been one."""
    chronology = parse(json.dumps(_many(2)).encode(), "")
    with pytest.raises(UsageError) as caught:
        select(chronology, Filters.of(id="event-" * 50 + "word00001"))
    assert "did you mean" not in str(caught.value)
