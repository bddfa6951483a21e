"""The inputs kept for the fuzzers, each held to the same promises without one; a corpus is one test."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml

from tests.fuzz import fuzz_dates, fuzz_loader, fuzz_program

CORPUS = Path(__file__).parent / "fuzz" / "corpus"
CHECKS: dict[str, Callable[[bytes], None]] = {
    "loader": fuzz_loader.check_one,
    "dates": fuzz_dates.check_one,
    "program": fuzz_program.check_one,
}
GENERATED = 60
"""Command lines that are tried without a fuzzer."""


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


@pytest.mark.hostile
def test_command_lines_by_chance_end_well() -> None:
    """Any command with any options, values and environment ends in a documented code and in one line."""
    for seed in range(GENERATED):
        fuzz_program.check_one(fuzz_program.generated(random.Random(seed)))


def test_what_the_fuzzer_tries_is_made_of_what_it_has() -> None:
    """Inputs are changed word by word, by other bytes, or for a new command line, and stay as short as is asked."""
    data = b"NO_COLOR=1\0list\0--full"
    tried = [fuzz_program.mutated(data, 200, seed, lambda given, size: given[::-1][:size]) for seed in range(40)]
    assert data[::-1] in tried
    assert len(set(tried)) > 30
    assert max(map(len, tried)) <= 200
    assert fuzz_program.read(b"NO_COLOR=\0PATH=x\0a/b\0https://e.org/") == (
        {"NO_COLOR": ""},
        ["PATH=x", "a\u2215b", "https://e.org/"],
    )


@pytest.mark.parametrize("folder", ["loader", "dates"])
def test_the_corpus_is_there(folder: str) -> None:
    """Each corpus holds enough to begin with, all of it short."""
    sizes = [path.stat().st_size for path in (CORPUS / folder).iterdir()]
    assert len(sizes) > 100
    assert max(sizes) < 20_000
