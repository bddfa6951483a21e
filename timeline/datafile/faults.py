"""What was found wrong while a file is read, and what was probably meant by a word that is wrong."""

from __future__ import annotations

from collections.abc import Collection

from timeline.datafile.slips import Slip
from timeline.datafile.syntax import NotYAMLError, Position
from timeline.errors import Problem
from timeline.text import did_you_mean

MAX_PROBLEMS = 10_000
"""Problems at which reading ends."""
MAX_COMPARISONS = 50_000
"""Words looked at, in a whole file, for what was meant by a wrong one."""


class Faults:
    """The faults of one file, as they are found."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._comparisons_left = MAX_COMPARISONS

    def report(self, position: Position, where: str, rule: str, message: str) -> None:
        """Notes a fault; ``where`` names in words the record, and the field, that has it."""
        self.problems.append(Problem(*position, where, message, rule))
        if len(self.problems) == MAX_PROBLEMS:
            message = f"has {MAX_PROBLEMS:,} problems; correct these first, reading stops here"
            raise NotYAMLError(position, message, "too-large")

    def end(self, position: Position, rule: str, message: str, where: str = "file") -> None:
        """Notes the fault at which reading ended."""
        self.problems.append(Problem(*position, where, message, rule))

    def lines(self) -> set[int]:
        """The lines of all faults."""
        return {problem.line for problem in self.problems}

    def explain(self, found: list[Slip]) -> None:
        """Puts slips in place of the faults that they lead to: all from the first of them on, and what is missing."""
        if found:
            first = found[0].position
            self.problems = [
                problem
                for problem in self.problems
                if (problem.line, problem.column) < first and problem.rule not in ("missing-field", "no-way-to-find")
            ]
            self.problems += [Problem(*slip.position, "file", slip.message, slip.rule) for slip in found]

    def in_order(self) -> list[Problem]:
        """The problems in the order of the file."""
        return sorted(self.problems, key=lambda problem: (problem.line, problem.column))

    def meant(self, word: str, choices: Collection[str], otherwise: str = "") -> str:
        """The end of a message, as long as there is patience for looking: in a large file a look may take a second."""
        self._comparisons_left -= len(choices)
        return did_you_mean(word[:100], choices, otherwise) if self._comparisons_left >= 0 else otherwise
