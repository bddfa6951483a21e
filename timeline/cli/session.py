"""One run: which data, and what standard output can show."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from timeline.cli import streams
from timeline.datafile import bundled, load, parse, read_all, read_bytes
from timeline.errors import TimelineError, UsageError, reason_of
from timeline.model import Chronology
from timeline.text import escape_overrides, escape_unprintable

if TYPE_CHECKING:
    from timeline.views.layout import Layout, Styled

LINES_BELOW = 4
"""Lines of a screen that are taken by what stands below a view: a word on standard error, the next prompt."""


class Session(NamedTuple):
    """One run: which data, and what standard output can show."""

    data: str | None
    """The file, ``-`` for standard input, None for the bundled chronology."""
    colour: str = "auto"
    """``auto``, ``always`` or ``never``."""
    pager: bool = True
    """Whether what is taller than the screen goes through the user's pager."""

    @property
    def path(self) -> Path | None:
        """The data file, None for standard input."""
        return None if self.data == "-" else Path(self.data) if self.data else bundled()

    @property
    def said_data(self) -> tuple[str, ...]:
        """The option that names the data file, for a command to be typed; nothing for the bundled chronology."""
        return ("--data", self.data) if self.data else ()

    def within(self, outer: Session | None) -> Session:
        """The session with what was said before the command's name, where the command says nothing else."""
        if outer is None:
            return self
        colour = outer.colour if self.colour == "auto" else self.colour
        return Session(self.data or outer.data, colour, self.pager and outer.pager)

    def reading(self, name: str) -> Session:
        """The session with a data file that an argument names. Raises `UsageError` for an empty name."""
        return self._replace(data=said_name(name))

    def load(self) -> Chronology:
        """The chronology that the user asked for."""
        return parse(self.read(), self.name) if self.data else load()

    @property
    def name(self) -> str:
        """What the data is called in messages."""
        return "<stdin>" if self.data == "-" else escape_unprintable(self.data or str(bundled()))

    def read(self) -> bytes:
        """The bytes of the data file."""
        return read_bytes(self.path) if self.path else _standard_input()

    @property
    def screen(self) -> streams.Screen:
        """What standard output can show."""
        return streams.Screen.of(sys.stdout, self.colour, os.environ)

    @property
    def columns(self) -> int:
        """Cells across."""
        return streams.columns()

    def show(self, view: Callable[[Layout], Styled], plain: Callable[[], str]) -> None:
        """Writes the view for a terminal, through a pager where it is taller, or linear text into a pipe."""
        screen = self.screen
        if not screen.styled:
            sys.stdout.write(escape_overrides(plain()))
            return
        styled = view(streams.layout_for(screen, self.columns))

        def text(*, links: bool) -> str:
            return escape_overrides(styled.escaped(links=links) if screen.colour else styled.plain)

        tall = styled.lines + LINES_BELOW >= shutil.get_terminal_size((80, 24)).lines
        if tall and screen.terminal and self.pager:
            from timeline.cli.pager import show_in_pager

            if show_in_pager(text(links=False), os.environ, sys.stdout.encoding):  # most pagers show links as rubbish
                return
        sys.stdout.write(text(links=screen.terminal))


def said_name(name: str, what: str = "FILE") -> str:
    """The name of a file, as it was given. Raises `UsageError` for one that is empty, as an unset variable is."""
    if not name:
        raise UsageError(f"{what} is an empty name; name a file, or leave it out")
    return name


def _standard_input() -> bytes:
    if sys.stdin is None:
        raise TimelineError("cannot read <stdin>: it is closed")
    try:
        return read_all(streams.reader(sys.stdin.buffer), "<stdin>")
    except OSError as error:
        raise TimelineError(f"cannot read <stdin>: {reason_of(error)}") from None
