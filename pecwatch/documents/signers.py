# SPDX-License-Identifier: EUPL-1.2
"""Who signed a file and when, as an office asks it: name, codice fiscale, organisation, day."""

from pecwatch.italian.fiscal_code import find_fiscal_codes
from pecwatch.model.signature import Signer, Timestamp
from pecwatch.seals.cms import Signature
from pecwatch.seals.holders import fits_content, holder_of
from pecwatch.seals.timestamped import Stamp

_NOTHING_STATED = frozenset(("", "non presente", "non dichiarato", "non specificato", "n/a", "-"))
"""What Italian issuers write in the place of an organisation for private persons."""


def signer_of(signature: Signature, content: bytes | None) -> Signer:
    """The signer of a file.

    Args:
        content: What was signed, None when it stands elsewhere.
    """
    holder = holder_of(signature.certificate)
    fits = None if content is None else fits_content(signature, content)
    if holder is None:
        return Signer(name=None, signed_at=signature.signed_at, fits=fits)
    return Signer(
        name=holder.name,
        fiscal_code=_fiscal_code(holder.numbers),
        organisation=None if (holder.organisation or "").lower() in _NOTHING_STATED else holder.organisation,
        issuer=holder.issuer,
        signed_at=signature.signed_at,
        valid_from=holder.valid_from,
        valid_to=holder.valid_to,
        fits=fits,
    )


def timestamp_of(stamp: Stamp, stamped: bytes | None) -> Timestamp:
    """The time in a token.

    Args:
        stamped: The bytes it should have been put on, None when they are not known.
    """
    holder = holder_of(stamp.certificate)
    return Timestamp(
        at=stamp.at,
        authority=None if holder is None else holder.name,
        fits=None if stamped is None else stamp.fits(stamped),
    )


def _fiscal_code(numbers: tuple[str, ...]) -> str | None:
    """The first codice fiscale in any of the texts, whatever stands before it."""
    written = (text.replace("-", " ").replace(":", " ").replace("_", " ") for text in numbers)
    return next((code for text in written for code in find_fiscal_codes(text)), None)
