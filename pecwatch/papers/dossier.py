# SPDX-License-Identifier: EUPL-1.2
"""The dossier of a position on paper: the answer first, then everything in order, then what nobody can say."""

import datetime as dt
from collections.abc import Iterable

from pecwatch.alerts.shown import moment as long_moment
from pecwatch.alerts.shown import month_name
from pecwatch.alerts.words import BAND, FIELD, STATUS
from pecwatch.model.dossier import Dossier, Knowing, Missing
from pecwatch.model.position import Priority, SeenBefore
from pecwatch.papers.details import detail_in_words
from pecwatch.papers.page import Fact, Paper, Section, Table, filled
from pecwatch.papers.shown import about_in_words, day, minute, sentence
from pecwatch.papers.sources import HOW_TO_READ, clocks_table, content, protocol, seal, way
from pecwatch.papers.story import story_table, who_of
from pecwatch.papers.words import (
    COMMAND,
    ENDED,
    MAIL,
    MISSING,
    NOTHING_OPEN,
    OUTCOME,
    QUESTION,
    SAID,
    STATE,
    STEP,
    VERDICT,
)

CLOSING = (
    "pecwatch è una copia di lavoro: il documento ufficiale è la PEC protocollata.",
    "Di una mail si sa quando il server l’ha presa in consegna, non se qualcuno l’ha letta.",
)


def dossier_paper(dossier: Dossier) -> Paper:
    """Everything that the dossier holds."""
    shown = "completo, con dati personali" if dossier.is_full else "con le sole iniziali"
    return Paper(
        title=f"Dossier {dossier.reference}",
        lead=f"{month_name(dossier.month).capitalize()}; {shown}. Preparato {long_moment(dossier.made_at)}.",
        answer_heading="Quando l’abbiamo saputo",
        answer=tuple(_answer(dossier)),
        warnings=tuple(_warnings(dossier)),
        sections=(
            _position(dossier),
            _messages(dossier),
            Section(heading="Tutto quello che è successo, in ordine", tables=filled(story_table(dossier))),
            _mails(dossier),
            _steps(dossier),
            _answers(dossier),
            _held(dossier),
            _questions(dossier),
            _not_known(dossier),
        ),
        footer=(*(() if dossier.is_full else (HIDDEN,)), *CLOSING),
    )


HIDDEN = (
    "In questo dossier non ci sono nomi, indirizzi, numeri di cartella e motivi scritti da persone: al loro posto "
    "iniziali o «…»."
)


def _answer(dossier: Dossier) -> Iterable[str]:
    knowing = dossier.knowing
    if knowing is None:
        yield "Nessun messaggio che parli di questa riga è più conservato: non si può dire."
        return
    yield from _by_clocks(dossier, knowing)
    yield from _by_people(dossier, knowing)


def _by_clocks(dossier: Dossier, knowing: Knowing) -> Iterable[str]:
    clocks, number = knowing.clocks, knowing.message_id
    trace = next(each for each in dossier.messages if each.message_id == number)
    first = f"Il primo messaggio che ne parla (n. {number} nel registro di pecwatch, {way(trace)})"
    if clocks.server_at is None:
        yield f"{first} non ha un’ora di arrivo; pecwatch l’ha visto {long_moment(clocks.seen_at)}."
    else:
        yield f"{first} era nella nostra casella {long_moment(clocks.server_at)} (server di posta)."
    if clocks.certified_at is None:
        yield "Gestore PEC: nessuna ora certificata."
    else:
        yield f"Gestore PEC: spedito {long_moment(clocks.certified_at)} ({seal(trace)})."
    dated = "nessuna" if clocks.header_at is None else f"{long_moment(clocks.header_at)}, non certificata"
    yield f"Data scritta dal mittente: {dated}."
    yield f"Protocollo: {protocol(clocks)}."


def _by_people(dossier: Dossier, knowing: Knowing) -> Iterable[str]:
    if knowing.told_at is None:
        yield "Nessun avviso su questa riga risulta partito."
    else:
        yield f"Primo avviso partito: {long_moment(knowing.told_at)}, a {who_of(dossier, knowing.told)}."
    if knowing.answered_at is None:
        yield "Nessuna persona ha ancora risposto."
        return
    yield f"Prima risposta di una persona: {long_moment(knowing.answered_at)}, {who_of(dossier, knowing.answered)}."
    if knowing.acknowledged_at is None:
        yield "Nessuno l’ha ancora presa in carico."
    else:
        taken = who_of(dossier, knowing.acknowledged)
        yield f"Presa in carico la prima volta: {long_moment(knowing.acknowledged_at)}, {taken}."


def _warnings(dossier: Dossier) -> Iterable[str]:
    if dossier.knowing is not None and dossier.knowing.days_differ:
        yield "gli orologi indicano giorni diversi per lo stesso messaggio: dica sempre di quale parla."
    if not dossier.confirmed:
        yield "l’elenco non è confermato: il mittente non è riconosciuto o il sigillo non è valido."
    if dossier.is_full:
        yield "questo documento contiene dati personali: lo tenga e lo consegni solo a chi deve decidere."


def _position(dossier: Dossier) -> Section:
    household = dossier.household
    facts = (
        ("Nominativo" if dossier.is_full else "Iniziali", household.name),
        ("Altri intestatari", ", ".join(household.co_tenants)),
        ("Indirizzo", household.address or ""),
        ("Data di nascita", "" if household.birth_date is None else day(household.birth_date)),
        ("Codice fiscale", household.fiscal_code or ""),
        ("Giorno", _day_in_words(dossier)),
        ("Esecuzione", STATUS[dossier.status]),
        ("Dicitura", household.wording or ""),
        ("Abbinamento", BAND[dossier.band]),
        ("Cartelle possibili", ", ".join(household.folders)),
        ("Stato", STATE[dossier.state] + ("" if dossier.outcome is None else f", {OUTCOME[dossier.outcome]}")),
        ("Urgenza", "urgente" if dossier.priority is Priority.URGENT else "senza urgenza"),
        ("In carico a", who_of(dossier, dossier.owner)),
        ("Lo sa anche", ", ".join(who_of(dossier, code) for code in dossier.also_told)),
        ("Aperta", minute(dossier.opened_at)),
        ("Chiusa", minute(dossier.closed_at, "")),
        ("Già in elenchi precedenti", "; ".join(_seen(dossier.seen_before))),
        ("Di nuovo in elenchi successivi", "; ".join(_seen(dossier.seen_after))),
    )
    return Section(heading="La posizione", facts=tuple(Fact(label=name, value=value) for name, value in facts if value))


def _day_in_words(dossier: Dossier) -> str:
    if dossier.execution_on is None or dossier.time is None:
        return day(dossier.execution_on)
    return f"{day(dossier.execution_on)}, ore {dossier.time.hour}:{dossier.time:%M}"


def _seen(seen: Iterable[SeenBefore]) -> Iterable[str]:
    return (f"{month_name(each.month)} ({each.reference}): {STATUS[each.status]}" for each in seen)


def _messages(dossier: Dossier) -> Section:
    answers = {each.message_id for each in dossier.answers}
    what = tuple(
        (
            f"n. {each.message_id}",
            "risposta a una nostra mail" if each.message_id in answers else content(each),
            way(each),
            seal(each),
            each.sender or "non noto",
            ", ".join(each.mailboxes) or "non noto",
        )
        for each in dossier.messages
    )
    columns = ("Messaggio", "Che cos’è", "Via", "Sigillo e mittente", "Da", "Casella")
    return Section(
        heading="I messaggi e i loro orologi",
        intro="" if what else "Nessun messaggio conservato.",
        tables=filled(
            clocks_table("Quando, secondo ciascun orologio", dossier.messages),
            Table(caption="Che messaggi erano", columns=columns, rows=what),
        ),
        notes=(HOW_TO_READ,),
    )


def _mails(dossier: Dossier) -> Section:
    rows = tuple(
        (
            f"mail {each.mail_id}",
            who_of(dossier, each.recipient_code),
            f"{MAIL.get(each.kind, each.kind)}{'' if each.references else ' (sul messaggio intero)'}",
            each.subject,
            minute(each.written_at),
            minute(each.sent_at, "non partita"),
            _fate(each.refused_at is not None, each.returned_at is not None),
        )
        for each in dossier.mails
    )
    columns = ("Mail", "A chi", "Che cosa", "Oggetto", "Scritta", "Partita", "Guasti")
    return _listed("Chi è stato avvisato, di che cosa e quando", "Nessuna mail.", columns, rows, "Mail di pecwatch")


def _fate(refused: bool, returned: bool) -> str:
    if returned:
        return "tornata indietro"
    return "rifiutata dal server" if refused else ""


def _steps(dossier: Dossier) -> Section:
    rows = tuple(
        (
            STEP.get(each.step.kind, each.step.kind),
            who_of(dossier, each.step.recipient),
            day(each.step.day, "–"),
            minute(each.decided_at),
            minute(each.sent_at, "non partito"),
            minute(each.undelivered_at, ""),
        )
        for each in dossier.steps
    )
    columns = ("Passo", "A chi", "Giorno di cui parla", "Deciso", "Partito", "Non consegnato")
    return _listed("I passi del calendario", "Nessun passo.", columns, rows, "Solleciti, vigilie, richieste dell’esito")


def _answers(dossier: Dossier) -> Section:
    rows = tuple(
        (
            minute(each.answered_at),
            who_of(dossier, each.who),
            " ".join(filter(None, (COMMAND.get(each.command, each.command), detail_in_words(each.argument)))),
            VERDICT.get(each.verdict, each.verdict),
            f"n. {each.message_id}",
        )
        for each in dossier.answers
    )
    columns = ("Quando", "Chi", "Che cosa ha scritto", "Che cosa ne è stato", "Messaggio")
    return _listed("Le risposte per mail", "Nessuna risposta per mail.", columns, rows, "Tutte, anche non accettate")


def _held(dossier: Dossier) -> Section:
    rows = tuple(
        (
            minute(each.held_at),
            f"n. {each.message_id}",
            ", ".join(FIELD.get(field, field) for field in each.fields) or "non più noto",
            _ended(each.ended_as, each.ended_at),
        )
        for each in dossier.held
    )
    columns = ("Da quando", "Messaggio", "Che cosa cambierebbe", "Com’è finita")
    return _listed("Cambiamenti da confermare", "Nessuno.", columns, rows, "Chiesti da un elenco che da solo non basta")


def _ended(word: str | None, at: dt.datetime | None) -> str:
    return "ancora da confermare" if at is None else f"{ENDED.get(word or '', word or 'concluso')}, {minute(at)}"


def _said(dossier: Dossier, who: str | None, answer: str | None) -> str:
    words = SAID.get(answer or "", answer or "")
    return f"{who_of(dossier, who or '')}{f': {words}' if words else ''}"


def _questions(dossier: Dossier) -> Section:
    rows = tuple(
        (
            minute(each.asked_at),
            f"{QUESTION.get(each.kind, each.kind)} ({about_in_words(each.about)})",
            "aperta"
            if each.answered_at is None
            else f"{minute(each.answered_at)}, {_said(dossier, each.answered_by, each.answer)}",
        )
        for each in dossier.questions
    )
    columns = ("Posta", "Domanda", "Risposta")
    return _listed("Domande", "Nessuna.", columns, rows, "Domande che solo altri possono chiarire")


def _not_known(dossier: Dossier) -> Section:
    groups: dict[Missing, list[int]] = {}
    for each in dossier.not_known:
        groups.setdefault(each.what, []).extend([] if each.message_id is None else [each.message_id])
    bullets = tuple(_missing(what, numbers) for what, numbers in groups.items())
    return Section(heading="Che cosa non si sa", intro="" if bullets else NOTHING_OPEN, bullets=bullets)


def _missing(what: Missing, numbers: list[int]) -> str:
    about = f" (messaggi n. {', '.join(map(str, numbers))})" if numbers else ""
    return sentence(f"{MISSING[what]}{about}")


def _listed(
    heading: str, nothing: str, columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...], caption: str
) -> Section:
    table = Table(caption=caption, columns=columns, rows=rows)
    return Section(heading=heading, intro="" if rows else nothing, tables=filled(table))
