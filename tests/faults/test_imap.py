# SPDX-License-Identifier: EUPL-1.2
"""What the server of a mailbox can do wrong on the line: nothing lost, nothing twice, another try after a pause."""

import datetime as dt
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from pecwatch.mail import batches, inbox
from pecwatch.service.desk import Desk
from pecwatch.service.mailbox_notes import quota_key
from pecwatch.service.resting import pause_after, rests
from pecwatch.store.ledger import entries
from pecwatch.store.records import MailboxHealth
from tests.end_to_end.office import SocialServices, at
from tests.faults.account import Account
from tests.faults.boxes import HOUR, Box, box, fresh, holds, three_letters
from tests.servers.certificates import ServerCertificate
from tests.servers.dovecot import Dovecot
from tests.servers.imap import OK, FakeImap, Step, drip, fetched, sizes
from tests.servers.proxy import Proxy
from tests.servers.smtp import SmtpServer

NOON = at(2025, 10, 24, 12)
SECOND = dt.timedelta(seconds=1)
SHORTEST_POLL = 900
"""Bytes that a server sends at least in a poll of two folders with a message each."""
_users = itertools.count(1)


@pytest.fixture(scope="module")
def desk(
    tmp_path_factory: pytest.TempPathFactory, dovecot: Dovecot, server_certificate: ServerCertificate
) -> Iterator[Desk]:
    """One office for all of them: each test has a mailbox of its own."""
    relay = SmtpServer(server_certificate)
    with relay:
        office = SocialServices(tmp_path_factory.mktemp("faults"), dovecot, relay)
        office.clock.now = NOON
        with office.desk(exclusive=True) as opened:
            yield opened


@pytest.fixture
def fake() -> Iterator[FakeImap]:
    with FakeImap() as server:
        yield server


def kept(desk: Desk, found: Box) -> list[bytes]:
    """The bytes of every message that came from a mailbox, by UID."""
    with desk.database.reading() as session:
        names = {entry.id: entry.vault_name for entry in entries(session)}
    return [b"".join(desk.vault.pieces(names[each.message_id])) for each in found.arrived]


NIL = b"* 2 FETCH (UID 2 BODY[] NIL)\r\n"
OTHERS = b"* 9 EXISTS\r\n* 8 FETCH (UID 8 FLAGS (\\Seen))\r\n* 7 FETCH (FLAGS ())\r\n" + fetched(9) + b"* 5 EXPUNGE\r\n"

ONE_MESSAGE = [
    pytest.param({2: [NIL]}, "empty", id="NIL", marks=pytest.mark.fault("imap-not-whole")),
    pytest.param({2: [fetched(2, b"")]}, "empty", id="empty", marks=pytest.mark.fault("imap-not-whole")),
    pytest.param({2: [fetched(2, b"breve")]}, "size_differs", id="short", marks=pytest.mark.fault("imap-not-whole")),
    pytest.param({2: []}, "gone", id="no data for one", marks=pytest.mark.fault("imap-no-data")),
    pytest.param(
        {2: [fetched(2, b"una"), fetched(2, b"due")]},
        "two_bodies",
        id="two bodies",
        marks=pytest.mark.fault("imap-two-bodies"),
    ),
]


@pytest.mark.parametrize(("instead", "reason"), ONE_MESSAGE)
def test_a_message_that_does_not_come_whole(
    desk: Desk, fake: FakeImap, account: Account, instead: dict[int, list[bytes]], reason: str
) -> None:
    """The others come at once; it is a row with a next try, no part of it is believed, and later it comes."""
    letters = three_letters()
    holds(fake, letters)
    with box(desk, fresh(fake.account())) as pec:
        answer = (instead.get(uid, [fetched(uid, letter)]) for uid, letter in enumerate(letters, 1))
        fake.script["BODIES"] = [*(step for steps in answer for step in steps), OK]
        account.inject()
        assert (pec.collect().new, [(each.uid, each.reason) for each in pec.missed]) == (2, [(2, reason)])
        assert kept(desk, pec) == [letters[0], letters[2]]
        holds(fake, letters)
        assert (pec.collect(SECOND).new, len(pec.missed)) == (0, 1), "it is left alone for a minute"
        assert (pec.collect().new, pec.missed, kept(desk, pec)) == (1, [], list(letters))
        assert (pec.collect().new, len(pec.arrived)) == (0, 3)


@pytest.mark.fault("imap-no-data")
def test_a_fetch_that_ends_well_and_gave_nothing(desk: Desk, fake: FakeImap, account: Account) -> None:
    """Of a whole batch: nothing is marked; after three tries it is given up, and still asked for each day."""
    letters = three_letters()
    holds(fake, letters)
    fake.script["BODIES"] = [OK]
    with box(desk, fresh(fake.account())) as pec:
        for tries in (1, 2, 3):
            account.inject()
            assert (pec.collect().new, [each.attempts for each in pec.missed]) == (0, [tries] * 3)
        assert all(each.given_up for each in pec.missed)
        holds(fake, letters)
        assert (pec.collect().new, pec.collect(24 * HOUR).new, pec.missed) == (0, 3, [])


@pytest.mark.parametrize(
    "answer",
    [b"TAG NO [EXPUNGEISSUED] x\r\n", b"TAG NO cannot\r\n", b"TAG BAD what\r\n"],
    ids=["expunged", "NO", "BAD"],
)
@pytest.mark.parametrize("kind", ["SIZES", "BODIES"])
@pytest.mark.fault("imap-refusals")
def test_a_message_that_is_refused(desk: Desk, fake: FakeImap, account: Account, kind: str, answer: bytes) -> None:
    """All at once are refused, then that one: the others come, and it is asked for later."""
    letters = three_letters()
    holds(fake, letters)
    fake.script |= {kind: [b"TAG NO not together\r\n"], f"{kind} 2": [answer]}
    for uid in (1, 3):
        whole = sizes(**{f"uid{uid}": len(letters[uid - 1])}) if kind == "SIZES" else fetched(uid, letters[uid - 1])
        fake.script[f"{kind} {uid}"] = [whole, OK]
    account.inject(2)
    with box(desk, fresh(fake.account())) as pec:
        assert (pec.collect().new, [each.uid for each in pec.missed]) == (2, [2])
        assert pec.health.failures == 0, "the server is well"
        holds(fake, letters)
        assert (pec.collect().new, pec.missed, kept(desk, pec)) == (1, [], list(letters))


@pytest.mark.fault("imap-unsolicited")
def test_replies_that_nobody_asked_for(desk: Desk, fake: FakeImap, account: Account) -> None:
    """News of other messages, a body among them, before and between the answers."""
    letters = three_letters()
    holds(fake, letters)
    fake.script["BODIES"] = [OTHERS, *(fetched(uid, letters[uid - 1]) for uid in (3, 1, 2)), OTHERS, OK]
    fake.script["SEARCH"] = [b"* 4 EXISTS\r\n* 8 FETCH (UID 8 FLAGS ())\r\n* SEARCH 1 2 3\r\n", OK]
    account.inject(3)
    with box(desk, fresh(fake.account())) as pec:
        assert (pec.collect().new, kept(desk, pec), pec.missed) == (3, list(letters), [])


BROKEN = {
    "imap-bye": ([b"* BYE shutting down\r\n", None], "disconnected"),
    "imap-garbage": ([b"\x00\xff {]] garbage\r\n"], "garbled"),
    "imap-absurd-literal": ([b"* 1 FETCH (UID 1 BODY[] {99999999999}\r\n"], "garbled"),
    "imap-link-stalls": ([b"* 1 FE", 30.0], "timeout"),
}
KINDS = ("GREETING", "CAPABILITY", "LOGIN", "EXAMINE", "SEARCH", "SIZES", "BODIES")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "name",
    [
        pytest.param("imap-bye", marks=pytest.mark.fault("imap-bye")),
        pytest.param("imap-garbage", marks=pytest.mark.fault("imap-garbage")),
        pytest.param("imap-absurd-literal", marks=pytest.mark.fault("imap-absurd-literal")),
        pytest.param("imap-link-stalls", marks=pytest.mark.fault("imap-link-stalls")),
    ],
)
def test_a_conversation_that_breaks(desk: Desk, fake: FakeImap, account: Account, name: str, kind: str) -> None:
    """Wherever it breaks: nothing half is kept, a pause, a new line, and every message once."""
    letters = three_letters()
    holds(fake, letters)
    steps, code = BROKEN[name]
    fake.script[kind] = steps
    account.inject()
    server = fresh(fake.account())
    with box(desk, server, silence_s=0.2 if code == "timeout" else 10) as pec:
        failure = pec.collect().failure
        assert failure is not None
        if kind not in ("GREETING", "LOGIN"):
            assert failure.code == code
        assert (pec.arrived, pec.missed, pec.health.login_failures) == ([], [], 0)
    holds(fake, letters)
    with box(desk, server) as pec:
        said = len(fake.commands)
        assert (pec.collect(4 * SECOND).rests, len(fake.commands)) == (True, said), "the server is left in peace"
        assert (pec.collect(3 * SECOND).new, kept(desk, pec)) == (3, list(letters))
        assert pec.health.failures == 0


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.fault("imap-drip-feed")
def test_a_server_that_drips(desk: Desk, fake: FakeImap, account: Account, kind: str) -> None:
    """Each byte comes in time, the whole never: the command's deadline ends it, and nothing half is kept."""
    letters = three_letters()
    holds(fake, letters)
    fake.script[kind] = list(drip(b"* OK " + b"x" * 1000, 0.02))
    account.inject()
    with box(desk, fresh(fake.account()), deadline_s=0.15) as pec:
        failure = pec.collect().failure
        assert failure is not None and failure.code == "deadline"
        holds(fake, letters)
    with box(desk, fresh(fake.account())) as again:
        assert (again.collect().new, kept(desk, again)) == (3, list(letters))


@pytest.mark.fault("imap-link-stalls", "imap-drip-feed")
def test_how_long_a_server_is_waited_for() -> None:
    """Half a minute for a byte, five minutes for a command; the tests above are less patient."""
    assert (inbox.SILENCE_S, inbox.COMMAND_S) == (30, 300)


@pytest.mark.fault("imap-link-cut")
def test_pauses_grow_and_differ() -> None:
    """From five seconds to ten minutes, each about twice the one before, and no two offices in step."""
    states = [MailboxHealth(mailbox="pec", failed_at=NOON, failures=failures) for failures in range(1, 30)]
    pauses = [pause_after(state).total_seconds() for state in states]
    assert 5 <= pauses[0] < 7
    assert all(5 * 2**place <= pause <= 5 * 2**place * 1.25 for place, pause in enumerate(pauses[:7]))
    assert all(480 <= pause <= 600 for pause in pauses[8:])
    others = {pause_after(replace(states[9], failed_at=NOON + place * SECOND)) for place in range(20)}
    assert len(others) > 15
    assert [rests(states[0], NOON + seconds * SECOND) for seconds in (0, 4, 7, -1)] == [True, True, False, False]


def cut_at(desk: Desk, dovecot: Dovecot, account: Account, places: Sequence[int]) -> int:
    """Cut the line after so many bytes of the server, one place after the other; how often something broke."""
    user = f"tagliata{next(_users)}@pec.comune.example"
    dovecot.add_user(user, "rondine-2025")
    server = replace(dovecot.account(user, tls="none"), folders=("INBOX", "Altra"))
    broken = 0
    with Proxy(server.port) as proxy, box(desk, fresh(replace(server, port=proxy.port))) as pec:
        expected: list[bytes] = []
        for place in places:
            for folder in server.folders:
                letter = three_letters()[0] + b"riga\r\n" * 5
                dovecot.deliver(user, letter, folder)
                expected.append(letter)
            proxy.cut_after = place
            broken += pec.collect().failure is not None
            proxy.cut_after = None
            assert pec.collect().failure is None
            assert (pec.count, pec.missed) == (len(expected), []), f"cut at {place}"
            # The next place is reached from the greeting on.
            pec.collector.__exit__()
        assert sorted(kept(desk, pec)) == sorted(expected)
    account.inject(broken)
    return broken


@pytest.mark.fault("imap-link-cut")
def test_a_line_cut_anywhere(desk: Desk, dovecot: Dovecot, account: Account) -> None:
    """After every so many bytes of a poll, from the greeting to the last folder: the next has it all, once."""
    assert cut_at(desk, dovecot, account, range(1, 1200, 61)) > 14


@pytest.mark.long
@pytest.mark.timeout(1200)
@pytest.mark.fault("imap-link-cut")
@pytest.mark.parametrize("first", range(1, 1201, 100))
def test_a_line_cut_at_every_byte(desk: Desk, dovecot: Dovecot, account: Account, first: int) -> None:
    """After each single byte, by the hundred."""
    broken = cut_at(desk, dovecot, account, range(first, first + 100))
    assert broken == 100 or first > SHORTEST_POLL - 100


@pytest.mark.fault("imap-half-open")
def test_a_line_that_is_dead_and_says_nothing(desk: Desk, dovecot: Dovecot, account: Account) -> None:
    """A router has forgotten the kept line: it is asked first, found dead, and made anew in the same poll."""
    user = f"muta{next(_users)}@pec.comune.example"
    dovecot.add_user(user, "rondine-2025")
    server = dovecot.account(user, tls="none")
    with Proxy(server.port) as proxy, box(desk, fresh(replace(server, port=proxy.port)), silence_s=2) as pec:
        assert pec.collect().failure is None
        first = len(proxy.commands())
        proxy.forget()
        account.inject()
        letter = three_letters()[0]
        dovecot.deliver(user, letter)
        assert (pec.collect().new, kept(desk, pec)) == (1, [letter])
        assert [line.split(" ")[0] for line in proxy.commands()[first:]][:3] == ["NOOP", "LOGIN", "EXAMINE"]


@pytest.mark.fault("imap-long-search")
@pytest.mark.parametrize("tells", [True, False], ids=["UIDNEXT told", "UIDNEXT not told"])
def test_a_folder_whose_list_is_longer_than_a_line(
    desk: Desk, fake: FakeImap, account: Account, monkeypatch: pytest.MonkeyPatch, *, tells: bool
) -> None:
    """Asked for by windows, whether the server tells the next UID or not; one line would be over a megabyte."""
    letters = three_letters()
    holds(fake, letters)
    monkeypatch.setattr(batches, "UID_WINDOW", 2)
    next_uid = b"* OK [UIDNEXT 4] x\r\n" if tells else b""
    fake.script["EXAMINE"] = [b"* 3 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n", next_uid, OK]
    too_long = [b"* SEARCH " + b"1 " * 600_000 + b"\r\n", OK]
    answers: dict[str, Sequence[Step]] = {
        "SEARCH ALL": too_long,
        "SEARCH UID *": [b"* SEARCH 3\r\n", OK],
        "SEARCH UID 1:2": [b"* SEARCH 1 2\r\n", OK],
        "SEARCH UID 3:*": [b"* SEARCH 3\r\n", OK],
    }
    fake.script |= answers
    account.inject()
    with box(desk, fresh(fake.account())) as pec:
        assert (pec.collect().new, kept(desk, pec)) == (3, list(letters))


@pytest.mark.fault("imap-folder-missing")
def test_a_folder_that_is_missing_keeps_no_other_back(desk: Desk, dovecot: Dovecot, account: Account) -> None:
    """The server is well, so there is no pause: what comes into the next folder comes with the next poll."""
    user = f"rinominata{next(_users)}@pec.comune.example"
    dovecot.add_user(user, "rondine-2025")
    with box(desk, fresh(replace(dovecot.account(user), folders=("Elenchi", "INBOX")))) as pec:
        for _ in range(4):
            dovecot.deliver(user, three_letters()[0])
            account.inject()
            collected = pec.collect(SECOND)
            assert collected.failure is not None
            assert (collected.new, collected.failure.code) == (1, "folder_missing")


@pytest.mark.fault("imap-quota")
@pytest.mark.parametrize("kind", ["LOGIN", "EXAMINE", "SEARCH", "BODIES"])
def test_a_server_that_says_that_it_is_full(desk: Desk, fake: FakeImap, account: Account, kind: str) -> None:
    """Whichever answer bears the code, it is noted, and the mail that is there comes all the same."""
    letters = three_letters()
    holds(fake, letters)
    fake.script[kind] = [b"* OK [OVERQUOTA] Mailbox is full\r\n", *fake.script[kind]]
    account.inject()
    with box(desk, fresh(fake.account())) as pec:
        assert (pec.collect().new, pec.noted(quota_key)) == (3, "100")
        holds(fake, letters)
        assert (pec.collect().new, pec.noted(quota_key)) == (0, "")


@pytest.mark.fault("imap-copies")
def test_message_ids_decide_nothing(desk: Desk, fake: FakeImap, account: Account) -> None:
    """The same Message-ID on different mails, and none at all: each is a message; equal bytes are one."""
    first, second, third = three_letters()
    same = b"Message-ID: <uno@aler.example>\r\n"
    letters = (same + first, same + second, third, same + first)
    holds(fake, letters)
    account.inject(3)
    with box(desk, fresh(fake.account())) as pec:
        assert (pec.collect().new, kept(desk, pec)) == (3, list(letters))


@pytest.mark.fault("imap-unnumbered")
def test_a_folder_without_uidvalidity(desk: Desk, fake: FakeImap, account: Account) -> None:
    """Its UIDs mean nothing beyond a session: all is fetched again, and what has the same bytes is the same message."""
    letters = three_letters()
    holds(fake, letters, uidvalidity=None)
    with box(desk, fresh(fake.account())) as pec:
        assert pec.collect().new == 3
        account.inject()
        turned = tuple(reversed(letters))
        holds(fake, turned, uidvalidity=None)
        assert pec.collect().new == 0
        others = three_letters()
        holds(fake, (*others[:1], *letters), uidvalidity=None)
        assert pec.collect().new == 1
    assert sorted(set(kept(desk, pec))) == sorted((others[0], *letters))
