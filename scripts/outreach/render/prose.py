"""Markdown to HTML for pages and for fact sheets alike: one Python-Markdown extension of ours.

It escapes raw HTML, fills in directives, sends links to pages that this language lacks to the language that has
them, sets the words as the language's typography wants, and on the screen completes tables, notes and pictures.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER

from outreach.load.markdown import COMMENT, DIRECTIVE
from outreach.localize import names
from outreach.localize.edition import url_of
from outreach.localize.typography import Piece, bind, pieces
from outreach.localize.views import Edition, PageView
from outreach.model import target_key
from outreach.render import elements
from outreach.render.templates import Addresses

Expand = Callable[[str, PageView], str]
"""Gives the HTML of a directive on a page."""

_STASH = HTML_PLACEHOLDER.partition("%")[0]
# On paper a no-break space beside an inline element makes WeasyPrint 70 set one word a line.
_EDGES = re.compile("^[\u00a0\u202f]|[\u00a0\u202f]$")
_UNTOUCHED = {"code", "pre", "kbd", "samp", "script", "style"}


class Prose(Extension):
    """The extension. ``page`` is the page being rendered; ``absolute`` is the base of addresses on paper."""

    def __init__(self, edition: Edition, expand: Expand, absolute: str = "") -> None:
        super().__init__()
        self.edition, self.expand, self.absolute = edition, expand, absolute
        self.page: PageView | None = None
        self.foreign = foreign_pages(edition)
        self.pictures = elements.Pictures({one.path: one for one in edition.pictures}, edition.language.code)

    def extendMarkdown(self, md: Markdown) -> None:
        """Register our steps. Without its HTML steps, Markdown shows HTML as the text it is."""
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.preprocessors.register(_Directives(md, self), "outreach-directives", 25)
        md.treeprocessors.register(_Links(md, self), "outreach-links", 8)
        md.treeprocessors.register(_Typography(md, self), "outreach-typography", 6)
        if not self.absolute:
            md.treeprocessors.register(_Elements(md, self), "outreach-elements", 4)  # headings have their ids by then


def foreign_pages(edition: Edition) -> dict[str, str]:
    """Keys of pages that this edition lacks, with the address in the source language."""
    return {key: f"../{edition.source.code}/{url_of(key)}" for key in edition.missing}


class _Step:
    """What our steps know: the extension, and through it the page at hand."""

    def __init__(self, md: Markdown, prose: Prose) -> None:
        self.md = md
        self.prose = prose

    @property
    def page(self) -> PageView:
        if self.prose.page is None:
            raise RuntimeError("Prose.page is not set")
        return self.prose.page


class _Directives(_Step, Preprocessor):
    """Comments that name a list become that list; other comments disappear."""

    def run(self, lines: list[str]) -> list[str]:
        self.md.set_output_format("html")  # Markdown sets its own after all extensions are in
        text = COMMENT.sub("", "\n".join(lines))
        return re.sub(rf"(?m)^[ ]{{0,3}}{DIRECTIVE.pattern}[ ]*$", self._fill, text).split("\n")

    def _fill(self, match: re.Match[str]) -> str:
        html = self.prose.expand(match[1], self.page)
        return f"\n\n{self.md.htmlStash.store(html)}\n\n"


class _Links(_Step, Treeprocessor):
    """Links inside the site. On the screen MkDocs resolves those to pages of this language itself."""

    def run(self, root: Element) -> None:
        for link in root.iter("a"):
            address = urlsplit(link.get("href", ""))
            if address.scheme or address.netloc or not address.path.endswith(".md"):
                continue
            key = target_key(self.page.key, address.path)
            fragment = f"#{address.fragment}" if address.fragment else ""
            if key in self.prose.foreign:
                self._to_other_language(link, self.prose.foreign[key] + fragment)
            elif self.prose.absolute:
                link.set("href", self.prose.absolute + url_of(key) + fragment)
            elif fragment and not self._has(key, address.fragment):
                link.set("href", address.path)

    def _has(self, key: str, fragment: str) -> bool:
        page = self.prose.edition.page(key)
        return page is None or fragment in page.anchors

    def _to_other_language(self, link: Element, url: str) -> None:
        """Say so in the reader's language, and in the link's own attributes."""
        source, strings = self.prose.edition.source, self.prose.edition.strings
        link.set("href", Addresses(self.page.url, self.prose.absolute)(url))
        link.set("hreflang", source.code)
        name = names.language(source.locale, self.prose.edition.language.locale)
        note = strings.gettext("(in {language})").format(language=name)
        space = "" if note.startswith("（") else " "  # which a full-width sign has in itself
        link.tail = f"{space}{note}{link.tail or ''}"


class _Typography(_Step, Treeprocessor):
    """Words are bound and isolated; code is left alone."""

    def run(self, root: Element) -> None:
        self._set(root)

    def _set(self, element: Element) -> None:
        if element.tag == "a" and self.prose.absolute:
            self._bind_only(element)
            return
        for child in list(element):
            if child.tag not in _UNTOUCHED:
                self._set(child)
            if child.tail:
                self._place(element, child.tail, child)
        if element.text and element.tag not in _UNTOUCHED:
            self._place(element, element.text, None)

    def _bind_only(self, link: Element) -> None:
        """On paper a link holds text alone: WeasyPrint makes a second annotation of an element inside it."""
        for element in link.iter():
            element.text = bind(element.text or "", self.prose.edition.language.code)
            if element is not link:
                element.tail = bind(element.tail or "", self.prose.edition.language.code)

    def _place(self, parent: Element, text: str, before: Element | None) -> None:
        """Put the pieces of ``text`` where it stood: after ``before``, or at the parent's beginning."""
        if _STASH in text:  # Markdown's mark for a directive's HTML, which is no text
            return
        language = self.prose.edition.language
        first, *rest = pieces(text, language.code, language.direction)
        if self.prose.absolute:
            first, *rest = (Piece(_EDGES.sub(" ", piece.text), piece.isolated) for piece in (first, *rest))
        index = list(parent).index(before) + 1 if before is not None else 0
        last = before
        self._write(parent, last, "" if first.isolated else first.text)
        for piece in [first, *rest] if first.isolated else rest:
            if piece.isolated:
                last = Element("bdi", {"dir": "ltr"})
                last.text = piece.text
                parent.insert(index, last)
                index += 1
            else:
                self._write(parent, last, piece.text)

    @staticmethod
    def _write(parent: Element, after: Element | None, text: str) -> None:
        if after is None:
            parent.text = text
        else:
            after.tail = text


class _Elements(_Step, Treeprocessor):
    """What a browser is told of tables, notes, code and pictures. Paper needs none of it."""

    def run(self, root: Element) -> None:
        edition = self.prose.edition
        elements.style_to_class(root)
        elements.part_headings(root, edition.language.code)
        elements.frame_tables(root, edition.strings)
        elements.name_notes(root, edition.strings)
        self.prose.pictures.place(root, self.page.key)
        if edition.language.direction == "rtl":
            elements.isolate_code(root)


def converter(prose: Prose, extensions: tuple[tuple[str, dict[str, object]], ...]) -> Callable[[PageView], str]:
    """A function that renders the body of a page, with the extensions that the settings name and ours."""
    configs: Any = dict(extensions)
    markdown = Markdown(extensions=[*configs, prose], extension_configs=configs)

    def render(page: PageView) -> str:
        prose.page = page
        return markdown.reset().convert(page.body)

    return render
