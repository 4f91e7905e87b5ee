"""Whatever lies in a folder, the audit says what is wrong with it and does not break."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.audit.finished_site import URL, seal, write

from outreach.audit import check_site
from outreach.audit.site import Site

NOISE = bytes(range(256)) * 40
DEEP = 5_000
JSON_PLACES = ("manifest.json", "en/search/search_index.json")
SHAPES = ("", "null", "7", '"text"', "[]", "[[]]", "{}", '{"files": 1, "docs": 1}', '{"files": [1], "docs": [1]}',
          '{"files": [{}], "docs": [{}], "config": []}', '{"docs": [{"location": []}], "config": {"lang": {}}}',
          "[" * DEEP, '{"a":' * DEEP, "1" * 5000, '{"files": [{"path": "../../etc/passwd"}]}')  # fmt: skip


def put(root: Path, name: str, content: bytes | str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def told(root: Path, path: str) -> list[str]:
    """What is said of a file."""
    return [str(finding) for finding in check_site(Site(root, URL)) if finding.position.path == path]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write(tmp_path / "site")


def test_noise_under_the_name_of_a_page_is_told_once(root):
    put(root, "en/about/index.html", NOISE)
    seal(root)

    assert ["en/about/index.html:2: the page is not text in UTF-8; save it as UTF-8"] == [
        line for line in told(root, "en/about/index.html") if "sitemap" not in line
    ]


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "cp1256"])
def test_a_page_in_another_encoding_is_told(root, encoding):
    page = (root / "ar/index.html").read_text("utf-8").replace("How", "Wie hoch stünde")
    put(root, "ar/index.html", page.encode(encoding, "replace").replace(b"?", b"\xe9"))
    seal(root)

    assert any("is not text in UTF-8" in line for line in told(root, "ar/index.html"))


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * DEEP,
        "<b><p>" * DEEP,
        "<table>" * DEEP,
        "<label>" * DEEP + "<input>",
        "<svg>" * DEEP,
        "<summary>" * DEEP,
        '<p style="' + "{" * DEEP + '">',
        "<script>" * DEEP,
        f'<script type="application/ld+json">{"[" * DEEP}</script>',
        f'<img srcset="{", ," * DEEP}">',
        f'<a href="{"../" * DEEP}">',
        '<a href="http://[::1">' + '<a href="//">' + '<a href="\ud7ff%ff%00">' + '<a href=":::">',
        '<meta http-equiv="Content-Security-Policy" content=";;;' + " 'sha256-'" * DEEP + '">',
        f'<p lang="{"a-" * DEEP}">',
        "\x00<!doctype html>\x1a",
        "<!--" * 500,
    ],
    ids=lambda markup: markup[:20].strip("\x00"),
)
def test_a_page_may_be_as_strange_as_it_likes(root, markup):
    put(root, "en/about/index.html", f"<!doctype html><html lang=en><body>{markup}")

    assert told(root, "en/about/index.html")


def test_a_page_beyond_all_measure_is_not_read(root):
    put(root, "en/about/index.html", b"<p>" * 700_000)

    assert "en/about/index.html:1: the page has 2,100,000 bytes and was not looked at; keep pages below 2,000,000" in (
        told(root, "en/about/index.html")
    )


@pytest.mark.parametrize("place", JSON_PLACES)
@pytest.mark.parametrize("text", SHAPES, ids=range(len(SHAPES)))
def test_json_may_have_any_shape(root, place, text):
    put(root, place, text)

    assert told(root, place)


@pytest.mark.parametrize("name", ["assets/site.css", "sitemap.xml", "ar/sitemap.xml", "robots.txt", "_headers",
                                  "en/events/feed.xml", "en/events/calendar.ics", "assets/mark.svg", "en/sheet-en.pdf",
                                  "assets/site.js", "manifest.json", "ar/search/search_index.json"])  # fmt: skip
@pytest.mark.parametrize("content", [NOISE, b"", b"\xff\xfe<\x00", b"{" * DEEP, b"<a>" * DEEP, b"@import " * DEEP])
def test_a_file_may_hold_anything(root, name, content):
    put(root, name, content)

    assert told(root, name)  # at least that its digest is not that of the manifest


def test_links_pipes_and_strange_names_are_told_and_not_followed(root, tmp_path):
    put(tmp_path, "secret.html", "<h1>secret</h1>")
    (root / "en/secret.html").symlink_to(tmp_path / "secret.html")
    (root / "en/loop").symlink_to(".")
    (root / "en/nowhere").symlink_to("missing")
    os.mkfifo(root / "en/pipe.html")
    put(root, os.fsdecode(b"en/\xff.html"), "x")
    put(root, "en/two\nlines.html", "x")

    findings = [f for f in check_site(Site(root, URL)) if f.rule in ("odd-file", "file-name")]
    assert [
        ("en/loop", "this is a symbolic link"),
        ("en/nowhere", "this is a symbolic link"),
        ("en/pipe.html", "this is neither a file nor a folder"),
        ("en/secret.html", "this is a symbolic link"),
        ("en/two\nlines.html", "the name has signs that addresses write otherwise"),
        ("en/\ufffd.html", "the name has signs that addresses write otherwise"),
    ] == [(finding.position.path, finding.problem) for finding in findings]
    assert not any("\n" in str(finding) for finding in findings)


def test_what_is_said_of_names_that_are_no_text_can_be_printed(root):
    """Also where another file is named in the words of a finding."""
    name = os.fsdecode(b"en/\xff.html")
    put(root, name, (root / "en/about/index.html").read_text("utf-8"))

    put(root, "en/search/search_index.json", '{"docs": [{"location": "\\ud800/", "title": "\\udcff"}]}')
    put(root, "ar/index.html", (root / "ar/index.html").read_text("utf-8").replace('#gauges"', '\\ud8ff"'))

    findings = check_site(Site(root, URL))
    assert {"hreflang", "search-index", "linked-data"} <= {finding.rule for finding in findings}
    assert any("en/\ufffd.html" in finding.problem for finding in findings)
    assert all((finding.position.path + finding.problem + finding.fix).encode() for finding in findings)


def test_a_file_that_goes_away_or_cannot_be_read_is_told(root):
    site = Site(root, URL)
    assert "en/index.html" in site.files  # listed before it goes
    for name in ("en/index.html", "assets/site.css", "manifest.json", "en/sheet-en.pdf", "sitemap.xml"):
        (root / name).unlink()

    lines = [str(finding) for finding in check_site(site)]
    assert "en/index.html:1: the file cannot be read; let it be read" in lines
    assert "en/sheet-en.pdf:1: the file cannot be read; let it be read" in lines


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(page=st.text() | st.binary(), css=st.text(), data=st.text())
def test_nothing_that_can_be_written_breaks_the_audit(root, page, css, data):
    text = page if isinstance(page, bytes) else page.encode("utf-8", "surrogatepass")
    put(root, "en/about/index.html", b"<!doctype html>" + text)
    put(root, "assets/site.css", css.encode("utf-8", "surrogatepass"))
    put(root, "en/search/search_index.json", data.encode("utf-8", "surrogatepass"))

    assert check_site(Site(root, URL))
