# SPDX-License-Identifier: EUPL-1.2
"""The service watched from outside: when the administrator is written to, when not, and by which way."""

import datetime as dt
from collections.abc import Iterator
from email import message_from_bytes
from email.header import decode_header, make_header
from pathlib import Path

import pytest

from pecwatch.config import Lookout, load_config, lookout_of
from pecwatch.errors import UnsentError
from pecwatch.service.guarding import FILE, Complaint, Told, complaint, given_up, tell_administrator
from tests.servers.certificates import ServerCertificate
from tests.servers.smtp import SmtpServer

NOON = dt.datetime(2025, 11, 3, 12, tzinfo=dt.UTC)
SILENT = "mailbox pec: last polled {} minutes ago: is the service running?"

CONFIGURATION = """
[[mailbox]]
name = "pec"
host = "127.0.0.1"
port = 1
username = "servizisociali@pec.comune.example"
password_file = "smtp"

[smtp]
host = "127.0.0.1"
port = {port}
tls_ca_file = "{ca_file}"
username = "pecwatch"
password_file = "smtp"
from = "pecwatch@comune.example"
{fallback}
[office]
allowed_domains = ["comune.example"]
coordinator = {{ name = "Ilaria Brentegani", email = "coordinatrice@comune.example" }}
system_administrator = {{ name = "CED", email = "ced@comune.example" }}
"""
FALLBACK = """
[smtp_fallback]
host = "127.0.0.1"
port = {port}
tls_ca_file = "{ca_file}"
username = "pecwatch"
password_file = "smtp"
from = "pecwatch@comune.example"
"""


def written(folder: Path, relay: SmtpServer, fallback: SmtpServer | None = None) -> Lookout:
    """A configuration whose mailbox cannot be reached, and no database: neither is needed."""
    (folder / "var").mkdir(mode=0o700)
    (folder / "smtp").touch(mode=0o600)
    (folder / "smtp").write_text(relay.password)
    other = "" if fallback is None else FALLBACK.format(port=fallback.port, ca_file=fallback.ca_file)
    text = CONFIGURATION.format(port=relay.port, ca_file=relay.ca_file, fallback=other)
    (folder / "config.toml").write_text(text)
    return lookout_of(load_config(folder / "config.toml", {}), NOON.date())


@pytest.fixture
def lookout(tmp_path: Path, smtp_server: SmtpServer) -> Lookout:
    smtp_server.messages.clear()
    return written(tmp_path, smtp_server)


@pytest.fixture
def second_relay(server_certificate: ServerCertificate) -> Iterator[SmtpServer]:
    with SmtpServer(server_certificate) as server:
        yield server


def said(*texts: str) -> tuple[Complaint, ...]:
    return tuple(map(complaint, texts))


def subjects(relay: SmtpServer) -> list[str]:
    return [str(make_header(decode_header(message_from_bytes(mail.content)["Subject"]))) for mail in relay.messages]


def text_of(relay: SmtpServer) -> str:
    """The text of the last mail."""
    parts = message_from_bytes(relay.messages[-1].content).walk()
    text = next(part.get_payload(decode=True) for part in parts if part.get_content_type() == "text/plain")
    assert isinstance(text, bytes)
    return text.decode()


N, U, W = Told.NOTHING, Told.UNWELL, Told.WELL_AGAIN

LOOKS: dict[str, tuple[tuple[int, tuple[str, ...], bool, Told], ...]] = {
    "all is well": ((0, (), True, N), (10, (), True, N)),
    "a mail on its way": ((0, ("1 mails wait to be sent",), True, N), (10, (), True, N), (20, (), True, N)),
    "a service being started": ((0, (), False, N), (10, (), True, N)),
    "a dead service, once a day": (
        *((0, (), False, N), (10, (), False, U), (20, (), False, N), (23 * 60, (), False, N)),
        *((24 * 60 + 10, (), False, U), (24 * 60 + 20, (), False, N)),
    ),
    "growing numbers are the same state": (
        *((0, (SILENT.format(31),), True, N), (10, (SILENT.format(41),), True, U), (20, (SILENT.format(51),), True, N)),
    ),
    "something new at once": (
        *((0, (SILENT.format(31),), True, N), (10, (SILENT.format(41),), True, U)),
        *((20, (SILENT.format(51), "no registry"), True, N), (30, (SILENT.format(61), "no registry"), True, U)),
        *((40, ("no registry",), True, N), (50, (SILENT.format(31), "no registry"), True, N)),
    ),
    "well again after two good looks": (
        *((0, (), False, N), (10, (), False, U), (20, (), True, N), (30, (), True, W), (40, (), True, N)),
    ),
    "what comes and goes is one trouble": (
        *((0, (), False, N), (10, (), False, U), (20, (), True, N), (30, (), False, N), (40, (), False, N)),
    ),
}
"""Minute, complaints of `status`, whether the service runs, and what the administrator is told."""


@pytest.mark.parametrize("looks", LOOKS.values(), ids=LOOKS.keys())
def test_when_the_administrator_is_told(
    lookout: Lookout, smtp_server: SmtpServer, looks: tuple[tuple[int, tuple[str, ...], bool, Told], ...]
) -> None:
    """Two looks in a row, once a day for the same state, and once that it is over."""
    told = [
        tell_administrator(lookout, said(*complaints), NOON + dt.timedelta(minutes=minute), is_running=running)
        for minute, complaints, running, _ in looks
    ]
    assert told == [expected for *_, expected in looks]
    assert len(smtp_server.messages) == len([each for each in told if each is not N])


def test_what_the_mails_say(lookout: Lookout, smtp_server: SmtpServer) -> None:
    """To the administrator alone: what is wrong and what to do, in Italian, and not a word of a list."""
    for minute in (0, 1):
        tell_administrator(lookout, said(SILENT.format(40)), NOON + dt.timedelta(minutes=minute), is_running=False)
    assert [mail.recipients for mail in smtp_server.messages] == [("ced@comune.example",)]
    dead = text_of(smtp_server)
    for words in ("nessun avviso parte", "systemctl restart pecwatch", "mailbox pec: last polled 40 minutes ago"):
        assert words in " ".join(dead.split())
    for minute in (2, 3):
        tell_administrator(lookout, (), NOON + dt.timedelta(minutes=minute), is_running=True)
    assert subjects(smtp_server) == [
        "[pecwatch] GUASTO – pecwatch è fermo",
        "[pecwatch] Risolto – pecwatch sta di nuovo bene",
    ]


def test_one_look_is_enough_of_a_service_that_gave_up(lookout: Lookout, smtp_server: SmtpServer) -> None:
    """systemd says so only once it no longer tries."""
    assert tell_administrator(lookout, (), NOON, is_running=False, is_certain=True) is U
    assert len(smtp_server.messages) == 1


def test_a_worker_that_gives_up_again_is_told_again(lookout: Lookout) -> None:
    """Once an hour at most, whatever else is wrong meanwhile."""
    told = []
    for minute in (0, 10, 70):
        now = NOON + dt.timedelta(minutes=minute)
        complaints = (*said("no registry"), given_up("pecwatch-worker@1.service", now))
        told.append(tell_administrator(lookout, complaints, now, is_running=True, is_certain=True))
    assert told == [U, N, U]


def test_a_dead_relay_is_gone_round(tmp_path: Path, smtp_server: SmtpServer, second_relay: SmtpServer) -> None:
    """[smtp_fallback] takes it; the first relay may be the very trouble."""
    smtp_server.faults.refuse_auth = True
    try:
        lookout = written(tmp_path, smtp_server, second_relay)
        assert tell_administrator(lookout, said("x"), NOON, is_running=True, is_certain=True) is U
    finally:
        smtp_server.faults.refuse_auth = False
    assert subjects(second_relay) == ["[pecwatch] GUASTO – pecwatch non sta bene"]


def test_what_no_relay_took_is_tried_again(lookout: Lookout, smtp_server: SmtpServer) -> None:
    """It is not counted as told."""
    smtp_server.faults.refuse_auth = True
    try:
        tell_administrator(lookout, (), NOON, is_running=False)
        with pytest.raises(UnsentError, match="login_refused"):
            tell_administrator(lookout, (), NOON + dt.timedelta(minutes=10), is_running=False)
    finally:
        smtp_server.faults.refuse_auth = False
    assert tell_administrator(lookout, (), NOON + dt.timedelta(minutes=20), is_running=False) is U


def test_where_nothing_can_be_kept_it_is_told_all_the_same(lookout: Lookout, smtp_server: SmtpServer) -> None:
    """Too often rather than never; a file that holds nonsense is no hindrance either."""
    state = lookout.data_dir / FILE
    state.write_bytes(b"{")
    assert [tell_administrator(lookout, (), NOON, is_running=False) for _ in range(2)] == [N, U]
    state.unlink()
    state.mkdir()
    assert tell_administrator(lookout, (), NOON, is_running=False) is U


def test_long_complaints_leave_nothing_behind(lookout: Lookout, smtp_server: SmtpServer) -> None:
    """What is written over in place is read again, however long what stood there was."""
    many = tuple(f"{letter * 300}: something is wrong" for letter in "abcdefghijklmnopq")
    looks = (many, many, ("short",), ("short",), ("short",))
    told = [
        tell_administrator(lookout, said(*complaints), NOON + dt.timedelta(minutes=10 * place), is_running=True)
        for place, complaints in enumerate(looks)
    ]
    assert told == [N, U, N, U, N]
    assert len(smtp_server.messages) == 2
