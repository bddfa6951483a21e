"""How wide a text will be, before anybody draws it: estimated generously, so that it has room in any usual typeface."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import accumulate

FONTS = "Arial, 'Liberation Sans', 'Helvetica Neue', 'Segoe UI', Inter, 'Noto Sans', sans-serif"
"""The typefaces of a picture, the first that there is; some programs look no further than at the first."""
GENEROUS = 1.1
"""How much wider a text may be in DejaVu Sans, which a system without any of `FONTS` has."""
ELLIPSIS = "…"

# Widths in parts of the type's size, as in the widest of `FONTS`; Arial's are a little less:
_WIDE = 1.0  # of scripts without spaces, and of what has two cells in a terminal
_SLIM, _NARROW, _SPACE, _LETTER, _CAPITAL, _BROAD = 0.29, 0.4, 0.29, 0.575, 0.665, 0.93
_CLASSES = {
    **dict.fromkeys("ijl'’|.,:;!·", _SLIM),
    **dict.fromkeys('frt()[]-/\\"“”ı', _NARROW),
    **dict.fromkeys("mwMWÆŒ@%—…&©", _BROAD),
}
_UNSPACED = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"  # scripts whose lines break between any two characters
BOLD = 1.12
"""How much wider bold type is."""


def width(text: str, size: float, *, bold: bool = False) -> float:
    """The width of one line of text in type of ``size``, in the unit of the size."""
    return sum(map(_advance, text)) * size * (BOLD if bold else 1)


@cache
def _advance(char: str) -> float:
    if char in _CLASSES:
        return _CLASSES[char]
    if char.isspace():
        return _SPACE
    category = unicodedata.category(char)
    if category in ("Mn", "Me", "Cf"):
        return 0
    if unicodedata.east_asian_width(char) in "WF" or category in ("So", "Cn", "Co", "Cs", "Cc"):
        return _WIDE
    if category == "Lu":
        return _CAPITAL
    return _LETTER if char < "\u0590" else _CAPITAL


def fitted(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """The text, or as much of its beginning as has room with a mark where it was cut; at least the mark."""
    if width(text, size, bold=bold) <= room:
        return text
    left = room - width(ELLIPSIS, size, bold=bold)
    ends = accumulate(width(char, size, bold=bold) for char in text)
    return text[: next(at for at, end in enumerate(ends) if end > left)].rstrip() + ELLIPSIS


def wrapped(text: str, room: float, size: float, lines: int) -> list[str]:
    """At most so many lines, broken between words; the last is cut where it has no room."""
    made: list[str] = []
    rest = text
    while rest and len(made) < lines - 1:
        line = _line(rest, room, size)
        made.append(line)
        rest = rest[len(line) :].lstrip()
    return [*made, fitted(rest, room, size)] if rest else made


def _line(text: str, room: float, size: float) -> str:
    """As many words as have room; where not even one has, as many characters."""
    line = ""
    for piece in re.findall(rf"\s*(?:[{_UNSPACED}]|[^\s{_UNSPACED}]+)", text):
        if width(line + piece, size) > room:
            break
        line += piece
    return line or fitted(text, room + width(ELLIPSIS, size), size).removesuffix(ELLIPSIS) or text[0]
