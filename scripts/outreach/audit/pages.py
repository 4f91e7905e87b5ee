"""What every page has: a title, a description, headings in order, and a head that browsers understand."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from outreach.audit.locales import is_dense
from outreach.audit.page import BuiltPage, Summary
from outreach.audit.site import Site, fault
from outreach.findings import Finding, quoted

DESCRIPTION = (30, 320)
"""The fewest and the most characters of a description."""
DENSE_DESCRIPTION = (15, 160)
"""The same for languages that are written in ideographs."""
SMALLEST_ZOOM = 5
"""What a page must allow at least, if it limits zooming at all."""
_WORDS = "mend the words or the template that it comes from"
_CHARSET = re.compile(rb"<meta\s[^>]*charset\s*=\s*[\"']?\s*utf-8", re.IGNORECASE)
_DOCTYPE = re.compile(r"\s*(?:<!--(?:(?!-->).)*-->\s*)*<!doctype html\s*>", re.IGNORECASE | re.DOTALL)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def has_a_title(page: BuiltPage) -> Iterator[Finding]:
    """A page's title is what bookmarks, tabs and results show."""
    if not page.title:
        yield page.fault("title", "the page has no title", _WORDS)


def titles_tell_pages_apart(_: Site, pages: Mapping[str, Summary]) -> Iterator[Finding]:
    """Two pages of one title look the same in tabs, results and the list of what was read."""
    yield from _told_twice(pages, "title", {name: page.title for name, page in pages.items()})


def has_a_description(page: BuiltPage) -> Iterator[Finding]:
    """A search engine shows the description below the title: a sentence or two that say more than it."""
    described = page.description
    low, high = DENSE_DESCRIPTION if is_dense(page.lang) else DESCRIPTION
    headings = [page.markup.words(node) for node in page.of("h1")] if page.language else []
    if not page.is_listed:
        return
    if not described:
        yield page.fault("description", "the page has no description", _WORDS)
    elif described in (page.title, *headings):
        yield page.fault("description", "the description repeats the title", "say what the page tells", minor=True)
    elif page.language and not low <= len(described) <= high:
        problem = f"the description has {len(described)} characters"
        yield page.fault("description", problem, f"write {low} to {high}", near=described, minor=True)


def descriptions_tell_pages_apart(_: Site, pages: Mapping[str, Summary]) -> Iterator[Finding]:
    """A description that stands on two pages describes neither."""
    yield from _told_twice(pages, "description", {name: page.description for name, page in pages.items()})


def _told_twice(pages: Mapping[str, Summary], rule: str, told: Mapping[str, str]) -> Iterator[Finding]:
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, page in pages.items():
        if page.is_listed and told[name]:
            groups[page.language, told[name]].append(name)
    for (_, text), names in groups.items():
        for name in names[1:]:
            problem = f"the {rule} {quoted(text)} is that of {names[0]} too"
            yield fault(name, f"duplicate-{rule}", problem, "say what is special to this page", minor=True)


def has_one_main_heading(page: BuiltPage) -> Iterator[Finding]:
    """A voice finds the beginning of a page by its one heading of the first level."""
    count = sum(not node.hidden for node in page.of("h1"))
    if count != 1:
        yield page.fault("heading", f"the page has {count} headings of the first level", _WORDS)


def headings_go_down_step_by_step(page: BuiltPage) -> Iterator[Finding]:
    """Voices list the headings as a tree; a level left out looks like a part that is missing."""
    last = 0
    for node in page.of(*_HEADINGS):
        level = int(node.tag[1])
        if last and level > last + 1:
            words = page.markup.words(node)
            problem = f"the heading {quoted(words)} of level {level} follows one of level {last}"
            yield page.fault("heading", problem, f"make it level {last + 1}", near=words, minor=True)
        last = level


def ids_are_unique(page: BuiltPage) -> Iterator[Finding]:
    """A link to an id, or a label for one, finds the first of that name only."""
    for name, count in Counter(page.ids).items():
        if count > 1:
            problem = f"the id {quoted(name)} stands {count} times on the page"
            yield page.fault("duplicate-id", problem, "give each its own", near=f'id="{name}"')


def begins_as_html(page: BuiltPage) -> Iterator[Finding]:
    """Without its first line a browser imitates the faults of old ones; without the encoding it has to guess."""
    if not _DOCTYPE.match(page.source[:5000]):
        yield page.fault("head", "the page does not begin with <!doctype html>", "begin it so")
    if not _CHARSET.search(page.raw[:1024]):
        yield page.fault("head", 'no <meta charset="utf-8"> in the first 1024 bytes', "put it first in the head")


def can_be_zoomed(page: BuiltPage) -> Iterator[Finding]:
    """A page fits a telephone, and whoever needs larger letters may have them."""
    contents = page.meta("viewport")
    if not contents:
        yield page.fault("viewport", "the page has no viewport", "add width=device-width,initial-scale=1")
    for content in contents:
        pairs = (part.partition("=") for part in re.split(r"[,;]", content.lower()))
        settings = {name.strip(): value.strip() for name, _, value in pairs}
        if (
            settings.get("user-scalable", "yes") in ("no", "0")
            or _number(settings.get("maximum-scale")) < SMALLEST_ZOOM
        ):
            yield page.fault("viewport", f"{quoted(content)} forbids zooming", "let readers zoom", near=content)


def _number(text: str | None) -> float:
    try:
        return float(text) if text else SMALLEST_ZOOM
    except ValueError:
        return SMALLEST_ZOOM


def is_text(page: BuiltPage) -> Iterator[Finding]:
    """A page is text in UTF-8; anything else is not looked at further."""
    try:
        page.raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = page.raw.count(b"\n", 0, error.start) + 1
        yield fault(page.path, "encoding", "the page is not text in UTF-8", "save it as UTF-8", line=line)
    else:
        if "\0" in page.source:
            yield page.fault("encoding", "the page is not text in UTF-8", "save it as UTF-8")
