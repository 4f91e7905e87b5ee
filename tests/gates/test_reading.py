"""Pages are read as their readers need them: large, spaced, still, without scripts, in few colours, on paper."""

from __future__ import annotations

import pytest
from tests.gates.browsing import reading
from tests.gates.pages import CODES, ENLARGED, KINDS, NARROW, WIDE, addresses
from tests.site.test_browser import PROBLEMS, rgb
from tests.site.test_tokens import tokens

# WCAG 1.4.12: a reader's own style sheet.
SPACED = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
p { margin-block-end: 2em !important }
"""

# What scrolls sideways by itself, unless it is a table or code that a keyboard reaches.
SCROLLERS = """
() => [...document.querySelectorAll("*")]
  .filter((one) => one.scrollWidth > one.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(one).overflowX))
  .filter((one) => !(one.matches("pre, code, :has(> table)") && one.tabIndex >= 0))
  .map((one) => `${one.localName}.${one.className} scrolls sideways`)
"""
# How much of a small window is covered by what stays while the page scrolls.
STAYING = """
() => {
  scrollTo(0, document.documentElement.scrollHeight / 2);
  const staying = [...document.querySelectorAll("*")].filter((one) => {
    const box = one.getBoundingClientRect(), style = getComputedStyle(one);
    return /sticky|fixed/.test(style.position) && style.visibility === "visible" && box.width > innerWidth / 2
      && box.bottom > 0 && box.top < innerHeight / 4;
  });
  return Math.max(0, ...staying.map((one) => one.getBoundingClientRect().bottom)) / innerHeight;
}
"""
TEXT_SIZE = "() => parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)"
MOVING = """
() => {
  const second = (part) => parseFloat(part) * (part.includes("ms") ? 0.001 : 1);
  const seconds = (text) => Math.max(...text.split(",").map(second));
  const found = [];
  for (const one of document.querySelectorAll("*"))
    for (const pseudo of [null, "::before", "::after", "::marker"]) {
      const style = getComputedStyle(one, pseudo);
      const longest = Math.max(seconds(style.transitionDuration), seconds(style.animationDuration));
      if (longest > 0.01 || (!pseudo && style.scrollBehavior !== "auto"))
        found.push(`${one.localName}.${one.className}${pseudo ?? ""}`);
    }
  return [...new Set(found)];
}
"""
BY_ITSELF = """
() => [
  ...document.getAnimations().map((one) => `${one.constructor.name} of ${one.effect?.target?.className}`),
  ...[...document.querySelectorAll("video[autoplay], audio[autoplay], marquee, blink, meta[http-equiv=refresh]")]
    .map((one) => one.localName),
]
"""
# What is pale on white paper: browsers print no grounds.
PALE = """
() => {
  const luminance = (c) => {
    const [r, g, b] = c.map((v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement, words = walker.currentNode.data.trim();
    if (!words || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const style = getComputedStyle(element), box = element.getBoundingClientRect();
    if (box.width <= 1 || box.height <= 1 || style.printColorAdjust === "exact") continue;
    const color = style.color.match(/[\\d.]+/g).map(Number).slice(0, 3);
    if (1.05 / (luminance(color) + 0.05) < 4.5) found.push(`'${words.slice(0, 30)}' is ${style.color}`);
  }
  return found.length > 3 ? [...found.slice(0, 3), `and ${found.length - 3} more`] : found;
}
"""
# Whether the current link of a list looks unlike all others, apart from its colours.
TOLD = """
(current) => {
  const lines = (style) => [style.borderBlockEndStyle, style.borderBlockEndWidth, style.borderInlineStartStyle,
    style.borderInlineStartWidth, style.outlineStyle, style.textDecorationLine, style.fontWeight, style.content];
  const look = (one) => [getComputedStyle(one), getComputedStyle(one, "::after"), getComputedStyle(one.parentElement)]
    .flatMap(lines).join(" ");
  const others = [...current.closest("ul").querySelectorAll("a:not([aria-current])")];
  return others.length > 0 && others.every((one) => look(one) !== look(current));
}
"""
SHOWN = """
(selector) => [...document.querySelectorAll(selector)]
  .filter((one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
  .map((one) => `${one.localName}.${one.className}`)
"""

each_language = pytest.mark.parametrize("code", CODES)
each_place = pytest.mark.parametrize("code", [*CODES, ""])


@each_place
def test_enlarged_four_times_a_page_scrolls_down_only(browser, address, code):
    problems = []
    with reading(browser, code, ENLARGED) as page:
        for kind, name in addresses(code):
            page.goto(address + name)
            found = page.evaluate(PROBLEMS) + page.evaluate(SCROLLERS)
            covered = page.evaluate(STAYING)
            found += [f"{covered:.0%} of the window is covered by what stays"] if covered > 0.25 else []
            problems += [f"{kind}: {problem}" for problem in found]

    assert not problems, "\n".join(problems)


@each_language
def test_with_the_readers_own_spaces_nothing_is_lost(browser, address, code):
    problems = []
    for size in (WIDE, NARROW):
        with reading(browser, code, size, bypass_csp=True) as page:  # the reader's sheet stands outside the policy
            for kind, name in addresses(code):
                page.goto(address + name)
                page.add_style_tag(content=SPACED)
                problems += [f"{kind}, {size[0]}: {problem}" for problem in page.evaluate(PROBLEMS)]

    assert not problems, "\n".join(problems)


@each_language
def test_text_twice_as_large_is_twice_as_large_and_nothing_is_lost(browser, address, code):
    """The size that a reader sets for all pages, not the zoom of a page."""
    problems = []
    with reading(browser, code, (1280, 1024)) as page:
        page.goto(f"{address}{code}/{KINDS['long page']}")
        before = page.evaluate(TEXT_SIZE)
        session = page.context.new_cdp_session(page)
        session.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
        page.reload()
        assert 2 * before == pytest.approx(page.evaluate(TEXT_SIZE), rel=0.1)

        for kind, name in addresses(code):
            page.goto(address + name)
            problems += [f"{kind}: {problem}" for problem in page.evaluate(PROBLEMS)]

    assert not problems, "\n".join(problems)


@each_place
def test_without_scripts_every_page_is_read(browser, address, code):
    """Nothing is missing, nothing is there that does nothing."""
    problems = []
    with reading(browser, code, NARROW, java_script_enabled=False) as page:
        for kind, name in addresses(code):
            page.goto(address + name)
            main = page.locator("main")
            if not (page.locator("h1").first.is_visible() and len(main.inner_text()) > 60):
                problems.append(f"{kind}: there is little to read")
            dead = page.locator(".md-search, .scheme, button, input, [aria-hidden=false]")
            problems += [f"{kind}: {one.get_attribute('class')} is shown" for one in dead.all() if one.is_visible()]
            if code:
                page.locator("header summary").first.click()
                links = page.locator("header details[open] a")
                if not all(link.is_visible() for link in links.all()) or links.count() < 6:
                    problems.append(f"{kind}: the menu does not open")

    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_follow_the_system_with_and_without_scripts(browser, address, scheme, scripts):
    with reading(browser, "en", WIDE, scheme, java_script_enabled=scripts) as page:
        page.goto(f"{address}en/")
        ground = page.locator("body").evaluate("(one) => getComputedStyle(one).backgroundColor")

    assert rgb(tokens()[scheme]["color-ground"]) == ground


@each_language
def test_nothing_moves_for_who_wants_no_motion(browser, address, code):
    problems = []
    with reading(browser, code) as page:
        for kind, name in addresses(code):
            page.goto(address + name)
            problems += [f"{kind}: {problem}" for problem in page.evaluate(MOVING)]

    assert not problems, "\n".join(problems)


@each_language
def test_nothing_moves_by_itself(browser, address, code):
    problems = []
    with reading(browser, code, reduced_motion="no-preference") as page:
        for kind, name in addresses(code):
            page.goto(address + name)
            problems += [f"{kind}: {problem}" for problem in page.evaluate(BY_ITSELF)]
            one = page.screenshot()
            page.wait_for_timeout(250)
            other = page.screenshot()
            problems += [f"{kind}: the picture changes"] if one != other else []

    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("code", ["ar", "en"])
def test_the_readers_few_colours_show_the_focus_and_the_place(browser, address, code, scheme):
    """Of forced colours a ground is not one: the current page must be told by a line or by weight."""
    with reading(browser, code, WIDE, scheme, forced_colors="active") as page:
        page.goto(f"{address}{code}/{KINDS['long page']}")
        for bar in (".top__languages", ".tabs"):
            assert page.locator(f"{bar} [aria-current]").evaluate(TOLD), bar
        outlines = set()
        for _ in range(30):
            page.keyboard.press("Tab")
            outlines.add(page.evaluate("getComputedStyle(document.activeElement).outlineStyle"))

    assert "none" not in outlines


@pytest.mark.parametrize("scheme", ["light", "dark", "chosen dark"])
@each_place
def test_paper_gets_the_words_in_dark_ink_and_no_navigation(browser, address, code, scheme):
    tools = ".skip, .md-search, .scheme, .menu, .offer, button, input"
    problems = []
    with reading(browser, code, (794, 1123), scheme.removeprefix("chosen ")) as page:  # A4
        if scheme == "chosen dark":
            page.emulate_media(color_scheme="light")
            page.goto(f"{address}en/")
            page.locator("header .scheme").click()
        page.emulate_media(media="print")
        for kind, name in addresses(code):
            page.goto(address + name)
            found = [f"{one} is printed" for one in page.evaluate(SHOWN, f"nav, {tools}" if code else tools)]
            found += page.evaluate(PALE)
            if not page.locator("h1").first.is_visible():
                found.append("the title is not printed")
            problems += [f"{kind}: {problem}" for problem in found]

    assert not problems, "\n".join(problems)


@each_language
def test_links_on_paper_are_told_from_words(browser, address, code):
    with reading(browser, code, (794, 1123)) as page:
        page.emulate_media(media="print")
        page.goto(f"{address}{code}/{KINDS['long page']}")
        lines = page.evaluate(
            "() => [...document.querySelectorAll('article p a')].map((one) => getComputedStyle(one).textDecorationLine)"
        )

    assert lines
    assert {"underline"} == set(lines)
