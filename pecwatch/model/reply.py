# SPDX-License-Identifier: EUPL-1.2
"""What the reader of a message finds in it that may be an answer to a mail of ours; nothing of it is judged yet."""

from pecwatch.model.record import record


@record
class Returned:
    """What a mail server says of a mail that it could not deliver, or not yet."""

    recipients: tuple[str, ...] = ()
    """Lower case; whom it could not reach."""
    action: str = ""
    """failed, delayed, delivered, relayed or expanded (RFC 3464); blank where it is not said."""
    status: str = ""
    """As `5.1.1`."""
    message_ids: tuple[str, ...] = ()
    """Message-IDs of what it gives back."""

    @property
    def is_final(self) -> bool:
        """Whether nobody tries any longer."""
        return self.action == "failed"


@record
class Reply:
    """What stands in a message besides lists, for whoever sees whether it answers us."""

    own_text: str = ""
    """What its sender wrote above the quoted mail, without signature; a beginning only. Personal data."""
    had_quote: bool = False
    tokens: tuple[str, ...] = ()
    """Tokens of our mails: those of the subject first, then in the order of the text."""
    returned: Returned | None = None
    """None for what is no report about delivery."""
