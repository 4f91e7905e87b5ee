"""axe finds nothing: WCAG 2.2 A and AA and best practice, on every kind of page, in every language, size and scheme."""

from __future__ import annotations

import pytest
from tests.gates import axe
from tests.gates.browsing import reading
from tests.gates.pages import CODES, NARROW, WIDE, addresses

SIZES = {"wide": WIDE, "narrow": NARROW}
OTHERS = dict(zip(CODES, (*CODES[1:], CODES[0]), strict=True))

each_screen = pytest.mark.parametrize("size", SIZES)
each_scheme = pytest.mark.parametrize("scheme", ["light", "dark"])


@each_scheme
@each_screen
@pytest.mark.parametrize("code", [*CODES, ""])
def test_pages_have_no_barrier(browser, address, code, size, scheme):
    found = []
    with reading(browser, code, SIZES[size], scheme, bypass_csp=True) as page:  # axe is a guest
        for kind, name in addresses(code):
            page.goto(address + name)
            found += [f"{kind}: {fault}" for fault in axe.faults(page)]

    assert not found, "\n".join(found)


@pytest.mark.parametrize(("size", "scheme"), [("narrow", "dark"), ("wide", "light")])
@pytest.mark.parametrize("code", CODES)
def test_what_opens_has_no_barrier(browser, address, code, size, scheme):
    """The menu, the search with results, and the offer of the reader's own language."""
    found = []
    with reading(browser, code, SIZES[size], scheme, bypass_csp=True) as page:  # axe is a guest
        page.goto(f"{address}{code}/about/functions/")
        if size == "narrow":
            page.locator("header summary").first.click()
            page.locator("header details[open] a").first.wait_for()
            found += [f"menu: {fault}" for fault in axe.faults(page, "header details")]
            page.locator("header summary").first.click()
        title = page.locator("h1").inner_text()
        page.locator("input[name=query]").first.fill(max(title.split(), key=len))
        page.locator(".md-search-result__item a").first.wait_for(timeout=5_000)
        found += [f"search: {fault}" for fault in axe.faults(page, ".md-search")]
    with reading(browser, OTHERS[code], SIZES[size], scheme, bypass_csp=True) as page:
        page.goto(f"{address}{code}/about/functions/")
        page.locator(".offer button").wait_for(timeout=5_000)
        found += [f"offer: {fault}" for fault in axe.faults(page)]

    assert not found, "\n".join(found)


def test_axe_sees_what_is_wrong(browser, tmp_path):
    """A gate that lets everything pass is none: pale text, a picture without words, small targets."""
    page = browser.new_page()
    page.set_content(
        '<!doctype html><html lang="en"><title>Bad</title><main><h1>Bad</h1><p style="color: #aaa">pale</p>'
        '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="><div><button>a</button><button>b</button></div></main>'
        "<style>button { width: 12px; height: 12px; padding: 0; border: 0; font-size: 8px }</style>"
    )
    faults = axe.faults(page)
    page.close()

    assert {"color-contrast", "image-alt", "target-size"} == {fault.partition(":")[0] for fault in faults}


def test_text_over_a_picture_is_judged_by_the_pixels_behind_it(browser):
    page = browser.new_page()
    page.set_content(
        '<!doctype html><html lang="en"><title>Pictures</title><style>'
        "p { background: linear-gradient(to right, #000, #fff); color: #fff; width: max-content }"
        "#b { background: linear-gradient(#000, #333) }"
        '</style><main><h1>Pictures</h1><p id="a">A text as long as the line is, or nearly so</p><p id="b">Seen</p>'
    )
    faults = axe.faults(page)
    page.close()

    assert ["undecided: color-contrast: #a"] == [fault.rpartition(": ")[0] for fault in faults]
