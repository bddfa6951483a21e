"""The picture as it is seen: names that lie over nothing, type that can be read, colours that stand out."""

from __future__ import annotations

import re
import shutil
import struct
import subprocess
import zlib
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple, get_args
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given

from tests.conftest import Golden, rendered
from tests.strategies import chronologies
from timeline import Chronology, Event, Programme
from timeline.dates import parse
from timeline.formats import lettering, svg
from timeline.formats.layout import draw
from timeline.formats.options import PictureSize, Theme
from timeline.formats.packing import APART, BESIDE
from timeline.formats.plan import HUES, LINE, NEUTRAL, PAGE, TAIL, Drawing, Measures

_SVG = "{http://www.w3.org/2000/svg}"
SIZES = pytest.mark.parametrize("size", get_args(PictureSize))
_POINT = 25.4 / 72  # millimetres
_SLIDE = 13.333 * 25.4  # millimetres of its width
_SCREEN = 25.4 / 96  # millimetres of one of its pixels


class Box(NamedTuple):
    """What something covers, in pixels, and which event it belongs to."""

    left: float
    right: float
    top: float
    bottom: float
    of: str

    def meets(self, other: Box) -> bool:
        """Whether the two lie over each other."""
        across = min(self.right, other.right) - max(self.left, other.left)
        return across > 0.01 and min(self.bottom, other.bottom) - max(self.top, other.top) > 0.01


def _boxes(plan: Drawing, across: float) -> tuple[list[Box], list[Box]]:
    """The names of a drawing that is so wide, in the widest usual typeface, and all marks and times of events."""
    names, others = [], []
    measures = plan.measures
    for lane in plan.lanes:
        for mark in lane.marks:
            radius = measures.radius(mark.event)
            reach, x, id = radius + LINE / 2, mark.x * across, mark.event.id
            others.append(Box(x - reach, x + reach, mark.y - reach, mark.y + reach, id))
            if mark.span:
                line = (mark.y - TAIL / 2, mark.y + TAIL / 2)
                others.append(Box(mark.span.start * across, mark.span.end * across, *line, id))
            if mark.name:
                away = radius + APART + BESIDE
                width = lettering.width(mark.name, measures.letters) * lettering.GENEROUS
                start = mark.beside * across + (-away - width if mark.before else away)
                y = mark.y + mark.lift
                letters = measures.letters
                names.append(Box(start, start + width, y - 0.46 * letters, y + 0.54 * letters, id))
    return names, others


def _lying_over(plan: Drawing, across: float) -> list[tuple[Box, Box]]:
    names, others = _boxes(plan, across)
    pairs = [(name, other) for name in names for other in others if name.meets(other)]
    return pairs + [(name, other) for at, name in enumerate(names) for other in names[at + 1 :] if name.meets(other)]


_MEASURES = [PAGE, *(replace(size.measures, across=size.across) for size in svg.SIZES.values())]


@pytest.mark.parametrize("measures", _MEASURES, ids=["page", *svg.SIZES])
def test_names_lie_over_nothing(real: Chronology, everything: Chronology, measures: Measures) -> None:
    """A landmark's name covers no mark, no time and no other name, and is in the drawing; the wider, the freer."""
    for chronology in (real, everything, real.select(programme="PfP"), real.select(significance="landmark")):
        plan = draw(chronology, measures)
        for wider in (1, 1.25, 2, 6):
            across = measures.across * wider
            assert _lying_over(plan, across) == []
            assert all(name.left >= 0 and name.right <= across for name in _boxes(plan, across)[0])


@given(chronologies())
def test_names_of_any_chronology_lie_over_nothing(chronology: Chronology) -> None:
    """Whatever could be loaded, the same."""
    for measures in _MEASURES:
        assert _lying_over(draw(chronology, measures), measures.across) == []


def test_every_landmark_is_named_or_numbered(real: Chronology) -> None:
    """In a picture each landmark has its title or a number, the numbers by date, each with its title in the key."""
    for size, each in svg.SIZES.items():
        plan = draw(real, replace(each.measures, across=each.across))
        marks = [mark for lane in plan.lanes for mark in lane.marks if not mark.echo]
        said = {mark.event.id: mark.name for mark in marks if mark.event.significance == "landmark"}
        numbers = {event.id: f"{number}" for number, event in enumerate(plan.key, start=1)}
        assert said == {id: numbers.get(id, real[id].title) for id in said}
        assert [event.date.anchor for event in plan.key] == sorted(event.date.anchor for event in plan.key)
        texts = " ".join("".join(text.itertext()) for text in _texts(real, size))
        for event in plan.key:
            assert re.search(r"\s+".join(map(re.escape, event.title.split())), texts)


def test_the_page_names_most_landmarks(real: Chronology) -> None:
    """At the least width that has room for names, two thirds of the landmarks have theirs."""
    marks = [mark for lane in draw(real).lanes for mark in lane.marks if not mark.echo]
    named = [bool(mark.name) for mark in marks if mark.event.significance == "landmark"]
    assert sum(named) / len(named) > 2 / 3


def test_too_many_landmarks_have_no_names() -> None:
    """Where there are more landmarks than anybody reads, or a lane is crowded, none is named; notes say how many."""
    events = tuple(
        Event(f"e{day}", parse(f"2001-01-{day % 28 + 1:02}"), "Title", {"s": ""}, significance="landmark")
        for day in range(61)
    )
    many = Chronology("Many", {}, events)
    assert not any(mark.name for lane in draw(many).lanes for mark in lane.marks)
    assert list(svg.notes(many)) == ["there is no room for the names of 61 landmarks"]
    few = replace(many, events=(events[0], *(each._replace(significance="minor") for each in events * 7)))
    assert not any(mark.name for lane in draw(few).lanes for mark in lane.marks)
    assert list(svg.notes(few)) == ["there is no room for the names of 1 landmark"]


def test_everything_as_kept(everything: Chronology, golden: Golden) -> None:
    """The picture of a chronology that has one of everything is as it was, an element a line."""
    golden("svg-a4.svg", rendered(svg, everything, size="a4").replace("><", ">\n<"))


def _texts(chronology: Chronology, size: PictureSize) -> list[ET.Element]:
    return list(ET.fromstring(rendered(svg, chronology, size=size)).iter(f"{_SVG}text"))


def _kinds(chronology: Chronology) -> list[Chronology]:
    return [
        chronology,
        chronology.select(programme="PfP"),
        chronology.select(year="2008"),
        chronology.select(id="parp-joined"),
        chronology.select(significance="landmark"),
        replace(chronology, events=()),
    ]


@SIZES
def test_no_type_is_smaller_than_seven_points(real: Chronology, size: PictureSize) -> None:
    """At the width that it is meant for, a thesis' 160 mm, a slide's 13⅓ inches or its own pixels."""
    width = {"a4": 160, "slide": _SLIDE, "wide": svg.SIZES["wide"].width * _SCREEN}[size]
    for chronology in _kinds(real):
        root = ET.fromstring(rendered(svg, chronology, size=size))
        across = float(root.get("viewBox", "").split()[2])
        sizes = {float(each.get("font-size") or "inf") for each in root.iter()}
        assert min(sizes) * width / across >= 7 * _POINT


@SIZES
def test_the_parts_of_the_picture_keep_apart(real: Chronology, size: PictureSize) -> None:
    """Nothing reaches out of the picture; labels of years and numbers of columns do not touch their neighbours."""
    for chronology in _kinds(real):
        root = ET.fromstring(rendered(svg, chronology, size=size))
        width, height = map(float, root.get("viewBox", "").split()[2:])
        rows: dict[float, list[tuple[float, float]]] = {}
        for each, (left, top) in _placed(root, 0, 0):
            letters = float(each.get("font-size") or root.get("font-size") or "")
            wide = lettering.width("".join(each.itertext()), letters)
            shift = {"middle": -wide / 2, "end": -wide}.get(each.get("text-anchor", ""), 0)
            start, y = left + float(each.get("x", "")) + shift, top + float(each.get("y", ""))
            assert start >= 0
            assert start + wide <= width
            assert letters * 0.7 <= y <= height - letters * 0.3
            if each.get("text-anchor") == "middle":
                rows.setdefault(y, []).append((start, start + wide))
        for row in rows.values():
            assert all(one[1] <= other[0] for one, other in pairwise(sorted(row)))


@SIZES
def test_lanes_are_as_high_as_their_names(real: Chronology, size: PictureSize) -> None:
    """A name of two lines, that of the lane without a programme too, stays within its lane."""
    chosen = svg.SIZES[size]
    for lane in svg._planned(real.select(significance="landmark"), chosen).lanes:
        lines = svg._name_lines(lane.programme, lane.depth, chosen)
        assert lane.height >= len(lines) * chosen.type * 1.1


def _placed(element: ET.Element, left: float, top: float) -> Iterator[tuple[ET.Element, tuple[float, float]]]:
    """The texts of a picture, each with what its groups move it."""
    moved = re.findall(r"[\d.]+", element.get("transform", "0 0"))
    left, top = left + float(moved[0]), top + float(moved[1])
    for child in element:
        if child.tag == f"{_SVG}text":
            yield child, (left, top)
        yield from _placed(child, left, top)


@pytest.mark.parametrize(("size", "high"), [("a4", False), ("slide", True), ("wide", False)])
def test_a_picture_that_is_too_high_says_so(real: Chronology, size: PictureSize, high: bool) -> None:
    """A slide is 16 to 9, however little is in it; what has more than fits is higher, and a note says how much."""
    few = real.select(significance="landmark")
    root = ET.fromstring(rendered(svg, few, size=size))
    width, height = map(float, root.get("viewBox", "").split()[2:])
    assert (width / height == 16 / 9) is high
    assert list(svg.notes(few, size=size)) == []
    said = list(svg.notes(real, size=size))
    assert bool(said) is (size != "wide")
    assert all(re.fullmatch(rf"the picture is 1\.\d\d times as high as {size} has room for; .*", note) for note in said)


def test_scripts_without_spaces_have_room() -> None:
    """A title or name is broken or cut by how wide it is, not by how many characters it has; what was cut ends so."""
    long = "北大西洋条約機構とアゼルバイジャン共和国との間の安全保障協力に関する年代記および資料集の完全版" * 3
    event = Event("e", parse("2001-02-03"), long, {"s": ""}, significance="landmark", programmes=("P",))
    chronology = Chronology(long, {}, (event,), programmes={"P": Programme("P", long)})
    for size in svg.SIZES:
        texts = _texts(chronology, size)
        for each in texts:
            letters = float(each.get("font-size") or svg.SIZES[size].type)
            assert lettering.width("".join(each.itertext()), letters) <= svg.SIZES[size].width
        assert "".join(texts[1].itertext()).endswith("…")


@pytest.mark.parametrize(
    ("text", "room", "lines", "wanted"),
    [
        ("two words", 100, 2, ["two words"]),
        ("two words", 40, 2, ["two", "words"]),
        ("two words more", 40, 2, ["two", "words…"]),
        ("unbreakable", 30, 2, ["unbre", "aka…"]),
        ("年代記および", 25, 2, ["年代", "記…"]),
        ("年代", 1, 2, ["年", "…"]),
        ("a\u0301\u200db", 100, 1, ["a\u0301\u200db"]),
        ("", 10, 2, []),
    ],
)
def test_lines_are_broken_between_words(text: str, room: float, lines: int, wanted: list[str]) -> None:
    """As many words a line as have room, else as many characters; what has none at the end is cut with a mark."""
    assert lettering.wrapped(text, room, 10, lines) == wanted


def _contrast(one: str, other: str) -> float:
    lights = sorted(map(_luminance, (one, other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _over(ground: str, colour: str, share: float) -> str:
    pairs = [(int(colour[at : at + 2], 16), int(ground[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(share * ours + (1 - share) * theirs):02x}" for ours, theirs in pairs)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_is_painted_stands_out(real: Chronology, theme: Theme) -> None:
    """Marks, times, outlines of bars and columns have a contrast of 3 or more with the ground, text one of 4.5.

    So have a landmark's name and a mark on the darkest of bars.
    """
    root = ET.fromstring(rendered(svg, real, theme=theme))
    rect = root.find(f"{_SVG}rect")
    assert rect is not None
    ground = rect.get("fill", "")
    texts = {each.get("fill", "") for tag in ("text", "tspan") for each in root.iter(f"{_SVG}{tag}")} - {""}
    assert all(_contrast(colour, ground) >= 4.5 for colour in texts)
    seen = 0
    for each in root.iter():
        colours = {name: each.get(name, "") for name in ("fill", "stroke") if each.get(name, "").startswith("#")}
        if each is rect or each.tag not in (f"{_SVG}path", f"{_SVG}circle", f"{_SVG}rect") or not colours:
            continue  # bars that fade out are as the others, where they do not
        shares = {name: float(each.get(f"{name}-opacity", 1)) for name in colours}
        assert max(_contrast(_over(ground, colours[name], shares[name]), ground) for name in colours) >= 3
        seen += 1
    assert seen > 400
    ink = "#eceef1" if theme == "dark" else "#1b1d21"
    for pair in (*HUES, NEUTRAL):
        hue = pair[theme == "dark"]
        bar = _over(_over(ground, hue, 0.12), hue, 0.27)
        assert _contrast(ink, bar) >= 4.5
        assert _contrast(hue, bar) >= 3


class Picture:
    """A picture as librsvg draws it, by its pixels."""

    def __init__(self, document: str, across: float) -> None:
        drawer = shutil.which("rsvg-convert")
        if drawer is None:
            pytest.skip("there is no rsvg-convert on the path")
        command = [drawer, "--zoom", "2", "--format", "png"]
        data = subprocess.run(command, input=document.encode(), capture_output=True, check=True, timeout=60).stdout
        self.width, self.height = struct.unpack(">II", data[16:24])
        self.zoom = self.width / across
        self.depth = {2: 3, 6: 4}[data[25]]
        self.rows = list(self._lines(b"".join(self._parts(data))))

    @staticmethod
    def _parts(data: bytes) -> Iterator[bytes]:
        at = 8
        while at < len(data):
            (length,) = struct.unpack(">I", data[at : at + 4])
            if data[at + 4 : at + 8] == b"IDAT":
                yield data[at + 8 : at + 8 + length]
            at += 12 + length

    def _lines(self, packed: bytes) -> Iterator[bytearray]:
        """The lines of a PNG without what its filters have taken off them, RFC 2083, section 6."""
        raw, step, size = zlib.decompress(packed), self.depth, self.width * self.depth
        before = bytearray(size)
        for start in range(0, len(raw), size + 1):
            kind, line = raw[start], bytearray(raw[start + 1 : start + 1 + size])
            for at in range(size if kind else 0):
                left = line[at - step] if at >= step else 0
                above = before[at]
                if kind == 4:
                    corner = before[at - step] if at >= step else 0
                    guess = left + above - corner
                    off = (abs(guess - left), abs(guess - above), abs(guess - corner))
                    guess = (left, above, corner)[off.index(min(off))]
                else:
                    guess = (left, above, (left + above) // 2)[kind - 1]
                line[at] = (line[at] + guess) & 255
            before = line
            yield line

    def at(self, x: float, y: float) -> str:
        """The colour at a place, ``#rrggbb``."""
        start = int(x * self.zoom) * self.depth
        return "#" + self.rows[int(y * self.zoom)][start : start + 3].hex()


@pytest.mark.oracles
@pytest.mark.parametrize("theme", get_args(Theme))
def test_a_drawer_sees_what_is_meant(theme: Theme) -> None:
    """Landmarks are whole, an open end fades out, names can be read, and paper is white: librsvg's pixels say so."""
    event = Event("e", parse("2000-07-01"), "A landmark here", {"s": ""}, significance="landmark", programmes=("P",))
    programme = Programme("P", "Programme", period=parse("2000/.."))
    chronology = Chronology(
        "Small", {}, (event, event._replace(id="f", date=parse("2004"))), programmes={"P": programme}
    )
    size = svg.SIZES["a4"]
    seen = Picture(rendered(svg, chronology, size="a4", theme=theme), size.width)
    dark = theme == "dark"
    ground, hue = ("#14161a" if dark else "#ffffff"), HUES[0][dark]
    assert {seen.at(1, 1), seen.at(size.width - 1, seen.height / seen.zoom - 1)} == {ground}
    plan = draw(chronology, replace(size.measures, across=size.across))
    root = ET.fromstring(rendered(svg, chronology, size="a4"))
    top = next(float(move[1]) for move in (re.findall(r"[\d.]+", each.get("transform", "")) for each in root) if move)
    lane = plan.lanes[0]
    first = lane.marks[0]
    x, y = size.left + first.x * size.across, top + first.y
    for side in (-1, 1):
        assert seen.at(x + side * 2, y) == seen.at(x, y + side * 2) == hue
        assert seen.at(x + side * 4, y + side * 4) != hue
    bar = [seen.at(size.left + share * size.across - 1, top + lane.top + 2) for share in (0.9, 0.99, 1)]
    contrasts = [_contrast(colour, ground) for colour in bar]
    assert contrasts[0] > contrasts[1] > contrasts[2]
    assert contrasts[2] < 1.02
    ink = "#eceef1" if dark else "#1b1d21"
    name = {seen.at(x + 7 + step / 4, y + down / 4) for step in range(240) for down in range(-16, 16)}
    assert max(_contrast(colour, seen.at(x + 160, y)) for colour in name) >= 4.5
    assert ink in name
