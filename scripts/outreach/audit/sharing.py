"""What programs read of a page: linked data for search engines, and the card that a shared link shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from outreach.audit.addresses import Address
from outreach.audit.json_data import Json, Unreadable, members, objects, read_json, texts
from outreach.audit.links import is_named, missing
from outreach.audit.page import BuiltPage
from outreach.findings import Finding, quoted

SCHEMA = "https://schema.org"
_LOCALE = re.compile(r"[a-z]{2,3}_[A-Z]{2}")
_TEMPLATE = "mend the words or the template that it comes from"
_CARD = ("og:title", "og:description", "og:url", "og:locale")


@lru_cache(maxsize=1)
def linked_data(page: BuiltPage) -> tuple[Json | Unreadable, ...]:
    """The blocks of linked data on a page."""
    scripts = (node for node in page.of("script") if node.get("type").lower() == "application/ld+json")
    return tuple(read_json(page.markup.exact(node)) for node in scripts)


def linked_data_is_readable(page: BuiltPage) -> Iterator[Finding]:
    """A search engine that cannot read the data takes none of it, and says so to nobody."""
    for data in linked_data(page):
        if isinstance(data, Unreadable):
            yield _fault(page, f"the linked data are no JSON: {quoted(data.reason)}")
        elif not isinstance(data, dict):
            yield _fault(page, "the linked data are no object")
        elif str(data.get("@context")).rstrip("/") != SCHEMA:
            yield _fault(page, f"@context is {quoted(data.get('@context'))}", f"write {SCHEMA}")


def linked_data_are_in_the_language_of_the_page(page: BuiltPage) -> Iterator[Finding]:
    """Results for readers of one language show what is said to be in it."""
    said = [entry for data in linked_data(page) for entry in objects(_read(data)) if "inLanguage" in entry]
    if linked_data(page) and not any(page.lang in texts(entry["inLanguage"]) for entry in said):
        yield _fault(page, f"inLanguage is nowhere '{page.lang}'", "say the language of the page")
    for entry in said:
        codes = texts(entry["inLanguage"])
        for key in ("@id", "url"):
            address = page.resolve(str(entry.get(key, "")))
            there = page.site.language_of(address.path) if address.inside and address.absolute else ""
            if there and there not in {code.partition("-")[0] for code in codes} | set(codes):
                yield _fault(page, f"inLanguage of {quoted(entry.get(key))} is {quoted(', '.join(codes))}")
                break


def linked_data_lead_somewhere(page: BuiltPage) -> Iterator[Finding]:
    """An address in the data that leads nowhere is a mistake that only a machine meets."""
    for address in linked_addresses(page):
        problem = missing(page.site, address)
        if not problem and address.path == page.path and not is_named(address.fragment, page.names):
            problem = "names nothing on its page"
        if problem:
            yield _fault(page, f"the address {quoted(address.written, 200)} {problem}")


def linked_addresses(page: BuiltPage) -> list[Address]:
    """The addresses of this site in the linked data. What follows ``#`` in an ``@id`` is a name for the data only."""
    found: dict[str, Address] = {}
    for data in linked_data(page):
        for member in members(_read(data)):
            text = member.value if isinstance(member.value, str) else ""
            if text.startswith(page.site.url) and "{" not in text:
                written = text.partition("#")[0] if member.key == "@id" else text
                found[written] = page.resolve(written)
    return list(found.values())


def crumbs_are_counted(page: BuiltPage) -> Iterator[Finding]:
    """The way from the home page to this one is shown in results only if its steps are numbered from 1."""
    for data in linked_data(page):
        for entry in objects(_read(data)):
            steps = entry.get("itemListElement")
            if entry.get("@type") == "BreadcrumbList":
                numbers = [step.get("position") for step in _list(steps) if isinstance(step, dict)]
                if not numbers or numbers != list(range(1, len(numbers) + 1)):
                    yield _fault(page, f"the positions of the breadcrumb are {quoted(numbers)}", "number them from 1")


def shared_links_show_a_card(page: BuiltPage) -> Iterator[Finding]:
    """A link that is shared shows a title, a sentence and a picture; without them services make something up."""
    for name in _CARD if page.is_listed and page.language else ():
        contents = page.meta(name, "property")
        if len(contents) != 1 or not contents[0]:
            problem = f"the page says {name} {len(contents)} times" if len(contents) > 1 else f"{name} is missing"
            yield page.fault("open-graph", problem, _TEMPLATE)
    for written in page.meta("og:url", "property"):
        if written and written != page.address:
            problem = f"og:url is {quoted(written, 200)}"
            yield page.fault("open-graph", problem, f"the page is read at {page.address}", near=written)
    for written in page.meta("og:image", "property"):
        address = page.resolve(written)
        problem = missing(page.site, address) or ("" if address.absolute else "is not absolute")
        if problem:
            yield page.fault("open-graph", f"the picture {quoted(written, 200)} {problem}", _TEMPLATE, near=written)


def cards_say_their_language(page: BuiltPage) -> Iterator[Finding]:
    """The language of a card has a form of its own: language and territory with a low line between."""
    own = page.meta("og:locale", "property")
    for locale in (*own, *page.meta("og:locale:alternate", "property")):
        if not _LOCALE.fullmatch(locale):
            yield page.fault("open-graph", f"og:locale is {quoted(locale)}", "write it like fr_FR", near=locale)
    for locale in own:
        if _LOCALE.fullmatch(locale) and locale.partition("_")[0] != page.lang.partition("-")[0]:
            problem = f"og:locale is {quoted(locale)} on a page in '{page.lang}'"
            yield page.fault("open-graph", problem, _TEMPLATE, near=locale)


def _read(data: Json | Unreadable) -> Json:
    return None if isinstance(data, Unreadable) else data


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else [value]


def _fault(page: BuiltPage, problem: str, fix: str = _TEMPLATE) -> Finding:
    return page.fault("linked-data", problem, fix, near="application/ld+json")
