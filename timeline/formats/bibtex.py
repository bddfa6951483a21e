"""BibTeX and biblatex: the data set itself and the sources of the events, for LaTeX.

Every line closes the braces that it opens, so that no text can end an entry or begin one. What only biblatex knows
(``@online``, ``@dataset``, ``date``, ``langid``) stands beside what BibTeX's own styles print (``howpublished``,
``year``) and sort by (``key``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from timeline.dates import MONTHS, Date
from timeline.formats.references import Name, Reference, of_all
from timeline.model import Chronology

# A command in braces of its own: it ends where it ends, and the braces of the entry stay in pairs whatever the text.
_LATEX = str.maketrans(
    {sign: f"\\{sign}" for sign in "&%$#_"}
    | {"\\": r"{\textbackslash}", "{": r"{\textbraceleft}", "}": r"{\textbraceright}"}
    | {"~": r"{\textasciitilde}", "^": r"{\textasciicircum}", "\u00a0": "~"}
)
# Babel gives the straight quotation mark a meaning of its own in Russian, German and other languages.
_OPENING_QUOTE = re.compile(r'(?<![^\s(\[{“‘«/–—-])"(?=\S)')
# Not allowed in an address, and the only characters that a reader of BibTeX would not take as they are.
_ENCODED = str.maketrans({"\\": "%5C", "{": "%7B", "}": "%7D"})
_CAPITALISED = re.compile("(?:[^\\W_][\u0300-\u036f]*)+")
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
    return (f"\n{entry(reference)}" if number else entry(reference) for number, reference in enumerate(references))


def entry(reference: Reference) -> str:
    """A reference as an entry, of a type that says what it is."""
    type = _type(reference)
    lines = "".join(f"  {name} = {value},\n" for name, value in _fields(reference, type) if value)
    return f"@{type}{{{reference.key},\n{lines}}}\n"


def _type(reference: Reference) -> str:
    if reference.kind in {"dataset", "event"}:
        return "dataset" if reference.kind == "dataset" else "incollection"
    if reference.isbn:
        return "book"
    return "online" if reference.url else "unpublished" if reference.held and not reference.doi else "misc"


def _fields(reference: Reference, type: str) -> Iterator[tuple[str, str]]:
    yield "title", _braced(protected(latex(reference.title)))
    yield "author", _braced(" and ".join(map(_name, reference.authors)))
    yield "key", "" if reference.authors else _braced(latex(reference.publisher or reference.title))
    yield _PUBLISHER.get(type, "organization"), _braced(_whole(reference.publisher))
    yield "howpublished", _braced(_printed(reference.url)) if type in {"dataset", "online"} else ""
    yield "booktitle", _braced(protected(latex(reference.series)))
    yield "version", _braced(reference.version)
    if reference.date:
        yield from _date(reference.date)
    yield "note", _braced(latex(". ".join(filter(None, _notes(reference, type)))))
    yield "library", _braced(latex(reference.held))
    yield "doi", _braced(reference.doi.translate(_ENCODED))
    yield "isbn", _braced(reference.isbn)
    yield "langid", _braced(_langid(reference.language))
    yield "url", _braced(reference.url.translate(_ENCODED))


def _notes(reference: Reference, type: str) -> Iterator[str]:
    """What styles print nowhere else: the version of a part, and where a text is held that was not published."""
    if type == "incollection" and reference.version:
        yield f"Version {reference.version}"
    yield reference.note
    if type == "unpublished":
        yield reference.held


def _printed(url: str) -> str:
    """An address for BibTeX's own styles, if there is a command for it; pandoc, which knows the url, leaves it out.

    In a field that is handed on as an argument per cent, number sign and caret have to be escaped, which not every
    version of the command undoes.
    """
    if not url:
        return ""
    safe = url.translate(_ENCODED)
    shown = rf"\texttt{{{latex(safe)}}}" if re.search("[%#^]", safe) else rf"\url{{{safe}}}"
    return rf"\ifdefined\url{shown}\fi"


def _name(name: Name) -> str:
    return f"{latex(name.family)}, {latex(name.given)}" if name.given else _whole(name.family)


def _whole(name: str) -> str:
    """One name, in braces of its own, so that an ``and`` within it does not make two."""
    return _braced(latex(name))


def _langid(tag: str) -> str:
    return _BABEL.get(tag) or _BABEL.get(tag.partition("-")[0], "")


def _date(date: Date) -> Iterator[tuple[str, str]]:
    """EDTF, and year and month for those who do not read it, if it is one; words where biblatex reads no such EDTF."""
    if date.form == "between":
        yield "year", _braced(date.english())
        return
    yield "date", _braced(date.text)
    if date.form == "moment" and date.start:
        yield "year", _braced(str(date.start.year))
        if date.start.month:
            yield "month", MONTHS[date.start.month - 1][:3].lower()


def _braced(text: str) -> str:
    return f"{{{text}}}" if text else ""


def latex(text: str) -> str:
    """Text for LaTeX, on one line, its special characters escaped so that the braces stay in pairs.

    Straight quotation marks become TeX's: two grave accents and two apostrophes.
    """
    escaped = _OPENING_QUOTE.sub("``", text).replace('"', "''").translate(_LATEX)
    return " ".join(escaped.split())


def protected(text: str) -> str:
    """LaTeX with braces around each word that has a capital, which styles would else make small."""
    return _CAPITALISED.sub(lambda word: word[0] if word[0] == word[0].lower() else f"{{{word[0]}}}", text)
