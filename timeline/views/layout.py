"""Text laid out for a screen: pieces in a row, each with its style in Rich's words, such as ``bold color(31)``.

Rich's own text and console lay out and measure once more what the views have laid out already, at several times the
cost of all the rest of a run; of Rich this takes what a style is in a terminal's escapes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from rich.cells import cell_len

from timeline.model import Event

_MARKS = {"landmark": "◆", "notable": "•", "minor": "·"}
_ASCII_MARKS = {"landmark": "*", "notable": "o", "minor": "."}
QUIET = "dim"
LINK = " link "
"""What stands in a style before the address that its text leads to."""

STACKED = 60
"""Cells below which the date stands above the title rather than beside it."""
GUTTER = 2
"""Cells that stay free on the left."""
DATE = 14
"""Cells of the column of dates beneath their year."""
MAX_DATE = 20
"""Cells that the column may have where the dates carry their year."""
_NARROW = 12

Word = tuple[str, str]
"""A word and its style."""


class Layout(NamedTuple):
    """What the terminal at hand can show."""

    width: int
    """Cells across."""
    unicode: bool = True
    """Whether it shows more than ASCII."""
    prose: int = 92
    """Cells that a paragraph may fill, however wide the terminal: longer lines are hard to read."""
    dates: int = DATE
    """Cells of the column of dates."""

    @property
    def stacked(self) -> bool:
        """Whether it is too narrow for two columns."""
        return self.width < STACKED

    @property
    def indent(self) -> int:
        """Cells before what an event says."""
        return 4 if self.stacked else GUTTER + self.dates + 4

    def mark(self, event: Event) -> str:
        """The symbol of an event's significance."""
        return (_MARKS if self.unicode else _ASCII_MARKS)[event.significance]


class Styled:
    """A text that grows at its end."""

    __slots__ = ("pieces",)

    def __init__(self, text: str = "", style: str = "") -> None:
        self.pieces: list[tuple[str, str]] = [(text, style)] if text else []

    def append(self, text: str, style: str = "") -> Styled:
        """Appends text, and returns the whole."""
        if text:
            self.pieces.append((text, style))
        return self

    def extend(self, *others: Styled) -> Styled:
        """Appends other texts, and returns the whole."""
        for other in others:
            self.pieces += other.pieces
        return self

    @property
    def plain(self) -> str:
        """The text without its styles."""
        return "".join(text for text, _ in self.pieces)

    @property
    def lines(self) -> int:
        """How many lines it has."""
        return sum(text.count("\n") for text, _ in self.pieces)

    def escaped(self, *, links: bool = False) -> str:
        """The text as a terminal of 256 colours takes it; no style reaches over the end of a line.

        ``links`` makes links of addresses that can be clicked.
        """
        from rich.color import ColorSystem
        from rich.style import Style

        def drawn(text: str, style: str) -> str:
            render = Style.parse(style if links else style.partition(LINK)[0]).render
            return "\n".join(render(line, color_system=ColorSystem.EIGHT_BIT) for line in text.split("\n"))

        return "".join(drawn(text, style) if style else text for text, style in self.pieces)


def joined(separator: str, texts: Iterable[Styled]) -> Styled:
    """The texts in a row, with a separator between them."""
    out = Styled()
    for number, text in enumerate(texts):
        out.append(separator if number else "").extend(text)
    return out


def hung(words: Sequence[Word], width: int, indent: int, lead: Styled | None = None) -> Styled:
    """Words in lines that begin at ``indent``, beside ``lead`` where that ends before it, else beneath it.

    Where ``indent`` would leave too little of the width it is less.
    """
    lead = lead or Styled()
    indent = min(indent, max(width - _NARROW, 0))
    room = indent - cell_len(lead.plain)
    fits = not lead.plain or lead.plain.endswith(" ") or room > 0
    out = Styled().extend(lead).append(" " * room if fits else "\n")
    for number, line in enumerate(wrapped(words, width - indent)):
        out.append(" " * indent if number or not fits else "").extend(line).append("\n")
    return out


def wrapped(words: Sequence[Word], width: int) -> list[Styled]:
    """Styled words in lines of at most ``width`` cells; a word that is longer has a line of its own."""
    width = max(width, _NARROW)
    lines: list[list[Word]] = []
    room = 0
    for word, style in words:
        cells = cell_len(word)
        if lines and cells + 1 <= room:
            lines[-1].append((word, style))
            room -= cells + 1
        else:
            lines.append([(word.lstrip(), style)])
            room = width - cells
    return [_line(line) for line in lines]


def _line(words: list[Word]) -> Styled:
    """Words as a text, those of one style in one run."""
    out = Styled()
    for number, (style, run) in enumerate(groupby(words, key=lambda word: word[1])):
        out.append(" " if number else "").append(" ".join(word for word, _ in run), style)
    return out
