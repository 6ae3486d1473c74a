# SPDX-License-Identifier: EUPL-1.2
"""What the coordinator is asked: is this list the housing company's, do these changes hold?"""

from collections.abc import Sequence

from pecwatch.alerts.cards import owner_word, status_in_words
from pecwatch.alerts.circumstances import Circumstances
from pecwatch.alerts.difference_words import difference_fields, differences_in_words
from pecwatch.alerts.frame import CLOSING, alert
from pecwatch.alerts.origin import provenance, remarks
from pecwatch.alerts.page import Banner, Page, Section, Table, Tone
from pecwatch.alerts.replies import answering, list_replies
from pecwatch.alerts.shown import capital, clean, full_name, initials, month_name, references, tiny_day
from pecwatch.alerts.subjects import month_title, subject
from pecwatch.alerts.told import Told
from pecwatch.alerts.words import BAR, UNCONFIRMED
from pecwatch.model.alert import Alert, AlertKind
from pecwatch.model.answer import Command
from pecwatch.model.message import Message
from pecwatch.model.news import News, Report
from pecwatch.model.office import Role
from pecwatch.rules.visibility import Sight, Standing, sight

CALL = (
    "Adesso: telefoni all’azienda, a un numero che l’ufficio conosce già e mai a quello scritto nel messaggio, "
    "e chieda se l’ha spedito."
)
IN_DOUBT = Standing(list_in_doubt=True)


def needs_confirming(told: Sequence[Told], report: Report) -> bool:
    """Whether somebody must say that a list, or a change in it, is genuine: where her word would change nothing, no.

    A doubtful list that only names rows of which nobody doubts has done what it may, and can undo nothing.
    """
    doubtful = report.reading.message.is_in_doubt and any(not each.position.confirmed for each in told)
    return doubtful or any(not each.applied for row in told for each in row.differences)


def confirming_alert(
    news: News, told: Sequence[Told], report: Report, event: str, circumstances: Circumstances
) -> Alert:
    """The question to the coordinator; whole rows only where the list itself is in doubt."""
    message, about = report.reading.message, f"{event}:to_confirm"
    token = circumstances.token_of(about, circumstances.confirmer.email)
    doubt, reader = message.is_in_doubt, circumstances.confirmer
    held = [each for each in told if any(not difference.applied for difference in each.differences)]
    title = "Elenco da confermare" if doubt else "Variazioni da confermare"
    asked = told if doubt else held
    page = Page(
        title=f"{title}: {month_name(news.month)}",
        lead=provenance(message),
        now=CALL,
        banners=doubt_banner(message),
        sections=(
            *why_section(news, message),
            *((_rows_section(told, circumstances),) if doubt else ()),
            *_held_section(held, circumstances, whole=doubt),
        ),
        steps=_steps(circumstances, doubt=doubt, held=bool(held)),
        answering=answering(token, (), (), circumstances, whole=list_replies(circumstances)),
        footer=(CLOSING,),
    )
    names = tuple(each.position.reference for each in asked)
    reason = UNCONFIRMED if doubt else "per ora non hanno effetto"
    text = subject(f"{month_title(news.month)}: {title.lower()} – {reason} ({references(names)})")
    return alert(AlertKind.TO_CONFIRM, reader, about, text, page, references=names, token=token)


def doubt_banner(message: Message) -> tuple[Banner, ...]:
    """The mark of a list of doubtful origin, with the address it claims, for who must judge it."""
    if not message.is_in_doubt:
        return ()
    written_by = clean(message.sender or "un mittente non indicato")
    text = f"il messaggio dice di venire da {written_by}. Non risponda a quell’indirizzo."
    return (Banner(tone=Tone.DANGER, label=capital(UNCONFIRMED), text=text),)


def why_section(news: News, message: Message) -> tuple[Section, ...]:
    """What speaks against believing the list without asking; nothing of a list that may do what it says."""
    barred = () if news.bar is None else (f"{capital(BAR[news.bar])}.",)
    bullets = tuple(dict.fromkeys((*barred, *remarks(message, in_doubt=True))))
    if not barred and not message.is_in_doubt:
        return ()
    return (Section(heading="Perché lo chiediamo", bullets=bullets),)


def _sight(circumstances: Circumstances) -> Sight:
    """A stand-in sees what the coordinator sees; the director what a director sees."""
    is_director = circumstances.confirmer.role is Role.DIRECTOR
    return sight(Role.DIRECTOR if is_director else Role.COORDINATOR, IN_DOUBT)


def _rows_section(told: Sequence[Told], circumstances: Circumstances) -> Section:
    table = Table(
        caption="Tutte le righe, le più urgenti prima",
        columns=("Riferimento", "Chi", "Giorno, stato, a chi"),
        rows=tuple((each.position.reference, _whom(each, circumstances), _state(each, circumstances)) for each in told),
    )
    return Section(heading="Le righe di questo elenco", table=table)


def _state(told: Told, circumstances: Circumstances) -> str:
    position = told.position
    owner = owner_word(position.owner, circumstances)
    return f"{_day(told)}; {status_in_words(position)}; in carico a: {owner}"


def _whom(told: Told, circumstances: Circumstances) -> str:
    row = told.position.row
    if _sight(circumstances) is Sight.FULL:
        return f"{full_name(row)}, {row.address.as_written or 'indirizzo non indicato'}"
    return initials(row)


def _held_section(held: Sequence[Told], circumstances: Circumstances, *, whole: bool) -> tuple[Section, ...]:
    """Changes that have no effect yet; names and addresses only where the list itself is in doubt."""
    in_words = differences_in_words if whole and _sight(circumstances) is Sight.FULL else difference_fields
    bullets = tuple(
        f"{row.position.reference} ({initials(row.position.row)}): {words}"
        for row in held
        for words in in_words([each for each in row.differences if not each.applied])
    )
    intro = (
        "Toglierebbero, rinvierebbero o cambierebbero un allarme: finché non sono confermate vale ciò che si sapeva."
    )
    return (Section(heading="Variazioni non ancora applicate", intro=intro, bullets=bullets),) if bullets else ()


def _day(told: Told) -> str:
    day = told.position.execution_on
    return "giorno non indicato" if day is None else tiny_day(day)


def _steps(circumstances: Circumstances, *, doubt: bool, held: bool) -> tuple[str, ...]:
    steps = []
    yes = circumstances.answers.offered(Command.CONFIRM_LIST)
    no = circumstances.answers.offered(Command.REFUSE_LIST)
    if doubt:
        steps.append(f"Se l’elenco è vero, risponda {yes}: chi segue le righe è già stato avvisato.")
        steps.append(
            f"Se è falso, risponda {no}: le posizioni aperte da questo elenco si chiudono, e lo diciamo a chi le segue."
        )
    if held:
        steps.append(
            f"Variazioni: con {yes} valgono da subito"
            + (", con " if doubt else "; con ")
            + f"{no} non valgono e resta tutto come prima."
        )
    return (*steps, "Nel dubbio lasci tutto com’è: un allarme di troppo costa una telefonata.")
