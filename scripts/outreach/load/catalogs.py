"""Read the gettext catalogs of the interface, with Babel."""

from __future__ import annotations

import gettext
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po

from outreach.findings import Finding, Position
from outreach.project import Language, Project


def path_of(project: Project, code: str) -> Path:
    """Where the catalog of a language is, in gettext's usual layout."""
    return project.catalogs / code / "LC_MESSAGES" / "messages.po"


def template_path(project: Project) -> Path:
    """Where the template catalog is, with every string in the source language."""
    return project.catalogs / "messages.pot"


_LINE = re.compile(r'(#.*)?|((msgctxt|msgid|msgid_plural|msgstr(\[\d+\])?)\s+)?"([^"\\]|\\.)*"')
_NOT_GETTEXT = (
    "this line is not in the form of a catalog",
    'write the words in one pair of quotation marks, and \\" for a mark inside them',
)


@dataclass(frozen=True, slots=True)
class Catalogs:
    """The catalogs by language code, and the template that they follow."""

    by_language: dict[str, Catalog]
    template: Catalog | None


def read(project: Project) -> tuple[Catalogs, tuple[Finding, ...]]:
    """Read the template, and the catalog of every language but the source, whose strings are the ids themselves."""
    template, findings = _read(project, template_path(project), project.source)
    by_language = {}
    for language in project.languages:
        if language != project.source:
            catalog, wrong = _read(project, path_of(project, language.code), language)
            findings.extend(wrong)
            if catalog is not None:
                by_language[language.code] = catalog
    return Catalogs(by_language, template), tuple(findings)


def _read(project: Project, path: Path, language: Language) -> tuple[Catalog | None, list[Finding]]:
    name = project.relative(path)
    try:
        text = path.read_text("utf-8-sig")
        wrong = [_finding(name, line, *_NOT_GETTEXT) for line in _unread_lines(text)]
        if wrong:
            return None, wrong
        with io.BytesIO(text.encode()) as file:
            catalog = read_po(file, locale=language.locale, abort_invalid=True)
        gettext.c2py(catalog.plural_expr)  # raises ValueError for what the site could not use
        return catalog, []
    except FileNotFoundError:
        return None, [_finding(name, 1, "the catalog is missing", "run 'outreach strings' to begin it")]
    except UnicodeDecodeError:
        return None, [_finding(name, 1, "not UTF-8", "save the file as UTF-8")]
    except PoFileError as error:
        line = (error.lineno or 0) + 1
        said = str(error).removesuffix(f" on {error.lineno}")
        return None, [_finding(name, line, f"not a gettext catalog: {said}", "mend this entry")]
    except (ValueError, LookupError) as error:
        return None, [_finding(name, 1, f"not a gettext catalog: {error}", "mend its header")]


def _unread_lines(text: str) -> Iterator[int]:
    """Lines that Babel would misread without a word: a quotation mark forgotten, or one too many."""
    for number, line in enumerate(text.split("\n"), 1):
        if not _LINE.fullmatch(line.strip()):
            yield number


def _finding(path: str, line: int, problem: str, fix: str) -> Finding:
    return Finding(position=Position(path, line), rule="catalog", problem=problem, fix=fix)
