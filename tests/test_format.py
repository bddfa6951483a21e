"""The one form of a data file, and ``timeline format``, which puts a file into it with its comments."""

from __future__ import annotations

import os
import random
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import timeline
from tests.strategies import chronologies, lines, texts
from timeline.cli import files
from timeline.cli import run as program
from timeline.datafile import bundled, parse, write
from timeline.datafile.write import formatted, scalar
from timeline.errors import TimelineError

HEAD = """\
title: T

sources:
  s:
    title: S
    held: H
    kind: reference

  t:
    title: T
    held: H
    kind: reference
"""
"""The beginning of a file in its one form."""
EVENT = '    date: "1994"\n    title: A\n    significance: notable\n    confidence: reported\n    sources: [s]\n'
"""The fields of an event below its id."""
GOOD = f"{HEAD}\nevents:\n  - id: a\n{EVENT}"


def form(text: str) -> str:
    """A text in its one form, which is the same chronology, has the same comments, and is its own form."""
    made = formatted(text.encode(), "x").decode()
    assert parse(made.encode()) == parse(text.encode())
    assert formatted(made.encode(), "x").decode() == made
    return made


def written(chronology: timeline.Chronology) -> str:
    """A chronology as the text of a file."""
    return "".join(f"{line}\n" for line in write.written(chronology))


@pytest.mark.parametrize("file", [bundled(), Path(__file__).parent.parent / "examples" / "partnership-forums.yaml"])
def test_the_files_of_the_project_are_in_their_one_form(file: Path) -> None:
    """What the project keeps is what ``timeline format`` writes, to the byte; mend: timeline format FILE."""
    data = file.read_bytes()
    assert formatted(data, "x") == data


COMMENTS = {
    "above a field": ("    title: A\n", "    # c\n    title: A\n"),
    "behind a field": ("    title: A\n", "    title: A  # c\n"),
    "above an event": ("  - id: a\n", "  # c\n\n  # d\n  - id: a\n"),
    "above a source": ("  t:\n", "  # c\n  t:\n"),
    "behind a source": ("  t:\n", "  t:  # c\n"),
    "behind a section": ("sources:\n", "sources:  # c\n"),
    "above a section": ("sources:\n", "# c\n#  d\nsources:\n"),
    "at the end of a record": (
        "    held: H\n    kind: reference\n\n",
        "    held: H\n    kind: reference\n    # c: d\n\n",
    ),
    "at the end of a section": ("    kind: reference\n\nevents", "    kind: reference\n  # c\n\nevents"),
    "at the end of the last event": ("    sources: [s]\n", "    sources: [s]\n    # c\n"),
    "at the end of the file": ("    sources: [s]\n", "    sources: [s]\n\n# c\n\n# d\n"),
    "at the end of the list of events": ("    sources: [s]\n", "    sources: [s]\n  # c\n"),
    "above the item of a list": ("    sources: [s]\n", "    sources:\n      # c\n      - s\n"),
    "behind the item of a list": ("    sources: [s]\n", "    sources:\n      - s  # c\n"),
    "behind a list": ("    sources: [s]\n", "    sources: [s]  # c\n"),
    "behind the key of a list": ("    sources: [s]\n", "    sources:  # c\n      - s  # d\n"),
    "at the end of a list": ("    sources: [s]\n", "    sources:\n      - s\n      # c\n"),
    "at what a source says": ("    sources: [s]\n", "    sources:\n      # c\n      s: Says so.  # d\n      # e\n"),
    "at a source that says nothing": ("    sources: [s]\n", '    sources:\n      s: ""  # c\n      t: Says so.\n'),
    "at a folded text": (
        "    sources: [s]\n",
        f"    note: >-  # c\n      {'word ' * 18}word\n      word\n    sources: [s]\n",
    ),
    "at an empty list": ("    confidence", "    people: []  # nobody\n    confidence"),
    "above an empty list": ("    confidence", "    # c\n    people: []\n    confidence"),
    "in a vocabulary": ("\nsources:", "\nkinds:\n  # c\n  a: A  # d\n  b: B\n  # e\n\nsources:"),
    "at a section without records": ("\nsources:", "\n# c\nkinds: {}  # d\n\nsources:"),
}
"""What is done to the good file, which then has comments in their places."""


@pytest.mark.parametrize("name", COMMENTS)
def test_a_comment_stands_where_it_stood(name: str) -> None:
    """In a file in its one form every comment is in its place: nothing is to be done."""
    old, new = COMMENTS[name]
    assert old in GOOD
    text = GOOD.replace(old, new, 1)
    assert form(text) == text


MOVED = {
    "a comment goes with its record": (
        "title: T\nevents: []\nsources: # a\n  # c\n  t: {title: T, held: H} # d\n\n  # e\n\n  s: {title: S, held: H}",
        "  # e\n\n  s:\n    title: S\n    held: H\n    kind: reference\n\n  # c\n  t:  # d\n",
    ),
    "and with its field": (
        f"{HEAD}events:\n  - title: A # a\n    # s\n    sources: [s]\n    # i\n    id: a\n    # d\n    date: '1994'\n",
        '\n    # i\n  - id: a\n    # d\n    date: "1994"\n    title: A  # a\n'.replace("\n    # i", "\n  # i"),
    ),
    "a comment above an event that is apart from the one before": (
        f"{GOOD}\n    # about b\n  - id: b\n{EVENT}",
        "    sources: [s]\n\n  # about b\n  - id: b\n",
    ),
    "a comment that is close to the event before": (
        f"{GOOD}    # about a\n  - id: b\n{EVENT}",
        "    sources: [s]\n    # about a\n\n  - id: b\n",
    ),
    "two that are apart at the end of an event": (
        f"{GOOD}    # c\n\n    # d\n\n  - id: b\n{EVENT}",
        "    sources: [s]\n    # c\n    # d\n\n  - id: b\n",
    ),
    "two comments, one of each": (
        f"{GOOD}    # about a\n  # about b\n  - id: b\n{EVENT}",
        "    # about a\n\n  # about b\n  - id: b\n",
    ),
    "events by day": (f"{GOOD}\n  # b\n  - id: b\n{EVENT.replace('1994', '1993')}", "events:\n  # b\n  - id: b\n"),
    "a record in brackets": (
        f"{HEAD}events:\n  - {{id: a, date: '1994', # d\n     title: A, sources: [s, # s\n    t] }} # r\n",
        '  # r\n  - id: a\n    date: "1994"  # d\n',
    ),
    "a list in brackets": (
        GOOD.replace("[s]", "[s, # one\n      # two\n      t # three\n      # four\n      ] # five"),
        "    sources:  # five\n      - s  # one\n      # two\n      - t  # three\n      # four\n",
    ),
    "two behind one key": (
        GOOD.replace("[s]", "[ # one\n      s] # two"),
        "    # two\n    sources: [s]  # one\n",
    ),
    "behind the hyphen": (GOOD.replace("- id", "- # c\n    id"), "events:\n  # c\n  - id: a\n"),
    "behind the beginning": (f"--- # c\n{GOOD}", "# c\ntitle: T\n"),
    "a sign of comment in a text": (
        GOOD.replace(
            "title: A", "title: 'A # no comment' # c\n    note: |-\n      # none\n      either # too\n    # d"
        ),
        '    title: "A # no comment"  # c\n',
    ),
    "in a text over lines": (
        GOOD.replace("title: A", "title:\n      # c\n      A\n      B # d"),
        "    # c\n    title: A B  # d\n",
    ),
    "the last line without its end": (f"{GOOD}# c", "    sources: [s]\n\n# c\n"),
    "an empty list over lines": (
        GOOD.replace("    confidence", "    people: [\n      # nobody\n    ]\n    confidence"),
        "    # nobody\n    people: []\n",
    ),
    "the whole in brackets": (
        "{title: T, sources: {}, # c\n events: []} # d",
        "sources: {}  # c\n\nevents: []\n\n# d\n",
    ),
}
"""A file, and what its one form must have in it."""


@pytest.mark.parametrize("name", MOVED)
def test_a_comment_goes_with_what_it_belongs_to(name: str) -> None:
    """Where records and fields are put in order, or lists are written otherwise, comments keep what they belong to."""
    text, wanted = MOVED[name]
    assert wanted in form(text)


def comments(text: str) -> list[str]:
    """The comments that `_commented` put into a text."""
    return sorted(re.findall(r"#c\d+\b", text))


def _commented(text: str, draw: random.Random, chronology: timeline.Chronology) -> str:
    """A text with comments in some of the places where YAML allows them."""
    for number in range(draw.randint(1, 8)):
        lines = text.split("\n")
        at = draw.randrange(len(lines))
        if draw.random() < 0.3:
            lines[at] += f" #c{number}"
        else:
            above = [""] * draw.randint(0, 1) + [f"{' ' * draw.randint(0, 8)}#c{number}"] + [""] * draw.randint(0, 1)
            lines[at:at] = above
        changed = "\n".join(lines)
        try:
            if parse(changed.encode()) == chronology:
                text = changed
        except timeline.DataError:
            continue
    return text


@given(chronologies(), st.integers(), st.sampled_from((None, False, True)))
def test_any_layout_has_one_form(chronology: timeline.Chronology, seed: int, flow: bool | None) -> None:
    """However a file is laid out and commented: its form is the same chronology, with every comment, and is its own.

    Comments stand above and behind anything, in whatever column.
    """
    text = written(chronology)
    if flow is not None:
        text = yaml.safe_dump(yaml.load(text, yaml.BaseLoader), sort_keys=flow, default_flow_style=flow, width=40)
    text = _commented(text, random.Random(seed), chronology)
    assert comments(form(text)) == comments(text)


@given(chronologies())
def test_what_is_written_is_the_same_chronology(chronology: timeline.Chronology) -> None:
    """A chronology that is written is read back as the same, and is in its one form."""
    text = written(chronology)
    assert parse(text.encode()) == chronology
    assert form(text) == text


TRAPS = [
    "no", "1994", "0o17", "1e3", "-.5", "2024-02-30", "0b_", "!!bool x", "a: b", "a #b", "~", "=", "<<", "- a", "a,b",
    "Yes", "NULL", "a:", "a:b", "#a", "a\u00a0b", "a?b", "a{b", "y", "off", "https://a.example/#b", "a ", "é: è",
]  # fmt: skip
"""Texts that a reader of YAML may take for something else."""


@given(st.one_of(st.sampled_from(TRAPS), lines(), texts()))
def test_scalars_mean_the_same_to_every_reader(word: str) -> None:
    """A scalar is that text for a YAML reader that types, as a value, as a key and in a list."""
    assert yaml.safe_load(f"k: {scalar(word)}") == {"k": word}
    assert yaml.safe_load(f"{scalar(word)}: k") == {word: "k"}
    assert yaml.safe_load(f"[{scalar(word, flow=True)}]") == [word]


@pytest.mark.parametrize("word", TRAPS)
def test_traps_mean_the_same_to_every_reader(word: str) -> None:
    """The same for each of the traps."""
    test_scalars_mean_the_same_to_every_reader.hypothesis.inner_test(word)  # type: ignore[attr-defined]


def test_scalars_have_no_depth() -> None:
    """A text of brackets alone is put in quotes, however long."""
    assert scalar("[" * 5_000) == '"' + "[" * 5_000 + '"'


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("{s: , t: ''}", " [s, t]"),
        ("{s: Says so., t: }", '\n      s: Says so.\n      t: ""'),
        ("{t: 'Says: so.', s: '1'}", '\n      t: "Says: so."\n      s: "1"'),
        (f"{{s: Says so{' and so' * 12}.}}", f"\n      s: >-\n        Says so{' and so' * 12}."),
    ],
)
def test_statements_stand_beside_their_sources(given: str, kept: str) -> None:
    """Where any source says something each is a line, a long sentence folded; where none does they are a list."""
    made = form(GOOD.replace("sources: [s]", f"sources: {given}"))
    assert made.endswith(f"    sources:{kept}\n")


@pytest.mark.parametrize(
    ("text", "wrapped"),
    [
        ("word " * 30 + "end", True),
        ("word " * 30, False),
        ("word  " * 30 + "end", False),
        ("word " * 30 + "\n" + "word", False),
        ("word " * 30 + "a\u00a0b", True),
        ("word " * 30 + "\u00a0b", False),
        ("x" * 200, True),
    ],
)
def test_long_texts_are_wrapped_where_they_stay_the_same(text: str, wrapped: bool) -> None:
    """Lines of a wrapped text are at most 100 columns but for a long word; what it would change stays on one line."""
    made = form(GOOD.replace("    sources: [s]", f"    note: {write.scalar(text)}\n    sources: [s]"))
    assert ("    note: >-\n" in made) == wrapped
    assert max(map(len, made.splitlines())) <= 100 or not wrapped or " " not in text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (GOOD.replace("\n", "\r\n"), GOOD.replace("\n", "\r\n")),
        (
            GOOD.replace("  s:\n", "  s:  # c\r").replace("title: T\n", "title: T\r\n", 1),
            GOOD.replace("  s:", "  s:  # c").replace("\n", "\r\n"),
        ),
        (f"\ufeff{GOOD}", GOOD),
        (GOOD.replace("\n", "\r"), GOOD),
    ],
)
def test_line_ends_are_those_of_the_first_line(before: str, after: str) -> None:
    """A file keeps the line ends that its first line has; a byte-order mark goes."""
    assert formatted(before.encode(), "x") == after.encode()


def test_records_stand_in_their_order() -> None:
    """Words, programmes and sources by alphabet whatever the case, events by day; fields as in the data dictionary."""
    text = (
        "events: []\nsources: {b: {held: H, title: B}, A: {title: A, held: H}, c: {title: C, held: H}}\n"
        "programmes: {Q: {name: Q}, p: {name: P, parent: Q}}\nkinds: {y: Y, X: x}\ntitle: T\n"
    ).replace("A:", "a:")
    keys = re.findall(r"^ *(\S+):", form(text), re.MULTILINE)
    assert keys == [
        "title", "kinds", "X", "y", "programmes", "p", "name", "parent", "Q", "name",
        "sources", "a", "title", "held", "kind", "b", "title", "held", "kind", "c", "title", "held", "kind", "events",
    ]  # fmt: skip


@pytest.fixture(name="ran")
def _ran(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs the program and gives its exit code, standard output and standard error."""
    monkeypatch.delenv("TIMELINE_DATA", raising=False)

    def run(*args: str) -> tuple[int, str, str]:
        code = program.run(list(args))
        return code, *capfd.readouterr()

    return run


@pytest.fixture(name="loose")
def _loose(tmp_path: Path) -> Path:
    """A file that is not in its one form."""
    path = tmp_path / "loose.yaml"
    path.write_text(GOOD.replace("title: A", "title: 'A'"))
    return path


def test_a_file_is_put_into_its_form(ran: Any, loose: Path) -> None:
    """The file is rewritten once; permissions stay, a link leads to the same file, nothing is left beside it."""
    os.chmod(loose, 0o640)
    link = loose.with_name("link.yaml")
    link.symlink_to(loose.name)
    assert ran("format", str(link)) == (0, "", f"timeline: {link}: put into its one form\n")
    assert loose.read_text() == GOOD
    assert loose.stat().st_mode & 0o777 == 0o640
    assert link.is_symlink()
    assert ran("format", "--data", str(loose)) == (0, "", f"timeline: {loose}: is in its one form already\n")
    assert {path.name for path in loose.parent.iterdir()} == {"loose.yaml", "link.yaml"}


def test_check_tells_and_changes_nothing(ran: Any, loose: Path) -> None:
    """Exit code 1 and the file with its first line that would change; 0 once it is in its form."""
    before = loose.read_text()
    told = (
        f"timeline: {loose}:17: from here on it is not in its one form; 'timeline format {loose}' puts it into that\n"
    )
    assert ran("format", "--check", str(loose)) == (1, "", told)
    assert loose.read_text() == before
    loose.write_text(GOOD)
    assert ran("format", "--check", str(loose)) == (0, "", f"timeline: {loose}: is in its one form\n")


def test_diff_shows_what_would_change(ran: Any, loose: Path) -> None:
    """A unified diff, its marks in colour where that is asked for; nothing is changed, and the exit code is 1."""
    before = loose.read_text()
    code, out, _ = ran("format", "--diff", str(loose))
    assert code == 1
    assert out.startswith(f"--- {loose}\n+++ {loose} in its one form\n@@ ")
    assert "\n-    title: 'A'\n+    title: A\n" in out
    code, out, _ = ran("format", "--diff", "--color", "always", str(loose))
    assert "\n\x1b[38;5;198m-\x1b[0m    title: 'A'\n\x1b[38;5;29m+\x1b[0m    title: A\n" in out
    assert loose.read_text() == before


def test_standard_input_goes_to_standard_output(ran: Any, loose: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With - the form of what is read goes to standard output, and nothing else does."""
    with loose.open() as stream:
        monkeypatch.setattr("sys.stdin", stream)
        assert ran("format", "-") == (0, GOOD, "")


def test_what_cannot_be_read_is_left_alone(ran: Any, loose: Path) -> None:
    """Errors are told as ``timeline check`` tells them, the other files are written, and the exit code is 1."""
    bad = loose.with_name("bad.yaml")
    bad.write_text("title: 'T'\nsources: {}\nevents: [x]\n")
    code, out, told = ran("format", str(bad), str(loose))
    assert (code, out) == (1, "")
    assert told.startswith(f"{bad}:3:10: event 1: ")
    assert bad.read_text().startswith("title: 'T'")
    assert loose.read_text() == GOOD


def test_a_file_that_changed_meanwhile_is_left_alone(loose: Path) -> None:
    """What somebody else wrote since it was read is not lost."""
    with pytest.raises(TimelineError, match="was changed meanwhile; nothing is written"):
        files.rewrite_file(loose, b"new", b"old")
    assert b"title: 'A'" in loose.read_bytes()
    assert [path.name for path in loose.parent.iterdir()] == ["loose.yaml"]


def test_what_is_no_file_is_not_written(tmp_path: Path) -> None:
    """A pipe or a device has no content to replace, and what is not there none either."""
    with pytest.raises(TimelineError, match="is not a regular file; - takes standard input"):
        files.rewrite_file(Path(os.devnull), b"new", b"")
    with pytest.raises(TimelineError, match=r"cannot write .*no such file"):
        files.rewrite_file(tmp_path / "gone", b"new", b"")


def test_the_data_of_an_installed_program_stays_as_it_is(
    ran: Any, loose: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a file an installed program refuses to change its own data, and says how to have a copy."""
    monkeypatch.setattr("timeline.cli.session.bundled", lambda: loose)
    monkeypatch.setattr("timeline.cli.writing.shipped", lambda: True)
    before = loose.read_text()
    code, _, told = ran("format")
    assert code == 1
    assert "that comes with the program is not changed; 'timeline export my.yaml' makes a copy" in told
    assert loose.read_text() == before
    assert ran("format", "--check")[0] == 1
    assert files.shipped() is False
