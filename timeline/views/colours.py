"""Colours of a terminal: they tell families, faults and changes apart, and are never on a text.

A terminal may be black or white, grey (#282828) or Solarized's dark or light, and does not say which. To be read a text
needs a contrast of 4.5 (WCAG 2.1, 1.4.3), and no colour has that on all five: on #282828 it would have to have a
luminance of 0.27 or more, on white one of 0.18 or less. The best that there is has 3.7. A bar or a mark needs 3.0
(1.4.11), and that each of these has.
"""

from __future__ import annotations

from timeline.model import Chronology
from timeline.relations import families, roots
from timeline.views.layout import EDGED, Layout, Word

HUES = tuple(f"color({number})" for number in (63, 196, 29, 133, 167, 31, 130, 100, 163, 104, 198, 135))
"""A hue for each family, as far from each other as colours of that contrast can be; further families share them."""
ADDED, REMOVED, CHANGED, RENAMED = "color(29)", "color(198)", "color(130)", "color(31)"
SEVERITIES = {"error": "bold color(198)", "warning": "bold color(130)"}
"""What is wrong in a file."""
BAR = "color(31)"
"""A bar that belongs to no family."""


def palette(chronology: Chronology) -> dict[str, str]:
    """A hue for each programme; the parts of one programme share its hue."""
    return {code: HUES[number % len(HUES)] for code, number in families(chronology).items()}


class Codes:
    """How the codes of programmes are shown: behind an edge in the hue of their family, and beside that in words."""

    def __init__(self, chronology: Chronology, layout: Layout) -> None:
        self.hues = palette(chronology)
        self._roots = roots(chronology)
        self.edge = layout.edge

    def word(self, code: str) -> Word:
        """A code behind its edge."""
        return f"{self.edge}{code}", f"{EDGED}{self.hues.get(code, BAR)}" if self.edge else ""

    def words(self, codes: tuple[str, ...]) -> list[Word]:
        """Codes, each of a part followed by the family in brackets, ``IPAP (PfP)``, unless that is among them."""
        family = {self._roots.get(code, code): code for code in codes}  # of each the last
        out: list[Word] = []
        for code in codes:
            root = self._roots.get(code, code)
            word, style = self.word(code)
            out.append((f"{word} ({root})" if family[root] == code and root not in codes else word, style))
        return out
