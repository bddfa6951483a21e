"""Two chronologies to what changed from one to the other: records and words, field by field.

What is compared follows from what `timeline.model` declares. The order of records and words is no difference; that of
a list is one. Where a record has another id, and is otherwise nearly the same, it was renamed, and what refers to it by
the new name has not changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple, TypeAlias, get_args

from timeline.datafile import schema
from timeline.model import Chronology

MIN_LIKENESS = 0.8
"""Share of their words that two records have in common of which one may be the other under another id."""
MAX_HOLDERS = 5
"""Records, on either side, that may hold the same value before it no longer leads from one to the other."""
MAX_WORDS_COMPARED = 500
"""Words of a text that are held against those of another one by one, which costs their product."""
TOP = "chronology"
"""The section of the fields that are the chronology's own."""
MEANING = "meaning"
"""The field of what stands beside a word of a vocabulary."""

What = Literal["added", "removed", "renamed", "changed"]
WHATS: tuple[What, ...] = get_args(What)
Value: TypeAlias = str | tuple[str, ...] | Mapping[str, str]
"""A field as a file has it: a text, empty where it is left out; a list; a list with a sentence beside each word."""
Row = dict[str, Value]
Rows = dict[str, Row]
Renames = dict[str, dict[str, str]]
"""Of a section, the new ids by the old ones."""

_FIELDS = {"events": schema.EVENT, "sources": schema.SOURCE, "programmes": schema.PROGRAMME}
_TITLES = {"events": "title", "sources": "title", "programmes": "name"}


class Piece(NamedTuple):
    """A part of a text that was changed."""

    what: Literal["", "added", "removed"]
    """Which of the two texts has it; empty where both do."""
    text: str


class Entry(NamedTuple):
    """One entry of a list that came, went, or says something else."""

    what: What
    name: str
    """The entry itself: a person, an id."""
    old: str = ""
    """What stood beside it; empty where nothing did."""
    new: str = ""
    """What stands beside it now."""


class FieldChange(NamedTuple):
    """A field that holds something else."""

    name: str
    old: Value
    new: Value

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Of a list what came, went or says something else; those that went first. Nothing for a text."""
        if isinstance(self.old, str) or isinstance(self.new, str):
            return ()
        old, new = _stated(self.old), _stated(self.new)
        gone = (Entry("removed", name, said) for name, said in old.items() if name not in new)
        kept = (Entry("changed", name, old[name], said) for name, said in new.items() if old.get(name, said) != said)
        come = (Entry("added", name, "", said) for name, said in new.items() if name not in old)
        return (*gone, *kept, *come)

    @property
    def reordered(self) -> bool:
        """Whether the entries that a list had and has are in another order."""
        if isinstance(self.old, str) or isinstance(self.new, str):
            return False
        return [name for name in self.old if name in self.new] != [name for name in self.new if name in self.old]


class Change(NamedTuple):
    """A record, a word, or the chronology's own fields: what became of it."""

    section: str
    """Where it stands: ``events``, ``sources``, ``programmes``, ``topics``, ``kinds``, or `TOP`."""
    id: str
    """Its id, code or word: the new one; the old one of what was removed; empty for `TOP`."""
    what: What
    title: str
    """What it is called: the new title, name or meaning, the old one of what was removed; empty for `TOP`."""
    fields: tuple[FieldChange, ...]
    """The fields that differ; of what came or went all that it has."""
    was: str = ""
    """The id that it had, where it was renamed."""

    @property
    def shown(self) -> tuple[FieldChange, ...]:
        """The fields for a person, to whom the title is told already: none of what was removed."""
        if self.what == "removed":
            return ()
        title = _TITLES.get(self.section, MEANING) if self.what == "added" else ""
        return tuple(field for field in self.fields if field.name != title)


def compare(old: Chronology, new: Chronology) -> tuple[Change, ...]:
    """What changed: the chronology's own fields, then events, sources, programmes and words, each as they stand."""
    before, after = _sections(old), _sections(new)
    renamed: Renames = {}
    for section in schema.SECTIONS:
        renamed[section] = _renames(_followed(section, before[section], renamed), after[section])
    changes = [_change(TOP, "", "changed", _top(old), _top(new))]
    for section in reversed(schema.SECTIONS):
        rows = _followed(section, before[section], renamed)
        changes += _changes(section, rows, after[section], renamed[section])
    return tuple(change for change in changes if change.fields or change.what != "changed")


def wording(old: str, new: str) -> list[Piece]:
    """Two texts as one: the pieces that both have, and those of either. Space is one blank, whatever it was.

    Where less than half is left of the longer text they are two pieces, the old text and the new.
    """
    import difflib

    before, after = old.split(), new.split()
    pieces = [Piece("removed", " ".join(before)), Piece("added", " ".join(after))]
    if max(len(before), len(after)) <= MAX_WORDS_COMPARED:
        blocks = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
        kept = sum(stop - start for tag, start, stop, _, _ in blocks if tag == "equal")
        if 2 * kept >= max(len(before), len(after)):
            pieces = []
            for tag, start, stop, start_after, stop_after in blocks:
                removed, added = " ".join(before[start:stop]), " ".join(after[start_after:stop_after])
                pieces += [Piece("", removed)] if tag == "equal" else [Piece("removed", removed), Piece("added", added)]
    return [piece for piece in pieces if piece.text]


def counts(changes: Iterable[Change]) -> dict[str, dict[str, int]]:
    """How many records of each section were added, removed, renamed and changed; without what nothing was."""
    found: dict[str, dict[str, int]] = {}
    for change in changes:
        of_section = found.setdefault(change.section, dict[str, int](dict.fromkeys(WHATS, 0)))
        of_section[change.what] += 1
    return {section: {what: number for what, number in each.items() if number} for section, each in found.items()}


def in_words(section: str, changes: Iterable[Change]) -> str:
    """What became of the records of a section: ``2 added, 1 changed``; of `TOP` the names of the fields."""
    found = [change for change in changes if change.section == section]
    if section == TOP:
        return ", ".join(field.name for change in found for field in change.fields)
    numbers = counts(found)[section]
    return ", ".join(f"{number:,} {what}" for what, number in numbers.items())


def _sections(chronology: Chronology) -> dict[str, Rows]:
    """The fields of each record, by section and id."""
    found: dict[str, Rows] = {}
    for section in schema.SECTIONS:
        held = getattr(chronology, section)
        records = held if isinstance(held, Mapping) else {record.id: record for record in held}
        found[section] = {id: _row(section, record) for id, record in records.items()}
    return found


def _row(section: str, record: object) -> Row:
    if section not in _FIELDS:
        return {MEANING: _value(record)}
    return {field.name: _value(getattr(record, field.name)) for field in _FIELDS[section] if field.name != "id"}


def _top(chronology: Chronology) -> Row:
    return {field.name: _value(getattr(chronology, field.name)) for field in schema.CHRONOLOGY}


def _value(value: object) -> Value:
    """A field as a file has it, dates as EDTF."""
    if isinstance(value, tuple):
        return tuple(_as_one(part) if isinstance(part, tuple) else str(part) for part in value)
    return value if isinstance(value, Mapping) else "" if value is None else str(value)


def _as_one(words: tuple[str, ...]) -> str:
    """Words that are one: ``Türkiye = Turkey``; what is in a word already is doubled."""
    return " = ".join(word.replace("=", "==") for word in words)


def _followed(section: str, rows: Rows, renamed: Renames) -> Rows:
    """The records of a section with the new ids wherever they refer to what was renamed."""
    referring = {field.name: renamed.get(field.refers, {}) for field in _FIELDS.get(section, ())}
    new_ids = {name: ids for name, ids in referring.items() if ids}
    return {id: row | {name: _renamed(row[name], ids) for name, ids in new_ids.items()} for id, row in rows.items()}


def _renamed(value: Value, ids: dict[str, str]) -> Value:
    if isinstance(value, str):
        return ids.get(value, value)
    if isinstance(value, tuple):
        return tuple(ids.get(id, id) for id in value)
    return {ids.get(id, id): said for id, said in value.items()}


def _renames(old: Rows, new: Rows) -> dict[str, str]:
    """The new ids of records by their old ones, the most alike first, each once; the same for the way back.

    Compared are only those records that share a value that few hold, so that the cost grows with their number alone.
    """
    gone = {id: row for id, row in old.items() if id not in new}
    come = {id: row for id, row in new.items() if id not in old}
    holders: dict[tuple[str, str], tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for side, rows in enumerate((gone, come) if gone and come else ()):
        for id, row in rows.items():
            for part in set(_parts(row)):
                holders[part][side].append(id)
    pairs = {
        (before, after)
        for befores, afters in holders.values()
        if len(befores) <= MAX_HOLDERS and len(afters) <= MAX_HOLDERS
        for before in befores
        for after in afters
    }
    words = {id: _words(row) for rows in (gone, come) for id, row in rows.items()} if pairs else {}
    alike = {pair: _likeness(words[pair[0]], words[pair[1]]) for pair in pairs}
    found: dict[str, str] = {}
    taken: set[str] = set()
    for before, after in sorted(alike, key=lambda pair: (-alike[pair], sorted(pair))):
        if alike[before, after] >= MIN_LIKENESS and before not in found and after not in taken:
            found[before] = after
            taken.add(after)
    return found


def _parts(row: Row) -> Iterator[tuple[str, str]]:
    """The texts of a record, each with its field: of a list its entries and what stands beside them."""
    for name, value in row.items():
        if isinstance(value, str):
            yield from [(name, value)] if value else []
        else:
            for entry, said in _stated(value).items():
                yield from ((name, text) for text in (entry, said) if text)


def _words(row: Row) -> set[tuple[str, str]]:
    return {(name, word) for name, text in _parts(row) for word in text.split()}


def _likeness(first: set[tuple[str, str]], second: set[tuple[str, str]]) -> float:
    """The share of their words that two records have in common, 0 to 1."""
    return 2 * len(first & second) / (len(first) + len(second))


def _stated(value: tuple[str, ...] | Mapping[str, str]) -> Mapping[str, str]:
    return value if isinstance(value, Mapping) else dict.fromkeys(value, "")


def _changes(section: str, old: Rows, new: Rows, renamed: dict[str, str]) -> Iterator[Change]:
    """What became of the records of a section, in the order of the new ones; what was removed stands at the end."""
    was = {after: before for before, after in renamed.items()}
    for id, row in new.items():
        before = was.get(id, id)
        what: What = "added" if before not in old else "renamed" if id in was else "changed"
        yield _change(section, id, what, old.get(before, {}), row, was.get(id, ""))
    for id, row in old.items():
        if id not in new and id not in renamed:
            yield _change(section, id, "removed", row, {})


def _change(section: str, id: str, what: What, old: Row, new: Row, was: str = "") -> Change:
    changed = (
        FieldChange(name, old.get(name, _empty(new.get(name))), new.get(name, _empty(old.get(name))))
        for name in new or old
    )
    title = (new or old).get(_TITLES.get(section, MEANING), "")
    return Change(section, id, what, str(title), tuple(filter(_differs, changed)), was)


def _empty(value: Value | None) -> Value:
    """What a field holds in a record that does not exist, in the shape of the one that does."""
    return () if isinstance(value, tuple) else {} if isinstance(value, Mapping) else ""


def _differs(field: FieldChange) -> bool:
    listed = isinstance(field.old, Mapping)  # whose order is another value too
    return field.old != field.new or (listed and list(field.old) != list(field.new))
