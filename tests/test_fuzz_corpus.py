"""The inputs kept for the fuzzers, each held to the same promises without one; a corpus is one test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml

from tests.fuzz import fuzz_dates, fuzz_loader

CORPUS = Path(__file__).parent / "fuzz" / "corpus"
CHECKS: dict[str, Callable[[bytes], None]] = {"loader": fuzz_loader.check_one, "dates": fuzz_dates.check_one}


def broken(folder: str) -> Iterator[str]:
    """The inputs of a corpus that break a promise, with what was wrong."""
    for path in sorted((CORPUS / folder).iterdir()):
        try:
            CHECKS[folder](path.read_bytes())
        except Exception as error:
            yield f"{folder}/{path.name}: {error!r}"


@pytest.mark.parametrize("folder", CHECKS)
def test_every_input_of_the_corpus_holds(folder: str) -> None:
    """Every input that once failed, and every one from which the fuzzers begin, ends in a result or in problems."""
    assert list(broken(folder)) == []


def test_every_input_holds_in_pure_python_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """A PyYAML that was built without libyaml breaks no promise either."""
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    assert list(broken("loader")) == []


def test_a_broken_promise_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The replay can fail: an input that breaks a promise is named with what was wrong."""
    monkeypatch.setitem(CHECKS, "dates", lambda data: fuzz_loader.check_one(data + 1))
    assert "dates/read-1994: TypeError" in "\n".join(broken("dates"))


@pytest.mark.parametrize("folder", CHECKS)
def test_the_corpus_is_there(folder: str) -> None:
    """Each corpus holds enough to begin with, all of it short."""
    sizes = [path.stat().st_size for path in (CORPUS / folder).iterdir()]
    assert len(sizes) > 100
    assert max(sizes) < 20_000
