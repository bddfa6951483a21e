"""YAML: the selection as a data file again, in the one form, with the words, sources and programmes that it needs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from timeline.formats.json import cited_sources
from timeline.model import Chronology, Event
from timeline.relations import used_programmes
from timeline.text import count, escape_unprintable


def render(chronology: Chronology) -> Iterator[str]:
    """The file, which reads back as the chronology; of a selection `complete`."""
    from timeline.datafile.write import written

    if chronology.selection:
        yield f"# {escape_unprintable(chronology.selected)}.\n\n"
    yield from (f"{line}\n" for line in written(complete(chronology)))


def notes(chronology: Chronology) -> Iterator[str]:
    """How many references to events outside the selection are left out."""
    number = sum(len(event.related) for event in chronology) - sum(len(event.related) for event in _related(chronology))
    if number:
        yield f"{count(number, 'reference')} to related events that are not exported left out"


def complete(chronology: Chronology) -> Chronology:
    """A chronology with what its events refer to and nothing else; as it is where all of its events are there."""
    if not chronology.selection:
        return chronology
    used = {word for event in chronology for word in (event.kind, *event.topics)}
    return replace(
        chronology,
        kinds={word: meaning for word, meaning in chronology.kinds.items() if word in used},
        topics={word: meaning for word, meaning in chronology.topics.items() if word in used},
        programmes=used_programmes(chronology),
        sources={source.id: source for source in cited_sources(chronology)},
        events=_related(chronology),
    )


def _related(chronology: Chronology) -> tuple[Event, ...]:
    """The events, related to each other alone."""
    ids = {event.id for event in chronology}
    return tuple(
        event._replace(related=tuple(id for id in event.related if id in ids)) if event.related else event
        for event in chronology
    )
