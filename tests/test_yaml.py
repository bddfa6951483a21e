"""The YAML export: a selection is a chronology again, which other people's readers take for the same."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import timeline
from tests.conftest import Golden, rendered
from tests.strategies import chronologies
from timeline import Chronology
from timeline.datafile import bundled, check, parse
from timeline.datafile.write import formatted
from timeline.formats import BY_NAME
from timeline.formats import yaml as yaml_format


def test_everything_as_kept(everything: Chronology, golden: Golden) -> None:
    """The output for a chronology that has one of everything does not change by accident."""
    golden("yaml.yaml", rendered(yaml_format, everything))


def test_the_whole_is_the_data_file(real: Chronology) -> None:
    """Without a filter it is the data file but for its comments: the data dictionary and headings."""
    _, _, body = bundled().read_text(encoding="utf-8").partition("\n\n")
    bare = [[line for line in text.splitlines() if line[:1] != "#"] for text in (rendered(yaml_format, real), body)]
    assert bare[0] == bare[1]


@given(chronologies(), st.data())
def test_a_selection_is_a_chronology_again(whole: Chronology, data: st.DataObject) -> None:
    """What is read back is the selection: its events in their order, related to each other, and all they refer to.

    Nothing else is in it, and it is in its one form.
    """
    kept = tuple(event for event in whole if data.draw(st.booleans()))
    chosen = replace(whole, events=kept, selection=("year 1994",))
    text = rendered(yaml_format, chosen)
    back = parse(text.encode())
    ids = {event.id for event in kept}
    assert back.events == tuple(e._replace(related=tuple(id for id in e.related if id in ids)) for e in kept)
    for name in ("title", "description", "authors", "url", "licence", "updated"):
        assert getattr(back, name) == getattr(whole, name)
    for vocabulary, words in (("kinds", {e.kind for e in kept}), ("topics", {word for e in kept for word in e.topics})):
        needed = {word: meaning for word, meaning in getattr(whole, vocabulary).items() if word in words}
        assert getattr(back, vocabulary) == needed
    assert back.programmes.items() <= whole.programmes.items()
    assert back.sources.items() <= whole.sources.items()
    cited = {id for record in (*back, *back.programmes.values()) for id in record.sources}
    assert set(back.sources) == cited
    assert formatted(text.encode(), "") == text.encode()


@given(chronologies())
def test_the_whole_reads_back_as_it_is(whole: Chronology) -> None:
    """A chronology that was not filtered keeps what nothing refers to as well."""
    assert parse(rendered(yaml_format, whole).encode()) == whole


def test_what_a_selection_is_stands_at_its_top(real: Chronology) -> None:
    """The first line says what the events were selected by; the parents and successors of a programme are there."""
    chosen = real.select(programme="PARP", year="1997")
    text = rendered(yaml_format, chosen)
    assert text.startswith("# Selected by year 1997; programme PARP.\n\ntitle: ")
    back = parse(text.encode())
    assert {"PARP", "PfP"} <= set(back.programmes) < set(real.programmes)
    assert [problem for problem in check.problems(text.encode(), "x") if "not cited" in problem.message] == []


def test_an_empty_selection_is_a_chronology(real: Chronology) -> None:
    """Where nothing matches a well-formed chronology without events is left."""
    back = parse(rendered(yaml_format, real.select(year="1800")).encode())
    assert (back.title, back.events, back.sources, back.programmes) == (real.title, (), {}, {})


def test_references_out_of_a_selection_are_told(everything: Chronology) -> None:
    """The person is told how many references are left out, and nothing where there is none."""
    notes = BY_NAME["yaml"].notes
    assert notes(everything) == []
    first = next(event for event in everything if event.related)
    alone = replace(everything, events=(first,), selection=("x",))
    number = len(first.related)
    assert notes(alone) == [f"{number} reference{'s' * (number > 1)} to related events that are not exported left out"]


@pytest.mark.parametrize("suffix", ["x.yaml", "X.YML"])
def test_both_suffixes_stand_for_it(suffix: str) -> None:
    """A file may end in .yaml or .yml."""
    assert timeline.formats.of_file(suffix).name == "yaml"


@pytest.mark.oracles
def test_other_readers_read_the_same(real: Chronology, everything: Chronology) -> None:
    """PyYAML, which guesses types by YAML 1.1, and ruamel, by YAML 1.2, find the texts that were written."""
    for chronology in (real, everything):
        _assert_readers_agree(chronology)


@pytest.mark.oracles
@given(chronologies())
def test_other_readers_read_any_chronology(chronology: Chronology) -> None:
    """The same for whatever a chronology may hold."""
    _assert_readers_agree(chronology)


def _assert_readers_agree(chronology: Chronology) -> None:
    from ruamel.yaml import YAML

    text = rendered(yaml_format, chronology)
    document = json.loads(timeline.export(replace(chronology, selection=()), "json"))
    for found in (yaml.safe_load(text), YAML(typ="safe", pure=True).load(text)):
        assert [event["title"] for event in found["events"]] == [event.title for event in chronology]
        for event, kept in zip(found["events"], document["events"], strict=True):
            sources = event.pop("sources")
            said = kept["sources"]
            assert (sources if isinstance(sources, dict) else dict.fromkeys(sources, "")) == said
            assert event == {name: kept[name] for name in event}
            assert not any(kept[name] for name in kept.keys() - event.keys() - _MADE)
        for code, programme in found.get("programmes", {}).items():
            entry = chronology.programmes[code]
            assert programme == {name: _as_text(getattr(entry, name)) for name in programme}
        for id, source in found["sources"].items():
            assert source == {name: _as_text(getattr(chronology.sources[id], name)) for name in source}


_MADE = {"earliest", "latest", "display_date", "sources"}


def _as_text(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value.text if isinstance(value, timeline.Date) else value
