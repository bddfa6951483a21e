"""BibTeX for its own styles and those of natbib and journals: the data set itself and the sources of the events.

All are of type ``misc``, the only one that asks for nothing that may be unknown. Styles begin with the author and sort
by it; where none is known the publisher takes that place, as newspapers do for what nobody signed. The address is part
of ``howpublished`` alone: some styles print no ``url``, others would print both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from timeline.dates import MONTHS, Date
from timeline.formats.latex import apart, braced, laid_out, latex, names, protected, verbatim
from timeline.formats.references import Name, Reference, of_all
from timeline.model import Chronology
from timeline.text import fold

_INITIAL = re.compile(r"(?<![^\s-])[^\W\x00-\x7f]")


def render(chronology: Chronology) -> Iterator[str]:
    """The data set and the sources of its events."""
    return listed(of_all(chronology))


def listed(references: Iterable[Reference]) -> Iterator[str]:
    """References as entries with a line between them."""
    return apart(map(entry, references))


def entry(reference: Reference) -> str:
    """A reference as an entry that every style of BibTeX prints whole."""
    return laid_out("misc", reference.key, _fields(reference))


def _fields(reference: Reference) -> Iterator[tuple[str, str]]:
    publisher = (Name(reference.publisher),) if reference.publisher else ()
    authors = reference.authors or publisher
    yield "title", braced(protected(reference.title))
    yield "author", braced(names(authors, _abbreviable))
    yield "key", "" if authors else braced(_sort_key(reference))
    where = (
        f"In: {latex(reference.series)}" if reference.series else "",
        names(publisher if reference.authors else ()),
        f"{'version' if reference.series else 'Version'} {reference.version}" if reference.version else "",
        latex(reference.held),
        _address(reference),
    )
    yield "howpublished", braced(", ".join(filter(None, where)))
    yield from _date(reference.date)
    notes = (
        f"DOI {reference.doi}" if reference.doi and reference.url else "",
        f"ISBN {reference.isbn}" if reference.isbn else "",
        reference.note,
    )
    yield "note", braced(latex(". ".join(filter(None, notes))))


def _abbreviable(given: str) -> str:
    r"""Given names whose first letters are one character to BibTeX, as ``{\relax Э}`` is, where they are not ASCII."""
    return _INITIAL.sub(lambda letter: rf"{{\relax {letter[0]}}}", latex(given))


def _sort_key(reference: Reference) -> str:
    """The title's words, else the id: styles cut a key at bytes, which breaks letters outside ASCII."""
    words = " ".join(re.findall(r"[^\W_]+", fold(reference.title)))
    return words if words and words.isascii() else reference.key


def _address(reference: Reference) -> str:
    url = reference.url or (f"https://doi.org/{reference.doi}" if reference.doi else "")
    return rf"\url{{{verbatim(url)}}}" if url else ""


def _date(date: Date | None) -> Iterator[tuple[str, str]]:
    """Year and month, the day with the month; words in the place of the year for what is no such date or unknown."""
    if date is None:
        yield "year", "{n.d.}"
    elif date.form != "moment" or date.start is None or date.approximate:
        yield "year", braced(date.english())
    else:
        yield "year", braced(str(date.start.year))
        if date.start.month:
            day = f'"{date.start.day}~" # ' if date.start.day else ""
            yield "month", f"{day}{MONTHS[date.start.month - 1][:3].lower()}"
