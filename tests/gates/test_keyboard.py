"""Everything by keyboard: reached in the order it is read, always seen, and never a trap."""

from __future__ import annotations

from itertools import groupby, pairwise

import pytest
from tests.gates import focus
from tests.gates.browsing import reading
from tests.gates.focus import Stop
from tests.gates.pages import CODES, ENLARGED, KINDS, NARROW, NEUTRAL, WIDE

SIZES = {"wide": WIDE, "narrow": NARROW}
# What a reader meets on the way, in this order; the menu stands for the sections where these have no room.
PARTS = {
    "wide": ["skip", "languages", "top__home", "md-search", "scheme", "tabs", "main", "foot"],
    "narrow": ["skip", "languages", "top__home", "menu", "md-search", "scheme", "main", "foot"],
}
OTHERS = dict(zip(CODES, (*CODES[1:], CODES[0]), strict=True))

# Stops that look alike: told by the classes of an element and of the two around it.
KIND = """
() => {
  const one = document.activeElement, around = [one, one.parentElement, one.parentElement.parentElement];
  return around.map((element) => `${element.localName}.${element.className}`).join(" in ");
}
"""

each_language = pytest.mark.parametrize("code", CODES)
each_screen = pytest.mark.parametrize("size", SIZES)
each_scheme = pytest.mark.parametrize("scheme", ["light", "dark"])


def goes_back(stops: list[Stop], *, mirrored: bool) -> list[str]:
    """Steps against the direction of reading: up, or in one line back to its beginning."""
    found = []
    for one, other in pairwise(stops):
        same_line = min(one.bottom, other.bottom) - max(one.top, other.top) > 0
        along = other.right <= one.right if mirrored else other.left >= one.left
        if not (along if same_line else other.top >= one.top):
            found.append(f"from {one.name} to {other.name}")
    return found


@each_screen
@each_language
def test_the_focus_goes_through_a_page_as_it_is_read(browser, address, code, size):
    """In the order of the page and of the screen, never unseen, never covered, and out again at the end."""
    problems = []
    with reading(browser, code, SIZES[size]) as page:
        for name in (KINDS["home"], KINDS["long page"], KINDS["sheet"], KINDS["event"]):
            page.goto(f"{address}{code}/{name}")
            stops = focus.walk(page)
            header = [stop for stop in stops if stop.part not in ("main", "foot")]
            found = [f"against the reading: {step}" for step in goes_back(header[1:], mirrored=code == "ar")]
            found += [f"not seen: {stop.name}" for stop in stops if not stop.inside or stop.width * stop.height < 4]
            found += [f"covered: {stop.name}" for stop in stops if stop.covered]
            found += [f"no outline: {stop.name}" for stop in stops if stop.outline < 2]
            problems += [f"{name}: {problem}" for problem in found]

            assert PARTS[size] == [part for part, _ in groupby(stop.part for stop in stops)]
            assert [stop.index for stop in stops] == sorted({stop.index for stop in stops})

    assert not problems, "\n".join(problems)


@each_language
def test_the_focus_goes_back_the_way_it_came(browser, address, code):
    with reading(browser, code, NARROW) as page:
        page.goto(f"{address}{code}/{KINDS['answers']}")
        forth, back = focus.walk(page), focus.walk(page, "Shift+Tab")

    assert [stop.words for stop in forth] == [stop.words for stop in reversed(back)]
    assert [] == [stop.name for stop in back if stop.covered or not stop.inside]


@pytest.mark.parametrize("code", ["ar", "en"])
def test_enlarged_four_times_the_focus_is_seen_wherever_it_goes(browser, address, code):
    with reading(browser, code, ENLARGED) as page:
        page.goto(f"{address}{code}/{KINDS['answers']}")
        stops = focus.walk(page)

    assert len(stops) > 30
    assert [] == [stop.name for stop in stops if stop.covered or not stop.inside]


@each_scheme
@pytest.mark.parametrize("code", ["ar", "en"])
def test_the_place_of_the_focus_stands_out(browser, address, code, scheme):
    """All around, three to one against what was there before: at each kind of stop of the site."""
    faint, seen = [], set()
    with reading(browser, code, WIDE, scheme) as page:
        for name in KINDS.values():
            page.goto(f"{address}{code}/{name}")
            for _ in range(400):
                page.keyboard.press("Tab")
                stop = focus.here(page)
                if stop is None:
                    break
                kind = page.evaluate(KIND)
                if kind not in seen and (amount := focus.indicator(page)) < 1:
                    faint.append(f"{name}: {stop.name} ({kind}): {amount:.1f}")
                seen.add(kind)

    assert len(seen) > 20
    assert not faint, "\n".join(faint)


@each_screen
@each_language
def test_the_first_stop_leads_past_the_frame_of_the_page(browser, address, code, size):
    with reading(browser, code, SIZES[size]) as page:
        page.goto(f"{address}{code}/{KINDS['long page']}")
        page.keyboard.press("Tab")
        first = focus.here(page)

        assert first
        assert "skip" == first.part
        assert (True, 0) == (first.inside, first.covered)

        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        after = focus.here(page)

        assert after
        assert "main" == after.part
        # … and hides again.
        assert page.evaluate("document.querySelector('.skip').getBoundingClientRect().bottom") <= 0


@each_language
def test_the_menu_opens_and_closes_by_keyboard(browser, address, code):
    with reading(browser, code, NARROW) as page:
        page.goto(f"{address}{code}/{KINDS['long page']}")
        menu = page.locator("header details.menu")
        summary, link = menu.locator("summary"), menu.locator("a").first
        for opens, closes in (("Enter", "Space"), ("Space", "Enter"), ("Enter", "Escape")):
            summary.focus()
            page.keyboard.press(opens)
            assert link.is_visible()
            page.keyboard.press("Tab")
            assert link.evaluate("(one) => one === document.activeElement")
            stop = focus.here(page)
            assert stop
            assert (True, 0) == (stop.inside, stop.covered)
            if closes != "Escape":
                page.keyboard.press("Shift+Tab")
            page.keyboard.press(closes)
            assert not link.is_visible()
            assert summary.evaluate("(one) => one === document.activeElement")


@each_language
def test_every_link_of_the_open_menu_is_seen_when_it_has_the_focus(browser, address, code):
    with reading(browser, code, NARROW) as page:
        page.goto(f"{address}{code}/{KINDS['long page']}")
        page.locator("header summary").first.focus()
        page.keyboard.press("Enter")
        links = page.locator("header details.menu a").count()
        stops = []
        for _ in range(links):
            page.keyboard.press("Tab")
            stop = focus.here(page)
            assert stop
            stops.append(stop)

    assert {"menu"} == {stop.part for stop in stops}
    assert [] == [stop.name for stop in stops if stop.covered or not stop.inside]


@each_scheme
@pytest.mark.parametrize("code", ["ar", "en"])
def test_light_and_dark_are_chosen_by_keyboard_and_kept(browser, address, code, scheme):
    other = {"light": "slate", "dark": "default"}[scheme]
    ground = "getComputedStyle(document.body).backgroundColor"
    with reading(browser, code, WIDE, scheme) as page:
        page.goto(f"{address}{code}/{KINDS['home']}")
        button = page.locator("header .scheme")
        button.focus()
        before, pressed = page.evaluate(ground), button.get_attribute("aria-pressed")
        page.keyboard.press("Enter")
        after = page.evaluate(ground)

        assert before != after
        assert other == page.evaluate("document.documentElement.dataset.mdColorScheme")
        assert {"true", "false"} == {pressed, button.get_attribute("aria-pressed")}

        page.goto(f"{address}{code}/{KINDS['event']}")
        assert after == page.evaluate(ground)

        page.locator("header .scheme").focus()
        page.keyboard.press("Space")
        assert before == page.evaluate(ground)


@each_screen
@each_language
def test_the_search_is_used_by_keyboard(browser, address, code, size):
    with reading(browser, code, SIZES[size]) as page:
        page.goto(f"{address}{code}/{KINDS['sheet']}")
        title = page.locator("h1").inner_text()
        page.goto(f"{address}{code}/{KINDS['long page']}")
        page.keyboard.press("Control+k")
        field, result = page.locator("input[name=query]"), page.locator(".md-search-result__link").first
        assert field.evaluate("(one) => one === document.activeElement")
        page.keyboard.insert_text(title)
        result.wait_for(timeout=5_000)

        for _ in range(3):
            page.keyboard.press("Tab")
            if result.evaluate("(one) => one === document.activeElement"):
                break
        stop = focus.here(page)
        assert stop
        assert "md-search" == stop.part
        assert (True, 0) == (stop.inside, stop.covered)
        assert stop.outline >= 2

        page.keyboard.press("Escape")  # away with the words
        result.wait_for(state="hidden", timeout=5_000)
        assert field.evaluate("(one) => one === document.activeElement")
        page.keyboard.press("Escape")  # and with the list
        page.locator(".md-search__output").wait_for(state="hidden", timeout=5_000)

        field.focus()
        page.keyboard.insert_text(title)
        result.wait_for(timeout=5_000)
        page.keyboard.press("Tab")
        for _ in range(2):
            if not result.evaluate("(one) => one === document.activeElement"):
                page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/{code}/{KINDS['sheet']}**")


@each_language
def test_the_offer_of_the_readers_language_is_reached_and_closed_by_keyboard(browser, address, code):
    with reading(browser, OTHERS[code], NARROW) as page:
        page.goto(f"{address}{code}/{KINDS['long page']}")
        offer = page.locator(".offer")
        offer.wait_for(timeout=5_000)
        stops: list[Stop] = []
        while not stops or stops[-1].part in ("skip", "offer"):
            page.keyboard.press("Tab")
            stop = focus.here(page)
            assert stop
            stops.append(stop)
        assert ["skip", "offer", "offer"] == [stop.part for stop in stops[:-1]]
        assert [] == [stop.name for stop in stops if stop.covered or not stop.inside or stop.outline < 2]

        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Enter")
        assert offer.count() == 0
        page.keyboard.press("Tab")
        after = focus.here(page)

    assert after  # closing does not throw the reader out of the page, nor to its end
    assert after.part in ("skip", "languages")


@each_screen
@pytest.mark.parametrize("name", NEUTRAL.values())
def test_pages_above_the_languages_are_walked_through(browser, address, name, size):
    with reading(browser, "en", SIZES[size]) as page:
        page.goto(address + name)
        stops = focus.walk(page)

    assert len(stops) >= 6
    assert [] == [stop.name for stop in stops if stop.covered or not stop.inside or stop.outline < 2]


def test_a_trap_and_a_cover_are_noticed(browser):
    """The walk sees what it is there to see."""
    page = browser.new_page()
    page.set_content(
        "<style>header { position: fixed; top: 0; height: 100px; width: 100%; background: #fff }"
        "a { outline: 0 }</style><header></header><a href='#a'>covered</a>"
        "<button onkeydown='event.preventDefault()'>trap</button>"
    )
    with pytest.raises(AssertionError, match="trap"):
        focus.walk(page, most=5)
    page.locator("button").evaluate("(one) => one.remove()")
    page.locator("body").evaluate("(one) => one.focus()")
    stops = focus.walk(page, most=5)
    page.close()

    assert [("covered", 5, 0)] == [(stop.name.split()[-1], stop.covered, stop.outline) for stop in stops]
