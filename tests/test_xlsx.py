"""The workbook: what another reader finds in it is what was put in, each cell of the type that it should have."""

from __future__ import annotations

import datetime as dt
import io
import json
import time
import zipfile
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from hypothesis import given

from tests.conftest import Golden
from tests.strategies import chronologies
from tests.test_hostile_text import TEXTS, document
from timeline.datafile import parse
from timeline.dates import parse as date
from timeline.formats import BY_NAME, xlsx
from timeline.formats.xlsx import notes, render, sheets
from timeline.model import Chronology, Event, Source
from timeline.views.plain import readable

SHEETS = ["events", "sources", "programmes", "what each source says", "about"]


def _opened(chronology: Chronology) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(b"".join(render(chronology))))


def _value(cell: Any) -> Any:
    """What a cell holds, by its type: a text, a number, a day, or nothing."""
    assert cell.data_type in ("s", "n", "d")  # never "f", which is a formula
    value = cell.value
    return value.date() if isinstance(value, dt.datetime) else "" if value is None else value


def _expected(cell: Any) -> Any:
    if isinstance(cell, dt.date) and cell < dt.date(1900, 3, 1):
        return cell.isoformat()
    return "" if cell is None else cell.replace("\r\n", "\n").replace("\r", "\n") if isinstance(cell, str) else cell


def _assert_the_same(chronology: Chronology) -> None:
    made, read = list(sheets(chronology)), _opened(chronology)
    assert read.sheetnames == [sheet.name for sheet in made] == SHEETS
    for sheet in made:
        head, *rows = [[_value(cell) for cell in row] for row in read[sheet.name].iter_rows()]
        assert head == [name for name, _ in sheet.columns]
        assert rows == [[_expected(cell) for cell in row] for row in sheet.rows]


def test_everything_comes_back(everything: Chronology) -> None:
    """Another reader finds each field of a chronology that has one of everything as it is, and no formula anywhere."""
    _assert_the_same(everything)


@pytest.mark.oracles
def test_the_shipped_data_comes_back(real: Chronology) -> None:
    """Likewise of the shipped data."""
    _assert_the_same(real)


@given(chronologies())
def test_any_chronology_comes_back(chronology: Chronology) -> None:
    """Another reader finds each field of any chronology as it is, whatever the texts look like."""
    _assert_the_same(chronology)


@given(chronologies())
def test_every_field_has_a_cell(chronology: Chronology) -> None:
    """The sheet of events has each of an event's fields, lists joined as in CSV, and what each source says."""
    events, *_, said, _ = sheets(chronology)
    names = [name for name, _ in events.columns]
    for event, row in zip(chronology.events, events.rows, strict=True):
        cells = dict(zip(names, row, strict=True))
        for field in ("id", "title", "summary", "kind", "significance", "place", "confidence", "note"):
            assert cells[field] == getattr(event, field)
        assert (cells["date"], cells["earliest"], cells["latest"]) == (
            event.date.text, event.date.earliest, event.date.latest,
        )  # fmt: skip
        assert cells["related"] == "; ".join(event.related)
    told = [(row[0], row[3], row[6]) for row in said.rows]
    assert told == [(event.id, *pair) for event in chronology.events for pair in event.sources.items()]


@pytest.mark.oracles
@pytest.mark.parametrize("name", TEXTS)
def test_hostile_text_is_text(name: str) -> None:
    """Hostile text stands in its cells to the character, overrides shown, and none of it is a formula."""
    text = TEXTS[name].strip()
    chronology = parse(json.dumps(document(text), ensure_ascii=False).encode())
    _assert_the_same(readable(chronology))
    assert BY_NAME["xlsx"].encode(chronology) == list(render(readable(chronology)))


@pytest.mark.parametrize(
    "text", ["<r>a</r>", "<r><t>a</t></r>", "_x0041_", "=1+1", "{=1}", "1994", "007", "1e5", "#REF!", "TRUE"]
)
def test_what_looks_like_something_else_is_text(text: str) -> None:
    """Markup of the file's own, escapes of it, formulas, numbers and errors are texts as others are."""
    chronology = _small(title=text, summary=text)
    _assert_the_same(chronology)
    page = _opened(chronology)["events"]
    assert (page["E2"].value, page["F2"].value) == (text, text)


def _small(days: str = "1994", **fields: Any) -> Chronology:
    event = Event("a", date(days), **{"title": "A", "sources": {"s": ""}, **fields})
    return Chronology("T", {"s": Source("s", "S", url="https://a.example")}, (event,))


@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
def test_a_text_stays_one_when_it_is_edited(sign: str) -> None:
    """A text that begins as a formula does is marked as text, as the apostrophe does that people type before it."""
    cell = _opened(_small(summary=f"{sign}1+1"))["events"]["F2"]
    assert (cell.value, cell.quotePrefix) == (f"{sign}1+1", True)
    assert not _opened(_small(summary="1+1"))["events"]["F2"].quotePrefix


def test_a_date_stays_text_when_it_is_edited() -> None:
    """A date is in the form of text, so that a year stays a year; the days beside it are days."""
    _, (_, when, first, last, *_) = _opened(_small("1997-11"))["events"].iter_rows()
    assert [(cell.value, cell.number_format) for cell in (when, first, last)] == [
        ("1997-11", "@"),
        (dt.datetime(1997, 11, 1), "yyyy-mm-dd"),  # noqa: DTZ001
        (dt.datetime(1997, 11, 30), "yyyy-mm-dd"),  # noqa: DTZ001
    ]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ("1900-02-28", ["1900-02-28", "1900-02-28"]),
        ("1900-03-01", [dt.date(1900, 3, 1)] * 2),
        ("1899/1901", ["1899-01-01", dt.date(1901, 12, 31)]),
        ("9999-12-31", [dt.date(9999, 12, 31)] * 2),
        ("2008/..", [dt.date(2008, 1, 1), ""]),
        ("[..2008]", ["", dt.date(2008, 12, 31)]),
    ],
)
def test_days_that_spreadsheets_have_are_days(days: str, expected: list[Any]) -> None:
    """From March 1900 on a day is a day in every spreadsheet; before that it is text, and an open side is empty."""
    page = _opened(_small(days))["events"]
    names = [cell.value for cell in page[1]]
    assert [_value(page[2][names.index(name)]) for name in ("earliest", "latest")] == expected


def test_a_sheet_is_ready_for_use(everything: Chronology) -> None:
    """The head stays in sight and filters all rows; every column has a width."""
    for page in _opened(everything):
        assert page.freeze_panes == "A2"
        assert page.auto_filter.ref == page.dimensions
        assert {cell.font.b for cell in page[1]} == {True}
        spans = [(entry.min or 0, entry.max or 0) for entry in page.column_dimensions.values()]
        assert {n for first, last in spans for n in range(first, last + 1)} == set(range(1, page.max_column + 1))
        assert all(8 < entry.width < 90 for entry in page.column_dimensions.values())


def test_an_empty_selection_has_its_heads(everything: Chronology) -> None:
    """Without events there are the sheets with their heads."""
    read = _opened(replace(everything, events=()))
    assert read.sheetnames == SHEETS
    assert [read[name].max_row for name in SHEETS[:-1]] == [1, 1, 1, 1]


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://a.example/b", "https://a.example/b"),
        ("https://a.example/ə?q=\"x\"|[y]", "https://a.example/%C9%99?q=%22x%22%7C%5By%5D"),
        ("https://a.example/100%", "https://a.example/100%25"),
        ("https://a.example/100%%20", "https://a.example/100%25%20"),
        ("https://a.example/" + "x" * 2061, "https://a.example/" + "x" * 2061),
        ("https://a.example/" + "x" * 2062, None),
        ("https://a.example/" + "%" * 700, None),
        ("HTTPS://a.example", None),
        ("javascript:alert(1)", None),
    ],
)  # fmt: skip
def test_addresses_are_links(url: str, target: str | None) -> None:
    """An address is a link, and its text the address as it is; one that is too long for a link is text alone."""
    chronology = replace(_small(), sources={"s": Source("s", "S", url=url)})
    page = _opened(chronology)["sources"]
    column = [cell.value for cell in page[1]].index("url")
    cell = page[2][column]
    assert cell.value == url
    assert (cell.hyperlink.target if cell.hyperlink else None) == target


def test_a_link_leads_to_its_place_of_a_page() -> None:
    """What follows a hash is the place on the page, which the file keeps apart."""
    page = _opened(replace(_small(), sources={"s": Source("s", "S", url="https://a.example/b#c")}))["sources"]
    link = page[2][[cell.value for cell in page[1]].index("url")].hyperlink
    assert link is not None
    assert (link.target, link.location) == ("https://a.example/b", "c")


def test_more_links_than_a_sheet_holds_are_text(monkeypatch: pytest.MonkeyPatch, everything: Chronology) -> None:
    """After the last link that a sheet can hold addresses are text."""
    monkeypatch.setattr(xlsx, "MAX_LINKS", 2)
    _assert_the_same(everything)
    pages = _opened(everything)
    assert [sum(bool(cell.hyperlink) for row in page for cell in row) for page in pages] == [2, 2, 0, 2, 0]


def test_what_is_too_long_for_a_cell_is_cut_and_told() -> None:
    """A cell holds 32,767 characters as UTF-16 counts them; what is cut has a mark, and the notes count it."""
    for text, kept in (
        ("x" * 32_767, "x" * 32_767),
        ("x" * 32_768, "x" * 32_766 + "…"),
        ("🕊" * 16_384, "🕊" * 16_383 + "…"),
        ("x" + "🕊" * 16_383, "x" + "🕊" * 16_383),
    ):
        chronology = _small(summary=text)
        assert _opened(chronology)["events"]["F2"].value == kept
        told = ["cut after 32,767 characters, the most that a cell holds: 1 cell"] if kept != text else []
        assert list(notes(chronology)) == told


def test_what_a_sheet_cannot_hold_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Days that spreadsheets do not agree on and rows that a sheet has no room for are counted."""
    chronology = _small("1899/1900")
    assert list(notes(chronology)) == ["as text, since spreadsheets disagree on days before March 1900: 1 day"]
    assert list(notes(_small())) == []
    events = tuple(Event(id, date("1994"), id, {"s": ""}) for id in "abc")
    three = replace(chronology, events=events)
    monkeypatch.setattr(xlsx, "MAX_ROWS", 3)
    assert next(notes(three)) == "left out after 3, the most that a sheet holds: 15 rows"
    assert [row[0].value for row in _opened(three)["events"]] == ["id", "a", "b"]


def test_the_file_says_whose_it_is(everything: Chronology) -> None:
    """The properties of the file are title, authors and the day of the last change, never the present time."""
    properties = _opened(everything).properties
    assert (properties.title, properties.creator) == (everything.title, r"Nobody & sons; Əli Müəllif")
    assert everything.updated is not None
    assert properties.created == properties.modified == dt.datetime(2024, 2, 29)  # noqa: DTZ001
    assert _opened(replace(everything, updated=None)).properties.created == dt.datetime(1980, 1, 1)  # noqa: DTZ001


def test_same_data_same_bytes(everything: Chronology, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bytes depend on the data alone, not on the clock; no member of the archive has a time."""
    first = b"".join(render(everything))
    monkeypatch.setattr(time, "time", lambda: 0.0)
    assert b"".join(render(everything)) == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_everything_as_kept(everything: Chronology, golden: Golden) -> None:
    """What is in the workbook for a chronology that has one of everything does not change by accident."""
    lines = []
    for page in _opened(readable(everything)):
        lines.append(f"{page.title}, {page.freeze_panes}, {page.auto_filter.ref}")
        for row in page.iter_rows():
            lines.append("")
            for cell in (cell for cell in row if cell.value is not None):
                marks = [cell.number_format] * (cell.number_format != "General") + ["'"] * cell.quotePrefix
                link = [str(cell.hyperlink.target)] if cell.hyperlink else []
                lines.append(" ".join([f"{cell.coordinate}: {_value(cell)!s}", *marks, *link]))
    golden("xlsx.txt", "\n".join(lines) + "\n")
