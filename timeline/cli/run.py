"""Where everything that goes wrong ends: errors become one line on standard error and an exit code.

`EXITS` says which.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from typing import Any, NoReturn

import typer
from typer.core import TyperGroup

from timeline.cli import completion, streams
from timeline.cli.command import NoCommandError, StrayError
from timeline.cli.commands import MODULES, ready
from timeline.cli.streams import ClosedPipeError, notify, notify_problems
from timeline.errors import DataError, TimelineError, UsageError, reason_of
from timeline.text import escape_unprintable

EXITS = {
    0: "Done, also where no event matches; diff found no difference.",
    1: "The data or a file is at fault; check found errors, or with --strict warnings; diff found a difference.",
    2: "The command line asks for something that does not exist or cannot be understood.",
    130: "Ended by Ctrl-C.",
    143: "Ended by SIGTERM.",
}
"""What the exit codes mean."""


def handle_signals() -> None:
    """Has Ctrl-C and SIGTERM end the program in order, unless whoever started it wants them ignored."""
    for number in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _stop)


def _stop(number: int, _: object) -> None:
    """Ends the program, which cleans up undisturbed. What was not printed yet is not, as nobody may be waiting."""
    for other in (signal.SIGINT, signal.SIGTERM):
        signal.signal(other, signal.SIG_IGN)
    streams.discard_output(sys.stdout)
    raise SystemExit(128 + number)


def main() -> None:
    """What the installed command calls."""
    handle_signals()
    exit_now(run())


def run(args: list[str] | None = None) -> int:
    """Runs the program and returns its exit code; everything that goes wrong ends here."""
    stream: Any = streams.patient(sys.stdout)
    sys.stdout = stream or streams.ClosedOutput()
    sys.stderr = streams.patient(sys.stderr)
    streams.prepare(stream)
    streams.prepare(sys.stderr)
    given = sys.argv[1:] if args is None else args
    if "_TIMELINE_COMPLETE" in os.environ:
        os.environ["TERMINAL_WIDTH"] = str(streams.columns())  # which Typer takes for a number, whatever it holds
    if fault := completion.fault(os.environ):
        notify(escape_unprintable(fault))
        return 2
    try:
        code = _narrowed(given)(given, prog_name="timeline", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except (ClosedPipeError, BrokenPipeError):
        streams.discard_output(sys.stdout)
        return 0
    except KeyboardInterrupt:
        return 130
    except SystemExit as error:  # Typer's answer to a pipe that closes, among others
        if not isinstance(error.__context__, BrokenPipeError):
            raise
        streams.discard_output(sys.stdout)
        return 0
    except Exception as error:
        return _report(error, given)


def exit_now(code: int) -> NoReturn:
    """Ends the process at once: to take every object apart first, as Python does, costs more than many a command."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, OSError, ValueError):
            stream.flush()
    os._exit(code)


def _narrowed(args: list[str]) -> TyperGroup:
    """The program with only the command that is asked for; with all of them where none is, or the shell asks."""
    word = args[0] if args else ""
    if word in MODULES:
        return ready((word,))
    alone = word in ("", "--version") and "_TIMELINE_COMPLETE" not in os.environ
    return ready(()) if alone else ready()


def _report(error: Exception, args: list[str]) -> int:
    """Says what went wrong and returns the exit code for it."""
    from timeline.__main__ import fault_of_import
    from timeline.cli import advice, usage

    if isinstance(error, typer.TyperException | NoCommandError | StrayError):
        notify(escape_unprintable(usage.complaint(error, args, ready())))
        return 2
    if isinstance(error, DataError):
        notify_problems(error.name, error.problems, advice.check_all(args))
        return 1
    if isinstance(error, TimelineError):
        notify(escape_unprintable(advice.on_error(error, args)))
        return 2 if isinstance(error, UsageError) else 1
    if fault := fault_of_import(error):
        notify(fault)
        return 1
    if isinstance(error, OSError):
        streams.discard_output(sys.stdout)
        notify(f"cannot write: {reason_of(error)}")
        return 1
    if isinstance(error, MemoryError):
        notify("not enough memory")
        return 1
    # a fault of ours: where it is, rather than the whole way there
    notify(f"internal error: {escape_unprintable(repr(error))[:300]} at {_position_of(error)}; please report it")
    return 1


def _position_of(error: Exception) -> str:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}" if trace else "start"
