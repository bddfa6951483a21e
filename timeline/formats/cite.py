"""How a reader cites events: as text for people, or for a reference manager."""

from __future__ import annotations

from collections.abc import Sequence

from timeline.errors import unknown
from timeline.formats.references import dated, of_event, of_source
from timeline.model import Chronology, Event, Source
from timeline.text import in_quotes

STYLES = ("text", "csl", "biblatex", "bibtex", "ris")
"""What `cite` can write: text for people, or a format for reference managers."""


def cite(chronology: Chronology, events: Sequence[Event], style: str = "text") -> str:
    """Events as a reader would cite them, with the version of the data and their sources; ends with a newline.

    As text each event is followed by its own numbered references. In the other styles the events come first, then each
    source once. Raises `UnknownError` for an unknown style.
    """
    if style not in STYLES:
        raise unknown("style", style, STYLES)
    if style == "text":
        return "\n".join(_as_text(chronology, event) for event in events)
    from timeline.formats import biblatex, bibtex, csl, ris  # csl needs json, which text does without

    cited = dict.fromkeys(id for event in events for id in event.sources)
    parts = [of_event(chronology, event) for event in events]
    sources = [of_source(chronology.sources[id]) for id in cited]
    notation = {"csl": csl, "biblatex": biblatex, "bibtex": bibtex, "ris": ris}[style]
    return "".join(notation.listed([*parts, *sources]))


def _as_text(chronology: Chronology, event: Event) -> str:
    """One event: by whom, what and when, where it is to be found, and its sources with their addresses."""
    authors = f"{', '.join(chronology.authors)}. " if chronology.authors else ""
    doubt = ", disputed" if event.confidence == "disputed" else ""
    address = f" {chronology.url}" if chronology.url else ""
    whole = ", ".join(_whole(chronology))
    lines = [f"{authors}{in_quotes(dated(event))}{doubt}. In: {whole}, event {event.id}.{address}"]
    for number, id in enumerate(event.sources, start=1):
        lines.append(f"{number}. {_source_text(chronology.sources[id])}")
    return "\n".join(lines) + "\n"


def _whole(chronology: Chronology) -> list[str]:
    version = [f"version {chronology.updated}"] if chronology.updated else []
    return [chronology.title, *version, *([chronology.licence] if chronology.licence else [])]


def _source_text(source: Source) -> str:
    """Authors, publisher, title, date and where it is found, as far as there are any."""
    who = "".join(f"{name}, " for name in (*source.author, source.publisher) if name)
    date = source.date.english() if source.date else "undated"
    via = f", read at {source.via}" if source.via else ""
    return f"{who}{in_quotes(source.title)}, {date}{via}. {source.found}"
