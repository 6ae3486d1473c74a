# SPDX-License-Identifier: EUPL-1.2
"""What the coordinator is asked: is this list the housing company's, do these changes hold?"""

from collections.abc import Sequence

from pecwatch.alerts.cards import difference_fields, differences_in_words, owner_word, status_in_words
from pecwatch.alerts.circumstances import Circumstances
from pecwatch.alerts.frame import CLOSING, alert, provenance
from pecwatch.alerts.page import Banner, Page, Section, Tone
from pecwatch.alerts.shown import full_name, initials, month_name, references, tiny_day
from pecwatch.alerts.subjects import month_title, subject
from pecwatch.alerts.told import Told
from pecwatch.alerts.words import UNCONFIRMED, WARNING
from pecwatch.model.alert import Alert, AlertKind
from pecwatch.model.message import Trust
from pecwatch.model.news import News, Report


def needs_confirming(told: Sequence[Told], report: Report) -> bool:
    """Whether somebody must say that a list, or a change in it, is genuine."""
    return _in_doubt(report) or any(not each.applied for row in told for each in row.differences)


def confirming_alert(
    news: News, told: Sequence[Told], report: Report, event: str, circumstances: Circumstances
) -> Alert:
    """The question to the coordinator; whole rows only where the list itself is in doubt."""
    doubt = _in_doubt(report)
    held = [each for each in told if any(not difference.applied for difference in each.differences)]
    title = "Elenco da confermare" if doubt else "Variazioni da confermare"
    asked = told if doubt else held
    page = Page(
        title=f"{title}: {month_name(news.month)}",
        lead=provenance(report.reading.message),
        now="Adesso: telefoni all'azienda, a un numero che già conosce e non a quello scritto nel messaggio.",
        banners=_banners(doubt, report),
        sections=(*((_rows_section(told, circumstances),) if doubt else ()), *_held_section(held, doubt)),
        steps=_steps(doubt, bool(held)),
        footer=(CLOSING,),
    )
    names = tuple(each.position.reference for each in asked)
    reason = UNCONFIRMED if doubt else "il sigillo non permette di applicarle da sole"
    text = subject(f"{month_title(news.month)}: {title.lower()} – {reason} ({references(names)})")
    return alert(AlertKind.TO_CONFIRM, circumstances.coordinator, f"{event}:to_confirm", text, page, references=names)


def _in_doubt(report: Report) -> bool:
    message = report.reading.message
    return not message.sender_recognised or message.trust is Trust.INVALID


def _banners(doubt: bool, report: Report) -> tuple[Banner, ...]:
    if not doubt:
        return ()
    message = report.reading.message
    warnings = [WARNING[code] for code in message.warnings if code in WARNING]
    text = "; ".join([f"ha scritto {message.sender or 'un mittente non indicato'}", *warnings]) + "."
    return (Banner(tone=Tone.DANGER, label=UNCONFIRMED[0].upper() + UNCONFIRMED[1:], text=text),)


def _rows_section(told: Sequence[Told], circumstances: Circumstances) -> Section:
    bullets = tuple(
        f"{each.position.reference}: {full_name(each.position.row)}, {each.position.row.address.as_written}, "
        f"{_day(each)}, {status_in_words(each.position)}; in carico a {owner_word(each.position.owner, circumstances)}"
        for each in told
    )
    return Section(heading="Le righe di questo elenco", bullets=bullets)


def _held_section(held: Sequence[Told], doubt: bool) -> tuple[Section, ...]:
    """Changes that have no effect yet; names and addresses only where the list itself is in doubt."""
    in_words = differences_in_words if doubt else difference_fields
    bullets = tuple(
        f"{row.position.reference} ({initials(row.position.row)}): {words}"
        for row in held
        for words in in_words([each for each in row.differences if not each.applied])
    )
    intro = "Toglierebbero o rinvierebbero un allarme: finché non sono confermate vale quanto già noto."
    return (Section(heading="Variazioni non ancora applicate", intro=intro, bullets=bullets),) if bullets else ()


def _day(told: Told) -> str:
    day = told.position.execution_on
    return "giorno non indicato" if day is None else tiny_day(day)


def _steps(doubt: bool, held: bool) -> tuple[str, ...]:
    steps = []
    if doubt:
        steps.append("Se l'elenco è vero non serve altro: i titolari sono già stati avvisati.")
        steps.append("Se è falso, avvisi subito i titolari indicati e il CED, citando i riferimenti.")
    if held:
        steps.append(
            "Se le variazioni sono vere, lo comunichi ai titolari e al CED, citando riferimento e nuovo stato."
        )
    return (*steps, "Nel dubbio lasci tutto com'è: un allarme di troppo costa una telefonata.")
