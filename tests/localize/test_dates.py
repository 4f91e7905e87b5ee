"""Days, ranges and months in the forms that United Nations texts use; ``_`` stands for a no-break space."""

from __future__ import annotations

from datetime import date

import pytest
from babel import Locale

from outreach.localize import dates

RANGES = {
    "day": (date(2016, 2, 22), date(2016, 2, 22)),
    "days": (date(2016, 2, 22), date(2016, 2, 28)),
    "months": (date(2019, 4, 29), date(2019, 5, 4)),
    "years": (date(2022, 12, 30), date(2023, 1, 2)),
}
FIRST = date(2021, 3, 1)


def spaces_shown(text):
    return text.replace("\u00a0", "_")


@pytest.mark.parametrize(
    ("code", "kind", "expected"),
    [
        ("ar", "day", "22_شباط/فبراير_2016"),
        ("ar", "days", "من 22 إلى 28_شباط/فبراير_2016"),
        ("ar", "months", "من 29_نيسان/أبريل إلى 4_أيار/مايو_2019"),
        ("ar", "years", "من 30_كانون الأول/ديسمبر_2022 إلى 2_كانون الثاني/يناير_2023"),
        ("zh", "day", "2016年2月22日"),
        ("zh", "days", "2016年2月22日至28日"),
        ("zh", "months", "2019年4月29日至5月4日"),
        ("zh", "years", "2022年12月30日至2023年1月2日"),
        ("en", "day", "22_February_2016"),
        ("en", "days", "22–28_February_2016"),
        ("en", "months", "29_April to 4_May_2019"),
        ("en", "years", "30_December_2022 to 2_January_2023"),
        ("fr", "day", "22_février_2016"),
        ("fr", "days", "du 22 au 28_février_2016"),
        ("fr", "months", "du 29_avril au 4_mai_2019"),
        ("fr", "years", "du 30_décembre_2022 au 2_janvier_2023"),
        ("ru", "day", "22_февраля_2016_г."),
        ("ru", "days", "22–28_февраля_2016_г."),
        ("ru", "months", "29_апреля – 4_мая_2019_г."),
        ("ru", "years", "30_декабря_2022_г. – 2_января_2023_г."),
        ("es", "day", "22_de_febrero_de_2016"),
        ("es", "days", "22 a 28_de_febrero_de_2016"),
        ("es", "months", "29_de_abril a 4_de_mayo_de_2019"),
        ("es", "years", "30_de_diciembre_de_2022 a 2_de_enero_de_2023"),
    ],
)
def test_days_say_a_common_month_and_year_once(code, kind, expected):
    assert expected == spaces_shown(dates.days(*RANGES[kind], Locale.parse(code)))


def test_the_first_of_a_month_is_an_ordinal_in_french_only():
    said = {code: spaces_shown(dates.days(FIRST, FIRST, Locale.parse(code))) for code in ("en", "fr", "es", "ru")}

    expected = {"en": "1_March_2021", "fr": "1er_mars_2021", "es": "1_de_marzo_de_2021", "ru": "1_марта_2021_г."}
    assert expected == said
    assert "du 1er au 3_mars_2021" == spaces_shown(dates.days(FIRST, date(2021, 3, 3), Locale("fr")))


@pytest.mark.parametrize(
    ("code", "year", "month", "day"),
    [
        ("ar", "2016", "شباط/فبراير_2016", "26_شباط/فبراير_2016"),
        ("zh", "2016", "2016年2月", "2016年2月26日"),
        ("en", "2016", "February_2016", "26_February_2016"),
        ("fr", "2016", "février_2016", "26_février_2016"),
        ("ru", "2016", "февраль_2016_г.", "26_февраля_2016_г."),
        ("es", "2016", "febrero_de_2016", "26_de_febrero_de_2016"),
    ],
)
def test_a_date_may_be_known_in_part(code, year, month, day):
    locale = Locale.parse(code)

    said = [spaces_shown(dates.partial(text, locale)) for text in ("2016", "2016-02", "2016-02-26")]

    assert [year, month, day] == said
    assert month == spaces_shown(dates.month(date(2016, 2, 1), locale))


def test_arabic_gives_both_names_of_every_month():
    """The names of the Levant come first, as in United Nations documents; CLDR's own ``ar`` has only the others."""
    said = [dates.month(date(2026, number, 1), Locale("ar")) for number in range(1, 13)]

    assert 12 == len(set(said))
    assert all(text.count("/") == 1 and text.endswith("\u00a02026") for text in said)


def test_arabic_digits_are_european():
    assert not set("٠١٢٣٤٥٦٧٨٩") & set(dates.days(*RANGES["years"], Locale("ar")))


def test_a_language_without_forms_of_its_own_gets_those_of_cldr():
    said = dates.days(*RANGES["days"], Locale("de")), dates.month(FIRST, Locale("de"))

    assert ("22. Februar 2016 – 28. Februar 2016", "März 2021") == said
