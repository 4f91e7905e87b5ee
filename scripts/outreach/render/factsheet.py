"""A fact sheet as a paper document: HTML from the template ``overrides/print/factsheet.html``."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import segno

from outreach.findings import Position
from outreach.localize.views import Edition, SheetView
from outreach.project import Project
from outreach.render.directives import expander
from outreach.render.prose import Prose, converter
from outreach.render.templates import environment

STYLES = ("tokens.css", "sheet.css")
PICTURES = ("mark.svg",)


@dataclass(frozen=True, slots=True)
class Paper:
    """A document to be printed: its HTML, and every file that it may name, by name. Nothing else is read."""

    name: str
    language: str
    position: Position
    html: str
    files: tuple[tuple[str, bytes], ...]

    @property
    def key(self) -> str:
        """What the PDF depends on, but for fonts and versions."""
        return hashlib.sha256(repr((self.html, self.files)).encode()).hexdigest()


def papers(project: Project, edition: Edition) -> tuple[Paper, ...]:
    """The fact sheets of an edition, ready to print. ``name`` is the PDF's path below the language's folder."""
    env = environment(project.overrides, edition)
    template = env.get_template("print/factsheet.html")
    prose = Prose(edition, expander(env, edition, edition.url), absolute=edition.url)
    render = converter(prose, project.markdown)
    assets = project.overrides / "assets"
    shared = tuple(_read(assets / "stylesheets", STYLES) + _read(assets, PICTURES))
    return tuple(
        Paper(
            name=sheet.pdf,
            language=edition.language.code,
            position=sheet.position(),
            html=template.render(sheet=sheet, body=render(sheet), address=edition.url + sheet.url),
            files=(*shared, ("qr.svg", qr_code(edition.url + sheet.url)), *_pictures(project, sheet)),
        )
        for sheet in edition.own_sheets()
    )


def _read(folder: Path, names: tuple[str, ...]) -> list[tuple[str, bytes]]:
    return [(name, (folder / name).read_bytes()) for name in names]


def _pictures(project: Project, sheet: SheetView) -> tuple[tuple[str, bytes], ...]:
    """Pictures of the shared folder that the body names."""
    folder = project.docs / "assets"
    return tuple(
        (path.name, path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name in sheet.body
    )


def qr_code(address: str) -> bytes:
    """A QR code as SVG, black on white, with the quiet zone that scanners want."""
    return (
        segno.make(address, error="m", micro=False)
        .svg_inline(scale=1, border=2, omitsize=True, dark="#000", light="#fff")
        .replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
        .encode()
    )
