# SPDX-License-Identifier: EUPL-1.2
"""To the owner of positions, when somebody else says what became of them: only she notices a slip."""

from collections.abc import Sequence

from pecwatch.alerts.answer_words import done_words
from pecwatch.alerts.calendar import entries_decided
from pecwatch.alerts.circumstances import Circumstances
from pecwatch.alerts.frame import CLOSING, alert, contact
from pecwatch.alerts.page import Page, Section
from pecwatch.alerts.replies import answering, row_replies
from pecwatch.alerts.shown import count, references
from pecwatch.alerts.subjects import month_title, subject
from pecwatch.alerts.words import ROLE
from pecwatch.model.alert import Alert, AlertKind
from pecwatch.model.answer import Answered, Command, Verdict
from pecwatch.model.news import Decided
from pecwatch.model.office import OfficePerson
from pecwatch.model.position import Event, Outcome, Priority

SAID = frozenset({"outcome", "corrected", "rejected"})
"""Kinds of events that close a row, lower it, move its day, or strike out its folder."""


def said_by_another(
    decided: Sequence[Decided], reader: OfficePerson, who: str, *, event: str, circumstances: Circumstances
) -> Alert:
    """What was said and by whom, of references only; she may answer with what is true.

    Args:
        decided: At least one; all of them are the reader's, or of whom she stands in for.
        who: Code of whoever said it.
    """
    names = tuple(each.after.reference for each in decided)
    token = circumstances.token_of(event, reader.email)
    prepared = [one for each in decided for one in row_replies(each.after, reader, circumstances)]
    one, many = _what(decided)
    page = Page(
        title=f"{count(len(names), one, many)} da un’altra persona",
        lead=f"L’ha detto {_person(who, circumstances)}.",
        sections=(Section(heading="Che cosa ha detto", bullets=tuple(_line(each, circumstances) for each in decided)),),
        steps=("Se è così non deve fare nulla. Se non lo è risponda com’è andata: vale l’ultima risposta.",),
        answering=answering(token, prepared, names, circumstances),
        footer=(CLOSING,),
    )
    text = subject(f"{month_title(decided[0].after.month)}: {count(len(names), one, many)} ({references(names)})")
    return alert(
        AlertKind.ANSWER,
        reader,
        event,
        text,
        page,
        references=names,
        token=token,
        attachments=entries_decided(decided, reader, circumstances),
    )


def _what(decided: Sequence[Decided]) -> tuple[str, str]:
    """What happened to the rows, for one and for many."""
    if all(not each.after.is_open for each in decided):
        return "posizione chiusa", "posizioni chiuse"
    return "posizione aggiornata", "posizioni aggiornate"


def _person(code: str, circumstances: Circumstances) -> str:
    person = circumstances.office.person(code)
    if person is None:
        return code
    role = ROLE.get(person.role)
    return contact(person) if role is None else f"{contact(person)}, {role}"


def _line(decided: Decided, circumstances: Circumstances) -> str:
    """`PW-2025-11-001: esito: eseguito; è chiusa.`"""
    said = (_said(event) for event in decided.events if event.kind in SAID)
    what = "; ".join(done_words(each, circumstances).what for each in said)
    after = decided.after
    now = "è chiusa"
    if after.is_open:
        now = "resta aperta, senza urgenza" if after.priority is Priority.LOW else "resta aperta"
    return f"{after.reference}: {what}; {now}."


def _said(event: Event) -> Answered:
    """An entry of the story as the answer it came from."""
    if event.kind == "rejected":
        return Answered(verdict=Verdict.DONE, command=Command.NOT_THE_PERSON)
    said = event.detail.rpartition("-> ")[2]
    command = Command.CLOSE if said == Outcome.CLOSED_BY_PERSON else Command.OUTCOME
    return Answered(verdict=Verdict.DONE, command=command, argument=said)
