# SPDX-License-Identifier: EUPL-1.2
"""Private keys that follow from names, so the same input gives the same bytes in every process.

Whoever reads this file can compute every key of it: they belong in tests and samples only.
"""

import hashlib
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
PUBLIC_EXPONENT = 65537
PRIME_BITS = 1024
_SMALL_PRIMES = [number for number in range(3, 2000, 2) if all(number % odd for odd in range(3, number, 2))]
_SMALL_PRODUCT = math.prod(_SMALL_PRIMES)
_WITNESSES = (2, 3, 5, 7, 11, 13, 17, 19)

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True)
class Identity:
    """A certificate with its private key."""

    certificate: x509.Certificate
    key: PrivateKey

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)


def derived_key(name: str) -> ec.EllipticCurvePrivateKey:
    """The P-256 key that belongs to a name."""
    number = int.from_bytes(hashlib.sha256(name.encode()).digest()) % (P256_ORDER - 1) + 1
    return ec.derive_private_key(number, ec.SECP256R1())


@cache
def derived_rsa_key(name: str) -> rsa.RSAPrivateKey:
    """The RSA key of 2048 bits that belongs to a name: a third of a second the first time."""
    stream = _numbers(name)
    first, second = _prime(stream), _prime(stream)
    exponent = pow(PUBLIC_EXPONENT, -1, (first - 1) * (second - 1))
    return rsa.RSAPrivateNumbers(
        p=first,
        q=second,
        d=exponent,
        dmp1=rsa.rsa_crt_dmp1(exponent, first),
        dmq1=rsa.rsa_crt_dmq1(exponent, second),
        iqmp=rsa.rsa_crt_iqmp(first, second),
        public_numbers=rsa.RSAPublicNumbers(PUBLIC_EXPONENT, first * second),
    ).private_key(unsafe_skip_rsa_key_validation=True)


def _numbers(name: str) -> Iterator[int]:
    """Endless numbers of the size of a prime, with both ends set: the top two bits make the product long enough."""
    count = 0
    while True:
        stretched = hashlib.shake_256(f"{name}|{count}".encode()).digest(PRIME_BITS // 8)
        yield int.from_bytes(stretched) | 3 << (PRIME_BITS - 2) | 1
        count += 1


def _prime(candidates: Iterator[int]) -> int:
    return next(number for number in candidates if math.gcd(number, _SMALL_PRODUCT) == 1 and _is_prime(number))


def _is_prime(number: int) -> bool:
    """Miller and Rabin with a few fixed witnesses; nobody chooses these candidates to deceive them."""
    if (number - 1) % PUBLIC_EXPONENT == 0:
        return False
    halvings = ((number - 1) & -(number - 1)).bit_length() - 1
    odd = (number - 1) >> halvings
    return all(_passes(number, pow(witness, odd, number), halvings) for witness in _WITNESSES)


def _passes(number: int, power: int, halvings: int) -> bool:
    if power in (1, number - 1):
        return True
    for _ in range(halvings - 1):
        power = power * power % number
        if power == number - 1:
            return True
    return False
