# SPDX-License-Identifier: EUPL-1.2
"""The page that shows a coordinator in two minutes what pecwatch would have done."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pecwatch.alerts.shown import clean, full_name, moment, short_day
from pecwatch.alerts.words import BAND, ROLE, STATUS, TRUST
from pecwatch.model.listing import State
from pecwatch.model.match import Band
from pecwatch.model.message import Kind
from pecwatch.model.news import NewsKind
from pecwatch.model.position import Position
from pecwatch.model.problem import Severity
from pecwatch.model.record import record
from pecwatch.service.demonstrated_weeks import Happening
from pecwatch.service.demonstration import Demonstration, Scene
from pecwatch.store.records import OutgoingMail

ENVELOPE = {
    Kind.PEC: "PEC",
    Kind.ANOMALY: "busta di anomalia",
    Kind.RECEIPT: "ricevuta",
    Kind.REM: "REM",
    Kind.ORDINARY: "posta ordinaria",
    Kind.DOCUMENT: "documento",
}

TAKEN_FOR = {
    NewsKind.FIRST_LIST: "Elenco nuovo",
    NewsKind.TWIN: "Seconda copia: nessuno viene disturbato di nuovo",
    NewsKind.REMINDER: "Promemoria",
    NewsKind.CORRECTION: "Rettifica",
    NewsKind.EMPTY_LIST: "Nessun intervento previsto",
    NewsKind.UNREADABLE: "Elenco NON letto: aprire a mano",
    NewsKind.LETTER: "Lettera di una fase precedente",
    NewsKind.HISTORY: "Storico",
    NewsKind.NOT_PERTINENT: "Non pertinente",
}


@record
class RowView:
    """One row as the page shows it."""

    reference: str
    name: str
    address: str
    day: str
    status: str
    match: str
    found: bool
    why: str
    owner: str


@record
class MailView:
    """One mail as the page links it."""

    recipient: str
    subject: str
    page: str


@record
class HappeningView:
    """What time or an answer caused."""

    at: str
    what: str
    """Blank when it was time alone."""
    mails: tuple[MailView, ...]


@record
class MessageView:
    """One message as the page shows it."""

    at: str
    envelope: str
    trust: str
    subject: str
    taken_for: str
    needs_person: bool
    rows: tuple[RowView, ...]
    problems: tuple[str, ...]
    leftovers: tuple[str, ...]
    mails: tuple[MailView, ...]


def write_page(shown: Demonstration, into: Path) -> Path:
    """Write `index.html` beside the mails."""
    templates = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=lambda value: clean(value) if isinstance(value, str) else value,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    messages = [_message(scene, shown) for scene in shown.scenes]
    html = templates.get_template("demo.html").render(
        people=shown.registry.people,
        dated_on=short_day(shown.registry.dated_on),
        messages=messages,
        weeks=[_happening(each, shown) for each in shown.weeks],
        calendar=[_mail(mail, shown) for mail in shown.calendar_mails],
        rows=len({row.reference for message in messages for row in message.rows}),
        unread=sum(message.needs_person for message in messages),
        mails=len(shown.mails),
    )
    page = into / "index.html"
    page.write_text(html, encoding="utf-8")
    return page


def _happening(happening: Happening, shown: Demonstration) -> HappeningView:
    reply = happening.reply
    return HappeningView(
        at=moment(happening.at),
        what="" if reply is None else f"{reply.code} risponde «{reply.words}»",
        mails=tuple(_mail(mail, shown) for mail in happening.mails),
    )


def _message(scene: Scene, shown: Demonstration) -> MessageView:
    reading = scene.reading
    listing = reading.listing
    return MessageView(
        at=moment(scene.at),
        envelope=ENVELOPE[reading.message.kind],
        trust=TRUST[reading.message.trust],
        subject=reading.message.subject or "senza oggetto",
        taken_for=", ".join(_taken_for(scene, kind) for kind in scene.weighed.kinds),
        needs_person=scene.weighed.needs_person,
        rows=() if scene.weighed.kinds == (NewsKind.TWIN,) else _rows(scene),
        problems=tuple(problem.text for problem in reading.problems if problem.severity is not Severity.NOTE),
        leftovers=() if listing is None else tuple(leftover.text for leftover in listing.leftovers),
        mails=tuple(_mail(mail, shown) for mail in scene.mails),
    )


def _taken_for(scene: Scene, kind: NewsKind) -> str:
    if scene.reading.message.kind is Kind.RECEIPT:
        return "Ricevuta di un nostro invio"
    partial = scene.weighed.needs_person and scene.reading.state is State.LIST
    return TAKEN_FOR[kind] + (" (letto in parte)" if partial else "")


def _rows(scene: Scene) -> tuple[RowView, ...]:
    return tuple(_row(position) for changes in scene.weighed.changes for position in changes.positions)


def _row(position: Position) -> RowView:
    best = position.match.candidates[0] if position.match.candidates else None
    found = position.match.band in (Band.CERTAIN, Band.PROBABLE, Band.SAME_DWELLING)
    return RowView(
        reference=position.reference,
        name=full_name(position.row),
        address=position.row.address.as_written,
        day="senza giorno" if position.execution_on is None else f"{position.execution_on:%d/%m/%Y}",
        status=STATUS[position.row.status],
        match=BAND[position.match.band],
        found=found,
        why="; ".join(evidence.text for evidence in best.evidence[:3]) if best is not None else "",
        owner=_owner(position),
    )


def _mail(mail: OutgoingMail, shown: Demonstration) -> MailView:
    written = next(shown.mails_folder.glob(f"{mail.id:03d}-*.html"), None)
    page = "" if written is None else f"{shown.mails_folder.name}/{written.name}"
    return MailView(recipient=mail.recipient, subject=mail.subject, page=page)


def _owner(position: Position) -> str:
    role = next((word for role, word in ROLE.items() if role == position.owner), None)
    return f"{position.owner if role is None else role} ({position.owner_reason})"
