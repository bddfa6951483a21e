"""Runs a harness under atheris: ``python -m tests.fuzz loader FOLDER -max_total_time=600``; see README.md beside."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
TARGETS = ("loader", "dates", "program")


def main(name: str, folder: str, *options: str) -> None:
    """Fuzzes until told to end; ``folder`` takes the inputs that reach further, beside it stands what failed."""
    atheris: Any = importlib.import_module("atheris")  # no package of which types are known
    with atheris.instrument_imports(include=["timeline"]):
        harness = importlib.import_module(f"{__package__}.fuzz_{name}")
        _import_all()  # what a command would import later is not instrumented any more
    _leave_signals_alone()
    Path(folder).mkdir(parents=True, exist_ok=True)
    words = [f"-dict={path}"] if (path := HERE / f"{name}.dict").exists() else []
    files = [folder, str(HERE / "corpus" / name), *words, f"-artifact_prefix={folder}-"]
    own = {}
    if hasattr(harness, "mutated"):

        def mutate(data: bytes, size: int, seed: int) -> bytes:
            made: bytes = harness.mutated(data, size, seed, atheris.Mutate)
            return made

        own["custom_mutator"] = mutate
    atheris.Setup([sys.argv[0], *files, *options], harness.check_one, **own)
    atheris.Fuzz()


def _import_all() -> None:
    """Imports every module of the program, whose code then tells the fuzzer which inputs reach further."""
    timeline = importlib.import_module("timeline")
    for module in pkgutil.walk_packages(timeline.__path__, "timeline."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)


def _leave_signals_alone() -> None:
    """Has the program hold no signal back while it writes a file.

    The fuzzer's own handlers stand beneath those that Python knows, so that Python cannot put them back: behind the
    first file that is written, each tick of the fuzzer's clock would be told to a handler meant for a timeout, which
    asks standard error for its descriptor, and whatever runs just then fails with the error of that.
    """
    replacing: Any = importlib.import_module("timeline.cli.replacing")
    replacing.ENDING = ()


if __name__ == "__main__":
    if len(sys.argv) < 3 or sys.argv[1] not in TARGETS:
        sys.exit(f"usage: python -m tests.fuzz {{{'|'.join(TARGETS)}}} FOLDER [OPTION OF LIBFUZZER …]")
    main(*sys.argv[1:])
