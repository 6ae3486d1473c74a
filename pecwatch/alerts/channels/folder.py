# SPDX-License-Identifier: EUPL-1.2
"""Mails as files in a folder: for the demo, and to look at a round before anything leaves."""

import itertools
import os
import re
from collections.abc import Callable
from email import message_from_bytes, policy
from pathlib import Path

from pecwatch.alerts.channels import Delivered, Outcome, OutgoingMail, Postponed


class FolderChannel:
    """Writes each mail as `.eml` and, for whoever has no mail program at hand, its HTML part beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, mail: OutgoingMail, before_dot: Callable[[], None]) -> Outcome:
        """Write one mail; an earlier file is never overwritten."""
        before_dot()
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            written = self._write_new(re.sub(r"[^a-z0-9-]+", "-", mail.label.lower()), mail.content)
            page = _html_part(mail.content)
            if page is not None:
                _write(written.with_suffix(".html"), page.encode())
        except OSError as error:
            return Postponed(code="not_written", text=f"{self.folder}: mail not written ({error.strerror}): make room")
        return Delivered()

    def close(self) -> None:
        """Nothing is kept open."""

    def _write_new(self, name: str, content: bytes) -> Path:
        for number in itertools.count(1):
            path = self.folder / f"{name if number == 1 else f'{name}-{number}'}.eml"
            try:
                _write(path, content)
            except FileExistsError:
                continue
            return path
        raise AssertionError("there is always another number")


def _write(path: Path, content: bytes) -> None:
    """Make a new file that its owner alone may read."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)


def _html_part(content: bytes) -> str | None:
    """The page inside a mail of ours."""
    body = message_from_bytes(content, policy=policy.default).get_body(("html",))
    return None if body is None else str(body.get_content())
