"""Cuts of fonts hold what pages need, the same bytes every time."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from outreach.render.fonts import FACES, HAN, MissingFonts, WebFont, _unicode_range, cut, find, web_fonts

TEXT = "平台，知识"


def characters(font: bytes) -> set[int]:
    return set(TTFont(io.BytesIO(font)).getBestCmap())


def font_named(name: str, language: str = "zh") -> WebFont:
    return next(font for font in web_fonts(language, TEXT) if font.name == name)


def test_a_cut_holds_exactly_what_was_asked() -> None:
    font = font_named("noto-sans-cjk-sc-han-400.woff2")

    assert set(map(ord, TEXT)) == set(font.characters) == characters(cut(font))


def test_a_cut_leaves_out_what_the_face_has_not() -> None:
    font = font_named("noto-sans-latin-400.woff2")
    of_face = set(TTFont(find(font.face.file)).getBestCmap())

    assert set(font.characters) & of_face == characters(cut(font))


def test_a_cut_is_the_same_bytes_in_every_process(warm: Path) -> None:
    """Those of the site were made by workers."""
    font = font_named("noto-naskh-arabic-arabic-700.woff2", "ar")

    assert (warm / "site/ar/assets/fonts" / font.name).read_bytes() == cut(font)


def test_the_key_depends_on_face_and_characters() -> None:
    fonts = {
        WebFont(face, characters, "name").key for face in FACES for characters in ((0x41,), (0x41, 0x42), (0x4E00,))
    }

    assert len(FACES) * 3 == len(fonts)


@pytest.mark.parametrize("code", ["ar", "zh", "en"])
def test_each_language_has_cuts_of_its_own_script_and_latin(code: str) -> None:
    scripts = {"ar": {"latin", "arabic"}, "zh": {"latin", "han"}, "en": {"latin"}, "ru": {"latin", "cyrillic"}}

    names = [font.name for font in web_fonts(code, TEXT) if "italic" not in font.name and "specimen" not in font.name]
    assert scripts[code] == {name.split("-")[-2] for name in names}


@given(st.sets(st.integers(0x20, 0x2FFFF), min_size=1))
def test_a_unicode_range_says_what_is_in_it(codes: set[int]) -> None:
    written = _unicode_range(tuple(sorted(codes)))

    read = set()
    for part in written.split(","):
        first, _, last = part.removeprefix("U+").partition("-")
        read |= set(range(int(first, 16), int(last or first, 16) + 1))
    assert codes == read


def test_every_chinese_character_on_a_page_is_in_the_cut(whole: Path) -> None:
    """Also those of the interface, of the theme, and of the names of languages."""
    site = whole / "site/zh"
    shown = set("".join(re.sub(r"<[^>]*>", "", path.read_text("utf-8")) for path in site.rglob("*.html")))
    han = {character for character in shown if "\u2e80" <= character <= "\U0003ffff"}

    for face in HAN:
        cut_of_site = (site / f"assets/fonts/noto-sans-cjk-sc-han-{face.weight}.woff2").read_bytes()
        assert set() == {character for character in han if ord(character) not in characters(cut_of_site)}


def test_the_style_sheet_names_every_cut(whole: Path) -> None:
    for code in ("ar", "zh", "en"):
        assets = whole / "site" / code / "assets"
        named = re.findall(r"url\(\"\.\./fonts/([^\"]+)\"\)", (assets / "stylesheets/fonts.css").read_text("utf-8"))

        assert sorted(named) == sorted(path.name for path in (assets / "fonts").iterdir())


def test_a_missing_font_says_what_to_run() -> None:
    with pytest.raises(
        MissingFonts, match=r"NoSuch-Regular\.ttf is missing; run: sudo apt-get install fonts-noto-core"
    ):
        find("NoSuch-Regular.ttf")
