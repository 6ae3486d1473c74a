# SPDX-License-Identifier: EUPL-1.2
"""What health.json says of rounds, mailboxes and database, to whoever reads it at any moment."""

import itertools
import json
import os
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from pecwatch.errors import ExitCode
from pecwatch.service import watching
from pecwatch.service.desk import Desk
from pecwatch.service.health_file import Rounds, write_health
from pecwatch.service.importing import import_registry
from pecwatch.service.watching import Watch
from pecwatch.store.mailboxes import record_poll
from pecwatch.store.notes import note
from pecwatch.store.trouble import StoreTrouble
from tests.registry.staging import HEADER, ROWS
from tests.servers.refusing import refuse, refuse_no_more
from tests.service.offices import SmallOffice

SECOND_MAILBOX = """
[[mailbox]]
name = "ordinaria"
host = "127.0.0.1"
username = "ufficio@comune.example"
password_file = "segreto"
"""
_rounds = itertools.count(1)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An office of which nothing is wrong but that its second mailbox was never read."""
    (tmp_path / "segreto").touch(mode=0o600)
    (tmp_path / "segreto").write_text("rondine-2025")
    (tmp_path / "r.csv").write_text("\n".join((HEADER, *ROWS)), encoding="utf-8")
    with SmallOffice(tmp_path, SECOND_MAILBOX).desk() as desk:
        import_registry(desk, tmp_path / "r.csv", None, confirmed=True)
        read(desk, "pec")
        yield desk


def read(desk: Desk, mailbox: str) -> None:
    with desk.database.writing() as session:
        record_poll(session, mailbox, desk.clock())


def health(desk: Desk) -> dict[str, object]:
    return dict(json.loads((desk.config.service.data_dir / "health.json").read_text(encoding="utf-8")))


def after_a_round(desk: Desk, watch: Watch) -> dict[str, object]:
    """What the file says after a round that has something to write."""
    with watch.round(), desk.database.writing() as session:
        note(session, f"round {next(_rounds)}", "round", desk.clock())
    return health(desk)


def test_a_good_round_ends_what_the_file_said_of_others(desk: Desk) -> None:
    """Also where the files of many offices are written less often, and another worker had the round before."""
    read(desk, "ordinaria")
    often = 300
    with suppress(StoreTrouble), Watch(desk, health_every_s=often).round():
        raise StoreTrouble("of a test")
    assert health(desk)["rounds_failed"] == 1
    other = Watch(desk, health_every_s=often)
    told = after_a_round(desk, other)
    assert (told["healthy"], told["rounds_failed"]) == (True, 0)
    assert after_a_round(desk, other) == told, "nothing new is to be said"
    write_health(desk, Rounds(since=desk.clock()))
    assert after_a_round(desk, other)["round_since"] is None


def test_no_success_is_told_while_a_mailbox_was_never_read(desk: Desk) -> None:
    """A monitor that looks at one number alone must not take the other mailbox's for all."""
    watch = Watch(desk)
    told = after_a_round(desk, watch)
    assert (told["last_success_age_s"], told["healthy"], told["exit_code"]) == (None, False, ExitCode.UNHEALTHY)
    read(desk, "ordinaria")
    told = after_a_round(desk, watch)
    assert (told["last_success_age_s"], told["healthy"], told["exit_code"]) == (0, True, ExitCode.DONE)


@pytest.mark.fault("database-locked", "disk-full")
def test_a_database_that_takes_nothing_is_not_well(desk: Desk) -> None:
    """It can be read, and everything in it was well when it was written: the rounds that fail say that it is not."""
    read(desk, "ordinaria")
    watch = Watch(desk)
    before = after_a_round(desk, watch)
    with desk.database.writing() as session:
        refuse(session, "note", "NEW.value = 'round'")
    for times in (1, 2):
        with pytest.raises(StoreTrouble):
            after_a_round(desk, watch)
        told = health(desk)
        assert (told["healthy"], told["exit_code"], told["rounds_failed"]) == (False, ExitCode.UNHEALTHY, times)
        assert (told["last_round_at"], told["round_since"]) == (before["last_round_at"], None)
    with desk.database.writing() as session:
        refuse_no_more(session, "note")
    told = after_a_round(desk, watch)
    assert (told["healthy"], told["rounds_failed"]) == (True, 0)


@pytest.mark.sqlite
@pytest.mark.fault("database-locked", "disk-error")
def test_a_database_that_does_not_answer_is_not_well(desk: Desk) -> None:
    """The file is written all the same: the old one would say for ever that all is well."""
    read(desk, "ordinaria")
    watch, file = Watch(desk), desk.database.file
    assert file is not None
    assert after_a_round(desk, watch)["database_answers"]
    desk.database.close()
    file.unlink()
    file.mkdir()
    with pytest.raises(StoreTrouble):
        after_a_round(desk, watch)
    told = health(desk)
    assert (told["database_answers"], told["healthy"], told["rounds_failed"]) == (False, False, 1)
    assert told["exit_code"] == ExitCode.UNEXPECTED
    assert "last_success_age_s" not in told


def test_two_threads_write_a_whole_file(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The end of a round and the minute of a long one come together: the one waits for the other."""
    together, opened = threading.Barrier(2), os.open

    def open_slowly(path: Path, *how: int) -> int:
        handle = opened(path, *how)
        if "health.json" in str(path):
            with suppress(threading.BrokenBarrierError):
                together.wait(0.3)
        return handle

    monkeypatch.setattr(watching, "HEALTH_EVERY_S", -1)
    monkeypatch.setattr(os, "open", open_slowly)
    watch = Watch(desk)
    threads = [threading.Thread(target=watch.look) for _ in range(2)]
    with capture_logs() as logs:
        for each in threads:
            each.start()
        for each in threads:
            each.join()
    assert logs == []
    assert together.broken, "both were writing at the same time"
    assert health(desk)["database_answers"]
