"""What is wrong with files, for people at a terminal, and the rules that say so."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from timeline.datafile.rules import RULES, Rule
from timeline.datafile.syntax import LINE_END
from timeline.errors import Problem
from timeline.text import count, escape_unprintable
from timeline.views.colours import SEVERITIES
from timeline.views.layout import Layout, Styled, Word, hung, wrapped

_HANGING = 2
"""Cells before the further lines of a message."""
_NARROWEST = 8
"""Cells of a line of the file that are shown at least."""


def excerpts(name: str, data: bytes, problems: Sequence[Problem], layout: Layout, limit: int, more: str) -> Styled:
    """The first problems of a file, each with its line and a mark below its column; ``more`` is how to see the rest."""
    out = Styled()
    text = LINE_END.split(data.decode("utf-8-sig", "replace")) if problems else []
    for problem in problems[:limit]:
        out.extend(_told(name, problem, layout), _excerpt(text, problem, layout))
    rest = len(problems) - limit
    if rest > 0:
        said = f"and {count(rest, 'problem')} more; {more} shows them"
        out.extend(hung([(word, "") for word in said.split(" ")], layout.width, 0))
    return out


def _told(name: str, problem: Problem, layout: Layout) -> Styled:
    words: list[Word] = [
        (f"{name}:{problem.line}:{problem.column}:", "bold"),
        (f"{problem.severity}:", "bold"),
        *((word, "") for word in f"{problem.where}: {problem.message}".split(" ")),
        (f"[{problem.rule}]", ""),
    ]
    out = Styled()
    for number, line in enumerate(wrapped(words, layout.width - _HANGING)):
        out.append(" " * _HANGING if number else "").extend(line).append("\n")
    return out


def _excerpt(text: Sequence[str], problem: Problem, layout: Layout) -> Styled:
    """The line of a problem, as much of it as fits, and a mark below the column."""
    number = str(problem.line)
    bar = f" {'│' if layout.unicode else '|'} "
    shown = [escape_unprintable(char) if char != "\t" else " " for char in (*text, "")[problem.line - 1]]
    width = max(layout.width - len(number) - len(bar) - 1, _NARROWEST)
    at = min(problem.column - 1, len(shown))
    begin = at if cell_len("".join(shown[: at + 1])) > width else 0
    begin = max(begin - width // 2, 0) if begin else 0
    line, room = "", width
    for char in shown[begin:]:
        room -= cell_len(char)
        if room < 0:
            break
        line += char
    mark = " " * cell_len("".join(shown[begin:at])) + "^"
    style = SEVERITIES[problem.severity]
    out = Styled().append(f" {number}").append(bar, style).append(line.rstrip() + "\n")
    return out.append(f" {'':{len(number)}}{bar}{mark}\n", style)


def rules(layout: Layout) -> Styled:
    """Every rule with what it asks for, and an example of what breaks it with its mend."""
    out = Styled()
    for rule in RULES.values():
        out.extend(_rule(rule, layout))
    return out


def _rule(rule: Rule, layout: Layout) -> Styled:
    lead = Styled(rule.name, "bold").append(f" ({rule.severity})")
    out = hung([(word, "") for word in rule.about.split(" ")], min(layout.width, layout.prose), 2, lead.append("\n  "))
    for what, example in (("not", rule.wrong), ("but", rule.right)):
        first, *others = example.split("\n")
        out.append(f"    {what} {first}\n")
        out.append("".join(f"        {line}\n" for line in others))
    return out
