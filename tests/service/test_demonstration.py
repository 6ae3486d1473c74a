# SPDX-License-Identifier: EUPL-1.2
import re
from pathlib import Path

from pecwatch.model.message import Trust
from pecwatch.service.demonstration import demonstrate

SAMPLES = Path(__file__).parent.parent.parent / "samples"


def test_the_demo_tells_the_story_in_its_order(tmp_path: Path) -> None:
    """First the PEC, then its copies, which are twins; a forgery lowers nothing; the genuine reminder still counts.

    Without the samples of the later years, which tell no story; the whole demo is among the commands of the README.
    """
    first_year = tmp_path / "samples"
    first_year.mkdir()
    for sample in SAMPLES.iterdir():
        if not re.match(r"202[6-9]-", sample.name):
            (first_year / sample.name).symlink_to(sample)
    scenes = {scene.name: scene for scene in demonstrate(first_year, tmp_path / "demo").scenes}
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
    assert after
    assert {ref: (each.row.status, each.is_open) for ref, each in after.items()} == {
        ref: (before[ref].row.status, True) for ref in after
    }
    assert scenes["2025-11-promemoria"].reading.message.trust is Trust.VERIFIED
    assert [str(scene.at) for scene in scenes.values()] == sorted(str(scene.at) for scene in scenes.values())
