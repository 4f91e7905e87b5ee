"""What Markdown's own HTML lacks on a page: tables that fit a telephone, notes that programs can name, sized pictures.

Python-Markdown writes ``style`` for the columns of a table; the site's policy forbids that, so it becomes a class.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from xml.etree.ElementTree import Element

from markdown.util import STX

from outreach.localize.phrases import phrases
from outreach.localize.strings import Strings
from outreach.localize.views import PictureView

STACKED = 4
"""Up to so many columns, the rows of a table can stand below each other; more would tear them apart."""

_ALIGNED = re.compile(r"text-align:\s*(left|center|right)")
# Left and right of Markdown are where a line begins and ends: in Arabic the other way round.
_SIDES = {"left": "to-start", "center": "to-center", "right": "to-end"}
_HEADINGS = {f"h{level}" for level in range(1, 7)}
_CODE = {"code", "pre", "kbd", "samp"}
_BACK = re.compile(r"#fnref(\d*):")


def style_to_class(root: Element) -> None:
    """The alignment of cells becomes a class; no other style, and no program, is left on any element."""
    for element in root.iter():
        aligned = _ALIGNED.search(element.get("style", ""))
        if aligned and element.tag in ("th", "td"):
            _add_class(element, _SIDES[aligned[1]])
        for name in [name for name in element.attrib if name == "style" or name.lower().startswith("on")]:
            del element.attrib[name]


def part_headings(root: Element, language: str) -> None:
    """Headings say where their lines may end."""
    for heading in [element for element in root.iter() if element.tag in _HEADINGS]:
        for element in list(heading.iter()):
            for place in range(len(element), 0, -1):
                _part(element, place, element[place - 1].tail, language)
            _part(element, 0, element.text, language)


def _part(parent: Element, index: int, text: str | None, language: str) -> None:
    """Put breaks between the phrases of the text that stands before the child at ``index``."""
    first, *others = phrases(text or "", language) or ("",)
    if not others or STX in "".join((first, *others)):  # where Markdown keeps something in mind
        return
    if index:
        parent[index - 1].tail = first
    else:
        parent.text = first
    for place, phrase in enumerate(others, index):
        chance = Element("wbr")
        chance.tail = phrase
        parent.insert(place, chance)


def isolate_code(root: Element) -> None:
    """Code reads from the left, also inside words that do not."""
    for element in root.iter():
        if element.tag in _CODE:
            element.set("dir", "ltr")


def frame_tables(root: Element, strings: Strings) -> None:
    """Each table gets a frame, by which the style knows what to do where there is no room for it.

    Two columns always find room, the rows of up to four are stacked, and more columns are scrolled, also with the
    keyboard: such a frame says its name.
    """
    numbers, named = count(1), set[str]()
    for parent, table, heading in list(_tables(root)):
        columns = _name_columns(table)
        _name_rows(table)
        frame = Element("div")
        if len(columns) == 2:
            frame.set("class", "pair")
        elif columns and len(columns) <= STACKED and all(columns[1:]):
            frame.set("class", "rows")
            _label_cells(table, columns)
        else:
            frame.attrib.update({"class": "scroll", "tabindex": "0", "role": "region"})
            if heading and heading not in named:
                frame.set("aria-labelledby", heading)
            else:
                frame.set("aria-label", strings.gettext("Table {number}").format(number=next(numbers)))
            named.add(heading)
        index = list(parent).index(table)
        parent.remove(table)
        frame.tail, table.tail = table.tail, None
        frame.append(table)
        parent.insert(index, frame)


def _tables(parent: Element, heading: str = "") -> Iterator[tuple[Element, Element, str]]:
    """Each table with its parent and the id of the heading before it."""
    for child in parent:
        if child.tag in _HEADINGS:
            heading = child.get("id", heading)
        elif child.tag == "table":
            yield parent, child, heading
        else:
            yield from _tables(child, heading)


def _name_columns(table: Element) -> list[str]:
    """The words of the column headings, each of which is said to be one; an empty one is an empty cell."""
    cells = [cell for row in table.findall("thead/tr") for cell in row]
    for cell in cells:
        if _words(cell):
            cell.set("scope", "col")
        else:
            cell.tag = "td"
    return [_words(cell) for cell in cells]


def _name_rows(table: Element) -> None:
    """The first cells are headings of their rows if they tell the rows apart."""
    first = [row[0] for row in table.findall("tbody/tr") if len(row)]
    names = {_words(cell) for cell in first}
    if len(names) == len(first) and "" not in names:
        for cell in first:
            cell.tag = "th"
            cell.set("scope", "row")


def _label_cells(table: Element, columns: list[str]) -> None:
    """Each cell knows its column's heading, to show it when the rows are stacked."""
    for row in table.findall("tbody/tr"):
        for cell, column in zip(row, columns, strict=False):
            if cell.tag == "td" and column and _words(cell):
                cell.set("data-label", column)


@dataclass(frozen=True)
class Pictures:
    """The pictures of a project by their paths, for the pages of one language."""

    sizes: Mapping[str, PictureView]
    language: str

    def place(self, root: Element, key: str) -> None:
        """A page keeps the place of a picture, and fetches it when it comes into sight."""
        folder = posixpath.dirname(f"docs/{self.language}/{key}")
        for image in root.iter("img"):
            image.attrib.update({"loading": "lazy", "decoding": "async"})
            known = self.sizes.get(posixpath.normpath(posixpath.join(folder, image.get("src", ""))))
            if known:
                image.attrib.update({"width": str(known.width), "height": str(known.height)})


def name_notes(root: Element, strings: Strings) -> None:
    """Footnotes and marked paragraphs say what they are, and each way back has a name of its own."""
    numbers = count(1)
    for element in root.iter():
        kind = element.get("class", "").split()
        if element.tag == "div" and "footnote" in kind:
            _name_footnotes(element, strings)
        elif "footnote-ref" in kind:
            element.set("role", "doc-noteref")
        elif element.tag == "div" and "admonition" in kind:
            element.set("role", "note")
            title = element.find("p[@class='admonition-title']")
            if title is not None:
                title.set("id", f"note-title-{next(numbers)}")
                element.set("aria-labelledby", title.get("id", ""))


def _name_footnotes(notes: Element, strings: Strings) -> None:
    notes.tag = "section"
    notes.attrib.update({"role": "doc-endnotes", "aria-label": strings.gettext("Notes")})
    for rule in notes.findall("hr"):
        notes.remove(rule)
    for number, note in enumerate(notes.findall("ol/li"), 1):
        for link in note.iter("a"):
            back = _BACK.match(link.get("href", ""))
            if back:
                place = f"{number}.{back[1]}" if back[1] else str(number)
                link.attrib.pop("title", None)
                link.attrib.update(
                    {
                        "role": "doc-backlink",
                        "aria-label": strings.gettext("Back to the text at note {number}").format(number=place),
                    }
                )
                link.text = "↑"


def _words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _add_class(element: Element, name: str) -> None:
    element.set("class", f"{element.get('class', '')} {name}".strip())
