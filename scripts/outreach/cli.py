"""The command ``outreach``: speaks with people, and with machines in JSON.

Exit status: 0 clean, 1 findings, 2 could not run.
"""

from __future__ import annotations

import dataclasses
import errno
import json
import os
import sys
import traceback
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Any, Self

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from outreach import __version__
from outreach.findings import Finding
from outreach.project import Project, ProjectError, UnknownLanguage, read_project

CLEAN, FINDINGS, COULD_NOT_RUN = 0, 1, 2


class Instant(click.ParamType[datetime]):
    """A moment, such as 2026-11-22 or 2026-11-22T09:00:00Z."""

    name = "instant"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"'{value}' is not a moment; write it like 2026-11-22T09:00:00Z", param, ctx)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _stop(message: str) -> None:
    click.echo(message, err=True)
    sys.exit(COULD_NOT_RUN)


def guarded(command: Callable[..., int]) -> Callable[..., None]:
    """Turn what can go wrong on a machine into one line and exit status 2, and the result into an exit status."""

    @wraps(command)
    def run(*arguments: Any, **options: Any) -> None:
        from concurrent.futures import BrokenExecutor

        from jinja2 import TemplateError

        from outreach.publish import Busy, NotOurs
        from outreach.render.fonts import MissingFonts
        from outreach.render.pdf import CannotPrint

        try:
            status = command(*arguments, **options)
        except ProjectError as error:
            _stop(str(error.finding))
        except (CannotPrint, MissingFonts, Busy, NotOurs, UnknownLanguage) as error:
            _stop(str(error))
        except TemplateError as error:
            _stop(f"{_template_place(error)}: {error.message or type(error).__name__}; mend the template")
        except BrokenExecutor:
            _stop("a process was killed, perhaps for want of memory; try it with --jobs 1. The last site is as it was.")
        except OSError as error:
            _stop(_disk_problem(error))
        except KeyboardInterrupt:
            _stop("stopped; the last site is as it was")
        else:
            sys.exit(status)

    return run


def _template_place(error: BaseException) -> str:
    """Where a template stopped: jinja gives the line of a slip of syntax, and Python's traceback that of a name."""
    file, line = getattr(error, "filename", None), getattr(error, "lineno", None)
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename.endswith((".html", ".xml")):
            file, line = frame.filename, frame.lineno
    return f"{_shown(Path(file))}:{line}" if file else "a template"


def _disk_problem(error: OSError) -> str:
    advice = {
        errno.ENOSPC: "free some space and run it again",
        errno.EDQUOT: "free some space and run it again",
        errno.EACCES: "check who may write there",
        errno.EROFS: "choose another folder with --output",
        errno.EADDRINUSE: "choose another port with --port",
    }.get(error.errno or 0, "check the disk and run it again")
    where = f"{error.filename}: " if error.filename else ""
    return f"{where}{error.strerror or error}; {advice}. The last site is as it was."


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="outreach")
@click.option(
    "--project",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="The project's folder; the current one if not given.",
)
@click.pass_context
def main(context: click.Context, folder: Path) -> None:
    """One source of words and facts, six editions of a site, and its one-page fact sheets."""
    context.obj = folder


@main.command()
@click.argument("languages", nargs=-1, metavar="[LANG]...")
@click.option(
    "--output", type=click.Path(file_okay=False, path_type=Path), help="Where the site goes; site/ if not given."
)
@click.option("--jobs", type=click.IntRange(min=1), help="How many processes work; one a core if not given.")
@click.option("--no-cache", is_flag=True, help="Make everything again, and remember nothing.")
@click.option("--now", type=Instant(), help="The moment that tells past events from coming ones; now if not given.")
@click.option("--offline", is_flag=True, help="Add an archive of each language, to be read without a network.")
@click.pass_obj
@guarded
def build(
    folder: Path,
    languages: tuple[str, ...],
    output: Path | None,
    jobs: int | None,
    no_cache: bool,
    now: datetime | None,
    offline: bool,
) -> int:
    """Build the site and its fact sheets.

    With LANG only those languages are built, and the source language, to which untranslated pages lead.
    """
    from outreach.build import build as build_site

    project = _only(read_project(folder), languages)
    target = (output or project.root / "site").resolve()
    for own in (project.docs, project.sheets, project.catalogs, project.overrides):
        if own in target.parents:
            _stop(f"{_shown(target)} is within the project's own words; choose another folder with --output")
    started = datetime.now(UTC)
    with _Progress() as progress:
        built = build_site(
            project,
            output=target,
            now=now or started,
            report=progress,
            jobs=jobs or 0,
            use_cache=not no_cache,
            offline=offline,
        )
    _tell(built.findings)
    if not built.ok:
        kept = " The last site is as it was." if target.exists() else ""
        click.echo(f"{_count(built.findings)}; nothing was published.{kept}", err=True)
        return FINDINGS
    seconds = (datetime.now(UTC) - started).total_seconds()
    click.echo(
        f"{_shown(target)} is ready: {len(project.languages)} languages, {built.pages} pages, {built.sheets} PDFs "
        f"({built.made} parts made, {built.reused} reused, {seconds:.1f} s)."
    )
    preview = "make serve" if (project.root / "Makefile").exists() else "outreach serve"
    click.echo(f"Look at it: {preview}, or python3 -m http.server --directory {_shown(target)} 8000")
    return CLEAN


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path), metavar="[PATH]...")
@click.option(
    "--format", "form", type=click.Choice(["text", "github", "json"]), default="text", help="How findings are written."
)
@click.pass_obj
@guarded
def check(folder: Path, paths: tuple[Path, ...], form: str) -> int:
    """Check the words, facts and strings without building. With PATH, tell only what is in these files or folders."""
    from outreach.build import check as check_project

    project = read_project(folder)
    findings = [finding for finding in check_project(project) if _inside(project, finding, paths)]
    if form == "json":
        click.echo(json.dumps([_as_json(finding) for finding in findings], ensure_ascii=False, indent=1))
    elif form == "github":
        for finding in findings:
            click.echo(_as_annotation(finding))
    else:
        _tell(findings)
        click.echo(f"{_count(findings)}.", err=bool(findings))
    return FINDINGS if any(finding.is_error for finding in findings) else CLEAN


@main.command()
@click.argument("language", required=False, metavar="[LANG]")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="The port to listen on.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.pass_obj
@guarded
def serve(folder: Path, language: str | None, port: int, host: str) -> int:
    """Look at the site while writing: it is built again, and the browser reloads, when a file is saved.

    With LANG only that language and the source language are built, which is faster.
    """
    from outreach.serve import serve as serve_site

    languages = (language,) if language else ()
    serve_site(lambda: _only(read_project(folder), languages), address=(host, port), tell=_tell_while_serving)
    return CLEAN


@main.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How the state is written.")
@click.pass_obj
@guarded
def status(folder: Path, form: str) -> int:
    """Show which pages each language has."""
    from outreach.load.library import load

    project = read_project(folder)
    library, findings = load(project)
    codes = [language.code for language in project.languages]
    rows = [(entry, [code in entry.texts for code in codes]) for entry in library.entries()]
    if form == "json":
        pages = [
            {"source": entry.texts[library.source].document.path, "language": code, "path": entry.key, "section": "",
             "state": "current" if there else "missing", "change": ""}
            for entry, has in rows for code, there in zip(codes, has, strict=True)
        ]  # fmt: skip
        per_language = {
            code: {"pages": sum(has[number] for _, has in rows), "missing": sum(not has[number] for _, has in rows)}
            for number, code in enumerate(codes)
        }
        click.echo(json.dumps({"pages": pages, "languages": per_language}, ensure_ascii=False, indent=1))
        return CLEAN
    for number, language in enumerate(project.languages):
        missing = [entry.texts[library.source].document.path for entry, has in rows if not has[number]]
        click.echo(f"{language.code}  {len(rows) - len(missing)} of {len(rows)} pages")
        for path in missing:
            click.echo(f"    missing: {path}")
    _tell(findings)
    return CLEAN


@main.command()
@click.argument("folder_of_site", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="DIR")
@click.option(
    "--format", "form", type=click.Choice(["text", "github", "json"]), default="text", help="How findings are written."
)
@click.pass_context
@guarded
def audit(context: click.Context, folder_of_site: Path, form: str) -> int:
    """Check a finished site as a stranger would.

    No project is needed: the address of the site is what its home pages call canonical. With --project it must be
    that of the project.
    """
    from outreach.audit import check_site
    from outreach.audit.home import read_site

    site = read_site(folder_of_site.absolute())
    if not site.page_names:
        _stop(f"{_shown(folder_of_site)}: there is no page in this folder; name the folder of a finished site")
    whole = context.find_root()
    if whole.get_parameter_source("folder") is not click.core.ParameterSource.DEFAULT:
        site = dataclasses.replace(site, url=read_project(whole.params["folder"]).url)
    findings = check_site(site)
    if form == "json":
        click.echo(json.dumps([_as_json(finding) for finding in findings], ensure_ascii=False, indent=1))
    elif form == "github":
        for finding in findings:
            click.echo(_as_annotation(finding))
    else:
        _tell(findings)
        click.echo(f"{_count(findings)}.", err=bool(findings))
    return FINDINGS if findings else CLEAN


@main.command()
@click.option("--check", "only_check", is_flag=True, help="Change nothing; exit with 1 if something would change.")
@click.pass_obj
@guarded
def strings(folder: Path, only_check: bool) -> int:
    """Gather the strings of templates, code and data, and bring the catalogs in i18n/ up to date."""
    from outreach.translate.catalogs import update

    project = read_project(folder)
    changed = update(project, write=not only_check)
    for path in changed:
        click.echo(f"{project.relative(path)} {'would change' if only_check else 'changed'}")
    return FINDINGS if only_check and changed else CLEAN


def _only(project: Project, codes: tuple[str, ...]) -> Project:
    """The project with these languages and the source language; all of them if none are named."""
    if not codes:
        return project
    chosen = {project.language(code).code for code in codes} | {project.source.code}
    return dataclasses.replace(
        project,
        languages=tuple(language for language in project.languages if language.code in chosen),
        left_out=frozenset(language.code for language in project.languages) - chosen,
    )


def _inside(project: Project, finding: Finding, paths: tuple[Path, ...]) -> bool:
    place = (project.root / finding.position.path).resolve()
    return not paths or any(place.is_relative_to(path.resolve()) for path in paths)


def _tell(findings: Iterable[Finding]) -> None:
    for finding in findings:
        click.echo(f"{finding}" if finding.is_error else f"{finding} (warning)", err=True)


def _tell_while_serving(findings: Iterable[Finding], line: str) -> None:
    _tell(findings)
    click.echo(line, err=True)


def _count(findings: Iterable[Finding]) -> str:
    findings = list(findings)
    errors = sum(finding.is_error for finding in findings)
    warnings = len(findings) - errors
    parts = [
        f"{number} {word}{'' if number == 1 else 's'}"
        for number, word in ((errors, "error"), (warnings, "warning"))
        if number
    ]
    return " and ".join(parts) or "no findings"


def _as_json(finding: Finding) -> dict[str, object]:
    return {
        "path": finding.position.path,
        "line": finding.position.line,
        "rule": finding.rule,
        "severity": finding.severity.value,
        "problem": finding.problem,
        "fix": finding.fix,
    }


def _as_annotation(finding: Finding) -> str:
    """A workflow command of GitHub, which shows the finding on its line of the pull request."""
    text = f"{finding.problem}; {finding.fix}".replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    path = finding.position.path
    for sign in "%\r\n,:":  # a file's name is an editor's words too, and must not end the command
        path = path.replace(sign, f"%{ord(sign):02X}")
    return f"::{finding.severity} file={path},line={finding.position.line},title={finding.rule}::{text}"


def _shown(path: Path) -> str:
    """A path as short as it can be named from here."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


class _Progress:
    """A bar on a terminal, plain lines elsewhere; silent when there is nothing to make."""

    def __init__(self) -> None:
        self.console = Console(stderr=True)
        self.bar: Progress | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        if self.bar:
            self.bar.stop()

    def begin(self, total: int, reused: int) -> None:
        if total == reused:
            return
        if self.console.is_terminal and "CI" not in os.environ:
            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
            self.bar = Progress(*columns, console=self.console, transient=True)
            self.task = self.bar.add_task("building", total=total, completed=reused)
            self.bar.start()
        else:
            click.echo(f"building {total} parts, {reused} of them reused", err=True)

    def made(self, name: str) -> None:
        if self.bar:
            self.bar.update(self.task, advance=1, description=name)
        else:
            click.echo(f"  {name}", err=True)
