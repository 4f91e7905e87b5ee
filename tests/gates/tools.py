"""Checkers that need Node or Java: there in CI, and wherever ``OUTREACH_ALL_GATES=1 make test`` brought them."""

from __future__ import annotations

import pytest

from bootstrap import ROOT, Checkers, all_gates, program

TOOLS = Checkers(ROOT).folder
PACKAGES = TOOLS / "node_modules"


def tool(command: str, package: str, file: str) -> list[str]:
    """The command and the file of a package that it runs. Skips the test where they may be missing."""
    binary, script = program(command), PACKAGES / package / file
    if binary and script.exists():
        return [binary, str(script)]
    what = f"{package} is not installed: it needs {command}, and OUTREACH_ALL_GATES=1 make test"
    if all_gates():
        pytest.fail(what)
    pytest.skip(what)
