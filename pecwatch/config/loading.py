# SPDX-License-Identifier: EUPL-1.2
"""Finds config.toml, puts the environment over it and judges the whole or the part that is used."""

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pecwatch.config.complaints import Complaints, unknown
from pecwatch.config.databases import POSTGRESQL
from pecwatch.config.environment import BETWEEN, PREFIX, overridden
from pecwatch.config.judging import Judge
from pecwatch.config.offices import INSTALLATION, installation_of, laid_over, office_codes, only_office, refuse_shared
from pecwatch.config.people import judged_office
from pecwatch.config.records import Config, Installation, ReadingConfig, Tenant, VaultConfig, WorkingHours
from pecwatch.config.retention import RetentionSection
from pecwatch.config.roles import ROLES, judged_roles
from pecwatch.config.secrets import Secrets, refuse_literal_passwords
from pecwatch.config.sections import SECTIONS, OfficeSection
from pecwatch.errors import UsageError
from pecwatch.rules.loading import read_toml

PLACES = (Path("config.toml"), Path("/etc/pecwatch/config.toml"))
VARIABLE = "PECWATCH_CONFIG"


def find_config(given: Path | None, environment: Mapping[str, str] = os.environ) -> Path | None:
    """The configuration file: the one given, else `PECWATCH_CONFIG`, else the usual places.

    Raises:
        UsageError: The one that was named does not exist, or a folder on the way is closed to this account.
    """
    named = given or (Path(environment[VARIABLE]) if environment.get(VARIABLE) else None)
    if named is None:
        return next((place for place in PLACES if _is_file(place)), None)
    if not _is_file(named):
        origin = "--config" if given else VARIABLE
        raise UsageError(f"{named}: no such configuration file; correct {origin}")
    return named


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError as error:
        raise UsageError(
            f"{path}: cannot be reached ({error.strerror}); correct the path, or run pecwatch as the account of the "
            "service: sudo -u pecwatch"
        ) from error


def load_config(given: Path | None, environment: Mapping[str, str] = os.environ) -> Config:
    """Everything the service needs to work for an office.

    Raises:
        UsageError: One line for each thing that is wrong, with its file, key and remedy; or there are several offices
            and none was named.
    """
    file = _needed(given, environment)
    installation = installation_of(file)
    if installation is not None:
        return _load_office(file, installation, environment)
    sections = read_toml(file)
    if "offices" in sections:
        return _load_office(only_office(file), file, environment)
    complaints = Complaints(file, sections, environment)
    refuse_literal_passwords(sections, complaints)
    _refuse_roles_of_the_caller(environment, complaints)
    sections.update(overridden(sections, environment))
    judge = Judge(sections, file.absolute().parent, complaints, Secrets(environment, complaints))
    return _finished(_judged(judge, sections, complaints, file), complaints, file)


def load_installation(given: Path | None, environment: Mapping[str, str] = os.environ) -> Installation:
    """What the offices of an installation share, and which they are; their own files are not looked into.

    Raises:
        UsageError: One line for each thing that is wrong, or it is the configuration of one office.
    """
    file = _needed(given, environment)
    sections = read_toml(file)
    if "offices" not in sections:
        raise UsageError(f"{file}: the configuration of one office: many offices begin with the heading [offices]")
    complaints = Complaints(file, sections, environment)
    refuse_literal_passwords(sections, complaints)
    _refuse_roles_of_the_caller(environment, complaints)
    sections = overridden(sections, environment)
    _judge_headings(sections, complaints, needed=())
    judge = Judge(sections, file.absolute().parent, complaints, Secrets(environment, complaints))
    service, lease_s = judge.service(), judge.lease_s()
    roles = judged_roles(sections, file.absolute().parent, complaints)
    database = None if service is None else judge.database(service.data_dir)
    if database is not None and not database.url.startswith(POSTGRESQL):
        complaints.add(("database", "url"), f"many offices need PostgreSQL; begin it with {POSTGRESQL}")
    if file.name != INSTALLATION:
        complaints.add(("offices",), f"the file of an installation with offices must be called {INSTALLATION}")
    complaints.raise_if_any()
    if service is None or database is None or lease_s is None:
        raise UsageError(f"{file}: cannot be used; compare it with config.example.toml")
    return Installation(
        file=file,
        service=service,
        database=database,
        lease_s=lease_s,
        roles=roles,
        sections=sections,
        offices=office_codes(file),
    )


def vault_of(installation: Installation, environment: Mapping[str, str] = os.environ) -> VaultConfig:
    """What opens the sealed mail of all offices: without a master key in it each of them has its own.

    Raises:
        UsageError: One line for each thing that is wrong.
    """
    file = installation.file
    complaints = Complaints(file, installation.sections, environment)
    judge = Judge(installation.sections, file.absolute().parent, complaints, Secrets(environment, complaints))
    vault = judge.vault()
    complaints.raise_if_any()
    if vault is None:
        raise UsageError(f"{file}: [vault] cannot be used; compare it with config.example.toml")
    return vault


def serves_many(file: Path) -> bool:
    """Whether a configuration file is that of an installation with offices.

    Raises:
        UsageError: It cannot be read.
    """
    return "offices" in read_toml(file)


def _load_office(file: Path, installation: Path, environment: Mapping[str, str]) -> Config:
    """One office of many; the environment speaks for the installation, and so does not reach an office's own keys."""
    return office_of(load_installation(installation, environment), file, environment)


def office_of(installation: Installation, file: Path, environment: Mapping[str, str] = os.environ) -> Config:
    """The configuration of one office of an installation.

    Raises:
        UsageError: One line for each thing that is wrong.
    """
    own = read_toml(file)
    complaints = Complaints(file, own, {})
    refuse_literal_passwords(own, complaints)
    refuse_shared(own, complaints)
    sections = laid_over(installation.sections, own)
    secrets = Secrets(environment, complaints, dict.fromkeys(own, file.stem))
    judge = Judge(sections, installation.file.absolute().parent, complaints, secrets)
    config = _finished(_judged(judge, sections, complaints, file), complaints, file)
    service = replace(config.service, data_dir=installation.service.data_dir / file.stem)
    tenant = Tenant(code=file.stem, lease_s=installation.lease_s)
    return replace(
        config,
        service=service,
        database=installation.database,
        tenant=tenant,
        secret_files=tuple(secrets.files),
    )


def _needed(given: Path | None, environment: Mapping[str, str]) -> Path:
    file = find_config(given, environment)
    if file is None:
        places = " or ".join(str(place) for place in PLACES)
        raise UsageError(f"no configuration file; name it with --config or {VARIABLE}, or put it at {places}")
    return file


def _finished(config: Config | None, complaints: Complaints, file: Path) -> Config:
    complaints.raise_if_any()
    if config is None:
        raise UsageError(f"{file}: cannot be used; compare it with config.example.toml")
    return config


def load_reading_config(given: Path | None, environment: Mapping[str, str] = os.environ) -> ReadingConfig:
    """What reading a message needs: `[lists]` is judged, every other section may be missing or wrong.

    Raises:
        UsageError: The file that was named does not exist, is not TOML, or its `[lists]` is wrong.
    """
    file = find_config(given, environment)
    sections: dict[str, Any] = {} if file is None else read_toml(file)
    installation = None if file is None else installation_of(file)
    if installation is not None:
        sections = laid_over(overridden(read_toml(installation), environment), sections)
    else:
        sections = overridden(sections, environment)
    complaints = Complaints(file, sections, environment)
    folder = Path.cwd() if file is None else (installation or file).absolute().parent
    lists = Judge(sections, folder, complaints, Secrets(environment, complaints)).lists(_own_addresses(sections))
    complaints.raise_if_any()
    if lists is None:
        raise UsageError(f"{file}: [lists] cannot be used; compare it with config.example.toml")
    service = sections.get("service")
    return ReadingConfig(
        lists=lists, sandbox_required=isinstance(service, dict) and service.get("sandbox") == "required"
    )


def _refuse_roles_of_the_caller(environment: Mapping[str, str], complaints: Complaints) -> None:
    """The environment is the caller's: her rights do not come from there."""
    for name in environment:
        if name.startswith(f"{PREFIX}{ROLES.upper()}{BETWEEN}"):
            complaints.add((ROLES,), f"{name}: rights are given in the configuration file only; unset it")


def _judge_headings(
    sections: dict[str, Any], complaints: Complaints, needed: tuple[str, ...] = ("smtp", "office")
) -> None:
    """Complain of sections that do not exist, and of those that must."""
    for name in tuple(sections):
        if name not in SECTIONS:
            complaints.add((name,), unknown(name, tuple(SECTIONS)).replace("key", "section", 1))
    for name in needed:
        if name not in sections:
            complaints.add((name,), "missing section; copy it from config.example.toml")


def _judged(judge: Judge, sections: dict[str, Any], complaints: Complaints, file: Path) -> Config | None:
    _judge_headings(sections, complaints)
    roles = judged_roles(sections, file.absolute().parent, complaints)
    service = judge.service()
    database = judge.database(service.data_dir if service is not None else file.parent)
    mailboxes = judge.mailboxes()
    smtp = judge.route("smtp") if "smtp" in sections else None
    fallback = judge.route("smtp_fallback") if "smtp_fallback" in sections else None
    lists = judge.lists(tuple(address for mailbox in mailboxes for address in mailbox.addresses))
    registry, notices, vault, metrics = judge.registry(), judge.notices(), judge.vault(), judge.metrics()
    retention = judge.section(RetentionSection, ("retention",), sections.get("retention", {}))
    section = judge.section(OfficeSection, ("office",), sections["office"]) if "office" in sections else None
    office = None if section is None else judged_office(section, complaints)
    if service is None or database is None or smtp is None or lists is None or office is None:
        return None
    if section is None or notices is None or vault is None or metrics is None or retention is None:
        return None
    return Config(
        file=file,
        service=service,
        database=database,
        mailboxes=mailboxes,
        smtp=smtp,
        smtp_fallback=fallback,
        lists=lists,
        registry=registry,
        office=office,
        working_hours=WorkingHours(begin=section.working_hours[0], end=section.working_hours[1]),
        allowed_domains=section.allowed_domains,
        notices=notices,
        vault=vault,
        roles=roles,
        metrics=metrics,
        retention=retention.judged,
    )


def _own_addresses(sections: dict[str, Any]) -> tuple[str, ...]:
    """Our addresses as far as the mailboxes state them, without judging those."""
    tables = sections.get("mailbox")
    mailboxes = [table for table in tables if isinstance(table, dict)] if isinstance(tables, list) else []
    stated = (mailbox.get("addresses", [mailbox.get("username")]) for mailbox in mailboxes)
    return tuple(item.lower() for items in stated if isinstance(items, list) for item in items if isinstance(item, str))
