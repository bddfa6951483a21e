"""Faults of the system and of the installation, put where they hurt: at calls of the system, at moments, in files.

Each run is a process of its own. Nothing depends on how fast it is.
"""

from __future__ import annotations

import fcntl
import os
import select
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import EVERYTHING
from tests.test_surroundings import ENOUGH, PROGRAM, Answer, answered, environment, run, shell

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(os.name != "posix" or shutil.which("bash") is None, reason="faults are those of POSIX"),
]

STRACE = pytest.mark.skipif(shutil.which("strace") is None, reason="strace injects the faults")

# --- descriptors

WHOLE = (["list", "--full"], ["export", "--format", "html"], ["schema"], ["list", "--help"])


def _large(place: Path) -> Path:
    """A chronology whose answers are larger than what a pipe holds."""
    path = place / "large.yaml"
    events = "".join(
        f"- {{id: e{i}, date: '1994', title: Title {i}, summary: {'Words. ' * 40}, sources: [s]}}\n" for i in range(500)
    )
    path.write_text(f"title: Large\nsources: {{s: {{title: S, url: 'https://example.org/'}}}}\nevents:\n{events}")
    return path


@pytest.mark.parametrize("unbuffered", [None, "1"])
@pytest.mark.parametrize("args", WHOLE, ids=" ".join)
def test_a_pipe_that_does_not_block_gets_the_whole_answer(
    args: list[str], unbuffered: str | None, tmp_path: Path
) -> None:
    """A reader that takes its time gets every byte, though the pipe says that it is full and takes parts."""
    data = str(_large(tmp_path))
    out, into = os.pipe()
    os.set_blocking(into, False)
    fcntl.fcntl(into, fcntl.F_SETPIPE_SZ, 4096)
    with open(into, "wb", buffering=0) as stream:
        process = subprocess.Popen(
            [*PROGRAM, *args],
            stdout=stream,
            stderr=subprocess.PIPE,
            env=environment(TIMELINE_DATA=data, PYTHONUNBUFFERED=unbuffered),
        )
    select.select([out], [], [], ENOUGH)
    with open(out, "rb") as stream:
        got = stream.read()
    told = process.communicate(timeout=ENOUGH)[1]
    assert answered(process.returncode, got, told) == run(*args, TIMELINE_DATA=data)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize("args", WHOLE, ids=" ".join)
def test_a_full_disk_is_told_without_buffers(args: list[str]) -> None:
    """With PYTHONUNBUFFERED=1, too, what is not written is a failure."""
    told = "timeline: cannot write: no space left on device\n"
    assert shell('"$@" >/dev/full', *args, PYTHONUNBUFFERED="1") == Answer(1, b"", told)


@pytest.mark.parametrize("unbuffered", [None, "1"])
@pytest.mark.parametrize("blocks", [1, 7, 20])
@pytest.mark.parametrize("args", WHOLE[:2], ids=" ".join)
def test_a_file_that_becomes_full_is_told(args: list[str], blocks: int, unbuffered: str | None, tmp_path: Path) -> None:
    """Where the last write is a short one, since the file may grow no more, the exit code says so."""
    script = f'ulimit -f {blocks}; "$@" > got'
    data = str(_large(tmp_path))
    answer = shell(script, *args, cwd=tmp_path, TIMELINE_DATA=data, PYTHONUNBUFFERED=unbuffered)
    assert answer == Answer(1, b"", "timeline: cannot write: file too large\n")


def test_standard_input_that_does_not_block_is_read_to_its_end() -> None:
    """What comes late through a pipe that does not block is waited for."""
    out, into = os.pipe()
    os.set_blocking(out, False)
    data = EVERYTHING.read_bytes()
    with open(out, "rb", buffering=0) as stream:
        process = subprocess.Popen(
            [*PROGRAM, "--data", "-", "list"],
            stdin=stream,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(),
        )
    with open(into, "wb", buffering=0) as writer:
        writer.write(data[:1000])
        while process.poll() is None and select.select([], [writer], [], 0)[1] and _held(writer.fileno()):
            pass  # until the program has taken that, and finds nothing more
        writer.write(data[1000:])
    got, told = process.communicate(timeout=ENOUGH)
    assert answered(process.returncode, got, told) == run("list")


def _held(descriptor: int) -> int:
    """The bytes that a pipe holds."""
    import array
    import termios

    number = array.array("i", [0])
    fcntl.ioctl(descriptor, termios.FIONREAD, number)
    return number[0]


def test_a_small_file_needs_little_memory() -> None:
    """A file is read in pieces: no room is asked for that it does not take."""
    assert shell('ulimit -v 100000; "$@"', "list") == run("list")
