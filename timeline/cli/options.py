"""The options that commands share, each declared once: a command names a bundle, Typer sees its options.

A command that takes ``session`` has ``--data`` and ``--color``; one that takes ``filters`` has every filter; one that
takes ``order`` has ``--reverse`` and ``--limit``; one that takes ``options`` has those of the formats.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator, Sequence
from typing import Annotated, Any, Literal, NamedTuple, TypeVar

import typer

from timeline.cli import completion
from timeline.cli.session import Session, said_name
from timeline.cli.streams import ClosedPipeError
from timeline.errors import UsageError
from timeline.formats.options import PictureSize, Theme
from timeline.model import Chronology
from timeline.query import Filters, limited
from timeline.text import quoted

Offers = Callable[[Chronology], Iterator[completion.Offer]]
"""What the shell may offer for a value."""

Row = TypeVar("Row")

MAX_REPEATS = 1000
"""How often an option is given at most, or an argument that is no file: each time costs as much as one command."""

FILTERING = "Filters (all must match, or any of a repeated one)"
ARRANGING = "Order"
OF_FORMATS = "Of single formats"
COMMON = "Common"
NEW_EVENT = "Event (of a list each item with its own option)"
NEW_SOURCE = "Source (one that is new with the event)"

Draft = dict[str, Any]
"""What the options say of a new event, by its fields' names, and of a source that is new with it, by ``source_…``."""


class Order(NamedTuple):
    """How many events, and which end first."""

    reverse: bool = False
    """Latest first."""
    limit: int | None = None
    """At most so many; None for all."""

    def of(self, rows: Sequence[Row]) -> Sequence[Row]:
        """The rows of a table in this order, at most so many."""
        return (rows[::-1] if self.reverse else rows)[: self.limit]

    def apply(self, chronology: Chronology) -> Chronology:
        """The events in this order, at most so many."""
        return limited(chronology, self.limit, reverse=self.reverse)


def _parameter(name: str, kind: Any, default: object, *flags: str, panel: str, **settings: Any) -> inspect.Parameter:
    """An option as Typer reads it off a command's signature."""
    annotation = Annotated[kind, typer.Option(*flags, rich_help_panel=panel, **settings)]
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def _filter(
    name: str, *flags: str, metavar: str, help: str = "", offers: Offers | None = None, hidden: bool = False
) -> inspect.Parameter:
    """A filter: any number of texts, with what the shell may offer for them."""
    complete = completion.completer(offers) if offers else None
    settings = {"metavar": metavar, "help": help, "hidden": hidden, "autocompletion": complete}
    return _parameter(name, list[str] | None, None, *flags, panel=FILTERING, **settings)


_COMMON = (
    _parameter(
        "data", str | None, None, "--data",
        panel=COMMON, metavar="FILE", envvar="TIMELINE_DATA", help="Another chronology; - is standard input.",
    ),
    _parameter(
        "pager", bool, True, "--pager/--no-pager", panel=COMMON, help="Show what is taller than the screen in a pager."
    ),
    _parameter(
        "color", Literal["auto", "always", "never"], "auto", "--color", panel=COMMON, metavar="auto|always|never",
        help="Whether to colour.",
    ),
    _parameter("colour", Literal["auto", "always", "never"], "auto", "--colour", panel=COMMON, hidden=True),
)  # fmt: skip
_FILTERS = (
    _filter(
        "year", "--year", "-y", metavar="YEARS",
        help="1994, 1992..1997, 2010.., ..1999; what lasted into it counts.", offers=completion.years,
    ),
    _filter("from_", "--from", metavar="DATE", help="From this date on: 2008, 1994-05, 'May 1994', '4 May 1994'."),
    _filter("since", "--since", metavar="DATE", hidden=True),
    _filter("to", "--to", metavar="DATE", help="Up to this date; 1994-05 includes 31 May."),
    _filter("until", "--until", metavar="DATE", hidden=True),
    _filter(
        "programme", "--programme", "-p", metavar="NAME",
        help="Code, name or alias; a parent includes its children.", offers=completion.programmes,
    ),
    _filter("program", "--program", metavar="NAME", hidden=True),
    _filter("kind", "--kind", "-k", metavar="KIND", help="What sort of event.", offers=completion.kinds),
    _filter("topic", "--topic", metavar="TOPIC", help="What it is about.", offers=completion.topics),
    _filter(
        "significance", "--significance", metavar="LEVEL",
        help="landmark, notable (and above), minor (all).", offers=completion.significance,
    ),
    _parameter(
        "landmarks", bool, False, "--landmarks", panel=FILTERING, help="Short for --significance landmark."
    ),
    _filter(
        "confidence", "--confidence", metavar="LEVEL",
        help="confirmed, reported, disputed.", offers=completion.confidence,
    ),
    _filter(
        "source_kind", "--source-kind", metavar="KIND",
        help="official, press, academic, reference: at least one source of it.", offers=completion.source_kinds,
    ),
    _filter("id", "--id", metavar="ID", help="An event's id, as list --ids gives it.", offers=completion.events),
    _filter("person", "--person", metavar="NAME", help="Part of a person's name or office."),
    _filter("place", "--place", metavar="NAME", help="Part of a place's name."),
    _filter(
        "source", "--source", metavar="TEXT",
        help="A source's id, or part of its title, author, publisher or address.", offers=completion.sources,
    ),
    _filter(
        "search", "--search", "-s", metavar="WORDS",
        help="All of these words, or how they begin, in whatever an event shows: title, summary, people, place, note,"
        " codes, kind, topics, confidence, date (4 May 1994), or what a source says;"
        ' "two words" in quotes are a phrase. Case, accents, dashes and apostrophes do not matter.',
    ),
)  # fmt: skip
_ORDER = (
    _parameter("reverse", bool, False, "--reverse", panel=ARRANGING, help="From the end: latest first."),
    _parameter("limit", str | None, None, "--limit", panel=ARRANGING, metavar="N", help="Only the first N."),
)

_OF_FORMATS = (
    _parameter(
        "excel", bool, False, "--excel", panel=OF_FORMATS, help="csv, tsv: byte-order mark and formula guard."
    ),
    _parameter(
        "brief", bool, False, "--brief", panel=OF_FORMATS, help="markdown: a line an event, with its best link."
    ),
    _parameter(
        "anniversaries", bool, False, "--anniversaries",
        panel=OF_FORMATS, help="ics: exact days as yearly anniversaries.",
    ),
    _parameter(
        "size", PictureSize | None, None, "--size", panel=OF_FORMATS, metavar="a4|slide|wide",
        help="svg: for the text of a thesis on A4, a slide, or wide, which is the default.",
    ),
    _parameter(
        "theme", Theme | None, None, "--theme", panel=OF_FORMATS, metavar="light|dark|auto",
        help="svg: colours for paper, which is the default, for the dark, or as a browser's screen is.",
    ),
)  # fmt: skip

_ALIASES = {"program": "programme", "since": "from_", "until": "to"}
"""Hidden options and what they are other names of."""


def _drafted(
    name: str, flag: str, metavar: str, help: str, *, many: bool = False, offers: Offers | None = None
) -> inspect.Parameter:
    """An option that says something of a new event, or of a source that is new with it."""
    panel = NEW_SOURCE if name.startswith("source_") else NEW_EVENT
    settings = {"metavar": metavar, "help": help, "autocompletion": completion.completer(offers) if offers else None}
    return _parameter(name, list[str] | None if many else str | None, None, flag, panel=panel, **settings)


_DRAFT = (
    _drafted("title", "--title", "TEXT", "What happened, in the present tense."),
    _drafted("date", "--date", "DATE", "When: 2026-11-05, '5 Nov 2026', 2026-11, 2026."),
    _drafted("summary", "--summary", "TEXT", "One to three sentences."),
    _drafted("kind", "--kind", "KIND", "What sort of event.", offers=completion.kinds),
    _drafted("significance", "--significance", "LEVEL", "landmark, notable or minor.", offers=completion.significance),
    _drafted("programmes", "--programme", "NAME", "Code or name.", many=True, offers=completion.programmes),
    _drafted("topics", "--topic", "TOPIC", "What it is about.", many=True, offers=completion.topics),
    _drafted("place", "--place", "NAME", "Where."),
    _drafted("people", "--person", "NAME", "Who, as 'Name (office at the time)'.", many=True),
    _drafted(
        "sources",
        "--source",
        "ID=SAYS",
        "A source that the file has, by id or address, and what it says.",
        many=True,
        offers=completion.sources,
    ),
    _drafted("confidence", "--confidence", "LEVEL", "confirmed, reported or disputed."),
    _drafted("note", "--note", "TEXT", "How the date is known, or what the sources disagree on."),
    _drafted("related", "--related", "ID", "An event of the same thread.", many=True, offers=completion.events),
    _drafted("id", "--id", "ID", "Its id, if not the words of its title."),
    _drafted("source_title", "--source-title", "TEXT", "Its title, in its own language."),
    _drafted("source_url", "--source-url", "URL", "Its address; of a source that the file has it is that."),
    _drafted("source_held", "--source-held", "TEXT", "The archive that holds it, where it has no address."),
    _drafted("source_publisher", "--source-publisher", "NAME", "Who published it."),
    _drafted("source_author", "--source-author", "NAME", "Who wrote it.", many=True),
    _drafted("source_date", "--source-date", "DATE", "When it was published."),
    _drafted("source_language", "--source-language", "TAG", "en, az, ru and so on."),
    _drafted("source_kind", "--source-kind", "KIND", "official, press, academic or reference."),
    _drafted("source_says", "--source-says", "TEXT", "What it says of the event."),
    _drafted("source_id", "--source-id", "ID", "Its id, if not publisher and date."),
)


def _check_text(given: dict[str, Any]) -> None:
    """Raises `UsageError` for a value that is no text: bytes of the command line that are not UTF-8."""
    for name, value in given.items():
        for text in [value] if isinstance(value, str) else value or () if isinstance(value, list) else ():
            if not text.isascii() and any("\ud800" <= char <= "\udfff" for char in text):
                raise UsageError(f"--{name.rstrip('_').replace('_', '-')} {quoted(text)} is not UTF-8")


def _check_number(context: typer.Context, values: dict[str, Any]) -> None:
    """Raises `UsageError` for an option or an argument that is given too often."""
    for entry in context.command.params:
        value = values.get(str(entry.name))
        if isinstance(value, list) and len(value) > MAX_REPEATS and entry.name != "files":
            what = entry.opts[0] if hasattr(entry, "is_flag") else str(entry.metavar).strip("[].")
            raise UsageError(f"{what} is given {len(value):,} times; at most {MAX_REPEATS:,} are taken")


def _filters(given: dict[str, Any]) -> Filters:
    for other, name in _ALIASES.items():
        given[name] = [*(given[name] or []), *(given.pop(other) or [])]
    if given.pop("landmarks"):
        given["significance"] = [*(given["significance"] or []), "landmark"]
    return Filters.of(**given)


def _order(given: dict[str, Any]) -> Order:
    text = given["limit"]
    if text is None:
        return Order(given["reverse"])
    try:
        limit = int(text)
    except ValueError:
        limit = -1
    if limit < 0:
        raise UsageError(f"--limit {quoted(text)} is not a number from 0 on")
    return Order(given["reverse"], limit)


def _session(given: dict[str, Any]) -> Session:
    if given["data"] is not None:
        said_name(given["data"], "--data")
    colour = given["colour"] if given["color"] == "auto" else given["color"]
    return Session(given["data"], colour, given["pager"])


_LISTS = [option.name for option in _DRAFT if option.annotation.__origin__ == list[str] | None]
_CONTEXT = inspect.Parameter("context", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)
_BUNDLES: dict[str, tuple[tuple[inspect.Parameter, ...], Callable[[dict[str, Any]], Any]]] = {
    "options": (_OF_FORMATS, lambda given: {name: value for name, value in given.items() if value}),
    "filters": (_FILTERS, _filters),
    "order": (_ORDER, _order),
    "draft": (_DRAFT, lambda given: {name: value or (() if name in _LISTS else "") for name, value in given.items()}),
    "session": (_COMMON, _session),
}


def said_data(context: typer.Context, data: str | None) -> str | None:
    """The data file that a command was given; what stands before its name says more than the environment."""
    outer = context.obj.data if context.obj else None
    return outer if outer and (data is None or completion.given_by_environment(context)) else data


def shared(command: Callable[..., Any]) -> Callable[..., Any]:
    """Gives a command the options of its ``session``, ``filters`` and ``order``; silent when a pipe closes."""
    signature = inspect.signature(command, eval_str=True)
    own = [entry for name, entry in signature.parameters.items() if name not in _BUNDLES and name != _CONTEXT.name]
    wanted = [name for name in _BUNDLES if name in signature.parameters]
    takes_context = _CONTEXT.name in signature.parameters

    @functools.wraps(command)
    def run(context: typer.Context, **values: Any) -> Any:
        _check_number(context, values)
        values["data"] = said_data(context, values["data"])
        for name in wanted:
            options, make = _BUNDLES[name]
            given = {option.name: values.pop(option.name) for option in options}
            if name != "session":  # whose file may have any name
                _check_text(given)
            values[name] = make(given)
        values["session"] = context.obj = values["session"].within(context.obj)
        if takes_context:
            values[_CONTEXT.name] = context
        try:
            return command(**values)
        except BrokenPipeError:
            raise ClosedPipeError from None

    parameters = [_CONTEXT, *(entry.replace(kind=inspect.Parameter.KEYWORD_ONLY) for entry in own)]
    parameters += [option for name in wanted for option in _BUNDLES[name][0]]
    run.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {entry.name: entry.annotation for entry in parameters}
    return run
