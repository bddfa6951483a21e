"""The JSON Schema of a data file: valid, true to the loader and to the data dictionary, and shipped up to date."""

from __future__ import annotations

import importlib
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from timeline import Chronology, DataError, Event, Programme, Source, dates
from timeline.datafile import bundled, parse, schema

jsonschema: Any = importlib.import_module("jsonschema")  # it comes without types
SHIPPED = bundled().with_name("events.schema.json")
VALIDATOR = jsonschema.Draft202012Validator(schema.json_schema())


def as_text(data: str | bytes) -> Any:
    """A file as a reader sees it that takes every scalar as text."""
    return yaml.load(data, yaml.CBaseLoader)


def accepted_by_schema(text: str) -> bool:
    """Whether the schema takes a file."""
    return bool(VALIDATOR.is_valid(as_text(text)))


def accepted_by_loader(text: str) -> bool:
    """Whether the loader takes a file."""
    try:
        parse(text.encode())
    except DataError:
        return False
    return True


def test_the_schema_is_valid() -> None:
    """It is a schema of draft 2020-12, and says so."""
    document = schema.json_schema()
    assert document["$schema"] == jsonschema.Draft202012Validator.META_SCHEMA["$id"]
    jsonschema.Draft202012Validator.check_schema(document)


def test_the_real_file_validates() -> None:
    """The chronology that comes with the program is valid."""
    errors = [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(as_text(bundled().read_bytes()))]
    assert errors == []


def test_the_small_file_validates() -> None:
    """The chronology with one of everything is valid."""
    text = (Path(__file__).parent / "everything.yaml").read_text(encoding="utf-8")
    assert [error.message for error in VALIDATOR.iter_errors(as_text(text))] == []


def test_the_shipped_schema_is_up_to_date() -> None:
    """``data/events.schema.json``, which the data file names for editors, is what the model says."""
    text = json.dumps(schema.json_schema(), indent=2, ensure_ascii=False) + "\n"
    if os.environ.get("TIMELINE_RENEW") == "1":
        SHIPPED.write_text(text, encoding="utf-8", newline="\n")
    assert SHIPPED.read_text(encoding="utf-8") == text, (
        "renew it with: TIMELINE_RENEW=1 pytest tests/test_schema.py; then read the difference"
    )


def test_the_data_file_names_its_schema() -> None:
    """The first line tells editors where the schema is."""
    with bundled().open(encoding="utf-8") as lines:
        assert lines.readline() == f"# yaml-language-server: $schema={SHIPPED.name}\n"


def _dictionary() -> dict[str, dict[str, str]]:
    """What the opening comment of the data file says of each field, on one line, by heading and name."""
    lines = [line[1:] for line in bundled().read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    found: dict[str, dict[str, str]] = {}
    heading = name = ""
    for line in lines:
        if begun := re.match(r" (the chronology itself|programmes:|sources:|events:)", line):
            heading = begun[1].rstrip(":")
            found[heading] = {}
        elif entry := re.match(r"   (\w+)  +(\S.*)", line):
            name = entry[1]
            found[heading][name] = entry[2]
        elif further := re.match(r" {18}(\S.*)", line):
            found[heading][name] += f" {further[1]}"
    return found


def test_the_data_dictionary_explains_every_field() -> None:
    """The opening comment of the data file says of each field what its record declares, in the order of the file."""
    found = _dictionary()
    tables = {
        "the chronology itself": schema.CHRONOLOGY,
        "programmes": schema.PROGRAMME,
        "sources": schema.SOURCE,
        "events": schema.EVENT,
    }
    assert list(found) == list(tables)
    for heading, fields in tables.items():
        assert list(found[heading]) == [field.name for field in fields]
        for field in fields:
            said = found[heading][field.name]
            assert said.startswith(field.about)
            assert said.endswith("(required)") == field.required
            assert ", ".join(field.choices) in said


@pytest.mark.parametrize(
    ("record", "field"),
    [
        (Event, schema.Field("id", "id", "", required=True)),
        (Event, schema.Field("date", "date", "", required=True)),
        (Event, schema.Field("summary", "text", "")),
        (Event, schema.Field("significance", "choice", "", choices=("landmark", "notable", "minor"))),
        (Event, schema.Field("programmes", "line", "", many=True, refers="programmes")),
        (Event, schema.Field("sources", "line", "", required=True, many=True, stated=True, refers="sources")),
        (Programme, schema.Field("code", "code", "", required=True)),
        (Programme, schema.Field("period", "date", "")),
        (Programme, schema.Field("parent", "line", "", refers="programmes")),
        (Source, schema.Field("author", "line", "", many=True)),
        (Source, schema.Field("url", "url", "")),
        (Source, schema.Field("kind", "choice", "", choices=("official", "press", "academic", "reference"))),
        (Chronology, schema.Field("updated", "day", "")),
        (Chronology, schema.Field("events", "section", "", required=True, many=True)),
    ],
    ids=lambda value: getattr(value, "name", getattr(value, "__name__", "")),
)
def test_a_declaration_becomes_a_row(record: type, field: schema.Field) -> None:
    """The type of a field says its shape, whether it is a list and what there is to choose from; the rest is said."""
    (found,) = (row for row in schema.fields_of(record) if row.name == field.name)
    assert found._replace(about="") == field
    assert found.about


def test_what_no_file_holds_is_in_no_table() -> None:
    """What the events were chosen by is a field of the record alone."""
    assert "selection" not in [field.name for field in schema.fields_of(Chronology)]


def document(**changes: str) -> str:
    """A small file with some of its parts changed, each given as YAML; an empty part is left out."""
    parts = {
        "title": "T",
        "sources": "{s: {title: S, url: 'https://e.org/'}}",
        "events": "[{id: a, date: '1994', title: A, sources: [s]}]",
        **changes,
    }
    return "".join(f"{name}: {part}\n" for name, part in parts.items() if part)


def event(**changes: str) -> str:
    """A small file whose event has some of its fields changed."""
    fields = {"id": "a", "date": "'1994'", "title": "A", "sources": "[s]", **changes}
    return document(events="[{" + ", ".join(f"{name}: {value}" for name, value in fields.items() if value) + "}]")


def source(**changes: str) -> str:
    """A small file whose source has some of its fields changed."""
    fields = {"title": "S", "url": "'https://e.org/'", **changes}
    return document(sources="{s: {" + ", ".join(f"{name}: {value}" for name, value in fields.items() if value) + "}}")


def programme(code: str = "P", **fields: str) -> str:
    """A small file with a programme."""
    given = {"name": "x", **fields}
    record = ", ".join(f"{name}: {value}" for name, value in given.items() if value)
    return document(programmes=f'{{"{code}": {{{record}}}}}')


WAYS = {
    "archived": ("'https://archive.example/1'",),
    "doi": ("10.1000/182", "'10.1000.10/a(b)<c>;d'"),
    "isbn": ("978-0-306-40615-7", "9780306406157", "0-8044-2957-X", "0 306 40615 2"),
    "held": ("'State Archive, fond 1'",),
}
ACCEPTED = [
    document(),
    document(sources="{}", events="[]"),
    document(description="|\n  Two\n  lines", licence="CC0-1.0", updated="'2020-02-29'"),
    document(kinds="{}", topics="{a: b}", programmes="{}"),
    event(summary='"Two\\nlines"', note="'x'", significance="landmark", confidence="disputed", place="Baku"),
    event(people="[Ada, Bob]", kind="any", topics="[x, y]", programmes="[]", related="[]"),
    *(event(date=f"'{date}'") for date in ("1994-05", "1994-05-04", "1994~", "1994-05?", "9999-12-31%", "1000")),
    *(event(date=f"'{date}'") for date in dates.EXAMPLES),
    *(event(date=f"'{date}'") for date in ("1994/1995", "../1994", "1994-05-04/..", "1994~/1995-06?")),
    source(kind="official", date="'2001-02'", publisher="x", via="y", author="[Ada, Bob]"),
    *(source(url="", **{way: value}) for way, values in WAYS.items() for value in values),
    *(source(language=tag) for tag in ("az", "en-GB", "az-Cyrl", "sr-Latn-RS", "es-419", "de-1996", "gsw")),
    document(authors="[Ada, Bob]", url="'https://e.org/'"),
    *(event(sources=f"{{s: {said}}}") for said in ("Says so.", '""', "~", "null", "", '" "', '"Two\\nlines"')),
    document(sources="{s: {title: S, url: 'https://e.org/'}, t: {title: T, doi: 10.1/x}}").replace("10.1/", "10.1000/"),
    source(url="http://e.org"),
    source(url="'https://e.org:8080/a?b=c#d(e)'"),
    programme(),
    programme("A.b+c_d-1", aliases="[x]", kind="plan", period="'1994/..'", participation="'1994'", about="x", note="y"),
]
NO_WAYS = {
    "archived": ("e.org", "ftp://e.org"),
    "doi": (
        "10.1000",
        "10.10/x",
        "11.1000/x",
        "doi:10.1000/182",
        "https://doi.org/10.1000/182",
        "10.1000/a b",
        "10.1000/",
    ),
    "isbn": (
        "978-0-306-40615",
        "978 0 306 40615 7 1",
        "977-0-306-40615-7",
        "080442957x",
        "0804429575-",
        "ISBN 080442957X",
    ),
    "held": ("two\\nlines",),
}
NO_LANGUAGES = ("English", "EN", "en_GB", "az-cyrl", "en-gb", "e", "az-", "-az", "az Cyrl")
NO_DATES = (
    "", "94", "0999", "1994-5", "1994-5-4", "19940504", "1994/",
    "/1994", "../..", "1994/1995/1996", "1994-", "?1994", "1994??", "1994 ", "1994\\n", "١٩٩٤", "May 1994", "199X",
)  # fmt: skip
NO_ADDRESSES = (
    "e.org", "/x", "ftp://e.org", "javascript:alert(1)", "https://", "https:///x", "https://?", "https://e .org",
    "https://e.org/\\n", " https://e.org", "HTTPS", "https://@e.org",
)  # fmt: skip
REFUSED = [
    "[]\n",
    "a word\n",
    *(document(**{part: ""}) for part in ("title", "sources", "events")),
    *(document(title=title) for title in ("[T]", "{T: x}", '""', '"  "', '"two\\nlines"', '"end\\n"', '"a\\rb"')),
    document(updated="'2020'"),
    document(updated='"2020-02-29\\n"'),
    document(updated="'2020-02-29~'"),
    document(colour="red"),
    document(sources="[]"),
    document(sources="{S: {title: S, url: 'https://e.org/'}}", events="[]"),
    document(events="{}"),
    document(events="[a]"),
    document(events="[[]]"),
    document(kinds="[]"),
    document(kinds="{visit: {a: b}}"),
    document(kinds="{visit: ''}"),
    document(kinds="{' ': x}"),
    document(topics='{"a\\nb": x}'),
    document(programmes="[]"),
    document(programmes="{P: x}"),
    *(event(**{field: ""}) for field in ("id", "date", "title", "sources")),
    *(event(id=f'"{id}"') for id in ("A", "a b", "a_b", "", "a\\n", "ə")),
    event(sources="s"),
    event(sources="[]"),
    event(sources="[s, s]"),
    event(sources="[[s]]"),
    event(people="Ada"),
    event(people="['']"),
    event(people="[Ada, Ada]"),
    event(place='"two\\nlines"'),
    event(colour="red"),
    event(significance="Landmark"),
    event(confidence="''"),
    *(event(date=f'"{date}"') for date in NO_DATES),
    *(source(**{field: ""}) for field in ("title", "url")),
    *(source(**{way: f'"{value}"'}) for way, values in NO_WAYS.items() for value in values),
    *(source(language=f'"{tag}"') for tag in NO_LANGUAGES),
    source(author="Ada"),
    document(authors="Ada"),
    document(url="e.org"),
    event(sources="{}"),
    event(sources="{s: [x]}"),
    event(sources="{s: {a: b}}"),
    event(sources='{"": x}'),
    *(source(url=f'"{url}"') for url in NO_ADDRESSES),
    source(kind="newspaper"),
    source(id="s"),
    *(programme(code) for code in ("", " ", "-x", "a b", "ə", "a\\n")),
    programme(name=""),
    programme(period="'1994-1'"),
    programme(parent="[P]"),
    programme(acronym="x"),
]
ONLY_THE_LOADER_KNOWS = [
    pytest.param(event(sources="[t]"), id="a reference to nothing"),
    pytest.param(event(sources="{t: Says so.}"), id="a statement of nothing"),
    pytest.param(source(isbn="978-0-306-40615-8"), id="a wrong check digit"),
    pytest.param(source(isbn="0-8044-2957-1"), id="a wrong check digit of ten"),
    pytest.param(event(kind="b") + "kinds: {a: x}\n", id="a word outside its vocabulary"),
    pytest.param(event(date="'1994-02-30'"), id="a day that does not exist"),
    pytest.param(event(date="'1995/1994'"), id="an end before its start"),
    *(
        pytest.param(event(date=f"'{date}'"), id=f"a date like {date}")
        for date in ("1994-13", "1994-00", "1994-05-32", "1994-05-00", "[1994", "1994]", "1994..1995", "../1994]")
    ),
    pytest.param(event(place='"\u200b\u3164"'), id="a text that nobody can see"),
    pytest.param(document(updated="'2019-02-29'"), id="a last change on no day"),
    pytest.param(
        document(
            events="[{id: a, date: '1994', title: A, sources: [s]}, {id: a, date: '1995', title: B, sources: [s]}]"
        ),
        id="an id twice",
    ),
    pytest.param(document(programmes="{P: {name: x}, p: {name: y}}"), id="codes that differ in case only"),
    pytest.param(programme(parent="P"), id="a programme that is its own parent"),
    pytest.param(document() + "title: U\n", id="a key twice"),
    pytest.param(document(title="~"), id="a null, which is a text without types"),
    pytest.param(document(title="!!str T"), id="a tag"),
    pytest.param(document(title="&a T"), id="an anchor"),
    pytest.param(document(title='"A \\u202e"'), id="a bidirectional control without its partner"),
    pytest.param(document(title='"A \\e[31m"'), id="a control character as an escape"),
]


@pytest.mark.parametrize("text", ACCEPTED)
def test_both_accept(text: str) -> None:
    """What the loader takes, the schema takes."""
    assert (accepted_by_loader(text), accepted_by_schema(text)) == (True, True)


@pytest.mark.parametrize("text", REFUSED)
def test_both_refuse(text: str) -> None:
    """What the schema refuses, the loader refuses."""
    assert (accepted_by_loader(text), accepted_by_schema(text)) == (False, False)


@pytest.mark.parametrize("text", ONLY_THE_LOADER_KNOWS)
def test_what_only_the_loader_knows(text: str) -> None:
    """What a schema cannot say is refused by the loader alone; this is the list."""
    assert (accepted_by_loader(text), accepted_by_schema(text)) == (False, True)


WITH_WORDS = """\
title: T
kinds: {visit: A visit}
programmes: {P: {name: Pp}, Q: {name: Qq, parent: P, sources: [s]}}
sources: {s: {title: S, url: 'https://e.org/', publisher: NATO}, t: {title: T, isbn: 0-8044-2957-X}}
events:
- {id: a, date: '1994', title: A, sources: [s], kind: visit, topics: [free], programmes: [P]}
- {id: b, date: '1995', title: B, sources: {t: Says so.}, related: [a]}
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("kind: visit", "kind: talk"),
        ("programmes: [P]", "programmes: [R]"),
        ("parent: P", "parent: R"),
        ("sources: [s]}}", "sources: [u]}}"),
        ("sources: [s], kind", "sources: [u], kind"),
        ("{t: Says so.}", "{u: Says so.}"),
        ("related: [a]", "related: [c]"),
    ],
)
def test_the_schema_of_a_file_has_its_words(old: str, new: str) -> None:
    """What a file may refer to is what it has; where it has no vocabulary any word will do."""
    validator = jsonschema.Draft202012Validator(schema.json_schema(parse(WITH_WORDS.encode())))
    assert validator.is_valid(as_text(WITH_WORDS))
    text = WITH_WORDS.replace(old, new)
    assert text != WITH_WORDS
    assert not validator.is_valid(as_text(text))
    assert VALIDATOR.is_valid(as_text(text))


def test_the_schema_of_the_real_file() -> None:
    """The schema of the chronology that comes with the program is one, takes the file, and tells what a word means."""
    document = schema.json_schema(parse(bundled().read_bytes()))
    jsonschema.Draft202012Validator.check_schema(document)
    validator = jsonschema.Draft202012Validator(document)
    assert list(validator.iter_errors(as_text(bundled().read_bytes()))) == []
    programmes = document["$defs"]["programmes"]
    meanings = dict(zip(programmes["enum"], programmes["enumDescriptions"], strict=True))
    assert meanings["PARP"] == "Planning and Review Process"


def test_an_editor_can_say_what_a_date_is() -> None:
    """A date has examples, and a pattern no longer than a line."""
    date = schema.json_schema()["properties"]["events"]["items"]["properties"]["date"]
    assert len(date["pattern"]) < 130
    for example in date["examples"]:
        assert example in date["patternErrorMessage"]
        assert dates.parse(example).text == example


@pytest.mark.parametrize("pattern", [*schema.PATTERNS.values(), dates.PATTERN])
def test_patterns_are_those_of_every_language(pattern: str) -> None:
    """Patterns use nothing that JSON Schema's regular expressions (ECMA 262) have not."""
    assert not re.search(r"\(\?P|\(\?<|\\A|\\Z|\(\?[aims]|[*+?]\+", pattern.replace("_.+-", ""))
