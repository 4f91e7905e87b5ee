"""The gates look at every kind of page that the site has."""

from __future__ import annotations

import re

from tests.gates.pages import KINDS


def test_every_kind_of_page_is_looked_at(site):
    """The frame of a page says in its classes what kind it is of."""

    def kind(name: str) -> str:
        found = re.search(r'class="page page--([a-z]+)"', (site.root / name).read_text("utf-8"))
        assert found, name
        return found[1]

    looked_at = {kind(f"en/{name}" if name.endswith(".html") else f"en/{name}index.html") for name in KINDS.values()}

    assert len(looked_at) > 4
    assert looked_at == {kind(name) for name in site.pages("en")}
