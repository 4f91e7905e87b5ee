"""An address leads where a browser goes that opened the page; nothing here asks a host."""

from __future__ import annotations

from urllib.parse import quote, urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.audit.addresses import Home, Where

HOME = Home("https://site.example/sub/")
PAGE = "en/about/index.html"
NAMES = st.sampled_from(["a", "b.html", "..", ".", "ü", "two words", "index.html", ""])


@pytest.mark.parametrize(
    ("written", "path", "fragment"),
    [
        ("", PAGE, ""),
        ("#top", PAGE, "top"),
        ("?page=2", PAGE, ""),
        (".", PAGE, ""),
        ("./", PAGE, ""),
        ("..", "en/index.html", ""),
        ("../", "en/index.html", ""),
        ("../faq/#why%20so", "en/faq/index.html", "why so"),
        ("../../", "index.html", ""),
        ("sheet.pdf?x=1/2#page=2", "en/about/sheet.pdf", "page=2"),
        ("..\\faq\\", "en/faq/index.html", ""),
        (" gau\nges.html\t", "en/about/gauges.html", ""),
        ("a/../b", "en/about/b", ""),
        ("r%C3%A9seau.html", "en/about/réseau.html", ""),
        ("/sub/", "index.html", ""),
        ("/sub", "index.html", ""),
        ("/sub/ar/", "ar/index.html", ""),
        ("https://site.example/sub", "index.html", ""),
        ("https://site.example/sub/ar/?q=1#a", "ar/index.html", "a"),
        ("//site.example/sub/ar/", "ar/index.html", ""),
    ],
)
def test_an_address_inside_the_site_is_a_file_of_it(written, path, fragment):
    address = HOME.resolve(PAGE, written)

    assert (Where.INSIDE, path, fragment) == (address.where, address.path, address.fragment)


@pytest.mark.parametrize(
    ("written", "where"),
    [
        ("../../../", Where.OUTSIDE),
        ("../../../../../etc/passwd", Where.OUTSIDE),
        ("/", Where.OUTSIDE),
        ("/other/", Where.OUTSIDE),
        ("/sub/../other/", Where.OUTSIDE),
        ("/subway/", Where.OUTSIDE),
        ("//cdn.example/x.js", Where.FOREIGN),
        ("\\\\cdn.example\\x.js", Where.FOREIGN),
        ("/\\cdn.example/x.js", Where.FOREIGN),
        ("HTTPS://cdn.example/", Where.FOREIGN),
        ("http://site.example/sub/", Where.FOREIGN),
        ("https://site.example.evil.example/sub/", Where.FOREIGN),
        ("wss://cdn.example/", Where.FOREIGN),
        ("mailto:post@site.example", Where.NOWHERE),
        ("data:text/html,x", Where.NOWHERE),
        ("javascript:go()", Where.NOWHERE),
    ],
)
def test_an_address_outside_is_no_file_of_the_site(written, where):
    assert where is HOME.resolve(PAGE, written).where


@given(st.lists(NAMES, min_size=1).map("/".join), st.sampled_from([PAGE, "index.html", "en/sheet.html"]))
def test_relative_addresses_lead_where_the_rules_of_addresses_say(written, base):
    """Against Python's own joining, on a host where nothing lies above the site, so that both know when it is left."""
    home = Home("https://site.example/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/")
    quoted = quote(written)
    if quoted.startswith("/"):
        return  # a path from the root, or another host
    joined = urljoin(home.url + base, quoted)

    address = home.resolve(base, quoted)

    if address.inside and "//" not in written:  # empty parts of a path name no folder on a disk
        assert joined.removesuffix("index.html") == home.of(address.path)
    else:
        assert "//" in written or not joined.startswith(home.url)


@given(st.text())
def test_any_text_is_resolved(written):
    assert HOME.resolve(PAGE, written).where in Where
