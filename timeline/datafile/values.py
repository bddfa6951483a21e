"""Texts of a file to values, each by the shape of its field; `ValueError` says what would be right."""

from __future__ import annotations

import re
from collections.abc import Callable

from timeline import dates
from timeline.datafile import schema
from timeline.text import fold, quoted

MAX_DATE_LENGTH = 60
"""Characters of a text that may be a date, in any notation."""
_MAX_DOI = 200

_SHAPED = {shape: re.compile(pattern, re.ASCII) for shape, pattern in schema.PATTERNS.items()}


def bad_id(text: str) -> str:
    """Why a text is no id, with the id that it may have been meant to be."""
    import unicodedata

    plain = unicodedata.normalize("NFKD", fold(text[:100])).encode("ascii", "ignore").decode()
    meant = "-".join(re.findall("[a-z0-9]+", plain))
    return f"id {quoted(text)} is not made of a-z, 0-9 and -" + (f"; did you mean {quoted(meant)}?" if meant else "")


def is_id(text: str) -> bool:
    """Whether a text is an id."""
    return _SHAPED["id"].fullmatch(text) is not None


def is_code(text: str) -> bool:
    """Whether a text is a programme's code."""
    return _SHAPED["code"].fullmatch(text) is not None


def _line(text: str) -> str:
    if "\n" in text or "\r" in text:
        raise ValueError("has more than one line; put it on one")
    return text


def _id(text: str) -> str:
    if not is_id(text):
        raise ValueError(bad_id(text))
    return text


def _url(text: str) -> str:
    if not _SHAPED["url"].fullmatch(text):
        raise ValueError(f"{quoted(text)} is not an absolute http or https address")
    return text


def _doi(text: str) -> str:
    if not _SHAPED["doi"].fullmatch(text):
        inside = re.search(schema.DOI, text[:_MAX_DOI], re.ASCII)
        meant = f"; did you mean {quoted(inside[0])}?" if inside else "; it begins with 10. and has a /: 10.1000/182"
        raise ValueError(f"{quoted(text)} is not a DOI{meant}")
    return text


def _isbn(text: str) -> str:
    if not _SHAPED["isbn"].fullmatch(text):
        raise ValueError(f"{quoted(text)} is not an ISBN; write its 13 or 10 digits, with or without hyphens")
    digits = [10 if digit == "X" else int(digit) for digit in text if digit.isalnum()]
    if len(digits) == 13:
        last = -sum(digits[0:12:2], 3 * sum(digits[1:12:2])) % 10
    else:
        last = sum(position * digit for position, digit in enumerate(digits[:9], start=1)) % 11
    if digits[-1] != last:
        shown = "X" if last == 10 else last
        raise ValueError(f"{quoted(text)} is not an ISBN: its check digit would be {shown}; look at each digit again")
    return text


def _language(text: str) -> str:
    if not _SHAPED["language"].fullmatch(text):
        raise ValueError(f"{quoted(text)} is not a language tag of BCP 47; write one such as en, az, ru or az-Cyrl")
    return text


def _date(text: str) -> dates.Date:
    if len(text) > MAX_DATE_LENGTH:
        raise ValueError(f"{quoted(text)} is not a date; write YYYY, YYYY-MM, YYYY-MM-DD, an interval A/B or [A..B]")
    return dates.parse(text)


def _day(text: str) -> dates.Date:
    date = _date(text)
    if not date.exact:
        raise ValueError(f"{quoted(text)} is not a day; write YYYY-MM-DD")
    return date


SHAPES: dict[str, Callable[[str], str | dates.Date]] = {
    "text": str,
    "line": _line,
    "choice": str,
    "id": _id,
    "url": _url,
    "doi": _doi,
    "isbn": _isbn,
    "language": _language,
    "day": _day,
    "date": _date,
}
"""The function of each shape: text to value."""
