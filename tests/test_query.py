"""Choosing events: each filter by a table over a small chronology, the real one, and properties over any other."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.conftest import examples
from tests.strategies import chronologies, edtf
from timeline import model, query, relations
from timeline.cli import advice
from timeline.dates import Date, days_in, parse
from timeline.errors import ArgumentError, DateError, TimelineError, UnknownError, UsageError, YearError
from timeline.model import SIGNIFICANCE, Chronology, Event, Programme, Source
from timeline.query import Filters, first_day, last_day, select
from timeline.search import letters

PROGRAMMES = (
    Programme("EAPC", "Euro-Atlantic Partnership Council", aliases=("AATŞ",)),
    Programme("IPAP", "Individual Partnership Action Plan", parent="PARP"),
    Programme("NACC", "North Atlantic Cooperation Council", succeeded_by="EAPC"),
    Programme("PARP", "Planning and Review Process", parent="PfP"),
    Programme("PfP", "Partnership for Peace", aliases=("Sülh naminə tərəfdaşlıq", "Peace")),
)
SOURCES = (
    Source(
        "azernews-2021",
        "An article",
        author=("Əli Həsənov",),
        url="https://www.azernews.az/nation/1.html",
        publisher="AzerNews",
        via="Copies of Baku",
        doi="10.1000/182",
        kind="press",
    ),
    Source("nato-1994", "A release", url="https://www.nato.int/docu/PR/1994.htm", publisher="NATO", kind="official"),
    Source("nobody", "Not cited", held="State Archive, fond 2", isbn="978-0-306-40615-7"),
)
EVENTS = (
    Event("before", parse("../1991"), "Before all", {"nobody": ""}),
    Event("nacc", parse("1992-03"), "Joins the NACC", {"nato-1994": ""}, kind="accession", significance="landmark",
          programmes=("NACC",), topics=("politics",), place="Brussels, Belgium", confidence="confirmed"),
    Event("year", parse("1994"), "A year of talks", {"nato-1994": ""}, kind="visit", topics=("politics", "energy"),
          people=("İlham Əliyev (President)", "Javier Solana (Secretary General)"), significance="minor"),
    Event("pfp", parse("1994-05-04"), "Signs the Framework", {"nato-1994": "", "azernews-2021": ""}, kind="accession",
          significance="landmark", programmes=("PfP",), people=("Heydar Aliyev (President)",),
          place="Brussels, Belgium"),
    Event("parp", parse("1997~"), "Joins the planning", {"azernews-2021": "Counts twenty goals."},
          programmes=("PARP", "PfP"),          summary="A review of forces.", note="Some say 1996."),
    Event("kfor", parse("1999-09/2008-04-15"), "Serves in Kosovo", {"azernews-2021": ""}, kind="operation",
          place="Kosovo", significance="landmark", confidence="disputed"),
    Event("ipap", parse("2005-05-27"), "Agrees on a plan", {"azernews-2021": ""}, programmes=("IPAP",), place="Bakı"),
    Event("since", parse("2018/.."), "Something goes on", {"nato-1994": ""}, programmes=("EAPC",), topics=("energy",)),
)  # fmt: skip

SMALL = Chronology(
    title="Small",
    sources={source.id: source for source in SOURCES},
    events=EVENTS,
    kinds={"accession": "Joining", "operation": "Serving", "visit": "Travelling", "exercise": "Training"},
    programmes={programme.code: programme for programme in PROGRAMMES},
)
FREE = dataclasses.replace(SMALL, kinds={}, programmes={})
"""The same without vocabularies and programmes."""

CHOSEN: list[tuple[dict[str, Any], str]] = [
    ({"search": "twenty goal"}, "parp"),
    ({"source": "copies of baku", "year": "1997"}, "parp"),
    ({"source": "10.1000/182", "year": "1994"}, "pfp"),
    ({}, "before nacc year pfp parp kfor ipap since"),
    # years
    ({"year": "1994"}, "year pfp"),
    ({"year": " 1994 "}, "year pfp"),
    ({"year": 1994}, "year pfp"),
    ({"year": "1992..1994"}, "nacc year pfp"),
    ({"year": "1992-1994"}, "nacc year pfp"),
    ({"year": "1992 – 1994"}, "nacc year pfp"),
    ({"year": "2008.."}, "kfor since"),
    ({"year": "..1992"}, "before nacc"),
    ({"year": ["1992", "2005"]}, "nacc kfor ipap"),
    ({"year": "2003"}, "kfor"),
    ({"year": "2500"}, "since"),
    ({"year": "1000"}, "before"),
    ({"year": "1993"}, ""),
    # from and to
    ({"from_": "2005-05-27"}, "kfor ipap since"),
    ({"from_": "2005-05-28"}, "kfor since"),
    ({"from_": "15 April 2008"}, "kfor since"),
    ({"from_": "16 April 2008"}, "since"),
    ({"from_": "May 1994"}, "year pfp parp kfor ipap since"),
    ({"from_": "1994-05-05"}, "year parp kfor ipap since"),
    ({"from_": parse("1997")}, "parp kfor ipap since"),
    ({"from_": ["2018", "2005-05-28"]}, "kfor since"),
    ({"to": "1992"}, "before nacc"),
    ({"to": "1992-02"}, "before"),
    ({"to": "1994-05"}, "before nacc year pfp"),
    ({"to": "1994-05-03"}, "before nacc year"),
    ({"to": "Mar 1992"}, "before nacc"),
    ({"to": ["1992-02", "1992-03"]}, "before nacc"),
    ({"from_": "May 1994", "to": "1997-05"}, "year pfp parp"),
    ({"from_": "1999/2000", "to": "1999/2000"}, "kfor"),
    ({"from_": "../1992"}, "before nacc year pfp parp kfor ipap since"),
    ({"to": "2018/.."}, "before nacc year pfp parp kfor ipap since"),
    # programmes, and what is part of them
    ({"programme": "NACC"}, "nacc"),
    ({"programme": "nacc"}, "nacc"),
    ({"programme": "partnership for peace"}, "pfp parp ipap"),
    ({"programme": "PEACE"}, "pfp parp ipap"),
    ({"programme": "sulh namina tarafdasliq"}, "pfp parp ipap"),
    ({"programme": "parp"}, "parp ipap"),
    ({"programme": "IPAP"}, "ipap"),
    ({"programme": "aats"}, "since"),
    ({"programme": ["nacc", " EAPC "]}, "nacc since"),
    # words of vocabularies
    ({"kind": "accession"}, "nacc pfp"),
    ({"kind": "Accession "}, "nacc pfp"),
    ({"kind": ["visit", "operation"]}, "year kfor"),
    ({"kind": "exercise"}, ""),
    ({"topic": "politics"}, "nacc year"),
    ({"topic": "ENERGY"}, "year since"),
    ({"significance": "landmark"}, "nacc pfp kfor"),
    ({"significance": "Notable"}, "before nacc pfp parp kfor ipap since"),
    ({"significance": "minor"}, "before nacc year pfp parp kfor ipap since"),
    ({"significance": ["landmark", "minor"]}, "before nacc year pfp parp kfor ipap since"),
    ({"confidence": "disputed"}, "kfor"),
    ({"confidence": ["Confirmed", "disputed"]}, "nacc kfor"),
    ({"confidence": "reported"}, "before year pfp parp ipap since"),
    # one source of the kind is enough
    ({"source_kind": "official"}, "nacc year pfp since"),
    ({"source_kind": ["PRESS", "academic"]}, "pfp parp kfor ipap"),
    ({"source_kind": "reference"}, "before"),
    ({"source_kind": "press", "source": "nato"}, "pfp"),
    # events by id, in the order of the chronology
    ({"id": "pfp"}, "pfp"),
    ({"id": ["since", "nacc", " since"]}, "nacc since"),
    ({"id": ["since", "nacc"], "year": "1992"}, "nacc"),
    # parts of names
    ({"person": "aliyev"}, "year pfp"),
    ({"person": "Əliyev"}, "year pfp"),
    ({"person": "ILHAM"}, "year"),
    ({"person": "secretary general"}, "year"),
    ({"person": ["solana", "heydar"]}, "year pfp"),
    ({"person": "nobody"}, ""),
    ({"place": "brussels"}, "nacc pfp"),
    ({"place": "baki"}, "ipap"),
    ({"place": ["Bakı", "kosovo"]}, "kfor ipap"),
    ({"source": "azernews-2021"}, "pfp parp kfor ipap"),
    ({"source": "AZERNEWS"}, "pfp parp kfor ipap"),
    ({"source": "nato.int"}, "nacc year pfp since"),
    ({"source": "https://www.nato.int/docu/PR/1994.htm"}, "nacc year pfp since"),
    ({"source": "1994.htm"}, "nacc year pfp since"),
    ({"source": "nobody"}, "before"),
    ({"source": ["nobody", "nato"]}, "before nacc year pfp since"),
    ({"source": "azernews-20"}, ""),
    ({"source": "a release"}, "nacc year pfp since"),
    ({"source": "hasanov"}, "pfp parp kfor ipap"),
    ({"source": "fond 2"}, "before"),
    ({"source": "40615"}, "before"),
    ({"source": "official"}, ""),
    # words that all occur; repeats of which one may
    ({"search": "parp"}, "parp"),
    ({"search": "visit energy"}, "year"),
    ({"search": "disputed"}, "kfor"),
    ({"search": "confirmed"}, ""),
    ({"search": '"may 1994" accession'}, "pfp"),
    ({"search": "september 2008"}, "kfor"),
    ({"search": "joins"}, "nacc parp"),
    ({"search": "joins nacc"}, "nacc"),
    ({"search": "join"}, "nacc parp"),
    ({"source": "AZERNEWS-2021"}, "pfp parp kfor ipap"),
    ({"search": "oins"}, ""),
    ({"search": "forces PLANNING 1996"}, "parp"),
    ({"search": ["nacc", "kosovo"]}, "nacc kfor"),
    ({"search": "aliyev"}, "year pfp"),
    ({"search": "ilham əliyev"}, "year"),
    ({"search": "solana heydar"}, ""),
    ({"search": "brussels signs"}, "pfp"),
    ({"search": '"secretary general"'}, "year"),
    ({"search": "“Secretary–General” talk"}, "year"),
    ({"search": '"general secretary"'}, ""),
    ({"search": '"brussels signs"'}, ""),
    ({"search": '"joins the plan"'}, ""),
    ({"search": '"joins the plan'}, "parp"),
    ({"search": "heydar-aliyev"}, "pfp"),
    ({"search": "aliyev-heydar"}, "pfp"),
    ({"person": "aliyev-ilham"}, ""),
    ({"person": "ilham  aliyev"}, "year"),
    # different filters all count
    ({"year": "1994", "person": "aliyev", "significance": "landmark"}, "pfp"),
    ({"programme": "pfp", "source": "azernews", "to": "1997"}, "pfp parp"),
    ({"kind": "visit", "significance": "landmark"}, ""),
    # what asks for nothing
    ({"year": None, "kind": [], "search": ()}, "before nacc year pfp parp kfor ipap since"),
]

UNKNOWN: list[tuple[dict[str, Any], str, str, str]] = [
    ({"programme": "parpp"}, "programme", "parpp", "PARP"),
    ({"programme": "nacce"}, "programme", "nacce", "NACC"),
    ({"programme": "peaces"}, "programme", "peaces", "Peace"),
    ({"programme": "xyz"}, "programme", "xyz", ""),
    ({"kind": "visit,summit"}, "kind", "visit,summit", ""),
    ({"kind": "visti"}, "kind", "visti", "visit"),
    ({"kind": ["visit", "xyz"]}, "kind", "xyz", ""),
    ({"topic": "politic"}, "topic", "politic", "politics"),
    ({"topic": "xyz"}, "topic", "xyz", ""),
    ({"significance": "landmarks"}, "significance", "landmarks", "landmark"),
    ({"significance": "x"}, "significance", "x", ""),
    ({"confidence": "disputd"}, "confidence", "disputd", "disputed"),
    ({"source_kind": "offical"}, "source kind", "offical", "official"),
    ({"yaer": "1994"}, "filter", "yaer", "year"),
    ({"colour": "red"}, "filter", "colour", ""),
]
CHOICES = {
    "programme": ("EAPC", "IPAP", "NACC", "PARP", "PfP"),
    "kind": ("accession", "operation", "visit", "exercise"),
    "topic": ("energy", "politics"),
    "significance": model.SIGNIFICANCE,
    "confidence": model.CONFIDENCE,
    "source kind": model.SOURCE_KINDS,
    "filter": query.Filters._fields,
}
"""What there is in the small chronology."""
BAD: list[tuple[dict[str, Any], type[UsageError], str]] = [
    ({"programme": ""}, ArgumentError, "programme"),
    ({"from_": "1998", "to": "1997"}, ArgumentError, "from_ '1998' is after the end of the time asked for, '1997'"),
    ({"search": "\u0301"}, ArgumentError, "search '\u0301' has nothing to look for"),
    ({"search": '"" “”'}, ArgumentError, "search '\"\" “”' has nothing to look for"),
    ({"person": ["x", "\u200b"]}, ArgumentError, "person '\\u200b' has nothing to look for"),
    ({"search": '– "-"'}, ArgumentError, "search '– \"-\"' has nothing to look for"),
    ({"place": "\u00ad"}, ArgumentError, "place '\\xad' has nothing to look for"),
    ({"source": "\ufe0f"}, ArgumentError, "source '\ufe0f' has nothing to look for"),
    ({"search": ["x " * 600, "y " * 600]}, ArgumentError, "search has 1,200 words of 1,200; at most"),
    ({"year": ""}, ArgumentError, "year"),
    ({"to": " "}, ArgumentError, "to"),
    ({"year": "nineteen"}, YearError, "'nineteen'"),
    ({"from_": "1994-13"}, DateError, "'1994-13'"),
    ({"to": "4 May"}, DateError, "'4 May'"),
]

YEARS = [
    ("1994", "1994"),
    (" 1994\n", "1994"),
    ("1992..1997", "1992/1997"),
    ("1992 .. 1997", "1992/1997"),
    ("1992-1997", "1992/1997"),
    ("1992–1997", "1992/1997"),
    ("1992—1997", "1992/1997"),
    ("1992/1997", "1992/1997"),
    ("2010..", "2010/.."),
    ("2010 ..", "2010/.."),
    ("2010/..", "2010/.."),
    ("..1999", "../1999"),
    (".. 1999", "../1999"),
    ("../1999", "../1999"),
    ("1000..9999", "1000/9999"),
    ("1994..1994", "1994/1994"),
]


def ids(chronology: Chronology) -> list[str]:
    """The ids of the events, in their order."""
    return [event.id for event in chronology.events]


def chosen(chronology: Chronology, **filters: Any) -> list[str]:
    """The ids of the events that pass the filters."""
    return ids(chronology.select(**filters))


@pytest.mark.parametrize(("filters", "expected"), CHOSEN)
def test_chosen(filters: dict[str, Any], expected: str) -> None:
    """Each filter chooses the events that it names, in their order."""
    assert chosen(SMALL, **filters) == expected.split()


def unknown(chronology: Chronology, **filters: Any) -> UnknownError:
    """The error of a filter that names what does not exist."""
    with pytest.raises(UnknownError) as caught:
        chronology.select(**filters)
    return caught.value


@pytest.mark.parametrize(("filters", "what", "given", "likely"), UNKNOWN)
def test_unknown(filters: dict[str, Any], what: str, given: str, likely: str) -> None:
    """What does not exist is refused, with the word that was likely meant and those that there are."""
    error = unknown(SMALL, **filters)
    assert (error.what, error.given) == (what, given)
    assert error.choices is not None
    assert sorted(error.choices) == sorted(CHOICES[what])
    assert error.likely == ((likely,) if likely else ())
    assert f"{what} '{given}'" in str(error)
    assert (likely or error.choices[0]) in str(error)


@pytest.mark.parametrize(("filters", "error", "word"), BAD)
def test_bad(filters: dict[str, Any], error: type[UsageError], word: str) -> None:
    """A filter that says nothing, or no date, is refused by its name or in the words that were given."""
    with pytest.raises(error) as caught:
        SMALL.select(**filters)
    assert type(caught.value) is error
    assert str(caught.value).startswith(word)


def test_unknown_without_vocabularies() -> None:
    """Where there is no vocabulary the words are those of the events."""
    assert unknown(FREE, programme="pfp").choices == ()
    assert unknown(FREE, kind="xyz").choices == ("accession", "operation", "visit")
    assert chosen(FREE, kind="visit") == ["year"]


def test_unknown_where_there_is_nothing() -> None:
    """A chronology without events has no words at all."""
    nothing = dataclasses.replace(FREE, events=())
    assert unknown(nothing, topic="energy").choices == ()
    assert chosen(nothing, year="1994", search="x") == []


def test_long_lists_are_cut() -> None:
    """A message lists at most so many words and counts the rest; what cannot be shown is escaped."""
    kinds = {"odd\u200b": "", **{f"kind-{number:02}": "" for number in range(60)}}
    error = unknown(dataclasses.replace(SMALL, kinds=kinds), kind="xyz")
    assert error.choices == tuple(kinds)
    assert "odd\\u200b, kind-00, kind-01" in str(error)
    assert str(error).endswith("kind-38 and 21 more")


def test_words_that_differ_in_case_only() -> None:
    """Two words of a free vocabulary that fold alike are both found by either."""
    events = tuple(event._replace(kind=kind) for event, kind in zip(EVENTS, ("Visit", "visit"), strict=False))
    twice = dataclasses.replace(FREE, events=events)
    assert chosen(twice, kind="VISIT") == chosen(twice, kind="visit") == ["before", "nacc"]


@pytest.mark.parametrize(("text", "edtf"), YEARS)
def test_years(text: str, edtf: str) -> None:
    """A year or a span of years, in each of its forms, is a date."""
    assert query.years(text).text == edtf


@pytest.mark.parametrize(
    ("text", "finer"),
    [
        *(
            (text, "")
            for text in (
                "", "..", "/", "-", "94", "19944", "1994 1997", "1994-", "-1994", "1994, 1997", "1994~",
                "1992..1994..1997", "１９９４", "since 1994",
            )
        ),
        ("1994-05", "1994-05"),
        ("May 1994", "1994-05"),
        ("4 May 1994", "1994-05-04"),
        ("1994-05/1994-07", ""),
    ],
)  # fmt: skip
def test_not_years(text: str, finer: str) -> None:
    """Anything else is refused, with the month or day that it may be."""
    with pytest.raises(YearError) as caught:
        query.years(text)
    assert (caught.value.given, caught.value.finer) == (text, finer)
    assert str(caught.value).startswith(f"{text!r} ")


@pytest.mark.parametrize(("text", "mend"), [("0999", "1000"), ("1997..1992", "'1992..1997'")])
def test_years_out_of_order_or_range(text: str, mend: str) -> None:
    """A span that cannot be is refused as it was written, with the mend."""
    with pytest.raises(DateError) as caught:
        query.years(text)
    assert str(caught.value).startswith(repr(text))
    assert mend in str(caught.value)


@given(st.text(max_size=12) | st.text("0123456789.-–/ ", max_size=12))
def test_years_of_any_text(text: str) -> None:
    """Any text at all is a span of whole years or is refused."""
    try:
        span = query.years(text)
    except DateError:
        return
    assert span.precision == "year"
    assert not span.approximate


def test_filters_are_given_and_taken_away() -> None:
    """Filters know which of them ask for something, in the order of the command line, and can do without one."""
    filters = Filters.of(search="x", year=["1994", "1995"], kind=None)
    assert filters == Filters(year=("1994", "1995"), search=("x",))
    assert filters.given() == ("year", "search")
    assert filters.without("year") == Filters(search=("x",))
    assert Filters().given() == ()


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        ({"year": ["1992 – 1994", "1992-1994", 2010, "2010 .."]}, "year 1992..1994 or 2010 or 2010.."),
        ({"from_": "May 1994", "to": "4 May 1999"}, "from 1994-05; to 1999-05-04"),
        ({"programme": ["peace", "PFP", "parp"], "kind": "VISIT"}, "programme PfP or PARP; kind visit"),
        ({"topic": "Energy", "significance": "MINOR"}, "topic energy; significance minor"),
        ({"confidence": "Disputed", "source_kind": "PRESS"}, "confidence disputed; source kind press"),
        ({"id": ["pfp", "nacc"]}, "id pfp or nacc"),
        ({"person": "ALIYEV ", "place": "baki"}, "person ALIYEV; place baki"),
        ({"source": "NATO", "search": "Ə, part"}, "source NATO; search Ə, part"),
    ],
)
def test_what_was_chosen_by(filters: dict[str, Any], words: str) -> None:
    """A selection tells what it was chosen by in the words of the data; a part of a name or text stays as given."""
    assert SMALL.select(**filters).selected == f"Selected by {words}"


@pytest.mark.parametrize(
    ("first", "last", "fault"),
    [
        (["2008"], ["1994"], "'2008' is after the end of the time asked for, '1994'"),
        (["June 1994"], ["1994-05"], "'June 1994' is after the end of the time asked for, '1994-05'"),
        (["2008", "1994"], ["1994"], ""),
        (["1994-05-04"], ["1994-05"], ""),
        (["2008"], [], ""),
    ],
)
def test_dates_the_wrong_way_round(first: list[str], last: list[str], fault: str) -> None:
    """Where all that is asked for begins after it has ended, that is an error in the words that were given."""
    if fault:
        with pytest.raises(ArgumentError) as caught:
            SMALL.select(from_=first, to=last)
        assert (caught.value.name, caught.value.fault) == ("from_", fault)
    else:
        assert SMALL.select(from_=first, to=last).events


def test_kinds_of_sources_that_were_meant(real: Chronology) -> None:
    """A kind of sources that is asked for by name is told what was looked for, and by what else it is found."""
    by_name, by_kind = chosen(real, source="official"), chosen(real, source_kind="official")
    (remark,) = advice.remarks(real, Filters.of(source=["Official", "nato", "OFFICIAL"]))
    assert remark == (
        f"--source official looks for that text in what sources are called ({len(by_name)} events);"
        f" --source-kind official asks for sources that are official ({len(by_kind)} events)"
    )
    assert list(advice.remarks(real, Filters.of(source="officials"))) == []


def test_words_that_no_event_has(real: Chronology) -> None:
    """Each word of a search that occurs nowhere is named once, with the likely one, in its own spelling."""
    assert advice.unknown_words(real, Filters.of(search=["Rasmusen baku rasmusen", "zzzz"])) == [
        "'Rasmusen' is in no event (did you mean 'Rasmussen'?)",
        "'rasmusen' is in no event (did you mean 'Rasmussen'?)",
        "'zzzz' is in no event",
    ]
    assert advice.unknown_words(real, Filters.of(search="ƏLİYEV part")) == []
    assert advice.unknown_words(real, Filters.of(person="Rasmusen", place=["bakuu"])) == [
        "'Rasmusen' is in no event's people (did you mean 'Rasmussen'?)",
        "'bakuu' is in no event's place (did you mean 'Baku'?)",
    ]
    (told,) = advice.unknown_words(real, Filters.of(source="natto"))
    assert told.casefold() == "'natto' is in no event's sources (did you mean 'nato'?)"


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("Ceyhun", "Jeyhun"),
        ("Cəfərov", "Jafarov"),
        ("Gence", "Ganja"),
        ("Memmedyarov", "Mammadyarov"),
        ("eacekeeping", "peacekeeping"),
        ("accessions", "accession"),
    ],
)
def test_words_in_azerbaijani_spelling(real: Chronology, word: str, meant: str) -> None:
    """A name as Azerbaijani writes it, also without its own letters, leads to the one of the data."""
    (told,) = advice.unknown_words(real, Filters.of(search=word))
    assert told == f"{word!r} is in no event (did you mean {meant!r}?)"


def test_time_without_events(real: Chronology) -> None:
    """Where all events are before or after the time asked for, the years that there are are told; else they are not."""
    for outside in (Filters.of(year="1980"), Filters.of(from_="2100"), Filters.of(year="1993", to="1950")):
        assert "; the events are of 1992 to " in advice.no_match(real, outside)
    for within in (
        Filters.of(year="1993"),
        Filters.of(year="1994", search="qqqqq"),
        Filters.of(year="1994", from_="2008"),
    ):
        assert "the events are of" not in advice.no_match(real, within)


def test_ancestry_and_families(real: Chronology) -> None:
    """A programme's line leads to its root, which all of its family share; a circle ends where it began."""
    assert relations.ancestry(real, "PARP") == ["PARP", "PfP"]
    numbers = relations.families(real)
    assert numbers["PARP"] == numbers["PfP"] != numbers["EAPC"]
    assert sorted(set(numbers.values())) == list(range(len(set(numbers.values()))))
    circle = {code: Programme(code, code, parent=parent) for code, parent in (("A", "B"), ("B", "A"))}
    assert relations.ancestry(dataclasses.replace(real, programmes=circle), "A") == ["A", "B"]


def test_programme_uses(real: Chronology) -> None:
    """Events are counted for each of their programmes, and with parts once for each that they are part of."""
    own, whole = relations.programme_uses(real), relations.programme_uses(real, parts=True)
    for code in real.programmes:
        family = relations.with_children(real, code)
        assert own[code] == sum(code in event.programmes for event in real.events)
        assert whole[code] == sum(not family.isdisjoint(event.programmes) for event in real.events)


def test_limited(real: Chronology) -> None:
    """The first or the last so many, and a word on it where there were more."""
    ids = [event.id for event in real.events]
    some = query.limited(select(real, Filters.of(year="2008")), 3, reverse=True)
    assert [event.id for event in some.events] == [id for id in ids[::-1] if id in {e.id for e in some.events}]
    assert some.selected == "Selected by year 2008; last 3 events"
    assert query.limited(real, 1).selection == ("first 1 event",)
    assert query.limited(real, len(ids)) == query.limited(real, None) == real
    assert [event.id for event in query.limited(real, None, reverse=True).events] == ids[::-1]


def test_resolve_programme() -> None:
    """A code counts more than a name, and a name more than an alias of another programme."""
    programmes = (
        Programme("A", "First", aliases=("B", "Third")),
        Programme("B", "Second", aliases=("First",)),
        Programme("C", " Third\u00a0"),
    )
    some = dataclasses.replace(SMALL, programmes={programme.code: programme for programme in programmes})
    words = ["a", "b", "first", "second", "THIRD", "third "]
    assert [query.resolve_programme(some, word) for word in words] == ["A", "B", "A", "B", "C", "C"]


def test_with_children() -> None:
    """A programme's family is itself and all that is part of it, at any depth; a circle of parents ends."""
    assert relations.with_children(SMALL, "PfP") == {"PfP", "PARP", "IPAP"}
    assert relations.with_children(SMALL, "IPAP") == {"IPAP"}
    circle = {"A": Programme("A", "A", parent="B"), "B": Programme("B", "B", parent="A")}
    assert relations.with_children(dataclasses.replace(SMALL, programmes=circle), "A") == {"A", "B"}


def test_known_words() -> None:
    """The words of a vocabulary in its order; without one, those that the events use, sorted."""
    assert query.known_words(SMALL, "kind") == ["accession", "operation", "visit", "exercise"]
    assert query.known_words(FREE, "kind") == ["accession", "operation", "visit"]
    assert query.known_words(SMALL, "topics") == ["energy", "politics"]


def test_used_programmes() -> None:
    """The programmes of the events with those that they are part of and were followed by, in their order."""
    assert list(relations.used_programmes(SMALL.select(programme="ipap"))) == ["IPAP", "PARP", "PfP"]
    assert list(relations.used_programmes(SMALL.select(programme="nacc"))) == ["EAPC", "NACC"]
    assert relations.used_programmes(SMALL.select(year="1993")) == {}


def test_used_sources() -> None:
    """The sources that the events cite, each once, in the order of the chronology."""
    assert relations.used_sources(SMALL.select(year="1994")) == ["azernews-2021", "nato-1994"]
    assert relations.used_sources(SMALL.select(year="..1991")) == ["nobody"]
    assert relations.used_sources(SMALL.select(year="1993")) == []


def test_on_day() -> None:
    """What happened, began or ended on a day of the year; not what is known to the month only, or was under way."""
    assert ids(query.on_day(SMALL, 5, 4)) == ["pfp"]
    assert ids(query.on_day(SMALL, 4, 15)) == ["kfor"]
    assert ids(query.on_day(SMALL, 1, 1)) == []
    assert ids(query.on_day(SMALL, 2, 29)) == []


def test_neighbours() -> None:
    """What stands before and after an event; nothing before the first and after the last."""
    nacc, year, pfp = EVENTS[1:4]
    assert relations.neighbours(SMALL, year) == (nacc, pfp)
    assert relations.neighbours(SMALL, EVENTS[0]) == (None, nacc)
    assert relations.neighbours(SMALL, EVENTS[-1]) == (EVENTS[-2], None)
    assert relations.neighbours(SMALL.select(year="1992"), nacc) == (None, None)


@pytest.mark.parametrize("event", EVENTS)
def test_find(event: Event) -> None:
    """An event is found by its id."""
    assert query.find(SMALL, event.id) is event


@pytest.mark.parametrize(
    ("id", "likely"),
    [
        ("pfpp", "pfp"),
        ("review-forces", "parp"),
        ("aliyev-president", "year pfp"),
        ("o", "kfor year parp ipap since"),
        ("zzz", ""),
        ("", ""),
        ("--", ""),
    ],
)
def test_find_nothing(id: str, likely: str) -> None:
    """An id that does not exist leads to the likely one, else to the events in which its words occur."""
    with pytest.raises(UnknownError) as caught:
        query.find(SMALL, id)
    assert (caught.value.what, caught.value.given) == ("event", id)
    assert caught.value.likely == tuple(likely.split())
    shown = re.findall("'([a-z]+)'", str(caught.value).removeprefix(f"there is no event '{id}'"))
    assert shown == likely.split()[:3]


@pytest.mark.parametrize(
    ("filters", "present", "absent"),
    [
        ({"year": "1994"}, "pfp-framework-signed", "parp-joined"),
        ({"from_": "May 1994", "to": "1994-05"}, "pfp-framework-signed", "pfp-invitation-brussels-summit"),
        ({"programme": "Partnership for Peace"}, "pfp-framework-signed", "nacc-joined"),
        ({"search": "ALIYEV 1994"}, None, "nacc-joined"),
    ],
)
def test_real(real: Chronology, filters: dict[str, Any], present: str | None, absent: str) -> None:
    """The filters choose as they should from the chronology that comes with the program."""
    found = chosen(real, **filters)
    assert present is None or present in found
    assert absent not in found


def test_real_words_fold(real: Chronology) -> None:
    """Case and Azerbaijani letters make no difference to what is found."""
    for words in (("Əliyev", "aliyev", "ALIYEV", "ƏLİYEV"), ("İlham", "ilham", "ILHAM", "ılham")):
        found = [chosen(real, search=word) for word in words]
        assert found[0]
        assert all(entry == found[0] for entry in found)


def test_real_parents_include_their_children(real: Chronology) -> None:
    """A programme finds all that its parts find, by code, name and every alias."""
    for programme in real.programmes.values():
        found = set(chosen(real, programme=programme.code))
        for name in (programme.name, *programme.aliases, programme.code.lower(), programme.name.upper()):
            assert set(chosen(real, programme=name)) == found
        for child in real.programmes.values():
            if child.parent == programme.code:
                assert set(chosen(real, programme=child.code)) <= found


def test_real_years_cover_everything(real: Chronology) -> None:
    """Every event is found by each year in which it happened, and the years together find all events."""
    years = [str(year) for year in range(1988, 2031)]
    found = {year: set(chosen(real, year=year)) for year in years}
    assert set().union(*found.values()) == set(ids(real))
    for event in real.events:
        first, last = (day.year for day in event.date.key)
        assert [year for year in years if event.id in found[year]] == [y for y in years if first <= int(y) <= last]


def test_real_significance_nests(real: Chronology) -> None:
    """Landmarks are among what is notable, and minor means all."""
    landmark, notable, minor = (chosen(real, significance=word) for word in SIGNIFICANCE)
    assert set(landmark) < set(notable) < set(minor) == set(ids(real))


@examples(0.4)
@given(chronologies())
def test_no_filter_is_identity(chronology: Chronology) -> None:
    """Without a filter the chronology is the same, object for object."""
    assert select(chronology, Filters()) is chronology
    assert chronology.select() is chronology


@st.composite
def filters_for(draw: st.DrawFn, chronology: Chronology) -> Filters:
    """Filters of which most find something: values of the events and dates of any form."""
    values: dict[str, list[str]] = {name: [] for name in Filters._fields}
    for event in chronology.events:
        for name, value in own_values(chronology, event):
            values[name].append(value)
    for name in ("from_", "to"):
        values[name].append(draw(edtf()).text)
    names = draw(st.lists(st.sampled_from([name for name in values if values[name]]), max_size=3, unique=True))
    drawn = {name: draw(st.lists(st.sampled_from(values[name]), min_size=1, max_size=2)) for name in names}
    if {"from_", "to"} <= drawn.keys() and min(map(first_day, drawn["from_"])) > max(map(last_day, drawn["to"])):
        del drawn["to"]  # which would be a usage error
    return Filters.of(**drawn)


def own_values(chronology: Chronology, event: Event) -> list[tuple[str, str]]:
    """Every filter that an event must pass, as name and value."""
    found = [("significance", event.significance), ("search", event.title), ("search", event.summary)]
    found += [("confidence", event.confidence), ("id", event.id)]
    found += [("from_", event.date.text), ("to", event.date.text)]
    found += [("year", str(day.year)) for day in (event.date.earliest, event.date.latest) if day]
    found += [("kind", event.kind)]
    found += [("topic", topic) for topic in event.topics]
    found += [("place", event.place), ("search", event.note)]
    found += [("person", person) for person in event.people]
    for id in event.sources:
        found += [("source_kind", chronology.sources[id].kind)]
        found += [("source", id), ("source", chronology.sources[id].publisher), ("source", chronology.sources[id].url)]
    for code in event.programmes:
        parent = chronology.programmes[code].parent
        found += [("programme", code), ("programme", parent)]
    return [(name, value) for name, value in found if letters(value)]


@given(chronologies(least=1))
def test_found_by_its_own_values(chronology: Chronology) -> None:
    """An event is found by each of its own values: words, names, sources, programmes, years, days."""
    for event in chronology.events:
        for name, value in own_values(chronology, event):
            assert event.id in chosen(chronology, **{name: value}), (name, value)


@given(st.data(), chronologies(least=1))
def test_select_is_idempotent_and_keeps_order(data: st.DataObject, chronology: Chronology) -> None:
    """Choosing twice is choosing once; the events keep their order; what chose them is told; all else stays."""
    filters = data.draw(filters_for(chronology))
    once = select(chronology, filters)
    assert dataclasses.replace(once, events=chronology.events, selection=()) == chronology
    assert once.selection == filters.within(chronology).words()
    assert list(once.events) == [event for event in chronology.events if event in once.events]
    try:
        assert select(once, filters) == once
    except UsageError:  # an id of another event; a word that stood only in such, where there is no vocabulary
        assert filters.id or not (chronology.kinds and chronology.topics)


@given(st.data(), chronologies(least=1))
def test_filters_combine_with_and_repeats_with_or(data: st.DataObject, chronology: Chronology) -> None:
    """Different filters choose what each of them chooses; values of one choose what any of them chooses."""
    filters = data.draw(filters_for(chronology))
    expected = set(ids(chronology))
    for name in filters.given():
        expected &= set().union(*(chosen(chronology, **{name: value}) for value in getattr(filters, name)))
    assert set(ids(select(chronology, filters))) == expected


@given(chronologies(), edtf(), edtf())
def test_from_and_to_are_an_intersection(chronology: Chronology, first: Date, last: Date) -> None:
    """``from`` and ``to`` together choose what both choose; with one date for both, what overlaps it."""
    if first.key[0] > last.key[1]:
        first, last = last, first
    after, before = chosen(chronology, from_=first), chosen(chronology, to=last)
    assert chosen(chronology, from_=first, to=last) == [id for id in after if id in before]
    both = chosen(chronology, from_=first, to=first)
    assert both == [event.id for event in chronology.events if event.date.overlaps(first)]


@given(chronologies(), st.integers(1000, 9999), st.integers(1000, 9999))
def test_year_is_from_and_to(chronology: Chronology, one: int, other: int) -> None:
    """A span of years chooses what ``from`` its first and ``to`` its last year choose."""
    first, last = sorted((one, other))
    assert chosen(chronology, year=f"{first}..{last}") == chosen(chronology, from_=first, to=last)
    assert chosen(chronology, year=f"{first}..") == chosen(chronology, from_=first)
    assert chosen(chronology, year=f"..{last}") == chosen(chronology, to=last)


@given(chronologies(), st.sampled_from([*CHOSEN[0][0], *Filters._fields]), st.text(max_size=8))
def test_any_word_is_taken_or_refused(chronology: Chronology, name: str, word: str) -> None:
    """Any text for any filter chooses something or nothing, or is refused in words."""
    try:
        found = chosen(chronology, **{name: word})
    except UsageError as error:
        message = str(error)
        assert message.isprintable()
    else:
        assert set(found) <= set(ids(chronology))


@examples(0.4)
@given(chronologies())
def test_used_is_closed(chronology: Chronology) -> None:
    """The programmes and sources in use refer only to each other, and the whole order of the chronology is kept."""
    programmes, sources = relations.used_programmes(chronology), relations.used_sources(chronology)
    assert list(programmes) == [code for code in chronology.programmes if code in programmes]
    assert sources == [id for id in chronology.sources if id in sources]
    for programme in programmes.values():
        assert {programme.parent, programme.succeeded_by} <= {"", *programmes}
    for event in chronology.events:
        assert set(event.programmes) <= set(programmes)
        assert set(event.sources) <= set(sources)


@given(chronologies(least=1), st.integers(1, 12), st.data())
def test_on_day_of_any(chronology: Chronology, month: int, data: st.DataObject) -> None:
    """A day of the year chooses the events one side of which is that very day, but none that was some time between."""
    day = data.draw(st.integers(1, days_in(2000, month)))
    assert all(f"-{month:02}-{day:02}" in event.date.text for event in query.on_day(chronology, month, day).events)
    for event in chronology.events:
        if event.date.end and event.date.end.day and event.date.end.month:
            found = event in query.on_day(chronology, event.date.end.month, event.date.end.day).events
            assert found == (event.date.form != "between")


@examples(0.4)
@given(chronologies(least=2))
def test_neighbours_are_a_chain(chronology: Chronology) -> None:
    """From neighbour to neighbour the whole chronology is walked, there and back."""
    forwards = [chronology.events[0]]
    while after := relations.neighbours(chronology, forwards[-1])[1]:
        assert relations.neighbours(chronology, after)[0] == forwards[-1]
        forwards.append(after)
    assert tuple(forwards) == chronology.events


@given(chronologies(), st.text(max_size=8))
def test_find_any(chronology: Chronology, id: str) -> None:
    """Every event is found by its id; any other text is refused in words."""
    for event in chronology.events:
        assert query.find(chronology, event.id) == event
    assume(id not in ids(chronology))
    with pytest.raises(TimelineError) as caught:
        query.find(chronology, id)
    assert str(caught.value).isprintable()
