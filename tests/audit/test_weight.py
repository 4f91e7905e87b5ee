"""What the audit counts for a first view is what a browser fetches, or more; the limits are those of the task."""

from __future__ import annotations

import mimetypes
import random
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route
from tests.audit.finished_site import URL, seal, write
from tests.built_site import BuiltSite

from outreach.audit import check_site
from outreach.audit.home import read_site
from outreach.audit.page import read_page
from outreach.audit.site import Site, packed
from outreach.audit.weight import first_view, fonts

PAGES = (
    "index.html",
    "about/functions/index.html",
    "404.html",
    "en/index.html",
    "ar/about/style-guide/index.html",
    "zh/about/functions/index.html",
    "ru/factsheets/pollinators/index.html",
    "fr/404.html",
)


def counted(site: Site, name: str) -> set[str]:
    """The files that the audit counts for a page."""
    page = read_page(site, name)
    assert page
    return {name, *first_view(page), *fonts(page)}


def lazy(site: Site, name: str) -> set[str]:
    """The pictures that a browser fetches when they come near; some are near at once."""
    page = read_page(site, name)
    assert page
    return {page.resolve(node.get("src")).path for node in page.of("img") if node.get("loading") == "lazy"}


def fetched(browser: Browser, root: Path, url: str, name: str) -> set[str]:
    """The files that a browser fetches for a page, which are handed to it without a server."""
    asked: set[str] = set()

    def answer(route: Route) -> None:
        path = route.request.url.partition("#")[0].partition("?")[0].removeprefix(url)
        file = path + "index.html" if not path or path.endswith("/") else path
        asked.add(file)
        route.fulfill(path=root / file, content_type=mimetypes.guess_type(file)[0])

    context = browser.new_context()
    context.route("**/*", answer)
    page = context.new_page()
    page.goto(url + name, wait_until="networkidle")
    page.evaluate("document.fonts.ready.then(() => null)")
    context.close()
    return asked


@pytest.mark.parametrize("name", PAGES)
def test_a_browser_fetches_nothing_that_is_not_counted(site: BuiltSite, browser, name):
    finished = read_site(site.root)

    asked = fetched(browser, site.root, finished.url, name)

    assert name in asked
    assert set() == asked - counted(finished, name) - lazy(finished, name)


@pytest.mark.parametrize("name", ["en/index.html", "ar/about/index.html", "index.html"])
def test_what_is_counted_is_what_a_browser_fetches(tmp_path, browser, name):
    """But for the picture of a style sheet, and for what a browser leaves out: an icon without a window to show it."""
    root = write(tmp_path / "site")

    asked = fetched(browser, root, URL, name)

    assert {"assets/print.css", "assets/site.css", "assets/site.js", "assets/fonts/latin.woff2", name} <= asked
    assert set() == asked - counted(Site(root, URL), name) - lazy(Site(root, URL), name)
    assert {"assets/mark.svg"} >= counted(Site(root, URL), name) - asked


@pytest.mark.parametrize(("more", "told"), [(0, 0), (1, 1)])
def test_a_page_may_weigh_ninety_kilobytes_and_no_byte_more(tmp_path, more, told):
    root = write(tmp_path / "site")
    site = Site(root, URL)
    page = read_page(site, "en/index.html")
    assert page
    rest = packed(page.raw) + sum(site.weight(name) for name in first_view(page)) - site.weight("assets/gauge.png")
    (root / "assets/gauge.png").write_bytes(random.Random(1).randbytes(90_000 - rest + more))
    seal(root)

    found = [f for f in check_site(Site(root, URL)) if f.rule == "weight" and f.position.path == "en/index.html"]
    assert told == len(found)


@pytest.mark.parametrize(("more", "told"), [(0, 0), (1, 1)])
def test_a_page_may_weigh_two_hundred_kilobytes_with_its_fonts(tmp_path, more, told):
    root = write(tmp_path / "site")
    site = Site(root, URL)
    page = read_page(site, "ar/404.html")
    assert page
    assert ["assets/fonts/latin.woff2", "assets/fonts/arabic.woff2"] == fonts(page)
    rest = packed(page.raw) + sum(site.weight(name) for name in [*first_view(page), "assets/fonts/latin.woff2"])
    (root / "assets/fonts/arabic.woff2").write_bytes(random.Random(1).randbytes(200_000 - rest + more))
    seal(root)

    found = [f for f in check_site(Site(root, URL)) if f.rule == "weight" and f.position.path == "ar/404.html"]
    assert told == len(found)
