"""Whatever stands in a file, loading ends, and every finding points at a line of the file."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.small_site import SMALL, small_project

from outreach import rules
from outreach.load import front_matter, markdown
from outreach.load.library import load
from outreach.project import read_project

PAGE, SHEET, DATA = "docs/en/about/index.md", "factsheets/fr/river-levels.md", "docs/data/figures.yml"
CATALOG = "i18n/ar/LC_MESSAGES/messages.po"
MUTABLE = (PAGE, SHEET, DATA, CATALOG)
# What YAML, Markdown, our own rules and other programs' notions of a line are most likely to stumble over.
SNIPPETS = st.sampled_from(
    [
        "---\n", "--- \n", "\n", "\r\n", "\t", ": ", "- ", "'", '"', "[", "]", "{", "}", "{#id}", "#", "## ",
        "##", "> ", "|", "|-\n", "&a ", "*a ", "!!x ", "!", "%", "@", "`", "```\n", "<", "<b>", "<!--", "-->",
        "<!-- outreach:events -->", "[a](b.md)", "![](c.svg)", "[x]: ", "](", "](https://[", "javascript:",
        "\\", "\\\n", "\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c", "\x00", "\ufeff", "\u202e", "é", "ع",
        "中", "\U0001f30a", "title: ", "order: ", "date: ", "start: ", "2026-02-30", "9" * 20, ".inf", "~",
        "    ", "msgid ", "msgstr ", "msgstr[0] ", "#, fuzzy\n", "Plural-Forms: ",
    ]
)  # fmt: skip
TEXTS = st.lists(st.one_of(SNIPPETS, st.text(max_size=5)), max_size=40).map("".join)
QUIET = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@cache
def original(name: str) -> str:
    return (SMALL / name).read_text(encoding="utf-8")


@st.composite
def mutations(draw: st.DrawFn) -> tuple[str, bytes]:
    """A file of the small site with a few pieces cut out, doubled, or replaced by something unlikely."""
    name = draw(st.sampled_from(MUTABLE))
    text = original(name)
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 40)))
        text = text[:start] + draw(TEXTS) + text[draw(st.sampled_from([start, end])) :]
    content = text.encode("utf-8", "surrogatepass")
    return name, draw(st.sampled_from([content, content.replace(b"\n", b"\r\n"), content[: len(content) // 2]]))


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    return small_project(tmp_path_factory.mktemp("any") / "project")


def check_lines(project: Path, name: str, content: bytes) -> None:
    """Load and check with this content, and compare the places of all findings with their files."""
    path = project / name
    path.write_bytes(content)
    try:
        settings_of = read_project(project)
        library, findings = load(settings_of)
        found = [*findings, *rules.check(settings_of, library)]
        for finding in found:
            text = (project / finding.position.path).read_bytes().replace(b"\r\n", b"\n").replace(b"\r", b"\n")
            assert 1 <= finding.position.line <= text.count(b"\n") + 1, finding
            assert "\n" not in str(finding)
    finally:
        path.write_text(original(name), encoding="utf-8")


@QUIET
@given(mutations())
@example((PAGE, b""))
@example((PAGE, b"---\n---"))
@example((PAGE, b"---\ntitle: a\xe2\x80\xa8b\ndescription: [\n---\n"))
@example((DATA, b"- id: a\n  value: 1\n  source: \xd8\xb9\n\xc2\x85\xe2\x80\xa9- ["))
@example((CATALOG, b'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural=(n >> 1;\\n"\n'))
@example((CATALOG, b'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=\\n"\n'))
def test_mutated_files_never_stop_the_loader(project, mutation):
    check_lines(project, *mutation)


@QUIET
@given(st.sampled_from(MUTABLE), st.binary(max_size=200))
def test_random_bytes_never_stop_the_loader(project, name, content):
    check_lines(project, name, content)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_yaml_is_read_or_told_within_its_lines(text):
    text = text.replace("\r\n", "\n").replace("\r", "\n")  # as the loader hands it over

    node, findings = front_matter.compose(text, "a.yml", 2)

    assert node is not None or findings
    last = text.count("\n") + 2
    assert all(2 <= finding.position.line <= last for finding in findings)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_markdown_is_scanned_within_its_lines(text):
    text = text.replace("\r\n", "\n").replace("\r", "\n")

    seen = markdown.scan(text, 1)

    headings = [heading.line for heading in seen.headings]
    references = [reference.line for reference in (*seen.links, *seen.pictures)]
    passages = [passage.line for passage in (*seen.directives, *seen.raw_html)]
    assert all(1 <= line <= text.count("\n") + 1 for line in (*headings, *references, *passages))
