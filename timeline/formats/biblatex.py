"""biblatex: the data set itself and the sources of the events, for LaTeX with biber, and for pandoc.

Entries are of biblatex's own types and have its own fields, which BibTeX's styles do not know.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from timeline.formats.latex import apart, braced, laid_out, latex, names, protected, verbatim
from timeline.formats.references import Reference, of_all
from timeline.model import Chronology

_PUBLISHER = {"book": "publisher", "misc": "howpublished", "unpublished": "howpublished"}
"""The field for who published it, by type; ``organization`` for the others."""
_BABEL = {
    "ar": "arabic", "az": "azerbaijani", "be": "belarusian", "bg": "bulgarian", "cs": "czech", "da": "danish",
    "de": "ngerman", "el": "greek", "en": "english", "en-GB": "british", "en-US": "american", "es": "spanish",
    "et": "estonian", "fa": "persian", "fi": "finnish", "fr": "french", "he": "hebrew", "hr": "croatian",
    "hu": "magyar", "hy": "armenian", "id": "indonesian", "it": "italian", "ka": "georgian", "lt": "lithuanian",
    "lv": "latvian", "mk": "macedonian", "nb": "norsk", "nl": "dutch", "nn": "nynorsk", "no": "norsk", "pl": "polish",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sk": "slovak", "sl": "slovene", "sq": "albanian",
    "sr": "serbian", "sv": "swedish", "tr": "turkish", "uk": "ukrainian",
}  # fmt: skip
"""Languages by the names that babel and biblatex have for them; others are left out, which biblatex would refuse."""


def render(chronology: Chronology) -> Iterator[str]:
    """The data set and the sources of its events."""
    return listed(of_all(chronology))


def listed(references: Iterable[Reference]) -> Iterator[str]:
    """References as entries with a line between them."""
    return apart(map(entry, references))


def entry(reference: Reference) -> str:
    """A reference as an entry, of a type that says what it is."""
    type = _type(reference)
    return laid_out(type, reference.key, _fields(reference, type))


def _type(reference: Reference) -> str:
    if reference.kind in {"dataset", "event"}:
        return "dataset" if reference.kind == "dataset" else "incollection"
    if reference.isbn:
        return "book"
    return "online" if reference.url else "unpublished" if reference.held and not reference.doi else "misc"


def _fields(reference: Reference, type: str) -> Iterator[tuple[str, str]]:
    yield "title", braced(protected(reference.title))
    yield "author", braced(names(reference.authors))
    yield _PUBLISHER.get(type, "organization"), braced(braced(latex(reference.publisher)))
    yield "booktitle", braced(protected(reference.series))
    yield "version", braced(reference.version)
    yield "date", braced(reference.date.text if reference.date and reference.date.form != "between" else "")
    yield "note", braced(latex(". ".join(filter(None, _notes(reference, type)))))
    yield "library", braced(latex(reference.held))
    yield "doi", braced(verbatim(reference.doi))
    yield "isbn", braced(reference.isbn)
    yield "langid", braced(_langid(reference.language))
    yield "url", braced(verbatim(reference.url))


def _notes(reference: Reference, type: str) -> Iterator[str]:
    """What styles print nowhere else: the version of a part, where what was not published is held, an unsure date.

    biblatex has no date for what was once, some time between.
    """
    if type == "incollection" and reference.version:
        yield f"Version {reference.version}"
    if reference.date and reference.date.form == "between":
        yield f"Dated {reference.date.english()}"
    yield reference.note
    if type == "unpublished":
        yield reference.held


def _langid(tag: str) -> str:
    return _BABEL.get(tag) or _BABEL.get(tag.partition("-")[0], "")
