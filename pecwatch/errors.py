# SPDX-License-Identifier: EUPL-1.2
"""Errors in two tiers: one message (the rest goes on), or the service (stop and shout).

An error's text is English, names what, where and the remedy, and never holds a person's data,
so that it may be logged and printed as it is.
"""

from enum import IntEnum


class ExitCode(IntEnum):
    """How a command ends; scripts rely on these."""

    DONE = 0
    UNEXPECTED = 1
    USAGE = 2
    MAILBOX = 3
    NEEDS_PERSON = 4
    UNSENT = 5
    UNHEALTHY = 6
    LOCKED = 75


GRAVITY = (
    ExitCode.USAGE,
    ExitCode.LOCKED,
    ExitCode.MAILBOX,
    ExitCode.UNSENT,
    ExitCode.NEEDS_PERSON,
    ExitCode.UNEXPECTED,
)
"""With several causes the first of these wins."""


def gravest(codes: set[ExitCode]) -> ExitCode:
    """The one exit code for a command that met several causes."""
    return next((code for code in GRAVITY if code in codes), max(codes, default=ExitCode.DONE))


class PecwatchError(Exception):
    """Anything pecwatch explains to a person in one line."""

    exit_code = ExitCode.UNEXPECTED


class UsageError(PecwatchError):
    """Wrong usage, configuration, rules or registry file; nothing was changed."""

    exit_code = ExitCode.USAGE


class MailboxError(PecwatchError):
    """A mailbox could not be reached or gave an answer that makes no sense; worth another try."""

    exit_code = ExitCode.MAILBOX

    def __init__(self, text: str, code: str = "mailbox") -> None:
        """Explain it to a person, and to the health of the mailbox by a stable code."""
        super().__init__(text)
        self.code = code


class LoginRefused(MailboxError):
    """The server refused user name or password; trying again may lock the account."""


class UnsentError(PecwatchError):
    """A mail could not be handed to a relay."""

    exit_code = ExitCode.UNSENT


class LockHeld(PecwatchError):
    """Another pecwatch works on the same data."""

    exit_code = ExitCode.LOCKED


class LeaseLost(PecwatchError):
    """Another worker has taken an office over, because this one was not heard of; what was being written was not."""

    exit_code = ExitCode.LOCKED
