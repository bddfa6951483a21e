"""Styled text: what it holds, and the escapes it becomes, held against Rich's own console."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from timeline.views.layout import EDGE, EDGED, Layout, Styled, joined, shortened, split_words, wrapped

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


THAI, HAN = "สนธิสัญญาสันติภาพเพื่อความร่วมมือ", "第二回会合が「平和のための枠組み」に、NATO加盟国の代表が出席した。"


@given(
    st.lists(st.text("第二平和のため。、「」ー ๅเสนธิัญ\u3000", min_size=1, max_size=90), max_size=5),
    st.integers(20, 90),
)
def test_scripts_without_spaces_fit(texts: list[str], width: int) -> None:
    """A text of scripts without spaces is broken between letters, so that no line is too wide and no letter is lost.

    What may not begin or end a line makes a piece no longer than the runs of such signs in a text that is one.
    """
    for text in (re.sub("[。、「」ーเๅ]{2,}", "、", text) for text in texts):
        lines = [line.plain for line in wrapped(split_words(text), width)]
        assert all(cell_len(line) <= width for line in lines)
        assert "".join("".join(lines).split(" ")) == "".join(text.split(" "))


@pytest.mark.parametrize("text", [THAI, HAN])
@pytest.mark.parametrize("width", [20, 25, 33, 34])
def test_lines_begin_and_end_with_what_may(text: str, width: int) -> None:
    """No line begins with a mark, closing punctuation or a vowel that follows, nor ends with what opens."""
    lines = [line.plain for line in wrapped(split_words(f"In one word {text} of many"), width)]
    assert len(lines) > 1
    assert max(map(cell_len, lines)) <= width
    assert "".join(lines).replace(" ", "") == f"Inoneword{text}ofmany".replace(" ", "")
    assert not any(unicodedata.category(line[0])[0] == "M" or line[0] in "。、」ะาๅ" for line in lines)
    assert not any(line[-1] in "「เแโใไ" for line in lines)
    assert lines[0].startswith("In one word ")
    assert len(lines[0]) > len("In one word ")


def test_letters_that_are_joined_stay_together() -> None:
    """In Khmer a sign joins two consonants, between which no line ends."""
    khmer = "ភាសាខ្មែរ" * 4
    for width in range(20, 40):
        assert all(line.plain[-1] != "\u17d2" for line in wrapped(split_words(khmer), width))


@given(st.text("ab \u00a0\u202f\u2007\t\n", max_size=80), st.integers(12, 40))
def test_no_line_ends_at_a_no_break_space(text: str, width: int) -> None:
    """No-break spaces stay what they are, inside words that they hold together."""
    lines = [line.plain for line in wrapped(split_words(text), width)]
    assert [word for line in lines for word in line.split(" ")] == [word for word in re.split("[ \t\n]+", text) if word]


def test_a_line_may_end_at_a_wide_space() -> None:
    """An em space parts words, and is kept where the line goes on."""
    [first, second] = [line.plain for line in wrapped(split_words("aaaaaaaa\u2003bbbb\u2003cccccc"), 14)]
    assert (first, second) == ("aaaaaaaa\u2003bbbb\u2003", "cccccc")


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [("Kosovo Force", 12, "Kosovo Force"), ("Kosovo Force", 8, "Kosovo…"), ("平和のため", 6, "平和…"), ("", 1, "")],
)
def test_shortened(text: str, width: int, expected: str) -> None:
    """A text is cut by cells, not by letters; three dots say so where there is no ellipsis."""
    assert shortened(text, width, Layout(80)) == expected
    plain = shortened(text, width, Layout(80, unicode=False))
    assert cell_len(plain) <= width
    assert plain.endswith("...") == (plain != text)


def test_an_edge_has_the_style_and_its_word_has_none() -> None:
    """A code behind its edge is two pieces, the second without colour; words of other styles are one run."""
    words = [("a", ""), ("b", ""), (f" {EDGE}C", f"{EDGED}color(31)"), (f"{EDGE}D", f"{EDGED}color(29)")]
    [line] = wrapped(words, 40)
    assert line.plain == f"a b  {EDGE}C {EDGE}D"
    assert [piece for piece in line.pieces if piece[1]] == [(EDGE, "color(31)"), (EDGE, "color(29)")]
