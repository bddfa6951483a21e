"""A new record at its place in the text of a data file, whatever that looks like; no other line is touched."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import chronologies
from timeline import Chronology, DataError, Event, Source, dates
from timeline.datafile import bundled, parse, write
from timeline.datafile.insert import NotInPlaceError, added

DAY = dates.parse("2026-11-29")
NEW = Event("new", dates.parse("1995"), "N", {"s": ""})
FILE = """\
# Mine.

title: T
updated: "2020-01-01" # c
sources:
    s: {title: S, held: H}
    # about t
    t: {title: T, held: H}  # d
    # the end
# The events.
events:
- id: a
  date: '1994'
  title: A
  sources: [s]
  # of a

# about b
- id: b
  date: '1996'
  title: B
  sources: [t]
# the end
"""


def put(text: str, event: Event = NEW, *sources: Source) -> str:
    """A file with an event more."""
    return added(text.encode(), event, sources, DAY, "x").decode()


def test_only_new_lines_are_new() -> None:
    """The event stands between its neighbours, above the comment of the next; sources by alphabet; the day is today's.

    Nothing else differs, however the file is laid out.
    """
    said = {"s": "", "r": "Says: so."}
    sources = (Source("u", "U", held="H"), Source("r", "R", held="H"))
    made = put(FILE, NEW._replace(sources=said), *sources)
    expected = FILE
    for before, after in (
        ('"2020-01-01" # c', '"2026-11-29" # c'),
        ("sources:\n", "sources:\n    r:\n      title: R\n      held: H\n      kind: reference\n\n"),
        ("    # the end\n", "\n    u:\n      title: U\n      held: H\n      kind: reference\n    # the end\n"),
        (
            "\n# about b",
            "\n" + "".join(f"{line[2:]}\n" for line in write.record_lines(NEW._replace(sources=said))) + "\n# about b",
        ),
    ):
        expected = expected.replace(before, after, 1)
    assert made == expected


@pytest.mark.parametrize(("day", "before"), [("1993", "events:"), ("1995", "  # of a"), ("1999", "  sources: [t]")])
def test_the_place_is_by_the_day(day: str, before: str) -> None:
    """An event stands before the first that is later, and at the end where none is."""
    lines = [line for line in put(FILE, NEW._replace(date=dates.parse(day))).splitlines() if line]
    assert lines[lines.index("- id: new") - 1] == before


EMPTY = "title: T\nsources: {} # none\nevents: []"


def test_a_chronology_without_events_takes_its_first() -> None:
    """Sections without records take their first, several sources as well; what stands behind them stays."""
    made = put(EMPTY, NEW, Source("t", "T", held="H"), Source("s", "S", url="https://a.example"))
    assert made.startswith(
        'title: T\nupdated: "2026-11-29"\nsources: # none\n  s:\n    title: S\n'
        "    url: https://a.example\n    kind: reference\n\n  t:\n"
    )
    assert "\nevents:\n  - id: new\n" in made


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("events: []\ntitle: T\nsources: {s: {title: S, held: H}}\n", 'updated: "2026-11-29"\nevents:\n  - id: new\n'),
        (
            f"# c\n\n# d\n{FILE[9:]}".replace('updated: "2020-01-01" # c\n', ""),
            '# c\n\n# d\ntitle: T\nupdated: "2026-11-29"\nsources:\n',
        ),
        (FILE.replace('"2020-01-01"', "'2026-11-29'"), "# Mine.\n\ntitle: T\nupdated: '2026-11-29' # c\n"),
        (FILE.replace('"2020-01-01" # c', "2020-01-01"), '# Mine.\n\ntitle: T\nupdated: "2026-11-29"\nsources:'),
    ],
)
def test_the_day_of_the_change_is_set(text: str, begins: str) -> None:
    """It is put in, or changed, in whatever quotes; where it is today's already the line stays."""
    assert put(text).startswith(begins)


def test_line_ends_are_those_of_the_file() -> None:
    """New lines end as those of the file do, and a byte-order mark stays."""
    made = put("\ufeff" + FILE.replace("\n", "\r\n"))
    assert made.startswith("\ufeff# Mine.\r\n")
    assert made.count("\n") == made.count("\r\n")


@pytest.mark.parametrize(
    "text",
    [
        "title: T\nsources: {s: {title: S, held: H}}\nevents: [{id: a, date: '1994', title: A, sources: [s]}]\n",
        "title: T\nsources: {s: {title: S, held: H}}\nevents:\n  [{id: a, date: '1994', title: A, sources: [s]}]\n",
        "{title: T, sources: {s: {title: S, held: H}}, events: []}\n",
        FILE.replace('"2020-01-01" # c', "\n  2020-01-01"),
    ],
)
def test_what_cannot_be_put_between_lines_is_told(text: str) -> None:
    """In a file in brackets there is no line for a record: that is an error, and says what to do."""
    with pytest.raises(NotInPlaceError, match="put it into its one form"):
        put(text)
    made = write.formatted(text.encode(), "x").decode()
    assert "  - id: new\n" in put(made)


@pytest.mark.parametrize("event", [NEW._replace(id="a"), NEW._replace(sources={"x": ""}), NEW._replace(title="\x07")])
def test_what_would_not_be_read_is_refused(event: Event) -> None:
    """A repeated id, a source that is not there, a control character: the errors of the file that would be."""
    with pytest.raises(DataError):
        put(FILE, event)


@given(chronologies(least=1), st.data())
def test_an_event_that_was_taken_out_can_be_put_back(whole: Chronology, data: st.DataObject) -> None:
    """Of any chronology in its one form: what is put in comes out as the form has it, to the byte."""
    event = data.draw(st.sampled_from(whole.events))
    ids = {event.id}
    others = tuple(
        one._replace(related=tuple(id for id in one.related if id not in ids)) for one in whole if one is not event
    )
    whole = replace(whole, events=tuple(sorted((*others, event), key=lambda one: one.order)))
    text, wanted = (
        "".join(f"{line}\n" for line in write.written(replace(whole, events=events, updated=DAY)))
        for events in (others, whole.events)
    )
    assert put(text, event) == wanted


def test_the_shipped_file_keeps_its_form() -> None:
    """With an event and a source more it is in its one form."""
    source = Source("new", "N", url="https://new.example/")
    made = put(bundled().read_text(encoding="utf-8"), NEW._replace(sources={"new": "Says so."}), source)
    assert write.formatted(made.encode(), "x").decode() == made
    assert parse(made.encode())["new"].sources == {"new": "Says so."}
