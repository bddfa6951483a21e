"""The command that validates: every problem of a file, for people at a terminal, pipes, programs, pull requests."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from timeline.cli import completion
from timeline.cli.app import app, offered, show_prose
from timeline.cli.options import shared
from timeline.cli.session import Session
from timeline.cli.streams import MAX_PROBLEMS_SHOWN, command_line, notify
from timeline.errors import unknown

if TYPE_CHECKING:
    from timeline.formats.problems import Report
    from timeline.views.layout import Layout, Styled


@app.command()
@shared
def check(
    session: Session,
    files: Annotated[
        list[str] | None, typer.Argument(metavar="[FILE...]", help="Data files; - is standard input.")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Fail on warnings too.")] = False,
    ignore: Annotated[
        list[str] | None, offered("RULE", "Leave a rule of warnings out.", completion.rules, "--ignore")
    ] = None,
    format: Annotated[
        str, offered("NAME", "text, json or github (annotations).", completion.check_formats, "--format")
    ] = "text",
    everything: Annotated[
        bool, typer.Option("--all", help=f"At a terminal every problem, not only the first {MAX_PROBLEMS_SHOWN}.")
    ] = False,
    rules: Annotated[bool, typer.Option("--rules", help="Show all rules, and an example of each.")] = False,
) -> None:
    """Validate; every problem as FILE:LINE:COLUMN with its rule.

    \b
    timeline check
    timeline check --strict --ignore no-summary my.yaml
    timeline check --rules

    Warnings, told once a file can be read, fail with --strict only.
    """
    from timeline.datafile.rules import warnings_without
    from timeline.formats import problems as formats

    if rules:
        from timeline.views.problems import rules as all_rules

        show_prose(session, all_rules)
        return
    told = warnings_without(ignore or ())
    if format not in formats.NAMES:
        raise unknown("format", format, formats.NAMES)
    if not files and not session.data:
        notify("no file is named: checking the data that come with the program")
    reports = [_checked(file, told) for file in map(session.reading, files or ())] or [_checked(session, told)]
    _show(reports, files or [], session, format, everything=everything)
    found = {problem.severity for report in reports for problem in report.problems}
    if "error" in found or (found and strict):
        raise typer.Exit(1)


def _checked(session: Session, told: frozenset[str]) -> Report:
    from timeline.datafile.check import problems
    from timeline.formats.problems import Report

    data = session.read()
    return Report(session.name, data, tuple(problems(data, session.name, told)))


def _show(reports: list[Report], files: list[str], session: Session, format: str, *, everything: bool) -> None:
    """Writes what was found in each file, and how much that is."""
    from timeline.formats import problems as formats

    def view(layout: Layout) -> Styled:
        from timeline.views.layout import joined
        from timeline.views.problems import excerpts

        limit = sys.maxsize if everything else MAX_PROBLEMS_SHOWN
        more = command_line("check", "--all", *(files or session.said_data[1:]))
        return joined("", (excerpts(*report, layout, limit, more) for report in reports))

    if format == "text":
        session.show(view, lambda: formats.text(reports))
    else:
        sys.stdout.write(formats.json(reports) if format == "json" else formats.github(reports))
    for report in reports:
        notify(f"{report.name}: {report.total}")
