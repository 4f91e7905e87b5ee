"""A language's site in one archive can be read from a disk, alone and without a network."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from playwright.sync_api import Browser
from tests.build.small import TWO, build_small, copy_small
from tests.web_pages import read_page


@pytest.fixture(scope="module")
def unpacked(warm: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The archives of a small site, each in a folder of its own."""
    root = tmp_path_factory.mktemp("offline")
    build_small(copy_small(warm, root / "project"), offline=True)
    folders = {}
    for code in TWO:
        (archive,) = (root / "project/site" / code).glob("*.zip")
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(root / code)
        (folders[code],) = (root / code).iterdir()
        assert folders[code].name == archive.stem
    return folders


@pytest.mark.parametrize("code", TWO)
def test_every_address_of_an_archive_is_a_file_of_it_or_public(unpacked, code):
    folder = unpacked[code]
    wrong = []
    for page in folder.rglob("*.html"):
        for tag in read_page(page).tags:
            for name in ("href", "src", "data-engine"):
                address = tag.attributes.get(name, "")
                parts = urlsplit(urljoin(page.as_uri(), address))
                if parts.scheme == "file" and not Path(unquote(parts.path)).is_file():
                    wrong.append((page.name, address))
                if parts.scheme == "file" and not Path(unquote(parts.path)).is_relative_to(folder):
                    wrong.append((page.name, address))

    assert list(folder.rglob("*.html"))
    assert [] == wrong


@pytest.mark.parametrize("code", TWO)
def test_an_archive_has_the_sheets_and_nothing_of_a_server(unpacked, code):
    names = {path.relative_to(unpacked[code]).as_posix() for path in unpacked[code].rglob("*") if path.is_file()}

    assert f"factsheets/platform-{code}.pdf" in names
    assert set() == {"404.html", "sitemap.xml", "manifest.json"} & names
    assert not any(name.endswith(".zip") for name in names)


@pytest.mark.parametrize("code", TWO)
def test_the_index_of_the_search_names_files(unpacked, code):
    script = (unpacked[code] / "search/search_index.js").read_text("utf-8")
    index = json.loads(script.removeprefix("globalThis.outreachSearchIndex=").removesuffix(";\n"))
    missing = [
        entry["location"]
        for entry in index["docs"]
        if not (unpacked[code] / entry["location"].partition("#")[0]).is_file()
    ]

    assert index["docs"]
    assert [] == missing


@pytest.mark.parametrize("code", TWO)
def test_an_archive_is_read_from_the_disk(browser: Browser, unpacked, code):
    """Styled, with its menu, from page to page, without a network and without a complaint of the browser."""
    context = browser.new_context(offline=True)
    try:
        page, told = context.new_page(), []
        page.on("console", lambda message: told.append(message.text))
        page.goto((unpacked[code] / "index.html").as_uri())
        assert "no-js" not in (page.locator("html").get_attribute("class") or "")
        page.locator(".tabs a").first.click()

        assert page.url.endswith("/about/index.html")
        assert "Noto" in page.evaluate("getComputedStyle(document.body).fontFamily")
        assert page.evaluate("[...document.fonts].some((font) => font.status === 'loaded')")
        assert [] == told
    finally:
        context.close()


def test_the_same_site_gives_the_same_archive(small, unpacked):
    build_small(small, offline=True)
    (one,) = (unpacked["en"].parent.parent / "project/site/en").glob("*.zip")
    (other,) = (small / "site/en").glob("*.zip")

    assert one.read_bytes() == other.read_bytes()


def test_a_site_without_archives_offers_none(small):
    build_small(small)

    assert [] == list(small.glob("site/**/*.zip"))
    assert ".zip" not in (small / "site/en/index.html").read_text("utf-8")
