"""CSV (RFC 4180) and TSV (a line a row): one event a row, fixed columns, lossless.

The texts of a list are joined with ``; ``; a semicolon or backslash inside one of them has a backslash before it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from timeline.model import Chronology, Event

COLUMNS = (
    "id", "date", "earliest", "latest", "title", "summary", "kind", "significance", "programmes", "topics", "place",
    "people", "confidence", "note", "sources", "source_urls", "precision",
)  # fmt: skip
"""The columns in their order, which stays; a new one goes to the end."""

_SPLITTING = ";\t\r\n"
"""What splits cells and rows for a reader that knows other separators or no quotes."""
_BEFORE_SIGN = re.compile(r'(?<![\s\ufeff"])[\s\ufeff"]*+(?=[=+\-@＝＋－＠])')
_BEFORE_TAB = re.compile(rf"(?:^|(?<=[{_SPLITTING}]))(?=[\t\r])")


_ESCAPES = {"\t": r"\t", "\n": r"\n", "\r": r"\r", "\\": r"\\"}
_SPECIAL = re.compile(r"[\t\n\r]|\\(?=[\\tnr\t\n\r])")


def render(chronology: Chronology, *, excel: bool = False) -> Iterator[str]:
    """The events as rows under a header. ``excel`` adds a byte-order mark and guards cells that look like formulas."""
    return _records(chronology, ",", excel)


def render_tsv(chronology: Chronology, *, excel: bool = False) -> Iterator[str]:
    """The same with tabs, an event a line; with ``excel`` in quotes instead, as spreadsheets read them."""
    if excel:
        return _records(chronology, "\t", excel)
    return map(line, (list(COLUMNS), *(row(event, chronology) for event in chronology.events)))


def _records(chronology: Chronology, delimiter: str, excel: bool) -> Iterator[str]:
    yield ("\ufeff" if excel else "") + record(COLUMNS, delimiter)
    for event in chronology.events:
        cells = row(event, chronology)
        yield record(guarded(cells) if excel else cells, delimiter)


def record(cells: Iterable[str], delimiter: str = ",") -> str:
    """Two or more cells as a record, of RFC 4180 with commas: in quotes where that is needed, ended by CR LF."""
    return delimiter.join([_quoted(cell, delimiter) for cell in cells]) + "\r\n"


def _quoted(cell: str, delimiter: str) -> str:
    """A cell as it stands in a record. The csv module weighs every single character, at four times the time."""
    special = '"' in cell or delimiter in cell or "\n" in cell or "\r" in cell
    return '"' + cell.replace('"', '""') + '"' if special else cell


def line(cells: list[str]) -> str:
    r"""Cells as a line of TSV, for readers that split it at tabs: ``\t`` and ``\n`` in a cell mean tab and line end.

    A backslash is doubled only where it would be read as one of these. Of quotes such readers know nothing, but others
    take a cell that begins with one for quoted: it is, so that none loses the lines after it.
    """
    return "\t".join(map(_escaped, cells)) + "\n"


def _escaped(cell: str) -> str:
    if "\\" in cell or not cell.isprintable():
        cell = _SPECIAL.sub(lambda char: _ESCAPES[char[0]], cell)
    return '"' + cell.replace('"', '""') + '"' if cell.lstrip().startswith('"') else cell


def unescaped(cell: str) -> str:
    """The text of a cell of a `line`, when what quotes it has is gone."""
    meant = {escape[1]: char for char, escape in _ESCAPES.items()}
    return re.sub(r"\\([tnr\\])", lambda escape: meant[escape[1]], cell)


def row(event: Event, chronology: Chronology) -> list[str]:
    """One event's cells."""
    urls = [address for id in event.sources if (address := chronology.sources[id].address)]
    date = event.date
    return [
        event.id,
        date.text,
        _iso(date.earliest),
        _iso(date.latest),
        event.title,
        event.summary,
        event.kind,
        event.significance,
        joined(event.programmes),
        joined(event.topics),
        event.place,
        joined(event.people),
        event.confidence,
        event.note,
        joined(tuple(event.sources)),
        joined(urls),
        date.precision,
    ]


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def joined(texts: tuple[str, ...] | list[str]) -> str:
    """The texts of a list as one cell."""
    cell = "; ".join(texts)
    if "\\" not in cell and cell.count(";") < len(texts):
        return cell
    return "; ".join(text.replace("\\", "\\\\").replace(";", "\\;") for text in texts)


def split(cell: str) -> list[str]:
    """The texts that `joined` made a cell of."""
    texts = re.findall(r"((?:\\.|[^\\;])+)(?:; |$)", cell, re.DOTALL)
    return [re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL) for text in texts]


def formulas(cell: str) -> list[int]:
    """Where a spreadsheet may take a formula to begin, as indices.

    That is the start of a cell, after white space too, and what follows on one of `_SPLITTING`.
    """
    found = {match.start() for match in _BEFORE_TAB.finditer(cell)}
    for blank in _BEFORE_SIGN.finditer(cell):
        found |= {at for at in range(blank.start(), blank.end() + 1) if not at or cell[at - 1] in _SPLITTING}
    return sorted(found)


def guarded(cells: list[str]) -> list[str]:
    """The cells with an apostrophe wherever a spreadsheet would take a formula to begin."""
    return list(map(_guarded, cells))


def _guarded(cell: str) -> str:
    ends = [0, *formulas(cell), len(cell)]
    return "'".join(cell[start:end] for start, end in pairwise(ends)) if len(ends) > 2 else cell


def notes(chronology: Chronology, *, excel: bool = False) -> Iterator[str]:
    """What the export changed, for the person who asked for it."""
    if excel:
        cells = [cell for event in chronology.events for cell in row(event, chronology)]
        changed = sum(bool(formulas(cell)) for cell in cells)
        if changed:
            yield f"{changed} cells that look like formulas have an apostrophe before it"
