"""Languages as CLDR knows them: valid codes, the direction and the script that a language is written in."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global

# RFC 5646 without its grandfathered tags: language, script, region, variants, extensions, private use.
_TAG = re.compile(
    r"(?P<language>[a-z]{2,3})(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?",
    re.IGNORECASE,
)
# First words of the Unicode names of letters, where they are not the English name of the script.
_LETTERS = {
    "Hans": {"CJK"},
    "Hant": {"CJK"},
    "Hani": {"CJK"},
    "Jpan": {"CJK", "HIRAGANA", "KATAKANA"},
    "Kore": {"HANGUL", "CJK"},
}
_IDEOGRAPH = 3


@cache
def is_language(code: str) -> bool:
    """Whether a code is well formed (BCP 47) and each of its parts is known."""
    match = _TAG.fullmatch(code)
    if match is None:
        return False
    english = Locale("en")
    language, script, region = match["language"].lower(), match["script"], match["region"]
    return (
        language in english.languages
        and (script is None or script.title() in english.scripts)
        and (region is None or region.upper() in english.territories)
    )


@cache
def direction_of(code: str) -> str:
    """Whether a language is read from the right or from the left; nothing if it is no language."""
    try:
        return Locale.parse(f"und_{script_of(code)}").text_direction if is_language(code) else ""
    except (UnknownLocaleError, ValueError):
        return "ltr"


@cache
def script_of(code: str) -> str:
    """The code of the script that a language is written in, such as ``Arab``; nothing if that is not known."""
    match = _TAG.fullmatch(code)
    if match is None:
        return ""
    if match["script"]:
        return match["script"].title()
    language, region = match["language"].lower(), (match["region"] or "").upper()
    likely = get_global("likely_subtags")
    for known in (f"{language}_{region}", language):
        parts = str(likely.get(known, "")).split("_")
        if len(parts) > 1:
            return parts[1]
    return ""


@dataclass(frozen=True, slots=True)
class Letters:
    """How many letters a text has, and how many of them are of the script that its language is written in.

    A Chinese character counts as three letters, since it says as much.
    """

    all: int
    own: int

    def __add__(self, other: Letters) -> Letters:
        return Letters(self.all + other.all, self.own + other.own)

    @property
    def share(self) -> float:
        """The part of the letters that is of the script, from 0 to 1."""
        return self.own / self.all if self.all else 1.0


def letters_of(text: str, code: str) -> Letters:
    """Count the letters of a text in a language. Where the script is not known, every letter is its own."""
    expected = _names_of_letters(script_of(code))
    count = own = 0
    for sign, times in Counter(text).items():
        name = _script_name(sign)
        if name:
            weight = times * _IDEOGRAPH if name == "CJK" else times
            count += weight
            own += weight if not expected or name in expected else 0
    return Letters(count, own)


def is_dense(code: str) -> bool:
    """Whether a language is written in ideographs, which take fewer signs for the same words."""
    return "CJK" in _names_of_letters(script_of(code))


@cache
def _names_of_letters(script: str) -> frozenset[str]:
    if script in _LETTERS:
        return frozenset(_LETTERS[script])
    name = Locale("en").scripts.get(script, "")
    return frozenset({name.split()[0].upper()} if name else ())


@cache
def _script_name(sign: str) -> str:
    return unicodedata.name(sign, "").partition(" ")[0] if sign.isalpha() else ""
