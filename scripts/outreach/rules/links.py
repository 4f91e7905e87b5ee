"""Links and pictures inside the site lead somewhere."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from outreach.findings import Finding, Severity, did_you_mean, quoted
from outreach.model import Document, Entry, Library, PageFacts, PageWords, target_key
from outreach.project import Project

Entries = Mapping[str, Entry[PageFacts, PageWords]]


@dataclass(frozen=True, slots=True)
class _Link:
    """A link to a page of this site, as a text of a language writes it."""

    document: Document
    language: str
    line: int
    target: str
    key: str
    fragment: str


def links_lead_somewhere(project: Project, library: Library) -> Iterator[Finding]:
    """A link names a page of the Library and, if it names a section, one that is there."""
    entries = {entry.key: entry for entry in library.entries()}
    files = {asset.path for asset in library.assets}
    for entry, code, text in library.texts():
        for link in text.document.links:
            if not link.words.strip():
                problem, fix = "this link has no words", "write words that say where it leads between [ and ]"
                yield _at(text.document, link.line, "link-words", problem, fix)
            address = link.address
            if address is None or address.scheme or address.netloc or address.path.startswith(("/", "\\")):
                continue  # whether such an address may be published is for safety.addresses_are_harmless to say
            key = target_key(entry.key, address.path) if address.path else entry.key
            inside = _Link(text.document, code, link.line, link.target, key, address.fragment)
            if address.path.endswith(".md") or (not address.path and address.fragment):
                if not _is_unread(inside, library):
                    yield from _page(inside, entries, library.source)
            elif _file(text.document, address.path) not in files:
                yield _no_page(inside, entries, files)


def _is_unread(link: _Link, library: Library) -> bool:
    """Whether the page is there and has mistakes of its own, which its findings tell."""
    section, _, rest = link.key.partition("/")
    sheet = f"factsheets/{library.source}/{rest}.md" if section == "factsheets" else ""
    return bool({f"docs/{library.source}/{link.key}.md", sheet} & library.unread)


def _page(link: _Link, entries: Entries, source: str) -> Iterator[Finding]:
    if link.key not in entries:
        yield _no_page(link, entries, ())
        return
    texts = entries[link.key].texts
    ids = {code: [heading.id for heading in text.document.headings if heading.id] for code, text in texts.items()}
    if link.fragment and link.fragment not in ids[source]:
        sections = [f"#{one}" for one in ids[source]]
        fix = did_you_mean(f"#{link.fragment}", sections, "link to the page, or to one of its sections")
        problem = f"{quoted(link.target)} names a section that is not there"
        yield _at(link.document, link.line, "broken-link", problem, fix)
    elif link.fragment and link.language in ids and link.fragment not in ids[link.language]:
        yield Finding(
            position=link.document.at(link.line),
            rule="broken-link",
            problem=f"the section {quoted(link.target)} is not translated yet; the link leads to its page",
            fix=f"translate the section in {texts[link.language].document.path}",
            severity=Severity.WARNING,
        )


def _no_page(link: _Link, entries: Entries, files: Iterable[str]) -> Finding:
    if not link.target:
        problem = "this link has no address"
        return _at(link.document, link.line, "broken-link", problem, "write where it leads between ( and )")
    keys = [f"{link.key}/index"] if f"{link.key}/index" in entries else list(entries)
    written = f"{link.target.rstrip('/')}/index.md" if len(keys) == 1 else link.target
    fix = _nearest(link.document, written, [*(f"docs/{link.language}/{key}.md" for key in keys), *files])
    return _at(link.document, link.line, "broken-link", f"the link {quoted(link.target)} leads nowhere", fix)


def _nearest(document: Document, written: str, paths: Iterable[str]) -> str:
    """Advise an address that is much like the one that was written, seen from the document's folder."""
    here = posixpath.dirname(_as_page(document.path))
    known = [posixpath.relpath(path, here) for path in paths]
    otherwise = "mend the address; it is read from this file's folder"
    return did_you_mean(posixpath.normpath(written.partition("#")[0]), known, otherwise)


def _file(document: Document, path: str) -> str:
    """The project path of a file that a document names."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(_as_page(document.path)), path))


def _as_page(path: str) -> str:
    """Fact sheets link as if they lay in ``docs/<language>/factsheets/``, where their pages are."""
    top, language, rest = path.split("/", 2)
    return f"docs/{language}/factsheets/{rest}" if top == "factsheets" else path


def pictures_exist_and_are_described(project: Project, library: Library) -> Iterator[Finding]:
    """A picture is a file of the project, and is told in words for those who do not see it."""
    files = {asset.path for asset in library.assets}
    for _, _, text in library.texts():
        for picture in text.document.pictures:
            if not picture.words:
                problem = f"the picture {quoted(picture.target)} has no alternative text"
                fix = "say between ![ and ] what it shows"
                yield _at(text.document, picture.line, "alternative-text", problem, fix)
            address = picture.address
            if address is None or address.scheme or address.netloc:
                problem = f"the picture {quoted(picture.target)} would be loaded from elsewhere"
                yield _at(text.document, picture.line, "foreign-picture", problem, "put the file into docs/assets/")
            elif _file(text.document, address.path) not in files:
                problem = f"there is no picture {quoted(picture.target)}"
                fix = _nearest(text.document, picture.target, files)
                yield _at(text.document, picture.line, "broken-link", problem, fix)


def _at(document: Document, line: int, rule: str, problem: str, fix: str) -> Finding:
    return Finding(position=document.at(line), rule=rule, problem=problem, fix=fix)
