# SPDX-License-Identifier: EUPL-1.2
"""No name leaves by a side door: logs, errors, status and files beside the database hold ids, counts and codes."""

import io
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from pecwatch.service.opening import MAIL
from tests.end_to_end.office import SocialServices, at
from tests.generators.letters import File, Letter, ordinary
from tests.generators.pec import transport
from tests.servers.certificates import ServerCertificate
from tests.servers.dovecot import Dovecot
from tests.servers.imap import FakeImap
from tests.servers.smtp import SmtpServer

NAME = "CANARINELLI"
"""Stands wherever a name can stand, and nowhere else."""

TEXT = f"""Si trasmette l'elenco degli interventi di NOVEMBRE 2025 ({NAME}).

1) {NAME} PIUMAGIALLA - Via {NAME} 9 int. 2 - 06/11/2025 - SI ESEGUE per {NAME}
2) ##@ {NAME} 7/b ~~ rif. 88-C
3) {NAME} ROSA - Vicolo del Tarassaco 9 - SI ESEGUE
"""


class TalkativeRelay(SmtpServer):
    """Refuses one person, and says whom."""

    async def handle_RCPT(  # noqa: N802 - aiosmtpd finds it by this name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take everybody but the coordinator."""
        if address.startswith("coordinatrice"):
            return f"550 5.1.1 {NAME} has left"
        return await super().handle_RCPT(server, session, envelope, address, options)


@pytest.fixture
def office(tmp_path: Path, dovecot: Dovecot, server_certificate: ServerCertificate) -> Iterator[SocialServices]:
    """An office whose relay talks."""
    with TalkativeRelay(server_certificate) as relay:
        yield SocialServices(tmp_path, dovecot, relay)


def letter() -> Letter:
    """A list that names one person in every place of a message, with files that break their readers."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(f"{NAME}/{NAME}.pdf", b"%PDF-1.4 " + NAME.encode() * 50)
        archive.writestr(f"{NAME}.docx", b"PK\x03\x04" + NAME.encode())
        archive.writestr(f"{NAME}.txt", TEXT)
    broken = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + NAME.encode("utf-16-le") * 100
    return Letter(
        sender=f"{NAME} <{NAME.lower()}@pec.aler.example>",
        recipients=("servizisociali@pec.comune.example",),
        subject=f"Elenco interventi NOVEMBRE 2025 {NAME}",
        text=TEXT,
        sent_at=at(2025, 10, 24, 9),
        attachments=(
            File(name=f"{NAME}.zip", type="application/zip", content=packed.getvalue()),
            File(name=f"{NAME}.xls", type="application/vnd.ms-excel", content=broken),
            File(name=f"{NAME}.csv", type="text/csv", content=f"{NAME};INDIRIZZO\n{NAME};x\n".encode("utf-16")),
        ),
    )


def outside(office: SocialServices) -> str:
    """Everything in the data folder but the database, its copies and the mail itself."""
    kept = {office.folder / "var" / name for name in ("pecwatch.db", "pecwatch.db-wal", "pecwatch.db-shm", MAIL)}
    files = (path for path in (office.folder / "var").rglob("*") if path.is_file())
    return "".join(
        path.read_bytes().decode("latin-1") + path.name
        for path in files
        if path not in kept and not kept & set(path.parents) and path.parent.name != "backups"
    )


LOUD = """
import contextlib, io, sys
from pecwatch.cli.main import main
for line in sys.stdin.read().splitlines():
    answer = io.StringIO()
    with contextlib.redirect_stdout(answer):
        main(["--config", *line.split()])
    if "status" in line or "failed" in line:
        print(answer.getvalue())
"""
"""Commands, one a line, in one program: what each says besides its answer, and the answers that machines read."""


def said_by(folder: Path, *commands: str) -> str:
    """What is said while commands run."""
    done = subprocess.run(
        (sys.executable, "-c", LOUD), input="\n".join(commands), capture_output=True, text=True, check=True, cwd=folder
    )
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


def beside(office: SocialServices, name: str, server: FakeImap) -> str:
    """A configuration in which another server stands for the PEC box; its name."""
    before = office.file.read_text(encoding="utf-8")
    office.change_mailbox("pec", "port", str(server.account().port))
    office.change_mailbox("pec", "tls", "none")
    (office.folder / name).write_text(office.file.read_text(encoding="utf-8"), encoding="utf-8")
    office.file.write_text(before, encoding="utf-8")
    return name


@pytest.mark.fault("names-in-logs")
def test_no_name_is_in_anything_but_mails_and_database(office: SocialServices) -> None:
    """A list, an export, a relay and two mailbox servers that all speak of one person; every command at its loudest."""
    heading, *rows = (office.folder / "registry.csv").read_text(encoding="cp1252").splitlines()
    strange = "\n".join((f"{heading};{NAME}", f"{rows[0]};{NAME}", *(f"{row};" for row in rows[1:])))
    (office.folder / "export.csv").write_text(strange, encoding="utf-8")
    (office.folder / "rotto.csv").write_text(f"{NAME};{NAME}\n{NAME};1\n", encoding="utf-8")
    office.import_registry()
    office.poll()
    office.by_pec(transport(letter()), office.clock.now)
    office.by_mail(ordinary(letter()), office.clock.now)
    with FakeImap() as refusing, FakeImap() as babbling:
        refusing.script["LOGIN"] = [f"TAG NO [AUTHENTICATIONFAILED] {NAME} has another password\r\n".encode()]
        babbling.script["SEARCH"] = [f'* {NAME} ("(\r\n* SEARCH {NAME}\r\nTAG OK {NAME}\r\n'.encode()]
        files = [beside(office, "refusing.toml", refusing), beside(office, "babbling.toml", babbling)]
        said = said_by(
            office.folder,
            *("config.toml -vv registry import export.csv --confirm", "config.toml -vv registry import rotto.csv"),
            *("config.toml -vv poll", "config.toml -vv reprocess --since 2025-10-01 --dry-run"),
            *(f"{file} -vv poll" for file in files),
            *("config.toml status", "config.toml status --json", "config.toml failed list"),
        )
    assert ("AUTHENTICATIONFAILED" in said or "login" in said) and "outcome=refused" in said
    assert any(NAME.encode() in mail.content for mail in office.relay.messages), "the list was read and told"
    assert NAME.lower() not in (said + outside(office)).lower()


CRASH = """
import ctypes, resource, sys
from pecwatch.cli.main import main
main(["--version"])
PR_GET_DUMPABLE = 3
print(resource.getrlimit(resource.RLIMIT_CORE)[0], ctypes.CDLL(None).prctl(PR_GET_DUMPABLE, 0, 0, 0, 0))
"""


@pytest.mark.fault("names-in-logs")
def test_no_process_leaves_a_core(tmp_path: Path) -> None:
    """A dump of a process holds whatever it has read, and its passwords; the kernel gives one to a program without
    asking for the limit, unless the process is not dumpable."""
    done = subprocess.run((sys.executable, "-c", CRASH), capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stdout.splitlines()[-1] == "0 0"
