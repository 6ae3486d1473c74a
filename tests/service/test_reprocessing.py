# SPDX-License-Identifier: EUPL-1.2
"""Old mail again: the same positions, muted, until somebody asks that people be told."""

from dataclasses import replace
from pathlib import Path

import pytest

from pecwatch.casework.positions import record_outcome
from pecwatch.model.position import Outcome, Position, PositionState
from pecwatch.service.deciding import decide_on
from pecwatch.service.reprocessing import Again, from_ledger, from_paths, reprocess
from pecwatch.store.records import MessageState
from tests.cli.running import run
from tests.end_to_end.looking import entries, positions, told
from tests.end_to_end.office import SocialServices, at
from tests.generators.samples import cases
from tests.servers.dovecot import Dovecot
from tests.servers.refusing import refuse, refuse_no_more
from tests.servers.smtp import SmtpServer

NOW = at(2025, 11, 21, 12)
ARRIVED = (
    (cases.november_pec, at(2025, 10, 24, 9, 12)),
    (cases.november_copy, at(2025, 10, 24, 9, 52)),
    (cases.november_reminder, at(2025, 11, 21, 10, 3)),
)
STILL_TO_COME = ["PW-2025-11-005", "PW-2025-11-006", "PW-2025-11-007", "PW-2025-11-008"]
OVER = ["PW-2025-11-001", "PW-2025-11-002", "PW-2025-11-003", "PW-2025-11-004"]


def write_messages(folder: Path) -> list[Path]:
    """The messages as files, named so that their order tells nothing."""
    folder.mkdir()
    paths = [folder / f"{name}.eml" for name in ("z", "y", "x")]
    for path, (build, _) in zip(paths, ARRIVED, strict=True):
        path.write_bytes(build())
    return paths


def again(office: SocialServices, paths: list[Path], *, send: bool = False, dry_run: bool = False) -> list[Again]:
    """`pecwatch reprocess PATH…`, and whatever mails it causes sent."""
    with office.desk() as desk:
        return list(reprocess(desk, from_paths(desk, paths, dry_run=dry_run), send=send, dry_run=dry_run))


def told_after_a_round(office: SocialServices) -> list[tuple[str, str]]:
    """What the office is told besides the mails of the calendar, and that the registry has grown old."""
    office.poll()
    calendar = ("daily_counts", "weekly_digest", "service")
    return [each for each in told(office) if each[1] not in calendar]


def as_recorded(position: Position) -> Position:
    """A position without what tells a live one from a muted one, and one way of arrival from another."""
    return replace(
        position,
        muted=False,
        state=PositionState.NEW,
        opened_at=NOW,
        message_id=0,
        last_message_id=0,
        match=replace(position.match, id=""),
    )


@pytest.fixture
def old_mail(office: SocialServices) -> list[Path]:
    """The three messages as files, in an office that has never seen them."""
    office.install()
    office.clock.now = NOW
    return write_messages(office.folder / "old")


def test_the_same_positions_as_live(
    office: SocialServices, old_mail: list[Path], tmp_path: Path, dovecot: Dovecot, smtp_server: SmtpServer
) -> None:
    """Read from files, the messages give the references, rows and owners that they give when they arrive."""
    (tmp_path / "live").mkdir()
    live = SocialServices(tmp_path / "live", dovecot, smtp_server)
    live.install()
    for build, received_at in ARRIVED:
        live.by_pec(build(), received_at)
        live.poll(received_at)
    told(live)
    again(office, old_mail)
    recorded, expected = positions(office), positions(live)
    assert [as_recorded(each) for each in recorded.values()] == [as_recorded(each) for each in expected.values()]
    assert all(each.muted for each in recorded.values())
    assert told_after_a_round(office) == []


def test_a_dry_run_writes_nothing(office: SocialServices, old_mail: list[Path]) -> None:
    """It shows what would be new, and leaves no trace."""
    shown = again(office, old_mail, dry_run=True)
    assert [each.new_rows for each in shown] == [7, 7, 3]
    assert all(each.weighed is None for each in shown)
    assert positions(office) == {}
    assert entries(office) == ()
    assert told_after_a_round(office) == []


def test_send_tells_what_is_still_to_come_once(office: SocialServices, old_mail: list[Path]) -> None:
    """With --send the rows whose day has not passed come alive and their owners are told; a second time nobody is."""
    again(office, old_mail)
    again(office, old_mail, send=True)
    found = positions(office)
    assert [reference for reference, each in found.items() if not each.muted] == STILL_TO_COME
    assert [reference for reference, each in found.items() if each.muted] == OVER
    kinds = told_after_a_round(office)
    assert [name for name, kind in kinds if kind == "rows"] == ["op01", "op03", "op04", "segretariato"]
    assert {kind for name, kind in kinds if name not in ("coordinatrice",)} == {"rows"}
    again(office, old_mail, send=True)
    assert told_after_a_round(office) == []


@pytest.mark.fault("reprocess-beside")
def test_reading_again_without_send_leaves_what_is_live_alone(office: SocialServices) -> None:
    """Whoever repairs a rule and reads the month again disturbs nobody and mutes nobody."""
    office.install()
    for build, received_at in ARRIVED:
        office.by_pec(build(), received_at)
        office.poll(received_at)
    told(office)
    before = positions(office)
    with office.desk() as desk:
        shown = list(reprocess(desk, from_ledger(desk, since=None, ids=None), send=False, dry_run=False))
    assert [(each.new_rows, each.before == each.after) for each in shown] == [(0, True)] * 3
    assert positions(office) == before
    assert told_after_a_round(office) == []


def test_what_somebody_has_closed_stays_closed(office: SocialServices, old_mail: list[Path]) -> None:
    """Reading again what was sent before a household was settled asks for nobody a second time."""
    office.install()
    for build, received_at in ARRIVED:
        office.by_pec(build(), received_at)
        office.poll(received_at)
    told(office)
    with office.desk() as desk:
        decide_on(
            desk, "PW-2025-11-006", lambda each, by: record_outcome(each, Outcome.RELEASED, by), who=None, by="cli"
        )
    before = positions(office)
    for send in (False, True):
        assert [each.new_rows for each in again(office, old_mail, dry_run=True)] == [0, 0, 0]
        with office.desk() as desk:
            list(reprocess(desk, from_ledger(desk, since=None, ids=None), send=send, dry_run=False))
        again(office, old_mail, send=send)
        assert positions(office) == before
        assert told_after_a_round(office) == []


def test_mail_that_waits_for_the_service_is_left_to_it(office: SocialServices, old_mail: list[Path]) -> None:
    """Reading old mail beside the service must not turn an alarm that is about to go off into a muted row."""
    path = old_mail[0]
    office.by_pec(path.read_bytes())
    with office.desk() as desk, desk.database.writing() as session:
        refuse(session, "position")
    office.poll()
    (waiting,) = entries(office)
    assert waiting.state in (MessageState.RECEIVED, MessageState.READ)
    again(office, [path])
    assert entries(office) == (waiting,)
    with office.desk() as desk, desk.database.writing() as session:
        refuse_no_more(session, "position")
    told(office)
    office.clock.now = at(2025, 11, 21, 13)
    office.poll()
    assert ("op04", "rows") in told(office)


@pytest.mark.fault("reprocess-beside")
def test_a_file_read_before_its_mailbox_gave_it_mutes_nobody(office: SocialServices) -> None:
    """Somebody saved the PEC from the webmail while the mailbox could not be reached: its list is told all the same."""
    office.install()
    office.clock.now = NOW
    path = office.folder / "salvata.eml"
    path.write_bytes(ARRIVED[-1][0]())
    again(office, [path])
    muted = positions(office)
    assert muted and all(each.muted for each in muted.values())
    office.by_pec(path.read_bytes(), NOW)
    assert [name for name, kind in told_after_a_round(office) if kind == "rows"] != []
    alive = positions(office)
    assert sorted(alive) == sorted(muted)
    assert not all(each.muted for each in alive.values())
    again(office, [path])
    assert positions(office) == alive
    assert told_after_a_round(office) == []


def test_files_do_not_wait_in_the_queue(office: SocialServices, old_mail: list[Path]) -> None:
    """A round of the service in the middle of a reprocess finds nothing to alert."""
    with office.desk() as desk:
        found = list(from_paths(desk, old_mail, dry_run=False))
        office.poll()
        list(reprocess(desk, found, send=False, dry_run=False))
    assert [name for name, kind in told(office) if kind == "rows"] == []
    assert all(each.muted for each in positions(office).values())


def test_the_command(office: SocialServices, old_mail: list[Path]) -> None:
    """`pecwatch reprocess` says what each message is and what it wrote."""
    done = run("--config", str(office.file), "reprocess", str(old_mail[0]), cwd=office.folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert "list; 7 rows; 7 without a position" in done.stdout
    assert len(positions(office)) == 7
    assert all(each.muted for each in positions(office).values())


def test_who_would_match_now_is_shown_and_told_only_with_send(office: SocialServices) -> None:
    """A new registry knows somebody of an old list: the row, its bands and the folder; people hear of it on request."""
    office.install()
    office.clock.now = at(2025, 10, 24, 9, 12)
    office.by_pec(cases.november_pec(), office.clock.now)
    office.poll()
    told(office)
    registry = office.folder / "registry.csv"
    head, *_ = registry.read_text(encoding="cp1252").splitlines()
    fields = {"cartella": "2025/00999", "cognome": "Tramontelli", "nome": "Olindo", "operatore": "OP02"}
    fields |= {"indirizzo": "Via Acquafredda", "civico": "71"}
    added = ";".join(fields.get(name, "") for name in head.split(";"))
    with registry.open("a", encoding="cp1252") as file:
        file.write(f"{added}\n")
    office.import_registry()
    reprocess_all = ("reprocess", "--since", "2025-01-01", "--dry-run")
    shown = run("--config", str(office.file), *reprocess_all, cwd=office.folder).stdout
    assert "  PW-2025-11-006: none -> certain, folder 2025/00999" in shown.splitlines()
    for send, owner in ((False, "duty_worker"), (True, "OP02")):
        with office.desk() as desk:
            list(reprocess(desk, from_ledger(desk, since=None, ids=None), send=send, dry_run=False))
        assert positions(office)["PW-2025-11-006"].owner == owner
        assert ("op02", "rows") in told_after_a_round(office) or not send
