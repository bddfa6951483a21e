"""CSL-JSON and BibTeX: valid by others' schema, read by others' parsers, formatted by another's processor.

Over the small chronology of everything, the real one, and generated ones with hostile text in every field.
"""

from __future__ import annotations

import functools
import importlib
import json
import re
import warnings
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft7Validator

from tests.conftest import Golden, examples, rendered
from tests.strategies import chronologies
from timeline.dates import Date, parse
from timeline.formats import references
from timeline.formats.references import Reference, bibtex, csl, latex, of_source, protected
from timeline.model import Chronology, Event, Source, SourceKind

SCHEMA = Path(__file__).parent / "data" / "csl-data.json"
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

Entries = dict[str, tuple[str, dict[str, str]]]
"""Key to type and fields, as a parser of BibTeX gives them."""


@functools.cache
def _validator() -> Draft7Validator:
    return Draft7Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


@functools.cache
def _citeproc() -> Any:
    """The citeproc-py library, whose own code warns while it is read."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        importlib.import_module("citeproc.source.json")
        return importlib.import_module("citeproc")


@functools.cache
def _style() -> Any:
    return _citeproc().CitationStylesStyle("harvard-cite-them-right", validate=False)


def _formatted(items: list[dict[str, Any]]) -> list[str]:
    """The bibliography that citeproc-py makes of items, in the style that it brings along."""
    citeproc = _citeproc()
    source = citeproc.source.json.CiteProcJSON(items)
    whole = citeproc.CitationStylesBibliography(_style(), source, citeproc.formatter.plain)
    for item in items:
        whole.register(citeproc.Citation([citeproc.CitationItem(item["id"])]))
    return [str(entry) for entry in whole.bibliography()]


def _by_bibtexparser(text: str) -> Entries:
    library = importlib.import_module("bibtexparser").parse_string(text)
    assert not library.failed_blocks
    return {
        entry.key: (entry.entry_type, {name: field.value for name, field in entry.fields_dict.items()})
        for entry in library.entries
    }


def _by_pybtex(text: str) -> Entries:
    """What pybtex reads; it writes the months out, which is taken back here."""
    entries: Entries = {}
    for key, entry in importlib.import_module("pybtex.database").parse_string(text, "bibtex").entries.items():
        fields = dict(entry.fields)
        if entry.persons:
            fields["author"] = " and ".join(map(str, entry.persons["author"]))
        if "month" in fields:
            fields["month"] = fields["month"][:3].lower()
        entries[key] = (entry.original_type, fields)
    return entries


READERS = pytest.mark.parametrize("read", [_by_bibtexparser, pytest.param(_by_pybtex, marks=pytest.mark.oracles)])


def _plain(text: str) -> str:
    """LaTeX as a typesetter shows it, by a reading of its own."""
    names = {"backslash": "\\", "braceleft": "{", "braceright": "}", "asciitilde": "~", "asciicircum": "^"}

    def shown(match: re.Match[str]) -> str:
        return names[match[1]] if match[1] else match[2] or {"~": " "}.get(match[0], "")

    return _spaced(re.sub(r"\\text([a-z]+)|\\([&%$#_])|[{}~]", shown, text))


def _spaced(text: str) -> str:
    """Text as TeX takes it: any white space is one space."""
    return " ".join(text.split())


def _addressed(url: str) -> str:
    return url.replace("\\", "%5C").replace("{", "%7B").replace("}", "%7D")


def _assert_same(entries: Entries, chronology: Chronology) -> None:
    """The entries hold the data set and the cited sources with their own title, publisher, date and address."""
    cited = {id for event in chronology.events for id in event.sources}
    sources = [source for source in chronology.sources.values() if source.id in cited]
    keys = list(entries)
    assert keys[1:] == [source.id for source in sources]
    assert keys[0].startswith("chronology:")
    type, fields = entries[keys[0]]
    assert type == "dataset"
    assert _plain(fields["title"]) == _spaced(chronology.title)
    assert fields.get("version") == (chronology.updated.text if chronology.updated else None)
    for source in sources:
        type, fields = entries[source.id]
        assert type == "online"
        assert _plain(fields["title"]) == _spaced(source.title)
        assert fields.get("url", "") == _addressed(source.url or source.archived)
        assert fields.get("doi", "") == _addressed(source.doi)
        assert fields.get("isbn", "") == source.isbn
        assert fields.get("langid", "") == source.language
        assert _plain(fields.get("author", "")) == " and ".join(map(_spaced, source.author))
        assert _plain(fields.get("organization", "")) == _spaced(source.publisher)
        assert _plain(fields.get("library", "")) == _spaced(source.held)
        assert _plain(fields.get("note", "")) == _spaced(f"Copy at {source.via}" if source.via else "")
        between = source.date is not None and source.date.form == "between"  # of which biblatex has no date
        assert fields.get("date") == (source.date.text if source.date and not between else None)
        if source.date and between:
            assert fields["year"] == source.date.english()


@pytest.mark.parametrize(("variant", "name"), [("csl", "csl.json"), ("bibtex", "bibtex.bib")])
def test_everything_as_kept(everything: Chronology, golden: Golden, variant: str, name: str) -> None:
    """The output for a chronology that has one of everything does not change by accident."""
    golden(name, rendered(references, everything, variant))


def _assert_valid_csl(chronology: Chronology) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = json.loads(rendered(references, chronology, "csl"))
    _validator().validate(items)
    assert len(_formatted(items)) == len(items)
    return items


@pytest.mark.oracles
def test_csl_of_the_shipped_data(real: Chronology, everything: Chronology) -> None:
    """CSL's schema accepts the shipped data, and citeproc-py formats each item with its title and without a warning."""
    for chronology in (real, everything):
        items = _assert_valid_csl(chronology)
        for item, line in zip(items, _formatted(items), strict=True):
            assert item["title"].strip(".") in line


@pytest.mark.oracles
@examples(2)
@given(chronologies())
def test_csl_of_any_chronology(chronology: Chronology) -> None:
    """CSL's schema accepts every chronology, citeproc-py formats it, and titles and addresses are the data's own."""
    items = _assert_valid_csl(chronology)
    assert items[0]["title"] == chronology.title
    for item in items[1:]:
        source = chronology.sources[item["id"]]
        assert (item["title"], item.get("URL", "")) == (source.title, source.url or source.archived)
        assert [author["literal"] for author in item.get("author", [])] == list(source.author)
        assert (item.get("DOI", ""), item.get("ISBN", "")) == (source.doi, source.isbn)


@READERS
def test_bibtex_of_the_shipped_data(real: Chronology, everything: Chronology, read: Any) -> None:
    """Two parsers read the shipped data's titles, publishers, dates and addresses back."""
    for chronology in (real, everything):
        _assert_same(read(rendered(references, chronology, "bibtex")), chronology)


@pytest.mark.oracles
@examples(10)
@given(chronologies())
def test_bibtex_of_any_chronology(chronology: Chronology) -> None:
    """Two parsers read every chronology back, the same fields both, whatever signs stand in its texts."""
    text = rendered(references, chronology, "bibtex")
    entries = _by_bibtexparser(text)
    assert entries == _by_pybtex(text)
    _assert_same(entries, chronology)


@given(chronologies())
def test_bibtex_is_lines_of_paired_braces(chronology: Chronology) -> None:
    """Every line of BibTeX closes what it opens, so that no text can end an entry or begin one."""
    lines = rendered(references, chronology, "bibtex").split("\n")
    for line in lines:
        if line and line != "}" and not line.startswith("@"):
            assert re.match("  [a-z]+ = ", line)
            depths = [line[:end].count("{") - line[:end].count("}") for end in range(line.index("=") + 3, len(line))]
            assert line.count("{") == line.count("}")
            assert all(depth > 0 for depth in depths[:-1]) or "month" in line


@pytest.mark.parametrize(
    ("date", "expected", "fields"),
    [
        ("1994", {"date-parts": [[1994]]}, {"year": "1994"}),
        ("1994-05", {"date-parts": [[1994, 5]]}, {"year": "1994", "month": "may"}),
        ("1994-05-04", {"date-parts": [[1994, 5, 4]]}, {"year": "1994", "month": "may"}),
        ("1994~", {"date-parts": [[1994]], "circa": True}, {"year": "1994"}),
        ("1994-12?", {"date-parts": [[1994, 12]], "circa": True}, {"year": "1994", "month": "dec"}),
        ("1994%", {"date-parts": [[1994]], "circa": True}, {"year": "1994"}),
        ("1994/1996-02", {"date-parts": [[1994], [1996, 2]]}, {"year": "1994"}),
        ("1994/1994", {"date-parts": [[1994], [1994]]}, {"year": "1994"}),
        ("1994/1996~", {"date-parts": [[1994], [1996]], "circa": True}, {"year": "1994"}),
        ("2008-01/..", {"literal": "since January 2008"}, {"year": "2008", "month": "jan"}),
        ("../1999~", {"literal": "until about 1999"}, {"year": "1999"}),
    ],
)
def test_dates_have_their_known_parts(date: str, expected: dict[str, Any], fields: dict[str, str]) -> None:
    """A date has only the parts that are known; an uncertain one is circa, an open one is told in words."""
    reference = Reference("a", "press", "T", date=parse(date))
    assert csl(reference)["issued"] == expected
    read = _by_bibtexparser(bibtex(reference))["a"][1]
    assert {name: read[name] for name in ("date", "year", "month") if name in read} == {"date": date} | fields


@pytest.mark.parametrize(
    ("date", "words"),
    [("[1994-11..1994-12]", "between November and December 1994"), ("[..1999~]", "by about 1999")],
)
def test_once_between_is_told_in_words(date: str, words: str) -> None:
    """Neither CSL nor biblatex has a date for what was once, some time between, so that both get words."""
    reference = Reference("a", "press", "T", date=parse(date))
    assert csl(reference)["issued"] == {"literal": words}
    read = _by_bibtexparser(bibtex(reference))["a"][1]
    assert {name: read[name] for name in ("date", "year", "month") if name in read} == {"year": words}


@pytest.mark.parametrize("number", range(1, 13))
def test_months_are_the_macros_of_bibtex(number: int) -> None:
    """A month is one of the twelve names that every style of BibTeX defines."""
    entry = bibtex(Reference("a", "press", "T", date=parse(f"1994-{number:02}")))
    assert f"\n  month = {MONTHS[number - 1]},\n" in entry


@pytest.mark.parametrize(
    ("kind", "type", "holder"),
    [
        ("official", "webpage", "container-title"),
        ("press", "article-newspaper", "container-title"),
        ("academic", "report", "publisher"),
        ("reference", "webpage", "container-title"),
    ],
)
def test_type_by_kind_of_source(kind: SourceKind, type: str, holder: str) -> None:
    """Press is a newspaper's article, academic a report of its publisher, the rest pages of a site."""
    item = csl(of_source(Source("a", "T", url="https://a.example", publisher="P", kind=kind)))
    assert item == {"id": "a", "type": type, "title": "T", holder: "P", "URL": "https://a.example"}


def test_a_copy_is_a_note() -> None:
    """Where a copy was read is no part of the publisher's name; the best address is that of the page itself."""
    reference = of_source(Source("a", "T", publisher="Trend", via="today.az", archived="https://a.example"))
    assert (reference.publisher, reference.note, reference.url) == ("Trend", "Copy at today.az", "https://a.example")
    assert of_source(Source("a", "T", url="https://b.example", archived="https://a.example")).url == "https://b.example"
    assert of_source(Source("a", "T", url="https://b.example")).note == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("R&D, 5 % of $1 #2 a_b", r"R\&D, 5 \% of \$1 \#2 a\_b"),
        ("{a} ~ ^ \\", r"{\textbraceleft}a{\textbraceright} {\textasciitilde} {\textasciicircum} {\textbackslash}"),
        ("Əliyev 🕊 مقال", "Əliyev 🕊 مقال"),
        ("5\u00a0km", "5~km"),
        ("a\tb\n c", "a b c"),
    ],
)
def test_latex_escapes(text: str, expected: str) -> None:
    """What LaTeX would obey is escaped, everything else stays; white space is one space."""
    assert latex(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NATO and the eAcademy", "{NATO} and the {eAcademy}"),
        ("an O'Neill, 09USNATO166", "an {O}'{Neill}, {09USNATO166}"),
        (r"{\textbackslash}Dir R\&D a\_B", r"{\textbackslash}{Dir} {R}\&{D} a\_{B}"),
        ("E\u0301cole İstanbul мир Мир", "{E\u0301cole} {İstanbul} мир {Мир}"),
    ],
)
def test_capitals_are_protected(text: str, expected: str) -> None:
    """A word with a capital stands in braces, and nothing else does."""
    assert protected(text) == expected


def test_address_is_verbatim() -> None:
    """An address is not LaTeX: only the signs that no reader takes, and no address may have, are encoded."""
    entry = bibtex(Reference("a", "press", "T", url="https://a.example/%C9%99_b#c?d=~e&f=$1\\{x}ə"))
    assert "  url = {https://a.example/%C9%99_b#c?d=~e&f=$1%5C%7Bx%7Də},\n" in entry


def test_each_source_once_in_the_order_of_the_file() -> None:
    """A source that several events cite is listed once, one that none cites is not, in the order of the chronology."""
    sources = {id: Source(id, id, url="https://a.example") for id in ("c", "a", "b")}
    day = parse("1994")
    events = (Event("x", day, "X", {"a": "", "c": ""}), Event("y", day, "Y", {"a": ""}))
    items = json.loads(rendered(references, Chronology("Title", sources, events), "csl"))
    assert [item["id"] for item in items] == ["chronology:title", "c", "a"]


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("Azerbaijan–NATO relations", "chronology:azerbaijan-nato-relations"),
        ("Əliyev & İstanbul", "chronology:aliyev-istanbul"),
        ("مقال", "chronology:untitled"),
    ],
)
def test_key_of_the_data_set(title: str, key: str) -> None:
    """The data set's key is made of its title and has a colon, which no source's id has."""
    assert references.of_chronology(Chronology(title, {}, ())).key == key


def test_data_set_has_its_version_and_licence() -> None:
    """The data set is cited with the day of its last change as version, and its licence, where it has them."""
    day: Date = parse("2024-02-29")
    whole = csl(references.of_chronology(Chronology("T", {}, (), licence="CC0-1.0", updated=day)))
    assert whole == {
        "id": "chronology:t",
        "type": "dataset",
        "title": "T",
        "version": "2024-02-29",
        "issued": {"date-parts": [[2024, 2, 29]]},
        "note": "Licence CC0-1.0",
    }
    bare = csl(references.of_chronology(Chronology("T", {}, ())))
    assert bare == {"id": "chronology:t", "type": "dataset", "title": "T"}


def test_no_note_is_taken_for_a_variable(real: Chronology) -> None:
    """No line of a note reads ``name: value``, which Zotero and pandoc take for a field of their own."""
    notes = [item.get("note", "") for item in json.loads(rendered(references, real, "csl"))]
    assert not [note for note in notes if re.match(r"[\w-]+\s*:", note)]
