"""The interface speaks every language completely."""

from __future__ import annotations

import re
from collections.abc import Iterator

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as CatalogMessage

from outreach.findings import Finding, Position, quoted
from outreach.load.catalogs import path_of
from outreach.model import Library
from outreach.project import Project

_PLACEHOLDER = re.compile(r"\{[a-z_]*\}|%\([a-z_]+\)[sd]|%[sd]")


def catalogs_follow_the_template(project: Project, library: Library) -> Iterator[Finding]:
    """A string that a template uses is in every catalog, so that translators meet it."""
    for code, catalog in library.catalogs.items():
        for message in library.template or ():
            if message.id and catalog.get(message.id, message.context) is None:
                position = Position(project.relative(path_of(project, code)))
                problem = f"{quoted(_id(message))} is not in this catalog"
                yield Finding(position=position, rule="catalog", problem=problem, fix="run 'outreach strings'")


def catalogs_are_complete(project: Project, library: Library) -> Iterator[Finding]:
    """A missing or unsure string would be English on a page of another language."""
    for path, _, message in _messages(project, library):
        forms = _forms(message.string)
        if "fuzzy" in message.flags:
            problem = f"the translation of {quoted(_id(message))} is marked as unsure"
            yield _finding(path, message, problem, "check it and remove the word 'fuzzy'")
        elif not forms or not all(forms):
            yield _finding(path, message, f"{quoted(_id(message))} is not translated", "write its msgstr")


def placeholders_agree(project: Project, library: Library) -> Iterator[Finding]:
    """What the site fills in has the same name in the source and in the translation."""
    for path, _, message in _messages(project, library):
        wanted = {name for one in _forms(message.id) for name in _PLACEHOLDER.findall(one)}
        for form in filter(None, _forms(message.string)):
            for name in _PLACEHOLDER.findall(form):
                if name not in wanted:
                    fix = f"use {', '.join(sorted(wanted))}" if wanted else "remove it"
                    yield _finding(path, message, f"{quoted(name)} is not in the source text", fix)
            missing = wanted - set(_PLACEHOLDER.findall(form))
            if missing and not message.pluralizable:
                problem = f"{', '.join(sorted(missing))} is missing from {quoted(form)}"
                yield _finding(path, message, problem, "write it where the site fills in the value")


def _messages(project: Project, library: Library) -> Iterator[tuple[str, Catalog, CatalogMessage]]:
    for code, catalog in library.catalogs.items():
        path = project.relative(path_of(project, code))
        for message in catalog:
            if message.id:
                yield path, catalog, message


def _forms(text: str | list[str] | tuple[str, ...] | None) -> list[str]:
    return [text] if isinstance(text, str) else list(text or ())


def _id(message: CatalogMessage) -> str:
    return _forms(message.id)[0]


def _finding(path: str, message: CatalogMessage, problem: str, fix: str) -> Finding:
    return Finding(position=Position(path, message.lineno or 1), rule="catalog", problem=problem, fix=fix)
