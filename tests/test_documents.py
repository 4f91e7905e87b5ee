"""What README and CONTRIBUTING show is there: commands, options, targets, variables, files."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from functools import cache

import click
import pytest
from tests.built_site import ROOT

from outreach.cli import main

DOCUMENTS = ("README.md", "CONTRIBUTING.md")
BLOCK = re.compile(r"(?ms)^\s*```[^\n]*\n(.*?)^\s*```")
CODE = re.compile(r"`([^`\n]+)`")

each_document = pytest.mark.parametrize("name", DOCUMENTS)


def text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def commands(name: str) -> Iterator[list[str]]:
    """The command lines that a document shows, in blocks and inside sentences, cut into words."""
    lines = [line for block in BLOCK.findall(text(name)) for line in block.splitlines()]
    lines += CODE.findall(BLOCK.sub("", text(name)))
    for line in lines:
        plain = re.sub(r"[\[\]…]|\.\.\.", " ", line.strip().removeprefix("$ "))
        for part in re.split(r"&&|\||;", plain):
            try:
                words = shlex.split(part, comments=True)
            except ValueError:  # an apostrophe in something that is no command
                continue
            yield [word for number, word in enumerate(words) if number or "=" not in word]


def called(name: str, program: str) -> list[list[str]]:
    """The arguments with which a document calls a program."""
    return [words[1:] for words in commands(name) if len(words) > 1 and words[0].rpartition("/")[2] == program]


@cache
def targets() -> set[str]:
    return set(re.findall(r"(?m)^([a-z][a-z-]*):(?!=)", text("Makefile")))


@cache
def variables() -> set[str]:
    return set(re.findall(r"(?m)^([A-Z]+) *\??=", text("Makefile")))


def options(command: click.Command) -> set[str]:
    return {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)} | {
        "--help",
        "-h",
    }


def wrong_words(words: list[str]) -> Iterator[str]:
    """What a call of ``outreach`` names that the command does not have."""
    command: click.Command = main
    takes_value = {
        name for parameter in main.params if not getattr(parameter, "is_flag", False) for name in parameter.opts
    }
    waiting = list(words)
    while waiting:
        word = waiting.pop(0)
        if word.startswith("-"):
            if word.partition("=")[0] not in options(command):
                yield f"outreach {' '.join(words)}: no option {word}"
            if command is main and word in takes_value and waiting:
                waiting.pop(0)
        elif command is main:
            if word not in main.commands:
                yield f"outreach {' '.join(words)}: no command {word}"
                return
            command = main.commands[word]


def test_what_is_not_there_would_be_seen():
    assert ["outreach biuld: no command biuld"] == list(wrong_words(["biuld"]))
    assert ["outreach build --fast: no option --fast"] == list(wrong_words(["build", "--fast"]))
    assert [] == list(wrong_words(["--project", "elsewhere", "build", "fr", "--output", "folder"]))


@each_document
def test_every_outreach_command_and_option_exists(name):
    assert [] == [problem for words in called(name, "outreach") for problem in wrong_words(words)]


@each_document
def test_every_make_target_and_variable_exists(name):
    words = {word for call in called(name, "make") for word in call if not word.startswith("-")}
    known = targets() | {word for word in words if word.partition("=")[0] in variables() and "=" in word}

    assert set() == words - known


@each_document
def test_every_link_to_a_file_leads_to_one(name):
    links = re.findall(r"\]\(([^)\s]+)\)", CODE.sub("", BLOCK.sub("", text(name))))
    files = [link.partition("#")[0] for link in links if not re.match(r"[a-z]+:|#", link)]

    assert [] == [file for file in files if not (ROOT / file).exists()]


@each_document
def test_every_path_that_is_named_exists(name):
    """Code words with a slash are paths of the project or of the package, but for what is made later."""
    made = ("site/", ".venv/", ".cache/", "docs/assets")
    places = (ROOT, ROOT / "scripts" / "outreach")
    named = {
        word.rstrip("/") for word in re.findall(r"`([\w.-]+(?:/[\w.-]+)+/?)`", text(name)) if not word.startswith(made)
    }

    assert [] == sorted(word for word in named if not any((place / word).exists() for place in places))


@each_document
def test_every_variable_of_the_environment_is_read_somewhere(name):
    code = "".join(
        path.read_text("utf-8") for path in (*(ROOT / "scripts").rglob("*.py"), ROOT / "mkdocs.yml", ROOT / "Makefile")
    )

    assert [] == [one for one in set(re.findall(r"\bOUTREACH_[A-Z_]+\b", text(name))) if one not in code]


def test_the_readme_shows_the_two_commands():
    shown = {call[0] for call in called("README.md", "make")}

    assert {"site", "test"} <= shown


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_has_help_and_says_what_its_options_do(command):
    found = main.commands[command]
    silent = [one.name for one in found.params if isinstance(one, click.Option) and not one.help]

    assert found.help
    assert [] == silent


def test_make_lists_its_targets():
    """A target without a comment after `##` would not be in the list that `make` prints."""
    shown = set(re.findall(r"(?m)^([a-z]+):.*##", text("Makefile")))

    assert targets() == shown
