# SPDX-License-Identifier: EUPL-1.2
"""To whoever owned a position, when another one's word has given it to somebody else: two people are not to call."""

from pecwatch.alerts.circumstances import Circumstances
from pecwatch.alerts.frame import CLOSING, alert, contact
from pecwatch.alerts.page import Page
from pecwatch.alerts.subjects import month_title, subject
from pecwatch.model.alert import Alert, AlertKind
from pecwatch.model.position import Position


def moved_on(before: Position, after: Position, *, event: str, circumstances: Circumstances) -> Alert:
    """Who has it now; no name of a tenant is needed for that."""
    office, today = circumstances.office, circumstances.today
    reader, owner = office.acting_for(before.owner, today), office.acting_for(after.owner, today)
    page = Page(
        title="Una posizione non è più in carico a lei",
        lead=f"La posizione {after.reference} è ora in carico a {contact(owner)}.",
        steps=(
            f"Se ha già parlato con qualcuno, lo racconti a {owner.name}.",
            "Non deve fare altro.",
        ),
        footer=(CLOSING,),
    )
    text = subject(f"{month_title(after.month)}: 1 posizione passata ad altri ({after.reference})")
    return alert(AlertKind.ANSWER, reader, f"{event}:before", text, page, references=(after.reference,))
