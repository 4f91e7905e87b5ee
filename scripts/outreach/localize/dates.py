"""Days and ranges of days in the forms of United Nations texts.

Month and day names come from CLDR, except in Arabic, where United Nations texts give both names of a month in
this order; CLDR's ``ar`` has only the second and ``ar-LB`` only the first. These dates stand in lists and tables,
so the Russian word for year is short, as in CLDR; sentences, which people write, spell it out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from babel import Locale
from babel.dates import format_date, get_month_names

_ARABIC_MONTHS = (
    "كانون الثاني/يناير",
    "شباط/فبراير",
    "آذار/مارس",
    "نيسان/أبريل",
    "أيار/مايو",
    "حزيران/يونيه",
    "تموز/يوليه",
    "آب/أغسطس",
    "أيلول/سبتمبر",
    "تشرين الأول/أكتوبر",
    "تشرين الثاني/نوفمبر",
    "كانون الأول/ديسمبر",
)


@dataclass(frozen=True, slots=True)
class _Forms:
    """The shapes of a date in a language: ``d`` ``m`` ``y`` of the first day, ``D`` ``M`` ``Y`` of the last.

    ``n`` is the month's name standing alone, where grammar gives it another form; ``~`` is a space that does not
    break.
    """

    month: str
    day: str
    days: str
    months: str
    years: str


_FORMS = {
    "ar": _Forms(  # in words: digits and a dash between them would be read in two directions
        month="{m}~{y}",
        day="{d}~{m}~{y}",
        days="من {d} إلى {D}~{m}~{y}",
        months="من {d}~{m} إلى {D}~{M}~{y}",
        years="من {d}~{m}~{y} إلى {D}~{M}~{Y}",
    ),
    "zh": _Forms(
        month="{y}年{m}",
        day="{y}年{m}{d}日",
        days="{y}年{m}{d}日至{D}日",
        months="{y}年{m}{d}日至{M}{D}日",
        years="{y}年{m}{d}日至{Y}年{M}{D}日",
    ),
    "en": _Forms(
        month="{m}~{y}",
        day="{d}~{m}~{y}",
        days="{d}–{D}~{m}~{y}",
        months="{d}~{m} to {D}~{M}~{y}",
        years="{d}~{m}~{y} to {D}~{M}~{Y}",
    ),
    "fr": _Forms(
        month="{m}~{y}",
        day="{d}~{m}~{y}",
        days="du {d} au {D}~{m}~{y}",
        months="du {d}~{m} au {D}~{M}~{y}",
        years="du {d}~{m}~{y} au {D}~{M}~{Y}",
    ),
    "ru": _Forms(
        month="{n}~{y}~г.",
        day="{d}~{m}~{y}~г.",
        days="{d}–{D}~{m}~{y}~г.",
        months="{d}~{m} – {D}~{M}~{y}~г.",
        years="{d}~{m}~{y}~г. – {D}~{M}~{Y}~г.",
    ),
    "es": _Forms(
        month="{m}~de~{y}",
        day="{d}~de~{m}~de~{y}",
        days="{d} a {D}~de~{m}~de~{y}",
        months="{d}~de~{m} a {D}~de~{M}~de~{y}",
        years="{d}~de~{m}~de~{y} a {D}~de~{M}~de~{Y}",
    ),
}


def _month(day: date, locale: Locale, form: Literal["format", "stand-alone"] = "format") -> str:
    if locale.language == "ar":
        return _ARABIC_MONTHS[day.month - 1]
    if locale.language == "zh":  # in a date the month is a number
        return f"{day.month}月"
    return str(get_month_names("wide", context=form, locale=locale)[day.month])


def _day(day: date, locale: Locale) -> str:
    """The first of a month is an ordinal in French."""
    return "1er" if locale.language == "fr" and day.day == 1 else str(day.day)


def _fill(form: str, first: date, last: date, locale: Locale) -> str:
    text = form.format(
        d=_day(first, locale), m=_month(first, locale), n=_month(first, locale, "stand-alone"), y=first.year,
        D=_day(last, locale), M=_month(last, locale), Y=last.year,
    )  # fmt: skip
    return text.replace("~", "\u00a0")


def days(first: date, last: date, locale: Locale) -> str:
    """Write one day or a range of days, saying a common month and year once. A day does not part from its month."""
    forms = _FORMS.get(locale.language)
    if forms is None:  # a language that has no forms here yet: CLDR's long form
        ends = [str(format_date(day, "long", locale=locale)) for day in dict.fromkeys((first, last))]
        return " – ".join(ends)
    if first == last:
        return _fill(forms.day, first, last, locale)
    if first.year != last.year:
        return _fill(forms.years, first, last, locale)
    return _fill(forms.days if first.month == last.month else forms.months, first, last, locale)


def month(day: date, locale: Locale) -> str:
    """Write a month of a year."""
    forms = _FORMS.get(locale.language)
    if forms is None:
        return str(format_date(day, "MMMM y", locale=locale))
    return _fill(forms.month, day, day, locale)


def partial(text: str, locale: Locale) -> str:
    """Write a date of which only the year, or year and month, may be known: ``2016``, ``2016-02``, ``2016-02-26``."""
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 1:
        return text
    if len(parts) == 2:
        return month(date(parts[0], parts[1], 1), locale)
    return days(date(*parts), date(*parts), locale)
