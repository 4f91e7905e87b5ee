"""A build that reuses what it can gives byte for byte what a build without a cache gives."""

from __future__ import annotations

import io
import os
import random
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from babel.messages.pofile import read_po, write_po
from tests.build.small import TWO, build_small, change, copy_small, draw_picture, tree

Edit = Callable[[Path], object]


def _in_two(root: Path, name: str) -> Iterator[Path]:
    for code in (*TWO, "zh"):
        yield root / name.replace("*", code)


def _delete(root: Path, name: str) -> None:
    for path in _in_two(root, name):
        path.unlink()


def _rename(root: Path, name: str, stem: str) -> None:
    for path in _in_two(root, name):
        path.rename(path.with_stem(stem))


def _add(root: Path, name: str, text: str) -> None:
    for path in _in_two(root, name):
        path.write_text(text, encoding="utf-8")


def _translate(path: Path, message: str, words: str) -> None:
    catalog = read_po(io.BytesIO(path.read_bytes()), locale=path.parts[-3])
    catalog[message].string = words
    with path.open("wb") as file:
        write_po(file, catalog)


EDITS: dict[str, Edit] = {
    "words": lambda root: change(root / "docs/ar/faq/why.md", "أنشئ", "أسس"),
    "words of a page that another language lacks": lambda root: change(
        root / "docs/en/about/bodies.md", "title: Bodies", "title: Organs"
    ),
    "front matter": lambda root: change(
        root / "docs/en/key-messages/adds-value.md", "message: Adds", "message: Adds a"
    ),
    "a date": lambda root: change(root / "docs/en/events/first.md", "end: 2026-02-08", "end: 2026-02-09"),
    "words of a fact sheet": lambda root: change(root / "factsheets/ar/platform.md", "يجتمع", "يلتقي"),
    "a frame of pages": lambda root: _append(root / "overrides/partials/footer.html", "<p>!</p>"),
    "a list's template": lambda root: _append(root / "overrides/directives/events.html", "<p>!</p>"),
    "the print template": lambda root: change(root / "overrides/print/factsheet.html", "</main>", "<p>!</p></main>"),
    "a token": lambda root: _append(
        root / "overrides/assets/stylesheets/tokens.css", ":root { --color-new: #123456; }"
    ),
    "the sheet's style": lambda root: _append(root / "overrides/assets/stylesheets/sheet.css", "h1 { color: #123456 }"),
    "a catalog": lambda root: _translate(root / "i18n/ar/LC_MESSAGES/messages.po", "Fact sheets", "صحائف أخرى"),
    "the site's name": lambda root: change(root / "mkdocs.yml", "site_name: ", "site_name: New "),
    "the site's address": lambda root: change(
        root / "mkdocs.yml", "https://outreach.example/", "https://new.example/a/"
    ),
    "a figure": lambda root: change(root / "docs/data/figures.yml", "94", "95"),
    "a picture": lambda root: draw_picture(root / "docs/assets/leaf.png", (1, 2, 3)),
    "a deleted page": lambda root: _delete(root, "docs/*/faq/why.md"),
    "a renamed page": lambda root: _rename(root, "docs/*/faq/why.md", "because"),
    "an added page": lambda root: _add(root, "docs/*/faq/new.md", "---\ntitle: ???\ndescription: '!'\n---\n\n"),
    "a removed translation": lambda root: (root / "docs/ar/events/first.md").unlink(),
    "a removed fact sheet": lambda root: (root / "factsheets/ar/platform.md").unlink(),
}


def _append(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text + "\n", encoding="utf-8")


def afresh(root: Path, folder: Path, *, now: datetime | None = None, jobs: int = 0) -> dict[str, str]:
    """What a build in another folder gives that knows nothing but the cuts of fonts.

    Those take longest, and depend on face and characters alone (see ``test_fonts`` and the Chinese case below).
    """
    root = Path(shutil.copytree(root, folder, symlinks=True, ignore=shutil.ignore_patterns("pages", "sheets", "site")))
    build_small(root, **({"now": now} if now else {}), jobs=jobs)  # type: ignore[arg-type]
    return tree(root / "site")


@pytest.mark.parametrize("name", EDITS)
def test_a_change_shows_in_full(name: str, small: Path, tmp_path: Path) -> None:
    before = tree(small / "site")
    EDITS[name](small)

    build_small(small)

    after = tree(small / "site")
    assert before != after
    assert afresh(small, tmp_path / "fresh") == after


def test_an_event_that_passes_moves_in_the_lists(small: Path, tmp_path: Path) -> None:
    before = tree(small / "site")
    later = datetime(2027, 6, 1, tzinfo=UTC)

    build_small(small, now=later)

    after = tree(small / "site")
    assert before != after
    assert afresh(small, tmp_path / "fresh", now=later) == after


def test_the_number_of_processes_does_not_show(small: Path, tmp_path: Path) -> None:
    """The site at hand was made by one for each core."""
    one, three = (afresh(small, tmp_path / str(jobs), jobs=jobs) for jobs in (1, 3))

    assert one == three == tree(small / "site")


def test_a_change_that_is_taken_back_costs_nothing(small: Path) -> None:
    before = tree(small / "site")
    words = small / "docs/en/faq/why.md"
    text = words.read_bytes()
    change(words, "See", "Read")
    build_small(small)
    words.write_bytes(text)

    built = build_small(small)

    assert built.made == 0
    assert before == tree(small / "site")


def test_a_second_build_makes_nothing(small: Path) -> None:
    built = build_small(small)

    fonts = len(list((small / "site").glob("assets/fonts/*")))
    assert (0, 2 + fonts + 2) == (built.made, built.reused), "pages of two languages, cuts of fonts, two fact sheets"


def test_fresh_dates_of_files_make_nothing(small: Path) -> None:
    for path in small.rglob("*"):
        os.utime(path, follow_symlinks=False)

    assert build_small(small).made == 0


@pytest.mark.slow
def test_many_changes_leave_no_trace_but_the_last(small: Path, tmp_path: Path) -> None:
    """Changes come in any order, some are taken back; one cache sees them all."""
    choose = random.Random(7)
    begun = copy_small(small, tmp_path / "begun")
    for names in (choose.sample(sorted(EDITS), 5), choose.sample(sorted(EDITS), 5)):
        for name in names:
            EDITS[name](small)
            build_small(small)
        assert afresh(small, tmp_path / names[0]) == tree(small / "site")
        for folder in ("docs", "factsheets", "i18n"):
            shutil.rmtree(small / folder)
            shutil.copytree(begun / folder, small / folder)
