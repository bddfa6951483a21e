"""The data is the product: each rule of the curated file lists every offender with its line and the mend."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from timeline import Chronology, Date, Event
from timeline.datafile import bundled, check, parse_with_positions, schema
from timeline.datafile.positions import Positions
from timeline.dates import MONTHS
from timeline.text import fold

FILE = bundled()
MILESTONES = {
    "nacc-membership": 1992,
    "pfp-framework-signed": 1994,
    "parp-joined": 1997,
    "deep-azerbaijan-started": 2008,
    "military-high-school-deep-2018": 2018,
    "colomina-first-visit-2021": 2021,
}
"""The events that this chronology was asked for, with their years."""
DISPUTED = ("first-ipap-agreed", "parliament-doubles-isaf-2008")
STARTING_ARTICLE = "azernews-2021-10-19"

Offence = tuple[str, str, str, str]
"""Section, id of the record, field (or nothing), what to mend."""
Text = tuple[str, str, str, str]
"""Section, id of the record, field, a text of our own words in it."""


@pytest.fixture(scope="module")
def placed() -> tuple[Chronology, Positions]:
    """The real chronology and where each of its fields stands."""
    return parse_with_positions(FILE.read_bytes(), FILE.name)


@pytest.fixture(scope="module")
def data(placed: tuple[Chronology, Positions]) -> Chronology:
    """The real chronology."""
    return placed[0]


@pytest.fixture(scope="module")
def places(placed: tuple[Chronology, Positions]) -> Positions:
    """Where each field of the real chronology stands."""
    return placed[1]


def none_of(offences: Iterable[Offence], places: Positions) -> None:
    """Fails with every offender, its line and the mend."""
    found = []
    for section, id, field, mend in offences:
        place = places[section, id]
        line, _ = place.get(field) or place[""]
        found.append((line, f"{FILE.name}:{line}: {section.removesuffix('s')} {id}{field and ', '}{field}: {mend}"))
    assert not found, "\n" + "\n".join(message for _, message in sorted(found))


def own_words(data: Chronology) -> Iterator[Text]:
    """Every text in our own words, which the titles and publishers of sources are not."""
    for event in data.events:
        for field in ("title", "summary", "place", "note"):
            yield "events", event.id, field, getattr(event, field)
        for person in event.people:
            yield "events", event.id, "people", person
        for statement in event.sources.values():
            yield "events", event.id, "sources", statement
    for code, programme in data.programmes.items():
        for field in ("about", "note"):
            yield "programmes", code, field, getattr(programme, field)
    for section, words in (("kinds", data.kinds), ("topics", data.topics)):
        for word, meaning in words.items():
            yield section, word, "", meaning


def unquoted(text: str) -> str:
    """A text without what stands in double quotation marks: names and titles of others."""
    return re.sub(r"“[^”]*”|\"[^\"]*\"|«[^»]*»", "“…”", text)


# --- the file as a whole


def test_check_finds_nothing() -> None:
    """``timeline check`` has nothing to say."""
    found = [problem.at(FILE.name) for problem in check.problems(FILE.read_bytes(), FILE.name)]
    assert not found, "\n" + "\n".join(found)


def test_the_file_is_plain_utf_8_with_unix_line_ends() -> None:
    """No byte-order mark, no carriage return, no tab, one line end at the end, and composed (NFC)."""
    text = FILE.read_bytes().decode("utf-8")
    assert not re.search("[\ufeff\r\t]", text)
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    apart = [number for number, line in enumerate(text.split("\n"), 1) if not unicodedata.is_normalized("NFC", line)]
    assert not apart, f"write these lines in Unicode's composed form: {apart}"


def test_every_date_is_in_quotes() -> None:
    """A date stands in quotes, so that a reader of YAML that types its scalars gets text too."""
    field = re.compile(r"\s*(?:- )?(?:date|period|participation|updated): [^\"]")
    bare = [number for number, line in enumerate(FILE.read_text(encoding="utf-8").split("\n"), 1) if field.match(line)]
    assert not bare, f"put the dates of these lines in double quotes: {bare}"


# --- how much, and how well supported


def test_it_is_the_whole_story(data: Chronology) -> None:
    """At least 250 events, of which 20 to 30 are landmarks."""
    assert len(data.events) >= 250
    landmarks = [event.id for event in data.events if event.significance == "landmark"]
    assert 20 <= len(landmarks) <= 30, landmarks


def test_the_story_is_told_to_the_day(data: Chronology) -> None:
    """At least 70 % of the events have a date to the day."""
    to_the_day = sum(event.date.precision == "day" for event in data.events)
    assert to_the_day >= 0.7 * len(data.events), f"{to_the_day} of {len(data.events)}"


def test_most_events_have_two_sources(data: Chronology) -> None:
    """At least 55 % of the events have two sources or more."""
    two = sum(len(event.sources) >= 2 for event in data.events)
    assert two >= 0.55 * len(data.events), f"{two} of {len(data.events)}"


def test_every_landmark_has_two_sources(data: Chronology, places: Positions) -> None:
    """What matters most is never said by one source alone."""
    none_of(
        (
            ("events", event.id, "sources", "has one source; find another, or grade it notable")
            for event in data.events
            if event.significance == "landmark" and len(event.sources) < 2
        ),
        places,
    )


def test_every_programme_tells_what_it_is(data: Chronology, places: Positions) -> None:
    """The registry gives every programme its kind, two sentences and a source."""
    none_of(
        (
            ("programmes", code, "", f"has no {field}")
            for code, programme in data.programmes.items()
            for field in ("kind", "about", "sources")
            if not getattr(programme, field)
        ),
        places,
    )


def test_every_event_is_complete(data: Chronology, places: Positions) -> None:
    """The shipped file gives every event a summary, a kind, a confidence and a significance in so many words."""
    none_of(
        (
            ("events", event.id, "", f"has no {field}")
            for event in data.events
            for field in ("summary", "kind", "confidence", "significance")
            if field not in places["events", event.id]
        ),
        places,
    )


# --- what must be in it


def test_the_milestones_are_landmarks(data: Chronology) -> None:
    """The six events that the chronology was asked for stand among the landmarks, in their years."""
    years = {
        event.id: event.date.earliest.year
        for event in data.events
        if event.significance == "landmark" and event.date.earliest
    }
    assert {id: years.get(id) for id in MILESTONES} == MILESTONES


@pytest.mark.parametrize("id", DISPUTED)
def test_disputes_are_written_down(data: Chronology, id: str) -> None:
    """Where the sources differ the event says so, and how."""
    event = next(event for event in data.events if event.id == id)
    assert event.confidence == "disputed"
    assert len(event.note) > 40
    assert len(event.sources) >= 2


def test_the_starting_article_is_cited(data: Chronology) -> None:
    """The article from which the chronology started is one of its sources."""
    source = data.sources[STARTING_ARTICLE]
    assert (str(source.date), source.kind) == ("2021-10-19", "press")
    assert any(STARTING_ARTICLE in event.sources for event in data.events)


# --- who says what

PROSE = ("title", "summary")
VAGUE = re.compile(
    r"\b(?:a later page|(?:several|other|some|many|most) (?:pages|reports|sources|media)"
    r"|(?:press|media) reports|elsewhere)\b",
    re.IGNORECASE,
)
"""Words of a note that speak of sources without naming one."""
HOW_KNOWN = re.compile(r"\b(?:day|days|date|dates|dated)\b", re.IGNORECASE)
"""What a note has that says how a day is known."""
DESCRIBED = re.compile(r"(?:report|article|dispatch|note) (?:on|about)\b|[\w.]+ dispatch of\b", re.IGNORECASE)
"""How a description begins that stands where a title should."""


def said_of(event: Event) -> str:
    """All that the sources state of an event, folded."""
    return fold(" ".join(event.sources.values()))


def figures(text: str) -> set[str]:
    """The figures of a text, without the commas of their thousands and without zeros in front."""
    plain = re.sub(r"(?<=\d)[,\u00a0\u202f](?=\d{3}\b)", "", text)
    return {figure.lstrip("0") for figure in re.findall(r"\d+(?:\.\d+)?", plain)}


def days_of(date: Date) -> Iterator[str]:
    """The days that a date names, as a pattern of how a sentence writes them: ``4 May``, ``4–7 May``, ``May 4``."""
    for side in {date.start, date.end}:
        if side and side.day and side.month:
            month = MONTHS[side.month - 1].lower()
            yield rf"(?<!\d){side.day}(?!\d)[^.;]{{0,30}}{month}|{month} {side.day}(?!\d)"


def test_every_figure_is_a_sources(data: Chronology, places: Positions) -> None:
    """A figure of title or summary stands in what at least one source states."""
    none_of(
        (
            ("events", event.id, field, f"no source states {figure}; name who does, or take it out")
            for event in data.events
            for field in PROSE
            for figure in sorted(figures(getattr(event, field)) - figures(" ".join(event.sources.values())))
        ),
        places,
    )


def test_every_day_is_a_sources(data: Chronology, places: Positions) -> None:
    """The day of an event stands in what a source states, or the note says how it is known."""
    none_of(
        (
            ("events", event.id, "date", "no source states the day; name who does, or say in the note how it is known")
            for event in data.events
            for day in days_of(event.date)
            if not re.search(day, said_of(event)) and not HOW_KNOWN.search(event.note)
        ),
        places,
    )


def test_every_person_is_a_sources(data: Chronology, places: Positions) -> None:
    """The surname of each person of an event stands in what at least one source states."""
    none_of(
        (
            ("events", event.id, "people", f"no source names {name_of(person)}; name who does, or take the person out")
            for event in data.events
            for person in event.people
            if fold(name_of(person).split()[-1]) not in said_of(event)
        ),
        places,
    )


def test_notes_speak_of_cited_sources_alone(data: Chronology, places: Positions) -> None:
    """A note names the sources that it weighs, and each of them is cited."""
    publishers = {name for source in data.sources.values() for name in (source.publisher, source.via) if len(name) > 4}
    offences: list[Offence] = []
    for event in data.events:
        cited = [data.sources[id] for id in event.sources]
        known = fold(
            " ".join((event.summary, *event.sources.values(), *event.people))
            + " ".join(" ".join((source.publisher, source.via, source.title, source.url)) for source in cited)
        )
        named = (name for name in publishers if re.search(rf"\b{re.escape(name)}\b", event.note))
        unknown = [f"speaks of {name}, which is not cited" for name in named if fold(name) not in known]
        vague = [f"'{match[0]}' names no source; name and cite it" for match in VAGUE.finditer(event.note)]
        offences += [("events", event.id, "note", mend) for mend in (*unknown, *vague)]
    none_of(offences, places)


def test_titles_of_sources_are_titles(data: Chronology, places: Positions) -> None:
    """A source has the title that its page bears; where none was seen, a supplied one stands in square brackets."""
    none_of(
        (
            ("sources", id, "title", "is a description; write the page's own title, or put it in square brackets")
            for id, source in data.sources.items()
            if DESCRIBED.match(source.title)
        ),
        places,
    )


def test_every_source_has_its_language(data: Chronology, places: Positions) -> None:
    """Each source says in which language it is written."""
    none_of(
        (("sources", id, "", "say its language") for id, source in data.sources.items() if not source.language), places
    )


def test_a_copy_is_told_as_a_copy(data: Chronology, places: Positions) -> None:
    """The publisher is who wrote it; the site that carried a copy stands in via, and is another."""
    none_of(
        (
            ("sources", id, "publisher", "put the site of the copy into via")
            for id, source in data.sources.items()
            if re.search(r"\b(?:copy|read|carried) (?:at|by)\b", source.publisher)
        ),
        places,
    )


def test_both_sides_are_heard(data: Chronology) -> None:
    """Of the events about the conflict at least three in four have a source or a voice of either side."""
    contested = [event for event in data.events if "armenia-azerbaijan-conflict" in event.topics]
    for side in (r"armen|azatutyun|yerevan|lragir|hetq", r"azerb|baku|azertac|trend|\bapa\b|report\.az|turan"):
        heard = [
            event
            for event in contested
            if any(
                re.search(side, f"{id} {data.sources[id].publisher} {data.sources[id].via} {statement}", re.IGNORECASE)
                for id, statement in event.sources.items()
            )
        ]
        assert len(heard) >= 0.75 * len(contested), sorted({e.id for e in contested} - {e.id for e in heard})


# --- names


def test_ids_are_plain(data: Chronology, places: Positions) -> None:
    """Ids are made of a-z, 0-9 and single hyphens, with a letter or digit at either end."""
    plain = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
    assert re.fullmatch(schema.ID, "parp-joined")
    ids = [("events", event.id) for event in data.events] + [("sources", id) for id in data.sources]
    none_of(((section, id, "", "write it a-b-2004") for section, id in ids if not plain.fullmatch(id)), places)


def name_of(person: str) -> str:
    """The name of a person without the office."""
    return person.partition(" (")[0]


OFFICES = {
    r"Minister of Foreign Affairs": "Foreign Minister",
    r"Minister for Foreign Affairs": "Foreign Minister",
    r"Minister of Defen[cs]e": "Defence Minister",
    r"Foreign Affairs Minister": "Foreign Minister",
    r"Secretary[ -]General of NATO": "NATO Secretary General",
    r"Secretary-General": "Secretary General",
}
"""Offices in other words, and ours."""


def test_every_office_has_one_wording(data: Chronology, places: Positions) -> None:
    """An office is named in one way throughout."""
    none_of(
        (
            (section, id, field, f"write '{ours}' for '{match[0]}'")
            for section, id, field, text in own_words(data)
            for pattern, ours in OFFICES.items()
            for match in re.finditer(pattern, unquoted(text))
        ),
        places,
    )


# --- words


def test_titles_begin_with_a_capital(data: Chronology, places: Positions) -> None:
    """A title begins with a capital or a digit."""
    none_of(
        (("events", event.id, "title", "begin with a capital") for event in data.events if event.title[0].islower()),
        places,
    )


AMERICAN = {
    r"defense": "defence",
    r"offense": "offence",
    r"programs?": "programme",
    r"centers?": "centre",
    r"(?:labor|harbor|honor|favor|neighbor|behavior)(?:s|ed|ing|able|hood)?": "…our",
    r"licensed? to": "licence (noun)",
    r"(?:cancel|travel|signal|label)(?:ed|ing)": "…lled, …lling",
    r"\w+ization(?:s|al)?": "…isation",
    r"(?!(?:prize|size|seize|capsize)[ds]?\b)\w{3,}iz(?:e|es|ed|ing)": "…ise",
    r"analyz\w+": "analyse",
    r"toward": "towards",
    r"gotten": "got",
}
"""American spellings, and the British."""
NAMES = (
    "Treaty Organization", "Organization for", "Organization of", "World Health Organization", "Department of Defense",
    "Secretary of Defense", "Under Secretary of Defense", "National Defense University", "Marshall Center",
    "George C. Marshall European Center", "Missile Defense Agency", "Defense Threat Reduction Agency",
    "NATO Defense College", "Center of Analysis of International Relations", "Karabakh Liberation Organisation",
    "Center for Economic and Social Development",
)  # fmt: skip
"""Names that are spelled as their bearers spell them."""


def test_spelling_is_british(data: Chronology, places: Positions) -> None:
    """Our own words are in British spelling; names keep their own."""
    pattern = re.compile("|".join(rf"\b(?:{word})\b" for word in AMERICAN), re.IGNORECASE)
    none_of(
        (
            (section, id, field, f"write '{match[0]}' in British spelling")
            for section, id, field, text in own_words(data)
            for match in pattern.finditer(_without_names(text))
        ),
        places,
    )


def _without_names(text: str) -> str:
    plain = unquoted(text)
    for name in NAMES:
        plain = plain.replace(name, "…")
    return plain


LOADED = (
    r"occup(?:y|ied|ation|iers?|ying)", r"liberat\w+", r"so-called", r"regimes?", r"separatists?", r"terrorist regime",
    r"aggress(?:ion|ors?|ive)", r"heroic\w*", r"martyrs?", r"historic(?!al)", r"brotherly", r"fraternal", r"glorious",
    r"patriotic war", r"ethnic cleansing", r"genocide", r"invad\w+", r"invasion", r"illegal(?:ly)?", r"notorious\w*",
    r"unfortunately", r"successful(?:ly)?", r"important(?:ly)?", r"fruitful", r"close friend\w*", r"puppet",
)  # fmt: skip
"""Words that take a side or praise; a speaker's own stand in quotation marks."""
ATTRIBUTED = re.compile(
    r"\b(?:accus|according to|call|condemn|describ|said\b|says\b|in the [\w’']+ view)", re.IGNORECASE
)
"""What names, in the same sentence, who says so."""


def test_the_wording_is_neutral(data: Chronology, places: Positions) -> None:
    """Nothing in our own words takes a side; what a source states is told as what it states."""
    pattern = re.compile("|".join(rf"\b(?:{word})\b" for word in LOADED), re.IGNORECASE)
    none_of(
        (
            (section, id, field, f"say '{match[0]}' in neutral words, or quote who said it")
            for section, id, field, text in own_words(data)
            if field != "sources"
            for sentence in re.split(r"(?<=[.!?]) ", _without_names(text))
            for match in pattern.finditer(sentence)
            if not ATTRIBUTED.search(sentence)
        ),
        places,
    )


def test_quotation_marks_and_dashes_are_typographic(data: Chronology, places: Positions) -> None:
    """Ranges and asides have dashes, not doubled hyphens."""
    none_of(
        (
            (section, id, field, f"mend '{match[0]}'")
            for section, id, field, text in own_words(data)
            for match in re.finditer(r"--|\s-\s|``|''", unquoted(text))
        ),
        places,
    )


# --- threads


def test_most_events_belong_to_a_thread(data: Chronology) -> None:
    """Related links make threads that one can follow: at least half of the events have or get one."""
    linked = {event.id for event in data.events if event.related} | {
        id for event in data.events for id in event.related
    }
    assert len(linked) >= len(data.events) / 2, f"{len(linked)} of {len(data.events)}"


def test_landmarks_are_not_lonely(data: Chronology, places: Positions) -> None:
    """A landmark has a programme or a related event: something leads on from it."""
    linked = {id for event in data.events for id in event.related}
    none_of(
        (
            ("events", event.id, "", "add a programme or a related event")
            for event in data.events
            if event.significance == "landmark" and not (event.programmes or event.related or event.id in linked)
        ),
        places,
    )


def test_the_licence_lies_beside_the_data() -> None:
    """The file states its licence."""
    assert "licence: CC-BY-4.0\n" in Path(FILE).read_text(encoding="utf-8")
