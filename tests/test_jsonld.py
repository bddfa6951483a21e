"""Linked data: schema.org's own types accept it, and a reader of RDF finds every event with what is known of it."""

from __future__ import annotations

import importlib
import json
import os
import re
import shutil
import subprocess
import warnings
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from tests.conftest import Golden, examples, rendered
from tests.strategies import chronologies
from timeline import Chronology
from timeline.dates import parse
from timeline.formats import jsonld
from timeline.model import Event, Source

SCHEMA = "http://schema.org/"
HOME = "https://example.org/everything"


def _document(chronology: Chronology) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(rendered(jsonld, chronology))
    return document


def _small(date: str = "1994-05-04", **fields: Any) -> Chronology:
    event = Event("e", parse(date), "A title", {"s": ""}, **fields)
    return Chronology("A chronology", {"s": Source("s", "A source", url="https://a.example/")}, (event,))


def test_everything_as_kept(everything: Chronology, golden: Golden) -> None:
    """The document for a chronology that has one of everything, and the page's outline, do not change by accident."""
    golden("jsonld.jsonld", rendered(jsonld, everything))
    golden("jsonld-outline.json", json.dumps(jsonld.outline(everything), ensure_ascii=False, indent=1))


@pytest.mark.types
def test_schema_org_takes_it(everything: Chronology, tmp_path: Path) -> None:
    """The types that are made of schema.org's vocabulary let every property and value pass, and no other."""
    compiler = os.environ.get("TIMELINE_TSC") or shutil.which("tsc")
    modules = Path(compiler or "").parent.parent
    if not (modules / "schema-dts").is_dir():
        pytest.skip("there is no tsc with schema-dts beside it")
    (tmp_path / "node_modules").symlink_to(modules)
    whole = {name: value for name, value in _document(everything).items() if name != "@context"}
    written = json.dumps(whole, indent=1)
    (tmp_path / "data.ts").write_text(
        'import type { Dataset, WithContext } from "schema-dts";\n'
        f"export const outline: WithContext<Dataset> = {json.dumps(jsonld.outline(everything))};\n"
        f"export const whole: Dataset = {written};\n"
        f"export const wrong: Dataset = {written.replace('subjectOf', 'subjectsOf', 1)};\n",
        encoding="utf-8",
    )
    command = [str(compiler), "--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "data.ts"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=tmp_path)
    last = (tmp_path / "data.ts").read_text(encoding="utf-8").index("export const wrong")
    line = (tmp_path / "data.ts").read_text(encoding="utf-8")[:last].count("\n") + 1
    found = [int(number) for number in re.findall(r"^data\.ts\D(\d+)", done.stdout, re.MULTILINE)]
    assert found, "the wrong property was not seen"
    assert min(found) >= line, done.stdout


def _triples(chronology: Chronology) -> Callable[[str, str], list[str]]:
    """What rdflib reads: the values of a property of a record, which is named by its fragment."""
    rdflib = importlib.import_module("rdflib")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # rdflib's own reader uses what it calls deprecated
        graph = rdflib.Graph().parse(data=rendered(jsonld, chronology), format="json-ld", publicID=HOME)

    def values(fragment: str, name: str) -> list[str]:
        found: Iterable[Any] = graph.objects(rdflib.URIRef(f"{HOME}#{fragment}"), rdflib.URIRef(SCHEMA + name))
        return sorted(map(str, found))

    return values


def _agrees(chronology: Chronology) -> None:
    """Holds what rdflib reads, without fetching anything, against the records."""
    of = _triples(chronology)
    for event in chronology:
        assert of(event.id, "name") == [event.title]
        assert of(event.id, "description") == [text for text in (_story(event),) if text]
        assert of(event.id, "subjectOf") == sorted(f"{HOME}#_source-{id}" for id in event.sources)
        assert of(event.id, "keywords") == sorted({word for word in (event.kind, *event.topics) if word})
        assert of(event.id, "disambiguatingDescription") == [f"{event.date.english()} ({event.confidence})"]
        assert len(of(event.id, "about")) == len(event.programmes) + len(event.people)
        assert len(of(event.id, "location")) == bool(event.place)
        for id in event.sources:
            source = chronology.sources[id]
            assert of(f"_source-{id}", "name") == [source.title]
            assert len(of(f"_source-{id}", "url")) == bool(source.address)
        for code in event.programmes:
            assert of(f"_programme-{code}", "name") == [chronology.programmes[code].name]


def _story(event: Event) -> str:
    return "\n\n".join(filter(None, (event.summary, event.note)))


@pytest.mark.oracles
def test_rdflib_finds_everything(real: Chronology, everything: Chronology) -> None:
    """A reader of RDF finds each event with its texts, sources, programmes, persons and place."""
    _agrees(replace(real, url=HOME))
    _agrees(everything)


@pytest.mark.oracles
@examples(3)
@given(chronologies())
def test_rdflib_finds_hostile_texts(chronology: Chronology) -> None:
    """Whatever the texts are, they come back as they were."""
    _agrees(replace(chronology, url=HOME))


@pytest.mark.parametrize(
    ("date", "start", "end"),
    [
        ("1994-05-04", "1994-05-04", None),
        ("1994-05?", "1994-05", None),
        ("1994~/1995", "1994", "1995"),
        ("1994/..", "1994", None),
        ("../1994", None, "1994"),
        ("[1994..1995]", None, None),
    ],
)
def test_dates_have_the_precision_that_they_have(date: str, start: str | None, end: str | None) -> None:
    """ISO dates as exact as they are known; what was some time between two has only its words."""
    (event,) = _document(_small(date))["about"]
    assert (event.get("startDate"), event.get("endDate")) == (start, end)
    assert event["disambiguatingDescription"] == f"{parse(date).english()} (reported)"


@pytest.mark.parametrize(
    ("licence", "expected"),
    [
        ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"),
        ("CC-BY-NC-SA-4.0", "https://creativecommons.org/licenses/by-nc-sa/4.0/"),
        ("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("MIT", {"@type": "CreativeWork", "name": "MIT"}),
        ("", None),
    ],
)
def test_licence(licence: str, expected: Any) -> None:
    """A licence of Creative Commons is its address, another a work of that name."""
    assert _document(replace(_small(), licence=licence)).get("license") == expected


def test_the_outline_says_when_and_where(real: Chronology) -> None:
    """The page's part names each event of the whole document, without what the page shows in plain sight."""
    outline: Any = jsonld.outline(real)
    for short, long in zip(outline["about"], _document(real)["about"], strict=True):
        assert short == {name: long[name] for name in short}
        assert set(short) <= {"@type", "@id", "name", "startDate", "endDate", "location"}


def test_nothing_is_a_data_set_too() -> None:
    """A chronology without events is a data set without events, and says no years."""
    document = _document(Chronology("Nothing", {}, ()))
    assert document["about"] == []
    assert "temporalCoverage" not in document
    assert "@base" not in document["@context"]
