"""The commands that change a data file: put it into its one form, add an event."""

from __future__ import annotations

import datetime as dt
import difflib
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from timeline.cli.app import app
from timeline.cli.files import rewrite_file, shipped
from timeline.cli.options import Draft, shared
from timeline.cli.session import Session
from timeline.cli.streams import command_line, notify, notify_problems, write_binary
from timeline.datafile import parse
from timeline.errors import DataError, TimelineError, UsageError
from timeline.text import escape_overrides

if TYPE_CHECKING:
    from timeline.cli.add import Drafter, Interview


@app.command("format")
@shared
def format_files(
    session: Session,
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FILE...]", help="Data files; - is standard input, written to standard output."),
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Change nothing; exit code 1 if a file would change.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Change nothing; show what would change.")] = False,
) -> None:
    """Put a data file into its one form.

    \b
    timeline format my.yaml
    timeline format --check

    Records and fields in their order, quotes, lists, wrapped lines; comments stay with what they belong to. A file that
    cannot be read is left as it is, and its errors are shown.
    """
    from timeline.datafile.write import formatted

    bad = False
    for file in [*map(session.reading, files or ())] or [session]:
        data = file.read()
        try:
            form = formatted(data, file.name)
        except DataError as error:
            rest = command_line("check", "--all", *file.said_data[1:])
            notify_problems(error.name, error.problems, rest)
            bad = True
            continue
        if check or diff:
            bad = bad or form != data
            if diff:
                sys.stdout.writelines(_difference(file, data, form))
            _notify_of_check(file, data, form)
        elif file.path is None:
            write_binary([form])
        else:
            _write(file, data, form)
    if bad:
        raise typer.Exit(1)


def _notify_of_check(file: Session, data: bytes, form: bytes) -> None:
    if form == data:
        notify(f"{file.name}: is in its one form")
        return
    way = command_line("format", *file.said_data[1:])
    pairs = zip([*data.splitlines(), b""], [*form.splitlines(), b""], strict=False)
    line = next(number for number, (old, new) in enumerate(pairs, start=1) if old != new)
    notify(f"{file.name}:{line}: from here on it is not in its one form; {way} puts it into that")


def _write(file: Session, data: bytes, form: bytes) -> None:
    assert file.path
    if form == data:
        notify(f"{file.name}: is in its one form already")
        return
    _refuse_shipped(file)
    rewrite_file(file.path, form, data)
    notify(f"{file.name}: put into its one form")


def _refuse_shipped(file: Session) -> None:
    if not file.data and shipped():
        copy = command_line("export", "my.yaml")
        raise TimelineError(f"the chronology that comes with the program is not changed; {copy} makes a copy to change")


def _difference(file: Session, data: bytes, form: bytes) -> Iterator[str]:
    """What would change, as a unified diff; where the screen has colours its marks are in them."""
    from timeline.views.colours import ADDED, REMOVED
    from timeline.views.layout import Styled

    colours = {"+": ADDED, "-": REMOVED} if file.screen.colour else {}
    before, after = ([f"{line}\n" for line in text.decode("utf-8-sig").splitlines()] for text in (data, form))
    for line in difflib.unified_diff(before, after, file.name, f"{file.name} in its one form"):
        shown = escape_overrides(line)
        yield Styled(shown[0], colours.get(shown[0], "")).append(shown[1:]).escaped()


@app.command()
@shared
def add(
    session: Session,
    draft: Draft,
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing.")] = False,
) -> None:
    """Add an event and its new source to a file.

    \b
    timeline add --data my.yaml --title "The library opens" --date "5 Nov 2026" --source s
    timeline add --data my.yaml --title "It moves" --date 2027 --source "s=Gives the year."

    At a terminal it asks for what is not given. It shows the event before it writes it at its place, touches no other
    line but that which says when the file was updated, and checks the file.
    """
    from timeline.cli.add import Drafter, Interview

    _refuse_shipped(session)
    if session.path is None:
        raise UsageError("an event is added to a file; name it with --data FILE")
    data = session.read()
    interview = None if yes or not (sys.stdin and sys.stdin.isatty() and sys.stderr.isatty()) else Interview()
    drafter = Drafter(parse(data, session.name), draft, interview)
    missing = [] if interview else drafter.missing()
    if missing:
        raise UsageError(f"missing {', '.join(missing)}; at a terminal {command_line('add', *session.said_data)} asks")
    _add(session, data, drafter, interview)


def _add(session: Session, data: bytes, drafter: Drafter, interview: Interview | None) -> None:
    """Drafts an event, shows it, writes it and checks the file."""
    from timeline.cli.add import yes_or_no
    from timeline.datafile.check import problems
    from timeline.datafile.insert import NotInPlaceError, added
    from timeline.datafile.write import record_lines
    from timeline.dates import parse as day

    assert session.path
    event, sources = drafter.event()
    today = day(dt.date.today().isoformat())  # noqa: DTZ011  # the day where the person is
    try:
        made = added(data, event, sources, today, session.name)
    except NotInPlaceError as error:
        way = command_line("format", *session.said_data[1:])
        raise TimelineError(f"{error}: {way}") from None
    shown = [line for source in sources for line in ("", *record_lines(source))] + ["", *record_lines(event), ""]
    for line in shown:
        notify(escape_overrides(line), who="", wrap=False)
    if interview and not interview.ask(f"Write it to {session.name}?", yes_or_no, "yes"):
        notify("nothing is written")
        raise typer.Exit(1)
    rewrite_file(session.path, made, data)
    notify(f"{event.id} added to {session.name}; {command_line('show', event.id, *session.said_data)} shows it")
    before = {(problem.where, problem.rule) for problem in problems(data, session.name)}
    for problem in problems(made, session.name):
        if (problem.where, problem.rule) not in before:
            notify(problem.at(session.name), who="")
