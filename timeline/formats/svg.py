"""SVG: the whole timeline as a static picture, and the parts of it that the page draws in the same way.

Text stays text, nothing runs, and nothing is fetched. Trees are built as elements, so that whatever the data hold is
escaped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from xml.etree import ElementTree as ET

from timeline.counts import figures
from timeline.formats.layout import (
    COLUMNS,
    FOOT,
    HEAD,
    HUES,
    MAX_COLUMNS,
    NEUTRAL,
    RADIUS,
    Column,
    Drawing,
    Lane,
    Mark,
    Span,
    draw,
)  # fmt: skip
from timeline.model import SIGNIFICANCE, Chronology, Event
from timeline.text import FORBIDDEN, count

Place = Callable[[float], str]
"""Writes a fraction of the width as a length: pixels for the picture, per cent for the page."""

WIDTH = 1400
"""Width of the picture in pixels."""

# The picture, in pixels, and texts in characters that fit into it:
_LEFT, _RIGHT, _TOP = 326, 24, 96  # around the drawing: the names of the lanes, nothing, the heading
_ACROSS = WIDTH - _LEFT - _RIGHT
_INDENT = 32  # where texts begin
_TITLE, _SUMMARY, _IMPRINT = 50, 76, 14  # baselines: two from the top, and one from the bottom
_BENEATH, _BENEATH_NOTHING = 64, 40  # room below the drawing for legend and imprint, and for the imprint alone
_LEGEND_AT = 18  # the middle of the legend below the drawing
_MAX_TITLE, _MAX_SUMMARY = 84, 150

# The drawing, likewise:
_FLOOR = HEAD - 30  # where the columns stand
_CAPTION = _FLOOR + 2  # baseline of what they count
_YEARS_ABOVE, _YEARS_BENEATH = HEAD - 16, 6  # baselines of the rows of years, from the top and from the bottom
_LINES_ABOVE, _LINES_BENEATH = 14, 8  # how far the lines of the years reach beyond the lanes
_YEARS, _FINE_YEARS = 20, 150  # years that have room for a label: at once, and in the closest look
_SHARE = 0.7  # of the width of its years that a column takes
_NUMBERED = 45  # columns that have room for their numbers
_OVER = 3  # from a column to its number
_DEEPER, _DEEPEST = 12, 3  # a part's name is so far to the right of its whole's, and so many times
_ALONE, _FIRST, _SECOND = 4, -1.5, 10.5  # baselines of a code alone, and of code and name, from the middle of a lane
_MAX_CODE, _MAX_NAME = 22, 52
_TAIL = 1.5  # thickness of the time that an event takes
_EDGE = 0.022  # fraction of the width over which an end fades out

_FONTS = "Inter, 'Segoe UI', 'Helvetica Neue', Arial, 'Noto Sans', sans-serif"
_FADES = (("_fade-left", "0", "1"), ("_fade-right", "1", "0"))
_LEGEND = (
    ("landmark", "landmark"),
    ("notable", "notable"),
    ("minor", "minor"),
    ("echo", "also of this programme"),
    ("rough", "uncertain date"),
    ("life", "life of the programme"),
    ("part", "participation"),
    ("open", "open end"),
    ("dotted", "approximate, or some time in it"),
)

_SAMPLE, _SAMPLE_HEIGHT = 24, 10  # a bar of the legend
_WIDEST = 12  # a mark of it
_TO_WORDS, _TO_NEXT, _LETTER = 7, 26, 6  # from a sample to its words, from them to the next, and for each letter


def render(chronology: Chronology) -> Iterator[str]:
    """The picture as an SVG document, as wide as `WIDTH` and as high as its lanes need."""
    plan = draw(chronology)
    height = _TOP + plan.height + (_BENEATH if plan.lanes else _BENEATH_NOTHING)
    root = ET.Element("svg", xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {WIDTH} {height:g}", role="img")
    root.set("width", f"{WIDTH}")
    root.set("height", f"{height:g}")
    root.set("aria-labelledby", "_title _desc")
    root.set("font-family", _FONTS)
    add(root, "title", chronology.title, id="_title")
    add(root, "desc", described(chronology, plan), id="_desc")
    add(root, "style", _stylesheet())
    add(root, "rect", width="100%", height="100%", class_="ground")
    add(root, "text", shortened(chronology.title, _MAX_TITLE), x=f"{_INDENT}", y=f"{_TITLE}", class_="heading")
    add(root, "text", _summary(chronology), x=f"{_INDENT}", y=f"{_SUMMARY}", class_="quiet")
    inner = _body(root, plan) if plan.lanes else root
    _foot(root, chronology, height)
    yield from plotted(root, inner, plan, lambda fraction: f"{fraction * _ACROSS:.1f}")
    yield "\n"


def _body(root: ET.Element, plan: Drawing) -> ET.Element:
    """The labels of the lanes, room for the lanes themselves, which it returns, and what the marks mean."""
    labels(add(root, "svg", y=f"{_TOP}", width=f"{_LEFT}", height=f"{plan.height:g}"), plan, _INDENT)
    inner = add(root, "svg", x=f"{_LEFT}", y=f"{_TOP}", width=f"{_ACROSS}", height=f"{plan.height:g}")
    _legend(root, _TOP + plan.height + _LEGEND_AT)
    return inner


def _foot(root: ET.Element, chronology: Chronology, height: float) -> None:
    parts = [f"Updated {chronology.updated.english()}"] if chronology.updated else []
    parts += [chronology.licence] if chronology.licence else []
    add(root, "text", " · ".join(parts), x=f"{WIDTH - _RIGHT}", y=f"{height - _IMPRINT:g}", class_="quiet end")


def _summary(chronology: Chronology) -> str:
    """``1992–2026 · 372 events in 26 programmes, from 431 sources``."""
    if not chronology.events:
        return "No events"
    held = figures(chronology)
    parts = (held.years, held.words, chronology.selected)
    return shortened(" · ".join(filter(None, parts)), _MAX_SUMMARY)


def years(plan: Drawing) -> str:
    """``1992–2026``, or a single year."""
    return Column(plan.scale.first, plan.scale.last, ()).years


def described(chronology: Chronology, plan: Drawing) -> str:
    """What the drawing shows, for whoever cannot see it."""
    if not plan.lanes:
        return "No events."
    most = max(plan.columns, key=lambda column: column.total)
    names = ", ".join(lane.programme.name for lane in plan.lanes if lane.programme)
    return (
        f"{count(len(chronology.events), 'event')}, {years(plan)}; most, {most.total:,}, in {most.years}. "
        + (f"Lanes from the top: {names}. " if names else "")
        + "Diamonds are landmarks, large dots notable events, small dots minor ones."
    )


def add(parent: ET.Element, tag: str, text: str = "", **attributes: str) -> ET.Element:
    """A child with its text and attributes; ``class_`` is written class, ``aria_label`` aria-label."""
    child = element(tag, text, **attributes)
    parent.append(child)
    return child


def element(tag: str, text: str = "", **attributes: str) -> ET.Element:
    """An element likewise, without a parent."""
    names = {name.rstrip("_").replace("_", "-"): clean(value) for name, value in attributes.items() if value}
    made = ET.Element(tag, names)
    made.text = clean(text) or None
    return made


def clean(text: str) -> str:
    """Text without the characters that no XML document may hold."""
    return re.sub(FORBIDDEN, "\ufffd", text)


def shortened(text: str, limit: int) -> str:
    """At most ``limit`` characters, with a mark where something was cut."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def labels(parent: ET.Element, plan: Drawing, indent: int, *, linked: bool = False) -> None:
    """The names of the lanes; ``indent`` is in pixels from the left, links lead to ``#_programme-CODE``."""
    heading = "Events per year" if plan.scale.step(MAX_COLUMNS) == 1 else "Events"
    add(parent, "text", heading, x=f"{indent}", y=f"{_CAPTION}", class_="quiet")
    for lane in plan.lanes:
        code = lane.programme.code if lane.programme else "No programme"
        name = lane.programme.name if lane.programme else ""
        group = add(parent, "g", class_=hue(lane))
        if linked and lane.programme:
            group = add(group, "a", href=f"#_programme-{code}")
        x = f"{indent + _DEEPER * min(lane.depth, _DEEPEST)}"
        y = f"{lane.middle + (_FIRST if name else _ALONE):g}"
        add(group, "text", shortened(code, _MAX_CODE), x=x, y=y, class_="code")
        if name:
            add(group, "text", shortened(name, _MAX_NAME), x=x, y=f"{lane.middle + _SECOND:g}", class_="name")


def plotted(
    root: ET.Element, parent: ET.Element, plan: Drawing, place: Place, *, linked: bool = False
) -> Iterator[str]:
    """The markup of a tree with the plot at the end of one of its elements: grid, columns and lanes.

    They are stretched over the width by ``place``; with ``linked`` a mark leads to ``#ID``. The lanes, which hold most
    of it, are made one after the other.
    """
    if plan.lanes:
        _fades(parent)
        _grid(parent, plan, place)
        columns = add(parent, "g", class_="columns")
        for column in plan.columns:
            _column(columns, plan, column, place)
    parent.append(ET.Comment(""))
    before, after = _markup(root).split(_HOLE)
    yield before
    for lane in plan.lanes:
        yield _markup(_lane(lane, place, linked))
    yield after


_HOLE = "<!---->"


def _markup(element: ET.Element) -> str:
    return ET.tostring(element, encoding="unicode")


def _fades(parent: ET.Element) -> None:
    """Masks that let a rectangle fade out to one side."""
    defs = add(parent, "defs")
    for id, first, last in _FADES:
        gradient = add(defs, "linearGradient", id=f"{id}-gradient")
        add(gradient, "stop", offset="0", stop_color="#fff", stop_opacity=first)
        add(gradient, "stop", offset="1", stop_color="#fff", stop_opacity=last)
        mask = add(defs, "mask", id=id, maskContentUnits="objectBoundingBox")
        add(mask, "rect", width="1", height="1", fill=f"url(#{id}-gradient)")


def _grid(parent: ET.Element, plan: Drawing, place: Place) -> None:
    """A line and two labels for every round year; those too fine for the whole width wait for a closer look."""
    grid = add(parent, "g", class_="grid")
    top, bottom = f"{HEAD - _LINES_ABOVE}", f"{plan.height - FOOT + _LINES_BENEATH:g}"
    coarse = plan.scale.step(_YEARS)
    for year in plan.scale.ticks(plan.scale.step(_FINE_YEARS)):
        tick = add(grid, "g", class_="" if year % coarse == 0 else "fine", data_year=f"{year}")
        line, middle = place(plan.scale.at(year)), place(plan.scale.at(year + 0.5))
        add(tick, "line", x1=line, x2=line, y1=top, y2=bottom)
        for y in (_YEARS_ABOVE, plan.height - _YEARS_BENEATH):
            add(tick, "text", f"{year}", x=middle, y=f"{y:g}", class_="year")


def _column(parent: ET.Element, plan: Drawing, column: Column, place: Place) -> None:
    """The events of a year, the weightiest at the bottom, their number on top."""
    share = (plan.scale.at(column.last + 1) - plan.scale.at(column.first)) * _SHARE
    middle = plan.scale.at((column.first + column.last + 1) / 2)
    group = add(parent, "g")
    add(group, "title", f"{column.years}: {count(column.total, 'event')}")
    bottom: float = _FLOOR
    for significance, number in zip(SIGNIFICANCE, column.counts, strict=True):
        if number:
            height = COLUMNS * number / plan.most
            bottom -= height
            size = {"width": place(share), "height": f"{height:.1f}"}
            add(group, "rect", x=place(middle - share / 2), y=f"{bottom:.1f}", class_=significance, **size)
    if len(plan.columns) <= _NUMBERED:
        add(group, "text", f"{column.total}", x=place(middle), y=f"{bottom - _OVER:.1f}")


def _lane(lane: Lane, place: Place, linked: bool) -> ET.Element:
    """A programme's life, the subject's part in it, and the marks of its events."""
    named = {"role": "group", "aria_label": _describe(lane)} if linked else {}
    group = element("g", class_=f"lane {hue(lane)}", **named)
    for span, style in ((lane.period, "life"), (lane.participation, "part")):
        if span:
            _bar(add(group, "g", class_=style), span, lane.top, lane.height, place)
    for mark in lane.marks:
        if mark.span:
            _bar(add(group, "g", class_="tail"), mark.span, mark.y - _TAIL / 2, _TAIL, place)
    for mark in lane.marks:
        (_link if linked else _named)(group, mark, place)
    return group


def _describe(lane: Lane) -> str:
    """``PfP, Partnership for Peace; since 10 January 1994; participation since 4 May 1994``."""
    if not lane.programme:
        return "No programme"
    programme = lane.programme
    parts = [f"{programme.code}, {programme.name}"]
    parts += [programme.period.english()] if programme.period else []
    parts += [f"participation {programme.participation.english()}"] if programme.participation else []
    return "; ".join(parts)


def _bar(parent: ET.Element, span: Span, y: float, height: float, place: Place) -> None:
    """A stretch of time, with ends as they are known; that of something that happened once in it is dotted."""
    if span.once:
        _dots(parent, span.start, span.end, y, height, place)
        return
    edge = min(_EDGE, (span.end - span.start) / 2)
    start = span.start + edge * (span.left != "sharp")
    end = span.end - edge * (span.right != "sharp")
    rows = {"y": f"{y:g}", "height": f"{height:g}"}
    if end > start:
        add(parent, "rect", x=place(start), width=place(end - start), **rows)
    for kind, at, mask in ((span.left, span.start, _FADES[0][0]), (span.right, end, _FADES[1][0])):
        if kind == "open":
            add(parent, "rect", x=place(at), width=place(edge), mask=f"url(#{mask})", **rows)
        elif kind == "rough":
            _dots(parent, at, at + edge, y, height, place)


def _dots(parent: ET.Element, start: float, end: float, y: float, height: float, place: Place) -> None:
    level = f"{y + height / 2:g}"
    add(parent, "line", x1=place(start), x2=place(end), y1=level, y2=level, stroke_width=f"{height:g}")


def _link(parent: ET.Element, mark: Mark, place: Place) -> None:
    """A mark that leads to its event; a repeated one is left out of the order of the keyboard."""
    href = f"#{mark.event.id}"
    if mark.echo:
        link = add(parent, "a", href=href, aria_hidden="true", tabindex="-1")
    else:
        link = add(parent, "a", href=href, aria_label=mark.event.date.english())
    _shape(link, mark, place)


def _named(parent: ET.Element, mark: Mark, place: Place) -> None:
    """A mark that says what it is when it is pointed at."""
    group = add(parent, "g")
    add(group, "title", _label(mark.event))
    _shape(group, mark, place)


def _label(event: Event) -> str:
    return f"{event.date.english()}: {event.title}"


def _shape(parent: ET.Element, mark: Mark, place: Place) -> None:
    style = "mark" + " rough" * mark.rough + " echo" * mark.echo
    _figure(parent, mark.event.significance, style, place(mark.x), f"{mark.y:g}")


def _figure(parent: ET.Element, significance: str, style: str, x: str, y: str) -> None:
    """A diamond for a landmark, a dot for anything else."""
    radius = RADIUS[significance]
    if significance == "landmark":
        at = add(parent, "svg", x=x, y=y, overflow="visible")
        add(at, "path", d=f"M0-{radius:g}L{radius:g} 0L0 {radius:g}L-{radius:g} 0Z", class_=style)
    else:
        add(parent, "circle", cx=x, cy=y, r=f"{radius:g}", class_=style)


def hue(lane: Lane) -> str:
    """The class that gives a lane its colour."""
    return hue_class(lane.hue)


def hue_class(hue: int | None) -> str:
    """The class of one of `HUES`, or of the colour of what belongs to no programme."""
    return "hn" if hue is None else f"h{hue % len(HUES)}"


def _legend(root: ET.Element, y: float) -> None:
    """What the marks mean, in one row, ``y`` being its middle; a word is as long as its characters mostly are."""
    x: float = _INDENT
    legend = add(root, "g", class_="legend hn")
    for style, words in _LEGEND:
        if style in ("life", "part", "open", "dotted"):
            ends = {"open": ("sharp", "open"), "dotted": ("rough", "rough")}.get(style, ("sharp", "sharp"))
            bar = add(legend, "g", class_="life" if style == "life" else "part")
            sample = Span(x / WIDTH, (x + _SAMPLE) / WIDTH, *ends)
            _bar(bar, sample, y - _SAMPLE_HEIGHT / 2, _SAMPLE_HEIGHT, lambda fraction: f"{fraction * WIDTH:.1f}")
            x += _SAMPLE + _TO_WORDS
        else:
            significance = style if style in SIGNIFICANCE else "notable"
            _figure(legend, significance, f"mark {style}", f"{x + _WIDEST / 2:g}", f"{y:g}")
            x += _WIDEST + _TO_WORDS
        add(legend, "text", words, x=f"{x:g}", y=f"{y + _ALONE:g}", class_="quiet")
        x += _LETTER * len(words) + _TO_NEXT


def palette(scheme: int, *, indent: str = "") -> str:
    """Rules that give the classes ``h0``, ``h1`` … and ``hn`` their colours, for paper (0) or a dark screen (1)."""
    pairs = [*((hue_class(number), pair) for number, pair in enumerate(HUES)), ("hn", NEUTRAL)]
    return "".join(f"{indent}.{name}{{color:{pair[scheme]}}}\n" for name, pair in pairs)


def _stylesheet() -> str:
    return (
        _BASE
        + _scheme("#fff", "#1b1d21", "#5a5e66", "#e3e5e9", 0)
        + ("@media (prefers-color-scheme: dark){\n" + _scheme("#14161a", "#eceef1", "#a3a8b1", "#2e3238", 1) + "}\n")
    )


def _scheme(ground: str, ink: str, quiet: str, line: str, scheme: int) -> str:
    return (
        f".ground{{fill:{ground}}}\n.heading,.columns{{fill:{ink}}}\n.quiet,.name,.year,.columns text{{fill:{quiet}}}\n"
        f".grid line{{stroke:{line}}}\n.mark{{stroke:{ground}}}\n.mark.echo{{fill:{ground}}}\n" + palette(scheme)
    )


_BASE = """
text{font-size:11px}
.heading{font-size:28px;font-weight:600;letter-spacing:-.01em}
.quiet{font-size:12px}
.end,.columns text,.year{text-anchor:middle}
.end{text-anchor:end}
.code{font-size:12.5px;font-weight:600;fill:currentColor}
.name{font-size:10.5px}
.columns text{font-size:9.5px}
.fine{display:none}
.life{opacity:.14}
.part{opacity:.27}
.tail{opacity:.65}
.life,.part,.tail{fill:currentColor;stroke:none;shape-rendering:crispEdges}
.life line,.part line,.tail line{stroke:currentColor;stroke-dasharray:2 3}
.columns .notable{opacity:.55}
.columns .minor{opacity:.25}
.mark{fill:currentColor;stroke-width:1}
.mark.echo,.mark.rough{stroke:currentColor;stroke-width:1.3}
.mark.rough{fill-opacity:.35;stroke-dasharray:1.5}
"""
