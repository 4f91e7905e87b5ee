"""What the search of an edition reads: its pages and their sections as plain text, and the stems of their words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from outreach.localize.strings import plural_forms
from outreach.localize.typography import bind
from outreach.localize.views import Edition, EventView, MessageView, PageView, SheetView, SourceView
from outreach.render.sections import split
from outreach.render.stems import stems


@dataclass(frozen=True, slots=True)
class Entry:
    """A page, or a section of one (its location has a fragment). ``name`` is a page's short name, if it has one."""

    location: str
    title: str
    text: str
    name: str = ""

    def record(self) -> dict[str, str]:
        """What is written of it."""
        named = {"name": self.name} if self.name else {}
        return {"location": self.location, "title": self.title, **named, "text": self.text}


def index(edition: Edition, bodies: Mapping[str, str]) -> bytes:
    """The file ``search/search_index.json``; ``bodies`` are the finished bodies of the pages, by key."""
    language = edition.language
    found = [entry for page in edition.pages for entry in entries(page, bodies.get(page.key, ""), edition)]
    data: dict[str, object] = {
        "config": {"lang": [language.code]},
        "words": _words(edition),
        "sections": {section.key: bind(section.title, language.code) for section in edition.sections},
        "docs": [entry.record() for entry in found],
    }
    cut = stems((text for entry in found for text in (entry.title, entry.name, entry.text)), language.locale)
    if cut:
        data["stems"] = {"cuts": cut.cuts, "others": cut.others}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def entries(page: PageView, body: str, edition: Edition) -> Iterator[Entry]:
    """A page with what stands before its first heading and around its body, and then its sections."""
    code = edition.language.code
    sections = split(body)
    opening = [section.text for section in sections if not section.id]
    name = page.nav_title if page.nav_title != page.title else ""
    words = [bind(piece, code) for piece in (*_above(page, edition), *opening, *map(_source, page.sources)) if piece]
    yield Entry(page.url, bind(page.title, code), " ".join(words), bind(name, code))
    for section in sections:
        if section.id:
            yield Entry(f"{page.url}#{section.id}", section.heading, section.text)


def _above(page: PageView, edition: Edition) -> Iterator[str]:
    """What the templates show between a page's title and its body."""
    strings = edition.strings
    if isinstance(page, MessageView):
        yield page.message
        yield f"{strings.gettext('Key message')} {page.letter}"
    if isinstance(page, SheetView):
        yield page.lead
        yield strings.gettext("Fact sheet {number}").format(number=page.number)
        for figure in page.figures:
            yield f"{figure.before}{figure.number}{figure.after} {figure.label}"
    else:
        yield page.description
    if isinstance(page, EventView):
        yield " · ".join(part for part in (page.kind_name, page.when, page.where) if part)


def _source(source: SourceView) -> str:
    return " · ".join(part for part in (source.title, source.symbol, source.year) if part)


def _words(edition: Edition) -> dict[str, object]:
    """What the search says to readers; ``found`` has a text for each plural category of CLDR."""
    strings, locale = edition.strings, edition.language.locale
    return {
        "found": plural_forms(lambda n: strings.ngettext("{n} page found", "{n} pages found", n), locale),
        "none": strings.gettext("No page found. Check the spelling, or try fewer or other words."),
        "some": strings.gettext("No page has all of these words. These come nearest."),
    }
