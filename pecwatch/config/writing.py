# SPDX-License-Identifier: EUPL-1.2
"""A first config.toml: the example with an office's answers in its place, so that every comment is there once.

Only lines change: a key gets another value, or becomes a comment. What the example lacks is a mistake of ours.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pecwatch.model.record import record

NAME = "config.example.toml"
SHIPPED = Path(__file__).parent.parent / "shipped" / NAME
"""Where it lies in an installed wheel."""

ANSWERS = "ordinaria"
"""Name of the mailbox in which people answer, in the example and in the units."""

LEFT_OUT = None
"""Value of a key that becomes a comment: then its default holds."""

Places = Mapping[tuple[str, str], str | None]
"""New values, as TOML writes them, by heading and key."""


@record
class NamedAddress:
    """`Ilaria Brentegani <coordinatrice@comune.example>`."""

    name: str
    email: str


@record
class Server:
    """Where a server is."""

    host: str
    port: int | None
    """None for the usual one."""


@record
class Login:
    """A mailbox and its user; the password has a file."""

    server: Server
    username: str


@record
class Answers:
    """What an office says of itself at the beginning."""

    data_dir: str
    province: str
    mailbox_host: Server
    mailbox_user: str
    replies: Login | None
    """The ordinary mailbox, where people answer our mails."""
    senders: tuple[str, ...]
    smtp_host: Server
    smtp_user: str
    """Blank for a relay that asks for no login."""
    sender: str
    coordinator: NamedAddress
    administrator: NamedAddress
    duty_worker: NamedAddress | None
    director: NamedAddress | None
    operator: NamedAddress | None
    operator_code: str
    registry: str
    """Blank when it is imported by hand."""

    @property
    def domains(self) -> tuple[str, ...]:
        """Those of everybody named: nobody else is written to."""
        people = (self.coordinator, self.administrator, self.duty_worker, self.director, self.operator)
        found = (person.email.rpartition("@")[2].lower() for person in people if person is not None)
        return tuple(dict.fromkeys(found))


def example() -> str:
    """The text of config.example.toml."""
    path = SHIPPED if SHIPPED.is_file() else Path(__file__).parent.parent.parent / NAME
    return path.read_text(encoding="utf-8")


def configuration(answers: Answers) -> str:
    """The example with the answers in it.

    Raises:
        ValueError: The example has no line for one of them.
    """
    places = dict(_places(answers))
    text = _with_replies(_with_master_key(_with_registry(example(), answers.registry)), answers.replies)
    lines = list(_changed(_first_operator(text).splitlines(), places))
    if places:
        raise ValueError(f"{NAME} has no line for {sorted(places)}")
    return "\n".join(lines) + "\n"


def _places(answers: Answers) -> Iterator[tuple[tuple[str, str], str | None]]:
    yield ("[service]", "data_dir"), _text(answers.data_dir)
    yield ("[service]", "holidays"), f'{{ country = "IT", subdivision = {_text(answers.province)} }}'
    # The default lies in data_dir, wherever that is.
    yield ("[database]", "url"), LEFT_OUT
    yield from _server("[[mailbox]]", answers.mailbox_host)
    yield ("[[mailbox]]", "username"), _text(answers.mailbox_user)
    # The default is the username.
    yield ("[[mailbox]]", "addresses"), LEFT_OUT
    yield from _server("[smtp]", answers.smtp_host)
    yield ("[smtp]", "username"), _text(answers.smtp_user) if answers.smtp_user else LEFT_OUT
    if not answers.smtp_user:
        yield ("[smtp]", "password_file"), LEFT_OUT
    yield ("[smtp]", "from"), _text(answers.sender)
    yield ("[smtp]", "reply_to"), _text(answers.sender)
    yield ("[lists]", "senders"), _texts(answers.senders)
    yield ("[office]", "allowed_domains"), _texts(answers.domains)
    yield ("[office]", "coordinator"), _person(answers.coordinator)
    yield ("[office]", "duty_worker"), _person(answers.duty_worker)
    yield ("[office]", "director"), _person(answers.director)
    yield ("[office]", "system_administrator"), _person(answers.administrator)
    operator = answers.operator
    yield ("[[office.operator]]", "code"), _text(answers.operator_code) if operator else LEFT_OUT
    yield ("[[office.operator]]", "name"), _text(operator.name) if operator else LEFT_OUT
    yield ("[[office.operator]]", "email"), _text(operator.email) if operator else LEFT_OUT
    for key in ("phone", "substitute", "absences"):
        yield ("[[office.operator]]", key), LEFT_OUT
    yield ("[notices]", "tutor_addresses"), LEFT_OUT
    if operator is None:
        yield ("[[office.operator]]", ""), LEFT_OUT


def _server(heading: str, server: Server) -> Iterator[tuple[tuple[str, str], str | None]]:
    yield (heading, "host"), _text(server.host)
    if server.port is not None:
        yield (heading, "port"), str(server.port)


def _changed(lines: Sequence[str], places: dict[tuple[str, str], str | None]) -> Iterator[str]:
    """Each line, or what stands in its place; what was found is taken out of the places."""
    heading = ""
    for line in lines:
        if line.startswith("["):
            heading = line.strip()
        key = "" if line.startswith("[") else line.partition(" = ")[0]
        if line[:1] not in ("", "#") and (heading, key) in places:
            value = places.pop((heading, key))
            yield f"# {line}" if value is LEFT_OUT else f"{key} = {value}"
        else:
            yield line


def _first_operator(text: str) -> str:
    """The example without its second operator, who only shows that there may be several."""
    first, heading, rest = text.partition("[[office.operator]]")
    head, _, after = rest.partition("[[office.operator]]")
    return first + heading + head.rstrip("\n") + "\n\n" + after[after.index("# Notices for people outside") :]


def _with_master_key(text: str) -> str:
    """The example with a file for the master key, which then does not lie beside what it protects."""
    return text.replace("# master_key_file = ", "master_key_file = ")


def _with_registry(text: str, file: str) -> str:
    """The example with its section of the registry in force."""
    if not file:
        return text
    return text.replace("# [registry]\n", "[registry]\n").replace(
        '# file = "registry.csv"\n', f"file = {_text(file)}\n"
    )


def _with_replies(text: str, replies: Login | None) -> str:
    """The example with its second mailbox in force; its comment holds no port."""
    if replies is None:
        return text
    head, _, rest = text.partition("# [[mailbox]]\n")
    _, _, after = rest.partition('# purpose = "both"\n')
    port = () if replies.server.port is None else (f"port = {replies.server.port}",)
    lines = (
        "[[mailbox]]",
        f"name = {_text(ANSWERS)}",
        f"host = {_text(replies.server.host)}",
        *port,
        f"username = {_text(replies.username)}",
        f'password_file = "secrets/{ANSWERS}"',
        'purpose = "both"',
    )
    return head + "\n".join(lines) + "\n" + after


def _person(person: NamedAddress | None) -> str | None:
    return LEFT_OUT if person is None else f"{{ name = {_text(person.name)}, email = {_text(person.email)} }}"


def _texts(values: Sequence[str]) -> str:
    return f"[{', '.join(map(_text, values))}]"


def _text(value: str) -> str:
    """A text as TOML writes it: JSON's escapes are among its own."""
    return json.dumps(value, ensure_ascii=False)
