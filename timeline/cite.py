"""Citing events: each as a part of the data set, in the version at hand, with the sources that it rests on."""

from __future__ import annotations

from collections.abc import Sequence

from timeline.errors import UsageError
from timeline.formats import bibliography
from timeline.model import Chronology, Event, Source
from timeline.text import did_you_mean, quoted

STYLES = ("text", "csl", "bibtex")
"""What `cite` can write: text for people, or a format for reference managers."""


def cite(chronology: Chronology, events: Sequence[Event], style: str = "text") -> str:
    """Events as a reader would cite them, with the version of the data and their sources; ends with a newline.

    As text each event is followed by its own numbered references. In ``csl`` and ``bibtex`` the events come first, then
    each source once. Raises `UsageError` for an unknown style.
    """
    if style not in STYLES:
        listed = f"; styles are {', '.join(STYLES)}"
        raise UsageError(f"there is no style {quoted(style)}{did_you_mean(style, STYLES, listed)}")
    if style == "text":
        return "\n".join(_text(chronology, event) for event in events)
    cited = dict.fromkeys(id for event in events for id in event.sources)
    parts = [bibliography.of_event(chronology, event) for event in events]
    sources = [bibliography.of_source(chronology.sources[id]) for id in cited]
    return "".join(bibliography.listed([*parts, *sources], style))


def _text(chronology: Chronology, event: Event) -> str:
    """One event: what and when, where it is to be found, and its sources with their addresses."""
    doubt = " (disputed)" if event.confidence == "disputed" else ""
    lines = [f"{event.title}, {event.date.english()}{doubt}. In: {', '.join(_edition(chronology))}, event {event.id}."]
    for number, id in enumerate(event.sources, start=1):
        lines.append(f"{number}. {_reference(chronology.sources[id])}")
    return "\n".join(lines) + "\n"


def _edition(chronology: Chronology) -> list[str]:
    version = [f"version {chronology.updated}"] if chronology.updated else []
    return [chronology.title, *version, *([chronology.licence] if chronology.licence else [])]


def _reference(source: Source) -> str:
    """Publisher, title, date and address, as far as there are any."""
    publisher = f"{source.publisher}, " if source.publisher else ""
    date = source.date.english() if source.date else "undated"
    return f"{publisher}“{source.title}”, {date}. {source.url}"
