"""Content files read by a few lines of our own, to compare languages without the loader that is under test."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

WORDS = (
    "title", "nav_title", "description", "message", "lead", "figure_labels",
    "chart_title", "chart_labels", "chart_note", "diagram_title", "diagram_alt", "diagram_labels",
)  # fmt: skip
LINK = re.compile(r"(?<!!)\[([^\]]*)\]\(([^)\s]*)\)")
HEADING = re.compile(r"(?m)^(#{1,6}) (.*?)(?: \{#([^}]*)\})?$")
DIRECTIVE = re.compile(r"<!-- outreach:([a-z-]+) -->")


@dataclass(frozen=True)
class ContentText:
    """The front matter and the body of a content file."""

    fields: dict[str, Any]
    body: str

    def words(self, *skipped: str) -> Iterator[str]:
        """All words that a reader may see, without the signs of Markdown."""
        for name in WORDS:
            value = self.fields.get(name, "")
            if name not in skipped:
                yield from (str(label) for label in value.values()) if isinstance(value, dict) else [str(value)]
        body = DIRECTIVE.sub("", LINK.sub(r"\1", self.body))
        yield re.sub(r"[*|]+|^\s*(?:-|\d+\.) |-{3,}", " ", HEADING.sub(r"\2", body), flags=re.MULTILINE)


@lru_cache(maxsize=512)
def read_content(path: Path) -> ContentText:
    """Read a content file."""
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    return ContentText(yaml.safe_load(front), body)
