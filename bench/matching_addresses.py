# SPDX-License-Identifier: EUPL-1.2
"""One dwelling as the registry's operators write it, and as the housing company prints it, with what goes wrong."""

import random
import re
from dataclasses import dataclass, replace

from bench.matching_households import plain
from bench.matching_misspelling import mistyped, scanned, unaccented
from bench.matching_town import Dwelling, words

ROMAN = {"XX": "20", "XXV": "25", "IV": "4", "XI": "11", "1°": "I", "XXIII": "23"}
OTHER_KINDS = ("Via", "Viale", "Vicolo", "Piazza", "Largo", "Via")
KINDS = {
    "no_flat": 24,
    "wrong_flat": 6,
    "no_civic": 4,
    "wrong_civic": 4,
    "no_exponent": 16,
    "street_type": 9,
    "street_typing": 14,
    "scanned_address": 9,
    "old_street_name": 30,
    "moved": 12,
    "no_address": 2,
}
"""What goes wrong with the address of a known person, and how often."""


@dataclass(slots=True, kw_only=True)
class Printed:
    """The parts of an address before they are put together."""

    kind: str
    street: str
    civic: str
    exponent: str
    staircase: str
    floor: str
    flat: str
    municipality: str


def registry_address(dwelling: Dwelling, chance: random.Random) -> list[str]:
    """Street, civic, staircase, flat and municipality, as one of many operators fills them in."""
    street = _street(dwelling, chance, abbreviated=0.3)
    if chance.random() < 0.008:
        street = mistyped(street, chance)
    street = chance.choices((street, street.upper(), plain(street)), (60, 28, 12))[0]
    civic = "" if chance.random() < 0.012 else _civic(dwelling, chance)
    flat = str(dwelling.flat) if dwelling.flat is not None and chance.random() > 0.13 else ""
    staircase = dwelling.staircase if chance.random() > 0.2 else ""
    municipality = dwelling.street.municipality if chance.random() > 0.06 else ""
    if chance.random() < 0.12:
        inner = f" sc. {staircase}" if staircase else ""
        inner += f" int. {flat}" if flat else ""
        return [
            f"{street}{chance.choice((' ', ', ', ' n. '))}{civic}{inner}" if civic else street,
            "",
            "",
            "",
            municipality,
        ]
    return [street, civic, staircase, flat, municipality.upper() if chance.random() < 0.3 else municipality]


def _civic(dwelling: Dwelling, chance: random.Random) -> str:
    if not dwelling.exponent:
        return str(dwelling.civic)
    if dwelling.exponent == "BIS":
        return f"{dwelling.civic}{chance.choice((' bis', ' BIS', '/bis', 'bis'))}"
    letter = dwelling.exponent if chance.random() < 0.75 else dwelling.exponent.lower()
    return f"{dwelling.civic}{chance.choices(('/', ' ', '', ' / ', '-'), (60, 14, 16, 5, 5))[0]}{letter}"


def _street(dwelling: Dwelling, chance: random.Random, abbreviated: float) -> str:
    kind = _kind(dwelling.street.kind, chance, abbreviated)
    return f"{kind} {street_name(dwelling, chance)}"


def _kind(kind: str, chance: random.Random, abbreviated: float) -> str:
    return chance.choice(words()["abbreviations"][kind]) if chance.random() < abbreviated else kind  # type: ignore[arg-type]


def street_name(dwelling: Dwelling, chance: random.Random) -> str:
    """The name of a street in one of its usual forms: the given name in full, as an initial, or left out."""
    name, way = dwelling.street.name, chance.random()
    first, _, rest = name.partition(" ")
    if dwelling.street.person and rest and first not in ("Don", "Fratelli", "Salvo"):
        return name if way < 0.5 else (rest if way < 0.8 else f"{first[0]}. {rest}")
    if first in ROMAN and way < 0.25:
        return f"{ROMAN[first]} {rest}"
    if way < 0.15:
        return re.sub(r"^(San|Santa|Sant'|Santi) ?", lambda found: "S. " if "i" not in found[1] else "SS. ", name)
    if way < 0.22:
        return re.sub(r"^(Fratelli|Monte|Don|Vittorio) ", lambda found: _short(found[1]), name)
    return re.sub(r"^(della|delle|dei|degli|del|dell') ?", "", name) if 0.22 < way < 0.3 else name


def _short(word: str) -> str:
    return {"Fratelli": "F.lli ", "Monte": "M.te ", "Don": "D. ", "Vittorio": "V. "}[word]


def printed(dwelling: Dwelling, town: str, chance: random.Random) -> Printed:
    """The address of a flat as the housing company knows it, before anything goes wrong."""
    inside = dwelling.street.municipality == town
    shown = chance.random() < (0.12 if inside else 0.8)
    return Printed(
        kind=_kind(dwelling.street.kind, chance, 0.35),
        street=street_name(dwelling, chance),
        civic=_civic(replace(dwelling, exponent=""), chance),
        exponent=_civic(dwelling, chance)[len(str(dwelling.civic)) :],
        staircase=dwelling.staircase,
        floor="" if dwelling.floor is None or chance.random() < 0.75 else str(dwelling.floor or "T"),
        flat="" if dwelling.flat is None else str(dwelling.flat),
        municipality=dwelling.street.municipality if shown else "",
    )


def spoil(address: Printed, kind: str, dwelling: Dwelling, chance: random.Random) -> bool:
    """Let one thing go wrong; tells whether it could. What needs another dwelling, `moved`, is not done here."""
    if not address.street:
        return False
    if kind == "no_flat" and address.flat:
        address.flat = address.staircase = address.floor = ""
    elif kind == "wrong_flat" and address.flat:
        address.flat = str(max(1, int(address.flat) + chance.choice((-3, -2, -1, 1, 2, 3, 10))))
    elif kind == "no_civic":
        address.civic = address.exponent = ""
    elif kind == "wrong_civic" and address.civic:
        address.civic = str(max(1, dwelling.civic + chance.choice((-2, 2, -4, 4, 10, -1, 1))))
    elif kind == "no_exponent" and address.exponent:
        address.exponent = ""
    elif kind == "street_type":
        address.kind = chance.choice([other for other in OTHER_KINDS if other != dwelling.street.kind])
    elif kind == "street_typing":
        address.street = mistyped(address.street, chance)
    elif kind == "scanned_address":
        address.street = scanned(address.street, chance, chance.choice((1, 1, 2)))
    elif kind == "old_street_name" and dwelling.street.old is not None:
        address.kind, address.street = dwelling.street.old
    else:
        return kind == "no_address" and _lose(address)
    return True


def _lose(address: Printed) -> bool:
    address.kind = address.street = address.civic = address.exponent = ""
    address.staircase = address.floor = address.flat = ""
    return True


def assembled(address: Printed, chance: random.Random) -> str:
    """All parts in a line, in one of the housing company's habits."""
    if not address.street:
        return address.municipality or chance.choice(("", "senza fissa dimora", "sconosciuto"))
    text = f"{address.kind} {address.street}"
    if address.civic:
        text += (
            f"{chance.choices((' ', ', ', ' n. ', ' n° ', ','), (60, 22, 9, 5, 4))[0]}{address.civic}{address.exponent}"
        )
    elif chance.random() < 0.3:
        text += " snc"
    text += _inner(address, chance)
    if address.municipality:
        text += chance.choice(
            (f" - {address.municipality}", f" ({address.municipality})", f", {address.municipality.upper()}")
        )
    if chance.random() < 0.35:
        text = text.upper()
    return unaccented(text, chance) if chance.random() < 0.6 else text


def _inner(address: Printed, chance: random.Random) -> str:
    """Staircase, floor, flat."""
    if address.flat and not address.staircase and not address.floor and address.civic and chance.random() < 0.05:
        return f"/{address.flat}" if not address.exponent else f" int. {address.flat}"
    style = chance.randrange(4)
    staircase = (" sc. {}", " scala {}", " sc.{}", " Sc {}")[style]
    floor = (" p. {}", " piano {}", " p.{}", " P {}")[style]
    flat = (" int. {}", " interno {}", " int.{}", " int {}")[style]
    parts = ((staircase, address.staircase), (floor, address.floor), (flat, address.flat))
    return "".join(form.format(value) for form, value in parts if value)
