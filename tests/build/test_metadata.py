"""What pages tell machines is whole, true to what they show, and the same thing in every language."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

import pytest
from tests.build.small import LANGUAGES, project_of, write_project
from tests.built_site import NOW, ROOT

from outreach.load.library import load
from outreach.localize.edition import make_edition
from outreach.localize.views import Edition, PageView
from outreach.render.metadata import HEADLINE, LICENCE, linked_data, og_locale
from outreach.render.templates import environment

Node = dict[str, Any]

# What schema.org's terms are worth nothing without, by the documentation of search engines, and what we add always.
REQUIRED = {
    "WebSite": {"name", "url", "inLanguage", "publisher"},
    "Organization": {"name", "url", "logo"},
    "WebPage": {"name", "url", "description", "inLanguage", "isPartOf"},
    "CollectionPage": {"name", "url", "description", "inLanguage", "isPartOf", "mainEntity"},
    "FAQPage": {"name", "url", "description", "inLanguage", "isPartOf", "mainEntity"},
    "Article": {"headline", "description", "inLanguage", "publisher", "isPartOf", "mainEntityOfPage", "license"},
    "BreadcrumbList": {"itemListElement"},
    "ItemList": {"itemListElement", "numberOfItems"},
    "ListItem": {"position", "name"},
    "Question": {"name", "acceptedAnswer"},
    "Answer": {"text"},
    "SearchAction": {"target", "query-input"},
    "EntryPoint": {"urlTemplate"},
    "ImageObject": {"url"},
    "MediaObject": {"contentUrl", "encodingFormat"},
    "CreativeWork": {"name"},
}
BODY = (
    '<p>Before.</p><h2 id="one">One?</h2><p>It <b>is</b> one.</p><h3 id="more">More</h3><p>And more.</p>'
    '<h2 id="two">Two &amp; three?</h2><ul><li>Two</li><li>three</li></ul><h2 id="none">Nothing?</h2>'
    '<p><a href="../bodies/">Bodies</a> <a href="./">here</a> <a href="https://elsewhere.example/">there</a></p>'
)
LOGO = "https://outreach.example/assets/mark.svg"


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Edition]:
    """The small project in three languages, each page changed on a day of its own language."""
    project = project_of(write_project(tmp_path_factory.mktemp("metadata") / "project"), LANGUAGES)
    library, _ = load(project)
    paths = [text.document.path for _, _, text in library.texts()]
    days = {"ar": "2026-11-21", "zh": "2026-11-22", "en": "2026-01-01"}
    library = replace(library, updated={path: days[path.split("/")[1]] for path in paths if "/about/" not in path})
    return {one.code: make_edition(project, library, one, NOW) for one in project.languages}


def page(edition: Edition, key: str) -> PageView:
    found = edition.page(key)
    assert found
    return found


def graph(edition: Edition, view: PageView, body: str = BODY) -> list[Node]:
    data: Any = linked_data(edition, view, body, LOGO)
    assert "https://schema.org" == data["@context"]
    nodes: list[Node] = data["@graph"]
    return nodes


def one(nodes: list[Node], kind: str) -> Node:
    (found,) = (node for node in nodes if node["@type"] == kind)
    return found


def inside(value: object) -> Iterator[Node]:
    """Every node at any depth."""
    if isinstance(value, dict):
        yield value
        for below in value.values():
            yield from inside(below)
    elif isinstance(value, list):
        for below in value:
            yield from inside(below)


def every_graph(editions: dict[str, Edition]) -> Iterator[tuple[Edition, PageView, list[Node]]]:
    for edition in editions.values():
        for view in edition.pages:
            yield edition, view, graph(edition, view)


def test_every_node_has_what_its_kind_needs(editions):
    index = graph(editions["en"], page(editions["en"], "about/index"), '<a href="bodies/">Bodies</a>')
    seen = set()
    for nodes in (index, *(nodes for _, _, nodes in every_graph(editions))):
        for node in inside(nodes):
            if "@type" in node:
                seen.add(node["@type"])
                assert set() == REQUIRED[node["@type"]] - set(node), nodes[0]["url"]
            assert [] == [name for name, value in node.items() if value in ("", None, [], {})]

    assert set(REQUIRED) == seen


def test_whatever_is_referred_to_is_described_once_on_its_page(editions):
    names: dict[str, set[str]] = {}
    references = set()
    for edition, view, nodes in every_graph(editions):
        own = [node["@id"] for node in inside(nodes) if "@id" in node and len(node) > 1]
        assert sorted(set(own)) == sorted(own), (edition.url, view.url)
        for name in own:
            names.setdefault(name, set()).add(edition.url + view.url)
        references |= {node["@id"] for node in inside(nodes) if set(node) == {"@id"}}

    assert references
    assert set() == references - set(names)
    shared = {name for name, pages in names.items() if len(pages) > 1}
    assert {"https://outreach.example/#organization", *(f"{e.url}#website" for e in editions.values())} == shared


def test_every_page_speaks_its_own_language_and_names_itself_absolutely(editions):
    for edition, view, nodes in every_graph(editions):
        url = edition.url + view.url
        assert url == nodes[0]["@id"] == nodes[0]["url"]
        assert view.title == nodes[0]["name"]
        assert {edition.language.code} == {node["inLanguage"] for node in inside(nodes) if "inLanguage" in node}
        addresses = [
            value for node in inside(nodes) for name, value in node.items()
            if name in ("@id", "url", "item", "contentUrl", "license", "urlTemplate") and isinstance(value, str)
        ]  # fmt: skip
        assert [] == [value for value in addresses if not value.startswith(("https://outreach.example/", LICENCE))]


def test_the_home_page_describes_the_site_and_how_to_search_it(editions):
    nodes = graph(editions["zh"], page(editions["zh"], "index"))
    site = one(nodes, "WebSite")

    assert ["WebPage", "WebSite", "Organization"] == [node["@type"] for node in nodes]
    assert editions["zh"].site_name == site["name"] == one(nodes, "Organization")["name"]
    assert "文字与事实 – 这是供测试构建过程所用小型网站的一个页面。" == site["description"]
    assert "https://outreach.example/zh/?q={search_term_string}" == site["potentialAction"]["target"]["urlTemplate"]
    assert "required name=search_term_string" == site["potentialAction"]["query-input"]
    assert LOGO == one(nodes, "Organization")["logo"]["url"]


def test_without_a_mark_there_is_no_logo(editions):
    data: Any = linked_data(editions["en"], page(editions["en"], "index"), "")

    assert "logo" not in one(data["@graph"], "Organization")


def test_the_way_to_a_page_is_the_one_it_shows(editions):
    steps = one(graph(editions["zh"], page(editions["zh"], "about/bodies")), "BreadcrumbList")["itemListElement"]

    assert [
        (1, "文字与事实", "https://outreach.example/zh/"),
        (2, "关于", "https://outreach.example/zh/about/"),
        (3, "机构", "https://outreach.example/zh/about/bodies/"),
    ] == [(step["position"], step["name"], step["item"]) for step in steps]


def test_a_section_leads_home_and_no_further(editions):
    steps = one(graph(editions["ar"], page(editions["ar"], "about/index")), "BreadcrumbList")["itemListElement"]

    assert ["https://outreach.example/ar/", "https://outreach.example/ar/about/"] == [step["item"] for step in steps]


def test_a_step_through_a_section_of_another_language_leads_there(editions):
    edition = editions["en"]
    elsewhere = replace(edition.sections[0], url="../zh/about/", language="zh", title="关于")
    edition = replace(edition, sections=(elsewhere, *edition.sections[1:]))
    steps = one(graph(edition, page(edition, "about/bodies")), "BreadcrumbList")["itemListElement"]

    assert ("关于", "https://outreach.example/zh/about/") == (steps[1]["name"], steps[1]["item"])


def test_questions_are_the_headings_with_all_that_stands_below(editions):
    nodes = graph(editions["en"], page(editions["en"], "faq/why"))
    questions = nodes[0]["mainEntity"]
    url = "https://outreach.example/en/faq/why/"

    assert "FAQPage" == nodes[0]["@type"]
    assert [
        ("One?", "It is one.\nMore\nAnd more.", f"{url}#one"),
        ("Two & three?", "Two three", f"{url}#two"),
    ] == [(q["name"], q["acceptedAnswer"]["text"], q["url"]) for q in questions[:2]]
    assert ["One?", "Two & three?", "Nothing?"] == [q["name"] for q in questions]


def test_a_question_without_an_answer_is_not_told(editions):
    nodes = graph(editions["en"], page(editions["en"], "faq/why"), '<h2 id="a">A?</h2><h2 id="b">B?</h2><p>Yes.</p>')

    assert ["B?"] == [question["name"] for question in nodes[0]["mainEntity"]]


def test_a_page_without_headings_is_one_question(editions):
    nodes = graph(editions["en"], page(editions["en"], "faq/why"), "<p>So it is.</p>")
    (question,) = nodes[0]["mainEntity"]

    assert ("Why", "So it is.") == (question["name"], question["acceptedAnswer"]["text"])
    assert "https://outreach.example/en/faq/why/" == question["url"]


def test_a_page_of_questions_that_is_empty_is_a_page(editions):
    assert "WebPage" == graph(editions["en"], page(editions["en"], "faq/why"), "")[0]["@type"]


def test_the_list_of_questions_answers_none(editions):
    node = graph(
        editions["en"], page(editions["en"], "faq/index"), '<h2 id="x">X?</h2><p><a href="why/#founded">Y</a></p>'
    )[0]

    assert ("CollectionPage", "ItemList") == (node["@type"], node["mainEntity"]["@type"])


def test_an_index_lists_what_it_leads_to_in_its_order(editions):
    body = (
        '<a href="second/">b</a><a href="first/#top">a</a><a href="second/">again</a>'
        '<a href="../about/bodies/">of another section</a><a href="none/">lost</a>'
    )
    listed = graph(editions["zh"], page(editions["zh"], "events/index"), body)[0]["mainEntity"]

    assert 2 == listed["numberOfItems"]
    assert [
        (1, "发布", "https://outreach.example/zh/events/second/"),
        (2, "第一次会议", "https://outreach.example/zh/events/first/"),
    ] == [(item["position"], item["name"], item["url"]) for item in listed["itemListElement"]]


def test_an_index_that_lists_nothing_is_a_page(editions):
    assert "WebPage" == graph(editions["en"], page(editions["en"], "about/index"), "<p>Words.</p>")[0]["@type"]


def test_a_fact_sheet_has_its_day_its_picture_and_its_paper(editions):
    sheet = one(graph(editions["zh"], page(editions["zh"], "factsheets/platform")), "Article")

    assert "2026-11-20" == sheet["datePublished"]
    assert "2026-11-22" == sheet["dateModified"]
    assert "https://outreach.example/zh/factsheets/platform-zh.png" == sheet["image"]["url"]
    assert ("https://outreach.example/zh/factsheets/platform-zh.pdf", "application/pdf", "zh") == (
        sheet["encoding"]["contentUrl"],
        sheet["encoding"]["encodingFormat"],
        sheet["encoding"]["inLanguage"],
    )
    (source,) = sheet["citation"]
    assert ("2015", "IPBES/3/15") == (source["datePublished"], source["identifier"])
    assert LICENCE == sheet["license"]


def test_a_page_tells_the_day_of_its_last_change_only_if_that_is_known(editions):
    message = graph(editions["ar"], page(editions["ar"], "key-messages/adds-value"))
    unknown = graph(editions["en"], page(editions["en"], "about/bodies"))

    assert "2026-11-21" == one(message, "Article")["dateModified"] == message[0]["dateModified"]
    assert "dateModified" not in {name for node in inside(unknown) for name in node}


def test_a_fact_sheet_was_not_changed_before_its_day(editions):
    """An editor commits it, dated for the launch to come."""
    nodes = graph(editions["en"], page(editions["en"], "factsheets/platform"))

    assert "2026-11-20" == one(nodes, "Article")["datePublished"]
    assert "dateModified" not in {name for node in inside(nodes) for name in node}


@pytest.mark.parametrize(
    "key", ["index", "about/index", "about/bodies", "faq/why", "events/second", "factsheets/platform"]
)
def test_translations_and_their_source_name_each_other(editions, key):
    works = {
        code: next(node for node in graph(edition, view) if "license" in node)
        for code, edition in editions.items()
        if (view := edition.page(key))
    }
    source = works.pop("en")

    assert [{"@id": work["@id"]} for work in works.values()] == source["workTranslation"]
    assert works
    assert {source["@id"]} == {work["translationOfWork"]["@id"] for work in works.values()}


def test_a_page_that_is_not_translated_has_no_translation(editions):
    nodes = graph(editions["en"], page(editions["en"], "about/style-guide"))

    assert not {"workTranslation", "translationOfWork"} & {name for node in inside(nodes) for name in node}


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("x" * HEADLINE, "x" * HEADLINE),
        ("word " * 30, "word " * 21 + "word…"),
        ("字" * 120, "字" * 109 + "…"),
    ],
)
def test_a_headline_is_no_longer_than_search_engines_take(editions, title, expected):
    view = replace(page(editions["en"], "about/bodies"), title=title.strip())
    headline = one(graph(editions["en"], view), "Article")["headline"]

    assert expected == headline
    assert HEADLINE >= len(headline)


def test_no_words_end_the_block_of_data(editions):
    hostile = "</script><script>alert(1)</script><!-- ' \" \u2028 &amp; ]]>"
    edition = editions["en"]
    view = replace(page(edition, "about/bodies"), title=hostile, description=hostile, nav_title=hostile)
    template = environment(ROOT / "overrides", edition).from_string("{{ data | tojson }}")
    text = template.render(data=linked_data(edition, view, BODY))

    assert not set("<>&'") & set(text)
    assert hostile == json.loads(text)["@graph"][0]["name"]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("ar", "ar_EG"), ("zh", "zh_CN"), ("en", "en_US"), ("fr", "fr_FR"), ("ru", "ru_RU"), ("es", "es_ES"),
        ("pt-BR", "pt_BR"), ("zh-Hant", "zh_TW"), ("zh-Hant-HK", "zh_HK"), ("sr-Latn", "sr_RS"), ("eo", "eo"),
    ],
)  # fmt: skip
def test_a_locale_has_the_territory_that_the_language_implies(code, expected):
    assert expected == og_locale(code)


# The map of a site ----------------------------------------------------------------------------------------------

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


def sitemap(edition: Edition) -> list[ET.Element]:
    text = environment(ROOT / "overrides", edition).get_template("sitemap.xml").render()
    root = ET.fromstring(text)
    assert f"{MAP}urlset" == root.tag
    return list(root)


def test_the_map_has_every_page_with_its_parts_in_the_order_of_the_schema(editions):
    for edition in editions.values():
        entries = sitemap(edition)
        assert [edition.url + view.url for view in edition.pages] == [entry.findtext(f"{MAP}loc") for entry in entries]
        for entry, view in zip(entries, edition.pages, strict=True):
            day = [f"{MAP}lastmod"] if view.updated else []
            versions = [other for other in view.alternates if other.exists]
            assert [f"{MAP}loc", *day, *[LINK] * (len(versions) + 1)] == [part.tag for part in entry]
            assert (view.updated or None) == entry.findtext(f"{MAP}lastmod")


def test_the_maps_of_all_languages_link_the_same_versions_and_the_neutral_address(editions):
    links = {
        entry.findtext(f"{MAP}loc"): {link.attrib["hreflang"]: link.attrib["href"] for link in entry.iter(LINK)}
        for edition in editions.values()
        for entry in sitemap(edition)
    }

    assert {
        "zh": "https://outreach.example/zh/about/bodies/",
        "en": "https://outreach.example/en/about/bodies/",
        "x-default": "https://outreach.example/about/bodies/",
    } == links["https://outreach.example/en/about/bodies/"]
    for url, versions in links.items():
        assert url in versions.values()
        assert {"x-default", *(code for code, other in versions.items() if links.get(other) == versions)} == set(
            versions
        )


def test_an_address_with_signs_of_xml_is_escaped(editions):
    edition = replace(editions["en"], site_url="https://outreach.example/a&b/")

    assert "https://outreach.example/a&b/en/" in {entry.findtext(f"{MAP}loc") for entry in sitemap(edition)}


# The finished pages ---------------------------------------------------------------------------------------------


class Finished(HTMLParser):
    """A finished page: its data for machines, the steps that it shows, its links and all its words."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.data, self.words = "", ""
        self.steps: list[str] = []
        self.links: list[str] = []
        self.open: list[tuple[str, str]] = []
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "a":
            self.links.append(named.get("href") or "")
        if tag not in ("meta", "link", "img", "br", "input", "path", "circle", "rect", "hr"):
            self.open.append((tag, named.get("class") or named.get("type") or ""))
            if tag == "li" and ("nav", "crumbs") in self.open:
                self.steps.append("")

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if ("script", "application/ld+json") in self.open:
            self.data += data
        elif not any(tag in ("script", "style") for tag, _ in self.open):
            self.words += f" {data}"
            if self.steps and ("nav", "crumbs") in self.open:
                self.steps[-1] += data


def plain(text: str) -> str:
    """Words without what typography adds: spaces that do not break, joiners, line ends."""
    return "".join(c for c in text if not c.isspace() and c not in "\u2060\u200b")


def test_finished_pages_say_to_machines_what_they_say_to_people(whole):
    pages = [
        path for path in whole.glob("site/*/**/index.html") if path.relative_to(whole / "site").parts[0] in LANGUAGES
    ]
    told = 0
    for path in pages:
        finished = Finished(path)
        nodes = json.loads(finished.data)["@graph"]
        steps: list[Node] = next((node["itemListElement"] for node in nodes if node["@type"] == "BreadcrumbList"), [])
        assert list(map(plain, finished.steps)) == [plain(step["name"]) for step in steps], path
        words = plain(finished.words)
        for node in inside(nodes):
            if node.get("@type") in ("Question", "ListItem"):
                told += 1
                assert plain(node["name"]) in words, path
            if node.get("@type") == "Answer":
                assert plain(node["text"]) in words, path
        links = {urljoin(nodes[0]["url"], link).partition("#")[0] for link in finished.links}
        assert (
            set()
            == {node["url"] for node in inside(nodes) if node.get("@type") == "ListItem" and "url" in node} - links
        )
    assert told > len(pages)
