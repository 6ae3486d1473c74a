# SPDX-License-Identifier: EUPL-1.2
"""Who hears of which rows."""

from collections.abc import Sequence

from pecwatch.alerts.circumstances import Circumstances
from pecwatch.alerts.owners import Share
from pecwatch.alerts.told import Told


def shares(told: Sequence[Told], circumstances: Circumstances) -> tuple[Share, ...]:
    """The rows of each worker: those she owns or stands in for today, and those of which she is told besides.

    Rows of an owner who is away reach her substitute, whenever the absence began; of one without substitute, or who
    has left the office since, the duty desk: no row is told to nobody.
    """
    office, today = circumstances.office, circumstances.today
    own: dict[str, list[Told]] = {}
    besides: dict[str, list[Told]] = {}
    for each in told:
        reader = office.acting_for(each.position.owner, today)
        own.setdefault(reader.code, []).append(each)
        for code in _besides(each, circumstances):
            if code != reader.code:
                besides.setdefault(code, []).append(each)
    people = (circumstances.office.person(code) for code in dict.fromkeys((*own, *besides)))
    return tuple(
        Share(reader=person, own=tuple(own.get(person.code, ())), also_told=tuple(besides.get(person.code, ())))
        for person in people
        if person is not None
    )


def _besides(told: Told, circumstances: Circumstances) -> tuple[str, ...]:
    """Codes of those told besides, or of who stands in for them; who can be reached by nobody is left to the owner."""
    people = map(circumstances.office.person, told.position.also_told)
    acting = (circumstances.office.acting(person, circumstances.today) for person in people if person is not None)
    return tuple(dict.fromkeys(person.code for person in acting if person is not None))
