"""What can go wrong, in words a reader can act on. Nothing here prints or exits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from timeline.text import closest, escape_unprintable, quoted

MAX_CHOICES = 40
"""Choices that a message names at most."""
MAX_LIKELY = 3
"""Likely ones that a message names at most."""


class TimelineError(Exception):
    """Something that the user can correct; its text is the whole message."""


class InstallationError(TimelineError):
    """A part of the program itself that is missing or cannot be read; ``what`` is that, and why."""

    def __init__(self, what: str) -> None:
        super().__init__(f"the installation is broken: {what}; install the program again")


class UsageError(TimelineError):
    """What was asked for does not exist or cannot be understood: an unknown programme, a bad filter."""


class UnknownError(UsageError, KeyError):
    """A name that stands for nothing: there is no such event, programme, kind, filter or format.

    A `KeyError` too, for those who look an event up by its id.
    """

    def __init__(self, what: str, given: str, choices: Iterable[str] | None = None, likely: Iterable[str] = ()) -> None:
        self.what = what
        """What was looked for, in a word: ``event``, ``programme``."""
        self.given = given
        """The name, as it was given."""
        self.choices: tuple[str, ...] | None = None if choices is None else tuple(choices)
        """The names that there are; None where they are too many to name."""
        self.likely: tuple[str, ...] = tuple(likely)
        """Those of them that were probably meant, the likeliest first."""
        super().__init__(what, given, self.choices, self.likely)

    @property
    def fact(self) -> str:
        """What is wrong, without what would be right: ``there is no programme 'deap'``."""
        return f"there is no {self.what} {quoted(self.given)}"

    @property
    def remedy(self) -> str:
        """What would be right, as the end of a message: ``; did you mean 'DEEP'?``; empty where nothing is known."""
        if self.likely:
            *others, last = map(quoted, self.likely[:MAX_LIKELY])
            return f"; did you mean {', '.join(others)}{' or ' if others else ''}{last}?"
        if self.choices is None:
            return ""
        shown = ", ".join(map(escape_unprintable, self.choices[:MAX_CHOICES]))
        more = len(self.choices) - MAX_CHOICES
        return (
            f"; choose from {shown}{f' and {more} more' if more > 0 else ''}" if shown else "; there is none to choose"
        )

    def __str__(self) -> str:
        return f"{self.fact}{self.remedy}"


def unknown(what: str, given: str, choices: Iterable[str], also: Iterable[str] = ()) -> UnknownError:
    """The error for a word that is not among the choices nor among their other names, with the likely one of both."""
    choices = tuple(choices)
    meant = closest(given, (*choices, *also))
    return UnknownError(what, given, choices, [meant] if meant else ())


class ArgumentError(UsageError):
    """An argument that says nothing, or that does not go with the others."""

    def __init__(self, name: str, fault: str) -> None:
        self.name = name
        """The argument's name in Python: ``programme``, ``from_``."""
        self.fault = fault
        """What is wrong with it, to be read after its name."""
        super().__init__(name, fault)

    def __str__(self) -> str:
        return f"{self.name} {self.fault}"


class DateError(UsageError):
    """A text that is not a date as this program reads dates; the message says what to write instead."""


class YearError(DateError):
    """A text that is neither a year nor a span of years."""

    def __init__(self, given: str, finer: str = "") -> None:
        self.given = given
        """The text, as it was given."""
        self.finer = finer
        """The month or day that it is, as EDTF text; empty where it is neither."""
        super().__init__(given, finer)

    @property
    def fact(self) -> str:
        """What is wrong with it, and how years are written."""
        return f"{quoted(self.given)} is not a year; write 1994, 1992..1997, 2010.. or ..1999"

    def __str__(self) -> str:
        return f"{self.fact}; a month or a day is for from_ and to" if self.finer else self.fact


def reason_of(error: OSError | ValueError) -> str:
    """Why the system refused a file, as the end of a sentence."""
    words = getattr(error, "strerror", None) or str(error)
    return f"{words[:1].lower()}{words[1:]}"


Severity = Literal["error", "warning"]
"""Whether a problem stops every command, or is told by the check alone."""


class Problem(NamedTuple):
    """One fault of a data file, with its position."""

    line: int
    """Line as an editor counts it, from 1."""
    column: int
    """Column in characters, from 1."""
    where: str
    """The record and field in words, for instance ``event parp-joined, date``."""
    message: str
    """What is wrong and what would be right."""
    rule: str
    """The name of the rule that is broken, one of `timeline.datafile.rules.RULES`."""
    severity: Severity = "error"
    """``error``: no command takes the file; ``warning``: it would better be otherwise."""

    def at(self, name: str) -> str:
        """The problem as one line, ``NAME:LINE:COLUMN: where: message [rule]``; a warning says so."""
        warned = "warning: " if self.severity == "warning" else ""
        return f"{name}:{self.line}:{self.column}: {warned}{self.where}: {self.message} [{self.rule}]"


class DataError(TimelineError):
    """A data file that cannot be used; carries all its problems in the order of the file."""

    def __init__(self, name: str, problems: list[Problem]) -> None:
        self.name = name
        """What the file is called in messages."""
        self.problems: tuple[Problem, ...] = tuple(problems)
        """The problems, by line and column."""
        super().__init__(name, problems)

    def __str__(self) -> str:
        return "\n".join(problem.at(self.name) for problem in self.problems)
