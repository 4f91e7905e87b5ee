"""The live preview: the real build, into a folder of its own, again at every save."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from shutil import rmtree

from outreach.build import build
from outreach.findings import Finding
from outreach.project import Project, ProjectError

Tell = Callable[[Iterable[Finding], str], None]

_NOT_BUILT = "not built; the last good pages stay in view"


class _Quiet:
    """A preview tells results, not steps."""

    def begin(self, total: int, reused: int) -> None:
        """Nothing."""

    def made(self, name: str) -> None:
        """Nothing."""


def serve(read: Callable[[], Project], *, address: tuple[str, int], tell: Tell) -> None:
    """Build, serve and watch until interrupted. After a mistake the last good pages stay in view.

    ``read`` gives the project as its settings are now.
    """
    from outreach.render.mkdocs_plugin import serve as serve_folder

    project = read()
    folder = project.cache / "preview" / str(os.getpid()) / "site"

    def rebuild() -> None:
        try:
            built = build(read(), output=folder, now=datetime.now(UTC), report=_Quiet())
        except ProjectError as error:
            tell((error.finding,), _NOT_BUILT)
            return
        good = f"ready: {built.made} parts made, {built.reused} reused"
        tell(built.findings, good if built.ok else _NOT_BUILT)

    try:
        rebuild()
        folder.mkdir(parents=True, exist_ok=True)
        tell((), f"look at http://{address[0]}:{address[1]}/ (stop with Ctrl-C)")
        serve_folder(folder, _watched(project), address, rebuild)
    finally:
        rmtree(folder.parent, ignore_errors=True)


def _watched(project: Project) -> Iterable[Path]:
    places = (project.docs, project.sheets, project.catalogs, project.overrides, project.config)
    return [place for place in places if place.exists()]
