"""Where a heading may part; ``|`` stands between phrases."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser
from tests.built_site import NOW, ROOT

from outreach.load.library import load
from outreach.localize.edition import make_edition
from outreach.localize.phrases import phrases
from outreach.project import read_project
from outreach.render.prose import Prose, converter
from outreach.render.templates import environment


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("生物多样性知识与决策的交汇之处", "交汇"),
        ("生物多样性知识与决策的交汇之处", "多样性"),
        ("每项评估先经两轮公开审评，其摘要再由各国政府核准", "摘要"),
        ("一个独立的政府间机构连接生物多样性领域科学与政策", "政府间"),
        ("平台与政府间气候变化专门委员会有何不同？", "气候"),
        ("平台是否属于联合国？", "联合国"),
        ("请求", "请求"),
    ],
)
def test_a_chinese_word_stays_whole(text, word):
    lengths = [len(phrase) for phrase in phrases(text, "zh")]
    ends = {sum(lengths[:count]) for count in range(len(lengths) + 1)}
    start = text.index(word)

    assert set() == ends & set(range(start + 1, start + len(word)))


def test_a_long_chinese_title_has_places_to_part():
    assert len(phrases("生物多样性知识与决策的交汇之处", "zh")) > 3


def test_signs_do_not_begin_a_phrase():
    parted = phrases("每项评估先经两轮公开审评，其摘要再由各国政府核准。", "zh")

    assert not [phrase for phrase in parted if phrase[0] in "，。、；：？！）》”"]


@pytest.mark.parametrize("text", ["Assessment of pollinators", "IPBES/3/15", "90–100%"])
def test_foreign_words_stay_whole_in_chinese(text):
    assert (text,) == phrases(text, "zh")


@pytest.mark.parametrize("code", ["ar", "en", "fr", "ru", "es"])
def test_languages_with_spaces_part_at_those(code):
    assert ("决策 and words",) == phrases("决策 and words", code)
    assert () == phrases("", code)


@given(st.text(alphabet="生物多样性的与，。？ aIP3/–", max_size=20))
def test_the_phrases_are_the_whole_text(text):
    assert text == "".join(phrases(text, "zh"))


def test_headings_of_pages_part_there_and_keep_their_ids_and_links():
    project = read_project(ROOT)
    library, _ = load(project)
    edition = make_edition(project, library, project.language("zh"), NOW)
    prose = Prose(edition, lambda name, page: "")
    page = next(page for page in edition.pages if page.key == "about/concepts")
    tree = LexborHTMLParser(converter(prose, project.markdown)(page))

    (heading,) = tree.css("#high-quality-science")
    assert "高质量科学" == heading.text()
    assert heading.css("wbr")
    assert [] == tree.css("p wbr, td wbr")
    shown = environment(project.overrides, edition).from_string("{{ '土地退化 & 恢复' | heading }}").render()
    assert "土地退化 &amp; 恢复" == shown.replace("<wbr>", "")
    assert "<wbr>" in shown
