"""A finding is one line that no file's words or name can break."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.findings import Finding, Position, Severity, did_you_mean, in_order, quoted


def finding(path="a.md", line=1, rule="rule", problem="problem", fix="fix", severity=Severity.ERROR):
    return Finding(position=Position(path, line), rule=rule, problem=problem, fix=fix, severity=severity)


def test_a_finding_says_where_what_and_how():
    assert "docs/en/a.md:3: unknown field 'venu'; did you mean 'venue'?" == str(
        finding("docs/en/a.md", 3, problem="unknown field 'venu'", fix="did you mean 'venue'?")
    )


def test_findings_are_in_the_order_of_their_places_and_said_once():
    twice = finding("a.md", 10, rule="one")

    ordered = in_order([finding("b.md", 1), twice, finding("a.md", 9), finding("a.md", 10, rule="one")])

    assert (finding("a.md", 9), twice, finding("b.md", 1)) == ordered


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "'plain'"),
        (" two \n lines\t", "'two lines'"),
        ("", "''"),
        ("سؤال", "'\u2068سؤال\u2069'"),
        ("id-سؤال", "'\u2068id-سؤال\u2069'"),
        ("שלום", "'\u2068שלום\u2069'"),
        ("٢٠٢٦", "'\u2068٢٠٢٦\u2069'"),
        ("тест 试验", "'тест 试验'"),
        ("\x1b[31mred", "'U+001B[31mred'"),
        ("a\u202eb\u2069c", "'aU+202EbU+2069c'"),
        ("\ufeffa", "'U+FEFFa'"),
        ("\ud800", "'U+D800'"),
        ("می\u200cخواهم", "'\u2068می\u200cخواهم\u2069'"),
        (12, "'12'"),
        ("x" * 61, f"'{'x' * 59}…'"),
        ("x" * 60, f"'{'x' * 60}'"),
        ("ع" * 61, f"'\u2068{'ع' * 59}…\u2069'"),
    ],
)
def test_what_an_editor_wrote_is_quoted_safely(text, expected):
    assert expected == quoted(text)


@given(st.text())
def test_a_quotation_is_one_short_line_without_controls(text):
    said = quoted(text)

    assert 1 == len(said.splitlines())
    assert len(said) <= 64
    inside = said[1:-1].removeprefix("\u2068").removesuffix("\u2069")
    assert not [c for c in inside if unicodedata.category(c) in ("Cc", "Cf", "Cs") and c not in "\u200c\u200d"]


@given(st.text(st.characters(exclude_characters="/"), min_size=1))
def test_a_place_is_one_line_whatever_the_file_is_called(name):
    assert "\n" not in str(Position(f"docs/{name}", 3))
    assert "\x1b" not in str(Position(f"docs/{name}", 3))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("titel", "did you mean 'title'?"),
        ("Title", "did you mean 'title'?"),
        ("nav-title", "did you mean 'nav_title'?"),
        ("NavTitle", "did you mean 'nav_title'?"),
        ("descripton", "did you mean 'description'?"),
        ("lead", "otherwise"),
        ("words", "otherwise"),
        ("", "otherwise"),
        ("عنوان", "otherwise"),
    ],
)
def test_advice_is_given_only_for_what_is_much_alike(written, expected):
    assert expected == did_you_mean(written, ["title", "nav_title", "description", "order"], "otherwise")


def test_there_may_be_nothing_to_advise():
    assert "otherwise" == did_you_mean("title", [], "otherwise")
