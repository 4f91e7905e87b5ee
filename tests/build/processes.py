"""Processes that a test starts in a session of their own, so that none of them can be overlooked."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.build.small import command

PATIENCE = 60.0
"""Seconds to wait for what must come; long, for machines that are busy."""


@contextmanager
def started(root: Path, *arguments: str | Path, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """``outreach`` for a project, as the first process of a session; whatever is left of it is killed in the end."""
    process = subprocess.Popen(
        command("--project", root, *arguments),
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        for stream in (process.stdout, process.stderr):
            if stream:
                stream.close()


def survivors(session: int) -> list[int]:
    """Processes of a session that still run; those that only wait to be buried do not count."""
    alive = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, its_session = path.read_text().rpartition(")")[2].split()[:4]
        except OSError:  # it has ended just now
            continue
        if int(its_session) == session and state != "Z":
            alive.append(int(path.parent.name))
    return alive


def all_gone(session: int) -> bool:
    """Whether all processes of a session end within ten seconds."""
    return comes_true(lambda: not survivors(session), seconds=10)


def comes_true(condition: Callable[[], object], seconds: float = PATIENCE) -> bool:
    """Wait until a condition holds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False
