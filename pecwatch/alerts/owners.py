# SPDX-License-Identifier: EUPL-1.2
"""The mail to a worker: her own rows, and those of which she is told."""

import datetime as dt
from collections.abc import Sequence
from itertools import groupby

from pecwatch.alerts.cards import day_in_words, row_card, time_left
from pecwatch.alerts.circumstances import Circumstances
from pecwatch.alerts.frame import (
    CLOSING,
    NOT_READ_YET,
    alert,
    contact,
    registry_banner,
    registry_line,
)
from pecwatch.alerts.origin import cautions, provenance, unconfirmed_banner
from pecwatch.alerts.page import Card, Page, Section
from pecwatch.alerts.shown import month_name, working_days
from pecwatch.alerts.subjects import TO_FIND, TO_TAKE, contents, rows_subject
from pecwatch.alerts.told import Told, urgency
from pecwatch.alerts.words import KIND
from pecwatch.model.alert import Alert, AlertKind
from pecwatch.model.message import Message
from pecwatch.model.news import News, NewsKind
from pecwatch.model.office import OfficePerson, Role
from pecwatch.model.position import Position, Priority
from pecwatch.model.record import record
from pecwatch.rules.visibility import Sight, Standing, sight

OWN = Standing(owns=True)
TOLD_BESIDES = Standing(also_told=True)


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


def owner_alert(share: Share, news: News, message: Message, event: str, circumstances: Circumstances) -> Alert:
    """The mail to one worker about one message."""
    asked = TO_FIND if _is_desk(share.reader) else TO_TAKE
    everything = share.everything
    page = Page(
        title=_title(contents(everything, asked) + _days_if_unchanged(share, circumstances)),
        lead=f"{_source(news)} {_soonest(share, circumstances)}".strip(),
        now=_first_thing(share, circumstances),
        banners=(
            *unconfirmed_banner(all(told.position.confirmed for told in everything)),
            *registry_banner(circumstances),
        ),
        sections=_sections(share, news, circumstances),
        steps=_steps(share, circumstances),
        footer=(provenance(message), *cautions(message), registry_line(circumstances), NOT_READ_YET, CLOSING),
    )
    return alert(
        _kind(everything),
        share.reader,
        event,
        rows_subject(news, everything, asked, circumstances),
        page,
        references=tuple(told.position.reference for told in everything),
    )


def _kind(told: Sequence[Told]) -> AlertKind:
    if any(each.is_new for each in told):
        return AlertKind.ROWS
    return AlertKind.DIFFERENCES if any(each.is_changed for each in told) else AlertKind.REMINDER


def _is_desk(reader: OfficePerson) -> bool:
    """Whether the reader gets the rows nobody knows: she sees candidates as folder and operator code."""
    return reader.role is not Role.OPERATOR


def _title(text: str) -> str:
    return text[0].upper() + text[1:]


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
    boss = contact(circumstances.coordinator)
    if _is_desk(share.reader):
        return f"Adesso: cerchi di capire chi sono e chi può aiutarli, poi dica a {boss} che se ne occupa."
    if all(not told.is_new and not told.is_changed for told in share.everything):
        return f"Adesso: se non l'ha ancora fatto, dica a {boss} che cosa è stato deciso per ciascuna riga."
    return f"Adesso: contatti chi è nell'elenco e dica a {boss} che se ne occupa."


def _steps(share: Share, circumstances: Circumstances) -> tuple[str, ...]:
    boss = contact(circumstances.coordinator)
    if _is_desk(share.reader):
        return (
            "Cerchi il nucleo per indirizzo e per nome: che il servizio non lo conosca è il caso più delicato.",
            f"Se riconosce una delle cartelle indicate, lo dica a {boss}: la riga passa a chi la segue.",
            f"Se se ne occupa lei, lo dica a {boss} citando solo il riferimento (PW-…), senza nomi.",
        )
    return (
        f"Se se ne occupa lei, lo dica a {boss} citando solo il riferimento (PW-…), senza nomi.",
        f"Se non è la stessa persona, lo dica a {boss}: la riga passa al segretariato sociale.",
        "Dopo il giorno indicato dica com'è andata: eseguito, rilasciato, rinviato (a quando), sospeso, non eseguito.",
    )


def _sections(share: Share, news: News, circumstances: Circumstances) -> tuple[Section, ...]:
    if news.kind is NewsKind.FIRST_LIST:
        own = _by_day(share, share.own, circumstances)
    else:
        own = _by_novelty(share, share.own, circumstances)
    also = _cards(share, share.also_told, circumstances, TOLD_BESIDES)
    intro = "Sono in carico ad altri; le riceve perché una delle persone possibili è in una sua cartella."
    return (*own, *((Section(heading="Le segnaliamo anche", intro=intro, cards=also),) if also else ()))


def _by_day(share: Share, told: Sequence[Told], circumstances: Circumstances) -> tuple[Section, ...]:
    """Urgent rows under their day, then the happy ones together."""
    urgent = [each for each in told if each.position.priority is Priority.URGENT]
    low = [each for each in told if each.position.priority is Priority.LOW]
    days = groupby(urgent, key=lambda each: each.position.execution_on)
    sections = [_day_section(share, tuple(group), circumstances) for _, group in days]
    if low:
        intro = "Secondo l'elenco qui non si interviene: tenga d'occhio se cambia qualcosa."
        sections.append(Section(heading="Senza urgenza", intro=intro, cards=_cards(share, low, circumstances)))
    return tuple(sections)


def _day_section(share: Share, told: Sequence[Told], circumstances: Circumstances) -> Section:
    position = told[0].position
    heading = (
        "Senza giorno: può essere in qualunque momento"
        if position.execution_on is None
        else _heading(told, circumstances)
    )
    return Section(heading=heading, cards=_cards(share, told, circumstances))


def _heading(told: Sequence[Told], circumstances: Circumstances) -> str:
    position = told[0].position
    day = day_in_words(position).split(", ore")[0]
    return f"{_title(day)} – {time_left(position, circumstances)}"


def _by_novelty(share: Share, told: Sequence[Told], circumstances: Circumstances) -> tuple[Section, ...]:
    """What is new first, what only repeats last."""
    new = [each for each in told if each.is_new]
    changed = [each for each in told if each.is_changed]
    same = [each for each in told if not each.is_new and not each.is_changed]
    groups = (("Righe nuove", new), ("Righe cambiate", changed), ("Nessuna variazione", same))
    return tuple(
        Section(heading=heading, cards=_cards(share, group, circumstances)) for heading, group in groups if group
    )


def _cards(
    share: Share, told: Sequence[Told], circumstances: Circumstances, standing: Standing = OWN
) -> tuple[Card, ...]:
    if sight(share.reader.role, standing) is not Sight.FULL:
        return ()
    return tuple(row_card(each, share.reader, circumstances) for each in told)
