"""The inputs kept for the fuzzers, each held to the same promises without one; a corpus is one test."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml

from tests.fuzz import command_lines, fuzz_dates, fuzz_loader, fuzz_program
from timeline.datafile import bundled
from timeline.formats import FORMATS

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
        fuzz_program.check_one(command_lines.generated(random.Random(seed)))


def test_command_lines_by_chance_leave_nothing_out() -> None:
    """They have every command with each of its options, every format, and whatever of the environment is looked at."""
    words = {word for seed in range(6000) for word in command_lines.generated(random.Random(seed)).split(b"\0")}
    said = {word.decode("utf-8", "surrogatepass") for word in words}
    begun = {word.partition("=")[0] for word in said}
    assert begun >= command_lines.OF_ENVIRONMENT.keys()
    assert begun >= command_lines.options().keys() - {""}
    assert begun >= {option.name for known in command_lines.options().values() for option in known}
    assert said >= {entry.name for entry in FORMATS}


def test_a_command_line_by_chance_meets_every_kind_of_stream() -> None:
    """What is written is looked at where it cannot be written, is taken in pieces, or goes to a terminal."""
    show = [b"show", b"--data=data.yaml", b"year"]
    streams = ("TERMINAL=", "STDOUT=short", "STDOUT=full", "STDOUT=gone", "STDOUT=closed", "PYTHONIOENCODING=ascii")
    answers = {stream: fuzz_program.run(*fuzz_program.read(b"\0".join([stream.encode(), *show]))) for stream in streams}
    failed = {stream: answer.code for stream, answer in answers.items() if answer.code}
    assert failed == {"STDOUT=full": 1, "STDOUT=closed": 1}
    assert "no space left on device" in answers["STDOUT=full"].err
    assert b"\x1b[" in answers["TERMINAL="].out
    assert answers["STDOUT=short"].out.count(b"\n") > 5
    assert answers["PYTHONIOENCODING=ascii"].out.isascii()
    assert answers["STDOUT=gone"] == fuzz_program.Answer(0, b"", "")


def test_what_the_fuzzer_tries_is_made_of_what_it_has() -> None:
    """Inputs are changed word by word, by other bytes, or for a new command line, and stay as short as is asked."""
    data = b"NO_COLOR=1\0list\0--full"
    tried = [command_lines.mutated(data, 200, seed, lambda given, size: given[::-1][:size]) for seed in range(40)]
    assert data[::-1] in tried
    assert len(set(tried)) > 30
    assert max(map(len, tried)) <= 200


def test_what_a_fuzzer_tries_stays_in_its_folder() -> None:
    """An input names no program but a pager of a fixed list, and no file elsewhere."""
    data = b"NO_COLOR=\0PAGER=rm x\0SHELL=pwsh\0TIMELINE_DATA=/etc/x\0PATH=x\0a/b\0https://e.org/"
    assert fuzz_program.read(data) == (
        {"NO_COLOR": "", "PAGER": "", "SHELL": "bash", "TIMELINE_DATA": "\u2215etc\u2215x"},
        ["PATH=x", "a\u2215b", "https://e.org/"],
    )
    brought = bundled()
    before = brought.stat()
    for words in ("add --title T --date 2024 --source-url https://e.org/ --source-title S --yes", "format"):
        fuzz_program.check_one(b"\0".join(word.encode() for word in words.split()))
    assert brought.stat() == before


@pytest.mark.parametrize("folder", ["loader", "dates"])
def test_the_corpus_is_there(folder: str) -> None:
    """Each corpus holds enough to begin with, all of it short."""
    sizes = [path.stat().st_size for path in (CORPUS / folder).iterdir()]
    assert len(sizes) > 100
    assert max(sizes) < 20_000
