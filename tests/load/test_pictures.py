"""The size of a picture is read from its header, or from what a drawing says of itself."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from tests.built_site import NOW
from tests.small_site import small_project

from outreach.load.library import load
from outreach.load.pictures import UNKNOWN, size
from outreach.localize.edition import make_edition
from outreach.project import read_project


@pytest.mark.parametrize("kind", ["png", "jpeg", "gif", "webp"])
def test_bitmaps_say_their_size(tmp_path, kind):
    path = tmp_path / f"picture.{kind}"
    Image.new("RGB", (30, 20)).save(path)

    assert (30, 20) == size(path, "")


def test_a_photograph_that_lies_on_its_side_is_measured_as_it_is_shown(tmp_path):
    path = tmp_path / "picture.jpg"
    turned = Image.Exif()
    turned[0x0112] = 6
    Image.new("RGB", (30, 20)).save(path, exif=turned)

    assert (20, 30) == size(path, "")


def test_the_header_is_enough(tmp_path):
    file = io.BytesIO()
    Image.effect_noise((400, 300), 80).save(file, "png")
    path = tmp_path / "picture.png"
    path.write_bytes(file.getvalue()[:200])

    assert (400, 300) == size(path, "")


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ('width="60" height="90"', (60, 90)),
        ("width='60px' height='90px' viewBox='0 0 1 1'", (60, 90)),
        ('width="1in" height="25.4mm"', (96, 96)),
        ('viewBox="0 0 64 32"', (64, 32)),
        ('viewBox="0,0,64.4,31.6"', (64, 32)),
        ('width="100%" height="100%" viewBox="-5 -5 10 20"', (10, 20)),
        ('width="30" viewBox="0 0 10 20"', (30, 60)),
        ('height="30" viewBox="0 0 10 20"', (15, 30)),
        ('stroke-width="3" data-height="4"', UNKNOWN),
        ('width="30"', UNKNOWN),
        ('width="0" height="9"', UNKNOWN),
        ('viewBox="none"', UNKNOWN),
        ("", UNKNOWN),
    ],
)
def test_drawings_say_their_size_or_the_shape_of_their_box(tmp_path, attributes, expected):
    text = (
        f'<?xml version="1.0"?>\n<!-- <svg width="1" -->\n<svg id="a>b" {attributes}><rect width="7" height="7"/></svg>'
    )

    assert expected == size(tmp_path / "drawing.svg", text)


@pytest.mark.parametrize("content", [b"", b"words", b"\x89PNG\r\n\x1a\n", b"%PDF-1.7"])
def test_what_is_no_picture_has_no_size(tmp_path, content):
    path = tmp_path / "picture.png"
    path.write_bytes(content)

    assert UNKNOWN == size(path, "")


def test_an_edition_knows_the_sizes_of_its_pictures(tmp_path):
    project = read_project(small_project(tmp_path / "project"))
    library, _ = load(project)
    edition = make_edition(project, library, project.language("fr"), NOW)

    assert [("docs/assets/gauge.svg", 60, 90)] == [(one.path, one.width, one.height) for one in edition.pictures]
