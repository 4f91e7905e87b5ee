"""The address of a site of which only the folder is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from outreach.audit.addresses import INDEX
from outreach.audit.page import read_page
from outreach.audit.site import Site

UNKNOWN = "https://site.invalid/"
"""The address of a site that does not say its own."""


def read_site(folder: Path) -> Site:
    """A site of which only the folder is known: its address is what its pages call canonical.

    The home pages are asked, and the others only if those say nothing. One home page that is wrong is outvoted.
    """
    unknown = Site(folder, UNKNOWN)
    homes = [name for name in unknown.page_names if PurePosixPath(name).name == INDEX and name.count("/") < 2]
    others = (name for name in unknown.page_names if name not in homes)
    votes = Counter(_homes_of(unknown, sorted(homes, key=lambda name: name.count("/"))))
    url = votes.most_common(1)[0][0] if votes else next(_homes_of(unknown, others), UNKNOWN)
    return Site(folder, url)


def _homes_of(site: Site, names: Iterable[str]) -> Iterator[str]:
    """The address of the site, as each of these pages gives it away."""
    for name in names:
        page = read_page(site, name)
        below = site.home.of(name).removeprefix(site.url)
        for address in page.canonical if page else ():
            home = address.removesuffix(below)
            if address.startswith(("http://", "https://")) and address.endswith(below) and home.endswith("/"):
                yield home
