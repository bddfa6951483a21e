"""Texts of a file to values, each by the shape of its field; `ValueError` says what would be right."""

from __future__ import annotations

import re
from typing import Any

from timeline import dates
from timeline.datafile import schema
from timeline.text import fold, quoted

LONGEST_DATE = 60
"""Characters of a text that may be a date, in any notation."""

_ID = re.compile(schema.ID, re.ASCII)
_CODE = re.compile(schema.CODE)
_URL = re.compile(schema.URL)


def bad_id(text: str) -> str:
    """Why a text is no id, with the id that it may have been meant to be."""
    import unicodedata

    plain = unicodedata.normalize("NFKD", fold(text[:100])).encode("ascii", "ignore").decode()
    meant = "-".join(re.findall("[a-z0-9]+", plain))
    return f"id {quoted(text)} is not made of a-z, 0-9 and -" + (f"; did you mean {quoted(meant)}?" if meant else "")


def is_id(text: str) -> bool:
    """Whether a text is an id."""
    return _ID.fullmatch(text) is not None


def is_code(text: str) -> bool:
    """Whether a text is a programme's code."""
    return _CODE.fullmatch(text) is not None


def _line(text: str) -> str:
    if "\n" in text or "\r" in text:
        raise ValueError("has more than one line; put it on one")
    return text


def _id(text: str) -> str:
    if not is_id(text):
        raise ValueError(bad_id(text))
    return text


def _url(text: str) -> str:
    if not _URL.fullmatch(text):
        raise ValueError(f"{quoted(text)} is not an absolute http or https address")
    return text


def _date(text: str) -> dates.Date:
    if len(text) > LONGEST_DATE:
        raise ValueError(f"{quoted(text)} is not a date; write YYYY, YYYY-MM, YYYY-MM-DD or an interval A/B")
    return dates.parse(text)


def _day(text: str) -> dates.Date:
    date = _date(text)
    if not date.exact:
        raise ValueError(f"{quoted(text)} is not a day; write YYYY-MM-DD")
    return date


SHAPES: dict[str, Any] = {
    "text": str,
    "line": _line,
    "choice": str,
    "id": _id,
    "url": _url,
    "day": _day,
    "date": _date,
}
"""The function of each shape: text to value."""
