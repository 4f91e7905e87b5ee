"""What pages say beside their words: tables, notes, code and pictures, as Markdown becomes HTML."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode
from tests.built_site import NOW
from tests.small_site import small_project

from outreach.load.library import load
from outreach.localize.edition import make_edition
from outreach.project import read_project
from outreach.render.prose import Prose, converter

TABLE = "| Body | Work | Seat |\n|---|:-:|--:|\n| Plenary | Decides | Bonn |\n| Bureau | Prepares | |\n"
WIDE = "| a | b | c | d | e |\n|---|---|---|---|---|\n| 1 | 2 | 3 | 4 | 5 |\n"


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    return read_project(small_project(tmp_path_factory.mktemp("elements") / "project"))


@pytest.fixture
def render(project):
    """Markdown to the tree of a page's body, in a language."""
    library, _ = load(project)

    def rendered(markdown: str, code: str = "en", *, paper: bool = False) -> LexborNode:
        edition = make_edition(project, library, project.language(code), NOW)
        prose = Prose(edition, lambda name, page: "", absolute=edition.url if paper else "")
        page = edition.page("about/index")
        assert page is not None
        body = LexborHTMLParser(converter(prose, project.markdown)(replace(page, body=markdown))).body
        assert body is not None
        return body

    return rendered


def shown(nodes: list[LexborNode], *names: str) -> list[tuple[str | None, ...]]:
    """The tag, the words and some attributes of elements."""
    return [(node.tag, node.text(strip=True) or None, *(node.attributes.get(name) for name in names)) for node in nodes]


def test_no_style_and_no_program_stands_in_an_attribute(render):
    """Neither from Markdown itself nor from an attribute list that the rules did not see."""
    written = TABLE + '\nWords\n{: style="color: red" onclick="x()" ONLOAD="x()" .kept }\n\n' + WIDE
    tree = render(written)

    assert [] == [name for node in tree.css("*") for name in node.attributes if name == "style" or name[:2] == "on"]
    assert ["Words"] == [node.text() for node in tree.css("p.kept")]


def test_columns_are_aligned_by_classes(render):
    tree = render(TABLE)

    assert ["Work", "Decides", "Prepares"] == [node.text() for node in tree.css(".to-center")]
    assert ["Seat", "Bonn", ""] == [node.text() for node in tree.css(".to-end")]


def test_a_cell_knows_the_heading_of_its_column_and_of_its_row(render):
    tree = render(TABLE)

    assert [
        ("th", "Body", "col", None),
        ("th", "Work", "col", None),
        ("th", "Seat", "col", None),
        ("th", "Plenary", "row", None),
        ("td", "Decides", None, "Work"),
        ("td", "Bonn", None, "Seat"),
        ("th", "Bureau", "row", None),
        ("td", "Prepares", None, "Work"),
        ("td", None, None, None),
    ] == shown(tree.css("div.rows > table :is(th, td)"), "scope", "data-label")


def test_first_cells_that_repeat_are_no_headings_of_rows(render):
    tree = render("| Year | Place | Note |\n|---|---|---|\n| 2019 | Paris | a |\n| 2019 | Bonn | b |\n")

    assert [] == tree.css("th[scope=row]")
    assert ["Year", "Place", "Note"] * 2 == [node.attributes.get("data-label") for node in tree.css("td")]


def test_an_empty_heading_is_an_empty_cell(render):
    tree = render("| | Rain | Snow |\n|---|---|---|\n| Spring | 4 | 2 |\n")

    assert [("td", None), ("th", "Rain"), ("th", "Snow")] == shown(tree.css("thead tr > *"))


def test_two_columns_share_the_room(render):
    tree = render("| Step | Time |\n|---|---|\n| Review | Eight weeks |\n")

    assert ["Step", "Review"] == [node.text() for node in tree.css("div.pair > table th:first-child")]
    assert [] == tree.css("[data-label], [tabindex]")


def test_a_table_of_many_columns_scrolls_with_the_keyboard_too_and_has_a_name(render):
    quoted = WIDE.replace("| a", "> | a", 1)
    tree = render(f"## Levels {{#levels}}\n\n{WIDE}\nThen\n\n{WIDE}\n{quoted}")
    frames = tree.css("div.scroll")

    assert {("0", "region")} == {(one.attributes["tabindex"], one.attributes["role"]) for one in frames}
    named = [one.attributes.get("aria-labelledby") or one.attributes.get("aria-label") for one in frames]
    assert ["levels", "Table 1", "Table 2"] == named
    assert ["Levels"] == [node.text() for node in tree.css("#levels")]


def test_the_words_around_a_table_stay_where_they_are(render):
    tree = render(f"First\n\n{TABLE}\nLast\n\n- item\n\n{WIDE}")

    assert ["p", "div", "p", "ul", "div"] == [node.tag for node in tree.iter()]


def test_footnotes_are_notes_and_every_way_back_has_a_name_of_its_own(render):
    tree = render("One[^a], two[^b], one again[^a].\n\n[^a]: First.\n[^b]: Second.\n")
    notes = tree.css("section.footnote")

    assert [("doc-endnotes", "Notes")] == [(one.attributes["role"], one.attributes["aria-label"]) for one in notes]
    assert [] == tree.css("hr")
    assert ["doc-noteref"] * 3 == [one.attributes["role"] for one in tree.css("a.footnote-ref")]
    backs = tree.css("a.footnote-backref")
    assert {"doc-backlink"} == {one.attributes["role"] for one in backs}
    assert {None} == {one.attributes.get("title") for one in backs}
    assert [
        "Back to the text at note 1",
        "Back to the text at note 1.2",
        "Back to the text at note 2",
    ] == sorted(one.attributes["aria-label"] or "" for one in backs)
    ids = {node.attributes["id"] for node in tree.css("[id]")}
    assert {(one.attributes["href"] or "").removeprefix("#") for one in tree.css("a")} <= ids


def test_a_marked_paragraph_is_a_note_named_by_its_title(render):
    tree = render('!!! note "First"\n    Words.\n\n!!! warning "Second"\n    Words.\n\n!!! note ""\n    Words.\n')
    notes = tree.css(".admonition")

    assert ["note"] * 3 == [one.attributes["role"] for one in notes]
    names = [tree.css_first(f"#{name}").text() for one in notes if (name := one.attributes.get("aria-labelledby"))]
    assert ["First", "Second"] == names


def test_pictures_keep_their_place_and_wait(render):
    tree = render("![Gauge](../../assets/gauge.svg)\n\n![Elsewhere](../../assets/missing.png)\n")

    assert [
        ("img", None, "Gauge", "60", "90", "lazy", "async"),
        ("img", None, "Elsewhere", None, None, "lazy", "async"),
    ] == shown(tree.css("img"), "alt", "width", "height", "loading", "decoding")


@pytest.mark.parametrize(("code", "expected"), [("en", None), ("fr", None), ("ar", "ltr")])
def test_code_reads_from_the_left_in_words_that_do_not(render, code, expected):
    tree = render("A `--type-scale` here.\n\n    block\n", code)

    assert {expected} == {node.attributes.get("dir") for node in tree.css("code, pre")}


def test_ids_are_given_once(render):
    tree = render(f'## A {{#a}}\n\n{TABLE}\n\n!!! note "N"\n    W[^1]\n\n## B {{#b}}\n\n{WIDE}\n\n[^1]: Note.\n')
    ids = Counter(node.attributes["id"] for node in tree.css("[id]"))

    assert [] == [name for name, times in ids.items() if times > 1]


def test_paper_has_markdowns_own_tables(render):
    tree = render(TABLE + "\n![Gauge](../../assets/gauge.svg)\n", paper=True)

    assert [] == tree.css("div.rows, [role], [loading]")
    assert re.search("text-align: right", tree.html or "")
