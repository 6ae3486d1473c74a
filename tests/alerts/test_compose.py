# SPDX-License-Identifier: EUPL-1.2
"""Who is written to about a message, and what stands in each mail."""

import datetime as dt
from dataclasses import replace

import pytest

from pecwatch.model.alert import AlertKind
from pecwatch.model.listing import Leftover, Nature, Reading, State, Status, Where
from pecwatch.model.match import CODE_CONTRADICTS, Band, Evidence
from pecwatch.model.message import Kind, Trust
from pecwatch.model.news import Known, Report
from pecwatch.model.position import Way
from pecwatch.model.problem import Problem, Severity
from tests.alerts.stories import Story, tell
from tests.casework.people import (
    BONETTALI,
    CERTAIN,
    FALCHETTI,
    NOVEMBER,
    OCTOBER,
    OFFICE,
    THREE,
    ZUCCHEROLI,
    candidate,
    match,
    message,
    report,
    row,
    with_operator,
)

SHARED = match(Band.POSSIBLE, candidate("2018/00010", 0.35, "OP02"), candidate("2018/00011", 0.30, "OP03"))
MATCHES = (CERTAIN, match(), SHARED)
ORDINARY = message(Trust.ABSENT, kind=Kind.ORDINARY, certified_at=None, sent_at=OCTOBER + dt.timedelta(minutes=40))
REMINDER = message(certified_at=NOVEMBER, identifier="opec2")
DOUBTFUL = message(Trust.ABSENT, False, kind=Kind.ORDINARY, sender="ufficio@aler-pec.example")


def october() -> Story:
    return tell(report(matches=MATCHES, msg=message(identifier="opec1")))


def reminder(*rows: object, matches: tuple[object, ...], known: Known | None = None) -> Story:
    listed = report(rows, matches=matches, msg=REMINDER, nature=Nature.REMINDER)  # type: ignore[arg-type]  # test rows
    return tell(listed, known or october().known, message_id=2, now=NOVEMBER)


def in_both_parts(story: Story, code: str, text: str) -> bool:
    alert = story.one(code)
    return text in " ".join(alert.text.split()) and text in alert.html.replace("&#39;", "'")


def test_one_mail_for_each_recipient() -> None:
    """Owner, duty worker, who is told besides, coordinator: each one mail, nobody else any."""
    story = october()
    recipients = sorted(alert.recipient.code for alert in story.alerts)
    assert recipients == ["OP01", "OP02", "OP03", "coordinator", "duty_worker"]
    assert len({(alert.event, alert.recipient.code) for alert in story.alerts}) == len(story.alerts)


@pytest.mark.parametrize(
    "fact",
    [
        "ZUCCHEROLI MIRELLA",
        ZUCCHEROLI.address.as_written,
        "giovedì 6 novembre 2025",
        "tra 9 giorni lavorativi",
        "Si esegue",
        "2019/00871",
        "cognome uguale",
        "PW-2025-11-001",
        "SI ESEGUE - dopo ripetuti solleciti",
    ],
)
def test_operator_reads_who_when_and_why(fact: str) -> None:
    """Everything she needs to act, in the text and in the HTML."""
    assert in_both_parts(october(), "OP01", fact)


@pytest.mark.parametrize("state", ["chiusa", "uscito dall'archivio"])
def test_a_folder_that_is_not_followed_says_so(state: str) -> None:
    """She must know that nobody looks after that folder any more."""
    found = replace(candidate("2019/00871", 0.98, "OP01"), folder_state=state)
    story = tell(report((ZUCCHEROLI,), matches=(match(Band.CERTAIN, found),), msg=message(identifier="opec1")))
    assert in_both_parts(story, "OP01", f"2019/00871 ({state})")


def test_operator_sees_her_own_rows_only() -> None:
    """Nothing of the other rows of the list reaches her."""
    mail = october().one("OP01")
    assert "BONETTALI" not in mail.text + mail.html
    assert mail.references == ("PW-2025-11-001",)


def test_told_besides_with_her_own_candidate_only() -> None:
    """Each of several operators sees her own folder and who owns the row."""
    mail = october().one("OP02")
    assert "FALCHETTI" in mail.text
    assert "2018/00010" in mail.text and "2018/00011" not in mail.text
    assert "Segretariato sociale" in mail.text
    assert "1 posizione da verificare" in mail.subject and "guardi se è una persona che lei segue" in mail.text


def test_duty_worker_sees_candidates_without_names() -> None:
    """Folder, operator code and reasons of each candidate; never what the registry calls them."""
    mail = october().one("duty_worker")
    assert all(text in mail.text for text in ("BONETTALI", "FALCHETTI", "2018/00010, OP02", "2018/00011, OP03"))
    assert "REGISTRATA" not in mail.text + mail.html


def test_coordinator_sees_initials() -> None:
    """Reference, initials, day, state and owner of every row; counts; no name."""
    mail = october().one("coordinator")
    assert mail.kind is AlertKind.LIST_DIGEST
    assert "Riconosciute in anagrafica: 1 su 3." in mail.text
    assert "PW-2025-11-001" in mail.text and "Z.\u00a0M." in mail.text and "OP01" in mail.text
    assert not any(listed.surname in mail.text + mail.html for listed in THREE)


@pytest.mark.fault("nobody-matched")
def test_whole_list_without_match_is_told() -> None:
    """«0 su 14» is an answer, silence is not."""
    strangers = tuple(row("SCONOSCIUTI", f"N{number}", number) for number in range(1, 15))
    story = tell(report(strangers, declared_rows=14))
    assert "0 su 14" in story.one("coordinator").text
    assert len(story.one("duty_worker").references) == 14


def test_second_copy_tells_nobody() -> None:
    """Forty minutes later the same list by ordinary mail: no mail at all."""
    copy = report(matches=MATCHES, msg=ORDINARY)
    assert tell(copy, october().known, message_id=2, way=Way.ORDINARY).alerts == ()


def test_second_copy_with_a_difference_tells_its_owner() -> None:
    """The row that differs reaches its owner and the coordinator; the others nobody."""
    earlier = replace(ZUCCHEROLI, date=dt.date(2025, 11, 4))
    copy = report((earlier, BONETTALI, FALCHETTI), matches=MATCHES, msg=ORDINARY)
    story = tell(copy, october().known, message_id=2, way=Way.ORDINARY)
    assert {alert.recipient.code: alert.kind for alert in story.alerts} == {
        "OP01": AlertKind.DIFFERENCES,
        "coordinator": AlertKind.LIST_DIGEST,
    }
    assert "prima «6 novembre 2025», ora «4 novembre 2025»" in " ".join(story.one("OP01").text.split())


def test_reminder_without_change_tells_the_clock() -> None:
    """«Nessuna variazione, 4 giorni lavorativi»."""
    known = tell(report((FALCHETTI,), matches=(CERTAIN,))).known
    mail = reminder(FALCHETTI, matches=(CERTAIN,), known=known).one("OP01")
    assert mail.kind is AlertKind.REMINDER
    assert mail.text.startswith("NESSUNA VARIAZIONE, 4 GIORNI LAVORATIVI")
    assert "nessuna variazione" in mail.subject and "4 giorni lavorativi" in mail.subject


def test_reminder_with_news() -> None:
    """A new row asks to be taken, a changed one says what changed, and the missing one stays open."""
    fresh = row("OKOROMA", "BLESSING", 4, date=dt.date(2025, 11, 24))
    moved = replace(FALCHETTI, date=dt.date(2025, 11, 25))
    story = reminder(fresh, moved, matches=(CERTAIN, SHARED))
    assert story.one("OP01").kind is AlertKind.ROWS
    assert story.one("OP01").subject.startswith("[pecwatch] URGENTE – Novembre 2025, sollecito: 1 posizione da")
    assert story.one("duty_worker").kind is AlertKind.DIFFERENCES
    assert "PW-2025-11-001, PW-2025-11-002" in story.one("coordinator").text


def test_held_change_is_asked_about() -> None:
    """An unverified «sospeso» does not count, and both owner and coordinator read so."""
    story = reminder(replace(FALCHETTI, status=Status.SUSPENDED), matches=(SHARED,))
    kinds = {alert.kind for alert in story.to("coordinator")}
    assert kinds == {AlertKind.LIST_DIGEST, AlertKind.TO_CONFIRM}
    assert "DA CONFERMARE" in story.one("duty_worker").text
    assert "FALCHETTI" not in "".join(alert.text + alert.html for alert in story.to("coordinator"))


def test_list_of_unknown_origin() -> None:
    """Owners are told at once, with the mark; the coordinator is asked, with the whole rows."""
    story = tell(report(matches=MATCHES, msg=DOUBTFUL), way=Way.ORDINARY)
    assert in_both_parts(story, "OP01", "Mittente non riconosciuto: non confermato")
    (asked,) = (alert for alert in story.to("coordinator") if alert.kind is AlertKind.TO_CONFIRM)
    assert "ZUCCHEROLI MIRELLA" in asked.text and "ufficio@aler-pec.example" in asked.text
    assert "ZUCCHEROLI" not in asked.subject and "ufficio@" not in asked.subject


def test_nothing_is_asked_where_no_answer_would_change_anything() -> None:
    """A doubtful mail repeats rows of which nobody doubts, one on an earlier day, which counts at once."""
    listed = report((replace(ZUCCHEROLI, date=dt.date(2025, 11, 24)),), msg=DOUBTFUL, nature=Nature.REMINDER)
    known = tell(report((replace(ZUCCHEROLI, date=dt.date(2025, 11, 27)),), matches=(CERTAIN,))).known
    story = tell(listed, known, message_id=2, way=Way.ORDINARY, now=NOVEMBER)
    assert [alert.kind for alert in story.to("coordinator")] == [AlertKind.LIST_DIGEST]
    assert "mittente non riconosciuto" in story.one("coordinator").text
    assert (story.changes.asked, story.changes.held) == ((), ())
    longer = report((ZUCCHEROLI, BONETTALI), msg=DOUBTFUL, nature=Nature.REMINDER)
    asked = tell(longer, known, message_id=2, way=Way.ORDINARY, now=NOVEMBER)
    assert AlertKind.TO_CONFIRM in {alert.kind for alert in asked.to("coordinator")}
    assert [each.about for each in asked.changes.asked] == ["2"]


def test_trust_is_shown_in_italian() -> None:
    """Every owner reads how far the message can be believed."""
    assert in_both_parts(october(), "OP01", "sigillo PEC presente ma non verificabile")


def partial() -> Report:
    where = Where(part="elenco.pdf", page=2, line=17)
    leftovers = (Leftover(where=where, text="8) PENTOLAI"), Leftover(where=where, text="persona invalida"))
    listed = report(matches=MATCHES, complete=False, declared_rows=5, leftovers=leftovers)
    problem = Problem(code="total_differs", severity=Severity.LOST, part="elenco.pdf", text="Mancano righe.")
    return replace(listed, reading=replace(listed.reading, problems=(problem,)))


@pytest.mark.fault("counts-differ")
def test_list_read_in_part() -> None:
    """The rows that were read are alerted, and the coordinator is told what was not."""
    story = tell(partial())
    mail = story.one("coordinator")
    assert mail.kind is AlertKind.NOT_READ and "LETTO IN PARTE" in mail.subject
    assert all(text in mail.text for text in ("Righe lette: 3; dichiarate: 5", "8) PENTOLAI", "Mancano righe."))
    assert "invalida" not in mail.text and "PENTOLAI" not in mail.subject
    assert story.to("OP01")


@pytest.mark.fault("nobody-read")
def test_list_not_read() -> None:
    """A locked file reaches a person, who reads what to do; no name of a file in the subject."""
    problem = Problem(code="password_protected", severity=Severity.LOST, part="pentolai.pdf", text="Protetto.")
    reading = Reading(source="test", message=message(), state=State.UNREADABLE, problems=(problem,))
    mail = tell(Report(reading=reading, matches=())).one("coordinator")
    assert (
        mail.kind is AlertKind.NOT_READ
        and mail.subject == "[pecwatch] URGENTE – ELENCO NON LETTO: aprire la PEC a mano"
    )
    assert "pentolai.pdf" in mail.text


def test_declared_empty_list() -> None:
    """The coordinator alone is told, and which positions stay open."""
    empty = report((), state=State.EMPTY_LIST, nature=Nature.EMPTY, msg=REMINDER)
    story = tell(empty, october().known, message_id=2, now=NOVEMBER)
    assert [alert.kind for alert in story.alerts] == [AlertKind.TO_CONFIRM]
    assert "3 posizioni restano aperte" in story.alerts[0].subject
    assert [alert.kind for alert in tell(empty).alerts] == [AlertKind.EMPTY_LIST], "nothing is open: nothing to ask"


@pytest.mark.parametrize(
    ("listed", "known", "muted"),
    [
        pytest.param(report((), state=State.NOT_PERTINENT), Known(), False, id="not pertinent"),
        pytest.param(
            report((replace(BONETTALI, date=dt.date(2025, 9, 3)),), month="2025-09"),
            Known(first_start=True),
            False,
            id="history",
        ),
        pytest.param(report(), Known(), True, id="muted"),
    ],
)
def test_nobody_is_written_to(listed: Report, known: Known, muted: bool) -> None:
    """What is not for anybody, or recorded only, causes no mail."""
    assert tell(listed, known, muted=muted).alerts == ()


def test_letter_reaches_the_coordinator() -> None:
    """An earlier phase opens no position, and is not lost."""
    assert [alert.recipient.code for alert in tell(report((), state=State.LETTER)).alerts] == ["coordinator"]


@pytest.mark.fault("registry-old")
def test_old_registry_is_told_everywhere() -> None:
    """Over ten days old: whoever came since is not in it."""
    story = tell(report(matches=MATCHES), registry_dated_on=dt.date(2025, 10, 13))
    assert all("Anagrafica non aggiornata" in alert.html for alert in story.alerts)
    assert not any("Anagrafica non aggiornata" in alert.html for alert in october().alerts)


def test_wording_with_a_sensitive_word_is_left_out() -> None:
    """The normalised status stays, the sentence does not."""
    ill = replace(ZUCCHEROLI, wording="SI ESEGUE - inquilina invalida al 100%")
    story = tell(report((ill,), matches=(CERTAIN,)))
    assert in_both_parts(story, "OP01", "testo omesso: vedere la PEC")
    assert "invalida" not in story.one("OP01").html


def test_substitute_gets_the_rows_of_who_is_away() -> None:
    """She reads the folder although it is not hers."""
    away = ((dt.date(2025, 10, 20), dt.date(2025, 10, 31)),)
    story = tell(report(matches=MATCHES), office=with_operator("OP01", absences=away, substitute="OP03"))
    mail = story.one("OP03")
    assert "ZUCCHEROLI" in mail.text and "2019/00871" in mail.text
    assert not story.to("OP01")


def test_no_duty_worker() -> None:
    """Then the coordinator owns the unknown rows, and sees them whole."""
    story = tell(report(matches=MATCHES), office=replace(OFFICE, duty_worker=None))
    rows = next(alert for alert in story.to("coordinator") if alert.kind is AlertKind.ROWS)
    assert "BONETTALI" in rows.text


def test_administrator_gets_no_mail_about_rows() -> None:
    """Nothing of a list goes to the CED, whatever the list is."""
    stories = (october(), tell(report(matches=MATCHES, msg=DOUBTFUL)), tell(partial()))
    assert not any(story.to("system_administrator") for story in stories)


def test_row_of_who_has_left_reaches_the_duty_worker() -> None:
    """An owner who is no longer in the configuration leaves no row without a reader."""
    office = replace(OFFICE, operators=OFFICE.operators[1:])
    story = tell(report(matches=MATCHES, msg=REMINDER), october().known, message_id=2, now=NOVEMBER, office=office)
    assert "ZUCCHEROLI" in story.one("duty_worker").text


def test_two_workers_with_one_mailbox_lose_nothing() -> None:
    """Mails to a shared address are about different events, so that the outbox keeps both."""
    story = tell(report(matches=MATCHES), office=with_operator("OP01", email=OFFICE.operators[1].email))
    shared = [alert for alert in story.alerts if alert.recipient.email == OFFICE.operators[1].email]
    assert len({alert.event for alert in shared}) == len(shared) == 2


def test_most_urgent_first() -> None:
    """No day (it may be any), then by day, then the happy ones."""
    rows = (
        replace(FALCHETTI, row=1, status=Status.NOT_EXECUTED, date=dt.date(2025, 11, 3)),
        replace(BONETTALI, row=2),
        replace(ZUCCHEROLI, row=3),
        row("OKOROMA", "BLESSING", 4, date=None),
    )
    mail = tell(report(rows, matches=(CERTAIN,) * 4)).one("OP01")
    places = [mail.text.index(name) for name in ("OKOROMA", "ZUCCHEROLI", "BONETTALI", "DE' FALCHETTI")]
    assert places == sorted(places)


def test_what_weighs_nothing_and_matters_stands_in_the_mail() -> None:
    """The three heaviest reasons are enough; a warning about the row is told whatever it weighs."""
    reasons = [(f"reason_{number}", 9.0 - number, f"motivo {number}") for number in range(5)]
    warning = (CODE_CONTRADICTS, 0.0, "il codice fiscale dell'elenco non concorda con il nome")
    evidence = tuple(Evidence(code=code, bits=bits, text=text) for code, bits, text in (*reasons, warning))
    found = match(Band.CERTAIN, candidate("2019/00871", 0.98, evidence=evidence))
    story = tell(report((ZUCCHEROLI,), matches=(found,)))
    assert in_both_parts(story, "OP01", warning[2])
    assert in_both_parts(story, "OP01", "motivo 2")
    assert not in_both_parts(story, "OP01", "motivo 3")
