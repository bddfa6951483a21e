"""Any text is a date or is refused in one line, whose mend is itself a date."""

from __future__ import annotations

import re
from collections.abc import Callable

from timeline.date_advice import typed
from timeline.dates import Date, parse
from timeline.errors import DateError

LONGEST = 400
"""Characters a message may have."""


def check_one(data: bytes) -> None:
    """Reads a text both ways. Raises `AssertionError` for a broken promise; any other exception is one too."""
    text = data.decode("utf-8", "surrogateescape")  # as the words of a command line come
    date, meant = _read(parse, text), _read(typed, text)
    if date is not None:
        assert date.text == text
        assert meant == date
    if meant is not None:
        _check(meant)


def _read(read: Callable[[str], Date], text: str) -> Date | None:
    try:
        return read(text)
    except DateError as error:
        message = str(error)
        assert message.isprintable(), message
        assert 10 < len(message) < LONGEST, message
        _, semicolon, advice = message.rpartition("; ")
        for mend in re.findall(r"'([^']*)'", advice) if semicolon else ():
            typed(mend)
        return None


def _check(date: Date) -> None:
    assert parse(date.text) == date
    first, last = date.key
    assert first <= last
    assert date.precision in ("day", "month", "year")
    assert date.exact <= (not date.approximate)
    for words in (date.english(), date.english(short=True)):
        assert words.isprintable()
