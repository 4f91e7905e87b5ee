"""The Nu HTML checker finds nothing to say of any page, style sheet or drawing of the site."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from tests.gates.pages import CODES
from tests.gates.tools import tool


def messages(addresses: Iterable[str | Path], *options: str) -> list[str]:
    """All that the checker says, errors, warnings and remarks alike: each once, and where it begins."""
    java, jar = tool("java", "vnu-jar", "build/dist/vnu.jar")
    # Pages are read from a server, so that the checker knows what is "self" to their policy. It must be allowed to.
    command = [java, "-Dnu.validator.servlet.allow-forbidden-hosts=true", "-Xss4m", "-jar", jar, "--format", "json"]
    done = subprocess.run(
        [*command, *options, *map(str, addresses)], capture_output=True, encoding="utf-8", check=False
    )
    places: dict[str, list[str]] = {}
    for one in json.loads(done.stderr)["messages"]:  # a crash of the checker is no JSON
        if not is_wrong(one):
            place = f"{one['url']}:{one.get('lastLine', '')}"
            places.setdefault(f"{one.get('subType', one['type'])}: {one['message']}", []).append(place)
    return [f"{where[0]} and {len(where) - 1} more: {what}" for what, where in sorted(places.items())]


def is_wrong(message: dict[str, Any]) -> bool:
    """Two things that this checker takes for faults, and no browser does.

    A block of data does not run, so a policy for scripts does not speak of it. And style sheets may ask for the
    size of a container since 2023; the checker's list of what there is in CSS is older.
    """
    words: str = message["message"]
    data = "violates Content Security Policy" in words and "application/ld+json" in message.get("extract", "")
    return data or (words.startswith("CSS: ") and re.search("“@?container”", words) is not None)


def pages(root: Path, address: str, code: str) -> list[str]:
    """The pages of a language, or with no language those above all."""
    names = (path.relative_to(root) for path in root.rglob("*.html"))
    return sorted(f"{address}{name}" for name in names if code == (name.parts[0] if name.parts[0] in CODES else ""))


@pytest.mark.slow
@pytest.mark.parametrize("code", [*CODES, ""])
def test_pages_are_without_fault(site, address, code):
    every = pages(site.root, address, code)
    said = messages(every)

    assert len(every) > 40
    assert not said, "\n".join(said)


def test_style_sheets_and_drawings_are_without_fault(site):
    files = sorted(path for path in site.root.rglob("*") if path.suffix in {".css", ".svg"})
    said = messages(files, "--also-check-css", "--also-check-svg")

    assert {".css", ".svg"} == {path.suffix for path in files}
    assert not said, "\n".join(said)


def test_the_checker_sees_what_is_wrong(tmp_path):
    """A gate that lets everything pass is none."""
    (tmp_path / "bad.html").write_text('<!doctype html><html lang="en"><title>Bad</title><p><div>a</div></p><br/>')
    (tmp_path / "bad.css").write_text("p { colour: red }")
    (tmp_path / "bad.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"><rectangle/></svg>')
    said = messages(sorted(tmp_path.iterdir()), "--also-check-css", "--also-check-svg")

    assert {"bad.css", "bad.html", "bad.svg"} == {line.partition(":")[2].split("/")[-1].split(":")[0] for line in said}
    assert any(": info: " in line for line in said)  # the slash of <br/>
