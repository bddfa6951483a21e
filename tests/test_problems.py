"""How problems are shown: at a terminal with the line of the file, to a program as JSON, on a pull request."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.conftest import Golden
from tests.test_mistakes import FILE, MISTAKES, told
from timeline.cli import run as program
from timeline.errors import Problem
from timeline.formats import problems as formats
from timeline.formats.problems import Report
from timeline.text import count
from timeline.views.layout import Layout
from timeline.views.problems import excerpts, rules

NAMES = (
    "a date as one writes it",
    "a number sign",
    "a comma in an office",
    "a merge",
    "a tab",
    "a letter that is not seen",
)


def shown(data: str, problems: list[Problem], limit: int = 99, **layout: Any) -> str:
    """What a terminal shows of problems."""
    return excerpts("my.yaml", data.encode(), problems, Layout(**{"width": 80, **layout}), limit, "'more'").plain


@pytest.mark.parametrize("width", [50, 80, 120])
def test_a_terminal_shows_the_line(golden: Golden, width: int) -> None:
    """Each problem with its line and a mark below its column, broken between words."""
    files = [FILE.replace(right, wrong, 1) for name, right, wrong, *_ in MISTAKES if name in NAMES]
    text = "\n".join(shown(file, told(file), width=width) for file in files)
    assert max(map(len, text.split("\n"))) <= width
    golden(f"problems-{width}.txt", text)


def test_a_terminal_shows_the_first() -> None:
    """Of many problems the first are shown, with how to see the rest."""
    problem = Problem(1, 1, "file", "is odd", "yaml")
    text = shown("title: T\n", [problem] * 5, limit=2)
    assert text.count("is odd") == 2
    assert text.endswith("\nand 3 problems more; 'more' shows them\n")


@pytest.mark.parametrize(
    ("line", "column", "width", "excerpt"),
    [
        ("title: T", 8, 80, [" 1 | title: T", "   |        ^"]),
        ("\ttitle: T", 1, 80, [" 1 |  title: T", "   | ^"]),
        ("名前: x", 3, 80, [" 1 | 名前: x", "   |     ^"]),
        ("a\x1b\u202eb: c", 4, 80, [r" 1 | a\x1b\u202eb: c", "   |            ^"]),
        ("x" * 50, 1, 30, [" 1 | " + "x" * 25, "   | ^"]),
        ("x" * 50 + "y" + "z" * 50, 51, 30, [" 1 | " + "x" * 12 + "y" + "z" * 12, "   |             ^"]),
        ("", 1, 80, [" 1 | ", "   | ^"]),
        ("short", 99, 80, [" 1 | short", "   |      ^"]),
    ],
)
def test_the_mark_stands_below_the_column(line: str, column: int, width: int, excerpt: list[str]) -> None:
    """As much of a line as fits, whatever its characters take; what cannot be shown is an escape."""
    text = shown(line, [Problem(1, column, "file", "is odd", "yaml")], width=width, unicode=False)
    assert text.splitlines()[-2:] == excerpt


def test_a_problem_below_the_last_line_has_a_mark() -> None:
    """What is missing at the end of a file is told below it."""
    assert shown("", [Problem(2, 1, "file", "is odd", "yaml")]).endswith(" 2 │ \n   │ ^\n")


def test_annotations_are_escaped() -> None:
    """Nothing of a file's name or a message ends an annotation or one of its properties."""
    problems = (Problem(3, 7, "event a", "50 %\r\n::error::x, y", "yaml"), Problem(4, 1, "b", "c", "html", "warning"))
    assert formats.github([Report("a,b:c%.yaml", b"", problems)]) == (
        "::error file=a%2Cb%3Ac%25.yaml,line=3,col=7,title=yaml::event a: 50 %25%0D%0A::error::x, y\n"
        "::warning file=a%2Cb%3Ac%25.yaml,line=4,col=1,title=html::b: c\n"
    )


@pytest.mark.parametrize(
    ("severities", "total"),
    [([], "no problems"), (["error"], "1 error"), (["warning", "error", "warning"], "1 error, 2 warnings")],
)
def test_a_total_counts_both(severities: list[Any], total: str) -> None:
    """Errors and warnings are counted apart."""
    problems = tuple(Problem(1, 1, "file", "is odd", "yaml", severity) for severity in severities)
    assert Report("x", b"", problems).total == total


def test_the_command_writes_each_format(tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """``--format`` says what is written; a program gets all files in one list, and an empty one where all is well."""
    bad, good = tmp_path / "bad.yaml", tmp_path / "good.yaml"
    bad.write_text(FILE.replace("The mayor opened it.", "The mayor"), encoding="utf-8")
    good.write_text(FILE, encoding="utf-8")
    assert program.run(["check", str(bad), str(good), "--format", "json"]) == 0
    answer = capsys.readouterr()
    assert json.loads(answer.out) == [
        {
            "file": str(bad), "line": 21, "column": 5, "where": "event library-opens, summary", "rule": "full-stop",
            "message": "does not end with a full stop", "severity": "warning",
        }
    ]  # fmt: skip
    assert answer.err == f"timeline: {bad}: {count(1, 'warning')}\ntimeline: {good}: no problems\n"
    assert program.run(["check", str(good), "--format", "json"]) == 0
    assert capsys.readouterr().out == "[]\n"
    assert program.run(["check", str(bad), "--format", "github"]) == 0
    assert capsys.readouterr().out.startswith("::warning file=")
    assert program.run(["check", str(bad), "--format", "xml"]) == 2
    assert "choose from text, json, github" in capsys.readouterr().err


def test_the_command_lists_the_rules(capsys: pytest.CaptureFixture[str]) -> None:
    """``--rules`` tells each rule once, at any width."""
    assert program.run(["check", "--rules"]) == 0
    text = capsys.readouterr().out
    assert text.startswith("encoding (error)\n  The file is saved as UTF-8.\n    not title: Bak")
    assert text == rules(Layout(10**6, prose=10**6)).plain
    assert max(map(len, rules(Layout(50)).plain.split("\n"))) <= 130


def test_the_shell_offers_rules_and_formats() -> None:
    """What ``--ignore`` and ``--format`` take is offered."""
    from timeline.cli import completion

    chronology: Any = None
    offered = [name for name, _ in completion.rules(chronology)]
    assert "spacing" in offered
    assert "yaml" not in offered
    assert [name for name, _ in completion.check_formats(chronology)] == ["text", "json", "github"]
