"""The shape of a data file, as tables: what the loader reads by, and what ``timeline schema`` prints as JSON Schema.

One row a field. The records of `timeline.model` have the same fields, and a test holds them to it.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from timeline import dates
from timeline.model import CONFIDENCE, SIGNIFICANCE, SOURCE_KINDS

ID = "[a-z0-9-]+"
CODE = r"[A-Za-z0-9][A-Za-z0-9_.+-]*"
URL = r"https?://[^\s/?#@]\S*"


class Field(NamedTuple):
    """One field of a record of the file."""

    name: str
    """Its key in the file."""
    shape: str
    """``text``, ``line`` (text on one line), ``id``, ``url``, ``date``, ``day`` or ``choice``."""
    about: str
    """What it means, for the data dictionary."""
    required: bool = False
    """Whether a record cannot do without it."""
    many: bool = False
    """Whether it is a list."""
    choices: tuple[str, ...] = ()
    """The words that it takes, for ``choice``."""
    refers: str = ""
    """The section of the file that its words must stand in."""


EVENT = (
    Field("id", "id", "stable name, unique, never reused, not changed when the title changes", required=True),
    Field("date", "date", "EDTF date, with the precision that the sources support; quoted", required=True),
    Field("title", "line", "what happened, in the present tense, at most 80 characters", required=True),
    Field("summary", "text", "one to three sentences, neutral, our own words"),
    Field("kind", "line", "a word of kinds", refers="kinds"),
    Field("significance", "choice", "how much it matters; notable if left out", choices=SIGNIFICANCE),
    Field("programmes", "line", "codes of programmes, the closest first", many=True, refers="programmes"),
    Field("topics", "line", "words of topics", many=True, refers="topics"),
    Field("place", "line", "where it happened"),
    Field("people", "line", "who, as Name (office at the time)", many=True),
    Field("confidence", "choice", "how well it is supported; reported if left out", choices=CONFIDENCE),
    Field("note", "text", "what the sources disagree on, or how the date is known"),
    Field("sources", "line", "ids of sources, best first", required=True, many=True, refers="sources"),
    Field("related", "line", "ids of events of the same thread", many=True, refers="events"),
)

PROGRAMME = (
    Field("name", "line", "full name", required=True),
    Field("aliases", "line", "other names under which it is found", many=True),
    Field("kind", "line", "what it is, in a word"),
    Field("period", "date", "its own life, an EDTF interval"),
    Field("participation", "date", "the subject's part in it, an EDTF interval"),
    Field("parent", "line", "code of the programme that it is part of", refers="programmes"),
    Field("succeeded_by", "line", "code of the programme that followed it", refers="programmes"),
    Field("about", "text", "what it is, in two sentences"),
    Field("note", "text", "what the sources disagree on"),
    Field("sources", "line", "ids of sources", many=True, refers="sources"),
)

SOURCE = (
    Field("title", "line", "its own title, in its own language", required=True),
    Field("publisher", "line", "who published it; (copy at …) behind names another's site"),
    Field("url", "url", "absolute http or https address", required=True),
    Field("date", "date", "when it was published, as far as known"),
    Field("kind", "choice", "who speaks; reference if left out", choices=SOURCE_KINDS),
)

CHRONOLOGY = (
    Field("title", "line", "what the chronology is about", required=True),
    Field("description", "text", "what it covers"),
    Field("licence", "line", "licence of the data, as an SPDX identifier"),
    Field("updated", "day", "day of the last change"),
)

SECTIONS = {
    "kinds": "vocabulary of the events' kind: word and meaning",
    "topics": "vocabulary of the events' topics: word and meaning",
    "programmes": "bodies, programmes, operations and plans, by code",
    "sources": "the bibliography, by id",
    "events": "the events, by earliest day, latest day and id",
}
"""The parts of a file that hold records, and what they are."""

REQUIRED_SECTIONS = ("sources", "events")


def json_schema() -> dict[str, Any]:
    """The shape of a data file as JSON Schema (draft 2020-12), for a reader that takes every scalar as text.

    It cannot say what only the loader checks: that references lead somewhere and that a day exists.
    """
    words = {"type": "object", "propertyNames": _text("line"), "additionalProperties": _text("text")}
    sections = {
        "kinds": words,
        "topics": words,
        "programmes": {"type": "object", "propertyNames": _pattern(CODE), "additionalProperties": _record(PROGRAMME)},
        "sources": {"type": "object", "propertyNames": _pattern(ID), "additionalProperties": _record(SOURCE)},
        "events": {"type": "array", "items": _record(EVENT)},
    }
    whole = _record(CHRONOLOGY)
    for name, schema in sections.items():
        whole["properties"][name] = {"description": SECTIONS[name], **schema}
    whole["required"] += REQUIRED_SECTIONS
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Chronology", **whole}


def _record(fields: tuple[Field, ...]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {field.name: _property(field) for field in fields},
        "required": [field.name for field in fields if field.required],
        "additionalProperties": False,
    }


def _property(field: Field) -> dict[str, Any]:
    value = {"enum": list(field.choices)} if field.choices else _text(field.shape)
    if field.many:
        value = {"type": "array", "items": value, "uniqueItems": True, **({"minItems": 1} if field.required else {})}
    return {"description": field.about, **value}


def _text(shape: str) -> dict[str, Any]:
    return {
        "text": {"type": "string", "pattern": r"\S"},
        "line": _pattern(r"(?=.*\S)[^\n\r]+"),
        "id": _pattern(ID),
        "url": _pattern(URL),
        "day": _pattern(r"[1-9]\d{3}-\d\d-\d\d"),
        "date": _pattern(dates.PATTERN),
    }[shape]


def _pattern(pattern: str) -> dict[str, Any]:
    r"""A whole text of a pattern, for readers whose ``\d`` is any script's and whose ``$`` lets a line end pass."""
    return {"type": "string", "pattern": f"^{pattern}(?!\\n)$".replace(r"\d", "[0-9]")}
