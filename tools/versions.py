"""The oldest or the newest versions that the tests take, for pip: ``pip install $(python tools/versions.py lowest)``.

Read from pyproject.toml. ``lowest`` gives what the program needs at its lower bounds, ``newest`` what program and fast
tests need, without any upper bound.
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent / "pyproject.toml"


def lowest() -> list[str]:
    """Each dependency pinned to its lower bound. Raises `ValueError` for one that has none."""
    return [f"{name}=={bound}" for name, bound in _bounds(_project()["dependencies"])]


def newest() -> list[str]:
    """Each dependency of program and fast tests from its lower bound on, however new. Raises `ValueError` likewise."""
    project = _project()
    return [
        f"{name}>={bound}"
        for name, bound in _bounds(project["dependencies"] + project["optional-dependencies"]["test"])
    ]


def _project() -> dict[str, Any]:
    project: dict[str, Any] = tomllib.loads(PROJECT.read_text("utf-8"))["project"]
    return project


def _bounds(dependencies: list[str]) -> list[tuple[str, str]]:
    matches = [(re.match(r"([\w.\[\]-]+)>=([\w.]+)", entry), entry) for entry in dependencies]
    for match, entry in matches:
        if not match:
            raise ValueError(f"{entry!r} has no lower bound")
    return [(match[1], match[2]) for match, _ in matches if match]


if __name__ == "__main__":
    sys.stdout.write(" ".join({"lowest": lowest, "newest": newest}[sys.argv[1]]()) + "\n")
