# SPDX-License-Identifier: EUPL-1.2
"""The authorities that are trusted, from a folder: every PEM file is one, and `pins.toml` may ask for more."""

import binascii
import re
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from pecwatch.errors import UsageError
from pecwatch.model.record import record
from pecwatch.rules.loading import load_rule, rule

PINS = "pins.toml"
_SUFFIXES = frozenset((".pem", ".crt", ".cer", ".der"))
_BEGIN = b"-----BEGIN CERTIFICATE-----"
_IDENTIFIER = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


@record
class Anchor:
    """One trusted authority."""

    certificate: bytes
    """DER."""
    file: str
    """Name of the file it was read from."""
    pins: tuple[bytes, ...] = ()
    """Key identifiers of issuers of which a chain that ends here must pass one; none asks for nothing."""


@record
class Anchors:
    """All trusted authorities; without any, no seal can be verified."""

    authorities: tuple[Anchor, ...] = ()


NO_ANCHORS = Anchors()


@rule
class Pin:
    """An issuer that every chain ending in an anchor must pass; of several for one anchor, one of them."""

    anchor: str
    """File name of the anchor."""
    key_identifier: str
    """Of the issuer's key, as `A5:FD:85:…`."""


@rule
class Pins:
    """What `pins.toml` holds."""

    pin: tuple[Pin, ...] = ()


def read_anchors(folder: Path) -> Anchors:
    """Read every anchor of a folder; files that are no certificates, such as a README, may lie beside them.

    Raises:
        UsageError: The folder or a certificate cannot be read, or a pin is wrong; the text names file and remedy.
    """
    try:
        files = sorted(path for path in folder.iterdir() if path.is_file())
        contents = [(path, path.read_bytes()) for path in files if path.name != PINS]
    except OSError as error:
        raise UsageError(
            f"{error.filename or folder}: trust anchors cannot be read ({error.strerror}); correct the path"
        ) from error
    found = [(path, certificate) for path, content in contents for certificate in _certificates(path, content)]
    pins = load_rule(folder / PINS, Pins).pin if (folder / PINS).exists() else ()
    for pin in pins:
        _check(folder, pin, {path.name for path, _ in found})
    return Anchors(
        authorities=tuple(
            Anchor(certificate=certificate, file=path.name, pins=_pins_of(path.name, pins))
            for path, certificate in found
        )
    )


def _certificates(path: Path, content: bytes) -> list[bytes]:
    if _BEGIN not in content:
        if path.suffix.lower() in _SUFFIXES:
            raise UsageError(f"{path}: not a certificate in PEM; convert it (openssl x509) or take it away")
        return []
    try:
        return [one.public_bytes(Encoding.DER) for one in x509.load_pem_x509_certificates(content)]
    except ValueError as error:
        raise UsageError(f"{path}: a certificate in it is damaged; copy it again from its source") from error


def _check(folder: Path, pin: Pin, files: set[str]) -> None:
    if pin.anchor not in files:
        raise UsageError(f"{folder / PINS}: pin.anchor: no certificate file of that name here; correct the name")
    if _IDENTIFIER.fullmatch(_plain(pin.key_identifier)) is None:
        raise UsageError(f"{folder / PINS}: pin.key_identifier: write 20 bytes as A5:FD:85:…")


def _pins_of(file: str, pins: tuple[Pin, ...]) -> tuple[bytes, ...]:
    return tuple(binascii.unhexlify(_plain(pin.key_identifier)) for pin in pins if pin.anchor == file)


def _plain(identifier: str) -> str:
    return re.sub(r"[:\s]", "", identifier).lower()
