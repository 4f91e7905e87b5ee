"""Fact sheets as anyone meets them: one A4 page, accessible, in the right fonts, with text that can be taken out."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from pathlib import Path
from typing import Any

import page as page_validation
import pypdf
import pytest
from PIL import Image
from tests.built_site import BuiltSite
from tests.content_files import read_content
from tests.site.test_contract import CODES, SHEETS, each_language

from outreach.render import fonts

A4 = (595.28, 841.89)
NOT_PRINTED = ("nav_title", "description", "diagram_alt")  # keywords, subject, and what replaces the drawing


def sheet(site: BuiltSite, code: str, slug: str) -> Path:
    return site.root / code / "factsheets" / f"{slug}-{code}.pdf"


def normal(text: str) -> str:
    """Text without what a reader of words does not see: forms, vowel marks, direction signs."""
    letters = re.sub(
        r"(?<=\w)[-\u2010\u2011]\s*(?=\w)", "", unicodedata.normalize("NFKC", text)
    )  # a line may end there
    return "".join(c for c in letters if unicodedata.category(c) not in ("Mn", "Cf")).casefold()


def units(text: str, code: str) -> set[str]:
    """The distinct words of a text; in Chinese its characters."""
    if code == "zh":
        return {letter for letter in normal(text) if unicodedata.name(letter, "").startswith("CJK UNIFIED")}
    return set(re.findall(r"[^\W\d_]+|\d+", normal(text)))  # pypdf puts no space between a figure and its label


def lost(site: BuiltSite, code: str, slug: str, extracted: str) -> tuple[float, set[str]]:
    """The share of the source's words that the text taken out of the PDF has, and which it lacks."""
    source = read_content(site.project.sheets / code / f"{slug}.md")
    wanted = units("\n".join(source.words(*NOT_PRINTED)), code)
    missing = wanted - units(extracted, code)
    return 1 - len(missing) / len(wanted), missing


def read(path: Path) -> pypdf.PdfReader:
    return pypdf.PdfReader(path)


def embedded(document: pypdf.PdfReader) -> dict[str, bool]:
    """The fonts of a PDF by their names, each with whether its file is inside."""
    found = {}
    for number in range(1, int(str(document.trailer["/Size"]))):
        font = document.get_object(number)
        if isinstance(font, pypdf.generic.DictionaryObject) and font.get("/Type") == "/FontDescriptor":
            inside = any(key in font for key in ("/FontFile", "/FontFile2", "/FontFile3"))
            found[str(font["/FontName"]).lstrip("/").partition("+")[2]] = inside
    return found


@each_language
def test_a_sheet_is_one_page_of_a4(site, code):
    documents = {slug: read(sheet(site, code, slug)) for slug in SHEETS}
    sizes = {tuple(map(float, one.mediabox[2:])) for document in documents.values() for one in document.pages}

    assert dict.fromkeys(SHEETS, 1) == {slug: len(document.pages) for slug, document in documents.items()}
    assert [] == [size for size in sizes if size != pytest.approx(A4, abs=1)]


@each_language
def test_a_sheet_is_accessible(site, code):
    """PDF/UA-1, by a validator that shares nothing with the engine."""
    reports = {slug: page_validation.validate_pdf(str(sheet(site, code, slug)), profile="ua1") for slug in SHEETS}

    assert {} == {slug: str(report) for slug, report in reports.items() if not report.is_compliant}
    assert all(report.rules.total > 100 for report in reports.values())


@each_language
def test_a_sheet_says_its_language_and_its_title(site, code):
    said, wanted = {}, {}
    for slug in SHEETS:
        document = read(sheet(site, code, slug))
        root: Any = document.trailer["/Root"]
        shown = root["/ViewerPreferences"]["/DisplayDocTitle"].value
        said[slug] = (str(root["/Lang"]), document.metadata and document.metadata.title, shown)
        wanted[slug] = (code, read_content(site.project.sheets / code / f"{slug}.md").fields["title"], True)

    assert wanted == said


@each_language
def test_a_sheet_is_set_in_our_fonts_and_carries_them(site, code):
    families = {face.family.replace(" ", "-") for face in fonts.FACES}
    known = {family + style for family in families for style in ("", "-Bold", "-Italic")}
    found = {slug: embedded(read(sheet(site, code, slug))) for slug in SHEETS}

    assert {slug: set() for slug in SHEETS} == {slug: set(names) - known for slug, names in found.items()}
    assert all(names and all(names.values()) for names in found.values())


@each_language
def test_pypdf_takes_the_words_out_of_a_sheet(site, code):
    texts = {slug: "\n".join(one.extract_text() for one in read(sheet(site, code, slug)).pages) for slug in SHEETS}
    shares = {slug: lost(site, code, slug, text) for slug, text in texts.items()}

    assert {} == {slug: found for slug, found in shares.items() if found[0] < (0.95 if code == "ar" else 0.99)}


@each_language
def test_poppler_takes_the_words_out_of_a_sheet(site, code):
    shares = {}
    for slug in SHEETS:
        command = ["pdftotext", "-enc", "UTF-8", str(sheet(site, code, slug)), "-"]
        text = subprocess.run(command, capture_output=True, check=True, text=True, encoding="utf-8").stdout
        shares[slug] = lost(site, code, slug, text)

    assert {} == {slug: found for slug, found in shares.items() if found[0] < (0.90 if code == "ar" else 0.99)}


@each_language
def test_links_of_a_sheet_lead_to_pages_that_exist(site, code):
    """Among them its own page, and the same in every other language."""
    for slug in SHEETS:
        links = set(links_of(read(sheet(site, code, slug))))
        pages = {
            link.partition("#")[0].removeprefix(site.project.url) for link in links if link.startswith(site.project.url)
        }

        assert set() == {f"{other}/factsheets/{slug}/" for other in CODES} - pages
        assert set() == {f"{name}index.html" for name in pages} - site.files
        assert [] == [link for link in links if not link.startswith("https://")]


def links_of(document: pypdf.PdfReader) -> list[str]:
    """Where the links of a document lead."""
    annotations = [one.get_object() for page in document.pages for one in page.get("/Annots", ())]
    return [str(annotation["/A"]["/URI"]) for annotation in annotations if "/URI" in annotation.get("/A", ())]


@each_language
def test_the_picture_of_a_sheet_has_the_shape_of_its_page(site, code):
    for slug in SHEETS:
        with Image.open(sheet(site, code, slug).with_suffix(".png")) as picture:
            width, height = picture.size

        assert width >= 400
        assert pytest.approx(A4[1] / A4[0], rel=0.01) == height / width


def test_lost_words_would_be_seen(site):
    share, missing = lost(site, "en", "platform", "Plenary")

    assert share < 0.1
    assert "plenary" not in missing
