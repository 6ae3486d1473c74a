# SPDX-License-Identifier: EUPL-1.2
"""Weights that an office learns from its own confirmations: estimated, put in force, taken back."""

from pecwatch.errors import UsageError
from pecwatch.matching.estimating import estimate
from pecwatch.model.audit import Deed
from pecwatch.model.estimate import Estimate, KeptEstimate
from pecwatch.rules.learned import fingerprint
from pecwatch.service.desk import Desk
from pecwatch.store.audit import SERVICE, write_down
from pecwatch.store.database import Session
from pecwatch.store.decisions import confirmations
from pecwatch.store.estimates import end_estimate, keep_estimate


def estimated(desk: Desk) -> Estimate:
    """What the confirmed pairs say of the weights; nothing is changed."""
    with desk.database.reading() as session:
        return _estimate(session, desk)


def learn(desk: Desk, *, who: str = SERVICE) -> Estimate:
    """Put in force what the confirmed pairs say; a running service weighs the next message with it.

    Raises:
        UsageError: There are too few; nothing was changed.
    """
    with desk.database.writing() as session:
        found = _estimate(session, desk)
        if not found.is_enough:
            raise UsageError(f"matching estimate --confirm: {too_few(found)}; leave --confirm out until there are more")
        kept = KeptEstimate(
            estimated_at=desk.clock(),
            pairs=found.pairs,
            fingerprint=fingerprint(desk.rules.matching),
            weights=tuple(each for each in found.weights if each.is_learned),
        )
        keep_estimate(session, kept)
        write_down(session, Deed.DECIDED, at=desk.clock(), who=who, detail=f"matching estimate pairs={found.pairs}")
    return found


def unlearn(desk: Desk, *, who: str = SERVICE) -> bool:
    """Go back to the weights of the rules; whether others were kept."""
    with desk.database.writing() as session:
        write_down(session, Deed.DECIDED, at=desk.clock(), who=who, detail="matching reset")
        return end_estimate(session, desk.clock())


def too_few(found: Estimate) -> str:
    """In words, why nothing is estimated."""
    return f"{found.pairs} confirmed pairs to learn from, and {found.least} are needed"


def _estimate(session: Session, desk: Desk) -> Estimate:
    return estimate(confirmations(session), desk.rules.matching, desk.weighed_with(session).matching)
