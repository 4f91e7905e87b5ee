"""The parts of a site: the pages of an edition, and what stands above all editions."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from outreach.jobs import files_in, pack
from outreach.load.files import digest
from outreach.localize.views import Edition
from outreach.model import Asset, Library
from outreach.project import Project
from outreach.render.hosts import HostedSite, downloads, host_files
from outreach.render.policy import inline_hashes, policy, seal
from outreach.render.templates import plain_environment

TYPES = {
    ".pdf": "fact-sheet",
    ".png": "picture",
    ".webp": "picture",
    ".html": "page",
    ".xml": "sitemap",
    ".json": "search-index",
    ".zip": "archive",
}


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


def write_top(project: Project, editions: tuple[Edition, ...], shared: Mapping[str, str], output: Path) -> None:
    """Write what belongs to no language: choosers, the page for lost readers, the index of sitemaps.

    Every page has a chooser at its address without the language: one address to share with everybody.
    """
    env = plain_environment(project.overrides)
    chooser = env.get_template("chooser.html")
    for key in dict.fromkeys(page.key for edition in editions for page in edition.pages):
        rows = tuple((edition, edition.page(key)) for edition in editions)
        url = next(page.url for _, page in rows if page)
        page = chooser.render(rows=rows, url=url, editions=editions, asset=_assets("../" * url.count("/"), shared))
        (output / url).mkdir(parents=True, exist_ok=True)
        (output / url / "index.html").write_text(seal(page), encoding="utf-8")
    path = urlsplit(project.url).path
    lost = env.get_template("404-root.html").render(editions=editions, asset=_assets(path, shared))
    (output / "404.html").write_text(seal(lost), encoding="utf-8")
    maps = "".join(f"  <sitemap><loc>{escape(edition.url)}sitemap.xml</loc></sitemap>\n" for edition in editions)
    (output / "sitemap.xml").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{maps}</sitemapindex>\n',
        encoding="utf-8",
    )
    (output / "robots.txt").write_text(
        f"User-agent: *\nAllow: /\nSitemap: {project.url}sitemap.xml\n", encoding="utf-8"
    )


def write_hosts(project: Project, editions: tuple[Edition, ...], output: Path) -> None:
    """Write ready settings for web hosts. The policy in them allows what all finished pages together hold."""
    files = tuple(sorted(path.relative_to(output).as_posix() for path in output.rglob("*") if path.is_file()))
    pages = (output / name for name in files if name.endswith(".html"))
    hashes = {one for page in pages for one in inline_hashes(page.read_text(encoding="utf-8"))}
    hosted = HostedSite(
        url=project.url,
        languages=tuple(edition.language.code for edition in editions),
        policy=policy(hashes, header=True),
        downloads=downloads(editions),
        files=files,
    )
    for name, text in host_files(hosted):
        (output / name).write_text(text, encoding="utf-8")


def _assets(base: str, shared: Mapping[str, str]) -> Callable[[str], str]:
    return lambda name: base + shared[name]


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
    if suffix in (".pdf", ".png", ".webp") and folder.endswith("/factsheets"):
        return f"{folder}/{stem.removesuffix(f'-{language}')}/"
    return f"{folder}/" if file == "index.html" else ""
