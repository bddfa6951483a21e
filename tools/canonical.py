"""The one form of the data file: prints what it would be, or puts it in place.

    python tools/canonical.py [FILE]           show the difference; exit 1 if there is one
    python tools/canonical.py --write [FILE]   rewrite the file

The opening comment is kept as it is. Fields stand in the order of the schema, short lists on one line, long texts
folded.
"""

from __future__ import annotations

import json
import re
import sys
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from timeline.datafile import bundled, parse, schema
from timeline.errors import DataError
from timeline.model import Chronology
from tools import keep

WIDTH = 100
LONG = ("summary", "note", "about", "description")
TEXT = "tag:yaml.org,2002:str"
SIGNS = "[]{},&*!|>'\"%@`#"
"""What no plain text begins with."""
NUMBER = re.compile(r"[-+]?(0o[0-7]+|\.?[0-9][0-9.]*([eE][-+]?[0-9]+)?)")
"""What a reader of YAML 1.2 takes for a number, though one of YAML 1.1 does not."""
SECTIONS = {
    "kinds": "What sort of thing an event is.",
    "topics": "What an event is about, where that matters beyond its programmes.",
    "programmes": "The programmes, by code.",
    "sources": "The bibliography, by id.",
    "events": "The events, by earliest day, latest day and id.",
}


def canonical(text: str) -> str:
    """The text of a data file in its one form."""
    chronology = parse(text.encode())
    return header(text) + "\n".join(body(chronology)) + "\n"


def header(text: str) -> str:
    """The comment that opens a file, with the empty line behind it."""
    lines = text.splitlines(keepends=True)
    end = next((number for number, line in enumerate(lines) if line.strip() and not line.startswith("#")), len(lines))
    return "".join(lines[:end])


def body(chronology: Chronology) -> Iterator[str]:
    """Everything below the opening comment, line by line."""
    for field in schema.CHRONOLOGY:
        yield from entry(field.name, getattr(chronology, field.name), "", quote=field.shape == "day")
    for section, about in SECTIONS.items():
        records = getattr(chronology, section)
        if not records and section not in schema.REQUIRED_SECTIONS:
            continue
        yield ""
        yield f"# {about}"
        if section == "events":
            yield f"{section}:" if records else f"{section}: []"
            for number, event in enumerate(records):
                yield from [""] if number else []
                fields = list(record(event, schema.EVENT, "    "))
                yield "  - " + fields[0].lstrip()
                yield from fields[1:]
            continue
        yield f"{section}:" if records else f"{section}: {{}}"
        for number, (key, value) in enumerate(records.items()):
            if section in ("kinds", "topics"):
                yield from entry(scalar(key), value, "  ")
                continue
            yield from [""] if number else []
            yield f"  {scalar(key)}:"
            yield from record(value, schema.PROGRAMME if section == "programmes" else schema.SOURCE, "    ")


def record(value: Any, fields: tuple[schema.Field, ...], indent: str) -> Iterator[str]:
    """The fields of a record, each that has a value."""
    for field in fields:
        yield from entry(field.name, getattr(value, field.name), indent, quote=field.shape in ("date", "day"))


def entry(key: str, value: Any, indent: str, *, quote: bool = False, long: bool = False) -> Iterator[str]:
    """One field: on one line where it fits, else folded or as a list of lines; statements on a line each."""
    if not value:
        return
    if isinstance(value, Mapping) and any(value.values()):
        yield f"{indent}{key}:"
        for word, said in value.items():
            yield from (
                entry(scalar(word), said, f"{indent}  ", long=True) if said else [f'{indent}  {scalar(word)}: ""']
            )
        return
    if isinstance(value, tuple | Mapping):
        line = f"{indent}{key}: [{', '.join(scalar(item, flow=True) for item in value)}]"
        if len(line) <= WIDTH:
            yield line
        else:
            yield f"{indent}{key}:"
            yield from (f"{indent}  - {scalar(item)}" for item in value)
        return
    text = f'"{value}"' if quote else scalar(str(value))
    line = f"{indent}{key}: {text}"
    folded = list(fold(str(value), indent + "  ")) if (long or key in LONG) and len(line) > WIDTH else []
    if " ".join(part.strip() for part in folded) == value:
        yield f"{indent}{key}: >-"
        yield from folded
    else:
        yield line


def fold(text: str, indent: str) -> list[str]:
    """The lines of a long text, wrapped at spaces alone."""
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def scalar(text: str, *, flow: bool = False) -> str:
    """A text as any YAML reader takes it for that text: plain where it can be."""
    plain = text[0] not in SIGNS and not NUMBER.fullmatch(text) and _read(text, flow) == [(TEXT, text)]
    return text if plain else json.dumps(text, ensure_ascii=False)


def _read(text: str, flow: bool) -> list[tuple[str, Any]]:
    """Type and value of what a YAML reader finds where a text stands without quotes."""
    try:
        node: Any = yaml.compose(f"[{text}]" if flow else f"k: {text}", yaml.SafeLoader)
    except yaml.YAMLError:
        return []
    return [(value.tag, value.value) for value in (node.value if flow else (pair[1] for pair in node.value))]


def main(args: list[str]) -> int:
    """Shows or writes; the exit code says whether there was a difference or a fault."""
    path = Path(next((arg for arg in args if not arg.startswith("-")), bundled()))
    try:
        made = canonical(path.read_text(encoding="utf-8"))
    except DataError as error:
        print(*(problem.at(str(path)) for problem in error.problems), sep="\n", file=sys.stderr)
        return 1
    return keep({path: made}, args)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
