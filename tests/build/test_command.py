"""What the command says, to people and to machines, and its exit status: 0 clean, 1 findings, 2 could not run."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.build.small import change, run, tree

from outreach.cli import Instant, _as_annotation, main
from outreach.findings import Finding, Position


def outreach(root: Path, *arguments: str) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(main, ["--project", str(root), *arguments])


@pytest.fixture
def mistaken(small: Path) -> Path:
    """The project with a slip in its front matter."""
    change(small / "docs/en/about/index.md", "description:", "descripton: x\ndescription:")
    return small


SLIP = "docs/en/about/index.md:3: unknown field 'descripton'; did you mean 'description'?"


def test_clean_sources_give_0(warm: Path) -> None:
    result = outreach(warm, "check")

    assert 0 == result.exit_code
    assert "warning" in result.stderr, "a missing translation is told, and is no error"


def test_findings_give_1(mistaken: Path) -> None:
    result = outreach(mistaken, "check")

    assert 1 == result.exit_code
    assert SLIP in result.stderr.splitlines()
    assert "" == result.stdout


def test_findings_stop_a_build_and_leave_the_site(mistaken: Path) -> None:
    before = tree(mistaken / "site")

    result = outreach(mistaken, "build", "ar")

    assert 1 == result.exit_code
    assert SLIP in result.stderr.splitlines()
    assert "The last site is as it was." in result.stderr
    assert before == tree(mistaken / "site")


def test_check_looks_at_the_paths_that_are_named(mistaken: Path) -> None:
    assert 1 == outreach(mistaken, "check", str(mistaken / "docs/en")).exit_code
    assert 1 == outreach(mistaken, "check", str(mistaken / "docs/en/about/index.md")).exit_code
    assert 0 == outreach(mistaken, "check", str(mistaken / "docs/ar")).exit_code


def test_json_is_all_that_machines_are_given(mistaken: Path) -> None:
    result = outreach(mistaken, "check", "--format", "json")

    findings = json.loads(result.stdout)
    assert 1 == result.exit_code
    assert {("path", "line", "rule", "severity", "problem", "fix")} == {tuple(finding) for finding in findings}
    assert {"error", "warning"} == {finding["severity"] for finding in findings}
    assert {
        "path": "docs/en/about/index.md",
        "line": 3,
        "rule": "unknown-field",
        "severity": "error",
        "problem": "unknown field 'descripton'",
        "fix": "did you mean 'description'?",
    } in findings


def test_no_findings_are_an_empty_list(small: Path) -> None:
    result = outreach(small, "check", "--format", "json", str(small / "docs/data"))

    assert (0, []) == (result.exit_code, json.loads(result.stdout))


def test_status_tells_machines_every_page_in_every_language(warm: Path) -> None:
    result = outreach(warm, "status", "--format", "json")

    status = json.loads(result.stdout)
    assert 0 == result.exit_code
    assert ["pages", "languages"] == list(status)
    assert {("source", "language", "path", "section", "state", "change")} == {tuple(page) for page in status["pages"]}
    assert {
        "source": "docs/en/about/bodies.md",
        "language": "ar",
        "path": "about/bodies",
        "section": "",
        "state": "missing",
        "change": "",
    } in status["pages"]
    assert 3 == status["languages"]["ar"]["missing"]


def test_annotations_are_one_line_each(mistaken: Path) -> None:
    result = outreach(mistaken, "check", "--format", "github")

    lines = result.stdout.splitlines()
    assert (
        "::error file=docs/en/about/index.md,line=3,title=unknown-field::"
        "unknown field 'descripton'; did you mean 'description'?"
    ) in lines
    assert all(line.startswith(("::error ", "::warning ")) for line in lines)


def test_annotations_escape_what_would_end_them() -> None:
    finding = Finding(position=Position("a,b:c%.md", 7), rule="rule", problem="50 %\r\n::error::no", fix="mend it")

    assert "::error file=a%2Cb%3Ac%25.md,line=7,title=rule::50 %25%0D%0A::error::no; mend it" == _as_annotation(finding)


@pytest.mark.parametrize("arguments", [("build", "xx"), ("serve", "xx"), ("build", "ar", "EN")])
def test_an_unknown_language_is_told_with_those_there_are(arguments: tuple[str, ...], warm: Path) -> None:
    result = outreach(warm, *arguments)

    assert (2, "") == (result.exit_code, result.stdout)
    assert f"unknown language '{arguments[-1]}'; choose from ar, zh, en\n" == result.stderr


def test_a_folder_without_a_project_is_told_how_to_go_on(tmp_path: Path) -> None:
    result = outreach(tmp_path, "build")

    assert 2 == result.exit_code
    assert "mkdocs.yml:1: there is no mkdocs.yml here; go to the project's folder, or name it with --project\n" == (
        result.stderr
    )


@pytest.mark.parametrize(
    "arguments", [("build", "--jobs", "0"), ("build", "--now", "soon"), ("serve", "--port", "0"), ("no",)]
)
def test_wrong_usage_gives_2(arguments: tuple[str, ...], warm: Path) -> None:
    result = outreach(warm, *arguments)

    assert 2 == result.exit_code
    assert "Error: " in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-11-22", datetime(2026, 11, 22, tzinfo=UTC)),
        ("2026-11-22T09:00:00Z", datetime(2026, 11, 22, 9, tzinfo=UTC)),
        ("2026-11-22 09:00", datetime(2026, 11, 22, 9, tzinfo=UTC)),
        ("2026-11-22T09:00:00+03:00", datetime(2026, 11, 22, 9, tzinfo=timezone(timedelta(hours=3)))),
    ],
)
def test_a_moment_may_be_written_with_or_without_its_time(written: str, moment: datetime) -> None:
    read = Instant().convert(written, None, None)

    assert (moment, moment.utcoffset()) == (read, read.utcoffset())


@pytest.mark.parametrize("written", ["22/11/2026", "2026-13-01", "tomorrow", ""])
def test_what_is_no_moment_is_told_with_an_example(written: str, warm: Path) -> None:
    result = outreach(warm, "build", "--now", written)

    assert 2 == result.exit_code
    assert f"'{written}' is not a moment; write it like 2026-11-22T09:00:00Z" in result.stderr


def test_build_says_where_the_site_is(small: Path, tmp_path: Path) -> None:
    """In a process of its own, from another folder, for one language and the source language."""
    result = run(small, "build", "ar", "--output", tmp_path / "elsewhere", "--now", "2026-11-22")

    assert 0 == result.returncode
    first, second = result.stdout.splitlines()
    assert f"{tmp_path / 'elsewhere'} is ready: 2 languages, 23 pages, 2 PDFs (0 parts made, " in first
    assert "outreach serve" in second
    assert tree(small / "site") == tree(tmp_path / "elsewhere")


def test_without_a_cache_nothing_is_remembered(small: Path, tmp_path: Path) -> None:
    before = tree(small / ".cache/outreach/pages")

    result = run(small, "build", "en", "--no-cache", "--output", tmp_path / "elsewhere")

    assert 0 == result.returncode
    assert before == tree(small / ".cache/outreach/pages")


def test_a_link_in_the_place_of_the_site_is_followed(small: Path, tmp_path: Path) -> None:
    """Where ``site`` is a link to the folder that a server shows, that folder is renewed, and stays a link's end."""
    shown = tmp_path / "shown"
    (small / "site").rename(shown)
    (small / "site").symlink_to(shown)
    change(small / "docs/en/faq/why.md", "See", "Read")

    result = run(small, "build", "ar")

    assert 0 == result.returncode
    assert (small / "site").is_symlink()
    assert "Read" in (shown / "en/faq/why/index.html").read_text("utf-8")


def test_the_sources_are_never_taken_for_a_site(small: Path) -> None:
    for place in (small, small / "docs"):
        result = run(small, "build", "en", "--output", place)

        assert 2 == result.returncode
        assert f"{place} is not a built site, so it is not replaced; choose another folder with --output\n" == (
            result.stderr
        )
    assert (small / "docs/en/index.md").exists()


def test_a_site_is_not_put_among_the_words(small: Path) -> None:
    result = run(small, "build", "en", "--output", small / "docs/site")

    assert 2 == result.returncode
    assert f"{small / 'docs/site'} is within the project's own words; choose another folder with --output\n" == (
        result.stderr
    )
    assert not (small / "docs/site").exists()


def test_a_path_that_is_not_there_is_told(small: Path) -> None:
    """A check of a mistyped path would always pass."""
    assert 2 == outreach(small, "check", str(small / "docs/nope")).exit_code


def test_audit_tells_what_is_broken(small: Path) -> None:
    assert 0 == outreach(small, "audit", str(small / "site")).exit_code
    (small / "site/en/about/index.html").unlink()

    result = outreach(small, "audit", str(small / "site"))

    assert 1 == result.exit_code
    assert "leads nowhere" in result.stderr
