"""The pages of the reference, and the comment that opens the data file: made from commands, docstrings and tables.

python tools/reference.py             show the differences; exit 1 if there are any
python tools/reference.py --write     put the pages in place
"""

from __future__ import annotations

import inspect
import json
import re
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from timeline.cli.commands import ready
from timeline.cli.options import COMMON
from timeline.cli.run import EXITS
from timeline.datafile import bundled, schema
from timeline.datafile import parse as parse_file
from timeline.datafile.rules import RULES, Rule
from timeline.datafile.schema import Field
from timeline.dates import parse
from timeline.formats.json_schema import json_schema
from timeline.model import WAYS
from tools import keep
from tools.python_page import python_page

FOLDER = ROOT / "docs" / "reference"
MADE = "<!-- Made by tools/reference.py from the program; change it there. -->"
OPTIONS = """\
`timeline COMMAND --help` says the same in the terminal. Options stand behind the command's name, before or behind its
arguments; the common ones may also stand before it."""
FILE = """\
The data file is one YAML file in UTF-8. Every value is text. `timeline check FILE` tells what is wrong with one, with
line and column; `timeline schema` prints the same tables as JSON Schema, for editors. Where `kinds` or `topics` is left
out, any word will do."""
DATES = """\
A date is written in [EDTF](https://www.loc.gov/standards/datetime/), level 0 and the useful part of levels 1 and 2.
[Explanation](../explanation.md#dates-know-how-precise-they-are) says why. Always put it in quotes, so that every
program that reads the file takes it for text."""
SHAPES = {
    "text": "text",
    "line": "text on one line",
    "id": "`a-z`, `0-9` and `-`",
    "url": "http or https address",
    "doi": "DOI",
    "isbn": "ISBN",
    "language": "language tag",
    "date": "[date](#dates)",
    "day": "day, `YYYY-MM-DD`",
}
RECORDS = {
    "programmes": (schema.PROGRAMME, "by its code (letters, digits, `_`, `.`, `+`, `-`; unique whatever the case)"),
    "sources": (schema.SOURCE, "by its id (`a-z`, `0-9` and `-`): publisher and date"),
    "events": (schema.EVENT, "in a list"),
}
CHECKED = """\
`timeline check FILE` ends each problem with the name of the rule that is broken; `timeline check --rules` lists them in
the terminal. An error stops every command. A warning is told by the check alone, of a file that can be read: it fails
with `--strict` only, and `--ignore RULE` leaves a rule out."""
WIDTH = 116
"""Columns of the data file's opening comment."""
DICTIONARY = """\
yaml-language-server: $schema=events.schema.json

The chronology of {title}, and its data dictionary.

Everything particular to the subject stands in this file; the program that reads it knows nothing of it. Every value
is text. `timeline check` says what is wrong with the file, `timeline format` puts it into its one form,
`python tools/reference.py --write` renews this comment."""
EDTF = """\
A date is "1997", "1997-11" or "1997-11-14"; "?" after it: uncertain, "~": approximate, "%": both; "1999-09/2008-04"
lasted from … to, "2018/.." since, "../2001" until; "[2010-11..2010-12]" once, some time between, "[..2010]" by then,
"[2010..]" then or later."""


def commands() -> str:
    """The page on the commands: what each is for, its own arguments and options, then the options that they share."""
    whole: Any = ready()
    own = {"timeline": whole, **{f"timeline {name}": whole.commands[name] for name in whole.commands}}
    shared = _shared(own.values())
    blocks = [
        "# Commands",
        MADE,
        OPTIONS,
        *(block for name, command in own.items() for block in _command(name, command, shared)),
        *(
            block
            for panel, options in shared.items()
            for block in (f"## {_anchor(panel)}", _lead(panel), _rows(options))
        ),
        "## Exit codes",
        "| code | meaning |\n| --- | --- |\n"
        + "\n".join(f"| {code} | {_cell(said)} |" for code, said in EXITS.items()),
    ]
    return "\n\n".join(filter(None, blocks)) + "\n"


def _shared(all_commands: Iterable[Any]) -> dict[str, list[Any]]:
    """The options that stand in a panel of the help, once each, by panel."""
    found: dict[str, dict[str, Any]] = {}
    for command in all_commands:
        for option in _visible(command):
            if _panel(option):
                found.setdefault(_panel(option), {}).setdefault(option.name, option)
    panels = sorted(found, key=lambda panel: panel == COMMON)
    return {panel: list(found[panel].values()) for panel in panels}


def _visible(command: Any) -> list[Any]:
    shown = [option for option in command.params if not getattr(option, "hidden", False)]
    return [option for option in shown if option.name not in ("help", "install_completion", "show_completion")]


def _panel(option: Any) -> str:
    return getattr(option, "rich_help_panel", None) or ""


def _anchor(panel: str) -> str:
    return panel.partition(" (")[0]


def _lead(panel: str) -> str:
    """What a panel's name says behind the bracket, as a sentence."""
    said = panel.partition(" (")[2].removesuffix(")")
    return f"{said[:1].upper()}{said[1:]}." if said else ""


def _command(name: str, command: Any, shared: dict[str, list[Any]]) -> Iterator[str]:
    own = [option for option in _visible(command) if not _panel(option)]
    takes = {_panel(option) for option in _visible(command)} - {""}
    arguments = [option.metavar or option.name.upper() for option in own if option.param_type_name == "argument"]
    yield f"## {name}"
    yield f"```text\n{' '.join([name, *arguments, '[OPTIONS]'])}\n```"
    yield from _prose(inspect.cleandoc(command.help or ""))
    yield from _prose(inspect.cleandoc(command.epilog or ""))
    if own:
        yield _rows(own)
    if takes:
        links = [f"[{_anchor(panel).lower()}](#{_anchor(panel).lower()})" for panel in shared if panel in takes]
        yield f"Takes the options under {', '.join(links)}."


def _prose(text: str) -> Iterator[str]:
    """The paragraphs of a help text; one that is laid out by hand stays as it is."""
    for paragraph in filter(None, re.split(r"\n\s*\n", text)):
        if paragraph.startswith("\b"):
            yield f"```text\n{paragraph.removeprefix(chr(8)).strip(chr(10))}\n```"
        else:
            yield " ".join(paragraph.split())


def _rows(options: Iterable[Any]) -> str:
    lines = [f"| {_names(option)} | {_cell(_about(option))} |" for option in options]
    return "\n".join(["| option | what it does |", "| --- | --- |", *lines])


def _names(option: Any) -> str:
    if option.param_type_name == "argument":
        return f"`{option.metavar or option.name.upper()}`"
    names = [f"`{name}`" for name in sorted([*option.opts, *option.secondary_opts], key=len)]
    takes = (option.metavar or "").replace("|", "\\|")
    return ", ".join(names) + (f" {takes}" if takes else "")


def _about(option: Any) -> str:
    environment = f" Environment: {option.envvar}." if option.envvar else ""
    return f"{option.help or ''}{environment}"


def data_dictionary() -> str:
    """The page on the data file: every field of every record, its form and its meaning."""
    blocks = [
        "# Data dictionary",
        MADE,
        FILE,
        "## The chronology",
        _table(schema.CHRONOLOGY),
        "Below these stand the records:",
        "\n".join(["| section | what it holds | required |", "| --- | --- | --- |", *map(_section, schema.SECTIONS)]),
        *(block for name in RECORDS for block in _record(name)),
        "## Dates",
        DATES,
        "\n".join(["| written | meaning |", "| --- | --- |", *(f"| `{text}` | {said} |" for text, said in _dates())]),
    ]
    return "\n\n".join(blocks) + "\n"


def commented() -> str:
    """The data file with the comment that opens it: the same fields in the same words as the page."""
    text = bundled().read_text(encoding="utf-8")
    lines = DICTIONARY.format(title=parse_file(text.encode()).title).splitlines()
    heads = {name: f"{name}: {about}" for name, about in schema.SECTIONS.items()}
    fields = (("the chronology itself", schema.CHRONOLOGY), *((heads[name], RECORDS[name][0]) for name in RECORDS))
    lines += [heads[name] for name in heads if name not in RECORDS]
    for head, table in fields:
        lines += ["", head, *(line for field in table for line in _explained(field))]
    lines += ["", *EDTF.splitlines()]
    opening = "".join(f"# {line}".rstrip() + "\n" for line in lines)
    return f"{opening}\n{text[len(_opening(text)) :]}"


def _opening(text: str) -> str:
    """The comment that opens a file, with the empty line behind it."""
    lines = text.splitlines(keepends=True)
    end = next(number for number, line in enumerate(lines) if line.strip() and not line.startswith("#"))
    return "".join(lines[:end])


def _explained(field: Field) -> list[str]:
    """A field in the lines of a comment."""
    words = f" ({', '.join(field.choices)})" if field.choices else ""
    needed = " (required)" if field.required else ""
    lead = f"  {field.name:15}"
    return textwrap.wrap(f"{field.about}{words}{needed}", WIDTH, initial_indent=lead, subsequent_indent=" " * len(lead))


def _section(name: str) -> str:
    return f"| `{name}` | {_cell(schema.SECTIONS[name])} | {'yes' if name in schema.REQUIRED_SECTIONS else ''} |"


def _record(name: str) -> Iterator[str]:
    fields, where = RECORDS[name]
    yield f"## {name.capitalize()}"
    yield f"Each stands {where}."
    if name == "sources":
        yield f"One has at least one of {', '.join(f'`{way}`' for way in WAYS)}."
    yield _table(fields)


def _table(fields: Iterable[Field]) -> str:
    rows = [
        f"| `{field.name}` | {_form(field)} | {'yes' if field.required else ''} | {_cell(field.about)} |"
        for field in fields
    ]
    return "\n".join(["| field | form | required | meaning |", "| --- | --- | --- | --- |", *rows])


def _form(field: Field) -> str:
    """What a field takes, in words."""
    words = ", ".join(f"`{word}`" for word in field.choices)
    form = f"one of {words}" if words else f"key of `{field.refers}`" if field.refers else SHAPES[field.shape]
    if field.grouped:
        return f"list of lists, each of {form}"
    return f"list, each {form}" + ", or mapping of them to text" * field.stated if field.many else form


def _dates() -> Iterator[tuple[str, str]]:
    """Each kind of date, with what the program makes of it."""
    written = (
        "1997",
        "1997-11",
        "1997-11-14",
        "2008-10?",
        "2021-11-18~",
        "2007%",
        "1999-09/2008-04",
        "2018/..",
        "../2001",
        "[2010-11..2010-12]",
        "[..2010]",
        "[2010..]",
    )
    for text in written:
        yield text, parse(text).english()


def rules() -> str:
    """The page on the rules of a data file: what each asks for, and an example of what breaks it, with its mend."""
    blocks = ["# Rules", MADE, CHECKED]
    for severity, heading in (("error", "Errors"), ("warning", "Warnings")):
        blocks += [f"## {heading}", *(_rule(rule) for rule in RULES.values() if rule.severity == severity)]
    return "\n\n".join(blocks) + "\n"


def _rule(rule: Rule) -> str:
    examples = (f"```yaml\n{text}\n```" for text in (rule.wrong, rule.right))
    return f"### {rule.name}\n\n{rule.about}\n\n" + "\n\nInstead:\n\n".join(examples)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


PAGES: dict[str, Callable[[], str]] = {
    "commands.md": commands,
    "data-dictionary.md": data_dictionary,
    "rules.md": rules,
    "python.md": lambda: python_page(MADE),
}
"""The pages by file name, and what makes each."""


def pages() -> dict[Path, str]:
    """What each page should hold."""
    schemas = {
        FOLDER / f"export.{variant}.schema.json": json.dumps(json_schema(variant), indent=2, ensure_ascii=False) + "\n"
        for variant in ("json", "jsonl")
    }
    return {FOLDER / name: make() for name, make in PAGES.items()} | schemas | {bundled(): commented()}


if __name__ == "__main__":
    sys.exit(keep(pages(), sys.argv[1:]))
