# SPDX-License-Identifier: EUPL-1.2
"""Which heading of an unknown export may stand for which of our columns, and who wins."""

from rapidfuzz import fuzz

from pecwatch.italian.fold import fold
from pecwatch.model.record import record
from pecwatch.registry.looks import Look
from pecwatch.registry.mapping import RegistryMapping

ALIKE = 86
"""Of 100: from here on a heading is taken for a misspelt or shortened known one."""

KNOWN = 200
"""Strength of a heading that is known; the better one of two known ones is a little stronger."""


@record
class Claim:
    """A heading that may stand for a column; the higher the stronger."""

    strength: float
    place: int
    column: str
    reason: str
    is_sure: bool = False


def claims_of(place: int, heading: str, looks: tuple[Look, ...], mapping: RegistryMapping) -> list[Claim]:
    """What one heading may stand for: by its words, by its cells, or by both."""
    folded = fold(heading)
    claims: list[Claim] = []
    best: dict[str, tuple[float, str]] = {}
    for rank, (known, column) in enumerate(mapping.headings):
        if known == folded:
            strength = KNOWN - rank / 1000
            claims.append(Claim(strength=strength, place=place, column=column, reason="known heading", is_sure=True))
        else:
            score = _alikeness(folded, known)
            if score >= ALIKE and score > best.get(column, (0, ""))[0]:
                best[column] = score, known
    if not claims:
        for column, (score, known) in best.items():
            reason = f"like the heading «{known.lower()}»"
            claims.append(Claim(strength=score, place=place, column=column, reason=reason))
    for look in looks:
        supported = [claim for claim in claims if claim.column == look.column and not claim.is_sure]
        reason = f"{look.share:.0%} of its cells look like {look.what}"
        if supported:
            claims.remove(supported[0])
            reason = f"{supported[0].reason}, and {reason}"
        strength = 50 * look.share + (supported[0].strength if supported else 0)
        if not any(claim.is_sure for claim in claims):
            claims.append(Claim(strength=strength, place=place, column=look.column, reason=reason))
    return claims


def _alikeness(heading: str, known: str) -> float:
    """From 0 to 100; words cut short («DAT NASC») are as good as misspelt ones."""
    words, others = heading.split(), known.split()
    pairs = zip(words, others, strict=False)
    if len(words) == len(others) and all(len(word) > 2 and other.startswith(word) for word, other in pairs):
        return 90
    if len(others) > 1 and set(others) < set(words):
        return ALIKE
    return fuzz.token_sort_ratio(heading, known) if min(len(heading), len(known)) > 3 else 0


def settle(claims: list[Claim]) -> tuple[dict[int, Claim], dict[int, Claim]]:
    """The strongest claim to each column and of each heading; and what the others would have been."""
    taken: dict[int, Claim] = {}
    lost: dict[int, Claim] = {}
    columns: set[str] = set()
    for claim in sorted(claims, key=lambda each: (-each.strength, each.place)):
        if claim.place in taken:
            continue
        if claim.column in columns:
            lost.setdefault(claim.place, claim)
            continue
        taken[claim.place] = claim
        columns.add(claim.column)
        lost.pop(claim.place, None)
    return taken, lost


def part_names(taken: dict[int, Claim], looks: list[tuple[Look, ...]]) -> None:
    """A heading «Nome» over full names, and none for the surname: both stand in it."""
    columns = {claim.column: place for place, claim in taken.items()}
    place = columns.get("nome", columns.get("cognome", -1))
    alone = ("nome" in columns) != ("cognome" in columns) and "nominativo" not in columns
    full = next((look for look in looks[place] if look.column == "nominativo"), None) if alone else None
    if full is not None:
        reason = f"{full.share:.0%} of its cells look like {full.what}, and no column holds the other name"
        taken[place] = Claim(strength=0, place=place, column="nominativo", reason=reason)
