"""Weight: what a slow telephone has to fetch before it shows a page.

Counted are the page, its style sheets and scripts, its icons and the pictures that are not lazy, each as a host
sends it: compressed, unless it is so already. A font counts if the page has signs that it is fetched for. Left out is
what only a browser knows: which pictures of the style sheets it shows, and which lazy ones are near the window.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from outreach.audit.fetched import Fetch, fetches, sheets_of
from outreach.audit.markup import TEXT
from outreach.audit.page import BuiltPage
from outreach.audit.site import packed
from outreach.audit.styles import FONT
from outreach.findings import Finding

KILOBYTE = 1000
FIRST_VIEW = 90 * KILOBYTE
"""The most bytes of a page without its fonts."""
WITH_FONTS = 200 * KILOBYTE
"""The most bytes of a page and its fonts."""
REQUESTS = 12
"""The most files that a page asks for at once, itself and its fonts included."""
_SLANTED = ("em", "i", "cite", "dfn", "address", "var")
_UNSEEN = ("script", "style", "title", "noscript")
_LATER = {"prefetch", "prerender", "preconnect", "dns-prefetch", "apple-touch-icon", "mask-icon"}


def is_light(page: BuiltPage) -> Iterator[Finding]:
    """A first view is small and comes in few files, in every language."""
    others = {name: page.site.weight(name) for name in first_view(page)}
    faces = {name: page.site.weight(name) for name in fonts(page)}
    room = min(FIRST_VIEW, WITH_FONTS - sum(faces.values())) - sum(others.values())
    # Compressing takes time; a page that is light without it need not be compressed to know it.
    parts = {page.path: len(page.raw) if len(page.raw) <= room else packed(page.raw), **others}
    bare, whole = sum(parts.values()), sum(parts.values()) + sum(faces.values())
    if bare > FIRST_VIEW:
        yield _too_heavy(page, f"the first view weighs {_kb(bare)} without fonts, more than {_kb(FIRST_VIEW)}", parts)
    if whole > WITH_FONTS:
        problem = f"the first view weighs {_kb(whole)} with its fonts, more than {_kb(WITH_FONTS)}"
        yield _too_heavy(page, problem, {**parts, **faces})
    if len(parts) + len(faces) > REQUESTS:
        problem = f"the first view takes {len(parts) + len(faces)} requests, more than {REQUESTS}"
        yield page.fault("weight", problem, "join files, or load some of them later", minor=True)


def first_view(page: BuiltPage) -> list[str]:
    """The files that a page is shown with, apart from itself and its fonts."""
    asked = (fetch.written for fetch in fetches(page) if _is_at_once(fetch) and fetch.directive != FONT)
    return [name for name in dict.fromkeys([*_files(page, asked), *sheets_of(page)]) if name != page.path]


def fonts(page: BuiltPage) -> list[str]:
    """The font files that the signs of a page call for, in normal and bold."""
    signs = [ord(sign) for sign in sorted(set(_text(page)))]
    italics = bool(page.of(*_SLANTED))
    found = [
        page.site.home.resolve(name, face.written).path
        for name, sheet in sheets_of(page).items()
        for face in sheet.faces
        if face.serves(signs, italics=italics)
    ]
    early = _files(page, (fetch.written for fetch in fetches(page) if fetch.directive == FONT and _is_at_once(fetch)))
    return [name for name in dict.fromkeys([*found, *early]) if name in page.site.files]


def _files(page: BuiltPage, written: Iterable[str]) -> list[str]:
    addresses = (page.resolve(text) for text in written)
    return [address.path for address in addresses if address.inside and address.path in page.site.files]


def _text(page: BuiltPage) -> str:
    """What is written on a page, in whatever language."""
    nodes = page.markup.nodes
    return "".join(node.text for node in nodes if node.tag == TEXT and nodes[node.parent].tag not in _UNSEEN)


def _is_at_once(fetch: Fetch) -> bool:
    relations = set(fetch.node.tokens("rel"))
    if fetch.directive in ("form-action", "manifest-src", "connect-src", "frame-src", "") or relations & _LATER:
        return False
    # A picture in several sizes is fetched in one of them; the plain one stands for all.
    another_size = "srcset" in fetch.node.attributes and fetch.written != fetch.node.get("src")
    return fetch.node.get("loading").lower() != "lazy" and fetch.node.tag != "source" and not another_size


def _too_heavy(page: BuiltPage, problem: str, parts: dict[str, int]) -> Finding:
    heaviest = sorted(parts.items(), key=lambda part: (-part[1], part[0]))[:3]
    names = ", ".join(f"{name} ({_kb(size)})" for name, size in heaviest)
    return page.fault("weight", problem, f"make the heaviest lighter: {names}", minor=True)


def _kb(size: int) -> str:
    return f"{size / KILOBYTE:.1f} kB"
