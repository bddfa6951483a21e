"""RIS: the data set itself and the sources of the events, for EndNote, Mendeley and others.

Each line is a tag of two characters, two spaces, a hyphen, a space and the value; CR LF ends it. There is no escape, so
that white space of any sort becomes one space. A date has only the parts that are known. Source: RIS Format
Specifications of Reference Manager; tags as EndNote writes them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from timeline.dates import Date
from timeline.formats.references import Name, Reference, of_all
from timeline.model import Chronology

_TYPES = {"press": "NEWS", "academic": "RPRT", "dataset": "DATA", "event": "ENCYC"}
_PUBLISHED = {"BOOK", "DATA", "GEN", "RPRT"}
"""Types whose publisher is no container that they are part of."""


def render(chronology: Chronology) -> Iterator[str]:
    """The data set and the sources of its events."""
    return listed(of_all(chronology))


def listed(references: Iterable[Reference]) -> Iterator[str]:
    """References as records with an empty line after each."""
    return map(record, references)


def record(reference: Reference) -> str:
    """A reference as a record, without the tags that it has no value for."""
    lines = ((tag, " ".join(value.split())) for tag, value in _fields(reference))
    return "".join(f"{tag}  - {value}\r\n" for tag, value in lines if value) + "ER  - \r\n\r\n"


def _fields(reference: Reference) -> Iterator[tuple[str, str]]:
    type = _type(reference)
    yield "TY", type
    yield "ID", reference.key
    for name in reference.authors:
        yield "AU", _name(name)
    yield "TI", reference.title
    yield "PB" if type in _PUBLISHED else "T2", reference.publisher or reference.series
    yield "ET", f"version {reference.version}" if reference.version else ""
    yield from _date(reference.date)
    yield "DO", reference.doi
    yield "SN", reference.isbn
    yield "AV", reference.held
    yield "LA", reference.language
    yield "N1", reference.note
    yield "UR", reference.url


def _type(reference: Reference) -> str:
    if reference.isbn:
        return "BOOK"
    return _TYPES.get(reference.kind, "ELEC" if reference.url else "GEN")


def _name(name: Name) -> str:
    """A person's name with a comma; one of several words that is whole with a comma at its end, or EndNote parts it."""
    if name.given:
        return f"{name.family}, {name.given}"
    return f"{name.family}," if " " in name.family and "," not in name.family else name.family


def _date(date: Date | None) -> Iterator[tuple[str, str]]:
    """Year and known parts, ``1994/05/``, with words for what they do not tell; words alone for more than a moment."""
    if date is None:
        return
    if date.form != "moment" or date.start is None:
        yield "DA", date.english()  # the four parts of the format would be empty but one, which readers drop
        return
    year, month, day = date.start.year, date.start.month, date.start.day
    words = date.english() if date.approximate else ""
    yield "PY", str(year)
    yield "DA", f"{year}/{f'{month:02}' if month else ''}/{f'{day:02}' if day else ''}/{words}"
