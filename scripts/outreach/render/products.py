"""What a site is made of, each a value that knows its key, how to make its bytes, and where they go.

A product can be sent to another process; its result is bytes with findings. A new output is a class here.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from outreach.findings import Finding, Position
from outreach.jobs import pack, unpack
from outreach.localize.views import Edition
from outreach.model import Asset
from outreach.project import CONFIG, Project
from outreach.render import fonts, pdf, site
from outreach.render.assets import FOLDER
from outreach.render.factsheet import Paper


@dataclass(frozen=True, slots=True)
class Result:
    """The bytes of a product, and what is wrong with it."""

    content: bytes
    findings: tuple[Finding, ...] = ()


class Product(Protocol):
    """A part of the site that is made by itself."""

    @property
    def kind(self) -> str:
        """The drawer of the cache that it is kept in."""

    @property
    def name(self) -> str:
        """What a build calls it, unlike any other product's name."""

    def key(self) -> object:
        """Everything that its bytes depend on besides our programs."""

    def make(self) -> Result:
        """Make it. Runs in any process."""

    def write(self, content: bytes, site_folder: Path) -> None:
        """Put it where it belongs."""


@dataclass(frozen=True)
class Pages:
    """The pages of an edition. ``shared`` are the addresses of what lies above all languages."""

    project: Project
    edition: Edition
    shared: tuple[str, ...]
    files: tuple[Asset, ...]
    kind = "pages"

    @property
    def name(self) -> str:
        return f"{self.edition.language.code}: {len(self.edition.pages)} pages"

    def key(self) -> object:
        code = self.edition.language.code
        others = tuple(f"docs/{one.code}/" for one in self.edition.languages if one.code != code)
        return self.edition, self.shared, [file for file in self.files if not file.path.startswith(others)]

    def make(self) -> Result:
        built = site.make_pages(self.project.root, self.edition)
        fix = "mend the settings, or the page that it names"
        return Result(
            built.packed,
            tuple(
                Finding(position=Position(CONFIG), rule="mkdocs", problem=f"MkDocs warns: {warning}", fix=fix)
                for warning in built.warnings
            ),
        )

    def write(self, content: bytes, site_folder: Path) -> None:
        unpack(content, site_folder / self.edition.language.code)


@dataclass(frozen=True)
class FontCut:
    """A face cut down to what screens need."""

    font: fonts.WebFont
    kind = "fonts"

    @property
    def name(self) -> str:
        return f"font: {self.font.name}"

    def key(self) -> object:
        return self.font.key

    def make(self) -> Result:
        return Result(fonts.cut(self.font))

    def write(self, content: bytes, site_folder: Path) -> None:
        path = site_folder / FOLDER / "fonts" / self.font.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


@dataclass(frozen=True)
class SheetPdf:
    """A fact sheet's PDF and the picture of its page."""

    project: Project
    paper: Paper
    kind = "sheets"

    @property
    def name(self) -> str:
        return f"{self.paper.language}: {self.paper.name.rpartition('/')[2]}"

    def key(self) -> object:
        return (self.paper.name, self.paper.key, pdf.versions())

    def make(self) -> Result:
        pdf.prepare(self.project.cache)
        printed = pdf.print_paper(self.paper)
        name = self.paper.name.removesuffix(".pdf")
        packed = pack(
            [(f"{name}.pdf", printed.pdf), (f"{name}.png", printed.picture), (f"{name}.webp", printed.thumbnail)]
        )
        return Result(packed, pdf.findings(self.paper, printed))

    def write(self, content: bytes, site_folder: Path) -> None:
        unpack(content, site_folder / self.paper.language)
