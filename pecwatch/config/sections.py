# SPDX-License-Identifier: EUPL-1.2
"""The shape of config.toml: one class per section, one field per key."""

import datetime as dt
from pathlib import Path
from typing import Annotated, Literal, Self

import holidays as known_holidays
from pydantic import Field, model_validator

from pecwatch.config.listening import LoopbackPlace
from pecwatch.config.retention import RetentionSection
from pecwatch.config.roles import RolesSection
from pecwatch.config.section import Section
from pecwatch.config.values import (
    AnyPath,
    Clock,
    Day,
    Domain,
    ExistingFile,
    ExistingFolder,
    Expected,
    FromList,
    MailAddress,
    Number,
    OfficeAddress,
    OutsideAddress,
    PlaceForData,
    Sender,
    Switch,
    Text,
    TimeZone,
    wrong,
)
from pecwatch.model.connection import Tls, is_loopback
from pecwatch.model.expected import ExpectedBy

Port = Annotated[Number, Field(ge=1, le=65535)]


class HolidaysSection(Section):
    """`holidays = { country = "IT", subdivision = "CR" }`."""

    country: Text = "IT"
    subdivision: Text | None = None

    @model_validator(mode="after")
    def _is_known(self) -> Self:
        try:
            known_holidays.country_holidays(self.country, subdiv=self.subdivision)
        except NotImplementedError as error:
            raise wrong("no such place is known; use the codes of ISO 3166-2, as IT and CR") from error
        return self


class ServiceSection(Section):
    """`[service]`."""

    data_dir: PlaceForData = Field(default=Path("var"), validate_default=True)
    poll_every_s: Annotated[Number, Field(ge=5, le=86400)] = 60
    round_deadline_s: Annotated[Number, Field(ge=5, le=86400)] = 2400
    sandbox: Literal["best-effort", "required"] = "best-effort"
    timezone: TimeZone = "Europe/Rome"
    # Not tried, as what is written in the file is: trying loads the holidays of every country there is.
    holidays: HolidaysSection = HolidaysSection.model_construct(subdivision="CR")


class DatabaseSection(Section):
    """`[database]`."""

    url: Text | None = None
    password: Text | None = None
    password_file: AnyPath | None = None
    key: Text | None = None
    key_file: AnyPath | None = None


class OfficesSection(Section):
    """`[offices]`: with it an installation serves many."""

    lease_s: Annotated[Number, Field(ge=3, le=600)] = 45


class VaultSection(Section):
    """`[vault]`."""

    master_key: Text | None = None
    master_key_file: AnyPath | None = None


class MetricsSection(Section):
    """`[metrics]`."""

    listen: LoopbackPlace | None = None


class ServerSection(Section):
    """What a mailbox and a relay have in common."""

    host: Text
    port: Port
    tls: Tls
    tls_ca_file: ExistingFile | None = None
    password: Text | None = None
    password_file: AnyPath | None = None

    @model_validator(mode="after")
    def _is_protected(self) -> Self:
        if self.tls is Tls.NONE and not is_loopback(self.host):
            raise wrong('tls = "none" is for loopback addresses only; write "implicit" or "starttls"')
        return self


class MailboxSection(ServerSection):
    """`[[mailbox]]`."""

    name: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]+$")]
    port: Port = 993
    tls: Tls = Tls.IMPLICIT
    username: Text
    folders: Annotated[tuple[Text, ...], FromList, Field(min_length=1)] = ("INBOX",)
    addresses: Annotated[tuple[MailAddress, ...], FromList] | None = None
    purpose: Literal["lists", "replies", "both"] = "lists"
    password_max_age_days: Annotated[Number, Field(ge=1, le=3650)] | None = None


class SmtpSection(ServerSection):
    """`[smtp]` and `[smtp_fallback]`."""

    port: Port = 587
    tls: Tls = Tls.STARTTLS
    username: Text | None = None
    sender: OfficeAddress = Field(alias="from")
    reply_to: OfficeAddress | None = None


class ListsSection(Section):
    """`[lists]`."""

    senders: Annotated[tuple[Sender, ...], FromList] = ()
    rules: ExistingFolder | None = None
    trust_anchors: ExistingFolder | None = None
    expected_by: Expected = ExpectedBy()


class RegistrySection(Section):
    """`[registry]`."""

    file: ExistingFile | None = None
    drop_folder: ExistingFolder | None = None
    url: Text | None = None
    query: Text | None = None
    refresh_every_h: Annotated[Number, Field(ge=1, le=24 * 31)] = 24
    mapping: ExistingFile | None = None
    password: Text | None = None
    password_file: AnyPath | None = None

    @model_validator(mode="after")
    def _has_one_source(self) -> Self:
        sources = (self.file, self.drop_folder, self.url)
        if sum(source is not None for source in sources) != 1 or (self.url is None) != (self.query is None):
            raise wrong("needs file, or drop_folder, or url and query together; keep one of them")
        return self


class PersonSection(Section):
    """`{ name = "…", email = "…" }`."""

    name: Text
    email: OfficeAddress
    phone: Text | None = None
    substitute: Text | None = None
    absences: Annotated[tuple[tuple[Day, Day], ...], FromList] = ()

    @model_validator(mode="after")
    def _comes_back(self) -> Self:
        if any(first > last for first, last in self.absences):
            raise wrong("an absence ends before it begins; write [first day, last day]")
        return self


class OperatorSection(PersonSection):
    """`[[office.operator]]`."""

    code: Text


class OfficeSection(Section):
    """`[office]`."""

    working_hours: Annotated[tuple[Clock, Clock], FromList] = (dt.time(8), dt.time(14))
    allowed_domains: Annotated[tuple[Domain, ...], FromList, Field(min_length=1)]
    coordinator: PersonSection
    duty_worker: PersonSection | None = None
    director: PersonSection | None = None
    system_administrator: PersonSection
    operator: tuple[OperatorSection, ...] = ()

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> Self:
        begin, end = self.working_hours
        if begin >= end:
            raise wrong('working_hours end before they begin; write ["08:00", "14:00"]')
        return self


class NoticesSection(Section):
    """`[notices]`."""

    buildings: Switch = False
    tutor_addresses: Annotated[tuple[OutsideAddress, ...], FromList] = ()

    @model_validator(mode="after")
    def _reaches_somebody(self) -> Self:
        if self.buildings and not self.tutor_addresses:
            raise wrong("buildings is on and tutor_addresses names nobody; add who may be written to, or turn it off")
        return self


SECTIONS: dict[str, type[Section]] = {
    "service": ServiceSection,
    "database": DatabaseSection,
    "vault": VaultSection,
    "retention": RetentionSection,
    "metrics": MetricsSection,
    "mailbox": MailboxSection,
    "smtp": SmtpSection,
    "smtp_fallback": SmtpSection,
    "lists": ListsSection,
    "registry": RegistrySection,
    "office": OfficeSection,
    "notices": NoticesSection,
    "roles": RolesSection,
    "offices": OfficesSection,
}
