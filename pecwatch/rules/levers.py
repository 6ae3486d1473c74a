# SPDX-License-Identifier: EUPL-1.2
"""What may still be done before a day comes: rules/levers.toml."""

from typing import Annotated

from pydantic import Field

from pecwatch.rules.loading import rule
from pecwatch.rules.phrases import Samples


@rule
class Lever:
    """One thing that may still be tried."""

    name: str
    text: str
    """Italian, as the worker reads it."""
    at_least_days: Annotated[int, Field(ge=0)]
    """Working days that must be left for it to make sense."""
    samples: Samples
    """Working days left with which it is offered."""


@rule
class LeverRules:
    """The whole of rules/levers.toml."""

    confirmed: bool = False
    """Whether the office has read and approved the texts; until then no mail shows them."""
    lever: tuple[Lever, ...] = ()

    def possible(self, days_left: int) -> tuple[Lever, ...]:
        """What may still be done with so many working days left."""
        return tuple(each for each in self.lever if days_left >= each.at_least_days)
