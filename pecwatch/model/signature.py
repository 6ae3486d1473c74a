# SPDX-License-Identifier: EUPL-1.2
"""Who signed a file, and when: kept for the dossier. How far it can be believed is for the office to judge."""

import datetime as dt

from pecwatch.model.record import record


@record
class Signer:
    """One person, or one office, who signed a file, as the certificate names them."""

    name: str | None
    """None when the certificate did not come along or cannot be decoded."""
    fiscal_code: str | None = None
    organisation: str | None = None
    issuer: str | None = None
    """Who issued the certificate; not verified."""
    signed_at: dt.datetime | None = None
    """By the signer's own clock; aware."""
    valid_from: dt.datetime | None = None
    valid_to: dt.datetime | None = None
    """The certificate's validity; aware."""
    fits: bool | None = None
    """Whether the signature fits the content; None when that cannot be told."""


@record
class Timestamp:
    """The time that an authority put on a file or on a signature."""

    at: dt.datetime
    """Aware."""
    authority: str | None
    """As its certificate names it; not verified."""
    fits: bool | None = None
    """Whether it was put on these bytes; None when that cannot be told."""


@record
class FileSignature:
    """What is known of the signatures and time-stamps around one file."""

    part: str
    """Name of the signed file as printed."""
    content_sha256: str | None
    """Hexadecimal digest of what was signed; None when it stands elsewhere and was digested otherwise."""
    is_detached: bool = False
    """The signature came without the file that it signs."""
    signers: tuple[Signer, ...] = ()
    timestamps: tuple[Timestamp, ...] = ()
