"""The build of the package: which module may know which, who may talk to the world, and how large a thing may grow."""

from __future__ import annotations

import ast
import functools
import graphlib
import subprocess
import sys
import types
from collections.abc import Iterator
from pathlib import Path

import pytest

import timeline
from timeline import model
from timeline.datafile import schema

PACKAGE = Path(timeline.__file__).parent

ROOMS = (
    {"errors", "text"},
    {"search"},
    {"dates"},
    {"date_advice"},
    {"model"},
    {"relations"},
    {"query", "datafile"},
    {"counts"},
    {"views"},
    {"formats"},
    {"__init__"},
    {"cli"},
    {"__main__"},
)
"""The modules and the folders of the package, from bottom to top."""

INSIDE = {
    "datafile": (
        {"compiled", "languages", "rules", "schema", "syntax"},
        {"encoding", "positions", "slips", "values", "wording"},
        {"faults", "findings"},
        {"groups", "references"},
        {"records"},
        {"__init__"},
        {"check_people", "check_records", "check_texts", "order"},
        {"check", "comments", "diff"},
        {"write"},
        {"insert"},
    ),
    "views": (
        {"__init__"},
        {"layout", "plain"},
        {"colours"},
        {"diff", "problems", "terminal"},
        {"counts", "programmes"},
        {"chart"},
    ),
    "formats": (
        {"lettering", "options", "packing", "plan"},
        {"csv", "ics", "json", "layout", "markdown", "problems", "references"},
        {"latex"},
        {"biblatex", "bibtex", "csl", "diff", "drawing", "json_schema", "jsonld", "ris", "timelinejs", "yaml"},
        {"cite", "datapackage", "html", "painting", "xlsx"},
        {"sqlite", "svg"},
        {"__init__"},
    ),
    "cli": (
        {"__init__"},
        {"advice", "completion", "elsewhere", "replacing", "streams"},
        {"add", "files", "pager", "session"},
        {"help", "options"},
        {"command"},
        {"app", "usage"},
        {"checking", "curating", "exporting", "reading", "writing"},
        {"commands"},
        {"run"},
    ),
}
"""The modules of each folder, likewise."""

UPWARD = {
    ("model", "query"): ["__getitem__", "select"],
    ("model", "counts"): ["count"],
    ("dates", "date_advice"): ["_fault", "_no_month"],
    ("cli.run", "__main__"): ["_report"],
}
"""The imports against the order, and the functions in which each stands.

The methods of `Chronology` for people call what is built on the records. A wrong date needs advice, which is built on
dates. What cannot be imported is told by the door, which must open without any other module.
"""

DOORS = {
    "cli.add",
    "cli.app",
    "cli.checking",
    "cli.curating",
    "cli.exporting",
    "cli.reading",
    "cli.run",
    "cli.session",
    "cli.streams",
    "cli.writing",
}
"""The modules that print, exit and read the environment."""

READERS = {"datafile", "formats.html"}
"""The modules that open a file: the data, and the page's own template."""

HEAVY = {"dateutil", "icalendar", "jinja2", "rich", "typer", "xlsxwriter", "yaml"}
"""What is imported where it is used, so that a program that imports the package does not wait for it."""

LINES_OF_A_MODULE = 420
LINES_OF_A_FUNCTION = 45


def name_of(path: Path) -> str:
    """A module's name below the package, ``formats.csv``."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if len(parts) > 1 and parts[-1] == "__init__" else parts)


PATHS = {name_of(path): path for path in sorted(PACKAGE.rglob("*.py"))}
TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in PATHS.items()}
MODULES = pytest.mark.parametrize("name", PATHS)


def room(name: str) -> str:
    """The folder in which a module stands, or its own name where it stands in none."""
    return name.partition(".")[0]


def height(name: str) -> tuple[int, int]:
    """How high a module stands, and how high within its folder."""
    inside = name.partition(".")[2] or "__init__"
    found = [number for number, names in enumerate(ROOMS) if room(name) in names]
    within = [number for number, names in enumerate(INSIDE.get(room(name), ({inside},))) if inside in names]
    assert found, f"{name} has no place: give it one in ROOMS"
    assert within, f"{name} has no place: give it one in INSIDE"
    return found[0], within[0]


@functools.cache
def imported(name: str) -> frozenset[str]:
    """The modules of the package that a module imports, anywhere in it."""
    found = set()
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{name}: imports are absolute"
            whole = [f"{node.module}.{alias.name}" for alias in node.names]
            found |= {module if module.removeprefix("timeline.") in PATHS else node.module for module in whole}
    ours = {module for module in found if module.split(".")[0] == "timeline"}
    return frozenset(module.partition(".")[2] or "__init__" for module in ours)


@MODULES
def test_imports_run_one_way(name: str) -> None:
    """A module imports from what stands below it, or from its neighbours; against the order go those of `UPWARD`."""
    for other in imported(name):
        assert height(other) <= height(name) or (name, other) in UPWARD, f"{name} must not import {other}"


def test_imports_have_no_circle() -> None:
    """No module needs itself, by whatever way round."""
    graph = {name: {other for other in imported(name) if (name, other) not in UPWARD} for name in PATHS}
    assert len(list(graphlib.TopologicalSorter(graph).static_order())) == len(PATHS)


@pytest.mark.parametrize(("name", "other"), UPWARD)
def test_an_upward_import_stands_in_its_functions(name: str, other: str) -> None:
    """An import against the order is inside the functions that are named, and nowhere else."""
    functions = [
        function.name
        for function in ast.walk(TREES[name])
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.ImportFrom) and node.module == f"timeline.{other}"
    ]
    assert functions == UPWARD[name, other]
    assert ast.unparse(TREES[name]).count(f"timeline.{other} import") == len(functions)


def test_the_tables_hold_what_there_is() -> None:
    """Every module has its place, and a place names no module that is gone."""
    assert {room(name) for name in PATHS} == set().union(*ROOMS)
    assert {room(name) for name in PATHS if "." in name} == set(INSIDE)
    for folder, places in INSIDE.items():
        there = {name.partition(".")[2] or "__init__" for name in PATHS if room(name) == folder}
        assert there == set().union(*places)


def _calls(name: str) -> Iterator[str]:
    """What a module calls or takes from another, as written: ``print``, ``os.environ``, ``sys.exit``."""
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id
        elif isinstance(node, ast.Attribute):
            yield ast.unparse(node)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@MODULES
def test_only_the_command_line_talks(name: str) -> None:
    """Only the command line prints, asks, exits, and reads the environment or the standard streams."""
    talk = {"print", "input", "exit", "quit", "sys.exit", "os.environ", "os.getenv", "sys.stdin", "sys.argv"}
    assert name in DOORS or talk.isdisjoint(_calls(name))
    assert {room(door) for door in DOORS} == {"cli"}


@MODULES
def test_formats_are_pure(name: str) -> None:
    """What is not of the command line opens no file and reads no clock, so that the same input gives the same bytes."""
    ends = {"now", "utcnow", "today", "time_ns", "open", "read_text", "write_text", "read_bytes", "write_bytes"}
    impure = {call for call in _calls(name) if call.rpartition(".")[2] in ends}
    assert not impure or room(name) == "cli" or name in READERS, impure


@MODULES
def test_modules_are_small(name: str) -> None:
    """A module is short enough to be read in one go, and its functions to be seen at once."""
    assert len(PATHS[name].read_text(encoding="utf-8").splitlines()) <= LINES_OF_A_MODULE
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < LINES_OF_A_FUNCTION, node.name


@pytest.mark.parametrize("name", [name for name in PATHS if name != "__main__"])
def test_modules_say_what_they_are(name: str) -> None:
    """Every module begins with a sentence on what it is; `__main__` is a door of two lines."""
    first = (ast.get_docstring(TREES[name]) or "").partition("\n\n")[0]
    assert first
    assert first[-1] in ".:"


def test_fields_are_documented() -> None:
    """Each field of a record declares what it means; under one that no file holds stands a sentence."""
    for record in TREES["model"].body:
        if isinstance(record, ast.ClassDef):
            for field, below in zip(record.body, [*record.body[1:], ast.Pass()], strict=True):
                if isinstance(field, ast.AnnAssign):
                    documented = isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant)
                    declared = "Meaning(" in ast.unparse(field.annotation)
                    assert documented != declared, f"{record.name}.{ast.unparse(field.target)}"


def test_defaults_are_of_their_vocabulary() -> None:
    """What a field has when it is left out is a word that it may have."""
    for record, fields in ((model.Event, schema.EVENT), (model.Source, schema.SOURCE)):
        for field in fields:
            assert not field.choices or record._field_defaults[field.name] in field.choices


def test_import_is_light() -> None:
    """To import the package imports none of the heavy libraries."""
    code = "import sys, timeline; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "timeline" in done.stdout.split()
    assert HEAVY.isdisjoint(done.stdout.split())


def test_public_names() -> None:
    """`__all__` is sorted and holds every public name of the package that is not a module."""
    public = {name for name in dir(timeline) if not isinstance(getattr(timeline, name), types.ModuleType)}
    public.remove("TYPE_CHECKING")
    assert timeline.__all__ == sorted(name for name in public if not name.startswith("_"))
    assert all(getattr(timeline, name).__doc__ for name in timeline.__all__)
