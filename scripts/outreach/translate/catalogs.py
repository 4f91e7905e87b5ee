"""Gather the interface's strings and keep the gettext catalogs in step with them, by Babel.

Templates and code name their strings by ``_("…")`` and ``strings.gettext("…")``; titles of sources and names of
places come from the data, roles of tokens from the comments in ``tokens.css``. The template catalog has no dates
and no line numbers, so it changes only when words do.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from outreach.load.catalogs import path_of, template_path
from outreach.load.library import load
from outreach.project import Project

_KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def update(project: Project, *, write: bool) -> tuple[Path, ...]:
    """Bring ``messages.pot`` and every catalog up to date; returns the files that change (or would)."""
    template = gather(project)
    wanted = {template_path(project): _text(template)}
    for language in project.languages:
        if language != project.source:
            path = path_of(project, language.code)
            catalog = _read(path, language.code) if path.exists() else Catalog(locale=language.code)
            catalog.update(template, no_fuzzy_matching=True)
            catalog.obsolete.clear()
            _still(catalog, project)
            wanted[path] = _text(catalog)
    changed = [path for path, text in wanted.items() if not path.exists() or path.read_bytes() != text]
    if write:
        for path in changed:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(wanted[path])
    return tuple(changed)


def gather(project: Project) -> Catalog:
    """Every string that the interface can show, in the source language."""
    catalog = Catalog(project=project.name)
    _still(catalog, project)
    for message, context in _strings(project):
        catalog.add(message, context=context or None)
    return catalog


def _strings(project: Project) -> Iterator[tuple[str | tuple[str, ...], str]]:
    found: dict[tuple[str | tuple[str, ...], str], None] = {(project.name, ""): None}
    code = Path(__file__).parent.parent
    for folder, methods in (
        (project.overrides, [("**.html", "jinja2")]),
        (code / "localize", [("**.py", "python")]),
        (code / "render", [("**.py", "python")]),
    ):
        for _, _, message, _, context in extract_from_dir(
            folder, methods, keywords=_KEYWORDS, options_map={"**.html": {"trimmed": "true", "silent": "false"}}
        ):
            found[(message, context or "")] = None
    library, _ = load(project)
    found.update({(source.title, ""): None for source in library.sources})
    found.update({(place.name, "place"): None for place in library.places})
    found.update({(token.note, ""): None for token in library.tokens if token.note and token.scheme == "light"})
    yield from sorted(found, key=lambda one: (one[1], str(one[0])))


def _read(path: Path, code: str) -> Catalog:
    return read_po(io.BytesIO(path.read_bytes()), locale=code, abort_invalid=True)


def _still(catalog: Catalog, project: Project) -> None:
    """Set every header that would change by itself, or that names nobody."""
    catalog.project, catalog.version = project.name, "1"
    catalog.copyright_holder = catalog.msgid_bugs_address = ""
    catalog.creation_date = catalog.revision_date = _LONG_AGO
    catalog.header_comment = f"# Strings of the interface: {project.name}."
    catalog.last_translator = catalog.language_team = ""
    catalog.fuzzy = False


def _text(catalog: Catalog) -> bytes:
    file = io.BytesIO()
    write_po(file, catalog, no_location=True, width=100, sort_output=False)
    return file.getvalue()
