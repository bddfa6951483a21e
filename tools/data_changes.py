"""docs/data-changes.md: what changed from version to version of the data, by `timeline diff` over the history in git.

python tools/data_changes.py             show the differences; exit 1 if there are any
python tools/data_changes.py --write     put the page in place
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from timeline.datafile import parse
from timeline.datafile.diff import Change, compare, in_words
from timeline.formats.markdown import escaped
from timeline.model import Chronology
from tools import keep

PAGE = ROOT / "docs" / "data-changes.md"
DATA = "data/events.yaml"
HEAD = f"""\
# Changes of the data

<!-- Made by tools/data_changes.py from the history in git; change it there. -->

A version of the data is the day of its last change, `updated`. Of each version this page has what `timeline diff` tells
between the last data of the version before and its own: how many records were added, removed, renamed and changed,
which events came, went or have another name, and which dates were corrected. The rest, field by field, is told by

```sh
git show COMMIT:{DATA} | timeline diff - {DATA}
```
"""


def versions() -> dict[str, tuple[str, Chronology]]:
    """Of each version, oldest first, its last commit and its data; the newest are those of the file as it is."""
    found = {}
    for commit in _git("log", "--reverse", "--format=%h", "--", DATA).decode().split():
        data = _git("show", f"{commit}:{DATA}")
        updated = re.search(rb'^updated: "(.*)"', data, re.MULTILINE)
        if updated:
            found[updated[1].decode()] = (commit, data)
    newest = list(found)[-1]
    found[newest] = (found[newest][0], (ROOT / DATA).read_bytes())
    return {version: (commit, parse(data, f"{commit}:{DATA}")) for version, (commit, data) in found.items()}


def _git(*words: str) -> bytes:
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, check=True).stdout


def page(found: dict[str, tuple[str, Chronology]]) -> str:
    """The page, the newest version first."""
    parts = [HEAD]
    for (before, (commit, old)), (version, (_, new)) in reversed(list(pairwise(found.items()))):
        parts.append(f"\n## {version}\n\nSince {before} (commit {commit}):\n\n" + "".join(told(compare(old, new))))
    first, (commit, chronology) = next(iter(found.items()))
    parts.append(f"\n## {first}\n\nThe first version: {len(chronology)} events, {len(chronology.sources)} sources.\n")
    return "".join(parts)


def told(changes: tuple[Change, ...]) -> Iterator[str]:
    """What changed from one version to the next, in counts and lists."""
    for section in dict.fromkeys(change.section for change in changes):
        yield f"- {section.capitalize()}: {in_words(section, changes)}\n"
    events = [change for change in changes if change.section == "events"]
    for what in ("added", "removed", "renamed"):
        lines = (_named(change) for change in events if change.what == what)
        yield from _listed(f"Events {what}", lines)
    dates = ((change, field) for change in events if change.what != "added" for field in change.fields)
    moved = (f"`{one.id}`: {field.old} → {field.new}" for one, field in dates if field.name == "date" and field.new)
    yield from _listed("Dates corrected", moved)


def _named(change: Change) -> str:
    return f"`{change.id}`{f' (was `{change.was}`)' if change.was else ''}: {escaped(change.title)}"


def _listed(title: str, lines: Iterable[str]) -> Iterator[str]:
    items = [f"- {line}\n" for line in lines]
    if items:
        yield f"\n**{title}**\n\n{''.join(items)}"


if __name__ == "__main__":
    sys.exit(keep({PAGE: page(versions())}, sys.argv[1:]))
