# SPDX-License-Identifier: EUPL-1.2
"""Folders of trust anchors for tests, read as the service reads its own."""

from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from cryptography import x509

from pecwatch.seals.anchors import Anchors, read_anchors
from tests.generators.authority import root
from tests.generators.chains import anchor
from tests.generators.keys import Identity


@lru_cache
def trusting(*identities: Identity, pins: str = "") -> Anchors:
    """Anchors with these certificates as `0.pem`, `1.pem` …; `pins` is the text of pins.toml."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        for number, identity in enumerate(identities):
            (folder / f"{number}.pem").write_bytes(identity.pem)
        if pins:
            (folder / "pins.toml").write_text(pins, encoding="utf-8")
        return read_anchors(folder)


def known_anchors() -> Anchors:
    """Both roots of the generators: the one on a curve and the one of RSA."""
    return trusting(root(), anchor())


def pin_on(issuer: Identity, file: str = "0.pem") -> str:
    """The text of a pins.toml that asks for an issuer below the first anchor."""
    digest = x509.SubjectKeyIdentifier.from_public_key(issuer.key.public_key()).digest
    return f'[[pin]]\nanchor = "{file}"\nkey_identifier = "{digest.hex(":").upper()}"\n'
