"""What the search of an edition reads: pages and sections as plain text, and the stems of their words."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st
from tests.built_site import ROOT

from outreach.load.library import load
from outreach.localize.edition import make_edition
from outreach.localize.strings import plural_forms
from outreach.localize.views import Edition
from outreach.project import read_project
from outreach.render import search
from outreach.render.sections import Section, plain, split
from outreach.render.stems import fold, stems, words

NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture(scope="module")
def editions() -> dict[str, Edition]:
    """The editions of the real project."""
    project = read_project(ROOT)
    library, _ = load(project)
    return {language.code: make_edition(project, library, language, NOW) for language in project.languages}


def docs(edition: Edition, bodies: dict[str, str]) -> dict[str, dict[str, str]]:
    index: dict[str, Any] = json.loads(search.index(edition, bodies))
    return {doc["location"]: doc for doc in index["docs"]}


# Sections -------------------------------------------------------------------------------------------------------


def test_a_body_is_cut_at_its_headings_with_ids():
    body = (
        "<p>Before <b>all</b>.</p>\n"
        '<h2 id="one">One &amp; <em>only</em></h2>\n<ul><li>First</li><li>Second</li></ul>\n<h2>No id</h2>\n<p>Text</p>'
        '<h3 id="deeper">Deeper</h3><p>Last</p><h4 id="deepest">Deepest</h4>'
    )

    expected = (
        Section("", "", 1, "Before all.", "<p>Before <b>all</b>.</p>"),
        Section(
            "one",
            "One & only",
            2,
            "First Second No id Text",
            "<ul><li>First</li><li>Second</li></ul>\n<h2>No id</h2>\n<p>Text</p>",
        ),
        Section("deeper", "Deeper", 3, "Last Deepest", '<p>Last</p><h4 id="deepest">Deepest</h4>'),
    )
    assert expected == split(body)


def test_headings_inside_other_elements_cut_them_into_whole_ones():
    body = (
        '<section class="a &amp; b"><h2 id="one">One</h2><p>Text</p></section>'
        '<div class="x &amp; y">In<h2 id="two">Two</h2>side</div><p>After</p>'
    )

    expected = (
        Section("one", "One", 2, "Text In", '<p>Text</p><div class="x &amp; y">In</div>'),
        Section("two", "Two", 2, "side After", "side<p>After</p>"),
    )
    assert expected == split(body)


def test_nothing_before_the_first_heading_is_no_section():
    assert ["one"] == [one.id for one in split('\n<h2 id="one">One</h2>')]
    assert () == split(" \n")


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ('<p>نحو <bdi dir="ltr">90–100%</bdi>.</p>', "نحو 90–100%."),
        ("<p>one<br>two</p><p>three</p>", "one two three"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a b"),
        ("<p>16\u202f% of\u00a0it</p>", "16\u202f% of\u00a0it"),
        ("<p>草稿经过\n两轮审评。\n专家</p>", "草稿经过两轮审评。专家"),
        ("<p>one\ntwo</p>", "one two"),
        ('<svg><text>drawn</text></svg><span aria-hidden="true">§</span><p hidden>away</p>seen', "seen"),
    ],
)
def test_text_is_what_is_read(html, text):
    assert text == plain(html)


# Words ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Évaluation Œuvre Straße", "evaluation oeuvre strasse"),
        ("Ёлка й Йод", "елка й йод"),
        ("Año Turkı̇ye", "ano turkiye"),
        ("الشُّعُوب أُسّست إلى آخر مؤسسة بيئـــة", "الشعوب اسست الي اخر موسسه بييه"),
        ("کتاب فارسی", "كتاب فارسي"),
        ("٢٠١٢ ۴۵", "2012 45"),
        ("ＩＰＢＥＳ ６４", "ipbes 64"),
        ("co\u00adoperation\u200b \u2068x\u2069", "cooperation x"),
    ],
)
def test_letters_are_written_in_one_way(text, folded):
    assert folded == fold(text)


@given(st.text(alphabet=st.characters(codec="utf-8", max_codepoint=0x33FF)))
def test_folding_twice_changes_nothing(text):
    assert fold(text) == fold(fold(text))


def test_a_word_with_hyphens_comes_in_parts_and_whole():
    assert ["policy", "makers", "policymakers"] == [word for word, _ in words("Policy-makers")]
    assert ["eau", "vie", "eaudevie"] == [word for word, _ in words("l’eau-de-vie") if len(word) != 5]
    assert ["ipbes"] == [word for word, _ in words("IPBES-3/4 中国")]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "pollinators pollination pollinating"),
        ("fr", "évaluations évaluation évaluer"),
        ("ru", "опылители опылителей опылителями"),
        ("es", "polinizadores polinizador"),
        ("ar", "الملقحات ملقحات للملقحات بالملقحات والملقحات ملقح"),
        ("pt", "polinizadores polinizador"),
    ],
)
def test_forms_of_a_word_have_one_stem(code, text):
    found = stems([text], Locale.parse(code))
    assert found
    sorted_words = sorted({word for word, _ in words(text)}, key=lambda one: one.encode("utf-16-be"))
    cuts = [[int(digit, 36) for digit in found.cuts[2 * i : 2 * i + 2]] for i in range(len(sorted_words))]
    own = {
        found.others.get(word) or word[first : len(word) - last]
        for word, (first, last) in zip(sorted_words, cuts, strict=True)
    }

    assert 1 == len(own), own
    assert len(own.pop()) >= 3


def test_a_language_without_stems_has_none():
    assert stems(["生物多样性 biodiversity"], Locale.parse("zh")) is None


# The index ------------------------------------------------------------------------------------------------------


def test_an_index_has_every_page_and_every_section_of_its_edition(editions):
    for edition in editions.values():
        bodies = {page.key: '<p>Text</p><h2 id="one">Heading</h2><p>Below</p>' for page in edition.pages}
        found = docs(edition, bodies)
        expected = [place for page in edition.pages for place in (page.url, f"{page.url}#one")]

        assert expected == list(found)
        assert {"location": "#one", "title": "Heading", "text": "Below"} == found["#one"]
        assert [edition.language.code] == json.loads(search.index(edition, bodies))["config"]["lang"]


def test_what_stands_around_a_body_is_found_with_its_page(editions):
    edition = editions["en"]
    found = docs(edition, {})

    assert "species of bees" in found["factsheets/pollinators/"]["text"]
    assert "Windhoek" in found["events/plenary-11/"]["text"]
    assert "Key message" in found["key-messages/adds-value/"]["text"]
    cited = [(page.url, source.title) for page in edition.pages for source in page.sources]
    assert cited
    assert [] == [title for url, title in cited if title not in found[url]["text"].replace("\u00a0", " ")]


def test_the_short_name_of_a_page_is_told_if_it_is_another(editions):
    edition = editions["en"]
    found = docs(edition, {})

    assert {page.url for page in edition.pages if page.nav_title != page.title} == {
        place for place, doc in found.items() if doc.get("name")
    }


def test_an_index_is_written_in_letters_and_not_in_numbers_of_letters(editions):
    text = search.index(editions["ar"], {}).decode()

    assert "التنوع البيولوجي" in text.replace("\u00a0", " ")
    assert "\\u0" not in text


def test_an_index_is_the_same_for_the_same_words(editions):
    assert search.index(editions["fr"], {"index": "<p>a b c</p>"}) == search.index(
        editions["fr"], {"index": "<p>a b c</p>"}
    )


@pytest.mark.parametrize(
    ("code", "categories"),
    [
        ("ar", {"zero", "one", "two", "few", "many", "other"}),
        ("zh", {"other"}),
        ("en", {"one", "other"}),
        ("fr", {"one", "many", "other"}),
        ("ru", {"one", "few", "many", "other"}),
        ("es", {"one", "many", "other"}),
    ],
)
def test_there_is_a_text_for_every_plural_that_whole_numbers_have(editions, code, categories):
    locale = Locale.parse(code)
    forms = plural_forms(lambda number: f"{locale.plural_form(number)}", locale)

    assert categories == set(forms)
    assert {name: name for name in categories - {"other"}} == {k: v for k, v in forms.items() if k != "other"}
    assert categories == set(json.loads(search.index(editions[code], {}))["words"]["found"])
