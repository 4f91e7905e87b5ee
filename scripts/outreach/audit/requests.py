"""Requests: a reader of this site is known to no other host."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from outreach.audit.addresses import Where
from outreach.audit.fetched import fetches, sheet_of
from outreach.audit.page import BuiltPage, Summary
from outreach.audit.site import Site, fault
from outreach.findings import Finding, quoted

_FIX = "serve it from the site, or remove it"


def pages_ask_no_other_host(page: BuiltPage) -> Iterator[Finding]:
    """What a page fetches tells the other host who reads what, and fails when that host does."""
    for written in dict.fromkeys(fetch.written for fetch in fetches(page)):
        if page.resolve(written).where is Where.FOREIGN:
            yield page.fault("other-host", f"the page asks {quoted(written)}", _FIX, near=written)


def style_sheets_ask_no_other_host(site: Site, _: Mapping[str, Summary]) -> Iterator[Finding]:
    """Nor do the style sheets, which like to fetch fonts elsewhere."""
    for name in site.files:
        for link in sheet_of(site, name).links if name.endswith(".css") else ():
            if site.home.resolve(name, link.written).where is Where.FOREIGN:
                yield fault(name, "other-host", f"the style sheet asks {quoted(link.written)}", _FIX, line=link.line)
