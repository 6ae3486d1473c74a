# SPDX-License-Identifier: EUPL-1.2
"""What a person may ask for about her own data, as the office does it: over a real mailbox and a real relay."""

import datetime as dt
import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from pecwatch.casework.subject import ERASED
from pecwatch.model.position import Position, PositionState
from pecwatch.service.person_erasing import is_ahead
from pecwatch.store.backup import backups
from pecwatch.store.notes import note
from pecwatch.store.tables import StoredMessage
from tests.casework.people import position_of, row
from tests.cli.running import complaint, run, run_program
from tests.end_to_end.looking import positions
from tests.end_to_end.office import SocialServices, at
from tests.generators.samples import cases
from tests.servers.tracing import can_trace

CODE, FOLDER, HERS = "DFLRSO44T48X999B", "2019/00875", "PW-2025-11-003"
UNKNOWN = "PW-2025-11-006"
CANARIES = ("Falchetti", CODE, FOLDER)
OTHERS = ("Zuccheroli", "Tramontelli", "Okoroma", "Persichelli")


@pytest.fixture
def november(office: SocialServices) -> SocialServices:
    """An office that has received the list of November and its copy; every mail has left."""
    office.install()
    office.by_pec(cases.november_pec(), at(2025, 10, 24, 9, 12))
    office.poll(at(2025, 10, 24, 9, 13))
    office.by_mail(cases.november_copy(), at(2025, 10, 24, 9, 52))
    office.poll(at(2025, 10, 24, 9, 53))
    return office


def done(office: SocialServices, *arguments: str) -> str:
    answer = run(*arguments, cwd=office.folder)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout


def exported(office: SocialServices, *selector: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(done(office, "person", "export", *selector, "--json"))
    return found


def held_bytes(office: SocialServices) -> bytes:
    """Everything in the data folder, and what the sealed messages hold; the rules hold given names of their own."""
    files = (path for path in (office.folder / "var").rglob("*") if path.is_file() and path.name != "rules.json")
    with office.desk() as desk:
        messages = [b"".join(desk.vault.pieces(name)) for name in desk.vault.names()]
    return b"".join([*(path.read_bytes() for path in files), *messages]).upper()


def in_database(office: SocialServices) -> bytes:
    """The database with its log, and its copies."""
    return b"".join(path.read_bytes() for path in (office.folder / "var").rglob("pecwatch*.db*")).upper()


def among(found: bytes, words: tuple[str, ...]) -> list[str]:
    """Which of these words stand there."""
    return [word for word in words if word.upper().encode() in found]


def test_everything_on_one_person_and_nothing_on_others(november: SocialServices) -> None:
    """By codice fiscale, folder or position the same person is found, in all that is held; neighbours are not in it."""
    by_code, by_folder, by_position = (
        exported(november, *selector)
        for selector in (("--fiscal-code", CODE.lower()), ("--folder", FOLDER), ("--position", HERS))
    )
    assert by_code["registry"] == by_folder["registry"] == by_position["registry"]
    assert [each["person"]["fiscal_code"] for each in by_code["registry"]] == [CODE]
    for found in (by_code, by_folder, by_position):
        assert [each["reference"] for each in found["positions"]] == [HERS]
        assert [each["message_id"] for each in found["lines"]] == [each["message_id"] for each in found["messages"]]
        assert {each["row"]["given_name"] for each in found["lines"]} == {"ROSA"}
        to_owner = next(each for each in found["mails"] if each["recipient_code"] == "OP03")
        assert {"name", "address", "folder", "reference"} <= set(to_owner["fields"])
        assert to_owner["sent_at"] is not None and to_owner["smtp_id"]
    assert len(by_code["lines"]) == 2 and all(each["other_rows"] == 6 for each in by_code["messages"])
    text = json.dumps(by_code, ensure_ascii=False).upper().encode()
    assert among(text, OTHERS) == []
    assert by_code["keeping"] and by_code["restrictions"] == []
    # That it was handed out stands in the trail, and so in what is handed out next.
    assert [each["deed"] for each in by_position["reads"]] == ["exported", "exported"]


def test_a_page_that_she_can_read(november: SocialServices) -> None:
    """In Italian, for its owner alone, without the people who stand in the same list."""
    done(november, "person", "export", "--position", HERS, "--page", "richiesta.html")
    page = november.folder / "richiesta.html"
    assert page.stat().st_mode & 0o777 == 0o600
    text = page.read_text()
    assert "FALCHETTI ROSA" in text and "Chi è stato avvisato" in text and "nome, indirizzo" in text
    assert ">Anagrafica dei servizi sociali, importazione n. 1 (in uso)</h2>" in text, "each import by itself"
    assert among(text.upper().encode(), OTHERS) == []


def set_aside(office: SocialServices) -> str:
    """The database as a damaged one that lies aside, with its log; the name of it."""
    file = office.folder / "var" / "pecwatch.db"
    for ending in ("", "-wal"):
        shutil.copy(file, file.with_name(f"pecwatch.db.damaged-20251120T000000Z{ending}"))
    return "pecwatch.db.damaged-20251120T000000Z"


@pytest.mark.sqlite
def test_a_damaged_database_holds_her_too(november: SocialServices) -> None:
    """What is handed out names it among the copies, with the day by which it goes."""
    name = set_aside(november)
    copies = {each["name"]: each["is_last_at"] for each in exported(november, "--position", HERS)["copies"]}
    assert copies[name].startswith("2025-11-27")


@pytest.mark.sqlite
def test_erased_and_nobody_else(november: SocialServices) -> None:
    """No byte of her is left in database, log, copies and messages; others stand as they stood; history is whole."""
    before = positions(november)
    set_aside(november)
    done(november, "person", "erase", "--folder", FOLDER, "--yes", "--even-open", "--raw", "--backups")
    assert among(held_bytes(november), CANARIES) == []
    after = positions(november)
    mine = after.pop(HERS)
    was = before.pop(HERS)
    assert {each: _but_candidates(position) for each, position in after.items()} == {
        each: _but_candidates(position) for each, position in before.items()
    }
    assert (mine.row.surname, mine.row.date, mine.row.status) == (ERASED, was.row.date, was.row.status)
    assert not mine.is_open
    assert "erased" in {each["word"] for each in json.loads(done(november, "dossier", HERS, "--json"))["moments"]}
    assert run("audit", "verify", cwd=november.folder).returncode == 0
    assert "nothing is held" in complaint(run("person", "export", "--fiscal-code", CODE, cwd=november.folder))
    assert among(in_database(november), OTHERS) == list(OTHERS)


@pytest.mark.sqlite
@pytest.mark.fault("disk-full")
@pytest.mark.skipif(not can_trace(), reason="strace cannot trace here")
def test_erased_also_where_the_disk_is_too_full_to_write_the_database_anew(november: SocialServices) -> None:
    """Her rows are gone and that is said, with what is owed; the next purge does it, though nothing else is due."""
    far = "".join(f"{name}_months = 120\n" for name in ("raw", "texts", "closed", "unmatched", "left", "troubles"))
    november.file.write_text(f"[retention]\nbackups_days = 3000\n{far}{november.file.read_text()}")
    database = november.folder / "var" / "pecwatch.db"
    with november.desk() as desk, desk.database.writing() as session:
        note(session, "large", "x" * 4_000_000, desk.clock())
    full = ("-P", f"{database}-wal", "-e", "inject=pwrite64:error=ENOSPC:when=1000+")
    command = ("strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=pwrite64", *full)
    erase = ("person", "erase", "--folder", FOLDER, "--yes", "--even-open", "--raw", "--backups")
    answer = run_program(*erase, cwd=november.folder, before=command)
    assert answer.returncode == 1 and "disk is full" in answer.stderr and "is erased from every row" in answer.stderr
    assert "erased\n" in answer.stdout
    assert "nothing is held" in complaint(run("person", "export", "--fiscal-code", CODE, cwd=november.folder))
    assert free_pages(database) > 0
    assert "rows: 0 gone" in done(november, "purge")
    assert free_pages(database) == 0
    assert among(held_bytes(november), CANARIES) == []
    assert [each.name.rpartition("-")[2] for each in backups(database)] == ["purged.db"]


def free_pages(database: Path) -> int:
    """Pages of the file in which nothing stands any more."""
    with closing(sqlite3.connect(database)) as connection:
        return int(connection.execute("PRAGMA freelist_count").fetchone()[0])


def _but_candidates(position: Position) -> Position:
    """She was a candidate for a neighbour's row, and is none any more."""
    kept = tuple(each for each in position.match.candidates if each.folder != FOLDER)
    return replace(position, match=replace(position.match, candidates=kept))


def test_read_again_she_does_not_come_back(november: SocialServices) -> None:
    """The sealed original still holds her; read again it opens no position of hers and keeps no line of hers."""
    done(november, "person", "erase", "--folder", FOLDER, "--yes", "--even-open", "--backups")
    with november.desk() as desk:
        assert len(list(desk.vault.names())) == 2
    before = positions(november)
    for number in ("1", "2"):
        answer = run("reprocess", "--message", number, "--send", cwd=november.folder)
        assert answer.returncode in (0, 4, 5), answer.stderr
    assert positions(november).keys() == before.keys()
    assert among(in_database(november), CANARIES) == []


@pytest.mark.parametrize(
    ("number", "let_go_of"),
    [
        pytest.param(2, {"vault_name": ""}, id="a sealed copy"),
        pytest.param(1, {"reading": None}, id="what was read"),
    ],
)
def test_erased_after_a_purge(november: SocialServices, number: int, let_go_of: dict[str, object]) -> None:
    """What has had its time before is no stumbling block, and no way back for her."""
    with november.desk() as desk, desk.database.writing() as session:
        session.execute(update(StoredMessage).where(StoredMessage.id == number).values(**let_go_of))
    done(november, "person", "erase", "--folder", FOLDER, "--yes", "--even-open", "--backups", "--raw")
    assert among(held_bytes(november), CANARIES) == []


def test_her_file_read_again_does_not_bring_her_back(november: SocialServices) -> None:
    """A copy of the PEC that somebody has saved holds her still: neither rows nor mails come of it."""
    done(november, "failed", "export", "1", "salvata.eml")
    done(november, "person", "erase", "--folder", FOLDER, "--yes", "--even-open", "--backups")
    run("reprocess", "salvata.eml", "--send", cwd=november.folder)
    assert among(in_database(november), CANARIES) == []


def test_a_new_letter_is_a_new_matter(november: SocialServices) -> None:
    """Whoever was erased and is to be evicted after all is told of like anybody else; also whom no registry knows."""
    done(november, "person", "erase", "--position", UNKNOWN, "--yes", "--even-open", "--backups")
    assert among(in_database(november), ("Tramontelli", "Olindo")) == []
    november.by_pec(cases.november_reminder(), at(2025, 11, 21, 10, 3))
    november.poll(at(2025, 11, 21, 10, 4))
    named = [each for each in positions(november).values() if each.row.given_name == "OLINDO"]
    assert [each.is_open for each in named] == [True]


@pytest.mark.sqlite
def test_a_look_before_and_words_against_haste(november: SocialServices) -> None:
    """Counts come first; without a terminal --yes is asked for; until then nothing is changed."""
    said = done(november, "person", "erase", "--position", HERS, "--dry-run")
    assert "registry records: 1" in said and f"positions: 1 ({HERS})" in said and "nothing was changed" in said
    unsure = run("person", "erase", "--folder", FOLDER, "--even-open", cwd=november.folder)
    assert unsure.returncode == 2 and "--yes" in unsure.stderr
    assert among(in_database(november), CANARIES) == list(CANARIES)


def test_a_look_before_needs_no_stopped_service(november: SocialServices) -> None:
    """It changes nothing, so alarms need not wait for it; who looked stands in the trail, for counts are somebody's."""
    with november.desk(exclusive=True):
        said = done(november, "person", "erase", "--position", HERS, "--dry-run")
        assert f"positions: 1 ({HERS})" in said
        assert run("person", "erase", "--position", HERS, "--yes", cwd=november.folder).returncode == 75
    trail = run("audit", "list", "--about", HERS, "--json", cwd=november.folder).stdout.splitlines()
    last = json.loads(trail[-1])
    assert (last["deed"], last["detail"]) == ("read", "person erase counted")


@pytest.mark.parametrize(
    ("is_open", "day", "ahead"),
    [
        pytest.param(True, dt.date(2025, 11, 6), True, id="today"),
        pytest.param(True, dt.date(2025, 11, 27), True, id="to come"),
        pytest.param(True, None, True, id="no day is known"),
        pytest.param(True, dt.date(2025, 11, 5), False, id="gone by"),
        pytest.param(False, dt.date(2025, 11, 27), False, id="closed"),
    ],
)
def test_an_alarm_that_protects_her_is_not_switched_off(is_open: bool, day: dt.date | None, ahead: bool) -> None:
    """While an execution may still come, erasing is refused unless somebody insists."""
    state = PositionState.NEW if is_open else PositionState.CLOSED
    position = replace(position_of(row()), state=state)
    position = replace(position, row=replace(position.row, date=day, postponed_to=None))
    assert is_ahead(position, dt.date(2025, 11, 6)) is ahead


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        pytest.param(("export",), "one of --fiscal-code", id="nobody"),
        pytest.param(("export", "--folder", "1", "--position", "PW-2025-11-001"), "one of", id="two at once"),
        pytest.param(("export", "--folder", "1999/00001"), "nothing is held", id="a folder nobody has"),
        pytest.param(("erase", "--position", "PW-2025-11-999"), "no such position", id="a position nobody has"),
        pytest.param(("erase", "--folder", "1999/00001", "--as", "X"), "nobody in the office", id="a code nobody has"),
        pytest.param(("export", "--folder", "1", "--page", "x.docx"), ".html", id="another ending"),
    ],
)
def test_a_slip_is_told_in_one_line(office: SocialServices, arguments: tuple[str, ...], names: str) -> None:
    """Nothing is written, and what was typed is not repeated."""
    said = complaint(run("person", *arguments, cwd=office.folder))
    assert names in said and len(said.splitlines()) == 1


def test_erasing_waits_for_the_service(office: SocialServices) -> None:
    """Somebody else at work: 75, as everywhere."""
    with office.desk(exclusive=True):
        assert run("person", "erase", "--folder", FOLDER, "--yes", cwd=office.folder).returncode == 75


def test_who_received_what(november: SocialServices) -> None:
    """For a breach: each mail with recipient, moment, Message-ID and the data that stood in it; looks, too."""
    done(november, "person", "export", "--position", HERS, "--json")
    found = json.loads(done(november, "dossier", HERS, "--recipients", "--json"))
    told = {each["recipient_code"]: each for each in found["mails"]}
    assert {"name", "address", "folder"} <= set(told["OP03"]["fields"])
    assert "name" not in told["coordinator"]["fields"]
    assert all(each["smtp_id"].startswith("<") and each["sent_at"] for each in told.values())
    assert [each["deed"] for each in found["reads"]] == ["exported"]
    assert all(each["body"] is None for each in found["mails"])
    whole = json.loads(done(november, "dossier", "--recipients", "--message", "1", "--json"))
    assert len(whole["references"]) == 7
    assert {each["recipient_code"] for each in whole["mails"]} > set(told)
    assert f"CHI HA RICEVUTO I DATI: {HERS}" in done(november, "dossier", HERS, "--recipients")
    assert "I DATI: MESSAGGIO 1\n" in done(november, "dossier", "--recipients", "--message", "1")


@pytest.mark.parametrize(
    "slip",
    [("--surname", " "), ("--name", ""), ("--address", ""), ("--fiscal-code", "TRMLND"), ("--fiscal-code", "")],
    ids=" ".join,
)
def test_a_slip_takes_no_name_off_a_row(november: SocialServices, slip: tuple[str, str]) -> None:
    """Nobody would know any more whose eviction it is; a code that is none would find nobody."""
    before = positions(november)[UNKNOWN]
    assert slip[0] in complaint(run("person", "rectify", "--position", UNKNOWN, *slip, cwd=november.folder))
    assert positions(november)[UNKNOWN] == before


def test_rectified_beside_what_was_received(november: SocialServices) -> None:
    """What is right is shown from now on, also when the next list repeats its error; what was written is kept."""
    right = ("--surname", "TRAMONTELLI ROVERI", "--address", "Via Acquafredda 17")
    done(november, "person", "rectify", "--position", UNKNOWN, *right)
    november.by_pec(cases.november_reminder(), at(2025, 11, 21, 10, 3))
    november.poll(at(2025, 11, 21, 10, 4))
    found = [each for each in positions(november).values() if each.row.given_name == "OLINDO"]
    (mine,) = found
    assert mine.received is not None
    assert (mine.row.surname, mine.row.address.civic) == ("TRAMONTELLI ROVERI", "17")
    assert (mine.received.surname, mine.received.address.civic) == ("TRAMONTELLI", "71")
    assert mine.row.date == dt.date(2025, 11, 26)
    story = json.loads(done(november, "dossier", UNKNOWN, "--json"))["moments"]
    said = [(each["word"], each["detail"]) for each in story if each["word"] in ("rectified", "changed", "held")]
    assert sorted(said) == [("changed", "date 2025-11-27 -> 2025-11-26"), ("rectified", "name address")]
    assert "say what is right" in complaint(run("person", "rectify", "--position", UNKNOWN, cwd=november.folder))


@pytest.mark.parametrize(
    ("outcome", "reminded"),
    [
        pytest.param(None, True, id="an execution may come: the clocks protect her"),
        pytest.param("suspended", False, id="none is to come: stored and not otherwise used"),
    ],
)
def test_restricted(november: SocialServices, outcome: str | None, reminded: bool) -> None:
    """A restricted row is reminded of only while it protects the person."""
    day = positions(november)[HERS].execution_on
    assert day is not None
    eve = day - dt.timedelta(days=1)
    if outcome is not None:
        done(november, "positions", "outcome", HERS, outcome)
    november.poll(at(2025, 10, 24, 10, 0))
    assert HERS in done(november, "person", "restrict", "--position", HERS)
    before = len(exported(november, "--position", HERS)["mails"])
    november.poll(at(2027, 1, 11, 9, 0) if outcome else at(eve.year, eve.month, eve.day, 9, 0))
    found = exported(november, "--position", HERS)
    new = [
        each
        for each in found["mails"][before:]
        if HERS in each["references"] and each["recipient_code"] != "coordinator"
    ]
    assert bool(new) is reminded
    assert found["restrictions"][0]["lifted_at"] is None
    assert HERS in done(november, "person", "unrestrict", "--position", HERS)
    assert exported(november, "--position", HERS)["restrictions"][0]["lifted_at"] is not None
