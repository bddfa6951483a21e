"""The examples of README and docs: runs every ``$ command`` of a console block and compares what it prints.

    python tools/examples.py             show the differences; exit 1 if there are any
    python tools/examples.py --write     put the real output in place

A command without a pipe is run as on a terminal of 92 columns without colour. An output that ends with a line ``…`` is
compared only so far.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from timeline.cli import run as program
from tools import keep

COLUMNS = "92"
CUT = "…"
_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)


class Terminal(io.TextIOWrapper):
    """Takes what a terminal would show."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", newline="", write_through=True)

    def isatty(self) -> bool:
        """It is one."""
        return True

    def shown(self) -> str:
        """What it shows."""
        self.seek(0)
        return self.read()


def documents() -> list[Path]:
    """The files that have examples."""
    return [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("**/*.md"))]


def renewed(text: str) -> str:
    """A document with the real output under each command."""
    with _elsewhere():
        return _BLOCK.sub(lambda match: f"```console\n{''.join(_examples(match[1]))}```", text)


def _examples(block: str) -> Iterator[str]:
    for example in re.split(r"^(?=\$ )", block, flags=re.MULTILINE):
        if not example:
            continue
        command, _, shown = example.partition("\n")
        yield f"{command}\n"
        yield _cut(answer(command.removeprefix("$ ")), shown)


def _cut(real: str, shown: str) -> str:
    """The real output, as far as the document shows it."""
    lines = shown.rstrip("\n").split("\n")
    if lines[-1] != CUT:
        return real
    return "".join(real.splitlines(keepends=True)[: len(lines) - 1]) + f"{CUT}\n"


def answer(command: str) -> str:
    """What a person sees after typing a command."""
    if re.search(r"[|>&;]", command) or not command.startswith("timeline"):
        run = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
        return run.stdout + run.stderr
    screen = Terminal()
    with redirect_stdout(screen), redirect_stderr(screen):
        program.run(shlex.split(command)[1:])
    return "".join(f"{line.rstrip()}\n" for line in screen.shown().splitlines())


@contextmanager
def _elsewhere() -> Iterator[None]:
    """A folder of its own, and an environment that says nothing but the width."""
    kept, here = dict(os.environ), Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "examples").symlink_to(ROOT / "examples")
        os.chdir(folder)
        os.environ.update(COLUMNS=COLUMNS, LINES="1000", NO_COLOR="1", TERM="xterm", PYTHONIOENCODING="utf-8")
        os.environ.pop("TIMELINE_DATA", None)
        os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        try:
            yield
        finally:
            os.chdir(here)
            os.environ.clear()
            os.environ.update(kept)


def pages() -> dict[Path, str]:
    """What each document should hold."""
    return {path: renewed(path.read_text(encoding="utf-8")) for path in documents() if path.exists()}


if __name__ == "__main__":
    sys.exit(keep(pages(), sys.argv[1:]))
