"""A site whose address lies below a folder of its host works there, down to the pages for lost readers."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path

import pytest
from tests.build.small import TWO, build_small, copy_small

FOLDER = "/materials/outreach/"


@pytest.fixture(scope="module")
def below(warm: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The small site at an address below a folder, its lost pages given as a host would give them."""
    root = copy_small(warm, tmp_path_factory.mktemp("subpath") / "project")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OUTREACH_SITE_URL", f"https://host.example{FOLDER}")
        build_small(root)
    site = root / "site"

    class Host(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            inside, _, name = self.path.partition(FOLDER)
            path = site / (name + "index.html" if not name or name.endswith("/") else name)
            found = not inside and path.is_file()
            language = name.partition("/")[0] if name.partition("/")[0] in TWO else "."
            content = path.read_bytes() if found else (site / language / "404.html").read_bytes()
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", (guess_type(path)[0] if found else None) or "text/html")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name that http.server gives it)
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Host) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}{FOLDER}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("name", "status"),
    [("", 200), ("about/", 200), ("en/", 200), ("ar/about/", 200), ("ar/no/such/page/", 404), ("nowhere/at/all", 404)],
)
def test_a_page_below_a_folder_has_all_it_needs(browser, below, name, status):
    page = browser.new_page()
    try:
        answers: dict[str, int] = {}
        page.on("response", lambda response: answers.update({response.url: response.status}))
        page.goto(below + name, wait_until="networkidle")

        assert status == answers.pop(below + name)
        assert {200} == set(answers.values())
        assert all(url.startswith(below) for url in answers)
        assert {".css", ".js"} <= {Path(url).suffix for url in answers}
    finally:
        page.close()


@pytest.mark.parametrize("name", ["ar/no/such/page/", "nowhere/at/all", "about/"])
def test_its_links_stay_below_the_folder(browser, below, name):
    page = browser.new_page()
    try:
        page.goto(below + name)
        hrefs = page.eval_on_selector_all("a", "all => all.map((one) => one.href)")
        own = [url for url in hrefs if url.startswith(below.removesuffix(FOLDER))]

        assert len(own) > 1
        assert [] == [url for url in own if not url.startswith(below)]
    finally:
        page.close()
