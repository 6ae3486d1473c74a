# SPDX-License-Identifier: EUPL-1.2
"""Several mails to one person as one: everything that stands in them, one below the other, each answered as before."""

import re
from collections.abc import Sequence
from dataclasses import replace
from email import message_from_bytes
from email.message import Message

from markupsafe import Markup

from pecwatch.alerts.frame import alert
from pecwatch.alerts.layout import COLUMNS
from pecwatch.alerts.page import Page, Section
from pecwatch.alerts.shown import count, references
from pecwatch.alerts.subjects import PREFIX, subject
from pecwatch.model.alert import Alert, AlertKind, AttachedFile
from pecwatch.model.office import OfficePerson
from pecwatch.model.record import record

_MAIN = re.compile(r"<main\b[^>]*>\s*<p\b[^>]*>pecwatch</p>(?P<content>.*)</main>", re.DOTALL)
_HEADING = re.compile(r"(?<=<)(/?)h([1-5])\b")
_APART = '<div style="margin:32px 0 0;padding:24px 0 0;border-top:4px solid #5c6f82;">'

LEAD = "Nell’ultima ora le avevamo già scritto molto: questi avvisi potevano aspettare un poco, e arrivano insieme."


@record
class Gathered:
    """A mail that was written and has not left."""

    subject: str
    references: tuple[str, ...]
    content: bytes
    """As `alerts.mime` has rendered it."""


def summary(mails: Sequence[Gathered], recipient: OfficePerson, *, event: str) -> Alert:
    """One mail in place of several that were written to the same person.

    Args:
        mails: As they would have left, the oldest first.
    """
    names = tuple(dict.fromkeys(name for mail in mails for name in mail.references))
    subjects = tuple(mail.subject.removeprefix(PREFIX).strip() for mail in mails)
    page = Page(
        title=f"Riepilogo: {len(mails)} avvisi",
        lead=LEAD,
        now="Adesso: li scorra tutti. A ciascuno si risponde come sempre, con le risposte che trova sotto l’avviso.",
        sections=(Section(heading="In questa mail", bullets=subjects),),
    )
    about = f", {count(len(names), 'posizione', 'posizioni')} ({references(names)})" if names else ""
    whole = alert(
        AlertKind.SUMMARY,
        recipient,
        event,
        subject(f"Riepilogo: {len(mails)} avvisi{about}"),
        page,
        references=names,
        attachments=_files(mails),
    )
    opened = [message_from_bytes(mail.content) for mail in mails]
    return replace(
        whole,
        html=whole.html.replace("</main>", "".join(map(_as_part, opened)) + "</main>"),
        text=whole.text + "".join(f"\n{'=' * COLUMNS}\n\n{_body(each, 'text/plain')}" for each in opened),
    )


def _as_part(mail: Message) -> Markup:
    """The content of a mail under its title, one level lower; we have laid it out ourselves."""
    found = _MAIN.search(_body(mail, "text/html"))
    content = "" if found is None else _HEADING.sub(lambda tag: f"{tag[1]}h{int(tag[2]) + 1}", found["content"])
    return Markup(f"{_APART}{content}</div>\n")  # noqa: S704  # see above


def _body(mail: Message, media_type: str) -> str:
    part = next(part for part in mail.walk() if part.get_content_type() == media_type)
    return _bytes(part).decode().replace("\r\n", "\n")


def _bytes(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _files(mails: Sequence[Gathered]) -> tuple[AttachedFile, ...]:
    """What was attached; files of one name bear the number of their mail, but for calendar entries, which replace
    each other whatever they are called."""
    files: dict[str, AttachedFile] = {}
    for number, mail in enumerate(mails, start=1):
        for part in message_from_bytes(mail.content).walk():
            name = part.get_filename()
            if name is None:
                continue
            kind, *parameters = part.get_params() or [(part.get_content_type(), "")]
            media_type = "; ".join((kind[0], *(f"{key}={value}" for key, value in parameters)))
            name = name if name not in files else f"{number}-{name}"
            files[name] = AttachedFile(name=name, media_type=media_type, content=_bytes(part))
    return tuple(files.values())
