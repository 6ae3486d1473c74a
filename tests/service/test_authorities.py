# SPDX-License-Identifier: EUPL-1.2
"""Trust anchors run out like any certificate, and somebody must hear of it before seals stop being verified."""

import datetime as dt
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from pecwatch.errors import ExitCode
from pecwatch.seals.anchors import NO_ANCHORS, Anchor, Anchors
from pecwatch.service.authorities import anchor_warnings
from pecwatch.service.health import Status, status
from tests.end_to_end.office import SocialServices
from tests.generators.authority import root

NEVER_READ = b"no certificate"
ENDS_AT = root().certificate.not_valid_after_utc
DAY = dt.timedelta(days=1)


def trusted(der: bytes = root().certificate.public_bytes(Encoding.DER)) -> Anchors:
    return Anchors(authorities=(Anchor(certificate=der, file="radice.pem"),))


@pytest.mark.parametrize(
    ("now", "told"),
    [
        pytest.param(ENDS_AT - 91 * DAY, [], id="91 days before"),
        pytest.param(ENDS_AT - 90 * DAY, ["trust anchor radice.pem: ends on 2045-09-22"], id="90 days before"),
        pytest.param(ENDS_AT, ["trust anchor radice.pem: expired on 2045-09-22"], id="on its last moment"),
        pytest.param(ENDS_AT + 900 * DAY, ["trust anchor radice.pem: expired on 2045-09-22"], id="long after"),
    ],
)
def test_an_anchor_is_told_of_ninety_days_before_it_ends(now: dt.datetime, told: list[str]) -> None:
    """Early enough to put its successor beside it."""
    assert [text.partition(";")[0] for text in anchor_warnings(trusted(), now)] == told


def test_no_anchor_at_all_is_told() -> None:
    """Then nothing is ever verified, and no list lowers an alarm."""
    (text,) = anchor_warnings(NO_ANCHORS, ENDS_AT)
    assert "no seal can be verified" in text


def test_an_anchor_that_cannot_be_used_is_told() -> None:
    """It lies there and vouches for nothing."""
    (text,) = anchor_warnings(trusted(NEVER_READ), ENDS_AT)
    assert "radice.pem" in text


def healthy(office: SocialServices) -> Status:
    with office.desk() as desk:
        return status(desk)


def with_anchors(office: SocialServices, folder: str = "anchors") -> Path:
    text = office.file.read_text(encoding="utf-8")
    office.file.write_text(text.replace("[lists]\n", f'[lists]\ntrust_anchors = "{folder}"\n'), encoding="utf-8")
    (office.folder / folder).mkdir()
    return office.folder / folder / "radice.pem"


def test_status_counts_the_authorities_and_warns(office: SocialServices) -> None:
    """A warning does not make the service unhealthy: everybody is still told in time."""
    with_anchors(office).write_bytes(root().certificate.public_bytes(Encoding.PEM))
    office.install()
    found = healthy(office)
    assert (found.trust_anchors, found.warnings, found.exit_code) == (1, (), ExitCode.DONE)
    office.clock.now = ENDS_AT - DAY
    assert any("radice.pem: ends on" in text for text in healthy(office).warnings)


def test_status_survives_anchors_that_cannot_be_read(office: SocialServices) -> None:
    """Without them no message can be read, so that is a complaint, with its remedy."""
    file = with_anchors(office)
    file.write_bytes(root().certificate.public_bytes(Encoding.PEM))
    office.install()
    file.write_text("-----BEGIN CERTIFICATE-----\nAAAA\n")
    found = healthy(office)
    assert not found.healthy
    assert any("radice.pem" in text for text in found.complaints)
