"""BibTeX for its own styles: entries that every style prints whole, read by two parsers."""

from __future__ import annotations

import re

import pytest
from hypothesis import given

from tests.conftest import examples, rendered
from tests.strategies import chronologies
from tests.test_references import Entries, _addressed, _by_bibtexparser, _by_pybtex, _plain, _spaced
from timeline.dates import parse
from timeline.formats import bibtex
from timeline.formats.references import Name, Reference, of_event, of_source
from timeline.model import Chronology, Event, Source
from timeline.text import fold

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
PRINTED = {"author", "title", "howpublished", "month", "year", "note"}
"""What the styles of BibTeX itself print of an entry of the type misc; they sort by author or key."""


def _fields(reference: Reference) -> dict[str, str]:
    return _by_bibtexparser(bibtex.entry(reference))["a"][1]


def _assert_whole(entries: Entries, chronology: Chronology) -> None:
    """The entries hold each cited source with what is known of it, in fields that all styles print."""
    for key, (type, fields) in list(entries.items())[1:]:
        source = chronology.sources[key]
        assert type == "misc"
        assert fields.keys() <= PRINTED | {"key"}
        assert {"title", "howpublished", "year"} <= fields.keys()
        assert _plain(fields["title"]) == _spaced(source.title)
        url = source.url or source.archived or (f"https://doi.org/{source.doi}" if source.doi else "")
        assert fields["howpublished"].count("\\url{") == bool(url)
        assert f"\\url{{{_addressed(url)}}}" in fields["howpublished"] or not url
        assert ("author" in fields) == bool(source.author or source.publisher) == ("key" not in fields)
        assert _spaced(source.publisher) in _plain(fields.get("author", "") + fields["howpublished"])
        assert source.isbn in fields.get("note", "")
        assert _spaced(source.held) in _plain(fields["howpublished"])


def test_bibtex_of_the_shipped_data(real: Chronology, everything: Chronology) -> None:
    """A parser reads every source of the shipped data back, with fields that all styles print."""
    for chronology in (real, everything):
        _assert_whole(_by_bibtexparser(rendered(bibtex, chronology)), chronology)


@pytest.mark.oracles
@examples(2)
@given(chronologies())
def test_bibtex_of_any_chronology(chronology: Chronology) -> None:
    """Two parsers read every chronology back, the same fields both but for the macros of months."""
    text = rendered(bibtex, chronology)
    read = [_by_bibtexparser(text), _by_pybtex(text)]
    months = [[fields.pop("month", "") for _, fields in entries.values()] for entries in read]
    assert read[0] == read[1]
    assert [re.sub('"| # ', "", raw) for raw in months[0]] == [
        re.sub("[A-Z][a-z]+", lambda name: name[0][:3].lower(), shown) for shown in months[1]
    ]
    _assert_whole(read[0], chronology)


def test_who_begins_an_entry() -> None:
    """The author; else the publisher in that place, which is not told again; else the title's words sort it."""
    named = _fields(of_source(Source("a", "T", author=("Ann Lee",), publisher="P and Q", url="https://a.example")))
    assert (named["author"], named["howpublished"]) == ("Lee, Ann", r"{P and Q}, \url{https://a.example}")
    unsigned = _fields(of_source(Source("a", "T", publisher="P and Q", url="https://a.example")))
    assert (unsigned["author"], unsigned["howpublished"]) == ("{P and Q}", r"\url{https://a.example}")
    bare = _fields(of_source(Source("a", 'The "Əliyev" & R', url="https://a.example")))
    assert ("author" in bare, bare["key"]) == (False, "the aliyev r")


@pytest.mark.parametrize("title", ["Мир", "حلف", "…"])
def test_a_key_is_ascii(title: str) -> None:
    """Styles make labels of the first bytes of a key, so that it is the id where the title has other letters."""
    assert _fields(Reference("a", "press", title))["key"] == "a"


@given(chronologies())
def test_every_key_is_ascii(chronology: Chronology) -> None:
    """No key has a letter that a style could cut in two, or a sign that LaTeX obeys."""
    for key in re.findall(r"^  key = \{(.*)\},$", rendered(bibtex, chronology), re.MULTILINE):
        assert re.fullmatch("[a-z0-9 :._-]+", key)
        assert key == fold(key)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Ann", "Ann"),
        ("Эльмира", r"{\relax Э}льмира"),
        ("Л.-Ə.", r"{\relax Л}.-{\relax Ə}."),
        ("Anna Éva", r"Anna {\relax É}va"),
        ("Günel", "Günel"),
    ],
)
def test_a_first_letter_is_one_character(given: str, expected: str) -> None:
    """Styles abbreviate a given name to its first character: a byte, or a command in braces with what it is for."""
    entry = bibtex.entry(Reference("a", "press", "T", authors=(Name("Lee", given),)))
    assert f"  author = {{Lee, {expected}}},\n" in entry


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("1994", {"year": "1994"}),
        ("1994-05", {"year": "1994", "month": "may"}),
        ("1994-05-04", {"year": "1994", "month": '"4~" # may'}),
        ("1994-12?", {"year": "perhaps December 1994"}),
        ("1994/1996", {"year": "1994–1996"}),
        ("2008-01/..", {"year": "since January 2008"}),
        ("[..1999~]", {"year": "by about 1999"}),
        ("", {"year": "n.d."}),
    ],
)
def test_dates_as_styles_print_them(date: str, expected: dict[str, str]) -> None:
    """Year and month, the day with the month; words in the place of the year for what is no exact date, or none."""
    fields = _fields(Reference("a", "press", "T", date=parse(date) if date else None))
    assert {name: fields[name] for name in ("year", "month") if name in fields} == expected


@pytest.mark.parametrize("number", range(1, 13))
def test_months_are_the_macros_of_bibtex(number: int) -> None:
    """A month is one of the twelve names that every style of BibTeX defines."""
    entry = bibtex.entry(Reference("a", "press", "T", date=parse(f"1994-{number:02}")))
    assert f"\n  month = {MONTHS[number - 1]},\n" in entry


def test_an_event_is_a_part_of_the_chronology() -> None:
    """An event stands in its chronology, with the version, the address and the licence."""
    event = Event("a", parse("1994"), "Somebody joins", {})
    whole = Chronology("Things", {}, (event,), url="https://c.example", licence="CC0-1.0", updated=parse("2024-02-29"))
    fields = _by_bibtexparser(bibtex.entry(of_event(whole, event)))["event:a"][1]
    assert fields["title"] == "{Somebody} joins (1994)"
    assert fields["howpublished"] == r"In: Things, version 2024-02-29, \url{https://c.example}"
    assert fields["note"] == "Event a. Licence CC0-1.0"
