"""The spaces and isolations that each script wants, applied to words after Markdown and in templates.

Binders keep together what reads as one: a number and its unit, a day and its month. Arabic prose gets its
left-to-right runs isolated (the bidirectional algorithm turns ``90–100%`` round otherwise, in every renderer).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

NBSP, NARROW = "\u00a0", "\u202f"

# What must be isolated: a run that begins with a digit or Latin letter and holds a sign between its parts.
_RUN = re.compile(r"(?<![\w/])(?<!\w[.,])(?:US\$|\$)?[0-9A-Za-z][0-9A-Za-z.,]*(?:[–/+:%‑-][0-9A-Za-z.,]*)+(?<![.,:])")


def _rule(pattern: str, replacement: str) -> tuple[re.Pattern[str], str]:
    return re.compile(pattern), replacement


def _after_number(*words: str) -> tuple[re.Pattern[str], str]:
    """A space between a number and one of these words (regular expressions) does not break."""
    return _rule(rf"(?<=\d) (?=(?:{'|'.join(words)})(?!\w))", NBSP)


_GROUPED = r"(?<=\d)(?<!\d{4}) (?=\d{3}(?!\d))"  # not after a year: "en 2018 120 pays"
_MONTHS = {
    "ar": "كانون شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين",
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
}
_EVERYWHERE = (_rule(r"(?<=\bCC) (?=BY)|(?<=\bBY) (?=\d)", NBSP), _rule(r"(?<=№) ?(?=\d)", NBSP))
_BY_LANGUAGE = {
    "ar": (
        _rule(r"(?<=\d) في المائة", f"{NBSP}في{NBSP}المائة"),
        _after_number("مليون", "ملايين", "بليون", "بلايين", "تريليون", r"أسبوع\w*", "أسابيع", r"عام\w*", "سنة"),
        _after_number(*_MONTHS["ar"].split()),
        _rule(r"(?<=\bو) (?=\d)", NBSP),
    ),
    "en": (_after_number("per cent", "million", "billion", "trillion", "weeks?", "years?", *_MONTHS["en"].split()),),
    "fr": (
        _rule(r"(?:(?<=[\w»)\]%])[ \u00a0\u202f]*|^[ \u00a0\u202f]+)([;!?])(?=[\s»)]|$)", NARROW + r"\1"),
        _rule(r"(?:(?<=[\w»)\]%])[ \u00a0]*|^[ \u00a0]+):(?=\s|$)", NBSP + ":"),
        _rule(r"«[ \u00a0\u202f]*", "«" + NBSP),
        _rule(r"[ \u00a0\u202f]*»", NBSP + "»"),
        _rule(r"(?<=\d) (?=%)", NARROW),
        _rule(_GROUPED, NARROW),
        _after_number("millions?", "milliards?", "semaines?", "ans", *_MONTHS["fr"].split()),
    ),
    "es": (
        _rule(r"(?<=\d) (?=%)", NARROW),
        _rule(_GROUPED, NARROW),
        _after_number("millones", "mil", "semanas", "años", *(f"de {month}" for month in _MONTHS["es"].split())),
    ),
    "ru": (
        _rule(r"(?<=\d) (?=%|г\.|гг\.|тыс\.)", NBSP),
        _rule(_GROUPED, NBSP),
        _after_number(
            "года?", "году", "лет", "млн", "млрд", "трлн", r"процент\w*", r"недел\w*", *_MONTHS["ru"].split()
        ),
        _rule(r"[ \n](?=[—–]\s)", NBSP),
        _rule(r"(?<=\b[вВкКсСоОуУиИаА])[ \n](?=[\w«]|$)", NBSP),
    ),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text; ``isolated`` parts are left-to-right runs inside right-to-left prose."""

    text: str
    isolated: bool = False


def bind(text: str, language: str) -> str:
    """Put the language's no-break spaces where they belong. Applying it twice changes nothing."""
    for pattern, replacement in (*_EVERYWHERE, *_BY_LANGUAGE.get(language, ())):
        text = pattern.sub(replacement, text)
    return text


def pieces(text: str, language: str, direction: str) -> tuple[Piece, ...]:
    """Bind the spaces, and in right-to-left prose cut the text at the runs to isolate."""
    text = bind(text, language)
    if direction != "rtl":
        return (Piece(text),)
    cut: list[Piece] = []
    end = 0
    for match in _RUN.finditer(text):
        if match.start() > end:
            cut.append(Piece(text[end : match.start()]))
        cut.append(Piece(match[0], isolated=True))
        end = match.end()
    if end < len(text) or not cut:
        cut.append(Piece(text[end:]))
    return tuple(cut)
