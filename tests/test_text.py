"""Text: folding for comparison, quoting for messages, guessing what was meant; and the errors that carry it."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from timeline.errors import DataError, DateError, Problem, TimelineError, UsageError
from timeline.text import (
    closest,
    count,
    did_you_mean,
    escape_unprintable,
    fold,
    in_quotes,
    latinised,
    name_of,
    quoted,
    unbalanced_bidi,
)

LRE, RLE, PDF, LRO, RLO = "\u202a", "\u202b", "\u202c", "\u202d", "\u202e"
LRI, RLI, FSI, PDI = "\u2066", "\u2067", "\u2068", "\u2069"

anything = st.text(st.characters(exclude_categories=()))
"""Any text that Python can hold, half surrogate pairs included."""


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("", ""),
        ("NATO", "nato"),
        ("Əliyev", "aliyev"),
        ("ƏLİYEV", "aliyev"),
        ("aliyev", "aliyev"),
        ("ALIYEV", "aliyev"),
        ("İlham", "ilham"),
        ("ILHAM", "ilham"),
        ("ılham", "ilham"),
        ("Həsənov", "hasanov"),
        ("Şəki", "saki"),
        ("ÇIRAQ", "ciraq"),
        ("Muğan", "mugan"),
        ("GÖYGÖL", "goygol"),
        ("Sümqayıt", "sumqayit"),
        ("Café", "cafe"),
        ("Cafe\u0301", "cafe"),
        ("Straße", "strasse"),
        ("STRASSE", "strasse"),
        ("STRAẞE", "strasse"),
        ("Søren Łódź", "soren lodz"),
        ("Đorđe", "dorde"),
        ("ﬁnal", "final"),
        ("ＮＡＴＯ", "nato"),
        ("Ильхам", "ильхам"),
        ("Йод", "иод"),
        ("ΑΣ ας", "ας ας".replace("ς", "σ")),
        ("北約", "北約"),
        ("ガ", "カ"),
        ("a\u0336b", "ab"),
        ("\u00a010", " 10"),
        ("ᵊ", "a"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    """Case, diacritics and the letters that English writes without them do not matter."""
    assert fold(text) == folded


def test_fold_of_every_character() -> None:
    """Every character with a case or a decomposition folds once and for all, alike in upper and lower case."""
    chars = map(chr, range(sys.maxunicode + 1))
    text = "\n".join(
        char for char in chars if {char} != {char.upper(), char.lower(), unicodedata.normalize("NFKD", char)}
    )
    once = fold(text)
    assert len(once.split("\n")) > 10_000
    for again in (once, text.upper(), text.lower()):
        assert fold(again).split("\n") == once.split("\n")


@given(anything)
@example("ᾳ\u0345\u0301")
@example("İ̇ı")
def test_fold_is_idempotent(text: str) -> None:
    """What is folded folds to itself, and case does not matter."""
    assert fold(fold(text)) == fold(text) == fold(text.swapcase().swapcase())


@given(st.text(), st.text(), st.text())
def test_fold_keeps_parts(before: str, part: str, after: str) -> None:
    """A part of a text is found in the text when both are folded."""
    assert fold(part) in fold(before + part + after)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Əliyev's 10 %", "Əliyev's 10 %"),
        ("a\nb\tc\r", "a\\nb\\tc\\r"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("\x00\x7f\x9b", "\\x00\\x7f\\x9b"),
        ("a\u2028b\u2029c\x85", "a\\u2028b\\u2029c\\x85"),
        (f"{RLO}abc{PDF}", "\\u202eabc\\u202c"),
        ("\ud800", "\\ud800"),
        ("\U000e0001", "\\U000e0001"),
        ("🕊", "🕊"),
        ("\\n", "\\n"),
    ],
)
def test_visible(text: str, shown: str) -> None:
    """Controls, separators, overrides and halves of surrogate pairs are escaped, the rest stands as it is."""
    assert escape_unprintable(text) == shown


@given(anything)
def test_nothing_invisible_is_shown(text: str) -> None:
    """Neither a control character nor a line end gets through, and what can be shown is left alone."""
    for shown in (escape_unprintable(text), quoted(text), quoted(text, 5), did_you_mean(text, [text])):
        assert shown.isprintable()
        assert len(shown.splitlines()) <= 1
    assert not text.isprintable() or escape_unprintable(text) == text


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("deap", 60, "'deap'"),
        ("", 60, "''"),
        ("x" * 60, 60, f"'{'x' * 60}'"),
        ("x" * 61, 60, f"'{'x' * 60}…'"),
        ("abcdef", 5, "'abcde…'"),
        ("\n\n\n", 5, "'\\n\\n\\…'"),
    ],
)
def test_quoted(text: str, limit: int, shown: str) -> None:
    """A user's words are quoted on one line and shortened where they are too long."""
    assert quoted(text, limit) == shown


@given(anything, st.integers(1, 80))
def test_quoted_is_short(text: str, limit: int) -> None:
    """What is quoted never has more characters than its limit, two quotation marks and an ellipsis."""
    assert len(quoted(text, limit)) <= limit + 3


CODES = ["DEEP", "EAPC", "IPAP", "NACC", "PARP", "PfP", "Partnership for Peace", "Əliyev"]


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("deap", "DEEP"),
        ("DEEP", "DEEP"),
        ("parpp", "PARP"),
        ("pap", "PARP"),
        ("ipac", "IPAP"),
        ("nac", "NACC"),
        ("partnership of peace", "Partnership for Peace"),
        ("aliev", "Əliyev"),
        ("nineteen", None),
        ("", None),
        ("🕊", None),
    ],
)
def test_closest(word: str, meant: str | None) -> None:
    """A mistyped word leads to the choice that was meant, whatever its case; its first letter weighs most."""
    assert closest(word, CODES) == meant


@pytest.mark.parametrize(
    ("word", "choice"),
    [
        ("viist", "visit"),
        ("excersise", "exercise"),
        ("cyberdefence", "cyber-defence"),
        ("sorce", "sources"),
        ("planing and review", "Planning and Review Process"),
        ("visit-solana-1997", "solana-visit-1997"),
        ("solana-1997", "solana-visit-1997"),
        ("euro-atlantic council", "Euro-Atlantic Partnership Council"),
        ("raining", "training"),
        ("nc", "NACC"),
    ],
)
def test_a_suggestion_is_near(word: str, choice: str) -> None:
    """A few slips, letters swapped, words left out or in another order lead to what was meant."""
    assert closest(word, [choice]) == choice


@pytest.mark.parametrize(
    ("word", "choice"),
    [
        ("nope", "NATO CPE"),
        ("solana", "SOFA"),
        ("major", "minor"),
        ("minor", "nor"),
        ("election", "meeting"),
        ("persons", "period"),
        ("reference", "defence"),
        ("stoltenberg-visit", "stoltenberg-baku-2024"),
        ("x", "y"),
    ],
)
def test_no_suggestion_is_far_fetched(word: str, choice: str) -> None:
    """Another word with some of the same letters was not meant."""
    assert closest(word, [choice]) is None


def test_closest_of_nothing() -> None:
    """Where there is nothing to choose from, nothing was meant."""
    assert closest("deap", []) is None


@given(anything, st.lists(st.text(), max_size=5))
def test_closest_is_a_choice(word: str, choices: list[str]) -> None:
    """What was meant is always one of the choices, and a choice given in other letters is found again."""
    assert closest(word, choices) in {None, *choices}
    for choice in choices:
        found = closest(choice, choices)
        assert not fold(choice) or len(choice) > 30 or (found is not None and fold(found) == fold(choice))


def test_did_you_mean() -> None:
    """A message ends with what was meant, else with what the caller has to say."""
    assert did_you_mean("deap", CODES) == "; did you mean 'DEEP'?"
    assert did_you_mean("xyz", CODES, "; known are more") == "; known are more"
    assert did_you_mean("xyz", CODES) == ""


@pytest.mark.parametrize(
    ("text", "index"),
    [
        ("", None),
        ("left שלום right", None),
        (f"a{LRE}b{PDF}", None),
        (f"{RLE}{PDF}{LRO}{PDF}{RLO}{PDF}", None),
        (f"{LRI}a{PDI}{RLI}b{PDI}{FSI}c{PDI}", None),
        (f"{LRI}{RLE}a{PDF}{PDI}", None),
        (f"ab{RLO}c", 2),
        (f"ab{PDF}c", 2),
        (f"{PDI}", 0),
        (f"{LRE}a{PDF}{PDF}", 3),
        (f"{LRE}{RLE}a{PDF}", 0),
        (f"{LRI}a{PDF}", 2),
        (f"{LRI}{RLE}a{PDI}{PDF}", 3),
        (f"{RLO}a{PDI}", 2),
        (f"{LRI * 125}{PDI * 125}", None),
        (f"{LRI * 126}{PDI * 126}", 125),
        (f"{LRE}{PDF}{RLE * 126}", 127),
        (LRI * 125, 0),
        (RLE * 1_000_000, 125),
    ],
)
def test_unbalanced_bidi(text: str, index: int | None) -> None:
    """Every bidirectional control is closed by its own sort, nested like brackets and no deeper than Unicode allows.

    Else the place where it breaks is told.
    """
    assert unbalanced_bidi(text) == index


@given(st.text(LRE + RLE + PDF + LRO + RLO + LRI + RLI + FSI + PDI + "aש", max_size=12))
def test_balanced_bidi_can_be_nested(text: str) -> None:
    """What is balanced stays balanced inside an isolate, and what is not stays so."""
    assert (unbalanced_bidi(f"{LRI}{text}{PDI}") is None) >= (unbalanced_bidi(text) is None)
    assert unbalanced_bidi(text + LRI) is not None
    index = unbalanced_bidi(text)
    assert index is None or text[index] not in "aש"


@pytest.mark.parametrize(
    ("char", "name"),
    [
        ("\x1b", "U+001B"),
        (RLO, "U+202E RIGHT-TO-LEFT OVERRIDE"),
        ("a", "U+0061 LATIN SMALL LETTER A"),
        ("\uffff", "U+FFFF"),
    ],
)
def test_name_of(char: str, name: str) -> None:
    """A character that cannot be shown has its code point, and its name where it has one."""
    assert name_of(char) == name


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 events"), (1, "1 event"), (2, "2 events"), (1204, "1,204 events"), (-1, "-1 events")]
)
def test_count(number: int, words: str) -> None:
    """A number and its noun, in the plural where English has one."""
    assert count(number, "event") == words


def test_problems_have_their_place() -> None:
    """A problem is told as FILE:LINE:COLUMN, what it is about, what is wrong and the rule; a file's error tells all.

    A warning says that it is one.
    """
    problems = [
        Problem(3, 5, "event a, date", "is no date", "bad-date"),
        Problem(12, 1, "sources", "is missing", "x", "warning"),
    ]
    error = DataError("my.yaml", problems)
    assert str(error) == (
        "my.yaml:3:5: event a, date: is no date [bad-date]\nmy.yaml:12:1: warning: sources: is missing [x]"
    )
    assert (error.name, error.problems) == ("my.yaml", tuple(problems))


@pytest.mark.parametrize(
    ("error", "bases"), [(DataError, {TimelineError}), (UsageError, {TimelineError}), (DateError, {UsageError})]
)
def test_errors_are_a_family(error: type[Exception], bases: set[type[Exception]]) -> None:
    """Whatever goes wrong is a `TimelineError`; a bad date is an error of usage, bad data is not."""
    assert set(error.__bases__) == bases


@pytest.mark.parametrize(
    ("text", "english"),
    [("Ceyhun", "jeyhun"), ("Çingiz", "chingiz"), ("Xankəndi", "khankandi"), ("Qəbələ", "gabala"), ("NATO", "nato")],
)
def test_latinised(text: str, english: str) -> None:
    """Azerbaijani letters become those by which English writes their sounds."""
    assert latinised(text) == english


@pytest.mark.parametrize(
    ("title", "expected"),
    [("A", "“A”"), ("“A” and “B”", "“‘A’ and ‘B’”"), ('The "A"', '“The "A"”'), ("It’s", "“It’s”")],
)
def test_in_quotes(title: str, expected: str) -> None:
    """Quotes within quotes are single ones."""
    assert in_quotes(title) == expected
