# SPDX-License-Identifier: EUPL-1.2
"""The configuration once it was judged: what the service works with."""

import datetime as dt
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pecwatch.model.access import Roles
from pecwatch.model.expected import ExpectedBy
from pecwatch.model.mailbox import MailboxAccount
from pecwatch.model.message import Correspondents
from pecwatch.model.office import Office
from pecwatch.model.record import record
from pecwatch.model.relay import SmtpRelay
from pecwatch.model.retention import Retention


@record
class HolidayPlace:
    """Whose holidays count, by the codes of ISO 3166-2."""

    country: str
    subdivision: str | None
    """Province, for its patron saint."""


@record
class ServiceConfig:
    """How the service runs."""

    data_dir: Path
    poll_every_s: int
    sandbox_required: bool
    timezone: ZoneInfo
    holidays: HolidayPlace
    round_deadline_s: int = 2400
    """After so long a round hangs: it is ended with the process, which begins anew."""


@record
class DatabaseConfig:
    """Where the ledger and the positions are."""

    url: str
    """With its password, if it has one."""
    key: bytes | None = None
    """Of a sealed SQLite file; None for one that is not."""

    def __repr__(self) -> str:
        return f"DatabaseConfig({self.url.split(':', 1)[0]!r})"


@record
class VaultConfig:
    """What opens the sealed mail."""

    master_key: str | None = None
    """As it was written down; None for the one that pecwatch keeps in its data folder."""
    master_key_file: Path | None = None
    """Where it was read; None for a credential, the environment, or pecwatch's own."""

    def __repr__(self) -> str:
        return f"VaultConfig({'given' if self.master_key else 'own'})"


@record
class MetricsConfig:
    """Where Prometheus may ask a running service."""

    listen: tuple[str, int] | None = None
    """A loopback address and a port; None for nowhere."""


@record
class MailRoute:
    """A relay, and in whose name we write through it."""

    relay: SmtpRelay
    sender: str
    reply_to: str


@record
class ListsConfig:
    """What lists are recognised by."""

    correspondents: Correspondents
    rules: Path
    trust_anchors: Path
    expected_by: ExpectedBy = ExpectedBy()


@record
class RegistryConfig:
    """Where the registry comes from: a file, the newest file of a folder, or a query to a database."""

    file: Path | None = None
    drop_folder: Path | None = None
    url: str | None = None
    query: str | None = None
    refresh_every_h: int = 24
    """How often the query is asked; files are looked at in every round."""
    mapping: Path | None = None

    def __repr__(self) -> str:
        return f"RegistryConfig({'url' if self.url is not None else 'file'})"


@record
class NoticesConfig:
    """What leaves for people outside the office; nothing unless somebody turned it on."""

    buildings: bool = False
    """Whether tutors hear of the days in buildings they visit."""
    tutor_addresses: tuple[str, ...] = ()
    """Lower case: addresses, or whole domains as `@cooperativa.example`; no other tutor is written to."""


@record
class WorkingHours:
    """From when to when the office answers."""

    begin: dt.time
    end: dt.time


@record
class Tenant:
    """One office of an installation that serves many."""

    code: str
    """Its name in the database, in the data folder and behind `--office`."""
    lease_s: int
    """How long a worker that is not heard of keeps it from the others."""


@record
class Config:
    """Everything the service needs to know."""

    file: Path | None
    """None when everything came from the environment."""
    service: ServiceConfig
    database: DatabaseConfig
    mailboxes: tuple[MailboxAccount, ...]
    smtp: MailRoute
    smtp_fallback: MailRoute | None
    lists: ListsConfig
    registry: RegistryConfig | None
    office: Office
    working_hours: WorkingHours
    allowed_domains: tuple[str, ...]
    """Lower case; nobody outside them is ever written to, but for the tutors of `notices`."""
    notices: NoticesConfig = NoticesConfig()
    vault: VaultConfig = VaultConfig()
    roles: Roles | None = None
    """None: whoever can open the data may do everything."""
    metrics: MetricsConfig = MetricsConfig()
    retention: Retention = Retention()
    tenant: Tenant | None = None
    """None where one office has an installation for itself."""
    secret_files: tuple[Path, ...] = ()
    """Where its secrets were read or looked for, of one office of many: another content is another configuration."""


@record
class Installation:
    """What the offices of one installation share."""

    file: Path
    service: ServiceConfig
    database: DatabaseConfig
    lease_s: int
    offices: tuple[str, ...]
    """Codes of the offices that have a file."""
    roles: Roles | None
    """Of what concerns all offices; None: whoever can open the data may do everything."""
    sections: dict[str, Any]
    """As they stand in its file, for the offices to lay their own over."""

    def __repr__(self) -> str:
        return f"Installation({len(self.offices)} offices)"


@record
class ReadingConfig:
    """The little that reading a message needs."""

    lists: ListsConfig
    sandbox_required: bool
