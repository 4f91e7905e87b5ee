"""When the words were last changed, as git tells it. Without a sure answer a file has no date.

Four short calls of git tell it for all files at once: where the repository is, what the last commit holds, what was
changed since, and which commit brought in which content. A file's date is that of the last commit that gave it the
very content that it has: neither a change that a merge threw away nor the merge itself is taken for it.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

FOLDERS = ("docs", "factsheets")
PATIENCE = 60
"""Seconds after which a call of git is given up."""

# Within a hook git is told of a repository by its environment, which need not be ours. What says where the settings
# of this machine are, and how far to look for a repository, holds for ours too.
_KEPT = (
    "GIT_CEILING_DIRECTORIES",
    "GIT_CONFIG_GLOBAL",
    "GIT_CONFIG_NOSYSTEM",
    "GIT_CONFIG_SYSTEM",
    "GIT_DISCOVERY_ACROSS_FILESYSTEM",
)
# Only look: write nothing, ask nothing, fetch nothing.
_SET = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}


@dataclass(frozen=True, slots=True)
class _Repository:
    """Where a project stands: below ``prefix`` in a repository at commit ``head``.

    The ``edges`` are commits of a shallow clone whose parents it does not have: they seem to bring in everything.
    """

    root: Path
    prefix: bytes
    head: str
    edges: frozenset[bytes]


def last_changes(root: Path) -> Mapping[str, str]:
    """The day (UTC, ISO 8601) of the last commit that changed a file, by the file's path in the project.

    Files that are not committed, or changed since, are left out, and so is what only the edge of a shallow clone
    knows. Without git, or outside a repository, nothing is known; nothing fails for that.
    """
    try:
        repository = _find(root)
        contents = _contents(repository)
        changed = set(_changed(repository))
        found = {name: day for name, day in _days(repository, contents) if name not in changed}
    except (OSError, subprocess.SubprocessError, ValueError, ArithmeticError):
        return {}
    return {_shown(name): day for name, day in sorted(found.items()) if day}


def _find(root: Path) -> _Repository:
    ask = ("--is-shallow-repository", "--show-prefix", "--git-path", "shallow", "HEAD")
    shallow, *prefix, path, head = _git(root, "rev-parse", *ask).removesuffix(b"\n").split(b"\n")
    edges = (root / os.fsdecode(path)).read_bytes().split() if shallow == b"true" else ()
    return _Repository(root, b"\n".join(prefix), head.decode("ascii"), frozenset(edges))


def _contents(repository: _Repository) -> dict[bytes, bytes]:
    """The object that the last commit has under each name."""
    contents = {}
    for entry in _listed(repository, "ls-tree", "-r", "-z", "--full-name", repository.head):
        told, _, name = entry.partition(b"\t")
        contents[_below(repository, name)] = told.split()[2]
    return contents


def _changed(repository: _Repository) -> Iterator[bytes]:
    """The names of what differs from the last commit, staged or not."""
    for entry in _listed(repository, "status", "--porcelain", "-z", "--no-renames", "--untracked-files=no"):
        yield _below(repository, entry[3:])


_LOG = (
    *("--raw", "-z", "-c", "--root", "--no-abbrev", "--date-order", "--format=%H %ct"),
    *("--no-renames", "--no-relative", "--no-show-signature", "-O/dev/null"),
)


def _days(repository: _Repository, contents: Mapping[bytes, bytes]) -> Iterator[tuple[bytes, str]]:
    """Names with the days of their contents, each once; the day is empty if an edge brought the content in."""
    wanted = dict(contents)
    parts = iter(_listed(repository, "log", *_LOG, repository.head))
    commit, day = b"", ""
    for part in parts:
        told = part.removeprefix(b"\n")
        if not told.startswith(b":"):
            commit, seconds = told.split()
            day = "" if commit in repository.edges else _day(int(seconds))
            continue
        name = _below(repository, next(parts, b""))
        content = told.split()[-2]
        if wanted.get(name) == content:
            del wanted[name]
            yield name, day


def _day(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()


def _below(repository: _Repository, name: bytes) -> bytes:
    """Git names files from the top of the repository, which may lie above the project."""
    return name.removeprefix(repository.prefix)


def _shown(name: bytes) -> str:
    """A path as ``Project.relative`` writes it."""
    return os.fsdecode(name).encode("utf-8", "backslashreplace").decode()


def _listed(repository: _Repository, *command: str) -> list[bytes]:
    """What git lists of our folders."""
    parts = _git(repository.root, *command, "--", *FOLDERS).split(b"\0")
    return [part for part in parts if part]


def _git(root: Path, *arguments: str) -> bytes:
    """Run git in the project's folder, by the settings of this machine and the repository, but for a watcher."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name in _KEPT}
    return subprocess.run(
        ["git", "-c", "core.fsmonitor=false", *arguments],
        cwd=root,
        env=inherited | _SET,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=PATIENCE,
        check=True,
    ).stdout
