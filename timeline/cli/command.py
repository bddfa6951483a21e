"""Typer's commands in the manner of this program: help is a view like any other, a stray word is a fault of ours.

What Typer hands to these methods is of types that it keeps to itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from typer.core import TyperCommand, TyperGroup, TyperOption

from timeline.errors import MAX_LIKELY, UnknownError, UsageError
from timeline.text import closest, quoted


class NoCommandError(UnknownError):
    """A word that is no command."""


class StrayError(UsageError):
    """Arguments that a command does not take."""

    def __init__(self, command: str, takes: str, stray: tuple[str, ...]) -> None:
        self.command = command
        """The command's name."""
        self.takes = takes
        """What it takes instead, as help calls it; empty for nothing."""
        self.stray = stray
        """The arguments that are too many."""
        super().__init__(command, takes, stray)

    def __str__(self) -> str:
        words = ", ".join(map(quoted, self.stray[:MAX_LIKELY])) + (" and more" if len(self.stray) > MAX_LIKELY else "")
        return f"unexpected {words}; {self.command} takes {self.takes or 'no arguments'}"


class _HelpOption(TyperOption):
    """``--help``, which heeds the options given beside it, whatever their order."""

    def handle_parse_result(self, ctx: Any, opts: Mapping[str, Any], args: list[str]) -> tuple[Any, list[str]]:
        if opts.get("help") and not ctx.resilient_parsing:
            from timeline.cli.help import show

            show(ctx, opts)
            ctx.exit()
        return super().handle_parse_result(ctx, opts, args)


def _heeding(option: Any) -> Any:
    """Typer's own option, which each version makes in another way, as one of ours, its long name first."""
    option.__class__ = _HelpOption
    option.opts.sort(key=len, reverse=True)  # a set gave them their order
    return option


class Command(TyperCommand):
    """A command."""

    allow_extra_args = True  # Typer keeps them, and they are refused here, with their command at hand

    def get_help_option(self, ctx: Any) -> Any:
        """The same one each time, as Typer compares it."""
        return _heeding(super().get_help_option(ctx))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Raises `StrayError` for arguments that the command does not take."""
        stray = super().parse_args(ctx, args)
        if stray and not ctx.resilient_parsing:
            takes = [entry.metavar or "" for entry in self.params if entry.param_type_name == "argument"]
            raise StrayError(ctx.info_name, " ".join(takes), tuple(stray))
        return stray


class Group(TyperGroup):
    """The program itself."""

    def get_help_option(self, ctx: Any) -> Any:
        """The same one each time, as Typer compares it."""
        return _heeding(super().get_help_option(ctx))

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The command that is asked for. Raises `NoCommandError`."""
        if args[0] not in self.commands and not ctx.resilient_parsing:
            meant = closest(args[0], self.commands)
            raise NoCommandError("command", args[0], self.commands, [meant] if meant else ())
        return super().resolve_command(ctx, args)
