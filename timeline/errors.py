"""What can go wrong, in words a reader can act on. Nothing here prints or exits."""

from __future__ import annotations

from typing import NamedTuple


class TimelineError(Exception):
    """Something the user can mend; its text is the whole message."""


class UsageError(TimelineError):
    """What was asked for does not exist or cannot be understood: an unknown programme, a bad filter."""


class DateError(UsageError):
    """A text that is not a date as this program reads dates; the message names the mend."""


def reason_of(error: OSError | ValueError) -> str:
    """Why the system refused a file, as the end of a sentence."""
    words = getattr(error, "strerror", None) or str(error)
    return f"{words[:1].lower()}{words[1:]}"


class Problem(NamedTuple):
    """One fault of a data file, with its place."""

    line: int
    """Line as an editor counts it, from 1."""
    column: int
    """Column in characters, from 1."""
    where: str
    """The record and field in words, for instance ``event parp-joined, date``."""
    message: str
    """What is wrong and what would be right."""

    def at(self, name: str) -> str:
        """The problem as one line, ``NAME:LINE:COLUMN: where: message``."""
        return f"{name}:{self.line}:{self.column}: {self.where}: {self.message}"


class DataError(TimelineError):
    """A data file that cannot be used; carries all its problems in the order of the file."""

    def __init__(self, name: str, problems: list[Problem]) -> None:
        self.name = name
        self.problems = tuple(problems)
        super().__init__("\n".join(problem.at(name) for problem in problems))
