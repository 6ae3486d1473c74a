# SPDX-License-Identifier: EUPL-1.2
"""The mailbox: whole messages out of it, and nothing ever changed in it."""

import dataclasses
import datetime as dt
import itertools
import logging
import ssl

import pytest

from pecwatch.errors import LoginRefused, MailboxError, UsageError
from pecwatch.mail import batches
from pecwatch.mail import fetched as fetching
from pecwatch.mail.inbox import Inbox
from pecwatch.model.mailbox import Delivery, MailboxAccount
from tests.mail.fetching import everything, reasons
from tests.servers.certificates import Authority
from tests.servers.dovecot import Dovecot, reserved_port
from tests.servers.imap import MESSAGE
from tests.servers.proxy import Proxy

NUMBERS = itertools.count()
OCTOBER = dt.datetime(2025, 10, 24, 9, 12, 31, tzinfo=dt.timezone(dt.timedelta(hours=2)))


@pytest.fixture
def user(dovecot: Dovecot) -> str:
    """Somebody with an empty mailbox."""
    name = f"servizi{next(NUMBERS)}@pec.comune.example"
    dovecot.add_user(name, 'segreto "x:y\\z')
    return name


@pytest.mark.parametrize("tls", ["implicit", "starttls", "none"])
def test_messages_come_whole_with_the_time_of_the_server(dovecot: Dovecot, user: str, tls: str) -> None:
    """Bytes as they lie there, INTERNALDATE aware, over every kind of line."""
    raw = b"Subject: perch\xe9\r\n\r\n.\r\n* 1 FETCH (UID 1 BODY[] {3}\r\n\xff)\r\n"
    uid = dovecot.deliver(user, raw, received_at=OCTOBER)
    with Inbox(dovecot.account(user, tls=tls)) as inbox:
        listing = inbox.list_folder("INBOX")
        (delivery,) = inbox.fetch(listing, listing.uids)
    assert delivery == Delivery(
        mailbox="pec",
        folder="INBOX",
        uidvalidity=listing.uidvalidity,
        uid=uid,
        received_at=OCTOBER,
        size=len(raw),
        pieces=(raw,),
    )


@pytest.mark.fault("imap-dialogue")
def test_the_mailbox_is_left_as_it_was(dovecot: Dovecot, user: str) -> None:
    """Only looking commands are ever sent, and flags, UIDs and bytes stay the same."""
    for number in range(3):
        dovecot.deliver(user, MESSAGE, flags=("\\Seen",) if number else ())
    # Whoever looks first sees \\Recent; it goes by itself.
    dovecot.connection(user).select("INBOX")
    before = dovecot.messages(user)
    account = dovecot.account(user, tls="none")
    with Proxy(account.port) as proxy:
        with Inbox(dataclasses.replace(account, port=proxy.port)) as inbox:
            assert len(everything(inbox)) == 3
            assert inbox.is_alive()
            with pytest.raises(MailboxError):
                inbox.list_folder("Altra")
        said = proxy.commands()
    assert dovecot.messages(user) == before
    assert {line.removeprefix("UID ").split(" ")[0] for line in said} == {
        *("LOGIN", "EXAMINE", "SEARCH", "FETCH", "NOOP", "LIST", "LOGOUT"),
    }
    assert not any("{" in line for line in said), "no literal is sent"
    assert not any("BODY[" in line or "BODYSTRUCTURE" in line for line in said), "a body is only peeked at"


def test_an_empty_poll_costs_five_round_trips_and_two_on_a_kept_line(dovecot: Dovecot, user: str) -> None:
    """Capability, login, examine, search, logout; then examine and search."""
    dovecot.deliver(user, MESSAGE)
    account = dovecot.account(user, tls="none")
    with Proxy(account.port) as proxy:
        with Inbox(dataclasses.replace(account, port=proxy.port)) as inbox:
            inbox.list_folder("INBOX")
            first = len(proxy.commands())
            inbox.list_folder("INBOX")
            second = len(proxy.commands()) - first
        assert len(proxy.commands()) - second <= 6
        assert second == 2


@pytest.mark.fault("imap-expunged")
def test_a_message_that_went_since_it_was_listed_is_gone(dovecot: Dovecot, user: str) -> None:
    """Somebody deleted it between the two: nothing is made up, the others come."""
    first, second = dovecot.deliver(user, MESSAGE), dovecot.deliver(user, MESSAGE)
    with Inbox(dovecot.account(user)) as inbox:
        listing = inbox.list_folder("INBOX")
        colleague = dovecot.connection(user)
        colleague.select("INBOX")
        colleague.uid("STORE", str(first), "+FLAGS", "\\Deleted")
        colleague.expunge()
        assert reasons(inbox.fetch(listing, listing.uids)) == {first: "gone", second: "whole"}


@pytest.mark.fault("imap-renumbered")
def test_a_folder_numbered_anew_is_not_read_with_old_numbers(dovecot: Dovecot, user: str) -> None:
    """Another UIDVALIDITY means other messages under the same UID."""
    dovecot.deliver(user, MESSAGE)
    with Inbox(dovecot.account(user)) as inbox:
        listing = inbox.list_folder("INBOX")
    dovecot.forget_uids(user)
    with Inbox(dovecot.account(user)) as inbox:
        with pytest.raises(MailboxError, match="numbered anew") as caught:
            list(inbox.fetch(listing, listing.uids))
        assert caught.value.code == "uidvalidity_changed"
        assert inbox.list_folder("INBOX").uidvalidity != listing.uidvalidity


def test_folders_with_accents_blanks_and_quotes_are_found(dovecot: Dovecot, user: str) -> None:
    """Names go out in modified UTF-7, quoted."""
    dovecot.deliver(user, MESSAGE)
    folder = 'Già letti & "vari"'
    colleague = dovecot.connection(user)
    colleague.create('"Gi&AOA- letti &- \\"vari\\""')
    colleague.select("INBOX")
    colleague.copy("1", '"Gi&AOA- letti &- \\"vari\\""')
    with Inbox(dovecot.account(user)) as inbox:
        assert [item.folder for item in everything(inbox, folder)] == [folder]


@pytest.mark.fault("imap-folder-missing")
def test_a_missing_folder_is_named_and_its_likes_are_counted(dovecot: Dovecot, user: str) -> None:
    """The configured name helps; the names on the server are outside text and stay there."""
    dovecot.deliver(user, MESSAGE, folder="Sfratti-2025")
    with Inbox(dovecot.account(user)) as inbox:
        with pytest.raises(MailboxError, match=r"no folder 'sfratti 2025' among 2, 1 with a similar name") as caught:
            inbox.list_folder("sfratti 2025")
        assert "Sfratti-2025" not in str(caught.value)
        assert inbox.list_folder("INBOX").uids == frozenset(), "the other folders go on"


@pytest.mark.fault("imap-huge")
def test_large_messages_come_in_pieces_and_identical(
    dovecot: Dovecot, user: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each piece has the deadline for itself; the sum is byte for byte the message."""
    monkeypatch.setattr(batches, "BYTES_AT_ONCE", 10_000)
    monkeypatch.setattr(batches, "PIECE", 4_000)
    # A line of 16 bytes, then lines of 8: the third is a whole number of pieces long.
    contents = [b"Subject: elenc\r\n" + b"%06d\r\n" * lines % tuple(range(lines)) for lines in (1, 1_300, 1_498)]
    assert len(contents[2]) % 4_000 == 0
    for content in contents:
        dovecot.deliver(user, content)
    with Inbox(dovecot.account(user)) as inbox:
        listing = inbox.list_folder("INBOX")
        found = [b"".join(item.pieces) for item in inbox.fetch(listing, listing.uids) if isinstance(item, Delivery)]
    assert found == contents


def test_a_message_beyond_the_bound_is_left_to_a_person(
    dovecot: Dovecot, user: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its size is asked first; then its header comes, with the size of the whole, and no more of it ever."""
    monkeypatch.setattr(fetching, "LARGEST_MESSAGE", 1_000)
    monkeypatch.setattr(batches, "BYTES_AT_ONCE", 900)
    monkeypatch.setattr(batches, "PIECE", 200)
    small, large = b"Subject: x\r\n\r\nciao\r\n", b"Subject: y\r\n\r\n" + b"molto\r\n" * 500
    for content in (large, small):
        dovecot.deliver(user, content)
    account = dovecot.account(user, tls="none")
    with Proxy(account.port) as proxy, Inbox(dataclasses.replace(account, port=proxy.port)) as inbox:
        listing = inbox.list_folder("INBOX")
        found = [(item.size, *item.pieces) for item in inbox.fetch(listing, listing.uids) if isinstance(item, Delivery)]
        asked = [command for command in proxy.commands() if "BODY" in command]
    assert found == [(len(small), small), (len(large), b"Subject: y\r\n\r\n")]
    assert len(asked) == 2


@pytest.mark.fault("imap-long-search")
def test_a_full_folder_is_searched_by_windows(dovecot: Dovecot, user: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """No answer grows too long, and no message falls between two windows."""
    monkeypatch.setattr(batches, "UID_WINDOW", 3)
    uids = {dovecot.deliver(user, MESSAGE) for _ in range(8)}
    account = dovecot.account(user, tls="none")
    with Proxy(account.port) as proxy, Inbox(dataclasses.replace(account, port=proxy.port)) as inbox:
        assert inbox.list_folder("INBOX").uids == uids
        searches = [line for line in proxy.commands() if "SEARCH" in line]
    assert searches == [f"UID SEARCH RETURN (ALL) UID {window}" for window in ("1:3", "4:6", "7:*")]


def test_a_wrong_password_is_a_refused_login(dovecot: Dovecot, user: str) -> None:
    """Its own error, since another try may lock the account; and it repeats no secret."""
    account = dataclasses.replace(dovecot.account(user), password="another-secret")
    with pytest.raises(LoginRefused, match=r"\[AUTHENTICATIONFAILED\]") as caught:
        Inbox(account).connect()
    assert "another-secret" not in str(caught.value)
    assert caught.value.code == "login_refused"


def test_a_password_with_accents_logs_in(dovecot: Dovecot, user: str) -> None:
    """LOGIN has no coding for it, AUTHENTICATE PLAIN has."""
    dovecot.add_user(f"x{user}", "perché-però")
    with Inbox(dovecot.account(f"x{user}")) as inbox:
        assert inbox.list_folder("INBOX").uids == frozenset()


@pytest.mark.fault("imap-certificate")
@pytest.mark.parametrize("tls", ["implicit", "starttls"])
@pytest.mark.parametrize(
    ("host", "days", "said"),
    [
        pytest.param("imap.elsewhere.example", 1, "certificate is refused", id="another name"),
        pytest.param("127.0.0.1", -1, "has expired", id="expired"),
    ],
)
def test_a_wrong_certificate_ends_it(authority: Authority, tls: str, host: str, days: int, said: str) -> None:
    """No password leaves, and nothing falls back to an open line."""
    with Dovecot(authority.issue("wrong", (host,), dt.timedelta(days=days))) as server:
        server.add_user("a", "b")
        with pytest.raises(MailboxError, match=said) as caught:
            Inbox(server.account("a", tls=tls)).connect()
    assert caught.value.code == "certificate_refused"


@pytest.mark.fault("imap-certificate")
@pytest.mark.parametrize("tls", ["implicit", "starttls"])
def test_an_authority_nobody_named_is_not_trusted(dovecot: Dovecot, user: str, tls: str) -> None:
    """Without tls_ca_file only the system's authorities count."""
    account = dataclasses.replace(dovecot.account(user, tls=tls), tls_ca_file=None)
    with pytest.raises(MailboxError, match="tls_ca_file") as caught:
        Inbox(account).connect()
    assert caught.value.code == "certificate_refused"


def test_old_tls_is_not_spoken(dovecot: Dovecot, user: str) -> None:
    """TLS 1.2 at least, whatever the system's default."""
    with Inbox(dovecot.account(user)) as inbox:
        line = inbox._watch.line
        assert isinstance(line, ssl.SSLSocket)
        assert line.version() in {"TLSv1.2", "TLSv1.3"}
        assert line.context.minimum_version >= ssl.TLSVersion.TLSv1_2


def test_a_line_cut_within_a_message_loses_and_invents_nothing(dovecot: Dovecot, user: str) -> None:
    """What came before the cut is good; a second try gets the rest."""
    for _ in range(3):
        dovecot.deliver(user, b"Subject: x\r\n\r\n" + b"ciao\r\n" * 500)
    account = dovecot.account(user, tls="none")
    with Proxy(account.port) as proxy, Inbox(dataclasses.replace(account, port=proxy.port)) as inbox:
        listing = inbox.list_folder("INBOX")
        proxy.cut_after = 5_000
        with pytest.raises(MailboxError, match="ended the conversation"):
            list(inbox.fetch(listing, listing.uids))
        assert not inbox.is_alive()
        proxy.cut_after = None
        inbox.connect()
        assert set(reasons(inbox.fetch(listing, listing.uids)).values()) == {"whole"}


def test_nothing_of_a_message_or_a_login_is_logged(
    dovecot: Dovecot, user: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Even with every logger open: imapclient alone would log every line it reads."""
    caplog.set_level(logging.DEBUG)
    dovecot.deliver(user, b"Subject: canarino-oggetto\r\n\r\ncanarino-testo\r\n")
    with Inbox(dovecot.account(user)) as inbox:
        assert len(everything(inbox)) == 1
    for canary in ("canarino", "segreto", user):
        assert canary not in caplog.text


def test_nobody_listening_is_a_clear_error() -> None:
    """What to check stands in it."""
    with reserved_port() as port, pytest.raises(MailboxError, match="check host and port") as caught:
        Inbox(dataclasses.replace(ACCOUNT, host="127.0.0.1", port=port, tls="none")).connect()
    assert caught.value.code == "connection_refused"


ACCOUNT = MailboxAccount(name="pec", host="imaps.pec.example", port=993, tls="implicit", username="u", password="p")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        pytest.param({"tls": "none"}, "loopback", id="open line to another machine"),
        pytest.param({"tls": "none", "host": "127.0.0.1.example"}, "loopback", id="a name like loopback"),
        pytest.param({"tls": "ssl"}, "must be one of implicit, starttls, none", id="unknown word"),
        pytest.param({"password": "p\r\nA1 DELETE INBOX"}, "line break", id="second command in a password"),
    ],
)
def test_an_account_that_cannot_be_used_is_wrong_usage(changes: dict[str, str], said: str) -> None:
    """Said before anything is connected."""
    with pytest.raises(UsageError, match=said):
        Inbox(dataclasses.replace(ACCOUNT, **changes)).connect()
