"""Fact sheets on paper: the same bytes everywhere, from the Paper's own files and nothing else."""

from __future__ import annotations

import dataclasses
import io
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from tests.build.small import LANGUAGES, project_of
from tests.built_site import NOW

from outreach.findings import Position
from outreach.load.library import load
from outreach.localize.edition import make_edition
from outreach.render import pdf
from outreach.render.factsheet import Paper, papers
from outreach.render.fonts import FACES

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A sheet</title>
<link rel="stylesheet" href="own.css">{head}</head><body><h1>A sheet</h1>{body}</body></html>"""
STYLE = b"@page { size: A4; margin: 2cm } body { font-family: 'Noto Sans', 'Noto Naskh Arabic', 'Noto Sans CJK SC' }"


@pytest.fixture(scope="module", autouse=True)
def _prepared(whole: Path) -> None:
    pdf.prepare(project_of(whole).cache)


def sheet(body: str = "<p>Words.</p>", *, head: str = "", language: str = "en", **files: bytes) -> Paper:
    """A small document of our own; ``own_css`` is the file ``own.css``."""
    given = {"own_css": STYLE} | files
    html = PAGE.format(head=head, body=body)
    position = Position("factsheets/en/sheet.md", 3)
    return Paper("sheet-en.pdf", language, position, html, tuple((n.replace("_", "."), f) for n, f in given.items()))


def real_paper(root: Path, code: str) -> Paper:
    """The fact sheet of the small project in a language."""
    project = project_of(root, LANGUAGES)
    library, _ = load(project)
    (paper,) = papers(project, make_edition(project, library, project.language(code), NOW))
    return paper


def told(paper: Paper) -> list[str]:
    return [str(finding) for finding in pdf.findings(paper, pdf.print_paper(paper))]


def inside(document: bytes) -> bytes:
    """All bytes of a PDF, streams unpacked."""
    if not document:
        return b""
    with pikepdf.open(io.BytesIO(document)) as read:
        return document + b"".join(one.read_bytes() for one in read.objects if isinstance(one, pikepdf.Stream))


@pytest.mark.parametrize("code", LANGUAGES)
def test_two_processes_print_the_same_bytes(code: str, whole: Path) -> None:
    """The PDF of the site was printed by a worker, this one is printed here."""
    printed = pdf.print_paper(real_paper(whole, code))

    folder = whole / "site" / code / "factsheets"
    assert (folder / f"platform-{code}.pdf").read_bytes() == printed.pdf
    assert (folder / f"platform-{code}.png").read_bytes() == printed.picture
    assert (1, ()) == (printed.pages, printed.warnings)


@pytest.mark.parametrize("code", LANGUAGES)
def test_only_our_fonts_are_embedded(code: str, whole: Path) -> None:
    families = {face.family.replace(" ", "-") for face in FACES}
    with pikepdf.open(whole / "site" / code / f"factsheets/platform-{code}.pdf") as document:
        fonts = [one for one in document.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"]
        names = {str(font.BaseFont).lstrip("/").partition("+")[2] for font in fonts}
        described = [font for font in fonts if "/FontDescriptor" in font]

        assert names, "the document has words"
        assert set() == {name for name in names if not name.startswith(tuple(families))}
        for font in described:
            assert {"/FontFile2", "/FontFile3"} & set(font.FontDescriptor.keys()), f"{font.BaseFont} is not embedded"


def test_a_document_of_its_own_files_is_printed() -> None:
    printed = pdf.print_paper(sheet())

    assert (1, 0, ()) == (printed.pages, printed.overflow, printed.warnings)
    assert printed.picture.startswith(b"\x89PNG")


CANARY = b"CANARYCANARY"

HOSTILE = {
    "a picture from the disk": '<img alt="A bird" src="{canary}">',
    "a picture by a plain path": '<img alt="A bird" src="{path}">',
    "a picture from the network": '<img alt="A bird" src="{http}">',
    "an object": '<object data="{canary}"></object>',
    "an embedded file": '<embed src="{canary}">',
    "another base": '<base href="{folder}"><img alt="A bird" src="canary.png">',
    "a style sheet": '<link rel="stylesheet" href="{canary}">',
    "an imported style sheet": '<style>@import url("{canary}");</style>',
    "a background": '<style>body {{ background: url("{canary}") }}</style>',
    "generated content": '<style>h1::before {{ content: url("{canary}") }}</style>',
    "a list's mark": '<ul style="list-style-image: url({canary})"><li>x</li></ul>',
    "a font": '<style>@font-face {{ font-family: x; src: url("{canary}") }} p {{ font-family: x }}</style><p>x</p>',
    "a font of this machine": '<style>@font-face {{ font-family: x; src: local("DejaVu Sans") }}</style><p>x</p>',
    "an attachment": '<link rel="attachment" href="{canary}">',
    "a drawing in the page": '<svg width="9" height="9"><image href="{canary}" width="9" height="9"/></svg>',
    "a drawing in an address": (
        '<img alt="A bird" src="data:image/svg+xml,%3Csvg xmlns=%27http://www.w3.org/2000/svg%27 width=%279%27 '
        'height=%279%27%3E%3Cimage href=%27{canary}%27 width=%279%27 height=%279%27/%3E%3C/svg%3E">'
    ),
    "a file that it does not carry": '<img alt="A bird" src="other.png">',
}


@pytest.fixture
def canary(tmp_path: Path) -> Path:
    """A picture whose pixels can be found in a PDF."""
    path = tmp_path / "canary.png"
    Image.frombytes("RGB", (4, 1), CANARY).save(path)
    return path


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A socket on this machine that nobody may call."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        yield server


@pytest.mark.parametrize("name", HOSTILE)
def test_a_document_reads_nothing_else(name: str, canary: Path, listener: socket.socket) -> None:
    http = f"http://127.0.0.1:{listener.getsockname()[1]}/canary.png"
    body = HOSTILE[name].format(canary=canary.as_uri(), path=canary, folder=canary.parent.as_uri() + "/", http=http)
    paper = sheet(body)

    printed = pdf.print_paper(paper)

    assert CANARY not in inside(printed.pdf)
    assert pdf.findings(paper, printed), "and says so"
    with pytest.raises(BlockingIOError):
        listener.accept()


@pytest.mark.parametrize("body", ['<a rel="attachment" href="{canary}">x</a>', '<iframe src="{canary}"></iframe>'])
def test_what_is_only_a_link_reads_nothing_either(body: str, canary: Path) -> None:
    printed = pdf.print_paper(sheet(body.format(canary=canary.as_uri())))

    assert CANARY not in inside(printed.pdf)


def test_the_canary_would_be_found(canary: Path) -> None:
    """Carried by the Paper the picture is printed, so the tests above can fail."""
    printed = pdf.print_paper(sheet('<img alt="A bird" src="canary.png">', canary_png=canary.read_bytes()))

    assert () == printed.warnings
    assert CANARY in inside(printed.pdf)


def test_a_style_sheet_of_the_paper_reads_nothing_else(canary: Path) -> None:
    hostile = f'@import url("{canary.as_uri()}");'.encode() + STYLE

    assert [f"factsheets/en/sheet.md:3: printing: {canary.as_uri()} is not a file of this document"] == [
        line.partition(";")[0] for line in told(sheet(own_css=hostile))
    ]


@pytest.mark.parametrize("character", ["ส", "😀", "ሀ"])
def test_a_character_that_no_font_has_is_a_finding(character: str) -> None:
    (line,) = told(sheet(f"<p>A {character}</p>"))

    assert line.startswith("factsheets/en/sheet.md:3: printing: ")
    assert f"U+{ord(character):04X}" in line


def test_every_script_of_the_six_languages_has_its_font() -> None:
    assert [] == told(sheet("<p>Слова, كلمات، 文字。 « – №</p>"))


def test_a_second_page_is_a_finding_with_the_words_to_cut() -> None:
    paper = sheet("<p>word word</p><p style='break-before: page'>" + "word " * 40 + "</p>")

    assert ["factsheets/en/sheet.md:3: the fact sheet fills 2 pages; shorten it by about 40 words"] == told(paper)


def test_in_chinese_characters_are_counted() -> None:
    paper = sheet("<p>平台</p><p style='break-before: page'>平台连接知识</p>", language="zh")

    assert ["factsheets/en/sheet.md:3: the fact sheet fills 2 pages; shorten it by about 6 characters"] == told(paper)


def test_a_sheet_that_runs_over_its_page_is_told(whole: Path) -> None:
    """With the real template and style, where words may run out of the page without coming back on the next."""
    paper = real_paper(whole, "en")
    paper = dataclasses.replace(paper, html=paper.html.replace("It meets once a year.", "It meets once a year. " * 300))

    (line,) = told(paper)

    pattern = r"factsheets/en/platform\.md:\d+: the fact sheet fills \d pages; shorten it by about (\d+) words"
    found = re.fullmatch(pattern, line)
    assert found, line
    assert 500 < int(found[1]) < 1500, "1,500 words were added, of which some find room"


def test_the_key_of_a_paper_is_its_words_and_files() -> None:
    papers_ = (sheet(), sheet("<p>Other words.</p>"), sheet(own_css=b""), sheet(more_css=b""))

    assert len(papers_) == len({paper.key for paper in papers_})
    assert sheet().key == sheet().key
