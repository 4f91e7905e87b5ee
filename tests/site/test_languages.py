"""A reader never meets a language silently replaced by another."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path

import pypdf
import pytest
from tests.site.test_contract import CODES, NAMES, each_language
from tests.site.test_paper import links_of
from tests.web_pages import WebPage, Words, read_page

from outreach.project import read_project

OWN_SCRIPT = {"ar": "ARABIC", "zh": "CJK", "ru": "CYRILLIC", "en": "LATIN", "fr": "LATIN", "es": "LATIN"}
ADDRESS = re.compile(r"(?:https?://)?[\w-]+(?:\.[\w-]+)*\.(?:net|org|int|example|md|yml|css)\b(?:/[\w./%#-]*)?")
LATIN = r"[A-Za-z\u00c0-\u024f]"
LATIN_WORD = re.compile(LATIN + "{2,}")


def _words(text: str) -> set[str]:
    return set(text.split())


# The commonest words of three languages, none of which another of the three has.
FUNCTION_WORDS = {
    "en": _words("the of and with for is are by this from to not which that its were was have has at as their"),
    "fr": _words("le les des du et est sont avec dans sur aux cette ces qui ont leurs pas être une au"),
    "es": _words("el los las del y con para por una esta estos que han sus según como al entre su"),
}
ENGLISH = FUNCTION_WORDS["en"] - {"as"}  # "tu as" is French


def _allowed() -> dict[str, dict[str, str]]:
    """The list of names: reasons by name, by language; names of every language are under ``""``."""
    lists: dict[str, dict[str, str]] = {"": {}}
    section = ""
    for line in Path(__file__).with_name("names.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            name, _, reason = line.partition(":")
            lists.setdefault(section, {})[name] = reason.strip()
    return lists


ALLOWED = _allowed()

foreign_scripts = pytest.mark.parametrize("code", ["ar", "zh", "ru"])
latin_scripts = pytest.mark.parametrize("code", ["fr", "es"])


def script_of(letter: str) -> str:
    return unicodedata.name(letter, "?").partition(" ")[0]


def share_of_own_script(text: str, code: str) -> float:
    letters = Counter(script_of(letter) for letter in ADDRESS.sub("", text) if letter.isalpha())

    return letters[OWN_SCRIPT[code]] / max(letters.total(), 1)


@cache
def _names(code: str) -> re.Pattern[str]:
    names = [*ALLOWED[""], *ALLOWED.get(code, ()), *NAMES.values()]
    longest_first = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(f"(?<!{LATIN})(?:{longest_first})(?!{LATIN})")


def unexplained(text: str, code: str) -> set[str]:
    """Words in Latin letters that are no names. Addresses are no words."""
    return set(LATIN_WORD.findall(_names(code).sub(" ", ADDRESS.sub(" ", _plain(text)))))


def _plain(text: str) -> str:
    """Spaces that bind are spaces."""
    return re.sub(r"\s+", " ", text)


def english_in(words: Words) -> bool:
    """Two function words make a sentence; in a label one is too many."""
    found = [word for word in re.findall(r"[a-z]+", words.text.lower()) if word in ENGLISH]
    return len(found) >= (2 if words.place == "text" else 1)


def own_words(page: WebPage, code: str) -> list[Words]:
    return [words for words in page.words if words.language == code]


def test_a_missing_translation_would_be_seen():
    english = Words("Page not found", "ar", "text", ())
    label = Words("Main part of it", "fr", "aria-label", ())

    assert {"Page", "found", "not"} == unexplained(english.text, "ar")
    assert english_in(label)
    assert english_in(Words("This is a reference site made from the strategy", "es", "text", ()))
    assert not english_in(Words("Un texte à la fois plus court et plus clair", "fr", "text", ()))


@foreign_scripts
def test_latin_letters_stand_in_names_only(site, code):
    found: dict[str, set[str]] = {}
    for name in site.pages(code):
        for words in own_words(read_page(site.root / name), code):
            for word in unexplained(words.text, code):
                found.setdefault(word, set()).add(f"{name} ({words.place})")

    assert {} == {word: sorted(places)[:3] for word, places in found.items()}


@latin_scripts
def test_no_english_sentence_stands_on_another_page(site, code):
    found = {
        (words.place, words.text): name
        for name in site.pages(code)
        for words in own_words(read_page(site.root / name), code)
        if english_in(words)
    }

    assert {} == found


@latin_scripts
def test_no_label_is_the_english_one(site, code):
    """A text that reads the same on the English page was not translated, unless both languages have the word."""
    found = {}
    for name in site.pages(code):
        english = {words.text for words in read_page(site.root / "en" / name.removeprefix(f"{code}/")).words}
        for words in own_words(read_page(site.root / name), code):
            if words.text in english and unexplained(words.text, code):
                found[words.text] = name

    assert {} == found


@pytest.mark.parametrize("code", FUNCTION_WORDS)
def test_each_page_is_written_in_its_language(site, code):
    """Of the common words of three languages, its own are the commonest."""
    wrong = {}
    for name in site.pages(code):
        words = Counter(re.findall(r"\w+", read_page(site.root / name).text().lower()))
        counts = {other: sum(words[word] for word in known) for other, known in FUNCTION_WORDS.items()}
        if counts[code] <= max(count for other, count in counts.items() if other != code):
            wrong[name] = counts

    assert {} == wrong


@each_language
def test_text_is_in_the_script_of_its_language(site, code):
    shares = {name: share_of_own_script(read_page(site.root / name).text(), code) for name in site.pages(code)}

    assert {} == {name: share for name, share in shares.items() if share < 0.85}


@each_language
def test_a_complete_edition_holds_no_words_of_another_but_the_names_of_languages(site, code):
    """Every page is translated, so what is marked as another language can only be a name."""
    foreign = {
        (words.language, words.text)
        for name in site.pages(code)
        if not name.endswith("/style-guide/index.html")  # shows type of every script
        for words in read_page(site.root / name).words
        if words.language != code
    }

    assert {(other, name) for other, name in NAMES.items() if other != code} == foreign


@each_language
def test_the_switcher_names_each_language_in_that_language(site, code):
    wrong = []
    for name in site.pages(code):
        page = read_page(site.root / name)
        named = {(words.language, words.text) for words in page.words if "a" in words.inside}
        links = {
            tag.language for tag in page.of("a") if tag.attributes.get("hreflang") == tag.attributes.get("lang", "")
        }
        if not set(NAMES.items()) <= named or not set(CODES) <= links:
            wrong.append(name)

    assert [] == wrong


@each_language
def test_a_pdf_is_written_in_its_language(site, code):
    """Addresses apart, which lines break anywhere: a word that stands in a link of the document is no word."""
    found = {}
    for path in site.sheets(code):
        document = pypdf.PdfReader(path)
        links = " ".join(links_of(document))
        text = "\n".join(page.extract_text() for page in document.pages)
        text = re.sub("|".join(["№", *NAMES.values()]), " ", text)  # names in the list of languages run together
        text = unicodedata.normalize("NFKC", text)
        wrong = (
            [line for line in text.splitlines() if english_in(Words(line, code, "text", ()))] if code != "en" else []
        )
        if OWN_SCRIPT[code] != "LATIN":
            wrong += sorted(word for word in unexplained(text, code) if word not in links)
        if wrong or share_of_own_script(text, code) < 0.8:
            found[path.name] = wrong

    assert {} == found


def test_every_name_on_the_list_is_met_and_has_a_reason(site):
    """The list of names stays as short as it can be."""
    met = {
        code: "\n".join(
            _plain(words.text) for name in site.pages(code) for words in own_words(read_page(site.root / name), code)
        )
        for code in ("ar", "zh", "ru", "fr")
    }
    unmet = [
        name
        for code, names in ALLOWED.items()
        for name in names
        if not any(name in text for other, text in met.items() if code in ("", other))
    ]

    assert [] == unmet
    assert [] == [name for names in ALLOWED.values() for name, reason in names.items() if not reason]


def test_catalogs_leave_no_string_to_english(site):
    """Every string of the interface has its translation, in all plural forms."""
    from babel.messages.pofile import read_po

    project = read_project(site.project.root)
    empty = []
    for language in project.languages:
        path = project.catalogs / language.code / "LC_MESSAGES" / "messages.po"
        if language != project.source:
            with path.open("rb") as file:
                catalog = read_po(file, locale=language.code)
            for message in catalog:
                strings = message.string if isinstance(message.string, tuple) else (message.string,)
                if message.id and (not all(strings) or message.fuzzy):
                    empty.append(f"{language.code}: {message.id}")

    assert [] == empty
