"""How large a picture is, so that a page keeps its place while it is fetched."""

from __future__ import annotations

import re
from pathlib import Path

from PIL import Image, UnidentifiedImageError

UNKNOWN = (0, 0)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_ROOT = re.compile(r"<(?:[\w.-]+:)?svg\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
_ATTRIBUTE = re.compile(r"""(?<=\s)(width|height|viewBox)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_LENGTH = re.compile(r"\s*(\d+(?:\.\d+)?|\.\d+)\s*(px|pt|pc|mm|cm|in|q)?\s*", re.IGNORECASE)
# CSS pixels in a unit of length.
_PIXELS = {"": 1, "px": 1, "pt": 4 / 3, "pc": 16, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96, "q": 96 / 101.6}


def size(path: Path, drawing: str) -> tuple[int, int]:
    """Width and height of a picture in CSS pixels, of an SVG from its text; ``UNKNOWN`` for what is no picture."""
    if path.suffix.lower() == ".svg":
        return _drawn(drawing)
    try:
        with Image.open(path) as picture:  # reads the header only
            width, height = picture.size
            turned = picture.format == "JPEG" and picture.getexif().get(0x0112, 1) >= 5  # to be shown on its side
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError):
        return UNKNOWN
    return (height, width) if turned else (width, height)


def _drawn(text: str) -> tuple[int, int]:
    """The size that the root element states, or that its box has; what is missing follows from the box's shape."""
    root = _ROOT.search(_COMMENT.sub("", text))
    stated = {name: double or single for name, double, single in _ATTRIBUTE.findall(root[0])} if root else {}
    width, height = _pixels(stated.get("width", "")), _pixels(stated.get("height", ""))
    box = [_pixels(part) for part in re.split(r"[\s,]+", stated.get("viewBox", "").strip())[2:4]]
    if len(box) == 2 and all(box):
        if not width and not height:
            width, height = box
        width, height = width or height * box[0] / box[1], height or width * box[1] / box[0]
    return (max(1, round(width)), max(1, round(height))) if width and height else UNKNOWN


def _pixels(length: str) -> float:
    """A length of CSS in pixels; 0 for a share such as ``100%`` and for what is no length."""
    match = _LENGTH.fullmatch(length)
    return float(match[1]) * _PIXELS[(match[2] or "").lower()] if match else 0
