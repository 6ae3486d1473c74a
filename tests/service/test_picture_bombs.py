# SPDX-License-Identifier: EUPL-1.2
"""PDF files and pictures made to exhaust their reader cost themselves alone."""

from collections.abc import Callable

import pytest

from pecwatch.model.message import Correspondents
from pecwatch.rules import load_rules, shipped_rules
from pecwatch.service.reader_child import Limits
from pecwatch.service.sandbox import Sandbox
from tests.generators import packed_bombs, pdf_bombs, stream_bombs
from tests.service.bombed import Bombs, goes_off_alone, one_by_one, sandbox

__all__ = ["sandbox"]

IMPATIENT = Limits(cpu_s=2, wall_s=10)
"""For what never ends, so that the tests do; all other limits are those of the service."""

READ: set[str] = set()
"""Huge or odd, and yet a sheet that can be read, or a blank one."""
BIG, BROKEN, SLOW = {"size_limit"}, {"damaged"}, {"time_limit"}

PAPERS: Bombs = {
    "inflates.pdf": (pdf_bombs.flate_bomb, BROKEN),
    "pages that are their own parents.pdf": (pdf_bombs.kids_cycle, BROKEN),
    "a table of itself.pdf": (pdf_bombs.previous_loop, BROKEN),
    "pages of pages of pages.pdf": (pdf_bombs.page_tree_laughs, BROKEN),
    "pages 20,000 levels deep.pdf": (stream_bombs.chain_of_pages, BROKEN),
    "brackets.pdf": (pdf_bombs.nested_arrays, {"no_text"}),
    "10,000 pages.pdf": (pdf_bombs.many_pages, {"page_limit"}),
    "a hundred million objects.pdf": (stream_bombs.object_streams, READ),
    "rows of 2 GB.pdf": (stream_bombs.predictor, BROKEN),
    "fields of each other.pdf": (stream_bombs.form_circle, BROKEN),
    "a file inside that inflates.pdf": (stream_bombs.attached_bomb, BIG),
    "text in every direction.pdf": (stream_bombs.spirals, READ),
}
PICTURES: Bombs = {
    "a huge scan.pdf": (pdf_bombs.scan, READ),
    "a huge sheet.pdf": (pdf_bombs.huge_paper, READ),
    "30,000 dots by 30,000.png": (packed_bombs.png, BIG),
    "10,000 frames.tif": (packed_bombs.tiff, {"size_limit", "page_limit"}),
    "65,535 dots by 65,535.gif": (stream_bombs.gif, BIG),
    "65,500 dots by 65,500.jpg": (stream_bombs.jpeg, BIG),
    "65,000 dots by 65,000.bmp": (stream_bombs.bmp, {"unsupported_format"}),
    "words that inflate.png": (stream_bombs.png_texts, BROKEN),
}
ENDLESS: Bombs = {
    "drawings of drawings.pdf": (pdf_bombs.form_explosion, SLOW),
    "500,000 letters.pdf": (pdf_bombs.many_letters, SLOW),
    "200,000 rules.pdf": (pdf_bombs.many_rules, SLOW),
    "all letters 2,000 times.pdf": (stream_bombs.codes, SLOW),
}
SLOWLY = frozenset((
    "10,000 pages.pdf", "10,000 frames.tif", "brackets.pdf", "a huge scan.pdf", "text in every direction.pdf",
    "pages 20,000 levels deep.pdf",
))  # fmt: skip
"""Those that take more than some seconds, made or read."""


@pytest.mark.fault("content-pdf")
@one_by_one(PAPERS, slow=SLOWLY)
def test_papers_made_to_hurt(sandbox: Sandbox, name: str, make: Callable[[], bytes], codes: set[str]) -> None:
    """Cycles, depth, numbers and lengths that lie: bounded, and told."""
    goes_off_alone(sandbox, name, make, codes)


@pytest.mark.fault("content-image")
@one_by_one(PICTURES, slow=SLOWLY)
def test_pictures_made_to_hurt(sandbox: Sandbox, name: str, make: Callable[[], bytes], codes: set[str]) -> None:
    """None is unfolded; pages that are scans are bounded in number, size and time."""
    goes_off_alone(sandbox, name, make, codes)


@pytest.mark.long
@pytest.mark.fault("content-pdf", "reader-killed")
@one_by_one(ENDLESS)
def test_what_never_ends_is_ended(name: str, make: Callable[[], bytes], codes: set[str]) -> None:
    """Each takes as long as it is let; then the other parts are read."""
    with Sandbox(load_rules(shipped_rules()), Correspondents(), limits=IMPATIENT) as sandbox:
        goes_off_alone(sandbox, name, make, codes)
