"""The docs and the habits of the repository: what they name exists, what they show runs, and what exists is named."""

from __future__ import annotations

import doctest
import importlib.util
import json
import os
import re
import sys
import textwrap
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

import timeline
from timeline.cli.commands import ready
from timeline.datafile import schema
from timeline.formats import FORMATS, csv
from timeline.query import Filters
from tools import differences, examples, reference

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))]
HABITS = [
    *(ROOT / name for name in ("CITATION.cff", ".editorconfig", ".pre-commit-config.yaml", "justfile")),
    *sorted((ROOT / ".github").rglob("*.*")),
    *sorted((ROOT / "examples").iterdir()),
]
REGISTRIES = re.compile(
    r"pypi\.|pythonhosted|npmjs|registry\.|crates\.io|conda\.(?:io|anaconda)|anaconda\.org|index-url"
)
SCHEMAS = {
    "CITATION.cff": "citation-file-format",
    ".github/workflows/ci.yml": "github-workflows",
    ".github/workflows/newest.yml": "github-workflows",
    ".github/workflows/data-diff.yml": "github-workflows",
    ".github/ISSUE_TEMPLATE/bug.yml": "github-issue-forms",
    ".github/ISSUE_TEMPLATE/correction.yml": "github-issue-forms",
    ".github/ISSUE_TEMPLATE/new-event.yml": "github-issue-forms",
    ".github/ISSUE_TEMPLATE/config.yml": "github-issue-config",
}
_FENCE = re.compile(r"^( *)```([\w-]+)\n(.*?)^\1```$", re.DOTALL | re.MULTILINE)


def of_page(path: Path) -> str:
    """A page's name for the report."""
    return str(path.relative_to(ROOT))


def of(*languages: str, page: Path) -> Iterator[tuple[str, str]]:
    """The language and the text of each fenced block in one of the languages, without its indentation."""
    for match in _FENCE.finditer(page.read_text(encoding="utf-8")):
        if match[2] in languages:
            yield match[2], textwrap.dedent(match[3])


def anchors(page: Path) -> set[str]:
    """The addresses of a page's headings, as GitHub makes them."""
    prose = _FENCE.sub("", page.read_text(encoding="utf-8"))
    headings = re.findall(r"^#+ (.*)$", prose, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def links(page: Path) -> list[str]:
    """The targets of a page's links, outside of code."""
    prose = re.sub(r"`[^`\n]*`", "", _FENCE.sub("", page.read_text(encoding="utf-8")))
    return re.findall(r"\]\(([^)\s]+)\)", prose)


@pytest.mark.parametrize("page", PAGES, ids=of_page)
def test_links_lead_somewhere(page: Path) -> None:
    """A link within the repository names a file that exists, and behind ``#`` one of its headings."""
    for link in links(page):
        if re.match(r"https?://", link):
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


def test_every_page_is_in_the_index() -> None:
    """The index leads to every page of the docs."""
    index = DOCS / "README.md"
    found = {(DOCS / link.partition("#")[0]).resolve() for link in links(index)}
    assert set(DOCS.rglob("*.md")) - {index} <= found


def test_every_picture_is_shown() -> None:
    """A page leads to each picture of the docs."""
    shown = {(page.parent / link).resolve() for page in PAGES for link in links(page)}
    assert {path for path in DOCS.rglob("*") if path.suffix in (".png", ".svg")} <= shown


def test_reference_is_what_the_program_says() -> None:
    """The pages made from the program are up to date; renew them with tools/reference.py --write."""
    assert "".join(differences(reference.pages())) == ""


def test_every_command_and_option_has_its_place() -> None:
    """The reference has a heading for each command and names each option that is not hidden."""
    text = (DOCS / "reference" / "commands.md").read_text(encoding="utf-8")
    whole: Any = ready()
    for name, command in whole.commands.items():
        assert f"\n## timeline {name}\n" in text
        for option in command.params:
            if option.param_type_name == "option" and not option.hidden and option.name != "help":
                assert f"`{option.opts[0]}`" in text, option.name


def test_every_filter_has_its_place() -> None:
    """Each filter of the Python API is an option in the reference, under the same name."""
    text = (DOCS / "reference" / "commands.md").read_text(encoding="utf-8")
    part = text.partition("## Filters")[2].partition("\n## ")[0]
    for field in Filters._fields:
        assert f"`--{field.rstrip('_').replace('_', '-')}`" in part


@pytest.mark.parametrize("entry", FORMATS, ids=lambda entry: entry.name)
def test_every_format_has_its_place(entry: Any) -> None:
    """The page on formats has a part for each, with what it cannot hold, and names its suffix and its options."""
    text = _FENCE.sub("", (DOCS / "formats.md").read_text(encoding="utf-8"))
    parts = [part for part in text.split("\n## ")[1:] if f"`{entry.name}`" in part.partition("\n")[0]]
    assert len(parts) == 1
    assert re.search(r"\*(?:It|They) (?:cannot hold|holds everything)\*", parts[0])
    assert f" {entry.suffix}" in text
    assert all(f"--{option}" in parts[0] for option in entry.options)


def test_every_field_has_its_place() -> None:
    """The data dictionary has a row for each field of each record."""
    text = (DOCS / "reference" / "data-dictionary.md").read_text(encoding="utf-8")
    for fields in (schema.CHRONOLOGY, schema.PROGRAMME, schema.SOURCE, schema.EVENT):
        for field in fields:
            assert f"| `{field.name}` | " in text
            assert field.about in text


def test_every_module_is_on_the_plan() -> None:
    """The plan of the architecture names each module of the package in its folder, and none that is gone."""
    plan = next(block for _, block in of("text", page=DOCS / "architecture.md"))
    named, folder = set(), ""
    for line in plan.splitlines():
        names = re.split(r" {2,}", line.strip())[0].split(", ")
        folder = folder if line.startswith(" ") else ""
        named |= {folder + name for name in names if not name.endswith("/")}
        folder = names[0] if names[0].endswith("/") else folder
    package = Path(timeline.__file__).parent
    there = {path.relative_to(package).with_suffix("").as_posix() for path in package.rglob("*.py")}
    assert named == {name for name in there if not name.rpartition("/")[2].startswith("_")}


def test_where_a_change_goes_is_there() -> None:
    """In the table of the architecture each name is one that a file of its row has, or the file's own."""
    part = (DOCS / "architecture.md").read_text(encoding="utf-8").partition("## Where a change goes")[2]
    rows = re.findall(r"^\| an? .*|^\| the .*", part, re.MULTILINE)
    assert len(rows) >= 9
    for row in rows:
        paths = [ROOT / name for name in re.findall(r"`((?:data|timeline|tests|tools)/[^`]*)`", row)]
        files = [file for path in paths for file in (path.rglob("*.py") if path.is_dir() else [path])]
        there = {word for file in files for word in (file.stem, *re.findall(r"\w+", file.read_text(encoding="utf-8")))}
        assert files
        assert set(re.findall(r"`(\w+)`", row)) <= there, row


@pytest.mark.parametrize("page", PAGES, ids=of_page)
def test_files_that_a_page_names_exist(page: Path) -> None:
    """A path of the repository in a page's text, such as `tests/test_dates.py`, is there."""
    prose = _FENCE.sub("", page.read_text(encoding="utf-8"))
    named = re.findall(r"`((?:bench|data|docs|examples|requirements|tests|timeline|tools)/[^\s`:]*)", prose)
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_readme_has_every_format() -> None:
    """The README's table has a row that names each format together with its suffix, and none that is gone."""
    table = (ROOT / "README.md").read_text(encoding="utf-8").partition("\n## Exports\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (`[^|]*) \|([^|]*)\|", table, re.MULTILINE)
    named = {name: suffixes.split() for names, suffixes in rows for name in re.findall(r"`(\w+)`", names)}
    assert set(named) == {entry.name for entry in FORMATS}
    assert all(entry.suffix in named[entry.name] for entry in FORMATS if entry.suffix)
    assert {suffix for suffixes in named.values() for suffix in suffixes if suffix.startswith(".")} == {
        entry.suffix for entry in FORMATS if entry.suffix
    }


def test_every_column_has_its_place() -> None:
    """The page on formats has a row for each column of CSV."""
    part = (DOCS / "formats.md").read_text(encoding="utf-8").partition("## `csv` and `tsv`")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (`[^|]*) \|", part, re.MULTILINE)
    assert sorted(name for row in rows for name in re.findall(r"`(\w+)`", row)) == sorted(csv.COLUMNS)


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(
            page, marks=pytest.mark.oracles if "pandas" in page.read_text(encoding="utf-8") else (), id=of_page(page)
        )
        for page in PAGES
        if any(of("pycon", page=page))
    ],
)
def test_python_examples_run(page: Path) -> None:
    """What a page shows of Python gives what stands beneath it, read from the top of the page to its end."""
    text = "\n".join(block for _, block in of("pycon", page=page))
    test = doctest.DocTestParser().get_doctest(text, {}, page.name, str(page), 0)
    assert doctest.DocTestRunner().run(test).failed == 0


@pytest.mark.parametrize("page", [page for page in PAGES if any(of("shell-session", page=page))], ids=of_page)
def test_files_of_a_page_do_what_it_says(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A YAML block that begins with a file's name is saved; the commands after it print what stands beneath them."""
    monkeypatch.chdir(tmp_path)
    for name, value in (("COLUMNS", "92"), ("LINES", "1000"), ("NO_COLOR", "1"), ("TERM", "xterm")):
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("TIMELINE_DATA", raising=False)
    real = _FENCE.sub(_run, page.read_text(encoding="utf-8"))
    if os.environ.get("TIMELINE_RENEW") == "1":
        page.write_text(real, encoding="utf-8", newline="\n")
    assert real == page.read_text(encoding="utf-8"), "renew it with: TIMELINE_RENEW=1 pytest tests/test_docs.py"


def _run(fence: re.Match[str]) -> str:
    """A fenced block as it should be: a file is saved here, and commands have their real output under them."""
    indent, language, block = fence[1], fence[2], textwrap.dedent(fence[3])
    saved = re.match(r"# (\S+\.yaml)\n", block)
    if language == "yaml" and saved:
        Path(saved[1]).write_text(block, encoding="utf-8")
    if language != "shell-session":
        return fence[0]
    commands = re.findall(r"^\$ (.*)$", block, re.MULTILINE)
    shown = "".join(f"$ {command}\n{examples.answer(command)}" for command in commands)
    return f"{indent}```{language}\n{textwrap.indent(shown, indent)}{indent}```"


@pytest.mark.parametrize("path", [*PAGES, *HABITS], ids=of_page)
def test_nothing_names_a_registry(path: Path) -> None:
    """No page and no file of the repository's habits sends anybody to a package registry's host."""
    assert not REGISTRIES.search(path.read_text(encoding="utf-8"))


@pytest.mark.oracles
@pytest.mark.parametrize("name", SCHEMAS)
def test_habits_follow_their_schemas(name: str) -> None:
    """The citation file, the workflow and the issue forms are valid by the schemas of those who read them."""
    found = importlib.util.find_spec("check_jsonschema")
    assert found is not None
    assert found.origin is not None
    path = Path(found.origin).parent / "builtin_schemas" / "vendor" / f"{SCHEMAS[name]}.json"
    rules = json.loads(path.read_text(encoding="utf-8"))
    validator = jsonschema.validators.validator_for(rules)(rules)
    told = yaml.load((ROOT / name).read_text(encoding="utf-8"), _Text)
    assert [error.message for error in validator.iter_errors(told)] == []


class _Text(yaml.SafeLoader):
    """YAML as its users mean it: ``on`` is a word and 2026-11-23 a text."""


_Text.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in pairs if not tag.endswith((":timestamp", ":bool"))]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Text.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("true|false"), list("tf"))


def test_citation_names_what_cite_names() -> None:
    """The citation file names the chronology as `cite` does, with the day of its last change, and names no person."""
    told = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    licences = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["license"]
    chronology = timeline.load()
    assert told["title"] == chronology.title
    assert told["version"] == told["date-released"] == str(chronology.updated)
    assert [author["name"] for author in told["authors"]] == list(chronology.authors)
    assert set(told["license"]) == set(licences.split(" AND "))
    assert all(set(author) == {"name"} for author in told["authors"])


def test_workflow_asks_for_nothing_but_to_read() -> None:
    """The workflow has no rights by default, reads the contents, and pins each action by its commit."""
    text = (ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")
    told = yaml.load(text, _Text)
    assert told["permissions"] == {}
    assert all(job["permissions"] == {"contents": "read"} for job in told["jobs"].values())
    steps = [step for job in told["jobs"].values() for step in job["steps"]]
    assert any(step.get("run") == ".ci/run" for step in steps)
    assert all(re.search(r"@[0-9a-f]{40}$", step["uses"]) for step in steps if "uses" in step)


def test_a_request_is_compared_without_the_right_to_write() -> None:
    """What a request brings runs where nothing may be written; where a comment may be, no code is fetched."""
    told = yaml.load((ROOT / ".github" / "workflows" / "data-diff.yml").read_text(encoding="utf-8"), _Text)
    assert (told["permissions"], set(told["on"])) == ({}, {"pull_request"})
    compare, comment = told["jobs"]["compare"], told["jobs"]["comment"]
    assert compare["permissions"] == {"contents": "read"}
    assert all(re.search(r"@[0-9a-f]{40}$", step["uses"]) for step in compare["steps"] if "uses" in step)
    assert comment["permissions"] == {"pull-requests": "write"}
    assert "head.repo.full_name == github.repository" in comment["if"]
    assert not any("uses" in step or "${{" in step["run"] for step in comment["steps"])


def test_recipes_are_told_and_name_what_exists() -> None:
    """Each recipe of the justfile has a comment above it, and the scripts that it runs are there."""
    text = (ROOT / "justfile").read_text(encoding="utf-8")
    recipes = re.findall(r"^(?:# (.*)\n)?([a-z]+)[^:=\n]*:\n", text, re.MULTILINE)
    wanted = {"default", "setup", "test", "lint", "check", "examples", "reference", "pictures", "bench", "ci"}
    assert wanted <= {name for _, name in recipes}
    assert all(comment for comment, _ in recipes)
    for script in re.findall(r"\S+/\S+\.py|\.ci/run|(?:data|examples)/\S+", text):
        assert (ROOT / script).exists() or script == "tests/test_dates.py", script


def test_commit_hooks_are_pinned() -> None:
    """Each foreign repository of hooks stands at a whole version, and the local hooks run what the project has."""
    told = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    for entry in told["repos"]:
        if entry["repo"] == "local":
            assert {hook["language"] for hook in entry["hooks"]} == {"system"}
            assert {"ruff-check", "ruff-format", "mypy", "timeline-check"} <= {hook["id"] for hook in entry["hooks"]}
        else:
            assert re.fullmatch(r"v?\d+\.\d+\.\d+", entry["rev"])


def test_request_template_has_the_checklist_of_contributing() -> None:
    """What a request is asked is what CONTRIBUTING asks."""
    asked = (ROOT / ".github" / "pull_request_template.md").read_text(encoding="utf-8")
    told = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## Checklist")[2].partition("\n## ")[0]
    wanted = [
        " ".join(item.split()) for item in re.findall(r"^- \[ \] (.*?)(?=^- |\Z)", told, re.MULTILINE | re.DOTALL)
    ]
    assert wanted
    for item in wanted:
        assert item.replace("the rules above", "the rules in CONTRIBUTING") in " ".join(asked.split())


@pytest.mark.skipif(sys.platform == "win32", reason="git marks what may be run")
def test_door_of_the_server_can_be_run() -> None:
    """What the workflow and the justfile call is a program."""
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
