# SPDX-License-Identifier: EUPL-1.2
"""A server that misbehaves costs one message or one round, never a list and never the truth."""

import time
import tracemalloc
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pecwatch.errors import LoginRefused, MailboxError
from pecwatch.mail import batches
from pecwatch.mail.fetched import NotWhole
from pecwatch.mail.inbox import Inbox
from pecwatch.model.mailbox import Delivery, FolderListing, NotFetched
from tests.mail.fetching import everything, reasons
from tests.servers.imap import MESSAGE, OK, FakeImap, Step, drip, fetched, sizes


@pytest.fixture
def fake() -> Iterator[FakeImap]:
    with FakeImap() as server:
        yield server


def open_inbox(server: FakeImap, **limits: float) -> Inbox:
    return Inbox(server.account(), **{"deadline_s": 5, "read_timeout_s": 2, **limits})


@pytest.mark.parametrize(
    ("kind", "steps", "expected"),
    [
        pytest.param(
            "BODIES",
            [fetched(1), b"* 2 FETCH (UID 2 BODY[] NIL)\r\n", fetched(3), OK],
            {1: "whole", 2: "empty", 3: "whole"},
            id="NIL body",
        ),
        pytest.param(
            "BODIES",
            [fetched(1), b"* 2 FETCH (UID 2 BODY[] 17)\r\n", fetched(3), OK],
            {2: "empty"},
            id="a number for a body",
        ),
        pytest.param("BODIES", [fetched(1), fetched(2, b""), fetched(3), OK], {2: "empty"}, id="empty body"),
        pytest.param("BODIES", [fetched(1), fetched(2, b"short"), fetched(3), OK], {2: "size_differs"}, id="short"),
        pytest.param("BODIES", [fetched(1), fetched(2, MESSAGE * 2), fetched(3), OK], {2: "size_differs"}, id="long"),
        pytest.param("BODIES", [fetched(1), fetched(3), OK], {2: "gone"}, id="no reply for one"),
        pytest.param("BODIES", [OK], {1: "gone", 2: "gone", 3: "gone"}, id="OK without data"),
        pytest.param("SIZES", [sizes(uid1=len(MESSAGE), uid3=len(MESSAGE)), OK], {2: "gone"}, id="no size"),
        pytest.param(
            "BODIES", [fetched(1), fetched(2), fetched(3), fetched(2), OK], {2: "two_bodies"}, id="two bodies for one"
        ),
        pytest.param(
            "BODIES",
            [
                b"* 9 EXISTS\r\n* 8 FETCH (UID 8 FLAGS (\\Seen))\r\n* 7 FETCH (FLAGS ())\r\n" + fetched(9),
                *(fetched(number) for number in (3, 2, 1)),
                b"* 5 EXPUNGE\r\n* OK [ALERT] quota\r\n",
                OK,
            ],
            {},
            id="unsolicited replies, other messages, other order",
        ),
    ],
)
def test_what_is_not_whole_is_not_a_message(
    fake: FakeImap, kind: str, steps: list[Step], expected: dict[int, str]
) -> None:
    """Each message is judged for itself; the others of its batch come."""
    fake.script[kind] = steps
    with open_inbox(fake) as inbox:
        assert reasons(everything(inbox)) == {1: "whole", 2: "whole", 3: "whole"} | expected


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        pytest.param(b"TAG NO [EXPUNGEISSUED] Some are gone\r\n", "gone", id="expunge issued"),
        pytest.param(b"TAG NO cannot\r\n", "refused", id="NO"),
        pytest.param(b"TAG BAD what\r\n", "refused", id="BAD"),
        pytest.param(b"* 2 FETCH (UID 2 X ((()\r\nTAG OK x\r\n", "garbled", id="unbalanced"),
        pytest.param(b"* 2 FETCH 17\r\nTAG OK x\r\n", "garbled", id="a number for a reply"),
        pytest.param(b"* 2 FETCH (UID 2 17 18)\r\nTAG OK x\r\n", "garbled", id="a number for a name"),
    ],
)
@pytest.mark.parametrize("kind", ["BODIES", "SIZES"])
def test_a_refused_batch_is_asked_for_one_by_one(fake: FakeImap, kind: str, answer: bytes, reason: str) -> None:
    """One message the server cannot give does not keep the others back, and the line stays open."""
    fake.script[kind] = [b"TAG NO not together\r\n"]
    for uid in (1, 3):
        whole = fetched(uid) if kind == "BODIES" else sizes(**{f"uid{uid}": len(MESSAGE)})
        fake.script[f"{kind} {uid}"] = [whole, OK]
    fake.script[f"{kind} 2"] = [answer]
    with open_inbox(fake) as inbox:
        assert reasons(everything(inbox)) == {1: "whole", 2: reason, 3: "whole"}
        assert inbox.is_alive()


LARGE = bytes(range(65, 65 + 50))
"""A message of three pieces and two bytes."""


@pytest.fixture
def large(fake: FakeImap, monkeypatch: pytest.MonkeyPatch) -> FakeImap:
    """A server whose second message is large: it comes in pieces of 16 bytes, after the others."""
    monkeypatch.setattr(batches, "BYTES_AT_ONCE", 40)
    monkeypatch.setattr(batches, "PIECE", 16)
    fake.script["SIZES"] = [sizes(uid1=len(MESSAGE), uid2=len(LARGE), uid3=len(MESSAGE)), OK]
    for start in range(0, len(LARGE), 16):
        fake.script[f"BODIES 2<{start}.16>"] = [fetched(2, LARGE[start : start + 16]), OK]
    return fake


def taken(inbox: Inbox) -> list[bytes | str]:
    """What came of each message, in order: its bytes or why it is not whole."""
    listing = inbox.list_folder("INBOX")
    found: list[bytes | str] = []
    for item in inbox.fetch(listing, listing.uids):
        try:
            found.append(item.reason if isinstance(item, NotFetched) else b"".join(item.pieces))
        except NotWhole as fault:
            found.append(fault.reason)
    return found


def test_a_large_message_comes_last_and_in_pieces(large: FakeImap) -> None:
    """The small ones are there before the first piece of it is asked for."""
    with open_inbox(large) as inbox:
        assert taken(inbox) == [MESSAGE, MESSAGE, LARGE]
    asked = [command.partition("BODY.PEEK")[2] for command in large.commands if "BODY.PEEK" in command]
    assert asked == ["[])", *(f"[]<{start}.16>)" for start in (0, 16, 32, 48))]


@pytest.mark.fault("imap-huge")
def test_a_large_message_that_takes_too_long_is_left(large: FakeImap) -> None:
    """Its next piece is not asked for; the line is still in step."""
    large.script["SIZES"] = [sizes(uid1=len(LARGE), uid2=len(LARGE), uid3=len(MESSAGE)), OK]
    large.script["BODIES 1<0.16>"] = [fetched(1, LARGE[:16]), OK]
    with open_inbox(large, message_s=0.0) as inbox:
        assert taken(inbox) == [MESSAGE, "slow", "slow"]
        assert inbox.is_alive()


@pytest.mark.fault("imap-not-whole")
@pytest.mark.parametrize("start", [pytest.param(0, id="at once"), pytest.param(32, id="in the middle")])
@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        pytest.param([fetched(2, b"fifteen bytes.."), OK], "size_differs", id="short"),
        pytest.param([fetched(2, b"seventeen bytes.."), OK], "size_differs", id="long"),
        pytest.param([fetched(2, LARGE), OK], "size_differs", id="whole"),
        pytest.param([b"* 2 FETCH (UID 2 BODY[]<0> NIL)\r\n", OK], "empty", id="NIL"),
        pytest.param([fetched(2, b""), OK], "empty", id="nothing"),
        pytest.param([OK], "gone", id="no reply"),
        pytest.param([fetched(2, LARGE[:16]), fetched(2, LARGE[:16]), OK], "two_bodies", id="two bodies"),
        pytest.param([b"TAG NO [EXPUNGEISSUED] x\r\n"], "gone", id="deleted meanwhile"),
        pytest.param([b"TAG NO cannot\r\n"], "refused", id="NO"),
        pytest.param([b"TAG BAD what\r\n"], "refused", id="BAD"),
        pytest.param([b"* 2 FETCH (UID 2 X ((()\r\n", OK], "garbled", id="unbalanced"),
    ],
)
def test_a_piece_that_is_not_as_asked_ends_the_message(
    large: FakeImap, start: int, answer: list[Step], reason: str
) -> None:
    """Nothing is made up from the pieces that were good; the line stays open and the others have come."""
    large.script[f"BODIES 2<{start}.16>"] = answer
    with open_inbox(large) as inbox:
        assert taken(inbox) == [MESSAGE, MESSAGE, reason]
        assert inbox.is_alive()


@pytest.mark.parametrize(
    ("announced", "reason"),
    [
        pytest.param(60, "size_differs", id="ends early"),
        pytest.param(64, "size_differs", id="ends early, by whole pieces"),
        pytest.param(80, "size_differs", id="ends pieces early"),
        pytest.param(49, "size_differs", id="goes on"),
        pytest.param(48, "size_differs", id="goes on, after whole pieces"),
    ],
)
def test_a_large_message_of_another_size_is_not_whole(large: FakeImap, announced: int, reason: str) -> None:
    """The server announced more than it gives, or less."""
    large.script["SIZES"] = [sizes(uid1=len(MESSAGE), uid2=announced, uid3=len(MESSAGE)), OK]
    for start in (64, 80):
        large.script[f"BODIES 2<{start}.16>"] = [fetched(2, b""), OK]
    with open_inbox(large) as inbox:
        assert taken(inbox) == [MESSAGE, MESSAGE, reason]


def test_a_line_cut_between_two_pieces_is_a_broken_line(large: FakeImap) -> None:
    """What came before is good; of the large message nothing is."""
    large.script["BODIES 2<32.16>"] = [b"* 2 FETCH (UID 2 BODY[]<32> {16}\r\nABC", None]
    found = []
    with open_inbox(large) as inbox:
        listing = inbox.list_folder("INBOX")
        with pytest.raises(MailboxError, match="ended the conversation"):
            found.extend(
                b"".join(item.pieces) for item in inbox.fetch(listing, [1, 2, 3]) if isinstance(item, Delivery)
            )
    assert found == [MESSAGE, MESSAGE]


@pytest.mark.fault("imap-absurd-literal")
@pytest.mark.parametrize("announced", [len(MESSAGE), batches.BYTES_AT_ONCE], ids=["small", "just not large"])
def test_more_than_was_asked_for_is_not_held(fake: FakeImap, announced: int) -> None:
    """A body far longer than announced costs its message, neither memory nor the line."""
    fake.script["SIZES"] = [sizes(uid1=len(MESSAGE), uid2=announced, uid3=len(MESSAGE)), OK]
    far_too_long = fetched(2, bytes(4 * batches.BYTES_AT_ONCE))
    for uids in ("1:3", "2"):
        fake.script[f"BODIES {uids}"] = [fetched(1), far_too_long, fetched(3), OK]
    tracemalloc.start()
    with open_inbox(fake) as inbox:
        tracemalloc.reset_peak()
        assert reasons(everything(inbox)) == {1: "whole", 2: "garbled", 3: "whole"}
        assert inbox.is_alive()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 3.5 * batches.BYTES_AT_ONCE


@pytest.mark.parametrize("kind", ["GREETING", "CAPABILITY", "LOGIN", "EXAMINE", "SEARCH", "SIZES", "BODIES"])
@pytest.mark.parametrize(
    ("steps", "code"),
    [
        pytest.param([b"* BYE going down for maintenance of sig.ra Zuccheroli\r\n", None], "disconnected", id="BYE"),
        pytest.param([b"* 1 FE", None], "disconnected", id="cut"),
        pytest.param([b"\x00\xff {]] garbage\r\n"], "garbled", id="garbage"),
        pytest.param([b"* 1 FETCH (UID 1 BODY[] {99999999999}\r\n"], "garbled", id="absurd literal"),
        pytest.param([b"* 1 FETCH (UID 1 BODY[] {" + b"9" * 5000 + b"}\r\n"], "garbled", id="endless literal size"),
        pytest.param([b"* SEARCH " + b"1 " * 600_000 + b"\r\n", OK], "garbled", id="line of more than a megabyte"),
        pytest.param([30.0], "timeout", id="silence"),
    ],
)
def test_a_broken_conversation_is_one_clear_error(fake: FakeImap, kind: str, steps: list[Step], code: str) -> None:
    """Wherever it breaks: an error worth another try, naming the mailbox, repeating nothing of the server."""
    fake.script[kind] = steps
    with (
        pytest.raises(MailboxError, match=r"^mailbox 'pec': ") as caught,
        open_inbox(fake, read_timeout_s=0.2) as inbox,
    ):
        everything(inbox)
    assert not isinstance(caught.value, LoginRefused)
    if kind not in ("GREETING", "LOGIN"):
        assert caught.value.code == code
    assert "\n" not in str(caught.value)
    assert "Zuccheroli" not in repr((caught.value, caught.value.__cause__))


@pytest.mark.parametrize("kind", ["GREETING", "LOGIN", "SEARCH", "BODIES"])
def test_a_dripping_server_is_cut_at_the_deadline(fake: FakeImap, kind: str) -> None:
    """Each byte comes in time, the whole never: the deadline is for the command, not for the read."""
    fake.script[kind] = list(drip(b"* OK " + b"x" * 1000, 0.02))
    started_at = time.monotonic()
    with (
        pytest.raises(MailboxError, match=r"not done after 0\.3 s") as caught,
        open_inbox(fake, deadline_s=0.3) as inbox,
    ):
        everything(inbox)
    assert caught.value.code == "deadline"
    assert time.monotonic() - started_at < 3


@pytest.mark.fault("imap-login-refused")
@pytest.mark.parametrize(
    ("answer", "error", "code"),
    [
        pytest.param(b"TAG NO [AUTHENTICATIONFAILED] no\r\n", LoginRefused, "login_refused", id="wrong password"),
        pytest.param(b"TAG NO [EXPIRED] change it\r\n", LoginRefused, "login_refused", id="password expired"),
        pytest.param(b"TAG NO utente@pec.example unknown\r\n", LoginRefused, "login_refused", id="no code"),
        pytest.param(b"TAG BAD no\r\n", LoginRefused, "login_refused", id="BAD"),
        pytest.param(b"TAG NO [UNAVAILABLE] later\r\n", MailboxError, "unavailable", id="unavailable"),
        pytest.param(b"TAG NO [CONTACTADMIN] later\r\n", MailboxError, "contactadmin", id="contact admin"),
        pytest.param(b"TAG NO [INUSE] later\r\n", MailboxError, "inuse", id="in use"),
        pytest.param(b"TAG NO [LIMIT] later\r\n", MailboxError, "limit", id="limit"),
    ],
)
def test_only_a_refusal_of_the_password_counts_as_one(
    fake: FakeImap, answer: bytes, error: type[MailboxError], code: str
) -> None:
    """A server out of order must not use up the tries that end in a lock-out."""
    fake.script["LOGIN"] = [answer]
    with pytest.raises(MailboxError) as caught:
        open_inbox(fake).connect()
    assert (type(caught.value), caught.value.code) == (error, code)
    assert "utente" not in str(caught.value)


@pytest.mark.fault("imap-starttls-stripped")
def test_a_line_without_its_starttls_gets_no_password(fake: FakeImap) -> None:
    """Somebody on the way took STARTTLS out of the capabilities."""
    with pytest.raises(MailboxError, match="STARTTLS is not offered") as caught:
        Inbox(fake.account(tls="starttls")).connect()
    assert caught.value.code == "tls_failed"
    assert [command.split(" ")[0] for command in fake.commands] == ["CAPABILITY"]


@pytest.mark.fault("imap-starttls-stripped")
@pytest.mark.parametrize(
    "greeting",
    [
        pytest.param(b"* PREAUTH welcome\r\n", id="already logged in"),
        pytest.param(b"* OK [CAPABILITY IMAP4rev1 LOGINDISABLED] x\r\n", id="login disabled"),
    ],
)
def test_a_server_that_wants_no_login_is_not_believed(fake: FakeImap, greeting: bytes) -> None:
    """An unexpected welcome is another server than ours."""
    fake.script["GREETING"] = [greeting]
    fake.script["CAPABILITY"] = [b"* CAPABILITY IMAP4rev1 LOGINDISABLED\r\n", OK]
    with pytest.raises(MailboxError, match="check port and tls"):
        open_inbox(fake).connect()
    assert not any("parola-segreta" in command for command in fake.commands)


@pytest.mark.parametrize(
    ("examine", "search", "found"),
    [
        pytest.param(b"* 0 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n", b"* SEARCH\r\n", (7, set()), id="empty folder"),
        pytest.param(b"* 1 EXISTS\r\n", b"* SEARCH 5\r\n", (None, {5}), id="no UIDVALIDITY, no UIDNEXT"),
        pytest.param(b"* 2 EXISTS\r\n", b"* SEARCH 5\r\n* SEARCH 6\r\n", (None, {5, 6}), id="two search replies"),
    ],
)
def test_a_listing_takes_what_the_standard_allows(
    fake: FakeImap, examine: bytes, search: bytes, found: tuple[int | None, set[int]]
) -> None:
    """Old servers leave things out."""
    fake.script["EXAMINE"] = [examine, OK]
    fake.script["SEARCH"] = [search, OK]
    with open_inbox(fake) as inbox:
        listing = inbox.list_folder("INBOX")
    assert (listing.uidvalidity, listing.uids) == found


@pytest.mark.parametrize(
    ("search", "commands"),
    [
        pytest.param([b'* ESEARCH (tag "TAG") UID ALL 1:3\r\n', OK], 1, id="ranges"),
        pytest.param([b"TAG BAD what?\r\n"], 2, id="refused"),
        pytest.param([OK], 2, id="no answer"),
        pytest.param([b"* SEARCH 1 2 3\r\n", OK], 2, id="the plain answer"),
        pytest.param([b"* ESEARCH ALL 1:3\r\n", OK], 2, id="positions for UIDs"),
    ],
)
def test_ranges_are_asked_for_where_they_are_offered(fake: FakeImap, search: list[bytes], commands: int) -> None:
    """They spare bytes; a server that offers and does not keep is asked the plain way, from then on."""
    fake.script["LOGIN"] = [b"TAG OK [CAPABILITY IMAP4rev1 ESEARCH] welcome\r\n"]
    fake.script["SEARCH RETURN (ALL) ALL"] = search
    with open_inbox(fake) as inbox:
        for _ in range(2):
            assert inbox.list_folder("INBOX").uids == {1, 2, 3}
    searches = [command for command in fake.commands if "SEARCH" in command]
    assert len(searches) == commands + 1
    assert ("RETURN" in searches[-1]) == (commands == 1)


@pytest.mark.parametrize(
    ("examine", "search"),
    [
        pytest.param(b"* 3 EXISTS\r\n", b"", id="messages counted, none listed"),
        pytest.param(b"* FLAGS ()\r\n", b"* SEARCH\r\n", id="no count"),
        pytest.param(b"* 3 EXISTS\r\n", b"* SEARCH uno due\r\n", id="words for numbers"),
    ],
)
def test_a_folder_is_empty_only_when_the_server_says_so(fake: FakeImap, examine: bytes, search: bytes) -> None:
    """A half answer must not look like «nothing new»."""
    fake.script["EXAMINE"] = [examine, OK]
    fake.script["SEARCH"] = [search, OK]
    with open_inbox(fake) as inbox, pytest.raises(MailboxError):
        inbox.list_folder("INBOX")


def test_a_dead_line_is_told_from_a_quiet_one(fake: FakeImap) -> None:
    """NOOP is asked before a kept connection is used again."""
    with open_inbox(fake, read_timeout_s=0.2) as inbox:
        assert inbox.is_alive()
        fake.script["NOOP"] = [30.0]
        assert not inbox.is_alive()
        fake.script["NOOP"] = [OK]
        inbox.connect()
        assert inbox.is_alive()
    assert not inbox.is_alive()


@pytest.mark.fault("imap-garbage")
@settings(max_examples=40, deadline=None)
@given(
    reply=st.lists(
        st.sampled_from(
            [
                b"* ",
                b"1 FETCH ",
                b"(",
                b")",
                b"UID 1 ",
                b"BODY[] ",
                b"{4}\r\n",
                b'"',
                b"\r\n",
                b"NIL ",
                b"ciao",
                b"RFC822.SIZE ",
                b"OK ",
                b"[",
                b"]",
                b"\\",
                b"\xff",
                b"99 ",
            ]
        )
    )
)
def test_no_reply_makes_anything_but_a_mailbox_error(line: FakeImap, reply: list[bytes]) -> None:
    """Whatever stands in a reply, the service sees an answer for each message or a MailboxError."""
    line.script["BODIES"] = [b"".join(reply), b"\r\n", OK]
    with open_inbox(line, read_timeout_s=0.1) as inbox:
        listing = FolderListing(folder="INBOX", uidvalidity=7, uids=frozenset({1}))
        try:
            assert set(reasons(inbox.fetch(listing, [1]))) == {1}
        except MailboxError as error:
            assert str(error).startswith("mailbox 'pec': ")


@pytest.fixture(scope="module")
def line() -> Iterator[FakeImap]:
    with FakeImap() as server:
        yield server
