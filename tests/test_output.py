"""Streams and files: what is written where, whole or not at all."""

from __future__ import annotations

import builtins
import errno
import gc
import io
import os
import runpy
import signal
import stat
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from timeline import __main__
from timeline.cli import commands, streams
from timeline.cli import run as program
from timeline.cli.files import write_file
from timeline.cli.pager import show_in_pager
from timeline.cli.streams import Screen
from timeline.errors import TimelineError
from timeline.formats import html


class _Stream(io.StringIO):
    def __init__(self, *, terminal: bool) -> None:
        super().__init__()
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal


COLOUR: list[tuple[str, dict[str, str], bool, bool]] = [
    ("auto", {}, True, True),
    ("auto", {}, False, False),
    ("auto", {"NO_COLOR": "1"}, True, False),
    ("auto", {"NO_COLOR": ""}, True, True),
    ("auto", {"FORCE_COLOR": "1"}, False, True),
    ("auto", {"FORCE_COLOR": "0"}, False, False),
    ("auto", {"FORCE_COLOR": "0"}, True, True),
    ("auto", {"FORCE_COLOR": ""}, False, False),
    ("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
    ("auto", {"TERM": "dumb"}, True, False),
    ("always", {"NO_COLOR": "1", "TERM": "dumb"}, False, True),
    ("never", {"FORCE_COLOR": "1"}, True, False),
]


@pytest.mark.parametrize(("asked", "environment", "terminal", "coloured"), COLOUR)
def test_colour(asked: str, environment: dict[str, str], terminal: bool, coloured: bool) -> None:
    """--color wins, then NO_COLOR unless empty, then FORCE_COLOR unless 0, then TERM=dumb, then the stream."""
    assert Screen.of(_Stream(terminal=terminal), asked, environment).colour is coloured


def test_a_dumb_terminal_gets_linear_text() -> None:
    """TERM=dumb is treated as a pipe unless colour is asked for."""
    assert not Screen.of(_Stream(terminal=True), "auto", {"TERM": "dumb"}).styled
    assert Screen.of(_Stream(terminal=True), "never", {}).styled


@pytest.mark.parametrize(
    ("text", "shown"),
    [("İlham Əliyev", "Ilham Aliyev"), ("Čech – “x”…", 'Cech - "x"...'), ("日本", "??"), ("e\u0301", "e"), ("🎉", "?")],
)
def test_a_stream_that_knows_only_ascii_shows_readable_text(text: str, shown: str) -> None:
    """What cannot be encoded is transliterated where it can be, else a question mark; never a failure."""
    buffer = io.BytesIO()
    stream = io.TextIOWrapper(buffer, encoding="ascii")
    streams.prepare(stream)
    stream.write(text)
    stream.flush()
    assert buffer.getvalue().decode() == shown


def test_the_stand_in_is_for_encoding_only() -> None:
    """Bytes that cannot be decoded are no business of it."""
    with pytest.raises(UnicodeDecodeError):
        b"\xff".decode("utf-8", errors="timeline.readable")


def test_a_stream_that_cannot_be_prepared_is_left_alone() -> None:
    """A closed or foreign stream is no reason to fail."""
    streams.prepare(None)
    streams.prepare(io.StringIO())


def test_a_new_file_has_the_permissions_of_the_umask(tmp_path: Path) -> None:
    """A new file is what the umask allows, and no temporary is left."""
    before = os.umask(0o027)
    try:
        write_file(str(tmp_path / "x"), [b"data"], force=False)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "x").stat().st_mode) == 0o640
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_a_replaced_file_keeps_its_permissions_and_its_links(tmp_path: Path) -> None:
    """Replacing writes through a link and keeps the mode of the file."""
    real, link = tmp_path / "real", tmp_path / "link"
    real.write_bytes(b"old")
    real.chmod(0o604)
    link.symlink_to(real)
    write_file(str(link), [b"new"], force=True)
    assert link.is_symlink()
    assert (real.read_bytes(), stat.S_IMODE(real.stat().st_mode)) == (b"new", 0o604)


def test_a_dangling_link_is_written_through(tmp_path: Path) -> None:
    """A link to nothing becomes a link to the new file."""
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write_file(str(tmp_path / "link"), [b"new"], force=False)
    assert (tmp_path / "real").read_bytes() == b"new"


def test_pipes_and_devices_are_written_to_directly(tmp_path: Path) -> None:
    """A FIFO gets the bytes, /dev/null swallows them; neither is replaced."""
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(fifo.read_bytes()))
    reader.start()
    write_file(str(fifo), [b"data"], force=False)
    reader.join()
    assert got == [b"data"]
    write_file(os.devnull, [b"data"], force=False)
    assert stat.S_ISCHR(os.stat(os.devnull).st_mode)


BAD_TARGETS = [
    ("", "it is a folder"),
    ("no/x", "no such file or directory"),
    ("f/x", "ot a directory"),
    ("nul\0", "null"),
]


@pytest.mark.parametrize(("name", "reason"), BAD_TARGETS)
def test_targets_that_cannot_be(tmp_path: Path, name: str, reason: str) -> None:
    """A folder, a folder that is missing, a file as folder, a name that cannot be: one line each, nothing made."""
    (tmp_path / "f").write_bytes(b"")
    with pytest.raises(TimelineError, match="cannot write") as caught:
        write_file(f"{tmp_path}/{name}", [b"data"], force=True)
    assert reason in str(caught.value)
    assert [path.name for path in tmp_path.iterdir()] == ["f"]


@pytest.mark.parametrize("call", ["fsync", "replace", "write"])
def test_failure_at_any_call_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    """Whichever call fails, the old file stays whole and no temporary is left."""
    target = tmp_path / "x"
    target.write_bytes(b"old")

    def failing(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    def pieces() -> Iterator[bytes]:
        yield b"half"
        failing()

    if call != "write":
        monkeypatch.setattr(os, call, failing)
    with pytest.raises(TimelineError, match="no space left on device"):
        write_file(str(target), pieces() if call == "write" else [b"new"], force=True)
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_interrupt_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C while writing leaves no file and no temporary."""

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_file(str(tmp_path / "x"), [b"new"], force=False)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_appears_meanwhile_is_not_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without force, a file that another program makes while ours is written stays."""
    target = tmp_path / "x"
    sync = os.fsync

    def meanwhile(descriptor: int) -> None:
        target.write_bytes(b"theirs")
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", meanwhile)
    with pytest.raises(TimelineError, match="exists; --force replaces it"):
        write_file(str(target), [b"ours"], force=False)
    assert target.read_bytes() == b"theirs"


def test_a_temporary_that_is_there_already_is_neither_followed_nor_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who guessed the name of the temporary gains nothing: a link of that name is not written through, and stays."""
    (tmp_path / "victim").write_text("precious")
    (tmp_path / ".x.abcd.part").symlink_to(tmp_path / "victim")
    monkeypatch.setattr(os, "urandom", lambda _: b"\xab\xcd")
    with pytest.raises(TimelineError, match="file exists"):
        write_file(str(tmp_path / "x"), [b"data"], force=True)
    assert (tmp_path / "victim").read_text() == "precious"
    assert sorted(path.name for path in tmp_path.iterdir()) == [".x.abcd.part", "victim"]


def _failing(number: int = errno.EPERM) -> Callable[..., None]:
    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


def test_a_file_system_without_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no second name can be given, for whatever reason, the file is moved to its place; theirs stays."""
    monkeypatch.setattr(os, "link", _failing())
    write_file(str(tmp_path / "x"), [b"data"], force=False)
    assert (tmp_path / "x").read_bytes() == b"data"

    def theirs() -> Iterator[bytes]:
        (tmp_path / "y").write_bytes(b"theirs")
        yield b"ours"

    with pytest.raises(TimelineError, match="exists; --force replaces it"):
        write_file(str(tmp_path / "y"), theirs(), force=False)
    assert (tmp_path / "y").read_bytes() == b"theirs"
    monkeypatch.setattr(os, "replace", _failing(errno.EIO))
    with pytest.raises(TimelineError, match="cannot write"):
        write_file(str(tmp_path / "z"), [b"data"], force=False)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["x", "y"]


@pytest.mark.skipif(not hasattr(os, "listxattr"), reason="there are no extended attributes here")
def test_what_is_kept_of_a_file_that_is_replaced(tmp_path: Path) -> None:
    """Mode without set-id bits, extended attributes, and as the superuser owner and group."""
    target = tmp_path / "x"
    target.write_bytes(b"old")
    try:
        os.setxattr(target, "user.origin", b"a desk")
    except OSError:
        pytest.skip("there are no extended attributes here")
    owned = (12, 34) if os.geteuid() == 0 else (os.geteuid(), os.getegid())
    os.chown(target, *owned)
    os.chmod(target, 0o6641)
    write_file(str(target), [b"new"], force=True)
    found = target.stat()
    assert (stat.S_IMODE(found.st_mode), found.st_uid, found.st_gid) == (0o641, *owned)
    assert os.getxattr(target, "user.origin") == b"a desk"


def _told(capsys: pytest.CaptureFixture[str], target: Path) -> str:
    return capsys.readouterr().err.removeprefix(f"timeline: '{target}' ").rstrip("\n")


@pytest.mark.skipif(not hasattr(os, "fchown"), reason="there are no owners here")
@pytest.mark.parametrize(("before", "after"), [(0o660, 0o600), (0o664, 0o644), (0o604, 0o604), (0o666, 0o666)])
def test_what_cannot_be_kept_is_told_and_nothing_widened(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    before: int,
    after: int,
) -> None:
    """Where the group cannot be kept, another group may do no more than anybody."""
    target = tmp_path / "x"
    target.write_bytes(b"old")
    target.chmod(before)
    monkeypatch.setattr(os, "fchown", _failing())
    fstat = os.fstat

    def another(descriptor: int) -> os.stat_result:
        seen = list(fstat(descriptor))
        return os.stat_result([*seen[:4], seen[4] + 1, seen[5] + 1, *seen[6:]])

    monkeypatch.setattr(os, "fstat", another)
    write_file(str(target), [b"new"], force=True)
    assert stat.S_IMODE(target.stat().st_mode) == after
    assert _told(capsys, target) == "could not keep its group, its owner"


@pytest.mark.skipif(not hasattr(os, "listxattr"), reason="there are no access lists here")
@pytest.mark.parametrize("refused", [False, True])
def test_an_access_list_is_kept_or_nobody_of_it_may_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], refused: bool
) -> None:
    """The list is given to the new file; where that fails the group's part of the mode, its mask, is nobody's."""
    target = tmp_path / "x"
    target.write_bytes(b"old")
    target.chmod(0o664)
    given = {}
    monkeypatch.setattr(os, "listxattr", lambda file: ["system.posix_acl_access"] if file == target else [])
    monkeypatch.setattr(os, "getxattr", lambda *_: b"list")
    set_ = _failing() if refused else lambda _, name, value: given.update({name: value})
    monkeypatch.setattr(os, "setxattr", set_)
    write_file(str(target), [b"new"], force=True)
    assert stat.S_IMODE(target.stat().st_mode) & 0o077 == (0o004 if refused else 0)
    assert given == ({} if refused else {"system.posix_acl_access": b"list"})
    assert _told(capsys, target) == ("could not keep its access list" if refused else "")


@pytest.mark.skipif(os.open not in os.supports_dir_fd, reason="there are no descriptors of folders here")
@pytest.mark.parametrize(
    ("call", "number", "told"),
    [
        ("unlink", errno.EPERM, "is left over: operation not permitted"),
        ("fsync", errno.EIO, "is written, but its name may not be on the disk: input/output error"),
        ("fsync", errno.EINVAL, ""),
        ("close", errno.EIO, ""),
    ],
)
def test_a_failure_after_the_file_has_its_name(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    call: str,
    number: int,
    told: str,
) -> None:
    """What fails then is no "cannot write": the file is there, and what is odd about it is told."""
    real = getattr(os, call)

    def failing(what: Any, **options: Any) -> None:
        if call == "unlink" or stat.S_ISDIR(os.fstat(what).st_mode):
            _failing(number)()
        real(what, **options)

    with monkeypatch.context() as patch:
        patch.setattr(os, call, failing)
        write_file(str(tmp_path / "x"), [b"data"], force=False)
    assert (tmp_path / "x").read_bytes() == b"data"
    err = capsys.readouterr().err
    assert err.endswith(f"{told}\n") if told else not err


def test_a_folder_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file is put into a folder that lets nobody see what is in it."""
    real = os.open

    def refuse(path: Any, flags: int, *rest: Any, **options: Any) -> int:
        if path == tmp_path and not flags & getattr(os, "O_PATH", 0):
            raise PermissionError
        return real(path, flags, *rest, **options)

    monkeypatch.setattr(os, "open", refuse)
    monkeypatch.setattr(os, "supports_dir_fd", {refuse})
    write_file(str(tmp_path / "x"), [b"data"], force=False)
    assert (tmp_path / "x").read_bytes() == b"data"


def test_a_system_without_descriptors_of_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There files are known by their whole names, and no owners are kept."""
    monkeypatch.setattr(os, "supports_dir_fd", set())
    monkeypatch.delattr(os, "fchown")
    for data in (b"one", b"two"):
        write_file(str(tmp_path / "x"), [data], force=data == b"two")
        assert (tmp_path / "x").read_bytes() == data
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_a_pipe_that_closes_is_not_a_fault_of_the_target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that goes away is told apart from a target that cannot be written."""

    def closed(*_: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr(os, "fsync", closed)
    with pytest.raises(BrokenPipeError):
        write_file(str(tmp_path / "x"), [b"data"], force=False)


def test_ctrl_c_is_for_the_pager(tmp_path: Path) -> None:
    """While a pager has the terminal Ctrl-C does not end the program; afterwards it does again."""
    before = signal.getsignal(signal.SIGINT)
    seen = tmp_path / "seen"
    assert show_in_pager("text", {"PAGER": f"kill -INT {os.getpid()}; cat > {seen}", "PATH": os.environ["PATH"]})
    assert seen.read_text() == "text"
    assert signal.getsignal(signal.SIGINT) is before


def test_a_name_as_long_as_names_may_be(tmp_path: Path) -> None:
    """The temporary beside a file is no longer than its name may be, counted in bytes."""
    name = "字" * 85
    write_file(str(tmp_path / name), [b"data"], force=False)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_standard_output_that_is_closed_takes_nothing() -> None:
    """Neither text nor bytes vanish where standard output is closed."""
    closed = streams.ClosedOutput()
    for stream, data in ((closed, "text"), (closed.buffer, b"bytes")):
        with pytest.raises(OSError, match="standard output is closed"):
            stream.write(data)
    assert not closed.isatty()


# --- signals, and streams that fail


@pytest.fixture(name="signals")
def _signals() -> Iterator[None]:
    """Puts back afterwards what ends a program."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("signals")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_the_program_once(monkeypatch: pytest.MonkeyPatch, number: signal.Signals, code: int) -> None:
    """A signal ends the program with its code; while that cleans up, another one does not disturb it."""
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    program.handle_signals()
    with pytest.raises(SystemExit) as ended:
        signal.raise_signal(number)
    assert ended.value.code == code
    signal.raise_signal(signal.SIGINT)
    signal.raise_signal(signal.SIGTERM)


@pytest.mark.usefixtures("signals")
def test_an_ignored_signal_stays_ignored() -> None:
    """Who starts the program with a signal ignored means it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    program.handle_signals()
    signal.raise_signal(signal.SIGINT)


def test_a_signal_waits_for_the_file_to_be_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A signal in the middle of writing comes into its own once the file has its name and the temporary is gone."""
    monkeypatch.setattr(os, "fsync", lambda _: signal.raise_signal(signal.SIGINT))
    with pytest.raises(KeyboardInterrupt):
        write_file(str(tmp_path / "x"), [b"data"], force=False)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("x", b"data")]


@pytest.mark.usefixtures("signals")
def test_the_doors_lead_to_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """``python -m timeline`` has the system see to Ctrl-C until the program does, which then ends with its own code."""
    monkeypatch.setattr(program, "run", lambda: 7)
    monkeypatch.setattr(os, "_exit", sys.exit)
    monkeypatch.setattr(program, "handle_signals", lambda: None)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        for door in (__main__.main, lambda: runpy.run_path(__main__.__file__, run_name="__main__")):
            with pytest.raises(SystemExit) as ended:
                door()
            assert ended.value.code == 7
            assert signal.getsignal(signal.SIGINT) is signal.SIG_DFL
    finally:
        gc.enable()


class _Broken(io.StringIO):
    """A stream whose reader has gone, or whose disk is full."""

    def __init__(self, error: OSError) -> None:
        super().__init__()
        self._error = error

    def write(self, text: str) -> int:
        raise self._error


def test_a_closed_pipe_is_silent_in_every_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe that closes is no failure of the commands that Typer itself watches over."""
    for args in (["schema"], ["--version"]):
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdout", _Broken(BrokenPipeError(errno.EPIPE, "Broken pipe")))
            patch.setattr(sys, "stderr", io.StringIO())
            assert program.run(args) == 0
            assert sys.stderr.read() == ""


def test_a_shell_that_asks_gets_its_own_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """What Typer ends for the sake of completion keeps the code that the shell expects."""
    monkeypatch.setenv("_TIMELINE_COMPLETE", "source_bash")
    with pytest.raises(SystemExit) as ended:
        program.run([])
    assert ended.value.code == 0


def test_messages_that_cannot_be_written_are_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    """Standard error that is full or closed is no reason to fail."""
    for stream in (_Broken(OSError(errno.ENOSPC, "No space left on device")), None):
        monkeypatch.setattr(sys, "stderr", stream)
        streams.notify("anything")


def test_bytes_for_standard_output(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """Bytes go where standard output goes, also by the name ``/dev/stdout``."""
    write_file("/dev/stdout", [b"data"], force=False)
    sys.stdout.flush()
    assert capfdbinary.readouterr().out == b"data"


class _Slow(io.RawIOBase):
    """A descriptor that takes three bytes at a time, and at every other call none: it does not block."""

    def __init__(self, pipe: int) -> None:
        self.got = b""
        self._pipe = pipe
        self._busy = False

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._pipe

    def isatty(self) -> bool:
        return True

    def write(self, data: object, /) -> int | None:
        self._busy = not self._busy
        if self._busy:
            return None
        part = bytes(data)[:3]  # type: ignore[call-overload]
        self.got += part
        return len(part)


@pytest.fixture(name="pipe")
def _pipe() -> Iterator[tuple[int, int]]:
    ends = os.pipe()
    yield ends
    for end in ends:
        os.close(end)


@pytest.mark.parametrize("unbuffered", [False, True])
def test_a_stream_is_written_whole(unbuffered: bool, pipe: tuple[int, int]) -> None:
    """What a descriptor does not take at once follows, buffered or not."""
    raw = _Slow(pipe[1])
    inner = io.TextIOWrapper(raw if unbuffered else io.BufferedWriter(raw), "utf-8", write_through=True)  # type: ignore[type-var]
    stream = streams.patient(inner)
    assert (stream.isatty(), stream.fileno()) == (True, pipe[1])
    stream.write("Twelve bytes")
    stream.flush()
    assert raw.got == b"Twelve bytes"
    assert streams.patient(stream) is stream


def test_a_stream_that_takes_nothing_is_full() -> None:
    """A descriptor that takes none of many bytes, and says no more, is no reason to wait for ever."""
    raw = _Full()
    stream = streams.patient(io.TextIOWrapper(raw, "utf-8", write_through=True))  # type: ignore[type-var]
    stream.write("text")
    with pytest.raises(OSError, match="no space left on device"):
        stream.flush()
    raw.full = False
    stream.flush()


class _Full(io.RawIOBase):
    full = True

    def writable(self) -> bool:
        return True

    def write(self, data: object, /) -> int:
        return 0 if self.full else len(bytes(data))  # type: ignore[call-overload]


def test_a_stream_that_does_not_block_is_waited_for(pipe: tuple[int, int]) -> None:
    """Where there is nothing to read yet, it is waited for."""
    os.set_blocking(pipe[0], False)
    writer = threading.Timer(0.05, os.write, (pipe[1], b"data"))
    with open(pipe[0], "rb", closefd=False) as stream:
        read = streams.reader(stream)
        writer.start()
        assert read(10) == b"data"
    writer.join()


# --- names, and an installation that is broken


@pytest.mark.parametrize(
    "args",
    [
        ["--data", "", "list"],
        ["list", "--data", ""],
        ["export", ""],
        ["export", "", "--format", "csv"],
        ["check", ""],
        ["format", ""],
        ["diff", "", "x"],
        ["diff", "-", ""],
    ],
)
def test_an_empty_name_is_a_usage_error(args: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """What an unset variable of a script leaves is no name, and means neither the bundled data nor standard output."""
    assert program.run(args) == 2
    out, err = capsys.readouterr()
    what = "--data" if "--data" in args else "FILE"
    assert (out, err) == ("", f"timeline: {what} is an empty name; name a file, or leave it out\n")


def test_an_empty_format_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    """Nor is an empty format the one of the suffix."""
    assert program.run(["export", "x.csv", "--format", ""]) == 2
    assert capsys.readouterr().err.startswith("timeline: there is no format ''; choose from ")


@pytest.mark.parametrize("option", ["--search", "--person", "--from", "--id", "--source"])
def test_what_is_not_text_is_a_usage_error(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Bytes of the command line that are not UTF-8 are told, with the option, on one line."""
    assert program.run(["export", "--format", "markdown", option, "a\udcff"]) == 2
    assert capsys.readouterr() == ("", f"timeline: {option} 'a\\udcff' is not UTF-8\n")


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (MemoryError(), "not enough memory"),
        (
            ImportError("No module named 'x'"),
            "the installation is broken: No module named 'x'; install the program again",
        ),
        (
            SyntaxError("cut", ("x.py", 1, 1, "")),
            "the installation is broken: cut (x.py, line 1); install the program again",
        ),
    ],
)
def test_what_is_no_fault_of_the_data(
    error: Exception, told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Too little memory and a module that cannot be imported are told as that."""

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("timeline.cli.session.load", fail)
    assert program.run(["list"]) == 1
    assert capsys.readouterr() == ("", f"timeline: {told}\n")


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("raise OSError(24, 'Too many open files', 'x.py')", "cannot start: cannot read x.py: too many open files"),
        ("raise OSError(24, 'Too many open files')", "cannot start: too many open files"),
        ("raise MemoryError", "cannot start: not enough memory"),
        ("import no_such", "the installation is broken: No module named 'no_such'; install the program again"),
        ("def", "the installation is broken: invalid syntax (no_run.py, line 1); install the program again"),
        ("import gc; gc.x", "the installation is broken: module 'gc' has no attribute 'x'; install the program again"),
        ("x = y", "the installation is broken: name 'y' is not defined in PLACE/no_run.py; install the program again"),
        (
            "raise ValueError('\\x1b')",
            "the installation is broken: \\x1b in PLACE/no_run.py; install the program again",
        ),
    ],
)
def test_a_program_that_cannot_start(body: str, told: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What fails while the program is imported is one line."""
    (tmp_path / "no_run.py").write_text(body)
    monkeypatch.syspath_prepend(tmp_path)
    before = signal.getsignal(signal.SIGINT)
    importing = builtins.__import__
    monkeypatch.setattr(
        builtins,
        "__import__",
        lambda name, *rest: importing(*(("no_run",) if name == "timeline.cli.run" else (name, *rest))),
    )
    try:
        with pytest.raises(SystemExit) as ended:
            __main__.main()
        assert ended.value.code == f"timeline: {told.replace('PLACE', str(tmp_path))}"
    finally:
        signal.signal(signal.SIGINT, before)
        gc.enable()


def test_a_module_without_its_command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A module that is there and empty is told as broken."""
    commands.program()  # which has every module register its commands
    commands.ready.cache_clear()
    monkeypatch.setattr("timeline.cli.commands.app.registered_commands", [])
    assert program.run(["list"]) == 1
    told = "the installation is broken: no command list in timeline.cli.reading; install the program again"
    assert capsys.readouterr() == ("", f"timeline: {told}\n")


def test_memory_that_does_not_do_for_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """What fails before a module has its first line is told as well."""
    before = signal.getsignal(signal.SIGINT)
    monkeypatch.setattr(program, "main", _out_of_memory)
    try:
        with pytest.raises(SystemExit, match="cannot start: not enough memory"):
            __main__.main()
    finally:
        signal.signal(signal.SIGINT, before)
        gc.enable()


def _out_of_memory() -> None:
    raise MemoryError


@pytest.mark.parametrize("error", [ValueError("x"), KeyError(), OSError(28, "full"), MemoryError()])
def test_what_fails_while_nothing_is_imported(error: Exception) -> None:
    """What is no fault of an import is not told as one."""
    with pytest.raises(type(error)) as caught:
        raise error
    assert __main__.fault_of_import(caught.value) == ""


def test_data_that_cannot_be_read(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Without its data the program says what is broken, and its version all the same."""
    monkeypatch.setitem(sys.modules, "timeline.datafile._compiled", None)
    monkeypatch.setattr("timeline.datafile.bundled", lambda: Path("gone.yaml"))
    told = (
        "timeline: the installation is broken: cannot read 'gone.yaml': no such file or directory;"
        " install the program again\n"
    )
    assert program.run(["list"]) == 1
    assert capsys.readouterr() == ("", told)
    assert program.run(["--version"]) == 0
    out, err = capsys.readouterr()
    assert out.endswith(", data that cannot be read\n")
    assert err == told


def test_a_template_that_is_gone(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A page without its template is no target that cannot be written."""
    monkeypatch.setattr(html, "_asset", html._asset.__wrapped__)  # a page that was written before is remembered
    monkeypatch.setattr("timeline.formats.html.files", lambda _: Path("gone"))
    assert program.run(["export", "--format", "html"]) == 1
    told = (
        "timeline: the installation is broken: gone/templates/page.css: no such file or directory; install the program"
    )
    assert capsys.readouterr() == ("", f"{told} again\n")
