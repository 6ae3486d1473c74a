# SPDX-License-Identifier: EUPL-1.2
"""A mailbox on an IMAP server, only ever looked at: EXAMINE, SEARCH and BODY.PEEK, nothing that changes it.

Other people work in the same mailbox, so nothing is flagged, moved or deleted. imaplib keeps the line and imapclient
takes the replies apart; imapclient's own connection is not used, since it formats and logs whatever passes.
"""

import contextlib
import datetime as dt
import imaplib
import ssl
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Self

from imapclient.datetime_util import parse_to_datetime
from imapclient.imap_utf7 import decode, encode
from imapclient.response_parser import parse_response

from pecwatch.errors import MailboxError
from pecwatch.mail.batches import needs_windows, search_criteria, uid_set
from pecwatch.mail.connection import Connection, accepted, quoted
from pecwatch.mail.fetched import Fetched, fetch_whole
from pecwatch.mail.link import Watch, certificate_end, checked_tls, explain, trusting
from pecwatch.mail.replies import OUT_OF_STEP, Declined, folder_trouble, login_trouble, response_code
from pecwatch.model.connection import Tls
from pecwatch.model.mailbox import Delivery, FolderListing, MailboxAccount, NotFetched

GARBLED = (ValueError, TypeError, AttributeError, LookupError, AssertionError, RecursionError, MemoryError)
"""What imaplib and the parsers raise for replies that are not IMAP."""

_Attributes = tuple[tuple[bytes, Any], ...]
"""One FETCH reply: names and values, in order and perhaps twice."""

SILENCE_S, COMMAND_S = 30, 300
"""Seconds that are waited for the next byte, and for the whole of one command."""

MESSAGE_S = 600
"""Seconds that one large message may take: a slow line must not keep a round from its other work."""


class Inbox:
    """One connection to one mailbox: a context manager, or kept between rounds with `connect` and `close`."""

    def __init__(
        self,
        account: MailboxAccount,
        *,
        deadline_s: float = COMMAND_S,
        read_timeout_s: float = SILENCE_S,
        message_s: float = MESSAGE_S,
    ) -> None:
        """Prepare a connection without opening it.

        Args:
            account: Where the mailbox is and who we are.
            deadline_s: For one command, from its first byte to its last.
            read_timeout_s: For one silence of the server.
            message_s: For one large message; its pieces are commands of their own.
        """
        self._account = account
        self._watch = Watch(deadline_s)
        self._read_timeout_s = read_timeout_s
        self.message_s = message_s
        self._connection: Connection | None = None
        self._opened: tuple[str, int | None] | None = None
        self._says_full = False

    def __enter__(self) -> Self:
        self.connect()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def connect(self) -> None:
        """Connect, encrypt and log in; an earlier connection is dropped.

        Raises:
            UsageError: The account cannot be used as it is configured.
            LoginRefused: The server does not take user name or password.
            MailboxError: Anything else; worth another try.
        """
        account, tls = self._account, checked_tls(self._account)
        context = None if tls is Tls.NONE else trusting(account.tls_ca_file)
        self._hang_up()
        self._watch = Watch(self._watch.deadline_s)
        try:
            with self._guarded("connect"):
                first = context if tls is Tls.IMPLICIT else None
                self._connection = Connection(account, self._watch, self._read_timeout_s, first)
            if context is not None and tls is Tls.STARTTLS:
                self._start_tls(context)
            self._log_in()
        except MailboxError:
            self._hang_up()
            raise

    def close(self) -> None:
        """Log out if the server still listens, and close the line."""
        if self._connection is not None:
            with contextlib.suppress(MailboxError), self._command("log out") as connection:
                connection.logout()
        self._hang_up()

    def is_alive(self) -> bool:
        """Whether the server still answers on this connection; a dead line looks like a quiet one until asked."""
        try:
            with self._command("ask for a sign of life") as connection:
                connection.noop()
        except MailboxError:
            return False
        return True

    @property
    def certificate_ends_at(self) -> dt.datetime | None:
        """Until when the server's certificate is valid; None while the line is closed, or open to readers."""
        return None if self._connection is None else certificate_end(self._watch.line)

    def take_full(self) -> bool:
        """Whether the server has said, in whatever answer since the last call, that the mailbox is full."""
        said, self._says_full = self._says_full, False
        return said

    def filled_percent(self, folder: str) -> int | None:
        """How much of the room that the server allows is used, of whichever kind is scarcest.

        Returns:
            Percent; None when the server sets no limit, or does not tell (RFC 2087 is optional).

        Raises:
            MailboxError: The line broke.
        """
        try:
            with self._command("ask what is offered") as connection:
                offered = b" ".join(accepted(connection.capability())).upper().split()
            if b"QUOTA" not in offered:
                return None
            with self._command("ask for the room left") as connection:
                answer = connection.getquotaroot(quoted(encode(folder).decode("ascii")))
                _, limits = accepted(answer)
        except Declined:
            return None
        return max((percent for line in limits if line for percent in _percents(line)), default=None)

    def list_folder(self, folder: str) -> FolderListing:
        """Every UID that the folder holds now.

        Raises:
            MailboxError: There is no such folder, or the server fails.
        """
        exists, next_uid, uidvalidity = self._examine(folder)
        if next_uid is None and needs_windows(exists):
            # The last message tells it as well.
            next_uid = max(self._search("UID *"), default=0) + 1
        uids = {uid for criterion in search_criteria(exists, next_uid) for uid in self._search(criterion)}
        if exists and not uids:
            raise self._error("search", "the server counts messages and lists none", "garbled")
        return FolderListing(folder=folder, uidvalidity=uidvalidity, uids=frozenset(uids))

    def fetch(self, listing: FolderListing, uids: Iterable[int]) -> Iterator[Delivery | NotFetched]:
        """Messages of a listed folder: an answer for each, in batches bounded by count and bytes.

        The bytes of a large message are fetched while they are taken from its delivery: before the next answer is.

        Raises:
            MailboxError: The line broke or the folder was numbered anew; what came before is good.
        """
        if self._opened is None or self._opened[0] != listing.folder:
            self._examine(listing.folder)
        if self._opened != (listing.folder, listing.uidvalidity):
            raise self._error("fetch", "the folder was numbered anew; it is listed again", "uidvalidity_changed")
        yield from fetch_whole(self._account.name, listing, sorted(set(uids)), self)

    def sizes(self, uids: Sequence[int]) -> dict[int, int]:
        """RFC822.SIZE of the messages that are there, in the folder that is open; raises `Declined`."""
        told = [dict(reply) for reply in self._ask(uids, "RFC822.SIZE")]
        sizes = {reply.get(b"UID"): reply[b"RFC822.SIZE"] for reply in told if b"RFC822.SIZE" in reply}
        return {uid: sizes[uid] for uid in uids if isinstance(sizes.get(uid), int)}

    def bodies(self, uids: Sequence[int], piece: str) -> list[Fetched]:
        """Bodies, or one piece of each, in the folder that is open; raises `Declined`."""
        return [
            Fetched(uid=uid, body=body, received_at=_moment(dict(reply).get(b"INTERNALDATE")))
            for reply in self._ask(uids, f"INTERNALDATE BODY.PEEK[]{piece}")
            for uid, body in _bodies_in(reply)
        ]

    def _search(self, criterion: str) -> set[int]:
        with self._command("search") as connection:
            return connection.uids(criterion)

    def _ask(self, uids: Sequence[int], items: str) -> list[_Attributes]:
        """FETCH; a reply that cannot be taken apart counts as declined, for the line is still in step."""
        with self._command("fetch") as connection:
            data = accepted(connection.uid("FETCH", uid_set(uids), f"(UID {items})"))
        try:
            flat = parse_response(data)
            replies = [zip(reply[::2], reply[1::2], strict=True) for _, reply in zip(*[iter(flat)] * 2, strict=True)]
            return [tuple((name.upper(), value) for name, value in reply) for reply in replies]
        except (imaplib.IMAP4.error, *GARBLED):
            raise Declined("the reply is not IMAP", "garbled") from None

    def _examine(self, folder: str) -> tuple[int, int | None, int | None]:
        """Open a folder for looking only: how many messages, the next UID, the UIDVALIDITY."""
        self._opened = None
        try:
            with self._command("open a folder") as connection:
                exists = accepted(connection.select(quoted(encode(folder).decode("ascii")), readonly=True))
                next_uid, uidvalidity = (_number(connection.response(code)[1]) for code in ("UIDNEXT", "UIDVALIDITY"))
        except Declined:
            with self._command("list folders") as connection:
                names = [_folder_name(item) for item in accepted(connection.list()) if item]
            raise folder_trouble(self._account.name, folder, names) from None
        count = _number(exists)
        if count is None:
            raise self._error("open a folder", "the server does not say how much is in it", "garbled")
        self._opened = (folder, uidvalidity)
        return count, next_uid, uidvalidity

    def _start_tls(self, context: ssl.SSLContext) -> None:
        with self._command("start TLS") as connection:
            if "STARTTLS" not in connection.capabilities:
                raise self._error("start TLS", "STARTTLS is not offered, and nothing is sent openly", "tls_failed")
            connection.starttls(context)
            self._watch.line = connection.sock

    def _log_in(self) -> None:
        account = self._account
        try:
            with self._command("log in") as connection:
                if connection.state != "NONAUTH" or "LOGINDISABLED" in connection.capabilities:
                    raise self._error("log in", "the server takes no password here: check port and tls", "no_login")
                connection.log_in(account.username, account.password)
        except Declined as declined:
            raise login_trouble(account.name, declined.code) from None

    @contextlib.contextmanager
    def _command(self, what: str) -> Iterator["Connection"]:
        """The connection, for one command, under its deadline."""
        connection = self._connection
        if connection is None:
            raise self._error(what, "the line is closed", "disconnected")
        with self._guarded(what):
            try:
                yield connection
            finally:
                self._says_full |= connection.response("OVERQUOTA")[1] != [None]

    @contextlib.contextmanager
    def _guarded(self, what: str) -> Iterator[None]:
        """Keep the deadline, and turn whatever the libraries raise into one line for a person."""
        try:
            with self._watch.deadline():
                yield
        except OSError as error:
            self._hang_up()
            fault = explain(error)
            raise self._error(what, fault.text, fault.code) from error
        except imaplib.IMAP4.abort as error:
            self._hang_up()
            if any(words in str(error) for words in OUT_OF_STEP):
                raise self._error(what, "the answer is not IMAP; it is tried again", "garbled") from None
            raise self._error(what, "the server ended the conversation; it is tried again", "disconnected") from None
        except imaplib.IMAP4.error as error:
            raise Declined(
                f"mailbox {self._account.name!r}: {what}: the server declined", response_code(error) or "refused"
            ) from None
        except GARBLED:
            self._hang_up()
            raise self._error(what, "the answer is not IMAP; it is tried again", "garbled") from None

    def _error(self, what: str, text: str, code: str) -> MailboxError:
        if self._watch.has_cut:
            text, code = f"not done after {self._watch.deadline_s:g} s; it is tried again", "deadline"
        return MailboxError(f"mailbox {self._account.name!r}: {what}: {text}", code)

    def _hang_up(self) -> None:
        self._opened = None
        if self._connection is not None:
            with contextlib.suppress(OSError):
                self._connection.shutdown()
            self._connection = None


def _bodies_in(reply: _Attributes) -> list[tuple[int, bytes | None]]:
    """UID and body for each body in one FETCH reply; what the server tells of its own accord has none."""
    uids = [value for name, value in reply if name == b"UID" and isinstance(value, int)]
    bodies = [value for name, value in reply if name.startswith(b"BODY[]")]
    return [(uid, body if isinstance(body, bytes) else None) for uid in uids[:1] for body in bodies]


def _percents(line: bytes) -> list[int]:
    """The shares that one QUOTA reply tells, as `"" (STORAGE 410 512 MESSAGE 3 1000)`."""
    try:
        _, told = parse_response([line])
        return [100 * used // limit for _, used, limit in zip(*[iter(told)] * 3, strict=True) if limit > 0]
    except (imaplib.IMAP4.error, *GARBLED):
        return []


def _moment(written: Any) -> dt.datetime | None:
    """INTERNALDATE as an aware moment; None when it is none."""
    try:
        moment = parse_to_datetime(written, normalise=False)
        return moment.astimezone(dt.UTC) if moment.tzinfo is not None else None
    except (*GARBLED, OverflowError):
        return None


def _number(values: list[Any]) -> int | None:
    return int(values[-1]) if values and values[-1] else None


def _folder_name(item: Any) -> str:
    name = parse_response([item])[-1]
    return str(decode(name if isinstance(name, bytes) else str(name).encode()))
