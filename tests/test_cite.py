"""Citing events: as text for people, as CSL-JSON, biblatex and BibTeX for reference managers."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given

from tests.conftest import Golden, examples
from tests.strategies import chronologies
from tests.test_references import _by_bibtexparser, _by_pybtex, _formatted, _validator
from timeline.dates import parse
from timeline.errors import UsageError
from timeline.formats.cite import STYLES, cite
from timeline.model import Chronology, Event, Source
from timeline.query import find

SOURCES = {
    "a": Source("a", "Title A", url="https://a.example/1", publisher="Paper", date=parse("1994-05"), kind="press"),
    "b": Source("b", "Title B", url="https://b.example/2"),
}
JOINED = Event("joined", parse("1994-05-04"), "Somebody joins", {"b": "", "a": ""})
LEFT = Event("left", parse("2008~/.."), "Somebody leaves", {"a": ""})
WHOLE = Chronology("Things", SOURCES, (JOINED, LEFT), licence="CC-BY-4.0", updated=parse("2024-02-29"))


@pytest.mark.parametrize(("style", "name"), [("text", "cite.txt"), ("csl", "cite.json"), ("biblatex", "cite.bib")])
def test_everything_as_kept(everything: Chronology, golden: Golden, style: str, name: str) -> None:
    """Citations of two events with hostile texts do not change by accident."""
    golden(name, cite(everything, [find(everything, "day"), find(everything, "open-end-year")], style))


def test_text_says_what_where_and_by_whom() -> None:
    """Text has the title, the date in words, the data set with version and licence, the id, and numbered references."""
    assert cite(WHOLE, [JOINED]) == (
        "“Somebody joins (4 May 1994)”. In: Things, version 2024-02-29, CC-BY-4.0, event joined.\n"
        "1. “Title B”, undated. https://b.example/2\n"
        "2. Paper, “Title A”, May 1994. https://a.example/1\n"
    )


def test_text_of_several_events() -> None:
    """Each event stands with its own references, an empty line between two."""
    assert cite(WHOLE, [JOINED, LEFT]) == f"{cite(WHOLE, [JOINED])}\n{cite(WHOLE, [LEFT])}"


def test_text_without_version_and_licence() -> None:
    """What the data set does not say is left out."""
    first = cite(Chronology("Things", SOURCES, (LEFT,)), [LEFT]).splitlines()[0]
    assert first == "“Somebody leaves (since about 2008)”. In: Things, event left."


def test_csl_has_the_events_then_each_source_once() -> None:
    """An event is an item of the data set with its id, its date and the version; sources follow, best first."""
    items = json.loads(cite(WHOLE, [JOINED, LEFT], "csl"))
    assert [item["id"] for item in items] == ["event:joined", "event:left", "b", "a"]
    assert items[0] == {
        "id": "event:joined",
        "type": "entry-encyclopedia",
        "title": "Somebody joins (4 May 1994)",
        "container-title": "Things",
        "number": "joined",
        "edition": "version 2024-02-29",
        "issued": {"date-parts": [[2024, 2, 29]]},
        "event-date": {"date-parts": [[1994, 5, 4]]},
        "note": "Event joined. Licence CC-BY-4.0",
    }


def test_a_citation_names_the_authors_and_the_address() -> None:
    """Who is cited for the chronology and where it is to be found stand in every style; a dispute does, too."""
    whole = replace(WHOLE, authors=("Ann Lee", "Contributors and friends"), url="https://c.example/")
    event = JOINED._replace(confidence="disputed")
    assert cite(whole, [event]).splitlines()[0] == (
        "Ann Lee, Contributors and friends. “Somebody joins (4 May 1994)”, disputed. "
        "In: Things, version 2024-02-29, CC-BY-4.0, event joined. https://c.example/"
    )
    item = json.loads(cite(whole, [event], "csl"))[0]
    assert (item["author"][1], item["URL"]) == ({"literal": "Contributors and friends"}, "https://c.example/")
    assert item["note"] == "Event joined. Disputed. Licence CC-BY-4.0"
    fields = _by_bibtexparser(cite(whole, [event], "biblatex"))["event:joined"][1]
    assert fields["author"] == "{Ann Lee} and {Contributors and friends}"
    assert fields["note"] == "Version 2024-02-29. Event joined. Disputed. Licence CC-BY-4.0"
    assert fields["url"] == "https://c.example/"


@pytest.mark.parametrize("style", STYLES)
def test_every_event_of_the_real_data(real: Chronology, style: str) -> None:
    """Every event can be cited, and the citation names it, the version and each of its sources' addresses."""
    for event in real.events:
        text = cite(real, [event], style)
        assert event.id in text
        assert str(real.updated) in text
        for id in event.sources:
            assert real.sources[id].url in text


@pytest.mark.oracles
@examples(2)
@given(chronologies(least=1))
def test_readers_accept_any_citation(chronology: Chronology) -> None:
    """CSL's schema, citeproc-py and two parsers of BibTeX accept the citation of any events."""
    items = json.loads(cite(chronology, chronology.events, "csl"))
    _validator().validate(items)
    assert len(_formatted(items)) == len(items)
    text = cite(chronology, chronology.events, "biblatex")
    assert list(_by_bibtexparser(text)) == list(_by_pybtex(text)) == [item["id"] for item in items]


@given(chronologies(least=1))
def test_one_line_a_reference(chronology: Chronology) -> None:
    """Text has a line for the event and one for each of its sources, whatever their texts are."""
    for event in chronology.events:
        assert cite(chronology, [event]).count("\n") == 1 + len(event.sources)


def test_unknown_style_is_refused() -> None:
    """A style that does not exist is refused with the likely one, or with all."""
    with pytest.raises(UsageError, match="there is no style 'bibtec'; did you mean 'bibtex'"):
        cite(WHOLE, [JOINED], "bibtec")
    with pytest.raises(UsageError, match="choose from text, csl, biblatex, bibtex, ris"):
        cite(WHOLE, [JOINED], "apa")
