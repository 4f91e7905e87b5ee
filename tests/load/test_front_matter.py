"""Front matter and data files are cut and read with their lines; what YAML makes of them by itself is refused."""

from __future__ import annotations

import pytest

from outreach.load.front_matter import Mapping, Scalar, Sequence, Split, compose, split


def told(findings):
    return [f"{finding.position.line}: {finding.problem}" for finding in findings]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\na: 1\n---\nbody\n", Split("a: 1", 2, "body\n", 4)),
        ("---\n---\n", Split("", 2, "", 3)),
        ("---  \na: 1\n---\t\n", Split("a: 1", 2, "", 4)),
        ("---\na: 1\n---\n---\nnot a fence any more\n", Split("a: 1", 2, "---\nnot a fence any more\n", 4)),
        ("---\na: '---'\n ---\n---", Split("a: '---'\n ---", 2, "", 5)),
    ],
)
def test_a_file_is_cut_at_its_fences(text, expected):
    cut, findings = split(text, "a.md")

    assert expected == cut
    assert () == findings


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "1: there is no front matter"),
        ("\n---\na: 1\n---\n", "1: there is no front matter"),
        ("--\na: 1\n--\n", "1: there is no front matter"),
        ("---\na: 1\n", "1: the front matter does not end"),
        ("---\na: 1\n----\n", "1: the front matter does not end"),
    ],
)
def test_a_file_without_fences_is_not_read(text, expected):
    cut, findings = split(text, "a.md")

    assert cut is None
    assert [expected] == told(findings)


def test_values_keep_their_text_their_type_and_their_line():
    node, findings = compose("a: 010\nb:\n  - no\n  - 2026-03-24\nc: {d: '1', e: }\n", "a.md", 2)

    assert () == findings
    assert node == Mapping(
        (
            (Scalar("a", "str", 2), Scalar("010", "int", 2)),
            (Scalar("b", "str", 3), Sequence((Scalar("no", "bool", 4), Scalar("2026-03-24", "timestamp", 5)), 4)),
            (
                Scalar("c", "str", 6),
                Mapping(
                    (
                        (Scalar("d", "str", 6), Scalar("1", "str", 6)),
                        (Scalar("e", "str", 6), Scalar("", "null", 6)),
                    ),
                    6,
                ),
            ),
        ),
        2,
    )


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n"])
def test_nothing_is_a_mapping_of_nothing(text):
    assert (Mapping((), 2), ()) == compose(text, "a.md", 2)


def test_only_what_a_line_feed_ends_is_a_line():
    """YAML counts these three as line ends; editors and reviewers do not."""
    node, _ = compose("a: one\u2028two\nb: three\x85four\u2029five\nc: 1\n", "a.md")

    assert isinstance(node, Mapping)
    assert [("a", 1), ("b", 2), ("c", 3)] == [(key.text, key.line) for key, _ in node.items]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('a: "b\nc: d\n', "1: a quotation mark is opened here and not closed"),
        ("a: 1\nb: [c, d\ne: f\n", "2: a bracket is opened here and not closed"),
        ("a: 1\nb: {c: d\n", "2: a bracket is opened here and not closed"),
        ("a: 1\n\tb: 2\n", "2: a tab stands here"),
        ("a: b: c\n", "1: the ': ' here is one too many, or the line above has none"),
        ("a\nb: c\n", "2: the ': ' here is one too many, or the line above has none"),
        ("a: 1\nb\n", "3: there is no ': ' between name and value"),
        ("a:\n  - b\n c: d\n", "3: this does not fit the lines above"),
        ('a: "b" c\n', "1: this does not fit the lines above"),
        ("a: @b\n", "1: a value cannot begin with this sign"),
        ("a: *Bold* words\n", "1: a value cannot begin with '*' or '&'"),
        ("a: *b\n", "1: a value cannot begin with '*' or '&'"),
        ("a: &b c\n", "1: a value cannot begin with '*' or '&'"),
        ("a: !b c\n", "1: a value cannot begin with '!'"),
        ("a: !b!c d\n", "1: a value cannot begin with '!'"),
        ("a: !!python/name:os.system\n", "1: a value cannot begin with '!'"),
        ("a: !<tag:yaml.org,2002:str> b\n", "1: a value cannot begin with '!'"),
        ('a: "\\q"\n', "1: a backslash in double quotes"),
        ("a: 1\nb: 2\x00\n", "2: the character U+0000 is not text"),
        ("a: 1\nb: \x1b[31m\n", "2: the character U+001B is not text"),
        ("a: 1\n--- \nb: 2\n", "2: broken YAML: but found another document"),
        ("a: " + "[" * 11 + "]" * 11, "1: lists lie too deep within lists"),
        ("- " * 11 + "a", "1: lists lie too deep within lists"),
    ],
)
def test_what_is_not_plain_yaml_is_told_in_plain_words(text, expected):
    node, findings = compose(text, "a.md")

    assert node is None
    assert [expected] == told(findings)


def test_an_alias_bomb_does_nothing():
    bomb = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))

    assert ["1: a value cannot begin with '*' or '&'"] == told(compose(bomb, "a.md")[1])


def test_a_name_that_stands_twice_is_told_at_every_depth():
    _, findings = compose("a: 1\nb: {c: 1, d: 2, c: 3}\ne:\n  - f: 1\n    f: 2\na: 2\n", "a.md")

    expected = [
        "6: 'a' stands twice (also in line 1)",
        "2: 'c' stands twice (also in line 2)",
        "5: 'f' stands twice (also in line 4)",
    ]
    assert sorted(expected) == sorted(told(findings))


def test_a_value_is_found_by_its_name():
    node, _ = compose("a: 1\na: 2\n? [b]\n: c\n", "a.md")

    assert isinstance(node, Mapping)
    assert Scalar("1", "int", 1) == node.get("a")
    assert node.get("b") is None
