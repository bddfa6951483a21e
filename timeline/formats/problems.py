"""What is wrong with files, for a pipe, for programs and for a pull request."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from timeline.errors import Problem
from timeline.text import count

NAMES = ("text", "json", "github")
"""What problems can be written as."""


class Report(NamedTuple):
    """A file that was checked."""

    name: str
    """What it is called in messages."""
    data: bytes
    """What it holds."""
    problems: tuple[Problem, ...]
    """What is wrong with it, in its order."""

    @property
    def total(self) -> str:
        """How much is wrong: ``2 errors, 1 warning``."""
        found = [problem.severity for problem in self.problems]
        numbers = {level: found.count(level) for level in ("error", "warning") if level in found}
        return ", ".join(count(number, level) for level, number in numbers.items()) or "no problems"


def text(reports: Sequence[Report]) -> str:
    """All problems, one a line."""
    return "".join(f"{problem.at(report.name)}\n" for report in reports for problem in report.problems)


def json(reports: Sequence[Report]) -> str:
    """All problems as a list; ``[]`` where there are none."""
    from json import dumps

    entries = [{"file": report.name} | problem._asdict() for report in reports for problem in report.problems]
    return dumps(entries, ensure_ascii=False, indent=2) + "\n"


def github(reports: Sequence[Report]) -> str:
    """All problems as commands of a workflow, which GitHub shows beside the lines of a pull request."""
    return "".join(
        f"::{problem.severity} file={_escaped(report.name, ':,')},line={problem.line},col={problem.column},"
        f"title={_escaped(problem.rule, ':,')}::{_escaped(f'{problem.where}: {problem.message}')}\n"
        for report in reports
        for problem in report.problems
    )


def _escaped(text: str, signs: str = "") -> str:
    """Text in a workflow's command: what would end it, or one of its properties, as a number in hexadecimal."""
    return re.sub(rf"[%\r\n{signs}]", lambda sign: f"%{ord(sign[0]):02X}", text)
