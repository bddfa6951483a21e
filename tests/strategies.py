"""Whole chronologies for Hypothesis: every form of date, and hostile but printable text in every field.

``from strategies import chronologies`` and then ``@given(chronologies())``. What is drawn could have been loaded from a
file: references exist, lists hold nothing twice, lines are one line, no text is blank, there are no control characters.
"""

from __future__ import annotations

import re

from hypothesis import strategies as st

from timeline import dates
from timeline.datafile import schema
from timeline.dates import Date, Form, Moment
from timeline.model import CONFIDENCE, SIGNIFICANCE, SOURCE_KINDS, Chronology, Event, Programme, Source
from timeline.search import letters
from timeline.text import fold, is_blank

# Overrides have to come in pairs, and a byte-order mark at the beginning of a text is taken off by many readers.
_EXCLUDED = "\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"

# Signs with a meaning in some format, then anything that a file may hold.
_SIGNS = "aZ09 .,;:!?'\"`´<>&|\\/()[]{}*_~^=+-@#$%°§əĞıİşß🕊🇦🇿éשא名e\u0301\u00a0\u00ad\u200b\u200d\u200e\u200f"
_ANY = st.characters(exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp"), exclude_characters=_EXCLUDED)

_FRAGMENTS = (
    "<script>alert(1)</script>", "</script>", "<!--", "-->", "]]>", "<b>", "&amp;", "&#60;", "&lt", "&copy",
    "[b]", "[/]", "[a](http://b.example)", "![i](x)", "[^1]", "[^1]: x", "[x]: http://a.example", "[ ] ", "![",
    "**bold**", "__init__", "snake_case_name", "*", " * ", "~~gone~~", "`code`", "```", "~~~",
    "# ", "#", "- ", "+ ", "> ", "1. ", "2) ", "---", "===", "***", "| a | b |", "|---|", "    ",
    "\\", "\\n", "\\*", "\\\\,", "$x$", "{{x}}", "{% x %}", "${x}", "\\input{x}", "{", "}", "@article{x,",
    "=1+1", "+1", "-1", "@SUM(A1)", "'", "''", '"', '""', "; ", ", ", ";", ",", "BEGIN:VEVENT", "END:VCALENDAR",
    "http://a.example/b_c", "https://a.example", "www.a.example", "a@b.example", "mailto:a@b.example", "UID:x",
    "javascript:alert(1)", ":smile:", "@mention", "#1", "10 %", "%0A", "NULL", "NaN", "True", "1e5", "007",
    "Əliyev", "İstanbul ıIİi", "ə" * 40, "🕊" * 20, "👩\u200d👩\u200d👧", "🇦🇿", "שלום עולם", "السلام", "ﬁ", "…", "–",
)  # fmt: skip


def _line(first: str, second: str) -> str:
    text = first + second
    return f"x{text}" if is_blank(text) else text


def lines() -> st.SearchStrategy[str]:
    """Hostile text on one line, not blank: a title, a place, a name."""
    fragment = st.sampled_from(_FRAGMENTS)
    signs = st.text(_SIGNS, max_size=8)
    anything = st.text(_ANY, max_size=5)
    first = st.one_of(fragment, signs, anything)
    return st.builds(_line, first, st.one_of(fragment, signs))


def texts() -> st.SearchStrategy[str]:
    """Hostile text that may have several lines, some of them empty: a summary, a note."""
    line = lines()
    several = st.builds(lambda first, gap, last: f"{first}{gap}{last}", line, st.sampled_from(("\n", "\n\n")), line)
    return st.one_of(line, several, line.map(lambda text: f"{text}\n"))


def ids() -> st.SearchStrategy[str]:
    """Ids of events and sources."""
    return st.builds("{}{}".format, st.sampled_from("abz09"), st.text("abz09-", max_size=5))


def codes() -> st.SearchStrategy[str]:
    """Codes of programmes."""
    return st.from_regex(re.compile(schema.CODE), fullmatch=True).map(lambda code: code[:8])


_URL_STARTS = ("https://example.org", "http://a-b.example:8080", "https://əliyev.example", "https://example.org/a_b_c")
_URL_PARTS = (
    "/", "?a=1&b=2", "#x", "_a_", "*", "(", ")", "[", "]", "<", ">", '"', "'", "\\", "|", "~", "`", "%20", ",", ";",
    "ə", "{", "}", "$", "@", "&amp;", "&copy", "aZ0", ".", "-", "//", "🕊",
)  # fmt: skip


def urls() -> st.SearchStrategy[str]:
    """Absolute http and https addresses, with all that may stand in a path."""
    rest = st.lists(st.sampled_from(_URL_PARTS), max_size=5).map("".join)
    return st.builds(lambda start, path: f"{start}/{path}" if path else start, st.sampled_from(_URL_STARTS), rest)


@st.composite
def moments(draw: st.DrawFn) -> Moment:
    """A year, a month or a day, with or without a qualifier."""
    year = draw(st.one_of(st.integers(1990, 2030), st.sampled_from((1000, 1900, 2000, 9999)), st.integers(1000, 9999)))
    month = draw(st.none() | st.integers(1, 12))
    day = draw(st.none() | st.integers(1, dates.days_in(year, month))) if month else None
    return Moment(year, month, day, draw(st.sampled_from(("", "", "", "?", "~", "%"))))


@st.composite
def edtf(draw: st.DrawFn) -> Date:
    """A date of any form: a moment, or two sides of which one may be open, lasting or some time between."""
    start = draw(moments())
    form = draw(st.sampled_from(FORMS))
    if form == "moment":
        return Date(start, start)
    sides = draw(st.sampled_from(("both", "both", "open start", "open end")))
    if sides == "open start":
        return Date(None, start, form)
    if sides == "open end":
        return Date(start, None, form)
    start, end = sorted((start, draw(moments())), key=lambda side: (side.earliest, side.latest))
    return Date(start, end, "interval" if start[:3] == end[:3] else form)


FORMS: tuple[Form, ...] = ("moment", "moment", "interval", "between")


def days() -> st.SearchStrategy[Date]:
    """Single, exact days."""
    return st.dates(min_value=_FIRST).map(lambda day: dates.parse(day.isoformat()))


_FIRST = dates.Moment(1000).earliest


def _vocabulary() -> st.SearchStrategy[dict[str, str]]:
    return st.dictionaries(lines().filter(lambda word: word[:1] != "-"), texts(), max_size=3)


def _some(choices: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    if not choices:
        return st.just(())
    return st.lists(st.sampled_from(choices), max_size=4, unique=True).map(tuple)


def _optional(strategy: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(st.just(""), strategy)


def _people() -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(lines(), max_size=3, unique=True).map(tuple)


@st.composite
def _sources(draw: st.DrawFn) -> dict[str, Source]:
    names = draw(st.lists(ids(), min_size=1, max_size=4, unique=True))
    record = st.builds(
        Source,
        **dict.fromkeys(("id", "url", "doi", "held"), st.just("")),
        title=lines(),
        author=_people(),
        publisher=_optional(lines()),
        via=_optional(lines()),
        archived=_optional(urls()),
        isbn=st.sampled_from(("", "978-0-306-40615-7", "080442957X")),
        language=st.sampled_from(("", "az", "sr-Latn-RS", "es-419")),
        date=st.none() | edtf(),
        kind=st.sampled_from(SOURCE_KINDS),
    )
    return {name: Source._make((draw(record)._asdict() | draw(_way()) | {"id": name}).values()) for name in names}


def _way() -> st.SearchStrategy[dict[str, str]]:
    """A way to find a source: mostly its address."""
    doi = st.sampled_from(("10.1000/182", "10.1000.10/ə(1)<b>;{x}_\\&#", "10.12345/a/b?c=%20"))
    others = st.one_of(st.fixed_dictionaries({"doi": doi}), st.fixed_dictionaries({"held": lines()}))
    return st.one_of(st.fixed_dictionaries({"url": urls()}, optional={"doi": doi, "held": lines()}), others)


def _statements(choices: list[str]) -> st.SearchStrategy[dict[str, str]]:
    """At least one of the ids, each with what it says or nothing."""
    said = st.lists(st.sampled_from(choices), min_size=1, max_size=4, unique=True)
    return said.flatmap(lambda names: st.fixed_dictionaries({name: _optional(texts()) for name in names}))


@st.composite
def _programmes(draw: st.DrawFn, sources: list[str]) -> dict[str, Programme]:
    found: dict[str, Programme] = {}
    names = draw(st.lists(codes(), max_size=4, unique_by=str.casefold))
    for name in names:
        found[name] = Programme(
            code=name,
            name=draw(lines()),
            aliases=draw(_people()),
            kind=draw(_optional(lines())),
            period=draw(st.none() | edtf()),
            participation=draw(st.none() | edtf()),
            parent=draw(st.sampled_from(["", *found])),
            succeeded_by=draw(st.sampled_from(["", *names])),
            about=draw(_optional(texts())),
            note=draw(_optional(texts())),
            sources=draw(_some(sources)),
        )
    return found


@st.composite
def chronologies(draw: st.DrawFn, *, least: int = 0, most: int = 4) -> Chronology:
    """A whole chronology with ``least`` to ``most`` events in their order."""
    sources = draw(_sources())
    programmes = draw(_programmes(list(sources)))
    kinds, topics = draw(_vocabulary()), draw(_vocabulary())
    names = draw(st.lists(ids(), min_size=least, max_size=most, unique=True))
    events = [
        Event(
            id=name,
            date=draw(edtf()),
            title=draw(lines()),
            sources=draw(_statements(list(sources))),
            summary=draw(_optional(texts())),
            kind=draw(_optional(st.sampled_from(list(kinds)) if kinds else lines())),
            significance=draw(st.sampled_from(SIGNIFICANCE)),
            programmes=draw(_some(list(programmes))),
            topics=draw(_some(list(topics)) if topics else _people()),
            place=draw(_optional(lines())),
            people=draw(_people()),
            confidence=draw(st.sampled_from(CONFIDENCE)),
            note=draw(_optional(texts())),
            related=draw(_some([other for other in names if other != name])),
        )
        for name in names
    ]
    words = tuple(draw(st.lists(lines().filter(letters), max_size=5, unique_by=fold)))
    return Chronology(
        title=draw(lines()),
        sources=sources,
        events=tuple(sorted(events, key=lambda event: event.order)),
        description=draw(_optional(texts())),
        authors=draw(_people()),
        url=draw(_optional(urls())),
        licence=draw(_optional(lines())),
        updated=draw(st.none() | days()),
        kinds=kinds,
        topics=topics,
        spellings=tuple(group for group in (words[:2], words[2:]) if len(group) > 1),
        programmes=programmes,
    )
