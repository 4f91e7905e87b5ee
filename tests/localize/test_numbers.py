"""Numbers as each language writes them."""

from __future__ import annotations

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from outreach.localize import numbers

RUSSIAN = (("1", ""), ("1,5", "а"), ("2", "а"), ("5", "ов"), ("12", "ов"))
CODES = ("ar", "zh", "en", "fr", "ru", "es")


def shown(text):
    """No-break spaces as ``_``, narrow ones as ``¸``: neither can be told from a space by looking."""
    assert " " not in text, "a number does not break over lines"
    return text.replace("\u00a0", "_").replace("\u202f", "¸")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("ar", ["0", "94", "9,999", "20,000", "16.5", "1,234,567.8"]),
        ("zh", ["0", "94", "9999", "20000", "16.5", "1234567.8"]),
        ("en", ["0", "94", "9,999", "20,000", "16.5", "1,234,567.8"]),
        ("fr", ["0", "94", "9¸999", "20¸000", "16,5", "1¸234¸567,8"]),
        ("ru", ["0", "94", "9_999", "20_000", "16,5", "1_234_567,8"]),
        ("es", ["0", "94", "9999", "20¸000", "16,5", "1¸234¸567,8"]),
    ],
)
def test_numbers_have_the_signs_of_their_language(code, expected):
    values = (0, 94, 9_999, 20_000, 16.5, 1_234_567.8)

    assert expected == [shown(numbers.number(value, Locale.parse(code))) for value in values]


def test_percentages_have_the_space_of_their_language():
    said = {code: shown(numbers.percent(16.5, Locale.parse(code))) for code in CODES}

    assert {
        "ar": "16.5%", "zh": "16.5%", "en": "16.5%", "fr": "16,5¸%", "ru": "16,5_%", "es": "16,5¸%"
    } == said  # fmt: skip


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("ar", ["1_مليون", "1.5_مليون", "2_مليون", "5_ملايين", "12_مليون", "1_بليون", "235_بليون"]),
        ("zh", ["100万", "150万", "200万", "500万", "1200万", "10亿", "2350亿"]),
        ("en", [f"{n}_million" for n in ("1", "1.5", "2", "5", "12")] + ["1_billion", "235_billion"]),
        ("fr", ["1_million", "1,5_million", *(f"{n}_millions" for n in (2, 5, 12)), "1_milliard", "235_milliards"]),
        ("ru", [*(f"{n}_миллион{end}" for n, end in RUSSIAN), "1_миллиард", "235_миллиардов"]),
        ("es", ["1_millón", *(f"{n}_millones" for n in ("1,5", 2, 5, 12)), "1000_millones", "235¸000_millones"]),
    ],
)
def test_large_numbers_have_words_in_the_right_plural(code, expected):
    values = (1e6, 1.5e6, 2e6, 5e6, 12e6, 1e9, 235e9)

    assert expected == [shown(numbers.compact(value, Locale.parse(code))) for value in values]


@pytest.mark.parametrize(
    ("value", "en", "fr", "zh"),
    [
        (999_940_000, "999.9_million", "999,9_millions", "10亿"),
        (999_960_000, "1_billion", "1_milliard", "10亿"),
        (99_960_000, "100_million", "100_millions", "9996万"),
        (1_940_000, "1.9_million", "1,9_million", "194万"),
        (1_960_000, "2_million", "2_millions", "196万"),
        (1_040_000, "1_million", "1_million", "104万"),
        (5e12, "5_trillion", "5_billions", "5万亿"),
        (21_000_000, "21_million", "21_millions", "2100万"),
    ],
)
def test_rounding_moves_to_the_next_word_and_plural(value, en, fr, zh):
    said = [shown(numbers.compact(value, Locale.parse(code))) for code in ("en", "fr", "zh")]

    assert [en, fr, zh] == said


@given(st.sampled_from(CODES), st.floats(min_value=0, max_value=1e16, allow_nan=False))
def test_every_number_can_be_written(code, value):
    locale = Locale.parse(code)

    texts = numbers.number(value, locale), numbers.percent(value, locale), numbers.compact(value, locale)

    assert all(text and " " not in text for text in texts)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        ("235 billion", "577 billion", "235–577 billion"),
        ("900 million", "1.2 billion", "900 million–1.2 billion"),
        ("90%", "100%", "90–100%"),
        ("16,5 %", "20 %", "16,5–20 %"),
        ("1 million", "2 millions", "1 million–2 millions"),
        ("100 000", "200 000", "100 000–200 000"),
        ("1,000", "2,000", "1,000–2,000"),
        ("6", "8", "6–8"),
        ("6", "8 weeks", "6–8 weeks"),
    ],
)
def test_a_range_says_a_common_unit_once_and_no_part_of_a_number(low, high, expected):
    assert expected == numbers.span(low, high, Locale("en"))


def test_a_chinese_range_says_its_unit_twice():
    assert "2350亿至5770亿" == numbers.span("2350亿", "5770亿", Locale("zh"))


@pytest.mark.parametrize(
    ("value", "zh", "en"), [(3_000, "3000", "3,000"), (20_000, "2万", "20,000"), (12_345, "12345", "12,345")]
)
def test_chinese_counts_in_ten_thousands_where_nothing_is_lost(value, zh, en):
    assert [zh, en] == [numbers.amount(value, Locale(code)) for code in ("zh", "en")]


JOINED = {"ar": "من {} إلى {}", "en": "{}–{}", "fr": "{} à {}", "ru": "{}–{}", "es": "{} a {}"}


@pytest.mark.parametrize("code", JOINED)
def test_a_range_of_grouped_numbers_keeps_both_whole_and_is_joined_as_the_language_does(code):
    low, high = (numbers.number(value, Locale(code)) for value in (100_000, 200_000))

    assert JOINED[code].format(low, high) == numbers.span(low, high, Locale(code))


def test_spanish_counts_thousands_of_millions():
    """Figures and the word "mil" do not go together."""
    low, high = (numbers.amount(value, Locale("es")) for value in (235e9, 577e9))

    assert "235\u202f000 a 577\u202f000\u00a0millones" == numbers.span(low, high, Locale("es"))
