"""Scripts that keep the repository true: the data file, the examples, the pictures, the manual page."""

from __future__ import annotations

import difflib
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def differences(made: Mapping[Path, str]) -> Iterator[str]:
    """Unified differences between files and what they should hold, line by line."""
    for path, text in made.items():
        kept = path.read_bytes().decode("utf-8") if path.exists() else ""
        name = os.path.relpath(path, ROOT)
        yield from difflib.unified_diff(kept.splitlines(True), text.splitlines(True), name, f"{name} as it should be")


def keep(made: Mapping[Path, str], args: list[str]) -> int:
    """Shows how files differ from what they should hold, or with ``--write`` mends them; 1 if a difference is left."""
    if "--write" in args:
        for path, text in made.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            beside = path.with_name(f"{path.name}.part")  # nobody reads half a file meanwhile
            beside.write_text(text, encoding="utf-8", newline="\n")
            beside.replace(path)
        return 0
    found = list(differences(made))
    sys.stdout.writelines(found)
    return int(bool(found))
