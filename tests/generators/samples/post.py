# SPDX-License-Identifier: EUPL-1.2
"""What all samples are made with: who writes to whom, in which words, in which envelope."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from tests.generators.letters import ROME, File, Letter, ordinary
from tests.generators.pec import transport
from tests.generators.providers import Postmark, Provider

ALER = "decadenze@pec.aler.example"
ALER_ORDINARY = "recupero.crediti@aler.example"
OFFICE = "servizisociali@pec.comune.example"
OFFICE_ORDINARY = "servizisociali@comune.example"
SUBJECT = "Comunicazione programmazione interventi fissati per il mese di {month}"
PROCEED = (
    "SI ESEGUE - dopo ripetuti solleciti telefonici e appuntamenti che non sono stati rispettati si procede "
    "con l’esecuzione"
)
GREETING = "Spett.le Comune,\nsi trasmette l’elenco degli interventi fissati per il mese di {month}.\n\n"
CLOSING = "\nDistinti saluti\nUfficio Recupero Crediti Locativi/Decadenze\n"


@dataclass(frozen=True, kw_only=True)
class Case:
    """One folder of `samples/`."""

    name: str
    note: str
    """What the message shows, in one or two sentences."""
    message: Callable[[], bytes]


def at(year: int, month: int, day: int, hour: int, minute: int) -> dt.datetime:
    """A moment in the office's own time."""
    return dt.datetime(year, month, day, hour, minute, 11, tzinfo=ROME)


def letter(number: int, sent_at: dt.datetime, subject: str, text: str | None, **more: object) -> Letter:
    """A letter of the housing company."""
    base = Letter(
        sender=ALER,
        recipients=(OFFICE,),
        subject=subject,
        text=text,
        sent_at=sent_at,
        message_id=f"<elenco.{number}@pec.aler.example>",
    )
    return replace(base, **more)  # type: ignore[arg-type]


def sealed(written: Letter, provider: Provider) -> bytes:
    """The letter in the provider's envelope, certified half a minute later."""
    return transport(
        written, provider=provider, postmark=Postmark(certified_at=written.sent_at + dt.timedelta(seconds=33))
    )


def listed(
    number: int,
    sent_at: dt.datetime,
    month: str,
    *files: File,
    provider: Provider,
    text: str | None = None,
    **more: object,
) -> bytes:
    """A list for a month in its envelope, attached unless the text holds it."""
    body = GREETING.format(month=month) + CLOSING if text is None else text
    return sealed(letter(number, sent_at, SUBJECT.format(month=month), body, attachments=files, **more), provider)


def passed_on(number: int, sent_at: dt.datetime, subject: str, text: str, *files: File) -> bytes:
    """An ordinary mail of the office's own protocol."""
    return ordinary(
        Letter(
            sender="protocollo@comune.example",
            sender_name="Ufficio Protocollo",
            recipients=(OFFICE_ORDINARY,),
            subject=subject,
            text=text,
            attachments=files,
            sent_at=sent_at,
            message_id=f"<inoltro.{number}@comune.example>",
        )
    )
