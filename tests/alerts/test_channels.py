# SPDX-License-Identifier: EUPL-1.2
"""Each way out, against a real server or a real folder."""

import dataclasses
import stat
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pecwatch.alerts.channels import Channel, Delivered, Doubtful, Outcome, OutgoingMail, Postponed, Refused
from pecwatch.alerts.channels.folder import FolderChannel
from pecwatch.alerts.channels.smtp import SmtpChannel
from pecwatch.errors import UsageError
from pecwatch.model.connection import Tls
from pecwatch.model.relay import SmtpRelay
from tests.servers.certificates import Authority, ServerCertificate
from tests.servers.dovecot import reserved_port
from tests.servers.smtp import SmtpServer

SENDER = "pecwatch@comune.example"
WORKER = "a.operatrice@comune.example"
OTHER = "b.operatrice@comune.example"


def a_mail(
    recipient: str = WORKER, content: bytes = b"Subject: x\r\n\r\nciao\r\n", label: str = "mail"
) -> OutgoingMail:
    return OutgoingMail(sender=SENDER, recipient=recipient, content=content, label=label)


def relay_of(server: SmtpServer) -> SmtpRelay:
    return SmtpRelay(
        host=server.host,
        port=server.port,
        tls=Tls(server.tls),
        tls_ca_file=server.ca_file,
        username=server.username,
        password=server.password,
    )


class Dot:
    """Remembers how often the outbox was told that the dot is near, and what the server had by then."""

    def __init__(self, server: SmtpServer | None = None) -> None:
        self.server = server
        self.taken_before: list[int] = []

    def __call__(self) -> None:
        self.taken_before.append(len(self.server.messages) if self.server else 0)


@pytest.fixture
def channel(smtp_server: SmtpServer) -> Iterator[SmtpChannel]:
    with SmtpChannel(relay_of(smtp_server), reply_timeout_s=2, dot_timeout_s=2) as channel:
        yield channel


@pytest.mark.parametrize("tls", ["starttls", "implicit", "none"])
def test_a_mail_arrives_by_every_kind_of_line(server_certificate: ServerCertificate, tls: str) -> None:
    """STARTTLS, TLS from the start, and the open line to this machine itself."""
    with SmtpServer(server_certificate, tls=tls) as server, SmtpChannel(relay_of(server)) as channel:
        assert channel.send(a_mail(), Dot()) == Delivered()
        (mail,) = server.messages
        assert (mail.sender, mail.recipients) == (SENDER, (WORKER,))
        assert mail.content == b"Subject: x\r\n\r\nciao\r\n"


def test_one_session_carries_several_mails_each_in_its_own_transaction(
    smtp_server: SmtpServer, channel: SmtpChannel
) -> None:
    """One recipient per transaction, one login for all."""
    for recipient in (WORKER, OTHER, WORKER):
        assert channel.send(a_mail(recipient), Dot()) == Delivered()
    assert [mail.recipients for mail in smtp_server.messages] == [(WORKER,), (OTHER,), (WORKER,)]
    assert smtp_server.sessions == 1


def test_the_dot_is_announced_before_it_is_sent(smtp_server: SmtpServer, channel: SmtpChannel) -> None:
    """The outbox can write down «dot» while the relay has certainly taken nothing."""
    dot = Dot(smtp_server)
    channel.send(a_mail(), dot)
    assert dot.taken_before == [0]


def test_nothing_is_sent_when_the_dot_cannot_be_written_down(smtp_server: SmtpServer, channel: SmtpChannel) -> None:
    """A full disk in the outbox stops the mail, and the next one starts a session of its own."""

    def full_disk() -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        channel.send(a_mail(), full_disk)
    assert smtp_server.messages == []
    assert channel.send(a_mail(), Dot()) == Delivered()


@pytest.mark.parametrize(
    ("faults", "expected", "dots"),
    [
        pytest.param({"reject_recipients": {WORKER}}, Refused(code="550 5.1.1", text=""), 0, id="unknown recipient"),
        pytest.param({"temporary_failure_at": "EHLO"}, Postponed(code="451 4.3.0", text=""), 0, id="451 EHLO"),
        pytest.param({"temporary_failure_at": "AUTH"}, Postponed(code="451 4.3.0", text=""), 0, id="451 AUTH"),
        pytest.param({"temporary_failure_at": "MAIL"}, Postponed(code="451 4.3.0", text=""), 0, id="451 MAIL"),
        pytest.param({"temporary_failure_at": "RCPT"}, Postponed(code="451 4.3.0", text=""), 0, id="451 RCPT greylist"),
        pytest.param({"temporary_failure_at": "DATA"}, Postponed(code="451 4.3.0", text=""), 0, id="451 DATA"),
        pytest.param({"temporary_failure_at": "DOT"}, Postponed(code="451 4.3.0", text=""), 1, id="451 after the dot"),
        pytest.param({"permanent_failure_at": "DATA"}, Refused(code="554 5.7.1", text=""), 0, id="554 DATA"),
        pytest.param({"permanent_failure_at": "DOT"}, Refused(code="554 5.7.1", text=""), 1, id="554 after the dot"),
        pytest.param({"permanent_failure_at": "EHLO"}, Postponed(code="554 5.7.1", text=""), 0, id="554 EHLO"),
        pytest.param({"close_at": "MAIL"}, Postponed(code="421 4.3.2", text=""), 0, id="421 MAIL"),
        pytest.param({"close_at": "RCPT"}, Postponed(code="421 4.3.2", text=""), 0, id="421 RCPT"),
        pytest.param({"refuse_auth": True}, Postponed(code="login_refused", text=""), 0, id="login refused"),
        pytest.param({"delay_s": {"MAIL": 5}}, Postponed(code="disconnected", text=""), 0, id="silent before the dot"),
        pytest.param({"delay_s": {"DOT": 5}}, Doubtful(code="no_reply", text=""), 1, id="silent after the dot"),
        pytest.param({"drop_after_dot": True}, Doubtful(code="no_reply", text=""), 1, id="line dies after the dot"),
    ],
)
def test_every_failure_has_its_own_answer(
    smtp_server: SmtpServer, channel: SmtpChannel, faults: dict[str, object], expected: Outcome, dots: int
) -> None:
    """Before the dot a failure is certain, after it a dead line is doubtful; and the channel goes on afterwards."""
    for name, value in faults.items():
        setattr(smtp_server.faults, name, value)
    dot = Dot()
    outcome = channel.send(a_mail(), dot)
    assert not isinstance(outcome, Delivered)
    assert (type(outcome), outcome.code) == (type(expected), getattr(expected, "code", None))
    assert len(dot.taken_before) == dots
    for name in faults:
        setattr(smtp_server.faults, name, type(getattr(smtp_server.faults, name))())
    assert channel.send(a_mail(OTHER), Dot()) == Delivered()


def test_a_line_that_dies_within_the_message_is_never_a_delivery(smtp_server: SmtpServer, channel: SmtpChannel) -> None:
    """Whether the loss shows before or after the dot, the mail counts as not delivered and has not arrived."""
    smtp_server.faults.drop_before_dot = True
    outcome = channel.send(a_mail(content=b"Subject: x\r\n\r\n" + b"ciao\r\n" * 500_000), Dot())
    assert isinstance(outcome, Postponed | Doubtful)
    assert smtp_server.messages == []


def test_an_idle_session_that_the_relay_closed_is_opened_again(smtp_server: SmtpServer, channel: SmtpChannel) -> None:
    """The second mail of the day does not fail because the relay has hung up meanwhile."""
    channel.send(a_mail(), Dot())
    smtp_server.faults.close_at = "NOOP"
    assert channel.send(a_mail(OTHER), Dot()) == Delivered()
    assert smtp_server.sessions == 2


@pytest.mark.fault("smtp-secrets")
def test_a_mail_is_never_sent_over_a_line_whose_tls_was_taken_away(server_certificate: ServerCertificate) -> None:
    """STARTTLS stripped: neither password nor message leave."""
    with SmtpServer(server_certificate, tls="none") as server:
        relay = dataclasses.replace(relay_of(server), tls=Tls.STARTTLS)
        outcome = SmtpChannel(relay).send(a_mail(), Dot())
        assert isinstance(outcome, Postponed)
        assert outcome.code == "tls_failed"
        assert server.messages == []


@pytest.mark.fault("smtp-secrets")
@pytest.mark.parametrize("tls", ["starttls", "implicit"])
@pytest.mark.parametrize("wrong", ["authority", "name"])
def test_a_relay_with_a_wrong_certificate_gets_nothing(
    authority: Authority, tmp_path: Path, tls: str, wrong: str
) -> None:
    """Unknown authority or another host name: no TLS, no mail."""
    if wrong == "authority":
        certificate = dataclasses.replace(authority.issue("stranger"), ca_file=Authority(tmp_path).ca_file)
    else:
        certificate = authority.issue("elsewhere", hosts=("relay.elsewhere.example",))
    with SmtpServer(certificate, tls=tls) as server:
        outcome = SmtpChannel(relay_of(server)).send(a_mail(), Dot())
        assert isinstance(outcome, Postponed)
        assert outcome.code == "tls_failed"
        assert server.messages == []


def test_a_relay_that_is_down_postpones() -> None:
    """Nobody listens: the mail waits."""
    with reserved_port() as port:
        outcome = SmtpChannel(SmtpRelay(host="127.0.0.1", port=port, tls=Tls.NONE)).send(a_mail(), Dot())
    assert isinstance(outcome, Postponed)
    assert outcome.code == "unreachable"


@pytest.mark.parametrize(
    "recipient",
    [
        pytest.param("società@comune.example", id="accent"),
        pytest.param("a@comune.example>\r\nRCPT TO:<b@elsewhere.example", id="second command"),
        pytest.param("operatrice", id="no domain"),
        pytest.param("", id="empty"),
    ],
)
def test_an_impossible_address_is_refused_without_asking_the_relay(
    smtp_server: SmtpServer, channel: SmtpChannel, recipient: str
) -> None:
    """What cannot stand in an SMTP command never becomes one."""
    outcome = channel.send(a_mail(recipient), Dot())
    assert isinstance(outcome, Refused)
    assert outcome.code == "recipient_invalid"
    assert (smtp_server.messages, smtp_server.sessions) == ([], 0)


def test_a_password_with_accents_logs_in(smtp_server: SmtpServer) -> None:
    """People choose such passwords; smtplib alone stops at them."""
    smtp_server.password = "perché-però"
    with SmtpChannel(relay_of(smtp_server)) as channel:
        assert channel.send(a_mail(), Dot()) == Delivered()


def test_an_open_line_to_another_machine_is_wrong_usage() -> None:
    """Said when the channel is made, with the remedy."""
    with pytest.raises(UsageError, match="loopback"):
        SmtpChannel(SmtpRelay(host="smtp.comune.example", port=25, tls=Tls.NONE))


def test_a_broken_authority_file_is_wrong_usage(tmp_path: Path) -> None:
    """Said when the channel is made, not with the first alert."""
    with pytest.raises(UsageError, match="tls_ca_file"):
        SmtpChannel(SmtpRelay(host="smtp.comune.example", port=587, tls_ca_file=tmp_path / "none.pem"))


def test_no_answer_repeats_password_address_or_the_words_of_the_relay(
    smtp_server: SmtpServer, channel: SmtpChannel
) -> None:
    """Answers are logged and shown to the administrator."""
    smtp_server.faults.reject_recipients = {WORKER}
    refused = channel.send(a_mail(), Dot())
    smtp_server.password = "another"
    channel.close()
    postponed = channel.send(a_mail(OTHER), Dot())
    shown = repr((refused, postponed, SmtpRelay(host="h", port=1, username="utente", password="segreto")))
    for canary in (WORKER, OTHER, "No such user", SmtpServer.username + "'", SmtpServer.password, "utente", "segreto"):
        assert canary not in shown


@given(
    lines=st.lists(st.binary(max_size=40).map(lambda line: line.replace(b"\r", b"").replace(b"\n", b"")), max_size=8)
)
def test_lines_that_begin_with_a_dot_arrive_unchanged(smtp_line: SmtpServer, lines: list[bytes]) -> None:
    """No line of a mail can end it early, and none loses its dot."""
    content = b"Subject: x\r\n\r\n" + b"".join(line + b"\r\n" for line in [b".", *lines])
    with SmtpChannel(relay_of(smtp_line)) as channel:
        assert channel.send(a_mail(content=content), Dot()) == Delivered()
    assert smtp_line.messages[-1].content == content


@pytest.fixture(scope="module")
def smtp_line(server_certificate: ServerCertificate) -> Iterator[SmtpServer]:
    """An open local line: hypothesis asks often."""
    with SmtpServer(server_certificate, tls="none") as server:
        yield server


def an_alert() -> bytes:
    message = EmailMessage(policy=SMTP)
    message["Subject"] = "Elenco di novembre: 3 righe"
    message.set_content("testo")
    message.add_alternative("<!doctype html><p>perché</p>", subtype="html")
    return message.as_bytes()


def test_the_folder_holds_the_mail_and_its_page(tmp_path: Path) -> None:
    """Readable by the owner alone, named by the caller's label."""
    channel: Channel = FolderChannel(tmp_path / "mail")
    content = an_alert()
    assert channel.send(a_mail(content=content, label="007-rows-operator"), Dot()) == Delivered()
    files = sorted((tmp_path / "mail").iterdir())
    assert [file.name for file in files] == ["007-rows-operator.eml", "007-rows-operator.html"]
    assert files[0].read_bytes() == content
    assert "perché" in files[1].read_text(encoding="utf-8")
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE((tmp_path / "mail").stat().st_mode) == 0o700


def test_the_folder_never_overwrites_and_never_leaves_itself(tmp_path: Path) -> None:
    """A label is a name, not a path; the same label twice makes two files."""
    channel = FolderChannel(tmp_path / "mail")
    for _ in range(2):
        channel.send(a_mail(label="../../Weekly digest"), Dot())
    assert sorted(file.name for file in (tmp_path / "mail").iterdir()) == ["-weekly-digest-2.eml", "-weekly-digest.eml"]
    assert [file.name for file in tmp_path.iterdir()] == ["mail"]


def test_a_folder_that_cannot_be_written_postpones(tmp_path: Path) -> None:
    """The mail waits in the outbox."""
    (tmp_path / "mail").write_text("a file in the way")
    outcome = FolderChannel(tmp_path / "mail").send(a_mail(), Dot())
    assert isinstance(outcome, Postponed)
    assert outcome.code == "not_written"
