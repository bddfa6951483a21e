"""The words of a file that must be found elsewhere in it, and how programmes may be parts of one another."""

from __future__ import annotations

from collections.abc import Mapping

from timeline.datafile.faults import Faults
from timeline.datafile.syntax import Position
from timeline.model import Programme
from timeline.text import escape_unprintable, quoted

MAX_DEPTH = 20
"""Programmes that a programme is part of at most, directly or by way of others: views say them again for each."""


class References:
    """What each section of a file holds, as far as it was read, and who refers to it."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults
        self._known: dict[str, Mapping[str, object]] = {}
        self._unread: set[str] = set()
        self._later: list[tuple[Position, str, str, str]] = []
        self._codes: dict[str, Position] = {}

    def know(self, section: str, records: Mapping[str, object]) -> None:
        """Notes what a section holds; faulty records too, so that a fault is told once, not by each that refers."""
        self._known[section] = records

    def skip(self, section: str) -> None:
        """Notes that a section could not be read: nothing is said about references to it."""
        self._unread.add(section)

    def part(self, code: str, position: Position) -> None:
        """Notes where a programme stands that is part of another."""
        self._codes[code] = position

    def refer(self, position: Position, where: str, section: str, word: str) -> None:
        """Checks a reference now where its section is read, else when the file is."""
        known = self._known.get(section)
        if known is None:
            self._later.append((position, where, section, word))
        elif word not in known:
            self._nowhere(position, where, section, word)

    def settle(self) -> None:
        """Reports the references that lead nowhere, and programmes that are their own ancestors or have too many."""
        for position, where, section, word in self._later:
            known = self._known.get(section)
            free = section in self._unread or (known is None and section in ("kinds", "topics"))
            if not free and word not in (known or ()):
                self._nowhere(position, where, section, word)
        programmes = {
            code: entry for code, entry in self._known.get("programmes", {}).items() if isinstance(entry, Programme)
        }
        for code in _cycles(programmes):
            self._of_programme(code, "programme-cycle", "is its own ancestor; its parents form a cycle")
        for code in _too_deep(programmes):
            message = f"is part of more than {MAX_DEPTH} programmes, one within the other; leave some of them out"
            self._of_programme(code, "too-large", message)

    def _of_programme(self, code: str, rule: str, message: str) -> None:
        self._faults.report(self._codes[code], f"programme {escape_unprintable(code[:60])}", rule, message)

    def _nowhere(self, position: Position, where: str, section: str, word: str) -> None:
        meant = self._faults.meant(word, self._known.get(section, ()))
        message = f"there is no {_NOUNS[section]} {quoted(word)}{meant}"
        self._faults.report(position, where, "no-such-reference", message)


_NOUNS = {"kinds": "kind", "topics": "topic", "programmes": "programme", "sources": "source", "events": "event"}


def _cycles(programmes: Mapping[str, Programme]) -> list[str]:
    """The codes of programmes that are their own ancestors. Each programme is looked at once."""
    cycles: list[str] = []
    done: set[str] = set()
    for code in programmes:
        path: dict[str, int] = {}
        at = code
        while at and at in programmes and at not in done:
            done.add(at)
            path[at] = len(path)
            at = programmes[at].parent
        if at in path:
            cycles += list(path)[path[at] :]
    return cycles


def _too_deep(programmes: Mapping[str, Programme]) -> list[str]:
    """The codes of programmes that are the first in their line to be too deep. Each programme is looked at once."""
    depths: dict[str, int] = {}
    for code in programmes:
        line: dict[str, None] = {}
        at = code
        while at in programmes and at not in depths and at not in line:
            line[at] = None
            at = programmes[at].parent
        depth = depths.get(at, -1)
        for part in reversed(line):
            depths[part] = depth = depth + 1
    return [code for code, depth in depths.items() if depth == MAX_DEPTH + 1]
