"""JSON and JSON Lines: one documented shape, held to its published JSON Schema, with every text kept."""

from __future__ import annotations

import copy
import functools
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from tests.conftest import Golden, rendered
from tests.strategies import chronologies
from timeline.dates import parse
from timeline.formats import json as json_format
from timeline.formats.json import SCHEMA_VERSION, document
from timeline.formats.json_schema import json_schema
from timeline.model import Chronology, Event, Programme, Source

Path = tuple[str | int, ...]


@functools.cache
def _validator(variant: str) -> Draft202012Validator:
    schema = json_schema(variant)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def _assert_valid(chronology: Chronology) -> None:
    _validator("json").validate(json.loads(rendered(json_format, chronology, "json")))
    for line in _lines(chronology):
        _validator("jsonl").validate(line)


def _lines(chronology: Chronology) -> list[Any]:
    return [json.loads(line) for line in rendered(json_format, chronology, "jsonl").splitlines()]


@pytest.mark.parametrize("variant", ["json", "jsonl"])
def test_everything_as_kept(everything: Chronology, golden: Golden, variant: str) -> None:
    """The output for a chronology that has one of everything does not change by accident."""
    golden(f"{variant}.{variant}", rendered(json_format, everything, variant))


def test_shipped_data_is_valid(real: Chronology, everything: Chronology) -> None:
    """The documents and lines of the shipped data hold to the published schema."""
    _assert_valid(real)
    _assert_valid(everything)


@given(chronologies())
def test_any_chronology_is_valid(chronology: Chronology) -> None:
    """The document and the lines of any chronology hold to the published schema."""
    _assert_valid(chronology)


@given(chronologies())
def test_lossless(chronology: Chronology) -> None:
    """Every field of every event is read back as it was, and a line is the event as the document has it."""
    read = json.loads(rendered(json_format, chronology, "json"))
    assert read["events"] == _lines(chronology)
    assert len(read["events"]) == len(chronology.events)
    for event, values in zip(chronology.events, read["events"], strict=True):
        assert _event(values) == event
    for id, values in read["sources"].items():
        read_back = values | {"date": _date(values["date"]), "author": tuple(values["author"])}
        assert Source(id, **read_back) == chronology.sources[id]
    for code, values in read["programmes"].items():
        assert _programme(code, values) == chronology.programmes[code]


def _event(values: dict[str, Any]) -> Event:
    own: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    for derived in ("earliest", "latest", "display_date"):
        del own[derived]
    return Event(**own | {"date": parse(values["date"])})


def _programme(code: str, values: dict[str, Any]) -> Programme:
    dates = {name: _date(values[name]) for name in ("period", "participation")}
    return Programme(code, **values | dates | {name: tuple(values[name]) for name in ("aliases", "sources")})


def _date(text: str | None) -> Any:
    return parse(text) if text else None


@given(chronologies())
def test_what_is_referred_to_is_there(chronology: Chronology) -> None:
    """Programmes and sources that the document's events and programmes name are in it, and no others."""
    chronology = replace(chronology, events=chronology.events[:1])
    whole: Any = document(chronology)
    codes = {code for event in whole["events"] for code in event["programmes"]}
    for programme in whole["programmes"].values():
        codes |= {code for code in (programme["parent"], programme["succeeded_by"]) if code}
    assert codes == set(whole["programmes"])
    records = [*whole["events"], *whole["programmes"].values()]
    assert {id for record in records for id in record["sources"]} == set(whole["sources"])


@pytest.mark.parametrize(
    ("date", "earliest", "latest", "words"),
    [
        ("1994-05", "1994-05-01", "1994-05-31", "May 1994"),
        ("2008/..", "2008-01-01", None, "since 2008"),
        ("../1999~", None, "1999-12-31", "until about 1999"),
        ("9999-12-31", "9999-12-31", "9999-12-31", "31 December 9999"),
    ],
)
def test_dates(date: str, earliest: str | None, latest: str | None, words: str) -> None:
    """A date is EDTF, with its earliest and latest day, null where open, and in words."""
    values = json_format.event(Event("a", parse(date), "A", {"s": ""}))
    assert [values[name] for name in ("date", "earliest", "latest", "display_date")] == [date, earliest, latest, words]


def test_an_empty_selection_is_a_whole_document(real: Chronology) -> None:
    """Without events the document has its shape all the same, and there is no line."""
    nothing = replace(real, events=())
    whole = json.loads(rendered(json_format, nothing, "json"))
    assert (whole["events"], whole["programmes"], whole["sources"]) == ([], {}, {})
    assert list(whole) == list(document(real))
    assert rendered(json_format, nothing, "jsonl") == ""
    _validator("json").validate(whole)


def test_controls_are_escaped() -> None:
    """DEL, C1 controls and the separators at which line readers split are escaped; other text stands as it is."""
    text = "a\x7fb\x85c\u2028d\u2029e\x1bf\ud800g 🕊ə"
    chronology = Chronology("T", {}, (Event("a", parse("1994"), text, {}),))
    line = rendered(json_format, chronology, "jsonl")
    assert r"a\u007fb\u0085c\u2028d\u2029e\u001bf\ud800g 🕊ə" in line
    assert json.loads(line)["title"] == text
    assert len(line.splitlines()) == 1


def _places(value: Any, path: Path = ()) -> Iterator[Path]:
    """The way to every key of an object, at any depth."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield (*path, key)
            yield from _places(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _places(inner, (*path, index))


def _at(value: Any, path: Path) -> Any:
    for step in path:
        value = value[step]
    return value


def _changed(value: Any, path: Path, new: Any = None, *, gone: bool = False) -> Any:
    changed = copy.deepcopy(value)
    holder = _at(changed, path[:-1])
    if gone:
        del holder[path[-1]]
    else:
        holder[path[-1]] = new
    return changed


FREE = ("kinds", "topics", "programmes", "sources")
"""Objects whose keys are the data's own."""


@pytest.mark.oracles
def test_a_field_that_is_gone_is_refused(everything: Chronology) -> None:
    """The schema asks for every field of the document, of each event, programme and source."""
    whole = document(everything)
    places = [path for path in _places(whole) if not (len(path) > 1 and path[-2] in FREE)]
    assert len(places) > 300
    kept = {path[-1] for path in places if _validator("json").is_valid(_changed(whole, path, gone=True))}
    assert not kept


@pytest.mark.oracles
def test_a_field_of_another_type_is_refused(everything: Chronology) -> None:
    """The schema refuses a number in the place of any value."""
    whole = document(everything)
    kept = [path for path in _places(whole) if _validator("json").is_valid(_changed(whole, path, 17.5))]
    assert not kept


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("schema_version",), SCHEMA_VERSION + 1),
        (("updated",), "2024-02"),
        (("events", 0, "id"), "Not An Id"),
        (("events", 0, "date"), "1994-5"),
        (("events", 0, "date"), "../.."),
        (("events", 0, "earliest"), "1994"),
        (("events", 0, "significance"), "huge"),
        (("events", 0, "confidence"), ""),
        (("events", 0, "sources"), ["complete", "complete"]),
        (("events", 0, "sources"), "complete"),
        (("events", 0, "related"), ["Not An Id"]),
        (("events", 0, "programmes"), ["not a code"]),
        (("sources", "complete", "url"), "javascript:alert(1)"),
        (("sources", "complete", "kind"), "rumour"),
        (("sources", "Not An Id"), {}),
        (("programmes", "BODY", "period"), "long"),
    ],
)
def test_a_changed_value_is_refused(everything: Chronology, path: Path, value: Any) -> None:
    """The schema refuses what is no id, date, address or word of a list of words."""
    assert not _validator("json").is_valid(_changed(document(everything), path, value))


def test_every_field_is_documented(everything: Chronology) -> None:
    """The schema names exactly the fields that are written, in all four shapes, each with what it means."""
    schema: Any = json_schema()
    whole: Any = document(everything)
    definitions = schema["$defs"]
    for shape, written in (
        (schema, whole),
        (definitions["event"], whole["events"][0]),
        (definitions["source"], whole["sources"]["complete"]),
        (definitions["programme"], whole["programmes"]["BODY"]),
    ):
        assert set(shape["properties"]) == set(written)
        described = {name for name, field in shape["properties"].items() if field.get("description")}
        assert described == set(written)


def test_a_new_field_may_come(everything: Chronology) -> None:
    """A field that a later version adds does not make a document invalid, as the schema's version promises."""
    assert _validator("json").is_valid(document(everything) | {"new": 1})
