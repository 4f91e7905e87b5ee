"""axe in a page of a browser: the newest where Node's tools are installed, else the one in Python's package."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any

from PIL import Image
from playwright.sync_api import Page
from tests.gates.tools import PACKAGES

NEWEST = PACKAGES / "axe-core" / "axe.min.js"
OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},  # of WCAG 2.2; axe leaves it out unless asked
    "resultTypes": ["violations", "incomplete"],
}

# Makes the text of an element invisible and tells where it stands, its colour and the least contrast it needs.
# The text of an empty field is its hint.
VEIL = """
(selector) => {
  const element = document.querySelector(selector), field = element.matches("input, textarea");
  const own = getComputedStyle(element), hint = field && !element.value ? "::placeholder" : null;
  const style = getComputedStyle(element, hint);
  const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 56 / 3 && Number(style.fontWeight) >= 700);
  const found = { color: style.color.match(/[\\d.]+/g).map(Number), least: large ? 3 : 4.5 };
  element.scrollIntoView({ block: "center", behavior: "instant" });
  const range = document.createRange(), outer = element.getBoundingClientRect();
  range.selectNodeContents(element);
  const inner = range.getBoundingClientRect(), edge = (side) =>
    parseFloat(own[`padding${side}`]) + parseFloat(own[`border${side}Width`]);
  const [top, right, bottom, left] = ["Top", "Right", "Bottom", "Left"].map(edge);
  found.box = field
    ? { x: outer.x + left, y: outer.y + top, width: outer.width - left - right, height: outer.height - top - bottom }
    : { x: inner.x, y: inner.y, width: inner.width, height: inner.height };
  if (field) element.dataset.hint = element.placeholder, element.placeholder = "";
  element.style.setProperty("color", "transparent", "important");
  return found;
}
"""
UNVEIL = """
(selector) => {
  const element = document.querySelector(selector);
  element.style.removeProperty("color");
  if ("hint" in element.dataset) element.placeholder = element.dataset.hint;
}
"""


@cache
def source() -> str:
    """The script of axe."""
    if NEWEST.exists():
        return NEWEST.read_text("utf-8")
    return files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


def faults(page: Page, seen: str = "body") -> list[str]:
    """What axe finds in a page, and what it could not decide and our own look does not settle.

    ``seen`` is the part of the page over which nothing lies: where something has opened, the rest may be beneath it.
    """
    page.evaluate(source())
    report = page.evaluate("(options) => axe.run(document, options)", OPTIONS)
    found = [line for rule in report["violations"] for line in told(rule)]
    for rule in report["incomplete"]:
        nodes = rule["nodes"]
        if rule["id"] == "color-contrast":
            nodes = [node for node in nodes if page.locator(f"{seen} :is({node['target'][0]})").count()]
            nodes = [node for node in nodes if not stands_out(page, node["target"][0])]
        found += [f"undecided: {line}" for line in told({**rule, "nodes": nodes})]
    return found


def told(rule: dict[str, Any]) -> list[str]:
    """Each place of a finding on a line."""
    return [f"{rule['id']}: {' '.join(node['target'])}: {node['html'][:160]}" for node in rule["nodes"]]


def stands_out(page: Page, selector: str) -> bool:
    """Whether text has enough contrast with every single pixel behind it.

    axe reads style sheets. It leaves open what lies over a picture, so we look at the picture.
    """
    found = page.evaluate(VEIL, selector)
    picture = Image.open(BytesIO(page.screenshot(clip=found["box"]))).convert("RGB")
    page.evaluate(UNVEIL, selector)
    red, green, blue, *alpha = found["color"]
    if alpha and alpha[0] < 1:
        return False
    colors = picture.getcolors(picture.width * picture.height) or []
    behind = (color for _, color in colors if isinstance(color, tuple))
    return min(contrast((red, green, blue), color) for color in behind) >= found["least"]


def contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """The ratio of two colours by WCAG."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(color: tuple[float, ...]) -> float:
    parts = [part / 255 for part in color]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
