"""A reader's browser, with what this reader has set."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page
from tests.gates.pages import WIDE


@contextmanager
def reading(
    browser: Browser, code: str = "en", size: tuple[int, int] = WIDE, scheme: str = "light", **settings: Any
) -> Iterator[Page]:
    """A page of a browser that speaks a language (none: English), closed at the end."""
    width, height = size
    wanted = {
        "viewport": {"width": width, "height": height},
        "locale": code or "en",
        "color_scheme": scheme,
        "reduced_motion": "reduce",  # colours and places on their way from one to the other are nobody's
        **settings,
    }
    context = browser.new_context(**wanted)
    try:
        yield context.new_page()
    finally:
        context.close()
