# SPDX-License-Identifier: EUPL-1.2
import base64
import subprocess
from email import message_from_bytes
from pathlib import Path

import pytest

from tests.generators.authority import root
from tests.generators.pec import PROVIDERS, Letter, Postmark, Provider, transport

VERIFY = (
    "openssl cms -verify -binary -inform DER -in smime.p7s -content content "
    "-CAfile root.pem -no-CApath -no-CAstore -attime 1761289951 -out opened"
)


def verify(raw: bytes, folder: Path) -> int:
    """What openssl says of the seal at the message's time."""
    boundary = message_from_bytes(raw).get_boundary()
    _, sealed, signature, _ = raw.split(f"--{boundary}".encode())
    (folder / "content").write_bytes(sealed[2:-2])
    (folder / "smime.p7s").write_bytes(base64.b64decode(signature.split(b"\r\n\r\n", 1)[1]))
    (folder / "root.pem").write_bytes(root().pem)
    return subprocess.run(VERIFY.split(), cwd=folder, capture_output=True, check=False).returncode


@pytest.mark.parametrize("digest", ["sha256", "sha1"])
@pytest.mark.parametrize("provider", PROVIDERS, ids=lambda provider: provider.name)
def test_seals_are_real(tmp_path: Path, provider: Provider, digest: str) -> None:
    """openssl accepts the seal of a generated envelope, and refuses it when one byte of the content changes."""
    raw = transport(Letter(), provider=provider, postmark=Postmark(digest=digest))
    assert verify(raw, tmp_path) == 0
    assert verify(raw.replace(b"Si trasmette", b"Si trasmetta"), tmp_path) != 0


def test_same_input_same_bytes() -> None:
    """Samples can be written again without a difference."""
    assert transport(Letter()) == transport(Letter())
    assert b"\n" not in transport(Letter()).replace(b"\r\n", b"")
