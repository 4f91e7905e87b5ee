"""Where a line of a heading may end in a language that writes without spaces.

Chinese text may end a line after almost any character, and does so in the middle of a word; in large type that
shows. BudouX, a small model of Google's, parts a sentence into its phrases.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import budoux

_HAN = "\u2e80"
_PARSERS: dict[str, Callable[[], budoux.Parser]] = {"zh": budoux.load_default_simplified_chinese_parser}


@cache
def _parser(language: str) -> budoux.Parser:
    return _PARSERS[language]()


def phrases(text: str, language: str) -> tuple[str, ...]:
    """The pieces of a text between which a line may end; one piece in languages that write spaces."""
    if language not in _PARSERS:
        return (text,) if text else ()
    whole: list[str] = []
    for phrase in _parser(language).parse(text):
        if whole and _belong_together(whole[-1], phrase):
            whole[-1] += phrase
        else:
            whole.append(phrase)
    return tuple(whole)


def _belong_together(one: str, other: str) -> bool:
    """A single character is a particle, or half of a word that the model did not know; foreign words stay whole."""
    return 1 in (len(one.strip()), len(other.strip())) or (one[-1] < _HAN and other[0] < _HAN)
