# SPDX-License-Identifier: EUPL-1.2
"""Lists that change an earlier one (L18)."""

from tests.generators.letters import File
from tests.generators.providers import ARUBA, NAMIRIAL
from tests.generators.samples.papers import ruled_list
from tests.generators.samples.post import CLOSING, SUBJECT, Case, at, letter, sealed


def addition() -> bytes:
    """One more row for a month already announced."""
    text = (
        "Spett.le Comune,\nad integrazione di quanto già trasmesso per il mese di OTTOBRE 2026, si comunica il seguente "
        "intervento:\n\n4) LAVANDONI BRUNO - Via XXV Aprile 60 int. 7 - 20/10/2026 ore 9,00 - SI ESEGUE\n"
    )
    subject = "Integrazione - " + SUBJECT.format(month="OTTOBRE 2026")
    return sealed(letter(21, at(2026, 9, 28, 11, 10), subject, text + CLOSING), NAMIRIAL)


def erratum() -> bytes:
    """One row with its right day."""
    text = (
        "Spett.le Comune,\nsi comunica la seguente rettifica all’elenco degli interventi fissati per il mese di OTTOBRE "
        "2026:\n\n1) CORNACCHIELLI EGLE - Piazza 4 Novembre 44 int. 21 - 14/10/2026 ore 9,00 - SI ESEGUE\n"
    )
    subject = "ERRATA CORRIGE - " + SUBJECT.format(month="OTTOBRE 2026")
    return sealed(letter(22, at(2026, 10, 2, 9, 25), subject, text + CLOSING), NAMIRIAL)


def replacement() -> bytes:
    """A genuine list that takes the place of the one before: one row fewer, one day moved later."""
    header = ("N.", "COGNOME E NOME", "INDIRIZZO", "DATA", "ORA", "ESITO")
    rows = [
        ("1", "CEDRATELLI OFELIA", "Via delle Robinie 34 int. 6", "17/11/2026", "09:00", "SI ESEGUE"),
        ("2", "SERPILLINI NEREO", "Corso dei Tigli 45 sc. A int. 10", "24/11/2026", "09:00", "SI ESEGUE"),
    ]
    title = "ELENCO INTERVENTI PROGRAMMATI - NOVEMBRE 2026"
    file = File(name="elenco corretto.pdf", content=ruled_list(title, header, rows, "Totale interventi: 2"))
    text = (
        "Spett.le Comune,\nl’elenco allegato annulla e sostituisce il precedente, fissato per il mese di NOVEMBRE 2026.\n"
        + CLOSING
    )
    subject = "ANNULLA E SOSTITUISCE: " + SUBJECT.format(month="NOVEMBRE 2026")
    return sealed(letter(24, at(2026, 10, 30, 10, 5), subject, text, attachments=(file,)), ARUBA)


# fmt: off
CASES = (
    Case(name="2026-10-integrazione", note="An addition to the list of the month (L18): one more row, the others stay.", message=addition),
    Case(name="2026-10-rettifica", note="An erratum (L18): one row comes again with another day, and says which row it corrects.", message=erratum),
    Case(name="2026-11-annulla-e-sostituisce", note="A genuine replacement (L18): a verified list of a recognised sender may move a day later and leave a row out.", message=replacement),
)
# fmt: on
