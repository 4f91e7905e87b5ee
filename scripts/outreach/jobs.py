"""Work that can be remembered and shared out: a cache by digest, and processes.

Every job is a function of its inputs, so its result is kept under the digest of all of them; nothing is ever
valid "for a while". Entries carry their own checksum: a damaged one is made again.
"""

from __future__ import annotations

import hashlib
import io
import multiprocessing
import os
import signal
import sys
import tarfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from importlib.metadata import distributions
from multiprocessing import resource_tracker
from pathlib import Path
from typing import TypeVar

K = TypeVar("K")
T = TypeVar("T")

KEPT_FOR = 14 * 24 * 3600
"""Seconds for which an entry that no build used stays in the cache."""


@cache
def program_digest() -> str:
    """What every result depends on besides its inputs: our own code, and every package that it may stand on."""
    packages = sorted({(one.name, one.version) for one in distributions()})
    digest = hashlib.sha256(repr((sys.version, packages)).encode())
    package = Path(__file__).parent
    for path in sorted(package.rglob("*.py")):
        digest.update(f"{path.relative_to(package)}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()


def key_of(*parts: object) -> str:
    """A key from values whose ``repr`` tells them apart wholly: text, numbers, bytes, frozen dataclasses."""
    return hashlib.sha256(repr((program_digest(), parts)).encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Cache:
    """Results by kind and key, in files that may be deleted at any time. Without a folder nothing is kept."""

    folder: Path | None

    def get(self, kind: str, key: str) -> bytes | None:
        """The result of a key, if it is there and whole."""
        path = self._path(kind, key)
        if path is None:
            return None
        try:
            data = path.read_bytes()
            os.utime(path)
        except OSError:
            return None
        checksum, content = data[:32], data[32:]
        return content if hashlib.sha256(content).digest() == checksum else None

    def put(self, kind: str, key: str, content: bytes) -> None:
        """Keep a result. It appears whole or not at all, also when two builds write it at once.

        What cannot be kept, on a full disk for one, is made again next time: no reason to fail.
        """
        path = self._path(kind, key)
        if path is None:
            return
        fresh = path.with_suffix(f".{os.getpid()}.part")
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                fresh.write_bytes(hashlib.sha256(content).digest() + content)
                fresh.replace(path)
            finally:
                fresh.unlink(missing_ok=True)

    def prune(self) -> None:
        """Forget what no build has used for a while."""
        if self.folder is None:
            return
        oldest = time.time() - KEPT_FOR
        for path in self.folder.glob("*/??/*"):
            try:
                if path.stat().st_mtime < oldest:
                    path.unlink()
            except OSError:  # another build was quicker
                continue

    def _path(self, kind: str, key: str) -> Path | None:
        return self.folder / kind / key[:2] / key if self.folder else None


def pack(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Files, by name, as one tar file: the same bytes for the same content."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, content in sorted(files):
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return packed.getvalue()


def files_in(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The files of a folder, by their names below it."""
    for path in folder.rglob("*"):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def unpack(packed: bytes, folder: Path) -> None:
    """Write packed files out below a folder."""
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        for info in archive:
            content = archive.extractfile(info)
            if content is not None:  # our archives hold files only
                path = folder / info.name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content.read())


@contextmanager
def executor(workers: int) -> Iterator[Executor]:
    """Processes that import our renderers once and are forked from there, so threads of ours cannot hurt them."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["outreach.render.mkdocs_plugin", "outreach.render.pdf"])
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_end_with_parent) as pool:
        yield pool


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Ctrl-C waits for the end of the block, and a process that is started in it never hears one."""
    heard: list[int] = []
    handler = signal.signal(signal.SIGINT, lambda number, _: heard.append(number))
    resource_tracker.ensure_running()  # would unblock it
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        signal.signal(signal.SIGINT, handler)
    if heard:
        raise KeyboardInterrupt


def _end_with_parent() -> None:
    """A worker does not outlive its build, also when that was killed."""
    parent = multiprocessing.parent_process()

    def follow() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=follow, daemon=True).start()


def run(pool: Executor, calls: Mapping[K, Callable[[], T]]) -> Iterator[tuple[K, T]]:
    """Make the calls and yield each key with its result as it is done. A call that fails cancels those not begun.

    Calls go to other processes, so they are functions of modules, or methods of values, that can be pickled.
    """
    with _undisturbed():  # a process that was begun by half would say so at length
        waiting = {pool.submit(call): key for key, call in calls.items()}
    try:
        for future in as_completed(waiting):
            yield waiting[future], future.result()
    finally:
        for future in waiting:
            future.cancel()
