# SPDX-License-Identifier: EUPL-1.2
"""From a doubtful mail to CONFERMO or NON CONFERMO on the command line, and what the owners then read."""

import datetime as dt
import json
from dataclasses import replace

import pytest

from pecwatch.casework.positions import Decision, pass_to, record_outcome
from pecwatch.model.listing import Status
from pecwatch.model.news import Changes
from pecwatch.model.position import Outcome, Position, PositionState
from pecwatch.model.question import Question
from pecwatch.service.confirming_lists import confirm_list, refuse_list
from pecwatch.service.deciding import decide_on
from pecwatch.service.reprocessing import from_ledger, reprocess
from pecwatch.store import casefile, held, outbox, questions, stories
from tests.cli.running import complaint, run
from tests.end_to_end.looking import entries, positions, proper_mails, told
from tests.end_to_end.mails import ReadMail
from tests.end_to_end.office import SocialServices, at
from tests.generators.letters import Letter, ordinary

ALER, STRANGER = "decadenze@pec.aler.example", "avvisi@altro.example"
SUBJECT = "Comunicazione programmazione interventi fissati per il mese di NOVEMBRE 2025"
ROW = "1) PERSICHELLI GAETANO - Piazza 4 Novembre 12 int. 8 - 27/11/2025 - SI ESEGUE\n"
OVER = ROW.replace("SI ESEGUE", "ALLOGGIO RILASCIATO SPONTANEAMENTE")
FIRST_AT, LATER_AT = at(2025, 10, 24), at(2025, 11, 14)
HOUR = dt.timedelta(hours=1)
REFERENCE = "PW-2025-11-001"


def mail(rows: str, sent_at: dt.datetime, sender: str = ALER) -> bytes:
    return ordinary(
        Letter(
            sender=sender,
            recipients=("servizisociali@comune.example",),
            subject=SUBJECT,
            text=f"Spett.le Comune,\nsi trasmette l’elenco degli interventi.\n\n{rows}\nDistinti saluti\n",
            sent_at=sent_at,
            message_id=f"<{sent_at:%Y%m%d%H%M}@aler.example>",
        )
    )


def arrives(office: SocialServices, raw: bytes, now: dt.datetime) -> None:
    office.by_mail(raw, now)
    office.poll(now)
    told(office)


def says(office: SocialServices, *arguments: str) -> str:
    done = run("positions", *arguments, cwd=office.folder)
    assert done.returncode == 0, done.stderr
    return done.stdout


def mails_to_owners(office: SocialServices) -> list[ReadMail]:
    office.poll()
    return [each for each in proper_mails(office) if each.name.startswith("op") or each.name == "segretariato"]


def asked(office: SocialServices) -> tuple[Question, ...]:
    with office.desk() as desk, desk.database.reading() as session:
        return questions.questions(session)


def only(office: SocialServices) -> Position:
    (position,) = positions(office).values()
    return position


@pytest.fixture
def doubtful(office: SocialServices) -> SocialServices:
    """A list of a stranger has opened a position."""
    office.install()
    arrives(office, mail(ROW, FIRST_AT, STRANGER), FIRST_AT)
    assert not only(office).confirmed
    return office


def test_three_words_in_one_second(doubtful: SocialServices) -> None:
    """No, yes and no again while the clock stands still: the owner hears of each."""
    (message,) = entries(doubtful)
    with doubtful.desk() as desk:
        said = Decision(who="coordinator", by="cli", at=desk.clock())
        for say in (refuse_list, confirm_list, refuse_list):
            with desk.database.writing() as session:
                assert isinstance(say(desk, session, message.id, said), Changes)
        with desk.database.reading() as session:
            mails = [mail for mail in outbox.mails(session) if mail.event.startswith("list_said:")]
    assert len(mails) == 3


def test_no_then_yes(doubtful: SocialServices) -> None:
    """NON CONFERMO closes and tells the owner; whoever was mistaken says CONFERMO, and the row is open again."""
    message = str(entries(doubtful)[0].id)
    assert [(each.kind, each.about) for each in asked(doubtful)] == [("list", message)]
    assert "not_the_housing_company" in says(doubtful, "refuse-list", message)
    assert (only(doubtful).outcome, only(doubtful).is_open) == (Outcome.NOT_THE_HOUSING_COMPANY, False)
    (closed,) = mails_to_owners(doubtful)
    assert "posizione chiusa" in closed.subject and "PERSICHELLI" not in closed.text
    assert asked(doubtful) == ()

    doubtful.clock.now = FIRST_AT + dt.timedelta(hours=1)
    says(doubtful, "confirm-list", message)
    opened = only(doubtful)
    assert (opened.is_open, opened.confirmed, opened.cycle) == (True, True, 2)
    (again,) = mails_to_owners(doubtful)
    assert "PERSICHELLI" in again.text
    assert only(doubtful).state is PositionState.NOTIFIED


def test_what_was_held_takes_effect_with_its_values(office: SocialServices) -> None:
    """An ordinary mail says «rilasciato»: it waits, is confirmed, and closes the row."""
    office.install()
    arrives(office, mail(ROW, FIRST_AT), FIRST_AT)
    arrives(office, mail(OVER, LATER_AT), LATER_AT)
    assert (only(office).row.status, only(office).is_open) == (Status.EXECUTE, True)
    message = str(entries(office)[-1].id)
    assert [each.about for each in asked(office)] == [message]
    says(office, "confirm-list", message, "--as", "director")
    after = only(office)
    assert (after.outcome, after.row.status, after.is_open) == (Outcome.RELEASED, Status.RELEASED, False)
    (mail_to_owner,) = mails_to_owners(office)
    assert "alloggio già rilasciato" in mail_to_owner.text
    with office.desk() as desk, desk.database.reading() as session:
        assert held.held(session) == ()
        story = [event.kind for event in stories.events(session, REFERENCE)]
    assert story[-2:] == ["changed", "outcome"]


def test_a_slip_is_told(doubtful: SocialServices) -> None:
    """A message that is no list; somebody who is not asked."""
    message = str(entries(doubtful)[0].id)
    assert "message 99" in complaint(run("positions", "confirm-list", "99", cwd=doubtful.folder))
    assert "may not" in complaint(run("positions", "refuse-list", message, "--as", "OP02", cwd=doubtful.folder))
    assert only(doubtful).is_open


def test_how_far_it_has_come_is_said_and_shown(doubtful: SocialServices) -> None:
    """The record whole, and what follows from it today."""
    assert "contacted" in says(doubtful, "contacted", REFERENCE)
    (line,) = says(doubtful, "list", "--json").splitlines()
    shown = json.loads(line)
    beside = ("state", "execution_on", "is_open", "acting")
    assert [shown[key] for key in beside] == ["contacted", "2025-11-27", True, only(doubtful).owner]
    assert shown["days_left"] < 0, "the day is long over"
    assert {"reference", "month", "row", "match", "owner", "outcome", "priority", "seen_before"} <= set(shown)


def test_only_a_reason_closes_what_is_quiet(doubtful: SocialServices) -> None:
    """The reason stands in the story and in no word of it; what is said later is kept without effect."""
    with doubtful.desk() as desk:
        decide_on(desk, REFERENCE, lambda each, by: record_outcome(each, Outcome.SUSPENDED, by), who=None, by="cli")
    assert "closed_by_person" in says(doubtful, "close", REFERENCE, "--reason", "sentita la figlia")
    assert "nothing changed" in says(doubtful, "plan", REFERENCE)
    assert "sentita la figlia" in says(doubtful, "show", REFERENCE)
    with doubtful.desk() as desk, desk.database.reading() as session:
        story = stories.events(session, REFERENCE)
    assert [event.kind for event in story][-3:] == ["outcome", "outcome", "late"]
    assert "figlia" not in " ".join(event.detail for event in story)


def test_nobody_is_written_to_about_a_muted_row(doubtful: SocialServices) -> None:
    """It is recorded only; the new owner hears of it when it is told at all."""
    with doubtful.desk() as desk:
        decide_on(desk, REFERENCE, lambda position, by: pass_to(position, "OP03", by, desk.office), who=None, by="cli")
    assert [each.name for each in mails_to_owners(doubtful)] == ["op03"]
    with doubtful.desk() as desk, desk.database.writing() as session:
        found = casefile.position(session, REFERENCE)
        assert found is not None
        casefile.save_changes(session, Changes(positions=(replace(found, muted=True),)))
    with doubtful.desk() as desk:
        decide_on(desk, REFERENCE, lambda position, by: pass_to(position, "OP02", by, desk.office), who=None, by="cli")
    assert mails_to_owners(doubtful) == []


NOTICE = (
    "Alla Sig.ra\n\nPERSICHELLI GAETANO\nPiazza 4 Novembre 12\n\n"
    "Oggetto: comunicazione di avvio del procedimento di decadenza dall’assegnazione\n\n"
    "Si comunica che è avviato nei Suoi confronti il procedimento di decadenza dall’assegnazione dell’alloggio.\n"
)


def notice(sent_at: dt.datetime) -> bytes:
    return ordinary(
        Letter(
            sender=ALER,
            recipients=("servizisociali@comune.example",),
            subject="Avvio del procedimento di decadenza - PERSICHELLI GAETANO",
            text=NOTICE,
            sent_at=sent_at,
            message_id=f"<{sent_at:%Y%m%d%H%M}@aler.example>",
        )
    )


def test_letters_before_the_list_and_after_it(office: SocialServices) -> None:
    """Both stand in the story of the row, each with the message in which it came; read again, not a second time."""
    office.install()
    arrives(office, notice(FIRST_AT), FIRST_AT)
    assert positions(office) == {}
    arrives(office, mail(ROW, FIRST_AT + HOUR), FIRST_AT + HOUR)
    arrives(office, notice(LATER_AT), LATER_AT)
    with office.desk() as desk:
        list(reprocess(desk, from_ledger(desk, since=None, ids=None), send=False, dry_run=False))
        with desk.database.reading() as session:
            story = [(event.kind, event.message_id) for event in stories.events(session, REFERENCE)]
    first, _, last = (entry.id for entry in entries(office))
    assert [message for kind, message in story if kind == "letter"] == [first, last]
