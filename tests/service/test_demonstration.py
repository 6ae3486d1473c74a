# SPDX-License-Identifier: EUPL-1.2
import re
from pathlib import Path

import pytest

from pecwatch.model.message import Trust
from pecwatch.service.demonstration import demonstrate

SAMPLES = Path(__file__).parent.parent.parent / "samples"


@pytest.mark.timeout(300)
def test_the_demo_tells_the_story_in_its_order(tmp_path: Path) -> None:
    """First the PEC, then its copies, which are twins; a forgery lowers nothing; the genuine reminder still counts.

    Without the samples of the later years, which tell no story; the whole demo is among the commands of the README.
    """
    first_year = tmp_path / "samples"
    first_year.mkdir()
    for sample in SAMPLES.iterdir():
        if not re.match(r"202[6-9]-", sample.name):
            (first_year / sample.name).symlink_to(sample)
    shown = demonstrate(first_year, tmp_path / "demo")
    scenes = {scene.name: scene for scene in shown.scenes}
    story = [(name, str(scene.weighed.kinds[0])) for name, scene in scenes.items() if name.startswith("2025-11")]
    assert story == [
        ("2025-11-elenco-pdf", "first_list"),
        ("2025-11-copia-ordinaria", "twin"),
        ("2025-11-inoltro", "twin"),
        ("2025-11-falso-annulla", "correction"),
        ("2025-11-promemoria", "reminder"),
    ]
    forged = scenes["2025-11-falso-annulla"]
    assert forged.reading.message.trust is Trust.INVALID
    after = {each.reference: each for changes in forged.weighed.changes for each in changes.positions}
    before = {
        each.reference: each for changes in scenes["2025-11-elenco-pdf"].weighed.changes for each in changes.positions
    }
    known = after.keys() & before.keys()
    assert known
    assert {ref: (after[ref].row.status, after[ref].is_open) for ref in known} == {
        ref: (before[ref].row.status, True) for ref in known
    }
    # Who was reported released since stands in it again: that opens a position, which nobody has confirmed.
    assert not any(after[ref].confirmed for ref in after.keys() - known)
    assert scenes["2025-11-promemoria"].reading.message.trust is Trust.VERIFIED
    assert [str(scene.at) for scene in scenes.values()] == sorted(str(scene.at) for scene in scenes.values())
    told = [
        (f"{each.at:%d/%m %H:%M}", "" if each.reply is None else each.reply.words, mail.recipient_code, mail.kind)
        for each in shown.weeks
        for mail in each.mails
    ]
    assert told[0] == ("24/10 10:00", "PRENDO IN CARICO TUTTE", "OP01", "answer")
    assert ("06/11 16:05", "", "OP01", "steps") in told
    assert ("27/11 16:20", "ESITO ESEGUITO", "OP04", "answer") in told
    assert {"OP01", "OP02", "OP03", "OP04", "duty_worker", "coordinator", "director"} <= {
        code for _, _, code, _ in told
    }
    assert len({mail.id for mail in shown.mails}) == len(shown.mails)
