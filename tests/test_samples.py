# SPDX-License-Identifier: EUPL-1.2
"""Every sample reads as a person once agreed it should; a new one writes its answer once and asks to be read."""

import json
from pathlib import Path

import pytest

from pecwatch.model.message import Correspondents, RawMessage
from pecwatch.model.record import to_json
from pecwatch.reading.own_steps import read
from pecwatch.rules import load_rules, shipped_rules
from pecwatch.seals.anchors import read_anchors
from pecwatch.service.programs import ConfinedPrograms, libreoffice, tesseract
from pecwatch.service.reader_process import start_fork_server

SAMPLES = Path(__file__).parent.parent / "samples"
CASES = sorted(message.parent for message in SAMPLES.glob("*/message.eml"))

CORRESPONDENTS = Correspondents(
    senders=("decadenze@pec.aler.example", "@aler.example"),
    addresses=("servizisociali@pec.comune.example", "servizisociali@comune.example"),
)


MISSING = (
    "samples need tesseract and LibreOffice: apt-get install tesseract-ocr tesseract-ocr-ita libreoffice-writer-nogui"
)


@pytest.fixture(scope="module")
def programs() -> ConfinedPrograms:
    """The real ones, for scans and old Word documents."""
    assert tesseract() is not None, MISSING
    assert libreoffice() is not None, MISSING
    start_fork_server()
    return ConfinedPrograms()


def answer(folder: Path, programs: ConfinedPrograms) -> str:
    """What pecwatch makes of a sample, readable."""
    raw = RawMessage(source=f"samples/{folder.name}/message.eml", content=(folder / "message.eml").read_bytes())
    reading = read(raw, load_rules(shipped_rules()), CORRESPONDENTS, read_anchors(SAMPLES / "trust"), programs)
    return json.dumps(json.loads(to_json(reading)), ensure_ascii=False, indent=2) + "\n"


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_sample_reads_as_agreed(folder: Path, programs: ConfinedPrograms) -> None:
    """What a person read and accepted stays so; nothing overwrites it silently."""
    expected = folder / "expected.json"
    found = answer(folder, programs)
    if not expected.exists():
        expected.write_text(found, encoding="utf-8")
        pytest.fail(f"{expected.name} of {folder.name} was written for the first time: read it, mend it, run again")
    assert json.loads(found) == json.loads(expected.read_text(encoding="utf-8"))


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_sample_says_what_it_is_for(folder: Path) -> None:
    """A sample without a note is a riddle to whoever comes next."""
    assert (folder / "NOTE.md").read_text(encoding="utf-8").strip()
