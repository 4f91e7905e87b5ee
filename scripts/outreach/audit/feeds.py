"""Feeds, calendars and search indexes: what they name is there, so that no program leads a reader astray."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePosixPath

from outreach.audit.addresses import INDEX
from outreach.audit.json_data import Unreadable, members, read_json, texts
from outreach.audit.links import is_named, missing
from outreach.audit.page import Summary
from outreach.audit.site import Site, fault, line_of
from outreach.audit.sitemaps import read_xml, sitemaps
from outreach.findings import Finding, quoted

SEARCH = "search/search_index.json"
_AGAIN = "build the site again"
_LINK = "mend the address, or publish what it leads to"
_ATTRIBUTES = ("href", "src", "url")
_IDS = ("}id", "guid")
_END = re.compile(r"[\s\"'<>\\;,)]")


def feeds_lead_somewhere(site: Site, pages: Mapping[str, Summary]) -> Iterator[Finding]:
    """A reader who follows an entry of a feed or a calendar arrives."""
    for name in sorted(site.files.keys() - sitemaps(site).keys()):
        read = _READERS.get(PurePosixPath(name).suffix)
        text = site.text(name) if read else None
        if read is None or text is None:
            continue
        written = read(text, site.url)
        if written is None:
            yield fault(name, "feed", "the file cannot be read", _AGAIN)
        for address in (site.home.resolve(name, one) for one in dict.fromkeys(written or ())):
            page = pages.get(address.path)
            problem = missing(site, address)
            if not problem and page and not is_named(address.fragment, page.names):
                problem = "names nothing on its page"
            if problem:
                problem = f"the address {quoted(address.written, 200)} {problem}"
                yield fault(name, "broken-link", problem, _LINK, line=line_of(text, address.written))


def _of_xml(text: str, url: str) -> list[str] | None:
    """The addresses of a feed. Ids look like addresses, but need not lead anywhere."""
    root = read_xml(text)
    if root is None:
        return None
    found = []
    for element in root.iter():
        found += [element.get(name, "") for name in _ATTRIBUTES if element.get(name)]
        words = (element.text or "").strip()
        if words.startswith(url) and not element.tag.endswith(_IDS):
            found.append(words)
    return found


def _of_calendar(text: str, url: str) -> list[str]:
    """The addresses of a calendar, whose lines are folded."""
    lines = re.sub(r"\r?\n[ \t]", "", text)
    starts = [match.start() for match in re.finditer(re.escape(url), lines)]
    return [_END.split(lines[start : start + 2000], maxsplit=1)[0].rstrip(".") for start in starts]


def _of_application(text: str, _: str) -> list[str] | None:
    """The addresses of a web application manifest."""
    data = read_json(text)
    if isinstance(data, Unreadable):
        return None
    return [str(member.value) for member in members(data) if member.key in ("src", "start_url", "scope", "url")]


_READERS: dict[str, Callable[[str, str], list[str] | None]] = {
    ".xml": _of_xml,
    ".atom": _of_xml,
    ".rss": _of_xml,
    ".ics": _of_calendar,
    ".webmanifest": _of_application,
}


def search_finds_what_is_there(site: Site, pages: Mapping[str, Summary]) -> Iterator[Finding]:
    """A result leads to its place, and never into another language."""
    for language in site.languages:
        name = f"{language}/{SEARCH}"
        if name in site.files:
            yield from _search(site, language, name, pages)


def _search(site: Site, language: str, name: str, pages: Mapping[str, Summary]) -> Iterator[Finding]:
    index = read_json(site.text(name))
    entries = index.get("docs") if isinstance(index, dict) else None
    config = index.get("config") if isinstance(index, dict) else None
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        yield fault(name, "search-index", "the index of the search cannot be read", _AGAIN)
        return
    if not isinstance(config, dict) or language not in texts(config.get("lang")):
        yield fault(name, "search-index", f"the index does not say that it is in '{language}'", _AGAIN)
    found = set()
    for entry in entries:
        location = entry.get("location") if isinstance(entry, dict) else None
        title = entry.get("title") if isinstance(entry, dict) else None
        address = site.home.resolve(f"{language}/{INDEX}", location if isinstance(location, str) else "//")
        page = pages.get(address.path) if address.inside else None
        found.add(address.path)
        if page is None or not page.is_listed:
            yield fault(name, "search-index", f"the result {quoted(location)} leads nowhere", _AGAIN)
        elif page.language != language:
            yield fault(name, "search-index", f"the result {quoted(location)} is not in '{language}'", _AGAIN)
        elif not is_named(address.fragment, page.names):
            yield fault(name, "search-index", f"the result {quoted(location)} names nothing on its page", _AGAIN)
        elif not isinstance(title, str) or not title.strip():
            yield fault(name, "search-index", f"the result {quoted(location)} has no title", _AGAIN)
    for path, page in pages.items():
        if page.language == language and page.is_listed and path not in found:
            yield fault(path, "search-index", "the search does not find the page", _AGAIN)
