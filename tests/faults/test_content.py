# SPDX-License-Identifier: EUPL-1.2
"""What content from outside tries, and what comes of it, from the message to the rows."""

import pytest

from pecwatch.italian.fold import fold
from pecwatch.model.listing import ListRow, Reading, Status
from pecwatch.service.confinement import Level
from pecwatch.service.desk import SANDBOX
from pecwatch.service.health import status
from pecwatch.service.sandbox import Sandbox
from pecwatch.store.notes import note, noted
from tests.end_to_end.office import SocialServices
from tests.generators import stream_bombs
from tests.service.bombed import PEOPLE, bombed, lost, nothing_left_behind, people, sandbox

__all__ = ["sandbox"]


def row_of(reading: Reading, name: str) -> ListRow:
    """The one row that somebody would look for under that name."""
    assert reading.listing is not None
    (row,) = (row for row in reading.listing.rows if fold(row.surname or "") == name)
    return row


@pytest.mark.fault("content-disguise")
@pytest.mark.parametrize(
    "line",
    [
        pytest.param("1) TESTARDELLI ADA - Via dei Tigli 9 - SI ES\u0415GUE", id="Cyrillic letter in the status"),
        pytest.param("1) T\u0415STARD\u0415LLI ADA - Via dei Tigli 9 - SI ESEGUE", id="Cyrillic letters in the name"),
        pytest.param("1) TES\u03a4ARDELLI ADA - Via dei Tigli 9 - SI ESEGUE", id="Greek letter in the name"),
        pytest.param("1) TESTAR\u200bDELLI ADA - Via dei Tigli 9 - SI ESEGUE", id="letter that nobody sees"),
        pytest.param("1) TESTARDELLI ADA - Via dei Tigli 9 - \u202dSI ESEGUE\u202c", id="direction that is turned"),
    ],
)
def test_disguised_letters_hide_nobody(sandbox: Sandbox, line: str) -> None:
    """Who is disguised is found under the name that a person reads, with the status that a person reads, and told."""
    reading = sandbox.read(bombed(("elenco.txt", line.encode())))
    assert row_of(reading, "TESTARDELLI").status is Status.EXECUTE
    assert [problem.code for problem in reading.problems if problem.part == "elenco.txt"][:1] == [
        "invisible_characters"
    ]


@pytest.mark.fault("content-paths")
def test_names_lead_nowhere(sandbox: Sandbox) -> None:
    """Files whose names lead out of every folder are read like any other, and nothing is written."""
    with nothing_left_behind():
        reading = sandbox.read(bombed(("../../../../tmp/cartella.zip", stream_bombs.paths())))
    assert people(reading) == PEOPLE
    assert lost(reading) == []
    assert {attachment.name for attachment in reading.message.attachments} >= {"../../../../tmp/cartella.zip"}


@pytest.mark.fault("content-sandbox")
@pytest.mark.parametrize("level", Level)
def test_a_service_that_is_not_closed_off_is_told(office: SocialServices, level: Level) -> None:
    """`status` says of the running service what its readers found when they tried."""
    office.poll()
    with office.desk() as desk:
        with desk.database.writing() as session:
            found = noted(session, SANDBOX)
            assert found is not None and found.value in set(Level), "the round has left it"
            note(session, SANDBOX, level, desk.clock())
        told = [warning for warning in status(desk).warnings if warning.startswith("sandbox: partial")]
    assert len(told) == (level is Level.PARTIAL)


@pytest.mark.fault("content-sandbox")
def test_what_holds_is_what_was_tried(sandbox: Sandbox) -> None:
    """Full is said where nothing got through; a single open way is enough for partial."""
    confinement = sandbox.confinement
    closed = confinement.network_closed and confinement.writing_closed and confinement.programs_closed
    assert (confinement.level is Level.FULL) is closed
