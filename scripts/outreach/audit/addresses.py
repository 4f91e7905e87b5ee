"""Where an address leads that is written on a page or in a style sheet, without asking any host."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from urllib.parse import quote, unquote, urlsplit

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_FETCHED_SCHEMES = ("http:", "https:", "ws:", "wss:", "ftp:")
_BLANKS = str.maketrans("", "", "\t\r\n")
INDEX = "index.html"


class Where(Enum):
    """What an address means to a reader of this site."""

    INSIDE = "a file of the site"
    OUTSIDE = "another folder of the same host, or one above the site's"
    FOREIGN = "another host"
    NOWHERE = "no place: mail, telephone, data, scripts"


@dataclass(frozen=True, slots=True)
class Address:
    """An address as written, and where it leads: for one inside, the file and the name after ``#``."""

    written: str
    where: Where
    path: str = ""
    fragment: str = ""
    rooted: bool = False
    """Begins with a slash, so that it means something only on a server."""
    absolute: bool = False
    """Names the host."""

    @property
    def inside(self) -> bool:
        return self.where is Where.INSIDE


@dataclass(frozen=True)
class Home:
    """The address at which a site is read; it ends with a slash."""

    url: str

    @cached_property
    def path(self) -> str:
        """The part after the host: ``/``, or the folder in which the site lies there."""
        try:
            return urlsplit(self.url).path or "/"
        except ValueError:
            return "/"

    def of(self, path: str) -> str:
        """The address of a file; that of its folder for an index page."""
        name = path.removesuffix(INDEX) if path == INDEX or path.endswith(f"/{INDEX}") else path
        return self.url + quote(name, safe="/~", errors="surrogateescape")

    def resolve(self, base: str, written: str) -> Address:
        """Where an address leads that stands in the file ``base`` of the site."""
        text = written.strip(" \f\t\r\n").translate(_BLANKS)
        scheme = _SCHEME.match(text)
        if scheme or text.startswith(("//", "\\\\", "/\\", "\\/")):
            return self._absolute(written, text if scheme else f"{self.url.partition(':')[0]}:{text}", not scheme)
        path, _, fragment = text.partition("#")
        path = path.partition("?")[0].replace("\\", "/")
        rooted = path.startswith("/")
        if not path:
            return Address(written, Where.INSIDE, base, unquote(fragment))
        if rooted:
            if not f"{path}/".startswith(self.path):
                return Address(written, Where.OUTSIDE, rooted=True)
            path = path[len(self.path) :]
        else:
            path = f"{base.rpartition('/')[0]}/{path}"
        found = _file(path)
        if found is None:
            return Address(written, Where.OUTSIDE, rooted=rooted)
        return Address(written, Where.INSIDE, found, unquote(fragment), rooted)

    def _absolute(self, written: str, text: str, rooted: bool) -> Address:
        text = text.replace("\\", "/")
        address, _, fragment = text.partition("#")
        address = address.partition("?")[0]
        if f"{address}/" == self.url or address.startswith(self.url):
            path = _file(address[len(self.url) :])
            if path is not None:
                return Address(written, Where.INSIDE, path, unquote(fragment), rooted, absolute=True)
        where = Where.FOREIGN if address.lower().startswith(_FETCHED_SCHEMES) else Where.NOWHERE
        return Address(written, where, rooted=rooted, absolute=True)


def _file(path: str) -> str | None:
    """The file that a server sends for a path; nothing if the path leads above the top."""
    parts: list[str] = []
    for part in unquote(path, errors="surrogateescape").split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    folder = path == "" or path.endswith(("/", "/.", "/..")) or path in (".", "..")
    return "/".join([*parts, INDEX] if folder else parts)
