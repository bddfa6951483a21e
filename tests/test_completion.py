"""Completion: what Tab offers, asked of the program as shells ask it, and in bash, zsh and fish themselves."""

from __future__ import annotations

import dataclasses
import os
import re
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import timeline
from tests.conftest import EVERYTHING
from timeline import formats, model
from timeline.cli import completion
from timeline.cli import run as program
from timeline.formats.cite import STYLES

ROOT = Path(__file__).resolve().parent.parent
ABOUT = r"[/red] :x: \\$(touch stained-1) `touch stained-2` it's a \"quote\" $(touch stained-3), 5% more {} (and " + (
    "so much more that no terminal has a line for it " * 5
)
CHRONOLOGY = f"""\
title: For shells
kinds:
  visit: "{ABOUT}"
  two words: Cannot be offered without quotes
  $(touch stained-4): Nor should this be
topics: {{energy-security: Pipelines, energy-policy: Prices}}
programmes:
  DEEP: {{name: "{ABOUT}"}}
  PfP: {{name: Partnership for Peace}}
  PfP-TF: {{name: Trust Fund}}
sources:
  a-source: {{title: "{ABOUT}", url: "https://example.org"}}
events:
- {{id: one-day, date: "1994-05-04", title: "It's \\"one\\" $(touch stained-5)", sources: [a-source]}}
- {{id: two-days, date: "2008-01-02/2008-01-03", title: Two, sources: [a-source]}}
- {{id: vague, date: "../2012", title: Vague, sources: [a-source]}}
"""
"""A small chronology, some texts of which a shell or Typer would take for more than text."""

CASES = (
    ("list -p DEE", "DEEP"),
    ("chart --programme pf", "PfP PfP-TF"),
    ("programmes DEEP pfp-", "PfP-TF"),
    ("list -k vis", "visit"),
    ("sources --topic energy-", "energy-policy energy-security"),
    ("list --significance land", "landmark"),
    ("export --source a-", "a-source"),
    ("list --confidence DIS", "disputed"),
    ("chart --source-kind offi", "official"),
    ("sources --id one", "one-day"),
    ("show one-day tw", "two-days"),
    ("cite on", "one-day"),
    ("cite one-day --format bib", "biblatex bibtex"),
    ("export --format data", "datapackage"),
    ("export out.json --format js", "json jsonl jsonld"),
    ("list -y 2", "2008 2012"),
    ("on 01-", "01-02 01-03"),
    ("list --color al", "always"),
    ("export chart.svg --size sl", "slide"),
    ("export chart.svg --theme ", "auto dark light"),
    ("count pub", "publisher"),
    ("chart --by sig", "significance"),
    ("prog", "programmes"),
    ("list -p zeppelin", ""),
)
"""What is typed, and what is offered for its last word."""


@pytest.fixture(scope="module", name="data")
def _data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("data") / "shells.yaml"
    path.write_text(CHRONOLOGY, encoding="utf-8")
    timeline.load(path)
    return path


@pytest.fixture(name="ask")
def _ask(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], data: Path) -> Callable[..., list[str]]:
    """Asks the program in process as one of the shells would; gives the lines of its answer, which is all it says."""

    def ask(line: str, shell: str = "fish", about: Path | str = data) -> list[str]:
        words = f"timeline {line}"
        for name, value in {
            "TIMELINE_DATA": str(about),
            "_TIMELINE_COMPLETE": f"complete_{shell}",
            "_TYPER_COMPLETE_ARGS": words,
            "_TYPER_COMPLETE_FISH_ACTION": "get-args",
            "COMP_WORDS": words,
            "COMP_CWORD": str(len(words.split(" ")) - 1),
        }.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["timeline"])
        with pytest.raises(SystemExit):
            program.run()
        captured = capfd.readouterr()
        assert captured.err == ""
        return captured.out.splitlines()

    return ask


def values(lines: list[str]) -> str:
    """The values of an answer for fish, in order."""
    return " ".join(sorted(line.partition("\t")[0] for line in lines if line))


@pytest.mark.parametrize(("typed", "offered"), CASES)
def test_values_are_offered(ask: Callable[..., list[str]], typed: str, offered: str) -> None:
    """Options and arguments offer the values that the data has, in any case; bash gets the same as fish."""
    assert values(ask(typed)) == offered
    assert values(ask(typed, shell="bash")) == offered


def test_zsh_is_told_the_same(ask: Callable[..., list[str]]) -> None:
    """Zsh gets values with their meaning, or where there are none the names of files."""
    assert ask("list --topic energy-s", shell="zsh") == ["""_arguments '*: :(("energy-security":"Pipelines"))'"""]
    assert ask("list --topic zeppelin", shell="zsh") == ["_files"]


def test_offers_are_those_of_the_real_data(ask: Callable[..., list[str]], real: timeline.Chronology) -> None:
    """Of the chronology that comes with the program every programme, kind, topic, source, id and format is offered."""
    everything = {
        "list -p ": list(real.programmes),
        "list -k ": list(real.kinds),
        "list --topic ": list(real.topics),
        "list --source ": list(real.sources),
        "show ": [event.id for event in real.events],
        "export --format ": list(formats.BY_NAME),
        "cite x --format ": list(STYLES),
        "list --significance ": list(model.SIGNIFICANCE),
        "list --confidence ": list(model.CONFIDENCE),
        "list --source-kind ": list(model.SOURCE_KINDS),
        "list --id ": [event.id for event in real.events],
    }
    for typed, wanted in everything.items():
        assert [line.partition("\t")[0] for line in ask(typed, about="")] == wanted


def test_every_offer_takes_one_line(
    ask: Callable[..., list[str]], real: timeline.Chronology, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However narrow the terminal, a value and what it is stand on one line."""
    for columns in ("20", "80"):
        monkeypatch.setenv("COLUMNS", columns)
        assert len(ask("show ", about="")) == len(real.events)
        assert len(ask("list --source ", about="")) == len(real.sources)


def test_what_a_shell_would_evaluate_is_not_passed_on(ask: Callable[..., list[str]]) -> None:
    """Words that need quotes are not offered, and no description holds what means something to a shell or to Typer."""
    assert values(ask("list -k ")) == "visit"
    (fish,), zsh = ask("list -k "), " ".join(ask("list -k ", shell="zsh"))
    before, after = """_arguments '*: :(("visit":\"""", "\"))'"
    assert zsh.startswith(before)
    for about in (fish.removeprefix("visit\t"), zsh.removeprefix(before).removesuffix(after)):
        assert "touch" in about
        assert not re.search(r"""[\\$`'"\[\]]""", about.replace(r"\\:", ""))


def test_data_of_the_command_line_comes_first(ask: Callable[..., list[str]], data: Path) -> None:
    """``--data`` after or before the command's name decides what is offered."""
    assert values(ask(f"list --data {data} -p DEE", about="")) == "DEEP"
    assert values(ask(f"--data {data} list --source a-s", about="")) == "a-source"


RUBBISH: dict[str, Callable[[Path], object]] = {
    "missing": lambda path: None,
    "folder": lambda path: path.mkdir(),
    "binary": lambda path: path.write_bytes(bytes(range(256))),
    "faulty": lambda path: path.write_text("title: T\nevents: [{id: A}]\n"),
    "empty": lambda path: path.write_text(""),
}


@pytest.mark.parametrize("kind", RUBBISH)
def test_rubbish_is_met_with_silence(ask: Callable[..., list[str]], tmp_path: Path, kind: str) -> None:
    """Where the data cannot be read nothing is offered and nothing said; commands and options are offered still."""
    RUBBISH[kind](tmp_path / "data")
    for shell, nothing in (("fish", [""]), ("bash", [""]), ("zsh", ["_files"])):
        for typed in ("list -p ", "show ", "list --source x", "on "):
            assert ask(typed, shell, tmp_path / "data") == nothing
    assert values(ask("prog", about=tmp_path / "data")) == "programmes"


LINES = (
    "",
    "list --programme = D",
    "list -p 'P",
    'show "',
    "nonsense ",
    "list --data ",
    "list --nonsense ",
    "-",
    "list \\",
)


@pytest.mark.parametrize("typed", LINES)
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_unfinished_lines_are_no_fault(ask: Callable[..., list[str]], typed: str, shell: str) -> None:
    """Whatever stands on the line when Tab is pressed, nothing but offers is printed."""
    assert "Traceback" not in "\n".join(ask(typed, shell))


def test_a_context_of_its_own_needs_no_program_around_it(data: Path) -> None:
    """A completer takes the data of its command where there is no command around it."""
    complete = completion.completer(completion.programmes)
    context: Any = SimpleNamespace(params={"data": str(data)}, parent=None)
    assert complete(context, "pfp-") == [("PfP-TF", "Trust Fund")]


def test_words_are_offered_without_a_vocabulary() -> None:
    """Where a chronology says no words that kinds and topics may be, those of its events are offered."""
    chronology = timeline.load(EVERYTHING)
    words = {event.kind for event in chronology.events if event.kind}
    free = dataclasses.replace(chronology, kinds={}, topics={})
    assert {word for word, _ in completion.kinds(free)} == words
    assert all(about == "" for _, about in completion.topics(free))


# In real shells. What is typed there goes to a stand-in that shows its arguments, and to the program for completion.

STAND_IN = f"""\
#!/bin/sh
[ -n "$_TIMELINE_COMPLETE" ] && exec '{sys.executable}' -m timeline "$@"
printf '<%s>\\n' "$*"
"""
MAX_COMPARISONS = 60
"""Seconds after which a shell that does not answer is given up."""

TABS = (
    ("list -p DEE", "list -p DEEP"),
    ("list -k vis", "list -k visit"),
    ("list --topic energy-s", "list --topic energy-security"),
    ("list --significance land", "list --significance landmark"),
    ("list --source a-", "list --source a-source"),
    ("show on", "show one-day"),
    ("cite tw", "cite two-days"),
    ("cite one-day --format bibt", "cite one-day --format bibtex"),
    ("export --format data", "export --format datapackage"),
    ("list -y 200", "list -y 2008"),
    ("list -y 1", "list -y 1994"),
    ("on 05", "on 05-04"),
    ("list -p zeppelin", "list -p zeppelin"),
)
"""What is typed before Tab, and what the command is then given."""
ANY_CASE = (("list -p dee", "list -p DEEP"), ("list -p pfp-", "list -p PfP-TF"))
"""Likewise; zsh needs a setting for it, which many people have."""


@pytest.fixture(scope="module", name="home")
def _home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that holds the stand-in and what each shell reads when it starts."""
    home = tmp_path_factory.mktemp("home")
    (home / "bin").mkdir()
    (home / "bin" / "timeline").write_text(STAND_IN, encoding="utf-8")
    (home / "bin" / "timeline").chmod(0o755)
    for shell in ("bash", "zsh", "fish"):
        settings = {**os.environ, "_TIMELINE_COMPLETE": f"source_{shell}"}
        done = subprocess.run(
            [sys.executable, "-m", "timeline"], capture_output=True, env=settings, cwd=ROOT, check=False
        )
        assert done.stderr == b""
        (home / f"complete.{shell}").write_bytes(done.stdout)
    (home / "bashrc").write_text("PS1=\nbind 'set bell-style none'\n. ~/complete.bash\n", encoding="utf-8")
    (home / ".zshrc").write_text(
        "PS1=\nunsetopt prompt_sp beep\nautoload -U compinit; compinit -u -D\n"
        "zstyle ':completion:*' matcher-list 'm:{a-z}={A-Z}'\n. ~/complete.zsh\n",
        encoding="utf-8",
    )
    return home


def settings_of(home: Path, data: Path | str) -> dict[str, str]:
    """An environment that says where home and data are."""
    return {
        "HOME": str(home),
        "PATH": f"{home / 'bin'}:/usr/local/bin:/usr/bin:/bin",
        "PYTHONPATH": str(ROOT),
        "TERM": "dumb",
        "LC_ALL": "C.UTF-8",
        "TIMELINE_DATA": str(data),
    }


def wanted(shell: str) -> str:
    """Where a shell is, or a reason to skip."""
    path = shutil.which(shell)
    if path is None or sys.platform == "win32":
        pytest.skip(f"there is no {shell} here to press Tab in")
    return path


def type_into(command: list[str], lines: list[str], settings: dict[str, str], cwd: Path) -> str:
    """All that a shell at a terminal shows while the lines are typed, each with a Tab at its end, until it ends."""
    import pty

    master, slave = pty.openpty()
    with subprocess.Popen(
        command, stdin=slave, stdout=slave, stderr=slave, env=settings, cwd=cwd, start_new_session=True
    ) as shell:
        os.close(slave)
        try:
            shown = b"".join(_conversation(master, lines))
        finally:
            shell.kill()
            os.close(master)
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.decode("utf-8", "replace"))


def _conversation(master: int, lines: list[str]) -> Iterator[bytes]:
    """Types a line once the one before is answered."""
    end = time.monotonic() + MAX_COMPARISONS
    seen = b""
    for number, line in enumerate(["timeline ready", *(f"timeline {line}\t" for line in lines)], start=1):
        os.write(master, f"{line}\n".encode())
        while seen.count(b"<") < number or seen.count(b">") < number:
            assert select.select([master], [], [], max(end - time.monotonic(), 0))[0], seen.decode(errors="replace")
            got = os.read(master, 65536)
            seen += got
            yield got


SHELLS = {"bash": ["--noprofile", "--rcfile", "bashrc", "-i"], "zsh": ["-d", "-i"]}


def answers(shell: str, lines: list[str], home: Path, data: Path | str) -> list[str]:
    """What the command is given for each line; asserts that nothing else went wrong on the way."""
    shown = type_into([wanted(shell), *SHELLS[shell]], lines, settings_of(home, data), home)
    assert "Traceback" not in shown
    assert "timeline:" not in shown
    assert not list(home.glob("stained*"))
    return [answer.strip() for answer in re.findall(r"<([^<>]*)>", shown)[1:]]


@pytest.mark.shells
@pytest.mark.parametrize("shell", SHELLS)
def test_tab_in_a_shell(shell: str, home: Path, data: Path) -> None:
    """In an interactive shell Tab completes every kind of value that the data and the program have."""
    cases = TABS + ANY_CASE
    assert answers(shell, [typed for typed, _ in cases], home, data) == [given for _, given in cases]


@pytest.mark.shells
@pytest.mark.parametrize("shell", SHELLS)
def test_tab_in_a_shell_over_rubbish(shell: str, home: Path, tmp_path: Path) -> None:
    """Where the data cannot be read the line stays as it is and the shell shows no word of it."""
    (tmp_path / "rubbish").write_bytes(bytes(range(256)))
    assert answers(shell, ["list -p DEE", "show on"], home, tmp_path / "rubbish") == ["list -p DEE", "show on"]


def fish(lines: list[str], home: Path, data: Path | str) -> list[list[str]]:
    """What fish offers for each line."""
    script = [". ~/complete.fish", *(f"complete -C 'timeline {line}'; echo ==" for line in lines)]
    command = [wanted("fish"), "--no-config", "-c", "\n".join(script)]
    settings = settings_of(home, data)
    done = subprocess.run(command, capture_output=True, env=settings, cwd=home, timeout=MAX_COMPARISONS, check=False)
    assert done.stderr.decode() == ""
    assert not list(home.glob("stained*"))
    return [part.splitlines() for part in done.stdout.decode().split("==\n")[:-1]]


@pytest.mark.shells
def test_tab_in_fish(home: Path, data: Path) -> None:
    """Fish offers the same values, each with its meaning, and nothing that is none."""
    cases = [case for case in TABS + ANY_CASE if case[0] != case[1]]
    found = fish([typed for typed, _ in cases], home, data)
    assert [values(lines) for lines in found] == [given.split()[-1] for _, given in cases]
    assert found[2] == ["energy-security\tPipelines"]


@pytest.mark.shells
def test_tab_in_fish_over_rubbish(home: Path, tmp_path: Path) -> None:
    """Where the data cannot be read fish offers nothing of it."""
    (tmp_path / "rubbish").write_bytes(bytes(range(256)))
    assert [values(lines) for lines in fish(["list -p DEE", "list -p zeppelin"], home, tmp_path / "rubbish")] == [
        "",
        "",
    ]


@pytest.mark.parametrize(
    ("said", "missing"),
    [
        ({}, False),
        ({"_TIMELINE_COMPLETE": "complete_zsh"}, False),
        ({"_TIMELINE_COMPLETE": "complete_b\x08sh"}, True),
        ({"_TIMELINE_COMPLETE": "complete_bash"}, True),
        ({"_TIMELINE_COMPLETE": "complete_bash", "COMP_WORDS": "timeline"}, True),
        ({"_TIMELINE_COMPLETE": "complete_bash", "COMP_WORDS": "timeline", "COMP_CWORD": "-1"}, True),
        ({"_TIMELINE_COMPLETE": "complete_bash", "COMP_WORDS": "timeline", "COMP_CWORD": "1"}, False),
    ],
)
def test_what_a_shell_leaves_out_is_told(said: dict[str, str], missing: bool) -> None:
    """Bash says the words and which is to be completed, and any shell its own name, in characters that can be shown."""
    assert bool(completion.fault(said)) is missing


def test_a_shell_that_leaves_it_out_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In one line, with the code of a wrong command line."""
    monkeypatch.setenv("_TIMELINE_COMPLETE", "complete_bash")
    monkeypatch.delenv("COMP_WORDS", raising=False)
    assert program.run([]) == 2
    assert re.fullmatch(r"timeline: _TIMELINE_COMPLETE=complete_bash needs COMP_WORDS.*\n", capsys.readouterr().err)
