"""Files to write: in which format, and how they appear whole or not at all."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from collections.abc import Iterable
from pathlib import Path, PurePath

from timeline import formats
from timeline.cli.replacing import replace
from timeline.cli.session import Session
from timeline.cli.streams import command_line, write_binary
from timeline.datafile import bundled
from timeline.errors import TimelineError, UsageError, reason_of
from timeline.text import quoted


def format_for(target: str | None, name: str | None, session: Session) -> formats.Format:
    """The format that was named, else that of the target's suffix. Raises `UsageError`, for bytes on a terminal too."""
    if name is None and not (target and PurePath(target).suffix):
        if target and os.path.isdir(target):
            raise UsageError(f"{quoted(target, 200)} is a folder; name a file in it")
        example, names = command_line("export", "events.csv", *session.said_data), ", ".join(formats.BY_NAME)
        raise UsageError(f"name a file with a suffix, as in {example}, or a format; --format takes {names}")
    found = formats.named(name) if name is not None else formats.of_file(target or "")
    if found.binary and not target and session.screen.terminal:
        example = command_line("export", f"events{found.suffix}", *session.said_data)
        raise UsageError(f"{found.name} is not text; name a file, as in {example}")
    return found


def write_file(target: str, data: Iterable[bytes], *, force: bool, never: Path | None = None) -> None:
    """A file, from its pieces, that appears whole or not at all; an existing one is replaced only with ``force``.

    A link is written through, owner and permissions are kept as far as the system lets us, a pipe or device is written
    to directly. ``never`` is a file that must not be overwritten: the one that was read. Raises `TimelineError`.
    """
    path, shown = Path(target), quoted(target, 200)
    try:
        real = Path(os.path.realpath(path))
        mode = path.stat().st_mode if path.exists() else None  # not of real: that of a nameless pipe leads nowhere
        if mode is not None and stat.S_ISDIR(mode):
            raise TimelineError(f"cannot write {shown}: it is a folder")
        if mode is not None and never and never.exists() and os.path.samefile(path, never):
            raise TimelineError(f"cannot write {shown}: it is the file that is read")
        if _is_standard_output(path):
            write_binary(data)
        elif mode is not None and not stat.S_ISREG(mode):
            with path.open("wb") as stream:
                stream.writelines(data)
        elif mode is not None and not force:
            raise TimelineError(f"{shown} exists; --force replaces it")
        else:
            replace(real, data, shown, force=force)
    except BrokenPipeError:
        raise
    except (OSError, ValueError) as error:
        raise TimelineError(f"cannot write {shown}: {reason_of(error)}") from None


def rewrite_file(path: Path, data: bytes, read: bytes) -> None:
    """Another content for a file, in place of what was read of it; it changes as a whole or not at all.

    A link is written through, permissions are kept. Raises `TimelineError`, for a file that has changed meanwhile too.
    """
    shown = quoted(str(path), 200)
    try:
        real = Path(os.path.realpath(path))
        mode = real.stat().st_mode
        if not stat.S_ISREG(mode):
            raise TimelineError(f"cannot write {shown}: it is not a regular file; - takes standard input")
        replace(real, [data], shown, force=True, read=read)
    except (OSError, ValueError) as error:
        raise TimelineError(f"cannot write {shown}: {reason_of(error)}") from None


def shipped() -> bool:
    """Whether the data file that comes with the program is a part of an installed package, not of a checkout."""
    return bundled().is_relative_to(Path(formats.__file__).parent.parent)


def _is_standard_output(path: Path) -> bool:
    """Whether a name, such as ``/dev/stdout``, stands for what standard output goes to already."""
    with contextlib.suppress(OSError, ValueError):
        return os.path.samestat(path.stat(), os.fstat(sys.stdout.fileno()))
    return False
