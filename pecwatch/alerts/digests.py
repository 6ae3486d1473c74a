# SPDX-License-Identifier: EUPL-1.2
"""Mails that leave by the calendar, also when there is nothing to say: their absence is the alarm."""

import datetime as dt
from collections.abc import Sequence

from pecwatch.alerts.cards import seen_in_words
from pecwatch.alerts.circumstances import Circumstances
from pecwatch.alerts.coordination import positions_table
from pecwatch.alerts.frame import CLOSING, alert, registry_banner, registry_line
from pecwatch.alerts.page import Answering, Banner, Page, Section, Tone
from pecwatch.alerts.purged import purged_section
from pecwatch.alerts.replies import answering, hand_on_reply
from pecwatch.alerts.shown import count, initials, long_day, moment, of_day
from pecwatch.alerts.subjects import subject
from pecwatch.alerts.told import urgency
from pecwatch.model.alert import Alert, AlertKind
from pecwatch.model.position import Position, PositionState, Priority
from pecwatch.model.record import record
from pecwatch.model.retention import Purged

UNANSWERED = (PositionState.NEW, PositionState.NOTIFIED)


@record
class Counts:
    """What pecwatch did in a stretch of time, and what waits now; numbers only."""

    messages: int = 0
    lists: int = 0
    rows: int = 0
    needing_a_person: int = 0
    """Messages that could not be read, or not in full."""
    muted: int = 0
    """Positions recorded without alert."""
    open_positions: int = 0
    mails_sent: int = 0
    mails_waiting: int = 0
    mails_failed: int = 0
    mailboxes_failing: int = 0
    last_poll_at: dt.datetime | None = None
    troubles: tuple[str, ...] = ()
    """Italian, one line for each alarm that is open."""
    questions_overdue: int = 0
    """Questions that nobody has answered for days."""
    gone: int = 0
    """Messages that the server listed and that were gone before they could be read."""
    renumbered: int = 0
    """Folders that their server numbered anew, so that all was listed again."""
    odd_clock: int = 0
    """Messages that, by the clock of their server, had not arrived yet."""
    trail_head: str = ""
    """Last entry of the audit trail, as `1234:9f3a…`; blank while there is none."""
    purged: Purged = Purged()
    """What was let go of because its time is over."""
    purged_on: dt.date | None = None
    """Day of the last purge that came to its end."""


def weekly_digest(
    positions: Sequence[Position], counts: Counts, *, day: dt.date, circumstances: Circumstances
) -> Alert:
    """The coordinator's Monday mail: every open position, who has not answered, what was not read.

    Args:
        positions: All open ones; muted ones are only counted.
        counts: Of the seven days before.
        day: The Monday it is for; it keeps the digest from leaving twice.
    """
    shown = sorted(
        (each for each in positions if each.is_open and not each.muted),
        key=lambda each: urgency(each, circumstances.today),
    )
    silent = [each for each in shown if each.state in UNANSWERED and each.priority is Priority.URGENT]
    token = circumstances.token_of(f"weekly:{day}", circumstances.coordinator.email)
    open_ones = count(len(shown), "posizione aperta", "posizioni aperte")
    page = Page(
        title=f"Settimana {of_day(day)}: {open_ones}",
        lead=_weekly_lead(silent),
        banners=(*_person_banner(counts), *registry_banner(circumstances)),
        sections=(
            *_weekly_sections(shown, silent, circumstances),
            *_seen_section(shown),
            *_open_section(counts),
            _week_section(counts),
        ),
        answering=_answering(token, shown, circumstances),
        footer=(
            registry_line(circumstances),
            "Questa mail parte ogni lunedì, anche quando non c'è nulla da dire: se manca, chiami il CED.",
            *_head_line(counts),
            CLOSING,
        ),
    )
    waiting = f", {len(silent)} senza risposta" if silent else ""
    names = tuple(each.reference for each in shown)
    text = f"Riepilogo settimanale {of_day(day)}: {open_ones}{waiting}"
    urgent = any(circumstances.is_near(each) for each in silent)
    return alert(
        AlertKind.WEEKLY_DIGEST,
        circumstances.coordinator,
        f"weekly:{day}",
        subject(text, urgent=urgent),
        page,
        references=names,
        token=token if shown else "",
    )


def _answering(token: str, shown: Sequence[Position], circumstances: Circumstances) -> Answering | None:
    """The coordinator may hand any row on."""
    names = [each.reference for each in shown]
    return answering(token, hand_on_reply(circumstances), names, circumstances) if names else None


def daily_counts(counts: Counts, *, day: dt.date, circumstances: Circumstances) -> Alert:
    """The system administrator's mail: counts and health, never a name."""
    troubles = _troubles(counts)
    poll = "mai" if counts.last_poll_at is None else moment(counts.last_poll_at)
    page = Page(
        title="pecwatch: tutto regolare" if not troubles else "pecwatch: c'è da intervenire",
        lead=f"Conteggi delle ultime 24 ore, {long_day(day)}.",
        banners=(
            *(Banner(tone=Tone.DANGER, label="Guasto", text=each) for each in troubles),
            *registry_banner(circumstances),
        ),
        sections=(
            *_open_section(counts),
            Section(heading="In numeri", bullets=(*_numbers(counts), f"Ultimo controllo delle caselle: {poll}")),
            purged_section(counts.purged, counts.purged_on),
        ),
        footer=(
            registry_line(circumstances),
            "Questa mail parte ogni giorno: se manca, pecwatch è fermo.",
            *_head_line(counts),
            "Per i particolari: pecwatch status.",
        ),
    )
    read = f"{count(counts.lists, 'elenco', 'elenchi')}, {count(counts.rows, 'riga', 'righe')}"
    state = f", {count(len(troubles), 'guasto', 'guasti')}" if troubles else ", tutto regolare"
    recipient = circumstances.office.system_administrator
    return alert(
        AlertKind.DAILY_COUNTS,
        recipient,
        f"daily:{day}",
        subject(f"Conteggi {of_day(day)}: {read}{state}"),
        page,
    )


def history_summary(counts: Counts, *, event: str, circumstances: Circumstances) -> tuple[Alert, ...]:
    """What the first start found among old mail: one summary to coordinator and administrator, numbers only."""
    page = Page(
        title="Primo avvio: letta la posta già arrivata",
        lead="Gli elenchi di giorni già passati sono registrati; nessuno è stato avvisato riga per riga.",
        sections=(Section(heading="In numeri", bullets=_numbers(counts)),),
        steps=(
            "Un caso ancora aperto va affidato a voce a chi lo segue: di queste righe pecwatch non avviserà nessuno.",
        ),
        footer=(registry_line(circumstances), CLOSING),
    )
    lists = count(counts.lists, "elenco passato", "elenchi passati")
    text = subject(f"Primo avvio: {lists}, nessun avviso riga per riga")
    people = (circumstances.coordinator, circumstances.office.system_administrator)
    return tuple(alert(AlertKind.HISTORY, person, event, text, page) for person in people)


def _head_line(counts: Counts) -> tuple[str, ...]:
    """A copy outside of where the trail stands: whoever shortens or rewrites it cannot reach this mail."""
    return (f"Registro delle operazioni, ultima voce: {counts.trail_head}.",) if counts.trail_head else ()


def _weekly_lead(silent: Sequence[Position]) -> str:
    if not silent:
        return "Nessuna posizione urgente aspetta risposta."
    number = count(len(silent), "posizione urgente aspetta", "posizioni urgenti aspettano")
    return f"{number} ancora una risposta: cominci da qui."


def _person_banner(counts: Counts) -> tuple[Banner, ...]:
    if not counts.needing_a_person:
        return ()
    text = f"{count(counts.needing_a_person, 'messaggio', 'messaggi')} da aprire a mano nella casella."
    return (Banner(tone=Tone.DANGER, label="Non letti", text=text),)


def _weekly_sections(
    shown: Sequence[Position], silent: Sequence[Position], circumstances: Circumstances
) -> tuple[Section, ...]:
    if not shown:
        return (Section(heading="Posizioni aperte", intro="Nessuna."),)
    waiting = {each.reference for each in silent}
    others = [each for each in shown if each.reference not in waiting]
    passed = [each for each in shown if each.execution_on is not None and each.execution_on < circumstances.today]
    asked = f"Per {count(len(passed), 'posizione', 'posizioni')} il giorno è passato e manca l’esito." if passed else ""
    groups = (("Senza risposta", silent, ""), ("Le altre, comprese quelle senza urgenza", others, asked))
    return tuple(
        Section(
            heading=heading,
            intro=intro,
            table=positions_table("Le più urgenti prima", group, circumstances),
        )
        for heading, group, intro in groups
        if group
    )


def _seen_section(shown: Sequence[Position]) -> tuple[Section, ...]:
    """Households of earlier lists: it is not their first time."""
    lines = tuple(
        f"{each.reference} ({initials(each.row)}): {'; '.join(seen_in_words(each))}"
        for each in shown
        if each.seen_before
    )
    return (Section(heading="Già viste in elenchi precedenti", bullets=lines),) if lines else ()


def _open_section(counts: Counts) -> tuple[Section, ...]:
    """Alarms that are open, and questions that wait."""
    waiting = count(counts.questions_overdue, "domanda aspetta", "domande aspettano")
    lines = (
        *(f"{line}." for line in counts.troubles),
        *([f"{waiting} risposta da più di tre giorni."] if counts.questions_overdue else []),
    )
    return (Section(heading="Segnalazioni ancora aperte", bullets=lines),) if lines else ()


def _week_section(counts: Counts) -> Section:
    return Section(heading="La settimana in numeri", bullets=_numbers(counts))


def _numbers(counts: Counts) -> tuple[str, ...]:
    return (
        f"Messaggi esaminati: {counts.messages}",
        f"Elenchi: {counts.lists}; righe: {counts.rows}",
        f"Posizioni aperte: {counts.open_positions}; registrate senza avviso: {counts.muted}",
        f"Messaggi da aprire a mano: {counts.needing_a_person}",
        f"Avvisi partiti: {counts.mails_sent}; in attesa: {counts.mails_waiting}; respinti: {counts.mails_failed}",
        *_oddities(counts),
    )


def _oddities(counts: Counts) -> tuple[str, ...]:
    """What came about in the mailboxes; a line each, and none for what did not."""
    oddities = (
        (counts.gone, "Messaggi spariti dalla casella prima di essere letti"),
        (counts.renumbered, "Cartelle rinumerate dal server, rilette per intero senza ripetere avvisi"),
        (counts.odd_clock, "Messaggi con un orario di arrivo non ancora venuto (orologio del server da controllare)"),
    )
    return tuple(f"{what}: {number}" for number, what in oddities if number)


def _troubles(counts: Counts) -> tuple[str, ...]:
    troubles = (
        (counts.mailboxes_failing, "caselle che non rispondono"),
        (counts.mails_waiting, "avvisi non ancora partiti"),
        (counts.mails_failed, "avvisi respinti dal server"),
        (counts.needing_a_person, "messaggi da aprire a mano (ci pensa la coordinatrice)"),
    )
    return tuple(f"{what}: {number}" for number, what in troubles if number)
