"""The standard streams: what they can show, and how output and words to a person get there."""

from __future__ import annotations

import codecs
import contextlib
import errno
import io
import os
import re
import shutil
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple, TextIO

from timeline.errors import Problem
from timeline.text import count

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

    from timeline.views.layout import Layout

MIN_COLUMNS, MAX_COLUMNS = 20, 10_000
"""Cells across for which there is a layout, whatever a terminal says of itself."""
MAX_PROBLEMS_SHOWN = 20
"""Problems of a file shown before the rest is only counted."""

_PLAIN = {
    "–": "-", "—": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "…": "...", "·": "-", "•": "o", "◆": "*", "ə": "a",
    "Ə": "A", "ı": "i", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ß": "ss", "\xa0": " ",
}  # fmt: skip


def _transliterated(error: UnicodeError) -> tuple[str, int]:
    """Stands in for characters that a stream cannot encode: ``İlham`` becomes ``Ilham``, the rest a question mark."""
    import unicodedata

    if not isinstance(error, UnicodeEncodeError):
        raise error
    out = []
    for char in error.object[error.start : error.end]:
        plain = _PLAIN.get(char) or unicodedata.normalize("NFKD", char).encode("ascii", "ignore").decode()
        out.append(plain or ("" if unicodedata.combining(char) else "?"))
    return "".join(out), error.end


codecs.register_error("timeline.readable", _transliterated)


class ClosedPipeError(Exception):
    """Whoever read our output has gone; there is nothing left to do and nothing to say."""


def prepare(stream: TextIO | None) -> None:
    """Makes a stream show what it cannot encode in a readable way rather than fail."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure:
        reconfigure(errors="timeline.readable")


class _Patient(io.RawIOBase):
    """A descriptor that takes whatever it is given, also by way of several writes, or fails."""

    def __init__(self, raw: io.RawIOBase) -> None:
        self._raw = raw

    def writable(self) -> bool:
        """It is written to, and nothing else."""
        return True

    def fileno(self) -> int:
        """The descriptor."""
        return self._raw.fileno()

    def isatty(self) -> bool:
        """Whether it is a terminal."""
        return self._raw.isatty()

    def write(self, data: Buffer, /) -> int:
        """Writes all of it; where the descriptor does not block, waits until it takes more. Raises `OSError`."""
        rest = memoryview(data)
        number = len(rest)
        while rest:
            written = self._raw.write(rest)
            if written is None:
                _wait_for(self, writing=True)
            elif not written:
                raise OSError(errno.ENOSPC, "no space left on device")
            rest = rest[written or 0 :]
        return number


def _wait_for(stream: io.RawIOBase, *, writing: bool) -> None:
    """Waits until a descriptor that does not block has more to give, or room for more."""
    from select import select

    select([] if writing else [stream], [stream] if writing else [], [])


def patient(stream: TextIO) -> TextIO:
    """A standard stream, if it is open, that is written whole or fails.

    Python's own leaves out what a descriptor did not take at once, if it is told not to buffer (PYTHONUNBUFFERED), and
    fails where a descriptor does not block.
    """
    buffer = getattr(stream, "buffer", None)
    raw = getattr(buffer, "raw", buffer)
    if not isinstance(raw, io.RawIOBase) or isinstance(raw, _Patient):
        return stream
    stream.flush()
    whole = io.BufferedWriter(_Patient(raw))
    by_line = bool(stream.line_buffering) or stream.isatty()  # also where Python was told not to buffer at all
    return io.TextIOWrapper(whole, stream.encoding, stream.errors, line_buffering=by_line)


def reader(stream: BinaryIO) -> Callable[[int], bytes]:
    """Reads at most so many bytes of a stream, none at its end; waits where its descriptor does not block."""
    raw: Any = getattr(stream, "raw", stream)

    def read(size: int) -> bytes:
        while (piece := raw.read(size)) is None:
            _wait_for(raw, writing=False)
        return bytes(piece)

    return read


class ClosedOutput(io.TextIOBase):
    """Standard output that is closed. Writing to it fails, where Python would let it vanish and call that done."""

    @property
    def buffer(self) -> ClosedOutput:
        """Where bytes go: nowhere either."""
        return self

    def write(self, text: str | bytes) -> int:
        """Raises `OSError`."""
        raise OSError(errno.EBADF, "standard output is closed")


def discard_output(stream: TextIO | io.TextIOBase) -> None:
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


def columns() -> int:
    """Cells across: ``COLUMNS`` where it is a number, else the terminal's own width, else 80; within reason."""
    return min(max(shutil.get_terminal_size((80, 24)).columns, MIN_COLUMNS), MAX_COLUMNS)


def layout_for(screen: Screen, columns: int) -> Layout:
    """The layout for a screen of so many cells."""
    from timeline.views.layout import Layout

    return Layout(columns, screen.unicode, colour=screen.colour)


@contextlib.contextmanager
def signals_held_back(*numbers: int, later: bool) -> Iterator[list[int]]:
    """Keeps signals from ending the program within a block; ``later`` has them do so at its end.

    Gives the list of those that came, which grows as they come.
    """
    waiting: list[int] = []
    # a handler, since a program that is started meanwhile would inherit that a signal is ignored
    before = {number: signal.signal(number, lambda number, _: waiting.append(number)) for number in numbers}
    try:
        yield waiting
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for number in waiting[:1] if later else ():
            signal.raise_signal(number)


def write_binary(data: Iterable[bytes]) -> None:
    """Bytes, in pieces, to standard output, whatever its encoding."""
    sys.stdout.flush()
    for piece in (b"", *data):  # nothing is written too, so that a closed stream is noticed
        sys.stdout.buffer.write(piece)


def notify(message: str, who: str = "timeline: ", *, wrap: bool = True) -> None:
    """A word to the person at the terminal, on standard error; silence where that is closed.

    What is to be copied as it stands, such as a part of a file, is not to be wrapped.
    """
    if sys.stderr is not None:  # print would take None for standard output
        try:
            said = f"{who}{message}"
            print(_wrapped(said) if wrap else said, file=sys.stderr, flush=True)
        except (OSError, ValueError):
            discard_output(sys.stderr)


def _wrapped(text: str) -> str:
    """A message as a terminal shows it: broken between words, which stay whole; anywhere else on one line."""
    if not sys.stderr.isatty():
        return text
    from textwrap import fill

    own = (80, 24)  # which counts where standard output is no terminal
    with contextlib.suppress(OSError, ValueError):
        own = os.get_terminal_size(sys.stderr.fileno())
    own = own if own[0] else (80, 24)  # a terminal that does not know its size says that it has none
    width = shutil.get_terminal_size(own).columns
    return fill(text, max(width, 20), subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)


def notify_problems(name: str, problems: tuple[Problem, ...], command: str) -> None:
    """Writes the first problems of a file, a line each, and how many more there are, which a command shows."""
    for problem in problems[:MAX_PROBLEMS_SHOWN]:
        notify(problem.at(name), who="")
    if (more := len(problems) - MAX_PROBLEMS_SHOWN) > 0:
        notify(f"{name}: and {count(more, 'problem')} more; {command} shows them", who="")


def command_line(*words: str) -> str:
    """A command of this program as a person types it, in single quotes: ``'timeline list -s "two words"'``."""
    return f"'{' '.join(('timeline', *map(shell_word, words)))}'"


def shell_word(word: str) -> str:
    """A word as a shell takes it for one, in double quotes where they do: the whole command stands in single ones."""
    separator = re.escape(os.sep)  # which on Windows needs no quotes either
    if re.fullmatch(rf"[\w@%+=:,./{separator}-]+", word):
        return word
    if not re.search(r'[$`"\\!]', word):
        return f'"{word}"'
    from shlex import quote

    return quote(word)
