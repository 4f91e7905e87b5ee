"""The search in a real browser, as readers use it: what they type, what they are shown, and how the keys behave.

``queries/<language>.yml`` are questions to this site, with the pages that answer them; ``other_pages/<language>.yml``
are pages on other matters with questions of their own, because the search must not be made for one site.
"""

from __future__ import annotations

import json
import re
import shutil
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
import yaml
from babel import Locale
from playwright.sync_api import Browser, Page, Route
from tests.built_site import ROOT, BuiltSite
from tests.site.test_browser import NARROW, WIDE, Reading, reading
from tests.site.test_contract import DIRECTIONS, each_language

from outreach.localize.edition import url_of
from outreach.render.stems import fold, stems, words

HERE = Path(__file__).parent
ENOUGH = 0.95

FIELD = ".md-search__input"
LINKS = ".md-search__output a"
STATUS = ".md-search-result__meta"

TYPE = """
async ([field, queries]) => {
  const input = document.querySelector(field), result = document.querySelector(".md-search-result"), answers = [];
  const links = (selector) => [...result.querySelectorAll(selector)].map((one) => one.href);
  for (const query of queries) {
    input.value = query;
    input.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText", data: query }));
    while (result.getAttribute("aria-busy") !== "false") await new Promise((done) => setTimeout(done, 5));
    answers.push({
      status: result.querySelector("[role=status]").textContent,
      pages: links(".md-search-result__item > .md-search-result__article a"),
      links: links("a"),
      marks: [...result.querySelectorAll("mark")].map((one) => one.textContent),
      more: !result.querySelector(".md-search-result__more").hidden,
    });
  }
  return answers;
}
"""


def queries(folder: str, code: str) -> Any:
    return yaml.safe_load((HERE / folder / f"{code}.yml").read_text("utf-8"))


def index_of(site: BuiltSite, code: str) -> dict[str, Any]:
    index: dict[str, Any] = json.loads((site.root / code / "search/search_index.json").read_text("utf-8"))
    return index


@contextmanager
def searching(
    browser: Browser, address: str, code: str, size: tuple[int, int] = WIDE
) -> Iterator[tuple[Reading, Page]]:
    """A page with the field in focus and the index read."""
    with reading(browser, address, code, size=size) as visit:
        page = visit.visit("about/functions/")
        page.locator(FIELD).focus()
        ready(page)
        yield visit, page


def ready(page: Page) -> None:
    """Wait until the search is."""
    page.locator(".md-search-result[aria-busy=false]").wait_for(timeout=10_000)


def ask(page: Page, *queries: str) -> list[dict[str, Any]]:
    """Put queries into the field one after the other, and wait for each answer."""
    answers: list[dict[str, Any]] = page.evaluate(TYPE, [FIELD, queries])
    return answers


@pytest.fixture(scope="module")
def visit(browser: Browser, address: str) -> Iterator[Callable[[str], tuple[Reading, Page]]]:
    """Gives the one page of a language on which tests ask questions and do nothing else."""
    with ExitStack() as stack:
        yield cache(lambda code: stack.enter_context(searching(browser, address, code)))


def address_of(key: str) -> str:
    return url_of("index" if key == "index" else key)


def right(wanted: list[str], found: list[str]) -> bool:
    return any(page in found[:3] for page in wanted)


# What is found --------------------------------------------------------------------------------------------------


@each_language
def test_readers_find_what_they_look_for(visit, address, site, code):
    """At least 95 of 100 queries lead to a right page among the first three, and none leads to another language."""
    asked = queries("queries", code)
    index = index_of(site, code)
    known = {urljoin(f"{address}{code}/", doc["location"]) for doc in index["docs"]}
    missed, strange, miscounted = [], [], []
    reader, page = visit(code)
    for one, answer in zip(asked, ask(page, *(one["query"] for one in asked)), strict=True):
        found = [link.removeprefix(f"{address}{code}/") for link in answer["pages"]]
        if not right([address_of(key) for key in one["pages"]], found):
            missed.append((one["kind"], one["query"], found[:3]))
        strange += [link for link in answer["links"] if link not in known]
        count = len(found)
        form = index["words"]["found"][Locale.parse(code).plural_form(count)].replace("{n}", str(count))
        if count and not answer["more"] and not answer["status"].startswith(form):
            miscounted.append((count, answer["status"]))

    assert len(asked) >= 40
    assert [] == strange
    assert [] == miscounted
    assert [] == reader.problems
    assert len(missed) <= (1 - ENOUGH) * len(asked), missed


@each_language
def test_readers_find_what_they_look_for_on_another_site(visit, code):
    """The same on pages about tea, bridges and chess, whose words no part of the search was made with."""
    given = queries("other_pages", code)
    docs = []
    for page in given["pages"]:
        docs.append({"location": f"{page['key']}/", "title": page["title"], "text": page["text"]})
        for name, (title, text) in page["sections"].items():
            docs.append({"location": f"{page['key']}/#{name}", "title": title, "text": text})
    found_stems = stems((text for doc in docs for text in (doc["title"], doc["text"])), Locale.parse(code))
    data: dict[str, Any] = {"config": {"lang": [code]}, "docs": docs}
    if found_stems:
        data["stems"] = {"cuts": found_stems.cuts, "others": found_stems.others}
    asked = given["queries"]
    page = visit(code)[1]
    answers = page.evaluate(
        """([data, queries]) => {
          const { Index, search } = globalThis.outreachSearch, index = new Index(data);
          [...index.prepare()];
          return queries.map((query) => search(index, query).pages.map((one) =>
            index.docs[index.pages[one.page].doc].location));
        }""",
        [data, [one["query"] for one in asked]],
    )
    missed = [
        (one["kind"], one["query"], found[:3])
        for one, found in zip(asked, answers, strict=True)
        if not right([f"{key}/" for key in one["pages"]], found)
    ]

    assert len(asked) >= 40
    assert len(missed) <= (1 - ENOUGH) * len(asked), missed


@each_language
def test_letters_are_folded_alike_where_the_index_is_made_and_where_it_is_read(visit, address, site, code):
    """Else stems would be put to the wrong words: all words of the site, and every letter of the living scripts."""
    index = index_of(site, code)
    letters = [chr(one) for one in range(0x20, 0x3400) if unicodedata.category(chr(one))[0] in "LMNPSZ"]
    texts = [text for doc in index["docs"] for text in (doc["title"], doc.get("name", ""), doc["text"])]
    expected = sorted({word for text in texts for word, _ in words(text)})
    page = visit(code)[1]
    folded, found = page.evaluate(
        """([letters, texts]) => {
          const { fold, words } = globalThis.outreachSearch;
          const all = texts.flatMap((text) => words(text).filter((one) => !one.dense).map((one) => one.term));
          return [letters.map(fold), [...new Set(all.filter((term) => /^\\p{L}{3,}$/u.test(term)))]];
        }""",
        [letters, texts],
    )

    assert {} == {one: (fold(one), its) for one, its in zip(letters, folded, strict=True) if fold(one) != its}
    assert expected == sorted(found)
    assert bool(index.get("stems")) == (code != "zh")
    if code != "zh":
        assert 2 * len(expected) == len(index["stems"]["cuts"])


@pytest.mark.parametrize(
    ("code", "query", "marked"),
    [
        ("en", "pollinating", {"Pollinators", "pollinators", "pollination"}),
        ("fr", "pollinisateur", {"pollinisateurs", "pollinisation"}),
        ("ar", "ملقحات", {"الملقحات"}),
        ("ru", "опылителями", {"опылители", "опылителей", "Опылители"}),
        ("es", "polinizador", {"polinizadores"}),
        ("zh", "传粉", {"传粉"}),
    ],
)
def test_the_words_that_were_found_are_marked_as_they_stand(visit, code, query, marked):
    page = visit(code)[1]
    (answer,) = ask(page, query)

    assert marked & set(answer["marks"])


@each_language
def test_a_query_that_nothing_answers_is_told_so(visit, address, site, code):
    index = index_of(site, code)
    page = visit(code)[1]
    empty, nothing, blank = ask(page, "", "xqzwvkj", "   ")

    assert index["words"]["none"] == nothing["status"]
    assert [] == nothing["links"]
    assert empty["status"] == blank["status"] != nothing["status"]
    assert set(index["words"]) == {"found", "none", "some"}


# When it is loaded ----------------------------------------------------------------------------------------------


def test_the_index_is_fetched_once_and_only_when_somebody_searches(browser, address):
    with reading(browser, address, "en") as visit:
        page = visit.visit("about/functions/")
        before = [url for url in visit.requests if "search" in url]
        page.locator(FIELD).click()
        ready(page)
        ask(page, "bees", "soil", "", "bees")
        page.locator("h1").click()
        page.locator(FIELD).click()
        ask(page, "climate")
        after = [urlsplit(url).path for url in visit.requests if "search" in url]

        assert [] == before
        assert "/en/search/search_index.json" == after[-1]
        assert 2 == len(after)  # the script and the index
        assert [] == visit.problems
        assert [] == visit.elsewhere()


def test_what_was_typed_while_the_search_was_loading_is_searched(browser, address):
    with reading(browser, address, "en") as visit:
        held: list[Route] = []
        page = visit.visit("about/functions/")

        def hold(route: Route) -> None:
            held.append(route)

        page.route("**/search_index.json", hold)
        page.locator(FIELD).click()
        page.keyboard.type("pollinators")
        page.locator(STATUS, has_text=page.locator(".md-search").get_attribute("data-loading")).wait_for(timeout=5_000)
        held[0].continue_()
        page.locator(LINKS).first.wait_for(timeout=5_000)

        assert "pollinators" in page.locator(LINKS).first.inner_text()


@pytest.mark.parametrize("code", ["ar", "en"])
def test_an_index_that_does_not_come_is_told_and_asked_for_again(browser, address, code):
    with reading(browser, address, code) as visit:
        page = visit.visit("about/functions/")
        page.route("**/search_index.json", lambda route: route.abort())
        page.locator(FIELD).click()
        message = page.locator(".md-search").get_attribute("data-failed")
        page.locator(STATUS, has_text=message).wait_for(timeout=5_000)
        page.unroute("**/search_index.json")
        page.keyboard.insert_text("IPBES")

        page.locator(LINKS).first.wait_for(timeout=5_000)


def test_an_address_can_hold_a_query(browser, address):
    with reading(browser, address, "fr") as visit:
        page = visit.visit("?q=abeilles")
        page.locator(LINKS).first.wait_for(timeout=5_000)

        assert "abeilles" == page.locator(FIELD).input_value()
        assert page.locator(LINKS).first.get_attribute("href") == "./factsheets/pollinators/"


def test_a_copy_on_a_disk_can_be_searched(browser, site, tmp_path):
    for name in ("en", "assets"):
        shutil.copytree(site.root / name, tmp_path / name)
    index = (tmp_path / "en/search/search_index.json").read_text("utf-8")
    (tmp_path / "en/search/search_index.json").unlink()
    (tmp_path / "en/search/search_index.js").write_text(f"globalThis.outreachSearchIndex={index};", "utf-8")
    page = browser.new_page()
    try:
        page.goto((tmp_path / "en/about/functions/index.html").as_uri())
        page.locator(FIELD).click()
        page.keyboard.type("bees crops")
        page.locator(LINKS).first.click(timeout=5_000)

        assert (tmp_path / "en/factsheets/pollinators/index.html").as_uri() == page.url.partition("#")[0]
    finally:
        page.close()


# How it is used -------------------------------------------------------------------------------------------------


def focus(page: Page) -> str:
    """What has the focus: the field, or the words of a link."""
    return str(page.evaluate("document.activeElement.matches('input') ? 'field' : document.activeElement.textContent"))


def test_the_search_is_used_with_keys_alone(browser, address):
    with reading(browser, address, "en") as visit:
        page = visit.visit("about/functions/")
        page.keyboard.press("Control+k")
        ready(page)
        page.keyboard.type("assessment")
        page.locator(LINKS).first.wait_for(timeout=5_000)
        links = page.locator(LINKS).all_inner_texts()
        seen = [focus(page)]
        for key in ("ArrowDown", "ArrowDown", "ArrowUp", "End", "Home", "Tab", "Shift+Tab", "ArrowUp"):
            page.keyboard.press(key)
            seen.append(focus(page))
        last = page.locator(".md-search__output").locator("a, button:visible").last.inner_text()

        expected = ["field", links[0], links[1], links[0], last, links[0], links[1], links[0], "field"]
        assert expected == seen
        assert "assessment" == page.locator(FIELD).input_value()

        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "/about/functions/" not in url)


def test_enter_on_a_link_goes_where_it_leads(browser, address):
    with searching(browser, address, "en") as (_, page):
        target = ask(page, "assessment")[0]["links"][1]
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url(target)


def test_escape_empties_the_field_then_closes_and_gives_the_focus_back(browser, address):
    with reading(browser, address, "en") as visit:
        page = visit.visit("about/functions/")
        page.locator("article a").first.focus()
        page.keyboard.press("Control+k")
        ready(page)
        ask(page, "assessment")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Escape")
        page.locator(LINKS).first.wait_for(state="detached")
        first = (focus(page), page.locator(FIELD).input_value(), page.locator(STATUS).is_visible())
        page.keyboard.press("Escape")

        assert ("field", "", True) == first
        assert not page.locator(STATUS).is_visible()
        assert page.locator("article a").first.evaluate("one => one === document.activeElement")


def test_the_panel_closes_when_the_reader_turns_away_and_not_before(browser, address):
    with searching(browser, address, "en") as (_, page):
        count = len(ask(page, "indigenous knowledge")[0]["links"])
        for _ in range(count + 1):  # the button that empties the field comes first
            page.keyboard.press("Tab")
            assert page.locator(STATUS).is_visible()
        button = page.locator(".md-search-result__more")
        if button.is_visible():
            page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        assert not page.locator(STATUS).is_visible()

        page.locator(FIELD).click()
        assert page.locator(LINKS).first.is_visible()
        page.locator("h1").click()
        assert not page.locator(STATUS).is_visible()


def test_words_that_are_composed_are_searched(browser, address):
    """An input method writes letters first; no search for those puts the pages away that were found before."""
    with searching(browser, address, "zh") as (_, page):
        ask(page, "传粉")
        before = page.locator(LINKS).all_inner_texts()
        keyboard = page.context.new_cdp_session(page)
        page.locator(FIELD).fill("传粉 ")
        keyboard.send("Input.imeSetComposition", {"text": "zuo'wu", "selectionStart": 6, "selectionEnd": 6})
        ready(page)
        during = page.locator(LINKS).all_inner_texts()
        keyboard.send("Input.insertText", {"text": "作物"})
        page.locator("mark", has_text="作物").first.wait_for(timeout=5_000)

        assert "传粉 作物" == page.locator(FIELD).input_value()
        assert before
        assert during


@pytest.mark.parametrize("code", ["ar", "en", "ru", "zh"])
def test_the_panel_fits_a_small_screen_and_follows_the_direction(browser, address, code):
    with searching(browser, address, code, size=(320, 512)) as (_, page):
        ask(page, "IPBES")
        box = page.locator(".md-search__output").bounding_box()
        icon, clear = (page.locator(f".md-search__{one}").bounding_box() for one in ("icon", "clear"))
        small = page.evaluate(
            """() => [...document.querySelectorAll(".md-search :is(a, button, input)")]
              .map((one) => one.getBoundingClientRect())
              .filter((box) => box.width && (box.width < 24 || box.height < 24)).length"""
        )
        wide = page.evaluate("document.scrollingElement.scrollWidth")

    assert box
    assert icon
    assert clear
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320 >= wide
    assert ("rtl" if icon["x"] > clear["x"] else "ltr") == DIRECTIONS[code]
    assert 0 == small


def test_more_pages_are_shown_when_asked_for(browser, address):
    with searching(browser, address, "en", size=NARROW) as (_, page):
        (answer,) = ask(page, "assessment")
        total = int(re.findall(r"\d+", answer["status"])[0])
        page.locator(".md-search-result__more").click()
        shown = page.locator(".md-search-result__item").count()

    assert 10 == len(answer["pages"]) < total
    assert min(total, 20) == shown


def test_the_search_script_writes_no_html():
    scripts = [path.read_text("utf-8") for path in (ROOT / "overrides/assets/javascripts").rglob("*.js")]
    script = "\n".join(scripts)

    assert len(scripts) > 5
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function", script)
