"""The whole flow in one function: load, check, localize, render, audit, switch in."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Protocol

from outreach import publish, rules
from outreach.audit import check_site
from outreach.audit.site import Site
from outreach.findings import Finding, in_order
from outreach.jobs import Cache, executor, key_of, run
from outreach.load.library import load
from outreach.localize.edition import make_edition
from outreach.model import Library
from outreach.project import Project
from outreach.render import assets, fonts, pdf, site
from outreach.render.factsheet import papers
from outreach.render.offline import archive_name, write_offline
from outreach.render.products import FontCut, Pages, Product, SheetPdf


class Report(Protocol):
    """Hears how a build goes on."""

    def begin(self, total: int, reused: int) -> None:
        """``total`` products are needed, ``reused`` of them are there from before."""

    def made(self, name: str) -> None:
        """A product was made."""


@dataclass(frozen=True, slots=True)
class Built:
    """How a build ended: what it found, and unless there were errors, where the site is and what it took."""

    findings: tuple[Finding, ...]
    output: Path | None = None
    pages: int = 0
    sheets: int = 0
    made: int = 0
    reused: int = 0

    @property
    def ok(self) -> bool:
        """Whether a site was switched in."""
        return self.output is not None


def check(project: Project) -> tuple[Finding, ...]:
    """All findings about the sources."""
    return _checked(project)[1]


def _checked(project: Project) -> tuple[Library, tuple[Finding, ...]]:
    library, findings = load(project)
    return library, in_order([*findings, *rules.check(project, library)])


def build(  # the one list of what a build can be told
    project: Project,
    *,
    output: Path,
    now: datetime,
    report: Report,
    jobs: int = 0,
    use_cache: bool = True,
    offline: bool = False,
) -> Built:
    """Build the site of a project into ``output``, which is replaced whole by a build without errors.

    ``now`` tells past events from coming ones. ``jobs`` is the number of processes (0: one per core). ``offline``
    adds a copy of each language for reading without a network. Raises
    ``CannotPrint`` or ``MissingFonts`` if this machine lacks something, ``publish.Busy`` if another build is at
    work, and ``OSError`` as the disk does; in each case the last site stays as it was.
    """
    library, found = _checked(project)
    if any(finding.is_error for finding in found):
        return Built(found)
    editions = tuple(make_edition(project, library, language, now) for language in project.languages)
    if offline:
        editions = tuple(replace(edition, offline=archive_name(project, edition.language.code)) for edition in editions)
    files = site.files_of(project, library)
    cuts = fonts.web_fonts()
    shared = assets.shared(project, library.tokens, cuts)
    products: list[Product] = [FontCut(font) for font in cuts]
    for edition in editions:
        products += [Pages(project, edition, tuple(shared.paths().values()), files)]
        products += [SheetPdf(project, paper) for paper in papers(project, edition)]
    with publish.staged(output) as fresh:
        made = _make(project, products, Cache(project.cache if use_cache else None), report, jobs)
        found = in_order([*found, *made.findings])
        if any(finding.is_error for finding in found):
            return Built(found)
        for product, content in made.contents:
            product.write(content, fresh)
        assets.write(shared, library.assets, project.root, fresh)
        site.write_top(project, editions, shared.paths(), fresh)
        site.write_hosts(project, editions, fresh)
        if offline:
            for edition in editions:
                write_offline(edition, fresh)
        site.write_manifest(editions, fresh)
        found = in_order([*found, *audit(project, fresh)])
        if any(finding.is_error for finding in found):
            return Built(found)
        publish.switch(fresh, output)
    if use_cache:
        Cache(project.cache).prune()
    return Built(
        findings=found,
        output=output,
        pages=sum(len(edition.pages) for edition in editions),
        sheets=sum(len(edition.own_sheets()) for edition in editions),
        made=made.count,
        reused=len(products) - made.count,
    )


def audit(project: Project, folder: Path) -> tuple[Finding, ...]:
    """All findings about a finished site."""
    return check_site(Site(folder, project.url))


@dataclass(frozen=True, slots=True)
class _Made:
    """Products with their contents, how many had to be made, and what was found on the way."""

    contents: list[tuple[Product, bytes]]
    count: int
    findings: list[Finding]


def _make(project: Project, products: Sequence[Product], cache: Cache, report: Report, jobs: int) -> _Made:
    """Take from the cache what is there, and make the rest in processes; what is the same is made once."""
    keys = [(product.kind, key_of(product.key())) for product in products]
    contents = {key: cache.get(*key) for key in keys}
    wanted = {key: product for key, product in zip(keys, products, strict=True) if contents[key] is None}
    report.begin(len(products), len(products) - len(wanted))
    findings: list[Finding] = []
    if wanted:
        pdf.prepare(project.cache)  # tells what is missing before anything is begun
        with executor(min(jobs or os.cpu_count() or 1, len(wanted))) as pool:
            for key, result in run(pool, {key: product.make for key, product in wanted.items()}):
                findings.extend(result.findings)
                contents[key] = result.content
                if not result.findings:
                    cache.put(*key, result.content)
                report.made(wanted[key].name)
    return _Made([(one, contents[key] or b"") for key, one in zip(keys, products, strict=True)], len(wanted), findings)
