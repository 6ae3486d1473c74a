# SPDX-License-Identifier: EUPL-1.2
"""`[retention]`: how long each class of data is kept."""

from typing import Annotated

from pydantic import Field

from pecwatch.config.section import Section
from pecwatch.config.values import Number
from pecwatch.model.retention import Retention

Months = Annotated[Number, Field(ge=1, le=240)]
Days = Annotated[Number, Field(ge=1, le=3650)]


class RetentionSection(Section):
    """`[retention]`."""

    raw_months: Months = 12
    texts_months: Months = 6
    closed_months: Months = 24
    unmatched_months: Months = 6
    rejected_days: Days = 90
    left_months: Months = 24
    troubles_months: Months = 12
    backups_days: Days = 7

    @property
    def judged(self) -> Retention:
        """As the service works with it."""
        return Retention(**self.model_dump())
