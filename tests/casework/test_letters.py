# SPDX-License-Identifier: EUPL-1.2
"""Letters of an earlier phase stand on the timeline of their household, and change nothing else."""

from dataclasses import replace

import pytest

from pecwatch.model.listing import Letter, ListRow, PersonName, Reading, State
from pecwatch.model.news import Changes, Known, KnownLetter, Report
from pecwatch.model.position import Position, PositionState
from tests.casework.people import BONETTALI, NOVEMBER, OCTOBER, ZUCCHEROLI, address, position_of, report, row
from tests.casework.weighed import ORDINARY, TRUSTED, arrives

ZUCCHEROLI_HERSELF = PersonName(surname="Zuccheroli", given_name="Mirella")
NOTICE = Letter(type="avvio_decadenza", date=None, persons=(ZUCCHEROLI_HERSELF,))
NAMESAKE = row(address=address("VIA DEI TIGLI", "1", "2"))
SEPTEMBER = KnownLetter(message_id=5, sent_at=OCTOBER, letter=NOTICE)


def letter_arrives(letter: Letter, *positions: Position) -> Changes:
    reading = Reading(source="test", message=ORDINARY, state=State.LETTER, letter=letter)
    return arrives(Report(reading=reading, matches=()), Known(positions=positions), number=7, now=NOVEMBER)[1]


OPEN = position_of(ZUCCHEROLI)


@pytest.mark.parametrize(
    ("persons", "positions", "bound"),
    [
        pytest.param((ZUCCHEROLI_HERSELF,), (OPEN,), ["PW-2025-11-001"], id="its household"),
        pytest.param((PersonName(surname="MIRELLA", given_name="ZUCHEROLI"),), (OPEN,), ["PW-2025-11-001"],
                     id="the other way round, with a slip"),
        pytest.param((PersonName(surname="Bonettali", given_name="Ivano"),), (OPEN,), [], id="somebody else"),
        pytest.param((PersonName(surname="Zuccheroli", given_name=""),), (OPEN,), [], id="a surname alone"),
        pytest.param((ZUCCHEROLI_HERSELF,), (OPEN, position_of(NAMESAKE, "PW-2025-11-002")), [],
                     id="one of two namesakes: nobody knows whom it means"),
        pytest.param((ZUCCHEROLI_HERSELF,), (OPEN, position_of(ZUCCHEROLI, "PW-2025-12-001")),
                     ["PW-2025-11-001", "PW-2025-12-001"], id="the same household in two lists"),
        pytest.param((ZUCCHEROLI_HERSELF,), (replace(OPEN, state=PositionState.CLOSED),), [], id="closed"),
    ],
)  # fmt: skip
def test_a_letter_finds_its_household(
    persons: tuple[PersonName, ...], positions: tuple[Position, ...], bound: list[str]
) -> None:
    """By the name alone, where one household alone can be meant; the position itself stays as it is."""
    changes = letter_arrives(replace(NOTICE, persons=persons), *positions)
    assert changes.positions == ()
    assert [(event.reference, event.kind, event.detail, event.message_id) for event in changes.events] == [
        (reference, "letter", "avvio_decadenza", 7) for reference in bound
    ]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        pytest.param((ZUCCHEROLI, BONETTALI), ["PW-2025-11-001"], id="its household"),
        pytest.param((BONETTALI,), [], id="somebody else"),
        pytest.param((ZUCCHEROLI, NAMESAKE), [], id="one of two namesakes"),
    ],
)
def test_a_later_row_knows_the_letters_before_it(rows: tuple[ListRow, ...], told: list[str]) -> None:
    """What came when there was no position yet is told when there is one, with the message in which it came."""
    changes = arrives(report(rows, msg=TRUSTED), Known(letters=(SEPTEMBER,)), now=NOVEMBER)[1]
    letters = [(event.reference, event.message_id) for event in changes.events if event.kind == "letter"]
    assert letters == [(reference, 5) for reference in told]
