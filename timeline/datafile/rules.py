"""The rules of a data file: the name of each, what it asks for, and an example of what breaks it.

An error stops every command. A warning is told by the check alone: the file can be used, and would better be otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from timeline.errors import Severity, UsageError, unknown
from timeline.text import quoted

MAX_TITLE_LENGTH = 80
"""Characters of an event's title, beyond which it is too long for a list."""


class Rule(NamedTuple):
    """One rule."""

    name: str
    """What stands behind a problem that breaks it."""
    severity: Severity
    """``error`` or ``warning``."""
    about: str
    """What it asks for, as a sentence."""
    wrong: str
    """What breaks it, as it stands in a file."""
    right: str
    """The same, mended."""


_ERRORS = (
    ("encoding", "The file is saved as UTF-8.", "title: Bak\\xFD", "title: Bakı"),
    ("forbidden-character", "The file has no control characters.", r'title: "A\e[1m"', "title: A"),
    (
        "merge-conflict",
        "A merge is settled: one version stands in the file, and none of git's marks.",
        "<<<<<<< HEAD\ntitle: A\n=======\ntitle: B\n>>>>>>> branch",
        "title: B",
    ),
    ("indentation", "Lines are indented with spaces.", "place: Baku\n\tsummary: It happens.", "place: Baku"),
    ("yaml", "The file is YAML.", "title: NATO: a visit", 'title: "NATO: a visit"'),
    (
        "yaml-feature",
        "There are no anchors, aliases, merge keys, tags or further documents.",
        "title: &a A",
        "title: A",
    ),
    ("too-large", "Nothing is nested, listed or wrong without end.", "title: [[[[[[…", "title: A"),
    (
        "duplicate-key",
        "A field stands once in a record, and a key once in a section.",
        "place: A\nplace: B",
        "place: B",
    ),
    (
        "wrong-section",
        "A record stands in the section whose fields it has.",
        "sources: {a: {date: '1994', title: A, sources: [s]}}",
        "sources: {s: {title: S, url: https://example.org/}}",
    ),
    (
        "missing-field",
        "A record has the fields that it cannot do without.",
        "programmes: {PfP: {kind: forum}}",
        "programmes: {PfP: {name: Partnership}}",
    ),
    ("unknown-field", "A record has only the fields of its section.", "sumary: It happens.", "summary: It happens."),
    ("wrong-shape", "Text, a list or a mapping stands where it is expected.", "people: Ada", "people: [Ada (Poet)]"),
    ("empty", "A field that is given holds something that can be seen.", "place: ''", "place: Baku"),
    ("several-lines", "Titles, names and places stand on one line.", "place: |-\n  Baku\n  Ganja", "place: Baku"),
    (
        "unbalanced-direction",
        "A control that turns the direction of writing has its counterpart.",
        r'place: "Baku \u202E"',
        "place: Baku",
    ),
    ("not-a-choice", "A word is one of those that the field takes.", "confidence: sure", "confidence: confirmed"),
    (
        "bad-id",
        "An id is made of a-z, 0-9 and -, begins with no - and has at most 80.",
        "id: Joined_PARP",
        "id: joined-parp",
    ),
    (
        "bad-code",
        "A programme's code is made of letters, digits and - _ . +",
        "programmes: {P f P: {name: A}}",
        "programmes: {PfP: {name: A}}",
    ),
    ("bad-date", "A date is EDTF, and there is such a day.", 'date: "4 May 1994"', 'date: "1994-05-04"'),
    ("bad-address", "An address is absolute, http or https.", "url: www.example.org", "url: https://www.example.org"),
    ("bad-doi", "A DOI begins with 10. and is not an address.", "doi: https://doi.org/10.1000/182", "doi: 10.1000/182"),
    (
        "bad-isbn",
        "An ISBN has 13 or 10 digits, and the last one checks the others.",
        "isbn: 978-0-306-40615-8",
        "isbn: 978-0-306-40615-7",
    ),
    ("bad-language", "A language is told by a tag of BCP 47.", "language: English", "language: en"),
    (
        "no-way-to-find",
        "A source has an address, a DOI, an ISBN or a holder.",
        "sources: {s: {title: S}}",
        "sources: {s: {title: S, isbn: 0-8044-2957-X}}",
    ),
    (
        "no-such-reference",
        "A word, a code or an id that is named is in the file.",
        "related: [elsewhere]",
        "place: Baku",
    ),
    ("repeated-item", "Nothing is listed twice.", "people: [Ada (Poet), Ada (Poet)]", "people: [Ada (Poet)]"),
    (
        "duplicate-id",
        "An id is one event's, and codes differ in more than case.",
        "programmes: {PfP: {name: A}, PFP: {name: B}}",
        "programmes: {PfP: {name: A}}",
    ),
    (
        "programme-cycle",
        "No programme is part of itself.",
        "programmes: {A: {name: A, parent: A}}",
        "programmes: {A: {name: A}}",
    ),
)
_WARNINGS = (
    (
        "unsorted",
        "Events stand by earliest day, latest day and id, related ones by time, all else by the alphabet.",
        "topics: {sea: The sea, air: The air}",
        "topics: {air: The air, sea: The sea}",
    ),
    (
        "title-too-long",
        f"An event's title has at most {MAX_TITLE_LENGTH} characters.",
        f"title: Parliament {'very ' * 15}slowly votes",
        "title: Parliament votes",
    ),
    ("same-title", "Two events have different titles.", "title: B", "title: A"),
    ("no-summary", "An event has a summary.", "title: Talks", "title: Talks\nsummary: They spoke of energy."),
    (
        "full-stop",
        "Summaries, notes, descriptions and statements end with a full stop; titles do not.",
        "summary: It happens",
        "summary: It happens.",
    ),
    (
        "unsupported-confirmed",
        "What is confirmed has an official source, or two of different publishers.",
        "confidence: confirmed\nsources: [press]",
        "sources: [press]",
    ),
    (
        "disputed-without-note",
        "What is disputed has a note that says what the sources disagree on.",
        "confidence: disputed",
        "confidence: disputed\nnote: The papers give two days.",
    ),
    ("after-updated", "No event is later than the file's updated.", 'date: "2999"', 'date: "1994"'),
    ("related-to-itself", "An event is related to others.", "related: [a]", "place: Baku"),
    (
        "source-says-nothing",
        "Each source says what it states of an event, if others of the file do.",
        "sources: {s: '', press: Gives the day.}",
        "sources: {s: Gives the year., press: Gives the day.}",
    ),
    ("unused-source", "A source is cited.", "sources: {r: {title: R, isbn: 0-8044-2957-X}}", "sources: {}"),
    (
        "same-address",
        "An address stands under one source.",
        "sources: {a: {title: A, url: https://example.org/}, b: {title: A, url: http://www.example.org}}",
        "sources: {a: {title: A, url: https://example.org/}}",
    ),
    ("source-from-the-future", "No source is later than the file's updated.", 'date: "2999"', 'date: "1994"'),
    (
        "via-publisher",
        "The site of a copy, via, is not the publisher.",
        "publisher: AFP\nvia: AFP",
        "publisher: AFP\nvia: Armenian Club",
    ),
    (
        "person-without-office",
        "A person is told as Name (office at the time).",
        "people: [Ada]",
        "people: [Ada (Poet)]",
    ),
    (
        "similar-people",
        "A person is spelled in one way.",
        "people: [Hafiz Pashayev (Minister)]",
        "people: [Hafiz Pashaev (Minister)]",
    ),
    (
        "split-brackets",
        "A text in a list that has a comma is in quotes.",
        "people: [John Doe (Minister, Defence)]",
        'people: ["John Doe (Minister, Defence)"]',
    ),
    (
        "comment-cut-text",
        "A text that has ' #' is in quotes: YAML takes the rest for a comment.",
        "place: Room #3",
        'place: "Room #3"',
    ),
    ("invisible-characters", "A text has no characters that cannot be seen.", r'place: "Ba\u200Bku"', "place: Baku"),
    (
        "spacing",
        "A text has no space around it, doubled, or before a comma or a full stop.",
        "summary: It  happens .",
        "summary: It happens.",
    ),
    ("not-nfc", "Letters with accents are single characters (Unicode's NFC).", r'place: "Pai\u0301s"', "place: País"),
    ("html", "A text has no entities or tags of HTML.", "place: Baku &amp; Ganja", "place: Baku & Ganja"),
    ("unused-word", "A word of kinds or topics has an event.", "topics: {sea: The sea}", "topics: {}"),
    (
        "unused-programme",
        "A programme has an event, or another that has.",
        "programmes: {A: {name: Aa}}",
        "programmes: {}",
    ),
    (
        "shared-name",
        "A name or alias is one programme's.",
        "programmes: {A: {name: Aa}, B: {name: Bb, aliases: [AA]}}",
        "programmes: {A: {name: Aa}, B: {name: Bb}}",
    ),
    (
        "early-successor",
        "A programme does not begin before the one that it followed.",
        "programmes: {A: {name: Aa, period: 2001/.., succeeded_by: B}, B: {name: Bb, period: 1994/..}}",
        "programmes: {A: {name: Aa, period: 1994/.., succeeded_by: B}, B: {name: Bb, period: 2001/..}}",
    ),
)
RULES = {row[0]: Rule(row[0], "error", *row[1:]) for row in _ERRORS} | {
    row[0]: Rule(row[0], "warning", *row[1:]) for row in _WARNINGS
}
"""Every rule, by its name: the errors, then the warnings."""


def warnings_without(ignored: Iterable[str] = ()) -> frozenset[str]:
    """The rules of warnings but those to be ignored. Raises `UsageError` for one that is none, or is an error."""
    for name in ignored:
        if name not in RULES:
            raise unknown("rule", name, RULES)
        if RULES[name].severity == "error":
            raise UsageError(
                f"{quoted(name)} is an error, for which no command takes the file; only warnings are ignored"
            )
    return frozenset(name for name, rule in RULES.items() if rule.severity == "warning" and name not in ignored)
