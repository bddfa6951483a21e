"""The check of a data file: every error, or, where it can be read, every warning; each with its position and rule."""

from __future__ import annotations

import os
from collections.abc import Iterator

from timeline.datafile import parse_with_positions, read_source
from timeline.datafile.check_people import people
from timeline.datafile.check_records import events, programmes, sources, split_lists, words
from timeline.datafile.check_texts import cut_texts, texts
from timeline.datafile.findings import Finding
from timeline.datafile.order import unsorted
from timeline.datafile.positions import Positions
from timeline.datafile.rules import warnings_without
from timeline.errors import DataError, Problem
from timeline.model import Chronology

ALL = warnings_without()
"""Every rule of warnings."""


def check(source: str | os.PathLike[str] | None = None) -> tuple[Problem, ...]:
    """What is wrong with a data file, or with the one that comes with the program: nothing where all is well.

    Every error, or, where the file can be read, every warning, as its ``severity`` says; in the order of the file.
    Raises `TimelineError` for a file that cannot be read at all.
    """
    return tuple(problems(*read_source(source)))


def problems(data: bytes, name: str, told: frozenset[str] = ALL) -> list[Problem]:
    """Every error of a file, or, where it has none, every warning of the rules ``told``; in the order of the file."""
    try:
        chronology, positions = parse_with_positions(data, name)
    except DataError as error:
        return list(error.problems)
    found = (finding.at(positions) for finding in findings(chronology, positions, data) if finding.rule in told)
    return sorted(found, key=lambda problem: (problem.line, problem.column))


def findings(chronology: Chronology, positions: Positions, data: bytes) -> Iterator[Finding]:
    """What should be corrected in a chronology that can be read, and was from ``data``."""
    yield from unsorted(chronology, positions)
    for rules in (events, people, sources, programmes, words, split_lists, texts):
        yield from rules(chronology)
    yield from cut_texts(chronology, positions, data)
