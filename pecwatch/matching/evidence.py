# SPDX-License-Identifier: EUPL-1.2
"""What speaks for and against one person of the registry, in bits that add up."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import log2

from rapidfuzz.distance import OSA

from pecwatch.matching import explain
from pecwatch.matching.index import NOBODY, RegistryIndex, day_number
from pecwatch.matching.names import Comparison, NameScale
from pecwatch.matching.neighbours import Neighbours
from pecwatch.matching.readings import NameReading, Party
from pecwatch.model.match import ALIAS, CODE_CONTRADICTS, MISREAD, Evidence
from pecwatch.model.record import record
from pecwatch.rules.matching import ExactWeights, MatchingRules

_NOTHING = 1e-6
"""Bits; less is rounding."""


@record
class Scales:
    """What a list is weighed with."""

    index: RegistryIndex
    surnames: NameScale
    given_names: NameScale
    weights: MatchingRules


@record
class SurnameAnswer:
    """How the surnames agree."""

    comparison: Comparison
    through_other: bool = False
    also_other: float = 0.0
    """Bits of a second surname that agrees too."""


@record
class ReadAs:
    """The reading of a printed name that fits a person best."""

    reading: NameReading
    surname_bits: float
    """Of the best surname: of the person, or of somebody of the same household."""


def weigh(
    party: Party, read: ReadAs | None, person: int, neighbours: Neighbours, scales: Scales
) -> tuple[Evidence, ...]:
    """Everything that speaks for or against a person, heaviest first.

    Args:
        read: How the name is best read for this person; None when none is printed.
    """
    said = () if read is None else _of_name(read, party, person, scales)
    reasons = (
        *said,
        neighbours.evidence(person),
        *_of_birth(party, person, scales),
        *_worth_knowing(party, is_alias=person >= scales.index.registered, name_agrees=total(said) > 0),
    )
    return tuple(sorted(reasons, key=lambda reason: (-abs(reason.bits), reason.code)))


def _worth_knowing(party: Party, *, is_alias: bool, name_agrees: bool) -> Iterator[Evidence]:
    """What weighs nothing, and should be seen."""
    if is_alias:
        yield Evidence(code=ALIAS, bits=0.0, text=explain.ALIAS)
    if party.code_contradicts:
        yield Evidence(code=CODE_CONTRADICTS, bits=0.0, text=explain.CODE_CONTRADICTS)
    for word in party.misread if name_agrees else ():
        yield Evidence(code=MISREAD, bits=0.0, text=explain.misread(word))


def total(reasons: tuple[Evidence, ...]) -> float:
    """The score: bits add up."""
    return sum(reason.bits for reason in reasons)


def surname_answer(reading: NameReading, party: Party, person: int, scales: Scales) -> SurnameAnswer | None:
    """Compare every surname of the row with every surname of the person; the best pair counts."""
    own, other = int(scales.index.surname_of[person]), int(scales.index.other_surname_of[person])
    plainly = scales.surnames.compare(reading.surname, own)
    if not party.other_surnames and other == NOBODY:
        return None if plainly is None else SurnameAnswer(comparison=plainly)
    pairs = [(False, reading.surname, other)]
    for borne in party.other_surnames:
        pairs += [(False, borne, own), (other != own, borne, other)]
    crossed = [
        (borne_on_both, answer)
        for borne_on_both, printed, name in pairs
        if (answer := scales.surnames.compare(printed, name)) is not None and answer.level is not None
    ]
    if plainly is None and not crossed:
        return None
    weights = scales.weights.surname
    through = max((answer.bits for _, answer in crossed), default=float("-inf")) + log2(weights.through_other)
    if plainly is not None and plainly.bits >= through:
        second = max((answer.bits for borne_on_both, answer in crossed if borne_on_both), default=0.0)
        second = second if plainly.level is not None else 0.0
        return SurnameAnswer(comparison=plainly, also_other=min(max(second, 0.0), weights.also_other_bits))
    best = max((answer for _, answer in crossed), key=lambda answer: answer.bits)
    return SurnameAnswer(comparison=replace(best, bits=through), through_other=True)


def _of_name(read: ReadAs, party: Party, person: int, scales: Scales) -> tuple[Evidence, ...]:
    reading = read.reading
    reasons = [*_of_surname(surname_answer(reading, party, person, scales))]
    if read.surname_bits > total(tuple(reasons)) + _NOTHING:
        reasons = [Evidence(code="household_surname", bits=read.surname_bits, text=explain.HOUSEHOLD_SURNAME)]
    given = scales.given_names.compare(reading.given_name, int(scales.index.given_name_of[person]))
    if given is None:
        reasons.append(Evidence(code="given_name_missing", bits=0.0, text=explain.NO_GIVEN_NAME))
    else:
        code = "given_name" if given.level is not None else "given_name_different"
        level = _level("given_name", given)
        reasons.append(Evidence(code=code, bits=given.bits, text=explain.given_name(given), level=level))
    return (*reasons, *_of_reading(reading))


def _of_surname(answer: SurnameAnswer | None) -> tuple[Evidence, ...]:
    if answer is None:
        return ()
    code = "surname_different" if answer.comparison.level is None else "surname"
    text = explain.surname(answer.comparison, through_other=answer.through_other)
    level = _level("surname", answer.comparison)
    reasons = (Evidence(code=code, bits=answer.comparison.bits, text=text, level=level),)
    if not answer.also_other:
        return reasons
    return (*reasons, Evidence(code="other_surname", bits=answer.also_other, text=explain.ALSO_OTHER_SURNAME))


def _level(field: str, comparison: Comparison) -> str:
    """How the words agree that have a counterpart; whatever else multiplies the weight stands beside it."""
    return f"{field}.{'different' if comparison.level is None else comparison.level.name.lower()}"


def _of_reading(reading: NameReading) -> tuple[Evidence, ...]:
    if reading.weight == 1.0:
        return ()
    text = explain.SWAPPED if reading.swapped else explain.OTHER_READING
    return (Evidence(code="swapped" if reading.swapped else "reading", bits=log2(reading.weight), text=text),)


def _of_birth(party: Party, person: int, scales: Scales) -> tuple[Evidence, ...]:
    """The codice fiscale where both sides have it (it holds the day of birth), otherwise the day itself."""
    index, weights = scales.index, scales.weights
    code = index.code_of[person].decode()
    if party.fiscal_code and code:
        distance = OSA.distance(party.fiscal_code, code, score_cutoff=1)
        answer = {0: "equal", 1: "near"}.get(distance, "different")
        bits, level = _exact_bits(answer, weights.fiscal_code), f"fiscal_code.{answer}"
        return (Evidence(code="fiscal_code", bits=bits, text=explain.fiscal_code(answer), level=level),)
    if party.birth_date is None:
        return (Evidence(code="birth_date_missing", bits=0.0, text=explain.NO_BIRTH_DATE),)
    if index.born_on[person] == NOBODY:
        return ()
    answer = _same_day(day_number(party.birth_date), int(index.born_on[person]))
    bits, level = _exact_bits(answer, weights.birth_date), f"birth_date.{answer}"
    return (Evidence(code="birth_date", bits=bits, text=explain.birth_date(answer), level=level),)


def _same_day(ours: int, theirs: int) -> str:
    """How two days agree, each as the number 19600403."""
    if ours == theirs:
        return "equal"
    (year, month, day), (their_year, their_month, their_day) = _parts(ours), _parts(theirs)
    agreeing = sum((year == their_year, month == their_month, day == their_day))
    turned = (year, month, day) == (their_year, their_day, their_month)
    return "near" if turned or agreeing == 2 else "different"


def _parts(day: int) -> tuple[int, int, int]:
    return day // 10_000, day // 100 % 100, day % 100


def _exact_bits(answer: str, weights: ExactWeights) -> float:
    shares: Mapping[str, float] = {
        "equal": weights.equal / weights.equal_share,
        "near": weights.near / weights.near_share,
        "different": weights.different,
    }
    return log2(shares[answer])
