"""Four hosts, one behaviour: what each of them would answer is worked out from its file by its host's own rules.

The small readers below follow what the hosts document: nginx takes the settings of the server and lets variables be
set again; Apache takes the last section that fits; Cloudflare joins the values of all rules that fit, unless a line
takes the earlier ones away; Netlify takes the last.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.build.small import TWO, project_of, write_project
from tests.built_site import NOW

from outreach.load.library import load
from outreach.localize.edition import make_edition
from outreach.render.hosts import RULES, TITLE, Download, HostedSite, downloads, host_files

POLICY = "default-src 'none'; script-src 'self' 'sha256-aa+/='; style-src 'self'; frame-ancestors 'none'"
TITLES = {
    "ar": "ما المنبر؟",
    "zh": "平台是什么？",
    "en": 'What is "the Platform"?',
    "fr": "Qu’est-ce que la « Plateforme » ?",
    "ru": "Что такое Платформа?",
    "es": "¿Qué es la Plataforma?",
}
SITE = HostedSite(
    url="https://site.example/",
    languages=tuple(TITLES),
    policy=POLICY,
    downloads=tuple(Download(f"{code}/factsheets/platform-{code}.pdf", title) for code, title in TITLES.items()),
    files=(
        "index.html", "404.html", "manifest.json", "ar/index.html", "ar/404.html", "ar/factsheets/index.html",
        "ar/factsheets/platform-ar.pdf", "ar/factsheets/platform-ar.png", "ar/events/index.html",
        "ar/events/feed.xml", "ar/events/plenary-1.ics", "ar/search/search_index.json", "assets/leaf.svg",
        "assets/mark.34df3c4a.svg", "assets/site.739aa792.css", "assets/site.d5f5d61b.js", "assets/search.e3b0c442.js",
        "assets/fonts/noto-sans-latin-400.510bb2b7.woff2", "assets/fonts/noto-sans-latin-700.7d58976f.woff2",
    ),
)  # fmt: skip
SUBPATH = replace(SITE, url="https://site.example/a/folder/")


@cache
def texts(site: HostedSite) -> dict[str, str]:
    return dict(host_files(site))


# How each host reads its file -----------------------------------------------------------------------------------


NGINX = re.compile(
    r"""(?x) \s+ | \#[^\n]* | (?P<sign>[{};])
    | "(?P<quoted>(?:\\.|[^"\\])*)"(?=[\s;{)])
    | (?P<bare>(?:\$\{\w+\}|[^\s;{}"\#])(?:\$\{\w+\}|[^\s;{}"])*)"""
)


def nginx_words(text: str) -> Iterator[str]:
    """Words and signs of nginx's syntax; a word in quotes keeps its first quote, to be told from a sign."""
    place = 0
    while place < len(text):
        found = NGINX.match(text, place)
        assert found, f"nginx would not read this: {text[place : place + 60]!r}"
        place = found.end()
        if found["quoted"] is not None:
            yield '"' + re.sub(r'\\(["\\])', r"\1", found["quoted"])
        elif found["sign"] or found["bare"]:
            yield found["sign"] or found["bare"]


def nginx_directives(words: Iterator[str]) -> list[tuple[list[str], list]]:
    directives: list[tuple[list[str], list]] = []
    line: list[str] = []
    for word in words:
        if word == ";":
            directives.append((line, []))
            line = []
        elif word == "{":
            directives.append((line, nginx_directives(words)))
            line = []
        elif word == "}":
            break
        else:
            line.append(word.removeprefix('"'))
    assert [] == line
    return directives


def nginx(site: HostedSite, path: str) -> dict[str, str]:
    directives = nginx_directives(nginx_words(texts(site)["nginx.conf"]))
    values: dict[str, str] = {}
    headers = []
    types: dict[str, str] = {}
    for line, inside in directives:
        match line:
            case ["set", name, value]:
                values[name] = value
            case ["if", "($uri", "~", pattern, *_] if re.search(pattern, path):
                values |= {one[1]: one[2] for one, _ in inside}
            case ["location", "=", where] if where == path:
                values |= {one[1]: one[2] for one, _ in inside}
            case ["add_header", name, value, "always"]:
                headers.append((name, value))
            case ["types"]:
                types = {suffix: kind for (kind, suffix), _ in inside}
            case ["location", "~", pattern] if re.search(pattern, path) and inside[0][0] == ["types"]:
                types = {path.rpartition(".")[2]: inside[1][0][1]}
    said = {name: values.get(value, value) for name, value in headers}
    return {name: value for name, value in said.items() if value} | {"Content-Type": types[path.rpartition(".")[2]]}


def apache(site: HostedSite, path: str) -> dict[str, str]:
    text = texts(site)[".htaccess"]
    file = path.rpartition("/")[2]
    headers, type_of, fits = {}, {}, True
    for line in map(str.strip, text.split("\n")):
        if found := re.fullmatch(r'<(Files|FilesMatch) "(.*)">', line):
            fits = file == found[2] if found[1] == "Files" else bool(re.search(found[2], file))
        elif line in ("</Files>", "</FilesMatch>"):
            fits = True
        elif fits and (found := re.fullmatch(r'Header always set (\S+) (?:"((?:\\.|[^"\\])*)"|(\S+))', line)):
            value = found[2] or found[3]
            assert "%" not in value.replace("%%", ""), "a variable"
            headers[found[1]] = re.sub(r"\\(.)", r"\1", value).replace("%%", "%")
        elif found := re.fullmatch(r"AddType (\S+) (\S+)", line):
            type_of[found[2]] = found[1]
        elif fits and (found := re.fullmatch(r'ForceType "([^;]*).*"', line)):
            type_of[path[path.rfind(".") :]] = found[1]
    return headers | {"Content-Type": type_of[path[path.rfind(".") :]]}


def header_rules(text: str) -> list[tuple[str, list[str]]]:
    rules: list[tuple[str, list[str]]] = []
    for line in text.split("\n"):
        if line.startswith("/"):
            rules.append((line, []))
        elif line.strip() and not line.startswith("#"):
            assert line.startswith("  ")
            rules[-1][1].append(line.strip())
    return rules


def fits(pattern: str, path: str) -> bool:
    assert pattern.count("*") <= 1, "Cloudflare takes one"
    return bool(re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), path))


def cloudflare(site: HostedSite, path: str) -> dict[str, str]:
    headers: dict[str, str] = {}
    for pattern, lines in header_rules(texts(site)["_headers"]):
        if fits(pattern, path):
            for line in sorted(lines, key=lambda line: not line.startswith("! ")):
                name, _, value = line.removeprefix("! ").partition(": ")
                if line.startswith("! "):
                    headers.pop(name, None)
                else:
                    headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers


def netlify(site: HostedSite, path: str) -> dict[str, str]:
    headers: dict[str, str] = {}
    for pattern, lines in header_rules(texts(site)["_headers"]):
        if fits(pattern, path):
            headers |= dict(line.split(": ", 1) for line in lines if ":" in line)
    return headers


HOSTS: list[Callable[[HostedSite, str], dict[str, str]]] = [nginx, apache, cloudflare, netlify]


# What they say --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("site", [SITE, SUBPATH], ids=["top", "folder"])
@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize(
    ("name", "policy", "caching"),
    [
        ("ar/index.html", POLICY, "no-cache"),
        ("404.html", POLICY, "no-cache"),
        ("ar/search/search_index.json", POLICY, "no-cache"),
        ("ar/factsheets/platform-ar.png", POLICY, "no-cache"),
        ("ar/factsheets/platform-ar.pdf", "frame-ancestors 'none'", "no-cache"),
        ("assets/leaf.svg", "default-src 'none'; frame-ancestors 'none'; sandbox", "no-cache"),
        (
            "assets/mark.34df3c4a.svg",
            "default-src 'none'; frame-ancestors 'none'; sandbox",
            "public, max-age=31536000, immutable",
        ),
        ("assets/site.739aa792.css", POLICY, "public, max-age=31536000, immutable"),
        ("assets/site.d5f5d61b.js", POLICY, "public, max-age=31536000, immutable"),
        ("assets/fonts/noto-sans-latin-400.510bb2b7.woff2", POLICY, "public, max-age=31536000, immutable"),
    ],
)
def test_every_host_says_the_same_of_a_file(host, site, name, policy, caching):
    said = host(site, f"{site.path}{name}")

    assert (policy, caching) == (said["Content-Security-Policy"], said["Cache-Control"])
    assert "nosniff" == said["X-Content-Type-Options"]
    assert "strict-origin-when-cross-origin" == said["Referrer-Policy"]
    assert "same-origin" == said["Cross-Origin-Opener-Policy"]
    assert "DENY" == said["X-Frame-Options"]
    assert {"camera=()", "microphone=()", "geolocation=()", "payment=()", "usb=()", "browsing-topics=()"} <= set(
        said["Permissions-Policy"].split(", ")
    )


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("code", TITLES)
def test_a_pdf_is_shown_and_saved_under_its_title(host, code):
    said = host(SITE, f"/{code}/factsheets/platform-{code}.pdf")
    shown, plain, name = said["Content-Disposition"].split("; ")

    assert ("application/pdf", "inline") == (said["Content-Type"], shown)
    assert f'filename="platform-{code}.pdf"' == plain
    assert re.fullmatch(r"filename\*=UTF-8''[A-Za-z0-9._~%-]+", name)
    assert "".join(c for c in TITLES[code] if c not in '"?').strip() + ".pdf" == unquote(name.partition("''")[2])


@pytest.mark.parametrize("host", HOSTS)
def test_only_pdfs_are_named(host):
    assert "Content-Disposition" not in host(SITE, "/ar/index.html") | host(SITE, "/assets/leaf.svg")


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize(
    ("name", "expected"),
    [("ar/events/plenary-1.ics", "text/calendar"), ("ar/events/feed.xml", "application/atom+xml")],
)
def test_calendars_and_feeds_have_their_types(host, name, expected):
    assert expected == host(SITE, f"/{name}")["Content-Type"].partition(";")[0]


def test_text_is_utf_8_on_hosts_that_have_no_opinion():
    """Netlify and Cloudflare say so of themselves, but for calendars and feeds, whose types we give."""
    nginx_types = re.search(r"^charset_types (.*);$", texts(SITE)["nginx.conf"], re.MULTILINE)
    apache_types = re.search(r"AddCharset utf-8 (.*)$", texts(SITE)[".htaccess"], re.MULTILINE)

    assert nginx_types
    assert {"text/css", "text/calendar", "application/json", "application/atom+xml"} <= set(nginx_types[1].split())
    assert apache_types
    assert {".html", ".css", ".js", ".ics", ".json", ".xml"} <= set(apache_types[1].split())
    assert "charset=utf-8" in cloudflare(SITE, "/ar/events/plenary-1.ics")["Content-Type"]
    assert "charset=utf-8" in cloudflare(SITE, "/ar/events/feed.xml")["Content-Type"]


def test_no_location_of_nginx_adds_a_header():
    """It would lose those of the server."""

    def below(directives: list[tuple[list[str], list]]) -> list[str]:
        return [name for (name, *_), inside in directives for name in (name, *below(inside))]

    directives = nginx_directives(nginx_words(texts(SITE)["nginx.conf"]))

    assert "add_header" in [line[0] for line, _ in directives]
    assert "add_header" not in [name for _, inside in directives for name in below(inside)]


@pytest.mark.parametrize(
    ("site", "path", "expected"),
    [
        (SITE, "/ar/none/deep/", "/ar/404.html"),
        (SITE, "/none/ar/", "/404.html"),
        (SITE, "/arabic/", "/404.html"),
        (SUBPATH, "/a/folder/zh/none", "/a/folder/zh/404.html"),
        (SUBPATH, "/zh/none", "/a/folder/404.html"),
    ],
)
def test_whoever_is_lost_is_told_so_in_the_language_of_the_folder(site, path, expected):
    conf = texts(site)["nginx.conf"]
    directives = nginx_directives(nginx_words(conf))
    found = next(
        (match for line, _ in directives if line[0] == "if" and (match := re.match(line[3], path)) and match.groups()),
        None,
    )
    page = next(line[2] for line, _ in directives if line[:2] == ["error_page", "404"])

    assert expected == page.replace("${outreach_folder}", f"{found[1]}/" if found else "")

    rules = texts(site)[".htaccess"]
    pattern = re.search(r'SetEnvIf Request_URI "(.*)" OUTREACH_FOLDER=\$1/', rules)
    document = re.search(r'ErrorDocument 404 "(.*)"', rules)

    assert pattern
    assert document
    found = re.match(pattern[1], path)
    assert expected == document[1].replace("%{reqenv:OUTREACH_FOLDER}", f"{found[1]}/" if found else "")

    redirects = [line.split() for line in texts(site)["_redirects"].split("\n") if line and not line.startswith("#")]
    hit = next((line for line in redirects if fits(line[0], path)), [path, f"{site.path}404.html", "404"])
    assert [expected, "404"] == hit[1:]


@pytest.mark.parametrize("site", [SITE, SUBPATH], ids=["top", "folder"])
@pytest.mark.parametrize(
    ("name", "hidden"),
    [
        ("manifest.json", True), ("nginx.conf", True), ("_headers", True), ("_redirects", True), (".htaccess", True),
        (".nojekyll", True), (".git/config", True), ("ar/.env", True), (".well-known/security.txt", False),
        ("ar/manifest.json", False), ("ar/index.html", False), ("robots.txt", False),
    ],
)  # fmt: skip
def test_files_for_machines_are_not_served(site, name, hidden):
    path = site.path + name
    directives = nginx_directives(nginx_words(texts(site)["nginx.conf"]))
    locations = [
        line[2] for line, inside in directives if line[:2] == ["location", "~"] and inside[0][0][0] == "return"
    ]
    redirects = re.findall(r'RedirectMatch 404 "(.*)"', texts(site)[".htaccess"])

    assert (hidden, hidden) == (
        any(re.search(pattern, path) for pattern in locations),
        any(re.search(pattern, path) for pattern in redirects),
    )


def test_apache_lists_no_folder():
    redirects = re.findall(r'RedirectMatch 404 "(.*)"', texts(SITE)[".htaccess"])
    folders = ["/assets/", "/assets/fonts/", "/ar/search/", "/ar/", "/ar/events/", "/"]

    assert folders[:3] == [path for path in folders if any(re.search(pattern, path) for pattern in redirects)]


@pytest.mark.parametrize(("scheme", "expected"), [("https", "max-age=31536000"), ("http", None)])
def test_hosts_that_answer_over_https_only_say_so(scheme, expected):
    """The others may serve more than this site, so there it is for their keepers to decide."""
    site = replace(SITE, url=f"{scheme}://site.example/")

    assert expected == cloudflare(site, "/ar/").get("Strict-Transport-Security")
    for name in (".htaccess", "nginx.conf"):
        lines = [line.strip() for line in texts(site)[name].split("\n") if "Strict-Transport-Security" in line]
        assert lines
        assert all(line.startswith("#") for line in lines)


# Bounds ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("sheets", "left_out"), [(4, 0), (15, 0), (40, 149)])
def test_headers_keep_within_what_cloudflare_reads(sheets, left_out):
    pdfs = [
        Download(f"{code}/factsheets/sheet-{number:02}-{code}.pdf", "名" * 300)
        for code in TITLES
        for number in range(sheets)
    ]
    text = texts(replace(SITE, downloads=tuple(pdfs)))["_headers"]
    rules = header_rules(text)
    named = {pattern for pattern, lines in rules if any("Content-Disposition" in line for line in lines)}

    assert RULES >= len(rules)
    assert 2000 >= max(map(len, text.split("\n")))
    assert len(pdfs) - left_out == len(named)
    assert (f"Rules for {left_out} more files" in text) == bool(left_out)
    assert {f"/{code}/factsheets/sheet-00-{code}.pdf" for code in TITLES} <= named


def test_an_apache_is_not_slowed_by_names_without_end():
    """It reads the file anew at every request."""
    pdfs = tuple(
        Download(f"{code}/factsheets/s{number:03}-{code}.pdf", "x") for code in TITLES for number in range(500)
    )
    sections = re.findall(r'<Files "(s\d+)-', texts(replace(SITE, downloads=pdfs))[".htaccess"])

    assert 300 == len(sections)
    assert {f"s{number:03}" for number in range(50)} == set(sections)


def test_a_policy_that_is_too_long_is_left_to_the_pages():
    site = replace(SITE, policy="script-src " + "'sha256-0123456789' " * 120 + "; frame-ancestors 'none'")
    text = texts(site)["_headers"]

    assert 2000 >= max(map(len, text.split("\n")))
    assert "frame-ancestors 'none'" == cloudflare(site, "/ar/")["Content-Security-Policy"]
    assert "each page has it in itself" in text


def test_a_file_that_only_looks_like_a_kind_of_hashed_files_is_asked_for_again():
    """One style sheet without a digest, and the sheets are listed one by one."""
    site = replace(SITE, files=(*SITE.files, "assets/print.css", "assets/other.0a1b2c3d.css"))

    for host in HOSTS:
        assert "no-cache" == host(site, "/assets/print.css")["Cache-Control"]
        assert "immutable" in host(site, "/assets/other.0a1b2c3d.css")["Cache-Control"]
        assert "no-cache" == host(site, "/ar/other.0a1b2c3d.png")["Cache-Control"]


# Hostile words --------------------------------------------------------------------------------------------------

HOSTILE = (
    '"; } location / { return 200 "x"; } #', "$uri ${uri} %{HTTP_HOST}e", "a\r\nX-Evil: 1\r\n\r\n", "\\", '\\"',
    "*/ # ;", "../../etc/passwd", "a\x00b\x1b[31m\u2028c", "\u202egpj.exe", "'; filename=evil.exe", "%0d%0a%22",
    " . ", "", "\ud800", "ا" * 300, "e\u0301" * 200, "𠀀" * 120,
)  # fmt: skip


def assert_contained(title: str) -> None:
    """A title changes its own values only, and comes out as a harmless name."""
    plain, hostile = (
        texts(replace(SITE, downloads=(Download("ar/factsheets/platform-ar.pdf", words),)))
        for words in ("Placeholder", title)
    )
    value = re.compile(r"(filename\*=UTF-8'')[A-Za-z0-9._~%-]+(?=\"?[;\n]|\"\n)")
    assert {name: value.sub(r"\1", text) for name, text in plain.items()} == {
        name: value.sub(r"\1", text) for name, text in hostile.items()
    }
    name = unquote(Download("ar/factsheets/platform-ar.pdf", title).disposition.partition("''")[2], errors="strict")
    assert name.endswith(".pdf")
    assert not set(name) & set('/\\:*?"<>|\r\n\0\x1b\u2028\u202e')
    assert 1 <= len(name) - 4 <= TITLE
    assert 255 >= len(name.encode())
    assert not name.startswith((".", " ", "-"))


@pytest.mark.parametrize("title", HOSTILE)
def test_no_title_breaks_out_of_its_value(title):
    assert_contained(title)


@settings(deadline=None)
@given(st.text(max_size=160))
def test_no_text_at_all_breaks_out_of_its_value(title):
    assert_contained(title)


@pytest.mark.parametrize(
    "path", ['ar/a"b.pdf', "ar/a b.pdf", "ar/a\nb.pdf", "ar/$a.pdf", "ar/a;b.pdf", "ar/a{b.pdf", "ar/نص.pdf"]
)
def test_a_pdf_whose_path_would_have_to_be_written_otherwise_is_not_named(path):
    assert texts(replace(SITE, downloads=(Download(path, "x"),))) == texts(replace(SITE, downloads=()))


@pytest.mark.parametrize("path", ["/a;b/", "/$uri/", "/a%20b/", "/نص/", "/a(b)/", "//a/"])
def test_a_site_whose_path_would_have_to_be_written_otherwise_has_no_files_that_name_it(path):
    assert [".nojekyll"] == list(texts(replace(SITE, url=f"https://site.example{path}")))


def test_a_long_title_ends_at_a_word():
    one = Download(
        "en/a-en.pdf",
        "Most wild flowering plants and leading types of food crop depend in part on the animals that pollinate",
    )

    assert "the animals that.pdf" == unquote(one.disposition)[-20:]


def test_every_fact_sheet_of_the_editions_has_its_title(tmp_path):
    project = project_of(write_project(tmp_path / "project"))
    library, _ = load(project)
    editions = [make_edition(project, library, language, NOW) for language in project.languages]

    assert TWO == tuple(language.code for language in project.languages)
    assert (
        Download("ar/factsheets/platform-ar.pdf", "المنبر يربط المعرفة"),
        Download("en/factsheets/platform-en.pdf", "It links knowledge"),
    ) == downloads(editions)
