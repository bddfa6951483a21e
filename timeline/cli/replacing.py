"""A file takes the place of another, or a name that is free: whole or not at all, with what is to be kept of the old.

Everything is done through descriptors, of the folder and of the new file, so that nobody who may write to the folder
can turn it against another file. On Windows, which has no such descriptors, it is done by names.
"""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from timeline.cli.streams import notify, signals_held_back
from timeline.errors import TimelineError, reason_of
from timeline.text import quoted

_NAMES = "INT TERM HUP QUIT ALRM USR1 USR2 XCPU VTALRM PROF IO PWR"
ENDING = tuple(getattr(signal, f"SIG{name}") for name in _NAMES.split() if hasattr(signal, f"SIG{name}"))
"""The signals that end a program unless it says otherwise, but for those that tell of a fault of its own."""

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_ACCESS_LIST = "system.posix_acl_access"
_NOT_KEPT = ("security.capability",)
"""Attributes that give rights to a program, as the set-id bits do, which are not kept either."""


def replace(path: Path, data: Iterable[bytes], shown: str, *, force: bool, read: bytes | None = None) -> None:
    """Writes beside the target, makes sure that it is on the disk, and only then gives it the name.

    Messages call it ``shown``. With ``read`` only as long as the target still holds that. Raises `OSError` and
    `TimelineError`, and then nothing has changed; what is odd about a file that has its name is told on standard error.
    """
    with signals_held_back(*ENDING, later=True), _opened(path.parent) as folder:
        old = _regular(path, folder)
        temporary = _beside(path)
        descriptor = os.open(_named(temporary, folder), _NEW, 0o600 if old else 0o666, dir_fd=folder)
        lost: list[str] = []
        try:
            lost += _fill(descriptor, data, path, old)
            if read is not None and path.read_bytes() != read:
                raise TimelineError(f"{shown} was changed meanwhile; nothing is written, try again")
            if force:
                os.replace(_named(temporary, folder), _named(path, folder), src_dir_fd=folder, dst_dir_fd=folder)
            else:
                _name_once(temporary, path, folder, shown)
        except BaseException:
            _remove(temporary, folder)
            raise
        if not force:  # which has two names now, or had
            _remove(temporary, folder)
        _sync(folder, shown)
    if lost:
        notify(f"{shown} could not keep {', '.join(lost)}")


@contextlib.contextmanager
def _opened(folder: Path) -> Iterator[int | None]:
    """A descriptor of a folder, of one that may not be read too; None on a system that has none."""
    if os.open not in os.supports_dir_fd:
        yield None
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except PermissionError:
        descriptor = os.open(folder, getattr(os, "O_PATH", os.O_RDONLY) | os.O_DIRECTORY)
    try:
        yield descriptor
    finally:
        with contextlib.suppress(OSError):
            os.close(descriptor)


def _named(path: Path, folder: int | None) -> str:
    """What a file is called by those who have a descriptor of its folder, or have none."""
    return str(path) if folder is None else path.name


def _regular(path: Path, folder: int | None) -> os.stat_result | None:
    """What is known of the file that has the name now; None where that is none, or no regular one."""
    with contextlib.suppress(FileNotFoundError):
        found = os.stat(_named(path, folder), dir_fd=folder, follow_symlinks=False)
        return found if stat.S_ISREG(found.st_mode) else None
    return None


def _beside(path: Path) -> Path:
    """A name in the same folder that nobody can guess, and no longer than names may be."""
    return path.with_name(f".{path.name[:40]}.{os.urandom(6).hex()}.part")


def _fill(descriptor: int, data: Iterable[bytes], path: Path, old: os.stat_result | None) -> list[str]:
    """Writes a whole file, which is on the disk when this ends; gives what could not be kept of the old one."""
    with open(descriptor, "wb") as stream:
        stream.writelines(data)
        stream.flush()
        lost = _keep(descriptor, path, old) if old and hasattr(os, "fchown") else []
        os.fsync(descriptor)
    return lost


def _keep(descriptor: int, path: Path, old: os.stat_result) -> list[str]:
    """Gives a file what another has: group, attributes, mode, owner. What does not go is named, and nothing widened."""
    lost: list[str] = []
    new = os.fstat(descriptor)
    mode = stat.S_IMODE(old.st_mode) & ~(stat.S_ISUID | stat.S_ISGID)
    if new.st_gid != old.st_gid and not _done(lost, "its group", os.fchown, descriptor, -1, old.st_gid):
        mode &= ~0o070 | (mode & 0o007) << 3  # another group may do what all others may
    attributes = {name: value for name, value in _attributes(path).items() if name not in _NOT_KEPT}
    access = attributes.pop(_ACCESS_LIST, None)
    with contextlib.suppress(OSError, AttributeError):
        os.removexattr(descriptor, _ACCESS_LIST)  # which the folder gives to what is new in it
    for name, value in sorted(attributes.items() - _attributes(descriptor).items()):
        _done(lost, f"its attribute {name}", os.setxattr, descriptor, name, value)
    if access is None:
        _done(lost, "its permissions", os.fchmod, descriptor, mode)
    elif "its group" in lost or not _done(lost, "its access list", os.setxattr, descriptor, _ACCESS_LIST, access):
        # the group's part of the mode was the most that anybody in the list might do
        _done(lost, "its permissions", os.fchmod, descriptor, mode & ~0o070)
    if new.st_uid != old.st_uid:
        _done(lost, "its owner", os.fchown, descriptor, old.st_uid, -1)
    return lost


def _attributes(file: Path | int) -> dict[str, bytes]:
    """Extended attributes, the access list among them; none where the system has none."""
    found = {}
    with contextlib.suppress(OSError, AttributeError):
        for name in os.listxattr(file):
            found[name] = os.getxattr(file, name)
    return found


def _done(lost: list[str], what: str, call: Callable[..., None], *args: object) -> bool:
    """Calls the system; where it refuses, what that was for is lost."""
    try:
        call(*args)
    except OSError:
        lost.append(what)
        return False
    return True


def _name_once(temporary: Path, path: Path, folder: int | None, shown: str) -> None:
    """Gives a file its name unless another has taken it meanwhile."""
    new, name = _named(temporary, folder), _named(path, folder)
    taken = TimelineError(f"{shown} exists; --force replaces it")
    try:
        os.link(new, name, src_dir_fd=folder, dst_dir_fd=folder)
    except FileExistsError:
        raise taken from None
    except (OSError, NotImplementedError):  # such as a file system without hard links: the name is taken first
        try:
            os.close(os.open(name, _NEW, 0o600, dir_fd=folder))
        except FileExistsError:
            raise taken from None
        try:
            os.replace(new, name, src_dir_fd=folder, dst_dir_fd=folder)
        except OSError:
            os.unlink(name, dir_fd=folder)
            raise


def _remove(temporary: Path, folder: int | None) -> None:
    """Removes the temporary file, if it is still there; says so where it cannot."""
    try:
        os.unlink(_named(temporary, folder), dir_fd=folder)
    except FileNotFoundError:
        pass
    except OSError as error:
        notify(f"{quoted(str(temporary), 200)} is left over: {reason_of(error)}")


def _sync(folder: int | None, shown: str) -> None:
    """Makes sure that the name is on the disk, too, where the system can; says so where it fails."""
    try:
        if folder is not None:
            os.fsync(folder)
    except OSError as error:
        if error.errno not in (errno.EBADF, errno.EINVAL, errno.ENOTSUP):  # a folder that is not to be synced
            notify(f"{shown} is written, but its name may not be on the disk: {reason_of(error)}")
