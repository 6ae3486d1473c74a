# SPDX-License-Identifier: EUPL-1.2
"""What pecwatch writes back to an answer: what it has recorded, or what it has not understood."""

from collections.abc import Sequence

from pecwatch.alerts.circumstances import Circumstances
from pecwatch.alerts.frame import CLOSING, alert
from pecwatch.alerts.page import Banner, Page, Section, Tone
from pecwatch.alerts.shown import capital, references
from pecwatch.alerts.subjects import subject
from pecwatch.model.alert import Alert, AlertKind
from pecwatch.model.answer import Answered, Command, Verdict
from pecwatch.model.office import OfficePerson
from pecwatch.model.position import Position

TITLES = {
    Verdict.DONE: "Risposta registrata",
    Verdict.REFUSED: "Risposta ricevuta, ma non si può fare",
    Verdict.WRONG_SENDER: "Risposta non accettata",
    Verdict.RETURNED: "Un avviso è tornato indietro",
}
NOT_UNDERSTOOD = "Risposta non capita"


def compose_answer(
    answered: Answered,
    recipient: OfficePerson,
    *,
    event: str,
    circumstances: Circumstances,
    in_reply_to: str | None,
    positions: Sequence[Position] = (),
) -> Alert:
    """The mail to whoever answered; a stranger's goes to the coordinator, a mail that came back to the administrator.

    Args:
        in_reply_to: Message-ID of the answer, to stand below it in mail programs.
        positions: As they now stand, where entries of a calendar change.
    """
    title = TITLES.get(answered.verdict, NOT_UNDERSTOOD)
    names = references(answered.references)
    page = Page(
        title=title,
        lead=_lead(answered, circumstances),
        banners=_reason(answered),
        sections=_possibilities(answered, circumstances),
        footer=(CLOSING,),
    )
    text = subject(f"{title} ({names})" if names else title)
    return alert(AlertKind.ANSWER, recipient, event, text, page, references=answered.references)


def _lead(answered: Answered, circumstances: Circumstances) -> str:
    names = ", ".join(answered.references)
    if answered.verdict is Verdict.DONE and answered.command is not None:
        said = " ".join(part for part in (circumstances.answers.offered(answered.command), answered.argument) if part)
        return f"Abbiamo registrato: {said}" + (f" – {names}." if names else ".")
    if answered.verdict is Verdict.WRONG_SENDER:
        return (
            "È arrivata una risposta a una mail scritta a un’altra persona. Non abbiamo fatto nulla: "
            "se la risposta è giusta, la mandi chi ha ricevuto la mail."
        )
    return f"Posizioni: {names}." if names else "Non è cambiato nulla."


def _reason(answered: Answered) -> tuple[Banner, ...]:
    return (Banner(tone=Tone.WARNING, label="Perché", text=answered.reason),) if answered.reason else ()


def _possibilities(answered: Answered, circumstances: Circumstances) -> tuple[Section, ...]:
    if answered.verdict not in (Verdict.NOT_UNDERSTOOD, Verdict.QUOTED_ONLY):
        return ()
    about_lists = answered.command in (Command.CONFIRM_LIST, Command.REFUSE_LIST)
    bullets = tuple(
        capital(each.offered)
        for each in circumstances.answers.answer
        if (each.command in (Command.CONFIRM_LIST, Command.REFUSE_LIST)) is about_lists and each.offered
    )
    intro = (
        "Scriva una di queste risposte sopra la mail citata, con il riferimento (PW-…) se le posizioni sono più d’una."
    )
    return (Section(heading="Che cosa si può rispondere", intro=intro, bullets=bullets),)
