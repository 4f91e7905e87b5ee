"""What all languages share, above their folders: one style sheet, the scripts, the mark, the fonts, the pictures.

A file's name holds the digest of its content, so a reader fetches it once, and once only for all six languages.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from outreach.model import Asset
from outreach.project import Project
from outreach.render.fonts import WebFont
from outreach.style import Token

FOLDER = "assets"
STYLE, MARK = "site.css", "mark.svg"
SCRIPTS = "assets/javascripts"


@dataclass(frozen=True)
class Shared:
    """The shared files but for fonts and pictures: their content by plain name, such as ``site.css``."""

    contents: Mapping[str, bytes]

    def path(self, name: str) -> str:
        """Where a file lies below the site, by its plain name."""
        plain = PurePosixPath(name)
        return f"{FOLDER}/{plain.stem}.{hashlib.sha256(self.contents[name]).hexdigest()[:8]}{plain.suffix}"

    def paths(self) -> dict[str, str]:
        """Every file's place by its plain name."""
        return {name: self.path(name) for name in self.contents}

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Every file's place below the site, and its content."""
        for name, content in self.contents.items():
            yield self.path(name), content


def shared(project: Project, tokens: tuple[Token, ...], fonts: tuple[WebFont, ...]) -> Shared:
    """The shared files of a project, from ``overrides/``."""
    return Shared(
        {
            STYLE: _style(project, tokens, fonts).encode(),
            **dict(_scripts(project.overrides / SCRIPTS)),
            MARK: (project.overrides / FOLDER / MARK).read_bytes(),
        }
    )


def _scripts(folder: Path) -> Iterator[tuple[str, bytes]]:
    """A script for each file, and one for each folder: its files in the order of their names, in one scope."""
    for path in sorted(folder.iterdir()):
        if path.is_dir():
            parts = [part.read_text(encoding="utf-8") for part in sorted(path.glob("*.js"))]
            yield f"{path.name}.js", '"use strict";\n{{\n{}}}\n'.format("\n".join(parts)).encode()
        elif path.suffix == ".js":
            yield path.name, path.read_bytes()


def _style(project: Project, tokens: tuple[Token, ...], fonts: tuple[WebFont, ...]) -> str:
    """One sheet: the fonts' rules, then the project's sheets, with the dark tokens after those of ``tokens.css``."""
    parts = [font.css() for font in fonts]
    for name in project.styles:
        parts.append((project.overrides / name).read_text(encoding="utf-8"))
        if PurePosixPath(name).name == "tokens.css":
            parts.append(_dark_by_system(tokens))
    return "\n".join(parts) + "\n"


def _dark_by_system(tokens: tuple[Token, ...]) -> str:
    """The dark scheme for readers whose system asks for it and who chose no other: it needs no script."""
    values = "".join(f"--{token.name}:{token.value};" for token in tokens if token.scheme == "dark")
    chosen = ':root:not([data-md-color-scheme="default"])'
    return f"@media screen and (prefers-color-scheme:dark){{{chosen}{{color-scheme:dark;{values}}}}}"


def write(shared_files: Shared, pictures: tuple[Asset, ...], root: Path, output: Path) -> None:
    """Write the shared files, and the pictures of ``docs/assets``, into a site."""
    folder = output / FOLDER
    folder.mkdir(exist_ok=True)
    for name, content in shared_files.files():
        (output / name).write_bytes(content)
    for asset in pictures:
        below = PurePosixPath(asset.path)
        if below.parts[:2] == ("docs", "assets"):
            target = folder.joinpath(*below.parts[2:])
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(root / asset.path, target)
