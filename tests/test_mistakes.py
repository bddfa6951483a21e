"""Mistakes that a curator makes, each told where it was made, with the mend; and the rules' examples."""

from __future__ import annotations

import re
from typing import Any

import pytest

from timeline.datafile.check import problems
from timeline.datafile.rules import RULES
from timeline.errors import Problem

FILE = """\
title: The village library
updated: "2020-06-15"
kinds:
  opening: A house is opened
sources:
  paper:
    title: Library opened
    publisher: Village Paper
    url: https://example.org/paper
    language: en
    kind: press
  village:
    title: Minutes
    publisher: Village Paper
    held: Archive, box 3
    kind: official
events:
  - id: library-opens
    date: "1998-10-03"
    title: The village library opens
    summary: The mayor opened it.
    kind: opening
    people: [Ada Example (Mayor)]
    confidence: confirmed
    sources:
      village: Gives the day.
      paper: Names the mayor.
  - id: library-moves
    date: "2003-05"
    title: The library moves
    summary: It moved into the hall.
    kind: opening
    sources:
      paper: Gives the month.
    related: [library-opens]
"""
LAST = "    related: [library-opens]\n"
MISTAKES = [
    ("a field misspelt", "    summary: The", "    sumary: The", "21:5", "unknown-field", "did you mean 'summary'?"),
    ("a date as one writes it", '"1998-10-03"', "3 October 1998", "19:11", "bad-date", "write '1998-10-03'"),
    ("a day that is none", '"1998-10-03"', '"1998-09-31"', "19:11", "bad-date", "September 1998 has 30 days"),
    ("a colon in a title", "The library moves\n", "The library: a move\n", "30:23", "yaml", "put quotes around"),
    ("a number sign", "library moves\n", "library moves to room #3\n", "30:5", "comment-cut-text", "in quotes"),
    ("a comma in an office", "(Mayor)", "(Mayor, Council)", "23:5", "split-brackets", "'Ada Example (Mayor, Council)'"),
    ("a person as text", "[Ada Example (Mayor)]", "Ada Example", "23:13", "wrong-shape", "such as [Ada Example]"),
    ("a source misspelt", "paper: Names", "papr: Names", "27:7", "no-such-reference", "did you mean 'paper'?"),
    (
        "a kind of one's own",
        "kind: opening\n    p",
        "kind: openings\n    p",
        "22:11",
        "no-such-reference",
        "'opening'?",
    ),
    (
        "an id with capitals",
        "id: library-moves",
        "id: Library_Moves",
        "28:9",
        "bad-id",
        "did you mean 'library-moves'?",
    ),
    ("an id used twice", "id: library-moves", "id: library-opens", "28:9", "duplicate-id", "first in line 18"),
    ("a tab", "    kind: opening\n    p", "\tkind: opening\n    p", "22:1", "indentation", "indent with spaces"),
    (
        "spaces of a web page",
        "    kind: opening\n    p",
        "\xa0\xa0\xa0\xa0kind: opening\n    p",
        "22:1",
        "indentation",
        "NO-BREAK",
    ),
    (
        "a merge",
        LAST,
        f"<<<<<<< HEAD\n{LAST}=======\n    related: []\n>>>>>>> b\n",
        "35:1",
        "merge-conflict",
        "to line 39",
    ),
    (
        "an event among the sources",
        "  village:\n    title",
        '  - id: x\n    date: "1999"\n    title: X\n    sources: [paper]\n  village:\n    title',
        "12:3",
        "wrong-section",
        "move it to 'events'",
    ),
    (
        "a source among the events",
        LAST,
        f"{LAST}  radio:\n    title: R\n    url: https://example.org/r\n",
        "36:3",
        "wrong-section",
        "move it to 'sources'",
    ),
    (
        "an address without its scheme",
        "https://example.org/paper",
        "example.org/paper",
        "9:10",
        "bad-address",
        "did you mean 'https://example.org/paper'?",
    ),
    ("a language in words", "language: en", "language: English", "10:15", "bad-language", "did you mean 'en'?"),
    (
        "an event at the wrong place",
        '"2003-05"',
        '"1989"',
        "18:5",
        "unsorted",
        "belongs after library-moves (1989) in line 28",
    ),
    (
        "a statement forgotten",
        "village: Gives the day.",
        'village: ""',
        "25:5",
        "source-says-nothing",
        "no sentence on what is said by village",
    ),
    ("an event after the last change", '"2003-05"', '"2021"', "29:5", "after-updated", "updated: 2020-06-15"),
    ("one publisher taken for two", "kind: official", "kind: press", "24:5", "unsupported-confirmed", "write reported"),
    (
        "one person in two spellings",
        LAST,
        f"{LAST}    people: [Ada Exemple (Mayor)]\n",
        "36:5",
        "similar-people",
        "'Ada Example'",
    ),
    ("a quote that is not closed", '"2003-05"', '"2003-05', "29:11", "yaml", "a quote is opened here"),
    ("a quote left open over lines", '"1998-10-03"', '"1998-10-03', "19:11", "yaml", "a quote is opened here"),
    ("text of nothing that is seen", "title: The library moves", "title: \u200b\u3164", "30:12", "empty", "U+200B"),
    ("a summary copied with HTML", "into the hall.", "into the hall &amp; garden.", "31:5", "html", "'&amp;'"),
    (
        "a letter that is not seen",
        "into the hall.",
        "into the h\u00adall.",
        "31:5",
        "invisible-characters",
        "SOFT HYPHEN",
    ),
    (
        "a date without quotes in brackets",
        '"2003-05"',
        "[2003-05..2003-06]",
        "29:11",
        "wrong-shape",
        "put the date in quotes",
    ),
]


def told(text: str) -> list[Problem]:
    """What the check tells of a file."""
    return problems(text.encode(), "my.yaml")


@pytest.mark.parametrize(
    ("right", "wrong", "position", "rule", "mend"), [pytest.param(*row[1:], id=row[0]) for row in MISTAKES]
)
def test_a_mistake_is_told_once_with_its_mend(right: str, wrong: str, position: str, rule: str, mend: str) -> None:
    """One slip is one problem, at its place, with the name of its rule and what would be right."""
    text = FILE.replace(right, wrong, 1)
    assert text != FILE
    (problem,) = told(text)
    assert (f"{problem.line}:{problem.column}", problem.rule) == (position, rule)
    assert mend in problem.message


def test_the_file_of_mistakes_is_clean_without_them() -> None:
    """Each mistake is the only one."""
    assert told(FILE) == []
    assert len({row[4] for row in MISTAKES}) >= 20


# --- the examples of the rules

SOURCE_RULES = {"bad-address", "bad-doi", "bad-isbn", "bad-language", "source-from-the-future", "via-publisher"}
NOT_FOR_A_FILE = {"encoding", "too-large"}
"""Rules whose example cannot stand in a file of text, or would be long."""
TOP = ("sources", "programmes", "topics", "kinds")


def fields_of(example: str) -> dict[str, str]:
    """The fields of an example, each with its lines; what is none stands under an empty name."""
    found: dict[str, str] = {}
    name = ""
    for line in example.split("\n"):
        begun = re.match(r"([\w-]+):", line)
        name = begun[1] if begun else "" if line[:1] in "<=>" else name
        while begun and name in found:  # a field twice
            name += "\t"
        found[name] = found.get(name, "") + f"{line}\n"
    return found


def with_example(rule: str, example: str) -> str:
    """A file that holds an example: a section's entries, or fields of a source or of an event."""
    sections = {"sources": "", "programmes": "", "topics": "", "kinds": ""}
    event = {
        "id": "id: a\n",
        "date": 'date: "1994"\n',
        "title": "title: A\n",
        "summary": "summary: S.\n",
        "sources": "sources: {s: Says so.}\n",
    }
    source = {"title": "title: S\n", "url": "url: https://e.org/\n", "kind": "kind: official\n"}
    if rule == "no-summary":
        del event["summary"]
    given = fields_of(example) if rule != "merge-conflict" else {"title": example + "\n"}
    for name, text in given.items():
        section = re.fullmatch(rf"({'|'.join(TOP)}): \{{(.*)\}}\n", text)
        if section and (name != "sources" or rule not in ("source-says-nothing", "unsupported-confirmed")):
            sections[name] = section[2] and section[2] + ", "
        elif rule in SOURCE_RULES:
            source[name] = text
        else:
            event[name] = text

    def nested(fields: dict[str, str], depth: int) -> str:
        lines = "".join(fields.values()).splitlines(keepends=True)
        return "".join(line if line[:1] in "<=>\t" else " " * depth + line for line in lines)

    return (
        f"title: T\nupdated: '2020-06-15'\nkinds: {{{sections['kinds']}visit: Visit}}\n"
        f"topics: {{{sections['topics']}}}\nprogrammes: {{{sections['programmes']}}}\n"
        f"sources:\n{_entries(sections['sources'])}"
        "  press: {title: P, publisher: P, url: https://p.org/, kind: press}\n"
        f"  s:\n{nested(source, 4)}events:\n  -\n{nested(event, 4)}"
        "  - {id: b, date: '1995', title: B, summary: S., kind: visit, sources: {s: So., press: So.},\n"
        "     people: [Hafiz Pashaev (Minister)]}\n"
    )


def _entries(inner: str) -> str:
    """Entries of a mapping in braces as lines of a block."""
    depth, out, begin = 0, [], 0
    for at, char in enumerate(inner):
        depth += (char in "{[") - (char in "}]")
        if char == "," and not depth:
            out.append(inner[begin:at])
            begin = at + 1
    return "".join(f"  {entry.strip()}\n" for entry in out)


@pytest.mark.parametrize("rule", [name for name in RULES if name not in NOT_FOR_A_FILE])
def test_an_example_breaks_its_rule_and_mended_does_not(rule: str) -> None:
    """What the list of rules shows is what the check tells."""
    wrong, right = (with_example(rule, text) for text in (RULES[rule].wrong, RULES[rule].right))
    assert rule in {problem.rule for problem in told(wrong)}, wrong
    assert rule not in {problem.rule for problem in told(right)}, right


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.name)
def test_a_rule_is_a_sentence(rule: Any) -> None:
    """Each rule has a plain name, a sentence that begins with a capital and ends with a full stop, and two examples."""
    assert re.fullmatch("[a-z]+(-[a-z]+)*", rule.name)
    assert re.fullmatch(r"[A-Z].*[.+]", rule.about)
    assert rule.wrong != rule.right
