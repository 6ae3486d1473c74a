# SPDX-License-Identifier: EUPL-1.2
"""A person's name as a housing company prints it, with what goes wrong, one named kind at a time."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from bench.matching_households import Person
from bench.matching_misspelling import mistyped, nicknames, scanned, transliterated, unaccented
from bench.matching_names import ITALY, draw_given, first_of_double

PARTICLE = re.compile(
    r"^(de|di|da|del|della|dello|dal|dalla|la|lo|li|el|al|ben|bou|ait|abdel|abou|dela|delos)\s+", re.I
)
LINE_WIDTHS = (16, 18, 20, 22)
"""Where columns of a printed list end."""


@dataclass(slots=True)
class Name:
    """The parts of a name before they are put together."""

    person: Person
    surname: str
    given: str
    inverted: bool = False
    before: str = ""
    after: str = ""
    between: str = ""
    """After the surname: «ROSSI ved. BIANCHI ANNA»."""
    width: int = 0
    """Letters after which the column ends; 0 for wide ones."""
    done: list[str] = field(default_factory=list)


Change = Callable[[Name, random.Random], bool]


def _inverted(name: Name, chance: random.Random) -> bool:
    name.inverted = not name.between
    return name.inverted


def _second_dropped(name: Name, chance: random.Random) -> bool:
    words = name.given.split()
    if len(words) < 2:
        return False
    name.given = words[0] if chance.random() < 0.8 else words[-1]
    return True


def _second_added(name: Name, chance: random.Random) -> bool:
    if " " in name.given:
        return False
    second = draw_given(name.person.origin, chance, woman=name.person.woman).split()[0]
    name.given = f"{name.given} {second}" if chance.random() < 0.75 else f"{second} {name.given}"
    return True


def _half_surname(name: Name, chance: random.Random) -> bool:
    first = first_of_double(name.surname)
    if PARTICLE.match(name.surname) or first == name.surname:
        return False
    rest = name.surname.removeprefix(first).strip()
    name.surname = first if chance.random() < 0.7 else rest
    return True


def _particle(name: Name, chance: random.Random) -> bool:
    """DE LUCA as DELUCA, D'ANGELO as D ANGELO, and the reverse: DELUCA split."""
    before = name.surname
    if "'" in before:
        name.surname = before.replace("'", chance.choice(("", " ", "' ", "’")))
    elif PARTICLE.match(before):
        name.surname = PARTICLE.sub(lambda found: found[1], before)
    else:
        name.surname = re.sub(r"^(De|Di|Del|Della|Lo|La|Ben|El)([a-z]{4,})$", r"\1 \2", before)
    return name.surname.lower() != before.lower()


def _glued_given(name: Name, chance: random.Random) -> bool:
    words = name.given.split()
    if len(words) != 2:
        return False
    name.given = words[0] + words[1].lower()
    return True


def _transliterated(name: Name, chance: random.Random) -> bool:
    if name.person.origin == ITALY:
        return False
    before = name.surname, name.given
    which = chance.random()
    if which < 0.7:
        name.surname = transliterated(name.surname, chance)
    if which > 0.4:
        name.given = transliterated(name.given, chance)
    return (name.surname, name.given) != before


def _reordered(name: Name, chance: random.Random) -> bool:
    """Several words, in the order of another document."""
    words = [*name.surname.split(), *name.given.split()]
    if name.person.origin == ITALY or len(words) < 3 or name.between:
        return False
    chance.shuffle(words)
    name.surname, name.given = words[0], " ".join(words[1:])
    return True


def _initial(name: Name, chance: random.Random) -> bool:
    name.given = f"{name.given[0]}."
    return True


def _truncated(name: Name, chance: random.Random) -> bool:
    name.width = next((width for width in LINE_WIDTHS if width < len(name.surname) + len(name.given) + 1), 0)
    return name.width > 0


def _typing(name: Name, chance: random.Random) -> bool:
    if chance.random() < 0.6:
        name.surname = mistyped(name.surname, chance)
    else:
        name.given = mistyped(name.given, chance)
    return True


def _scanned(name: Name, chance: random.Random) -> bool:
    before = name.surname, name.given
    if chance.random() < 0.65:
        name.surname = scanned(name.surname.upper(), chance, chance.choice((1, 1, 2)))
    else:
        name.given = scanned(name.given.upper(), chance)
    return (name.surname, name.given) != before


def _married(name: Name, chance: random.Random) -> bool:
    """With the husband's surname beside her own: «in», «ved.», «coniugata»."""
    if not name.person.husband or not name.person.woman or name.inverted:
        return False
    word = (
        chance.choice(("ved.", "ved.", "vedova", "VED"))
        if name.person.widow
        else chance.choice(("in", "in", "coniugata", "con."))
    )
    note = f"{word} {name.person.husband}"
    if chance.random() < 0.5:
        name.between = note
    else:
        name.after = note
    return True


def _husbands_surname(name: Name, chance: random.Random) -> bool:
    """Listed under the husband's surname, at times with «nata»."""
    if not name.person.husband or name.between or name.after:
        return False
    maiden, name.surname = name.surname, name.person.husband
    name.after = f"{chance.choice(('nata', 'n.'))} {maiden}" if chance.random() < 0.4 else ""
    return True


def _heirs(name: Name, chance: random.Random) -> bool:
    if name.before:
        return False
    name.before = chance.choice(("EREDI DI ", "Eredi ", "eredi di ", "EREDI SIG. "))
    return True


def _title(name: Name, chance: random.Random) -> bool:
    if name.before:
        return False
    titles = ("SIG.RA ", "Sig.ra ", "Sig.ra ") if name.person.woman else ("Sig. ", "SIG. ", "Geom. ", "Sig ")
    name.before = chance.choice(titles)
    return True


def _nickname(name: Name, chance: random.Random) -> bool:
    first, _, rest = name.given.partition(" ")
    forms = nicknames().get(first.lower())
    if not forms:
        return False
    name.given = f"{chance.choice(forms)} {rest if chance.random() < 0.3 else ''}".strip()
    return True


KINDS: dict[str, tuple[int, Change]] = {
    "inverted": (11, _inverted),
    "second_name_dropped": (24, _second_dropped),
    "second_name_added": (4, _second_added),
    "half_surname": (40, _half_surname),
    "particle": (26, _particle),
    "glued_given": (8, _glued_given),
    "transliterated": (26, _transliterated),
    "reordered": (14, _reordered),
    "initial": (4, _initial),
    "truncated": (7, _truncated),
    "typing": (16, _typing),
    "scanned": (9, _scanned),
    "married": (18, _married),
    "husbands_surname": (10, _husbands_surname),
    "heirs": (3, _heirs),
    "title": (6, _title),
    "nickname": (10, _nickname),
}


def spoil(name: Name, kind: str, chance: random.Random) -> bool:
    """Let one thing go wrong with a name; tells whether it could."""
    if kind in name.done or (kind in {"initial", "nickname"} and {"initial", "nickname"} & set(name.done)):
        return False
    if KINDS[kind][1](name, chance):
        name.done.append(kind)
        return True
    return False


def assembled(name: Name, chance: random.Random) -> str:
    """All parts in a line: surname first unless inverted, mostly in capitals."""
    surname = f"{name.surname} {name.between}".strip()
    text = f"{name.given} {surname}" if name.inverted else f"{surname} {name.given}"
    if name.width:
        text = text[: name.width].strip()
    text = f"{name.before}{text} {name.after}".strip()
    if chance.random() < 0.65:
        text = text.upper()
    return unaccented(text, chance) if chance.random() < 0.75 else text
