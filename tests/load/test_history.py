"""The day of a file's last change is git's, or it is not told at all. Every repository here is a real one."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.small_site import small_project

from outreach.load.history import last_changes
from outreach.load.library import load
from outreach.localize.edition import make_edition
from outreach.project import Project, read_project

SETTINGS = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@a.example",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@a.example",
}
A, B, C = "docs/en/a.md", "docs/en/b.md", "factsheets/en/c.md"


@dataclass(frozen=True)
class Repository:
    """A repository; a commit is made at noon of a day, by a committer in the Pacific unless told otherwise."""

    root: Path

    def git(self, *arguments: str, day: str = "2020-01-01") -> str:
        moment = day if "T" in day else f"{day}T12:00:00+0000"
        environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        dates = {"GIT_COMMITTER_DATE": moment, "GIT_AUTHOR_DATE": "2001-01-01T00:00:00Z"}
        return subprocess.run(
            ["git", *arguments],
            cwd=self.root,
            env=environment | SETTINGS | dates,
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    def write(self, **texts: str) -> None:
        for name, text in texts.items():
            self.write_file({"a": A, "b": B, "c": C}[name], text)

    def write_file(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def commit(self, day: str, **texts: str) -> None:
        self.write(**texts)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", day, day=day)


@pytest.fixture(autouse=True)
def plain_git(monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings of this machine are not what is tested."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    root = tmp_path / "project"
    root.mkdir()
    made = Repository(root)
    made.git("init", "--quiet", "--initial-branch", "main")
    return made


def test_a_file_has_the_day_of_the_last_commit_that_changed_it(repository):
    repository.commit("2020-01-01", a="1", b="1", c="1")
    repository.commit("2020-02-02", b="2")
    repository.commit("2020-03-03", c="3")
    repository.write_file("README.md", "of no page")
    repository.commit("2020-04-04")

    assert {A: "2020-01-01", B: "2020-02-02", C: "2020-03-03"} == last_changes(repository.root)


def test_the_day_is_that_of_universal_time(repository):
    repository.commit("2020-01-01T01:00:00+0300", a="1")
    repository.commit("2019-12-31T23:00:00-0500", b="1")

    assert {A: "2019-12-31", B: "2020-01-01"} == last_changes(repository.root)


def test_what_was_taken_back_counts_from_then(repository):
    repository.commit("2020-01-01", a="1")
    repository.commit("2020-02-02", a="2")
    repository.commit("2020-03-03", a="1")

    assert {A: "2020-03-03"} == last_changes(repository.root)


@pytest.mark.parametrize("committed", ["2", "1"], ids=["to new words", "back to old words"])
@pytest.mark.parametrize("staged", [True, False], ids=["staged", "not staged"])
def test_what_was_changed_since_has_no_day(repository, staged, committed):
    repository.commit("2020-01-01", a="1", b="1")
    repository.commit("2020-02-02", a="x")
    repository.write(a=committed)
    if staged:
        repository.git("add", A)

    assert {B: "2020-01-01"} == last_changes(repository.root)


def test_what_is_not_committed_has_no_day(repository):
    repository.commit("2020-01-01", a="1")
    repository.write(b="new")
    repository.write(c="added")
    repository.git("add", C)

    assert {A: "2020-01-01"} == last_changes(repository.root)


def test_what_was_deleted_has_no_day(repository):
    repository.commit("2020-01-01", a="1", b="1", c="1")
    (repository.root / B).unlink()
    repository.commit("2020-02-02")
    (repository.root / C).unlink()

    assert {A: "2020-01-01"} == last_changes(repository.root)


def test_a_new_name_is_a_change(repository):
    repository.commit("2020-01-01", a="a rather long text that git would know again")
    repository.git("mv", A, B)
    repository.commit("2020-02-02")

    assert {B: "2020-02-02"} == last_changes(repository.root)


def test_a_merge_brings_changes_with_their_own_days(repository):
    repository.commit("2020-01-01", a="1", b="1", c="1")
    repository.git("switch", "--quiet", "--create", "side")
    repository.commit("2020-02-02", a="2")
    repository.git("switch", "--quiet", "main")
    repository.commit("2020-03-03", b="3")
    repository.git("merge", "--quiet", "--no-edit", "side", day="2020-04-04")

    assert {A: "2020-02-02", B: "2020-03-03", C: "2020-01-01"} == last_changes(repository.root)


def test_a_merge_that_writes_words_of_its_own_has_changed_them(repository):
    repository.commit("2020-01-01", a="1", b="1")
    repository.git("switch", "--quiet", "--create", "side")
    repository.commit("2020-02-02", a="2")
    repository.git("switch", "--quiet", "main")
    repository.commit("2020-03-03", b="3")
    repository.git("merge", "--quiet", "--no-commit", "side", day="2020-04-04")
    repository.commit("2020-04-04", a="neither")

    assert {A: "2020-04-04", B: "2020-03-03"} == last_changes(repository.root)


def test_a_change_that_a_merge_threw_away_does_not_count(repository):
    repository.commit("2020-01-01", a="1", b="1")
    repository.git("switch", "--quiet", "--create", "side")
    repository.commit("2020-05-05", a="theirs", b="theirs")
    repository.git("switch", "--quiet", "main")
    repository.commit("2020-02-02", a="ours")
    repository.git("merge", "--quiet", "--no-edit", "--strategy-option", "ours", "side", day="2020-06-06")

    assert {A: "2020-02-02", B: "2020-05-05"} == last_changes(repository.root)


@pytest.mark.parametrize("name", ["two words.md", "two\nlines.md", 'a"quote\\.md', "نص.md", "文字.md", ":x.md", "-.md"])
def test_a_file_may_have_any_name(repository, name):
    repository.write_file(f"docs/en/{name}", "1")
    repository.commit("2020-01-01", a="1")

    assert {A: "2020-01-01", f"docs/en/{name}": "2020-01-01"} == last_changes(repository.root)


def test_a_project_may_be_a_part_of_a_repository(repository):
    project = repository.root / "web site" / "ours"
    repository.write_file("docs/en/a.md", "of another project")
    repository.write_file("web site/ours/docs/en/a.md", "1")
    repository.commit("2020-01-01")
    repository.git("switch", "--quiet", "--create", "side")
    repository.write_file("web site/ours/docs/en/b.md", "2")
    repository.commit("2020-02-02")
    repository.git("switch", "--quiet", "main")
    repository.commit("2020-03-03")
    repository.git("merge", "--quiet", "--no-ff", "--no-commit", "side", day="2020-04-04")
    repository.write_file("web site/ours/docs/en/b.md", "neither")
    repository.commit("2020-04-04")

    assert {A: "2020-01-01", B: "2020-04-04"} == last_changes(project)


@pytest.mark.parametrize(
    ("depth", "expected"),
    [
        (1, {}),
        (2, {C: "2020-03-03"}),
        (3, {B: "2020-02-02", C: "2020-03-03"}),
        (9, {A: "2020-01-01", B: "2020-02-02", C: "2020-03-03"}),
    ],
)
def test_a_shallow_clone_tells_only_what_it_knows(repository, tmp_path, depth, expected):
    """Its oldest commits seem to have written everything."""
    repository.commit("2020-01-01", a="1")
    repository.commit("2020-02-02", b="2")
    repository.commit("2020-03-03", c="3")
    clone = tmp_path / "clone"
    repository.git("clone", "--quiet", "--depth", str(depth), repository.root.as_uri(), str(clone))

    assert expected == last_changes(clone)


def test_a_linked_worktree_tells_the_same(repository, tmp_path):
    repository.commit("2020-01-01", a="1")
    repository.git("worktree", "add", "--quiet", str(tmp_path / "linked"))

    assert {A: "2020-01-01"} == last_changes(tmp_path / "linked")


def test_nothing_is_known_outside_a_repository(tmp_path):
    (tmp_path / A).parent.mkdir(parents=True)
    (tmp_path / A).write_text("1")

    assert {} == last_changes(tmp_path)


def test_nothing_is_known_before_the_first_commit(repository):
    repository.write(a="1")

    assert {} == last_changes(repository.root)


def test_nothing_is_known_without_git(repository, monkeypatch, tmp_path):
    repository.commit("2020-01-01", a="1")
    monkeypatch.setenv("PATH", str(tmp_path))

    assert {} == last_changes(repository.root)


@pytest.mark.parametrize("broken", ["HEAD", "refs/heads/main", "objects"])
def test_nothing_is_known_from_a_broken_repository(repository, broken):
    repository.commit("2020-01-01", a="1")
    path = repository.root / ".git" / broken
    path.rename(path.with_name("moved"))

    assert {} == last_changes(repository.root)


@pytest.mark.parametrize(
    "name", ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_NAMESPACE"]
)
def test_a_repository_that_the_environment_names_is_not_ours(repository, monkeypatch, tmp_path, name):
    """A build may be started by a hook of another repository."""
    repository.commit("2020-01-01", a="1")
    monkeypatch.setenv(name, str(tmp_path / "elsewhere"))

    assert {A: "2020-01-01"} == last_changes(repository.root)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("color.ui", "always"), ("core.quotePath", "true"), ("diff.noprefix", "true"), ("diff.orderFile", "/nowhere"),
        ("diff.relative", "true"), ("diff.renames", "copies"), ("diff.external", "false"), ("log.decorate", "full"),
        ("log.diffMerges", "off"), ("log.follow", "true"), ("log.showRoot", "false"), ("log.showSignature", "true"),
        ("core.fsmonitor", "./touched"), ("format.pretty", "oneline"), ("status.showUntrackedFiles", "all"),
    ],
)  # fmt: skip
def test_settings_of_a_reader_change_nothing(repository, name, value):
    """Also where names with and without the way to the project can be mixed up."""
    project = repository.root / "docs"
    repository.write_file("touched", "#!/bin/sh\ntouch ran\n")
    (repository.root / "touched").chmod(0o755)
    for text in ("a", "b", "c"):
        repository.write_file(f"docs/docs/en/{text}.md", "1")
    repository.commit("2020-01-01")
    repository.git("switch", "--quiet", "--create", "side")
    repository.write_file("docs/docs/en/a.md", "2")
    repository.commit("2020-02-02")
    repository.git("switch", "--quiet", "main")
    repository.write_file("docs/docs/en/b.md", "3")
    repository.commit("2020-03-03")
    repository.git("merge", "--quiet", "--no-commit", "side", day="2020-04-04")
    repository.write_file("docs/docs/en/a.md", "neither")
    repository.commit("2020-04-04")
    repository.git("config", name, value)

    assert {A: "2020-04-04", B: "2020-03-03", "docs/en/c.md": "2020-01-01"} == last_changes(project)
    assert not (repository.root / "ran").exists()


def test_signatures_are_not_looked_at(repository):
    """Some have them checked at every look, by a program that speaks between the lines."""
    signer = repository.root.parent / "signer"
    signature = "-----BEGIN PGP SIGNATURE-----\\n\\nx\\n-----END PGP SIGNATURE-----\\n"
    signer.write_text(f"#!/bin/sh\nprintf '\\n[GNUPG:] SIG_CREATED x\\n' >&2\nprintf -- '{signature}'\n")
    signer.chmod(0o755)
    for name, value in (("gpg.program", str(signer)), ("commit.gpgSign", "true"), ("log.showSignature", "true")):
        repository.git("config", name, value)
    repository.commit("2020-01-01", a="1")

    assert "GNUPG" in repository.git("log")
    assert {A: "2020-01-01"} == last_changes(repository.root)


def test_looking_changes_nothing(repository):
    repository.commit("2020-01-01", a="1")
    os.utime(repository.root / A, (0, 0))
    before = (repository.root / ".git/index").read_bytes()

    assert {A: "2020-01-01"} == last_changes(repository.root)
    assert before == (repository.root / ".git/index").read_bytes()


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """The small site in a repository: Arabic changed last and lacks an event, one English page changed since."""
    made = Repository(small_project(tmp_path / "small"))
    (made.root / "docs/ar/events/spring-survey-2026.md").unlink()
    made.git("init", "--quiet")
    made.commit("2020-01-01")
    for language in ("ar", "en"):
        name = f"docs/{language}/about/index.md"
        made.write_file(name, (made.root / name).read_text() + "\n")
        if language == "ar":
            made.commit("2020-02-02")
    return read_project(made.root)


def days(project: Project, code: str) -> dict[str, str]:
    library, _ = load(project)
    edition = make_edition(project, library, project.language(code), datetime(2026, 1, 1, tzinfo=UTC))
    views = (*edition.pages, *edition.events, *edition.messages, *edition.sheets)
    return {view.source_path: view.updated for view in views}


def test_a_page_has_the_day_of_the_file_that_its_words_stand_in(project):
    arabic, english = days(project, "ar"), days(project, "en")

    assert "2020-02-02" == arabic["docs/ar/about/index.md"]
    assert "" == english["docs/en/about/index.md"]
    assert {"2020-01-01"} == {day for path, day in english.items() if path != "docs/en/about/index.md"}
    assert "2020-01-01" == arabic["docs/en/events/spring-survey-2026.md"]


def test_a_fact_sheet_that_git_does_not_know_has_the_day_that_it_states(tmp_path):
    project = read_project(small_project(tmp_path / "small"))
    found = days(project, "en")

    assert {"factsheets/en/river-levels.md": "2026-11-20"} == {path: day for path, day in found.items() if day}


def test_an_edition_changes_only_when_its_own_days_do(project):
    """Its ``repr`` is its key in the cache."""

    def keys() -> dict[str, str]:
        library, _ = load(project)
        now = datetime(2026, 1, 1, tzinfo=UTC)
        return {one.code: repr(make_edition(project, library, one, now)) for one in project.languages}

    before = keys()
    Repository(project.root).git("commit", "--quiet", "--all", "--message", "x", day="2020-03-03")
    after = keys()

    assert {"en"} == {code for code in before if before[code] != after[code]}
