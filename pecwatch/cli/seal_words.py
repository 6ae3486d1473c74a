# SPDX-License-Identifier: EUPL-1.2
"""How far a seal can be believed, in words: the four answers, and one explanation for every reason."""

from pecwatch.model.message import Trust
from pecwatch.model.news import Bar

LEVELS: dict[Trust, tuple[str, str]] = {
    Trust.VERIFIED: (
        "VERIFIED (sigillo verificato)",
        "A certified provider sealed what is inside, and not a byte of it changed since; its certificate was good at "
        "that moment. (From, Subject and Date of the envelope itself are never under a seal.)",
    ),
    Trust.UNVERIFIABLE: (
        "CANNOT BE VERIFIED (sigillo non verificabile)",
        "Nothing speaks against the seal, and nothing proves it either.",
    ),
    Trust.INVALID: (
        "INVALID (sigillo non valido)",
        "Something speaks against the seal: the message may have been changed or forged.",
    ),
    Trust.ABSENT: ("NO SEAL (sigillo assente)", "No provider vouches for this message."),
}
"""Name and meaning of each answer."""

IN_SHORT: dict[Trust, str] = {
    Trust.VERIFIED: "its seal holds",
    Trust.UNVERIFIABLE: "whether its seal holds cannot be told",
    Trust.INVALID: "its seal does NOT hold: it may be forged",
    Trust.ABSENT: "nobody certifies it",
}

REASONS: dict[str, str] = {
    "content_changed": "The bytes under the seal are not those that were sealed: somebody or something changed them "
    "on the way, be it a single character.",
    "signature_wrong": "The signature was not made with the key of the certificate that comes with it.",
    "self_signed": "The certificate vouches for itself; anyone can make one like it.",
    "issuer_impostor": "The certificate claims an issuer that is trusted here, and that issuer's key did not sign it.",
    "constraint_violated": "The certificate bears a name for which its issuer may not vouch: the authority of the "
    "providers is limited to the providers' own mail domains.",
    "outside_validity": "The provider's certificate had expired, or was not valid yet, when the message was sealed.",
    "sender_not_in_certificate": "The certificate belongs to another address than the one in the envelope's From.",
    "seal_undecodable": "The seal (smime.p7s) is damaged or no signature at all, so there is nothing to check.",
    "algorithm_unknown": "The seal uses an algorithm that is unknown or too weak to prove anything, such as MD5.",
    "issuer_unknown": "The seal's chain of certificates does not end in an authority of the [lists] trust_anchors "
    "folder. If the provider is genuine, its authority is missing there.",
    "chain_incomplete": "The chain of certificates breaks off before it reaches an authority of the [lists] "
    "trust_anchors folder: a certificate did not come with the message, or the authority is missing in the folder.",
    "issuer_not_a_provider": "A trusted authority vouches for the certificate, but it is not one of a PEC provider: "
    "its address, its use, or the authority that issued it are of another kind.",
    "pin_not_met": "The chain does not pass the issuer that pins.toml in the trust_anchors folder asks for.",
    "issuer_outside_validity": "The certificate of an authority above the provider was not valid at that moment.",
    "moment_unknown": "Neither the certified facts nor the seal nor the Date say when the message was sealed, so the "
    "certificates cannot be judged.",
    "another_kind_sealed": "The seal belongs to another kind of message than the header fields say: under those of a "
    "transport envelope stands, say, a receipt.",
    "several_signers": "The seal bears more signatures than a provider ever puts.",
    "headers_ambiguous": "The envelope can be read in two ways, for instance by two Content-Type fields: what one "
    "program checks another may not show.",
    "beside_the_seal": "Text or parts stand around the sealed part. The seal does not cover them.",
    "rem_seal_not_examined": "pecwatch does not examine the seals of registered electronic mail yet.",
    "no_seal": "The message looks like a PEC, but no seal came with it. Anyone can write such header fields.",
    "anomaly_envelope": "An anomaly envelope tells that an ordinary mail came; even where it is sealed, nobody vouches "
    "for the mail inside.",
    "ordinary_mail": "Ordinary mail bears no provider's seal. A personal signature on it certifies no sender here.",
    "document": "A bare file has no envelope.",
    "not_opened": "The message could not be opened.",
}
"""Why a seal is not verified, by `Message.trust_reason`."""

BARS: dict[Bar, str] = {
    Bar.NOT_VERIFIED: "no seal that holds proves who sent it",
    Bar.NOT_RECOGNISED: "its sender is not in [lists] senders",
    Bar.RELAYED: "another office passed it on, and sealed only its own part",
    Bar.NOT_CERTIFIED: "its certified facts lack a number or a time",
    Bar.REPLAYED: "it may be an old PEC sent again",
    Bar.LONG_AGO: "it was certified long before it came",
    Bar.FOR_OTHERS: "it was certified for other addresses than ours",
    Bar.OVERTAKEN: "a later list is known already",
    Bar.OLDER_IN_MESSAGE: "a newer list stands in the same message, so it may only be quoted",
}
"""Why a list may not make anything less urgent."""

WEAK_DIGEST = "weak for today (SHA-1); every real PEC up to now uses it, so it counts"
