"""Help as a view: whole at any width, in a pager where it is tall, in colour where everything else is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from timeline.cli.session import Session
from timeline.cli.streams import layout_for
from timeline.views.layout import Layout, Styled, Word, hung, joined, split_words

_LABEL = 28
"""Cells before what is said of an option or a command."""
_NAME = "bold"

Row = tuple[list[Word], str]
"""What an option or a command is called, and what it does."""


def show(context: Any, given: Mapping[str, Any]) -> None:
    """Shows the help of a command as the options ask that stand beside ``--help``."""
    session = Session(
        None, given.get("color") or given.get("colour") or "auto", given.get("pager") is not False
    ).within(context.obj)

    def view(layout: Layout) -> Styled:
        return page(context, layout)

    session.show(view, lambda: view(layout_for(session.screen, session.columns)).plain)


def page(context: Any, layout: Layout) -> Styled:
    """Usage, what the command is for with examples, its arguments and options, each group under its heading."""
    width = min(layout.width, layout.prose)
    usage = [
        *((word, _NAME) for word in context.command_path.split()),
        *((word, "") for word in _takes(context.command)),
    ]
    parts = [hung(usage, width, 9, Styled("  ").append("Usage:", _NAME))]
    parts += [_paragraph(text, width) for text in (context.command.help or "").split("\n\n")]
    for heading, rows in _groups(context).items():
        parts.append(hung(split_words(heading, _NAME), width, 2).extend(*(_row(*row, layout) for row in rows)))
    return joined("\n", parts)


def _takes(command: Any) -> Iterator[str]:
    """What stands after the command's name in its usage."""
    yield "[OPTIONS]"
    yield from (entry.metavar for entry in command.params if entry.param_type_name == "argument")
    if hasattr(command, "commands"):
        yield from ("[COMMAND", "[ARGUMENTS]]")


def _paragraph(text: str, width: int) -> Styled:
    """A paragraph of a help text; in one that begins with a backspace each line keeps to itself."""
    if not text.startswith("\b\n"):
        return hung(split_words(text), width, 2)
    out = Styled()
    for line in text.removeprefix("\b\n").splitlines():
        command, _, rest = line.partition(" ")
        lead = Styled(f"    {command} ")
        out.extend(hung(split_words(rest), width, len(lead.plain), lead) if rest else Styled(f"    {command}\n"))
    return out


def _groups(context: Any) -> dict[str, list[Row]]:
    """The rows under each heading: commands first, then arguments, the command's own options, those of all."""
    command = context.command
    groups: dict[str, list[Row]] = {}
    if hasattr(command, "commands"):
        groups["Commands"] = [
            ([(name, _NAME)], (entry.help or "").split("\n\n")[0]) for name, entry in command.commands.items()
        ]
    groups["Arguments"] = []
    groups["Options"] = []
    for entry in command.get_params(context):
        if entry.param_type_name == "argument":
            groups["Arguments"].append(([(entry.metavar, _NAME)], entry.help))
        elif not entry.hidden:
            groups.setdefault(entry.rich_help_panel or "Options", []).append(_option(entry))
    return {heading: rows for heading, rows in groups.items() if rows}


def _option(entry: Any) -> Row:
    flags = sorted((*entry.opts, *entry.secondary_opts), key=lambda flag: flag.startswith("--"))
    words = [(f"{flag},", _NAME) for flag in flags[:-1]] + [(flags[-1], _NAME)]
    environment = f"{entry.envvar} in the environment" if entry.envvar else ""
    default = f"{entry.default} if left out" if isinstance(entry.default, str) else ""
    about = "; ".join(filter(None, (entry.help.rstrip("."), environment, default)))
    return words + ([(entry.metavar, "")] if entry.metavar and not entry.is_flag else []), f"{about}."


def _row(label: list[Word], text: str, layout: Layout) -> Styled:
    """A label, and what is said of it beside it or, where there is no room, beneath."""
    width = min(layout.width, layout.prose)
    if layout.stacked:
        return hung(label, width, 4).extend(hung(split_words(text), width, 8))
    return hung(split_words(text), width, _LABEL, Styled("    ").extend(joined(" ", (Styled(*word) for word in label))))
