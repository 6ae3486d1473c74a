# SPDX-License-Identifier: EUPL-1.2
"""Letting go of rows that have had their time.

Of a message and of a mail a mark stays: hash, moments, Message-ID, token. By it a message that is fetched again is
known, and whoever answers an old mail gets a kind sentence. Neither holds a name. Counters and the trail stay.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import delete, select, update

from pecwatch.store.database import Session
from pecwatch.store.registry import LEAVING
from pecwatch.store.retention import DueRows
from pecwatch.store.retention_classes import Fate, classes
from pecwatch.store.retention_queries import TABLES, of, portions, positions_of, values
from pecwatch.store.stored import to_text


def let_go(session: Session, due: DueRows) -> None:
    """Delete or empty these rows, in the transaction of the caller; whatever refers to a deleted row goes before it."""
    for name in classes(Fate.WITH_ROW):
        _delete(session, name, due.references, "reference")
    _delete(session, "position", due.references, "reference")
    for ids in portions(due.raw):
        _change(session, "message", ids, vault_name="")
    for ids in portions(due.texts):
        session.execute(delete(TABLES["received_list"]).where(TABLES["received_list"].c.message_id.in_(ids)))
        _change(session, "message", ids, reading=None, source="", identifier=None)
    for ids in portions(due.mails):
        _change(session, "outbox", ids, content=b"")
    _strike(session, due.candidates)
    _delete(session, "confirmation", due.confirmations)
    _delete(session, "decision", due.decisions)
    _delete(session, "rejection", due.rejections)
    _delete(session, "registry_person", due.left)
    _let_go_of_registries(session, due)
    _delete(session, "answer", due.answers)
    _delete(session, "alarm", due.alarms)
    _delete(session, "question", due.questions)
    session.expire_all()


def vault_names(session: Session) -> frozenset[str]:
    """Under which names the ledger still knows sealed copies."""
    return frozenset(values(session, of(session, "message", "vault_name").where(TABLES["message"].c.vault_name != "")))


def emptied(session: Session) -> frozenset[str]:
    """Hashes of messages whose copy was let go of: fetched again, it is not kept again."""
    return frozenset(values(session, of(session, "message", "sha256").where(TABLES["message"].c.vault_name == "")))


def _let_go_of_registries(session: Session, due: DueRows) -> None:
    """Of one that goes in several portions nobody is to find a part in force."""
    for ids in portions(due.registry_people):
        person, kept = TABLES["registry_person"], TABLES["registry_import"]
        theirs = select(person.c.import_id).where(person.c.office == session.office, person.c.id.in_(ids))
        session.execute(
            update(kept).where(kept.c.office == session.office, kept.c.id.in_(theirs)).values(state=LEAVING)
        )
        _delete(session, "registry_person", ids)
    _delete(session, "registry_import", due.registries)


def _strike(session: Session, pairs: Iterable[tuple[str, str]]) -> None:
    folders: dict[str, set[str]] = {}
    for reference, folder in pairs:
        folders.setdefault(reference, set()).add(folder)
    position = TABLES["position"]
    for reference, found in positions_of(session, folders):
        left = tuple(each for each in found.match.candidates if each.folder not in folders[reference])
        text = to_text(replace(found, match=found.match.with_candidates(left)))
        mine = position.c.office == session.office, position.c.reference == reference
        session.execute(update(position).where(*mine).values(record=text))


def _delete(session: Session, name: str, which: Iterable[Any], column: str = "id") -> None:
    table = TABLES[name]
    for some in portions(which):
        session.execute(delete(table).where(table.c.office == session.office, table.c[column].in_(some)))


def _change(session: Session, name: str, ids: Sequence[int], **values: object) -> None:
    table = TABLES[name]
    session.execute(update(table).where(table.c.office == session.office, table.c.id.in_(ids)).values(**values))
