"""What changed between two chronologies: cases, whole outputs, and what must hold for any two."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import cmarkgfm  # type: ignore[import-untyped]  # it has no types
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from rich.cells import cell_len

import timeline
from tests.conftest import EVERYTHING, examples
from tests.strategies import chronologies, lines, texts
from timeline import dates
from timeline.cli import run as program
from timeline.cli.streams import Screen, layout_for
from timeline.datafile import diff, parse, schema
from timeline.datafile.diff import Change, Entry, FieldChange, compare, wording
from timeline.formats import diff as documents
from timeline.model import Chronology, Event, Source
from timeline.text import escape_overrides
from timeline.views import diff as view
from timeline.views import plain
from timeline.views.layout import Layout

if TYPE_CHECKING:
    from tests.conftest import Golden

REWRITTEN = (
    ("One of everything; nothing of it happened.", "One of everything; *nothing* of it happened."),
    ("authors: [", "authors: [Somebody <else>, "),
    ('updated: "2024-02-29"', 'updated: "2024-03-01"'),
    ("  visit: Somebody travels", "  visit: Somebody travels, with a | pipe"),
    ('  "a|b": A word with a pipe\n', '  "a|b": A word with a pipe\n  "`new`": A word between ticks\n'),
    ("New+Plan_2.0", "Plan-3"),
    ("aliases: [Council of the Body, Şura]", "aliases: [Şura, Council of the Body, <Body>]"),
    ("in-words", "in-other-words"),
    ("    doi: 10.1000/182\n", "    doi: 10.1000/182\n    url: https://example.org/?a=1&amp=_2_\n"),
    ("events:\n", "events:\n  - {id: came, date: '1990', title: '# Came', sources: [no-date], people: ['1. Ə', Bo]}\n"),
    ("id: open-start", "id: open-beginning"),
    ("title: A month\n", "title: A month, of which nothing of what was said before is to be read any more\n"),
    ("sources: [complete, no-date]\n  - id: day", "sources: {no-date: '', complete: Gives the day.}\n  - id: day"),
    ("      - יצחק לוי\n", "      - יצחק לוי (Minister)\n"),
    ("- third line\n", "- third line, and a [link](http://b.example)\n"),
    ("Says that it was the second of two, *star*, _under_,", "Says that it was the 2nd of two, *star*, <under>,"),
    ("      of-a-paper: 1. Counts them.\n", "      no-date: ' - Counts them.'\n"),
    ("summary: A formula on a leap day.", "summary: 'A formula on a leap  day.'"),
    ("  - id: once-between\n", "  - id: once-between-months\n"),
    ('  - id: leap-day\n    date: "1996-02-29"', '  - id: another-day\n    date: "1996-03-01"'),
    (
        '  - id: month-both\n    date: "2003-06%"\n    title: Perhaps about a month\n    sources: [no-date]\n',
        "",
    ),
)  # fmt: skip
"""What is written otherwise in the small chronology, so that everything that can change does."""


@pytest.fixture(scope="module", name="rewritten")
def _rewritten() -> Chronology:
    """The small chronology after those changes."""
    text = EVERYTHING.read_text(encoding="utf-8")
    for before, after in REWRITTEN:
        assert before in text, before
        text = text.replace(before, after)
    return parse(text.encode(), "rewritten")


@pytest.mark.parametrize(
    ("mode", "width"), [("colour", 80), ("unicode", 50), ("unicode", 80), ("unicode", 120), ("ascii", 80)]
)
def test_whole_views(everything: Chronology, rewritten: Chronology, golden: Golden, mode: str, width: int) -> None:
    """In a terminal the changes are, to the character, what was looked at and found good."""
    screen = Screen(terminal=True, colour=mode == "colour", styled=True, unicode=mode != "ascii")
    shown = view.differences(compare(everything, rewritten), layout_for(screen, width))
    golden(f"diff-{mode}-{width}.txt", shown.escaped() if screen.colour else shown.plain)


def test_whole_documents(everything: Chronology, rewritten: Chronology, golden: Golden) -> None:
    """Linear text, Markdown and JSON, to the character."""
    changes = compare(everything, rewritten)
    golden("diff-plain.txt", plain.changes(changes))
    golden("diff-markdown.md", "".join(documents.markdown(changes)))
    golden("diff-json.json", "".join(documents.json(changes)))


def small(**fields: Any) -> Chronology:
    """A chronology of one event and the source that it has."""
    source = Source("s", "A title of a source in words", url="https://example.org/s")
    event = Event("e", dates.parse("1994-05"), "A title of five words", {"s": ""})
    return replace(Chronology("T", {"s": source}, (event,)), **fields)


OLD = small()
EVENT = OLD.events[0]


def changes_of(**fields: Any) -> list[Change]:
    """What changes where the event has other fields."""
    return list(compare(OLD, replace(OLD, events=(EVENT._replace(**fields),))))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"title": "Another"}, FieldChange("title", "A title of five words", "Another")),
        ({"date": dates.parse("1994-05~")}, FieldChange("date", "1994-05", "1994-05~")),
        ({"place": "Baku"}, FieldChange("place", "", "Baku")),
        ({"people": ("A", "B")}, FieldChange("people", (), ("A", "B"))),
        ({"sources": {"s": "Says so."}}, FieldChange("sources", {"s": ""}, {"s": "Says so."})),
        ({"summary": "A\nB"}, FieldChange("summary", "", "A\nB")),
    ],
    ids=lambda value: value.name if isinstance(value, FieldChange) else "",
)
def test_one_field_is_one_change(fields: dict[str, Any], expected: FieldChange) -> None:
    """A field that holds something else is told as it was and is, and nothing else is."""
    (change,) = changes_of(**fields)
    assert change[:3] == ("events", "e", "changed")
    assert change.fields == (expected,)


def test_every_field_of_the_file_is_compared(everything: Chronology) -> None:
    """Each field that a file may have is told where it came: the small chronology has them all."""
    told = {
        (change.section, field.name)
        for change in compare(Chronology("", {}, ()), everything)
        for field in change.fields
    }  # fmt: skip
    declared = {
        (section, field.name)
        for section, fields in (
            (diff.TOP, schema.CHRONOLOGY),
            ("programmes", schema.PROGRAMME),
            ("sources", schema.SOURCE),
            ("events", schema.EVENT),
        )
        for field in fields
        if field.name != "id"
    }
    assert told == declared | {("kinds", "meaning"), ("topics", "meaning")}


@pytest.mark.parametrize(
    ("old", "new", "entries", "reordered"),
    [
        (("a", "b"), ("b", "c"), [Entry("removed", "a"), Entry("added", "c")], False),
        (("a", "b"), ("b", "a"), [], True),
        ({"a": "x", "b": ""}, {"a": "y", "b": ""}, [Entry("changed", "a", "x", "y")], False),
        ({"a": "x", "b": "z"}, {"b": "z", "a": "x"}, [], True),
        ({"a": "x"}, {"c": "z"}, [Entry("removed", "a", "x"), Entry("added", "c", "", "z")], False),
        ((), ("a",), [Entry("added", "a")], False),
        ("a", "b", [], False),
    ],
    ids=repr,
)
def test_entries_of_a_list(old: diff.Value, new: diff.Value, entries: list[Entry], reordered: bool) -> None:
    """Of a list what came and went is told by entry, of a mapping also what says something else; then the order."""
    field = FieldChange("f", old, new)
    assert (list(field.entries), field.reordered) == (entries, reordered)


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        ("a b c", "a x c", [("", "a"), ("removed", "b"), ("added", "x"), ("", "c")]),
        ("a b", "a b c", [("", "a b"), ("added", "c")]),
        ("", "a", [("added", "a")]),
        ("a", "", [("removed", "a")]),
        ("a  b\n", "a b", [("", "a b")]),
        ("a b c", "x y a", [("removed", "a b c"), ("added", "x y a")]),
        ("x " * 501, "x " * 502, [("removed", ("x " * 501)[:-1]), ("added", ("x " * 502)[:-1])]),
    ],
    ids=["one word", "an end", "from nothing", "to nothing", "space", "too little left", "too long"],
)
def test_wording(old: str, new: str, pieces: list[tuple[str, str]]) -> None:
    """A text is told as what stayed, went and came, by words; as old and new where too little stayed or it is long."""
    assert wording(old, new) == pieces


@examples(4)
@given(texts(), texts(), st.booleans())
def test_wording_has_both_texts(first: str, second: str, within: bool) -> None:
    """What stayed and went is the old text, what stayed and came the new one, whatever space was between words."""
    pieces = wording(first, f"{first} {second}" if within else second)
    for what, text in (("removed", first), ("added", f"{first} {second}" if within else second)):
        assert " ".join(piece.text for piece in pieces if piece.what in ("", what)).split() == text.split()


RENAMED_SOURCE = {"new": OLD.sources["s"]._replace(id="new")}


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (small(events=(EVENT._replace(id="new"),)), ("events", "new", "e", [])),
        (small(events=(EVENT._replace(id="new", title="A title of six words"),)), ("events", "new", "e", ["title"])),
        (small(sources=RENAMED_SOURCE, events=(EVENT._replace(sources={"new": ""}),)), ("sources", "new", "s", [])),
    ],
    ids=["an event", "and edited", "a source that is cited"],
)
def test_renamed(new: Chronology, expected: tuple[str, str, str, list[str]]) -> None:
    """A record under another id is renamed where it is nearly the same, and what refers to it has not changed."""
    (change,) = compare(OLD, new)
    assert change.what == "renamed"
    assert (change.section, change.id, change.was, [field.name for field in change.fields]) == expected


def test_another_record_is_not_renamed() -> None:
    """A record of the same day and source that says something else has come, and the other has gone."""
    other = EVENT._replace(id="new", title="Of which nothing was known")
    changes = compare(OLD, replace(OLD, events=(other,)))
    assert [(change.what, change.id) for change in changes] == [("added", "new"), ("removed", "e")]


def test_words_and_programmes_are_followed(everything: Chronology) -> None:
    """Where a word, a programme or an event has another name nothing else has changed that holds it."""
    text = EVERYTHING.read_text(encoding="utf-8")
    for before, after in (("energy-security", "energy"), ("Old.Plan", "Former.Plan"), ("id: year\n", "id: a-year\n")):
        text = text.replace(before, after)
    text = text.replace("related: [year]", "related: [a-year]")
    changes = compare(everything, parse(text.encode(), "renamed"))
    assert [(change.what, change.was, change.id) for change in changes] == [
        ("renamed", "year", "a-year"),
        ("renamed", "Old.Plan", "Former.Plan"),
        ("renamed", "energy-security", "energy"),
    ]
    assert not any(change.fields for change in changes)


@pytest.mark.parametrize("number", [50, 100])
def test_renames_cost_by_their_number(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many records share what they hold, each is held against a few only."""
    compared: list[int] = []
    real = diff._likeness

    def counting(first: set[tuple[str, str]], second: set[tuple[str, str]]) -> float:
        compared.append(1)
        return real(first, second)

    monkeypatch.setattr(diff, "_likeness", counting)
    events = tuple(EVENT._replace(id=f"e{i}", title=f"Of the same {i % 10} words {i}") for i in range(number))
    changes = compare(
        replace(OLD, events=events), replace(OLD, events=tuple(e._replace(id=f"x{e.id}") for e in events))
    )
    assert [change.what for change in changes] == ["renamed"] * number
    assert len(compared) == number


REFERRING = {
    ("events", "kind"): "kinds", ("events", "topics"): "topics", ("events", "programmes"): "programmes",
    ("events", "sources"): "sources", ("events", "related"): "events", ("programmes", "parent"): "programmes",
    ("programmes", "succeeded_by"): "programmes", ("programmes", "sources"): "sources",
}  # fmt: skip
Plain = dict[tuple[str, str, str], Any]
"""The value of each field that is not empty, by section, id and field."""


def flat(chronology: Chronology) -> Plain:
    """A chronology as the plain values that a file has, with the order of lists and mappings."""
    rows: dict[tuple[str, str], dict[str, Any]] = {
        (diff.TOP, ""): {name: getattr(chronology, name) for name in
                         ("title", "description", "authors", "url", "licence", "updated")}
        | {"spellings": tuple(" = ".join(word.replace("=", "==") for word in words) for words in chronology.spellings)},
        **{("kinds", word): {"meaning": meaning} for word, meaning in chronology.kinds.items()},
        **{("topics", word): {"meaning": meaning} for word, meaning in chronology.topics.items()},
        **{("programmes", code): entry._asdict() for code, entry in chronology.programmes.items()},
        **{("sources", id): entry._asdict() for id, entry in chronology.sources.items()},
        **{("events", entry.id): entry._asdict() for entry in chronology.events},
    }  # fmt: skip
    return {
        (section, id, name): _listed(getattr(value, "text", value))
        for (section, id), row in rows.items()
        for name, value in row.items()
        if value and name not in ("id", "code")
    }


def _listed(value: Any) -> Any:
    """Lists and mappings as lists, whose order counts."""
    return list(value.items()) if isinstance(value, dict) else list(value) if isinstance(value, tuple) else value


def applied(old: Plain, changes: tuple[Change, ...]) -> Plain:
    """The old values after every change that was told, and nothing but those."""
    renamed = {(change.section, change.was): change.id for change in changes if change.what == "renamed"}
    removed = {(change.section, change.id) for change in changes if change.what == "removed"}
    new: Plain = {}
    for (section, id, name), value in old.items():
        to = REFERRING.get((section, name), "")

        def now(one: Any, to: str = to) -> Any:
            return (now(one[0]), one[1]) if isinstance(one, tuple) else renamed.get((to, one), one)

        if (section, id) not in removed:
            new[section, renamed.get((section, id), id), name] = (
                list(map(now, value)) if isinstance(value, list) else now(value)
            )
    for change in changes:
        if change.what != "removed":
            for field in change.fields:
                place = (change.section, change.id, field.name)
                assert new.get(place, _listed(type(field.old)())) == _listed(field.old)
                new[place] = _listed(field.new)
    return {place: value for place, value in new.items() if value}


@st.composite
def edited(draw: st.DrawFn) -> tuple[Chronology, Chronology]:
    """Two chronologies, of which the second has much of the first: as it was, edited, under another id."""
    old, new = draw(chronologies(most=2)), draw(chronologies(most=2))
    suffix = draw(st.sampled_from(("", "-2")))
    fates = {event.id: draw(st.sampled_from(("kept", "edited", "renamed", "gone"))) for event in old.events}
    ids = {id: f"{id}-2" if fate == "renamed" else id for id, fate in fates.items() if fate != "gone"}
    events = {event.id: event for event in new.events}
    for event in old.events:
        if event.id in ids:
            kept = event._replace(
                id=ids[event.id],
                sources={f"{id}{suffix}": said for id, said in event.sources.items()},
                related=tuple(ids[id] for id in event.related if id in ids),
            )
            if fates[event.id] == "edited":
                kept = kept._replace(title=draw(lines()), people=event.people[::-1])
            events[kept.id] = kept
    sources = {f"{id}{suffix}": source._replace(id=f"{id}{suffix}") for id, source in old.sources.items()}
    programmes = {
        code: entry._replace(sources=tuple(f"{id}{suffix}" for id in entry.sources))
        for code, entry in old.programmes.items()
    }
    return old, replace(
        new,
        events=tuple(events.values()),
        sources={**new.sources, **sources},
        programmes={**new.programmes, **programmes},
        kinds={**new.kinds, **old.kinds},
        topics={**new.topics, **old.topics},
    )


def pairs() -> st.SearchStrategy[tuple[Chronology, Chronology]]:
    """Two chronologies that have nothing to do with each other, or the second of which was made of the first."""
    return st.one_of(edited(), st.tuples(chronologies(most=2), chronologies(most=2)))


def makes_the_new_of_the_old(old: Chronology, new: Chronology, changes: tuple[Change, ...]) -> None:
    """The old chronology with every change that was told is the new one: every record, every field, every order."""
    assert applied(flat(old), changes) == flat(new)


def entries_make_the_list(changes: tuple[Change, ...]) -> None:
    """A list without what went, with what came and what says something else holds what the new one holds."""
    for change in changes:
        for field in change.fields:
            if not isinstance(field.old, str) and not isinstance(field.new, str):
                held = dict(diff._stated(field.old))
                for what, name, before, after in field.entries:
                    assert held.get(name, "") == before
                    held[name] = after
                    if what == "removed":
                        del held[name]
                assert held == diff._stated(field.new)


def leads_back(old: Chronology, new: Chronology, changes: tuple[Change, ...]) -> None:
    """From the new to the old, what was added is removed, what was renamed has its name back, the rest changes."""
    back = {"added": "removed", "removed": "added", "renamed": "renamed", "changed": "changed"}
    there = {(change.section, back[change.what], change.was or change.id, change.was and change.id,
              tuple(field.name for field in change.fields)) for change in changes}  # fmt: skip
    again = {(change.section, change.what, change.id, change.was, tuple(field.name for field in change.fields))
             for change in compare(new, old)}  # fmt: skip
    assert there == again


@given(chronologies())
def test_nothing_changes_where_nothing_did(chronology: Chronology) -> None:
    """A chronology and one with equal records do not differ."""
    events = tuple(Event._make(event) for event in chronology.events)
    assert compare(chronology, replace(chronology, events=events, sources=dict(chronology.sources))) == ()


def is_a_line_each_in_a_pipe(changes: tuple[Change, ...]) -> None:
    """Every line has six columns, and every record that came, went or changed has one that names it."""
    rows = [line.split("\t") for line in plain.changes(changes).splitlines()]
    assert {len(row) for row in rows} <= {6}
    assert {(row[0], row[1]) for row in rows} == {(change.section, change.id.strip(" ")) for change in changes}


def fits_a_terminal(changes: tuple[Change, ...], width: int) -> None:
    """Lines fit, but for a word that is longer than a line; ids and the marks of each change are there uncoloured."""
    shown = view.differences(changes, Layout(width)).plain
    for line in shown.split("\n"):
        word = max(map(cell_len, line.split(" ")))
        assert cell_len(line) <= max(width, cell_len(line) - cell_len(line.lstrip()) + word + 4)
    words = "".join(shown.split())
    assert all("".join(f"{view.MARKS[change.what]} {change.id}".split()) in words for change in changes if change.id)


class _Elements(HTMLParser):
    """The names of the elements of a page, and its text without white space."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)

    def handle_data(self, data: str) -> None:
        self.text += "".join(data.split())


_OURS = {"details", "summary", "ul", "li", "p", "del", "ins", "code"}


def is_text_in_markdown(changes: tuple[Change, ...]) -> None:
    """Whatever the data holds, the Markdown has our elements and no other, and shows every title as it is written."""
    text = "".join(documents.markdown(changes))
    unsafe = cmarkgfm.cmark.Options.CMARK_OPT_UNSAFE  # elements of HTML stay, of which GitHub itself leaves ours
    for html, links in (
        (MarkdownIt("commonmark").enable("strikethrough").render(text), set()),
        (cmarkgfm.github_flavored_markdown_to_html(text, unsafe), {"a"}),  # of any e-mail address
    ):
        page = _Elements(html)
        assert page.names <= _OURS | links
        for change in changes:
            assert "".join(change.title.split()) in page.text
            assert "".join(change.id.split()) in page.text


def is_whole_in_json(changes: tuple[Change, ...]) -> None:
    """The JSON document has each change with both values of each field."""
    told = json.loads("".join(documents.json(changes)))
    assert told["schema_version"] == 1
    assert sum(number for each in told["counts"].values() for number in each.values()) == len(changes)
    for change, entry in zip(changes, told["changes"], strict=True):
        assert (entry["section"], entry["id"], entry["change"], entry["was"] or "") == (*change[:3], change.was)
        for field, both in zip(change.fields, entry["fields"], strict=True):
            assert [both["field"], both["old"], both["new"]] == json.loads(json.dumps(list(field)))


@examples(1.6)
@given(pairs(), st.integers(20, 120))
def test_any_two_chronologies(pair: tuple[Chronology, Chronology], width: int) -> None:
    """What is told of any two is enough to make the one of the other, leads back, and is whole on every way out."""
    changes = compare(*pair)
    makes_the_new_of_the_old(*pair, changes)
    entries_make_the_list(changes)
    leads_back(*pair, changes)
    is_a_line_each_in_a_pipe(changes)
    fits_a_terminal(changes, width)
    is_text_in_markdown(changes)
    is_whole_in_json(changes)


class Answer(NamedTuple):
    """What a run of the program gave."""

    code: int
    out: str
    err: str


Run = Callable[..., Answer]


@pytest.fixture(name="run")
def _run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs the program beside the files ``old.yaml`` and ``new.yaml``; ``stdin`` is what it may read."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TIMELINE_DATA", raising=False)
    text = EVERYTHING.read_text(encoding="utf-8")
    Path("old.yaml").write_text(text, encoding="utf-8")
    Path("new.yaml").write_text(text.replace("id: leap-day", "id: 29-february"), encoding="utf-8")
    Path("bad.yaml").write_text("title: T\nsources: {}\nevents: [1]\n", encoding="utf-8")

    def run(*args: str, stdin: str = "") -> Answer:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(Path(stdin).read_bytes() if stdin else b"")))
        return Answer(program.run(["diff", *args]), *capfd.readouterr())

    return run


LINE = "events\t29-february\trenamed\tid\tleap-day\t29-february\n"


@pytest.mark.parametrize(
    ("args", "stdin"),
    [
        ("old.yaml new.yaml", ""),
        ("- new.yaml", "old.yaml"),
        ("old.yaml -", "new.yaml"),
        ("old.yaml --data new.yaml", ""),
        ("old.yaml --data -", "new.yaml"),
        ("--format text old.yaml new.yaml --data bad.yaml", ""),
    ],
)
def test_two_files_that_differ(run: Run, args: str, stdin: str) -> None:
    """A difference is exit code 1 with the changes on standard output; either file may be standard input."""
    assert run(*args.split(), stdin=stdin) == (1, LINE, "")


def test_two_files_that_do_not(run: Run) -> None:
    """No difference is exit code 0, and a word on standard error."""
    assert run("old.yaml", "old.yaml") == (0, "", "timeline: no difference between old.yaml and old.yaml\n")
    assert run("old.yaml", "old.yaml", "--format", "markdown")[:2] == (0, "No difference.\n")
    told = json.loads(run("old.yaml", "old.yaml", "--format", "json").out)
    assert (told["counts"], told["changes"]) == ({}, [])


def test_without_a_second_file_it_is_the_bundled_one(run: Run, real: Chronology) -> None:
    """What is left out is the chronology that comes with the program."""
    assert (
        f"chronology\t\tchanged\ttitle\tEverything & <nothing>: ə, 🕊, “quotes”\t{real.title}\n" in run("old.yaml").out
    )
    assert run(str(timeline.datafile.bundled())).code == 0


@pytest.mark.parametrize("args", [("-", "-"), ("-", "--data", "-"), (), ("old.yaml", "new.yaml", "--format", "yaml")])
def test_what_cannot_be_compared_is_usage(run: Run, args: tuple[str, ...]) -> None:
    """Standard input twice, no file and a format that there is not are exit code 2, with nothing on standard output."""
    answer = run(*args)
    assert answer[:2] == (2, "")
    assert args[:1] != ("-",) or "OLD and NEW are both standard input" in answer.err


def test_errors_name_their_file(run: Run) -> None:
    """What is wrong with either file is told with its name, of both files at once, and is exit code 1."""
    fault = ":3:10: event 1: should be a mapping with id, date, title and sources"
    answer = run("bad.yaml", "-", stdin="bad.yaml")
    assert answer[:2] == (1, "")
    assert [line.partition(":")[0] for line in answer.err.splitlines()] == ["bad.yaml", "<stdin>"], fault
    assert run("missing.yaml", "old.yaml") == (
        1, "", "timeline: cannot read 'missing.yaml': no such file or directory\n",
    )  # fmt: skip


def test_more_problems_than_are_shown(run: Run) -> None:
    """Of many problems the first are told, with the command that shows the rest of that file's."""
    Path("many.yaml").write_text("title: T\nsources: {}\nevents: [" + "1, " * 30 + "]\n", encoding="utf-8")
    assert (
        "many.yaml: and 10 problems more; 'timeline check --all many.yaml' shows them"
        in run("many.yaml", "old.yaml").err
    )


def test_in_colour_and_as_markdown(run: Run, everything: Chronology) -> None:
    """Colour has the view for a terminal; the other formats are the same on every screen, and show overrides."""
    changes = compare(everything, parse(Path("new.yaml").read_bytes(), "new"))
    assert run("old.yaml", "new.yaml", "--color", "always").out == view.differences(changes, Layout(80)).escaped()
    answer = run("old.yaml", "new.yaml", "--format", "markdown", "--color", "always")
    assert answer == (1, escape_overrides("".join(documents.markdown(changes))), "")
