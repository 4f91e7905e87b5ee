"""Fixtures of the build's tests: a small project with a warm cache, and copies of it to edit."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.build.small import LANGUAGES, build_small, copy_small, write_project
from tests.built_site import ROOT


@pytest.fixture(scope="session", autouse=True)
def _clean_environment() -> Iterator[None]:
    """Other processes take the code of this working tree, and no settings of this machine."""
    with pytest.MonkeyPatch.context() as patch:
        # The server that workers are forked from forgets sys.path (CPython #117378), but not this.
        patch.setenv("PYTHONPATH", os.pathsep.join(filter(None, [str(ROOT / "scripts"), os.getenv("PYTHONPATH")])))
        for name in ("OUTREACH_SITE_URL", "OUTREACH_LANGUAGE", "OUTREACH_FONTS", "CI"):
            patch.delenv(name, raising=False)
        yield


@pytest.fixture(scope="session")
def shared(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that workers of pytest-xdist share."""
    folder = tmp_path_factory.getbasetemp()
    return folder.parent if hasattr(request.config, "workerinput") else folder


@pytest.fixture(scope="session")
def whole(shared: Path) -> Path:
    """The small project, built in three languages. Not to be changed."""
    root = shared / "whole"
    with _one_at_a_time(shared):
        if not (root / "site").exists():
            build_small(write_project(root), languages=LANGUAGES)
    return root


@pytest.fixture(scope="session")
def warm(whole: Path, shared: Path) -> Path:
    """The same, built in two languages. Not to be changed."""
    root = shared / "warm"
    with _one_at_a_time(shared):
        if not (root / "site").exists():
            shutil.copytree(whole, root, symlinks=True, ignore=shutil.ignore_patterns("site"))
            build_small(root)
    return root


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    with (folder / "build.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@pytest.fixture
def small(warm: Path, tmp_path: Path) -> Path:
    """A copy of the project in two languages, with its cache and its site, to do with as one likes."""
    return copy_small(warm, tmp_path / "project")
