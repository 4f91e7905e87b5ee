"""Numbers as each language writes them: CLDR through Babel, with the conventions of United Nations texts.

Arabic texts of the United Nations use European digits. Spanish texts group by a space since 2010 (Real Academia
Española, Ortografía), where CLDR still has the full stop.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from babel import Locale
from babel.numbers import format_decimal, get_group_symbol

NARROW_SPACE = "\u202f"
RANGE = "–"
_UNIT = re.compile(r"\D+\Z")
_ZEROS = re.compile("0+")


def number(value: float, locale: Locale) -> str:
    """Write a number with the language's decimal sign and grouping: ``20,000``, ``20 000``, ``20000``."""
    if locale.language == "zh":  # digits stand together; large numbers have words of scale instead
        return str(format_decimal(value, format="0.###", locale=locale))
    if locale.language == "es":
        ungrouped = abs(value) < 10_000  # four digits stand together
        text = str(format_decimal(value, format="0.###" if ungrouped else "#,##0.###", locale=locale))
        return text.replace(get_group_symbol(locale), NARROW_SPACE)
    return str(format_decimal(value, locale=locale, numbering_system="latn"))


def percent(value: float, locale: Locale) -> str:
    """Write a percentage, given in per cent, with the space that the language puts before the sign."""
    space = {"fr": NARROW_SPACE, "es": NARROW_SPACE, "ru": "\u00a0"}.get(locale.language, "")
    return f"{number(value, locale)}{space}%"


def compact(value: float, locale: Locale) -> str:
    """Write a large number in words of scale: ``235 billion``, ``2350亿``, ``235 milliards``.

    The word follows the number that is shown, ``1 million`` in French, where Babel's own function says ``1 millions``
    by the number behind it; and 999,960,000 is ``1 billion``, not ``1000 million``.
    """
    styles = locale.compact_decimal_formats
    formats = styles["long" if "long" in styles else "short"]  # zh has one
    if locale.language == "es":  # figures with "mil" are no good Spanish: 235 000 millones
        formats = {
            form: {scale: words for scale, words in scales.items() if "mil" not in str(words.pattern).split()}
            for form, scales in formats.items()
        }
    exact = Decimal(str(value))
    for _ in range(2):  # the second time with the rounded number, which may have reached the next word
        scale = _scale(exact, formats["other"])
        if scale is None:
            return number(value, locale)
        divisor = Decimal(scale) / 10 ** (_zeros(formats["other"][str(scale)]) - 1)
        shown = round(exact / divisor, 1)
        exact = shown * divisor
    if shown == shown.to_integral_value():  # "1", whose plural form is another one than that of "1.0"
        shown = shown.to_integral_value()
    plural = locale.plural_form(shown)
    form = next(formats[form] for form in (plural, "other") if str(scale) in formats.get(form, ()))
    text = _ZEROS.sub(number(float(shown), locale), str(form[str(scale)].pattern))
    for usual, official in _OFFICIAL.get(locale.language, ()):
        text = text.replace(usual, official)
    return str(text).replace(" ", "\u00a0")


# Words of scale in United Nations texts, where CLDR has others.
_OFFICIAL = {"ar": (("مليار", "بليون"), ("ترليون", "تريليون"))}


def _scale(value: Decimal, patterns: Mapping[str, object]) -> int | None:
    """The largest power of ten that has a word and is not above the value."""
    scales: Iterable[int] = (int(scale) for scale, pattern in patterns.items() if _zeros(pattern) < len(scale))
    return max((scale for scale in scales if scale <= abs(value)), default=None)


def _zeros(pattern: object) -> int:
    """How many digits a pattern such as ``00 million`` shows before the decimal sign."""
    return str(getattr(pattern, "pattern", pattern)).count("0")


def amount(value: float, locale: Locale) -> str:
    """Write a number as a figure to be read: large ones with words of scale, where nothing is lost by it."""
    enough = 10_000 if locale.language == "zh" else 1_000_000
    whole = value >= 1_000_000 or value % 1_000 == 0
    return compact(value, locale) if value >= enough and whole else number(value, locale)


_JOINED = {"ar": "من {} إلى {}", "fr": "{} à {}", "es": "{} a {}", "zh": "{}至{}"}
"""How United Nations texts join the ends of a range; other languages put a dash between them."""


def span(low: str, high: str, locale: Locale) -> str:
    """Join two formatted numbers to a range, and say a common unit once: ``235–577 billion``, ``6 à 8``.

    Chinese says the unit twice: ``2350至5770亿`` could begin at 2350 (GB/T 15835).
    """
    unit = _UNIT.search(low) if locale.language != "zh" else None
    same = unit and _UNIT.search(high)
    if unit and same and unit[0] == same[0]:
        low = low.removesuffix(unit[0])
    return _JOINED.get(locale.language, f"{{}}{RANGE}{{}}").format(low, high)
