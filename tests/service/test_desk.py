# SPDX-License-Identifier: EUPL-1.2
"""What a start makes of the database that it finds."""

import datetime as dt
from pathlib import Path

import pytest

from pecwatch.model.audit import Deed
from pecwatch.service.desk import Desk
from pecwatch.service.failing import post_database_lost
from pecwatch.store import outbox
from pecwatch.store.audit import trail
from tests.service.offices import SmallOffice


def started(office: SmallOffice) -> tuple[int, int]:
    """Start and look for a loss as a round does: how many restorations the trail has, how many mails tell of one."""
    office.clock.now += dt.timedelta(minutes=5)
    with office.desk() as desk:
        post_database_lost(desk)
        return restorations(desk)


def restorations(desk: Desk) -> tuple[int, int]:
    with desk.database.reading() as session:
        deeds = [entry.deed for entry in trail(session)]
        return deeds.count(Deed.RESTORED), len(outbox.mails(session))


@pytest.mark.sqlite
@pytest.mark.fault("database-corrupt")
def test_a_person_removes_what_was_set_aside(tmp_path: Path) -> None:
    """The damaged file is told of once; that it is gone is no restoration, and another one is."""
    office, file = SmallOffice(tmp_path), tmp_path / "var" / "pecwatch.db"
    assert started(office) == (0, 0)
    file.write_bytes(b"no database" * 1000)
    assert started(office) == (1, 2)
    assert started(office) == (1, 2)
    (aside,) = file.parent.glob("pecwatch.db.damaged-*")
    aside.unlink()
    assert started(office) == (1, 2)
    file.with_name("pecwatch.db.damaged-20251024T101000Z").touch(mode=0o600)
    assert started(office) == (2, 4)
