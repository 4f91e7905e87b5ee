"""A rendered page body, cut at its headings, for the search and for what is told to machines question by question."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape

from selectolax.lexbor import LexborHTMLParser, LexborNode

# Elements that stand inside a line of text; all others part words from each other.
_INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "img", "ins", "kbd", "mark", "q"}
    | {"s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr"}
)
_SILENT = frozenset({"script", "style", "svg", "template"})
_CJK = r"\u2e80-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uff60\u2018-\u201f"
# The white space of HTML; no-break spaces are words' own.
_SPACES = re.compile(r"[ \t\n\f\r]+")
_LINE_IN_CHINESE = re.compile(rf"(?<=[{_CJK}])[ \t\f\r]*\n[ \t\n\f\r]*(?=[{_CJK}])")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading's id, words and level, and what stands below it up to the next heading, as plain text and as HTML.

    ``id`` and ``heading`` are empty, and ``level`` is 1, for what stands before the first heading.
    """

    id: str
    heading: str
    level: int
    text: str
    html: str


@dataclass(slots=True)
class _Draft:
    """A section while it is being read."""

    id: str = ""
    heading: str = ""
    level: int = 1
    text: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)

    def finish(self) -> Section:
        return Section(self.id, self.heading, self.level, _joined(self.text), "".join(self.html).strip())


def split(html: str) -> tuple[Section, ...]:
    """Cut the HTML of a body at its ``h2`` and ``h3`` that have ids; nothing before the first is no section."""
    body = LexborHTMLParser(f"<body>{html}</body>").body
    drafts = [_Draft()]
    if body is not None:
        _read(body, drafts)
    first, *rest = (draft.finish() for draft in drafts)
    return (first, *rest) if first.text or first.html else tuple(rest)


def plain(html: str) -> str:
    """The words of a piece of HTML, with single spaces."""
    body = LexborHTMLParser(f"<body>{html}</body>").body
    return _joined(_words(body)) if body is not None else ""


def _read(parent: LexborNode, drafts: list[_Draft]) -> None:
    for node in parent.iter(include_text=True):
        if _is_heading(node):
            heading = _joined(_words(node))
            drafts.append(_Draft(node.attributes.get("id") or "", heading, int((node.tag or "h2")[1])))
        elif node.tag != "-text" and _holds_heading(node):
            _read_around(node, drafts)
        else:
            drafts[-1].text += _words(node) if node.tag == "-text" else _element_words(node)
            drafts[-1].html.append(node.html or "")


def _read_around(node: LexborNode, drafts: list[_Draft]) -> None:
    """An element with headings inside is cut as well: each section gets whole elements only."""
    holder, first = drafts[-1], len(drafts)
    opened = len(holder.html)
    holder.html.append(_start_tag(node))
    holder.text.append(" ")
    _read(node, drafts)
    if len(drafts) > first:
        holder.html.append(f"</{node.tag}>")
        if not "".join(holder.html[opened + 1 : -1]).strip():
            del holder.html[opened:]
    drafts[-1].text.append(" ")


def _is_heading(node: LexborNode) -> bool:
    return node.tag in ("h2", "h3") and bool(node.attributes.get("id"))


def _holds_heading(node: LexborNode) -> bool:
    return node.css_first("h2[id], h3[id]") is not None


def _start_tag(node: LexborNode) -> str:
    attributes = "".join(
        f" {name}" if value is None else f' {name}="{escape(value)}"' for name, value in node.attributes.items()
    )
    return f"<{node.tag}{attributes}>"


def _words(node: LexborNode) -> list[str]:
    """The words inside a node, in pieces; the text itself if it is text."""
    if node.tag == "-text":
        return [node.text_content or ""]
    return [piece for child in node.iter(include_text=True) for piece in _element_words(child)]


def _element_words(node: LexborNode) -> Iterator[str]:
    if node.tag == "-text":
        yield node.text_content or ""
    elif node.tag in _SILENT or node.attributes.get("aria-hidden") == "true" or "hidden" in node.attributes:
        return
    elif node.tag in _INLINE:
        yield from _words(node)
    else:
        yield " "
        yield from _words(node)
        yield " "


def _joined(pieces: list[str]) -> str:
    """One line of text. A line of Chinese that was broken in the source has no space there."""
    return _SPACES.sub(" ", _LINE_IN_CHINESE.sub("", "".join(pieces))).strip()
