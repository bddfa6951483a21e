"""Other people's programs read every source out of what we write for reference managers.

Needed are pandoc, bibutils, Node.js and the npm packages ``@citation-js/core``, ``plugin-bibtex`` and ``plugin-ris`` in
the folder that TIMELINE_CITATIONJS names. A test without its program is skipped, or with TIMELINE_COMPLETE=1 failed.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from tests.conftest import rendered
from timeline.formats import biblatex, csl, ris
from timeline.model import Chronology, Source

pytestmark = pytest.mark.oracles

WRITERS = {"csl": csl, "biblatex": biblatex, "ris": ris}
MODS = "{http://www.loc.gov/mods/v3}"
CITATION_JS = """
const { Cite } = require("@citation-js/core");
require("@citation-js/plugin-bibtex");
require("@citation-js/plugin-ris");
const text = require("fs").readFileSync(0, "utf8");
process.stdout.write(JSON.stringify(new Cite(text).data.map(({ _graph, ...item }) => item)));
"""


_BRACES = str.maketrans("", "", "{}")  # of TeX, for which pandoc has no command


class Read(NamedTuple):
    """What arrives of a source, but for quotation marks, dashes, braces, case and the order of names."""

    title: str
    authors: str
    date: list[int]
    url: str


def _letters(*texts: str) -> str:
    return "".join(sorted("".join(re.findall(r"\w", "".join(texts)))))


def _squeezed(text: str) -> str:
    return " ".join(re.sub("[\"'`‘’“”]+", "'", text).replace("--", "–").translate(_BRACES).casefold().split())


def _address(url: str) -> str:
    return re.sub("[“”]", '"', unquote(url))


def _run(args: Sequence[str | Path], text: str, folder: Path | None = None) -> str:
    if not shutil.which(args[0]):
        pytest.skip(f"{args[0]} is not installed")
    done = subprocess.run(args, input=text, capture_output=True, check=True, text=True, encoding="utf-8", cwd=folder)
    return done.stdout


def _of_csl(items: list[dict[str, Any]]) -> dict[str, Read]:
    return {
        item["id"]: Read(
            _squeezed(item["title"]),
            # citation-js calls who wrote a newspaper's article its reporter where the notation is RIS
            _letters(*(part for name in item.get("author", item.get("reporter", [])) for part in _parts(name))),
            next(iter(item.get("issued", {}).get("date-parts", [])), []),
            _address(item.get("URL", "")),
        )
        for item in items
    }


def _parts(name: str | dict[str, str]) -> list[str]:
    return [name] if isinstance(name, str) else list(name.values())


def _pandoc(text: str, notation: str) -> dict[str, Read]:
    written = {"csl": "csljson", "biblatex": "biblatex"}[notation]
    return _of_csl(json.loads(_run(["pandoc", "-f", written, "-t", "csljson"], text)))


def _citation_js(text: str, notation: str) -> dict[str, Read]:
    folder = Path(os.environ.get("TIMELINE_CITATIONJS", "."))
    if not (folder / "node_modules" / "@citation-js").is_dir():
        pytest.skip("@citation-js is not in the folder that TIMELINE_CITATIONJS names")
    return _of_csl(json.loads(_run(["node", "-e", CITATION_JS], text, folder)))


def _bibutils(text: str, notation: str) -> dict[str, Read]:
    read = {}
    for mods in ElementTree.fromstring(_run(["ris2xml", "-nt"], text).lstrip("\ufeff")):
        date = mods.findtext(f"{MODS}originInfo/{MODS}dateIssued", "") or mods.findtext(f"{MODS}part/{MODS}date", "")
        read[mods.get("ID", "")] = Read(
            _squeezed(mods.findtext(f"{MODS}titleInfo/{MODS}title", "")),
            _letters(*(part.text or "" for part in mods.iterfind(f"{MODS}name/{MODS}namePart"))),
            [int(part) for part in date.split("-")] if date[:1].isdigit() else [],  # which are words
            _address(mods.findtext(f"{MODS}location/{MODS}url", "")),
        )
    return read


def _expected(source: Source) -> Read:
    """The source itself, with the known parts of the day on which its date begins; none of what is told in words."""
    authors = source.author or ((source.publisher,) if source.kind == "official" else ())
    exact = source.date and source.date.start and source.date.form == "moment"
    start = source.date.start if source.date and exact else None
    date = [part for part in (start.year, start.month, start.day) if part] if start else []
    return Read(_squeezed(source.title), _letters(*authors), date, _address(source.url or source.archived))


@pytest.mark.parametrize(
    ("program", "notation", "parts"),
    [
        (_pandoc, "csl", 3),
        (_pandoc, "biblatex", 3),
        (_citation_js, "csl", 3),
        (_citation_js, "biblatex", 3),
        (_citation_js, "ris", 1),  # which takes no more than the year of a newspaper's article
        (_bibutils, "ris", 3),
    ],
    ids=lambda value: getattr(value, "__name__", str(value)).strip("_"),
)
def test_every_source_arrives(
    real: Chronology, everything: Chronology, program: Callable[[str, str], dict[str, Read]], notation: str, parts: int
) -> None:
    """Each source arrives with its title, its authors, what is known of its date, and its address."""
    for chronology in (real, everything):
        read = program(rendered(WRITERS[notation], chronology), notation)
        assert next(iter(read)).startswith("chronology:")
        for id in list(read)[1:]:
            expected, arrived = _expected(chronology.sources[id]), read[id]
            assert arrived._replace(date=arrived.date[:parts]) == expected._replace(date=expected.date[:parts])
        assert set(read) >= {id for event in chronology.events for id in event.sources}
