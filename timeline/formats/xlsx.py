"""XLSX: a workbook that changes nothing by being opened.

A date is a text as far as it is known, with its earliest and its latest day beside it as days that the spreadsheet can
count with; texts are texts, whatever they look like. A sheet for each kind of record, one for what each source says of
each event, and one about the chronology. Limits of a sheet: Microsoft, Excel specifications and limits.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from timeline.datafile import schema
from timeline.datafile.schema import Field
from timeline.dates import Date
from timeline.formats.csv import joined
from timeline.formats.json import cited_sources
from timeline.model import Chronology, Event, Programme, Source
from timeline.relations import best_source, programme_uses, used_programmes, uses
from timeline.text import count

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

MAX_TEXT = 32_767
"""Characters of a cell, as UTF-16 counts them."""
MAX_ROWS = 1_048_576
"""Rows of a sheet, its head among them."""
MAX_LINKS = 65_530
"""Links of a sheet."""
MAX_ADDRESS = 2_079
"""Characters of a link's address."""
MAX_PROPERTY = 255
"""Characters of a property of the file."""
FIRST_DAY = dt.date(1900, 3, 1)
"""The first day on which all spreadsheets agree: some count a 29 February 1900, and none has a day before 1900."""
EPOCH = dt.date(1980, 1, 1)
"""Day of the last change of data that does not tell it; the first that an archive knows."""

_FORMULA = ("=", "+", "-", "@")
_KEPT = ("id", "code", "date", "choice")
"""The shapes of what is marked as text, so that changing it makes no number and no day of it."""
_WIDTHS = {"id": 26, "code": 14, "date": 13, "day": 12, "choice": 13, "number": 8, "line": 24, "text": 60, "url": 42}
_WIDTHS |= dict.fromkeys(("doi", "isbn", "language"), 18)
_WIDTHS_BY_NAME = {"title": 52, "name": 52, "source_title": 52, "statement": 80, "value": 80}

Cell = str | int | dt.date | None
"""What stands in a cell; nothing in an empty one."""


class Sheet(NamedTuple):
    """One sheet of the workbook."""

    name: str
    """Its name."""
    columns: tuple[tuple[str, str], ...]
    """Name and shape of each column; a cell of the shape ``url`` is a link where it can be one."""
    rows: list[list[Cell]]
    """Its cells, a row each record."""


def render(chronology: Chronology) -> Iterator[bytes]:
    """The workbook. Nothing in it depends on the clock: the same data, the same bytes."""
    import xlsxwriter

    file = BytesIO()
    workbook = xlsxwriter.Workbook(file, {"in_memory": True})
    workbook.set_properties(_properties(chronology))
    styles = _styles(workbook)
    for sheet in sheets(chronology):
        _fill(workbook.add_worksheet(sheet.name), sheet, styles)
    workbook.close()
    yield file.getvalue()


def notes(chronology: Chronology) -> Iterator[str]:
    """What a spreadsheet cannot hold of these records."""
    made = list(sheets(chronology))
    cells = [cell for sheet in made for row in sheet.rows for cell in row]
    cut = sum(type(cell) is str and _shortened(cell) != cell for cell in cells)
    if cut:
        yield f"cut after {MAX_TEXT:,} characters, the most that a cell holds: {count(cut, 'cell')}"
    left = sum(max(0, len(sheet.rows) + 1 - MAX_ROWS) for sheet in made)
    if left:
        yield f"left out after {MAX_ROWS:,}, the most that a sheet holds: {count(left, 'row')}"
    early = sum(isinstance(cell, dt.date) and cell < FIRST_DAY for cell in cells)
    if early:
        yield f"as text, since spreadsheets disagree on days before March 1900: {count(early, 'day')}"


def sheets(chronology: Chronology) -> Iterator[Sheet]:
    """The sheets in their order."""
    events, sources = chronology.events, cited_sources(chronology)
    programmes = list(used_programmes(chronology).values())
    best = [best_source(chronology, event) for event in events]
    more: list[list[Cell]] = [
        [event.date.precision, source.address if source else ""] for event, source in zip(events, best, strict=True)
    ]
    yield _records("events", schema.EVENT, events, {"precision": "choice", "link": "url"}, more)
    used = uses(chronology)
    yield _records("sources", schema.SOURCE_ROW, sources, {"events": "number"}, [[used[entry.id]] for entry in sources])
    named = programme_uses(chronology)
    more = [[named[entry.code]] for entry in programmes]
    yield _records("programmes", schema.PROGRAMME_ROW, programmes, {"events": "number"}, more)
    yield _statements(chronology)
    yield _about(chronology)


def _records(
    name: str,
    fields: Sequence[Field],
    records: Sequence[Event | Programme | Source],
    further: dict[str, str],
    more: list[list[Cell]],
) -> Sheet:
    """A row each record: its fields, and further columns."""
    columns = [column for field in fields for column in _columns(field)]
    rows = [
        [cell for field in fields for cell in _cells(getattr(record, field.name))] + cells
        for record, cells in zip(records, more, strict=True)
    ]
    return Sheet(name, (*columns, *further.items()), rows)


def _columns(field: Field) -> Iterator[tuple[str, str]]:
    yield field.name, "line" if field.many else field.shape
    if field.shape == "date":
        prefix = "" if field.name == "date" else f"{field.name}_"
        yield from ((f"{prefix}{side}", "day") for side in ("earliest", "latest"))


def _cells(value: str | Date | tuple[str, ...] | dict[str, str] | None) -> list[Cell]:
    if isinstance(value, str):
        return [value]
    if value is None:
        return [None, None, None]
    return [value.text, value.earliest, value.latest] if isinstance(value, Date) else [joined(tuple(value))]


def _statements(chronology: Chronology) -> Sheet:
    """A row for each source of each event."""
    shapes = ("id", "date", "text", "id", "line", "text", "text", "url")
    names = ("event", "date", "title", "source", "publisher", "source_title", "statement", "link")
    rows: list[list[Cell]] = []
    for event in chronology.events:
        for id, said in event.sources.items():
            source = chronology.sources[id]
            rows.append(
                [event.id, event.date.text, event.title, id, source.publisher, source.title, said, source.address]
            )
    return Sheet("what each source says", tuple(zip(names, shapes, strict=True)), rows)


def _about(chronology: Chronology) -> Sheet:
    """What the chronology says of itself, its vocabularies, and what the columns of its events mean."""
    said = [(field.name, getattr(chronology, field.name)) for field in schema.CHRONOLOGY if not field.grouped]
    rows: list[list[Cell]] = [["chronology", name, _cells(value)[0]] for name, value in said if value]
    rows += [["chronology", "selection", chosen] for chosen in chronology.selection]
    for part, words in (("kind", chronology.kinds), ("topic", chronology.topics)):
        rows += [[part, word, meaning] for word, meaning in words.items()]
    rows += [["spellings", words[0], joined(words[1:])] for words in chronology.spellings]
    rows += [["column of events", field.name, field.about] for field in schema.EVENT]
    return Sheet("about", (("of", "line"), ("name", "line"), ("value", "text")), rows)


def _properties(chronology: Chronology) -> dict[str, str | dt.datetime]:
    changed = (chronology.updated and chronology.updated.earliest) or EPOCH
    texts = {
        "title": chronology.title,
        "author": joined(chronology.authors),
        "comments": "\n\n".join(filter(None, (chronology.description, chronology.selected))),
    }
    made = dt.datetime.combine(changed, dt.time())
    return {name: text[:MAX_PROPERTY] for name, text in texts.items()} | {"created": made}


def _styles(workbook: Workbook) -> dict[str, Format]:
    """How cells look, by what is in them."""
    text = {"valign": "top", "text_wrap": True}
    return {
        "head": workbook.add_format({"bold": True, "bottom": 1, "valign": "top"}),
        "text": workbook.add_format(text),
        "kept": workbook.add_format(text | {"num_format": "@"}),
        "formula": workbook.add_format(text | {"quote_prefix": True}),
        "day": workbook.add_format({"valign": "top", "align": "left", "num_format": "yyyy-mm-dd"}),
        "number": workbook.add_format({"valign": "top"}),
        "link": workbook.add_format({"valign": "top", "font_color": "#0563C1", "underline": 1}),
    }


def _fill(page: Worksheet, sheet: Sheet, styles: dict[str, Format]) -> None:
    """Writes a sheet: its head, which stays in sight and filters, and its rows."""
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, min(len(sheet.rows), MAX_ROWS - 1), len(sheet.columns) - 1)
    page.ignore_errors({"number_stored_as_text": f"A1:XFD{MAX_ROWS}"})
    for column, (name, shape) in enumerate(sheet.columns):
        page.set_column(column, column, _WIDTHS_BY_NAME.get(name) or _WIDTHS[shape])
        page.write_string(0, column, name, styles["head"])
    links = 0
    for number, row in enumerate(sheet.rows[: MAX_ROWS - 1], start=1):
        for column, (cell, (_, shape)) in enumerate(zip(row, sheet.columns, strict=True)):
            if isinstance(cell, str):
                address = _address(cell) if shape == "url" and links < MAX_LINKS else ""
                links += bool(address)
                _write_text(page, (number, column), _shortened(cell), address, styles, kept=shape in _KEPT)
            elif isinstance(cell, int):
                page.write_number(number, column, cell, styles["number"])
            elif cell and cell < FIRST_DAY:
                page.write_string(number, column, cell.isoformat(), styles["kept"])
            elif cell:
                page.write_datetime(number, column, dt.datetime.combine(cell, dt.time()), styles["day"])


def _write_text(
    page: Worksheet, place: tuple[int, int], text: str, address: str, styles: dict[str, Format], *, kept: bool
) -> None:
    """Writes a text as a link where it has an address, and as a text whatever it looks like."""
    style = styles["kept" if kept else "formula" if text.startswith(_FORMULA) else "text"]
    if address:
        page.write_url(*place, address, styles["link"], text)
    elif text.startswith("<r>") and text.endswith("</r>"):  # which the library takes for markup of its own
        page.write_rich_string(*place, "<", styles["text"], text[1:], style)
    elif text:
        page.write_string(*place, text, style)


def _shortened(text: str) -> str:
    """A text that a cell can hold, its lines ended by line feeds alone, with a mark where something was cut."""
    text = re.sub("\r\n?", "\n", text)
    if len(text) <= MAX_TEXT // 2 or len(text.encode("utf-16-le")) <= 2 * MAX_TEXT:
        return text
    return text.encode("utf-16-le")[: 2 * (MAX_TEXT - 1)].decode("utf-16-le", "ignore") + "…"


def _address(url: str) -> str:
    """An address as a link takes it, its other characters as percent and octets; nothing where it cannot be a link."""
    quoted = re.sub("%(?![0-9A-Fa-f]{2})", "%25", quote(url, safe="%:/?#@!$&'()*+,;=-._~"))
    return quoted if quoted.startswith(("https://", "http://")) and len(quoted) <= MAX_ADDRESS else ""
