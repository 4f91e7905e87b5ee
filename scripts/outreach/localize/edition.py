"""Make the Edition of a language from the Library.

Lists show every entry: one without a translation is shown in the source language and so marked. Pages exist only
where there are words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from outreach.localize import dates
from outreach.localize.records import Formatter
from outreach.localize.strings import Strings, compile_catalog
from outreach.localize.views import (
    Alternate,
    Edition,
    EventView,
    MessageView,
    PageView,
    PictureView,
    SectionView,
    SheetView,
)
from outreach.model import Entry, Event, FactSheet, Library, Message, Page, PageFacts, PageWords, Text
from outreach.project import Language, Project

EVENT_KINDS: dict[str, Callable[[Strings], str]] = {
    "plenary-session": lambda s: s.gettext("Plenary session"),
    "launch": lambda s: s.gettext("Report launch"),
    "meeting": lambda s: s.gettext("Meeting"),
}
COMING = 4
"""How many events the home page shows."""


def url_of(key: str) -> str:
    """The address of a key below its language's folder."""
    section, _, slug = key.rpartition("/")
    parts = [part for part in (section, "" if slug == "index" else slug) if part]
    return "/".join(parts) + "/" if parts else ""


@dataclass(frozen=True)
class _Maker:
    """Makes the views of one language."""

    project: Project
    library: Library
    language: Language
    now: datetime
    compiled: dict[str, Strings] = field(default_factory=dict)

    @cached_property
    def strings(self) -> Strings:
        return self.strings_of(self.language)

    def strings_of(self, language: Language) -> Strings:
        """The catalog of any language, which one page may need words of."""
        if language.code not in self.compiled:
            self.compiled[language.code] = compile_catalog(self.library.catalogs.get(language.code))
        return self.compiled[language.code]

    @cached_property
    def format(self) -> Formatter:
        return Formatter(self.library, self.language, self.strings)

    def has(self, entry: Entry[Any, Any]) -> bool:
        return self.language.code in entry.texts

    def common(self, entry: Entry[PageFacts, PageWords], kind: str) -> dict[str, Any]:
        """What every view has: words in this language, or in the source language and marked so."""
        own = self.has(entry)
        text: Text[PageWords] = entry.texts[self.language.code if own else self.library.source]
        words, facts = text.words, entry.facts
        url = url_of(entry.key)
        return {
            "key": entry.key,
            "kind": kind,
            "section": entry.section,
            "url": url if own else f"../{self.library.source}/{url}",
            "title": words.title,
            "nav_title": words.nav_title or words.title,
            "description": words.description,
            "language": "" if own else self.library.source,
            "direction": "" if own else self.project.source.direction,
            "source_path": text.document.path,
            "updated": self.library.updated.get(text.document.path, ""),
            "body": text.document.body,
            "body_line": text.document.body_line,
            "headings": tuple((h.id, h.words) for h in text.document.headings if h.level == 2),
            "anchors": tuple(h.id for h in text.document.headings if h.id),
            "alternates": tuple(self.alternate(entry, language) for language in self.project.languages),
            "sources": self.format.sources(facts.sources),
            "chart": self.format.chart(facts, words),
            "diagram": self.format.diagram(facts, words),
        }

    def alternate(self, entry: Entry[Any, Any], language: Language) -> Alternate:
        exists = language.code in entry.texts
        url = url_of(entry.key) if exists else ""
        return Alternate(
            code=language.code,
            name=language.name,
            direction=language.direction,
            path=url,
            url=url if language == self.language else f"../{language.code}/{url}",
            exists=exists,
            # Translators: Name your own language here: readers of other languages see it whose browser asks for yours.
            offer=self.strings_of(language).gettext("This page is also available in English"),
            close=self.strings_of(language).gettext("Close"),
        )

    def page(self, entry: Page) -> PageView:
        return PageView(**self.common(entry, "faq" if entry.section == "faq" else "page"))

    def message(self, entry: Message) -> MessageView:
        common = self.common(entry, "message")
        words = entry.texts[common["language"] or self.language.code].words
        return MessageView(**common, letter=self.format.letter(entry.facts.letter), message=words.message)

    def event(self, entry: Event) -> EventView:
        facts = entry.facts
        return EventView(
            **self.common(entry, "event"),
            event_kind=facts.kind.value,
            kind_name=EVENT_KINDS[facts.kind](self.strings),
            start=facts.start.isoformat(),
            end=facts.last_day.isoformat(),
            when=dates.days(facts.start, facts.last_day, self.language.locale),
            where=self.strings.gettext("Online") if facts.online else self.format.place(facts.place),
            year=str(facts.start.year),
            confirmed=facts.confirmed,
        )

    def sheet(self, entry: FactSheet) -> SheetView:
        common = self.common(entry, "sheet")
        code = common["language"] or self.language.code
        words, facts = entry.texts[code].words, entry.facts
        common["updated"] = common["updated"] or facts.date.isoformat()
        by_slug = {message.slug: message for message in self.library.messages}
        return SheetView(
            **common,
            number=self.format.number(facts.number),
            date=facts.date.isoformat(),
            day=dates.days(facts.date, facts.date, self.language.locale),
            lead=words.lead,
            figures=self.format.figures(words.figure_labels),
            messages=tuple(self.message(by_slug[slug]) for slug in facts.messages if slug in by_slug),
            pdf=f"{common['url'].rstrip('/')}-{code}.pdf",
            picture=f"{common['url'].rstrip('/')}-{code}.png",
        )


def make_edition(project: Project, library: Library, language: Language, now: datetime) -> Edition:
    """Make one Edition. ``now`` decides which events are still to come, and nothing else."""
    make = _Maker(project, library, language, now)
    pages = [make.page(entry) for entry in library.pages]
    messages = [make.message(entry) for entry in library.messages]
    events = [make.event(entry) for entry in library.events]
    sheets = [make.sheet(entry) for entry in library.sheets]
    order = {entry.key: (entry.facts.order, entry.key) for entry in library.entries()}
    in_order = sorted([*pages, *messages, *sheets], key=lambda view: order[view.key])
    today = now.date().isoformat()
    coming = tuple(event for event in events if event.end >= today)[:COMING]
    own = [view for view in (*pages, *messages, *events, *sheets) if not view.language]
    return Edition(
        language=language,
        languages=project.languages,
        source=project.source,
        site_name=make.strings.gettext(project.name),
        site_url=project.url,
        edit_url=project.edit_url,
        strings=make.strings,
        sections=tuple(_sections(project, in_order)),
        pages=tuple(own),
        messages=tuple(messages),
        events=tuple(events),
        next_events=coming or tuple(reversed(events[-COMING:])),
        has_coming_events=bool(coming),
        sheets=tuple(sheets),
        questions=tuple(view for view in in_order if view.kind == "faq" and not view.key.endswith("/index")),
        missing=tuple(entry.key for entry in library.entries() if not make.has(entry)),
        tokens=library.tokens,
        pictures=tuple(
            PictureView(path=asset.path, width=asset.width, height=asset.height)
            for asset in library.assets
            if asset.width and asset.height
        ),
    )


def _sections(project: Project, views: Iterable[PageView]) -> Iterable[SectionView]:
    """The sections that the settings name, each with its pages in order; events are listed by date instead."""
    views = list(views)
    for key in project.sections:
        index = next((view for view in views if view.key == f"{key}/index"), None)
        if index is not None:
            inside = tuple(view.link() for view in views if view.section == key and view is not index)
            yield SectionView(key=key, title=index.nav_title, url=index.url, pages=inside, language=index.language)
