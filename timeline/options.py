"""The options that commands share, each declared once: a command names a bundle, Typer sees its options.

A command that takes ``session`` has ``--data`` and ``--color``; one that takes ``filters`` has every filter; one that
takes ``order`` has ``--reverse`` and ``--limit``.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from timeline import output
from timeline.errors import TimelineError
from timeline.load import LARGEST, bundled, load, parse, read_bytes
from timeline.model import Chronology
from timeline.query import Filters
from timeline.text import visible

if TYPE_CHECKING:
    from rich.text import Text

    from timeline.terminal import Look

FILTERING = "Filters (different ones combine with AND, repeats of one with OR)"
ARRANGING = "Order"
COMMON = "Common"


class ClosedPipeError(Exception):
    """Whoever read our output has gone; there is nothing left to do and nothing to say."""


@dataclass(frozen=True, slots=True)
class Order:
    """How many events, and which end first."""

    reverse: bool = False
    limit: int | None = None

    def apply(self, chronology: Chronology) -> Chronology:
        """The events in this order, at most so many."""
        events = chronology.events[::-1] if self.reverse else chronology.events
        return replace(chronology, events=events[: self.limit])


@dataclass(frozen=True, slots=True)
class Session:
    """One run: which data, and what standard output can show."""

    data: str | None
    """The file, ``-`` for standard input, None for the bundled chronology."""
    colour: str = "auto"
    """``auto``, ``always`` or ``never``."""
    pager: bool = True
    """Whether what is taller than the screen goes through the user's pager."""

    @property
    def path(self) -> Path | None:
        """The data file, None for the bundled one and for standard input."""
        return Path(self.data) if self.data and self.data != "-" else None

    def load(self) -> Chronology:
        """The chronology that the user asked for."""
        return parse(self.read(), self.name) if self.data else load()

    @property
    def name(self) -> str:
        """What the data is called in messages."""
        return "<stdin>" if self.data == "-" else visible(self.data or str(bundled()))

    def read(self) -> bytes:
        """The bytes of the data file."""
        return _standard_input() if self.data == "-" else read_bytes(self.path or bundled())

    @property
    def screen(self) -> output.Screen:
        """What standard output can show."""
        if sys.stdout is None:
            raise TimelineError("cannot write: standard output is closed")
        return output.Screen.of(sys.stdout, self.colour, os.environ)

    @property
    def columns(self) -> int:
        """Cells across: ``COLUMNS`` where it is a number, else the terminal's own width, else 80."""
        return shutil.get_terminal_size((80, 24)).columns

    def show(self, view: Callable[[Look], Text], plain: Callable[[], str]) -> None:
        """Writes the view for a terminal, through a pager where it is taller, or linear text into a pipe."""
        screen = self.screen
        if not screen.styled:
            sys.stdout.write(plain())
            return
        text = output.rendered(view(output.look_of(screen, self.columns)), screen, self.columns)
        tall = text.count("\n") >= shutil.get_terminal_size((80, 24)).lines
        if not (tall and screen.terminal and self.pager and output.page(text, os.environ)):
            sys.stdout.write(text)


def tell(message: str) -> None:
    """A word to the person at the terminal, on standard error; silence where that is closed."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        print(f"timeline: {message}", file=sys.stderr, flush=True)


def _standard_input() -> bytes:
    if sys.stdin is None:
        raise TimelineError("cannot read <stdin>: it is closed")
    try:
        data = sys.stdin.buffer.read(LARGEST + 1)
    except OSError as error:
        raise TimelineError(f"cannot read <stdin>: {error.strerror}") from None
    if len(data) > LARGEST:
        raise TimelineError(f"<stdin> is larger than {LARGEST >> 20} MiB")
    return data


def _option(*names: str, help: str, panel: str, **settings: Any) -> Any:
    return typer.Option(*names, help=help, rich_help_panel=panel, **settings)


def _filter(*names: str, help: str, metavar: str, **settings: Any) -> Any:
    return Annotated[list[str] | None, _option(*names, help=help, metavar=metavar, panel=FILTERING, **settings)]


_COMMON: dict[str, tuple[Any, Any]] = {
    "data": (
        Annotated[
            str | None,
            _option(
                "--data",
                help="Another chronology; - is standard input.",
                panel=COMMON,
                metavar="FILE",
                envvar="TIMELINE_DATA",
            ),
        ],
        None,
    ),
    "pager": (
        Annotated[
            bool, _option("--pager/--no-pager", help="Show what is taller than the screen in a pager.", panel=COMMON)
        ],
        True,
    ),
    "color": (
        Annotated[Literal["auto", "always", "never"], _option("--color", help="Whether to colour.", panel=COMMON)],
        "auto",
    ),
}
_FILTERS: dict[str, tuple[Any, Any]] = {
    "year": (_filter("--year", "-y", help="1994, 1992..1997, 2010.., ..1999", metavar="YEARS"), None),
    "from_": (
        _filter("--from", help="From this date on: 2008, 1994-05, 'May 1994', '4 May 1994'.", metavar="DATE"),
        None,
    ),
    "to": (_filter("--to", help="Up to this date; 1994-05 includes 31 May.", metavar="DATE"), None),
    "programme": (
        _filter("--programme", "-p", help="Code, name or alias; a parent includes its children.", metavar="NAME"),
        None,
    ),
    "program": (_filter("--program", help="", metavar="NAME", hidden=True), None),
    "kind": (_filter("--kind", "-k", help="What sort of event: visit, summit, exercise, …", metavar="KIND"), None),
    "topic": (_filter("--topic", help="What it is about: energy-security, mine-action, …", metavar="TOPIC"), None),
    "significance": (
        _filter("--significance", help="landmark, notable (and above), minor (all).", metavar="LEVEL"),
        None,
    ),
    "landmarks": (
        Annotated[bool, _option("--landmarks", help="Short for --significance landmark.", panel=FILTERING)],
        False,
    ),
    "person": (_filter("--person", help="Part of a person's name or office.", metavar="NAME"), None),
    "place": (_filter("--place", help="Part of a place's name.", metavar="NAME"), None),
    "source": (_filter("--source", help="A source's id, its publisher, or part of its address.", metavar="TEXT"), None),
    "search": (
        _filter("--search", "-s", help="Words that all occur; case and accents do not matter.", metavar="WORDS"),
        None,
    ),
}
_ORDER: dict[str, tuple[Any, Any]] = {
    "reverse": (Annotated[bool, _option("--reverse", help="Latest first.", panel=ARRANGING)], False),
    "limit": (
        Annotated[int | None, _option("--limit", help="Only the first N.", panel=ARRANGING, metavar="N", min=0)],
        None,
    ),
}


def _filters(given: dict[str, Any]) -> Filters:
    program = given.pop("program") or []
    if program:
        given["programme"] = [*(given["programme"] or []), *program]
    if given.pop("landmarks"):
        given["significance"] = [*(given["significance"] or []), "landmark"]
    return Filters.of(**given)


_BUNDLES: dict[str, tuple[dict[str, tuple[Any, Any]], Callable[[dict[str, Any]], Any]]] = {
    "session": (_COMMON, lambda given: Session(given["data"], given["color"], given["pager"])),
    "filters": (_FILTERS, _filters),
    "order": (_ORDER, lambda given: Order(**given)),
}


def shared(command: Callable[..., Any]) -> Callable[..., Any]:
    """Gives a command the options behind its ``session``, ``filters`` and ``order``; silent when a pipe closes."""
    signature = inspect.signature(command, eval_str=True)
    own = {name: parameter for name, parameter in signature.parameters.items() if name not in _BUNDLES}
    wanted = [name for name in ("filters", "order", "session") if name in signature.parameters]

    @functools.wraps(command)
    def run(**values: Any) -> Any:
        for name in wanted:
            options, make = _BUNDLES[name]
            values[name] = make({option: values.pop(option) for option in options})
        try:
            return command(**values)
        except BrokenPipeError:
            raise ClosedPipeError from None

    parameters = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in own.values()]
    for name in wanted:
        for option, (annotation, default) in _BUNDLES[name][0].items():
            parameters.append(
                inspect.Parameter(option, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
            )
    run.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return run
