"""Words as the search compares them: folded, and with the stems that Snowball gives them.

``overrides/assets/javascripts/search/1-words.js`` folds and parts words in the same way; what is said here of letters
is said there too, and a test holds both to it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import snowballstemmer
from babel import Locale

# Marks on letters, and signs that are not seen: what readers leave out.
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
    "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
)
# Signs of India's scripts, which are parts of words, vowels included.
_VOWELS = "\u0900-\u0963\u0966-\u0dff"
# Scripts without spaces between words, and Hangul: found by pairs of characters.
_DENSE = (
    "\u0e00-\u0eff\u1000-\u11ff\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u312f\u31a0-\u31ff\u3400-\u4dbf"
    "\u4e00-\ua4cf\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff"
)
_SAME = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ς": "σ"}
    | {"ٱ": "ا", "ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك"}
    | {chr(zero + digit): str(digit) for zero in (0x660, 0x6F0) for digit in range(10)}
)
_UNSEEN = re.compile(f"[{_MARKS}]")
_WORD = re.compile(rf"(?:[^\W_]|[{_MARKS}{_VOWELS}])+(?:[-‐‑](?:[^\W_]|[{_MARKS}{_VOWELS}])+)*")
_NUMBER = re.compile("[0-9]+")
_HYPHEN = re.compile("[-‐‑]")
_RUN = re.compile(f"[{_DENSE}]+|[^{_DENSE}]+")
_SPARSE = re.compile(rf"(?:(?![{_DENSE}])[^\W\d_]){{3,}}")

# What Arabic writes before a noun, as one word with it.
_ARTICLES = ("وبال", "وال", "بال", "كال", "فال", "ولل", "لل", "ال")
_PARTICLES = "وفبلك"

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Stems:
    """The stems of the words of a text, each word of three letters or more once, in the order of UTF-16.

    ``cuts`` has two digits (base 36) a word: how many letters its stem leaves out at the beginning and at the end.
    ``others`` are the stems that are no part of their words.
    """

    cuts: str
    others: Mapping[str, str]


def fold(text: str) -> str:
    """Write letters that readers do not tell apart in one way: no capitals, accents, ligatures, vowel signs."""
    marked = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).lower())
    bare = _UNSEEN.sub("", marked.replace("и\u0306", "й"))
    return unicodedata.normalize("NFC", bare).translate(_SAME)


def words(text: str) -> Iterator[tuple[str, str]]:
    """Every folded word of letters, with its form in the text; a word with hyphens also in one piece."""
    for match in _WORD.finditer(text):
        whole, links = "", 0
        for part in _HYPHEN.split(match[0]):
            runs = _RUN.findall(fold(part))
            yield from ((run, part.lower()) for run in runs if _SPARSE.fullmatch(run))
            if len(runs) == 1 and not _NUMBER.fullmatch(runs[0]) and not re.match(f"[{_DENSE}]", runs[0]):
                whole, links = whole + runs[0], links + 1
                if links > 1 and _SPARSE.fullmatch(whole):
                    yield whole, whole
            else:
                whole, links = "", 0


def stems(texts: Iterable[str], locale: Locale) -> Stems | None:
    """The stems of all words of the texts; nothing for a language that Snowball does not know."""
    name = (locale.get_language_name("en") or "").partition(" ")[0].lower()
    if name not in snowballstemmer.algorithms():
        return None
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        for word, form in words(text):
            forms[word][form] += 1
    stem = snowballstemmer.stemmer(name).stemWord
    cuts, others = [], {}
    for word in sorted(forms, key=lambda one: one.encode("utf-16-be")):
        form = forms[word].most_common(1)[0][0]
        found = _arabic(form, forms, stem) if locale.language == "ar" else fold(stem(form))
        first = word.find(found)
        if first < 0 or not found or len(word) >= len(_DIGITS):
            others[word] = found or word
            first, found = 0, word
        cuts.append(_DIGITS[first] + _DIGITS[len(word) - first - len(found)])
    return Stems("".join(cuts), others)


def _arabic(form: str, known: Mapping[str, object], stem: Callable[[str], str]) -> str:
    """Snowball takes the endings of the plural from a noun with its article only, so a bare noun is given one."""
    noun = _noun(_UNSEEN.sub("", form), known)
    found = fold(stem(f"ال{noun}")).removeprefix("ال")
    return found if len(found) > 2 else fold(noun)


def _noun(word: str, known: Mapping[str, object]) -> str:
    """An Arabic word without its article, and without a particle before it if the rest is a word of the text."""
    for article in _ARTICLES:
        if word.startswith(article) and len(word) - len(article) > 2:
            return word.removeprefix(article)
    rest = word[1:]
    attested = fold(rest) in known or f"ال{fold(rest)}" in known
    return rest if word[0] in _PARTICLES and len(rest) > 3 and attested else word
