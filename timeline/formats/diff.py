"""What changed between two chronologies, as Markdown for a pull request and as JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from timeline.datafile.diff import TOP, Change, FieldChange, Value, counts, in_words, wording
from timeline.formats.json import Json, laid_out
from timeline.formats.markdown import escaped

SCHEMA_VERSION = 1
"""Raised when a field of the JSON document changes its meaning or goes; new fields may come without."""
MAX_OPEN = 10
"""Records of a section up to which a reader of the Markdown sees them at once."""


def markdown(changes: tuple[Change, ...]) -> Iterator[str]:
    """A line of counts for each section, then every change, in parts that can be folded; it ends with a newline."""
    sections = [(section, list(found)) for section, found in groupby(changes, key=lambda change: change.section)]
    told = [f"{section.capitalize()}: {in_words(section, records)}" for section, records in sections]
    yield "".join(f"- {text}\n" for text in told) or "No difference.\n"
    for text, (_, records) in zip(told, sections, strict=True):
        opened = " open" if len(records) <= MAX_OPEN else ""
        yield f"\n<details{opened}>\n<summary>{text}</summary>\n\n"
        for change in records:
            yield from _record(change)
        yield "\n</details>\n"


def _record(change: Change) -> Iterator[str]:
    """A record as an item of a list, and in a list below it the fields that differ; of a new one all that it has."""
    if change.section != TOP:
        was = f" (was {_code(change.was)})" if change.was else ""
        title = f": {escaped(_spaced(change.title))}" if change.title else ""
        yield f"- {change.what} {_code(change.id)}{was}{title}\n"
    for field in change.shown:
        yield from (f"{'' if change.section == TOP else '  '}{line}\n" for line in _field(field, change.what))


def _field(field: FieldChange, what: str) -> Iterator[str]:
    if isinstance(field.old, str) and isinstance(field.new, str):
        yield f"- {field.name}: {escaped(_spaced(field.new)) if what == 'added' else _wording(field.old, field.new)}"
        return
    yield f"- {field.name}:{' in another order' if field.reordered else ''}"
    if field.reordered:
        yield f"  - {escaped('; '.join(field.new))}"
    for entry in field.entries:
        name = escaped(entry.name) if entry.name else ""
        said = _wording(entry.old, entry.new) if entry.what == "changed" else escaped(_spaced(entry.old or entry.new))
        yield f"  - {f'{entry.what} ' if what != 'added' else ''}{name}{f': {said}' if said else ''}"


def _wording(old: str, new: str) -> str:
    """A text that changed: what went is struck out, what came is underlined."""
    tags = {"": ("", ""), "added": ("<ins>", "</ins>"), "removed": ("<del>", "</del>")}
    pieces = wording(old, new)
    text = " ".join(f"{tags[what][0]}{escaped(text)}{tags[what][1]}" for what, text in pieces)
    return text if any(piece.what for piece in pieces) else f"{text} (only spaces or line ends differ)"


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _code(id: str) -> str:
    """An id as code; a word of a vocabulary, which may hold anything, as text."""
    return f"`{id}`" if "`" not in id and id.strip() == id else escaped(id)


def json(changes: tuple[Change, ...]) -> Iterator[str]:
    """The document, with every field as it was and as it is; it ends with a newline."""
    document: dict[str, Json] = {
        "schema_version": SCHEMA_VERSION,
        "counts": {section: dict(each) for section, each in counts(changes).items()},
        "changes": [_change(change) for change in changes],
    }
    return laid_out(document)


def _change(change: Change) -> dict[str, Json]:
    return {
        "section": change.section,
        "id": change.id,
        "change": change.what,
        "was": change.was or None,
        "title": change.title,
        "fields": [
            {
                "field": field.name,
                "old": _plain(field.old),
                "new": _plain(field.new),
                "entries": [
                    {"change": entry.what, "entry": entry.name, "old": entry.old, "new": entry.new}
                    for entry in field.entries
                ],
                "reordered": field.reordered,
            }
            for field in change.fields
        ],
    }


def _plain(value: Value) -> Json:
    return value if isinstance(value, str) else dict(value) if isinstance(value, Mapping) else list(value)
