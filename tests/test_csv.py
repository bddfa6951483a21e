"""CSV and TSV: the contract's columns, RFC 4180, and the same rows in whatever reads them."""

from __future__ import annotations

import csv
import importlib
import io
import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import Golden, examples, rendered
from tests.strategies import chronologies, lines
from timeline.dates import parse
from timeline.formats import csv as csv_format
from timeline.formats.csv import COLUMNS, joined, notes, split, unescaped
from timeline.model import Chronology, Event, Source

CONTRACT = (
    "id,date,earliest,latest,title,summary,kind,significance,programmes,topics,place,people,confidence,note,"
    "sources,source_urls,precision"
)
MARK = "\ufeff"
VARIANTS = pytest.mark.parametrize("variant", ["csv", "tsv"])
SIGNS = ("=", "+", "-", "@", "\t", "\r")

Rows = list[list[str]]


def _by_csv(text: str, variant: str) -> Rows:
    rows = csv.reader(io.StringIO(text, newline=""), "excel-tab" if variant == "tsv" else "excel", strict=True)
    return _told(rows, variant)


def _told(rows: Iterable[list[str]], variant: str) -> Rows:
    """The rows, whose cells have escapes for tabs and line ends in TSV."""
    return list(rows) if variant == "csv" else [list(map(unescaped, row)) for row in rows]


def _by_lines(text: str, variant: str) -> Rows:
    """What a program finds that knows nothing but lines and tabs, as ``cut`` and VisiData."""
    assert variant == "tsv"
    rows = _told((row.split("\t") for row in text.removesuffix("\n").split("\n")), variant)
    return [[cell[1:-1].replace('""', '"') if cell.lstrip().startswith('"') else cell for cell in row] for row in rows]


def _by_pandas(text: str, variant: str) -> Rows:
    pandas = importlib.import_module("pandas")
    separator = "\t" if variant == "tsv" else ","
    frame = pandas.read_csv(io.StringIO(text, newline=""), sep=separator, dtype=str, keep_default_na=False)
    return _told([list(frame.columns), *frame.values.tolist()], variant)


def _by_duckdb(text: str, variant: str) -> Rows:
    """What DuckDB reads; it tells empty text from none, which a row of CSV does not."""
    duckdb = importlib.import_module("duckdb")
    separator = "\t" if variant == "tsv" else ","
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        path = Path(folder, "events.csv")
        path.write_bytes(text.encode())
        table = connection.read_csv(
            str(path), header=True, all_varchar=True, sep=separator, quotechar='"', escapechar='"'
        )
        return _told([list(table.columns), *([cell or "" for cell in row] for row in table.fetchall())], variant)


READERS = (_by_csv, _by_pandas, _by_duckdb)


def _expected(chronology: Chronology) -> Rows:
    return [list(COLUMNS), *(csv_format.row(event, chronology) for event in chronology.events)]


@pytest.mark.parametrize(
    ("variant", "excel", "name"),
    [("csv", False, "csv.csv"), ("tsv", False, "tsv.tsv"), ("csv", True, "excel.csv"), ("tsv", True, "excel.tsv")],
)
def test_everything_as_kept(everything: Chronology, golden: Golden, variant: str, excel: bool, name: str) -> None:
    """The output for a chronology that has one of everything does not change by accident."""
    golden(name, rendered(csv_format, everything, variant, excel=excel))


@pytest.mark.oracles
@VARIANTS
@pytest.mark.parametrize("read", READERS)
def test_readers_agree_on_the_shipped_data(real: Chronology, everything: Chronology, variant: str, read: Any) -> None:
    """Three readers find the same rows in the shipped data."""
    for chronology in (real, everything):
        assert read(rendered(csv_format, chronology, variant), variant) == _expected(chronology)


@pytest.mark.oracles
@examples(2)
@given(chronologies())
def test_readers_agree_on_any_chronology(chronology: Chronology) -> None:
    """Three readers find the same rows in both formats, whatever the texts are."""
    for variant in ("csv", "tsv"):
        text = rendered(csv_format, chronology, variant)
        for read in READERS:
            assert read(text, variant) == _expected(chronology)


@given(chronologies())
def test_a_line_is_a_row(chronology: Chronology) -> None:
    """Who splits TSV at line feeds and tabs finds every row and cell, whatever the texts are."""
    assert _by_lines(rendered(csv_format, chronology, "tsv"), "tsv") == _expected(chronology)


@given(chronologies())
def test_lossless(chronology: Chronology) -> None:
    """From a row every field of the event comes back, the lists by `split`."""
    for event, cells in zip(
        chronology.events, _by_csv(rendered(csv_format, chronology, "csv"), "csv")[1:], strict=True
    ):
        read = dict(zip(COLUMNS, cells, strict=True))
        many: dict[str, Any] = {name: tuple(split(read[name])) for name in ("programmes", "topics", "people")}
        many["sources"] = dict.fromkeys(split(read["sources"]), "")  # what they say has no column
        single = {name: read[name] for name in ("title", "summary", "kind", "significance", "place", "note")}
        again = Event(read["id"], parse(read["date"]), confidence=read["confidence"], **single, **many)  # type: ignore[arg-type]
        assert again == event._replace(related=(), sources=dict.fromkeys(event.sources, ""))
        assert split(read["source_urls"]) == [
            address for id in event.sources if (address := chronology.sources[id].address)
        ]


@given(st.lists(lines()))
def test_lists_come_back(texts: list[str]) -> None:
    """`split` gives the texts that `joined` made a cell of, whatever separators stand in them."""
    assert split(joined(texts)) == texts


@pytest.mark.parametrize(
    ("texts", "cell"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a; b"),
        (["a; b", "c"], r"a\; b; c"),
        (["a;", "\\"], "a\\;; \\\\"),
        ([" ", "; "], r" ; \; "),
    ],
)
def test_lists_are_joined_by_semicolons(texts: list[str], cell: str) -> None:
    """Texts of a list are joined by a semicolon and a space; one inside a text has a backslash before it."""
    assert joined(texts) == cell
    assert split(cell) == texts


def test_columns_are_the_contract(real: Chronology) -> None:
    """The header is the contract's list, and does not begin with ``ID``, by which Excel knows another format."""
    header = rendered(csv_format, real, "csv").split("\r\n", 1)[0]
    assert header == CONTRACT
    assert not header.startswith("ID")
    assert rendered(csv_format, real, "tsv").split("\n", 1)[0] == CONTRACT.replace(",", "\t")


def test_an_empty_selection_is_a_header(real: Chronology) -> None:
    """Without events there is the header alone."""
    assert rendered(csv_format, replace(real, events=()), "csv") == f"{CONTRACT}\r\n"


@given(chronologies())
def test_lines_end_with_cr_lf(chronology: Chronology) -> None:
    """Outside of quotes every line ends with CR LF, as RFC 4180 has it, and the last one too."""
    text = rendered(csv_format, chronology, "csv")
    outside = "".join(part for number, part in enumerate(text.split('"')) if number % 2 == 0)
    assert text.endswith("\r\n")
    assert outside.count("\r\n") == outside.count("\n") == outside.count("\r") == 1 + len(chronology.events)


def test_no_mark_unless_asked_for(real: Chronology) -> None:
    """A byte-order mark stands at the start for Excel only, since others make it part of the first column's name."""
    assert not rendered(csv_format, real, "csv").startswith(MARK)
    assert rendered(csv_format, real, "csv", excel=True).startswith(f"{MARK}id,")


@given(chronologies())
def test_guarded_for_excel(chronology: Chronology) -> None:
    """For Excel nothing begins as a formula does, whatever splits the cells; only apostrophes are new."""
    rows = _by_csv(rendered(csv_format, chronology, "csv", excel=True).removeprefix(MARK), "csv")
    for cells, exact in zip(rows, _expected(chronology), strict=True):
        for cell, plain in zip(cells, exact, strict=True):
            parts = re.split("[;\t\r\n]", cell)
            assert not any(part.strip('" \ufeff\u3000\u00a0').startswith(("=", "+", "-", "@", "＝")) for part in parts)
            assert cell.replace("'", "") == plain.replace("'", "")
            assert cell == plain or len(cell) > len(plain)
        exempt = [COLUMNS.index(name) for name in ("date", "earliest", "latest")]
        assert [cells[column] for column in exempt] == [exact[column] for column in exempt]


def _chronology(*titles: str) -> Chronology:
    day = parse("1994")
    events = tuple(Event(f"e{number}", day, title, {"s": ""}) for number, title in enumerate(titles))
    return Chronology("T", {"s": Source("s", "S", url="https://a.example")}, events)


@pytest.mark.parametrize("sign", SIGNS)
def test_each_sign_is_guarded(sign: str) -> None:
    """Each of the six signs that begin a formula is guarded, and exact without the option."""
    chronology = _chronology(f"{sign}1+1")
    title = COLUMNS.index("title")
    assert _by_csv(rendered(csv_format, chronology, "csv", excel=True), "csv")[1][title] == f"'{sign}1+1"
    assert _by_csv(rendered(csv_format, chronology, "csv"), "csv")[1][title] == f"{sign}1+1"


@pytest.mark.parametrize(
    ("cell", "guarded"),
    [
        (" =1+1", "' =1+1"),
        ("\n=HYPERLINK(1)", "'\n'=HYPERLINK(1)"),
        ("＝1+1", "'＝1+1"),
        ("\u00a0+1", "'\u00a0+1"),
        ("a;=1+1", "a;'=1+1"),
        ("a; -2", "a;' -2"),
        ('a;"@x', "a;'\"@x"),
        ("1-1", "1-1"),
        ("a = b", "a = b"),
        ("'=1", "'=1"),
    ],
)
def test_formulas_are_guarded_wherever_they_may_begin(cell: str, guarded: str) -> None:
    """After white space, in full width, and after what another reader takes for the end of a cell or row."""
    assert csv_format.guarded([cell]) == [guarded]


@pytest.mark.oracles
def test_the_documented_query_finds_what_the_program_finds(everything: Chronology, real: Chronology) -> None:
    """The query for DuckDB in docs/formats.md finds the same events of a year, open dates included."""
    duckdb = importlib.import_module("duckdb")
    text = (Path(__file__).parent.parent / "docs" / "formats.md").read_text("utf-8")
    (query,) = re.findall(r"`(SELECT id, title FROM read_csv.*?)`", text)
    for chronology in (everything, real):
        with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
            path = Path(folder, "events.csv")
            path.write_bytes(rendered(csv_format, chronology, "csv").encode())
            found = connection.sql(query.replace("events.csv", str(path))).fetchall()
        assert sorted(id for id, _ in found) == sorted(event.id for event in chronology.select(year=2008))


def _by_miller(text: str) -> Rows:
    if not shutil.which("mlr"):
        pytest.skip("Miller is not installed")
    done = subprocess.run(
        ["mlr", "--itsv", "--ojson", "-S", "cat"], input=text.encode(), capture_output=True, check=True
    )
    rows: list[dict[str, Any]] = json.loads(done.stdout)
    return [list(COLUMNS), *(list(map(str, row.values())) for row in rows)]


@pytest.mark.oracles
def test_miller_reads_every_cell(real: Chronology, everything: Chronology) -> None:
    """Miller finds each cell as it is, line ends and backslashes as well."""
    hostile = _chronology("a\\nb", "\\", "\\\\", "a\tb", "C:\\new\\\\dir\\", "\\\n", 'in "the" middle', "a\n\nb; c\\;d")
    for chronology in (real, everything, hostile):
        assert _by_miller(rendered(csv_format, chronology, "tsv")) == _expected(chronology)


@pytest.mark.parametrize(
    ("titles", "excel", "expected"),
    [
        (("=1+1", "plain", "@SUM(A1)"), True, ["2 cells that look like formulas have an apostrophe before it"]),
        (("=1+1",), False, []),
        (("plain", "1=1", "'=1"), True, []),
    ],
)
def test_changed_cells_are_counted(titles: tuple[str, ...], excel: bool, expected: list[str]) -> None:
    """What the guard changed is told with its number; where it changed nothing, nothing is told."""
    assert list(notes(_chronology(*titles), excel=excel)) == expected


CELLS = st.lists(st.text('a,"\t;\r\n é', max_size=5), min_size=2, max_size=5)


@given(CELLS)
def test_records_are_those_of_the_csv_module(cells: list[str]) -> None:
    """A record with commas is to the character what Python's own writer makes of the cells."""
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    assert csv_format.record(cells) == out.getvalue()


@given(st.lists(st.text('a,"\t;\r\n \\ntr', max_size=6), min_size=2, max_size=5))
def test_lines_are_plain_where_they_can_be(cells: list[str]) -> None:
    """A cell is as it is unless a quotation mark comes first or an escape is needed; all come back."""
    line = csv_format.line(cells)
    assert _by_csv(line, "tsv") == _by_lines(line, "tsv") == [cells]
    if not any(cell.lstrip().startswith('"') or re.search(r"[\t\r\n]|\\[\\tnr]", cell) for cell in cells):
        assert line == "\t".join(cells) + "\n"


@given(CELLS)
def test_records_with_tabs_are_quoted_for_spreadsheets(cells: list[str]) -> None:
    """With ``--excel`` a record with tabs is what Python's writer makes of the cells in Excel's dialect."""
    out = io.StringIO()
    csv.writer(out, "excel-tab").writerow(cells)
    assert csv_format.record(cells, "\t") == out.getvalue()
