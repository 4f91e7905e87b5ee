"""The preview: the real site, built again at every save."""

from __future__ import annotations

import os
import re
import select
import signal
import socket
import subprocess
import urllib.request
from contextlib import suppress
from functools import partial
from pathlib import Path
from urllib.error import HTTPError

import pytest
from playwright.sync_api import Browser
from tests.build.processes import all_gone, comes_true, started
from tests.build.small import change, tree


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


class Heard:
    """What a process has said so far, read without waiting."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stderr
        self.stream = process.stderr.fileno()
        self.said = ""

    def has(self, words: str) -> bool:
        while select.select([self.stream], [], [], 0)[0]:
            data = os.read(self.stream, 65536)
            if not data:
                break
            self.said += data.decode()
        return words in self.said


def page(port: int, path: str) -> str:
    with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/{path}", timeout=5) as answer:
        return str(answer.read().decode())
    return ""


def is_up(port: int) -> bool:
    return "See " in page(port, "en/faq/why/")


def test_a_save_shows_and_a_mistake_leaves_the_last_good_pages(small: Path) -> None:
    port = free_port()
    site = tree(small / "site")
    with started(small, "serve", "ar", "--port", str(port)) as process:
        heard = Heard(process)
        assert comes_true(lambda: "See " in page(port, "en/faq/why/")), heard.said
        assert 'lang="ar"' in page(port, "ar/faq/why/")
        assert 'dir="rtl"' in page(port, "ar/factsheets/platform/")

        change(small / "docs/en/faq/why.md", "See", "Read")
        assert comes_true(lambda: "Read " in page(port, "en/faq/why/")), heard.said

        change(small / "docs/en/faq/why.md", "title:", "titel:")
        finding = "docs/en/faq/why.md:2: unknown field 'titel'; did you mean 'title'?"
        assert comes_true(lambda: heard.has(finding)), heard.said
        assert comes_true(lambda: heard.has("the last good pages stay in view")), heard.said
        assert "Read " in page(port, "en/faq/why/")

        change(small / "docs/en/faq/why.md", "titel: Why", "title: Wherefore")
        assert comes_true(lambda: "Wherefore" in page(port, "en/faq/why/")), heard.said

        change(small / "mkdocs.yml", "site_name: ", "site_name: [")
        assert comes_true(lambda: heard.has("mkdocs.yml:")), heard.said
        change(small / "mkdocs.yml", "site_name: [", "site_name: Renewed ")
        assert comes_true(lambda: "Renewed " in page(port, "en/faq/why/")), heard.said

        os.killpg(process.pid, signal.SIGINT)
        assert comes_true(lambda: process.poll() is not None)
        assert all_gone(process.pid)
        heard.has("")
    assert 0 == process.returncode
    assert "Traceback" not in heard.said
    assert re.search(rf"http://127\.0\.0\.1:{port}/", heard.said)
    assert site == tree(small / "site"), "the preview is a place of its own"
    assert [] == list((small / ".cache/outreach/preview").glob("*"))


def test_an_open_page_shows_a_save_by_itself_and_can_be_searched(small: Path, browser: Browser) -> None:
    """The policy of the pages holds in the preview too, so reloading and search work under it."""
    port = free_port()
    with started(small, "serve", "ar", "--port", str(port)):
        assert comes_true(lambda: is_up(port))
        tab, told = browser.new_page(), []
        tab.on("console", lambda message: told.append(message.text))
        tab.goto(f"http://127.0.0.1:{port}/en/faq/why/")
        change(small / "docs/en/faq/why.md", "See", "Read")
        tab.get_by_text("Read the Bureau").wait_for(timeout=60_000)
        tab.locator("input[name=query]").fill("bureau")
        found = tab.locator(".md-search-result__link").first
        found.wait_for()

        assert "about/bodies/" in str(found.get_attribute("href"))
        assert [] == [line for line in told if "live reload" not in line]
        tab.close()


def test_a_reader_lost_in_the_preview_is_told_so_in_the_language_of_the_folder(small: Path) -> None:
    port = free_port()
    with started(small, "serve", "ar", "--port", str(port)):
        assert comes_true(lambda: is_up(port))
        with pytest.raises(HTTPError) as lost:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/ar/no/such/page/", timeout=5)

        assert 404 == lost.value.code
        assert '<html lang="ar" dir="rtl"' in lost.value.read().decode()


def test_a_port_that_is_taken_is_told(small: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with started(small, "serve", "ar", "--port", str(port)) as process:
            _, stderr = process.communicate()

    assert 2 == process.returncode
    assert (
        "Address already in use; choose another port with --port. The last site is as it was."
        == (stderr.splitlines()[-1])
    )


@pytest.mark.slow
def test_two_previews_do_not_disturb_each_other(small: Path) -> None:
    ports = free_port(), free_port()
    with (
        started(small, "serve", "ar", "--port", str(ports[0])) as one,
        started(small, "serve", "en", "--port", str(ports[1])) as other,
    ):
        for port in ports:
            assert comes_true(partial(is_up, port))
        assert (None, None) == (one.poll(), other.poll())
