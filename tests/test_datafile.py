"""The loader: every fault of a file is found in one pass, with the line an editor shows and the mend."""

from __future__ import annotations

import gc
import json
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import assume, example, given
from hypothesis import strategies as st

import timeline
from tests.messages import facts
from tests.strategies import chronologies
from timeline import DataError, Problem, TimelineError, datafile, model
from timeline.datafile import bundled, parse, parse_with_positions, read_bytes, syntax, write
from timeline.datafile import faults as faults_of_files
from timeline.datafile.positions import Positions
from timeline.text import FORBIDDEN, unbalanced_bidi

GOOD = """\
title: T
sources:
  s:
    title: S
    url: https://e.org/
events:
  - id: a
    date: "1994"
    title: A
    sources: [s]
"""


def changed(first: int, *lines: str, upto: int = 0) -> str:
    """The good file with other lines in place of one, or of those from ``first`` to ``upto``."""
    old = GOOD.splitlines()
    old[first - 1 : upto or first] = lines
    return "\n".join(old) + "\n"


def with_event(*lines: str) -> str:
    """The good file with further lines in its event; the first is line 11."""
    return GOOD + "".join(f"    {line}\n" for line in lines)


def with_top(*lines: str) -> str:
    """The good file with further lines at its end; the first is line 11."""
    return GOOD + "".join(f"{line}\n" for line in lines)


def faults(data: str | bytes) -> list[str]:
    """What is wrong with a file, each as ``LINE:COLUMN: where: message``; nothing for a file that can be read."""
    return [problem.at("")[1:] for problem in problems_of(data.encode() if isinstance(data, str) else data)]


def problems_of(data: bytes) -> list[Problem]:
    """The problems of a file; a `DataError` has at least one."""
    try:
        parse(data)
    except DataError as error:
        return list(error.problems) or [Problem(0, 0, "", "", "")]
    return []


FAULTY = [
    pytest.param(
        "",
        ["1:1: file"],
        id="empty file",
    ),
    pytest.param(
        "\n \n\n",
        ["1:1: file"],
        id="white space only",
    ),
    pytest.param(
        "# a chronology\n",
        ["1:1: file"],
        id="comments only",
    ),
    pytest.param(
        "null\n",
        ["1:1: file"],
        id="null",
    ),
    pytest.param(
        "---\n",
        ["1:1: file"],
        id="an empty document",
    ),
    pytest.param(
        "- title: T\n",
        ["1:1: file"],
        id="a list",
    ),
    pytest.param(
        "word\n",
        ["1:1: file"],
        id="a word",
    ),
    pytest.param(
        "licence: CC0-1.0\n",
        ["1:1: file: 'title'", "1:1: file: 'sources'", "1:1: file: 'events'"],
        id="nothing required",
    ),
    pytest.param(
        GOOD + "---\ntitle: T\n",
        ["11:1: file"],
        id="two documents",
    ),
    pytest.param(
        GOOD + "...\n---\ntitle: T\n",
        ["12:1: file"],
        id="a document behind its end",
    ),
    pytest.param(
        changed(2, "sources: [s]", upto=5),
        ["2:10: sources"],
        id="sources is a list",
    ),
    pytest.param(
        changed(2, "sources:", upto=5),
        ["2:9: sources"],
        id="sources is empty",
    ),
    pytest.param(
        changed(6, "events: {a: b}", upto=10),
        ["6:9: events"],
        id="events is a mapping",
    ),
    pytest.param(
        changed(6, "events: none", upto=10),
        ["6:9: events: 'none'"],
        id="events is a word",
    ),
    pytest.param(
        changed(6, "events:", upto=10),
        ["6:8: events"],
        id="events is empty",
    ),
    pytest.param(
        with_top("kinds: [visit]"),
        ["11:8: kinds"],
        id="kinds is a list",
    ),
    pytest.param(
        with_top("programmes: PfP"),
        ["11:13: programmes: 'PfP'"],
        id="programmes is a word",
    ),
    pytest.param(
        changed(7, "  - a", upto=10),
        ["7:5: event 1: 'a'"],
        id="an event is a word",
    ),
    pytest.param(
        changed(7, "  -", upto=10),
        ["7:4: event 1"],
        id="an event is empty",
    ),
    pytest.param(
        changed(7, "  - [a]", upto=10),
        ["7:5: event 1"],
        id="an event is a list",
    ),
    pytest.param(
        changed(3, "  s: S", upto=5),
        ["3:6: source s: 'S'"],
        id="a source is a word",
    ),
    pytest.param(
        with_top("programmes:", "  PfP: [x]"),
        ["12:8: programme PfP"],
        id="a programme is a list",
    ),
    pytest.param(
        with_top("spellings: {Turkey: Türkiye}"),
        ["11:12: spellings"],
        id="spellings are a mapping",
    ),
    pytest.param(
        with_top("spellings: [Turkey, [Kyiv], [], [Baku, Bakı], [x, {a: b}]]"),
        [
            "11:13: spellings, list 1: 'Turkey'",
            "11:21: spellings, list 2",
            "11:29: spellings, list 3",
            "11:51: spellings, list 5",
        ],
        id="spellings of every wrong shape",
    ),
    pytest.param(
        with_top("spellings:", "  - [Turkey, Turkey]", "  - [TÜRKIYE, Türkiye, -, turkey]"),
        [
            "12:14: spellings, list 1: 'Turkey'",
            "13:15: spellings, list 2: 'Türkiye', 'TÜRKIYE'",
            "13:24: spellings, list 2",
            "13:27: spellings, list 2: 'turkey', 'Turkey'",
        ],
        id="a spelling twice",
    ),
    pytest.param(
        with_top("spellings: [[Kyiv, Kiev], [Kiev, Kief]]"),
        ["11:28: spellings, list 2: 'Kiev'"],
        id="a spelling in two lists",
    ),
    pytest.param(
        with_top("topics:", "  t: {a: b}"),
        ["12:6: topic t, meaning"],
        id="a meaning is a mapping",
    ),
    pytest.param(
        with_top("topics:", '  "": x'),
        ["12:3: topic , word"],
        id="a word of nothing",
    ),
    pytest.param(
        with_top("topics:", '  "a\\nb": x'),
        ["12:3: topic a\\nb, word"],
        id="a word of two lines",
    ),
    pytest.param(
        with_top("kinds:", "  visit:"),
        ["12:9: kind visit, meaning"],
        id="a meaning of nothing",
    ),
    pytest.param(
        changed(1, "title: [T]"),
        ["1:8: title"],
        id="title is a list",
    ),
    pytest.param(
        changed(1, "title: {T: x}"),
        ["1:8: title"],
        id="title is a mapping",
    ),
    pytest.param(
        changed(10, "    sources: s"),
        ["10:14: event a, sources: 's'"],
        id="sources of an event is text",
    ),
    pytest.param(
        changed(10, "    sources: {}"),
        ["10:14: event a, sources"],
        id="sources of an event is an empty mapping",
    ),
    pytest.param(
        changed(10, "    sources: {s: [x], t: Says so.}"),
        ["10:18: event a, sources s", "10:23: event a, sources: 't'"],
        id="statements of a list and of nothing",
    ),
    pytest.param(
        changed(10, "    sources:", '      s: "A \\u202e."'),
        ["11:10: event a, sources s: U+202E"],
        id="statement with an override",
    ),
    pytest.param(
        with_event("programmes: {P: x}") + "programmes: {P: {name: x}}\n",
        ["11:17: event a, programmes"],
        id="programmes of an event is a mapping",
    ),
    pytest.param(
        with_event("people: " + "Ada " * 20),
        ["11:13: event a, people: 'Ada Ada Ada Ada Ada Ada Ada Ada Ada Ada Ada Ada Ada Ada Ada …'"],
        id="people is a long text",
    ),
    pytest.param(
        with_event("people: [[Ada]]"),
        ["11:14: event a, people"],
        id="people holds a list",
    ),
    pytest.param(
        with_event("place: [Baku]"),
        ["11:12: event a, place"],
        id="place is a list",
    ),
    pytest.param(
        changed(1, "title: null"),
        ["1:8: title"],
        id="title is null",
    ),
    pytest.param(
        changed(1, "title: ~"),
        ["1:8: title"],
        id="title is a tilde",
    ),
    pytest.param(
        changed(1, "title:"),
        ["1:7: title"],
        id="title is nothing",
    ),
    pytest.param(
        changed(1, "title: ''"),
        ["1:8: title"],
        id="title is empty quotes",
    ),
    pytest.param(
        changed(1, 'title: "  "'),
        ["1:8: title"],
        id="title is blank",
    ),
    pytest.param(
        changed(10, "    sources: []"),
        ["10:14: event a, sources"],
        id="no source",
    ),
    pytest.param(
        changed(10, "    sources: ~"),
        ["10:14: event a, sources"],
        id="sources is null",
    ),
    pytest.param(
        with_event('people: [Ada, ""]'),
        ["11:19: event a, people"],
        id="an empty person",
    ),
    pytest.param(
        changed(7, "  -", upto=7),
        ["8:5: event 1: 'id'"],
        id="no id",
    ),
    pytest.param(
        changed(1, ""),
        ["1:1: file: 'title'"],
        id="no title",
    ),
    pytest.param(
        changed(2, "", upto=5),
        ["1:1: file: 'sources'"],
        id="no sources section",
    ),
    pytest.param(
        changed(6, "", upto=10),
        ["1:1: file: 'events'"],
        id="no events section",
    ),
    pytest.param(
        changed(9, ""),
        ["7:5: event a: 'title'"],
        id="no title of an event",
    ),
    pytest.param(
        changed(5, ""),
        ["4:5: source s"],
        id="no url of a source",
    ),
    pytest.param(
        with_top("programmes:", "  PfP: {kind: plan}"),
        ["12:8: programme PfP: 'name'"],
        id="no name of a programme",
    ),
    *(
        pytest.param(
            changed(5, f"    {name}: {text}"), [f"5:{len(name) + 7}: source s, {name}: {words}"], id=f"{name} {text}"
        )
        for name, text, words in (
            ("archived", "e.org", "'e.org', 'https://e.org'"),
            ("doi", "10.1000", "'10.1000'"),
            (
                "doi",
                "https://doi.org/10.1000/182",
                "'https://doi.org/10.1000/182', '10.1000/182'",
            ),
            ("isbn", "123", "'123'"),
            (
                "isbn",
                "978-0-306-40615-8",
                "'978-0-306-40615-8'",
            ),
            (
                "isbn",
                "0-8044-2957-1",
                "'0-8044-2957-1'",
            ),
        )
    ),
    pytest.param(
        changed(5, "    url: https://e.org/", "    language: English"),
        ["6:15: source s, language: 'English', 'en'"],
        id="language in words",
    ),
    pytest.param(
        with_top("event: []"),
        ["11:1: file: 'event', 'events'"],
        id="unknown section",
    ),
    pytest.param(
        with_event("sumary: x"),
        ["11:5: event a: 'sumary', 'summary'"],
        id="unknown field of an event",
    ),
    pytest.param(
        changed(5, "    url: https://e.org/", "    colour: red"),
        ["6:5: source s: 'colour'"],
        id="unknown field of a source",
    ),
    pytest.param(
        with_top("programmes:", "  PfP: {name: x, acronym: y}"),
        ["12:18: programme PfP: 'acronym'"],
        id="unknown field of a programme",
    ),
    pytest.param(
        with_event("program: [x]"),
        ["11:5: event a: 'program', 'programmes'"],
        id="American spelling",
    ),
    pytest.param(
        GOOD + "title: U\n",
        ["11:1: file: 'title', line 1"],
        id="title twice",
    ),
    pytest.param(
        GOOD + '"title": U\n',
        ["11:1: file: 'title', line 1"],
        id="title twice, once quoted",
    ),
    pytest.param(
        GOOD + "events: []\n",
        ["11:1: file: 'events', line 6"],
        id="a section twice",
    ),
    pytest.param(
        changed(5, "    url: https://e.org/", '  s: {title: S, url: "https://e.org/"}'),
        ["6:3: sources: 's', line 3"],
        id="a source twice",
    ),
    pytest.param(
        with_event("title: B"),
        ["11:5: event 1: 'title', line 9"],
        id="a field twice",
    ),
    pytest.param(
        changed(7, '  - {id: a, id: b, date: "1994", title: A, sources: [s]}', upto=10),
        ["7:13: event 1: 'id', line 7"],
        id="a field twice in one line",
    ),
    pytest.param(
        with_event('place: {a: {b: 1, "b": 2}}'),
        ["11:12: event a, place", "11:23: event 1: 'b', line 11"],
        id="a key twice far down",
    ),
    pytest.param(
        GOOD + '  - {id: a, date: "1995", title: B, sources: [s]}\n',
        ["11:10: event a: 'a', line 7"],
        id="id twice",
    ),
    pytest.param(
        changed(8, "    date: x") + '  - {id: a, date: "1995", title: B, sources: [s]}\n',
        ["8:11: event a, date: 'x'", "11:10: event a: 'a', line 7"],
        id="id twice, the first faulty",
    ),
    pytest.param(
        with_top("programmes:", "  PfP: {name: x}", "  PFP: {name: y}"),
        ["13:3: programme PFP: 'PFP', 'PfP'"],
        id="codes in other case",
    ),
    pytest.param(
        changed(1, "title: &t T"),
        ["1:8: file: '&t'"],
        id="anchor",
    ),
    pytest.param(
        changed(10, "    sources: &s [s]"),
        ["10:14: event 1: '&s'"],
        id="anchor of a list",
    ),
    pytest.param(
        with_top("kinds: &k", "  visit: x"),
        ["11:8: kinds: '&k'"],
        id="anchor of a mapping",
    ),
    pytest.param(
        changed(1, "&t title: T"),
        ["1:1: file: '&t'"],
        id="anchor of a key",
    ),
    pytest.param(
        changed(9, "    title: *t"),
        ["9:12: event 1: '*t'"],
        id="alias",
    ),
    pytest.param(
        with_event("*t : x"),
        ["11:5: event 1"],
        id="alias as a key",
    ),
    pytest.param(
        GOOD + "  - *e\n",
        ["11:5: event 2: '*e'"],
        id="alias as an event",
    ),
    pytest.param(
        with_event("<<: {title: B}"),
        ["11:5: event 1"],
        id="merge key",
    ),
    pytest.param(
        with_event('"<<": x'),
        ["11:5: event a"],
        id="quoted merge key",
    ),
    pytest.param(
        changed(1, "title: !!python/object/apply:os.system [ls]"),
        ["1:8: file: '!!python/object/apply:os.system'", "1:8: title"],
        id="python object",
    ),
    pytest.param(
        changed(8, "    date: !!int 1994"),
        ["8:11: event 1: '!!int'"],
        id="tag int",
    ),
    pytest.param(
        changed(1, "title: !!str T"),
        ["1:8: file: '!!str'"],
        id="tag str",
    ),
    pytest.param(
        changed(1, "title: !t T"),
        ["1:8: file: '!t'"],
        id="local tag",
    ),
    pytest.param(
        changed(1, "title: ! T"),
        ["1:8: file"],
        id="bare tag",
    ),
    pytest.param(
        changed(10, "    sources: !!set [s]"),
        ["10:14: event 1: '!!set'"],
        id="tag of a list",
    ),
    pytest.param(
        changed(3, "  s: !!omap"),
        ["3:6: source s: '!!omap'"],
        id="tag of a mapping",
    ),
    pytest.param(
        "%TAG ! tag:e.org,2000:\n---\n" + GOOD,
        ["1:1: file"],
        id="tag directive",
    ),
    pytest.param(
        with_event("[a, b]: x"),
        ["11:5: event 1"],
        id="a list as a key",
    ),
    pytest.param(
        with_top("{a: b}: x"),
        ["11:1: file"],
        id="a mapping as a key",
    ),
    pytest.param(
        with_event("place: [[[[[[[x]]]]]]]"),
        ["11:12: event a, place", "11:17: event 1"],
        id="too deep",
    ),
    pytest.param(
        with_event("place: " + "[" * 200 + "]" * 200),
        ["11:17: event 1", "11:116: file"],
        id="far too deep",
    ),
    pytest.param(
        changed(9, "    title: NATO: a history"),
        ["9:16: file"],
        id="colon in a text",
    ),
    pytest.param(
        with_event("  place: Baku"),
        ["11:7: file: line 7, line 10"],
        id="indented too far",
    ),
    pytest.param(
        changed(8, '   date: "1994"'),
        ["7:5: event a: 'date'", "7:5: event a: 'title'", "7:5: event a: 'sources'", "8:4: file: line 7"],
        id="indented too little",
    ),
    pytest.param(
        changed(8, '\tdate: "1994"'),
        ["8:1: file"],
        id="tab",
    ),
    pytest.param(
        changed(8, '\tdate: "1994"', "\ttitle: A", "\tsources: [s]", upto=10),
        ["8:1: file"],
        id="several tabs",
    ),
    pytest.param(
        changed(8, '\xa0\xa0\xa0\xa0date: "1994"'),
        ["8:1: file: U+00A0"],
        id="no-break spaces before a key",
    ),
    pytest.param(
        with_event("note: |", "  A", "  \tB", "plce: x"),
        ["14:5: event a: 'plce', 'place'"],
        id="a tab in a text is none before a key",
    ),
    pytest.param(
        changed(9, "<<<<<<< HEAD", "    title: A", "=======", "    title: B", ">>>>>>> b'ə"),
        ["9:1: file: line 13, 'HEAD', 'b'ə'"],
        id="a merge conflict",
    ),
    pytest.param(
        changed(
            9, "<<<<<<<", "    title: A", "|||||||", "    title: C", "=======", "    title: B", ">>>>>>>", "======="
        )
        + "<<<<<<< HEAD\n",
        ["9:1: file: line 15", "16:1: file", "18:1: file: '<<<<<<< HEAD'"],
        id="a merge conflict with its base, and marks that are left",
    ),
    pytest.param(
        GOOD + "<<<<<<< a\n<<<<<<< b\n=======\n>>>>>>> c\n",
        ["11:1: file: '<<<<<<< a'", "12:1: file: line 14, 'b', 'c'"],
        id="a mark before a merge conflict",
    ),
    pytest.param(
        "# =======\n" + with_event("sumary: x"),
        ["12:5: event a: 'sumary', 'summary'"],
        id="a line in a comment is no mark",
    ),
    pytest.param(
        changed(6, "  - id: b", '    date: "1994"', "    title: B", "    sources: [s]", "", "events: []", upto=10),
        ["6:3: sources: 'events'"],
        id="an event at the end of the sources",
    ),
    pytest.param(
        changed(3, "  - id: b", '    date: "1994"', "    title: B", "    sources: [s]", "  s:"),
        ["3:3: sources: 'events'"],
        id="an event at the top of the sources",
    ),
    pytest.param(
        changed(7, "  t:", "    title: T", "    isbn: 1", "  - id: a"),
        ["7:3: events: 'sources'"],
        id="a source at the top of the events",
    ),
    pytest.param(
        GOOD + "  t:\n    title: T\n    author:\n      - A\n    doi: 1\n",
        ["11:3: events: 'sources'"],
        id="a source at the end of the events",
    ),
    pytest.param(
        GOOD + "  P:\n    name: T\n    about: x\n",
        ["11:3: events: 'programmes'"],
        id="a programme at the end of the events",
    ),
    pytest.param(
        GOOD + "  t:\n    titel: T\n    doi: 1\n",
        ["11:3: file: line 7"],
        id="what has not the fields of a source is none",
    ),
    pytest.param(
        changed(5, "    url: https://e.org/", "  b: {date: '1994', title: B, sources: {s: So.}}"),
        ["6:6: source b: 'events'"],
        id="an event by its id among the sources",
    ),
    pytest.param(
        GOOD + "  - title: T\n    url: x\n    publisher: y\n",
        ["11:5: event 2: 'sources'"],
        id="a source in the list of events",
    ),
    pytest.param(
        changed(5, "    url: https://e.org/", "  PfP: {name: x, about: y}"),
        ["6:8: source PfP: 'programmes'"],
        id="a programme among the sources",
    ),
    pytest.param(
        with_top("programmes:", "  t: {title: T, isbn: x}"),
        ["12:6: programme t: 'sources'"],
        id="a source among the programmes",
    ),
    pytest.param(
        with_event("t:", "  title: T", "  url: x"),
        ["12:7: event a, t: 'sources'"],
        id="a source in an event",
    ),
    pytest.param(
        with_event("place: \u200b\xad", 'people: ["\u3164"]') + "kinds: {\u2800: x}\n",
        ["11:12: event a, place: U+200B", "12:14: event a, people: U+3164", "13:9: kind \u2800, word: U+2800"],
        id="nothing that can be seen",
    ),
    pytest.param(
        changed(7, "  - id: -a"),
        ["7:9: event -a, id: '-a', 'a'"],
        id="id like an option",
    ),
    pytest.param(
        changed(7, "  - id: " + "a" * 81),
        ["7:9: event " + "a" * 60 + ", id: '" + "a" * 60 + "…'"],
        id="a long id",
    ),
    pytest.param(
        with_top("programmes:", "  -P: {name: x}"),
        ["12:3: programme -P: '-P'"],
        id="code like an option",
    ),
    pytest.param(
        with_top("kinds:", "  -k: x"),
        ["12:3: kind -k: '-k'"],
        id="kind like an option",
    ),
    pytest.param(
        changed(9, "    title: @nato"),
        ["9:12: file"],
        id="at sign",
    ),
    pytest.param(
        changed(9, "    title: `A`"),
        ["9:12: file"],
        id="backtick",
    ),
    pytest.param(
        with_event('place: "Baku'),
        ["11:12: file"],
        id="quote not closed",
    ),
    pytest.param(
        with_event("place: 'Baku"),
        ["11:12: file"],
        id="apostrophe not closed",
    ),
    pytest.param(
        changed(10, "    sources: [s", "    place: Baku"),
        ["11:10: file: line 10"],
        id="bracket not closed",
    ),
    pytest.param(
        changed(3, "  s: {title: S", upto=5),
        ["4:7: file: line 3"],
        id="brace not closed",
    ),
    pytest.param(
        with_event('people: ["Ada" "Bob"]'),
        ["11:20: file: line 11"],
        id="comma missing",
    ),
    pytest.param(
        with_event("place Baku", "note: x"),
        ["11:5: file: line 10"],
        id="no colon behind a key",
    ),
    pytest.param(
        with_event('place: "C:\\Users"'),
        ["11:17: file"],
        id="unknown escape",
    ),
    pytest.param(
        with_event('place: "\\u12"'),
        ["11:15: file"],
        id="half an escape",
    ),
    pytest.param(
        with_event('place: "Baku" or Ganja'),
        ["11:19: file: line 7"],
        id="text behind a quote",
    ),
    pytest.param(
        with_event("place: - Baku"),
        ["11:12: file"],
        id="a dash inside a line",
    ),
    pytest.param(
        with_event("place: ? Baku"),
        ["11:12: file"],
        id="a question mark inside a line",
    ),
    pytest.param(
        changed(9, "    title: *"),
        ["9:13: file"],
        id="a star",
    ),
    pytest.param(
        changed(9, "    title: & A"),
        ["9:13: file"],
        id="an ampersand",
    ),
    pytest.param(
        changed(9, "    title: !<A"),
        ["9:15: file"],
        id="an exclamation mark",
    ),
    pytest.param(
        changed(9, "    title: , A"),
        ["9:12: file"],
        id="a comma",
    ),
    pytest.param(
        with_event("note: | x"),
        ["11:13: file"],
        id="text behind a bar",
    ),
    pytest.param(
        "%YAML 3.0\n---\n" + GOOD,
        ["1:1: file"],
        id="version",
    ),
    pytest.param(
        with_event("people: [Ada]]"),
        ["11:18: file: line 7"],
        id="a stray bracket",
    ),
    pytest.param(
        GOOD + "... more\n",
        ["11:5: file"],
        id="text behind the end",
    ),
    pytest.param(
        " " + GOOD,
        ["2:1: file"],
        id="less indented than the first line",
    ),
    pytest.param(
        changed(9, "    title: A\0B"),
        ["9:13: file: U+0000"],
        id="NUL",
    ),
    pytest.param(
        changed(9, "    title: A\x1b[31mB"),
        ["9:13: file: U+001B"],
        id="escape sequence",
    ),
    pytest.param(
        changed(9, "    title: A\x7f"),
        ["9:13: file: U+007F"],
        id="DEL",
    ),
    pytest.param(
        changed(9, "    title: A\x85B"),
        ["9:13: file: U+0085"],
        id="NEL",
    ),
    pytest.param(
        changed(9, "    title: A\x9b"),
        ["9:13: file: U+009B"],
        id="C1",
    ),
    pytest.param(
        changed(9, "    title: A\u2028B"),
        ["9:13: file: U+2028"],
        id="line separator",
    ),
    pytest.param(
        changed(9, "    title: A\u2029B"),
        ["9:13: file: U+2029"],
        id="paragraph separator",
    ),
    pytest.param(
        changed(9, "    title: A\uffff"),
        ["9:13: file: U+FFFF"],
        id="noncharacter",
    ),
    pytest.param(
        GOOD + "# \x07\n",
        ["11:3: file: U+0007"],
        id="control in a comment",
    ),
    pytest.param(
        with_event("pl\x08ace: x"),
        ["11:5: event a: 'pl�ace', 'place'", "11:7: file: U+0008"],
        id="control in a key",
    ),
    pytest.param(
        changed(9, "    title: \0ə\x01", "    place: \x02"),
        ["9:12: file: U+0000", "9:14: file: U+0001", "10:12: file: U+0002"],
        id="two on one line and one below",
    ),
    pytest.param(
        changed(9, '    title: "A\\0"'),
        ["9:12: event 1: U+0000"],
        id="NUL as an escape",
    ),
    pytest.param(
        changed(9, '    title: "A\\e[0m"'),
        ["9:12: event 1: U+001B"],
        id="escape as an escape",
    ),
    pytest.param(
        changed(9, '    title: "A\\N"'),
        ["9:12: event 1: U+0085"],
        id="NEL as an escape",
    ),
    pytest.param(
        changed(9, '    title: "A\\L"'),
        ["9:12: event 1: U+2028"],
        id="line separator as an escape",
    ),
    pytest.param(
        with_event('"pl\\x08ace": x'),
        ["11:5: event 1: U+0008", "11:5: event a: 'pl�ace', 'place'"],
        id="control as an escape in a key",
    ),
    pytest.param(
        changed(9, '    title: "\\ud83d"'),
        ["9:15: file"],
        id="half surrogate",
    ),
    pytest.param(
        changed(9, '    title: "\\U00110000"'),
        ["9:15: file"],
        id="beyond Unicode",
    ),
    pytest.param(
        changed(9, "    title: A \u202e B"),
        ["9:12: event a, title: U+202E"],
        id="override not closed",
    ),
    pytest.param(
        with_event("note: A \u2067 B"),
        ["11:11: event a, note: U+2067"],
        id="isolate not closed",
    ),
    pytest.param(
        with_event("place: A \u202c"),
        ["11:12: event a, place: U+202C"],
        id="closed and never opened",
    ),
    pytest.param(
        with_event("place: A \u202a B \u2069"),
        ["11:12: event a, place: U+2069"],
        id="closed by another",
    ),
    pytest.param(
        with_event('people: ["\u202eAda"]'),
        ["11:14: event a, people: U+202E"],
        id="override in a person",
    ),
    pytest.param(
        with_top("kinds:", '  "\u202ev": x'),
        ["12:3: kind \\u202ev, word: U+202E"],
        id="override in a word",
    ),
    pytest.param(
        changed(9, "    title: |", "      A", "      B"),
        ["9:12: event a, title"],
        id="title of two lines",
    ),
    pytest.param(
        changed(9, '    title: "A\\n"'),
        ["9:12: event a, title"],
        id="title with a line end",
    ),
    pytest.param(
        changed(9, '    title: "A\\rB"'),
        ["9:12: event a, title"],
        id="title with a carriage return",
    ),
    pytest.param(
        with_event('place: "Baku\\nGanja"'),
        ["11:12: event a, place"],
        id="place of two lines",
    ),
    pytest.param(
        with_event('people: ["Ada\\nBob"]'),
        ["11:14: event a, people"],
        id="person of two lines",
    ),
    pytest.param(
        with_top("programmes:", '  PfP: {name: "a\\nb"}'),
        ["12:15: programme PfP, name"],
        id="name of two lines",
    ),
    pytest.param(
        changed(8, "    date: May 1994"),
        ["8:11: event a, date: 'May 1994', '1994-05'"],
        id="date in words",
    ),
    pytest.param(
        changed(8, "    date: 1994-5-4"),
        ["8:11: event a, date: '1994-5-4', '1994-05-04'"],
        id="date without zeros",
    ),
    pytest.param(
        changed(8, '    date: "1994-02-30"'),
        ["8:11: event a, date: '1994-02-30'"],
        id="no such day",
    ),
    pytest.param(
        changed(8, '    date: "1994-13"'),
        ["8:11: event a, date: '1994-13'"],
        id="no such month",
    ),
    pytest.param(
        changed(8, "    date: [1994..1995]"),
        ["8:11: event a, date"],
        id="date in brackets without quotes",
    ),
    pytest.param(
        changed(8, '    date: "[1995..1994]"'),
        ["8:11: event a, date: '[1995..1994]', '[1994..1995]'"],
        id="once, the end before the start",
    ),
    pytest.param(
        changed(8, '    date: "1995/1994"'),
        ["8:11: event a, date: '1995/1994', '1994/1995'"],
        id="end before start",
    ),
    pytest.param(
        changed(8, '    date: "١٩٩٤"'),
        ["8:11: event a, date: '١٩٩٤'"],
        id="Arabic digits",
    ),
    pytest.param(
        changed(8, '    date: "1994\\n"'),
        ["8:11: event a, date: '1994\\n'"],
        id="date with a line end",
    ),
    pytest.param(
        changed(8, '    date: "' + "1994-" * 30 + '"'),
        ["8:11: event a, date: '1994-1994-1994-1994-1994-1994-1994-1994-1994-1994-1994-1994-…'"],
        id="a long date",
    ),
    pytest.param(
        with_top('updated: "1994"'),
        ["11:10: updated: '1994'"],
        id="updated is a year",
    ),
    pytest.param(
        with_top("programmes:", "  PfP: {name: x, period: long}"),
        ["12:26: programme PfP, period: 'long'"],
        id="period is a word",
    ),
    pytest.param(
        changed(5, "    url: https://e.org/", "    date: 1.1.1994"),
        ["6:11: source s, date: '1.1.1994'"],
        id="date of a source",
    ),
    pytest.param(
        with_event("significance: landmarks"),
        ["11:19: event a, significance: 'landmarks', 'landmark'"],
        id="significance",
    ),
    pytest.param(
        with_event("significance: Landmark"),
        ["11:19: event a, significance: 'Landmark', 'landmark'"],
        id="significance in capitals",
    ),
    pytest.param(
        with_event("confidence: sure"),
        ["11:17: event a, confidence: 'sure'"],
        id="confidence",
    ),
    pytest.param(
        changed(5, "    url: https://e.org/", "    kind: newspaper"),
        ["6:11: source s, kind: 'newspaper'"],
        id="kind of a source",
    ),
    pytest.param(
        changed(7, "  - id: Visit of Əliyev"),
        ["7:9: event Visit of Əliyev, id: 'Visit of Əliyev', 'visit-of-aliyev'"],
        id="id with capitals",
    ),
    pytest.param(
        changed(7, '  - id: "!?"'),
        ["7:9: event !?, id"],
        id="id of signs",
    ),
    pytest.param(
        changed(3, "  S_1:"),
        ["3:3: source S_1: 'S_1', 's-1'", "10:15: event a, sources: 's'"],
        id="id of a source",
    ),
    pytest.param(
        with_top("programmes:", "  P f P: {name: x}"),
        ["12:3: programme P f P: 'P f P'"],
        id="code with a space",
    ),
    pytest.param(
        changed(5, "    url: /index.html"),
        ["5:10: source s, url: '/index.html'"],
        id="relative address",
    ),
    pytest.param(
        changed(5, "    url: javascript:alert(1)"),
        ["5:10: source s, url: 'javascript:alert(1)'"],
        id="javascript",
    ),
    pytest.param(
        changed(5, "    url: ftp://e.org/"),
        ["5:10: source s, url: 'ftp://e.org/'"],
        id="ftp",
    ),
    pytest.param(
        changed(5, "    url: https:///x"),
        ["5:10: source s, url: 'https:///x'"],
        id="address without a host",
    ),
    pytest.param(
        changed(5, "    url: https://e.org/a b"),
        ["5:10: source s, url: 'https://e.org/a b', 'https://e.org/a%20b'"],
        id="address with a space",
    ),
    pytest.param(
        changed(5, '    url: " https://e.org/"'),
        ["5:10: source s, url: ' https://e.org/', 'https://e.org/'"],
        id="address with a space in front",
    ),
    pytest.param(
        changed(5, '    url: "https://e.org/\\n"'),
        ["5:10: source s, url: 'https://e.org/\\n', 'https://e.org/'"],
        id="address with a line end",
    ),
    pytest.param(
        changed(10, "    sources: [t]"),
        ["10:15: event a, sources: 't'"],
        id="no such source",
    ),
    pytest.param(
        changed(10, "    sources: [ss]"),
        ["10:15: event a, sources: 'ss', 's'"],
        id="no such source, nearly",
    ),
    pytest.param(
        with_event("programmes: [PfP]"),
        ["11:18: event a, programmes: 'PfP'"],
        id="no such programme",
    ),
    pytest.param(
        with_event("programmes: [DEAP]") + "programmes: {DEEP: {name: x}}\n",
        ["11:18: event a, programmes: 'DEAP', 'DEEP'"],
        id="no such programme, nearly",
    ),
    pytest.param(
        with_event("kind: vist") + "kinds: {visit: x}\n",
        ["11:11: event a, kind: 'vist', 'visit'"],
        id="no such kind",
    ),
    pytest.param(
        "kinds: {visit: x}\n" + with_event("kind: vist"),
        ["12:11: event a, kind: 'vist', 'visit'"],
        id="no such kind, the kinds first",
    ),
    pytest.param(
        with_event("topics: [sea]") + "topics: {energy: x}\n",
        ["11:14: event a, topics: 'sea'"],
        id="no such topic",
    ),
    pytest.param(
        with_event("related: [b]"),
        ["11:15: event a, related: 'b'"],
        id="no such event",
    ),
    pytest.param(
        with_top("programmes:", "  PARP: {name: x, parent: PfP}"),
        ["12:27: programme PARP, parent: 'PfP'"],
        id="no such parent",
    ),
    pytest.param(
        with_top("programmes:", "  PARP: {name: x, succeeded_by: PfP}"),
        ["12:33: programme PARP, succeeded_by: 'PfP'"],
        id="no such successor",
    ),
    pytest.param(
        with_top("programmes:", "  PARP: {name: x, sources: [t]}"),
        ["12:29: programme PARP, sources: 't'"],
        id="no such source of a programme",
    ),
    pytest.param(
        changed(10, "    sources: [s, s]"),
        ["10:18: event a, sources: 's'"],
        id="source twice",
    ),
    pytest.param(
        with_event("people: [Ada, Bob, Ada]"),
        ["11:24: event a, people: 'Ada'"],
        id="person twice",
    ),
    pytest.param(
        with_top("programmes:", "  PARP: {name: x, parent: PARP}"),
        ["12:3: programme PARP"],
        id="its own parent",
    ),
    pytest.param(
        with_top("programmes:", "  A: {name: x, parent: B}", "  B: {name: y, parent: A}", "  C: {name: z, parent: A}"),
        ["12:3: programme A", "13:3: programme B"],
        id="its own grandparent",
    ),
    pytest.param(
        with_event("kind: visit") + "kinds: {}\n",
        ["11:11: event a, kind: 'visit'"],
        id="words without a vocabulary, but an empty one",
    ),
]


FAULTY += [
    pytest.param(
        changed(10, "    sources:", "      - s: Says so."),
        ["11:9: event a, sources: 'id: sentence'"],
        id="statement in a list",
    ),
    pytest.param(
        changed(10, "    sources: [s]", "    people: 'Ada [Q], of X'"),
        ["11:13: event a, people: 'Ada [Q], of X'"],
        id="text for a list that needs quotes in it",
    ),
    pytest.param(
        changed(10, "    sources: [s]", """    people: 'Ada "Q" X'"""),
        ["11:13: event a, people: 'Ada \"Q\" X'"],
        id="text for a list with quotes of its own",
    ),
    pytest.param(
        GOOD.replace("title: A", 'title: "A') + "---\n",
        ["9:12: file"],
        id="quote not closed before a second document",
    ),
    pytest.param(
        changed(2, "sources: *s", upto=5),
        ["2:10: sources: '*s'"],
        id="alias of a section",
    ),
    pytest.param(
        changed(10, "    sources: *s"),
        ["10:14: event 1: '*s'"],
        id="alias of a list",
    ),
    pytest.param(
        with_event("people: [*a, [Ada], {b: c}, Bob]"),
        ["11:14: event 1: '*a'", "11:18: event a, people", "11:25: event a, people"],
        id="nothing but text in a list",
    ),
    pytest.param(
        changed(3, "  s: *s", upto=5) + "programmes:\n  P: {name: &n x}\n",
        ["3:6: source s: '*s'", "10:13: programme P: '&n'"],
        id="alias of a record",
    ),
]


@pytest.mark.parametrize(("text", "told"), FAULTY)
def test_each_fault_is_told_with_its_place_and_its_mend(text: str, told: list[str]) -> None:
    """Every error of the contract: line and column, where it is, the value at fault and the likely one."""
    assert [facts(fault) for fault in faults(text)] == told


@pytest.fixture
def pure(monkeypatch: pytest.MonkeyPatch) -> None:
    """A PyYAML that was built without libyaml."""
    monkeypatch.delattr(yaml, "CSafeLoader")


@pytest.mark.usefixtures("pure")
@pytest.mark.parametrize(("text", "told"), [case for case in FAULTY if case.id != "half surrogate"])
def test_the_loader_in_pure_python_tells_the_same(text: str, told: list[str]) -> None:
    """Without libyaml every fault has the same words and the same line; in a bad escape the column may be one off."""
    assert [_without_column(facts(fault)) for fault in faults(text)] == [_without_column(fault) for fault in told]


def _without_column(fault: str) -> str:
    line, _, words = fault.split(":", 2)
    return f"{line}:{words}"


def test_a_complaint_of_which_nothing_is_known_has_a_place_too() -> None:
    """What a later parser says that we do not know is passed on in its own words, with its place, not guessed at."""
    begun, mark = yaml.Mark("", 0, 3, 0, "", 0), yaml.Mark("", 0, 4, 2, "", 0)
    fault = syntax._fault(yaml.scanner.ScannerError("while scanning a thing", begun, "found \x1b", mark))
    assert (fault.position, fault.message) == ((5, 3), "is not YAML: while scanning a thing, found \\x1b")


@pytest.mark.parametrize("text", ["title: " + "[" * 1_500, "title: " + "{a: " * 1_500, "title:\n " + "- " * 1_500])
@pytest.mark.parametrize("loader", ["CSafeLoader", "SafeLoader"])
def test_nesting_is_told_in_the_same_words_by_every_parser(
    text: str, loader: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever PyYAML reads it, and however far that looks ahead, too many levels are told in one way."""
    if loader == "SafeLoader":
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    assert "file: is nested" in (told := faults(text)[-1])
    assert f"{syntax.MAX_DEPTH} levels" in told


@pytest.mark.usefixtures("pure")
def test_half_surrogates_are_refused_in_pure_python_too() -> None:
    """Libyaml calls it no escape at all; the other loader lets it pass, and ours does not."""
    assert [facts(fault) for fault in faults(changed(9, '    title: "\\ud83d"'))] == ["9:12: event 1: U+D83D"]


def test_the_loader_in_pure_python_reads_the_same(
    monkeypatch: pytest.MonkeyPatch, real: timeline.Chronology, everything: timeline.Chronology
) -> None:
    """Without libyaml the same files give the same chronologies."""
    monkeypatch.delattr(yaml, "CSafeLoader")
    assert timeline.load() == real
    assert timeline.load(Path(__file__).parent / "everything.yaml") == everything


def test_a_good_file_has_no_faults() -> None:
    """The text from which the faulty ones are made is itself in order."""
    assert faults(GOOD) == []


# --- bytes and characters


ENCODED = [
    pytest.param(GOOD.encode("utf-16"), ["1:1: file: UTF-16, UTF-8"], id="UTF-16"),
    pytest.param(b"\xfe\xff" + GOOD.encode("utf-16-be"), ["1:1: file: UTF-16, UTF-8"], id="UTF-16 BE"),
    pytest.param(GOOD.encode("utf-16-le"), ["1:1: file: UTF-16, UTF-8"], id="UTF-16 without mark"),
    pytest.param(GOOD.encode("utf-16-be"), ["1:1: file: UTF-16, UTF-8"], id="UTF-16 BE without mark"),
    pytest.param(GOOD.encode("utf-32"), ["1:1: file: UTF-32, UTF-8"], id="UTF-32"),
    pytest.param(b"\0\0\xfe\xff" + GOOD.encode("utf-32-be"), ["1:1: file: UTF-32, UTF-8"], id="UTF-32 BE"),
    pytest.param(GOOD.encode("utf-32-le"), ["1:1: file: UTF-32, UTF-8"], id="UTF-32 without mark"),
    pytest.param(GOOD.encode("utf-32-be"), ["1:1: file: UTF-32, UTF-8"], id="UTF-32 BE without mark"),
    pytest.param(
        changed(9, "    title: Façade").encode("latin-1"),
        ["9:14: file: 0xE7, UTF-8, UTF-8"],
        id="Latin-1",
    ),
    pytest.param(
        changed(9, "    title: Əş").encode() + b"# \xff\xff",
        ["11:3: file: 0xFF, UTF-8, UTF-8"],
        id="a stray byte",
    ),
    pytest.param(
        changed(9, "    title: ə🕊X").replace("X", "\ud83d").encode("utf-8", "surrogatepass"),
        ["9:14: file: 0xED, UTF-8, UTF-8"],
        id="half a surrogate pair",
    ),
    pytest.param(
        GOOD.encode() + "ə".encode()[:1],
        ["11:1: file: 0xC9, UTF-8, UTF-8"],
        id="cut in a character",
    ),
    pytest.param(b"\xc0\xaf", ["1:1: file: 0xC0, UTF-8, UTF-8"], id="overlong"),
    pytest.param(
        b"\0",
        ["1:1: file: U+0000", "1:1: file"],
        id="a NUL",
    ),
]


@pytest.mark.parametrize(("data", "told"), ENCODED)
def test_only_utf_8_is_read(data: bytes, told: list[str]) -> None:
    """Other encodings are named; a byte that is not UTF-8 is told with its line and column."""
    assert [facts(fault) for fault in faults(data)] == told


def test_a_byte_order_mark_is_no_fault() -> None:
    """A mark at the beginning changes neither what is read nor the columns of the first line."""
    assert parse(b"\xef\xbb\xbf" + GOOD.encode()) == parse(GOOD.encode())
    assert facts(faults(b"\xef\xbb\xbf" + changed(1, "title: &a T").encode())[0]) == "1:8: file: '&a'"


LINE_ENDS = ("\n", "\r\n", "\r")


@pytest.mark.parametrize("end", LINE_ENDS)
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_lines_and_columns_are_an_editors(end: str, mark: str) -> None:
    """A fault stands in the same place whatever ends the lines, with or without mark, behind ``ə`` and emoji."""
    text = changed(
        9, "    title: ə 🕊 e\u0301 👩\u200d👧", "    kidn: x", "    place: &a ə🕊", '    "🕊ə": x', "    note: \x01"
    )
    told = [
        "10:5: event a: 'kidn', 'kind'",
        "11:12: event 1: '&a'",
        "12:5: event a: '🕊ə'",
        "13:11: file: U+0001",
    ]
    assert sorted(map(facts, faults(mark + text.replace("\n", end)))) == sorted(told)
    broken = mark + changed(9, "    title: ə🕊@", "    place: 🕊: b").replace("\n", end)
    assert list(map(facts, faults(broken.encode() + b"\xff"))) == ["12:1: file: 0xFF, UTF-8, UTF-8"]


@pytest.mark.parametrize("end", LINE_ENDS)
def test_faults_of_yaml_have_an_editors_line_too(end: str) -> None:
    """What the parser says comes with the line an editor shows, behind every sort of line end and wide characters."""
    text = changed(9, "    title: ə🕊", "    note: |", "      🕊", "", "      ə", "    place: ə🕊: b").replace("\n", end)
    assert [fault.split(" file")[0] for fault in faults(text)] == ["14:14:"]


# --- values


@pytest.mark.parametrize(
    "written",
    ["1984", "no", "Yes", "010", "0x1F", "12:30", "1.10", "1e3", "2001-09-11", ".inf", "1_000", "=", "-x", "y"],
)
def test_every_scalar_is_text(written: str) -> None:
    """No word, number, time or date of YAML is anything else than the text that was written."""
    chronology = parse(f"title: {written}\nsources: {{}}\nevents: []\n".encode())
    assert chronology.title == written


def test_a_percent_sign_in_a_text_is_no_directive() -> None:
    """Only at the beginning of a line does %TAG mean anything."""
    assert parse(changed(9, "    title: 5 %TAG").encode()).events[0].title == "5 %TAG"


@pytest.mark.parametrize("written", ["'~'", '"null"', "'Null'"])
def test_a_quoted_null_is_text(written: str) -> None:
    """What stands in quotes is meant as it stands."""
    assert parse(f"title: {written}\nsources: {{}}\nevents: []\n".encode()).title == written[1:-1]


def test_a_small_chronology_has_the_contracts_defaults() -> None:
    """An event needs id, date, title and a source; what is left out is notable, reported, from a reference."""
    chronology = parse(GOOD.encode())
    (event,) = chronology.events
    assert (event.significance, event.confidence, chronology.sources["s"].kind) == ("notable", "reported", "reference")
    assert event == model.Event("a", timeline.dates.parse("1994"), "A", {"s": ""})
    assert chronology.sources == {"s": model.Source("s", "S", url="https://e.org/")}
    assert chronology == model.Chronology("T", chronology.sources, (event,))


def test_any_word_will_do_without_a_vocabulary() -> None:
    """Where kinds or topics is left out, events may use any word."""
    (event,) = parse(with_event("kind: x", "topics: [y, z]").encode()).events
    assert (event.kind, event.topics) == ("x", ("y", "z"))


def test_events_come_in_their_order_and_sections_in_any() -> None:
    """Events are sorted by earliest day, latest day and id; the sections of a file may stand in any order."""
    text = (
        "events:\n"
        '- {id: c, date: "1995", title: C, sources: [s], related: [a], kind: k, programmes: [P]}\n'
        '- {id: b, date: "1994-01", title: B, sources: [s]}\n'
        '- {id: a, date: "1994-01", title: A, sources: [s]}\n'
        '- {id: d, date: "1994", title: D, sources: [s]}\n'
        "programmes: {P: {name: p, parent: Q, sources: [s]}, Q: {name: q}}\n"
        "sources: {s: {title: S, url: 'http://e.org'}}\nkinds: {k: x}\ntitle: T\n"
    )
    assert [event.id for event in parse(text.encode()).events] == ["a", "b", "d", "c"]


def test_a_chain_of_parents_is_no_circle() -> None:
    """Programmes may be nested; one with a fault of its own is not told again by those below it."""
    chain = "".join(f"  P{i}: {{name: x, parent: P{i + 1}}}\n" for i in range(20))
    assert faults(GOOD + "programmes:\n" + chain + "  P20: {name: x}\n") == []
    told = faults(GOOD + "programmes:\n" + chain + "  P20: {parent: P0}\n")
    assert told == ["32:8: programme P20: 'name' is missing [missing-field]"]


def test_a_balanced_bidi_control_and_ordinary_right_to_left_text_are_read() -> None:
    """Arabic, Hebrew and paired isolates are text like any other."""
    title = "שלום \u2067السلام\u2069 \u200f!"
    assert parse(changed(9, f"    title: {title}").encode()).events[0].title == title


# --- many faults


Line = tuple[int, str]
Fault = tuple[str, Callable[[str], str], int, str]


def _field(line: str, value: str) -> str:
    return f"{line[: line.index(':')]}: {value}"


FAULTS_OF_EVENTS: list[Fault] = [
    # field, the line that replaces its own, column of the fault (0: where the record stands), what the message names
    (
        "id",
        lambda line: "  - id: Not An Id",
        9,
        "'Not An Id', 'not-an-id'",
    ),
    ("date", lambda line: _field(line, '"1994-02-30"'), 11, "'1994-02-30'"),
    ("date", lambda line: _field(line, "1994-5-4"), 11, "'1994-5-4', '1994-05-04'"),
    ("title", lambda line: _field(line, "&x Anchor"), 12, "'&x'"),
    ("title", lambda line: _field(line, "*x"), 12, "'*x'"),
    ("title", lambda line: _field(line, "!!str Tag"), 12, "'!!str'"),
    ("title", lambda line: _field(line, "~"), 12, ""),
    ("title", lambda line: _field(line, '"Two\\nlines"'), 12, ""),
    ("title", lambda line: _field(line, '"\\e[31mRed"'), 12, "U+001B"),
    ("title", lambda line: "    # gone", 0, "'title'"),
    ("title", lambda line: line.replace("title", "titel"), 5, "'titel', 'title'"),
    ("kind", lambda line: _field(line, "[visit]"), 11, ""),
    ("kind", lambda line: _field(line, "vsit"), 11, "'vsit', 'visit'"),
    ("kind", lambda line: '    "title": Again', 5, "'title', line {title}"),
    ("kind", lambda line: "    <<: {a: b}", 5, ""),
    (
        "significance",
        lambda line: _field(line, "minr"),
        19,
        "'minr', 'minor'",
    ),
    (
        "confidence",
        lambda line: _field(line, "A \u202e"),
        17,
        "U+202E",
    ),
    ("confidence", lambda line: line + " # \x07", 0, "U+0007"),
    ("sources", lambda line: _field(line, "nato"), 14, "'nato'"),
    ("sources", lambda line: _field(line, "[no-such-source-at-all]"), 15, "'no-such-source-at-all'"),
    ("sources", lambda line: _field(line, "[]"), 14, ""),
]


def test_all_faults_of_a_file_are_told_in_one_pass() -> None:
    """A copy of the real file with over twenty faults of as many sorts: all are found, in order, with their lines."""
    whole = parse(bundled().read_bytes())
    lists = tuple(event._replace(sources=dict.fromkeys(event.sources, "")) for event in whole.events)
    data = "\n".join([*write.written(replace(whole, events=lists)), ""]).encode()
    text = data.decode().split("\n")
    chronology, places = parse_with_positions(data, "")
    free = _on_single_lines(chronology, places, text)
    expected: list[tuple[int, int, str]] = []
    for field, change, column, message in FAULTS_OF_EVENTS:
        place = places["events", next(free)]
        line, _ = place[field]
        text[line - 1] = change(text[line - 1])
        told = message.format(title=place["title"][0])
        if "U+0007" in message:
            expected.append((line, len(text[line - 1]), told))
        else:
            expected.append((line, column, told) if column else (*place[""], told))
        if field == "title" and "titel" in text[line - 1]:
            expected.append((*place[""], "'title'"))
    line = places["file", ""]["licence"][0]
    text[line - 1] = 'licens: "CC"'
    expected.append((line, 1, "'licens', 'licence'"))
    end = len(text)
    text[-1:] = ["title: Again", "---", "title: A second document", ""]
    expected.append((end, 1, f"'title', line {places['file', '']['title'][0]}"))
    expected.append((end + 1, 1, ""))
    with pytest.raises(DataError) as caught:
        parse("\n".join(text).encode(), "events.yaml")
    found = [(problem.line, problem.column, facts(problem.message)) for problem in caught.value.problems]
    assert found == sorted(found, key=lambda problem: problem[:2])
    assert sorted(expected) == sorted(found)
    assert len(found) >= 24


def _on_single_lines(chronology: timeline.Chronology, places: Positions, text: list[str]) -> Iterator[str]:
    """Ids of events with each field on one line; first one to which nothing refers, since its id will change."""
    related = {id for event in chronology.events for id in event.related}
    for event in sorted(chronology.events, key=lambda event: event.id in related):
        place = places["events", event.id]
        if {"significance", "confidence", "kind"} <= place.keys() and "[" in text[place["sources"][0] - 1]:
            yield event.id


def test_a_missing_section_is_told_once() -> None:
    """References into a section that is missing or has the wrong shape are not told one by one."""
    many = "".join(f"  - {{id: e{i}, date: '1994', title: A, sources: [s{i}]}}\n" for i in range(5))
    for text, fault in (("", "1:1: file: 'sources'"), ("sources: []\n", "8:10: sources")):
        assert [facts(told) for told in faults(f"title: T\nevents:\n{many}{text}")] == [fault]


def test_reading_ends_where_there_are_too_many_problems(monkeypatch: pytest.MonkeyPatch) -> None:
    """At `MAX_PROBLEMS` nothing more is read, wherever they are found, and the last line says so."""
    monkeypatch.setattr(faults_of_files, "MAX_PROBLEMS", 5)
    for text in (
        GOOD + "  - x\n" * 100,
        GOOD + "# \0\n" * 100,
        with_event(f"related: {[f'x{i}' for i in range(100)]}"),
    ):
        assert len(told := faults(text)) == 6
        assert "file: has 5 problems" in told[-1]


def test_looking_for_what_was_meant_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a large file only the first wrong words get a suggestion; all of them are told."""
    monkeypatch.setattr(faults_of_files, "MAX_COMPARISONS", 2)
    told = faults(changed(10, "    sources: [ss]") + "    related: [aa, ab]\n")
    likely = [re.search("did you mean ('.')?", fault) for fault in told]
    assert [match and match[1] for match in likely] == ["'s'", "'a'", None]


def test_a_collection_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """More items, fields, words or programmes than anybody needs end the reading; events and sources have no limit."""
    monkeypatch.setattr(syntax, "MAX_ITEMS", 4)
    assert faults(GOOD + "".join(f"  - {{id: e{i}, date: '1994', title: x, sources: [s]}}\n" for i in range(9))) == []
    sources = "".join(f"  s{i}: {{title: S, url: 'https://e.org/'}}\n" for i in range(9))
    assert faults(f"title: T\nevents: []\nsources:\n{sources}") == []
    for section, entry in (("programmes", "{name: x}"), ("kinds", "x"), ("topics", "x")):
        (told,) = faults(with_top(f"{section}:", *(f"  w{i}: {entry}" for i in range(5))))
        assert told.startswith(f"16:3: file: has more than 4 {section}")
    assert faults(with_event("people: [a, b, c, d, e]"))[-1].startswith("11:13: file: has more than 4 items")
    assert faults(with_event("place: x"))[-1].startswith("7:5: file: has more than 4 fields")


@pytest.mark.parametrize("length", [10, 300])
def test_a_message_is_short_however_long_the_value(length: int) -> None:
    """Values in messages are cut and escaped; a message stays on one line and below 2,000 characters."""
    long = "x\u202ay" * length
    text = json.dumps(
        {
            "title": [long],
            long: long,
            "kinds": {long: long, "[b]": ["x"]},
            "programmes": {long: {"name": "x", "parent": long}, "b": {"name": "x", "period": long, "kind": long}},
            "sources": {long: {"title": "T", "url": long, "kind": long}},
            "events": [{"id": long, "date": long, "title": long, "sources": [long, long], "related": long}],
        },
        ensure_ascii=False,
    )
    told = faults(text.replace(", ", ",\n"))
    assert len(told) > 12
    assert all(len(fault) < 2_000 and fault.isprintable() for fault in told)


# --- files


def test_a_file_is_loaded_by_path_or_text(tmp_path: Path) -> None:
    """The name of a file may be text or a path; the fault's message begins with it."""
    file = tmp_path / "my.yaml"
    file.write_text(GOOD, encoding="utf-8")
    assert timeline.load(file) == timeline.load(str(file)) == parse(GOOD.encode())
    file.write_text("x", encoding="utf-8")
    with pytest.raises(DataError, match=f"^{file}:1:1: file: is not a mapping"):
        timeline.load(file)


def _unreadable(path: Path) -> Iterator[tuple[Path, str]]:
    yield path / "none.yaml", "no such file or directory"
    yield path, "it is a folder"
    yield path / "x" / "y", "no such file or directory"
    yield Path("nul\0l"), "embedded null byte"


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """Missing, a folder, no name at all: one line that names file and reason."""
    for path, reason in _unreadable(tmp_path):
        with pytest.raises(TimelineError) as caught:
            read_bytes(path)
        assert str(caught.value).startswith("cannot read '")
        assert str(caught.value).endswith(f": {reason}")
        assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    ("error", "reason"),
    [(PermissionError(13, "Permission denied"), "permission denied"), (OSError("Odd"), "odd"), (OSError(), "")],
)
def test_what_the_system_says_is_told(monkeypatch: pytest.MonkeyPatch, error: OSError, reason: str) -> None:
    """No permission, a disk that fails: the system's reason, in one line."""

    def refuse(*_: Any) -> None:
        raise error

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(TimelineError, match=f"^cannot read 'x.yaml': {reason}$"):
        read_bytes(Path("x.yaml"))


def test_a_file_has_a_largest_size(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A file of the limit is read; one byte more is refused, and an endless one ends."""
    monkeypatch.setattr(datafile, "MAX_BYTES", 1 << 20)
    file = tmp_path / "large.yaml"
    file.write_bytes(b"x" * (1 << 20))
    assert len(read_bytes(file)) == 1 << 20
    file.write_bytes(b"x" * ((1 << 20) + 1))
    with pytest.raises(TimelineError, match=r"large.yaml' is larger than 1 MiB$"):
        read_bytes(file)
    if Path("/dev/zero").exists():
        with pytest.raises(TimelineError, match="larger"):
            read_bytes(Path("/dev/zero"))


def test_the_limit_is_the_contracts() -> None:
    """A file may have 128 MiB."""
    assert datafile.MAX_BYTES == 128 * 1024 * 1024


def test_the_data_lies_beside_the_package_or_one_level_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """In a wheel the file lies in the package's folder, in a checkout beside it."""
    package = tmp_path / "timeline"
    package.mkdir()
    monkeypatch.delitem(sys.modules, "timeline.datafile._compiled")
    monkeypatch.setattr(datafile, "__file__", str(package / "datafile" / "__init__.py"))
    assert bundled() == tmp_path / "data" / "events.yaml"
    (package / "data").mkdir()
    (package / "data" / "events.yaml").write_text(GOOD, encoding="utf-8")
    assert bundled() == package / "data" / "events.yaml"
    assert timeline.load() == parse(GOOD.encode())


def test_reading_leaves_the_collector_as_it_was() -> None:
    """The garbage collector rests during a reading, whatever its outcome, and runs afterwards only if it did before."""
    assert gc.isenabled()
    faults("x")
    assert gc.isenabled()
    gc.disable()
    try:
        parse(GOOD.encode())
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_what_a_file_has_many_times_is_kept_once() -> None:
    """Words and names that several events share are one object, of which a long file would have millions."""
    events = parse(bundled().read_bytes()).events
    for field in ("kind", "significance", "place", "people", "programmes", "sources"):
        values = [getattr(event, field) for event in events]
        texts = [text for value in values for text in ((value,) if isinstance(value, str) else value) if text]
        assert len(texts) > len(set(texts)) == len({id(text) for text in texts}), field


def test_places_are_kept_for_every_field() -> None:
    """Each field of each record has its line and column, the record itself under an empty name."""
    _, places = parse_with_positions(with_top("kinds: {k: x}", "programmes:", "  P:", "    name: x").encode(), "")
    assert places == {
        ("file", ""): {"title": (1, 1), "sources": (2, 1), "events": (6, 1), "kinds": (11, 1), "programmes": (12, 1)},
        ("sources", "s"): {"": (3, 3), "title": (4, 5), "url": (5, 5)},
        ("events", "a"): {"": (7, 5), "id": (7, 5), "date": (8, 5), "title": (9, 5), "sources": (10, 5)},
        ("kinds", "k"): {"": (11, 9)},
        ("programmes", "P"): {"": (13, 3), "name": (14, 5)},
    }
    assert len(places) == 5


# --- properties


@given(st.one_of(st.binary(), st.text(), st.text("title: sourcev\n-[]{}'\"&*!|>%@#~\t\r\0,?<").map(GOOD.__add__)))
@example("title: ?")
@example(with_event("place: ?"))
@example(changed(8, '    date: "?"'))
@example(changed(8, '    date: "%~"'))
def test_any_input_is_read_or_refused(data: bytes | str) -> None:
    """Whatever the bytes, the loader gives a chronology or a `DataError` with at least one place; nothing else."""
    raw = data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass")
    last = raw.count(b"\n") + raw.count(b"\r") + 1
    for problem in problems_of(raw):
        assert 1 <= problem.line <= last
        assert problem.column >= 1
        assert problem.at("x").isprintable()


@given(st.data())
def test_an_edit_anywhere_is_read_or_refused(data: st.DataObject) -> None:
    """One character put in, taken out or changed anywhere in a good file gives a chronology or a `DataError`."""
    text = (
        with_event("people: [Ada, 'Bob']", "note: |", "  x", 'place: "y"', "programmes: [P]")
        + "programmes: {P: {name: x}}\n"
    )
    at = data.draw(st.integers(0, len(text)))
    text = text[:at] + data.draw(st.text(max_size=2)) + text[at + data.draw(st.integers(0, 2)) :]
    last = text.count("\n") + text.count("\r") + 1
    assert all(1 <= problem.line <= last for problem in problems_of(text.encode("utf-8", "surrogatepass")))


@given(st.text(min_size=1, max_size=40), st.sampled_from(["'", '"']))
def test_every_scalar_is_read_as_it_was_written(text: str, style: str) -> None:
    """Any text that a file may hold, written by a YAML dumper in quotes, is read back as that text."""
    assume(text.strip() and not re.search(FORBIDDEN, text) and unbalanced_bidi(text) is None)
    written = yaml.safe_dump(
        {"title": "T", "description": text, "sources": {}, "events": []}, default_style=style, allow_unicode=True
    )
    assert parse(written.encode()).description == text


@given(chronologies())
def test_a_chronology_written_as_json_is_read_back(chronology: timeline.Chronology) -> None:
    """JSON is YAML: the whole of any chronology, written so, is the same chronology again."""
    record = {
        field: value
        for field in (
            "title",
            "description",
            "authors",
            "url",
            "licence",
            "updated",
            "kinds",
            "topics",
            "spellings",
            "programmes",
            "sources",
            "events",
        )
        if (value := _plain(getattr(chronology, field))) or field in ("sources", "events")
    }
    text = json.dumps(record, ensure_ascii=False)
    assert parse(text.encode()) == chronology


def _plain(value: Any) -> Any:
    """A value of the model as the file has it."""
    if isinstance(value, timeline.Date):
        return value.text
    if isinstance(value, model.Event | model.Programme | model.Source):
        skip = {model.Event: "", model.Programme: "code", model.Source: "id"}[type(value)]
        fields = {name: _plain(getattr(value, name)) for name in value._fields if name != skip}
        return {name: field for name, field in fields.items() if field}
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, tuple) else value
