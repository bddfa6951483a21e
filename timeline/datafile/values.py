"""Texts of a file to values, each by the shape of its field; `ValueError` says what would be right."""

from __future__ import annotations

import re
from collections.abc import Callable

from timeline import dates
from timeline.datafile import schema
from timeline.text import fold, quoted

MAX_DATE_LENGTH = 60
"""Characters of a text that may be a date, in any notation."""
_MAX_LENGTH = 200

_SHAPED = {shape: re.compile(pattern, re.ASCII) for shape, pattern in schema.PATTERNS.items()}


def bad_id(text: str) -> str:
    """Why a text is no id, with the id that it may have been meant to be."""
    import unicodedata

    if len(text) > schema.MAX_ID_LENGTH and re.fullmatch("[a-z0-9-]+", text):
        return f"id {quoted(text)} has {len(text):,} characters; an id has at most {schema.MAX_ID_LENGTH}"
    plain = unicodedata.normalize("NFKD", fold(text[:100])).encode("ascii", "ignore").decode()
    meant = _did_you_mean("-".join(re.findall("[a-z0-9]+", plain)))
    if re.fullmatch("-[a-z0-9-]*", text):
        return f"id {quoted(text)} begins with -, as an option does{meant}"
    return f"id {quoted(text)} is not made of a-z, 0-9 and -{meant}"


def _did_you_mean(meant: str) -> str:
    return f"; did you mean {quoted(meant)}?" if meant else ""


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
        address = re.sub(r"\s", "%20", text.strip())
        address = address if re.match(r"[a-z]+:|/\w", address) else f"https://{address.lstrip('/')}"
        meant = address if re.fullmatch(rf"(?=[^/]+//[^/]+\.[a-z]){schema.URL}", address, re.ASCII) else ""
        raise ValueError(f"{quoted(text)} is not an absolute http or https address{_did_you_mean(meant)}")
    return text


def _doi(text: str) -> str:
    if not _SHAPED["doi"].fullmatch(text):
        inside = re.search(schema.DOI, text[:_MAX_LENGTH], re.ASCII)
        meant = _did_you_mean(inside[0]) if inside else "; it begins with 10. and has a /: 10.1000/182"
        raise ValueError(f"{quoted(text)} is not a DOI{meant}")
    return text


def _isbn(text: str) -> str:
    if not _SHAPED["isbn"].fullmatch(text):
        raise ValueError(f"{quoted(text)} is not an ISBN{_about_isbn(text)}")
    digits = [10 if digit == "X" else int(digit) for digit in text if digit.isalnum()]
    if len(digits) == 13:
        last = -sum(digits[0:12:2], 3 * sum(digits[1:12:2])) % 10
    else:
        last = sum(position * digit for position, digit in enumerate(digits[:9], start=1)) % 11
    if digits[-1] != last:
        shown = "X" if last == 10 else last
        raise ValueError(f"{quoted(text)} is not an ISBN: its check digit would be {shown}; look at each digit again")
    return text


def _about_isbn(text: str) -> str:
    """The end of a message: what it may have been meant to be, else how many digits it has and should have."""
    plain = re.sub(r"^ISBN(-1[03])?:?\s*", "", text[:_MAX_LENGTH].upper().strip(" -"))
    if plain != text and _SHAPED["isbn"].fullmatch(plain):
        return _did_you_mean(plain)
    digits = sum(char.isdigit() for char in plain)
    return (
        f" of 13 or 10 digits; it has {digits}" if digits not in (10, 13) else ", which is digits, spaces and hyphens"
    )


def _language(text: str) -> str:
    if not _SHAPED["language"].fullmatch(text):
        from timeline.datafile.languages import tag_of

        meant = _did_you_mean(tag_of(text)) or "; write one such as en, az, ru or az-Cyrl"
        raise ValueError(f"{quoted(text)} is not a language tag of BCP 47{meant}")
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

RULES = {
    "line": "several-lines",
    "id": "bad-id",
    "url": "bad-address",
    "doi": "bad-doi",
    "isbn": "bad-isbn",
    "language": "bad-language",
    "day": "bad-date",
    "date": "bad-date",
}
"""The rule that a text breaks from which no value of its shape can be made."""
