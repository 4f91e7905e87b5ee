"""Languages: what a page says of its words, and whether its words agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from outreach.audit.locales import Letters, direction_of, is_language, letters_of
from outreach.audit.markup import TEXT, Node
from outreach.audit.page import BuiltPage
from outreach.findings import Finding, quoted

_TEMPLATE = "mend the words or the template that it comes from"
_TRANSLATE = "translate it, or say its language with lang"
PLAIN_TITLE, PLAIN_BLOCK = 4, 40
"""Letters from which on the script of a title or of a paragraph tells its language plainly."""
_BLOCKS = frozenset(
    ("body", "main", "section", "article", "header", "footer", "nav", "div", "p", "li", "dt", "dd", "th", "td", "h1",
     "h2", "h3", "h4", "h5", "h6", "caption", "figcaption", "blockquote", "summary", "legend", "label", "button")
)  # fmt: skip
_HEAD = frozenset(("html", "title", "link", "meta", "script"))
_NO_LANGUAGE = frozenset(("code", "pre", "kbd", "samp", "var", "script", "style", "textarea"))


def says_its_language(page: BuiltPage) -> Iterator[Finding]:
    """Browsers, voices and search engines go by ``lang`` and ``dir`` of the root element."""
    lang, direction = page.lang, page.markup.root.get("dir").lower() or "ltr"
    if page.language and lang != page.language and not lang.startswith(f"{page.language}-"):
        yield page.fault("language", f"lang is {quoted(lang)} in the folder of '{page.language}'", _TEMPLATE)
    elif not is_language(lang):
        yield page.fault("language", f"lang is {quoted(lang)}, which is no language", _TEMPLATE)
    elif direction != direction_of(lang):
        yield page.fault("language", f"dir is {quoted(direction)}, against the script of '{lang}'", _TEMPLATE)


def languages_are_known(page: BuiltPage) -> Iterator[Finding]:
    """A code that nobody knows tells a voice nothing; an empty one says on purpose that the language is not known."""
    codes = {node.attributes["lang"] for node in page.markup.elements[1:] if node.attributes.get("lang")}
    for code in sorted(codes):
        if not is_language(code):
            problem = f"lang is {quoted(code)}, which is no language"
            yield page.fault("language", problem, "write a code such as fr", near=f'lang="{code}"')


def words_of_the_other_direction_say_so(page: BuiltPage) -> Iterator[Finding]:
    """Words that run against the page need ``dir``, or their full stops and brackets jump to the wrong end."""
    for node in (node for node in page.markup.elements if "lang" in node.attributes and node.tag not in _HEAD):
        lang, own = node.get("lang"), node.get("dir").lower()
        wanted = direction_of(lang) if lang else ""
        if wanted and own not in ("", "auto", wanted):
            problem = f"dir is {quoted(own)}, against the script of '{lang}'"
            yield page.fault("direction", problem, f'write dir="{wanted}"', near=f'lang="{lang}"')
        elif wanted and not own and node.direction not in ("auto", wanted) and node.tag != "bdi":
            problem = f"the words in '{lang}' have no direction of their own"
            yield page.fault("direction", problem, f'add dir="{wanted}"', near=f'lang="{lang}"')


def words_are_in_the_script_of_their_language(page: BuiltPage) -> Iterator[Finding]:
    """What is written in other letters than its language uses was not translated, or does not say its language."""
    for what, text in (("title", page.title), ("description", page.description)) if page.language else ():
        if _is_foreign(letters_of(text, page.lang), PLAIN_TITLE):
            yield page.fault(
                "script", f"the {what} {quoted(text)} is not in the script of '{page.lang}'", _TRANSLATE, minor=True
            )
    whole: dict[str, Letters] = defaultdict(lambda: Letters(0, 0))
    told = set()
    for (_, language), text in _blocks(page).items():
        letters = letters_of(text, language) if is_language(language) else Letters(0, 0)
        whole[language] += letters
        if _is_foreign(letters, PLAIN_BLOCK):
            told.add(language)
            problem = f"the text {quoted(text)} is not in the script of '{language}'"
            yield page.fault("script", problem, _TRANSLATE, near=text.strip().partition("\n")[0], minor=True)
    for language, letters in whole.items():
        if language not in told and _is_foreign(letters, PLAIN_BLOCK):
            yield page.fault("script", f"the words in '{language}' are not in its script", _TRANSLATE, minor=True)


def _blocks(page: BuiltPage) -> dict[tuple[int, str], str]:
    """The words of each paragraph or other block by its place and their language; no code, no pictures."""
    parts: dict[tuple[int, str], list[str]] = defaultdict(list)
    blocks, spoken = [0], [True]
    for node in page.markup.nodes[1:]:
        blocks.append(node.place if node.tag in _BLOCKS else blocks[node.parent])
        spoken.append(spoken[node.parent] and _has_a_language(node))
        if node.tag == TEXT and spoken[node.place] and blocks[node.place]:
            parts[blocks[node.place], node.language].append(node.text)
    return {key: " ".join(texts) for key, texts in parts.items()}


def _has_a_language(node: Node) -> bool:
    return node.tag not in _NO_LANGUAGE and node.get("translate") != "no"


def _is_foreign(letters: Letters, plain: int) -> bool:
    return letters.all >= plain and letters.share < 1 / 2
