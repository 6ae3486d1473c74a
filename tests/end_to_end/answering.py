# SPDX-License-Identifier: EUPL-1.2
"""What mail programs, answering machines and mail servers send back to a mail of ours."""

import itertools

from tests.end_to_end.mails import ReadMail
from tests.generators.letters import File, Letter, entity, multipart, ordinary, text_part
from tests.servers.smtp import ReceivedMail

PECWATCH = "pecwatch@comune.example"
_numbers = itertools.count(1)


def quoted(mail: ReadMail) -> str:
    """The mail as Thunderbird and Gmail quote it."""
    marked = "".join(f"> {line}\n" for line in mail.text.splitlines())
    return f"Il giorno ven 24 ott 2025 alle ore 09:13 pecwatch <{PECWATCH}> ha scritto:\n\n{marked}"


def below_header(mail: ReadMail) -> str:
    """The mail as Outlook quotes it: nothing marks its lines."""
    return (
        f"-----Messaggio originale-----\nDa: pecwatch <{PECWATCH}>\nInviato: venerdì 24 ottobre 2025 09:13\n"
        f"A: {mail.recipient}\nOggetto: {mail.subject}\n\n{mail.text}"
    )


def answer(
    mail: ReadMail,
    text: str,
    *,
    sender: str | None = None,
    quote: str | None = None,
    html: str | None = None,
    subject: str | None = None,
    threaded: bool = True,
    headers: tuple[tuple[str, str], ...] = (),
    attachments: tuple[File, ...] = (),
) -> bytes:
    """A person's answer to a mail, from whom it was for.

    Args:
        quote: What stands below the own words; by default the whole mail.
        html: An HTML body instead of the text.
        threaded: Whether it names the mail it answers.
    """
    number = next(_numbers)
    thread = (("In-Reply-To", mail.message_id), ("References", mail.message_id)) if threaded else ()
    written = f"{text}\n\n{quoted(mail) if quote is None else quote}"
    return ordinary(
        Letter(
            sender=sender or mail.recipient,
            recipients=(PECWATCH,),
            subject=f"R: {mail.subject}" if subject is None else subject,
            text=None if html is not None else written,
            html=html,
            message_id=f"<risposta.{number}@comune.example>",
            headers=(*thread, *headers),
            attachments=attachments,
        )
    )


def out_of_office(mail: ReadMail) -> bytes:
    """An answering machine that sends the whole mail back."""
    return answer(
        mail,
        "Sono assente fino al 14 novembre. Prendo in carico le richieste al rientro.",
        subject=f"Risposta automatica: {mail.subject}",
        headers=(("Auto-Submitted", "auto-replied"), ("X-Auto-Response-Suppress", "All")),
    )


def bounce(mail: ReadMail, raw: ReceivedMail, action: str = "failed", status: str = "5.1.1") -> bytes:
    """What Postfix says of a mail that it could not deliver."""
    told = (
        "Reporting-MTA: dns; mx.comune.example\r\n\r\n"
        f"Final-Recipient: rfc822; {mail.recipient}\r\nAction: {action}\r\nStatus: {status}\r\n"
    )
    parts = [
        text_part(f"This is the mail system. I could not deliver to {mail.recipient}.\n", "plain"),
        entity([("Content-Type", "message/delivery-status")], told.encode()),
        entity([("Content-Type", "message/rfc822")], raw.content),
    ]
    headers = [
        ("From", "MAILER-DAEMON@mx.comune.example (Mail Delivery System)"),
        ("To", PECWATCH),
        ("Subject", "Undelivered Mail Returned to Sender"),
        ("Date", "Fri, 24 Oct 2025 09:14:00 +0200"),
        ("Message-ID", f"<bounce.{next(_numbers)}@mx.comune.example>"),
        ("Auto-Submitted", "auto-replied"),
    ]
    return multipart(headers, 'report; report-type="delivery-status"', parts)
