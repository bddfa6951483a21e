"""Runs a harness under atheris: ``python -m tests.fuzz loader FOLDER -max_total_time=600``; see README.md beside."""

from __future__ import annotations

import importlib
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


if __name__ == "__main__":
    if len(sys.argv) < 3 or sys.argv[1] not in TARGETS:
        sys.exit(f"usage: python -m tests.fuzz {{{'|'.join(TARGETS)}}} FOLDER [OPTION OF LIBFUZZER …]")
    main(*sys.argv[1:])
