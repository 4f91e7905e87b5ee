"""Markdown read for its places: headings, links, pictures, directives and raw HTML with their lines.

Pages are rendered by Python-Markdown, which keeps no line numbers; this reading by markdown-it is for findings.
The two agree on the plain Markdown that content is written in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

from outreach.model import Heading, Passage, Reference

DIRECTIVE = re.compile(r"<!--\s*outreach:([a-z][a-z-]*)\s*-->")
COMMENT = re.compile(r"<!--(?!\s*outreach:).*?-->", re.DOTALL)
TOO_DEEP = 14
"""Levels, of which a list takes two: markdown-it stops reading at 20, and must not do so unnoticed."""
_HEADING_ID = re.compile(r"\s*\{\s*#([^{}]*?)\s*\}\s*$")
_CLOSE_HEADING = re.compile(r"#{1,6}(?![#\s])")

_FOOTNOTE = re.compile(r"^( {0,3})\[\^(?=[^\]]*\]:)")
_INDENTS = re.compile(r"!!! ?\w| {0,3}\[\^[^\]]+\]:| {0,2}:[ ]{1,3}")


@dataclass(slots=True)
class Scan:
    """What was found in one body, in reading order."""

    headings: list[Heading] = field(default_factory=list)
    links: list[Reference] = field(default_factory=list)
    pictures: list[Reference] = field(default_factory=list)
    directives: list[Passage] = field(default_factory=list)
    raw_html: list[Passage] = field(default_factory=list)
    deep_line: int = 0


def scan(body: str, first_line: int) -> Scan:
    """Read a body that starts at ``first_line`` of its file."""
    found = Scan()
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    # Every address is wanted as written, also one that a parser would refuse: rules judge it, not the parser.
    setattr(parser, "validateLink", lambda _url: True)  # noqa: B010 (methods, of which we want other ones)
    setattr(parser, "normalizeLink", str)  # noqa: B010
    tokens = parser.parse(_at_the_margin(body))
    line = first_line
    for number, token in enumerate(tokens):
        if token.map:  # a token without its own place, such as a table cell, stands where the one before it does
            line = first_line + token.map[0]
        if token.level >= TOO_DEEP and not found.deep_line:
            found.deep_line = line
        if token.type == "heading_open":
            found.headings.append(_heading(token, tokens[number + 1], line))
        elif token.type == "html_block":
            _html(token.content, line, found)
        elif token.type == "inline":
            if tokens[number - 1].type == "paragraph_open":
                found.headings.extend(_close_headings(token.content, line))
            _inline(token, line, found)
    return found


def _at_the_margin(body: str) -> str:
    """What is indented below a note, a footnote or a definition is words for the renderer, but code for this parser.

    Lines keep their numbers. A footnote of one word is not the address of a link, either.
    """
    lines, inside = [], False
    for line in body.split("\n"):
        if line.strip() and not line.startswith("    "):
            inside = bool(_INDENTS.match(line))
            lines.append(_FOOTNOTE.sub(r"\1\[^", line))
        else:
            lines.append(line.removeprefix("    ") if inside else line)
    return "\n".join(lines)


def _heading(opening: Token, inline: Token, line: int) -> Heading:
    written = inline.content
    match = _HEADING_ID.search(written)
    words = written[: match.start()] if match else written
    return Heading(int(opening.tag[1]), match[1] if match else "", words, line)


def _close_headings(content: str, line: int) -> Iterator[Heading]:
    """``##Words`` without a space: a heading for the renderer, though not for this parser."""
    for offset, text in enumerate(content.split("\n")):
        match = _CLOSE_HEADING.match(text)
        if match:
            written = text[match.end() :]
            name = _HEADING_ID.search(written)
            words = written[: name.start()] if name else written
            yield Heading(len(match[0]), name[1] if name else "", words, line + offset)


def _html(content: str, line: int, found: Scan) -> None:
    """A directive is a comment of ours alone on its line. An editor's other comments are not HTML to mind."""
    content = COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), content)
    for offset, text in enumerate(content.split("\n")):
        match = DIRECTIVE.fullmatch(text.strip())
        if match:
            found.directives.append(Passage(match[1], line + offset))
        elif "<" in text:
            found.raw_html.append(Passage(text.strip(), line + offset))


def _inline(token: Token, line: int, found: Scan) -> None:
    children = token.children or []
    for number, child in enumerate(children):
        if child.type in ("softbreak", "hardbreak"):
            line += 1
        elif child.type == "link_open":
            words = "".join(_words(children[number + 1 :]))
            found.links.append(Reference(unquote(str(child.attrGet("href") or "")), words, line))
        elif child.type == "image":
            found.pictures.append(Reference(unquote(str(child.attrGet("src") or "")), child.content.strip(), line))
        elif child.type == "html_inline" and not COMMENT.fullmatch(child.content):
            found.raw_html.append(Passage(child.content, line))
        if child.type in ("image", "html_inline"):
            line += child.content.count("\n")


def _words(tokens: list[Token]) -> Iterator[str]:
    """The words of a link: everything up to its end."""
    for token in tokens:
        if token.type == "link_close":
            return
        yield token.content
