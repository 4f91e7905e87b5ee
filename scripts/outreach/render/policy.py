"""The content security policy: nothing runs and nothing is fetched but what this site brings itself.

It stands in every page, for hosts that set no headers, and goes into the files for hosts that do. Scripts inside a
page are allowed one by one, by the digest of what the finished page holds.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Iterable

_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.DOTALL | re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([^\s=/>"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?""")
_RUNS = {"", "text/javascript", "application/javascript", "module"}
_PLACE = '<meta charset="utf-8">'

_RULES = (
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
)


def inline_hashes(page: str) -> tuple[str, ...]:
    """The sources that allow the scripts inside a page, each once; blocks of data do not run and need none."""
    found = set()
    for attributes, script in _SCRIPT.findall(page):
        named = {name.lower(): (a or b or c) for name, a, b, c in _ATTRIBUTE.findall(attributes)}
        if "src" not in named and html.unescape(named.get("type", "")).lower() in _RUNS:
            found.add("'sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() + "'")
    return tuple(sorted(found))


def policy(hashes: Iterable[str], *, header: bool = False) -> str:
    """The policy as text. What only a header can say (who may frame a page) is left out of pages."""
    scripts = " ".join(("script-src 'self'", *sorted(set(hashes))))
    first, *others = _RULES
    return "; ".join((first, scripts, *others, *(("frame-ancestors 'none'",) if header else ())))


def seal(page: str) -> str:
    """A finished page with the policy for its own scripts, before anything that the policy speaks of."""
    before, place, after = page.partition(_PLACE)
    if not place:
        raise ValueError(f"the page has no {_PLACE}, after which its policy belongs")
    meta = f'\n<meta http-equiv="Content-Security-Policy" content="{policy(inline_hashes(page))}">'
    return before + place + meta + after
