# SPDX-License-Identifier: EUPL-1.2
"""`pecwatch audit`: what was done stands in the trail, and what was changed in it shows."""

import json
import shutil
import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from pecwatch.service.running import serving
from pecwatch.store.database import open_database
from pecwatch.store.engine import WRITES
from tests.cli.running import run
from tests.end_to_end.mails import take_mails
from tests.end_to_end.office import SocialServices, at
from tests.generators.samples import cases
from tests.tree import ROOT

NOON = at(2025, 10, 24, 12)


@pytest.fixture
def told(office: SocialServices) -> SocialServices:
    """An office to which the November list has come, and that was told of it."""
    office.install()
    office.by_pec(cases.november_pec(), at(2025, 10, 24, 9, 12))
    office.poll(NOON)
    return office


def audit(office: SocialServices, *arguments: str) -> "tuple[int, str]":
    done = run("--config", str(office.file), "audit", *arguments, cwd=office.folder)
    return done.returncode, done.stdout


def entries(office: SocialServices, *arguments: str) -> list[dict[str, str]]:
    code, out = audit(office, "list", "--json", *arguments)
    assert code == 0
    return [json.loads(line) for line in out.splitlines()]


def change(office: SocialServices, statement: str) -> None:
    """As somebody does who has the database and not the key."""
    database = open_database(office.config.database.url)
    with database.engine.execution_options(**{WRITES: True}).begin() as connection:
        connection.execute(text(statement))
    database.close()


def test_what_was_done_with_a_message(told: SocialServices) -> None:
    """From its arrival to its outcome, and what each position and each mail went through; nobody's name."""
    found = entries(told)
    assert [each["number"] for each in found] == list(range(1, len(found) + 1))
    assert [each["deed"] for each in entries(told, "--about", "message:1")] == ["received", "parsed", "matched"]
    about = [each for each in entries(told, "--about", "PW-2025-11-001") if each["deed"] == "decided"]
    assert about[0]["detail"] == "opened"
    notified = [each for each in found if each["deed"] == "notified"]
    ids = {mail.message_id for mail in take_mails(told.relay)}
    assert {word for each in notified for word in each["detail"].split() if word.startswith("<")} == ids
    assert {"OP01", "coordinator"} <= {each["who"] for each in notified}
    assert {"imported", "configured"} <= {each["deed"] for each in found}
    words = json.dumps(found).lower()
    assert not any(name in words for name in ("zuccheroli", "mirella", "robinie", "op01@", "coordinatrice@"))


def test_an_untouched_trail_is_whole(told: SocialServices) -> None:
    """By the copy of its head in the data folder, and by the one in a mail."""
    code, out = audit(told, "verify")
    assert (code, out.endswith("whole\n")) == (0, True)
    head = json.loads(audit(told, "verify", "--json")[1])["head"]
    assert audit(told, "verify", "--head", head)[0] == 0
    assert audit(told, "verify", "--head", "1:0000000000000000")[0] == 4
    assert audit(told, "verify", "--head", "a head")[0] == 2
    assert audit(told, "verify", "--head", "")[0] == 2, "as of a script that found none: nothing was compared"


def test_a_change_is_located(told: SocialServices) -> None:
    """One digit in one entry: that entry is named."""
    change(told, "UPDATE audit SET who = 'OP09' WHERE number = 3")
    code, out = audit(told, "verify")
    assert code == 4
    assert out.splitlines()[0] == "entry 3 is not what was written"
    assert out.endswith("broken\n")


def test_an_end_cut_off_shows(told: SocialServices) -> None:
    """The head in the data folder says that there was more, also after another round has written on."""
    last = len(entries(told))
    change(told, f"DELETE FROM audit WHERE number > {last - 2}")
    assert f"all entries from {last - 1} on are gone" in audit(told, "verify")[1]
    told.by_mail(cases.january_blocks(), NOON)
    told.poll(at(2025, 10, 24, 13))
    assert audit(told, "verify")[0] == 4
    assert "audit trail is not what it was" in run("--config", str(told.file), "status", cwd=told.folder).stdout


def test_another_configuration_shows(told: SocialServices) -> None:
    """A start with other settings or rules is an entry; one with the same is none."""

    def configured() -> int:
        return sum(each["deed"] == "configured" for each in entries(told))

    before = configured()
    told.poll(at(2025, 10, 24, 13))
    assert configured() == before >= 1
    told.file.write_text(told.file.read_text().replace("poll_every_s = 5", "poll_every_s = 6"))
    told.poll(at(2025, 10, 24, 14))
    assert configured() == before + 1


def test_rules_that_are_taken_up_show(told: SocialServices) -> None:
    """Nobody starts the service for them; changed and put back again they would leave no trace."""
    rules = Path(shutil.copytree(ROOT / "rules", told.folder / "regole"))
    written = told.file.read_text(encoding="utf-8")
    told.file.write_text(written.replace("[lists]\n", '[lists]\nrules = "regole"\n'), encoding="utf-8")
    with serving(told.config, told.clock) as service:

        def configured() -> list[str]:
            for _ in range(3):  # a change counts once it was seen twice
                service.round(threading.Event())
            return [each["detail"] for each in entries(told) if each["deed"] == "configured"]

        before, clocks = configured(), rules / "clocks.toml"
        good = clocks.read_text(encoding="utf-8")
        clocks.write_text(good.replace("old_after_days = 10", "old_after_days = 1000"), encoding="utf-8")
        changed = configured()
        assert changed[:-1] == before
        clocks.write_text(good, encoding="utf-8")
        assert configured() == [*changed, before[-1]]


def test_the_head_leaves_by_mail(told: SocialServices) -> None:
    """The administrator's daily mail and the coordinator's Monday mail say where the trail stands."""
    take_mails(told.relay)
    told.poll(at(2025, 10, 27, 8, 5))
    heads = {
        mail.name: line
        for mail in take_mails(told.relay)
        for line in mail.text.splitlines()
        if line.startswith("Registro delle operazioni")
    }
    assert heads.keys() == {"ced", "coordinatrice"}
    for line in heads.values():
        head = line.rstrip(".").rpartition(" ")[2]
        assert audit(told, "verify", "--head", head)[0] == 0
