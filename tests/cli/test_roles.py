# SPDX-License-Identifier: EUPL-1.2
"""`[roles]`: each command obeys, rows of others stay theirs, and whoever read or was refused stands in the trail."""

import json
import os
import pwd
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import typer

from pecwatch.cli.main import app
from pecwatch.cli.rights import FREE, NEEDED
from pecwatch.model.access import Access, Account, Roles
from pecwatch.service.calling import calling_uid
from pecwatch.store import audit
from pecwatch.store.database import open_database
from tests.cli.running import complaint, run
from tests.cli.test_init import NEEDED as NEEDED_BY_INIT
from tests.end_to_end.looking import NAMES
from tests.end_to_end.mails import personal_words
from tests.end_to_end.office import SocialServices, at
from tests.generators.samples import cases

UID = calling_uid()
ME = pwd.getpwuid(UID).pw_name
DAEMON = pwd.getpwnam("daemon")
MINE, ANOTHERS = "PW-2025-11-001", "PW-2025-11-002"

NEEDS_NO_LOGIN = pytest.mark.skipif(
    Path("/proc/self/loginuid").read_text(encoding="ascii") != "4294967295",
    reason="the kernel knows who logged in, so sudo's word is not asked for",
)


@pytest.fixture
def november(office: SocialServices) -> SocialServices:
    """An office with the list of November."""
    office.install()
    office.by_pec(cases.november_pec(), at(2025, 10, 24, 9, 12))
    office.poll(at(2025, 10, 24, 9, 13))
    return office


def with_roles(office: SocialServices, table: str) -> SocialServices:
    text = office.file.read_text(encoding="utf-8").partition("\n[roles]\n")[0]
    office.file.write_text(f"{text}\n[roles]\n{table}\n", encoding="utf-8")
    return office


def called(office: SocialServices, *arguments: str, **variables: str) -> tuple[int, str, str]:
    done = run(*arguments, cwd=office.folder, **variables)
    return done.returncode, done.stdout, done.stderr


def trail(office: SocialServices) -> list[tuple[str, str, str, str]]:
    url = office.database_url or f"sqlite:///{office.folder}/var/pecwatch.db"
    with closing(open_database(url)) as database, database.reading() as session:
        return [(each.deed, each.who, each.about, each.detail) for each in audit.trail(session)]


def noted(office: SocialServices, deed: str) -> list[tuple[str, str, str]]:
    return [entry[1:] for entry in trail(office) if entry[0] == deed]


def commands() -> Iterator[str]:
    """Every command of the program, by its words."""

    def ends(command: Any, words: tuple[str, ...]) -> Iterator[str]:
        inner = getattr(command, "commands", None)
        if inner is None:
            yield " ".join(words)
        else:
            for name, each in inner.items():
                yield from ends(each, (*words, name))

    whole: Any = typer.main.get_command(app)
    for name in whole.list_commands(None):
        yield from ends(whole.get_command(None, name), (name,))


def test_no_command_is_forgotten() -> None:
    """A new command without a line would be refused to everybody: here it is named."""
    assert set(commands()) - set(NEEDED) == set()
    assert all(NEEDED[command] for command in commands())
    assert set(FREE) <= set(NEEDED)


ROLES = Roles(
    holders={
        Access.ADMINISTRATOR: frozenset({"@ced", "rossi"}),
        Access.COORDINATOR: frozenset({"bianchi"}),
        Access.AUDITOR: frozenset({"rossi"}),
    },
    operators={"verdi": "OP01", "@desk": "duty_worker"},
)


@pytest.mark.parametrize(
    ("name", "groups", "keeps_service", "access", "codes"),
    [
        pytest.param("bianchi", "", False, "coordinator", "", id="by name"),
        pytest.param("x", "ced", False, "administrator", "", id="by group"),
        pytest.param("@ced", "", False, "", "", id="no account is a group"),
        pytest.param("ced", "", False, "", "", id="nor a group's name an account"),
        pytest.param("rossi", "desk", False, "administrator auditor operator", "duty_worker", id="all of hers"),
        pytest.param("verdi", "desk", False, "operator", "OP01 duty_worker", id="two codes"),
        pytest.param("x", "users", False, "", "", id="a stranger"),
        pytest.param("", "", False, "", "", id="a number without a name"),
        pytest.param("pecwatch", "", True, "administrator", "", id="the service's own account"),
        pytest.param("bianchi", "", True, "coordinator", "", id="named, and owner of the data"),
    ],
)
def test_who_may_what(name: str, groups: str, keeps_service: bool, access: str, codes: str) -> None:
    """By name and by groups, together; nothing by default, but for those as whom the units run."""
    found = ROLES.caller(Account(uid=7, name=name, groups=frozenset(groups.split())), keeps_service=keeps_service)
    assert (" ".join(sorted(found.access)), " ".join(sorted(found.codes))) == (access, codes)


TABLES = {
    Access.ADMINISTRATOR: f'administrator = ["{ME}"]',
    Access.COORDINATOR: f'coordinator = ["{ME}"]',
    Access.AUDITOR: f'auditor = ["{ME}"]',
    Access.OPERATOR: f'operator = {{ "{ME}" = "OP01" }}',
}
CALLS = {
    "status": ("status",),
    "failed list": ("failed", "list"),
    "registry status": ("registry", "status"),
    "positions list": ("positions", "list"),
    "positions take": ("positions", "take", MINE),
    "dossier": ("dossier", MINE),
    "decisions list": ("decisions", "list"),
    "failed export": ("failed", "export", "1", "out.eml"),
    "report": ("report", "--month", "2025-11"),
    "audit list": ("audit", "list"),
    "audit verify": ("audit", "verify"),
    "purge": ("purge", "--dry-run"),
    "digest": ("digest", "--preview"),
}


@pytest.mark.parametrize("role", list(Access))
def test_every_role_may_call_its_commands_and_no_others(november: SocialServices, role: Access) -> None:
    """What is refused says so in a line, ends with 2, shows nothing, and stands in the trail by right and number."""
    with_roles(november, TABLES[role])
    known = set(commands())
    for name, words in CALLS.items():
        if name not in known:
            continue
        before = len(noted(november, "refused"))
        done = run(*words, cwd=november.folder)
        refused = noted(november, "refused")[before:]
        if role in NEEDED[name]:
            assert (name, "not for you" in done.stderr, refused) == (name, False, [])
        else:
            assert "not for you" in complaint(done), name
            assert (done.stdout, refused) == ("", [(f"user:{UID}", "", name)])
    assert ME not in {word for entry in trail(november) for field in entry for word in field.split()}


def test_what_an_administrator_is_shown_holds_no_name(november: SocialServices) -> None:
    """Whether all is well, and which messages need a person: numbers, days, codes."""
    november.by_pec(Path("samples/2026-07-pdf-protetto/message.eml").read_bytes(), at(2025, 10, 24, 10))
    november.poll(at(2025, 10, 24, 10, 1))
    with_roles(november, TABLES[Access.ADMINISTRATOR])
    calls = (("status",), ("status", "--json"), ("failed", "list"), ("registry", "status"), ("reconcile", "--json"))
    for words in (*calls, ("reconcile",), ("check",), ("audit", "verify")):
        _, out, err = called(november, *words)
        assert out and not personal_words(out + err, NAMES), words


def test_an_operator_has_her_own_rows(november: SocialServices) -> None:
    """Her list is short, rows of others are refused and noted, and she decides as herself only."""
    with_roles(november, TABLES[Access.OPERATOR])
    _, out, _ = called(november, "positions", "list", "--json")
    rows = [json.loads(line) for line in out.splitlines()]
    assert {each["owner"] for each in rows} == {"OP01"} and MINE in {each["reference"] for each in rows}
    assert "not for you" not in called(november, "positions", "show", MINE)[2]
    assert called(november, "positions", "take", MINE)[0] == 0
    for words in (
        ("positions", "show"),
        ("dossier", "--full"),
        ("positions", "take"),
        ("positions", "close", "--reason", "x"),
    ):
        code, out, err = called(november, *words, ANOTHERS)
        assert (code, out) == (2, "") and f"{ANOTHERS}: not a row of OP01" in err
    assert "not your code" in called(november, "positions", "contacted", MINE, "--as", "coordinator")[2]
    for words, about in (((MINE, "--recipients"), ""), (("--recipients", "--message", "1"), "message:1")):
        assert "for the coordinator" in called(november, "dossier", *words)[2]
        assert noted(november, "refused")[-1][1:] == (about, "dossier --recipients")
    assert [about for _, about, _ in noted(november, "refused")] == [*[ANOTHERS] * 4, MINE, "", "message:1"]
    assert {who for who, _, _ in noted(november, "refused")} == {f"OP01:{UID}"}
    assert (f"OP01:{UID}", MINE, "cli as=OP01") in noted(november, "decided")


def test_a_stand_in_has_the_rows_of_who_is_away(november: SocialServices) -> None:
    """As the mails go to her; a row is hers as long as the owner is absent."""
    with_roles(november, f'operator = {{ "{ME}" = "OP02" }}')
    assert called(november, "positions", "show", MINE)[0] == 2
    away = 'substitute = "OP02"\nabsences = [["2025-01-01", "2099-12-31"]]'
    text = november.file.read_text(encoding="utf-8")
    november.file.write_text(text.replace('code = "OP01"', f'code = "OP01"\n{away}'), encoding="utf-8")
    assert called(november, "positions", "show", MINE)[0] == 0
    assert called(november, "positions", "take", MINE)[0] == 0
    assert (f"OP02:{UID}", MINE, "cli as=OP02") in noted(november, "decided")


def test_who_imports_is_written_down(office: SocialServices) -> None:
    """A registry, and what stands beside it: by number and count."""
    (office.folder / "operators.csv").write_text(
        "Codice;Nome;Email;Telefono;Sostituto;Assenze\nOP09;Ersilia Contardi;op09@comune.example;;;\n", encoding="utf-8"
    )
    assert called(office, "registry", "import", "registry.csv")[0] == 0
    assert called(office, "registry", "import", "--operators", "operators.csv")[0] == 0
    me = f"user:{UID}"
    by_me = [entry for entry in noted(office, "imported") if entry[0] == me]
    assert by_me == [(me, "", "people=300"), (me, "", "operators=1")]


@pytest.mark.sqlite
def test_what_cannot_be_written_down_is_not_shown(november: SocialServices) -> None:
    """The trail refuses, as with a full disk: whoever would read sees why, and no row."""
    with sqlite3.connect(november.folder / "var/pecwatch.db") as database:
        database.execute("CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'full'); END")
    for words in (("positions", "list"), ("dossier", MINE, "--full"), ("failed", "export", "1", "out.eml")):
        code, out, err = called(november, *words)
        assert (code, out) == (1, "") and "database" in err
    assert not (november.folder / "out.eml").exists()


@NEEDS_NO_LOGIN
def test_sudo_lends_rights_and_not_a_name(november: SocialServices) -> None:
    """Whoever called sudo is asked about, not the account that lends its rights."""
    with_roles(november, f'coordinator = ["{ME}"]\noperator = {{ daemon = "OP01" }}')
    sudo = {"SUDO_UID": str(DAEMON.pw_uid)}
    assert called(november, "report", "--month", "2025-11")[0] == 0
    assert called(november, "report", "--month", "2025-11", **sudo)[0] == 2
    assert called(november, "positions", "show", MINE, **sudo)[0] == 0
    assert noted(november, "read")[-1] == (f"OP01:{DAEMON.pw_uid}", MINE, "positions show")
    # With rights of another, what is free otherwise would open her files.
    assert "not for you" in called(november, "parse", "config.toml", **sudo)[2]


@NEEDS_NO_LOGIN
@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives a link away")
def test_a_link_of_hers_leads_to_no_configuration(november: SocialServices, tmp_path: Path) -> None:
    """Where it leads is a good file without roles; whoever made the link has chosen it, and could choose another."""
    sudo = {"SUDO_UID": str(DAEMON.pw_uid)}
    link = tmp_path / "link.toml"
    link.symlink_to(november.file)
    words = ("--config", str(link), "positions", "list")
    assert called(november, *words, **sudo)[0] == 0
    os.chown(link, DAEMON.pw_uid, DAEMON.pw_gid, follow_symlinks=False)
    code, out, err = called(november, *words, **sudo)
    assert (code, out) == (2, "") and "call sudo without --config" in err


@NEEDS_NO_LOGIN
def test_who_borrows_rights_brings_no_configuration(november: SocialServices) -> None:
    """It would say who may do what; nor does the environment."""
    sudo = {"SUDO_UID": str(DAEMON.pw_uid)}
    own = november.folder / "own.toml"
    own.write_text(november.file.read_text(encoding="utf-8"), encoding="utf-8")
    own.chmod(0o666)
    code, out, err = called(november, "--config", str(own), "positions", "list", **sudo)
    assert (code, out) == (2, "") and "call sudo without --config" in err
    if os.geteuid() == 0:
        own.chmod(0o600)
        os.chown(own, DAEMON.pw_uid, DAEMON.pw_gid)
        assert called(november, "--config", str(own), "positions", "list", **sudo)[:2] == (2, "")
    with_roles(november, 'auditor = ["nobody"]')
    code, out, err = called(november, "positions", "list", PECWATCH_ROLES__COORDINATOR=ME)
    assert (code, out) == (2, "") and "configuration file only" in err


@NEEDS_NO_LOGIN
def test_who_borrows_rights_has_no_configuration_written(november: SocialServices, tmp_path: Path) -> None:
    """It would belong to the account that lends its rights, and count: without roles it lets everybody do anything."""
    with_roles(november, f'administrator = ["daemon"]\ncoordinator = ["{ME}"]')
    sudo = {"SUDO_UID": str(DAEMON.pw_uid)}
    options = [word for pair in NEEDED_BY_INIT.items() for word in pair]
    made = tmp_path / "made"
    code, _, err = called(november, "init", "--into", str(made), "--non-interactive", *options, **sudo)
    assert code == 2 and "with the rights of another account" in err
    assert not made.exists()
    assert noted(november, "refused")[-1] == (f"user:{DAEMON.pw_uid}", "", "init")


def test_a_service_unit_needs_no_entry(november: SocialServices) -> None:
    """Units run as the owner of the data: round and status go on whatever the table says."""
    with_roles(november, 'auditor = ["nobody"]')
    assert called(november, "status")[0] != 2
    assert called(november, "poll")[0] in (0, 4)
    assert "not for you" in called(november, "positions", "list")[2]


def test_check_says_what_the_table_is_worth(office: SocialServices) -> None:
    """None at all, an account the machine does not know, a code nobody has."""
    assert "[roles]: no such table" in called(office, "check")[1]
    with_roles(
        office, f'administrator = ["{ME}", "nessuno-qui"]\noperator = {{ daemon = "OP77", "@nessuno" = "OP01" }}'
    )
    _, out, _ = called(office, "check")
    for text in (
        "no such table",
        "nessuno-qui: this machine",
        "no such group",
        "nobody in the office has the code OP77",
    ):
        assert (text in out) == (text != "no such table"), text


@pytest.mark.parametrize(
    ("table", "says"),
    [
        pytest.param('coordinater = ["x"]', 'did you mean "coordinator"?', id="a misspelt role"),
        pytest.param('coordinator = "x"', "must be a list", id="no list"),
        pytest.param('operator = ["x"]', "[roles] operator", id="an operator without a code"),
        pytest.param('auditor = ["@"]', "not an account or group", id="no name"),
    ],
)
def test_a_table_with_a_mistake_lets_nobody_in(office: SocialServices, table: str, says: str) -> None:
    """A right that was misspelt must not become no limit at all."""
    with_roles(office, table)
    assert says in complaint(run("status", cwd=office.folder))
