"""Pages of a finished site: languages, links, and what a page asks of other hosts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit

from babel import Locale, UnknownLocaleError
from selectolax.lexbor import LexborHTMLParser, LexborNode

from outreach.findings import Finding, Position, quoted

# What a browser fetches by itself. Links that a reader follows may lead anywhere.
_REQUESTS = (
    ("script", "src"), ("img", "src"), ("img", "srcset"), ("source", "src"), ("source", "srcset"), ("iframe", "src"),
    ("audio", "src"), ("video", "src"), ("video", "poster"), ("object", "data"), ("embed", "src"), ("input", "src"),
    ("use", "href"), ("image", "href"),
)  # fmt: skip
_LINK_RELATIONS = {
    "stylesheet",
    "icon",
    "preload",
    "prefetch",
    "preconnect",
    "dns-prefetch",
    "modulepreload",
    "manifest",
}


@dataclass(frozen=True)
class BuiltPage:
    """A page as found: its path in the site, and its parsed HTML."""

    site: Site
    path: str

    @cached_property
    def tree(self) -> LexborHTMLParser:
        return LexborHTMLParser((self.site.root / self.path).read_bytes())

    @cached_property
    def ids(self) -> frozenset[str]:
        """Names that a fragment may lead to."""
        nodes = self.tree.css("[id], a[name]")
        return frozenset(str(node.attributes.get("id") or node.attributes.get("name")) for node in nodes)

    @property
    def language(self) -> str:
        """The language folder that the page lies in; nothing above them."""
        first = self.path.partition("/")[0]
        return first if "/" in self.path and first in self.site.languages else ""


@dataclass(frozen=True)
class Site:
    """A finished site: its folder and its address."""

    root: Path
    url: str

    @cached_property
    def files(self) -> frozenset[str]:
        return frozenset(path.relative_to(self.root).as_posix() for path in self.root.rglob("*") if path.is_file())

    @cached_property
    def languages(self) -> frozenset[str]:
        """Folders at the top that are languages and have a home page."""
        return frozenset(path.parent.name for path in self.root.glob("*/index.html") if _is_language(path.parent.name))

    @cached_property
    def pages(self) -> dict[str, BuiltPage]:
        return {name: BuiltPage(self, name) for name in sorted(self.files) if name.endswith(".html")}


def _is_language(code: str) -> bool:
    try:
        return bool(Locale.parse(code.replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        return False


def check_pages(site: Site) -> Iterator[Finding]:
    """All findings about pages."""
    for page in site.pages.values():
        yield from says_its_language(page)
        yield from has_title_and_description(page)
        yield from asks_no_other_host(page)
        yield from links_lead_somewhere(page)
        yield from pictures_are_described(page)
    yield from has_its_own_lost_page(site)


def says_its_language(page: BuiltPage) -> Iterator[Finding]:
    """Browsers, voices and search engines go by ``lang`` and ``dir`` of the root element."""
    root = page.tree.root
    lang = str(root.attributes.get("lang") or "") if root else ""
    direction = str(root.attributes.get("dir") or "ltr") if root else ""
    if page.language and lang.partition("-")[0] != page.language:
        yield _finding(page, "language", f"lang is {quoted(lang)} in the folder of '{page.language}'")
    elif not _is_language(lang):
        yield _finding(page, "language", f"lang is {quoted(lang)}, which is no language")
    elif direction != Locale.parse(lang.replace("-", "_")).text_direction:
        yield _finding(page, "language", f"dir is '{direction}', against the script of '{lang}'")


def has_title_and_description(page: BuiltPage) -> Iterator[Finding]:
    """A page's title is what bookmarks, tabs and results show."""
    title = page.tree.css_first("head > title")
    if title is None or not title.text().strip():
        yield _finding(page, "title", "the page has no title")
    if PurePosixPath(page.path).name != "404.html":
        description = page.tree.css_first('meta[name="description"]')
        if description is None or not (description.attributes.get("content") or "").strip():
            yield _finding(page, "description", "the page has no description")
        if len(page.tree.css("h1")) != 1:
            yield _finding(page, "title", f"the page has {len(page.tree.css('h1'))} headings of the first level")


def asks_no_other_host(page: BuiltPage) -> Iterator[Finding]:
    """A reader of this site is known to no other host."""
    for address in _requested(page):
        absolute = urljoin(page.site.url + page.path, address)
        if urlsplit(absolute).scheme in ("http", "https") and not absolute.startswith(page.site.url):
            yield _finding(page, "other-host", f"the page asks {quoted(address)}")


def _requested(page: BuiltPage) -> Iterator[str]:
    for tag, attribute in _REQUESTS:
        for node in page.tree.css(f"{tag}[{attribute}]"):
            written = str(node.attributes.get(attribute) or "")
            yield from (
                (part.split()[0] for part in written.split(",") if part.split())
                if "srcset" in attribute
                else (written,)
            )
    for node in page.tree.css("link[rel][href]"):
        if _LINK_RELATIONS & set(str(node.attributes.get("rel")).lower().split()):
            yield str(node.attributes.get("href"))


def links_lead_somewhere(page: BuiltPage) -> Iterator[Finding]:
    """Every address inside the site is a file of it, and every fragment a name on that page."""
    addresses = {str(node.attributes.get("href")) for node in page.tree.css("a[href], area[href], link[href]")}
    for address in sorted(addresses | set(_requested(page))):
        absolute = urljoin(page.site.url + _folder_address(page.path), address)
        if not absolute.startswith(page.site.url):
            continue
        parts = urlsplit(absolute)
        target = unquote(parts.path.removeprefix(urlsplit(page.site.url).path))
        name = f"{target}index.html" if target.endswith("/") or not target else target
        if name not in page.site.files:
            yield _finding(page, "broken-link", f"the link {quoted(address)} leads nowhere")
        elif parts.fragment and name in page.site.pages and unquote(parts.fragment) not in page.site.pages[name].ids:
            yield _finding(page, "broken-link", f"the link {quoted(address)} names nothing on its page")


def _folder_address(path: str) -> str:
    """The address under which a page is read: a folder's, for an index page."""
    return path.removesuffix("index.html")


def pictures_are_described(page: BuiltPage) -> Iterator[Finding]:
    """A picture has an alternative text, which is empty only on purpose."""
    for node in page.tree.css("img:not([alt])"):
        yield _finding(
            page, "alternative-text", f"the picture {quoted(node.attributes.get('src'))} has no alternative text"
        )


def has_its_own_lost_page(site: Site) -> Iterator[Finding]:
    """A reader who is lost is told so in the language of the folder, and the search finds its index."""
    for language in sorted(site.languages):
        for name in ("404.html", "sitemap.xml", "search/search_index.json"):
            if f"{language}/{name}" not in site.files:
                yield Finding(
                    position=Position(f"{language}/{name}"),
                    rule="missing-file",
                    problem="this file is missing",
                    fix="build the site again",
                )


def check_manifest(site: Site) -> Iterator[Finding]:
    """The manifest names every file and no other."""
    try:
        listed = {entry["path"] for entry in json.loads((site.root / "manifest.json").read_text("utf-8"))["files"]}
    except (OSError, ValueError, KeyError, TypeError):
        yield Finding(
            position=Position("manifest.json"),
            rule="manifest",
            problem="no readable manifest",
            fix="build the site again",
        )
        return
    for name in sorted(listed ^ (site.files - {"manifest.json"})):
        problem = "the file is not in the manifest" if name in site.files else "the file of the manifest is missing"
        yield Finding(position=Position(name), rule="manifest", problem=problem, fix="build the site again")


def text_of(node: LexborNode) -> str:
    """The words of an element, spaces folded."""
    return " ".join(node.text(separator=" ").split())


def _finding(page: BuiltPage, rule: str, problem: str) -> Finding:
    fix = "mend the words or the template that it comes from"
    return Finding(position=Position(page.path), rule=rule, problem=problem, fix=fix)
