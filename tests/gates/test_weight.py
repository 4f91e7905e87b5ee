"""Pages are light: what a browser really asks of a real server, and what that server really sends, packed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count

import pytest
from playwright.sync_api import Browser, Page
from tests.gates.conftest import Served
from tests.gates.pages import CODES, addresses

WITHOUT_FONTS, WITH_FONTS, REQUESTS = 90_000, 200_000, 12
_visits = count()


@dataclass(frozen=True)
class Sent:
    """One answer: its bytes are those on the wire, headers and all."""

    status: int
    size: int
    path: str

    @property
    def is_font(self) -> bool:
        return self.path.endswith(".woff2")


class Visit:
    """A browser that has never been here, and what the server sent it."""

    def __init__(self, browser: Browser, served: Served, code: str) -> None:
        self.served, self.name = served, f"visit-{next(_visits)}"
        self.context = browser.new_context(user_agent=self.name, locale=code or "en")
        self.page = self.context.new_page()
        self.told: list[str] = []
        self.elsewhere: list[str] = []
        self.seen = 0
        self.context.on("console", lambda message: self.told.append(f"{message.type}: {message.text}"))
        self.context.on("weberror", lambda error: self.told.append(str(error.error)))
        self.context.on("requestfailed", lambda request: self.told.append(f"failed: {request.url}"))
        self.context.on("request", lambda request: self._asked(request.url))

    def _asked(self, url: str) -> None:
        if not url.startswith((self.served.address, "data:")):
            self.elsewhere.append(url)

    def sent(self, act: Callable[[Page], object]) -> list[Sent]:
        """What the server sent while a reader did something."""
        act(self.page)
        self.page.wait_for_load_state("load")
        self.page.evaluate("document.fonts.ready")
        lines = self._settled()
        new, self.seen = lines[self.seen :], len(lines)
        return [Sent(int(status), int(size), path) for status, size, path in (line.split()[:3] for line in new)]

    def goes(self, name: str) -> list[Sent]:
        return self.sent(lambda page: page.goto(self.served.address + name))

    def _settled(self) -> list[str]:
        """The server's words on this visit, when it has no more to say: it writes when all is sent."""
        before: list[str] = []
        for _ in range(50):
            time.sleep(0.1)
            lines = self.served.log.read_text().splitlines()
            now = [line for line in lines if line.endswith(f" {self.name}")]
            if now == before:
                return now
            before = now
        raise AssertionError("the page asks and asks")


@contextmanager
def visit(browser: Browser, served: Served, code: str) -> Iterator[Visit]:
    one = Visit(browser, served, code)
    try:
        yield one
    finally:
        one.context.close()


def weigh(sent: list[Sent]) -> tuple[int, int, int]:
    """Bytes without fonts, bytes with them, requests."""
    return sum(one.size for one in sent if not one.is_font), sum(one.size for one in sent), len(sent)


@pytest.mark.parametrize("code", [*CODES, ""])
def test_a_first_view_is_light(browser, served, code):
    """No host but our own, no failure, no message, and nothing of the search."""
    table, problems = [f"{'without fonts':>16} {'with':>6} requests"], []
    for kind, name in addresses(code):
        with visit(browser, served, code) as reader:
            sent = reader.goes(name)
        plain, whole, requests = weigh(sent)
        table.append(f"{plain / 1000:12.1f} kB {whole / 1000:6.1f} {requests:4}  {kind}")
        problems += [f"{name}: {problem}" for problem in (*reader.told, *reader.elsewhere)]
        problems += [f"{name}: {one.status} {one.path}" for one in sent if one.status != 200 or "search" in one.path]
        if plain > WITHOUT_FONTS or whole > WITH_FONTS or requests > REQUESTS:
            problems.append(f"{name} is heavy: {', '.join(f'{one.size} {one.path}' for one in sent)}")

    assert not problems, "\n".join((*problems, *table))


@pytest.mark.parametrize("code", CODES)
def test_a_second_page_of_a_language_asks_for_itself_and_its_own_pictures_only(browser, served, code):
    with visit(browser, served, code) as reader:
        reader.goes(f"{code}/about/functions/")
        sent = reader.goes(f"{code}/faq/how-it-works/")

    assert [f"/{code}/faq/how-it-works/"] == [one.path for one in sent]


@pytest.mark.parametrize("code", CODES)
def test_another_language_asks_for_its_own_fonts_only(browser, served, code):
    other = CODES[CODES.index(code) - 1]
    with visit(browser, served, other) as reader:
        reader.goes(f"{other}/about/functions/")
        sent = reader.goes(f"{code}/about/functions/")

    assert [f"/{code}/about/functions/"] == [one.path for one in sent if not one.is_font]


@pytest.mark.parametrize("code", CODES)
def test_the_search_is_fetched_when_it_is_opened_and_once(browser, served, code):
    def search(page: Page) -> None:
        page.locator("input[name=query]").first.fill(page.locator("h1").inner_text()[:6])
        page.locator(".md-search-result__item a").first.wait_for(timeout=10_000)

    with visit(browser, served, code) as reader:
        reader.goes(f"{code}/factsheets/pollinators/")
        first = reader.sent(search)
        reader.goes(f"{code}/about/functions/")
        again = reader.sent(search)

    index = f"/{code}/search/search_index.json"
    assert [index] == [one.path for one in first if not one.path.startswith("/assets/")]
    assert {200} == {one.status for one in first}
    # The index has no digest in its name, so it is asked for again, and not sent again.
    assert [(304, index)] == [(one.status, one.path) for one in again]
    assert [] == reader.told == reader.elsewhere


def test_a_heavy_page_is_noticed(browser, served, tmp_path):
    """The scales show a page's true weight: what is packed weighs less than its file, and each picture is weighed."""
    with visit(browser, served, "en") as reader:
        sent = reader.goes("en/factsheets/pollinators/")
    plain, whole, _ = weigh(sent)
    page = next(one for one in sent if one.path == "/en/factsheets/pollinators/")

    assert 1_000 < page.size < plain < whole
