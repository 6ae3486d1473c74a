# SPDX-License-Identifier: EUPL-1.2
"""Archives, office files and texts made to exhaust their reader cost themselves alone, within the service's limits."""

from collections.abc import Callable, Iterator

import pytest

from pecwatch.model.message import Correspondents
from pecwatch.rules import load_rules, shipped_rules
from pecwatch.service.reader_child import Limits
from pecwatch.service.sandbox import Sandbox
from tests.generators import packed_bombs, pdf_bombs, text_bombs
from tests.generators.archives import zipped
from tests.service.bombed import PEOPLE, bombed, lost, nothing_left_behind, people

READ: set[str] = set()
"""Odd, and yet whole for a careful reader."""
BIG, DEEP, BROKEN = {"size_limit"}, {"depth_limit"}, {"damaged"}

BOMBS: dict[str, tuple[Callable[[], bytes], set[str]]] = {
    "inflates.zip": (packed_bombs.zip_bomb, BIG),
    "lies about its size.zip": (packed_bombs.lying_zip, BROKEN),
    "zips 100 deep.zip": (packed_bombs.zips_inside, DEEP),
    "signed files 100 deep.p7m": (packed_bombs.signed_inside, DEEP),
    "mails in zips.eml": (packed_bombs.messages_inside, DEEP),
    "sixteen times sixteen zips.zip": (packed_bombs.zip_laughs, BIG),
    "1,000 broken files.zip": (packed_bombs.zip_of_duds, BROKEN),
    "members on top of each other.zip": (packed_bombs.overlapping, BIG),
    "60,000 members.zip": (packed_bombs.many_members, BIG | BROKEN),
    "inflates.docx": (text_bombs.docx_bomb, BIG),
    "inflates.xlsx": (text_bombs.xlsx_bomb, BIG),
    "inflates.odt": (text_bombs.odt_bomb, BIG),
    "entities.docx": (text_bombs.docx_entities, BROKEN),
    "entities.xlsx": (text_bombs.xlsx_entities, BROKEN),
    "entities.odt": (text_bombs.odt_entities, BROKEN),
    "a million cells.xlsx": (text_bombs.xlsx_wide, BIG),
    "a far cell.xlsx": (text_bombs.xlsx_far, READ),
    "a billion cells.ods": (text_bombs.ods_far, BIG),
    "too deep.docx": (text_bombs.docx_deep, BROKEN),
    "too deep.odt": (text_bombs.odt_deep, BIG),
    "too deep.rtf": (text_bombs.rtf_deep, BIG),
    "100,000 rows.csv": (text_bombs.csv_long, BIG),
    "tables 100,000 deep.html": (text_bombs.html_deep, READ),
    "a cell over everything.html": (text_bombs.html_spans, READ),
    "one line of 5 MB.txt": (text_bombs.one_line, BIG),
    "one word of 5 MB.txt": (text_bombs.one_word, BIG),
    "uuencoded.txt": (text_bombs.uuencoded, BIG),
}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(load_rules(shipped_rules()), Correspondents()) as sandbox:
        yield sandbox


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_costs_itself_alone(sandbox: Sandbox, name: str) -> None:
    """It is told, nobody of the lists beside it is missing, and the process that asked takes no harm."""
    make, codes = BOMBS[name]
    message = bombed((name, make()))
    with nothing_left_behind():
        reading = sandbox.read(message)
    assert people(reading) == PEOPLE
    assert {problem.code for problem in lost(reading)} == codes
    assert {problem.part for problem in lost(reading) if (problem.part or "").split("/")[0] != name} == set()
    assert reading.listing is not None
    assert reading.listing.complete is (codes == READ)


def test_several_bombs_at_once(sandbox: Sandbox) -> None:
    """Each could be read, not all together: the longest are cut, whichever come first."""
    bombs = tuple((f"{number}.txt", text_bombs.rows(6_000 + number)) for number in range(6))
    message = bombed(*bombs)
    with nothing_left_behind():
        reading = sandbox.read(message)
    assert people(reading) == PEOPLE
    told = {problem.part for problem in lost(reading)}
    assert "0.txt" in told
    assert told <= {name for name, _ in bombs}


def test_a_list_of_ten_thousand_rows_is_read_to_its_end(sandbox: Sandbox) -> None:
    """The longest list imaginable is no bomb."""
    message = bombed(("elenco.txt", text_bombs.rows(10_000)))
    with nothing_left_behind():
        reading = sandbox.read(message)
    assert reading.listing is not None
    assert (len(reading.listing.rows), lost(reading)) == (10_004, [])


def test_a_message_of_bombs_has_its_time_and_no_more() -> None:
    """A thousand files that each take all the time of a step, and a new reader each."""
    limits = Limits(cpu_s=1, wall_s=2, message_s=6)
    archive = zipped(*((f"{number}.pdf", pdf_bombs.form_explosion()) for number in range(1_000)))
    message = bombed(("bombe.zip", archive))
    with Sandbox(load_rules(shipped_rules()), Correspondents(), limits=limits) as sandbox, nothing_left_behind():
        reading = sandbox.read(message)
    codes = [problem.code for problem in lost(reading) if (problem.part or "").startswith("bombe.zip/")]
    assert codes == ["time_limit"] * 1_000
    assert people(reading) >= {"ZUCCHEROLI", "FALCHETTI"}, "what was read before"
