# SPDX-License-Identifier: EUPL-1.2
"""An eviction list with its truth: people of the registry, others of a known flat, and strangers, printed alike."""

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bench import matching_addresses as addresses
from bench import matching_naming as naming
from bench.matching_households import TODAY, Household, Person
from bench.matching_registry import Office
from bench.matching_strangers import Strangers
from bench.matching_town import Dwelling

KNOWN, SAME_DWELLING, STRANGER = "known", "same_dwelling", "stranger"
SHARES = {KNOWN: 55, SAME_DWELLING: 12, STRANGER: 33}
LEVELS = {"easy": 45, "medium": 35, "hard": 20}
NAME_CHANGES = {"easy": (0, 0, 0, 1, 1), "medium": (1, 1, 2), "hard": (2, 2, 3)}
ADDRESS_CHANGES = {"easy": (0, 0, 0, 1), "medium": (0, 1, 1), "hard": (1, 1, 2)}
UNMISTAKABLE = {"street_type", "street_typing", "scanned_address"}
"""What may go wrong with an address and leave no doubt about the flat."""
ONLY_KNOWN = {"moved", "wrong_flat", "wrong_civic", "no_exponent"}
"""What would put a stranger by mistake where somebody else lives."""
TRUTH_HEADER = ("id", "case", "folders", "household", "household_folders", "level", "kinds")


@dataclass(slots=True, kw_only=True)
class Line:
    """One line of the list and what is true of it."""

    case: str
    level: str
    person: Person
    dwelling: Dwelling
    household: Household | None = None
    kinds: list[str] = field(default_factory=list)
    name: str = ""
    address: str = ""
    born: str = ""
    fiscal_code: str = ""
    named: list[Person] = field(default_factory=list)
    """Everybody whom the line names."""


class ListWriter:
    """Draws lines about an office's people and others."""

    def __init__(self, office: Office, chance: random.Random) -> None:
        self._chance, self._office = chance, office
        public = [household for household in office.households if household.dwelling.public]
        self._public, self._all = public, office.households
        self._strangers = Strangers(office, chance)
        self._listed: set[int] = set()
        """Known people who have a line."""

    def draw(self) -> Line:
        """One line, in the proportions of `SHARES`."""
        chance = self._chance
        case = chance.choices(list(SHARES), list(SHARES.values()))[0]
        level = chance.choices(list(LEVELS), list(LEVELS.values()))[0]
        line = {KNOWN: self._known, SAME_DWELLING: self._unknown_member, STRANGER: self._stranger}[case](level)
        name = self._print_name(line)
        self._print_address(line, name)
        self._add_evidence(line)
        return line

    def _household(self) -> Household:
        return self._chance.choice(self._public if self._chance.random() < 0.9 else self._all)

    def _known(self, level: str) -> Line:
        while True:
            household = self._household()
            person = self._chance.choice(grown_up(household.registered) or household.registered)
            if id(person) not in self._listed:
                break
        self._listed.add(id(person))
        return Line(
            case=KNOWN, level=level, person=person, dwelling=household.dwelling, household=household, named=[person]
        )

    def _unknown_member(self, level: str) -> Line:
        lodger = self._chance.random() < 0.35
        while True:
            household = self._household()
            others = [person for person in grown_up(household.people) if not person.folders and not lodger]
            if household.household_id and household.complete and (lodger or others):
                break
        kind = "member_not_registered" if others else "lodger"
        person = self._chance.choice(others) if others else self._strangers.person()
        return Line(
            case=SAME_DWELLING,
            level=level,
            person=person,
            dwelling=household.dwelling,
            household=household,
            kinds=[kind],
            named=[person],
        )

    def _stranger(self, level: str) -> Line:
        kind, person, dwelling = self._strangers.draw()
        return Line(case=STRANGER, level=level, person=person, dwelling=dwelling, kinds=[kind], named=[person])

    def _print_name(self, line: Line) -> naming.Name:
        """Print the name with the changes of its level, and who else stands on the line."""
        name = naming.Name(person=line.person, surname=line.person.surname, given=line.person.given)
        kinds, weights = list(naming.KINDS), [weight for weight, _ in naming.KINDS.values()]
        wanted = self._chance.choice(NAME_CHANGES[line.level])
        for kind in self._chance.choices(kinds, weights, k=12 * wanted):
            if len(name.done) < wanted:
                naming.spoil(name, kind, self._chance)
        line.kinds += name.done
        line.name = naming.assembled(name, self._chance)
        if self._chance.random() < 0.08:
            self._add_tenant(line)
        return name

    def _add_tenant(self, line: Line) -> None:
        """A second tenant on the same line: of the household, or a stranger."""
        members = [] if line.household is None or line.case != KNOWN else line.household.people
        others = [person for person in grown_up(members) if person is not line.person]
        other = self._chance.choice(others) if others else self._strangers.person()
        line.named.append(other)
        line.kinds.append("co_tenant")
        name = naming.Name(person=other, surname=other.surname, given=other.given)
        second = naming.assembled(name, self._chance)
        pair = [line.name, second] if self._chance.random() < 0.7 else [second, line.name]
        line.name = self._chance.choice((" / ", "/", " e ", " + ", " E ", " - ")).join(pair)

    def _print_address(self, line: Line, name: naming.Name) -> None:
        """Print the address with the changes of its level that leave the truth true."""
        chance = self._chance
        wanted = chance.choices(list(addresses.KINDS), list(addresses.KINDS.values()), k=8)
        wanted = [kind for kind in wanted if self._allowed(kind, line)]
        count, done = chance.choice(ADDRESS_CHANGES[line.level]), set[str]()
        if count and "moved" in wanted[:1]:
            line.dwelling = self._office.town.let(public=True)
            done.add("moved")
        address = addresses.printed(line.dwelling, self._office.town.around, chance)
        for kind in wanted:
            if (
                len(done) < count
                and kind not in done | {"moved"}
                and addresses.spoil(address, kind, line.dwelling, chance)
            ):
                done.add(kind)
        line.kinds += sorted(done)
        line.address = addresses.assembled(address, chance)

    def _allowed(self, kind: str, line: Line) -> bool:
        if line.case == KNOWN:
            return True
        if line.case == STRANGER or line.household is None:
            return kind not in ONLY_KNOWN
        family = {person.surname for person in line.household.registered}
        return kind in UNMISTAKABLE or (
            kind == "no_flat" and line.person.surname in family and "typing" not in line.kinds
        )

    def _add_evidence(self, line: Line) -> None:
        """A birth date or a codice fiscale, on one line in ten; at times a day of it is wrong."""
        if len(line.named) > 1:
            return
        if self._chance.random() < 0.06:
            born = line.person.born
            if self._chance.random() < 0.05:
                born = born.replace(day=self._chance.randint(1, 28))
            line.born = f"{born:%d/%m/%Y}"
            line.kinds.append("birth_date")
        if self._chance.random() < 0.05:
            line.fiscal_code = line.person.fiscal_code
            line.kinds.append("fiscal_code")


def grown_up(people: list[Person]) -> list[Person]:
    """Those who can be tenants."""
    return [person for person in people if (TODAY - person.born).days > 18 * 365]


def lines_of(office: Office, count: int, seed: int) -> Iterator[Line]:
    """That many lines."""
    writer = ListWriter(office, random.Random(seed * 1000 + 1))
    for _ in range(count):
        yield writer.draw()


def write_list(lines: list[Line], listing: Path, truth: Path) -> None:
    """The list as `pecwatch match --list` takes it, and the truth apart."""
    with listing.open("w", encoding="utf-8", newline="") as file, truth.open("w", encoding="utf-8", newline="") as true:
        writer, judge = csv.writer(file, delimiter=";"), csv.writer(true, delimiter=";")
        writer.writerow(("id", "nominativo", "indirizzo", "data_nascita", "codice_fiscale"))
        judge.writerow(TRUTH_HEADER)
        for number, line in enumerate(lines, start=1):
            writer.writerow((number, line.name, line.address, line.born, line.fiscal_code))
            judge.writerow((number, *_truth(line)))


def _truth(line: Line) -> tuple[str, ...]:
    folders = sorted({folder for person in line.named for folder in person.folders})
    household = line.household
    everyone = sorted({folder for person in household.registered for folder in person.folders}) if household else []
    kinds = line.kinds or ["nothing_wrong"]
    household_id = household.household_id if household else ""
    return (line.case, "|".join(folders), household_id, "|".join(everyone), line.level, "|".join(kinds))
