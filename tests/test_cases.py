"""Golden cases: every mistake that an editor can make is told in one line with its place, and nothing else is.

A folder of ``tests/cases/`` holds files that are laid over the small site (``tests/sites/small``), and in
``findings.txt`` what ``outreach check`` then says, to the letter. Cases hold mistakes and, beside them, what is
easily mistaken for one. What git keeps badly (links, bytes that are no text, very long lines) is built here.

A new case is a folder with its files; ``pytest tests/test_cases.py --update-cases`` writes its ``findings.txt``,
and rewrites those of all others. Read the difference before you commit it: it is what editors will read.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.built_site import NOW, ROOT
from tests.small_site import small_project

from outreach import rules
from outreach.cli import main
from outreach.load.library import load
from outreach.localize.edition import make_edition
from outreach.project import read_project
from outreach.render import pdf
from outreach.render.factsheet import papers

CASES = ROOT / "tests" / "cases"
Builder = Callable[[Path], None]


def put(project: Path, name: str, content: bytes | str) -> None:
    path = project / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def symbolic_links(project: Path) -> None:
    """A file, a folder, a picture, data, a loop and a link to nothing; the folder's own files are not read."""
    outside = project.parent / "outside"
    put(outside, "secret.md", "---\ntitle: Secret\ndescription: Not of this project.\n---\n")
    (project / "docs/en/about/secret.md").symlink_to(outside / "secret.md")
    (project / "docs/fr/secrets").symlink_to(outside, target_is_directory=True)
    (project / "docs/assets/mark.svg").symlink_to(project / "docs/assets/gauge.svg")
    (project / "docs/data/figures.yml").rename(project / "docs/data/numbers.txt")
    (project / "docs/data/figures.yml").symlink_to("numbers.txt")
    (project / "docs/ar/loop").symlink_to("..", target_is_directory=True)
    (project / "factsheets/en/nothing.md").symlink_to("nowhere.md")


def a_top_folder_is_a_symbolic_link(project: Path) -> None:
    (project / "factsheets").rename(project / "sheets")
    (project / "factsheets").symlink_to("sheets", target_is_directory=True)


def bytes_that_are_no_text(project: Path) -> None:
    """Three usual ways to save a file wrongly, and a catalog."""
    page = (project / "docs/fr/events/index.md").read_text()
    put(project, "docs/fr/events/index.md", page.encode("latin-1", "replace"))
    put(project, "docs/ar/events/index.md", (project / "docs/ar/events/index.md").read_text().encode("utf-16"))
    put(project, "docs/data/places.yml", b'- id: geneva\n  name: "Gen\xe8ve"\n')
    catalog = "i18n/fr/LC_MESSAGES/messages.po"
    put(project, catalog, (project / catalog).read_text(encoding="utf-8").encode("latin-1"))
    put(project, "docs/en/index.md", "---\ntitle: A bell\x07 rings\ndescription: \x00\n---\n")


def marks_and_line_ends_of_other_systems(project: Path) -> None:
    """A byte order mark, CRLF, CR alone, and signs that only some programs take for line ends."""
    for name in ("docs/en/index.md", "docs/data/figures.yml"):
        put(project, name, b"\xef\xbb\xbf" + (project / name).read_bytes().replace(b"\n", b"\r\n"))
    put(
        project,
        "docs/fr/faq/water-levels.md",
        (project / "docs/fr/faq/water-levels.md").read_bytes().replace(b"\n", b"\r"),
    )
    name = "i18n/fr/LC_MESSAGES/messages.po"
    put(project, name, b"\xef\xbb\xbf" + (project / name).read_bytes().replace(b"\n", b"\r\n"))
    name = "docs/en/events/index.md"
    text = (project / name).read_text().replace("Surveys take", "Surveys\u2028take\x0b place\x85and\x0c", 1)
    put(project, name, text.replace("by date", "by\u2028date") + "\n<b>\n")


def names_that_are_no_text(project: Path) -> None:
    text = "---\ntitle: A page\ndescription: A page of a strange name.\n---\n"
    put(project, "docs/en/about/two\nlines.md", text)
    put(project, os.fsdecode(b"docs/en/about/\xff.md"), text)
    put(project, "docs/en/about/\u202egnp.md", text)


def not_files(project: Path) -> None:
    os.mkfifo(project / "docs/en/about/pipe.md")


def very_long_and_very_deep(project: Path) -> None:
    """Nothing here is usual, and nothing may bring the command down."""
    head = "---\ntitle: Events\ndescription: Surveys and meetings.\n---\n"
    body = [
        "> " * 500 + "deep",
        "\n".join("    " * depth + "- deeper" for depth in range(120)),
        "[" * 5_000 + "](index.md)",
        "*" * 20_000,
        "word " * 40_000,
        "{ " + " " * 20_000 + "and no end",
        "## Long " + "x" * 20_000 + " " * 20_000 + "{#long}",
        "[long](" + "a/" * 5_000 + "index.md)",
    ]
    put(project, "docs/en/events/index.md", head + "\n\n".join(body) + "\n")
    for code in ("fr", "ar"):
        put(project, f"docs/{code}/events/index.md", f"{head}\n## Long {{#long}}\n")
    put(project, "docs/fr/faq/index.md", f"---\ntitle: {'[' * 5_000}\ndescription: deep\n---\n")
    put(project, "docs/ar/faq/index.md", f"---\ntitle: {'[' * 3_000 + ']' * 3_000}\ndescription: deep\n---\n")
    put(project, "docs/en/faq/index.md", f"---\ntitle: {'{a: ' * 300 + '}' * 300}\ndescription: deep\n---\n")
    put(project, "docs/data/charts.yml", "- " * 2_000 + "id: x\n")


BUILDERS: tuple[Builder, ...] = (
    symbolic_links,
    a_top_folder_is_a_symbolic_link,
    bytes_that_are_no_text,
    marks_and_line_ends_of_other_systems,
    names_that_are_no_text,
    not_files,
    very_long_and_very_deep,
)
BUILT = {builder.__name__.replace("_", "-"): builder for builder in BUILDERS}
NAMES = sorted({path.name for path in CASES.iterdir()} | BUILT.keys())


def project_of(name: str, folder: Path) -> Path:
    """The small site with the mistakes of a case."""
    project = small_project(folder / "project", CASES / name if (CASES / name).exists() else None)
    if name in BUILT:
        BUILT[name](project)
    return project


def said(project: Path, *arguments: str) -> tuple[int, str]:
    """Run the command; its exit status and what it says."""
    result = CliRunner().invoke(main, ["--project", str(project), *arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


def test_cases_and_builders_are_in_step():
    """Every folder and every builder has its ``findings.txt``."""
    assert [] == [name for name in NAMES if not (CASES / name / "findings.txt").exists()]


@pytest.mark.parametrize("name", NAMES)
def test_check_says_what_is_wrong_and_nothing_else(name, tmp_path, request):
    project = project_of(name, tmp_path)
    golden = CASES / name / "findings.txt"

    status, output = said(project, "check")

    if request.config.getoption("--update-cases", default=False):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(output, encoding="utf-8")
    expected = golden.read_text(encoding="utf-8")
    assert expected == output
    errors = [line for line in expected.splitlines()[:-1] if not line.endswith("(warning)")]
    assert (1 if errors else 0) == status


@pytest.mark.parametrize(
    "name", ["yaml-is-broken", "raw-html", "catalog-is-missing", "symbolic-links", "folder-is-missing"]
)
def test_a_build_with_mistakes_leaves_the_last_site_alone(name, tmp_path):
    project = project_of(name, tmp_path)
    put(project, "site/en/index.html", "the last good site\n")
    before = {path: path.stat().st_mtime_ns for path in (project / "site").rglob("*")}
    told = (CASES / name / "findings.txt").read_text(encoding="utf-8").splitlines()

    status, output = said(project, "build", "--now", "2026-11-22")

    assert 1 == status
    assert told[:-1] == output.splitlines()[:-1]
    assert "nothing was published. The last site is as it was." in output.splitlines()[-1]
    assert before == {path: path.stat().st_mtime_ns for path in (project / "site").rglob("*")}
    assert not list(project.glob(".site*")) + list(project.glob("*.new"))


def test_a_fact_sheet_longer_than_its_page_is_told(tmp_path, monkeypatch):
    """In its language only, and with how much is too much; the same sheet without the addition fits."""
    folder = small_project(tmp_path / "project")
    sheet = folder / "factsheets/fr/river-levels.md"
    sheet.write_text(sheet.read_text(encoding="utf-8") + "\n" + "Une phrase de plus. " * 200 + "\n", encoding="utf-8")
    project = read_project(folder)
    library, findings = load(project)
    assert () == (*findings, *rules.check(project, library))
    monkeypatch.delenv("FONTCONFIG_FILE", raising=False)  # so that what follows is undone
    pdf.prepare(tmp_path)

    told = {}
    for code in ("en", "fr"):
        edition = make_edition(project, library, project.language(code), NOW)
        (paper,) = papers(project, edition)
        told[code] = [str(finding) for finding in pdf.findings(paper, pdf.print_paper(paper))]

    (line,) = told["fr"]
    assert re.fullmatch(r"factsheets/fr/river-levels\.md:\d+: the fact sheet fills 2 pages; shorten it by .*", line)
    assert [] == told["en"]
