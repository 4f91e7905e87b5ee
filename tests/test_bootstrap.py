"""Setting up: what is missing is named, got or asked for, and what is there is left alone."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

import bootstrap
from bootstrap import Environment, Need, Stop

KINDS = ("site", "test")


def absent(thing: str, package: str) -> Need:
    return Need(thing, package, lambda: False)


class Recorder:
    """Stands in for running programs: remembers each, and leaves behind what it would have made."""

    def __init__(self, environment: Environment) -> None:
        self.environment = environment
        self.commands: list[list[str]] = []
        self.fail_at = ""

    def __call__(self, command, purpose, *_):
        self.commands.append(list(command))
        if self.fail_at and self.fail_at in purpose:
            raise Stop(purpose)
        binaries = self.environment.folder / "bin"
        if "venv" in command:
            shutil.rmtree(self.environment.folder, ignore_errors=True)
            binaries.mkdir(parents=True)
            (binaries / "python").symlink_to(sys.executable)
        if "--editable" in command:
            (binaries / "outreach").touch()

    @property
    def steps(self) -> list[str]:
        """What was done, in short: venv, the name of a lock, or project."""
        return [
            "venv" if "venv" in command else "project" if "--editable" in command else command[-1]
            for command in self.commands
        ]


@pytest.fixture
def environment(tmp_path):
    for name in (*bootstrap.LOCKS.values(), "pyproject.toml"):
        (tmp_path / name).write_text(f"# {name}\n")
    return Environment(tmp_path)


@pytest.fixture
def programs(environment, monkeypatch):
    recorder = Recorder(environment)
    monkeypatch.setattr(bootstrap, "run", recorder)
    return recorder


@pytest.fixture
def bare_path(tmp_path, monkeypatch):
    """A PATH that has apt-get and nothing else; nobody may really call it."""
    folder = tmp_path / "path"
    folder.mkdir()
    apt = folder / "apt-get"
    apt.write_text("#!/bin/sh\nexit 99\n")
    apt.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(bootstrap, "SERVERS", "")
    for name in ("OUTREACH_CHROMIUM", "OUTREACH_ALL_GATES", "CI"):
        monkeypatch.delenv(name, raising=False)
    return folder


# --- What is there


def test_a_library_is_there_when_it_loads():
    assert bootstrap.library_loads("libc.so.6")
    assert not bootstrap.library_loads("libpango-no-such-thing.so.0")


def test_a_font_is_found_in_its_usual_folder_and_anywhere_below_the_font_folders(tmp_path):
    usual, other = tmp_path / "usual", tmp_path / "other"
    (other / "deep" / "down").mkdir(parents=True)
    usual.mkdir()
    (usual / "NotoSans-Regular.ttf").touch()
    (other / "deep" / "down" / "NotoSans-Bold.ttf").touch()

    assert bootstrap.font_is_there("NotoSans-Regular.ttf", [usual], [])
    assert bootstrap.font_is_there("NotoSans-Bold.ttf", [usual], [tmp_path / "absent", other])
    assert not bootstrap.font_is_there("NotoSans-Italic.ttf", [usual], [other])


def test_the_browser_is_the_one_the_environment_names(tmp_path):
    chromium = tmp_path / "google-chrome"
    chromium.touch(mode=0o755)

    assert bootstrap.browser({"PATH": str(tmp_path)}) == str(chromium)
    assert bootstrap.browser({"OUTREACH_CHROMIUM": str(chromium), "PATH": ""}) == str(chromium)
    # A wrong name is not passed over in silence for another browser.
    assert bootstrap.browser({"OUTREACH_CHROMIUM": "/no/such/browser", "PATH": str(tmp_path)}) is None


@pytest.mark.parametrize(
    ("thing", "package"),
    [
        ("libpango-1.0.so.0", "libpango-1.0-0"),
        ("libpangoft2-1.0.so.0", "libpangoft2-1.0-0"),
        ("libharfbuzz-subset.so.0", "libharfbuzz-subset0"),
    ],
)
def test_a_missing_library_names_its_package(thing, package, monkeypatch):
    monkeypatch.setattr(bootstrap, "library_loads", lambda name: name != thing)
    monkeypatch.setattr(bootstrap, "font_is_there", lambda _: True)

    lacking = bootstrap.missing(bootstrap.needs("site", venv_is_ready=True))

    assert [(thing, package)] == [(need.thing, need.package) for need in lacking]


def test_missing_fonts_name_each_package_once(monkeypatch):
    monkeypatch.setattr(bootstrap, "library_loads", lambda _: True)
    monkeypatch.setattr(bootstrap, "font_is_there", lambda _: False)

    lacking = bootstrap.missing(bootstrap.needs("site", venv_is_ready=True))
    commands = bootstrap.install_commands((need.package for need in lacking), "debian")

    assert list(bootstrap.FONTS) == [need.thing for need in lacking]
    assert ["fonts-noto-cjk", "fonts-noto-core"] == commands[-1][-2:]


def test_the_module_for_environments_is_needed_only_to_make_one():
    """Debian splits it off; who has a .venv already needs it no more."""
    package = f"python3.{sys.version_info[1]}-venv"

    assert package in [need.package for need in bootstrap.needs("site", venv_is_ready=False)]
    assert package not in [need.package for need in bootstrap.needs("site", venv_is_ready=True)]


def test_only_tests_need_a_browser():
    tools = {"chromium", "libatomic1", "poppler-utils", "git", "nginx-light"}

    assert tools <= {need.package for need in bootstrap.needs("test", venv_is_ready=True)}
    assert not tools & {need.package for need in bootstrap.needs("site", venv_is_ready=True)}


@pytest.mark.parametrize("variable", ["CI", "OUTREACH_ALL_GATES"])
@pytest.mark.usefixtures("bare_path")
def test_only_ci_and_who_asks_need_node_java_and_apache(variable, monkeypatch):
    tools = {"nodejs", "npm", "default-jre-headless", "apache2-bin"}
    assert not tools & {need.package for need in bootstrap.needs("test", venv_is_ready=True)}

    monkeypatch.setenv(variable, "true")

    assert tools <= {need.package for need in bootstrap.needs("test", venv_is_ready=True)}
    assert not tools & {need.package for need in bootstrap.needs("site", venv_is_ready=True)}


def test_a_server_is_found_where_only_root_looks(tmp_path, monkeypatch):
    nginx = tmp_path / "nginx"
    nginx.touch(mode=0o755)
    monkeypatch.setattr(bootstrap, "SERVERS", str(tmp_path))

    assert str(nginx) == bootstrap.program("nginx", {"PATH": "/no/such/folder"})
    assert bootstrap.program("nginx-of-another-name", {"PATH": "/no/such/folder"}) is None


# --- How to get it


PANGO = absent("libpango-1.0.so.0", "libpango-1.0-0")
CHROMIUM = absent("Chromium", "chromium")


def test_nothing_missing_means_nothing_to_run():
    assert bootstrap.plan([], root=False, apt=False, system="") == []


def test_root_installs_without_questions():
    install = ["apt-get", "install", "--yes", "--no-install-recommends", "libpango-1.0-0"]
    commands = bootstrap.plan([PANGO, PANGO], root=True, apt=True, system="debian")

    assert [["apt-get", "update"], install] == commands


APT = "sudo apt-get update && sudo apt-get install --yes --no-install-recommends"


@pytest.mark.parametrize(
    ("system", "line"),
    [
        ("debian", f"{APT} chromium libpango-1.0-0"),
        ("ubuntu", f"{APT} libpango-1.0-0 && sudo snap install chromium"),
    ],
)
def test_without_root_the_one_line_to_run_is_given(system, line):
    with pytest.raises(Stop) as stop:
        bootstrap.plan([PANGO, CHROMIUM], root=False, apt=True, system=system)

    assert line == str(stop.value)


def test_without_apt_the_things_themselves_are_named():
    with pytest.raises(Stop, match=r"libpango-1\.0\.so\.0 \(Debian's package libpango-1\.0-0\); Chromium"):
        bootstrap.plan([PANGO, CHROMIUM], root=True, apt=False, system="")


@pytest.mark.usefixtures("bare_path")
def test_without_root_the_command_prints_one_line_and_ends_with_2(environment, programs, monkeypatch, capsys):
    monkeypatch.setattr(bootstrap, "ROOT", environment.root)
    monkeypatch.setattr(bootstrap, "library_loads", lambda _: True)
    monkeypatch.setattr(bootstrap, "font_is_there", lambda _: True)
    monkeypatch.setattr(bootstrap, "distribution", lambda: "debian")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    status = bootstrap.main(["test"])

    assert (2, ("", f"{APT} chromium git nginx-light poppler-utils\n")) == (status, tuple(capsys.readouterr()))
    assert programs.commands == []
    assert not environment.folder.exists()


@pytest.mark.usefixtures("bare_path")
def test_root_is_told_when_a_package_did_not_bring_the_thing(programs, monkeypatch):
    monkeypatch.setattr(bootstrap, "needs", lambda *_, **__: [PANGO])
    monkeypatch.setattr(os, "geteuid", lambda: 0)

    with pytest.raises(Stop, match=r"still not found: libpango-1\.0\.so\.0"):
        bootstrap.install_system("site", venv_is_ready=True)

    assert ["update", "install"] == [command[1] for command in programs.commands]


def test_an_old_package_list_is_tried_when_no_new_one_is_to_be_had(bare_path, monkeypatch):
    """`apt-get update` fails where one of many sources is down; what we need may be there all the same."""
    got = bare_path / "got"
    apt = bare_path / "apt-get"
    apt.write_text(f'#!/bin/sh\n[ "$1" = install ] && echo "$*" >"{got}"\n')
    monkeypatch.setattr(bootstrap, "needs", lambda *_, **__: [Need("a thing", "a-package", got.exists)])
    monkeypatch.setattr(os, "geteuid", lambda: 0)

    bootstrap.install_system("site", venv_is_ready=True)

    assert got.read_text() == "install --yes --no-install-recommends a-package\n"


# --- The environment and its stamps


@pytest.mark.parametrize("kind", KINDS)
def test_a_first_run_makes_everything_and_a_second_nothing(kind, environment, programs):
    bootstrap.prepare(environment, kind)

    assert ["venv", bootstrap.LOCKS[kind], "project"] == programs.steps
    assert environment.is_ready(kind)

    bootstrap.prepare(environment, kind)

    assert len(programs.steps) == 3


def test_a_test_environment_serves_the_site_too(environment, programs):
    bootstrap.prepare(environment, "test")
    bootstrap.prepare(environment, "site")

    assert programs.steps == ["venv", "requirements-test.lock", "project"]


def test_a_site_environment_becomes_a_test_environment_by_adding_to_it(environment, programs):
    bootstrap.prepare(environment, "site")
    assert not environment.is_ready("test")

    bootstrap.prepare(environment, "test")

    assert programs.steps == ["venv", "requirements.lock", "project", "requirements-test.lock"]


def test_another_lock_makes_the_environment_anew(environment, programs):
    bootstrap.prepare(environment, "site")
    (environment.root / "requirements.lock").write_text("# newer\n")
    bootstrap.prepare(environment, "site")

    assert programs.steps == ["venv", "requirements.lock", "project"] * 2


def test_another_pyproject_installs_only_the_project_again(environment, programs):
    bootstrap.prepare(environment, "site")
    (environment.root / "pyproject.toml").write_text("# an entry point more\n")
    bootstrap.prepare(environment, "site")

    assert programs.steps == ["venv", "requirements.lock", "project", "project"]


def test_another_python_makes_the_environment_anew(environment, programs, monkeypatch):
    bootstrap.prepare(environment, "site")
    monkeypatch.setattr(sys.implementation, "cache_tag", "cpython-399")

    assert not environment.is_ready("site")


@pytest.mark.parametrize("damage", ["no stamp", "empty stamp", "binary stamp", "no python", "dangling python"])
def test_a_damaged_environment_is_made_anew(damage, environment, programs):
    bootstrap.prepare(environment, "site")
    match damage:
        case "no stamp":
            environment.stamp("site").unlink()
        case "empty stamp":
            environment.stamp("site").write_text("")
        case "binary stamp":
            environment.stamp("site").write_bytes(b"\xff\x00")
        case "no python":
            environment.python.unlink()
        case "dangling python":
            environment.python.unlink()
            environment.python.symlink_to(environment.root / "removed" / "python3")

    bootstrap.prepare(environment, "site")

    assert programs.steps == ["venv", "requirements.lock", "project"] * 2
    assert environment.is_ready("site")


def test_a_missing_command_is_installed_again(environment, programs):
    bootstrap.prepare(environment, "site")
    (environment.folder / "bin" / "outreach").unlink()
    bootstrap.prepare(environment, "site")

    assert programs.steps[3:] == ["project"]


def test_a_moved_environment_is_made_anew(environment, programs, tmp_path):
    """The commands in .venv/bin begin with the old path, so it looks well and does not work."""
    bootstrap.prepare(environment, "site")
    moved = Environment(tmp_path / "elsewhere")
    shutil.copytree(environment.root, moved.root, symlinks=True)

    assert environment.is_ready("site")
    assert not moved.is_ready("site")


@pytest.mark.parametrize("step", ["make .venv", "install the packages", "install outreach"])
def test_what_broke_off_is_done_again(step, environment, programs):
    programs.fail_at = step
    with pytest.raises(Stop):
        bootstrap.prepare(environment, "test")
    assert not environment.is_ready("test")

    programs.fail_at = ""
    bootstrap.prepare(environment, "test")

    assert environment.is_ready("test")


def test_pip_takes_only_what_the_lock_vouches_for(environment, programs):
    bootstrap.prepare(environment, "site")
    packages, project = programs.commands[1:]

    assert {"--require-hashes", "--no-deps", "--only-binary=:all:"} <= set(packages)
    assert {"--no-index", "--no-deps", "--no-build-isolation"} <= set(project)
    assert all(command[0] == str(environment.python) for command in (packages, project))


# --- The checkers of tests/tools


@pytest.fixture
def checkers(environment, programs, monkeypatch):
    """A project with everything but the checkers; npm makes the folder, as the real one does."""
    (environment.root / "tests" / "tools").mkdir(parents=True)
    own = bootstrap.Checkers(environment.root)
    (own.folder / "package-lock.json").write_text("{}")
    bootstrap.prepare(environment, "test")
    programs.commands.clear()

    def run(command, purpose, *rest, **named):
        programs(command, purpose)
        (named["folder"] / named["within"] / "node_modules").mkdir(exist_ok=True)

    monkeypatch.setattr(bootstrap, "run", run)
    monkeypatch.setattr(bootstrap, "install_system", lambda *_, **__: None)
    monkeypatch.setattr(bootstrap, "ROOT", environment.root)
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("OUTREACH_ALL_GATES", "1")
    return own


def test_the_checkers_are_installed_once_and_again_for_another_lock(checkers, programs):
    npm = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]

    assert [0, 0] == [bootstrap.main(["test"]), bootstrap.main(["test"])]
    assert [npm] == programs.commands

    (checkers.folder / "package-lock.json").write_text('{"newer": true}')

    assert bootstrap.main(["test"]) == 0
    assert [npm, npm] == programs.commands


def test_checkers_that_broke_off_are_installed_again(checkers, programs):
    programs.fail_at = "checkers"
    assert bootstrap.main(["test"]) == 2
    assert not checkers.are_ready()

    programs.fail_at = ""

    assert bootstrap.main(["test"]) == 0
    assert checkers.are_ready()


@pytest.mark.parametrize(("kind", "gates"), [("site", "1"), ("test", "")])
def test_nobody_else_needs_the_checkers(kind, gates, checkers, programs, monkeypatch):
    monkeypatch.setenv("OUTREACH_ALL_GATES", gates)

    assert bootstrap.main([kind]) == 0
    assert programs.commands == []


def test_the_lock_of_the_checkers_names_versions_and_digests_and_no_registry():
    folder = bootstrap.Checkers(bootstrap.ROOT).folder
    wanted = json.loads((folder / "package.json").read_text())["devDependencies"]
    packages = json.loads((folder / "package-lock.json").read_text())["packages"]
    locked = {name.removeprefix("node_modules/"): entry for name, entry in packages.items() if name}

    assert wanted == {name: locked[name]["version"] for name in wanted}
    assert [] == [name for name, entry in locked.items() if "resolved" in entry or "integrity" not in entry]


# --- Speaking and running


def test_a_failing_pip_is_one_line_with_its_own_reason(environment, tmp_path):
    fake = environment.python
    fake.parent.mkdir(parents=True)
    fake.write_text(
        "#!/bin/sh\n"
        "echo 'WARNING: Retrying after connection broken'\n"
        "echo 'ERROR: Could not find a version that satisfies the requirement babel==2.18.0'\n"
        "echo 'ERROR: No matching distribution found for babel==2.18.0' >&2\n"
        "exit 1\n"
    )
    fake.chmod(0o755)

    with pytest.raises(Stop) as stop:
        environment.install_packages("site")

    line = str(stop.value)
    assert "\n" not in line
    assert line.startswith(
        "could not install the packages of requirements.lock "
        "(ERROR: Could not find a version that satisfies the requirement babel==2.18.0); check the network"
    )
    assert line.endswith("the whole report is in .cache/bootstrap.log")
    assert "WARNING: Retrying" in (tmp_path / ".cache" / "bootstrap.log").read_text()
    assert not environment.has("site")


def test_a_program_that_is_not_there_is_one_line(tmp_path):
    with pytest.raises(Stop, match="could not install it: no-such-program: No such file or directory"):
        bootstrap.run(["no-such-program"], "install it", folder=tmp_path)


def test_programs_run_where_they_are_told_to(tmp_path):
    (tmp_path / "deep").mkdir()
    script = "import pathlib; pathlib.Path('here').touch()"

    bootstrap.run([sys.executable, "-c", script], "look", folder=tmp_path, within="deep")

    assert (tmp_path / "deep" / "here").exists()


def test_programs_get_no_input_and_no_empty_settings(tmp_path, monkeypatch):
    monkeypatch.setenv("PIP_TARGET", "/elsewhere")
    script = 'import os, sys; sys.exit(0 if sys.stdin.read() == "" and "PIP_TARGET" not in os.environ else 1)'

    bootstrap.run([sys.executable, "-c", script], "look", {"PIP_TARGET": ""}, tmp_path)


@pytest.mark.parametrize("arguments", [[], ["all"], ["site", "test"]])
def test_a_wrong_call_says_how_to_call(arguments, capsys):
    assert bootstrap.main(arguments) == 2
    assert capsys.readouterr().err == "usage: python3 scripts/bootstrap.py site|test\n"


def test_an_old_python_is_told_what_to_type(monkeypatch, capsys):
    monkeypatch.setattr(bootstrap, "OLDEST_PYTHON", (9, 0))

    assert bootstrap.main(["site"]) == 2
    line = capsys.readouterr().err
    assert line.count("\n") == 1
    assert "make site PYTHON=" in line


def test_a_folder_that_cannot_be_written_is_one_line(environment, monkeypatch, capsys):
    def refuse(*_):
        raise PermissionError(13, "Permission denied", "/project/.venv")

    monkeypatch.setattr(bootstrap, "install_system", lambda *_, **__: None)
    monkeypatch.setattr(bootstrap, "prepare", refuse)
    monkeypatch.setattr(bootstrap, "ROOT", environment.root)

    assert bootstrap.main(["site"]) == 2
    line = capsys.readouterr().err
    assert line == "/project/.venv: Permission denied; then run the same command again\n"


@pytest.mark.skipif(
    Path(sys.prefix) != bootstrap.ROOT / ".venv", reason="only the project's own .venv is known to be ready"
)
@pytest.mark.parametrize("kind", KINDS)
def test_a_ready_machine_is_left_alone_at_once(kind, monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("no program may be started when everything is there")

    monkeypatch.setattr(subprocess, "run", refuse)
    start = time.perf_counter()

    assert bootstrap.main([kind]) == 0
    assert time.perf_counter() - start < 1
