# SPDX-License-Identifier: EUPL-1.2
"""The whole main job on the samples: the real pipeline on a fresh database, mails as files, a clock of its own."""

import datetime as dt
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from zoneinfo import ZoneInfo

from pecwatch.alerts.channels.folder import FolderChannel
from pecwatch.config import (
    Config,
    DatabaseConfig,
    HolidayPlace,
    ListsConfig,
    MailRoute,
    ServiceConfig,
    WorkingHours,
)
from pecwatch.model.connection import Tls
from pecwatch.model.listing import Reading
from pecwatch.model.mailbox import MailboxAccount
from pecwatch.model.message import Correspondents, RawMessage
from pecwatch.model.office import Office, OfficePerson, Role
from pecwatch.model.record import record
from pecwatch.model.relay import SmtpRelay
from pecwatch.rules import shipped_rules
from pecwatch.service.demonstrated_weeks import Happening, MovedClock, Stage
from pecwatch.service.desk import Desk
from pecwatch.service.due import post_due
from pecwatch.service.first_start import end_first_listing
from pecwatch.service.importing import Imported, import_registry
from pecwatch.service.opening import open_desk
from pecwatch.service.weighing import Weighed
from pecwatch.store.records import OutgoingMail

ROME = ZoneInfo("Europe/Rome")
BEGINS_AT = dt.datetime(2025, 10, 23, 8, 0, tzinfo=ROME)
"""The demo's service starts the day before its first list, so that nothing is history."""

PEC_BOX = "servizisociali@pec.comune.example"
ORDINARY_BOX = "servizisociali@comune.example"


@record
class Scene:
    """One message of the demo, and everything that followed from it."""

    name: str
    """Folder of the sample."""
    at: dt.datetime
    reading: Reading
    weighed: Weighed
    mails: tuple[OutgoingMail, ...]


@record
class Demonstration:
    """What the demo showed."""

    registry: Imported
    scenes: tuple[Scene, ...]
    weeks: tuple[Happening, ...]
    """What the five weeks of November's list brought besides: reminders, answers, silence that climbs."""
    calendar_mails: tuple[OutgoingMail, ...]
    """The weekly digest and the daily counts, as they would leave on the Monday after the last message."""
    mails_folder: Path

    @property
    def mails(self) -> tuple[OutgoingMail, ...]:
        """Every mail that left."""
        of_scenes = (mail for scene in self.scenes for mail in scene.mails)
        return (*of_scenes, *(mail for each in self.weeks for mail in each.mails), *self.calendar_mails)


def demonstrate(samples: Path, into: Path) -> Demonstration:
    """Play the samples in the order in which they were sent; between those of the first weeks time passes.

    Args:
        samples: Folder with `registry.csv`, one folder per message, and `trust`, whose anchors hold for them alone.
        into: Fresh folder; database and raw mail go to `var`, mails to `mails`.
    """
    clock = MovedClock(BEGINS_AT)
    channel = FolderChannel(into / "mails")
    with open_desk(_config(samples, into), exclusive=True, clock=clock) as desk:
        imported = import_registry(desk, samples / "registry.csv", None, confirmed=False)
        _begin(desk)
        stage = Stage(desk, clock, channel, _mailbox_of)
        scenes: list[Scene] = []
        weeks: list[Happening] = []
        for name, raw, reading, at in _in_order(desk, samples):
            weeks.extend(stage.until(at))
            weighed = stage.deliver(raw, reading)
            scenes.append(Scene(name=name, at=at, reading=reading, weighed=weighed, mails=stage.send()))
        clock.now = _monday_after(clock.now)
        post_due(desk)
        return Demonstration(
            registry=imported,
            scenes=tuple(scenes),
            weeks=tuple(weeks),
            calendar_mails=stage.send(),
            mails_folder=into / "mails",
        )


def _begin(desk: Desk) -> None:
    """An empty first round: the mailboxes were listed and the calendar has begun."""
    with desk.database.writing() as session:
        for account in desk.config.mailboxes:
            end_first_listing(session, account.name, desk.clock())
    post_due(desk)


def _in_order(desk: Desk, samples: Path) -> Iterator[tuple[str, RawMessage, Reading, dt.datetime]]:
    paths = sorted(samples.glob("*/message.eml"))
    raws = [RawMessage(source=f"samples/{path.parent.name}/message.eml", content=path.read_bytes()) for path in paths]
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as readers:
        readings = tuple(readers.map(desk.sandbox.read, raws))
    read = []
    for path, raw, reading in zip(paths, raws, readings, strict=True):
        sent_at = reading.message.certified_at or reading.message.sent_at or BEGINS_AT
        read.append((path.parent.name, raw, reading, sent_at + dt.timedelta(seconds=40)))
    yield from sorted(read, key=lambda each: each[3])


def _mailbox_of(reading: Reading) -> str:
    """The mailbox to which a message was addressed."""
    return "pec" if PEC_BOX in reading.message.recipients or reading.message.receipt else "ordinaria"


def _monday_after(moment: dt.datetime) -> dt.datetime:
    day = moment.date() + dt.timedelta(days=7 - moment.weekday())
    return dt.datetime.combine(day, dt.time(8, 5), tzinfo=ROME)


def _config(samples: Path, into: Path) -> Config:
    """An invented office; nothing in it can be reached."""
    data_dir = into / "var"
    accounts = tuple(
        MailboxAccount(
            name=name, host="localhost", port=993, tls=Tls.IMPLICIT, username=box, password="", addresses=(box,)
        )
        for name, box in (("pec", PEC_BOX), ("ordinaria", ORDINARY_BOX))
    )
    sender = "pecwatch@comune.example"
    return Config(
        file=None,
        service=ServiceConfig(
            data_dir=data_dir,
            poll_every_s=60,
            sandbox_required=False,
            timezone=ROME,
            holidays=HolidayPlace(country="IT", subdivision="CR"),
        ),
        database=DatabaseConfig(url=f"sqlite:///{(data_dir / 'pecwatch.db').absolute()}"),
        mailboxes=accounts,
        smtp=MailRoute(relay=SmtpRelay(host="localhost", port=587), sender=sender, reply_to=sender),
        smtp_fallback=None,
        lists=ListsConfig(
            correspondents=Correspondents(
                senders=("decadenze@pec.aler.example", "@aler.example"), addresses=(PEC_BOX, ORDINARY_BOX)
            ),
            rules=shipped_rules(),
            trust_anchors=samples / "trust",
        ),
        registry=None,
        office=_office(),
        working_hours=WorkingHours(begin=dt.time(8), end=dt.time(14)),
        allowed_domains=("comune.example",),
    )


def _office() -> Office:
    def person(code: str, role: Role, name: str, email: str, substitute: str | None = None) -> OfficePerson:
        phone = "0300 000 000"
        return OfficePerson(
            code=code, role=role, name=name, email=f"{email}@comune.example", phone=phone, substitute=substitute
        )

    operators = (
        person("OP01", Role.OPERATOR, "Sveva Lucernaroli", "s.lucernaroli", "OP02"),
        person("OP02", Role.OPERATOR, "Delio Mandorlini", "d.mandorlini", "OP01"),
        person("OP03", Role.OPERATOR, "Fosca Ginestrali", "f.ginestrali", "OP04"),
        person("OP04", Role.OPERATOR, "Ivo Pettirossi", "i.pettirossi", "OP03"),
    )
    return Office(
        coordinator=person(Role.COORDINATOR, Role.COORDINATOR, "Norma Quercioli", "coordinatrice"),
        duty_worker=person(Role.DUTY_WORKER, Role.DUTY_WORKER, "Segretariato sociale", "segretariato"),
        director=person(Role.DIRECTOR, Role.DIRECTOR, "Oreste Salicornia", "dirigente"),
        system_administrator=person(Role.SYSTEM_ADMINISTRATOR, Role.SYSTEM_ADMINISTRATOR, "CED", "ced"),
        operators=operators,
    )
