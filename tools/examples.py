"""The examples of README and docs: runs every ``$ command`` of a console block and compares what it prints.

    python tools/examples.py             show the differences; exit 1 if there are any
    python tools/examples.py --write     put the real output in place

A command without a pipe is run as on a terminal of 92 columns without colour. An output that ends with a line ``…`` is
compared only so far.
"""

from __future__ import annotations

import difflib
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

from timeline import cli

COLUMNS = "92"
CUT = "…"
_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)


class Terminal(io.StringIO):
    """Takes what a terminal would show."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        """It is one."""
        return True


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
        cli.run(shlex.split(command)[1:])
    return "".join(f"{line.rstrip()}\n" for line in screen.getvalue().splitlines())


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


def differences() -> Iterator[str]:
    """Unified differences between what the documents say and what the program prints."""
    for path in filter(Path.exists, documents()):
        text = path.read_text(encoding="utf-8")
        name = str(path.relative_to(ROOT))
        yield from difflib.unified_diff(text.splitlines(True), renewed(text).splitlines(True), name, "what it prints")


def main(args: list[str]) -> int:
    """Shows or writes; the exit code says whether there was a difference."""
    if "--write" in args:
        for path in filter(Path.exists, documents()):
            path.write_text(renewed(path.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
        return 0
    found = list(differences())
    sys.stdout.writelines(found)
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
