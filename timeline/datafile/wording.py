"""Nodes of a file in words: what one is, and what to write instead."""

from __future__ import annotations

import re

from timeline.datafile import syntax
from timeline.datafile.schema import Field
from timeline.datafile.syntax import Node
from timeline.text import escape_unprintable, is_blank, quoted

NULLS = frozenset({"", "~", "null", "Null", "NULL"})
"""What a reader of YAML that types its scalars takes for nothing."""


def named_field(where: str, field: Field) -> str:
    """A field of a record in words; those of the file itself stand alone."""
    return field.name if where == "file" else f"{where}, {field.name}"


def is_nothing(node: Node | type[syntax.Mapping]) -> bool:
    """Whether a value is left out."""
    return node is None or (isinstance(node, syntax.Scalar) and node.plain and node.text in NULLS)


def says_nothing(node: Node) -> bool:
    """Whether a value is left out, or is a text that nobody can see."""
    return is_nothing(node) or (isinstance(node, syntax.Scalar) and is_blank(node.text))


def named(node: syntax.Scalar | syntax.Sequence | syntax.Mapping) -> str:
    """What a value is that should have been another: ``is the text 's'``."""
    if is_nothing(node):
        return "is empty"
    if isinstance(node, syntax.Scalar):
        return f"is the text {quoted(node.text)}"
    return "is a list" if isinstance(node, syntax.Sequence) else "is a mapping"


def instead_of(field: Field, node: syntax.Sequence | syntax.Mapping) -> str:
    """What is to be done about a list or a mapping where text belongs: YAML takes a date in brackets for a list."""
    if field.shape == "date" and isinstance(node, syntax.Sequence):
        return "put the date in quotes"
    if field.stated and isinstance(node, syntax.Mapping):
        return "leave out the hyphen: what a source states stands in a mapping, 'id: sentence'"
    return "expected text"


def as_list(node: syntax.Scalar | syntax.Mapping) -> str:
    """A text as the list that was expected, ``, such as [s]``; nothing where that cannot be shown."""
    if isinstance(node, syntax.Mapping) or is_nothing(node) or len(node.text) > 60:
        return ""
    text = escape_unprintable(node.text)
    if re.search(r"[][{},:#&*!|>%@`?'-]", text):
        text = f'"{text}"'
    return "" if '"' in node.text else f", such as [{text}]"
