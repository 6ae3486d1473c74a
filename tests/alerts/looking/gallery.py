# SPDX-License-Identifier: EUPL-1.2
"""One mail of each kind, and of each shape that a kind takes."""

import datetime as dt
from dataclasses import replace

from pecwatch.alerts.answering import compose_answer
from pecwatch.alerts.digests import Counts, daily_counts, history_summary, weekly_digest
from pecwatch.alerts.moved_on import moved_on
from pecwatch.alerts.notices import handed_over, service_alarm, trial_mail
from pecwatch.alerts.said_by_another import said_by_another
from pecwatch.alerts.steps import compose_steps
from pecwatch.model.alert import Alert, AlertKind
from pecwatch.model.answer import Answered, Command, Hindrance, Verdict
from pecwatch.model.listing import Leftover, ListRow, Nature, Reading, State, Status, Where
from pecwatch.model.match import Band
from pecwatch.model.message import Kind, Trust
from pecwatch.model.news import Decided, Report
from pecwatch.model.office import OfficePerson
from pecwatch.model.position import Event, Position, PositionState, Priority, Way
from pecwatch.model.problem import Problem, Severity
from pecwatch.model.record import record
from pecwatch.model.retention import Purged
from pecwatch.model.step import Asked, Step, StepKind
from tests.alerts.looking.rare import decided, outside, silence, together
from tests.alerts.stories import Story, circumstances, tell
from tests.casework.people import (
    BONETTALI,
    CERTAIN,
    FALCHETTI,
    NOVEMBER,
    OCTOBER,
    OFFICE,
    ZUCCHEROLI,
    address,
    candidate,
    match,
    message,
    position_of,
    report,
    row,
    with_operator,
)

STAFF = replace(with_operator("OP01", phone="0372 000101", substitute="OP02"))
ADA, INES = STAFF.operators[0], STAFF.operators[1]
MONDAY = dt.date(2025, 10, 27)
SHARED = match(Band.POSSIBLE, candidate("2018/00010", 0.35, "OP02"), candidate("2018/00011", 0.30, "OP03"))
DOUBTFUL = message(Trust.ABSENT, False, kind=Kind.ORDINARY, sender="ufficio@aler-pec.example", certified_at=None)


@record
class Shown:
    """A mail with the name of its picture."""

    name: str
    alert: Alert


def asked(
    kind: StepKind,
    listed: ListRow = ZUCCHEROLI,
    number: int = 1,
    *,
    to: OfficePerson = ADA,
    days_left: int | None = 9,
    acting_for: OfficePerson | None = None,
    last_step: bool = False,
    **known: object,
) -> Asked:
    """A step about an invented row."""
    position = position_of(listed, f"PW-2025-11-{number:03}", **{"state": PositionState.NOTIFIED, **known})
    step = Step(reference=position.reference, cycle=1, kind=kind, day=position.execution_on, recipient=to.code)
    return Asked(
        step=step,
        position=position,
        recipient=to,
        acting_for=acting_for,
        days_left=days_left,
        last_step=last_step,
    )


def stepped(name: str, *steps: Asked, now: dt.datetime = OCTOBER) -> Shown:
    """The mail about some steps."""
    here = circumstances(now, office=STAFF)
    return Shown(name=f"steps-{name}", alert=compose_steps(steps, event=f"steps:{name}", circumstances=here))


def many(count: int) -> tuple[ListRow, ...]:
    """Rows of people whom nobody knows, on several days."""
    streets = ("VIA DELLE ROBINIE", "LARGO DEI PIOPPI", "VIALE DEI GELSI DELLA VECCHIA FORNACE")
    return tuple(
        row(
            "SCONOSCIUTI DELLA ROCCHETTA",
            f"PERSONA {number}",
            number,
            address=address(streets[number % 3], str(number), "4"),
            date=dt.date(2025, 11, 3 + number % 20),
            time=dt.time(9, 30) if number % 2 else None,
        )
        for number in range(1, count + 1)
    )


def _lists() -> tuple[Shown, ...]:
    first = tell(report(matches=(CERTAIN, match(), SHARED)))
    long = tell(report(many(14), declared_rows=14))
    moved = replace(FALCHETTI, date=dt.date(2025, 11, 25))
    again = message(certified_at=NOVEMBER, identifier="opec2")
    differing = _reminder(first, (moved,), again)
    same = tell(report((FALCHETTI,), matches=(CERTAIN,)))
    repeated = _reminder(same, (FALCHETTI,), again)
    doubtful = tell(report(matches=(CERTAIN, match(), SHARED), msg=DOUBTFUL), way=Way.ORDINARY)
    held = _reminder(first, (replace(FALCHETTI, status=Status.SUSPENDED),), again)
    return (
        Shown(name="rows-operator", alert=first.one("OP01")),
        Shown(name="rows-told-besides", alert=first.one("OP02")),
        Shown(name="rows-desk", alert=first.one("duty_worker")),
        Shown(name="rows-desk-many", alert=long.one("duty_worker")),
        Shown(name="rows-desk-storm", alert=tell(report(many(300), declared_rows=300)).one("duty_worker")),
        Shown(name="rows-not-confirmed", alert=doubtful.one("OP01")),
        Shown(name="differences", alert=differing.one("duty_worker")),
        Shown(name="reminder", alert=repeated.one("OP01")),
        Shown(name="list-digest", alert=long.one("coordinator")),
        *(Shown(name="to-confirm", alert=each) for each in _asking(doubtful)),
        *(Shown(name="to-confirm-changes", alert=each) for each in _asking(held)),
    )


def _reminder(before: Story, rows: tuple[ListRow, ...], again: object) -> Story:
    listed = report(rows, matches=(SHARED,), msg=again, nature=Nature.REMINDER)  # type: ignore[arg-type]  # a message
    return tell(listed, before.known, message_id=2, now=NOVEMBER)


def _asking(story: Story) -> tuple[Alert, ...]:
    return tuple(each for each in story.to("coordinator") if each.kind is AlertKind.TO_CONFIRM)


def _unread() -> tuple[Shown, ...]:
    problem = Problem(
        code="password_protected", severity=Severity.LOST, part="elenco.pdf", text="Protetto da password."
    )
    locked = Reading(source="test", message=message(), state=State.UNREADABLE, problems=(problem,))
    where = Where(part="elenco.pdf", page=2, line=17)
    leftovers = (Leftover(where=where, text="8) PENTOLAI - Via delle Robinie"),)
    partial = tell(report(matches=(CERTAIN, match(), SHARED), complete=False, declared_rows=5, leftovers=leftovers))
    return (
        Shown(name="not-read", alert=tell(Report(reading=locked, matches=())).one("coordinator")),
        Shown(name="read-in-part", alert=partial.one("coordinator")),
        Shown(name="empty-list", alert=tell(report((), state=State.EMPTY_LIST, nature=Nature.EMPTY)).alerts[0]),
        Shown(name="letter", alert=tell(report((), state=State.LETTER)).alerts[0]),
    )


def _steps() -> tuple[Shown, ...]:
    boss, director, desk = STAFF.coordinator, STAFF.director, STAFF.duty_worker
    assert director is not None and desk is not None
    eve = dt.datetime(2025, 11, 5, 8, 0, tzinfo=OCTOBER.tzinfo)
    day = dt.datetime(2025, 11, 6, 16, 0, tzinfo=OCTOBER.tzinfo)
    after = dt.datetime(2025, 11, 7, 8, 0, tzinfo=OCTOBER.tzinfo)
    low = replace(BONETTALI, status=Status.SUSPENDED)
    mixed = (
        asked(StepKind.EVERYBODY, ZUCCHEROLI, 1, to=boss, days_left=-1),
        asked(StepKind.COORDINATOR, FALCHETTI, 3, to=boss, days_left=14, acting_for=INES),
        *(
            asked(StepKind.COORDINATOR, each, 10 + number, to=boss, days_left=5, owner="duty_worker", match=match())
            for number, each in enumerate(many(6))
        ),
        asked(StepKind.OUTCOME_AGAIN, BONETTALI, 2, to=boss, days_left=-3, state=PositionState.TAKEN),
    )
    return (
        stepped("owner", asked(StepKind.OWNER)),
        stepped("substitute", asked(StepKind.SUBSTITUTE, to=INES, acting_for=ADA)),
        stepped("coordinator", asked(StepKind.COORDINATOR, to=boss, acting_for=INES)),
        stepped("director-last", asked(StepKind.DIRECTOR, to=director, acting_for=boss, last_step=True)),
        stepped("director", asked(StepKind.DIRECTOR, to=director, acting_for=boss)),
        stepped("everybody", asked(StepKind.EVERYBODY, to=boss, days_left=1), now=eve),
        stepped("everybody-past", asked(StepKind.EVERYBODY, to=desk, days_left=-1), now=after),
        stepped("ten-days", asked(StepKind.TEN_DAYS, FALCHETTI, days_left=10, state=PositionState.CONTACTED)),
        stepped("two-days", asked(StepKind.TWO_DAYS, days_left=2), now=eve - dt.timedelta(days=1)),
        stepped("eve", asked(StepKind.EVE, to=INES, days_left=1, state=PositionState.TAKEN), now=eve),
        stepped("eve-director", asked(StepKind.EVE, to=director, days_left=1, state=PositionState.TAKEN), now=eve),
        stepped("day", asked(StepKind.DAY, days_left=0, state=PositionState.TAKEN), now=day),
        stepped("outcome", asked(StepKind.OUTCOME, days_left=0, state=PositionState.TAKEN), now=day),
        stepped("outcome-again", asked(StepKind.OUTCOME_AGAIN, days_left=-1, state=PositionState.TAKEN), now=after),
        stepped("outcome-coordinator", asked(StepKind.OUTCOME_AGAIN, to=boss, days_left=-2), now=after),
        stepped("still-open", asked(StepKind.STILL_OPEN, low, 2, state=PositionState.TAKEN, days_left=None)),
        stepped("mixed", *mixed, now=after),
    )


def _answers() -> tuple[Shown, ...]:
    names = ("PW-2025-11-001", "PW-2025-11-002")
    said = (
        ("taken", Answered(verdict=Verdict.DONE, command=Command.TAKE, references=names)),
        ("handed-on", Answered(verdict=Verdict.DONE, command=Command.HAND_ON, references=names[:1], argument="OP02")),
        (
            "outcome",
            Answered(
                verdict=Verdict.DONE, command=Command.OUTCOME, references=names[:1], argument="postponed 2026-01-14"
            ),
        ),
        ("not-understood", Answered(verdict=Verdict.NOT_UNDERSTOOD, references=names)),
        ("quoted-only", Answered(verdict=Verdict.QUOTED_ONLY, references=names[:1])),
        (
            "refused",
            Answered(
                verdict=Verdict.REFUSED,
                command=Command.CLOSE,
                references=names[:1],
                hindrance=Hindrance.STILL_URGENT,
            ),
        ),
        ("wrong-sender", Answered(verdict=Verdict.WRONG_SENDER, references=names[:1])),
        ("list-confirmed", Answered(verdict=Verdict.DONE, command=Command.CONFIRM_LIST, references=names)),
    )
    readers = {Verdict.WRONG_SENDER: OFFICE.coordinator}
    return tuple(
        Shown(
            name=f"answer-{name}",
            alert=compose_answer(
                answered,
                readers.get(answered.verdict, ADA),
                event=f"answer:{name}",
                circumstances=circumstances(office=STAFF),
                in_reply_to="<7@comune.example>",
            ),
        )
        for name, answered in said
    )


def _calendar() -> tuple[Shown, ...]:
    here, admin = circumstances(), OFFICE.system_administrator
    open_ones: tuple[Position, ...] = (
        position_of(ZUCCHEROLI, state=PositionState.NOTIFIED),
        position_of(FALCHETTI, "PW-2025-11-003", state=PositionState.TAKEN),
        position_of(replace(BONETTALI, status=Status.SUSPENDED), "PW-2025-11-002", priority=Priority.LOW),
    )
    counts = Counts(messages=12, lists=1, rows=7, needing_a_person=1, open_positions=3, mails_sent=9, mails_failed=1)
    weekly = weekly_digest(open_ones, counts, day=MONDAY, circumstances=here)
    many = [replace(open_ones[0], owner="OP03", reference=f"PW-2025-11-{number:03}") for number in range(1, 6)]
    said = Event(
        reference=many[0].reference, at=here.now, kind="outcome", who="coordinator", by="mail", detail="executed"
    )
    closed = [
        Decided(before=each, after=replace(each, state=PositionState.CLOSED), events=(said,)) for each in many[:2]
    ]
    moved = [Decided(before=replace(each, owner="OP01"), after=each, events=()) for each in many]
    return (
        Shown(name="handed-over", alert=handed_over(many[0], event="handed:1", circumstances=here)),
        Shown(name="handed-over-many", alert=handed_over(*many, event="handed:2", circumstances=here)),
        Shown(name="moved-on", alert=moved_on(moved, ADA, event="handed:2:before", circumstances=here)),
        Shown(
            name="said-by-another",
            alert=said_by_another(closed, STAFF.operators[2], "coordinator", event="said:1", circumstances=here),
        ),
        Shown(name="weekly-digest", alert=weekly),
        Shown(name="weekly-digest-empty", alert=weekly_digest((), Counts(), day=MONDAY, circumstances=here)),
        Shown(
            name="daily-counts",
            alert=daily_counts(
                replace(counts, purged=Purged(raw_messages=4, rows=31, texts_of_mails=88, copies=1), purged_on=MONDAY),
                day=MONDAY,
                circumstances=here,
            ),
        ),
        Shown(name="history", alert=history_summary(counts, event="history:1", circumstances=here)[0]),
        Shown(
            name="service",
            alert=service_alarm(
                admin,
                event="service:1",
                what="la casella rifiuta l’accesso",
                remedy="Rinnovi la password della casella.",
                circumstances=here,
            ),
        ),
        Shown(name="test", alert=trial_mail(admin, event="test:1", circumstances=here)),
    )


def gallery() -> tuple[Shown, ...]:
    """Every mail to look at."""
    usual = (*_lists(), *_unread(), *_steps(), *_answers(), *_calendar())
    hers = [each.alert for each in usual if each.name in ("rows-operator", "reminder", "steps-ten-days")]
    rare = (*silence(), *outside(), *decided(), ("summary", together(*hers)))
    return (*usual, *(Shown(name=name, alert=alert) for name, alert in rare))
