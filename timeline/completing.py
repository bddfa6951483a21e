"""What the shell offers when a person presses Tab: the values that the data at hand have, with a word about each.

Whatever goes wrong, nothing is offered and nothing is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import typer

from timeline.model import SIGNIFICANCE, Chronology

Offer = tuple[str, str]
"""A value and what it is."""


def completer(values: Callable[[Chronology], Iterator[Offer]]) -> Callable[[typer.Context, str], list[Offer]]:
    """A completion function for Typer from what a chronology has to offer; case does not matter."""

    def complete(ctx: typer.Context, incomplete: str) -> list[Offer]:
        try:
            offers = list(values(_chronology(ctx)))
        except Exception:  # a shell is no place for messages
            return []
        begun = incomplete.casefold()
        return [(value, about) for value, about in offers if value.casefold().startswith(begun)]

    return complete


def _chronology(ctx: Any) -> Chronology:
    from timeline.load import load

    return load(ctx.params.get("data"))


def programmes(chronology: Chronology) -> Iterator[Offer]:
    """Codes."""
    return ((code, entry.name) for code, entry in chronology.programmes.items())


def kinds(chronology: Chronology) -> Iterator[Offer]:
    """Words of the vocabulary of kinds."""
    return iter(chronology.kinds.items())


def topics(chronology: Chronology) -> Iterator[Offer]:
    """Words of the vocabulary of topics."""
    return iter(chronology.topics.items())


def significance(chronology: Chronology) -> Iterator[Offer]:
    """The three levels."""
    return ((level, "") for level in SIGNIFICANCE)


def events(chronology: Chronology) -> Iterator[Offer]:
    """Ids of events."""
    return ((event.id, f"{event.date.text} {event.title}") for event in chronology.events)


def sources(chronology: Chronology) -> Iterator[Offer]:
    """Ids of sources."""
    return ((source.id, source.title) for source in chronology.sources.values())


def years(chronology: Chronology) -> Iterator[Offer]:
    """Years in which an event begins."""
    found = {day.year for event in chronology.events if (day := event.date.earliest or event.date.latest)}
    return ((str(year), "") for year in sorted(found))


def formats(chronology: Chronology) -> Iterator[Offer]:
    """Names of export formats."""
    from timeline.formats import FORMATS

    return ((entry.name, entry.about) for entry in FORMATS)
