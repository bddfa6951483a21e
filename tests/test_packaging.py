"""Packaging: what wheel and sdist must hold, and what the project says of itself."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import tarfile
import tomllib
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

import timeline
from tests.conftest import LANES
from tools import contents

PROJECT: dict[str, Any] = tomllib.loads((contents.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RELEASE = "some_thing-1.0"
FILES = ["LICENSE", "README.md", "timeline/__init__.py", "timeline/py.typed", "timeline/formats/templates/page.css"]
WHEEL = [
    "some_thing-1.0.data/data/share/man/man1/timeline.1",
    "some_thing-1.0.dist-info/METADATA",
    "some_thing-1.0.dist-info/RECORD",
    "some_thing-1.0.dist-info/WHEEL",
    "some_thing-1.0.dist-info/entry_points.txt",
    "some_thing-1.0.dist-info/licenses/LICENSE",
    "timeline/__init__.py",
    "timeline/datafile/_compiled.py",
    "timeline/data/events.yaml",
    "timeline/formats/templates/page.css",
    "timeline/py.typed",
]
SDIST = [f"some_thing-1.0/{name}" for name in (*FILES, "PKG-INFO")]


def made(folder: Path, wheel: Sequence[str] = WHEEL, sdist: Sequence[str] = SDIST) -> Path:
    """A folder with a wheel and an sdist of these names; those that end with a slash are folders."""
    with zipfile.ZipFile(folder / f"{RELEASE}-py3-none-any.whl", "w") as archive:
        for name in wheel:
            archive.writestr(name, "")
    with tarfile.open(folder / f"{RELEASE}.tar.gz", "w:gz") as tar:
        for name in sdist:
            entry = tarfile.TarInfo(name.rstrip("/"))
            entry.type = tarfile.DIRTYPE if name.endswith("/") else tarfile.REGTYPE
            tar.addfile(entry, io.BytesIO())
    return folder


def test_archives_that_hold_what_they_must(tmp_path: Path) -> None:
    """Where every file is there once there is nothing to say; folders do not count."""
    folder = made(tmp_path, ["timeline/", *WHEEL], ["some_thing-1.0/", *SDIST])
    assert list(contents.compared(folder, FILES)) == []


@pytest.mark.parametrize("name", WHEEL)
def test_nothing_may_be_missing_in_the_wheel(tmp_path: Path, name: str) -> None:
    """Each file that the wheel lacks is named."""
    folder = made(tmp_path, wheel=[other for other in WHEEL if other != name])
    assert list(contents.compared(folder, FILES)) == [f"{RELEASE}-py3-none-any.whl: missing: {name}"]


@pytest.mark.parametrize("name", SDIST)
def test_nothing_may_be_missing_in_the_sdist(tmp_path: Path, name: str) -> None:
    """Each file that the sdist lacks is named."""
    folder = made(tmp_path, sdist=[other for other in SDIST if other != name])
    assert list(contents.compared(folder, FILES)) == [f"{RELEASE}.tar.gz: missing: {name}"]


@pytest.mark.parametrize(
    "name", ["cli.py", "tests/test_x.py", "timeline/__pycache__/x.pyc", "other-1.0.dist-info/METADATA"]
)
def test_nothing_may_be_too_much(tmp_path: Path, name: str) -> None:
    """A file that nobody tracks, or that is not the package's, is named in both archives."""
    folder = made(tmp_path, [*WHEEL, name], [*SDIST, f"{RELEASE}/{name}", name])
    assert sorted(line.partition(": ")[2] for line in contents.compared(folder, FILES)) == sorted(
        [f"too much: {name}", f"too much: {name}", f"too much: {RELEASE}/{name}"]
    )


def test_nothing_may_be_there_twice() -> None:
    """A file that an archive holds twice is two files to whoever unpacks it."""
    assert list(contents.differences(["a", "b", "a"], ["a", "b"])) == ["2 times: a"]


def test_one_of_each_is_wanted(tmp_path: Path) -> None:
    """A folder without the two archives, or with those of two versions, is not what was built."""
    assert list(contents.compared(tmp_path, FILES)) == [
        f"{tmp_path}: 0 wheels and 0 sdists; one of each is wanted",
    ]
    made(tmp_path)
    (tmp_path / "some_thing-0.9.tar.gz").touch()
    assert "1 wheels and 2 sdists" in next(contents.compared(tmp_path, FILES))


def test_the_tool_prints_and_ends_with_a_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The code is 0 where nothing is wrong, 1 with the differences where something is, 2 for no folder."""
    monkeypatch.setattr(contents, "tracked", lambda: FILES)
    assert contents.main([str(made(tmp_path))]) == 0
    assert contents.main([str(made(tmp_path, WHEEL[1:]))]) == 1
    assert f"missing: {WHEEL[0]}\n" in capsys.readouterr().out
    assert contents.main([]) == 2


def test_tracked_files_are_those_of_git(tmp_path: Path) -> None:
    """What is tracked is what git lists, whatever its name; a file that nobody added is not."""
    if shutil.which("git") is None:
        pytest.skip("there is no git here to ask")
    (tmp_path / "ə b.txt").touch()
    (tmp_path / "stray").touch()
    for command in (["init", "-q"], ["add", "ə b.txt"]):
        subprocess.run(["git", "-C", str(tmp_path), *command], check=True, capture_output=True)
    assert contents.tracked(tmp_path) == ["ə b.txt"]


def test_classifiers_match_the_python_that_is_asked_for() -> None:
    """The classifiers name each version of Python from the one required on, and linter and types look at the oldest."""
    project = PROJECT["project"]
    least = int(re.fullmatch(r">=3\.(\d+)", project["requires-python"])[1])  # type: ignore[index]
    prefix = "Programming Language :: Python :: 3."
    named = [int(entry.removeprefix(prefix)) for entry in project["classifiers"] if entry.startswith(prefix)]
    assert named == list(range(least, named[-1] + 1))
    assert PROJECT["tool"]["ruff"]["target-version"] == f"py3{least}"
    assert project["classifiers"] == sorted(project["classifiers"])


def test_licences_are_named_in_one_form() -> None:
    """The licence is an SPDX expression with its file; classifiers may not name another."""
    project = PROJECT["project"]
    assert project["license"] == "MIT AND CC-BY-4.0"
    assert all((contents.ROOT / name).is_file() for name in project["license-files"])
    assert not any(entry.startswith("License ::") for entry in project["classifiers"])


def test_workflow_tries_every_python_that_is_named() -> None:
    """The workflow runs on each version of Python that the classifiers name."""
    workflow = (contents.ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")
    versions = [entry.rpartition(" ")[2] for entry in PROJECT["project"]["classifiers"] if "Python :: 3." in entry]
    assert [version for version in versions if version not in workflow] == []


def test_every_lane_is_run() -> None:
    """Each marker that makes a test slow is a lane that .ci/run names, and no other marker is there."""
    declared = {entry.partition(":")[0] for entry in PROJECT["tool"]["pytest"]["ini_options"]["markers"]}
    assert declared == {"slow", *LANES}
    script = (contents.ROOT / ".ci" / "run").read_text(encoding="utf-8")
    run = set(re.findall(r"for marker in ([\w ]+);", script)[0].split()) | set(re.findall(r"^lane (\w+)", script, re.M))
    assert run == {"fast", "generated", *LANES}


def test_locks_hold_what_the_project_asks_for() -> None:
    """Each lock pins every package with hashes, names no registry, and has all that the project's lists name."""
    project = PROJECT["project"]
    extras = project["optional-dependencies"]
    for name, lists in (("test", ("test",)), ("ci", ("test", "oracles", "lint"))):
        text = (contents.ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
        pinned = {match[1].lower() for match in re.finditer(r"^([\w.-]+)==\S+.*\\\n    --hash=sha256:", text, re.M)}
        asked = [*project["dependencies"], *(entry for extra in lists for entry in extras[extra])]
        assert {re.split(r"[\[<>= ]", entry)[0].lower() for entry in asked} <= pinned
        assert re.findall(r"^(?![\w.-]+==|    --hash=|#).+", text, re.M) == []
        assert "://" not in text


def test_version_is_written_once() -> None:
    """The version stands in the package alone, as three numbers; the metadata is told where."""
    assert PROJECT["project"]["dynamic"] == ["version"]
    assert "version" not in PROJECT["project"]
    place = contents.ROOT / PROJECT["tool"]["hatch"]["version"]["path"]
    assert place.read_text(encoding="utf-8").count(timeline.__version__) == 1
    assert re.fullmatch(r"\d+\.\d+\.\d+", timeline.__version__)
    sources = [
        *(contents.ROOT / "timeline").rglob("*.py"),
        *contents.ROOT.glob("*.py"),
        contents.ROOT / "pyproject.toml",
    ]
    written = re.compile(rf"""["']{re.escape(timeline.__version__)}["']""")
    assert [path for path in sources if written.search(path.read_text(encoding="utf-8"))] == [place]


def test_changelog_opens_with_this_version() -> None:
    """The newest release of the changelog is the version of the package."""
    text = (contents.ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## \[?(\d[^]\s]*)", text, re.MULTILINE)[0] == timeline.__version__


def test_every_dependency_is_imported_and_has_a_floor() -> None:
    """What is required is imported by the package, and from a version on."""
    names = {"dateutil": "python-dateutil", "yaml": "pyyaml"}
    required = [re.split(r"[<>=~!;\[ ]", entry)[0] for entry in PROJECT["project"]["dependencies"]]
    assert all(">=" in entry for entry in PROJECT["project"]["dependencies"])
    text = "\n".join(path.read_text(encoding="utf-8") for path in (contents.ROOT / "timeline").rglob("*.py"))
    imported = set(re.findall(r"^\s*(?:from|import) (\w+)", text, re.MULTILINE))
    known = {names.get(name, name) for name in imported}
    assert set(required) <= known
