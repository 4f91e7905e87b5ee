"""The one module that imports WeasyPrint: a Paper to a PDF and a picture of its first page, bytes to bytes.

WeasyPrint may read the files that the Paper carries, and nothing else: no disk, no network, no attachment.
"""

from __future__ import annotations

import io
import logging
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Self

from outreach.findings import Finding
from outreach.render import fonts
from outreach.render.factsheet import Paper

BASE = "https://paper.invalid/"  # a reserved name: nothing is ever asked for it
PICTURE_WIDTH, THUMBNAIL_WIDTH = 640, 252
"""Width of the first page's picture, and of the one that pages show at 210, in pixels."""


class CannotPrint(Exception):
    """This machine lacks what PDFs need; the message says what to run."""


_TYPES = {".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png"}


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed document. ``overflow`` is the number of words (in Chinese: characters) that the first page lacks."""

    pdf: bytes
    picture: bytes
    thumbnail: bytes
    pages: int
    overflow: int
    warnings: tuple[str, ...]


def versions() -> str:
    """What the bytes of every PDF depend on besides its Paper and our packages: the libraries and the fonts."""
    return " ".join([_engine(), *(fonts.digest(face.file) for face in fonts.FACES)])


@cache
def _engine() -> str:
    """The versions of Pango and HarfBuzz, asked of the libraries themselves."""
    import ctypes

    try:
        pango = ctypes.CDLL("libpango-1.0.so.0")
        harfbuzz = ctypes.CDLL("libharfbuzz.so.0")
        ctypes.CDLL("libharfbuzz-subset.so.0")  # without it fonts are embedded another way
        harfbuzz.hb_version_string.restype = ctypes.c_char_p
        return f"pango {pango.pango_version()} harfbuzz {harfbuzz.hb_version_string().decode()}"
    except OSError:
        raise CannotPrint(_MISSING) from None


_MISSING = (
    "Pango is missing, so PDFs cannot be made; "
    "run: sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
)


def prepare(folder: Path) -> None:
    """Point fontconfig at our fonts and load WeasyPrint. Once per process, before the first document.

    Raises ``CannotPrint`` or ``MissingFonts`` with the line to run.
    """
    os.environ["FONTCONFIG_FILE"] = str(fonts.private_fontconfig(folder / "fontconfig"))
    try:
        import weasyprint  # noqa: F401
    except OSError:
        raise CannotPrint(_MISSING) from None


def print_paper(paper: Paper) -> Printed:
    """Render one document. ``prepare`` has run in this process."""
    import weasyprint
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    files = dict(paper.files)

    class OwnFiles(URLFetcher):  # type: ignore[misc]
        """Gives the files that the Paper carries."""

        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
            if url.startswith("data:image/"):
                return super().fetch(url, headers)
            name = url.removeprefix(BASE).rpartition("/")[2]
            if not url.startswith(BASE) or name not in files:
                raise FatalURLFetchingError(f"{url} is not a file of this document")
            return URLFetcherResponse(url, files[name], {"Content-Type": _TYPES.get(Path(name).suffix, "image/jpeg")})

    with _Log() as log:
        try:
            html = weasyprint.HTML(string=paper.html, base_url=BASE, url_fetcher=OwnFiles())
            document = html.render(font_config=_font_configuration())
            pdf = document.write_pdf(pdf_variant="pdf/ua-1", custom_metadata=True)
        except FatalURLFetchingError as error:
            return Printed(b"", b"", b"", 0, 0, (str(error),))
    words = " ".join(html.etree_element.find("body").itertext())
    overflow = _overflow(pdf, words, paper.language) if len(document.pages) > 1 else 0
    picture, thumbnail = _pictures(pdf)
    return Printed(pdf, picture, thumbnail, len(document.pages), overflow, tuple(dict.fromkeys(log.lines)))


def findings(paper: Paper, printed: Printed) -> tuple[Finding, ...]:
    """What an editor must know of a printed document."""
    found = []
    if printed.pages > 1:
        unit = "characters" if paper.language == "zh" else "words"
        found.append(
            Finding(
                position=paper.position,
                rule="one-page",
                problem=f"the fact sheet fills {printed.pages} pages",
                fix=f"shorten it by about {max(printed.overflow, 1)} {unit}",
            )
        )
    for warning in printed.warnings:
        fix = "mend the sheet, or the template overrides/print/factsheet.html"
        found.append(Finding(position=paper.position, rule="print", problem=f"printing: {warning}", fix=fix))
    return tuple(found)


@cache
def _font_configuration() -> object:
    """One for all documents of a process: fonts are looked up once."""
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


class _Log(logging.Handler):
    """Collects WeasyPrint's warnings: each is ours to mend."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(" ".join(record.getMessage().split()))

    def __enter__(self) -> Self:
        logger = logging.getLogger("weasyprint")
        logger.addHandler(self)
        logger.propagate = False
        return self

    def __exit__(self, *exception: object) -> None:
        logging.getLogger("weasyprint").removeHandler(self)


def _pictures(pdf: bytes) -> tuple[bytes, bytes]:
    """The first page as a PNG to hand on, and as a small WebP for pages: four of them weigh what one PNG does."""
    import pypdfium2
    from PIL.Image import Resampling

    page = pypdfium2.PdfDocument(pdf)[0]
    image = page.render(scale=PICTURE_WIDTH / page.get_width()).to_pil()
    picture, thumbnail = io.BytesIO(), io.BytesIO()
    image.convert("P", palette=1, colors=64).save(picture, "PNG", optimize=True)
    small = image.convert("RGB").resize(
        (THUMBNAIL_WIDTH, round(THUMBNAIL_WIDTH * image.height / image.width)), Resampling.LANCZOS
    )
    small.save(thumbnail, "WEBP", quality=45, method=6)
    return picture.getvalue(), thumbnail.getvalue()


def _overflow(pdf: bytes, words: str, language: str) -> int:
    """How much of the text does not show on the first page: it stands on others, or ran out of this one."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    first, *others = (document[number].get_textpage().get_text_bounded() for number in range(len(document)))
    return max(_amount(words, language) - _amount(first, language), _amount(" ".join(others), language))


def _amount(text: str, language: str) -> int:
    """The number of words, or in Chinese of characters."""
    return len("".join(text.split())) if language == "zh" else len(text.split())
