"""For everybody: what is shown can also be heard, and what can be pressed says what it does."""

from __future__ import annotations

from collections.abc import Iterator

from outreach.audit.markup import Node
from outreach.audit.page import BuiltPage
from outreach.findings import Finding, quoted

_NO_PICTURE = ("none", "presentation")
_PRESSED_INPUTS = ("submit", "reset")
_NOT_FILLED_IN = ("hidden", "submit", "reset", "button", "image")
_REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "list", "headers")


def pictures_are_described(page: BuiltPage) -> Iterator[Finding]:
    """A picture has an alternative text, which is empty only on purpose."""
    for node in page.of("img", "area"):
        if "alt" not in node.attributes and (node.tag == "img" or "href" in node.attributes):
            name = node.get("src") or node.get("href")
            problem = f"the picture {quoted(name)} has no alternative text"
            yield page.fault("alternative-text", problem, 'say what it shows, or write alt=""', near=name)


def drawings_are_named_or_silent(page: BuiltPage) -> Iterator[Finding]:
    """A voice reads the parts of a drawing one by one, unless it has a name or is left out."""
    titled = {node.parent for node in page.of("title")}
    within = page.markup.nearest("svg")
    for node in page.of("svg"):
        silent = node.hidden or node.get("role") in _NO_PICTURE or within[node.parent] >= 0
        if not (silent or node.place in titled or _is_named(page, node)):
            problem = f"a drawing in <{page.markup.nodes[node.parent].tag}> has neither a name nor aria-hidden"
            yield page.fault(
                "alternative-text", problem, 'add aria-hidden="true" or aria-label', near="<svg", minor=True
            )


def what_is_pressed_has_a_name(page: BuiltPage) -> Iterator[Finding]:
    """A voice says the name of a link or button; without one it spells the address."""
    pressed = [node for node in page.of("a", "area") if "href" in node.attributes]
    pressed += page.of("button", "summary")
    pressed += [node for node in page.of("input") if node.get("type").lower() == "image"]
    pressed += [node for node in page.markup.elements if node.get("role") in ("button", "link")]
    for node in {node.place: node for node in pressed}.values():
        if not (node.hidden or _is_named(page, node) or page.markup.named[node.place] or node.get("alt")):
            what = node.get("href") or node.get("src") or node.get("class") or node.tag
            problem = f"<{node.tag}> {quoted(what)} has no name"
            yield page.fault("nameless", problem, "put words in it, or add aria-label", near=what)


def fields_have_labels(page: BuiltPage) -> Iterator[Finding]:
    """Who cannot see what stands beside a field knows it by its label."""
    named = page.markup.named
    labels = {node.get("for") for node in page.of("label") if named[node.place]}
    within = page.markup.nearest("label")
    for node in page.of("input", "select", "textarea"):
        if node.hidden or (node.tag == "input" and node.get("type").lower() in _NOT_FILLED_IN):
            continue
        wrapped = within[node.place] >= 0 and named[within[node.place]]
        if not (_is_named(page, node) or (node.get("id") and node.get("id") in labels) or wrapped):
            what = node.get("name") or node.get("id") or node.tag
            yield page.fault("label", f"the field {quoted(what)} has no label", "add a label with words", near=what)


def tables_have_headers(page: BuiltPage) -> Iterator[Finding]:
    """A voice says the header with each cell; a table without any is a heap of numbers."""
    within = page.markup.nearest("table")
    headed = {within[node.place] for node in page.of("th")}
    for node in page.of("table"):
        if node.get("role") not in _NO_PICTURE and node.place not in headed:
            yield page.fault("table", "a table has no headers", "mark its header cells with th", near="<table")


def frames_have_titles(page: BuiltPage) -> Iterator[Finding]:
    """A frame is a page in the page; its title says whether to enter it."""
    for node in page.of("iframe", "frame"):
        if not (node.hidden or node.get("title")):
            problem = f"the frame {quoted(node.get('src'))} has no title"
            yield page.fault("frame-title", problem, "add a title", near=node.get("src"))


def references_lead_to_ids(page: BuiltPage) -> Iterator[Finding]:
    """A label for a field that is not there labels nothing."""
    for node in page.markup.elements:
        for name in _REFERENCES if node.attributes else ():
            for written in node.attributes.get(name, "").split():
                if written not in page.names:
                    problem = f"{name} of <{node.tag}> names {quoted(written)}, which is not on the page"
                    yield page.fault("reference", problem, "name an id of this page", near=node.get(name))


def pictures_keep_their_place(page: BuiltPage) -> Iterator[Finding]:
    """Text jumps when a picture without a size arrives; one further down is fetched only when it is reached."""
    for number, node in enumerate(page.of("img")):
        source = node.get("src")
        if not (node.get("width") and node.get("height")):
            problem = f"the picture {quoted(source)} has no width and height"
            yield page.fault("picture", problem, "add both, in pixels", near=source, minor=True)
        if number and node.get("loading").lower() != "lazy":
            problem = f"the picture {quoted(source)} is fetched before it is reached"
            yield page.fault("picture", problem, 'add loading="lazy"', near=source, minor=True)


def _is_named(page: BuiltPage, node: Node) -> bool:
    """Whether an element has a name of its own, besides the words in it."""
    references = set(node.attributes.get("aria-labelledby", "").split())
    return bool(node.get("aria-label") or node.get("title") or references & page.names)
