# SPDX-License-Identifier: EUPL-1.2
"""What the mail of a step has to say of its position."""

from collections.abc import Iterable

from pecwatch.casework.chain import CHAIN
from pecwatch.casework.steps import Look
from pecwatch.model.position import Position
from pecwatch.model.step import Asked, Step, StepKind

GRAVITY = (
    *(StepKind.EVERYBODY, StepKind.EVE, StepKind.DAY, StepKind.OUTCOME_AGAIN, StepKind.OUTCOME),
    *(StepKind.DIRECTOR, StepKind.COORDINATOR, StepKind.SUBSTITUTE, StepKind.OWNER),
    *(StepKind.TWO_DAYS, StepKind.TEN_DAYS, StepKind.STILL_OPEN),
)
"""The gravest first: of several steps of one row to one person the mail speaks of that."""


def asked_of(step: Step, position: Position, look: Look) -> Asked:
    """A step with what its mail has to say.

    Raises:
        LookupError: Nobody in the office bears the recipient's code.
    """
    links = look.chain_of(position.owner)
    link = next((each for each in links if each.person.code == step.recipient), None)
    person = look.office.person(step.recipient) if link is None else link.person
    if person is None:
        raise LookupError(step.recipient)
    owner = look.office.person(position.owner)
    silent = owner if step.kind in (*CHAIN[1:], StepKind.EVERYBODY) and owner != person else None
    day = position.execution_on
    return Asked(
        step=step,
        position=position,
        recipient=person,
        acting_for=silent if link is None or link.acting_for is None else link.acting_for,
        days_left=None if day is None else look.work.days_left(look.today, day),
        last_step=link is not None and link is links[-1],
    )


def gravest(asked: Iterable[Asked]) -> tuple[Asked, ...]:
    """Each row once, with the gravest of its steps."""
    found: dict[str, Asked] = {}
    for each in sorted(asked, key=lambda each: GRAVITY.index(each.step.kind)):
        found.setdefault(each.step.reference, each)
    return tuple(found.values())
