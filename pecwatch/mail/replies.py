# SPDX-License-Identifier: EUPL-1.2
"""What may be repeated of a server's words: response codes, never the text, which may hold anybody's name."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from pecwatch.errors import LoginRefused, MailboxError

RESPONSE_CODE = re.compile(
    r"\[(UNAVAILABLE|AUTHENTICATIONFAILED|AUTHORIZATIONFAILED|EXPIRED|PRIVACYREQUIRED|CONTACTADMIN|NOPERM|INUSE|LIMIT"
    r"|EXPUNGEISSUED|CORRUPTION|SERVERBUG|CLIENTBUG|CANNOT|OVERQUOTA|NONEXISTENT)\b",
    re.IGNORECASE,
)
"""RFC 5530."""

NOT_THE_PASSWORD = {"UNAVAILABLE", "CONTACTADMIN", "INUSE", "LIMIT", "SERVERBUG", "PRIVACYREQUIRED", "OVERQUOTA"}
"""Codes with which a login fails although user name and password may be right."""


OUT_OF_STEP = ("unexpected ", "literal too large", "line too long")
"""What imaplib, or we beneath it, say of an answer that is not IMAP; to imaplib that is an end like any other."""


class FolderMissing(MailboxError):
    """A configured folder is not on the server."""

    def __init__(self, text: str, similar: Sequence[str]) -> None:
        """Explain it, and keep apart which folders have a name like it: outside text, for a terminal alone."""
        super().__init__(text, "folder_missing")
        self.similar = tuple(similar)


class Declined(MailboxError):
    """The server answered NO or BAD to one command; the line is still good."""


def response_code(text: object) -> str | None:
    """The response code in an answer, or in the exception made of it."""
    found = RESPONSE_CODE.search(str(text))
    return found[1].upper() if found else None


def login_trouble(mailbox: str, code: str) -> MailboxError:
    """What a login that was declined means: any answer that does not say otherwise speaks of the password."""
    if code in NOT_THE_PASSWORD:
        return MailboxError(f"mailbox {mailbox!r}: log in: not possible now [{code}]; it is tried again", code.lower())
    shown = f" [{code}]" if RESPONSE_CODE.match(f"[{code}]") else ""
    return LoginRefused(
        f"mailbox {mailbox!r}: login refused{shown}: check username and password, which expires with many providers; "
        "each further try may lock the account",
        "login_refused",
    )


def folder_trouble(mailbox: str, folder: str, names: Sequence[str]) -> MailboxError:
    """Why a folder cannot be opened; of the folders there are it tells the number, for their names are outside text."""
    if folder in names:
        text = f"mailbox {mailbox!r}: the server does not open folder {folder!r}: check the rights of the user"
        return MailboxError(text, "folder_refused")
    wanted = folder.casefold()
    similar = [name for name in names if SequenceMatcher(None, wanted, name.casefold()).ratio() >= 0.6]
    counted = f"{len(names)}, {len(similar)} with a similar name"
    return FolderMissing(f"mailbox {mailbox!r}: no folder {folder!r} among {counted}: check folders", similar)
