"""RIS: read by a reader of its own, and by rispy, with the fields that its clients show."""

from __future__ import annotations

import importlib
from typing import Any

import pytest
from hypothesis import given

from tests.conftest import Golden, examples, rendered
from tests.strategies import chronologies
from timeline.dates import parse
from timeline.formats import ris
from timeline.formats.cite import cite
from timeline.formats.references import Name, Reference, of_source
from timeline.model import Chronology, Source
from timeline.query import find

PLACE = {"url": "https://a.example"}


def _records(text: str) -> list[list[tuple[str, str]]]:
    """Records as tags and values, by the letter of the format: one line a tag, TY first, ER last."""
    assert text.endswith("ER  - \r\n\r\n")
    records = []
    for part in text.removesuffix("\r\n\r\n").split("\r\n\r\n"):
        lines = part.split("\r\n")
        assert all(line[2:6] == "  - " for line in lines)
        assert (lines[0][:2], lines[-1]) == ("TY", "ER  - ")
        records.append([(line[:2], line[6:]) for line in lines[:-1]])
    return records


def test_everything_as_kept(everything: Chronology, golden: Golden) -> None:
    """The output for a chronology that has one of everything does not change by accident."""
    golden("ris.ris", rendered(ris, everything))
    golden("cite.ris", cite(everything, [find(everything, "day"), find(everything, "open-end-year")], "ris"))


@given(chronologies())
def test_no_text_begins_a_tag(chronology: Chronology) -> None:
    """Whatever stands in a text is the value of one tag; titles, addresses and keys are the data's own."""
    for record in _records(rendered(ris, chronology))[1:]:
        fields = dict(record)
        source = chronology.sources[fields["ID"]]
        assert fields["TI"] == " ".join(source.title.split())
        assert fields.get("UR", "") == (source.url or source.archived)
        assert (fields.get("DO", ""), fields.get("SN", "")) == (source.doi, source.isbn)


@pytest.mark.oracles
@examples(2)
@given(chronologies())
def test_rispy_reads_any_chronology(chronology: Chronology) -> None:
    """Rispy finds each record with its type, title and authors."""
    text = rendered(ris, chronology)
    expected = _records(text)
    read = importlib.import_module("rispy").loads(text)
    assert [record["type_of_reference"] for record in read] == [dict(record)["TY"] for record in expected]
    assert [record["title"] for record in read] == [dict(record)["TI"] for record in expected]
    for record, fields in zip(read, expected, strict=True):
        assert record.get("authors", []) == [value for tag, value in fields if tag == "AU"]
        # which takes a semicolon in an address for the end of it
        assert ";".join(record.get("urls", [])) == dict(fields).get("UR", "")


@pytest.mark.oracles
def test_rispy_reads_the_shipped_data(real: Chronology) -> None:
    """Rispy reads every source of the shipped data, and knows each tag."""
    read = importlib.import_module("rispy").loads(rendered(ris, real))
    assert [record["title"] for record in read[1:]] == [
        " ".join(real.sources[record["id"]].title.split()) for record in read[1:]
    ]


@pytest.mark.parametrize(
    ("fields", "type", "holder"),
    [
        ({"kind": "press"} | PLACE, "NEWS", "T2"),
        ({"kind": "academic"} | PLACE, "RPRT", "PB"),
        (PLACE, "ELEC", "T2"),
        ({"held": "Library, shelf 1"}, "GEN", "PB"),
        ({"isbn": "0-8044-2957-X"}, "BOOK", "PB"),
    ],
)
def test_type_by_kind_and_fields(fields: dict[str, Any], type: str, holder: str) -> None:
    """Press is a newspaper's article, academic a report, a book has an ISBN, a page an address."""
    record = dict(_records(ris.record(of_source(Source("a", "T", publisher="P", **fields))))[0])
    assert (record["TY"], record[holder]) == (type, "P")


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("1994", [("PY", "1994"), ("DA", "1994///")]),
        ("1994-05", [("PY", "1994"), ("DA", "1994/05//")]),
        ("1994-05-04", [("PY", "1994"), ("DA", "1994/05/04/")]),
        ("1994~", [("PY", "1994"), ("DA", "1994///about 1994")]),
        ("2008/..", [("DA", "since 2008")]),
        ("[..1999]", [("DA", "by 1999")]),
    ],
)
def test_dates_have_their_known_parts(date: str, expected: list[tuple[str, str]]) -> None:
    """A moment has a year and the parts that are known; what is more than a moment is told in words."""
    record = _records(ris.record(Reference("a", "press", "T", date=parse(date))))[0]
    assert [field for field in record if field[0] in {"PY", "DA"}] == expected


def test_names_have_a_comma() -> None:
    """A person is family name, comma, given name; a comma at the end keeps several words one name."""
    authors = (Name("Lee", "Ann"), Name("NATO"), Name("Ministry of Defence"), Name("Barnes & Noble, Inc."))
    record = _records(ris.record(Reference("a", "press", "T", authors=authors)))[0]
    shown = ["Lee, Ann", "NATO", "Ministry of Defence,", "Barnes & Noble, Inc."]
    assert [value for tag, value in record if tag == "AU"] == shown
