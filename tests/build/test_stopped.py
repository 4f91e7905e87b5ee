"""Whatever stops a build, the last site stays as it was, and one line says what to do."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.build.processes import all_gone, comes_true, started, survivors
from tests.build.small import build_small, change, run, tree

from outreach.render import fonts

NEEDS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="mounts a small disk, which needs root")


@pytest.fixture
def changed(small: Path) -> Path:
    """The project with words that are not in its site yet: there is something to make."""
    change(small / "docs/en/faq/why.md", "See", "Read")
    change(small / "factsheets/en/platform.md", "It meets", "It comes together")
    return small


def beside(root: Path) -> list[str]:
    """What a build may have left beside the site."""
    return sorted(path.name for path in root.iterdir() if "outreach-" in path.name or path.name.startswith("site."))


def only_line(finished: subprocess.CompletedProcess[str]) -> str:
    """The one line that tells what went wrong, after the plain lines of progress."""
    assert "Traceback" not in finished.stderr, finished.stderr
    (line,) = (one for one in finished.stderr.splitlines() if not one.startswith(("  ", "building ")))
    return line


@pytest.mark.slow
def test_a_killed_build_leaves_the_last_site(changed: Path, tmp_path: Path) -> None:
    """Killed at twelve moments with all its processes. Before the switch the site is the old one, after it the new."""
    old = tree(changed / "site")
    cache = shutil.copytree(changed / ".cache", tmp_path / "cache", symlinks=True)
    began = time.monotonic()
    with started(changed, "build", "ar", "--output", tmp_path / "new") as process:
        assert 0 == process.wait()
    duration = time.monotonic() - began
    new = tree(tmp_path / "new")
    seen = []
    for moment in range(12):
        shutil.rmtree(changed / ".cache")
        shutil.copytree(cache, changed / ".cache", symlinks=True)
        with started(changed, "build", "ar") as process:
            time.sleep(duration * (moment + 0.5) / 12)
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            assert all_gone(process.pid)
        site = tree(changed / "site")
        assert site in (old, new)
        seen.append(site == old)

    assert any(seen), "some were killed before the switch"
    build_small(changed)
    assert new == tree(changed / "site")
    assert [] == beside(changed)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_workers_end_with_their_build(number: signal.Signals, changed: Path) -> None:
    """Also if only the build itself is killed, as the system does when memory runs out."""
    old = tree(changed / "site")
    with started(changed, "build", "ar", "--no-cache") as process:
        assert comes_true(lambda: len(survivors(process.pid)) > 3), "the workers have begun"
        os.kill(process.pid, number)
        process.wait()

        assert all_gone(process.pid)
    assert old == tree(changed / "site")


def test_a_worker_that_is_killed_is_told(changed: Path) -> None:
    old = tree(changed / "site")
    with started(changed, "build", "ar", "--no-cache") as process:
        assert comes_true(lambda: len(survivors(process.pid)) > 4), "the workers have begun"
        os.kill(max(survivors(process.pid)), signal.SIGKILL)
        _, stderr = process.communicate()

    assert 2 == process.returncode
    assert "Traceback" not in stderr
    assert "a process was killed, perhaps for want of memory; try it with --jobs 1" in stderr.splitlines()[-1]
    assert old == tree(changed / "site")


@pytest.mark.parametrize("part", [0.1, 0.3, 0.6])
def test_ctrl_c_is_one_line(part: float, changed: Path) -> None:
    """A terminal sends it to the build and to all of its workers."""
    old = tree(changed / "site")
    with started(changed, "build", "ar", "--no-cache") as process:
        assert process.stderr
        first = process.stderr.readline()
        time.sleep(part * 3)
        os.killpg(process.pid, signal.SIGINT)
        _, rest = process.communicate()

        assert all_gone(process.pid)
    assert first.startswith("building ")
    assert 2 == process.returncode
    assert ["stopped; the last site is as it was"] == [line for line in rest.splitlines() if not line.startswith("  ")]
    assert old == tree(changed / "site")
    assert [] == beside(changed)


def test_the_second_of_two_builds_waits_its_turn(changed: Path) -> None:
    with started(changed, "build", "ar", "--no-cache") as first:
        assert comes_true(lambda: beside(changed)), "the first has begun"
        second = run(changed, "build", "ar")
        stdout, _ = first.communicate()

    assert 2 == second.returncode
    assert f"another build is writing to {changed}; wait for it, or stop it" == only_line(second)
    assert 0 == first.returncode
    assert "is ready" in stdout
    assert "Read" in (changed / "site/en/faq/why/index.html").read_text("utf-8")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A folder for ``mount``, which is empty again afterwards."""
    folder = tmp_path / "disk"
    folder.mkdir()
    yield folder
    subprocess.run(["umount", folder], check=False, capture_output=True)


def mount(folder: Path, size: int) -> None:
    """Put a disk of so many bytes there."""
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], check=False, capture_output=True, text=True
    )
    if made.returncode:
        pytest.skip(f"this machine does not let us mount: {made.stderr.strip()}")


@NEEDS_ROOT
def test_a_full_disk_leaves_the_last_site(changed: Path, disk: Path) -> None:
    """There is room for one site and a half."""
    mount(disk, sum(path.stat().st_size for path in (changed / "site").rglob("*") if path.is_file()) * 3 // 2)
    shutil.copytree(changed / "site", disk / "site")
    old = tree(disk)

    finished = run(changed, "build", "ar", "--output", disk / "site")

    assert 2 == finished.returncode
    assert only_line(finished).endswith(
        "No space left on device; free some space and run it again. The last site is as it was."
    )
    assert old == tree(disk)


@NEEDS_ROOT
def test_a_full_disk_under_the_cache_is_no_reason_to_fail(changed: Path, tmp_path: Path) -> None:
    cache = changed / ".cache/outreach"
    shutil.rmtree(cache)
    cache.mkdir()
    mount(cache, 256 * 1024)
    try:
        finished = run(changed, "build", "en")

        assert 0 == finished.returncode, finished.stderr
        assert "Read" in (changed / "site/en/faq/why/index.html").read_text("utf-8")
    finally:
        subprocess.run(["umount", cache], check=True)


def test_a_folder_that_may_not_be_written_is_told(changed: Path, tmp_path: Path) -> None:
    """Root may write anywhere, so root lays that right down for this."""
    locked = tmp_path / "locked"
    shutil.copytree(changed / "site", locked / "site")
    old = tree(locked)
    rights = "-dac_override,-dac_read_search,-fowner"
    humble = ("setpriv", f"--inh-caps={rights}", f"--bounding-set={rights}") if os.geteuid() == 0 else ()
    locked.chmod(0o555)
    try:
        finished = run(changed, "build", "ar", "--output", locked / "site", before=humble)
    finally:
        locked.chmod(0o755)

    assert 2 == finished.returncode
    assert only_line(finished).endswith("Permission denied; check who may write there. The last site is as it was.")
    assert old == tree(locked)


@pytest.mark.parametrize(
    "library", ["libpango-1.0.so.0", "libharfbuzz.so.0", "libharfbuzz-subset.so.0", "libpangoft2-1.0.so.0"]
)
def test_a_missing_library_is_named_with_its_package(library: str, changed: Path, tmp_path: Path) -> None:
    """An empty file stands in its place."""
    old = tree(changed / "site")
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / library).touch()

    finished = run(changed, "build", "ar", LD_LIBRARY_PATH=str(tmp_path / "lib"))

    assert 2 == finished.returncode
    assert "run: sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in only_line(finished)
    assert old == tree(changed / "site")


@NEEDS_ROOT
def test_a_missing_font_is_named_with_its_package(changed: Path) -> None:
    """An empty disk is laid over the folders of fonts, for this build alone."""
    old = tree(changed / "site")
    hidden = "; ".join(f"mount -t tmpfs tmpfs '{folder}'" for folder in fonts.FOLDERS if folder.is_dir())
    before = ("unshare", "--mount", "sh", "-c", f'{hidden}; exec "$@"', "sh")
    if subprocess.run([*before, "true"], check=False, capture_output=True).returncode:
        pytest.skip("this machine does not let us hide folders")

    finished = run(changed, "build", "ar", before=before)

    assert 2 == finished.returncode
    assert "the font NotoSans-Regular.ttf is missing; run: sudo apt-get install fonts-noto-core fonts-noto-cjk" == (
        only_line(finished)
    )
    assert old == tree(changed / "site")
