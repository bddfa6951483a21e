"""CSL-JSON: the data set itself and the sources of the events, for Zotero and pandoc.

A source is what its kind and its fields say it is: a book where it has an ISBN, a newspaper's article, a report, a page
of a site, else a document. A date has only the parts that are known. CSL has no escape: a title that holds ``<i>`` is
given as it is, and a processor may take it for markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from timeline.dates import Date, Moment
from timeline.formats.json import Json, laid_out
from timeline.formats.references import Name, Reference, of_all
from timeline.model import Chronology

_TYPES = {"press": "article-newspaper", "academic": "report", "dataset": "dataset", "event": "entry-encyclopedia"}
_PUBLISHED = {"book", "document", "report"}
"""Types whose publisher is no container that they are part of."""


def render(chronology: Chronology) -> Iterator[str]:
    """The data set and the sources of its events."""
    return listed(of_all(chronology))


def listed(references: Iterable[Reference]) -> Iterator[str]:
    """References as one document, an array."""
    return laid_out([item(reference) for reference in references])


def item(reference: Reference) -> dict[str, Json]:
    """A reference as an item, without the variables that it has no value for."""
    type = _type(reference)
    archive, _, shelf_mark = reference.held.partition(", ")
    variables = {
        "id": reference.key,
        "type": type,
        "title": reference.title,
        "author": [_name(name) for name in reference.authors],
        "publisher" if type in _PUBLISHED else "container-title": reference.publisher or reference.series,
        "number": reference.number,
        # Styles print the edition of an entry where they know no version of it.
        "edition": f"version {reference.version}" if reference.kind == "event" and reference.version else "",
        "version": "" if reference.kind == "event" else reference.version,
        "issued": _date(reference.date),
        "event-date": _date(reference.happened),
        "archive": archive,
        "archive_location": shelf_mark,
        "DOI": reference.doi,
        "ISBN": reference.isbn,
        "language": reference.language,
        "note": reference.note,
        "URL": reference.url,
    }
    return {name: value for name, value in variables.items() if value}


def _type(reference: Reference) -> str:
    if reference.isbn:
        return "book"
    return _TYPES.get(reference.kind, "webpage" if reference.url else "document")


def _name(name: Name) -> dict[str, Json]:
    return {"family": name.family, "given": name.given} if name.given else {"literal": name.family}


def _date(date: Date | None) -> dict[str, Json] | None:
    """The known parts; in words where CSL has no parts for it: one side is open, or it was some time between two."""
    if date is None:
        return None
    if date.start is None or date.end is None or date.form == "between":
        return {"literal": date.english()}
    sides = (date.start, date.end) if date.form == "interval" else (date.start,)
    parts: dict[str, Json] = {"date-parts": [_known_parts(side) for side in sides]}
    return parts | {"circa": True} if date.approximate else parts


def _known_parts(moment: Moment) -> list[int]:
    return [part for part in (moment.year, moment.month, moment.day) if part]
