"""The real program in hostile surroundings: streams, environments, targets, signals and files that change.

Each run is a process of its own. Nothing depends on how fast it is: where something has to happen at a certain moment,
the program is made to wait there, or to send itself the signal.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import select
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import timeline
from tests.conftest import EVERYTHING

pytestmark = [
    pytest.mark.surroundings,
    pytest.mark.skipif(
        os.name != "posix" or shutil.which("bash") is None,
        reason="streams are closed and signals sent as POSIX has them",
    ),
]

PROGRAM = (sys.executable, "-m", "timeline")
ENOUGH = 120
"""Seconds after which a run is given up, which no run comes near."""
BAD = b"title: T\nsources: {}\nevents: none\n"
BAD_TOLD = ":3:9: events: is the text 'none'; expected a list of events, [] for none [wrong-shape]\n"


class Answer(NamedTuple):
    """What a run of the program gave."""

    code: int
    out: bytes
    err: str


def environment(**settings: str | None) -> dict[str, str]:
    """A plain environment with these settings; None takes one away."""
    plain = {
        "PATH": os.environ["PATH"],
        "HOME": os.environ.get("HOME", "/"),
        "LC_ALL": "C.UTF-8",
        "TIMELINE_DATA": str(EVERYTHING),
        "PYTHONDONTWRITEBYTECODE": "1",  # which a disk that is full would cut short
    }
    return {name: value for name, value in (plain | settings).items() if value is not None}


def run(*args: str | bytes, cwd: Path | None = None, stdin: Any = subprocess.DEVNULL, **settings: str | None) -> Answer:
    """Runs the program; ``stdin`` is bytes or a stream."""
    given = {"input": stdin} if isinstance(stdin, bytes) else {"stdin": stdin}
    done = subprocess.run(
        [*PROGRAM, *args],
        capture_output=True,
        check=False,
        timeout=ENOUGH,
        cwd=cwd,
        env=environment(**settings),
        **given,
    )
    return answered(done.returncode, done.stdout, done.stderr)


def shell(script: str, *args: str, cwd: Path | None = None, **settings: str | None) -> Answer:
    """Runs a script of bash in which ``"$@"`` is the program with its arguments."""
    done = subprocess.run(
        ["bash", "-c", script, "bash", *PROGRAM, *args],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=ENOUGH,
        cwd=cwd,
        env=environment(**settings),
    )
    return answered(done.returncode, done.stdout, done.stderr)


def answered(code: int, out: bytes, err: bytes) -> Answer:
    """What a run gave, after a look at what no run may ever say."""
    text = err.decode("utf-8")
    for word in ("Traceback", "Exception ignored", "internal error"):
        assert word not in text
    assert all(char.isprintable() or char == "\n" for char in text)
    return Answer(code, out, text)


@pytest.fixture(scope="module", name="large")
def _large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A chronology whose exports are larger than what a pipe holds."""
    path = tmp_path_factory.mktemp("large") / "large.yaml"
    events = "".join(
        f"- {{id: e{i}, date: '1994', title: Title {i}, summary: {'Words. ' * 40}, sources: [s]}}\n"
        for i in range(2_000)
    )
    path.write_text(f"title: Large\nsources: {{s: {{title: S, url: 'https://example.org/'}}}}\nevents:\n{events}")
    return path


# --- streams

PRINTING = (
    ["list"],
    ["cite", "year"],
    ["export", "--format", "csv"],
    ["schema"],
    ["--version"],
    ["list", "--help"],
)
"""Commands that answer on standard output, each by a way of its own."""


@pytest.mark.parametrize("args", [*PRINTING, ["export", "--format", "jsonl", "--limit", "0"]], ids=" ".join)
def test_closed_standard_output_is_a_failure(args: list[str]) -> None:
    """What cannot be printed is not called done: code 1 and one line, where Python would print nothing and end well."""
    assert shell('"$@" >&-', *args) == Answer(1, b"", "timeline: cannot write: standard output is closed\n")


def test_closed_standard_output_does_not_matter_to_a_file(tmp_path: Path) -> None:
    """An export into a file needs no standard output."""
    answer = shell('"$@" >&-', "export", "x.csv", cwd=tmp_path)
    assert answer.code == 0
    assert (tmp_path / "x.csv").read_bytes() == run("export", "--format", "csv").out


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize("args", PRINTING, ids=" ".join)
def test_full_standard_output_is_a_failure(args: list[str]) -> None:
    """Where the disk is full under standard output: code 1 and one line."""
    assert shell('"$@" >/dev/full', *args) == Answer(1, b"", "timeline: cannot write: no space left on device\n")


@pytest.mark.parametrize("args", [*PRINTING, ["list", "--color", "always"]], ids=" ".join)
def test_pipe_without_a_reader_is_silent(args: list[str], large: Path) -> None:
    """Nobody is told that nobody reads: code 0 and no word, also not from Python at its end."""
    data = EVERYTHING if "cite" in args else large
    reader, writer = os.pipe()
    os.close(reader)
    with open(writer, "wb") as stream:
        done = subprocess.run(
            [*PROGRAM, *args],
            stdout=stream,
            stderr=subprocess.PIPE,
            check=False,
            timeout=ENOUGH,
            env=environment(TIMELINE_DATA=str(data)),
        )
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("args", [["list", "--full"], ["export", "--format", "json"]], ids=" ".join)
def test_reader_that_has_seen_enough(args: list[str], large: Path) -> None:
    """``| head -1`` gets its line, and the program ends in silence with code 0 or 141."""
    answer = shell('set -o pipefail; "$@" | head -1', *args, TIMELINE_DATA=str(large))
    assert answer.code in (0, 128 + signal.SIGPIPE)
    assert answer.out.count(b"\n") == 1
    assert answer.err == ""


@pytest.mark.parametrize("end", ["2>&-", "2>/dev/full"])
@pytest.mark.parametrize(
    ("args", "code"), [(["list", "-s", "no such words"], 0), (["list", "--bogus"], 2), (["list", "--data", "-"], 1)]
)
def test_messages_without_standard_error_do_not_go_elsewhere(end: str, args: list[str], code: int) -> None:
    """With standard error closed or full there are no messages: none on standard output, and the same code."""
    if end.endswith("full") and not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full")
    assert shell(f'"$@" {end} <<< "title: T"', *args) == Answer(code, b"", "")


def test_answers_do_not_need_standard_error() -> None:
    """Data come all the same with standard error closed, and with standard input closed."""
    whole = run("list").out
    assert shell('"$@" 2>&-', "list").out == whole
    assert shell('"$@" <&-', "list") == Answer(0, whole, "")


STANDARD_INPUT: list[tuple[str, str]] = [
    ("<&-", "timeline: cannot read <stdin>: it is closed\n"),
    (
        "</dev/null",
        "<stdin>:1:1: file: is empty; a chronology has at least 'title:', 'sources:' and 'events:' [empty]\n",
    ),
    (
        r"< <(printf '\x89PNG\r\n\x1a\n\0')",
        "<stdin>:1:1: file: byte 0x89 is not UTF-8; save the file as UTF-8 [encoding]\n",
    ),
    ("< <(printf '%s' \"$BAD\")", f"<stdin>{BAD_TOLD}"),
]


@pytest.mark.parametrize(("redirection", "told"), STANDARD_INPUT)
def test_standard_input_of_every_kind(redirection: str, told: str) -> None:
    """Standard input that is closed, empty, binary or faulty: code 1, and a message that says ``<stdin>``."""
    assert shell(f'"$@" {redirection}', "list", "--data", "-", BAD=BAD.decode()) == Answer(1, b"", told)


def test_input_by_the_names_that_a_shell_gives(tmp_path: Path) -> None:
    """``/dev/stdin``, a process substitution and a FIFO are read like files, and messages give them their names."""
    (tmp_path / "bad.yaml").write_bytes(BAD)
    answer = shell('"$@" /dev/stdin < bad.yaml', "list", "--data", cwd=tmp_path)
    assert (answer.code, answer.err) == (1, f"/dev/stdin{BAD_TOLD}")
    answer = shell('"$@" <(cat bad.yaml)', "list", "--data", cwd=tmp_path)
    assert answer.code == 1
    assert answer.err.startswith("/dev/fd/")
    assert answer.err.endswith(BAD_TOLD)
    answer = shell('mkfifo f; cat bad.yaml > f & "$@"', "list", "--data", "f", cwd=tmp_path)
    assert (answer.code, answer.err) == (1, f"f{BAD_TOLD}")
    assert shell('"$@" < "$TIMELINE_DATA"', "list", "--data", "/dev/stdin").out == run("list").out


@pytest.mark.parametrize("script", ['"$@" /dev/zero', '"$@" - </dev/zero', 'mkfifo f; yes > f & "$@" f'])
def test_input_without_end_ends(script: str, tmp_path: Path) -> None:
    """Reading ends at the largest size a file may have, with a message."""
    answer = shell(script, "check", cwd=tmp_path)
    assert (answer.code, answer.out) == (1, b"")
    assert answer.err.endswith(" is larger than 128 MiB\n")


# --- environments

HOMES: list[dict[str, Any]] = [{"HOME": None}, {"HOME": "/no/such/home"}, {"HOME": "/proc"}, {"HOME": ""}]
TERMINALS: list[dict[str, Any]] = [{"COLUMNS": value} for value in ("", "0", "1", "-5", "x", "100000", "9" * 30)] + [
    {"TERM": None},
    {"TERM": ""},
    {"TERM": "dumb"},
    {"TERM": "no-such-terminal"},
    {"LINES": "x"},
    {"NO_COLOR": "1"},
]
LOCALES: list[dict[str, Any]] = [
    {"LC_ALL": None, "LANG": "C"},
    {"LC_ALL": "C"},
    {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"LC_ALL": "no_such.locale"},
    {"PYTHONUTF8": "0"},
    {"PYTHONIOENCODING": "ascii"},
    {"PYTHONIOENCODING": "ascii:strict"},
    {"PYTHONIOENCODING": "latin-1"},
    {"PYTHONIOENCODING": "cp1252"},
]


def _said(value: object) -> str:
    return " ".join(f"{name}={text}" for name, text in value.items()) if isinstance(value, dict) else str(value)


@pytest.mark.parametrize("settings", [*HOMES, *TERMINALS, *LOCALES], ids=_said)
def test_every_environment_shows_every_event(settings: dict[str, Any], everything: timeline.Chronology) -> None:
    """Whatever home, terminal and locale are: the view for a terminal has every event, and code 0."""
    answer = run("list", "--full", "--color", "always", **settings)
    assert (answer.code, answer.err) == (0, "")
    shown = answer.out.decode(settings.get("PYTHONIOENCODING", "utf-8").partition(":")[0] if settings else "utf-8")
    assert all(event.id in shown for event in everything.events)


@pytest.mark.parametrize("settings", LOCALES, ids=_said)
def test_data_files_are_utf8_in_every_locale(settings: dict[str, Any]) -> None:
    """A file is read and written as UTF-8 whatever the locale: the bytes of an export are the same everywhere."""
    assert run("export", "--format", "csv", **settings).out == EXPORTED


EXPORTED = timeline.export(timeline.load(EVERYTHING), "csv").encode("utf-8")


@pytest.mark.parametrize("format", ["csv", "json", "ics", "html", "svg", "bibtex"])
def test_exports_do_not_depend_on_the_machine(format: str) -> None:
    """Locale, time zone, home, width and the order in which Python hashes leave no trace in an export."""
    here = run("export", "--format", format, TZ="UTC", PYTHONHASHSEED="1")
    there = run(
        "export", "--format", format, TZ="Pacific/Kiritimati", PYTHONHASHSEED="2", LC_ALL="C", HOME=None, COLUMNS="20"
    )
    assert here == there
    assert here.code == 0


def test_what_a_stream_cannot_show_is_readable() -> None:
    """Letters that the stream does not know are written as their nearest; nothing fails."""
    shown = run("list", "--full", PYTHONIOENCODING="ascii").out
    assert b"Sahin-Gozal" in shown
    assert shown.isascii()


@pytest.mark.parametrize(
    ("settings", "args", "coloured"),
    [
        ({"TERM": "xterm"}, [], True),
        ({"TERM": "xterm", "NO_COLOR": "1"}, [], False),
        ({"TERM": "xterm", "NO_COLOR": ""}, [], True),
        ({"TERM": "xterm", "NO_COLOR": "1"}, ["--color", "always"], True),
        ({"TERM": "dumb"}, [], False),
        ({"TERM": "xterm"}, ["--color", "never"], False),
    ],
)
def test_colour_on_a_terminal(settings: dict[str, str], args: list[str], coloured: bool) -> None:
    """On a real terminal there is colour, unless NO_COLOR is set and not empty, or it is dumb; ``--color`` wins."""
    text = on_terminal("list", "--landmarks", "--no-pager", *args, **settings)
    assert b"A year" in text
    assert (b"\x1b" in text) is coloured


def on_terminal(*args: str, typed: str = "", **settings: str | None) -> bytes:
    """What a terminal shows of a run that ends well; ``typed`` is pressed once the run waits for it."""
    import pty  # which Windows has not

    child, keeper = pty.fork()
    if not child:
        os.execve(sys.executable, [*PROGRAM, *args], environment(**settings))
    shown = b""
    with open(keeper, "r+b", buffering=0) as terminal, contextlib.suppress(OSError):  # as which Linux tells its end
        while data := terminal.read(4096):
            shown += data
            if typed and not select.select([terminal], [], [], 0.5)[0]:
                terminal.write(typed.encode())
                typed = ""
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    return shown


@pytest.mark.parametrize("unbuffered", [None, "1"])
def test_a_word_stands_below_what_it_is_about(unbuffered: str | None) -> None:
    """At a terminal what is said of a list comes after it, however Python was told to write."""
    text = on_terminal("list", "--landmarks", "--no-pager", TERM="xterm", PYTHONUNBUFFERED=unbuffered).decode()
    assert text.index("A year") < text.index("timeline: ")


PAGERS = [
    "false",
    "/etc/passwd",
    "no-such-pager",
    "kill -9 $$",
    "kill $$",
    "head -c 10 > /dev/null; exit 1",
    "cat > /dev/null; kill -9 $$",
]
"""Pagers that show nothing."""


@pytest.mark.parametrize("pager", [*PAGERS, "", " ", "cat", "cat -u", "less", "more"])
def test_no_pager_loses_the_text(pager: str, large: Path) -> None:
    """Whatever the pager is, and however it fails, the text is on the terminal, once."""
    interactive = pager in ("less", "more")
    if interactive and shutil.which(pager) is None:
        pytest.skip(f"there is no {pager} here")
    settings = {"PAGER": pager, "LINES": "5", "TERM": "xterm", "TIMELINE_DATA": str(large)}
    shown = on_terminal("list", typed="q" if interactive else "", **settings).decode()
    found = re.findall(r"\bTitle \d+\b", shown)
    assert found[:1] == ["Title 0"]
    assert len(found) == len(set(found))
    assert len(found) == 2_000 or interactive


@pytest.mark.parametrize("pager", ["cat; false", "cat; kill -9 $$"])
def test_a_pager_that_fails_in_the_end_may_have_shown_nothing(pager: str, large: Path) -> None:
    """What a pager that fails has shown is not known: the text stands twice rather than not at all."""
    shown = on_terminal("list", PAGER=pager, LINES="5", TERM="xterm", TIMELINE_DATA=str(large)).decode()
    assert len(re.findall(r"\bTitle \d+\b", shown)) == 2 * 2_000


@pytest.mark.skipif(shutil.which("less") is None, reason="there is no less here")
@pytest.mark.parametrize("less", [None, "", "-i -M", "iM", "-Pask for more", "--use-color", "-r", "-+R"])
@pytest.mark.parametrize("command", [["show", "day"], ["list", "--help"]], ids=" ".join)
def test_less_passes_colours_on(less: str | None, command: list[str]) -> None:
    """Whatever ``LESS`` holds, colours are colours, and no address is a terminal's link."""
    shown = on_terminal(*command, PAGER="less", LESS=less, LINES="5", TERM="xterm-256color", typed="q")
    assert b"\x1b[1m" in shown
    assert b"ESC" not in shown
    assert b"\x1b]8;" not in shown


def test_the_pager_gets_the_encoding_of_the_terminal(tmp_path: Path) -> None:
    """Text for a pager is in the encoding that standard output has, its other letters written as their nearest."""
    seen = tmp_path / "seen"
    on_terminal("list", "--full", PAGER=f"cat > {seen}", LINES="5", PYTHONIOENCODING="latin-1")
    assert "Jürgen von Größe".encode("latin-1") in seen.read_bytes()
    assert b"Sahin-Gozal" in seen.read_bytes().replace("ö".encode("latin-1"), b"o")


def test_help_taller_than_the_screen_goes_through_the_pager(tmp_path: Path) -> None:
    """Help is paged like every view, and not where it is told not to be."""
    seen = tmp_path / "seen"
    on_terminal("list", "--help", PAGER=f"cat > {seen}", LINES="24", TERM="xterm")
    assert "\x1b[1m--significance\x1b[0m" in seen.read_text()
    seen.unlink()
    assert b"--significance" in on_terminal("list", "--help", "--no-pager", PAGER=f"cat > {seen}", LINES="24")
    assert b"\x1b" not in on_terminal("list", "--help", PAGER=f"cat > {seen}", LINES="1000", TERM="dumb")
    assert not seen.exists()


SCREENS: list[dict[str, str]] = [
    {name: value}
    for name in ("COLUMNS", "LINES", "TERMINAL_WIDTH")
    for value in ("", "0", "-7", "1", "x", "1e3", "9" * 30, "9" * 5000, "\u0664")
] + [{"TERM": value} for value in ("", "dumb", "no-such-terminal", "x" * 5000)]
SCREENS += [{"TYPER_USE_RICH": "maybe"}, {"FORCE_COLOR": "maybe"}, {"LESS": "%"}, {"PAGER": "'"}]
SCREENS += [{"PYTHONOPTIMIZE": "2"}, {"PYTHONDEVMODE": "1"}, {"PYTHONWARNINGS": "error"}, {"PYTHONMALLOC": "debug"}]


@pytest.mark.parametrize("args", [["list", "--help"], ["chart", "--color", "always"]], ids=" ".join)
@pytest.mark.parametrize("settings", SCREENS, ids=lambda settings: _said(settings)[:40])
def test_no_environment_breaks_a_view(args: list[str], settings: dict[str, Any]) -> None:
    """Whatever the variables of the terminal and of Python hold, there is an answer and nothing is said."""
    answer = run(*args, **settings)
    assert (answer.code, answer.err) == (0, "")
    assert (b"--significance" in answer.out) or (b"BODY" in answer.out)


ASKED = [
    ({"_TIMELINE_COMPLETE": "complete_bash"}, 2, "timeline: _TIMELINE_COMPLETE=complete_bash needs COMP_WORDS"),
    ({"_TIMELINE_COMPLETE": "complete_bash", "COMP_WORDS": "timeline li"}, 2, "timeline: _TIMELINE_COMPLETE="),
    ({"_TIMELINE_COMPLETE": "complete_bash", "COMP_WORDS": "timeline li", "COMP_CWORD": "x"}, 2, "timeline: _TIMEL"),
    ({"_TIMELINE_COMPLETE": "complete_zsh"}, 0, ""),
    ({"_TIMELINE_COMPLETE": "complete_zsh", "TERMINAL_WIDTH": "x", "COLUMNS": "0"}, 0, ""),
    ({"_TIMELINE_COMPLETE": "complete_powershell"}, 0, ""),
    ({"_TIMELINE_COMPLETE": "complete_fish"}, 0, ""),
    ({"_TIMELINE_COMPLETE": "complete_tcsh"}, 1, "Shell tcsh not supported."),
    ({"_TIMELINE_COMPLETE": "nonsense"}, 1, "Invalid completion instruction."),
]


@pytest.mark.parametrize(("settings", "code", "told"), ASKED)
def test_completion_without_its_companions(settings: dict[str, Any], code: int, told: str) -> None:
    """Where a shell says less than completion needs, a line says so, or there is nothing to complete."""
    answer = run(**settings)
    assert answer.code == code
    assert answer.err.startswith(told)
    assert answer.err.count("\n") == bool(told)


COMPLETIONS = [
    {"_TIMELINE_COMPLETE": "complete_bash", "COMP_WORDS": "timeline li", "COMP_CWORD": "1"},
    {"_TIMELINE_COMPLETE": "complete_bash", "COMP_WORDS": "timeline list -p ", "COMP_CWORD": "3"},
    {"_TIMELINE_COMPLETE": "complete_zsh", "_TYPER_COMPLETE_ARGS": "timeline list --kind "},
    {
        "_TIMELINE_COMPLETE": "complete_fish",
        "_TYPER_COMPLETE_ARGS": "timeline show ",
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
    },
    {"_TIMELINE_COMPLETE": "source_bash"},
]


@pytest.mark.parametrize("data", ["no such file", "folder", "binary"])
def test_help_version_and_completion_do_not_need_the_data(data: str, tmp_path: Path) -> None:
    """With ``TIMELINE_DATA`` leading to nothing or to rubbish, help and version are there and completion is silent."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "binary").write_bytes(bytes(range(256)))
    for args in (["--help"], ["list", "--help"], ["--version"]):
        answer = run(*args, cwd=tmp_path, TIMELINE_DATA=data)
        assert (answer.code, answer.err) == (0, "")
        assert answer.out
    for settings in COMPLETIONS:
        answer = run(cwd=tmp_path, TIMELINE_DATA=data, **settings)
        assert answer.err == ""
        assert answer.code in (0, 1)


# --- targets


def names(folder: Path) -> list[str]:
    """What is in a folder, hidden files too."""
    return sorted(os.listdir(folder))


REFUSED: list[tuple[str, str]] = [
    ("folder.csv", "timeline: cannot write 'folder.csv': it is a folder\n"),
    ("missing/x.csv", "timeline: cannot write 'missing/x.csv': no such file or directory\n"),
    ("file.csv/x.csv", "timeline: cannot write 'file.csv/x.csv': not a directory\n"),
    ("file.csv", "timeline: 'file.csv' exists; --force replaces it\n"),
    (f"{'x' * 300}.csv", f"timeline: cannot write '{'x' * 200}…': file name too long\n"),
]


@pytest.mark.parametrize(("target", "told"), REFUSED, ids=lambda value: value[:20])
def test_targets_that_cannot_be(target: str, told: str, tmp_path: Path) -> None:
    """A folder, a missing folder, a file as folder, a file that exists, a name too long: one line, nothing made."""
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "file.csv").write_text("precious")
    assert run("export", target, cwd=tmp_path) == Answer(1, b"", told)
    assert names(tmp_path) == ["file.csv", "folder.csv"]
    assert (tmp_path / "file.csv").read_text() == "precious"


def test_a_folder_that_cannot_be_written_to(tmp_path: Path) -> None:
    """A read-only folder: one line, code 1, nothing made."""
    folder = tmp_path / "folder"
    folder.mkdir(mode=0o555)
    if os.access(folder, os.W_OK):  # as the superuser: to whom a folder of the kernel is closed all the same
        folder = Path("/sys/kernel")
    if not folder.is_dir():
        pytest.skip("the superuser may write everywhere here")
    answer = run("export", str(folder / "x.csv"))
    assert answer.code == 1
    assert answer.err.startswith(f"timeline: cannot write '{folder}/x.csv': ")
    assert answer.err.count("\n") == 1
    assert not (folder / "x.csv").exists()


def test_a_link_is_written_through_to_another_device(tmp_path: Path) -> None:
    """The file that a link leads to is replaced where it is, with its permissions; the link stays."""
    elsewhere = Path("/dev/shm")
    if not elsewhere.is_dir() or elsewhere.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is no second device at hand")
    real = elsewhere / f"timeline-test-{os.getpid()}.csv"
    try:
        real.write_text("old")
        real.chmod(0o640)
        (tmp_path / "link.csv").symlink_to(real)
        assert run("export", "link.csv", "--force", cwd=tmp_path).code == 0
        assert (tmp_path / "link.csv").is_symlink()
        assert (real.read_bytes(), real.stat().st_mode & 0o777) == (EXPORTED, 0o640)
    finally:
        real.unlink(missing_ok=True)


STREAMS = [
    '"$@" /dev/stdout | cat > got',
    '"$@" /dev/stdout > got',
    'printf "" > got; "$@" /dev/stdout >> got',
    '"$@" /dev/fd/1 | cat > got',
    '"$@" /dev/fd/5 5> >(cat > got; : > done) >/dev/null; until [ -e done ]; do :; done; rm done',
    'mkfifo fifo; cat fifo > got & "$@" fifo; wait; [ -p fifo ] && rm fifo',
    '"$@" - > got',
    '"$@" > got',
]


@pytest.mark.parametrize("script", STREAMS)
def test_streams_as_targets_are_written_to_directly(script: str, tmp_path: Path) -> None:
    """``/dev/stdout``, a descriptor, a FIFO and ``-`` get the bytes of the export, and nothing is made."""
    answer = shell(script, "export", "--format", "csv", cwd=tmp_path)
    assert answer.code == 0, answer.err
    assert (tmp_path / "got").read_bytes() == EXPORTED
    assert names(tmp_path) == ["got"]


def test_the_null_device_swallows_everything() -> None:
    """``/dev/null`` as a target is written to, not replaced."""
    assert run("export", "/dev/null", "--format", "csv").code == 0
    assert Path("/dev/null").is_char_device()


@pytest.mark.parametrize("target", ["data.csv", "./data.csv", "link.csv", "other/../data.csv"])
def test_what_is_read_is_never_the_target(target: str, tmp_path: Path) -> None:
    """The data file is not overwritten by whatever name, not even with ``--force``."""
    data = EVERYTHING.read_bytes()
    (tmp_path / "data.csv").write_bytes(data)
    (tmp_path / "link.csv").hardlink_to(tmp_path / "data.csv")
    (tmp_path / "other").mkdir()
    answer = run("export", target, "--force", cwd=tmp_path, TIMELINE_DATA="data.csv")
    assert (answer.code, answer.err) == (1, f"timeline: cannot write '{target}': it is the file that is read\n")
    assert (tmp_path / "data.csv").read_bytes() == data


@pytest.mark.parametrize("format", ["csv", "datapackage"])
def test_a_disk_that_is_full_leaves_what_was_there(format: str, tmp_path: Path, large: Path) -> None:
    """A write that fails in the middle: one line, code 1, no half of anything, no temporary."""
    answer = shell('ulimit -f 2; "$@"', "export", "new", "--format", format, cwd=tmp_path, TIMELINE_DATA=str(large))
    assert answer == Answer(1, b"", "timeline: cannot write 'new': file too large\n")
    assert names(tmp_path) == []
    (tmp_path / "old").write_text("old")
    assert shell('ulimit -f 2; "$@"', "export", "old", "--force", "--format", "csv", cwd=tmp_path).code == 1
    assert (names(tmp_path), (tmp_path / "old").read_text()) == (["old"], "old")


SMALL_DISK = """
mount -t tmpfs -o size=64k none . 2>/dev/null || exit 77
cd . && cd "$PWD" && echo old > x.csv
"$@" 2>err; echo $? >> err; cat err >&2; rm err; ls -A; cat x.csv
"""


def test_a_disk_that_is_really_full(tmp_path: Path, large: Path) -> None:
    """On a small disk that is full the old file stays whole, nothing is left beside it, and the reason is told."""
    script = f"unshare --mount bash -c '{SMALL_DISK}' bash \"$@\" 2>err || echo $? > code; cat err >&2"
    answer = shell(script, "export", "x.csv", "--force", cwd=tmp_path, TIMELINE_DATA=str(large))
    if (tmp_path / "code").exists() and "export" not in answer.err:
        pytest.skip("no small disk can be mounted here")
    assert answer.err.splitlines() == ["timeline: cannot write 'x.csv': no space left on device", "1"]
    assert answer.out == b"x.csv\nold\n"


def test_names_that_are_not_text(tmp_path: Path) -> None:
    """File names of any bytes are read and written; in messages what is no text is an escape."""
    shutil.copy(os.fsencode(EVERYTHING), os.fsencode(tmp_path) + b"/\xff\x1b.yaml")
    answer = run(b"export", b"\xfe\n.csv", b"--data", b"\xff\x1b.yaml", cwd=tmp_path)
    assert (answer.code, answer.err) == (0, r"timeline: 23 events written to '\udcfe\n.csv'" + "\n")
    assert Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xfe\n.csv")).read_bytes() == EXPORTED
    for args, told in (
        ([b"list", b"--data", b"\xf0\x9b"], r"timeline: cannot read '\udcf0\udc9b': no such file or directory"),
        ([b"show", b"\xff"], r"timeline: there is no event '\udcff'"),
        ([b"\xff\x1b]0;x\x07"], r"timeline: there is no command '\udcff\x1b]0;x\x07'"),
        ([b"list", b"--bogus\xff\x7f"], r"timeline: No such option: --bogus\udcff\x7f"),
    ):
        assert run(*args, cwd=tmp_path).err.startswith(told)


# --- at once, and meanwhile


@pytest.mark.parametrize("format", ["csv", "datapackage"])
@pytest.mark.parametrize("force", [False, True])
def test_exports_to_one_target_at_once(format: str, force: bool, tmp_path: Path) -> None:
    """Of several exports to one target exactly one wins; with ``--force`` all may, and the target is always whole."""
    options = ["--force"] if force else []
    runs = [
        subprocess.Popen(
            [*PROGRAM, "export", "target", "--format", format, *options],
            stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            cwd=tmp_path,
            env=environment(),
        )
        for _ in range(4)
    ]
    told = [process.communicate(timeout=ENOUGH)[1].decode() for process in runs]
    codes = sorted(process.returncode for process in runs)
    if not force:
        assert codes == [0, 1, 1, 1], told
        assert sum("exists" in line for line in told) == 3, told
    else:
        assert codes == [0, 0, 0, 0], told
    assert names(tmp_path) == ["target"]
    assert (tmp_path / "target").read_bytes() == run("export", "--format", format).out


def test_a_data_file_that_changes_while_it_is_read(tmp_path: Path) -> None:
    """A file that another program cuts, fills and removes all the time is read or refused, with a message."""
    file = tmp_path / "data.yaml"
    data = EVERYTHING.read_bytes()
    file.write_bytes(data)
    stop = threading.Event()

    def rewrite() -> None:
        while not stop.is_set():
            file.write_bytes(data[: len(data) // 2])
            file.unlink()
            file.write_bytes(data)

    writer = threading.Thread(target=rewrite)
    writer.start()
    try:
        for _ in range(6):
            answer = run("list", "--data", "data.yaml", cwd=tmp_path)
            assert answer.code in (0, 1)
            assert bool(answer.out) is (answer.code == 0)
            assert bool(answer.err) is (answer.code == 1)
    finally:
        stop.set()
        writer.join()


def test_a_data_file_that_ends_in_the_middle(tmp_path: Path) -> None:
    """What comes through a pipe that breaks off is refused with the place where it does not fit."""
    answer = shell('"$@" <(head -c 1000 "$TIMELINE_DATA")', "list", "--data", cwd=tmp_path)
    assert (answer.code, answer.out) == (1, b"")
    assert answer.err.startswith("/dev/fd/")


# --- signals

SIGNALS = [(signal.SIGINT, 130), (signal.SIGTERM, 143)]


@pytest.mark.parametrize(("number", "code"), SIGNALS)
def test_signal_while_reading(number: signal.Signals, code: int, tmp_path: Path) -> None:
    """A signal while the data come in ends the program in silence, and nothing was made."""
    os.mkfifo(tmp_path / "data")
    process = subprocess.Popen(
        [*PROGRAM, "export", "x.csv", "--data", "data"], stderr=subprocess.PIPE, cwd=tmp_path, env=environment()
    )
    with (tmp_path / "data").open("wb") as data:  # which waits until the program reads
        data.write(EVERYTHING.read_bytes())
        data.flush()
        process.send_signal(number)
    # The data are at an end now: a signal that falls between two waits for them is heeded behind the second.
    assert (process.communicate(timeout=ENOUGH)[1], process.returncode) == (b"", code)
    assert names(tmp_path) == ["data"]


@pytest.mark.parametrize(("number", "code"), SIGNALS)
@pytest.mark.parametrize("unbuffered", [None, "1"])
@pytest.mark.parametrize("args", [["export", "--format", "html"], ["list", "--full"]], ids=" ".join)
def test_signal_while_printing(
    number: signal.Signals, code: int, args: list[str], unbuffered: str | None, large: Path
) -> None:
    """A signal while more is printed than a pipe holds ends the program in silence; what came is the beginning."""
    process = subprocess.Popen(
        [*PROGRAM, *args],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(TIMELINE_DATA=str(large), PYTHONUNBUFFERED=unbuffered),
    )
    assert process.stdout is not None
    select.select([process.stdout], [], [], ENOUGH)
    process.send_signal(number)
    out, err = process.communicate(timeout=ENOUGH)
    assert (err, process.returncode) == (b"", code)
    assert run(*args, TIMELINE_DATA=str(large)).out.startswith(out)


def test_a_signal_that_is_ignored_stays_ignored(tmp_path: Path) -> None:
    """What a shell runs in the background with Ctrl-C switched off is not ended by it."""
    os.mkfifo(tmp_path / "data")
    script = 'trap "" INT; exec "$@"'
    process = subprocess.Popen(
        ["bash", "-c", script, "bash", *PROGRAM, "list", "--data", "data"],
        stdout=subprocess.PIPE,
        cwd=tmp_path,
        env=environment(),
    )
    with (tmp_path / "data").open("wb") as data:
        process.send_signal(signal.SIGINT)
        data.write(EVERYTHING.read_bytes())
    assert process.communicate(timeout=ENOUGH)[0] == run("list").out
    assert process.returncode == 0


MOMENTS = """
import json, os, shutil, signal, sys
from timeline import formats
from timeline.cli import files, replacing, run, streams
import timeline.formats.csv

run.exit_now = sys.exit
number, force = signal.Signals[sys.argv[1]], sys.argv[2:]
target = "target"


def prepared():
    shutil.rmtree("place", ignore_errors=True)
    os.mkdir("place")
    if force:
        with open("place/target", "w") as stream:
            stream.write("old")


def at(moment):
    seen = 0

    def local(frame, event, _):
        nonlocal seen
        if event == "opcode":
            seen += 1
            if seen == moment:
                os.kill(os.getpid(), number)
        return local

    def watch(frame, event, _):
        if frame.f_code in WATCHED:
            frame.f_trace_opcodes = True
            return local

    os.chdir("place")
    sys.argv = ["timeline", "export", target, "--format", "csv", *force]
    sys.settrace(watch)
    try:
        run.main()
    except SystemExit as end:
        sys.settrace(None)
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(end.code or 0 if seen >= moment else 77)


functions = [files.write_file, replacing.replace, replacing._fill, replacing._name_once, replacing._remove]
functions += [streams.signals_held_back.__wrapped__, replacing._opened.__wrapped__, replacing._keep]
WATCHED = {function.__code__ for function in functions}
results, moment = [], 1
while True:
    prepared()
    child = os.fork()
    if not child:
        at(moment)
        os._exit(99)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    left = {}
    for folder, _, names in os.walk("place"):
        for file in names:
            with open(os.path.join(folder, file), newline="") as stream:
                left[os.path.relpath(os.path.join(folder, file), "place")] = stream.read()
    if code == 77:
        break
    results.append([moment, code, left])
    moment += 19
print(json.dumps([results, left]))
"""
"""Exports again and again, each time in a child that sends itself the signal some steps of the interpreter later."""


@pytest.mark.parametrize(("number", "code"), SIGNALS)
@pytest.mark.parametrize("force", [False, True])
def test_signal_at_any_moment_of_writing(number: signal.Signals, code: int, force: bool, tmp_path: Path) -> None:
    """Between any two steps of writing a signal leaves what was there or the whole export, and no temporary."""
    done = subprocess.run(
        [sys.executable, "-c", MOMENTS, number.name, *(["--force"] if force else [])],
        capture_output=True,
        check=False,
        timeout=ENOUGH,
        cwd=tmp_path,
        env=environment(),
    )
    assert done.returncode == 0, done.stderr.decode()
    assert b"Traceback" not in done.stderr
    results, whole = json.loads(done.stdout)
    before = {"target": "old"} if force else {}
    assert len(results) > 15
    for moment, ended, left in results:
        assert ended == code, moment
        assert left in (before, whole), (moment, sorted(left))


EARLY = """
import builtins, os, runpy, signal, sys
import timeline

name, number = sys.argv[1], signal.Signals[sys.argv[2]]
sys.argv = ["timeline", "list"]
real = builtins.__import__


def importing(wanted, *args, **kwargs):
    if wanted == name:
        os.kill(os.getpid(), number)
    return real(wanted, *args, **kwargs)


builtins.__import__ = importing
runpy.run_module("timeline", run_name="__main__", alter_sys=True)
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("name", ["typer", "timeline.cli.run", "timeline.errors", "shutil"])
def test_signal_while_starting(number: signal.Signals, name: str) -> None:
    """A signal while modules are imported, before there is anything to clean up, ends the program in silence too."""
    done = subprocess.run(
        [sys.executable, "-c", EARLY, name, number.name],
        capture_output=True,
        check=False,
        timeout=ENOUGH,
        env=environment(),
    )
    assert (done.returncode, done.stdout, done.stderr) == (-number, b"", b"")
