"""What changed between two chronologies, for people at a terminal; what colours say, marks say too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from timeline.datafile.diff import Change, Entry, FieldChange, Value, in_words, wording
from timeline.views.layout import QUIET, Layout, Styled, Word, hung

MARKS = {"added": "+", "removed": "-", "renamed": ">", "changed": "~"}
SPACING = "(only spaces or line ends differ)"
SHORT = 5
"""Words of a text up to which old and new stand side by side where they have little in common."""

_STYLES = {"added": "color(29)", "removed": "color(161)", "renamed": "color(31)", "changed": "color(130)"}
_BRACKETS = {"": ("", ""), "added": ("{+", "+}"), "removed": ("[-", "-]")}
_FIELD = 4
_VALUE = 19


def differences(changes: tuple[Change, ...], layout: Layout) -> Styled:
    """The changes, by section: each record with its mark, and below it the fields that differ."""
    out = Styled()
    for section, found in groupby(changes, key=lambda change: change.section):
        records = list(found)
        heading = [(f"{section.capitalize()}:", "bold"), *_words(in_words(section, records))]
        out.append("\n" if out.pieces else "").extend(hung(heading, layout.width, 2))
        for change in records:
            out.extend(_record(change, layout))
    return out


def _record(change: Change, layout: Layout) -> Styled:
    """A record: its id, and what it is called; what differs; of a new one all that it has."""
    out = Styled("\n")
    if change.id:
        was = _words(f"(was {change.was})", QUIET) if change.was else []
        title = _words(change.title)
        head = [*_words(change.id, "bold"), *was, *(title and [(f" {title[0][0]}", ""), *title[1:]])]
        out.extend(hung(head, layout.width, 2, Styled(f"{MARKS[change.what]} ", _STYLES[change.what])))
    for field in change.shown:
        lead = Styled(f"{'':{_FIELD}}{field.name}", QUIET)
        lines = _values(field.new) if change.what == "added" else _changed(field, layout)
        for words in lines:
            indent = _FIELD + 2 if layout.stacked else _VALUE
            out.extend(hung(words, min(layout.width, indent + layout.prose), indent, lead))
            lead = Styled()
    return out


def _values(value: Value) -> Iterator[list[Word]]:
    """What a new record has in a field, an entry of a list a line."""
    if isinstance(value, str):
        yield _words(value)
    elif isinstance(value, Mapping):
        yield from (_words(f"{entry}: {said}" if said else entry) for entry, said in value.items())
    else:
        yield from map(_words, value)


def _changed(field: FieldChange, layout: Layout) -> Iterator[list[Word]]:
    """A field as it was and is: of a text its wording, of a list each entry that differs."""
    if isinstance(field.old, str) and isinstance(field.new, str):
        yield _wording(field.old, field.new, layout)
    for entry in field.entries:
        yield _entry(entry, layout)
    if field.reordered:
        yield _words(f"in another order: {', '.join(field.new)}")


def _entry(entry: Entry, layout: Layout) -> list[Word]:
    style = _STYLES[entry.what]
    mark = (MARKS[entry.what], style)
    if entry.what == "changed":
        return [mark, *_words(f"{entry.name}:"), *_wording(entry.old, entry.new, layout)]
    said = entry.old or entry.new
    return [mark, *_words(f"{entry.name}: {said}" if said else entry.name, style)]


def _wording(old: str, new: str, layout: Layout) -> list[Word]:
    """A text that changed: what went in ``[-`` and ``-]``, what came in ``{+`` and ``+}``; short ones side by side."""
    pieces = wording(old, new)
    if [piece.what for piece in pieces] == ["removed", "added"] and max(len(old.split()), len(new.split())) <= SHORT:
        arrow = ("→" if layout.unicode else "->", "")
        return [*_words(old, _STYLES["removed"]), arrow, *_words(new, _STYLES["added"])]
    words: list[Word] = []
    for what, text in pieces:
        opening, closing = _BRACKETS[what]
        words += _words(f"{opening}{text}{closing}", _STYLES.get(what, ""))
    return words if any(piece.what for piece in pieces) else [*words, *_words(SPACING, QUIET)]


def _words(text: str, style: str = "") -> list[Word]:
    return [(word, style) for word in text.split()]
