# SPDX-License-Identifier: EUPL-1.2
"""`pecwatch init`: a first configuration out of a few answers, and what remains to be done."""

import os
import secrets
from collections.abc import Callable
from email.utils import parseaddr
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from pydantic import TypeAdapter, ValidationError

from pecwatch.cli.checks import Verdict, findings
from pecwatch.cli.terminal import shown
from pecwatch.config import load_config
from pecwatch.config.values import OfficeAddress, Sender
from pecwatch.config.writing import ANSWERS, Answers, Login, NamedAddress, Server, configuration
from pecwatch.errors import UsageError
from pecwatch.store.key_ring import KEY_BYTES
from pecwatch.store.permissions import make_private_folder

T = TypeVar("T")

app = typer.Typer(add_completion=False)

FILE, SECRETS = "config.toml", "secrets"
AS_PERSON = "Name Surname <name@comune.example>"
AS_SERVER = "name or name:port"
LAST_PORT = 65535


def _flag(text: str) -> Any:
    return typer.Option(help=text, show_default=False)


@app.command()
def init(
    *,
    into: Annotated[Path, typer.Option(help="Folder of the configuration; made if it is missing.")] = Path(),
    non_interactive: Annotated[
        bool, typer.Option("--non-interactive", help="Ask nothing: what no option says is left out, or an error.")
    ] = False,
    data_dir: Annotated[str, typer.Option(help="Folder of the data, relative to the configuration.")] = "var",
    province: Annotated[str, typer.Option(help="Whose patron saint is a holiday, as CR.")] = "CR",
    mailbox_host: Annotated[str | None, _flag(f"IMAP server of the PEC mailbox, {AS_SERVER}.")] = None,
    mailbox_user: Annotated[str | None, _flag("Its user name, usually the PEC address.")] = None,
    senders: Annotated[str | None, _flag("Addresses or @domains of the housing company, with commas.")] = None,
    replies_host: Annotated[
        str | None, _flag(f"IMAP server of the ordinary mailbox where answers arrive, {AS_SERVER}; may be left out.")
    ] = None,
    replies_user: Annotated[str | None, _flag("Its user name.")] = None,
    smtp_host: Annotated[str | None, _flag(f"Relay for our mails, {AS_SERVER}; never the PEC account.")] = None,
    smtp_user: Annotated[str | None, _flag("Its user name; blank if it asks for no login.")] = None,
    sender: Annotated[str | None, typer.Option("--from", help="In whose name we write.", show_default=False)] = None,
    coordinator: Annotated[str | None, _flag(f'Coordinator: "{AS_PERSON}".')] = None,
    administrator: Annotated[str | None, _flag("System administrator, the same way.")] = None,
    duty_worker: Annotated[str | None, _flag("Segretariato sociale; may be left out.")] = None,
    director: Annotated[str | None, _flag("Director; may be left out.")] = None,
    operator: Annotated[str | None, _flag("First social worker; may be left out.")] = None,
    operator_code: Annotated[str, typer.Option(help="Her code in the registry.")] = "OP01",
    registry: Annotated[str | None, _flag("File of the registry, taken up when it changes; may be left out.")] = None,
) -> None:
    """Write a commented config.toml, passwords' files and a master key, then run check; nothing is overwritten."""
    path = into / FILE
    if path.exists():
        raise UsageError(f"{path}: there already, and never overwritten; change it by hand, or give another --into")
    asking = _Asking(non_interactive=non_interactive)
    answers = Answers(
        data_dir=data_dir,
        province=province,
        mailbox_host=asking.answer("--mailbox-host", "IMAP server of the PEC mailbox", mailbox_host, _server),
        mailbox_user=asking.answer("--mailbox-user", "Its user name, usually the PEC address", mailbox_user, _needed),
        replies=_replies(asking, replies_host, replies_user),
        senders=asking.answer(
            "--senders", "PEC addresses or @domains of the housing company, with commas", senders, _senders
        ),
        smtp_host=asking.answer("--smtp-host", "SMTP relay for our mails (never the PEC account)", smtp_host, _server),
        smtp_user=asking.answer("--smtp-user", "Its user name; blank for none", smtp_user, _blank),
        sender=asking.answer("--from", "Address we write from", sender, _address),
        coordinator=asking.answer("--coordinator", f"Coordinator, as {AS_PERSON}", coordinator, _person),
        administrator=asking.answer("--administrator", "System administrator, the same way", administrator, _person),
        duty_worker=asking.answer("--duty-worker", "Segretariato sociale; blank for none", duty_worker, _maybe),
        director=asking.answer("--director", "Director; blank for none", director, _maybe),
        operator=asking.answer("--operator", "First social worker; blank for none", operator, _maybe),
        operator_code=operator_code,
        registry=asking.answer("--registry", "File of the registry; blank for none", registry, _registry),
    )
    asking.raise_if_any()
    names = ("pec", *((ANSWERS,) if answers.replies else ()), *(("smtp",) if answers.smtp_user else ()))
    passwords = {name: asking.password(name) for name in names}
    _write(into, configuration(answers), {**passwords, "master_key": secrets.token_hex(KEY_BYTES)})
    typer.echo(f"{path}: written; every key is explained in it")
    _say_what_remains(path)


def _replies(asking: "_Asking", host: str | None, user: str | None) -> Login | None:
    question = "IMAP server of the ordinary mailbox where answers arrive; blank for none"
    server = asking.answer("--replies-host", question, host, _maybe_server)
    if server is None:
        return None
    return Login(server=server, username=asking.answer("--replies-user", "Its user name", user, _needed))


class _Asking:
    """Takes each answer from its option, else from a person; what is missing is told all at once."""

    def __init__(self, *, non_interactive: bool) -> None:
        self._non_interactive = non_interactive
        self._wrong: list[str] = []

    def answer(self, flag: str, question: str, given: str | None, understood: Callable[[str], T]) -> T:
        """One answer; of a wrong one nothing is used, since `raise_if_any` comes before."""
        while True:
            asks = given is None and not self._non_interactive
            text = typer.prompt(question, default="", show_default=False) if asks else given or ""
            try:
                return understood(text.strip())
            except UsageError as error:
                if not asks:
                    self._wrong.append(f"{flag}: {error}")
                    return understood(WELL_FORMED[understood])
                typer.echo(f"  {error}", err=True)

    def password(self, name: str) -> str:
        """Typed without being shown; blank when it comes later."""
        if self._non_interactive:
            return ""
        text: str = typer.prompt(
            f"Password of {name} (not shown; blank to write it later)", default="", show_default=False, hide_input=True
        )
        return text

    def raise_if_any(self) -> None:
        """Stop before anything is written.

        Raises:
            UsageError: One line for each option.
        """
        if self._wrong:
            raise UsageError("\n".join(self._wrong))


def _needed(text: str) -> str:
    if not text:
        raise UsageError("missing")
    return text


def _server(text: str) -> Server:
    host, separator, port = _needed(text).partition(":")
    if not host or (separator and not (port.isdecimal() and 0 < int(port) <= LAST_PORT)):
        raise UsageError("write it as imaps.pec.example, or imaps.pec.example:993")
    return Server(host=host, port=int(port) if separator else None)


def _maybe_server(text: str) -> Server | None:
    return _server(text) if text else None


def _blank(text: str) -> str:
    return text


def _registry(text: str) -> str:
    if text and not Path(text).is_file():
        raise UsageError("no such file; leave it out and import it later with pecwatch registry import")
    return str(Path(text).absolute()) if text else ""


def _senders(text: str) -> tuple[str, ...]:
    return tuple(_valid(Sender, each.strip()) for each in _needed(text).split(",") if each.strip())


def _address(text: str) -> str:
    return _valid(OfficeAddress, _needed(text))


def _person(text: str) -> NamedAddress:
    quoted = text.startswith('"') and text.endswith('"')
    name, address = parseaddr(text[1:-1] if quoted else _needed(text))
    if not name or not address:
        raise UsageError(f"write it as {AS_PERSON}")
    return NamedAddress(name=name, email=_valid(OfficeAddress, address))


def _maybe(text: str) -> NamedAddress | None:
    return _person(text) if text else None


def _valid(kind: Any, text: str) -> str:
    """The text as config.toml will take it.

    Raises:
        UsageError: With the remedy that config.toml has for it.
    """
    try:
        found: str = TypeAdapter(kind).validate_python(text)
    except ValidationError as error:
        raise UsageError(error.errors(include_input=False)[0]["msg"]) from None
    return found


WELL_FORMED: dict[Callable[[str], Any], str] = {
    _needed: "-",
    _server: "-",
    _maybe_server: "",
    _blank: "",
    _registry: "",
    _senders: "@aler.example",
    _address: "pecwatch@comune.example",
    _person: "N <n@comune.example>",
    _maybe: "",
}
"""Stands for a wrong answer until all of them are told; never written."""


def _write(into: Path, text: str, secret_texts: dict[str, str]) -> None:
    make_private_folder(into)
    make_private_folder(into / SECRETS)
    for name, secret in secret_texts.items():
        path = into / SECRETS / name
        if not path.exists():
            _write_privately(path, f"{secret}\n" if secret else "")
    _write_privately(into / FILE, text)


def _write_privately(path: Path, text: str) -> None:
    """A file that only its owner may read: whoever runs this, or for root the owner of the folder."""
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        if os.geteuid() == 0:
            folder = path.parent.stat()
            os.fchown(handle, folder.st_uid, folder.st_gid)
        file.write(text)


def _say_what_remains(path: Path) -> None:
    """Run check, and list what it found wrong as things to do."""
    try:
        found = [finding for finding in findings(load_config(path)) if finding.verdict is not Verdict.OK]
        left = [f"{finding.verdict.value}: {finding.text}" for finding in found]
    except UsageError as error:
        left = str(error).splitlines()
    typer.echo("what remains:" if left else "check finds nothing wrong")
    for text in left:
        typer.echo(f"- {shown(text)}")
    typer.echo(f"then: pecwatch --config {path} check, registry import FILE, test-alert, run")
