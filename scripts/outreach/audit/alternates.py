"""The same page in other languages, and the one address of each page: what search engines bring together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from outreach.audit.locales import is_language
from outreach.audit.page import BuiltPage, Summary
from outreach.audit.site import Site, fault
from outreach.findings import Finding, quoted

_TEMPLATE = "mend the template that it comes from"
DEFAULT = "x-default"


def has_one_canonical_address(page: BuiltPage) -> Iterator[Finding]:
    """A page that can be read at several addresses says which of them is its own; search engines list that one."""
    if not page.is_listed:
        return
    if len(page.canonical) != 1:
        yield page.fault("canonical", f"the page names {len(page.canonical)} canonical addresses", "name its own")
    for written in page.canonical:
        if not _is_absolute(written):
            yield page.fault("canonical", f"the canonical address {quoted(written)} is not absolute", _TEMPLATE)
        elif written != page.address:
            problem = f"the canonical address is {quoted(written, 200)}"
            yield page.fault("canonical", problem, f"the page is read at {page.address}", near=written)


def alternates_are_whole(page: BuiltPage) -> Iterator[Finding]:
    """Search engines drop a group of which a page is left out, named twice or named by an unknown code."""
    if not page.is_listed or not (page.language or page.alternates):
        return
    codes = Counter(code.lower() for code, _ in page.alternates)
    for code, written in page.alternates:
        if not _is_absolute(written):
            yield page.fault("hreflang", f"the address {quoted(written)} of '{code}' is not absolute", _TEMPLATE)
        if code.lower() != DEFAULT and not is_language(code):
            yield page.fault("hreflang", f"hreflang is {quoted(code)}, which is no language", _TEMPLATE)
    for code, count in codes.items():
        if count > 1:
            yield page.fault("hreflang", f"hreflang names '{code}' {count} times", "name each language once")
    if DEFAULT not in codes:
        yield page.fault("hreflang", f"hreflang names no {DEFAULT}", "name the page that is for every language")
    own = page.lang if page.language else DEFAULT
    if (own, page.address) not in page.alternates:
        yield page.fault("hreflang", f"hreflang does not name the page itself as '{own}'", _TEMPLATE)


def alternates_agree(site: Site, pages: Mapping[str, Summary]) -> Iterator[Finding]:
    """Every page of a group names the whole group, and each page in the language that it is in."""
    unanswered: dict[str, list[str]] = defaultdict(list)
    for page in pages.values():
        for code, written in page.alternates if page.is_listed else ():
            address = site.home.resolve(page.path, written)
            target = pages.get(address.path) if address.inside else None
            if target is None or target is page:
                continue  # a link that leads nowhere is told as such
            if not target.is_listed:
                yield fault(page.path, "hreflang", f"{target.path} is not for search engines", _TEMPLATE)
            elif code.lower() != DEFAULT and target.lang.lower() != code.lower():
                problem = f"hreflang says '{code}' of {target.path}, which says '{target.lang}'"
                yield fault(page.path, "hreflang", problem, _TEMPLATE)
            elif site.home.of(page.path) not in (back for _, back in target.alternates):
                unanswered[target.path].append(page.path)
    for path, names in unanswered.items():
        more = f" and {len(names) - 1} more" if len(names) > 1 else ""
        problem = f"hreflang of {names[0]}{more} names this page, which does not name it back"
        yield fault(path, "hreflang", problem, "let every page of a group name the whole group")


def _is_absolute(address: str) -> bool:
    return address.startswith(("https://", "http://"))
