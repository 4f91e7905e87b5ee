"""Fixtures that tests of several folders share. Options: ``--site DIR``, ``--screens DIR``, ``--update-cases``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from tests.built_site import ROOT, BuiltSite, built_once, project_in

from bootstrap import browser as find_browser


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("outreach")
    group.addoption("--site", metavar="DIR", help="test this finished site of the project instead of building one")
    group.addoption("--update-cases", action="store_true", help="write what the golden cases find; see test_cases.py")
    group.addoption("--screens", metavar="DIR", help="write screenshots of the site into this folder")


@pytest.fixture(scope="session")
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """The real project's site, built once without any cache; workers of pytest-xdist share it."""
    given = request.config.getoption("--site")
    if given:
        return BuiltSite(Path(given).absolute(), project_in(ROOT))
    folder = tmp_path_factory.getbasetemp()
    return built_once(folder.parent if hasattr(request.config, "workerinput") else folder)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium. One for all tests of a process: Playwright cannot be started twice in it."""
    path = find_browser()
    assert path, "no Chromium on this machine; run: make test"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path,
            args=["--disable-gpu", "--disable-background-networking", "--disable-component-update"],
        )
        yield chromium
        chromium.close()
