# SPDX-License-Identifier: EUPL-1.2
"""Names of tenants as lists print them, taken apart; what is ambiguous keeps its other readings."""

import re
from functools import lru_cache

from pecwatch.italian.damaged import mended
from pecwatch.italian.fold import fold, squeeze
from pecwatch.italian.name_order import NameOrder, Split, given_names_of, groups_of, split_name
from pecwatch.model.listing import OtherSurname, PersonName
from pecwatch.model.record import record
from pecwatch.rules.names import NameWords

_CARE_OF = re.compile(r"\bc\s?/\s?o\b.*|\bpresso\b.*", re.IGNORECASE | re.DOTALL)
_BIRTH = re.compile(r"[,\s]*\b(?:nat[oa]\s+(?:a|il|in)\b|c\.?f\.?\s*[:.]?\s*(?=\S{16}\b)).*", re.IGNORECASE | re.DOTALL)
_IN_CARE = re.compile(
    r"(?<=\w)[\s,;(–—-]+(?:amm(?:inistrator[ei]|inistratrice|\.\s?re|\.)?\s*(?:di\s+)?sost|tutore|tutrice|curator[ei]|curatrice"
    r"|(?:rappresentat|assistit|difes)[oa]\s+da|rappr?\.\s?(?:t[oa]\s)?da|a\.?d\.?s(?=[.\s]))\w*\b.*",
    re.IGNORECASE | re.DOTALL,
)
"""«… amm.re di sostegno avv. …»: who acts for the tenant."""
_BORN = re.compile(r"[,\s]+n\.\s*(?:a\s+)?[^\d\n]{0,30}\d{1,2}[./-]\d{1,2}[./-]19\d\d.*", re.DOTALL)
_IN_BRACKETS = re.compile(r"[(\[]([^)\]]*)[)\]]?")
_GIVEN_IN_BRACKETS = re.compile(r"\s*(?P<surname>[^()\[\]\n]+?)\s*[(\[]\s*(?P<given>[^()\[\]\n]+?)\s*[)\]]\s*")
_PARTIES = re.compile(r"\s*[;+&]\s*|\s*/\s*|\s+(?:e|ed|E|ED)\s+|\s+[-–—]\s+")
_TO_WHOM = frozenset({"il", "la", "al", "alla", "ai", "del", "della", "dei", "i", "gli", "le"})
_MOST_BRACKETS = 12
"""Of a cell of names: each may stand between two people («ROSSI (marito) VERDI (moglie)»); more are no names."""
_AROUND = " \t\n,;:.-–—*•/|"


@record
class NameReading:
    """What the name of a row says."""

    surname: str
    given_name: str
    other_surnames: tuple[OtherSurname, ...] = ()
    heirs: bool = False
    co_tenants: tuple[PersonName, ...] = ()
    other_readings: tuple[PersonName, ...] = ()
    """Further ways to split an ambiguous name."""
    order: NameOrder | None = None
    """The order that the words themselves tell; None when it was taken by default."""


@record
class _Person:
    split: Split
    other_surnames: tuple[OtherSurname, ...] = ()
    heirs: bool = False


@lru_cache(maxsize=32_768)
def read_names(text: str, words: NameWords, habit: NameOrder | None = None) -> NameReading:
    """Read the name of one row: a person, perhaps with married surname, heirs, co-tenants.

    Args:
        habit: How the other rows of the list are written; it decides where a name itself does not tell.
            Without it the surname is taken to stand first.
    """
    text = mended(text)
    if _is_company(_without_others(text, words), words):
        return NameReading(surname=squeeze(text).strip(" ,;-–"), given_name="")
    parties = tuple(_person(party, words, habit) for party in parties_of(text, words))
    if not parties:
        return NameReading(surname="", given_name="")
    named = tuple(party for party in parties if party.split.surname or party.split.given_name)
    first, *others = _share_surname(named or parties[:1])
    return NameReading(
        surname=first.split.surname,
        given_name=first.split.given_name,
        other_surnames=first.other_surnames,
        heirs=any(person.heirs for person in parties),
        co_tenants=tuple(PersonName(surname=p.split.surname, given_name=p.split.given_name) for p in others),
        other_readings=first.split.other_readings,
        order=first.split.order,
    )


def read_name_columns(surname: str, given_name: str, words: NameWords) -> NameReading:
    """Read a person whose surname and given name stand in columns of their own: one person, whatever the words."""
    plain = [
        squeeze(_CARE_OF.sub("", _BIRTH.sub("", _without_brackets(part, words))))
        for part in (mended(surname), mended(given_name))
    ]
    own, given = (part.strip(_AROUND) for part in plain)
    person = _person(f"{own}, {given}" if own and given else own or given, words, NameOrder.SURNAME_FIRST)
    return NameReading(
        surname=person.split.surname,
        given_name=person.split.given_name,
        other_surnames=person.other_surnames,
        heirs=person.heirs,
        order=NameOrder.SURNAME_FIRST,
    )


def parties_of(text: str, words: NameWords) -> tuple[str, ...]:
    """The persons a name cell holds, one text each."""
    plain = _without_others(text, words)
    pieces: list[str] = []
    for line in _tenant_lines(plain, words):
        for piece in _PARTIES.split(line):
            pieces.extend(_at_comma(squeeze(piece), words))
    pieces = [re.sub(r"^(?:e|ed|E|ED)\s+|\s+(?:e|ed|E|ED)$", "", piece) for piece in pieces]
    stripped = [piece.strip(_AROUND.replace(".", "")) for piece in pieces]
    return tuple(
        piece for place, piece in enumerate(stripped) if fold(piece) and not (place and _names_nobody(piece, words))
    )


def _without_others(text: str, words: NameWords) -> str:
    """The text without birth, brackets, and who acts for the tenant or takes the post in: «c/o ASSOCIAZIONE …»."""
    return _IN_CARE.sub("", _CARE_OF.sub("", _BORN.sub("", _BIRTH.sub("", _without_brackets(text, words)))))


def _names_nobody(piece: str, words: NameWords) -> bool:
    """Whether what stands beside a name names nobody: «figli minori», «3», «C.»."""
    return all(word in words.nobody or word.isdigit() for word in fold(piece).split())


def _is_company(text: str, words: NameWords) -> bool:
    folded = f" {fold(text)} "
    return any(f" {company} " in folded for company in words.companies)


def _without_brackets(text: str, words: NameWords) -> str:
    """Brackets go with what they hold, unless it leads a surname, says heirs, or is the given name: «OKORO (ROSA)»."""
    own = _GIVEN_IN_BRACKETS.fullmatch(text)
    if own is not None and _is_surname_and_given_name(own["surname"], own["given"], words):
        return f"{own['surname']} {own['given']}"
    leads = {lead for lead, _ in words.other_surnames} | words.heirs
    parting = "\n" if text.count("(") + text.count("[") <= _MOST_BRACKETS else " "
    return _IN_BRACKETS.sub(lambda found: f" {found[1]} " if leads & set(fold(found[1]).split()[:1]) else parting, text)


def _is_surname_and_given_name(surname: str, given: str, words: NameWords) -> bool:
    known = given_names_of(words)
    alone = len(groups_of(surname.split(), words)) == 1 and known.isdisjoint(fold(surname).split())
    return alone and bool(fold(given)) and known.issuperset(fold(given).split())


def _tenant_lines(text: str, words: NameWords) -> list[str]:
    """A line break parts two tenants only when both lines hold a whole name; else the cell was too narrow."""
    lines: list[str] = []
    for line in filter(None, map(str.strip, text.split("\n"))):
        previous = lines[-1] if lines else ""
        above, below = _PARTIES.split(previous)[-1], _PARTIES.split(line)[0]
        both = _is_whole(above, words) and _is_whole(below, words)
        parted = (both or _bear_one_surname(above, below)) and fold(above).split()[-1] not in words.particles
        if lines and not parted:
            joint = "" if re.search(r"[^\W\d_]-$", previous) else " "
            lines[-1] = (previous.removesuffix("-") if joint == "" else previous) + joint + line
        else:
            lines.append(line)
    return lines


def _bear_one_surname(above: str, below: str) -> bool:
    """«BONETTALI IVANO⏎BONETTALI ADA»: the word that comes again begins another person."""
    first, second = fold(above).split(), fold(below).split()
    return len(first) > 1 and len(second) > 1 and first[0] == second[0]


def _is_whole(name: str, words: NameWords) -> bool:
    """Whether some words hold a surname and a given name that is known."""
    return len(groups_of(name.split(), words)) > 1 and not given_names_of(words).isdisjoint(fold(name).split())


def _at_comma(text: str, words: NameWords) -> list[str]:
    """«Rossi, Mario» stays one person with its comma; two whole names beside a comma are two persons."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if len(parts) < 2:
        return parts
    whole = [len(groups_of(part.split(), words)) > 1 for part in parts]
    first_has_given = not given_names_of(words).isdisjoint(fold(parts[0]).split())
    if len(parts) == 2 and not (all(whole) and first_has_given):
        return [", ".join(parts)]
    return parts if all(whole) else [" ".join(parts)]


def _person(text: str, words: NameWords, habit: NameOrder | None) -> _Person:
    tokens, heirs = _without_titles(text.split(), words)
    kinds = dict(words.other_surnames)
    marks = [place for place, token in enumerate(tokens) if place > 0 and fold(token) in kinds]
    if not marks or marks[0] == len(tokens) - 1:
        tokens = [token for place, token in enumerate(tokens) if place not in marks]
        return _Person(split=split_name(tokens, words, habit), heirs=heirs)
    mark = marks[0]
    own, kind, rest = tokens[:mark], kinds[fold(tokens[mark])], tokens[mark + 1 :]
    borne, given = rest, list[str]()
    if len(groups_of(own, words)) == 1 and len(groups := groups_of(rest, words)) > 1:
        borne, given = groups[0], [token for group in groups[1:] for token in group]
    if kind == "detto":
        return _Person(split=split_name(own + given, words, habit), heirs=heirs)
    if given:
        split = Split(surname=" ".join(own), given_name=" ".join(given), order=NameOrder.SURNAME_FIRST)
    else:
        split = split_name(own, words, habit)
    other = OtherSurname(kind=kind, surname=" ".join(token for token in borne if fold(token) != "DI" or len(borne) > 1))
    return _Person(split=split, other_surnames=(other,), heirs=heirs)


def _without_titles(tokens: list[str], words: NameWords) -> tuple[list[str], bool]:
    """The words of the name itself, and whether it named somebody's heirs."""
    heirs = False
    while tokens:
        two = fold(" ".join(tokens[:2]))
        if fold(tokens[0]) in words.heirs:
            heirs, tokens = True, tokens[1:]
            if tokens and fold(tokens[0]) in words.heirs_links and len(tokens) > 2:
                tokens = tokens[1:]
        elif len(tokens) > 2 and two in words.titles and fold(tokens[0]) not in words.titles:
            tokens = tokens[2:]
        elif _begins_with_title(tokens, words):
            tokens = tokens[1:]
        else:
            break
    if tokens and heirs is False and fold(tokens[-1]) in words.heirs:
        heirs, tokens = True, tokens[:-1]
    while len(tokens) > 2 and (fold(tokens[-1]) in words.nobody or not re.search(r"[^\W\d_]", tokens[-1])):
        tokens = tokens[:-1]
    return [token for token in tokens if fold(token)], heirs


def _begins_with_title(tokens: list[str], words: NameWords) -> bool:
    """«sig.», «al sig.», «moglie» in front of a name."""
    first = fold(tokens[0])
    if len(tokens) > 2 and tokens[0].islower() and first in words.nobody:
        return True
    led = len(tokens) > 2 and tokens[0].lower() in _TO_WHOM and fold(tokens[1]) in words.titles
    return led or (len(tokens) > 1 and first in words.titles)


def _share_surname(parties: tuple[_Person, ...]) -> list[_Person]:
    """«ROSSI MARIO e ANNA», «Mario e Anna Rossi»: the surname written once serves both."""
    with_surname = next((party.split.surname for party in parties if party.split.surname), "")
    return [
        party
        if party.split.surname
        else _Person(
            split=Split(surname=with_surname, given_name=party.split.given_name, order=party.split.order),
            other_surnames=party.other_surnames,
            heirs=party.heirs,
        )
        for party in parties
    ]
