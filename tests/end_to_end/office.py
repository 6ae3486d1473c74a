# SPDX-License-Identifier: EUPL-1.2
"""An office with two real mailboxes, a real relay and a configuration file, on a clock that tests move."""

import datetime as dt
import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pecwatch.config import Config, load_config
from pecwatch.service.desk import Desk
from pecwatch.service.importing import import_registry
from pecwatch.service.opening import open_desk
from pecwatch.service.rounds import Round
from pecwatch.service.running import poll
from tests.end_to_end.installing import FirstRounds
from tests.generators.letters import ROME
from tests.generators.samples.registry import registry_csv
from tests.servers.databases import OFFICES, section
from tests.servers.dovecot import Dovecot, StoredMail
from tests.servers.smtp import SmtpServer

CONFIGURATION = """
[service]
data_dir = "var"
poll_every_s = 5

[[mailbox]]
name = "pec"
host = "{dovecot.host}"
port = {dovecot.port}
tls_ca_file = "{dovecot.ca_file}"
username = "{pec_user}"
password_file = "secrets/pec"
addresses = ["servizisociali@pec.comune.example"]

[[mailbox]]
name = "ordinaria"
host = "{dovecot.host}"
port = {dovecot.port}
tls_ca_file = "{dovecot.ca_file}"
username = "{ordinary_user}"
password_file = "secrets/ordinaria"
addresses = ["servizisociali@comune.example"]
purpose = "both"

[smtp]
host = "{relay.host}"
port = {relay.port}
tls_ca_file = "{relay.ca_file}"
username = "{relay.username}"
password_file = "secrets/smtp"
from = "pecwatch@comune.example"

[lists]
senders = ["decadenze@pec.aler.example", "@aler.example"]

[office]
allowed_domains = ["comune.example"]
coordinator = {{ name = "Ilaria Brentegani", email = "coordinatrice@comune.example" }}
duty_worker = {{ name = "Segretariato sociale", email = "segretariato@comune.example" }}
director = {{ name = "Osvaldo Trezzolani", email = "dirigente@comune.example" }}
system_administrator = {{ name = "CED", email = "ced@comune.example" }}

[[office.operator]]
code = "OP01"
name = "Amalia Quintarelli"
email = "op01@comune.example"

[[office.operator]]
code = "OP02"
name = "Duilio Savoldelli"
email = "op02@comune.example"

[[office.operator]]
code = "OP03"
name = "Nives Pasquarelli"
email = "op03@comune.example"

[[office.operator]]
code = "OP04"
name = "Evaristo Cantamessi"
email = "op04@comune.example"
"""

COORDINATOR, DUTY_WORKER, ADMINISTRATOR = (
    f"{name}@comune.example" for name in ("coordinatrice", "segretariato", "ced")
)
_numbers = itertools.count(1)


def at(year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> dt.datetime:
    """A moment on the office's clock."""
    return dt.datetime(year, month, day, hour, minute, tzinfo=ROME)


INSTALLED = at(2025, 10, 23, 10)
"""The day before the list arrives."""


class MovedClock:
    """Tells the time it was told."""

    def __init__(self, now: dt.datetime) -> None:
        self.now = now

    def __call__(self) -> dt.datetime:
        return self.now.astimezone(dt.UTC)


class SocialServices:
    """One office: its mailboxes, its relay, its folder, its clock."""

    password = "rondine-2025"
    """Of both mailboxes."""

    def __init__(
        self, folder: Path, dovecot: Dovecot, relay: SmtpServer, first_rounds: FirstRounds | None = None
    ) -> None:
        """Prepare its files.

        Args:
            first_rounds: Those that were played before; without them it plays its own.
        """
        number = next(_numbers)
        self._first_rounds = first_rounds
        self.folder, self.dovecot, self.relay = folder, dovecot, relay
        self.pec_user, self.ordinary_user = f"pec{number}@pec.comune.example", f"ordinaria{number}@comune.example"
        self.clock = MovedClock(INSTALLED)
        self.database_url = OFFICES.fresh()
        self.file = folder / "config.toml"
        self._write_files()

    @property
    def config(self) -> Config:
        """The file as the program understands it."""
        return load_config(self.file, {})

    def poll(self, now: dt.datetime | None = None) -> Round:
        """One round, at that moment or without moving the clock."""
        self.clock.now = now or self.clock.now
        return poll(self.config, self.clock)

    @contextmanager
    def desk(self, *, exclusive: bool = False) -> Iterator[Desk]:
        """The office's database and vault, as a command beside the service has them."""
        with open_desk(self.config, exclusive=exclusive, clock=self.clock) as desk:
            yield desk

    def import_registry(self) -> None:
        """Put the 300 invented people in force."""
        with self.desk() as desk:
            import_registry(desk, self.folder / "registry.csv", None, confirmed=False)

    def install(self) -> None:
        """Registry in force, and a first round over empty mailboxes: what comes from now on is no history."""
        self.clock.now = INSTALLED
        if self._first_rounds is None or {box.port for box in self.config.mailboxes} != {self.dovecot.port}:
            self._first_round()
            return
        own_words = (self.pec_user, self.ordinary_user, f"port = {self.relay.port}\n", str(self.folder))
        mine = (*own_words, section(self.database_url))
        self._first_rounds.play(
            self.folder, (self.pec_user, self.ordinary_user), mine, self._first_round, self.database_url
        )

    def _first_round(self) -> None:
        self.import_registry()
        assert self.poll(INSTALLED).collected
        assert not self.relay.messages

    def by_pec(self, raw: bytes, received_at: dt.datetime | None = None, *, flags: tuple[str, ...] = ()) -> int:
        """A message reaches the PEC box, now or then; its UID."""
        return self.dovecot.deliver(self.pec_user, raw, flags=flags, received_at=received_at or self.clock.now)

    def by_mail(self, raw: bytes, received_at: dt.datetime | None = None, *, flags: tuple[str, ...] = ()) -> int:
        """A message reaches the ordinary box, now or then; its UID."""
        return self.dovecot.deliver(self.ordinary_user, raw, flags=flags, received_at=received_at or self.clock.now)

    def mailboxes(self) -> tuple[tuple[StoredMail, ...], ...]:
        """What lies in both mailboxes: UIDs, flags, bytes."""
        return tuple(self.dovecot.messages(user) for user in (self.pec_user, self.ordinary_user))

    def counts_by_server(self) -> tuple[bytes, ...]:
        """What the server says of both mailboxes: how many messages, how many nobody has looked at."""
        return tuple(
            self.dovecot.connection(user).status("INBOX", "(MESSAGES RECENT UNSEEN UIDNEXT UIDVALIDITY)")[1][0]
            for user in (self.pec_user, self.ordinary_user)
        )

    def _write_files(self) -> None:
        for user in (self.pec_user, self.ordinary_user):
            self.dovecot.add_user(user, self.password)
        (self.folder / "secrets").mkdir()
        passwords = {"pec": self.password, "ordinaria": self.password, "smtp": self.relay.password}
        for name, password in passwords.items():
            self.write_secret(name, password)
        self.file.write_text(
            CONFIGURATION.format(
                dovecot=self.dovecot, relay=self.relay, pec_user=self.pec_user, ordinary_user=self.ordinary_user
            )
            + section(self.database_url),
            encoding="utf-8",
        )
        registry = self.folder / "registry.csv"
        registry.touch(mode=0o600)
        registry.write_bytes(registry_csv())

    def change_mailbox(self, name: str, key: str, value: str) -> None:
        """Write another value for one key of a mailbox; keys that are not there are added."""
        head, sections = f'[[mailbox]]\nname = "{name}"\n', self.file.read_text(encoding="utf-8").split("\n\n")
        at_place = next(place for place, section in enumerate(sections) if section.startswith(head))
        lines = [line for line in sections[at_place].splitlines() if not line.startswith(f"{key} = ")]
        written = value if value.isdigit() or value.startswith("[") else f'"{value}"'
        sections[at_place] = "\n".join([*lines, f"{key} = {written}"])
        self.file.write_text("\n\n".join(sections), encoding="utf-8")

    def write_secret(self, name: str, password: str) -> None:
        """Put a password where the configuration looks for it."""
        path = self.folder / "secrets" / name
        path.touch(mode=0o600)
        path.write_text(f"{password}\n", encoding="utf-8")
