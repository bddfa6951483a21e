"""The inputs kept for the fuzzers, each held to the same promises without one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from tests.fuzz import fuzz_dates, fuzz_loader

CORPUS = Path(__file__).parent / "fuzz" / "corpus"
CHECKS: dict[str, Callable[[bytes], None]] = {"loader": fuzz_loader.check_one, "dates": fuzz_dates.check_one}
FILES = [(folder, path) for folder in CHECKS for path in sorted((CORPUS / folder).iterdir())]


@pytest.mark.parametrize(("folder", "path"), FILES, ids=[f"{folder}/{path.name}" for folder, path in FILES])
def test_an_input_of_the_corpus_holds(folder: str, path: Path) -> None:
    """Every input that once failed, and every one from which the fuzzers begin, ends in a result or in problems."""
    CHECKS[folder](path.read_bytes())


@pytest.mark.parametrize("path", [path for folder, path in FILES if folder == "loader"], ids=lambda path: path.name)
def test_an_input_holds_in_pure_python_too(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A PyYAML that was built without libyaml breaks no promise either."""
    monkeypatch.delattr(yaml, "CSafeLoader")
    CHECKS["loader"](path.read_bytes())


def test_the_corpus_is_there() -> None:
    """Both folders hold enough to begin with, all of it short."""
    for folder in CHECKS:
        sizes = [path.stat().st_size for owner, path in FILES if owner == folder]
        assert len(sizes) > 100
        assert max(sizes) < 20_000
