# SPDX-License-Identifier: EUPL-1.2
"""Everything held on one person, on paper: what she asks for, in words she can read."""

from collections.abc import Callable, Iterable, Iterator

from pecwatch.alerts.shown import moment, month_name
from pecwatch.alerts.words import BAND, STATUS
from pecwatch.model.listing import ListRow
from pecwatch.model.office import Office
from pecwatch.model.rights import By, HeldPosition, KeepingRule, PersonExport, RegistryRecord
from pecwatch.papers.details import detail_in_words
from pecwatch.papers.page import Fact, Paper, Section, Table, filled, listed_section
from pecwatch.papers.receivers import mails_section, namer, reads_section
from pecwatch.papers.shown import day, minute
from pecwatch.papers.words import ENVELOPE, OUTCOME, STATE, event_word

ASKED_BY = {By.FISCAL_CODE: "codice fiscale", By.FOLDER: "numero di cartella", By.POSITION: "posizione"}

KEPT = {
    "raw_messages": "messaggi originali, cifrati",
    "rejected_candidates": "abbinamenti esclusi",
    "registry": "anagrafica",
}

FOR_HOW_LONG = {
    KeepingRule.RAW: "{} mesi dall’arrivo",
    KeepingRule.CLOSED: "{} mesi dalla chiusura",
    KeepingRule.UNMATCHED: "{} mesi dal giorno previsto",
    KeepingRule.REJECTED: "{} giorni",
    KeepingRule.REGISTRY: "le ultime {} importazioni",
}

DECISION = {"confirmed": "«è questa persona»", "rejected": "«non è la stessa persona»"}

REGISTRY = "Anagrafica dei servizi sociali"

PURPOSE = (
    "I dati servono a una sola cosa: che il servizio sociale sappia in tempo degli sfratti programmati e possa "
    "aiutare. Nessuna decisione è automatica: il programma propone, le persone decidono."
)


def person_paper(export: PersonExport, office: Office) -> Paper:
    """The whole export on paper."""
    who = namer(office)
    return Paper(
        title="Dati conservati su una persona",
        lead=f"Ricerca per {ASKED_BY[export.asked_by.by]} {export.asked_by.value}. Preparato {moment(export.made_at)}.",
        answer_heading="In breve",
        answer=(*_summary(export), PURPOSE),
        warnings=tuple(_warnings(export)),
        sections=(
            *_registry(export),
            *(_position(each, who) for each in export.positions),
            _considered(export),
            _lines(export),
            _messages(export),
            mails_section(export.mails, who),
            _decisions(export, who),
            _restrictions(export, who),
            reads_section(export.reads),
            _keeping(export),
        ),
        footer=(
            "Nelle stesse comunicazioni ci sono altre persone: i loro dati non sono in questo documento.",
            "pecwatch è una copia di lavoro: il documento ufficiale è la PEC protocollata.",
        ),
    )


def _summary(export: PersonExport) -> Iterable[str]:
    yield (
        f"Registrazioni in anagrafica: {len(export.registry)}. Posizioni: {len(export.positions)}. Righe di elenchi: "
        f"{len(export.lines)}. Mail scritte: {len(export.mails)}."
    )
    if any(each.lifted_at is None for each in export.restrictions):
        yield "Il trattamento è limitato su richiesta: vedere sotto."


def _warnings(export: PersonExport) -> Iterable[str]:
    yield "questo documento contiene dati personali: lo consegni solo alla persona, dopo averne accertato l’identità."
    rows = (*(each.row for each in export.lines), *(each.row for each in export.positions))
    if any(row.co_tenants for row in rows):
        yield "una riga nomina anche altri intestatari: controlli se vadano coperti prima della consegna."
    if export.same_name:
        yield (
            f"nome uguale o simile, senza altro che lo confermi: {', '.join(export.same_name)}. Può essere un’altra "
            "persona, anche un familiare: controlli e, se è la stessa, ripeta la ricerca per posizione."
        )


def _registry(export: PersonExport) -> Iterator[Section]:
    """One for each import, so that it shows where one ends; what is in force is told by its heading."""
    if not export.registry:
        yield Section(heading=REGISTRY, intro="Nessuna registrazione.")
    for each in export.registry:
        state = "in uso" if each.is_in_force else "precedente"
        yield Section(heading=f"{REGISTRY}, importazione n. {each.import_id} ({state})", facts=tuple(_record(each)))


def _record(record: RegistryRecord) -> Iterable[Fact]:
    person = record.person
    left = "" if record.left_on is None else f", uscito il {day(record.left_on)}"
    pairs = (
        ("Dati al", f"{day(record.dated_on)}{left}"),
        ("Cartella", person.folder),
        ("Cognome e nome", f"{person.surname} {person.given_name}"),
        ("Altro cognome", person.other_surname or ""),
        ("Codice fiscale", person.fiscal_code or ""),
        ("Data di nascita", "" if person.birth_date is None else day(person.birth_date)),
        ("Sesso", person.sex or ""),
        ("Indirizzo", person.address.as_written),
        ("Nucleo", " ".join(filter(None, (person.household_id, person.relation)))),
        ("Operatore", person.operator or ""),
        ("Area", person.area or ""),
        ("Stato della cartella", person.folder_state or ""),
        ("Aggiornato al", "" if person.updated_on is None else day(person.updated_on)),
    )
    return (Fact(label=label, value=value) for label, value in pairs if value)


def _row_facts(row: ListRow) -> tuple[tuple[str, str], ...]:
    return (
        ("Nominativo", row.name_as_written or f"{row.surname} {row.given_name}".strip()),
        ("Altri intestatari", ", ".join(f"{each.surname} {each.given_name}".strip() for each in row.co_tenants)),
        ("Indirizzo", row.address.as_written),
        ("Data di nascita", "" if row.birth_date is None else day(row.birth_date)),
        ("Codice fiscale", row.fiscal_code or ""),
        ("Dicitura", row.wording),
        ("Altro testo", "; ".join(row.extra)),
    )


def _position(position: HeldPosition, who: Callable[[str], str]) -> Section:
    pairs = (
        *_row_facts(position.row),
        ("Giorno", day(position.execution_on)),
        ("Esecuzione", STATUS[position.status]),
        (
            "Come ricevuta, prima della rettifica",
            "" if position.received is None else _as_listed(position.received),
        ),
        ("Stato", STATE[position.state] + ("" if position.outcome is None else f", {OUTCOME[position.outcome]}")),
        ("In carico a", who(position.owner)),
        ("Lo sa anche", ", ".join(map(who, position.also_told))),
        ("Aperta", minute(position.opened_at)),
        ("Chiusa", minute(position.closed_at, "")),
        ("Già in elenchi precedenti", ", ".join(position.seen_before)),
        ("Altre persone confrontate", str(position.other_candidates) if position.other_candidates else ""),
    )
    return Section(
        heading=f"Posizione {position.reference}, {month_name(position.month)}",
        facts=tuple(Fact(label=label, value=value) for label, value in pairs if value),
        tables=filled(
            Table(
                caption="Perché è stata abbinata all’anagrafica",
                columns=("Cartella", "Abbinamento", "Motivi"),
                rows=tuple(
                    (each.folder, BAND[each.band], "; ".join(reason.text for reason in each.evidence))
                    for each in position.candidates
                ),
            ),
            Table(
                caption="Che cosa è successo",
                columns=("Quando", "Che cosa", "Chi", "Motivo scritto"),
                rows=tuple(
                    (
                        minute(each.at),
                        " ".join(filter(None, (event_word(each.kind), _bracketed(each.detail)))),
                        who(each.who),
                        each.reason,
                    )
                    for each in position.events
                ),
            ),
        ),
    )


def _as_listed(row: ListRow) -> str:
    return f"{row.name_as_written or f'{row.surname} {row.given_name}'.strip()}, {row.address.as_written}"


def _bracketed(detail: str) -> str:
    return f"({detail_in_words(detail)})" if detail else ""


def _considered(export: PersonExport) -> Section:
    rows = tuple(
        (
            each.reference,
            f"{each.probability:.0%}",
            "esclusa da una persona" if each.is_rejected else BAND[each.band],
            "; ".join(reason.text for reason in each.evidence),
        )
        for each in export.considered
    )
    columns = ("Posizione di altri", "Probabilità", "Abbinamento", "Motivi")
    return listed_section("Dove è stata soltanto confrontata", columns, rows, "Righe di altre persone o non abbinate")


def _lines(export: PersonExport) -> Section:
    rows = tuple(
        (
            f"n. {each.message_id}",
            "" if each.month is None else month_name(each.month),
            each.row.text or _as_listed(each.row),
            day(each.row.postponed_to or each.row.date),
            each.row.wording,
        )
        for each in export.lines
    )
    columns = ("Messaggio", "Mese", "Come ricevuta", "Giorno", "Dicitura")
    return listed_section("Le righe degli elenchi, come ricevute", columns, rows, "Parole dell’azienda per la casa")


def _messages(export: PersonExport) -> Section:
    rows = tuple(
        (
            f"n. {each.message_id}",
            minute(each.arrived_at),
            "" if each.kind is None else ENVELOPE[each.kind],
            each.sender or "una persona dell’ufficio",
            " · ".join("risposta a una nostra mail" if part == "answer" else part for part in each.parts),
            "sì, cifrato" if each.is_kept else "no",
        )
        for each in export.messages
    )
    columns = ("Messaggio", "Arrivato", "Tipo", "Da", "Dove (parte, pagina, riga)", "Originale conservato")
    return listed_section("I messaggi in cui compare", columns, rows, "Gli originali contengono anche altre persone")


def _decisions(export: PersonExport, who: Callable[[str], str]) -> Section:
    rows = tuple(
        (
            minute(each.decided_at),
            DECISION.get(each.kind, each.kind),
            who(each.who),
            each.reference or "–",
            each.folder,
            each.alias or "",
            minute(each.undone_at, "vale ancora"),
        )
        for each in export.decisions
    )
    columns = ("Quando", "Che cosa", "Chi", "Posizione", "Cartella", "Nome e indirizzo ricordati", "Fino a")
    return listed_section("Decisioni ricordate", columns, rows, "Parole delle persone dell’ufficio")


def _restrictions(export: PersonExport, who: Callable[[str], str]) -> Section:
    rows = tuple(
        (each.reference, minute(each.restricted_at), who(each.restricted_by), minute(each.lifted_at, "vale ancora"))
        for each in export.restrictions
    )
    return listed_section(
        "Limitazione del trattamento", ("Posizione", "Da quando", "Chi", "Fino a"), rows, "Articolo 18 GDPR"
    )


def _keeping(export: PersonExport) -> Section:
    rows = tuple(
        (
            KEPT.get(each.what, each.what),
            FOR_HOW_LONG[each.kind].format(each.length),
            day(each.until, "non ancora definito"),
        )
        for each in export.keeping
    )
    copies = tuple(
        (each.name, minute(each.made_at), minute(each.is_last_at, "finché non viene rimossa")) for each in export.copies
    )
    return Section(
        heading="Per quanto tempo, e in quali copie",
        tables=filled(
            Table(caption="Tempi di conservazione", columns=("Che cosa", "Per quanto", "Fino al"), rows=rows),
            Table(caption="Copie della banca dati", columns=("Copia", "Fatta", "Rimossa entro"), rows=copies),
        ),
    )
