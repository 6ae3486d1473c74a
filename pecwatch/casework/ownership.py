# SPDX-License-Identifier: EUPL-1.2
"""Who owns a row: every row of every list has somebody, matched or not."""

import datetime as dt
from collections.abc import Collection

from pecwatch.model.match import Band, Candidate, Match
from pecwatch.model.office import Office, OfficePerson, Role
from pecwatch.model.position import Position
from pecwatch.model.record import record

ENOUGH = 0.60
"""Probability from which candidates count as a find, together or alone."""

WORTH_TELLING = 0.10
"""Probability from which the operator of a candidate is told of a row that is another's: «possible»."""


@record
class Ownership:
    """Who owns a row, why, and who is told besides."""

    owner: str
    reason: str
    """Italian, without personal data."""
    also_told: tuple[str, ...] = ()


def owner_of(match: Match, office: Office, today: dt.date, rejected: frozenset[str] = frozenset()) -> Ownership:
    """Find the owner of a row.

    Args:
        today: Decides who is absent.
        rejected: Folders of which a person said that they are not this row's.
    """
    candidates = [candidate for candidate in match.candidates if candidate.folder not in rejected]
    best = candidates[0] if candidates else None
    leads = best is not None and (best.probability >= ENOUGH or best is match.candidates[0])
    if best is not None and leads and match.band in (Band.CERTAIN, Band.PROBABLE):
        told = _others_told(best, candidates, office, today)
        return _with_operator(best.operator, f"segue la cartella {best.folder}", told, office, today)
    if match.band is Band.SAME_DWELLING and match.household is not None and len(candidates) == len(match.candidates):
        reason = f"segue il nucleo {match.household.id}, che risulta a questo indirizzo"
        return _with_operator(match.household.operator, reason, (), office, today)
    return _with_duty_worker(candidates, bool(rejected), office, today)


def acting_for(position: Position, office: Office, today: dt.date) -> OfficePerson:
    """Who is written to about a position today: its owner, her substitute, else the desk; whoever owned it before."""
    return office.acting_for(position.owner, today)


def code_for(position: Position, codes: Collection[str], office: Office, today: dt.date) -> str | None:
    """By which of her codes a row is somebody's: the owner's, or that of who acts for the owner today; None for no."""
    own = (position.owner, acting_for(position, office, today).code)
    return next((code for code in own if code in codes), None)


def rehomed(position: Position, office: Office, today: dt.date) -> Ownership | None:
    """Who owns a position whose owner has left the office; None while she is there, absent or not."""
    if office.person(position.owner) is not None:
        return None
    desk = office.duty_desk(today)
    return _own(desk, f"{position.owner} non è più in servizio: {desk_name(desk)}", position.also_told)


def desk_name(person: OfficePerson) -> str:
    """How the desk that takes unknown rows is called."""
    return (
        "alla coordinatrice, in mancanza di segretariato"
        if person.role is Role.COORDINATOR
        else "al segretariato sociale"
    )


def _with_operator(code: str | None, reason: str, told: tuple[str, ...], office: Office, today: dt.date) -> Ownership:
    """The operator, or her substitute, or the duty worker."""
    operator = office.person(code) if code is not None else None
    stand_in = None if operator is None else office.acting(operator, today)
    if operator is not None and stand_in is operator:
        return _own(operator, reason, told)
    if operator is not None and stand_in is not None:
        return _own(stand_in, f"sostituisce {operator.code}, assente, che {reason}", told)
    desk = office.duty_desk(today)
    if operator is not None:
        return _own(desk, f"{operator.code} {reason} ma è assente senza sostituto: {desk_name(desk)}", told)
    missing = "nessun operatore indicato" if code is None else f"operatore {code} non più in servizio"
    return _own(desk, f"{missing} per chi {reason}: {desk_name(desk)}", told)


def _with_duty_worker(candidates: list[Candidate], rejected: bool, office: Office, today: dt.date) -> Ownership:
    desk = office.duty_desk(today)
    operators = _operators(candidates)
    together = sum(candidate.probability for candidate in candidates if candidate.operator is not None)
    alone = any(candidate.probability >= ENOUGH for candidate in candidates)
    if len(operators) > 1 and together >= ENOUGH and not alone:
        likely = [each for each in candidates if each.probability >= WORTH_TELLING]
        told = _reachable(_operators(likely), office, today)
        return _own(desk, f"più cartelle possibili, di operatori diversi: {desk_name(desk)}", told)
    if rejected:
        return _own(desk, f"non è la persona della cartella proposta: {desk_name(desk)}", ())
    found = "corrispondenza solo possibile" if candidates else "nessuna corrispondenza in anagrafica"
    return _own(desk, f"{found}: {desk_name(desk)}", ())


def _others_told(best: Candidate, candidates: list[Candidate], office: Office, today: dt.date) -> tuple[str, ...]:
    """Operators of the co-tenants who were found, beside the owner's own candidate."""
    found = [other for other in candidates if other.party != best.party and other.probability >= ENOUGH]
    return _reachable(_operators(found), office, today)


def _operators(candidates: list[Candidate]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.operator for each in candidates if each.operator is not None))


def _reachable(codes: tuple[str, ...], office: Office, today: dt.date) -> tuple[str, ...]:
    """Codes of those operators, or of their substitutes; who can be reached by nobody is left to the owner."""
    people = [office.person(code) for code in codes]
    stand_ins = [office.acting(person, today) for person in people if person is not None]
    return tuple(dict.fromkeys(person.code for person in stand_ins if person is not None))


def _own(person: OfficePerson, reason: str, told: tuple[str, ...]) -> Ownership:
    return Ownership(owner=person.code, reason=reason, also_told=tuple(code for code in told if code != person.code))
