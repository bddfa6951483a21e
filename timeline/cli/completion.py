"""What the shell offers when a person presses Tab: the values that the data at hand have, with a word about each.

Whatever goes wrong, nothing is offered and nothing is said. A shell evaluates what it is given, so that nothing is
offered that means something to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import SupportsIndex

import typer

from timeline.cli.streams import columns
from timeline.model import CONFIDENCE, COUNT_BY, SIGNIFICANCE, SOURCE_KINDS, Chronology
from timeline.query import known_words

Offer = tuple[str, str]
"""A value and what it is."""


_SAFE = re.compile(r"\w[\w.+-]*")
"""Values that need no quotes in any shell."""
_HARMLESS = str.maketrans({"'": "’", '"': "”", "`": "’", "\\": "∖", "$": "＄", "[": "(", "]": ")"})
"""Look-alikes of what shells evaluate and of the brackets that are markup to Typer."""


class Value(str):
    """A value that begins with what was typed in any case: Typer drops what does not ``startswith`` that."""

    __slots__ = ()

    def startswith(self, begun: str | tuple[str, ...], *bounds: SupportsIndex | None) -> bool:
        """Whether it begins so, whatever the case."""
        starts = (begun,) if isinstance(begun, str) else begun
        return self.casefold().startswith(tuple(start.casefold() for start in starts), *bounds)


def completer(values: Callable[[Chronology], Iterator[Offer]]) -> Callable[[typer.Context, str], list[Offer]]:
    """A completion function for Typer from what a chronology has to offer; case does not matter."""

    def complete(ctx: typer.Context, incomplete: str) -> list[Offer]:
        try:
            offers = [(Value(value), about) for value, about in values(_chronology(ctx)) if _SAFE.fullmatch(value)]
            width = columns()
            return [(value, _line(about, width)) for value, about in offers if value.startswith(incomplete)]
        except Exception:  # a shell is no place for messages
            return []

    return complete


def _line(about: str, width: int) -> str:
    """A text that takes one line: Typer folds a longer one, and a shell takes the rest of it for another value."""
    from rich.text import Text

    text = Text(about.translate(_HARMLESS))
    text.truncate(width, overflow="ellipsis")
    return text.plain


def fault(environment: Mapping[str, str]) -> str:
    """What is wrong with what a shell says when it asks for completions; empty where nothing is."""
    asked = environment.get("_TIMELINE_COMPLETE", "")
    if not asked.isprintable():
        return "_TIMELINE_COMPLETE has characters that no shell writes; unset it"
    if asked == "complete_bash" and not ("COMP_WORDS" in environment and environment.get("COMP_CWORD", "").isdecimal()):
        return f"_TIMELINE_COMPLETE={asked} needs COMP_WORDS, the words typed, and COMP_CWORD, the number of the last"
    return ""


def given_by_environment(context: typer.Context) -> bool:
    """Whether a command has its data file from ``TIMELINE_DATA`` rather than from the command line."""
    source = context.get_parameter_source("data")
    return source is not None and source.name == "ENVIRONMENT"


def _chronology(ctx: typer.Context) -> Chronology:
    from timeline.datafile import load

    inner = ctx.params.get("data")
    outer = ctx.parent.params.get("data") if ctx.parent else None
    return load(outer if outer and given_by_environment(ctx) else inner or outer)


def programmes(chronology: Chronology) -> Iterator[Offer]:
    """Codes."""
    return ((code, entry.name) for code, entry in chronology.programmes.items())


def kinds(chronology: Chronology) -> Iterator[Offer]:
    """Words that ``--kind`` takes, with what they mean where the chronology says so."""
    return ((word, chronology.kinds.get(word, "")) for word in known_words(chronology, "kind"))


def topics(chronology: Chronology) -> Iterator[Offer]:
    """Words that ``--topic`` takes."""
    return ((word, chronology.topics.get(word, "")) for word in known_words(chronology, "topics"))


def significance(_: Chronology) -> Iterator[Offer]:
    """The three levels."""
    return ((level, "") for level in SIGNIFICANCE)


def confidence(_: Chronology) -> Iterator[Offer]:
    """How well an event may be supported."""
    return ((level, "") for level in CONFIDENCE)


def source_kinds(_: Chronology) -> Iterator[Offer]:
    """Who may speak in a source."""
    return ((kind, "") for kind in SOURCE_KINDS)


def count_by(_: Chronology) -> Iterator[Offer]:
    """What events are counted by."""
    return ((by, "") for by in COUNT_BY)


def events(chronology: Chronology) -> Iterator[Offer]:
    """Ids of events."""
    return ((event.id, f"{event.date.text} {event.title}") for event in chronology.events)


def sources(chronology: Chronology) -> Iterator[Offer]:
    """Ids of sources."""
    return ((source.id, source.title) for source in chronology.sources.values())


def years(chronology: Chronology) -> Iterator[Offer]:
    """Years in which an event begins."""
    return ((str(year), "") for year in sorted({event.date.anchor.year for event in chronology.events}))


def days(chronology: Chronology) -> Iterator[Offer]:
    """Days of the year on which something happened, as ``10-18``."""
    found: dict[str, str] = {}
    for event in chronology.events:
        for side in (event.date.start, event.date.end):
            if side and side.month and side.day:
                found.setdefault(f"{side.month:02}-{side.day:02}", f"{side.year} {event.title}")
    return iter(sorted(found.items()))


def formats(_: Chronology) -> Iterator[Offer]:
    """Names of export formats."""
    from timeline.formats import FORMATS

    return ((entry.name, entry.about) for entry in FORMATS)


def styles(_: Chronology) -> Iterator[Offer]:
    """What a citation can be written as."""
    from timeline.formats.cite import STYLES

    return ((style, "") for style in STYLES)


def rules(_: Chronology) -> Iterator[Offer]:
    """Rules whose warnings can be left out."""
    from timeline.datafile.rules import RULES

    return ((rule.name, rule.about) for rule in RULES.values() if rule.severity == "warning")


def check_formats(_: Chronology) -> Iterator[Offer]:
    """What problems can be written as."""
    from timeline.formats.problems import NAMES

    return ((name, "") for name in NAMES)
