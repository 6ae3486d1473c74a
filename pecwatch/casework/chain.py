# SPDX-License-Identifier: EUPL-1.2
"""Who is told of a row one after the other while nobody answers."""

import datetime as dt
from collections.abc import Iterator

from pecwatch.model.office import Office, OfficePerson
from pecwatch.model.record import record
from pecwatch.model.step import StepKind

CHAIN = (StepKind.OWNER, StepKind.SUBSTITUTE, StepKind.COORDINATOR, StepKind.DIRECTOR)
"""In the order in which silence brings a row to them."""


@record
class Link:
    """One person of the chain."""

    kind: StepKind
    person: OfficePerson
    acting_for: OfficePerson | None = None
    """Whom she stands in for."""


def chain(owner: str, office: Office, today: dt.date) -> tuple[Link, ...]:
    """Owner, substitute, coordinator, director: whoever of them is there, or who acts for her; each person once, also
    one who bears two codes.

    It is never empty. When nobody at all is there everybody is written to in turn, since somebody may read from home.

    Args:
        owner: Code of the owner; rows of somebody who has left are the duty desk's.
        today: Decides who is absent.
    """
    links = tuple(_links(owner, office, today))
    if all(link.person.is_absent_on(today) for link in links):
        links = (*links, *_whoever_they_are(owner, office))
    seen: dict[str, Link] = {}
    for link in links:
        seen.setdefault(link.person.email.lower(), link)
    return tuple(seen.values())


def acting_owner(owner: str, office: Office, today: dt.date) -> Link:
    """Who is written to as the owner: herself, her substitute, otherwise the duty desk."""
    person = office.person(owner)
    acting = None if person is None else office.acting(person, today)
    who = acting or office.duty_desk(today)
    return Link(kind=StepKind.OWNER, person=who, acting_for=None if who == person else person)


def _links(owner: str, office: Office, today: dt.date) -> Iterator[Link]:
    yield acting_owner(owner, office, today)
    named = office.person(owner)
    substitute = None if named is None or named.substitute is None else office.person(named.substitute)
    if substitute is not None and not substitute.is_absent_on(today):
        yield Link(kind=StepKind.SUBSTITUTE, person=substitute, acting_for=named)
    for kind, above in ((StepKind.COORDINATOR, office.coordinator), (StepKind.DIRECTOR, office.director)):
        acting = None if above is None else office.acting(above, today)
        if above is not None and acting is not None:
            yield Link(kind=kind, person=acting, acting_for=None if acting is above else above)


def _whoever_they_are(owner: str, office: Office) -> Iterator[Link]:
    """The same people, absent as they are."""
    named = office.person(owner)
    substitute = None if named is None or named.substitute is None else office.person(named.substitute)
    people = zip(CHAIN, (named, substitute, office.coordinator, office.director), strict=True)
    yield from (Link(kind=kind, person=person) for kind, person in people if person is not None)
