"""Files: all that belong to a site and no others, under names that every host keeps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from outreach.audit.json_data import read_json
from outreach.audit.page import LARGEST_PAGE, Summary
from outreach.audit.site import Site, fault
from outreach.findings import Finding, quoted

MANIFEST = "manifest.json"
_AGAIN = "build the site again"
_RENAME = "rename it: small letters, digits, hyphens and full stops"
_NAME = re.compile(r"[A-Za-z0-9._~+-]+")
_KNOWN_DOTFILES = (".nojekyll", ".htaccess", ".well-known")
_LEFTOVERS = re.compile(r".*(?:~|\.(?:map|bak|orig|rej|tmp|swp|pyc))", re.IGNORECASE)
_MAPPED = re.compile(r"[#@]\s*sourceMappingURL=\s*(\S+)")


def every_file_can_be_sent(site: Site, _: Mapping[str, Summary]) -> Iterator[Finding]:
    """A host that meets a link, a pipe or a locked file sends an error, or something that was not meant."""
    for name, reason in site.listing.odd.items():
        yield fault(name, "odd-file", reason, "publish a plain file, or none")
    for name, size in site.files.items():
        if site.digest(name) is None:
            yield fault(name, "odd-file", "the file cannot be read", "let it be read")
        elif name in site.page_names and size > LARGEST_PAGE:
            problem = f"the page has {size:,} bytes and was not looked at"
            yield fault(name, "odd-file", problem, f"keep pages below {LARGEST_PAGE:,}")


def names_are_plain(site: Site, _: Mapping[str, Summary]) -> Iterator[Finding]:
    """Spaces and other alphabets look different in every address line; some hosts know no small and large letters."""
    for name in site.files:
        parts = name.split("/")
        if not all(_NAME.fullmatch(part) for part in parts):
            yield fault(name, "file-name", "the name has signs that addresses write otherwise", _RENAME, minor=True)
        elif name in site.page_names and name != name.lower():
            yield fault(name, "file-name", "the name of the page has capital letters", _RENAME, minor=True)


def nothing_is_left_over(site: Site, _: Mapping[str, Summary]) -> Iterator[Finding]:
    """What an editor or a tool leaves in a folder is nobody's business, and sometimes a secret."""
    for name in site.files:
        hidden = [part for part in name.split("/") if part.startswith(".") and part not in _KNOWN_DOTFILES]
        if hidden or _LEFTOVERS.fullmatch(PurePosixPath(name).name):
            yield fault(name, "leftover", "the file is no part of a site", "do not publish it")
        elif name.endswith((".js", ".css")):
            for address in _MAPPED.findall(site.text(name) or ""):
                yield fault(name, "leftover", f"the file names the source map {quoted(address)}", "leave the line out")


def editions_are_complete(site: Site, pages: Mapping[str, Summary]) -> Iterator[Finding]:
    """A reader who is lost is told so in the language of the folder, and the search finds its index."""
    for language in site.languages:
        for name in (f"{language}/sitemap.xml", f"{language}/search/search_index.json"):
            if name not in site.files:
                yield fault(name, "missing-file", "this file is missing", _AGAIN)
    for name in ("404.html", *(f"{language}/404.html" for language in site.languages)):
        page = pages.get(name)
        if name not in site.files:
            yield fault(name, "missing-file", "this file is missing", _AGAIN)
        elif page and not page.is_silent:
            yield fault(name, "lost-page", "search engines may list the page", "add a meta element robots with noindex")


def manifest_is_true(site: Site, _: Mapping[str, Summary]) -> Iterator[Finding]:
    """The manifest names every file with its digest, and no other: whoever publishes goes by it."""
    listed = _listed(site)
    if listed is None:
        yield fault(MANIFEST, "manifest", "no readable manifest", _AGAIN)
        return
    files = site.files.keys() - {MANIFEST}
    for name in sorted(listed.keys() | files):
        if name not in listed:
            yield fault(name, "manifest", "the file is not in the manifest", _AGAIN)
        elif name not in files:
            yield fault(name, "manifest", "the file of the manifest is missing", _AGAIN)
        elif site.digest(name) not in (listed[name], None):
            yield fault(name, "manifest", "the file is not the one of the manifest: its digest differs", _AGAIN)


def _listed(site: Site) -> dict[str, str] | None:
    """The files of the manifest with their digests; nothing if it cannot be read."""
    manifest = read_json(site.text(MANIFEST))
    entries = manifest.get("files") if isinstance(manifest, dict) else None
    listed: dict[str, str] = {}
    for entry in entries if isinstance(entries, list) else [None]:
        path, digest = (entry.get("path"), entry.get("sha256")) if isinstance(entry, dict) else (None, None)
        if not isinstance(path, str) or not isinstance(digest, str):
            return None
        listed[path] = digest
    return listed
