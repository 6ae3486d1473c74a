# SPDX-License-Identifier: EUPL-1.2
"""Small real values for the tests of the store; all people are invented."""

import datetime as dt
import hashlib
from pathlib import Path

from pecwatch.model.listing import Address, Listing, ListRow, Nature, Reading, State, Status, Where
from pecwatch.model.mailbox import Delivery, NotFetched
from pecwatch.model.match import Band, Candidate, Evidence, Match
from pecwatch.model.message import Kind, Message, Trust
from pecwatch.model.position import Event, Position, Priority, ReceivedList, Way
from pecwatch.model.problem import Problem, Severity
from pecwatch.store.key_ring import KeyRing, MasterKey
from pecwatch.store.records import Kept
from pecwatch.store.vault import Vault

NOW = dt.datetime(2025, 10, 24, 7, 12, 31, tzinfo=dt.UTC)


def vault_in(folder: Path, month: str = "2025-10", master: bytes = bytes(32)) -> Vault:
    """A vault with its keys, in which it is always the same month."""
    return Vault(folder / "mail", KeyRing(folder / "keys", MasterKey(master)), lambda: month)


def delivery(
    uid: int = 1,
    content: bytes = b"a message",
    *,
    mailbox: str = "pec",
    folder: str = "INBOX",
    uidvalidity: int | None = 7,
    received_at: dt.datetime | None = NOW,
) -> Delivery:
    """A message fetched from a server."""
    return Delivery(
        mailbox=mailbox,
        folder=folder,
        uidvalidity=uidvalidity,
        uid=uid,
        received_at=received_at,
        size=len(content),
        pieces=(content,),
    )


def not_fetched(uid: int, reason: str = "empty") -> NotFetched:
    """A message that a server listed and did not give."""
    return NotFetched(mailbox="pec", folder="INBOX", uidvalidity=7, uid=uid, reason=reason)


def kept_of(found: Delivery) -> Kept:
    """What a vault says of its bytes."""
    sha256 = hashlib.sha256(b"".join(found.pieces)).hexdigest()
    return Kept(name=sha256, sha256=sha256)


def row(number: int = 1, on: dt.date | None = dt.date(2025, 11, 27)) -> ListRow:
    """One row of a list."""
    return ListRow(
        row=number,
        surname="ZUCCHEROLI",
        given_name="NICOLÒ",
        address=Address(as_written="Via delle Robinie 14", street="VIA DELLE ROBINIE", civic="14"),
        date=on,
        time=dt.time(9, 30),
        status=Status.EXECUTE,
        wording="SI ESEGUE – dopo ripetuti solleciti",
        where=Where(part="elenco.pdf", page=1, line=number),
    )


def reading() -> Reading:
    """A list of one row, as the sandbox gives it back."""
    message = Message(
        kind=Kind.PEC,
        trust=Trust.UNVERIFIABLE,
        trust_reason="not_examined",
        sender="decadenze@pec.aler.example",
        subject="Comunicazione programmazione interventi",
        message_id="<1@pec.example>",
        identifier="opec1.20251024.1",
        certified_at=NOW,
        sent_at=NOW,
    )
    listing = Listing(
        type="programmazione_interventi",
        nature=Nature.ANNOUNCEMENT,
        month="2025-11",
        declared_rows=1,
        complete=True,
        rows=(row(),),
    )
    problems = tuple(
        Problem(code=code, severity=Severity.NOTE, text="…") for code in ("weak_digest", "date_missing", "weak_digest")
    )
    return Reading(source="pec/INBOX/1", message=message, state=State.LIST, listing=listing, problems=problems)


def match() -> Match:
    """The registry's answer for the row."""
    evidence = Evidence(code="surname", bits=11.2, text="cognome uguale")
    candidate = Candidate(folder="2019/00871", probability=0.987, evidence=(evidence,), operator="OP01")
    return Match(id="1", name="", address="", band=Band.CERTAIN, candidates=(candidate,), household=None)


def position(
    number: int = 1, *, month: str = "2025-11", on: dt.date | None = dt.date(2025, 11, 27), **others: object
) -> Position:
    """A position as casework makes it."""
    fields: dict[str, object] = {
        "reference": f"PW-{month}-{number:03d}",
        "month": month,
        "row": row(number, on),
        "match": match(),
        "owner": "OP01",
        "owner_reason": "segue la cartella",
        "priority": Priority.URGENT,
        "confirmed": True,
        "opened_at": NOW,
        "message_id": 1,
        "last_message_id": 1,
    }
    return Position(**{**fields, **others})  # type: ignore[arg-type]  # named fields, overridden by each test


def event(reference: str, kind: str = "opened", at: dt.datetime = NOW) -> Event:
    """One thing that happened."""
    return Event(reference=reference, at=at, kind=kind, who="pecwatch", by="list", detail="", message_id=1)


def received_list(message_id: int, month: str | None = "2025-11", sent_at: dt.datetime = NOW) -> ReceivedList:
    """A list the office knows."""
    return ReceivedList(
        message_id=message_id,
        way=Way.PEC,
        identifier="opec1.20251024.1",
        sent_at=sent_at,
        month=month,
        nature=Nature.ANNOUNCEMENT,
        rows=(row(),),
    )
