"""The style guide is one file: no colour, font or absolute size is written anywhere else in the look.

Colours are measured by a few lines of our own, apart from ``outreach.style``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
import tinycss2
import tinycss2.color4
from tests.built_site import ROOT

LOOK = ROOT / "overrides"
TOKENS = LOOK / "assets" / "stylesheets" / "tokens.css"
ABSOLUTE = {"px", "pt", "pc", "cm", "mm", "in", "q"}
WITHOUT_COLOR = {"currentcolor", "transparent", "inherit", "initial", "unset"}
COLOR_PROPERTIES = re.compile(r"color|background|border|outline|fill|stroke|shadow|decoration|caret|accent|column-rule")

# Text stands on these grounds.
TEXT = [
    *(
        (text, ground)
        for text in ("color-text", "color-text-muted", "color-heading", "color-link", "color-accent")
        for ground in ("color-ground", "color-surface")
    ),
    ("color-text", "color-surface-strong"),
    ("color-text", "color-highlight"),
    ("color-on-brand", "color-brand"),
    ("color-on-brand-muted", "color-brand"),
    ("color-on-brand-accent", "color-brand"),
]
# What has no words must still be seen (WCAG 2.2, 1.4.11).
SIGNS = [
    *((f"chart-{number}", "color-ground") for number in range(1, 7)),
    ("color-focus", "color-ground"),
    ("color-focus", "color-surface"),
    ("color-rule-strong", "color-ground"),
    ("mark-line", "mark-ground"),
]

schemes = pytest.mark.parametrize("scheme", ["light", "dark"])


def tokens() -> dict[str, dict[str, str]]:
    """The tokens of both schemes; dark takes from light what it does not change."""
    found: dict[str, dict[str, str]] = {"light": {}, "dark": {}}
    for rule in tinycss2.parse_stylesheet(TOKENS.read_text("utf-8"), skip_comments=True, skip_whitespace=True):
        scheme = "dark" if "slate" in tinycss2.serialize(rule.prelude) else "light"
        for item in tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True):
            found[scheme][item.name.removeprefix("--")] = tinycss2.serialize(item.value).strip()
    return {"light": found["light"], "dark": {**found["light"], **found["dark"]}}


def luminance(color: str) -> float:
    """WCAG's relative luminance of ``#rrggbb``."""
    digits = color.removeprefix("#")
    assert re.fullmatch(r"[0-9a-fA-F]{6}", digits), f"{color} is not written as #rrggbb"
    red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in (red, green, blue)]
    return sum(share * value for share, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def too_weak(pairs: list[tuple[str, str]], scheme: str, least: float) -> dict[str, float]:
    values = tokens()[scheme]
    ratios = {f"{one} on {other}": contrast(values[one], values[other]) for one, other in pairs}
    return {pair: round(ratio, 2) for pair, ratio in ratios.items() if ratio < least}


def test_contrast_is_measured_as_wcag_does():
    assert 21 == pytest.approx(contrast("#000000", "#ffffff"))
    assert 4.54 == pytest.approx(contrast("#767676", "#ffffff"), abs=0.01)
    assert 4.48 == pytest.approx(contrast("#777777", "#ffffff"), abs=0.01)


@schemes
def test_text_can_be_read(scheme):
    assert {} == too_weak(TEXT, scheme, 4.5)


@schemes
def test_charts_and_signs_can_be_seen(scheme):
    assert {} == too_weak(SIGNS, scheme, 3)


def test_every_colour_has_a_dark_value():
    """Or says by its absence that it is the same: only what both schemes draw on their own ground."""
    values = tokens()
    same = {name for name, value in values["light"].items() if value.startswith("#") and value == values["dark"][name]}

    assert set() == {name for name in same if name.startswith("color-")} - {"color-on-brand-accent"}


def test_every_token_says_what_it_is_for():
    css = TOKENS.read_text("utf-8").partition("[data-md-color-scheme")[0]
    silent = re.findall(r"(?m)(?<!\*/\n)^\s+--([\w-]+):", css)

    assert [] == silent


def walk(values: list[Any]) -> Iterator[Any]:
    """Component values, with what stands in functions and blocks."""
    for value in values:
        yield value
        yield from walk(getattr(value, "arguments", None) or getattr(value, "content", None) or [])


def is_color(value: Any, name: str) -> bool:
    if value.type == "hash":
        return True
    if value.type == "ident" and (name.startswith("--") or COLOR_PROPERTIES.search(name)):
        return value.lower_value not in WITHOUT_COLOR and tinycss2.color4.parse_color(value.value) is not None
    return value.type == "function" and tinycss2.color4.parse_color(value) is not None


def is_free_font(word: str) -> bool:
    """The name of a token, or a word that names no font."""
    return word.startswith("--") or word.lower() in {"inherit", "initial", "unset"}


def written(name: str, values: list[Any]) -> Iterator[str]:
    """What a declaration writes that belongs into the tokens."""
    for value in walk(values):
        if is_color(value, name):
            yield f"the colour {value.serialize()}"
        elif value.type == "dimension" and value.lower_unit in ABSOLUTE and value.value != 0:
            yield f"the size {value.serialize()}"
        elif value.type == "string" and name in ("font", "font-family"):
            yield f"the font {value.serialize()}"
        elif value.type == "ident" and name == "font-family" and not is_free_font(value.value):
            yield f"the font {value.value}"


def problems(css: str) -> Iterator[str]:
    """What a style sheet writes that belongs into the tokens. Conditions of ``@media`` cannot use tokens."""
    for item in tinycss2.parse_blocks_contents(css, skip_comments=True, skip_whitespace=True):
        if item.type == "declaration":
            yield from (f"{item.source_line}: {item.name} has {what}" for what in written(item.lower_name, item.value))
        elif item.type == "error":
            yield f"{item.source_line}: {item.message}"
        elif getattr(item, "content", None):
            yield from (f"{item.source_line}+{problem}" for problem in problems(tinycss2.serialize(item.content)))


class _Attributes(HTMLParser):
    """Finds colours, fonts and styles in the attributes of templates and drawings, but for colours of tokens."""

    def __init__(self, *, on_paper: bool, known: set[str]) -> None:
        super().__init__()
        self.on_paper, self.known = on_paper, known
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "style":
                self.found += list(problems(value or "")) if self.on_paper else [f"{self.getpos()[0]}: an inline style"]
            elif name in ("fill", "stroke", "stop-color", "color", "bgcolor", "flood-color") and value:
                if value.lower() not in {*WITHOUT_COLOR, "none", "0", *self.known} and not value.startswith(
                    ("var(", "url(", "{")
                ):
                    self.found.append(f"{self.getpos()[0]}: the colour {value}")
            elif name == "font-family":
                self.found.append(f"{self.getpos()[0]}: the font {value}")

    handle_startendtag = handle_starttag


@pytest.mark.parametrize(
    ("css", "problem"),
    [
        ("a { color: #fff }", "the colour #fff"),
        ("a { border: 1px solid var(--color-rule) }", "the size 1px"),
        ("@media print { a { background: white } }", "the colour white"),
        ("a { color: rgb(1 2 3 / 50%) }", "the colour rgb(1 2 3 / 50%)"),
        ('a { font-family: "Arial", sans-serif }', 'the font "Arial"'),
        ("@page { margin: 14mm }", "the size 14mm"),
    ],
)
def test_what_belongs_into_the_tokens_would_be_seen(css, problem):
    assert [problem] == [found.partition(" has ")[2] for found in problems(css)][:1]


def test_what_names_no_value_is_free():
    css = "a { color: currentColor; background: transparent; margin: 0; gap: 0.5em; font: inherit; color: var(--x) }"

    assert [] == list(problems(css))


SHEETS = sorted(path for path in LOOK.rglob("*.css") if path != TOKENS)
DRAWN = sorted(path for path in LOOK.rglob("*") if path.suffix in (".html", ".svg"))


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_style_sheets_take_colours_fonts_and_sizes_from_the_tokens(path):
    assert [] == list(problems(path.read_text("utf-8")))


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_every_token_that_a_style_sheet_names_exists(path):
    css = path.read_text("utf-8")
    own = set(re.findall(r"(--[\w-]+)\s*:", "\n".join(one.read_text("utf-8") for one in SHEETS)))
    named = set(re.findall(r"var\((--[\w-]+)\)", css))

    assert set() == named - own - {f"--{name}" for name in tokens()["light"]}


@pytest.mark.parametrize("path", DRAWN, ids=lambda path: path.relative_to(LOOK).as_posix())
def test_templates_and_drawings_take_colours_from_the_tokens(path):
    """A drawing that stands alone cannot ask for a token, so it repeats the mark's, and is held to them here."""
    mark = {value for name, value in tokens()["light"].items() if name.startswith("mark-") and value.startswith("#")}
    reader = _Attributes(on_paper=path.parent.name == "print", known=mark if path.suffix == ".svg" else set())
    reader.feed(re.sub(r"\{\{.*?\}\}", "0", path.read_text("utf-8")))

    assert [] == reader.found


def test_every_token_is_used():
    """By a style sheet or by another token; some are rules for people, whom the style guide tells."""
    for_people = {"page-size", "mark-min-size", "mark-clear-space"}
    css = "\n".join(path.read_text("utf-8") for path in (TOKENS, *SHEETS))
    used = set(re.findall(r"var\(--([\w-]+)", css))

    assert set() == set(tokens()["light"]) - used - for_people
