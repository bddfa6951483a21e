"""Build of the wheel: checks the data file and compiles it into the package; no wheel of data with an error."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

DATA = "data/events.yaml"


class Compile(BuildHookInterface[Any]):
    """Adds ``timeline/datafile/_compiled.py`` to a wheel; an editable install reads the YAML of its checkout."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before the files of the wheel are gathered."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        try:
            from timeline.datafile import parse
            from timeline.datafile.check import problems
            from timeline.datafile.compiled import packed
        finally:
            sys.path.remove(self.root)
        data = Path(self.root, DATA).read_bytes()
        found = problems(data, DATA)
        for problem in found:
            sys.stderr.write(f"{problem.at(DATA)}\n")
        if any(problem.severity == "error" for problem in found):
            raise SystemExit(1)
        target = Path(self.directory, "_compiled.py")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(packed(parse(data, DATA)), encoding="utf-8")
        build_data["force_include"][str(target)] = "timeline/datafile/_compiled.py"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Takes the compiled file away again once it is in the wheel."""
        Path(self.directory, "_compiled.py").unlink(missing_ok=True)


def get_build_hook() -> type[Compile]:
    """What hatchling looks for."""
    return Compile
