"""The picture and its layout: well formed, sealed, every event in it, and nothing laid over its neighbour."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import get_args
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given

import timeline
from tests.conftest import rendered
from tests.strategies import chronologies
from timeline import Chronology, Event, Programme
from timeline.dates import parse
from timeline.formats import drawing, svg
from timeline.formats.layout import draw, span
from timeline.formats.options import Theme
from timeline.formats.plan import HUES, NEUTRAL, PAGE, RADIUS, Drawing, Lane, Scale, Span
from timeline.model import Significance

_SVG = "{http://www.w3.org/2000/svg}"


def _event(id: str, date: str, *programmes: str, significance: Significance = "notable") -> Event:
    return Event(id, parse(date), f"Title of {id}", {"s": ""}, significance=significance, programmes=programmes)


def _chronology(*events: Event, **programmes: Programme) -> Chronology:
    return Chronology("Small", {}, events, programmes=programmes)


def _names(plan: Drawing) -> list[str]:
    return [lane.programme.code if lane.programme else "" for lane in plan.lanes]


def _lane(date: str, *, period: str | None = None, participation: str | None = None) -> Lane:
    life, part = (parse(text) if text else None for text in (period, participation))
    programme = Programme("P", "Plan", period=life, participation=part)
    return draw(_chronology(_event("a", date, "P"), P=programme)).lanes[0]


def test_the_picture_is_well_formed_and_named(real: Chronology) -> None:
    """One image with a title and a description, whose text is text."""
    root = ET.fromstring(rendered(svg, real))
    assert root.tag == f"{_SVG}svg"
    assert root.get("role") == "img"
    named = [root.find(f"{_SVG}{tag}") for tag in ("title", "desc")]
    assert [each is not None and each.get("id") for each in named] == (root.get("aria-labelledby") or "").split()
    assert root.findtext(f"{_SVG}title") == real.title
    texts = {each.text for tag in ("text", "tspan") for each in root.iter(f"{_SVG}{tag}")}
    used = {code for event in real.events for code in event.programmes}
    assert used | {"No programme", real.title} <= texts


def test_the_picture_fetches_and_runs_nothing(real: Chronology) -> None:
    """No script, no link, no image, no address but the name of the vocabulary."""
    text = rendered(svg, real)
    tags = {each.tag.removeprefix(_SVG) for each in ET.fromstring(text).iter()}
    assert not tags & {"script", "a", "image", "use", "foreignObject", "iframe"}
    assert re.findall(r"\w+://[^\s\"']*", text) == ["http://www.w3.org/2000/svg"]
    assert all(match.startswith("#") for match in re.findall(r"url\(([^)]*)", text))


def test_every_event_is_in_the_picture(real: Chronology, everything: Chronology) -> None:
    """Each event has a mark that tells its date and title, on the lane of each of its programmes."""
    for chronology in (real, everything):
        found = sorted(each.text or "" for each in ET.fromstring(rendered(svg, chronology)).iter(f"{_SVG}title"))
        for event in chronology.events:
            assert found.count(f"{event.date.english()}: {event.title}") >= max(len(event.programmes), 1)


@pytest.mark.parametrize("theme", get_args(Theme))
def test_the_picture_says_its_colours_at_each_element(real: Chronology, theme: Theme) -> None:
    """No class, no variable, and no style sheet but for ``auto``: every colour is an attribute, of one scheme alone."""
    root = ET.fromstring(rendered(svg, real, theme=theme))
    assert not any(each.get(name) for each in root.iter() for name in ("class", "style", "mask"))
    assert "currentColor" not in rendered(svg, real, theme=theme)
    pairs = [*HUES, NEUTRAL]
    used = {each.get(name) for each in root.iter() for name in ("fill", "stroke", "stop-color")}
    paper, screen = ({pair[number] for pair in pairs} for number in (0, 1))
    assert used & (paper | screen) <= (screen if theme == "dark" else paper)
    ground = root.find(f"{_SVG}rect")
    assert ground is not None
    assert ground.get("fill") == ("#14161a" if theme == "dark" else "#ffffff")
    assert bool(root.findall(f"{_SVG}style")) == (theme == "auto")


def test_auto_turns_every_colour_where_the_screen_is_dark(real: Chronology) -> None:
    """With ``auto`` a browser finds, for each colour that is painted, the one of ``dark``."""
    root = ET.fromstring(rendered(svg, real, theme="auto"))
    sheet = root.findtext(f"{_SVG}style") or ""
    assert sheet.startswith("@media (prefers-color-scheme:dark){")
    for each in root.iter():
        for name in ("fill", "stroke", "stop-color"):
            colour = each.get(name, "none")
            assert not colour.startswith("#") or f'[{name}="{colour}"]{{{name}:#' in sheet


@pytest.mark.parametrize(
    "text",
    [
        "<script>x</script>",
        '"><a href="javascript:x">',
        "]]>",
        "&amp; &lt;",
        "[b]",
        "\x00\x1b\ufffe\u2028",
        "שלום \u202e",
    ],
)
def test_data_never_add_an_element_or_an_attribute(everything: Chronology, text: str) -> None:
    """A picture of hostile texts has the same elements with the same attributes as one of harmless texts."""
    shapes = []
    for each in (text, "harmless"):
        events = tuple(event._replace(title=each) for event in everything.events)
        programmes = {code: entry._replace(name=each) for code, entry in everything.programmes.items()}
        hostile = replace(everything, title=each, licence=each, events=events, programmes=programmes)
        root = ET.fromstring(rendered(svg, hostile))
        shapes.append([(element.tag, sorted(element.attrib)) for element in root.iter()])
    assert shapes[0] == shapes[1]


@given(chronologies())
def test_any_chronology_makes_a_picture(chronology: Chronology) -> None:
    """Whatever could be loaded is drawn: well formed, marks within the picture and within their lanes."""
    ET.fromstring(rendered(svg, chronology))
    plan = draw(chronology)
    assert {mark.event.id for lane in plan.lanes for mark in lane.marks} == {event.id for event in chronology.events}
    for lane in plan.lanes:
        for mark in lane.marks:
            assert 0 < mark.x < 1
            assert lane.top < mark.y < lane.top + lane.height
        for each in (lane.period, lane.participation, *(mark.span for mark in lane.marks)):
            assert each is None or 0 <= each.start < each.end <= 1
    assert sum(column.total for column in plan.columns) == len(chronology.events)


def test_the_same_bytes_each_time(real: Chronology) -> None:
    """Rendering again, also a chronology loaded again, gives the same picture."""
    assert rendered(svg, timeline.load()) == rendered(svg, real)


def test_lanes_do_not_overlap_and_marks_keep_apart(real: Chronology) -> None:
    """Lanes follow one another downwards; in the real chronology no two marks of a lane lie over each other."""
    plan = draw(real)
    for above, below in pairwise(plan.lanes):
        assert above.top + above.height < below.top
    for lane in plan.lanes:
        for row in {mark.y for mark in lane.marks}:
            marks = sorted((mark for mark in lane.marks if mark.y == row), key=lambda mark: mark.x)
            for left, right in pairwise(marks):
                radii = RADIUS[left.event.significance] + RADIUS[right.event.significance]
                assert (right.x - left.x) * 960 >= radii


def test_lanes_stand_by_family_and_start() -> None:
    """The family that began first comes first, its root before its parts, these by start; no programme comes last."""
    programmes = {
        "Late": Programme("Late", "Late", participation=parse("2000/..")),
        "Part": Programme("Part", "Part", period=parse("1990/.."), parent="Root"),
        "Root": Programme("Root", "Root", participation=parse("1994/..")),
        "Unused": Programme("Unused", "Unused"),
    }
    events = [
        _event("a", "1993"),
        _event("b", "2001", "Late"),
        _event("c", "1992", "Part"),
        _event("d", "1995", "Root"),
    ]
    plan = draw(_chronology(*events, **programmes))
    assert _names(plan) == ["Root", "Part", "Late", ""]
    assert [lane.depth for lane in plan.lanes] == [0, 1, 0, 0]
    assert plan.lanes[0].hue == plan.lanes[1].hue != plan.lanes[2].hue
    assert plan.lanes[3].hue is None


def test_families_share_a_hue_and_a_circle_of_parents_ends() -> None:
    """Parts have the hue of their root, whatever is selected; there are as many hues as pairs of colours."""
    assert drawing.hue_class(0) == drawing.hue_class(len(HUES)) != drawing.hue_class(1)
    circle = {"A": Programme("A", "x", parent="B"), "B": Programme("B", "x", parent="A")}
    assert _names(draw(_chronology(_event("a", "1994", "A"), **circle))) == ["A"]


def test_only_the_programmes_of_the_events_are_drawn(real: Chronology) -> None:
    """A selection has the lanes that its events name, and no others."""
    some = real.select(year="1994")
    used = {code for event in some.events for code in event.programmes}
    assert set(_names(draw(some))) - {""} == used


def test_an_event_of_several_programmes_is_repeated_hollow() -> None:
    """The closest programme has the event's mark, the others an echo of it."""
    programmes = {code: Programme(code, code) for code in ("A", "B")}
    plan = draw(_chronology(_event("a", "1994", "B", "A"), **programmes))
    assert {name: lane.marks[0].echo for name, lane in zip(_names(plan), plan.lanes, strict=True)} == {
        "A": True,
        "B": False,
    }


@pytest.mark.parametrize(
    ("date", "left", "right"),
    [
        ("1990/..", "sharp", "open"), ("../2000", "open", "sharp"), ("1993~/1995?", "rough", "rough"),
        ("1993/1995", "sharp", "sharp"), ("1980~/2020%", "sharp", "sharp"), ("1994?", "rough", "rough"),
    ],
)  # fmt: skip
def test_ends_are_drawn_as_they_are_known(date: str, left: str, right: str) -> None:
    """An open end fades, an approximate one is dotted, one beyond the years shown is cut."""
    found = span(parse(date), Scale(1992, 1996))
    assert found is not None
    assert (found.left, found.right) == (left, right)


def test_what_lies_outside_the_years_is_not_drawn() -> None:
    """A programme whose life touches none of the years has a lane and no bar."""
    assert _lane("1994", period="1950/1960").period is None
    assert _lane("1994", period="2050/..").period is None
    lane = _lane("1994", period="1994-03/1994-06", participation="1994-04/..")
    assert lane.period is not None
    assert lane.participation is not None
    assert lane.period.start < lane.participation.start


def test_a_year_is_a_stretch_and_a_day_is_a_point() -> None:
    """What is known to the year alone is dotted over it, with its mark in the middle; a day is a mark alone.

    So is what was once, some time between; what lasted is solid, from its first day on.
    """
    dates = ("1994", "1994-07-01", "1994/1996", "[1994..1996]", "[1994..]")
    plan = draw(_chronology(*(_event(f"e{number}", date) for number, date in enumerate(dates))))
    year, day, long, between, later = plan.lanes[0].marks
    for mark in (year, between):
        assert mark.span is not None
        assert mark.span.once
        assert mark.x == pytest.approx((mark.span.start + mark.span.end) / 2)
    assert day.span is None
    assert isinstance(long.span, Span)
    assert isinstance(between.span, Span)
    assert not long.span.once
    assert (long.span.start, long.span.end) == (between.span.start, between.span.end)
    assert later.span is not None
    assert (later.x, later.span.once, later.span.end) == (year.x, True, 1)
    assert not any(mark.rough for mark in plan.lanes[0].marks)


def test_what_was_once_is_dotted_from_end_to_end() -> None:
    """The reach of what was once, some time between, is a dotted line; that of what lasted is a bar."""
    for date, drawn in (("[1994..1996]", "line"), ("[1994..]", "line"), ("1994/1996", "rect")):
        picture = ET.fromstring(rendered(svg, _chronology(_event("a", date), _event("b", "1998"))))
        tails = [
            each.tag.removeprefix(_SVG)
            for each in picture.iter()
            if each.get("fill-opacity" if each.tag == f"{_SVG}rect" else "stroke-opacity") == "0.8"
        ]
        assert tails == [drawn, "line"]


@pytest.mark.parametrize(
    "dates",
    [
        ("1994",),
        ("1000", "9999"),
        ("9999-12-31",),
        ("../1000",),
        ("2008/..",),
        ("1994-01-01", "1994-12-31"),
        ("1000/9999",),
        ("[..1000]",),
        ("[9999..]",),
    ],
)
def test_any_span_of_years_can_be_drawn(dates: tuple[str, ...]) -> None:
    """One event, one year, the first and the last year there are: marks, columns and ticks lie within the picture."""
    plan = draw(_chronology(*(_event(f"e{number}", date) for number, date in enumerate(dates))))
    assert all(0 < mark.x < 1 for mark in plan.lanes[0].marks)
    assert all(plan.scale.first <= column.first <= column.last <= plan.scale.last for column in plan.columns)
    assert len(plan.columns) <= 101
    assert len(plan.scale.ticks(plan.scale.step(20))) <= 21
    ET.fromstring(rendered(svg, _chronology(_event("a", dates[0]))))


def test_many_columns_have_no_numbers() -> None:
    """Each of a few columns has its number on top; where there are too many, pointing at one tells it."""
    for number, wanted in ((45, 45), (46, 0)):
        chronology = _chronology(*(_event(f"e{year}", f"{year}") for year in range(1900, 1900 + number)))
        root = ET.fromstring(rendered(svg, chronology))
        columns = [
            each for each in root.iter(f"{_SVG}g") if (each.findtext(f"{_SVG}title") or "").endswith(": 1 event")
        ]
        assert len(columns) == number
        assert sum(len(each.findall(f"{_SVG}text")) for each in columns) == wanted


def test_no_events_make_a_picture_that_says_so() -> None:
    """Without events there are a title and a word, no lanes."""
    root = ET.fromstring(rendered(svg, _chronology()))
    texts = [each.text for each in root.iter(f"{_SVG}text")]
    assert texts[:2] == ["Small", "No events"]
    assert root.findtext(f"{_SVG}desc") == "No events."


def test_thousands_of_events_are_drawn(real: Chronology) -> None:
    """Five thousand events have their marks; lanes grow no higher than nine rows."""
    many = tuple(event._replace(id=f"{event.id}-{copy}") for copy in range(16) for event in real.events)[:5000]
    plan = draw(replace(real, events=many))
    assert sum(not mark.echo for lane in plan.lanes for mark in lane.marks) == 5000
    assert max(lane.height for lane in plan.lanes) <= 9 * PAGE.row + PAGE.around


def test_long_names_are_cut_with_a_mark() -> None:
    """A title or name that has no room ends in an ellipsis, and stands whole in the description."""
    name = "A very long name of a programme that goes on and on until there is no room left for it"
    chronology = replace(_chronology(_event("a", "1994", "P"), P=Programme("P", f"{name}, {name}")), title=name * 3)
    root = ET.fromstring(rendered(svg, chronology))
    texts = ["".join(each.itertext()) for each in root.iter(f"{_SVG}text")]
    assert [text.endswith("…") for text in texts[:2]] == [False, True]
    assert any(text.endswith("…") and text.removesuffix("…") in f"{name}, {name}" for text in texts)
    assert name in (root.findtext(f"{_SVG}desc") or "")
    assert root.findtext(f"{_SVG}title") == name * 3
