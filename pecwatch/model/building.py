# SPDX-License-Identifier: EUPL-1.2
"""Buildings that somebody outside the office visits: which civic numbers, which district, whose."""

from enum import StrEnum

from pecwatch.model.record import record


class Parity(StrEnum):
    """Which side of the street a range of civic numbers takes in."""

    ODD = "odd"
    EVEN = "even"
    BOTH = "both"


@record
class Building:
    """One line of the table of buildings: a civic number, or a range of them, and who looks after it."""

    street: str
    """Upper case, the street type in full, as addresses of lists have it."""
    municipality: str | None = None
    """Upper case; None where the table does not say."""
    first: int
    last: int
    """The same as the first for a single number."""
    parity: Parity = Parity.BOTH
    exponent: str | None = None
    """Folded letter or BIS of a single number; without one, the numbers that no line names with theirs."""
    district: str
    dwellings: int | None
    """In the whole line; None when nobody knows: then no notice may leave."""
    tutor_name: str = ""
    tutor_email: str | None = None
    """Lower case; None for a tutor who left or has none."""
    tutor_phone: str | None = None
    contact_name: str | None = None
    """Whom of the office the tutor calls; None stands for the duty worker."""
    contact_phone: str | None = None

    def holds(self, civic: int) -> bool:
        """Whether a civic number is among those of the line."""
        if not self.first <= civic <= self.last:
            return False
        return self.parity is Parity.BOTH or (civic % 2 == 1) is (self.parity is Parity.ODD)

    def overlaps(self, other: "Building") -> bool:
        """Whether some civic number, with the same exponent, is among those of both; the street is not looked at."""
        shared = range(max(self.first, other.first), min(self.last, other.last) + 1)
        return self.exponent == other.exponent and any(self.holds(civic) and other.holds(civic) for civic in shared)


def may_be_written_to(address: str, allowed: tuple[str, ...]) -> bool:
    """Whether an address outside the office is named by the configuration, itself or with its whole domain.

    Args:
        allowed: Lower case: addresses, and domains as `@cooperativa.example` (subdomains not covered).
    """
    return bool(address) and (address in allowed or f"@{address.rpartition('@')[2]}" in allowed)
