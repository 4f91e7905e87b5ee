"""Built pages as the standard library's parser sees them: nothing here is shared with ``outreach.audit``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path

VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"))
SILENT = frozenset(("script", "style", "template", "code", "pre", "kbd", "samp"))
SPOKEN = ("title", "alt", "aria-label", "aria-description", "aria-roledescription", "placeholder", "label", "summary")
SHOWN_META = ("description", "og:title", "og:description", "og:site_name")


@dataclass(frozen=True)
class Words:
    """Words that a reader meets, with the language that they are said to be in; ``place`` is text or an attribute."""

    text: str
    language: str
    place: str
    inside: tuple[str, ...]


@dataclass(frozen=True)
class Tag:
    """An opening tag with its attributes, and the language in force inside it."""

    name: str
    attributes: dict[str, str]
    language: str


@dataclass
class WebPage:
    """A page: its tags in order, and all its words."""

    tags: list[Tag] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)
    config: str = ""

    @property
    def root(self) -> Tag:
        return next(tag for tag in self.tags if tag.name == "html")

    @property
    def ids(self) -> set[str]:
        return {value for tag in self.tags for name in ("id", "name") if (value := tag.attributes.get(name))}

    def text(self, inside: str = "body") -> str:
        """The words of the page's own language, one piece a line."""
        own = self.root.attributes["lang"]
        return "\n".join(
            words.text
            for words in self.words
            if words.place == "text" and words.language == own and inside in words.inside
        )

    def of(self, name: str) -> Iterator[Tag]:
        return (tag for tag in self.tags if tag.name == name)

    def heading(self) -> str:
        """The words of the heading of the first level."""
        return " ".join(words.text for words in self.words if words.place == "text" and "h1" in words.inside)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = WebPage()
        self.open: list[Tag] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        outer = self.open[-1].language if self.open else ""
        found = Tag(tag, attributes, attributes.get("lang", outer))
        self.page.tags.append(found)
        self._spoken(found)
        if tag not in VOID:
            self.open.append(found)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if any(one.name == tag for one in self.open):
            while self.open.pop().name != tag:
                pass

    def handle_data(self, data: str) -> None:
        names = tuple(tag.name for tag in self.open)
        if names and names[-1] == "script" and self.open[-1].attributes.get("id") == "__config":
            self.page.config = data
            translations = json.loads(data)["translations"]
            self.page.words += [
                Words(str(text), self.open[-1].language, key, names) for key, text in translations.items()
            ]
        elif data.strip() and not SILENT & set(names):
            self.page.words.append(Words(" ".join(data.split()), self.open[-1].language, "text", names))

    def _spoken(self, tag: Tag) -> None:
        names = (*(one.name for one in self.open), tag.name)
        for attribute in SPOKEN:
            if tag.attributes.get(attribute, "").strip() and tag.name != "link":
                self.page.words.append(Words(tag.attributes[attribute], tag.language, attribute, names))
        if tag.name == "meta" and (tag.attributes.get("name") or tag.attributes.get("property")) in SHOWN_META:
            self.page.words.append(Words(tag.attributes.get("content", ""), tag.language, "content", names))
        if tag.name == "input" and tag.attributes.get("type") in ("submit", "button", "reset"):
            self.page.words.append(Words(tag.attributes.get("value", ""), tag.language, "value", names))


@lru_cache(maxsize=1024)
def read_page(path: Path) -> WebPage:
    """Read a file of HTML."""
    reader = _Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    reader.close()
    return reader.page


def srcset(value: str) -> list[str]:
    """The addresses of a ``srcset``."""
    return [part.split()[0] for part in re.split(r",\s+", value) if part.strip()]
