"""A page's HTML as a flat list of nodes in their order: the one module that parses pages.

A tree is walked once, and without recursion: a page may be nested as deep as it likes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

TEXT = "#text"
_UNSPOKEN = {"script", "style", "template"}
_NO_ATTRIBUTES: dict[str, str] = {}


class Node(NamedTuple):
    """An element or a piece of text, with what it inherits: its language, its direction, whether it is hidden.

    ``place`` is its place in the list and ``parent`` that of its parent (-1 for the root).
    """

    place: int
    parent: int
    tag: str
    attributes: dict[str, str]
    text: str
    language: str
    direction: str
    hidden: bool

    def get(self, name: str) -> str:
        """The value of an attribute without spaces around it; nothing if it is missing."""
        return self.attributes.get(name, "").strip()

    def tokens(self, name: str) -> list[str]:
        """The words of an attribute that is a list of words, in lower case."""
        return self.attributes.get(name, "").lower().split()


@dataclass(frozen=True)
class Markup:
    """The nodes of a page, elements and texts that are not blank, each element before what is in it."""

    nodes: list[Node]

    @cached_property
    def by_tag(self) -> dict[str, list[Node]]:
        """The elements of each name; what is in SVG too."""
        found: dict[str, list[Node]] = defaultdict(list)
        for node in self.nodes:
            found[node.tag].append(node)
        return found

    @cached_property
    def elements(self) -> list[Node]:
        return [node for node in self.nodes if node.tag != TEXT]

    @cached_property
    def named(self) -> list[bool]:
        """For each node whether something in it has words that a voice reads."""
        named = [_speaks(node, self.nodes) for node in self.nodes]
        for node in reversed(self.nodes):
            if named[node.place] and node.parent >= 0 and not node.hidden:
                named[node.parent] = True
        return named

    @property
    def root(self) -> Node:
        return self.nodes[0]

    def of(self, *tags: str) -> list[Node]:
        """The elements of these names in their order."""
        found = [node for tag in tags for node in self.by_tag.get(tag, ())]
        return found if len(tags) == 1 else sorted(found)

    def nearest(self, tag: str) -> list[int]:
        """For each node the place of the innermost element of this name that it is or lies in; -1 if there is none."""
        places: list[int] = []
        for node in self.nodes:
            outer = places[node.parent] if node.parent >= 0 else -1
            places.append(node.place if node.tag == tag else outer)
        return places

    def inside(self, node: Node) -> Iterator[Node]:
        """What is in an element: all that follows, up to the first whose parent stands before it."""
        for place in range(node.place + 1, len(self.nodes)):
            if self.nodes[place].parent < node.place:
                return
            yield self.nodes[place]

    def words(self, node: Node) -> str:
        """The text in an element, spaces folded."""
        return " ".join(" ".join(part.text for part in self.inside(node) if part.tag == TEXT).split())

    def exact(self, node: Node) -> str:
        """The text in an element to the letter, as a browser takes a script."""
        return "".join(part.text for part in self.inside(node) if part.tag == TEXT)


def read_markup(text: str) -> Markup:
    """Parse a page as a browser does: whatever the text is, there is a tree."""
    root = LexborHTMLParser(text.replace("\r\n", "\n").replace("\r", "\n")).root
    nodes: list[Node] = []
    places: dict[int, int] = {}
    for found in root.traverse(include_text=True, skip_empty=True) if root is not None else ():
        parent = found.parent
        place = places.get(parent.mem_id, -1) if parent is not None else -1
        outer = nodes[place] if place >= 0 else Node(-1, -1, "", _NO_ATTRIBUTES, "", "", "ltr", hidden=False)
        inherited = outer.language, outer.direction, outer.hidden
        tag = found.tag
        if tag == "-text":
            nodes.append(Node(len(nodes), place, TEXT, _NO_ATTRIBUTES, found.text_content or "", *inherited))
        elif tag is not None and not tag.startswith("-"):
            attributes = {name: value or "" for name, value in found.attributes.items()} or _NO_ATTRIBUTES
            if attributes:
                inherited = _passed_on(attributes, *inherited)
            places[found.mem_id] = len(nodes)
            nodes.append(Node(len(nodes), place, tag, attributes, "", *inherited))
    return Markup(nodes or [Node(0, -1, "html", _NO_ATTRIBUTES, "", "", "ltr", hidden=False)])


def _passed_on(attributes: dict[str, str], language: str, direction: str, hidden: bool) -> tuple[str, str, bool]:
    """What an element with attributes hands to what is in it."""
    return (
        attributes.get("lang", language),
        attributes.get("dir", "").lower() or direction,
        hidden or attributes.get("aria-hidden") == "true" or "hidden" in attributes,
    )


def _speaks(node: Node, nodes: list[Node]) -> bool:
    if node.hidden:
        return False
    if node.tag == TEXT:
        return nodes[node.parent].tag not in _UNSPOKEN
    return bool(node.attributes) and bool(
        node.get("aria-label") or node.get("aria-labelledby") or (node.tag == "img" and node.get("alt"))
    )
