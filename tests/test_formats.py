"""The table of formats: what a row promises of its functions, and how a format is chosen."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, get_args

import pytest

import timeline
from timeline import Chronology, UsageError, formats
from timeline.formats import BY_NAME, FORMATS, BinaryFormat, Format, Options, TextFormat

EACH = pytest.mark.parametrize("entry", FORMATS, ids=lambda entry: entry.name)


def functions(entry: Format) -> dict[str, Callable[..., Any]]:
    """The functions that a row names."""
    places = (entry.renderer, entry.notes_by, entry.held_by)
    parts = [place.partition(".") for place in places if place]
    return {
        f"{module}.{name}": getattr(importlib.import_module(f"timeline.formats.{module}"), name)
        for module, _, name in parts
    }


def test_every_format_has_a_row_and_a_type() -> None:
    """The names that a type checker lets pass are those of the table, in its order where they are text."""
    assert set(BY_NAME) == {*get_args(TextFormat), *get_args(BinaryFormat)}
    assert [entry.name for entry in FORMATS if not entry.binary] == list(get_args(TextFormat))
    assert len(BY_NAME) == len(FORMATS)


def test_a_suffix_stands_for_one_format() -> None:
    """No two formats share a suffix, and each begins with its dot and is in lower case."""
    suffixes = [entry.suffix for entry in FORMATS if entry.suffix]
    assert len(set(suffixes)) == len(suffixes)
    assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in suffixes)


@EACH
def test_functions_of_a_row_take_its_options(entry: Format) -> None:
    """Each function that a row names takes a chronology, and by keyword the row's options, off or a choice."""
    for name, function in functions(entry).items():
        first, *options = inspect.signature(function).parameters.values()
        assert first.name == "chronology", name
        assert {option.name for option in options} == set(entry.options), name
        for option in options:
            assert option.kind is inspect.Parameter.KEYWORD_ONLY, name
            assert option.default is False or option.default in formats.CHOICES[option.name], name


@EACH
def test_documents_are_text_or_bytes_as_the_row_says(entry: Format, everything: Chronology) -> None:
    """The pieces of a binary format are bytes, those of the others text; `export` gives the same put together."""
    pieces: Iterable[str | bytes] = functions(entry)[entry.renderer](everything)
    assert {type(piece) for piece in pieces} == {bytes if entry.binary else str}
    assert isinstance(entry.render(everything), bytes if entry.binary else str)


def test_options_of_the_table_are_those_of_the_type() -> None:
    """Every option that a row has is typed, and every typed option has a format."""
    assert {option for entry in FORMATS for option in entry.options} == set(Options.__annotations__)


@EACH
def test_an_option_of_another_format_is_refused(entry: Format, everything: Chronology) -> None:
    """An option that a format has not is a mistake, whoever asks; the message names the formats that have it."""
    for option in set(Options.__annotations__) - set(entry.options):
        with pytest.raises(UsageError, match=f"not for {entry.name}$"):
            entry.encode(everything, **{option: True})  # type: ignore[arg-type]


def test_a_word_that_is_no_choice_is_refused(everything: Chronology) -> None:
    """An option that is a word takes its choices alone, and a slip gets the likely one named."""
    with pytest.raises(UsageError, match="no size 'slied'; did you mean 'slide'"):
        timeline.export(everything, "svg", size="slied")  # type: ignore[call-overload]


def test_an_option_that_no_format_has_is_refused(everything: Chronology) -> None:
    """An option that there is not gets the likely one named, where no type checker did."""
    with pytest.raises(UsageError, match="no option 'excell'; did you mean 'excel'"):
        timeline.export(everything, "csv", excell=True)  # type: ignore[call-overload]


@pytest.mark.parametrize("file", ["x.zip", "X.ZIP", "some.where/x.y.zip"])
def test_zip_stands_for_the_data_package(file: str) -> None:
    """The one format that is an archive is chosen by the suffix of archives."""
    assert formats.of_file(file).name == "datapackage"


def test_no_module_is_imported_before_its_format_is_used() -> None:
    """The table names modules that are there, none of which it imports."""
    source = Path(formats.__file__).read_text(encoding="utf-8")
    for entry in FORMATS:
        module = entry.renderer.partition(".")[0]
        assert (Path(formats.__file__).parent / f"{module}.py").is_file()
        assert f"import {module}" not in source
