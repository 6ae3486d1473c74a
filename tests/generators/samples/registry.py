# SPDX-License-Identifier: EUPL-1.2
"""An invented registry: fifteen people whom the sample lists are about, and a town around them."""

import csv
import datetime as dt
import io
import itertools
import random
from collections.abc import Iterator

from pecwatch.italian.fiscal_code import check_letter
from pecwatch.italian.fold import fold

COLUMNS = (
    "cartella",
    "cognome",
    "nome",
    "cf",
    "data_nascita",
    "sesso",
    "altro_cognome",
    "indirizzo",
    "civico",
    "scala",
    "interno",
    "comune",
    "numero_famiglia",
    "relazione",
    "operatore",
    "area",
    "stato",
    "aggiornato_al",
)

UPDATED_ON = "20/10/2025"
TOWN = "Borgo Salice"
PEOPLE = 300

# surname, given name, sex, birth, other surname, street, civic, staircase, flat, household, relation, operator, state
# fmt: off
KNOWN: tuple[tuple[str, ...], ...] = (
    ("Zuccheroli", "Mirella", "F", "12/03/1951", "", "Via delle Robinie", "14", "B", "7", "H0001", "intestatario", "OP01", "attiva"),
    ("Zuccheroli", "Tancredi", "M", "02/09/1983", "", "Via delle Robinie", "14", "B", "7", "H0001", "figlio", "OP01", "attiva"),
    ("Bonettali", "Ivano", "M", "25/07/1968", "", "Largo dei Pioppi", "3", "", "12", "H0002", "intestatario", "OP02", "attiva"),
    ("Bonettali", "Sveva", "F", "30/01/2011", "", "Largo dei Pioppi", "3", "", "12", "H0002", "figlia", "OP02", "attiva"),
    ("De' Falchetti", "Rosa", "F", "08/12/1944", "Montesilvi", "Viale dei Gelsi", "22/A", "", "1", "H0003", "intestatario", "OP03", "attiva"),
    ("Montesilvi della Rocchetta", "Anna", "F", "17/05/1972", "", "Viale dei Gelsi", "22/A", "", "5", "H0004", "intestatario", "OP03", "chiusa"),
    ("Okoroma", "Blessing", "F", "21/10/1990", "", "Via delle Robinie", "14", "A", "3", "H0005", "intestatario", "OP01", "attiva"),
    ("Okoroma", "Emeka", "M", "04/04/2019", "", "Via delle Robinie", "14", "A", "3", "H0005", "figlio", "OP01", "attiva"),
    ("Ferrabò", "Nicolò", "M", "14/02/1960", "", "Vicolo del Tarassaco", "9", "", "2", "H0006", "intestatario", "OP02", "segretariato"),
    ("Benhamdane", "Yusra", "F", "03/06/1987", "", "Piazza 4 Novembre", "12", "", "8", "H0007", "intestatario", "OP04", "attiva"),
    ("Benhamdane", "Idris", "M", "19/08/1984", "", "Piazza 4 Novembre", "12", "", "8", "H0007", "coniuge", "OP04", "attiva"),
    ("Carpentelli", "Ugo", "M", "11/11/1939", "", "Via del Giuncheto", "36/38", "", "4", "H0008", "intestatario", "OP03", "attiva"),
    ("Carpentelli", "Ugo", "M", "05/01/1977", "", "Via Passo Alto", "5", "", "", "H0009", "intestatario", "OP04", "attiva"),
    ("Drăgulinescu", "Mihaela", "F", "28/09/1979", "", "Corso dei Tigli", "101", "", "6", "H0010", "intestatario", "OP02", "attiva"),
    ("Sorgentini", "Palmira", "F", "16/04/1948", "Vallescura", "Via del Giuncheto", "36/38", "", "9", "H0011", "intestatario", "OP01", "attiva"),
)
# fmt: on

SURNAMES = (
    "Acquarondi Albicocchi Ambrosoldi Arcobelli Baldacconi Barbellani Bellavignola Bergamaschelli Boscarondi "
    "Brunettali Caldaroni Campolieri Castelbruni Cedratelli Chiarovalli Colombaroli Cornacchielli Dellacorba "
    "Fiordalisi Fontaneschi Frassinelli Galverani Ginestrali Guardabosco Lavandoni Lucernaroli Malvarosi Mandorlini "
    "Melagranati Nespolari Noccioletti Olmarelli Ortensiani Pagliarondi Passerotti Pettirossi Quercioli Rondinari "
    "Rosmarelli Salicornia Sambucari Serpillini Spigarolo Tamerici Ulivastri Verbenali Vignaroli Zafferanelli"
).split()
WOMEN = "Adelma Bruna Clelia Dafne Egle Fosca Ginevra Ilda Lidia Marisa Norma Ofelia Piera Rina Tosca Viola".split()
MEN = "Alvise Bruno Cosimo Delio Elio Fausto Gino Ivo Lauro Mauro Nereo Oreste Pio Remo Silvio Ugo".split()
STREETS = (
    "Via delle Robinie|Largo dei Pioppi|Viale dei Gelsi|Vicolo del Tarassaco|Piazza 4 Novembre|Via del Giuncheto|"
    "Via Passo Alto|Corso dei Tigli|Via dei Mirtilli|Via Fratelli Lanterna|Strada della Brughiera|Via San Firmo|"
    "Via XXV Aprile|Piazzale delle Ghiaie|Via Acquafredda"
).split("|")


def registry_csv() -> bytes:
    """The registry as an Italian spreadsheet program writes it: semicolons, cp1252, dd/mm/yyyy.

    Names that cp1252 cannot hold lose their marks, as they do in such exports.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(itertools.islice(_people(), PEOPLE))
    return out.getvalue().replace("ă", "a").encode("cp1252")


def _people() -> Iterator[tuple[str, ...]]:
    known = (_row(f"2019/{index:05d}", person) for index, person in enumerate(KNOWN, 871))
    town = (_row(f"2021/{index:05d}", person) for index, person in enumerate(_townspeople(), 1))
    return itertools.chain(known, town)


def _townspeople() -> Iterator[tuple[str, ...]]:
    return itertools.chain.from_iterable(_household(number) for number in itertools.count(12))


def _household(number: int) -> list[tuple[str, ...]]:
    """One to four people of one surname in one dwelling."""
    chance = random.Random(number)
    surname, street = chance.choice(SURNAMES), chance.choice(STREETS)
    civic, staircase, flat = str(chance.randint(1, 60)), chance.choice(["", "", "A", "B"]), str(chance.randint(1, 24))
    operator, state = f"OP{chance.randint(1, 4):02d}", chance.choice(["attiva", "attiva", "chiusa", "segretariato"])
    members = []
    for place in range(chance.choice([1, 1, 2, 3, 4])):
        sex = chance.choice("FM")
        name = chance.choice(WOMEN if sex == "F" else MEN)
        born = dt.date(
            chance.randint(1935, 1995) + (20 if place > 1 else 0), chance.randint(1, 12), chance.randint(1, 28)
        )
        relation = ("intestatario", "coniuge", "figlio", "figlio")[place]
        home = (street, civic, staircase, flat, f"H{number:04d}", relation, operator, state)
        members.append((surname, name, sex, f"{born:%d/%m/%Y}", "", *home))
    return members


def _row(folder: str, person: tuple[str, ...]) -> tuple[str, ...]:
    surname, name, sex, born, other, street, civic, staircase, flat, household, relation, operator, state = person
    code = fiscal_code(surname, name, sex, dt.datetime.strptime(born, "%d/%m/%Y").date())
    home = (street, civic, staircase, flat, TOWN, household, relation, operator, "area 1", state, UPDATED_ON)
    return (folder, surname, name, code, born, sex, other, *home)


def fiscal_code(surname: str, given_name: str, sex: str, born: dt.date) -> str:
    """A codice fiscale with the birth-place code X999, which belongs to no place."""
    day = born.day + (40 if sex == "F" else 0)
    first = f"{_letters(surname, 3)}{_letters(given_name, 4)}{born:%y}{'ABCDEHLMPRST'[born.month - 1]}{day:02d}X999"
    return first + check_letter(first)


def _letters(name: str, many: int) -> str:
    """Three letters of a name; a given name with four consonants or more skips the second."""
    letters = fold(name).replace(" ", "")
    consonants = [letter for letter in letters if letter not in "AEIOU"]
    if many == 4 and len(consonants) >= 4:
        return consonants[0] + consonants[2] + consonants[3]
    return ("".join(consonants) + "".join(letter for letter in letters if letter in "AEIOU") + "XXX")[:3]
