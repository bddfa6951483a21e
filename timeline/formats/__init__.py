"""The formats a chronology can be exported to: one table, from which the choices, the help and the suffixes come.

A format is a function that gives a document in pieces, text or bytes; it opens no file and prints nothing. Its row in
the table names it, and where there are such, the function that says what the format could not hold and the one that
says which events it holds. A new format is a module, a row, and its name among `TextFormat` or `BinaryFormat`.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath
from typing import Any, Literal, NamedTuple, Protocol, Unpack, get_args, overload

from timeline.errors import ArgumentError, UnknownError, unknown
from timeline.formats.options import Options as Options
from timeline.formats.options import PictureSize, Theme
from timeline.model import Chronology, Event
from timeline.views.plain import readable

TextFormat = Literal[
    "csv", "tsv", "json", "jsonl", "jsonld", "yaml", "markdown", "html", "svg", "ics", "timelinejs",
    "csl", "biblatex", "bibtex", "ris",
]  # fmt: skip
"""Names of the formats whose documents are text."""
BinaryFormat = Literal["xlsx", "sqlite", "datapackage"]
"""Names of the formats whose documents are bytes."""
FormatName = TextFormat | BinaryFormat
"""Names of the formats."""


CHOICES: dict[str, tuple[str, ...]] = {"size": get_args(PictureSize), "theme": get_args(Theme)}
"""The values of the options that are words."""


class Render(Protocol):
    """A format: a chronology and the options that its row names, by keyword, become a document in pieces."""

    def __call__(self, chronology: Chronology, /, **options: bool | str) -> Iterable[str] | Iterable[bytes]:
        """The document; text is meant to be written as UTF-8, with the line ends that it has."""
        ...


class Notes(Protocol):
    """What says what a format could not hold."""

    def __call__(self, chronology: Chronology, /, **options: bool | str) -> Iterable[str]:
        """Sentences for the person who asked for the document, without a full stop."""
        ...


class Held(Protocol):
    """What says which events a format holds."""

    def __call__(self, chronology: Chronology, /, **options: bool | str) -> Sequence[Event]:
        """The events that are in the document."""
        ...


class Format(NamedTuple):
    """One row of the table. Functions are named as ``module.function`` of this package, imported when they are used."""

    name: FormatName
    """Its name, unique."""
    suffix: str
    """Ending of a file's name that stands for it, with its dot; empty where none does."""
    about: str
    """What it is for, in a few words."""
    renderer: str
    """The function that renders it, a `Render`."""
    options: tuple[str, ...] = ()
    """Options of its own that it understands, of `Options`."""
    notes_by: str = ""
    """The function that says what it could not hold, a `Notes`; empty where there is nothing to say."""
    held_by: str = ""
    """The function that gives the events that it holds, a `Held`; empty where it holds them all."""
    for_eyes: bool = False
    """Whether people look at it, so that bidirectional overrides are shown rather than obeyed."""
    holds: str = ""
    """What it holds of the events where not the events themselves, as words before their number."""

    @property
    def binary(self) -> bool:
        """Whether its documents are bytes rather than text."""
        return self.name in get_args(BinaryFormat)

    def render(self, chronology: Chronology, **options: Unpack[Options]) -> str | bytes:
        """The document: bytes where the format is `binary`. Raises `UsageError` for an option that it has not."""
        data = b"".join(self.encode(chronology, **options))
        return data if self.binary else data.decode("utf-8")

    def encode(self, chronology: Chronology, **options: Unpack[Options]) -> list[bytes]:
        """The document as bytes, in pieces, so that a long one need not be there as a whole. Raises `UsageError`."""
        self.check(options)
        if self.for_eyes or options.get("excel"):
            chronology = readable(chronology)
        render: Render = _function(self.renderer)
        pieces = render(chronology, **options)
        return [piece if isinstance(piece, bytes) else piece.encode("utf-8") for piece in pieces]

    def notes(self, chronology: Chronology, **options: Unpack[Options]) -> list[str]:
        """What the format could not hold of this chronology, in sentences for the person who asked."""
        if not self.notes_by:
            return []
        notes: Notes = _function(self.notes_by)
        return list(notes(chronology, **options))

    def number(self, chronology: Chronology, **options: Unpack[Options]) -> int:
        """How many of the events the document holds."""
        if not self.held_by:
            return len(chronology.events)
        held: Held = _function(self.held_by)
        return len(held(chronology, **options))

    def check(self, options: Mapping[str, object]) -> None:
        """Raises `UsageError` for an option that it has not, or that has another value than those it takes."""
        for option in options:
            if option not in Options.__annotations__:
                raise unknown("option", option, Options.__annotations__)
            if option not in self.options:
                takers = ", ".join(entry.name for entry in FORMATS if option in entry.options)
                raise ArgumentError(option, f"is for {takers}, not for {self.name}")
            choices = CHOICES.get(option, ())
            if choices and options[option] not in choices:
                raise unknown(option, str(options[option]), choices)


def _function(name: str) -> Any:
    module, _, function = name.partition(".")
    return getattr(importlib.import_module(f"timeline.formats.{module}"), function)


FORMATS = (
    Format("csv", ".csv", "spreadsheets", "csv.render", ("excel",), notes_by="csv.notes"),
    Format("tsv", ".tsv", "spreadsheets, tab-separated", "csv.render_tsv", ("excel",), notes_by="csv.notes"),
    Format("xlsx", ".xlsx", "spreadsheets: a workbook", "xlsx.render", notes_by="xlsx.notes", for_eyes=True),
    Format("json", ".json", "programs: everything in one document", "json.render"),
    Format("jsonl", ".jsonl", "programs: one event a line", "json.render_lines"),
    Format("jsonld", ".jsonld", "linked data, in the words of schema.org", "jsonld.render"),
    Format("yaml", ".yaml", "a chronology again, to keep and to change", "yaml.render", notes_by="yaml.notes"),
    Format("markdown", ".md", "documents and pull requests", "markdown.render", ("brief",), for_eyes=True),
    Format("html", ".html", "one self-contained page, for reading and showing", "html.render", for_eyes=True),
    Format(
        "svg", ".svg", "the chart as a picture", "svg.render", ("size", "theme"), notes_by="svg.notes", for_eyes=True
    ),
    Format("ics", ".ics", "calendars", "ics.render", ("anniversaries",), "ics.notes", "ics.held", for_eyes=True),
    Format("timelinejs", "", "Knight Lab's TimelineJS3", "timelinejs.render", (), "timelinejs.notes", for_eyes=True),
    Format("csl", "", "the sources, for Zotero and pandoc", "csl.render", holds="the sources of "),
    Format("biblatex", ".bib", "the sources, for LaTeX and pandoc", "biblatex.render", holds="the sources of "),
    Format("bibtex", "", "the sources, for BibTeX's own styles", "bibtex.render", holds="the sources of "),
    Format("ris", ".ris", "the sources, for EndNote and Mendeley", "ris.render", holds="the sources of "),
    Format("sqlite", ".db", "one file with tables, links, views and search", "sqlite.render"),
    Format("datapackage", ".zip", "linked tables with their description (Frictionless)", "datapackage.render"),
)
_MEANT = {
    **dict.fromkeys(("xls", "ods", "excel"), "xlsx"),
    **dict.fromkeys(("sqlite3", "db3", "sql"), "sqlite"),
    **dict.fromkeys(("enw", "nbib", "endnote", "mendeley", "refman"), "ris"),
    "zotero": "csl",
    **dict.fromkeys(("doc", "docx", "odt", "rtf", "pdf"), "html"),
}
"""The format to use instead of one that people ask for, by name or suffix."""
BY_NAME: dict[str, Format] = {entry.name: entry for entry in FORMATS}
BY_SUFFIX = {entry.suffix: entry for entry in FORMATS if entry.suffix} | {
    ".yml": BY_NAME["yaml"],
    ".sqlite": BY_NAME["sqlite"],
}


def named(name: str) -> Format:
    """The format of a name, in any case. Raises `UnknownError`."""
    found = BY_NAME.get(name.casefold())
    if found:
        return found
    meant = _MEANT.get(name.casefold())
    raise UnknownError("format", name, BY_NAME, [meant]) if meant else unknown("format", name, BY_NAME)


def of_file(file: str) -> Format:
    """The format that the suffix of a file's name stands for. Raises `UnknownError`."""
    suffix = PurePath(file).suffix.casefold()
    if suffix in BY_SUFFIX:
        return BY_SUFFIX[suffix]
    meant = _MEANT.get(suffix[1:])
    raise UnknownError("format with the suffix", suffix, BY_SUFFIX, [BY_NAME[meant].suffix] if meant else ())


@overload
def export(chronology: Chronology, format: TextFormat, **options: Unpack[Options]) -> str: ...
@overload
def export(chronology: Chronology, format: BinaryFormat, **options: Unpack[Options]) -> bytes: ...
def export(chronology: Chronology, format: FormatName, **options: Unpack[Options]) -> str | bytes:
    """A chronology as a document in one of the formats of `FORMATS`, text or bytes.

    Text has the line ends of its format (CSV: CR LF) and is meant to be written as UTF-8. Raises `UsageError` for an
    unknown format and for an option that the format has not.
    """
    return named(format).render(chronology, **options)
