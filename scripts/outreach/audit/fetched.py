"""What a browser fetches for a page by itself, before anybody has pressed anything, and by which directive."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from outreach.audit.markup import Node
from outreach.audit.page import BuiltPage
from outreach.audit.site import Site
from outreach.audit.styles import Sheet, read_sheet

# Elements and their attributes, with the directive of a policy that allows the request.
_SOURCES = {
    "script": (("src", "script-src"), ("href", "script-src"), ("xlink:href", "script-src")),
    "img": (("src", "img-src"), ("srcset", "img-src")),
    "source": (("src", "media-src"), ("srcset", "img-src")),
    "input": (("src", "img-src"),),
    "image": (("href", "img-src"), ("xlink:href", "img-src"), ("src", "img-src")),
    "feImage": (("href", "img-src"), ("xlink:href", "img-src")),
    "use": (("href", "img-src"), ("xlink:href", "img-src")),
    "body": (("background", "img-src"),),
    "video": (("src", "media-src"), ("poster", "img-src")),
    "audio": (("src", "media-src"),),
    "track": (("src", "media-src"),),
    "iframe": (("src", "frame-src"),),
    "frame": (("src", "frame-src"),),
    "object": (("data", "object-src"),),
    "embed": (("src", "object-src"),),
    "form": (("action", "form-action"),),
    "button": (("formaction", "form-action"),),
    "a": (("ping", "connect-src"),),
    "area": (("ping", "connect-src"),),
    "html": (("manifest", "manifest-src"),),
}
_RELATIONS = {
    "stylesheet": "style-src",
    "icon": "img-src",
    "apple-touch-icon": "img-src",
    "mask-icon": "img-src",
    "modulepreload": "script-src",
    "manifest": "manifest-src",
    "preload": "",
    "prefetch": "",
    "prerender": "",
    "preconnect": "",
    "dns-prefetch": "",
}
_AS = {"style": "style-src", "script": "script-src", "font": "font-src", "image": "img-src", "fetch": "connect-src"}
_BETWEEN = " ,\t\n\f\r"
_REFRESH = re.compile(r"[\d.\s]*[;,]\s*(?:url\s*=)?\s*['\"]?([^'\"]*)", re.IGNORECASE)


class Fetch(NamedTuple):
    """An address that a browser asks for on its own, or to which it sends what was typed."""

    node: Node
    written: str
    directive: str


@lru_cache(maxsize=1)
def fetches(page: BuiltPage) -> tuple[Fetch, ...]:
    """All addresses that a page asks for, those in its own styles included; not what its style sheets ask for."""
    return tuple(fetch for node in page.markup.elements for fetch in _of_element(page, node))


def _of_element(page: BuiltPage, node: Node) -> Iterator[Fetch]:
    for name, directive in _SOURCES.get(node.tag, ()):
        value = node.get(name)
        if value and "srcset" in name:
            yield from (Fetch(node, written, directive) for written in candidates(value))
        elif value and not (node.tag == "use" and value.startswith("#")):
            yield Fetch(node, value, directive)
    if node.tag == "link":
        directives = [_RELATIONS[relation] for relation in node.tokens("rel") if relation in _RELATIONS]
        if directives and node.get("href"):
            yield Fetch(node, node.get("href"), directives[0] or _AS.get(node.get("as").lower(), ""))
        yield from (Fetch(node, written, "img-src") for written in candidates(node.get("imagesrcset")))
    if node.tag == "meta" and node.get("http-equiv").lower() == "refresh":
        match = _REFRESH.match(node.get("content"))
        if match and match[1].strip():
            yield Fetch(node, match[1].strip(), "")
    if node.tag == "style" or "style" in node.attributes:
        css = f"{page.markup.exact(node) if node.tag == 'style' else ''}\n{node.attributes.get('style', '')}"
        yield from (Fetch(node, link.written, link.directive) for link in read_sheet(css).links)


def candidates(srcset: str) -> Iterator[str]:
    """The addresses of a ``srcset``, without their widths; an address may hold commas itself."""
    rest = " ".join(srcset.split()).strip(_BETWEEN)
    while rest:
        written, _, rest = rest.partition(" ")
        if not written.endswith(","):
            rest = rest.partition(",")[2]
        yield written.rstrip(",")
        rest = rest.strip(_BETWEEN)


def sheets_of(page: BuiltPage) -> dict[str, Sheet]:
    """The style sheets of the site that a page asks for, those that they import included."""
    asked = [page.resolve(node.get("href")) for node in page.links("stylesheet")]
    waiting = [address.path for address in asked if address.inside]
    found: dict[str, Sheet] = {}
    while waiting:
        name = waiting.pop(0)
        if name not in found and name in page.site.files:
            found[name] = sheet_of(page.site, name)
            links = [link for link in found[name].links if link.directive == "style-src"]
            imported = [page.site.home.resolve(name, link.written) for link in links]
            waiting.extend(address.path for address in imported if address.inside)
    return found


def sheet_of(site: Site, name: str) -> Sheet:
    """A style sheet of the site; the same text is read once."""
    return _sheet(site.text(name) or "")


@lru_cache(maxsize=64)
def _sheet(css: str) -> Sheet:
    return read_sheet(css)
