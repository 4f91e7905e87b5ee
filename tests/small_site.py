"""A small real project in three languages, to be changed and checked: ``tests/sites/small`` with the real look."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.built_site import ROOT

SMALL = ROOT / "tests" / "sites" / "small"


def small_project(folder: Path, overlay: Path | None = None) -> Path:
    """Copy the small site to ``folder`` and lay the files of ``overlay`` over it.

    ``delete.txt`` in the overlay names files and folders to remove; ``findings.txt`` is no part of the project.
    """
    shutil.copytree(SMALL, folder)
    shutil.copytree(ROOT / "overrides", folder / "overrides")
    if overlay is not None:
        notes = shutil.ignore_patterns("findings.txt", "delete.txt")
        shutil.copytree(overlay, folder, dirs_exist_ok=True, ignore=notes)
        for name in (overlay / "delete.txt").read_text().split() if (overlay / "delete.txt").exists() else ():
            path = folder / name
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    return folder
