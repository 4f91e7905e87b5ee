"""Content security policy: what a page may run and fetch, said so strictly that slipped-in code does nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from outreach.audit.fetched import fetches, sheets_of
from outreach.audit.markup import Node, read_markup
from outreach.audit.page import BuiltPage, Summary
from outreach.audit.site import Site, fault, line_of
from outreach.findings import Finding, quoted

Policy = dict[str, tuple[str, ...]]

HEADER = "content-security-policy"
HOST_FILES = ("_headers", ".htaccess", "nginx.conf")
"""Files in which hosts look for the headers to send."""
NEEDED = ("base-uri", "object-src", "form-action")
"""Directives that a policy must have besides ``default-src``, which does not speak for all of them."""
_ONLY_IN_HEADERS = ("frame-ancestors", "report-uri", "sandbox")
_UNSAFE = (
    "'unsafe-inline'",
    "'unsafe-eval'",
    "'unsafe-hashes'",
    "'wasm-unsafe-eval'",
    "http:",
    "https:",
    "ws:",
    "wss:",
)
_SCRIPTS = ("script-src", "script-src-elem", "default-src", "object-src")
_SCRIPT_SCHEMES = ("data:", "blob:", "filesystem:")
_QUOTED = re.compile(r'"([^"]*(?:-src|frame-ancestors)\s[^"]*)"')
_NAMED = re.compile(r"content-security-policy:\s*([^\s\"].*)", re.IGNORECASE)
_NOTHING = ("'none'",)
_STAND_INS = {
    "script-src": ("script-src-elem", "script-src", "default-src"),
    "style-src": ("style-src-elem", "style-src", "default-src"),
    "frame-src": ("frame-src", "child-src", "default-src"),
    "form-action": ("form-action",),  # not restricted by default-src
}
_MEND = "mend the policy"
_OUTSIDE = "put it into a file of the site"
_SCRIPTED = re.compile(r"(?:java|vb)script:", re.IGNORECASE)


def read_policy(text: str) -> Policy:
    """The directives of a policy; of two of a name browsers take the first."""
    found: Policy = {}
    for part in text.split(";"):
        name, *sources = part.split()[:1000] or [""]
        if name:
            found.setdefault(name.lower(), tuple(sources))
    return found


def in_force(policy: Policy, directive: str) -> tuple[str, ...]:
    """The sources that a directive allows, by itself or through those that stand in for it."""
    names = _STAND_INS.get(directive, (directive, "default-src"))
    return next((policy[name] for name in names if name in policy), ("*",))


def hashes_of(policy: Policy) -> list[str]:
    """The digests of scripts and styles that a policy lets run."""
    sources = (source for sources in policy.values() for source in sources)
    return [source for source in dict.fromkeys(sources) if source.startswith(("'sha256-", "'sha384-", "'sha512-"))]


def weaknesses(policy: Policy) -> Iterator[str]:
    """What makes a policy weaker than a site of plain files needs."""
    if [source.lower() for source in policy.get("default-src", ())] != ["'none'"]:
        yield "default-src is not 'none'"
    yield from (f"{name} is missing" for name in NEEDED if name not in policy)
    for name, sources in policy.items():
        for source in sources:
            scripted = name in _SCRIPTS and source.lower() in _SCRIPT_SCHEMES
            if scripted or source.lower() in _UNSAFE or "*" in source or source.lower().startswith("http://"):
                yield f"{name} allows {source}"
            elif source.lower().startswith("'nonce-"):
                yield f"{name} has a nonce, which everybody can read in a file"


def policies(page: BuiltPage) -> list[Node]:
    return [node for node in page.of("meta") if node.get("http-equiv").lower() == HEADER]


def has_a_strict_policy(page: BuiltPage) -> Iterator[Finding]:
    """Slipped-in code must find every door shut, also on a host that sends no headers."""
    metas = policies(page)
    if len(metas) != 1:
        problem = f"the page has {len(metas)} policies" if metas else "the page has no Content-Security-Policy"
        yield page.fault("policy", problem, "put one in a meta element after the encoding")
    for meta in metas[:1]:
        policy = read_policy(meta.get("content"))
        useless = (f"{name} means nothing in a page" for name in _ONLY_IN_HEADERS if name in policy)
        for weakness in (*weaknesses(policy), *useless):
            yield page.fault("policy", f"the policy is weak: {weakness}", _MEND, near="http-equiv")
        early = [node for node in page.of("script", "style", "link") if node.place < meta.place]
        if any(node.tag != "link" or "stylesheet" in node.tokens("rel") for node in early):
            yield page.fault("policy", "the policy stands after a script or style", "put it first in the head")
        if page.markup.nodes[meta.parent].tag != "head":
            yield page.fault("policy", "the policy stands outside the head", "put it first in the head")


def policy_and_scripts_agree(page: BuiltPage) -> Iterator[Finding]:
    """A script runs if the policy has its digest; a digest without a script is a door that nobody uses."""
    for meta in policies(page)[:1]:
        policy = read_policy(meta.get("content"))
        allowed = in_force(policy, "script-src")
        for digest, text in page.inline_scripts.items():
            if digest not in allowed:
                problem = f"the policy forbids a script that stands in the page: {digest}"
                yield page.fault("policy", problem, "add its digest to script-src, or remove it", near=text[:80])
        for digest in hashes_of(policy):
            if digest not in page.inline_scripts:
                yield page.fault("policy", f"the policy allows {digest}, which no script of the page has", "remove it")


def policy_allows_what_is_fetched(page: BuiltPage) -> Iterator[Finding]:
    """What a policy forbids fails in every browser, and says so on the console."""
    for meta in policies(page)[:1]:
        policy = read_policy(meta.get("content"))
        asked = [(fetch.directive, fetch.written, page.path) for fetch in fetches(page) if fetch.directive]
        asked += [(link.directive, link.written, n) for n, sheet in sheets_of(page).items() for link in sheet.links]
        for directive, written, base in dict.fromkeys(asked):
            address, sources = page.site.home.resolve(base, written), in_force(policy, directive)
            inline = written.lower().startswith("data:")
            allowed = "data:" in sources if inline else _allows_own(sources, page.address)
            if not allowed and (inline or address.inside):
                problem = f"the policy forbids {quoted(written)}"
                yield page.fault("policy", problem, f"mend {directive}, or fetch nothing", near=written)


def _allows_own(sources: tuple[str, ...], address: str) -> bool:
    """Whether files of the site itself are allowed."""
    return any(source in ("'self'", "*") or (source[:4] == "http" and address.startswith(source)) for source in sources)


def has_no_code_among_its_words(page: BuiltPage) -> Iterator[Finding]:
    """Handlers, ``javascript:`` and styles in a page work only under a policy that lets slipped-in ones work too."""
    for what in _code(page.markup.elements):
        yield page.fault("inline-code", f"the page has {what}", _OUTSIDE, near=what.partition(" in <")[0])


def drawings_hold_no_code(site: Site, _: Mapping[str, Summary]) -> Iterator[Finding]:
    """A drawing that is opened by itself is a page, and runs what is in it."""
    for name in site.files:
        text = site.text(name) if name.endswith(".svg") else None
        elements = read_markup(text).elements if text else []
        for what in (*_code(elements), *("a script" for node in elements if node.tag == "script")):
            yield fault(name, "inline-code", f"the drawing has {what}", "remove it")


def _code(elements: list[Node]) -> Iterator[str]:
    for node in elements:
        if node.tag == "style":
            yield "<style>"
        for name, value in node.attributes.items():
            if name == "style" or (name.startswith("on") and len(name) > 3):
                yield f"{name}= in <{node.tag}>"
            elif ":" in value and _SCRIPTED.match(re.sub(r"[\x00-\x20]", "", value[:100])):
                yield f"{quoted(value)} in <{node.tag}>"


def hosts_send_the_policy(site: Site, pages: Mapping[str, Summary]) -> Iterator[Finding]:
    """A header speaks for every page: it must let run what any of them needs, and nothing else."""
    needed = {digest: page.path for page in reversed(list(pages.values())) for digest in page.hashes}
    for name in sorted(name for name in site.files if PurePosixPath(name).name in HOST_FILES):
        text = site.text(name) or ""
        found = [
            policy for policy in policies_in(text) if "script-src" in policy or policy.get("default-src") != _NOTHING
        ]
        if not found or HEADER not in text.lower():
            yield fault(name, "policy", "sends no Content-Security-Policy for pages", "add the header")
            continue
        for weakness in dict.fromkeys(weakness for policy in found for weakness in weaknesses(policy)):
            yield fault(name, "policy", f"the policy is weak: {weakness}", _MEND, line=line_of(text.lower(), HEADER))
        allowed = dict.fromkeys(digest for policy in found for digest in hashes_of(policy))
        for digest in sorted(needed.keys() - allowed.keys()):
            yield fault(name, "policy", f"the policy forbids the script {digest} of {needed[digest]}", "add its digest")
        for digest in allowed.keys() - needed.keys():
            yield fault(name, "policy", f"the policy allows {digest}, which no page has", "remove it")


def policies_in(text: str) -> list[Policy]:
    """The policies in a file for a host: after the header's name and a colon, or in quotation marks.

    One that only says who may frame a file is for files that are no pages.
    """
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    found = [read_policy(match) for line in lines for match in _QUOTED.findall(line) + _NAMED.findall(line)]
    return [policy for policy in found if "default-src" in policy or "script-src" in policy]
