# SPDX-License-Identifier: EUPL-1.2
"""What mail servers say of a mail of ours, in the forms of the servers that offices have."""

import pytest

from pecwatch.mail.bounces import returned_by
from pecwatch.mail.mime import read_entity
from pecwatch.model.reply import Returned
from tests.generators.pec import Letter, entity, multipart, ordinary, text_part

OURS = "<0a1b@comune.example>"
WHO = "op01@comune.example"
MAIL = (
    f"From: pecwatch <pecwatch@comune.example>\r\nTo: {WHO}\r\nMessage-ID: {OURS}\r\nSubject: Novembre 2025\r\n"
    "\r\nRighe: Message-ID: <altro@x.example>\r\n"
).encode()
HEADER = MAIL.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"


def report(
    sender: str, subject: str, status: str, returned: bytes | None = MAIL, kind: str = "message/rfc822", **more: str
) -> bytes:
    parts = [text_part("Il messaggio non è stato recapitato.\n", "plain")]
    parts.append(entity([("Content-Type", "message/delivery-status")], status.replace("\n", "\r\n").encode()))
    if returned is not None:
        parts.append(entity([("Content-Type", kind)], returned))
    fields = [("From", sender), ("Subject", subject), *more.items()]
    return multipart(fields, 'report; report-type="delivery-status"', parts)


def plain(sender: str, subject: str, text: str, *fields: tuple[str, str]) -> bytes:
    raw = ordinary(Letter(subject=subject, text=text, headers=fields))
    return raw.replace(b"From: decadenze@pec.aler.example", f"From: {sender}".encode())


POSTFIX = (
    "Reporting-MTA: dns; mx.comune.example\nX-Postfix-Queue-ID: 4XyZ\nArrival-Date: Fri, 24 Oct 2025 09:13:00 +0200\n\n"
    "Final-Recipient: rfc822; {who}\nOriginal-Recipient: rfc822;{who}\nAction: {action}\nStatus: {status}\n"
    "Remote-MTA: dns; mail.comune.example\nDiagnostic-Code: smtp; 550 5.1.1 <{who}>: Recipient address rejected:\n"
    "    User unknown\n"
)
EXCHANGE = (
    "Reporting-MTA: dns;AM0PR01MB.eurprd01.prod.exchangelabs.com\nReceived-From-MTA: dns;mx.comune.example\n"
    "Arrival-Date: Fri, 24 Oct 2025 07:13:01 +0000\n\nOriginal-Recipient: rfc822;Op01@Comune.example\n"
    "Final-Recipient: rfc822;Op01@Comune.example\nAction: failed\nStatus: 5.1.10\n"
    "Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup\n"
)
GMAIL = (
    "Reporting-MTA: dns; googlemail.com\nReceived-From-MTA: dns; pecwatch@comune.example\n"
    "X-Original-Message-ID: <0a1b@comune.example>\n\nFinal-Recipient: rfc822; op01@comune.example\nAction: failed\n"
    "Status: 5.2.2\nDiagnostic-Code: smtp; 552-5.2.2 The recipient's inbox is out of storage space.\n"
)
QMAIL = (
    "Hi. This is the qmail-send program at mx.comune.example.\nI'm afraid I wasn't able to deliver your message to the "
    "following addresses.\n\n<op01@comune.example>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n"
    "--- Below this line is a copy of the message.\n\nReturn-Path: <pecwatch@comune.example>\n"
    f"From: pecwatch@comune.example\nTo: op01@comune.example\nMessage-ID: {OURS}\n\nSarà in ritardo.\n"
)


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        pytest.param(
            report(
                "MAILER-DAEMON@mx.comune.example (Mail Delivery System)",
                "Undelivered Mail Returned to Sender",
                POSTFIX.format(who=WHO, action="failed", status="5.1.1"),
            ),
            Returned(recipients=(WHO,), action="failed", status="5.1.1", message_ids=(OURS,)),
            id="Postfix, Zimbra",
        ),
        pytest.param(
            report(
                "MAILER-DAEMON@mx.comune.example",
                "Delayed Mail (still being retried)",
                POSTFIX.format(who=WHO, action="delayed", status="4.4.1"),
                HEADER,
                "text/rfc822-headers",
            ),
            Returned(recipients=(WHO,), action="delayed", status="4.4.1", message_ids=(OURS,)),
            id="Postfix, delayed",
        ),
        pytest.param(
            report("postmaster@comune.example", "Non recapitabile: Novembre 2025", EXCHANGE),
            Returned(recipients=(WHO,), action="failed", status="5.1.10", message_ids=(OURS,)),
            id="Exchange",
        ),
        pytest.param(
            report("postmaster@comune.example", "Non recapitabile: Novembre 2025", EXCHANGE, None),
            Returned(recipients=(WHO,), action="failed", status="5.1.10"),
            id="Exchange, nothing given back",
        ),
        pytest.param(
            report("mailer-daemon@googlemail.com", "Delivery Status Notification (Failure)", GMAIL),
            Returned(recipients=(WHO,), action="failed", status="5.2.2", message_ids=(OURS,)),
            id="Gmail",
        ),
        pytest.param(
            report("postmaster@comune.example", "Delivery", EXCHANGE.replace("failed", "delivered")),
            Returned(recipients=(WHO,), action="delivered", status="5.1.10", message_ids=(OURS,)),
            id="delivered",
        ),
        pytest.param(
            report(
                "MAILER-DAEMON@mx.comune.example",
                "Undelivered",
                POSTFIX.format(who="altri@comune.example", action="delayed", status="4.4.1")
                + "\n"
                + POSTFIX.partition("\n\n")[2].format(who=WHO, action="failed", status="5.1.1"),
            ),
            Returned(recipients=("altri@comune.example", WHO), action="failed", status="4.4.1", message_ids=(OURS,)),
            id="two recipients, the worse tells",
        ),
        pytest.param(
            plain("MAILER-DAEMON@mx.comune.example", "failure notice", QMAIL),
            Returned(recipients=(WHO,), action="failed", status="5.1.1", message_ids=(OURS,)),
            id="qmail",
        ),
        pytest.param(
            plain(
                "Mail Delivery System <Mailer-Daemon@mx.example>",
                "Mail delivery failed: returning message to sender",
                f"A message that you sent could not be delivered.\n\n  {WHO}\n    mailbox is full\n",
                ("X-Failed-Recipients", WHO),
                ("Auto-Submitted", "auto-replied"),
            ),
            Returned(recipients=(WHO,), action="failed"),
            id="Exim",
        ),
        pytest.param(
            plain(
                "Mail Delivery System <Mailer-Daemon@mx.example>",
                "Warning: message delayed 24 hours",
                f"Your message to {WHO} has been delayed. You do not need to resend it.\n",
            ),
            Returned(recipients=(WHO,), action="delayed"),
            id="Exim, a warning",
        ),
    ],
)
def test_what_a_server_says(raw: bytes, told: Returned) -> None:
    """Whom it could not reach, for good or not yet, and which mail: by the header it gives back."""
    assert returned_by(read_entity(raw)) == told
    assert told.is_final is (told.action == "failed")


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(
            plain(
                "op01@comune.example",
                "Risposta automatica: Novembre",
                "Sono assente.",
                ("Auto-Submitted", "auto-replied"),
            ),
            id="out of office",
        ),
        pytest.param(plain("postmaster@comune.example", "Manutenzione", "La posta sarà ferma."), id="a person"),
        pytest.param(plain("op01@comune.example", "Undelivered Mail Returned to Sender", QMAIL), id="forwarded"),
    ],
)
def test_what_no_server_wrote(raw: bytes) -> None:
    """An answering machine speaks for a person who is away, not of a mail that is lost."""
    assert returned_by(read_entity(raw)) is None
