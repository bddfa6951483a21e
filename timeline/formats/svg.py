"""SVG: the whole timeline as a static picture, for a page of paper, a slide or a screen.

Text stays text, nothing runs, and nothing is fetched. Every element says itself what it looks like, since programs that
draw pictures know attributes better than style sheets.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from xml.etree import ElementTree as ET

from timeline.counts import figures
from timeline.formats import drawing, lettering
from timeline.formats.drawing import Pen, add, element
from timeline.formats.layout import draw
from timeline.formats.options import PictureSize, Theme
from timeline.formats.painting import Painter, sheet
from timeline.formats.plan import RADIUS, Drawing, Lane, Mark, Measures, Span
from timeline.model import SIGNIFICANCE, Chronology, Programme
from timeline.text import count


@dataclass(frozen=True, slots=True)
class Size:
    """A picture for one use, in pixels of its own, of which ``width`` are as wide as it is meant to be shown."""

    width: float
    """Width of the picture."""
    most: float
    """Height beyond which it does not fit its use; infinite where it always does."""
    millimetre: float
    """Millimetres of paper that one of them is; 0 for a screen."""
    left: float
    """Width of the names of the lanes."""
    edge: float
    """Free on the left and the right."""
    heading: float
    """Size of the title's type."""
    type: float
    """Size of all other type, but the numbers of columns."""
    columns: int
    """Of the key of landmarks."""
    measures: Measures
    """Of the drawing."""
    coded: bool = False
    """Whether lanes have codes alone, and the programmes' names stand below."""
    filled: bool = False
    """Whether the picture is as high as it may be, however little there is."""

    @property
    def across(self) -> float:
        """Width of the drawing."""
        return self.width - self.left - self.edge


_LEAST = 9.4  # size of type that has 7 pt on paper and slide
_LINE = 1.25  # from one line of type to the next, as a part of its size
_NAME_LINE = 1.15  # the same in the names of programmes
_BASELINE = 0.35  # from the middle of a line to its baseline, likewise
_APART = 6  # from the names of the lanes to the drawing
_DEEPER, _DEEPEST = 0.03, 2  # a part's name is so far to the right of its whole's, of their width, and so many times
_TO_COLUMNS, _MOST_FOR_COLUMNS, _MOST_FOR_LANE = 0.5, 120, 24  # of what a slide has to spare: a part, and pixels
_SAMPLE, _WIDEST = 24, 12  # a bar of the legend, and a mark
_TO_WORDS, _TO_NEXT = 6, 14  # from a sample to its words, and from them to the next
_GAP = " \u00a0 "
_BARS = ("life", "part", "open", "dotted")
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

SIZES: dict[PictureSize, Size] = {
    "a4": Size(600, 926, 160 / 600, 76, 4, 17, 9.4, 2, Measures(row=5.5, around=5, more=0, marks=0.58, lane=12.5,
               beside=1.2, between=3.5, columns=36, head=78, foot=18, letters=9.4), coded=True),
    "slide": Size(1280, 720, 0, 296, 24, 22, 9.8, 3, Measures(row=6.5, around=5, more=0, marks=0.65, lane=12.5,
                  beside=1, between=3, columns=32, head=74, foot=18, letters=9.6), filled=True),
    "wide": Size(1400, float("inf"), 0, 316, 32, 28, 12, 3, Measures()),
}  # fmt: skip
"""The pictures by name: the width of a thesis' text (160 mm), a slide of 16 to 9, and a screen or a poster."""


class _Brush(Pen):
    """How the picture draws: in pixels, with marks that say what they are when they are pointed at."""

    def __init__(self, across: float, left: float = 0) -> None:
        self.across, self.left = across, left

    def place(self, fraction: float) -> str:
        return f"{self.left + fraction * self.across:.1f}"

    def diamond(self, parent: ET.Element, x: str, y: str, radius: float, style: str) -> None:
        r = f"{radius:g}"
        add(parent, "path", d=f"M{x} {y}m0-{r}l{r} {r}l-{r} {r}l-{r}-{r}z", class_=style)

    def length(self, fraction: float) -> str:
        return f"{fraction * self.across:.1f}"

    def mark(self, parent: ET.Element, mark: Mark) -> ET.Element:
        group = add(parent, "g")
        add(group, "title", f"{mark.event.date.english()}: {mark.event.title}")
        return group

    def lane(self, lane: Lane) -> ET.Element:
        return element("g", class_=drawing.hue(lane))

    def time(self, parent: ET.Element, number: int) -> ET.Element:
        return add(parent, "g", class_="tail")

    def name(self, parent: ET.Element, mark: Mark, y: float, away: float) -> None:
        style = "label" + " before" * mark.before
        x = self.left + mark.beside * self.across + away
        add(parent, "text", mark.name, x=f"{x:.1f}", y=f"{y:.1f}", class_=style)

    def years(self, plan: Drawing) -> int:
        return min(drawing.MAX_YEARS, int(self.across / (4 * plan.measures.letters)))


def render(chronology: Chronology, *, size: PictureSize = "wide", theme: Theme = "light") -> Iterator[str]:
    """The picture as an SVG document, as wide as its size says and as high as its lanes need."""
    chosen = SIZES[size]
    plan = _planned(chronology, chosen)
    root = _composed(chronology, plan, chosen, theme)
    brush = Painter(theme, _sizes(chosen))
    before, after = drawing.markup(brush.painted(root)).split(drawing.HOLE)
    yield before
    for lane in plan.lanes:
        yield drawing.markup(brush.painted(drawing.drawn(lane, plan, _Brush(chosen.across))))
    yield after + "\n"


def notes(chronology: Chronology, *, size: PictureSize = "wide", theme: Theme = "light") -> Iterator[str]:
    """That a picture is higher than its use has room for, and how many landmarks have no name in it."""
    plan = _planned(chronology, SIZES[size])
    share = _height(_composed(chronology, plan, SIZES[size])) / SIZES[size].most
    if share > 1:
        yield f"the picture is {share:.2f} times as high as {size} has room for; landmarks or fewer programmes fit"
    marks = [mark for lane in plan.lanes for mark in lane.marks]
    nameless = sum(mark.event.significance == "landmark" and not mark.echo and not mark.name for mark in marks)
    if nameless:
        yield f"there is no room for the names of {count(nameless, 'landmark')}"


def _sizes(size: Size) -> dict[str, float]:
    """The sizes of type by class; all other is as large as `Size.type`."""
    letters = size.measures.letters
    return {"label": letters, "year": letters, "columns text": max(letters * 0.9, _LEAST)}


def _height(root: ET.Element) -> float:
    return float(root.get("viewBox", "").split()[-1])


def _planned(chronology: Chronology, size: Size) -> Drawing:
    """The drawing; on a slide that it would leave half empty it is higher than it need be."""
    measures = replace(
        size.measures,
        across=size.across,
        tallest=lambda programme: _NAME_LINE * size.type * len(_name_lines(programme, _DEEPEST, size)),
    )
    plan = draw(chronology, measures)
    if not size.filled or not plan.lanes:
        return plan
    spare = size.most - _height(_composed(chronology, plan, replace(size, filled=False)))
    columns = min(max(spare, 0) * _TO_COLUMNS, _MOST_FOR_COLUMNS)
    lanes = min(max(spare - columns, 0) / len(plan.lanes), _MOST_FOR_LANE)
    roomy = replace(
        measures, columns=measures.columns + columns, head=measures.head + columns, beside=measures.beside + lanes,
        between=measures.between + lanes,
    )  # fmt: skip
    return draw(chronology, roomy)


def _composed(chronology: Chronology, plan: Drawing, size: Size, theme: Theme = "light") -> ET.Element:
    """All of the picture but its lanes, for which it has a hole, one part below the other."""
    root = ET.Element("svg", xmlns="http://www.w3.org/2000/svg", role="img")
    root.set("aria-labelledby", "_title _desc")
    root.set("font-family", lettering.FONTS)
    root.set("font-size", f"{size.type:g}")
    add(root, "title", chronology.title, id="_title")
    add(root, "desc", drawing.described(len(chronology.events), plan), id="_desc")
    if theme == "auto":
        add(root, "style", sheet())
    ground = add(root, "rect", class_="ground")
    y, imprint = _heading(root, chronology, size), _imprint(chronology)
    if plan.lanes:
        y = _plot(root, plan, size, y)
        y = _key(root, plan, size, y)
        y = _legend(root, plan, size, imprint, y)
    else:
        root.append(ET.Comment(""))
    below = size.type / 2 + size.edge / 2
    y = max(y, size.most - below) if size.filled else y
    place = {"x": f"{size.width - size.edge:g}", "y": f"{y + _BASELINE * size.type:g}"}
    add(root, "text", lettering.fitted(imprint, size.width - 2 * size.edge, size.type), class_="quiet end", **place)
    height = f"{y + below:g}"
    for name, value in (("width", f"{size.width:g}"), ("height", height)):
        ground.set(name, value)
        root.set(name, f"{float(value) * size.millimetre:g}mm" if size.millimetre else value)
    root.set("viewBox", f"0 0 {size.width:g} {height}")
    return root


def _heading(root: ET.Element, chronology: Chronology, size: Size) -> float:
    """The title and what is drawn; gives where it ends."""
    y, room = size.edge * 0.6, size.width - 2 * size.edge
    for line in lettering.wrapped(chronology.title, room / lettering.GENEROUS, size.heading * lettering.BOLD, 2):
        y += size.heading * _LINE
        add(root, "text", line, x=f"{size.edge:g}", y=f"{y:g}", font_size=f"{size.heading:g}", class_="heading")
    y += size.type * 0.4
    for line in lettering.wrapped(_summary(chronology), room / lettering.GENEROUS, size.type, 3):
        y += size.type * _LINE
        add(root, "text", line, x=f"{size.edge:g}", y=f"{y:g}", class_="quiet")
    return y + size.type * 0.8


def _summary(chronology: Chronology) -> str:
    """``1992–2026 · 372 events in 26 programmes, from 431 sources``."""
    if not chronology.events:
        return "No events"
    held = figures(chronology)
    return " · ".join(filter(None, (held.years, held.words, chronology.selected)))


def _plot(root: ET.Element, plan: Drawing, size: Size, y: float) -> float:
    """The names of the lanes, and the drawing with a hole for them; gives where it ends."""
    names = add(root, "g", transform=f"translate(0 {y:g})")
    _names(names, plan, size)
    inner = add(root, "g", transform=f"translate({size.left:g} {y:g})")
    drawing.framed(inner, plan, _Brush(size.across))
    inner.append(ET.Comment(""))
    return y + plan.height


def _names(parent: ET.Element, plan: Drawing, size: Size) -> None:
    """Codes and names of the lanes, one after the other."""
    line, caption = _NAME_LINE * size.type, plan.measures.head - drawing.FLOOR + drawing.CAPTION
    add(parent, "text", drawing.counted(plan), x=f"{size.edge:g}", y=f"{caption:g}", class_="quiet")
    for lane in plan.lanes:
        x = size.edge + _deeper(lane.depth, size)
        lines = _name_lines(lane.programme, lane.depth, size)
        y = lane.middle - line * (len(lines) - 1) / 2 + _BASELINE * size.type
        for number, text in enumerate(lines):
            row = add(parent, "text", x=f"{x:g}", y=f"{y + number * line:g}", class_=f"name {drawing.hue(lane)}")
            code = lane.programme.code if lane.programme else text
            if (number == 0 or not lane.programme) and text.startswith(code):
                add(row, "tspan", code, class_="code").tail = drawing.clean(
                    text.removeprefix(code).replace(" ", "\u00a0", 1)
                )
            else:
                row.text = drawing.clean(text)


def _coded(text: ET.Element, code: str, name: str, style: str) -> None:
    """A code and what follows it on a line; the space between is one that every program keeps."""
    add(text, "tspan", code, class_=style).tail = drawing.clean(f"\u00a0{name}" if name else "")


def _deeper(depth: int, size: Size) -> float:
    return min(depth, _DEEPEST) * size.left * _DEEPER


def _name_lines(programme: Programme | None, depth: int, size: Size) -> list[str]:
    """The code and the name of a lane in the lines that they have room for."""
    text = f"{programme.code} {programme.name}" if programme else drawing.NO_PROGRAMME
    if programme and size.coded:
        text = programme.code
    room = size.left - _APART - size.edge - _deeper(depth, size)
    bold = (lettering.BOLD - 1) * lettering.width(programme.code if programme else text, size.type)
    return lettering.wrapped(text, room - bold, size.type, 2)


def _key(root: ET.Element, plan: Drawing, size: Size, y: float) -> float:
    """The landmarks that have numbers, in columns; gives where it ends."""
    if not plan.key:
        return y
    letters = plan.measures.letters
    wide = (size.width - 2 * size.edge) / size.columns
    indent = lettering.width("88", letters, bold=True) + letters / 2
    entries = [
        lettering.wrapped(f"{event.date.english()}: {event.title}", wide - indent - letters * 1.5, letters, 3)
        for event in plan.key
    ]
    columns = _in_columns(entries, size.columns)
    for column, numbers in enumerate(columns):
        x, row = size.edge + column * wide, y + letters * 0.5
        for number in numbers:
            add(root, "text", f"{number + 1}", x=f"{x:.1f}", y=f"{row + letters * _LINE:.1f}", class_="label number")
            for line in entries[number]:
                row += letters * _LINE
                add(root, "text", line, x=f"{x + indent:.1f}", y=f"{row:.1f}", class_="label")
    return y + letters + _LINE * letters * max(sum(len(entries[number]) for number in each) for each in columns)


def _in_columns(entries: list[list[str]], most: int) -> list[list[int]]:
    """The numbers of the entries in at most so many columns, as even as it goes, none of them broken."""
    rows = -(-sum(map(len, entries)) // most)
    while True:
        columns: list[list[int]] = [[]]
        used = 0
        for number, entry in enumerate(entries):
            if used and used + len(entry) > rows:
                columns.append([])
                used = 0
            columns[-1].append(number)
            used += len(entry)
        if len(columns) <= most:
            return columns
        rows += 1


def _legend(root: ET.Element, plan: Drawing, size: Size, imprint: str, y: float) -> float:
    """What the marks mean, and where lanes have codes alone what these mean; gives where the imprint has room."""
    coded = [(*_code_and_name(lane.programme, size), drawing.hue(lane)) for lane in plan.lanes if lane.programme]
    coded = coded if size.coded else []
    widths = [lettering.width(f"{code} {name}", size.type) + _TO_NEXT for code, name, _ in coded]
    places, y = _flow(widths, size, y + size.type)
    for row, line in groupby(zip(coded, places, strict=True), key=lambda entry: entry[1][1]):
        text = add(root, "text", x=f"{size.edge:g}", y=f"{row + _BASELINE * size.type:g}", class_="quiet")
        for (code, name, hue), _ in line:
            _coded(text, code, name + _GAP, f"code {hue}")
    samples = [_SAMPLE if style in _BARS else _WIDEST for style, _ in _LEGEND]
    widths = [
        sample + _TO_WORDS + lettering.width(words, size.type)
        for sample, (_, words) in zip(samples, _LEGEND, strict=True)
    ]
    places, end = _flow(widths, size, y + size.type * 0.5 * bool(coded))
    group = add(root, "g", class_="hn")
    for sample, (style, words), (x, row) in zip(samples, _LEGEND, places, strict=True):
        _sample(group, style, x, row, size)
        after = x + sample + _TO_WORDS
        add(group, "text", words, x=f"{after:g}", y=f"{row + _BASELINE * size.type:g}", class_="quiet")
    used = places[-1][0] + widths[-1] + _TO_NEXT + lettering.width(imprint, size.type)
    return end if used > size.width - size.edge else places[-1][1]


def _code_and_name(programme: Programme, size: Size) -> tuple[str, str]:
    """Both as they have room in a row of their own."""
    room = size.width - 2 * size.edge - lettering.width(f"{programme.code} ", size.type, bold=True)
    return programme.code, lettering.fitted(programme.name, room / lettering.GENEROUS, size.type)


def _flow(widths: list[float], size: Size, y: float) -> tuple[list[tuple[float, float]], float]:
    """Where things so wide stand one after the other in rows from ``y`` on, and where the next row would."""
    places: list[tuple[float, float]] = []
    x = size.edge
    for width in widths:
        if x + width > size.width - size.edge and x > size.edge:
            x, y = size.edge, y + size.type * _LINE
        places.append((x, y))
        x += width + _TO_NEXT
    return places, y + size.type * _LINE * bool(widths)


def _sample(parent: ET.Element, style: str, x: float, y: float, size: Size) -> None:
    """A bar or a mark of the legend."""
    if style in _BARS:
        ends = {"open": ("sharp", "open"), "dotted": ("rough", "rough")}.get(style, ("sharp", "sharp"))
        brush = _Brush(_SAMPLE / (2 * drawing.EDGE), x)  # the two ends of a sample are all of it
        part = add(parent, "g", class_="life" if style == "life" else "part")
        height = size.type * 0.85
        span = Span(0, 2 * drawing.EDGE, *ends)
        drawing.stretch(part, span, y - height / 2, height, brush)
        drawing.faded(parent, [span], y - height / 2, height, brush)
    else:
        significance = style if style in SIGNIFICANCE else "notable"
        radius = RADIUS[significance] * size.measures.marks
        drawing.figure(parent, significance, f"mark {style}", f"{x + _WIDEST / 2:g}", y, radius, _Brush(0))


def _imprint(chronology: Chronology) -> str:
    parts = [f"Updated {chronology.updated.english()}"] if chronology.updated else []
    parts += [chronology.licence] if chronology.licence else []
    return " · ".join(parts)
