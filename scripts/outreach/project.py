"""Where a project keeps things, and its languages: the part of ``mkdocs.yml`` that is ours.

``mkdocs.yml`` is the only list of languages. It is read here without MkDocs, so that checking words and
starting up stay fast.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from babel import Locale, UnknownLocaleError

from outreach.findings import Finding, Position, quoted

CONFIG = "mkdocs.yml"


class UnknownLanguage(Exception):
    """A language code that the project does not have."""


class ProjectError(Exception):
    """The project's settings cannot be used at all; carries the finding that says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(str(finding))
        self.finding = finding


@dataclass(frozen=True)
class Language:
    """A language of the site: its code is the folder's name, its name is written in the language itself."""

    code: str
    name: str

    @cached_property
    def locale(self) -> Locale:
        """Babel's locale, for numbers, dates, names and direction."""
        return Locale.parse(self.code.replace("-", "_"))

    @property
    def direction(self) -> str:
        """``ltr`` or ``rtl``, as CLDR says."""
        return str(self.locale.text_direction)


@dataclass(frozen=True, kw_only=True)
class Project:
    """The settings and the folders of one project."""

    root: Path
    name: str
    url: str
    languages: tuple[Language, ...]
    source: Language
    sections: tuple[str, ...]
    edit_url: str
    styles: tuple[str, ...]
    """Style sheets of the site, in their order, below ``overrides/``."""
    markdown: tuple[tuple[str, dict[str, object]], ...]
    left_out: frozenset[str] = frozenset()
    """Languages of the settings that this run passes over."""

    @property
    def docs(self) -> Path:
        """Words for the screen, one folder a language."""
        return self.root / "docs"

    @property
    def sheets(self) -> Path:
        """Words for paper, one folder a language."""
        return self.root / "factsheets"

    @property
    def catalogs(self) -> Path:
        """Strings of the interface: gettext catalogs."""
        return self.root / "i18n"

    @property
    def overrides(self) -> Path:
        """The look: templates, style sheets, tokens."""
        return self.root / "overrides"

    @property
    def cache(self) -> Path:
        """What may be deleted at any time."""
        return self.root / ".cache" / "outreach"

    @property
    def config(self) -> Path:
        """The settings file, which MkDocs reads too."""
        return self.root / CONFIG

    def relative(self, path: Path) -> str:
        """Name a file as an editor sees it: from the project's folder, with forward slashes.

        A byte of its name that is not UTF-8 is shown as its code, since names go to terminals and into JSON.
        """
        return path.relative_to(self.root).as_posix().encode("utf-8", "backslashreplace").decode()

    def language(self, code: str) -> Language:
        """Find a language by its code; raises ``UnknownLanguage`` with the codes that exist."""
        for language in self.languages:
            if language.code == code:
                return language
        known = ", ".join(language.code for language in self.languages)
        raise UnknownLanguage(f"unknown language '{code}'; choose from {known}")


class _Loader(yaml.SafeLoader):
    """Plain YAML plus what MkDocs allows in its settings: ``!ENV`` and the names of Python objects."""


def _environment(loader: _Loader, node: yaml.Node) -> object:
    """``!ENV NAME`` or ``!ENV [NAME, default]``: the first variable that is set, else the last entry."""
    if isinstance(node, yaml.ScalarNode):
        return os.environ.get(str(loader.construct_scalar(node)))
    if not isinstance(node, yaml.SequenceNode) or not node.value:
        return None
    *names, default = loader.construct_sequence(node)
    return next((os.environ[name] for name in names if name in os.environ), default)


_Loader.add_constructor("!ENV", _environment)
_Loader.add_multi_constructor("tag:yaml.org,2002:python/", lambda _loader, suffix, _node: suffix)


def read_project(root: Path) -> Project:
    """Read the settings of the project in ``root``.

    Raises ``ProjectError`` when ``mkdocs.yml`` is missing, is not YAML, or lacks what we need of it.
    """
    text = _text(root / CONFIG)
    settings = _settings(text)
    plugins, extensions = (
        dict(_entries(settings.get(name), text, name)) for name in ("plugins", "markdown_extensions")
    )
    languages, source = _languages(plugins.get("i18n", {}).get("languages"), text)
    options = plugins.get("outreach", {})
    return Project(
        root=root.resolve(),
        name=str(settings.get("site_name") or ""),
        url=_url(settings, text),
        languages=languages,
        source=source,
        sections=tuple(str(section) for section in options.get("sections") or ()),
        edit_url=str(options.get("edit_url") or ""),
        styles=_styles(settings.get("extra_css"), text),
        markdown=tuple(extensions.items()),
    )


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise _error("there is no mkdocs.yml here", "go to the project's folder, or name it with --project") from None
    except UnicodeDecodeError:
        raise _error("the file is not UTF-8", "save it as UTF-8") from None


def _settings(text: str) -> dict[str, Any]:
    try:
        settings = yaml.load(text, _Loader)  # noqa: S506 (a SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise _error(f"broken YAML: {error.problem}", "mend this line", line) from None
    except (yaml.YAMLError, ValueError, RecursionError):  # no text; a date that no calendar has; too deep
        raise _error(
            "this cannot be read as YAML", "take the file of the reference site and change its values"
        ) from None
    if not isinstance(settings, dict):
        raise _error("the file holds no settings", "take the one of the reference site")
    return settings


def _entries(written: object, text: str, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """MkDocs takes plugins as a mapping, or as a list of bare names and of mappings of one name to its options."""
    for entry in written if isinstance(written, list) else [written or {}]:
        for key, options in entry.items() if isinstance(entry, dict) else [(entry, None)]:
            if not isinstance(options or {}, dict):
                fix = "write its options below it, as 'name: value'"
                raise _error(f"{quoted(key)} in '{name}' has no named options", fix, _line(text, str(key)))
            yield str(key), dict(options or {})


def _languages(written: object, text: str) -> tuple[tuple[Language, ...], Language]:
    """The languages in their order, and the one that texts start from."""
    if not isinstance(written, list) or not written:
        raise _error("no languages", "list them under plugins: i18n: languages:", _line(text, "i18n"))
    languages = tuple(_language(entry, text) for entry in written)
    codes = [language.code for language in languages]
    for code in codes:
        if codes.count(code) > 1:
            raise _error(f"the language {quoted(code)} is listed twice", "delete one of the two", _line(text, code))
    defaults = [language for language, entry in zip(languages, written, strict=True) if entry.get("default")]
    if len(defaults) != 1:
        fix = "give exactly one language 'default: true'"
        raise _error("the source language is not marked", fix, _line(text, "languages"))
    return languages, defaults[0]


def _language(entry: object, text: str) -> Language:
    if not isinstance(entry, dict) or not entry.get("locale") or not entry.get("name"):
        fix = "write it as { locale: fr, name: Français }"
        raise _error(f"the language {quoted(entry)} has no 'locale' or no 'name'", fix, _line(text, "languages"))
    language = Language(str(entry["locale"]), str(entry["name"]))
    try:
        _ = language.locale
    except (UnknownLocaleError, ValueError):
        problem = f"{quoted(language.code)} is not a language that CLDR knows"
        raise _error(problem, "write its code, such as 'fr'", _line(text, language.code)) from None
    return language


def _styles(written: object, text: str) -> tuple[str, ...]:
    """The sheets of ``extra_css``: they are read from ``overrides/`` and published as one."""
    listed = written if isinstance(written, list) else []
    for one in listed:
        if not isinstance(one, str) or one.startswith("/") or ".." in one.split("/") or "://" in one:
            problem = f"{quoted(one)} in 'extra_css' is no file below overrides/"
            raise _error(problem, "write its path, such as assets/stylesheets/site.css", _line(text, "extra_css"))
    return tuple(listed)


def _url(settings: dict[str, Any], text: str) -> str:
    url = str(settings.get("site_url") or "")
    try:
        parts = urlsplit(url)
        is_address = parts.scheme in ("http", "https") and bool(parts.netloc) and not parts.query + parts.fragment
        is_address = is_address and not re.search(r"[\s<>\"'\\{}|^`]", url)
    except ValueError:
        is_address = False
    if not is_address:
        fix = "write the site's full address, https://…/"
        raise _error(f"'site_url' is {quoted(url)}, not an address", fix, _line(text, "site_url"))
    return url.rstrip("/") + "/"


def _line(text: str, word: str) -> int:
    """The first line that has the word, outside comments."""
    for number, line in enumerate(text.split("\n"), 1):
        if re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", line.partition("#")[0]):
            return number
    return 1


def _error(problem: str, fix: str, line: int = 1) -> ProjectError:
    return ProjectError(Finding(position=Position(CONFIG, line), rule="settings", problem=problem, fix=fix))
