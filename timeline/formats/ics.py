"""iCalendar (RFC 5545 and 7986): every event on the whole days that its date can mean, shown as free time.

A month or a year spans all its days, and the honest date follows the title. Nothing depends on the clock: stamps
are the day of the data's last change, 1 January 1970 where that is unknown, and the sequence number counts the days to
it, so that a later edition of the data supersedes an earlier one in the same calendar. The UID of an event is its id
and what stands for its chronology, neither of which a corrected title changes.
"""

from __future__ import annotations

import datetime as dt
import re
import zlib
from collections.abc import Iterator

import icalendar

from timeline.dates import Date
from timeline.model import Chronology, Event, Source
from timeline.relations import bare_address
from timeline.text import count, encoded_address

PRODUCT = "-//azerbaijan-nato-timeline//timeline//EN"
"""What wrote the file, as a formal public identifier."""
EPOCH = dt.date(1970, 1, 1)
"""Day of the last change of data that does not tell it."""

MAX_RANGE = dt.timedelta(days=31)
"""What lasts shorter than this has its anniversary on its first day; of longer ones the whole time is remembered."""

MAX_CITED = 2000
"""Characters of what a source is called, and of where it is found, in each of the events that cite it."""

_DAY = dt.timedelta(days=1)
_END = "END:VCALENDAR\r\n"


def render(chronology: Chronology, *, anniversaries: bool = False) -> Iterator[str]:
    """The calendar, its lines ended by CR LF and folded at 75 octets.

    With ``anniversaries`` the events of an exact day, or of a few, return every year on the first; others are left out.
    """
    calendar = icalendar.Calendar()
    _add(calendar, _head(chronology))
    yield _lines(calendar).removesuffix(_END)
    for event in held(chronology, anniversaries=anniversaries):
        entry = icalendar.Event()
        _add(entry, _yearly(event, chronology) if anniversaries else _once(event, chronology))
        _add(entry, _properties(event, chronology))
        yield _lines(entry)
    yield _END


def _lines(component: icalendar.Component) -> str:
    data: bytes = component.to_ical(sorted=False)
    return data.decode("utf-8")


def held(chronology: Chronology, *, anniversaries: bool = False) -> list[Event]:
    """The events that the calendar holds."""
    return [event for event in chronology.events if not anniversaries or _returns(event.date)]


def _returns(date: Date) -> bool:
    """Whether a date has an anniversary: one exact day, or a few exact ones of which the first counts."""
    if date.form != "interval" or not (date.start and date.end) or date.precision != "day" or date.approximate:
        return date.exact
    return date.end.latest - date.start.earliest < MAX_RANGE


def notes(chronology: Chronology, *, anniversaries: bool = False) -> Iterator[str]:
    """What the calendar could not hold of these events."""
    dates = [event.date for event in chronology.events]
    if anniversaries:
        said = {
            "left out, for want of an exact day": [date for date in dates if not _returns(date)],
            "only in leap years, being of 29 February": [date for date in dates if _returns(date) and _leaps(date)],
        }
    else:
        said = {
            "open on one side, so that only the known side is shown": [date for date in dates if not _closed(date)],
            "a day short, since a calendar has none after 31 December 9999": [date for date in dates if _cut(date)],
        }
    for what, concerned in said.items():
        if concerned:
            yield f"{what}: {count(len(concerned), 'event')}"
    cited = {id for event in held(chronology, anniversaries=anniversaries) for id in event.sources}
    cut = sum(
        max(len(_named(source)), len(source.found)) > MAX_CITED for source in (chronology.sources[id] for id in cited)
    )
    if cut:
        what = f"cut after {MAX_CITED:,} characters, since each event repeats it"
        yield f"{what}: what names or finds {count(cut, 'source')}"


def _head(chronology: Chronology) -> Iterator[tuple[str, object]]:
    yield "VERSION", "2.0"
    yield "PRODID", PRODUCT
    yield "CALSCALE", "GREGORIAN"
    yield "NAME", chronology.title
    yield "X-WR-CALNAME", chronology.title  # what was understood before RFC 7986, and still is
    yield "DESCRIPTION", "\n\n".join(filter(None, (chronology.description, chronology.selected)))


def _properties(event: Event, chronology: Chronology) -> Iterator[tuple[str, object]]:
    """What an event has whether it returns or not."""
    changed = (chronology.updated and chronology.updated.earliest) or EPOCH
    stamp = dt.datetime.combine(changed, dt.time(tzinfo=dt.UTC))
    yield "DTSTAMP", stamp
    yield "LAST-MODIFIED", stamp
    yield "SEQUENCE", max(0, (changed - EPOCH).days)
    yield "DESCRIPTION", _description(event, chronology)
    yield "LOCATION", event.place
    yield "CATEGORIES", [_plain(word) for word in (event.kind, *event.programmes) if word]
    addresses = (chronology.sources[id].address for id in event.sources)
    yield "URL", encoded_address(next((found for found in addresses if 0 < len(found) <= MAX_CITED), ""))
    yield "TRANSP", "TRANSPARENT"
    yield "STATUS", "TENTATIVE" if event.date.approximate or event.confidence == "disputed" else ""


def _once(event: Event, chronology: Chronology) -> Iterator[tuple[str, object]]:
    """An event on the days that its date can mean."""
    first, last = _days(event.date)
    yield "UID", f"{event.id}@{_domain(chronology)}"
    yield "SUMMARY", event.title if event.date.exact else f"{event.title} ({event.date.english()})"
    yield "DTSTART", first
    if first < dt.date.max:
        yield "DTEND", min(last, dt.date.max - _DAY) + _DAY


def _yearly(event: Event, chronology: Chronology) -> Iterator[tuple[str, object]]:
    """An event on its day of every year; it goes beside the event itself, not in its stead."""
    first, _ = _days(event.date)
    yield "UID", f"{event.id}@anniversaries.{_domain(chronology)}"
    yield "SUMMARY", f"{event.title} ({first.year})"
    yield "DTSTART", first
    if first < dt.date.max:
        yield "DTEND", first + _DAY
    yield "RRULE", {"freq": "yearly"}


def _days(date: Date) -> tuple[dt.date, dt.date]:
    """First and last day of a date, or of its known side."""
    known = [side for side in (date.start, date.end) if side]
    return known[0].earliest, known[-1].latest


def _closed(date: Date) -> bool:
    return date.start is not None and date.end is not None


def _leaps(date: Date) -> bool:
    first, _ = _days(date)
    return (first.month, first.day) == (2, 29)


def _cut(date: Date) -> bool:
    first, last = _days(date)
    return first < last == dt.date.max


def _description(event: Event, chronology: Chronology) -> str:
    """Everything that the properties have no room for, in paragraphs."""
    sources = "\n".join(_source(chronology.sources[id], said) for id, said in event.sources.items())
    paragraphs = (
        event.date.english(),
        event.summary,
        f"Note: {event.note}" if event.note else "",
        f"People: {'; '.join(event.people)}" if event.people else "",
        f"Sources ({event.confidence}):\n{sources}",
    )
    return "\n\n".join(text.strip() for text in paragraphs if text)


def _source(source: Source, said: str) -> str:
    """A source in a line, and in one of its own what it says."""
    return f"{_shortened(_named(source))}: {_shortened(source.found)}" + (f"\n→ {said.strip()}" if said else "")


def _named(source: Source) -> str:
    date = source.date.english() if source.date else ""
    via = f"read at {source.via}" if source.via else ""
    return ", ".join(filter(None, (source.title, *source.author, source.publisher, date, via)))


def _shortened(text: str) -> str:
    """What every event that cites a source repeats, so that a long text is not multiplied without bound."""
    return text if len(text) <= MAX_CITED else text[: MAX_CITED - 1] + "…"


def _domain(chronology: Chronology) -> str:
    """What sets the ids apart from another chronology's: a checksum of its address; the program where it has none."""
    return f"{zlib.crc32(bare_address(chronology.url).encode()):08x}" if chronology.url else "timeline"


def _add(component: icalendar.Component, properties: Iterator[tuple[str, object]]) -> None:
    """Puts those properties into a component that have a value; what is a string is text, but for addresses."""
    for name, value in properties:
        if value in ("", []):
            continue
        if isinstance(value, list):
            categories = icalendar.vCategory(value)
            categories.cats = [_Text(text) for text in value]
            component.add(name, categories)
        elif isinstance(value, str) and name != "URL":
            component.add(name, _Text(_plain(value)))
        else:
            component.add(name, value)


class _Text(icalendar.vText):
    """A text escaped as RFC 5545, 3.3.11 says; the library's own takes a backslash before an N for a line end."""

    def to_ical(self) -> bytes:
        """The text with its special characters escaped."""
        return re.sub(r"[\\;,]", r"\\\g<0>", self).replace("\n", r"\n").encode("utf-8")


def _plain(text: str) -> str:
    """A text whose lines end with a line feed alone, whatever ended them before."""
    return "\n".join(text.splitlines())
