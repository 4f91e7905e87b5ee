"""A page of every kind. What is true of these is true of the site: the others differ in words only."""

from __future__ import annotations

from collections.abc import Iterator

CODES = ("ar", "zh", "en", "fr", "ru", "es")
# Kind → address below a language's folder.
KINDS = {
    "home": "",
    "list": "key-messages/",
    "long page": "about/functions/",
    "answers": "faq/how-it-works/",
    "message": "key-messages/regional-balance/",
    "sheet": "factsheets/pollinators/",
    "sheets": "factsheets/",
    "event": "events/plenary-7/",
    "events": "events/",
    "style guide": "about/style-guide/",
    "this site": "about/this-site/",
    "not found": "404.html",
}
# Kind → address above the languages.
NEUTRAL = {"chooser": "", "neutral address": "about/functions/", "not found anywhere": "404.html"}
WIDE, NARROW = (1440, 900), (360, 740)
# 1280 by 1024, enlarged to 400 %.
ENLARGED = (320, 256)


def addresses(code: str) -> Iterator[tuple[str, str]]:
    """Each kind of page of a language with its address below the site; no language: the pages above all."""
    if code:
        for kind, name in KINDS.items():
            yield kind, f"{code}/{name}"
    else:
        yield from NEUTRAL.items()
