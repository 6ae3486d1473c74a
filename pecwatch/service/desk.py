# SPDX-License-Identifier: EUPL-1.2
"""What every round and every command works with, opened once."""

import datetime as dt
import hmac
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace

import structlog

from pecwatch.casework.clock import WorkingCalendar
from pecwatch.casework.working_time import WorkingTime
from pecwatch.config import Config
from pecwatch.matching import RegistryIndex, build_index
from pecwatch.model.mailbox import MailboxAccount
from pecwatch.model.office import Office
from pecwatch.model.person import Alias
from pecwatch.model.record import record
from pecwatch.rules import Rules
from pecwatch.rules.learned import in_force
from pecwatch.seals.anchors import read_anchors
from pecwatch.service.sandbox import Sandbox
from pecwatch.service.settings import Settings
from pecwatch.store import decisions
from pecwatch.store.beside import imported_operators, street_names, streets_import
from pecwatch.store.database import Database, Session
from pecwatch.store.estimates import kept_estimate
from pecwatch.store.key_ring import DECISIONS
from pecwatch.store.notes import noted
from pecwatch.store.registry import active_registry, left_count, registry_status
from pecwatch.store.vault import Vault

log = structlog.get_logger()

Clock = Callable[[], dt.datetime]
"""Tells the time, aware; tests and the demo hand in their own."""

GENERATION = "generation"
"""Note of the moment at which the database lost what it knew; numbers given since may have been given before."""

SANDBOX = "sandbox"
"""Note of what the kernel closes to the readers of the service."""

LISTS = ("lists", "both")
"""Purposes of mailboxes that are polled for lists."""


def wall_clock() -> dt.datetime:
    """The time now, in UTC."""
    return dt.datetime.now(dt.UTC)


@record
class IndexedRegistry:
    """The registry in force, ready for matching."""

    import_id: int | None
    """None before the first import."""
    index: RegistryIndex
    people: int = 0
    """How many were in it; among many offices those who have left are counted, too."""
    confirmed: tuple[int, ...] = ()
    """Numbers of the confirmations whose names and addresses are in the index."""
    streets: int | None = None
    """Which import of official streets is in it."""


class Desk:
    """Configuration, rules, database, vault and clock of one office; sandbox and registry when first needed."""

    def __init__(
        self, *, config: Config, settings: Settings, database: Database, vault: Vault, clock: Clock, closing: ExitStack
    ) -> None:
        self.config = config
        self.settings = settings
        self.database = database
        self.vault = vault
        self.clock = clock
        self._closing = closing
        self._sandbox: Sandbox | None = None
        self._registry: IndexedRegistry | None = None
        self._mail_key: bytes | None = None

    @property
    def rules(self) -> Rules:
        """The rules in force."""
        return self.settings.rules

    def look_at_settings(self) -> None:
        """Take up rules that were changed; the index and the readers then go by them."""
        self.settings.look_at_config()
        if not self.settings.take_up_rules():
            return
        self._registry = None
        if self._sandbox is not None:
            self._sandbox.go_by(self.rules)

    def forget_index(self) -> None:
        """People of the registry were let go of: the index is built again when it is needed."""
        self._registry = None

    @property
    def list_mailboxes(self) -> tuple[MailboxAccount, ...]:
        """The mailboxes in which lists arrive."""
        return tuple(account for account in self.config.mailboxes if account.purpose in LISTS)

    @property
    def polled_mailboxes(self) -> tuple[MailboxAccount, ...]:
        """All of them: in a box for answers a list may lie that somebody sent there."""
        return self.config.mailboxes

    @property
    def working_time(self) -> WorkingTime:
        """When the office of the configuration works."""
        service, hours = self.config.service, self.config.working_hours
        return WorkingTime(
            calendar=WorkingCalendar(country=service.holidays.country, subdivision=service.holidays.subdivision),
            begin=hours.begin,
            end=hours.end,
            zone=service.timezone,
        )

    @property
    def office(self) -> Office:
        """Everybody pecwatch may write to: the configuration, and imported operators whom it does not name."""
        with self.database.reading() as session:
            return self.config.office.with_imported(imported_operators(session))

    @property
    def sandbox(self) -> Sandbox:
        """Where messages are read.

        Raises:
            UsageError: The trust anchors cannot be read, or isolation is required and the kernel does not grant it.
        """
        if self._sandbox is None:
            required = self.config.service.sandbox_required
            anchors = read_anchors(self.config.lists.trust_anchors)
            sandbox = Sandbox(self.rules, self.config.lists.correspondents, anchors, required=required, replies=True)
            self._sandbox = self._closing.enter_context(sandbox)
        return self._sandbox

    def registry(self) -> IndexedRegistry:
        """The registry in force; its index is built again when it, the streets or the confirmations changed."""
        with self.database.reading() as session:
            status = registry_status(session)
            import_id = None if status is None else status.import_id
            confirmed = decisions.holding(session)
            streets = streets_import(session)
            # Whoever was erased or has left is gone without an import.
            people = 0 if status is None else status.people
            if status is not None and self.config.tenant is not None:
                # Where workers take turns another one may have let go of people who have left.
                people += left_count(session, status.import_id)
            now = (import_id, people, confirmed, streets)
            before = self._registry
            if before is not None and now == (before.import_id, before.people, before.confirmed, before.streets):
                return before
            index = self.indexed(session, decisions.aliases(session))
            found = IndexedRegistry(
                import_id=import_id, people=people, index=index, confirmed=confirmed, streets=streets
            )
            log.info("registry_indexed", people=0 if status is None else status.people, confirmed=len(confirmed))
        self._registry = found
        return found

    def weighed_with(self, session: Session) -> Rules:
        """The rules with the weights that the office has learned, asked anew each time: others may confirm or reset."""
        return replace(self.rules, matching=in_force(self.rules.matching, kept_estimate(session)))

    def indexed(self, session: Session, aliases: tuple[Alias, ...]) -> RegistryIndex:
        """An index of the registry in force with just these aliases."""
        active = active_registry(session)
        return build_index(() if active is None else active.people, self.rules, aliases, street_names(session))

    @property
    def secret(self) -> bytes:
        """Key of the hashes that remember a decision longer than the data it was about.

        Raises:
            StoreDamaged: The master key does not open it.
        """
        return self.vault.keys.make(DECISIONS)

    @property
    def mail_key(self) -> bytes:
        """Key of tokens and Message-IDs: another one after a loss, for what is numbered alike is not the same then."""
        if self._mail_key is None:
            with self.database.reading() as session:
                begun = noted(session, GENERATION)
            secret = self.secret
            self._mail_key = secret if begun is None else hmac.new(secret, begun.value.encode(), "sha256").digest()
        return self._mail_key
