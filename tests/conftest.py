"""What the tests share: the real chronology, a small one with one of everything, and goldens compared byte by byte."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import HealthCheck, settings

import timeline
from timeline import Chronology
from timeline.datafile import bundled, parse
from timeline.datafile.compiled import packed
from timeline.formats import BY_NAME

HERE = Path(__file__).parent
EVERYTHING = HERE / "everything.yaml"
"""A small chronology that has one of everything a format can trip over."""

Golden = Callable[[str, str], None]
"""Takes the name of a file in ``tests/golden`` and the text that it must hold."""


def rendered(module: ModuleType, chronology: Chronology, name: str = "", **options: bool | str) -> str:
    """The document that a module of `timeline.formats` makes, its pieces put together; ``name`` says the format."""
    entry = BY_NAME[name or module.__name__.rpartition(".")[2]]
    return "".join(getattr(module, entry.renderer.partition(".")[2])(chronology, **options))


# The same commit gives the same answer: nothing is drawn by chance but where somebody asks for it (explore).
_ALL = settings(
    deadline=None, derandomize=True, suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large)
)
settings.register_profile("fast", _ALL, max_examples=3)
settings.register_profile("generated", _ALL, max_examples=30)
settings.register_profile("explore", _ALL, max_examples=1000, derandomize=False)
settings.load_profile("fast")


def examples(times: float) -> settings:
    """So many times the examples of the profile, for what costs less or more than a chronology in one format."""
    return settings(max_examples=max(3, round(times * settings().max_examples)))


LANES = ("browser", "faults", "hostile", "memory", "mutations", "oracles", "shells", "surroundings", "types")
"""Markers of what takes long or needs more than Python and what requirements/test.txt brings."""


COLLECTED = pytest.StashKey[frozenset[tuple[str, str]]]()
"""File and function of every test that was collected, whether or not it runs."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Whatever is in a lane of its own is slow, so that ``-m 'not slow'`` is what runs anywhere and soon."""
    config.stash[COLLECTED] = frozenset((item.path.name, getattr(item, "originalname", item.name)) for item in items)
    for item in items:
        if any(item.get_closest_marker(lane) for lane in LANES):
            item.add_marker("slow")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With TIMELINE_COMPLETE=1 a slow test that is skipped has failed: what it needs was to be there."""
    report = yield
    if report.skipped and item.get_closest_marker("slow") and os.environ.get("TIMELINE_COMPLETE") == "1":
        report.outcome = "failed"
    return report


@pytest.fixture(scope="session", autouse=True)
def _compiled() -> Iterator[None]:
    """The chronology as a wheel has it, so that not every run of a command in a test reads the YAML anew."""
    module = ModuleType("timeline.datafile._compiled")
    exec(packed(parse(bundled().read_bytes())), module.__dict__)
    sys.modules["timeline.datafile._compiled"] = module
    yield
    del sys.modules["timeline.datafile._compiled"]


@pytest.fixture(scope="session")
def real() -> Chronology:
    """The chronology that comes with the program."""
    return timeline.load()


@pytest.fixture(scope="session")
def everything() -> Chronology:
    """The small chronology that has one of everything."""
    return timeline.load(EVERYTHING)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compares a whole output with the file of that name in ``tests/golden``, byte by byte."""

    def check(name: str, text: str) -> None:
        path = HERE / "golden" / name
        data = text.encode("utf-8")
        if os.environ.get("TIMELINE_RENEW") == "1":
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)
        how = f"renew it with: TIMELINE_RENEW=1 pytest tests/{request.path.name}; then read the difference"
        assert path.exists(), f"tests/golden/{name} is missing; {how}"
        kept = path.read_bytes()
        if kept != data:
            assert kept.decode("utf-8").splitlines() == text.splitlines(), f"tests/golden/{name} differs; {how}"
            raise AssertionError(f"tests/golden/{name} differs in its line ends; {how}")

    return check
