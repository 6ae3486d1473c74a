# SPDX-License-Identifier: EUPL-1.2
"""An invented position with a long story, and a month around it, for the tests of papers."""

import datetime as dt
from dataclasses import replace

from pecwatch.casework.clock import WorkingCalendar
from pecwatch.casework.dossier import dossier_of
from pecwatch.casework.fates import fate_counts
from pecwatch.casework.monthly import acknowledgments, band_counts, differences, months_lists
from pecwatch.casework.open_questions import open_questions
from pecwatch.casework.working_time import WorkingTime
from pecwatch.italian.rome import ROME
from pecwatch.model.dossier import Dossier, Household
from pecwatch.model.listing import Nature, State, Status
from pecwatch.model.match import Band
from pecwatch.model.message import Kind, ProtocolEntry, Trust
from pecwatch.model.monthly import MonthFates, MonthlyReport
from pecwatch.model.position import Event, Outcome, PositionState, Way
from pecwatch.model.step import Step, StepKind, Told
from pecwatch.model.trail import AnswerTrace, Clocks, HeldTrace, MailTrace, MessageTrace, QuestionTrace, Trail
from tests.casework.people import BONETTALI, CERTAIN, FALCHETTI, OFFICE, ZUCCHEROLI, match, position_of

REFERENCE = "PW-2025-11-001"
NAMES = ("Zuccheroli", "Mirella", "Robinie", "2019/00871", "decadenze@", "badante", "Ferlenghi")
"""What a dossier with initials only must not hold."""


def at(month: int, day: int, hour: int = 9, minute: int = 0, second: int = 0) -> dt.datetime:
    """A moment of 2025 on the office's clock."""
    return dt.datetime(2025, month, day, hour, minute, second, tzinfo=ROME)


NOW = at(11, 28, 8, 30)
HOURS = WorkingTime(calendar=WorkingCalendar(), begin=dt.time(8), end=dt.time(14), zone=ROME)


SEEN = at(10, 24, 9, 13)


def clocks(seen_at: dt.datetime = SEEN, **known: object) -> Clocks:
    """Times of a message that nothing but pecwatch gives, unless they are named."""
    values = {"certified_at": None, "server_at": None, "header_at": None, "protocol": None, **known}
    return Clocks(seen_at=seen_at, **values)  # type: ignore[arg-type]  # free-form test values


def trace(message_id: int = 1, **known: object) -> MessageTrace:
    """A PEC with a verified seal and a list of three rows."""
    values: dict[str, object] = {
        "kind": Kind.PEC,
        "way": Way.PEC,
        "state": State.LIST,
        "trust": Trust.VERIFIED,
        "trust_reason": None,
        "sender": "decadenze@pec.aler.example",
        "sender_recognised": True,
        "identifier": "opec1",
        "nature": Nature.ANNOUNCEMENT,
        "rows": 3,
        "declared_rows": 3,
        "complete": True,
        "mailboxes": ("pec",),
        "clocks": clocks(),
        **known,
    }
    return MessageTrace(message_id=message_id, **values)  # type: ignore[arg-type]  # as above


def event(kind: str, when: dt.datetime, who: str = "pecwatch", by: str = "list", **known: object) -> Event:
    """One entry of the story."""
    values = {"reference": REFERENCE, **known}
    return Event(at=when, kind=kind, who=who, by=by, **values)  # type: ignore[arg-type]  # as above


def mail(mail_id: int, code: str, when: dt.datetime, **known: object) -> MailTrace:
    """A mail that left at once."""
    values: dict[str, object] = {
        "event": f"message:1:rows:{code}",
        "kind": "rows",
        "subject": f"[pecwatch] Novembre 2025: 1 posizione aperta ({REFERENCE})",
        "references": (REFERENCE,),
        "written_at": when,
        "sent_at": when + dt.timedelta(minutes=1),
        "refused_at": None,
        "returned_at": None,
        **known,
    }
    return MailTrace(mail_id=mail_id, recipient_code=code, **values)  # type: ignore[arg-type]  # as above


ALL_CLOCKS = clocks(
    certified_at=at(10, 24, 9, 12, 31),
    server_at=at(10, 24, 9, 12, 40),
    header_at=at(10, 23, 23, 59, 58),
    protocol=ProtocolEntry(number="0098765", date=dt.date(2025, 10, 27)),
)
LIST = trace(1, clocks=ALL_CLOCKS)
COPY = trace(
    2,
    kind=Kind.ORDINARY,
    way=Way.ORDINARY,
    trust=Trust.ABSENT,
    trust_reason="ordinary_mail",
    mailboxes=("ordinaria",),
    clocks=clocks(at(10, 24, 9, 53), server_at=at(10, 24, 9, 52), header_at=at(10, 24, 9, 51)),
)
REMINDER = trace(
    3,
    nature=Nature.REMINDER,
    rows=2,
    complete=False,
    trust=Trust.UNVERIFIABLE,
    trust_reason="issuer_unknown",
    clocks=clocks(at(11, 21, 10, 4), certified_at=at(11, 21, 10, 2), server_at=at(11, 21, 10, 3)),
)
REPLY = trace(
    9,
    kind=Kind.ORDINARY,
    way=Way.ORDINARY,
    state=State.NOT_PERTINENT,
    trust=Trust.ABSENT,
    trust_reason="ordinary_mail",
    sender="op01@comune.example",
    nature=None,
    rows=None,
    declared_rows=None,
    complete=None,
    clocks=clocks(at(10, 24, 11, 31), server_at=at(10, 24, 11, 30)),
)

OPENED = event("opened", at(10, 24, 9, 13), detail="band=certain owner=OP01", message_id=1)
TRAIL = Trail(
    messages=(LIST, COPY, REMINDER, REPLY),
    events=(
        OPENED,
        event("copy_received", at(10, 24, 9, 53), message_id=2),
        event("rejected", at(10, 24, 11, 0), "OP02", "mail", detail="2019/00871"),
        event("taken", at(10, 24, 11, 31), "OP01", "mail"),
        event("changed", at(11, 21, 10, 4), detail="date 2025-11-27 -> 2025-11-06", message_id=3),
        event("held", at(11, 21, 10, 4), detail="status execute -> suspended", message_id=3),
        event("closed", at(11, 27, 13, 0), "OP01", "cli", reason="ci pensa la badante"),
    ),
    mails=(
        mail(5, "OP01", at(10, 24, 9, 13)),
        mail(6, "coordinator", at(10, 24, 9, 13), kind="list_digest", references=()),
        mail(7, "director", at(11, 26, 8, 0), kind="steps", sent_at=None, refused_at=at(11, 26, 8, 1)),
        mail(8, "OP02", at(11, 26, 8, 0), kind="steps", returned_at=at(11, 26, 8, 5)),
        mail(9, "", at(11, 28, 8, 0), kind="unheard_of", sent_at=None),
    ),
    steps=(
        Told(
            step=Step(reference=REFERENCE, cycle=1, kind=StepKind.EVE, day=dt.date(2025, 11, 27), recipient="director"),
            decided_at=at(11, 26, 8, 0),
            undelivered_at=at(11, 26, 8, 1),
        ),
    ),
    answers=(
        AnswerTrace(
            message_id=9, who="OP01", verdict="done", command="take", argument="", answered_at=at(10, 24, 11, 31)
        ),
    ),
    held=(
        HeldTrace(
            reference=REFERENCE,
            message_id=3,
            fields=("status",),
            held_at=at(11, 21, 10, 4),
            ended_at=at(11, 22, 9, 0),
            ended_as="refused",
        ),
    ),
    questions=(
        QuestionTrace(
            kind="missing_row",
            about=REFERENCE,
            asked_at=at(11, 21, 10, 4),
            answered_at=None,
            answered_by=None,
            answer=None,
        ),
    ),
)
POSITION = position_of(ZUCCHEROLI, state=PositionState.TAKEN, also_told=("OP02",))
FULL = Household(name="ZUCCHEROLI MIRELLA", address="Via delle Robinie 14 int. 7", folders=("2019/00871",))
INITIALS = Household(name="Z. M.")


def dossier(trail: Trail = TRAIL, *, full: bool = False, **changed: object) -> Dossier:
    """The dossier of the invented position."""
    position = replace(POSITION, **changed)  # type: ignore[arg-type]  # as above
    return dossier_of(position, trail, OFFICE, FULL if full else INITIALS, full=full, now=NOW)


def report() -> MonthlyReport:
    """A month with a row of each sort."""
    closed = {"outcome": Outcome.EXECUTED, "state": PositionState.CLOSED}
    undated, suspended = replace(FALCHETTI, date=None), replace(FALCHETTI, status=Status.SUSPENDED)
    positions = (
        POSITION,
        position_of(BONETTALI, "PW-2025-11-002", match=match(Band.NONE), **closed),
        position_of(FALCHETTI, "PW-2025-11-003", match=match(Band.SAME_DWELLING)),
        position_of(undated, "PW-2025-11-004", match=match(Band.POSSIBLE), confirmed=False),
        position_of(suspended, "PW-2025-11-005", match=CERTAIN),
    )
    stories = {
        REFERENCE: TRAIL.events,
        "PW-2025-11-002": (
            event("outcome", at(11, 4, 9, 0), "OP01", "cli", reference="PW-2025-11-002", detail="executed"),
        ),
    }
    lists = months_lists((LIST, COPY, REMINDER), stories)
    served = {each.message_id: each.served_at for each in (LIST, COPY, REMINDER)}
    october = (position_of(BONETTALI, "PW-2025-10-001", outcome=Outcome.RELEASED, state=PositionState.CLOSED),)
    return MonthlyReport(
        month="2025-11",
        made_at=NOW,
        lists=lists,
        unread=(trace(4, state=State.UNREADABLE, rows=None, nature=None),),
        rows=len(positions),
        muted=0,
        unconfirmed=1,
        bands=band_counts(positions),
        acknowledgments=acknowledgments(positions, stories, served, HOURS),
        fates=fate_counts(positions, stories),
        months=(
            MonthFates(month="2025-10", fates=fate_counts(october, {})),
            MonthFates(month="2025-11", fates=fate_counts(positions, stories)),
        ),
        differences=differences(stories),
        questions=open_questions(
            positions,
            stories,
            lists=lists,
            held=TRAIL.held,
            questions=TRAIL.questions,
            month="2025-11",
            today=NOW.date(),
        ),
    )
