"""Nodes to dataclasses: the declared fields of a class are the closed list of what may be written."""

from __future__ import annotations

import dataclasses
import math
import re
import types
import typing
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from outreach.findings import Finding, Position, did_you_mean, quoted
from outreach.load.front_matter import Mapping, Node, Scalar, Sequence
from outreach.model import Label

T = TypeVar("T")
V = TypeVar("V")

_WHOLE = re.compile(r"-?[0-9]{1,15}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_EXAMPLE = "year-month-day, such as 2026-03-24"


class _Mistake(Exception):
    """Values that are not of their field's type; caught where the file is known."""

    def __init__(self, problem: str, fix: str, line: int) -> None:
        super().__init__(problem)
        self.places = [(problem, fix, line)]


_TYPES: dict[type[Any], dict[str, Any]] = {}


def field_types(record: type[Any]) -> dict[str, Any]:
    """The fields of a record class in order, with their types."""
    if record not in _TYPES:
        hints = typing.get_type_hints(record)
        _TYPES[record] = {field.name: hints[field.name] for field in dataclasses.fields(record)}
    return _TYPES[record]


def _required(record: type[Any]) -> frozenset[str]:
    return frozenset(f.name for f in dataclasses.fields(record) if f.default is dataclasses.MISSING)


def unknown_fields(node: Mapping, allowed: Iterable[str], path: str) -> Iterator[Finding]:
    """The field lists are closed; a slip of the pen gets the nearest name as advice."""
    names = list(allowed)
    for key, _ in node.items:
        if key.text not in names:
            fix = did_you_mean(key.text, names, f"delete this line; known fields: {', '.join(names)}")
            yield _finding(path, key.line, "unknown-field", f"unknown field {quoted(key.text)}", fix)


def read_record(record: type[T], node: Mapping, path: str) -> tuple[T | None, tuple[Finding, ...]]:
    """Read the fields that ``record`` declares; others are passed over (see ``unknown_fields``).

    Returns the record, or nothing if a required field is missing or any value is wrong, and all findings.
    """
    values: dict[str, Any] = {}
    findings = []
    for name, hint in field_types(record).items():
        written = node.get(name)
        if written is None or (isinstance(written, Scalar) and written.type == "null"):
            if name in _required(record):
                line = written.line if written else node.line
                what = "is empty" if written else "is missing"
                findings.append(_finding(path, line, "missing-field", f"'{name}' {what}", f"write '{name}: …'"))
            continue
        try:
            values[name] = _read(hint, written, name)
        except _Mistake as mistake:
            findings.extend(_finding(path, line, "wrong-value", *told) for *told, line in mistake.places)
    return (None if findings else record(**values)), tuple(findings)


def read_list(record: type[T], node: Node, path: str) -> tuple[tuple[T, ...], tuple[Finding, ...]]:
    """Read a data file: a list of records, each with its own id."""
    if not isinstance(node, Sequence):
        finding = _finding(path, node.line, "wrong-value", "the file is not a list", "begin each entry with '- id: …'")
        return (), () if isinstance(node, Mapping) and not node.items else (finding,)
    records: list[T] = []
    findings: list[Finding] = []
    seen: dict[str, int] = {}
    for item in node.items:
        if not isinstance(item, Mapping):
            fix = "write '- id: …' and its fields"
            findings.append(_finding(path, item.line, "wrong-value", "this entry has no fields", fix))
            continue
        findings.extend(unknown_fields(item, field_types(record), path))
        one, wrong = read_record(record, item, path)
        findings.extend(wrong)
        if one is not None:
            name = str(getattr(one, "id", ""))
            if name in seen:
                problem = f"the id {quoted(name)} is used twice (also in line {seen[name]})"
                findings.append(_finding(path, item.line, "double-id", problem, "give this entry another id"))
            seen.setdefault(name, item.line)
            records.append(one)
    return tuple(records), tuple(findings)


def lines_of(node: Node) -> Iterator[tuple[str, int]]:
    """The ids of a data file with the lines where their entries begin."""
    for item in node.items if isinstance(node, Sequence) else ():
        name = item.get("id") if isinstance(item, Mapping) else None
        if isinstance(name, Scalar):
            yield name.text, item.line


def _read(hint: Any, node: Node, name: str) -> Any:
    """Read one value by its declared type."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        return _read(next(argument for argument in arguments if argument is not type(None)), node, name)
    if origin is tuple:
        return _read_tuple(arguments[0], node, name)
    if dataclasses.is_dataclass(hint):
        return _read_nested(typing.cast("type[Any]", hint), node, name)
    if not isinstance(node, Scalar):
        raise _Mistake(f"'{name}' is a list or has fields of its own", f"write one value: '{name}: …'", node.line)
    return _SCALARS[hint](node, name) if hint in _SCALARS else _read_choice(hint, node, name)


def _read_tuple(item: Any, node: Node, name: str) -> tuple[Any, ...]:
    if item is Label:
        if not isinstance(node, Mapping):
            raise _Mistake(f"'{name}' is not a list of ids with words", "write '  some-id: words' below it", node.line)
        return _together(node.items, lambda pair: Label(pair[0].text, _text(pair[1], pair[0].text)))
    if isinstance(node, Mapping):
        raise _Mistake(f"'{name}' is not a list", f"write '{name}: [one, another]'", node.line)
    return _together(node.items if isinstance(node, Sequence) else (node,), lambda one: _read(item, one, name))


def _together(items: Iterable[V], read: Callable[[V], Any]) -> tuple[Any, ...]:
    """Read every one, and raise the mistakes of all."""
    values, mistakes = [], []
    for item in items:
        try:
            values.append(read(item))
        except _Mistake as mistake:
            mistakes.append(mistake)
    _raise_together(mistakes)
    return tuple(values)


def _raise_together(mistakes: list[_Mistake]) -> None:
    """An editor is told of all of them at once."""
    if mistakes:
        first, *others = mistakes
        for other in others:
            first.places.extend(other.places)
        raise first


def _read_nested(record: type[Any], node: Node, name: str) -> Any:
    if not isinstance(node, Mapping):
        raise _Mistake(f"an entry of '{name}' has no fields", "write them as 'id: …'", node.line)
    value, findings = read_record(record, node, "")
    wrong = [*unknown_fields(node, field_types(record), ""), *findings]
    _raise_together([_Mistake(finding.problem, finding.fix, finding.position.line) for finding in wrong])
    return value


def _text(node: Node, name: str) -> str:
    if not isinstance(node, Scalar):
        fix = "write one line of words, in quotes if it has ': '"
        raise _Mistake(f"{quoted(name)} is not plain text", fix, node.line)
    text = " ".join(node.text.split())
    if not text:
        raise _Mistake(f"{quoted(name)} is empty", "write words after it", node.line)
    if any(character in text for character in "<>"):
        raise _Mistake(f"{quoted(name)} has '<' or '>'", "write plain words; no HTML here", node.line)
    return text


def _whole(node: Scalar, name: str) -> int:
    if node.type != "int" or not _WHOLE.fullmatch(node.text):
        raise _Mistake(
            f"'{name}' is {quoted(node.text)}, not a whole number", "write digits only, such as 10", node.line
        )
    return int(node.text)


def _number(node: Scalar, name: str) -> float:
    try:
        number = float(node.text) if node.type in ("int", "float") else math.nan
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        fix = "write digits with a decimal point, such as 16.5"
        raise _Mistake(f"'{name}' is {quoted(node.text)}, not a number", fix, node.line)
    return number


def _day(node: Scalar, name: str) -> date:
    if _DAY.fullmatch(node.text):
        try:
            return date.fromisoformat(node.text)
        except ValueError:
            problem = f"'{name}' is {quoted(node.text)}, a day that no calendar has"
            raise _Mistake(problem, "mend the day or the month", node.line) from None
    raise _Mistake(f"'{name}' is {quoted(node.text)}, not a date", f"write it as {_guess(node.text)}", node.line)


def _guess(text: str) -> str:
    """Turn 24/03/2026, 24.3.2026 or 2026-3-24 into the form we read; otherwise show an example."""
    parts = re.split(r"[-/.]", text)
    try:
        year, month, day = (int(part) for part in (parts if len(parts[0]) == 4 else reversed(parts)))
        return date(year, month, day).isoformat() if year > 999 else _EXAMPLE
    except ValueError:
        return _EXAMPLE


def _truth(node: Scalar, name: str) -> bool:
    if node.text not in ("true", "false"):
        raise _Mistake(f"'{name}' is {quoted(node.text)}", "write true or false", node.line)
    return node.text == "true"


def _read_choice(hint: type[StrEnum], node: Scalar, name: str) -> StrEnum:
    names = [choice.value for choice in hint]
    if node.text in names:
        return hint(node.text)
    fix = did_you_mean(node.text, names, f"choose from {', '.join(names)}")
    raise _Mistake(f"'{name}' is {quoted(node.text)}", fix, node.line)


_SCALARS = {str: _text, int: _whole, float: _number, bool: _truth, date: _day}


def _finding(path: str, line: int, rule: str, problem: str, fix: str) -> Finding:
    return Finding(position=Position(path, line), rule=rule, problem=problem, fix=fix)
