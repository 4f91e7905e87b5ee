"""From one language to another: to the same page, to the same place on it, and offered without being pushed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from tests.site.test_contract import CODES, NAMES, each_language

LONG = "faq/how-it-works/"
ADDRESS = "[location.pathname, location.hash]"


@contextmanager
def visitor(browser: Browser, *languages: str, **options: Any) -> Iterator[Page]:
    """A reader whose browser asks for these languages, first wish first."""
    context = browser.new_context(locale=languages[0], **options)
    wanted = ", ".join(f"'{language}'" for language in languages)
    context.add_init_script(f"Object.defineProperty(navigator, 'languages', {{ get: () => [{wanted}] }})")
    try:
        yield context.new_page()
    finally:
        context.close()


def middle_heading(page: Page) -> str:
    """Scroll a heading in the middle of the page to the top of the window; its id."""
    ids: list[str] = page.eval_on_selector_all("article h2[id]", "all => all.map((one) => one.id)")
    wanted = ids[len(ids) // 2]
    page.evaluate(f"document.getElementById('{wanted}').scrollIntoView()")
    return wanted


@pytest.mark.parametrize(("start", "end"), [("en", "ar"), ("ar", "zh"), ("zh", "ru"), ("fr", "es")])
def test_a_change_of_language_keeps_page_and_heading(browser, address, start, end):
    with visitor(browser, start) as page:
        page.goto(f"{address}{start}/{LONG}")
        heading = middle_heading(page)
        page.locator(f".top a[hreflang={end}]").click()  # goes up to the languages first, as a reader does
        page.wait_for_url(f"**/{end}/**")

        assert [f"/{end}/{LONG}", f"#{heading}"] == page.evaluate(ADDRESS)
        assert abs(page.evaluate(f"document.getElementById('{heading}').getBoundingClientRect().top")) < 200


@pytest.mark.parametrize("way", ["named by the address", "scrolled by the wheel", "chosen from the list"])
def test_the_heading_is_kept_whichever_way_the_reader_came_and_goes(browser, address, way):
    with visitor(browser, "en", viewport={"width": 1280, "height": 720}) as page:
        page.goto(f"{address}en/{LONG}" + ("#duration" if way == "named by the address" else ""))
        if way == "scrolled by the wheel":
            page.mouse.move(400, 400)
            while page.evaluate("document.getElementById('duration').getBoundingClientRect().top > 150"):
                page.mouse.wheel(0, 100)
                page.wait_for_timeout(20)
            page.wait_for_timeout(1200)  # the reader reads
            while page.evaluate("scrollY > 0"):
                page.mouse.wheel(0, -100)
                page.wait_for_timeout(20)
        elif way == "chosen from the list":
            page.locator(".toc a[href='#duration']").click()
        page.locator(".top a[hreflang=zh]").click()
        page.wait_for_url("**/zh/**")

        assert [f"/zh/{LONG}", "#duration"] == page.evaluate(ADDRESS)


@pytest.mark.parametrize("fragment", ["#100%", "#%E0%A4%A", "#nothing-of-that-name"])
def test_an_address_that_names_nothing_breaks_nothing(browser, address, fragment):
    with visitor(browser, "ru") as page:
        errors = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{address}en/{LONG}{fragment}")
        page.locator(".offer").wait_for(timeout=5_000)
        page.locator(".top a[hreflang=fr]").click()
        page.wait_for_url(f"**/fr/{LONG}*")
        page.goto(f"{address}{LONG}{fragment}")
        page.get_by_role("link", name=NAMES["es"]).click()
        page.wait_for_url(f"**/es/{LONG}*")

        assert [] == errors


def test_at_the_top_of_a_page_a_change_of_language_leads_to_the_top(browser, address):
    with visitor(browser, "en") as page:
        page.goto(f"{address}en/{LONG}")
        page.locator(".top a[hreflang=fr]").click()
        page.wait_for_url("**/fr/**")

        assert [f"/fr/{LONG}", ""] == page.evaluate(ADDRESS)


def test_the_keyboard_keeps_the_heading_too(browser, address):
    with visitor(browser, "en") as page:
        page.goto(f"{address}en/{LONG}")
        heading = middle_heading(page)
        page.locator(".foot a[hreflang=ru]").evaluate("link => link.focus({ preventScroll: true })")
        page.keyboard.press("Enter")
        page.wait_for_url("**/ru/**")

        assert [f"/ru/{LONG}", f"#{heading}"] == page.evaluate(ADDRESS)


def test_the_address_without_a_language_hands_its_fragment_on(browser, address):
    with visitor(browser, "en") as page:
        page.goto(f"{address}en/{LONG}")
        heading = middle_heading(page)
        page.goto(f"{address}{LONG}#{heading}")
        page.get_by_role("link", name=NAMES["es"]).click()
        page.wait_for_url("**/es/**")

        assert [f"/es/{LONG}", f"#{heading}"] == page.evaluate(ADDRESS)


@each_language
def test_a_reader_of_another_language_is_offered_it_once_and_sent_nowhere(browser, address, code):
    other = CODES[(CODES.index(code) + 1) % len(CODES)]
    with visitor(browser, f"{other}-XX", code) as page:
        page.goto(f"{address}{code}/{LONG}")
        offer = page.locator(".offer")

        assert [f"/{code}/{LONG}", ""] == page.evaluate(ADDRESS)
        assert (other, "rtl" if other == "ar" else "ltr") == (offer.get_attribute("lang"), offer.get_attribute("dir"))
        words = offer.locator("a").inner_text()
        offer.locator("a").click()
        page.wait_for_url(f"**/{other}/{LONG}")
        assert 0 == page.locator(".offer").count()

        page.goto(f"{address}{code}/{LONG}")
        assert 0 == page.locator(".offer").count(), f"offered again: {words}"


def test_each_language_is_offered_in_words_of_its_own(browser, address):
    said = set()
    for code in CODES:
        with visitor(browser, code) as page:
            page.goto(f"{address}{'en' if code != 'en' else 'fr'}/")
            said.add(page.locator(".offer").inner_text())

    assert len(CODES) == len(said)


@pytest.mark.parametrize("wishes", [("en-GB",), ("en", "fr"), ("de",), ("pt-BR", "en", "fr")])
def test_no_offer_to_whom_the_page_suits_or_no_language_does(browser, address, wishes):
    with visitor(browser, *wishes) as page:
        page.goto(f"{address}en/{LONG}")

        assert 0 == page.locator(".offer").count()


def test_an_offer_goes_away_when_it_is_closed(browser, address):
    with visitor(browser, "fr") as page:
        page.goto(f"{address}en/{LONG}")
        page.locator(".offer button").click()
        assert 0 == page.locator(".offer").count()

        page.goto(f"{address}en/")
        assert 0 == page.locator(".offer").count()


def test_the_contents_list_follows_the_reader(browser, address):
    with visitor(browser, "en", viewport={"width": 1440, "height": 700}) as page:
        page.goto(f"{address}en/{LONG}")
        heading = middle_heading(page)
        page.wait_for_selector(f".toc a[aria-current][href='#{heading}']")

        assert 1 == page.locator(".toc a[aria-current]").count()
