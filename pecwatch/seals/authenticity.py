# SPDX-License-Identifier: EUPL-1.2
"""Whether a signature is that of the person whose certificate it names."""

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

from pecwatch.seals.certificates import HASHES, is_made_by
from pecwatch.seals.cms import Signature, in_der


def is_authentic(signature: Signature, signer: x509.Certificate, content: bytes) -> bool:
    """Whether the value of a signature was made with the signer's key, over the attributes or else the content."""
    algorithm = HASHES.get(signature.hash)
    if algorithm is None:
        return False
    covered = content if signature.attributes is None else signature.attributes
    scheme = _padding(signature, algorithm)
    if is_made_by(signer, signature.value, covered, algorithm, scheme):
        return True
    encoded_anew = covered if signature.attributes is None else in_der(covered)
    return encoded_anew != covered and is_made_by(signer, signature.value, encoded_anew, algorithm, scheme)


def _padding(signature: Signature, algorithm: hashes.HashAlgorithm) -> padding.AsymmetricPadding:
    if signature.scheme == "rsassa_pss":
        return padding.PSS(padding.MGF1(algorithm), signature.salt_length)
    return padding.PKCS1v15()
