"""Real servers, given the rules that the site brings along, serve it safely, rightly named and lightly."""

from __future__ import annotations

import gzip
import http.client
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import BrowserContext
from tests.built_site import BuiltSite
from tests.gates.browsing import reading
from tests.gates.pages import CODES, addresses
from tests.gates.servers import apache, nginx

from bootstrap import all_gates, program
from outreach.render.policy import inline_hashes

SERVERS = {"nginx": nginx, "apache": apache}
# A word of a page that is not there, which every language's page for the lost must be an answer to.
LOST = ("no-such-page", "no-such-folder/", "a/very/deep/no-such-page.html", "about/no-such.pdf", "assets/no.css")
# Kinds of files that the site may have one day: the rules must know them already.
MORE = {
    "en/events/calendar.ics": "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
    "ar/events/feed.xml": '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"/>\n',
}


@dataclass(frozen=True)
class Host:
    """A server that serves a copy of the site."""

    address: str
    root: Path

    def get(self, path: str, **headers: str) -> Answer:
        """Ask once, following nothing."""
        connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=10)
        try:
            connection.request("GET", f"/{path}", headers={name.replace("_", "-"): of for name, of in headers.items()})
            response = connection.getresponse()
            named: dict[str, list[str]] = {}
            for name, value in response.getheaders():
                named.setdefault(name.lower(), []).append(value)
            return Answer(response.status, named, response.read())
        finally:
            connection.close()

    def files(self, pattern: str) -> list[str]:
        return sorted(path.relative_to(self.root).as_posix() for path in self.root.glob(pattern) if path.is_file())


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, list[str]]
    body: bytes

    def __getitem__(self, name: str) -> str:
        """A header that stands there once at most; the last of two would be a matter of taste."""
        values = self.headers.get(name.lower(), [])
        assert len(values) <= 1, f"{name} stands there {len(values)} times"
        return "".join(values)


@pytest.fixture(scope="module", params=SERVERS)
def host(request: pytest.FixtureRequest, site: BuiltSite) -> Iterator[Host]:
    if request.param == "apache" and not program("apache2") and not all_gates():
        pytest.skip("Apache is not installed; run: OUTREACH_ALL_GATES=1 make test")
    # Not in pytest's own folder, which only its user may enter.
    with tempfile.TemporaryDirectory(prefix="outreach-host-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        shutil.copytree(site.root, folder / "site")
        for more, text in MORE.items():
            (folder / "site" / more).write_bytes(text.encode())
        with SERVERS[request.param](folder / "site", folder) as address:
            yield Host(address, folder / "site")


def directives(answer: Answer) -> dict[str, list[str]]:
    """The content security policy of an answer."""
    parts = (part.split() for part in answer["Content-Security-Policy"].split(";"))
    return {first: others for first, *others in parts}


@pytest.mark.parametrize("code", [*CODES, ""])
def test_pages_come_with_a_strict_policy(host, code):
    for _, name in addresses(code):
        page = host.get(name)
        policy = directives(page)

        assert (200, "text/html; charset=utf-8") == (page.status, page["Content-Type"].lower())
        assert ["'none'"] == policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"]
        assert "unsafe" not in page["Content-Security-Policy"]
        assert {"'self'", *inline_hashes(page.body.decode())} <= set(policy["script-src"])
        assert "nosniff" == page["X-Content-Type-Options"]
        assert page["Referrer-Policy"] in {"no-referrer", "same-origin", "strict-origin-when-cross-origin"}
        assert {"camera=()", "geolocation=()", "microphone=()"} <= set(page["Permissions-Policy"].split(", "))
        assert "same-origin" == page["Cross-Origin-Opener-Policy"]
        assert "no-cache" == page["Cache-Control"]


def test_nobody_learns_which_version_of_a_server_it_is(host):
    """Apache lets its owner decide that, not the site."""
    found = {host.get(path)["Server"] for path in ("en/", "en/no-such-page", "en/about", "assets")}

    assert found == {"nginx"} or all(name.startswith("Apache/") for name in found)


def test_what_has_a_digest_in_its_name_is_kept_for_a_year(host):
    names = [name for name in host.files("assets/**/*") if re.search(r"\.[0-9a-f]{8,}\.\w+$", name)]
    found = {name: host.get(name)["Cache-Control"] for name in names}

    assert {".css", ".js", ".svg", ".woff2"} <= {Path(name).suffix for name in names}
    assert dict.fromkeys(names, "public, max-age=31536000, immutable") == found


def test_what_has_no_digest_in_its_name_is_asked_for_again(host):
    names = [*host.files("*/search/*"), *host.files("*/factsheets/*"), *host.files("**/sitemap.xml"), "robots.txt"]
    found = {name: host.get(name)["Cache-Control"] for name in names}

    assert len(names) > 40
    assert dict.fromkeys(names, "no-cache") == found


@pytest.mark.parametrize(
    ("pattern", "kind"),
    [
        ("assets/*.css", "text/css; charset=utf-8"),
        ("assets/*.js", "text/javascript; charset=utf-8"),
        ("assets/fonts/*.woff2", "font/woff2"),
        ("assets/*.svg", "image/svg+xml; charset=utf-8"),
        ("*/search/search_index.json", "application/json; charset=utf-8"),
        ("**/sitemap.xml", "application/xml; charset=utf-8"),
        ("robots.txt", "text/plain; charset=utf-8"),
        ("*/factsheets/*.pdf", "application/pdf"),
        ("en/events/calendar.ics", "text/calendar; charset=utf-8"),
        ("ar/events/feed.xml", "application/atom+xml; charset=utf-8"),
    ],
)
def test_files_are_named_for_what_they_are(pattern, kind, host):
    names = host.files(pattern)
    found = {name: host.get(name) for name in names}

    assert names
    assert dict.fromkeys(names, kind) == {name: answer["Content-Type"].lower() for name, answer in found.items()}
    assert {"nosniff"} == {answer["X-Content-Type-Options"] for answer in found.values()}


def test_fact_sheets_open_in_the_browser_and_are_saved_under_their_titles(host):
    """RFC 6266: a plain name for old browsers, the title in UTF-8 for the others."""
    for name in host.files("*/factsheets/*.pdf"):
        said = host.get(name)["Content-Disposition"]
        match = re.fullmatch(r"inline; filename=\"([ -~]+)\"; filename\*=UTF-8''([A-Za-z0-9%._~-]+)", said)

        assert match, said
        plain, title = match[1], unquote(match[2], errors="strict")
        words = (host.root / name).parent / plain.removesuffix(".pdf").rpartition("-")[0] / "index.html"
        assert Path(name).name == plain
        assert title.endswith(".pdf")
        assert title.removesuffix(".pdf")[:12] in words.read_text("utf-8").replace("\u00a0", " ")


def test_drawings_can_run_nothing_when_they_are_opened(host):
    for name in host.files("**/*.svg"):
        policy = directives(host.get(name))

        assert "sandbox" in policy
        assert ["'none'"] == policy["default-src"]
        assert "script-src" not in policy


@pytest.mark.parametrize("code", [*CODES, ""])
def test_the_lost_are_answered_in_the_language_they_read(host, code):
    own = f"{code}/" if code else ""
    expected = (host.root / f"{own}404.html").read_bytes()
    for name in LOST:
        answer = host.get(own + name)

        assert (404, "text/html; charset=utf-8") == (answer.status, answer["Content-Type"].lower())
        assert expected == answer.body
        assert ["'none'"] == directives(answer)["default-src"] == directives(answer)["frame-ancestors"]
        assert "no-cache" == answer["Cache-Control"]
        assert answer["Content-Disposition"] == ""


def test_a_folder_is_led_to_its_page(host):
    answer = host.get("en/about")

    assert answer.status == 301
    assert "/en/about/" == urlsplit(answer["Location"]).path
    assert urlsplit(answer["Location"]).netloc in {"", urlsplit(host.address).netloc}


def test_folders_are_not_listed(host):
    folders = {path.parent for path in host.root.rglob("*") if path.is_file()}
    bare = [folder.relative_to(host.root) for folder in folders if not (folder / "index.html").exists()]

    assert bare
    assert {404} == {host.get(f"{folder}/").status for folder in bare}


@pytest.mark.parametrize(
    "name", ["en/", "assets/*.css", "assets/site.*.js", "en/search/search_index.json", "en/sitemap.xml"]
)
def test_text_is_sent_packed(name, host):
    path = name if name.endswith("/") else host.files(name)[0]
    plain, packed = host.get(path), host.get(path, Accept_Encoding="gzip")

    assert ("", "gzip") == (plain["Content-Encoding"], packed["Content-Encoding"])
    assert plain.body == gzip.decompress(packed.body)
    assert "accept-encoding" in packed["Vary"].lower()


@pytest.mark.parametrize("pattern", ["assets/fonts/*.woff2", "*/factsheets/*.png", "*/factsheets/*.pdf"])
def test_what_is_packed_already_is_sent_as_it_is(pattern, host):
    answer = host.get(host.files(pattern)[0], Accept_Encoding="gzip")

    assert answer["Content-Encoding"] == ""


@pytest.mark.parametrize("encoding", ["", "gzip"])
@pytest.mark.parametrize("path", ["ar/", "en/factsheets/pollinators-en.pdf", "zh/search/search_index.json"])
def test_what_a_reader_has_already_is_not_sent_again(path, encoding, host):
    wanted = {"Accept_Encoding": encoding} if encoding else {}
    first = host.get(path, **wanted)
    second = host.get(path, If_None_Match=first["ETag"], **wanted)

    assert (304, b"") == (second.status, second.body)


@pytest.mark.parametrize("name", ["nginx.conf", ".htaccess", "_headers", "_redirects", "manifest.json", ".nojekyll"])
def test_what_is_for_machines_is_not_served(name, host):
    assert (host.root / name).exists()
    assert host.get(name).status == 404


@pytest.mark.parametrize("code", [*CODES, ""])
def test_the_policy_of_the_header_is_kept_by_every_page(browser, address, code):
    """Also while somebody searches: no violation, no message at all."""
    with reading(browser, code) as page:
        told = listening(page.context)
        for _, name in addresses(code):
            page.goto(address + name)
        if code:
            page.goto(f"{address}{code}/factsheets/pollinators/")
            page.locator("input[name=query]").first.fill(page.locator("h1").inner_text()[:6])
            page.locator(".md-search-result__item a").first.wait_for(timeout=10_000)

    assert [] == told


def test_a_breach_of_the_policy_is_noticed(browser, address):
    """The listener of the test above hears what it listens for."""
    with reading(browser) as page:
        told = listening(page.context)
        page.goto(f"{address}en/")
        page.evaluate("document.body.append(Object.assign(document.createElement('script'), {textContent: 'let x'}))")
        page.evaluate("document.body.setAttribute('style', 'color: red')")
        wanted = {"violation: script-src-elem", "violation: style-src-attr"}
        for _ in range(50):  # a browser tells of it when it has time
            if not wanted <= set(told):
                page.wait_for_timeout(100)

    assert wanted <= set(told)


def listening(context: BrowserContext) -> list[str]:
    """All that pages of a browser will say, to the console or as an event."""
    told: list[str] = []
    context.add_init_script(
        "addEventListener('securitypolicyviolation', (e) => console.info(`violation: ${e.violatedDirective}`))"
    )
    context.on("console", lambda message: told.append(message.text))
    context.on("weberror", lambda error: told.append(str(error.error)))
    return told
