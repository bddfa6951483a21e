"""What BibTeX and biblatex have in common: how an entry is written, and text, names and addresses in it.

Every line closes the braces that it opens, so that no text can end an entry or begin one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from timeline.formats.references import Name

# A command in braces of its own: it ends where it ends, and the braces of the entry stay in pairs whatever the text.
_LATEX = str.maketrans(
    {sign: f"\\{sign}" for sign in "&%$#_"}
    | {"\\": r"{\textbackslash}", "{": r"{\textbraceleft}", "}": r"{\textbraceright}"}
    | {"~": r"{\textasciitilde}", "^": r"{\textasciicircum}", "\u00a0": "~"}
)
# Babel gives the straight quotation mark a meaning of its own in Russian, German and other languages.
_BEFORE_QUOTE = r"(?<![^\s(\[{“‘«`/–—-])"
_OPENING_QUOTE = re.compile(rf'{_BEFORE_QUOTE}"(?=\S)')
_OPENING_SINGLE = re.compile(rf"{_BEFORE_QUOTE}'(?=[^\s'](?:(?:(?!\s').){{0,200}}?\S)?'(?!\w))", re.DOTALL)
# Not allowed in an address, and the only characters that a reader of BibTeX would not take as they are.
_ENCODED = str.maketrans({"\\": "%5C", "{": "%7B", "}": "%7D"})
_CAPITALISED = re.compile("(?:[^\\W_][\u0300-\u036f]*)+")


def laid_out(type: str, key: str, fields: Iterable[tuple[str, str]]) -> str:
    """An entry with a line for each field that has a value, as it is to be read: with braces, or a macro."""
    lines = "".join(f"  {name} = {value},\n" for name, value in fields if value)
    return f"@{type}{{{key},\n{lines}}}\n"


def apart(entries: Iterable[str]) -> Iterator[str]:
    """Entries with an empty line between them."""
    return (f"\n{entry}" if number else entry for number, entry in enumerate(entries))


def braced(text: str) -> str:
    """LaTeX as the value of a field, or as a part of one that is not to be taken apart; empty stays empty."""
    return f"{{{text}}}" if text else ""


def verbatim(address: str) -> str:
    """An address or DOI as it is, which is no LaTeX, but for what would break the entry."""
    return address.translate(_ENCODED)


def latex(text: str) -> str:
    """Text for LaTeX, on one line, its special characters escaped so that the braces stay in pairs.

    Straight quotation marks become TeX's: two grave accents and two apostrophes, or one of each where another closes.
    """
    opened = _OPENING_SINGLE.sub("`", _OPENING_QUOTE.sub("``", text))
    return " ".join(opened.replace('"', "''").translate(_LATEX).split())


def protected(text: str) -> str:
    """Text for LaTeX with braces around each word that has a capital, which styles would else make small."""
    return _CAPITALISED.sub(lambda word: word[0] if word[0] == word[0].lower() else f"{{{word[0]}}}", latex(text))


def names(authors: Iterable[Name], of_given: Callable[[str], str] = latex) -> str:
    """The names of persons with a comma between family and given name, each other name in braces of its own.

    In these an ``and`` does not make two names of one.
    """
    return " and ".join(
        f"{latex(family)}, {of_given(given)}" if given else braced(latex(family)) for family, given in authors
    )
