"""The commands of those who keep a chronology: what may stand in it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from timeline.cli.app import app
from timeline.cli.options import shared
from timeline.cli.session import Session
from timeline.cli.streams import command_line, notify, notify_problems
from timeline.errors import DataError, UsageError
from timeline.text import escape_overrides
from timeline.views import plain

if TYPE_CHECKING:
    from timeline.model import Chronology
    from timeline.views.layout import Layout, Styled


@app.command()
@shared
def diff(
    session: Session,
    old: Annotated[str, typer.Argument(metavar="OLD", help="A data file as it was; - is standard input.")],
    new: Annotated[
        str | None, typer.Argument(metavar="[NEW]", help="As it is; the chronology of --data if left out.")
    ] = None,
    format: Annotated[
        Literal["text", "markdown", "json"],
        typer.Option("--format", metavar="text|markdown|json", help="Markdown is for a pull request."),
    ] = "text",
) -> None:
    """What changed between two chronologies, event by event, field by field.

    \b
    timeline diff my.yaml other.yaml
    git show HEAD:my.yaml | timeline diff - my.yaml
    timeline diff my.yaml other.yaml --format markdown

    Exit code 1 where anything differs. Into a pipe: tab-separated section, id, what, field, old and new.
    """
    sides = (session.reading(old), session if new is None else session.reading(new))
    if [side.data for side in sides] == ["-", "-"]:
        raise UsageError("OLD and NEW are both standard input, which can be read but once; name a file for one")
    from timeline.datafile.diff import compare

    before, after = map(_loaded, sides)
    if before is None or after is None:
        raise typer.Exit(1)
    changes = compare(before, after)
    if format == "text":

        def view(layout: Layout) -> Styled:
            from timeline.views.diff import differences

            return differences(changes, layout)

        session.show(view, lambda: plain.changes(changes))
    else:
        from timeline.formats import diff as formats

        document = formats.json(changes) if format == "json" else map(escape_overrides, formats.markdown(changes))
        sys.stdout.writelines(document)
    if changes:
        raise typer.Exit(1)
    notify(f"no difference between {sides[0].name} and {sides[1].name}")


def _loaded(side: Session) -> Chronology | None:
    """A chronology that is compared; None for one with errors, which are told with the name of its file."""
    try:
        return side.load()
    except DataError as error:
        rest = command_line("check", "--all", *([side.data] if side.data else []))
        notify_problems(side.name, error.problems, rest)
        return None


@app.command()
@shared
def schema(session: Session) -> None:
    """JSON Schema of the data file; with --data, with that file's words, codes and ids.

    \b
    timeline schema > events.schema.json
    timeline schema --data my.yaml > my.schema.json

    Its first line names an editor the schema: # yaml-language-server: $schema=my.schema.json
    """
    import json

    from timeline.datafile.schema import json_schema

    print(json.dumps(json_schema(session.load() if session.data else None), indent=2, ensure_ascii=False))
