"""A Frictionless Data Package (version 2): linked CSV tables, described by ``datapackage.json``, in one ZIP archive.

One table for each kind of record, and one for each list in a record: ``event_sources`` has a row for each source of
each event, with its place in the list. The tables are closed: the programmes are those of the events with their parents
and successors, the sources those that these events and programmes cite, and an event is related only to events that are
there too. What a field means comes from `timeline.datafile.schema`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from timeline import dates
from timeline.datafile import schema
from timeline.datafile.schema import Field
from timeline.dates import Date
from timeline.formats import csv
from timeline.formats.json import Json, cited_sources, laid_out
from timeline.formats.references import slug
from timeline.model import Chronology, Event, Programme, Source
from timeline.relations import used_programmes

Record = Event | Programme | Source


# XML Schema's regular expressions, which Table Schema asks for, know no (?:…), and their \d is more than ten digits.
def _portable(pattern: str) -> str:
    return pattern.replace("(?:", "(").replace(r"\d", "[0-9]")


_PATTERNS = {shape: _portable(pattern) for shape, pattern in (schema.PATTERNS | {"date": dates.PATTERN}).items()}
KEYS = {"events": "id", "programmes": "code", "sources": "id", "kinds": "kind", "topics": "topic"}
"""The column of each table by which others refer to it."""
_ONE_OF = {
    "aliases": "alias",
    "author": "author",
    "people": "person",
    "programmes": "programme",
    "related": "related",
    "sources": "source",
    "topics": "topic",
}


# What the standard takes for granted, said all the same: readers guess at what is not said, and texts mislead them.
_DIALECT: dict[str, Json] = {
    "delimiter": ",",
    "lineTerminator": "\r\n",
    "quoteChar": '"',
    "doubleQuote": True,
    "skipInitialSpace": False,
    "header": True,
}


@dataclass(frozen=True, slots=True)
class Table:
    """One table: what it holds, its columns and its rows."""

    name: str
    """Name of the resource, and of the file without its suffix."""
    about: str
    """What a row is."""
    fields: tuple[dict[str, Json], ...]
    """Its columns, as fields of Table Schema."""
    key: tuple[str, ...]
    """Columns that together are unique."""
    links: tuple[tuple[str, str], ...]
    """Columns that hold a key of another table, or of the same, and that table's name."""
    rows: list[list[str]]
    """Its cells."""


def render(chronology: Chronology) -> Iterator[bytes]:
    """The package as a ZIP archive. Nothing in it depends on the clock or the system: the same data, the same bytes."""
    archived = BytesIO()
    with ZipFile(archived, "w") as archive:
        for name, text in contents(chronology).items():
            archive.writestr(_member(name), text.encode())
    yield archived.getvalue()


def _member(name: str) -> ZipInfo:
    """A file of the archive, of the first day that ZIP knows, as if made on Unix wherever it is made."""
    member = ZipInfo(name)
    member.compress_type = ZIP_DEFLATED
    member.create_system = 3
    member.external_attr = 0o644 << 16
    return member


def contents(chronology: Chronology) -> dict[str, str]:
    """The text of each file by its name: the tables, whose lines end with CR LF, then ``datapackage.json``."""
    tables = linked_tables(chronology)
    files = {f"{table.name}.csv": _text(table) for table in tables}
    resources = [_resource(table, files[f"{table.name}.csv"]) for table in tables]
    return files | {"datapackage.json": "".join(laid_out(_package(chronology, resources)))}


def _tables(chronology: Chronology) -> Iterator[Table]:
    """The tables, those that others refer to first."""
    programmes, cited = used_programmes(chronology).values(), cited_sources(chronology)
    for name, words in (("kinds", chronology.kinds), ("topics", chronology.topics)):
        if words:
            yield _vocabulary(name, words.items())
    if chronology.spellings:
        yield _spellings(chronology.spellings)
    yield _records("sources", "A source that an event or a programme cites.", schema.SOURCE_ROW, cited)
    yield from _lists("source", schema.SOURCE_ROW, cited, set())
    yield _records("programmes", "A body, programme, operation or plan.", schema.PROGRAMME_ROW, programmes)
    yield from _lists("programme", schema.PROGRAMME_ROW, programmes, set())
    yield _records("events", "An event, by earliest day, latest day and id.", schema.EVENT, chronology.events)
    yield from _lists("event", schema.EVENT, chronology.events, {event.id for event in chronology.events})


def _vocabulary(name: str, words: Iterable[tuple[str, str]]) -> Table:
    key = KEYS[name]
    fields = (_described(key, "the word", required=True, unique=True), _described("meaning", "what it means"))
    return Table(name, f"A word of the vocabulary of {name}.", fields, (key,), (), [list(pair) for pair in words])


def _spellings(lists: Iterable[tuple[str, ...]]) -> Table:
    fields = (
        _described("list", "number of the list, from 1 on", type="integer", required=True, minimum=1),
        _described("spelling", "a word that is one with the others of its list", required=True, unique=True),
    )
    rows = [[str(number), word] for number, words in enumerate(lists, start=1) for word in words]
    return Table("spellings", "A word that has other spellings.", fields, ("spelling",), (), rows)


def _records(name: str, about: str, fields: tuple[Field, ...], records: Iterable[Record]) -> Table:
    """One row a record; a date has its earliest and latest day beside it."""
    single = [field for field in fields if not field.many]
    links = tuple((field.name, field.refers) for field in single if field.refers)
    rows = [[cell for field in single for cell in _cells(getattr(record, field.name))] for record in records]
    columns = tuple(column for field in single for column in _columns(field, field.name == KEYS[name]))
    return Table(name, about, columns, (KEYS[name],), links, rows)


def _lists(owner: str, fields: tuple[Field, ...], records: Iterable[Record], events: set[str]) -> Iterator[Table]:
    """One table a list: the record, the place in its list from 1 on, and what stands there."""
    key = fields[0]
    for field in (field for field in fields if field.many):
        rows = []
        for record in records:
            value = getattr(record, field.name)
            kept = [text for text in value if field.refers != "events" or text in events]
            for place, text in enumerate(kept, start=1):
                statement = [value[text]] if field.stated else []
                rows.append([getattr(record, key.name), str(place), text, *statement])
        item = _ONE_OF[field.name]
        columns = (
            _described(owner, f"{key.name} of the {owner}", required=True),
            _described("position", "place in the list, from 1 on", type="integer", required=True, minimum=1),
            _described(item, field.about, required=True),
            *([_described("statement", f"what the {item} states of the {owner}")] if field.stated else []),
        )
        links = ((owner, f"{owner}s"), *(((item, field.refers),) if field.refers else ()))
        about = f"One {item} of one {owner}, with its place in the list."
        yield Table(f"{owner}_{field.name}", about, columns, (owner, "position"), links, rows)


def _columns(field: Field, key: bool) -> Iterator[dict[str, Json]]:
    constraints: dict[str, Json] = {"unique": True} if key else {}
    if field.required or field.choices:
        constraints["required"] = True
    if field.choices:
        constraints["enum"] = list(field.choices)
    if field.shape in _PATTERNS:
        constraints["pattern"] = _PATTERNS[field.shape]
    yield _described(field.name, field.about, "string", **constraints)
    if field.shape == "date":
        prefix = "" if field.name == "date" else f"{field.name}_"
        for side in ("earliest", "latest"):
            yield _described(f"{prefix}{side}", f"{side} day that {field.name} can mean; empty where open", type="date")


def _described(name: str, about: str, type: str = "string", **constraints: Json) -> dict[str, Json]:
    field: dict[str, Json] = {"name": name, "type": type, "description": about}
    return field | {"constraints": constraints} if constraints else field


def _cells(value: str | Date | None) -> list[str]:
    return [value] if isinstance(value, str) else _date_cells(value)


def _date_cells(date: Date | None) -> list[str]:
    if date is None:
        return ["", "", ""]
    return [date.text, *(day.isoformat() if day else "" for day in (date.earliest, date.latest))]


def linked_tables(chronology: Chronology) -> list[Table]:
    """The tables, those that others refer to first; no link leads to a vocabulary that the chronology has not."""
    tables = list(_tables(chronology))
    names = {table.name for table in tables}
    return [replace(table, links=tuple(link for link in table.links if link[1] in names)) for table in tables]


def _text(table: Table) -> str:
    header = [str(field["name"]) for field in table.fields]
    return "".join(map(csv.record, (header, *table.rows)))


def _resource(table: Table, text: str) -> dict[str, Json]:
    data = text.encode()
    return {
        "name": table.name,
        "type": "table",
        "description": table.about,
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": _DIALECT,
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "schema": _table_schema(table),
    }


def _table_schema(table: Table) -> dict[str, Json]:
    described: dict[str, Json] = {"fields": list(table.fields), "primaryKey": list(table.key)}
    keys = [_foreign_key(table, *link) for link in table.links]
    return described | {"foreignKeys": keys} if keys else described


def _foreign_key(table: Table, column: str, other: str) -> dict[str, Json]:
    """A link to another table; to the same with an empty name, which version 1 demands and version 2 understands."""
    return {
        "fields": [column],
        "reference": {"resource": "" if other == table.name else other, "fields": [KEYS[other]]},
    }


def _package(chronology: Chronology, resources: list[dict[str, Json]]) -> dict[str, Json]:
    package: dict[str, Json] = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": slug(chronology),
        "title": chronology.title,
        "description": "\n\n".join(filter(None, (chronology.description, chronology.selected))),
        **_edition(chronology.updated),
        "licenses": [_licence(chronology.licence)] if chronology.licence else [],
        "sources": [_named_source(source) for source in cited_sources(chronology)],
        "resources": resources,
    }
    return {name: value for name, value in package.items() if value}


def _named_source(source: Source) -> dict[str, str]:
    return {"title": source.title} | ({"path": source.address} if source.address else {})


def _edition(updated: Date | None) -> dict[str, str]:
    """The day of the last change as a semantic version, and as the time of making: the present time never counts."""
    if updated is None or updated.start is None:
        return {}
    day = updated.start.earliest
    return {"version": f"{day.year}.{day.month}.{day.day}", "created": f"{day.isoformat()}T00:00:00Z"}


def _licence(licence: str) -> dict[str, str]:
    """Its identifier; other words are its title, since a name has only the characters of an identifier."""
    if re.fullmatch("[-a-zA-Z0-9._]+", licence):
        return {"name": licence}
    return {"name": "other", "title": licence}
