"""YAML with places: front matter and data files as a small tree of nodes that know their lines.

PyYAML's composer does the reading; no Python object is ever made from a tag, and anchors are refused, so neither
a tag nor an alias bomb can do anything. Scalars keep the text that the editor wrote: a reader that knows the
field's type says precisely what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from outreach.findings import Finding, Position, quoted

FENCE = "---"
_DEEPEST = 10
# YAML ends a line at the first three, our editors' programs do not; a space instead keeps the lines' numbers right.
# The other ones look like a space, and come with words that are pasted; YAML takes them for letters.
_SPACES = dict.fromkeys(map(ord, "\x85\u2028\u2029\xa0\u2007\u202f\u3000"), " ")


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value as written, with the YAML type that it resolves to (str, int, float, bool, null, timestamp)."""

    text: str
    type: str
    line: int


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: tuple[Node, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Mapping:
    """Names and values, in order; a name may wrongly stand twice."""

    items: tuple[tuple[Scalar, Node], ...]
    line: int

    def get(self, name: str) -> Node | None:
        """The value of a name, or nothing."""
        return next((value for key, value in self.items if key.text == name), None)


Node = Scalar | Sequence | Mapping


@dataclass(frozen=True, slots=True)
class Split:
    """A Markdown file cut in two: its front matter (YAML) and its body, with the lines where they start."""

    yaml: str
    yaml_line: int
    body: str
    body_line: int


def split(text: str, path: str) -> tuple[Split | None, tuple[Finding, ...]]:
    """Cut the front matter from the body."""
    lines = text.split("\n")
    if lines[0].rstrip() != FENCE:
        problem, fix = "there is no front matter", "begin the file with '---', 'title: …', 'description: …', '---'"
        return None, (_finding(path, 1, problem, fix),)
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE), None)
    if end is None:
        return None, (_finding(path, 1, "the front matter does not end", "close it with a line '---'"),)
    body = "\n".join(lines[end + 1 :])
    return Split("\n".join(lines[1:end]), 2, body, end + 2), ()


def compose(
    text: str, path: str, first_line: int = 1, *, words_only: bool = False
) -> tuple[Node | None, tuple[Finding, ...]]:
    """Read one YAML document into nodes. Broken YAML, anchors and tags become findings.

    With ``words_only``, so does a remark after a value: in front matter it is part of a title, such as 'The #1'.
    """
    text = text.translate(_SPACES)
    try:
        depth = 0
        for event in yaml.parse(text, yaml.SafeLoader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            problem, fix = _refused(event, depth)
            if problem:
                mark = event.start_mark
                return None, (_finding(path, (mark.line if mark else 0) + first_line, problem, fix),)
        root = yaml.compose(text, yaml.SafeLoader)
        node = _node(root, first_line) if root else Mapping((), first_line)
        return node, (*_doubles(node, path), *(_cut_short(text, path, first_line) if words_only else ()))
    except yaml.MarkedYAMLError as error:
        return None, (_broken(error, path, first_line),)
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + first_line
        problem = f"the character U+{ord(text[error.position]):04X} is not text"
        return None, (_finding(path, line, problem, "delete it; it does not show in every editor"),)


# What PyYAML says, and what it means to somebody who has never heard of a token.
_BROKEN = (
    ("while scanning a quoted scalar", "a quotation mark is opened here and not closed", "close it with the same mark"),
    ("while parsing a flow", "a bracket is opened here and not closed", "close it with the same kind of bracket"),
    ("found character '\\t'", "a tab stands here", "use spaces"),
    ("mapping values are not allowed", "the ': ' here is one too many, or the line above has none",
     "write each field as 'name: value', and put values that hold ': ' in quotes"),
    ("could not find expected ':'", "there is no ': ' between name and value", "write 'name: value'"),
    ("expected <block end>", "this does not fit the lines above",
     "indent fields alike; a value that begins with a quotation mark ends with it"),
    ("while scanning an a", "a value cannot begin with '*' or '&'", "put the whole value in quotes"),  # anchor, alias
    ("undefined tag handle", "a value cannot begin with '!'", "put the whole value in quotes"),
    ("while scanning a tag", "a value cannot begin with '!'", "put the whole value in quotes"),
    ("unknown escape character", "a backslash in double quotes", "use single quotes, or write the backslash twice"),
    ("cannot start any token", "a value cannot begin with this sign", "put the whole value in quotes"),
)  # fmt: skip


def _broken(error: yaml.MarkedYAMLError, path: str, first_line: int) -> Finding:
    """Say in plain words what is wrong, at the place where it began."""
    said = f"{error.context or ''}: {error.problem or ''}"
    for sign, problem, fix in _BROKEN:
        if sign in said:
            mark = error.context_mark if "is opened here" in problem else error.problem_mark
            return _finding(path, (mark.line if mark else 0) + first_line, problem, fix)
    mark = error.problem_mark or error.context_mark
    fix = "put values with ': ' or '#' in quotes, and indent evenly"
    return _finding(path, (mark.line if mark else 0) + first_line, f"broken YAML: {error.problem}", fix)


def _refused(event: yaml.Event, depth: int) -> tuple[str, str]:
    """Aliases multiply, tags name types, and depth is for programs: content needs none of them."""
    if depth > _DEEPEST:
        return "lists lie too deep within lists", "write plain values only"
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        return "a value cannot begin with '*' or '&'", "put the whole value in quotes"
    if getattr(event, "tag", None):
        return "a value cannot begin with '!'", "put the whole value in quotes"
    return "", ""


def _node(node: yaml.Node, first_line: int) -> Node:
    line = node.start_mark.line + first_line
    if isinstance(node, yaml.ScalarNode):
        return Scalar(node.value, node.tag.rpartition(":")[2], line)
    if isinstance(node, yaml.SequenceNode):
        return Sequence(tuple(_node(item, first_line) for item in node.value), line)
    pairs = ((_node(key, first_line), _node(value, first_line)) for key, value in node.value)
    return Mapping(tuple((_key(key), value) for key, value in pairs), line)


def _key(node: Node) -> Scalar:
    """A list or mapping as a name makes no sense; its line still serves the 'unknown field' finding."""
    return node if isinstance(node, Scalar) else Scalar("?", "str", node.line)


def _cut_short(text: str, path: str, first_line: int) -> Iterator[Finding]:
    for event in yaml.parse(text, yaml.SafeLoader):
        if isinstance(event, yaml.ScalarEvent) and event.style is None and event.end_mark is not None:
            lost = text[event.end_mark.index :].partition("\n")[0].strip()
            if lost.startswith("#"):
                problem, fix = f"{quoted(lost)} would be lost", "put the whole value in quotes, or delete these words"
                yield _finding(path, event.end_mark.line + first_line, problem, fix)


def _doubles(node: Node, path: str) -> Iterator[Finding]:
    if isinstance(node, Mapping):
        seen: dict[str, int] = {}
        for key, value in node.items:
            if key.text in seen:
                problem = f"{quoted(key.text)} stands twice (also in line {seen[key.text]})"
                yield _finding(path, key.line, problem, "keep one of the two")
            seen.setdefault(key.text, key.line)
            yield from _doubles(value, path)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _doubles(item, path)


def _finding(path: str, line: int, problem: str, fix: str) -> Finding:
    return Finding(position=Position(path, line), rule="front-matter", problem=problem, fix=fix)
