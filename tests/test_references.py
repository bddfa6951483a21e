"""CSL-JSON and biblatex: valid by others' schema, read by others' parsers, formatted by another's processor.

Over the small chronology of everything, the real one, and generated ones with hostile text in every field.
"""

from __future__ import annotations

import functools
import importlib
import json
import re
import warnings
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft7Validator

from tests.conftest import Golden, examples, rendered
from tests.strategies import chronologies
from timeline.dates import Date, parse
from timeline.formats import biblatex, bibtex, csl, references
from timeline.formats.latex import latex, protected
from timeline.formats.references import Name, Reference, name_of, of_source
from timeline.model import Chronology, Event, Source

SCHEMA = Path(__file__).parent / "data" / "csl-data.json"

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
    """What pybtex reads."""
    entries: Entries = {}
    for key, entry in importlib.import_module("pybtex.database").parse_string(text, "bibtex").entries.items():
        fields = dict(entry.fields)
        if entry.persons:
            fields["author"] = " and ".join(map(str, entry.persons["author"]))
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
    """Text as TeX takes it: any white space is one space, and quotation marks, which are told elsewhere, are alike."""
    return " ".join(re.sub("[\"'`]+", "'", text).split())


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
        assert type == _type(source)
        assert _plain(fields["title"]) == _spaced(source.title)
        assert fields.get("url", "") == _addressed(source.url or source.archived)
        assert fields.get("doi", "") == _addressed(source.doi)
        assert fields.get("isbn", "") == source.isbn
        assert ("langid" in fields) == bool(source.language)
        assert _plain(fields.get("library", "")) == _spaced(source.held)
        assert _spaced(source.via) in _plain(fields.get("note", ""))
        _assert_names(source, fields)
        assert fields.get("date") == (source.date.text if source.date and source.date.form != "between" else None)
        if source.date and source.date.form == "between":  # of which biblatex has no date
            assert f"Dated {source.date.english()}" in fields["note"]


def _type(source: Source) -> str:
    """An entry's type: online is what has an address."""
    if source.isbn:
        return "book"
    return "online" if source.url or source.archived else "misc" if source.doi else "unpublished"


def _bag(text: str) -> list[str]:
    """The words of names in whichever order."""
    return sorted(text.replace(",", " ").split())


def _assert_names(source: Source, fields: dict[str, str]) -> None:
    """Who wrote and who published a source, each name one; the organisation wrote its own pages."""
    owned = source.kind == "official" and not source.author
    given = (source.publisher,) if owned else source.author
    assert _bag(_plain(fields.get("author", ""))) == _bag(_spaced(" and ".join(filter(None, given))))
    holder = fields.get("publisher") or fields.get("organization") or fields.get("howpublished", "")
    published = "" if owned else source.publisher
    assert published == "" or (_plain(holder), holder[:1], holder[-1:]) == (_spaced(published), "{", "}")


@pytest.mark.parametrize(("module", "name"), [(csl, "csl.json"), (biblatex, "biblatex.bib"), (bibtex, "bibtex.bib")])
def test_everything_as_kept(everything: Chronology, golden: Golden, module: ModuleType, name: str) -> None:
    """The output for a chronology that has one of everything does not change by accident."""
    golden(name, rendered(module, everything))


def _assert_valid_csl(chronology: Chronology) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = json.loads(rendered(csl, chronology))
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
        authors = source.author or ((source.publisher,) if source.kind == "official" and source.publisher else ())
        named = [name.get("literal") or f"{name['given']} {name['family']}" for name in item.get("author", [])]
        assert named == list(authors)
        assert (item.get("DOI", ""), item.get("ISBN", "")) == (source.doi, source.isbn)


@READERS
def test_biblatex_of_the_shipped_data(real: Chronology, everything: Chronology, read: Any) -> None:
    """Two parsers read the shipped data's titles, publishers, dates and addresses back."""
    for chronology in (real, everything):
        _assert_same(read(rendered(biblatex, chronology)), chronology)


@pytest.mark.oracles
@examples(10)
@given(chronologies())
def test_biblatex_of_any_chronology(chronology: Chronology) -> None:
    """Two parsers read every chronology back, the same fields both, whatever signs stand in its texts."""
    text = rendered(biblatex, chronology)
    entries = _by_bibtexparser(text)
    assert entries == _by_pybtex(text)
    _assert_same(entries, chronology)


@pytest.mark.parametrize("module", [biblatex, bibtex])
@given(chronologies())
def test_entries_are_lines_of_paired_braces(module: ModuleType, chronology: Chronology) -> None:
    """Every line of an entry closes what it opens, so that no text can end an entry or begin one."""
    lines = rendered(module, chronology).split("\n")
    for line in lines:
        if line and line != "}" and not line.startswith("@"):
            assert re.match("  [a-z]+ = ", line)
            depths = [line[:end].count("{") - line[:end].count("}") for end in range(line.index("=") + 3, len(line))]
            assert line.count("{") == line.count("}")
            assert all(depth > 0 for depth in depths[:-1]) or "month" in line


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("1994", {"date-parts": [[1994]]}),
        ("1994-05", {"date-parts": [[1994, 5]]}),
        ("1994-05-04", {"date-parts": [[1994, 5, 4]]}),
        ("1994~", {"date-parts": [[1994]], "circa": True}),
        ("1994-12?", {"date-parts": [[1994, 12]], "circa": True}),
        ("1994%", {"date-parts": [[1994]], "circa": True}),
        ("1994/1996-02", {"date-parts": [[1994], [1996, 2]]}),
        ("1994/1994", {"date-parts": [[1994], [1994]]}),
        ("1994/1996~", {"date-parts": [[1994], [1996]], "circa": True}),
        ("2008-01/..", {"literal": "since January 2008"}),
        ("../1999~", {"literal": "until about 1999"}),
    ],
)
def test_dates_have_their_known_parts(date: str, expected: dict[str, Any]) -> None:
    """In CSL only the known parts, an uncertain date circa, an open one in words; biblatex has EDTF, and it alone."""
    reference = Reference("a", "press", "T", date=parse(date))
    assert csl.item(reference)["issued"] == expected
    read = _by_bibtexparser(biblatex.entry(reference))["a"][1]
    assert (read["date"], "year" in read) == (date, False)


@pytest.mark.parametrize(
    ("date", "words"),
    [("[1994-11..1994-12]", "between November and December 1994"), ("[..1999~]", "by about 1999")],
)
def test_once_between_is_told_in_words(date: str, words: str) -> None:
    """Neither CSL nor biblatex has a date for what was once, some time between: both get words."""
    reference = Reference("a", "press", "T", date=parse(date))
    assert csl.item(reference)["issued"] == {"literal": words}
    read = _by_bibtexparser(biblatex.entry(reference))["a"][1]
    assert ("date" in read, read["note"]) == (False, f"Dated {words}")


PLACE = {"url": "https://a.example"}


@pytest.mark.parametrize(
    ("fields", "type", "holder", "entry"),
    [
        ({"kind": "official", "author": ("N",)} | PLACE, "webpage", "container-title", "online"),
        ({"kind": "press"} | PLACE, "article-newspaper", "container-title", "online"),
        ({"kind": "press", "held": "Library"}, "article-newspaper", "container-title", "unpublished"),
        ({"kind": "academic"} | PLACE, "report", "publisher", "online"),
        ({"kind": "reference"} | PLACE, "webpage", "container-title", "online"),
        ({"doi": "10.1/a"}, "document", "publisher", "misc"),
        ({"held": "Library, shelf 1"}, "document", "publisher", "unpublished"),
        ({"kind": "press", "isbn": "0-8044-2957-X"} | PLACE, "book", "publisher", "book"),
    ],
)
def test_type_by_kind_and_fields(fields: dict[str, Any], type: str, holder: str, entry: str) -> None:
    """What has an ISBN is a book, press an article, academic a report; a page is only what has an address."""
    reference = of_source(Source("a", "T", publisher="P", **fields))
    item = csl.item(reference)
    assert (item["type"], item[holder]) == (type, "P")
    assert biblatex.entry(reference).startswith(f"@{entry}{{a,\n")


def test_the_organisation_is_the_author_of_its_pages() -> None:
    """An official page without an author is by its publisher, as one name, which is not told twice."""
    page = Source("a", "T", url="https://a.example", publisher="Ministry of Peace and Quiet", kind="official")
    item = csl.item(of_source(page))
    assert item["author"] == [{"literal": "Ministry of Peace and Quiet"}]
    assert "container-title" not in item
    assert "  author = {{Ministry of Peace and Quiet}},\n" in biblatex.entry(of_source(page))
    assert of_source(page._replace(kind="press")).authors == ()


@pytest.mark.parametrize(
    ("name", "language", "expected"),
    [
        ("Michael E. Campana", "en", ("Campana", "Michael E.")),
        ("E. Javadova", "", ("Javadova", "E.")),
        ("Jean-François O'Neill", "fr", ("O'Neill", "Jean-François")),
        ("Вугар Гасанов", "ru", ("Гасанов", "Вугар")),
        ("Jaap de Hoop Scheffer", "en", ("Jaap de Hoop Scheffer", "")),
        ("Kaló Ottó", "hu", ("Kaló Ottó", "")),
        ("Agence AFP", "fr", ("Agence AFP", "")),
        ("Staff", "en", ("Staff", "")),
        ("Smith, Jones", "en", ("Smith, Jones", "")),
    ],
)
def test_names_are_taken_apart_where_that_is_safe(name: str, language: str, expected: tuple[str, str]) -> None:
    """One given and one family name, with initials, are told apart; every other name stays whole."""
    assert name_of(name, language) == expected


def test_a_name_in_both_notations() -> None:
    """A person is family and given name in CSL, with a comma in BibTeX; what is whole is whole in both."""
    reference = Reference("a", "press", "T", authors=(Name("Lee", "Ann"), Name("Simon and others")))
    assert csl.item(reference)["author"] == [{"family": "Lee", "given": "Ann"}, {"literal": "Simon and others"}]
    assert "  author = {Lee, Ann and {Simon and others}},\n" in biblatex.entry(reference)


@pytest.mark.parametrize("publisher", ["Ministry of Defence and Security", "Simon and others", "Barnes & Noble, Inc."])
@pytest.mark.parametrize("fields", [PLACE, {"isbn": "0-8044-2957-X"}, {"doi": "10.1/a"}])
def test_a_publisher_is_one_name(publisher: str, fields: dict[str, Any]) -> None:
    """BibTeX splits names at "and": a publisher stands in braces of its own, in whichever field."""
    entry = biblatex.entry(of_source(Source("a", "T", publisher=publisher, **fields)))
    assert f" = {{{{{latex(publisher)}}}}},\n" in entry


@pytest.mark.parametrize(
    ("tag", "name"),
    [("ru", "russian"), ("az", "azerbaijani"), ("az-Cyrl", "azerbaijani"), ("en-GB", "british"), ("tlh", ""), ("", "")],
)
def test_language_by_the_name_that_babel_has(tag: str, name: str) -> None:
    """A langid is babel's name of the language; one that it has not is left out. CSL has the tag itself."""
    reference = of_source(Source("a", "T", url="https://a.example", language=tag))
    assert csl.item(reference).get("language", "") == tag
    assert _by_bibtexparser(biblatex.entry(reference))["a"][1].get("langid", "") == name


def test_a_copy_is_a_note() -> None:
    """Where a copy was read is no part of the publisher's name; the best address is that of the page itself."""
    reference = of_source(Source("a", "T", publisher="Trend", via="today.az", archived="https://a.example"))
    assert (reference.publisher, reference.note, reference.url) == ("Trend", "Copy at today.az", "https://a.example")
    both = of_source(Source("a", "T", via="c.example", url="https://b.example", archived="https://a.example"))
    assert (both.url, both.note) == ("https://b.example", "Copy at c.example. Archived at https://a.example")
    assert of_source(Source("a", "T", url="https://b.example")).note == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("R&D, 5 % of $1 #2 a_b", r"R\&D, 5 \% of \$1 \#2 a\_b"),
        ("{a} ~ ^ \\", r"{\textbraceleft}a{\textbraceright} {\textasciitilde} {\textasciicircum} {\textbackslash}"),
        ("Əliyev 🕊 مقال", "Əliyev 🕊 مقال"),
        ("5\u00a0km", "5~km"),
        ("a\tb\n c", "a b c"),
        ('"A" and the "B", ("c") 5"', "``A'' and the ``B'', (``c'') 5''"),
        ("'A' and '90s, the 'B', ('c') 5'", "`A' and '90s, the `B', (`c') 5'"),
        ("\"'A b' is NATO's\" 'B's'", "```A b' is NATO's'' `B's'"),
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
        ("\\Dir R&D a_B", r"{\textbackslash}{Dir} {R}\&{D} a\_{B}"),
        ("E\u0301cole İstanbul мир Мир", "{E\u0301cole} {İstanbul} мир {Мир}"),
    ],
)
def test_capitals_are_protected(text: str, expected: str) -> None:
    """A word with a capital stands in braces, and nothing else does."""
    assert protected(text) == expected


def test_address_is_verbatim() -> None:
    """An address is not LaTeX: only the signs that no reader takes, and no address may have, are encoded."""
    entry = biblatex.entry(Reference("a", "press", "T", url="https://a.example/%C9%99_b#c?d=~e&f=$1\\{x}ə"))
    assert "  url = {https://a.example/%C9%99_b#c?d=~e&f=$1%5C%7Bx%7Də},\n" in entry


def test_each_source_once_in_the_order_of_the_file() -> None:
    """A source that several events cite is listed once, one that none cites is not, in the order of the chronology."""
    sources = {id: Source(id, id, url="https://a.example") for id in ("c", "a", "b")}
    day = parse("1994")
    events = (Event("x", day, "X", {"a": "", "c": ""}), Event("y", day, "Y", {"a": ""}))
    items = json.loads(rendered(csl, Chronology("Title", sources, events)))
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
    whole = csl.item(references.of_chronology(Chronology("T", {}, (), licence="CC0-1.0", updated=day)))
    assert whole == {
        "id": "chronology:t",
        "type": "dataset",
        "title": "T",
        "version": "2024-02-29",
        "issued": {"date-parts": [[2024, 2, 29]]},
        "note": "Licence CC0-1.0",
    }
    bare = csl.item(references.of_chronology(Chronology("T", {}, ())))
    assert bare == {"id": "chronology:t", "type": "dataset", "title": "T"}


def test_no_note_is_taken_for_a_variable(real: Chronology) -> None:
    """No line of a note reads ``name: value``, which Zotero and pandoc take for a field of their own."""
    notes = [item.get("note", "") for item in json.loads(rendered(csl, real))]
    assert not [note for note in notes if re.match(r"[\w-]+\s*:", note)]
