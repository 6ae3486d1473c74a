# SPDX-License-Identifier: EUPL-1.2
"""The mail of steps: whose turn it is, who may read what, and what fits on a screen."""

import datetime as dt
from dataclasses import replace

import pytest

from pecwatch.alerts.standing import seen_by
from pecwatch.model.alert import Alert, AlertKind
from pecwatch.model.office import OfficePerson, Role
from pecwatch.model.position import PositionState, Priority
from pecwatch.model.step import Asked, StepKind
from pecwatch.rules.visibility import Sight
from tests.alerts.looking.gallery import ADA, INES, STAFF, asked, many, stepped
from tests.casework.people import BONETTALI, FALCHETTI, OCTOBER, ZUCCHEROLI, match, person

BOSS, DIRECTOR, DESK = STAFF.coordinator, STAFF.director, STAFF.duty_worker
STAND_IN = STAFF.operators[2]
EVE = dt.datetime(2025, 11, 5, 8, 0, tzinfo=OCTOBER.tzinfo)


def mail(*steps: Asked, now: dt.datetime = OCTOBER) -> Alert:
    return stepped("test", *steps, now=now).alert


def flat(alert: Alert) -> str:
    return " ".join(alert.text.replace("\u00a0", " ").split())


@pytest.mark.parametrize(
    ("kind", "to", "more", "seen"),
    [
        ("owner", ADA, {}, Sight.FULL),
        ("substitute", INES, {"acting_for": ADA}, Sight.FULL),
        ("coordinator", BOSS, {}, Sight.FULL),
        ("coordinator", STAND_IN, {"acting_for": BOSS}, Sight.FULL),
        ("director", DIRECTOR, {}, Sight.INITIALS),
        ("director", DIRECTOR, {"last_step": True}, Sight.FULL),
        ("director", STAND_IN, {"acting_for": DIRECTOR}, Sight.INITIALS),
        ("everybody", BOSS, {}, Sight.FULL),
        ("everybody", DIRECTOR, {}, Sight.FULL),
        ("eve", BOSS, {}, Sight.FULL),
        ("eve", DIRECTOR, {}, Sight.FULL),
        ("ten_days", ADA, {}, Sight.FULL),
        ("ten_days", INES, {"acting_for": ADA}, Sight.FULL),
        ("outcome_again", BOSS, {}, Sight.INITIALS),
        ("outcome_again", STAND_IN, {"acting_for": BOSS}, Sight.INITIALS),
        ("outcome_again", BOSS, {"confirmed": False}, Sight.FULL),
        ("outcome_again", BOSS, {"owner": "coordinator"}, Sight.FULL),
        ("outcome_again", DIRECTOR, {}, Sight.INITIALS),
        ("still_open", DESK, {"owner": "duty_worker"}, Sight.FULL),
        ("eve", STAFF.system_administrator, {}, Sight.NOTHING),
    ],
)
def test_who_sees_a_name(kind: str, to: OfficePerson, more: dict[str, object], seen: Sight) -> None:
    """The table of the office, for every step and whoever stands in; both parts of the mail keep to it."""
    step = asked(StepKind(kind), to=to, **more)  # type: ignore[arg-type]  # free-form test values
    assert seen_by([step]) is seen
    alert = mail(step)
    both = alert.text + alert.html
    assert ("ZUCCHEROLI" in both) == ("Robinie" in both) == (seen is Sight.FULL)
    assert ("Z.\u00a0M." in both) == (seen is Sight.INITIALS)


def test_escalation_says_who_since_when_and_whose_turn() -> None:
    """The reader knows whom to call and that it is up to her."""
    text = flat(mail(asked(StepKind.COORDINATOR, to=BOSS, acting_for=INES)))
    assert "Nessuna risposta dal 24 ottobre: Ada Ferlenghi (tel. 0372 000101), Ines Morbiducci. Ora tocca a lei" in text
    started = dt.datetime(2025, 10, 27, 9, 0, tzinfo=OCTOBER.tzinfo)
    assert "dal 27 ottobre" in flat(mail(asked(StepKind.SUBSTITUTE, to=INES, acting_for=ADA, clock_started_at=started)))


def test_last_step_says_that_nobody_comes_after() -> None:
    """Whoever is last must not wait for another."""
    assert "dopo di lei non c’è nessun altro" in flat(mail(asked(StepKind.DIRECTOR, to=DIRECTOR, last_step=True)))
    assert "dopo di lei" not in flat(mail(asked(StepKind.DIRECTOR, to=DIRECTOR)))


def test_standing_in_is_said_and_is_no_silence() -> None:
    """She reads for whom she stands in, and nobody is said to have kept silent who was away."""
    text = flat(mail(asked(StepKind.COORDINATOR, to=STAND_IN, acting_for=BOSS)))
    assert "Le arriva al posto di Bruna Caldonazzi." in text and "né Bruna" not in text
    assert "Le arriva al posto di Ada Ferlenghi." in flat(mail(asked(StepKind.TEN_DAYS, to=INES, acting_for=ADA)))
    assert "al posto di" not in flat(mail(asked(StepKind.SUBSTITUTE, to=INES, acting_for=ADA)))


def test_everybody_gets_everybodys_number() -> None:
    """Owner, substitute and coordinator by telephone, without the reader herself."""
    text = flat(mail(asked(StepKind.EVERYBODY, to=DESK, days_left=1), now=EVE))
    assert all(told in text for told in ("0372 000101", "op02@comune.example", "0372 000001"))
    assert all(told in text for told in ("in carico: PW-2025-11-001", "sostituisce: PW-2025-11-001", "coordina: PW-"))
    own = flat(mail(asked(StepKind.EVE, to=BOSS, days_left=1), now=EVE))
    assert "Bruna Caldonazzi Telefono" not in own and "Chi: Bruna" not in own
    assert "Numeri di telefono" not in mail(asked(StepKind.TEN_DAYS)).html


def test_past_day_asks_whether_it_happened() -> None:
    """«Verificare se già eseguito», and the outcome is a tap away."""
    alert = mail(asked(StepKind.EVERYBODY, to=DESK, days_left=-1), now=EVE + dt.timedelta(days=2))
    assert "verificare se già eseguito" in flat(alert).lower() and "ESITO%20ESEGUITO" in alert.html
    assert "erificare se già eseguito" not in flat(mail(asked(StepKind.EVERYBODY, to=DESK, days_left=1), now=EVE))


@pytest.mark.parametrize(
    ("kind", "words", "urgent"),
    [
        ("substitute", "1 posizione senza risposta – primo giorno 6 novembre, tra 9 giorni lavorativi", False),
        ("everybody", "1 posizione da seguire subito – primo giorno 6 novembre, tra 9 giorni lavorativi", True),
        ("ten_days", "1 posizione che si avvicina – primo giorno 6 novembre, tra 9 giorni lavorativi", False),
        ("two_days", "1 posizione ormai vicina – primo giorno 6 novembre, tra 9 giorni lavorativi", True),
        ("eve", "1 posizione alla vigilia – primo giorno 6 novembre, tra 9 giorni lavorativi", True),
        ("day", "1 posizione di oggi – primo giorno 6 novembre, tra 9 giorni lavorativi", True),
        ("outcome", "1 esito da comunicare", False),
        ("outcome_again", "1 esito che manca ancora", False),
        ("still_open", "1 posizione ancora aperta – primo giorno 6 novembre, tra 9 giorni lavorativi", False),
    ],
)
def test_subject(kind: str, words: str, urgent: bool) -> None:
    """Kind, count, first day, reference; URGENTE where it presses."""
    start = "[pecwatch] URGENTE – " if urgent else "[pecwatch] "
    assert mail(asked(StepKind(kind))).subject == f"{start}{words} (PW-2025-11-001)"


def test_escalation_without_a_day_presses() -> None:
    """It may be any day."""
    undated = asked(StepKind.COORDINATOR, replace(ZUCCHEROLI, date=None), to=BOSS, days_left=None)
    assert mail(undated).subject.startswith("[pecwatch] URGENTE – 1 posizione senza risposta – senza giorno indicato")


def test_three_cards_and_the_rest_in_a_table() -> None:
    """As much as fits on a screen, most urgent first; the table's columns are named in the text part too."""
    rows = many(7)
    steps = [
        asked(StepKind.COORDINATOR, each, number, to=BOSS, owner="duty_worker", match=match())
        for number, each in enumerate(rows, start=1)
    ]
    alert = mail(*reversed(steps))
    assert alert.html.count('class="card"') == 3
    assert alert.references == tuple(f"PW-2025-11-{number:03}" for number in range(1, 8))
    assert alert.text.count("\n- Riferimento: PW-") == 4
    assert alert.text.count("  Chi e dove: SCONOSCIUTI") == alert.text.count("  Quando e stato: ") == 4
    assert all(reference in alert.html for reference in alert.references)


def test_most_pressing_first() -> None:
    """Everybody's rows before all, then by day; the outcome of yesterday after what is still to come."""
    alert = mail(
        asked(StepKind.STILL_OPEN, replace(FALCHETTI, date=None), 5, priority=Priority.LOW),
        asked(StepKind.OUTCOME_AGAIN, replace(ZUCCHEROLI, date=dt.date(2025, 10, 23)), 4, days_left=-1),
        asked(StepKind.SUBSTITUTE, BONETTALI, 3),
        asked(StepKind.TWO_DAYS, ZUCCHEROLI, 2),
        asked(StepKind.EVERYBODY, FALCHETTI, 1),
    )
    assert [int(reference[-1]) for reference in alert.references] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(("priority", "is_offered"), [(Priority.LOW, True), (Priority.URGENT, False)])
def test_a_reason_closes_only_what_does_not_press(priority: Priority, is_offered: bool) -> None:
    """Of an urgent row the service would refuse it: there an outcome is wanted."""
    text = flat(mail(asked(StepKind.STILL_OPEN, FALCHETTI, priority=priority, state=PositionState.TAKEN)))
    assert ("CHIUDO PERCHÉ" in text, "ESITO" in text) == (is_offered, True)


def test_one_row_with_two_steps_is_one_card() -> None:
    """Both reasons stand on it, and it is counted once."""
    alert = mail(asked(StepKind.TEN_DAYS, to=BOSS), asked(StepKind.COORDINATOR, to=BOSS, acting_for=INES))
    assert alert.html.count('class="card"') == 1 and alert.references == ("PW-2025-11-001",)
    assert "1 posizione senza risposta" in alert.subject
    assert "Mancano 9 giorni lavorativi" in flat(alert) and "nessuna risposta" in flat(alert)


def test_substitute_sees_the_owners_folder_only() -> None:
    """She reads what the owner would read, and not whose folder anybody else's candidate is."""
    text = flat(mail(asked(StepKind.SUBSTITUTE, to=INES, acting_for=ADA)))
    assert "Cartella: 2019/00871" in text and "REGISTRATA" not in text


@pytest.mark.parametrize("kind", list(StepKind))
def test_every_step_has_words_and_may_be_answered(kind: StepKind) -> None:
    """Whatever the step, the mail says what to do first and bears its token."""
    alert = mail(asked(kind, to=ADA))
    assert alert.kind is AlertKind.STEPS and alert.token
    assert ">> Adesso: " in alert.text and "{" not in alert.text
    assert max(map(len, alert.text.splitlines())) <= 72


def test_taken_rows_are_said_to_be_taken() -> None:
    """On the eve everybody reads who follows the row and how far it is."""
    text = flat(mail(asked(StepKind.EVE, to=BOSS, days_left=1, state=PositionState.CONTACTED), now=EVE))
    assert "In carico a: Ada Ferlenghi (tel. 0372 000101): nucleo contattato" in text


def test_owner_who_left_is_told_by_code() -> None:
    """A code that is nobody's any more breaks no mail."""
    alert = mail(asked(StepKind.COORDINATOR, to=BOSS, owner="OP77"))
    assert "OP77" in alert.text


def test_unknown_reader_sees_no_more_than_her_role() -> None:
    """Sight follows the role, not the address."""
    tutor = person("x", Role.SYSTEM_ADMINISTRATOR)
    assert "ZUCCHEROLI" not in mail(asked(StepKind.EVERYBODY, to=tutor)).html
