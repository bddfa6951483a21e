"""TimelineJS3's JSON, held against its documented shape and against the records; the browser test loads it."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import Any

import jsonschema
import pytest
from hypothesis import given

from tests.conftest import Golden, rendered
from tests.strategies import chronologies, edtf
from timeline import Chronology, Date, Event
from timeline.dates import parse
from timeline.formats import timelinejs
from timeline.model import Programme, Source

_DATE = {
    "type": "object",
    "properties": {
        "year": {"type": "integer"},
        "month": {"type": "integer", "minimum": 1, "maximum": 12},
        "day": {"type": "integer", "minimum": 1, "maximum": 31},
    },
    "required": ["year"],
    "dependentRequired": {"day": ["month"]},
    "additionalProperties": False,
}
_SLIDE: dict[str, Any] = {
    "type": "object",
    "properties": {
        "unique_id": {"type": "string", "minLength": 1},
        "start_date": _DATE,
        "end_date": _DATE,
        "display_date": {"type": "string", "minLength": 1},
        "group": {"type": "string", "minLength": 1},
        "autolink": {"const": False},
        "text": {
            "type": "object",
            "properties": {"headline": {"type": "string"}, "text": {"type": "string"}},
            "required": ["headline", "text"],
            "additionalProperties": False,
        },
    },
    "required": ["unique_id", "text", "autolink"],
    "additionalProperties": False,
}
SHAPE = {
    "type": "object",
    "properties": {
        "scale": {"enum": ["human", "cosmological"]},
        "title": _SLIDE,
        "events": {"type": "array", "items": {**_SLIDE, "required": [*_SLIDE["required"], "start_date"]}},
    },
    "required": ["events", "title"],
    "additionalProperties": False,
}
"""What Knight Lab documents of its format, as far as the program uses it."""


class _Html(HTMLParser):
    """The text of some HTML, its elements with their attributes, and the addresses of its links."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.elements: set[tuple[str, ...]] = set()
        self.links: list[str | None] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add((tag, *(name for name, _ in attrs)))
        self.text += "\n"
        if tag == "a":
            given = dict(attrs)
            self.links.append(given["href"])
            assert given["rel"] == "noopener"

    def handle_data(self, data: str) -> None:
        self.text += data


def _slides(chronology: Chronology) -> list[Any]:
    document = json.loads(rendered(timelinejs, chronology))
    jsonschema.validate(document, SHAPE, cls=jsonschema.Draft202012Validator)
    slides: list[Any] = document["events"]
    return slides


def _folded(text: str) -> str:
    return " ".join(text.split())


def _agrees(chronology: Chronology) -> None:
    """Holds every slide against its event."""
    slides = _slides(chronology)
    assert timelinejs.TITLE not in {slide["unique_id"] for slide in slides}
    for event, slide in zip(chronology.events, slides, strict=True):
        assert slide["unique_id"] == event.id
        assert _Html(slide["text"]["headline"]).text == event.title
        assert slide.get("group", "") == "".join(event.programmes[:1])
        html = _Html(slide["text"]["text"])
        assert html.links == [address for id in event.sources if (address := chronology.sources[id].address)]
        assert html.elements <= {("p",), ("br",), ("ol",), ("li",), ("a", "href", "target", "rel")}
        sources = [chronology.sources[id] for id in event.sources]
        told = [event.summary, event.place, *event.people, event.note, event.confidence]
        told += [text for source in sources for text in (source.title, source.publisher, source.via, *source.author)]
        told += [source.also for source in sources]
        told += [line for said in event.sources.values() for line in said.splitlines()]
        for text in told:
            assert _folded(text) in _folded(html.text)


def _small(date: str = "1994-05-04", **fields: Any) -> Chronology:
    """A chronology of one event, with these fields."""
    source = Source("s", "A source", url="https://example.org/", publisher="Publisher", date=parse("1994"))
    event = Event(**{"id": "e", "date": parse(date), "title": "A title", "sources": {"s": ""}, **fields})
    programmes = {code: Programme(code, code) for code in event.programmes}
    return Chronology("A chronology", {"s": source}, (event,), programmes=programmes)


def test_real_data_is_all_there(real: Chronology) -> None:
    """Every event of the real data is a slide with its texts and linked sources."""
    _agrees(real)


def test_one_of_everything_is_all_there(everything: Chronology) -> None:
    """One of everything is a slide each, and nothing of it is markup."""
    _agrees(everything)


@given(chronologies())
def test_hostile_text_is_text(chronology: Chronology) -> None:
    """Hostile text in any field is text of its slide and makes no element."""
    _agrees(chronology)
    title = json.loads(rendered(timelinejs, chronology))["title"]
    html = _Html(title["text"]["text"])
    assert _Html(title["text"]["headline"]).text == chronology.title
    assert html.elements <= {("p",), ("br",)}
    assert _folded(chronology.description) in _folded(html.text)
    assert _folded(chronology.licence) in _folded(html.text)


@pytest.mark.parametrize(
    ("date", "start", "end", "words"),
    [
        ("1994-05-04", (1994, 5, 4), None, None),
        ("1994-05-04?", (1994, 5, 4), None, "perhaps 4 May 1994"),
        ("1994-05", (1994, 5), None, "May 1994"),
        ("1994", (1994,), None, "1994"),
        ("1994%", (1994,), None, "perhaps about 1994"),
        ("1997-02-13/1997-02-14", (1997, 2, 13), (1997, 2, 14), "13–14 February 1997"),
        ("1999-09/2008-04-15", (1999, 9), (2008, 4, 15), "September 1999 – 15 April 2008"),
        ("1999/2001", (1999,), (2001, 12, 31), "1999–2001"),
        ("1999-05/1999", (1999, 5), (1999, 12, 31), "May 1999 – 1999"),
        ("1999-05-04/1999-05-04", (1999, 5, 4), (1999, 5, 4), "4 May 1999"),
        ("2008/..", (2008,), None, "since 2008"),
        ("../2001-03", (2001, 3), None, "until March 2001"),
    ],
)
def test_only_what_is_known_of_a_date_is_given(
    date: str, start: tuple[int, ...], end: tuple[int, ...] | None, words: str | None
) -> None:
    """Only known parts; the last day of an end; the date in words unless it is one exact day."""
    (slide,) = _slides(_small(date))
    assert tuple(slide["start_date"].values()) == start
    assert (tuple(slide["end_date"].values()) if "end_date" in slide else None) == end
    assert slide.get("display_date") == words


@given(edtf())
def test_no_event_ends_before_it_begins(date: Date) -> None:
    """The end as TimelineJS takes it, an unknown month or day being the first, is not before the start."""
    (slide,) = _slides(_small(date.text))
    start, end = slide["start_date"], slide.get("end_date")
    assert end is None or _day(start) <= _day(end)


def _day(parts: dict[str, int]) -> tuple[int, int, int]:
    return parts["year"], parts.get("month", 1), parts.get("day", 1)


def test_the_text_of_a_slide() -> None:
    """Summary, place, people, programmes, note and sources, in this order; one programme alone is the group."""
    fields: dict[str, Any] = {"summary": "One\r\ntwo.\n\nThree.", "note": "A <b>.", "place": "P", "people": ("A", "B")}
    (slide,) = _slides(_small(programmes=("X", "Y"), **fields))
    assert slide["text"]["text"] == (
        "<p>One<br>two.</p><p>Three.</p><p>Place: P</p><p>People: A; B</p><p>Programmes: X, Y</p>"
        "<p>Note: A &lt;b&gt;.</p>"
        '<p>Sources (reported):</p><ol><li><a href="https://example.org/" target="_blank" rel="noopener">A source</a>'
        ", Publisher, 1994</li></ol>"
    )
    (slide,) = _slides(_small(programmes=("X",)))
    assert slide["group"] == "X"
    assert "Programmes" not in slide["text"]["text"]


def test_only_addresses_of_the_web_are_links() -> None:
    """What is neither http nor https is no link, even in records that no file could hold."""
    chronology = _small()
    hostile = Chronology("T", {"s": Source("s", "Click", url="javascript:alert(1)")}, chronology.events)
    (slide,) = _slides(hostile)
    assert "<ol><li>Click</li></ol>" in slide["text"]["text"]


@pytest.mark.parametrize(
    ("date", "said"),
    [
        ("1994", []),
        ("1994/1995", []),
        ("1994/..", ["without a known end, shown at their beginning: 1 event"]),
        ("1994-05/1994", []),
        ("../1994", ["without a known beginning, shown at their end: 1 event"]),
        ("[..1994]", ["without a known beginning, shown at their end: 1 event"]),
        ("[1994..1995]", []),
        ("[1994..]", []),
    ],
)
def test_what_is_lost_is_said(date: str, said: list[str]) -> None:
    """An interval is drawn with both ends, or the notes count it."""
    assert list(timelinejs.notes(_small(date))) == said


@given(edtf())
def test_every_interval_is_drawn_or_counted(date: Date) -> None:
    """An interval has a slide with an end, or the notes count it; what was once has no end."""
    (slide,) = _slides(_small(date.text))
    assert ("end_date" in slide) + len(list(timelinejs.notes(_small(date.text)))) == (
        date.form == "interval" or date.start is None
    )


def test_nothing_is_a_document_too() -> None:
    """A chronology without events is its title slide."""
    assert _slides(Chronology("Nothing", {}, ())) == []


def test_same_bytes_for_the_same_data(everything: Chronology, golden: Golden) -> None:
    """The whole output over one of everything is the one that was read and found good."""
    assert rendered(timelinejs, everything) == rendered(timelinejs, everything)
    golden("timelinejs.json", rendered(timelinejs, everything))
