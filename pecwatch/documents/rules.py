# SPDX-License-Identifier: EUPL-1.2
"""Straight rules on a page, however a producer draws them: lines, thin boxes, frames, shaded boxes, rows of dots."""

from collections.abc import Iterable
from operator import attrgetter

from pecwatch.model.record import record

_SAME = 2.0
"""Points: rules this close to each other are one (borders of neighbouring cells, both sides of a thin box)."""

_JOIN = 3.0
"""Points: a gap along a rule that is bridged (dashes, dots, corners)."""

_THIN = 4.0
"""Points: a box no thicker is a rule."""

MOST_RULES = 600
"""Rules a page's tables may have; a drawing or a map has more, and is no table."""

_SHORTEST = 6.0
"""Points: shorter marks are dots, hyphens and tick marks."""


@record
class Box:
    """A rectangle drawn on the page, in points from its upper left corner."""

    x0: float
    top: float
    x1: float
    bottom: float
    shade: bool = False
    """Filled and without outline."""


@record
class Rule:
    """A straight rule: where it stands, and from where to where it runs."""

    at: float
    start: float
    end: float


@record
class Rules:
    """The rules of a page."""

    across: tuple[Rule, ...]
    down: tuple[Rule, ...]


def rules_of(boxes: Iterable[Box]) -> Rules:
    """The rules that boxes draw: a thin box is one rule, a wider one four; parts of one rule are joined."""
    across: list[Rule] = []
    down: list[Rule] = []
    for box in boxes:
        width, height = box.x1 - box.x0, box.bottom - box.top
        if height <= _THIN:
            across.append(Rule(at=(box.top + box.bottom) / 2, start=box.x0, end=box.x1))
        if width <= _THIN:
            down.append(Rule(at=(box.x0 + box.x1) / 2, start=box.top, end=box.bottom))
        if height > _THIN and width > _THIN:
            across += [Rule(at=at, start=box.x0, end=box.x1) for at in (box.top, box.bottom)]
            down += [Rule(at=at, start=box.top, end=box.bottom) for at in (box.x0, box.x1)]
    return Rules(across=_joined(across), down=_joined(down))


def rules_across(boxes: Iterable[Box]) -> tuple[Rule, ...]:
    """The rules from left to right alone: they may part rows where nothing parts the columns; a drawing has none."""
    across = rules_of(boxes).across
    return across if len(across) <= MOST_RULES else ()


def _joined(rules: list[Rule]) -> tuple[Rule, ...]:
    found: list[Rule] = []
    bundle: list[Rule] = []
    for rule in sorted(rules, key=attrgetter("at")):
        if bundle and rule.at - bundle[0].at > _SAME:
            found += _lengthwise(bundle)
            bundle = []
        bundle.append(rule)
    return tuple(rule for rule in found + _lengthwise(bundle) if rule.end - rule.start >= _SHORTEST)


def _lengthwise(bundle: list[Rule]) -> list[Rule]:
    """Rules at the same place made as long as their parts reach together."""
    found: list[Rule] = []
    for rule in sorted(bundle, key=attrgetter("start")):
        if found and rule.start <= found[-1].end + _JOIN:
            last = found[-1]
            found[-1] = Rule(at=last.at, start=last.start, end=max(last.end, rule.end))
        else:
            found.append(rule)
    return found


def groups(rules: Rules) -> tuple[Rules, ...]:
    """Rules that touch each other, together: each group may be a table."""
    count = len(rules.across) + len(rules.down)
    leader = list(range(count))

    def lead(member: int) -> int:
        while leader[member] != member:
            leader[member] = leader[leader[member]]
            member = leader[member]
        return member

    for number, across in enumerate(rules.across):
        for other, down in enumerate(rules.down, start=len(rules.across)):
            if (
                across.start - _JOIN <= down.at <= across.end + _JOIN
                and down.start - _JOIN <= across.at <= down.end + _JOIN
            ):
                leader[lead(number)] = lead(other)
    members: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for number, rule in enumerate((*rules.across, *rules.down)):
        sides = members.setdefault(lead(number), ([], []))
        sides[number >= len(rules.across)].append(rule)
    return tuple(Rules(across=tuple(across), down=tuple(down)) for across, down in members.values() if across and down)
