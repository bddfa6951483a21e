"""HTML: the chronology as one self-contained page that fetches nothing and is whole without its script.

The template, its style and its script stand in ``templates``; the script is put together from files of one idea each.
A Content-Security-Policy in the page lets these two run by their hashes, and nothing else. What the script needs it
reads from the page; only what no reader sees stands in a block of data.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from hashlib import sha256
from importlib.resources import files
from itertools import groupby
from xml.etree import ElementTree as ET

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from timeline.counts import figures
from timeline.dates import Date
from timeline.errors import InstallationError, reason_of
from timeline.formats import drawing, jsonld
from timeline.formats.csv import COLUMNS
from timeline.formats.json import SCHEMA_VERSION, head, programme
from timeline.formats.layout import draw
from timeline.formats.plan import MARGIN, Drawing, Lane
from timeline.model import CONFIDENCE_MEANS, WAYS, Chronology, Event, Programme, Source
from timeline.relations import families, lines, programme_uses, used_programmes, used_sources, uses
from timeline.search import table
from timeline.text import INVISIBLE, count, fold

PIECES = 1000
"""How many of the pieces that a template gives are put together into one of the page."""

MAX_MARKS = 1000
"""Marks of a drawing beyond which it shows how many there are rather than each."""
LABELS = 274
"""Pixels of the names of the lanes where they are widest, less what a browser's own typeface may be wider."""
CROWDS = 200
"""Bars of a lane that shows how many there are, if there is one everywhere."""
SCRIPTS = (
    "search.js", "data.js", "text.js", "dates.js", "years.js", "select.js", "facets.js", "list.js", "people.js",
    "take.js", "paper.js", "sheet.js", "picture.js", "card.js", "brush.js", "crowd.js", "names.js", "key.js",
    "drawing.js", "main.js",
)  # fmt: skip
"""The parts of the page's script, in the order in which they run."""

_ADDRESS = re.compile(r"https?://[^\s\x00-\x20\x7f-\x9f]+", re.IGNORECASE)


def render(chronology: Chronology) -> Iterator[str]:
    """The page as an HTML document."""
    style, script = _asset("page.css") + _colours(), _script()
    plan, held = draw(chronology), figures(chronology)
    programmes = used_programmes(chronology)
    numbers = _numbers(chronology, programmes.values())
    pieces = _template().stream(
        chronology=chronology,
        style=Markup(style),
        script=Markup(script),
        policy=_policy(style, script),
        plan=plan,
        figures=held,
        margin=MARGIN,
        described=drawing.described(held.events, plan),
        period=held.years,
        labels=_labels(plan),
        plot=_plot(plan),
        key=() if _crowded(plan) else plan.key,
        data=_data(chronology, plan, programmes),
        linked_data=_safe(jsonld.outline(chronology)),
        years=_years(chronology),
        by_id={event.id: event for event in chronology.events},
        programmes=programmes,
        numbers=numbers,
        uses=_uses(chronology),
        hues=_hues(chronology),
        confidences=CONFIDENCE_MEANS,
        licence_url=jsonld.licence_url(chronology.licence),
    )  # fmt: skip
    pieces.enable_buffering(PIECES)
    return pieces


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("timeline.formats"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        finalize=_clean,
    )
    environment.filters.update(count=count, address=_address, iso=_iso, plain=_plain, ways=_ways)
    return environment


def _clean(value: object) -> object:
    """A value for the page; text loses what no document may hold."""
    return drawing.clean(value) if type(value) is str else value


_HUE = "-" * 2 + "hue"  # the style's own property, which is no option of the command line


@cache
def _asset(name: str) -> str:
    path = files("timeline.formats") / "templates" / name
    try:
        return path.read_text("utf-8")
    except (OSError, ValueError) as error:
        raise InstallationError(f"{path}: {reason_of(error)}") from None


def _template() -> Template:
    _asset("page.html")  # which says, better than Jinja, why it cannot be read
    return _environment().get_template("page.html")


@cache
def _script() -> str:
    """The parts of the script as one, which leaves nothing in the page's own space."""
    return '(() => {\n"use strict";\n' + "".join(_bare(_asset(name)) for name in SCRIPTS) + "})();\n"


def _bare(script: str) -> str:
    """A script without its comments, which hold its types, and without the room at the beginnings of lines."""
    code = re.sub(r"/\*\*(?s:.*?)\*/ ?|^ *//.*$", "", script, flags=re.MULTILINE)
    return re.sub(r"^\s+", "", code, flags=re.MULTILINE)


def _colours() -> str:
    """The colours of the families, which the drawing and the rest of the page share."""
    light, dark = (
        "".join(
            f"{indent}.{name}{{color:{colour};{_HUE}:{colour}}}\n" for name, colour in drawing.palette(scheme).items()
        )
        for scheme, indent in enumerate(("", "  "))
    )
    return light + f"@media screen and (prefers-color-scheme: dark) {{\n{dark}}}\n"


def _policy(style: str, script: str) -> str:
    """What a browser may do with the page: nothing but this style, this script and the icon in it."""
    return (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; img-src data:;"
        " base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _labels(plan: Drawing) -> Markup:
    root = ET.Element("svg", {"class": "labels", "height": f"{plan.height:g}"})
    drawing.labels(root, plan, 0, LABELS, linked=True)
    return Markup(ET.tostring(root, encoding="unicode"))


def _plot(plan: Drawing) -> Iterator[Markup]:
    """The lanes in a drawing within a drawing: the inner one is what a closer look stretches and moves.

    Beyond `MAX_MARKS` marks, which nobody tells apart, each lane has bars in their place, as high as there are marks.
    """
    root = ET.Element("svg", {"class": "plot", "width": "100%", "height": f"{plan.height:g}"})
    inner = drawing.add(root, "svg", id="_plot", width="100%", height=f"{plan.height:g}", overflow="visible")
    crowded = _crowded(plan)
    bare = replace(plan, lanes=tuple(replace(lane, marks=()) for lane in plan.lanes)) if crowded else plan
    *pieces, last = drawing.plotted(root, inner, bare, drawing.Pen())
    crowds = map(_crowd, plan.lanes) if crowded else ()
    return map(Markup, (*pieces, *crowds, last))


def _crowded(plan: Drawing) -> bool:
    return sum(len(lane.marks) for lane in plan.lanes) > MAX_MARKS


def _crowd(lane: Lane) -> str:
    """The marks of a lane as bars, each for a part of the width, in one line that is stretched over it."""
    group = drawing.element("g", class_=f"crowd {drawing.hue(lane)}")
    bars = Counter(int(mark.x * CROWDS) for mark in lane.marks)
    heights = ((bar, lane.height * (0.2 + 0.8 * number / max(bars.values()))) for bar, number in sorted(bars.items()))
    path = "".join(f"M{bar} {max(lane.height - high, 0) / 2:.1f}h.8v{high:.1f}h-.8z" for bar, high in heights)
    box = {"viewBox": f"0 0 {CROWDS} {lane.height:g}", "preserveAspectRatio": "none"}
    inner = drawing.add(group, "svg", y=f"{lane.top:g}", width="100%", height=f"{lane.height:g}", **box)
    drawing.add(inner, "path", d=path)
    return ET.tostring(group, encoding="unicode")


def _years(chronology: Chronology) -> list[tuple[int, list[Event]]]:
    """The events in their order, under the year of each run of them."""
    return [(year, list(run)) for year, run in groupby(chronology.events, key=lambda event: event.date.anchor.year)]


def _numbers(chronology: Chronology, programmes: Iterable[Programme]) -> dict[str, int]:
    """The sources of the events and programmes on the page, by publisher and then by id, numbered so."""
    cited = {*used_sources(chronology), *(id for programme in programmes for id in programme.sources)}
    sources = sorted((chronology.sources[id] for id in cited), key=_place_in_bibliography)
    return {source.id: number for number, source in enumerate(sources, start=1)}


def _place_in_bibliography(source: Source) -> tuple[str, str]:
    return fold(source.publisher or source.title), source.id


def _uses(chronology: Chronology) -> dict[str, int]:
    """How many events name each source, and each programme (with its parts) after a slash."""
    programmes = programme_uses(chronology, parts=True)
    return dict(uses(chronology)) | {f"/{code}": number for code, number in programmes.items()}


def _hues(chronology: Chronology) -> dict[str, str]:
    return {code: drawing.hue_class(number) for code, number in families(chronology).items()}


def _iso(date: Date) -> str:
    """A single moment as HTML and schema.org write it, without qualifier; empty for anything else."""
    return date.text.rstrip("?~%") if date.form == "moment" else ""


def _address(url: str) -> str:
    """An address that may become a link, or nothing."""
    return url if _ADDRESS.fullmatch(url) else ""


def _plain(date: Date) -> bool:
    """Whether a date is a moment without doubt, which a year's heading and the day beneath it say in full."""
    return date.form == "moment" and not date.approximate


def _ways(source: Source) -> str:
    """Where a source is found, as JSON, for one that has more than an address."""
    return json.dumps({way: getattr(source, way) for way in WAYS}, ensure_ascii=False)


def _data(chronology: Chronology, plan: Drawing, programmes: Mapping[str, Programme]) -> Markup:
    """What the script needs and no reader sees."""
    return _safe(
        {
            "version": SCHEMA_VERSION,
            "chronology": {**head(chronology), "spellings": [list(words) for words in chronology.spellings]},
            "programmes": {code: programme(entry) | {"about": "", "note": ""} for code, entry in programmes.items()},
            "lines": lines(chronology),
            "hues": _hues(chronology),
            "columns": COLUMNS,
            "lanes": [[lane.top, lane.height, lane.programme.code if lane.programme else ""] for lane in plan.lanes],
            "years": [[column.first, column.last, column.total] for column in plan.columns],
            "words": table(chronology.spellings),
        }
    )


def _safe(value: object) -> Markup:
    """A plain value, safe inside a script element; what an editor would not show is escaped."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(
        _UNSAFE.sub(lambda char: f"\\u{ord(char[0]):04x}" if char[0] in "<>&" else json.dumps(char[0])[1:-1], text)
    )


_UNSAFE = re.compile(f"[<>&{INVISIBLE}\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]|[^\0-\uffff]")
