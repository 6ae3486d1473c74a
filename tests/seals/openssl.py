# SPDX-License-Identifier: EUPL-1.2
"""The oracle: what `openssl cms -verify` says of a seal; content and signature are taken out by a few own lines.

Nothing here comes from the code under test. A shape that these lines do not know gets no verdict in favour.
"""

import base64
import binascii
import datetime as dt
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from pecwatch.seals.anchors import Anchors

_SIGNED = re.compile(rb"^content-type:\s*multipart/signed(?:[^\n]*\n)(?:[ \t][^\n]*\n)*", re.I | re.M)
_BOUNDARY = re.compile(rb'boundary="([^"]+)"', re.I)


@dataclass(frozen=True)
class Seal:
    """A sealed part and its signature."""

    content: bytes
    signature: bytes


def seal_of(raw: bytes) -> Seal | None:
    """The first multipart/signed of a message, taken apart."""
    travelling = re.sub(rb"\r\n|\r|\n", b"\r\n", raw)
    field = _SIGNED.search(travelling)
    mark = _BOUNDARY.search(field.group()) if field else None
    if field is None or mark is None:
        return None
    delimiter = re.compile(rb"(?:\A|\r\n)--" + re.escape(mark.group(1)) + rb"(?:--)?[ \t]*(?=\r\n|\Z)")
    _, *pieces = delimiter.split(travelling[field.end() - 2 :])
    if len(pieces) < 2:
        return None
    _, _, written = pieces[1].removeprefix(b"\r\n").partition(b"\r\n\r\n")
    try:
        return Seal(pieces[0].removeprefix(b"\r\n"), base64.b64decode(written))
    except binascii.Error:
        return None


def holds(seal: Seal, anchors: Anchors, at: dt.datetime, folder: Path) -> bool:
    """Whether openssl accepts digest, signature and chain at a moment."""
    content, signature, trusted = (folder / name for name in ("content", "signature.der", "anchors.pem"))
    content.write_bytes(seal.content)
    signature.write_bytes(seal.signature)
    certificates = (x509.load_der_x509_certificate(anchor.certificate) for anchor in anchors.authorities)
    trusted.write_bytes(b"".join(one.public_bytes(Encoding.PEM) for one in certificates))
    command = ["openssl", "cms", "-verify", "-inform", "DER", "-in", signature, "-content", content, "-binary"]
    command += ["-no-CApath", "-no-CAstore", "-CAfile", trusted, "-partial_chain", "-purpose", "any"]
    command += ["-attime", str(int(at.timestamp())), "-out", "/dev/null"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0
