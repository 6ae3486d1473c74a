# SPDX-License-Identifier: EUPL-1.2
"""An office with a relay, in which time passes: lists are weighed, the calendar tells, mails leave or do not."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pecwatch.alerts.channels import Delivered, Outcome, OutgoingMail, Refused
from pecwatch.model.listing import ListRow
from pecwatch.model.mailbox import Delivery
from pecwatch.service.desk import Desk
from pecwatch.service.first_start import end_first_listing
from pecwatch.service.importing import import_registry
from pecwatch.service.sending import send_due
from pecwatch.service.stepping import post_steps
from pecwatch.service.weighing import weigh
from pecwatch.store import ledger, stories
from tests.casework.clocks import at, shown
from tests.casework.people import report, row
from tests.registry.staging import HEADER, ROWS
from tests.servers.refusing import refuse, refuse_no_more
from tests.service.offices import SmallOffice

AWAY = 'absences = [["2025-10-01", "2025-12-31"]]'

OFFICE = """
[[office.operator]]
code = "OP01"
name = "Ada Ferlenghi"
email = "op01@comune.example"
phone = "0372 000011"
substitute = "OP02"
{away}
[[office.operator]]
code = "OP02"
name = "Ines Morbiducci"
email = "op02@comune.example"
{away}
[office.director]
name = "Olimpia Verzeletti"
email = "dirigente@comune.example"
{away}
[office.duty_worker]
name = "Segretariato sociale"
email = "segretariato@comune.example"
{away}
"""

LIST_AT = at(24, 9, 13, month=10)
LATE_NOVEMBER = row(date=dt.date(2025, 11, 27))
FIRST_WEEK = row(date=dt.date(2025, 11, 6))

Story = list[tuple[str, str]]
"""When, and to whom."""


class FakeRelay:
    """Takes every mail, unless told otherwise, and keeps to whom and when."""

    def __init__(self, clock: Callable[[], dt.datetime]) -> None:
        self.clock = clock
        self.taken: list[tuple[dt.datetime, OutgoingMail]] = []
        self.answer: Callable[[OutgoingMail], Outcome] = lambda mail: Delivered()

    def send(self, mail: OutgoingMail, before_dot: Callable[[], None]) -> Outcome:
        before_dot()
        outcome = self.answer(mail)
        if isinstance(outcome, Delivered):
            self.taken.append((self.clock(), mail))
        return outcome

    def close(self) -> None:
        pass


class Walk:
    """An office, its relay, and time that passes; by night nothing is looked at, to save time."""

    def __init__(self, desk: Desk, office: SmallOffice) -> None:
        self.desk, self.office = desk, office
        self.relay = FakeRelay(office.clock)

    def list_comes(self, *rows: ListRow, now: dt.datetime = LIST_AT) -> None:
        """A list is weighed, and whatever follows is done in the same round."""
        self.office.clock.now = now
        content = repr((rows, now)).encode()
        with self.desk.database.writing() as session:
            kept = self.desk.vault.put((content,))
            found = Delivery(
                mailbox="pec",
                folder="INBOX",
                uidvalidity=1,
                uid=int(now.timestamp()) % 2**31,
                received_at=now,
                size=len(content),
                pieces=(content,),
            )
            entry = ledger.record_delivery(session, found, kept, now).entry
        weigh(self.desk, entry, report(rows).reading)
        self.tick(now)

    def tick(self, now: dt.datetime) -> None:
        """One round."""
        self.office.clock.now = now
        post_steps(self.desk)
        send_due(self.desk, self.relay)

    def until(self, end: dt.datetime) -> Story:
        """Let time pass, and tell who got a mail of the calendar when."""
        self.relay.taken.clear()
        self.pass_until(end)
        return self.steps()

    def pass_until(self, end: dt.datetime) -> None:
        """Let time pass."""
        now = self.office.clock.now
        while now < end:
            now = min(now + dt.timedelta(minutes=(15 if now.minute < 15 else 60) - now.minute), end)
            if now.hour in range(7, 18):
                self.tick(now)

    def steps(self) -> Story:
        """Who got a mail of the calendar when."""
        return self.mails("steps")

    def mails(self, *kinds: str) -> Story:
        """Who got a mail of these kinds when."""
        return [
            (shown(at), mail.recipient.partition("@")[0])
            for at, mail in self.relay.taken
            if mail.label.partition("-")[2] in kinds
        ]

    def poison(self, table: str, when: str, *, before: str = "INSERT") -> None:
        """From now on the database refuses such a row."""
        with self.desk.database.writing() as session:
            refuse(session, table, when, before=before)
        self._poisoned = table

    def heal(self) -> None:
        """It takes everything again."""
        with self.desk.database.writing() as session:
            refuse_no_more(session, self._poisoned)

    def story(self, reference: str = "PW-2025-11-001") -> list[str]:
        """The events of a position."""
        with self.desk.database.reading() as session:
            return [f"{each.kind} {each.detail}".strip() for each in stories.events(session, reference)]


def refuse_everything(mail: OutgoingMail) -> Outcome:
    """A relay that is out of order and does not say that it is for a time only."""
    return Refused(code="554", text="no")


@contextmanager
def at_work(folder: Path, away: str = "") -> Iterator[Walk]:
    """An office that has been at work since the day before.

    Args:
        away: What else holds for each of its people, as `AWAY`.
    """
    office = SmallOffice(folder, OFFICE.format(away=away))
    if away:
        file = folder / "config.toml"
        coordinator = 'email = "coordinatrice@comune.example"'
        file.write_text(file.read_text().replace(coordinator, f"{coordinator}, {away}"), encoding="utf-8")
    office.clock.now = at(23, 10, month=10)
    (folder / "r.csv").write_text("\n".join((HEADER, *ROWS)), encoding="utf-8")
    with office.desk() as desk:
        import_registry(desk, folder / "r.csv", None, confirmed=True)
        with desk.database.writing() as session:
            end_first_listing(session, "pec", office.clock())
        yield Walk(desk, office)
