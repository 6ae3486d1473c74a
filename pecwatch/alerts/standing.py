# SPDX-License-Identifier: EUPL-1.2
"""What a reader is to the row of a step: in whose place she reads it, and so how much of it."""

from collections.abc import Iterable

from pecwatch.model.office import Role
from pecwatch.model.step import Asked, StepKind
from pecwatch.rules.visibility import Sight, Standing, sight

STEP_OF: dict[StepKind, Role] = {StepKind.COORDINATOR: Role.COORDINATOR, StepKind.DIRECTOR: Role.DIRECTOR}
"""Steps that reach a fixed role, whoever stands in for it."""

CALLED = frozenset({StepKind.SUBSTITUTE, StepKind.COORDINATOR, StepKind.DIRECTOR, StepKind.EVERYBODY, StepKind.EVE})
"""Steps that ask their reader to act, not only to know."""


def stands_in(asked: Asked) -> bool:
    """Whether the reader takes the place of somebody who is away; otherwise `acting_for` is who did not answer."""
    if asked.acting_for is None:
        return False
    role = STEP_OF.get(asked.step.kind)
    return asked.step.kind is not StepKind.SUBSTITUTE if role is None else asked.acting_for.role is role


def in_place_of(asked: Asked) -> str | None:
    """The name of whoever is away."""
    return asked.acting_for.name if asked.acting_for is not None and stands_in(asked) else None


def seen_by(reasons: Iterable[Asked]) -> Sight:
    """How much of a row its reader may see, whichever of the steps lets her see the most."""
    seen = [sight(_role(each), _standing(each)) for each in reasons]
    return next((each for each in Sight if each in seen), Sight.NOTHING)


def _role(asked: Asked) -> Role:
    """In which role she is written to: an operator in the coordinator's place reads as the coordinator.

    The administrator stays what he is, in whosesoever place: he never reads a name.
    """
    if asked.recipient.role is Role.SYSTEM_ADMINISTRATOR:
        return Role.SYSTEM_ADMINISTRATOR
    fixed = STEP_OF.get(asked.step.kind)
    if fixed is not None:
        return fixed
    return asked.acting_for.role if asked.acting_for is not None and stands_in(asked) else asked.recipient.role


def _standing(asked: Asked) -> Standing:
    """Workers are written to about a row only because it is theirs, or has become so."""
    kind = asked.step.kind
    return Standing(
        owns=_role(asked) in (Role.OPERATOR, Role.DUTY_WORKER) or asked.position.owner == asked.recipient.code,
        list_in_doubt=not asked.position.confirmed,
        escalated_to=kind in CALLED,
        last_step=asked.last_step or kind is StepKind.EVERYBODY,
        eve=kind in (StepKind.EVE, StepKind.DAY),
    )
