"""SQLite: one file with linked tables, with keys and checks, views for what people ask, and full-text search.

The tables are those of the Data Package; where a text is empty there is NULL. Nothing in the file needs a newer SQLite
than 3.9; only the search needs its module FTS5, and is left out where Python's SQLite has none.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from operator import itemgetter

from timeline.datafile import schema
from timeline.formats.datapackage import KEYS, Table, linked_tables
from timeline.formats.json import Json
from timeline.model import Chronology

APPLICATION_ID = 0x546D4C6E
"""What marks a file as one of these: ``TmLn``."""
USER_VERSION = 1
"""Raised when a table or a column changes its meaning or goes; new ones may come without."""

_DAY = "[0-9]" * 4 + "-[0-9][0-9]" * 2

VIEWS = {
    "timeline": """CREATE VIEW timeline AS
-- The events in their order, lists as texts; first_day and last_day reach as far as days go where the date is open.
SELECT date, title, place, confidence,
  (SELECT group_concat(programme, '; ')
    FROM (SELECT programme FROM event_programmes WHERE event = id ORDER BY position)) AS programmes,
  (SELECT group_concat(person, '; ')
    FROM (SELECT person FROM event_people WHERE event = id ORDER BY position)) AS people,
  (SELECT count(*) FROM event_sources WHERE event = id) AS sources,
  significance, kind, summary, id,
  coalesce(earliest, '0001-01-01') AS first_day, coalesce(latest, '9999-12-31') AS last_day
FROM events ORDER BY coalesce(earliest, latest), last_day, id""",
    "who_says_what": """CREATE VIEW who_says_what AS
-- Each source of each event, best first, with what it states of that event.
SELECT events.date, events.title AS event_title, event_sources.statement,
  sources.publisher, sources.title AS source_title, sources.kind,
  coalesce(sources.url, 'https://doi.org/' || sources.doi, sources.archived) AS address,
  event_sources.event, event_sources.source
FROM event_sources JOIN events ON events.id = event_sources.event JOIN sources ON sources.id = event_sources.source
ORDER BY coalesce(events.earliest, events.latest), events.id, event_sources.position""",
    "programme_events": """CREATE VIEW programme_events AS
-- Each programme with its events and those of its parts, as the filter of programmes finds them.
WITH RECURSIVE part (programme, code) AS (
  SELECT code, code FROM programmes
  UNION SELECT part.programme, programmes.code FROM part JOIN programmes ON programmes.parent = part.code
)
SELECT DISTINCT part.programme, events.id AS event, events.date, events.title
FROM part JOIN event_programmes ON event_programmes.programme = part.code
  JOIN events ON events.id = event_programmes.event
ORDER BY part.programme, coalesce(events.earliest, events.latest), events.id""",
}
"""The statements that make the views, by name."""

_SEARCH = """CREATE VIRTUAL TABLE search USING fts5(
  id UNINDEXED, title, summary, people, place, note, statements, tokenize = 'unicode61 remove_diacritics 1'
)"""
_FILL_SEARCH = """
INSERT INTO search SELECT id, title, summary,
  (SELECT group_concat(person, '; ') FROM (SELECT person FROM event_people WHERE event = id ORDER BY position)),
  place, note,
  (SELECT group_concat(statement, ' ') FROM (SELECT statement FROM event_sources WHERE event = id ORDER BY position))
FROM events"""


def render(chronology: Chronology) -> Iterator[bytes]:
    """The database. Nothing in it depends on the clock: the same data and the same SQLite, the same bytes."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as database:
        database.execute("PRAGMA page_size = 4096")
        database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        database.execute(f"PRAGMA user_version = {USER_VERSION}")
        database.execute("BEGIN")
        _about(database, chronology)
        for table in linked_tables(chronology):
            _make(database, table)
        for statement in VIEWS.values():
            database.execute(statement)
        _search(database)
        database.execute("COMMIT")
        yield database.serialize()


def _search(database: sqlite3.Connection) -> None:
    """The full-text search, where this SQLite has it."""
    with suppress(sqlite3.OperationalError):
        database.execute(_SEARCH)
        database.execute(_FILL_SEARCH)


def _about(database: sqlite3.Connection, chronology: Chronology) -> None:
    """What the chronology says of itself, a row each fact."""
    database.execute("CREATE TABLE about (\n  name TEXT NOT NULL,\n  value TEXT NOT NULL\n)")
    for field in (field for field in schema.CHRONOLOGY if not field.grouped):
        value = getattr(chronology, field.name)
        values = value if isinstance(value, tuple) else [str(getattr(value, "text", value) or "")]
        database.executemany("INSERT INTO about VALUES (?, ?)", [(field.name, text) for text in values if text])
    database.executemany("INSERT INTO about VALUES ('selection', ?)", [(chosen,) for chosen in chronology.selection])


def _make(database: sqlite3.Connection, table: Table) -> None:
    """A table with its rows, and an index for each of its links, so that it is as quick the other way round."""
    database.execute(_statement(table))
    marks = ", ".join("?" * len(table.fields))
    rows = ([cell or None for cell in row] for row in table.rows)
    database.executemany(f"INSERT INTO {table.name} VALUES ({marks})", rows)
    for column, _ in table.links:
        if column != table.key[0]:
            database.execute(f"CREATE INDEX {table.name}_{column} ON {table.name} ({column})")


def _statement(table: Table) -> str:
    """What makes a table: a line each column, with what it means."""
    names = list(map(itemgetter("name"), table.fields))
    lines = [(_column(field, table), str(field["description"])) for field in table.fields]
    lines += [(f"PRIMARY KEY ({', '.join(table.key)})", "")]
    lines += [(f"FOREIGN KEY ({column}) REFERENCES {other} ({KEYS[other]})", "") for column, other in table.links]
    lines += [
        (f"CHECK ({name} <= {other})", "")
        for name in names
        if name.endswith("earliest") and (other := name.replace("earliest", "latest")) in names
    ]
    ends = ["," if number < len(lines) else "" for number in range(1, len(lines) + 1)]
    written = [
        f"  {line}{end}{f' -- {about}' if about else ''}" for (line, about), end in zip(lines, ends, strict=True)
    ]
    return "\n".join((f"CREATE TABLE {table.name} ( -- {table.about}", *written, ")"))


def _column(field: dict[str, Json], table: Table) -> str:
    """A column with its type and what may stand in it."""
    name, constraints = str(field["name"]), field.get("constraints", {})
    assert isinstance(constraints, dict)
    parts = [name, "INTEGER" if field["type"] == "integer" else "TEXT"]
    if constraints.get("required") or name in table.key:
        parts.append("NOT NULL")
    if "enum" in constraints:
        parts.append(f"CHECK ({name} IN ({', '.join(map(repr, constraints['enum']))}))")
    elif field["type"] == "date":
        parts.append(f"CHECK ({name} GLOB '{_DAY}')")
    elif field["type"] == "integer":
        parts.append(f"CHECK ({name} >= 1)")
    return " ".join(parts)
