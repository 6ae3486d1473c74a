# SPDX-License-Identifier: EUPL-1.2
"""The canonical dump of an office: all that must be the same whatever happened on the way."""

import json
import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table, text

from pecwatch.store.columns import UtcMoment
from pecwatch.store.database import Session
from pecwatch.store.tables import Stored
from tests.end_to_end.office import SocialServices

Dump = dict[str, tuple[str, ...]]
"""By table: one line of text for each row, sorted."""

LEFT_OUT: Mapping[str, str] = {
    "*.id": "numbers count tries too; what refers to a message says its hash instead",
    "*.office": "there is one",
    "*.mail_id": "a number of the outbox",
    "*.decision_id": "a number of a decision",
    "*.import_id": "a number of an import",
    "message.attempts": "tries are what faults cost",
    "message.interruptions": "tries",
    "message.last_problem": "why a try failed",
    "message.source": "where it was found first: of two copies that come together, either",
    "arrival.uidvalidity": "a folder that was numbered anew holds the same messages",
    "outbox.attempts": "tries",
    "outbox.unanswered": "tries",
    "outbox.last_reply": "why a try failed",
    "outbox.repeated": "a repetition is marked, and is what a fault may cost",
    "outbox.content": "holds the moment of writing and the token; the mails are compared as people got them",
    "outbox.token": "a token is made with the key of the data folder, which a test makes anew",
    "outbox.message_id_header": "made with the same key",
    "decision.row_key": "a hash with the same key",
    "rejection.row_key": "a hash with the same key",
    "rejection.evidence_key": "a hash with the same key",
    "missed": "fault events",
    "alarm": "fault events",
    "mailbox_health": "moments of polls, and faults",
    "note": "what the service remembers of moments and faults between rounds",
}
"""What the dump leaves out, table or column, each with the reason; and every column or key that is a moment."""

NUMBERS = re.compile(r"\bmessage:(\d+)")


def dump(office: SocialServices) -> Dump:
    """Messages, arrivals, rows, positions, owners, states, steps, questions, decisions, alerts by person and event."""
    with office.desk() as desk, desk.database.reading() as session:
        hashes = {
            str(number): sha for number, sha in session.connection().execute(text("SELECT id, sha256 FROM message"))
        }
        tables = (table for table in Stored.metadata.sorted_tables if table.name not in LEFT_OUT)
        return {table.name: tuple(sorted(_lines(session, table, hashes))) for table in tables}


def told(found: Dump) -> tuple[str, ...]:
    """The alerts of a dump."""
    return found["outbox"]


def _lines(session: Session, table: Table, hashes: Mapping[str, str]) -> list[str]:
    columns = [column for column in table.columns if not _is_left_out(table.name, column.name, column.type)]
    return [
        json.dumps({column.name: _value(column.name, row[column.name], hashes) for column in columns})
        for row in session.connection().execute(table.select()).mappings()
        # Mails about faults are fault events themselves.
        if not (table.name == "outbox" and row["kind"] == "service")
    ]


def _is_left_out(table: str, column: str, kind: object) -> bool:
    return isinstance(kind, UtcMoment) or f"*.{column}" in LEFT_OUT or f"{table}.{column}" in LEFT_OUT


def _value(name: str, value: Any, hashes: Mapping[str, str]) -> Any:
    if name in ("message_id", "last_message_id"):
        return hashes.get(str(value), value)
    if name in ("record", "reading") and value is not None:
        return _without_moments(json.loads(value), hashes)
    if isinstance(value, str):
        return NUMBERS.sub(lambda found: f"message:{hashes.get(found[1], found[1])[:12]}", value)
    return value if value is None or isinstance(value, int | bool) else str(value)


def _without_moments(value: Any, hashes: Mapping[str, str]) -> Any:
    """A record without moments, source and row ids that name where it was found."""
    if isinstance(value, list):
        return [_without_moments(each, hashes) for each in value]
    if isinstance(value, dict):
        kept = {key: each for key, each in value.items() if not key.endswith("_at") and key not in ("source", "id")}
        return {key: _without_moments(_value(key, each, hashes), hashes) for key, each in kept.items()}
    return value
