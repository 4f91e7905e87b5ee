"""A page as found: what it says of itself, and what is kept of it for the rules about the whole site."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import cached_property

from outreach.audit.addresses import Address
from outreach.audit.markup import Markup, Node, read_markup
from outreach.audit.site import Site, fault, line_of
from outreach.findings import Finding

LARGEST_PAGE = 2_000_000
"""Bytes of a page that is still read."""
# Types of scripts that run; any other holds data.
_RUNS = re.compile(r"(?:text|application)/(?:x-)?(?:java|ecma)script|module|importmap|speculationrules|")


@dataclass(frozen=True, eq=False)
class BuiltPage:
    """A page as found: its path in the site, and its bytes."""

    site: Site
    path: str
    raw: bytes

    @cached_property
    def source(self) -> str:
        return self.raw.decode("utf-8-sig", "replace")

    @cached_property
    def markup(self) -> Markup:
        return read_markup(self.source)

    @property
    def language(self) -> str:
        """The language folder that the page lies in; nothing above them."""
        return self.site.language_of(self.path)

    @property
    def is_lost_page(self) -> bool:
        """Whether this is what a host shows at any address that does not exist."""
        return self.path.rpartition("/")[2] == "404.html"

    @property
    def address(self) -> str:
        """Where the page is read."""
        return self.site.home.of(self.path)

    @cached_property
    def _addresses(self) -> dict[str, Address]:
        return {}

    def resolve(self, written: str) -> Address:
        """Where an address on the page leads."""
        if written not in self._addresses:
            self._addresses[written] = self.site.home.resolve(self.path, written)
        return self._addresses[written]

    def of(self, *tags: str) -> list[Node]:
        """The elements of these names in their order."""
        return self.markup.of(*tags)

    def meta(self, name: str, key: str = "name") -> list[str]:
        """The contents of the ``meta`` elements of a name."""
        return [node.get("content") for node in self.of("meta") if node.get(key).lower() == name]

    @cached_property
    def lang(self) -> str:
        """The language that the page says it is in."""
        return self.markup.root.get("lang")

    @cached_property
    def description(self) -> str:
        return " ".join(" ".join(self.meta("description")).split())

    @cached_property
    def title(self) -> str:
        titles = [node for node in self.of("title") if self.markup.nodes[node.parent].tag == "head"]
        return self.markup.words(titles[0]) if titles else ""

    @cached_property
    def is_silent(self) -> bool:
        """Whether the page asks search engines not to list it."""
        return any("noindex" in content.lower() for content in self.meta("robots"))

    @property
    def is_listed(self) -> bool:
        """Whether search engines may list the page."""
        return not (self.is_lost_page or self.is_silent)

    def links(self, relation: str) -> list[Node]:
        """The ``link`` elements of a relation."""
        return [node for node in self.of("link") if relation in node.tokens("rel")]

    @cached_property
    def canonical(self) -> tuple[str, ...]:
        return tuple(node.get("href") for node in self.links("canonical"))

    @cached_property
    def alternates(self) -> tuple[tuple[str, str], ...]:
        """The same page in other languages: codes and addresses, in their order."""
        pages = (node for node in self.links("alternate") if node.get("type") in ("", "text/html"))  # no feeds
        nodes = (node for node in pages if "hreflang" in node.attributes)
        return tuple((node.get("hreflang"), node.get("href")) for node in nodes)

    @cached_property
    def ids(self) -> tuple[str, ...]:
        return tuple(node.attributes["id"] for node in self.markup.elements if "id" in node.attributes)

    @cached_property
    def names(self) -> frozenset[str]:
        """What a link may name after ``#``."""
        return frozenset((*self.ids, *(node.attributes["name"] for node in self.of("a") if "name" in node.attributes)))

    @cached_property
    def scripts(self) -> tuple[Node, ...]:
        """The script elements that a browser runs; the others hold data."""
        return tuple(n for n in self.of("script") if _RUNS.fullmatch(n.get("type").lower().partition(";")[0]))

    @cached_property
    def inline_scripts(self) -> dict[str, str]:
        """The scripts that stand in the page by their digests, which are written as in a policy."""
        found = {}
        for text in (self.markup.exact(node) for node in self.scripts if "src" not in node.attributes):
            digest = hashlib.sha256(text.encode("utf-8", "replace")).digest()
            found[f"'sha256-{base64.b64encode(digest).decode()}'"] = text
        return found

    def fault(self, rule: str, problem: str, fix: str, *, near: str = "", minor: bool = False) -> Finding:
        """A finding about the page, on the line where ``near`` first stands."""
        return fault(self.path, rule, problem, fix, line=line_of(self.source, near), minor=minor)


@dataclass(frozen=True, slots=True)
class Summary:
    """What other pages, sitemaps and data must know of a page once it has been read."""

    path: str
    language: str
    lang: str
    title: str
    description: str
    is_listed: bool
    is_silent: bool
    canonical: tuple[str, ...]
    alternates: tuple[tuple[str, str], ...]
    names: frozenset[str]
    fragments: tuple[Address, ...]
    hashes: frozenset[str]


def read_page(site: Site, name: str) -> BuiltPage | None:
    """A page of the site; nothing if it cannot be read or is beyond all measure."""
    raw = site.read(name) if site.files[name] <= LARGEST_PAGE else None
    return None if raw is None else BuiltPage(site, name, raw)
