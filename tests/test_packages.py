"""What the project is made of: every package is declared, locked to one version, vouched for by hashes."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.lock", "requirements-test.lock")
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RUNTIME = PYPROJECT["project"]["dependencies"]
GROUPS = PYPROJECT["dependency-groups"]
EXTRAS = [line for lines in PYPROJECT["project"].get("optional-dependencies", {}).values() for line in lines]

PIN = re.compile(r"(?P<name>[a-z0-9][a-z0-9-]*)==(?P<version>[0-9][^ ;]*)(?P<marker> ; [^\\]+)?")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def entries(lock: str) -> list[list[str]]:
    """The lock's requirements, each as its first line and its hashes."""
    lines = (ROOT / lock).read_text(encoding="ascii").replace("\\\n", "\n").splitlines()
    found: list[list[str]] = []
    for line in (line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")):
        if HASH.fullmatch(line):
            found[-1].append(line)
        else:
            found.append([line])
    return found


@cache
def pins(lock: str) -> dict[str, str]:
    matches = [PIN.fullmatch(first) for first, *_ in entries(lock)]
    return {match["name"]: match["version"] for match in matches if match}


def names(requirements: list[str]) -> set[str]:
    return {canonicalize_name(Requirement(line).name) for line in requirements}


@pytest.mark.parametrize("lock", LOCKS)
def test_each_requirement_is_one_version_with_hashes(lock):
    loose = [first for first, *hashes in entries(lock) if not PIN.fullmatch(first) or not hashes]

    assert loose == []
    # One entry a package: two would mean that another Python gets another version, and so another site.
    assert len(entries(lock)) == len(pins(lock))


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_no_address_and_no_path(lock):
    """The reader's own pip knows where packages come from."""
    text = (ROOT / lock).read_text(encoding="ascii")

    assert "://" not in text
    assert re.findall(r"^\s*--(?!hash=)\S+", text, re.MULTILINE) == []
    assert re.findall(r"(?<![\w.])/\w+", text) == []


def test_the_test_lock_repeats_the_other_one():
    """So a test environment is a site environment with more in it."""
    site = pins("requirements.lock")

    assert site == {name: pins("requirements-test.lock").get(name) for name in site}


@pytest.mark.parametrize(
    ("lock", "requirements"),
    [
        ("requirements.lock", [*RUNTIME, *GROUPS["build"], *PYPROJECT["build-system"]["requires"]]),
        ("requirements-test.lock", [*RUNTIME, *GROUPS["build"], *GROUPS["test"]]),
    ],
)
def test_the_locked_versions_lie_in_the_declared_ranges(lock, requirements):
    wrong = [
        line
        for line in map(Requirement, requirements)
        if not line.specifier.contains(pins(lock).get(canonicalize_name(line.name), "0"))
    ]

    assert wrong == [], "run: make lock"


def test_every_range_has_a_lower_and_an_upper_end():
    """An upper end is a major version: its change is read before it is taken."""
    calendar = {"packaging"}  # numbered by year: no major version to wait for
    open_ended = [
        line.name
        for line in map(Requirement, [*RUNTIME, *GROUPS["build"], *GROUPS["test"]])
        if line.name not in calendar and {">=", "<"} != {part.operator for part in line.specifier}
    ]

    assert open_ended == []


def test_the_extra_that_holds_material_back_is_never_asked_for():
    assert [line for line in [*RUNTIME, *EXTRAS] if Requirement(line).extras and "i18n" in line] == []


def is_ours(module: str) -> bool:
    places = (ROOT / folder / module for folder in ("", "scripts"))
    return any(place.is_dir() or place.with_suffix(".py").is_file() for place in places)


def foreign_imports(folder: Path) -> dict[str, str]:
    """Top-level modules that are neither ours nor Python's, each with a place that imports it."""
    found: dict[str, str] = {}
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Import():
                    modules = [alias.name for alias in node.names]
                case ast.ImportFrom(module=str(module), level=0):
                    modules = [module]
                case _:
                    continue
            for top in (module.partition(".")[0] for module in modules):
                if top not in sys.stdlib_module_names and not is_ours(top):
                    found.setdefault(top, f"{path.relative_to(ROOT)}:{node.lineno}")
    return found


@pytest.mark.parametrize(
    ("folder", "requirements"),
    [("scripts", [*RUNTIME, *EXTRAS]), ("tests", [*RUNTIME, *EXTRAS, *GROUPS["test"]])],
)
def test_every_package_that_is_imported_is_declared(folder, requirements):
    """What comes along with another package today may not come along tomorrow."""
    distributions = packages_distributions()
    declared = names(requirements)
    undeclared = {
        module: place
        for module, place in foreign_imports(ROOT / folder).items()
        if not declared & {canonicalize_name(name) for name in distributions.get(module, [module])}
    }

    assert undeclared == {}
