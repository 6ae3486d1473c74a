# SPDX-License-Identifier: EUPL-1.2
"""From the sections of the file to the records of the service, each judged on its own."""

import re
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter, ValidationError

from pecwatch.config.complaints import Complaints, Keys
from pecwatch.config.databases import SQLITE, judged_url, sqlite_url
from pecwatch.config.listening import place_to_listen
from pecwatch.config.records import (
    DatabaseConfig,
    HolidayPlace,
    ListsConfig,
    MailRoute,
    MetricsConfig,
    NoticesConfig,
    RegistryConfig,
    ServiceConfig,
    VaultConfig,
)
from pecwatch.config.secrets import Secrets, with_password
from pecwatch.config.section import Section
from pecwatch.config.sections import (
    DatabaseSection,
    ListsSection,
    MailboxSection,
    MetricsSection,
    NoticesSection,
    OfficesSection,
    RegistrySection,
    ServiceSection,
    SmtpSection,
    VaultSection,
)
from pecwatch.model.mailbox import MailboxAccount
from pecwatch.model.message import Correspondents
from pecwatch.model.relay import SmtpRelay
from pecwatch.rules import shipped_rules

S = TypeVar("S", bound=Section)


class Judge:
    """Judges sections; what is wrong is collected, and None stands for what cannot be used."""

    def __init__(self, sections: dict[str, Any], folder: Path, complaints: Complaints, secrets: Secrets) -> None:
        self._sections = sections
        self._folder = folder
        self._complaints = complaints
        self._secrets = secrets

    def section(self, shape: type[S], keys: Keys, table: object) -> S | None:
        """One table in the shape it must have."""
        try:
            value: S = TypeAdapter(shape).validate_python(table, context={"folder": self._folder})
        except ValidationError as error:
            self._complaints.add_all(keys, error, shape)
            return None
        return value

    def service(self) -> ServiceConfig | None:
        """`[service]`, which may be missing."""
        section = self.section(ServiceSection, ("service",), self._sections.get("service", {}))
        if section is None:
            return None
        place = section.holidays
        return ServiceConfig(
            data_dir=section.data_dir,
            poll_every_s=section.poll_every_s,
            round_deadline_s=section.round_deadline_s,
            sandbox_required=section.sandbox == "required",
            timezone=ZoneInfo(section.timezone),
            holidays=HolidayPlace(country=place.country, subdivision=place.subdivision),
        )

    def database(self, data_dir: Path) -> DatabaseConfig | None:
        """`[database]`, by default a file in the data folder."""
        section = self.section(DatabaseSection, ("database",), self._sections.get("database", {}))
        if section is None:
            return None
        key = self._database_key(section)
        if section.url is None:
            return DatabaseConfig(url=sqlite_url(data_dir / "pecwatch.db"), key=key)
        if key is not None and not section.url.startswith(SQLITE):
            self._complaints.add(("database", "key_file"), "for SQLite files only; a server has its disk encrypted")
        url = judged_url(("database", "url"), section.url, self._folder, self._complaints)
        password = self._secrets.password(("database",), section, "database")
        return DatabaseConfig(url=with_password(url, password), key=key)

    def _database_key(self, section: DatabaseSection) -> bytes | None:
        """The key of a sealed file, which may be missing."""
        keys = ("database", "key_file")
        text = self._secrets.secret(keys, section.key, section.key_file, "database_key")
        if text is None:
            return None
        if re.fullmatch(r"[0-9a-fA-F]{64}", text.strip()) is None:
            self._complaints.add(keys, "not a key: write 64 hexadecimal digits (openssl rand -hex 32)")
            return None
        return bytes.fromhex(text)

    def lease_s(self) -> int | None:
        """`[offices] lease_s`."""
        section = self.section(OfficesSection, ("offices",), self._sections.get("offices", {}))
        return None if section is None else section.lease_s

    def vault(self) -> VaultConfig | None:
        """`[vault]`, which may be missing."""
        section = self.section(VaultSection, ("vault",), self._sections.get("vault", {}))
        if section is None:
            return None
        keys = ("vault", "master_key_file")
        return VaultConfig(
            master_key=self._secrets.secret(keys, section.master_key, section.master_key_file, "master_key"),
            master_key_file=section.master_key_file if section.master_key is None else None,
        )

    def metrics(self) -> MetricsConfig | None:
        """`[metrics]`, which may be missing: then nobody is answered."""
        section = self.section(MetricsSection, ("metrics",), self._sections.get("metrics", {}))
        if section is None:
            return None
        return MetricsConfig(listen=None if section.listen is None else place_to_listen(section.listen))

    def mailboxes(self) -> tuple[MailboxAccount, ...]:
        """`[[mailbox]]`, at least one."""
        tables = self._sections.get("mailbox")
        if not isinstance(tables, list) or not tables:
            self._complaints.add(("mailbox",), "missing; begin one with the heading [[mailbox]]")
            return ()
        sections = tuple(self.section(MailboxSection, ("mailbox", place), table) for place, table in enumerate(tables))
        accounts: dict[str, MailboxAccount] = {}
        for place, section in enumerate(sections):
            if section is not None and section.name.lower() in accounts:
                self._complaints.add(("mailbox", place, "name"), "another mailbox has this name; choose another")
            elif section is not None:
                accounts[section.name.lower()] = self._account(("mailbox", place), section)
        return tuple(accounts.values())

    def _account(self, keys: Keys, section: MailboxSection) -> MailboxAccount:
        ours = (section.username.lower(),) if section.addresses is None else section.addresses
        return MailboxAccount(
            name=section.name,
            host=section.host,
            port=section.port,
            tls=section.tls,
            tls_ca_file=section.tls_ca_file,
            username=section.username,
            password=self._secrets.needed(keys, section, section.name),
            folders=section.folders,
            addresses=ours,
            purpose=section.purpose,
            password_max_age_days=section.password_max_age_days,
        )

    def route(self, name: str) -> MailRoute | None:
        """`[smtp]` or `[smtp_fallback]`."""
        section = self.section(SmtpSection, (name,), self._sections[name])
        if section is None:
            return None
        password = None if section.username is None else self._secrets.needed((name,), section, name)
        relay = SmtpRelay(
            host=section.host,
            port=section.port,
            tls=section.tls,
            tls_ca_file=section.tls_ca_file,
            username=section.username,
            password=password,
        )
        return MailRoute(relay=relay, sender=section.sender, reply_to=section.reply_to or section.sender)

    def lists(self, addresses: tuple[str, ...]) -> ListsConfig | None:
        """`[lists]`, which may be missing.

        Args:
            addresses: Our own, of all mailboxes.
        """
        section = self.section(ListsSection, ("lists",), self._sections.get("lists", {}))
        if section is None:
            return None
        return ListsConfig(
            correspondents=Correspondents(senders=section.senders, addresses=addresses),
            rules=section.rules or shipped_rules(),
            trust_anchors=section.trust_anchors or shipped_rules() / "trust",
            expected_by=section.expected_by,
        )

    def registry(self) -> RegistryConfig | None:
        """`[registry]`, which may be missing."""
        if "registry" not in self._sections:
            return None
        section = self.section(RegistrySection, ("registry",), self._sections["registry"])
        if section is None:
            return None
        url = section.url
        if url is not None:
            url = judged_url(("registry", "url"), url, self._folder, self._complaints)
            url = with_password(url, self._secrets.password(("registry",), section, "registry"))
        return RegistryConfig(
            file=section.file,
            drop_folder=section.drop_folder,
            url=url,
            query=section.query,
            refresh_every_h=section.refresh_every_h,
            mapping=section.mapping,
        )

    def notices(self) -> NoticesConfig | None:
        """`[notices]`, which may be missing: then nothing leaves the office."""
        section = self.section(NoticesSection, ("notices",), self._sections.get("notices", {}))
        if section is None:
            return None
        return NoticesConfig(buildings=section.buildings, tutor_addresses=section.tutor_addresses)
