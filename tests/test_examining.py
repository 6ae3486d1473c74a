# SPDX-License-Identifier: EUPL-1.2
"""A reading and the registry make a report."""

from pecwatch.examining import examine
from pecwatch.matching import build_index
from pecwatch.model.listing import Listing, ListRow, Nature, Reading, State
from pecwatch.model.match import Band
from pecwatch.model.message import Kind, Message, Trust
from pecwatch.rules import load_rules, shipped_rules
from tests.generators.registry import invent
from tests.generators.rows import row_of

RULES = load_rules(shipped_rules())
PEOPLE = invent(50, RULES.addresses)
MESSAGE = Message(
    kind=Kind.DOCUMENT, trust=Trust.ABSENT, trust_reason="no_seal", sender=None, subject=None, message_id=None
)


def reading_of(*rows: ListRow) -> Reading:
    listing = Listing(
        type="programmazione_interventi",
        nature=Nature.ANNOUNCEMENT,
        month="2025-11",
        declared_rows=None,
        complete=True,
        rows=rows,
    )
    return Reading(source="elenco.eml", message=MESSAGE, state=State.LIST, listing=listing)


def test_one_match_for_each_row() -> None:
    """Rows keep their order and are called by source and number."""
    known = PEOPLE[7]
    first = row_of(f"{known.surname} {known.given_name}", known.address.as_written, RULES, number=1)
    second = row_of("QUERCIOLANI UGO", "Via dei Castagni 77", RULES, number=2)
    report = examine(reading_of(first, second), build_index(PEOPLE, RULES), RULES)
    assert [(match.id, match.band) for match in report.matches] == [
        ("elenco.eml#1", Band.CERTAIN),
        ("elenco.eml#2", Band.NONE),
    ]
    assert report.matches[0].candidates[0].folder == known.folder


def test_message_without_list() -> None:
    """What holds no list matches nobody."""
    reading = Reading(source="x.eml", message=MESSAGE, state=State.NOT_PERTINENT)
    assert examine(reading, build_index(PEOPLE, RULES), RULES).matches == ()
