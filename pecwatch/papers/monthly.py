# SPDX-License-Identifier: EUPL-1.2
"""The monthly report on paper, for the table with the housing company: numbers and references, no name."""

from collections.abc import Iterable

from pecwatch.alerts.shown import capital, count, month_name
from pecwatch.alerts.shown import moment as long_moment
from pecwatch.alerts.words import BAND
from pecwatch.model.match import Band
from pecwatch.model.monthly import Doubt, Fate, FateCount, ListPart, MonthlyReport, OpenQuestion, Wait
from pecwatch.model.trail import MessageTrace
from pecwatch.papers.details import detail_in_words
from pecwatch.papers.page import Chart, Fact, Paper, Section, Table
from pecwatch.papers.shown import about_in_words, minute, sentence, working_time
from pecwatch.papers.sources import HOW_TO_READ, clocks_table, content, seal, way
from pecwatch.papers.words import DOUBT, FATE, NOTHING_OPEN, PART, QUESTION, WAIT, event_word

FOUND = (Band.CERTAIN, Band.PROBABLE)

CLOSING = (
    "I numeri vengono dal registro di pecwatch, una copia di lavoro: il documento ufficiale è la PEC protocollata.",
    "Una riga è un nucleo e un’esecuzione programmata: chi compare in più elenchi è contato una volta.",
)


def monthly_paper(report: MonthlyReport) -> Paper:
    """Everything that the report holds."""
    return Paper(
        title=f"Resoconto di {month_name(report.month)}",
        lead="Esecuzioni programmate dall’azienda: per il tavolo comune. Solo numeri e riferimenti, nessun nome. "
        f"Preparato {long_moment(report.made_at)}.",
        answer_heading="In breve",
        answer=tuple(_in_short(report)),
        sections=(
            _lists(report),
            _bands(report),
            _waits(report),
            _fates(report),
            _differences(report),
            _questions(report),
            _not_known(report),
        ),
        footer=CLOSING,
    )


def _in_short(report: MonthlyReport) -> Iterable[str]:
    if not report.lists and not report.rows:
        yield f"Nessun elenco ricevuto per {month_name(report.month)}. Non vuol dire che non ci siano sfratti."
        return
    sendings = sum(each.part is not ListPart.COPY for each in report.lists)
    copies = len(report.lists) - sendings
    also = f" e {count(copies, 'seconda copia', 'seconde copie')}" if copies else ""
    yield f"Ricevuti {count(sendings, 'elenco', 'elenchi')}{also}; righe diverse: {report.rows}."
    found = sum(each.rows for each in report.bands if each.band in FOUND)
    dwelling = sum(each.rows for each in report.bands if each.band is Band.SAME_DWELLING)
    unknown = report.rows - found - dwelling
    yield (
        f"Riconosciute in anagrafica: {found}; all’indirizzo di un nucleo conosciuto: {dwelling}; "
        f"non riconosciute: {unknown}."
    )
    yield _in_hand(report)
    open_rows = next((each.rows for each in report.fates if each.fate is Fate.OPEN), 0)
    yield f"Esito noto: {report.rows - open_rows}; non ancora noto: {open_rows}."
    asked = len(report.questions)
    questions = count(asked, "domanda aperta", "domande aperte") if asked else "Nessuna domanda aperta"
    yield f"{questions} per l’azienda."


def _in_hand(report: MonthlyReport) -> str:
    acknowledged = report.acknowledgments
    taken = f"Prese in carico da qualcuno dell’ufficio: {acknowledged.acknowledged} su {acknowledged.rows}"
    if acknowledged.median_minutes is None:
        return f"{taken}."
    return f"{taken}; tempo mediano dall’elenco: {working_time(acknowledged.median_minutes)} di orario d’ufficio."


def _lists(report: MonthlyReport) -> Section:
    rows = tuple(
        (
            f"n. {each.trace.message_id}",
            minute(each.trace.arrived_at),
            PART[each.part],
            content(each.trace),
            way(each.trace),
            seal(each.trace),
        )
        for each in report.lists
    )
    columns = ("Messaggio", "Arrivo", "Che cos’è per il mese", "Contenuto", "Via", "Sigillo e mittente")
    tables = (
        Table(caption="Elenchi del mese, nell’ordine di arrivo", columns=columns, rows=rows),
        clocks_table("Quando, secondo ciascun orologio", (each.trace for each in report.lists)),
    )
    return Section(
        heading="Elenchi ricevuti",
        intro="" if rows else "Nessuno.",
        tables=tables if rows else (),
        notes=(HOW_TO_READ,) if rows else (),
    )


def _bands(report: MonthlyReport) -> Section:
    rows = tuple((capital(BAND[each.band]), str(each.rows)) for each in report.bands)
    table = Table(
        caption="Righe per abbinamento con l’anagrafica dei servizi sociali",
        columns=("Abbinamento", "Righe"),
        rows=(*rows, ("Totale", str(report.rows))),
    )
    notes = tuple(
        text
        for text, holds in (
            (f"Registrate senza avviso (posta vecchia): {report.muted}.", report.muted),
            (f"Da elenchi la cui origine non è confermata: {report.unconfirmed}.", report.unconfirmed),
            ("Le righe solo possibili e quelle senza corrispondenza vanno al segretariato sociale.", report.rows),
        )
        if holds
    )
    return Section(heading="Righe e abbinamento", tables=(table,) if report.rows else (), notes=notes)


def _waits(report: MonthlyReport) -> Section:
    found = report.acknowledgments
    facts = [("Prese in carico", f"{found.acknowledged} su {found.rows}")]
    if found.median_minutes is not None and found.longest_minutes is not None:
        facts.append(("Tempo mediano", f"{working_time(found.median_minutes)} di orario d’ufficio"))
        longest = f"{working_time(found.longest_minutes)} di orario d’ufficio ({found.longest_reference})"
        facts.append(("Il più lungo", longest))
    silent = (
        ("Urgenti, aperte, non prese in carico", found.unanswered),
        ("Senza urgenza, non prese in carico", found.unanswered_low),
        ("Chiuse senza che nessuno le prendesse in carico", found.closed_unanswered),
    )
    facts.extend((label, ", ".join(references)) for label, references in silent if references)
    return Section(
        heading="Dall’elenco alla presa in carico",
        facts=tuple(Fact(label=label, value=value) for label, value in facts),
        chart=_waits_chart(report) if found.rows else None,
        notes=(
            "Si conta dall’ora certificata dal gestore PEC o, se non c’è, dall’arrivo nella casella, fino a quando una "
            "persona dell’ufficio ha detto per la prima volta di occuparsene. Contano solo le ore di apertura.",
        ),
    )


def _waits_chart(report: MonthlyReport) -> Chart:
    rows = tuple((WAIT[each.wait], (each.rows,)) for each in report.acknowledgments.waits)
    quick = sum(each.rows for each in report.acknowledgments.waits if each.wait in (Wait.SAME_DAY, Wait.ONE))
    never = sum(each.rows for each in report.acknowledgments.waits if each.wait is Wait.NONE)
    return Chart(
        title="Giorni lavorativi dall’elenco alla presa in carico",
        says=f"Entro un giorno lavorativo: {quick} su {report.acknowledgments.rows}; non prese in carico: {never}.",
        corner="Attesa",
        columns=("Righe",),
        rows=rows,
    )


def _fates(report: MonthlyReport) -> Section:
    rows = tuple(
        (capital(FATE[each.fate]), str(each.rows), str(each.by_person), str(each.rows - each.by_person))
        for each in report.fates
        if each.rows
    )
    table = Table(
        caption=f"Righe di {month_name(report.month)} per esito",
        columns=("Esito", "Righe", "Detto da una persona dell’ufficio", "Detto da un elenco, o non detto"),
        rows=rows,
    )
    return Section(
        heading="Esiti",
        intro="" if report.rows else "Nessuna riga.",
        chart=_fates_chart(report) if report.rows else None,
        tables=(table,) if rows else (),
    )


def _fates_chart(report: MonthlyReport) -> Chart:
    """The months one under the other, an outcome that none of them has left out."""
    shown = [fate for fate in Fate if any(_rows(each.fates, fate) for each in report.months)]
    rows = tuple((month_name(each.month), tuple(_rows(each.fates, fate) for fate in shown)) for each in report.months)
    told = ", ".join(f"{FATE[fate]} {_rows(report.fates, fate)}" for fate in shown if _rows(report.fates, fate))
    return Chart(
        title="Righe per mese e per esito",
        says=f"{capital(month_name(report.month))}: {told}.",
        corner="Mese",
        columns=tuple(capital(FATE[fate]) for fate in shown),
        rows=rows,
    )


def _rows(fates: Iterable[FateCount], fate: Fate) -> int:
    return sum(each.rows for each in fates if each.fate is fate)


def _differences(report: MonthlyReport) -> Section:
    rows = tuple(
        (
            each.reference,
            event_word(each.word),
            detail_in_words(each.detail),
            "" if each.message_id is None else f"n. {each.message_id}",
            minute(each.at),
        )
        for each in report.differences
    )
    columns = ("Posizione", "Che cosa", "Particolari", "Messaggio", "Letto")
    table = Table(caption="Che cosa dice un elenco di diverso dal precedente", columns=columns, rows=rows)
    return Section(
        heading="Differenze fra elenchi",
        intro="" if rows else "Nessuna differenza.",
        tables=(table,) if rows else (),
        notes=("Nomi e indirizzi diversi sono detti, non mostrati: si leggono nel messaggio.",) if rows else (),
    )


def _questions(report: MonthlyReport) -> Section:
    return Section(
        heading="Domande aperte per l’azienda",
        intro="" if report.questions else "Nessuna.",
        bullets=tuple(map(_question, report.questions)),
    )


def _question(question: OpenQuestion) -> str:
    asked = "" if question.asked_at is None else f" (posta il {minute(question.asked_at)})"
    text = DOUBT[question.doubt]
    if question.doubt is Doubt.OTHER:
        text = f"{capital(QUESTION.get(question.word, question.word))}:"
    about = ", ".join(map(about_in_words, question.about))
    return f"{text} {about}{asked}."


def _not_known(report: MonthlyReport) -> Section:
    """What the numbers leave out, so that nobody takes silence for «none»."""
    traces = tuple(each.trace for each in report.lists)
    unread = _numbers(report.unread)
    uncertified = _numbers(each for each in traces if each.clocks.certified_at is None)
    unregistered = _numbers(each for each in traces if each.clocks.protocol is None)
    silent = len(report.acknowledgments.unanswered)
    lacks = (
        (unread, f"che cosa dicono messaggi di quelle settimane di cui nessuna riga si è potuta leggere: {unread}"),
        (uncertified, f"l’ora certificata di {uncertified}: nessun gestore PEC la certifica"),
        (unregistered, f"numero e data di protocollo di {unregistered}: nel messaggio non ci sono"),
        (
            silent,
            f"se qualcuno se ne occupi, per {count(silent, 'riga urgente', 'righe urgenti')} senza presa in carico",
        ),
    )
    bullets = tuple(sentence(text) for holds, text in lacks if holds)
    return Section(heading="Che cosa non si sa", intro="" if bullets else NOTHING_OPEN, bullets=bullets)


def _numbers(traces: Iterable[MessageTrace]) -> str:
    """`n. 3, n. 4`."""
    return ", ".join(f"n. {each.message_id}" for each in traces)
