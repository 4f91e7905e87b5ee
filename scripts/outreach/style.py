"""The style guide as data: the custom properties of ``tokens.css``, read with tinycss2.

The browser and the PDF engine read the same file by themselves; this module is for what the code itself draws or
shows: the style guide page and the contrast figures on it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import tinycss2
from tinycss2.color3 import RGBA, parse_color

TOKENS = "overrides/assets/stylesheets/tokens.css"


@dataclass(frozen=True, slots=True)
class Token:
    """A custom property: its name without the dashes, its value, the scheme it is for, its comment and its line."""

    name: str
    value: str
    scheme: str
    note: str
    line: int

    @property
    def group(self) -> str:
        """The first word of its name, such as color, type or space."""
        return self.name.partition("-")[0]


def read_tokens(css: str) -> Iterator[Token]:
    """Yield the tokens of a style sheet in order. A comment before a token is its note.

    The block for the dark scheme is the one whose selector names ``slate``; everything else is ``light``.
    """
    for rule in tinycss2.parse_stylesheet(css, skip_whitespace=True):
        if rule.type != "qualified-rule":
            continue
        scheme = "dark" if "slate" in tinycss2.serialize(rule.prelude) else "light"
        note = ""
        for item in tinycss2.parse_blocks_contents(rule.content):
            if item.type == "comment":
                note = " ".join(item.value.split())
            elif item.type == "declaration" and item.name.startswith("--"):
                value = " ".join(tinycss2.serialize(item.value).split())
                yield Token(item.name[2:], value, scheme, note, item.source_line)
                note = ""


def luminance(color: RGBA) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2, definition of relative luminance)."""
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in (color.red, color.green, color.blue)
    )
    return float(0.2126 * red + 0.7152 * green + 0.0722 * blue)


def contrast(one: str, other: str) -> float | None:
    """Contrast ratio of two CSS colours, 1 to 21 (WCAG 2.2); ``None`` if either is not an opaque colour."""
    colors = [parse_color(one), parse_color(other)]
    if not all(isinstance(color, RGBA) and color.alpha == 1 for color in colors):
        return None
    darker, lighter = sorted(luminance(color) for color in colors)
    return (lighter + 0.05) / (darker + 0.05)
