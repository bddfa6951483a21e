"""The examples of README and docs are what the program prints."""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path

import pytest

from timeline.cli.commands import MODULES
from timeline.cli.run import run
from tools import differences, examples


def test_documents_show_what_the_program_prints() -> None:
    """Every command in a console block prints what stands beneath it; renew with tools/examples.py --write."""
    assert "".join(differences(examples.pages())) == ""


def test_readme_opens_with_two_shell_blocks() -> None:
    """The first two shell blocks of the README set up, run and test; above them stand a picture and a few lines."""
    text = (examples.ROOT / "README.md").read_text(encoding="utf-8")
    first, second = re.findall(r"^```sh\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    assert "timeline" in first
    assert "pytest" in second
    above = text[: text.index(first)]
    pictures = re.findall(r'(?:src|srcset)="([^"]+)"', above)
    assert len(pictures) == 2
    assert all((examples.ROOT / picture).is_file() for picture in pictures)
    assert len(above.splitlines()) <= 25


def test_commands_of_the_readme_are_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each command that the README's table gives to type answers, and ends with exit code 0."""
    monkeypatch.chdir(tmp_path)
    text = (examples.ROOT / "README.md").read_text(encoding="utf-8")
    commands = re.findall(r"^\| `timeline ([^`]+)` \|", text, re.MULTILINE)
    assert len(commands) >= 5
    for command in commands:
        assert run(shlex.split(command)) == 0, command
        assert any(capsys.readouterr()), command


def test_readme_stops_where_the_documentation_begins() -> None:
    """The README is read in a few minutes."""
    assert len((examples.ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 150


def test_every_command_is_shown() -> None:
    """Each command of the program has an example in the README or the docs."""
    texts = "".join(path.read_text(encoding="utf-8") for path in examples.documents() if path.exists())
    assert [name for name in MODULES if f"timeline {name}" not in texts] == []


def test_a_stale_example_is_found() -> None:
    """An output that is not what the program prints comes back mended, a cut one only as far as it goes."""
    assert "timeline 0\n" not in examples.renewed("```console\n$ timeline --version\ntimeline 0\n```\n")
    cut = examples.renewed("```console\n$ timeline list -y 1994\nx\ny\n…\n```\n")
    assert cut.count("\n") == 6
    assert examples.renewed("```console\n$ echo a | cat\n```\n") == "```console\n$ echo a | cat\na\n```\n"


@pytest.mark.skipif(sys.platform == "win32", reason="the second form of the program's name")
def test_module_and_door_answer_like_the_command() -> None:
    """``python -m timeline`` and ``python cli.py`` are the command."""
    for door in ("-m timeline", str(examples.ROOT / "cli.py")):
        assert examples.answer(f"{sys.executable} {door} --version").startswith("timeline ")
