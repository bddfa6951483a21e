"""Counting: what counts as one value, in which order the values come, and how a command says it."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from rich.cells import cell_len

import timeline
from tests.conftest import examples
from tests.strategies import chronologies
from tests.test_cli import _run as run_fixture  # the fixture `run`
from timeline.counts import asked_first, count_by, name_and_office, resolve
from timeline.dates import parse
from timeline.model import COUNT_BY, CountBy, Event
from timeline.relations import programme_uses, uses
from timeline.search import Spellings
from timeline.views import counts as view
from timeline.views import plain
from timeline.views.layout import Layout

run = run_fixture


def event(id: str, date: str = "1994", **fields: Any) -> Event:
    """An event of which only what is counted matters."""
    return Event(id, parse(date), id, {"s": ""}, **fields)


def of(real: timeline.Chronology, *events: Event) -> timeline.Chronology:
    """A chronology of some events."""
    return replace(real, events=events, sources={"s": next(iter(real.sources.values()))})


def numbers(chronology: timeline.Chronology, by: CountBy) -> list[tuple[str, int]]:
    """Each value with its number of events."""
    return [(row.value, len(row.events)) for row in chronology.count(by)]


ONE = ("kind", "place", "confidence", "significance", "year")
"""What an event has one of at most."""


@examples(3)
@given(chronology=chronologies())
def test_every_event_is_counted(chronology: timeline.Chronology) -> None:
    """Each event is under each of its values once, in the order of the chronology; those without one come last."""
    for by in COUNT_BY:
        _counts_every_event(by, chronology)


def _counts_every_event(by: CountBy, chronology: timeline.Chronology) -> None:
    rows = chronology.count(by)
    order = {event.id: number for number, event in enumerate(chronology.events)}
    assert {event.id for row in rows for event in row.events} == set(order)
    assert len({row.value for row in rows}) == len(rows)
    for row in rows:
        found = [order[event.id] for event in row.events]
        assert found == sorted(set(found))
        assert (row.first is None) == (row.last is None) == (not row.events)
        assert row.events or by == "year"
    if by in ONE:
        assert sum(len(row.events) for row in rows) == len(order)
    if by == "year":
        assert [int(row.value) for row in rows] == list(
            range(int(rows[0].value), int(rows[-1].value) + 1) if rows else ()
        )
    else:
        sizes = [len(row.events) for row in rows if row.value]
        assert sizes == sorted(sizes, reverse=True)
        assert "" not in [row.value for row in rows[:-1]]


def test_counts_are_those_of_the_other_views(real: timeline.Chronology) -> None:
    """Programmes and sources have the numbers of their own commands, years those of the chart."""
    years = Counter(str(event.date.anchor.year) for event in real.events)
    kinds: list[tuple[CountBy, Counter[str]]] = [
        ("programme", programme_uses(real)), ("source", uses(real)), ("year", years),
    ]  # fmt: skip
    for by, known in kinds:
        assert {row.value: len(row.events) for row in count_by(real, by) if row.value and row.events} == known


def test_years_without_an_event_are_there(real: timeline.Chronology) -> None:
    """From the first to the last year of the selection none is left out; without events there is none."""
    chronology = of(real, event("a", "1994-05"), event("b", "1997/2001"), event("c", "[..1998]"))
    assert numbers(chronology, "year") == [("1994", 1), ("1995", 0), ("1996", 0), ("1997", 1), ("1998", 1)]
    assert of(real).count("year") == ()


def test_first_and_last(real: timeline.Chronology) -> None:
    """The dates of the event that begins first and of the one that begins last, in their own precision."""
    [row] = of(real, event("a", "1994/2010"), event("b", "1997-05?"), event("c", "1997-06")).count("kind")
    assert (str(row.first), str(row.last)) == ("1994/2010", "1997-06")
    backwards = row._replace(events=row.events[::-1])
    assert (backwards.first, backwards.last) == (row.first, row.last)


def test_spellings_of_one_name_are_one(real: timeline.Chronology) -> None:
    """What differs by case and accents alone is one value, in the spelling that is used most."""
    chronology = of(
        real,
        event("a", people=("İlham Əliyev (President)",), place="BAKU"),
        event("b", people=("Ilham Aliyev (President)", "ilham aliyev (President)"), place="Baku"),
        event("c", people=("Ilham Aliyev (president)",), place="Baku"),
    )
    assert numbers(chronology, "person") == [("Ilham Aliyev", 3)]
    assert numbers(chronology, "place") == [("Baku", 3)]
    assert [office.value for office in chronology.count("person")[0].offices] == ["President"]


def test_a_person_has_one_row_with_the_offices_in_time(real: timeline.Chronology) -> None:
    """Offices of one person are told apart by what the events say, the earliest first; having none is no office."""
    chronology = of(
        real,
        event("a", "1994", people=("A B (Minister)", "C")),
        event("b", "1997-05", people=("A B (Minister)", "C D (Minister)")),
        event("c", "2001", people=("A B (President)", "A B (Chairman)")),
        event("d", "2002", people=("A B",)),
    )
    first = chronology.count("person")[0]
    assert (first.value, len(first.events)) == ("A B", 4)
    assert [(office.value, len(office.events), str(office.first), str(office.last)) for office in first.offices] == [
        ("Minister", 2, "1994", "1997-05"),
        ("President", 1, "2001", "2001"),
        ("Chairman", 1, "2001", "2001"),
    ]
    assert plain.counts([first]) == ("A B\t4\t1994\t2002\tMinister: 1994 to 1997-05; President: 2001; Chairman: 2001\n")


@pytest.mark.parametrize(
    ("text", "name", "office"),
    [
        ("Hasan Hasanov (Foreign Minister)", "Hasan Hasanov", "Foreign Minister"),
        ("Hasan Hasanov", "Hasan Hasanov", ""),
        ("A (Minister (acting))", "A", "Minister (acting)"),
        ("Hans (Hänschen) Klein (Minister)", "Hans (Hänschen) Klein", "Minister"),
        ("Hans (Hänschen) Klein", "Hans (Hänschen) Klein", ""),
        ("A B ) (x)", "A B )", "x"),
        ("A B x)", "A B x)", ""),
        ("(x)", "(x)", ""),
        ("", "", ""),
    ],
)
def test_name_and_office(text: str, name: str, office: str) -> None:
    """The office is what stands in the brackets at the end, with brackets inside it; a name alone has none."""
    assert name_and_office(text) == (name, office)


@pytest.mark.parametrize("by", COUNT_BY)
def test_words_for_what_is_counted(by: CountBy) -> None:
    """Singular and plural are understood, in any case."""
    assert {resolve(by), resolve(f"{by}s"), resolve(by.upper())} == {by}


def test_other_words_for_what_is_counted() -> None:
    """People and programs are persons and programmes; in Python nothing is guessed."""
    assert (resolve("people"), resolve("Programs")) == ("person", "programme")
    with pytest.raises(timeline.UnknownError, match="no way to count by 'zzz'; choose from year, programme"):
        resolve("zzz")
    with pytest.raises(timeline.UnknownError, match="did you mean 'year'"):
        count_by(timeline.load(), "years")  # type: ignore[arg-type]


def test_those_asked_for_come_first(real: timeline.Chronology) -> None:
    """Persons who are asked for by name or office stand before those whom they met."""
    chronology = of(real, event("a", people=("A (Minister)", "B")), event("b", people=("A (Minister)",)))
    rows = chronology.count("person")
    assert [row.value for row in asked_first(rows, ["b"])] == ["B", "A"]
    assert [row.value for row in asked_first(rows, ["minister", "b"])] == ["A", "B"]
    assert [row.value for row in asked_first(rows, [])] == ["A", "B"]
    assert [row.value for row in asked_first(rows, ["C"], Spellings.of([["B", "C"]]))] == ["B", "A"]


def test_who_was_it_in_that_year(run: Any) -> None:
    """The holder of an office in a year is the first line, with the office."""
    first = run("count", "person", "--person", "special representative", "-y", "2014").out.splitlines()[0].split("\t")
    assert first[0] == "James Appathurai"
    assert first[4].startswith("NATO Special Representative for the Caucasus and Central Asia: 2014")


@pytest.mark.parametrize("by", COUNT_BY)
def test_into_a_pipe_a_count_is_a_table_of_figures(run: Any, by: str) -> None:
    """Five columns in every line, figures as figures, no bars, the order turned around and cut as asked for."""
    answer = run("count", by)
    assert (answer.code, answer.err) == (0, "")
    rows = [line.split("\t") for line in answer.out.splitlines()]
    assert {len(row) for row in rows} == {5}
    assert all(row[1].isdecimal() for row in rows)
    turned = run("count", by, "--reverse", "--limit", "2").out.splitlines()
    assert turned == answer.out.splitlines()[::-1][:2]


def test_words_have_their_meaning(real: timeline.Chronology) -> None:
    """Words of a vocabulary say what they mean, programmes and sources what they are called."""
    abouts = {by: {row.value: row.about for row in count_by(real, by)} for by in COUNT_BY}
    assert abouts["kind"] == {kind: real.kinds[kind] for kind in abouts["kind"]}
    assert abouts["topic"] == {topic: real.topics.get(topic, "") for topic in abouts["topic"]}
    assert abouts["programme"]["PfP"] == "Partnership for Peace"
    assert abouts["source"]["azernews-2021-10-19"].startswith("AzerNews, “Azerbaijan, NATO discuss")
    assert abouts["confidence"]["disputed"] == "the sources disagree"
    assert set(abouts["place"].values()) == {""}


@pytest.mark.parametrize(
    ("by", "unicode", "lines"),
    [
        (
            "year",
            True,
            [
                "  1994  ███████        1  4 May",
                "  1995                 0",
                "  1996  ██████████████ 2  1996 – Feb 1998",
            ],
        ),
        ("place", False, ["  Baku      ############# 2  1996 – Feb 1998", "  no place  #######       1  4 May 1994"]),
    ],
)
def test_bars(real: timeline.Chronology, by: CountBy, unicode: bool, lines: list[str]) -> None:
    """A bar is as long as its share of the longest; a year without an event has none."""
    chronology = of(
        real,
        event("a", "1994-05-04"),
        event("b", "1996", place="Baku"),
        event("c", "1996-03/1998-02", place="Baku"),
    )
    drawn = view.counts(chronology, by, chronology.count(by), Layout(60, unicode=unicode)).plain
    assert drawn.splitlines() == lines


@pytest.mark.parametrize("by", COUNT_BY)
@pytest.mark.parametrize("width", [36, 40, 60, 80, 120])
def test_counts_of_the_real_data_fit(by: CountBy, width: int, real: timeline.Chronology) -> None:
    """No line of several words is wider than the terminal: an office has its time above it where there is no room."""
    drawn = view.counts(real, by, real.count(by), Layout(width)).plain
    assert [line for line in drawn.splitlines() if cell_len(line) > width and " " in line.strip()] == []


def test_no_counts_are_an_empty_text(real: timeline.Chronology) -> None:
    """Without rows there is nothing to draw."""
    assert view.counts(real, "year", (), Layout(80)).plain == ""


SELECTIONS: list[timeline.Criteria] = [
    {},
    {"year": "1992"},
    {"programme": "deep"},
    {"place": "baku", "from_": "2004", "to": "2005"},
    {"significance": "landmark"},
    {"kind": "operation"},
    {"search": "saloglu"},
    {"year": "1993"},
]


@pytest.mark.parametrize("chosen", SELECTIONS, ids=str)
def test_documents_agree_on_how_much_they_hold(real: timeline.Chronology, chosen: timeline.Criteria) -> None:
    """Page, picture, Markdown and JSON of a selection head it with the same figures, those of the lists and counts."""
    part = real.select(**chosen)
    counted = {
        "events": len(plain.events(part).splitlines()),
        "programmes": len([row for row in part.count("programme") if row.value]),
        "sources": len(plain.sources(part).splitlines()),
    }
    held = json.loads(timeline.export(part, "json"))["figures"]
    assert {name: held[name] for name in counted} == counted
    years = "–".join(dict.fromkeys(str(held[name]) for name in ("first_year", "last_year") if held[name]))
    facts = dict(re.findall(r"<dt>([\w ]+)</dt><dd>([^<]+)</dd>", timeline.export(part, "html")))
    assert facts["Events"] == str(held["events"])
    assert facts["Programmes of the events"] == str(held["programmes"])
    assert facts["Sources of the events"] == str(held["sources"])
    assert facts.get("Period", "") == years
    for document in (timeline.export(part, "svg"), timeline.export(part, "markdown")):
        said = re.search(rf"\b{years}(?: · |: )(\d+) events?(?: in (\d+) programmes?)?, from (\d+) sources?", document)
        assert (said is None) == (not part.events)
        if said:
            assert [int(number or 0) for number in said.groups()] == list(counted.values())
    assert f"{count_of(held['events'])}, {years};" in timeline.export(part, "svg") or not part.events


def count_of(events: int) -> str:
    """A number of events in words."""
    return f"{events} event{'' if events == 1 else 's'}"
