"""Where everything that goes wrong ends: errors become one line on standard error and an exit code.

`EXITS` says which.
"""

from __future__ import annotations

import contextlib
import copy
import os
import signal
import sys
from typing import Any, NoReturn

import typer

from timeline.cli import streams
from timeline.cli.commands import app
from timeline.cli.streams import SHOWN, ClosedPipeError, listed, tell
from timeline.errors import DataError, TimelineError, UsageError, reason_of
from timeline.query import Filters
from timeline.text import did_you_mean, visible

EXITS = {
    0: "Done, also where no event matches.",
    1: "The data or a file is at fault, or check found problems.",
    2: "The command line asks for something that does not exist or cannot be understood.",
    130: "Ended by Ctrl-C.",
    143: "Ended by SIGTERM.",
}
"""What the exit codes mean."""
LONGEST = 600
"""Characters of a complaint about the command line, which repeats what was typed."""


def heed_signals() -> None:
    """Has Ctrl-C and SIGTERM end the program in order, unless whoever started it wants them ignored."""
    for number in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _stop)


def _stop(number: int, _: object) -> None:
    """Ends the program, which cleans up undisturbed. What was not printed yet is not, as nobody may be waiting."""
    for other in (signal.SIGINT, signal.SIGTERM):
        signal.signal(other, signal.SIG_IGN)
    streams.let_go(sys.stdout)
    raise SystemExit(128 + number)


def main() -> None:
    """What the installed command calls."""
    heed_signals()
    leave(run())


def run(args: list[str] | None = None) -> int:
    """Runs the program and returns its exit code; everything that goes wrong ends here."""
    stream: Any = sys.stdout
    sys.stdout = stream or streams.Closed()
    streams.prepare(stream)
    streams.prepare(sys.stderr)
    given = sys.argv[1:] if args is None else args
    try:
        code = _narrowed(app, given)(given, prog_name="timeline", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except (ClosedPipeError, BrokenPipeError):
        streams.let_go(sys.stdout)
        return 0
    except KeyboardInterrupt:
        return 130
    except SystemExit as error:  # Typer's answer to a pipe that closes, among others
        if not isinstance(error.__context__, BrokenPipeError):
            raise
        streams.let_go(sys.stdout)
        return 0
    except Exception as error:
        return _told(error, app, given)


def leave(code: int) -> NoReturn:
    """Ends the process at once: to take every object apart first, as Python does, costs more than many a command."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, OSError, ValueError):
            stream.flush()
    os._exit(code)


def _narrowed(app: typer.Typer, args: list[str]) -> typer.Typer:
    """The program with only the command that is asked for, since Typer reads the options of each that it is given."""
    asked = [command for command in app.registered_commands if [name_of(command)] == args[:1]]
    if not asked and args[:1] != ["--version"]:
        return app
    narrow: typer.Typer = copy.copy(app)
    narrow.registered_commands = asked
    return narrow


def name_of(command: Any) -> str:
    """What a command is called on the command line."""
    return command.name or str(getattr(command.callback, "__name__", ""))


def _told(error: Exception, app: typer.Typer, args: list[str]) -> int:
    """Says what went wrong and returns the exit code for it."""
    if isinstance(error, typer.TyperException):
        tell(_helpful(error, app, args))
        return error.exit_code
    if isinstance(error, DataError):
        for line in listed(error.name, error.problems, SHOWN):
            tell(line, who="")
        return 1
    if isinstance(error, TimelineError):
        tell(visible(str(error)))
        return 2 if isinstance(error, UsageError) else 1
    if isinstance(error, OSError):
        streams.let_go(sys.stdout)
        tell(f"cannot write: {reason_of(error)}")
        return 1
    # a fault of ours: where it is, rather than the whole way there
    tell(f"internal error: {visible(repr(error))[:300]} at {_place_of(error)}; please report it")
    return 1


_HINTS = (
    (r"unexpected extra argument.* \((\d{4})\)", "; a year is an option, 'timeline list -y {0}'"),
    (r"unexpected extra argument.* \((.*)\)", "; filters are options, such as 'timeline list -s {0}'"),
    (r"Missing argument 'ID", "; 'timeline list --ids' shows ids"),
    (
        r"No such command 'landmarks?'",
        "; 'timeline' alone shows them, and --landmarks is an option",
    ),
    (r"No such command 'help'", "; it is 'timeline --help'"),
    (r"No such command '(search|find|grep)'", "; words are searched by 'timeline list --search WORDS'"),
    (
        rf"No such option: (-[ypks]|--(?:{'|'.join(Filters._fields).replace('_', '')}|landmarks|reverse|limit))$",
        "; it stands behind a command, as in 'timeline list {0} …'",
    ),
    (r"No such command '(\w+)'\.$", "; words are searched by 'timeline list --search {0}'"),
)
"""What people try, and what they could try instead."""


def _helpful(error: Any, app: typer.Typer, args: list[str]) -> str:
    """A complaint about the command line on one line, with the way on."""
    message, meant = visible(error.format_message()), ""
    possible = getattr(error, "possibilities", None)
    if possible:  # an option that does not exist, to whose complaint Typer adds a list, with those that are hidden
        hidden = {flag for option in error.ctx.command.params if option.hidden for flag in option.opts}
        message, meant = visible(error.message), did_you_mean(error.option_name, set(possible) - hidden)
    message = f"{message[:LONGEST]}…" if len(message) > LONGEST else message
    way = _way_on(message) or meant
    message = message.rstrip(".") + way if way else message
    commands = [name_of(command) for command in app.registered_commands]
    named = next((arg for arg in args if arg in commands), "")
    return f"{message} (see '{' '.join(filter(None, ('timeline', named, '--help')))}')"


def _way_on(message: str) -> str:
    """The end of a complaint: what could be tried instead, where that is known."""
    import re

    for pattern, hint in _HINTS:
        match = re.search(pattern, message)
        if match:
            return hint.format(*match.groups())
    return ""


def _place_of(error: Exception) -> str:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}" if trace else "start"
