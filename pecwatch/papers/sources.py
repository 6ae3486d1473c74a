# SPDX-License-Identifier: EUPL-1.2
"""Messages on paper: what each was, how far it can be believed, and its times, each under the clock that says it."""

from collections.abc import Iterable

from pecwatch.alerts.words import REASON, TRUST
from pecwatch.model.message import Kind, Trust
from pecwatch.model.trail import Clocks, MessageTrace
from pecwatch.papers.page import Table
from pecwatch.papers.shown import day, second
from pecwatch.papers.words import ENVELOPE, NATURE, WAY

CLOCK_COLUMNS = (
    "Gestore PEC (certificata)",
    "Server di posta (arrivo)",
    "Scritta dal mittente (non certificata)",
    "Protocollo",
    "Vista da pecwatch",
)

HOW_TO_READ = (
    "Quattro orologi, mai mescolati: il gestore PEC certifica la spedizione; il server di posta segna l’arrivo nella "
    "casella; la data del mittente la scrive il suo computer e non la certifica nessuno; il protocollo la dà l’ufficio "
    "protocollo e non ha l’ora. Accanto, quando pecwatch ha visto il messaggio. Ore italiane."
)


def clocks_table(caption: str, traces: Iterable[MessageTrace]) -> Table:
    """Each message with its times side by side."""
    rows = tuple((f"n. {each.message_id}", *clock_cells(each.clocks)) for each in traces)
    return Table(caption=caption, columns=("Messaggio", *CLOCK_COLUMNS), rows=rows)


def clock_cells(clocks: Clocks) -> tuple[str, ...]:
    """The times of one message in the order of the columns."""
    return (
        second(clocks.certified_at, "nessuna"),
        second(clocks.server_at),
        second(clocks.header_at, "nessuna"),
        protocol(clocks),
        second(clocks.seen_at),
    )


def protocol(clocks: Clocks) -> str:
    """`0098765 del 24/10/2025`."""
    entry = clocks.protocol
    return "non noto" if entry is None else f"{entry.number} del {day(entry.date, 'giorno non indicato')}"


def way(trace: MessageTrace) -> str:
    """By which way it came."""
    if trace.way is not None:
        return WAY[trace.way]
    return "non noto" if trace.kind is None else ENVELOPE[trace.kind]


def seal(trace: MessageTrace) -> str:
    """How far the seal can be believed, and whether the sender is known."""
    if trace.trust is None:
        return "non più noto"
    sealed = trace.kind in (Kind.PEC, Kind.RECEIPT, Kind.REM) or trace.trust is not Trust.ABSENT
    words = TRUST[trace.trust] if sealed else "senza sigillo PEC"
    reason = REASON.get(trace.trust_reason or "", "") if sealed and trace.trust is not Trust.VERIFIED else ""
    known = "mittente riconosciuto" if trace.sender_recognised else "mittente non riconosciuto"
    return f"{words}{f' ({reason})' if reason else ''}; {known}"


def content(trace: MessageTrace) -> str:
    """`elenco, 7 righe`; that it was read in part, where it was."""
    if trace.state is None:
        return "contenuto non più conservato"
    if trace.rows is None or trace.nature is None:
        return "lettera" if trace.state == "letter" else "senza elenco"
    rows = f"{trace.rows} {'riga' if trace.rows == 1 else 'righe'}"
    declared = "" if trace.declared_rows in (None, trace.rows) else f" (ne dichiara {trace.declared_rows})"
    partial = "" if trace.complete else ", letto in parte"
    return f"{NATURE[trace.nature]}, {rows}{declared}{partial}"
