"""Screenshots to look at, on request only:

    pytest tests/site/test_look.py --screens DIR

writes the home page, a FAQ page, a fact sheet page, an event and the style guide in six languages, 390 and 1280
wide, light and dark, as DIR/<page>-<language>-<width>-<scheme>.png. With ``--site site`` it shows the site that
was built last instead of building one; without ``--screens`` it is skipped.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.site.test_browser import SCHEMES, reading
from tests.site.test_contract import CODES

SHOWN = {
    "home": "",
    "faq": "faq/how-it-works/",
    "sheet": "factsheets/pollinators/",
    "event": "events/plenary-7/",
    "guide": "about/style-guide/",
}
SIZES = ((390, 844), (1280, 800))


@pytest.mark.parametrize("code", CODES)
def test_screens_are_written(request, code):
    folder = request.config.getoption("--screens")
    if not folder:
        pytest.skip("no --screens DIR")
    browser, address = request.getfixturevalue("browser"), request.getfixturevalue("address")
    Path(folder).mkdir(parents=True, exist_ok=True)
    written = []
    for scheme in SCHEMES:
        for size in SIZES:
            with reading(browser, address, code, scheme, size) as visit:
                for name, path in SHOWN.items():
                    page = visit.visit(path)
                    file = Path(folder, f"{name}-{code}-{size[0]}-{scheme}.png")
                    page.screenshot(path=file, full_page=True)
                    written.append(file)

    assert all(file.stat().st_size > 10_000 for file in written)
