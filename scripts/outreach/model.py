"""What the project knows, once read: facts once, words six times.

Every kind of content is two dataclasses: its *facts*, which stand in the source language's file only, and its
*words*, which stand in every language. The field lists are closed, and they are these classes: the loader reads
front matter by them, so a field that is not declared here is a finding. ``described`` says what a field is for.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, Generic, TypeVar
from urllib.parse import SplitResult, urlsplit

from babel.messages.catalog import Catalog

from outreach.findings import Position
from outreach.style import Token


def described(text: str, default: Any = MISSING) -> Any:
    """Declare a field of front matter or data, with the one description that editors and tools are shown."""
    return field(default=default, metadata={"description": text})


def elsewhere(path: str, code: str, other: str) -> str:
    """The path of a content file in another language: ``docs/en/about/index.md`` is ``docs/fr/about/index.md``."""
    return path.replace(f"/{code}/", f"/{other}/", 1)


def target_key(entry_key: str, path: str) -> str:
    """The key that a relative link leads to, read from the page with ``entry_key``; ``""`` above the language."""
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(entry_key), path))
    return "" if joined.startswith("..") else joined.removesuffix(".md")


# Words ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Label:
    """Words for one thing that has an id: a figure, a bar of a chart, a step of a diagram."""

    id: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWords:
    """Words that every kind of page has."""

    title: str = described("the page's heading; a fact sheet's claim")
    description: str = described("one or two sentences for search engines, lists and cards")
    nav_title: str = described("a short name for menus and cards", "")
    diagram_title: str = described("the diagram's heading", "")
    diagram_alt: str = described("the diagram told in words", "")
    diagram_labels: tuple[Label, ...] = described("step id: words in the box", ())
    chart_title: str = described("what the chart shows, with its unit", "")
    chart_labels: tuple[Label, ...] = described("row id: words beside the bar", ())
    chart_note: str = described("one sentence under the chart", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageWords(PageWords):
    """Words of a key message."""

    message: str = described("the agreed wording, one sentence")


@dataclass(frozen=True, slots=True, kw_only=True)
class FactSheetWords(PageWords):
    """Words of a fact sheet."""

    lead: str = described("two sentences under the title")
    figure_labels: tuple[Label, ...] = described("figure id: words that complete the number, in order", ())


# Facts ----------------------------------------------------------------------------------------------------------


class EventKind(StrEnum):
    """What sort of event it is."""

    PLENARY_SESSION = "plenary-session"
    LAUNCH = "launch"
    MEETING = "meeting"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """Facts that every kind of page may have."""

    order: int = described("position in its section; smaller comes first", 0)
    diagram: str = described("id of a diagram in docs/data/diagrams.yml", "")
    chart: str = described("id of a chart in docs/data/charts.yml", "")
    sources: tuple[str, ...] = described("ids of docs/data/sources.yml", ())


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageFacts(PageFacts):
    """Facts of a key message."""

    letter: str = described("its letter in paragraph 17 of the strategy")


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFacts(PageFacts):
    """Facts of an event."""

    kind: EventKind = described("plenary-session, launch or meeting")
    start: date = described("first day, such as 2016-02-22")
    end: date | None = described("last day, if it is another", None)
    place: str = described("id of docs/data/places.yml", "")
    online: bool = described("true if it takes place online", False)
    session: int = described("number of the Plenary's session", 0)
    confirmed: bool = described("false if the date is not confirmed", True)

    @property
    def last_day(self) -> date:
        """The last day, which is the first for an event of one day."""
        return self.end or self.start


@dataclass(frozen=True, slots=True, kw_only=True)
class FactSheetFacts(PageFacts):
    """Facts of a fact sheet."""

    number: int = described("its number in the series")
    date: date = described("the day of this version, such as 2026-11-20")
    messages: tuple[str, ...] = described("key messages it uses, by the names of their files", ())


# Files and entries ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its depth, its shared id (empty if it has none), its words and its line."""

    level: int
    id: str
    words: str
    line: int


@dataclass(frozen=True, slots=True)
class Reference:
    """A link or a picture: where it leads, its words (a picture's alternative text) and its line."""

    target: str
    words: str
    line: int

    @property
    def address(self) -> SplitResult | None:
        """The parts of ``target``; nothing if they cannot be told apart, as in ``https://[``."""
        try:
            return urlsplit(self.target)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of text with its line."""

    text: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A Markdown file as it stands. Lines count from the top of the file.

    ``fields`` are the names in the front matter with their lines; one below another is ``chart_labels/some-id``.
    ``deep_line`` is where lists lie too deep within each other to be read, 0 if nowhere.
    """

    path: str
    body: str
    body_line: int = 1
    fields: tuple[tuple[str, int], ...] = ()
    headings: tuple[Heading, ...] = ()
    links: tuple[Reference, ...] = ()
    pictures: tuple[Reference, ...] = ()
    directives: tuple[Passage, ...] = ()
    raw_html: tuple[Passage, ...] = ()
    deep_line: int = 0

    def position(self, field_name: str = "") -> Position:
        """Where a field of the front matter stands; the top of the file for one that is not there."""
        lines = dict(self.fields)
        return Position(self.path, lines.get(field_name) or lines.get(field_name.partition("/")[0], 1))

    def at(self, line: int) -> Position:
        """A place in this file."""
        return Position(self.path, line)


F_co = TypeVar("F_co", bound=PageFacts, covariant=True)
W_co = TypeVar("W_co", bound=PageWords, covariant=True)


@dataclass(frozen=True, slots=True)
class Text(Generic[W_co]):
    """The words of an entry in one language, and the file they stand in."""

    document: Document
    words: W_co


@dataclass(frozen=True, slots=True)
class Entry(Generic[F_co, W_co]):
    """One thing in the Library: its facts, and its words by language code.

    ``key`` is its path without language and suffix, such as ``events/plenary-4``: the same in every language.
    """

    key: str
    facts: F_co
    texts: Mapping[str, Text[W_co]]

    @property
    def section(self) -> str:
        """The folder at the top of its key, or nothing for the home page."""
        return self.key.partition("/")[0] if "/" in self.key else ""

    @property
    def slug(self) -> str:
        """Its name inside the section."""
        return self.key.rpartition("/")[2]


Page = Entry[PageFacts, PageWords]
Message = Entry[MessageFacts, MessageWords]
Event = Entry[EventFacts, PageWords]
FactSheet = Entry[FactSheetFacts, FactSheetWords]


# Data that has no language --------------------------------------------------------------------------------------


class Confidence(StrEnum):
    """The four confidence terms (evidence and agreement)."""

    WELL_ESTABLISHED = "well-established"
    ESTABLISHED_BUT_INCOMPLETE = "established-but-incomplete"
    UNRESOLVED = "unresolved"
    INCONCLUSIVE = "inconclusive"


class Qualifier(StrEnum):
    """How a figure stands to the value behind it."""

    EXACT = "exact"
    MORE_THAN = "more-than"
    ABOUT = "about"
    AT_LEAST = "at-least"
    UP_TO = "up-to"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number that content may show: a value, or a range from ``low`` to ``high``."""

    id: str = described("its name in content")
    value: float | None = described("the number", None)
    low: float | None = described("the lower end of a range", None)
    high: float | None = described("the upper end of a range", None)
    unit: str = described("percent, usd, or what is counted", "count")
    qualifier: Qualifier = described("more-than, about, at-least, up-to", Qualifier.EXACT)
    year: int = described("the year that the number is for or was published", 0)
    confidence: Confidence | None = described("the source's own confidence term", None)
    source: str = described("id of docs/data/sources.yml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A publication that facts come from. Its title is translated through the catalogs."""

    id: str = described("its name in content")
    title: str = described("its title in the source language")
    year: int = described("year of publication", 0)
    symbol: str = described("its document symbol", "")
    url: str = described("its address", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place of events. Its name is translated through the catalogs."""

    id: str = described("its name in content")
    name: str = described("its name in the source language")
    country: str = described("ISO 3166 code of two letters")
    latitude: float = described("degrees north")
    longitude: float = described("degrees east")
    timezone: str = described("IANA time zone")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartRow:
    """A bar: an id that the words refer to, or a date that labels itself."""

    id: str = described("its name in chart_labels", "")
    date: str = described("year, month or day, such as 2016-02", "")
    value: float = described("the number")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Numbers to be drawn. ``kind`` is bars, or share (parts of a whole)."""

    id: str = described("its name in content")
    kind: str = described("bars or share")
    unit: str = described("percent or count", "count")
    source: str = described("id of docs/data/sources.yml")
    rows: tuple[ChartRow, ...] = described("the bars, in order")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step of a diagram: who acts, and for how many weeks (one number, or from and to)."""

    id: str = described("its name in diagram_labels")
    by: str = described("plenary, governments, experts or secretariat")
    weeks: tuple[int, ...] = described("how many weeks", ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagram:
    """A sequence of steps."""

    id: str = described("its name in content")
    steps: tuple[Step, ...] = described("the steps, in order")


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that is published as it is; ``path`` is relative to the project. A drawing's ``text`` is its SVG.

    ``width`` and ``height`` are a picture's, in CSS pixels; 0 if they are not known.
    """

    path: str
    digest: str
    text: str = field(default="", repr=False)
    width: int = 0
    height: int = 0


@dataclass(frozen=True, kw_only=True)
class Library:
    """Everything that was read. Later stages read no files of content.

    ``unread`` are the paths of files that are there but have mistakes: findings tell those, and nothing that
    refers to such a file is to blame. ``data_lines`` has the line of ``figures/some-id`` and the like, ``updated``
    the day on which a file was last changed, if git tells it.
    """

    root: Path
    source: str
    pages: tuple[Page, ...] = ()
    messages: tuple[Message, ...] = ()
    events: tuple[Event, ...] = ()
    sheets: tuple[FactSheet, ...] = ()
    figures: tuple[Figure, ...] = ()
    sources: tuple[Source, ...] = ()
    places: tuple[Place, ...] = ()
    charts: tuple[Chart, ...] = ()
    diagrams: tuple[Diagram, ...] = ()
    catalogs: Mapping[str, Catalog] = field(default_factory=dict, repr=False)
    template: Catalog | None = field(default=None, repr=False)
    tokens: tuple[Token, ...] = ()
    assets: tuple[Asset, ...] = ()
    unread: frozenset[str] = frozenset()
    data_lines: Mapping[str, int] = field(default_factory=dict, repr=False)
    updated: Mapping[str, str] = field(default_factory=dict, repr=False)

    def entries(self) -> Iterator[Entry[PageFacts, PageWords]]:
        """All entries of all kinds, in the order of their keys within a kind."""
        yield from self.pages
        yield from self.messages
        yield from self.events
        yield from self.sheets

    def texts(self) -> Iterator[tuple[Entry[PageFacts, PageWords], str, Text[PageWords]]]:
        """Every text with its entry and its language code."""
        for entry in self.entries():
            for code, text in entry.texts.items():
                yield entry, code, text
