# SPDX-License-Identifier: EUPL-1.2
"""Every command that touches personal data stands in the trail, by who called it: ids and codes only."""

import sqlite3
from pathlib import Path

import pytest

from pecwatch.cli.rights import NEEDED
from pecwatch.service.calling import calling_uid
from tests.cli.running import run
from tests.end_to_end.looking import NAMES
from tests.end_to_end.mails import personal_words
from tests.end_to_end.office import SocialServices, at
from tests.generators.letters import Letter, ordinary
from tests.generators.samples import cases
from tests.generators.samples.post import OFFICE_ORDINARY, SUBJECT

pytestmark = pytest.mark.sqlite

ME = f"user:{calling_uid()}"
ONE, TWO, THREE = (f"PW-2025-11-{number:03d}" for number in (1, 2, 3))
ROW = "1) ZUCCHEROLI MIRELLA - Via delle Robinie 14 sc. B int. 7 - {day} ore 9:30 - SI ESEGUE\n"

Noted = tuple[str, str, str]
"""Deed, about what, and how the detail begins."""

NOTED: dict[str, tuple[str, Noted]] = {
    "positions list": ("", ("read", "", "positions list rows=")),
    "positions show": (ONE, ("read", ONE, "positions show")),
    "dossier": (f"{ONE} --full --json", ("read", ONE, "dossier full")),
    "report": ("--month 2025-11", ("read", "", "report 2025-11 rows=")),
    "digest": ("--preview", ("read", "", "digest")),
    "audit list": ("", ("read", "", "audit list")),
    "failed export": ("1 out.eml", ("exported", "message:1", "failed export")),
    "matching estimate": ("", ("read", "", "matching estimate pairs=")),
    "matching reset": ("", ("decided", "", "matching reset")),
    "positions take": (ONE, ("decided", ONE, "cli as=")),
    "positions contacted": (ONE, ("decided", ONE, "cli as=")),
    "positions plan": (ONE, ("decided", ONE, "cli as=")),
    "positions postponement-asked": (ONE, ("decided", ONE, "cli as=")),
    "positions pass": (f"{ONE} OP02", ("decided", ONE, "cli as=")),
    "positions reject": (TWO, ("decided", TWO, "cli as=")),
    "positions confirm": (f"{THREE} 2019/00875", ("decided", THREE, "cli as=")),
    "decisions list": ("", ("read", "", "decisions list count=")),
    "decisions undo": ("1", ("decided", "PW-2025-11-", "cli as=")),
    "positions outcome": (f"{ONE} suspended", ("decided", ONE, "cli as=")),
    "positions close": (f"{ONE} --reason concluso", ("decided", ONE, "cli as=")),
    "positions reopen": (ONE, ("decided", ONE, "cli as=")),
    "positions confirm-list": ("3", ("decided", "message:3", "cli as=")),
    "positions refuse-list": ("4", ("decided", "message:4", "cli as=")),
    "failed retry": ("2", ("decided", "message:2", "failed retry")),
    "failed done": ("5", ("decided", "message:5", "failed done")),
    "failed retry-mail": ("1", ("decided", "mail:1", "failed retry-mail")),
    "reprocess": ("--message 1 --send", ("read", "message:1", "reprocess send")),
    "registry import": ("registry.csv", ("imported", "", "people=300")),
    "registry rollback": ("", ("imported", "registry:", "rollback")),
    "person export": (f"--position {THREE} --json", ("exported", THREE, "")),
    "person rectify": (f"--position {THREE} --name ROSALBA", ("decided", THREE, "cli as=coordinator")),
    "person restrict": (f"--position {THREE}", ("decided", THREE, "cli as=coordinator")),
    "person unrestrict": (f"--position {THREE}", ("decided", THREE, "cli as=coordinator")),
    "person erase": (f"--position {THREE} --yes --even-open", ("erased", THREE, "position")),
    "purge": ("", ("purged", "", "")),
    "keys rotate": ("", ("rotated", "", "from=")),
}
"""By command, in an order in which each has something to do: its arguments, and the entry that stands there then."""

NOT_NOTED: dict[str, str] = {
    **dict.fromkeys(("init", "demo", "parse", "match", "registry map"), "opens only files of the caller"),
    **dict.fromkeys(("run", "poll", "offices"), "the service writes down what it does"),
    **dict.fromkeys(("status", "check", "reconcile", "registry status", "failed list", "matching status"), "no names"),
    "audit verify": "shows numbers of entries",
    "test-alert": "a mail without names",
    "restore": "the next start writes it down, with who it was: tests/cli/test_restore.py",
    **dict.fromkeys(("keys status", "keys encrypt-database"), "keys, and no names"),
}
"""Why a command leaves no entry of its caller."""


@pytest.fixture
def busy(office: SocialServices) -> SocialServices:
    """Message 1 the list of November, 2 an unread one, 3 and 4 lists of which nobody knows whether they are genuine, 5
    one that was read in part.
    """
    now = at(2025, 10, 24, 10)
    office.install()
    office.by_pec(cases.november_pec(), now)
    office.by_pec(Path("samples/2026-07-pdf-protetto/message.eml").read_bytes(), now)
    for month, day in (("DICEMBRE 2025", "04/12/2025"), ("GENNAIO 2026", "15/01/2026")):
        letter = Letter(
            sender="avvisi@altro.example",
            recipients=(OFFICE_ORDINARY,),
            subject=SUBJECT.format(month=month),
            text=f"Elenco interventi {month}\n{ROW.format(day=day)}",
            message_id=f"<{day}@altro.example>",
        )
        office.by_mail(ordinary(letter), now)
    office.by_mail(Path("samples/2026-05-riga-illeggibile/message.eml").read_bytes(), now)
    office.poll(now)
    with sqlite3.connect(office.folder / "var/pecwatch.db") as database:
        database.execute("UPDATE outbox SET state = 'failed' WHERE id = 1")
    return office


def trail(office: SocialServices) -> list[tuple[str, str, str, str]]:
    with sqlite3.connect(office.folder / "var/pecwatch.db") as database:
        return database.execute("SELECT who, deed, about, detail FROM audit ORDER BY number").fetchall()


def test_no_command_is_forgotten() -> None:
    """A new command says what it leaves in the trail, or why nothing."""
    assert NOTED.keys() | NOT_NOTED.keys() == NEEDED.keys()
    assert not NOTED.keys() & NOT_NOTED.keys()


def test_who_called_what_about_whom_is_written_down(busy: SocialServices) -> None:
    """Each command leaves its entry, and the chain holds to the end."""
    missing = []
    for command, (arguments, (deed, about, begins)) in NOTED.items():
        before = len(trail(busy))
        done = run(*command.split(), *arguments.split(), cwd=busy.folder)
        assert done.returncode in (0, 4, 5), (command, done.stderr)
        mine = [entry[1:] for entry in trail(busy)[before:] if entry[0] == ME]
        if not any(each[0] == deed and each[1].startswith(about) and each[2].startswith(begins) for each in mine):
            missing.append((command, mine))
    assert missing == []
    assert run("audit", "verify", cwd=busy.folder).returncode == 0
    assert personal_words(" ".join(word for entry in trail(busy) for word in entry), NAMES) == set()
