"""Where output goes: the streams and what they can show, and files that appear whole or not at all."""

from __future__ import annotations

import codecs
import contextlib
import errno
import io
import os
import signal
import stat
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple, TextIO

from timeline.errors import Problem, TimelineError, reason_of
from timeline.text import count, quoted

if TYPE_CHECKING:
    from timeline.views.layout import Look

_PLAIN = {
    "–": "-", "—": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "…": "...", "·": "-", "•": "o", "◆": "*", "ə": "a",
    "Ə": "A", "ı": "i", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ß": "ss", "\xa0": " ",
}  # fmt: skip


def _readable(error: UnicodeError) -> tuple[str, int]:
    """Stands in for characters that a stream cannot encode: ``İlham`` becomes ``Ilham``, the rest a question mark."""
    import unicodedata

    if not isinstance(error, UnicodeEncodeError):
        raise error
    out = []
    for char in error.object[error.start : error.end]:
        plain = _PLAIN.get(char) or unicodedata.normalize("NFKD", char).encode("ascii", "ignore").decode()
        out.append(plain or ("" if unicodedata.combining(char) else "?"))
    return "".join(out), error.end


codecs.register_error("timeline.readable", _readable)

SHOWN = 20
"""Problems of a file shown before the rest is only counted."""


def listed(name: str, problems: tuple[Problem, ...], limit: int) -> list[str]:
    """The first problems of a file, a line each, and how many more there are."""
    lines = [problem.at(name) for problem in problems[:limit]]
    more = len(problems) - limit
    if more > 0:
        lines.append(f"{name}: and {count(more, 'problem')} more; 'timeline check --all' shows them")
    return lines


def prepare(stream: TextIO | None) -> None:
    """Makes a stream show what it cannot encode in a readable way rather than fail."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure:
        reconfigure(errors="timeline.readable")


class Closed(io.TextIOBase):
    """Standard output that is closed. Writing to it fails, where Python would let it vanish and call that done."""

    @property
    def buffer(self) -> Closed:
        """Where bytes go: nowhere either."""
        return self

    def write(self, text: str | bytes) -> int:
        """Raises `OSError`."""
        raise OSError(errno.EBADF, "standard output is closed")


_ENDING = (signal.SIGINT, signal.SIGTERM)


def let_go(stream: Any) -> None:
    """Keeps Python from writing, at its end, what could not be written before."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


class Screen(NamedTuple):
    """What standard output is and can show, from what the user asked for and the environment."""

    terminal: bool
    """Whether a person sees it as it is written."""
    colour: bool
    """Whether it is to be coloured."""
    styled: bool
    """Whether the views for a terminal are wanted rather than linear text."""
    unicode: bool
    """Whether it shows more than ASCII."""

    @classmethod
    def of(cls, stream: TextIO, colour: str, environment: Mapping[str, str]) -> Screen:
        """``colour`` is auto, always or never; for auto the environment and the stream decide."""
        terminal = stream.isatty()
        dumb = environment.get("TERM") == "dumb"
        if colour != "auto":
            coloured = colour == "always"
        elif environment.get("NO_COLOR"):
            coloured = False
        elif environment.get("FORCE_COLOR", "0") not in ("", "0"):
            coloured = True
        else:
            coloured = terminal and not dumb
        encoding = (getattr(stream, "encoding", None) or "ascii").lower().replace("-", "")
        return cls(terminal, coloured, coloured or (terminal and not dumb), encoding.startswith("utf"))


def look_of(screen: Screen, columns: int) -> Look:
    """The layout for a screen of so many cells."""
    from timeline.views.layout import Look

    return Look(max(columns, 20), screen.unicode, screen.terminal and screen.colour)


def page(text: str, environment: Mapping[str, str]) -> bool:
    """Shows a text through the user's pager, ``$PAGER`` or ``less -FRX``; False where there is none."""
    import subprocess

    command = environment.get("PAGER", "less")
    if not command.strip() or command.strip() == "cat":
        return False
    settings = {**environment, "LESS": environment.get("LESS") or "FRX", "LESSCHARSET": "utf-8"}
    with _undisturbed(signal.SIGINT, later=False):  # Ctrl-C is for the pager, which has the terminal
        try:
            pager = subprocess.Popen(command, shell=True, stdin=subprocess.PIPE, env=settings)
        except OSError:
            return False
        with contextlib.suppress(BrokenPipeError):
            pager.communicate(text.encode(errors="replace"))
    return pager.returncode != COMMAND_NOT_FOUND


@contextlib.contextmanager
def _undisturbed(*numbers: int, later: bool) -> Iterator[None]:
    """Keeps signals from ending the program within a block; ``later`` has them do so at its end."""
    waiting: list[int] = []
    # a handler, since a program that is started meanwhile would inherit that a signal is ignored
    before = {number: signal.signal(number, lambda number, _: waiting.append(number)) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for number in waiting[:1] if later else ():
            signal.raise_signal(number)


COMMAND_NOT_FOUND = 127
"""What a shell answers when there is no such program."""


def write_binary(data: Iterable[bytes]) -> None:
    """Bytes, in pieces, to standard output, whatever its encoding."""
    sys.stdout.flush()
    for piece in (b"", *data):  # nothing is written too, so that a closed stream is noticed
        sys.stdout.buffer.write(piece)


def write_file(target: str, data: Iterable[bytes], *, force: bool, never: Path | None = None) -> None:
    """A file, from its pieces, that appears whole or not at all; an existing one is replaced only with ``force``.

    A link is written through, permissions are kept, a pipe or device is written to directly. ``never`` is a file that
    must not be overwritten: the one that was read. Raises `TimelineError`.
    """
    path = Path(target)
    try:
        real = Path(os.path.realpath(path))
        mode = path.stat().st_mode if path.exists() else None  # not of real: that of a nameless pipe leads nowhere
        if mode is not None and stat.S_ISDIR(mode):
            raise TimelineError(f"cannot write {quoted(target, 200)}: it is a folder")
        if mode is not None and never and never.exists() and os.path.samefile(path, never):
            raise TimelineError(f"cannot write {quoted(target, 200)}: it is the file that is read")
        if _is_standard_output(path):
            write_binary(data)
        elif mode is not None and not stat.S_ISREG(mode):
            with path.open("wb") as stream:
                stream.writelines(data)
        elif mode is not None and not force:
            raise TimelineError(f"{quoted(target, 200)} exists; --force replaces it")
        else:
            _replace(real, data, mode, force=force)
    except BrokenPipeError:
        raise
    except (OSError, ValueError) as error:
        raise TimelineError(f"cannot write {quoted(target, 200)}: {reason_of(error)}") from None


def write_folder(target: str, files: Mapping[str, str], *, force: bool, never: Path | None = None) -> None:
    """A folder of files, a new one whole or not at all. ``force`` writes into one that exists; the rest of it stays.

    ``never`` is a file that must not be overwritten. Raises `TimelineError`.
    """
    path = Path(target)
    try:
        if not path.exists():
            _make_folder(path, files)
            return
    except (OSError, ValueError) as error:
        raise TimelineError(f"cannot write {quoted(target, 200)}: {reason_of(error)}") from None
    if not path.is_dir():
        raise TimelineError(f"cannot write {quoted(target, 200)}: it is a file, and a folder is wanted")
    if not force:
        raise TimelineError(f"{quoted(target, 200)} exists; --force replaces the files of the package in it")
    for name, text in files.items():
        write_file(str(path / name), [text.encode("utf-8")], force=True, never=never)


def _is_standard_output(path: Path) -> bool:
    """Whether a name, such as ``/dev/stdout``, stands for what standard output goes to already."""
    with contextlib.suppress(OSError, ValueError):
        return os.path.samestat(path.stat(), os.fstat(sys.stdout.fileno()))
    return False


def _make_folder(path: Path, files: Mapping[str, str]) -> None:
    """Fills a folder beside the target, and only then gives it the name."""
    import shutil

    temporary = _beside(path)
    with _undisturbed(*_ENDING, later=True):
        temporary.mkdir()
        try:
            for name, text in files.items():
                _fill((temporary / name).open("xb"), [text.encode("utf-8")])
            temporary.rename(path)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)


def _replace(path: Path, data: Iterable[bytes], mode: int | None, *, force: bool) -> None:
    """Writes beside the target, makes sure that it is on the disk, and only then gives it the name."""
    temporary = _beside(path)
    with _undisturbed(*_ENDING, later=True):
        stream = temporary.open("xb")
        try:
            _fill(stream, data)
            if mode is not None:
                os.chmod(temporary, stat.S_IMODE(mode))
            if force:
                os.replace(temporary, path)
            else:
                _name_once(temporary, path)
        finally:
            temporary.unlink(missing_ok=True)


def _beside(path: Path) -> Path:
    """A name in the same folder that nobody can guess, and no longer than names may be."""
    import secrets

    return path.with_name(f".{path.name[:40]}.{secrets.token_hex(6)}.part")


def _fill(stream: BinaryIO, data: Iterable[bytes]) -> None:
    """Writes a whole file, which is on the disk when this ends."""
    with stream:
        stream.writelines(data)
        stream.flush()
        os.fsync(stream.fileno())


def _name_once(temporary: Path, path: Path) -> None:
    """Gives a file its name unless another has taken it meanwhile."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise TimelineError(f"{quoted(str(path), 200)} exists; --force replaces it") from None
    except OSError:  # a file system without hard links
        os.replace(temporary, path)
