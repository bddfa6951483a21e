"""The commands that answer a reader: each loads, asks the pure core, and shows what it answers."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from timeline import query
from timeline.cli import completion
from timeline.cli.app import app, notify_of_part, offered, selected, show_list, show_prose
from timeline.cli.options import Order, shared
from timeline.cli.session import Session
from timeline.cli.streams import command_line, notify
from timeline.dates import Moment
from timeline.errors import DateError, UsageError
from timeline.model import COUNT_BY, Count
from timeline.query import Filters
from timeline.text import quoted
from timeline.views import plain

if TYPE_CHECKING:
    from timeline.views.layout import Layout, Styled


@app.command("list")
@shared
def list_(
    filters: Filters,
    order: Order,
    session: Session,
    full: Annotated[bool, typer.Option("--full", help="With ids, summary, place, people and sources.")] = False,
    ids: Annotated[bool, typer.Option("--ids", help="With the ids that show and cite take.")] = False,
    links: Annotated[bool, typer.Option("--links", help="With the best address of each.")] = False,
) -> None:
    """Every event that matches, one line each, grouped by year.

    \b
    timeline list -y 1992..1997 --significance notable
    timeline list -p deep --full
    timeline list -s "əliyev bucharest" --ids

    Into a pipe: tab-separated date, id, significance, title, programmes and confidence; with --links date, title,
    address and confidence.
    """
    whole = session.load()
    chosen = order.apply(selected(whole, filters))
    show_list(chosen, session, full=full, ids=ids, links=links)
    notify_of_part(chosen, whole, session)


@app.command()
@shared
def show(
    session: Session,
    ids: Annotated[list[str], offered("ID...", "Ids of events, as list --ids gives them.", completion.events)],
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

        return terminal.events(whole, events, layout)

    show_prose(session, view)


@app.command()
@shared
def count(
    filters: Filters,
    order: Order,
    session: Session,
    by: Annotated[str, offered("BY", f"One of {', '.join(COUNT_BY)}.", completion.count_by)],
) -> None:
    """How many events by year, programme, kind and so on; first and last of each.

    \b
    timeline count year -k visit
    timeline count topic
    timeline count person --person "special representative" -y 2014

    Years come in their order, all else by number. An event is counted in the year in which it begins.

    Into a pipe: tab-separated value, events, first, last, and meaning (of a person: offices); an empty value is for the
    events that have none.
    """
    from timeline import counts as counting
    from timeline.search import Spellings

    named = counting.resolve(by)
    whole = session.load()
    chosen = selected(whole, filters)
    rows: Sequence[Count] = chosen.count(named)
    if named == "person":
        rows = counting.asked_first(rows, filters.person, Spellings.of(whole.spellings))
    rows = order.of(rows)

    def view(layout: Layout) -> Styled:
        from timeline.views import counts

        return counts.counts(chosen, named, rows, layout)

    session.show(view, lambda: plain.counts(rows))
    notify_of_part(chosen, whole, session)


@app.command()
@shared
def programmes(
    session: Session,
    codes: Annotated[list[str] | None, offered("[CODE...]", "Codes, names or aliases.", completion.programmes)] = None,
) -> None:
    """The programmes: code, name, period, number of events; with CODE, its story.

    \b
    timeline programmes
    timeline programmes DEEP
    timeline programmes "peace support operations"

    Into a pipe: tab-separated code, name, period, events, parent and the subject's part in it.
    """
    whole = session.load()
    wanted = [query.resolve_programme(whole, code) for code in codes or ()]

    def tree(layout: Layout) -> Styled:
        from timeline.views import programmes as views

        return views.programmes(whole, layout)

    def stories(layout: Layout) -> Styled:
        from timeline.views import programmes as views
        from timeline.views.layout import joined

        return joined("\n\n", [views.story(whole, code, layout) for code in wanted])

    if wanted:
        show_prose(session, stories)
    else:
        session.show(tree, lambda: plain.programmes(whole))
        if not whole.programmes:
            notify("the chronology has no programmes")


@app.command()
@shared
def chart(
    filters: Filters,
    session: Session,
    by: Annotated[
        str, offered("BY", "What the lanes are: programme, kind, place and so on.", completion.count_by, "--by")
    ] = "programme",
) -> None:
    """Programme lanes over the years, and events per year.

    \b
    timeline chart
    timeline chart -p pso
    timeline chart --from 2000 --to 2010 --by kind

    Only the years asked for are drawn; what began before them has a mark at their edge.

    Into a pipe: a table of figures after a line of names, a year a line: year, events, and those of each lane. An event
    is counted in the year in which it begins, which may be before those asked for.
    """
    from timeline import counts as counting

    named = counting.resolve(by)
    whole = session.load()
    chosen = selected(whole, filters)

    def view(layout: Layout) -> Styled:
        from timeline.views import chart as charting

        return charting.chart(chosen, layout, named, charting.asked_years(filters))

    session.show(view, lambda: plain.chart(chosen, named))
    notify_of_part(chosen, whole, session)


@app.command()
@shared
def on(
    session: Session,
    day: Annotated[
        list[str] | None,
        offered("[DAY]", "A day of the year, 18 October, or of one year; today if left out.", completion.days),
    ] = None,
) -> None:
    """What happened on this day of the year.

    \b
    timeline on
    timeline on 18 October
    timeline on 1994-05-04

    With a year it is that day alone; yesterday and tomorrow are days, too.
    """
    moment, yearly = _day(" ".join(day) if day else "today", session)
    assert moment.month is not None  # a day has one
    assert moment.day is not None
    whole = session.load()
    chosen = query.on_day(whole, moment.month, moment.day, None if yearly else moment.year)
    show_list(chosen, session)
    if not chosen.events:
        others = [] if yearly else query.on_day(whole, moment.month, moment.day).events
        command = command_line("on", moment.english(year=False), *session.said_data)
        more = f"; {command} shows {len(others)} of other years" if others else ""
        notify(f"nothing is known to have happened on {moment.english(year=not yearly)}{more}")


def _today() -> dt.date:
    return dt.date.today()  # noqa: DTZ011 - the day on the wall where the reader is


_NAMED = {"yesterday": -1, "today": 0, "tomorrow": 1}


def _day(text: str, session: Session) -> tuple[Moment, bool]:
    """A day, and whether it is meant of every year. Raises `UsageError`."""
    if text.casefold() in _NAMED:
        named = _today() + dt.timedelta(_NAMED[text.casefold()])
        return Moment(named.year, named.month, named.day), True
    from timeline.date_advice import typed

    for attempt, yearly in ((text, False), (f"{text} 2000", True), (f"2000-{text}", True)):
        with contextlib.suppress(DateError):
            date = typed(attempt)
            if date.exact and date.start:
                return date.start, yearly
    with contextlib.suppress(DateError):
        edtf = typed(text).text
        command = command_line("list", "--from", edtf, "--to", edtf, *session.said_data)
        raise UsageError(f"{quoted(text)} is not one day; {command} shows what happened then")
    raise UsageError(f"{quoted(text)} is not a day of the year; write 18 October, 10-18 or 1999-10-18")


@app.command()
@shared
def sources(filters: Filters, session: Session) -> None:
    """The bibliography, with how often each source is used.

    \b
    timeline sources
    timeline sources -y 2008 -p ipap
    timeline sources --source nato.int --landmarks
    """
    chosen = selected(session.load(), filters)

    def view(layout: Layout) -> Styled:
        from timeline.views import terminal

        return terminal.bibliography(chosen, layout)

    session.show(view, lambda: plain.sources(chosen))
