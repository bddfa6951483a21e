"""The commands that hand events on: how to cite them, and the export formats."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from timeline import formats, query
from timeline.cli import completion
from timeline.cli.app import app, offered, selected
from timeline.cli.files import format_for, write_file
from timeline.cli.options import Order, shared
from timeline.cli.session import Session, said_name
from timeline.cli.streams import notify, write_binary
from timeline.formats.options import Options
from timeline.query import Filters
from timeline.text import escape_overrides, quoted
from timeline.views import plain


@app.command()
@shared
def cite(
    session: Session,
    ids: Annotated[list[str], offered("ID...", "Ids of events.", completion.events)],
    format: Annotated[
        str, offered("NAME", "text, csl, biblatex, bibtex or ris.", completion.styles, "--format")
    ] = "text",
) -> None:
    """An event as a reader would cite it, with its sources and the version of the data.

    \b
    timeline cite parp-joined
    timeline cite parp-joined --format biblatex
    timeline cite nacc-membership eapc-founded --format csl
    """
    from timeline.formats import cite as citing

    whole = session.load()
    events = [query.find(whole, id) for id in ids]
    sys.stdout.write(escape_overrides(citing.cite(whole, events, format)))


@app.command()
@shared
def export(
    filters: Filters,
    order: Order,
    options: Options,
    session: Session,
    file: Annotated[
        str | None, typer.Argument(metavar="[FILE]", help="Where to; - or nothing is standard output.")
    ] = None,
    format: Annotated[
        str | None, offered("NAME", f"One of {', '.join(formats.BY_NAME)}.", completion.formats, "--format")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that exists.")] = False,
) -> None:
    """The matching events as data; the format is FILE's suffix, or --format.

    \b
    timeline export events.csv
    timeline export deep.html -p deep
    timeline export --format json -y 1994..1997 -p pfp
    """
    target = None if file in (None, "-") else said_name(file)
    chosen_format = format_for(target, format, session)
    chosen_format.check(options)  # before anything is said of the data
    whole = session.load()
    chosen = order.apply(selected(whole, filters))
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
