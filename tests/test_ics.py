"""iCalendar, read back by the library that wrote it and by ``ical``, which shares no code with it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import Any

import icalendar
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.conftest import Golden, examples, rendered
from tests.strategies import chronologies, edtf, texts
from timeline import Chronology, Date, Event
from timeline.dates import parse
from timeline.formats import ics
from timeline.model import Programme, Source

DAY = dt.timedelta(days=1)


def _small(date: str = "1994-05-04", updated: str | None = "2024-02-29", **fields: Any) -> Chronology:
    """A chronology of one event, with these fields."""
    source = Source("s", "A source", url="https://example.org/", publisher="Publisher", date=parse("1994"))
    event = Event(**{"id": "e", "date": parse(date), "title": "A title", "sources": {"s": ""}, **fields})
    programmes = {code: Programme(code, code) for code in event.programmes}
    changed = parse(updated) if updated else None
    return Chronology("A chronology", {"s": source}, (event,), updated=changed, programmes=programmes)


def _entries(text: str) -> list[Any]:
    """The events as the library that wrote them reads them; which type a property has is what the tests find out."""
    return list(icalendar.Calendar.from_ical(text).walk("VEVENT"))


def _ids(text: str) -> list[str]:
    """The ids of the events as they are written, with their long lines whole."""
    return re.findall(r"^UID:(.*)\r$", text.replace("\r\n ", ""), re.MULTILINE)


def _entry(text: str) -> Any:
    (entry,) = _entries(text)
    return entry


def _folded(text: str) -> str:
    """A text with line feeds for whatever ends its lines."""
    return "\n".join(text.splitlines())


def _by_ical(text: str) -> list[Any]:
    """The events that another library reads."""
    from ical.calendar_stream import IcsCalendarStream

    return IcsCalendarStream.calendar_from_ics(text).events


def _agrees(chronology: Chronology) -> None:
    """Holds both readers' events against the records."""
    text = rendered(ics, chronology)
    others = _by_ical(text)
    for event, entry, other in zip(chronology.events, _entries(text), others, strict=True):
        summary = event.title if event.date.exact else f"{event.title} ({event.date.english()})"
        assert str(entry["SUMMARY"]) == other.summary == summary
        assert str(entry.get("LOCATION", "")) == (other.location or "") == event.place
        assert str(entry["DESCRIPTION"]) == other.description
        assert str(entry["UID"]) == other.uid
        assert str(entry.get("URL", "")) == (other.url or "")
        assert entry["DTSTART"].dt == other.dtstart
        words = [word for word in (event.kind, *event.programmes) if word]
        assert [str(word) for word in entry["CATEGORIES"].cats] == words if words else "CATEGORIES" not in entry
        for told in (event.date.english(), event.summary, event.note, *event.people):
            assert _folded(told).strip() in other.description
        for id in event.sources:
            assert chronology.sources[id].url in other.description


def _well_formed(text: str) -> None:
    """Holds the lines against RFC 5545, 3.1."""
    data = text.encode("utf-8")
    assert data.endswith(b"END:VCALENDAR\r\n")
    lines = data.removesuffix(b"\r\n").split(b"\r\n")
    for line in lines:
        assert len(line) <= 75
        assert b"\r" not in line
        assert b"\n" not in line
        line.decode("utf-8")  # no character is split
    unfolded = data.replace(b"\r\n ", b"").decode("utf-8").split("\r\n")[:-1]
    assert all(re.match("[A-Z-]+[;:]", line) for line in unfolded)
    assert unfolded.count("BEGIN:VEVENT") == unfolded.count("END:VEVENT")


@pytest.mark.oracles
def test_real_data_is_read_back(real: Chronology) -> None:
    """Two readers find every event of the real data with its fields."""
    _agrees(real)
    _well_formed(rendered(ics, real))


@pytest.mark.oracles
def test_one_of_everything_is_read_back(everything: Chronology) -> None:
    """Two readers find one of everything with its fields."""
    _agrees(everything)
    _well_formed(rendered(ics, everything))


@pytest.mark.oracles
@examples(10)
@given(chronologies())
def test_hostile_text_is_read_back(chronology: Chronology) -> None:
    """Hostile text in any field comes back as it was, and lines are folded by octets without splitting a character."""
    text = rendered(ics, chronology)
    assume(not re.search(r"\\\\[Nn]", text.replace("\r\n ", "")))  # which both readers take for a line end
    _agrees(chronology)
    _well_formed(text)
    assert text.count("\r\nBEGIN:VEVENT\r\n") == len(chronology.events)
    for name in ("NAME", "X-WR-CALNAME"):
        (written,) = re.findall(f"\r\n{name}:(.*)\r\n", text.replace("\r\n ", ""))
        assert re.sub(r"\\(.)", r"\1", written) == chronology.title


@pytest.mark.parametrize("text", [r"\NULL", r"C:\new", "\\", r"a\\Nb", r"x\;y\,z", "a;b,c\nd", r"\\\n"])
def test_backslashes_come_back(text: str) -> None:
    """A text is escaped so that the grammar of RFC 5545, 3.3.11 gives it back, whatever backslashes stand in it."""
    lines = rendered(ics, _small(title=text.replace("\n", " "), note=text)).replace("\r\n ", "")
    told = {"\\n": "\n", "\\N": "\n"}
    (title,) = re.findall("\r\nSUMMARY:(.*)\r\n", lines)
    (description,) = re.findall("\r\nDESCRIPTION:(.*)\r\n", lines)
    read = [re.sub(r"\\(.)", lambda sign: told.get(sign[0], sign[1]), line) for line in (title, description)]
    assert read[0] == text.replace("\n", " ")
    assert text in read[1]


def test_a_title_is_not_taken_for_the_end() -> None:
    """A calendar that is called as its own last line holds its events before that line."""
    text = rendered(ics, replace(_small(), title="END:VCALENDAR"))
    _well_formed(text)
    assert text.index("NAME:END:VCALENDAR") < text.index("BEGIN:VEVENT") < text.rindex("END:VCALENDAR")


@given(texts(), st.sampled_from(("\r", "\n", "\r\n", "\x0b", "\x85", "\u2028")))
def test_no_text_begins_a_line(text: str, end: str) -> None:
    """A line end inside a text, even one that no file can hold, never becomes one of the calendar."""
    hostile = f"{text}{end}END:VEVENT{end}BEGIN:VEVENT{end}SUMMARY:forged{end}X:{text}"
    chronology = _small(
        title=hostile,
        summary=hostile,
        place=hostile,
        kind=hostile,
        note=hostile,
        people=(hostile,),
        programmes=(hostile,),
    )
    text = rendered(ics, chronology)
    _well_formed(text)
    assert len(_entries(text)) == 1
    assert text.splitlines().count("BEGIN:VEVENT") == text.splitlines().count("END:VEVENT") == 1
    assert str(_entry(text)["LOCATION"]) == _folded(hostile)


def test_an_address_begins_no_line() -> None:
    """An address holds no line end, and no sign that an address may not have."""
    chronology = _small()
    source = Source("s", "T", url='https://example.org/ə?a=1&b=(2)#c"<\r\nSUMMARY:forged')
    hostile = Chronology("T", {"s": source}, chronology.events)
    url = str(_entry(rendered(ics, hostile))["URL"])
    assert url == "https://example.org/%C9%99?a=1&b=(2)#c%22%3C%0D%0ASUMMARY:forged"


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [
        ("1994-05-04", "1994-05-04", "1994-05-04"),
        ("1994-05", "1994-05-01", "1994-05-31"),
        ("1996-02", "1996-02-01", "1996-02-29"),
        ("1994", "1994-01-01", "1994-12-31"),
        ("1994~", "1994-01-01", "1994-12-31"),
        ("1997-02-13/1997-02-14", "1997-02-13", "1997-02-14"),
        ("1999-09/2008-04-15", "1999-09-01", "2008-04-15"),
        ("1999/2001", "1999-01-01", "2001-12-31"),
        ("2008-03/..", "2008-03-01", "2008-03-31"),
        ("../2001", "2001-01-01", "2001-12-31"),
        ("1000", "1000-01-01", "1000-12-31"),
        ("9999-12-30", "9999-12-30", "9999-12-30"),
    ],
)
def test_an_event_covers_the_days_that_its_date_can_mean(date: str, first: str, last: str) -> None:
    """All-day, the end exclusive; low precision and intervals span their whole period, open ones their known side."""
    text = rendered(ics, _small(date))
    entry = _entry(text)
    assert entry["DTSTART"].dt == dt.date.fromisoformat(first)
    assert entry["DTEND"].dt == dt.date.fromisoformat(last) + DAY
    assert f"\r\nDTSTART;VALUE=DATE:{first.replace('-', '')}\r\n" in text
    assert entry["TRANSP"] == "TRANSPARENT"
    assert [str(entry["SUMMARY"])] == [
        f"A title ({parse(date).english()})" if len(date) < 10 or "/" in date else "A title"
    ]


@pytest.mark.parametrize(("date", "end"), [("9999-12-31", None), ("9999", dt.date.max), ("9999-12", dt.date.max)])
def test_the_last_day_of_all_has_none_after_it(date: str, end: dt.date | None) -> None:
    """31 December 9999 alone needs no end; a longer period that includes it is a day short, and that is said."""
    chronology = _small(date)
    entry = _entry(rendered(ics, chronology))
    assert (entry["DTEND"].dt if "DTEND" in entry else None) == end
    assert bool(list(ics.notes(chronology))) is bool(end)


@pytest.mark.parametrize(
    ("updated", "stamp", "sequence"),
    [("2024-02-29", "20240229T000000Z", 19782), (None, "19700101T000000Z", 0), ("1000-01-01", "10000101T000000Z", 0)],
)
def test_stamps_are_those_of_the_data(updated: str | None, stamp: str, sequence: int) -> None:
    """The clock is never read; a later edition has the same ids and a higher sequence number."""
    entry = _entry(rendered(ics, _small(updated=updated)))
    assert entry["DTSTAMP"].to_ical().decode() == entry["LAST-MODIFIED"].to_ical().decode() == stamp
    assert entry["SEQUENCE"] == sequence
    assert str(entry["UID"]) == "e@timeline"


@pytest.mark.parametrize(
    ("url", "same"),
    [
        ("https://example.org/everything", True),
        ("http://www.example.org/everything/", True),
        ("https://example.org/else", False),
        ("", False),
    ],
)
def test_two_chronologies_stay_apart(everything: Chronology, url: str, same: bool) -> None:
    """Ids end in what stands for the chronology's address, however it is written; without one, for the program."""
    here, there = (
        [str(entry["UID"]) for entry in _entries(rendered(ics, chronology))]
        for chronology in (everything, replace(everything, url=url))
    )
    assert (here == there) is same
    assert same or not set(here) & set(there)


@pytest.mark.parametrize("url", ["", "https://example.org/"])
@pytest.mark.parametrize("anniversaries", [False, True])
def test_ids_are_short_and_last(real: Chronology, url: str, anniversaries: bool) -> None:
    """No correction of a title, of the chronology or of an event, nor of anything else but an id, changes a UID."""
    events = tuple(event._replace(title=f"{event.title} again", summary="", place="X") for event in real)
    before = replace(real, url=url)
    after = replace(before, title="Another", events=events, updated=None, description="", authors=())
    old, new = (_ids(rendered(ics, each, anniversaries=anniversaries)) for each in (before, after))
    assert old == new
    assert len(set(old)) == len(old) >= len(real) * (not anniversaries)
    longest = max(len(event.id) for event in real)
    assert max(map(len, old)) <= longest + len("@anniversaries.01234567")


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, None),
        ({"date": "1994-05"}, None),
        ({"date": "1994?"}, "TENTATIVE"),
        ({"date": "1994~/1995"}, "TENTATIVE"),
        ({"confidence": "disputed"}, "TENTATIVE"),
        ({"confidence": "confirmed"}, None),
    ],
)
def test_what_is_uncertain_is_tentative(fields: dict[str, str], status: str | None) -> None:
    """An uncertain or approximate date and a disputed event are tentative; a coarse date alone is not."""
    assert _entry(rendered(ics, _small(**fields))).get("STATUS") == status


def test_the_description_tells_what_has_no_property() -> None:
    """Date in words, summary, note, people and sources with addresses, in paragraphs."""
    entry = _entry(rendered(ics, _small("1994-05", summary="One.\r\nTwo.", note="A note.", people=("A", "B (b)"))))
    assert str(entry["DESCRIPTION"]) == (
        "May 1994\n\nOne.\nTwo.\n\nNote: A note.\n\nPeople: A; B (b)\n\n"
        "Sources (reported):\nA source, Publisher, 1994: https://example.org/"
    )


@pytest.mark.oracles
def test_anniversaries_return_every_year(everything: Chronology) -> None:
    """Exact days return, of a few the first; the year is in the title; the ids are not those of the events."""
    text = rendered(ics, everything, anniversaries=True)
    _well_formed(text)
    exact = [event for event in everything if event.date.exact or event.id == "days-of-a-month"]
    entries = _entries(text)
    others = _by_ical(text)
    for event, entry, other in zip(exact, entries, others, strict=True):
        assert entry["DTSTART"].dt == other.dtstart == event.date.earliest
        assert entry["RRULE"] == {"FREQ": ["YEARLY"]}
        assert other.rrule is not None
        assert other.rrule.freq.value == "YEARLY"
        assert other.summary == f"{event.title} ({entry['DTSTART'].dt.year})"
        assert str(entry["UID"]) == f"{event.id}@anniversaries.1c360905"


@pytest.mark.parametrize(
    ("date", "anniversaries", "said"),
    [
        ("1994-05-04", False, []),
        ("1994", False, []),
        ("1994/1995", False, []),
        ("1994/..", False, ["open on one side, so that only the known side is shown: 1 event"]),
        ("../1994", False, ["open on one side, so that only the known side is shown: 1 event"]),
        ("9999", False, ["a day short, since a calendar has none after 31 December 9999: 1 event"]),
        ("1994-05-04", True, []),
        ("1994", True, ["left out, for want of an exact day: 1 event"]),
        ("1996-02-29", True, ["only in leap years, being of 29 February: 1 event"]),
        ("1996-02-29?", True, ["left out, for want of an exact day: 1 event"]),
    ],
)
def test_what_is_lost_is_said(date: str, anniversaries: bool, said: list[str]) -> None:
    """An event is shown in full, or the notes count it."""
    assert list(ics.notes(_small(date), anniversaries=anniversaries)) == said


@given(edtf())
def test_every_event_is_shown_or_counted(date: Date) -> None:
    """Every event of the chronology is an event of the calendar, or among those that the notes say are left out."""
    chronology = _small(date.text)
    shown = len(_entries(rendered(ics, chronology, anniversaries=True)))
    left = [
        int(match[1])
        for note in ics.notes(chronology, anniversaries=True)
        if (match := re.match(r"left out.*: (\d+)", note))
    ]
    assert shown + sum(left) == len(_entries(rendered(ics, chronology))) == 1


def test_nothing_is_a_calendar_too() -> None:
    """A chronology without events is a calendar without events."""
    text = rendered(ics, Chronology("Nothing", {}, ()))
    _well_formed(text)
    assert _entries(text) == []
    assert list(ics.notes(Chronology("Nothing", {}, ()))) == []


def test_same_bytes_for_the_same_data(everything: Chronology, golden: Golden) -> None:
    """The whole output over one of everything is the one that was read and found good.

    Kept unfolded, since where a line is folded is the library's choice and not the same in its versions 6 and 7.
    """
    assert rendered(ics, everything) == rendered(ics, everything)
    golden("ics.ics", rendered(ics, everything).replace("\r\n ", ""))
    golden("ics-anniversaries.ics", rendered(ics, everything, anniversaries=True).replace("\r\n ", ""))


@pytest.mark.parametrize(
    ("date", "returns"),
    [
        ("1997-02-13", True),
        ("1997-02-13/1997-02-14", True),
        ("1997-01-01/1997-01-31", True),
        ("1997-01-01/1997-02-01", False),
        ("1997-02-13?/1997-02-14", False),
        ("1997-02/1997-02-14", False),
        ("[1997-02-13..1997-02-14]", False),
        ("1997-02-13/..", False),
        ("1997-02", False),
    ],
)
def test_a_few_exact_days_have_an_anniversary(date: str, returns: bool) -> None:
    """What lasted up to 31 days, both ends exact, returns on its first day; what is longer or less exact does not."""
    chronology = _small(date)
    assert len(ics.held(chronology, anniversaries=True)) == returns
    entries = _entries(rendered(ics, chronology, anniversaries=True))
    assert [entry["DTEND"].dt - entry["DTSTART"].dt for entry in entries] == [dt.timedelta(days=1)] * returns


@pytest.mark.parametrize("text", [r"a\nb", r"a\Nb", "\\\\", r"\;\,", "a;b,c", r"C:\new\Names"])
def test_backslashes_of_categories_come_back(text: str) -> None:
    """A word that sorts events comes back as it was, as a title does."""
    chronology = _small("1994", title=text, kind=text)
    lines = rendered(ics, chronology).replace("\r\n ", "").split("\r\n")
    for name, end in (("SUMMARY:", " (1994)"), ("CATEGORIES:", "")):
        (value,) = (line.removeprefix(name) for line in lines if line.startswith(name))
        read = re.sub(r"\\(.)", lambda char: "\n" if char[1] in "nN" else char[1], value)
        assert read == text + end


def test_a_long_text_is_not_multiplied() -> None:
    """What a source is called and where it is found is cut where it is repeated: a calendar grows with its events."""
    long = "x" * 100_000
    chronology = _small("1994")
    source = Source("s", long, author=(long,), publisher=long, url=f"https://a.example/{long}", held=long)
    events = tuple(chronology.events[0]._replace(id=f"e{number}") for number in range(10))
    whole = replace(chronology, sources={"s": source}, events=events)
    text = rendered(ics, whole)
    assert list(ics.notes(whole)) == [
        "cut after 2,000 characters, since each event repeats it: what names or finds 1 source"
    ]
    assert len(text) < 10 * 6_000
    assert "URL" not in _entries(text)[0]
    assert f"{'x' * (ics.MAX_CITED - 1)}…: https://a.example/xx" in str(_entries(text)[0]["DESCRIPTION"])
