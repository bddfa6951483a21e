"""How well an event is supported: said in a word wherever the event is listed, and nowhere by colour alone."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

import timeline
from tests.conftest import rendered
from timeline.formats import html, markdown
from timeline.model import CONFIDENCE, Confidence
from timeline.views import plain, terminal
from timeline.views.layout import Layout

DOUBTFUL: tuple[Confidence, ...] = ("reported", "disputed")


@pytest.fixture(name="one", params=CONFIDENCE)
def _one(request: pytest.FixtureRequest, real: timeline.Chronology) -> tuple[timeline.Chronology, str]:
    """A chronology of two events, neither of which has the word in its texts, and how well both are supported."""
    events = [real["nacc-membership"], real["pfp-framework-signed"]]
    plain_events = tuple(
        event._replace(confidence=request.param, related=tuple(other.id for other in events if other != event))
        for event in events
    )
    return replace(real, events=plain_events), request.param


def said(line: str, confidence: str) -> bool:
    """Whether a line says a doubt; of what is confirmed it says nothing."""
    assert not re.search(rf"\b(?:{'|'.join(set(CONFIDENCE) - {confidence})})\b", line)
    return bool(re.search(rf"\b{confidence}\b", line)) or confidence == "confirmed"


@pytest.mark.parametrize("width", [50, 80, 120])
def test_lists_for_people_say_what_is_doubtful(one: tuple[timeline.Chronology, str], width: int) -> None:
    """A list, the lists beneath an event and those of a programme's story have the word; confirmed needs none."""
    chronology, confidence = one
    first, second = chronology.events
    shown = terminal.events(chronology, [first], Layout(width)).plain
    for text, times in (
        (terminal.listing(chronology, Layout(width)).plain, 2),
        (shown[shown.index("  Related") :], 2),  # under Related and under After
    ):
        found = re.findall("|".join(CONFIDENCE), text)
        assert found == ([confidence] * times if confidence in DOUBTFUL else [])
    assert second.title.split()[-1] in shown
    assert confidence in shown[: shown.index(first.summary.split()[0])]


def test_a_line_for_a_pipe_ends_with_it(one: tuple[timeline.Chronology, str]) -> None:
    """Into a pipe the sixth column says it of every event, confirmed ones too; ``full`` puts its columns after it."""
    chronology, confidence = one
    for full in (False, True):
        rows = [line.split("\t") for line in plain.events(chronology, full=full).splitlines()]
        assert {row[5] for row in rows} == {confidence}
        assert {len(row) for row in rows} == {12 if full else 6}


def test_documents_say_what_is_doubtful(one: tuple[timeline.Chronology, str]) -> None:
    """Markdown has it in an event's heading, the page on the line that is always open."""
    chronology, confidence = one
    headings = [line for line in rendered(markdown, chronology).splitlines() if line.startswith("### ")]
    summaries = re.findall(r"<details id=.*?<summary>(.*?)</summary>", rendered(html, chronology), re.DOTALL)
    assert len(headings) == len(summaries) == 2
    assert all(said(text, confidence) for text in (*headings, *summaries))
