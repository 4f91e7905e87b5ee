"""Every link inside the site leads somewhere, and no page asks another host for anything.

Written apart from ``outreach.audit``: another parser, and addresses resolved the way a browser does.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import tinycss2
from tests.built_site import BuiltSite
from tests.site.test_contract import CODES, each_language
from tests.web_pages import Tag, read_page, srcset

FOLLOWED = {("a", "href"), ("area", "href")}
NOT_FETCHED = {"canonical", "alternate", "license", "author", "next", "prev", "help"}
ADDRESSES = ("href", "src", "srcset", "poster", "data", "action", "formaction", "xlink:href", "imagesrcset")


def addresses(tag: Tag) -> Iterator[tuple[str, bool]]:
    """The addresses that a tag names, each with whether a browser fetches it by itself."""
    for name in ADDRESSES:
        value = tag.attributes.get(name, "").strip()
        if value and not (name == "data" and tag.name != "object"):
            fetched = (tag.name, name) not in FOLLOWED and not (
                tag.name == "link" and NOT_FETCHED & set(tag.attributes.get("rel", "").split())
            )
            yield from ((one, fetched) for one in (srcset(value) if "srcset" in name else [value]))


def css_addresses(css: str) -> Iterator[str]:
    """Every ``url()`` and ``@import`` of a style sheet."""
    waiting = list(tinycss2.parse_component_value_list(css, skip_comments=True))
    previous = None
    while waiting:
        token = waiting.pop(0)
        if token.type == "url":
            yield token.value
        elif token.type == "string" and previous is not None and previous.type == "at-keyword":
            if previous.lower_value == "import":
                yield token.value
        elif token.type == "function" and token.lower_name in ("url", "src", "image-set"):
            yield from (one.value for one in token.arguments if one.type == "string")
        waiting[:0] = getattr(token, "content", None) or getattr(token, "arguments", None) or []
        if token.type != "whitespace":
            previous = token


def file_of(site: BuiltSite, address: str) -> str:
    """The file that a server sends for an address of the site."""
    path = unquote(urlsplit(address).path).removeprefix(urlsplit(site.project.url).path)
    return posixpath.join(path, "index.html") if not path or path.endswith("/") else path


def is_inside(site: BuiltSite, address: str) -> bool:
    return address.startswith(site.project.url)


def dead(site: BuiltSite, name: str) -> Iterator[str]:
    """What is wrong with the addresses on a page."""
    here = site.project.url + name.removesuffix("index.html")
    for tag in read_page(site.root / name).tags:
        for written, fetched in addresses(tag):
            address = urljoin(here, written)
            if urlsplit(address).scheme == "data":
                continue
            if not is_inside(site, address):
                if fetched:
                    yield f"{name}: asks another host for {written}"
                continue
            target, fragment = file_of(site, address), unquote(urlsplit(address).fragment)
            if target not in site.files:
                yield f"{name}: {written} leads nowhere"
            elif fragment and fragment not in ("top", *read_page(site.root / target).ids):
                yield f"{name}: {written} names nothing on {target}"


def style_sheets(site: BuiltSite, code: str) -> set[str]:
    """The style sheets that pages of a language ask for."""
    return {
        file_of(site, urljoin(site.project.url + name.removesuffix("index.html"), tag.attributes["href"]))
        for name in site.pages(code)
        for tag in read_page(site.root / name).of("link")
        if "stylesheet" in tag.attributes.get("rel", "").split()
    }


def test_links_above_the_languages_lead_somewhere(site):
    choosers = {name for name in site.files if name.endswith(".html")} - {n for c in CODES for n in site.pages(c)}

    assert {"index.html", "404.html", "about/functions/index.html"} <= choosers
    assert [] == [problem for name in sorted(choosers) for problem in dead(site, name)]


@each_language
def test_every_link_and_fragment_leads_somewhere(site, code):
    assert [] == [problem for name in site.pages(code) for problem in dead(site, name)]


@each_language
def test_style_sheets_ask_only_for_files_of_the_site(site, code):
    wanted = [
        (name, address)
        for name in style_sheets(site, code)
        for address in css_addresses((site.root / name).read_text("utf-8"))
        if not address.startswith(("data:", "#"))
    ]
    files = {file_of(site, urljoin(site.project.url + name, address)) for name, address in wanted}

    assert any(re.fullmatch(r"assets/fonts/noto-sans-latin-400\.[0-9a-f]{8}\.woff2", name) for name in files)
    assert set() == files - site.files


@each_language
def test_every_page_is_reached_from_the_home_page(site, code):
    """Nothing is published that no reader can find."""
    start = f"{code}/index.html"
    seen, waiting = {start}, [start]
    while waiting:
        name = waiting.pop()
        here = site.project.url + name.removesuffix("index.html")
        for tag in read_page(site.root / name).of("a"):
            target = file_of(site, urljoin(here, tag.attributes.get("href", "")))
            if target.startswith(f"{code}/") and target.endswith(".html") and target in site.files - seen:
                seen.add(target)
                waiting.append(target)

    assert {f"{code}/404.html"} == set(site.pages(code)) - seen


@each_language
def test_every_pdf_is_offered_on_its_page_as_a_pdf_in_its_language(site, code):
    missing = []
    for path in site.sheets(code):
        slug = path.stem.removesuffix(f"-{code}")
        links = [
            tag.attributes
            for tag in read_page(path.parent / slug / "index.html").of("a")
            if posixpath.basename(tag.attributes.get("href", "")) == path.name
        ]
        if not any(link.get("type") == "application/pdf" for link in links):
            missing.append(path.name)

    assert [] == missing


def test_links_that_leave_the_site_are_encrypted(site):
    plain = {
        tag.attributes["href"]
        for name in site.files
        if name.endswith(".html")
        for tag in read_page(Path(site.root, name)).of("a")
        if tag.attributes.get("href", "").startswith("http:")
    }

    assert set() == plain
