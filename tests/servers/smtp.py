# SPDX-License-Identifier: EUPL-1.2
"""A real SMTP server of our own, with STARTTLS, login, and the faults a relay may have."""

import asyncio
import functools
import logging
import ssl
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.servers.certificates import ServerCertificate

# Its own code uses an attribute that it calls deprecated, and says so once a login.
logging.getLogger("mail.log").setLevel(logging.ERROR)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedMail:
    """One SMTP transaction that ended with the final dot."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes


@dataclass(slots=True, kw_only=True)
class Faults:
    """What the server does wrong; set a field while it runs, verbs in capitals, `DOT` for the reply to the message."""

    reject_recipients: set[str] = field(default_factory=set)
    """550 at RCPT for these addresses, at once and for ever."""
    temporary_failure_at: str | None = None
    """451 at this verb."""
    permanent_failure_at: str | None = None
    """554 at this verb."""
    permanent_failure_for: dict[str, str] = field(default_factory=dict)
    """554 at a verb, DATA or later, for the mail to one address."""
    close_at: str | None = None
    """421 at this verb, and the link goes."""
    drop_before_dot: bool = False
    """The link dies while the message is on its way."""
    drop_after_dot: bool = False
    """The message is taken, and the link dies before the reply."""
    delay_s: dict[str, float] = field(default_factory=dict)
    """Seconds of silence before the reply to a verb."""
    refuse_auth: bool = False


class SmtpServer:
    """A running server; use it as a context manager, or through the fixture `smtp_server`."""

    host = "127.0.0.1"
    username = "pecwatch"
    password = "segreto-relay"

    def __init__(self, certificate: ServerCertificate, *, tls: str = "starttls") -> None:
        """Prepare a server that does not listen yet.

        Args:
            tls: starttls, implicit, or none (as after somebody stripped STARTTLS from the line).
        """
        self.tls = tls
        self.ca_file = certificate.ca_file
        self.faults = Faults()
        self.messages: list[ReceivedMail] = []
        self.sessions = 0
        self.context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self.context.load_cert_chain(certificate.certificate_file, certificate.key_file)
        self._controller = _Controller(self)

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._controller.port)

    def __enter__(self) -> Self:
        self._controller.start()
        self.sessions = 0
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    def received_by(self, recipient: str) -> list[ReceivedMail]:
        """The mails one person got."""
        return [mail for mail in self.messages if recipient in mail.recipients]

    def authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, login: LoginPassword
    ) -> AuthResult:
        """Whether it is the one user, with the one password."""
        known = login.login == self.username.encode() and login.password == self.password.encode()
        return AuthResult(success=known and not self.faults.refuse_auth, handled=False)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd finds it by this name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take a recipient, or refuse it."""
        if address in self.faults.reject_recipients:
            return "550 5.1.1 No such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd finds it by this name
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Keep the message, and answer as the faults demand."""
        await asyncio.sleep(self.faults.delay_s.get("DOT", 0))
        refusal = _refusal(self.faults, "DOT", envelope.rcpt_tos)
        if refusal is not None:
            return refusal
        assert envelope.mail_from is not None and isinstance(envelope.original_content, bytes)
        self.messages.append(
            ReceivedMail(
                sender=envelope.mail_from, recipients=tuple(envelope.rcpt_tos), content=envelope.original_content
            )
        )
        if self.faults.drop_after_dot:
            _cut(server)
        return "250 OK"


class _Controller(Controller):
    """Runs the server in a thread, on whichever port is free."""

    def __init__(self, owner: SmtpServer) -> None:
        self.owner = owner
        super().__init__(
            owner, hostname=owner.host, port=0, ssl_context=owner.context if owner.tls == "implicit" else None
        )

    def factory(self) -> SMTP:
        return _FaultySmtp(self.owner)

    def _trigger_server(self) -> None:
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


class _FaultySmtp(SMTP):
    """One session: every verb passes the faults first."""

    def __init__(self, owner: SmtpServer) -> None:
        super().__init__(
            owner,
            hostname="relay.example",
            tls_context=owner.context if owner.tls == "starttls" else None,
            require_starttls=owner.tls == "starttls",
            auth_required=True,
            authenticator=owner.authenticate,
        )
        # aiosmtpd offers AUTH after STARTTLS only; under implicit TLS it is just as safe.
        self._auth_require_tls = owner.tls == "starttls"
        self._faults = owner.faults
        self._smtp_methods = {
            verb: functools.partial(self._with_faults, verb, method) for verb, method in self._smtp_methods.items()
        }
        owner.sessions += 1

    async def _with_faults(self, verb: str, method: Callable[[Any], Awaitable[None]], argument: Any) -> None:
        await asyncio.sleep(self._faults.delay_s.get(verb, 0))
        refusal = _refusal(self._faults, verb, self.envelope.rcpt_tos if self.envelope else ())
        if refusal is not None:
            await self.push(refusal)
            if refusal.startswith("421"):
                _cut(self)
            return
        if verb == "DATA" and self._faults.drop_before_dot:
            await self.push("354 Go ahead")
            await self._reader.readline()
            _cut(self)
        await method(argument)


def _refusal(faults: Faults, verb: str, recipients: Iterable[str]) -> str | None:
    if any(faults.permanent_failure_for.get(recipient) == verb for recipient in recipients):
        return "554 5.7.1 Refused"
    if verb == faults.temporary_failure_at:
        return "451 4.3.0 Try again later"
    if verb == faults.permanent_failure_at:
        return "554 5.7.1 Refused"
    return "421 4.3.2 Going down" if verb == faults.close_at else None


def _cut(server: SMTP) -> None:
    """End the link without a farewell."""
    assert isinstance(server.transport, asyncio.Transport)
    server.transport.close()
    raise asyncio.CancelledError
