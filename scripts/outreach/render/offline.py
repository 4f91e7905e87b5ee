"""A language's site as one archive, to be read from a disk: schools without a network, delegates in an aeroplane.

Without a server a folder has no index page, and a script may fetch no file. So links name their files, and the
search finds its index in a script. What is not in the archive is linked at its public address.
"""

from __future__ import annotations

import json
import posixpath
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit, urlunsplit

from outreach.localize.views import Edition
from outreach.project import Project
from outreach.render.assets import FOLDER

INDEX = "search/search_index.json"
LEFT_OUT = ("404.html", "sitemap.xml", INDEX)

_TAG = re.compile(r"<(?:a|link|script|img|source|form|div)\b[^>]*>")
_ADDRESS = re.compile(r'(\s(href|src|action|data-engine|data-index|data-base)=")([^"]*)(?=")')
_MOMENT = (1980, 1, 1, 0, 0, 0)
"""The time of every file in an archive: the same site gives the same bytes."""


def archive_name(project: Project, code: str) -> str:
    """The name of an archive, which says what it is and in which language wherever it is saved."""
    plain = unicodedata.normalize("NFKD", project.name).encode("ascii", "ignore").decode().lower()
    return f"{re.sub('[^a-z0-9]+', '-', plain).strip('-') or 'site'}-{code}.zip"


def write_offline(edition: Edition, site: Path) -> None:
    """Pack a language of a finished site, fact sheets included, into ``edition.offline`` in the language's folder."""
    folder = site / edition.language.code
    with zipfile.ZipFile(folder / edition.offline, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(_files(edition, site, folder)):
            archive.writestr(
                zipfile.ZipInfo(f"{Path(edition.offline).stem}/{name}", _MOMENT), content, zipfile.ZIP_DEFLATED
            )


def _files(edition: Edition, site: Path, folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in (site / FOLDER).rglob("*"):
        if path.is_file():
            yield path.relative_to(site).as_posix(), path.read_bytes()
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.suffix == ".html" and name not in LEFT_OUT:
            yield name, _page(edition, name, path.read_text(encoding="utf-8")).encode()
        elif path.is_file() and name not in LEFT_OUT and name != edition.offline:
            yield name, path.read_bytes()
    yield INDEX.replace(".json", ".js"), _index((folder / INDEX).read_text(encoding="utf-8")).encode()


def _page(edition: Edition, name: str, html: str) -> str:
    """A page with addresses that work without a server."""

    def address(match: re.Match[str]) -> str:
        return match[1] + _address(edition, name, match[3], folder=match[2] == "data-base")

    # Browsers differ in whether a file is "self" to another.
    open_to_files = html.replace("'self'", "'self' file:", html.partition("</head>")[0].count("'self'"))
    return _TAG.sub(lambda tag: _ADDRESS.sub(address, tag[0]), open_to_files)


def _address(edition: Edition, name: str, written: str, *, folder: bool = False) -> str:
    """An address as a page of the archive writes it; ``name`` is the page's own."""
    parts = urlsplit(written)
    if parts.scheme or parts.netloc or not parts.path:
        return written
    own = f"/{edition.language.code}/"
    path = urljoin(own + name, parts.path)
    if path.startswith(own) and path != own + edition.offline:
        target = path.removeprefix(own)
        target += "" if folder or (target and not target.endswith("/")) else "index.html"
    elif path.startswith(f"/{FOLDER}/"):
        target = path.removeprefix("/")
    else:
        return urlunsplit(
            urlsplit(edition.site_url + path.removeprefix("/"))._replace(query=parts.query, fragment=parts.fragment)
        )
    relative = posixpath.relpath(target or ".", posixpath.dirname(name) or ".") + ("/" if folder else "")
    return urlunsplit(("", "", relative, parts.query, parts.fragment))


def _index(text: str) -> str:
    """The search index as a script, with the files of its pages."""
    index = json.loads(text)
    for entry in index["docs"]:
        path, mark, fragment = entry["location"].partition("#")
        entry["location"] = f"{path}index.html{mark}{fragment}" if not path or path.endswith("/") else entry["location"]
    words = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
    return f"globalThis.outreachSearchIndex={words};\n"
