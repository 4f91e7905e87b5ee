"""How pages read: in their script, from their side, on every screen, by eye, by keyboard and by a screen reader."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from tests.site.test_browser import PROBLEMS, reading, rgb
from tests.site.test_contract import CODES, DIRECTIONS, each_language
from tests.site.test_tokens import tokens
from tests.web_pages import read_page

PAGES = {
    "home": "",
    "section": "about/",
    "long page": "about/assessment-process/",
    "table": "about/bodies/",
    "answers": "faq/how-it-works/",
    "message": "key-messages/adds-value/",
    "sheet": "factsheets/pollinators/",
    "events": "events/",
    "event": "events/plenary-7/",
    "guide": "about/style-guide/",
    "lost": "404.html",
}
TABLES = ("about/bodies/", "about/concepts/", "about/assessment-process/")
WIDTHS = (320, 390, 768, 960, 1440)
# What readers may set for themselves without losing anything (WCAG 2.2, 1.4.12).
SPACING = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
p { margin-block-end: 2em !important }
"""
ADOPT = """
(css) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = css ? [sheet] : [];
}
"""
# Words that stand on two lines, but for those that a hyphen parts.
BROKEN = """
() => {
  const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, element = node.parentElement;
    if (!element.checkVisibility() || element.closest(".visually-hidden, code, :lang(zh)")) continue;
    for (const word of node.data.matchAll(/[\\p{L}\\p{M}\\d]{2,}/gu)) {
      const range = document.createRange();
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      const boxes = [...range.getClientRects()].filter((box) => box.width > 1);
      const lines = new Set(boxes.map((box) => Math.round(box.top)));
      if (lines.size > 1) found.push(word[0]);
    }
  }
  return found;
}
"""
# Properties of all elements that have words of their own, each value with an example.
STYLES = """
(names) => {
  const found = {};
  for (const element of document.querySelectorAll("body *")) {
    const words = [...element.childNodes].filter((one) => one.nodeType === 3).map((one) => one.data).join("").trim();
    if (!words || element.closest("script") || !element.checkVisibility()) continue;
    const style = getComputedStyle(element);
    for (const name of names) ((found[name] ??= {})[style.getPropertyValue(name)] ??= words.slice(0, 20));
  }
  return found;
}
"""
# Targets smaller than 24 by 24 with another one within the circle of 24 around them (WCAG 2.2, 2.5.8).
CROWDED = """
() => {
  const shown = [...document.querySelectorAll("a, button, summary, input, [tabindex='0']")]
    .filter((one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
    .map((one) => [one, one.getBoundingClientRect()])
    .filter(([, box]) => box.width > 1 && box.height > 1 && box.bottom > 0);
  const inText = (one) => getComputedStyle(one).display === "inline"
    && [...one.parentElement.childNodes].some((node) => node.nodeType === 3 && node.data.trim().length > 2);
  const large = (box) => box.width >= 24 && box.height >= 24;
  const middle = (box) => [box.left + box.width / 2, box.top + box.height / 2];
  return shown.filter(([one, box]) => !large(box) && !inText(one)).filter(([one, box]) => {
    const [x, y] = middle(box);
    return shown.some(([other, frame]) => {
      if (other === one || other.contains(one) || one.contains(other)) return false;
      if (large(frame)) {
        const dx = Math.max(frame.left - x, 0, x - frame.right), dy = Math.max(frame.top - y, 0, y - frame.bottom);
        return dx * dx + dy * dy < 144;
      }
      const [u, v] = middle(frame);
      return (u - x) ** 2 + (v - y) ** 2 < 576;
    });
  }).map(([one]) => one.textContent.trim().slice(0, 30));
}
"""
# What has the focus, whether that shows, and whether anything lies on it.
FOCUSED = """
() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const style = getComputedStyle(one), box = one.getBoundingClientRect();
  const free = [[0.5, 0.5], [0.1, 0.2], [0.9, 0.8]].some(([x, y]) => {
    const top = document.elementFromPoint(box.left + x * box.width, box.top + y * box.height);
    return top && (one.contains(top) || top.contains(one));
  });
  return {
    name: `${one.tagName} ${(one.textContent || one.name || "").trim().slice(0, 30)}`,
    outlined: style.outlineStyle === "solid" && parseFloat(style.outlineWidth) >= 2,
    free,
  };
}
"""
MOVING = """
() => [...document.querySelectorAll("*")].filter((one) => {
  const style = getComputedStyle(one);
  return style.animationName !== "none" || style.scrollBehavior !== "auto"
    || style.transitionDuration.split(",").some((time) => parseFloat(time) > 0);
}).map((one) => `${one.tagName}.${one.className}`)
"""
# Whether the first element stands on the side where a line begins, seen from the second.
SIDES = """
(pairs) => Object.fromEntries(pairs.map(([name, first, second]) => {
  const [one, other] = [first, second].map((selector) => document.querySelector(selector)?.getBoundingClientRect());
  const middle = (box) => box.left + box.width / 2;
  return [name, !one || !other ? "missing" : middle(one) < middle(other) ? "ltr" : "rtl"];
}))
"""


@contextmanager
def a_page(browser: Browser, width: int = 1280, height: int = 800, **options: Any) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": width, "height": height}, **options)
    try:
        yield context.new_page()
    finally:
        context.close()


def widen(page: Page, width: int, height: int = 800) -> None:
    page.set_viewport_size({"width": width, "height": height})


# Markup ---------------------------------------------------------------------------------------------------------


def test_no_page_has_a_style_or_a_program_in_an_attribute(site):
    """The content security policy would refuse it."""
    found = {
        (name, tag.name, attribute)
        for name in sorted(site.files)
        if name.endswith(".html")
        for tag in read_page(site.root / name).tags
        for attribute in tag.attributes
        if attribute == "style" or attribute.startswith("on")
    }

    assert set() == found


@each_language
def test_pictures_keep_their_place(site, code):
    """Each says its size, and waits until it comes into sight."""
    pictures = [tag for name in site.pages(code) for tag in read_page(site.root / name).of("img")]
    wanted = {"width", "height", "loading", "decoding", "alt"}

    assert pictures
    assert [] == [tag.attributes for tag in pictures if wanted - set(tag.attributes)]
    assert {("lazy", "async")} == {(tag.attributes["loading"], tag.attributes["decoding"]) for tag in pictures}


# Scripts and languages ------------------------------------------------------------------------------------------


@each_language
def test_letters_are_set_as_their_script_wants(browser, address, code):
    """No slanted Arabic or Chinese, no Arabic letters pulled apart, no capitals by force, no word parted in Arabic."""
    names = ["font-style", "letter-spacing", "text-transform", "hyphens", "text-align", "font-synthesis-style"]
    seen: dict[str, set[str]] = {name: set() for name in names}
    with reading(browser, address, code) as visit:
        for path in PAGES.values():
            for name, values in visit.visit(path).evaluate(STYLES, names).items():
                seen[name] |= set(values)
        headings = visit.visit("").evaluate(
            "() => [...document.querySelectorAll('h1, h2, h3')].map((one) => getComputedStyle(one).hyphens)"
        )

    slants = {"normal"} if code in ("ar", "zh") else {"normal", "italic"}
    assert set() == seen["font-style"] - slants
    assert {"none"} == seen["font-synthesis-style"]
    assert {"normal"} == seen["letter-spacing"]
    assert {"none"} == seen["text-transform"]
    assert set() == seen["hyphens"] - ({"manual"} if code in ("ar", "zh") else {"manual", "auto"})
    assert {"manual"} == set(headings)
    assert "justify" not in seen["text-align"]


@pytest.mark.parametrize(("code", "weight", "style"), [("ar", "700", "normal"), ("zh", "700", "normal")])
def test_emphasis_is_weight_where_there_are_no_italics(browser, address, code, weight, style):
    with a_page(browser) as page:
        page.goto(f"{address}{code}/")
        found = page.evaluate(
            """() => ["em", "dfn", "cite", "i", "address"].map((name) => {
                const one = document.querySelector("article p").appendChild(document.createElement(name));
                return [name, getComputedStyle(one).fontStyle, getComputedStyle(one).fontWeight];
            })"""
        )

    assert {style} == {slant for _, slant, _ in found}
    assert {"em": weight, "dfn": weight} == {name: heavy for name, _, heavy in found if heavy != "400"}


# CLDR 47, delimiters: the outer and the inner pair.
@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("ar", "”“’‘"),
        ("zh", "“”‘’"),
        ("en", "“”‘’"),
        ("fr", "«»«»"),
        ("ru", "«»„“"),
        ("es", "«»“”"),
    ],
)
def test_quotations_have_the_marks_of_their_language(browser, address, code, expected):
    with a_page(browser) as page:
        page.goto(f"{address}{code}/")

        assert expected == re.sub(r'["\s]', "", page.evaluate("getComputedStyle(document.body).quotes"))


@each_language
def test_a_page_fetches_the_faces_of_its_own_script_only(browser, address, code):
    """The names of the other languages are set with what the reader has; Chinese pages fetch no face at all."""
    scripts = {"ar": {"latin", "arabic"}, "ru": {"latin", "cyrillic"}, "zh": set()}
    with reading(browser, address, code) as visit:
        for path in ("", "faq/how-it-works/", "factsheets/pollinators/"):
            visit.visit(path)
        fetched = {name for url in visit.requests if (name := url.rpartition("/")[2]).endswith(".woff2")}

    assert scripts.get(code, {"latin"}) == {
        script for name in fetched for script in re.findall(r"latin|cyrillic|arabic(?=-\d)", name)
    }


def test_the_style_guide_shows_the_faces_of_all_scripts(browser, address):
    with reading(browser, address, "en") as visit:
        page = visit.visit("about/style-guide/")
        page.locator(".specimens").scroll_into_view_if_needed()
        page.evaluate("document.fonts.ready")
        families = page.evaluate(
            "() => [...document.querySelectorAll('.specimen')].map((one) => getComputedStyle(one).fontFamily)"
        )
        fetched = {script for url in visit.requests for script in re.findall(r"latin|cyrillic|naskh", url)}

    assert {"latin", "cyrillic", "naskh"} == fetched
    assert tokens()["light"]["type-family-chinese-screen"].partition(",")[0] in families[-1]


def test_chinese_headings_part_between_phrases(browser, address):
    """Never inside a word: every line but the last ends where the page says that it may."""
    script = """
    () => [...document.querySelectorAll("h1, h2, h3")].flatMap((heading) => {
      const lines = [];
      const walker = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const node = walker.currentNode, range = document.createRange();
        for (let at = 1; at < node.data.length; at++) {
          const top = (from) => (range.setStart(node, from), range.setEnd(node, from + 1),
                                 range.getBoundingClientRect().top);
          if (top(at) > top(at - 1) + 4) lines.push(node.data.slice(0, at) + "|" + node.data.slice(at));
        }
      }
      return lines;
    })
    """
    parted = []
    with reading(browser, address, "zh", size=(360, 740)) as visit:
        for path in PAGES.values():
            parted += visit.visit(path).evaluate(script)
        there = visit.visit("").locator("h1 wbr").count()

    assert there
    assert [] == [line for line in parted if not re.search(r"[，、：；？！ ]\|", line)]


# Sides ----------------------------------------------------------------------------------------------------------

# Page, what is looked at, and two selectors: the first comes before the second when one reads.
ORDER = (
    ("about/bodies/", "columns of a table", "article thead > tr > :first-child", "article thead > tr > :nth-child(2)"),
    ("about/bodies/", "way to this page", ".crumbs li:first-child", ".crumbs li:nth-child(2)"),
    ("about/bodies/", "text and contents", "article", ".toc"),
    ("about/bodies/", "mark and name", ".top__home svg", ".top__home span"),
    ("about/bodies/", "sections", ".tabs li:first-child", ".tabs li:last-child"),
    ("about/bodies/", "languages", ".top .languages li:first-child", ".top .languages li:last-child"),
    ("about/assessment-process/", "steps", ".step:first-child", ".step:nth-child(2)"),
    ("factsheets/pollinators/", "label and number", ".chart__rows th", ".chart__rows .chart__number"),
    ("factsheets/pollinators/", "number and bar", ".chart__rows .chart__number", ".chart__rows .bar"),
    ("factsheets/pollinators/", "bar and rest of its track", ".chart__rows .bar", ".chart__rows .track"),
    ("factsheets/pollinators/", "figures", ".figures li:first-child", ".figures li:nth-child(2)"),
    ("factsheets/pollinators/", "text and download", "article", ".download"),
    ("events/plenary-7/", "earlier and later", ".near__before", ".near__after"),
    ("events/plenary-7/", "arrow and words of the earlier", ".near__before .arrow", ".near__before b"),
    ("events/plenary-7/", "words and arrow of the later", ".near__after b", ".near__after .arrow"),
    ("events/", "year and events", ".year__name", ".year .events"),
    ("events/", "date and title", ".event__when", ".event__title a"),
    ("key-messages/adds-value/", "letter and wording", ".statement__letter", ".statement p"),
    ("", "words and drawing", ".hero__title", ".hero .rings__dots"),
    ("", "words and arrow", ".hero__links li:last-child a", ".hero__links li:last-child .arrow"),
)


@each_language
def test_everything_stands_in_the_order_of_reading(browser, address, code):
    found: dict[str, str] = {}
    with a_page(browser, 1440, 900) as page:
        for path in dict.fromkeys(path for path, *_ in ORDER):
            page.goto(f"{address}{code}/{path}")
            found |= page.evaluate(SIDES, [list(pair) for there, *pair in ORDER if there == path])

    assert {name: DIRECTIONS[code] for _, name, *_ in ORDER} == found


@each_language
def test_arrows_point_where_reading_goes(browser, address, code):
    """Arrows are drawn once, pointing right; where reading goes left they are mirrored, and so is the way back."""
    mirrored = (
        """(names) => names.map((name) => new DOMMatrix(getComputedStyle(document.querySelector(name)).transform).a)"""
    )
    onwards = -1 if code == "ar" else 1
    with a_page(browser) as page:
        page.goto(f"{address}{code}/events/plenary-7/")

        assert [-onwards, onwards] == page.evaluate(mirrored, [".near__before .arrow", ".near__after .arrow"])
        page.goto(f"{address}{code}/")
        assert [onwards, onwards] == page.evaluate(mirrored, [".hero__links .arrow", ".hero .rings"])


# Tables ---------------------------------------------------------------------------------------------------------

TREE_ROLES = ("table", "row", "columnheader", "rowheader", "cell")


def tables_as_heard(page: Page) -> Counter[str]:
    """How many tables, rows and cells the accessibility tree has."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    roles = (node.get("role", {}).get("value") for node in nodes if not node.get("ignored"))
    return Counter(role for role in roles if role in TREE_ROLES)


@each_language
@pytest.mark.parametrize("path", TABLES)
def test_tables_need_no_sideways_scrolling_and_stay_tables(browser, address, code, path):
    heard, wide = {}, {}
    with a_page(browser) as page:
        page.goto(f"{address}{code}/{path}")
        for width in WIDTHS:
            widen(page, width)
            heard[width] = tables_as_heard(page)
            wide[width] = page.evaluate(
                """() => [...document.querySelectorAll(".rows, .pair, .scroll")]
                    .filter((one) => one.scrollWidth > one.clientWidth).length"""
            )

    assert dict.fromkeys(WIDTHS, 0) == wide
    assert heard[1440]["rowheader"] > 3
    assert dict.fromkeys(WIDTHS, heard[1440]) == heard


def test_stacked_cells_say_the_headings_of_their_columns(browser, address):
    label = "() => getComputedStyle(document.querySelector('.rows tbody td'), '::before').content"
    with a_page(browser, 390) as page:
        page.goto(f"{address}en/about/bodies/")
        narrow = page.evaluate(label)
        widen(page, 1440)

        assert 'attr(data-label) / ""' in narrow or narrow.startswith('"Who is in it"')
        assert "none" == page.evaluate(label)


def test_a_table_that_is_too_wide_scrolls_alone(browser, address):
    """With the keyboard, and not with the page around it."""
    with a_page(browser, 390) as page:
        page.goto(f"{address}en/about/concepts/")
        page.evaluate(
            """() => {
                const frame = document.querySelector("article").appendChild(document.createElement("div"));
                Object.assign(frame, { className: "scroll", tabIndex: 0 });
                const row = frame.appendChild(document.createElement("table")).insertRow();
                for (let number = 0; number < 12; number++) row.insertCell().textContent = "Lengthy-words";
            }"""
        )
        page.locator(".scroll").focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_function("document.querySelector('.scroll').scrollLeft > 0")

        assert 390 == page.evaluate("document.scrollingElement.scrollWidth")


# Every screen, every need ---------------------------------------------------------------------------------------


@each_language
def test_pages_can_be_read_at_four_times_the_size(browser, address, code):
    """320 by 256 is a window of 1280 by 1024 at 400 % (WCAG 2.2, 1.4.10)."""
    problems = {}
    with a_page(browser, 320, 256) as page:
        for name, path in PAGES.items():
            page.goto(f"{address}{code}/{path}")
            found = page.evaluate(PROBLEMS)
            if found:
                problems[name] = found

    assert {} == problems


@each_language
def test_nothing_is_lost_with_the_readers_own_spacing(browser, address, code):
    problems = {}
    with a_page(browser) as page:
        for name, path in PAGES.items():
            page.goto(f"{address}{code}/{path}")
            page.evaluate(ADOPT, SPACING)
            for width in (320, 1280):
                widen(page, width)
                found = page.evaluate(PROBLEMS)
                if found:
                    problems[name, width] = found

    assert {} == problems


@pytest.mark.parametrize("code", [code for code in CODES if code != "zh"])
def test_no_word_is_torn_apart_on_any_screen(browser, address, code):
    torn = {}
    with a_page(browser) as page:
        for name, path in PAGES.items():
            page.goto(f"{address}{code}/{path}")
            for width in WIDTHS:
                widen(page, width)
                found = page.evaluate(BROKEN)
                if found:
                    torn[name, width] = found

    assert {} == torn


@each_language
def test_what_is_pressed_has_room_around_it(browser, address, code):
    crowded = {}
    with a_page(browser) as page:
        for name, path in PAGES.items():
            page.goto(f"{address}{code}/{path}")
            for width in (390, 1440):
                widen(page, width)
                found = page.evaluate(CROWDED)
                if found:
                    crowded[name, width] = found

    assert {} == crowded


@pytest.mark.parametrize(("code", "width", "height"), [("ar", 390, 700), ("en", 1440, 900), ("ru", 320, 256)])
def test_the_focus_is_seen_wherever_it_goes(browser, address, code, width, height):
    """It is outlined, and nothing lies on it (WCAG 2.2, 2.4.7 and 2.4.11)."""
    with a_page(browser, width, height) as page:
        for path in ("", "factsheets/pollinators/", "about/assessment-process/"):
            page.goto(f"{address}{code}/{path}")
            stops: list[dict[str, Any]] = []
            for _ in range(100):
                page.keyboard.press("Tab")
                stop = page.evaluate(FOCUSED)
                if stop is None:
                    break
                stops.append(stop)

            assert len(stops) > 20
            assert [] == [stop for stop in stops if not stop["outlined"] or not stop["free"]]


def test_nothing_moves(browser, address):
    with a_page(browser, reduced_motion="no-preference") as page:
        for path in PAGES.values():
            page.goto(f"{address}en/{path}")

            assert [] == page.evaluate(MOVING)


@pytest.mark.parametrize(
    ("system", "chosen", "expected"),
    [
        ("light", "", "light"),
        ("dark", "", "dark"),
        ("light", "slate", "dark"),
        ("dark", "slate", "dark"),
        ("dark", "default", "light"),
        ("light", "default", "light"),
    ],
)
def test_what_the_browser_draws_follows_the_scheme_too(browser, address, system, chosen, expected):
    """Fields, scroll bars and the ground before the page: ``color-scheme`` says what the colours are."""
    with a_page(browser, color_scheme=system) as page:
        page.goto(f"{address}en/")
        page.evaluate("(name) => { if (name) document.documentElement.dataset.mdColorScheme = name }", chosen)
        said, ground = page.evaluate(
            "[getComputedStyle(document.documentElement).colorScheme, getComputedStyle(document.body).backgroundColor]"
        )

    assert rgb(tokens()[expected]["color-ground"]) == ground
    assert said == expected or (said == "light dark" and not chosen)


@pytest.mark.parametrize("chosen", ["", "slate"])
def test_paper_is_white(browser, address, chosen):
    with a_page(browser, color_scheme="dark") as page:
        page.goto(f"{address}en/about/concepts/")
        page.evaluate("(name) => { if (name) document.documentElement.dataset.mdColorScheme = name }", chosen)
        page.emulate_media(media="print")

        assert [] == [problem for problem in page.evaluate(PROBLEMS) if "contrast" in problem]
        assert "rgb(255, 255, 255)" == page.evaluate("getComputedStyle(document.body).backgroundColor")


def test_lines_and_bars_are_seen_in_colours_of_the_readers_own(browser, address):
    """Forced colours take all backgrounds: bars keep theirs, and only the section at hand is lined."""
    with a_page(browser, 1440, 900, forced_colors="active") as page:
        page.goto(f"{address}en/factsheets/pollinators/")
        bar, track = page.evaluate(
            "['.bar', '.track'].map((one) => getComputedStyle(document.querySelector(one)).backgroundColor)"
        )
        lines = page.evaluate(
            """() => [...document.querySelectorAll(".tabs a")].map((one) =>
                [one.hasAttribute("aria-current"), getComputedStyle(one).borderBlockEndColor])"""
        )
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")

    assert rgb(tokens()["light"]["chart-1"]) == bar
    assert rgb(tokens()["light"]["chart-track"]) == track
    assert {True: False, False: True} == {at_hand: color == ground for at_hand, color in lines}
