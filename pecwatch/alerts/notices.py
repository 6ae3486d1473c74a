# SPDX-License-Identifier: EUPL-1.2
"""Single mails: a position handed over, something of pecwatch to mend, a test of the route."""

from pecwatch.alerts.calendar import calendar_files, is_in_calendar
from pecwatch.alerts.cards import row_card
from pecwatch.alerts.circumstances import Circumstances
from pecwatch.alerts.frame import (
    CLOSING,
    alert,
    registry_banner,
    registry_line,
)
from pecwatch.alerts.levers import lever_section
from pecwatch.alerts.origin import unconfirmed_banner
from pecwatch.alerts.page import Banner, Page, Section, Tone
from pecwatch.alerts.replies import answering, links, row_replies
from pecwatch.alerts.shown import moment
from pecwatch.alerts.subjects import month_title, subject
from pecwatch.alerts.told import Told
from pecwatch.model.alert import Alert, AlertKind
from pecwatch.model.answer import Command
from pecwatch.model.news import RowChange, RowNews
from pecwatch.model.office import OfficePerson
from pecwatch.model.position import Position


def handed_over(position: Position, *, event: str, circumstances: Circumstances) -> Alert:
    """The mail to somebody who has just become the owner, or to who stands in for her.

    Args:
        event: Names the decision, so that each hand-over is told once.
    """
    reader = circumstances.office.acting_for(position.owner, circumstances.today)
    token = circumstances.token_of(event, reader.email)
    away = None if reader.code == position.owner else position.owner
    prepared = row_replies(position, reader, circumstances)
    news = RowNews(row=position.row, match=position.match, change=RowChange.NEW, position=None)
    replies = links(prepared, token, circumstances, position.reference)
    card = row_card(Told(position=position, news=news), reader, circumstances, in_place_of=away, replies=replies)
    take = circumstances.answers.offered(Command.TAKE)
    page = Page(
        title="Una posizione passa a lei",
        lead=f"Elenco di {month_title(position.month).lower()}.",
        now=f"Adesso: contatti chi è indicato e risponda {take}.",
        banners=(*unconfirmed_banner(position.confirmed), *registry_banner(circumstances)),
        sections=(Section(heading="Di chi si tratta", cards=(card,)), *lever_section((position,), circumstances)),
        answering=answering(token, prepared, (position.reference,), circumstances),
        footer=(registry_line(circumstances), CLOSING),
    )
    text = subject(
        f"{month_title(position.month)}: 1 posizione passata a lei ({position.reference})",
        urgent=circumstances.is_near(position),
    )
    return alert(
        AlertKind.ROWS,
        reader,
        event,
        text,
        page,
        references=(position.reference,),
        token=token,
        attachments=calendar_files((position,) if is_in_calendar(position) else (), circumstances),
    )


def service_alarm(
    recipient: OfficePerson, *, event: str, what: str, remedy: str, circumstances: Circumstances
) -> Alert:
    """Something about pecwatch itself that a person must mend.

    Args:
        what: Italian, without personal data; a few words, for the subject too.
        remedy: Italian: what to do.
    """
    page = Page(
        title="pecwatch ha bisogno di aiuto",
        lead=moment(circumstances.now) + ".",
        banners=(Banner(tone=Tone.DANGER, label="Guasto", text=what),),
        steps=(remedy, "Finché dura, guardi a mano la casella PEC: potrebbe arrivare un elenco."),
        footer=("Per i particolari: pecwatch status.",),
    )
    return alert(AlertKind.SERVICE, recipient, event, subject(f"GUASTO – {what}"), page)


def trial_mail(recipient: OfficePerson, *, event: str, circumstances: Circumstances) -> Alert:
    """A mail that goes the whole way of an alert and asks for nothing."""
    page = Page(
        title="Prova di pecwatch",
        lead=f"Messaggio di prova di {moment(circumstances.now)}.",
        banners=(Banner(tone=Tone.SUCCESS, label="Funziona", text="se legge questa mail, gli avvisi le arrivano."),),
        steps=("Non deve fare nulla. Se l'ha trovata nella posta indesiderata, lo dica al CED.",),
        footer=(CLOSING,),
    )
    return alert(AlertKind.TEST, recipient, event, subject("Prova: nessuna azione richiesta"), page)
