"""``mkdocs.yml`` is read without MkDocs; what is wrong with it is one line with its place."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from tests.built_site import ROOT, project_in
from tests.small_site import SMALL

from outreach.cli import main
from outreach.project import Language, ProjectError, UnknownLanguage, read_project

GOOD = """\
site_name: Rivers
site_url: https://rivers.example/water
plugins:
  - search
  - i18n:
      languages:
        - { locale: ar, name: العربية }
        - { locale: en, name: English, default: true }
  - outreach:
      sections: [about, faq]
      edit_url: https://git.example/
markdown_extensions:
  - tables
  - toc: { toc_depth: 2-3 }
"""


def read(folder, text):
    (folder / "mkdocs.yml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_project(folder)


def test_the_settings_are_read(tmp_path):
    project = read(tmp_path, GOOD)

    assert "Rivers" == project.name
    assert "https://rivers.example/water/" == project.url
    assert (Language("ar", "العربية"), Language("en", "English")) == project.languages
    assert Language("en", "English") == project.source
    assert ("about", "faq") == project.sections
    assert (("tables", {}), ("toc", {"toc_depth": "2-3"})) == project.markdown
    assert ["rtl", "ltr"] == [language.direction for language in project.languages]


def test_the_real_project_has_the_six_languages_in_the_order_of_the_united_nations():
    assert ["ar", "zh", "en", "fr", "ru", "es"] == [language.code for language in project_in(ROOT).languages]
    assert ["ar", "en", "fr"] == [language.code for language in project_in(SMALL).languages]


def test_a_variable_of_the_environment_wins_over_its_default(tmp_path, monkeypatch):
    text = GOOD.replace("https://rivers.example/water", "!ENV [RIVERS, OTHER_RIVERS, 'https://default.example']")

    assert "https://default.example/" == read(tmp_path, text).url
    monkeypatch.setenv("OTHER_RIVERS", "https://set.example")
    assert "https://set.example/" == read(tmp_path, text).url


def test_names_of_python_objects_are_only_names(tmp_path):
    text = GOOD + "  - pymdownx.emoji: { emoji_index: !!python/name:os.system }\n"

    assert ("pymdownx.emoji", {"emoji_index": "name:os.system"}) == read(tmp_path, text).markdown[-1]


def test_plugins_may_be_a_mapping(tmp_path):
    text = GOOD.replace("  - search\n", "").replace("  - i18n", "  i18n").replace("  - outreach", "  outreach")

    assert ("about", "faq") == read(tmp_path, text).sections


def test_a_byte_order_mark_is_no_mistake(tmp_path):
    assert "Rivers" == read(tmp_path, b"\xef\xbb\xbf" + GOOD.encode()).name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "1: the file holds no settings"),
        ("- a\n", "1: the file holds no settings"),
        ("a: [\n", "2: broken YAML: expected the node content, but found '<stream end>'"),
        ("a: b\n\tc: d\n", "2: broken YAML: found character '\\t' that cannot start any token"),
        ("a: !unknown b\n", "1: broken YAML: could not determine a constructor for the tag '!unknown'"),
        (b"a: \xe9\n", "1: the file is not UTF-8"),
        (b"a: \x00\n", "1: this cannot be read as YAML"),
        ("a: 2026-02-30\n", "1: this cannot be read as YAML"),
        (GOOD.replace("https://rivers.example/water", ""), "2: 'site_url' is '', not an address"),
        (GOOD.replace("https://rivers", "rivers"), "2: 'site_url' is 'rivers.example/water', not an address"),
        (GOOD.replace("https://rivers.example/water", "https://["), "2: 'site_url' is 'https://[', not an address"),
        (GOOD.replace("/water", '/?a"b'), "2: 'site_url' is 'https://rivers.example/?a\"b', not an address"),
        (GOOD.replace("https://rivers.example/water", "!ENV []"), "2: 'site_url' is '', not an address"),
        (GOOD.replace("https://rivers.example/water", "!ENV {a: b}"), "2: 'site_url' is '', not an address"),
        ("site_url: https://rivers.example/\n", "1: no languages"),
        (GOOD.replace("languages:", "language:"), "5: no languages"),
        (GOOD.replace(", default: true", ""), "6: the source language is not marked"),
        (GOOD.replace("العربية }", "العربية, default: true }"), "6: the source language is not marked"),
        (GOOD.replace("locale: ar", "locale: xq"), "7: 'xq' is not a language that CLDR knows"),
        (GOOD.replace("locale: ar", "locale: ../ar"), "7: '../ar' is not a language that CLDR knows"),
        (GOOD.replace("locale: ar", "locale: en"), "7: the language 'en' is listed twice"),
        (
            GOOD.replace("locale: ar, name: العربية", "name: Arabic"),
            "6: the language '{'name': 'Arabic'}' has no 'locale' or no 'name'",
        ),
        (GOOD.replace("{ locale: ar, name: العربية }", "ar"), "6: the language 'ar' has no 'locale' or no 'name'"),
        (GOOD.replace("  - search", "  - search: fast"), "4: 'search' in 'plugins' has no named options"),
    ],
)  # fmt: skip
def test_settings_that_cannot_be_used_are_told_in_one_line(text, expected, tmp_path):
    with pytest.raises(ProjectError) as caught:
        read(tmp_path, text)

    finding = caught.value.finding
    assert expected == f"{finding.position.line}: {finding.problem}"
    assert "mkdocs.yml" == finding.position.path
    assert finding.fix


@pytest.mark.parametrize("command", ["check", "build", "status", "strings"])
def test_a_folder_without_a_project_stops_every_command_with_one_line(command, tmp_path):
    result = CliRunner().invoke(main, ["--project", str(tmp_path), command])

    assert 2 == result.exit_code
    expected = "mkdocs.yml:1: there is no mkdocs.yml here; go to the project's folder, or name it with --project\n"
    assert expected == result.output


def test_an_unknown_language_is_told_with_the_known_ones(tmp_path):
    with pytest.raises(UnknownLanguage, match="unknown language 'de'; choose from ar, en"):
        read(tmp_path, GOOD).language("de")


def test_the_name_of_a_file_can_always_be_written(tmp_path):
    project = read(tmp_path, GOOD)

    assert "docs/\\udcff.md" == project.relative(project.root / "docs" / "\udcff.md")
