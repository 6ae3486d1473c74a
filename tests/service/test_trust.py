# SPDX-License-Identifier: EUPL-1.2
"""Real seals, real mailboxes: only what the housing company has sealed, for us and lately, switches an alarm off."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from pecwatch.model.listing import Status
from pecwatch.model.news import NewsKind
from pecwatch.model.position import Position, Priority
from pecwatch.service.reprocessing import from_ledger, reprocess
from pecwatch.store import ledger, stories
from tests.end_to_end.looking import entries, positions, proper_mails, told
from tests.end_to_end.mails import ReadMail
from tests.end_to_end.office import COORDINATOR, SocialServices, at
from tests.generators.authority import root
from tests.generators.forgeries import (
    changed,
    list_beside,
    marked_plain_mail,
    message_inside,
    rewritten,
    sealed_by,
    self_made_authorities,
    unsealed,
)
from tests.generators.letters import Letter, attached, ordinary
from tests.generators.pec import transport
from tests.generators.providers import ARUBA, LEGALMAIL, Postmark

ALER = "decadenze@pec.aler.example"
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
FIRST_AT, LATER_AT = at(2025, 10, 24), at(2025, 11, 14)
SUBJECT = "Comunicazione programmazione interventi fissati per il mese di NOVEMBRE 2025"
PLANNED = (
    "1) ZUCCHEROLI MIRELLA - Via delle Robinie 14 int. 7 - 20/11/2025 - SI ESEGUE\n"
    "2) BONETTALI IVANO - Largo dei Pioppi 3 int. 12 - 20/11/2025 - SI ESEGUE\n"
    "3) PERSICHELLI GAETANO - Piazza 4 Novembre 12 int. 8 - 27/11/2025 - SI ESEGUE\n"
)
STOPPED = "1) PERSICHELLI GAETANO - Piazza 4 Novembre 12 int. 8 - NON SI ESEGUE - piano di rientro\n"
RAISED = STOPPED.replace("NON SI ESEGUE - piano di rientro", "27/11/2025 - SI ESEGUE")
LATER = "1) PERSICHELLI GAETANO - Piazza 4 Novembre 12 int. 8 - RINVIATO AL 14/01/2026\n"
REPLACING = (
    "Il presente elenco annulla e sostituisce il precedente.\n"
    "1) ZUCCHEROLI MIRELLA - Via delle Robinie 14 int. 7 - 20/11/2025 - SI ESEGUE\n"
    "2) BONETTALI IVANO - Largo dei Pioppi 3 int. 12 - 20/11/2025 - SI ESEGUE\n"
)
PERSICHELLI = "PW-2025-11-003"


def letter(rows: str, sent_at: dt.datetime, **more: object) -> Letter:
    """A letter of the housing company with some rows in its text."""
    subject = f"ANNULLA E SOSTITUISCE - {SUBJECT}" if rows is REPLACING else SUBJECT
    written = Letter(
        sender=ALER,
        subject=subject,
        text=f"Spett.le Comune,\nsi trasmette l’elenco degli interventi.\n\n{rows}\nDistinti saluti\n",
        sent_at=sent_at,
        message_id=f"<{sent_at:%Y%m%d%H%M}@pec.aler.example>",
    )
    return replace(written, **more)  # type: ignore[arg-type]  # free-form test values


def pec(rows: str, sent_at: dt.datetime, **more: object) -> bytes:
    """The letter, genuinely certified."""
    return transport(letter(rows, sent_at, **more), postmark=Postmark(certified_at=sent_at))


def arrives(office: SocialServices, raw: bytes, now: dt.datetime) -> list[ReadMail]:
    """A message reaches the PEC box and is worked on; the mails it causes."""
    office.by_pec(raw, now)
    office.poll(now)
    return [
        mail for mail in proper_mails(office) if "Conteggi" not in mail.subject and "settimanale" not in mail.subject
    ]


def alarms(office: SocialServices) -> dict[str, tuple[object, ...]]:
    """What each position's clock and priority hang on."""
    return {reference: alarm(each) for reference, each in positions(office).items()}


def alarm(position: Position) -> tuple[object, ...]:
    return position.row.status, position.execution_on, position.priority, position.is_open, position.outcome


def questions(mails: list[ReadMail]) -> list[ReadMail]:
    return [mail for mail in mails if "da confermare" in mail.subject]


@pytest.fixture
def planned(office: SocialServices) -> SocialServices:
    """An office that trusts the test authority and has had November's list, sealed."""
    (office.folder / "anchors").mkdir()
    (office.folder / "anchors" / "radice.pem").write_bytes(root().certificate.public_bytes(Encoding.PEM))
    text = office.file.read_text(encoding="utf-8")
    office.file.write_text(text.replace("[lists]\n", '[lists]\ntrust_anchors = "anchors"\n'), encoding="utf-8")
    office.install()
    assert not questions(arrives(office, pec(PLANNED, FIRST_AT), FIRST_AT))
    assert len(positions(office)) == 3
    return office


Forge = Callable[[str, dt.datetime], bytes]
"""A message that asks for some rows, as it reaches the box at some moment."""


def by_own_authority(rows: str, now: dt.datetime) -> bytes:
    return sealed_by(self_made_authorities(), letter(rows, now), ARUBA, Postmark(certified_at=now))


def by_lookalike(rows: str, now: dt.datetime) -> bytes:
    return pec(rows, now, sender="decadenze@pec.a1er.example")


def around_a_genuine_one(rows: str, now: dt.datetime) -> bytes:
    """The forger's own certified box, with an old PEC of the housing company attached."""
    genuine = attached(pec(PLANNED, FIRST_AT - DAY))
    return pec(rows, now, sender="chiunque@pec.altro.example", attachments=(genuine,))


def for_others(rows: str, now: dt.datetime) -> bytes:
    return pec(rows, now, recipients=("sociale@pec.altrocomune.example",))


FORGED = [
    pytest.param(by_own_authority, id="sealed under a false authority"),
    pytest.param(lambda rows, now: changed(pec(rows, now), b"Distinti "), id="one bit changed under the seal"),
    pytest.param(lambda rows, now: unsealed(pec(rows, now)), id="PEC marks without seal"),
    pytest.param(lambda rows, now: marked_plain_mail(letter(rows, now)), id="ordinary mail with PEC marks"),
    pytest.param(by_lookalike, id="certified box of a look-alike"),
    pytest.param(lambda rows, now: ordinary(letter(rows, now)), id="ordinary mail from the recognised address"),
    pytest.param(around_a_genuine_one, id="certified box of a stranger around a genuine PEC"),
    pytest.param(lambda rows, now: pec(rows, now - 8 * DAY), id="genuine, certified more than a week before"),
    pytest.param(for_others, id="genuine, for others"),
]


@pytest.mark.fault("content-spoofed-pec")
@pytest.mark.parametrize("forge", FORGED)
def test_a_forger_switches_no_alarm_off(planned: SocialServices, forge: Forge) -> None:
    """No position asks less loudly or later; what was asked is in its story, and the coordinator is asked each time."""
    before = alarms(planned)
    for number, rows in enumerate((STOPPED, LATER, REPLACING)):
        now = LATER_AT + number * HOUR
        mails = arrives(planned, forge(rows, now), now)
        after = alarms(planned)
        assert {reference: after[reference] for reference in before} == before
        assert [mail.recipient for mail in questions(mails)] == [COORDINATOR]
    with planned.desk() as desk, desk.database.reading() as session:
        story = [event.kind for event in stories.events(session, PERSICHELLI)]
    assert story.count("held") == 4, "a status; a status and a day; a row left out"


@pytest.mark.parametrize(
    ("rows", "status"),
    [(STOPPED, Status.NOT_EXECUTED), (LATER, Status.POSTPONED), (REPLACING, Status.NOT_EXECUTED)],
    ids=["NON SI ESEGUE", "postponed", "annulla"],
)
@pytest.mark.parametrize("provider", [ARUBA, LEGALMAIL], ids=["Aruba", "Legalmail"])
def test_the_housing_company_does(planned: SocialServices, rows: str, status: Status, provider: object) -> None:
    """The same words under a seal that holds take effect, and nobody is asked."""
    raw = transport(letter(rows, LATER_AT), provider=provider, postmark=Postmark(certified_at=LATER_AT))  # type: ignore[arg-type]
    mails = arrives(planned, raw, LATER_AT)
    found = positions(planned)[PERSICHELLI]
    assert found.row.status is status
    assert found.is_open
    assert mails and not questions(mails)


BESIDE = [
    pytest.param(list_beside(pec(RAISED, LATER_AT)), id="a list beside the sealed part"),
    pytest.param(message_inside(pec(PLANNED, FIRST_AT), text=STOPPED), id="PEC marks around a genuine PEC"),
]


@pytest.mark.fault("content-seal-wrapped")
@pytest.mark.parametrize("raw", BESIDE)
def test_what_stands_beside_the_seal_is_shown_and_not_read(planned: SocialServices, raw: bytes) -> None:
    """Only what the seal covers speaks for the housing company; a person is told that there is more."""
    before = alarms(planned)
    mails = arrives(planned, raw, LATER_AT)
    after = alarms(planned)
    assert {reference: after[reference] for reference in before} == before
    assert [mail for mail in mails if mail.recipient == COORDINATOR]


def resent(raw: bytes, now: dt.datetime) -> bytes:
    """A genuine PEC with a new outside: other bytes, and a seal that holds all the same."""
    for name, value in (
        ("Date", f"{now:%a, %d %b %Y %H:%M:%S %z}"),
        ("Subject", "POSTA CERTIFICATA: urgente"),
        ("Received", "from altrove.example by imaps.pec.example"),
    ):
        raw = rewritten(raw, name, value)
    return raw


@pytest.mark.fault("content-replayed")
@pytest.mark.parametrize("after", [HOUR, 6 * DAY], ids=["an hour later", "six days later"])
def test_a_genuine_pec_sent_again_does_not_work_twice(planned: SocialServices, after: dt.timedelta) -> None:
    """«NON SI ESEGUE», then after all «SI ESEGUE»; then somebody sends the first PEC again, its seal intact."""
    stopping = pec(STOPPED, LATER_AT)
    arrives(planned, stopping, LATER_AT)
    assert positions(planned)[PERSICHELLI].priority is Priority.LOW
    arrives(planned, ordinary(letter(RAISED, LATER_AT + HOUR / 2)), LATER_AT + HOUR / 2)
    before = alarms(planned)
    assert before[PERSICHELLI][0] is Status.EXECUTE

    mails = arrives(planned, resent(stopping, LATER_AT + after), LATER_AT + after)
    assert alarms(planned) == before
    (question,) = questions(mails)
    assert "La stessa PEC era già arrivata" in " ".join(question.text.split())
    assert "PERSICHELLI" not in question.text


def test_last_years_replacement_annuls_nothing(planned: SocialServices) -> None:
    """Never seen by this office, sealed and genuine, and about another year: it is asked about."""
    before = alarms(planned)
    old = pec(REPLACING.replace("2025", "2024"), at(2024, 11, 14), subject="ANNULLA E SOSTITUISCE - elenco interventi")
    arrives(planned, resent(old, LATER_AT), LATER_AT)
    after = alarms(planned)
    assert {reference: after[reference] for reference in before} == before


def test_the_same_pec_in_two_mailboxes_is_one(planned: SocialServices) -> None:
    """A second delivery has other Received fields, and is neither a replay nor news."""
    stopping = pec(STOPPED, LATER_AT)
    planned.by_pec(stopping, LATER_AT)
    planned.by_mail(rewritten(stopping, "Received", "from smtp.altro.example by imap.example"), LATER_AT)
    done = planned.poll(LATER_AT)
    assert sorted(kind for each in done.weighed for kind in each.kinds) == [NewsKind.REMINDER, NewsKind.TWIN]
    assert positions(planned)[PERSICHELLI].row.status is Status.NOT_EXECUTED
    with planned.desk() as desk, desk.database.reading() as session:
        readings = [ledger.reading_of(session, entry.id) for entry in ledger.entries(session)]
    assert not [each for each in readings if each is not None and "replayed_identifier" in each.message.warnings]


def test_the_pec_does_what_its_ordinary_copy_could_not(planned: SocialServices) -> None:
    """The copy came first and was held; the sealed original, half an hour later, takes effect."""
    planned.by_mail(ordinary(letter(STOPPED, LATER_AT, recipients=("servizisociali@comune.example",))), LATER_AT)
    planned.poll(LATER_AT)
    assert positions(planned)[PERSICHELLI].row.status is Status.EXECUTE
    told(planned)
    mails = arrives(planned, pec(STOPPED, LATER_AT - HOUR), LATER_AT + HOUR / 2)
    assert positions(planned)[PERSICHELLI].row.status is Status.NOT_EXECUTED
    assert mails and not questions(mails)


def test_reading_again_makes_nobody_a_replay_of_himself(planned: SocialServices) -> None:
    """With today's rules the same message is the same message, and the replay stays one."""
    stopping = pec(STOPPED, LATER_AT)
    arrives(planned, stopping, LATER_AT)
    arrives(planned, resent(stopping, LATER_AT + HOUR), LATER_AT + HOUR)
    with planned.desk() as desk:
        again = list(reprocess(desk, from_ledger(desk, since=None, ids=None), send=False, dry_run=False))
    warned = [each.message_id for each in again if "replayed_identifier" in each.after.message.warnings]
    assert warned == [entries(planned)[-1].id]
