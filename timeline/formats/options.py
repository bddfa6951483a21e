"""The options of the formats: each has a type, and a format says which of them it has."""

from __future__ import annotations

from typing import Literal, TypedDict

PictureSize = Literal["a4", "slide", "wide"]
"""What a picture is for: the text of a thesis on A4, a slide of 16 to 9, a screen or a poster."""
Theme = Literal["light", "dark", "auto"]
"""The colours of a picture: for paper, for a dark screen, or as the screen of a browser is (elsewhere as on paper)."""


class Options(TypedDict, total=False):
    """The options of all formats; which of them a format has, its row says."""

    excel: bool
    """Byte-order mark and formula guard, for spreadsheets."""
    brief: bool
    """A line an event, with its best link."""
    anniversaries: bool
    """Exact days as yearly anniversaries."""
    size: PictureSize
    """What a picture is for."""
    theme: Theme
    """The colours of a picture."""
