"""The fonts: which files, a private fontconfig that lists only those, and small cuts of them for the web.

Debian's packages give the files, so a document looks the same on every machine. Noto Naskh Arabic is the one of
2020 on purpose: the text of a PDF set with today's Noto Sans Arabic cannot be extracted (WeasyPrint #2841).
"""

from __future__ import annotations

import hashlib
import io
import os
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from xml.sax.saxutils import escape

from outreach.load import files as load

FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts")
PACKAGES = "fonts-noto-core fonts-noto-cjk"

# What pages show of each script. Letters beyond these (a Vietnamese name, say) come from the reader's own fonts.
LATIN = (
    *(range(0x20, 0x7F), range(0xA0, 0x180), range(0x218, 0x21C), range(0x2009, 0x200B), range(0x2010, 0x2016)),
    *(
        range(0x2018, 0x201F),
        range(0x2020, 0x2023),
        range(0x2026, 0x2027),
        range(0x202F, 0x2031),
        range(0x2032, 0x2034),
    ),
    *(
        range(0x2039, 0x203B),
        range(0x2060, 0x2061),
        range(0x20AC, 0x20AD),
        range(0x2116, 0x2117),
        range(0x2122, 0x2123),
    ),
    *(range(0x2212, 0x2213), range(0x2264, 0x2266)),
)
CYRILLIC = (range(0x400, 0x460), range(0x490, 0x492))
# The Naskh's own full stop and digits are low and narrow; Latin signs come from the Latin face. It keeps the
# space, without which Pango draws boxes.
ARABIC = (
    *(range(0x20, 0x21), range(0xA0, 0xA1), range(0x60C, 0x60D), range(0x61B, 0x61C), range(0x61F, 0x620)),
    *(range(0x621, 0x63B), range(0x640, 0x653), range(0x660, 0x66E), range(0x670, 0x672), range(0x200C, 0x2010)),
)
# What text needs to be set rightly: joined, with marks in place, and with figures that line up. Small capitals and
# old figures would double a cut.
FEATURES = (
    "calt",
    "ccmp",
    "curs",
    "fina",
    "init",
    "isol",
    "kern",
    "liga",
    "lnum",
    "locl",
    "mark",
    "medi",
    "mkmk",
    "rclt",
    "rlig",
    "tnum",
)


class MissingFonts(Exception):
    """Font files that are not on this machine."""


@dataclass(frozen=True, slots=True)
class Face:
    """A font file: the family and style it gives, and which member of a collection it is."""

    family: str
    file: str
    weight: int = 400
    style: str = "normal"
    member: int = 0


SANS = (
    Face("Noto Sans", "NotoSans-Regular.ttf"),
    Face("Noto Sans", "NotoSans-Bold.ttf", 700),
    Face("Noto Sans", "NotoSans-Italic.ttf", 400, "italic"),
)
NASKH = (
    Face("Noto Naskh Arabic", "NotoNaskhArabic-Regular.ttf"),
    Face("Noto Naskh Arabic", "NotoNaskhArabic-Bold.ttf", 700),
)
HAN = (
    Face("Noto Sans CJK SC", "NotoSansCJK-Regular.ttc", 400, member=2),
    Face("Noto Sans CJK SC", "NotoSansCJK-Bold.ttc", 700, member=2),
)
FACES = (*SANS, *NASKH, *HAN)


@cache
def find(file: str) -> Path:
    """The path of a font file; ``OUTREACH_FONTS`` names a further folder. Raises ``MissingFonts``."""
    extra = os.environ.get("OUTREACH_FONTS")
    for folder in (*([Path(extra)] if extra else []), *FOLDERS):
        for path in sorted(folder.rglob(file)):
            return path
    raise MissingFonts(f"the font {file} is missing; run: sudo apt-get install {PACKAGES}")


@cache
def digest(file: str) -> str:
    """SHA-256 of a font file."""
    return load.digest(find(file))


def private_fontconfig(folder: Path) -> Path:
    """Write a fontconfig file into ``folder`` that knows our files and no others; returns its path.

    Set it as ``FONTCONFIG_FILE`` before WeasyPrint is imported: Pango reads it once.
    """
    fonts = folder / "fonts"
    fonts.mkdir(parents=True, exist_ok=True)
    wanted = {face.file: find(face.file).resolve() for face in FACES}
    for link in fonts.iterdir():
        if wanted.get(link.name) != link.resolve():
            link.unlink()
    for name, path in wanted.items():
        link = fonts / name
        if not link.is_symlink():
            with suppress(FileExistsError):  # another process was quicker
                link.symlink_to(path)
    config = folder / "fonts.conf"
    text = (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n<fontconfig>\n'
        f"  <dir>{escape(str(fonts))}</dir>\n  <cachedir>{escape(str(folder / 'cache'))}</cachedir>\n</fontconfig>\n"
    )
    if not config.exists() or config.read_text(encoding="utf-8", errors="surrogateescape") != text:
        fresh = config.with_suffix(f".{os.getpid()}")
        fresh.write_text(text, encoding="utf-8", errors="surrogateescape")
        fresh.replace(config)
    return config


@dataclass(frozen=True, slots=True)
class Specimen:
    """Letters of a script that the style guide shows (ISO 15924 code), in a language that writes it."""

    script: str
    language: str
    direction: str
    text: str


SPECIMENS = (
    Specimen("Latn", "fr", "ltr", "Aa Éé Ññ Ww"),
    Specimen("Cyrl", "ru", "ltr", "Аа Жж Фф Яя"),
    Specimen("Arab", "ar", "rtl", "أ ج ه و س م"),
    Specimen("Hani", "zh", "ltr", "生物多样性"),
)


@dataclass(frozen=True, slots=True)
class WebFont:
    """A cut to make: the face, the characters to keep, and what it is called."""

    face: Face
    characters: tuple[int, ...]
    name: str

    @property
    def key(self) -> str:
        """What the bytes depend on."""
        parts = (digest(self.face.file), self.face.member, self.characters, FEATURES, version("fonttools"))
        return hashlib.sha256(repr(parts).encode()).hexdigest()

    @property
    def file(self) -> str:
        """Its name on the site, another one for other bytes: it may be kept for ever."""
        return f"{self.name}.{self.key[:8]}.woff2"

    def css(self) -> str:
        """The ``@font-face`` rule, for a style sheet beside the folder ``fonts``."""
        return (
            f'@font-face{{font-family:"{self.face.family}";font-weight:{self.face.weight};'
            f'font-style:{self.face.style};font-display:swap;src:url("fonts/{self.file}") format("woff2");'
            f"unicode-range:{_unicode_range(self.characters)}}}"
        )


def web_fonts() -> tuple[WebFont, ...]:
    """The cuts for the screen, the same for all languages: a browser fetches those whose characters a page shows.

    Chinese pages are set in the reader's own Chinese fonts: no cut of one is light enough for a slow connection,
    and every machine of a reader of Chinese has good ones.
    """
    fonts = []
    for script, faces, ranges in (("latin", SANS, LATIN), ("cyrillic", SANS, CYRILLIC), ("arabic", NASKH, ARABIC)):
        characters = tuple(sorted(code for one in ranges for code in one))
        for face in faces:
            stem = face.family.lower().replace(" ", "-")
            italic = "-italic" if face.style == "italic" else ""
            fonts.append(WebFont(face, characters, f"{stem}-{script}-{face.weight}{italic}"))
    return tuple(fonts)


def cut(font: WebFont) -> bytes:
    """Cut a face to its characters and pack it as WOFF2. The same input gives the same bytes."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    options = Options()
    options.layout_features = list(FEATURES)
    options.hinting = False  # half of the bytes, for screens of twenty years ago
    options.flavor = "woff2"
    options.recalc_timestamp = False
    options.notdef_outline = True
    with TTFont(find(font.face.file), fontNumber=font.face.member, lazy=True, recalcTimestamp=False) as face:
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=font.characters)
        subsetter.subset(face)
        face.flavor = "woff2"
        file = io.BytesIO()
        face.save(file)
    return file.getvalue()


def _unicode_range(codes: tuple[int, ...]) -> str:
    """Write code points as CSS does, runs joined."""
    runs: list[list[int]] = []
    for code in codes:
        if runs and code == runs[-1][1] + 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return ",".join(f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}" for first, last in runs)
