# SPDX-License-Identifier: EUPL-1.2
"""config.toml: what is right is understood, what is wrong is named with file, key and remedy."""

import datetime as dt
import tomllib
from pathlib import Path

import pytest

from pecwatch.config import Config, load_config, load_reading_config
from pecwatch.config.sections import SECTIONS, OperatorSection
from pecwatch.errors import UsageError
from pecwatch.rules import shipped_rules

EXAMPLE = Path(__file__).parent.parent / "config.example.toml"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The example with its passwords put in place."""
    (tmp_path / "secrets").mkdir()
    for name in ("pec", "smtp"):
        secret = tmp_path / "secrets" / name
        secret.touch(mode=0o600)
        secret.write_text(f"segreto-{name}\n")
    path = tmp_path / "config.toml"
    path.write_text(EXAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    return path


def changed(file: Path, old: str, new: str) -> Path:
    """The same file with one piece of text replaced."""
    text = file.read_text(encoding="utf-8")
    assert text.count(old) >= 1
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return file


def complaint(file: Path, environment: dict[str, str] | None = None) -> str:
    with pytest.raises(UsageError) as caught:
        load_config(file, environment or {})
    return str(caught.value)


def test_the_example_is_valid_once_its_passwords_are_there(file: Path) -> None:
    """Whoever copies the example and puts the passwords has a configuration that loads."""
    config = load_config(file, {})
    assert config.service.data_dir == file.parent / "var"
    assert config.database.url == f"sqlite:///{file.parent}/var/pecwatch.db"
    (mailbox,) = config.mailboxes
    assert (mailbox.password, mailbox.addresses) == ("segreto-pec", ("servizisociali@pec.comune.example",))
    assert config.smtp.relay.password == "segreto-smtp"
    assert config.lists.correspondents.senders == ("decadenze@pec.aler.example", "@aler.example")
    assert config.lists.rules == shipped_rules()
    assert config.office.operators[0].absences == ((dt.date(2025, 11, 3), dt.date(2025, 11, 14)),)
    assert config.working_hours.begin == dt.time(8)


def test_the_example_names_every_key(file: Path) -> None:
    """A key that nobody is told of might as well not exist."""
    text = file.read_text(encoding="utf-8")
    shapes = (*SECTIONS.values(), OperatorSection)
    keys = {field.alias or name for shape in shapes for name, field in shape.model_fields.items()}
    assert {key for key in keys - {"password"} if key not in text} == set()


def test_nothing_but_the_necessary(tmp_path: Path) -> None:
    """Everything else has a default."""
    file = tmp_path / "config.toml"
    file.write_text("""
        [[mailbox]]
        name = "pec"
        host = "127.0.0.1"
        username = "ufficio@pec.comune.example"
        [smtp]
        host = "127.0.0.1"
        from = "pecwatch@comune.example"
        [office]
        allowed_domains = ["comune.example"]
        coordinator = { name = "C", email = "c@comune.example" }
        system_administrator = { name = "S", email = "s@comune.example" }
    """)
    config = load_config(file, {"PECWATCH_MAILBOX__PEC__PASSWORD": "00123"})
    assert config.mailboxes[0].password == "00123"
    assert config.mailboxes[0].folders == ("INBOX",)
    assert config.database.url == f"sqlite:///{tmp_path}/var/pecwatch.db"
    assert config.office.duty_worker is None
    assert not config.service.sandbox_required


FIXED_KEYS = [
    *(("service", key) for key in ("data_dir", "poll_every_s", "round_deadline_s", "sandbox", "timezone", "holidays")),
    ("database", "url"),
    *(
        ("mailbox", key)
        for key in ("name", "host", "port", "tls", "username", "password_file", "folders", "addresses", "purpose")
    ),
    *(("smtp", key) for key in ("host", "port", "tls", "username", "password_file", "from", "reply_to")),
    ("lists", "senders"),
    *(
        ("office", key)
        for key in (
            "working_hours",
            "allowed_domains",
            "coordinator",
            "duty_worker",
            "director",
            "system_administrator",
        )
    ),
    *(("office.operator", key) for key in ("code", "name", "email", "phone", "substitute", "absences")),
]


@pytest.mark.parametrize(("section", "key"), FIXED_KEYS, ids=lambda value: value)
def test_a_misspelt_key_is_named_with_the_right_one(file: Path, section: str, key: str) -> None:
    """A misspelt key must not be a silent one."""
    misspelt = f"{key}x"
    _replace_key(file, section, key, f"{misspelt} =")
    text = complaint(file)
    line = next(line for line in text.splitlines() if misspelt in line)
    assert line.startswith(f"{file}: ")
    assert section in line
    assert f'did you mean "{key}"?' in line


@pytest.mark.parametrize(("section", "key"), FIXED_KEYS, ids=lambda value: value)
def test_a_value_of_the_wrong_type_is_refused(file: Path, section: str, key: str) -> None:
    """No key takes a truth value, and none guesses what was meant by it."""
    _replace_key(file, section, key, f"{key} = true #")
    line = next(line for line in complaint(file).splitlines() if section in line and f" {key}: " in line)
    assert line.startswith(f"{file}: ")
    assert "; " in line, "no remedy"


def _replace_key(file: Path, section: str, key: str, new: str) -> None:
    """Replace `key =` by other text, in the first table of the section."""
    heading = f"[[{section}]]" if section in ("mailbox", "office.operator") else f"[{section}]"
    before, found, after = file.read_text(encoding="utf-8").partition(f"\n{heading}\n")
    assert found
    changed_after = after.replace(f"\n{key} =", f"\n{new}", 1)
    assert changed_after != after
    file.write_text(before + found + changed_after, encoding="utf-8")
    tomllib.loads(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("old", "new", "place", "remedy"),
    [
        pytest.param("port = 993", 'port = "993"', "[[mailbox]] 1 port", "without quotes", id="number as text"),
        pytest.param("port = 993", "port = 99300", "[[mailbox]] 1 port", "65535", id="port out of range"),
        pytest.param('tls = "implicit"', 'tls = "ssl"', "[[mailbox]] 1 tls", "'starttls'", id="unknown tls"),
        pytest.param('tls = "starttls"', 'tls = "none"', "[smtp]", "loopback", id="open line to another machine"),
        pytest.param('"secrets/pec"', '"secrets/none"', "password_file", "correct the path", id="no secret file"),
        pytest.param('# tls_ca_file = "ca.pem"', 'tls_ca_file = "ca.pem"', "tls_ca_file", "put the file", id="no CA"),
        pytest.param('# rules = "rules"', 'rules = "nowhere"', "[lists] rules", "make it", id="no rules"),
        pytest.param('data_dir = "var"', 'data_dir = "a/b/c"', "[service] data_dir", "make it", id="no data folder"),
        pytest.param(
            "///var/pecwatch.db", "///a/b/c/x.db", "[database] url", "make the folder", id="no database folder"
        ),
        pytest.param(
            '"sqlite:///var/pecwatch.db"', '"mysql://x/y"', "[database] url", "begin it with", id="other database"
        ),
        pytest.param(
            '"sqlite:///var/pecwatch.db"',
            '"postgresql+psycopg://p@db.comune.example/p"',
            "[database] url",
            "sslmode=verify-full",
            id="database line overheard",
        ),
        pytest.param(
            '"sqlite:///var/pecwatch.db"',
            '"postgresql+psycopg://p:Zibaldone9@localhost/p"',
            "[database] url",
            "password_file",
            id="password in a URL",
        ),
        pytest.param(
            'password_file = "secrets/smtp"', 'password = "Zibaldone9"', "[smtp] password", "mode 0600", id="password"
        ),
        pytest.param(
            'timezone = "Europe/Rome"',
            'timezone = "Europe/Cremona"',
            "[service] timezone",
            "Europe/Rome",
            id="no such time zone",
        ),
        pytest.param('subdivision = "CR"', 'subdivision = "QQ"', "[service] holidays", "3166", id="no such province"),
        pytest.param("poll_every_s = 60", "poll_every_s = 1", "[service] poll_every_s", "5", id="too often"),
        pytest.param(
            "segretariato@comune.example", "s@altrove.example", "duty_worker.email", "allowed_domains", id="outside"
        ),
        pytest.param("dirigente@comune.example", "d@gmail.com", "director.email", "own domain", id="public mail"),
        pytest.param('["comune.example"]', '["libero.it"]', "allowed_domains", "own domains", id="public domain"),
        pytest.param('"@aler.example"', '"aler.example"', "[lists] senders.1", "@aler.example", id="domain without at"),
        pytest.param(
            'substitute = "OP02"', 'substitute = "OP09"', "[[office.operator]] 1 substitute", "code", id="nobody"
        ),
        pytest.param('code = "OP02"', 'code = "OP01"', "[[office.operator]] 2 code", "of their own", id="code twice"),
        pytest.param('"2025-11-14"]]', '"2025-11-01"]]', "[[office.operator]] 1", "last day", id="absence backwards"),
        pytest.param('["08:00", "14:00"]\n# N', "[8, 14]\n# N", "[office] working_hours", "quotes", id="bare hours"),
        pytest.param('expected_by = "learned"', "expected_by = 32", "[lists] expected_by", "never", id="no such day"),
        pytest.param(
            'expected_by = "learned"', 'expected_by = "presto"', "[lists] expected_by", "working day -5", id="no day"
        ),
        pytest.param("[service]", "[servce]", "[servce]", 'did you mean "service"?', id="misspelt section"),
        pytest.param('name = "Ilaria Brentegani", ', "", "coordinator.name", "add it", id="person without name"),
    ],
)
def test_what_is_wrong_is_said_with_its_remedy(file: Path, old: str, new: str, place: str, remedy: str) -> None:
    """Each complaint names file, key and what to do, and never repeats a password."""
    if old == "[service]":
        changed(file, "\n[service]\n", f"\n{new}\n")
    else:
        changed(file, old, new)
    text = complaint(file)
    line = next((line for line in text.splitlines() if place in line), text)
    assert line.startswith(f"{file}: ")
    assert place in line
    assert remedy in line
    assert "Zibaldone9" not in text


@pytest.mark.parametrize(
    "url", ["127.0.0.1/p?hostaddr=192.0.2.7", "/p?service=pecwatch", "/p?host=127.0.0.1,db.example"]
)
def test_a_server_that_only_seems_to_be_this_machine(file: Path, url: str) -> None:
    """The driver follows an address or a service file before the host."""
    text = complaint(file, {"PECWATCH_DATABASE__URL": f"postgresql+psycopg://pecwatch@{url}"})
    assert "may be overheard" in text
    near = {"PECWATCH_DATABASE__URL": "postgresql+psycopg://pecwatch@localhost/p?hostaddr=127.0.0.1"}
    assert load_config(file, near).database.url.endswith("hostaddr=127.0.0.1")


def test_an_operator_under_a_heading_of_one_bracket(file: Path) -> None:
    """The place is named as it must be written."""
    before, _, after = file.read_text(encoding="utf-8").partition("[[office.operator]]\n")
    one, _, after = after.partition("[[office.operator]]\n")
    rest = after.partition("\n\n")[2]
    file.write_text(f"{before}[office.operator]\n{one}\n{rest}", encoding="utf-8")
    assert "[[office.operator]]: must be a list" in complaint(file)


def test_everything_wrong_is_said_at_once(file: Path) -> None:
    """Nobody should have to start five times to mend five mistakes."""
    for old, new in (
        ("port = 993", "prot = 993"),
        ("poll_every_s = 60", 'poll_every_s = "x"'),
        ("port = 587", "port = 0"),
    ):
        changed(file, old, new)
    (file.parent / "secrets" / "smtp").chmod(0o644)
    assert len(complaint(file).splitlines()) == 3
    changed(file, "port = 0", "port = 25")
    text = complaint(file)
    assert len(text.splitlines()) == 3
    assert "chmod 600" in text


@pytest.mark.parametrize(
    "variable",
    [
        "PECWATCH_SMTP__PROT",
        "PECWATCH_SMPT__PORT",
        "PECWATCH_MAILBOX__PEC__HOTS",
        "PECWATCH_OFFICE__COORDINATOR__EMALI",
    ],
)
def test_a_misspelt_variable_is_named(file: Path, variable: str) -> None:
    """The environment is judged like the file, and named instead of it."""
    assert f"environment variable {variable}" in complaint(file, {variable: "x"}) or variable == "PECWATCH_SMPT__PORT"
    assert "did you mean" in complaint(file, {variable: "x"})


def test_the_environment_goes_before_the_file(file: Path) -> None:
    """Every key can be overridden, also in lists of tables and in people."""
    environment = {
        "PECWATCH_SMTP__PORT": "2525",
        "PECWATCH_MAILBOX__PEC__HOST": "altro.pec.example",
        "PECWATCH_MAILBOX__PEC__FOLDERS": "INBOX, Archivio",
        "PECWATCH_MAILBOX__PEC__PASSWORD": "1e5",
        "PECWATCH_LISTS__SENDERS": '["@altra.example"]',
        "PECWATCH_SERVICE__HOLIDAYS__SUBDIVISION": "MI",
        "PECWATCH_OFFICE__COORDINATOR__EMAIL": "nuova@comune.example",
        "PECWATCH_OFFICE__OPERATOR__OP02__EMAIL": "op2@comune.example",
        "PECWATCH_CONFIG": "ignored, since a file was given",
    }
    config = load_config(file, environment)
    (mailbox,) = config.mailboxes
    assert config.smtp.relay.port == 2525
    assert (mailbox.host, mailbox.folders, mailbox.password) == ("altro.pec.example", ("INBOX", "Archivio"), "1e5")
    assert config.lists.correspondents.senders == ("@altra.example",)
    assert config.service.holidays.subdivision == "MI"
    assert config.office.coordinator.email == "nuova@comune.example"
    assert config.office.operators[1].email == "op2@comune.example"


def test_passwords_come_from_systemd_credentials(file: Path, tmp_path: Path) -> None:
    """`LoadCredential=pec:…` is enough; the modes of that folder are systemd's affair."""
    credentials = tmp_path / "credentials"
    credentials.mkdir()
    for name in ("pec", "smtp"):
        changed(file, f'password_file = "secrets/{name}"', "")
        (credentials / name).write_text(f"da-systemd-{name}")
    config = load_config(file, {"CREDENTIALS_DIRECTORY": str(credentials)})
    assert config.mailboxes[0].password == "da-systemd-pec"
    assert config.smtp.relay.password == "da-systemd-smtp"
    assert "no password" in complaint(file)


def test_the_database_password_is_put_into_its_url(file: Path) -> None:
    """A password with odd signs survives the journey into the URL, and no repr shows it."""
    secret = file.parent / "secrets" / "database"
    secret.touch(mode=0o600)
    secret.write_text("a@b/c:d")
    changed(file, '"sqlite:///var/pecwatch.db"', '"postgresql+psycopg://pecwatch@localhost/pecwatch"')
    changed(file, "# password_file", "password_file")
    config = load_config(file, {})
    assert config.database.url == "postgresql+psycopg://pecwatch:a%40b%2Fc%3Ad@localhost/pecwatch"
    for password in ("a%40b", "segreto"):
        assert password not in repr(config)


def test_where_the_file_is_looked_for(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """--config, then PECWATCH_CONFIG, then ./config.toml; naming one that is missing is an error."""
    monkeypatch.chdir(file.parent)
    assert isinstance(load_config(None, {}), Config)
    monkeypatch.chdir("/")
    assert load_config(None, {"PECWATCH_CONFIG": str(file)}).file == file
    for given, environment in ((Path("nowhere.toml"), {}), (None, {"PECWATCH_CONFIG": "nowhere.toml"})):
        with pytest.raises(UsageError, match=r"nowhere\.toml: no such configuration file"):
            load_config(given, environment)


def test_a_file_that_the_system_does_not_let_us_reach(file: Path) -> None:
    """As one in a folder closed to this account; here the name is longer than any file's."""
    with pytest.raises(UsageError, match=r"cannot be reached \(File name too long\); correct the path, or run"):
        load_config(file.with_name("x" * 300), {})


def test_a_broken_file_is_said_to_be_so(file: Path) -> None:
    """The line that is not TOML is named."""
    changed(file, "poll_every_s = 60", "poll_every_s = ")
    text = complaint(file)
    assert text.startswith(f"{file}: not valid TOML")
    assert "\n" not in text


def test_reading_judges_only_the_lists(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`parse` works beside a broken or missing configuration of everything else."""
    changed(file, "port = 587", "prot = 587")
    changed(file, 'sandbox = "best-effort"', 'sandbox = "required"')
    (file.parent / "secrets" / "pec").unlink()
    config = load_reading_config(file, {})
    assert config.lists.correspondents.addresses == ("servizisociali@pec.comune.example",)
    assert config.sandbox_required
    changed(file, "senders =", "sender =")
    with pytest.raises(UsageError, match='did you mean "senders"'):
        load_reading_config(file, {})
    (file.parent / "empty").mkdir()
    monkeypatch.chdir(file.parent / "empty")
    assert load_reading_config(None, {}).lists.correspondents.senders == ()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param(
            'tutor_addresses = ["@cooperativa.example"]', "", "tutor_addresses names nobody", id="nobody to write to"
        ),
        pytest.param('"@cooperativa.example"', '"cooperativa.example"', "neither an address nor a domain", id="no @"),
        pytest.param('"@cooperativa.example"', '"*@cooperativa.example"', "no wildcards", id="a star"),
        pytest.param('"@cooperativa.example"', '"@gmail.com"', "public mail provider", id="public domain"),
        pytest.param('"@cooperativa.example"', '"tutor@gmail.com"', "public mail provider", id="public address"),
        pytest.param("buildings = true", 'buildings = "yes"', "must be true or false", id="not a switch"),
    ],
)
def test_notices_that_would_reach_nobody_or_anybody(file: Path, old: str, new: str, said: str) -> None:
    """Whoever turns them on says to whom, one by one."""
    changed(file, "buildings = false", "buildings = true")
    assert said in complaint(changed(file, old, new))


def test_notices_are_off_unless_turned_on(file: Path) -> None:
    """In the example too; the environment can turn them on."""
    assert not load_config(file, {}).notices.buildings
    assert load_config(file, {"PECWATCH_NOTICES__BUILDINGS": "true"}).notices.buildings
