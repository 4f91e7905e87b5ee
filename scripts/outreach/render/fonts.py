"""The fonts: which files, a private fontconfig that lists only those, and small cuts of them for the web.

Debian's packages give the files, so a document looks the same on every machine. Noto Naskh Arabic is the one of
2020 on purpose: the text of a PDF set with today's Noto Sans Arabic cannot be extracted (WeasyPrint #2841).
"""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from xml.sax.saxutils import escape

from outreach.load import files as load
from outreach.localize import names
from outreach.localize.views import Edition

FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts")
PACKAGES = "fonts-noto-core fonts-noto-cjk"

LATIN = (range(0x20, 0x250), range(0x2000, 0x2070), range(0x20A0, 0x20C0), range(0x2100, 0x2200), range(0xFB00, 0xFB07))
CYRILLIC = (range(0x400, 0x530), range(0x2010, 0x2030), range(0x2116, 0x2117))
# The Naskh's own full stop and digits are low and narrow; Latin signs come from the Latin face. It keeps the
# space, without which Pango draws boxes.
ARABIC = (range(0x600, 0x700), range(0x750, 0x780), range(0x200C, 0x2010), range(0x20, 0x21), range(0xA0, 0xA1))


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


# None of these letters stands in the names of the six languages, which every page lists: the cuts for specimens are
# fetched by readers of the style guide only.
SPECIMENS = (
    Specimen("Latn", "fr", "ltr", "Aa Éé Ññ Ww"),
    Specimen("Cyrl", "ru", "ltr", "Аа Жж Фф Яя"),
    Specimen("Arab", "ar", "rtl", "أ ج ه و س م"),
    Specimen("Hani", "zh", "ltr", "生物多样性"),
)


@dataclass(frozen=True, slots=True)
class WebFont:
    """A cut to make: the face, the characters to keep, and the name of the file to write."""

    face: Face
    characters: tuple[int, ...]
    name: str

    @property
    def key(self) -> str:
        """What the bytes depend on."""
        return hashlib.sha256(repr((digest(self.face.file), self.face.member, self.characters)).encode()).hexdigest()

    def css(self) -> str:
        """The ``@font-face`` rule, for a style sheet beside the folder ``fonts``."""
        return (
            f'@font-face{{font-family:"{self.face.family}";font-weight:{self.face.weight};'
            f'font-style:{self.face.style};font-display:swap;src:url("../fonts/{self.name}") format("woff2");'
            f"unicode-range:{_unicode_range(self.characters)}}}"
        )


def web_fonts(language: str, text: str) -> tuple[WebFont, ...]:
    """The cuts that pages of a language need; Chinese is cut to the characters of ``text``.

    A browser fetches a cut only for a page that shows one of its characters.
    """
    own: dict[str, tuple[str, tuple[Face, ...], Iterable[int]]] = {
        "ru": ("cyrillic", SANS, _all(CYRILLIC)),
        "ar": ("arabic", NASKH, _all(ARABIC)),
        "zh": ("han", HAN, [ord(c) for c in set(text) if c >= "\u2e80" or c in "“”‘’…—·"]),
    }
    faces_of = {"Cyrl": SANS[:2], "Arab": NASKH, "Hani": HAN}
    cuts: list[tuple[str, tuple[Face, ...], Iterable[int]]] = [("latin", SANS, _all(LATIN))]
    if language in own:
        cuts.append(own[language])
    for specimen in SPECIMENS:
        if specimen.script in faces_of and specimen.language != language:
            letters = {ord(c) for c in specimen.text if c != " "}
            cuts.append((f"specimen-{specimen.script.lower()}", faces_of[specimen.script], letters))
    fonts = []
    for script, faces, wanted in cuts:
        characters = tuple(sorted(wanted))
        for face in faces:
            stem = face.family.lower().replace(" ", "-")
            italic = "-italic" if face.style == "italic" else ""
            name = f"{stem}-{script}-{face.weight}{italic}.woff2"
            fonts.append(WebFont(face, characters, name))
    return tuple(fonts)


def words_of(edition: Edition) -> str:
    """Every word that pages of an edition may show: its own, its catalog's, names of languages, and the theme's."""
    theme = files("material") / f"templates/partials/languages/{edition.language.code}.html"
    return "".join(
        (
            repr(edition),
            edition.strings.compiled.decode("utf-8", "ignore"),
            *(names.language(one.locale, edition.language.locale) for one in edition.languages),
            theme.read_text(encoding="utf-8") if theme.is_file() else "",
        )
    )


def cut(font: WebFont) -> bytes:
    """Cut a face to its characters and pack it as WOFF2. The same input gives the same bytes."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    options = Options()
    options.layout_features = ["*"]
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


def _all(ranges: Iterable[range]) -> Iterable[int]:
    return (code for one in ranges for code in one)


def _unicode_range(codes: tuple[int, ...]) -> str:
    """Write code points as CSS does, runs joined."""
    runs: list[list[int]] = []
    for code in codes:
        if runs and code == runs[-1][1] + 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return ",".join(f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}" for first, last in runs)
