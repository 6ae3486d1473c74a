# SPDX-License-Identifier: EUPL-1.2
import datetime as dt
from dataclasses import replace

from pecwatch.model.estimate import EstimatedWeight, KeptEstimate
from pecwatch.store.database import Database
from pecwatch.store.estimates import end_estimate, keep_estimate, kept_estimate
from tests.store.values import NOW

WEIGHT = EstimatedWeight(name="surname.near", seen=12, of=40, in_rules=0.1, before=0.1, after=0.12)
ESTIMATE = KeptEstimate(estimated_at=NOW, pairs=40, fingerprint="abc", weights=(WEIGHT,))
LATER = replace(ESTIMATE, estimated_at=NOW + dt.timedelta(days=30), pairs=70)


def test_the_last_estimate_is_in_force(database: Database) -> None:
    """As it was made, whole; the one before has ended, and another office has its own."""
    with database.writing() as session:
        keep_estimate(session, ESTIMATE)
        keep_estimate(session, LATER)
    with Database(database.url, database.engine, "other").reading() as session:
        assert kept_estimate(session) is None
    with database.reading() as session:
        assert kept_estimate(session) == LATER


def test_an_ended_estimate_does_not_come_back(database: Database) -> None:
    """Neither that one nor the one it replaced; ending nothing is told."""
    with database.writing() as session:
        keep_estimate(session, ESTIMATE)
        keep_estimate(session, LATER)
        assert end_estimate(session, LATER.estimated_at)
        assert not end_estimate(session, LATER.estimated_at)
    with database.reading() as session:
        assert kept_estimate(session) is None
