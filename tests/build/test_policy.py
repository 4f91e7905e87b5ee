"""The policy of a page allows what the finished page holds, and nothing else."""

from __future__ import annotations

import base64
import hashlib

import pytest

from outreach.render.policy import inline_hashes, policy, seal

PAGE = '<!doctype html><html lang="en"><head><meta charset="utf-8">{}</head><body></body></html>'


def source_of(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def test_a_script_inside_a_page_is_allowed_by_its_digest():
    assert (source_of("go('é')"),) == inline_hashes(PAGE.format("<script>go('é')</script>"))


def test_white_space_counts():
    assert inline_hashes("<script> a</script>") != inline_hashes("<script>a</script>")


@pytest.mark.parametrize(
    "block",
    [
        '<script type="application/ld+json">{"@context": "https://schema.org"}</script>',
        '<script id="x" type="application/json">[]</script>',
        '<script src="../assets/site.js" defer></script>',
        "<script src='a.js'></script>",
    ],
)
def test_data_and_scripts_of_their_own_address_need_no_digest(block):
    assert () == inline_hashes(PAGE.format(block))


@pytest.mark.parametrize("kind", ['type="module"', 'type="text/javascript"', 'TYPE="Text/JavaScript"', "data-src=x"])
def test_whatever_runs_needs_its_digest(kind):
    assert (source_of("go()"),) == inline_hashes(f"<script {kind}>go()</script>")


def test_a_sealed_page_has_its_policy_before_anything_else():
    sealed = seal(PAGE.format("<script>go()</script>"))

    assert (
        f'<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="{policy([source_of("go()")])}">'
        in sealed
    )


def test_a_page_that_cannot_be_sealed_is_not_published():
    with pytest.raises(ValueError, match="charset"):
        seal("<html></html>")


@pytest.mark.parametrize("header", [True, False])
def test_nothing_unsafe_is_allowed(header):
    rules = dict(rule.split(" ", 1) for rule in policy([], header=header).split("; "))

    assert "'none'" == rules["default-src"] == rules["object-src"] == rules["base-uri"]
    assert "'self'" == rules["script-src"] == rules["style-src"] == rules["font-src"] == rules["form-action"]
    assert header == ("frame-ancestors" in rules)
    assert not {"unsafe-inline", "unsafe-eval", "*", "http:", "https:"} & set(
        " ".join(rules.values()).replace("'", "").split()
    )
