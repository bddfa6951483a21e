"""Windows, by simulation: consoles that know cp1252, files with CR LF, line ends of exports, names with backslashes."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path, PureWindowsPath
from typing import Any

import pytest

import timeline
from timeline.cli import run as program
from timeline.cli import streams
from timeline.datafile import check, parse
from timeline.formats import TextFormat
from timeline.views import plain

pytestmark = pytest.mark.surroundings

HERE = Path(__file__).parent
EVERYTHING = HERE / "everything.yaml"
BUNDLED = HERE.parent / "data" / "events.yaml"
FILES = [EVERYTHING, BUNDLED]


def run(*args: str, encoding: str = "cp1252", data: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    """The program with a console of this encoding; bytes, as nobody may translate line ends."""
    kept = {name: value for name, value in os.environ.items() if name not in ("FORCE_COLOR", "TIMELINE_DATA")}
    settings = {**kept, "PYTHONIOENCODING": encoding, "PYTHONPATH": str(HERE.parent), "COLUMNS": "100"}
    if data:
        settings["TIMELINE_DATA"] = str(data)
    return subprocess.run([sys.executable, "-m", "timeline", *args], capture_output=True, env=settings, check=False)


VIEWS = (
    ["list"],
    ["list", "--full"],
    ["list", "--color", "always"],
    ["show", "parp-joined", "nacc-membership"],
    ["show", "parp-joined", "--color", "always"],
    ["chart"],
    ["chart", "--color", "always"],
    ["sources"],
    ["sources", "--color", "always"],
    ["programmes", "--color", "always"],
    ["--help"],
    ["list", "--help"],
    ["cite", "parp-joined"],
)


@pytest.mark.parametrize("args", VIEWS, ids=" ".join)
def test_views_on_a_console_of_western_europe(args: list[str]) -> None:
    """Every view ends well on cp1252; only another script and the marks of disputed events become question marks."""
    done = run(*args)
    assert (done.returncode, done.stderr) == (0, b"")
    text, whole = done.stdout.decode("cp1252"), run(*args, encoding="utf-8").stdout.decode("utf-8")
    assert len(text) > 100
    scripts = ("CYRILLIC", "ARMENIAN", "GEORGIAN", "ARABIC", "GREEK")
    foreign = sum(char in "◇○◦" or unicodedata.name(char, "").startswith(scripts) for char in whole)
    assert text.count("?") <= whole.count("?") + foreign


def test_what_cp1252_has_stays_and_the_rest_is_readable() -> None:
    """Dashes and umlauts stay, Azerbaijani letters lose their marks, and other scripts become question marks."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding="cp1252", newline="")
    streams.prepare(stream)
    stream.write("1991–2021 “Café” Zürich … İlham Əliyev, Məmmədyarov, Şuşa, Баку ◆")
    stream.flush()
    buffer: Any = stream.buffer
    assert buffer.getvalue().decode("cp1252") == "1991–2021 “Café” Zürich … Ilham Aliyev, Mammadyarov, Susa, ???? *"


def test_names_are_readable_in_a_list() -> None:
    """The small chronology with one of everything is listed line for line as in UTF-8."""
    narrow, wide = (run("list", encoding=name, data=EVERYTHING).stdout.decode(name) for name in ("cp1252", "utf-8"))
    assert [line.split("\t")[:3] for line in narrow.splitlines()] == [
        line.split("\t")[:3] for line in wide.splitlines()
    ]


@pytest.mark.parametrize("encoding", ["cp1252", "cp437", "cp866", "ascii"])
def test_messages_on_other_consoles(encoding: str) -> None:
    """A complaint about a word that the console cannot show is a line, whatever the encoding."""
    done = run("list", "-p", "Ələt–中", encoding=encoding)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"timeline: there is no programme '")
    assert done.stderr.count(b"\n") == 1


@pytest.mark.parametrize("format", ["csv", "json", "ics", "html"])
def test_exports_are_utf8_on_every_console(format: str) -> None:
    """What a program reads is the same bytes whatever the console can show."""
    narrow, wide = (run("export", "--format", format, encoding=name, data=EVERYTHING) for name in ("cp1252", "utf-8"))
    assert narrow.returncode == 0
    assert narrow.stdout == wide.stdout


def crlf(data: bytes) -> bytes:
    """A file as an editor on Windows writes it."""
    return data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_carriage_returns_change_nothing(path: Path) -> None:
    """A file with CR LF, with or without a byte-order mark, is the same chronology and has the same findings."""
    data = path.read_bytes()
    for other in (crlf(data), b"\xef\xbb\xbf" + crlf(data)):
        assert b"\r\n" in other
        assert parse(other) == parse(data)
        assert list(check.problems(other, "x")) == list(check.problems(data, "x"))


FAULTY = """\
title: T
description: |
  Two
  lines.
sources:
  s: {title: T, url: nowhere}

events:
- id: a
  date: 1994-5-4
  title: "It goes
    on"
  sources: [x]
"""


def test_places_of_problems_count_lines_once() -> None:
    """Line and column of every problem are those that an editor shows, whether lines end with LF or CR LF."""
    problems = list(check.problems(FAULTY.encode(), "x"))
    assert [problem.line for problem in problems] == [6, 10, 13]
    assert list(check.problems(crlf(FAULTY.encode()), "x")) == problems


def test_no_carriage_return_reaches_a_text() -> None:
    """Texts of several lines have LF in memory, so that exports do not depend on who saved the file."""
    text = "title: T\ndescription: |\n  Two\n  lines.\nsources: {}\nevents: []\n"
    assert parse(crlf(text.encode())).description == "Two\nlines.\n" == parse(text.encode()).description


class _Console(io.TextIOWrapper):
    """Standard output on Windows: text gets CR LF, bytes in ``buffer`` stay."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="cp1252", newline="\r\n")

    def written(self) -> bytes:
        """What arrived."""
        self.flush()
        buffer: Any = self.buffer
        data: bytes = buffer.getvalue()
        return data


@pytest.fixture(name="on_console")
def _on_console(monkeypatch: pytest.MonkeyPatch) -> Callable[..., bytes]:
    """Runs the program with a standard output as on Windows and gives the bytes that arrive there."""
    for name in ("TIMELINE_DATA", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)

    def run(*args: str) -> bytes:
        console = _Console()
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdout", console)
            assert program.run(list(args)) == 0
        return console.written()

    return run


def test_csv_has_its_line_ends_once(on_console: Callable[..., bytes], real: timeline.Chronology) -> None:
    """CSV to standard output ends lines with CR LF, never with CR CR LF, and is the bytes of the file."""
    data = on_console("export", "--format", "csv")
    same = data == timeline.export(real, "csv").encode("utf-8")
    assert same
    assert b"\r\r" not in data
    assert data.endswith(b"\r\n")


def test_json_keeps_its_line_ends(on_console: Callable[..., bytes], real: timeline.Chronology) -> None:
    """An export whose lines end with LF has no CR on Windows either."""
    data = on_console("export", "--format", "jsonl")
    assert data.count(b"\r") == 0
    assert [json.loads(line)["id"] for line in data.splitlines()] == [event.id for event in real.events]


def test_text_has_the_line_ends_of_the_console(on_console: Callable[..., bytes]) -> None:
    """What people read ends its lines as the console wants them, once."""
    data = on_console("list", "-y", "1994")
    assert b"\r\r" not in data
    assert data.count(b"\r\n") == data.count(b"\n") > 0


def test_a_file_is_the_same_on_every_system(
    on_console: Callable[..., bytes], tmp_path: Path, real: timeline.Chronology
) -> None:
    """What is written to a file has the bytes of the format, whatever the system's line end."""
    formats: tuple[tuple[str, TextFormat], ...] = (("csv", "csv"), ("json", "json"), ("md", "markdown"))
    for suffix, format in formats:
        target = tmp_path / f"x.{suffix}"
        assert on_console("export", str(target)) == b""
        shown = plain.readable(real) if format == "markdown" else real
        same = target.read_bytes() == timeline.export(shown, format).encode("utf-8")
        assert same, suffix


NAMES = (r"C:\Users\Ümid\my.yaml", r"..\new\table.yaml", r"\\server\share\a b.yaml", "C:/both\\ways.yaml")


@pytest.mark.parametrize("name", NAMES)
def test_names_with_backslashes_are_shown_as_they_are(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A path stands in messages with single backslashes, none of them taken for an escape, and only once."""
    assert program.run(["list", "--data", name]) == 1
    assert capsys.readouterr().err == f"timeline: cannot read '{name}': no such file or directory\n"
    assert program.run(["check", name]) == 1
    assert f"'{name}'" in capsys.readouterr().err


@pytest.mark.parametrize("name", NAMES)
def test_problems_with_backslashes_are_shown_as_they_are(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """``FILE:LINE:COLUMN`` begins with the path as it was given."""
    with pytest.raises(timeline.DataError) as raised:
        parse(b"title: T\n", name)
    streams.notify_problems(raised.value.name, raised.value.problems, "")
    told = capsys.readouterr().err.splitlines()
    assert told
    assert all(line.startswith(f"{name}:1:") for line in told)


@pytest.mark.skipif(sys.platform == "win32", reason="there a backslash parts folders and is in no name")
def test_a_name_with_a_backslash_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    """The suffix of a path from Windows names the format, and the message repeats the path as it was typed."""
    monkeypatch.chdir(tmp_path)
    name = r"out\new\table.csv"
    assert PureWindowsPath(name).suffix == ".csv"
    assert program.run(["export", name, "-y", "1994"]) == 0
    assert f"written to '{name}'" in capsys.readouterr().err
    assert Path(name).read_bytes().startswith(b"id,date,")
