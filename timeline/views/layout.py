"""Text with styles: pieces in a row, each with its style in Rich's words, such as ``bold color(31)``.

Rich's own text and console lay out and measure once more what the views have laid out already, at several times the
cost of all the rest of a run; of Rich this takes what a style is in a terminal's escapes.
"""

from __future__ import annotations

from collections.abc import Iterable


class Styled:
    """A text that grows at its end."""

    __slots__ = ("pieces",)

    def __init__(self, text: str = "", style: str = "") -> None:
        self.pieces: list[tuple[str, str]] = [(text, style)] if text else []

    def append(self, text: str, style: str = "") -> Styled:
        """Puts text behind the rest, and returns the whole."""
        if text:
            self.pieces.append((text, style))
        return self

    def extend(self, *others: Styled) -> Styled:
        """Puts other texts behind the rest, and returns the whole."""
        for other in others:
            self.pieces += other.pieces
        return self

    @property
    def plain(self) -> str:
        """The text without its styles."""
        return "".join(text for text, _ in self.pieces)

    def escaped(self) -> str:
        """The text as a terminal of 256 colours takes it; no style reaches over the end of a line."""
        from rich.color import ColorSystem
        from rich.style import Style

        def drawn(text: str, style: str) -> str:
            render = Style.parse(style).render
            return "\n".join(render(line, color_system=ColorSystem.EIGHT_BIT) for line in text.split("\n"))

        return "".join(drawn(text, style) if style else text for text, style in self.pieces)


def joined(separator: str, texts: Iterable[Styled]) -> Styled:
    """The texts in a row, with a separator between them."""
    out = Styled()
    for number, text in enumerate(texts):
        out.append(separator if number else "").extend(text)
    return out
