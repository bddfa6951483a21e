"""A command line that cannot be parsed: what is wrong with it, and what was probably meant.

A command that is told is what was typed with the fault mended. It is told only where it can be parsed.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import typer
from typer.core import TyperGroup

from timeline import counts, formats
from timeline.cli.advice import data_of, is_years
from timeline.cli.command import NoCommandError, StrayError
from timeline.cli.streams import command_line
from timeline.errors import UnknownError
from timeline.model import COUNT_BY
from timeline.text import closest, escape_unprintable, quoted

MAX_COMPLAINT = 600
"""Characters of a complaint about the command line, which repeats what was typed."""

_INTO_FILE = "export {}"
_MEANT = {
    "--kind {}": "--type --types --kinds --category --categories --class",
    "--topic {}": "--topics --tag --tags --subject --theme",
    "--search {}": "--query -q --grep --find --text --keyword --keywords --word --words --contains --match --title",
    "--place {}": "--places --country --countries --location --city --where",
    "--person {}": "--people --persons --name --who --actor",
    "--source {}": "--sources --publisher --author --website",
    "--programme {}": "--programmes --programs --organisation --organization --body --group",
    "--significance {}": "--importance --level --priority --weight",
    "--from {} --to {}": "--date --dates --day --month --when --on -d",
    "--year {}": "--years",
    "--from {}": "--after --start --begin",
    "--to {}": "--before --end --till",
    "--reverse --limit {}": "--last --tail --latest",
    "--limit {}": "-n -l --max --head --count --top --first --number",
    "--reverse": "-r --desc --descending --newest",
    "--full": "-v --verbose --long --details",
    "--ids": "--with-ids --show-ids",
    "--landmarks": "--important --major --milestones",
    "--data {}": "-f -i --file --input --path --db --database",
    "--color never": "--no-color --no-colour --nocolor --plain",
    "--no-pager": "--nopager",
    "--version": "-V --ver",
    "": "-a --all",
    "export --format {}": "--format -F --as",
    _INTO_FILE: "-o --output --out --save --outfile",
}
"""What an option is called here, with the names under which people look for it; ``{}`` is its value."""
_OPTIONS = {name: right for right, names in _MEANT.items() for name in names.split()}
_SORTING = ("--sort", "--sort-by", "--order", "--order-by", "--orderby")
"""What people take for the option that says in which order."""
_FORMATS = {"md": "markdown", "bib": "biblatex", "calendar": "ics", "ical": "ics", "excel": "csv", "page": "html"}
"""Other names of formats."""
_COMMANDS = {
    "list": "ls events all dir",
    "show": "get view info open event read describe",
    "on": "today day anniversaries",
    "count": "counts",
    "sources": "bibliography references refs",
    "chart": "plot graph draw",
    "cite": "citation",
    "export": "save convert dump write output",
    "check": "validate verify lint",
    "format": "fmt tidy",
    "diff": "compare changes",
    "add": "new create",
}
"""What people call the commands."""
_ALIASES = {name: right for right, names in _COMMANDS.items() for name in names.split()}
_SELECTING = ("chart", "export", "list", "sources")
"""Commands that take filters and nothing else that an export has not."""
_LISTING = ("--full", "--ids", "--links")
"""Options of lists that an export has not."""
_FIGURES = ("figures", "number", "numbers", "statistics", "stats", "summary")
"""What people take for the command that counts."""
_TRIED = ("find", "grep", "search")
"""What people take for the command that searches."""


def complaint(error: Any, args: Sequence[str], root: TyperGroup) -> str:
    """What is wrong with a command line on one line, with the way on; ``root`` is the whole program."""
    named = [arg for arg in args if arg in root.commands][:1]
    command = root.commands[named[0]] if named else root
    if isinstance(error, NoCommandError):
        said, way = error.fact, _instead_of_command(error, args, root)
    elif isinstance(error, StrayError):
        said, way = str(error), _instead_of_stray(error, args, root)
    elif hasattr(error, "possibilities"):  # an option that does not exist
        said, way = error.message, _instead_of_option(error.option_name, error.ctx.command, args, root)
    elif hasattr(error, "option_name"):  # an option without its value
        said, way = error.message, _value_of(error.option_name, command)
    else:
        said, way = error.format_message(), _instead_of_nothing(error, args)
    said = escape_unprintable(said).rstrip(".")
    said = f"{said[:MAX_COMPLAINT]}…" if len(said) > MAX_COMPLAINT else said
    way = way if len(way) <= MAX_COMPLAINT and way.isprintable() else ""
    more = command_line(*named, "--help")
    return f"{said}{way}" if way.endswith(more) else f"{said}{way} (see {more})"


def _parsed(command: Any, args: Sequence[str]) -> tuple[dict[str, Any], list[str]]:
    """The values that a command's parser finds, and what is left over; nothing is run. Raises what Typer raises."""
    context = command.make_context(command.name, [], resilient_parsing=True)
    context.resilient_parsing = False
    values, left, _ = command.make_parser(context).parse_args(list(args))
    return values, left


def _works(args: Sequence[str], root: TyperGroup) -> bool:
    """Whether a command line can be parsed."""
    with contextlib.suppress(typer.TyperException):
        _, left = _parsed(root, args)
        command = root.commands.get(left[0]) if left else None
        if command:
            values, stray = _parsed(command, left[1:])
            return not stray and all(values.get(str(entry.name)) for entry in command.params if entry.required)
        return not left
    return False


def _first(lines: Iterable[Sequence[str]], root: TyperGroup) -> str:
    """The first of some command lines that can be parsed; empty where none can."""
    return next((command_line(*line) for line in lines if _works(line, root)), "")


def _instead_of_option(wrong: str, command: Any, args: Sequence[str], root: TyperGroup) -> str:
    """The command line with the option that was meant, in a command that takes it."""
    if wrong in _SORTING:
        return "; events stand by date, counts by number, and --reverse turns either round"
    name = wrong.lstrip("-").casefold()
    name = _FORMATS.get(name, name)
    formatted = next((f"{entry.metavar} {entry.help}" for entry in command.params if "--format" in entry.opts), "")
    export = "" if re.search(rf"\b{re.escape(name)}\b", formatted) else "export "
    meant = f"{export}--format {name}" if name in formats.BY_NAME or not export else _OPTIONS.get(wrong)
    listed = _flags(root.commands["list"])
    if wrong in listed:
        line = _first(_with_option(wrong, listed[wrong], args, root), root)
        where = "it is given after a command" if isinstance(command, TyperGroup) else "list takes it"
        return f"; {where}{f', as in {line}' if line else ''}"
    if meant is None:
        own = {flag[2:]: use for flag, use in _flags(command).items() if flag[:2] == "--"}
        likely = closest(wrong.lstrip("-"), own)
        meant = own[likely] if likely else ""
        if not likely:
            return ""
    line = _first(_with_option(wrong, meant, args, root), root)
    option = " ".join(word for word in meant.split() if word[:1] == "-")
    return f"; did you mean {line or quoted(option)}?" if line or option else ""


def _flags(command: Any) -> dict[str, str]:
    """How each option of a command that help shows is used: ``--full``, ``--year {}``."""
    shown = [entry for entry in command.params if not getattr(entry, "hidden", False) and hasattr(entry, "is_flag")]
    return {flag: flag if entry.is_flag else f"{flag} {{}}" for entry in shown for flag in entry.opts}


def _with_option(wrong: str, meant: str, args: Sequence[str], root: TyperGroup) -> Iterator[list[str]]:
    """Command lines with the right option: of the same command, then of those that may take it."""
    begin = wrong if len(wrong) == 2 else f"{wrong}="
    at = next(at for at, arg in enumerate(args) if arg == wrong or arg.startswith(begin))
    before, after = list(args[:at]), list(args[at + 1 :])
    apart = args[at] == wrong
    value = "".join(after[:1]) if apart else args[at][len(wrong) :].removeprefix("=")
    value = "" if value[:1] == "-" else value
    rest = after[1:] if value and apart else after
    if meant == _INTO_FILE:
        value = value or "events.csv"
    if "{}" in meant and not value:
        return
    words = [word.replace("{}", value) for word in meant.split()]
    following = (rest,) if "{}" in meant else (after, rest)
    if words[:1] == ["export"]:
        yield from _exporting(words, [*before, *following[0]], args, root)
    else:
        yield from ([*before, *words, *left] for left in following)
        yield from (["list", *before, *words, *left] for left in following)
        yield ["list", *words, *data_of(args)]


def _exporting(words: list[str], given: list[str], args: Sequence[str], root: TyperGroup) -> Iterator[list[str]]:
    """Command lines of ``export`` for the events that another command was asked for, as far as it can take them."""
    name = next((arg for arg in given if arg in root.commands), "export")
    rest = [arg for arg in given if arg != name and arg not in _LISTING]
    data = data_of(args)
    if name in _SELECTING:
        yield [*words, *rest]
    elif name in ("cite", "show"):
        yield [*words, *(word for arg in rest if arg[:1] != "-" and arg not in data for word in ("--id", arg)), *data]
    yield [*words, *data]


def _value_of(option: str, command: Any) -> str:
    """What an option that has no value takes."""
    entry = next((entry for entry in command.params if option in entry.opts), None)
    return f", {entry.metavar}: {entry.help.rstrip('.')}" if entry and entry.help else ""


def _instead_of_nothing(error: Any, args: Sequence[str]) -> str:
    """What a missing argument can be."""
    metavar = getattr(getattr(error, "param", None), "metavar", None)
    if metavar == "ID...":
        return f"; {command_line('list', '--ids', *data_of(args))} shows ids"
    if metavar == "BY":
        return f"; choose from {', '.join(COUNT_BY)}"
    return ""


def _instead_of_stray(error: StrayError, args: Sequence[str], root: TyperGroup) -> str:
    """The command line with stray words as what they probably are: a data file, years, words of a search."""
    words = list(error.stray)
    kept = [arg for arg in args if arg not in words]
    if len(words) == 1 and words[0].endswith((".yaml", ".yml")):
        line = _first([[*kept, "--data", *words]], root)
        return f"; a data file is an option, {line}" if line else ""
    if all(map(is_years, words)):
        line = _first([[*kept, *(part for word in words for part in ("-y", word))]], root)
        return f"; a year is an option, {line}" if line else ""
    if error.command == "export":
        return "; filters are options"
    line = _first([[*kept, "-s", " ".join(words)]], root)
    return f"; filters are options, {line}" if line else ""


def _instead_of_command(error: NoCommandError, args: Sequence[str], root: TyperGroup) -> str:
    """What there is instead of a command that does not exist."""
    word, data = error.given, data_of(args)
    if word in ("help", "version"):
        return f"; it is {command_line(f'--{word}')}"
    if word.startswith("landmark"):
        return f"; {command_line(*data)} alone shows them, and --landmarks is an option"
    if by := _counted(word):
        return f"; {command_line('count', by, *data)} counts events by {by}"
    at = list(args).index(word)
    meant = _ALIASES.get(word) or next(iter(error.likely), "")
    if meant and word not in _TRIED:
        words = ["today"] if word == "today" else []
        line = _first([[*args[:at], meant, *words, *args[at + 1 :]], [meant, *data]], root)
        return f"; did you mean {line or quoted(meant)}?"
    following = list(args[at:])
    end = next((at for at, arg in enumerate(following) if arg[:1] == "-"), len(following))
    words = following[word in _TRIED : end] or ["WORDS"]
    if len(words) == 1 and is_years(words[0]):
        return f"; a year is an option, {command_line('list', '-y', *words, *data)}"
    return f"; words are searched by {command_line('list', '-s', ' '.join(words), *data)}"


def _counted(word: str) -> str:
    """What events are counted by, where a word that is no command names it; empty for any other."""
    if word in _FIGURES:
        return "year"
    with contextlib.suppress(UnknownError):
        return counts.resolve(word)
    return ""
