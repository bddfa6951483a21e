"""The Data Package: valid by its standard and by frictionless, and joined by databases without a row lost."""

from __future__ import annotations

import csv
import functools
import hashlib
import importlib
import io
import json
import re
import sqlite3
import sys
import tempfile
import time
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft7Validator

from tests.conftest import Golden, examples
from tests.strategies import chronologies
from timeline.dates import parse
from timeline.formats.datapackage import contents, render
from timeline.model import Chronology, Event, Programme, Source

PROFILE = Path(__file__).parent / "data" / "datapackage-2.0.json"
FILES = (
    "kinds.csv", "topics.csv", "spellings.csv", "sources.csv", "source_author.csv", "programmes.csv",
    "programme_aliases.csv", "programme_sources.csv",
    "events.csv", "event_programmes.csv", "event_topics.csv", "event_people.csv", "event_sources.csv",
    "event_related.csv", "datapackage.json",
)  # fmt: skip


@functools.cache
def _profile() -> Draft7Validator:
    return Draft7Validator(json.loads(PROFILE.read_text(encoding="utf-8")))


def _package(files: dict[str, str]) -> dict[str, Any]:
    package: dict[str, Any] = json.loads(files["datapackage.json"])
    return package


def _rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def _written(files: dict[str, str], folder: str) -> Path:
    for name, text in files.items():
        Path(folder, name).write_bytes(text.encode())
    return Path(folder)


def _frictionless_findings(files: dict[str, str]) -> list[Any]:
    """What frictionless says of the files in a ZIP archive, which it reads as it is."""
    with warnings.catch_warnings(), tempfile.TemporaryDirectory() as folder:
        warnings.simplefilter("ignore")
        with zipfile.ZipFile(Path(folder, "package.zip"), "w") as archive:
            for name, text in files.items():
                archive.writestr(name, text.encode())
        report = importlib.import_module("frictionless").validate(str(Path(folder, "package.zip")))
        assert len(report.tasks) == len(files) - 1
        findings: list[Any] = report.flatten(["type", "rowNumber", "fieldName", "message"])
        return findings


def _quoted(names: list[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _table(resource: dict[str, Any]) -> str:
    """The statement that makes a resource's table, with all of its keys."""
    schema = resource["schema"]
    types = {"integer": "INTEGER", "date": "TEXT", "string": "TEXT"}
    parts = [f'"{field["name"]}" {types[field["type"]]}' for field in schema["fields"]]
    parts.append(f"PRIMARY KEY ({_quoted(schema['primaryKey'])})")
    for key in schema.get("foreignKeys", ()):
        other = key["reference"]["resource"] or resource["name"]
        there = f'"{other}" ({_quoted(key["reference"]["fields"])})'
        link = f"FOREIGN KEY ({_quoted(key['fields'])}) REFERENCES {there}"
        parts.append(f"{link} DEFERRABLE INITIALLY DEFERRED")
    return f'CREATE TABLE "{resource["name"]}" ({", ".join(parts)})'


def _database(files: dict[str, str]) -> sqlite3.Connection:
    """The tables in SQLite, with the keys that the description names, checked when all rows are there."""
    connection = sqlite3.connect(":memory:")
    connection.execute("PRAGMA foreign_keys = ON")
    with connection:
        for resource in _package(files)["resources"]:
            connection.execute(_table(resource))
            header, *rows = _rows(files[resource["path"]])
            marks = ", ".join("?" * len(header))
            values = [[cell or None for cell in row] for row in rows]
            connection.executemany(f'INSERT INTO "{resource["name"]}" VALUES ({marks})', values)
    return connection


def _lists(connection: sqlite3.Connection, owner: str, table: str, item: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for key, text in connection.execute(f'SELECT "{owner}", "{item}" FROM "{table}" ORDER BY "{owner}", position'):
        found[key] = (*found.get(key, ()), text)
    return found


def _assert_joined(chronology: Chronology) -> None:
    """Out of a database come the events with every list in its order, and the programmes with theirs."""
    selected = {event.id for event in chronology.events}
    with closing(_database(contents(chronology))) as database:
        columns = "id, date, title, COALESCE(summary, ''), COALESCE(kind, ''), significance, COALESCE(note, '')"
        rows = database.execute(f"SELECT {columns} FROM events ORDER BY rowid").fetchall()
        assert rows == [
            (event.id, event.date.text, event.title, event.summary, event.kind, event.significance, event.note)
            for event in chronology.events
        ]
        for table, item in (
            ("programmes", "programme"),
            ("topics", "topic"),
            ("people", "person"),
            ("sources", "source"),
        ):
            kept = {event.id: tuple(getattr(event, table)) for event in chronology.events if getattr(event, table)}
            assert _lists(database, "event", f"event_{table}", item) == kept
        said = database.execute("SELECT event, source, COALESCE(statement, '') FROM event_sources").fetchall()
        assert sorted(said) == sorted(
            (event.id, *pair) for event in chronology.events for pair in event.sources.items()
        )
        related = {event.id: tuple(id for id in event.related if id in selected) for event in chronology.events}
        assert _lists(database, "event", "event_related", "related") == {id: ids for id, ids in related.items() if ids}
        programmes = [chronology.programmes[code] for (code,) in database.execute("SELECT code FROM programmes")]
        for table, item in (("aliases", "alias"), ("sources", "source")):
            kept = {entry.code: getattr(entry, table) for entry in programmes if getattr(entry, table)}
            assert _lists(database, "programme", f"programme_{table}", item) == kept


def test_everything_as_kept(everything: Chronology, golden: Golden) -> None:
    """The files for a chronology that has one of everything do not change by accident."""
    files = contents(everything)
    assert tuple(files) == FILES
    for name, text in files.items():
        golden(f"datapackage/{name}", text)


def test_the_archive_holds_the_files_and_no_time(everything: Chronology) -> None:
    """The archive has the files in their order, sound, compressed, of one fixed day, readable wherever unpacked."""
    with zipfile.ZipFile(io.BytesIO(b"".join(render(everything)))) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name).decode() for name in archive.namelist()} == contents(everything)
        assert tuple(archive.namelist()) == FILES
        for member in archive.infolist():
            assert member.date_time == (1980, 1, 1, 0, 0, 0)
            assert (member.compress_type, member.create_system) == (zipfile.ZIP_DEFLATED, 3)
            assert member.external_attr >> 16 == 0o644


def test_same_data_same_archive(everything: Chronology, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bytes depend on the data alone: not on the clock, and not on the system."""
    first = list(render(everything))
    monkeypatch.setattr(time, "time", lambda: 0.0)
    monkeypatch.setattr(time, "localtime", lambda *_: time.gmtime(0))
    monkeypatch.setattr(sys, "platform", "win32")
    assert list(render(everything)) == first


def test_links_are_those_of_version_1_too(everything: Chronology) -> None:
    """Every link names a table, and one to its own table the empty name: version 1 has no other way to say that."""
    schemas = {entry["name"]: entry["schema"] for entry in _package(contents(everything))["resources"]}
    links = {name: [key["reference"] for key in schema.get("foreignKeys", ())] for name, schema in schemas.items()}
    assert {"resource": "", "fields": ["code"]} in links["programmes"]
    for name, references in links.items():
        for reference in references:
            assert reference["resource"] in {"", *schemas} - {name}


@pytest.mark.oracles
def test_shipped_data_passes_frictionless(real: Chronology, everything: Chronology) -> None:
    """Frictionless validates every table of the shipped data: types, constraints, keys, sizes and hashes."""
    for chronology in (real, everything):
        assert _frictionless_findings(contents(chronology)) == []


@pytest.mark.oracles
@examples(2)
@given(chronologies())
def test_any_chronology_passes_frictionless(chronology: Chronology) -> None:
    """Frictionless has no finding, whatever the texts are."""
    assert _frictionless_findings(contents(chronology)) == []


@pytest.mark.oracles
@pytest.mark.parametrize(
    ("file", "old", "new", "type"),
    [
        ("events.csv", "year,1992,", "year,1992-1,", "constraint-error"),
        ("events.csv", ",1992-12-31,", ",1992-13-31,", "type-error"),
        ("event_sources.csv", "year,1,complete", "year,1,missing", "foreign-key"),
        ("event_sources.csv", "month,2,no-date", "month,1,no-date", "primary-key"),
        ("sources.csv", "complete", "Complete", "hash-count"),
    ],
)
def test_frictionless_sees_faults(everything: Chronology, file: str, old: str, new: str, type: str) -> None:
    """What frictionless is asked to judge by suffices to find a wrong date, key, link or byte."""
    files = contents(everything)
    assert old in files[file]
    files[file] = files[file].replace(old, new)
    assert type in [finding[0] for finding in _frictionless_findings(files)]


@given(chronologies())
def test_description_is_valid_by_the_standard(chronology: Chronology) -> None:
    """The profile of Data Package 2.0 accepts the description of any chronology."""
    _profile().validate(_package(contents(chronology)))


def test_description_of_the_shipped_data(real: Chronology) -> None:
    """The description names the data, its licence, its version by the day of the last change, and its sources."""
    package = _package(contents(real))
    _profile().validate(package)
    assert real.updated is not None
    day = real.updated.earliest
    assert day is not None
    assert package["title"] == real.title
    assert package["name"] == "azerbaijan-nato-relations"
    assert package["licenses"] == [{"name": real.licence}]
    assert package["version"] == f"{day.year}.{day.month}.{day.day}"
    assert package["created"] == f"{day}T00:00:00Z"
    assert {"title": "Chicago Summit Declaration", "path": _url(real, "nato-2012-05-20")} in package["sources"]


def _url(chronology: Chronology, id: str) -> str:
    return chronology.sources[id].url


def test_sqlite_joins_the_shipped_data(real: Chronology, everything: Chronology) -> None:
    """SQLite takes the tables with their keys and gives the shipped events and programmes back."""
    _assert_joined(real)
    _assert_joined(everything)


@given(chronologies())
def test_sqlite_joins_any_chronology(chronology: Chronology) -> None:
    """SQLite takes the tables of any chronology with their keys and gives its events and programmes back."""
    _assert_joined(chronology)


@given(chronologies(least=1))
def test_sqlite_joins_any_selection(chronology: Chronology) -> None:
    """A selection is closed: nothing in it refers to what is not there."""
    _assert_joined(replace(chronology, events=chronology.events[:1]))


def _assert_duckdb_agrees(chronology: Chronology) -> None:
    duckdb = importlib.import_module("duckdb")
    files = contents(chronology)
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        path = _written(files, folder)
        for name in (name for name in files if name.endswith(".csv")):
            table = connection.read_csv(
                str(path / name), header=True, all_varchar=True, sep=",", quotechar='"', escapechar='"'
            )
            read = [[cell or "" for cell in row] for row in table.fetchall()]
            assert [list(table.columns), *read] == _rows(files[name])


@pytest.mark.oracles
def test_duckdb_reads_the_shipped_data(real: Chronology, everything: Chronology) -> None:
    """DuckDB finds the same rows in every table."""
    _assert_duckdb_agrees(real)
    _assert_duckdb_agrees(everything)


@pytest.mark.oracles
@examples(2)
@given(chronologies())
def test_duckdb_reads_any_chronology(chronology: Chronology) -> None:
    """DuckDB finds the same rows in every table, whatever the texts are."""
    _assert_duckdb_agrees(chronology)


@given(chronologies())
def test_description_fits_the_files(chronology: Chronology) -> None:
    """Each file is described once with its size, its hash and its columns; keys lead to tables that are there."""
    files = contents(chronology)
    resources = _package(files)["resources"]
    assert [resource["path"] for resource in resources] == list(files)[:-1]
    keys = {resource["name"]: resource["schema"]["primaryKey"] for resource in resources}
    for resource in resources:
        data = files[resource["path"]].encode()
        assert resource["bytes"] == len(data)
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        header = _rows(files[resource["path"]])[0]
        assert header == [field["name"] for field in resource["schema"]["fields"]]
        for key in resource["schema"].get("foreignKeys", ()):
            reference = key["reference"]
            assert reference["fields"] == keys[reference["resource"] or resource["name"]]


def _patterns(files: dict[str, str]) -> Iterator[str]:
    for resource in _package(files)["resources"]:
        for field in resource["schema"]["fields"]:
            if "pattern" in field.get("constraints", {}):
                yield field["constraints"]["pattern"]


def test_patterns_are_of_xml_schema(everything: Chronology) -> None:
    """Patterns use what XML Schema's regular expressions have: no groups of Python's, no anchors, ASCII digits."""
    patterns = set(_patterns(contents(everything)))
    assert len(patterns) == 7
    for pattern in patterns:
        assert not re.search(r"\(\?|\\d|^\^|\$$", pattern)


DAY = parse("1994-05-04")
EVENT = Event("a", DAY, "A", {"s": ""}, programmes=("Part",), topics=("free",), related=("gone",))
WHOLE = Chronology(
    "Things",
    {id: Source(id, id, url="https://a.example") for id in ("s", "of-parent", "unused")},
    (EVENT,),
    programmes={
        "Part": Programme("Part", "Part", parent="Whole", succeeded_by="Next"),
        "Whole": Programme("Whole", "Whole", sources=("of-parent",)),
        "Next": Programme("Next", "Next", period=parse("2008/..")),
        "Unused": Programme("Unused", "Unused", sources=("unused",)),
    },
)


def test_selection_is_closed() -> None:
    """Parents and successors come along with their sources; what nothing refers to, and lost relations, do not."""
    files = contents(WHOLE)
    assert [row[0] for row in _rows(files["programmes.csv"])[1:]] == ["Part", "Whole", "Next"]
    assert [row[0] for row in _rows(files["sources.csv"])[1:]] == ["s", "of-parent"]
    assert _rows(files["event_related.csv"]) == [["event", "position", "related"]]
    _assert_joined(WHOLE)


@pytest.mark.oracles
def test_without_vocabulary_any_word_will_do() -> None:
    """Where the chronology has no vocabulary there is no table of it and no link to one."""
    files = contents(WHOLE)
    assert "kinds.csv" not in files
    assert "topics.csv" not in files
    assert _rows(files["event_topics.csv"])[1:] == [["a", "1", "free"]]
    assert _frictionless_findings(files) == []


def test_dates_have_their_days_beside_them() -> None:
    """An EDTF date stands as text, its earliest and latest day as dates beside it, empty where open or not given."""
    header, *rows = _rows(contents(WHOLE)["programmes.csv"])
    after = dict(zip(header, rows[2], strict=True))
    assert [after[f"period{side}"] for side in ("", "_earliest", "_latest")] == ["2008/..", "2008-01-01", ""]
    assert [after[f"participation{side}"] for side in ("", "_earliest", "_latest")] == ["", "", ""]


@pytest.mark.parametrize(
    ("licence", "expected"),
    [
        ("CC-BY-4.0", [{"name": "CC-BY-4.0"}]),
        ("MIT AND CC-BY-4.0", [{"name": "other", "title": "MIT AND CC-BY-4.0"}]),
        ("", None),
    ],
)
def test_licence(licence: str, expected: Any) -> None:
    """An identifier is the licence's name, other words its title; without a licence there is none."""
    assert _package(contents(replace(WHOLE, licence=licence))).get("licenses") == expected


def test_no_version_without_a_day() -> None:
    """Without the day of the last change there is neither version nor time, and never the present one."""
    package = _package(contents(WHOLE))
    assert "version" not in package
    assert "created" not in package


@pytest.mark.oracles
def test_texts_do_not_mislead_a_reader() -> None:
    """The dialect is said: from these quotes frictionless would guess that semicolons part the cells."""
    programmes = {
        "A": Programme("A", "A", note="The first.\n"),
        "B": Programme("B", "B", note=";the second.\n"),
    }
    event = EVENT._replace(programmes=("A", "B"))
    assert _frictionless_findings(contents(replace(WHOLE, events=(event,), programmes=programmes))) == []


@pytest.mark.oracles
def test_no_events_is_a_whole_package(real: Chronology) -> None:
    """Without events every table is there with its header alone, and frictionless has no finding."""
    files = contents(replace(real, events=()))
    assert tuple(files) == FILES
    assert _rows(files["events.csv"])[1:] == []
    assert _frictionless_findings(files) == []
