# SPDX-License-Identifier: EUPL-1.2
"""Italian addresses taken apart, and found in running text; what is not written is never guessed."""

import re
from dataclasses import replace
from functools import lru_cache

from pecwatch.italian.address_details import Civic, Inside, civic_at, inside_at, past_details
from pecwatch.italian.address_grammar import WORD, Grammar, grammar_of, letters_of
from pecwatch.italian.address_streets import Street, TypeAt, street_at, type_at, types_in
from pecwatch.italian.damaged import mended, without_gaps
from pecwatch.italian.fold import fold, squeeze
from pecwatch.italian.misread import letters_for_digits
from pecwatch.model.listing import Address
from pecwatch.model.record import record
from pecwatch.rules.addresses import AddressWords

_TO_CIVIC = re.compile(r"[°º^]?[\s,.\"”»]*(?:\([^)\d]{1,40}\)[\s,]*)?")
_TO_CIVIC_OVER_DASH = re.compile(r"[°º^]?[\s,.;\"”»–—/#-]*(?:\([^)\d]{1,40}\)[\s,]*)?")
_PARTICLE_BEHIND = re.compile(r"((?:\s+[^\W\d]+['’]?)?)\s*\)?(?=\s*[,\d]|\s+n(?![^\W\d_])|\s*$)", re.IGNORECASE)
"""«(VIA DELLE) 14»: what stands between a street type behind its name and the civic number."""

_PROVINCE = re.compile(r"\([A-Z]{2}\)")
_AROUND = " ,;–—-"
_NOWHERE = "VIA IGNOTA"
"""Stands for a blank street column while the other columns are read."""

_ALREADY_CORSO = ("IN", "NEL", "DEL", "AL", "SUL", "DAL")


@record
class AddressSpan:
    """A stretch of text that is an address: offsets of its first character and past its last."""

    start: int
    end: int


@record
class _Found:
    street: Street | None
    civic: Civic | None
    inside: Inside


def read_address(text: str, words: AddressWords) -> Address:
    """Take an address apart.

    Args:
        text: One address, perhaps with a little noise before or after it («residente in …»).
    """
    grammar = grammar_of(words)
    plain = letters_for_digits(squeeze(without_gaps(mended(text))).strip(_AROUND))
    found = _typed(plain, grammar) or _without_type(plain, grammar)
    civic, inside, street = found.civic, found.inside, found.street
    return Address(
        as_written=squeeze(text).strip(_AROUND),
        street=street.full if street else None,
        civic=civic.civic if civic else None,
        exponent=civic.exponent if civic else None,
        staircase=inside.staircase,
        floor=inside.floor,
        flat=(civic.flat if civic else None) or inside.flat,
        municipality=inside.municipality,
    )


def compose_address(
    words: AddressWords,
    *,
    street: str,
    civic: str = "",
    staircase: str = "",
    floor: str = "",
    flat: str = "",
    municipality: str = "",
) -> Address:
    """Read an address that stands in several columns; what the street's column already says is not doubled."""
    inside = _in_cells((staircase, floor, flat), grammar_of(words))
    columns = written_together(civic, staircase, floor, flat, municipality)
    plain = written_together(civic, staircase, inside.get("floor", ""), flat, municipality)
    known = bool(street.strip(" -"))
    read = read_address((street if known else _NOWHERE) + plain, words)
    stated = re.sub(r"\s*\(?\b[A-Z]{2}\)?$|\b\d{5}\b", "", squeeze(municipality)) if municipality.strip(" -") else ""
    return replace(
        read,
        as_written=squeeze(street + columns).strip(_AROUND) if known else columns.strip(" ,-"),
        street=read.street if known else None,
        staircase=None if _is_nothing(read.staircase) else read.staircase or inside.get("staircase"),
        floor=read.floor or inside.get("floor"),
        flat=None if _is_nothing(read.flat) else read.flat or inside.get("flat"),
        municipality=stated.strip().upper() or read.municipality,
    )


def _in_cells(cells: tuple[str, str, str], grammar: Grammar) -> dict[str, str]:
    """What the cells of staircase, floor and flat say one by one: a label in a cell, or an odd one, harms no other."""
    found: dict[str, str] = {}
    for cell, label in zip(cells, ("scala", "piano", "int."), strict=True):
        plain = squeeze(cell).strip(" -./").lstrip("0")
        if plain and past_details(plain, 0, grammar, found) == 0:
            past_details(f"{label} {plain}", 0, grammar, found)
    return found


def _is_nothing(told: str | None) -> bool:
    """Programs fill a column with 0 where there is no staircase and no flat."""
    return told is not None and told.strip("0") == ""


def written_together(civic: str, staircase: str, floor: str, flat: str, municipality: str) -> str:
    """What stands in the columns beside a street as it would be written behind it: `, 14 scala B int. 7 - CREMONA`."""
    labelled = ((", ", civic), (" scala ", staircase), (" piano ", floor), (" int. ", flat), (" - ", municipality))
    return "".join([label + cell for label, cell in labelled if cell.strip(" -")])


def with_civic(text: str, civic: str, words: AddressWords) -> str:
    """An address with the civic number of another column put behind its street, before staircase and municipality."""
    shown, found = _shown(text, words)
    return _inserted(shown, found.street.end if found.street is not None else len(shown), civic)


def with_inside(text: str, inside: str, words: AddressWords) -> str:
    """The address of a building with a dwelling in it: put behind the civic number, before the municipality."""
    shown, found = _shown(text, words)
    return _inserted(
        shown, found.civic.end if found.civic else found.street.end if found.street else len(shown), inside
    )


def _shown(text: str, words: AddressWords) -> tuple[str, _Found]:
    grammar, shown = grammar_of(words), squeeze(without_gaps(mended(text))).strip(_AROUND)
    plain = letters_for_digits(shown)
    return shown, _typed(plain, grammar) or _without_type(plain, grammar)


def _inserted(text: str, at: int, addition: str) -> str:
    gap = "" if text[at : at + 1] in ("", ",", " ") else " "
    return squeeze(f"{text[:at].rstrip(' ,')} {addition}{gap}{text[at:]}")


def read_inside(text: str, words: AddressWords) -> Inside:
    """What a cell says of the place in the building: «sc. B p. 2 int. 7», «B/2/7», «PT», or a bare flat number."""
    labelled = labelled_inside(text, words)
    return labelled if labelled is not None else _bare_inside(text, grammar_of(words))


def find_inside(text: str, words: AddressWords) -> AddressSpan | None:
    """The first stretch that says nothing but where in a building: «sc. B - int. 7», «2° piano, alloggio 29»."""
    grammar = grammar_of(words)
    for start in re.finditer(r"(?<![\w.])\w", text):
        end = past_details(text, start.start(), grammar, {})
        if end > start.start():
            return AddressSpan(start=start.start(), end=end)
    return None


def labelled_inside(text: str, words: AddressWords) -> Inside | None:
    """The same where at least one thing is called by its name («int. 7»); None for a bare «7» or «B»."""
    grammar = grammar_of(words)
    plain = squeeze(text).strip(" ,;–—-./")
    found = inside_at(plain, 0, grammar, running=False)
    if found.staircase or found.floor or found.flat:
        return found
    lead = re.match(r"([A-Za-z]{1,9}\.?|\d[°º]?)\s*[,/-]?\s*(?=(?:int|app|all|sc)\w*\b)", plain, re.IGNORECASE)
    after = None if lead is None else inside_at(plain, lead.end(), grammar, running=False)
    if lead is None or after is None or not (after.staircase or after.flat):
        return None
    return replace(after, floor=after.floor or read_floor(lead[1], words))


def read_floor(text: str, words: AddressWords) -> str | None:
    """A floor as it is kept: «terra» as T, «2°» as 2; None for nothing."""
    grammar = grammar_of(words)
    plain = re.sub(r"[°º.^]|\bpiano\b", "", text, flags=re.IGNORECASE).strip(" ,;–—-/")
    return grammar.floors.get(letters_of(plain), plain.upper() or None)


def _bare_inside(text: str, grammar: Grammar) -> Inside:
    parts = [part for part in re.split(r"\s*[/\\|,;]\s*|\s+-\s+|\s+", text.strip(" ,;–—-./")) if part]
    floor = next((part for part in parts if letters_of(part) in grammar.floors and not part.isdigit()), None)
    numbers = [part for part in parts if part is not floor and re.fullmatch(r"\d{1,3}[A-Za-z]?", part)]
    letters = [part for part in parts if part is not floor and re.fullmatch(r"[A-Za-z]", part)]
    if len(numbers) > 1 and floor is None:
        floor = numbers[-2]
    return Inside(
        staircase=letters[0].upper() if letters else numbers[0] if len(numbers) > 2 else None,
        floor=grammar.floors.get(letters_of(floor), floor.upper()) if floor else None,
        flat=numbers[-1].upper() if numbers else None,
        end=len(text),
    )


def municipalities_of(words: AddressWords) -> frozenset[str]:
    """The municipalities the rules know, folded."""
    return grammar_of(words).municipalities


def find_addresses(text: str, words: AddressWords) -> tuple[AddressSpan, ...]:
    """Stretches of running text that look like addresses, in order, without overlaps.

    Phrases such as «in via di definizione» or «per via telefonica» are none. Where an address with a
    civic number stands, a mere street name beside it is taken for a surname (Piazza, Corso, Largo).
    """
    return _addresses_in(text, words)


@lru_cache(maxsize=32_768)
def _addresses_in(text: str, words: AddressWords) -> tuple[AddressSpan, ...]:
    """The layouts ask several times of each line."""
    grammar, text = grammar_of(words), letters_for_digits(without_gaps(text))
    spans: list[tuple[AddressSpan, bool]] = []
    past = 0
    for found in types_in(text, grammar):
        if found.start < past:
            continue
        address = _parse(text, found, grammar, running=True)
        if address is None or not _is_meant(text, found, address, grammar):
            continue
        past = address.inside.end
        spans.append((AddressSpan(start=found.start, end=past), address.civic is not None))
    numbered = any(has_civic for _, has_civic in spans)
    return tuple(span for span, has_civic in spans if has_civic or not numbered)


def _typed(text: str, grammar: Grammar) -> _Found | None:
    """The address that begins with the first street type that names something."""
    for found in types_in(text, grammar):
        turned = _turned(text, found, grammar)
        address = turned or _parse(text, found, grammar, running=False)
        if address is None or (_is_district(found, address, grammar) and _road_after(text, found, grammar)):
            continue
        return _with_municipality_before(address, text[: found.start], grammar)
    return None


def _is_district(found: TypeAt, address: _Found, grammar: Grammar) -> bool:
    """Whether an address only says where the road is: «Fraz. Sabbioni», «Quartiere Zaist», before «Via dei Gelsi 3»."""
    return found.type in grammar.localities or (address.civic is None and found.type not in grammar.sure)


def _road_after(text: str, found: TypeAt, grammar: Grammar) -> bool:
    return any(later.start > found.end and later.type in grammar.sure for later in types_in(text, grammar))


def _turned(text: str, found: TypeAt, grammar: Grammar) -> _Found | None:
    """«ROBINIE (VIA DELLE) 14»: registries sorted by street print the type after the name."""
    before = text[: found.start].strip(" ,(")
    after = _PARTICLE_BEHIND.match(text, found.end)
    if not before or after is None or not re.fullmatch(r"[^\d,:;]+", before):
        return None
    particle = after[1].strip()
    if fold(particle) not in grammar.particles and particle:
        return None
    apart = re.search(r"[,–—-]\s*$", text[: found.start]) is not None and particle == ""
    placed = fold(before.strip(" –—-")) in grammar.municipalities or _PROVINCE.search(before) is not None
    if type_at(before, 0, grammar) is not None or (apart and placed):
        return None
    joint = "" if particle.endswith(("'", "’")) else " "
    name = f"{particle}{joint}{squeeze(before)}" if particle else squeeze(before)
    return _complete(text, Street(type=found.type, name=name, end=after.end()), grammar, running=False)


def _with_municipality_before(address: _Found, before: str, grammar: Grammar) -> _Found:
    """«26100 CREMONA - Via …»: the municipality may stand first."""
    plain = re.sub(r"\(..\)|\b\d{5}\b", " ", before).strip(" ,;:.–—-")
    plain = re.sub(r"^(?:comune di|a|in)\s+", "", squeeze(plain), flags=re.IGNORECASE)
    told = re.search(r"\b\d{5}\b", before) is not None or _PROVINCE.search(before) is not None
    if address.inside.municipality or not plain or (fold(plain) not in grammar.municipalities and not told):
        return address
    inside = address.inside
    placed = Inside(
        staircase=inside.staircase, floor=inside.floor, flat=inside.flat, municipality=plain.upper(), end=inside.end
    )
    return _Found(street=address.street, civic=address.civic, inside=placed)


def _without_type(text: str, grammar: Grammar) -> _Found:
    """An address whose street has no type, such as «ROBINIE 14»."""
    start = WORD.search(text)
    bare = TypeAt(type="", start=0, end=start.start() if start else 0, spelling="")
    street = street_at(text, bare, grammar, running=False) if start else None
    return _complete(text, street, grammar, running=False)


def _parse(text: str, found: TypeAt, grammar: Grammar, *, running: bool) -> _Found | None:
    street = street_at(text, found, grammar, running=running)
    return None if street is None else _complete(text, street, grammar, running=running)


def _complete(text: str, street: Street | None, grammar: Grammar, *, running: bool) -> _Found:
    end = street.end if street else 0
    gap = (_TO_CIVIC if running else _TO_CIVIC_OVER_DASH).match(text, end)
    civic = civic_at(text, gap.end() if gap else end, grammar, running=running)
    inside = inside_at(text, civic.end if civic else end, grammar, running=running)
    return _Found(street=street, civic=civic, inside=inside)


def _is_meant(text: str, found: TypeAt, address: _Found, grammar: Grammar) -> bool:
    """Whether running text means a place, not a phrase or a surname."""
    named = re.findall(r"[^\W\d]+", address.street.name if address.street else "")
    first = next((word for word in named if fold(word) not in grammar.particles), "")
    if fold(first) in grammar.never_streets:
        return False
    if address.civic is not None:
        return len(fold(found.spelling)) > 1 or first[:1].isupper()
    before = fold(text[: found.start]).rpartition(" ")[2]
    if found.type not in grammar.sure or (found.type == "CORSO" and before in _ALREADY_CORSO):
        return False
    return found.spelling[0].isupper() and (first[:1].isupper() or first == "") and len(fold(found.spelling)) > 1
