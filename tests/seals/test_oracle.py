# SPDX-License-Identifier: EUPL-1.2
"""Our judgement of seals beside that of openssl, on every row of the table of messages."""

import shutil
from pathlib import Path

import pytest

from pecwatch.model.message import Trust
from tests.generators.providers import CERTIFIED_AT
from tests.mail.cases import ALL
from tests.mail.cases.case import Case, opened
from tests.seals.openssl import holds, seal_of

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="the oracle is the openssl command")

CHANGED = [
    case for case in ALL if case.reasons & {"content_changed", "signature_wrong", "issuer_impostor", "self_signed"}
]


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_what_we_verify_openssl_verifies(case: Case, tmp_path: Path) -> None:
    """A seal is never called verified when openssl refuses its digest, signature or chain."""
    message = opened(case).message
    if message.trust is not Trust.VERIFIED:
        return
    seal = seal_of(case.raw())
    assert seal is not None
    assert message.seal is not None
    assert message.seal.judged_at is not None
    assert holds(seal, case.anchors(), message.seal.judged_at, tmp_path)


@pytest.mark.parametrize("case", CHANGED, ids=lambda case: case.name)
def test_oracle_can_say_no(case: Case, tmp_path: Path) -> None:
    """openssl refuses what was changed or forged, so its yes means something."""
    seal = seal_of(case.raw())
    assert seal is None or not holds(seal, case.anchors(), CERTIFIED_AT, tmp_path)
