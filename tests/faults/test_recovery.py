# SPDX-License-Identifier: EUPL-1.2
"""Whatever interrupts a round, the next start ends as if nothing had happened: killed, disk full, disk broken."""

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.end_to_end.dump import LEFT_OUT
from tests.end_to_end.mails import read_mail
from tests.faults.account import Account
from tests.faults.disturbing import DISK_ALARM, LATER, NOW, DeadlyRelay, Killing, killing
from tests.servers.tracing import can_trace

__all__ = ["killing"]

pytestmark = pytest.mark.sqlite
"""An office is put back to what it was with its folder; workers that die on a server are tried by `test_worker`."""

AFTER = NOW.replace(hour=12)


@pytest.mark.fault("killed")
@pytest.mark.parametrize("part", range(8))
def test_killed_and_started_again(killing: Killing, account: Account, part: int) -> None:
    """Messages, positions, owners, states, steps and alerts are the same, wherever the round was cut off."""
    killing.again()
    killing.round(deadly=1 + part * (killing.steps - 1) // 7)
    account.inject()
    killing.round()
    account.settle(killing.office)
    assert sum(mail.is_repetition for mail in killing.assert_as_undisturbed()) <= 1
    if part == 4:
        killing.assert_nothing_more()


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.fault("killed")
def test_killed_at_every_step(killing: Killing, account: Account) -> None:
    """Not one step is left out."""
    for deadly in range(1, killing.steps + 1):
        killing.again()
        killing.round(deadly)
        account.inject()
        killing.round()
        account.settle(killing.office)
        killing.assert_as_undisturbed()
        killing.assert_nothing_more()


@pytest.mark.fault("killed-twice")
@pytest.mark.parametrize(("first", "second"), [(0.4, 5), (0.8, 3)])
def test_killed_again_while_it_recovers(killing: Killing, account: Account, first: float, second: int) -> None:
    """Recovery is made of the same steps."""
    killing.again()
    killing.round(deadly=int(killing.steps * first))
    killing.round(deadly=second)
    account.inject(2)
    killing.round()
    account.settle(killing.office)
    killing.assert_as_undisturbed()


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.fault("killed-twice")
def test_killed_twice_at_every_step(killing: Killing, account: Account) -> None:
    """Each step once as the first, and a step of the recovery that moves along."""
    for deadly in range(1, killing.steps + 1):
        killing.again()
        killing.round(deadly)
        killing.rounds.begin(killing.office.file, NOW, deadly=1 + deadly * 7 % killing.steps)
        killing.rounds.end()
        account.inject(2)
        killing.round()
        account.settle(killing.office)
        killing.assert_as_undisturbed()


@pytest.mark.fault("power-loss")
def test_killed_while_the_relay_answers(killing: Killing, account: Account) -> None:
    """Nobody heard the relay say that it took the mail: it comes once more, marked, under the same Message-ID.

    What the process had said to be sent before it died is on the disk: nothing else comes twice.
    """
    killing.again()
    taken = killing.office.relay.messages = DeadlyRelay(4)
    taken.sender = killing.rounds.begin(killing.office.file, NOW)
    assert killing.rounds.end()[1] == -signal.SIGKILL
    account.inject()
    killing.round()
    account.settle(killing.office)
    mails = killing.assert_as_undisturbed()
    (repeated,) = (each for each in mails if each.is_repetition)
    assert [each.name for each in mails if each.message_id == repeated.message_id] == [repeated.name] * 2


def test_what_the_dump_leaves_out_is_still_there(killing: Killing) -> None:
    """Each with its reason; a table that is renamed must not silently be compared no more."""
    killing.again()
    tables = set(killing.end)
    assert {"message", "position", "event", "outbox", "step", "decision", "question"} <= tables
    assert all(reason for reason in LEFT_OUT.values())
    assert not tables & set(LEFT_OUT)


def refuse(killing: Killing, call: str, error: str, when: str) -> int:
    """A round in which the kernel refuses some writes to the database; its exit code."""
    killing.again()
    child = killing.rounds.begin(killing.office.file, NOW, stopped=True)
    files = [killing.office.folder / "var" / f"pecwatch.db{ending}" for ending in ("", "-wal")]
    command = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}"]
    command += [argument for file in files for argument in ("-P", str(file))]
    command += ["-e", f"inject={call}:error={error}:when={when}", "-p", str(child)]
    wait_until(child, "State:\tT")
    with subprocess.Popen(command, stderr=subprocess.PIPE) as strace:
        wait_until(child, f"TracerPid:\t{strace.pid}")
        os.kill(child, signal.SIGCONT)
        _, code = killing.rounds.end()
        strace.wait(timeout=30)
    return code


def wait_until(child: int, line: str) -> None:
    """Until the kernel says this of a process."""
    give_up_at = time.monotonic() + 30
    while line not in Path(f"/proc/{child}/status").read_text():
        assert time.monotonic() < give_up_at
        time.sleep(0.01)


WRITES, SYNCS = "pwrite64", "fdatasync,fsync"


@pytest.mark.skipif(not can_trace(), reason="strace cannot trace here: refused writes are tried by limits alone")
@pytest.mark.parametrize(
    ("call", "error", "when"),
    [
        pytest.param(WRITES, "ENOSPC", "40", marks=pytest.mark.fault("disk-full"), id="full once, within the weighing"),
        pytest.param(WRITES, "ENOSPC", "60+", marks=pytest.mark.fault("disk-full"), id="full from then on"),
        pytest.param(SYNCS, "EIO", "2", marks=pytest.mark.fault("disk-error"), id="not synced, once"),
        pytest.param(WRITES, "EIO", "20", marks=pytest.mark.fault("disk-error"), id="not written, once"),
    ],
)
def test_the_disk_refuses(killing: Killing, account: Account, call: str, error: str, when: str) -> None:
    """Nothing half is kept; when there is room again the end is the same; meanwhile the administrator has heard."""
    code = refuse(killing, call, error, when)
    account.inject()
    heard = [mail for mail in killing.office.relay.messages if DISK_ALARM.encode() in mail.content]
    assert bool(heard) or code == 0
    killing.round(now=LATER)
    account.settle(killing.office)
    killing.assert_as_undisturbed()


@pytest.mark.long
@pytest.mark.timeout(7200)
@pytest.mark.fault("disk-full", "disk-error")
@pytest.mark.skipif(not can_trace(), reason="strace cannot trace here")
@pytest.mark.parametrize("persistent", ["", "+"])
@pytest.mark.parametrize(("call", "error"), [(WRITES, "ENOSPC"), (WRITES, "EIO"), (SYNCS, "EIO")])
def test_the_disk_refuses_wherever_it_may(
    killing: Killing, account: Account, call: str, error: str, persistent: str
) -> None:
    """At every ninth of the writes or syncs of a round, once and from then on."""
    for number in range(1, 300, 9):
        refuse(killing, call, error, f"{number}{persistent}")
        account.inject()
        killing.round(now=LATER)
        account.settle(killing.office)
        killing.assert_as_undisturbed()


@pytest.mark.fault("disk-full")
def test_polling_pauses_while_nothing_can_be_written(killing: Killing, account: Account) -> None:
    """One alarm by SMTP alone, again after an hour; then «risolto», and everything is caught up with."""
    killing.again()
    hours = [NOW.replace(hour=10, minute=minute) for minute in (0, 1, 2)] + [NOW.replace(hour=11, minute=5), AFTER]
    killing.rounds.begin(killing.office.file, *hours, full=[0, 1, 2, 3])
    assert killing.rounds.end()[1] == 1
    account.inject(4)
    subjects = [mail.subject for mail in map(read_mail, killing.office.relay.messages) if DISK_ALARM in mail.subject]
    assert ["RISOLTO" in subject for subject in subjects] == [False, False, True]
    account.settle(killing.office)
    killing.assert_as_undisturbed()
