"""JSON whose shape nobody has promised: read without trust, walked without recursion."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import NamedTuple

Json = dict[str, "Json"] | list["Json"] | str | int | float | bool | None


class Unreadable(NamedTuple):
    """Why a text is no JSON."""

    reason: str


def read_json(text: str | None) -> Json | Unreadable:
    """What a JSON text says, or why it is none."""
    if text is None:
        return Unreadable("it is not text in UTF-8")
    try:
        value: Json = json.loads(text)
    except RecursionError:
        return Unreadable("it is nested too deep")
    except ValueError as error:
        return Unreadable(str(error))
    return value


class Member(NamedTuple):
    """A value that is no object or list, the key under which it stands, and the object that it stands in."""

    owner: dict[str, Json]
    key: str
    value: Json


def objects(value: Json) -> Iterator[dict[str, Json]]:
    """All objects in a value, outer ones first."""
    waiting = [value]
    while waiting:
        found = waiting.pop()
        if isinstance(found, dict):
            yield found
            waiting.extend(reversed(found.values()))
        elif isinstance(found, list):
            waiting.extend(reversed(found))


def members(value: Json) -> Iterator[Member]:
    """All plain values in the objects of a value; those of a list stand under the list's key."""
    for owner in objects(value):
        for key, content in owner.items():
            for plain in content if isinstance(content, list) else [content]:
                if not isinstance(plain, dict | list):
                    yield Member(owner, key, plain)


def texts(value: Json) -> list[str]:
    """The texts in a value that may be one or a list of them."""
    return [text for text in (value if isinstance(value, list) else [value]) if isinstance(text, str)]
