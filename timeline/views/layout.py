"""Text laid out for a screen: pieces in a row, each with its style in Rich's words, such as ``bold color(31)``.

Rich's own text and console lay out and measure once more what the views have laid out already, at several times the
cost of all the rest of a run; of Rich this takes what a style is in a terminal's escapes.

No text is dimmed or coloured, since no colour can be read on every background (`timeline.views.colours` has the
figures). Colour is on what stands beside text: the edge of a code, a bar, a mark.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, groupby
from typing import NamedTuple

from rich.cells import cell_len

from timeline.model import Event
from timeline.search import SPACELESS

_MARKS = {"landmark": "◆", "notable": "•", "minor": "·"}
_ASCII_MARKS = {"landmark": "*", "notable": "o", "minor": "."}
EDGE = "▌"
"""What stands before a code in the colour of its family."""
EDGED = "edge "
"""What stands in the style of a word that begins with `EDGE`: the rest of the style is of the edge alone."""
LINK = "link "
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
_LABEL = 16
"""Cells before what stands beside a label."""

WHITE = r"[ \t\n\r\f\v\x1c-\x1f\x85\u2028\u2029]"
"""Pattern of the white space at which words end; no-break spaces and those of other widths are part of the text."""
_WIDE_SPACES = "\u1680\u2000-\u2006\u2008-\u200b\u205f\u3000"
_MAY_END = re.compile(f"[{SPACELESS}{_WIDE_SPACES}]")
_SPACELESS = re.compile(f"[{SPACELESS}]")
_NOT_FIRST = frozenset(
    "、。，．・：；？！ーゝゞヽヾ々〜」』）】〕〉》”’…)]},.:;!?%ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮะาำๅๆฯະາຳຽໆຯ"
)
"""With which no line begins: closing punctuation, small letters and vowels of scripts without spaces."""
_NOT_LAST = frozenset("「『（【〔〈《“‘([{เแโใไເແໂໃໄ")
"""With which none ends: opening punctuation, vowels that stand before their consonant."""
# A space that is not inside a date: neither between its day and its month nor before its year nor before a dash.
_SPACE = re.compile(rf"(?<!\d){WHITE}+(?!\d{{4}}\b|–)|(?<=\d){WHITE}+(?![A-Z–])")
_JOINS = 9  # Unicode's class of the marks that join the letter before to the one after

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
    colour: bool = False
    """Whether it shows colours."""

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

    @property
    def edge(self) -> str:
        """`EDGE` where it can be seen, in its colour; else nothing."""
        return EDGE if self.colour and self.unicode else ""


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
    fits = not lead.plain or lead.plain.endswith((" ", EDGE)) or room > 0
    out = Styled().extend(lead).append(" " * room if fits else "\n")
    for number, line in enumerate(wrapped(words, width - indent)):
        out.append(" " * indent if number or not fits else "").extend(line).append("\n")
    return out


def split_words(text: str, style: str = "") -> list[Word]:
    """The words of a text; a no-break space is part of a word."""
    parts = text.split() if text.isascii() else re.split(f"{WHITE}+", text)
    return [(word, style) for word in parts if word]


def wrapped(words: Sequence[Word], width: int) -> list[Styled]:
    """Styled words in lines of at most ``width`` cells; a word that is longer has a line of its own.

    In scripts without spaces a line may end within a word, between two letters.
    """
    width = max(width, _NARROW)
    lines: list[list[Word]] = []
    room = 0
    for word, style in words:
        cells = cell_len(word)
        if lines and cells + 1 <= room:
            lines[-1].append((word, style))
            room -= cells + 1
            continue
        first, *others = _pieces(word, room - 1 if lines else width, width)
        if lines and first:
            lines[-1].append((first, style))
        for piece in others if lines or not first else (first, *others):
            lines.append([(piece.lstrip(" "), style)])
            room = width - cell_len(piece)
    return [_line(line) for line in lines]


def shortened(text: str, width: int, layout: Layout) -> str:
    """A text of at most ``width`` cells; a longer one is cut, which an ellipsis says."""
    if cell_len(text) <= width:
        return text
    ellipsis = "…" if layout.unicode else "..."
    room = width - len(ellipsis)
    kept = next(at for at, cells in enumerate(accumulate(map(cell_len, text))) if cells > room)
    return text[:kept].rstrip() + ellipsis


def _pieces(word: str, room: int, width: int) -> Iterator[str]:
    """A word in pieces, each of at most ``width`` cells where its script lets a line end; the first is of ``room``.

    The first is empty where nothing of the word has that room.
    """
    piece: list[str] = []
    for part in _parts(word):
        cells = cell_len(part)
        if cells > room:
            yield "".join(piece)
            piece, room = [], width
        piece.append(part)
        room -= cells
    yield "".join(piece)


def _parts(word: str) -> list[str]:
    """The parts of a word between which a line may end: letters of scripts without spaces, each with its marks."""
    if word.isascii() or not _MAY_END.search(word):
        return [word]
    begins = [at for at in range(1, len(word)) if _may_part(word[at - 1], word[at])]
    return [word[begin:end] for begin, end in zip([0, *begins], [*begins, len(word)], strict=True)]


def _may_part(before: str, after: str) -> bool:
    """Whether a line may end between two characters of a word."""
    if before in _NOT_LAST or after in _NOT_FIRST or unicodedata.category(after)[0] == "M":
        return False
    if unicodedata.combining(before) == _JOINS:
        return False
    return bool(_MAY_END.match(before) or _SPACELESS.match(after))


def _line(words: list[Word]) -> Styled:
    """Words as a text, those of one style in one run."""
    out = Styled()
    for number, (style, run) in enumerate(groupby(words, key=lambda word: word[1])):
        out.append(" " if number else "")
        text = " ".join(word for word, _ in run)
        if style.startswith(EDGED):
            for piece in re.split(f"({EDGE})", text):
                out.append(piece, style.removeprefix(EDGED) if piece == EDGE else "")
        else:
            out.append(text, style)
    return out


def date_lines(when: str, cells: int) -> list[str]:
    """A date in the lines that its column needs, broken after the dash of an interval or between its words."""
    if cell_len(when) <= cells:
        return [when]
    first, dash, last = when.partition(" – ")
    parts = [f"{first} –", last] if dash else [when]
    return [line.plain for part in parts for line in wrapped(dated(part), cells)]


def labelled(label: str, values: Sequence[list[Word]], layout: Layout) -> Styled:
    """A label and its values in a column beside it, or beneath it where the terminal is narrow."""
    out = Styled()
    if not values:
        return out
    indent = 4 if layout.stacked else _LABEL
    lead = Styled(f"  {label}", "bold")
    for words in values:
        out.extend(hung(words, min(layout.width, layout.prose), indent, lead))
        lead = Styled()
    return out.append("\n" if label == "Note" else "")


def indented(text: str, width: int, indent: int, style: str = "") -> Styled:
    """A paragraph that begins at ``indent``; nothing for an empty text."""
    return hung(split_words(text, style), width, indent) if text else Styled()


def dated(text: str) -> list[Word]:
    """The words of a text, of which a day, its month and its year are one."""
    return [(word, "") for word in _SPACE.split(text) if word]
