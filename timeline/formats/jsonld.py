"""JSON-LD: the chronology in the words of schema.org, whole as a document of its own, in outline for a page.

A ``Dataset`` is about its events, mentions its programmes and cites its sources. Records are named by fragments, which
belong to the chronology's address where it has one. What the words mean stands in the document, so that a reader need
fetch nothing: schema.org's own context says the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from timeline.counts import figures, name_and_office
from timeline.formats.json import Json, cited_sources, written
from timeline.model import Chronology, Event, Programme, Source
from timeline.relations import used_programmes
from timeline.text import encoded_address

_CREATIVE_COMMONS = re.compile(r"CC-(BY(?:-NC)?(?:-SA|-ND)?)-(\d\.\d)", re.ASCII)
_CONTEXT: dict[str, Json] = {
    "@vocab": "http://schema.org/",
    **{name: {"@type": "@id"} for name in ("archivedAt", "license", "url")},
    **{name: {"@type": "Date"} for name in ("dateModified", "datePublished", "endDate", "startDate")},
}


def render(chronology: Chronology) -> Iterator[str]:
    """The document, a record a line; it ends with a newline."""
    base: dict[str, Json] = {"@base": encoded_address(chronology.url)} if chronology.url else {}
    head = {"@context": base | _CONTEXT, **_dataset(chronology)}
    yield "{\n" + ",\n".join(f"{written(name)}: {written(value)}" for name, value in head.items())
    lists: dict[str, Iterable[Json]] = {
        "about": (_happening(event) | _told(event) for event in chronology),
        "mentions": map(_thing, used_programmes(chronology).values()),
        "citation": map(_work, cited_sources(chronology)),
    }
    for name, records in lists.items():
        yield f',\n"{name}": ['
        for number, record in enumerate(records):
            yield f"{',' if number else ''}\n{written(record)}"
        yield "\n]"
    yield "\n}\n"


def outline(chronology: Chronology) -> dict[str, Json]:
    """What a page that shows the events tells search engines of them: which they are, when and where they happened."""
    events = [_happening(event) for event in chronology]
    return {"@context": "https://schema.org", **_dataset(chronology), "about": events}


def licence_url(licence: str) -> str:
    """Where a Creative Commons licence stands; nothing for another."""
    match = _CREATIVE_COMMONS.fullmatch(licence)
    if match:
        return f"https://creativecommons.org/licenses/{match[1].lower()}/{match[2]}/"
    return "https://creativecommons.org/publicdomain/zero/1.0/" if licence == "CC0-1.0" else ""


def _licence(licence: str) -> Json:
    """Its address, or a work that is called so."""
    return licence_url(licence) or ({"@type": "CreativeWork", "name": licence} if licence else None)


def _known(**values: Json) -> dict[str, Json]:
    """The properties that have a value."""
    return {name: value for name, value in values.items() if value}


def _dataset(chronology: Chronology) -> dict[str, Json]:
    """What the chronology says of itself."""
    held = figures(chronology)
    updated = chronology.updated.text if chronology.updated else ""
    return {"@type": "Dataset"} | _known(
        name=chronology.title,
        description="\n\n".join(filter(None, (chronology.description, chronology.selected))),
        url=encoded_address(chronology.url),
        creditText="; ".join(chronology.authors),
        license=_licence(chronology.licence),
        dateModified=updated,
        version=updated,
        temporalCoverage=f"{held.first_year}/{held.last_year}" if held.first_year else "",
    )


def _happening(event: Event) -> dict[str, Json]:
    """What, when and where; schema.org has no words for what happened once, some time between two dates."""
    start, end = event.date.start, event.date.end
    return {"@type": "Event", "@id": f"#{event.id}"} | _known(
        name=event.title,
        startDate=_iso(start.edtf) if start and event.date.form != "between" else "",
        endDate=_iso(end.edtf) if end and event.date.form == "interval" else "",
        location={"@type": "Place", "name": event.place} if event.place else None,
    )


def _told(event: Event) -> dict[str, Json]:
    """What more is known of an event."""
    return _known(
        disambiguatingDescription=f"{event.date.english()} ({event.confidence})",
        description="\n\n".join(filter(None, (event.summary, event.note))),
        keywords=[word for word in (event.kind, *event.topics) if word],
        about=[*({"@id": f"#_programme-{code}"} for code in event.programmes), *map(_person, event.people)],
        subjectOf=[{"@id": f"#_source-{id}"} for id in event.sources],
    )


def _person(person: str) -> dict[str, Json]:
    name, office = name_and_office(person)
    return {"@type": "Person"} | _known(name=name, jobTitle=office)


def _thing(entry: Programme) -> dict[str, Json]:
    """A programme, which events are about."""
    return {"@type": "Thing", "@id": f"#_programme-{entry.code}"} | _known(
        name=entry.name, alternateName=[entry.code, *entry.aliases], description=entry.about
    )


def _work(source: Source) -> dict[str, Json]:
    """A source, which events are told of in."""
    numbers = (("doi:", source.doi), ("ISBN ", source.isbn), ("", source.held))
    return {"@type": "CreativeWork", "@id": f"#_source-{source.id}"} | _known(
        name=source.title,
        author=[{"@type": "Person", "name": name} for name in source.author],
        publisher={"@type": "Organization", "name": source.publisher} if source.publisher else None,
        datePublished=_iso(source.date.text) if source.date and source.date.form == "moment" else "",
        inLanguage=source.language,
        url=encoded_address(source.address),
        archivedAt=encoded_address(source.archived),
        identifier=[f"{kind}{number}" for kind, number in numbers if number],
    )


def _iso(edtf: str) -> str:
    """A moment without the qualifier that ISO 8601 has only in its second part."""
    return edtf.rstrip("?~%")
