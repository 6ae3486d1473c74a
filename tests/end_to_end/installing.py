# SPDX-License-Identifier: EUPL-1.2
"""What a first round leaves, kept for offices that are alike: they get a copy instead of a round of their own.

Alike is an office whose folder says the same but for what every office has of its own, at the same Dovecot. The
mailboxes are copied too, since the database knows them by their UIDVALIDITY.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

from tests.servers.databases import OFFICES
from tests.servers.dovecot import Dovecot

DATA = "var"


class FirstRounds:
    """First rounds over empty mailboxes of one Dovecot."""

    def __init__(self, dovecot: Dovecot, folder: Path) -> None:
        self._dovecot = dovecot
        self._folder = folder
        self._kept: dict[frozenset[tuple[str, bytes]], Path] = {}
        self._databases: dict[Path, str] = {}

    def play(
        self,
        office: Path,
        users: tuple[str, ...],
        own_words: tuple[str, ...],
        first_round: Callable[[], None],
        database_url: str | None,
    ) -> None:
        """Bring an office to where its first round ends.

        Args:
            users: Its mailboxes.
            own_words: What stands in its files and in no other office's.
            first_round: Plays it: called where no office was alike, or where something has happened already.
            database_url: Of its database, where that is no file of its folder.
        """
        if any(place.exists() for place in (office / DATA, *map(self._dovecot.maildir, users))):
            first_round()
            return
        likeness = _said(office, own_words)
        kept = self._kept.get(likeness)
        if kept is None:
            first_round()
            kept = self._kept[likeness] = self._keep(office, users)
            if database_url is not None:
                self._databases[kept] = OFFICES.keep(database_url)
            return
        shutil.copytree(kept / DATA, office / DATA)
        if database_url is not None:
            OFFICES.begin_with(database_url, self._databases[kept])
        for number, user in enumerate(users):
            _copy_maildir(kept / str(number), self._dovecot.maildir(user))

    def _keep(self, office: Path, users: tuple[str, ...]) -> Path:
        kept = self._folder / str(len(self._kept))
        shutil.copytree(office / DATA, kept / DATA)
        for number, user in enumerate(users):
            _copy_maildir(self._dovecot.maildir(user), kept / str(number))
        return kept


def _said(office: Path, own_words: tuple[str, ...]) -> frozenset[tuple[str, bytes]]:
    """Every file of an office, without what is its own."""
    return frozenset((path.name, _common(path, own_words)) for path in office.rglob("*") if path.is_file())


def _common(path: Path, own_words: tuple[str, ...]) -> bytes:
    content = path.read_bytes()
    for word in own_words:
        content = content.replace(word.encode(), b"\0")
    return content


def _copy_maildir(source: Path, target: Path) -> None:
    """A mailbox with all that Dovecot has noted of it, for the same owner."""
    shutil.copytree(source, target)
    for path in (source, *source.rglob("*")):
        owner = path.stat()
        shutil.chown(target / path.relative_to(source), owner.st_uid, owner.st_gid)
