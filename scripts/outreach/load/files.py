"""Find the files of content, and refuse what would be dropped silently or lead outside the project."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from outreach.findings import Finding, Position, did_you_mean, quoted
from outreach.project import Project

DATA, ASSETS = "data", "assets"
DATA_FILES = tuple(f"{name}.yml" for name in ("charts", "diagrams", "figures", "places", "sources"))
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# MkDocs makes pages of all of these, in any case; ours end in .md.
_MARKDOWN = {".md", ".markdown", ".mdown", ".mkdn", ".mkd"}
# What static-i18n takes for a language: 'un', 'pt-BR'. It drops such a folder, or page.io.md, without a word.
_LOCALE = re.compile(r"[a-z]{2,3}([-_][A-Za-z]{2,4})?")


@dataclass(frozen=True, slots=True)
class ContentFile:
    """A Markdown file of content: the language of its folder, and its key, the same in all languages."""

    path: Path
    language: str
    key: str


@dataclass(frozen=True, slots=True)
class Found:
    """What the folders of content hold."""

    texts: tuple[ContentFile, ...]
    assets: tuple[Path, ...]
    findings: tuple[Finding, ...]


def find(project: Project) -> Found:
    """Walk docs/ and factsheets/."""
    texts: list[ContentFile] = []
    assets: list[Path] = []
    findings: list[Finding] = []
    known = {language.code for language in project.languages}
    for top, prefix in ((project.docs, ""), (project.sheets, "factsheets/")):
        if top.is_symlink() or not top.is_dir():
            findings.append(_link(project, top) if top.is_symlink() else _no_folder(project, top))
            continue
        for path in _walk(top, project, findings):
            first, *rest = path.relative_to(top).parts
            if not rest or first not in known:
                if first in (ASSETS, DATA) and top == project.docs and rest:
                    if first == ASSETS:
                        assets.append(path)
                    else:
                        findings.extend(_unread_data(project, path, rest))
                    continue
                findings.append(_misplaced(project, path, first, rest))
            elif path.suffix.lower() in _MARKDOWN:
                wrong = _wrong_name(project, path, rest)
                findings.extend(wrong)
                if not wrong:
                    texts.append(ContentFile(path, first, prefix + "/".join(rest).removesuffix(path.suffix)))
            elif top == project.docs:
                assets.append(path)
            else:
                fix = "put pictures into docs/assets/"
                findings.append(_finding(project, path, "misplaced-file", "only Markdown files belong here", fix))
    return Found(tuple(texts), tuple(assets), tuple(findings))


def _walk(top: Path, project: Project, findings: list[Finding]) -> Iterator[Path]:
    """Files below a folder in a fixed order. Links are refused, hidden files passed over (as MkDocs does)."""
    for folder, folders, names in os.walk(top):
        passed = project.left_out if Path(folder) == top else frozenset()
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in passed)
        for name in [*folders, *sorted(names)]:
            path = Path(folder, name)
            if path.is_symlink():
                findings.append(_link(project, path))
            elif name in names and not name.startswith("."):
                if path.is_file():
                    yield path
                else:
                    findings.append(_finding(project, path, "misplaced-file", "this is not a file", "remove it"))


def _no_folder(project: Project, path: Path) -> Finding:
    return _finding(project, path, "missing-folder", "this folder is missing", "create it")


def _link(project: Project, path: Path) -> Finding:
    fix = "put the file itself here; links could publish what is outside the project"
    return _finding(project, path, "symbolic-link", "this is a symbolic link", fix)


def _misplaced(project: Project, path: Path, first: str, rest: list[str]) -> Finding:
    codes = ", ".join(sorted(language.code for language in project.languages))
    if rest and _LOCALE.fullmatch(first):
        problem = f"the folder {quoted(first)} looks like a language that the site does not have"
        fix = f"move its files into a folder of a language ({codes}), or add the language to mkdocs.yml"
    else:
        problem = "this file belongs to no language"
        fix = f"move words into the folder of their language ({codes}), pictures into docs/{ASSETS}/"
    return _finding(project, path, "language-folder", problem, fix)


def _unread_data(project: Project, path: Path, rest: list[str]) -> Iterator[Finding]:
    """A data file that nobody reads; notes beside the data may stay."""
    if path.suffix in (".yml", ".yaml") and "/".join(rest) not in DATA_FILES:
        fix = did_you_mean(rest[-1], DATA_FILES, f"the files of data are {', '.join(DATA_FILES)}")
        yield _finding(project, path, "misplaced-file", "this file is not read", fix)


def _wrong_name(project: Project, path: Path, rest: list[str]) -> list[Finding]:
    """What is wrong with the name of a content file; one that cannot keep its name is not read."""
    findings = []
    *folders, name = rest
    stem = name.removesuffix(path.suffix)
    if path.suffix != ".md":
        fix = f"rename it to '{stem}.md'"
        findings.append(_finding(project, path, "file-name", f"the name {quoted(name)} does not end in .md", fix))
    elif "." in stem and _LOCALE.fullmatch(stem.rpartition(".")[2]):
        problem = f"the name {quoted(name)} ends like a language: the page would be dropped silently"
        fix = f"rename it to '{stem.replace('.', '-')}.md'; the language is the folder"
        findings.append(_finding(project, path, "language-suffix", problem, fix))
    else:
        for part in [*folders, stem]:
            if not _NAME.fullmatch(part):
                problem = f"the name {quoted(part)} cannot be an address"
                fix = "use lower-case letters a-z, digits and hyphens; it is the page's address in every language"
                findings.append(_finding(project, path, "file-name", problem, fix))
    return findings


def digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_text(project: Project, path: Path) -> tuple[str | None, tuple[Finding, ...]]:
    """Read a file as UTF-8 with any line ends; a byte order mark is dropped."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        problem = f"not UTF-8: byte 0x{error.object[error.start]:02X}"
        finding = _finding(project, path, "encoding", problem, "save the file as UTF-8", line)
        return None, (finding,)
    except OSError as error:
        finding = _finding(project, path, "unreadable", f"cannot be read: {error.strerror}", "mend its permissions")
        return None, (finding,)
    return text.replace("\r\n", "\n").replace("\r", "\n"), ()


def _finding(project: Project, path: Path, rule: str, problem: str, fix: str, line: int = 1) -> Finding:
    return Finding(position=Position(project.relative(path), line), rule=rule, problem=problem, fix=fix)
