# SPDX-License-Identifier: EUPL-1.2
"""What somebody outside the office is told: buildings and days, never of whom."""

import datetime as dt

from pecwatch.model.building import Building
from pecwatch.model.office import OfficePerson
from pecwatch.model.record import record


@record
class BuildingNews:
    """What is new about one building."""

    building: Building
    planned: tuple[dt.date, ...] = ()
    """Days the tutor has not been told of, the first one first."""
    dropped: tuple[dt.date, ...] = ()
    """Days the tutor was told of and on which nothing is planned any more."""
    references: tuple[str, ...] = ()
    """Positions it comes from, to answer later who was told of them; never shown outside."""


@record
class TutorNotice:
    """One mail to one tutor."""

    tutor: OfficePerson
    buildings: tuple[BuildingNews, ...]
