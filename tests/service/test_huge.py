# SPDX-License-Identifier: EUPL-1.2
"""Messages as large as providers take them, and larger: nothing is lost, and the service does not grow by them."""

import datetime as dt
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pecwatch.errors import ExitCode
from pecwatch.store.arrivals import missed
from pecwatch.store.records import MessageOutcome
from tests.cli.running import run
from tests.end_to_end.looking import entries, kinds_of, outcomes, proper_mails, told
from tests.end_to_end.office import COORDINATOR, SocialServices, at
from tests.faults.full_disk import no_file_beyond
from tests.generators.letters import File, Letter, ordinary
from tests.generators.samples import cases
from tests.servers.imap import MESSAGE, OK, FakeImap, fetched, sizes
from tests.servers.proxy import Proxy
from tests.servers.waiting import wait_for

MEGABYTE, PIECE = 1000 * 1000, 1024 * 1024
NOON = at(2025, 10, 24, 12)
ROUND = """
import datetime as dt, sys
from pathlib import Path
from pecwatch.config import load_config
from pecwatch.service.running import poll
moment = dt.datetime.fromisoformat(sys.argv[2])
poll(load_config(Path(sys.argv[1]), {}), lambda: moment)
print(Path("/proc/self/status").read_text())
"""
"""One round, and what the kernel says of the process at its end."""


def november(size: int) -> bytes:
    """The list for November, with a file of noise that brings the message to about that many bytes."""
    noise = File(name="planimetrie.dwg", type="image/vnd.dwg", content=b"AC1032" + bytes(range(256)) * (size // 350))
    letter = Letter(
        sender=cases.ALER_ORDINARY,
        recipients=(cases.OFFICE,),
        subject=cases.SUBJECT.format(month="NOVEMBRE 2025"),
        text="In allegato l’elenco e le planimetrie.\n",
        sent_at=NOON,
    )
    return ordinary(replace(letter, attachments=(cases.november_list(), noise)))


def process(office: SocialServices) -> "subprocess.Popen[str]":
    """A round in a process of its own."""
    command = [sys.executable, "-c", ROUND, str(office.file), NOON.astimezone(dt.UTC).isoformat()]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def peak_mib(office: SocialServices) -> int:
    """What a round needs: MiB that were resident at most."""
    out, err = process(office).communicate(timeout=100)
    found = re.search(r"VmHWM:\s+(\d+) kB", out)
    assert found is not None, err
    return int(found[1]) // 1024


def vault_files(office: SocialServices) -> list[Path]:
    return sorted(path for path in (office.folder / "var" / "mail").rglob("*") if path.is_file())


def kept(office: SocialServices) -> list[bytes]:
    """What the vault gives back, each once."""
    with office.desk() as desk:
        return [b"".join(desk.vault.pieces(name)) for name in desk.vault.names()]


def point_at(office: SocialServices, port: int) -> None:
    """Let the PEC box be an unencrypted one on another port."""
    office.change_mailbox("pec", "port", str(port))
    office.change_mailbox("pec", "tls", "none")


@pytest.mark.fault("imap-huge")
def test_a_list_of_100_mb_is_alerted_and_the_service_does_not_grow(office: SocialServices) -> None:
    """From the server to the vault to its reader there is never more than a piece of it where the passwords are."""
    office.install()
    office.by_pec(cases.january_blocks(), NOON)
    usual = peak_mib(office)
    raw = november(100 * MEGABYTE)
    assert len(raw) > 100 * MEGABYTE
    office.by_pec(raw, NOON)
    office.by_mail(raw, NOON)
    told(office)
    assert peak_mib(office) - usual < 24
    assert [(entry.size, entry.outcome) for entry in entries(office)][1:] == [(len(raw), MessageOutcome.ALERT)]
    assert len(vault_files(office)) == 2, "what came by both ways is kept once"
    assert ("op01", "rows") in told(office)


@pytest.mark.fault("imap-link-cut")
def test_a_line_cut_within_a_large_message_marks_nothing(office: SocialServices) -> None:
    """What came before it is told; of itself nothing stays, and the next round gets it whole."""
    office.install()
    office.by_pec(november(12 * MEGABYTE), NOON)
    office.by_pec(cases.january_blocks(), NOON)
    with Proxy(office.dovecot.starttls_port) as proxy:
        point_at(office, proxy.port)
        proxy.cut_after = 6 * MEGABYTE
        office.poll(NOON)
        assert outcomes(office) == [MessageOutcome.ALERT]
        assert len(vault_files(office)) == 1
        proxy.cut_after = None
        office.poll(NOON + dt.timedelta(minutes=1))
    assert outcomes(office) == [MessageOutcome.ALERT] * 2


def test_a_large_message_for_which_there_is_no_room_keeps_nothing_back(office: SocialServices) -> None:
    """The small ones are told, the administrator hears of the disk, and with room again the large one comes."""
    office.install()
    office.by_pec(november(12 * MEGABYTE), NOON)
    office.by_pec(cases.january_blocks(), NOON)
    with no_file_beyond(8 * MEGABYTE):
        done = office.poll(NOON)
    assert [each.failure.code for each in done.collected if each.failure is not None] == ["disk"]
    assert len(vault_files(office)) == 1
    first = told(office)
    assert ("ced", "service") in first
    assert "rows" in [kind for _, kind in first]
    office.poll(NOON + dt.timedelta(minutes=1))
    assert outcomes(office) == [MessageOutcome.ALERT] * 2


@pytest.fixture
def server(office: SocialServices) -> Iterator[FakeImap]:
    """The PEC box on a server that says what it is told to; its second message is the large one."""
    office.install()
    with FakeImap() as server:
        point_at(office, server.account().port)
        yield server


def test_killed_within_a_large_message(office: SocialServices, server: FakeImap) -> None:
    """`kill -9` leaves a half-written file, which the next start removes; the small ones are in the ledger already."""
    server.script["SIZES"] = [sizes(uid1=len(MESSAGE), uid2=12 * PIECE, uid3=len(MESSAGE)), OK]
    server.script[f"BODIES 2<0.{PIECE}>"] = [fetched(2, bytes(PIECE)), OK]
    server.script[f"BODIES 2<{PIECE}.{PIECE}>"] = [60.0]
    with process(office) as running:
        wait_for(lambda: any(f"<{PIECE}.{PIECE}>" in command for command in server.commands))
        running.kill()
    assert {path.suffix for path in vault_files(office)} == {"", ".part"}
    with office.desk(exclusive=True):
        assert [path.suffix for path in vault_files(office) if path.suffix] == []
    assert [entry.size for entry in entries(office)] == [len(MESSAGE)]


def test_a_large_message_that_never_comes_whole_is_told(office: SocialServices, server: FakeImap) -> None:
    """It is longer than the server says: three tries, then coordinator and administrator look into the mailbox."""
    server.script["SIZES"] = [sizes(uid1=len(MESSAGE), uid2=9 * PIECE, uid3=len(MESSAGE)), OK]
    for start in range(0, 10 * PIECE, PIECE):
        server.script[f"BODIES 2<{start}.{PIECE}>"] = [fetched(2, bytes(PIECE)), OK]
    alarms = []
    for minutes in (0, 2, 8, 9):
        office.poll(NOON + dt.timedelta(minutes=minutes))
        alarms.append([each for each in told(office) if each[1] == "service"])
    assert alarms == [[], [], [("ced", "service"), ("coordinatrice", "service")], []]
    with office.desk() as desk, desk.database.reading() as session:
        assert [each.reason for each in missed(session)] == ["size_differs"]
    assert kept(office) == [MESSAGE]


HEADER = (
    b"From: recupero.crediti@aler.example\r\nTo: servizisociali@pec.comune.example\r\n"
    b"Subject: Comunicazione programmazione interventi\r\nDate: Fri, 24 Oct 2025 09:11:58 +0200\r\n"
    b"Message-ID: <grande.1@aler.example>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\n"
)


@pytest.mark.fault("imap-huge")
def test_of_a_message_beyond_all_bounds_the_header_is_kept_and_a_person_is_told(
    office: SocialServices, server: FakeImap, tmp_path: Path
) -> None:
    """The coordinator hears which message it is, when it came and how large it is; `failed list` shows it."""
    server.script["SIZES"] = [sizes(uid1=len(MESSAGE), uid2=250 * MEGABYTE, uid3=len(MESSAGE)), OK]
    server.script[f"BODIES 2<0.{PIECE}>"] = [fetched(2, (HEADER + bytes(PIECE))[:PIECE]), OK]
    office.poll(NOON)
    assert HEADER in kept(office)
    (entry,) = (each for each in entries(office) if each.outcome is MessageOutcome.PERSON)
    assert (entry.size, entry.problem_codes) == (250 * MEGABYTE, ("size_limit",))
    mails = proper_mails(office)
    (mail,) = (each for each in mails if kinds_of(office, [each])[0][1] == "not_read")
    assert mail.recipient == COORDINATOR
    for part in ("250 MB", "recupero.crediti@aler.example", "24 ottobre 2025", "Comunicazione programmazione"):
        assert part in mail.text
    listed = run("--config", str(office.file), "failed", "list", cwd=tmp_path)
    assert (listed.returncode, listed.stdout.split()[-1]) == (ExitCode.NEEDS_PERSON, "size_limit")
    exported = run("--config", str(office.file), "failed", "export", str(entry.id), "message.eml", cwd=tmp_path)
    assert "only its header is kept" in exported.stdout
    assert (tmp_path / "message.eml").read_bytes() == HEADER
    office.poll(NOON + dt.timedelta(days=2))
    assert len(entries(office)) == 2, "it is not asked for again"


PEC = b"X-Trasporto: posta-certificata\r\nX-Riferimento-Message-ID: <a>\r\n" + HEADER
RECEIPT = b"X-Ricevuta: avvenuta-consegna\r\n" + HEADER


@pytest.mark.parametrize(
    ("name", "beginning", "expected"),
    [
        pytest.param("a.eml", HEADER, ("ordinary", "absent", "unreadable", "lost"), id="ordinary"),
        pytest.param("a.eml", PEC, ("pec", "unverifiable", "unreadable", "lost"), id="PEC"),
        pytest.param("a.eml", RECEIPT, ("receipt", "unverifiable", "not_pertinent", "note"), id="receipt"),
        pytest.param("a.pdf", b"%PDF-1.4\n", ("document", "absent", "unreadable", "lost"), id="document"),
        pytest.param("a.eml", b"", ("ordinary", "absent", "unreadable", "lost"), id="nothing in it"),
    ],
)
def test_a_file_beyond_all_bounds_is_said_to_be_too_large(
    tmp_path: Path, name: str, beginning: bytes, expected: tuple[str, ...]
) -> None:
    """`parse` tells what the header says, and that a person must open the file; a receipt holds no list anyway."""
    with (tmp_path / name).open("wb") as file:
        file.write(beginning)
        file.truncate(210 * MEGABYTE)
    done = run("parse", "--json", name, cwd=tmp_path)
    found = json.loads(done.stdout)
    (problem,) = found["problems"]
    assert (found["message"]["kind"], found["message"]["trust"], found["state"], problem["severity"]) == expected
    assert (problem["code"], "210 MB" in problem["text"]) == ("size_limit", True)
    assert done.returncode == (ExitCode.DONE if problem["severity"] == "note" else ExitCode.NEEDS_PERSON)
