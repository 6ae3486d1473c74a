# SPDX-License-Identifier: EUPL-1.2
"""The form of one sealed file: pieces under AES-256-GCM, of which the last one bears the identity of the whole.

    PWS1 | salt (16) | sealed piece (1 MiB + 16) … | sealed last piece (up to 1 MiB, + 16)

Each file has a key of its own, derived from that of its month and the salt; the nonce is the number of the piece and
whether it is the last. So no piece can be changed, left out, put elsewhere or moved into another file, and no file be
given for another: the name, which is only known when everything has passed, is authenticated with the last piece. The
construction is STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015).
"""

import secrets
from collections.abc import Callable, Iterable, Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"PWS1"
SALT_BYTES = 16
PIECE = 1024 * 1024
TAG_BYTES = 16
HEAD_BYTES = len(MAGIC) + SALT_BYTES
SEALED_PIECE = PIECE + TAG_BYTES


class SealBroken(Exception):
    """The bytes are not what was sealed, or not under this key and name."""


def sealed(pieces: Iterable[bytes], key: bytes, name_of_all: Callable[[], str]) -> Iterator[bytes]:
    """Seal what comes, in pieces of any size.

    Args:
        key: Of the month, 32 bytes.
        name_of_all: Asked once, when the last byte was taken.
    """
    salt = secrets.token_bytes(SALT_BYTES)
    cipher = _cipher(key, salt)
    yield MAGIC + salt
    number, held = 0, bytearray()
    for piece in pieces:
        held += piece
        while len(held) > PIECE:
            yield cipher.encrypt(_nonce(number, last=False), bytes(held[:PIECE]), None)
            del held[:PIECE]
            number += 1
    yield cipher.encrypt(_nonce(number, last=True), bytes(held), name_of_all().encode())


def opened(read: Callable[[int], bytes], key: bytes, name: str) -> Iterator[bytes]:
    """Open a sealed file piece by piece; each piece given out is authentic, and whole is the file when none raised.

    Args:
        read: Gives so many bytes of the file, fewer only at its end.
        key: Of the month.
        name: Which the file must bear.

    Raises:
        SealBroken: In the place of the first piece that is not as it was sealed.
    """
    head = read(HEAD_BYTES)
    if len(head) < HEAD_BYTES or not head.startswith(MAGIC):
        raise SealBroken
    cipher = _cipher(key, head[len(MAGIC) :])
    number, current = 0, read(SEALED_PIECE)
    try:
        while following := read(SEALED_PIECE):
            yield cipher.decrypt(_nonce(number, last=False), current, None)
            number, current = number + 1, following
        yield cipher.decrypt(_nonce(number, last=True), current, name.encode())
    except InvalidTag:
        raise SealBroken from None


def _cipher(key: bytes, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=salt, info=b"pecwatch mail").derive(key))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
