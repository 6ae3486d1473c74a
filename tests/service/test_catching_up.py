# SPDX-License-Identifier: EUPL-1.2
"""Many messages at once: how far it has come is shown, and what the disk refuses keeps back no others for long."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import TypeVar

from pecwatch.service.collecting import Collector
from pecwatch.service.running import poll
from pecwatch.store import ledger
from pecwatch.store.records import Kept, MessageState
from pecwatch.store.trouble import StoreTrouble
from pecwatch.store.vault import Vault
from tests.end_to_end.office import SocialServices, at

T = TypeVar("T")
NOON = at(2025, 10, 24, 12)


def deliver(office: SocialServices, count: int) -> None:
    for number in range(count):
        office.by_pec(f"Subject: avviso {number}\r\n\r\nSi convoca il tavolo.\r\n".encode(), NOON)


class Watcher:
    """Writes down what passes, as a progress bar shows it."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, int | None, int]] = []

    def __call__(self, items: Iterable[T], what: str, total: int | None = None) -> Iterator[T]:
        passed = 0
        for item in items:
            passed += 1
            yield item
        self.seen.append((what, total, passed))


def test_a_long_poll_shows_how_far_it_has_come(office: SocialServices) -> None:
    """Fetching and reading, each with its true total."""
    office.install()
    deliver(office, 3)
    watcher = Watcher()
    poll(office.config, office.clock, watcher)
    assert [each for each in watcher.seen if each[1]] == [("fetching", 3, 3), ("reading", 3, 3)]


class Refusing:
    """A vault on a disk that does not take the second message."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._refuses = False

    def put(self, pieces: Iterable[bytes]) -> Kept:
        return self._vault.put(pieces)

    def take(self, pieces: Iterable[bytes]) -> Kept:
        content = b"".join(pieces)
        self._refuses = self._refuses or b"avviso 1" in content
        return self._vault.take((content,))

    def secure(self) -> None:
        self._vault.secure()
        if self._refuses:
            self._refuses = False
            raise StoreTrouble("EIO: check the disk")

    def pieces(self, name: str) -> Iterator[bytes]:
        return self._vault.pieces(name)


def test_what_the_disk_refuses_keeps_back_no_message_before_it(office: SocialServices) -> None:
    """Together with one that is refused none counts; the next time each is entered by itself, and only it fails."""
    office.install()
    deliver(office, 3)
    with office.desk(exclusive=True) as desk:
        desk.vault = Refusing(desk.vault)
        with Collector(desk, desk.list_mailboxes[:1]) as collector:
            entered = []
            for minutes in (0, 1, 3):
                office.clock.now = NOON + dt.timedelta(minutes=minutes)
                failures = [each.failure.code for each in collector.collect() if each.failure is not None]
                with desk.database.reading() as session:
                    entered.append((failures, ledger.counts(session)[MessageState.RECEIVED]))
    assert entered == [(["disk"], 0), (["disk"], 1), (["disk"], 1)]
