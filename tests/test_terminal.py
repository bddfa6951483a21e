"""The views of the terminal: whole outputs at three widths, and what must hold for any chronology."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

import timeline
from tests.conftest import examples
from tests.strategies import chronologies
from timeline.cli.streams import Screen, layout_for
from timeline.counts import lanes as lanes_by
from timeline.dates import parse
from timeline.formats.layout import draw
from timeline.model import CONFIDENCE, COUNT_BY, SIGNIFICANCE, CountBy, Criteria, Event, Programme
from timeline.query import Filters
from timeline.relations import used_sources
from timeline.views import chart, counts, plain, programmes, terminal
from timeline.views.layout import MAX_DATE, Layout, Styled

if TYPE_CHECKING:
    from tests.conftest import Golden

WIDTHS = (40, 80, 160)
COUNTED: tuple[CountBy, ...] = ("programme", "person", "place", "confidence")


def views(chronology: timeline.Chronology, layout: Layout) -> dict[str, Styled]:
    """Every view of a chronology."""
    event = chronology.events[0]
    code = next(iter(chronology.programmes), "")
    return {
        "list": terminal.listing(chronology, layout),
        "full": terminal.listing(chronology, layout, full=True),
        "links": terminal.listing(chronology, layout, links=True),
        "show": terminal.events(chronology, [event], layout),
        "programmes": programmes.programmes(chronology, layout),
        **({"story": programmes.story(chronology, code, layout)} if code else {}),
        "sources": terminal.bibliography(chronology, layout),
        "chart": chart.chart(chronology, layout),
        "chart --by kind": chart.chart(chronology, layout, "kind"),
        **{f"count {by}": counts.counts(chronology, by, chronology.count(by), layout) for by in COUNTED},
    }


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("mode", ["colour", "unicode", "ascii"])
def test_whole_views(everything: timeline.Chronology, golden: Golden, width: int, mode: str) -> None:
    """Every view of the small chronology is, to the character, what was looked at and found good."""
    screen = Screen(terminal=True, colour=mode == "colour", styled=True, unicode=mode != "ascii")
    drawn = views(everything, layout_for(screen, width))
    texts = {name: view.escaped(links=True) if screen.colour else view.plain for name, view in drawn.items()}
    text = "".join(f"== {name}\n{shown}\n" for name, shown in texts.items())
    text = re.sub(r"\]8;id=\d+;", "]8;id=0;", text)  # Rich draws lots for the ids of links
    golden(f"terminal-{mode}-{width}.txt", text)


def test_white_space_is_kept_in_a_pipe() -> None:
    """A tab or a line end becomes a space, since it would make a second column or line; no other space is touched."""
    cells = ("a\u00a0b  c\u3000d", "\u202fe\tf\r\ng\n", "\u2028h\x85")
    assert plain.tabbed(cells) == "a\u00a0b  c\u3000d\t\u202fe f g\th\n"


@pytest.mark.parametrize("mode", ["list", "full", "links", "programmes", "sources", "chart"])
def test_whole_linear_texts(everything: timeline.Chronology, golden: Golden, mode: str) -> None:
    """The linear texts for pipes, to the character."""
    texts = {
        "list": plain.events(everything),
        "full": plain.events(everything, full=True),
        "links": plain.links(everything),
        "programmes": plain.programmes(everything),
        "sources": plain.sources(everything),
        "chart": plain.chart(everything.select(to="2010"), "programme"),
    }
    golden(f"plain-{mode}.txt", texts[mode])


@examples(0.6)
@given(chronologies(), st.integers(20, 300))
def test_no_line_is_wider_than_the_terminal(chronology: timeline.Chronology, width: int) -> None:
    """Lines fit, but for a word that is longer than a line, which is never cut, and for the least width of a chart."""
    if chronology.events:
        for name, view in views(chronology, Layout(width)).items():
            for line in view.plain.split("\n"):
                word = max(map(cell_len, line.split(" ")))
                before = line[: len(line) - len(line.lstrip())]
                least = 35 + max(map(cell_len, chronology.programmes), default=0) if name.startswith("chart") else 0
                assert cell_len(line) <= max(width, cell_len(before) + word + 4, least), (name, line)


@examples(0.6)
@given(st.text("第二回会平和のための。、「สนธิสัญญาเພາສາລາວភាសាខ្មែរ", min_size=30, max_size=120), st.integers(40, 120))
def test_scripts_without_spaces_fit_every_view(everything: timeline.Chronology, text: str, width: int) -> None:
    """Wherever such a text stands, in lists, tables and counts, no line is wider than the terminal."""
    text = re.sub("[。、「เ]+", "、", f"会{text}")
    source = everything.sources["no-date"]._replace(title=text, publisher=text)
    event = everything.events[0]._replace(
        title=text, place=text, people=(f"{text} ({text})",), summary=text, note=text, sources={source.id: text},
        programmes=("A",), kind="", related=(), topics=(),
    )  # fmt: skip
    one = Programme("A", text, aliases=(text,), about=text, period=parse("1994/.."))
    whole = replace(everything, events=(event,), sources={source.id: source}, programmes={"A": one})
    for name, view in views(whole, Layout(width)).items():
        assert max(map(cell_len, view.plain.split("\n"))) <= width, name


def test_deep_programmes_fit_a_narrow_terminal(everything: timeline.Chronology) -> None:
    """What stands far to the right moves left where it would not fit, so that no line is wider than the terminal."""
    chain = {f"C{i}": Programme(f"C{i}", "x", parent=f"C{i - 1}" if i else "") for i in range(4)}
    shown = programmes.programmes(replace(everything, programmes=chain, events=()), Layout(20)).plain
    assert max(map(cell_len, shown.split("\n"))) <= 20


def test_programmes_may_be_many_and_deep(everything: timeline.Chronology) -> None:
    """A chain of programmes, each part of the one before, and thousands side by side are shown like any others."""
    chain = {f"C{i}": Programme(f"C{i}", "x", parent=f"C{i - 1}" if i else "") for i in range(3_000)}
    flat = {f"F{i}": Programme(f"F{i}", "x") for i in range(9_000)}
    event = everything.events[0]._replace(programmes=("C2999",), related=())
    many = replace(everything, programmes=chain | flat, events=(event,))
    assert [depth for _, depth in programmes.tree(many, list(chain))] == list(range(3_000))
    shown = programmes.programmes(many, Layout(80)).plain
    assert {"C0", "C2999", "F8999"} <= set(shown.split())
    assert shown.count(" 0 +1\n") == 2_999
    assert "C2999" in chart.chart(many, Layout(80)).plain
    assert "C2999" in terminal.listing(many, Layout(80)).plain


@pytest.mark.parametrize("width", [40, 60, 80, 120, 160])
def test_programmes_stand_in_columns(real: timeline.Chronology, width: int) -> None:
    """Each programme has its row with code, name, life, the subject's part and events, and no line is too wide."""
    lines = programmes.programmes(real, Layout(width)).plain.split("\n")
    assert max(map(cell_len, lines)) <= width
    assert lines[0].split()[:2] == ["Code", "Name"]
    assert (
        len({len(line) for line in lines if re.search(r"\d( \+\d+)?$", line) and line.split()[0] in real.programmes})
        == 1
    )
    for code, entry in real.programmes.items():
        at = next(at for at, line in enumerate(lines) if line.split()[:1] == [code])
        row = " ".join(lines[at : at + 8])
        number = sum(code in event.programmes for event in real.events)
        assert re.search(rf" {number}( \+\d+)?$", lines[at])
        for date in filter(None, (entry.period, entry.participation)):
            assert set(date.english(short=True).split()) <= set(row.split())


def test_a_small_table_of_programmes(everything: timeline.Chronology) -> None:
    """Where there is no room for columns each fact has a line; a long code and a long name have lines of their own."""
    shown = programmes.programmes(everything, Layout(20)).plain
    assert "Code" not in shown
    long = {"C" * 30: Programme("C" * 30, "n" * 40), "D": Programme("D", "d", period=parse("1994/.."))}
    shown = programmes.programmes(replace(everything, programmes=long, events=()), Layout(60)).plain
    assert shown.splitlines()[1].split() == ["C" * 30]
    assert "n" * 40 in shown.split()
    assert "since 1994" in shown
    assert "further" not in shown
    assert programmes.programmes(replace(everything, programmes={}, events=()), Layout(60)).plain == ""


def test_families_are_told_in_words(real: timeline.Chronology) -> None:
    """Whatever the colours, a part of a programme has that beside it, in lists and counts in words."""
    shown = terminal.listing(real, Layout(200)).plain
    assert "IPAP (PfP)" in shown
    assert "PARP PfP" in shown
    assert "PARP (PfP) PfP" not in shown
    assert "(part of PSO)" in counts.counts(real, "programme", real.count("programme"), Layout(160)).plain
    coloured = terminal.listing(real, Layout(200, colour=True))
    assert "▌IPAP (PfP)" in coloured.plain
    assert {text for text, style in coloured.pieces if "color" in style} == {"▌"}
    assert "▌" not in terminal.listing(real, Layout(200, colour=True, unicode=False)).plain


def test_years_say_how_many_events_they_have(real: timeline.Chronology) -> None:
    """The number beside a year is that of the events beneath it."""
    lines = terminal.listing(real.select(year="2008..2010"), Layout(200)).plain.splitlines()
    said = [
        (int(found[1]), int(found[2])) for line in lines if (found := re.fullmatch(r"  (\d{4})  (\d+) events?", line))
    ]
    assert dict(said) == chart.per_year(real.select(year="2008..2010"))


def _texts(chronology: timeline.Chronology) -> list[str]:
    texts = [
        str(value) for event in chronology.events for value in (event.title, event.summary, event.note, *event.people)
    ]
    texts += [word for event in chronology.events for word in (event.place, event.id, event.kind, *event.programmes)]
    texts += [word for event in chronology.events for word in event.topics]
    for source in chronology.sources.values():
        texts += [source.title, source.publisher, source.url, source.id]
    for programme in chronology.programmes.values():
        texts += [programme.code, programme.name, programme.about, programme.note, programme.kind, *programme.aliases]
    return texts


@examples(0.6)
@given(chronologies())
def test_nothing_is_lost(chronology: timeline.Chronology) -> None:
    """Every word of every title stands in the list at any width, and every address in ``show``."""
    for width in (30, 100):
        words = "".join(terminal.listing(chronology, Layout(width)).plain.split())
        for event in chronology.events:
            shown = " ".join(terminal.events(chronology, [event], Layout(width)).plain.split())
            assert all(word in words for word in event.title.split())
            assert all(chronology.sources[id].url in shown for id in event.sources)


@pytest.mark.parametrize("width", [50, 80, 120])
def test_a_date_is_never_broken(real: timeline.Chronology, width: int) -> None:
    """No line ends within a day, its month and its year, nor a date in a list that carries its years."""
    listed = real.select(programme="DEEP")
    shown = terminal.listing(listed, Layout(width)).plain
    dates = [event.date.english(short=True) for event in listed]
    assert [date for date in dates if len(date) <= MAX_DATE and f" {date}" not in shown] == []
    shown = terminal.bibliography(real, Layout(width)).plain
    cited = [real.sources[id].date for id in used_sources(real)]
    moments = [date.start for date in cited if date and date.start and date.start == date.end]
    assert [moment for moment in moments if moment._replace(qualifier="").english() not in shown] == []


def test_a_source_is_named_by_its_id(everything: timeline.Chronology) -> None:
    """`show` gives the id of each source, by which exports and LaTeX know it; the bibliography says each fact once."""
    event = everything.events[0]
    shown = terminal.events(everything, [event], Layout(200)).plain
    assert all(f"[{id}]" in shown for id in event.sources)
    assert plain.events(everything, full=True).count("no-date") >= sum(
        "no-date" in e.sources for e in everything.events
    )
    listed = terminal.bibliography(everything, Layout(200)).plain
    assert "  complete  2 events\n" in re.sub(r"\d+ events?", "2 events", listed)


def test_markup_in_data_is_text(everything: timeline.Chronology) -> None:
    """Square brackets and colons of the data appear as written."""
    screen = Screen(terminal=True, colour=True, styled=True, unicode=True)
    text = terminal.listing(everything, layout_for(screen, 200), full=True).escaped(links=True)
    assert "[b]" in text


def test_links_only_where_they_can_be_clicked(everything: timeline.Chronology) -> None:
    """Addresses are links where that is asked for, and in colour alike where it is not."""
    shown = terminal.events(everything, [everything.events[0]], Layout(80))
    linked = shown.escaped(links=True)
    assert "\x1b]8;" in linked
    assert re.sub(r"\x1b]8;[^\x1b]*\x1b\\", "", linked) == shown.escaped()


def test_an_empty_chart_is_empty(everything: timeline.Chronology) -> None:
    """Without events there is nothing to draw."""
    assert chart.chart(replace(everything, events=()), Layout(80)).plain == ""


def test_the_chart_counts_every_event(real: timeline.Chronology) -> None:
    """The events per year add up to all events."""
    assert sum(chart.per_year(real).values()) == len(real.events)


@pytest.mark.parametrize("width", [60, 100, 200])
def test_the_chart_has_a_lane_for_every_programme_with_events(real: timeline.Chronology, width: int) -> None:
    """Each programme that an event belongs to has its lane, and lanes fit the width."""
    lines = chart.chart(real, Layout(width)).plain.splitlines()
    lanes = {line.split()[0] for line in lines if line.strip()}
    assert {code for event in real.events for code in event.programmes} <= lanes
    assert max(map(cell_len, lines)) <= width


def test_the_chart_for_a_pipe_is_one_table(real: timeline.Chronology) -> None:
    """A line of names, then every year, also one without an event; its numbers are those that are counted."""
    for by in COUNT_BY:
        head, *rows = [line.split("\t") for line in plain.chart(real, by).splitlines()]
        lanes = lanes_by(real, by)
        assert head == ["year", "events", *(lane.value or f"no {by}" for lane in lanes)]
        assert {len(row) for row in rows} == {len(head)}
        assert [(row[0], row[1]) for row in rows] == [(row.value, str(len(row.events))) for row in real.count("year")]
        assert [sum(map(int, column)) for column in list(zip(*rows, strict=True))[2:]] == [
            len(lane.events) for lane in lanes
        ]
    assert plain.chart(replace(real, events=()), "kind") == ""


@pytest.mark.parametrize(("by", "words"), [("significance", SIGNIFICANCE), ("confidence", CONFIDENCE)])
def test_columns_of_words_that_have_an_order_are_always_the_same(
    real: timeline.Chronology, by: CountBy, words: tuple[str, ...]
) -> None:
    """Each word has its column, also where no event has it, so that scripts may count on it; lanes have the order."""
    for some in (real, real.select(significance="landmark", confidence="confirmed")):
        assert plain.chart(some, by).split("\n")[0].split("\t") == ["year", "events", *words]
        lines = chart.chart(some, Layout(80), by).plain.splitlines()[6:]
        found = [word for word in words if any(getattr(event, by) == word for event in some)]
        assert [line.split()[0] for line in lines if line.strip()][: len(found)] == found


def drawn(real: timeline.Chronology, layout: Layout, *events: tuple[str, str]) -> list[str]:
    """The chart's lines beneath its scale, of events of 2000 to 2009 with a date and a confidence each."""
    some = [real.events[0]._replace(id=str(number), related=()) for number in range(len(events) + 2)]
    dates = ["2000", *(date for date, _ in events), "2009"]
    words = ["confirmed", *(confidence for _, confidence in events), "confirmed"]
    chosen = tuple(
        event._replace(date=parse(date), confidence=word, significance="notable", kind=str(number))  # type: ignore[arg-type]
        for number, (event, date, word) in enumerate(zip(some, dates, words, strict=True))
    )
    return chart.chart(replace(real, events=chosen, kinds={}), layout, "kind").plain.splitlines()[6:]


@pytest.mark.parametrize(
    ("date", "lane"),
    [
        ("[2002..2004]", "        ┄┄┄┄┄┄•┄┄┄┄┄"),
        ("[..2002-06]", "┄┄┄┄┄┄┄┄┄•"),
        ("[2008-01..]", " " * 31 + "•┄┄┄┄┄┄┄┄"),
        ("[2002-02..2002-03]", " " * 8 + "•"),
        ("2002/2004", " " * 8 + "•"),
    ],
)
def test_some_time_between_is_drawn_as_long_as_it_may_be(real: timeline.Chronology, date: str, lane: str) -> None:
    """What was once, some time between, has dots over all of it, and its mark in their middle or at a known end."""
    lines = drawn(real, Layout(50), (date, "confirmed"))
    assert [line[4:44].rstrip() for line in lines[:3]][1] == lane
    assert ("┄┄\xa0some\xa0time\xa0in\xa0it" in lines[-1]) == ("┄" in lane)


def lanes_of(lines: list[str]) -> list[str]:
    """The first word of each lane of a chart of programmes, from the lines beneath its scale."""
    words = [line.split()[0] for line in lines if line.strip()]
    return words[: words.index("no")] if "no" in words else words


@pytest.mark.parametrize("chosen", [{}, {"year": "2008..2012"}, {"programme": ("pso", "IPAP")}, {"to": "1999"}])
def test_lanes_stand_as_on_the_page(real: timeline.Chronology, chosen: Criteria) -> None:
    """The order is the page's; the terminal has besides what a programme is part of, so that it stands beneath that."""
    some = real.select(**chosen)
    page = [lane.programme.code for lane in draw(some).lanes if lane.programme]
    shown = lanes_of(chart.chart(some, Layout(80)).plain.splitlines()[6:])
    used = {code for event in some for code in event.programmes}
    assert [code for code in shown if code in used] == page
    assert {real.programmes[code].parent for code in page} - {""} <= set(shown)


def test_a_chart_shows_the_years_asked_for(real: timeline.Chronology) -> None:
    """What reaches in from before or after does not stretch it, but has a mark at the edge, which is explained."""
    some = real.select(year="2008..2010")
    whole, cut = (chart.chart(some, Layout(80), years=years).plain for years in ((None, None), (2008, 2010)))
    assert re.search("^ +1999 ", whole, re.MULTILINE)
    assert re.search("^ +2008 +2009 +2010$", cut, re.MULTILINE)
    assert re.search("^ +KFOR +‹━", cut, re.MULTILINE)
    assert "‹\xa0began\xa0before" in cut
    assert "›\xa0later" not in cut
    assert "<\xa0began" in chart.chart(some, Layout(80, unicode=False), years=(2008, 2010)).plain


def test_nothing_that_begins_in_the_years_of_a_chart(real: timeline.Chronology) -> None:
    """A chart of events that only reach into its years has marks at its edges, and no columns."""
    events = tuple(
        real.events[0]._replace(id=date, date=parse(date), related=()) for date in ("1999/2010", "[..2012]", "2005/..")
    )
    shown = chart.chart(replace(real, events=events), Layout(60), "kind", (2008, 2009)).plain
    assert re.search("^ +0 *$", shown, re.MULTILINE)
    assert re.search(r"‹┄+› +3$", shown, re.MULTILINE)
    assert "›\xa0later" in shown


@pytest.mark.parametrize(
    ("filters", "years"),
    [
        (Filters(), (None, None)),
        (Filters(year=("2008",)), (2008, 2008)),
        (Filters(year=("1994..1996", "2008..")), (1994, None)),
        (Filters(year=("..1999",), from_=("May 1994",)), (1994, 1999)),
        (Filters(from_=("1994-05", "1997"), to=("2001-02-03",)), (1994, 2001)),
        (Filters(year=("1990..2020",), from_=("1994",), to=("2000",)), (1994, 2000)),
    ],
)
def test_years_that_are_asked_for(filters: Filters, years: tuple[int | None, int | None]) -> None:
    """The first and the last year of all that was asked for, None where a side is open."""
    assert chart.asked_years(filters) == years


def test_a_long_chart_has_its_years_beneath_as_well(real: timeline.Chronology) -> None:
    """Where the lanes are many nobody has to look up to the top; where they are few once is enough."""
    kinds: tuple[tuple[CountBy, int], ...] = (("programme", 2), ("significance", 1))
    for by, times in kinds:
        assert len(re.findall("^ +─+\n +[0-9 ]+$", chart.chart(real, Layout(80), by).plain, re.MULTILINE)) == times


@pytest.mark.parametrize(("width", "named"), [(119, False), (120, True), (160, True)])
def test_programmes_of_a_wide_chart_have_their_names(real: timeline.Chronology, width: int, named: bool) -> None:
    """From 120 cells on a name stands beside its code, cut where it is long; half of the width is for the lanes."""
    shown = chart.chart(real, Layout(width)).plain
    assert bool(re.search("KFOR +Kosovo Force ", shown)) == named
    assert bool(re.search("EADRCC +Euro-Atlantic Disaster Response", shown)) == named
    assert len(shown.split("\n")[4].strip()) >= width // 2
    assert max(map(cell_len, shown.split("\n"))) <= width


@pytest.mark.parametrize(("unicode", "mark"), [(True, "○"), (False, "?")])
def test_a_disputed_event_has_a_mark_of_its_own(real: timeline.Chronology, unicode: bool, mark: str) -> None:
    """A disputed event is seen by its mark, whatever the colours, and the legend says so where there is one."""
    lines = drawn(real, Layout(63, unicode=unicode), ("2005", "disputed"))
    assert lines[1].split() == ["1", mark, "1"]
    assert "disputed" in lines[-1]
    assert "disputed" not in drawn(real, Layout(63, unicode=unicode), ("2005", "reported"))[-1]


def test_a_long_name_has_a_line_above_its_lane(real: timeline.Chronology) -> None:
    """Names are never cut: one that is longer than a third of the width stands above its lane."""
    long = "Vaziani and Norio, Georgia"
    events = (real.events[0]._replace(place=long), real.events[1]._replace(place="Baku"))
    lines = chart.chart(replace(real, events=events), Layout(50), "place").plain.splitlines()
    assert f"  {long}" in lines
    assert lines[lines.index(f"  {long}") + 1].startswith(" " * 17)


def test_a_chart_by_year_has_columns_alone(real: timeline.Chronology) -> None:
    """The years are across, and are no lanes."""
    assert len(chart.chart(real, Layout(80), "year").plain.splitlines()) == 6


def test_a_period_outside_the_years_of_a_chart_has_no_cells() -> None:
    """A programme that ended before the first year shown, or began after the last, has no line."""
    axis = chart.Axis(first=2000, last=2009, cells=10)
    assert not axis.span(parse("1991/1995"))
    assert not axis.span(parse("2011/.."))
    assert list(axis.span(parse("1991/2001"))) == [0, 1]


class Counted(tuple[Event, ...]):
    """Events that know how often they were gone through."""

    times = 0

    def __iter__(self) -> Iterator[Event]:
        Counted.times += 1
        return super().__iter__()


def test_many_events_are_shown_at_the_cost_of_each(everything: timeline.Chronology) -> None:
    """However many are shown, the chronology is gone through once for the events that are related."""
    whole = replace(everything, events=Counted(everything.events))
    terminal.events(whole, [*everything.events, *everything.events], Layout(80))
    assert Counted.times == 1


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("colour", [True, False])
def test_a_story_begins_with_its_code(everything: timeline.Chronology, width: int, colour: bool) -> None:
    """A programme's edge is beside its code, and its sources stand apart from what is known of it."""
    layout = Layout(width, colour=colour)
    for code in everything.programmes:
        shown = programmes.story(everything, code, layout).plain
        assert shown.startswith(f"{layout.edge}{code} ")
        assert re.search(r"\S\n  Sources$", shown, re.MULTILINE) is None
