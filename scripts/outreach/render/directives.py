"""Lists that the site fills in: each directive is a template of its name in ``overrides/directives/``."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from jinja2 import Environment

from outreach.localize import numbers
from outreach.localize.views import Edition, EventView, PageView
from outreach.render.fonts import SPECIMENS
from outreach.render.prose import Expand
from outreach.render.templates import Addresses
from outreach.style import Token, contrast


def expander(env: Environment, edition: Edition, base: str = "") -> Expand:
    """A function (directive, page) → HTML. On paper, where addresses have a ``base``, its own template goes first."""
    years, token_groups = _by_year(edition.events), _token_groups(edition)

    def expand(name: str, page: PageView) -> str:
        template = env.select_template([f"print/{name}.html", f"directives/{name}.html"][0 if base else 1 :])
        html = template.render(
            page=page,
            url=Addresses(page.url, base),
            years=years,
            token_groups=token_groups,
            specimens=SPECIMENS,
            section=next((section for section in edition.sections if section.key == page.section), None),
        )
        # A blank line would end the block for Markdown, and indentation tells readers nothing.
        return "\n".join(line.strip() for line in html.splitlines() if line.strip())

    return expand


def _by_year(events: tuple[EventView, ...]) -> list[tuple[str, list[EventView]]]:
    """Events by year, the newest first."""
    newest_first = sorted(events, key=lambda event: (event.start, event.key), reverse=True)
    return [(year, list(group)) for year, group in groupby(newest_first, key=lambda event: event.year)]


@dataclass(frozen=True, slots=True)
class TokenView:
    """A token on the style guide page: its value in the dark scheme, and a colour's contrast with the page."""

    token: Token
    dark: str
    contrast: str


def _token_groups(edition: Edition) -> dict[str, list[TokenView]]:
    """The tokens by group, in the order of the file."""
    dark = {token.name: token.value for token in edition.tokens if token.scheme == "dark"}
    light = [token for token in edition.tokens if token.scheme == "light"]
    ground = next((token.value for token in light if token.name == "color-ground"), "#ffffff")
    groups: dict[str, list[TokenView]] = {}
    for token in light:
        ratio = contrast(token.value, ground) if token.group in ("color", "chart") else None
        shown = numbers.number(round(ratio, 1), edition.language.locale) if ratio else ""
        groups.setdefault(token.group, []).append(TokenView(token, dark.get(token.name, ""), shown))
    return groups
