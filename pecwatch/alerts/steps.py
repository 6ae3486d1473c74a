# SPDX-License-Identifier: EUPL-1.2
"""The mail to somebody about rows that time alone has made due: silence, a day that comes near, an outcome to tell."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from pecwatch.alerts.cards import day_in_words, owner_word, row_card, time_left
from pecwatch.alerts.circumstances import Circumstances
from pecwatch.alerts.frame import CLOSING, alert, contact, registry_banner, registry_line
from pecwatch.alerts.origin import unconfirmed_banner
from pecwatch.alerts.page import Card, Page, Section, Table
from pecwatch.alerts.shown import count, initials, references
from pecwatch.alerts.subjects import subject
from pecwatch.alerts.told import Told, urgency
from pecwatch.model.alert import Alert, AlertKind
from pecwatch.model.news import RowChange, RowNews
from pecwatch.model.office import Role
from pecwatch.model.step import Asked, StepKind
from pecwatch.rules.visibility import Sight, Standing, sight

CARDS = 3
"""Rows shown whole; the others stand in a table."""

HEADING: dict[StepKind, str] = {
    StepKind.EVERYBODY: "Il giorno è arrivato: telefonare subito, verificare se già eseguito",
    StepKind.EVE: "È la vigilia: telefonare",
    StepKind.DAY: "È il giorno dell’intervento",
    StepKind.OUTCOME: "Com’è andata?",
    StepKind.OUTCOME_AGAIN: "Manca ancora l’esito",
    StepKind.OWNER: "Da prendere in carico",
    StepKind.SUBSTITUTE: "Nessuno ha ancora risposto",
    StepKind.COORDINATOR: "Nessuno ha ancora risposto",
    StepKind.DIRECTOR: "Nessuno ha ancora risposto",
    StepKind.TWO_DAYS: "Il giorno si avvicina",
    StepKind.TEN_DAYS: "Il giorno si avvicina",
    StepKind.STILL_OPEN: "È ancora da tenere aperta?",
}

OUTCOMES = frozenset({StepKind.OUTCOME, StepKind.OUTCOME_AGAIN})


def compose_steps(asked: tuple[Asked, ...], *, event: str, circumstances: Circumstances) -> Alert:
    """One mail with everything that is due of one person's rows now, the most urgent first.

    Args:
        asked: Each row once; all of one recipient.
        event: Names the mail.
    """
    ordered = sorted(asked, key=lambda each: urgency(each.position, circumstances.today))
    reader = ordered[0].recipient
    whole = [each for each in ordered if _sees(each)][:CARDS]
    rest = [each for each in ordered if each not in whole]
    headings = groupby(whole, key=lambda each: HEADING[each.step.kind])
    sections = [Section(heading=heading, cards=_cards(group, circumstances)) for heading, group in headings]
    if rest:
        heading = "Le altre" if whole else HEADING[rest[0].step.kind]
        sections.append(Section(heading=heading, table=_table(rest, circumstances)))
    page = Page(
        title=_title(ordered),
        lead=f"{count(len(ordered), 'riga aspetta', 'righe aspettano')} una sua parola.",
        now=_first_thing(ordered, circumstances),
        banners=(
            *unconfirmed_banner(all(each.position.confirmed for each in ordered)),
            *registry_banner(circumstances),
        ),
        sections=tuple(sections),
        footer=(registry_line(circumstances), CLOSING),
    )
    names = tuple(each.step.reference for each in ordered)
    text = subject(
        f"{_title(ordered)} – {count(len(names), 'riga', 'righe')} ({references(names)})", urgent=_presses(ordered)
    )
    return alert(AlertKind.STEPS, reader, event, text, page, references=names)


def _sees(asked: Asked) -> bool:
    """Whether the reader may see whose row it is; who stands in for the owner sees what she would."""
    kind, reader = asked.step.kind, asked.recipient
    owns = reader.code == asked.position.owner or kind in (StepKind.OWNER, StepKind.SUBSTITUTE)
    standing = Standing(
        owns=owns or (reader.role is Role.OPERATOR and asked.acting_for is not None),
        list_in_doubt=not asked.position.confirmed,
        escalated_to=kind in (StepKind.COORDINATOR, StepKind.EVE, StepKind.EVERYBODY),
        last_step=asked.last_step,
        eve=kind in (StepKind.EVE, StepKind.EVERYBODY),
    )
    return sight(reader.role, standing) is Sight.FULL


def _title(asked: Sequence[Asked]) -> str:
    return HEADING[asked[0].step.kind]


def _presses(asked: Sequence[Asked]) -> bool:
    return any(each.step.kind in (StepKind.EVERYBODY, StepKind.EVE, StepKind.DAY) for each in asked)


def _first_thing(asked: Sequence[Asked], circumstances: Circumstances) -> str:
    boss = contact(circumstances.coordinator)
    if all(each.step.kind in OUTCOMES for each in asked):
        return f"Adesso: dica a {boss} com’è andata: eseguito, rilasciato, rinviato (a quando), sospeso, non eseguito."
    if all(each.step.kind is StepKind.STILL_OPEN for each in asked):
        return f"Adesso: dica a {boss} se resta qualcosa da fare."
    return f"Adesso: telefoni a chi è indicato e dica a {boss} chi se ne occupa."


def _cards(asked: Iterable[Asked], circumstances: Circumstances) -> tuple[Card, ...]:
    return tuple(_card(each, circumstances) for each in asked)


def _card(asked: Asked, circumstances: Circumstances) -> Card:
    position = asked.position
    news = RowNews(row=position.row, match=position.match, change=RowChange.SAME, position=position)
    return row_card(Told(position=position, news=news), asked.recipient, circumstances)


def _table(asked: Sequence[Asked], circumstances: Circumstances) -> Table:
    rows = tuple(
        (
            each.position.reference,
            initials(each.position.row),
            day_in_words(each.position),
            time_left(each.position, circumstances) or "–",
            _whose(each, circumstances),
        )
        for each in asked
    )
    return Table(caption="Righe", columns=("Riferimento", "Iniziali", "Giorno", "Manca", "In carico a"), rows=rows)


def _whose(asked: Asked, circumstances: Circumstances) -> str:
    owner = circumstances.office.person(asked.position.owner)
    word = owner_word(asked.position.owner, circumstances)
    return word if owner is None or owner.phone is None else f"{word}, tel. {owner.phone}"
