"""The findings of ``timeline check``: each with its place, none of them a reason not to load the file."""

from __future__ import annotations

import pytest

from timeline.datafile import bundled, check, parse

GOOD = """\
title: T
updated: "2020-06-15"
kinds:
  visit: Somebody travels
topics:
  sea: The sea
programmes:
  A:
    name: Aa
    aliases: [Alpha]
    sources: [s]
  b:
    name: Bb
    about: One sentence.
sources:
  s:
    title: S
    publisher: NATO
    url: https://e.org/
    kind: official
  t:
    title: T
    publisher: Agency
    url: https://e.org/t
    kind: press
events:
  - id: a
    date: "1994"
    title: A
    summary: It happens.
    confidence: confirmed
    sources: [s]
  - id: b
    date: "1994-05-04"
    title: B
    summary: It happens (again).
    kind: visit
    people: [Ada, Bob]
    confidence: disputed
    note: The sources disagree.
    sources: [t]
"""


def changed(*changes: tuple[str, str]) -> str:
    """The good file with the first occurrence of each text replaced."""
    text = GOOD
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def told(text: str) -> list[str]:
    """The findings of a file, each as ``LINE:COLUMN: where: message``."""
    return [problem.at("")[1:] for problem in check.problems(text.encode(), "")]


PRESS = ("    kind: official", "    kind: press")
LONG = "x" * 81
UNSUPPORTED = "is confirmed without an official source or two of different publishers; write reported"
FOUND = [
    pytest.param(
        changed(("title: A\n", f"title: {LONG}\n")),
        ["29:5: event a, title: has 81 characters; at most 80 are allowed"],
        id="long title",
    ),
    pytest.param(
        changed(("confirmed\n    sources: [s]", "confirmed\n    sources: {s: Says  so.}")),
        ["32:5: event a, sources: has doubled spaces"],
        id="doubled spaces in a statement",
    ),
    pytest.param(changed(("    summary: It happens.\n", "")), ["27:5: event a: has no summary"], id="no summary"),
    pytest.param(
        changed(PRESS),
        [f"31:5: event a, confidence: {UNSUPPORTED}"],
        id="confirmed by one press source",
    ),
    pytest.param(
        changed(PRESS, ("[s]\n  - id", "[s, t]\n  - id"), ("Agency", "Nato\n    via: Agency")),
        [f"32:5: event a, confidence: {UNSUPPORTED}"],
        id="confirmed by two of one publisher",
    ),
    pytest.param(
        changed(PRESS, ("    publisher: NATO\n", ""), ("[s]\n  - id", "[s, t]\n  - id")),
        [f"30:5: event a, confidence: {UNSUPPORTED}"],
        id="confirmed by one publisher and nobody",
    ),
    pytest.param(
        changed(("    note: The sources disagree.\n", "")),
        ["39:5: event b, confidence: is disputed without a note that says what the sources disagree on"],
        id="disputed without a note",
    ),
    pytest.param(
        changed(('"1994-05-04"', '"2020-06-16"')),
        ["34:5: event b, date: is 2020-06-16, after the file's updated: 2020-06-15"],
        id="after updated",
    ),
    pytest.param(
        changed(('"1994"', '"1995"')),
        ["33:5: event b: is listed after a (1995) but belongs before it (1994-05-04)"],
        id="events out of order by day",
    ),
    pytest.param(
        changed(('"1994"', '"1994-05-04"'), ("id: b", "id: A".lower() + "-1"), ("id: a\n", "id: z\n")),
        ["33:5: event a-1: is listed after z (1994-05-04) but belongs before it (1994-05-04)"],
        id="events out of order by id",
    ),
    pytest.param(
        changed(('"1994"', '"1994-05-04/1994-06"')),
        ["33:5: event b: is listed after a (1994-05-04/1994-06) but belongs before it (1994-05-04)"],
        id="events out of order by latest day",
    ),
    pytest.param(
        changed(("  A:\n", "  C:\n")),
        ["12:3: programme b: is listed after 'C'; programmes are in alphabetical order"],
        id="programmes out of order",
    ),
    pytest.param(
        changed(("  s:\n", "  u:\n"), ("[s]", "[u]"), ("[s]", "[u]")),
        ["21:3: source t: is listed after 'u'; sources are in alphabetical order"],
        id="sources out of order",
    ),
    pytest.param(
        changed(("sources: [t]", "sources: [s]")),
        ["21:3: source t: is not cited; cite it or remove it"],
        id="unused source",
    ),
    pytest.param(
        changed(("name: Bb", "name: ALPHA")),
        ["12:3: programme b: shares the name 'alpha' with A; a filter finds only one"],
        id="one name for two programmes",
    ),
    pytest.param(
        changed(("title: A\n", "title: ' A'\n")), ["29:5: event a, title: has space around it"], id="space in front"
    ),
    pytest.param(
        changed(("[Ada, Bob]", '["Ada ", Bob]')),
        ["38:5: event b, people: has space around it"],
        id="space behind a name in a list",
    ),
    pytest.param(
        changed(("Somebody travels", "Somebody  travels")),
        ["4:3: kind visit: has doubled spaces"],
        id="doubled spaces in a meaning",
    ),
    pytest.param(
        changed(("title: S\n", 'title: "S\xa0 T"\n')),
        ["17:5: source s, title: has doubled spaces"],
        id="no-break space",
    ),
    pytest.param(
        changed(("name: Aa", "name: e\u0301")),
        ["9:5: programme A, name: is not in Unicode's composed form (NFC)"],
        id="not composed",
    ),
    pytest.param(
        changed(("  sea:", "  e\u0301:")),
        ["6:3: topic e\u0301: is not in Unicode's composed form (NFC)"],
        id="a word not composed",
    ),
    pytest.param(
        changed(("title: T\n", "title: ' T'\n")), ["1:1: title: has space around it"], id="title of the chronology"
    ),
    pytest.param(
        changed(("title: T\n", "title: T\ndescription: A  B\n")),
        ["2:1: description: has doubled spaces"],
        id="description",
    ),
    pytest.param(
        changed(("It happens.", "It happens")),
        ["30:5: event a, summary: does not end with a full stop"],
        id="summary without a full stop",
    ),
    pytest.param(
        changed(("disagree.\n", "disagree\n")),
        ["40:5: event b, note: does not end with a full stop"],
        id="note without a full stop",
    ),
]


@pytest.mark.parametrize(("text", "findings"), FOUND)
def test_each_finding_is_told_with_its_place(text: str, findings: list[str]) -> None:
    """Every finding of the contract, at the field or the record that is to be mended."""
    assert told(text) == findings


@pytest.mark.parametrize(("text", "findings"), FOUND)
def test_a_finding_is_no_error(text: str, findings: list[str]) -> None:
    """A file with findings can be loaded and used."""
    assert findings
    assert len(parse(text.encode()).events) == 2


def test_a_clean_file_has_no_findings() -> None:
    """Nothing is found where nothing is to be mended."""
    assert told(GOOD) == []


@pytest.mark.parametrize("end", ["It happens!", "It happens?", "It “happens.”", "It 'happens'.", "It (happens.)"])
def test_a_sentence_may_end_otherwise(end: str) -> None:
    """Question and exclamation marks, brackets and quotes behind the stop are ends of a sentence too."""
    assert told(changed(("summary: It happens.", f'summary: "{end}"'))) == []


def test_two_publishers_confirm() -> None:
    """An event is confirmed by two sources of different publishers, none of them official."""
    assert told(changed(PRESS, ("[s]\n  - id", "[s, t]\n  - id"))) == []


def test_without_a_date_nothing_is_after_it() -> None:
    """Without ``updated``, and for an event whose beginning is open, no date is too late."""
    assert told(changed(('updated: "2020-06-15"\n', ""), ('"1994-05-04"', '"2999"'))) == []
    assert told(changed(('"1994"', '"../1993"'))) == []


def test_errors_come_alone() -> None:
    """A file that cannot be loaded shows its errors and no findings."""
    assert told(changed(("title: A\n", "titel: A\n"), ("It happens.", "It happens"))) == [
        "27:5: event a: 'title' is missing",
        "29:5: event a: unknown field 'titel'; did you mean 'title'?",
    ]


def test_findings_come_in_the_order_of_the_file() -> None:
    """Several findings are sorted by line and column, also several of one text."""
    found = told(changed(("sources: [t]", "sources: [s]"), ("title: A\n", "title: ' A  B'\n"), ("It happens.", "It")))
    assert found == [
        "21:3: source t: is not cited; cite it or remove it",
        "29:5: event a, title: has space around it",
        "29:5: event a, title: has doubled spaces",
        "30:5: event a, summary: does not end with a full stop",
    ]


def test_the_place_of_a_field_that_is_missing_is_its_records() -> None:
    """A finding about a record as a whole stands at its first line; one about a section without place at its key."""
    assert told("title: ' T'\nsources: {}\nevents: []\n") == ["1:1: title: has space around it"]


def test_the_real_file_has_no_findings() -> None:
    """The chronology that comes with the program is clean."""
    data = bundled()
    assert [problem.at(data.name) for problem in check.problems(data.read_bytes(), data.name)] == []


def test_one_wrong_year_is_one_finding() -> None:
    """Of many events the one whose date does not fit is named, not those that stand where they should."""
    text = 'title: T\nsources: {s: {title: S, url: "https://example.org", kind: official}}\nevents:\n'
    for id, year in (("a", 1994), ("b", 1999), ("c", 1995), ("d", 1996), ("e", 1997)):
        text += f'- {{id: {id}, date: "{year}", title: T {id}, summary: S., sources: [s]}}\n'
    found = [problem.at("f") for problem in check.problems(text.encode(), "f")]
    assert found == ["f:5:3: event b: is listed before c (1995) but belongs after it (1999)"]


def test_a_word_is_told_on_one_line() -> None:
    """What cannot be shown in a word of a vocabulary is an escape in the finding about it."""
    assert told('title: T\nsources: {}\nevents: []\ntopics: {"a\\t": b}\n') == [r"4:10: topic a\t: has space around it"]
