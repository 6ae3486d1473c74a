# SPDX-License-Identifier: EUPL-1.2
"""A registry of invented people: households, buildings, homonyms, operators; the same seed gives the same people."""

import datetime as dt
import random
import unicodedata
from dataclasses import replace

from pecwatch.italian.addresses import compose_address
from pecwatch.italian.fiscal_code import check_letter
from pecwatch.model.person import RegistryPerson
from pecwatch.rules.addresses import AddressWords

_BEGINNINGS = """
ZUCC BONE FALC MONT GRAV PEDR TAVE SCAR BRUS VEND LOMB CAST GHER RAVA MELO SPAD TORC QUAR DOLF VISC
"""
MIDDLES = ["AR", "ER", "OL", "IN", "ETT", "AND", "OLD", "ERB", "IGN", "AV", "ON", "ISC", "UR", "ELL"]
ENDS = ["ONI", "ELLI", "ATI", "INI", "ESI", "ARDI", "OLI", "ANTI", "ALDI", "ERI", "ONE", "ASCHI", "UZZI", "EGA", "AGNA"]
_WOMEN = """
MARIA ANNA MIRELLA ROSA TERESA PAOLA GIULIA CARLA LUISA FRANCA LUCIA ELENA IRENE BRUNA WANDA NADIA
FATIMA ELSA ALBA RITA
"""
_MEN = """
MARIO GIUSEPPE ANTONIO IVANO LUIGI MARCO FRANCO PAOLO CARLO SERGIO BRUNO DARIO ENZO PIETRO ALDO OMAR
NICOLA REMO UGO TINO
"""
PARTICLES = ("DE", "DI", "DALLA", "LO", "D'")
STREET_TYPES = ("VIA", "VIA", "VIA", "VIA", "VIALE", "PIAZZA", "LARGO", "VICOLO", "CORSO")
_PLANTS = """
ROBINIE GELSI PIOPPI TIGLI OLMI SALICI ONTANI NOCI MELI PERI CARPINI FAGGI ACERI LARICI ABETI
GINEPRI MIRTI ALLORI CORBEZZOLI SAMBUCHI BIANCOSPINI NESPOLI AVELLANE QUERCE BETULLE MAGNOLIE
GLICINI FORSIZIE ORTENSIE GENZIANE
"""
HEROES = (
    "IVANO BONETTALI",
    "GIOVANNI ZUCCHEROLI",
    "MARTIRI DI ROCCAFINTA",
    "FRATELLI MONTESILVI",
    "XXX FEBBRAIO",
    "SANT'ERCOLANO",
)

BEGINNINGS = tuple(_BEGINNINGS.split())
WOMEN = tuple(_WOMEN.split())
MEN = tuple(_MEN.split())
PLANTS = tuple(_PLANTS.split())


def surnames(count: int, chance: random.Random) -> list[str]:
    """Invented surnames, some double, some with a particle."""
    plain = [f"{a}{b}{c}" for a in BEGINNINGS for b in MIDDLES for c in ENDS]
    chance.shuffle(plain)
    found = []
    for surname in plain[:count]:
        turn = chance.random()
        particle = chance.choice(PARTICLES)
        led = f"{particle}{surname}" if particle.endswith("'") else f"{particle} {surname}"
        found.append(led if turn < 0.06 else f"{surname} {chance.choice(plain)}" if turn < 0.10 else surname)
    return found


def fiscal_code(surname: str, given_name: str, birth_date: dt.date, *, woman: bool) -> str:
    """A code with the birth-place X999, which belongs to no place."""

    def three(name: str, *, given: bool = False) -> str:
        plain = unicodedata.normalize("NFKD", name)
        letters = [letter for letter in plain if letter.isascii() and letter.isalpha()]
        consonants = [letter for letter in letters if letter not in "AEIOU"]
        if given and len(consonants) > 3:
            del consonants[1]
        return "".join([*consonants, *(letter for letter in letters if letter in "AEIOU"), "X", "X", "X"][:3])

    day = birth_date.day + (40 if woman else 0)
    letters = three(surname) + three(given_name, given=True)
    stem = f"{letters}{birth_date:%y}{'ABCDEHLMPRST'[birth_date.month - 1]}{day:02d}X999"
    return stem + check_letter(stem)


def invent(count: int, words: AddressWords, seed: int = 1) -> tuple[RegistryPerson, ...]:
    """So many people, in households of one to five, in buildings of one to thirty flats."""
    chance = random.Random(seed)
    pool = surnames(max(20, count // 2), chance)
    weights = [1 / (rank + 4) for rank in range(len(pool))]
    streets = [f"{chance.choice(STREET_TYPES)} DEI {plant}" for plant in PLANTS] + [f"VIA {hero}" for hero in HEROES]
    people: list[RegistryPerson] = []
    household = 0
    while len(people) < count:
        household += 1
        shared = chance.choices(pool, weights)[0]
        address = compose_address(
            words,
            street=chance.choice(streets),
            civic=f"{chance.randint(1, 60)}{chance.choice(['', '', '', '/A', '/B'])}",
            staircase=chance.choice(["", "", "A", "B"]),
            flat=str(chance.randint(1, 24)) if chance.random() < 0.75 else "",
            municipality="CREMONA",
        )
        taken: set[str] = set()
        for member in range(min(chance.choice([1, 1, 1, 2, 2, 3, 4, 5]), count - len(people))):
            woman = chance.random() < 0.5
            own = shared if member != 1 else chance.choices(pool, weights)[0]
            given_name = " ".join(chance.sample(WOMEN if woman else MEN, 2 if chance.random() < 0.15 else 1))
            while given_name in taken:
                given_name = chance.choice(WOMEN if woman else MEN)
            taken.add(given_name)
            birth_date = dt.date(1930, 1, 1) + dt.timedelta(days=chance.randrange(85 * 365))
            people.append(
                RegistryPerson(
                    folder=f"{2010 + household % 15}/{household:05d}",
                    surname=own,
                    given_name=given_name,
                    other_surname=shared if woman and member == 1 else None,
                    fiscal_code=fiscal_code(own, given_name, birth_date, woman=woman)
                    if chance.random() < 0.8
                    else None,
                    birth_date=birth_date if chance.random() < 0.9 else None,
                    sex="F" if woman else "M",
                    address=address,
                    household_id=f"H{household:04d}",
                    relation="intestatario" if member == 0 else "coniuge" if member == 1 else "figlio",
                    operator=f"OP{household % 6 + 1:02d}",
                    folder_state=chance.choice(["attiva", "attiva", "attiva", "chiusa", "segretariato"]),
                )
            )
    return tuple(people)


def moved(person: RegistryPerson, words: AddressWords, street: str) -> RegistryPerson:
    """The same person elsewhere."""
    return replace(person, address=compose_address(words, street=street))
