"""Every rule of the audit has a planted fault that it tells in the words of ``faults.txt``, and nothing else is told.

A fault is planted in a site that has none (``finished_site.py``), and the manifest is written anew, so that only
what was changed is found.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests.audit.finished_site import URL, seal, write

from outreach.audit import PAGE_RULES, SITE_RULES, check_site
from outreach.audit.page import read_page
from outreach.audit.site import Site
from outreach.audit.summaries import summarize

GOLDEN = Path(__file__).with_name("faults.txt")


@dataclass
class Edit:
    """What is done to a file: it is deleted, made a link, filled with noise, or changed at some places."""

    path: str
    whole: str = ""
    pairs: list[list[str]] = field(default_factory=list)

    def make(self, root: Path) -> None:
        file = root / self.path
        file.parent.mkdir(parents=True, exist_ok=True)
        if self.whole == "delete":
            file.unlink()
        elif self.whole.startswith("link "):
            file.symlink_to(self.whole.removeprefix("link "))
        elif self.whole:
            file.write_bytes(random.Random(self.path).randbytes(int(self.whole.removeprefix("bytes "))))
        else:
            text = file.read_bytes().decode() if file.exists() else ""
            for old, new in self.pairs:
                assert old in text, f"{self.path} does not hold {old!r}"
                text = text.replace(old, new, 1) if old else text + new
            file.write_bytes(text.encode())


@dataclass
class Fault:
    """A block of ``faults.txt``: what is changed, and what the audit is to say."""

    name: str
    edits: list[Edit] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def plant(self, root: Path) -> Path:
        """Write the site with the fault into a folder."""
        write(root)
        for edit in self.edits:
            edit.make(root)
        return root if any(edit.path == "manifest.json" for edit in self.edits) else seal(root)


def faults() -> Iterator[Fault]:
    for block in GOLDEN.read_text("utf-8").split("\n== ")[1:]:
        name, *lines = block.split("\n")
        fault = Fault(name)
        for line in lines:
            sign, text = line[:1], line[2:].replace("\\r", "\r").replace("\\n", "\n")
            if sign == "@":
                fault.edits.append(Edit(text))
            elif sign == "!":
                fault.edits[-1].whole = text
            elif sign == "-":
                fault.edits[-1].pairs.append([text, ""])
            elif sign == "+":
                fault.edits[-1].pairs[-1][1] = text
            elif sign == ">":
                fault.told.append(line[2:])
        yield fault


FAULTS = {fault.name: fault for fault in faults()}


def audited(root: Path) -> list[str]:
    """What the audit says; how a text is compressed depends on the library, so weights are left out."""
    told = (f"{finding}" if finding.is_error else f"{finding} (warning)" for finding in check_site(Site(root, URL)))
    return [re.sub(r"\d+\.\d kB", "… kB", line) for line in told]


def write_anew(name: str, told: list[str]) -> None:
    """Put what is said into ``faults.txt``."""
    blocks = GOLDEN.read_text("utf-8").split("\n== ")
    for number, block in enumerate(blocks):
        if block.partition("\n")[0] == name:
            kept = [line for line in block.strip("\n").split("\n") if not line.startswith(">")]
            blocks[number] = "\n".join([*kept, *(f"> {line}" for line in told)]) + "\n"
    GOLDEN.write_text("\n== ".join(blocks), encoding="utf-8")


def test_the_site_without_faults_has_none(tmp_path):
    assert [] == audited(write(tmp_path / "site"))


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_and_nothing_else(name, tmp_path, request):
    told = audited(FAULTS[name].plant(tmp_path / "site"))

    if request.config.getoption("--update-cases", default=False):
        write_anew(name, told)
    else:
        assert FAULTS[name].told == told
    assert told


def test_every_rule_has_a_planted_fault(tmp_path):
    """A rule that no fault of the list breaks is not tested."""
    silent = {rule.__name__ for rule in (*PAGE_RULES, *SITE_RULES)}
    for number, fault in enumerate(FAULTS.values()):
        site = Site(fault.plant(tmp_path / str(number)), URL)
        pages = [page for name in site.page_names if (page := read_page(site, name))]
        summaries = {page.path: summarize(page) for page in pages}
        silent -= {rule.__name__ for rule in PAGE_RULES for page in pages if any(rule(page))}
        silent -= {rule.__name__ for rule in SITE_RULES if any(rule(site, summaries))}

    assert set() == silent
