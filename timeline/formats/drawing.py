"""What a drawn timeline is made of, on the page and in the picture: grid, columns, lanes, marks, as elements.

Trees are built as elements, so that whatever the data hold is escaped. What a thing looks like its class says. Where it
stands and what carries it depends on the medium, a `Pen`: the page stretches over any width, the picture does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from timeline.formats import lettering
from timeline.formats.packing import APART, BESIDE
from timeline.formats.plan import HUES, MAX_COLUMNS, NEUTRAL, TAIL, Column, Drawing, Lane, Mark, Span
from timeline.model import SIGNIFICANCE
from timeline.text import FORBIDDEN, count

# In pixels:
FLOOR = 30  # from where the columns stand to the lanes
CAPTION = 2  # from there down to the baseline of what they count
_YEARS_ABOVE, _YEARS_BENEATH = 16, 6  # baselines of the rows of years: above the lanes, and from the bottom
_LINES_ABOVE, _LINES_BENEATH = 14, 8  # how far the lines of the years reach beyond the lanes
_SHARE = 0.7  # of the width of its years that a column takes
_BROADEST = 0.05  # of the whole width, likewise
_NUMBERED = 45  # columns that have room for their numbers
_OVER = 3  # from a column to its number
_DEEPER, _DEEPEST = 12, 3  # a part's name is so far to the right of its whole's, and so many times
_ALONE, _FIRST, _SECOND = 4, -1.5, 10.5  # baselines of a code alone, and of code and name, from the middle of a lane
CODE, NAME = 12.5, 10.5  # sizes of their type
EDGE = 0.022  # fraction of the width over which an end fades out
_PAST = 0.06  # part of what covers it that lies past the end, where the bar's outline reaches
OUTLINE = 1  # of a bar, how far it may reach beyond it
_BASELINE = 0.3  # from the middle of a mark down to the baseline of its name, as a part of its size

NO_PROGRAMME = "No programme"
"""What the lane of events without a programme is called."""


class Pen:
    """How the page draws: in parts of a width that may be any, with marks that are links."""

    def place(self, fraction: float) -> str:
        """How far a fraction of the width is from the left."""
        return self.length(fraction)

    def length(self, fraction: float) -> str:
        """So much of the width as a length."""
        return f"{fraction * 100:.2f}%"

    def diamond(self, parent: ET.Element, x: str, y: str, radius: float, style: str) -> None:
        """A landmark's mark; a path has no lengths in per cent, and so stands in a picture of its own."""
        at = add(parent, "svg", x=x, y=y, overflow="visible")
        add(at, "path", d=f"M0-{radius:g}L{radius:g} 0L0 {radius:g}L-{radius:g} 0Z", class_=style)

    def mark(self, parent: ET.Element, mark: Mark) -> ET.Element:
        """What carries a mark: a link to its event; a repeated one is left out of the order of the keyboard."""
        href = f"#{mark.event.id}"
        if mark.echo:
            return add(parent, "a", href=href, aria_hidden="true", tabindex="-1")
        return add(parent, "a", href=href, aria_label=mark.event.date.english())

    def lane(self, lane: Lane) -> ET.Element:
        """What carries a lane."""
        return element("g", class_=f"lane {hue(lane)}", role="group", aria_label=_describe(lane))

    def time(self, parent: ET.Element, number: int) -> ET.Element:
        """What carries the time that an event takes, of which mark of its lane it is: the page fades both."""
        return add(parent, "g", class_="tail", data_mark=f"{number}")

    def name(self, parent: ET.Element, mark: Mark, y: float, away: float) -> None:
        """A mark's name or number, so many pixels to the right of it and its time, or if negative to their left."""
        style = ("number" if mark.numbered else "label") + " before" * mark.before
        add(parent, "text", mark.name, x=self.place(mark.beside), dx=f"{away:g}", y=f"{y:g}", class_=style)

    def years(self, plan: Drawing) -> int:
        """How many years have room for a label; those too fine for the whole width wait for a closer look."""
        return 150


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


def markup(element: ET.Element) -> str:
    """An element as text."""
    return ET.tostring(element, encoding="unicode")


def years(plan: Drawing) -> str:
    """``1992–2026``, or a single year."""
    return Column(plan.scale.first, plan.scale.last, ()).years


def described(number: int, plan: Drawing) -> str:
    """What the drawing of so many events shows, for whoever cannot see it."""
    if not plan.lanes:
        return "No events."
    most = max(plan.columns, key=lambda column: column.total)
    names = ", ".join(lane.programme.name for lane in plan.lanes if lane.programme)
    return (
        f"{count(number, 'event')}, {years(plan)}; most, {most.total:,}, in {most.years}. "
        + (f"Lanes from the top: {names}. " if names else "")
        + "Diamonds are landmarks, large dots notable events, small dots minor ones."
    )


def counted(plan: Drawing) -> str:
    """What the columns count."""
    return "Events per year" if plan.scale.step(MAX_COLUMNS) == 1 else "Events"


def labels(parent: ET.Element, plan: Drawing, indent: float, room: float, *, linked: bool = False) -> None:
    """The names of the lanes, from ``indent`` to ``room`` pixels from the left; links lead to ``#_programme-CODE``."""
    add(parent, "text", counted(plan), x=f"{indent:g}", y=f"{plan.measures.head - FLOOR + CAPTION:g}", class_="quiet")
    for lane in plan.lanes:
        code = lane.programme.code if lane.programme else NO_PROGRAMME
        name = lane.programme.name if lane.programme else ""
        group = add(parent, "g", class_=hue(lane))
        if linked and lane.programme:
            group = add(group, "a", href=f"#_programme-{code}")
        x = indent + _DEEPER * min(lane.depth, _DEEPEST)
        y = lane.middle + (_FIRST if name else _ALONE)
        shown = lettering.fitted(code, room - x, CODE, bold=True)
        add(group, "text", shown, x=f"{x:g}", y=f"{y:g}", class_="code")
        if name:
            shown = lettering.fitted(name, room - x, NAME)
            add(group, "text", shown, x=f"{x:g}", y=f"{lane.middle + _SECOND:g}", class_="name")


def plotted(root: ET.Element, parent: ET.Element, plan: Drawing, pen: Pen) -> Iterator[str]:
    """The markup of a tree with the plot at the end of one of its elements: grid, columns and lanes.

    The lanes, which hold most of it, are made one after the other.
    """
    if plan.lanes:
        framed(parent, plan, pen)
    parent.append(ET.Comment(""))
    before, after = markup(root).split(HOLE)
    yield before
    for lane in plan.lanes:
        yield markup(drawn(lane, plan, pen))
    yield after


HOLE = "<!---->"
"""Where the lanes go in what is around them."""


def framed(parent: ET.Element, plan: Drawing, pen: Pen) -> None:
    """What lies behind the lanes and above them: the lines of the years, and the columns."""
    _fades(parent)
    _grid(parent, plan, pen)
    columns = add(parent, "g", class_="columns")
    for column in plan.columns:
        _column(columns, plan, column, pen)


def _fades(parent: ET.Element) -> None:
    """What `faded` paints with: the ground, of which nothing is seen at first, and then nothing else."""
    defs = add(parent, "defs", class_="fade")
    for side, stops in (("left", ((_PAST, "1"), (1, "0"))), ("right", ((0, "0"), (1 - _PAST, "1")))):
        gradient = add(defs, "linearGradient", id=f"_fade-{side}")
        for offset, share in stops:
            add(gradient, "stop", offset=f"{offset:g}", stop_opacity=share)


def _grid(parent: ET.Element, plan: Drawing, pen: Pen) -> None:
    """A line and two labels for every round year; those too fine for the whole width are marked as such."""
    grid = add(parent, "g", class_="grid")
    measures = plan.measures
    top = f"{measures.head - _LINES_ABOVE:g}"
    bottom = f"{plan.height - measures.foot + _LINES_BENEATH:g}"
    coarse = plan.scale.step(MAX_YEARS)
    for year in plan.scale.ticks(plan.scale.step(pen.years(plan))):
        tick = add(grid, "g", class_="" if year % coarse == 0 else "fine", data_year=f"{year}")
        line, middle = pen.place(plan.scale.at(year)), pen.place(plan.scale.at(year + 0.5))
        add(tick, "line", x1=line, x2=line, y1=top, y2=bottom)
        for y in (measures.head - _YEARS_ABOVE, plan.height - _YEARS_BENEATH):
            add(tick, "text", f"{year}", x=middle, y=f"{y:g}", class_="year")


MAX_YEARS = 20
"""Years that have labels, unless in a closer look."""


def _column(parent: ET.Element, plan: Drawing, column: Column, pen: Pen) -> None:
    """The events of a year, the weightiest at the bottom, their number on top."""
    share = min((plan.scale.at(column.last + 1) - plan.scale.at(column.first)) * _SHARE, _BROADEST)
    middle = plan.scale.at((column.first + column.last + 1) / 2)
    group = add(parent, "g")
    add(group, "title", f"{column.years}: {count(column.total, 'event')}")
    bottom = plan.measures.head - FLOOR
    for significance, number in zip(SIGNIFICANCE, column.counts, strict=True):
        if number:
            height = plan.measures.columns * number / plan.most
            bottom -= height
            size = {"width": pen.length(share), "height": f"{height:.1f}"}
            add(group, "rect", x=pen.place(middle - share / 2), y=f"{bottom:.1f}", class_=significance, **size)
    if len(plan.columns) <= _NUMBERED:
        add(group, "text", f"{column.total}", x=pen.place(middle), y=f"{bottom - _OVER:.1f}")


def drawn(lane: Lane, plan: Drawing, pen: Pen) -> ET.Element:
    """A programme's life, the subject's part in it, and the marks of its events."""
    group = pen.lane(lane)
    spans = []
    for span, style in ((lane.period, "life"), (lane.participation, "part")):
        if span:
            stretch(add(group, "g", class_=style), span, lane.top, lane.height, pen)
            spans.append(span)
    for number, mark in enumerate(lane.marks):
        if mark.span:
            stretch(pen.time(group, number), mark.span, mark.y - TAIL / 2, TAIL, pen)
            spans.append(mark.span)
    faded(group, spans, lane.top, lane.height, pen)
    for mark in lane.marks:
        carrier = pen.mark(group, mark)
        radius = plan.measures.radius(mark.event)
        style = "mark" + " rough" * mark.rough + " echo" * mark.echo
        figure(carrier, mark.event.significance, style, pen.place(mark.x), mark.y, radius, pen)
        if mark.name:
            away = (radius + APART + BESIDE) * (-1 if mark.before else 1)
            pen.name(carrier, mark, mark.y + mark.lift + _BASELINE * plan.measures.letters, away)
    return group


def _describe(lane: Lane) -> str:
    """``PfP, Partnership for Peace; since 10 January 1994; participation since 4 May 1994``."""
    if not lane.programme:
        return NO_PROGRAMME
    programme = lane.programme
    parts = [f"{programme.code}, {programme.name}"]
    parts += [programme.period.english()] if programme.period else []
    parts += [f"participation {programme.participation.english()}"] if programme.participation else []
    return "; ".join(parts)


def stretch(parent: ET.Element, span: Span, y: float, height: float, pen: Pen) -> None:
    """A stretch of time, with ends as they are known; that of something that happened once in it is dotted."""
    if span.once:
        _dots(parent, span.start, span.end, y, height, pen)
        return
    edge = min(EDGE, (span.end - span.start) / 2)
    start = span.start + edge * (span.left == "rough")
    end = span.end - edge * (span.right == "rough")
    rows = {"y": f"{y:g}", "height": f"{height:g}"}
    if end > start:
        add(parent, "rect", x=pen.place(start), width=pen.length(end - start), **rows)
    for kind, at in ((span.left, span.start), (span.right, end)):
        if kind == "rough":
            _dots(parent, at, at + edge, y, height, pen)


def faded(parent: ET.Element, spans: list[Span], y: float, height: float, pen: Pen) -> None:
    """Lets what has an open end fade out there, beneath the ground: a mask of each bar takes long to paint."""
    wide = EDGE / (1 - _PAST)
    rows = {"y": f"{y - OUTLINE:g}", "height": f"{height + 2 * OUTLINE:g}", "width": pen.length(wide)}
    starts = [span.start for span in spans if span.left == "open" and not span.once]
    ends = [span.end for span in spans if span.right == "open" and not span.once]
    if starts:
        add(parent, "rect", x=pen.place(min(starts) - _PAST * wide), fill="url(#_fade-left)", class_="fade", **rows)
    if ends:
        add(parent, "rect", x=pen.place(max(ends) - EDGE), fill="url(#_fade-right)", class_="fade", **rows)


def _dots(parent: ET.Element, start: float, end: float, y: float, height: float, pen: Pen) -> None:
    level = f"{y + height / 2:g}"
    add(parent, "line", x1=pen.place(start), x2=pen.place(end), y1=level, y2=level, stroke_width=f"{height:g}")


def figure(parent: ET.Element, significance: str, style: str, x: str, y: float, radius: float, pen: Pen) -> None:
    """A diamond for a landmark, a dot for anything else."""
    if significance == "landmark":
        pen.diamond(parent, x, f"{y:g}", radius, style)
    else:
        add(parent, "circle", cx=x, cy=f"{y:g}", r=f"{radius:g}", class_=style)


def hue(lane: Lane) -> str:
    """The class that gives a lane its colour."""
    return hue_class(lane.hue)


def hue_class(hue: int | None) -> str:
    """The class of one of `HUES`, or of the colour of what belongs to no programme."""
    return "hn" if hue is None else f"h{hue % len(HUES)}"


def palette(scheme: int) -> dict[str, str]:
    """The colours of the classes ``h0``, ``h1`` … and ``hn``, for paper (0) or a dark screen (1)."""
    return {hue_class(number): pair[scheme] for number, pair in enumerate(HUES)} | {"hn": NEUTRAL[scheme]}
