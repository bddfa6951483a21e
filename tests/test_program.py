"""The whole program against laws: for any chronology, any filters and any command line."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple, get_args, get_type_hints

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import timeline
from tests.conftest import COLLECTED, EVERYTHING, examples
from tests.strategies import chronologies
from timeline import query
from timeline.cli import run as program
from timeline.formats import BY_NAME
from timeline.formats.csv import split, unescaped
from timeline.formats.options import Options
from timeline.model import SIGNIFICANCE, Chronology, Event, Programme, Source
from timeline.relations import with_children
from timeline.search import letters


class Answer(NamedTuple):
    """What a run of the program gave."""

    code: int
    out: str
    err: str


@contextmanager
def _streams() -> Iterator[tuple[io.BytesIO, io.BytesIO]]:
    """Standard streams of our own: an empty input, and the bytes of output and errors."""
    kept = sys.stdin, sys.stdout, sys.stderr
    out, err = io.BytesIO(), io.BytesIO()
    sys.stdin = io.TextIOWrapper(io.BytesIO(b""))
    sys.stdout, sys.stderr = (io.TextIOWrapper(stream, encoding="utf-8", newline="") for stream in (out, err))
    try:
        yield out, err
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
            stream.detach()
        sys.stdin, sys.stdout, sys.stderr = kept


def run(*args: str) -> Answer:
    """Runs the program in this process, as from a shell into a pipe."""
    with _streams() as (out, err):
        code = program.run(list(args))
        sys.stdout.flush()
        sys.stderr.flush()
        return Answer(code, out.getvalue().decode(errors="surrogateescape"), err.getvalue().decode("utf-8"))


@pytest.fixture(name="file", scope="module")
def _file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A place for the data of each example."""
    return tmp_path_factory.mktemp("program") / "data.yaml"


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "TIMELINE_DATA", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)


# --- a small writer of data files, which knows nothing of the program's own


def _written(value: Any, indent: str = "") -> str:
    """Block YAML of mappings, lists and text, every scalar in double quotes as JSON has it, which YAML reads alike."""
    if not isinstance(value, dict):
        return f" {json.dumps(value, ensure_ascii=False)}\n"
    if not value:
        return " {}\n"
    entries = (
        f"{indent}{json.dumps(key, ensure_ascii=False)}:{_written(item, f'{indent}  ')}" for key, item in value.items()
    )
    return "\n" + "".join(entries)


def _listed(events: list[dict[str, Any]]) -> str:
    return "".join(f"\n- {_written(event, '  ').strip()}" for event in events) + "\n" if events else " []\n"


def _fields(record: Event | Programme | Source, key: str = "") -> dict[str, Any]:
    values = {name: _plain(getattr(record, name)) for name in record._fields if name != key}
    return {name: value for name, value in values.items() if value}


def _plain(value: Any) -> Any:
    """A value of a record as a file or a JSON document has it."""
    if isinstance(value, dict):
        return dict(value) if any(value.values()) else list(value)
    return list(value) if isinstance(value, tuple) else value if isinstance(value, str) or value is None else value.text


HEAD = ("title", "description", "authors", "url", "licence", "updated")


def written(chronology: Chronology) -> str:
    """A chronology as the text of a data file."""
    head = {name: _plain(getattr(chronology, name)) for name in HEAD}
    sections = {
        **{name: value for name, value in head.items() if value},
        **{name: value for name in ("kinds", "topics") if (value := dict(getattr(chronology, name)))},
        **({"spellings": [list(words) for words in chronology.spellings]} if chronology.spellings else {}),
        "programmes": {code: _fields(entry, "code") for code, entry in chronology.programmes.items()},
        "sources": {id: _fields(entry, "id") for id, entry in chronology.sources.items()},
    }
    return f"{_written(sections).lstrip()}events:{_listed([_fields(event) for event in chronology.events])}"


@given(chronologies())
def test_the_writer_writes_what_the_loader_reads(file: Path, chronology: Chronology) -> None:
    """What the tests of this file write is the chronology that was drawn."""
    file.write_text(written(chronology), encoding="utf-8")
    assert timeline.load(file) == chronology


# --- filters, as words of a command line


def _values(chronology: Chronology) -> dict[str, list[str]]:
    """For each option the values that the chronology has, and a few that it has not."""
    events = chronology.events
    programmes = chronology.programmes.values()
    days = [day.isoformat() for event in events for day in (event.date.earliest, event.date.latest) if day]
    dates = [*days, *(day[:4] for day in days), *(day[:7] for day in days), "2000", "1994-05", "May 1994", "4 May 1994"]
    return {
        "--year": [*(day[:4] for day in days), "1990..2010", "2001..", "..2001", "1000..9999"],
        "--from": dates,
        "--to": dates,
        "--programme": [name for entry in programmes for name in (entry.code, entry.name, *entry.aliases)] or ["none"],
        "--kind": [*chronology.kinds, *(event.kind for event in events if event.kind), "none"],
        "--topic": [*chronology.topics, *(topic for event in events for topic in event.topics), "none"],
        "--significance": list(SIGNIFICANCE),
        "--person": [*(person for event in events for person in event.people), "a", "e"],
        "--place": [*(event.place for event in events if event.place), "a", "e"],
        "--source": [*chronology.sources, "example.org", "a"],
        "--search": [*(event.title for event in events), "a", "<", "e x"],
    }


@st.composite
def filtered(draw: st.DrawFn) -> tuple[Chronology, list[str]]:
    """A chronology and the words of up to three filters."""
    chronology = draw(chronologies(most=6))
    values = _values(chronology)
    options = draw(st.lists(st.sampled_from(sorted(values)), max_size=3))
    words = [f"{option}={draw(st.sampled_from(values[option]))}" for option in options]
    return chronology, words + draw(st.sampled_from(([], [], ["--reverse"], ["--limit=2"], ["--reverse", "--limit=1"])))


class _Page(HTMLParser):
    """The ids of the events of a page, in their order."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "details" and "id" in dict(attrs):
            self.ids.append(str(dict(attrs)["id"]))


def ids_of(format: str, text: str) -> list[str]:
    """The ids of the events that an answer shows, in their order."""
    if format == "list":
        return [line.split("\t")[1] for line in text.splitlines()]
    if format in ("csv", "tsv"):
        dialect = "excel-tab" if format == "tsv" else "excel"
        return [row["id"] for row in csv.DictReader(io.StringIO(text, newline=""), dialect=dialect)]
    if format == "json":
        return [event["id"] for event in json.loads(text)["events"]]
    if format == "jsonl":
        return [json.loads(line)["id"] for line in text.splitlines()]
    page = _Page()
    page.feed(text)
    return page.ids


def listed(file: Path, *args: str) -> list[str]:
    """The ids that ``list`` shows in a pipe."""
    answer = run("list", "--data", str(file), *args)
    assert answer.code == 0, answer.err
    return ids_of("list", answer.out)


SAME = ("csv", "tsv", "json", "jsonl", "html")


@examples(1.6)
@given(filtered())
def test_every_answer_shows_the_same_events(file: Path, drawn: tuple[Chronology, list[str]]) -> None:
    """``list``, CSV, TSV, JSON, JSON Lines and the page have the same events in the same order.

    A filter that is refused is refused by all, with the same words.
    """
    chronology, words = drawn
    file.write_text(written(chronology), encoding="utf-8")
    first = run("list", "--data", str(file), *words)
    assert first.code in (0, 2)
    for format in SAME:
        answer = run("export", "--format", format, "--data", str(file), *words)
        assert (answer.code, answer.err) == (first.code, first.err)
        if first.code == 0:
            assert ids_of(format, answer.out) == ids_of("list", first.out)


@given(filtered())
def test_filters_are_those_of_the_library(file: Path, drawn: tuple[Chronology, list[str]]) -> None:
    """What the command line chooses is what `Chronology.select` chooses."""
    chronology, words = drawn
    given = [
        word.removeprefix("--").partition("=") for word in words if word not in ("--reverse", "--limit=2", "--limit=1")
    ]
    file.write_text(written(chronology), encoding="utf-8")
    filters: dict[str, Any] = {}
    for name, _, value in given:
        filters.setdefault("from_" if name == "from" else name, []).append(value)
    try:
        chosen = chronology.select(**filters).events
    except timeline.UsageError:
        assert run("list", "--data", str(file), *words).code == 2
        return
    options = [f"--{name}={value}" for name, _, value in given]
    assert listed(file, *options) == [event.id for event in chosen]


# --- reading back

TEXTS = ("id", "title", "summary", "kind", "significance", "place", "confidence", "note")
LISTS = ("programmes", "topics", "people", "sources")


@given(chronologies())
def test_exports_read_back_to_the_same_fields(file: Path, chronology: Chronology) -> None:
    """Every field of every event is read back from CSV, TSV, JSON and JSON Lines as it was."""
    file.write_text(written(chronology), encoding="utf-8")
    texts = {format: run("export", "--format", format, "--data", str(file)).out for format in SAME}
    lines = texts["jsonl"].splitlines()
    document = json.loads(texts["json"])
    tables = [
        list(csv.DictReader(io.StringIO(texts[format], newline=""), dialect=dialect))
        for format, dialect in (("csv", "excel"), ("tsv", "excel-tab"))
    ]
    assert len(lines) == len(document["events"]) == len(tables[0]) == len(tables[1]) == len(chronology.events)
    for number, event in enumerate(chronology.events):
        for record in (json.loads(lines[number]), document["events"][number]):
            assert all(record[name] == getattr(event, name) for name in TEXTS)
            assert all(list(record[name]) == list(getattr(event, name)) for name in (*LISTS, "related"))
            assert record["sources"] == event.sources
            assert record["date"] == event.date.text
        plain = {name: unescaped(cell) for name, cell in tables[1][number].items()}
        for row in (tables[0][number], plain):
            assert all(row[name] == getattr(event, name) for name in TEXTS)
            assert all(split(row[name]) == list(getattr(event, name)) for name in LISTS)
            assert row["date"] == event.date.text


@given(chronologies())
def test_json_is_a_data_file_again(file: Path, chronology: Chronology) -> None:
    """The JSON document, less what is derived, is a data file with the same events, programmes and sources in it."""
    file.write_text(written(chronology), encoding="utf-8")
    document = json.loads(run("export", "--format", "json", "--data", str(file)).out)
    del document["schema_version"], document["figures"]
    for event in document["events"]:
        for name in ("earliest", "latest", "display_date"):
            del event[name]
    file.write_text(json.dumps(_filled(document), ensure_ascii=False), encoding="utf-8")
    read = timeline.load(file)
    assert read.events == chronology.events
    assert all(chronology.programmes[code] == entry for code, entry in read.programmes.items())
    assert all(chronology.sources[id] == entry for id, entry in read.sources.items())


def _filled(value: Any) -> Any:
    """Plain values without those that are empty, but for the sections that a file must have."""
    if isinstance(value, list):
        return [_filled(item) for item in value]
    if isinstance(value, dict):
        kept = {key: item for key, item in value.items() if item or key in ("sources", "events")}
        return {key: item if key == "sources" and "date" in value else _filled(item) for key, item in kept.items()}
    return value


# --- laws of filters


@given(chronologies(most=6), st.data())
def test_from_and_to_are_the_intersection(file: Path, chronology: Chronology, data: st.DataObject) -> None:
    """``--from A --to B`` shows what both show, in the same order; if B ends before A begins, it is a usage error."""
    file.write_text(written(chronology), encoding="utf-8")
    values = _values(chronology)
    begin, end = (data.draw(st.sampled_from(values[name])) for name in ("--from", "--to"))
    first, second = f"--from={begin}", f"--to={end}"
    if query.first_day(begin) > query.last_day(end):
        assert run("list", "--data", str(file), first, second).code == 2
        return
    last = set(listed(file, second))
    assert listed(file, first, second) == [id for id in listed(file, first) if id in last]


@given(chronologies(most=6), st.data())
def test_repeats_of_one_filter_are_the_union(file: Path, chronology: Chronology, data: st.DataObject) -> None:
    """A filter given twice shows what either shows, in the order of the whole."""
    file.write_text(written(chronology), encoding="utf-8")
    option = data.draw(
        st.sampled_from(("--year", "--from", "--to", "--significance", "--person", "--place", "--search"))
    )
    words = [f"{option}={data.draw(st.sampled_from(_values(chronology)[option]))}" for _ in range(2)]
    either = {id for word in words for id in listed(file, word)}
    assert listed(file, *words) == [id for id in listed(file) if id in either]


@examples(0.6)
@given(chronologies(least=1))
def test_an_event_is_found_by_each_of_its_own_values(file: Path, chronology: Chronology) -> None:
    """Each value of an event, given to its filter, finds the event, but for one of dashes or quotation marks."""
    file.write_text(written(chronology), encoding="utf-8")
    for event in chronology.events:
        for option, values in _own(event).items():
            for value in filter(letters, values):
                assert event.id in listed(file, f"{option}={value}"), (option, value)
        assert run("show", "--data", str(file), "--", event.id).code == 0


def _own(event: Event) -> dict[str, list[str]]:
    """The values by which an event must be found, by option."""
    days = [day.isoformat() for day in (event.date.earliest, event.date.latest) if day]
    return {
        "--year": [day[:4] for day in days],
        "--from": [event.date.text, *days],
        "--to": [event.date.text, *days],
        "--programme": list(event.programmes),
        "--kind": [event.kind] if event.kind else [],
        "--topic": list(event.topics),
        "--significance": [event.significance],
        "--person": list(event.people),
        "--place": [event.place] if event.place else [],
        "--source": list(event.sources),
        "--search": [event.title, event.summary, event.place, *event.people],
    }


@given(chronologies(least=1))
def test_a_programme_includes_its_parts(file: Path, chronology: Chronology) -> None:
    """``--programme`` shows the events of a programme and of all that is part of it, and no others."""
    file.write_text(written(chronology), encoding="utf-8")
    for code in chronology.programmes:
        family = with_children(chronology, code)
        expected = [event.id for event in chronology.events if family & set(event.programmes)]
        assert listed(file, f"--programme={code}") == expected


@given(filtered(), st.integers(0, 8))
def test_reverse_and_limit(file: Path, drawn: tuple[Chronology, list[str]], number: int) -> None:
    """``--reverse`` turns the order around, ``--limit`` takes the first ones, and of both together the last ones."""
    chronology, words = drawn
    words = [word for word in words if word.startswith("--significance")]
    file.write_text(written(chronology), encoding="utf-8")
    whole = listed(file, *words)
    assert listed(file, *words, "--reverse") == whole[::-1]
    assert listed(file, *words, f"--limit={number}") == whole[:number]
    assert listed(file, *words, "--reverse", f"--limit={number}") == whole[::-1][:number]


@examples(0.5)
@given(chronologies())
def test_the_same_bytes_each_time(file: Path, chronology: Chronology) -> None:
    """Any command gives the same bytes for the same data, twice in a row."""
    file.write_text(written(chronology), encoding="utf-8")
    for format in (*SAME, "ics", "markdown", "svg"):
        args = ("export", "--format", format, "--data", str(file))
        assert run(*args) == run(*args)


EDGES = """
title: Edges
updated: "9999-12-31"
programmes: {P: {name: P, period: "1000/9999-12-31", participation: "../1000-01-01"}}
sources: {s: {title: S, url: "https://example.org/", date: "1000"}}
events:
"""
EDGE_DATES = (
    "1000", "1000-01", "1000-01-01", "1000?", "1000/9999", "../1000", "../1000-01-01", "1000-01-01/..", "9999",
    "9999-12", "9999-12-31", "9999-12-31~", "9999/..", "9999-12-31/..", "../9999-12-31", "1000-01-01/9999-12-31",
    "2000-02-29",
)  # fmt: skip


def test_the_first_and_the_last_day_work_everywhere(tmp_path: Path) -> None:
    """Every command, filter and format takes events at both ends of the years there are."""
    file = tmp_path / "edges.yaml"
    events = (
        f'- {{id: e{number}, date: "{date}", title: E, programmes: [P], sources: [s]}}\n'
        for number, date in enumerate(EDGE_DATES)
    )
    file.write_text(EDGES + "".join(events))
    data = ("--data", str(file))
    ids = [f"e{number}" for number in range(len(EDGE_DATES))]
    for format, entry in BY_NAME.items():
        answer = run("export", "--format", format, *data)
        assert answer.code == 0, answer.err
        for option in entry.options:
            for value in get_args(get_type_hints(Options)[option]) or ("",):
                assert run("export", "--format", format, *filter(None, (f"--{option}", value)), *data).code == 0
    for color in ("always", "never"):
        for args in (["list"], ["list", "--full"], ["show", *ids], ["programmes", "P"], ["chart"], ["sources"]):
            assert run(*args, *data, "--color", color).code == 0
    assert sorted(listed(file)) == sorted(ids)
    for args in (["on", "31 December"], ["on", "1 January"], ["cite", *ids], ["check", str(file)]):
        answer = run(*args, *(data if args[0] != "check" else ()))
        assert answer.code == 0
        assert "internal error" not in answer.err
    assert len(listed(file, "--year=9999")) == sum("9999" in date or ".." in date[-2:] for date in EDGE_DATES)
    assert len(listed(file, "--to=1000-01-01")) == sum("1000" in date or date[:2] == ".." for date in EDGE_DATES)


# --- any command line

COMMANDS = ("list", "show", "programmes", "chart", "on", "sources", "cite", "export", "check", "schema", "lst")
OPTIONS = (
    "-y", "--year", "--from", "--to", "-p", "--programme", "--program", "-k", "--kind", "--topic", "--significance",
    "--landmarks", "--person", "--place", "--source", "-s", "--search", "--reverse", "--limit", "--full", "--ids",
    "--data", "--color", "--pager", "--no-pager", "--format", "--force", "--excel", "--anniversaries", "--all", "-h",
    "--help", "--version", "--", "-", "--bogus", "-x",
)  # fmt: skip
WORDS = (
    "1994", "1992..1997", "2010..", "..", "1994-13", "May 1994", "31 February", "18 October", "9999-12-31", "0000",
    "BODY", "body", "year", "a", "landmark", "visit", "0", "-1", "99999999999999999999", "1e3", "always", "never",
    "csv", "json", "html", "ics", "datapackage", "text", "bibtex", "=", "", " ", "[/]", "{0}", "%s", "\\", "''", ":x:",
    "missing.yaml", ".", "x.csv", "no/where.csv", "x.docx", "\x1b[31m", "\udcff", "\n", "\u202e", "é" * 300,
)  # fmt: skip
CODES = {0, 1, 2, 130}


def words() -> st.SearchStrategy[str]:
    """A word of a command line: a command, an option, a value, an option with its value, or anything."""
    anything = st.text(st.characters(exclude_characters="\0/"), max_size=12)
    value = st.one_of(st.sampled_from(WORDS), anything)
    joined = st.builds("{}={}".format, st.sampled_from(OPTIONS), value)
    return st.one_of(st.sampled_from(COMMANDS), st.sampled_from(OPTIONS), value, joined)


@settings(examples(8), suppress_health_check=list(HealthCheck))
@given(st.lists(words(), max_size=6), st.booleans())
@example(["export", "x.csv", "--force"], True)
@example(["list", "{0}"], True)
@example(["list", "é" * 10_000], True)
@example(["list", f"--{'x' * 100_000}"], True)
@example(["show", "x" * 100_000], True)
@example(["list", "-s", "x" * 100_000], True)
@example(["list", f"--limit={'9' * 5_000}"], True)
@example(["on", "9" * 5_000], True)
@example(["on", "May 1994"], True)
@example(["list", "-y", "[" * 5_000], True)
@example(["list", "--from", "\x1b]0;x\x07"], True)
def test_any_command_line_ends_well(tmp_path_factory: pytest.TempPathFactory, args: list[str], small: bool) -> None:
    """Any words at all end with a documented code, and with no traceback, internal error or control character.

    Messages are short, however long the words; a refused command line prints nothing on standard output.
    """
    before = os.getcwd()
    os.chdir(tmp_path_factory.mktemp("any"))
    try:
        answer = run(*([f"--data={EVERYTHING}"] if small else []), *args)
    finally:
        os.chdir(before)
    assert answer.code in CODES
    assert "Traceback" not in answer.err
    assert "internal error" not in answer.err
    assert all(char.isprintable() or char == "\n" for char in answer.err)
    assert len(answer.err) < 4_000
    if answer.code == 2:
        assert answer.out == ""
        assert answer.err.startswith("timeline: ")
        assert answer.err.count("\n") == 1


# --- the table of promises

PROPERTIES = Path(__file__).parent.parent / "docs" / "reliability.md"
ROW = re.compile(r"^\| (\d+) \| (.+) \| (.+) \|$", re.MULTILINE)
TEST = re.compile(r"`(test_\w+\.py)::(\w+)`")


def names_in(path: Path) -> set[str]:
    """The names of the functions of a file."""
    return set(re.findall(r"^def (\w+)", path.read_text("utf-8"), re.MULTILINE))


def test_each_promise_names_tests_that_there_are(request: pytest.FixtureRequest) -> None:
    """The 68 properties of ``docs/reliability.md`` are numbered from 1, and each names tests that exist.

    Where whole files were asked for, what they hold of these was collected: pytest runs it, or knows of it in a lane.
    """
    rows = ROW.findall(PROPERTIES.read_text("utf-8"))
    collected = request.config.stash[COLLECTED]
    part = any("::" in word for word in request.config.args) or request.config.getoption("lf", default=False)
    files = set() if part else {file for file, _ in collected}
    there = {path.name: names_in(path) for path in Path(__file__).parent.glob("test_*.py")}
    assert [int(number) for number, _, _ in rows] == list(range(1, 69))
    for number, _, shown in rows:
        tests = TEST.findall(shown)
        assert tests, f"property {number} names no test"
        for file, name in tests:
            assert name in there[file], f"property {number}: there is no test {name} in {file}"
            assert (file, name) in collected or file not in files, f"property {number}: {name} is not collected"


def test_a_part_never_looks_like_the_whole(file: Path) -> None:
    """A document that has room for it says what its events were chosen by; that of a whole chronology does not."""
    for format in ("html", "svg", "markdown", "json", "timelinejs", "ics"):
        part = run("export", "--format", format, "-y", "2008..2008", "-p", "pfp", "--limit", "2").out
        whole = run("export", "--format", format).out
        for word in ("year 2008..2008", "programme PfP", "first 2 events"):
            assert word in part.replace("\r\n ", ""), (format, word)
            assert word not in whole
    package = file.parent / "package.zip"
    assert run("export", "-y", "2008", str(package)).code == 0
    with zipfile.ZipFile(package) as archive:
        assert "Selected by year 2008" in json.loads(archive.read("datapackage.json"))["description"]
