"""``timeline add``: an event by options or by answers, shown, written at its place, and checked."""

from __future__ import annotations

import io
import os
import pty
import select
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

import timeline
from timeline.cli import run as program
from timeline.datafile import write

FILE = """\
title: T
kinds:
  meeting: Talks
  visit: Somebody travels
programmes:
  PfP:
    name: Partnership for Peace
    aliases: [Peace]
sources:
  agency-2020:
    title: Talks in Baku
    publisher: Agency
    url: https://www.agency.example/one?a=b
    language: en
    kind: press
  ministry-2020:
    title: On the talks
    publisher: Ministry
    url: https://ministry.example/1
    kind: official
events:
  - id: talks
    date: "2020"
    title: Talks are held in Baku
    summary: They are held.
    kind: meeting
    sources:
      agency-2020: Says so.
  - id: talks-again
    date: "2021"
    title: Talks are held again
    summary: They are held.
    sources:
      agency-2020: Says so.
      ministry-2020: Says so.
"""


class Terminal(io.StringIO):
    """A stream that a person sits at."""

    def isatty(self) -> bool:
        """That it does."""
        return True


class Answer(NamedTuple):
    """What came of a run."""

    code: int
    told: str


@pytest.fixture(name="file")
def _file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small chronology."""
    monkeypatch.delenv("TIMELINE_DATA", raising=False)
    path = tmp_path / "my.yaml"
    path.write_text(FILE, encoding="utf-8")
    return path


Add = Callable[..., Answer]


@pytest.fixture(name="add")
def _add(file: Path, monkeypatch: pytest.MonkeyPatch) -> Add:
    """Runs the command, at a terminal with the answers, or without one."""

    def run(*options: str, answers: str | None = None) -> Answer:
        terminal = answers is not None
        stderr = Terminal() if terminal else io.StringIO()
        with monkeypatch.context() as patch:
            patch.setenv("COLUMNS", "500")
            patch.setattr(sys, "stdin", Terminal(answers) if terminal else io.StringIO())
            patch.setattr(sys, "stderr", stderr)
            code = program.run(["add", "--data", str(file), *options])
        return Answer(code, stderr.getvalue())

    return run


def new(file: Path) -> timeline.Event:
    """The event that the file has more."""
    [event] = [event for event in timeline.load(file) if event.id not in ("talks", "talks-again")]
    return event


WHOLE = ["--title", "An envoy visits Baku", "--date", "5 Nov 2020", "--source", "agency-2020=Says so = yes."]


def test_an_event_by_options(add: Add, file: Path) -> None:
    """What is given is written at its place, in the form that dates and words have; nothing is asked."""
    answer = add(
        *WHOLE, "--summary", "She visits.", "--kind", "VISIT", "--programme", "peace", "--place", "Baku",
        "--person", "Ada (envoy, of NATO)", "--person", "Bob", "--significance", "minor", "--note", "A note.",
        "--related", "talks", "--related", "again", "--confidence", "disputed",
        "--source", "http://ministry.example/1/=Says no.", "--source-url", "https://agency.example/one?a=b/", "--yes",
    )  # fmt: skip
    assert answer.code == 0, answer.told
    event = new(file)
    assert event == timeline.Event(
        "an-envoy-visits-baku", timeline.dates.parse("2020-11-05"), "An envoy visits Baku",
        {"agency-2020": "", "ministry-2020": "Says no."}, "She visits.", "visit", "minor", ("PfP",), (), "Baku",
        ("Ada (envoy, of NATO)", "Bob"), "disputed", "A note.", ("talks", "talks-again"),
    )  # fmt: skip
    assert [event.id for event in timeline.load(file)] == ["talks", "an-envoy-visits-baku", "talks-again"]
    assert '\n  - id: an-envoy-visits-baku\n    date: "2020-11-05"\n' in answer.told
    assert (
        f"an-envoy-visits-baku added to {file}; 'timeline show an-envoy-visits-baku --data {file}' shows it"
        in answer.told
    )


def test_a_new_source_by_options(add: Add, file: Path) -> None:
    """It gets an id of its publisher and date, and what it says; the check tells what would better be otherwise."""
    answer = add(
        *WHOLE[:4], "--source-title", "Envoy", "--source-url", "https://new.example/", "--source-publisher", "The News",
        "--source-date", "6 Nov 2020", "--source-author", "Ada B", "--source-language", "en", "--source-kind", "Press",
        "--source-says", "Says so.",
    )  # fmt: skip
    assert answer.code == 0, answer.told
    assert new(file).sources == {"the-news-2020-11-06": "Says so."}
    assert timeline.load(file).sources["the-news-2020-11-06"] == timeline.Source(
        "the-news-2020-11-06", "Envoy", ("Ada B",), "The News", "", "https://new.example/", "", "", "", "", "en",
        timeline.dates.parse("2020-11-06"), "press",
    )  # fmt: skip
    assert "event an-envoy-visits-baku: has no summary" in answer.told


def test_a_source_without_an_address(add: Add, file: Path) -> None:
    """What an archive holds is found by its mark; ids that are given are taken."""
    answer = add(
        *WHOLE[:4], "--source-title", "Letter", "--source-held", "Archive, 1", "--source-id", "letter", "--id", "x"
    )
    assert answer.code == 0, answer.told
    assert (new(file).id, new(file).sources) == ("x", {"letter": ""})
    assert timeline.load(file).sources["letter"].held == "Archive, 1"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ([], "missing --title, --date, --source; at a terminal 'timeline add --data "),
        (["--title", "T"], "missing --date, --source;"),
        ([*WHOLE[:4], "--source-title", "S"], "a new source needs --source-url"),
        ([*WHOLE[:4], "--source-url", "https://x.example"], "a new source needs --source-title"),
        ([*WHOLE[:2], "--date", "5 Novv", *WHOLE[4:]], "'5 Novv' is not a date"),
        ([*WHOLE, "--kind", "vist"], "there is no kind 'vist'; did you mean 'visit'?"),
        ([*WHOLE, "--programme", "X"], "there is no programme 'X'"),
        ([*WHOLE, "--confidence", "sure"], "there is no confidence 'sure'; choose from confirmed, reported, disputed"),
        ([*WHOLE, "--source", "nobody=x"], "there is no source 'nobody'"),
        ([*WHOLE, "--id", "talks"], "there is an event 'talks' already; ids are unique"),
        ([*WHOLE, "--id", "A B"], "--id id 'A B' is not made of"),
        ([*WHOLE, "--related", "held"], "2 events have these words; give more words, or an id: talks: Talks are"),
        ([*WHOLE, "--related", "nothing"], "no event has the words 'nothing'"),
        ([*WHOLE, "--person", "a\x1bb"], "--person contains U+001B"),
        ([*WHOLE, "--place", "a\u202eb"], "--place contains U+202E RIGHT-TO-LEFT OVERRIDE without its counterpart"),
        ([*WHOLE, "--note", " "], "--note is empty"),
        ([*WHOLE, "--title", "a\nb"], "--title has more than one line"),
        ([*WHOLE[:4], "--source-title", "S", "--source-url", "x.org"], "--source-url 'x.org' is not an absolute"),
        (["--data", "-"], "an event is added to a file; name it with --data FILE"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_and_nothing_written(add: Add, file: Path, options: list[str], told: str) -> None:
    """One usage error with what would be right; the file stays as it is."""
    answer = add(*options)
    assert answer.code == 2
    assert answer.told.startswith("timeline: ")
    assert told in answer.told
    assert file.read_text(encoding="utf-8") == FILE


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("--date", "5 Novv", "'5 Novv' is not a date"),
        ("--related", "nothing", "no event has the words 'nothing'"),
        ("--confidence", "sure", "there is no confidence 'sure'"),
        ("--source", "nobody=x", "there is no source 'nobody'"),
        ("--source-url", "x.org", "--source-url 'x.org' is not an absolute"),
        ("--source-kind", "x", "there is no kind 'x'"),
        ("--source-date", "soon", "'soon' is not a date"),
        ("--source-author", "a\x1bb", "--source-author contains U+001B"),
        ("--source-says", " ", "--source-says is empty"),
    ],
)
def test_what_is_wrong_is_told_before_anything_is_asked(add: Add, option: str, value: str, told: str) -> None:
    """Nobody answers a question only to hear that an option was wrong from the start."""
    answer = add(option, value, answers="An envoy visits Baku\n")
    assert answer.code == 2
    assert answer.told.startswith("timeline: ")
    assert told in answer.told


@pytest.mark.parametrize(
    "source",
    [
        [
            "--source-url",
            "https://a.example/",
            "--source-kind",
            "press",
            "--source-author",
            "A",
            "--source-author",
            "B",
        ],
        ["--source-url", "https://agency.example/one?a=b", "--source-kind", "x"],
    ],
)
def test_what_is_right_about_a_source_lets_the_questions_begin(add: Add, file: Path, source: list[str]) -> None:
    """So does anything about a source that the file has already."""
    answer = add(*source, answers="An envoy visits Baku\n")
    assert (answer.code, answer.told.splitlines()[-1]) == (1, "> timeline: the answers ended; nothing is written")
    assert file.read_text(encoding="utf-8") == FILE


def test_of_a_source_that_is_known_nothing_else_is_read(add: Add, file: Path) -> None:
    """Options of a new source stand for one that the file has where its address does."""
    known = ["--source-url", "https://agency.example/one?a=b", "--source-kind", "x"]
    assert add(*WHOLE[:4], *known).code == 0
    assert list(new(file).sources) == ["agency-2020"]


BY_ANSWERS = [
    "An envoy visits Baku",
    *("soon", "Nov 2020"),
    "",  # no summary
    *("vist", "visit"),
    "",  # notable
    *("peace", "x", ""),
    "Baku",
    *("", "talks", "agency.example"),  # no source, too many, none
    *("https://agency.example/new", "Envoy in Baku", "", "6 Nov 2020", "", "", "", "Says so."),
    *("On the talks", ""),
    *("http://agency.example/one?a=b/", "Says maybe."),
    *("new", "Letter", "", "", "", "", "x", "press", "Archive, 1", "", "Says no."),
    "",  # no more
    "",  # confirmed
    "A note.",
    *("again", ""),
    "",  # the id
    *("yep", "yes"),
]


def test_an_event_by_answers(add: Add, file: Path) -> None:
    """Each answer is checked when it is given, and asked for again with the reason; Enter takes what is offered."""
    answer = add("--person", "Bob", answers="".join(f"{answer}\n" for answer in BY_ANSWERS))
    assert answer.code == 0, answer.told
    event = new(file)
    assert event.sources == {
        "agency-2020-11-06": "Says so.", "ministry-2020": "", "agency-2020": "Says maybe.", "letter": "Says no.",
    }  # fmt: skip
    assert event == timeline.Event(
        "an-envoy-visits-baku", timeline.dates.parse("2020-11"), "An envoy visits Baku", event.sources, "", "visit",
        "notable", ("PfP",), (), "Baku", ("Bob",), "confirmed", "A note.", ("talks-again",),
    )  # fmt: skip
    sources = timeline.load(file).sources
    assert sources["agency-2020-11-06"][1:5] == ("Envoy in Baku", (), "Agency", "")
    assert (sources["agency-2020-11-06"].language, sources["agency-2020-11-06"].kind) == ("en", "press")
    assert sources["letter"].held == "Archive, 1"
    for told in (
        "'soon' is not a date",
        "there is no kind 'vist'; did you mean 'visit'?",
        "there is no programme 'x'",
        "an event has at least one source",
        "2 sources have these words; give more words",
        "no source has the words 'agency.example'; type the whole address of a new one, https://…",
        "there is no kind 'x'; choose from official, press, academic, reference",
        "type yes or no",
    ):
        assert f"\n>   {told}" in answer.told or f"  {told}" in answer.told, told


def test_no_is_taken_for_no(add: Add, file: Path) -> None:
    """What was shown is not written where the person does not want it, nor where the answers end before."""
    answer = add(*WHOLE, "--summary", "X.", "--kind", "visit", answers="\n" * 8 + "no\n")
    assert (answer.code, answer.told.splitlines()[-1]) == (1, "> timeline: nothing is written")
    answer = add(*WHOLE, answers="\n" * 3)
    assert (answer.code, answer.told.splitlines()[-1]) == (1, "> timeline: the answers ended; nothing is written")
    assert file.read_text(encoding="utf-8") == FILE


def test_a_file_in_brackets_is_to_be_formatted_first(add: Add, file: Path) -> None:
    """Where nothing can be put between lines the command that makes them is named."""
    file.write_text("{title: T, sources: {s: {title: S, held: H}}, events: []}")
    answer = add(*WHOLE[:4], "--source", "s")
    assert answer.code == 1
    assert f"put it into its one form: 'timeline format {file}'" in answer.told


def test_a_small_new_file_takes_its_first_event(add: Add, file: Path) -> None:
    """A chronology of three lines, without kinds or events, is enough."""
    file.write_text("title: T\nsources: {}\nevents: []\n")
    answers = "It opens\n1974\n\nopening\n\nOffice\n\nhttps://a.example/\nA page\n\n\n\nreference\n\n\n\n\n\n\nyes\n"
    answer = add(answers=answers)
    assert answer.code == 0, answer.told
    [event] = timeline.load(file)
    assert (event.id, event.kind, event.place, event.sources) == ("it-opens", "opening", "Office", {"a-page": ""})
    assert write.formatted(file.read_bytes(), "x").decode().startswith('title: T\nupdated: "')


def test_ids_are_proposed_for_any_script(add: Add, file: Path) -> None:
    """Letters of Latin alphabets become plain ones, a repeated id has a number; other scripts get one by the date."""
    for title, id in (("Talks", "talks-2"), ("Əliyev’s görüşü", "aliyevs-gorusu"), ("会谈", "event-2020")):
        file.write_text(FILE, encoding="utf-8")
        assert add("--title", title, "--date", "2020", "--source", "agency-2020").code == 0
        assert new(file).id == id


def test_the_data_of_an_installed_program_is_not_changed(add: Add, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says how to have a copy that can be changed."""
    monkeypatch.setattr("timeline.cli.writing.shipped", lambda: True)
    monkeypatch.setattr("timeline.cli.session.bundled", lambda: Path("nowhere.yaml"))
    stderr = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stderr)
    assert program.run(["add", *WHOLE]) == 1
    assert "'timeline export my.yaml' makes a copy to change" in stderr.getvalue()


@pytest.mark.surroundings
def test_ctrl_c_leaves_nothing_written(file: Path) -> None:
    """At a real terminal Ctrl-C ends the questions with code 130, and the file is as it was."""
    child, terminal = pty.fork()
    if not child:
        signal.signal(signal.SIGINT, signal.default_int_handler)  # which a job in the background ignores
        os.execv(sys.executable, [sys.executable, "-m", "timeline", "add", "--data", str(file)])
    told = b""
    for answer in (b"An envoy visits Baku\n", b"5 Nov 2020\n", b"\x03"):
        while not told.endswith(b"> "):
            ready, _, _ = select.select([terminal], [], [], 60)
            assert ready, told
            told += os.read(terminal, 4096)
        os.write(terminal, answer)
        told += b"."
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 130
    assert file.read_text(encoding="utf-8") == FILE
