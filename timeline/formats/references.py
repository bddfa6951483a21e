"""CSL-JSON and BibTeX: the data set itself and the sources of the events, for Zotero, pandoc and LaTeX; and citations.

Keys are the sources' ids; the data set's begins with ``chronology:``, an event's with ``event:``, as no source's id
can. A source is cited by what its kind says it is: press as a newspaper's article, academic as a report, everything
else as a page of its publisher's site. A date has only the parts that are known. CSL has no escape: a title that holds
``<i>`` is given as it is, and a processor may take it for markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypedDict

from timeline.dates import MONTHS, Date, Moment
from timeline.errors import unknown
from timeline.formats.json import Json, laid_out
from timeline.model import Chronology, Event, Source
from timeline.relations import used_sources
from timeline.text import fold, in_quotes

_CSL_TYPES = {"press": "article-newspaper", "academic": "report", "dataset": "dataset"}
# A command in braces of its own: it ends where it ends, and the braces of the entry stay in pairs whatever the text.
_LATEX = str.maketrans(
    {sign: f"\\{sign}" for sign in "&%$#_"}
    | {"\\": r"{\textbackslash}", "{": r"{\textbraceleft}", "}": r"{\textbraceright}"}
    | {"~": r"{\textasciitilde}", "^": r"{\textasciicircum}", "\u00a0": "~"}
)
# Not allowed in an address, and the only characters that a reader of BibTeX would not take as they are.
_ENCODED = str.maketrans({"\\": "%5C", "{": "%7B", "}": "%7D"})
_WORD = re.compile("(?:[^\\W_][\u0300-\u036f]*)+")


@dataclass(frozen=True, slots=True)
class Reference:
    """One entry of a bibliography, before it is written in any notation."""

    key: str
    """What it is cited by."""
    kind: str
    """Kind of a source, or ``dataset``."""
    title: str
    """Its own title."""
    authors: tuple[str, ...] = ()
    """Who wrote it."""
    publisher: str = ""
    """Who published it."""
    series: str = ""
    """The chronology that an event is part of."""
    number: str = ""
    """Id of an event."""
    version: str = ""
    """Day of the data's last change."""
    date: Date | None = None
    """When it was published."""
    happened: Date | None = None
    """When the event took place."""
    note: str = ""
    """Where its copy stands, or under which licence it is."""
    url: str = ""
    """Its address."""
    doi: str = ""
    """Its DOI."""
    isbn: str = ""
    """Its ISBN."""
    held: str = ""
    """Archive or library that holds it, and its shelf mark."""
    language: str = ""
    """Its language, as a BCP 47 tag."""


def render_csl(chronology: Chronology) -> Iterator[str]:
    """The data set and the sources of its events as CSL-JSON."""
    return listed_csl(_of_all(chronology))


def render_bibtex(chronology: Chronology) -> Iterator[str]:
    """The data set and the sources of its events as BibTeX."""
    return listed_bibtex(_of_all(chronology))


def _of_all(chronology: Chronology) -> list[Reference]:
    """The data set, then the sources of its events in their order."""
    return [of_chronology(chronology), *(of_source(chronology.sources[id]) for id in used_sources(chronology))]


def listed_csl(references: Iterable[Reference]) -> Iterator[str]:
    """References as one document, an array of CSL-JSON."""
    return laid_out([csl(reference) for reference in references])


def listed_bibtex(references: Iterable[Reference]) -> Iterator[str]:
    """References as BibTeX entries with a line between them."""
    return (f"\n{bibtex(reference)}" if number else bibtex(reference) for number, reference in enumerate(references))


def of_source(source: Source) -> Reference:
    """A source as a reference; where a copy was read is its note."""
    return Reference(
        source.id,
        source.kind,
        source.title,
        authors=source.author,
        publisher=source.publisher,
        date=source.date,
        note=f"Copy at {source.via}" if source.via else "",
        url=source.url or source.archived,
        doi=source.doi,
        isbn=source.isbn,
        held=source.held,
        language=source.language,
    )


def of_chronology(chronology: Chronology) -> Reference:
    """The data set as a reference, its version the day of its last change."""
    return Reference(
        f"chronology:{slug(chronology)}",
        "dataset",
        chronology.title,
        authors=chronology.authors,
        url=chronology.url,
        **_edition(chronology),
    )


def of_event(chronology: Chronology, event: Event) -> Reference:
    """An event as a part of the data set, with its id as the number, and its date and any dispute in the note."""
    edition = _edition(chronology)
    doubt = "disputed" if event.confidence == "disputed" else ""
    return Reference(
        f"event:{event.id}",
        "dataset",
        event.title,
        authors=chronology.authors,
        series=chronology.title,
        number=event.id,
        happened=event.date,
        **edition | {"note": ". ".join(filter(None, (event.date.english(), doubt, edition["note"])))},
    )


class _Edition(TypedDict):
    """What a reference to the data set, or to a part of it, says of the data's last change and licence."""

    version: str
    date: Date | None
    note: str


def _edition(chronology: Chronology) -> _Edition:
    # Without a colon: Zotero and pandoc take a note of the form "name: value" for a variable of their own.
    licence = f"Licence {chronology.licence}" if chronology.licence else ""
    version = chronology.updated.text if chronology.updated else ""
    return {"version": version, "date": chronology.updated, "note": licence}


def slug(chronology: Chronology) -> str:
    """The chronology's title as a name of a-z, 0-9 and ``-``; ``untitled`` where it has none of these."""
    return "-".join(re.findall("[a-z0-9]+", fold(chronology.title))) or "untitled"


def csl(reference: Reference) -> dict[str, Json]:
    """A reference as an item of CSL-JSON, without the variables that it has no value for."""
    type = _CSL_TYPES.get(reference.kind, "webpage")
    item = {
        "id": reference.key,
        "type": type,
        "title": reference.title,
        "author": [{"literal": name} for name in reference.authors],
        "publisher" if type == "report" else "container-title": reference.publisher or reference.series,
        "number": reference.number,
        "version": reference.version,
        "issued": _csl_date(reference.date),
        "event-date": _csl_date(reference.happened),
        "archive_location": reference.held,
        "DOI": reference.doi,
        "ISBN": reference.isbn,
        "language": reference.language,
        "note": reference.note,
        "URL": reference.url,
    }
    return {name: value for name, value in item.items() if value}


def _csl_date(date: Date | None) -> dict[str, Json] | None:
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


def bibtex(reference: Reference) -> str:
    """A reference as an entry: ``@dataset`` or ``@online``, which styles that have not these take for ``@misc``."""
    lines = "".join(f"  {name} = {value},\n" for name, value in _bibtex_fields(reference) if value)
    return f"@{'dataset' if reference.kind == 'dataset' else 'online'}{{{reference.key},\n{lines}}}\n"


def _bibtex_fields(reference: Reference) -> Iterator[tuple[str, str]]:
    yield "title", _braced(protected(latex(reference.title)))
    yield "author", _braced(" and ".join(f"{{{latex(name)}}}" for name in reference.authors))
    yield "organization", _braced(latex(reference.publisher))
    yield "series", _braced(latex(reference.series))
    yield "number", _braced(reference.number)
    yield "version", _braced(reference.version)
    if reference.date:
        yield from _bibtex_date(reference.date)
    yield "note", _braced(latex(reference.note))
    yield "library", _braced(latex(reference.held))
    yield "doi", _braced(reference.doi.translate(_ENCODED))
    yield "isbn", _braced(reference.isbn)
    yield "langid", _braced(reference.language)
    yield "url", _braced(reference.url.translate(_ENCODED))


def _bibtex_date(date: Date) -> Iterator[tuple[str, str]]:
    """EDTF for those who read it, year and month for the others; words where biblatex reads no such EDTF."""
    if date.form == "between":
        yield "year", _braced(date.english())
        return
    yield "date", _braced(date.text)
    first = date.start or date.end
    assert first is not None  # a date is open on one side at most
    yield "year", _braced(str(first.year))
    if first.month:
        yield "month", MONTHS[first.month - 1][:3].lower()


def _braced(text: str) -> str:
    return f"{{{text}}}" if text else ""


def latex(text: str) -> str:
    """Text for LaTeX, on one line, its special characters escaped so that the braces stay in pairs."""
    return " ".join(text.translate(_LATEX).split())


def protected(text: str) -> str:
    """LaTeX with braces around each word that has a capital, which styles would else make small."""
    return _WORD.sub(lambda word: word[0] if word[0] == word[0].lower() else f"{{{word[0]}}}", text)


STYLES = ("text", "csl", "bibtex")
"""What `cite` can write: text for people, or a format for reference managers."""


def cite(chronology: Chronology, events: Sequence[Event], style: str = "text") -> str:
    """Events as a reader would cite them, with the version of the data and their sources; ends with a newline.

    As text each event is followed by its own numbered references. In ``csl`` and ``bibtex`` the events come first, then
    each source once. Raises `UnknownError` for an unknown style.
    """
    if style not in STYLES:
        raise unknown("style", style, STYLES)
    if style == "text":
        return "\n".join(_as_text(chronology, event) for event in events)
    cited = dict.fromkeys(id for event in events for id in event.sources)
    parts = [of_event(chronology, event) for event in events]
    sources = [of_source(chronology.sources[id]) for id in cited]
    listed = listed_csl if style == "csl" else listed_bibtex
    return "".join(listed([*parts, *sources]))


def _as_text(chronology: Chronology, event: Event) -> str:
    """One event: what and when, where it is to be found, and its sources with their addresses."""
    doubt = " (disputed)" if event.confidence == "disputed" else ""
    lines = [f"{event.title}, {event.date.english()}{doubt}. In: {', '.join(_whole(chronology))}, event {event.id}."]
    for number, id in enumerate(event.sources, start=1):
        lines.append(f"{number}. {_source_text(chronology.sources[id])}")
    return "\n".join(lines) + "\n"


def _whole(chronology: Chronology) -> list[str]:
    version = [f"version {chronology.updated}"] if chronology.updated else []
    return [chronology.title, *version, *([chronology.licence] if chronology.licence else [])]


def _source_text(source: Source) -> str:
    """Authors, publisher, title, date and where it is found, as far as there are any."""
    who = "".join(f"{name}, " for name in (*source.author, source.publisher) if name)
    date = source.date.english() if source.date else "undated"
    via = f", read at {source.via}" if source.via else ""
    return f"{who}{in_quotes(source.title)}, {date}{via}. {source.found}"
