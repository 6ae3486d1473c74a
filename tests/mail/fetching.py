# SPDX-License-Identifier: EUPL-1.2
"""What an inbox gives, in a form that tests compare."""

from collections.abc import Iterable

from pecwatch.mail.inbox import Inbox
from pecwatch.model.mailbox import Delivery, NotFetched


def everything(inbox: Inbox, folder: str = "INBOX") -> list[Delivery | NotFetched]:
    """Whatever a folder lists, fetched."""
    listing = inbox.list_folder(folder)
    return list(inbox.fetch(listing, listing.uids))


def reasons(found: Iterable[Delivery | NotFetched]) -> dict[int, str]:
    """How each message came: whole, or why not."""
    return {item.uid: item.reason if isinstance(item, NotFetched) else "whole" for item in found}
