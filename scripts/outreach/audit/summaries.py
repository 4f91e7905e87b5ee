"""What is kept of a page once its own rules have been asked: as little as the rules about the whole site need."""

from __future__ import annotations

from outreach.audit.links import addresses
from outreach.audit.page import BuiltPage, Summary
from outreach.audit.sharing import linked_addresses


def summarize(page: BuiltPage) -> Summary:
    """The summary of a page; its nodes can be forgotten afterwards."""
    links = [*addresses(page).values(), *linked_addresses(page)]
    return Summary(
        path=page.path,
        language=page.language,
        lang=page.lang,
        title=page.title,
        description=page.description,
        is_listed=page.is_listed,
        is_silent=page.is_silent,
        canonical=page.canonical,
        alternates=page.alternates,
        names=page.names,
        fragments=tuple(link for link in links if link.inside and link.fragment and link.path != page.path),
        hashes=frozenset(page.inline_scripts),
    )
