"""Places in Markdown are found with their lines, wherever they stand."""

from __future__ import annotations

import textwrap

import pytest

from outreach.load.markdown import scan
from outreach.model import Heading, Passage, Reference


def found(text):
    return scan(textwrap.dedent(text).removeprefix("\n"), 1)


def lines(references):
    return [(reference.words, reference.line) for reference in references]


def test_headings_have_their_depth_id_words_and_line():
    seen = found(
        """
        ## One {#one}

        Words.

        ### Two `code` {#two}
        ## Three
        ## Four { #four }
        ## Five {#five} ##
        ##Six {#six}
        Words, then
        ###Seven

        Eight {#eight}
        --------------

        - ## Nine {#nine}

        > ## Ten {#ten}
        """
    )

    assert [
        Heading(2, "one", "One", 1),
        Heading(3, "two", "Two `code`", 5),
        Heading(2, "", "Three", 6),
        Heading(2, "four", "Four", 7),
        Heading(2, "five", "Five", 8),
        Heading(2, "six", "Six", 9),
        Heading(3, "", "Seven", 11),
        Heading(2, "eight", "Eight", 13),
        Heading(2, "nine", "Nine", 16),
        Heading(2, "ten", "Ten", 18),
    ] == seen.headings


@pytest.mark.parametrize(
    "text",
    ["    ## code\n", "```\n## code\n```\n", "`## code`\n", "Number #1 here\n", "####### seven\n", "\\## escaped\n"],
)
def test_what_only_looks_like_a_heading_is_none(text):
    assert [] == scan(text, 1).headings


def test_lines_count_from_the_top_of_the_file():
    assert [Reference("b.md", "a", 12)] == scan("\n\n[a](b.md)\n", 10).links


def test_links_in_paragraphs_have_the_line_they_begin_on():
    seen = found(
        """
        [one](1.md) and
        [two](2.md), then [words that
        wrap](3.md) and [four](4.md)\\
        [five](5.md "title")
        `code
        over two lines` **[six](6.md)**
        """
    )

    assert [
        ("one", 1), ("two", 2), ("words thatwrap", 2), ("four", 3), ("five", 4), ("six", 5)
    ] == lines(seen.links)  # fmt: skip


def test_links_in_tables_have_the_line_of_their_row():
    seen = found(
        """
        | [head](0.md) | b |
        |---|---|
        | [one](1.md) | [two](2.md) |
        | three | [four](4.md) |

        [after](5.md)
        """
    )

    assert [("head", 1), ("one", 3), ("two", 3), ("four", 4), ("after", 6)] == lines(seen.links)


def test_links_in_lists_and_quotations_have_the_line_of_their_words():
    seen = found(
        """
        1. first
           [one](1.md)
        2. second

            [two](2.md)

            - deeper
              [three](3.md)

        > quoted
        > [four](4.md)
        """
    )

    assert [("one", 2), ("two", 5), ("three", 8), ("four", 11)] == lines(seen.links)


def test_links_in_headings_and_by_name_are_links():
    seen = found(
        """
        ## See [one](1.md) {#see}

        [two][name], [name], <https://hydrology.example/>

        [name]: 2.md
        """
    )

    assert [
        Reference("1.md", "one", 1),
        Reference("2.md", "two", 3),
        Reference("2.md", "name", 3),
        Reference("https://hydrology.example/", "https://hydrology.example/", 3),
    ] == seen.links


@pytest.mark.parametrize(
    "text", ["    [code](a.md)\n", "`[code](a.md)`\n", "```\n[code](a.md)\n```\n", "\\[no](a.md)\n"]
)
def test_links_in_code_are_none(text):
    assert [] == scan(text, 1).links


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("[a](javascript:alert(1))", "javascript:alert(1)"),
        ("[a](&#106;avascript:x)", "javascript:x"),
        ("[a](java%73cript:x)", "javascript:x"),
        ("[a](<b c.md>)", "b c.md"),
        ("[a](b%20c.md)", "b c.md"),
        ("[a](صفحة.md)", "صفحة.md"),
        ("[a]()", ""),
    ],
)
def test_an_address_is_given_as_a_browser_would_understand_it(text, target):
    assert [target] == [link.target for link in scan(text, 1).links]


def test_an_address_that_falls_apart_has_no_parts():
    assert [None] == [link.address for link in scan("[a](https://[b)", 1).links]


def test_pictures_have_their_alternative_text():
    seen = found(
        """
        ![one](1.svg) ![](2.svg) ![ ](3.svg)
        ![over
        two lines](4.svg) [and](5.md)
        [![linked](6.svg)](7.md)
        """
    )

    assert [
        Reference("1.svg", "one", 1),
        Reference("2.svg", "", 1),
        Reference("3.svg", "", 1),
        Reference("4.svg", "over\ntwo lines", 2),
        Reference("6.svg", "linked", 4),
    ] == seen.pictures
    assert [Reference("5.md", "and", 3), Reference("7.md", "linked", 4)] == seen.links


def test_directives_are_comments_of_ours_alone_on_their_line():
    seen = found(
        """
        <!-- outreach:events -->

        <!--outreach:fact-sheets-->
        <!-- a comment --> <!-- outreach:faq -->

        Words <!-- outreach:pages -->
        """
    )

    assert [Passage("events", 1), Passage("fact-sheets", 3), Passage("faq", 4)] == seen.directives
    assert [Passage("<!-- outreach:pages -->", 6)] == seen.raw_html


def test_html_is_found_with_its_line_and_comments_are_none():
    seen = found(
        """
        <div>
        inside
        </div>

        A <b>word</b> <!-- over
        two lines --> and <i>
        another</i>.

        <!-- also
        over two lines -->
        <p>

        1 < 2 and 3 > 2, &amp; `<code>`
        """
    )

    assert [
        Passage("<div>", 1), Passage("</div>", 3), Passage("<b>", 5), Passage("</b>", 5), Passage("<i>", 6),
        Passage("</i>", 7), Passage("<p>", 11),
    ] == seen.raw_html  # fmt: skip


def test_signs_that_end_lines_elsewhere_do_not_move_the_lines():
    assert [Passage("<b>", 2)] == scan("a\u2028b\x0bc\x0cd\x85e\n<b>\n", 1).raw_html


@pytest.mark.parametrize(("depth", "expected"), [(4, 0), (6, 0), (7, 7), (40, 7)])
def test_lists_that_lie_too_deep_are_told(depth, expected):
    text = "".join(f"{'    ' * level}- level\n" for level in range(depth))

    assert expected == scan(text, 1).deep_line
