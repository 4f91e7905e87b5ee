"""The cache, and work that is shared out."""

from __future__ import annotations

import os
import time
from functools import partial
from pathlib import Path

import pytest
from tests.build.small import build_small, tree

from outreach.jobs import KEPT_FOR, Cache, executor, files_in, key_of, pack, run, unpack

KEY = key_of("a key")


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    cache = Cache(tmp_path / "cache")
    cache.put("things", KEY, b"result")
    return cache


def entry(cache: Cache) -> Path:
    assert cache.folder
    (path,) = (path for path in cache.folder.rglob("*") if path.is_file())
    return path


def test_what_was_put_is_got(cache: Cache) -> None:
    assert b"result" == cache.get("things", KEY)
    assert cache.get("things", key_of("another key")) is None
    assert cache.get("other things", KEY) is None


def test_an_empty_result_is_a_result(cache: Cache) -> None:
    cache.put("things", KEY, b"")

    assert b"" == cache.get("things", KEY)


@pytest.mark.parametrize("size", [0, 1, 31, 32, 37])
def test_a_shortened_entry_is_not_trusted(size: int, cache: Cache) -> None:
    entry(cache).write_bytes(entry(cache).read_bytes()[:size])

    assert cache.get("things", KEY) is None


@pytest.mark.parametrize("place", [0, 31, 32, -1])
def test_a_flipped_bit_is_noticed(place: int, cache: Cache) -> None:
    data = bytearray(entry(cache).read_bytes())
    data[place] ^= 1
    entry(cache).write_bytes(data)

    assert cache.get("things", KEY) is None


def test_a_cache_without_a_folder_keeps_nothing(tmp_path: Path) -> None:
    cache = Cache(None)
    cache.put("things", KEY, b"result")
    cache.prune()

    assert cache.get("things", KEY) is None


def test_a_cache_that_cannot_be_written_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file, not a folder")
    cache = Cache(tmp_path / "cache")

    cache.put("things", KEY, b"result")

    assert cache.get("things", KEY) is None


def test_what_nobody_used_is_forgotten(cache: Cache) -> None:
    old = time.time() - KEPT_FOR - 60
    cache.put("things", key_of("unused"), b"result")
    assert cache.folder
    for path in cache.folder.rglob("*"):
        os.utime(path, (old, old))
    assert cache.get("things", KEY)  # this is use

    cache.prune()

    assert b"result" == cache.get("things", KEY)
    assert cache.get("things", key_of("unused")) is None


def test_keys_tell_apart_what_looks_alike() -> None:
    parts: list[tuple[object, ...]] = [("1",), (1,), (b"1",), ("1", ""), ("", "1"), (("1",),), (None,), ("None",)]

    assert len(parts) == len({key_of(*part) for part in parts})


def test_a_packed_folder_is_the_same_bytes_whatever_its_dates(tmp_path: Path) -> None:
    for folder, names in ((tmp_path / "one", "ab"), (tmp_path / "two", "ba")):
        for name in names:
            path = folder / name / "ünï"
            path.parent.mkdir(parents=True)
            path.write_bytes(name.encode())
    os.utime(tmp_path / "one/a/ünï", (0, 0))

    one, two = (pack(files_in(tmp_path / name)) for name in ("one", "two"))
    unpack(one, tmp_path / "three")

    assert one == two
    assert tree(tmp_path / "one") == tree(tmp_path / "three")


def test_a_call_that_fails_ends_the_others() -> None:
    with executor(1) as pool, pytest.raises(ZeroDivisionError):
        dict(run(pool, {"bad": partial(divmod, 1, 0)}))


def test_damaged_entries_are_made_again(small: Path) -> None:
    before = tree(small / "site")
    for kind, damage in (("pages", lambda data: data[:-1]), ("sheets", lambda data: data[:40] + b"!" + data[41:])):
        for path in (small / ".cache/outreach" / kind).rglob("*"):
            if path.is_file():
                path.write_bytes(damage(path.read_bytes()))

    built = build_small(small)

    assert built.made == 4
    assert before == tree(small / "site")
