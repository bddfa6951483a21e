"""The database: whole, linked, checked by its own keys, and its views answer as the program does."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from tests.conftest import Golden
from tests.strategies import chronologies
from tests.test_hostile_text import TEXTS, document
from timeline.datafile import parse
from timeline.datafile.schema import EVENT, PROGRAMME_ROW, SOURCE_ROW, Field
from timeline.dates import Date
from timeline.formats import sqlite
from timeline.formats.sqlite import render
from timeline.model import Chronology
from timeline.relations import with_children

LISTS = {"aliases": "alias", "author": "author", "people": "person", "programmes": "programme", "topics": "topic"}


@contextmanager
def _opened(chronology: Chronology) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(b"".join(render(chronology)))
        yield database


def _column(database: sqlite3.Connection, query: str, *values: object) -> list[Any]:
    return [row[0] for row in database.execute(query, values)]


def _assert_sound(database: sqlite3.Connection) -> None:
    assert _column(database, "PRAGMA integrity_check") == ["ok"]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []


def _assert_whole(chronology: Chronology) -> None:
    """Out of the database comes each field of each record that the events refer to."""
    with _opened(chronology) as database:
        _assert_sound(database)
        ids = _column(database, "SELECT id FROM events ORDER BY rowid")
        assert ids == [event.id for event in chronology]
        sources = [chronology.sources[id] for id in _column(database, "SELECT id FROM sources")]
        programmes = [chronology.programmes[code] for code in _column(database, "SELECT code FROM programmes")]
        tables: dict[str, tuple[tuple[Field, ...], Sequence[Any]]] = {
            "event": (EVENT, chronology.events),
            "source": (SOURCE_ROW, sources),
            "programme": (PROGRAMME_ROW, programmes),
        }
        for owner, (fields, records) in tables.items():
            for record in records:
                _assert_record(database, owner, [field.name for field in fields], record, set(ids))


def _assert_record(database: sqlite3.Connection, owner: str, names: list[str], record: Any, ids: set[str]) -> None:
    key = getattr(record, names[0])
    for name in names:
        value = getattr(record, name)
        if value is None or isinstance(value, str | Date):
            (found,) = _column(database, f"SELECT {name} FROM {owner}s WHERE {names[0]} = ?", key)
            assert found == ((value.text if isinstance(value, Date) else value) or None)
        elif isinstance(value, tuple):
            item = LISTS.get(name, name.removesuffix("s"))
            query = f"SELECT {item} FROM {owner}_{name} WHERE {owner} = ? ORDER BY position"
            assert _column(database, query, key) == [text for text in value if name != "related" or text in ids]
        else:
            query = "SELECT source, coalesce(statement, '') FROM event_sources WHERE event = ? ORDER BY position"
            assert database.execute(query, (key,)).fetchall() == list(value.items())


def test_the_shipped_data_is_whole(real: Chronology) -> None:
    """Each event of the shipped data is there, no link leads nowhere, and the file is sound."""
    with _opened(real) as database:
        _assert_sound(database)
        assert _column(database, "SELECT id FROM events ORDER BY rowid") == [event.id for event in real]
        said = [pair for event in real for pair in event.sources.items()]
        assert database.execute("SELECT source, statement FROM event_sources ORDER BY rowid").fetchall() == said


def test_everything_is_whole(everything: Chronology) -> None:
    """Each field of each record comes back, of a selection too."""
    _assert_whole(everything)
    _assert_whole(everything.select(year="1994"))
    _assert_whole(replace(everything, events=()))


@given(chronologies())
def test_any_chronology_is_whole(chronology: Chronology) -> None:
    """Each field of each record comes back, whatever the texts are."""
    _assert_whole(chronology)


@pytest.mark.oracles
@pytest.mark.parametrize("name", TEXTS)
def test_hostile_text_is_text(name: str) -> None:
    """Hostile text stands in its columns to the character."""
    _assert_whole(parse(json.dumps(document(TEXTS[name].strip()), ensure_ascii=False).encode()))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET id = 'year'",
        "UPDATE events SET title = NULL",
        "UPDATE events SET significance = 'vital'",
        "UPDATE events SET earliest = '1994'",
        "UPDATE events SET earliest = '9999-01-01', latest = '1000-01-01'",
        "UPDATE event_sources SET source = 'nothing'",
        "UPDATE event_related SET related = 'nothing'",
        "UPDATE event_people SET position = 0",
        "DELETE FROM sources",
    ],
)
def test_keys_and_checks_refuse_what_is_wrong(everything: Chronology, statement: str) -> None:
    """Whoever changes the file is told of what would be no chronology: keys, links, choices, days."""
    with _opened(everything) as database:
        database.execute("PRAGMA foreign_keys = ON")
        with pytest.raises(sqlite3.IntegrityError):
            database.execute(statement)


@pytest.mark.parametrize("year", [1992, 1996, 2005, 2008, 2009])
def test_open_dates_are_found_by_a_time(everything: Chronology, year: int) -> None:
    """What overlaps a year by the first and last day of the view is what the filter finds, open dates included."""
    with _opened(everything) as database:
        query = "SELECT id FROM timeline WHERE first_day <= ? AND last_day >= ?"
        found = _column(database, query, f"{year}-12-31", f"{year}-01-01")
    assert found == [event.id for event in everything.select(year=year)]


def test_views_answer_as_the_program_does(everything: Chronology) -> None:
    """The views are in the order of the chronology; a programme has the events of its parts; each source its words."""
    with _opened(everything) as database:
        assert _column(database, "SELECT id FROM timeline") == [event.id for event in everything]
        lists = database.execute(
            "SELECT coalesce(programmes, ''), coalesce(people, ''), sources FROM timeline"
        ).fetchall()
        assert lists == [("; ".join(e.programmes), "; ".join(e.people), len(e.sources)) for e in everything]
        for code in _column(database, "SELECT code FROM programmes"):
            family = with_children(everything, code)
            found = _column(database, "SELECT event FROM programme_events WHERE programme = ?", code)
            assert sorted(found) == sorted(event.id for event in everything if family.intersection(event.programmes))
        said = database.execute("SELECT event, source, coalesce(statement, '') FROM who_says_what").fetchall()
        assert sorted(said) == sorted((event.id, *pair) for event in everything for pair in event.sources.items())


def test_words_are_found(everything: Chronology) -> None:
    """The search finds words of titles, people, places and of what sources say, whatever their case and accents."""
    with _opened(everything) as database:
        for words, id in (
            ("quotes AMPERSANDS", "day"),
            ("ozturk", "day"),
            ("brussels", "year"),
            ("folded second", "same-day-b"),
        ):
            assert id in _column(database, "SELECT id FROM search WHERE search MATCH ?", words), words
        assert _column(database, "SELECT id FROM search WHERE search MATCH 'nowhere'") == []


def test_datasette_knows_the_search(everything: Chronology) -> None:
    """Datasette and sqlite-utils take a table for a full-text search by how the statement is written that made it."""
    with _opened(everything) as database:
        wanted = "SELECT name FROM sqlite_master WHERE rootpage = 0 AND sql LIKE '%VIRTUAL TABLE%USING FTS%'"
        assert _column(database, wanted) == ["search"]


def test_without_full_text_search_the_rest_is_there(everything: Chronology, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Python's SQLite has no such module the file has no search, and everything else."""
    monkeypatch.setattr(sqlite, "_SEARCH", "CREATE VIRTUAL TABLE search USING a_module_that_is_missing(id)")
    _assert_whole(everything)
    with _opened(everything) as database:
        assert _column(database, "SELECT count(*) FROM sqlite_master WHERE name LIKE 'search%'") == [0]
        assert _column(database, "SELECT count(*) FROM timeline") == [len(everything)]


def test_the_file_says_what_it_is(everything: Chronology) -> None:
    """The file has an application's id and a version, and a table of what the chronology says of itself."""
    with _opened(everything.select(year="1994")) as database:
        assert _column(database, "PRAGMA application_id") == [0x546D4C6E]
        assert _column(database, "PRAGMA user_version") == [1]
        about = database.execute("SELECT name, value FROM about").fetchall()
    assert ("title", everything.title) in about
    assert [value for name, value in about if name == "authors"] == list(everything.authors)
    assert about[-1] == ("selection", "year 1994")


def test_same_data_same_bytes(everything: Chronology) -> None:
    """The bytes depend on the data alone."""
    assert list(render(everything)) == list(render(everything))


def test_everything_as_kept(everything: Chronology, golden: Golden) -> None:
    """Tables, views and rows for a chronology that has one of everything do not change by accident."""
    with _opened(everything) as database:
        lines = [f"{sql};" for sql in _column(database, "SELECT sql FROM sqlite_master WHERE sql NOT LIKE '%search%'")]
        for name in _column(database, "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')"):
            if "search" not in name:
                lines += ["", name, *(repr(row) for row in database.execute(f"SELECT * FROM {name}"))]
    golden("sqlite.txt", "\n".join(lines) + "\n")
