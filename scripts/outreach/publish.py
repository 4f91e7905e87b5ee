"""Switch a finished folder in, whole or not at all."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2  # linux/fs.h
MANIFEST = "manifest.json"
"""The file by which a folder is known to be a site of ours."""


class Busy(Exception):
    """Another build writes to the same place."""


class NotOurs(Exception):
    """The place of the site is taken by something that no build of ours made."""


@contextmanager
def staged(output: Path) -> Iterator[Path]:
    """Give a fresh folder beside ``output``, for ``switch`` to put in its place; otherwise it is removed.

    What a killed build left behind is tidied up first. One build at a time.

    Raises ``Busy`` if another build is at work, ``NotOurs`` if ``output`` is no site, and ``OSError`` as the disk does.
    """
    output.parent.mkdir(parents=True, exist_ok=True)
    with _only_one(output):
        fresh, aside = _beside(output)
        _recover(output, fresh, aside)
        if output.exists() and any(output.iterdir()) and not (output / MANIFEST).is_file():
            raise NotOurs(f"{output} is not a built site, so it is not replaced; choose another folder with --output")
        fresh.mkdir()
        try:
            yield fresh
        finally:
            shutil.rmtree(fresh, ignore_errors=True)


def switch(fresh: Path, output: Path) -> None:
    """Put ``fresh`` in the place of ``output`` in one step; the old folder is then removed.

    Linux exchanges two folders in one system call. Where a file system cannot, the old folder is put aside first,
    and the next build puts it back should this one be killed in between.
    """
    if not output.exists():
        fresh.rename(output)
    elif not _exchange(fresh, output):
        _replace(fresh, output)


def _replace(fresh: Path, output: Path) -> None:
    """Two steps instead of one."""
    _, aside = _beside(output)
    output.rename(aside)
    try:
        fresh.rename(output)
    except OSError:
        aside.rename(output)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _beside(output: Path) -> tuple[Path, Path]:
    """Where a new site is made, and where the old one waits: hidden, and of names that nobody else gives."""
    return output.with_name(f".{output.name}.outreach-new"), output.with_name(f".{output.name}.outreach-old")


@contextmanager
def _only_one(output: Path) -> Iterator[None]:
    """Hold a lock that the system frees if we are killed. The lock is on the folder that holds ``output``."""
    folder = os.open(output.parent, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in (errno.EWOULDBLOCK, errno.EACCES):
                raise Busy(f"another build is writing to {output.parent}; wait for it, or stop it") from None
            raise
        yield
    finally:
        os.close(folder)


def _recover(output: Path, fresh: Path, aside: Path) -> None:
    """Tidy up after a build that was killed."""
    if aside.exists() and not output.exists():
        aside.rename(output)
    for leftover in (aside, fresh):
        if leftover.exists():
            shutil.rmtree(leftover)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders; ``False`` where system or file system has no such call."""
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        failed = libc.renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    except (OSError, AttributeError):
        return False
    if failed and ctypes.get_errno() not in (errno.ENOSYS, errno.EINVAL, errno.EXDEV, errno.ENOTSUP):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), str(other))
    return not failed
