"""The real project, built once for all tests that look at the result."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from outreach.build import build
from outreach.project import Project, read_project

ROOT = Path(__file__).resolve().parent.parent
CONTENT = ("docs", "factsheets", "i18n", "overrides", "mkdocs.yml")
NOW = datetime(2026, 11, 22, tzinfo=UTC)


@dataclass(frozen=True)
class BuiltSite:
    """A finished site and the project that it was built from."""

    root: Path
    project: Project

    @cached_property
    def manifest(self) -> list[dict[str, Any]]:
        """The entries of ``manifest.json``."""
        entries: list[dict[str, Any]] = json.loads((self.root / "manifest.json").read_text("utf-8"))["files"]
        return entries

    @cached_property
    def files(self) -> frozenset[str]:
        return frozenset(path.relative_to(self.root).as_posix() for path in self.root.rglob("*") if path.is_file())

    def pages(self, code: str) -> list[str]:
        """The HTML files of a language."""
        return sorted(name for name in self.files if name.startswith(f"{code}/") and name.endswith(".html"))

    def sheets(self, code: str) -> list[Path]:
        """The PDFs of a language."""
        return sorted((self.root / code / "factsheets").glob("*.pdf"))


class Silent:
    """Tests want results, not steps."""

    def begin(self, total: int, reused: int) -> None:
        """Nothing."""

    def made(self, name: str) -> None:
        """Nothing."""


def copy_project(folder: Path) -> Project:
    """Copy what a build reads into a folder, so that the working tree's results and caches are out of reach."""
    folder.mkdir(parents=True)
    for name in CONTENT:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name)
        else:
            shutil.copy2(ROOT / name, folder / name)
    return project_in(folder)


def project_in(folder: Path) -> Project:
    """Read a project as its files say, whatever this machine's environment says."""
    for name in ("OUTREACH_SITE_URL", "OUTREACH_LANGUAGE"):
        os.environ.pop(name, None)
    return read_project(folder)


def built_once(shared: Path) -> BuiltSite:
    """Build into ``shared``, or wait for the process that does. Raises ``AssertionError`` with what was found."""
    folder, outcome = shared / "real-project", shared / "real-project.json"
    with (shared / "real-project.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not outcome.exists():
            project = copy_project(folder)
            built = build(project, output=folder / "site", now=NOW, report=Silent(), use_cache=False)
            outcome.write_text(json.dumps([str(finding) for finding in built.findings if finding.is_error]))
    errors = json.loads(outcome.read_text())
    assert not errors, "the project does not build:\n" + "\n".join(errors)
    return BuiltSite(folder / "site", project_in(folder))
