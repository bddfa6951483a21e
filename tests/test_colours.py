"""Colours on a terminal: what is possible on five backgrounds, by computation, and that nothing written needs more."""

from __future__ import annotations

import re
from itertools import pairwise
from math import sqrt
from pathlib import Path
from typing import Any

import pytest
from rich.color import Color
from rich.text import Text

import timeline
from tests.conftest import EVERYTHING
from tests.test_cli import _run as run_fixture  # the fixture `run`
from timeline.relations import families
from timeline.views import colours

run = run_fixture

BACKGROUNDS = {
    "black": (0x00, 0x00, 0x00),
    "white": (0xFF, 0xFF, 0xFF),
    "grey": (0x28, 0x28, 0x28),
    "Solarized dark": (0x00, 0x2B, 0x36),
    "Solarized light": (0xFD, 0xF6, 0xE3),
}
TEXT, GRAPHICS = 4.5, 3.0
"""Contrasts that WCAG 2.1 asks for: 1.4.3 and 1.4.11."""
RGB = tuple[int, int, int]


def luminance(colour: RGB) -> float:
    """Relative luminance as WCAG defines it, from 0 for black to 1 for white."""
    parts = [part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in colour]
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def contrast(one: float, other: float) -> float:
    """Contrast of two luminances, from 1 to 21."""
    low, high = sorted((one, other))
    return (high + 0.05) / (low + 0.05)


def worst(colour: RGB) -> float:
    """The contrast of a colour with the background on which it is the least."""
    return min(contrast(luminance(colour), luminance(ground)) for ground in BACKGROUNDS.values())


def best_possible() -> float:
    """The most that any colour can have on all backgrounds, which is between the lightest dark and the darkest light.

    Contrast depends on luminance alone. It falls on one of these two sides where it rises on the other, and is the same
    on both where the luminance, with 0.05, is their geometric mean.
    """
    ordered = sorted(luminance(ground) + 0.05 for ground in BACKGROUNDS.values())
    return max(sqrt(light / dark) for dark, light in pairwise(ordered))


def rgb(style: str) -> RGB:
    """What a terminal of 256 colours shows, the sixteen aside that each has its own of."""
    number = Color.parse(style.removeprefix("bold ")).number
    assert number is not None
    assert number >= 16
    return tuple(Color.from_ansi(number).get_truecolor())  # type: ignore[return-value]


def test_no_colour_can_be_read_on_every_background() -> None:
    """For text there is none: the best possible falls short of 4.5, as a walk over all luminances finds, too."""
    assert 3.69 < best_possible() < 3.70 < TEXT
    steps = (step / 10_000 for step in range(10_001))
    found = max(min(contrast(step, luminance(ground)) for ground in BACKGROUNDS.values()) for step in steps)
    assert best_possible() - 0.01 < found <= best_possible()


@pytest.mark.parametrize("style", [*colours.HUES, *colours.SEVERITIES.values(), colours.BAR, colours.ADDED,
                                   colours.REMOVED, colours.CHANGED, colours.RENAMED])  # fmt: skip
def test_every_colour_can_be_seen_on_every_background(style: str) -> None:
    """As a bar or a mark each has a contrast of 3 or more on all five."""
    assert worst(rgb(style)) >= GRAPHICS


def test_there_is_a_hue_for_each_family(real: timeline.Chronology) -> None:
    """The chronology's families have one each, no two the same."""
    assert len(set(map(rgb, colours.HUES))) == len(colours.HUES) >= len(set(families(real).values()))


COMMANDS = [
    "", "list -y 2008", "list --full --ids --links --limit 20", "show parp-joined nato-cooperation-commission",
    "count year", "count programme", "count person", "programmes", "programmes PfP ANA-TF", "chart",
    "chart --by kind -y 2008..2010", "on 4 May", "sources", "check --rules",
    "check {broken}", f"diff {EVERYTHING}", "format --diff {loose}", "--help", "list --help", "count --help",
]  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_colour_is_never_on_text(command: str, run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is written in colour is a bar or a mark that can be seen on all five backgrounds; nothing is dimmed."""
    broken = tmp_path / "broken.yaml"
    broken.write_text('title: T\nsources: {s: {title: S, isbn: "9780131103627"}}\nevents: [{id: a, date: "1"}]\n')
    loose = tmp_path / "loose.yaml"
    loose.write_text("title: 'T'\nsources: {s: {title: S, held: here}}\nevents: []\n")
    monkeypatch.setenv("COLUMNS", "100")
    answer = run("--color", "always", *command.format(broken=broken, loose=loose).split())
    assert "\x1b[" in answer.out
    used = set()
    for line in answer.out.splitlines():
        text = Text.from_ansi(line)
        for span in text.spans:
            assert not isinstance(span.style, str)
            assert not span.style.dim
            assert span.style.bgcolor is None
            if span.style.color:
                assert not re.search(r"\w", text.plain[span.start : span.end]), line
                used.add(span.style.color.number)
    assert all(number is not None and worst(rgb(f"color({number})")) >= GRAPHICS for number in used)
