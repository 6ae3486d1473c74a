# SPDX-License-Identifier: EUPL-1.2
"""The things that `pecwatch check` tries, one function each; none reads a message or sends a mail."""

from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path

from pecwatch.alerts.channels.smtp import SmtpChannel
from pecwatch.alerts.proving import ALERT_CLAIMS
from pecwatch.casework.buildings import Terms
from pecwatch.cli.check_registry import remarks_on_registry
from pecwatch.cli.check_roles import remarks_on_roles
from pecwatch.config import Config, MailRoute
from pecwatch.errors import ExitCode, PecwatchError, UnsentError, UsageError
from pecwatch.lists.proving import LIST_CLAIMS
from pecwatch.mail.inbox import Inbox
from pecwatch.mail.replies import FolderMissing
from pecwatch.model.building import Building
from pecwatch.model.estimate import KeptEstimate
from pecwatch.model.mailbox import MailboxAccount
from pecwatch.model.record import record
from pecwatch.registry.proving import unproven_mapping, unproven_mappings
from pecwatch.rules.learned import holds
from pecwatch.rules.mending import read_mended
from pecwatch.rules.proving import unproven
from pecwatch.seals.anchors import read_anchors
from pecwatch.service.authorities import anchor_warnings
from pecwatch.service.confinement import Level
from pecwatch.service.desk import wall_clock
from pecwatch.service.importing_beside import operator_differences, untold_buildings
from pecwatch.service.opening import KEYS, MASTER_KEY, open_vault
from pecwatch.service.programs import MEMORY, ROOM, in_memory, libreoffice, tesseract
from pecwatch.service.sandbox import Sandbox
from pecwatch.store.beside import imported_buildings, imported_operators
from pecwatch.store.database import DEFAULT_OFFICE, open_database
from pecwatch.store.engine import database_file
from pecwatch.store.estimates import kept_estimate
from pecwatch.store.migrate import newest_version, schema_version
from pecwatch.store.permissions import check_private
from pecwatch.store.registry import registry_status
from pecwatch.store.trouble import StoreDamaged


class Verdict(StrEnum):
    """How one thing stands."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "FAILED"


@record
class Finding:
    """One line of the answer."""

    verdict: Verdict
    text: str
    code: ExitCode = ExitCode.DONE


ANSWERS = ("replies", "both")
"""Purposes of mailboxes in which answers to our mails arrive."""

Check = Callable[[Config], Iterator[Finding]]


def findings(config: Config) -> Iterator[Finding]:
    """Try one thing after the other; what fails does not keep the next from being tried."""
    yield _ok(f"configuration {config.file}")
    if not config.lists.correspondents.senders:
        yield _warning("[lists] senders: empty, so no list comes from a recognised sender")
    yield from _replies(config)
    for check in CHECKS:
        yield from _explained(check(config))
    for account in config.mailboxes:
        yield from _explained(_mailbox(account), f" ({account.host}:{account.port})")
    yield from _reached("smtp", config.smtp)
    if config.smtp_fallback is not None:
        yield from _reached("smtp_fallback", config.smtp_fallback)


def _reached(section: str, route: MailRoute) -> Iterator[Finding]:
    return _explained(_relay(section, route), f" ({route.relay.host}:{route.relay.port})")


def _explained(found: Iterator[Finding], where: str = "") -> Iterator[Finding]:
    try:
        yield from found
    except PecwatchError as error:
        for line in str(error).splitlines():
            yield Finding(verdict=Verdict.FAILED, text=line + where, code=error.exit_code)


def _ok(text: str) -> Finding:
    return Finding(verdict=Verdict.OK, text=text)


def _warning(text: str) -> Finding:
    return Finding(verdict=Verdict.WARNING, text=text)


def _replies(config: Config) -> Iterator[Finding]:
    """Whether answers and mails that come back arrive where somebody reads them: reports go to `from`."""
    boxes = [account for account in config.mailboxes if account.purpose in ANSWERS]
    if not boxes:
        yield _warning('no [[mailbox]] has purpose "replies" or "both": answers to our mails are not read')
        return
    read = {address for account in boxes for address in (*account.addresses, account.username.lower())}
    reply_to, sender = config.smtp.reply_to.lower(), config.smtp.sender.lower()
    wanted = (("reply_to", reply_to, "answers"), ("from", sender, "mails that come back"))
    for key, address, what in wanted:
        if address in read:
            yield _ok(f"[smtp] {key}: {what} are read in a mailbox")
        else:
            yield _warning(
                f"[smtp] {key}: no [[mailbox]] with purpose replies or both has {address} among its addresses, so "
                f"{what} may not be read; add it to the addresses of the box in which they arrive"
            )


def _rules(config: Config) -> Iterator[Finding]:
    yield from rules_findings(config.lists.rules)


def rules_findings(folder: Path) -> Iterator[Finding]:
    """Every mistake of every rules file at once, and every rule tried on its samples."""
    rules, wrong = read_mended(folder)
    unsure = () if rules is None else (*unproven(rules, LIST_CLAIMS | ALERT_CLAIMS), *unproven_mappings(rules))
    for text in (*wrong, *unsure):
        yield Finding(verdict=Verdict.FAILED, text=text, code=ExitCode.USAGE)
    if not (wrong or unsure):
        yield _ok(f"rules {folder}")


def _mapping(config: Config) -> Iterator[Finding]:
    """The office's own mapping; a sample is asked for, and missed by nobody but whoever changes it."""
    rules, _ = read_mended(config.lists.rules)
    path = None if config.registry is None else config.registry.mapping
    if path is None or rules is None:
        return
    unsure = unproven_mapping(path, rules)
    for text in unsure:
        yield _warning(text)
    if not unsure:
        yield _ok(f"mapping {path}")


def _trust(config: Config) -> Iterator[Finding]:
    folder = config.lists.trust_anchors
    anchors = read_anchors(folder)
    count, pins = len(anchors.authorities), sum(len(anchor.pins) for anchor in anchors.authorities)
    yield _ok(f"trust anchors {folder}: {count} {'authority' if count == 1 else 'authorities'}, pinned issuers: {pins}")
    for text in anchor_warnings(anchors, wall_clock()):
        yield _warning(text)


def _sandbox(config: Config) -> Iterator[Finding]:
    rules, _ = read_mended(config.lists.rules)
    if rules is None:
        raise UsageError(f"sandbox: not tried, since no rules can be read; mend {config.lists.rules} first")
    with Sandbox(rules, config.lists.correspondents, required=config.service.sandbox_required) as sandbox:
        confinement = sandbox.confinement
    names = ("namespaces", "landlock", "seccomp")
    granted = ", ".join(name for name in names if getattr(confinement, name)) or "nothing"
    text = f"sandbox: {confinement.level.value} (granted: {granted})"
    yield _ok(text) if confinement.level is Level.FULL else _warning(text)


def _programs(_: Config) -> Iterator[Finding]:
    if tesseract() is not None:
        yield _ok("tesseract with Italian: scans are read")
    else:
        yield _warning("tesseract with Italian: missing: scans are not read; install tesseract-ocr tesseract-ocr-ita")
    if libreoffice() is not None:
        yield _ok("LibreOffice: old Word documents are read")
        if in_memory() is None:
            yield _warning(
                f"LibreOffice: {MEMORY} has less than {ROOM >> 20} MiB of room: where the kernel grants no namespaces, "
                "documents lie among the temporary files while they are converted: have those on an encrypted disk"
            )
    else:
        yield _warning("LibreOffice: missing, so old Word documents are not read; install libreoffice-writer-nogui")


def _permissions(config: Config) -> Iterator[Finding]:
    data_dir = config.service.data_dir
    check_private(path for path in (data_dir, database_file(config.database.url)) if path is not None)
    yield _ok(f"permissions of {data_dir}")
    yield _ok(f"{data_dir}: raw mail is encrypted at rest")
    if config.database.key is None:
        yield _warning(f"{data_dir}: the database is not encrypted at rest; put it on an encrypted disk")
    else:
        yield _ok("the database and its copies are encrypted with the key of [database]")
    if config.vault.master_key is None:
        yield _warning(
            f"{data_dir / MASTER_KEY}: the master key lies beside what it protects: "
            "name another place in [vault] master_key_file, or give the systemd credential master_key"
        )


def _keys(config: Config) -> Iterator[Finding]:
    """Every key must open: a damaged one keeps the mail of its month from being read, or taken."""
    if config.vault.master_key is None and not (config.service.data_dir / KEYS).is_dir():
        return
    keys = open_vault(config, wall_clock).keys
    broken = []
    for name in keys.names():
        try:
            keys.get(name)
        except StoreDamaged as error:
            broken.append(str(error))
    if broken:
        raise UsageError("\n".join(broken))
    yield _ok(f"{keys.folder}: {len(keys.names())} keys, which the master key {keys.master.fingerprint} opens")


def _database(config: Config) -> Iterator[Finding]:
    file = database_file(config.database.url)
    if file is not None and not file.exists():
        yield from _of_nothing(config)
        yield _ok(f"database {file}: not there yet; the first start makes it")
        return
    office = DEFAULT_OFFICE if config.tenant is None else config.tenant.code
    database = open_database(config.database.url, office=office, key=config.database.key)
    try:
        version = schema_version(database)
        if database.is_exempt():
            yield _warning(
                f"{database.place}: the server exempts the user of [database] url from row-level security "
                "(SUPERUSER or BYPASSRLS): log in as an ordinary user"
            )
        if version == newest_version():
            with database.reading() as session:
                imported, buildings = imported_operators(session), imported_buildings(session)
                learned, registry = kept_estimate(session), registry_status(session)
            remarks = (*remarks_on_registry(config, registry), *remarks_on_roles(config, imported))
            for text in (*operator_differences(config.office, imported), *_untold(config, buildings), *remarks):
                yield _warning(text)
            yield from _learned(config, learned)
        elif version is None:
            yield from _of_nothing(config)
    finally:
        database.close()
    if version == newest_version():
        yield _ok(database.place)
    else:
        yield _warning(
            f"{database.place}: {'empty' if version is None else 'of an older form'}; the service prepares it"
        )


def _of_nothing(config: Config) -> Iterator[Finding]:
    """What is to be said while nothing was imported."""
    yield from map(_warning, (*remarks_on_registry(config, None), *remarks_on_roles(config, ())))


def _learned(config: Config, kept: KeptEstimate | None) -> Iterator[Finding]:
    rules, _ = read_mended(config.lists.rules)
    if kept is None or rules is None:
        return
    made = f"weights learned from {kept.pairs} confirmed pairs, {kept.estimated_at:%Y-%m-%d}"
    if holds(kept, rules.matching):
        yield _ok(made)
    else:
        remedy = "pecwatch matching estimate shows what they would be now"
        yield _warning(f"{made}: not used, since rules/matching.toml has changed; {remedy}")


def _untold(config: Config, buildings: tuple[Building, ...]) -> tuple[str, ...]:
    rules, _ = read_mended(config.lists.rules)
    if rules is None or not config.notices.buildings:
        return ()
    allowed, fewest = config.notices.tutor_addresses, rules.privacy.fewest_dwellings
    return untold_buildings(buildings, Terms(allowed=allowed, fewest_dwellings=fewest))


def _mailbox(account: MailboxAccount) -> Iterator[Finding]:
    with Inbox(account) as inbox:
        for folder in account.folders:
            try:
                count = len(inbox.list_folder(folder).uids)
            except FolderMissing as missing:
                yield Finding(verdict=Verdict.FAILED, text=str(missing), code=missing.exit_code)
                for name in missing.similar:
                    yield _warning(f"mailbox {account.name}: there is a folder {name}: is it meant by {folder}?")
            else:
                yield _ok(f"mailbox {account.name}: folder {folder}, {count} messages")


def _relay(section: str, route: MailRoute) -> Iterator[Finding]:
    channel = SmtpChannel(route.relay)
    try:
        trouble = channel.probe()
    finally:
        channel.close()
    if trouble is not None:
        raise UnsentError(f"[{section}]: {trouble.text} ({trouble.code})")
    yield _ok(f"relay {route.relay.host}:{route.relay.port}")


CHECKS: tuple[Check, ...] = (_rules, _mapping, _trust, _permissions, _keys, _sandbox, _programs, _database)
