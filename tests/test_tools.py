"""The scripts of the repository: what they make is kept true by showing or mending the difference."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import timeline
from timeline.cli.run import EXITS
from timeline.dates import parse as parse_date
from tools import data_changes, keep, manpage, pictures, reference, versions


def test_a_stale_or_missing_file_is_shown_and_mended(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Code 1 and the difference where a file is stale or missing; ``--write`` mends it, leaving nothing else."""
    stale, missing = tmp_path / "stale.txt", tmp_path / "new" / "missing.txt"
    stale.write_text("one\ntwo\n")
    made = {stale: "one\n2\n", missing: "ə\n"}
    assert keep(made, []) == 1
    shown = capsys.readouterr().out
    assert all(line in shown for line in ("-two\n", "+2\n", "+ə\n"))
    assert keep(made, ["--write"]) == 0
    assert (keep(made, []), capsys.readouterr().out) == (0, "")
    assert {path.name for path in tmp_path.rglob("*")} == {"stale.txt", "new", "missing.txt"}


def test_line_ends_count(tmp_path: Path) -> None:
    """A file that differs in its line ends alone differs."""
    path = tmp_path / "x"
    path.write_bytes(b"one\r\n")
    assert keep({path: "one\n"}, []) == 1


def test_the_lowest_and_newest_versions_are_the_projects(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each dependency at its lower bound, which a dependency has to have; the newest have no upper one."""
    named = {pin.partition("==")[0] for pin in versions.lowest()}
    assert {"jinja2", "pyyaml", "rich", "typer"} <= named
    project = tmp_path / "pyproject.toml"
    monkeypatch.setattr(versions, "PROJECT", project)
    extra = "optional-dependencies.test = ['d[e]>=4,<5']\n"
    project.write_text(f'[project]\ndependencies = ["a>=1.2,<2", "b-c>=3"]\n{extra}')
    assert versions.lowest() == ["a==1.2", "b-c==3"]
    assert versions.newest() == ["a>=1.2", "b-c>=3", "d[e]>=4"]
    project.write_text(f'[project]\ndependencies = ["a"]\n{extra}')
    for listed in (versions.lowest, versions.newest):
        with pytest.raises(ValueError, match="'a' has no lower bound"):
            listed()


def test_the_picture_of_a_terminal_shows_the_views() -> None:
    """What the picture is made of holds the texts of the views, in their colours."""
    drawn = pictures.terminal(timeline.load())
    assert "Colomina" in drawn.replace("&#160;", " ")
    assert "Styled" not in drawn


def test_the_page_of_changes_has_every_version(everything: timeline.Chronology) -> None:
    """Of each version but the first: counts, the events that came, went or have another name, and corrected dates."""
    event = everything.events[0]
    gone, *others = everything.events
    moved = event._replace(id="moved", title="Came, and *something* else")
    dated = others[0]._replace(date=parse_date("1992-02"))
    new = replace(everything, events=(moved, dated, *others[1:]))
    text = data_changes.page({"2024-01-01": ("abc", everything), "2024-02-02": ("def", new)})
    assert "## 2024-02-02\n\nSince 2024-01-01 (commit abc):\n\n- Events: 1 added, 1 removed, 1 changed\n" in text
    assert "**Events added**\n\n- `moved`: Came, and \\*something\\* else\n" in text
    assert f"**Events removed**\n\n- `{gone.id}`: {gone.title}\n" in text
    assert f"**Dates corrected**\n\n- `{dated.id}`: {others[0].date.text} → 1992-02\n" in text
    assert text.endswith(f"## 2024-01-01\n\nThe first version: {len(everything)} events, 6 sources.\n")


def test_the_reference_tells_every_exit_code() -> None:
    """Each exit code of the program stands in the reference and in the manual page with its meaning."""
    for code, meaning in EXITS.items():
        assert f"| {code} | {meaning} |" in reference.commands()
        assert f"\\fB{code}\\fR\n{meaning}" in manpage.page().replace(r"\-", "-")
