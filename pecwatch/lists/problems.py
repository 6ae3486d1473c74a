# SPDX-License-Identifier: EUPL-1.2
"""Problems of lists, in words for the office."""

from collections.abc import Iterable

from pecwatch.model.problem import Problem, Severity


def in_words(rows: Iterable[int]) -> str:
    """«riga 3», «righe 2, 3 e 7»."""
    numbers = [str(row) for row in rows]
    if len(numbers) == 1:
        return f"riga {numbers[0]}"
    return f"righe {', '.join(numbers[:-1])} e {numbers[-1]}"


def total_differs(declared: int, read: int) -> Problem:
    """The list says another number of rows."""
    text = f"L'elenco dichiara {declared} righe, ne sono state lette {read}: aprire il messaggio e contare le righe."
    return Problem(code="total_differs", severity=Severity.LOST, text=text)


def subtotal_differs(part: str) -> Problem:
    """A subtotal does not add up."""
    text = "Un totale parziale dell'elenco non corrisponde alle righe lette: controllare il documento."
    return Problem(code="subtotal_differs", severity=Severity.DOUBT, part=part, text=text)


def numbering_gap(part: str, missing: Iterable[int], *, scanned: bool) -> Problem:
    """The printed numbers skip.

    Args:
        scanned: The rows were recognised from a picture, in which a row can be overlooked.
    """
    numbers = ", ".join(str(number) for number in missing)
    text = f"Nella numerazione delle righe mancano i numeri {numbers}: controllare che non ci sia una riga non letta."
    severity = Severity.LOST if scanned else Severity.DOUBT
    return Problem(code="numbering_gap", severity=severity, part=part, text=text)


def left_over(part: str, count: int) -> Problem:
    """Lines that no rule explains."""
    text = (
        "Una riga del documento non è stata capita: leggerla nel messaggio originale."
        if count == 1
        else f"{count} righe del documento non sono state capite: leggerle nel messaggio originale."
    )
    return Problem(code="leftovers", severity=Severity.DOUBT, part=part, text=text)


def status_unknown(rows: Iterable[int]) -> Problem:
    """Wordings the rules do not know."""
    text = f"Dicitura non riconosciuta ({in_words(rows)}): va trattata come urgente finché una persona non la legge."
    return Problem(code="status_unknown", severity=Severity.DOUBT, text=text)


def date_missing(rows: Iterable[int]) -> Problem:
    """Rows without a day."""
    text = f"L'elenco non indica il giorno dell'esecuzione ({in_words(rows)}): chiederlo all'ente gestore."
    return Problem(code="date_missing", severity=Severity.DOUBT, text=text)


def weekday_disagrees(rows: Iterable[int]) -> Problem:
    """Weekday and day do not go together."""
    text = f"Il giorno della settimana non corrisponde alla data ({in_words(rows)}): farsi confermare il giorno."
    return Problem(code="weekday_disagrees", severity=Severity.DOUBT, text=text)


def day_impossible(rows: Iterable[int]) -> Problem:
    """A day that no calendar has."""
    text = f"La data scritta non esiste nel calendario ({in_words(rows)}): farsi confermare il giorno."
    return Problem(code="date_impossible", severity=Severity.DOUBT, text=text)


def day_far(rows: Iterable[int]) -> Problem:
    """A day that cannot be meant."""
    text = (
        f"Una data scritta è lontana anni dal messaggio, o già passata per un rinvio ({in_words(rows)}): non è stata "
        "presa per buona, farsi confermare il giorno."
    )
    return Problem(code="date_not_believed", severity=Severity.DOUBT, text=text)


def several_days(rows: Iterable[int]) -> Problem:
    """Several days for one row."""
    text = f"L'elenco indica più giorni insieme ({in_words(rows)}): farsi dire quale vale per ciascuna persona."
    return Problem(code="several_days", severity=Severity.DOUBT, text=text)


def civic_is_day(rows: Iterable[int]) -> Problem:
    """A civic number that a workbook turned into a day."""
    text = f"Al posto del numero civico c'è una data ({in_words(rows)}): chiedere il numero civico all'ente gestore."
    return Problem(code="civic_is_day", severity=Severity.DOUBT, text=text)


def fiscal_code_invalid(rows: Iterable[int]) -> Problem:
    """Fiscal codes that do not check."""
    text = f"Il codice fiscale non è formalmente corretto ({in_words(rows)}): la riga è stata letta comunque."
    return Problem(code="fiscal_code_invalid", severity=Severity.DOUBT, text=text)


def month_disagrees() -> Problem:
    """Subject, titles and rows name different months."""
    text = "Oggetto, titolo e righe dell'elenco indicano mesi diversi: verificare a quale mese si riferisce."
    return Problem(code="month_disagrees", severity=Severity.DOUBT, text=text)


def layout_inferred(part: str) -> Problem:
    """Columns told by their content."""
    text = "Le colonne della tabella non hanno un'intestazione conosciuta: dedotte dal contenuto, da controllare."
    return Problem(code="layout_inferred", severity=Severity.DOUBT, part=part, text=text)


def address_unsure(rows: Iterable[int]) -> Problem:
    """Addresses told by their place alone."""
    text = f"L'indirizzo è stato riconosciuto solo dalla posizione ({in_words(rows)}): da controllare."
    return Problem(code="address_unsure", severity=Severity.DOUBT, text=text)


def address_missing(rows: Iterable[int]) -> Problem:
    """Rows without an address."""
    text = f"L'elenco non indica l'indirizzo ({in_words(rows)})."
    return Problem(code="address_missing", severity=Severity.DOUBT, text=text)


def differ(part: str, rows: Iterable[int]) -> Problem:
    """Two parts of the message tell a row differently."""
    text = f"Le parti del messaggio non dicono la stessa cosa ({in_words(rows)}): confrontarle prima di decidere."
    return Problem(code="parts_disagree", severity=Severity.DOUBT, part=part, text=text)


def only_in(part: str, rows: Iterable[int]) -> Problem:
    """Rows that only one part has."""
    text = f"Le parti del messaggio non contengono le stesse righe ({in_words(rows)}): confrontarle."
    return Problem(code="parts_disagree", severity=Severity.DOUBT, part=part, text=text)


def note_to_verify() -> Problem:
    """Somebody wrote above a list that they forward."""
    text = "Sopra l'elenco inoltrato c'è una nota di chi lo ha inoltrato: leggerla, non è stata applicata alle righe."
    return Problem(code="note_to_verify", severity=Severity.DOUBT, text=text)


def missing_attachment(severity: Severity) -> Problem:
    """An announced attachment is not there."""
    text = "Il messaggio annuncia un allegato che non c'è: chiedere all'ente gestore di inviarlo di nuovo."
    return Problem(code="missing_attachment", severity=severity, text=text)


def behind_link() -> Problem:
    """A list lies behind a link."""
    text = (
        "Il messaggio rimanda con un link a un file che può contenere l'elenco, o una sua parte: pecwatch non scarica "
        "nulla; aprire il link a mano, se il mittente è sicuro, e chiedere all'ente gestore il file in allegato."
    )
    return Problem(code="missing_attachment", severity=Severity.LOST, text=text)


def no_rows(severity: Severity) -> Problem:
    """Nothing that looks like a row was found."""
    text = "Nel messaggio non è stata trovata nessuna riga di elenco: aprirlo e leggerlo."
    if severity is Severity.NOTE:
        text = "Il messaggio viene dall'ente gestore e non contiene righe di elenco."
    return Problem(code="no_rows", severity=severity, text=text)


def sender_not_recognised() -> Problem:
    """The list comes from somebody the office has not listed."""
    text = "Il mittente non è tra quelli riconosciuti: l'elenco è da confermare."
    return Problem(code="sender_not_recognised", severity=Severity.DOUBT, text=text)


def outside_seal() -> Problem:
    """There is content beside the sealed message."""
    text = "Fuori dalla parte sigillata del messaggio c'è altro contenuto: non è stato letto nell'elenco, va guardato."
    return Problem(code="outside_seal", severity=Severity.DOUBT, text=text)
