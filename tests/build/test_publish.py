"""A finished folder takes the place of the last one whole, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from outreach import publish
from outreach.publish import MANIFEST, Busy, NotOurs, staged, switch


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """A site that is in place."""
    return site(tmp_path / "site", "old")


def site(folder: Path, words: str) -> Path:
    folder.mkdir()
    (folder / MANIFEST).write_text("{}")
    (folder / "page").write_text(words)
    return folder


def fill(folder: Path) -> None:
    (folder / MANIFEST).write_text("{}")
    (folder / "page").write_text("new")


def words(output: Path) -> str:
    return (output / "page").read_text()


def beside(output: Path) -> list[str]:
    """What stands beside the site."""
    return sorted(path.name for path in output.parent.iterdir() if path != output)


def test_a_build_takes_the_place_of_the_last_one(output: Path) -> None:
    with staged(output) as fresh:
        fill(fresh)
        switch(fresh, output)

    assert "new" == words(output)
    assert [] == beside(output)


def test_the_first_build_needs_no_folder(tmp_path: Path) -> None:
    output = tmp_path / "some/where/site"

    with staged(output) as fresh:
        fill(fresh)
        switch(fresh, output)

    assert "new" == words(output)
    assert [] == beside(output)


def test_a_build_that_fails_leaves_the_last_one(output: Path) -> None:
    with pytest.raises(IsADirectoryError), staged(output) as fresh:
        fresh.write_text("no")

    assert "old" == words(output)
    assert [] == beside(output)


def test_without_an_exchange_the_old_one_is_put_aside(output: Path) -> None:
    """As on file systems that cannot."""
    with staged(output) as fresh:
        fill(fresh)
        publish._replace(fresh, output)

    assert "new" == words(output)
    assert [] == beside(output)


def test_without_an_exchange_a_failure_puts_the_old_one_back(output: Path) -> None:
    with pytest.raises(FileNotFoundError):
        publish._replace(output.with_name("gone"), output)

    assert "old" == words(output)
    assert [] == beside(output)


def test_an_exchange_that_fails_leaves_both(output: Path, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        publish._exchange(tmp_path / "nothing", output)

    assert "old" == words(output)


def test_an_exchange_swaps_two_folders(output: Path, tmp_path: Path) -> None:
    other = site(tmp_path / "other", "new")

    assert publish._exchange(other, output)
    assert ("new", "old") == (words(output), words(other))


def test_what_a_killed_build_put_aside_is_put_back(output: Path) -> None:
    fresh, aside = publish._beside(output)
    output.rename(aside)
    site(fresh, "half")

    with staged(output):
        assert "old" == words(output)

    assert [] == beside(output)


@pytest.mark.parametrize("leftovers", [("new",), ("old",), ("new", "old")])
def test_what_a_killed_build_left_is_removed(leftovers: tuple[str, ...], output: Path) -> None:
    for path in publish._beside(output):
        if path.name.endswith(leftovers):
            site(path, "left")

    with staged(output) as fresh:
        assert [] == list(fresh.iterdir())

    assert "old" == words(output)
    assert [] == beside(output)


def test_one_build_at_a_time(output: Path) -> None:
    with staged(output), pytest.raises(Busy, match="another build"), staged(output):
        pytest.fail("two builds write to one folder")

    with staged(output):
        pass  # the lock is free again


def test_a_folder_that_is_no_site_is_not_replaced(tmp_path: Path) -> None:
    """``--output .`` or ``--output docs`` must not cost the sources."""
    sources = tmp_path / "docs"
    sources.mkdir()
    (sources / "words.md").write_text("irreplaceable")

    with pytest.raises(NotOurs, match="choose another folder"), staged(sources):
        pytest.fail("the sources would be replaced")

    assert "irreplaceable" == (sources / "words.md").read_text()
    assert [] == beside(sources)


def test_an_empty_folder_may_be_filled(tmp_path: Path) -> None:
    output = tmp_path / "site"
    output.mkdir()

    with staged(output) as fresh:
        fill(fresh)
        switch(fresh, output)

    assert "new" == words(output)
