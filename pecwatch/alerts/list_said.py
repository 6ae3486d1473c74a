# SPDX-License-Identifier: EUPL-1.2
"""To the owners, when somebody has said whether a list or a held change is the housing company's."""

from collections.abc import Sequence

from pecwatch.alerts.calendar import entries_told
from pecwatch.alerts.cards import row_card, time_left
from pecwatch.alerts.circumstances import Circumstances
from pecwatch.alerts.frame import CLOSING, alert, contact, registry_line
from pecwatch.alerts.page import Banner, Page, Section, Tone
from pecwatch.alerts.routing import shares
from pecwatch.alerts.shown import count, references, tiny_day
from pecwatch.alerts.subjects import month_title, subject
from pecwatch.alerts.told import Told
from pecwatch.model.alert import Alert, AlertKind


def list_confirmed(told: Sequence[Told], *, event: str, circumstances: Circumstances) -> tuple[Alert, ...]:
    """What has taken effect, or is open again, because the list was confirmed: one mail for each worker."""
    alerts = []
    for share in shares(told, circumstances):
        names = tuple(each.position.reference for each in share.everything)
        what = count(len(names), "variazione confermata", "variazioni confermate")
        page = Page(
            title="Confermato: ora vale quanto segue",
            lead="L’ufficio ha accertato che la comunicazione è dell’azienda.",
            sections=(
                Section(
                    heading="Che cosa è cambiato",
                    cards=tuple(row_card(each, share.reader, circumstances) for each in share.everything),
                ),
            ),
            steps=(f"Ne tenga conto; se qualcosa non le torna, ne parli con {contact(circumstances.coordinator)}.",),
            footer=(registry_line(circumstances), CLOSING),
        )
        text = subject(
            f"{month_title(told[0].position.month)}: {what} ({references(names)})",
            urgent=any(circumstances.is_near(each.position) for each in share.everything),
        )
        named = f"{event}:{share.reader.code}"
        entries = entries_told(share.own, circumstances)
        kind = AlertKind.DIFFERENCES
        alerts.append(alert(kind, share.reader, named, text, page, references=names, attachments=entries))
    return tuple(alerts)


def list_refused(told: Sequence[Told], *, event: str, circumstances: Circumstances) -> tuple[Alert, ...]:
    """Which positions are closed because their list was not the housing company's: no name is needed for that."""
    alerts = []
    for share in shares(told, circumstances):
        names = tuple(each.position.reference for each in share.everything)
        what = count(len(names), "posizione chiusa", "posizioni chiuse")
        page = Page(
            title=f"Elenco non confermato: {what}",
            lead="L’ufficio ha accertato che l’elenco non è dell’azienda: queste righe non valgono più.",
            banners=(
                Banner(
                    tone=Tone.SUCCESS, label="Non serve altro", text="nessuno deve più essere contattato per questo."
                ),
            ),
            sections=(
                Section(heading="Chiuse", bullets=tuple(_closed(each, circumstances) for each in share.everything)),
            ),
            steps=(
                "Se ha già sentito le persone interessate, dica loro che l’avviso non era vero e ne parli con "
                f"{contact(circumstances.coordinator)}.",
            ),
            footer=(CLOSING,),
        )
        text = subject(f"{month_title(told[0].position.month)}: elenco non confermato, {what} ({references(names)})")
        named = f"{event}:{share.reader.code}"
        entries = entries_told(share.own, circumstances)
        kind = AlertKind.DIFFERENCES
        alerts.append(alert(kind, share.reader, named, text, page, references=names, attachments=entries))
    return tuple(alerts)


def _closed(told: Told, circumstances: Circumstances) -> str:
    position = told.position
    day = "senza giorno" if position.execution_on is None else tiny_day(position.execution_on)
    left = time_left(position, circumstances)
    return f"{position.reference}: {day}{f' ({left})' if left else ''}"
