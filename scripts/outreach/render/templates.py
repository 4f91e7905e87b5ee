"""The Jinja environment for our own templates: directives in pages, fact sheets, the chooser.

Undefined names are errors, everything is escaped, and strings come from the edition's catalog.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from babel import Locale
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from outreach.localize import names
from outreach.localize.phrases import phrases
from outreach.localize.typography import pieces
from outreach.localize.views import Edition
from outreach.render.metadata import og_locale


def typeset(text: str, language: str, direction: str) -> Markup:
    """Escape words and set them: no-break spaces, and isolated left-to-right runs in right-to-left text."""
    return Markup("").join(
        Markup('<bdi dir="ltr">{}</bdi>').format(piece.text) if piece.isolated else escape(piece.text)
        for piece in pieces(text, language, direction)
    )


def heading(text: str, language: str, direction: str) -> Markup:
    """Set the words of a heading, and say where its lines may end."""
    return Markup("<wbr>").join(typeset(phrase, language, direction) for phrase in phrases(text, language))


def _plain(text: object) -> str:
    """Words that are escaped already are escaped once, not twice."""
    return text.unescape() if isinstance(text, Markup) else str(text)


@dataclass(frozen=True, slots=True)
class Addresses:
    """Turns an address below the language's folder into one that works from a page, or anywhere (``absolute``)."""

    page_url: str
    base: str = ""

    def __call__(self, url: str) -> str:
        """The address as the page writes it."""
        if self.base:
            absolute = self.base
            while url.startswith("../"):
                url = url.removeprefix("../")
                absolute = absolute.rstrip("/").rpartition("/")[0] + "/"
            return absolute + url
        return "../" * self.page_url.count("/") + url or "./"


def environment(overrides: Path, edition: Edition) -> Environment:
    """The environment of an edition; its globals are the edition, its language, and ``typeset`` as a filter."""
    env = plain_environment(overrides)
    speak(env, edition)
    return env


def plain_environment(overrides: Path) -> Environment:
    """Our settings of Jinja, for templates that belong to no edition."""
    return Environment(
        loader=FileSystemLoader(overrides),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def speak(env: Environment, edition: Edition) -> None:
    """Give an environment the edition, its strings and its filters: ours, and MkDocs' for the theme's templates."""
    language = edition.language
    env.add_extension("jinja2.ext.i18n")
    words = edition.strings  # a catalog is content: what it says is escaped like any other words
    env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda *message: escape(words.gettext(*message)),
        ngettext=lambda *message: escape(words.ngettext(*message)),
        pgettext=lambda *message: escape(words.pgettext(*message)),
        newstyle=False,
    )
    env.globals.update(edition=edition, language=language)
    env.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    env.filters["typeset"] = lambda text: typeset(_plain(text), language.code, language.direction)
    env.filters["heading"] = lambda text: heading(_plain(text), language.code, language.direction)
    env.filters["og_locale"] = og_locale
    env.filters["language_name"] = lambda code: names.language(Locale.parse(code), language.locale)
