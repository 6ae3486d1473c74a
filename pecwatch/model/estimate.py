# SPDX-License-Identifier: EUPL-1.2
"""Weights of matching as the pairs that people confirmed ask for them: counts and shares, never whose."""

import datetime as dt
from math import isclose, log2

from pecwatch.model.match import Band
from pecwatch.model.record import record


@record
class EstimatedWeight:
    """One weight, estimated again."""

    name: str
    """As in rules/matching.toml: `surname.equal`."""
    seen: int
    """Confirmed pairs that looked so."""
    of: int
    """Confirmed pairs that could have looked so."""
    in_rules: float
    before: float
    """What is in force: that of the rules, or of an earlier estimate."""
    after: float

    @property
    def bits(self) -> float:
        """What the reason weighs more than before."""
        return log2(self.after / self.before)

    @property
    def is_changed(self) -> bool:
        """Whether the estimate differs from what is in force."""
        return not isclose(self.before, self.after)

    @property
    def is_learned(self) -> bool:
        """Whether the estimate differs from the rules."""
        return not isclose(self.in_rules, self.after)


@record
class BandCount:
    """How many confirmed pairs bear a band, about."""

    band: Band
    before: int
    after: int


@record
class SetAside:
    """Confirmed pairs that teach nothing."""

    by_alias: int = 0
    """Found under a name and address that had been confirmed before: they agree with themselves."""
    without_levels: int = 0
    """Kept by an older pecwatch, which did not note what was seen."""
    by_person_alone: int = 0
    """Matching had not found them, so nothing of them was compared."""


@record
class Estimate:
    """What the confirmed pairs say of the weights."""

    pairs: int
    """Counted, each line and person once."""
    least: int
    """With fewer nothing is estimated."""
    set_aside: SetAside
    weights: tuple[EstimatedWeight, ...] = ()
    """Every weight that can be learned, in the order of the rules; none when there are too few pairs."""
    bands: tuple[BandCount, ...] = ()

    @property
    def is_enough(self) -> bool:
        """Whether there are pairs enough to learn from."""
        return self.pairs >= self.least


@record
class KeptEstimate:
    """An estimate that a person put in force."""

    estimated_at: dt.datetime
    pairs: int
    fingerprint: str
    """Of the rules it was made with: under others it does not hold."""
    weights: tuple[EstimatedWeight, ...]
    """Those that differ from the rules."""
