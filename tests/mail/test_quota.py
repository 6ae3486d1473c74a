# SPDX-License-Identifier: EUPL-1.2
"""How full a mailbox is: told by servers that know, and never a reason to lose a message."""

import pytest

from pecwatch.errors import MailboxError
from pecwatch.mail.inbox import Inbox
from tests.servers.certificates import ServerCertificate
from tests.servers.dovecot import Dovecot
from tests.servers.imap import OK, FakeImap, Step

WITH_QUOTA = [b"* CAPABILITY IMAP4rev1 QUOTA\r\n", OK]
ROOT = b'* QUOTAROOT INBOX "User quota"\r\n'


@pytest.mark.fault("imap-quota")
def test_a_real_server_tells_how_full_a_mailbox_is(server_certificate: ServerCertificate) -> None:
    """Dovecot with 100 KiB of room: nothing, then 85 KiB, however it counts ends of lines."""
    with Dovecot(server_certificate, quota_kb=100) as server:
        server.add_user("servizi@pec.comune.example", "rondine-2025")
        with Inbox(server.account("servizi@pec.comune.example")) as inbox:
            assert inbox.filled_percent("INBOX") == 0
            server.deliver("servizi@pec.comune.example", b"Subject: x\r\n\r\n" + b"abcdefg\r\n" * 9671)
            assert inbox.filled_percent("INBOX") in (76, 85)
            assert len(inbox.list_folder("INBOX").uids) == 1


def test_a_server_without_quota_tells_nothing(dovecot: Dovecot) -> None:
    """Most do: nobody is told anything, and nothing is asked that the server does not know."""
    dovecot.add_user("senzaquota@pec.comune.example", "rondine-2025")
    with Inbox(dovecot.account("senzaquota@pec.comune.example")) as inbox:
        assert inbox.filled_percent("INBOX") is None


@pytest.mark.parametrize(
    ("reply", "percent"),
    [
        pytest.param([ROOT, b'* QUOTA "User quota" (STORAGE 410 512)\r\n', OK], 80, id="room"),
        pytest.param([ROOT, b'* QUOTA "User quota" (STORAGE 1 512 MESSAGE 950 1000)\r\n', OK], 95, id="the scarcer"),
        pytest.param([ROOT, b'* QUOTA "" (STORAGE 10 0)\r\n', OK], None, id="no limit"),
        pytest.param([ROOT, b'* QUOTA "" ()\r\n', OK], None, id="no resource"),
        pytest.param([b"* QUOTAROOT INBOX\r\n", OK], None, id="no root"),
        pytest.param([ROOT, b'* QUOTA "" (STORAGE viel 512)\r\n', OK], None, id="garbled"),
        pytest.param([b"TAG NO not for you\r\n"], None, id="refused"),
    ],
)
def test_what_servers_say(reply: list[Step], percent: int | None) -> None:
    """Whatever comes, the line is in step afterwards."""
    with FakeImap() as server:
        server.script |= {"CAPABILITY": WITH_QUOTA, "GETQUOTAROOT": reply}
        with Inbox(server.account()) as inbox:
            assert inbox.filled_percent("INBOX") == percent
            assert len(inbox.list_folder("INBOX").uids) == 3


def test_a_line_that_breaks_is_an_error() -> None:
    """Then the next poll connects anew."""
    with FakeImap() as server:
        server.script |= {"CAPABILITY": WITH_QUOTA, "GETQUOTAROOT": [None]}
        with Inbox(server.account()) as inbox, pytest.raises(MailboxError):
            inbox.filled_percent("INBOX")
