# SPDX-License-Identifier: EUPL-1.2
"""What is refused, asked for or still to come is not read as granted or done."""

import pytest

from pecwatch.italian.dates import WrittenDate
from pecwatch.lists.wording import read_status
from pecwatch.model.listing import Status
from tests.lists.written import RULES

WORDS = RULES.wording
NOVEMBER_18 = WrittenDate(day=18, month=11, year=2027)


@pytest.mark.parametrize(
    "wording",
    [
        "rinvio respinto",
        "rinvio (non concesso)",
        "rinvio: no",
        "nessun rinvio",
        "RINVIO NON AUTORIZZATO",
        "richiesta rinvio al 14/01/2028 respinta",
        "rinvio chiesto dall'inquilino e negato",
        "diniego della proroga",
        "rigetto istanza di rinvio",
        "istanza di sospensione rigettata",
        "non è stata concessa la sospensione",
        "sospensione revocata",
        "revoca sospensione",
        "annullamento del rinvio",
        "annullato il rinvio",
        "scaduta la sospensione",
        "sospensione decaduta",
        "cessata la moratoria",
        "piano di rientro revocato",
        "RINVIATO AL 14/01/2028 - rinvio revocato",
    ],
)
def test_a_refused_relief_is_none(wording: str) -> None:
    """Nobody knows then what happens: a person reads it at once, and no new day is told."""
    reading = read_status(wording, WORDS)
    assert (reading.status, reading.postponed_to) == (Status.UNKNOWN, None)
    assert reading.rule.startswith("wording.")


@pytest.mark.parametrize(
    "wording",
    [
        "chiesto rinvio",
        "chiesto rinvio, non ancora concesso",
        "in attesa di rinvio",
        "in attesa di nuova data",
        "richiesta revoca dello sfratto",
        "potrebbe essere rinviato",
        "si impegna al rilascio spontaneo entro il 30/11",
        "consegna chiavi prevista per il 30/11",
        "verrà rilasciato spontaneamente entro il 30/11",
        "mancata riconsegna chiavi",
        "rilascio spontaneo non avvenuto",
        "eseguito pignoramento",
        "decadenza eseguita",
        "procedura di decadenza conclusa",
        "pagamento effettuato",
        "pagamento non effettuato",
        "eseguito parzialmente",
        "accesso eseguito con esito negativo",
    ],
)
def test_what_is_asked_promised_or_another_act_closes_nothing(wording: str) -> None:
    """Requests, promises and other acts leave the execution where it was."""
    assert read_status(wording, WORDS).status is Status.UNKNOWN


@pytest.mark.parametrize(
    "wording",
    [
        "richiesta rinvio al 14/01/2028 respinta, si procede il 18/11/2027",
        "richiesta rinvio respinta si procede il 18/11/2027",
        "decadenza eseguita, si esegue lo sloggio il 18/11/2027",
        "rinvio respinto, pertanto si esegue il 18/11/2027",
        "sospensione negata dal giudice, confermato per il 18/11/2027",
        "RINVIATO AL 14/01/2028 - rinvio revocato, si esegue il 18/11/2027",
        "eseguito pignoramento, si procede il 18/11/2027",
        "rilasciato parzialmente, si esegue il 18/11/2027",
        "sarà sfrattato il 18/11/2027",
        "verrà sloggiata il 18/11/2027",
        "l'alloggio verrà liberato dalla forza pubblica il 18/11/2027",
        "deve essere rilasciato il 18/11/2027",
        "esecuzione anticipata al 18/11/2027",
        "anticipata dal 25/11 al 18/11/2027",
        "18/11/2027 - SI ESEGUE",
    ],
)
def test_an_execution_announced_wins(wording: str) -> None:
    """With its day, whatever was refused before it or done besides."""
    reading = read_status(wording, WORDS)
    assert (reading.status, reading.date) == (Status.EXECUTE, NOVEMBER_18)
    assert reading.postponed_to is None


@pytest.mark.parametrize(
    ("wording", "status"),
    [
        ("accolta la richiesta di rinvio al 14/01/2028", Status.POSTPONED),
        ("chiesto rinvio, concesso al 14/01/2028", Status.POSTPONED),
        ("confermato il rinvio al 14/01/2028", Status.POSTPONED),
        ("RINVIATO AL 14/01/2028 - nessun ulteriore rinvio", Status.POSTPONED),
        ("Rinvio al 14/01/2028 - annullato lo sfratto del 6/11", Status.POSTPONED),
        ("RINVIO AL 14/01/2028. IN ATTESA DI DOCUMENTAZIONE", Status.POSTPONED),
        ("SOSPESO su richiesta dei servizi", Status.SUSPENDED),
        ("sospeso - in attesa di rinvio", Status.SUSPENDED),
        ("revocato lo sfratto", Status.NOT_EXECUTED),
        ("decadenza revocata", Status.NOT_EXECUTED),
        ("Rilascio spontaneo - era previsto per il 19/10/2025", Status.RELEASED),
        ("sgombero eseguito", Status.EXECUTED),
        ("salvo rinvio", Status.TO_CONFIRM),
        ("SI ESEGUE salvo rinvio", Status.TO_CONFIRM),
        ("dopo il rinvio del 18/09 si esegue", Status.EXECUTE),
        ("ESECUZIONE CONFERMATA- piano di rientro non rispettato", Status.EXECUTE),
    ],
)
def test_what_is_granted_stays_so(wording: str, status: Status) -> None:
    """Reliefs that were granted, acts that were done, conditions."""
    assert read_status(wording, WORDS).status is status


def test_a_sentence_about_several_rows_is_no_rows_own() -> None:
    """«Per i primi tre …; per gli altri …» below the last row gives it neither status nor day."""
    reading = read_status("Per i primi tre si esegue il 11/11/2027; per gli altri il 12/11/2027.", WORDS)
    assert (reading.status, reading.date) == (Status.UNKNOWN, None)


@pytest.mark.parametrize("wording", ["RINVIATO con nota 3/11/2027", "RINVIATO - pagamento entro il 20/11/2027"])
def test_no_day_is_granted_by_standing_near(wording: str) -> None:
    """A day is new only right behind the phrase or where «al», «nuova data» lead to it."""
    assert read_status(wording, WORDS).postponed_to is None
