"""The parts of a site: the pages of an edition, and what stands above all editions."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from outreach.jobs import files_in, pack
from outreach.load.files import digest
from outreach.localize.views import Edition
from outreach.model import Asset, Library
from outreach.project import Project
from outreach.render.templates import plain_environment

TYPES = {".pdf": "fact-sheet", ".png": "picture", ".html": "page", ".xml": "sitemap", ".json": "search-index"}


@dataclass(frozen=True, slots=True)
class BuiltPages:
    """The pages of an edition, packed, and what MkDocs warned of."""

    packed: bytes
    warnings: tuple[str, ...]


def files_of(project: Project, library: Library) -> tuple[Asset, ...]:
    """The files, besides the words, that pages are made of: settings, templates and style, pictures."""
    look = sorted(path for path in project.overrides.rglob("*") if path.is_file())
    own = (Asset(project.relative(path), digest(path)) for path in (project.config, *look))
    return (*own, *library.assets)


def make_pages(root: Path, edition: Edition) -> BuiltPages:
    """Build the pages of one edition. Runs in a process of its own."""
    from outreach.render.mkdocs_plugin import build_pages

    with tempfile.TemporaryDirectory(prefix="outreach-") as folder:
        output = Path(folder, "site")
        warnings = build_pages(root, edition, output)
        return BuiltPages(pack(files_in(output)), warnings)


def write_top(project: Project, editions: tuple[Edition, ...], output: Path) -> None:
    """Write what belongs to no language: the chooser, the page for lost readers, the index of sitemaps."""
    env = plain_environment(project.overrides)
    for name, template in (("index.html", "chooser.html"), ("404.html", "404-root.html")):
        page = env.get_template(template).render(languages=project.languages, editions=editions)
        (output / name).write_text(page, encoding="utf-8")
    maps = "".join(f"  <sitemap><loc>{escape(edition.url)}sitemap.xml</loc></sitemap>\n" for edition in editions)
    (output / "sitemap.xml").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{maps}</sitemapindex>\n',
        encoding="utf-8",
    )
    (output / "robots.txt").write_text(
        f"User-agent: *\nAllow: /\nSitemap: {project.url}sitemap.xml\n", encoding="utf-8"
    )


def write_manifest(editions: tuple[Edition, ...], output: Path) -> None:
    """Write ``manifest.json``: every other file with its language, kind, source file and SHA-256."""
    sources = {
        f"{edition.language.code}/{page.url}": page.source_path for edition in editions for page in edition.pages
    }
    codes = {edition.language.code for edition in editions}
    entries = []
    for path in sorted(output.rglob("*")):
        if path.is_file():
            name = path.relative_to(output).as_posix()
            code = name.partition("/")[0]
            language = code if code in codes else ""
            entries.append(
                {
                    "path": name,
                    "language": language,
                    "kind": _kind(name),
                    "source": sources.get(_page_of(name, language), ""),
                    "sha256": digest(path),
                }
            )
    text = json.dumps({"version": 1, "files": entries}, ensure_ascii=False, indent=1)
    (output / "manifest.json").write_text(text + "\n", encoding="utf-8")


def _kind(name: str) -> str:
    return "asset" if "/assets/" in f"/{name}" else TYPES.get(Path(name).suffix, "other")


def _page_of(name: str, language: str) -> str:
    """The address of the page that a file belongs to: a PDF and its picture to the fact sheet's."""
    folder, _, file = name.rpartition("/")
    stem, suffix = Path(file).stem, Path(file).suffix
    if suffix in (".pdf", ".png") and folder.endswith("/factsheets"):
        return f"{folder}/{stem.removesuffix(f'-{language}')}/"
    return f"{folder}/" if file == "index.html" else ""
