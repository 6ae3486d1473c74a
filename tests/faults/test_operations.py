# SPDX-License-Identifier: EUPL-1.2
"""What people change while pecwatch runs: none of it makes things worse than they were."""

import datetime as dt
from pathlib import Path

import pytest

from pecwatch.config import load_config
from pecwatch.errors import UsageError
from pecwatch.model.listing import Status
from pecwatch.service.alarming import post_alarms
from pecwatch.service.desk import Desk
from pecwatch.service.importing import import_registry
from pecwatch.service.opening import open_desk
from pecwatch.service.refreshing import refresh_registry
from pecwatch.store import outbox
from pecwatch.store.records import MailState
from pecwatch.store.registry import active_registry
from tests.registry.staging import HEADER
from tests.rules.folders import changed, copied
from tests.service.bombed import bombed
from tests.service.offices import SmallOffice

MINUTE = dt.timedelta(minutes=1)
BREAKING = ("wording.toml", "[[statuses]]", "[[statuses]")


class Office(SmallOffice):
    """A small office with rules of its own."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, '[lists]\nrules = "regole"')
        self.rules = copied(folder)

    def look(self, desk: Desk) -> list[str]:
        """Two rounds' looks, a minute apart: what the administrator is told."""
        for _ in range(2):
            self.clock.now += MINUTE
            desk.look_at_settings()
            post_alarms(desk, ())
        return take(desk)


def take(desk: Desk) -> list[str]:
    """Subjects of the mails since the last call; they are taken to have left."""
    with desk.database.writing() as session:
        found = [mail for mail in outbox.mails(session) if mail.state is MailState.PENDING]
        for mail in found:
            outbox.mark_dot(session, mail.id)
            outbox.mark_sent(session, mail.id, desk.clock())
    assert {mail.recipient for mail in found} <= {"ced@comune.example"}
    return [mail.subject.removeprefix("[pecwatch] ") for mail in found]


def status_of(desk: Desk, wording: str) -> Status | None:
    """What the readers make of a wording."""
    text = f"1) BONETTALI IVANO - Largo dei Pioppi 3 - {wording}\n"
    reading = desk.sandbox.read(bombed(("elenco.txt", text.encode())))
    assert reading.listing is not None
    return next((row.status for row in reading.listing.rows if row.wording == wording), None)


@pytest.mark.fault("rules-broken")
def test_broken_rules_leave_the_last_good_ones_in_force(tmp_path: Path) -> None:
    """Lists go on being read; the administrator hears of it, and that it is over; good changes are taken up at once."""
    office = Office(tmp_path)
    wording, good = "SI VA AVANTI", (office.rules / BREAKING[0]).read_text(encoding="utf-8")
    with office.desk() as desk:
        assert office.look(desk) == []
        assert status_of(desk, wording) is not Status.EXECUTE
        changed(office.rules, *BREAKING)
        assert office.look(desk) == ["ATTENZIONE – le regole contengono un errore (wording.toml)"]
        assert office.look(desk) == []
        assert status_of(desk, "SI ESEGUE") is Status.EXECUTE
        (office.rules / BREAKING[0]).write_text(good.replace('"SI ESEGUE"', f'"SI ESEGUE", "{wording}"'), "utf-8")
        assert office.look(desk) == []
        assert status_of(desk, wording) is Status.EXECUTE
        office.clock.now += 10 * MINUTE
        assert office.look(desk) == ["RISOLTO – le regole si leggono di nuovo, e sono in uso"]


@pytest.mark.fault("rules-broken")
def test_a_file_that_is_being_written_is_not_judged(tmp_path: Path) -> None:
    """Editors write in pieces: a change counts once two looks have seen the same."""
    office = Office(tmp_path)
    with office.desk() as desk:
        good = (office.rules / BREAKING[0]).read_text(encoding="utf-8")
        changed(office.rules, *BREAKING)
        desk.look_at_settings()
        assert not desk.settings.broken_rules
        (office.rules / BREAKING[0]).write_text(good, encoding="utf-8")
        desk.look_at_settings()
        assert not desk.settings.broken_rules
        assert office.look(desk) == []


@pytest.mark.fault("rules-broken")
def test_a_start_with_broken_rules(tmp_path: Path) -> None:
    """The rules of the last run serve, the administrator is told; where there are none, no start."""
    office = Office(tmp_path)
    changed(office.rules, *BREAKING)
    with pytest.raises(UsageError, match=r"wording\.toml"), office.desk():
        pass
    changed(office.rules, "wording.toml", "[[statuses]", "[[statuses]]")
    with office.desk() as desk:
        before = desk.rules
    changed(office.rules, *BREAKING)
    (office.rules / "clocks.toml").unlink()
    with office.desk() as desk:
        assert desk.rules == before
        assert office.look(desk) == ["ATTENZIONE – le regole contengono un errore (clocks.toml, wording.toml)"]


@pytest.mark.fault("rules-broken")
@pytest.mark.parametrize("content", [b"", b"{}", b'{"folder": "'], ids=["empty", "another version's", "cut off"])
def test_a_copy_that_cannot_be_used_is_none(tmp_path: Path, content: bytes) -> None:
    """Nothing is read by half a copy of the rules."""
    office = Office(tmp_path)
    with office.desk():
        pass
    (tmp_path / "var" / "rules.json").write_bytes(content)
    changed(office.rules, *BREAKING)
    with pytest.raises(UsageError, match=r"wording\.toml"), office.desk():
        pass


@pytest.mark.fault("config-broken")
def test_a_broken_configuration_is_told_before_it_matters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The running service goes on by the one it began with; a start is refused, and that is known beforehand."""
    monkeypatch.setenv("PECWATCH_MAILBOX__PEC__PASSWORD", "rondine-2025")
    office, file = Office(tmp_path), tmp_path / "config.toml"
    good = file.read_text(encoding="utf-8")
    with office.desk() as desk:
        file.write_text(good.replace("[smtp]", "[smpt]"), encoding="utf-8")
        assert office.look(desk) == ["ATTENZIONE – il file di configurazione contiene un errore"]
        with pytest.raises(UsageError, match="smpt"):
            load_config(file)
        assert desk.config.smtp.relay.host == "127.0.0.1"
        assert status_of(desk, "SI ESEGUE") is Status.EXECUTE
        file.write_text(good, encoding="utf-8")
        assert office.look(desk) == []
        office.clock.now += 10 * MINUTE
        assert office.look(desk) == ["RISOLTO – il file di configurazione è di nuovo valido"]


@pytest.mark.fault("secrets-readable")
@pytest.mark.parametrize(
    ("path", "mode"),
    [
        ("var", 0o750),
        ("var", 0o701),
        pytest.param("var/pecwatch.db", 0o640, marks=pytest.mark.sqlite),
        ("var/master.key", 0o604),
        ("segreto", 0o640),
    ],
)
def test_what_others_may_read_is_no_start(tmp_path: Path, path: str, mode: int) -> None:
    """The error says which file it is and what to type; then it starts."""
    SmallOffice(tmp_path)
    file, secret = tmp_path / "config.toml", tmp_path / "segreto"
    file.write_text(file.read_text().replace("[smtp]", 'password_file = "segreto"\n[smtp]', 1))
    secret.touch(mode=0o600)
    secret.write_text("rondine-2025")
    start(file)
    (tmp_path / path).chmod(mode)
    with pytest.raises(UsageError, match=f"{Path(path).name}.*chmod [67]00 "):
        start(file)
    (tmp_path / path).chmod(0o700 if path == "var" else 0o600)
    start(file)


def start(file: Path) -> None:
    """Open everything that a round needs, and close it."""
    with open_desk(load_config(file, {}), exclusive=True) as desk:
        assert desk.secret


ROWS = [
    f"{n};ROSSINI;{name};;;Via Robinie;{n + 1};;;;;;;20/10/2025" for n, name in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
]
GOOD = "\n".join((HEADER, *ROWS))
BAD: dict[str, bytes] = {
    "empty": b"",
    "a heading and nothing below": HEADER.encode(),
    "cut off in the middle": GOOD.encode()[: len(GOOD) // 2],
    "a fifth fewer": "\n".join((HEADER, *ROWS[:20])).encode(),
    "other marks between cells": GOOD.replace(";", "~").encode(),
    "columns that changed places": GOOD.replace("cognome", "x")
    .replace("nome", "cognome")
    .replace("x", "nome")
    .encode(),
    "no columns that are known": GOOD.replace(HEADER, ";".join("abcdefghijklmn")).encode(),
    "two bytes for each letter, and cut off": GOOD.encode("utf-16")[:501],
    "a workbook by its name only": b"PK\x03\x04" + bytes(40),
    "noise": bytes(range(256)) * 20,
}


@pytest.mark.fault("registry-bad-import")
def test_bad_exports_are_laid_aside(tmp_path: Path) -> None:
    """The registry in force stays whatever is put in its place; the administrator is told of each once."""
    file = tmp_path / "anagrafica.csv"
    file.write_text(GOOD, encoding="utf-8")
    with SmallOffice(tmp_path, '[registry]\nfile = "anagrafica.csv"').desk() as desk:
        refresh_registry(desk)
        before = people(desk)
        assert len(before) == 26
        for name, content in BAD.items():
            file.write_bytes(content)
            refresh_registry(desk)
            refresh_registry(desk)
            assert people(desk) == before, name
            assert len(take(desk)) == 1, name
        file.write_bytes(BAD["a fifth fewer"])
        import_registry(desk, file, None, confirmed=True)
        assert len(people(desk)) > 20, "confirmed by a person; who left is still found"


def people(desk: Desk) -> list[str]:
    """Who is known."""
    with desk.database.reading() as session:
        registry = active_registry(session)
    return [] if registry is None else [person.given_name for person in registry.people]
