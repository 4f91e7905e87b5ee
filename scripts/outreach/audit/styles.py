"""Style sheets: the addresses that they ask for, and the faces that they offer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import tinycss2

IMPORT, FONT, PICTURE = "style-src", "font-src", "img-src"
_EVERY_SIGN = ((0, 0x10FFFF),)
_ADDRESSES = {"url", "src", "image", "image-set", "-webkit-image-set"}
_WEIGHTS = {"normal": 400, "bold": 700}


class CssLink(NamedTuple):
    """An address in a style sheet, with the directive of a policy that allows the request."""

    written: str
    line: int
    directive: str


@dataclass(frozen=True, slots=True)
class Face:
    """A font face: its file, its weights, its posture, and the signs for which it is fetched."""

    written: str
    weights: tuple[int, int]
    italic: bool
    ranges: tuple[tuple[int, int], ...]

    def serves(self, signs: list[int], *, italics: bool) -> bool:
        """Whether a browser needs the face for a text in normal and bold; ``signs`` are in order."""
        low, high = self.weights
        if not any(low <= weight <= high for weight in (400, 700)) or (self.italic and not italics):
            return False
        return any(first <= sign <= last for first, last in self.ranges for sign in signs)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is read from a style sheet."""

    links: tuple[CssLink, ...]
    faces: tuple[Face, ...]


def read_sheet(css: str) -> Sheet:
    """Read a style sheet; what is broken in it is left out, as browsers do."""
    links: list[CssLink] = []
    faces: list[Face] = []
    waiting: list[tuple[list[Any], str]] = [(tinycss2.parse_component_value_list(css, skip_comments=True), PICTURE)]
    while waiting:
        values, directive = waiting.pop()
        rule = ""
        for token in values:
            if token.type == "at-keyword":
                rule = token.lower_value
            elif rule == "import" and token.type in ("string", "url", "function"):
                links.extend(_links([token], IMPORT))
                rule = ""
            elif token.type == "{} block" and rule == "font-face":
                links.extend(_links(token.content, FONT))
                faces.extend(_faces(token.content))
                rule = ""
            else:
                links.extend(_links([token], directive))
                waiting.extend((inner, directive) for inner in _inside(token))
                rule = "" if token.type == "{} block" else rule
    return Sheet(tuple(sorted(links, key=lambda link: link.line)), tuple(faces))


def _inside(token: Any) -> Iterator[list[Any]]:  # noqa: ANN401, tinycss2 is not typed
    if token.type in ("{} block", "() block", "[] block"):
        yield token.content
    elif token.type == "function":
        yield token.arguments


def _links(tokens: list[Any], directive: str) -> Iterator[CssLink]:
    """The addresses that stand among these tokens."""
    for token in tokens:
        if token.type == "url" or (token.type == "string" and directive == IMPORT):
            yield CssLink(token.value, token.source_line, directive)
        elif token.type == "function" and token.lower_name in _ADDRESSES:
            for part in token.arguments:
                if part.type == "string":
                    yield CssLink(part.value, part.source_line, directive)


def _faces(content: list[Any]) -> Iterator[Face]:
    declared = {
        declaration.lower_name: [token for token in declaration.value if token.type != "whitespace"]
        for declaration in tinycss2.parse_declaration_list(content, skip_comments=True, skip_whitespace=True)
        if declaration.type == "declaration"
    }
    sources = [link.written for link in _links(declared.get("src", []), FONT)]
    if sources:
        weights = [_weight(token) for token in declared.get("font-weight", ())] or [400]
        style = declared.get("font-style", [])
        yield Face(
            written=sources[0],
            weights=(min(weights), max(weights)),
            italic=bool(style) and style[0].type == "ident" and style[0].lower_value in ("italic", "oblique"),
            ranges=tuple(_ranges(declared.get("unicode-range", []))) or _EVERY_SIGN,
        )


def _weight(token: Any) -> int:  # noqa: ANN401, tinycss2 is not typed
    if token.type == "number":
        return int(token.value)
    return _WEIGHTS.get(token.lower_value, 400) if token.type == "ident" else 400


def _ranges(tokens: list[Any]) -> Iterator[tuple[int, int]]:
    for token in tokens:
        if token.type == "unicode-range":
            yield token.start, token.end
