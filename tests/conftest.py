"""What the tests share: the real chronology, a small one with one of everything, and goldens compared byte by byte."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import HealthCheck, settings

import timeline
from timeline import Chronology

HERE = Path(__file__).parent
EVERYTHING = HERE / "everything.yaml"
"""A small chronology that has one of everything a format can trip over."""

Golden = Callable[[str, str], None]
"""Takes the name of a file in ``tests/golden`` and the text that it must hold."""


def rendered(format: ModuleType, chronology: Chronology, *variant: str, **options: bool) -> str:
    """The document of one of the modules of `timeline.formats`, its pieces put together."""
    return "".join(format.render(chronology, *variant, **options))


_SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large)
settings.register_profile("quick", deadline=None, max_examples=50, suppress_health_check=_SLOW)
settings.register_profile("thorough", deadline=None, max_examples=1000, suppress_health_check=_SLOW)
settings.load_profile("quick")


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
