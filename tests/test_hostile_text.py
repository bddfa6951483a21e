"""Hostile text in valid files: every view and every export shows all of it, and none of it does anything.

Each text stands in every field that takes it. What a view must hold is told by itself, with white space left out, since
views break lines.
"""

from __future__ import annotations

import contextlib
import csv
import dataclasses
import io
import json
import re
import sqlite3
import sys
import unicodedata
import zipfile
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import icalendar
import pytest
import yaml

import timeline
from timeline.cli import run as program
from timeline.datafile import parse
from timeline.errors import ArgumentError, UsageError
from timeline.formats import BY_NAME, FORMATS, Format, TextFormat
from timeline.formats.csv import split, unescaped
from timeline.query import Filters, select
from timeline.text import escape_overrides
from timeline.views.layout import EDGE

TEXTS = {
    "what looks like an escape": r"\x1b[31m ^[[2J \033]0;owned\a [0m ␛[1m",
    "markup of Rich": "[bold red]x[/] [/nope] [link=https://evil.example]y[/link] [@click=app.bell]z[/] [a] and [1]",
    "codes of pictures": ":smile: :warning: :boom: :x",
    "pictures of several characters": "❤️ ☎️ ©️ 👩‍👩‍👧‍👦 🏳️‍🌈 🇦🇿 1️⃣ 👍🏽 🕊",
    "marks upon marks": "Z̴̡̛͇͙a̷͎͛l̶͔̈g̵̰̐o e\u0301 " + "o" + "\u0300\u0323" * 30,
    "marks upon nothing": "\u0301\u0302 x \u20dd",
    "right to left": "שלום עולם, 12 السلام عليكم (abc) مرحبا",
    "wide": "北大西洋公約組織 アゼルバイジャン 한국어 ＷＩＤＥ　ＳＰＡＣＥ" + "漢" * 120,
    "nothing to see": "a\u200bb\u200cc\u200dd\u2060e\u00adf\u200eg\u200fh\u061ci\ufefej",
    "isolates": "\u2066left\u2069 \u2067right\u2069 \u2068first \u2067deep\u2069 strong\u2069",
    "overrides": "user\u202etxt.exe\u202c and \u202aembedded\u202c \u202bembedded\u202c \u202dforced\u202c",
    "blanks of many kinds": "a\u00a0b\u2003c\u202fd\u3000e\u1680f",
    "long": "A long title of many words, each of them wanted. " * 40,
    "long and in one word": "x" * 2_000,
    "a formula": '=HYPERLINK("http://evil.example";"x")',
    "another formula": "@SUM(1+1)*cmd|' /C calc'!A0",
    "a number": "-1",
    "elements": "<script>alert(1)</script><img src=x onerror=alert(1)> <!-- --> ]]> </style></title>",
    "entities": "&amp; &#60;b&#62; &lt;script&gt; &nbsp;",
    "an address that runs": "javascript:alert(1) <a href='javascript:alert(1)'>x</a> data:text/html,x",
    "quotation marks": "'\"`\"' „“ «» '' \"\" \\\" \\' $(x) `x` ${x} {{x}} {% x %} %s {0} %(x)s",
    "lines of a calendar": r"END:VEVENT BEGIN:VALARM \n \, \; ATTACH:x ;VALUE=URI:",
    "marks of Markdown": "# * _ ~ ` > | - + 1. [x](javascript:alert(1)) ![x](y) <https://x.example> \\ $x$ ---",
    "marks of YAML": "- ? : , [ ] { } # & * ! | > ' \" % @ ` null ~ true 0x1F 1_000 << ---",
    "names that mean something": "NULL nil None undefined NaN Infinity constructor __proto__",
}
"""What stands in every field, by what is hostile about it."""

TYPED = ("\x1b[31m", "\n", "\r", "\t", "\x00", "\x07", "\x7f", "\x85", "\x9b", "\u2028", "\u202e", "\u2067", "\ufffe")
"""What somebody may type that does something in a terminal, ends a line, or turns the direction of writing."""
FORBIDDEN_ANYWHERE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
OVERRIDES = re.compile("[\u202a-\u202e]")
OURS = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;(?:id=[0-9-]+)?;[^\x1b\x07]*\x1b\\")
"""What the program itself may send to a terminal: colours and links."""

LATE = "1994-05-04"
LONGEST_KEY = 300
"""Characters that a word of a vocabulary has at most: a key of YAML may have 1,024."""


def word_of(text: str) -> str:
    """A text as a word of a vocabulary: not too long, and without the dashes with which an option begins."""
    return text[:LONGEST_KEY].lstrip("- ").rstrip()


def document(text: str) -> dict[str, Any]:
    """A chronology, as a file has it, with a text in every field that takes one."""
    word = word_of(text)
    return {
        "title": text,
        "description": f"{text}\n{text}",
        "licence": text,
        "kinds": {word: text},
        "topics": {word: text},
        "programmes": {
            "P": {"name": text, "kind": text, "about": text, "note": text, "aliases": [text], "sources": ["s"]},
            "Q": {"name": text, "parent": "P", "period": "1990/.."},
        },
        "sources": {"s": {"title": text, "publisher": text, "url": "https://example.org/", "date": "1994"}},
        "events": [
            {
                "id": id,
                "date": date,
                "title": text,
                "summary": f"{text}\n\n{text}",
                "kind": word,
                "topics": [word],
                "programmes": ["Q"],
                "place": text,
                "people": [text],
                "note": text,
                "sources": ["s"],
                "related": [other],
            }
            for id, other, date in (("a", "b", "1994"), ("b", "a", LATE))
        ],
    }


def written(text: str, folder: Path) -> Path:
    """The file of a chronology with a text in every field."""
    path = folder / "hostile.yaml"
    path.write_text(json.dumps(document(text), ensure_ascii=False), encoding="utf-8")
    return path


class _Stream(io.TextIOWrapper):
    """Standard output that keeps what it was given, and says whether it is a terminal."""

    def __init__(self, *, terminal: bool) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", newline="")
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal

    @property
    def text(self) -> str:
        """What was written."""
        self.flush()
        data: bytes = self.buffer.getvalue()  # type: ignore[attr-defined]  # a BytesIO, which typeshed cannot know
        return data.decode("utf-8")


@pytest.fixture(name="shown")
def _shown(monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Runs the program and gives its standard output; with ``columns`` on a terminal of this width."""
    for name in ("NO_COLOR", "FORCE_COLOR", "TIMELINE_DATA", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")

    def run(*args: str, columns: int = 0) -> str:
        stream = _Stream(terminal=bool(columns))
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdout", stream)
            if columns:
                patch.setenv("COLUMNS", str(columns))
            assert program.run(list(args)) == 0
        return stream.text

    return run


def squeezed(text: str) -> str:
    """A text without its white space."""
    return "".join(text.split())


VIEWS: dict[str, tuple[list[str], int]] = {
    # the command, and how often it must show the text at least
    "list": (["list"], 2),
    "full": (["list", "--full"], 12),
    "show": (["show", "a", "b"], 12),
    "programmes": (["programmes"], 2),
    "story": (["programmes", "P"], 9),
    "chart": (["chart"], 0),
    "sources": (["sources"], 2),
    "on": (["on", "4 May"], 1),
    "cite": (["cite", "a"], 5),
}


def assert_tame(text: str, *, lines: str = "\n\t") -> None:
    """A text has no control character, but for those of its lines, and no override of the writing direction."""
    found = FORBIDDEN_ANYWHERE.sub(lambda char: "" if char[0] in lines else "�", text)
    assert "�" not in found
    assert not OVERRIDES.search(text)


@pytest.mark.hostile
@pytest.mark.parametrize("name", TEXTS)
def test_views_show_everything_and_obey_nothing(name: str, shown: Callable[..., str], tmp_path: Path) -> None:
    """Every view, into a pipe and on a terminal of any width, with and without colour, holds the whole text.

    With colour it has besides only the edges of codes, which are nothing without.

    A title that stands in quotes has its own ones made single.
    No control character comes out but line ends, tabs in a pipe, and the program's own colours and links.
    """
    text = TEXTS[name].strip()
    data = ("--data", str(written(text, tmp_path)))
    wanted = squeezed(escape_overrides(text))
    for args, least in VIEWS.values():
        piped = shown(*args, *data)
        assert_tame(piped)
        assert squeezed(piped).count(wanted) >= min(least, 1), args
        for columns in (20, 40, 80, 500):
            plain = shown(*args, *data, "--no-pager", "--color", "never", columns=columns)
            coloured = shown(*args, *data, "--no-pager", "--color", "always", columns=columns)
            assert_tame(plain, lines="\n")
            assert_tame(OURS.sub("", coloured), lines="\n")
            assert squeezed(OURS.sub("", coloured).replace(EDGE, "")) == squeezed(plain)
            quotes = str.maketrans("“”", "‘’")
            letters = iter(squeezed(plain))
            if args == ["programmes"]:  # where other cells stand between the lines of a name
                assert all(letter in letters for letter in wanted), columns
            else:
                assert squeezed(plain).translate(quotes).count(wanted.translate(quotes)) >= least, (args, columns)


@pytest.mark.parametrize("name", TEXTS)
def test_the_loader_takes_them_as_they_are(name: str, tmp_path: Path) -> None:
    """None of these texts is a fault, and each is kept to the character."""
    text = TEXTS[name].strip()
    chronology = timeline.load(written(text, tmp_path))
    assert {event.title for event in chronology.events} == {text}
    assert chronology.title == text
    assert chronology.sources["s"].title == text


def _csv(out: str, text: str) -> None:
    assert_tame(OVERRIDES.sub("", out), lines="\r\n\t")
    tabs = "\t" in out[:5]
    rows = list(csv.DictReader(io.StringIO(out, newline=""), dialect="excel-tab" if tabs else "excel"))
    for cells in rows:
        row = {name: unescaped(cell) if tabs else cell for name, cell in cells.items()}
        assert (row["title"], row["place"], row["note"]) == (text,) * 3
        assert row["kind"] == word_of(text)
        assert split(row["people"]) == [text]
        assert row["summary"] == f"{text}\n\n{text}"


def _json(out: str, text: str) -> None:
    assert_tame(OVERRIDES.sub("", out))
    found = json.loads(out)
    assert found["title"] == found["events"][0]["title"] == found["sources"]["s"]["publisher"] == text
    assert found["events"][1]["people"] == found["programmes"]["P"]["aliases"] == [text]


def _jsonl(out: str, text: str) -> None:
    assert_tame(OVERRIDES.sub("", out))
    assert [json.loads(line)["title"] for line in out.splitlines()] == [text, text]


def _yaml(out: str, text: str) -> None:
    assert_tame(OVERRIDES.sub("", out))
    assert parse(out.encode()) == parse(json.dumps(document(text), ensure_ascii=False).encode())
    found = yaml.safe_load(out)
    assert found["title"] == found["events"][0]["people"][0] == found["sources"]["s"]["publisher"] == text


class _Page(HTMLParser):
    """The elements of a page with their attributes' names, its texts and its links."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, tuple[str, ...]]] = []
        self.texts: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, tuple(name for name, _ in attrs)))
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "action", "formaction")]

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def _page(out: str) -> _Page:
    page = _Page()
    page.feed(out)
    page.close()
    return page


HARMLESS = _page(timeline.export(parse(json.dumps(document("harmless")).encode()), "html"))


def _html(out: str, text: str) -> None:
    assert_tame(out)
    page = _page(out)
    assert page.elements == HARMLESS.elements
    assert all(re.match(r"https://example\.org/$|#|data:image/svg\+xml,", link) for link in page.links)
    assert squeezed("".join(page.texts)).count(squeezed(escape_overrides(text))) >= 12


def _svg(out: str, text: str) -> None:
    assert_tame(out)
    root = ET.fromstring(out)
    assert root.findtext("{http://www.w3.org/2000/svg}title") == escape_overrides(text)
    assert "script" not in {element.tag.rpartition("}")[2] for element in root.iter()}


def _ics(out: str, text: str) -> None:
    assert_tame(out, lines="\r\n")
    assert max(len(line) for line in out.encode().split(b"\r\n")) <= 75
    calendar: Any = icalendar.Calendar.from_ical(out)
    events = calendar.walk("VEVENT")
    assert [str(event["SUMMARY"]) for event in events] == [f"{escape_overrides(text)} (1994)", escape_overrides(text)]
    assert {name for event in events for name in event} <= {
        "UID", "SUMMARY", "DTSTART", "DTEND", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DESCRIPTION", "LOCATION",
        "CATEGORIES", "URL", "TRANSP", "STATUS",
    }  # fmt: skip


def _markdown(out: str, text: str) -> None:
    assert_tame(out)
    bare, wanted = (  # that its markup is escaped is shown in test_markdown.py
        squeezed(each).replace("\\", "").replace(squeezed("<!-- -->"), "") for each in (out, escape_overrides(text))
    )
    assert bare.count(wanted) >= 12


def _timelinejs(out: str, text: str) -> None:
    assert_tame(out)
    assert len(json.loads(out)["events"]) == 2
    assert "<script" not in json.dumps(json.loads(out)).lower()


def _csl(out: str, text: str) -> None:
    assert_tame(OVERRIDES.sub("", out))
    assert [entry["title"] for entry in json.loads(out)] == [text, text]


def _jsonld(out: str, text: str) -> None:
    assert_tame(OVERRIDES.sub("", out))
    document = json.loads(out)
    assert [entry["name"] for entry in document["about"]] == [text, text]
    assert document["name"] == text


def _biblatex(out: str, text: str) -> None:
    assert_tame(OVERRIDES.sub("", out))
    assert re.findall("^@([a-z]+)", out, re.MULTILINE) == ["dataset", "online"]


def _bibtex(out: str, text: str) -> None:
    assert_tame(OVERRIDES.sub("", out))
    assert re.findall("^@([a-z]+)", out, re.MULTILINE) == ["misc", "misc"]


def _ris(out: str, text: str) -> None:
    assert_tame(OVERRIDES.sub("", out).replace("\r\n", "\n"))
    assert re.findall("^TY  - (.*)\r$", out, re.MULTILINE) == ["DATA", "ELEC"]


CHECKS: dict[str, Callable[[str, str], None]] = {
    "csv": _csv,
    "tsv": _csv,
    "json": _json,
    "jsonl": _jsonl,
    "jsonld": _jsonld,
    "yaml": _yaml,
    "html": _html,
    "svg": _svg,
    "ics": _ics,
    "markdown": _markdown,
    "timelinejs": _timelinejs,
    "csl": _csl,
    "biblatex": _biblatex,
    "bibtex": _bibtex,
    "ris": _ris,
}


def test_every_format_is_checked() -> None:
    """Each format that is text has a check; the others have their own tests."""
    assert set(CHECKS) == {name for name, entry in BY_NAME.items() if not entry.binary}


@pytest.mark.parametrize("format", CHECKS)
@pytest.mark.parametrize("name", TEXTS)
def test_exports_hold_everything_and_obey_nothing(
    name: str, format: str, shown: Callable[..., str], tmp_path: Path
) -> None:
    """Every export of every text is well formed and has it in its place; what is looked at holds no override.

    What a program reads, CSV and JSON, holds each text to the character.
    """
    text = TEXTS[name].strip()
    CHECKS[format](shown("export", "--format", format, "--data", str(written(text, tmp_path))), text)


@pytest.mark.parametrize("name", TEXTS)
def test_a_spreadsheet_runs_nothing(name: str, shown: Callable[..., str], tmp_path: Path) -> None:
    """With ``--excel`` no cell begins like a formula or turns the writing around, and the text is all there."""
    text = TEXTS[name].strip()
    out = shown("export", "--format", "csv", "--excel", "--data", str(written(text, tmp_path)))
    assert_tame(out, lines="\r\n")
    rows = list(csv.reader(io.StringIO(out.removeprefix("\ufeff"), newline="")))
    for row in rows:
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)
    assert [row[4].removeprefix("'") for row in rows[1:]] == [escape_overrides(text).removeprefix("'")] * 2


def test_right_to_left_text_stays_as_it_is() -> None:
    """Only what turns the direction by force becomes visible: Arabic, Hebrew, marks and isolates stay."""
    for name in ("right to left", "isolates", "nothing to see"):
        assert escape_overrides(TEXTS[name]) == TEXTS[name]
    assert escape_overrides("a\u202eb\u202c") == r"a\u202eb\u202c"
    assert unicodedata.bidirectional("\u202e") == "RLO"


REFUSED = {
    "an escape": "\x1b[31m",
    "a title for the terminal": "\x1b]0;x\x07",
    "C1": "\x9b31m",
    "a bell": "\x07",
    "backspaces": "a\x08b",
    "NUL": "a\x00b",
    "DEL": "a\x7fb",
    "a line separator": "a\u2028b",
    "an override left open": "a\u202eb",
    "an isolate left open": "a\u2067b",
    "an isolate that closes nothing": "a\u2069b",
    "half a surrogate pair": "a\ud83db",
}


@pytest.mark.parametrize("name", REFUSED)
def test_controls_are_refused_and_shown_in_no_message(name: str, tmp_path: Path, capfd: Any) -> None:
    """What would control a terminal is refused at its place, escaped or not, by a message that has none of it."""
    char = REFUSED[name]
    for written_so in (json.dumps(f"x {char}"), f"'x {char}'"):
        path = tmp_path / "bad.yaml"
        text = f"title: {written_so}\nsources: {{}}\nevents: []\n"
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        assert program.run(["list", "--data", str(path)]) == 1
        told = capfd.readouterr()
        assert told.out == ""
        assert told.err.startswith(f"{path}:1:")
        assert told.err.count("\n") == told.err.count(f"{path}:1:")
        assert_tame(told.err, lines="\n")


@pytest.mark.parametrize("format", [entry.name for entry in BY_NAME.values() if entry.for_eyes and not entry.binary])
def test_exports_for_eyes_turn_no_direction(everything: timeline.Chronology, format: TextFormat) -> None:
    """What people look at shows controls that turn the direction of writing, also where a program asks for it."""
    turned = dataclasses.replace(everything, title="a\u202eb\u202cc")
    text = timeline.export(turned, format)
    assert not re.search("[\u202a-\u202e]", text)
    assert "u202e" in text


def test_exports_for_programs_keep_every_character(everything: timeline.Chronology) -> None:
    """What programs read has the text as it is stored."""
    turned = dataclasses.replace(everything, title="a\u202eb\u202cc")
    assert json.loads(timeline.export(turned, "json"))["title"] == turned.title


FREE = [name for name in Filters._fields if name in ("person", "place", "source", "search")]
"""Filters that take any text; of the others all that is not known is refused."""


@pytest.mark.parametrize("entry", FORMATS, ids=lambda entry: entry.name)
@pytest.mark.parametrize("filter", FREE)
def test_what_was_typed_is_text_too(entry: Format, filter: str, everything: timeline.Chronology) -> None:
    """What a filter was given stands in no document raw, where it does something: it is escaped."""
    for typed in TYPED:
        chosen = select(everything, Filters.of(**{filter: f"zq{typed}qz"}))
        assert chosen.selection == (f"{filter} zq{ascii(typed)[1:-1]}qz",)
        for piece in _texts_of(entry, chosen):
            assert f"zq{typed}qz" not in piece
            assert not re.search(r"zq[\x00-\x1f\x7f-\x9f\u2028\u202e]", piece)


def _texts_of(entry: Format, chronology: timeline.Chronology) -> list[str]:
    """A document as text; of an archive, that of each of its files; of a database, its dump; a calendar unfolded."""
    data = b"".join(entry.encode(chronology))
    if entry.name == "sqlite":
        with contextlib.closing(sqlite3.connect(":memory:")) as database:
            database.deserialize(data)
            return list(database.iterdump())
    if entry.binary:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return [archive.read(name).decode("utf-8") for name in archive.namelist()]
    return [data.decode("utf-8").replace("\r\n ", "")]


@pytest.mark.parametrize("filter", [name for name in Filters._fields if name not in FREE])
def test_what_is_not_known_is_refused_on_one_line(filter: str, everything: timeline.Chronology) -> None:
    """A year, a date, a word of a list, a code or an id that does not exist is told with every escape shown."""
    for typed in TYPED:
        with pytest.raises(UsageError) as caught:
            select(everything, Filters.of(**{filter: f"zq{typed}qz"}))
        assert str(caught.value).isprintable()


@pytest.mark.parametrize("filter", Filters._fields)
def test_bytes_that_are_no_text_are_refused(filter: str) -> None:
    """What the command line could not read as UTF-8 is no filter."""
    with pytest.raises(ArgumentError, match=f"^{filter} is not text in UTF-8$"):
        Filters.of(**{filter: ["x", b"a\xff".decode("utf-8", "surrogateescape")]})


@pytest.mark.parametrize("format", ["json", "markdown", "html"])
def test_escapes_that_were_typed_reach_no_output(shown: Callable[..., str], format: str) -> None:
    """The same by the program itself."""
    document = shown("export", "--format", format, "--person", "aliyev\x1b[31m\nred")
    assert "\x1b" not in document
    assert "aliyev" in document
    assert "\nred" not in document
