"""The same content gives the same bytes, whoever builds it, where, when and with how many hands."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.built_site import NOW, ROOT, copy_project


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.slow
def test_another_folder_zone_locale_hash_seed_and_number_of_processes_give_the_same_files(site, tmp_path):
    project = copy_project(tmp_path / "a folder of another name")
    strange = {
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C",
        "LANG": "tr_TR.UTF-8",
        "PYTHONHASHSEED": "1",
        "PYTHONPATH": str(ROOT / "scripts"),
        "HOME": str(tmp_path),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
    }
    call = ["--project", str(project.root), "build", "--no-cache", "--jobs", "3", "--now", NOW.isoformat()]
    run = subprocess.run(
        [sys.executable, "-c", "from outreach.cli import main; main()", *call, "--output", str(tmp_path / "result")],
        env={**os.environ, **strange},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert 0 == run.returncode, run.stderr
    first, second = digests(site.root), digests(tmp_path / "result")
    assert [] == [name for name in first.keys() | second.keys() if first.get(name) != second.get(name)]
