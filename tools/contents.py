"""The contents of wheel and sdist, compared with what the repository tracks: every file, and no other.

``python tools/contents.py DIST`` looks at the one wheel and the one sdist in a folder, prints a line for each file that
is missing or too much, and exits with 1 if there is any.
"""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ADDED = ("timeline/datafile/_compiled.py", "timeline/data/events.yaml")
"""What the build puts beside the package: the chronology, as Python and as it was written."""
SHARED = ("share/man/man1/timeline.1",)
"""What is installed outside the package."""
METADATA = ("METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE")


def tracked(root: Path = ROOT) -> list[str]:
    """Every file of the repository, as a path from its top."""
    command = ["git", "-C", str(root), "ls-files", "-z"]
    listed = subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout
    return [name for name in listed.split("\0") if name]


def of_wheel(path: Path) -> list[str]:
    """The files in a wheel."""
    with zipfile.ZipFile(path) as archive:
        return [entry.filename for entry in archive.infolist() if not entry.is_dir()]


def of_sdist(path: Path) -> list[str]:
    """What is in an sdist and no folder: files, links and whatever else."""
    with tarfile.open(path) as archive:
        return [entry.name for entry in archive.getmembers() if not entry.isdir()]


def wanted_in_wheel(files: Iterable[str], release: str) -> list[str]:
    """What a wheel must hold: the package with its data, the manual page, the metadata of the ``name-version``."""
    package = [name for name in files if name.startswith("timeline/")]
    shared = [f"{release}.data/data/{name}" for name in SHARED]
    return [*package, *ADDED, *shared, *(f"{release}.dist-info/{name}" for name in METADATA)]


def wanted_in_sdist(files: Iterable[str], release: str) -> list[str]:
    """What an sdist must hold: the repository and the metadata, in a folder ``name-version``."""
    return [f"{release}/{name}" for name in (*files, "PKG-INFO")]


def differences(found: Iterable[str], wanted: Iterable[str]) -> Iterator[str]:
    """A line for each file that is missing, too much, or there more than once; by name."""
    times, needed = Counter(found), set(wanted)
    for name in sorted(needed | set(times)):
        if name not in times:
            yield f"missing: {name}"
        elif name not in needed:
            yield f"too much: {name}"
        elif times[name] > 1:
            yield f"{times[name]} times: {name}"


def compared(folder: Path, files: list[str]) -> Iterator[str]:
    """What is wrong with the archives in a folder, a line each."""
    wheels, sdists = sorted(folder.glob("*.whl")), sorted(folder.glob("*.tar.gz"))
    if len(wheels) != 1 or len(sdists) != 1:
        yield f"{folder}: {len(wheels)} wheels and {len(sdists)} sdists; one of each is wanted"
        return
    wheel, sdist = wheels[0], sdists[0]
    release = "-".join(wheel.name.split("-")[:2])
    for line in differences(of_wheel(wheel), wanted_in_wheel(files, release)):
        yield f"{wheel.name}: {line}"
    for line in differences(of_sdist(sdist), wanted_in_sdist(files, release)):
        yield f"{sdist.name}: {line}"


def main(args: list[str]) -> int:
    """Prints what is wrong; the exit code is 1 where something is, 2 where no folder is named."""
    if len(args) != 1:
        print("usage: python tools/contents.py DIST", file=sys.stderr)
        return 2
    found = list(compared(Path(args[0]), tracked()))
    print("\n".join(found) or "wheel and sdist hold what the repository holds")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
