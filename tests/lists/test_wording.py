# SPDX-License-Identifier: EUPL-1.2
"""What a wording means: the headline decides, the tail explains."""

import pytest

from pecwatch.italian.dates import WrittenDate
from pecwatch.lists.wording import join_lines, read_status
from pecwatch.model.listing import Status
from tests.lists.written import RULES

WORDS = RULES.wording


@pytest.mark.parametrize(
    ("wording", "status"),
    [
        ("SI ESEGUE - dopo ripetuti solleciti telefonici si procede con l’esecuzione", Status.EXECUTE),
        ("SI ESEGUE - piano di rientro non rispettato", Status.EXECUTE),
        ("SI ESEGUE (già rinviato il 18/09)", Status.EXECUTE),
        ("SI ESEGUE - inquilina deceduta, occupato dal figlio", Status.EXECUTE),
        ("ESITO: SI ESEGUE", Status.EXECUTE),
        ("Morosità - SI ESEGUE", Status.EXECUTE),
        ("già rinviato, si esegue", Status.EXECUTE),
        ("NON ULTERIORMENTE RINVIABILE - SI ESEGUE", Status.EXECUTE),
        ("SI ESEGUE - già sospeso salvo pagamento non avvenuto", Status.EXECUTE),
        ("Sl ESEGUE", Status.EXECUTE),
        ("S1 E5EGUE", Status.EXECUTE),
        ("SI ESE-\nGUE", Status.EXECUTE),
        ("ESECUZIONE CONFERMATA", Status.EXECUTE),
        ("NON SI ESEGUE - piano di rientro", Status.NOT_EXECUTED),
        ("N0N SI ESEGUE", Status.NOT_EXECUTED),
        ("NON VERRÀ ESEGUITO", Status.NOT_EXECUTED),
        ("l'intervento non verrà più eseguito", Status.NOT_EXECUTED),
        ("L'ESECUZIONE NON AVRÀ LUOGO", Status.NOT_EXECUTED),
        ("non si esegue: già rilasciato", Status.NOT_EXECUTED),
        ("ANNULLATO - debito saldato", Status.NOT_EXECUTED),
        ("NON SI ESEGUE, si esegue il 14/01/2026", Status.POSTPONED),
        ("NON SI ESEGUE il 06/11/2025", Status.NOT_EXECUTED),
        ("NO", Status.NOT_EXECUTED),
        ("RINVIATO AL 14/01/2026", Status.POSTPONED),
        ("Posticipato a data da destinarsi", Status.POSTPONED),
        ("SOSPESO - in attesa di pagamento", Status.SUSPENDED),
        ("SOSPESO - nuovo accesso il 14/01/2026", Status.POSTPONED),
        ("SOSPESO fino al 14/01/2026", Status.SUSPENDED),
        ("SOSPENDERE", Status.SUSPENDED),
        ("Da rinviare", Status.POSTPONED),
        ("il Comune chiede di rinviare", Status.UNKNOWN),
        ("NON RINVIARE", Status.UNKNOWN),
        ("☐ NON SI ESEGUE ☒ SI ESEGUE", Status.EXECUTE),
        ("[X] RINVIATO [ ] SI ESEGUE", Status.POSTPONED),
        ("Esito: [ ] SOSPESO [x] SI ESEGUE", Status.EXECUTE),
        ("SOSPESO ☐ SI ESEGUE ☑", Status.EXECUTE),
        ("☐ SOSPESO ☐ SI ESEGUE", Status.UNKNOWN),
        ("SI ESEGUE (*)", Status.EXECUTE),
        ("ESECUZIONE FISSATA PER IL 6/11 SOSPESA", Status.SUSPENDED),
        ("DA CONFERMARE", Status.TO_CONFIRM),
        ("SALVO PAGAMENTO ENTRO IL 20/11", Status.TO_CONFIRM),
        ("fissato per il 18/11 – NON SI ESEGUE - piano di rientro", Status.NOT_EXECUTED),
        ("SI ESEGUE salvo pagamento entro il 20/11", Status.TO_CONFIRM),
        ("confermato, salvo diverse disposizioni", Status.TO_CONFIRM),
        ("RILASCIATO SPONTANEAMENTE", Status.RELEASED),
        ("chiavi riconsegnate il 12/10/2025", Status.RELEASED),
        ("SLOGGIO ESEGUITO il 5/10", Status.EXECUTED),
        ("visita del fabbro", Status.UNKNOWN),
        ("Morosità - sospeso il pagamento", Status.UNKNOWN),
        ("NON RILASCIATO", Status.UNKNOWN),
        ("", Status.UNKNOWN),
    ],
)
def test_wordings_mean_their_status(wording: str, status: Status) -> None:
    """Negations, conditions, past events and OCR look-alikes do not mislead."""
    assert read_status(wording, WORDS).status is status


@pytest.mark.parametrize(
    ("wording", "day"),
    [
        ("RINVIATO AL 14/01/2026", WrittenDate(day=14, month=1, year=2026)),
        ("RINVIATO dal 06/11 al 14/01/2026", WrittenDate(day=14, month=1, year=2026)),
        ("RINVIATO (già fissato il 18/09/2025) al 14/01/2026", WrittenDate(day=14, month=1, year=2026)),
        ("RINVIATO - nuova data 14/01/2026", WrittenDate(day=14, month=1, year=2026)),
        ("RINVIATO A DATA DA DESTINARSI", None),
        ("RINVIATO, si esegue il 14/01/2026", WrittenDate(day=14, month=1, year=2026)),
        ("RINVIATO; si eseguirà il giorno 14/01/2026", WrittenDate(day=14, month=1, year=2026)),
        ("rinviato su richiesta del Comune, prossimo accesso 14/01/2026", WrittenDate(day=14, month=1, year=2026)),
        ("RINVIATO su istanza del 3/11, si esegue il 14/01/2026", WrittenDate(day=14, month=1, year=2026)),
        ("SOSPESO - nuovo accesso il 14/01/2026", WrittenDate(day=14, month=1, year=2026)),
        ("SOSPESO fino al 14/01/2026", None),
        ("RINVIATO - pagamento entro il 20/11/2025", None),
        ("RINVIATO, non si esegue il 06/11/2025", None),
        ("NON SI ESEGUE, si esegue il 14/01/2026", WrittenDate(day=14, month=1, year=2026)),
        ("NON SI ESEGUE il 06/11, si esegue invece il 14/01/2026", WrittenDate(day=14, month=1, year=2026)),
        ("ANNULLATO - nuovo accesso 14/01/2026", WrittenDate(day=14, month=1, year=2026)),
        ("NON SI ESEGUE il 06/11/2025 - piano di rientro", None),
        ("SI ESEGUE - già rinviato al 18/09/2025", None),
    ],
)
def test_the_new_day_of_a_postponed_row(wording: str, day: WrittenDate | None) -> None:
    """Only the day that «al», «nuova data» lead to; a past day never."""
    assert read_status(wording, WORDS).postponed_to == day


@pytest.mark.parametrize(
    ("wording", "day"),
    [
        ("SI ESEGUE il 27/11/2025 ore 9,30 - già rinviato il 18/09", WrittenDate(day=27, month=11, year=2025)),
        ("SI ESEGUE - già rinviato il 18/09/2025", None),
        ("RINVIATO DAL 06/11/2025 AL 14/01/2026", WrittenDate(day=6, month=11, year=2025)),
        ("SI ESEGUE entro il 30/11/2025", None),
        ("RINVIATO come da istanza del 03/11/2025", None),
        ("rinviato quello del 6/11", WrittenDate(day=6, month=11)),
    ],
)
def test_the_execution_day_of_a_headline(wording: str, day: WrittenDate | None) -> None:
    """The headline may give the day; the tail never does."""
    assert read_status(wording, WORDS).date == day


def test_joined_lines_change_nothing_but_breaks() -> None:
    """Hyphens at a line's end and breaks go; dashes and case stay."""
    assert (
        join_lines("SI ESEGUE – dopo appun-\ntamenti  mancati -\nfine")
        == "SI ESEGUE – dopo appuntamenti mancati - fine"
    )
