"""Markdown, read back by two renderers that have nothing to do with it: markdown-it-py and GitHub's own cmark-gfm."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html import unescape
from html.parser import HTMLParser
from typing import Any

import cmarkgfm  # type: ignore[import-untyped]  # it has no types
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests.conftest import Golden, rendered
from tests.strategies import chronologies, lines
from timeline import Chronology, Event, Programme
from timeline.counts import figures
from timeline.dates import parse
from timeline.formats import markdown
from timeline.model import Source
from timeline.relations import best_source, used_programmes

Renderer = Callable[[str], str]
"""Markdown to HTML."""
Block = tuple[str, str]
"""Name of an HTML element and the text in it, its white space folded as a browser folds it."""


_COMMONMARK = MarkdownIt("commonmark").enable(["table", "strikethrough"])
_GFM_LIKE = MarkdownIt("gfm-like")
assert _GFM_LIKE.linkify is not None
_GFM_LIKE.linkify.set({"fuzzy_link": False})  # GitHub makes no links of mere domains


def _commonmark(text: str) -> str:
    html: str = _COMMONMARK.render(text)
    return html


def _gfm_like(text: str) -> str:
    html: str = _GFM_LIKE.render(text)
    return html


def _github(text: str) -> str:
    html: str = cmarkgfm.github_flavored_markdown_to_html(text)
    return html


RENDERERS = pytest.mark.parametrize("renderer", [_commonmark, _gfm_like, _github])


class _Blocks(HTMLParser):
    """What a browser would show: the text of each block, every element's name, and the links to elsewhere."""

    _LEAVES = ("h1", "h2", "h3", "p", "li")

    def __init__(self, html: str) -> None:
        super().__init__()
        self.blocks: list[Block] = []
        self.names: set[str] = set()
        self.links: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        if tag in self._LEAVES:
            self.blocks.append((tag, ""))
        elif tag == "br":
            self.handle_data(" ")
        elif tag == "a":
            self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        if self.blocks:
            tag, text = self.blocks[-1]
            self.blocks[-1] = tag, text + data

    def shown(self) -> list[str]:
        """The texts in their order, without those of elements that only hold others."""
        return [folded for _, text in self.blocks if (folded := _folded(text))]


def _folded(text: str) -> str:
    return " ".join(text.split())


def _expected(chronology: Chronology) -> list[str]:
    """The texts that a reader of the document has to see, built from the records alone."""
    numbers: dict[str, str] = {}
    held = figures(chronology)
    size = f"{held.years}: {held.words}" if held.events else ""
    shown = [chronology.title, *_paragraphs(chronology.description), size, _imprint(chronology)]
    year = None
    for event in chronology.events:
        side = event.date.start or event.date.end
        assert side is not None
        if side.year != year:
            year = side.year
            shown.append(str(year))
        for id in event.sources:
            numbers.setdefault(id, str(len(numbers) + 1))
        linked = {id: numbers[id] if chronology.sources[id].address else f"[{numbers[id]}]" for id in event.sources}
        shown += _event(event, linked)
    programmes = used_programmes(chronology)
    if programmes:
        shown += ["Programmes", *(text for entry in programmes.values() for text in _programme(entry))]
    if numbers:
        shown += ["Sources", *(_source(chronology.sources[id]) for id in numbers)]
    return [folded for text in shown if (folded := _folded(text))]


def _imprint(chronology: Chronology) -> str:
    updated = f"Updated {chronology.updated.english()}. " if chronology.updated else ""
    return updated + (f"Licence: {chronology.licence}" if chronology.licence else "")


def _paragraphs(text: str) -> list[str]:
    found = [""]
    for line in text.splitlines():
        found[-1] += f"{line} "
        if not line.strip():
            found.append("")
    return found


def _labelled(label: str, texts: Iterable[str], separator: str = "; ") -> str:
    joined = separator.join(text.strip() for text in texts if text)
    return f"{label}: {joined}" if joined else ""


def _event(event: Event, numbers: dict[str, str]) -> list[str]:
    words = event.date.english()
    return [
        f"{words[0].upper()}{words[1:]}: {event.title}"
        + (f" ({event.confidence})" if event.confidence != "confirmed" else ""),
        *_paragraphs(event.summary),
        _labelled("Place", [event.place]),
        _labelled("People", event.people),
        _labelled("Programmes", event.programmes),
        _labelled("Tags", (event.kind, event.significance, event.confidence, *event.topics)),
        *_paragraphs(_labelled("Note", [event.note])),
        _labelled("Id", [event.id]),
        _labelled("Related", event.related),
        *_cited(event, numbers),
    ]


def _cited(event: Event, numbers: dict[str, str]) -> list[str]:
    if not any(event.sources.values()):
        return [_labelled("Sources", numbers.values(), ", ")]
    said = (_paragraphs(f"{numbers[id]} {text}") for id, text in event.sources.items())
    return ["Sources:", *(text for texts in said for text in texts)]


def _programme(entry: Programme) -> list[str]:
    head = [f"{entry.code}: {entry.name}", entry.kind]
    head += [entry.period.english()] if entry.period else []
    head += [f"participation {entry.participation.english()}"] if entry.participation else []
    head += [f"part of {entry.parent}"] if entry.parent else []
    head += [f"followed by {entry.succeeded_by}"] if entry.succeeded_by else []
    line = "; ".join(text.strip() for text in head if text)
    return [line, *_paragraphs(entry.about), *_paragraphs(entry.note)]


def _source(source: Source) -> str:
    date = source.date.english() if source.date else ""
    via = f"read at {source.via}" if source.via else ""
    parts = (source.title, *source.author, source.publisher, date, via, source.also)
    named = ", ".join(text.strip() for text in parts if text)
    return f"{named} ({source.kind}{', ' if source.language else ''}{source.language})"


def _small(**fields: Any) -> Chronology:
    """A chronology of one event, with these fields."""
    source = Source("s", "A source", url="https://example.org/")
    event = Event(**{"id": "e", "date": parse("1994"), "title": "A title", "sources": {"s": ""}, **fields})
    return Chronology("A chronology", {"s": source}, (event,))


BEGINNINGS = (
    "# x", "#", "- x", "+ x", "* x", "> x", "1. x", "1) x", "7. x", "===", "---", "- - -", "    x", "\tx", "```", "~~~",
    "<div>", "<!-- x", "<?x", "| x |\n|---|\n| y |", "x | y\n--- | ---\nz | z", "x\n:-", "x\n-:", "x\n: y", "x  ",
    "[x]: https://a.example", "[^1]: x", "[^1] x\n\n[^1]: y", "[ ] x", "&nbsp;x", "**x**", "__x__", "~x~", "$x$", "x #",
    "x\\",
)  # fmt: skip


@RENDERERS
def test_real_data_reads_as_it_was_written(real: Chronology, renderer: Renderer) -> None:
    """Every text of the real data is shown by every renderer as it stands in the data, in the order of the events."""
    assert _Blocks(renderer(rendered(markdown, real))).shown() == _expected(real)


@RENDERERS
def test_one_of_everything_reads_as_it_was_written(everything: Chronology, renderer: Renderer) -> None:
    """What looks like markup in the data is shown, not obeyed."""
    assert _Blocks(renderer(rendered(markdown, everything))).shown() == _expected(everything)


def _links(chronology: Chronology) -> list[str]:
    """The addresses of the citations and of the list of sources."""
    ids = [id for event in chronology.events for id in event.sources]
    addresses = [chronology.sources[id].address for id in (*ids, *dict.fromkeys(ids))]
    return [_COMMONMARK.normalizeLink(address) for address in addresses if address]


@given(chronologies())
def test_hostile_text_reads_as_it_was_written(chronology: Chronology) -> None:
    """Hostile text in any field is shown by every renderer, and makes no element and no link of its own."""
    text = rendered(markdown, chronology)
    for renderer in (_commonmark, _gfm_like, _github):
        blocks = _Blocks(renderer(text))
        assert blocks.shown() == _expected(chronology)
        assert blocks.names <= {"h1", "h2", "h3", "p", "br", "ul", "ol", "li", "code", "a"}
        if renderer is not _github:  # which makes a link of any e-mail address, whatever stands before its sign
            assert blocks.links == _links(chronology)


@given(st.lists(lines(), min_size=1, max_size=6), st.sampled_from(("summary", "note")))
def test_lines_do_not_make_blocks_together(written: list[str], field: str) -> None:
    """Lines that follow each other are no table, list, heading or quotation, whatever they begin with."""
    chronology = _small(**{field: "\n".join(written)})
    text = rendered(markdown, chronology)
    for renderer in (_commonmark, _gfm_like, _github):
        assert _Blocks(renderer(text)).shown() == _expected(chronology)


@RENDERERS
@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_no_line_begins_a_block(renderer: Renderer, beginning: str) -> None:
    """What begins a block in Markdown is text in a summary and in a note, in the first line and in the second."""
    chronology = _small(title="x #", summary=f"{beginning}\nthen\n{beginning}", note=f"{beginning}\n{beginning}")
    assert _Blocks(renderer(rendered(markdown, chronology))).shown() == _expected(chronology)


@RENDERERS
@pytest.mark.parametrize("address", ["https://a.com/b_c", "http://a.com", "ftp://a.com", "www.a.com", "WWW.a.com/x"])
def test_an_address_in_a_text_is_text(renderer: Renderer, address: str) -> None:
    """Addresses in texts do not become links, which would take signs of the text with them."""
    blocks = _Blocks(renderer(rendered(markdown, _small(summary=f"See {address}, please."))))
    assert set(blocks.links) == {"https://example.org/"}


@RENDERERS
@pytest.mark.parametrize(
    "text", ["a@b.example", "mailto:a@b.example", "@octocat", "x (#12)", "o/r#12", "GH-12", ":+1:", ":x: :tada:"]
)
def test_nothing_is_found_in_a_text_after_it(renderer: Renderer, text: str) -> None:
    """No piece of text holds what GitHub makes a link, a mention or an emoji of: all of it is there, in parts."""
    html = renderer(rendered(markdown, _small(summary=text)))
    assert text in _Blocks(html).shown()
    assert set(_Blocks(html).links) == {"https://example.org/"}
    pieces = re.split("<[^>]*>", html)
    assert not [piece for piece in pieces if re.search(r"@\w|#\d|GH-\d|:[\w+-]+:", unescape(piece))]


def test_each_address_stands_once(everything: Chronology) -> None:
    """A source that several events cite has one number, one line in the list and one definition."""
    text = rendered(markdown, everything)
    cited = {id for event in everything.events for id in event.sources}
    assert text.count("]: <http") == len([id for id in cited if everything.sources[id].address]) == 5
    assert text.count("https://example.org/a_b") == 1


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("plain, text; with 'signs' (and more): 50 %!", "plain, text; with 'signs' (and more): 50 %!"),
        ("a*b_c`d", r"a\*b\_c\`d"),
        ("<b> 1 < 2", r"\<b> 1 < 2"),
        ("&amp; A & B", r"\&amp; A & B"),
        ("![x](y) | ~~z~~", r"!\[x\](y) \| \~\~z\~\~"),
        ("# x # C#", r"\# x \# C#"),
        ("- x - y", r"\- x - y"),
        ("+1", r"\+1"),
        ("> x > y", r"\> x > y"),
        ("1. x 2. y", r"1\. x 2. y"),
        ("12) x", r"12\) x"),
        ("1994-05", "1994-05"),
        ("===", r"\==="),
        (":-: x: y", r"\:-: x: y"),
        ("https://a.example and a@b.example", r"https\://a.example and a@<!-- -->b.example"),
        ("No. #12 of C#, GH-34", "No. #<!-- -->12 of C#, GH-<!-- -->34"),
        (":+1: at 10:30 o'clock", r"\:<!-- -->+1: at 10:30 o'clock"),
        ("www.a.example", r"www\.a.example"),
        ("\\", "\\\\"),
        ("  around\u00a0", "around"),
    ],
)
def test_only_what_would_be_markup_is_escaped(text: str, written: str) -> None:
    """A sign gets a backslash where it could mean something, and only there, so that the source stays readable."""
    assert markdown.escaped(text) == written


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_line_end_is_a_line_break(end: str) -> None:
    """Lines of a text stay apart, whatever ended them, and an empty line parts paragraphs."""
    text = rendered(markdown, _small(summary=f"one{end}two{end}{end}three"))
    assert "one\\\ntwo\n\nthree\n" in text


def test_nothing_is_a_document_too() -> None:
    """A chronology without events is its title."""
    assert rendered(markdown, Chronology("Nothing", {}, ())) == "# Nothing\n"


def test_same_bytes_for_the_same_data(everything: Chronology, golden: Golden) -> None:
    """The whole output over one of everything is the one that was read and found good."""
    assert rendered(markdown, everything) == rendered(markdown, everything)
    golden("markdown.md", rendered(markdown, everything))


@RENDERERS
def test_brief_is_a_line_an_event_with_its_best_link(everything: Chronology, renderer: Renderer) -> None:
    """The short form is a list of every event: date, and title as a link to its best source."""
    shown = _Blocks(renderer(rendered(markdown, everything, brief=True)))
    dates = [event.date.english() for event in everything]
    doubts = ["" if event.confidence == "confirmed" else f" ({event.confidence})" for event in everything]
    titles = [f"{event.title}{doubt}" for event, doubt in zip(everything, doubts, strict=True)]
    lines = [f"{date[0].upper()}{date[1:]}: {title}" for date, title in zip(dates, titles, strict=True)]
    assert shown.shown() == list(map(_folded, [everything.title, *lines, _imprint(everything)]))
    best = [best_source(everything, event) for event in everything]
    assert len(shown.links) == len([source for source in best if source])


def test_brief_of_nothing_is_its_title() -> None:
    """Without events the short form is the title, too."""
    assert rendered(markdown, Chronology("Nothing", {}, ()), brief=True) == "# Nothing\n"


@pytest.mark.parametrize(
    ("cited", "best"),
    [
        ("press official", "official"),
        ("press copied", "copied"),
        ("copied official", "official"),
        ("shelf press", "press"),
        ("shelf", None),
        ("press wire", "press"),
        ("paper press", "press"),
    ],
)
def test_the_best_source(cited: str, best: str | None) -> None:
    """Official goes before others, an address of its own before a copy or a DOI, the first before the rest."""
    sources = {
        source.id: source
        for source in (
            Source("press", "T", url="https://press.example", kind="press"),
            Source("wire", "T", url="https://wire.example", kind="press"),
            Source("official", "T", url="https://official.example", kind="official"),
            Source("copied", "T", archived="https://copy.example", kind="official"),
            Source("paper", "T", doi="10.1/x", kind="academic"),
            Source("shelf", "T", held="An archive", kind="official"),
        )
    }
    event = Event("e", parse("1994"), "T", dict.fromkeys(cited.split(), ""))
    found = best_source(Chronology("T", sources, (event,)), event)
    assert (found and found.id) == best
