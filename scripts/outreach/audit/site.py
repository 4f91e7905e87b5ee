"""A finished site as its files show it."""

from __future__ import annotations

import hashlib
import os
import zlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from outreach.audit.addresses import INDEX, Home
from outreach.audit.locales import is_language
from outreach.findings import Finding, Position, Severity

_PACKED = (".woff", ".woff2", ".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif", ".pdf", ".gz", ".zip")


def fault(path: str, rule: str, problem: str, fix: str, *, line: int = 1, minor: bool = False) -> Finding:
    """A finding about a file of the site. What is ``minor`` may be published."""
    severity = Severity.WARNING if minor else Severity.ERROR
    position = Position(_printable(path), line)
    return Finding(position=position, rule=rule, problem=_printable(problem), fix=_printable(fix), severity=severity)


def _printable(text: str) -> str:
    """Names of files and escapes in JSON may hold halves of signs, which no terminal takes."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


@dataclass(frozen=True, slots=True)
class Listing:
    """What lies in a folder: files with their sizes, folders, and what is neither."""

    files: dict[str, int]
    folders: frozenset[str]
    odd: dict[str, str]
    """What no host sends as it stands, with the reason."""


@dataclass(frozen=True, eq=False)
class Site:
    """A finished site: its folder, and the address at which it is to be read.

    What has been read of it is kept; whoever has changed its files makes a new one.
    """

    root: Path
    url: str

    @cached_property
    def home(self) -> Home:
        return Home(self.url)

    @cached_property
    def listing(self) -> Listing:
        return _listing(self.root)

    @property
    def files(self) -> dict[str, int]:
        """The files of the site with their sizes in bytes."""
        return self.listing.files

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """Folders at the top that are languages and have a home page."""
        folders = {name.partition("/")[0] for name in self.files if name.count("/") == 1 and name.endswith(f"/{INDEX}")}
        return tuple(sorted(name for name in folders if is_language(name)))

    @cached_property
    def page_names(self) -> tuple[str, ...]:
        return tuple(sorted(name for name in self.files if name.lower().endswith((".html", ".htm"))))

    def read(self, name: str) -> bytes | None:
        """The bytes of a file; nothing if it cannot be read."""
        try:
            return (self.root / name).read_bytes() if name in self.files else None
        except OSError:
            return None

    def text(self, name: str) -> str | None:
        """The text of a file; nothing if it is none."""
        try:
            return (self.read(name) or b"").decode("utf-8-sig")
        except UnicodeDecodeError:
            return None

    def language_of(self, path: str) -> str:
        """The language folder that a file lies in; nothing above them."""
        first, slash, _ = path.partition("/")
        return first if slash and first in self.languages else ""

    @cached_property
    def _digests(self) -> dict[str, str | None]:
        return {}

    def digest(self, name: str) -> str | None:
        """The SHA-256 of a file; nothing if it cannot be read."""
        if name not in self._digests:
            content = self.read(name)
            self._digests[name] = None if content is None else hashlib.sha256(content).hexdigest()
        return self._digests[name]

    @cached_property
    def _weights(self) -> dict[str, int]:
        return {}

    def weight(self, name: str) -> int:
        """The bytes that a host sends for a file: compressed, unless it is so already."""
        if name not in self._weights:
            content = self.read(name) or b""
            self._weights[name] = len(content) if name.lower().endswith(_PACKED) else packed(content)
        return self._weights[name]


def line_of(text: str, near: str) -> int:
    """The line on which something first stands, best as a whole value in quotation marks; 1 if it does not."""
    escaped = near.replace("&", "&amp;")
    places = (text.find(form) for form in (f'"{near}"', f'"{escaped}"', near, escaped)) if near else ()
    return text.count("\n", 0, next((place for place in places if place >= 0), 0)) + 1


def packed(content: bytes) -> int:
    """The size of a text as hosts compress it: gzip at level 6."""
    return len(zlib.compress(content, 6, wbits=31))


def _listing(root: Path) -> Listing:
    files: dict[str, int] = {}
    folders: set[str] = set()
    odd: dict[str, str] = {}
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        try:
            entries = list(os.scandir(root / folder))
        except OSError as error:
            odd[folder.removesuffix("/") or "."] = f"the folder cannot be read: {error.strerror}"
            continue
        for entry in entries:
            name = folder + entry.name
            if entry.is_symlink():
                odd[name] = "this is a symbolic link"
            elif entry.is_dir():
                folders.add(name)
                waiting.append(f"{name}/")
            elif entry.is_file():
                files[name] = entry.stat().st_size
            else:
                odd[name] = "this is neither a file nor a folder"
    return Listing(files, frozenset(folders), odd)
