"""Hostile files of up to 10 MB: each is refused or read, with a message and in bounded memory."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.hostile

MB = 10**6
HEAD = b"title: T\nsources: {s: {title: S, url: 'https://e.org/'}}\n"
MOST_MEMORY = 300
"""MiB that the whole process may ever have in memory, the interpreter included."""
LONGEST = 60
"""Seconds of processor time after which the system ends the child: a hundred times what any file needs."""

CHILD = """
import json, resource, sys
resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[2]), int(sys.argv[2])))
from timeline import errors
from timeline.datafile import load
try:
    told = f"read: {len(load(sys.argv[1]).events)} events"
    problems = 0
except errors.DataError as error:
    problems, told = len(error.problems), [error.problems[0].at(""), error.problems[-1].at("")]
with open("/proc/self/status") as status:
    peak = next(line for line in status if line.startswith("VmHWM"))
seconds = resource.getrusage(resource.RUSAGE_SELF).ru_utime
print(json.dumps({"told": told, "problems": problems, "mib": int(peak.split()[1]) // 1024, "seconds": seconds}))
"""


def _aliases() -> bytes:
    levels = [b"a0: &a0 [x, x, x, x, x, x, x, x, x]\n"]
    levels += [b"a%d: &a%d [%s]\n" % (i + 1, i + 1, b", ".join([b"*a%d" % i] * 9)) for i in range(20)]
    return b"".join(levels)


def _merges() -> bytes:
    levels = [b"a0: &a0 {x: 1}\n"]
    levels += [b"a%d: &a%d {<<: [%s]}\n" % (i + 1, i + 1, b", ".join([b"*a%d" % i] * 9)) for i in range(20)]
    return b"".join(levels)


def _event(field: bytes) -> bytes:
    return HEAD + b"events:\n- {id: a, date: '1994', title: A, sources: [s], " + field + b"}\n"


def _numbered(pattern: bytes, number: int) -> bytes:
    return b"".join(pattern % i for i in range(number))


NONE = " 100 levels "
MORE = "has 10,000 problems"
FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    # what the file is: how it is made, words of the last thing told
    "alias bomb": (_aliases, "is an alias"),
    "merge bomb": (_merges, "is a merge key"),
    "a million aliases": (lambda: HEAD + b"events: [" + b"*a, " * MB + b"]\n", MORE),
    "10,000 levels of lists": (lambda: b"title: " + b"[" * 10_000 + b"]" * 10_000 + b"\n", NONE),
    "10,000 levels of mappings": (lambda: b"title: " + b"{a: " * 10_000 + b"}" * 10_000 + b"\n", NONE),
    "10,000 levels of block lists": (lambda: b"title:\n " + b"- " * 10_000 + b"x\n", NONE),
    "3,000 levels of block mappings": (lambda: b"".join(b" " * i + b"a:\n" for i in range(3_000)), NONE),
    "levels without end": (lambda: b"title: " + b"[" * 10 * MB, NONE),
    "keys of keys": (lambda: b"? " * 5 * MB, NONE),
    "10 MB of plain text": (lambda: _event(b"note: " + b"x" * 10 * MB), "read: 1 events"),
    "10 MB of quoted text": (lambda: _event(b'note: "x' + b"\\n" * 5 * MB + b'"'), "read: 1 events"),
    "10 MB of block text": (lambda: HEAD + b"events: []\ndescription: |\n" + b" x\n" * 3 * MB, "read: 0 events"),
    "10 MB as an id": (lambda: HEAD + b'events: [{id: "' + b"x " * 5 * MB + b'"}]\n', "is not made of a-z"),
    "10 MB as a date": (lambda: HEAD + b'events: [{date: "' + b"May " * 2 * MB + b'"}]\n', "is not a date"),
    "10 MB as a reference": (lambda: _event(b'related: ["' + b"x " * 5 * MB + b'"]'), "there is no event"),
    "10 MB as an address": (
        lambda: b"title: T\nevents: []\nsources: {s: {title: S, url: \"https://" + b"a" * 10 * MB + b' "}}\n',
        "is not an absolute http or https address",
    ),
    "10 MB as a key": (lambda: b"x" * 10 * MB + b": y\n", "is not a mapping"),
    "10 MB as an anchor": (lambda: b"title: &" + b"a" * 10 * MB + b" x\n", "has an anchor"),
    "a million unknown keys": (lambda: _numbered(b"k%06d: \n", MB), MORE),
    "a million times one key": (lambda: b"title: T\n" * MB, MORE),
    "a million fields": (
        lambda: HEAD + b"events:\n- " + _numbered(b"k%06d: x\n  ", 800_000),
        "has more than 10,000 fields",
    ),
    "a million words": (
        lambda: HEAD + b"events: []\nkinds:\n" + _numbered(b" %06d: x\n", 900_000),
        "has more than 10,000 kinds",
    ),
    "a million programmes": (
        lambda: HEAD + b"events: []\nprogrammes:\n" + _numbered(b" C%06d:\n", MB),
        MORE,
    ),
    "a chain of programmes": (
        lambda: HEAD + b"events: []\nprogrammes:\n" + b"".join(
            b" C%06d: {name: x, parent: C%06d}\n" % (i, (i + 1) % 200_000) for i in range(200_000)
        ),
        "has more than 10,000 programmes",
    ),
    "a million items": (lambda: HEAD + b"events:\n" + b"- x\n" * 2 * MB, MORE),
    "a million people": (
        lambda: _event(b"people: [" + _numbered(b"%d,", MB) + b"]"),
        "has more than 10,000 items",
    ),
    "a million items on top": (lambda: b"- x\n" * 2 * MB, "is not a mapping"),
    "a million empty events": (lambda: HEAD + b"events:\n" + b"- {}\n" * 2 * MB, MORE),
    "a million references to nothing": (
        lambda: HEAD + b"events:\n" + b"".join(
            b"- {id: a%d, date: '1994', title: x, sources: [%s]}\n" % (i, _numbered(b"%04d,", 9_000))
            for i in range(200)
        ),
        MORE,
    ),
    "many events": (
        lambda: HEAD + b"events:\n" + _numbered(b"- {id: a%d, date: '1994', title: x, sources: [s]}\n", 180_000),
        "read: 180000 events",
    ),
    "many sources": (
        lambda: b"title: T\nevents: []\nsources:\n" + _numbered(b" s%d: {title: S, url: 'https://e.org'}\n", 240_000),
        "read: 0 events",
    ),
    "many bad dates": (
        lambda: HEAD + b"events:\n" + _numbered(b"- {id: a%d, date: May 1994, title: x, sources: [s]}\n", 180_000),
        MORE,
    ),
    "many unknown words": (
        lambda: HEAD + b"events:\n" + _numbered(b"- {id: a, date: '1', title: x, kind: k%d, sources: [s]}\n", 160_000),
        MORE,
    ),
    "many documents": (lambda: HEAD + b"events: []\n" + b"---\n" * 2 * MB, "a second document begins here"),
    "many empty documents": (lambda: b"---\n...\n" * MB, "is empty"),
    "many directives": (lambda: _numbered(b"%%TAG !e%d! tag:e.org,2000:\n", 200_000), "is a %TAG directive"),
    "anchors": (lambda: HEAD + b"events: [" + b"&a x, " * MB + b"]\n", MORE),
    "tags": (lambda: HEAD + b"events: [" + b"!!int x, " * MB + b"]\n", MORE),
    "NULs": (lambda: b"title: T\n" + b"\0" * 10 * MB, MORE),
    "NULs on lines of their own": (lambda: b"title: T\n" + b"\0\n" * 5 * MB, MORE),
    "line ends": (lambda: b"\n" * 10 * MB, "is empty"),
    "carriage returns": (lambda: b"\r" * 10 * MB, "is empty"),
    "comments": (lambda: b"# x\n" * 2 * MB, "is empty"),
    "tabs": (lambda: b"\t" * 10 * MB, "unexpected character"),
    "spaces": (lambda: b" " * 10 * MB, "is empty"),
    "commas": (lambda: b"title: [" + b"," * 10 * MB, "expected a value"),
    "colons": (lambda: b": " * 5 * MB, "unexpected in what starts"),
    "quotes": (lambda: HEAD + b"events: []\nlicence: " + b"'" * 10 * MB, "read: 0 events"),
    "indentations": (lambda: b"title:\n" + b"".join(b" " * (i % 5000) + b"x\n" for i in range(3_900)), "after a key"),
    "a bad byte at the end": (lambda: b"title: T\n" * MB + b"\xff", ":1000001:1: file: byte 0xFF is not UTF-8"),
    "bidi controls without end": (
        lambda: _event(b'place: "' + "\u202a".encode() * 3 * MB + b'"'),
        "U+202A LEFT-TO-RIGHT EMBEDDING",
    ),
    "one letter and its accent": (
        lambda: HEAD + b'events: [{id: "' + "e\u0301".encode() * 3 * MB + b'"}]\n',
        "is not made of a-z",
    ),
}  # fmt: skip


def read(path: Path) -> dict[str, Any]:
    """What a process of its own tells of a file, and the memory in MiB and the seconds that it took."""
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(path), str(LONGEST)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of memory is read from Linux's /proc")
@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_done_with_in_bounded_memory(name: str, tmp_path: Path) -> None:
    """No file under about 10 MB makes the program explode: it is read or refused, with few and short messages."""
    make, last = FILES[name]
    path = tmp_path / "hostile.yaml"
    data = make()
    assert len(data) < 11 * MB
    path.write_bytes(data)
    del data
    told = read(path)
    ended = told["told"] if isinstance(told["told"], str) else told["told"][-1]
    assert last in ended
    assert told["problems"] <= 10_001
    assert len(ended) < 2_000
    assert told["mib"] < MOST_MEMORY


RUN = """
import resource, sys
resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[1]), int(sys.argv[1])))
from timeline.cli import run
sys.exit(run.run(sys.argv[2:]))
"""
LONG = 100_000
"""Characters of an argument; the system takes no more than 131,071."""
EASY = _event(b"note: x")
COSTLY: dict[str, tuple[list[str], Callable[[], bytes]]] = {
    # what the text is: the command for which it once cost its square, and the file
    "a person of 1 MB": (["check"], lambda: _event(b"people: ['" + b"ab" * (MB // 2) + b" c (Office)']")),
    "a person of spaces": (["check"], lambda: _event(b"people: ['a" + b" " * MB + b"b']")),
    "a word of 1 MB before a comment": (["check"], lambda: EASY + b"# " + b"x" * MB + b"\n# y #z\n"),
    "an unquoted word of 1 MB": (
        ["check"],
        lambda: HEAD + b"events:\n- id: a\n  date: '1994'\n  title: A\n  sources: [s]\n  note: " + b"x" * MB + b" #z\n",
    ),
    "empty lines in a cell": (
        ["export", "--format=csv", "--excel"],
        lambda: _event(b'note: "x' + b"\\n" * (MB // 2) + b'y"'),
    ),
    "marks in turn": (["list", "-s", "zyzzyva"], lambda: _event(b"note: 'x" + "\u0301\u0323".encode() * MB + b"'")),
    "one that is eighteen": (["list", "-s", "zyzzyva"], lambda: _event(b"note: '" + "\ufdfa".encode() * MB + b"'")),
    "a search of spaces": (["list", "-s", f"a{' ' * LONG}b"], lambda: EASY),
    "a search of dashes": (["list", "-s", f"a{'- ' * (LONG // 2)}b"], lambda: EASY),
    "an id of many words": (["show", "-".join(["event"] * (LONG // 6))], lambda: EASY),
}  # fmt: skip


@pytest.mark.parametrize("name", COSTLY)
def test_a_text_costs_no_more_than_its_length(name: str, tmp_path: Path) -> None:
    """What once cost the square of a text's length, and so would take hours, is soon done."""
    args, make = COSTLY[name]
    path = tmp_path / "costly.yaml"
    path.write_bytes(make())
    data = [str(path)] if args[0] == "check" else ["--data", str(path)]
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(LONGEST), *args, *data], capture_output=True, text=True, check=False
    )
    assert done.returncode in (0, 1, 2), done.stderr[-2_000:]
    assert len(done.stderr) < 1_000
