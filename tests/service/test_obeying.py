# SPDX-License-Identifier: EUPL-1.2
"""What follows from answers for everybody else: who is told, how often, and what a machine's mails cannot do."""

import datetime as dt
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from pecwatch.model.answer import Verdict
from pecwatch.model.listing import Reading, State
from pecwatch.model.mailbox import Delivery
from pecwatch.model.message import Kind, Trust
from pecwatch.model.office import OfficePerson, Role
from pecwatch.model.position import Position, PositionState
from pecwatch.model.reply import Reply, Returned
from pecwatch.service.first_start import end_first_listing
from pecwatch.service.importing import import_registry
from pecwatch.service.sending import send_due
from pecwatch.service.stepping import post_steps
from pecwatch.service.weighing import weigh
from pecwatch.store import casefile, ledger, outbox
from pecwatch.store.answers import answers_about
from pecwatch.store.beside import replace_operators
from pecwatch.store.records import OutgoingMail
from tests.casework.clocks import at
from tests.casework.people import BONETTALI, FALCHETTI, message, row
from tests.registry.staging import HEADER, ROWS
from tests.service.offices import SmallOffice
from tests.service.weeks import OFFICE, Walk

LIST_AT = at(24, 9, 13, month=10)
THREE = (row(date=dt.date(2025, 11, 27)), BONETTALI, FALCHETTI)
ONE, TWO, THIRD = "PW-2025-11-001", "PW-2025-11-002", "PW-2025-11-003"
OP01, OP02, DESK, BOSS = (f"{name}@comune.example" for name in ("op01", "op02", "segretariato", "coordinatrice"))


class Talk(Walk):
    """An office, its relay, and what people send back; nothing is read from bytes here."""

    def arrives(self, reading: Reading) -> list[tuple[str, str]]:
        """What a message leads to: who is written which kind of mail."""
        self.office.clock.now += dt.timedelta(minutes=1)
        now, before = self.office.clock(), len(self.mails())
        content = f"{now} {before}".encode()
        with self.desk.database.writing() as session:
            kept = self.desk.vault.put((content,))
            found = Delivery(
                mailbox="pec",
                folder="INBOX",
                uidvalidity=1,
                uid=int(now.timestamp()) % 2**31,
                received_at=now,
                size=len(content),
                pieces=(content,),
            )
            entry = ledger.record_delivery(session, found, kept, now).entry
        weigh(self.desk, entry, reading)
        post_steps(self.desk)
        send_due(self.desk, self.relay)
        return sorted((mail.recipient.partition("@")[0], mail.kind) for mail in self.mails()[before:])

    def answers(self, mail: OutgoingMail, text: str, sender: str | None = None) -> list[tuple[str, str]]:
        """Somebody writes back, by default whoever the mail was for."""
        return self.arrives(_reading(sender or mail.recipient, Reply(own_text=text), mail.message_id_header))

    def mails(self) -> tuple[OutgoingMail, ...]:
        with self.desk.database.reading() as session:
            return outbox.mails(session)

    def last(self, recipient: str, kind: str = "rows") -> OutgoingMail:
        return [mail for mail in self.mails() if (mail.recipient, mail.kind) == (recipient, kind)][-1]

    def position(self, reference: str) -> Position:
        with self.desk.database.reading() as session:
            found = casefile.position(session, reference)
        assert found is not None
        return found


def _reading(sender: str, reply: Reply, *answered: str, automatic: bool = False) -> Reading:
    said = message(
        Trust.ABSENT,
        False,
        kind=Kind.ORDINARY,
        sender=sender,
        subject="R: avviso",
        in_reply_to=answered,
        automatic=automatic,
        certified_at=None,
    )
    return Reading(source="test", message=said, state=State.NOT_PERTINENT, reply=reply)


@pytest.fixture
def talk(tmp_path: Path) -> Iterator[Talk]:
    """A list of three rows has just been told: the first is OP01's, the others are the desk's."""
    office = SmallOffice(tmp_path, OFFICE.format(away=""))
    office.clock.now = at(23, 10, month=10)
    (tmp_path / "r.csv").write_text("\n".join((HEADER, *ROWS)), encoding="utf-8")
    with office.desk() as desk:
        import_registry(desk, tmp_path / "r.csv", None, confirmed=True)
        with desk.database.writing() as session:
            end_first_listing(session, "pec", office.clock())
        told = Talk(desk, office)
        told.list_comes(*THREE, now=LIST_AT)
        yield told


def test_several_rows_handed_over_are_one_mail(talk: Talk) -> None:
    """To whoever has them now; whoever takes them all back is one mail to whom they are taken from."""
    mail = talk.last(DESK)
    assert talk.answers(mail, "passo a OP02 tutte") == [("op02", "rows"), ("segretariato", "answer")]
    handed = talk.last(OP02)
    assert handed.references == (TWO, THIRD)
    assert _calendar(handed) == ["PUBLISH", "PUBLISH"]
    assert _calendar(talk.last(DESK, "answer")) == ["CANCEL", "CANCEL"]
    assert talk.answers(mail, "prendo in carico tutte") == [("op02", "answer"), ("segretariato", "answer")]
    assert talk.last(OP02, "answer").references == (TWO, THIRD)
    assert _calendar(talk.last(OP02, "answer")) == ["CANCEL", "CANCEL"]
    assert _calendar(talk.last(DESK, "answer")) == ["PUBLISH", "PUBLISH"]
    assert {talk.position(each).owner for each in (TWO, THIRD)} == {"duty_worker"}


def test_an_answer_that_names_what_no_database_takes(talk: Talk) -> None:
    """Headers are a stranger's: nothing breaks over a NUL among the references, and the answer is entered."""
    mail, reply = talk.last(OP01), Reply(own_text="prendo in carico", tokens=("k7m2\x00",))
    assert talk.arrives(_reading(OP01, reply, "<\x00@x.example>", mail.message_id_header)) == [("op01", "answer")]
    assert talk.position(ONE).state is PositionState.TAKEN


def test_an_owner_hears_what_another_one_says_of_her_row(talk: Talk) -> None:
    """Closed, lowered, opened again: one mail each; her own words are told to nobody else."""
    mail = talk.last(OP01)
    digest = talk.last(BOSS, "list_digest")
    assert talk.answers(mail, "prendo in carico") == [("op01", "answer")]
    assert talk.answers(digest, f"ESITO SOSPESO {ONE}") == [("coordinatrice", "answer"), ("op01", "answer")]
    told = talk.last(OP01, "answer")
    assert (_calendar(told), told.references) == (["CANCEL"], (ONE,))
    assert "L’ha detto Ilaria Brentegani (coordinatrice@comune.example), coordinatrice." in _text(told)
    assert talk.answers(told, "ESITO RILASCIATO") == [("op01", "answer")]
    assert talk.answers(digest, f"ESITO NON ESEGUITO {ONE}") == [("coordinatrice", "answer"), ("op01", "rows")]
    assert talk.position(ONE).is_open


def test_what_is_not_done_yet_closes_nothing(talk: Talk) -> None:
    """«Eseguito» weeks before the day is asked about again; a tenant may well have given the keys back before."""
    mail = talk.last(OP01)
    assert talk.answers(mail, f"ESITO ESEGUITO {ONE}") == [("op01", "answer")]
    assert "non è ancora venuto" in " ".join(_text(talk.last(OP01, "answer")).split())
    assert talk.position(ONE).is_open
    assert talk.answers(mail, f"ESITO RILASCIATO {ONE}") == [("op01", "answer")]
    assert not talk.position(ONE).is_open


def test_a_report_without_anything_of_ours_lets_no_row_climb(talk: Talk) -> None:
    """Anybody can write that a mail to op01 came back: it is noted, and the administrator's alarm will tell it."""
    failed = Returned(recipients=(OP01,), action="failed")
    sent = talk.last(OP01)
    for _ in range(3):
        assert talk.arrives(_reading("x@altrove.example", Reply(returned=failed), automatic=True)) == []
    assert talk.last(OP01).returned_at is not None
    assert [event for event in talk.story(ONE) if event.startswith("returned")] == ["returned OP01 unproven"]
    ours = Returned(recipients=(OP02,), action="failed", message_ids=(talk.last(DESK).message_id_header,))
    assert talk.arrives(_reading("x@altrove.example", Reply(returned=ours), automatic=True)) == [
        ("coordinatrice", "steps")
    ]
    assert sent.id == talk.last(OP01).id


def test_a_machine_that_answers_everything_falls_silent(talk: Talk) -> None:
    """Three times the same refusal, then one note to the administrator; what a person says is done all the same."""
    mail = talk.last(OP01)
    told = [talk.answers(mail, "passo a OP01") for _ in range(6)]
    assert told == [*[[("op01", "answer")]] * 3, [("ced", "service")], [], []]
    assert talk.answers(mail, "prendo in carico") == [("op01", "answer")]
    assert talk.position(ONE).state is PositionState.TAKEN
    assert b"op01@" not in talk.last("ced@comune.example", "service").content


def test_twenty_answers_a_day_are_confirmed(talk: Talk) -> None:
    """However different they are; the next ones are done in silence, and tomorrow is another day."""
    mail = talk.last(OP01)
    words = ("ho contattato", "ho chiesto il rinvio", "progetto avviato")
    days = [f"ESITO RINVIATO AL {day}/12/2025" for day in range(1, 20)]
    told = [talk.answers(mail, text) for text in (*words, *days)]
    assert [len(each) for each in told[:20]] == [1] * 20
    assert told[20:] == [[("ced", "service")], []]
    assert talk.position(ONE).execution_on == dt.date(2025, 12, 19)
    talk.office.clock.now += dt.timedelta(days=1)
    assert ("op01", "answer") in talk.answers(mail, "ho contattato")


def test_somebody_known_by_another_address(talk: Talk) -> None:
    """The table of operators has another one of hers; who cannot be known as the reader is told so kindly."""
    mail, other = talk.last(OP01), "ada.ferlenghi@comune.example"
    operator = OfficePerson(code="OP01", role=Role.OPERATOR, name="Ferlenghi Ada", email=other)
    with talk.desk.database.writing() as session:
        replace_operators(session, (operator,))
    assert talk.answers(mail, "prendo in carico", sender=OP02) == [("coordinatrice", "answer"), ("op02", "answer")]
    assert talk.position(ONE).state is PositionState.NOTIFIED
    assert talk.answers(mail, "prendo in carico", sender=other) == [("op01", "answer")]
    assert talk.position(ONE).state is PositionState.TAKEN


def test_why_something_cannot_be_done_is_kept_true(talk: Talk) -> None:
    """By the decision itself, not guessed from what the position looks like afterwards."""
    mail = talk.last(OP01)
    talk.answers(mail, "chiudo perché hanno pagato")
    talk.answers(mail, "non è la stessa persona")
    talk.answers(talk.last(DESK), f"passo a director {TWO}")
    with talk.desk.database.reading() as session:
        assert [each.verdict for each in answers_about(session, ONE)] == [Verdict.REFUSED, Verdict.DONE]
    assert "director non può avere posizioni" in _text(talk.last(DESK, "answer"))


def _read(mail: OutgoingMail) -> EmailMessage:
    read = message_from_bytes(mail.content, policy=default)
    assert isinstance(read, EmailMessage)
    return read


def _text(mail: OutgoingMail) -> str:
    body = _read(mail).get_body(("plain",))
    assert body is not None
    return " ".join(body.get_content().split())


def _calendar(mail: OutgoingMail) -> list[str | None]:
    """What each entry of a mail does."""
    return [part.get_param("method") for part in _read(mail).iter_attachments()]  # type: ignore[misc]  # a word
