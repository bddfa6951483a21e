"""Bytes to text: UTF-8 and nothing else, a fault at the place where an editor shows it."""

from __future__ import annotations

import codecs

from timeline.nodes import Place, end_of


class EncodingError(Exception):
    """The bytes are no UTF-8; place and message for the reader."""

    def __init__(self, place: Place, message: str) -> None:
        self.place, self.message = place, message
        super().__init__(message)


def decode(data: bytes) -> str:
    """The text of a file, without byte-order mark. Raises `EncodingError` with the place of what is not UTF-8."""
    wide = _wide(data)
    if wide:
        raise EncodingError((1, 1), f"is {wide}; save it as UTF-8")
    data = data.removeprefix(codecs.BOM_UTF8)  # the codec that takes it off counts the places of errors without it
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        message = f"byte 0x{data[error.start]:02X} is not UTF-8; save the file as UTF-8"
        raise EncodingError(end_of(before), message) from None


def _wide(data: bytes) -> str:
    """The name of an encoding of two or four bytes a character, by its mark or the zeros among the first bytes."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    zeros = [not byte for byte in data[:4]]
    if zeros in ([True, False, True, False], [False, True, False, True]):
        return "UTF-16"
    return "UTF-32" if zeros in ([True, True, True, False], [False, True, True, True]) else ""


_MARKS = (
    (b"\xff\xfe\0\0", "UTF-32"),
    (b"\0\0\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
