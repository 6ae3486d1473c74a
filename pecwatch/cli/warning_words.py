# SPDX-License-Identifier: EUPL-1.2
"""What each warning about a message means, and what to make of it."""

WARNINGS: dict[str, str] = {
    "subject_differs_from_daticert": "The subject shown is not the certified one: somebody rewrote it, or a program "
    "on the way did. The certified one counts.",
    "sender_differs_from_daticert": "The sender shown is not the certified one. Who sent it is the certified sender; "
    "be careful with whoever the outside names.",
    "date_differs_from_daticert": "The date shown and the certified one are more than 24 hours apart. The certified "
    "one counts.",
    "message_id_differs_from_daticert": "The Message-ID of the envelope is not the certified identifier "
    "(identificativo): the outside was rewritten, or belongs to another message.",
    "not_addressed_to_us": "None of the mailbox's own addresses is among the recipients: it may have been sent to "
    "another office, and passed on.",
    "replayed_identifier": "Another message with the same certified identifier came before. A PEC is sealed once: "
    "somebody may have sent an old one again.",
    "certified_long_ago": "It was certified more than 7 days before it arrived; a provider delivers or gives up within "
    "a day. Somebody may have sent an old PEC again.",
    "lookalike_sender": "The sender's address, or one written into its name, looks like a recognised one and is not: "
    "compare it letter by letter before believing it.",
    "daticert_missing": "The provider's file of certified facts (daticert.xml) is not there, so nothing says who sent "
    "it and when.",
    "daticert_malformed": "The certified facts (daticert.xml) are damaged: they could not be read, or only after "
    "repair.",
    "headers_abnormal": "Header fields are doubled, cut or ill-formed. Old programs do this, and forgers.",
    "nested_pec": "A whole PEC is attached, as when an office forwards one. It is weighed by itself, see the tree.",
    "wrapped": "A mailing list or a relay put its own message around the envelope.",
    "weak_digest": "The seal rests on SHA-1, which is weak for today. Every real PEC up to now does, so it counts.",
    "unknown_envelope": "The X-Trasporto field has a value that no rule knows, so the message is taken as ordinary "
    "mail.",
}
"""By code of `Message.warnings`."""


def explained(code: str) -> str:
    """What a warning means; a code without words is shown all the same."""
    return WARNINGS.get(code, "pecwatch has no words for this warning; look at the message.")
