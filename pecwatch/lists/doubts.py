# SPDX-License-Identifier: EUPL-1.2
"""Values that were written and not believed, told to a person."""

from pecwatch.lists import problems as say
from pecwatch.lists.finish import Finished
from pecwatch.model.problem import Problem


def doubts_of(rows: tuple[Finished, ...]) -> tuple[Problem, ...]:
    """One problem for each kind of value that was left out of a row or does not say what it should."""
    told: list[Problem] = []
    for code, problem in (
        ("day_far", say.day_far),
        ("several_days", say.several_days),
        ("civic_is_day", say.civic_is_day),
    ):
        numbers = [finished.row.row for finished in rows if code in finished.doubts]
        if numbers:
            told.append(problem(numbers))
    return tuple(told)
