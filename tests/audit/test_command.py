"""``outreach audit`` needs a folder and nothing else: no project, no settings, no address."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.audit.finished_site import URL, seal, write
from tests.built_site import ROOT, BuiltSite

from outreach.audit import check_site
from outreach.audit.home import UNKNOWN, read_site
from outreach.cli import main


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a finished site and no project, which is the current one."""
    write(tmp_path / "site")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def audit(*arguments: str) -> Result:
    result = CliRunner().invoke(main, [*arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def break_a_link(folder: Path) -> None:
    page = folder / "site/ar/index.html"
    page.write_text(page.read_text("utf-8").replace('href="#gauges"', 'href="#مقاييس"'), encoding="utf-8")
    seal(folder / "site")


def test_a_site_without_faults_is_clean(here):
    result = audit("audit", "site")

    assert (0, "no findings.\n", "") == (result.exit_code, result.stdout, result.stderr)


def test_findings_are_told_and_counted(here):
    break_a_link(here)

    result = audit("audit", "site")

    assert (1, "") == (result.exit_code, result.stdout)
    assert (
        "ar/index.html:32: the link '\u2068#مقاييس\u2069' names nothing on its page; mend the link, or publish what it "
        "leads to\n1 error.\n"
    ) == result.stderr


def test_a_warning_alone_is_a_finding_too(here):
    page = here / "site/en/index.html"
    page.write_text(page.read_text("utf-8").replace('width="40" height="30"', ""), encoding="utf-8")
    seal(here / "site")

    result = audit("audit", "site")

    assert 1 == result.exit_code
    assert "1 warning." == result.stderr.splitlines()[-1]


def test_machines_read_findings_as_json(here):
    assert [] == json.loads(audit("audit", "site", "--format", "json").stdout)
    break_a_link(here)

    result = audit("audit", "site", "--format", "json")

    assert (1, "") == (result.exit_code, result.stderr)
    assert [("ar/index.html", 32, "broken-link", "error")] == [
        (found["path"], found["line"], found["rule"], found["severity"]) for found in json.loads(result.stdout)
    ]


def test_a_pull_request_shows_findings_on_their_lines(here):
    break_a_link(here)

    result = audit("audit", "site", "--format", "github")

    assert 1 == result.exit_code
    assert result.stdout.startswith("::error file=ar/index.html,line=32,title=broken-link::the link ")
    assert 1 == len(result.stdout.splitlines())


def test_the_address_of_the_project_counts_if_the_project_is_named(here):
    settings = here / "project/mkdocs.yml"
    settings.parent.mkdir()
    settings.write_text((ROOT / "mkdocs.yml").read_text("utf-8"), encoding="utf-8")

    result = audit("--project", "project", "audit", "site")

    assert 1 == result.exit_code
    assert "the canonical address is 'https://site.example/sub/en/'; the page is read at " in result.stderr


def test_a_project_that_is_not_there_is_said_so(here):
    result = audit("--project", ".", "audit", "site")

    assert 2 == result.exit_code
    assert 1 == len(result.stderr.splitlines())


@pytest.mark.parametrize("files", [[], ["notes.txt"], ["index.html/"]])
def test_a_folder_that_is_no_site_is_said_so(here, files):
    folder = here / "other"
    folder.mkdir()
    for name in files:
        (folder / name).mkdir() if name.endswith("/") else (folder / name).write_text("x")

    result = audit("audit", "other")

    assert (2, "") == (result.exit_code, result.stdout)
    assert "other: there is no page in this folder; name the folder of a finished site\n" == result.stderr


def test_a_folder_that_is_not_there_is_said_so(here):
    assert 2 == audit("audit", "nowhere").exit_code
    assert 2 == audit("audit", "site/index.html").exit_code


def test_the_address_is_what_home_pages_say_and_one_that_is_wrong_is_outvoted(here):
    assert URL == read_site(here / "site").url
    home = here / "site/index.html"
    home.write_text(home.read_text("utf-8").replace(f'canonical" href="{URL}"', 'canonical" href="https://x.example/"'))
    seal(here / "site")

    assert URL == read_site(here / "site").url
    assert ["index.html"] == [finding.position.path for finding in check_site(read_site(here / "site"))]


def test_without_home_pages_any_page_says_the_address(here):
    for name in ("index.html", "en/index.html", "ar/index.html"):
        (here / "site" / name).unlink()

    assert URL == read_site(here / "site").url


def test_a_site_that_says_no_address_is_audited_all_the_same(here):
    shutil.rmtree(here / "site")
    (here / "site/en").mkdir(parents=True)
    (here / "site/en/index.html").write_text("<h1>Hello</h1>")

    site = read_site(here / "site")

    assert UNKNOWN == site.url
    assert {"canonical", "title", "policy", "language"} <= {finding.rule for finding in check_site(site)}


def test_the_real_site_has_no_faults(site: BuiltSite):
    """As a stranger sees it: its address is found in its pages, and is that of the project."""
    finished = read_site(site.root)

    assert site.project.url == finished.url
    assert [] == [str(finding) for finding in check_site(finished)]
