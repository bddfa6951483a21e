"""The formats a chronology can be exported to: one table, from which the choices, the help and the suffixes come.

A format is a module with ``render(chronology, **options) -> Iterator[str]``, which gives the document in pieces, opens
no file and prints nothing. It may have ``notes(chronology, **options)``, which says what the format could not hold, and
``held(chronology, **options)``, which gives the events that it holds where not all. One that is a folder has
``render_folder`` instead; where a module has several formats they are told apart by ``variant``.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any, NamedTuple

from timeline.errors import UsageError
from timeline.model import Chronology
from timeline.text import did_you_mean, quoted
from timeline.views.plain import readable


class Format(NamedTuple):
    """One row of the table."""

    name: str
    """What ``--format`` takes."""
    suffix: str
    """Ending of a file's name that stands for it, with its dot; empty where none does."""
    about: str
    """What it is for, in a few words."""
    module: str
    """Module of this package that renders it, imported when it is used."""
    options: tuple[str, ...] = ()
    """Options of its own that it understands."""
    folder: bool = False
    """Whether it is several files."""
    for_eyes: bool = False
    """Whether people look at it, so that bidirectional overrides are shown rather than obeyed."""
    holds: str = ""
    """What it holds of the events where not the events themselves, as words before their number."""

    def render(self, chronology: Chronology, **options: Any) -> str:
        """The document. Raises `UsageError` for an option that the format has not, and for one that is a folder."""
        return "".join(self._pieces(chronology, options))

    def encoded(self, chronology: Chronology, **options: Any) -> list[bytes]:
        """The document as UTF-8, in pieces, so that a long one need not be a text as a whole. Raises `UsageError`."""
        return [piece.encode("utf-8") for piece in self._pieces(chronology, options)]

    def _pieces(self, chronology: Chronology, options: dict[str, Any]) -> Iterator[str]:
        self._know(options)
        if self.folder:
            raise UsageError(f"{self.name} is a folder; name one to write it to")
        if self.for_eyes or options.get("excel"):
            chronology = readable(chronology)
        pieces: Iterator[str] = self._module().render(chronology, **self._variant(), **options)
        return pieces

    def render_folder(self, chronology: Chronology, **options: Any) -> dict[str, str]:
        """The documents of a format that is a folder, by file name. Raises `UsageError` for an option it has not."""
        self._know(options)
        files: dict[str, str] = self._module().render_folder(chronology)
        return files

    def notes(self, chronology: Chronology, **options: Any) -> list[str]:
        """What the format could not hold of this chronology, in sentences for the person who asked."""
        notes = getattr(self._module(), "notes", None)
        return list(notes(chronology, **options)) if notes else []

    def number(self, chronology: Chronology, **options: Any) -> int:
        """How many of the events the document holds."""
        held = getattr(self._module(), "held", None)
        return len(held(chronology, **options) if held else chronology.events)

    def _know(self, options: dict[str, Any]) -> None:
        for option in options:
            if option not in self.options:
                takers = ", ".join(entry.name for entry in FORMATS if option in entry.options)
                raise UsageError(f"--{option} is for {takers}, not for {self.name}")

    def _module(self) -> Any:
        return importlib.import_module(f"timeline.formats.{self.module}")

    def _variant(self) -> dict[str, str]:
        """Which of the formats of its module it is, where the module has several."""
        shared = [entry.name for entry in FORMATS if entry.module == self.module]
        return {"variant": self.name} if len(shared) > 1 else {}


FORMATS = (
    Format("csv", ".csv", "spreadsheets", "csv", ("excel",)),
    Format("tsv", ".tsv", "spreadsheets, tab-separated", "csv", ("excel",)),
    Format("json", ".json", "programs: everything in one document", "json"),
    Format("jsonl", ".jsonl", "programs: one event a line", "json"),
    Format("markdown", ".md", "documents and pull requests", "markdown", for_eyes=True),
    Format("html", ".html", "one self-contained page, for reading and showing", "html", for_eyes=True),
    Format("svg", ".svg", "the chart as a picture", "svg", for_eyes=True),
    Format("ics", ".ics", "calendars", "ics", ("anniversaries",), for_eyes=True),
    Format("timelinejs", "", "Knight Lab's TimelineJS3", "timelinejs", for_eyes=True),
    Format("csl", "", "the sources, for Zotero and pandoc", "references", holds="the sources of "),
    Format("bibtex", ".bib", "the sources, for LaTeX", "references", holds="the sources of "),
    Format("datapackage", "", "a folder of linked tables (Frictionless)", "datapackage", folder=True),
)
_SHEETS = "spreadsheets open .csv, best with --excel"
_REFERENCES = "reference managers open bibtex and csl, named with --format"
_TEXT = "word processors open .html, and pandoc makes a document of .md"
_INSTEAD = {
    **dict.fromkeys(("xls", "xlsx", "ods", "excel"), _SHEETS),
    **dict.fromkeys(("ris", "enw", "nbib", "endnote", "zotero"), _REFERENCES),
    **dict.fromkeys(("doc", "docx", "odt", "rtf", "pdf"), _TEXT),
}
"""What to use instead of formats that people ask for, by name or suffix."""
BY_NAME = {entry.name: entry for entry in FORMATS}


def choose(name: str | None, file: str | None) -> Format:
    """The format that ``--format`` names, else that of the suffix. Raises `UsageError`."""
    listed = ", ".join(BY_NAME)
    if name:
        found = BY_NAME.get(name.casefold())
        if not found:
            instead = _INSTEAD.get(name.casefold())
            meant = f"; {instead}" if instead else did_you_mean(name, BY_NAME, f"; formats are {listed}")
            raise UsageError(f"there is no format {quoted(name)}{meant}")
        return found
    if not file:
        raise UsageError(f"name a file, as in 'timeline export events.csv', or a format; --format takes {listed}")
    suffix = PurePath(file).suffix.casefold()
    for entry in FORMATS:
        if entry.suffix and entry.suffix == suffix:
            return entry
    what = (
        f"suffix {quoted(suffix)} stands for no format"
        if suffix
        else f"{quoted(file)} has no suffix to tell the format"
    )
    if suffix[1:] in _INSTEAD:
        raise UsageError(f"{what}; {_INSTEAD[suffix[1:]]}")
    suffixes = ", ".join(entry.suffix for entry in FORMATS if entry.suffix)
    raise UsageError(f"{what}; suffixes are {suffixes}, and --format takes {listed}")


def export(chronology: Chronology, format: str, **options: Any) -> str:
    """A chronology as a document in one of the formats of `FORMATS`.

    The text has the line ends of its format (CSV: CR LF) and is meant to be written as UTF-8. Raises `UsageError` for
    an unknown format and for an option that the format has not.
    """
    return choose(format, None).render(chronology, **options)
