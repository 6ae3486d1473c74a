# SPDX-License-Identifier: EUPL-1.2
"""The coordinator's mails about one message: the digest of a list, what was not read, what must be confirmed."""

from collections.abc import Sequence

from pecwatch.alerts.cards import name_of, owner_word, seen_in_words, status_in_words
from pecwatch.alerts.circumstances import Circumstances
from pecwatch.alerts.confirming import CALL, confirming_alert, doubt_banner, needs_confirming, why_section
from pecwatch.alerts.difference_words import difference_fields
from pecwatch.alerts.frame import CLOSING, alert, registry_banner, registry_line
from pecwatch.alerts.not_read import lost_banner, problem_bullets, unread_alert
from pecwatch.alerts.origin import provenance, remarks
from pecwatch.alerts.page import Page, Section, Table
from pecwatch.alerts.replies import answering, hand_on_reply
from pecwatch.alerts.shown import count, initials, month_name, references, tiny_day
from pecwatch.alerts.subjects import OPENED, month_title, rows_subject, subject
from pecwatch.alerts.told import Told
from pecwatch.alerts.words import KIND, UNCONFIRMED
from pecwatch.model.alert import Alert, AlertKind
from pecwatch.model.answer import Command
from pecwatch.model.match import Band
from pecwatch.model.news import News, NewsKind, Report
from pecwatch.model.position import Position, Priority

FOUND = (Band.CERTAIN, Band.PROBABLE)


def coordinator_alerts(
    news: News, told: Sequence[Told], report: Report, event: str, circumstances: Circumstances
) -> tuple[Alert, ...]:
    """What the coordinator gets: nothing for a copy that agrees with its list."""
    match news.kind:
        case NewsKind.UNREADABLE:
            return (unread_alert(report, event, circumstances),)
        case NewsKind.EMPTY_LIST:
            return (_empty_alert(news, report, event, circumstances),)
        case NewsKind.LETTER:
            return (_letter_alert(report, event, circumstances),)
        case NewsKind.TWIN if not told and not news.missing and not _has_more(report):
            return ()
    digest = list_digest(news, told, report, event, circumstances)
    if not needs_confirming(told, report):
        return (digest,)
    return (digest, confirming_alert(news, told, report, event, circumstances))


def _has_more(report: Report) -> bool:
    """Whether a copy holds what its list did not: text or files that the seal does not cover."""
    return any(problem.code == "outside_seal" for problem in report.reading.problems)


def list_digest(news: News, told: Sequence[Told], report: Report, event: str, circumstances: Circumstances) -> Alert:
    """The list in numbers and initials; when it was read only in part, that first."""
    listing = report.reading.listing
    partial = listing is not None and not listing.complete
    about, names = f"{event}:digest", tuple(each.position.reference for each in told)
    token = circumstances.token_of(about, circumstances.coordinator.email)
    unread = lost_banner(report) if partial else ()
    page = Page(
        title=f"{_kind_word(news)} di {month_name(news.month)}: {count(len(news.rows), 'riga', 'righe')}",
        lead=provenance(report.reading.message),
        banners=(*unread, *registry_banner(circumstances)),
        sections=(
            Section(heading="In breve", bullets=_facts(news, told, report, circumstances)),
            *_origin_section(report),
            *_unread_section(report, circumstances),
            *_differences_section(told),
            *_seen_section(told),
            *_missing_section(news),
            *_table_section(told, circumstances),
        ),
        steps=_steps(circumstances) if told else (),
        answering=answering(token, hand_on_reply(circumstances), names, circumstances) if told else None,
        footer=(registry_line(circumstances), CLOSING),
    )
    text = (
        rows_subject(news, told, OPENED, circumstances)
        if told
        else subject(f"{month_title(news.month)}: {_kind_word(news).lower()} che non coincide")
    )
    if partial:
        text = subject(f"ELENCO LETTO IN PARTE – {text.split('] ', 1)[1]}")
    return alert(
        AlertKind.NOT_READ if partial else AlertKind.LIST_DIGEST,
        circumstances.coordinator,
        about,
        text,
        page,
        references=names,
        token=token if told else "",
    )


def _kind_word(news: News) -> str:
    return KIND.get(news.kind, "elenco").capitalize()


def _facts(news: News, told: Sequence[Told], report: Report, circumstances: Circumstances) -> tuple[str, ...]:
    """Counts: read and declared, known and unknown, new and repeated, whose."""
    matches, rows = report.matches, len(news.rows)
    found = sum(match.band in FOUND for match in matches)
    dwelling = sum(match.band is Band.SAME_DWELLING for match in matches)
    facts = [_read_and_declared(report), f"Riconosciute in anagrafica: {found} su {rows}" + _dwelling(dwelling) + "."]
    new, changed = sum(each.is_new for each in told), sum(each.is_changed for each in told)
    same = rows + len(news.left_out) + len(news.absent) - new - changed
    facts.append(f"Righe nuove: {new}; cambiate: {changed}; già note senza variazioni: {max(same, 0)}.")
    low = sum(each.position.priority is Priority.LOW for each in told)
    if low:
        facts.append(f"Senza urgenza (non si esegue, sospese, rilasciate, rinviate senza data): {low}.")
    facts.extend(_owners(told, circumstances))
    if report.reading.other_lists:
        others = count(len(report.reading.other_lists), "altro elenco", "altri elenchi")
        facts.append(f"ATTENZIONE: il messaggio contiene {others}: va aperto a mano.")
    return tuple(facts)


def _read_and_declared(report: Report) -> str:
    listing = report.reading.listing
    if listing is None:
        return "Righe lette: 0."
    read = len(listing.rows)
    if listing.declared_rows is None:
        return f"Righe lette: {read} (l'elenco non dichiara quante sono)."
    verdict = "coincidono" if listing.declared_rows == read else "NON coincidono: apra la PEC e conti"
    return f"Righe lette: {read}; dichiarate: {listing.declared_rows} ({verdict})."


def _dwelling(number: int) -> str:
    return f"; altre {number} allo stesso indirizzo di un nucleo conosciuto" if number else ""


def _owners(told: Sequence[Told], circumstances: Circumstances) -> tuple[str, ...]:
    codes = [each.position.owner for each in told]
    if not codes:
        return ()
    shares = ", ".join(f"{name_of(code, circumstances)} ({codes.count(code)})" for code in sorted(set(codes)))
    return (f"In carico a: {shares}.",)


def _origin_section(report: Report) -> tuple[Section, ...]:
    bullets = remarks(report.reading.message)
    return (Section(heading="Da dove viene", bullets=bullets),) if bullets else ()


def _unread_section(report: Report, circumstances: Circumstances) -> tuple[Section, ...]:
    bullets = problem_bullets(report, circumstances)
    intro = "Da confrontare con la PEC, un punto alla volta."
    return (Section(heading="Da controllare a mano", intro=intro, bullets=bullets),) if bullets else ()


def _differences_section(told: Sequence[Told]) -> tuple[Section, ...]:
    bullets = tuple(
        f"{each.position.reference} ({initials(each.position.row)}): {words}"
        for each in told
        if each.differences
        for words in difference_fields(each.differences)
    )
    return (Section(heading="Che cosa è cambiato", bullets=bullets),) if bullets else ()


def _seen_section(told: Sequence[Told]) -> tuple[Section, ...]:
    """Households that an earlier month's list named, whether or not the registry knows them."""
    bullets = tuple(
        f"{each.position.reference} ({initials(each.position.row)}): {'; '.join(seen_in_words(each.position))}"
        for each in told
        if each.is_new and each.position.seen_before
    )
    return (Section(heading="Già viste in elenchi precedenti", bullets=bullets),) if bullets else ()


def _missing_section(news: News) -> tuple[Section, ...]:
    if not news.missing:
        return ()
    names = tuple(position.reference for position in news.missing)
    intro = f"Non nominate questa volta: {references(names, 12)}. Una riga che manca non è annullata."
    return (Section(heading=f"Restano aperte: {count(len(names), 'posizione', 'posizioni')}", intro=intro),)


def _table_section(told: Sequence[Told], circumstances: Circumstances) -> tuple[Section, ...]:
    if not told:
        return ()
    table = positions_table(
        "Posizioni di questo elenco, le più urgenti prima", [each.position for each in told], circumstances
    )
    return (Section(heading="Posizioni", table=table),)


def positions_table(caption: str, positions: Sequence[Position], circumstances: Circumstances) -> Table:
    """What a coordinator may see of every row; three columns, so that it fits a telephone."""
    return Table(
        caption=caption,
        columns=("Riferimento", "Iniziali, giorno, stato", "In carico a"),
        rows=tuple(
            (position.reference, _in_short(position), owner_word(position.owner, circumstances))
            for position in positions
        ),
    )


def _in_short(position: Position) -> str:
    day = "senza giorno" if position.execution_on is None else tiny_day(position.execution_on)
    return f"{initials(position.row)} – {day} – {status_in_words(position)}"


def _steps(circumstances: Circumstances) -> tuple[str, ...]:
    hand_on = circumstances.answers.offered(Command.HAND_ON)
    return (
        "Per le righe lette non deve fare altro: chi le segue risponde alla sua mail, e quelle senza risposta "
        "arrivano a lei.",
        f"Per affidare subito una riga a qualcun altro risponda {hand_on}, il suo nome o codice e il riferimento.",
    )


def _empty_alert(news: News, report: Report, event: str, circumstances: Circumstances) -> Alert:
    """«Non sono previsti interventi» closes nothing and lowers nothing: it names nobody, so a person must ask."""
    message, still = report.reading.message, len(news.missing)
    asks = message.is_in_doubt or still > 0
    stays = f"{count(still, 'posizione resta aperta', 'posizioni restano aperte')}: nessuna viene chiusa da sola."
    page = Page(
        title=f"{month_title(news.month)}: nessun intervento previsto",
        lead=f"Il messaggio dichiara che per {month_name(news.month)} non sono previsti interventi. "
        + provenance(message),
        now=CALL if asks else "",
        banners=doubt_banner(message),
        sections=(*(why_section(news, message) if asks else ()), *_missing_section(news)),
        steps=_steps_if_empty(stays if still else "", asks=asks),
        footer=(registry_line(circumstances), CLOSING),
    )
    text = subject(
        f"{month_title(news.month)}: elenco vuoto, nessun intervento previsto"
        + (f" – {UNCONFIRMED}" if message.is_in_doubt else "")
        + (f" – {stays.split(':', maxsplit=1)[0]}" if still else "")
    )
    kind = AlertKind.TO_CONFIRM if asks else AlertKind.EMPTY_LIST
    reader = circumstances.confirmer if asks else circumstances.coordinator
    return alert(kind, reader, f"{event}:empty", text, page)


def _steps_if_empty(stays: str, *, asks: bool) -> tuple[str, ...]:
    if not asks:
        return ("Non deve fare nulla.",)
    wait = "Finché l’azienda non l’ha confermato a voce, non conti su questo messaggio."
    return (wait, stays) if stays else (wait,)


def _letter_alert(report: Report, event: str, circumstances: Circumstances) -> Alert:
    page = Page(
        title="È arrivata una lettera dell’azienda, non un elenco",
        lead=provenance(report.reading.message),
        banners=doubt_banner(report.reading.message),
        now="Adesso: apra il messaggio nella casella e decida chi deve saperlo. Nessuna posizione è stata aperta.",
        footer=(CLOSING,),
    )
    text = subject("Lettera dell'azienda (non è un elenco): da aprire a mano")
    return alert(AlertKind.LIST_DIGEST, circumstances.coordinator, f"{event}:letter", text, page)
