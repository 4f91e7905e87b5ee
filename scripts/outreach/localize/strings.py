"""Strings of the interface in one language: gettext, from a compiled catalog."""

from __future__ import annotations

import gettext
import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo


@dataclass(frozen=True, slots=True)
class Strings:
    """The catalog of a language, compiled; empty for the source language, whose strings are their own ids."""

    compiled: bytes = b""

    @property
    def translations(self) -> gettext.NullTranslations:
        """The standard library's translations object, which Jinja takes too."""
        return _read(self.compiled)

    def gettext(self, message: str) -> str:
        """Translate a message."""
        return self.translations.gettext(message)

    def pgettext(self, context: str, message: str) -> str:
        """Translate a message that has another meaning elsewhere."""
        return self.translations.pgettext(context, message)

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """Translate a message that counts, in the plural form that the language has for ``number``."""
        return self.translations.ngettext(singular, plural, number)


@cache
def _read(compiled: bytes) -> gettext.NullTranslations:
    """Kept outside ``Strings``, which travels between processes; the object itself cannot."""
    return gettext.GNUTranslations(io.BytesIO(compiled)) if compiled else gettext.NullTranslations()


def compile_catalog(catalog: Catalog | None) -> Strings:
    """Compile a catalog; fuzzy messages are left out, as gettext does."""
    if catalog is None:
        return Strings()
    file = io.BytesIO()
    write_mo(file, catalog)
    return Strings(file.getvalue())


def plural_forms(counted: Callable[[int], str], locale: Locale) -> dict[str, str]:
    """The texts of a message that counts, by CLDR's plural categories of whole numbers; ``other`` is always there.

    ``counted`` calls ``ngettext`` with a number: ``lambda n: strings.ngettext("{n} page", "{n} pages", n)``.
    """
    samples: dict[str, int] = {}
    for number in (*range(201), 1_000_000):
        samples.setdefault(locale.plural_form(number), number)
    return {category: counted(number) for category, number in {"other": 100, **samples}.items()}
