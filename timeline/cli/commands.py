"""The commands: which module holds each, so that a run imports that of the command that is asked for alone."""

from __future__ import annotations

import copy
import importlib
from collections.abc import Iterable
from functools import cache

import typer
from typer.core import TyperGroup
from typer.models import CommandInfo

from timeline.cli.app import app
from timeline.cli.command import Command

MODULES = {
    "list": "reading", "show": "reading", "count": "reading", "programmes": "reading", "chart": "reading",
    "on": "reading", "sources": "reading", "cite": "exporting", "export": "exporting", "check": "checking",
    "format": "writing", "add": "writing", "diff": "curating", "schema": "curating",
}  # fmt: skip
"""The module of each command, in the order in which help lists them."""


def program(names: Iterable[str] = MODULES) -> typer.Typer:
    """The program with these of its commands, since Typer reads the options of each that it is given."""
    wanted = list(names)
    for module in dict.fromkeys(MODULES[name] for name in wanted):
        importlib.import_module(f"timeline.cli.{module}")
    made = {name_of(command): command for command in app.registered_commands}
    for name in wanted:
        if name not in made:  # of a module that is there, and empty
            raise ImportError(f"no command {name} in timeline.cli.{MODULES[name]}")
    narrow: typer.Typer = copy.copy(app)
    narrow.registered_commands = [made[name] for name in wanted]
    for command in narrow.registered_commands:
        command.cls = Command
    return narrow


@cache
def ready(names: tuple[str, ...] = tuple(MODULES)) -> TyperGroup:
    """The same, ready to run: made once, which takes Typer longer than most commands take."""
    made = typer.main.get_command(program(names))
    assert isinstance(made, TyperGroup)  # as the program is something without a command, too
    return made


def name_of(command: CommandInfo) -> str:
    """What a command is called on the command line."""
    return command.name or str(getattr(command.callback, "__name__", ""))
