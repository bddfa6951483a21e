"""Markdown (CommonMark, safe in GitHub's dialect too): headings by year, one numbered list of sources at the end.

Texts stand as they are in the data: what Markdown would read as markup has a backslash before it. What GitHub looks for
when the markup is gone (persons, issues, emoji, mail addresses) is parted by an empty comment: neither a backslash nor
an entity keeps it from being found. A line end inside a text is a hard line break, an empty line a new paragraph. Each
address stands once, in the definition of a link.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from textwrap import indent

from timeline.counts import figures
from timeline.model import Chronology, Event, Programme, Source
from timeline.relations import best_source, used_programmes

# Anywhere in a line: emphasis, code, links, HTML, entities, tables, strikethrough, mathematics, the hashes that close
# a heading, and what becomes a link by itself.
_MARKUP = re.compile(
    r"(?P<reference>@(?=\S)|#(?=\d)|\bGH-(?=\d)|:(?=[+-]*\w[\w+-]*:))"
    r"|[\\`*_\[\]|~$]|<(?=\S)|&(?=[#\w])|(?<!\S)#|:(?=/)|(?<=www)\.",
    re.ASCII | re.IGNORECASE,
)
# Where a line begins: quotations, lists, rules, underlines of a heading, the second row of a table.
_BEGINNING = re.compile(r"^(\d+(?=[.)])|(?=[>+=:-]))", re.ASCII)


def render(chronology: Chronology, *, brief: bool = False) -> Iterator[str]:
    """The document; it ends with a newline. ``brief`` is a line an event: its date, and its title as the best link."""
    for number, block in enumerate(_brief(chronology) if brief else _blocks(chronology)):
        yield f"\n\n{block}" if number else block
    yield "\n"


def escaped(line: str) -> str:
    """One line of text that Markdown shows as it is, wherever it stands; the space around it goes."""
    return _BEGINNING.sub(r"\1\\", _MARKUP.sub(_harmless, line.strip()))


def _harmless(match: re.Match[str]) -> str:
    return f"{match[0]}<!-- -->" if match["reference"] else f"\\{match[0]}"


def _blocks(chronology: Chronology) -> Iterator[str]:
    """The document's blocks, an empty line to stand between them."""
    cited = dict.fromkeys(id for event in chronology.events for id in event.sources)
    numbers = {id: number for number, id in enumerate(cited, start=1)}
    yield f"# {escaped(chronology.title)}"
    held = figures(chronology)
    size = f"{held.years}: {held.words}" if held.events else ""
    yield from filter(
        None, (_paragraphs(chronology.description), escaped(chronology.selected), size, _imprint(chronology))
    )
    for year, events in groupby(chronology.events, key=lambda event: event.date.anchor.year):
        yield f"## {year}"
        for event in events:
            yield from _event(event, numbers)
    programmes = used_programmes(chronology)
    if programmes:
        yield "## Programmes"
        yield "\n".join(_item(_programme(entry)) for entry in programmes.values())
    if numbers:
        yield "## Sources"
        yield "\n".join(_source(chronology.sources[id], number) for id, number in numbers.items())
        addresses = ((number, chronology.sources[id].address) for id, number in numbers.items())
        links = "\n".join(f"[{number}]: <{_address(address)}>" for number, address in addresses if address)
        yield from [links] if links else []


def _brief(chronology: Chronology) -> Iterator[str]:
    """The blocks of the short form: title, selection, the events in a list, and what may be done with them."""
    yield f"# {escaped(chronology.title)}"
    lines = []
    for event in chronology.events:
        source, title = best_source(chronology, event), escaped(event.title)
        link = f"[{title}](<{_address(source.address)}>)" if source else title
        lines.append(f"- {_capital(event.date.english())}: {link}{_doubt(event)}")
    yield from filter(None, (escaped(chronology.selected), "\n".join(lines), _imprint(chronology)))


def _imprint(chronology: Chronology) -> str:
    """How old the data is and what may be done with it; nothing where neither is known."""
    updated = f"Updated {chronology.updated.english()}." if chronology.updated else ""
    licence = f"Licence: {escaped(chronology.licence)}" if chronology.licence else ""
    return " ".join(filter(None, (updated, licence)))


def _event(event: Event, numbers: dict[str, int]) -> Iterator[str]:
    """Heading, summary and a list of everything else that is known."""
    yield f"### {_capital(event.date.english())}: {escaped(event.title)}{_doubt(event)}"
    if event.summary:
        yield _paragraphs(event.summary)
    facts = {
        "Place": escaped(event.place),
        "People": _joined(event.people),
        "Programmes": _joined(event.programmes),
        "Tags": _joined(filter(None, (event.kind, event.significance, event.confidence, *event.topics))),
        "Note": _paragraphs(event.note),
        "Id": f"`{event.id}`",
        "Related": "; ".join(f"`{id}`" for id in event.related),
        "Sources": _cited(event.sources, numbers),
    }
    yield "\n".join(
        _item(f"{name}:{text}" if text[0] == "\n" else f"{name}: {text}") for name, text in facts.items() if text
    )


def _cited(sources: Mapping[str, str], numbers: dict[str, int]) -> str:
    """The numbers of an event's sources, in a list of their own where one of them says something."""
    if not any(sources.values()):
        return ", ".join(f"[{numbers[id]}]" for id in sources)
    lines = (_item(f"[{numbers[id]}] {_paragraphs(said)}".rstrip()) for id, said in sources.items())
    return "\n" + "\n".join(lines)


def _programme(entry: Programme) -> str:
    """What a programme is, in a line, and in paragraphs below it what is written about it."""
    facts = (
        entry.kind,
        entry.period.english() if entry.period else "",
        f"participation {entry.participation.english()}" if entry.participation else "",
        f"part of {entry.parent}" if entry.parent else "",
        f"followed by {entry.succeeded_by}" if entry.succeeded_by else "",
    )
    line = _joined((f"{entry.code}: {entry.name}", *filter(None, facts)))
    return "\n\n".join(filter(None, (line, _paragraphs(entry.about), _paragraphs(entry.note))))


def _source(source: Source, number: int) -> str:
    """One source of the numbered list; its title is the link."""
    date = source.date.english() if source.date else ""
    via = f"read at {source.via}" if source.via else ""
    parts = (*map(escaped, (*source.author, source.publisher)), date, escaped(via), escaped(source.also))
    rest = "".join(f", {text}" for text in parts if text)
    title = f"[{escaped(source.title)}][{number}]" if source.address else escaped(source.title)
    facts = ", ".join(filter(None, (source.kind, source.language)))
    return f"{number}. {title}{rest} ({facts})"


def _address(url: str) -> str:
    """An address for use between angle brackets."""
    return re.sub(r"[\\<>&]", r"\\\g<0>", url)


def _doubt(event: Event) -> str:
    """How well an event is supported, as the end of its line; nothing where it is confirmed."""
    return "" if event.confidence == "confirmed" else f" ({event.confidence})"


def _capital(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}"


def _joined(texts: Iterable[str]) -> str:
    return "; ".join(map(escaped, texts))


def _item(text: str) -> str:
    """One item of a list; the further lines of a text belong to it."""
    return "- " + indent(text, "  ")[2:]


def _paragraphs(text: str) -> str:
    """A text of several lines, its empty lines parting paragraphs."""
    lines = map(escaped, text.splitlines())
    return "\n\n".join("\\\n".join(group) for filled, group in groupby(lines, key=bool) if filled)
