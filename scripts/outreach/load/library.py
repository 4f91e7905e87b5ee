"""Read a whole project into one Library, collecting every finding on the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from outreach.findings import Finding, Position
from outreach.load import catalogs, files, front_matter, history, markdown, pictures, records
from outreach.load.files import ContentFile
from outreach.model import (
    Asset,
    Chart,
    Diagram,
    Document,
    Entry,
    EventFacts,
    FactSheetFacts,
    FactSheetWords,
    Figure,
    Library,
    MessageFacts,
    MessageWords,
    PageFacts,
    PageWords,
    Place,
    Source,
    Text,
    elsewhere,
)
from outreach.project import Project
from outreach.style import TOKENS, Token, read_tokens

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of content: where its files live, and the classes of its facts and its words."""

    name: str
    facts: type[PageFacts]
    words: type[PageWords]

    def fields(self) -> tuple[str, ...]:
        """Every field that the source language's file may have, words first."""
        return (*records.field_types(self.words), *records.field_types(self.facts))


PAGE = Kind("page", PageFacts, PageWords)
_BY_SECTION = {
    "key-messages": Kind("message", MessageFacts, MessageWords),
    "events": Kind("event", EventFacts, PageWords),
    "factsheets": Kind("sheet", FactSheetFacts, FactSheetWords),
}


def kind_of(key: str) -> Kind:
    """The kind of content that a key names: what is in a section is of its kind, its index is a page."""
    section, _, slug = key.rpartition("/")
    return _BY_SECTION.get(section, PAGE) if slug != "index" else PAGE


@dataclass(frozen=True, slots=True)
class _Source:
    """A source-language file as read."""

    facts: PageFacts | None
    text: Text[PageWords] | None


@dataclass(slots=True)
class _Notes:
    """What is noticed while reading: findings, the files that could not be used, and where data stand."""

    findings: list[Finding] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    data_lines: dict[str, int] = field(default_factory=dict)


def load(project: Project) -> tuple[Library, tuple[Finding, ...]]:
    """Read everything. What cannot be read is left out of the Library and stands in the findings."""
    found = files.find(project)
    notes = _Notes(list(found.findings))
    entries = _entries(project, found.texts, notes)
    by_kind: dict[str, list[Entry[Any, Any]]] = {}
    for entry in entries:
        by_kind.setdefault(kind_of(entry.key).name, []).append(entry)
    strings, wrong = catalogs.read(project)
    notes.findings.extend(wrong)
    library = Library(
        root=project.root,
        source=project.source.code,
        pages=tuple(by_kind.get("page", ())),
        messages=tuple(sorted(by_kind.get("message", ()), key=lambda entry: entry.facts.letter)),
        events=tuple(sorted(by_kind.get("event", ()), key=lambda entry: (entry.facts.start, entry.key))),
        sheets=tuple(sorted(by_kind.get("sheet", ()), key=lambda entry: entry.facts.number)),
        figures=_data(project, "figures", Figure, notes),
        sources=_data(project, "sources", Source, notes),
        places=_data(project, "places", Place, notes),
        charts=_data(project, "charts", Chart, notes),
        diagrams=_data(project, "diagrams", Diagram, notes),
        catalogs=strings.by_language,
        template=strings.template,
        tokens=_tokens(project, notes.findings),
        assets=tuple(_asset(project, path, notes) for path in found.assets),
        unread=frozenset(notes.unread),
        data_lines=notes.data_lines,
        updated=history.last_changes(project.root),
    )
    return library, tuple(notes.findings)


def _entries(project: Project, texts: Iterable[ContentFile], notes: _Notes) -> list[Entry[Any, Any]]:
    """Join the files of one key to one entry; the source language's file gives the facts."""
    by_key: dict[str, dict[str, ContentFile]] = {}
    for file in texts:
        versions = by_key.setdefault(file.key, {})
        if file.language in versions:
            notes.findings.append(_second(project, file, versions[file.language]))
        versions[file.language] = file
    order = [language.code for language in project.languages]
    entries = []
    for key, versions in sorted(by_key.items()):
        source_file = versions.pop(project.source.code, None)
        source = _read(project, source_file, notes, with_facts=True) if source_file else None
        words: dict[str, Text[PageWords] | None] = {project.source.code: source.text} if source else {}
        for code, file in versions.items():
            translation = _read(project, file, notes, with_facts=False)
            words[code] = translation.text
            if source_file is None:
                notes.findings.append(_orphan(project, file))
        if source is None or source.facts is None:
            continue
        there = {code: text for code in order if (text := words.get(code)) is not None}
        if project.source.code in there:
            entries.append(Entry(key, source.facts, there))
    return entries


def _second(project: Project, file: ContentFile, other: ContentFile) -> Finding:
    """A page of the screen that has the place of a fact sheet."""
    return Finding(
        position=Position(project.relative(other.path)),
        rule="double-page",
        problem=f"this is the same page as {project.relative(file.path)}",
        fix="delete one of the two",
    )


def _orphan(project: Project, file: ContentFile) -> Finding:
    there = elsewhere(project.relative(file.path), file.language, project.source.code)
    return Finding(
        position=Position(project.relative(file.path)),
        rule="orphan-translation",
        problem=f"this translates {there}, which does not exist",
        fix="rename it like its source, or remove it",
    )


def _read(project: Project, file: ContentFile, notes: _Notes, *, with_facts: bool) -> _Source:
    """Read one Markdown file, and note it if it cannot be used."""
    read = _read_file(project, file, notes.findings, with_facts=with_facts)
    if read.text is None or (with_facts and read.facts is None):
        notes.unread.add(project.relative(file.path))
    return read


def _read_file(project: Project, file: ContentFile, findings: list[Finding], *, with_facts: bool) -> _Source:
    """Front matter to records, body to a scanned document."""
    path = project.relative(file.path)
    text, wrong = files.read_text(project, file.path)
    findings.extend(wrong)
    cut, wrong = front_matter.split(text, path) if text is not None else (None, ())
    findings.extend(wrong)
    if cut is None:
        return _Source(None, None)
    node, wrong = front_matter.compose(cut.yaml, path, cut.yaml_line, words_only=True)
    findings.extend(wrong)
    if node is None:
        return _Source(None, None)
    if not isinstance(node, front_matter.Mapping):
        fix = "write 'title: …' and 'description: …'"
        findings.append(
            Finding(position=Position(path, node.line), rule="front-matter", problem="no fields here", fix=fix)
        )
        return _Source(None, None)
    kind = kind_of(file.key)
    findings.extend(records.unknown_fields(node, kind.fields(), path))
    words, wrong = records.read_record(kind.words, node, path)
    findings.extend(wrong)
    facts: PageFacts | None = None
    if with_facts:
        facts, wrong = records.read_record(kind.facts, node, path)
        findings.extend(wrong)
    document = _document(path, cut, node)
    return _Source(facts, Text(document, words) if words is not None else None)


def _document(path: str, cut: front_matter.Split, node: front_matter.Mapping) -> Document:
    seen = markdown.scan(cut.body, cut.body_line)
    return Document(
        path=path,
        body=cut.body,
        body_line=cut.body_line,
        fields=tuple(_fields(node)),
        headings=tuple(seen.headings),
        links=tuple(seen.links),
        pictures=tuple(seen.pictures),
        directives=tuple(seen.directives),
        raw_html=tuple(seen.raw_html),
        deep_line=seen.deep_line,
    )


def _fields(node: front_matter.Mapping) -> Iterator[tuple[str, int]]:
    """Names with their lines, also those one step below."""
    for key, value in node.items:
        yield key.text, key.line
        if isinstance(value, front_matter.Mapping):
            yield from ((f"{key.text}/{below.text}", below.line) for below, _ in value.items)


def _data(project: Project, name: str, record: type[T], notes: _Notes) -> tuple[T, ...]:
    """Read ``docs/data/<name>.yml``; a project without the file has none of these."""
    path = project.docs / files.DATA / f"{name}.yml"
    if not path.exists():
        return ()
    there = project.relative(path)
    text, wrong = files.read_text(project, path)
    node: front_matter.Node | None = None
    if text is not None:
        node, wrong = front_matter.compose(text, there)
    read: tuple[T, ...] = ()
    if node is not None:
        read, more = records.read_list(record, node, there)
        wrong = (*wrong, *more)
        notes.data_lines.update((f"{name}/{one}", line) for one, line in records.lines_of(node))
    if wrong:
        notes.unread.add(there)
    notes.findings.extend(wrong)
    return read


def _asset(project: Project, path: Path, notes: _Notes) -> Asset:
    text: str | None = ""
    if path.suffix.lower() == ".svg":
        text, wrong = files.read_text(project, path)
        notes.findings.extend(wrong)
    width, height = pictures.size(path, text or "")
    return Asset(project.relative(path), files.digest(path), text or "", width, height)


def _tokens(project: Project, findings: list[Finding]) -> tuple[Token, ...]:
    path = project.root / TOKENS
    if not path.exists():
        problem = "the style guide is missing"
        findings.append(Finding(position=Position(TOKENS), rule="tokens", problem=problem, fix="restore it"))
        return ()
    text, wrong = files.read_text(project, path)
    findings.extend(wrong)
    return tuple(read_tokens(text)) if text is not None else ()
