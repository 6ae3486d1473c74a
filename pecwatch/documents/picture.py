# SPDX-License-Identifier: EUPL-1.2
"""Pictures of pages: photographs, scans and faxes; the logos of mail signatures stay silent."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice

from PIL import Image, ImageOps, ImageSequence

from pecwatch.documents import formats, problems, scan_problems
from pecwatch.documents.images import is_ornament
from pecwatch.documents.programs import Programs
from pecwatch.documents.reader import Content, How, Later
from pecwatch.documents.scan import read_picture
from pecwatch.model.document import Page
from pecwatch.model.message import Part

FORMATS = ("png", "jpeg", "tiff", "gif", "bmp", "webp")

DOTS = 60_000_000
"""A page of A3 at 400 dpi, a photograph of the best cameras; a bomb has a thousand times as many."""

_FRAMES = 500
"""Faxes have a few pages; a crafted file can have a million."""

_OPENED = tuple(name.upper() for name in FORMATS)
"""What Pillow may take the bytes for: it knows many more formats, and nobody sends those."""

Image.init()  # its parts for each format are loaded now: a confined reader may find them out of reach

_MOVING = ("gif", "webp", "png")
"""Formats whose further frames are an animation, not pages."""


def read(part: Part) -> Content:
    """The pages of the picture, each left for later; nothing of an ornament."""
    kind = formats.recognise(part)
    if is_ornament(bytes(part.content), kind):
        return Content()
    with _opened(part) as picture:
        if picture is None:
            return Content(problems=(problems.size_limit(part),))
        count = 1 if kind in _MOVING else sum(1 for _ in islice(ImageSequence.Iterator(picture), _FRAMES + 1))
    told = (problems.size_limit(part),) if count > _FRAMES else ()
    numbers = range(1, min(count, _FRAMES) + 1)
    later = tuple(Later(how=How.SCAN, first=number, last=number, name=part.name) for number in numbers)
    return Content(later=later, problems=told)


def read_later(part: Part, later: Later, programs: Programs) -> Content:
    """One page of the picture."""
    number = later.first
    with _opened(part) as picture:
        if picture is None:
            return Content(problems=(problems.size_limit(part),))
        picture.seek(number - 1)
        if picture.width * picture.height > DOTS:
            return Content(problems=(problems.size_limit(part),))
        dpi = _resolution(picture)
        sheet = grey(picture)
    scanned = read_picture(sheet, dpi, programs)
    page = Page(number=number, blocks=scanned.blocks, scanned=True)
    return Content(
        pages=(page,) if scanned.failure is None else (),
        problems=scan_problems.told(part, scanned, number=number, picture=True),
    )


@contextmanager
def _opened(part: Part) -> Iterator[Image.Image | None]:
    """The picture, not yet decoded; None when it is a bomb."""
    try:
        with Image.open(io.BytesIO(part.content), formats=_OPENED) as picture:
            yield picture if picture.width * picture.height <= DOTS else None
    except Image.DecompressionBombError:
        yield None


def grey(picture: Image.Image) -> Image.Image:
    """A picture of any kind upright and in grey, what is transparent white."""
    picture.draft("L", picture.size)  # JPEG decodes brightness alone, with a third of the memory
    ImageOps.exif_transpose(picture, in_place=True)
    upright: Image.Image = picture
    if upright.has_transparency_data:
        layered = upright.convert("LA")
        paper = Image.new("L", upright.size, 255)
        paper.paste(layered.getchannel("L"), mask=layered.getchannel("A"))
        return paper
    if upright.mode.startswith(("I", "F")):
        return _stretched(upright)
    if upright.mode == "LAB":
        return upright.getchannel("L")
    if upright.mode == "CMYK":
        upright = upright.convert("RGB")
    return upright.convert("L")


def _stretched(picture: Image.Image) -> Image.Image:
    """A picture with more than 256 shades, as 8 bits."""
    values = picture.convert("F")
    darkest, lightest = values.getextrema()
    low, high = float(darkest), float(lightest)  # type: ignore[arg-type]
    scale = 255 / (high - low) if high > low else 1.0
    return values.point(lambda shade: shade * scale + (-low * scale)).convert("L")


def _resolution(picture: Image.Image) -> tuple[float, float] | None:
    """Dots to the inch across and down, as the file says."""
    found = picture.info.get("dpi")
    try:
        across, down = (float(value) for value in found or ())
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    return (across, down) if across > 1 and down > 1 else None
