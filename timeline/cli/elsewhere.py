"""What one filter does not find and another does: ``-s landmark``, where ``--significance landmark`` was meant."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import islice

from timeline.cli.streams import shell_word
from timeline.errors import UsageError
from timeline.model import CONFIDENCE, SIGNIFICANCE, SOURCE_KINDS, Chronology
from timeline.query import Filters, known_words, searched, select, source_texts
from timeline.search import has_words
from timeline.text import count, fold

MAX_TRIED = 6
"""Words of one filter that are tried with the others, each of which costs as much as a few searches."""
MAX_WORD = 100
"""Characters of a word that is tried, so that no message grows with what was typed."""

_VALUES: Mapping[str, Callable[[Chronology], Iterable[str]]] = {
    "programme": lambda whole: (
        name for entry in whole.programmes.values() for name in (entry.code, entry.name, *entry.aliases)
    ),
    "kind": lambda whole: known_words(whole, "kind"),
    "topic": lambda whole: known_words(whole, "topics"),
    "significance": lambda _: SIGNIFICANCE,
    "confidence": lambda _: CONFIDENCE,
    "source_kind": lambda _: SOURCE_KINDS,
    "id": lambda whole: (event.id for event in whole),
}
"""Filters that take one of a few values."""
_TEXTS: Mapping[str, Callable[[Chronology], Iterable[str]]] = {
    "place": lambda whole: (event.place for event in whole),
    "person": lambda whole: (name for event in whole for name in event.people),
    "search": lambda whole: map(searched, whole),
    "source": lambda whole: (text for one in whole.sources.values() for text in (one.id, *source_texts(one))),
}
"""Filters that look for words in texts."""


def option_of(name: str) -> str:
    """The option of a filter or an argument that has a name in Python: ``--from`` of ``from_``."""
    return f"--{name.rstrip('_').replace('_', '-')}"


def remarks(whole: Chronology, filters: Filters) -> Iterator[str]:
    """For each filter that looks for words what another finds of them: ``--significance landmark finds 25 events``."""
    for name in _TEXTS:
        asked = getattr(filters, name)
        words = islice(dict.fromkeys(word for text in asked for word in (text, *text.split())), MAX_TRIED)
        missing = (word for word in words if not _number(whole, Filters(**{name: (word,)})))
        yield from islice(filter(None, (_found(whole, word, (name,)) for word in missing)), 1)


def instead(whole: Chronology, unknown: str) -> str:
    """Likewise for a value that its filter does not know; what merely stands in some text is not told."""
    return _found(whole, unknown, ("source", "search"))


def _found(whole: Chronology, word: str, but: Collection[str]) -> str:
    """The first filter but some that has a word as its value, with how many events it finds; empty for none."""
    if len(word) > MAX_WORD or not word.isprintable():
        return ""
    for filters in _takers(whole, word):
        if filters.given()[0] not in but and (number := _number(whole, filters)):
            options = (f"{option_of(name)} {shell_word(*getattr(filters, name))}" for name in filters.given())
            return f"{' '.join(options)} finds {count(number, 'event')}"
    return ""


def _takers(whole: Chronology, word: str) -> Iterator[Filters]:
    """Filters that may have a word as their value, those of few values first."""
    folded, stands_in = fold(word), has_words(f'"{word}"')
    for name, values in _VALUES.items():
        yield from (Filters(**{name: (value,)}) for value in values(whole) if fold(value) == folded)
    yield Filters(year=(word,))
    yield Filters(from_=(word,), to=(word,))
    for name, texts in _TEXTS.items():
        if any(stands_in(fold(text)) for text in texts(whole)):
            yield Filters(**{name: (word,)})


def _number(whole: Chronology, filters: Filters) -> int:
    """How many events filters find; 0 where one cannot have its value."""
    with contextlib.suppress(UsageError):
        return len(select(whole, filters))
    return 0
