"""The pages in a real browser: nothing is asked of another host, nothing fails, and everything can be read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from tests.site.test_contract import DIRECTIONS, each_language
from tests.site.test_tokens import tokens

PAGES = (
    "index.html",
    "faq/how-it-works/",
    "factsheets/pollinators/",
    "events/plenary-7/",
    "about/style-guide/",
    "404.html",
)
FAMILIES = {"ar": "Noto Naskh Arabic"}
SAMPLES = {"ar": "نص", "ru": "Текст"}
WIDE, NARROW = (1440, 900), (360, 740)
SCHEMES = {"light": "default", "dark": "slate"}

PROBLEMS = """
async () => {
  const found = [];
  for (const image of document.images) image.loading = "eager";
  await Promise.all([...document.images].map((image) => image.decode().catch(() => null)));
  const edge = document.documentElement.clientWidth;
  if (document.scrollingElement.scrollWidth > edge)
    found.push(`the page is ${document.scrollingElement.scrollWidth} wide`);
  const luminance = (c) => {
    const [r, g, b] = c.map((v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const color = (text) => text.match(/[\\d.]+/g).map(Number);
  const ground = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const style = getComputedStyle(one);
      if (style.backgroundImage !== "none") return null;
      const [r, g, b, alpha = 1] = color(style.backgroundColor);
      if (alpha === 1) return [r, g, b];
      if (alpha > 0) return null;
    }
    return [255, 255, 255];
  };
  const hidden = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const style = getComputedStyle(one), box = one.getBoundingClientRect();
      if (style.opacity === "0" || style.visibility === "hidden" || style.clipPath.startsWith("inset(50%")) return true;
      if (style.overflow !== "visible" && (box.width <= 1 || box.height <= 1)) return true;
      if (one.matches("details:not([open]) > :not(summary)")) return true;
    }
    return false;
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, element = node.parentElement;
    if (!node.data.trim() || element.closest("script, style, noscript, template") || hidden(element)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()].filter((box) => box.width && box.height);
    if (!boxes.length || boxes.every((box) => box.bottom + scrollY <= 0)) continue;
    const words = node.data.trim().slice(0, 30), style = getComputedStyle(element);
    let scrolls = false;
    for (let one = element; one && one !== document.body; one = one.parentElement) {
      const outer = getComputedStyle(one), frame = one.getBoundingClientRect();
      if (["auto", "scroll"].includes(outer.overflowX)) scrolls = true;
      for (const box of boxes) {
        const aside = ["hidden", "clip"].includes(outer.overflowX)
          && (box.left < frame.left - 1 || box.right > frame.right + 1);
        const below = ["hidden", "clip"].includes(outer.overflowY)
          && (box.top < frame.top - box.height / 4 || box.bottom > frame.bottom + box.height / 4);
        if (aside || below) { found.push(`'${words}' is cut off by ${one.tagName}.${one.className}`); break; }
      }
      if (outer.textOverflow === "ellipsis" && one.scrollWidth > one.clientWidth) found.push(`'${words}' is shortened`);
    }
    if (!scrolls && boxes.some((box) => box.left < -1 || box.right > edge + 1))
      found.push(`'${words}' runs out of the window`);
    const behind = ground(element), [r, g, b, alpha = 1] = color(style.color);
    if (behind && alpha === 1) {
      const [darker, lighter] = [luminance([r, g, b]), luminance(behind)].sort((x, y) => x - y);
      const ratio = (lighter + 0.05) / (darker + 0.05);
      if (ratio < 4.5) found.push(`'${words}' has a contrast of ${ratio.toFixed(2)}`);
    }
  }
  for (const image of document.images)
    if (!image.complete || !image.naturalWidth) found.push(`the picture ${image.getAttribute("src")} is not shown`);
  return [...new Set(found)];
}
"""

MARGINS = """
() => {
  const title = document.querySelector("h1"), range = document.createRange();
  range.selectNodeContents(title);
  const outer = title.getBoundingClientRect(), inner = range.getBoundingClientRect();
  return { left: inner.left - outer.left, right: outer.right - inner.right };
}
"""

SMALL_TARGETS = """
() => [...document.querySelectorAll("header a, header summary, header button, header label, nav a, footer a")]
  .filter((one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
  .map((one) => [one, one.getBoundingClientRect()])
  .filter(([one, box]) => box.width > 1 && box.bottom > 0 && getComputedStyle(one).display !== "inline")
  .filter(([, box]) => box.width < 24 || box.height < 24)
  .map(([one, box]) => `${one.textContent.trim().slice(0, 20)} ${box.width.toFixed()}x${box.height.toFixed()}`)
"""

FONTS = """
async (sample) => {
  await document.fonts.ready;
  const state = (wanted) => [...document.fonts].filter((one) => one.status === wanted)
    .map((one) => one.family.replaceAll('"', ""));
  return { loaded: state("loaded"), failed: state("error"),
           ready: document.fonts.check(`16px "${sample.family}"`, sample.text) };
}
"""


class Reading:
    """One visit of a browser: what it asked for, and what went wrong."""

    def __init__(self, browser: Browser, address: str, code: str, scheme: str, size: tuple[int, int]) -> None:
        self.address, self.code = address, code
        width, height = size
        self.context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
            locale=code if code != ".." else "en",
            reduced_motion="reduce",
        )
        self.requests: list[str] = []
        self.problems: list[str] = []
        self.page: Page = self.context.new_page()
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("requestfailed", self._failed)
        self.page.on("response", self._heard)
        self.page.on("console", self._told)
        self.page.on("pageerror", lambda error: self.problems.append(f"error: {error}"))

    def _failed(self, request: Any) -> None:
        if request.failure != "net::ERR_ABORTED":  # by our going to the next page
            self.problems.append(f"failed: {request.url} {request.failure}")

    def _heard(self, response: Any) -> None:
        if response.status >= 400:
            self.problems.append(f"{response.status}: {response.url}")

    def _told(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.problems.append(f"console: {message.text}")

    def visit(self, name: str) -> Page:
        self.page.goto(f"{self.address}{self.code}/{name}", wait_until="load")
        self.page.evaluate("document.fonts.ready")
        return self.page

    def elsewhere(self) -> list[str]:
        """Requests that left the server."""
        return [url for url in self.requests if not url.startswith((self.address, "data:", "blob:" + self.address))]


@contextmanager
def reading(
    browser: Browser, address: str, code: str, scheme: str = "light", size: tuple[int, int] = WIDE
) -> Iterator[Reading]:
    visit = Reading(browser, address, code, scheme, size)
    try:
        yield visit
    finally:
        visit.context.close()


def rgb(color: str) -> str:
    """``#rrggbb`` as a browser computes it."""
    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgb({red}, {green}, {blue})"


@each_language
def test_pages_can_be_read_on_wide_and_narrow_screens(browser, address, code):
    """No other host, no failed request, no sideways scrolling, no text cut off, too pale or outside the window."""
    problems: dict[str, list[str]] = {}
    with reading(browser, address, code) as visit:
        for name in PAGES:
            page = visit.visit(name)
            found = []
            for width, height in (WIDE, NARROW):
                page.set_viewport_size({"width": width, "height": height})
                for scheme in SCHEMES.values():
                    page.evaluate(f"document.documentElement.dataset.mdColorScheme = '{scheme}'")
                    found += [f"{width}, {scheme}: {problem}" for problem in page.evaluate(PROBLEMS)]
            page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
            if found:
                problems[name] = found

        assert [] == visit.elsewhere()
        assert [] == visit.problems
        assert {} == problems


GROUND = "getComputedStyle(document.body).backgroundColor"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize("scheme", SCHEMES)
def test_pages_follow_the_scheme_of_the_reader(browser, address, scheme, scripts):
    context = browser.new_context(color_scheme=scheme, java_script_enabled=scripts)
    try:
        page = context.new_page()
        page.goto(f"{address}en/")

        assert rgb(tokens()[scheme]["color-ground"]) == page.evaluate(GROUND)
    finally:
        context.close()


def test_a_choice_of_light_or_dark_lasts_and_goes_before_the_system(browser, address):
    light, dark = (rgb(tokens()[scheme]["color-ground"]) for scheme in ("light", "dark"))
    with reading(browser, address, "en", "dark") as visit:
        page = visit.visit("index.html")
        button = page.get_by_role("button", name="Dark appearance")
        seen = [page.evaluate(GROUND), button.get_attribute("aria-pressed")]
        button.click()
        seen += [page.evaluate(GROUND), button.get_attribute("aria-pressed")]
        page = visit.visit("faq/")
        seen += [page.evaluate(GROUND), page.locator(".scheme").get_attribute("aria-pressed")]

        assert [dark, "true", light, "false", light, "false"] == seen
        assert [] == visit.problems


@each_language
def test_pages_are_laid_out_in_their_direction(browser, address, code):
    """In Arabic everything is mirrored: the mark stands at the right, text begins there."""
    side = "right" if code == "ar" else "left"
    found = {}
    with reading(browser, address, code) as visit:
        for name in ("index.html", "factsheets/pollinators/", "404.html"):
            page = visit.visit(name)
            direction = page.evaluate("getComputedStyle(document.querySelector('main')).direction")
            mark = page.locator("header a :is(svg, img)").first.bounding_box()
            margins = page.evaluate(MARGINS)
            assert mark is not None
            found[name] = (
                direction,
                "right" if mark["x"] + mark["width"] / 2 > WIDE[0] / 2 else "left",
                "right" if margins["right"] <= margins["left"] else "left",
            )

    assert dict.fromkeys(found, (DIRECTIONS[code], side, side)) == found


@each_language
def test_the_declared_fonts_are_loaded_and_used(browser, address, code):
    family = FAMILIES.get(code, "Noto Sans")
    with reading(browser, address, code) as visit:
        page = visit.visit("index.html")
        state = page.evaluate(FONTS, {"family": family, "text": SAMPLES.get(code, "Text")})
        drawn = drawn_fonts(page)

    assert state["ready"]
    assert [] == state["failed"]
    assert code == "zh" or family in state["loaded"]
    strange = {name for name, (own, _) in drawn.items() if not own}
    assert (set() if code != "zh" else {"Noto Sans CJK SC"}) == strange  # readers of Chinese bring their own fonts


def drawn_fonts(page: Page) -> dict[str, tuple[bool, float]]:
    """The fonts that the browser drew a page's text with: whether each came from the site, and for how many glyphs.

    The names of the other languages are left out: they are drawn with what the reader's machine has.
    """
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    own = f":not([lang]:not([lang={page.evaluate('document.documentElement.lang')}]))"
    selector = f"main :is(h1, h2, h3, p, time, strong), footer p, header :is(a, span){own}"
    used: dict[str, tuple[bool, float]] = {}
    for node in session.send("DOM.querySelectorAll", {"nodeId": root, "selector": selector})["nodeIds"]:
        for font in session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]:
            used[font["familyName"]] = (font["isCustomFont"], font["glyphCount"])
    return used


@each_language
def test_what_is_pressed_is_large_enough(browser, address, code):
    """24 by 24 at least (WCAG 2.2, 2.5.8), but for links inside sentences."""
    with reading(browser, address, code, size=NARROW) as visit:
        assert [] == visit.visit("index.html").evaluate(SMALL_TARGETS)


@pytest.mark.parametrize("name", ["index.html", "404.html", "about/functions/", "factsheets/pollinators/"])
def test_pages_above_the_languages_are_whole(browser, address, name):
    with reading(browser, address, "..", size=NARROW) as visit:
        page = visit.page
        page.goto(address + name, wait_until="load")

        assert [] == page.evaluate(PROBLEMS)
        assert [] == visit.elsewhere()
        assert [] == visit.problems


@each_language
def test_pages_work_without_scripts(browser, address, code):
    """The menu opens, the languages are links, and all text is there."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": NARROW[0], "height": NARROW[1]})
    try:
        page = context.new_page()
        page.goto(f"{address}{code}/")
        page.locator("header summary").first.click()

        assert page.locator("header details[open] a").first.is_visible()
        assert page.locator("h1").is_visible()
        assert 6 <= page.locator("header a[hreflang]").count()
    finally:
        context.close()
