"""PDFs of a finished site: one A4 page each, tagged, in their language."""

from __future__ import annotations

from collections.abc import Iterator

import pypdfium2

from outreach.audit.site import Site, fault
from outreach.findings import Finding

A4 = (595.28, 841.89)
"""Width and height of A4 in points."""


def check_paper(site: Site) -> Iterator[Finding]:
    """All findings about fact sheets."""
    for name in sorted(site.files):
        if name.endswith(".pdf"):
            yield from is_one_page_of_a4(site, name)


def is_one_page_of_a4(site: Site, name: str) -> Iterator[Finding]:
    """A fact sheet is a single sheet."""
    try:
        document = pypdfium2.PdfDocument(site.read(name) or b"")
        size = document[0].get_size() if len(document) else A4
    except pypdfium2.PdfiumError as error:
        yield _finding(name, f"not a readable PDF: {error}")
        return
    if len(document) != 1:
        yield _finding(name, f"the PDF has {len(document)} pages")
    if any(abs(side - wanted) > 1 for side, wanted in zip(size, A4, strict=True)):
        yield _finding(name, f"the page measures {size[0]:.0f} by {size[1]:.0f} points, not A4")


def _finding(name: str, problem: str) -> Finding:
    return fault(name, "paper", problem, "mend the sheet or its template")
