# SPDX-License-Identifier: EUPL-1.2
"""The audit trail: what was done with people's data, by whom and when; numbers, references and codes only."""

import datetime as dt
from enum import StrEnum

from pecwatch.model.record import record


class Deed(StrEnum):
    """What an entry of the trail says was done."""

    RECEIVED = "received"
    PARSED = "parsed"
    MATCHED = "matched"
    NOTIFIED = "notified"
    UNDELIVERED = "undelivered"
    DECIDED = "decided"
    """A change of a position: taken, escalated, outcome and the like; the detail says which."""
    ANSWERED = "answered"
    READ = "read"
    """Somebody looked at personal data through the command line."""
    REFUSED = "refused"
    """Somebody asked for what is not theirs."""
    IMPORTED = "imported"
    EXPORTED = "exported"
    ERASED = "erased"
    PURGED = "purged"
    CONFIGURED = "configured"
    """Configuration or rules are not those of the last start, or other rules were taken up since."""
    ROTATED = "rotated"
    """Another master key opens the keys; the detail has the fingerprints of both."""
    RESTORED = "restored"
    """The database is a copy, or new: what the trail said after the copy was made is lost."""


@record
class AuditEntry:
    """One link of the chain."""

    number: int
    """From 1, without gaps, for each office."""
    at: dt.datetime
    deed: Deed
    who: str
    """Code of a person, `service`, or a user of the machine."""
    about: str
    """As `message:12`, `PW-2025-11-004`, `mail:31`; blank where it is about all."""
    detail: str = ""
    """Codes and counts."""
    seal: str = ""
    """Keyed hash of this entry and of the seal before it, in hexadecimal digits."""


@record
class AuditHead:
    """The last link, by which a chain that was cut off or begun anew is told from the true one."""

    number: int
    seal: str

    def __str__(self) -> str:
        return f"{self.number}:{self.seal[:16]}"


@record
class AuditFinding:
    """Where the chain does not hold."""

    number: int
    fault: str
    """`changed`: the entry is not what was written. `missing`: entries before this one are gone. `cut`: all from here
    on are gone."""
