"""What is where in the result: links, tests and readers rely on it."""

from __future__ import annotations

import hashlib
import json
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

import pytest
from tests.built_site import BuiltSite
from tests.web_pages import WebPage, read_page

from outreach.build import audit

CODES = ["ar", "zh", "en", "fr", "ru", "es"]
NAMES = {"ar": "العربية", "zh": "中文", "en": "English", "fr": "Français", "ru": "Русский", "es": "Español"}
DIRECTIONS = {code: "rtl" if code == "ar" else "ltr" for code in CODES}
SHEETS = ["assessment-process", "indigenous-and-local-knowledge", "platform", "pollinators"]
MAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}

each_language = pytest.mark.parametrize("code", CODES)


def page(site: BuiltSite, name: str) -> WebPage:
    return read_page(site.root / name)


def address_of(site: BuiltSite, name: str) -> str:
    return site.project.url + name.removesuffix("index.html")


def sitemap(site: BuiltSite, code: str) -> dict[str, dict[str, str]]:
    """The addresses of a language's sitemap, each with its alternates."""
    tree = ET.parse(site.root / code / "sitemap.xml")
    return {
        str(url.findtext("s:loc", namespaces=MAP)): {
            link.attrib["hreflang"]: link.attrib["href"] for link in url.findall("x:link", MAP)
        }
        for url in tree.findall("s:url", MAP)
    }


def test_the_languages_are_the_six_of_the_united_nations(site):
    assert NAMES == {language.code: language.name for language in site.project.languages}


def test_the_audit_finds_nothing(site):
    assert [] == [str(finding) for finding in audit(site.project, site.root)]


@each_language
def test_an_edition_has_at_least_forty_pages(site, code):
    assert len(site.pages(code)) >= 40


def test_editions_have_the_same_pages(site):
    pages = {code: [name.partition("/")[2] for name in site.pages(code)] for code in CODES}

    assert dict.fromkeys(CODES, pages["en"]) == pages


@each_language
def test_every_page_states_its_language_and_direction(site, code):
    wrong = [
        name
        for name in site.pages(code)
        if (page(site, name).root.attributes.get("lang"), page(site, name).root.attributes.get("dir"))
        != (code, DIRECTIONS[code])
    ]

    assert [] == wrong


@each_language
def test_an_edition_has_its_own_lost_page_sitemap_and_search(site, code):
    wanted = {f"{code}/{name}" for name in ("index.html", "404.html", "sitemap.xml", "search/search_index.json")}

    assert set() == wanted - site.files


@each_language
def test_a_search_index_is_read_in_its_language(site, code):
    index = json.loads((site.root / code / "search/search_index.json").read_text("utf-8"))

    assert [code] == index["config"]["lang"]
    assert set() == {entry["location"].partition("#")[0] for entry in index["docs"]} - {
        name.removeprefix(f"{code}/").removesuffix("index.html") for name in site.pages(code)
    }


def test_each_lost_page_says_so_in_words_of_its_own(site):
    headings = {page(site, f"{code}/404.html").heading() for code in CODES}

    assert "" not in headings
    assert len(headings) == len(CODES)


@each_language
def test_sections_are_where_links_expect_them(site, code):
    wanted = {f"{code}/{name}/index.html" for name in ("about", "faq", "key-messages", "events", "factsheets")}

    assert set() == wanted - site.files


@each_language
def test_each_sheet_is_a_page_a_pdf_and_a_picture(site, code):
    """A PDF's name says what it is and in which language, wherever it is saved."""
    files = {name for name in site.files if name.startswith(f"{code}/factsheets/")}
    ends = ("/index.html", *(f"-{code}.{kind}" for kind in ("pdf", "png", "webp")))
    wanted = {f"{code}/factsheets/index.html"} | {f"{code}/factsheets/{slug}{end}" for slug in SHEETS for end in ends}

    assert wanted == files


def test_the_chooser_names_six_languages_and_sends_nobody_anywhere(site):
    chooser = page(site, "index.html")
    names = {
        words.language: words.text for words in chooser.words if "a" in words.inside and words.text in NAMES.values()
    }
    addresses = {
        tag.attributes["hreflang"]: tag.attributes["href"] for tag in chooser.of("a") if "hreflang" in tag.attributes
    }

    assert NAMES == names
    assert {code: f"{code}/" for code in CODES} == addresses
    assert set() == {tag.attributes["src"] for tag in chooser.of("script") if "src" in tag.attributes} - {
        name for name in site.files if name.startswith("assets/site.")
    }
    assert [] == [tag for tag in chooser.of("meta") if tag.attributes.get("http-equiv") == "refresh"]


@each_language
def test_the_chooser_writes_each_name_in_its_own_direction(site, code):
    links = [tag for tag in page(site, "index.html").of("a") if tag.language == code]

    assert links
    assert {DIRECTIONS[code]} == {tag.attributes.get("dir", "ltr") for tag in links}


def test_the_index_of_sitemaps_names_every_edition(site):
    tree = ET.parse(site.root / "sitemap.xml")

    assert [f"{site.project.url}{code}/sitemap.xml" for code in CODES] == [
        place.text for place in tree.findall("s:sitemap/s:loc", MAP)
    ]


@each_language
def test_a_sitemap_lists_every_page_once(site, code):
    tree = ET.parse(site.root / code / "sitemap.xml")
    listed = Counter(place.text for place in tree.findall("s:url/s:loc", MAP))
    pages = Counter(address_of(site, name) for name in site.pages(code) if not name.endswith("/404.html"))

    assert pages == listed


def test_alternates_are_reciprocal(site):
    """Every page of a group names the whole group, itself included; search engines drop groups that do not."""
    groups = {url: links for code in CODES for url, links in sitemap(site, code).items()}
    odd = {
        url: links
        for url, links in groups.items()
        if url not in links.values()
        or any(groups.get(other) != links for name, other in links.items() if name != "x-default")
    }

    assert {} == odd


def test_the_address_without_a_language_names_the_same_alternates(site):
    """It is what ``x-default`` leads to: one for every page, above the languages."""
    groups = {links["x-default"]: links for code in CODES for links in sitemap(site, code).values()}
    choosers = {
        url: {
            tag.attributes["hreflang"]: tag.attributes["href"]
            for tag in page(site, url.removeprefix(site.project.url) + "index.html").of("link")
            if "hreflang" in tag.attributes
        }
        for url in groups
    }

    assert len(site.pages("en")) - 1 == len(groups)
    assert groups == choosers


@each_language
def test_a_head_names_the_alternates_of_the_sitemap(site, code):
    groups = sitemap(site, code)
    wrong = {}
    for name in site.pages(code):
        if not name.endswith("/404.html"):
            links = {
                tag.attributes["hreflang"]: tag.attributes["href"]
                for tag in page(site, name).of("link")
                if "alternate" in tag.attributes.get("rel", "").split() and "hreflang" in tag.attributes
            }
            if links != groups[address_of(site, name)]:
                wrong[name] = links

    assert {} == wrong


@each_language
def test_a_page_is_at_its_canonical_address(site, code):
    canonical = {
        name: [
            tag.attributes["href"] for tag in page(site, name).of("link") if tag.attributes.get("rel") == "canonical"
        ]
        for name in site.pages(code)
        if not name.endswith("/404.html")
    }

    assert {name: [address_of(site, name)] for name in canonical} == canonical


def test_the_manifest_names_every_other_file_with_its_digest(site):
    digests = {
        name: hashlib.sha256((site.root / name).read_bytes()).hexdigest() for name in site.files - {"manifest.json"}
    }

    assert digests == {entry["path"]: entry["sha256"] for entry in site.manifest}


def test_the_manifest_knows_languages_and_kinds(site):
    top = {entry["path"]: entry["language"] for entry in site.manifest}
    kinds = {entry["path"]: entry["kind"] for entry in site.manifest}

    assert {name: name.partition("/")[0] if name[:3] in {f"{code}/" for code in CODES} else "" for name in top} == top
    assert {"page"} == {kind for name, kind in kinds.items() if name.endswith(".html")}
    assert 24 == list(kinds.values()).count("fact-sheet")


def test_the_manifest_leads_from_every_page_and_pdf_to_its_source(site):
    """Whoever finds a mistake finds the file to mend."""
    wrong = [
        entry["path"]
        for entry in site.manifest
        if entry["language"]
        and (entry["kind"] in ("page", "fact-sheet") and not entry["path"].endswith("/404.html"))
        and not _is_source(site.project.root, entry["source"], entry["language"])
    ]

    assert [] == wrong


def _is_source(root: Path, source: str, code: str) -> bool:
    return source.startswith((f"docs/{code}/", f"factsheets/{code}/")) and (root / source).is_file()
