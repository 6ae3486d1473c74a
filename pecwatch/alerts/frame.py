# SPDX-License-Identifier: EUPL-1.2
"""What every mail has around its content: how old the registry is, whom to call."""

from pecwatch.alerts.circumstances import Circumstances
from pecwatch.alerts.layout import as_html, as_text
from pecwatch.alerts.overflow import fitted
from pecwatch.alerts.page import Banner, Page, Tone
from pecwatch.alerts.shown import JOINED, up_to_day
from pecwatch.model.alert import Alert, AlertKind, AttachedFile
from pecwatch.model.office import OfficePerson

CLOSING = (
    "pecwatch legge le PEC e propone: le decisioni restano alle persone. Il documento ufficiale è la PEC protocollata."
)


def alert(
    kind: AlertKind,
    recipient: OfficePerson,
    event: str,
    subject: str,
    page: Page,
    *,
    references: tuple[str, ...] = (),
    token: str = "",
    attachments: tuple[AttachedFile, ...] = (),
    in_reply_to: str | None = None,
) -> Alert:
    """One mail, laid out; what does not fit into it stands in files beside it.

    Args:
        token: Where an answer is expected.
        in_reply_to: Message-ID of the mail it answers.
    """
    page, sheets = fitted(page)
    return Alert(
        kind=kind,
        recipient=recipient,
        event=event,
        subject=subject,
        text=as_text(page),
        html=as_html(page),
        references=references,
        attachments=(*sheets, *attachments),
        token=token,
        in_reply_to=in_reply_to,
    )


def registry_banner(circumstances: Circumstances) -> tuple[Banner, ...]:
    """A warning when the registry is old or missing."""
    if not circumstances.registry_is_old:
        return ()
    dated = circumstances.registry_dated_on
    if dated is None:
        text = "nessuna anagrafica caricata: nessuna riga può essere riconosciuta."
    else:
        text = f"i dati sono aggiornati {up_to_day(dated)}; chi è arrivato dopo non viene riconosciuto."
    return (Banner(tone=Tone.WARNING, label="Anagrafica non aggiornata", text=text),)


def registry_line(circumstances: Circumstances) -> str:
    """The day the registry speaks of."""
    dated = circumstances.registry_dated_on
    return "Anagrafica: nessuna." if dated is None else f"Anagrafica aggiornata {up_to_day(dated)}."


def named(person: OfficePerson) -> str:
    """Name and telephone, the name alone where there is none."""
    return person.name if person.phone is None else contact(person)


def contact(person: OfficePerson) -> str:
    """Name and how to reach somebody of the office."""
    if person.phone is None:
        return f"{person.name} ({person.email})"
    return f"{person.name} (tel.{JOINED}{person.phone.replace(' ', JOINED)})"
