# SPDX-License-Identifier: EUPL-1.2
"""Walls of a table in a picture, told from the sides of a stamp, strokes of a pen, tall letters."""

from collections.abc import Iterable, Sequence

from pecwatch.documents.rules import MOST_RULES, Box, Rule, rules_of

_SHORT = 40.0
"""Points: walls of a row or two, which end where rules run; a longer straight line was drawn with a ruler."""

_NEAR = 4.0
"""Points that an end of a wall may stand aside from the rule it ends on."""


def true_walls(upright: tuple[Box, ...], level: tuple[Box, ...]) -> tuple[Box, ...]:
    """The walls of a sheet's tables: of short ones only those with both ends on rules from left to right."""
    across = rules_of(level).across
    walls = [wall for wall in rules_of(upright).down if _is_long(wall) or _is_held(wall, across)]
    if len(walls) > MOST_RULES:
        return ()
    beside: dict[int, list[Rule]] = {}
    for wall in walls:
        for place in range(int(wall.at - _NEAR), int(wall.at + _NEAR) + 1):
            beside.setdefault(place, []).append(wall)
    return tuple(box for box in upright if any(_is_part(box, wall) for wall in beside.get(int(box.x0), ())))


def _is_long(wall: Rule) -> bool:
    return wall.end - wall.start >= _SHORT


def _is_held(wall: Rule, across: Sequence[Rule]) -> bool:
    return all(_meets(wall, end, across) for end in (wall.start, wall.end))


def _meets(wall: Rule, end: float, across: Iterable[Rule]) -> bool:
    return any(abs(rule.at - end) <= _NEAR and rule.start - _NEAR <= wall.at <= rule.end + _NEAR for rule in across)


def _is_part(box: Box, wall: Rule) -> bool:
    """Whether a run of dots is part of a wall."""
    return abs(box.x0 - wall.at) <= _NEAR / 2 and wall.start <= box.top and box.bottom <= wall.end
