"""Lighthouse, as on a telephone, finds nothing to better in accessibility, best practices and search engines' view."""

from __future__ import annotations

import json
import os
import subprocess

import pytest
from tests.gates.pages import CODES, KINDS, NEUTRAL
from tests.gates.tools import TOOLS, tool

from bootstrap import browser

PERFECT = {"accessibility": 1, "best-practices": 1, "seo": 1}
# Lighthouse judges no page that answers 404.
OTHERS = [name for kind, name in KINDS.items() if kind not in ("home", "not found")]
PAGES = {
    "home pages": [f"{code}/" for code in CODES],
    "pages of every kind": [f"{CODES[at % len(CODES)]}/{name}" for at, name in enumerate(OTHERS)],
    "pages above the languages": [name for name in NEUTRAL.values() if not name.endswith(".html")],
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", PAGES)
def test_pages_are_perfect(address, kind):
    node, _ = tool("node", "lighthouse", "package.json")
    addresses = [address + name for name in PAGES[kind]]
    command = [node, str(TOOLS / "lighthouse.mjs"), *addresses]
    environment = {**os.environ, "CHROME_PATH": browser() or ""}
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, check=False)
    assert done.returncode == 0, done.stderr
    reports = [json.loads(line) for line in done.stdout.splitlines()]

    assert addresses == [report["url"] for report in reports]
    assert [] == [report for report in reports if report["scores"] != PERFECT or report["faults"] or report["error"]]
