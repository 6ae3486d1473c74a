# SPDX-License-Identifier: EUPL-1.2
"""Pictures as parts: which are read, frame by frame, and what the office is told."""

import io
import random
import struct
import zlib
from contextlib import suppress

import numpy as np
import pytest
from PIL import Image

from pecwatch.documents.picture import grey, read, read_later
from pecwatch.documents.programs import Failure, NoPrograms, Product
from pecwatch.documents.reader import Content, How, Later
from pecwatch.model.message import Part
from tests.documents.opened import attached
from tests.documents.shown import shown
from tests.generators.lists import random_rows
from tests.generators.scans import Condition, columns, scanned, stored, text_picture
from tests.generators.tesseract import PlainPrograms


def noisy(size: tuple[int, int], mode: str = "RGB") -> Image.Image:
    """A picture that no compression makes small."""
    dots = np.random.default_rng(1).integers(0, 255, (size[1], size[0], 3), dtype=np.uint8)
    return Image.fromarray(dots).convert(mode)


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def codes(content: Content) -> list[tuple[str, str]]:
    return [(problem.code, problem.severity.value) for problem in content.problems]


def first(part: Part) -> Later:
    return Later(how=How.SCAN, name=part.name)


class Fails:
    """A program that gives nothing, for a reason."""

    def __init__(self, failure: Failure) -> None:
        self.failure = failure

    def recognise(self, picture: bytes, segmentation: int) -> Product:
        return Product(failure=self.failure)

    def convert(self, document: bytes) -> Product:
        raise AssertionError("no conversion is asked for")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "GIF", "BMP", "WEBP"])
def test_every_format_is_left_for_later(kind: str) -> None:
    """One page, in a step of its own; nothing is decoded before."""
    content = read(attached(saved(noisy((900, 700)), kind), name="foto"))
    assert content == Content(later=(Later(how=How.SCAN, first=1, last=1, name="foto"),))


def test_every_page_of_a_fax_is_left_for_later() -> None:
    """A TIFF has pages."""
    content = read(attached(stored([noisy((300, 400), "1")] * 3, "TIFF"), name="fax.tif"))
    assert [(one.first, one.last) for one in content.later] == [(1, 1), (2, 2), (3, 3)]


def test_a_logo_is_silent() -> None:
    """The furniture of a mail signature is neither read nor told."""
    assert read(attached(saved(Image.new("RGB", (120, 60), "red"), "PNG"))) == Content()


def test_a_bomb_is_told() -> None:
    """A picture of 30,000 dots a side in some kilobytes is never unpacked."""
    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 0, 0, 0, 0)
    chunk = struct.pack(">I", len(header)) + b"IHDR" + header + struct.pack(">I", zlib.crc32(b"IHDR" + header))
    part = attached(b"\x89PNG\r\n\x1a\n" + chunk + saved(noisy((300, 300)), "PNG")[33:], name="elenco.png")
    assert codes(read(part)) == [("size_limit", "lost")]
    assert codes(read_later(part, first(part), NoPrograms())) == [("size_limit", "lost")]


def test_a_list_is_read() -> None:
    """The rows come out as lines of a scanned page, with one doubt for the office."""
    _, rows = random_rows(random.Random(5), 6)
    sheet = scanned(columns("LUGLIO 2026", rows), Condition(name="tilted", tilt=0.8, dpi=200))
    part = attached(saved(sheet.convert("RGB"), "JPEG", dpi=(200, 200), quality=80), name="elenco.jpg")
    content = read_later(part, first(part), PlainPrograms())
    [page] = content.pages
    texts = shown(page.blocks)
    assert page.scanned
    assert sum(any(row.name in text and row.address in text for text in texts) for row in rows) >= len(rows) - 1
    assert codes(content) == [("read_from_scan", "doubt")]
    assert "verificare" in content.problems[0].text


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (Failure.MISSING, ("tesseract-ocr", "tesseract-ocr-ita", "a mano")),
        (Failure.TIME_LIMIT, ("tempo", "a mano")),
        (Failure.FAILED, ("guasto", "a mano")),
    ],
)
def test_what_could_not_be_recognised_is_told(failure: Failure, words: tuple[str, ...]) -> None:
    """The office learns why, and what to do."""
    part = attached(text_picture("ZUCCHEROLI MIRELLA"), name="elenco.png")
    content = read_later(part, first(part), Fails(failure))
    assert (content.pages, codes(content)) == ((), [("ocr_unavailable", "lost")])
    assert all(word in content.problems[0].text for word in words)


def test_a_picture_without_letters_is_told() -> None:
    """Something is there, so a person looks."""
    sheet = Image.new("L", (900, 900), 255)
    sheet.paste(0, (300, 300, 600, 600))
    part = attached(saved(sheet, "BMP"), name="foto.bmp")
    header_only = Product(content=b"level\tpage_num\n")

    class Sees(Fails):
        def recognise(self, picture: bytes, segmentation: int) -> Product:
            return header_only

    content = read_later(part, first(part), Sees(Failure.FAILED))
    assert codes(content) == [("no_text", "lost")]


def test_a_blank_page_is_a_note() -> None:
    """The back of a sheet loses nothing, and needs no program."""
    part = attached(saved(Image.new("L", (1_240, 1_754), 250), "TIFF"), name="fax.tif")
    assert codes(read_later(part, first(part), NoPrograms())) == [("no_text", "note")]


def ink() -> Image.Image:
    """A dark square on the left of a sheet."""
    sheet = Image.new("RGB", (60, 40), "white")
    sheet.paste((20, 20, 20), (5, 5, 25, 35))
    return sheet


def seen_through() -> Image.Image:
    sheet = Image.new("RGBA", (60, 40), (0, 0, 0, 0))
    sheet.paste((20, 20, 20, 255), (5, 5, 25, 35))
    return sheet


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(saved(ink(), "JPEG"), id="colour JPEG"),
        pytest.param(saved(ink().convert("CMYK"), "JPEG"), id="CMYK JPEG"),
        pytest.param(saved(ink().convert("P"), "PNG"), id="palette"),
        pytest.param(saved(seen_through(), "PNG"), id="transparent paper"),
        pytest.param(saved(ink().convert("1"), "TIFF", compression="group4"), id="fax"),
        pytest.param(saved(ink().convert("L").convert("I;16").point(lambda dot: dot * 200), "TIFF"), id="16 bits"),
        pytest.param(saved(ink().convert("LAB"), "TIFF"), id="Lab"),
    ],
)
def test_every_kind_of_colour_becomes_grey(content: bytes) -> None:
    """Ink is dark and paper white, whatever the file stores."""
    with Image.open(io.BytesIO(content)) as opened:
        dots = np.asarray(grey(opened))
    assert dots.dtype == np.uint8
    assert dots[20, 15] < 90
    assert dots[20, 50] > 200


def test_a_photograph_is_held_upright() -> None:
    """Cameras note how they were held instead of turning the picture."""
    exif = Image.Exif()
    exif[0x0112] = 6
    with Image.open(io.BytesIO(saved(ink(), "JPEG", exif=exif))) as opened:
        assert grey(opened).size == (40, 60)


@pytest.mark.parametrize("seed", range(6))
def test_damage_is_an_exception_or_a_problem(seed: int) -> None:
    """The caller turns whatever is raised into a problem; nothing hangs and nothing is read from rubble."""
    noise = random.Random(seed)
    content = bytearray(text_picture("ZUCCHEROLI"))
    for _ in range(20):
        content[noise.randrange(20, len(content))] = noise.randrange(256)
    part = attached(bytes(content), name="elenco.png")
    with suppress(OSError, SyntaxError, ValueError):
        assert read_later(part, first(part), NoPrograms()).problems
