"""The page in a real browser: what it does with its script, without it, on paper, in the dark and at the keyboard.

Chromium is the one found on the path, or the one that TIMELINE_CHROMIUM names; without it or Playwright the tests are
skipped, or with TIMELINE_COMPLETE=1 failed.
"""

from __future__ import annotations

import os
import shutil
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests import test_search
from tests.conftest import rendered
from timeline import Chronology, Criteria
from timeline.formats import html as page
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
        """Ids of the events that can be seen in the list."""
        ids: list[str] = self.tab.eval_on_selector_all("#_list details", _SEEN)
        return ids

    def headings(self) -> list[str]:
        """The years whose headings can be seen in the list."""
        years: list[str] = self.tab.eval_on_selector_all("#_list h3", _SEEN_TEXT)
        return [year[:4] for year in years]


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


def _select(tab: Any, name: str, value: str) -> None:
    tab.select_option(f"#_filters [name={name}]", value)


def test_every_filter_selects_what_the_program_selects(visit: Any, real: Chronology) -> None:
    """The page's filters choose the same events as ``select`` does, and say how many."""
    seen = visit()
    assert seen.count == f"{len(real.events)} events"
    cases: list[tuple[str, str, Criteria]] = [
        ("programme", "PfP", {"programme": "PfP"}),
        ("kind", "visit", {"kind": "visit"}),
        ("significance", "landmark", {"significance": "landmark"}),
        ("significance", "notable", {"significance": "notable"}),
    ]
    for name, value, filters in cases:
        _select(seen.tab, name, value)
        wanted = [event.id for event in real.select(**filters).events]
        assert seen.shown() == wanted
        assert seen.count == f"{len(wanted)} of {len(real.events)} events"
        _select(seen.tab, name, "")
    seen.tab.fill("#_from", "2004")
    seen.tab.fill("#_to", "2006")
    assert seen.shown() == [event.id for event in real.select(year="2004..2006").events]


@pytest.mark.parametrize(
    "words",
    [
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
def test_search_folds_case_and_diacritics_as_the_program_does(visit: Any, real: Chronology, words: str) -> None:
    """Search finds what ``--search`` finds, whatever the case and the diacritics."""
    seen = visit()
    seen.tab.fill("#_search", words)
    wanted = [event.id for event in real.select(search=words).events]
    assert seen.shown() == wanted
    assert seen.tab.is_visible("#_none") == (not wanted)


@pytest.mark.parametrize("width", _SCREENS)
def test_years_without_a_match_leave_no_gap(visit: Any, real: Chronology, width: int) -> None:
    """Filtered to a late year, its heading alone is seen, and its first event at the top of the list; in print too."""
    seen = visit("#from=2024&to=2024", viewport={"width": width, "height": 800})
    wanted = real.select(year="2024").events
    years = list(dict.fromkeys(str(event.date.anchor.year) for event in wanted))
    for media in ("screen", "print"):
        seen.tab.emulate_media(media=media)
        assert seen.shown() == [event.id for event in wanted]
        assert seen.headings() == years
        assert 0 <= seen.tab.evaluate(_FIRST_BELOW, wanted[0].id) < 100


_FIRST_BELOW = """id => document.getElementById(id).getBoundingClientRect().top
  - document.getElementById('_list').getBoundingClientRect().top"""


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
    _select(seen.tab, "programme", "PfP")
    _select(seen.tab, "kind", "visit")
    assert seen.hash == "#programme=PfP&kind=visit"
    both = seen.shown()
    seen.tab.go_back()
    assert seen.hash == "#programme=PfP"
    assert seen.shown() == [event.id for event in real.select(programme="PfP").events]
    assert seen.tab.input_value("#_kind") == ""
    seen.tab.go_forward()
    assert seen.shown() == both
    assert visit("#programme=PfP&kind=visit").shown() == both
    seen.tab.click("#_filters [type=reset]")
    assert len(seen.shown()) == len(real.events)
    assert seen.hash == ""


def test_an_address_that_makes_no_sense_shows_everything(visit: Any, real: Chronology) -> None:
    """Unknown filters, words that no list has and broken escapes are passed over."""
    for fragment in ("#programme=none&colour=red", "#%E0%A4%A", "#_nowhere", "#="):
        assert len(visit(fragment).shown()) == len(real.events)


def test_a_permalink_opens_its_event(visit: Any, real: Chronology) -> None:
    """``#id`` opens the event and brings it into view; a filter that hides it is cleared."""
    id = real.events[len(real.events) // 2].id
    seen = visit(f"#{id}")
    seen.tab.wait_for_function(_IN_VIEW, arg=id)
    assert seen.tab.eval_on_selector_all("#_list details[open]", _IDS) == [id]
    seen.tab.fill("#_search", "nothing has these words")
    seen.tab.evaluate(f"location.hash = '{id}'")
    seen.tab.wait_for_function(_IN_VIEW, arg=id)
    assert len(seen.shown()) == len(real.events)


_IN_VIEW = """id => {
  const box = document.getElementById(id).getBoundingClientRect();
  return box.height > 0 && box.top >= 0 && box.top < innerHeight / 2;
}"""


def test_an_open_event_has_its_sources_in_full(visit: Any, real: Chronology) -> None:
    """Opening an event puts the addresses of its sources behind their numbers, for every event."""
    seen = visit()
    seen.tab.click("#_all")
    script = "all => all.map(each => [...each.querySelectorAll('a[rel]')].map(link => link.getAttribute('href')))"
    seen.tab.wait_for_function("document.querySelectorAll('#_list dd > ol > li > a:only-of-type').length === 0")
    found = seen.tab.eval_on_selector_all("#_list details", script)
    assert found == [[real.sources[id].url for id in event.sources] for event in real.events]


def test_the_drawing_zooms_with_the_years(visit: Any) -> None:
    """Years asked for at the drawing stretch it, filter the list and stand in the address; its button undoes that."""
    seen = visit()
    seen.tab.fill("#_zoom-from", "2004")
    seen.tab.fill("#_zoom-to", "2006")
    assert seen.hash == "#from=2004&to=2006"
    assert seen.tab.input_value("#_from") == "2004"
    box = seen.tab.locator("#_scroll").bounding_box()
    edges = [seen.tab.locator(f"[data-year='{year}'] line").bounding_box()["x"] - box["x"] for year in (2004, 2006)]
    assert 0 < edges[0] < 0.1 * box["width"]
    assert 0.55 * box["width"] < edges[1] < 0.75 * box["width"]
    assert seen.tab.locator("[data-year='2005'] text").first.is_visible()
    seen.tab.click("#_zoom [type=reset]")
    assert seen.hash == ""
    assert seen.tab.get_attribute("#_plot", "width") == "100%"


def test_a_mark_leads_to_its_event(visit: Any, real: Chronology) -> None:
    """Pointing at a mark tells its event; clicking it opens the event."""
    event = real.select(significance="landmark").events[0]
    seen = visit()
    mark = seen.tab.locator(f"#_plot a[href='#{event.id}'] .mark").first
    mark.hover()
    assert seen.tab.inner_text("#_tip") == f"{event.date.english()}: {event.title}"
    mark.click()
    seen.tab.wait_for_function(_IN_VIEW, arg=event.id)
    assert seen.hash == f"#{event.id}"


def test_the_keyboard_is_enough(visit: Any) -> None:
    """Tab reaches skip link, drawing, filters and events; arrows walk the marks; Enter opens what has the focus."""
    seen = visit()
    keys = seen.tab.keyboard
    keys.press("Tab")
    assert seen.tab.evaluate("document.activeElement.className") == "skip"
    stops = []
    for _ in range(60):
        keys.press("Tab")
        stops.append(seen.tab.evaluate(_STOP))
        if stops[-1] == "SUMMARY":
            break
    assert stops[-1] == "SUMMARY"
    assert {"_zoom-from", "_scroll", "_search", "_programme", "_kind", "_significance", "_from", "_to", "_all"} <= set(
        stops
    )
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
    seen.tab.wait_for_function("document.activeElement.localName === 'summary'")


_STOP = (
    "document.activeElement.id || (document.activeElement.closest('#_plot') ? 'mark' : document.activeElement.tagName)"
)
_NAME = "document.activeElement.getAttribute('aria-label')"


def test_without_javascript_everything_is_there(visit: Any, real: Chronology) -> None:
    """Without its script the page shows all texts and no control that would do nothing."""
    seen = visit(java_script_enabled=False)
    for event in real.events[:: len(real.events) // 20]:
        assert seen.tab.locator(f"[id='{event.id}'] p.f:not(.said)").is_visible()
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
    found = axe.Axe().run(seen.tab)
    assert len(found.response["passes"]) > 20
    assert found.violations_count == 0, found.generate_report()


def test_the_dark_scheme_is_dark(visit: Any) -> None:
    """The page follows the system: dark ground with light text, or the other way round."""
    script = "getComputedStyle(document.body).backgroundColor"
    assert visit(color_scheme="light").tab.evaluate(script) == "rgb(255, 255, 255)"
    assert visit(color_scheme="dark").tab.evaluate(script) == "rgb(20, 22, 26)"


def test_hostile_texts_run_nothing(visit: Any, everything: Chronology, tmp_path: Path) -> None:
    """Markup and addresses in the data are text: no dialog, no request, no global that they set."""
    hostile = '<img src=x onerror="window.pwned=1"><script>window.pwned=1</script></style></script><!--'
    event = everything.events[0]._replace(
        title=hostile, summary=hostile, place=hostile, people=(hostile,), note=hostile
    )
    path = tmp_path / "hostile.html"
    path.write_text(rendered(page, replace(everything, title=hostile, events=(event,))), "utf-8")
    seen = visit(url=path.as_uri())
    seen.tab.click("summary")
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
    seen.tab.locator("#_list section:not([hidden]) li:not([hidden]) summary").first.click()
    assert seen.tab.locator("#_list details[open]").count() == 1
