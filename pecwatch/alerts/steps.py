# SPDX-License-Identifier: EUPL-1.2
"""The mail about rows of which nobody has answered or whose day comes near: all of one person's steps in one."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from pecwatch.alerts.calendar import calendar_files
from pecwatch.alerts.cards import IN_PLACE_OF, WHY_YOU, folders_in_short, initials_card, owner_word, row_card
from pecwatch.alerts.circumstances import Circumstances
from pecwatch.alerts.frame import CLOSING, alert, registry_banner, registry_line
from pecwatch.alerts.levers import lever_section
from pecwatch.alerts.origin import unconfirmed_banner
from pecwatch.alerts.page import Banner, Card, Field, Link, Page, Section, Tone
from pecwatch.alerts.replies import (
    UNANSWERED,
    Prepared,
    answering,
    links,
    low_replies,
    outcome_replies,
    row_replies,
    take_all,
)
from pecwatch.alerts.rest import CARDS, SHOWN, Line, line, rest_section
from pecwatch.alerts.shown import capital, count, initials, references
from pecwatch.alerts.standing import in_place_of, seen_by
from pecwatch.alerts.step_words import AFTERWARDS, ESCALATED, ORDER, STEP, TOGETHER, how_far, why, why_in_short
from pecwatch.alerts.subjects import first_day, presses, subject
from pecwatch.alerts.telephones import telephone_section
from pecwatch.alerts.told import as_known, urgency
from pecwatch.model.alert import Alert, AlertKind
from pecwatch.model.answer import Command
from pecwatch.model.position import Priority
from pecwatch.model.step import Asked, StepKind
from pecwatch.rules.visibility import Sight

PRESSING = frozenset({StepKind.EVERYBODY, StepKind.EVE, StepKind.DAY, StepKind.TWO_DAYS})

HERS = (WHY_YOU, IN_PLACE_OF)
"""Fields about the owner of a row, which the marks of a step say better to anybody else."""

Reasons = tuple[Asked, ...]
"""Every step of one position that its reader is told, the most pressing first."""


def compose_steps(asked: tuple[Asked, ...], *, event: str, circumstances: Circumstances) -> Alert:
    """One mail for everything that one person is to be told now, most urgent first.

    Args:
        asked: At least one; all of one recipient.
        event: Names these steps, so that they are told once.
    """
    rows = _rows(asked, circumstances)
    leading = tuple(each[0] for each in rows)
    reader, positions = leading[0].recipient, [each.position for each in leading]
    token, names = circumstances.token_of(event, reader.email), tuple(each.reference for each in positions)
    prepared = [one for each in leading for one in _prepared(each, circumstances)]
    page = Page(
        title=capital(_summary(leading)),
        lead=_lead(leading),
        now=_now(leading, circumstances),
        banners=(
            *_past_banner(leading),
            *unconfirmed_banner(all(each.confirmed for each in positions)),
            *registry_banner(circumstances),
        ),
        sections=(
            *_cards(rows[:CARDS], token, circumstances),
            *rest_section(
                [_line(each, token if place < SHOWN else "", circumstances) for place, each in enumerate(rows)]
            ),
            *telephone_section([each for each in leading if each.step.kind in TOGETHER], circumstances),
            *lever_section(positions, circumstances),
        ),
        steps=_what_next(leading, circumstances),
        answering=answering(token, prepared, names, circumstances, whole=take_all(positions, reader, circumstances)),
        footer=(registry_line(circumstances), CLOSING),
    )
    return alert(
        AlertKind.STEPS,
        reader,
        event,
        _subject(leading, names, circumstances),
        page,
        references=names,
        token=token,
        attachments=calendar_files(
            [each.position for each in leading if each.step.kind is StepKind.OWNER], circumstances
        ),
    )


def _rows(asked: Sequence[Asked], circumstances: Circumstances) -> tuple[Reasons, ...]:
    """The steps of each position together, so that no row is shown twice."""
    by_row = sorted(asked, key=lambda each: (each.position.reference, ORDER.index(each.step.kind)))
    rows = [tuple(group) for _, group in groupby(by_row, key=lambda each: each.position.reference)]

    def rank(reasons: Reasons) -> tuple[object, ...]:
        waits = reasons[0].step.kind is not StepKind.EVERYBODY
        return waits, *urgency(reasons[0].position, circumstances.today)

    return tuple(sorted(rows, key=rank))


def _summary(leading: Sequence[Asked]) -> str:
    """`1 posizione alla vigilia, 2 posizioni senza risposta`."""
    kinds = sorted((each.step.kind for each in leading), key=ORDER.index)
    words = [STEP[kind] for kind in kinds]
    return ", ".join(count(words.count(each), each.one, each.many) for each in dict.fromkeys(words))


def _subject(leading: Sequence[Asked], names: tuple[str, ...], circumstances: Circumstances) -> str:
    coming = [each for each in leading if each.step.kind not in AFTERWARDS]
    day = first_day([each.position for each in coming], circumstances)
    urgent = any(each.step.kind in PRESSING or _is_due(each, circumstances) for each in coming)
    return subject(f"{_summary(leading)}{day} ({references(names)})", urgent=urgent)


def _is_due(asked: Asked, circumstances: Circumstances) -> bool:
    undated = asked.position.execution_on is None and asked.step.kind in ESCALATED
    return undated or presses(asked.position, circumstances)


def _lead(leading: Sequence[Asked]) -> str:
    """In whose place the reader gets what would be another's."""
    away = dict.fromkeys(name for each in leading if (name := in_place_of(each)) is not None)
    return f"Le arriva al posto di {', '.join(away)}." if away else ""


def _now(leading: Sequence[Asked], circumstances: Circumstances) -> str:
    first = leading[0]
    if first.step.kind is StepKind.EVERYBODY and _is_past(first):
        return "Adesso: verifichi se è già stato eseguito e come sta il nucleo, poi risponda com’è andata."
    if first.step.kind is StepKind.STILL_OPEN and not _is_low(first):
        return "Adesso: ci dica a che punto è, con una delle risposte qui sotto."
    offered = circumstances.answers.offered
    return STEP[first.step.kind].now.format(
        take=offered(Command.TAKE),
        hand_on=offered(Command.HAND_ON),
        outcome=offered(Command.OUTCOME),
        close=offered(Command.CLOSE),
    )


def _is_low(asked: Asked) -> bool:
    """Whether the row may be closed with a reason: of any other an outcome is wanted."""
    return asked.position.priority is Priority.LOW


def _is_past(asked: Asked) -> bool:
    return asked.days_left is not None and asked.days_left < 0


def _past_banner(leading: Sequence[Asked]) -> tuple[Banner, ...]:
    past = sum(_is_past(each) and each.step.kind is StepKind.EVERYBODY for each in leading)
    if not past:
        return ()
    text = f"per {count(past, 'riga', 'righe')} non ha risposto nessuno."
    return (Banner(tone=Tone.DANGER, label="Giorno già passato", text=text),)


def _cards(rows: Sequence[Reasons], token: str, circumstances: Circumstances) -> tuple[Section, ...]:
    """Cards under the heading of their reason; neighbours with the same reason share one."""
    return tuple(
        Section(heading=heading, cards=tuple(_card(each, token, circumstances) for each in group))
        for heading, group in groupby(rows, key=lambda each: STEP[each[0].step.kind].heading)
    )


def _card(reasons: Reasons, token: str, circumstances: Circumstances) -> Card:
    first = reasons[0]
    position, reader, replies = first.position, first.recipient, _replies(first, token, circumstances)
    if seen_by(reasons) is Sight.FULL:
        owner = _others(first)
        card = row_card(as_known(position), reader, circumstances, in_place_of=owner, replies=replies)
        card = replace(card, fields=tuple(each for each in card.fields if owner is None or each.label not in HERS))
    else:
        card = initials_card(position, circumstances, replies, named=seen_by(reasons) is Sight.INITIALS)
    state = Field(label="In carico a", value=how_far(position, circumstances))
    marks = tuple(why(each, circumstances) for each in reasons)
    return replace(card, marks=(*marks, *card.marks), fields=(state, *card.fields))


def _line(reasons: Reasons, token: str, circumstances: Circumstances) -> Line:
    """The row for the table; without a token nothing of it can be tapped."""
    first = reasons[0]
    position, owner = first.position, f"in carico a: {owner_word(first.position.owner, circumstances)}"
    hidden = ", ".join([initials(position.row)] * (seen_by(reasons) is Sight.INITIALS) + [owner])
    return line(
        position,
        circumstances,
        whom=None if seen_by(reasons) is Sight.FULL else hidden,
        folders=folders_in_short(position, first.recipient, circumstances, _others(first)),
        marks=[why_in_short(each, circumstances) for each in reasons],
        replies=_replies(first, token, circumstances) if token else (),
    )


def _others(asked: Asked) -> str | None:
    """Whose row it is, where it is not the reader's."""
    return None if asked.position.owner == asked.recipient.code else asked.position.owner


def _replies(asked: Asked, token: str, circumstances: Circumstances) -> tuple[Link, ...]:
    return links(_prepared(asked, circumstances), token, circumstances, asked.position.reference)


def _prepared(asked: Asked, circumstances: Circumstances) -> tuple[Prepared, ...]:
    if asked.step.kind in AFTERWARDS:
        return outcome_replies(circumstances)
    if asked.step.kind is StepKind.STILL_OPEN and _is_low(asked):
        return low_replies(circumstances)
    return row_replies(asked.position, asked.recipient, circumstances)


def _what_next(leading: Sequence[Asked], circumstances: Circumstances) -> tuple[str, ...]:
    kinds, offered = {each.step.kind for each in leading}, circumstances.answers.offered
    steps = []
    if any(each.step.kind in ESCALATED | TOGETHER and each.position.state in UNANSWERED for each in leading):
        steps.append(
            f"Con {offered(Command.TAKE)} la riga passa in carico a lei, e gli altri non devono più rispondere."
        )
    if kinds & AFTERWARDS:
        outcome = offered(Command.OUTCOME)
        steps.append(f"Se è stato rinviato scriva anche il nuovo giorno; se non c’è ancora, solo {outcome} RINVIATO.")
        steps.append("Eseguito e rilasciato chiudono la riga; negli altri casi resta aperta, e ne riparleremo.")
    if StepKind.STILL_OPEN in kinds:
        steps.append("Se è ancora così non serve rispondere: lo chiediamo di nuovo più avanti.")
    return (*steps, "Confermiamo ogni risposta che arriva. Se ha sbagliato ne mandi un’altra: vale l’ultima.")
