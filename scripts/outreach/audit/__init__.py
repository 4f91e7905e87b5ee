"""A finished site, read back as a stranger would: nothing is known here of how it was made.

A page is parsed once, asked all rules about pages, and reduced to what the rules about the site need of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import islice

from outreach.audit import (
    alternates,
    alternatives,
    feeds,
    files,
    languages,
    links,
    pages,
    paper,
    policy,
    requests,
    sharing,
    sitemaps,
    weight,
)
from outreach.audit.page import BuiltPage, Summary, read_page
from outreach.audit.site import Site
from outreach.audit.summaries import summarize
from outreach.findings import Finding, in_order

ENOUGH = 100
"""Findings of one rule about one page, from which on no more are told."""

PageRule = Callable[[BuiltPage], Iterator[Finding]]
SiteRule = Callable[[Site, Mapping[str, Summary]], Iterator[Finding]]

PAGE_RULES: tuple[PageRule, ...] = (
    links.links_lead_somewhere,
    links.links_need_no_server,
    links.links_say_their_language,
    requests.pages_ask_no_other_host,
    alternates.has_one_canonical_address,
    alternates.alternates_are_whole,
    languages.says_its_language,
    languages.languages_are_known,
    languages.words_of_the_other_direction_say_so,
    languages.words_are_in_the_script_of_their_language,
    pages.has_a_title,
    pages.has_a_description,
    pages.has_one_main_heading,
    pages.headings_go_down_step_by_step,
    pages.ids_are_unique,
    pages.begins_as_html,
    pages.can_be_zoomed,
    alternatives.pictures_are_described,
    alternatives.pictures_keep_their_place,
    alternatives.drawings_are_named_or_silent,
    alternatives.what_is_pressed_has_a_name,
    alternatives.fields_have_labels,
    alternatives.tables_have_headers,
    alternatives.frames_have_titles,
    alternatives.references_lead_to_ids,
    policy.has_a_strict_policy,
    policy.policy_and_scripts_agree,
    policy.policy_allows_what_is_fetched,
    policy.has_no_code_among_its_words,
    sharing.linked_data_is_readable,
    sharing.linked_data_are_in_the_language_of_the_page,
    sharing.linked_data_lead_somewhere,
    sharing.crumbs_are_counted,
    sharing.shared_links_show_a_card,
    sharing.cards_say_their_language,
    weight.is_light,
)
SITE_RULES: tuple[SiteRule, ...] = (
    links.fragments_lead_somewhere,
    links.style_sheets_lead_somewhere,
    requests.style_sheets_ask_no_other_host,
    alternates.alternates_agree,
    pages.titles_tell_pages_apart,
    pages.descriptions_tell_pages_apart,
    policy.hosts_send_the_policy,
    policy.drawings_hold_no_code,
    sitemaps.sitemaps_tell_of_every_page,
    sitemaps.sitemaps_agree_with_pages,
    sitemaps.one_index_names_all_sitemaps,
    sitemaps.robots_name_the_sitemap,
    feeds.feeds_lead_somewhere,
    feeds.search_finds_what_is_there,
    files.editions_are_complete,
    files.every_file_can_be_sent,
    files.names_are_plain,
    files.nothing_is_left_over,
    files.manifest_is_true,
)


def check_site(site: Site) -> tuple[Finding, ...]:
    """All findings about a finished site, in the order of its files."""
    findings: list[Finding] = []
    summaries: dict[str, Summary] = {}
    for name in site.page_names:
        page = read_page(site, name)
        if page is None:
            continue  # told as a file that cannot be sent
        broken = list(pages.is_text(page))
        findings += broken or (finding for rule in PAGE_RULES for finding in islice(rule(page), ENOUGH))
        summaries[name] = summarize(page)
    findings += (finding for rule in SITE_RULES for finding in rule(site, summaries))
    findings += paper.check_paper(site)
    return in_order(findings)
