"""What a command makes a person wait for: the heavy libraries that it may import, and no others."""

from __future__ import annotations

import json
import marshal
import subprocess
import sys
from pathlib import Path

import pytest

from timeline.datafile import bundled, load
from timeline.datafile.compiled import packed

HEAVY = {
    "asyncio", "csv", "dateutil", "icalendar", "jinja2", "json", "pydantic", "rich", "rich.console", "xlsxwriter",
    "yaml",
}  # fmt: skip
"""Libraries of which each costs as much as a small command, or several times that."""

CHILD = """
import marshal, sys, types
compiled = types.ModuleType("timeline.datafile._compiled")
exec(marshal.load(open(sys.argv[1], "rb")), compiled.__dict__)
import timeline.datafile
sys.modules["timeline.datafile._compiled"] = timeline.datafile._compiled = compiled
from timeline.cli.run import run
code = run(sys.argv[2:])
loaded = sorted(sys.modules)
import json
print(json.dumps([code, loaded]), file=sys.stderr)
"""


EMPTY = """
import sys, typer
app = typer.Typer()
app.command()(lambda: None)
app([], standalone_mode=False)
print(*sys.modules)
"""


@pytest.fixture(scope="module")
def typers() -> set[str]:
    """What a Typer program imports that does nothing: from 0.29 on pydantic, and what that brings."""
    done = subprocess.run([sys.executable, "-c", EMPTY], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The module that the wheel has, which a checkout has not, in bytes as Python keeps it."""
    path = tmp_path_factory.mktemp("wheel") / "compiled"
    path.write_bytes(marshal.dumps(compile(packed(load()), str(path), "exec")))
    return path


@pytest.mark.parametrize(
    ("command", "allowed"),
    [
        ("--version", set()),
        ("", set()),
        ("list", set()),
        ("list -p pfp -y 2008 -s azerbaijan", set()),
        ("list --from 1994-05", set()),
        ("list --from 4.May.1994", {"dateutil"}),
        ("list --color always", {"rich"}),
        ("show parp-joined", {"rich"}),
        ("count year", set()),
        ("count person --color always", {"rich"}),
        ("programmes", set()),
        ("programmes DEEP", {"rich"}),
        ("sources", set()),
        ("chart", set()),
        ("chart --color always", {"rich"}),
        ("cite parp-joined", {"json"}),
        ("export --format csv", set()),
        ("export --format tsv --excel", set()),
        ("export --format markdown", set()),
        ("export --format xlsx", {"json", "xlsxwriter"}),
        ("export --format json", {"json"}),
        ("export --format jsonl", {"json"}),
        ("export --format jsonld", {"json"}),
        ("export --format biblatex", {"json"}),
        ("export --format bibtex", {"json"}),
        ("export --format timelinejs", {"json"}),
        ("export --format svg", set()),
        ("export --format html", {"asyncio", "jinja2", "json"}),
        ("export --format ics", {"dateutil", "icalendar", "json"}),
        ("check", {"yaml"}),
        (f"diff {bundled()}", {"yaml"}),
        ("schema", {"json"}),
        ("--help", {"rich", "rich.console"}),
    ],
)
def test_a_command_imports_what_it_needs(compiled: Path, typers: set[str], command: str, allowed: set[str]) -> None:
    """Installed, where the chronology is compiled, a command imports no heavy library but its own and Typer's."""
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(compiled), *command.split()],
        capture_output=True, text=True, encoding="utf-8", errors="replace", check=True,
    )  # fmt: skip
    code, loaded = json.loads(done.stderr.splitlines()[-1])
    assert code == 0
    assert HEAVY.intersection(loaded) - typers <= allowed
    assert ("timeline.date_advice" in loaded) == ("--from" in command)
