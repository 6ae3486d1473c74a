# SPDX-License-Identifier: EUPL-1.2
"""What is still possible before the day; silent until the office has approved the texts."""

from collections.abc import Iterable

from pecwatch.alerts.circumstances import Circumstances
from pecwatch.alerts.page import Section
from pecwatch.alerts.replies import is_pressing
from pecwatch.alerts.shown import capital, working_days
from pecwatch.model.position import Position
from pecwatch.rules.levers import Lever


def lever_section(positions: Iterable[Position], circumstances: Circumstances) -> tuple[Section, ...]:
    """What may still be done for the row with the most time left; each line says how much time it needs."""
    rules = circumstances.levers
    days = [
        circumstances.working_days_left(each.execution_on)
        for each in positions
        if is_pressing(each, circumstances.today) and each.execution_on is not None
    ]
    possible = rules.possible(max(days)) if rules.confirmed and days else ()
    if not possible:
        return ()
    return (Section(heading="Che cosa è ancora possibile", bullets=tuple(map(_line, possible))),)


def _line(lever: Lever) -> str:
    days = lever.at_least_days
    limit = f" (fino a {working_days(days)} prima)" if days else ""
    return f"{capital(lever.text)}{limit}."
