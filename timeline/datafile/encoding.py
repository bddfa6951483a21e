"""The bytes of a file before they are parsed: UTF-8 and nothing else, a fault at the position that an editor shows."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from timeline.datafile.syntax import LINE_END, NotYAMLError, Position, Report, end_of
from timeline.text import FORBIDDEN, name_of


class EncodingError(Exception):
    """The bytes are no UTF-8; position and message for the reader."""

    def __init__(self, position: Position, message: str) -> None:
        self.position, self.message = position, message
        super().__init__(message)


def clean(data: bytes, report: Report) -> bytes:
    """A file without its byte-order mark, every character that is not allowed in it reported and replaced.

    Raises `EncodingError` for what is not UTF-8, and `NotYAMLError` for a %TAG directive: a parser's time grows with
    the square of their number.
    """
    wide = _wide_encoding(data)
    if wide:
        raise EncodingError((1, 1), f"is {wide}; save it as UTF-8")
    data = data.removeprefix(codecs.BOM_UTF8)  # the codec that takes it off counts the places of errors without it
    text = _decoded(data)
    for directive in re.finditer("%TAG", text):
        if directive.start() == 0 or text[directive.start() - 1] in "\n\r":
            message = "is a %TAG directive; remove it, every value is text"
            raise NotYAMLError(end_of(text[: directive.start()]), message, "yaml-feature")
    if not re.search(FORBIDDEN, text):
        return data
    for number, line in enumerate(_lines(text), start=1):
        for match in re.finditer(FORBIDDEN, line):
            message = f"{name_of(match[0])} is not allowed in a file; remove it"
            report((number, match.start() + 1), "file", "forbidden-character", message)
    return re.sub(FORBIDDEN, "\ufffd", text).encode()


def _decoded(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start].decode()
        message = f"byte 0x{data[error.start]:02X} is not UTF-8; save the file as UTF-8"
        raise EncodingError(end_of(before), message) from None


def _lines(text: str) -> Iterator[str]:
    """The lines of a text as an editor counts them."""
    begin = 0
    for end in LINE_END.finditer(text):
        yield text[begin : end.start()]
        begin = end.end()
    yield text[begin:]


def _wide_encoding(data: bytes) -> str:
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
