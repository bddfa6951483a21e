"""What a long chronology needs in memory: some times what the file has, whatever is made of it."""

from __future__ import annotations

import gc
import runpy
import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import HERE
from timeline import Chronology
from timeline.datafile import parse, parse_with_positions
from timeline.formats import FORMATS, Format

pytestmark = pytest.mark.memory

LINES = runpy.run_path(str(HERE.parent / "bench" / "chronology.py"))["lines"]


@pytest.fixture(scope="module")
def file() -> bytes:
    """A generated file of 2,000 events."""
    return "\n".join(LINES(2000)).encode()


@pytest.fixture(scope="module")
def long(file: bytes) -> Chronology:
    """Its chronology."""
    return parse(file)


def _most(call: Callable[[], Any]) -> tuple[Any, int]:
    """What a call gives, and the bytes that it needs on the way, its result among them."""
    gc.collect()
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        tracemalloc.reset_peak()
        made = call()
        return made, tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(("load", "times"), [(parse, 4), (parse_with_positions, 4.5)])
def test_a_file_becomes_records_in_little_room(load: Callable[[bytes, str], Any], times: float, file: bytes) -> None:
    """A reading needs a few times the bytes of the file, also where it keeps the place of every field."""
    load(file, "")  # imports and compiles what is there once
    _, most = _most(lambda: load(file, ""))
    assert most < times * len(file)


@pytest.mark.parametrize("entry", FORMATS, ids=lambda entry: entry.name)
def test_a_document_is_made_in_little_room(entry: Format, long: Chronology, file: bytes) -> None:
    """A document that is text is not held as one on its way to a file; its bytes are what `export` gives.

    A workbook has every cell in memory, since its writer would need files of its own to have less.
    """
    entry.encode(long)
    pieces, most = _most(lambda: entry.encode(long))
    whole = b"".join(pieces)
    assert entry.render(long) == (whole if entry.binary else whole.decode("utf-8"))
    assert entry.binary or max(map(len, pieces)) < len(whole) / 2
    assert most < (24 if entry.name == "xlsx" else 6) * len(file)
