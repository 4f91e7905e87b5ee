"""Content is words: nothing in it may act as code."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from outreach.findings import Finding, Position, quoted
from outreach.model import Document, Library, Reference
from outreach.project import Project

_ATTRIBUTES = re.compile(r"\{[^\n]*\}")  # what Python-Markdown's attr_list reads, and whatever looks like it
_HEADING_ID = re.compile(r"^(#{1,6}.*)\{\s*#[^{}]*\}\s*$|^\s+#{1,6}[^{}]*\{#[a-z0-9-]+\}\s*$")  # also in a note
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")  # a backslash before a sign, in Markdown
_SCHEMES = {"", "http", "https", "mailto", "tel"}
# Addresses that the renderer, which is more generous than our parser, takes for links: after ``](`` and ``]:``.
# A browser passes over tabs and line ends inside an address.
_WRITTEN = re.compile(r"\](?:\(\s*<?([^<>)\x20]+)|:\s*<?([^\s<>]+))")

_PUBLISHED = {".avif", ".gif", ".jpeg", ".jpg", ".pdf", ".png", ".svg", ".webp"}
_NOT_A_DRAWING = re.compile(
    r"""(?ix) <(?:[\w.-]+:)?(?:script|foreignObject|iframe|object|embed|handler|listener|set|animate\w*)\b
    | (?<=[\s"'/]) on[a-z]+ \s* = | <!(?:DOCTYPE[^>]*\[|ENTITY) | <\?xml-stylesheet | @import
    | (?<![\w-])(?:href|src) \s* = \s* (?!["']?\s*(?:\#|data:image/(?:png|jpeg|gif|webp)[;,])) \S*
    | url\( \s* (?!["']?\#) \S* | javascript: | encoding \s* = \s* ["'](?!utf-8["']) \S* | \0"""
)


def files_are_pictures(project: Project, library: Library) -> Iterator[Finding]:
    """What is published as it is must not be a page or a program, nor the copy that an editor's program left."""
    for asset in library.assets:
        if Path(asset.path).suffix.lower() not in _PUBLISHED:
            problem = f"files like {quoted(Path(asset.path).name)} are not published"
            fix = f"remove it; pictures and documents are {', '.join(sorted(_PUBLISHED))}"
            yield Finding(position=Position(asset.path), rule="file-kind", problem=problem, fix=fix)


def drawings_are_still(project: Project, library: Library) -> Iterator[Finding]:
    """An SVG is a document of its own when a reader opens it: no program, no other host, nothing that moves."""
    for asset in library.assets:
        match = _NOT_A_DRAWING.search(asset.text)
        if match:
            line = asset.text.count("\n", 0, match.start()) + 1
            problem = f"{quoted(match[0])} is not part of a plain drawing"
            fix = "save it as 'plain SVG', without scripts, links to elsewhere and animation"
            yield Finding(position=Position(asset.path, line), rule="drawing", problem=problem, fix=fix)


def no_raw_html(project: Project, library: Library) -> Iterator[Finding]:
    """HTML in Markdown is shown as text, so it is surely not what was meant; scripts are never let in."""
    for _, _, text in library.texts():
        opened = {passage.text[1:].partition(">")[0].partition(" ")[0] for passage in text.document.raw_html}
        for passage in text.document.raw_html:
            if passage.text.startswith("</") and passage.text[2:].partition(">")[0] in opened:
                continue  # one finding for a pair
            if passage.text.startswith("<!--"):
                problem, fix = _comment(passage.text)
            else:
                problem, fix = f"raw HTML: {quoted(passage.text)}", "use Markdown; HTML would be shown as it is"
            yield Finding(position=text.document.at(passage.line), rule="raw-html", problem=problem, fix=fix)


def _comment(text: str) -> tuple[str, str]:
    """A comment that is none: of those that are, nothing is said."""
    if "-->" not in text:
        return f"the comment {quoted(text)} does not end on this line", "write --> after it"
    name = "-".join(re.findall(r"[a-z]+", text.lower().partition("outreach")[2]))
    fix = f"write <!-- outreach:{name} -->, alone on its line, with an empty line before and after it"
    return f"{quoted(text)} would not become a list", fix


def no_attribute_lists(project: Project, library: Library) -> Iterator[Finding]:
    """An attribute list could carry an event handler; only the ids of headings are written in braces."""
    for _, _, text in library.texts():
        for offset, line in enumerate(text.document.body.split("\n")):
            match = _ATTRIBUTES.search(_HEADING_ID.sub(r"\1", line))
            if match:
                yield Finding(
                    position=text.document.at(text.document.body_line + offset),
                    rule="attribute-list",
                    problem=f"words in braces: {quoted(match[0])}",
                    fix="delete them; braces hold the id at the end of a heading, nothing else",
                )


def addresses_are_harmless(project: Project, library: Library) -> Iterator[Finding]:
    """Links lead to pages and mail addresses, not to scripts, data or files of a reader's machine."""
    for _, _, text in library.texts():
        document = text.document
        pictures = {(picture.target, picture.line) for picture in document.pictures}  # links.py speaks of those
        wrong = [link for link in document.links if not _is_harmless(link)]
        told = [(link.line, link.target) for link in wrong]
        unseen = [
            link
            for link in _written(document)
            if not any(line == link.line and target.startswith(link.target) for line, target in told)
        ]
        for link in [*wrong, *unseen]:
            if not any(line == link.line and target.startswith(link.target) for target, line in pictures):
                yield Finding(
                    position=document.at(link.line),
                    rule="address",
                    problem=f"the link {quoted(link.target)} is not one to publish",
                    fix="write https://…, or the way to a file of this project from here",
                )


def _is_harmless(link: Reference) -> bool:
    if link.address is None or link.target.startswith(("//", "/", "\\")):
        return False
    return link.address.scheme.lower() in _SCHEMES


def _written(document: Document) -> Iterator[Reference]:
    """Every harmful address that stands where one is written, whatever surrounds it."""
    for match in _WRITTEN.finditer(document.body):
        target = unquote(html.unescape(_ESCAPED.sub(r"\1", re.sub(r"[\t\n]", "", match[1] or match[2])))).lstrip(
            "".join(map(chr, range(33)))
        )
        line = document.body_line + document.body.count("\n", 0, match.start())
        link = Reference(target, "", line)
        if not _is_harmless(link):
            yield link
