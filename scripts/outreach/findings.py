"""What an editor can mend: findings are values with a place, never exceptions."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz, process


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A line of a file. ``path`` is relative to the project, with forward slashes; lines count from 1."""

    path: str
    line: int = 1

    def __str__(self) -> str:
        return f"{_visible(self.path)}:{self.line}"


class Severity(StrEnum):
    """An error stops a build; a warning is something that may be published."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One problem and how to mend it. ``rule`` is a kebab-case code that documentation can name."""

    position: Position
    rule: str
    problem: str
    fix: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        return f"{self.position}: {self.problem}; {self.fix}"

    @property
    def is_error(self) -> bool:
        """Whether this finding stops a build."""
        return self.severity is Severity.ERROR


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Sort by place, and drop what two rules say in the same words."""
    return tuple(sorted(set(findings), key=lambda f: (f.position, f.rule, f.problem, f.fix)))


def quoted(text: object, limit: int = 60) -> str:
    """Quote what an editor wrote, short, on one line and safe on a terminal.

    Right-to-left text is isolated (U+2068, U+2069), so that the rest of the line keeps its order, and
    control characters are shown as their code.
    """
    shown = _visible(" ".join(str(text).split()))
    if len(shown) > limit:
        shown = shown[: limit - 1] + "…"
    if any(unicodedata.bidirectional(c) in ("R", "AL", "AN") for c in shown):
        shown = f"\u2068{shown}\u2069"
    return f"'{shown}'"


def did_you_mean(written: str, known: Iterable[str], otherwise: str) -> str:
    """Advise the known name that is most like what was written; ``otherwise`` if none is."""
    alike = lambda text: text.casefold().replace("_", "-")  # noqa: E731
    near = process.extractOne(written, sorted(known), scorer=fuzz.ratio, processor=alike, score_cutoff=70)
    return f"did you mean '{near[0]}'?" if near else otherwise


def _visible(text: str) -> str:
    """Show control characters as their code; the joiners that Arabic and Indic scripts need may stay."""
    return "".join(
        f"U+{ord(c):04X}" if unicodedata.category(c) in ("Cc", "Cf", "Cs") and c not in "\u200c\u200d" else c
        for c in text
    )
