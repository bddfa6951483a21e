"""HTML: the chronology as one self-contained page that fetches nothing and is whole without its script.

The template, its style and its script stand in ``templates``. A Content-Security-Policy in the page lets these two run
by their hashes, and nothing else.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
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
from timeline.formats import svg
from timeline.formats.json import Json
from timeline.formats.layout import MARGIN, Drawing, draw
from timeline.model import CONFIDENCE_MEANS, Chronology, Event, Programme, Source
from timeline.relations import families, lines, programme_uses, used_programmes, used_sources, uses
from timeline.search import table
from timeline.text import count, fold

PIECES = 1000
"""How many of the pieces that a template gives are put together into one of the page."""

_CREATIVE_COMMONS = re.compile(r"CC-(BY(?:-NC)?(?:-SA|-ND)?)-(\d\.\d)", re.ASCII)
_ADDRESS = re.compile(r"https?://[^\s\x00-\x20\x7f-\x9f]+", re.IGNORECASE)


def render(chronology: Chronology) -> Iterator[str]:
    """The page as an HTML document."""
    style, script = _asset("page.css") + _colours(), _asset("search.js") + _asset("page.js")
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
        described=svg.described(chronology, plan),
        period=held.years,
        labels=_labels(plan),
        plot=_plot(plan),
        linked_data=_linked_data(chronology, plan, numbers),
        years=_years(chronology),
        by_id={event.id: event for event in chronology.events},
        kinds=sorted({event.kind for event in chronology.events if event.kind}),
        programmes=programmes,
        numbers=numbers,
        uses=_uses(chronology),
        hues=_hues(chronology),
        lines=lines(chronology),
        confidences=CONFIDENCE_MEANS,
        searching=json.dumps(table(chronology.spellings)),
        licence_url=_licence_url(chronology.licence),
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
    environment.filters.update(count=count, address=_address, iso=_iso)
    return environment


def _clean(value: object) -> object:
    """A value for the page; text loses what no document may hold."""
    return svg.clean(value) if type(value) is str else value


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


def _colours() -> str:
    """The colours of the families, which the drawing and the rest of the page share."""
    dark = svg.palette(1, indent="  ")
    return svg.palette(0) + f"@media screen and (prefers-color-scheme: dark) {{\n{dark}}}\n"


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
    svg.labels(root, plan, 0, linked=True)
    return Markup(ET.tostring(root, encoding="unicode"))


def _plot(plan: Drawing) -> Iterator[Markup]:
    """The lanes in a drawing within a drawing: the inner one is what a closer look stretches and moves."""
    root = ET.Element("svg", {"class": "plot", "width": "100%", "height": f"{plan.height:g}"})
    inner = svg.add(root, "svg", id="_plot", width="100%", height=f"{plan.height:g}", overflow="visible")
    return map(Markup, svg.plotted(root, inner, plan, lambda fraction: f"{fraction * 100:.2f}%", linked=True))


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
    return {code: svg.hue_class(number) for code, number in families(chronology).items()}


def _iso(date: Date) -> str:
    """A single moment as HTML and schema.org write it, without qualifier; empty for anything else."""
    return date.text.rstrip("?~%") if date.form == "moment" else ""


def _address(url: str) -> str:
    """An address that may become a link, or nothing."""
    return url if _ADDRESS.fullmatch(url) else ""


def _licence_url(licence: str) -> str:
    """Where a Creative Commons licence stands; nothing for another."""
    match = _CREATIVE_COMMONS.fullmatch(licence)
    if match:
        return f"https://creativecommons.org/licenses/{match[1].lower()}/{match[2]}/"
    return "https://creativecommons.org/publicdomain/zero/1.0/" if licence == "CC0-1.0" else ""


def _linked_data(chronology: Chronology, plan: Drawing, numbers: dict[str, int]) -> Markup:
    """The chronology as schema.org describes it, safe inside a script element."""
    text = json.dumps(dict(_dataset(chronology, plan, numbers)), ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return Markup(text)


def _dataset(chronology: Chronology, plan: Drawing, numbers: dict[str, int]) -> Iterator[tuple[str, Json]]:
    yield from (("@context", "https://schema.org"), ("@type", "Dataset"), ("name", chronology.title))
    if chronology.description:
        yield "description", chronology.description
    if chronology.licence:
        yield "license", _licence_url(chronology.licence) or chronology.licence
    if chronology.updated:
        yield from (("dateModified", chronology.updated.text), ("version", chronology.updated.text))
    if chronology.events:
        yield "temporalCoverage", f"{plan.scale.first}/{plan.scale.last}"
    yield "about", [dict(_happening(event, numbers)) for event in chronology.events]
    yield "citation", [dict(_work(chronology.sources[id], number)) for id, number in numbers.items()]


def _happening(event: Event, numbers: dict[str, int]) -> Iterator[tuple[str, Json]]:
    yield from (("@type", "Event"), ("@id", f"#{event.id}"), ("name", event.title))
    date = event.date
    if date.start and date.form != "between":  # which schema.org has no words for
        yield "startDate", date.start.edtf.rstrip("?~%")
    if date.end and date.form == "interval":
        yield "endDate", date.end.edtf.rstrip("?~%")
    if event.summary:
        yield "description", event.summary
    if event.place:
        yield "location", {"@type": "Place", "name": event.place}
    yield "subjectOf", [{"@id": f"#_source-{numbers[id]}"} for id in event.sources]


def _work(source: Source, number: int) -> Iterator[tuple[str, Json]]:
    """A source, which the events that it tells of refer to."""
    yield from (("@type", "CreativeWork"), ("@id", f"#_source-{number}"), ("name", source.title))
    if _address(source.address):
        yield "url", source.address
