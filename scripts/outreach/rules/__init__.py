"""Rules over a Library: each a small function that yields findings, collected by ``check``."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from outreach.findings import Finding, in_order
from outreach.model import Library
from outreach.project import Project
from outreach.rules import facts, links, safety, strings, structure

Rule = Callable[[Project, Library], Iterator[Finding]]

RULES: tuple[Rule, ...] = (
    structure.every_language_has_the_page,
    structure.the_menu_has_its_pages,
    structure.addresses_are_used_once,
    structure.kinds_lie_in_their_folder,
    structure.headings_have_ids,
    structure.ids_are_used_once,
    structure.headings_agree_with_the_source,
    structure.directives_are_known,
    structure.notes_have_titles,
    structure.lists_are_not_too_deep,
    facts.facts_stand_in_the_source_only,
    facts.ids_of_data_exist,
    facts.labels_match_the_data,
    facts.figures_have_an_amount,
    facts.charts_can_be_drawn,
    facts.events_are_possible,
    facts.letters_and_numbers_are_used_once,
    facts.places_exist,
    links.links_lead_somewhere,
    links.pictures_exist_and_are_described,
    safety.no_raw_html,
    safety.no_attribute_lists,
    safety.addresses_are_harmless,
    safety.files_are_pictures,
    safety.drawings_are_still,
    strings.catalogs_follow_the_template,
    strings.catalogs_are_complete,
    strings.placeholders_agree,
)


def check(project: Project, library: Library) -> tuple[Finding, ...]:
    """Apply every rule."""
    return in_order(finding for rule in RULES for finding in rule(project, library))
