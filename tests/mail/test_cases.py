# SPDX-License-Identifier: EUPL-1.2
"""The table of messages: everything a PEC box may hold, and what must come out of it."""

import pytest

from pecwatch.model.message import Trust
from tests.mail.cases import ALL
from tests.mail.cases.case import Case, opened, told


@pytest.mark.fault("content-seal-invalid")
@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_every_message_opened_right_and_weighed(case: Case) -> None:
    """Kind, trust with its reason, sender, subject, warnings and parts are as the contract says."""
    envelope = opened(case)
    message, warnings = envelope.message, set(envelope.message.warnings)
    if case.trust is None:
        assert message.trust is not Trust.VERIFIED
    else:
        assert message.trust is case.trust, message.trust_reason
    assert not case.reasons or message.trust_reason in case.reasons
    found = told(envelope)
    assert found == {name: found[name] if name in case.free else getattr(case, name) for name in found}
    assert case.warnings is None or warnings == case.warnings
    assert case.warned <= warnings
    assert not case.unwarned & warnings


def test_table_is_broad_and_names_are_its_own() -> None:
    """Each row can be called by its name, and each answer about trust has rows of its own."""
    names = [case.name for case in ALL]
    assert len(names) == len(set(names))
    assert {case.trust for case in ALL} == {*Trust, None}
