# SPDX-License-Identifier: EUPL-1.2
"""Invented people, rows and lists, said briefly, for the tests of casework and alerts."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

from pecwatch.casework.positions import Refusal
from pecwatch.casework.urgency import priority_of
from pecwatch.italian.rome import ROME
from pecwatch.model.listing import Address, Listing, ListRow, Nature, Reading, State, Status, Where
from pecwatch.model.match import Band, Candidate, Evidence, HouseholdMatch, Match
from pecwatch.model.message import Kind, Message, Trust
from pecwatch.model.news import Changes, Report
from pecwatch.model.office import Office, OfficePerson, Role
from pecwatch.model.position import Position, ReceivedList, Way
from pecwatch.rules.answers import AnswerRules
from pecwatch.rules.clocks import ClockRules
from pecwatch.rules.loading import load_rule
from pecwatch.rules.privacy import PrivacyRules

RULES = Path(__file__).parent.parent.parent / "rules"
ANSWERS = load_rule(RULES / "answers.toml", AnswerRules)
CLOCKS = load_rule(RULES / "clocks.toml", ClockRules)
PRIVACY = load_rule(RULES / "privacy.toml", PrivacyRules)

OCTOBER = dt.datetime(2025, 10, 24, 9, 12, tzinfo=ROME)
NOVEMBER = dt.datetime(2025, 11, 21, 10, 0, tzinfo=ROME)


def person(code: str, role: Role = Role.OPERATOR, **known: object) -> OfficePerson:
    values = {"name": f"Persona {code}", "email": f"{code.lower()}@comune.example", **known}
    return OfficePerson(code=code, role=role, **values)  # type: ignore[arg-type]  # free-form test values


OFFICE = Office(
    coordinator=person("coordinator", Role.COORDINATOR, name="Bruna Caldonazzi", phone="0372 000001"),
    duty_worker=person("duty_worker", Role.DUTY_WORKER, name="Segretariato sociale"),
    director=person("director", Role.DIRECTOR, name="Olimpia Verzeletti"),
    system_administrator=person("system_administrator", Role.SYSTEM_ADMINISTRATOR, name="Ufficio CED"),
    operators=(
        person("OP01", name="Ada Ferlenghi"),
        person("OP02", name="Ines Morbiducci"),
        person("OP03", name="Ugo Stradivari Pinchetti"),
    ),
)


def with_operator(code: str, **changed: object) -> Office:
    """The office with one operator changed."""
    operators = tuple(
        replace(each, **changed) if each.code == code else each  # type: ignore[arg-type]  # free-form test values
        for each in OFFICE.operators
    )
    return replace(OFFICE, operators=operators)


def address(street: str = "VIA DELLE ROBINIE", civic: str | None = "14", flat: str | None = "7") -> Address:
    written = f"{street.title()} {civic or ''}{f' int. {flat}' if flat else ''}"
    return Address(as_written=written, street=street, civic=civic, flat=flat)


def row(surname: str = "ZUCCHEROLI", given_name: str = "MIRELLA", number: int = 1, **known: object) -> ListRow:
    values = {
        "address": address(),
        "date": dt.date(2025, 11, 6),
        "status": Status.EXECUTE,
        "wording": "SI ESEGUE - dopo ripetuti solleciti telefonici si procede con l'esecuzione",
        "where": Where(part="body", page=1, line=number),
        **known,
    }
    return ListRow(row=number, surname=surname, given_name=given_name, **values)  # type: ignore[arg-type]  # as above


ZUCCHEROLI = row()
BONETTALI = row("BONETTALI", "IVANO", 2, address=address("LARGO DEI PIOPPI", "3", "12"), date=dt.date(2025, 11, 20))
FALCHETTI = row("DE' FALCHETTI", "ROSA", 3, address=address("VIALE DEI GELSI", "22", None), date=dt.date(2025, 11, 27))
THREE = (ZUCCHEROLI, BONETTALI, FALCHETTI)


def candidate(folder: str, probability: float, operator: str | None = "OP01", **known: object) -> Candidate:
    evidence = (Evidence(code="surname", bits=11.2, text="cognome uguale; in archivio lo porta 1 persona"),)
    values = {"name": "REGISTRATA PERSONA", "evidence": evidence, **known}
    return Candidate(folder=folder, probability=probability, operator=operator, **values)  # type: ignore[arg-type]


def match(band: Band = Band.NONE, *candidates: Candidate, household: HouseholdMatch | None = None) -> Match:
    return Match(id="1", name="", address="", band=band, candidates=candidates, household=household)


REASONS = {
    Trust.VERIFIED: None,
    Trust.UNVERIFIABLE: "issuer_unknown",
    Trust.INVALID: "content_changed",
    Trust.ABSENT: "ordinary_mail",
}

CERTAIN = match(Band.CERTAIN, candidate("2019/00871", 0.98))


def message(trust: Trust = Trust.UNVERIFIABLE, recognised: bool = True, **known: object) -> Message:
    values: dict[str, object] = {
        "kind": Kind.PEC,
        "sender": "decadenze@pec.aler.example",
        "subject": "Comunicazione programmazione interventi",
        "message_id": "<1@pec.example>",
        "certified_at": OCTOBER,
        **known,
    }
    return Message(trust=trust, trust_reason=REASONS[trust], sender_recognised=recognised, **values)  # type: ignore[arg-type]


def report(
    rows: tuple[ListRow, ...] = THREE,
    *,
    msg: Message | None = None,
    matches: tuple[Match, ...] | None = None,
    nature: Nature = Nature.ANNOUNCEMENT,
    month: str | None = "2025-11",
    state: State = State.LIST,
    **listing: object,
) -> Report:
    found = tuple(match() for _ in rows) if matches is None else matches
    values = {"declared_rows": None, "complete": True, **listing}
    whole = Listing(type="programmazione_interventi", nature=nature, month=month, rows=rows, **values)  # type: ignore[arg-type]
    reading = Reading(source="test", message=msg or message(), state=state, listing=whole)
    return Report(reading=reading, matches=found)


def received(
    rows: tuple[ListRow, ...] = THREE,
    *,
    message_id: int = 1,
    way: Way = Way.PEC,
    sent_at: dt.datetime = OCTOBER,
    identifier: str | None = "opec1",
    month: str | None = "2025-11",
    nature: Nature = Nature.ANNOUNCEMENT,
) -> ReceivedList:
    return ReceivedList(
        message_id=message_id,
        way=way,
        identifier=identifier,
        sent_at=sent_at,
        month=month,
        nature=nature,
        rows=rows,
    )


def position_of(listed: ListRow, reference: str = "PW-2025-11-001", **known: object) -> Position:
    values = {
        "month": reference[3:10],
        "match": CERTAIN,
        "owner": "OP01",
        "owner_reason": "segue la cartella 2019/00871",
        "priority": priority_of(listed),
        "confirmed": True,
        "opened_at": OCTOBER,
        "message_id": 1,
        "last_message_id": 1,
        **known,
    }
    return Position(reference=reference, row=listed, **values)  # type: ignore[arg-type]


def accepted(answer: Changes | Refusal) -> Position:
    """The position after a decision that was not refused."""
    assert isinstance(answer, Changes), answer
    return answer.positions[0]
