# SPDX-License-Identifier: EUPL-1.2
"""The mail to a worker: her own rows, and those of which she is told."""

import datetime as dt
from collections.abc import Sequence
from itertools import groupby

from pecwatch.alerts.calendar import entries_told
from pecwatch.alerts.cards import (
    day_in_words,
    folders_in_short,
    initials_card,
    marks_of,
    owner_word,
    row_card,
    time_left,
)
from pecwatch.alerts.circumstances import Circumstances
from pecwatch.alerts.frame import (
    CLOSING,
    alert,
    registry_banner,
    registry_line,
)
from pecwatch.alerts.levers import lever_section
from pecwatch.alerts.origin import cautions, provenance, unconfirmed_banner
from pecwatch.alerts.page import Answering, Card, Link, Page, Section
from pecwatch.alerts.replies import answering, links, outcome_replies, row_replies, take_all
from pecwatch.alerts.rest import CARDS, SHOWN, Line, line, rest_section
from pecwatch.alerts.shown import capital, initials, month_name, working_days
from pecwatch.alerts.subjects import TO_FIND, TO_TAKE, contents, rows_subject
from pecwatch.alerts.told import Told, urgency
from pecwatch.alerts.words import CLIMBS, KIND
from pecwatch.model.alert import Alert, AlertKind
from pecwatch.model.answer import Command
from pecwatch.model.message import Message
from pecwatch.model.news import News, NewsKind
from pecwatch.model.office import OfficePerson, Role
from pecwatch.model.position import Position, Priority
from pecwatch.model.record import record
from pecwatch.rules.visibility import Sight, Standing, sight

ALSO = "Le segnaliamo anche"
LOW = "Senza urgenza"
NOVELTIES = ("Righe nuove", "Righe cambiate", "Nessuna variazione", "Chiuse dall’elenco")
INTROS = {
    ALSO: "In carico ad altri; lo diciamo anche a lei perché una delle persone possibili è in una sua cartella.",
    LOW: "Secondo l’elenco qui non si interviene: tenga d’occhio se cambia qualcosa.",
}


@record
class Share:
    """What one worker hears of one message."""

    reader: OfficePerson
    own: tuple[Told, ...]
    also_told: tuple[Told, ...]

    @property
    def everything(self) -> tuple[Told, ...]:
        """Her own rows first."""
        return (*self.own, *self.also_told)


@record
class _Row:
    """One row of a share."""

    told: Told
    is_own: bool


def owner_alert(share: Share, news: News, message: Message, event: str, circumstances: Circumstances) -> Alert:
    """The mail to one worker about one message."""
    asked = TO_FIND if _is_desk(share.reader) or not share.own else TO_TAKE
    everything, token = share.everything, circumstances.token_of(event, share.reader.email)
    page = Page(
        title=capital(contents(everything, asked) + _days_if_unchanged(share, circumstances)),
        lead=f"{_source(news)} {_soonest(share, circumstances)}".strip(),
        now=_first_thing(share, circumstances),
        banners=(
            *unconfirmed_banner(all(told.position.confirmed for told in everything)),
            *registry_banner(circumstances),
        ),
        sections=(
            *_sections(share, news, token, circumstances),
            *lever_section([told.position for told in share.own], circumstances),
        ),
        steps=_steps(share, circumstances),
        answering=_answering(share, token, circumstances),
        footer=(provenance(message), *cautions(message), registry_line(circumstances), CLOSING),
    )
    return alert(
        _kind(everything),
        share.reader,
        event,
        rows_subject(news, everything, asked, circumstances),
        page,
        references=tuple(told.position.reference for told in everything),
        token=token,
        attachments=entries_told(share.own, circumstances),
    )


def _kind(told: Sequence[Told]) -> AlertKind:
    if any(each.is_new for each in told):
        return AlertKind.ROWS
    return AlertKind.DIFFERENCES if any(each.is_changed for each in told) else AlertKind.REMINDER


def _is_desk(reader: OfficePerson) -> bool:
    """Whether the reader gets the rows nobody knows: she sees candidates as folder and operator code."""
    return reader.role is not Role.OPERATOR


def _source(news: News) -> str:
    article = {
        "rettifica": "Rettifica dell'elenco",
        "sollecito": "Sollecito per l'elenco",
        "seconda copia": "Seconda copia dell'elenco",
    }
    return f"{article.get(KIND.get(news.kind, ''), 'Elenco degli sfratti')} di {month_name(news.month)}."


def _soonest(share: Share, circumstances: Circumstances) -> str:
    """The first day to come, in words."""
    first = _first_to_come(share, circumstances)
    return "" if first is None else f"Primo giorno: {day_in_words(first)}, {time_left(first, circumstances)}."


def _days_if_unchanged(share: Share, circumstances: Circumstances) -> str:
    """`, 4 giorni lavorativi` after «nessuna variazione»: the clock is the news of a reminder."""
    first = _first_to_come(share, circumstances)
    day = None if first is None else first.execution_on
    if day is None or any(told.is_new or told.is_changed for told in share.everything):
        return ""
    return f", {working_days(circumstances.working_days_left(day))}"


def _first_to_come(share: Share, circumstances: Circumstances) -> Position | None:
    coming = [
        told.position
        for told in share.everything
        if told.position.priority is Priority.URGENT
        and (told.position.execution_on or dt.date.min) >= circumstances.today
    ]
    return min(coming, key=lambda position: urgency(position, circumstances.today), default=None)


def _first_thing(share: Share, circumstances: Circumstances) -> str:
    take = circumstances.answers.offered(Command.TAKE)
    if all(told.is_ended for told in share.everything):
        return "Adesso: senta come sta il nucleo. Se l’elenco si sbaglia, risponda com’è andata davvero."
    if _is_desk(share.reader):
        return f"Adesso: cerchi di capire di chi si tratta e chi può aiutare. Se ci pensa lei, risponda {take}."
    if not share.own:
        other = circumstances.answers.offered(Command.NOT_THE_PERSON)
        return f"Adesso: guardi se è una persona che lei segue. Se lo è risponda {take}, altrimenti {other}."
    if all(not told.is_new and not told.is_changed for told in share.everything):
        return f"Adesso: se a una riga non ha ancora risposto, risponda {take} o un’altra delle risposte pronte."
    return f"Adesso: risponda {take} e contatti chi è indicato qui sotto."


def _steps(share: Share, circumstances: Circumstances) -> tuple[str, ...]:
    if all(told.is_ended for told in share.everything):
        return ()
    if not share.own:
        take, other = map(circumstances.answers.offered, (Command.TAKE, Command.NOT_THE_PERSON))
        return (
            f"Con {take} la riga passa in carico a lei. Con {other}, o se non risponde, resta a chi ce l’ha in carico.",
        )
    hand_on = circumstances.answers.offered(Command.HAND_ON)
    if _is_desk(share.reader):
        return (
            "Cerchi il nucleo per indirizzo e per nome: chi il servizio non conosce ancora è il caso più delicato.",
            f"Se riconosce la cartella indicata in una riga, risponda {hand_on} e il codice o il nome di chi la segue.",
            CLIMBS,
        )
    return (
        f"Se non è la stessa persona, risponda {circumstances.answers.offered(Command.NOT_THE_PERSON)}: "
        "la riga passa al segretariato sociale.",
        f"Se non può occuparsene lei, risponda {hand_on} e il nome o il codice di chi può.",
        CLIMBS,
    )


def _sections(share: Share, news: News, token: str, circumstances: Circumstances) -> tuple[Section, ...]:
    """The first rows as cards under their headings, the others in a table."""
    rows = _ordered(share, news)
    cards = tuple(
        Section(
            heading=heading,
            intro=INTROS.get(heading, ""),
            cards=tuple(_card(each, share, token, circumstances) for each in group),
        )
        for heading, group in groupby(rows[:CARDS], key=lambda each: _heading(each, news, circumstances))
    )
    lines = [
        _line(each, share, circumstances, _replies(each.told, share, token, circumstances) if place < SHOWN else ())
        for place, each in enumerate(rows)
    ]
    return (*cards, *rest_section(lines))


def _ordered(share: Share, news: News) -> tuple[_Row, ...]:
    """Her own rows most urgent first; after a first list, what is new, what changed, what only repeats."""
    own = share.own if news.kind is NewsKind.FIRST_LIST else sorted(share.own, key=_novelty)
    return (
        *(_Row(told=each, is_own=True) for each in own),
        *(_Row(told=each, is_own=False) for each in share.also_told),
    )


def _novelty(told: Told) -> int:
    if told.is_ended:
        return 3
    return 0 if told.is_new else 1 if told.is_changed else 2


def _heading(row: _Row, news: News, circumstances: Circumstances) -> str:
    if not row.is_own:
        return ALSO
    if news.kind is not NewsKind.FIRST_LIST or row.told.is_ended:
        return NOVELTIES[_novelty(row.told)]
    position = row.told.position
    if position.priority is Priority.LOW:
        return LOW
    if position.execution_on is None:
        return "Senza giorno: può essere in qualunque momento"
    day = day_in_words(position).split(", ore", maxsplit=1)[0]
    return f"{capital(day)} – {time_left(position, circumstances)}"


def _card(row: _Row, share: Share, token: str, circumstances: Circumstances) -> Card:
    replies = _replies(row.told, share, token, circumstances)
    if not _sees_all(row, share):
        return initials_card(row.told.position, circumstances, replies)
    return row_card(row.told, share.reader, circumstances, in_place_of=_in_place_of(row, share), replies=replies)


def _sees_all(row: _Row, share: Share) -> bool:
    standing = Standing(owns=True) if row.is_own else Standing(also_told=True)
    return sight(share.reader.role, standing) is Sight.FULL


def _in_place_of(row: _Row, share: Share) -> str | None:
    """Whose row it is, where its owner is away or has left."""
    owner = row.told.position.owner
    return owner if row.is_own and owner != share.reader.code else None


def _line(row: _Row, share: Share, circumstances: Circumstances, replies: tuple[Link, ...]) -> Line:
    position = row.told.position
    marks = marks_of(row.told)
    if not row.is_own:
        marks = (f"in carico a: {owner_word(position.owner, circumstances)}", *marks)
    return line(
        position,
        circumstances,
        whom=None if _sees_all(row, share) else initials(position.row),
        folders=folders_in_short(position, share.reader, circumstances, _in_place_of(row, share)),
        marks=marks,
        replies=replies,
    )


def _replies(told: Told, share: Share, token: str, circumstances: Circumstances) -> tuple[Link, ...]:
    prepared = row_replies(told.position, share.reader, circumstances)
    return links(prepared, token, circumstances, told.position.reference)


def _answering(share: Share, token: str, circumstances: Circumstances) -> Answering:
    everything = [told.position for told in share.everything]
    prepared = [each for position in everything for each in row_replies(position, share.reader, circumstances)]
    words = (*prepared, *outcome_replies(circumstances))
    names = [position.reference for position in everything]
    return answering(token, words, names, circumstances, whole=take_all(everything, share.reader, circumstances))
