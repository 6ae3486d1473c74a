# SPDX-License-Identifier: EUPL-1.2
"""What happens to a reader is logged with the number of the message it read."""

import json

import pytest

from pecwatch.logs import set_up_logs
from pecwatch.model.message import Correspondents
from pecwatch.service.sandbox import Sandbox
from pecwatch.service.weighing import read_entry
from pecwatch.store import ledger
from tests.cli.running import logs_put_back
from tests.end_to_end.office import SocialServices, at
from tests.generators.samples import cases
from tests.service.hostile_steps import HostileSteps


def test_a_step_that_fails_names_its_message(office: SocialServices, capsys: pytest.CaptureFixture[str]) -> None:
    """Among many readers at once the journal says over which message one of them failed."""
    office.by_pec(cases.november_pec(), at(2025, 10, 24))
    office.poll()
    with office.desk() as desk, logs_put_back():
        with desk.database.reading() as session:
            entry = ledger.entry(session, 1)
        with Sandbox(desk.rules, Correspondents(), make_steps=HostileSteps) as hostile:
            desk._sandbox = hostile
            set_up_logs(0, as_json=True)
            capsys.readouterr()
            read_entry(desk, entry)
    told = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    failed = [each for each in told if each["event"] == "step_failed"]
    assert failed
    assert {each["message"] for each in failed} == {1}
