"""Help as a teacher: what each command says of itself, its examples, and the manual page made of both."""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.core import TyperGroup

from timeline.cli.commands import ready
from timeline.cli.run import run
from tools import manpage

MINE = """\
title: Mine
sources:
  s:
    title: T
    url: https://example.org
events:
- id: a
  date: "1994"
  title: A
  summary: It happened.
  sources: [s]
"""
"""A data file without a problem, for the examples that name one."""


def _helps() -> Iterator[tuple[str, str]]:
    """The name of each command and its help as written; the first is the program itself."""
    root = ready()
    assert isinstance(root, TyperGroup)
    yield "timeline", root.help or ""
    for name, command in root.commands.items():
        yield f"timeline {name}", command.help or ""


HELPS = dict(_helps())


def examples(help: str) -> list[str]:
    """The lines of the second paragraph, which keeps them apart."""
    paragraph = help.split("\n\n")[1]
    assert paragraph.startswith("\b\n")
    return paragraph.removeprefix("\b\n").splitlines()


EXAMPLES = [line for help in HELPS.values() for line in examples(help)]


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with the files that examples name, and an environment that says nothing of data, colour or width."""
    monkeypatch.chdir(tmp_path)
    for name in ("TIMELINE_DATA", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    for file in ("my.yaml", "other.yaml"):
        Path(file).write_text(MINE, encoding="utf-8")


@pytest.mark.parametrize("name", HELPS)
def test_help_opens_with_a_sentence_and_examples(name: str) -> None:
    """Help is a sentence on one line, then two or three examples of this very command."""
    sentence = HELPS[name].split("\n\n")[0]
    assert re.fullmatch(r"[A-Z][^\n.]*\.", re.sub(r"\[[^]]*\.\.\.]", "", sentence)), sentence
    lines = examples(HELPS[name])
    assert 2 <= len(lines) <= 3
    assert [line for line in lines if not f"{line} ".rpartition(" | ")[2].startswith(f"{name} ")] == []
    assert len(set(lines)) == len(lines)


@pytest.mark.parametrize("example", EXAMPLES)
def test_examples_of_help_work(
    example: str, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each example answers as it is typed: code 0, no complaint, something to show for it."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(MINE.encode())))  # what git shows
    args = shlex.split(example.rpartition(" | ")[2].partition(" > ")[0])[1:]
    assert run(args) == 0
    captured = capfdbinary.readouterr()
    said = captured.err.decode()
    assert "internal error" not in said
    assert "no event matches" not in said
    assert captured.out or said


@pytest.mark.parametrize("name", HELPS)
def test_help_shows_its_examples_line_by_line(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """On the screen each example stands on a line of its own, before the options."""
    assert run([*name.split()[1:], "--help"]) == 0
    shown = [line.strip() for line in re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out).splitlines()]
    places = [shown.index(example) for example in examples(HELPS[name])]
    assert places == list(range(places[0], places[0] + len(places)))
    assert places[-1] < next(number for number, line in enumerate(shown) if "--help" in line)


@pytest.mark.parametrize("name", HELPS)
@pytest.mark.parametrize("columns", ["20", "30", "59", "60", "80", "120", "0", "-5", "x", "", "9" * 40])
def test_help_is_whole_at_any_width(
    name: str, columns: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every word of every option stands in the help, and no line is wider than the terminal but for a long word."""
    root: Any = ready()
    command = root.commands.get(name.removeprefix("timeline ").strip(), root)
    with monkeypatch.context() as patch:  # since pytest, too, heeds it as soon as the test ends
        patch.setenv("COLUMNS", columns)
        assert run([*name.split()[1:], "--help"]) == 0
    shown = capsys.readouterr().out
    words = set(shown.replace(",", " ").split())
    for entry in (entry for entry in command.params if not getattr(entry, "hidden", False)):
        assert entry.metavar is None or set(entry.metavar.split()) <= words
        assert set(entry.help.replace(",", " ").rstrip(".").split()[:-1]) <= words
        assert entry.param_type_name == "argument" or set(entry.opts) <= words
    width = int(columns) if columns.isdigit() and 20 <= int(columns) < 1000 else 92
    long = [line for line in shown.splitlines() if len(line) > width]
    assert [line for line in long if max(map(len, line.split())) + 13 <= width] == []  # what is indented by 13 at most


@pytest.mark.surroundings
@pytest.mark.parametrize("columns", ["20", "80"])
def test_help_where_no_shell_can_be_told(columns: str) -> None:
    """Options that take a shell's name where Typer may not look for it are shown like the others."""
    env = {**os.environ, "COLUMNS": columns, "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    command = [sys.executable, "-m", "timeline", "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=env)
    assert "--install-completion" in done.stdout
    assert "None" not in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize("args", [["list"], ["show"], [], ["cite", "--format", "nonsense"]], ids=" ".join)
@pytest.mark.parametrize(
    ("options", "settings", "coloured"),
    [
        ([], {}, False),
        ([], {"FORCE_COLOR": "1"}, True),
        ([], {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ([], {"GITHUB_ACTIONS": "true", "PY_COLORS": "1", "TERMINAL_WIDTH": "x"}, False),
        ([], {"GITHUB_ACTIONS": "true", "NO_COLOR": "1"}, False),
        (["--color", "always"], {"NO_COLOR": "1"}, True),
        (["--colour", "always"], {"NO_COLOR": "1"}, True),
        (["--color=never"], {"FORCE_COLOR": "1"}, False),
    ],
)
def test_help_heeds_the_rules_of_colour(
    args: list[str],
    options: list[str],
    settings: dict[str, str],
    coloured: bool,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Help is coloured where the answers are, whatever else the environment holds and whatever stands first."""
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    for line in ([*args, "--help", *options], [*args, *options, "-h"], [*options, *args, "--help"]):
        assert run(line) == 0
        shown = capsys.readouterr().out
        assert shown.startswith("  \x1b[1mUsage:" if coloured else "  Usage: timeline")
        assert ("\x1b[" in shown) is coloured


def test_options_are_grouped() -> None:
    """Filters, order and common options stand in groups of their own in the help of ``list``."""
    root: Any = ready()
    panels = {entry.name: getattr(entry, "rich_help_panel", None) for entry in root.commands["list"].params}
    assert panels["year"] == panels["search"] != panels["limit"] == panels["reverse"]
    assert panels["data"] == panels["color"] not in (panels["year"], panels["limit"], None)


def test_every_option_and_argument_is_explained() -> None:
    """Whatever help shows has a word of explanation."""
    root: Any = ready()
    for command in (root, *root.commands.values()):
        for entry in command.params:
            if not getattr(entry, "hidden", False) and entry.name != "help":
                assert entry.help, f"{command.name} {entry.name}"


def test_manual_page_is_what_the_program_says() -> None:
    """docs/timeline.1 is the page of the program as it is; renew it with tools/manpage.py --write."""
    assert manpage.PAGE.read_bytes().decode("utf-8") == manpage.page()


def test_manual_page_names_every_command_and_option() -> None:
    """Each command has its section, and each option that help shows stands in it."""
    page = manpage.page().replace(r"\-", "-")
    root: Any = ready()
    for name, command in root.commands.items():
        section = page.partition(f".SS timeline {name}")[2].partition(".SS ")[0]
        assert section, name
        options = [entry for entry in command.params if entry.param_type_name == "option" and not entry.hidden]
        for flag in (flag for entry in options for flag in entry.opts):
            assert flag in section, f"{name} {flag}"


def rendered() -> tuple[str, str]:
    """The page as ``man`` shows it, and what it complains of."""
    if shutil.which("man") is None:
        pytest.skip("there is no man here to render the page")
    settings = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "MANWIDTH": "100", "MAN_KEEP_FORMATTING": ""}
    command = ["man", "--warnings", "-P", "cat", "-l", str(manpage.PAGE)]
    done = subprocess.run(command, capture_output=True, env=settings, check=True)
    return done.stdout.decode("utf-8"), done.stderr.decode("utf-8")


def test_manual_page_renders_without_a_warning() -> None:
    """``man`` has nothing to complain of and shows every command."""
    text, complaints = rendered()
    assert complaints == ""
    lines = [line.strip() for line in text.splitlines()]
    assert "NAME" in lines
    assert [name for name in HELPS if not any(f"{line} ".startswith(f"{name} ") for line in lines)] == []


def test_manual_page_keeps_examples_apart() -> None:
    """``man`` shows each example of help on a line of its own."""
    lines = {line.strip() for line in rendered()[0].splitlines()}
    assert [example for example in EXAMPLES if example not in lines] == []
