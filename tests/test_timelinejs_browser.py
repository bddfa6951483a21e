"""The real TimelineJS3 in a real browser loads what we write.

Wanted are Playwright, a Chromium and the npm package ``@knight-lab/timelinejs``, in the folder that TIMELINE_TIMELINEJS
names or in ``node_modules``. Without them the tests are skipped, or with TIMELINE_COMPLETE=1 failed.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.conftest import rendered
from timeline import Chronology
from timeline.formats import timelinejs

pytestmark = pytest.mark.browser

ORIGIN = "http://timeline.test"
PAGE = """<!doctype html><meta charset="utf-8"><title>TimelineJS</title>
<link rel="stylesheet" href="/dist/css/timeline.css"><script src="/dist/js/timeline.js"></script>
<div id="here" style="width: 1200px; height: 600px"></div>"""
LOAD = """async () => {
    const data = await (await fetch("/data.json")).json();
    window.made = new TL.Timeline("here", data, {language: "en"});
    await new Promise((done, fail) => {
        if (window.made.ready) done();
        window.made.on("ready", done);
        setTimeout(() => fail(new Error("TimelineJS is not ready: " + here.textContent.slice(0, 300))), 60000);
    });
    return {
        errors: window.made.config ? window.made.config.getErrors() : ["no configuration"],
        slides: [...document.querySelectorAll(".tl-slide")].map(slide => ({
            id: slide.id,
            headline: slide.querySelector("h2").textContent,
            text: slide.querySelector(".tl-text-content").textContent,
            date: slide.querySelector("h3.tl-headline-date")?.textContent ?? "",
            links: [...slide.querySelectorAll(".tl-text-content a")].map(link => [link.getAttribute("href"), link.rel]),
            elements: [...slide.querySelectorAll(".tl-text-content *")].map(element => element.localName),
        })),
        markers: [...document.querySelectorAll(".tl-timemarker")].length,
        groups: [...document.querySelectorAll(".tl-timegroup-message")].map(group => group.textContent.trim()),
        scripts: document.querySelectorAll("#here script").length,
    };
}"""


def _missing() -> str:
    """What the tests lack, in words; nothing when they can run."""
    if importlib.util.find_spec("playwright") is None:
        return "Playwright for Python is not installed"
    if shutil.which("chromium") is None:
        return "there is no chromium"
    if not (_package() / "dist" / "js" / "timeline.js").exists():
        return f"TimelineJS is not in {_package()}; npm install @knight-lab/timelinejs, or set TIMELINE_TIMELINEJS"
    return ""


def _package() -> Path:
    named = os.environ.get("TIMELINE_TIMELINEJS")
    return Path(named) if named else Path(__file__).parent.parent / "node_modules" / "@knight-lab" / "timelinejs"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A Chromium without a window."""
    missing = _missing()
    if missing:
        pytest.skip(missing)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=arguments)
        yield chromium
        chromium.close()


def _shown(browser: Any, chronology: Chronology) -> Any:
    """What TimelineJS makes of a chronology: its errors, slides, markers and groups."""
    files = {"/": PAGE.encode(), "/data.json": rendered(timelinejs, chronology).encode("utf-8")}

    def answer(route: Any) -> None:
        address = urlsplit(route.request.url)
        file = _package() / address.path.lstrip("/")
        if f"{address.scheme}://{address.netloc}" != ORIGIN:
            route.abort()
        elif address.path in files:
            kind = "application/json" if address.path.endswith(".json") else "text/html"
            route.fulfill(body=files[address.path], content_type=f"{kind}; charset=utf-8")
        elif file.is_file():
            route.fulfill(path=file)
        else:
            route.fulfill(status=404)

    page = browser.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.route("**/*", answer)
    page.goto(f"{ORIGIN}/")
    shown = page.evaluate(LOAD)
    page.close()
    assert faults == []
    return shown


def _folded(text: str) -> str:
    return " ".join(text.split())


def _holds(shown: Any, chronology: Chronology) -> None:
    """Holds what is shown against the records."""
    assert shown["errors"] == []
    assert shown["scripts"] == 0
    title, *slides = shown["slides"]
    assert _folded(title["headline"]) == _folded(chronology.title)
    assert len(slides) == shown["markers"] == len(chronology.events)
    by_id = {slide["id"]: slide for slide in slides}
    for event in chronology.events:
        slide = by_id[event.id]
        assert _folded(slide["headline"]) == _folded(event.title)
        addresses = (chronology.sources[id].address for id in event.sources)
        assert slide["links"] == [[address, "noopener"] for address in addresses if address]
        assert set(slide["elements"]) <= {"p", "br", "ol", "li", "a"}
        for text in (event.summary, event.place, *event.people, event.note):
            for line in text.splitlines():
                assert _folded(line) in _folded(slide["text"])
        if not event.date.exact:
            assert event.date.english() in slide["date"]
    firsts = {event.programmes[0] for event in chronology.events if event.programmes}
    assert firsts <= set(shown["groups"])


def test_timelinejs_shows_the_real_data(browser: Any, real: Chronology) -> None:
    """TimelineJS loads the real data without an error and shows a slide and a marker for each event, and the title."""
    _holds(_shown(browser, real), real)


def test_timelinejs_shows_one_of_everything(browser: Any, everything: Chronology) -> None:
    """TimelineJS shows hostile texts as they are: no element and no script comes of them."""
    _holds(_shown(browser, everything), everything)
