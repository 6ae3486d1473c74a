# SPDX-License-Identifier: EUPL-1.2
"""Reasons in neutral Italian, fit for a mail: what agrees and what does not, never a value of the registry."""

from pecwatch.matching.closeness import Level
from pecwatch.matching.names import Comparison
from pecwatch.matching.places import Nearness, Proximity, StreetForm

SWAPPED = "cognome e nome scambiati"
OTHER_READING = "nominativo letto in altro modo"
NO_GIVEN_NAME = "nome non indicato"
NO_ADDRESS = "indirizzo non confrontabile"
NO_BIRTH_DATE = "data di nascita non indicata nell'elenco"
ALIAS = "nominativo o indirizzo già confermato da una persona in un elenco precedente"
CODE_CONTRADICTS = "il codice fiscale dell'elenco non concorda con il nome o con la data di nascita"
HOUSEHOLD_SURNAME = "cognome di un altro componente dello stesso nucleo"
ALSO_OTHER_SURNAME = "uguale anche l'altro cognome"

_SURNAMES = {
    Level.EQUAL: "cognome uguale",
    Level.SPELLING: "cognome uguale, scritto in altro modo",
    Level.NEAR: "cognome quasi uguale",
    Level.PREFIX: "cognome troncato",
    Level.FAR: "cognome simile",
    Level.INITIAL: "iniziale del cognome uguale",
    Level.DIM: "cognome vagamente simile",
}
_GIVEN_NAMES = {
    Level.EQUAL: "nome uguale",
    Level.SPELLING: "nome uguale, scritto in altro modo o abbreviato",
    Level.NEAR: "nome quasi uguale",
    Level.PREFIX: "nome troncato",
    Level.FAR: "nome simile",
    Level.INITIAL: "iniziale del nome uguale",
    Level.DIM: "nome vagamente simile",
}
_PLACES = {
    Nearness.FLAT: "stesso interno",
    Nearness.WHOLE: "stesso civico",
    Nearness.CIVIC: "stesso civico, interno non indicato da una delle due parti",
    Nearness.OTHER_FLAT: "stesso civico, interno diverso",
    Nearness.SAME_FLAT_NEAR_CIVIC: "stessa via, civico quasi uguale, stesso interno",
    Nearness.NEAR_CIVIC: "stessa via, civico quasi uguale",
    Nearness.STREET_AND_FLAT: "stessa via e stesso interno, civico non indicato da una delle due parti",
    Nearness.STREET: "stessa via, civico non indicato da una delle due parti",
    Nearness.OTHER_CIVIC: "stessa via, civico diverso",
    Nearness.NUMBERS: "via diversa, ma stesso civico e stesso interno",
    Nearness.DIFFERENT: "indirizzo diverso",
}
_STREETS = {
    StreetForm.OTHER_TYPE: "tipo di via diverso",
    StreetForm.SLIP: "via scritta in modo diverso",
}
_EXACT = {"equal": "uguale", "near": "quasi uguale", "different": "diversa"}


def surname(comparison: Comparison, *, through_other: bool) -> str:
    """What the surname says, and how many bear it."""
    if comparison.level is None:
        return "cognome diverso"
    said = _SURNAMES[comparison.level]
    if comparison.partly:
        said = "uno dei cognomi" + said.removeprefix("cognome") if said.startswith("cognome") else said
    if through_other:
        said += " all'altro cognome (da coniugata, da vedova o da nubile)"
    return f"{said}; in archivio {_bear_it(comparison)}" if comparison.bearers else said


def _bear_it(comparison: Comparison) -> str:
    count = comparison.bearers
    people = "1 persona" if count == 1 else f"{count} persone"
    verb = "porta" if count == 1 else "portano"
    return f"lo {verb} {people}" if comparison.level is Level.EQUAL else f"{people} con cognome così vicino"


def given_name(comparison: Comparison) -> str:
    """What the given name says."""
    if comparison.level is None:
        return "nome diverso"
    said = _GIVEN_NAMES[comparison.level]
    return "uno dei nomi" + said.removeprefix("nome") if comparison.partly and said.startswith("nome") else said


def place(proximity: Proximity) -> str:
    """What the address says."""
    said = _PLACES[proximity.nearness]
    if proximity.exponent_missing:
        said += ", esponente del civico non indicato da una delle due parti"
    return f"{said} ({_STREETS[proximity.street]})" if proximity.street in _STREETS else said


def misread(word: str) -> str:
    """A word of the row, in which a scan put digits for letters."""
    return f"letto «{word}», corretto come errore di scansione"


def birth_date(answer: str) -> str:
    """What the day of birth says."""
    return f"data di nascita {_EXACT[answer]}"


def fiscal_code(answer: str) -> str:
    """What the codice fiscale says."""
    return f"codice fiscale {_EXACT[answer].replace('diversa', 'diverso')}"
