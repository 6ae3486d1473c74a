# SPDX-License-Identifier: EUPL-1.2
"""What pecwatch says to whoever answered: done, not understood, not possible; nothing that she wrote is repeated."""

from collections.abc import Sequence
from dataclasses import replace

from pecwatch.alerts.answer_words import done_words
from pecwatch.alerts.calendar import entries_decided
from pecwatch.alerts.circumstances import Circumstances
from pecwatch.alerts.frame import CLOSING, alert, contact
from pecwatch.alerts.page import Banner, Page, Section, Table, Tone
from pecwatch.alerts.refusal_words import refusal_words
from pecwatch.alerts.replies import Prepared, answering, any_replies, hand_on_reply, links, list_replies
from pecwatch.alerts.rest import CARDS
from pecwatch.alerts.shown import capital, count, references
from pecwatch.alerts.subjects import subject
from pecwatch.model.alert import Alert, AlertKind
from pecwatch.model.answer import Answered, Command, Hindrance, Verdict
from pecwatch.model.news import Decided
from pecwatch.model.office import OfficePerson

SHOWN = 12
"""References named one by one; an answer about more of them is counted."""

Asks = tuple[tuple[Prepared, ...], tuple[Prepared, ...]]
"""What may be answered about a row, and about the whole mail."""

LISTS = (Command.CONFIRM_LIST, Command.REFUSE_LIST)


def compose_answer(
    answered: Answered,
    recipient: OfficePerson,
    *,
    event: str,
    circumstances: Circumstances,
    in_reply_to: str | None,
    decided: Sequence[Decided] = (),
) -> Alert:
    """The mail that tells what became of an answer.

    Args:
        recipient: Whoever answered; the coordinator where the answer came from a stranger's address.
        event: Names the answer, so that it is told once.
        in_reply_to: Message-ID of the answer.
        decided: What the answer did, where entries of the recipient's calendar are to follow.

    Raises:
        ValueError: For an automatic answer and a mail that came back, to which nobody ever writes.
    """
    match answered.verdict:
        case Verdict.DONE:
            page, text = _done(answered, circumstances)
        case Verdict.NOT_UNDERSTOOD | Verdict.QUOTED_ONLY:
            page, text = _not_understood(answered, circumstances)
        case Verdict.REFUSED:
            page, text = _refused(answered, circumstances)
        case Verdict.WRONG_SENDER:
            page, text = _wrong_sender(answered, circumstances)
        case Verdict.AUTOMATIC | Verdict.RETURNED:
            raise ValueError(f"{answered.verdict}: nobody wrote it, and nobody is answered")
    token = circumstances.token_of(event, recipient.email)
    asks = _asks(answered, recipient, circumstances)
    if asks is not None:
        page = _answerable(page, token, asks, answered, circumstances)
    direct = answered.verdict is not Verdict.WRONG_SENDER
    return alert(
        AlertKind.ANSWER,
        recipient,
        event,
        subject(text),
        page,
        references=answered.references,
        token="" if asks is None else token,
        attachments=entries_decided(decided, recipient, circumstances),
        in_reply_to=in_reply_to if direct else None,
    )


def _asks(answered: Answered, recipient: OfficePerson, circumstances: Circumstances) -> Asks | None:
    """What may be answered to this mail: about a row, and about a list; None where it asks for nothing."""
    match answered.verdict:
        case Verdict.REFUSED if answered.hindrance is Hindrance.FOR_ANOTHER:
            return None
        case Verdict.NOT_UNDERSTOOD | Verdict.QUOTED_ONLY | Verdict.REFUSED:
            lists = list_replies(circumstances) if recipient == circumstances.confirmer else ()
            return any_replies(circumstances), lists
        case Verdict.WRONG_SENDER:
            return hand_on_reply(circumstances), ()
        case Verdict.DONE if answered.command not in LISTS and answered.references:
            return any_replies(circumstances), ()
    return None


def _answerable(page: Page, token: str, asks: Asks, answered: Answered, circumstances: Circumstances) -> Page:
    """The page with what may be answered; prepared replies for each row where something is still to be answered."""
    prepared, whole = asks
    how = answering(token, prepared, answered.references, circumstances, whole=whole)
    if answered.verdict is Verdict.DONE:
        return replace(page, answering=how)
    rows = answered.references[:CARDS]
    table = Table(
        caption="Che cosa può rispondere per ciascuna riga",
        columns=("Riferimento", "Risposte pronte"),
        rows=tuple((reference, "qui sotto") for reference in rows),
        replies=tuple(links(prepared, token, circumstances, reference) for reference in rows),
    )
    ready = (Section(heading="Risposte pronte", table=table),) if rows else ()
    return replace(page, sections=(*page.sections, *ready), answering=how)


def _done(answered: Answered, circumstances: Circumstances) -> tuple[Page, str]:
    done = done_words(answered, circumstances)
    page = Page(
        title=done.title,
        lead="Abbiamo registrato la sua risposta. Grazie.",
        banners=(Banner(tone=Tone.SUCCESS, label="Registrato", text=f"{done.what}{_of(answered)}."),),
        steps=(
            *done.next,
            *((capital(answered.reason),) if answered.reason else ()),
            "Se è stato uno sbaglio risponda di nuovo: vale l’ultima risposta, e resta traccia di tutte.",
        ),
        footer=(CLOSING,),
    )
    return page, f"Ricevuto: {done.subject}{_named(answered)}"


def _not_understood(answered: Answered, circumstances: Circumstances) -> tuple[Page, str]:
    reason = answered.reason or (
        "sopra il testo della nostra mail non c’era una risposta"
        if answered.verdict is Verdict.QUOTED_ONLY
        else "non abbiamo riconosciuto nessuna delle risposte possibili"
    )
    page = Page(
        title="Non abbiamo capito la sua risposta",
        lead="Ci scusiamo: pecwatch riconosce solo alcune parole. Nulla è cambiato.",
        now="Adesso: scelga una delle risposte qui sotto, oppure scriva una delle righe di esempio.",
        banners=(Banner(tone=Tone.WARNING, label="Non capito", text=f"{reason.rstrip('.')}."),),
        steps=(f"Se preferisce parlarne, chiami {contact(circumstances.coordinator)}.",),
        footer=(CLOSING,),
    )
    return page, f"Risposta non capita: nulla è cambiato{_named(answered)}"


def _refused(answered: Answered, circumstances: Circumstances) -> tuple[Page, str]:
    said = "" if answered.command is None else circumstances.answers.offered(answered.command)
    heard = f"Abbiamo capito «{said}»" if said else "Abbiamo ricevuto la sua risposta"
    why = refusal_words(answered, circumstances) or "al momento non si può registrare; lo dica alla coordinatrice"
    page = Page(
        title="Non è stato possibile",
        lead=f"{heard}{_of(answered)}, ma non si può fare. Nulla è cambiato.",
        banners=(Banner(tone=Tone.WARNING, label="Perché", text=f"{why}."),),
        steps=(f"Se le sembra sbagliato, ne parli con {contact(circumstances.coordinator)}.",),
        footer=(CLOSING,),
    )
    return page, f"Non è stato possibile: nulla è cambiato{_named(answered)}"


def _wrong_sender(answered: Answered, circumstances: Circumstances) -> tuple[Page, str]:
    hand_on = circumstances.answers.offered(Command.HAND_ON)
    page = Page(
        title="Una risposta da un altro indirizzo",
        lead=f"A un nostro avviso{_of(answered)} ha risposto qualcuno da un indirizzo diverso da quello avvisato.",
        now="Adesso: se aspettava la risposta di un collega, gli chieda di rimandarla dall’indirizzo avvisato.",
        banners=(
            Banner(
                tone=Tone.WARNING, label="Non registrata", text="nulla è cambiato, e a chi ha scritto non rispondiamo."
            ),
        ),
        steps=(
            "Il messaggio resta nella casella delle risposte, dove si può leggere.",
            f"Per affidare la riga a qualcun altro risponda {hand_on} e il nome.",
        ),
        footer=(CLOSING,),
    )
    return page, f"Risposta da un altro indirizzo: non registrata{_named(answered)}"


def _of(answered: Answered) -> str:
    """` (PW-2025-11-001, PW-2025-11-002)`: of which rows."""
    return f" ({references(answered.references, SHOWN)})" if answered.references else ""


def _named(answered: Answered) -> str:
    names = answered.references
    return f", {count(len(names), 'riga', 'righe')} ({references(names)})" if names else ""
