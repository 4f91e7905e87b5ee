"""Names of countries and languages: CLDR's, but for those that United Nations texts write otherwise."""

from __future__ import annotations

from babel import Locale

# Names in the United Nations Terminology Database; Türkiye's is the same in all Latin scripts since June 2022.
_COUNTRIES = {
    ("fr", "TR"): "Türkiye",
    ("es", "TR"): "Türkiye",
    ("ru", "GB"): "Соединенное Королевство",
    ("zh", "GB"): "联合王国",
}
# Arabic texts of the United Nations write the word with kaf.
_LANGUAGES = {("ar", "en"): "الإنكليزية"}


def country(code: str, locale: Locale) -> str:
    """The name of a country by its ISO 3166 code."""
    return _COUNTRIES.get((locale.language, code)) or str(locale.territories[code])


def language(one: Locale, locale: Locale) -> str:
    """The name of the language ``one``, as the language of ``locale`` calls it."""
    named = _LANGUAGES.get((locale.language, one.language))
    return named or str(locale.languages.get(one.language, one.display_name))
