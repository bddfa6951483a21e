"""The page as a document: whole, well formed, sealed by its policy, and the data in it nothing but text."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import zlib
from base64 import b64encode
from collections import Counter
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from importlib.resources import files
from typing import Any

import html5lib
import pytest
from hypothesis import given

import timeline
from tests.conftest import rendered
from tests.strategies import chronologies
from timeline import Chronology, Source
from timeline.datafile.schema import ID
from timeline.dates import parse
from timeline.formats import html as page
from timeline.formats.plan import HUES, NEUTRAL, PAGE

_VOID = {"meta", "link", "input", "br"}


class _Reader(HTMLParser):
    """Elements with their attributes, and the text of each script and style; complains where tags do not match."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.inlined: dict[str, list[str]] = {"script": [], "style": []}
        self.text: list[str] = []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        assert len(dict(attributes)) == len(attributes), f"<{tag}> has an attribute twice"
        self.elements.append((tag, dict(attributes)))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attributes)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in self.inlined:
            self.inlined[self.open[-1]].append(data)
        else:
            self.text.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of every element of a name."""
        return [attributes for name, attributes in self.elements if name == tag]

    def shape(self) -> list[tuple[str, list[str]]]:
        """The elements in their order, each with the names of its attributes."""
        return [(tag, sorted(attributes)) for tag, attributes in self.elements]


@pytest.fixture(scope="module")
def text(real: Chronology) -> str:
    """The page of the real chronology."""
    return rendered(page, real)


@pytest.fixture(scope="module")
def read(text: str) -> _Reader:
    """The same, read."""
    return _Reader(text)


def test_the_page_is_well_formed(text: str, everything: Chronology) -> None:
    """A strict parser of HTML finds no fault, and no id stands twice."""
    for document in (text, rendered(page, everything), rendered(page, replace(everything, events=()))):
        parser = html5lib.HTMLParser(strict=False)
        parser.parse(document)
        assert parser.errors == []
        ids = [attributes["id"] for _, attributes in _Reader(document).elements if "id" in attributes]
        assert [id for id, number in Counter(ids).items() if number > 1] == []


def test_every_fragment_leads_somewhere(read: _Reader) -> None:
    """Every link within the page, and every name that refers to an id, finds it."""
    ids = {attributes.get("id") for _, attributes in read.elements}
    for attributes in read.all("a"):
        href = attributes.get("href") or ""
        if href.startswith("#") and "=" not in href:
            assert href[1:] in ids
    for _, attributes in read.elements:
        for name in ("aria-labelledby", "aria-describedby", "for"):
            assert set((attributes.get(name) or "").split()) <= ids


def test_the_policy_lets_only_this_style_and_script_run(text: str, read: _Reader) -> None:
    """The Content-Security-Policy names the hashes of what is inlined, and nothing from elsewhere."""
    policy = next(each["content"] for each in read.all("meta") if each.get("http-equiv") == "Content-Security-Policy")
    assert policy
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules == {
        "default-src": "'none'",
        "style-src": f"'sha256-{_hash(read.inlined['style'][0])}'",
        "script-src": f"'sha256-{_hash(read.inlined['script'][0])}'",
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    assert [each.get("type") for each in read.all("script")] == [None, "application/json", "application/ld+json"]
    assert len(read.all("style")) == 1
    names = {name for _, attributes in read.elements for name in attributes}
    assert not {name for name in names if name.startswith("on")} | names & {"style", "src", "srcset"}
    assert "url(http" not in text
    assert "@import" not in text


def _hash(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()


def test_the_page_says_what_it_is(read: _Reader, real: Chronology) -> None:
    """Language, title, description and Open Graph are those of the chronology."""
    assert read.all("html")[0]["lang"] == "en-GB"
    meta = {each.get("name") or each.get("property"): each.get("content") for each in read.all("meta")}
    assert meta["description"] == meta["og:description"] == real.description
    assert meta["og:title"] == real.title
    assert real.title in read.text
    assert [tag for tag, _ in read.elements if tag in ("header", "nav", "main", "footer")] == [
        "header",
        "nav",
        "main",
        "footer",
    ]


def test_every_event_is_in_with_everything_that_is_known(read: _Reader, real: Chronology) -> None:
    """Each event has its anchor and all of its texts; programmes and sources stand there too, with addresses."""
    assert _events(read) == [event.id for event in real.events]
    text = "".join(read.text)
    for event in real.events:
        said = (text for text in event.sources.values() if text)
        for part in (event.title, event.summary, event.place, event.note, *event.people, *said):
            assert part in text
        assert (event.date.english() if event.date.approximate else event.date.beneath_year()) in text
    hrefs = {each.get("href") for each in read.all("a")}
    assert {real.sources[id].url for event in real.events for id in event.sources} <= hrefs
    for code in {code for event in real.events for code in event.programmes}:
        assert real.programmes[code].about in text
        assert f"#_programme-{code}" in hrefs


def _events(read: _Reader) -> list[str | None]:
    """Ids of the events of a page, in their order."""
    return [each["id"] for each in read.all("details") if "id" in each]


def test_each_mark_of_the_drawing_is_a_link_with_a_name(read: _Reader, real: Chronology) -> None:
    """Every event has one named link among the marks; repeated marks are hidden from screen readers and keyboard."""
    marks = Counter(each["href"] for each in read.all("a") if each.get("aria-label"))
    assert marks == {f"#{event.id}": 1 for event in real.events}
    hidden = [each for each in read.all("a") if each.get("aria-hidden")]
    assert all(each["tabindex"] == "-1" for each in hidden)
    assert len(hidden) == sum(max(len(event.programmes) - 1, 0) for event in real.events)


def test_linked_data_describe_the_chronology(read: _Reader, real: Chronology) -> None:
    """The JSON-LD is a data set that is about the events."""
    data = json.loads(read.inlined["script"][2])
    assert data["@type"] == "Dataset"
    assert (data["name"], data["dateModified"]) == (real.title, str(real.updated))
    assert data["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert [each["name"] for each in data["about"]] == [event.title for event in real.events]
    assert {each["@type"] for each in data["about"]} == {"Event"}


_HOSTILE = (
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    "</style></title></textarea><svg onload=alert(1)>",
    '" onmouseover="alert(1)" x="',
    "' autofocus onfocus='alert(1)",
    "<!--",
    "]]><!DOCTYPE x [<!ENTITY a 'b'>]>&a;",
    "&lt;b&gt; &amp;quot; &#60;",
    "[b]bold[/b] {{ 7 * 7 }} {% raw %}",
    "שלום \u202eevil\u202c \u2067العربية\u2069",
    "\u2028\u2029\x00\x1b[31m\ufffe",
    "a\nb\r\nc\td",
)


def _with(everything: Chronology, text: str, url: str) -> Chronology:
    """The small chronology with one text in the place of all others."""
    event: dict[str, Any] = dict.fromkeys(("title", "summary", "place", "note", "kind"), text)
    programme: dict[str, Any] = dict.fromkeys(("name", "about", "note", "kind"), text)
    found: dict[str, Any] = {"url": url, "archived": "", "doi": "", "via": text, "held": text, "author": (text,)}
    return replace(
        everything,
        title=text,
        authors=(text,),
        url=url,
        description=text,
        licence=text,
        kinds={text: text},
        topics={text: text},
        events=tuple(each._replace(people=(text,), topics=(text,), **event) for each in everything.events),
        programmes={code: each._replace(aliases=(text,), **programme) for code, each in everything.programmes.items()},
        sources={id: each._replace(title=text, publisher=text, **found) for id, each in everything.sources.items()},
    )


@pytest.mark.parametrize("text", _HOSTILE)
def test_data_never_add_an_element_or_an_attribute(everything: Chronology, text: str) -> None:
    """A page of hostile texts has the same elements with the same attributes as one of harmless texts."""
    harmless = _Reader(rendered(page, _with(everything, "harmless", "https://example.org/")))
    hostile = _Reader(rendered(page, _with(everything, text, "https://example.org/")))
    assert hostile.shape() == harmless.shape()
    assert hostile.inlined["style"] == harmless.inlined["style"]
    assert hostile.inlined["script"][0] == harmless.inlined["script"][0]
    assert json.loads(hostile.inlined["script"][2])["about"][0]["name"] == text
    assert json.loads(hostile.inlined["script"][1])["chronology"]["title"] == text
    assert "<" not in hostile.inlined["script"][1] + hostile.inlined["script"][2]


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "JavaScript:alert(1)", "java\tscript:alert(1)", "\x01javascript:alert(1)",
        " javascript:alert(1)",
        "data:text/html,x", "vbscript:x", "//example.org/", "/relative", "ftp://example.org/", "http:alert(1)",
        "https://a b", "https://a\nb", "",
    ],
)  # fmt: skip
def test_only_web_addresses_become_links(everything: Chronology, url: str) -> None:
    """An address that is not absolute http or https stands in the page as text."""
    read = _Reader(rendered(page, _with(everything, "harmless", url)))
    assert {(each["href"] or "")[0] for each in read.all("a") if "href" in each} == {"#"}


def test_links_that_leave_the_page_tell_nothing(read: _Reader) -> None:
    """Addresses elsewhere get neither the opener nor the referrer."""
    for each in read.all("a"):
        if (each.get("href") or "").startswith("http"):
            assert {"noopener", "noreferrer"} <= set((each["rel"] or "").split())


@given(chronologies())
def test_any_chronology_makes_a_page(chronology: Chronology) -> None:
    """Whatever could be loaded is shown, every event once, with matching tags."""
    read = _Reader(rendered(page, chronology))
    assert Counter(_events(read)) == Counter(event.id for event in chronology.events)


def test_the_same_bytes_each_time(text: str, real: Chronology) -> None:
    """Rendering again, also a chronology loaded again, gives the same page."""
    assert rendered(page, timeline.load()) == rendered(page, real) == text


def test_the_page_of_the_real_chronology_is_small(text: str, read: _Reader, real: Chronology) -> None:
    """An event with all that its sources state takes about 800 bytes on its way to a reader, and 37 elements."""
    assert len(zlib.compress(text.encode(), 9)) < 860 * len(real.events)
    assert len(read.elements) < 38 * len(real.events)


def test_beyond_many_marks_there_are_bars(real: Chronology, monkeypatch: pytest.MonkeyPatch) -> None:
    """A drawing of more marks than can be told apart has one line of bars for each lane in their place."""
    monkeypatch.setattr(page, "MAX_MARKS", 10)
    read = _Reader(rendered(page, real))
    lanes = [each for each in read.all("g") if (each.get("class") or "").startswith("lane")]
    crowds = [each for each in read.all("g") if (each.get("class") or "").startswith("crowd")]
    paths = [
        each["d"] or ""
        for each in read.all("path")
        if re.fullmatch(r"(M\d+ [\d.]+h\.8v[\d.]+h-\.8z)+", each["d"] or "")
    ]
    assert len(crowds) == len(paths) == len(lanes) > 20
    assert not [each for each in read.all("a") if each.get("aria-hidden")]


def test_years_follow_the_direction_of_the_events(real: Chronology) -> None:
    """A chronology that was reversed has its last year first, and its events in the order they were given."""
    backwards = replace(real, events=real.events[::-1])
    assert _events(_Reader(rendered(page, backwards))) == [event.id for event in backwards.events]


def test_a_chronology_of_almost_nothing(everything: Chronology) -> None:
    """Without events, description, licence, date, vocabularies or programmes the page is still whole."""
    bare = Chronology("Bare", {}, ())
    read = _Reader(rendered(page, bare))
    assert "There are no events." in "".join(read.text)
    assert "_timeline" not in {attributes.get("id") for _, attributes in read.elements}
    source = Source("s", "T", url="https://example.org/")
    event = everything.events[0]._replace(
        sources={"s": ""}, related=("gone",), date=parse("../1992"), programmes=(), kind=""
    )
    one = _Reader(rendered(page, replace(bare, sources={"s": source}, events=(event,))))
    assert _events(one) == [event.id]
    assert "not on this page" in one.text


@pytest.mark.parametrize(
    ("licence", "address"),
    [
        ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"),
        ("CC-BY-NC-SA-3.0", "https://creativecommons.org/licenses/by-nc-sa/3.0/"),
        ("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("ODbL-1.0", ""),
    ],
)
def test_a_licence_that_is_known_has_its_address(everything: Chronology, licence: str, address: str) -> None:
    """Creative Commons licences lead to their text; others are named."""
    read = _Reader(rendered(page, replace(everything, licence=licence)))
    found = [each["href"] for each in read.all("a") if "license" in (each.get("rel") or "")]
    assert found == [address] * bool(address)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _mixed(colour: str, ground: str, share: float) -> str:
    pairs = [(int(colour[at : at + 2], 16), int(ground[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(share * ours + (1 - share) * theirs):02x}" for ours, theirs in pairs)


@pytest.mark.parametrize("pair", [*HUES, NEUTRAL])
def test_the_colours_of_the_families_can_be_read(pair: tuple[str, str]) -> None:
    """Text in a family's colour, on the page and on a chip's tint, has a contrast of 4.5 or more in both schemes."""
    for colour, ground in zip(pair, ("#ffffff", "#14161a"), strict=True):
        for behind in (ground, _mixed(colour, ground, 0.09)):
            low, high = sorted((_luminance(colour), _luminance(behind)))
            assert (high + 0.05) / (low + 0.05) >= 4.5


def test_the_script_asks_for_nothing() -> None:
    """Each part of the script is of one idea, checked for its types, and asks no network, storage or evaluation."""
    folder: Any = files("timeline.formats") / "templates"
    assert {each.name for each in folder.iterdir() if each.name.endswith(".js")} == set(page.SCRIPTS)
    for name in page.SCRIPTS:
        source = (folder / name).read_text("utf-8")
        assert len(source.splitlines()) < 420
        assert source.startswith("// @ts-check\n// ")
        assert not re.search(
            r"fetch|XMLHttp|WebSocket|localStorage|sessionStorage|cookie|eval|innerHTML|Function\(", source
        )


def test_no_comment_of_the_script_is_sent(read: _Reader) -> None:
    """What is sent is the script without its types and comments."""
    script = read.inlined["script"][0]
    assert "/**" not in script
    assert not re.search("^ *//", script, re.MULTILINE)


def test_an_id_is_one_in_the_page_as_in_the_file() -> None:
    """The page tells a link to an event from other fragments by the pattern of ids that files are held to."""
    assert f"/^{ID}$/" in (files("timeline.formats") / "templates" / "main.js").read_text("utf-8")


@pytest.mark.types
def test_the_script_has_the_types_that_it_says() -> None:
    """TypeScript finds no fault in the script, by the types in its comments."""
    compiler = os.environ.get("TIMELINE_TSC") or shutil.which("tsc")
    if not compiler:
        pytest.skip("there is no tsc on the path")
    folder: Any = files("timeline.formats") / "templates"
    options = (
        "--noEmit",
        "--allowJs",
        "--checkJs",
        "--strict",
        "--target",
        "es2022",
        "--lib",
        "es2023,dom,dom.iterable",
    )
    command = [compiler, *options, *map(str, sorted(folder.glob("*.js")))]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.stdout == ""


def test_names_have_room_where_the_page_shows_them() -> None:
    """Style and script show them from the width on for which the layout has kept room."""
    least = f"{PAGE.across / 16:g}"
    folder = files("timeline.formats") / "templates"
    assert f"@container (min-width: {least}rem)" in (folder / "page.css").read_text("utf-8")
    assert f"const NAMED = {least};" in (folder / "drawing.js").read_text("utf-8")
