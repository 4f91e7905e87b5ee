"""Cuts of fonts hold what pages need, the same bytes every time."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st
from tests.built_site import BuiltSite

from outreach.render.fonts import FACES, MissingFonts, WebFont, _unicode_range, cut, find, web_fonts


def characters(font: bytes) -> set[int]:
    return set(TTFont(io.BytesIO(font)).getBestCmap())


def font_named(name: str) -> WebFont:
    return next(font for font in web_fonts() if font.name == name)


@pytest.mark.parametrize("font", web_fonts(), ids=lambda font: font.name)
def test_a_cut_holds_what_was_asked_as_far_as_the_face_has_it(font: WebFont) -> None:
    of_face = set(TTFont(find(font.face.file)).getBestCmap())

    assert set(font.characters) & of_face == characters(cut(font))


def test_a_cut_is_the_same_bytes_in_every_process(warm: Path) -> None:
    """Those of the site were made by workers."""
    font = font_named("noto-naskh-arabic-arabic-700")

    assert (warm / "site/assets/fonts" / font.file).read_bytes() == cut(font)


def test_the_key_depends_on_face_and_characters() -> None:
    fonts = {
        WebFont(face, characters, "name").key for face in FACES for characters in ((0x41,), (0x41, 0x42), (0x4E00,))
    }

    assert len(FACES) * 3 == len(fonts)


def test_the_name_of_a_cut_changes_with_its_bytes() -> None:
    """It may be kept for ever under that name."""
    font = font_named("noto-sans-latin-400")
    other = replace(font, characters=font.characters[:-1])

    assert font.file != other.file
    assert re.fullmatch(r"noto-sans-latin-400\.[0-9a-f]{8}\.woff2", font.file)


def test_no_two_cuts_of_a_face_hold_the_same_character_but_spaces() -> None:
    """Else a page would fetch both."""
    shared = {
        (one.name, other.name): {chr(code) for code in set(one.characters) & set(other.characters)} - {" ", "\u00a0"}
        for one, other in combinations(web_fonts(), 2)
        if (one.face.family, one.face.weight, one.face.style)
        == (other.face.family, other.face.weight, other.face.style)
    }

    assert {} == {names: letters for names, letters in shared.items() if letters}


@given(st.sets(st.integers(0x20, 0x2FFFF), min_size=1))
def test_a_unicode_range_says_what_is_in_it(codes: set[int]) -> None:
    written = _unicode_range(tuple(sorted(codes)))

    read = set()
    for part in written.split(","):
        first, _, last = part.removeprefix("U+").partition("-")
        read |= set(range(int(first, 16), int(last or first, 16) + 1))
    assert codes == read


def test_every_letter_of_the_site_that_a_face_can_draw_is_in_a_cut(site: BuiltSite) -> None:
    """A word half in our face and half in another looks broken."""
    shown = set("".join(re.sub(r"<[^>]*>", "", path.read_text("utf-8")) for path in site.root.rglob("*.html")))
    cuts = {ord(" ")}.union(*(font.characters for font in web_fonts()))
    faces = {code for font in web_fonts() for code in TTFont(find(font.face.file)).getBestCmap()}

    assert "" == "".join(sorted(c for c in shown if c.isalpha() and ord(c) in faces - cuts))


def test_the_style_sheet_names_every_cut(whole: Path) -> None:
    assets = whole / "site/assets"
    (sheet,) = assets.glob("site.*.css")
    named = re.findall(r"url\(\"fonts/([^\"]+)\"\)", sheet.read_text("utf-8"))

    assert sorted(named) == sorted(path.name for path in (assets / "fonts").iterdir())


def test_a_missing_font_says_what_to_run() -> None:
    with pytest.raises(
        MissingFonts, match=r"NoSuch-Regular\.ttf is missing; run: sudo apt-get install fonts-noto-core"
    ):
        find("NoSuch-Regular.ttf")
