"""The shape of the package: one wing a stage, arrows only downwards, one door to each large library."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.built_site import ROOT

from outreach.cli import main

PACKAGE = ROOT / "scripts" / "outreach"
# A wing may know those above it in this list, and itself.
LEVELS = (
    {"findings", "jobs", "model", "project", "style"},
    {"audit", "load", "publish"},
    {"localize", "rules", "translate"},
    {"render"},
    {"build"},
    {"serve"},
    {"cli"},
)
STRANGERS = {
    "rules": {"render", "localize", "audit"},
    "render": {"rules", "audit", "translate"},
    "audit": {"rules", "render", "load", "localize", "model"},
    "load": {"rules", "render", "localize", "audit"},
}


@cache
def modules() -> dict[str, Path]:
    """Every module of the package by its full name."""
    return {
        ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__"): path
        for path in sorted(PACKAGE.rglob("*.py"))
    }


def imports(path: Path) -> Iterator[str]:
    """What a module imports, at its top or inside a function: full names, with what is taken from a package."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@cache
def arrows() -> dict[str, set[str]]:
    """The modules of ours that each module imports."""
    found = {}
    for module, path in modules().items():
        names = {name for name in imports(path) if name.startswith("outreach")}
        found[module] = {name if name in modules() else name.rpartition(".")[0] for name in names} - {module}
    return found


def wing(module: str) -> str:
    """The stage or room that a module belongs to; nothing for the package itself."""
    return [*module.split("."), ""][1]


def importers_of(*libraries: str) -> list[str]:
    return [
        module
        for module, path in modules().items()
        if any(name.partition(".")[0] in libraries for name in imports(path))
    ]


def test_every_wing_has_its_level():
    assert set() == {wing(module) for module in modules()} - {""} - set().union(*LEVELS)


def test_arrows_only_go_down():
    level = {name: number for number, names in enumerate(LEVELS) for name in names}
    upwards = [
        f"{module} → {target}"
        for module, targets in arrows().items()
        for target in targets
        if wing(module) and wing(target) and wing(module) != wing(target)
        if level[wing(target)] > level[wing(module)]
        or (level[wing(target)] == level[wing(module)] and level[wing(module)] > 0)
    ]

    assert [] == upwards


@pytest.mark.parametrize("name", STRANGERS)
def test_strangers_do_not_know_each_other(name):
    """Rules do not know rendering, rendering does not know rules, and the audit knows nothing of how pages are made."""
    known = {wing(target) for module, targets in arrows().items() if wing(module) == name for target in targets}

    assert set() == known & STRANGERS[name]


def test_no_module_leads_back_to_itself():
    """Also not through an import inside a function."""

    def way_back(start: str) -> list[str]:
        ways = [[start]]
        seen = set()
        while ways:
            way = ways.pop()
            for target in arrows()[way[-1]]:
                if target == start:
                    return [*way, target]
                if target not in seen and target in arrows():
                    seen.add(target)
                    ways.append([*way, target])
        return []

    assert [] == [way for module in modules() if (way := way_back(module))]


def test_one_module_imports_mkdocs():
    assert ["outreach.render.mkdocs_plugin"] == importers_of("mkdocs", "material", "mkdocs_static_i18n", "properdocs")


def test_one_module_imports_weasyprint():
    assert ["outreach.render.pdf"] == importers_of("weasyprint", "pydyf")


def test_no_module_is_too_long_to_read():
    lengths = {module: path.read_text("utf-8").count("\n") for module, path in modules().items()}

    assert {} == {module: length for module, length in lengths.items() if length > 400}


def test_every_module_says_what_it_is_for():
    silent = [module for module, path in modules().items() if not ast.get_docstring(ast.parse(path.read_text("utf-8")))]

    assert [] == silent


def test_the_package_is_typed():
    assert (PACKAGE / "py.typed").is_file()


def test_the_catalogs_are_up_to_date_with_templates_code_and_data():
    result = CliRunner().invoke(main, ["--project", str(ROOT), "strings", "--check"])

    assert (0, "") == (result.exit_code, result.output)


def test_there_is_no_folder_at_the_top_that_the_design_does_not_name():
    call = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    git = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, check=False)
    if git.returncode:
        pytest.skip("not a clone")
    folders = {line.partition("/")[0] for line in git.stdout.split("\0") if "/" in line}

    assert set() == folders - {"docs", "factsheets", "i18n", "overrides", "scripts", "tests", ".github", ".ci"}
