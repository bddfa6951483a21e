"""The page in a real browser: what it does with its script, without it, on paper, in the dark and at the keyboard.

Chromium is the one found on the path, or the one that TIMELINE_CHROMIUM names; without it or Playwright the tests are
skipped, or with TIMELINE_COMPLETE=1 failed.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import unicodedata
from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

import timeline
from tests import test_search
from tests.conftest import rendered
from timeline import Chronology, Criteria, Event, Source
from timeline.counts import figures
from timeline.dates import parse
from timeline.formats import cite, svg
from timeline.formats import html as page
from timeline.formats.drawing import described
from timeline.formats.layout import draw
from timeline.formats.options import PictureSize
from timeline.search import table
from timeline.text import fold

pytestmark = pytest.mark.browser

_ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run",
)  # fmt: skip
_WIDE = {"width": 1280, "height": 800}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium without a window."""
    try:
        from playwright import sync_api
    except ImportError:
        pytest.skip("Playwright is not installed")
    chromium = os.environ.get("TIMELINE_CHROMIUM") or shutil.which("chromium")
    if not chromium:
        pytest.skip("there is no chromium on the path")
    with sync_api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=list(_ARGUMENTS))
        yield running
        running.close()


@pytest.fixture(scope="module")
def file(real: Chronology, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the real chronology, as a file."""
    path = tmp_path_factory.mktemp("page") / "page.html"
    path.write_text(rendered(page, real), "utf-8")
    return path


class Visit:
    """A page that was opened, and what it tried to do beside showing itself."""

    def __init__(self, browser: Any, url: str, **options: Any) -> None:
        self.context = browser.new_context(**{"viewport": _WIDE, **options})
        self.context.set_default_timeout(_PATIENCE)
        self.tab = self.context.new_page()
        self.complaints: list[str] = []
        self.tab.on("console", lambda message: self.complaints.append(message.text))
        self.tab.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.context.route("**/*", self._route)
        self.tab.goto(url)

    def _route(self, route: Any) -> None:
        if route.request.url.startswith("file:") and route.request.is_navigation_request():
            route.continue_()
        else:
            self.complaints.append(f"requested {route.request.url}")
            route.abort()

    @property
    def hash(self) -> str:
        """The fragment of the address."""
        return str(self.tab.evaluate("location.hash"))

    @property
    def count(self) -> str:
        """What the page says of how many events match."""
        return str(self.tab.inner_text("#_count"))

    def shown(self) -> list[str]:
        """Ids of the events that can be seen in the list now."""
        ids: list[str] = self.tab.eval_on_selector_all("#_list details", _SEEN)
        return ids

    def shows(self, events: Iterable[Event]) -> None:
        """Waits until these events, and no others, can be seen in the list, and the page says how many they are.

        What a click or an address changes is seen when the browser has come to it.
        """
        wanted = [event.id for event in events]
        for _ in range(_LOOKS):
            if self.shown() == wanted and re.match(rf"{len(wanted):,}\b", self.count):
                return
            self.tab.wait_for_timeout(50)
        assert (self.shown(), self.count) == (wanted, f"{len(wanted):,} …")

    def until(self, script: str, argument: object = None) -> None:
        """Waits for a script to be true.

        Playwright's own waiting evaluates the script within the page, which the page's policy forbids from the second
        look on.
        """
        for _ in range(_LOOKS):
            if self.tab.evaluate(script, argument):
                return
            self.tab.wait_for_timeout(50)
        raise AssertionError(f"never true: {script}")

    def headings(self) -> list[str]:
        """The years whose headings can be seen in the list."""
        years: list[str] = self.tab.eval_on_selector_all("#_list h3", _SEEN_TEXT)
        return [year[:4] for year in years]


_PATIENCE = 180_000
"""Milliseconds for which a machine that is busy may keep a browser waiting."""
_LOOKS = 200
"""Times that a test looks at a page which does not show yet what it is to show."""
_IDS = "all => all.map(each => each.id)"
_BOX = (
    "each => { const box = each.getBoundingClientRect(); return each.checkVisibility() && box.width * box.height > 0 }"
)
_SEEN = f"all => all.filter({_BOX}).map(each => each.id)"
_SEEN_TEXT = f"all => all.filter({_BOX}).map(each => each.textContent)"
_SCREENS = (375, 768, 1280, 1920)
"""Widths of a phone, a tablet, a laptop and a large screen, in pixels."""


@pytest.fixture
def visit(browser: Any, file: Path) -> Iterator[Any]:
    """Opens the page at a fragment; in the end no request has left it, and its console has stayed empty."""
    visits: list[Visit] = []

    def go(fragment: str = "", url: str = "", **options: Any) -> Visit:
        visits.append(Visit(browser, (url or file.as_uri()) + fragment, **options))
        return visits[-1]

    yield go
    complaints = [each for opened in visits for each in opened.complaints]
    for opened in visits:
        opened.context.close()
    assert not complaints


def _choose(tab: Any, name: str, value: str) -> None:
    """Ticks a choice of a filter, or takes it away."""
    more = tab.locator(f".facet[data-name={name}] .more[aria-expanded=false]")
    if more.count():
        more.click()
    tab.click(f"#_facets input[name={name}][value='{value}']")


def test_every_filter_selects_what_the_program_selects(visit: Any, real: Chronology) -> None:
    """The page's filters choose the same events as ``select`` does, several values of one too, and say how many."""
    seen = visit()
    assert seen.count == f"{len(real.events)} events"
    cases: list[tuple[str, list[str], Criteria]] = [
        ("programme", ["PfP"], {"programme": "PfP"}),
        ("programme", ["PARP", "RSM"], {"programme": ["PARP", "RSM"]}),
        ("kind", ["visit", "exercise"], {"kind": ["visit", "exercise"]}),
        ("topic", ["energy-security"], {"topic": "energy-security"}),
        ("confidence", ["disputed"], {"confidence": "disputed"}),
        ("person", ["Ilham Aliyev"], {"person": "Ilham Aliyev"}),
        ("place", ["Brussels, Belgium"], {"place": "Brussels, Belgium"}),
    ]
    for name, values, filters in cases:
        for value in values:
            _choose(seen.tab, name, value)
        wanted = real.select(**filters)
        seen.shows(wanted)
        assert seen.count == f"{len(wanted)} of {len(real.events)} events"
        assert seen.tab.locator("#_chips button").count() == len(values)
        seen.tab.click("#_clear")
    for word in ("landmark", "notable"):
        seen.tab.select_option("#_significance", word)
        seen.shows(real.select(significance=word).events)
    seen.tab.select_option("#_significance", "")
    seen.tab.fill("#_from", "2004")
    seen.tab.fill("#_to", "2006-03")
    seen.shows(real.select(from_="2004", to="2006-03").events)


def test_choices_say_how_many_events_they_leave(visit: Any, real: Chronology) -> None:
    """Beside each choice stands the number of events that it would leave, the other filters as they are."""
    seen = visit("#from=2008&to=2012&kind=visit")
    for few in ("programme", "kind"):
        rows = seen.tab.eval_on_selector_all(
            f".facet[data-name={few}] label",
            "all => all.map(each => [each.querySelector('input').value, Number(each.querySelector('.q').textContent)])",
        )
        assert rows
        for value, number in rows:
            filters: Criteria = {"from_": "2008", "to": "2012", "kind": "visit"}
            part = real.select(**filters | {few: value})  # type: ignore[arg-type]
            assert number == len(part.events), value


def test_what_an_event_names_leads_on(visit: Any, real: Chronology) -> None:
    """In an open event people, place, kind, topics, programmes and confidence are filters; a click adds them."""
    event = next(e for e in real.events if e.people and e.topics and e.programmes and e.place and e.kind)
    seen = visit(f"#{event.id}")
    links = seen.tab.locator(f"[id='{event.id}'] a[data-filter]")
    named = {(link.get_attribute("data-filter"), link.get_attribute("data-value")) for link in links.all()}
    assert {("kind", event.kind), ("place", event.place), ("confidence", event.confidence)} < named
    assert {("topic", topic) for topic in event.topics} < named
    assert {("programme", code) for code in event.programmes} < named
    seen.tab.click(f"[id='{event.id}'] a[data-filter=kind]")
    seen.tab.click(f"[id='{event.id}'] a[data-filter=place]")
    seen.shows(real.select(kind=event.kind, place=event.place))
    assert f"place={event.place.split(',')[0]}" in seen.hash


def test_a_source_says_where_it_is_used(visit: Any, real: Chronology) -> None:
    """The bibliography is folded, shows what is cited by the events shown, and each leads to its events."""
    seen = visit("#from=2008&to=2008")
    part = real.select(year="2008")
    assert not seen.tab.locator(".bibliography").is_visible()
    seen.tab.click("#_bibliography summary")
    cited = {id for event in part.events for id in event.sources}
    found = seen.tab.eval_on_selector_all(
        ".bibliography li",
        f"all => all.filter({_BOX}).filter(each => each.querySelector('[data-filter]')).map(e => e.dataset.id)",
    )
    assert set(found) == cited
    id = min(cited)
    seen.tab.click(f".bibliography [data-value='{id}']")
    seen.shows(event for event in part.events if id in event.sources)


@pytest.mark.parametrize("width", _SCREENS)
def test_after_a_filter_the_reader_is_at_the_first_match(visit: Any, real: Chronology, width: int) -> None:
    """Far down the list a filter brings its first match under the bar, which stays in sight with what is active."""
    seen = visit(viewport={"width": width, "height": 800})
    event = real.events[-5]
    seen.tab.evaluate(f"location.hash = '{event.id}'")
    seen.until(_IN_VIEW, event.id)
    seen.tab.locator(f"[id='{event.id}'] a[data-filter=confidence]").click()
    assert 0 <= seen.tab.evaluate(_BENEATH_BAR, seen.shown()[0]) < 120
    assert seen.tab.locator("#_chips button").is_visible()
    assert seen.tab.locator("#_count").is_visible()


def test_count_and_list_are_one(visit: Any) -> None:
    """Whatever is asked for, the page never says a number that its list does not show: both change in one step."""
    script = f"""(words) => words.map((text) => {{
      const field = document.getElementById('_search');
      field.value = text;
      field.dispatchEvent(new Event('input', {{ bubbles: true }}));
      const seen = [...document.querySelectorAll('#_list details')].filter({_BOX});
      return [document.getElementById('_count').textContent, seen.length];
    }})"""
    for count, number in visit().tab.evaluate(script, ["summit", "summit baku", "nothing has these words", ""]):
        assert count.startswith(f"{number} ")


_BENEATH_BAR = """id => document.getElementById(id).getBoundingClientRect().top
  - document.getElementById('_bar').getBoundingClientRect().bottom"""


def test_the_drawing_speaks_of_the_selection(visit: Any, real: Chronology) -> None:
    """Columns, lanes and years count the events shown; lanes that have none fold away."""
    seen = visit("#programme=EAPC")
    part = real.select(programme="EAPC")
    lanes = seen.tab.eval_on_selector_all("#_plot .lane", f"all => all.filter({_BOX}).length")
    assert lanes == len({code for event in part.events for code in event.programmes})
    marks = seen.tab.eval_on_selector_all(
        "#_plot a:not([aria-hidden]):not(.off)", "all => all.map(a => a.getAttribute('href'))"
    )
    assert sorted(marks) == sorted(f"#{event.id}" for event in part.events)
    numbers = seen.tab.eval_on_selector_all("#_plot .columns text", "all => all.map(each => Number(each.textContent))")
    assert sum(numbers) == len(part.events)
    year = part.events[0].date.anchor.year
    heading = seen.tab.inner_text(f"section[data-year='{year}'] h3")
    mine = sum(event.date.anchor.year == year for event in part.events)
    assert f"{mine} of " in heading or f"{mine} event" in heading


@pytest.mark.parametrize(
    "fragment", ["programme=constructor", "programme=toString", "kind=__proto__", "programme=nope"]
)
def test_an_address_asks_only_for_words_that_there_are(visit: Any, real: Chronology, fragment: str) -> None:
    """What no event has is left out of the filters, whatever a script's objects are born with."""
    seen = visit(f"#{fragment}")
    seen.shows(real.events)
    assert not seen.tab.locator("#_chips").is_visible()


def test_months_say_their_year_where_no_january_is_seen(visit: Any) -> None:
    """In a few months of one year the first says which; where there is a January it stands there alone."""
    months = "() => [...document.querySelectorAll('#_plot .months text')].map(text => text.textContent)"
    assert visit("#from=2002-02&to=2002-03").tab.evaluate(months) == ["Feb 2002", "Mar"]
    assert visit("#from=2002-11&to=2003-02").tab.evaluate(months) == ["Nov", "Dec", "2003", "Feb"]


def test_a_filter_without_choices_has_no_heading(visit: Any) -> None:
    """Where nothing matches no filter offers anything, and none stands there empty."""
    seen = visit("#search=zzzz")
    assert seen.tab.locator("#_none").is_visible()
    assert seen.tab.eval_on_selector_all(".facet", f"all => all.filter({_BOX}).map(each => each.innerText)") == []


@pytest.mark.parametrize("programme", ["PARP", "ISAF"])
def test_the_time_of_an_event_is_as_faint_as_its_mark(visit: Any, real: Chronology, programme: str) -> None:
    """The line of what is not selected is faint like its mark, and that of what is stands out."""
    part = {event.id for event in real.select(programme=programme).events}
    lanes = draw(real).lanes
    seen = visit(f"#programme={programme}")
    opacities = seen.tab.eval_on_selector_all(
        "#_plot .lane",
        "all => all.map(lane => [...lane.querySelectorAll('.tail')].map(line => +getComputedStyle(line).opacity))",
    )
    wanted = [[mark.event.id in part for mark in lane.marks if mark.span] for lane in lanes]
    assert [[opacity > 0.5 for opacity in lane] for lane in opacities] == wanted
    assert {True, False} <= {each for lane in wanted for each in lane}
    assert all(opacity < 0.2 or opacity > 0.5 for lane in opacities for opacity in lane)


def test_a_number_stands_on_the_column_that_it_counts(visit: Any) -> None:
    """On that of the selection, and when all are shown again on that of all events, where it stood before."""
    boxes = """shape => [...document.querySelectorAll('#_plot .columns > g')]
      .filter(column => column.querySelector('text').textContent)
      .map(column => [Math.min(...[...column.querySelectorAll(shape)].map(each => each.getBoundingClientRect().top)),
        column.querySelector('text').getBoundingClientRect().bottom])"""
    seen = visit()
    before = seen.tab.evaluate(boxes, "rect:not(.chosen)")
    seen.tab.evaluate("location.hash = '#programme=PfP&from=2004'")
    seen.until("document.querySelector('#_plot .ghost') !== null")
    part = seen.tab.evaluate(boxes, ".chosen")
    assert 5 < len(part) < len(before)
    assert all(-2 < top - bottom < 4 for top, bottom in (*before, *part))
    seen.tab.evaluate("location.hash = ''")
    seen.until("document.querySelector('#_plot .ghost') === null")
    again = seen.tab.evaluate(boxes, "rect:not(.chosen)")
    assert [bottom - top for top, bottom in again] == pytest.approx([bottom - top for top, bottom in before], abs=0.2)


def test_the_drawing_is_described_as_it_is_shown(visit: Any, real: Chronology) -> None:
    """What the drawing is to whoever cannot see it has the figures, years and lanes of the selection."""
    seen, part = visit("#programme=EAPC&from=1999"), real.select(programme="EAPC", from_="1999")
    plan = draw(real)
    years = Counter(event.date.anchor.year for event in part.events)
    codes = {code for event in part.events for code in event.programmes}
    names = [lane.programme.name for lane in plan.lanes if lane.programme and lane.programme.code in codes]
    most = max(plan.columns, key=lambda column: sum(years[year] for year in range(column.first, column.last + 1)))
    held = sum(years[year] for year in range(most.first, most.last + 1))
    size = f"{len(part.events)} of {len(real.events)} events"
    wanted = (
        f"{size}, {min(years)}–{max(years)}; most, {held}, in {most.years}. Lanes from the top: {', '.join(names)}. "
    )
    assert seen.tab.text_content("#_described").startswith(f"{wanted}Diamonds are landmarks")
    seen.tab.click("#_clear")
    seen.shows(real.events)
    assert seen.tab.text_content("#_described").startswith(described(len(real.events), plan))
    seen.tab.fill("#_search", "nothing-has-this")
    seen.shows([])
    assert seen.tab.text_content("#_described").startswith(f"0 of {len(real.events)} events. Arrow keys")


@pytest.mark.parametrize(("kind", "suffix"), [("csv", "csv"), ("json", "json")])
@pytest.mark.parametrize("which", ["real", "everything"])
def test_the_selection_can_be_taken_along(
    visit: Any, request: pytest.FixtureRequest, tmp_path: Path, kind: str, suffix: str, which: str
) -> None:
    """What the page saves is what the program exports of the same selection, keys in the same order."""
    chronology: Chronology = request.getfixturevalue(which)
    path = tmp_path / "page.html"
    path.write_text(rendered(page, chronology), "utf-8")
    filters: Criteria = {"from_": "2004", "programme": ["PfP", "PSO"]} if which == "real" else {}
    seen = visit("#from=2004&programme=PfP&programme=PSO" if which == "real" else "", url=path.as_uri())
    part = chronology.select(**filters)
    seen.tab.click("#_take summary")
    with seen.tab.expect_download() as waiting:
        seen.tab.click(f"[data-take={kind}]")
    data = Path(waiting.value.path()).read_bytes().decode("utf-8")
    wanted = timeline.export(part, suffix)  # type: ignore[call-overload]
    if kind == "json":
        assert json.loads(data, object_pairs_hook=tuple) == json.loads(wanted, object_pairs_hook=tuple)
    else:
        assert data == wanted


_MARKS_OF_PICTURE = """() => [...document.querySelectorAll('circle, path')].map(
  each => [each.querySelector('title'), each.getAttribute('stroke'), each.getBoundingClientRect()])
  .map(([title, colour, box]) => [title?.textContent, colour, Math.round(box.x + box.width / 2), Math.round(box.y)])
  .filter(([title]) => title)"""
_MARKS_OF_PAGE = """() => {
  const origin = document.querySelector('svg.labels').getBoundingClientRect();
  const view = document.querySelector('svg.plot').getBoundingClientRect();
  return [...document.querySelectorAll('#_plot .mark')].map(each => [each, each.getBoundingClientRect()])
    .filter(([, box]) => box.right >= view.left && box.left <= view.right)
    .map(([each, box]) => [each.closest('a').getAttribute('aria-label'), getComputedStyle(each).stroke,
      Math.round(box.x + box.width / 2 - origin.x), Math.round(box.y - origin.y), box.width])
    .filter(([title, , , , width]) => title && width).map(each => each.slice(0, 4));
}"""


@pytest.mark.parametrize(("fragment", "width"), [("#programme=PfP", 1280), ("", 375), ("#from=2005&to=2014", 768)])
def test_the_drawing_can_be_taken_along(visit: Any, tmp_path: Path, fragment: str, width: int) -> None:
    """The drawing as it is seen is a picture that stands alone: well-formed, with colours and without scripts."""
    seen = visit(fragment, viewport={"width": width, "height": 900})
    text, taken = _taken(visit, seen, tmp_path)
    assert not re.search(r"class=|<style|mask|var\(|currentColor|%|<script|<a ", text)
    drawn, there = taken.tab.evaluate(_MARKS_OF_PICTURE), seen.tab.evaluate(_MARKS_OF_PAGE)
    assert [mark[:2] for mark in drawn] == [mark[:2] for mark in there]
    (_, _, *origin), (_, _, *place) = drawn[0], there[0]
    shifts = {(x - there[number][2], y - there[number][3]) for number, (_, _, x, y) in enumerate(drawn)}
    across, down = origin[0] - place[0], origin[1] - place[1]
    assert all(abs(x - across) <= 1 and abs(y - down) <= 1 for x, y in shifts)


def _taken(visit: Any, seen: Visit, folder: Path) -> tuple[str, Visit]:
    """The drawing as the page hands it out, and what a browser shows of it."""
    seen.tab.click("#_take summary")
    with seen.tab.expect_download() as waiting:
        seen.tab.click("[data-take=svg]")
    waiting.value.save_as(folder / "taken.svg")
    text = (folder / "taken.svg").read_text(encoding="utf-8")
    assert ET.fromstring(text).tag == "{http://www.w3.org/2000/svg}svg"
    return text, visit(url=(folder / "taken.svg").as_uri(), viewport={"width": 1280, "height": 2400})


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_taken_along_says_what_it_is(visit: Any, real: Chronology, tmp_path: Path, scheme: str) -> None:
    """Title, figures and selection in the program's words, the key, what marks mean, licence; in the page's colours."""
    seen = visit("#from=2004&to=2016", color_scheme=scheme)
    text, _ = _taken(visit, seen, tmp_path)
    part = real.select(from_="2004", to="2016")
    held = figures(part)
    root = ET.fromstring(text)
    lines = [each.text for each in root.findall("{*}text")]
    assert lines[:2] == [real.title, f"{held.years} · {held.words} · {part.selected}"]
    key = seen.tab.evaluate(_KEY)
    assert len(key) > 1
    said = " ".join(filter(None, lines[2:]))
    for number, link, _ in key:
        event = real[link[1:]]
        assert f"{number} {event.date.english()}: {event.title} " in said
    assert said.index("landmark notable minor") > said.index(real[key[-1][1][1:]].title)
    assert said.endswith(f"Updated {real.updated.english()} · {real.licence}")  # type: ignore[union-attr]
    ground = root.find("{*}rect").get("fill")  # type: ignore[union-attr]
    assert ground == {"light": "#fff", "dark": "#14161a"}[scheme]
    assert {root.find("{*}title").text, root.get("role")} == {real.title, "img"}  # type: ignore[union-attr]


@pytest.mark.parametrize("width", [375, 1280])
def test_no_text_leaves_the_picture(visit: Any, real: Chronology, tmp_path: Path, width: int) -> None:
    """However long a title, a search or an address, in any script: it is wrapped or cut within the margins."""
    long = ["every word of it " * 40, "x" * 3000, "一" * 900, "\U0001f9ed" * 400]
    landmarks = [event._replace(significance="landmark") for event in real.events[40:44]]
    for number, title in enumerate(long):
        events = tuple(event._replace(title=title) for event in landmarks)
        path = tmp_path / f"long-{number}.html"
        address = f"https://example.org/{'x' * 400}"
        path.write_text(rendered(page, replace(real, title=title, url=address, licence=title, events=events)), "utf-8")
        seen = visit(url=path.as_uri(), viewport={"width": width, "height": 900})
        seen.tab.fill("#_search", f"{title[:60]}")
        seen.shows(events)
        text, taken = _taken(visit, seen, tmp_path)
        whole = float(ET.fromstring(text).get("width", ""))
        boxes = taken.tab.eval_on_selector_all("svg > text", _BOXES)
        assert len(boxes) > 12
        assert all(x > 20 and x + wide < whole - 20 for x, _, wide, _ in boxes)


def test_an_event_beside_the_drawing(visit: Any, real: Chronology) -> None:
    """A click near a mark shows its event; the next one is a step away; both stand in the address with the filters."""
    part = real.select(programme="EAPC")
    seen = visit()
    _choose(seen.tab, "programme", "EAPC")
    event = part.events[3]
    mark = seen.tab.locator(f"#_plot a[href='#{event.id}']:not([aria-hidden]) .mark")
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    seen.tab.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    card = seen.tab.locator("#_card")
    assert event.title in card.inner_text()
    for said in event.sources.values():
        assert said in card.inner_text()
    assert seen.hash == f"#programme=EAPC&event={event.id}"
    card.get_by_label("Next event").click()
    assert seen.tab.inner_text("#_card h3") == part.events[4].title
    seen.tab.keyboard.press("Escape")
    assert not card.is_visible()
    assert seen.hash == "#programme=EAPC"
    seen.tab.go_back()
    assert seen.tab.inner_text("#_card h3") == part.events[4].title
    again = visit(f"#programme=EAPC&event={event.id}")
    again.shows(part.events)
    again.until(_IN_VIEW, event.id)


def test_an_event_is_cited_as_the_program_cites_it(visit: Any, real: Chronology) -> None:
    """The citation that the page copies is what ``timeline cite`` prints; the link leads to the event."""
    event = max(real.events, key=lambda event: len(event.sources))
    seen = visit(f"#{event.id}")
    seen.context.grant_permissions(["clipboard-read", "clipboard-write"])
    seen.tab.click(f"[id='{event.id}'] [data-copy=citation]")
    seen.until("document.querySelector('[data-copy=citation]').textContent === 'Copied'")
    assert seen.tab.evaluate("navigator.clipboard.readText()") == cite.cite(real, [event])
    seen.tab.click(f"[id='{event.id}'] [data-copy=link]")
    seen.until("document.querySelector('[data-copy=link]').textContent === 'Copied'")
    assert seen.tab.evaluate("navigator.clipboard.readText()").endswith(f"#{event.id}")


@pytest.mark.parametrize("fragment", ["", "#from=2004&to=2014", "#programme=PfP", "#programme=IPAP"])
@pytest.mark.parametrize("width", [375, 1280, 2560])
def test_every_landmark_is_named_or_numbered(visit: Any, real: Chronology, width: int, fragment: str) -> None:
    """In view each landmark has its title, or a number that the key explains, in order of time; none covers another."""
    seen = visit(fragment, viewport={"width": width, "height": 900})
    fold = seen.tab.locator("#_key summary")
    assert (seen.tab.locator("#_key li").first.is_visible() or not fold.is_visible()) == (width > 375)
    if width == 375:
        fold.click()
    marks = seen.tab.evaluate(_LANDMARKS)
    by_id = {event.id: event for event in real}
    assert {mark["id"] for mark in marks} <= {id for id, event in by_id.items() if event.significance == "landmark"}
    assert len(marks) > 2
    numbered = {}
    for mark in marks:
        (text,) = mark["texts"]
        if text["number"]:
            numbered[mark["id"]] = text["text"]
        else:
            assert by_id[mark["id"]].title.startswith(text["text"].rstrip("…"))
    in_time = [event.id for event in real if event.id in numbered]
    assert [numbered[id] for id in in_time] == [f"{number}" for number, _ in enumerate(in_time, start=1)]
    key = seen.tab.evaluate(_KEY)
    assert [row[:2] for row in key] == [[numbered[id], f"#{id}"] for id in in_time]
    assert [row[2] for row in key] == [f"{by_id[id].date.english()} {by_id[id].title}" for id in in_time]
    assert not key or fold.inner_text() == f"Key: {len(key)} landmark{'s' * (len(key) > 1)}"
    boxes = seen.tab.evaluate(_TEXTS)
    view = seen.tab.locator("svg.plot").bounding_box()
    assert all(view["x"] <= x and x + wide <= view["x"] + view["width"] + 1 for x, _, wide, _, _ in boxes)
    diamonds = [[*mark["box"], ""] for mark in marks]
    for number, one in enumerate(boxes):
        assert not [other for other in (*boxes[:number], *diamonds) if _overlap(one, other)]


def _overlap(one: list[Any], other: list[Any]) -> bool:
    """Whether two boxes have more in common than a hair's breadth."""
    across = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    down = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    return bool(across > 0.5 and down > 0.5)


_LANDMARKS = """() => {
  const view = document.querySelector('svg.plot').getBoundingClientRect();
  return [...document.querySelectorAll('#_plot a:not([aria-hidden]):not(.off)')].flatMap(link => {
    const { left, right, x, y, width, height } = link.querySelector('.mark').getBoundingClientRect();
    const middle = (left + right) / 2;
    if (!width || !link.querySelector('path') || middle < view.left || middle > view.right) return [];
    const texts = [...link.querySelectorAll('text')].filter(each =>
      each.getBoundingClientRect().width && each.checkVisibility({ visibilityProperty: true, opacityProperty: true }));
    return [{ id: link.getAttribute('href').slice(1), box: [x, y, width, height],
      texts: texts.map(each => ({ text: each.textContent, number: /^[0-9]+$/.test(each.textContent) })) }];
  });
}"""
_KEY = f"""() => [...document.querySelectorAll('#_key a')].filter({_BOX}).map(link =>
  [link.querySelector('b').innerText, link.getAttribute('href'), link.lastElementChild.innerText])"""
_TEXTS = f"""() => [...document.querySelectorAll('#_plot a text')].filter({_BOX})
  .filter(each => each.checkVisibility({{ visibilityProperty: true }}))
  .map(each => [each.getBoundingClientRect(), each])
  .map(([{{ x, y, width, height }}, each]) => [x, y + height * .25, width, height * .5, each.textContent])"""
"""Titles and numbers that are seen, as high as their small letters."""


def test_a_landmark_that_gets_room_for_its_title_leaves_the_key(visit: Any, real: Chronology) -> None:
    """Closer, a landmark is named that had a number; the others' numbers go on from 1, and without any the key goes."""
    seen = visit()
    *_, (number, link, _) = seen.tab.evaluate(_KEY)
    assert int(number) > 1
    event = next(event for event in real if f"#{event.id}" == link)
    year = event.date.anchor.year
    seen.tab.evaluate("years => { location.hash = `#from=${years}&to=${years}` }", year)
    seen.shows(real.select(year=str(year)).events)
    assert link not in [row[1] for row in seen.tab.evaluate(_KEY)]
    (text,) = next(mark["texts"] for mark in seen.tab.evaluate(_LANDMARKS) if mark["id"] == event.id)
    assert event.title.startswith(text["text"].rstrip("…"))
    seen.tab.fill("#_search", "nothing-has-this")
    seen.shows([])
    assert not seen.tab.locator("#_key").is_visible()


@pytest.mark.parametrize("script", [True, False])
def test_a_line_of_the_key_leads_to_its_event(visit: Any, real: Chronology, script: bool) -> None:
    """As its mark does: to the event beside the drawing, without the script to that in the list; the numbers agree."""
    seen = visit(java_script_enabled=script)
    links = seen.tab.locator("#_key a")
    assert links.count() == len(draw(real).key)
    link = links.last
    event = draw(real).key[-1]
    assert link.inner_text().split() == [str(links.count()), *event.date.english().split(), *event.title.split()]
    number = seen.tab.locator(f"#_plot a[href='#{event.id}'] text:visible")
    assert number.text_content() == str(links.count())
    if script:
        stroke = "id => getComputedStyle(document.querySelector(`#_plot a[href='#${id}'] .mark`)).strokeWidth"
        assert seen.tab.evaluate(stroke, event.id) == "1px"
        link.hover()
        assert seen.tab.evaluate(stroke, event.id) == "2px"
    link.click()
    if script:
        assert seen.tab.inner_text("#_card h3") == event.title
        number.click()
        assert seen.tab.inner_text("#_card h3") == event.title
    else:
        assert seen.tab.url.endswith(f"#{event.id}")
        narrow = visit(java_script_enabled=script, viewport={"width": 768, "height": 900})
        assert not narrow.tab.locator("#_key a").first.is_visible()
        narrow.tab.emulate_media(media="print")
        assert narrow.tab.locator("#_key a:visible").count() == links.count()


@pytest.mark.parametrize("fragment", ["", "#from=2004&to=2014"])
def test_paper_has_the_key(visit: Any, real: Chronology, fragment: str) -> None:
    """Printed from a phone, each landmark is named or numbered for the width of paper, and the key is whole."""
    seen = visit(fragment, viewport={"width": 375, "height": 800})
    before = seen.tab.evaluate("() => [...document.querySelectorAll('#_plot a text')].map(each => each.outerHTML)")
    place = seen.tab.evaluate("_scroll.scrollLeft")
    seen.tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    seen.tab.set_viewport_size({"width": 658, "height": 1000})
    seen.tab.emulate_media(media="print")
    marks, key = seen.tab.evaluate(_LANDMARKS), seen.tab.evaluate(_KEY)
    assert len(marks) > 7
    assert all(len(mark["texts"]) == 1 for mark in marks)
    numbered = {f"#{mark['id']}": text["text"] for mark in marks for text in mark["texts"] if text["number"]}
    assert {link: number for number, link, _ in key} == numbered
    assert 0 < len(key) < len(marks)
    boxes = seen.tab.evaluate(_TEXTS)
    for number, one in enumerate(boxes):
        assert not [other for other in boxes[:number] if _overlap(one, other)]
    seen.tab.emulate_media(media="screen")
    seen.tab.set_viewport_size({"width": 375, "height": 800})
    seen.tab.evaluate("dispatchEvent(new Event('afterprint'))")
    after = seen.tab.evaluate("() => [...document.querySelectorAll('#_plot a text')].map(each => each.outerHTML)")
    assert (after, seen.tab.evaluate("_scroll.scrollLeft")) == (before, place)
    assert not seen.tab.locator("#_key li").first.is_visible()


def test_a_time_that_began_before_the_view_is_named_at_its_side(visit: Any, real: Chronology) -> None:
    """Of what takes long and began before the years in view, the title stands at their beginning along its time."""
    seen = visit("#from=2005&to=2014", viewport={"width": 1280, "height": 900})
    long = [
        event
        for event in real.select(significance="landmark", year="2005..2014")
        if event.date.start and event.date.start.year < 2003 and event.date.end and event.date.end.year > 2007
    ]
    assert len(long) > 1
    view = seen.tab.locator("svg.plot").bounding_box()
    texts = {text: box for *box, text in seen.tab.evaluate(_TEXTS)}
    years = seen.tab.evaluate(_YEARS)
    for event in long:
        (title,) = [text for text in texts if event.title.startswith(text.rstrip("…"))]
        x, _, wide, _ = texts[title]
        assert view["x"] <= x < view["x"] + 12
        assert x + wide <= years.get(str(event.date.end.year + 1), view["x"] + view["width"])  # type: ignore[union-attr]
    boxes = seen.tab.evaluate(_TEXTS)
    for number, one in enumerate(boxes):
        assert not [other for other in boxes[:number] if _overlap(one, other)]


@pytest.mark.parametrize("fragment", ["#programme=PfP&from=2015&to=2017", "#from=2005&to=2014", "#programme=IPAP"])
def test_titles_stand_in_their_lanes(visit: Any, fragment: str) -> None:
    """No title or number reaches over a side of its event's lane, where it would seem to be another programme's."""
    seen = visit(fragment, viewport={"width": 1280, "height": 900})
    boxes = seen.tab.evaluate("""() => [...document.querySelectorAll('#_plot a text')]
      .filter(each => each.getBoundingClientRect().width && each.checkVisibility({ visibilityProperty: true }))
      .map(each => [each.getBoundingClientRect(), each.closest('.lane').querySelector('.life rect, .part rect'), each])
      .flatMap(([{ y, height }, bar, each]) => bar ? [[y + height * .25, y + height * .75,
        bar.getBoundingClientRect().top, bar.getBoundingClientRect().bottom, each.textContent]] : [])""")
    assert len(boxes) > 7
    assert [text for top, bottom, above, beneath, text in boxes if top < above - 1 or bottom > beneath + 1] == []


@pytest.mark.parametrize("width", [658, 987])
def test_on_paper_it_is_named_at_the_side_too(visit: Any, width: int) -> None:
    """However wide the paper is, the title of what began long before the year in view begins at the view's side."""
    seen = visit("#from=2010&to=2010")
    seen.tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    seen.tab.set_viewport_size({"width": width, "height": 1000})
    seen.tab.emulate_media(media="print")
    view = seen.tab.locator("svg.plot").bounding_box()
    begins = [x for x, _, _, _, text in seen.tab.evaluate(_TEXTS) if text.startswith("Azerbaijani peacekeepers serve")]
    assert len(begins) == 1
    assert view["x"] <= begins[0] < view["x"] + 12


_YEARS = """() => Object.fromEntries([...document.querySelectorAll('#_plot [data-year]')]
  .map(tick => [tick.dataset.year, tick.querySelector('line').getBoundingClientRect().x]))"""


def test_who_met_whom(visit: Any, real: Chronology) -> None:
    """With a person chosen the list is headed by the others of the same events, each with the days."""
    seen = visit("#person=Heydar+Aliyev")
    part = real.select(person="Heydar Aliyev")
    seen.tab.click("#_people summary")
    others = Counter(
        name
        for event in part.events
        for name in {re.sub(r" \(.*", "", person) for person in event.people}
        if "Heydar Aliyev" not in name
    )
    rows = seen.tab.eval_on_selector_all(
        "#_people dl > div",
        "all => all.map(each => [each.querySelector('dt').textContent, each.querySelectorAll('dd a').length])",
    )
    assert dict(rows) == others
    assert [number for _, number in rows] == sorted(others.values(), reverse=True)


@pytest.mark.parametrize(
    "words",
    [
        "landmark",
        "PfP",
        "pfp parp",
        "visit",
        "energy-security",
        "energy security istanbul",
        "disputed",
        "reported",
        "confirmed",
        "4 May 1994",
        '"november 1997"',
        "perhaps",
        "between 1998",
        "2008 bucharest",
        '"khankendi stepanakert"',
        "Əliyev",
        "aliyev",
        "İLHAM ALİYEV",
        "Scheffer baku",
        "war",
        "eeping",
        "(",
        "\\",
        "nothing has these words",
        '"secretary general" baku',
        "“secretary–general” baku",
        '"secretary gen',
        "baku-tbilisi",
        "2004-2006",
        "nato’s",
    ],
)
def test_search_finds_what_the_program_finds(visit: Any, real: Chronology, words: str) -> None:
    """Search finds what ``--search`` finds: codes, kinds, topics, confidence, dates; whatever case and diacritics."""
    seen = visit()
    seen.tab.fill("#_search", words)
    wanted = real.select(search=words)
    seen.shows(wanted)
    assert seen.tab.is_visible("#_none") == (not wanted.events)


@pytest.mark.parametrize("width", _SCREENS)
def test_years_without_a_match_leave_no_gap(visit: Any, real: Chronology, width: int) -> None:
    """Filtered to a late year, its heading alone is seen, and its first event at the top of the list; in print too."""
    seen = visit("#from=2024&to=2024", viewport={"width": width, "height": 800})
    wanted = real.select(year="2024").events
    years = list(dict.fromkeys(str(event.date.anchor.year) for event in wanted))
    for media in ("screen", "print"):
        seen.tab.emulate_media(media=media)
        seen.shows(wanted)
        assert seen.headings() == years
        assert 0 <= seen.tab.evaluate(_FIRST_BELOW, wanted[0].id) < 100


_FIRST_BELOW = """id => document.getElementById(id).getBoundingClientRect().top
  - document.getElementById('_list').getBoundingClientRect().top"""


@pytest.mark.parametrize("width", [1280, 1920])
def test_a_years_count_keeps_off_the_dates(visit: Any, width: int) -> None:
    """Beside the list the count of a year, "14 of 19 events", ends well before the dates begin."""
    seen = visit("#programme=PfP&from=2004", viewport={"width": width, "height": 800})
    gaps = seen.tab.eval_on_selector_all("section.year:not([hidden])", _GAPS)
    assert len(gaps) > 10
    assert min(gaps) >= 8


_GAPS = """all => all.map(year => {
  const range = document.createRange();
  range.selectNodeContents(year.querySelector("h3 .q"));
  return year.querySelector("details:not([hidden])").getBoundingClientRect().left - range.getBoundingClientRect().right;
})"""


@pytest.mark.parametrize("width", _SCREENS)
def test_a_long_date_has_room_in_its_row(visit: Any, width: int) -> None:
    """However many lines a date has in the list, it ends above the next event."""
    seen = visit(viewport={"width": width, "height": 900})
    rows = seen.tab.eval_on_selector_all(
        "#_list summary",
        """all => all.map(each => [each.getBoundingClientRect().bottom,
        each.firstElementChild.getBoundingClientRect().bottom, each.firstElementChild.textContent])""",
    )
    assert len(rows) > 300
    assert [words for end, low, words in rows if low > end] == []


@pytest.mark.parametrize("width", _SCREENS)
def test_the_years_of_the_drawing_are_drawn(visit: Any, width: int) -> None:
    """Nothing in the drawing takes over a rule of the list's: its labels are never skipped, and have a box."""
    seen = visit(viewport={"width": width, "height": 800})
    styles = "all => [...new Set(all.map(each => getComputedStyle(each).contentVisibility))]"
    assert seen.tab.eval_on_selector_all("svg *", styles) == ["visible"]
    assert len(seen.tab.eval_on_selector_all("#_plot .grid g:not(.fine) text", _SEEN_TEXT)) > 6


def _in_the_page(tab: Any, spellings: list[list[str]], call: str, *values: object) -> Any:
    """What the page's own searching answers, by the table that the program gives it."""
    script = (Path(page.__file__).parent / "templates" / "search.js").read_text("utf-8")
    return tab.evaluate(f"([table, ...values]) => {{ {script}; {call} }}", [table(spellings), *values])


def test_folding_in_the_page_is_folding_in_the_program(visit: Any) -> None:
    """Every character folds in the page to what it folds to in the program, as far as both know the same Unicode."""
    tab = visit().tab
    chars = [char for char in map(chr, range(0x323B0)) if unicodedata.category(char) not in ("Cn", "Cs")]
    texts = ["".join(chars[at : at + 100]) for at in range(0, len(chars), 100)]
    folded = _in_the_page(tab, [], "const { fold } = searching(table); return values[0].map(fold);", texts)
    assert [(text, found) for text, found in zip(texts, folded, strict=True) if found != fold(text)] == []


def test_searching_in_the_page_is_searching_in_the_program(visit: Any) -> None:
    """Words, phrases, signs, scripts and spellings are found in the page where the program finds them."""
    call = """
    const { fold, wanted } = searching(table);
    return values[0].map((text) => values[1].filter((each) => wanted(text).every((word) => word.test(fold(each)))));
    """
    cases = [
        (text, [text for id, text in test_search.SIGNS.items() if id in ids.split()]) for text, ids in test_search.FOUND
    ]
    texts, expected = map(list, zip(*cases, strict=True))
    assert _in_the_page(visit().tab, [], call, texts, list(test_search.SIGNS.values())) == expected
    for text, other, found in test_search.SPELLED:
        assert _in_the_page(visit().tab, test_search.LISTS, call, [text], [other]) == [[other] if found else []], text


def test_the_address_keeps_the_filters(visit: Any, real: Chronology) -> None:
    """Filters stand in the address in words; Back takes the last away, and opening the address brings them back."""
    seen = visit()
    _choose(seen.tab, "programme", "PfP")
    _choose(seen.tab, "kind", "visit")
    assert seen.hash == "#programme=PfP&kind=visit"
    both = real.select(programme="PfP", kind="visit")
    seen.shows(both)
    seen.tab.go_back()
    assert seen.hash == "#programme=PfP"
    seen.shows(real.select(programme="PfP").events)
    assert not seen.tab.is_checked("#_facets input[name=kind][value=visit]")
    seen.tab.go_forward()
    seen.shows(both)
    visit("#programme=PfP&kind=visit").shows(both)
    seen.tab.click("#_clear")
    seen.shows(real)
    assert seen.hash == ""


@pytest.mark.parametrize("width", [320, 375, 768])
def test_a_phone_has_room_for_what_is_active(visit: Any, width: int) -> None:
    """Beneath the search the first filter that is active is whole, with its cross, and no control lies on it."""
    seen = visit("#from=2007&to=2018&programme=PfP", viewport={"width": width, "height": 700})
    row, chip = seen.tab.locator("#_chips").bounding_box(), seen.tab.locator("#_chips button").first.bounding_box()
    faded = seen.tab.eval_on_selector("#_chips", "each => parseFloat(getComputedStyle(each).paddingRight)")
    assert row["x"] <= chip["x"]
    assert chip["x"] + chip["width"] <= row["x"] + row["width"] - faded
    others = [seen.tab.locator(each).bounding_box() for each in ("#_search", "#_panel", "#_clear", "#_count")]
    for other in others:
        assert (
            other["x"] >= chip["x"] + chip["width"]
            or other["x"] + other["width"] <= chip["x"]
            or other["y"] + other["height"] <= chip["y"]
        )
    bar = seen.tab.evaluate("parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop)")
    assert seen.tab.locator("#_bar").bounding_box()["height"] <= bar


def test_what_is_typed_stands_in_the_address(visit: Any, real: Chronology) -> None:
    """The words of the search come into the address when the reader pauses, or does anything else, as one step."""
    seen = visit()
    for words in ("s", "summ", "summit"):
        seen.tab.fill("#_search", words)
    seen.until("location.hash === '#search=summit'")
    seen.tab.fill("#_search", "summit b")
    found = real.select(search="summit b")
    seen.tab.click(f"[id='{found.events[0].id}'] summary")
    assert seen.hash == f"#search=summit+b&event={found.events[0].id}"
    seen.tab.go_back()
    assert seen.hash == "#search=summit+b"
    seen.shows(found)
    seen.tab.go_back()
    assert seen.hash == ""
    seen.shows(real)


def test_an_address_that_makes_no_sense_shows_everything(visit: Any, real: Chronology) -> None:
    """Unknown filters, words that no list has and broken escapes are passed over."""
    for fragment in ("#programme=none&colour=red", "#%E0%A4%A", "#_nowhere", "#="):
        visit(fragment).shows(real)


_WRONG = f"all => all.filter({_BOX}).map(each => each.textContent)"
"""What is seen of what is wrong with the years."""


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize(
    ("years", "kept", "words"),
    [
        ("from=2012&to=2008", {}, "Not applied: 2012 is later than 2008."),
        ("from=2008&to=2007-12", {}, "Not applied: 2008 is later than 2007-12."),
        ("from=abc", {}, "Not applied: “abc” is no year or month, such as 2008 or 2008-03."),
        (
            "from=2012-13&to=2014",
            {"to": "2014"},
            "Not applied: “2012-13” is no year or month, such as 2008 or 2008-03.",
        ),
        ("from=2008&to=2008-03", {"from_": "2008", "to": "2008-03"}, ""),
    ],
)
def test_years_of_an_address_that_make_no_sense_are_told(
    visit: Any, real: Chronology, width: int, years: str, kept: Criteria, words: str
) -> None:
    """They are said once in sight, whatever the width, and not applied; what else is asked for is."""
    seen = visit(f"#{years}&programme=PfP", viewport={"width": width, "height": 800})
    seen.shows(real.select(**kept).select(programme="PfP"))
    assert seen.tab.eval_on_selector_all(".wrong", _WRONG) == [words] * bool(words)
    asked = dict(pair.split("=") for pair in years.split("&"))
    assert (seen.tab.input_value("#_from"), seen.tab.input_value("#_to")) == (asked["from"], asked.get("to", ""))
    seen.tab.evaluate("location.hash = '#programme=PfP'")
    seen.shows(real.select(programme="PfP"))
    assert seen.tab.eval_on_selector_all(".wrong", _WRONG) == []


def test_years_that_make_no_sense_are_told_beside_their_fields(visit: Any, real: Chronology) -> None:
    """The events stay as they were until the years make sense; nothing is said of what is not yet whole."""
    seen, before = visit("#from=2004&to=2008"), real.select(from_="2004", to="2008")
    tab = seen.tab
    tab.fill("#_from", "2012")
    assert tab.eval_on_selector_all(".wrong", _WRONG) == ["Not applied: 2012 is later than 2008."]
    field, message = tab.locator("#_to").bounding_box(), tab.locator("#_wrong").bounding_box()
    assert 0 <= message["y"] - field["y"] - field["height"] < 16
    assert [tab.get_attribute(id, "aria-invalid") for id in ("#_from", "#_to")] == ["true", "true"]
    seen.shows(before)
    assert seen.hash == "#from=2004&to=2008"
    tab.fill("#_to", "2016")
    assert tab.eval_on_selector_all(".wrong", _WRONG) == []
    seen.shows(real.select(from_="2012", to="2016"))
    tab.fill("#_from", "20")
    assert tab.eval_on_selector_all(".wrong", _WRONG) == []
    tab.fill("#_from", "2012-")
    tab.focus("#_search")
    assert tab.eval_on_selector_all(".wrong", _WRONG) == [
        "Not applied: “2012-” is no year or month, such as 2008 or 2008-03."
    ]
    assert [tab.get_attribute(id, "aria-invalid") for id in ("#_from", "#_to")] == ["true", "false"]
    seen.shows(real.select(from_="2012", to="2016"))
    assert tab.input_value("#_from") == "2012-"
    tab.click("#_clear")
    seen.shows(real)
    assert (tab.eval_on_selector_all(".wrong", _WRONG), tab.input_value("#_from")) == ([], "")


def test_a_permalink_opens_its_event(visit: Any, real: Chronology) -> None:
    """``#id`` opens the event and brings it into view; a filter that hides it is cleared."""
    id = real.events[len(real.events) // 2].id
    seen = visit(f"#{id}")
    seen.until(_IN_VIEW, id)
    assert seen.tab.eval_on_selector_all("#_list details[open]", _IDS) == [id]
    seen.tab.fill("#_search", "nothing has these words")
    seen.tab.evaluate(f"location.hash = '{id}'")
    seen.until(_IN_VIEW, id)
    seen.shows(real)


@pytest.mark.parametrize("fragment", ["#no-such-event", "#programme=PfP&event=no-such-event"])
def test_an_event_that_is_not_there_is_told(visit: Any, real: Chronology, fragment: str) -> None:
    """A link to an event that the page does not have says so where the events are; what else it asks for is shown."""
    seen = visit(fragment)
    seen.shows(real.select(programme="PfP") if "PfP" in fragment else real)
    seen.until(_IN_VIEW, "_lost")
    assert seen.tab.inner_text("#_lost") == "No event of this page has the id no-such-event."
    seen.tab.evaluate("id => { location.hash = id }", real.events[0].id)
    seen.until(_IN_VIEW, real.events[0].id)
    assert not seen.tab.is_visible("#_lost")


def test_an_event_beyond_the_filters_takes_their_place(visit: Any, real: Chronology) -> None:
    """A link to an event that its filters leave out shows everything, and the address says so."""
    seen = visit("#programme=ISAF&event=parp-joined")
    seen.shows(real)
    seen.until(_IN_VIEW, "parp-joined")
    assert seen.hash == "#parp-joined"


_IN_VIEW = """id => {
  const box = document.getElementById(id).getBoundingClientRect();
  return box.height > 0 && box.top >= 0 && box.top < innerHeight / 2;
}"""


def test_an_open_event_has_its_sources_in_full(visit: Any, real: Chronology) -> None:
    """Opening an event puts the addresses of its sources behind their numbers, for every event."""
    seen = visit()
    seen.tab.click("#_all")
    script = "all => all.map(e => [...e.querySelectorAll('.source a[rel]')].map(link => link.getAttribute('href')))"
    seen.until("document.querySelectorAll('#_list .source > a:not([rel])').length === 0")
    found = seen.tab.eval_on_selector_all("#_list details", script)
    assert found == [[real.sources[id].url for id in event.sources] for event in real.events]
    seen.tab.click("#_all")
    assert seen.tab.locator("#_list details[open]").count() == 0


def test_the_drawing_zooms_with_the_years(visit: Any) -> None:
    """Years asked for in the filters stretch the drawing, and its button undoes that."""
    seen = visit()
    seen.tab.fill("#_from", "2004")
    seen.tab.fill("#_to", "2006")
    assert seen.hash == "#from=2004&to=2006"
    box = seen.tab.locator("#_scroll").bounding_box()
    edges = [seen.tab.locator(f"[data-year='{year}'] line").bounding_box()["x"] - box["x"] for year in (2004, 2006)]
    assert 0 < edges[0] < 0.1 * box["width"]
    assert 0.55 * box["width"] < edges[1] < 0.75 * box["width"]
    seen.tab.click("#_zoom [value=whole]")
    assert seen.hash == ""
    assert seen.tab.get_attribute("#_plot", "width") == "100%"


@pytest.mark.parametrize("fragment", ["#from=2007&to=2009", "#programme=EAPC", "#significance=landmark"])
@pytest.mark.parametrize("width", [375, 1280])
def test_few_events_have_their_titles_in_the_drawing(visit: Any, real: Chronology, fragment: str, width: int) -> None:
    """Where few events are in view, each is named where there is room; no title stands on another, a mark or a line."""
    seen = visit(fragment, viewport={"width": width, "height": 900})
    titles = seen.tab.eval_on_selector_all(
        "#_plot text.label", f"all => all.filter({_BOX}).map(each => each.textContent)"
    )
    whole = {event.title for event in real}
    assert len(titles) > (6 if width == 375 else 11)
    assert all(title in whole or any(each.startswith(title.rstrip("…")) for each in whole) for title in titles)
    boxes = seen.tab.eval_on_selector_all("#_plot text.label", f"all => ({_BOXES})(all.filter({_BOX}))")
    others = seen.tab.eval_on_selector_all(
        "#_plot :is(a:not(.off) .mark, .tail > *)", f"all => ({_BOXES})(all.filter({_BOX}))"
    )
    for number, (x, y, wide, high) in enumerate(boxes):
        middle = y + high / 2
        for left, top, width_, height in [*boxes[:number], *others]:
            beside = left + width_ <= x or left >= x + wide
            assert beside or not top + height / 4 < middle < top + height * 3 / 4


@pytest.mark.parametrize("fragment", ["#kind=visit&from=2010", "#programme=PfP-TF", "#significance=landmark"])
@pytest.mark.parametrize("width", [1280, 1920, 2560])
def test_titles_in_rows_that_follow_do_not_touch(visit: Any, fragment: str, width: int) -> None:
    """Titles one above the other are a line apart, also where the type of the page is larger."""
    seen = visit(fragment, viewport={"width": width, "height": 900})
    boxes = seen.tab.eval_on_selector_all("#_plot text.given", f"all => ({_BOXES})(all.filter({_BOX}))")
    size = seen.tab.eval_on_selector("#_plot text.given", "each => parseFloat(getComputedStyle(each).fontSize)")
    assert len(boxes) > 4
    for number, (x, y, wide, _) in enumerate(boxes):
        for left, top, width_, _ in boxes[:number]:
            assert left + width_ <= x or left >= x + wide or abs(top - y) > 0.94 * size


@pytest.mark.parametrize(("width", "years"), [(768, "2005..2014"), (1280, "2005..2014"), (1280, "2020..2026")])
def test_no_title_is_cut_by_a_side_of_the_view(visit: Any, real: Chronology, width: int, years: str) -> None:
    """In a closer look a landmark's title ends within the drawing; it is whole again where all years are shown."""
    script = """all => { const view = document.querySelector('svg.plot').getBoundingClientRect();
      return all.filter(each => each.checkVisibility({ visibilityProperty: true })).map(each => {
        const { left, right } = each.getBoundingClientRect();
        const [inside, away] = [left >= view.left && right <= view.right, right < view.left || left > view.right];
        return [each.textContent, inside, away] }) }"""
    whole = {event.title for event in real}
    seen = visit(viewport={"width": width, "height": 900})
    before = seen.tab.locator("#_plot .label").all_text_contents()
    seen.tab.evaluate("years => { location.hash = `#from=${years[0]}&to=${years[1]}` }", years.split(".."))
    seen.shows(real.select(year=years).events)
    titles = seen.tab.eval_on_selector_all("#_plot .label", script)
    assert sum(inside for _, inside, _ in titles) > 2
    assert all(inside or away for _, inside, away in titles)
    short = [title for title, _, _ in titles if title not in whole]
    assert short
    assert all(title.endswith("…") and any(each.startswith(title[:-1]) for each in whole) for title in short)
    seen.tab.evaluate("location.hash = ''")
    seen.shows(real.events)
    assert seen.tab.locator("#_plot .label").all_text_contents() == before
    assert seen.tab.locator("#_plot .label[visibility]").count() == 0


def test_dragging_over_the_columns_asks_for_these_years(visit: Any, real: Chronology) -> None:
    """A drag, a click on a year, buttons, keys and the wheel zoom the drawing, and that is the filter of the years."""
    seen = visit()
    columns = seen.tab.locator("#_plot .columns > g")
    seen.tab.evaluate("document.getElementById('_scroll').scrollIntoView()")
    boxes = [columns.nth(number).locator("rect").first.bounding_box() for number in (5, 8)]
    years = [seen.tab.evaluate(_COLUMN, number) for number in (5, 8)]
    seen.tab.mouse.move(boxes[0]["x"] + 2, boxes[0]["y"] - 4)
    seen.tab.mouse.down()
    seen.tab.mouse.move(boxes[1]["x"] + 4, boxes[0]["y"] - 4, steps=4)
    seen.tab.mouse.up()
    assert seen.hash == f"#from={years[0]}&to={years[1]}"
    seen.shows(real.select(year=f"{years[0]}..{years[1]}").events)
    box = columns.nth(6).locator("rect").first.bounding_box()
    seen.tab.mouse.click(box["x"] + box["width"] / 2, box["y"] - 4)
    year = seen.tab.evaluate(_COLUMN, 6)
    assert seen.hash == f"#from={year}&to={year}"
    assert seen.tab.locator("#_plot .months text").nth(1).is_visible()
    seen.tab.click("#_zoom [value=in]")
    assert seen.hash == f"#from={year}-04&to={year}-09"
    seen.tab.focus("#_scroll")
    seen.tab.keyboard.press("0")
    assert seen.hash == ""
    columns.nth(6).hover()
    seen.tab.keyboard.down("Control")
    seen.tab.mouse.wheel(0, -60)
    seen.tab.keyboard.up("Control")
    seen.until("() => location.hash.includes('from=')")


_COLUMN = "number => document.querySelectorAll('#_plot .columns > g')[number].firstChild.textContent.slice(0, 4)"


def test_a_mark_tells_its_event(visit: Any, real: Chronology) -> None:
    """Pointing at a mark, or within 24 pixels of it, tells its event; a click opens it in the history."""
    event = real.select(significance="landmark").events[0]
    seen = visit()
    box = seen.tab.locator(f"#_plot a[href='#{event.id}'] .mark").first.bounding_box()
    seen.tab.mouse.move(box["x"] - 6, box["y"] + box["height"] / 2)
    assert seen.tab.inner_text("#_tip") == f"{event.date.english()}: {event.title}"
    seen.tab.mouse.down()
    seen.tab.mouse.up()
    assert seen.hash == f"#{event.id}"
    assert seen.tab.inner_text("#_card h3") == event.title
    seen.tab.go_back()
    assert not seen.tab.locator("#_card").is_visible()


def test_on_a_phone_the_drawing_starts_at_its_recent_end(visit: Any) -> None:
    """The drawing is wider than a phone: its last years are seen first, and its edge shows that it goes on."""
    seen = visit(viewport={"width": 375, "height": 780}, has_touch=True)
    assert seen.tab.evaluate("(s => s.scrollLeft > 0 && s.scrollLeft + s.clientWidth >= s.scrollWidth - 2)(_scroll)")
    assert seen.tab.locator(".drawing").get_attribute("class") == "drawing more-left"
    seen.tab.click("#_panel")
    assert seen.tab.locator("#_filters").is_visible()
    _choose(seen.tab, "kind", "visit")
    seen.tab.click("#_done")
    assert not seen.tab.locator("#_filters").is_visible()
    assert 0 <= seen.tab.evaluate(_BENEATH_BAR, seen.shown()[0]) < 120


@pytest.mark.parametrize(
    "dates", [("2008-04-03",), ("2008-01-02",), ("2007-02-01", "2008-01-10"), ("1990", "2008-12-30")]
)
def test_on_a_phone_the_latest_events_are_seen_at_first(visit: Any, tmp_path: Path, dates: tuple[str, ...]) -> None:
    """Also where they lie early in the last year, which may be as wide as two phones."""
    source = Source("s", "Source", url="https://example.org/")
    events = tuple(Event(f"e{n}", parse(date), "Title", {"s": ""}) for n, date in enumerate(dates))
    path = tmp_path / "page.html"
    path.write_text(rendered(page, Chronology("Title", sources={"s": source}, events=events)), "utf-8")
    seen = visit(url=path.as_uri(), viewport={"width": 375, "height": 780}, has_touch=True)
    inside = """id => {
      const shape = document.querySelector(`#_plot a[href='#${id}'] .mark`);
      const [mark, view] = [shape, _scroll].map(each => each.getBoundingClientRect());
      return mark.left > view.left + (_scroll.scrollLeft > 4 ? 40 : 0) && mark.right < view.right;
    }"""
    assert seen.tab.evaluate(inside, events[-1].id)


@pytest.mark.parametrize("size", ["a4", "slide", "wide"])
def test_no_text_reaches_beyond_the_picture(visit: Any, real: Chronology, tmp_path: Path, size: PictureSize) -> None:
    """Long titles, selections and names of programmes are cut where the picture ends, also in a broad typeface."""
    broad = {code: each._replace(name=f"{each.name} " * 20) for code, each in real.programmes.items()}
    path = tmp_path / "picture.svg"
    part = replace(real, title=f"{real.title} " * 20, programmes=broad, selection=("a word of many " * 40,))
    path.write_text(rendered(svg, part, size=size), "utf-8")
    seen = visit(url=path.as_uri(), viewport={"width": 1600, "height": 900})
    beyond = """() => {
      const edge = document.documentElement.getBoundingClientRect().right;
      const beyond = text => text.getBoundingClientRect().right > edge;
      return [...document.querySelectorAll('text')].filter(beyond).map(text => text.textContent);
    }"""
    assert seen.tab.evaluate(beyond) == []


def test_code_and_name_of_a_lane_keep_apart_in_large_type(visit: Any) -> None:
    """Where the reader's type is larger, the names of programmes stand beneath their codes, not in them."""
    seen = visit()
    seen.tab.evaluate("document.documentElement.style.fontSize = '20px'")
    apart = """() => [...document.querySelectorAll('.labels g')].map(lane => {
      const [code, name] = ['.code', '.name'].map(part => lane.querySelector(part));
      if (!name) return 99;
      const pen = document.createElement('canvas').getContext('2d');
      pen.font = `${getComputedStyle(name).fontSize} ${getComputedStyle(name).fontFamily}`;
      const top = name.getScreenCTM().f + name.y.baseVal[0].value - pen.measureText('H').actualBoundingBoxAscent;
      return top - code.getScreenCTM().f - code.y.baseVal[0].value;
    })"""
    assert min(seen.tab.evaluate(apart)) >= 3


def test_the_keyboard_is_enough(visit: Any) -> None:
    """Tab reaches skip link, drawing, filters and events; arrows walk the marks; Enter opens what has the focus."""
    seen = visit()
    keys = seen.tab.keyboard
    keys.press("Tab")
    assert seen.tab.evaluate("document.activeElement.className") == "skip"
    stops = []
    for _ in range(120):
        keys.press("Tab")
        stops.append(seen.tab.evaluate(_STOP))
        if stops[-1] == "SUMMARY" and seen.tab.evaluate("!!document.activeElement.closest('#_list')"):
            break
    assert stops[-1] == "SUMMARY"
    assert {"_scroll", "_search", "_significance", "_from", "_to", "_all"} <= set(stops)
    assert stops.count("mark") == 1
    keys.press("Enter")
    assert seen.tab.evaluate("document.activeElement.parentElement.open") is True
    seen.tab.focus("#_plot a[tabindex='0']")
    names = [seen.tab.evaluate(_NAME)]
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "End", "Home"):
        keys.press(key)
        names.append(seen.tab.evaluate(_NAME))
    assert names[0] != names[1] == names[3] != names[2]
    assert names[5] == names[0] != names[4]
    keys.press("Enter")
    assert seen.tab.evaluate("document.activeElement.id") == "_card-title"
    keys.press("Escape")
    assert seen.tab.evaluate(_NAME) == names[0]


_STOP = (
    "document.activeElement.id || (document.activeElement.closest('#_plot') ? 'mark' : document.activeElement.tagName)"
)
_NAME = "document.activeElement.getAttribute('aria-label')"


def test_without_javascript_everything_is_there(visit: Any, real: Chronology) -> None:
    """Without its script the page shows all texts and no control that would do nothing."""
    seen = visit(java_script_enabled=False)
    for event in real.events[:: len(real.events) // 20]:
        assert seen.tab.locator(f"[id='{event.id}'] > p").is_visible()
    for control in seen.tab.locator("input, select, button").all():
        assert not control.is_visible()
    text = seen.tab.inner_text("main")
    assert all(event.title in text for event in real.events)


def test_paper_has_no_controls_and_shows_addresses(visit: Any, real: Chronology, tmp_path: Path) -> None:
    """In print every event is open, controls are gone, addresses stand behind the bibliography's titles."""
    path = tmp_path / "some.html"
    real = real.select(year="2004..2008")
    path.write_text(rendered(page, real), "utf-8")
    seen = visit(url=path.as_uri())
    seen.tab.emulate_media(media="print")
    for control in seen.tab.locator("input, select, button, .skip, nav").all():
        assert not control.is_visible()
    script = "link => getComputedStyle(link, '::after').content"
    assert "http" in seen.tab.locator(".bibliography a[href^=http]").first.evaluate(script)
    seen.tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert seen.tab.locator("#_list details[open]").count() == len(real.events)
    seen.tab.evaluate("dispatchEvent(new Event('afterprint'))")
    assert seen.tab.locator("#_list details[open]").count() == 0
    data = seen.tab.pdf(path=tmp_path / "page.pdf")
    assert data.startswith(b"%PDF-")
    assert data.count(b"/Type /Page\n") > 10


def test_paper_has_what_the_selection_cites(visit: Any, real: Chronology) -> None:
    """Printed after a filter, the page says what it was chosen by; its bibliography has what is cited, by number."""
    seen = visit("#from=2008&to=2008")
    seen.tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    seen.tab.emulate_media(media="print")
    part = real.select(year="2008")
    assert f"{len(part.events)} of {len(real.events)} events: from 2008; to 2008" in seen.tab.inner_text("#_printed")
    numbers = seen.tab.eval_on_selector_all(
        ".bibliography li", f"all => all.filter({_BOX}).map(each => String(each.value))"
    )
    cited = seen.tab.eval_on_selector_all(
        "#_list :is(.source, .sources a)", f"all => all.filter({_BOX}).map(each => each.dataset.n)"
    )
    assert len(cited) == sum(len(event.sources) for event in part)
    assert set(cited) <= set(numbers)
    assert len(numbers) < len(real.sources) / 2


def test_the_head_on_paper_is_of_the_selection(visit: Any, real: Chronology) -> None:
    """Printed after a filter, each figure of the head says how much of the whole it is, and what it was selected by."""
    seen, part = visit("#programme=PfP&from=2004"), real.select(programme="PfP", from_="2004")
    whole = seen.tab.inner_text("header.page")
    assert "Selected" not in whole
    seen.tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    seen.tab.emulate_media(media="print")
    told = dict(seen.tab.eval_on_selector_all(".facts > div", "all => all.map(each => each.innerText.split('\\n'))"))
    held, of = figures(part), figures(real)
    assert told["Period"] == f"{held.years} of {of.years}"
    assert told["Events"] == f"{held.events} of {of.events}"
    assert told["Selected for print by"] == "from 2004; programme PfP"
    assert told["Programmes of the events"] == f"{held.programmes} of {of.programmes}"
    assert told["Sources of the events"] == f"{held.sources} of {of.sources}"
    kicker = seen.tab.eval_on_selector_all(".kicker", f"all => all.filter({_BOX}).map(each => each.textContent)")
    assert kicker == [f"Selection from a chronology, {held.years}"]
    seen.tab.emulate_media(media="screen")
    seen.tab.evaluate("dispatchEvent(new Event('afterprint'))")
    assert seen.tab.inner_text("header.page") == whole
    seen.tab.click("#_clear")
    seen.shows(real.events)
    seen.tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    seen.tab.emulate_media(media="print")
    assert seen.tab.inner_text("header.page") == whole[: whole.index("\nTimeline")]


@pytest.mark.parametrize("fragment", ["", "#from=2008&to=2012", "#programme=ISAF"])
def test_type_on_paper_is_legible(visit: Any, fragment: str) -> None:
    """On A4 no type is smaller than 7 pt, in the drawing neither, which is no taller than a sheet and cuts no name."""
    seen = visit(fragment)
    seen.tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    seen.tab.set_viewport_size({"width": 658, "height": 1001})
    seen.tab.emulate_media(media="print")
    sizes = seen.tab.evaluate(_TYPE)
    assert len(sizes) > 500
    assert [row for row in sizes if row[0] < 7] == []
    assert seen.tab.locator(".drawing").bounding_box()["height"] < 940
    edge = seen.tab.locator("svg.labels").bounding_box()
    names = seen.tab.eval_on_selector_all(".labels text", _BOXES)
    assert max(x + width for x, _, width, _ in names) <= edge["x"] + edge["width"]
    seen.tab.evaluate("dispatchEvent(new Event('afterprint'))")
    seen.tab.emulate_media(media="screen")
    seen.tab.set_viewport_size(_WIDE)
    texts = "[...document.querySelectorAll('.labels text')].map(each => each.textContent)"
    assert seen.tab.evaluate(texts) == visit().tab.evaluate(texts)


_TYPE = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    const box = parent.getBoundingClientRect();
    if (!node.data.trim() || !box.width || !parent.checkVisibility() || parent.closest('.hidden, title')) continue;
    found.push([parseFloat(getComputedStyle(parent).fontSize) * parent.currentCSSZoom * 0.75, node.data]);
  }
  return found;
}"""
"""The size in points of each text that is seen, and the text."""


def test_paper_across_has_an_upright_sheet_for_a_tall_drawing(visit: Any, tmp_path: Path) -> None:
    """What is too tall for paper that lies across has a sheet of its own, upright; what is not lies across, too."""
    for fragment, upright in (("#from=2008&to=2012", 1), ("#programme=ISAF", 0)):
        seen = visit(fragment)
        data = seen.tab.pdf(path=tmp_path / "page.pdf", format="A4", landscape=True)
        sheets = [[float(side) for side in box.split()] for box in re.findall(rb"/MediaBox \[([^]]+)\]", data)]
        assert sum(wide < high for _, _, wide, high in sheets) == upright
        assert len(sheets) > 10


@pytest.mark.parametrize("width", [658, 987])
def test_paper_has_everything_within_its_margins(visit: Any, width: int) -> None:
    """On A4, upright or across, no line reaches beyond the margins, not even one with a long address."""
    seen = visit("#from=2008&to=2010", viewport={"width": width, "height": 1000})
    seen.tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    seen.tab.emulate_media(media="print")
    lines = seen.tab.evaluate(_LINES)
    assert len(lines) > 1000
    assert min(left for left, _ in lines) >= -0.5
    assert max(right for _, right in lines) <= width + 0.5


_LINES = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const lines = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!node.data.trim() || !parent.checkVisibility() || parent.closest('svg, .hidden')) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const { left, right } of range.getClientRects()) lines.push([left, right]);
  }
  for (const link of document.querySelectorAll('.bibliography a')) {
    for (const { left, right } of link.getClientRects()) lines.push([left, right]);
  }
  return lines;
}"""
"""The sides of each line of text that is seen, and of what stands behind the links of the bibliography."""


@pytest.mark.parametrize("width", [320, 768, 1280, 2560])
@pytest.mark.parametrize("script", [True, False])
def test_no_width_scrolls_sideways(visit: Any, width: int, script: bool) -> None:
    """The page is no wider than the window; only the drawing scrolls, in a region of its own."""
    seen = visit(viewport={"width": width, "height": 800}, java_script_enabled=script)
    if script:
        seen.tab.click("#_all")
    assert seen.tab.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_no_violation(visit: Any, real: Chronology, tmp_path: Path, scheme: str, width: int) -> None:
    """The rules of axe-core hold in light and dark, narrow and wide, with every programme and disputed events."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    firsts = {code: event for event in reversed(real.events) for code in event.programmes}
    disputed = [event for event in real.events if event.confidence == "disputed"]
    events = sorted({*firsts.values(), *disputed}, key=lambda event: event.order)
    path = tmp_path / "some.html"
    path.write_text(rendered(page, replace(real, events=tuple(events))), "utf-8")
    seen = visit(url=path.as_uri(), color_scheme=scheme, viewport={"width": width, "height": 800})
    seen.tab.click("#_all")
    seen.tab.click("#_bibliography summary")
    seen.tab.focus("#_plot a[tabindex='0']")
    seen.tab.keyboard.press("Enter")
    assert seen.tab.locator("#_card").is_visible()
    found = axe.Axe().run(seen.tab)
    assert len(found.response["passes"]) > 20
    assert found.violations_count == 0, found.generate_report()


def test_the_dark_scheme_is_dark(visit: Any) -> None:
    """The page follows the system: dark ground with light text, or the other way round."""
    script = "getComputedStyle(document.body).backgroundColor"
    assert visit(color_scheme="light").tab.evaluate(script) == "rgb(255, 255, 255)"
    assert visit(color_scheme="dark").tab.evaluate(script) == "rgb(20, 22, 26)"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_bars_stand_out_from_the_page(visit: Any, scheme: str) -> None:
    """Columns, lanes' bars and marks have a contrast of 3 or more against the page, in the picture that is painted."""
    seen = visit(color_scheme=scheme, viewport={"width": 1280, "height": 2400})
    painted, origin, colour = _board(seen)
    ground = _luminance(colour)
    bars = "#_plot :is(.columns, .life, .part) rect, #_plot .mark"
    boxes = [box for box in seen.tab.eval_on_selector_all(bars, _BOXES) if box[2] >= 2]
    assert len(boxes) > 300
    # from above the upper edge of each to beneath the lower one, through its middle
    strips = [(x - origin["x"] + width / 2, y - origin["y"] - 1, height + 2) for x, y, width, height in boxes]
    faint = []
    for box, strip in zip(boxes, painted(strips), strict=True):
        lights = list(map(_luminance, strip))
        best = max((max(ground, light) + 0.05) / (min(ground, light) + 0.05) for light in lights)
        faint += [(best, *box)] * (best < 3)
    assert faint == []


@pytest.mark.parametrize("fragment", ["", "#from=2010&to=2013", "#from=2014&to=2016", "#from=2002&to=2005"])
def test_bars_that_go_on_are_painted_in_every_view(visit: Any, fragment: str) -> None:
    """A bar with an open end is seen where its lane is, however many lanes above it are folded."""
    seen = visit(fragment, viewport={"width": 1280, "height": 2400})
    painted, frame, ground = _board(seen)
    boxes = seen.tab.eval_on_selector_all("#_plot .lane:not([hidden]) :is(.life, .part) rect", _BOXES)
    strips = []
    for x, y, width, height in boxes:
        left, right = max(x, frame["x"]), min(x + width, frame["x"] + frame["width"])
        if right - left > 80:
            strips.append(((left + right) / 2 - frame["x"], y - frame["y"] + 1, height - 2))
    assert len(strips) > 10
    assert [
        strip for strip, pixels in zip(strips, painted(strips), strict=True) if pixels.count(ground) > len(pixels) / 2
    ] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_bar_that_goes_on_fades_out_at_the_edge(visit: Any, scheme: str) -> None:
    """Towards the side of the drawing a bar with an open end comes ever nearer to the page's ground, and ends in it."""
    seen = visit(color_scheme=scheme, viewport={"width": 1280, "height": 2400})
    painted, frame, ground = _board(seen)
    boxes = seen.tab.eval_on_selector_all("#_plot :is(.life, .part) rect", _BOXES)
    open_ended = [box for box in boxes if box[0] + box[2] > frame["x"] + frame["width"] - 2]
    assert len(open_ended) > 10
    steps = (30, 12, 8, 4, 1)
    strips = [(frame["width"] - away, y - frame["y"] + 4, 1) for _, y, _, _ in open_ended for away in steps]
    pixels = painted(strips)
    for bar in range(len(open_ended)):
        away = [
            sum(abs(part - own) for part, own in zip(strip[0], ground, strict=True))
            for strip in pixels[bar * len(steps) : (bar + 1) * len(steps)]
        ]
        assert away == sorted(away, reverse=True)
        assert away[0] > 20
        assert away[-1] < away[0] / 5


def _board(seen: Any) -> tuple[Callable[[list[Any]], list[Any]], dict[str, float], list[int]]:
    """What gives the pixels of strips (x, y, height) of the drawing as painted, its frame, and the page's ground."""
    board = seen.tab.locator("#_scroll")
    picture = "data:image/png;base64," + b64encode(board.screenshot()).decode()
    ground = seen.tab.evaluate(r"getComputedStyle(document.body).backgroundColor.match(/\d+/g).map(Number)")
    paper = seen.context.new_page()
    return lambda strips: paper.evaluate(_PIXELS, [picture, strips]), board.bounding_box(), ground


_BOXES = "all => all.map(each => each.getBoundingClientRect()).map(box => [box.x, box.y, box.width, box.height])"
_PIXELS = """async ([picture, strips]) => {
  const image = new Image();
  image.src = picture;
  await image.decode();
  const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
  const board = canvas.getContext('2d', { willReadFrequently: true });
  board.drawImage(image, 0, 0);
  return strips.map(([x, y, height]) => {
    const { data } = board.getImageData(Math.floor(x), Math.floor(y), 1, Math.ceil(height));
    return Array.from({ length: data.length / 4 }, (_, at) => [...data.slice(at * 4, at * 4 + 3)]);
  });
}"""


def _luminance(colour: list[int]) -> float:
    """The relative luminance of a colour, as WCAG defines it."""
    parts = (part / 255 for part in colour)
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_hostile_texts_run_nothing(visit: Any, everything: Chronology, tmp_path: Path) -> None:
    """Markup and addresses in the data are text: no dialog, no request, no global that they set."""
    hostile = '<img src=x onerror="window.pwned=1"><script>window.pwned=1</script></style></script><!--'
    event = everything.events[0]._replace(
        title=hostile, summary=hostile, place=hostile, people=(hostile,), note=hostile
    )
    path = tmp_path / "hostile.html"
    path.write_text(rendered(page, replace(everything, title=hostile, events=(event,))), "utf-8")
    seen = visit(url=path.as_uri())
    seen.tab.click("#_list summary")
    assert seen.tab.evaluate("window.pwned === undefined") is True
    assert seen.tab.title() == hostile


def test_thousands_of_events_stay_usable(visit: Any, real: Chronology, tmp_path: Path) -> None:
    """Five thousand events can be searched and opened."""
    many = [event._replace(id=f"{event.id}-{copy}", related=()) for copy in range(16) for event in real.events][:5000]
    path = tmp_path / "many.html"
    path.write_text(rendered(page, replace(real, events=tuple(sorted(many, key=lambda event: event.order)))), "utf-8")
    seen = visit(url=path.as_uri())
    seen.tab.fill("#_search", "partnership")
    assert seen.count.endswith("of 5,000 events")
    assert seen.tab.eval_on_selector_all("#_plot .crowd path", f"all => all.filter({_BOX}).length") > 0
    seen.tab.locator("#_list section:not([hidden]) details:not([hidden]) summary").first.click()
    assert seen.tab.locator("#_list details[open]").count() == 1


def test_a_crowd_of_which_few_are_left_is_marks_again(visit: Any, real: Chronology, tmp_path: Path) -> None:
    """Bars stand for more marks than can be told apart; filtered to few events, each of these has its mark again."""
    many = [event._replace(id=f"{event.id}-{copy}", related=()) for copy in range(3) for event in real.events]
    chronology = replace(real, events=tuple(sorted(many, key=lambda event: event.order)))
    path = tmp_path / "crowd.html"
    path.write_text(rendered(page, chronology), "utf-8")
    seen = visit(url=path.as_uri())
    script = f"all => all.filter({_BOX}).map(a => a.getAttribute('href').slice(1))"
    assert seen.tab.eval_on_selector_all("#_plot a", script) == []
    _choose(seen.tab, "programme", "EAPC")
    part = chronology.select(programme="EAPC")
    seen.shows(part)
    marks = seen.tab.eval_on_selector_all("#_plot a:not([aria-hidden])", script)
    assert sorted(marks) == sorted(event.id for event in part)
    assert seen.tab.eval_on_selector_all("#_plot .crowd path", f"all => all.filter({_BOX}).length") == 0
    wanted = part.events[len(part.events) // 2]
    seen.tab.focus(f"#_plot a[href='#{wanted.id}']:not([aria-hidden])")
    assert seen.tab.inner_text("#_tip") == f"{wanted.date.english()}: {wanted.title}"
    seen.tab.keyboard.press("Enter")
    assert seen.tab.inner_text("#_card h3") == wanted.title
    seen.tab.click("#_clear")
    assert seen.tab.eval_on_selector_all("#_plot a", script) == []
