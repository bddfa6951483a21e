"""The warnings of ``timeline check``: each with its place and its rule, none of them a reason not to load the file."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import examples
from timeline.datafile import check, order, parse
from timeline.datafile.check_people import one_person
from timeline.datafile.rules import RULES, warnings_without
from timeline.errors import UnknownError, UsageError

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
    people: [Ada (Envoy), Bob (Envoy)]
    confidence: disputed
    note: The sources disagree.
    sources: [t]
    programmes: [A, b]
    topics: [sea]
"""


def changed(*changes: tuple[str, str]) -> str:
    """The good file with the first occurrence of each text replaced."""
    text = GOOD
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def told(text: str) -> list[str]:
    """The warnings of a file, each as ``LINE:COLUMN: where [rule]``."""
    problems = check.problems(text.encode(), "")
    return [f"{problem.line}:{problem.column}: {problem.where} [{problem.rule}]" for problem in problems]


PRESS = ("    kind: official", "    kind: press")
LONG = "x" * 81
MANY = "".join(f"  k{number}: K\n" for number in range(9, 0, -1))
FOUND: list[Any] = [
    pytest.param(
        changed(("title: A\n", f"title: {LONG}\n")), ["29:5: event a, title [title-too-long]"], id="long title"
    ),
    pytest.param(
        changed(("title: A\n", "title: He goes.\n")),
        ["29:5: event a, title [full-stop]"],
        id="a title that is a sentence",
    ),
    pytest.param(changed(("title: B\n", "title: a\n")), ["35:5: event b, title [same-title]"], id="one title for two"),
    pytest.param(
        changed(("confirmed\n    sources: [s]", "confirmed\n    sources: {s: Says  so.}"), ("[t]", "{t: It says.}")),
        ["32:5: event a, sources [spacing]"],
        id="doubled spaces in a statement",
    ),
    pytest.param(
        changed(("confirmed\n    sources: [s]", "confirmed\n    sources: {s: Says so.}")),
        ["41:5: event b, sources [source-says-nothing]"],
        id="a source that says nothing among others that do",
    ),
    pytest.param(
        changed(("confirmed\n    sources: [s]", "confirmed\n    sources: {s: Says so}"), ("[t]", "{t: It says.}")),
        ["32:5: event a, sources [full-stop]"],
        id="a statement without a full stop",
    ),
    pytest.param(changed(("    summary: It happens.\n", "")), ["27:5: event a [no-summary]"], id="no summary"),
    pytest.param(
        changed(PRESS), ["31:5: event a, confidence [unsupported-confirmed]"], id="confirmed by one press source"
    ),
    pytest.param(
        changed(PRESS, ("[s]\n  - id", "[s, t]\n  - id"), ("Agency", "Nato\n    via: Agency")),
        ["32:5: event a, confidence [unsupported-confirmed]"],
        id="confirmed by two of one publisher",
    ),
    pytest.param(
        changed(PRESS, ("    publisher: NATO\n", ""), ("[s]\n  - id", "[s, t]\n  - id")),
        ["30:5: event a, confidence [unsupported-confirmed]"],
        id="confirmed by one publisher and nobody",
    ),
    pytest.param(
        changed(("    note: The sources disagree.\n", "")),
        ["39:5: event b, confidence [disputed-without-note]"],
        id="disputed without a note",
    ),
    pytest.param(
        changed(('"1994-05-04"', '"2020-06-16"')), ["34:5: event b, date [after-updated]"], id="after updated"
    ),
    pytest.param(
        changed(("    kind: press", '    date: "2020-06-16"\n    kind: press')),
        ["25:5: source t, date [source-from-the-future]"],
        id="a source after updated",
    ),
    pytest.param(changed(('"1994"', '"1995"')), ["27:5: event a [unsorted]"], id="events out of order by day"),
    pytest.param(
        changed(('"1994"', '"1994-05-04"'), ("id: b", "id: a-1"), ("id: a\n", "id: z\n")),
        ["27:5: event z [unsorted]"],
        id="events out of order by id",
    ),
    pytest.param(
        changed(('"1994"', '"1994-05-04/1994-06"')),
        ["27:5: event a [unsorted]"],
        id="events out of order by latest day",
    ),
    pytest.param(
        changed(("  A:\n", "  C:\n"), ("[A, b]", "[C, b]")),
        ["8:3: programme C [unsorted]"],
        id="programmes out of order",
    ),
    pytest.param(
        changed(("  s:\n", "  u:\n"), ("[s]", "[u]"), ("[s]", "[u]")),
        ["16:3: source u [unsorted]"],
        id="sources out of order",
    ),
    pytest.param(
        "title: T\nsources: {}\nevents: []\ntopics:\n" + MANY,
        ["4:1: topics [unsorted]", *(f"{line}:3: topic k{14 - line} [unused-word]" for line in range(5, 14))],
        id="no order at all",
    ),
    pytest.param(
        changed(("    topics", "    related: [b, a]\n    topics")),
        ["43:5: event b, related [unsorted]", "43:5: event b, related [related-to-itself]"],
        id="related to itself, and not in the order of time",
    ),
    pytest.param(changed(("sources: [t]", "sources: [s]")), ["21:3: source t [unused-source]"], id="unused source"),
    pytest.param(
        changed(("https://e.org/t", "http://www.e.org")),
        ["24:5: source t, url [same-address]"],
        id="one address for two",
    ),
    pytest.param(
        changed(("    kind: press", "    via: AGENCY\n    kind: press")),
        ["25:5: source t, via [via-publisher]"],
        id="the site of a copy is the publisher",
    ),
    pytest.param(changed(("  sea:", "  air: Air\n  sea:")), ["6:3: topic air [unused-word]"], id="unused topic"),
    pytest.param(changed(("  visit:", "  talk: T\n  visit:")), ["4:3: kind talk [unused-word]"], id="unused kind"),
    pytest.param(changed(("[A, b]", "[A]")), ["12:3: programme b [unused-programme]"], id="unused programme"),
    pytest.param(
        changed(("name: Bb", "name: ALPHA")), ["12:3: programme b [shared-name]"], id="one name for two programmes"
    ),
    pytest.param(
        changed(
            ("name: Aa", "name: Aa\n    period: 2001/..\n    succeeded_by: b"),
            ("name: Bb", "name: Bb\n    period: 1994"),
        ),
        ["11:5: programme A, succeeded_by [early-successor]"],
        id="a successor that begins before",
    ),
    pytest.param(changed(("title: A\n", "title: ' A'\n")), ["29:5: event a, title [spacing]"], id="space in front"),
    pytest.param(
        changed(("[Ada (Envoy), Bob (Envoy)]", '["Ada (Envoy) ", Bob (Envoy)]')),
        ["38:5: event b, people [spacing]"],
        id="space behind a name in a list",
    ),
    pytest.param(
        changed(("Somebody travels", "Somebody  travels")),
        ["4:3: kind visit [spacing]"],
        id="doubled spaces in a meaning",
    ),
    pytest.param(
        changed(("title: S\n", 'title: "S\xa0 T"\n')), ["17:5: source s, title [spacing]"], id="no-break space"
    ),
    pytest.param(
        changed(("It happens.", "It happens , then.")), ["30:5: event a, summary [spacing]"], id="space before a comma"
    ),
    pytest.param(changed(("name: Aa", "name: e\u0301")), ["9:5: programme A, name [not-nfc]"], id="not composed"),
    pytest.param(
        changed(("  sea:", "  e\u0301:"), ("[sea]", "[e\u0301]")),
        ["6:3: topic e\u0301 [not-nfc]", "43:5: event b, topics [not-nfc]"],
        id="a word not composed",
    ),
    pytest.param(changed(("title: T\n", "title: ' T'\n")), ["1:1: title [spacing]"], id="title of the chronology"),
    pytest.param(
        changed(("title: T\n", "title: T\ndescription: A  B.\n")), ["2:1: description [spacing]"], id="description"
    ),
    pytest.param(
        changed(("It happens.", "It happens")), ["30:5: event a, summary [full-stop]"], id="summary without a full stop"
    ),
    pytest.param(
        changed(("disagree.\n", "disagree\n")), ["40:5: event b, note [full-stop]"], id="note without a full stop"
    ),
    pytest.param(
        changed(("It happens.", "It happens &amp; ends.")), ["30:5: event a, summary [html]"], id="an entity of HTML"
    ),
    pytest.param(changed(("It happens.", "It <i>does</i>.")), ["30:5: event a, summary [html]"], id="a tag of HTML"),
    pytest.param(
        changed(("It happens.", "It hap\u00adpens.")),
        ["30:5: event a, summary [invisible-characters]"],
        id="soft hyphen",
    ),
    pytest.param(
        changed(("It happens.", "It hap\u200dpens.")),
        ["30:5: event a, summary [invisible-characters]"],
        id="a joiner among Latin letters",
    ),
    pytest.param(
        changed(("Ada (Envoy)", "Ada")),
        ["38:5: event b, people [person-without-office]"],
        id="a person without an office",
    ),
    pytest.param(
        changed(("Ada (Envoy), Bob (Envoy)", "John Doe (Minister, Defence)")),
        ["38:5: event b, people [split-brackets]"],
        id="a comma in brackets",
    ),
    pytest.param(
        changed(("[Alpha]", "[The “Alpha, Beta” plan]")),
        ["10:5: programme A, aliases [split-brackets]"],
        id="a comma in quotation marks",
    ),
    pytest.param(
        changed(("    confidence: confirmed", "    people: [Rob (Envoy)]\n    confidence: confirmed")),
        [],
        id="short names are soon alike",
    ),
    pytest.param(
        changed(
            ("Ada (Envoy)", "Elmar Mammadyarov (Minister)"),
            ("    confidence: confirmed", "    people: [Elmar Mamedyarov (Minister)]\n    confidence: confirmed"),
        ),
        ["39:5: event b, people [similar-people]"],
        id="two spellings of one person",
    ),
    pytest.param(
        changed(("title: A\n", "title: Meeting #3 in Baku\n")),
        ["29:5: event a, title [comment-cut-text]"],
        id="a number sign in a title",
    ),
    pytest.param(
        changed(
            ("title: T\n", "title: T #1\n"), ("The sea", "The sea #1"), ("title: S", "title: S #1  # and a comment")
        ),
        [
            "1:1: title [comment-cut-text]",
            "6:3: topic sea [comment-cut-text]",
            "17:5: source s, title [comment-cut-text]",
        ],
        id="number signs here and there",
    ),
]


@pytest.mark.parametrize(("text", "findings"), FOUND)
def test_each_warning_is_told_with_its_place(text: str, findings: list[str]) -> None:
    """Every warning of the contract, at the field or the record that is to be mended."""
    assert told(text) == findings


@pytest.mark.parametrize(("text", "findings"), FOUND)
def test_a_warning_is_no_error(text: str, findings: list[str]) -> None:
    """A file with warnings can be loaded and used; each is of a rule of warnings."""
    parse(text.encode())
    assert {problem.severity for problem in check.problems(text.encode(), "")} <= {"warning"}
    assert all(
        RULES[rule].severity == "warning" for rule in re.findall(r"\[(\S+)\]$", "\n".join(findings), re.MULTILINE)
    )


def test_every_rule_of_warnings_has_a_case() -> None:
    """No rule is told of that is never broken."""
    findings = [found for _, found in (case.values for case in FOUND)]
    broken = {found.rpartition("[")[2].rstrip("]") for case in findings for found in case}
    assert broken == warnings_without()


def test_a_clean_file_has_no_findings() -> None:
    """Nothing is found where nothing is to be mended."""
    assert told(GOOD) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("It happens.", "It happens!"),
        ("It happens.", "It happens?"),
        ("It happens.", "It “happens.”"),
        ("It happens.", "It 'happens'."),
        ("It happens.", "It (happens.)"),
        ("It happens.", "発生した。"),
        ("It happens.", "حدث ذلك؟"),
        ("title: A\n", "title: Visit to the U.S.\n"),
        ("title: A\n", 'title: "Meeting #3"\n'),
        ("title: A\n", "title: A # a comment\n"),
        ("title: A\n", 'title: "A" #3\n'),
        ("title: A\n", "title: C#3\n"),
        ("title: A\n", "title: 5 < 6 & 7\n"),
        ("title: A\n", "title: می\u200cخواهم 👩\u200d👧 ❤\ufe0f\n"),
        ("title: A\n", "title: >-\n      Room\n      and #3\n"),
        ("Ada (Envoy)", "Ada（Envoy）"),
        ("Ada (Envoy), Bob (Envoy)", "Иван Петров (посол), Анна Каренина (поэт)"),
        ("Ada (Envoy), Bob (Envoy)", "Ilham Aliyev (President), Ilhan Aliyev (Envoy)"),
    ],
)
def test_what_is_right_is_not_told(old: str, new: str) -> None:
    """Sentences of other scripts, comments, joiners where a script has them, two persons of one event: no warning."""
    assert told(changed((old, new))) == []


def test_two_publishers_confirm() -> None:
    """An event is confirmed by two sources of different publishers, none of them official."""
    assert told(changed(PRESS, ("[s]\n  - id", "[s, t]\n  - id"))) == []


def test_without_a_date_nothing_is_after_it() -> None:
    """Without ``updated``, and for an event whose beginning is open, no date is too late."""
    assert told(changed(('updated: "2020-06-15"\n', ""), ('"1994-05-04"', '"2999"'))) == []
    assert told(changed(('"1994"', '"../1993"'))) == []


def test_errors_come_alone() -> None:
    """A file that cannot be loaded shows its errors and no warnings."""
    assert told(changed(("title: A\n", "titel: A\n"), ("It happens.", "It happens"))) == [
        "27:5: event a [missing-field]",
        "29:5: event a [unknown-field]",
    ]


def test_findings_come_in_the_order_of_the_file() -> None:
    """Several warnings are sorted by line and column, also several of one text."""
    found = told(changed(("sources: [t]", "sources: [s]"), ("title: A\n", "title: ' A  B'\n"), ("It happens.", "It")))
    assert found == [
        "21:3: source t [unused-source]",
        "29:5: event a, title [spacing]",
        "29:5: event a, title [spacing]",
        "30:5: event a, summary [full-stop]",
    ]


def test_a_rule_can_be_left_out() -> None:
    """What is ignored is not told; an error cannot be, nor what is no rule."""
    text = changed(("It happens.", "It  happens"))
    assert [problem.rule for problem in check.problems(text.encode(), "", warnings_without(["spacing"]))] == [
        "full-stop"
    ]
    with pytest.raises(UnknownError, match="'spacing'"):
        warnings_without(["spaceing"])
    with pytest.raises(UsageError, match="'yaml' is an error"):
        warnings_without(["yaml"])


def dated(years: list[int]) -> str:
    """A file of events of these years, from line 4 on; the id of each is ``e`` and its number."""
    text = 'title: T\nsources: {s: {title: S, url: "https://example.org", kind: official}}\nevents:\n'
    return text + "".join(
        f'- {{id: e{number:04}, date: "{year}", title: T {number}, summary: S., sources: [s]}}\n'
        for number, year in enumerate(years)
    )


def test_one_record_out_of_place_is_one_warning() -> None:
    """Of many records the one that does not fit is named, with where it belongs, and no other."""
    found = [problem.at("f") for problem in check.problems(dated([*range(1200, 1800), 1100]).encode(), "f")]
    where = "is out of order; it belongs before e0000 (1200) in line 4 [unsorted]"
    assert found == [f"f:604:3: warning: event e0600: {where}"]
    (found_above,) = check.problems(dated([1999, *range(1200, 1800)]).encode(), "f")
    assert found_above.message == "is out of order; it belongs after e0600 (1799) in line 604"


def test_another_order_is_one_warning() -> None:
    """Events that stand the latest first are not told one by one."""
    (found,) = check.problems(dated(list(range(1800, 1200, -1))).encode(), "f")
    assert found.at("f") == (
        "f:3:1: warning: events: are in another order than by earliest day, latest day and id [unsorted]"
    )


@examples(20)
@given(st.lists(st.integers(0, 20), unique=True))
def test_the_rest_is_in_order(keys: list[int]) -> None:
    """Without the places named the keys increase; no set of fewer places does it, as trying all subsets shows."""
    wrong = order.out_of_place(keys)
    rest = [key for place, key in enumerate(keys) if place not in wrong]
    assert rest == sorted(rest)
    longest = [1] * len(keys)
    for place, key in enumerate(keys):
        longest[place] = 1 + max((longest[before] for before in range(place) if keys[before] < key), default=0)
    assert len(rest) == max(longest, default=0)


@pytest.mark.parametrize(
    ("first", "second", "one"),
    [
        ("İlham Əliyev", "Ilham Aliyev", True),
        ("Elmar Mammadyarov", "Elmar Mamedyarov", True),
        ("Hafiz Pashayev", "Khafiz Pashaev", True),
        ("Zakir Hasanov", "Zakir Hassanov", True),
        ("Rasim Musabeyov", "Rasim Musabekov", True),
        ("Иван Петров", "Иван Петровь", True),
        ("Ilham Aliyev", "Heydar Aliyev", False),
        ("Zakir Hasanov", "Ali Hasanov", False),
        ("Ada", "Bob", False),
    ],
)
def test_one_person_is_known_by_two_spellings(first: str, second: str, one: bool) -> None:
    """A name in two transcriptions is one person's, a common surname is not; both by the check of a file too."""
    assert one_person(first, second) is one
    people = ("    confidence: confirmed", f"    people: [{second} (Envoy)]\n    confidence: confirmed")
    found = told(changed(("Ada (Envoy), Bob (Envoy)", f"{first} (Envoy)"), people))
    assert found == ["39:5: event b, people [similar-people]"] * one or (one and len(found) == 1)


def test_a_message_does_not_grow_with_the_file() -> None:
    """However many sources say nothing, a few are named."""
    many = "".join(f"  s{number}: {{title: S, isbn: 0-8044-2957-X, publisher: P}}\n" for number in range(900))
    cited = ", ".join(f"s{number}: ''" for number in range(900))
    text = f"title: T\nsources:\n{many}  t: {{title: T, doi: 10.1000/1}}\nevents:\n"
    text += f'- {{id: a, date: "1994", title: A, summary: S., sources: {{t: Says., {cited}}}}}\n'
    said = [problem.message for problem in check.problems(text.encode(), "") if problem.rule == "source-says-nothing"]
    assert said == [
        "has no sentence on what is said by s0, s1, s2 and 897 more, while other sources of the file have one"
    ]


def test_a_word_is_told_on_one_line() -> None:
    """What cannot be shown in a word of a vocabulary is an escape in the warning about it."""
    text = 'title: T\nsources: {}\nevents: []\ntopics: {"a\\t": b}\n'
    assert told(text) == [r"4:10: topic a\t [unused-word]", r"4:10: topic a\t [spacing]"]
