# SPDX-License-Identifier: EUPL-1.2
"""No mail says more than its reader may know, whatever the list holds."""

import datetime as dt
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pecwatch.alerts.answering import compose_answer
from pecwatch.alerts.digests import Counts, daily_counts, history_summary, weekly_digest
from pecwatch.alerts.moved_on import moved_on
from pecwatch.alerts.notices import handed_over, service_alarm, trial_mail
from pecwatch.alerts.said_by_another import said_by_another
from pecwatch.alerts.sensitive import holds_sensitive_word
from pecwatch.alerts.steps import compose_steps
from pecwatch.model.alert import Alert, AlertKind, AttachedFile
from pecwatch.model.answer import Answered, Command, Verdict
from pecwatch.model.listing import Address, Leftover, Where
from pecwatch.model.match import Band
from pecwatch.model.message import Trust
from pecwatch.model.news import Decided
from pecwatch.model.position import Event, PositionState
from pecwatch.model.step import StepKind
from tests.alerts.looking.gallery import asked
from tests.alerts.stories import circumstances, tell
from tests.casework.people import OCTOBER, OFFICE, PRIVACY, candidate, match, message, report, row

CANARIES = ("CANARINELLI", "PIUMAGIALLA", "VOLIERA", "CNRPMG70A41X999X", "GABBIETTA")
"""Surname, given name, street, codice fiscale, file name."""

CANARY = row(
    "CANARINELLI",
    "PIUMAGIALLA",
    address=Address(as_written="Via della Voliera 9", street="VIA DELLA VOLIERA", civic="9"),
    fiscal_code="CNRPMG70A41X999X",
)
FOUND = match(Band.CERTAIN, candidate("2019/1", 0.9, name="CANARINELLI PIUMAGIALLA"))


def canary_story(trust: Trust = Trust.UNVERIFIABLE, recognised: bool = True):  # type: ignore[no-untyped-def]  # Story
    where = Where(part="GABBIETTA.pdf", page=1, line=3)
    msg = message(trust, recognised, subject="Sfratto CANARINELLI", sender="canarinelli@voliera.example")
    return tell(
        report(
            (CANARY, replace(CANARY, row=2, surname="ALTRA")),
            matches=(FOUND, match()),
            msg=msg,
            complete=False,
            leftovers=(Leftover(where=where, text="3) CANARINELLI PIUMAGIALLA Voliera"),),
        )
    )


def canaries_in(text: str) -> list[str]:
    return [canary for canary in CANARIES if canary.lower() in text.lower()]


@pytest.mark.parametrize("recognised", [True, False])
def test_no_subject_holds_personal_data(recognised: bool) -> None:
    """Subjects are read on locked telephones and in the logs of relays."""
    alerts = canary_story(recognised=recognised).alerts
    assert len(alerts) >= 3
    assert not [alert.subject for alert in alerts if canaries_in(alert.subject)]


def test_events_hold_no_personal_data() -> None:
    """Events are kept in the outbox and logged."""
    assert not any(canaries_in(alert.event) for alert in canary_story().alerts)


def test_administrator_reads_numbers_only() -> None:
    """Whatever is sent to the CED has no name in it, whole parts included."""
    positions = canary_story().known.positions
    counts, here, day = Counts(lists=1, rows=2, mails_waiting=1), circumstances(), dt.date(2025, 10, 27)
    admin = OFFICE.system_administrator
    mails = [
        daily_counts(counts, day=day, circumstances=here),
        *history_summary(counts, event="history:1", circumstances=here),
        service_alarm(admin, event="service:1", what="casella ferma", remedy="Guardi.", circumstances=here),
        trial_mail(admin, event="test:1", circumstances=here),
    ]
    assert not [mail.kind for mail in mails if canaries_in(mail.subject + mail.text + mail.html)]
    weekly = weekly_digest(positions, counts, day=day, circumstances=here)
    assert not canaries_in(weekly.subject + weekly.text + weekly.html)


def test_hand_over_shows_the_row_to_its_new_owner_only_inside() -> None:
    """The new owner reads the name in the mail, not in its subject."""
    position = canary_story().known.positions[0]
    mail = handed_over(position, event="e", circumstances=circumstances())
    assert mail is not None
    assert canaries_in(mail.text) and not canaries_in(mail.subject)


def test_fiscal_code_is_in_no_mail() -> None:
    """Nobody needs it to act."""
    assert not any("CNRPMG70A41X999X" in alert.text + alert.html for alert in canary_story().alerts)


@pytest.mark.fault("content-html")
def test_markup_in_a_name_is_text() -> None:
    """A name made of HTML is shown as it is written, and runs nowhere."""
    hostile = row("<script>alert(1)</script>", "<img src=x onerror=y>", wording="<b>SI ESEGUE</b>")
    mail = tell(report((hostile,), matches=(FOUND,))).one("OP01")
    assert "<script>alert" not in mail.html and "<img" not in mail.html and "<b>SI" not in mail.html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in mail.html
    assert "<script>alert(1)</script>" in mail.text


@pytest.mark.fault("content-html")
@settings(max_examples=25, deadline=None)
@given(name=st.text(min_size=1, max_size=30), place=st.text(max_size=30), wording=st.text(max_size=60))
def test_whatever_a_list_holds_mails_stay_well_formed(name: str, place: str, wording: str) -> None:
    """Control and direction characters are shown by their number; subjects stay one clean line."""
    odd = row(name, "X", address=Address(as_written=place), wording=wording)
    story = tell(report((odd,), matches=(FOUND,)))
    invisible = re.compile("[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
    for alert in story.alerts:
        assert invisible.search(alert.text + alert.html + alert.subject) is None
        assert "\n" not in alert.subject
        assert max(map(len, alert.text.splitlines())) <= 72


@pytest.mark.fault("content-disguise")
def test_right_to_left_override_is_made_visible() -> None:
    """A character that turns the line round cannot hide what is written."""
    mail = tell(report((row("ZUC\u202eILOREHC", "M"),), matches=(FOUND,))).one("OP01")
    assert "⟨U+202E⟩" in mail.text and "\u202e" not in mail.html


@pytest.mark.parametrize("about", PRIVACY.sensitive, ids=lambda about: about.about)
def test_sample_of_each_group_of_sensitive_words(about) -> None:  # type: ignore[no-untyped-def]  # SensitiveWords
    """Each group of words catches the sentence it was written for."""
    assert about.samples
    assert all(holds_sensitive_word(sample, PRIVACY) for sample in about.samples)


@pytest.mark.parametrize(
    "sentence",
    [
        "SI ESEGUE - dopo ripetuti solleciti telefonici e appuntamenti che non sono stati rispettati si procede",
        "NON SI ESEGUE - piano di rientro",
        "RINVIATO AL 14/01/2026",
        "SI ESEGUE in data 14.01.2026 alle ore 9,30",
        "SI ESEGUE - salvo pagamento entro il 20/11",
        "SI ESEGUE - inquilina deceduta, occupato dal figlio",
    ],
)
def test_harmless_sentence_is_repeated(sentence: str) -> None:
    """The usual sentences reach the worker word for word."""
    assert not holds_sensitive_word(sentence, PRIVACY)


@pytest.mark.parametrize(
    "sentence",
    ["debito residuo 1.250,40", "versare 300 EURO", "Disabilità grave", "agli arresti  domiciliari", "figli MINORI"],
)
def test_sensitive_sentence_is_left_out(sentence: str) -> None:
    """Accents, capitals and blanks hide nothing."""
    assert holds_sensitive_word(sentence, PRIVACY)


FORBIDDEN = ("CNRPMG70A41X999X", "1970-01-01", "01/01/1970", "1º gennaio 1970", "REGISTRATINA", "invalida")
"""Codice fiscale, birth date, what the registry calls a candidate, a sensitive sentence."""

SECRETIVE = replace(CANARY, birth_date=dt.date(1970, 1, 1), wording="SI ESEGUE - inquilina invalida")
SECRETIVE_MATCH = match(Band.CERTAIN, candidate("2019/1", 0.9, name="REGISTRATINA PIUMAGIALLA"))


def every_canary_mail() -> tuple[Alert, ...]:
    """Each step to each role, each answer, each mail about lists and positions: all about the same canary."""
    here = circumstances()
    known = {"match": SECRETIVE_MATCH, "seen_before": ()}
    people = [each for each in OFFICE.everybody if each.code != "OP02"]
    steps = [asked(kind, SECRETIVE, to=each, **known) for kind in StepKind for each in people]
    row_of = steps[0].position
    answers = [
        Answered(verdict=verdict, command=command, references=(row_of.reference,), argument="OP02", reason="no")
        for verdict in Verdict
        for command in Command
        if verdict not in (Verdict.AUTOMATIC, Verdict.RETURNED)
    ]
    closed = replace(row_of, state=PositionState.CLOSED)
    said = Event(reference=row_of.reference, at=OCTOBER, kind="outcome", who="OP02", by="mail", detail="executed")
    done = Decided(before=row_of, after=closed, events=(said,))
    moved = Decided(before=row_of, after=replace(row_of, owner="OP02"), events=())
    reader = OFFICE.operators[0]
    return (
        handed_over(row_of, event="handed:1", circumstances=here),
        handed_over(*[row_of] * 5, event="handed:2", circumstances=here),
        said_by_another((done,), reader, "OP02", event="said:1", circumstances=here),
        moved_on((moved,), reader, event="moved:1", circumstances=here),
        weekly_digest((row_of,), Counts(), day=dt.date(2025, 10, 27), circumstances=here),
        *canary_story().alerts,
        *canary_story(Trust.ABSENT, recognised=False).alerts,
        *tell(report((SECRETIVE,), matches=(SECRETIVE_MATCH,))).alerts,
        *(compose_steps((each,), event="steps:1", circumstances=here) for each in steps),
        *(
            compose_answer(each, person, event="answer:1", circumstances=here, in_reply_to=None, decided=(done,))
            for each in answers
            for person in (OFFICE.operators[0], OFFICE.coordinator)
        ),
    )


def test_canary_is_in_no_subject_event_or_calendar() -> None:
    """Whatever the kind of mail: subjects, events and attachments are read by strangers."""
    mails = every_canary_mail()
    assert {mail.kind for mail in mails} >= {AlertKind.STEPS, AlertKind.ANSWER, AlertKind.ROWS, AlertKind.TO_CONFIRM}
    outside = [mail.subject + mail.event + "".join(map(_attached, mail.attachments)) for mail in mails]
    assert not [text for text in outside if canaries_in(text) or "REGISTRATINA" in text]
    links = [href for mail in mails for href in re.findall(r'href="([^"]*)"', mail.html)]
    assert links and not [href for href in links if canaries_in(href)]


def _attached(file: AttachedFile) -> str:
    return file.name + file.content.decode()


def test_forbidden_fields_are_in_no_mail() -> None:
    """Not in the text, not in the HTML, whoever reads it."""
    for mail in every_canary_mail():
        both = mail.subject + mail.text + mail.html
        assert not [word for word in FORBIDDEN if word in both], (mail.kind, mail.recipient.code, mail.subject)


def test_answers_hold_no_name_of_a_row() -> None:
    """A confirmation speaks of references only: it may be read by whoever wrote the answer."""
    answers = [mail for mail in every_canary_mail() if mail.kind is AlertKind.ANSWER]
    assert answers and not [mail.text for mail in answers if canaries_in(mail.text + mail.html)]


def test_administrator_reads_no_step_by_name() -> None:
    """Even where a step should reach him by mistake, or in somebody's place."""
    admin = OFFICE.system_administrator
    mails = [mail for mail in every_canary_mail() if mail.recipient == admin and mail.kind is AlertKind.STEPS]
    assert len(mails) == len(StepKind)
    assert not [mail.event for mail in mails if canaries_in(mail.text + mail.html)]
