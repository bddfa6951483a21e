"""JSON Schema (draft 2020-12) of what `timeline.formats.json` writes: the document, and one line of JSON Lines.

It asks for every field that is written today and lets further ones pass, since they may come without a new
``schema_version``. It cannot say that what is referred to is there.
"""

from __future__ import annotations

from collections.abc import Mapping

from timeline import dates
from timeline.datafile import schema
from timeline.datafile.schema import Field
from timeline.formats.json import SCHEMA_VERSION, Json

_DEFINITIONS = {
    "text": {"type": "string"},
    "edtf": {"type": "string", "pattern": f"^{dates.PATTERN}$"},
    "day": {"type": "string", "pattern": r"^[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}$"},
    **{shape: {"type": "string", "pattern": f"^{pattern}$"} for shape, pattern in schema.PATTERNS.items()},
}
_SELECTION = "what the events were chosen by, 'year 2008'; empty where they are all"
_REFERRED = {"programmes": "code", "sources": "id", "events": "id"}


def json_schema(variant: str = "json") -> dict[str, Json]:
    """The schema of the document, or with ``jsonl`` that of one line, which is one event."""
    definitions = _DEFINITIONS | {
        "event": _event(),
        "programme": _record(schema.PROGRAMME),
        "source": _record(schema.SOURCE),
    }
    whole = _document() if variant == "json" else {"title": "Event of a chronology", **_ref("event")}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **whole, "$defs": definitions}


def _document() -> dict[str, Json]:
    words: dict[str, Json] = {"type": "object", "additionalProperties": _ref("text")}
    properties: dict[str, dict[str, Json]] = {
        "schema_version": {"const": SCHEMA_VERSION, "description": "raised when a field changes its meaning or goes"},
        **{field.name: _property(field) for field in schema.CHRONOLOGY},
        "selection": {"description": _SELECTION, "type": "array", "items": _ref("text")},
        "figures": _figures(),
        "kinds": words,
        "topics": words,
        "programmes": _keyed("code", "programme"),
        "sources": _keyed("id", "source"),
        "events": {"type": "array", "items": _ref("event")},
    }
    for name, about in schema.SECTIONS.items():
        properties[name] = {"description": about, **properties[name]}
    return {"title": "Chronology", **_object(properties)}


def _figures() -> dict[str, Json]:
    """How much the document holds; a year is null where there are no events."""
    number: dict[str, Json] = {"type": "integer", "minimum": 0}
    year: dict[str, Json] = {"type": ["integer", "null"]}
    abouts: dict[str, tuple[str, dict[str, Json]]] = {
        "events": ("events", number),
        "programmes": ("programmes to which an event belongs; those above and after them are not counted", number),
        "sources": ("sources that an event cites; those that only a programme cites are not counted", number),
        "first_year": ("first year of an event; null without events", year),
        "last_year": ("last year that an event is known to reach; null without events", year),
    }
    properties = {name: {"description": about, **shape} for name, (about, shape) in abouts.items()}
    return {"description": "how much the document holds", **_object(properties)}


def _keyed(key: str, record: str) -> dict[str, Json]:
    return {"type": "object", "propertyNames": _ref(key), "additionalProperties": _ref(record)}


def _event() -> dict[str, Json]:
    open_day: dict[str, Json] = {"anyOf": [_ref("day"), {"type": "null"}]}
    derived: dict[str, dict[str, Json]] = {
        "earliest": {"description": "first day that date can mean; null where the beginning is open", **open_day},
        "latest": {"description": "last day that date can mean; null where the end is open", **open_day},
        "display_date": {"description": "date in English words", **_ref("text")},
    }
    return _object({field.name: _property(field) for field in schema.EVENT} | derived)


def _record(fields: tuple[Field, ...]) -> dict[str, Json]:
    return _object({field.name: _property(field) for field in fields})


def _object(properties: Mapping[str, Json]) -> dict[str, Json]:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _property(field: Field) -> dict[str, Json]:
    """A field as it is written: always there, so that text left out is empty and a date left out is null."""
    value: dict[str, Json] = {"enum": list(field.choices)} if field.choices else _ref(_definition(field))
    if field.stated:
        value = {"type": "object", "propertyNames": value, "additionalProperties": _ref("text")}
    elif field.grouped:
        value = {"type": "array", "items": {"type": "array", "items": value}}
    elif field.many:
        value = {"type": "array", "items": value, "uniqueItems": True}
    elif field.shape in ("date", "day") and not field.required:
        value = {"anyOf": [value, {"type": "null"}]}
    elif field.shape in schema.PATTERNS and not field.required:
        value = {"anyOf": [value, {"const": ""}]}
    return {"description": field.about, **value}


def _definition(field: Field) -> str:
    """What a text of the field is; a reference that may be left out is plain text."""
    if field.many and field.refers in _REFERRED:
        return _REFERRED[field.refers]
    if field.shape in schema.PATTERNS:
        return field.shape
    return {"date": "edtf", "day": "day"}.get(field.shape, "text")


def _ref(name: str) -> dict[str, Json]:
    return {"$ref": f"#/$defs/{name}"}
