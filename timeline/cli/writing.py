"""The commands that change a data file: put it into its one form."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterator
from typing import Annotated

import typer

from timeline.cli.app import app
from timeline.cli.files import rewrite_file, shipped
from timeline.cli.options import shared
from timeline.cli.session import Session
from timeline.cli.streams import MAX_PROBLEMS_SHOWN, command_line, notify, problem_lines, write_binary
from timeline.errors import DataError, TimelineError
from timeline.text import escape_overrides


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
    for file in [session._replace(data=name) for name in files or ()] or [session]:
        data = file.read()
        try:
            form = formatted(data, file.name)
        except DataError as error:
            rest = command_line("check", "--all", *file.said_data[1:])
            for line in problem_lines(error.name, error.problems, MAX_PROBLEMS_SHOWN, rest):
                notify(line, who="")
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
    if not file.data and shipped():
        copy = command_line("export", "my.yaml")
        raise TimelineError(f"the chronology that comes with the program is not changed; {copy} makes a copy to change")
    rewrite_file(file.path, form, data)
    notify(f"{file.name}: put into its one form")


_COLOURS = {"+": "\x1b[32m", "-": "\x1b[31m", "@": "\x1b[36m"}


def _difference(file: Session, data: bytes, form: bytes) -> Iterator[str]:
    """What would change, as a unified diff; in colour where the screen has it."""
    before, after = ([f"{line}\n" for line in text.decode("utf-8-sig").splitlines()] for text in (data, form))
    for line in difflib.unified_diff(before, after, file.name, f"{file.name} in its one form"):
        shown = escape_overrides(line)
        colour = _COLOURS.get(line[0]) if file.screen.colour else None
        yield f"{colour}{shown[:-1]}\x1b[0m\n" if colour else shown
