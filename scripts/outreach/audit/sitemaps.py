"""Sitemaps and robots.txt: search engines are told of every page, once, and of nothing else."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from outreach.audit.page import Summary
from outreach.audit.site import Site, fault, line_of
from outreach.findings import Finding, quoted

INDEX = "sitemap.xml"
ROBOTS = "robots.txt"
_AGAIN = "build the site again"
_MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_LINK = "{http://www.w3.org/1999/xhtml}link"
# The forms of https://www.w3.org/TR/NOTE-datetime; Python by itself also reads others.
_DATE = re.compile(r"\d{4}(?:-\d\d)?|\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:\d\d))?")


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry of a sitemap: the page, when it changed, and its alternates."""

    address: str
    changed: str
    alternates: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class SiteMap:
    """A sitemap of pages, or (``is_index``) one of sitemaps."""

    name: str
    text: str
    is_index: bool
    entries: tuple[Listed, ...]

    def fault(self, problem: str, fix: str = _AGAIN, *, near: str = "") -> Finding:
        return fault(self.name, "sitemap", problem, fix, line=line_of(self.text, near))


def read_xml(text: str | None) -> ET.Element | None:
    """The tree of an XML text; nothing if it is none."""
    try:
        return ET.fromstring(text or "")  # noqa: S314, expat itself limits what entities may become
    except (ET.ParseError, ValueError):
        return None


@lru_cache(maxsize=1)
def sitemaps(site: Site) -> dict[str, SiteMap]:
    """The sitemaps of a site by their names."""
    found = {}
    for name in sorted(site.files):
        text = site.text(name) if name.endswith(".xml") else None
        root = read_xml(text) if text and "/sitemap/0.9" in text[:2000] else None
        if text and root is not None and root.tag in (f"{_MAP}urlset", f"{_MAP}sitemapindex"):
            entries = tuple(_entry(entry) for entry in root)
            found[name] = SiteMap(name, text, root.tag.endswith("index"), entries)
    return found


def _entry(entry: ET.Element) -> Listed:
    links = (link for link in entry.iter(_LINK) if link.get("rel") == "alternate")
    return Listed(
        address=(entry.findtext(f"{_MAP}loc") or "").strip(),
        changed=(entry.findtext(f"{_MAP}lastmod") or "").strip(),
        alternates=frozenset((link.get("hreflang", ""), link.get("href", "")) for link in links),
    )


def sitemaps_tell_of_every_page(site: Site, pages: Mapping[str, Summary]) -> Iterator[Finding]:
    """What is not in a sitemap is found late or never; what is in it and not there costs trust."""
    listed: dict[str, str] = {}
    for found in sitemaps(site).values():
        for entry in found.entries if not found.is_index else ():
            name, shown = site.home.resolve("", entry.address).path, quoted(entry.address, 200)
            page = pages.get(name)
            if page is None:
                yield found.fault(f"{shown} is no page of the site", near=f">{entry.address}")
            elif not page.is_listed:
                yield found.fault(f"{shown} is not for search engines", "leave it out", near=f">{entry.address}")
            elif name in listed:
                yield found.fault(f"{shown} stands in {listed[name]} already", "list it once", near=f">{entry.address}")
            elif site.home.of(name) != entry.address:
                yield found.fault(f"{shown} is not written as its canonical address", near=f">{entry.address}")
            elif site.language_of(found.name) != page.language:
                yield found.fault(f"{shown} is not of this language", "list it in its own", near=f">{entry.address}")
            listed.setdefault(name, found.name)
    told = {site.language_of(name) for name in sitemaps(site)}  # a sitemap that is missing is told by itself
    for name, page in pages.items():
        if page.is_listed and name not in listed and page.language in told and (page.language or not site.languages):
            yield fault(name, "sitemap", "the page is in no sitemap", _AGAIN)


def sitemaps_agree_with_pages(site: Site, pages: Mapping[str, Summary]) -> Iterator[Finding]:
    """Alternates that stand in two places must be the same in both, and a date one that programs read."""
    for found in sitemaps(site).values():
        for entry in found.entries:
            if entry.changed and not _is_date(entry.changed):
                problem = f"lastmod is {quoted(entry.changed)}, not a date"
                yield found.fault(problem, "write it as 2026-11-22 or 2026-11-22T09:00:00Z", near=entry.changed)
            page = pages.get(site.home.resolve("", entry.address).path)
            is_own = page and page.is_listed and page.language == site.language_of(found.name)
            if page and is_own and entry.alternates != set(page.alternates):
                missing = sorted(code for code, _ in set(page.alternates) ^ entry.alternates)
                problem = f"the alternates of {quoted(entry.address, 200)} are not those of the page's head"
                names = ", ".join(dict.fromkeys(missing))
                yield found.fault(problem, f"write the same in both: {names}", near=f">{entry.address}")


def one_index_names_all_sitemaps(site: Site, _: Mapping[str, Summary]) -> Iterator[Finding]:
    """Search engines are given one address, and find the sitemaps of all languages from there."""
    found = sitemaps(site)
    top = found.get(INDEX)
    if top is None:
        yield fault(INDEX, "sitemap", "no readable sitemap", _AGAIN)
        return
    named = [site.home.resolve("", entry.address).path for entry in top.entries] if top.is_index else [INDEX]
    for name in named:
        if name not in found:
            yield top.fault(f"the sitemap '{name}' is missing or cannot be read")
    for name in sorted(found.keys() - {*named, INDEX}):
        yield top.fault(f"the sitemap '{name}' is not named")


def robots_name_the_sitemap(site: Site, _: Mapping[str, Summary]) -> Iterator[Finding]:
    """The one file that every search engine asks for says where the sitemap is."""
    text = site.text(ROBOTS) or ""
    named = re.findall(r"(?im)^\s*sitemap\s*:\s*(\S+)", text)
    if site.home.of(INDEX) not in named:
        line = f"Sitemap: {site.home.of(INDEX)}"
        yield fault(ROBOTS, "sitemap", "does not name the sitemap", f"add the line {line}")


def _is_date(text: str) -> bool:
    day = text + "0000-01-01"[len(text) :]  # a year or a month alone is a date too
    try:
        return bool(_DATE.fullmatch(text) and datetime.fromisoformat(day))
    except ValueError:
        return False
