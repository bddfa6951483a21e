"""Where a chronology comes from: a file, bytes, or the one that the program brings along."""

from __future__ import annotations

import importlib
import io
import os
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, TypeVar

from timeline.errors import InstallationError, TimelineError, reason_of
from timeline.model import Chronology
from timeline.text import escape_unprintable, quoted

if TYPE_CHECKING:
    from timeline.datafile.positions import Positions

Made = TypeVar("Made")

MAX_BYTES = 128 * 1024 * 1024
"""Bytes a file may have."""
PIECE = 1 << 18
"""Bytes that are read at once."""


def load(source: str | os.PathLike[str] | None = None) -> Chronology:
    """The chronology of a file, or the one that comes with the program.

    Raises `DataError` with every fault of the file, and `TimelineError` for a file that cannot be read.
    """
    if source is not None:
        return parse(*read_source(source))
    from timeline.datafile.compiled import unpacked

    made = _of_compiled(unpacked)
    return parse(*_brought()) if made is None else made


def version_of_data() -> str:
    """The day of the last change of the chronology that comes with the program, in EDTF; empty where it says none."""
    from timeline.datafile.compiled import updated

    return str(_of_compiled(updated) or load().updated or "")


def _of_compiled(take: Callable[[ModuleType], Made]) -> Made | None:
    """What is taken out of the module that the wheel's build made of the chronology.

    None in a checkout, which reads its YAML, and where the module is cut, unreadable or of another version: the YAML
    beside it says the same.
    """
    try:
        return take(importlib.import_module("timeline.datafile._compiled"))
    except Exception:
        return None


def _brought() -> tuple[bytes, str]:
    """The data file that comes with the program, and its name. Raises `InstallationError` where it cannot be read."""
    try:
        return read_source(None)
    except TimelineError as error:
        raise InstallationError(str(error)) from None


def bundled() -> Path:
    """The data file that comes with the program: beside the package in a wheel, one level up in a checkout."""
    package = Path(__file__).parent.parent
    beside = package / "data" / "events.yaml"
    return beside if beside.exists() else package.parent / "data" / "events.yaml"


def read_source(source: str | os.PathLike[str] | None) -> tuple[bytes, str]:
    """What a file holds, or the one that comes with the program, and its name for messages. Raises `TimelineError`."""
    path = bundled() if source is None else Path(source)
    return read_bytes(path), escape_unprintable(str(path))


def read_bytes(path: Path) -> bytes:
    """What a file holds. Raises `TimelineError`, naming file and reason, when it cannot be read or is too large."""
    shown = quoted(str(path), 200)
    try:
        with path.open("rb") as stream:
            return read_all(stream.read, shown)
    except (OSError, ValueError) as error:
        reason = "it is a folder" if isinstance(error, IsADirectoryError) else reason_of(error)
        raise TimelineError(f"cannot read {shown}: {reason}") from None


def read_all(read: Callable[[int], bytes], shown: str) -> bytes:
    """What ``read`` gives until it gives nothing, in no more memory than that takes. Raises `TimelineError`."""
    data = io.BytesIO()
    while piece := read(PIECE):
        data.write(piece)
        if data.tell() > MAX_BYTES:
            raise TimelineError(f"{shown} is larger than {MAX_BYTES >> 20} MiB")
    return data.getvalue()


def parse(data: bytes, name: str = "<text>") -> Chronology:
    """A chronology from the bytes of a file; ``name`` stands in messages. Raises `DataError`."""
    from timeline.datafile.records import read

    return read(data, name)


def parse_with_positions(data: bytes, name: str) -> tuple[Chronology, Positions]:
    """A chronology and where each field of it stands. Raises `DataError`."""
    from timeline.datafile.positions import Positions
    from timeline.datafile.records import read

    positions = Positions()
    return read(data, name, positions), positions
