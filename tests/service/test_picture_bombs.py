# SPDX-License-Identifier: EUPL-1.2
"""PDF files and pictures made to exhaust their reader cost themselves alone."""

from collections.abc import Callable, Iterator

import pytest

from pecwatch.model.message import Correspondents
from pecwatch.rules import load_rules, shipped_rules
from pecwatch.service.reader_child import Limits
from pecwatch.service.sandbox import Sandbox
from tests.generators import packed_bombs, pdf_bombs
from tests.service.bombed import PEOPLE, bombed, lost, nothing_left_behind, people

IMPATIENT = Limits(cpu_s=2, wall_s=10)
"""For what never ends, so that the tests do; all other limits are those of the service."""

BLANK: set[str] = set()
"""Huge, and yet a blank sheet."""

BOMBS: dict[str, tuple[Callable[[], bytes], set[str]]] = {
    "inflates.pdf": (pdf_bombs.flate_bomb, {"damaged"}),
    "pages that are their own parents.pdf": (pdf_bombs.kids_cycle, {"damaged"}),
    "a table of itself.pdf": (pdf_bombs.previous_loop, {"damaged"}),
    "pages of pages of pages.pdf": (pdf_bombs.page_tree_laughs, {"damaged"}),
    "brackets.pdf": (pdf_bombs.nested_arrays, {"no_text"}),
    "a huge scan.pdf": (pdf_bombs.scan, BLANK),
    "a huge sheet.pdf": (pdf_bombs.huge_paper, BLANK),
    "10,000 pages.pdf": (pdf_bombs.many_pages, {"page_limit"}),
    "30,000 dots by 30,000.png": (packed_bombs.png, {"size_limit"}),
    "10,000 frames.tif": (packed_bombs.tiff, {"size_limit", "page_limit"}),
}
ENDLESS: dict[str, tuple[Callable[[], bytes], set[str]]] = {
    "drawings of drawings.pdf": (pdf_bombs.form_explosion, {"time_limit"}),
    "500,000 letters.pdf": (pdf_bombs.many_letters, {"time_limit"}),
    "200,000 rules.pdf": (pdf_bombs.many_rules, {"time_limit"}),
}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(load_rules(shipped_rules()), Correspondents()) as sandbox:
        yield sandbox


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_costs_itself_alone(sandbox: Sandbox, name: str) -> None:
    """With the limits of the service."""
    make, codes = BOMBS[name]
    message = bombed((name, make()))
    with nothing_left_behind():
        reading = sandbox.read(message)
    assert people(reading) == PEOPLE
    assert {problem.code for problem in lost(reading)} == codes
    assert {problem.part for problem in lost(reading)} <= {name}


@pytest.mark.parametrize("name", ENDLESS)
def test_what_never_ends_is_ended(name: str) -> None:
    """Each takes as long as it is let; then the other parts are read."""
    make, codes = ENDLESS[name]
    message = bombed((name, make()))
    with (
        Sandbox(load_rules(shipped_rules()), Correspondents(), limits=IMPATIENT) as sandbox,
        nothing_left_behind(),
    ):
        reading = sandbox.read(message)
    assert people(reading) == PEOPLE
    assert {problem.code for problem in lost(reading)} == codes
    assert {problem.part for problem in lost(reading)} == {name}
