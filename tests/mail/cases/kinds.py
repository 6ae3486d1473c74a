# SPDX-License-Identifier: EUPL-1.2
"""Messages of which no provider's seal is asked: anomalies, ordinary mail, REM, delivery reports, automatic replies."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from pecwatch.model.message import Kind
from tests.generators.authority import provider, root
from tests.generators.letters import entity, multipart, ordinary, text_part
from tests.generators.pec import anomaly, seal, transport
from tests.generators.providers import ARUBA, PROVIDERS, Postmark
from tests.mail.cases.case import LETTER, SENDER, Case, absent, doubtful

ORDINARY = {"kind": Kind.ORDINARY, "is_recognised": True}
FIELDS = [("From", SENDER), ("To", "servizisociali@pec.comune.example"), ("Subject", "Avviso"), ("MIME-Version", "1.0")]


def _anomalies() -> Iterator[Case]:
    for one in PROVIDERS:
        for postmark, how in ((Postmark(), "sealed"), (Postmark(sealed=False), "not sealed")):
            raw = partial(anomaly, LETTER, provider=one, postmark=postmark)
            name = f"anomaly, {how}: {one.name}"
            yield absent(name, raw, "anomaly_envelope", kind=Kind.ANOMALY, is_recognised=True, warnings=frozenset())
    redirected = partial(anomaly, LETTER, original=transport(LETTER))
    yield absent(
        "anomaly around a PEC",
        redirected,
        "anomaly_envelope",
        kind=Kind.ANOMALY,
        parts=(),
        warned=frozenset({"nested_pec"}),
        free=frozenset({"sender", "is_recognised", "subject"}),
    )


def _ordinary() -> Iterator[Case]:
    yield absent("ordinary mail", partial(ordinary, LETTER), "ordinary_mail", **ORDINARY, warnings=frozenset())
    referring = replace(LETTER, headers=(("X-Riferimento-Message-ID", "<x@pec.example>"),))
    yield absent("ordinary mail that refers to a PEC", partial(ordinary, referring), "ordinary_mail", **ORDINARY)
    spoken = replace(LETTER, subject="POSTA CERTIFICATA: Elenco", sender_name=f"Per conto di: {SENDER}")
    said = {**ORDINARY, "subject": spoken.subject}
    yield absent("ordinary mail that speaks like a PEC", partial(ordinary, spoken), "ordinary_mail", **said)
    yield absent("ordinary mail signed by a person", _signed_by_a_person, "ordinary_mail", **ORDINARY)


def _signed_by_a_person() -> bytes:
    head, _, body = ordinary(LETTER).partition(b"\r\nMIME-Version: 1.0\r\n")
    fields = [tuple(line.split(": ", 1)) for line in head.decode().replace("\r\n ", " ").split("\r\n")]
    person = provider(ARUBA.domain, root("Persone CA"), address=SENDER)
    mark = Postmark(signer=person, chain=())
    return seal([(name, value) for name, value in fields] + [("MIME-Version", "1.0")], body, ARUBA, mark)


def _others() -> Iterator[Case]:
    unread = frozenset({"parts"})
    report = partial(_report, "delivery-status", "Action: failed\r\nStatus: 5.1.1\r\n")
    notification = partial(_report, "disposition-notification", "Disposition: automatic-action/MDN-sent; displayed\r\n")
    yield absent("delivery status", report, "ordinary_mail", **ORDINARY, subject="Avviso", free=unread)
    yield absent("disposition notification", notification, "ordinary_mail", **ORDINARY, subject="Avviso", free=unread)
    automatic = replace(LETTER, headers=(("Auto-Submitted", "auto-replied"),), attachments=())
    reply = partial(ordinary, automatic)
    yield absent("automatic reply", reply, "ordinary_mail", **ORDINARY, parts=("body",))
    rem = {"kind": Kind.REM, "sender": SENDER, "free": frozenset({"outside", "reasons"})}
    yield doubtful("REM dispatch", _rem, "rem_seal_not_examined", **rem)


def _report(kind: str, text: str) -> bytes:
    status = entity([("Content-Type", f"message/{kind}")], text.encode())
    returned = entity([("Content-Type", "text/rfc822-headers")], b"Subject: Elenco\r\n")
    return multipart(FIELDS, f"report; report-type={kind}", [text_part("Avviso.\n", "plain"), status, returned])


def _rem() -> bytes:
    introduction = [("REM-Section-Type", "rem_message/introduction"), ("Content-Type", "text/plain")]
    original = [("REM-Section-Type", "rem_message/original"), ("Content-Type", "message/rfc822")]
    parts = [entity(introduction, b"Electronic delivery.\r\n"), entity(original, ordinary(LETTER))]
    return multipart([("From", "rem@gestore.example"), *FIELDS[1:]], "mixed", parts)


KINDS: tuple[Case, ...] = (*_anomalies(), *_ordinary(), *_others())
