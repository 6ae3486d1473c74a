# SPDX-License-Identifier: EUPL-1.2
"""Names as people of an Italian province bear them: common ones often, rare ones seldom, a quarter from elsewhere."""

import random
import tomllib
from bisect import bisect
from functools import cache
from itertools import accumulate
from pathlib import Path

NAMES = Path(__file__).parent / "names"
ITALY = "italy"
FOREIGN_SHARE = 0.27
SURNAME_SHIFT = 15
"""Of the law of Zipf and Mandelbrot: with it, the most common surname is borne by about 1 %."""
GIVEN_SHIFT = 12


class Ranked:
    """Words drawn by rank: the first often, the last hardly ever."""

    def __init__(self, words: list[str], shift: int, exponent: float = 1.0) -> None:
        self._words = words
        self._totals = list(accumulate(1 / (rank + shift) ** exponent for rank in range(len(words))))

    def draw(self, chance: random.Random) -> str:
        """One word."""
        return self._words[bisect(self._totals, chance.random() * self._totals[-1])]


def lines(file: str) -> list[str]:
    """The lines of a list of names, without its remarks."""
    text = (NAMES / file).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@cache
def origins() -> dict[str, dict[str, str | int | bool]]:
    """Tables of names by origin."""
    return tomllib.loads((NAMES / "origins.toml").read_text(encoding="utf-8"))


@cache
def _ranked(origin: str, what: str) -> Ranked:
    if origin == ITALY:
        file = {"surnames": "surnames_italian.txt", "men": "given_men_italian.txt", "women": "given_women_italian.txt"}
        shift = SURNAME_SHIFT if what == "surnames" else GIVEN_SHIFT
        return Ranked(lines(file[what]), shift, 1.0 if what == "surnames" else 1.8)
    return Ranked(str(origins()[origin][what]).split("|"), 6)


def draw_origin(chance: random.Random) -> str:
    """Where a household comes from."""
    if chance.random() >= FOREIGN_SHARE:
        return ITALY
    names = list(origins())
    return chance.choices(names, [int(origins()[name]["weight"]) for name in names])[0]


def draw_surname(origin: str, chance: random.Random) -> str:
    """The surname of a family, as its men bear it."""
    table = origins().get(origin, {})
    surname = _ranked(origin, "surnames" if "surnames_men" not in table else "surnames_men").draw(chance)
    if table.get("double") or (origin == ITALY and chance.random() < 0.015):
        return f"{surname} {_ranked(origin, 'surnames').draw(chance)}"
    return surname


def womens_surname(surname: str, origin: str, chance: random.Random) -> str:
    """What a woman of that family is called."""
    table = origins().get(origin, {})
    if "surnames_women" in table:
        return _ranked(origin, "surnames_women").draw(chance)
    if table.get("feminine") != "slavic":
        return surname
    for masculine, feminine in (("skyi", "ska"), ("skyy", "ska"), ("tskyy", "tska"), ("nyi", "na")):
        if surname.endswith(masculine):
            return surname.removesuffix(masculine) + feminine
    return f"{surname}a" if surname.endswith(("ov", "ev", "in")) else surname


def childs_surname(father: str, mother: str, origin: str) -> str:
    """The father's, or in Latin America the first of each."""
    if origins().get(origin, {}).get("double"):
        return f"{first_of_double(father)} {first_of_double(mother)}"
    return father


def first_of_double(surname: str) -> str:
    """The first half of a double surname, with its particles."""
    words = surname.split()
    length = 1
    while length < len(words) - 1 and words[length - 1].lower() in {"de", "la", "del", "dela", "delos", "di"}:
        length += 1
    return " ".join(words[:length])


def draw_given(origin: str, chance: random.Random, *, woman: bool, young: bool = False) -> str:
    """A given name, at times with a second one; children of newcomers may bear an Italian one."""
    if young and origin != ITALY and chance.random() < 0.15:
        origin = ITALY
    names = _ranked(origin, "women" if woman else "men")
    given = names.draw(chance)
    share = 0.14 if origin == ITALY else 0.06
    if chance.random() < share and " " not in given:
        second = names.draw(chance)
        return given if second == given else f"{given} {second}"
    return given
