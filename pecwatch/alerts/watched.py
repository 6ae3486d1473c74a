# SPDX-License-Identifier: EUPL-1.2
"""Mails of whoever watches the service from outside: it is dead, or not well, or well again; no name, no row."""

import datetime as dt
from collections.abc import Sequence

from pecwatch.alerts.frame import alert
from pecwatch.alerts.page import Banner, Page, Section, Tone
from pecwatch.alerts.shown import moment
from pecwatch.alerts.silence import LOOK_BY_HAND
from pecwatch.alerts.subjects import subject
from pecwatch.model.alert import Alert, AlertKind
from pecwatch.model.office import OfficePerson

FOOTER = "Questa mail parte dalla sorveglianza (pecwatch-watch), non dal servizio."


def unwell_mail(
    recipient: OfficePerson, *, event: str, now: dt.datetime, units: str, is_running: bool, complaints: Sequence[str]
) -> Alert:
    """That people may not be told in time, and what to do first.

    Args:
        units: What systemd is asked about.
        complaints: As `pecwatch status` words them: English, without personal data.
    """
    if is_running:
        what = "pecwatch non sta bene"
        text = "il servizio è in funzione, ma qualcosa gli impedisce di avvisare in tempo."
        steps: tuple[str, ...] = (
            "Faccia ciò che c'è scritto accanto a ogni riga; «pecwatch check» prova tutto e dice che cosa manca.",
        )
    else:
        what = "pecwatch è fermo"
        text = "il servizio non è in funzione: le caselle non vengono lette e nessun avviso parte."
        steps = (
            f"Guardi perché con «systemctl status {units}» e «journalctl -u {units}», e lo riavvii con «systemctl "
            f"restart {units}».",
            LOOK_BY_HAND,
        )
    page = Page(
        title=what,
        lead=moment(now) + ".",
        banners=(Banner(tone=Tone.DANGER, label="Guasto", text=text),),
        sections=(
            Section(
                heading="Che cosa dice «pecwatch status»",
                intro="In inglese, come sul terminale:",
                bullets=tuple(complaints),
            ),
        ),
        steps=steps,
        footer=(FOOTER, "Finché nulla cambia si ripete una volta al giorno; quando è tutto a posto lo scriviamo."),
    )
    return alert(AlertKind.SERVICE, recipient, event, subject(f"GUASTO – {what}"), page)


def well_again_mail(recipient: OfficePerson, *, event: str, now: dt.datetime) -> Alert:
    """That what was told is over."""
    page = Page(
        title="Risolto: non deve fare nulla",
        lead=moment(now) + ".",
        banners=(Banner(tone=Tone.SUCCESS, label="Risolto", text="pecwatch è in funzione e sta di nuovo bene."),),
        footer=(FOOTER,),
    )
    return alert(AlertKind.RESOLVED, recipient, event, subject("Risolto – pecwatch sta di nuovo bene"), page)
