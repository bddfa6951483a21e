"""JSON for Knight Lab's TimelineJS3: the chronology as the title slide, one slide an event.

Texts are escaped, so that nothing in them is markup; the only tags are those of paragraphs, line breaks and the list of
sources. Of a date only the known parts are given, but that an end is on its last day, with the date in
words beside them unless it is one exact day.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import groupby

from timeline.dates import Moment
from timeline.formats.json import Json, laid_out
from timeline.model import Chronology, Event, Source
from timeline.text import count

TITLE = "_title"
"""What the title slide is called; no event can have this id."""


def render(chronology: Chronology) -> Iterator[str]:
    """The document; it ends with a newline."""
    slides = [_slide(event, chronology) for event in chronology.events]
    return laid_out({"scale": "human", "title": _title(chronology), "events": slides})


def notes(chronology: Chronology) -> Iterator[str]:
    """What TimelineJS cannot show of these events."""
    dates = [event.date for event in chronology.events]
    said = {
        "without a known beginning, shown at their end": [date for date in dates if date.start is None],
        "without a known end, shown at their beginning": [
            date for date in dates if date.form == "interval" and date.end is None
        ],
    }
    for what, concerned in said.items():
        if concerned:
            yield f"{what}: {count(len(concerned), 'event')}"


def _title(chronology: Chronology) -> dict[str, Json]:
    updated = f"Updated {chronology.updated.english()}." if chronology.updated else ""
    licence = f"Licence: {chronology.licence}" if chronology.licence else ""
    facts = (chronology.description, chronology.selected, " ".join(filter(None, (updated, licence))))
    return _named(TITLE, chronology.title, "".join(map(_paragraphs, facts)))


def _slide(event: Event, chronology: Chronology) -> dict[str, Json]:
    """One event; what it has not, its slide has not either."""
    date = event.date
    slide = _named(event.id, event.title, _text(event, chronology))
    slide["start_date"] = _parts(next(side for side in (date.start, date.end) if side))
    if date.form == "interval" and date.start and date.end:
        slide["end_date"] = _parts(_last(date.end))
    if not date.exact:
        slide["display_date"] = date.english()
    if event.programmes:
        slide["group"] = event.programmes[0]
    return slide


def _named(id: str, headline: str, text: str) -> dict[str, Json]:
    """What every slide has. Addresses in a text stay text: its links are those that we make."""
    return {"unique_id": id, "text": {"headline": escape(headline), "text": text}, "autolink": False}


def _parts(moment: Moment) -> dict[str, int]:
    """The parts of a moment that are known."""
    parts = {"year": moment.year, "month": moment.month, "day": moment.day}
    return {name: value for name, value in parts.items() if value}


def _last(moment: Moment) -> Moment:
    """The last day that a moment can mean: TimelineJS ends a year or a month with its first."""
    day = moment.latest
    return Moment(day.year, day.month, day.day)


def _text(event: Event, chronology: Chronology) -> str:
    """Everything about an event that has no place of its own on a slide."""
    facts = (
        event.summary,
        f"Place: {event.place}" if event.place else "",
        f"People: {'; '.join(event.people)}" if event.people else "",
        f"Programmes: {', '.join(event.programmes)}" if len(event.programmes) > 1 else "",
        f"Note: {event.note}" if event.note else "",
        f"Sources ({event.confidence}):",
    )
    sources = "".join(_source(chronology.sources[id], said) for id, said in event.sources.items())
    return "".join(map(_paragraphs, facts)) + f"<ol>{sources}</ol>"


def _source(source: Source, said: str) -> str:
    """A source, its title the link where it has an address, and below it what it says."""
    date = source.date.english() if source.date else ""
    via = f"read at {source.via}" if source.via else ""
    rest = "".join(f", {escape(text)}" for text in (*source.author, source.publisher, date, via, source.also) if text)
    title = escape(source.title)
    if source.address.startswith(("https://", "http://")):
        title = f'<a href="{escape(source.address)}" target="_blank" rel="noopener">{title}</a>'
    return f"<li>{title}{rest}{_paragraphs(said)}</li>"


def _paragraphs(text: str) -> str:
    """A text of several lines, its empty lines parting paragraphs; nothing for an empty one."""
    lines = (escape(line.strip()) for line in text.splitlines())
    return "".join(f"<p>{'<br>'.join(group)}</p>" for filled, group in groupby(lines, key=bool) if filled)
