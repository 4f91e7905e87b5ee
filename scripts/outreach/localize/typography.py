"""The spaces and isolations that each script wants, applied to words after Markdown and in templates.

Binders keep together what reads as one: a number and its unit, a day and its month. Arabic prose gets its
left-to-right runs isolated (the bidirectional algorithm turns ``90–100%`` round otherwise, in every renderer).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

NBSP, NARROW = "\u00a0", "\u202f"

# What must be isolated: a run that begins with a digit or Latin letter and holds a sign between its parts, or a
# number with a sign before it.
_PART = "[0-9A-Za-zÀ-ɏ][0-9A-Za-zÀ-ɏ.,]*"
_MORE = "[–/+:%‰°‑-][0-9A-Za-zÀ-ɏ.,]*"
_RUN = re.compile(rf"(?<![\w/])(?<!\w[.,])(?:(?:US\$|\$)?{_PART}(?:{_MORE})+|[+−-](?=\d){_PART}(?:{_MORE})*)(?<![.,:])")

# A space to be bound may be a line break of the source, which Markdown keeps, with what indents a list.
_S = "(?: *\n *| )"
_YEAR = r"(?:19|20)\d\d(?!\d)"


def _rule(pattern: str, replacement: str) -> tuple[re.Pattern[str], str]:
    return re.compile(pattern), replacement


def _after_number(*words: str) -> tuple[re.Pattern[str], str]:
    """A space between a number and one of these words (regular expressions) does not break."""
    return _rule(rf"(?<=\d){_S}(?=(?:{'|'.join(words)})(?!\w))", NBSP)


def _before_number(*words: str) -> tuple[re.Pattern[str], str]:
    """A space between one of these words and the number, or Roman number, that it announces does not break."""
    return _rule(rf"(?<!\w)((?i:{'|'.join(words)})){_S}(?=\d|[IVX]+(?!\w))", rf"\1{NBSP}")


def _before_year(*months: str, between: str = "") -> tuple[re.Pattern[str], str]:
    """A space between one of these months and a year does not break."""
    joined = f"{NBSP}{between}{NBSP}" if between else NBSP
    return _rule(rf"(?<!\w)({'|'.join(months)}){_S}{between + _S if between else ''}(?={_YEAR})", rf"\1{joined}")


def _counted(others: str) -> tuple[re.Pattern[str], str]:
    """A space between a number and what it counts does not break; ``others`` are words that no number counts.

    A year counts nothing, nor does a number that is bound to the word before it: "paragraph 17 lists".
    """
    number = rf"(?<![\w/.,:–+\u00a0\u202f-])(?!{_YEAR})(\d(?:[\d.,\u00a0\u202f]*\d)?)"
    return _rule(rf"{number}{_S}(?=[^\W\d_])(?!(?:{'|'.join(others.split())})(?!\w))", rf"\1{NBSP}")


_GROUPED = rf"(?<=\d)(?<!\d{{4}}){_S}(?=\d{{3}}(?!\d))"  # not after a year: "en 2018 120 pays"
_LETTERED = _rule(rf"(?<=\w){_S}(?=[a-zа-я]\)(?!\w))", NBSP)  # a) à g), 4 d)
_BEFORE_DASH = _rule(rf"{_S}(?=[—–]\s)", NBSP)
_MONTHS = {
    "ar": "كانون شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين",
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
}
_SECOND_NAMES = "يناير فبراير مارس أبريل مايو يونيه يوليه أغسطس سبتمبر أكتوبر نوفمبر ديسمبر"
_CASES = r"январ\w+ феврал\w+ март\w* апрел\w+ ма(?:й|[яюе]м?) ию[нл]\w+ август\w* (?:сентябр|октябр|ноябр|декабр)\w+"
_UNCOUNTED = {
    "ar": "في من إلى حتى على عن مع أو و ثم بين",
    "en": "a an and are as at be by for from has have in is of on or over than that the to was were which with",
    "fr": "a au aux avec c ce contre d dans de des du en et est il l la le les lors ne ont ou par pour puis qu que "
    "qui sans selon si sont sur un une à",
    "es": "a al con de del desde e el en entre es fue ha hasta la las los no o para pero por que se según si sin sobre "
    "son su u un una y",
    "ru": "без более в для до за и из или к как на не но о об от по при с со",
}
_EVERYWHERE = (
    _rule(rf"(?<=\bCC){_S}(?=BY)|(?<=\bBY){_S}(?=\d)", NBSP),
    _rule(rf"(?<=№){_S}?(?=\d)", NBSP),
)
_BY_LANGUAGE = {
    "ar": (
        _rule(rf"(?<=\d){_S}في{_S}المائة", f"{NBSP}في{NBSP}المائة"),
        _after_number("مليون", "ملايين", "بليون", "بلايين", "تريليون", r"أسبوع\w*", "أسابيع", r"عام\w*", "سنة"),
        _after_number(*_MONTHS["ar"].split()),
        _rule(rf"(?<!\w)(كانون|تشرين){_S}(?=الأول|الثاني)", rf"\1{NBSP}"),
        _before_year(*_SECOND_NAMES.split(), *_MONTHS["ar"].split(), "الأول", "الثاني", "[وفبل]?عامي?"),
        _before_number(*(rf"[وفبلك]*{one}" for one in ("الفقر(?:ة|ات)", "المادة", "الفصل", "المرفق", "صحيفة الوقائع"))),
        _rule(rf"(?<=[\w،]){_S}(?=\([أ-ي]\))", NBSP),
        _counted(_UNCOUNTED["ar"]),
        _BEFORE_DASH,
        _rule(rf"(?<=\bو){_S}(?=[\dA-Za-z]|$)", NBSP),
    ),
    "en": (
        _after_number("per cent", "million", "billion", "trillion", "weeks?", "years?", *_MONTHS["en"].split()),
        _before_year(*_MONTHS["en"].split()),
        _before_number("paragraphs?", "annex(?:es)?", "article", "chapter", "fact sheet", "deliverable"),
        _rule(rf"(?<=\w){_S}(?=\([a-z]\))", NBSP),
        _counted(_UNCOUNTED["en"]),
        _BEFORE_DASH,
    ),
    "fr": (
        _rule(rf"(?<=\d){_S}(?=%)", NARROW),
        _rule(_GROUPED, NARROW),
        _after_number("millions?", "milliards?", "semaines?", "ans", *_MONTHS["fr"].split()),
        _before_year(*_MONTHS["fr"].split()),
        _rule(rf"(?<=\bn°){_S}(?=\d)", NBSP),
        _before_number("paragraphes?", "annexes?", "article", "chapitre", "fiche d’information", "produit"),
        _LETTERED,
        _counted(_UNCOUNTED["fr"]),
        _rule(r"(?:(?<=[\w»)\]%])[ \n\u00a0\u202f]*|^[ \n\u00a0\u202f]+)([;!?])(?=[\s»)]|$)", NARROW + r"\1"),
        _rule(r"(?:(?<=[\w»)\]%])[ \n\u00a0]*|^[ \n\u00a0]+):(?=\s|$)", NBSP + ":"),
        _rule(r"«[ \n\u00a0\u202f]*", "«" + NBSP),
        _rule(r"[ \n\u00a0\u202f]*»", NBSP + "»"),
        _BEFORE_DASH,
    ),
    "es": (
        _rule(rf"(?<=\d){_S}(?=%)", NARROW),
        _rule(_GROUPED, NARROW),
        _after_number("millones", "mil", "semanas", "años"),
        _rule(rf"(?<=\d){_S}de{_S}(?=(?:{'|'.join(_MONTHS['es'].split())})(?!\w))", f"{NBSP}de{NBSP}"),
        _before_year(*_MONTHS["es"].split(), between="de"),
        _before_number("párrafos?", "anexos?", "artículo", "capítulo", "ficha informativa", "producto previsto"),
        _LETTERED,
        _counted(_UNCOUNTED["es"]),
        _BEFORE_DASH,
    ),
    "ru": (
        _rule(rf"(?<=\d){_S}(?=%|г\.|гг\.|тыс\.)", NBSP),
        _rule(_GROUPED, NBSP),
        _after_number(r"год\w*", "лет", "млн", "млрд", "трлн", r"процент\w*", r"недел\w*", *_MONTHS["ru"].split()),
        _before_year(*_CASES.split()),
        _rule(rf"(?<=\bт\.){_S}?(?=[едкп]\.)", NBSP),
        _rule(rf"(?<!\w)([Сс]м\.){_S}(?=\S|$)", rf"\1{NBSP}"),
        _before_number(r"пункт\w*", r"приложени\w+", r"стать\w+", r"глав(?:[аыеу]|ой)", "материал", "бюллетень"),
        _LETTERED,
        _counted(_UNCOUNTED["ru"]),
        _BEFORE_DASH,
        _rule(rf"(?<=\b[вВкКсСоОуУиИаА]){_S}(?=[\w«]|$)", NBSP),
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
