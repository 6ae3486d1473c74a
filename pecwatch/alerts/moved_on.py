# SPDX-License-Identifier: EUPL-1.2
"""To whoever owned positions, when another one's word has given them to somebody else: two people are not to call."""

from collections.abc import Sequence

from pecwatch.alerts.calendar import entries_decided
from pecwatch.alerts.circumstances import Circumstances
from pecwatch.alerts.frame import CLOSING, alert, contact
from pecwatch.alerts.page import Page, Section
from pecwatch.alerts.shown import count, references
from pecwatch.alerts.subjects import month_title, subject
from pecwatch.model.alert import Alert, AlertKind
from pecwatch.model.news import Decided
from pecwatch.model.office import OfficePerson


def moved_on(decided: Sequence[Decided], reader: OfficePerson, *, event: str, circumstances: Circumstances) -> Alert:
    """Who has them now; no name of a tenant is needed for that.

    Args:
        decided: At least one; all of them were the reader's, or of whom she stands in for.
    """
    names = tuple(each.after.reference for each in decided)
    page = Page(
        title=f"{'Una posizione non è' if len(names) == 1 else f'{len(names)} posizioni non sono'} più in carico a lei",
        lead="",
        sections=(Section(heading="Chi le segue ora", bullets=_lines(decided, circumstances)),),
        steps=("Se ha già sentito le persone interessate, lo racconti a chi se ne occupa ora.", "Non deve fare altro."),
        footer=(CLOSING,),
    )
    passed = count(len(names), "posizione passata", "posizioni passate")
    text = subject(f"{month_title(decided[0].after.month)}: {passed} ad altri ({references(names)})")
    return alert(
        AlertKind.ANSWER,
        reader,
        event,
        text,
        page,
        references=names,
        attachments=entries_decided(decided, reader, circumstances),
    )


def _lines(decided: Sequence[Decided], circumstances: Circumstances) -> tuple[str, ...]:
    office, today = circumstances.office, circumstances.today
    return tuple(f"{each.after.reference}: {contact(office.acting_for(each.after.owner, today))}." for each in decided)
