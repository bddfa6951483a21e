"""The ``timeline`` command: its subcommands, and the one place where errors become messages and exit codes.

Exit codes: 0 done; 1 the data or a file is at fault, or ``check`` found problems; 2 usage; 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from typing import Annotated, Any

import typer

from timeline import formats, load, output, plain, query
from timeline.errors import DataError, Problem, TimelineError, UsageError
from timeline.model import Chronology
from timeline.options import ClosedPipe, Order, Session, shared, tell
from timeline.query import Filters
from timeline.text import count, quoted, visible

SHOWN = 20
"""Problems of a file shown before the rest is only counted."""

app = typer.Typer(
    name="timeline",
    add_completion=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"timeline {version('azerbaijan-nato-timeline')}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
@shared
def timeline(
    context: typer.Context,
    session: Session,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Version, and nothing else.")
    ] = False,
) -> None:
    """The cited timeline of Azerbaijan–NATO relations: list it, filter it, look at one event with its sources, export it.

    Alone it shows the landmarks.
    """
    if context.invoked_subcommand is None:
        whole = session.load()
        _list(whole, query.select(whole, Filters(significance=("landmark",))), session)
        tell(
            f"{count(len(whole.events), 'event')} in all: 'timeline list' shows them, 'timeline list -y 2008' a year,"
            " 'timeline show ID' one with its sources"
        )


@app.command("list")
@shared
def list_(
    filters: Filters,
    order: Order,
    session: Session,
    full: Annotated[bool, typer.Option("--full", help="With summary, place, people and sources.")] = False,
) -> None:
    """Every event that matches, one line each, grouped by year.

    Into a pipe: tab-separated date, id, significance, title and programmes.
    """
    whole = session.load()
    chosen = order.apply(_select(whole, filters))
    _list(whole, chosen, session, full=full)
    if filters.given() and session.screen.styled and chosen.events:
        tell(plain.summary(chosen, whole))


def _list(whole: Chronology, chosen: Chronology, session: Session, *, full: bool = False) -> None:
    def view(look: Any) -> Any:
        from timeline import terminal

        return terminal.listing(chosen, look, full=full)

    session.show(view, lambda: plain.events(chosen, full=full))


@app.command()
@shared
def show(
    session: Session,
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="Ids of events, as list --full gives them.")],
) -> None:
    """One event whole: summary, people, sources with addresses, what the sources disagree on, neighbours."""
    whole = session.load()
    events = [query.find(whole, id) for id in ids]

    def view(look: Any) -> Any:
        from rich.text import Text

        from timeline import terminal

        return Text("\n\n").join(terminal.event(whole, event, look) for event in events)

    _paged(session, view)


def _paged(session: Session, view: Any) -> None:
    """Writes a view that has no shorter form: into a pipe it is the same text, without colour and as wide as it is long."""
    from timeline.terminal import Look

    session.show(view, lambda: view(Look(width=10**6)).plain)


@app.command()
@shared
def programmes(
    session: Session,
    codes: Annotated[list[str] | None, typer.Argument(metavar="[CODE...]", help="Codes, names or aliases.")] = None,
) -> None:
    """The programmes: code, name, period, number of events; with CODE, its story."""
    whole = session.load()
    wanted = [query.resolve_programme(whole, code) for code in codes or ()]

    def tree(look: Any) -> Any:
        from timeline import terminal

        return terminal.programmes(whole, whole.programmes, look)

    def story(look: Any) -> Any:
        from rich.text import Text

        from timeline import terminal

        parts = []
        for code in wanted:
            events = terminal.story(whole, code)
            chapter = terminal.listing(
                Chronology(whole.title, whole.sources, events, programmes=whole.programmes), look
            )
            parts.append(Text("\n").join([terminal.programme(whole, code, look), chapter]))
        return Text("\n").join(parts)

    if wanted:
        _paged(session, story)
    else:
        session.show(tree, lambda: plain.programmes(whole, list(whole.programmes)))


@app.command()
@shared
def export(
    filters: Filters,
    order: Order,
    session: Session,
    file: Annotated[
        str | None, typer.Argument(metavar="[FILE]", help="Where to; - or nothing is standard output.")
    ] = None,
    format: Annotated[
        str | None, typer.Option("--format", metavar="NAME", help="One of " + ", ".join(formats.BY_NAME) + ".")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that exists.")] = False,
    excel: Annotated[bool, typer.Option("--excel", help="csv, tsv: byte-order mark and formula guard.")] = False,
) -> None:
    """The matching events as data; the format is FILE's suffix, or --format."""
    target = None if file == "-" else file
    chosen_format = formats.choose(format, target)
    whole = session.load()
    chosen = order.apply(_select(whole, filters))
    options = {"excel": True} if excel else {}
    data = chosen_format.render(chosen, **options).encode("utf-8")
    if target is None:
        output.write_binary(data)
        return
    output.write_file(target, data, force=force, never=session.path)
    tell(f"{plain.summary(chosen, whole)} written to {quoted(target, 200)}")


@app.command()
def check(
    files: Annotated[
        list[str] | None, typer.Argument(metavar="[FILE...]", help="Data files; - is standard input.")
    ] = None,
    data: Annotated[
        str | None,
        typer.Option("--data", metavar="FILE", envvar="TIMELINE_DATA", help="The file, where none is given."),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help=f"Show every problem, not only the first {SHOWN}.")] = False,
) -> None:
    """Validate; every problem as FILE:LINE:COLUMN."""
    from timeline import check as checking

    bad = False
    for file in files or [data]:
        session = Session(file, "auto")
        name, content = session.name, session.read()
        problems = checking.problems(content, name)
        bad = bad or bool(problems)
        for line in _listed(name, problems, len(problems) if everything else SHOWN):
            print(line)
        if not problems:
            events = load.parse(content, name).events
            tell(f"{name}: {count(len(events), 'event')}, no problems")
    if bad:
        raise typer.Exit(1)


def _select(whole: Chronology, filters: Filters) -> Chronology:
    """The matching events; where there are none, a word about what would match."""
    chosen = query.select(whole, filters)
    if not chosen.events:
        tell(_nothing(whole, filters))
    return chosen


def _nothing(whole: Chronology, filters: Filters) -> str:
    if not whole.events:
        return "the chronology has no events"
    advice = []
    for name in filters.given():
        number = len(query.select(whole, filters.without(name)).events)
        if number:
            advice.append(f"{count(number, 'event')} without --{name.rstrip('_')}")
    near = (
        "; there would be " + ", ".join(advice) if advice else f"; there are {count(len(whole.events), 'event')} in all"
    )
    return f"no event matches{near}"


def _listed(name: str, problems: list[Problem] | tuple[Problem, ...], limit: int) -> list[str]:
    lines = [problem.at(name) for problem in problems[:limit]]
    more = len(problems) - limit
    if more > 0:
        lines.append(f"{name}: and {count(more, 'problem')} more; 'timeline check --all' shows them")
    return lines


def run(args: list[str] | None = None) -> int:
    """Runs the program and returns its exit code; everything that goes wrong ends here."""
    output.prepare(sys.stdout)
    output.prepare(sys.stderr)
    try:
        code = app(args, prog_name="timeline", standalone_mode=False)
        if sys.stdout is not None:
            sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except (ClosedPipe, BrokenPipeError):
        _let_go(sys.stdout)
        return 0
    except KeyboardInterrupt:
        return 130
    except typer.TyperException as error:
        tell(visible(error.format_message()) + f" (see '{_command_of(error)} --help')")
        return error.exit_code
    except DataError as error:
        for line in _listed(error.name, error.problems, SHOWN):
            print(line, file=sys.stderr)
        return 1
    except TimelineError as error:
        tell(visible(str(error)))
        return 2 if isinstance(error, UsageError) else 1
    except OSError as error:
        _let_go(sys.stdout)
        tell(f"cannot write: {error.strerror or error}")
        return 1


def _command_of(error: typer.TyperException) -> str:
    context = getattr(error, "ctx", None)
    return context.command_path if context else "timeline"


def _let_go(stream: Any) -> None:
    """Keeps Python from writing, at its end, what could not be written before."""
    try:
        devnull = os.open(os.devnull, os.O_WRONLY)
        os.dup2(devnull, stream.fileno())
    except (OSError, ValueError, AttributeError):
        pass


def main() -> None:
    """What the installed command calls."""
    sys.exit(run())
