"""What templates are given: an Edition and its parts, in one language, formatted, with addresses.

Addresses are relative to the language's own folder (``about/functions/``), or lead out of it to another language
(``../fr/about/functions/``). Everything is a value: the digest of an Edition's ``repr`` is its key in the cache.
"""

from __future__ import annotations

from dataclasses import dataclass
from unicodedata import bidirectional
from urllib.parse import urlsplit

from outreach.findings import Position
from outreach.localize.strings import Strings
from outreach.project import Language
from outreach.style import Token


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternate:
    """The same page in a language; ``exists`` says whether there is one, else the address is the home page's.

    ``path`` is below that language's folder, ``url`` leads there from below this one's. ``offer`` and ``close`` are
    words of that language, for a reader whose browser asks for it.
    """

    code: str
    name: str
    direction: str
    path: str
    url: str
    exists: bool
    offer: str
    close: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link to a page: ``language`` is empty unless it leads to another language, for want of a translation."""

    title: str
    url: str
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceView:
    """A publication, as printed in a list of sources."""

    title: str
    year: str
    symbol: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureView:
    """A picture that pages may show: its path in the project, its width and height in CSS pixels."""

    path: str
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureView:
    """A large figure: the digits, what stands before and after them with its spaces, what they count, the source."""

    before: str
    number: str
    after: str
    label: str
    confidence: str
    source: str
    year: str

    @property
    def direction(self) -> str:
        """The direction of ``number``, which may be a range told in words: "235 إلى 577"."""
        return "rtl" if any(bidirectional(letter) in ("R", "AL") for letter in self.number) else "ltr"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """A bar: its label, its formatted number, and its length in per cent of the longest (or of the whole)."""

    label: str
    number: str
    length: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartView:
    """A chart with its words."""

    kind: str
    title: str
    note: str
    source: str
    rows: tuple[RowView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """A step of a diagram: its label, who acts (code and name), how long it takes."""

    number: str
    label: str
    by: str
    actor: str
    duration: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagramView:
    """A diagram with its words, and the same told in sentences."""

    title: str
    alternative: str
    steps: tuple[StepView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    """A page of any kind. ``language`` is empty, or the language whose words stand in for a missing translation.

    ``updated`` is the day (ISO 8601) on which the file of its words was last changed, empty if that is not known.
    """

    key: str
    kind: str
    section: str
    url: str
    title: str
    nav_title: str
    description: str
    language: str = ""
    direction: str = ""
    source_path: str = ""
    updated: str = ""
    body: str = ""
    body_line: int = 1
    headings: tuple[tuple[str, str], ...] = ()
    anchors: tuple[str, ...] = ()
    alternates: tuple[Alternate, ...] = ()
    sources: tuple[SourceView, ...] = ()
    chart: ChartView | None = None
    diagram: DiagramView | None = None

    def position(self) -> Position:
        """Where its words stand."""
        return Position(self.source_path, self.body_line)

    def link(self) -> Link:
        """A link to it under its short name."""
        return Link(title=self.nav_title, url=self.url, language=self.language)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageView(PageView):
    """A key message."""

    letter: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventView(PageView):
    """An event. ``start`` and ``end`` are ISO 8601; ``when`` and ``where`` are for people."""

    event_kind: str
    kind_name: str
    start: str
    end: str
    when: str
    where: str
    year: str
    confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetView(PageView):
    """A fact sheet."""

    number: str
    date: str
    day: str
    lead: str
    figures: tuple[FigureView, ...]
    messages: tuple[MessageView, ...]
    pdf: str
    picture: str

    @property
    def thumbnail(self) -> str:
        """The picture as pages show it."""
        return self.picture.removesuffix(".png") + ".webp"


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    """A section of the site: name, address and language are its index page's; ``pages`` are what menus list."""

    key: str
    title: str
    url: str
    pages: tuple[Link, ...]
    language: str = ""


@dataclass(frozen=True, kw_only=True)
class Edition:
    """The whole site in one language."""

    language: Language
    languages: tuple[Language, ...]
    source: Language
    site_name: str
    site_url: str
    edit_url: str
    strings: Strings
    sections: tuple[SectionView, ...]
    pages: tuple[PageView, ...]
    messages: tuple[MessageView, ...]
    events: tuple[EventView, ...]
    next_events: tuple[EventView, ...]
    has_coming_events: bool
    sheets: tuple[SheetView, ...]
    questions: tuple[PageView, ...]
    missing: tuple[str, ...] = ()
    tokens: tuple[Token, ...] = ()
    pictures: tuple[PictureView, ...] = ()
    offline: str = ""
    """The name of the copy for reading without a network, if there is one."""

    @property
    def url(self) -> str:
        """The absolute address of this language's home page."""
        return f"{self.site_url}{self.language.code}/"

    @property
    def path(self) -> str:
        """The address of this language's home page on its own host, ``/en/`` or below a folder."""
        return urlsplit(self.url).path

    def own_sheets(self) -> tuple[SheetView, ...]:
        """The fact sheets that exist in this language; a PDF never stands in for another language's."""
        return tuple(sheet for sheet in self.sheets if not sheet.language)

    def page(self, key: str) -> PageView | None:
        """The page of a key, if this language has it."""
        return next((page for page in self.pages if page.key == key), None)
