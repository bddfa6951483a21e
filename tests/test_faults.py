"""Faults of the system and of the installation, put where they hurt: at calls of the system, at moments, in files.

Each run is a process of its own. Nothing depends on how fast it is.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import py_compile
import select
import shutil
import signal
import struct
import subprocess
import sys
from pathlib import Path

import pytest

import timeline
from tests.conftest import EVERYTHING
from tests.test_surroundings import ENOUGH, PROGRAM, Answer, answered, environment, run, shell
from timeline.datafile.compiled import packed

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(os.name != "posix" or shutil.which("bash") is None, reason="faults are those of POSIX"),
]

PACKAGE = Path(timeline.__file__).parent
STRACE = pytest.mark.skipif(shutil.which("strace") is None, reason="strace injects the faults")

# --- descriptors

WRITTEN = "timeline: 23 events written to 'x.csv'\n"
WHOLE = (["list", "--full"], ["export", "--format", "html"], ["schema"], ["list", "--help"])


def _large(place: Path, number: int = 500) -> Path:
    """A chronology whose answers are larger than what a pipe holds."""
    path = place / "large.yaml"
    events = "".join(
        f"- {{id: e{i}, date: '1994', title: Title {i}, summary: {'Words. ' * 40}, sources: [s]}}\n"
        for i in range(number)
    )
    path.write_text(f"title: Large\nsources: {{s: {{title: S, url: 'https://example.org/'}}}}\nevents:\n{events}")
    return path


@pytest.mark.parametrize("unbuffered", [None, "1"])
@pytest.mark.parametrize("args", WHOLE, ids=" ".join)
def test_a_pipe_that_does_not_block_gets_the_whole_answer(
    args: list[str], unbuffered: str | None, tmp_path: Path
) -> None:
    """A reader that takes its time gets every byte, though the pipe says that it is full and takes parts."""
    data = str(_large(tmp_path))
    out, into = os.pipe()
    os.set_blocking(into, False)
    fcntl.fcntl(into, fcntl.F_SETPIPE_SZ, 4096)
    with open(into, "wb", buffering=0) as stream:
        process = subprocess.Popen(
            [*PROGRAM, *args],
            stdout=stream,
            stderr=subprocess.PIPE,
            env=environment(TIMELINE_DATA=data, PYTHONUNBUFFERED=unbuffered),
        )
    select.select([out], [], [], ENOUGH)
    with open(out, "rb") as stream:
        got = stream.read()
    told = process.communicate(timeout=ENOUGH)[1]
    assert answered(process.returncode, got, told) == run(*args, TIMELINE_DATA=data)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize("args", WHOLE, ids=" ".join)
def test_a_full_disk_is_told_without_buffers(args: list[str]) -> None:
    """With PYTHONUNBUFFERED=1, too, what is not written is a failure."""
    told = "timeline: cannot write: no space left on device\n"
    assert shell('"$@" >/dev/full', *args, PYTHONUNBUFFERED="1") == Answer(1, b"", told)


@pytest.mark.parametrize("unbuffered", [None, "1"])
@pytest.mark.parametrize("blocks", [1, 7, 20])
@pytest.mark.parametrize("args", WHOLE[:2], ids=" ".join)
def test_a_file_that_becomes_full_is_told(args: list[str], blocks: int, unbuffered: str | None, tmp_path: Path) -> None:
    """Where the last write is a short one, since the file may grow no more, the exit code says so."""
    script = f'ulimit -f {blocks}; "$@" > got'
    data = str(_large(tmp_path))
    answer = shell(script, *args, cwd=tmp_path, TIMELINE_DATA=data, PYTHONUNBUFFERED=unbuffered)
    assert answer == Answer(1, b"", "timeline: cannot write: file too large\n")


def test_standard_input_that_does_not_block_is_read_to_its_end() -> None:
    """What comes late through a pipe that does not block is waited for."""
    out, into = os.pipe()
    os.set_blocking(out, False)
    data = EVERYTHING.read_bytes()
    with open(out, "rb", buffering=0) as stream:
        process = subprocess.Popen(
            [*PROGRAM, "--data", "-", "list"],
            stdin=stream,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(),
        )
    with open(into, "wb", buffering=0) as writer:
        writer.write(data[:1000])
        while process.poll() is None and select.select([], [writer], [], 0)[1] and _held(writer.fileno()):
            pass  # until the program has taken that, and finds nothing more
        writer.write(data[1000:])
    got, told = process.communicate(timeout=ENOUGH)
    assert answered(process.returncode, got, told) == run("list")


def _held(descriptor: int) -> int:
    """The bytes that a pipe holds."""
    import array
    import termios

    number = array.array("i", [0])
    fcntl.ioctl(descriptor, termios.FIONREAD, number)
    return number[0]


@pytest.mark.parametrize("args", [["list", "--full"], ["export", "--format", "html"]], ids=" ".join)
def test_a_small_file_needs_little_memory(args: list[str], tmp_path: Path) -> None:
    """A file is read in pieces: 400 kB ask for no more room than they take."""
    data = _large(tmp_path, 1_200)
    assert data.stat().st_size > 400_000
    assert shell('ulimit -v 100000; "$@"', *args, TIMELINE_DATA=str(data)) == run(*args, TIMELINE_DATA=str(data))


# --- the installation


@pytest.fixture(scope="module", name="installed")
def _installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program as a wheel has it: with compiled data, and the YAML beside."""
    place = tmp_path_factory.mktemp("installed")
    shutil.copytree(PACKAGE, place / "timeline", ignore=shutil.ignore_patterns("__pycache__"))
    (place / "timeline" / "data").mkdir()
    shutil.copy(EVERYTHING, place / "timeline" / "data" / "events.yaml")
    compiled = packed(timeline.load(EVERYTHING))
    (place / "timeline" / "datafile" / "_compiled.py").write_text(compiled, encoding="utf-8")
    return place


def installed_run(place: Path, *args: str) -> Answer:
    """Runs a copy of the program."""
    return run(*args, cwd=place, TIMELINE_DATA=None, PYTHONPATH=str(place), PYTHONSAFEPATH="1")


def broken(place: Path, name: str, content: bytes | None) -> contextlib.ExitStack:
    """Breaks a file of the copy until the block ends; None takes it away."""
    file = place / "timeline" / name
    before, stack = file.read_bytes(), contextlib.ExitStack()
    stack.callback(file.write_bytes, before)
    file.unlink()
    if content is not None:
        file.write_bytes(content)
    return stack


CUT = [b"", b"head = (", b"\0\0", b"\xff", b"raise OSError(13, 'no')", b"import no_such_module", b"head = updated = 1"]


@pytest.mark.parametrize("content", CUT)
def test_compiled_data_that_are_broken_are_read_from_the_yaml(content: bytes, installed: Path) -> None:
    """Where the compiled data are cut, unreadable or of another version, the YAML beside them gives the same answer."""
    with broken(installed, "datafile/_compiled.py", content):
        assert installed_run(installed, "list") == run("list")


def test_data_that_are_not_there_are_told(installed: Path) -> None:
    """Without any data: the file and the mend, code 1; the version is told all the same."""
    with broken(installed, "datafile/_compiled.py", None), broken(installed, "data/events.yaml", None):
        answer = installed_run(installed, "list")
        assert (answer.code, answer.out) == (1, b"")
        assert answer.err.startswith("timeline: the installation is broken: cannot read '")
        assert answer.err.endswith("events.yaml': no such file or directory; install the program again\n")
        answer = installed_run(installed, "--version")
        assert (answer.code, answer.out) == (0, f"timeline {timeline.__version__}, data that cannot be read\n".encode())
        assert installed_run(installed, "list", "--help") == run("list", "--help")


@pytest.mark.parametrize(
    ("name", "content", "args"),
    [
        ("formats/templates/page.html", None, ["export", "x.html"]),
        ("formats/templates/page.css", None, ["export", "--format", "html"]),
        ("formats/csv.py", None, ["export", "x.csv"]),
        ("formats/csv.py", b"def x(", ["export", "x.csv"]),
        ("formats/csv.py", b"x = csv", ["export", "x.csv"]),
        ("formats/csv.py", b"", ["export", "x.csv"]),
        ("errors.py", None, ["list"]),
        ("model.py", b"raise ValueError", ["--version"]),
        ("datafile/__init__.py", b"\0", ["list"]),
        ("cli/commands.py", None, ["list"]),
        ("cli/streams.py", b"def x(", ["list"]),
        ("cli/reading.py", b"", ["list"]),
        ("cli/reading.py", b"# \xff", ["list"]),
        ("cli/advice.py", None, ["show", "no-such-event"]),
        ("cli/usage.py", b"1 / 0", ["list", "--bogus"]),
    ],
)
def test_a_part_that_is_missing_or_damaged_is_told(
    name: str, content: bytes | None, args: list[str], installed: Path
) -> None:
    """A template or a module that is not there, cut or no Python: one line with file and mend, code 1, nothing made."""
    with broken(installed, name, content):
        answer = installed_run(installed, *args)
    assert (answer.code, answer.out) == (1, b"")
    assert answer.err.startswith("timeline: the installation is broken: ")
    assert answer.err.endswith("; install the program again\n")
    assert Path(name).stem in answer.err or content == b"\0"  # of which Python says no name
    assert answer.err.count("\n") == 1
    assert not list(installed.glob("x*"))


@pytest.mark.parametrize("name", ["__init__.py", "__main__.py"])
def test_a_door_that_is_damaged(name: str, installed: Path) -> None:
    """What must be there before anything can be told is told by Python: code 1, and nothing on standard output."""
    with broken(installed, name, b"def x("):
        done = subprocess.run(
            [*PROGRAM, "export", "x.csv"],
            capture_output=True,
            check=False,
            timeout=ENOUGH,
            cwd=installed,
            env=environment(PYTHONPATH=str(installed), PYTHONSAFEPATH="1"),
        )
    assert (done.returncode, done.stdout) == (1, b"")
    assert f"timeline/{name}" in done.stderr.decode()
    assert not list(installed.glob("x*"))


def test_compiled_code_that_is_cut_is_told(installed: Path) -> None:
    """What Python itself keeps of a module, and is cut: one line with the mend."""
    source = installed / "timeline" / "cli" / "streams.py"
    kept = Path(py_compile.compile(str(source)) or "")
    try:
        kept.write_bytes(kept.read_bytes()[:100])
        answer = installed_run(installed, "list")
    finally:
        kept.unlink()
    assert (answer.code, answer.out) == (1, b"")
    assert answer.err.startswith("timeline: the installation is broken: ")
    assert answer.err.endswith("; install the program again\n")


# --- descriptors that are all in use

FEW = """
import contextlib, os, resource, sys
from timeline.__main__ import main
resource.setrlimit(resource.RLIMIT_NOFILE, (30, 30))
held = []
with contextlib.suppress(OSError):
    while True:
        held.append(os.dup(0))
for descriptor in held[: int(sys.argv[1])]:
    os.close(descriptor)
sys.argv[1:] = sys.argv[2:]
main()
"""
"""Runs the program where only so many descriptors are left."""


def run_with_few(number: int, place: Path, *args: str) -> Answer:
    """Runs the program with so many descriptors to open."""
    command = [sys.executable, "-c", FEW, str(number), *args]
    env = environment(TIMELINE_DATA=str(EVERYTHING), PAGER="cat -u", LINES="5")
    done = subprocess.run(
        command, capture_output=True, check=False, timeout=ENOUGH, cwd=place, env=env, stdin=subprocess.DEVNULL
    )
    return answered(done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize("args", [["list"], ["export", "x.csv"], ["--help"], ["check"]], ids=" ".join)
def test_no_descriptor_is_left(args: list[str], tmp_path: Path) -> None:
    """Where not even a module can be opened: one line, code 1, nothing made."""
    answer = run_with_few(0, tmp_path, *args)
    assert (answer.code, answer.out) == (1, b"")
    assert answer.err.startswith("timeline: cannot start: ")
    assert answer.err.endswith("too many open files\n")
    assert answer.err.count("\n") == 1
    assert not os.listdir(tmp_path)


@pytest.mark.parametrize("number", [1, 2, 3])
def test_few_descriptors_are_left(number: int, tmp_path: Path) -> None:
    """One descriptor does for what reads, two do for what writes; with fewer the target is as it was."""
    assert run_with_few(number, tmp_path, "list", "--full") == run("list", "--full")
    answer = run_with_few(number, tmp_path, "export", "x.csv")
    if number > 1:
        assert (answer.code, os.listdir(tmp_path)) == (0, ["x.csv"])
    else:
        assert answer == Answer(1, b"", "timeline: cannot write 'x.csv': too many open files\n")
        assert not os.listdir(tmp_path)


# --- what is kept of a file, for the real file system


@pytest.fixture(name="listed")
def _listed(tmp_path: Path) -> Path:
    """A folder whose file system keeps access lists."""
    if shutil.which("setfacl") is None:
        pytest.skip("setfacl makes the lists")
    if subprocess.run(["setfacl", "-m", "u:1:r", str(tmp_path)], check=False, stderr=subprocess.DEVNULL).returncode:
        pytest.skip("there are no access lists here")
    return tmp_path


def access(path: Path) -> str:
    """Who may do what with a file."""
    command = ["getfacl", "--omit-header", "--numeric", "--no-effective", path.name]
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd=path.parent).stdout


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
@pytest.mark.parametrize("given", ["u:1234:r,g:1235:rw", "u:1234:rwx,m::r", "u:1234:---"])
def test_a_real_access_list_is_kept(given: str, mode: int, listed: Path) -> None:
    """Replacing gives the new file the list of the old one, whatever the folder gives to what is new in it."""
    target = listed / "x.csv"
    target.write_text("old")
    target.chmod(mode)
    subprocess.run(["setfacl", "-m", given, str(target)], check=True)
    subprocess.run(["setfacl", "-d", "-m", "u:4321:rwx,o::rwx", str(listed)], check=True)
    before = access(target)
    assert run("export", "x.csv", "--force", cwd=listed) == Answer(0, b"", WRITTEN)
    assert target.read_text(encoding="utf-8") != "old"
    assert access(target) == before


@pytest.mark.parametrize("mode", [0o600, 0o644])
def test_a_folder_lets_nobody_read_more(mode: int, listed: Path) -> None:
    """A file without a list has none after it is replaced, though the folder gives one to what is new in it."""
    target = listed / "x.csv"
    target.write_text("old")
    target.chmod(mode)
    before = access(target)
    subprocess.run(["setfacl", "-d", "-m", "u:4321:rwx,o::rwx", str(listed)], check=True)
    assert run("export", "x.csv", "--force", cwd=listed) == Answer(0, b"", WRITTEN)
    assert access(target) == before


@STRACE
@pytest.mark.parametrize(
    ("call", "fault", "told"),
    [
        ("fsetxattr", "EPERM", "its access list"),
        ("fremovexattr", "EPERM", ""),
        ("fsetxattr", "ENOSPC", "its access list"),
    ],
)
def test_an_access_list_that_is_refused_lets_nobody_in(call: str, fault: str, told: str, listed: Path) -> None:
    """Where the system does not take the list, nobody of it may read, nobody else more, and that is told."""
    target = listed / "x.csv"
    target.write_text("old")
    target.chmod(0o600)
    if told:
        subprocess.run(["setfacl", "-m", "u:1234:rw,g:1235:r", str(target)], check=True)
    subprocess.run(["setfacl", "-d", "-m", "u:4321:rwx", str(listed)], check=True)
    options = ["-o", os.devnull, "-e", f"trace={call}", "-e", f"inject={call}:error={fault}"]
    answer = run_traced(listed, *options, force=True)
    assert answer.code == 0
    assert answer.err == (f"timeline: 'x.csv' could not keep {told}\n" if told else "") + WRITTEN
    assert target.stat().st_mode & 0o077 == 0  # of which the middle is the most that anybody of a list may do


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="there are no extended attributes here")
def test_real_attributes_are_kept_but_no_rights_of_programs(tmp_path: Path) -> None:
    """Extended attributes are those of the old file; what gives rights to a program is not among them."""
    target = tmp_path / "x.csv"
    target.write_text("old")
    kept = {"user.origin": b"a desk", "user.empty": b"", "user.large": bytes(range(256)) * 8}
    rights = "security.capability"
    for name, value in kept.items():
        os.setxattr(target, name, value)
    if os.geteuid() == 0:
        os.setxattr(target, rights, struct.pack("<5I", 0x02000000, 1 << 10, 0, 0, 0))
    assert run("export", "x.csv", "--force", cwd=tmp_path) == Answer(0, b"", WRITTEN)
    found = {name: os.getxattr(target, name) for name in os.listxattr(target)}
    assert kept.items() <= found.items()
    assert rights not in found


SWAPPED = """
import os, sys
from timeline.cli import replacing
from timeline.__main__ import main

real, unlink = getattr(os, sys.argv[1]), os.unlink


def swapped(*args, **options):
    for name in os.listdir("."):
        if name.endswith(".part") and not os.path.islink(name):
            unlink(name)
            os.symlink("victim", name)
    return real(*args, **options)


setattr(os, sys.argv[1], swapped)
sys.argv[1:] = sys.argv[2:]
main()
"""
"""Somebody puts a link in place of the temporary file right before a call of the system."""


@pytest.mark.skipif(os.open not in os.supports_dir_fd, reason="there are no descriptors of folders here")
@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("call", ["fstat", "fchmod", "fchown", "fsync", "setxattr", "link", "replace", "unlink"])
def test_a_link_in_place_of_the_temporary_is_not_followed(call: str, force: bool, tmp_path: Path) -> None:
    """Who may write to the folder gains nothing: what the link leads to keeps content, mode, owner and attributes."""
    victim, target = tmp_path / "victim", tmp_path / "x.csv"
    victim.write_text("precious")
    victim.chmod(0o600)
    if force:
        target.write_text("old")
        target.chmod(0o666)
        if os.geteuid() == 0:
            os.chown(target, 12, 34)
        with contextlib.suppress(OSError):
            os.setxattr(target, "user.origin", b"a desk")
    before = victim.stat()
    done = subprocess.run(
        [sys.executable, "-c", SWAPPED, call, "export", "x.csv", *(["--force"] if force else [])],
        capture_output=True,
        check=False,
        timeout=ENOUGH,
        cwd=tmp_path,
        env=environment(),
    )
    assert answered(done.returncode, done.stdout, done.stderr).code in (0, 1)
    after = victim.stat()
    assert victim.read_text() == "precious"
    assert (after.st_mode, after.st_uid, after.st_gid) == (before.st_mode, before.st_uid, before.st_gid)
    assert not os.listxattr(victim)
    assert not [name for name in os.listdir(tmp_path) if name.endswith(".part")]


# --- calls of the system

TRIALS = [
    *(("write", "ENOSPC", when) for when in (1, 2)),
    *(("fsync", "EIO", when) for when in (1, 2)),
    *(("fchmod", error, 1) for error in ("EPERM", "EIO")),
    *(("rename,renameat,renameat2", error, 1) for error in ("EACCES", "EXDEV")),
    *(("link,linkat", error, 1) for error in ("EPERM", "EIO", "EMLINK")),
    *(("unlink,unlinkat", error, 1) for error in ("EACCES", "EIO")),
    *(("openat", error, -last) for last in range(1, 4) for error in ("EMFILE", "ENOSPC")),
    *(("newfstatat,fstat", "EIO", -last) for last in range(1, 6)),
    *(("close", "EIO", -last) for last in range(1, 4)),
]
"""Calls, how they fail, and which of them: counted from the first or, below nought, from the last."""


@pytest.fixture(scope="module", name="calls")
def _calls(tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    """How often an export makes each call."""
    place = tmp_path_factory.mktemp("calls")
    run_traced(place, "-c", "-U", "name,calls", "-o", "counts")
    lines = [line.split() for line in (place / "counts").read_text().splitlines()]
    return {line[0]: int(line[1]) for line in lines if len(line) == 2 and line[1].isdigit()}


EXPORT = ("export", "x.csv")


def run_traced(place: Path, *options: str, force: bool = False, args: tuple[str, ...] = EXPORT) -> Answer:
    """A command under strace."""
    command = ["strace", "-f", "-qq", *options, *PROGRAM, *args, *(["--force"] if force else [])]
    done = subprocess.run(command, capture_output=True, check=False, timeout=ENOUGH, cwd=place, env=environment())
    return answered(done.returncode, done.stdout, done.stderr)


@STRACE
@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize(("call", "error", "when"), TRIALS)
def test_the_exit_code_says_what_is_on_the_disk(
    call: str, error: str, when: int, force: bool, tmp_path: Path, calls: dict[str, int]
) -> None:
    """Whichever call fails: 0 and the whole file, or 1 and what was there; what is left over is told."""
    target = tmp_path / "x.csv"
    if force:
        target.write_text("old")
    if when < 0:
        when += sum(calls.get(name, 0) for name in call.split(",")) + 1
    inject = f"inject={call}:error={error}:when={when}"
    answer = run_traced(tmp_path, "-o", os.devnull, "-e", f"trace={call}", "-e", inject, force=force)
    kept = b"old" if force else None
    assert answer.code in (0, 1)
    whole = run("export", "--format", "csv").out
    assert (target.read_bytes() if target.exists() else None) == (whole if answer.code == 0 else kept), answer
    told = any(words in answer.err for words in ("cannot", "the installation is broken"))  # where a module is read
    assert told == (answer.code == 1) or "left over" in answer.err
    assert all(name == "x.csv" or name in answer.err for name in os.listdir(tmp_path))


ADDED = ("add", "--data", "x.csv", "--title", "One more", "--date", "2001-02-03", "--source", "complete")


REFUSED = [("fsync", "EIO"), ("rename,renameat,renameat2", "EACCES"), ("fchmod", "EPERM")]
CHANGES = [(args, *fault) for args in (("format", "x.csv"), ADDED) for fault in REFUSED]
CHANGES += [(("format", "x.csv"), "write", "ENOSPC")]  # the first, since words to a person are written, too


@STRACE
@pytest.mark.parametrize(("args", "call", "error"), CHANGES)
def test_a_file_that_is_changed_is_whole(args: tuple[str, ...], call: str, error: str, tmp_path: Path) -> None:
    """What changes a data file in its place leaves it as it was, or changed, and says which."""
    file = tmp_path / "x.csv"
    before = EVERYTHING.read_bytes().replace(b"\nevents:", b"\n\n\n\nevents:")
    file.write_bytes(before)
    inject = f"inject={call}:error={error}:when=1{'+' if call != 'write' else ''}"
    answer = run_traced(tmp_path, "-o", os.devnull, "-e", f"trace={call}", "-e", inject, args=args)
    after = file.read_bytes()
    assert answer.code == (1 if after == before else 0), answer
    assert ("cannot write" in answer.err) == (after == before)
    assert after == before or after == changed(file, args, before)
    assert os.listdir(tmp_path) == ["x.csv"]


def changed(file: Path, args: tuple[str, ...], before: bytes) -> bytes:
    """What a command makes of a file where nothing fails."""
    file.write_bytes(before)
    assert run(*args, cwd=file.parent).code == 0
    return file.read_bytes()


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGQUIT, signal.SIGUSR1, signal.SIGXCPU, signal.SIGALRM])
@STRACE
def test_a_signal_that_ends_a_program_leaves_no_temporary(number: signal.Signals, tmp_path: Path) -> None:
    """Whatever ends the program while it writes, the file is whole or not there, and nothing is beside it."""
    for call, when in (("fsync", 1), ("link,linkat", 1), ("unlink,unlinkat", 1)):
        inject = f"inject={call}:signal={number.name}:when={when}"
        answer = run_traced(tmp_path, "-o", os.devnull, "-e", f"trace={call}", "-e", inject)
        assert answer.code in (-number, 128 + number)
        assert os.listdir(tmp_path) == ["x.csv"]
        (tmp_path / "x.csv").unlink()
