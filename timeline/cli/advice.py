"""Words for the person at the terminal: what to type instead of what went wrong, and what would match.

The errors say what is wrong; only here is known how it was typed. A command that is named here works as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from timeline import counts
from timeline.cli import elsewhere
from timeline.cli.elsewhere import option_of
from timeline.cli.streams import command_line
from timeline.dates import parse
from timeline.errors import MAX_LIKELY, ArgumentError, DateError, TimelineError, UnknownError, YearError
from timeline.model import COUNT_BY, SOURCE_KINDS, Chronology, Event
from timeline.query import (
    Filters,
    searched,
    select,
    source_texts,
    years,
)
from timeline.relations import used_sources
from timeline.search import Spellings, has_part, has_words, phrases_of, words_of
from timeline.text import closest, count, fold, latinised, quoted

_SINGLE = "'‘’‚‛`"
"""Single quotation marks."""
MAX_COMMAND = 600
"""Characters of a command that a message says; a longer one, which repeats what was typed, is left out."""
MIN_LIKENESS = 0.75
"""How alike two words are at least, of which one may have been meant for the other, where there are thousands."""


def rest(whole: Chronology, data: Sequence[str]) -> str:
    """How to see more than the landmarks; ``data`` is the option that names the file, where one was given."""
    ways = f"{count(len(whole), 'event')} in all: {command_line('list', *data)} shows them, --ids with their ids"
    first = next((event.id for event in whole if event.significance == "landmark"), "")
    return f"{ways}, {command_line('show', first, *data)} one with its sources" if first else ways


def remarks(whole: Chronology, filters: Filters) -> Iterator[str]:
    """What is odd about filters, whether or not events match."""
    for kind in dict.fromkeys(text.casefold() for text in filters.source):
        if kind in SOURCE_KINDS:
            by_name, by_kind = (
                count(len(select(whole, one)), "event")
                for one in (Filters(source=(kind,)), Filters(source_kind=(kind,)))
            )
            yield (
                f"--source {kind} looks for that text in what sources are called ({by_name});"
                f" --source-kind {kind} asks for sources that are {kind} ({by_kind})"
            )


def no_match(whole: Chronology, filters: Filters) -> str:
    """Why no event matches, as far as it can be seen, and how many would match without each of the filters."""
    if not whole.events:
        return "the chronology has no events"
    advice = []
    for name in filters.given():
        number = len(select(whole, filters.without(name)).events)
        if number:
            advice.append(f"{count(number, 'event')} without {option_of(name)}")
    there = f"would be {', '.join(advice)}" if advice else f"are {count(len(whole.events), 'event')} in all"
    words = (*_single_quoted(filters.search), *unknown_words(whole, filters), *elsewhere.remarks(whole, filters))
    return "; ".join(("no event matches", *_outside(whole, filters), *words, f"there {there}"))


def _single_quoted(asked: Iterable[str]) -> Iterator[str]:
    """A remark on words in single quotes, which look like a phrase and are none."""
    for text in asked:
        for phrase in re.findall(rf"(?<!\S)[{_SINGLE}]([^{_SINGLE}]*\s[^{_SINGLE}]*)[{_SINGLE}](?!\S)", text):
            yield f'single quotes make no phrase, double ones do: "{quoted(phrase)[1:-1]}"'


def _outside(whole: Chronology, filters: Filters) -> Iterator[str]:
    """A remark where the time asked for is before all events or after them."""
    time = Filters(year=filters.year, from_=filters.from_, to=filters.to)
    held = counts.figures(whole)
    lasting = whole.events[0]._replace(date=parse(f"{held.first_year}/{held.last_year}"))
    if not select(replace(whole, events=(lasting,)), time).events:
        yield f"the events are of {held.years.replace('–', ' to ')}"


def unknown_words(chronology: Chronology, filters: Filters) -> list[str]:
    """A remark on each word of a search, a person, a place or a source that no event has, with the likely one."""
    events = chronology.events
    cited = (chronology.sources[id] for id in used_sources(chronology))
    told: list[str] = []
    spellings = Spellings.of(chronology.spellings)
    for asked, test, where, texts in (
        (filters.search, has_words, "event", map(searched, events)),
        (filters.person, has_part, "event's people", (name for event in events for name in event.people)),
        (filters.place, has_part, "event's place", (event.place for event in events)),
        (filters.source, has_part, "event's sources", (" ".join((one.id, *source_texts(one))) for one in cited)),
    ):
        known = "\n".join(texts) if asked else ""
        folded = fold(known)
        parted = str.split if where == "event's sources" else words_of
        for word in dict.fromkeys(word.strip(_SINGLE) for text in asked for word in parted(text)):
            if len(told) == MAX_LIKELY:
                break
            if fold(word) and not test(word, spellings)(folded):
                meant = _meant(word, known)
                told.append(f"{quoted(word)} is in no {where}" + (f" (did you mean {quoted(meant)}?)" if meant else ""))
    return told or _unknown_phrases(events, filters.search, spellings)


def _unknown_phrases(events: Iterable[Event], asked: Iterable[str], spellings: Spellings) -> list[str]:
    """A remark on each phrase whose words are there, but never side by side."""
    found = {phrase: has_words(f'"{phrase}"', spellings) for text in asked for phrase in phrases_of(text)}
    texts = [fold(searched(event)) for event in events] if found else []
    missing = [phrase for phrase, test in found.items() if not any(map(test, texts))][:MAX_LIKELY]
    return [f"the phrase {quoted(phrase)} is in no event, though its words are" for phrase in missing]


def _meant(word: str, known: str) -> str | None:
    """The word of a text that was probably meant: the same in English letters, or one much like it."""
    words: dict[str, str] = {}
    for choice in re.findall(r"\w[\w’'-]*", known):
        words.setdefault(fold(choice), choice)
    english = fold(latinised(word))
    for spelling in (english, english.replace("e", "a")):  # many write e for ə, which is a in English
        if spelling in words:
            return words[spelling]
    return closest(word, words.values(), MIN_LIKENESS)


def on_error(error: TimelineError, args: Sequence[str]) -> str:
    """What went wrong, in the words of the command line, with what to type instead of the arguments given."""
    if isinstance(error, ArgumentError):
        return f"{option_of(error.name)} {error.fault}"
    given = getattr(error, "given", "")
    if given[:1] == "-" and (option := _around(args, given)[0]):
        return f"{option[0]} has no value: {quoted(given)} follows it"
    if isinstance(error, YearError):
        parts = _parts(error.given)
        if len(parts) > 1 and all(map(is_years, parts)):
            return f"{error.fact}{_one_by_one(args, error.given, parts)}"
        _, before, after = _around(args, error.given)
        if error.finer and before:
            finer = command_line(*before, "--from", error.finer, "--to", error.finer, *after)
            return f"{error.fact}; for less than a year{_after(': ', finer)}"
        return error.fact
    if isinstance(error, UnknownError):
        notes = "".join(f"; {note}" for note in getattr(error, "__notes__", ()))
        return f"{error.fact}{notes}{_instead_of_unknown(error, args)}"
    return str(error)


def _instead_of_unknown(error: UnknownError, args: Sequence[str]) -> str:
    parts = _parts(error.given)
    if len(parts) > 1 and {fold(part) for part in parts} <= set(map(fold, error.choices or error.likely)):
        return _one_by_one(args, error.given, parts) or error.remedy
    if error.what == counts.WAY and error.likely:
        return f"{error.remedy} ({', '.join(COUNT_BY)})"
    if error.what == "event":
        ids = ["list", "--ids", *data_of(args)]
        if not error.likely:
            return f"; {command_line(*ids)} shows them"
        if len(error.likely) > MAX_LIKELY:
            words = " ".join(re.findall(r"\w+", error.given))
            return f"{error.remedy} {command_line(*ids, '-s', words)} shows more"
    return error.remedy


def _parts(given: str) -> list[str]:
    return [part.strip() for part in given.split(",") if part.strip()]


def is_years(text: str) -> bool:
    """Whether a text is a year or a span of years, as ``--year`` takes it."""
    try:
        years(text)
    except DateError:
        return False
    return True


def _one_by_one(args: Sequence[str], given: str, parts: list[str]) -> str:
    """The end of a message: how to give several where a comma stands between them; empty where that is not known."""
    option, before, after = _around(args, given)
    words = [word for part in parts for word in (*option, part)]
    return f"; give several one by one{_after(': ', command_line(*before, *words, *after))}" if before else ""


def _after(separator: str, command: str) -> str:
    """The end of a message that says a command, or nothing where it is long."""
    return f"{separator}{command}" if len(command) <= MAX_COMMAND else ""


def _around(args: Sequence[str], given: str) -> tuple[Sequence[str], Sequence[str], Sequence[str]]:
    """The option of which an argument is the value, if any, and what stands before and after; nothing if not found."""
    at = args.index(given) if given in args else 0
    begin = at - (args[at - 1 : at] != ["-"] and args[at - 1][:1] == "-")
    return (args[begin:at], args[:begin], args[at + 1 :]) if at else ((), (), ())


def data_of(args: Sequence[str]) -> list[str]:
    """The option that names the data file, as it was given; nothing where it was not."""
    for at in range(len(args) - 1, -1, -1):
        if args[at].startswith("--data="):
            return ["--data", args[at].removeprefix("--data=")]
        if args[at - 1 : at] == ["--data"]:
            return ["--data", args[at]]
    return []


def check_all(args: Sequence[str]) -> str:
    """The command that shows every problem of the file that was to be read."""
    return command_line("check", "--all", *data_of(args)[1:])
