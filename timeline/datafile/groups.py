"""Lists of words that are one, as a file has them: each of at least two, and no word in two of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from timeline.datafile.faults import Faults
from timeline.datafile.schema import Field
from timeline.datafile.syntax import Node, Sequence
from timeline.search import letters
from timeline.text import fold, quoted

Groups = tuple[tuple[str, ...], ...]


def read(field: Field, node: Sequence, value: Callable[[Field, Node, str], Any], faults: Faults) -> Groups | None:
    """The lists of a field, of which ``value`` reads one. None where one is faulty."""
    groups: list[tuple[str, ...] | None] = []
    known: dict[str, tuple[str, str]] = {}
    for number, item in enumerate(node.items, start=1):
        where = f"{field.name}, list {number}"
        words = value(field._replace(name=where, grouped=False), item, "file")
        groups.append(words)
        if words is None or not isinstance(item, Sequence):
            continue
        if len(words) < 2:
            faults.report(item.position, where, "empty", "has fewer than two words; expected those that are one")
        places = {word: part.position for word, part in zip(words, item.items, strict=True) if part is not None}
        for word, position in places.items():
            other, there = known.setdefault(fold(word), (word, where))
            if not letters(word):
                faults.report(position, where, "empty", f"{quoted(word)} has no letter by which it could be found")
            elif other != word or there != where:
                same = "" if other == word else f" is the same as {quoted(other)} to a search, which"
                faults.report(position, where, "repeated-item", f"{quoted(word)}{same} is in {there} already; keep one")
    return None if None in groups else tuple(group for group in groups if group)
