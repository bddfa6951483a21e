"""The Python API: what its docstrings promise, and what a program that builds on it may rely on."""

from __future__ import annotations

import datetime as dt
import doctest
import importlib.util
import inspect
import pickle
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import timeline
from tests.data import consumer
from timeline.query import Filters

HERE = Path(__file__).parent
PROMISED = {
    "Chronology", "DataError", "Date", "Event", "Programme", "Source", "TimelineError", "check", "export", "load",
}  # fmt: skip


def members() -> Iterator[tuple[str, Any]]:
    """The public names and the public methods and properties of public classes."""
    for name in timeline.__all__:
        value = getattr(timeline, name)
        yield name, value
        if inspect.isclass(value):
            yield from ((f"{name}.{own}", entry) for own, entry in vars(value).items() if is_method(own, entry))


def is_method(name: str, value: Any) -> bool:
    """Whether a member of a class is a public method or property that somebody wrote."""
    return not name.startswith("_") and (inspect.isfunction(value) or isinstance(value, property | classmethod))


MEMBERS = dict(members())


def test_docstring_of_the_package_holds() -> None:
    """The examples in the docstring of the package do what they show."""
    found = doctest.testmod(timeline)
    assert found.failed == 0
    assert found.attempted >= 6


def test_public_names_are_those_of_the_contract() -> None:
    """What was promised is there, sorted, and nothing that is listed is missing or a module."""
    assert set(timeline.__all__) >= PROMISED
    assert timeline.__all__ == sorted(timeline.__all__)
    assert not any(inspect.ismodule(getattr(timeline, name)) for name in timeline.__all__)
    assert not hasattr(timeline, "no_such_name")


def test_public_names_come_by_star() -> None:
    """``from timeline import *`` brings what is listed and no more."""
    names: dict[str, Any] = {}
    exec("from timeline import *", names)
    assert set(names) - {"__builtins__"} == set(timeline.__all__)


@pytest.mark.parametrize("name", MEMBERS)
def test_public_names_are_documented(name: str) -> None:
    """Each public name, method and property says in a sentence of its own what it gives."""
    said = MEMBERS[name].__doc__ or ""
    first = said.strip().partition("\n\n")[0]
    assert first.rstrip().endswith((".", ":")), f"{name}: {first!r}"
    assert not first.startswith(f"{name}("), "what dataclass writes is no docstring"


@pytest.mark.parametrize("name", MEMBERS)
def test_public_names_are_typed(name: str) -> None:
    """Each public function and method says the types of what it takes and gives."""
    value = MEMBERS[name]
    function = value.fget if isinstance(value, property) else getattr(value, "__func__", value)
    if not inspect.isfunction(function):
        return
    signature = inspect.signature(function)
    assert signature.return_annotation is not inspect.Signature.empty
    untyped = [entry.name for entry in signature.parameters.values() if entry.annotation is inspect.Parameter.empty]
    assert [entry for entry in untyped if entry not in ("self", "cls")] == []


@pytest.mark.parametrize("name", ["check", "load", "export", "Chronology.select"])
def test_functions_say_what_they_raise(name: str) -> None:
    """What can go wrong in a public function stands in its docstring."""
    assert "Raises" in MEMBERS[name].__doc__


def test_package_says_that_it_is_typed() -> None:
    """The marker that has type checkers look into the package lies in it."""
    assert (Path(timeline.__file__).parent / "py.typed").is_file()


def strict(file: Path, cache: Path) -> subprocess.CompletedProcess[str]:
    """What ``mypy --strict`` says of a file, without the settings of this project."""
    if importlib.util.find_spec("mypy") is None:
        pytest.skip("there is no mypy here to check a consumer's file")
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--cache-dir", str(cache), file.name]
    return subprocess.run(command, capture_output=True, text=True, cwd=file.parent, check=False)


MISUSES = (
    ("event.title}", "event.titel}"),
    ("start.earliest", "start.precision"),
    ("text: str", "text: int"),
    ("excel=True", "excell=True"),
    ('"datapackage"', '"datapackege"'),
    ("select(programme=", "select(programm="),
    ('significance="landmark"', 'significance="landmrk"'),
    ("chronology[id]", "chronology[1]"),
    ('criteria["programme"]', 'criteria["programm"]'),
    ("problem.message", "problem.text"),
)
"""What a consumer may write, and what the types must refuse instead of it."""


@pytest.mark.types
def test_consumers_file_passes_strict_types(tmp_path: Path) -> None:
    """A program that builds on the package passes ``mypy --strict``, and one that misuses it does not."""
    text = (HERE / "data" / "consumer.py").read_text(encoding="utf-8")
    good, bad = tmp_path / "good.py", tmp_path / "bad.py"
    good.write_text(text, encoding="utf-8")
    done = strict(good, tmp_path / "cache")
    assert done.returncode == 0, done.stdout + done.stderr
    for right, wrong in MISUSES:
        assert text.count(right) == 1
        text = text.replace(right, wrong)
    bad.write_text(text, encoding="utf-8")
    done = strict(bad, tmp_path / "cache")
    found = {int(line) for line in re.findall(r"^bad\.py:(\d+): error:", done.stdout, re.MULTILINE)}
    wrong_lines = {number for number, line in enumerate(text.splitlines(), 1) if any(bad in line for _, bad in MISUSES)}
    assert wrong_lines <= found, done.stdout


def test_consumer_is_served(real: timeline.Chronology, tmp_path: Path) -> None:
    """The consumer's program gives what its author expects."""
    assert "1994-05-04" in [str(event.date) for event in real.select(significance="landmark").events]
    assert any(line.startswith("4 May 1994: ") for line in consumer.landmarks(real))
    event = real.select(search="framework document", year="1994").events[0]
    assert consumer.first_day(event) == dt.date(1994, 5, 4)
    assert consumer.addresses(real, event)
    assert consumer.lifetimes(real)["PARP"].startswith("1995")
    assert consumer.spreadsheet(real, "deep", "PARP").startswith(b"\xef\xbb\xbfid,")
    assert consumer.tables(real).startswith(b"PK")
    assert consumer.known(real, "May 2008")
    assert not consumer.known(real, "nonsense")
    assert consumer.title(real, "pfp-framework-signed") == real["pfp-framework-signed"].title
    assert consumer.title(real, "pfp-framework-sined") == "pfp-framework-signed"
    assert 0 < consumer.share(real, person="aliyev", programme="PfP") < consumer.share(real, person="aliyev") < 1
    assert consumer.remarks() == []


def test_consumer_hears_what_is_wrong(tmp_path: Path) -> None:
    """Faults come with their place, and a file that is not there with its name."""
    path = tmp_path / "my.yaml"
    path.write_text("title: T\nsources: {}\nevents: []\n", encoding="utf-8")
    assert consumer.faults(path) == []
    assert consumer.remarks(path) == []
    path.write_text("title: T\nsources: {}\nevents:\n- {id: a, date: x, title: T, sources: [s]}\n", encoding="utf-8")
    assert [line.partition(": ")[0] for line in consumer.faults(path)] == [f"{path}:4:17", f"{path}:4:40"]
    assert [line for line, _ in consumer.remarks(path)] == [4, 4]
    assert consumer.faults(tmp_path / "none.yaml") == [
        f"cannot read '{tmp_path / 'none.yaml'}': no such file or directory"
    ]


def test_records_cannot_be_changed(real: timeline.Chronology) -> None:
    """What was loaded stays as it is: records are frozen, and a selection leaves its chronology alone."""
    number = len(real.events)
    with pytest.raises(AttributeError):
        real.events[0].title = "Other"  # type: ignore[misc]
    assert len(real.select(year="1994").events) < number == len(real.events)


@pytest.mark.parametrize(
    ("filters", "error"),
    [
        ({"programme": "deap"}, timeline.UsageError),
        ({"year": "x"}, timeline.UsageError),
        ({"from_": "x"}, timeline.DateError),
    ],
)
def test_mistakes_of_a_program_are_errors_of_ours(
    real: timeline.Chronology, filters: dict[str, Any], error: type[Exception]
) -> None:
    """A filter that cannot be raises what the contract says, all of it below `TimelineError`."""
    with pytest.raises(error) as raised:
        real.select(**filters)
    assert isinstance(raised.value, timeline.TimelineError)


def test_a_filter_that_does_not_exist(real: timeline.Chronology) -> None:
    """A filter that there is not is named, with the one that was probably meant."""
    with pytest.raises(timeline.UnknownError, match="did you mean 'year'"):
        real.select(years="1994")  # type: ignore[call-arg]


def test_filters_are_those_that_are_typed() -> None:
    """What `Chronology.select` is typed to take is what it takes, in the same order."""
    assert tuple(timeline.Criteria.__annotations__) == Filters._fields


def test_a_chronology_is_a_collection_of_its_events(real: timeline.Chronology) -> None:
    """It has a length, gives its events in their order and by id, and knows ids and events; so does a selection."""
    for chronology in (real, real.select(year="1994"), real.select(search="qqqq")):
        assert list(chronology) == list(chronology.events)
        assert len(chronology) == len(chronology.events)
        assert all(event in chronology and event.id in chronology for event in chronology)
        assert [chronology[event.id] for event in chronology] == list(chronology)
        assert "qqqq" not in chronology
        assert None not in chronology


def test_an_id_that_no_event_has(real: timeline.Chronology) -> None:
    """It is a `KeyError` as of a mapping, which says what was probably meant, and not in quotes as Python's own."""
    with pytest.raises(KeyError) as raised:
        real["parp-joned"]
    assert isinstance(raised.value, timeline.UnknownError)
    assert raised.value.likely[0] == "parp-joined"
    assert str(raised.value) == "there is no event 'parp-joned'; did you mean 'parp-joined'?"
    with pytest.raises(KeyError):
        real.select(year="1992")["parp-joined"]


@pytest.mark.parametrize("index", [0, -1, slice(3), None])
def test_events_are_not_numbered(real: timeline.Chronology, index: Any) -> None:
    """What is no id is refused with the way to what was meant."""
    with pytest.raises(TypeError, match=r"looked up by id.*\.events"):
        real[index]
    with pytest.raises(TypeError):
        reversed(real)  # type: ignore[call-overload]


def test_repr_is_one_line(real: timeline.Chronology) -> None:
    """A chronology shows itself in a line, with what was selected, whatever that holds."""
    whole = repr(real)
    assert whole == f"<Chronology 'Azerbaijan–NATO relations': {len(real)} events>"
    chosen = repr(real.select(year="1994", search="q\x1b\nq"))
    assert chosen == r"<Chronology 'Azerbaijan–NATO relations': 0 events; year 1994; search q\x1b\nq>"


def test_check_gives_records(tmp_path: Path) -> None:
    """What is to be mended comes as records in the order of the file; a file that is not there is an error."""
    path = tmp_path / "my.yaml"
    path.write_text("title: T\nsources: {}\nevents: []\ntitel: T\nx: y\n", encoding="utf-8")
    assert [(problem.line, problem.column) for problem in timeline.check(str(path))] == [(4, 1), (5, 1)]
    assert timeline.check() == ()
    with pytest.raises(timeline.TimelineError, match=r"none\.yaml"):
        timeline.check(tmp_path / "none.yaml")


ERRORS: list[timeline.TimelineError] = [
    timeline.TimelineError("cannot read"),
    timeline.ArgumentError("from_", "is empty"),
    timeline.UnknownError("event", "x", likely=["y"]),
    timeline.UnknownError("kind", "x", ["y", "z"]),
    timeline.DateError("'x' is not a date"),
    timeline.YearError("May 1994", "1994-05"),
    timeline.DataError("my.yaml", [timeline.Problem(1, 2, "file", "is empty", "empty")]),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_errors_travel(error: timeline.TimelineError) -> None:
    """An error that another process raised comes with all that it says."""
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error)
    assert str(again) == str(error)
    assert vars(again) == vars(error)


def test_records_can_be_keys(real: timeline.Chronology) -> None:
    """An event, which holds a mapping, can stand in a set: equal ones once, others beside it."""
    event = real.events[0]
    assert len({event, event._replace(sources=dict(event.sources)), event._replace(note="Another.")}) == 2
