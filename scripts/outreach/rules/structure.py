"""Pages, headings and directives: the same skeleton in every language."""

from __future__ import annotations

import re
from collections.abc import Iterator

from outreach.findings import Finding, Position, Severity, did_you_mean, quoted
from outreach.load.library import PAGE, kind_of
from outreach.model import Document, Library, elsewhere
from outreach.project import Project

DIRECTIVES = (
    "chart", "diagram", "events", "events-next", "fact-sheets", "faq", "key-messages", "pages", "tokens",
)  # fmt: skip
_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")

_NOTE = re.compile(r"!!!\s*([\w-]+)(?:\s+[\w -]*)?")


def every_language_has_the_page(project: Project, library: Library) -> Iterator[Finding]:
    """A missing translation is work to do, told and never fatal."""
    for entry in library.entries():
        source = entry.texts[library.source].document
        missing = [
            language.code
            for language in project.languages
            if language.code not in entry.texts
            and elsewhere(source.path, library.source, language.code) not in library.unread
        ]
        if missing:
            yield Finding(
                position=source.position(),
                rule="missing-translation",
                problem=f"not translated into {', '.join(missing)}",
                fix=f"copy it to {elsewhere(source.path, library.source, missing[0])} and translate it",
                severity=Severity.WARNING,
            )


def the_menu_has_its_pages(project: Project, library: Library) -> Iterator[Finding]:
    """Without its index page a section is in no menu, and without a home page there is no way in."""
    there = {entry.key for entry in library.entries()}
    for section in ("", *project.sections):
        path = "/".join(filter(None, ("docs", library.source, section, "index.md")))
        if f"{section}/index".lstrip("/") not in there and path not in library.unread:
            what = (
                f"the section {quoted(section)} of mkdocs.yml has no index page" if section else "there is no home page"
            )
            fix = "write it, or delete the section in mkdocs.yml" if section else "write it"
            yield Finding(position=Position(path), rule="missing-index", problem=what, fix=fix)


def addresses_are_used_once(project: Project, library: Library) -> Iterator[Finding]:
    """``about.md`` and ``about/index.md`` would both be about/."""
    paths = {entry.key: entry.texts[library.source].document.path for entry in library.entries()}
    for key, path in paths.items():
        index = paths.get(f"{key}/index")
        if index:
            fix = "put the words of both into that one"
            yield Finding(
                position=Position(path), rule="double-page", problem=f"the page has the address of {index}", fix=fix
            )


def kinds_lie_in_their_folder(project: Project, library: Library) -> Iterator[Finding]:
    """An event in a folder below that of events would be a page like any other, and in no list."""
    for page in library.pages:
        section, _, rest = page.key.partition("/")
        if "/" in rest and kind_of(f"{section}/name") is not PAGE:
            problem = f"folders within {quoted(section)} are not read as {section}"
            fix = f"move the file into {quoted(section)} itself"
            yield Finding(
                position=page.texts[library.source].document.position(), rule="too-deep", problem=problem, fix=fix
            )


def headings_have_ids(project: Project, library: Library) -> Iterator[Finding]:
    """Links to a section work in all languages only if its id is written down, and the same everywhere."""
    for _, _, text in library.texts():
        for heading in text.document.headings:
            if heading.level == 1:
                problem = f"the heading {quoted(heading.words)} is of the first level"
                fix = "begin it with '##'; the page's title is in the front matter"
            elif not heading.id:
                problem = f"the heading {quoted(heading.words)} has no id"
                fix = "add one at its end, the same as in the source language: {#some-id}"
            elif not _ID.fullmatch(heading.id):
                problem = f"the id {quoted(heading.id)} is not lower-case letters, digits and hyphens"
                fix = "write it in English like {#some-id}"
            else:
                continue
            yield _at(text.document, heading.line, "heading-id", problem, fix)


def ids_are_used_once(project: Project, library: Library) -> Iterator[Finding]:
    """Two sections of one name cannot both be linked to."""
    for _, _, text in library.texts():
        seen: dict[str, int] = {}
        for heading in text.document.headings:
            if heading.id in seen:
                problem = f"the id {quoted(heading.id)} is used twice (also in line {seen[heading.id]})"
                fix = "give this heading its own id, the same in every language"
                yield _at(text.document, heading.line, "double-id", problem, fix)
            elif heading.id:
                seen[heading.id] = heading.line


def headings_agree_with_the_source(project: Project, library: Library) -> Iterator[Finding]:
    """A translation has the sections of its source: no other ones; those that are missing are told."""
    for entry, code, text in library.texts():
        if code == library.source:
            continue
        source = entry.texts[library.source].document
        theirs = {heading.id: heading for heading in source.headings if _ID.fullmatch(heading.id)}
        ours = {heading.id for heading in text.document.headings}
        for heading in text.document.headings:
            if _ID.fullmatch(heading.id) and heading.id not in theirs:
                fix = did_you_mean(heading.id, theirs, "use the id that this section has there")
                problem = f"the id {quoted(heading.id)} is not in {source.path}"
                yield _at(text.document, heading.line, "heading-id", problem, fix)
        for name, heading in theirs.items():
            if name not in ours:
                yield Finding(
                    position=text.document.position(),
                    rule="missing-section",
                    problem=f"the section {quoted(name)} is missing",
                    fix=f"translate it from {source.path}:{heading.line}",
                    severity=Severity.WARNING,
                )


def directives_are_known(project: Project, library: Library) -> Iterator[Finding]:
    """A list that the site fills in is named exactly; a page can show a chart only if it names one."""
    for entry, _, text in library.texts():
        for passage in text.document.directives:
            if passage.text not in DIRECTIVES:
                fix = did_you_mean(passage.text, DIRECTIVES, f"known ones: {', '.join(DIRECTIVES)}")
                problem = f"unknown directive {quoted(passage.text)}"
            elif passage.text in ("chart", "diagram") and not getattr(entry.facts, passage.text):
                problem = f"this page names no {passage.text}"
                fix = f"write '{passage.text}: …' into the front matter of {entry.texts[library.source].document.path}"
            else:
                continue
            yield _at(text.document, passage.line, "directive", problem, fix)


def notes_have_titles(project: Project, library: Library) -> Iterator[Finding]:
    """A note without a title is called by the name of its kind, which is English."""
    for _, _, text in library.texts():
        for offset, line in enumerate(text.document.body.split("\n")):
            match = _NOTE.fullmatch(line.strip())
            if match:
                problem, fix = "the note has no title", f'write one in quotes: !!! {match[1]} "…"'
                yield _at(text.document, text.document.body_line + offset, "note-title", problem, fix)


def lists_are_not_too_deep(project: Project, library: Library) -> Iterator[Finding]:
    """Nobody can follow many levels, and below them our reading of Markdown ends."""
    for _, _, text in library.texts():
        if text.document.deep_line:
            problem = "lists or quotations lie too deep within each other"
            yield _at(text.document, text.document.deep_line, "too-deep", problem, "use three levels at most")


def _at(document: Document, line: int, rule: str, problem: str, fix: str) -> Finding:
    return Finding(position=document.at(line), rule=rule, problem=problem, fix=fix)
