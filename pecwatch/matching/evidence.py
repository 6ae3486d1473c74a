# SPDX-License-Identifier: EUPL-1.2
"""What speaks for and against one person of the registry, in bits that add up."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from math import log2

from rapidfuzz.distance import OSA

from pecwatch.matching import explain, names
from pecwatch.matching.closeness import Closeness
from pecwatch.matching.index import IndexedPerson
from pecwatch.matching.names import Comparison
from pecwatch.matching.neighbours import Neighbours
from pecwatch.matching.readings import NameReading, Party
from pecwatch.matching.tokens import Words
from pecwatch.model.match import Evidence
from pecwatch.model.record import record
from pecwatch.rules.matching import ExactWeights, MatchingRules


@record
class Scales:
    """What a list is weighed with."""

    surnames: Closeness
    given_names: Closeness
    weights: MatchingRules
    reference: float


@record
class SurnameAnswer:
    """How the surnames agree."""

    comparison: Comparison
    through_other: bool = False
    also_other: float = 0.0
    """Bits of a second surname that agrees too."""


def weigh(party: Party, one: IndexedPerson, neighbours: Neighbours, scales: Scales) -> tuple[Evidence, ...]:
    """Everything that speaks for or against a person, heaviest first, for the reading that speaks most for it."""
    said = max((_of_name(reading, party, one, scales) for reading in party.readings), key=total, default=())
    reasons = (*said, neighbours.evidence(one), *_of_birth(party, one, scales.weights))
    return tuple(sorted(reasons, key=lambda reason: (-abs(reason.bits), reason.code)))


def total(reasons: tuple[Evidence, ...]) -> float:
    """The score: bits add up."""
    return sum(reason.bits for reason in reasons)


def surname_answer(reading: NameReading, party: Party, one: IndexedPerson, scales: Scales) -> SurnameAnswer | None:
    """Compare every surname of the row with every surname of the person; the best pair counts."""
    plainly = _compare_surname(reading.surname, one.surname, scales)
    if not party.other_surnames and not one.other_surname.parts:
        return None if plainly is None else SurnameAnswer(comparison=plainly)
    crossed = [
        (other_of_row, answer)
        for other_of_row, row, person in _crossings(reading, party, one)
        if (answer := _compare_surname(row, person, scales)) is not None and answer.level is not None
    ]
    if plainly is None and not crossed:
        return None
    through = max((answer.bits for _, answer in crossed), default=float("-inf")) + log2(
        scales.weights.surname.through_other
    )
    if plainly is not None and plainly.bits >= through:
        second = (
            max((answer.bits for other, answer in crossed if other), default=0.0) if plainly.level is not None else 0
        )
        return SurnameAnswer(
            comparison=plainly, also_other=min(max(second, 0.0), scales.weights.surname.also_other_bits)
        )
    best = max((answer for _, answer in crossed), key=lambda answer: answer.bits)
    return SurnameAnswer(comparison=replace(best, bits=through), through_other=True)


def _compare_surname(row: Words, person: Words, scales: Scales) -> Comparison | None:
    return names.compare(row, person, scales.surnames, scales.weights.surname, scales.reference)


def _crossings(reading: NameReading, party: Party, one: IndexedPerson) -> list[tuple[bool, Words, Words]]:
    """Pairs of surnames of which at least one is borne through marriage; whether the row's is."""
    crossings = [(False, reading.surname, one.other_surname)]
    for other in party.other_surnames:
        crossings += [(True, other, one.surname), (True, other, one.other_surname)]
    return crossings


def _of_name(reading: NameReading, party: Party, one: IndexedPerson, scales: Scales) -> tuple[Evidence, ...]:
    reasons = [*_of_surname(surname_answer(reading, party, one, scales))]
    given = names.compare(
        reading.given_name, one.given_name, scales.given_names, scales.weights.given_name, scales.reference
    )
    if given is None:
        reasons.append(Evidence(code="given_name_missing", bits=0.0, text=explain.NO_GIVEN_NAME))
    else:
        code = "given_name" if given.level is not None else "given_name_different"
        reasons.append(Evidence(code=code, bits=given.bits, text=explain.given_name(given)))
    return (*reasons, *_of_reading(reading))


def _of_surname(answer: SurnameAnswer | None) -> tuple[Evidence, ...]:
    if answer is None:
        return ()
    code = "surname_different" if answer.comparison.level is None else "surname"
    text = explain.surname(answer.comparison, through_other=answer.through_other)
    reasons = (Evidence(code=code, bits=answer.comparison.bits, text=text),)
    if not answer.also_other:
        return reasons
    return (*reasons, Evidence(code="other_surname", bits=answer.also_other, text=explain.ALSO_OTHER_SURNAME))


def _of_reading(reading: NameReading) -> tuple[Evidence, ...]:
    if reading.weight == 1.0:
        return ()
    text = explain.SWAPPED if reading.swapped else explain.OTHER_READING
    return (Evidence(code="swapped" if reading.swapped else "reading", bits=log2(reading.weight), text=text),)


def _of_birth(party: Party, one: IndexedPerson, weights: MatchingRules) -> tuple[Evidence, ...]:
    """The codice fiscale where both sides have it (it holds the day of birth), otherwise the day itself."""
    if party.fiscal_code and one.fiscal_code:
        distance = OSA.distance(party.fiscal_code, one.fiscal_code, score_cutoff=1)
        answer = {0: "equal", 1: "near"}.get(distance, "different")
        bits = _exact_bits(answer, weights.fiscal_code)
        return (Evidence(code="fiscal_code", bits=bits, text=explain.fiscal_code(answer)),)
    if party.birth_date is None:
        return (Evidence(code="birth_date_missing", bits=0.0, text=explain.NO_BIRTH_DATE),)
    if one.person.birth_date is None:
        return ()
    answer = _same_day(party.birth_date, one.person.birth_date)
    bits = _exact_bits(answer, weights.birth_date)
    return (Evidence(code="birth_date", bits=bits, text=explain.birth_date(answer)),)


def _same_day(ours: date, theirs: date) -> str:
    if ours == theirs:
        return "equal"
    agreeing = sum((ours.year == theirs.year, ours.month == theirs.month, ours.day == theirs.day))
    turned = (ours.year, ours.month, ours.day) == (theirs.year, theirs.day, theirs.month)
    return "near" if turned or agreeing == 2 else "different"


def _exact_bits(answer: str, weights: ExactWeights) -> float:
    shares: Mapping[str, float] = {
        "equal": weights.equal / weights.equal_share,
        "near": weights.near / weights.near_share,
        "different": weights.different,
    }
    return log2(shares[answer])
