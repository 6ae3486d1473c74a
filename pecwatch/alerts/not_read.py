# SPDX-License-Identifier: EUPL-1.2
"""«ELENCO NON LETTO (o letto in parte)»: whatever pecwatch could not read goes to a person the same hour."""

from pecwatch.alerts.circumstances import Circumstances
from pecwatch.alerts.frame import CLOSING, alert, contact
from pecwatch.alerts.origin import provenance, remarks
from pecwatch.alerts.page import Banner, Page, Section, Tone
from pecwatch.alerts.sensitive import or_omitted
from pecwatch.alerts.shown import count
from pecwatch.alerts.subjects import subject
from pecwatch.model.alert import Alert, AlertKind
from pecwatch.model.listing import Leftover
from pecwatch.model.news import Report
from pecwatch.model.problem import Problem, Severity

SHOWN = 40
"""Leftovers printed at most; beyond that the person reads the original anyway."""

GRAVITY = {Severity.LOST: "NON LETTO", Severity.DOUBT: "in dubbio", Severity.NOTE: "nota"}


def unread_alert(report: Report, event: str, circumstances: Circumstances) -> Alert:
    """A message that is or may be a list and of which no row could be read."""
    reading = report.reading
    files = tuple(f"{each.name} ({each.type}, {max(each.size // 1024, 1)} kB)" for each in reading.message.attachments)
    page = Page(
        title="Elenco NON letto",
        lead=provenance(reading.message),
        now="Adesso: apra il messaggio nella casella e lo legga a mano. Nessun altro è stato avvisato.",
        banners=(Banner(tone=Tone.DANGER, label="Nessuna riga letta", text="potrebbe contenere sfratti vicini."),),
        sections=(
            Section(heading="Quale messaggio", bullets=_which(report, circumstances)),
            *((Section(heading="Allegati", bullets=files),) if files else ()),
            *_why(report, circumstances),
        ),
        steps=(
            "Legga l'elenco e avvisi subito chi segue le persone nominate; per le altre, il segretariato sociale.",
            "Se il file è protetto o danneggiato, ne chieda una copia leggibile all'azienda.",
            f"Avvisi anche il CED, senza fare nomi, perché il formato può essere cambiato: "
            f"{contact(circumstances.office.system_administrator)}.",
        ),
        footer=(CLOSING,),
    )
    return alert(
        AlertKind.NOT_READ,
        circumstances.coordinator,
        f"{event}:not_read",
        subject("ELENCO NON LETTO: aprire la PEC a mano", urgent=True),
        page,
    )


def lost_banner(report: Report) -> tuple[Banner, ...]:
    """What a person must know of a list that was read in part."""
    listing = report.reading.listing
    left = 0 if listing is None else len(listing.leftovers)
    lines = f"{count(left, 'riga di testo non riconosciuta', 'righe di testo non riconosciute')}. " if left else ""
    text = (
        f"{lines}Apra la PEC e confronti: se manca qualcuno, avvisi subito chi lo segue o il segretariato sociale. "
        "Le righe lette sono già state comunicate."
    )
    return (Banner(tone=Tone.DANGER, label="Elenco letto in parte", text=text),)


def problem_bullets(report: Report, circumstances: Circumstances) -> tuple[str, ...]:
    """Problems, gravest first, and lines that nobody could place; sensitive ones left out."""
    problems = sorted(report.reading.problems, key=lambda problem: list(Severity).index(problem.severity))
    listing = report.reading.listing
    leftovers = () if listing is None else listing.leftovers
    shown = [_leftover(each, circumstances) for each in leftovers[:SHOWN]]
    if len(leftovers) > SHOWN:
        shown.append(f"… e altre {len(leftovers) - SHOWN} righe: leggere l'originale.")
    return (*(_problem(problem, circumstances) for problem in problems), *shown)


def _why(report: Report, circumstances: Circumstances) -> tuple[Section, ...]:
    bullets = problem_bullets(report, circumstances)
    return (Section(heading="Perché non è stato letto", bullets=bullets),) if bullets else ()


def _which(report: Report, circumstances: Circumstances) -> tuple[str, ...]:
    message = report.reading.message
    protocol = message.protocol
    return (
        f"Mittente: {message.sender or 'non indicato'}",
        f"Oggetto: {or_omitted(message.subject or 'senza oggetto', circumstances.privacy)}",
        *remarks(message),
        *(() if protocol is None else (f"Protocollo: {protocol.number}",)),
    )


def _problem(problem: Problem, circumstances: Circumstances) -> str:
    text = or_omitted(problem.text, circumstances.privacy)
    named = problem.part is not None and problem.text.startswith(f"{problem.part}:")
    part = "" if problem.part is None or named else f" [{_part(problem.part)}]"
    return f"{GRAVITY[problem.severity]}{part}: {text}"


def _leftover(leftover: Leftover, circumstances: Circumstances) -> str:
    place = f"{_part(leftover.where.part)}, pagina {leftover.where.page}, riga {leftover.where.line}"
    return f"{place}: «{or_omitted(leftover.text, circumstances.privacy)}»"


def _part(name: str) -> str:
    """A part as the office calls it."""
    return "testo del messaggio" if name == "body" else name
