"""Words for the person at the terminal: what to type instead of what went wrong, and what would match.

The errors say what is wrong; only here is known how it was typed. A command that is named here works as it stands.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Sequence
from typing import Any

from timeline import counts
from timeline.cli.streams import command_line
from timeline.errors import MAX_LIKELY, ArgumentError, DateError, TimelineError, UnknownError, YearError
from timeline.model import COUNT_BY, SOURCE_KINDS, Chronology
from timeline.query import (
    Filters,
    first_day,
    last_day,
    searched,
    select,
    source_texts,
    years,
)
from timeline.relations import used_sources
from timeline.search import has_part, has_words, words_of
from timeline.text import closest, count, did_you_mean, escape_unprintable, fold, latinised, quoted

MIN_LIKENESS = 0.75
"""How alike two words are at least, of which one may have been meant for the other, where there are thousands."""


def rest(whole: Chronology, data: Sequence[str]) -> str:
    """How to see more than the landmarks; ``data`` is the option that names the file, where one was given."""
    ways = f"{count(len(whole), 'event')} in all: {command_line('list', *data)} shows them, --ids with their ids"
    first = next((event.id for event in whole if event.significance == "landmark"), "")
    return f"{ways}, {command_line('show', first, *data)} one with its sources" if first else ways


def option_of(name: str) -> str:
    """The option of a filter or an argument that has a name in Python: ``--from`` of ``from_``."""
    return f"--{name.rstrip('_').replace('_', '-')}"


def remarks(whole: Chronology, filters: Filters) -> Iterator[str]:
    """What is odd about filters, whether or not events match."""
    yield from filter(None, (dates_in_reverse(filters),))
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


def dates_in_reverse(filters: Filters) -> str:
    """A remark where all of the time asked for begins after it has ended: only what spans both dates can match."""
    if filters.from_ and filters.to:
        first, last = min(filters.from_, key=first_day), max(filters.to, key=last_day)
        if first_day(first) > last_day(last):
            return f"--from {quoted(first)} is after --to {quoted(last)}"
    return ""


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
    return "; ".join(("no event matches", *_outside(whole, filters), *unknown_words(whole, filters), f"there {there}"))


def _outside(whole: Chronology, filters: Filters) -> Iterator[str]:
    """A remark where no event is of the time asked for."""
    time = Filters(year=filters.year, from_=filters.from_, to=filters.to)
    if time.given() and not select(whole, time).events:
        years = [side.year for event in whole.events for side in (event.date.start, event.date.end) if side]
        yield f"the events are of {min(years)} to {max(years)}"


def unknown_words(chronology: Chronology, filters: Filters) -> list[str]:
    """A remark on each word of a search, a person, a place or a source that no event has, with the likely one."""
    events = chronology.events
    cited = (chronology.sources[id] for id in used_sources(chronology))
    told: list[str] = []
    for asked, test, where, texts in (
        (filters.search, has_words, "event", map(searched, events)),
        (filters.person, has_part, "event's people", (name for event in events for name in event.people)),
        (filters.place, has_part, "event's place", (event.place for event in events)),
        (filters.source, has_part, "event's sources", (" ".join((one.id, *source_texts(one))) for one in cited)),
    ):
        known = "\n".join(texts) if asked else ""
        folded = fold(known)
        parted = str.split if where == "event's sources" else words_of
        for word in dict.fromkeys(word for text in asked for word in parted(text)):
            if len(told) == MAX_LIKELY:
                break
            if fold(word) and not test(word)(folded):
                meant = _meant(word, known)
                told.append(f"{quoted(word)} is in no {where}" + (f" (did you mean {quoted(meant)}?)" if meant else ""))
    return told


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


MAX_COMPLAINT = 600
"""Characters of a complaint about the command line, which repeats what was typed."""


def on_error(error: TimelineError, args: Sequence[str]) -> str:
    """What went wrong, in the words of the command line, with what to type instead of the arguments given."""
    if isinstance(error, ArgumentError):
        return f"{option_of(error.name)} {error.fault}"
    if isinstance(error, YearError):
        parts = _parts(error.given)
        if len(parts) > 1 and all(map(_is_years, parts)):
            return f"{error.fact}{_one_by_one(args, error.given, parts)}"
        _, before, after = _around(args, error.given)
        if error.finer and before:
            finer = command_line(*before, "--from", error.finer, "--to", error.finer, *after)
            return f"{error.fact}; for less than a year: {finer}"
        return error.fact
    if isinstance(error, UnknownError):
        return f"{error.fact}{_instead_of_unknown(error, args)}"
    return str(error)


def _instead_of_unknown(error: UnknownError, args: Sequence[str]) -> str:
    parts = _parts(error.given)
    if len(parts) > 1 and {fold(part) for part in parts} <= set(map(fold, error.choices or ())):
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


def _is_years(text: str) -> bool:
    try:
        years(text)
    except DateError:
        return False
    return True


def _one_by_one(args: Sequence[str], given: str, parts: list[str]) -> str:
    """The end of a message: how to give several where a comma stands between them; empty where that is not known."""
    option, before, after = _around(args, given)
    words = [word for part in parts for word in (*option, part)]
    return f"; give several one by one: {command_line(*before, *words, *after)}" if before else ""


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


def on_usage(error: Any, args: Sequence[str], commands: Sequence[str]) -> str:
    """A complaint of Typer's about the command line on one line, with the way on."""
    message, meant = escape_unprintable(error.format_message()), ""
    possible = getattr(error, "possibilities", None)
    if possible:  # an option that does not exist, to whose complaint Typer adds a list, with those that are hidden
        hidden = {flag for option in error.ctx.command.params if option.hidden for flag in option.opts}
        message, meant = escape_unprintable(error.message), did_you_mean(error.option_name, set(possible) - hidden)
    message = f"{message[:MAX_COMPLAINT]}…" if len(message) > MAX_COMPLAINT else message
    way = _way_on(message, args) or meant
    message = message.rstrip(".") + way if way else message
    named = [arg for arg in args if arg in commands][:1]
    return f"{message} (see {command_line(*named, '--help')})"


def _way_on(message: str, args: Sequence[str]) -> str:
    """The end of a complaint: what could be tried instead, where that is known."""
    data = data_of(args)
    if match := re.search(r"unexpected extra argument.* \((.*)\)", message):
        year = re.fullmatch(r"\d{4}", match[1], re.ASCII)
        return f"; {'a year is an option' if year else 'filters are options'}, {_found(match[1], data)}"
    if "Missing argument 'ID" in message:
        return f"; {command_line('list', '--ids', *data)} shows ids"
    if "Missing argument 'BY" in message:
        return f"; choose from {', '.join(COUNT_BY)}"
    if match := re.search(rf"No such option: ({_FILTERING})$", message):
        return _behind_list(match[1], args)
    if match := re.search(r"No such command '(\w+)'(\.$)?", message):
        return _instead_of_command(match[1], args) if match[1] in _TRIED or match[2] else ""
    return ""


_FILTERING = rf"-[ypks]|(?:{'|'.join(map(option_of, Filters._fields))}|--landmarks|--reverse|--limit)"
"""Options that some commands take."""
_FIGURES = ("figures", "number", "numbers", "statistics", "stats", "summary")
"""What people take for the command that counts."""
_TRIED = ("find", "grep", "help", "landmark", "landmarks", "search")
"""What people take for commands."""


def _found(words: str, data: list[str]) -> str:
    """The command that finds a year or words."""
    return command_line("list", "-y" if re.fullmatch(r"\d{4}", words, re.ASCII) else "-s", words, *data)


def _behind_list(option: str, args: Sequence[str]) -> str:
    """How an option is given to a command that takes it, with the value that was given to it here."""
    at = next((at for at, arg in enumerate(args) if arg.startswith(option)), len(args))
    takes = option not in ("--landmarks", "--reverse") and option in args
    words = args[at : at + 1 + takes]
    known = len(words) == 1 + takes and not (takes and words[-1][:1] == "-")
    return "; it is given after a command" + (
        f", as in {command_line('list', *words, *data_of(args))}" if known else ""
    )


def _instead_of_command(word: str, args: Sequence[str]) -> str:
    """What there is instead of a command that does not exist."""
    data = data_of(args)
    if word == "help":
        return f"; it is {command_line('--help')}"
    if word.startswith("landmark"):
        return f"; {command_line(*data)} alone shows them, and --landmarks is an option"
    if by := _counted(word):
        return f"; {command_line('count', by, *data)} counts events by {by}"
    following = args[args.index(word) :] if word in args else []
    end = next((at for at, arg in enumerate(following) if arg[:1] == "-"), len(following))
    words = " ".join(following[word in _TRIED : end]) or "WORDS"
    if re.fullmatch(r"\d{4}", words, re.ASCII):
        return f"; a year is an option, {_found(words, data)}"
    return f"; words are searched by {_found(words, data)}"


def _counted(word: str) -> str:
    """What events are counted by, where a word that is no command names it; empty for any other."""
    if word in _FIGURES:
        return "year"
    with contextlib.suppress(UnknownError):
        return counts.resolve(word)
    return ""
