"""Every message that a person may get, in one golden: a better wording is one change, read as one difference."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import timeline
from tests import test_advice, test_check, test_cli, test_datafile, test_dates, test_query
from tests.conftest import Golden
from timeline import DateError, UsageError, date_advice, query
from timeline.cli import run as program
from timeline.datafile import check, syntax


def of_params(table: list[Any]) -> Iterator[tuple[str, bytes]]:
    """The name and the file of each case of a table."""
    for case in table:
        text = case.values[0]
        yield case.id, text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")


def of_files(table: list[Any]) -> str:
    """What is wrong with each file of a table."""
    return "\n".join(
        "\n".join([f"# {name}", *(problem.at("")[1:] for problem in check.problems(data, ""))])
        for name, data in of_params(table)
    )


def of_dates(read: Any, texts: list[str]) -> str:
    """Why each text is no date."""
    lines = []
    for text in dict.fromkeys(texts):
        with pytest.raises(DateError) as caught:
            read(text)
        lines.append(str(caught.value))
    return "\n".join(lines)


def of_filters() -> str:
    """What is wrong with filters, years and ids, as a Python caller sees it."""
    lines = []
    refused: list[dict[str, Any]] = [*(case[0] for case in test_query.UNKNOWN), *(case[0] for case in test_query.BAD)]
    for filters in refused:
        with pytest.raises(UsageError) as caught:
            test_query.SMALL.select(**filters)
        lines.append(f"{type(caught.value).__name__}: {caught.value}")
    for id in ("pfpp", "aliyev-president", "o", "zzz"):
        with pytest.raises(KeyError) as missing:
            query.find(test_query.SMALL, id)
        lines.append(str(missing.value))
    return "\n".join(lines)


def of_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    """What the command line says of each mistake, with its exit code."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my.yaml").write_bytes(test_advice.EXAMPLE.read_bytes())
    lines = []
    for args in [*(args for args, _ in test_cli.MISTAKES), *(shlex.split(given) for given, _ in test_advice.COMMANDS)]:
        given = [*args, "--data", "my.yaml"]
        code = program.run(given)
        said = capsys.readouterr().err.rstrip()
        if " (see '" in said:  # a complaint of Typer's, whose words change with its version, and our way on
            said = "timeline: … " + (said.partition("; ")[2] or said[said.index("(see '") :])
        lines.append(f"$ {shlex.join(['timeline', *given])}\n{said} [{code}]")
    return "\n".join(dict.fromkeys(lines))


def test_messages(
    golden: Golden, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The words of every message, each with the position or the command that it is about."""
    parts = {
        "A file that cannot be used": of_files([*test_datafile.FAULTY, *test_datafile.ENCODED]),
        "A file that would better be otherwise": of_files(test_check.FOUND),
        "Dates of a file": of_dates(timeline.dates.parse, [text for text, _ in test_dates.REFUSED]),
        "Dates that a person types": of_dates(date_advice.typed, [text for text, _ in test_dates.UNCLEAR]),
        "Filters and ids": of_filters(),
        "The command line": of_commands(tmp_path, monkeypatch, capsys),
    }
    golden("messages.txt", "\n\n".join(f"== {name}\n{text}" for name, text in parts.items()) + "\n")


def test_every_row_of_words_is_in_the_golden() -> None:
    """The tables of what is wrong with YAML and with dates have no row without an example."""
    text = (Path(__file__).parent / "golden" / "messages.txt").read_text(encoding="utf-8")
    for _, _, words in syntax._EXPLAINED:
        assert words.partition("{line}")[0] in text
    for _, mend in date_advice._CORRECTIONS:
        assert mend.partition(r"'\1")[0].partition("'")[0].rstrip() in text
