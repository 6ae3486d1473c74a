# SPDX-License-Identifier: EUPL-1.2
"""Mails that leave by the calendar."""

import datetime as dt
from dataclasses import replace

import pytest

from pecwatch.alerts.digests import Counts, daily_counts, history_summary, weekly_digest
from pecwatch.alerts.notices import handed_over, service_alarm, trial_mail
from pecwatch.model.alert import AlertKind
from pecwatch.model.listing import Status
from pecwatch.model.position import PositionState, SeenBefore
from tests.alerts.stories import circumstances
from tests.casework.people import BONETTALI, NOVEMBER, OFFICE, ZUCCHEROLI, position_of

MONDAY = dt.date(2025, 11, 24)
HERE = circumstances(NOVEMBER)
SILENT = position_of(BONETTALI, "PW-2025-11-002", state=PositionState.NOTIFIED)
TAKEN = position_of(ZUCCHEROLI, state=PositionState.TAKEN)


def test_empty_weekly_digest_leaves_all_the_same() -> None:
    """Its absence is the alarm, so it also says that there is nothing."""
    mail = weekly_digest((), Counts(), day=MONDAY, circumstances=HERE)
    assert (mail.kind, mail.event, mail.recipient) == (AlertKind.WEEKLY_DIGEST, "weekly:2025-11-24", OFFICE.coordinator)
    assert "0 posizioni aperte" in mail.subject
    assert "Questa mail parte ogni lunedì" in mail.text


def test_weekly_digest_begins_with_who_has_not_answered() -> None:
    """Silent ones first; muted ones are counted, not shown; the registry's day stands in it."""
    muted = position_of(ZUCCHEROLI, "PW-2025-11-009", muted=True)
    mail = weekly_digest((TAKEN, SILENT, muted), Counts(muted=1), day=MONDAY, circumstances=HERE)
    assert "2 posizioni aperte, 1 senza risposta" in mail.subject
    assert mail.text.index("PW-2025-11-002") < mail.text.index("PW-2025-11-001")
    assert "PW-2025-11-009" not in mail.text and "registrate senza avviso: 1" in mail.text
    assert "Anagrafica aggiornata al 17 novembre 2025" in mail.text


def test_weekly_digest_tells_of_unread_messages() -> None:
    """What waits for a person is said at the top."""
    mail = weekly_digest((), Counts(needing_a_person=2), day=MONDAY, circumstances=HERE)
    assert "NON LETTI: 2 messaggi" in mail.text


@pytest.mark.parametrize(("day", "said"), [(8, "dell’8"), (11, "dell’11"), (12, "del 12")])
def test_days_have_the_article_they_are_said_with(day: int, said: str) -> None:
    """«Dell’8», not «del 8»."""
    mail = daily_counts(Counts(last_poll_at=NOVEMBER), day=dt.date(2025, 12, day), circumstances=HERE)
    assert mail.subject.startswith(f"[pecwatch] Conteggi {said} dicembre:")


def test_daily_counts_say_whether_all_is_well() -> None:
    """The subject alone tells the administrator whether to open it."""
    well = daily_counts(Counts(lists=1, rows=7, last_poll_at=NOVEMBER), day=MONDAY, circumstances=HERE)
    ill = daily_counts(Counts(mails_failed=1, mailboxes_failing=1), day=MONDAY, circumstances=HERE)
    assert well.subject == "[pecwatch] Conteggi del 24 novembre: 1 elenco, 7 righe, tutto regolare"
    assert ill.subject.endswith("2 guasti")
    assert "respinti dal server: 1" in ill.text


def test_history_goes_to_coordinator_and_administrator() -> None:
    """One summary for everything found at the first start."""
    mails = history_summary(Counts(lists=12, rows=80), event="history:1", circumstances=HERE)
    assert [mail.recipient.code for mail in mails] == ["coordinator", "system_administrator"]
    assert all("12 elenchi passati" in mail.subject for mail in mails)


def test_acting_coordinator_gets_the_digest() -> None:
    """While the coordinator is away her substitute reads it."""
    away = replace(
        OFFICE.coordinator, absences=((MONDAY, MONDAY), (NOVEMBER.date(), NOVEMBER.date())), substitute="OP02"
    )
    here = circumstances(NOVEMBER, office=replace(OFFICE, coordinator=away))
    assert weekly_digest((), Counts(), day=MONDAY, circumstances=here).recipient.code == "OP02"


def test_hand_over_reaches_the_new_owner() -> None:
    """With the row, and with what to do."""
    mail = handed_over(replace(SILENT, owner="OP03"), event="passed:1", circumstances=HERE)
    assert mail is not None and mail.recipient.code == "OP03"
    assert "BONETTALI IVANO" in mail.text and "PW-2025-11-002" in mail.subject
    gone = handed_over(replace(SILENT, owner="OP77"), event="passed:1", circumstances=HERE)
    assert gone.recipient.code == "duty_worker", "nobody's mail is lost"


def test_service_alarm_and_trial() -> None:
    """A failure says what and what to do; a trial asks for nothing."""
    alarm = service_alarm(
        OFFICE.system_administrator,
        event="s",
        what="la casella rifiuta l'accesso",
        remedy="Rinnovi la password.",
        circumstances=HERE,
    )
    assert alarm.subject == "[pecwatch] GUASTO – la casella rifiuta l'accesso"
    assert "1. Rinnovi la password." in alarm.text
    assert "nessuna azione" in trial_mail(OFFICE.coordinator, event="t", circumstances=HERE).subject


def test_digests_tell_what_is_still_open() -> None:
    """Alarms that last and questions that wait, for the coordinator and for the administrator."""
    counts = Counts(troubles=("Il disco non accetta altri messaggi: da ieri",), questions_overdue=2)
    for mail in (
        weekly_digest((), counts, day=MONDAY, circumstances=HERE),
        daily_counts(counts, day=MONDAY, circumstances=HERE),
    ):
        assert "Il disco non accetta altri messaggi" in mail.text
        assert "2 domande aspettano risposta" in mail.text


def test_weekly_digest_tells_who_was_in_earlier_lists() -> None:
    """By reference and initials, as in the mail of the list."""
    seen = SeenBefore(reference="PW-2025-09-002", month="2025-09", status=Status.POSTPONED)
    mail = weekly_digest((replace(SILENT, seen_before=(seen,)),), Counts(), day=MONDAY, circumstances=HERE)
    text = " ".join(mail.text.split())
    assert "già nell'elenco di settembre 2025 (PW-2025-09-002): rinviato" in text
    assert "GIÀ VISTE IN ELENCHI PRECEDENTI" in text
