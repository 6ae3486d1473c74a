# SPDX-License-Identifier: EUPL-1.2
"""Whoever looks at personal data at the terminal stands in the trail before she sees them, and so does who may not."""

from collections.abc import Iterable

from pecwatch.model.access import Caller
from pecwatch.model.audit import AuditEntry, Deed
from pecwatch.service.desk import Desk
from pecwatch.store.audit import write_all_down, write_down

OVER_ALL = ("",)
"""A reading of many things at once: the detail counts them."""


def note_reading(
    desk: Desk, caller: Caller, about: Iterable[str] = OVER_ALL, *, detail: str, deed: Deed = Deed.READ
) -> None:
    """Write down that somebody is about to be shown something; to be called before it is shown.

    Args:
        about: References, as `PW-2025-11-004`, `message:12`.
        detail: What she called, codes and counts; never a name.

    Raises:
        StoreTrouble: It cannot be written down, so it is not shown either.
    """
    now = desk.clock()
    with desk.database.writing() as session:
        write_all_down(
            session,
            (AuditEntry(number=0, at=now, deed=deed, who=caller.known_as, about=each, detail=detail) for each in about),
        )


def note_refusal(desk: Desk, caller: Caller, called: str, about: str = "") -> None:
    """Write down that somebody asked for what is not hers."""
    with desk.database.writing() as session:
        write_down(session, Deed.REFUSED, at=desk.clock(), who=caller.known_as, about=about, detail=called)
