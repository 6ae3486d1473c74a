# SPDX-License-Identifier: EUPL-1.2
"""What was let go of because its time is over, as the administrator's daily mail tells it: classes and numbers."""

import datetime as dt
from dataclasses import asdict

from pecwatch.alerts.page import Section
from pecwatch.alerts.shown import long_day
from pecwatch.model.retention import Purged

CLASSES = {
    "raw_messages": "copie sigillate di messaggi",
    "texts_of_messages": "letture di messaggi",
    "rows": "righe di elenchi, con la loro storia",
    "texts_of_mails": "testi di avvisi già partiti",
    "rejected_candidates": "candidati scartati da una persona",
    "confirmed_lines": "abbinamenti confermati",
    "decisions": "decisioni su cartelle che l’anagrafica non ha più",
    "people_who_left": "persone uscite dall’anagrafica",
    "registry_people": "persone di anagrafiche superate",
    "registries": "anagrafiche superate",
    "answers": "risposte ricevute",
    "troubles": "segnalazioni e domande concluse",
    "copies": "copie della banca dati",
}
"""By class, in the order of the mail."""


def purged_section(done: Purged, last_on: dt.date | None) -> Section:
    """The last day's deletions by class; the day of the last one also where nothing had had its time.

    Args:
        last_on: The day of the last purge that came to its end; None before the first.
    """
    counts = asdict(done)
    lines = tuple(f"{what[0].upper()}{what[1:]}: {counts[name]}" for name, what in CLASSES.items() if counts[name])
    ended = (
        "Nessuna cancellazione è ancora stata completata: avviene di notte, a ufficio chiuso."
        if last_on is None
        else f"Ultima cancellazione completata: {long_day(last_on)}."
    )
    since = (
        "Nelle ultime 24 ore sono stati cancellati:" if lines else "Nelle ultime 24 ore non è stato cancellato nulla."
    )
    return Section(heading="Dati cancellati perché scaduti", intro=f"{ended} {since}", bullets=lines)
