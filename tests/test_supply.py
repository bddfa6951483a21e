"""What the program may reach: its file and its streams, no network and no other program."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from timeline.datafile import bundled
from timeline.formats import FORMATS

pytestmark = pytest.mark.surroundings

CHILD = """
import sys

def forbid(event, arguments):
    if event.startswith(("socket.", "urllib.", "ftplib.", "http.", "smtplib.", "webbrowser.")) or event in PROCESSES:
        raise RuntimeError(f"{event} {arguments}")

PROCESSES = {"subprocess.Popen", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.system",
             "os.startfile", "pty.spawn"}
sys.addaudithook(forbid)
from timeline.cli.run import run
sys.exit(run(sys.argv[1:]))
"""
"""Runs a command where Python itself reports every connection and every program that is started."""

COMMANDS = (
    "", "list --full", "list --color always", "show parp-joined", "programmes", "programmes DEEP",
    "chart --color always", "on", "sources", "cite parp-joined", "cite parp-joined --format csl", "schema", "--help",
    "--version", "list -p nothing",
    f"check {bundled()}", f"diff {bundled()}", f"list --data {bundled()}",
)  # fmt: skip


def ran(*words: str) -> subprocess.CompletedProcess[str]:
    """What a command does under the watch."""
    return subprocess.run(
        [sys.executable, "-c", CHILD, *words], capture_output=True, text=True, encoding="utf-8", check=False
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_reaches_further_than_its_file(command: str) -> None:
    """No command opens a connection, resolves a name or starts a program, unless a terminal asks for a pager."""
    done = ran(*command.split())
    assert done.returncode == (2 if "nothing" in command else 0)
    assert "Error" not in done.stderr


@pytest.mark.parametrize("format", [entry.name for entry in FORMATS])
def test_no_export_reaches_further_than_its_file(tmp_path: Path, format: str) -> None:
    """Nor does an export, though it is full of addresses."""
    done = ran("export", "--format", format, str(tmp_path / "out"))
    assert (done.returncode, "Error" in done.stderr) == (0, False)
    assert (tmp_path / "out").exists()


def test_the_watch_sees_a_connection() -> None:
    """What is forbidden above is noticed where it happens."""
    for words in ("import socket; socket.socket()", "import subprocess; subprocess.run(['true'])"):
        body = CHILD.replace("from timeline.cli.run import run\nsys.exit(run(sys.argv[1:]))", words)
        done = subprocess.run([sys.executable, "-c", body], capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert "RuntimeError" in done.stderr
