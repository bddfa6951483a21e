"""The shape of a data file, as tables: what the loader reads by, and what ``timeline schema`` prints as JSON Schema.

The tables follow from what `timeline.model` declares of each field.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from types import UnionType
from typing import Annotated, Any, Literal, NamedTuple, get_args, get_origin, get_type_hints

from timeline import dates
from timeline.model import WAYS, Chronology, Event, Meaning, Programme, Source

MAX_ID_LENGTH = 80
"""Characters of an id."""
ID = f"[a-z0-9][a-z0-9-]{{0,{MAX_ID_LENGTH - 1}}}"
CODE = r"[A-Za-z0-9][A-Za-z0-9_.+-]*"
URL = r"https?://[^\s/?#@]\S*"
DOI = r"10\.\d{4,9}(?:\.\d+)*/\S+"
ISBN = r"(?:97[89][ -]?)?(?:\d[ -]?){9}(?:\d|X)"
LANGUAGE = r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|\d{3}))?(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*"
"""A language tag of BCP 47 in its usual case: language, script, region, variants."""

PATTERNS = {"id": ID, "code": CODE, "url": URL, "doi": DOI, "isbn": ISBN, "language": LANGUAGE}
"""The regular expression of a shape that has one."""


class Field(NamedTuple):
    """One field of a record of the file."""

    name: str
    """Its key in the file."""
    shape: str
    """``text``, ``line`` (text on one line), ``date``, ``day``, ``choice``, or one of `PATTERNS`."""
    about: str
    """What it means, for the data dictionary."""
    required: bool = False
    """Whether a record cannot do without it."""
    many: bool = False
    """Whether it is a list."""
    grouped: bool = False
    """Whether the list holds lists of at least two."""
    stated: bool = False
    """Whether it may also be a mapping, in which a sentence stands beside each word of the list."""
    choices: tuple[str, ...] = ()
    """The words that it takes, for ``choice``."""
    refers: str = ""
    """The section of the file in which its words must be."""


def fields_of(record: type) -> tuple[Field, ...]:
    """The fields of a record as its class declares them, those that are of the file."""
    hints = get_type_hints(record, include_extras=True)
    declared = {name: get_args(hint) for name, hint in hints.items() if get_origin(hint) is Annotated}
    return tuple(_field(name, *parts, required=not _has_default(record, name)) for name, parts in declared.items())


def _field(name: str, kind: Any, meaning: Meaning, *, required: bool) -> Field:
    origin = get_origin(kind)
    grouped = origin is tuple and get_origin(get_args(kind)[0]) is tuple
    dated = kind is dates.Date or (origin is UnionType and dates.Date in get_args(kind))
    return Field(
        name,
        meaning.shape or ("choice" if origin is Literal else "date" if dated else "line"),
        meaning.about,
        required,
        many=origin in (tuple, Mapping),
        grouped=grouped,
        stated=origin is Mapping,
        choices=get_args(kind) if origin is Literal else (),
        refers=meaning.refers,
    )


def _has_default(record: type, name: str) -> bool:
    return inspect.signature(record).parameters[name].default is not inspect.Parameter.empty


_EVENT = {field.name: field for field in fields_of(Event)}
_LAST = ("sources", "related")
EVENT = (*(field for name, field in _EVENT.items() if name not in _LAST), *map(_EVENT.__getitem__, _LAST))
"""The fields of an event as they stand in a file: what a record cannot do without must come first only in a tuple."""
PROGRAMME_ROW = fields_of(Programme)
"""The fields of a programme with its code, which in a file stands before them."""
PROGRAMME = PROGRAMME_ROW[1:]
SOURCE_ROW = fields_of(Source)
"""The fields of a source with its id, which in a file stands before them."""
SOURCE = SOURCE_ROW[1:]

_WHOLE = sorted(fields_of(Chronology), key=lambda field: field.required and field.shape == "section")
CHRONOLOGY = tuple(field for field in _WHOLE if field.shape != "section")
ORDER = tuple(field.name for field in _WHOLE)
"""What a file holds, in the order in which it stands there."""
SECTIONS = {field.name: field.about for field in _WHOLE if field.shape == "section"}
"""The parts of a file that hold records, and what they are."""
REQUIRED_SECTIONS = tuple(field.name for field in _WHOLE if field.shape == "section" and field.required)


def json_schema(chronology: Chronology | None = None) -> dict[str, Any]:
    """The shape of a data file as JSON Schema (draft 2020-12), for a reader that takes every scalar as text.

    Of a given chronology it has the words, codes and ids as choices, with what each means. Without one it cannot say
    what only the loader checks: that references lead somewhere; and never that a day exists.
    """
    whole = _whole()
    known = _known(chronology) if chronology else {}
    if known:
        whole["$defs"] = {section: _choices(words) for section, words in known.items()}
        records = {"events": EVENT, "programmes": PROGRAMME}
        for section, fields in records.items():
            entries = whole["properties"][section]
            properties = entries["items" if section == "events" else "additionalProperties"]["properties"]
            for field in fields:
                if field.refers in known:
                    properties[field.name] = _property(field, {"$ref": f"#/$defs/{field.refers}"})
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Chronology", **whole}


def _known(chronology: Chronology) -> dict[str, dict[str, str]]:
    """The words of each section to which a field refers, and what each means; a vocabulary that is empty is free."""
    words = {
        "kinds": dict(chronology.kinds),
        "topics": dict(chronology.topics),
        "programmes": {code: entry.name for code, entry in chronology.programmes.items()},
        "sources": {
            id: ": ".join(filter(None, (entry.publisher, entry.title))) for id, entry in chronology.sources.items()
        },
        "events": {event.id: f"{event.date} {event.title}" for event in chronology.events},
    }
    return {section: known for section, known in words.items() if known}


def _choices(words: Mapping[str, str]) -> dict[str, Any]:
    """Words to choose from; their meanings, which editors of YAML show, are no part of JSON Schema."""
    return {"enum": list(words), "enumDescriptions": list(words.values())}


def _whole() -> dict[str, Any]:
    words = {
        "type": "object",
        "propertyNames": _text("line") | {"not": {"pattern": "^-"}},
        "additionalProperties": _text("text"),
    }
    sections = {
        "kinds": words,
        "topics": words,
        "programmes": {"type": "object", "propertyNames": _pattern(CODE), "additionalProperties": _record(PROGRAMME)},
        "sources": {"type": "object", "propertyNames": _pattern(ID), "additionalProperties": _source()},
        "events": {"type": "array", "items": _record(EVENT)},
    }
    whole = _record(CHRONOLOGY)
    for name, schema in sections.items():
        whole["properties"][name] = {"description": SECTIONS[name], **schema}
    whole["required"] += REQUIRED_SECTIONS
    return whole


def _record(fields: tuple[Field, ...]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {field.name: _property(field) for field in fields},
        "required": [field.name for field in fields if field.required],
        "additionalProperties": False,
    }


def _source() -> dict[str, Any]:
    return _record(SOURCE) | {"anyOf": [{"required": [way]} for way in WAYS]}


def _property(field: Field, word: dict[str, Any] | None = None) -> dict[str, Any]:
    value = word or ({"enum": list(field.choices)} if field.choices else _text(field.shape))
    if field.grouped:
        value = {"type": "array", "items": value, "uniqueItems": True, "minItems": 2}
    if field.many:
        least = 1 if field.required else 0
        listed = {"type": "array", "items": value, "uniqueItems": True, **({"minItems": 1} if least else {})}
        value = {"anyOf": [listed, _statements(value, least)]} if field.stated else listed
    return {"description": field.about, **value}


def _statements(word: dict[str, Any], least: int) -> dict[str, Any]:
    """Words with a sentence beside each; where that is empty or null nothing is said."""
    sentence = {"type": ["string", "null"]}
    return {"type": "object", "propertyNames": word, "additionalProperties": sentence, "minProperties": least}


def _text(shape: str) -> dict[str, Any]:
    if shape in PATTERNS:
        return _pattern(PATTERNS[shape])
    return {
        "text": {"type": "string", "pattern": r"\S"},
        "line": _pattern(r"(?=.*\S)[^\n\r]+"),
        "day": _pattern(r"[1-9]\d{3}-\d\d-\d\d"),
        "date": _pattern(dates.PATTERN) | {"examples": list(dates.EXAMPLES), "patternErrorMessage": _NO_DATE},
    }[shape]


_NO_DATE = f"A date in EDTF, in quotes: {', '.join(dates.EXAMPLES)}"
"""What editors that know more than JSON Schema say instead of the pattern."""


def _pattern(pattern: str) -> dict[str, Any]:
    r"""A whole text of a pattern, for readers whose ``\d`` is any script's and whose ``$`` lets a line end pass."""
    return {"type": "string", "pattern": f"^{pattern}(?!\\n)$".replace(r"\d", "[0-9]")}
