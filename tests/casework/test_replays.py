# SPDX-License-Identifier: EUPL-1.2
"""A PEC's identifier is given once: a second message that bears it is a second delivery or a replay."""

import datetime as dt
from dataclasses import replace

import pytest

from pecwatch.casework.replays import SeenInRun, is_replay, marked
from pecwatch.model.listing import Reading
from pecwatch.model.message import Kind, Message, Trust
from pecwatch.model.seen import SeenEnvelope
from tests.casework.people import BONETTALI, OCTOBER, ZUCCHEROLI, message, report

PEC = message(Trust.VERIFIED, identifier="opec1")
INBOX, ORDINARY, ARCHIVE = ("pec", "INBOX"), ("ordinaria", "INBOX"), ("pec", "Archivio")


def seen(
    number: int,
    hours: float = 0,
    *,
    place: tuple[str, str] | None = INBOX,
    msg: Message = PEC,
    reading: Reading | None = None,
) -> SeenEnvelope:
    return SeenEnvelope(
        message_id=number,
        arrived_at=OCTOBER + dt.timedelta(hours=hours),
        places=frozenset(() if place is None else (place,)),
        reading=reading or report(msg=msg).reading,
    )


FIRST = seen(1)
OTHER_ROWS = report((ZUCCHEROLI, replace(BONETTALI, date=dt.date(2025, 12, 30))), msg=PEC).reading


@pytest.mark.fault("content-replayed")
@pytest.mark.parametrize(
    ("again", "replayed"),
    [
        pytest.param(seen(2, 1), True, id="the same box an hour later"),
        pytest.param(seen(2, 1, place=ORDINARY), False, id="another mailbox, the same hour"),
        pytest.param(seen(2, 72, place=ARCHIVE), False, id="another folder, 72 hours"),
        pytest.param(seen(2, 73, place=ORDINARY), True, id="another mailbox, 73 hours"),
        pytest.param(seen(2, 1, place=None), False, id="a file handed over the same day"),
        pytest.param(seen(2, 9000, place=None), True, id="a file handed over next year"),
        pytest.param(seen(2, 1, place=ORDINARY, reading=OTHER_ROWS), True, id="the same identifier, other rows"),
        pytest.param(seen(2, 1, msg=replace(PEC, trust=Trust.INVALID)), True, id="a forged copy of it"),
        pytest.param(seen(2, 1, msg=replace(PEC, identifier="opec2")), False, id="another identifier"),
        pytest.param(seen(2, 1, msg=replace(PEC, identifier=None)), False, id="no identifier"),
        pytest.param(seen(2, 1, msg=replace(PEC, kind=Kind.RECEIPT)), False, id="the receipt for it"),
        pytest.param(seen(2, 1, msg=replace(PEC, kind=Kind.ANOMALY)), False, id="an anomaly"),
        pytest.param(seen(2, -1), False, id="it is the one that came first"),
        pytest.param(seen(0, 0), False, id="read at the same moment, entered before"),
    ],
)
def test_what_counts_as_a_replay(again: SeenEnvelope, replayed: bool) -> None:
    """Only a transport envelope, only after another, and not the plain second delivery of one PEC."""
    assert is_replay(again, [FIRST]) is replayed


@pytest.mark.parametrize("trust", [Trust.INVALID, Trust.ABSENT])
def test_a_forgery_uses_no_identifier_up(trust: Trust) -> None:
    """Otherwise a broken copy that arrives first would keep the genuine PEC from being obeyed."""
    assert not is_replay(seen(2, 1), [seen(1, msg=replace(PEC, trust=trust))])


def test_a_receipt_before_the_message_uses_nothing_up() -> None:
    """Receipts bear the identifier of the message they are about."""
    assert not is_replay(seen(2, 1), [seen(1, msg=replace(PEC, kind=Kind.RECEIPT))])


def test_marking_is_not_repeated_and_can_be_taken_back() -> None:
    """Weighed again, a message has the warning once; and not at all when what came first has turned out otherwise."""
    once = marked(report(msg=replace(PEC, warnings=("weak_digest",))).reading, replayed=True)
    assert marked(once, replayed=True).message.warnings == ("weak_digest", "replayed_identifier")
    assert marked(once, replayed=False).message.warnings == ("weak_digest",)


def test_in_one_run_the_second_message_is_marked() -> None:
    """Other bytes under the identifier of an earlier message are told; the same file read twice is not."""
    run, reading = SeenInRun(), report(msg=PEC).reading
    codes = [run.marked(reading, sha256).message.warnings for sha256 in ("a", "b", "a", "c")]
    assert codes == [(), ("replayed_identifier",), (), ("replayed_identifier",)]


def test_in_one_run_receipts_and_forgeries_use_nothing_up() -> None:
    """The genuine PEC after its receipt and a broken copy of itself is no replay."""
    run = SeenInRun()
    others = (replace(PEC, kind=Kind.RECEIPT), replace(PEC, trust=Trust.INVALID), replace(PEC, kind=Kind.ORDINARY))
    for number, msg in enumerate(others):
        assert run.marked(report(msg=msg).reading, str(number)).message.warnings == ()
    assert run.marked(report(msg=PEC).reading, "genuine").message.warnings == ()
