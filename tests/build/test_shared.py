"""What all languages share lies above them, once, under names that change with the content."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from tests.build.small import LANGUAGES, TWO, build_small, change
from tests.web_pages import read_page

FETCHED = ("href", "src", "data-engine")


def shared_files(root: Path) -> set[str]:
    return {path.relative_to(root / "site").as_posix() for path in (root / "site/assets").rglob("*") if path.is_file()}


def test_no_language_has_assets_of_its_own(whole):
    assert [] == [code for code in LANGUAGES if (whole / "site" / code / "assets").exists()]


def test_every_shared_file_but_pictures_is_named_by_its_content(whole):
    for name in shared_files(whole) - {"assets/leaf.png"}:
        digest = re.fullmatch(r"assets/.*\.([0-9a-f]{8})\.\w+", name)
        assert digest, name
        if "/fonts/" not in name:  # those are named by what they are cut from
            assert digest[1] == hashlib.sha256((whole / "site" / name).read_bytes()).hexdigest()[:8]


def test_all_pages_ask_for_the_same_sheet_and_script(whole):
    asked = {
        (tag.name, Path(page.parent, tag.attributes.get("href", "") or tag.attributes.get("src", "")).resolve())
        for page in (whole / "site").rglob("*.html")
        if page.name != "404.html"
        for tag in read_page(page).tags
        if tag.attributes.get("rel") in ("stylesheet", "icon") or (tag.name == "script" and "src" in tag.attributes)
    }

    assert 3 == len(asked)
    assert all(path.is_file() for _, path in asked)


def test_a_picture_is_published_once_for_all_languages(whole):
    site = whole / "site"
    for code in LANGUAGES:
        (image,) = read_page(site / code / "about/index.html").of("img")

        assert site / "assets/leaf.png" == (site / code / "about" / image.attributes["src"]).resolve()


def test_a_change_of_the_look_changes_the_names(small):
    before = shared_files(small)
    change(small / "overrides/assets/stylesheets/tokens.css", "--color-ground: #ffffff", "--color-ground: #fefefe")
    build_small(small, languages=TWO)
    changed = before ^ shared_files(small)

    assert {"assets/site"} == {name.partition(".")[0] for name in changed}
    assert 2 == len(changed)
    (sheet,) = (small / "site/assets").glob("site.*.css")
    assert sheet.name in (small / "site/ar/about/index.html").read_text("utf-8")
