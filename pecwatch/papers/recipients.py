# SPDX-License-Identifier: EUPL-1.2
"""Who received which data, on paper: what a breach has to be weighed by."""

from pecwatch.alerts.shown import moment
from pecwatch.model.office import Office
from pecwatch.model.rights import Recipients
from pecwatch.papers.page import Paper, listed_section
from pecwatch.papers.receivers import mails_section, namer, reads_section


def recipients_paper(recipients: Recipients, office: Office) -> Paper:
    """Mails, reads and exports of one position or one message."""
    rows = tuple((each,) for each in recipients.references)
    return Paper(
        title=f"Chi ha ricevuto i dati: {recipients.about.replace('message:', 'messaggio ')}",
        lead=f"Preparato {moment(recipients.made_at)}.",
        sections=(
            listed_section("Di quali righe si tratta", ("Posizione",), rows, "Posizioni di cui parla"),
            mails_section(recipients.mails, namer(office)),
            reads_section(recipients.reads),
        ),
        footer=(
            "Di una mail si sa quando il server l’ha presa in consegna, non se qualcuno l’ha letta.",
            "La violazione va valutata entro 72 ore da quando se ne viene a conoscenza (articolo 33 GDPR).",
        ),
    )
