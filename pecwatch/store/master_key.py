# SPDX-License-Identifier: EUPL-1.2
"""Where the master key stands: 64 hexadecimal digits in a file of mode 0600, or given by whoever starts pecwatch."""

import secrets
from pathlib import Path

from pecwatch.errors import UsageError
from pecwatch.store.durable import write_first
from pecwatch.store.key_ring import KEY_BYTES, MasterKey
from pecwatch.store.permissions import check_private
from pecwatch.store.trouble import explained_files


def master_key(text: str, where: str) -> MasterKey:
    """The key that somebody wrote down.

    Args:
        where: What the reader of a complaint has to mend.

    Raises:
        UsageError: It is not a master key; the text is not repeated.
    """
    try:
        return MasterKey(bytes.fromhex(text.strip()))
    except ValueError:
        raise UsageError(
            f"{where}: not a master key: write {2 * KEY_BYTES} hexadecimal digits (openssl rand -hex {KEY_BYTES})"
        ) from None


def master_key_in(path: Path, *, opens: Path) -> MasterKey:
    """The key in a file, which is made when it is missing and there is nothing yet that it must open.

    Args:
        opens: Folder of the keys that it wraps.

    Raises:
        UsageError: Others may read the file, it holds no master key, or it is missing and keys are there.
        StoreTrouble: It cannot be read or made.
    """
    if not path.exists():
        if any(opens.glob("*")):
            raise UsageError(
                f"{path}: missing, and {opens} holds keys that another master key has wrapped: name its file in "
                "[vault] master_key_file, give it in PECWATCH_VAULT__MASTER_KEY, or put the file back"
            )
        write_first(path, f"{secrets.token_hex(KEY_BYTES)}\n".encode())
    return read_master_key(path)


def read_master_key(path: Path) -> MasterKey:
    """The key in a file that is there.

    Raises:
        UsageError: It is not, others may read it, or it holds no master key.
        StoreTrouble: It cannot be read.
    """
    if not path.is_file():
        raise UsageError(f"{path}: no such file; correct the path")
    check_private([path])
    with explained_files(path):
        text = path.read_text(encoding="utf-8", errors="replace")
    return master_key(text, str(path))
