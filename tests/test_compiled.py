"""The compiled chronology: what the build puts into the wheel is what the data file says."""

from __future__ import annotations

import sys
import types
from typing import Any

import pytest
from hypothesis import given

import timeline
from tests.conftest import examples
from tests.strategies import chronologies
from timeline.datafile import version_of_data
from timeline.datafile.compiled import packed, unpacked, updated


def module_of(chronology: timeline.Chronology) -> Any:
    """The module that a build would make."""
    module = types.ModuleType("timeline.datafile._compiled")
    exec(packed(chronology), module.__dict__)
    return module


def test_the_real_chronology_comes_back(real: timeline.Chronology) -> None:
    """Packing and unpacking the shipped chronology gives an equal one."""
    assert unpacked(module_of(real)) == real


@examples(0.6)
@given(chronologies())
def test_any_chronology_comes_back(chronology: timeline.Chronology) -> None:
    """Whatever the texts and dates, unpacking gives what was packed; the day of the last change also alone."""
    module = module_of(chronology)
    assert unpacked(module) == chronology
    assert updated(module) == chronology.updated


def test_a_compiled_chronology_is_loaded_in_place_of_the_file(
    everything: timeline.Chronology, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the wheel brought the compiled module along, it is what the program loads."""
    monkeypatch.setitem(sys.modules, "timeline.datafile._compiled", module_of(everything))
    assert timeline.load() == everything
    assert version_of_data() == str(everything.updated)


def test_a_checkout_reads_its_file(real: timeline.Chronology, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no compiled module the data file is read."""
    monkeypatch.setitem(sys.modules, "timeline.datafile._compiled", None)
    assert timeline.load() == real
    assert version_of_data() == str(real.updated)
