# SPDX-License-Identifier: EUPL-1.2
"""Single mails: positions handed over, something of pecwatch to mend, a test of the route."""

from pecwatch.alerts.calendar import calendar_files, is_in_calendar
from pecwatch.alerts.cards import folders_in_short, row_card
from pecwatch.alerts.circumstances import Circumstances
from pecwatch.alerts.frame import (
    CLOSING,
    alert,
    registry_banner,
    registry_line,
)
from pecwatch.alerts.levers import lever_section
from pecwatch.alerts.origin import unconfirmed_banner
from pecwatch.alerts.page import Banner, Card, Page, Section, Tone
from pecwatch.alerts.replies import answering, links, row_replies, take_all
from pecwatch.alerts.rest import CARDS, Line, line, rest_section
from pecwatch.alerts.shown import capital, count, moment, references
from pecwatch.alerts.subjects import month_title, subject
from pecwatch.alerts.told import Told, urgency
from pecwatch.alerts.words import CLIMBS
from pecwatch.model.alert import Alert, AlertKind
from pecwatch.model.answer import Command
from pecwatch.model.news import RowChange, RowNews
from pecwatch.model.office import OfficePerson
from pecwatch.model.position import Position


def handed_over(*positions: Position, event: str, circumstances: Circumstances) -> Alert:
    """The mail to somebody who has just become the owner, or to who stands in for her.

    Args:
        positions: At least one; all of one owner.
        event: Names the decision, so that each hand-over is told once.
    """
    rows = sorted(positions, key=lambda each: urgency(each, circumstances.today))
    reader = circumstances.office.acting_for(rows[0].owner, circumstances.today)
    token = circumstances.token_of(event, reader.email)
    away = None if reader.code == rows[0].owner else rows[0].owner
    prepared = [one for each in rows for one in row_replies(each, reader, circumstances)]
    names = tuple(each.reference for each in rows)
    take, hand_on = map(circumstances.answers.offered, (Command.TAKE, Command.HAND_ON))
    page = Page(
        title="Una posizione passa a lei" if len(rows) == 1 else f"{len(rows)} posizioni passano a lei",
        lead=f"Elenco di {month_title(rows[0].month).lower()}." if len({each.month for each in rows}) == 1 else "",
        now=f"Adesso: risponda {take} e contatti chi è indicato qui sotto.",
        banners=(
            *unconfirmed_banner(all(each.confirmed for each in rows)),
            *registry_banner(circumstances),
        ),
        sections=(
            Section(
                heading="Di chi si tratta",
                cards=tuple(_handed_card(each, reader, away, token, circumstances) for each in rows[:CARDS]),
            ),
            *rest_section([_handed_line(each, reader, away, token, circumstances) for each in rows]),
            *lever_section(rows, circumstances),
        ),
        steps=(f"Se non può occuparsene lei, risponda {hand_on} e il nome o il codice di chi può.", CLIMBS),
        answering=answering(token, prepared, names, circumstances, whole=take_all(rows, reader, circumstances)),
        footer=(registry_line(circumstances), CLOSING),
    )
    passed = count(len(rows), "posizione passata", "posizioni passate")
    text = subject(
        f"{month_title(rows[0].month)}: {passed} a lei ({references(names)})",
        urgent=any(circumstances.is_near(each) for each in rows),
    )
    return alert(
        AlertKind.ROWS,
        reader,
        event,
        text,
        page,
        references=names,
        token=token,
        attachments=calendar_files([each for each in rows if is_in_calendar(each)], circumstances),
    )


def _handed_card(
    position: Position, reader: OfficePerson, away: str | None, token: str, circumstances: Circumstances
) -> Card:
    news = RowNews(row=position.row, match=position.match, change=RowChange.NEW, position=None)
    replies = links(row_replies(position, reader, circumstances), token, circumstances, position.reference)
    told = Told(position=position, news=news)
    return row_card(told, reader, circumstances, in_place_of=away, replies=replies)


def _handed_line(
    position: Position, reader: OfficePerson, away: str | None, token: str, circumstances: Circumstances
) -> Line:
    return line(
        position,
        circumstances,
        whom=None,
        folders=folders_in_short(position, reader, circumstances, away),
        replies=links(row_replies(position, reader, circumstances), token, circumstances, position.reference),
    )


def service_alarm(
    recipient: OfficePerson,
    *,
    event: str,
    what: str,
    remedy: str,
    circumstances: Circumstances,
    hides_lists: bool = True,
    is_over: bool = False,
) -> Alert:
    """Something about pecwatch itself that a person must mend, or that is well again.

    Args:
        what: Italian, without personal data; a few words, for the subject too.
        remedy: Italian: what to do.
        hides_lists: Whether lists may come meanwhile and nobody knows.
        is_over: Nothing is the matter any more.
    """
    by_hand = (
        ("Finché dura, faccia guardare a mano la casella PEC a chi ci lavora: potrebbe arrivare un elenco.",)
        if hides_lists and not is_over
        else ()
    )
    label = "RISOLTO" if is_over else "GUASTO"
    page = Page(
        title="pecwatch: guasto finito" if is_over else "pecwatch ha bisogno di aiuto",
        lead=capital(moment(circumstances.now)) + ".",
        banners=(Banner(tone=Tone.SUCCESS if is_over else Tone.DANGER, label=label.capitalize(), text=what),),
        steps=(remedy, *by_hand),
        footer=("Per i particolari: pecwatch status.",),
    )
    return alert(AlertKind.SERVICE, recipient, event, subject(f"{label} – {what}"), page)


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
