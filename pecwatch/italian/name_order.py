# SPDX-License-Identifier: EUPL-1.2
"""Which words of a name are the surname and which the given name."""

import re
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from pecwatch.italian.fold import fold
from pecwatch.model.listing import PersonName
from pecwatch.model.record import record
from pecwatch.rules.names import NameWords


class NameOrder(StrEnum):
    """How a name is written."""

    SURNAME_FIRST = "surname_first"
    GIVEN_FIRST = "given_first"


@record
class Split:
    """One person's name in two, with the other ways to split it."""

    surname: str
    given_name: str
    other_readings: tuple[PersonName, ...] = ()
    order: NameOrder | None = None
    """None when nothing in the name told it."""


@lru_cache(maxsize=8)
def given_names_of(words: NameWords) -> frozenset[str]:
    """The given names the rules know, folded."""
    return frozenset(words.given_names.split())


def is_given_name(token: str, words: NameWords) -> bool:
    """Whether the rules know that word as a given name; «GIAN-LUCA» and «NICOLO'» too."""
    known = given_names_of(words)
    folded = fold(token)
    return folded in known or (folded != "" and all(part in known for part in folded.split()))


def groups_of(tokens: list[str], words: NameWords) -> list[list[str]]:
    """The words of a name with each particle joined to the word after it: [[DE', FALCHETTI], [ROSA]]."""
    groups: list[list[str]] = []
    joins = False
    for token in tokens:
        if joins:
            groups[-1].append(token)
        else:
            groups.append([token])
        joins = fold(token) in words.particles and not token.endswith((".", ","))
    return groups


def split_name(tokens: list[str], words: NameWords, habit: NameOrder | None) -> Split:
    """Tell surname from given name by comma, by case, by initials, by known given names, by habit, in this order."""
    by_sign = _by_comma(tokens) or _by_case(tokens, words)
    if by_sign is not None:
        return by_sign
    groups = _words_of(tokens, words)
    if len(groups) < 2:
        only = groups[0] if groups else ""
        lonely_given = only != "" and is_given_name(only, words)
        return Split(surname="" if lonely_given else only, given_name=only if lonely_given else "")
    order = _order_told(groups, words)
    chosen = _chosen(groups, order, words, habit)
    others = tuple(reading for reading in _all_readings(groups, chosen, words) if reading != chosen)
    return Split(surname=chosen.surname, given_name=chosen.given_name, other_readings=others[:3], order=order)


def _words_of(tokens: list[str], words: NameWords) -> list[str]:
    """Groups as text; a particle that belongs to the surname before it («MONTESILVI DELLA ROCCHETTA») joins both."""
    groups: list[str] = []
    grouped = groups_of(tokens, words)
    for place, group in enumerate(grouped):
        inner = place < len(grouped) - 1 and len(group) > 1 and bool(groups) and fold(group[0]) in words.particles
        previous_is_given = bool(groups) and is_given_name(groups[-1], words)
        if inner and not previous_is_given and len(groups) == 1:
            groups[-1] = " ".join([groups[-1], *group])
        else:
            groups.append(" ".join(group))
    return groups


def _by_comma(tokens: list[str]) -> Split | None:
    """«Zuccheroli, Mirella»."""
    text = " ".join(tokens)
    before, comma, after = (part.strip() for part in text.partition(","))
    if not comma or not before or not after:
        return None
    return Split(surname=before, given_name=after, order=NameOrder.SURNAME_FIRST)


def _by_case(tokens: list[str], words: NameWords) -> Split | None:
    """«ZUCCHEROLI Mirella», «Mirella ZUCCHEROLI»: the capitals are the surname."""

    def kind(token: str) -> str:
        letters = re.sub(r"[\W\d_]", "", token)
        if len(letters) < 2 or token.endswith(".") or fold(token) in words.particles:
            return "any"
        return "capitals" if letters.isupper() else "mixed"

    kinds = [kind(token) for token in tokens]
    if "capitals" not in kinds or "mixed" not in kinds:
        return None
    told = [kind for kind in kinds if kind != "any"]
    turns = sum(1 for before, after in pairwise(told) if before != after)
    if turns != 1:
        return None
    if told[0] == "capitals":
        cut = kinds.index("mixed")
        cut = _back_over_initials(kinds, tokens, cut, words)
        return Split(surname=" ".join(tokens[:cut]), given_name=" ".join(tokens[cut:]), order=NameOrder.SURNAME_FIRST)
    cut = kinds.index("capitals")
    while cut > 1 and fold(tokens[cut - 1]) in words.particles:
        cut -= 1
    return Split(surname=" ".join(tokens[cut:]), given_name=" ".join(tokens[:cut]), order=NameOrder.GIVEN_FIRST)


def _back_over_initials(kinds: list[str], tokens: list[str], cut: int, words: NameWords) -> int:
    """«ROSSI M. Anna»: an initial before the given name belongs to it."""
    while cut > 1 and kinds[cut - 1] == "any" and fold(tokens[cut - 1]) not in words.particles:
        cut -= 1
    return cut


def _is_initial(group: str) -> bool:
    return re.fullmatch(r"(?:[^\W\d_]{1,2}\.\s?)+|[^\W\d_]", group) is not None


def _order_told(groups: list[str], words: NameWords) -> NameOrder | None:
    first, last = groups[0], groups[-1]
    if _is_initial(last) and not _is_initial(first):
        return NameOrder.SURNAME_FIRST
    if _is_initial(first) and not _is_initial(last):
        return NameOrder.GIVEN_FIRST
    first_given, last_given = is_given_name(first, words), is_given_name(last, words)
    if first_given == last_given:
        return None
    return NameOrder.GIVEN_FIRST if first_given else NameOrder.SURNAME_FIRST


def _chosen(groups: list[str], told: NameOrder | None, words: NameWords, habit: NameOrder | None) -> PersonName:
    order = habit or told or NameOrder.SURNAME_FIRST
    given = [is_given_name(group, words) or _is_initial(group) for group in groups]
    if order is NameOrder.GIVEN_FIRST:
        cut = next((place for place, known in enumerate(given) if not known), len(groups) - 1)
        cut = max(1, cut)
        return PersonName(surname=" ".join(groups[cut:]), given_name=" ".join(groups[:cut]))
    cut = next((place for place, known in enumerate(given) if known and place > 0), 0)
    if cut == 0:
        cut = 1 if len(groups) < 4 else 2
    return PersonName(surname=" ".join(groups[:cut]), given_name=" ".join(groups[cut:]))


def _all_readings(groups: list[str], chosen: PersonName, words: NameWords) -> list[PersonName]:
    """The reversed reading where the order is in doubt, then every other cut in the chosen order."""
    readings: list[PersonName] = []
    surname_first = chosen.surname.startswith(groups[0])
    given = [is_given_name(group, words) for group in groups]
    doubtful_order = given[0] == given[-1] or (given[0] and surname_first) or (given[-1] and not surname_first)
    cuts = range(1, len(groups))
    if doubtful_order:
        cut = 1 if surname_first else len(groups) - 1
        before, after = " ".join(groups[:cut]), " ".join(groups[cut:])
        if surname_first:
            before, after = " ".join(groups[:-1]), groups[-1]
            readings.append(PersonName(surname=after, given_name=before))
        else:
            readings.append(PersonName(surname=groups[0], given_name=" ".join(groups[1:])))
    for cut in cuts:
        before, after = " ".join(groups[:cut]), " ".join(groups[cut:])
        readings.append(
            PersonName(surname=before, given_name=after)
            if surname_first
            else PersonName(surname=after, given_name=before)
        )
    return readings
