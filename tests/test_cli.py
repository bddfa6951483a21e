"""The command line in process: what each command answers, on which stream, with which exit code."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import timeline
from tests.conftest import EVERYTHING
from timeline import datafile
from timeline.cli import commands, reading, session, streams
from timeline.cli import run as program
from timeline.cli.pager import show_in_pager
from timeline.formats import BY_NAME


class Answer(NamedTuple):
    """What a run of the program gave."""

    code: int
    out: str
    err: str


@pytest.fixture(name="run")
def _run(capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs the program as from a shell whose environment says nothing of colour, width or data."""
    for name in ("NO_COLOR", "FORCE_COLOR", "TIMELINE_DATA", "COLUMNS", "PAGER", "LESS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")

    def run(*args: str) -> Answer:
        code = program.run(list(args))
        captured = capfdbinary.readouterr()
        return Answer(code, captured.out.decode(errors="surrogateescape"), captured.err.decode())

    return run


def ids(out: str) -> list[str]:
    """The second column of the tab-separated lines."""
    return [line.split("\t")[1] for line in out.splitlines()]


MILESTONES = (
    "nacc-membership",
    "pfp-framework-signed",
    "parp-joined",
    "deep-azerbaijan-started",
    "military-high-school-deep-2018",
    "colomina-first-visit-2021",
)


def test_alone_it_shows_the_landmarks_and_how_to_see_the_rest(run: Any) -> None:
    """Without a command: the landmarks on standard output, the way on to the rest on standard error."""
    answer = run()
    assert answer.code == 0
    assert set(MILESTONES) <= set(ids(answer.out))
    assert all("\tlandmark\t" in line for line in answer.out.splitlines())
    assert "timeline list" in answer.err


def test_list_into_a_pipe_is_one_event_a_line(run: Any, real: timeline.Chronology) -> None:
    """Into a pipe every event has one line of six columns, and nothing else is printed."""
    answer = run("list")
    assert (answer.code, answer.err) == (0, "")
    rows = [line.split("\t") for line in answer.out.splitlines()]
    assert [row[1] for row in rows] == [event.id for event in real.events]
    assert {len(row) for row in rows} == {6}
    assert "\x1b" not in answer.out


QUERIES: list[tuple[list[str], list[str]]] = [
    (["-y", "1994"], ["pfp-framework-signed"]),
    (["-y", "1992..1997"], ["nacc-membership", "eapc-founded"]),
    (["-p", "deep"], ["deep-azerbaijan-started", "military-high-school-deep-2018"]),
    (["-p", "Partnership for Peace"], ["pfp-framework-signed", "parp-joined", "first-ipap-agreed"]),
    (["--program", "PSO"], ["kfor-platoon", "isaf-deployment"]),
    (["--from", "May 1994", "--to", "1997-05"], ["pfp-framework-signed", "eapc-founded"]),
    (["--since", "May 1994", "--until", "1997-05"], ["pfp-framework-signed", "eapc-founded"]),
    (["--id", "pfp-framework-signed", "--id", "eapc-founded"], ["pfp-framework-signed", "eapc-founded"]),
    (["--confidence", "disputed"], ["first-ipap-agreed"]),
    (["--source-kind", "official"], ["pfp-framework-signed"]),
    (["-s", "aliyev"], ["pfp-framework-signed"]),
    (["-s", "Əliyev"], ["pfp-framework-signed"]),
    (["--person", "İlham"], ["aliyev-nato-hq-2021"]),
    (["--source", "azernews-2021-10-19"], ["colomina-first-visit-2021"]),
]


@pytest.mark.parametrize(("args", "some"), QUERIES, ids=str)
def test_filters_answer_as_the_contract_says(run: Any, args: list[str], some: list[str]) -> None:
    """Each filter of the issue finds the events it must find, and fewer than all."""
    answer = run("list", *args)
    assert answer.code == 0, answer.err
    assert set(some) <= set(ids(answer.out))
    assert len(ids(answer.out)) < len(timeline.load().events)


def test_reverse_and_limit(run: Any) -> None:
    """``--landmarks --reverse --limit 5`` gives the five latest landmarks, latest first."""
    landmarks = ids(run("list", "--landmarks").out)
    assert ids(run("list", "--landmarks", "--reverse", "--limit", "5").out) == landmarks[::-1][:5]


def test_hidden_names_are_the_same_options(run: Any) -> None:
    """``--since``, ``--until`` and ``--colour`` do what ``--from``, ``--to`` and ``--color`` do."""
    assert run("list", "--since", "2001", "--until", "2002") == run("list", "--from", "2001", "--to", "2002")
    assert run("list", "--landmarks", "--colour", "always") == run("list", "--landmarks", "--color", "always")
    assert run("--colour", "always", "list", "-y", "1994") == run("list", "-y", "1994", "--colour", "always")


def test_one_event_as_json(run: Any) -> None:
    """An event by its id goes through an export alone, with what it refers to."""
    answer = run("export", "--format", "json", "--id", "parp-joined")
    document = json.loads(answer.out)
    assert [event["id"] for event in document["events"]] == ["parp-joined"]
    assert document["selection"] == ["id parp-joined"]


def test_a_kind_of_sources_asked_for_by_name(run: Any) -> None:
    """``--source official`` says on standard error what it did and which option asks for the kind."""
    answer = run("list", "--source", "official")
    assert answer.code == 0
    assert answer.out
    assert answer.err.startswith("timeline: --source official looks for that text")
    assert "--source-kind official asks for sources that are official" in answer.err


MISTAKES: list[tuple[list[str], str]] = [
    (["list", "-p", "deap"], "did you mean 'DEEP'?"),
    (
        ["list", "-p", "pfp,isaf"],
        "there is no programme 'pfp,isaf'; give several one by one: 'timeline list -p pfp -p isaf'",
    ),
    (["list", "-y", "2010..2008"], "'2010..2008' ends before it starts; write '2008..2010'"),
    (["list", "-y", "nineteen"], "'nineteen' is not a year; write 1994, 1992..1997, 2010.. or ..1999"),
    (["list", "--from", "1994-13"], "there is no month 13"),
    (["list", "--kind", "vist"], "did you mean 'visit'?"),
    (["count", "yeer"], "no way to count by 'yeer'; did you mean 'year'? (year, programme, kind, topic,"),
    (["count", "day"], "no way to count by 'day'; choose from year, programme, kind, topic,"),
    (["count"], "Missing argument 'BY'; choose from year, programme, kind, topic,"),
    (["kinds"], "there is no command 'kinds'; 'timeline count kind' counts events by kind (see"),
    (["list", "--topic", "mines"], "there is no topic 'mines'"),
    (["list", "--significance", "huge"], "landmark, notable, minor"),
    (["list", "--limit", "-1"], "--limit '-1' is not a number from 0 on"),
    (["list", "--bogus"], "No such option: --bogus (see 'timeline list --help')"),
    (["list", "--serch", "x"], "No such option: --serch; did you mean 'timeline list --search x'? (see"),
    (["list", "--programm", "x"], "No such option: --programm; did you mean 'timeline list --programme x'? (see"),
    (["landmarks"], "'timeline' alone shows them, and --landmarks is an option"),
    (["lst"], "there is no command 'lst'; did you mean 'timeline list'? (see 'timeline --help')"),
    (["show", "parp-joned"], "did you mean 'parp-joined'?"),
    (["show"], "Missing argument"),
    (["help"], "there is no command 'help'; it is 'timeline --help'"),
    (["-p", "deep"], "No such option: -p; it is given after a command, as in 'timeline list -p deep'"),
    (["show", "--year", "1994"], "as in 'timeline list --year 1994'"),
    (["programmes", "nat0-pa"], "did you mean 'NATO-PA'?"),
    (["export", "--format", "exel"], "there is no format 'exel'"),
    (["export", "events.xyz"], "no format with the suffix '.xyz'; choose from .csv, .tsv, .xlsx"),
    (["export", "events.docx"], "no format with the suffix '.docx'; did you mean '.html'?"),
    (["export", "--format", "endnote"], "there is no format 'endnote'; did you mean 'ris'?"),
    (["export", "events.xls"], "did you mean '.xlsx'?"),
    (["export", "events"], "name a file with a suffix, as in 'timeline export events.csv', or a format"),
    (["export", "."], "'.' is a folder; name a file in it"),
    (["export"], "name a file with a suffix, as in 'timeline export events.csv', or a format"),
    (["export", "--format", "json", "--excel"], "--excel is for csv, tsv, not for json"),
    (["export", "--format", "json", "--excel", "-s", "qqqqq"], "--excel is for csv, tsv, not for json"),
    (["export", "events.rar"], "no format with the suffix '.rar'; choose from .csv, .tsv, .xlsx"),
    (["on", "31 February"], "is not a day of the year"),
    (["cite", "parp-joined", "--format", "apa"], "there is no style 'apa'"),
    (["--color", "pink", "list"], "'pink'"),
]


@pytest.mark.parametrize(
    ("args", "word"), MISTAKES, ids=lambda value: " ".join(value) if isinstance(value, list) else ""
)
def test_usage_errors_help(run: Any, args: list[str], word: str) -> None:
    """A mistake on the command line ends with code 2, nothing on standard output and one line that helps."""
    answer = run(*args)
    assert (answer.code, answer.out) == (2, "")
    assert word in answer.err
    assert answer.err.count("\n") == 1
    assert answer.err.startswith("timeline: ")


def test_no_match_says_what_would_match(run: Any) -> None:
    """No match is no failure: code 0, nothing on standard output, a word about what would match."""
    answer = run("list", "-y", "1994", "-s", "qqqqq")
    assert (answer.code, answer.out) == (0, "")
    assert "no event matches; 'qqqqq' is in no event; there would be" in answer.err
    assert "without --search" in answer.err


def test_check_takes_the_file_from_before_its_name_too(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``--data`` stands before a command's name or behind it, and says more than the environment."""
    bad = tmp_path / "bad.yaml"
    bad.write_text("title: T\n")
    monkeypatch.setenv("TIMELINE_DATA", str(EVERYTHING))
    for args in (("--data", str(bad), "check"), ("check", "--data", str(bad)), ("check", str(bad))):
        answer = run(*args)
        assert (answer.code, str(bad) in answer.out) == (1, True), args


@pytest.mark.parametrize("option", ["-s", "-p", "-y", "--place", "--person", "--source", "--kind", "--from"])
def test_an_empty_filter_is_refused(run: Any, option: str) -> None:
    """An empty text would match everything, which nobody means who types a filter."""
    answer = run("list", option, " ")
    assert (answer.code, answer.out) == (2, "")
    assert "is empty; say what to look for, or leave it out" in answer.err


def test_a_limit_is_told_too(run: Any) -> None:
    """On a terminal any part of the whole is called one."""
    assert "3 of" in run("list", "--limit", "3", "--color", "always").err


def test_dates_the_wrong_way_round_are_a_usage_error(run: Any) -> None:
    """By two options as by a span of years; what lasted over both dates is hardly what was meant."""
    answer = run("list", "--from", "2010", "--to", "2008")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == "timeline: --from '2010' is after the end of the time asked for, '2008'\n"
    assert run("list", "-y", "2010..2008").code == 2


def test_an_order_is_asked_for(run: Any) -> None:
    """Who asks for an order is told which there is."""
    for option in ("--sort", "--order-by=date"):
        assert "events stand by date, counts by number, and --reverse turns either round" in run("list", option).err


def test_single_quotes_make_no_phrase(run: Any) -> None:
    """Words in single quotes are told how a phrase is written, and nothing is said of words with a quote in them."""
    told = run("list", "-s", "'two words' azerbaijan").err
    assert 'single quotes make no phrase, double ones do: "two words"; ' in told
    assert "''two" not in told
    assert "single quotes" not in run("list", "-s", "o'brien's aliyevs' zzq").err


def test_no_match_where_no_single_filter_is_to_blame(run: Any) -> None:
    """Where leaving one filter out would not help, the number of all events is told."""
    assert "events in all" in run("list", "-y", "1950", "-s", "qqqqq").err


def test_a_chronology_without_events(run: Any, tmp_path: Path) -> None:
    """A file without events is a chronology; every listing of it is empty and says so."""
    file = tmp_path / "none.yaml"
    file.write_text("title: None\nsources: {}\nevents: []\n")
    for command in (["list"], ["chart"], ["sources"]):
        answer = run(*command, "--data", str(file))
        assert (answer.code, answer.out) == (0, "")
        assert "no events" in answer.err
    assert json.loads(run("export", "--format", "json", "--data", str(file)).out)["events"] == []


def test_data_from_standard_input_and_from_the_environment(
    run: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """``--data -`` reads standard input, ``TIMELINE_DATA`` names a file, and messages say ``<stdin>``."""
    text = (
        'title: One\nsources: {s: {title: T, url: "https://example.org"}}\n'
        'events:\n- {id: a, date: "1994", title: A, sources: [s]}\n'
    )
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    assert ids(run("list", "--data", "-").out) == ["a"]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"title: One\n  x")))
    answer = run("list", "--data", "-")
    assert answer.code == 1
    assert answer.err.startswith("<stdin>:")
    file = tmp_path / "one.yaml"
    file.write_text(text)
    monkeypatch.setenv("TIMELINE_DATA", str(file))
    assert ids(run("list").out) == ["a"]
    monkeypatch.setattr(sys, "stdin", None)
    assert run("list", "--data", "-").err == "timeline: cannot read <stdin>: it is closed\n"


class _Unreadable(io.RawIOBase):
    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        raise OSError(5, "Input/output error")


def test_standard_input_that_fails_or_never_ends(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Standard input that cannot be read, or is too long, ends with a message."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(_Unreadable())))
    assert "cannot read <stdin>: input/output error" in run("list", "--data", "-").err
    monkeypatch.setattr(datafile, "MAX_BYTES", 3)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"title")))
    assert "<stdin> is larger than" in run("list", "--data", "-").err


def test_data_before_the_command_and_in_the_environment(
    run: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """``--data`` counts before the command's name as behind it, where it wins; both win over the environment."""
    for name in ("a", "b", "c"):
        (tmp_path / name).write_text(f"title: {name.upper()}\nsources: {{}}\nevents: []\n")
    paths = {name: str(tmp_path / name) for name in "abc"}
    monkeypatch.setenv("TIMELINE_DATA", paths["a"])

    def title(*args: str) -> str:
        answer = run(*args, "--format", "json")
        return str(json.loads(answer.out)["title"])

    assert title("export") == "A"
    assert title("--data", paths["b"], "export") == "B"
    assert title("--data", paths["b"], "export", "--data", paths["c"]) == "C"


def test_a_faulty_file_stops_every_command_with_all_its_problems(run: Any, tmp_path: Path) -> None:
    """Every command that reads a faulty file lists its problems on standard error and ends with code 1."""
    file = tmp_path / "bad.yaml"
    file.write_text("title: Bad\nsources: {}\nevents:\n- {id: A, date: 1994-5-4, title: T, sources: [x]}\n")
    for command in (
        ["list"],
        ["show", "a"],
        ["programmes"],
        ["chart"],
        ["on"],
        ["sources"],
        ["export", "--format", "csv"],
    ):
        answer = run(*command, "--data", str(file))
        assert (answer.code, answer.out) == (1, "")
        assert [line.split(": ")[1:3] for line in answer.err.splitlines()] == [
            ["event A, id", "id 'A' is not made of a-z, 0-9 and -; did you mean 'a'? [bad-id]"],
            ["event A, date", "'1994-5-4' is not in EDTF form; write '1994-05-04' [bad-date]"],
            ["event A, sources", "there is no source 'x' [no-such-reference]"],
        ]


def test_many_problems_are_counted_and_the_first_shown(run: Any, tmp_path: Path) -> None:
    """Of more than twenty problems twenty are shown and the rest is counted; ``check`` shows all in a pipe."""
    file = tmp_path / "bad.yaml"
    file.write_text("title: Bad\nsources: {}\nevents:\n" + "- {date: 1994}\n" * 30)
    answer = run("list", "--data", str(file))
    assert len(answer.err.splitlines()) == 21
    assert "70 problems more" in answer.err
    assert len(run("check", str(file)).out.splitlines()) == 90
    styled = run("check", str(file), "--color", "always").out
    assert (styled.count("[missing-field]"), "and 70 problems more" in styled) == (20, True)
    assert run("check", "--all", str(file), "--color", "always").out.count("[missing-field]") == 90


def test_check_finds_nothing_in_the_data(run: Any) -> None:
    """The shipped file has no problem; that it is the one that is checked is said before anything else."""
    answer = run("check")
    assert (answer.code, answer.out) == (0, "")
    first = "timeline: no file is named: checking the data that come with the program\n"
    assert answer.err == f"{first}timeline: {timeline.datafile.bundled()}: no problems\n"
    assert first not in run("check", str(timeline.datafile.bundled())).err


def test_check_of_several_files(run: Any, tmp_path: Path) -> None:
    """Several files are checked in turn; one bad one makes the code 1, and with ``--strict`` one that has a warning."""
    good, bad = tmp_path / "good.yaml", tmp_path / "bad.yaml"
    good.write_text("title: T\nsources: {}\nevents: []\n")
    bad.write_text("title: ' T'\nsources: {}\nevents: []\n")
    answer = run("check", str(good), str(bad))
    assert (answer.code, answer.out) == (0, f"{bad}:1:1: warning: title: has space around it [spacing]\n")
    assert answer.err == f"timeline: {good}: no problems\ntimeline: {bad}: 1 warning\n"
    assert run("check", "--strict", str(good), str(bad)).code == 1
    assert run("check", "--strict", "--ignore", "spacing", str(good), str(bad)).code == 0
    bad.write_text("title: T\nevents: []\n")
    answer = run("check", "--ignore", "spacing", str(bad), str(good))
    assert (answer.code, answer.err) == (1, f"timeline: {bad}: 1 error\ntimeline: {good}: no problems\n")


@pytest.mark.parametrize("name", BY_NAME)
def test_every_format_writes_the_same_to_a_file_and_to_standard_output(run: Any, tmp_path: Path, name: str) -> None:
    """A file holds exactly what standard output would, and standard error says how many events were written."""
    target = tmp_path / f"x.{name}"
    answer = run("export", str(target), "--format", name, "-y", "1994")
    assert (answer.code, answer.out) == (0, ""), answer.err
    assert target.read_bytes() == run("export", "--format", name, "-y", "1994").out.encode(errors="surrogateescape")
    assert " events written to " in answer.err
    assert list(tmp_path.iterdir()) == [target]


def test_suffix_names_the_format(run: Any, tmp_path: Path) -> None:
    """The suffix of the file is the format, in any case, unless ``--format`` says otherwise."""
    run("export", str(tmp_path / "a.CSV"), "-y", "1994")
    assert (tmp_path / "a.CSV").read_text().startswith("id,date,")
    run("export", str(tmp_path / "b.csv"), "--format", "json", "-y", "1994")
    assert json.loads((tmp_path / "b.csv").read_text())["schema_version"] == 2


def test_exports_hold_exactly_what_list_shows(run: Any, tmp_path: Path) -> None:
    """CSV and JSON of a selection have the events of ``list`` with the same filters, in the same order."""
    filters = ["-y", "1994..1997", "-p", "pfp", "--reverse"]
    shown = ids(run("list", *filters).out)
    run("export", str(tmp_path / "x.csv"), *filters)
    run("export", str(tmp_path / "x.json"), *filters)
    with (tmp_path / "x.csv").open(encoding="utf-8", newline="") as stream:
        assert [row["id"] for row in csv.DictReader(stream)] == shown
    assert [event["id"] for event in json.loads((tmp_path / "x.json").read_text("utf-8"))["events"]] == shown


@pytest.mark.parametrize("file", [(), ("-",)])
def test_bytes_are_not_for_a_terminal(run: Any, monkeypatch: pytest.MonkeyPatch, file: tuple[str, ...]) -> None:
    """A format that is no text is not written to a terminal, which it would leave in disorder; into a pipe it is."""
    assert run("export", *file, "--format", "datapackage", "-y", "1994").out.startswith("PK")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    answer = run("export", *file, "--format", "datapackage", "-y", "1994")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == "timeline: datapackage is not text; name a file, as in 'timeline export events.zip'\n"


def test_an_existing_file_needs_force(run: Any, tmp_path: Path) -> None:
    """Nothing is overwritten unless ``--force`` says so."""
    target = tmp_path / "x.csv"
    target.write_text("precious")
    answer = run("export", str(target))
    assert (answer.code, target.read_text()) == (1, "precious")
    assert "--force replaces it" in answer.err
    assert run("export", str(target), "--force").code == 0
    assert target.read_text().startswith("id,")


def test_the_data_file_is_never_the_target(run: Any, tmp_path: Path) -> None:
    """Exporting onto the file that is read is refused, also by way of a link and with ``--force``."""
    file = tmp_path / "d.yaml"
    file.write_text("title: T\nsources: {}\nevents: []\n")
    (tmp_path / "link.csv").symlink_to(file)
    answer = run("export", str(tmp_path / "link.csv"), "--data", str(file), "--force")
    assert answer.code == 1
    assert "it is the file that is read" in answer.err
    assert file.read_text().startswith("title")


def test_what_an_export_changed_or_could_not_hold_is_said(run: Any, tmp_path: Path) -> None:
    """``--excel`` says how many cells it guarded."""
    file = tmp_path / "d.yaml"
    file.write_text(
        'title: T\nsources: {s: {title: T, url: "https://example.org"}}\n'
        'events:\n- {id: a, date: "1994", title: "=1+1", sources: [s]}\n'
    )
    answer = run("export", "--format", "csv", "--excel", "--data", str(file))
    assert answer.out.startswith("\ufeffid,")
    assert ",'=1+1," in answer.out
    assert "1 cell" in answer.err


def test_show_into_a_pipe_is_whole_and_unwrapped(run: Any, real: timeline.Chronology) -> None:
    """``show`` prints summary, people, sources with addresses and the note, uncut."""
    answer = run("show", "first-ipap-agreed", "parp-joined")
    assert answer.code == 0
    for id in ("first-ipap-agreed", "parp-joined"):
        event = next(event for event in real.events if event.id == id)
        assert event.summary in answer.out
        assert event.note in answer.out
        for source in event.sources:
            assert f"{real.sources[source].url}\n" in answer.out
    assert "\x1b" not in answer.out


def test_programmes(run: Any, real: timeline.Chronology) -> None:
    """``programmes`` has a line for each; with a code it tells its story with its events and those of its parts."""
    assert [line.split("\t")[0] for line in run("programmes").out.splitlines()] == list(real.programmes)
    story = run("programmes", "PARP").out
    assert real.programmes["PARP"].about in story
    assert "Azerbaijan joins the PfP Planning and Review Process" in story


def test_a_chronology_without_programmes_says_so(run: Any, tmp_path: Path) -> None:
    """Where there is nothing to list, a word on standard error tells why standard output is empty."""
    file = tmp_path / "none.yaml"
    file.write_text("title: T\nsources: {}\nevents: []\n")
    assert run("programmes", "--data", str(file)) == Answer(0, "", "timeline: the chronology has no programmes\n")


def test_links_are_a_line_each(run: Any, real: timeline.Chronology) -> None:
    """``list --links`` into a pipe is date, title and best address; on a terminal the address stands by its event."""
    lines = run("list", "--links").out.splitlines()
    assert [line.split("\t")[:2] for line in lines] == [[event.date.text, event.title] for event in real]
    addresses = [line.split("\t")[2] for line in lines]
    assert all(address.startswith("http") for address in addresses)
    shown = run("list", "--links", "--color", "always").out
    assert all(address in shown for address in addresses)


def test_sources_counts_uses(run: Any, real: timeline.Chronology) -> None:
    """``sources`` lists each cited source once with the number of events that cite it; filters narrow it."""
    rows = [line.split("\t") for line in run("sources").out.splitlines()]
    uses = {row[0]: int(row[1]) for row in rows}
    assert uses["azernews-2021-10-19"] == sum("azernews-2021-10-19" in event.sources for event in real.events)
    assert len(run("sources", "-y", "1994").out.splitlines()) < len(rows)


@pytest.mark.parametrize("day", ["18 October", "October 18", "10-18", "18 October 2021", "18 Oct"])
def test_on_a_day(run: Any, day: str) -> None:
    """``on`` takes a day of the year as people write it."""
    assert "colomina-first-visit-2021" in ids(run("on", day).out)


def test_on_today(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a day it is today's; where nothing happened that is said."""
    monkeypatch.setattr(reading, "_today", lambda: dt.date(2026, 5, 4))
    for day in ((), ("today",), ("Today",)):
        assert "pfp-framework-signed" in ids(run("on", *day).out)
    monkeypatch.setattr(reading, "_today", lambda: dt.date(2026, 5, 5))
    assert "pfp-framework-signed" in ids(run("on", "yesterday").out)
    monkeypatch.setattr(reading, "_today", lambda: dt.date(2027, 5, 3))
    assert "pfp-framework-signed" in ids(run("on", "tomorrow").out)
    assert run("on", "29 February").err == "timeline: nothing is known to have happened on 29 February\n"


@pytest.mark.parametrize("day", ["18 October 2021", "2021-10-18", "October 18, 2021"])
def test_on_a_day_of_one_year(run: Any, real: timeline.Chronology, day: str) -> None:
    """With its year a day is that one alone, and where nothing happened on it the other years are told of."""
    assert {real[id].date.text[:4] for id in ids(run("on", day).out)} == {"2021"}
    nothing = run("on", day.replace("2021", "1999"))
    assert nothing.out == ""
    assert nothing.err.startswith("timeline: nothing is known to have happened on 18 October 1999; 'timeline on ")
    assert run("on", "29 February 1999").code == 2
    assert run("on", "29 February 2004").err == "timeline: nothing is known to have happened on 29 February 2004\n"


def test_chart_into_a_pipe(run: Any) -> None:
    """``chart`` in a pipe is a line of names and then a line of figures for each year, by whatever is asked for."""
    head, *rows = [line.split("\t") for line in run("chart", "-p", "PARP").out.splitlines()]
    assert head[:3] == ["year", "events", "PARP"]
    assert rows[0][0] == "1997"
    assert all(cell.isdecimal() for row in rows for cell in row)
    assert run("chart", "--by", "kinds").out.startswith("year\tevents\tmeeting\t")
    assert run("chart", "--by", "kinsd").code == 2


def test_cite(run: Any, real: timeline.Chronology) -> None:
    """``cite`` names the event, the chronology and its version, and the sources."""
    text = run("cite", "parp-joined").out
    assert "Azerbaijan joins the PfP Planning and Review Process" in text
    assert str(real.updated) in text
    assert json.loads(run("cite", "parp-joined", "eapc-founded", "--format", "csl").out)


def test_schema_is_json(run: Any) -> None:
    """``schema`` prints a JSON Schema."""
    assert json.loads(run("schema").out)["$schema"].startswith("https://json-schema.org/")


def test_version_and_help(run: Any) -> None:
    """``--version`` names the program; every command has a help that ends well, also by ``-h``."""
    assert run("--version").out.startswith("timeline ")
    for command in ["", *commands.MODULES]:
        answer = run(*filter(None, [command]), "-h")
        assert answer.code == 0
        assert "Usage" in answer.out


def test_interrupt(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends with 130 and no word."""

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(session, "load", interrupted)
    assert run("list") == Answer(130, "", "")
    monkeypatch.setattr(program, "_narrowed", interrupted)
    assert run("list").code == 130


def test_closed_pipe_is_silent(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever stops reading hears nothing."""

    class ClosedOutput(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    monkeypatch.setattr(sys, "stdout", ClosedOutput())
    assert run("list") == Answer(0, "", "")


def test_full_disk_on_standard_output(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A write that fails ends with code 1 and one line."""

    class Full(io.StringIO):
        def flush(self) -> None:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(sys, "stdout", Full())
    assert run("list") == Answer(1, "", "timeline: cannot write: no space left on device\n")


def test_closed_standard_output(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Standard output that is closed is a failure, told on standard error."""
    monkeypatch.setattr(sys, "stdout", None)
    for command in (["list"], ["export", "--format", "csv"]):
        answer = run(*command)
        assert answer.code == 1
        assert "standard output is closed" in answer.err


def test_closed_standard_error(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without standard error the program still answers."""
    monkeypatch.setattr(sys, "stderr", None)
    assert run("list", "-y", "1950").code == 0


def test_a_fault_of_ours_is_told_in_a_line(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unexpected error names its place and asks for a report; no traceback."""

    def broken(*_: object) -> None:
        raise LookupError("x" * 1000)

    monkeypatch.setattr(session, "load", broken)
    answer = run("list")
    assert answer.code == 1
    assert answer.err.startswith("timeline: internal error: LookupError(")
    assert "test_cli.py:" in answer.err
    assert len(answer.err) < 500


class _Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def test_on_a_terminal_views_are_coloured_and_counted(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal gets the view with colour, and the number of events that matched on standard error."""
    terminal = _Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    answer = run("list", "-y", "1994", "--no-pager")
    assert "\x1b[" in terminal.getvalue()
    assert "events" in answer.err


VIEWS = (
    ["list"],
    ["show", "parp-joined"],
    ["programmes"],
    ["programmes", "DEEP"],
    ["chart"],
    ["sources"],
    ["on", "4 May"],
)


@pytest.mark.parametrize("args", VIEWS, ids=" ".join)
def test_every_view_on_a_terminal(run: Any, monkeypatch: pytest.MonkeyPatch, args: list[str]) -> None:
    """Every view draws on a terminal of any width, and without colour has no escape."""
    for columns in ("20", "59", "100", "x"):
        monkeypatch.setenv("COLUMNS", columns)
        monkeypatch.setenv("NO_COLOR", "1")
        terminal = _Terminal()
        monkeypatch.setattr(sys, "stdout", terminal)
        assert run(*args, "--no-pager").code == 0
        assert terminal.getvalue().strip()
        assert "\x1b" not in terminal.getvalue()


def test_what_is_taller_than_the_screen_goes_through_the_pager(
    run: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """On a terminal the pager gets the whole view; without one, or where it is not found, the view is printed."""
    seen = tmp_path / "seen"
    for pager, paged in ((f"cat > {seen}", True), ("", False), ("no-such-pager 2> /dev/null", False), ("false", False)):
        monkeypatch.setenv("PAGER", pager)
        terminal = _Terminal()
        monkeypatch.setattr(sys, "stdout", terminal)
        assert run("list").code == 0
        assert bool(terminal.getvalue()) != paged
    assert "Azerbaijan joins the North Atlantic Cooperation Council" in seen.read_text("utf-8")


def test_a_pager_that_cannot_start_or_stops_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pager that cannot be started is none; one that stops reading early was one."""

    def failing(*_: object, **__: object) -> None:
        raise OSError

    assert show_in_pager("x" * 10**6, {"PAGER": "true", "PATH": "/usr/bin:/bin"})
    monkeypatch.setattr(subprocess, "Popen", failing)
    assert not show_in_pager("x", {"PAGER": "less"})


def test_a_word_to_the_person_is_broken_between_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """At a terminal a message is broken between words, of which none is cut; elsewhere it stays on its line."""
    message = "'qqqqq' is in no event; there would be 329 events without --search, and " + "x" * 50
    for terminal, lines in ((True, 4), (False, 1)):
        stream = io.StringIO()
        monkeypatch.setattr(stream, "isatty", lambda terminal=terminal: terminal)
        monkeypatch.setattr(sys, "stderr", stream)
        monkeypatch.setenv("COLUMNS", "40")
        streams.notify(message)
        told = stream.getvalue().splitlines()
        assert len(told) == lines
        assert " ".join(line.strip() for line in told) == f"timeline: {message}"
        assert all(line.startswith("  ") for line in told[1:])


def test_a_terminal_without_a_size_has_the_usual_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a terminal says that it is of no cells a message has 80; what is to be copied is not broken at all."""
    stream = io.StringIO()
    monkeypatch.setattr(stream, "isatty", lambda: True)
    monkeypatch.setattr(stream, "fileno", lambda: 2)
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr("os.get_terminal_size", lambda *_: os.terminal_size((0, 0)))
    monkeypatch.delenv("COLUMNS", raising=False)
    streams.notify("word " * 40)
    streams.notify("word " * 40, wrap=False)
    *wrapped, whole = stream.getvalue().splitlines()
    assert 70 < max(map(len, wrapped)) <= 80
    assert whole == f"timeline: {'word ' * 40}"
