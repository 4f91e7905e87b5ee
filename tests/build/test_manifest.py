"""``manifest.json`` says of every file what it is, whose it is, and what its bytes are."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from tests.build.small import LANGUAGES, tree

Entries = dict[str, dict[str, str]]


@pytest.fixture(scope="module")
def site(whole: Path) -> Path:
    return whole / "site"


@pytest.fixture(scope="module")
def entries(site: Path) -> Entries:
    listed = json.loads((site / "manifest.json").read_text("utf-8"))
    assert 1 == listed["version"]
    by_path: Entries = {entry["path"]: entry for entry in listed["files"]}
    assert len(listed["files"]) == len(by_path)
    return by_path


def test_every_file_is_listed_with_its_digest(site: Path, entries: Entries) -> None:
    found = tree(site)
    del found["manifest.json"]

    assert found == {path: entry["sha256"] for path, entry in entries.items()}
    assert hashlib.sha256((site / "ar/404.html").read_bytes()).hexdigest() == entries["ar/404.html"]["sha256"]


def test_every_entry_has_the_same_fields(entries: Entries) -> None:
    assert {("path", "language", "kind", "source", "sha256")} == {tuple(entry) for entry in entries.values()}


def test_a_file_has_the_language_of_its_folder(entries: Entries) -> None:
    folders = {path: path.partition("/")[0] for path in entries}

    assert {path: code if code in LANGUAGES else "" for path, code in folders.items()} == {
        path: entry["language"] for path, entry in entries.items()
    }


@pytest.mark.parametrize(
    ("path", "kind", "source"),
    [
        ("index.html", "page", ""),
        ("sitemap.xml", "sitemap", ""),
        ("robots.txt", "other", ""),
        ("ar/index.html", "page", "docs/ar/index.md"),
        ("ar/404.html", "page", ""),
        ("zh/about/bodies/index.html", "page", "docs/zh/about/bodies.md"),
        ("en/faq/index.html", "page", "docs/en/faq/index.md"),
        ("en/factsheets/index.html", "page", "docs/en/factsheets/index.md"),
        ("en/factsheets/platform/index.html", "page", "factsheets/en/platform.md"),
        ("zh/factsheets/platform-zh.pdf", "fact-sheet", "factsheets/zh/platform.md"),
        ("zh/factsheets/platform-zh.png", "picture", "factsheets/zh/platform.md"),
        ("ar/sitemap.xml", "sitemap", ""),
        ("ar/search/search_index.json", "search-index", ""),
        ("zh/factsheets/platform-zh.webp", "picture", "factsheets/zh/platform.md"),
        ("about/bodies/index.html", "page", ""),
        ("assets/leaf.png", "asset", ""),
        ("nginx.conf", "other", ""),
    ],
)
def test_a_file_has_its_kind_and_its_source(path: str, kind: str, source: str, entries: Entries) -> None:
    assert (kind, source) == (entries[path]["kind"], entries[path]["source"])


def test_every_page_with_words_has_its_source(whole: Path, entries: Entries) -> None:
    sourceless = {path for path, entry in entries.items() if entry["kind"] == "page" and not entry["source"]}
    sources = {entry["source"] for entry in entries.values()} - {""}

    assert {"404.html", *(f"{code}/404.html" for code in LANGUAGES)} == {
        path for path in sourceless if path.endswith("404.html")
    }
    assert set() == {path for path in sourceless if path.partition("/")[0] in LANGUAGES and "404" not in path}
    assert {path.relative_to(whole).as_posix() for path in whole.glob("docs/*/**/*.md")} | {
        path.relative_to(whole).as_posix() for path in whole.glob("factsheets/*/*.md")
    } == sources
