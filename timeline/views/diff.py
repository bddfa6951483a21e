"""What changed between two chronologies, for people at a terminal; what colours say, marks say too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from timeline.datafile.diff import Change, Entry, FieldChange, Value, in_words, wording
from timeline.views.colours import ADDED, CHANGED, REMOVED, RENAMED
from timeline.views.layout import Layout, Styled, Word, hung, split_words

MARKS = {"added": "+", "removed": "-", "renamed": ">", "changed": "~"}
SPACING = "(only spaces or line ends differ)"
SHORT = 5
"""Words of a text up to which old and new stand side by side where they have little in common."""

_COLOURS = {"added": ADDED, "removed": REMOVED, "renamed": RENAMED, "changed": CHANGED}
"""Of the marks."""
_STYLES = {"added": "underline"}
"""Of words that came, beside the brackets around them; those that went have brackets alone."""
_BRACKETS = {"": ("", ""), "added": ("{+", "+}"), "removed": ("[-", "-]")}
_FIELD = 4
_VALUE = 19


def differences(changes: tuple[Change, ...], layout: Layout) -> Styled:
    """The changes, by section: each record with its mark, and below it the fields that differ."""
    out = Styled()
    for section, found in groupby(changes, key=lambda change: change.section):
        records = list(found)
        heading = [(f"{section.capitalize()}:", "bold"), *split_words(in_words(section, records))]
        out.append("\n" if out.pieces else "").extend(hung(heading, layout.width, 2))
        for change in records:
            out.extend(_record(change, layout))
    return out


def _record(change: Change, layout: Layout) -> Styled:
    """A record: its id, and what it is called; what differs; of a new one all that it has."""
    out = Styled("\n")
    if change.id:
        was = split_words(f"(was {change.was})") if change.was else []
        title = split_words(change.title)
        head = [*split_words(change.id, "bold"), *was, *(title and [(f" {title[0][0]}", ""), *title[1:]])]
        out.extend(hung(head, layout.width, 2, Styled(f"{MARKS[change.what]} ", _COLOURS[change.what])))
    for field in change.shown:
        lead = Styled(f"{'':{_FIELD}}{field.name}")
        lines = _values(field.new) if change.what == "added" else _changed(field, layout)
        for words in lines:
            indent = _FIELD + 2 if layout.stacked else _VALUE
            out.extend(hung(words, min(layout.width, indent + layout.prose), indent, lead))
            lead = Styled()
    return out


def _values(value: Value) -> Iterator[list[Word]]:
    """What a new record has in a field, an entry of a list a line."""
    if isinstance(value, str):
        yield split_words(value)
    elif isinstance(value, Mapping):
        yield from (split_words(f"{entry}: {said}" if said else entry) for entry, said in value.items())
    else:
        yield from map(split_words, value)


def _changed(field: FieldChange, layout: Layout) -> Iterator[list[Word]]:
    """A field as it was and is: of a text its wording, of a list each entry that differs."""
    if isinstance(field.old, str) and isinstance(field.new, str):
        yield _wording(field.old, field.new, layout)
    for entry in field.entries:
        yield _entry(entry, layout)
    if field.reordered:
        yield split_words(f"in another order: {', '.join(field.new)}")


def _entry(entry: Entry, layout: Layout) -> list[Word]:
    mark = (MARKS[entry.what], _COLOURS[entry.what])
    if entry.what == "changed":
        return [mark, *split_words(f"{entry.name}:"), *_wording(entry.old, entry.new, layout)]
    said = entry.old or entry.new
    return [mark, *split_words(f"{entry.name}: {said}" if said else entry.name)]


def _wording(old: str, new: str, layout: Layout) -> list[Word]:
    """A text that changed: what went in ``[-`` and ``-]``, what came in ``{+`` and ``+}``; short ones side by side."""
    pieces = wording(old, new)
    if [piece.what for piece in pieces] == ["removed", "added"] and max(len(old.split()), len(new.split())) <= SHORT:
        arrow = ("→" if layout.unicode else "->", "")
        return [*split_words(old), arrow, *split_words(new, _STYLES["added"])]
    words: list[Word] = []
    for what, text in pieces:
        opening, closing = _BRACKETS[what]
        words += split_words(f"{opening}{text}{closing}", _STYLES.get(what, ""))
    return words if any(piece.what for piece in pieces) else [*words, *split_words(SPACING)]
