# SPDX-License-Identifier: EUPL-1.2
"""Who hears of which rows."""

from collections.abc import Sequence

from pecwatch.alerts.circumstances import Circumstances
from pecwatch.alerts.owners import Share
from pecwatch.alerts.told import Told
from pecwatch.model.office import OfficePerson


def shares(told: Sequence[Told], circumstances: Circumstances) -> tuple[Share, ...]:
    """The rows of each worker: those she owns, and those of which she is told besides.

    Rows of an owner who has left the office since reach the duty desk: no row is told to nobody.
    """
    own: dict[str, list[Told]] = {}
    besides: dict[str, list[Told]] = {}
    for each in told:
        own.setdefault(_owner(each, circumstances).code, []).append(each)
        for code in each.position.also_told:
            if circumstances.office.person(code) is not None:
                besides.setdefault(code, []).append(each)
    people = (circumstances.office.person(code) for code in dict.fromkeys((*own, *besides)))
    return tuple(
        Share(reader=person, own=tuple(own.get(person.code, ())), also_told=tuple(besides.get(person.code, ())))
        for person in people
        if person is not None
    )


def _owner(told: Told, circumstances: Circumstances) -> OfficePerson:
    owner = circumstances.office.person(told.position.owner)
    return owner if owner is not None else circumstances.office.duty_desk(circumstances.today)
