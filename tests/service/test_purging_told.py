# SPDX-License-Identifier: EUPL-1.2
"""What had had its time stands in the administrator's daily mail: classes and numbers."""

import datetime as dt
from collections.abc import Iterator
from email import message_from_bytes, policy
from html import unescape
from pathlib import Path

import pytest

from pecwatch.alerts.purged import purged_section
from pecwatch.model.retention import Purged
from pecwatch.service.due import post_due
from pecwatch.service.purging import purge_by_night, what_is_due
from pecwatch.store import outbox
from tests.service.test_purging import CANARIES, CANARY, LATER, OTHER, closed
from tests.service.weeks import Walk, at_work


@pytest.fixture
def walk(tmp_path: Path) -> Iterator[Walk]:
    with at_work(tmp_path) as found:
        found.list_comes(CANARY, OTHER)
        yield found


def daily_mail(walk: Walk, now: dt.datetime) -> tuple[str, str]:
    """The administrator's counts of that morning, as she gets them."""
    walk.office.clock.now = now
    post_due(walk.desk)
    with walk.desk.database.reading() as session:
        (mail,) = [each for each in outbox.mails(session) if each.event == f"daily:{now.date()}"]
    assert mail.recipient == "ced@comune.example"
    read = message_from_bytes(mail.content, policy=policy.default)
    bodies = [read.get_body((kind,)) for kind in ("plain", "html")]
    text, html = (body.get_content() for body in bodies if body is not None)
    return " ".join(text.split()), " ".join(unescape(html).split())


def test_the_administrator_reads_what_went(walk: Walk) -> None:
    """By class and number, in both parts of her mail; on a day without anything, when it was last looked."""
    for reference in ("PW-2025-11-001", "PW-2025-11-002"):
        closed(walk, reference)
    morning = LATER.replace(hour=8)
    walk.office.clock.now = morning - dt.timedelta(days=1)
    post_due(walk.desk)
    walk.office.clock.now = LATER.replace(hour=3)
    expected = what_is_due(walk.desk)
    assert purge_by_night(walk.desk) == 0
    told = daily_mail(walk, morning)
    for part in told:
        assert "dati cancellati perché scaduti" in part.lower()
        assert "Ultima cancellazione completata: lunedì 23 ottobre 2028" in part
        assert f"Righe di elenchi, con la loro storia: {expected.rows}" in part
        assert f"Testi di avvisi già partiti: {expected.texts_of_mails}" in part
        assert "Persone uscite" not in part
        assert not any(name.upper() in part.upper() for name in CANARIES)
    later, _ = daily_mail(walk, morning + dt.timedelta(days=2))
    assert "lunedì 23 ottobre 2028. Nelle ultime 24 ore non è stato cancellato nulla." in later


@pytest.mark.parametrize("name", Purged.__dataclass_fields__)
def test_each_class_has_its_words(name: str) -> None:
    """A new class would be counted and not told; what the trail says is read back."""
    done = Purged(**{name: 3})
    assert any(line.endswith(": 3") for line in purged_section(done, None).bullets)
    assert Purged.told(done.in_words) == done
