"""The commands of those who keep a chronology: is the file sound, and what may stand in it."""

from __future__ import annotations

from typing import Annotated

import typer

from timeline.cli.app import app
from timeline.cli.options import said_data
from timeline.cli.session import Session
from timeline.cli.streams import MAX_PROBLEMS_SHOWN, command_line, notify, problem_lines


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
