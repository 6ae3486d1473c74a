# SPDX-License-Identifier: EUPL-1.2
"""Random lists in random layouts, printed into files of every format, come back as they were meant."""

import pytest

from pecwatch.documents.reading import read_document
from pecwatch.lists import read_lists
from pecwatch.model.document import Line, Table
from pecwatch.model.listing import Reading
from tests.generators.lists import LAYOUTS, Generated, generate
from tests.generators.renderings import ONLY_LINES, ONLY_TABLES, RENDERINGS, blocks_of, rendered
from tests.lists.test_generated import meant, said
from tests.lists.written import RULES, message, rows, told

SEEDS = range(6)
PRINTED = frozenset({"pdf", "p7m"})
"""On paper a tabulator has no sign of its own."""


def printed_and_read(generated: Generated, ending: str) -> Reading:
    """The list through its file."""
    documents = read_document(rendered(generated.document, ending))
    of = message("Comunicazione programmazione interventi")
    return read_lists(of, "elenco", documents, (), rules=RULES)


def fits(generated: Generated, ending: str) -> bool:
    """Whether a layout can be printed in a format at all."""
    blocks = blocks_of(generated.document)
    tables = [block for block in blocks if isinstance(block, Table)]
    if ending in PRINTED and any("\t" in block.text for block in blocks if isinstance(block, Line)):
        return False
    return not (ending in ONLY_LINES and tables) and not (ending in ONLY_TABLES and not tables)


@pytest.mark.parametrize("ending", RENDERINGS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_lists_come_back_from_files(layout: str, ending: str) -> None:
    """Every row with its name, address, day and status, none lost, none invented, everything accounted for."""
    for seed in SEEDS:
        generated = generate(1000 + seed, layout)
        if not fits(generated, ending):
            continue
        reading = printed_and_read(generated, ending)
        where = f"{layout} as {ending}, seed {seed}"
        assert sorted(map(said, rows(reading)), key=str) == sorted(map(meant, generated.rows), key=str), where
        assert reading.listing is not None
        assert reading.listing.complete, (where, reading.listing.leftovers, told(reading))
