"""Six languages say the same: the same pages, headings, links, lists and numbers.

Counted from the files themselves, apart from ``outreach.rules``.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.built_site import ROOT
from tests.content_files import DIRECTIVE, HEADING, LINK, ContentText, read_content

TRANSLATIONS = ["ar", "zh", "fr", "ru", "es"]
TOPS = ("docs", "factsheets")

each_translation = pytest.mark.parametrize("code", TRANSLATIONS)


def keys(code: str) -> list[str]:
    """The content files of a language, by their paths without it."""
    return sorted(
        f"{top}/{path.relative_to(ROOT / top / code).as_posix()}"
        for top in TOPS
        for path in (ROOT / top / code).rglob("*.md")
    )


def content(key: str, code: str) -> ContentText:
    top, _, rest = key.partition("/")
    return read_content(Path(ROOT, top, code, rest))


def unlike(code: str, aspect: Callable[[ContentText], object]) -> dict[str, tuple[object, object]]:
    """Where a translation differs from the English text in an aspect: both values by file."""
    pairs = {key: (aspect(content(key, "en")), aspect(content(key, code))) for key in keys("en")}
    return {key: pair for key, pair in pairs.items() if pair[0] != pair[1]}


def numbers(text: str) -> Counter[str]:
    """The numbers of a text, whatever its signs for thousands and decimals, and its Chinese units of 10,000."""
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"(?<=\d)[ ,.](?=\d{3}(?!\d))", "", text)
    found: Counter[str] = Counter()
    for digits, unit in re.findall(r"(\d+(?:[.,]\d+)?)([万亿]?)", text):
        value = float(digits.replace(",", ".")) * {"": 1, "万": 1e4, "亿": 1e8}[unit]
        found[f"{value:g}"] += 1
    return found


def numbers_of(text: ContentText) -> Counter[str]:
    return numbers("\n".join(text.words()))


def test_numbers_are_read_as_each_language_writes_them():
    english = numbers("15,000 experts and 16.5 per cent in 2016")

    assert {"15000": 1, "16.5": 1, "2016": 1} == english
    assert english == numbers("15\u202f000 experts et 16,5 % en 2016")
    assert english == numbers("1.5万名专家，16.5%，2016年")


@each_translation
def test_every_language_has_the_same_pages(code):
    assert keys("en") == keys(code)
    assert len(keys("en")) >= 40


@each_translation
def test_headings_have_the_same_ids_in_the_same_order(code):
    assert {} == unlike(code, lambda text: [(len(level), name) for level, _, name in HEADING.findall(text.body)])


@each_translation
def test_links_lead_to_the_same_places_in_the_same_order(code):
    assert {} == unlike(code, lambda text: [target for _, target in LINK.findall(text.body)])


@each_translation
def test_lists_of_the_site_stand_in_the_same_places(code):
    assert {} == unlike(code, lambda text: DIRECTIVE.findall(text.body))


@each_translation
def test_labels_name_the_same_things(code):
    fields = ("figure_labels", "chart_labels", "diagram_labels")

    assert {} == unlike(code, lambda text: {name: list(text.fields.get(name, ())) for name in fields})


@each_translation
def test_words_are_given_for_the_same_fields(code):
    words = ("title", "description", "nav_title", "message", "lead", "chart_title", "chart_note", "diagram_alt")

    assert {} == unlike(code, lambda text: [name for name in words if name in text.fields])


@pytest.mark.parametrize("code", ["ar", "fr", "ru", "es"])
def test_the_same_numbers_are_written(code):
    assert {} == unlike(code, numbers_of)


def test_chinese_writes_the_same_numbers_and_counts_small_ones_in_digits():
    """Where English has "in April", "two weeks" or "the third", Chinese has 4月, 2周, 第3."""
    differences = unlike("zh", numbers_of)
    wrong = {
        key: (english - chinese, chinese - english)
        for key, (english, chinese) in differences.items()
        if isinstance(english, Counter) and isinstance(chinese, Counter)
        if english - chinese or any(float(number) > 12 or "." in number for number in chinese - english)
    }

    assert {} == wrong


@each_translation
def test_the_structure_is_the_same(code):
    """As many list items, table rows and paragraphs: nothing was left out or added."""

    def shape(text: ContentText) -> tuple[int, int]:
        items = re.findall(r"(?m)^\s*(?:- |\d+\. )", text.body)
        rows = re.findall(r"(?m)^\|", text.body)
        return len(items), len(rows)

    assert {} == unlike(code, shape)
