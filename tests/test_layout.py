"""Styled text: what it holds, and the escapes it becomes, held against Rich's own console."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.text import Text

from timeline.views.layout import Styled, joined

STYLES = ("", "bold", "dim", "color(31)", "bold color(130)", "dim link https://e.org/a?b=C")
PIECES = st.lists(st.tuples(st.text("aə ◆\n中", max_size=6), st.sampled_from(STYLES)), max_size=6)


def styled(pieces: list[tuple[str, str]]) -> Styled:
    """A text of these pieces."""
    out = Styled()
    for text, style in pieces:
        out.append(text, style)
    return out


@given(PIECES)
def test_escapes_mean_what_rich_means(pieces: list[tuple[str, str]]) -> None:
    """Read back by Rich the escapes give each character the style that it was given."""
    read = Text("\n").join(Text.from_ansi(line) for line in styled(pieces).escaped(links=True).split("\n"))
    wanted = Text()
    for text, style in pieces:
        wanted.append(text, style)
    console = Console()

    def looks(text: Text) -> list[tuple[str, str]]:
        at = [(char, text.get_style_at_offset(console, index)) for index, char in enumerate(text.plain)]
        return [(char, f"{s.bold or ''}{s.dim or ''}{s.color.name if s.color else ''}{s.link or ''}")
                for char, s in at if char != "\n"]  # fmt: skip

    assert looks(read) == looks(wanted)


@given(PIECES)
def test_no_style_reaches_over_a_line_end(pieces: list[tuple[str, str]]) -> None:
    """Each line of the escapes ends as plain as it began, so that a pager may begin with any of them."""
    for line in styled(pieces).escaped(links=True).split("\n"):
        assert "\x1b[" not in line or line.rindex("\x1b[0m") == line.rindex("\x1b[")


@given(st.lists(PIECES, max_size=4))
def test_pieces_stand_in_their_order(texts: list[list[tuple[str, str]]]) -> None:
    """The plain text of a whole is that of its parts."""
    parts = [styled(pieces) for pieces in texts]
    plain = ["".join(text for text, _ in pieces) for pieces in texts]
    assert [part.plain for part in parts] == plain
    assert Styled("<", "dim").extend(*parts).plain == "<" + "".join(plain)
    assert joined("\n\n", parts).plain == "\n\n".join(plain)
