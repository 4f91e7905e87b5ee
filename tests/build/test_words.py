"""Words that come from catalogs and other languages, as templates write them."""

from __future__ import annotations

from pathlib import Path

from tests.built_site import NOW, ROOT
from tests.small_site import small_project

from outreach.load.library import load
from outreach.localize.edition import make_edition
from outreach.localize.views import Edition
from outreach.project import read_project
from outreach.render.templates import environment


def _edition(root: Path, code: str) -> Edition:
    project = read_project(root)
    library, _ = load(project)
    return make_edition(project, library, project.language(code), NOW)


def test_a_translation_is_words_and_never_markup(tmp_path: Path) -> None:
    small = small_project(tmp_path / "project")
    catalog = small / "i18n/fr/LC_MESSAGES/messages.po"
    entry = '\nmsgid "Hostile"\nmsgstr "<b> & \\""\n'
    catalog.write_text(catalog.read_text(encoding="utf-8") + entry, encoding="utf-8")
    env = environment(ROOT / "overrides", _edition(small, "fr"))

    shown = env.from_string(
        '{{ _("Hostile") }}|{{ _("Hostile") | typeset }}|{{ _("{a}").format(a="&") | typeset }}'
    ).render()

    plain, typeset, filled = shown.split("|")
    assert plain.startswith("&lt;b&gt; &amp; &#34;")
    assert typeset.startswith("&lt;b&gt; &amp; &#34;")
    assert "&amp;" == filled


def test_a_section_without_its_index_page_says_its_language(tmp_path: Path) -> None:
    small = small_project(tmp_path / "project")
    (small / "docs/fr/about/index.md").unlink()

    sections = {section.key: section.language for section in _edition(small, "fr").sections}

    assert "en" == sections["about"]
    assert {""} == {language for key, language in sections.items() if key != "about"}
