"""Links: each leads to something that is there, works wherever the site lies, and says when it changes language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from outreach.audit.addresses import INDEX, Address, Where
from outreach.audit.fetched import fetches, sheet_of
from outreach.audit.page import BuiltPage, Summary, read_page
from outreach.audit.site import Site, fault
from outreach.findings import Finding, quoted

_ADVICE = "mend the link, or publish what it leads to"
_STAYS = "write it as seen from this file, so that it also works in another folder and without a server"


@lru_cache(maxsize=1)
def addresses(page: BuiltPage) -> dict[str, Address]:
    """Every address on a page, followed or fetched, by how it is written."""
    written = [node.get("href") for node in page.of("a", "area", "link") if "href" in node.attributes]
    written += [fetch.written for fetch in fetches(page)]
    return {text: page.resolve(text) for text in dict.fromkeys(written)}


def links_lead_somewhere(page: BuiltPage) -> Iterator[Finding]:
    """A reader who follows a link arrives; a browser that asks for a file gets one."""
    for written, address in addresses(page).items():
        problem = missing(page.site, address)
        if not problem and address.path == page.path and not is_named(address.fragment, page.names):
            problem = "names nothing on its page"
        if problem:
            yield page.fault("broken-link", f"the link {quoted(written)} {problem}", _ADVICE, near=written)


def fragments_lead_somewhere(site: Site, pages: Mapping[str, Summary]) -> Iterator[Finding]:
    """A link to a section of another page arrives at that section."""
    for summary in pages.values():
        for address in summary.fragments:
            target = pages.get(address.path)
            if target and not is_named(address.fragment, target.names):
                problem = f"the link {quoted(address.written)} names nothing on its page"
                page = read_page(site, summary.path)
                if page:
                    yield page.fault("broken-link", problem, _ADVICE, near=address.written)


def missing(site: Site, address: Address) -> str:
    """What is wrong with the place that an address leads to; nothing if it is there, or on another host."""
    if address.where is Where.OUTSIDE:
        return "leads out of the site"
    if not address.inside or address.path in site.files:
        return ""
    if address.path in site.listing.folders:
        return "leads to a folder, but does not end with a slash"
    if address.path.removesuffix(f"/{INDEX}") in site.listing.folders:
        return f"leads to a folder without {INDEX}"
    return "leads nowhere"


def is_named(fragment: str, names: frozenset[str]) -> bool:
    """Whether a browser finds what stands after ``#``: a name, the top, or a piece of text."""
    return fragment in ("", "top") or fragment.startswith(":~:") or fragment in names


def links_need_no_server(page: BuiltPage) -> Iterator[Finding]:
    """A site may lie in any folder of any host, or on a disk; an address from the root of a host knows only one.

    A page for lost readers is shown at every depth, so there it is the other way round.
    """
    for written, address in addresses(page).items():
        if page.is_lost_page:
            if not (address.rooted or address.absolute or written.startswith("#")):
                problem = f"the link {quoted(written)} leads elsewhere when this page is shown for a deeper address"
                yield page.fault("server-link", problem, "begin it with a slash", near=written)
        elif address.rooted and address.where is not Where.FOREIGN:
            yield page.fault("server-link", f"the link {quoted(written)} works only on a server", _STAYS, near=written)


def links_say_their_language(page: BuiltPage) -> Iterator[Finding]:
    """Who follows a link into another language is told so, by browsers, voices and the mark that the style sets."""
    for node in page.of("a", "area"):
        address = page.resolve(node.get("href")) if "href" in node.attributes else None
        target = page.site.language_of(address.path) if address and address.inside else ""
        said = node.get("hreflang")
        if target and not said and target != page.language:
            problem = f"the link {quoted(node.get('href'))} leads into '{target}' and does not say so"
            yield page.fault("link-language", problem, f'add hreflang="{target}"', near=node.get("href"))
        elif target and said and said.lower().partition("-")[0] != target.partition("-")[0]:
            problem = f"the link {quoted(node.get('href'))} leads into '{target}', but says {quoted(said)}"
            yield page.fault("link-language", problem, f'write hreflang="{target}"', near=node.get("href"))


def style_sheets_lead_somewhere(site: Site, _: Mapping[str, Summary]) -> Iterator[Finding]:
    """Fonts, pictures and other sheets that a style sheet asks for are there, and named as seen from it."""
    for name in site.files:
        for link in sheet_of(site, name).links if name.endswith(".css") else ():
            address = site.home.resolve(name, link.written)
            if problem := missing(site, address):
                problem = f"the address {quoted(link.written)} {problem}"
                yield fault(name, "broken-link", problem, _ADVICE, line=link.line)
            if address.rooted and address.where is not Where.FOREIGN:
                problem = f"the address {quoted(link.written)} works only on a server"
                yield fault(name, "server-link", problem, _STAYS, line=link.line)
