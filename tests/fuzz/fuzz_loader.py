"""Any bytes are a chronology, or problems in the order of the file that stand inside it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from timeline.datafile import check, parse
from timeline.errors import DataError, Problem

NAME = "fuzz.yaml"
LONGEST = 2_000
"""Characters a message may have."""


def check_one(data: bytes) -> None:
    """Reads a file. Raises `AssertionError` for a broken promise; any other exception is one too."""
    problems = _problems(data)
    lines = re.split("\r\n|\r|\n", _text(data))
    places = [(problem.line, problem.column) for problem in problems]
    assert places == sorted(places)
    for problem in problems:
        assert 1 <= problem.line <= len(lines), problem
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1, problem
        told = problem.at(NAME)
        assert told.isprintable(), told
        assert len(told) < LONGEST, told


def _problems(data: bytes) -> Sequence[Problem]:
    """The faults of a file, at least one; or what `timeline check` finds in one without any."""
    try:
        chronology = parse(data, NAME)
    except DataError as error:
        refusal = error
    else:
        assert list(chronology.events) == sorted(chronology.events, key=lambda event: event.order)
        return check.problems(data, NAME)
    assert refusal.problems
    assert str(refusal).split("\n") == [problem.at(NAME) for problem in refusal.problems]
    return refusal.problems


def _text(data: bytes) -> str:
    """What an editor shows of a file, up to the first byte that is not UTF-8."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        return data[: error.start].decode()
