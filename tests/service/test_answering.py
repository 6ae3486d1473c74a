# SPDX-License-Identifier: EUPL-1.2
"""Answers by mail, over a real mailbox and a real relay: done once, confirmed, and never taken for a list."""

import datetime as dt

import pytest
from sqlalchemy import text

from pecwatch.model.position import Outcome, PositionState
from pecwatch.store import ledger, outbox, stories
from pecwatch.store.answers import answers_about, answers_of
from pecwatch.store.records import MessageOutcome
from tests.end_to_end.answering import answer, below_header, bounce, out_of_office
from tests.end_to_end.looking import kinds_of, outcomes, owners, positions, proper_mails, told
from tests.end_to_end.mails import ReadMail
from tests.end_to_end.office import SocialServices, at
from tests.generators.letters import File, Letter, ordinary
from tests.generators.samples import cases
from tests.servers.smtp import ReceivedMail

LIST_AT = at(2025, 10, 24, 9, 12)
DECEMBER = File(
    name="elenco.txt",
    type="text/plain",
    content=b"ELENCO INTERVENTI DICEMBRE 2025\n1) DRAGULINESCU MIHAELA - Corso dei Tigli 101 int. 6 - 04/12/2025 ore "
    b"9:30 - SI ESEGUE\n",
)
ONE, FOUR, TWO = "PW-2025-11-001", "PW-2025-11-004", "PW-2025-11-002"


class Alerted:
    """An office whose people have just been told of November's list."""

    def __init__(self, office: SocialServices) -> None:
        self.office = office
        office.install()
        office.by_pec(cases.november_pec(), LIST_AT)
        office.poll(LIST_AT + dt.timedelta(minutes=1))
        self.raw = {mail.recipients[0].partition("@")[0]: mail for mail in office.relay.messages}
        self.mails = {mail.name: mail for mail in proper_mails(office)}
        self.minute = 2

    def receives(self, *messages: bytes) -> list[ReadMail]:
        """What people are written when these messages reach the ordinary box."""
        self.minute += 1
        now = LIST_AT + dt.timedelta(minutes=self.minute)
        for raw in messages:
            self.office.by_mail(raw, now)
        self.office.poll(now)
        return proper_mails(self.office)

    def events(self, reference: str) -> list[tuple[str, str, str]]:
        with self.office.desk() as desk, desk.database.reading() as session:
            return [(each.kind, each.who, each.by) for each in stories.events(session, reference)]

    def verdicts(self, reference: str) -> list[str]:
        with self.office.desk() as desk, desk.database.reading() as session:
            return [str(each.verdict) for each in answers_about(session, reference)]


@pytest.fixture
def alerted(office: SocialServices) -> Alerted:
    return Alerted(office)


def test_an_answer_is_done_and_confirmed(alerted: Alerted) -> None:
    """Taken, not the person, passed on, outcome: each in its own words; every answer is confirmed to who gave it."""
    op01, op02 = alerted.mails["op01"], alerted.mails["op02"]
    mails = alerted.receives(
        answer(op01, "prendo in carico tutte"),
        answer(op02, "Non è la stessa persona", quote=below_header(op02)),
    )
    assert kinds_of(alerted.office, mails) == [("op01", "answer"), ("op02", "answer"), ("segretariato", "rows")]
    after = positions(alerted.office)
    assert {after[each].state for each in (ONE, FOUR)} == {PositionState.TAKEN}
    assert after[TWO].owner == "duty_worker"
    assert ("taken", "OP01", "mail") in alerted.events(ONE)
    assert ("rejected", "OP02", "mail") in alerted.events(TWO)
    assert outcomes(alerted.office)[-2:] == [MessageOutcome.ANSWER, MessageOutcome.ANSWER]
    confirmed = next(mail for mail in mails if mail.name == "op01")
    assert ONE in confirmed.subject + confirmed.text and FOUR in confirmed.text

    html = f'<div>passo a Pasquarelli {FOUR}</div><div class="gmail_quote">{op01.text}</div>'
    mails = alerted.receives(
        answer(op01, "", html=html), answer(op01, "ESITO RINVIATO AL 14/01/2026 PW 2025 11 1", quote="")
    )
    assert kinds_of(alerted.office, mails) == [("op01", "answer"), ("op01", "answer"), ("op03", "rows")]
    after = positions(alerted.office)
    assert (after[FOUR].owner, after[ONE].outcome) == ("OP03", Outcome.POSTPONED)
    assert after[ONE].execution_on == dt.date(2026, 1, 14)


def test_a_prepared_reply_is_known_by_its_token(alerted: Alerted) -> None:
    """A link in the mail opens a new message that names no other: the token in its subject tells."""
    op02 = alerted.mails["op02"]
    token = "k7m2q3xab4c5"
    with alerted.office.desk() as desk, desk.database.writing() as session:
        session.connection().execute(
            text("UPDATE outbox SET token = :token WHERE message_id_header = :id"),
            {"token": token, "id": op02.message_id},
        )
    subject = f"PRENDO IN CARICO {TWO} [pw:{token}]"
    stranger = answer(op02, "", quote="", subject=subject, threaded=False, sender="op03@comune.example")
    mails = alerted.receives(stranger)
    assert kinds_of(alerted.office, mails) == [("coordinatrice", "answer"), ("op03", "answer")]
    assert positions(alerted.office)[TWO].state is PositionState.NOTIFIED
    again = answer(op02, "x", quote="", subject=subject, threaded=False, sender="op04@comune.example")
    assert kinds_of(alerted.office, alerted.receives(again, again)) == [("op04", "answer")]

    mails = alerted.receives(answer(op02, "Inviato da iPhone", quote="", subject=subject, threaded=False))
    assert kinds_of(alerted.office, mails) == [("op02", "answer")]
    assert positions(alerted.office)[TWO].state is PositionState.TAKEN
    assert alerted.verdicts(TWO) == ["wrong_sender", "wrong_sender", "done"]


def test_an_answer_weighed_again_is_done_once(alerted: Alerted) -> None:
    """Put back in the queue it changes nothing more, and nobody is written twice; read again it is still no list."""
    alerted.receives(answer(alerted.mails["op02"], "prendo in carico"))
    with alerted.office.desk() as desk, desk.database.writing() as session:
        entry = ledger.entries(session)[-1]
        ledger.retry(session, entry.id, alerted.office.clock())
    assert alerted.receives() == []
    assert [kind for kind, _, by in alerted.events(TWO) if by == "mail"] == ["notified", "taken", "person_confirmed"]
    assert alerted.verdicts(TWO) == ["done"]
    with alerted.office.desk() as desk, desk.database.reading() as session:
        assert len(answers_of(session, entry.id)) == 1
        kept = ledger.reading_of(session, entry.id)
    assert kept is not None and kept.reply is None and kept.listing is None


def test_what_is_not_understood_is_asked_again_three_times_a_day(alerted: Alerted) -> None:
    """Kindly, with the possibilities; a machine that does not say it is one cannot go on for ever."""
    op01 = alerted.mails["op01"]
    mails = alerted.receives(answer(op01, "ok grazie"), answer(op01, "prendo in carico"), answer(op01, ""))
    assert kinds_of(alerted.office, mails) == [("op01", "answer")] * 3
    assert all("PRENDO IN CARICO" in mail.text for mail in mails)
    assert "più posizioni" in " ".join(mails[1].text.split())
    assert kinds_of(alerted.office, alerted.receives(answer(op01, "ok"), answer(op01, "bene"))) == [("ced", "service")]
    assert {positions(alerted.office)[each].state for each in (ONE, FOUR)} == {PositionState.NOTIFIED}
    assert sorted(set(alerted.verdicts(ONE))) == ["not_understood", "quoted_only"]
    tomorrow = at(2025, 10, 25, 9)
    alerted.office.by_mail(answer(op01, "ok"), tomorrow)
    alerted.office.poll(tomorrow)
    assert ("op01", "answer") in told(alerted.office)


def test_what_cannot_be_done_is_told(alerted: Alerted) -> None:
    """A reference she was never told of, one that is none, and a row that somebody else has taken."""
    op02 = alerted.mails["op02"]
    mails = alerted.receives(
        answer(op02, f"prendo in carico {ONE}"),
        answer(op02, "prendo in carico PW-2025-11-099"),
        answer(op02, "passo a OP02"),
    )
    texts = [" ".join(mail.text.split()) for mail in mails]
    for reason in ("non risulta fra le posizioni", "non esiste", "è già di OP02"):
        assert sum(reason in text for text in texts) == 1
    assert owners(alerted.office)[ONE] == "OP01"
    assert alerted.verdicts(ONE) == ["refused"]


def test_an_answer_is_never_a_list(alerted: Alerted) -> None:
    """Neither an answer that quotes rows, nor an out-of-office, nor a bounce, nor our own mail in a polled box."""
    op01, op02 = alerted.mails["op01"], alerted.mails["op02"]
    before = {reference: alerted.events(reference) for reference in positions(alerted.office)}
    changed = op02.text.replace("06/11/2025", "05/11/2025").replace("giovedì 6", "mercoledì 5")
    mails = alerted.receives(
        out_of_office(op01),
        out_of_office(op02),
        bounce(op02, alerted.raw["op02"], "delayed", "4.4.1"),
        alerted.raw["segretariato"].content,
        answer(op02, "", quote=changed),
    )
    assert kinds_of(alerted.office, mails) == [("op02", "answer")]
    assert {reference: alerted.events(reference) for reference in positions(alerted.office)} == before
    assert sorted(map(str, outcomes(alerted.office)[1:])) == ["answer", *["automatic"] * 3, "returned"]


def test_a_list_never_vanishes_because_it_answers_us(alerted: Alerted) -> None:
    """Whoever is not of the office is read as always, token or not; a file that somebody of the office sends, too."""
    op02 = alerted.mails["op02"]
    row = "1) SORGENTINI PALMIRA - Via del Giuncheto 36/38 int. 9 - 27/11/2025 ore 14:30 - SI ESEGUE\n"
    forged = ordinary(
        Letter(
            sender="ufficio@altrove.example",
            subject="Comunicazione programmazione interventi fissati per il mese di NOVEMBRE 2025",
            text=row,
            headers=(("In-Reply-To", op02.message_id),),
            message_id="<falso.1@altrove.example>",
        )
    )
    mails = alerted.receives(forged)
    assert "PW-2025-11-008" in positions(alerted.office)
    assert ("coordinatrice", "to_confirm") in kinds_of(alerted.office, mails)
    assert ("coordinatrice", "answer") in kinds_of(alerted.office, mails)

    again = answer(op02, "prendo in carico, in allegato il promemoria", attachments=(DECEMBER,))
    mails = alerted.receives(again)
    assert positions(alerted.office)[TWO].state is PositionState.TAKEN
    assert any(reference.startswith("PW-2025-12") for reference in positions(alerted.office))
    assert [kind for kind, _, by in alerted.events(TWO) if by == "list"] == ["opened"]


@pytest.mark.parametrize("threaded", [True, False], ids=["header given back", "recipient only"])
def test_a_mail_that_comes_back_is_noted(alerted: Alerted, threaded: bool) -> None:
    """Its positions say so, and the mail is marked; a second report changes nothing.

    Only what bears our Message-ID tells who stands above: anybody can write that a mail to somebody came back.
    """
    op02 = alerted.mails["op02"]
    raw = alerted.raw["op02"]
    if not threaded:
        raw = ReceivedMail(sender=raw.sender, recipients=raw.recipients, content=b"Subject: x\r\n\r\n")
    mails = alerted.receives(bounce(op02, raw), bounce(op02, raw))
    above = [("coordinatrice", "steps")] if threaded else []
    assert kinds_of(alerted.office, mails) == [("ced", "service"), *above]
    assert [each for each in alerted.events(TWO) if each[0] == "returned"] == [("returned", "pecwatch", "mail")]
    assert outcomes(alerted.office)[-1] is MessageOutcome.RETURNED
    with alerted.office.desk() as desk, desk.database.reading() as session:
        returned = [mail.recipient for mail in outbox.mails(session) if mail.returned_at is not None]
    assert returned == ["op02@comune.example"]


def test_a_box_for_answers_is_polled_and_a_list_in_it_is_read(office: SocialServices) -> None:
    """A list that somebody sends to the wrong box is weighed like any other."""
    office.change_mailbox("ordinaria", "purpose", "replies")
    office.install()
    office.by_mail(cases.november_copy(), LIST_AT)
    office.poll(LIST_AT)
    assert len(positions(office)) == 7
    op02 = next(mail for mail in proper_mails(office) if mail.name == "op02")
    office.by_mail(answer(op02, "prendo in carico"), LIST_AT + dt.timedelta(minutes=1))
    office.poll(LIST_AT + dt.timedelta(minutes=1))
    assert told(office) == [("op02", "answer")]


def test_no_word_of_an_answer_reaches_the_log(alerted: Alerted, capfd: pytest.CaptureFixture[str]) -> None:
    """What people write may name anybody."""
    words = "prendo in carico, la signora Zuccheroli sta male"
    mails = alerted.receives(answer(alerted.mails["op02"], words))
    out, err = capfd.readouterr()
    assert "Zuccheroli" not in out + err
    assert "sta male" not in mails[0].text
    with alerted.office.desk() as desk, desk.database.reading() as session:
        assert "sta male" not in str(stories.events(session, TWO))


def test_a_list_is_confirmed_or_refused_by_mail(office: SocialServices) -> None:
    """CONFERMO and NON CONFERMO of whoever was asked; the last word wins, also after «non abbiamo capito»."""
    office.install()
    raw = cases.november_copy().replace(b"@aler.example", b"@altrove.example")
    office.by_mail(raw, LIST_AT)
    office.poll(LIST_AT)
    asked = next(mail for mail in proper_mails(office) if "da confermare" in mail.subject)
    assert {each.confirmed for each in positions(office).values()} == {False}

    office.by_mail(answer(asked, "CONFERMO?"), LIST_AT + dt.timedelta(minutes=1))
    office.poll(LIST_AT + dt.timedelta(minutes=1))
    again = next(mail for mail in proper_mails(office) if mail.name == "coordinatrice")
    office.by_mail(answer(again, "Confermo, ho telefonato"), LIST_AT + dt.timedelta(minutes=2))
    office.poll(LIST_AT + dt.timedelta(minutes=2))
    assert {each.confirmed for each in positions(office).values()} == {True}
    assert ("coordinatrice", "answer") in told(office)

    office.by_mail(answer(asked, "Non confermo"), LIST_AT + dt.timedelta(minutes=3))
    office.poll(LIST_AT + dt.timedelta(minutes=3))
    assert {each.outcome for each in positions(office).values()} == {Outcome.NOT_THE_HOUSING_COMPANY}


def test_how_far_the_help_has_come(alerted: Alerted) -> None:
    """Contacted, postponement asked, closed with a reason that only the story keeps."""
    op02 = alerted.mails["op02"]
    alerted.receives(answer(op02, "Prendo in carico, ho contattato la famiglia"))
    assert positions(alerted.office)[TWO].state is PositionState.CONTACTED
    alerted.receives(answer(op02, "ho chiesto il rinvio"), answer(op02, "ESITO SOSPESO"))
    assert positions(alerted.office)[TWO].state is PositionState.POSTPONEMENT_ASKED
    (mail,) = alerted.receives(answer(op02, "CHIUDO PERCHÉ la signora ha pagato tutto"))
    after = positions(alerted.office)[TWO]
    assert (after.is_open, after.outcome) == (False, Outcome.CLOSED_BY_PERSON)
    assert "pagato" not in mail.text
    with alerted.office.desk() as desk, desk.database.reading() as session:
        assert stories.events(session, TWO)[-1].reason == "la signora ha pagato tutto"
        assert "pagato" not in str(answers_about(session, TWO))
    (mail,) = alerted.receives(answer(op02, "prendo in carico"))
    assert "già chiusa" in " ".join(mail.text.split())
    assert alerted.events(TWO)[-1] == ("late", "OP02", "mail")
