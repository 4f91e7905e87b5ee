"""A walk through a page with the Tab key, and what a reader sees at each stop."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import Image
from playwright.sync_api import Page
from tests.gates.axe import contrast

# Where the focus is: its place in the order of the page, on the screen, and what of it is seen.
STOP = """
() => {
  const element = document.activeElement;
  if (!element || element === document.body || element === document.documentElement) return null;
  const area = (one) => one.width * one.height;
  const outlines = [null, "::before", "::after"].map((pseudo) => getComputedStyle(element, pseudo))
    .map((style) => (style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth)));
  // Of a link over several lines the longest; of a link around blocks the blocks.
  const boxes = [...element.getClientRects(), ...[...element.children].flatMap((one) => [...one.getClientRects()])];
  const box = boxes.reduce((one, other) => (area(other) > area(one) ? other : one), boxes[0]);
  const part = (name) => element.closest(name) !== null;
  const near = 2, points = [[box.left + near, box.top + near], [box.right - near, box.top + near],
    [box.left + near, box.bottom - near], [box.right - near, box.bottom - near],
    [(box.left + box.right) / 2, (box.top + box.bottom) / 2]];
  const covered = points.filter(([x, y]) => {
    if (x < 0 || y < 0 || x >= innerWidth || y >= innerHeight) return false;
    const top = document.elementFromPoint(x, y);
    return top && !element.contains(top) && !top.contains(element);
  }).length;
  const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return {
    index: [...document.querySelectorAll("*")].indexOf(element),
    words: (element.getAttribute("aria-label") ?? element.textContent).trim().replace(/\\s+/g, " ").slice(0, 40),
    kind: `${element.localName}.${element.className}`,
    part: ["skip", "offer", "languages", "top__home", "menu", "md-search", "scheme", "tabs", "foot"]
      .find((name) => part(`.${name}`) && !(name === "languages" && part(".foot"))) ?? (part("main") ? "main" : "?"),
    left: box.left, right: box.right, top: box.top + scrollY, bottom: box.bottom + scrollY,
    width: box.width, height: box.height, screen: box.top, inside, covered,
    outline: Math.max(...outlines),
  };
}
"""


@dataclass(frozen=True)
class Stop:
    """One place that the focus came to. Its edges are measured on the page; ``screen`` is its top in the window."""

    index: int
    words: str
    kind: str
    part: str
    left: float
    right: float
    top: float
    bottom: float
    width: float
    height: float
    screen: float
    inside: bool
    covered: int
    outline: float

    @property
    def name(self) -> str:
        return f"{self.kind} {self.words}"


def here(page: Page) -> Stop | None:
    """Where the focus is, if it is in the page."""
    found: dict[str, Any] | None = page.evaluate(STOP)
    return Stop(**found) if found else None


def walk(page: Page, key: str = "Tab", most: int = 400) -> list[Stop]:
    """Press a key until the focus leaves the page. Raises ``AssertionError`` if it never does."""
    stops: list[Stop] = []
    for _ in range(most):
        page.keyboard.press(key)
        stop = here(page)
        # A browser without a frame of its own goes round at once.
        if stop is None or (len(stops) > 1 and stop.index == stops[0].index):
            return stops
        stops.append(stop)
    raise AssertionError(f"the focus does not leave the page; at last it was at {stops[-1].name}")


def indicator(page: Page) -> float:
    """How many pixels change by 3 to 1 because the focus is here, per pixel of the perimeter.

    An outline of two pixels gives 2, less what it loses at round corners and between the pixels of the screen.
    """
    stop = here(page)
    assert stop
    margin = 8
    size = page.viewport_size
    assert size
    left, top = max(0, stop.left - margin), max(0, stop.screen - margin)
    right, bottom = min(size["width"], stop.right + margin), min(size["height"], stop.screen + stop.height + margin)
    clip: Any = {"x": left, "y": top, "width": right - left, "height": bottom - top}
    with_focus = Image.open(BytesIO(page.screenshot(clip=clip))).convert("RGB")
    page.evaluate("globalThis.lastFocus = document.activeElement; lastFocus.blur()")
    without = Image.open(BytesIO(page.screenshot(clip=clip))).convert("RGB")
    page.evaluate("globalThis.lastFocus.focus({ preventScroll: true })")
    pairs = Counter(zip(pixels(with_focus), pixels(without), strict=True))
    changed = sum(times for (one, other), times in pairs.items() if one != other and contrast(one, other) >= 3)
    return changed / (2 * (stop.width + stop.height))


def pixels(picture: Image.Image) -> Iterator[tuple[int, ...]]:
    flat = picture.tobytes()
    return zip(flat[0::3], flat[1::3], flat[2::3], strict=True)
