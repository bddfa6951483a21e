"""The ``timeline`` command and its subcommands: each loads, asks the pure core, and writes what it answers."""

from __future__ import annotations

import contextlib
import datetime as dt
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer
from typer.models import ParameterInfo

from timeline import __version__, formats, query
from timeline.cli import completion
from timeline.cli.files import format_for, write_file
from timeline.cli.options import Offers, Order, said_data, shared
from timeline.cli.session import Session
from timeline.cli.streams import MAX_PROBLEMS_SHOWN, command_line, notify, problem_lines, write_binary
from timeline.datafile import version_of_data
from timeline.dates import Moment
from timeline.errors import DateError, UsageError
from timeline.model import Chronology
from timeline.query import Filters
from timeline.text import escape_overrides, quoted
from timeline.views import plain

if TYPE_CHECKING:
    from timeline.views.layout import Layout, Styled

app = typer.Typer(
    name="timeline",
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)


def _offered(metavar: str, help: str, offers: Offers, *flags: str) -> ParameterInfo:
    """An argument, or with flags an option, for which the shell has values to offer."""
    make: Callable[..., ParameterInfo] = typer.Option if flags else typer.Argument
    return make(*flags, metavar=metavar, help=help, autocompletion=completion.completer(offers))


def _version(wanted: bool) -> None:
    if wanted:
        print(f"timeline {__version__}, data of {version_of_data()}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
@shared
def timeline(
    context: typer.Context,
    session: Session,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """The cited timeline of Azerbaijan–NATO relations: list, filter, look closer, export.

    \b
    timeline
    timeline list -y 2008
    timeline show parp-joined

    Alone it shows the landmarks.
    """
    if context.invoked_subcommand is None:
        whole = session.load()
        _list(query.select(whole, Filters(significance=("landmark",))), session)
        from timeline.cli import advice

        notify(advice.rest(whole, session.said_data))


@app.command("list")
@shared
def list_(
    filters: Filters,
    order: Order,
    session: Session,
    full: Annotated[bool, typer.Option("--full", help="With ids, summary, place, people and sources.")] = False,
    ids: Annotated[bool, typer.Option("--ids", help="With the ids that show and cite take.")] = False,
) -> None:
    """Every event that matches, one line each, grouped by year.

    \b
    timeline list -y 1992..1997 --significance notable
    timeline list -p deep --full
    timeline list -s "əliyev bucharest" --ids

    Into a pipe: tab-separated date, id, significance, title and programmes.
    """
    whole = session.load()
    chosen = order.apply(_select(whole, filters))
    _list(chosen, session, full=full, ids=ids)
    _notify_of_part(chosen, whole, session)


def _notify_of_part(chosen: Chronology, whole: Chronology, session: Session) -> None:
    """At a terminal: how many of how many events a selection has."""
    if chosen.selection and chosen.events and session.screen.styled:
        notify(plain.summary(len(chosen.events), whole))


def _list(chosen: Chronology, session: Session, *, full: bool = False, ids: bool = False) -> None:
    def view(layout: Layout) -> Styled:
        from timeline.views import terminal

        return terminal.listing(chosen, layout, full=full, ids=ids)

    session.show(view, lambda: plain.events(chosen, full=full))


@app.command()
@shared
def show(
    session: Session,
    ids: Annotated[list[str], _offered("ID...", "Ids of events, as list --ids gives them.", completion.events)],
) -> None:
    """One event whole: summary, people, what each source says and what they disagree on, neighbours.

    \b
    timeline show parp-joined
    timeline show first-ipap-agreed second-ipap-agreed
    timeline show nacc-membership --no-pager
    """
    whole = session.load()
    events = [query.find(whole, id) for id in ids]

    def view(layout: Layout) -> Styled:
        from timeline.views import terminal
        from timeline.views.layout import joined

        return joined("\n\n", [terminal.event(whole, event, layout) for event in events])

    _show_prose(session, view)


def _show_prose(session: Session, view: Callable[[Layout], Styled]) -> None:
    """Writes a view that has no tabular form: into a pipe the same text, uncoloured and never wrapped."""

    def plain_text() -> str:
        from timeline.views.layout import Layout

        return view(Layout(width=10**6, prose=10**6)).plain

    session.show(view, plain_text)


@app.command()
@shared
def programmes(
    session: Session,
    codes: Annotated[list[str] | None, _offered("[CODE...]", "Codes, names or aliases.", completion.programmes)] = None,
) -> None:
    """The programmes: code, name, period, number of events; with CODE, its story.

    \b
    timeline programmes
    timeline programmes DEEP
    timeline programmes "peace support operations"
    """
    whole = session.load()
    wanted = [query.resolve_programme(whole, code) for code in codes or ()]

    def tree(layout: Layout) -> Styled:
        from timeline.views import terminal

        return terminal.programmes(whole, layout)

    def stories(layout: Layout) -> Styled:
        from timeline.views import terminal
        from timeline.views.layout import joined

        return joined("\n\n", [terminal.story(whole, code, layout) for code in wanted])

    if wanted:
        _show_prose(session, stories)
    else:
        session.show(tree, lambda: plain.programmes(whole))


@app.command()
@shared
def chart(filters: Filters, session: Session) -> None:
    """Programme lanes over the years, and events per year.

    \b
    timeline chart
    timeline chart -p pso
    timeline chart --from 2000 --to 2010 --significance notable
    """
    whole = session.load()
    chosen = _select(whole, filters)

    def view(layout: Layout) -> Styled:
        from timeline.views import chart as charting

        return charting.chart(chosen, layout)

    def linear() -> str:
        from timeline.views import chart as charting

        return charting.plain(chosen)

    session.show(view, linear)
    _notify_of_part(chosen, whole, session)


@app.command()
@shared
def on(
    session: Session,
    day: Annotated[
        list[str] | None, _offered("[DAY]", "A day of the year, 18 October; today if left out.", completion.days)
    ] = None,
) -> None:
    """What happened on this day of the year.

    \b
    timeline on
    timeline on 18 October
    timeline on 05-04
    """
    month, number = _day(" ".join(day) if day else None)
    whole = session.load()
    chosen = query.on_day(whole, month, number)
    _list(chosen, session)
    if not chosen.events:
        notify(f"nothing is known to have happened on {Moment(2000, month, number).english(year=False)}")


def _today() -> dt.date:
    return dt.date.today()  # noqa: DTZ011 - the day on the wall where the reader is


def _day(text: str | None) -> tuple[int, int]:
    """Month and day of a day of the year; today's where none is given."""
    if text is None:
        today = _today()
        return today.month, today.day
    from timeline.date_advice import typed

    for attempt in (text, f"{text} 2000", f"2000-{text}"):
        with contextlib.suppress(DateError):
            date = typed(attempt)
            if date.exact and date.start and date.start.month and date.start.day:
                return date.start.month, date.start.day
    raise UsageError(f"{quoted(text)} is not a day of the year; write 18 October or 10-18")


@app.command()
@shared
def sources(filters: Filters, session: Session) -> None:
    """The bibliography, with how often each source is used.

    \b
    timeline sources
    timeline sources -y 2008 -p ipap
    timeline sources --source nato.int --landmarks
    """
    chosen = _select(session.load(), filters)

    def view(layout: Layout) -> Styled:
        from timeline.views import terminal

        return terminal.bibliography(chosen, layout)

    session.show(view, lambda: plain.sources(chosen))


@app.command()
@shared
def cite(
    session: Session,
    ids: Annotated[list[str], _offered("ID...", "Ids of events.", completion.events)],
    format: Annotated[str, _offered("NAME", "text, csl or bibtex.", completion.styles, "--format")] = "text",
) -> None:
    """An event as a reader would cite it, with its sources and the version of the data.

    \b
    timeline cite parp-joined
    timeline cite parp-joined --format bibtex
    timeline cite nacc-membership eapc-founded --format csl
    """
    from timeline.formats import references

    whole = session.load()
    events = [query.find(whole, id) for id in ids]
    sys.stdout.write(escape_overrides(references.cite(whole, events, format)))


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
        str | None, _offered("NAME", f"One of {', '.join(formats.BY_NAME)}.", completion.formats, "--format")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that exists.")] = False,
    excel: Annotated[bool, typer.Option("--excel", help="csv, tsv: byte-order mark and formula guard.")] = False,
    anniversaries: Annotated[
        bool, typer.Option("--anniversaries", help="ics: exact days as yearly anniversaries.")
    ] = False,
) -> None:
    """The matching events as data; the format is FILE's suffix, or --format.

    \b
    timeline export events.csv
    timeline export deep.html -p deep
    timeline export --format json -y 1994..1997 -p pfp
    """
    target = None if file == "-" else file
    chosen_format = format_for(target, format, session)
    whole = session.load()
    chosen = order.apply(_select(whole, filters))
    options: formats.Options = {}
    if excel:
        options["excel"] = True
    if anniversaries:
        options["anniversaries"] = True
    data = chosen_format.encode(chosen, **options)
    if target:
        write_file(target, data, force=force, never=session.path)
    else:
        write_binary(data)
    for note in chosen_format.notes(chosen, **options):
        notify(note)
    if target:
        number = chosen_format.number(chosen, **options)
        notify(f"{chosen_format.holds}{plain.summary(number, whole)} written to {quoted(target, 200)}")


@app.command()
def check(
    context: typer.Context,
    files: Annotated[
        list[str] | None, typer.Argument(metavar="[FILE...]", help="Data files; - is standard input.")
    ] = None,
    data: Annotated[
        str | None,
        typer.Option("--data", metavar="FILE", envvar="TIMELINE_DATA", help="The file, where none is given."),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help=f"Show every problem, not only the first {MAX_PROBLEMS_SHOWN}.")
    ] = False,
) -> None:
    """Validate; every problem as FILE:LINE:COLUMN.

    \b
    timeline check
    timeline check my.yaml
    timeline check --all my.yaml other.yaml

    Order and style are looked at once the file can be read.
    """
    from timeline.datafile import check as checking

    bad = False
    given: list[str | None] = [*files] if files else [said_data(context, data)]
    for file in given:
        session = Session(file)
        problems = tuple(checking.problems(session.read(), session.name))
        bad = bad or bool(problems)
        rest = command_line("check", "--all", *([file] if file else []))
        for line in problem_lines(session.name, problems, len(problems) if everything else MAX_PROBLEMS_SHOWN, rest):
            print(line)
        if not problems:
            notify(f"{session.name}: no problems")
    if bad:
        raise typer.Exit(1)


@app.command()
def schema() -> None:
    """JSON Schema of the data file.

    \b
    timeline schema
    timeline schema > events.schema.json
    """
    import json

    from timeline.datafile.schema import json_schema

    print(json.dumps(json_schema(), indent=2, ensure_ascii=False))


def _select(whole: Chronology, filters: Filters) -> Chronology:
    """The matching events; where there are none, a word about what would match."""
    chosen = query.select(whole, filters)
    if not chosen.events or (filters.from_ and filters.to):
        from timeline.cli import advice

        if odd := advice.dates_in_reverse(filters):
            notify(odd)
        if not chosen.events:
            notify(advice.no_match(whole, filters))
    return chosen
