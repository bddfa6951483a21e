"""The program as Typer's application, and what its commands share: what to offer, what to select, how to show."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer
from typer.models import ParameterInfo

from timeline import __version__, query
from timeline.cli import completion
from timeline.cli.command import Group
from timeline.cli.options import Offers, shared
from timeline.cli.session import Session
from timeline.cli.streams import notify
from timeline.datafile import version_of_data
from timeline.errors import TimelineError, UnknownError
from timeline.model import Chronology
from timeline.query import Filters
from timeline.views import plain

if TYPE_CHECKING:
    from timeline.views.layout import Layout, Styled

app = typer.Typer(
    name="timeline",
    cls=Group,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)


def offered(metavar: str, help: str, offers: Offers, *flags: str) -> ParameterInfo:
    """An argument, or with flags an option, for which the shell has values to offer."""
    make: Callable[..., ParameterInfo] = typer.Option if flags else typer.Argument
    return make(*flags, metavar=metavar, help=help, autocompletion=completion.completer(offers))


def _version(wanted: bool) -> None:
    if wanted:
        try:
            data = f"data of {version_of_data()}"
        except TimelineError as error:
            data = "data that cannot be read"
            notify(str(error))
        print(f"timeline {__version__}, {data}")
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
        show_list(query.select(whole, Filters(significance=("landmark",))), session)
        from timeline.cli import advice

        notify(advice.rest(whole, session.said_data))


def show_list(
    chosen: Chronology, session: Session, *, full: bool = False, ids: bool = False, links: bool = False
) -> None:
    """Writes events as a list."""

    def view(layout: Layout) -> Styled:
        from timeline.views import terminal

        return terminal.listing(chosen, layout, full=full, ids=ids, links=links)

    session.show(view, lambda: plain.links(chosen) if links and not full else plain.events(chosen, full=full))


def notify_of_part(chosen: Chronology, whole: Chronology, session: Session) -> None:
    """At a terminal: how many of how many events a selection has."""
    if chosen.selection and chosen.events and session.screen.styled:
        notify(plain.summary(len(chosen.events), whole))


def show_prose(session: Session, view: Callable[[Layout], Styled]) -> None:
    """Writes a view that has no tabular form: into a pipe the same text, uncoloured and never wrapped."""

    def plain_text() -> str:
        from timeline.views.layout import Layout

        return view(Layout(width=10**6, prose=10**6)).plain

    session.show(view, plain_text)


def selected(whole: Chronology, filters: Filters) -> Chronology:
    """The matching events; where there are none, a word about what would match."""
    try:
        chosen = query.select(whole, filters)
    except UnknownError as error:
        from timeline.cli import elsewhere

        if found := elsewhere.instead(whole, error.given):
            error.add_note(found)
        raise
    if not chosen.events or filters.source:
        from timeline.cli import advice

        for remark in advice.remarks(whole, filters):
            notify(remark)
        if not chosen.events:
            notify(advice.no_match(whole, filters))
    return chosen
