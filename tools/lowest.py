"""The lowest versions of what the program needs, for pip: ``pip install $(python tools/lowest.py)``.

Read from pyproject.toml; the build tests the program with these too.
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent / "pyproject.toml"


def pins() -> list[str]:
    """Each dependency pinned to its lower bound. Raises `ValueError` for one that has none."""
    pinned = []
    for dependency in tomllib.loads(PROJECT.read_text("utf-8"))["project"]["dependencies"]:
        bound = re.match(r"([\w.-]+)>=([\w.]+)", dependency)
        if not bound:
            raise ValueError(f"{dependency!r} has no lower bound")
        pinned.append(f"{bound[1]}=={bound[2]}")
    return pinned


if __name__ == "__main__":
    sys.stdout.write(" ".join(pins()) + "\n")
